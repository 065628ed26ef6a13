package io.clutch.listen;

import io.clutch.listen.Assembler.Label;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whoever connects to 127.83.0.K reaches slot K. Slots above 255 have no such address.
 *
 * <p>Asks the packet for its version, not the group: IPv4 packets also reach a dual-stack group.
 */
final class SlotAddressRule implements Rule {

    /** 127.83.0.0 */
    static final int NETWORK = 127 << 24 | 83 << 16;

    static final int MAX_SLOT = 255;

    private final SortedMap<Integer, Integer> indexBySlot;

    SlotAddressRule(Map<Integer, Integer> indexBySlot) {
        this.indexBySlot = new TreeMap<>(indexBySlot).headMap(MAX_SLOT + 1);
    }

    @Override
    public void emit(Assembler assembler) {
        if (indexBySlot.isEmpty()) {
            return;
        }
        var isIpv4 = new Label();
        var isSlot = new Label();
        var end = new Label();
        assembler.loadByte(IpHeader.VERSION);
        assembler.and(IpHeader.VERSION_MASK);
        assembler.jumpIfEqual(IpHeader.VERSION_4, isIpv4);
        assembler.jump(end);
        assembler.place(isIpv4);
        assembler.loadWord(IpHeader.IPV4_DESTINATION);
        assembler.subtract(NETWORK);
        // What is below the network wraps around and is above it: almost everybody leaves here.
        assembler.jumpUnlessGreater(indexBySlot.lastKey(), isSlot);
        assembler.jump(end);
        assembler.place(isSlot);
        indexBySlot.forEach(
                (slot, index) -> {
                    var next = new Label();
                    assembler.jumpUnlessEqual(slot, next);
                    assembler.choose(index);
                    assembler.place(next);
                });
        assembler.place(end);
    }
}
