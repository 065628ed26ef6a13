package io.clutch.listen;

/**
 * One instruction of a classic BPF program.
 *
 * @param code what to do, and with which operand
 * @param yes how many instructions a conditional jump skips if its condition holds, 0 to 255
 * @param no how many it skips if not
 * @param operand a constant, an offset, or for {@link #JUMP} how many instructions to skip
 */
record Instruction(int code, int yes, int no, int operand) {

    // linux/bpf_common.h: class | size or operation | mode or source.
    static final int LOAD_WORD = 0x20;
    static final int LOAD_HALF = 0x28;
    static final int LOAD_BYTE = 0x30;
    static final int LOAD_HALF_INDEXED = 0x48;
    static final int INDEX_HEADER_LENGTH = 0xb1;
    static final int ADD = 0x04;
    static final int SUBTRACT = 0x14;
    static final int AND = 0x54;
    static final int MODULO = 0x94;
    static final int JUMP = 0x05;
    static final int IF_EQUAL = 0x15;
    static final int IF_GREATER = 0x25;
    static final int IF_AT_LEAST = 0x35;
    static final int RETURN = 0x06;
    static final int RETURN_ACCUMULATOR = 0x16;

    // linux/filter.h: loads at negative offsets. Nothing else can be loaded here: the packet itself
    // begins with the TCP payload, which a SYN does not have.
    static final int NETWORK_HEADER = -0x100000;
    static final int RANDOM = -0x1000 + 56;

    boolean returns() {
        return code == RETURN || code == RETURN_ACCUMULATOR;
    }

    /** Returns the line of a listing, much as bpf_asm would write it. */
    String line(int index) {
        return "%03d  %s".formatted(index, text(index));
    }

    private String text(int index) {
        return switch (code) {
            case LOAD_WORD -> operand == RANDOM ? "ld   rand" : "ld   " + net();
            case LOAD_HALF -> "ldh  " + net();
            case LOAD_BYTE -> "ldb  " + net();
            case LOAD_HALF_INDEXED -> "ldh  [net+x+%d]".formatted(operand - NETWORK_HEADER);
            case INDEX_HEADER_LENGTH -> "ldx  4*(%s&0xf)".formatted(net());
            case ADD -> "add  #%d".formatted(operand);
            case SUBTRACT -> "sub  #0x%x".formatted(operand);
            case AND -> "and  #0x%x".formatted(operand);
            case MODULO -> "mod  #%d".formatted(operand);
            case JUMP -> "jmp  %03d".formatted(index + 1 + operand);
            case IF_EQUAL -> "jeq  " + branch(index);
            case IF_GREATER -> "jgt  " + branch(index);
            case IF_AT_LEAST -> "jge  " + branch(index);
            case RETURN ->
                    operand == Assembler.NOBODY ? "ret  hash" : "ret  #%d".formatted(operand);
            case RETURN_ACCUMULATOR -> "ret  a";
            default -> "0x%x %d %d 0x%x".formatted(code, yes, no, operand);
        };
    }

    private String net() {
        return "[net+%d]".formatted(operand - NETWORK_HEADER);
    }

    private String branch(int index) {
        return "#0x%x, %03d, %03d".formatted(operand, index + 1 + yes, index + 1 + no);
    }
}
