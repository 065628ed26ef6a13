package io.clutch.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each rule makes of a packet. */
final class RulesTest {

    private static final int FELL_THROUGH = 0x7777;

    private final Random random = new Random(1);

    private int run(Rule rule, byte[] packet) {
        var program = Rule.program(List.of(rule, assembler -> assembler.choose(FELL_THROUGH)));
        return BpfMachine.run(program.bytes(), packet, random::nextInt);
    }

    private int choice(OpenRule rule) {
        var program = Rule.program(List.of(rule));
        return BpfMachine.run(program.bytes(), Packet.ipv4("10.0.0.1", 1), random::nextInt);
    }

    @Test
    void slotAddressReachesTheSlot() {
        var rule = new SlotAddressRule(Map.of(1, 5, 3, 0, 200, 17));
        assertThat(run(rule, Packet.ipv4("127.83.0.1", 1))).isEqualTo(5);
        assertThat(run(rule, Packet.ipv4("127.83.0.3", 1))).isEqualTo(0);
        assertThat(run(rule, Packet.ipv4("127.83.0.200", 1))).isEqualTo(17);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.83.0.0", "127.83.0.2", "127.83.0.4", "127.83.0.201", "127.83.0.255",
                "127.83.1.1", "127.82.255.255", "127.0.0.1", "0.0.0.3", "255.255.255.255",
                "10.0.0.3", "127.83.1.3"
            })
    void otherAddressesFallThrough(String address) {
        var rule = new SlotAddressRule(Map.of(1, 5, 3, 0, 200, 17));
        assertThat(run(rule, Packet.ipv4(address, 1))).isEqualTo(FELL_THROUGH);
    }

    @Test
    void ipv6HasNoSlotAddresses() {
        var rule = new SlotAddressRule(Map.of(1, 5));
        // The bytes that would be the destination in an IPv4 packet.
        var packet = Packet.ipv6("::1", 1);
        packet[16] = 127;
        packet[17] = 83;
        packet[19] = 1;
        assertThat(run(rule, packet)).isEqualTo(FELL_THROUGH);
        assertThat(run(rule, Packet.ipv6("::ffff:127.83.0.1".replace("::ffff:", "::"), 1)))
                .isEqualTo(FELL_THROUGH);
    }

    @Test
    void asManySlotsAsThereAreAddresses() {
        Map<Integer, Integer> slots = new HashMap<>();
        for (int slot = 1; slot <= 1000; slot++) {
            slots.put(slot, 1000 - slot);
        }
        var rule = new SlotAddressRule(slots);
        for (int slot = 1; slot <= 255; slot++) {
            assertThat(run(rule, Packet.ipv4("127.83.0." + slot, 1))).isEqualTo(1000 - slot);
        }
        assertThat(run(rule, Packet.ipv4("127.83.1.0", 1))).isEqualTo(FELL_THROUGH);
        assertThat(run(rule, Packet.ipv4("10.0.0.1", 1))).isEqualTo(FELL_THROUGH);
        assertThat(run(rule, Packet.ipv6("::1", 1))).isEqualTo(FELL_THROUGH);
    }

    @Test
    void probeReachesItsListener() {
        var rule = new ProbeRule(Map.of(40_000, 3, 65_535, 4));
        assertThat(run(rule, Packet.ipv4("127.0.0.1", 40_000))).isEqualTo(3);
        assertThat(run(rule, Packet.ipv4("127.0.0.1", 65_535))).isEqualTo(4);
        assertThat(run(rule, Packet.ipv4("127.0.0.1", 40_001))).isEqualTo(FELL_THROUGH);
        assertThat(run(rule, Packet.ipv6("::1", 40_000))).isEqualTo(3);
        assertThat(run(rule, Packet.ipv6("::1", 65_535))).isEqualTo(4);
        assertThat(run(rule, Packet.ipv6("::1", 40_001))).isEqualTo(FELL_THROUGH);
    }

    @Test
    void probeIsFoundBehindOptions() {
        var rule = new ProbeRule(Map.of(40_000, 3));
        for (int words = 0; words <= 10; words++) {
            assertThat(run(rule, Packet.ipv4("127.0.0.1", 40_000, words))).isEqualTo(3);
        }
    }

    @Test
    void ipv6WithExtensionsIsNoProbe() {
        var packet = Packet.ipv6("::1", 40_000);
        packet[6] = 0;
        assertThat(run(new ProbeRule(Map.of(40_000, 3)), packet)).isEqualTo(FELL_THROUGH);
    }

    @Test
    void manyProbes() {
        Map<Integer, Integer> probes = new HashMap<>();
        for (int port = 30_000; port < 30_400; port++) {
            probes.put(port, port - 30_000);
        }
        var rule = new ProbeRule(probes);
        for (int port = 30_000; port < 30_400; port++) {
            assertThat(run(rule, Packet.ipv4("127.0.0.1", port))).isEqualTo(port - 30_000);
            assertThat(run(rule, Packet.ipv6("::1", port))).isEqualTo(port - 30_000);
        }
        assertThat(run(rule, Packet.ipv6("::1", 30_400))).isEqualTo(FELL_THROUGH);
    }

    @Test
    void rulesWithNothingToSayAreEmpty() {
        var program =
                Rule.program(
                        List.of(
                                new ProbeRule(Map.of()),
                                new SlotAddressRule(Map.of()),
                                OpenRule.all()));
        assertThat(program).hasToString("000  ret  hash");
    }

    @Test
    void nobodyOrAllIsTheKernelsBusiness() {
        assertThat(choice(OpenRule.all())).isEqualTo(0xffffffff);
    }

    @Test
    void theOnlyOpenOneGetsAll() {
        assertThat(choice(new OpenRule(List.of(6)))).isEqualTo(6);
    }

    @Test
    void openOnesInARowNeedNoChain() {
        assertThat(Rule.program(List.of(new OpenRule(List.of(4, 2, 3)))))
                .hasToString("000  ld   rand\n001  mod  #3\n002  add  #2\n003  ret  a");
        assertThat(Rule.program(List.of(new OpenRule(List.of(0, 1)))))
                .hasToString("000  ld   rand\n001  mod  #2\n002  ret  a");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyOpenOneIsAsLikelyAsTheOthers(long seed) {
        random.setSeed(seed);
        List<Integer> open =
                random.ints(0, 30).distinct().limit(2 + random.nextInt(12)).boxed().toList();
        var rule = new OpenRule(open);
        Map<Integer, Integer> hits = new TreeMap<>();
        int rounds = 2000 * open.size();
        for (int i = 0; i < rounds; i++) {
            hits.merge(choice(rule), 1, Integer::sum);
        }
        assertThat(hits.keySet()).containsExactlyInAnyOrderElementsOf(open);
        assertThat(hits.values()).allSatisfy(count -> assertThat(count).isBetween(1700, 2300));
    }

    @Test
    void everySecondOfManyIsOpen() {
        List<Integer> open =
                random.ints(0, 1000).map(i -> i * 2).distinct().limit(400).boxed().toList();
        var rule = new OpenRule(open);
        for (int i = 0; i < 1000; i++) {
            assertThat(choice(rule)).isIn(open);
        }
    }
}
