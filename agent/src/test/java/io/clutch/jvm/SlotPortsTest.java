package io.clutch.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SlotPortsTest {

    @Test
    void portsFarApartMoveOnByOne() {
        SlotPorts ports = new SlotPorts(List.of(5005, 9010), 4);

        assertThat(ports.of(5005, 1)).isEqualTo(5005);
        assertThat(ports.of(5005, 4)).isEqualTo(5008);
        assertThat(ports.of(9010, 3)).isEqualTo(9012);
    }

    @Test
    void neighboursMoveOnTogetherAndTheOthersDoNot() {
        SlotPorts ports = new SlotPorts(List.of(5005, 9010, 9011), 4);

        assertThat(ports.of(5005, 2)).isEqualTo(5006);
        assertThat(ports.of(9010, 2)).isEqualTo(9012);
        assertThat(ports.of(9011, 2)).isEqualTo(9013);
    }

    @Test
    void portThatWouldBeTooHighStays() {
        assertThat(new SlotPorts(List.of(65535), 2).of(65535, 2)).isEqualTo(65535);
    }

    @Test
    void noTwoPortsOfAnySlotsMeet() {
        Random random = new Random(3);
        for (int round = 0; round < 2_000; round++) {
            int slots = 1 + random.nextInt(9);
            Set<Integer> asked = new TreeSet<>();
            for (int n = 1 + random.nextInt(5); n > 0; n--) {
                asked.add(9000 + random.nextInt(40));
            }
            SlotPorts ports = new SlotPorts(asked, slots);
            Set<Integer> all = new HashSet<>();
            for (int port : asked) {
                for (int slot = 1; slot <= slots; slot++) {
                    assertThat(all.add(ports.of(port, slot))).isTrue();
                }
            }
        }
    }
}
