package io.clutch.link;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the fields of one frame. */
final class FieldWriter {

    /** Longer texts are cut: a reason for a log line is never worth a broken link. In bytes. */
    private static final int MAX_TEXT = 16 * 1024;

    private ByteBuffer buffer = ByteBuffer.allocate(128).position(Codec.HEADER);

    FieldWriter type(int type) {
        return u8(type);
    }

    FieldWriter u8(int value) {
        room(1).put((byte) value);
        return this;
    }

    FieldWriter u16(int value) {
        room(2).putShort((short) value);
        return this;
    }

    FieldWriter u32(int value) {
        room(4).putInt(value);
        return this;
    }

    FieldWriter u64(long value) {
        room(8).putLong(value);
        return this;
    }

    FieldWriter flag(boolean value) {
        return u8(value ? 1 : 0);
    }

    FieldWriter text(String value) {
        var bytes = value.getBytes(StandardCharsets.UTF_8);
        int length = bytes.length;
        if (length > MAX_TEXT) {
            length = MAX_TEXT;
            // Not in the middle of a character: continuation bytes are 10xxxxxx.
            while ((bytes[length] & 0xc0) == 0x80) {
                length--;
            }
        }
        u16(length);
        room(length).put(bytes, 0, length);
        return this;
    }

    ByteBuffer frame() {
        buffer.flip();
        buffer.putInt(0, buffer.limit() - Codec.HEADER);
        return buffer;
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            int position = buffer.position();
            var array = Arrays.copyOf(buffer.array(), Math.max(position * 2, position + bytes));
            buffer = ByteBuffer.wrap(array).position(position);
        }
        return buffer;
    }
}
