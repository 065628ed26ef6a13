package io.clutch.listen;

import io.clutch.listen.Assembler.Label;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whoever connects from one of these TCP ports reaches the listener that it asks after: so the
 * master can talk to a worker before any client does.
 *
 * <p>Knows nothing of addresses. A client that happens to use the same port from elsewhere while
 * the question is being asked reaches that worker too; it is about to serve anyway.
 */
final class ProbeRule implements Rule {

    private static final int SOURCE_PORT = 0;

    private final SortedMap<Integer, Integer> indexByPort;

    ProbeRule(Map<Integer, Integer> indexByPort) {
        this.indexByPort = new TreeMap<>(indexByPort);
    }

    @Override
    public void emit(Assembler assembler) {
        if (indexByPort.isEmpty()) {
            return;
        }
        var isIpv4 = new Label();
        var isIpv6 = new Label();
        var hasPort = new Label();
        var end = new Label();
        assembler.loadByte(IpHeader.VERSION);
        assembler.and(IpHeader.VERSION_MASK);
        assembler.jumpIfEqual(IpHeader.VERSION_4, isIpv4);
        assembler.jumpIfEqual(IpHeader.VERSION_6, isIpv6);
        assembler.jump(end);

        assembler.place(isIpv6);
        assembler.loadByte(IpHeader.IPV6_NEXT_HEADER);
        var isTcp = new Label();
        assembler.jumpIfEqual(IpHeader.TCP, isTcp);
        assembler.jump(end);
        assembler.place(isTcp);
        assembler.loadHalf(IpHeader.IPV6_LENGTH + SOURCE_PORT);
        assembler.jump(hasPort);

        assembler.place(isIpv4);
        assembler.loadHalfAfterIpv4Header(SOURCE_PORT);

        assembler.place(hasPort);
        indexByPort.forEach(
                (port, index) -> {
                    var next = new Label();
                    assembler.jumpUnlessEqual(port, next);
                    assembler.choose(index);
                    assembler.place(next);
                });
        assembler.place(end);
    }
}
