package io.clutch.link;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** Collects what a channel delivers until a whole message is there. */
final class Inbox {

    private final ByteBuffer buffer = ByteBuffer.allocate(Codec.MAX_FRAME).limit(0);

    /**
     * Returns the next message of those already received.
     *
     * @return null if none is complete
     * @throws ProtocolException if the bytes are nonsense
     */
    Message next() throws ProtocolException {
        return Codec.decode(buffer);
    }

    /**
     * Reads what the channel has.
     *
     * @return how many bytes came, -1 at the end of the stream
     */
    int fill(ReadableByteChannel channel) throws IOException {
        // A frame never exceeds the buffer, so that after next() returned null there is room.
        buffer.compact();
        try {
            return channel.read(buffer);
        } finally {
            buffer.flip();
        }
    }
}
