package io.clutch.listen;

import static java.util.stream.Collectors.joining;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A classic BPF program that chooses a socket of a group: what it returns is the socket's place in
 * the kernel's order. Two programs are equal if they do the same in the same way.
 *
 * @param instructions at most {@link Assembler#MAX_INSTRUCTIONS}
 */
record Program(List<Instruction> instructions) {

    private static final int INSTRUCTION_BYTES = 8;

    Program {
        instructions = List.copyOf(instructions);
    }

    /** Returns the program as the kernel takes it: an array of struct sock_filter. */
    byte[] bytes() {
        var buffer =
                ByteBuffer.allocate(instructions.size() * INSTRUCTION_BYTES)
                        .order(ByteOrder.nativeOrder());
        for (var instruction : instructions) {
            buffer.putShort((short) instruction.code())
                    .put((byte) instruction.yes())
                    .put((byte) instruction.no())
                    .putInt(instruction.operand());
        }
        return buffer.array();
    }

    /** Returns a listing, one instruction a line. */
    @Override
    public String toString() {
        return IntStream.range(0, instructions.size())
                .mapToObj(i -> instructions.get(i).line(i))
                .collect(joining("\n"));
    }
}
