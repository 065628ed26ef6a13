package io.clutch.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Puts one frame together: its length, the message's type, and the payload in the order in which it
 * is written. Numbers are big endian.
 */
final class FieldWriter {

    /** How many characters of a text get through; the rest is for nobody's eyes. */
    static final int MAX_TEXT = 2000;

    /** How many bytes a name may have. */
    static final int MAX_NAME = 8000;

    private byte[] bytes = new byte[128];
    private int size;

    FieldWriter(int type) {
        int32(0); // the length, known at the end
        uint8(type);
    }

    FieldWriter bool(boolean value) {
        return uint8(value ? 1 : 0);
    }

    FieldWriter uint8(int value) {
        room(1);
        bytes[size++] = (byte) value;
        return this;
    }

    FieldWriter uint16(int value) {
        if (value < 0 || value > 0xffff) {
            throw new IllegalArgumentException("%d does not fit into 16 bits".formatted(value));
        }
        return uint8(value >>> 8).uint8(value);
    }

    FieldWriter int32(int value) {
        return uint8(value >>> 24).uint8(value >>> 16).uint8(value >>> 8).uint8(value);
    }

    FieldWriter int64(long value) {
        return int32((int) (value >>> 32)).int32((int) value);
    }

    /**
     * Writes what only people read; cuts it where it is longer than {@link #MAX_TEXT}, so that a
     * long exception passes.
     */
    FieldWriter text(String value) {
        if (value.length() <= MAX_TEXT) {
            return name(value);
        }
        int end = MAX_TEXT - 1;
        return name(
                value.substring(0, Character.isHighSurrogate(value.charAt(end - 1)) ? end - 1 : end)
                        .concat("…"));
    }

    /** Writes what means something to the other end, so that a cut one would be wrong. */
    FieldWriter name(String value) {
        byte[] encoded = value.getBytes(UTF_8);
        if (encoded.length > MAX_NAME) {
            throw new IllegalArgumentException(
                    "a string of %d bytes is too long for the link, which takes %d: %.40s…"
                            .formatted(encoded.length, MAX_NAME, value));
        }
        uint16(encoded.length);
        room(encoded.length);
        System.arraycopy(encoded, 0, bytes, size, encoded.length);
        size += encoded.length;
        return this;
    }

    /** Marks the frame as one that a descriptor comes with. */
    FieldWriter withDescriptor() {
        bytes[Inbox.HEADER - 1] |= (byte) Inbox.WITH_DESCRIPTOR;
        return this;
    }

    /** Returns the whole frame, ready to be sent. */
    ByteBuffer frame() {
        return ByteBuffer.wrap(bytes, 0, size).putInt(0, size - Inbox.HEADER);
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
