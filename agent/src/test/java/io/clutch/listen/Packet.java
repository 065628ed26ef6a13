package io.clutch.listen;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** The headers of a TCP packet. */
final class Packet {

    private static final byte TCP = 6;

    private Packet() {}

    /** Returns an IPv4 packet. */
    static byte[] ipv4(String to, int sourcePort) {
        return ipv4(to, sourcePort, 0);
    }

    /** Returns an IPv4 packet with that many words of options. */
    static byte[] ipv4(String to, int sourcePort, int options) {
        var packet = ByteBuffer.allocate(40 + 4 * options);
        packet.put((byte) (0x45 + options)).position(9);
        packet.put(TCP).position(12);
        packet.put(address("192.0.2.1")).put(address(to));
        packet.position(20 + 4 * options);
        return packet.putShort((short) sourcePort).putShort((short) 8080).array();
    }

    /** Returns an IPv6 packet. */
    static byte[] ipv6(String to, int sourcePort) {
        var packet = ByteBuffer.allocate(60);
        packet.put((byte) 0x60).position(6);
        packet.put(TCP).position(8);
        packet.put(address("2001:db8::1")).put(address(to));
        return packet.putShort((short) sourcePort).putShort((short) 8080).array();
    }

    private static byte[] address(String literal) {
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
