package io.clutch.link;

import java.nio.ByteBuffer;

/** One message on its way: its bytes, and the descriptor that goes with the first of them. */
final class Frame {

    private final ByteBuffer bytes;
    private int descriptor;

    Frame(ByteBuffer bytes, int descriptor) {
        this.bytes = bytes;
        this.descriptor = descriptor;
    }

    /** Returns a frame without a descriptor. */
    static Frame of(ByteBuffer bytes) {
        return new Frame(bytes, Carrier.NONE);
    }

    /** Returns what is left to be written. */
    ByteBuffer bytes() {
        return bytes;
    }

    /** Returns the frame's length in bytes, written or not. */
    int length() {
        return bytes.limit();
    }

    /** Returns the descriptor to go, which the frame owns; {@link Carrier#NONE} if none is. */
    int descriptor() {
        return descriptor;
    }

    /** Gives the descriptor up, to whoever closes it. */
    int takeDescriptor() {
        int taken = descriptor;
        descriptor = Carrier.NONE;
        return taken;
    }
}
