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

    /** How long a payload may be, in bytes. */
    static final int MAX_PAYLOAD = 64 * 1024;

    /**
     * Holds what has come and is not yet used, from 0 to its position, and has room for at least
     * one byte more.
     */
    private ByteBuffer bytes = ByteBuffer.allocate(512);

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
            return Codec.decode(type, payload);
        } finally {
            bytes.compact();
        }
    }

    private void grow(int capacity) {
        if (bytes.capacity() < capacity) {
            bytes = ByteBuffer.allocate(capacity).put(bytes).flip();
        }
    }
}
