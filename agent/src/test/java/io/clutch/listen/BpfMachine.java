package io.clutch.listen;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntSupplier;

/**
 * Runs classic BPF as the kernel does, from the bytes that the kernel gets. Knows the instruction
 * set from the kernel's documentation, and nothing of ours. A load beyond the packet ends the
 * program with 0, as in the kernel.
 */
final class BpfMachine {

    private static final int NET_OFF = -0x100000;
    private static final int AD_OFF = -0x1000;
    private static final int AD_RANDOM = 56;

    private final ByteBuffer program;
    private final byte[] packet;
    private final IntSupplier random;
    private int accumulator;
    private int index;
    private int at;

    private BpfMachine(byte[] program, byte[] packet, IntSupplier random) {
        if (program.length == 0 || program.length % 8 != 0 || program.length > 8 * 4096) {
            throw new IllegalArgumentException(program.length + " bytes of program");
        }
        this.program = ByteBuffer.wrap(program).order(ByteOrder.nativeOrder());
        this.packet = packet;
        this.random = random;
    }

    /**
     * Returns what the program returns.
     *
     * @param packet from the IP header on
     */
    static int run(byte[] program, byte[] packet, IntSupplier random) {
        return new BpfMachine(program, packet, random).run();
    }

    private int run() {
        while (true) {
            int code = Short.toUnsignedInt(program.getShort(at * 8));
            int yes = Byte.toUnsignedInt(program.get(at * 8 + 2));
            int no = Byte.toUnsignedInt(program.get(at * 8 + 3));
            int k = program.getInt(at * 8 + 4);
            at++;
            try {
                switch (code & 7) {
                    case 0 -> accumulator = load(code, k);
                    case 1 -> index = loadIndex(code, k);
                    case 4 -> accumulator = compute(code, k);
                    case 5 -> at += jump(code, k, yes, no);
                    case 6 -> {
                        return (code & 0x18) == 0x10 ? accumulator : k;
                    }
                    default -> throw unknown(code);
                }
            } catch (ArrayIndexOutOfBoundsException e) {
                return 0;
            }
        }
    }

    private int load(int code, int k) {
        int mode = code & 0xe0;
        if (mode != 0x20 && mode != 0x40) {
            throw unknown(code);
        }
        if (k == AD_OFF + AD_RANDOM && mode == 0x20) {
            return random.getAsInt();
        }
        int bytes =
                switch (code & 0x18) {
                    case 0x00 -> 4;
                    case 0x08 -> 2;
                    case 0x10 -> 1;
                    default -> throw unknown(code);
                };
        return number(inPacket(k) + (mode == 0x40 ? index : 0), bytes);
    }

    private int loadIndex(int code, int k) {
        if ((code & 0xf8) != 0xb0) {
            throw unknown(code);
        }
        return (packet[inPacket(k)] & 0xf) * 4;
    }

    private int inPacket(int k) {
        if (k < NET_OFF || k >= AD_OFF) {
            throw new IllegalArgumentException("load at " + k + ": not in the IP header");
        }
        return k - NET_OFF;
    }

    private int number(int from, int bytes) {
        int number = 0;
        for (int i = 0; i < bytes; i++) {
            number = number << 8 | Byte.toUnsignedInt(packet[from + i]);
        }
        return number;
    }

    private int compute(int code, int k) {
        if ((code & 0x08) != 0) {
            throw unknown(code);
        }
        return switch (code & 0xf0) {
            case 0x00 -> accumulator + k;
            case 0x10 -> accumulator - k;
            case 0x50 -> accumulator & k;
            case 0x90 -> Integer.remainderUnsigned(accumulator, k);
            default -> throw unknown(code);
        };
    }

    private int jump(int code, int k, int yes, int no) {
        int order = Integer.compareUnsigned(accumulator, k);
        return switch (code & 0xf8) {
            case 0x00 -> k;
            case 0x10 -> order == 0 ? yes : no;
            case 0x20 -> order > 0 ? yes : no;
            case 0x30 -> order >= 0 ? yes : no;
            default -> throw unknown(code);
        };
    }

    private static IllegalArgumentException unknown(int code) {
        return new IllegalArgumentException("instruction 0x%x".formatted(code));
    }
}
