package io.clutch.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clutch.listen.Assembler.Label;
import org.junit.jupiter.api.Test;

final class AssemblerTest {

    private static final byte[] PACKET = Packet.ipv4("198.51.100.7", 40_000);

    private final Assembler assembler = new Assembler();

    private int run() {
        return BpfMachine.run(assembler.assemble().bytes(), PACKET, () -> 0xdeadbeef);
    }

    @Test
    void loadsOfTheHeaderComeOutAsNumbers() {
        assembler.loadByte(0);
        assembler.chooseAccumulator();
        assertThat(run()).isEqualTo(0x45);
    }

    @Test
    void loadsOfTwoAndFourBytes() {
        var other = new Label();
        assembler.loadWord(16);
        assembler.jumpUnlessEqual(198 << 24 | 51 << 16 | 100 << 8 | 7, other);
        assembler.loadHalf(20);
        assembler.chooseAccumulator();
        assembler.place(other);
        assembler.choose(1);
        assertThat(run()).isEqualTo(40_000);
    }

    @Test
    void arithmetic() {
        assembler.loadRandom();
        assembler.and(0xffff);
        assembler.modulo(1000);
        assembler.add(5);
        assembler.subtract(2);
        assembler.chooseAccumulator();
        assertThat(run()).isEqualTo(0xbeef % 1000 + 3);
    }

    @Test
    void comparesUnsigned() {
        var more = new Label();
        assembler.loadRandom();
        assembler.jumpIfAtLeast(1, more);
        assembler.choose(1);
        assembler.place(more);
        var notGreater = new Label();
        assembler.jumpUnlessGreater(0xdeadbeef, notGreater);
        assembler.choose(2);
        assembler.place(notGreater);
        assembler.choose(3);
        assertThat(run()).isEqualTo(3);
    }

    @Test
    void labelOfTheNextInstructionIsNoJump() {
        var here = new Label();
        assembler.loadByte(0);
        assembler.jumpIfEqual(0x45, here);
        assembler.place(here);
        assembler.choose(9);
        assertThat(run()).isEqualTo(9);
    }

    @Test
    void severalJumpsShareALabel() {
        var end = new Label();
        assembler.loadByte(0);
        assembler.jumpIfEqual(0x60, end);
        assembler.jumpIfEqual(0x45, end);
        assembler.choose(1);
        assembler.place(end);
        assembler.choose(2);
        assertThat(run()).isEqualTo(2);
    }

    @Test
    void longestConditionalJump() {
        var end = new Label();
        assembler.loadByte(0);
        assembler.jumpIfEqual(0x45, end);
        fill(255);
        assembler.place(end);
        assembler.choose(2);
        assertThat(run()).isEqualTo(2);
    }

    @Test
    void conditionalJumpThatIsTooLong() {
        var end = new Label();
        assembler.loadByte(0);
        assembler.jumpUnlessEqual(0x60, end);
        fill(256);
        assembler.place(end);
        assembler.choose(2);
        assertThatThrownBy(assembler::assemble)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("jump at 1 over 256 instructions, 255 is the most");
    }

    @Test
    void plainJumpsReachAnywhere() {
        var end = new Label();
        assembler.jump(end);
        fill(Assembler.MAX_INSTRUCTIONS - 2);
        assembler.place(end);
        assembler.choose(2);
        assertThat(run()).isEqualTo(2);
    }

    @Test
    void programThatIsTooLong() {
        fill(Assembler.MAX_INSTRUCTIONS + 1);
        assertThatThrownBy(assembler::assemble)
                .hasMessage("program of 4097 instructions, 4096 is the most");
    }

    @Test
    void programWithoutAnEnd() {
        assertThatThrownBy(assembler::assemble).hasMessageContaining("does not end with a choice");
        assembler.loadByte(0);
        assertThatThrownBy(assembler::assemble).hasMessageContaining("does not end with a choice");
    }

    @Test
    void labelThatLeadsBeyondTheEnd() {
        var end = new Label();
        assembler.choose(1);
        assembler.jump(end);
        assembler.place(end);
        assertThatThrownBy(assembler::assemble).hasMessageContaining("does not end with a choice");
    }

    @Test
    void labelThatIsNowhere() {
        assembler.jump(new Label());
        assembler.choose(1);
        assertThatThrownBy(assembler::assemble)
                .hasMessage("instruction 0 jumps to a label that was never placed");
    }

    @Test
    void labelBehindTheJump() {
        var back = new Label();
        assembler.place(back);
        assertThatThrownBy(() -> assembler.jump(back))
                .hasMessage("instruction 0 jumps back to 0: jumps only lead forward");
    }

    @Test
    void labelInTwoPlaces() {
        var label = new Label();
        assembler.place(label);
        assembler.choose(1);
        assertThatThrownBy(() -> assembler.place(label))
                .hasMessage("label placed twice, at 0 and 1");
    }

    @Test
    void divisionByZero() {
        assertThatThrownBy(() -> assembler.modulo(0)).hasMessage("divisor (0) must not be 0");
    }

    @Test
    void listing() {
        var next = new Label();
        var end = new Label();
        assembler.loadByte(0);
        assembler.and(0xf0);
        assembler.jumpUnlessEqual(0x40, next);
        assembler.loadHalfAfterIpv4Header(0);
        assembler.subtract(0x7f530000);
        assembler.choose(3);
        assembler.place(next);
        assembler.loadRandom();
        assembler.modulo(4);
        assembler.jump(end);
        assembler.add(1);
        assembler.chooseAccumulator();
        assembler.place(end);
        assembler.choose(Assembler.NOBODY);
        assertThat(assembler.assemble())
                .hasToString(
                        """
                        000  ldb  [net+0]
                        001  and  #0xf0
                        002  jeq  #0x40, 003, 007
                        003  ldx  4*([net+0]&0xf)
                        004  ldh  [net+x+0]
                        005  sub  #0x7f530000
                        006  ret  #3
                        007  ld   rand
                        008  mod  #4
                        009  jmp  012
                        010  add  #1
                        011  ret  a
                        012  ret  hash\
                        """);
    }

    private void fill(int count) {
        for (int i = 0; i < count; i++) {
            assembler.choose(1);
        }
    }
}
