package io.clutch.listen;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes a classic BPF program, instruction by instruction.
 *
 * <p>The machine has an accumulator, an index register, and jumps that only lead forward. Loads are
 * of the IP header, which is in network byte order and comes out as a number, and of nothing else.
 */
final class Assembler {

    /** The kernel's limit. */
    static final int MAX_INSTRUCTIONS = 4096;

    /** A choice outside every group: the kernel then goes by its own hash. */
    static final int NOBODY = -1;

    private static final int MAX_CONDITIONAL_JUMP = 255;

    /** Where a jump leads: made first, placed later. */
    static final class Label {
        private int position = -1;

        private int distanceFrom(int index) {
            if (position < 0) {
                throw new IllegalStateException(
                        "instruction %d jumps to a label that was never placed".formatted(index));
            }
            return position - index - 1;
        }
    }

    /** An instruction whose labels, null for the next instruction, are not yet resolved. */
    private record Draft(int code, Label yes, Label no, int operand) {

        private Instruction resolve(int index) {
            if (code == Instruction.JUMP) {
                return new Instruction(code, 0, 0, yes.distanceFrom(index));
            }
            return new Instruction(code, near(yes, index), near(no, index), operand);
        }

        private static int near(Label label, int index) {
            int distance = label == null ? 0 : label.distanceFrom(index);
            if (distance > MAX_CONDITIONAL_JUMP) {
                throw new IllegalStateException(
                        "jump at %d over %d instructions, %d is the most: jump over a plain jump"
                                .formatted(index, distance, MAX_CONDITIONAL_JUMP));
            }
            return distance;
        }
    }

    private final List<Draft> drafts = new ArrayList<>();

    /** The next instruction is where jumps to the label lead. */
    void place(Label label) {
        if (label.position >= 0) {
            throw new IllegalStateException(
                    "label placed twice, at %d and %d".formatted(label.position, drafts.size()));
        }
        label.position = drafts.size();
    }

    /** Loads a byte of the IP header. */
    void loadByte(int offset) {
        add(Instruction.LOAD_BYTE, Instruction.NETWORK_HEADER + offset);
    }

    /** Loads two bytes of the IP header. */
    void loadHalf(int offset) {
        add(Instruction.LOAD_HALF, Instruction.NETWORK_HEADER + offset);
    }

    /** Loads four bytes of the IP header. */
    void loadWord(int offset) {
        add(Instruction.LOAD_WORD, Instruction.NETWORK_HEADER + offset);
    }

    /** Loads two bytes of what follows an IPv4 header, whose options make its length vary. */
    void loadHalfAfterIpv4Header(int offset) {
        add(Instruction.INDEX_HEADER_LENGTH, Instruction.NETWORK_HEADER);
        add(Instruction.LOAD_HALF_INDEXED, Instruction.NETWORK_HEADER + offset);
    }

    /** Loads 32 random bits. */
    void loadRandom() {
        add(Instruction.LOAD_WORD, Instruction.RANDOM);
    }

    void add(int constant) {
        add(Instruction.ADD, constant);
    }

    void subtract(int constant) {
        add(Instruction.SUBTRACT, constant);
    }

    void and(int mask) {
        add(Instruction.AND, mask);
    }

    void modulo(int divisor) {
        if (divisor == 0) {
            throw new IllegalArgumentException("divisor (0) must not be 0");
        }
        add(Instruction.MODULO, divisor);
    }

    /** Goes on at the label, however far away it is. */
    void jump(Label label) {
        add(new Draft(Instruction.JUMP, label, null, 0));
    }

    /** Goes on at the label if the accumulator is that constant. */
    void jumpIfEqual(int constant, Label label) {
        add(new Draft(Instruction.IF_EQUAL, label, null, constant));
    }

    /** Goes on at the label unless the accumulator is that constant. */
    void jumpUnlessEqual(int constant, Label label) {
        add(new Draft(Instruction.IF_EQUAL, null, label, constant));
    }

    /** Goes on at the label unless the accumulator, unsigned, is more than that constant. */
    void jumpUnlessGreater(int constant, Label label) {
        add(new Draft(Instruction.IF_GREATER, null, label, constant));
    }

    /** Goes on at the label if the accumulator, unsigned, is that constant or more. */
    void jumpIfAtLeast(int constant, Label label) {
        add(new Draft(Instruction.IF_AT_LEAST, label, null, constant));
    }

    /** Chooses the socket with that index, or {@link #NOBODY}. */
    void choose(int index) {
        add(Instruction.RETURN, index);
    }

    /** Chooses the socket whose index is in the accumulator. */
    void chooseAccumulator() {
        add(Instruction.RETURN_ACCUMULATOR, 0);
    }

    private void add(int code, int operand) {
        add(new Draft(code, null, null, operand));
    }

    private void add(Draft draft) {
        requireAhead(draft.yes());
        requireAhead(draft.no());
        drafts.add(draft);
    }

    private void requireAhead(Label label) {
        if (label != null && label.position >= 0) {
            throw new IllegalStateException(
                    "instruction %d jumps back to %d: jumps only lead forward"
                            .formatted(drafts.size(), label.position));
        }
    }

    /**
     * Returns the program.
     *
     * @throws IllegalStateException if the kernel would not take it
     */
    Program assemble() {
        if (drafts.size() > MAX_INSTRUCTIONS) {
            throw new IllegalStateException(
                    "program of %d instructions, %d is the most"
                            .formatted(drafts.size(), MAX_INSTRUCTIONS));
        }
        List<Instruction> instructions = new ArrayList<>();
        for (var draft : drafts) {
            instructions.add(draft.resolve(instructions.size()));
        }
        // Jumps lead forward, and so no further than the last instruction.
        if (instructions.isEmpty() || !instructions.get(instructions.size() - 1).returns()) {
            throw new IllegalStateException(
                    "program does not end with a choice:\n" + new Program(instructions));
        }
        return new Program(instructions);
    }
}
