package io.clutch.link;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * Finds the messages in a stream of bytes that comes in pieces of any size. A frame is the
 * payload's length (u32), the message's type (u8), and the payload.
 */
final class Inbox {

    /** How many bytes stand before the payload. */
    static final int HEADER = 5;

    /** Set in the type of a frame that a descriptor comes with. */
    static final int WITH_DESCRIPTOR = 0x80;

    /** How long a payload may be, in bytes. */
    static final int MAX_PAYLOAD = 64 * 1024;

    /**
     * Holds what has come and is not yet used, from 0 to its position, and has room for at least
     * one byte more.
     */
    private ByteBuffer bytes = ByteBuffer.allocate(512);

    private final Descriptors descriptors;

    /** Where the descriptors are that came along with the bytes. */
    interface Descriptors {
        int next() throws ProtocolException;
    }

    /** Makes an inbox for a stream that brings no descriptors. */
    Inbox() {
        this(
                () -> {
                    throw new ProtocolException("descriptors cannot come over this link");
                });
    }

    Inbox(Descriptors descriptors) {
        this.descriptors = descriptors;
    }

    /**
     * Reads what the channel has, as far as there is room; to be followed by {@link #next} until
     * that returns null.
     *
     * @return how many bytes came, -1 at the stream's end
     */
    int fill(ReadableByteChannel channel) throws IOException {
        return channel.read(bytes);
    }

    /**
     * Returns the next message, or null if more bytes must come first.
     *
     * @throws ProtocolException if it is none; after that nothing in the stream can be trusted, and
     *     the reader is of no use
     */
    Message next() throws ProtocolException {
        bytes.flip();
        try {
            if (bytes.remaining() < HEADER) {
                return null;
            }
            int length = bytes.getInt(0);
            // Looked at before room is made, so that nonsense cannot make the master allocate it.
            if (length < 0 || length > MAX_PAYLOAD) {
                throw new ProtocolException(
                        "it announces %d bytes, the most is %d"
                                .formatted(length & 0xffff_ffffL, MAX_PAYLOAD));
            }
            if (bytes.remaining() < HEADER + length) {
                grow(HEADER + length);
                return null;
            }
            int type = bytes.get(HEADER - 1) & 0xff;
            ByteBuffer payload = bytes.slice(HEADER, length);
            bytes.position(HEADER + length);
            return decode(type, payload);
        } finally {
            bytes.compact();
        }
    }

    private Message decode(int type, ByteBuffer payload) throws ProtocolException {
        if ((type & WITH_DESCRIPTOR) == 0) {
            return Codec.decode(type, payload);
        }
        var message = Codec.decode(type & ~WITH_DESCRIPTOR, payload);
        if (message instanceof Carrier carrier) {
            return carrier.with(descriptors.next());
        }
        throw new ProtocolException(
                "%s cannot bring a descriptor".formatted(message.getClass().getSimpleName()));
    }

    private void grow(int capacity) {
        if (bytes.capacity() < capacity) {
            bytes = ByteBuffer.allocate(capacity).put(bytes).flip();
        }
    }
}
