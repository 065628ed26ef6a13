package io.clutch.posix;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;

/** Socket addresses as the kernel has them ({@code struct sockaddr}), to and from Java's. */
public final class SocketAddresses {

    private static final int INET_LENGTH = 16;
    private static final int INET6_LENGTH = 28;
    private static final int PORT = 2;
    private static final int INET_ADDRESS = 4;
    private static final int INET6_ADDRESS = 8;
    private static final int INET6_SCOPE = 24;
    private static final int UNIX_PATH = 2;
    private static final int LONGEST_UNIX_PATH = 107;

    private SocketAddresses() {}

    /**
     * Returns an Internet address for a socket of that family, as the JDK would: a socket of IPv6
     * is given addresses of IPv4 in their mapped form, and for the unspecified one {@code ::}.
     *
     * @param family {@link Posix#AF_INET} or {@link Posix#AF_INET6}
     * @param address resolved
     * @throws IllegalArgumentException if a socket of that family cannot have the address
     */
    public static byte[] encode(int family, InetSocketAddress address) {
        InetAddress inet = address.getAddress();
        if (inet == null) {
            throw new IllegalArgumentException("not resolved: " + address);
        }
        if (family == Posix.AF_INET && inet instanceof Inet4Address) {
            byte[] bytes = start(INET_LENGTH, family, address.getPort());
            System.arraycopy(inet.getAddress(), 0, bytes, INET_ADDRESS, 4);
            return bytes;
        }
        if (family == Posix.AF_INET6) {
            byte[] bytes = start(INET6_LENGTH, family, address.getPort());
            putInet6(bytes, inet);
            return bytes;
        }
        throw new IllegalArgumentException(
                "a socket of family %d cannot have the address %s".formatted(family, address));
    }

    private static byte[] start(int length, int family, int port) {
        byte[] bytes = new byte[length];
        ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).putShort((short) family);
        ByteBuffer.wrap(bytes).putShort(PORT, (short) port);
        return bytes;
    }

    private static void putInet6(byte[] bytes, InetAddress inet) {
        if (inet instanceof Inet6Address inet6) {
            System.arraycopy(inet.getAddress(), 0, bytes, INET6_ADDRESS, 16);
            ByteBuffer.wrap(bytes)
                    .order(ByteOrder.nativeOrder())
                    .putInt(INET6_SCOPE, inet6.getScopeId());
        } else if (!inet.isAnyLocalAddress()) {
            bytes[INET6_ADDRESS + 10] = (byte) 0xff;
            bytes[INET6_ADDRESS + 11] = (byte) 0xff;
            System.arraycopy(inet.getAddress(), 0, bytes, INET6_ADDRESS + 12, 4);
        }
    }

    /**
     * Returns the address of a socket in the file system; for the empty path, that of a socket
     * without a name.
     *
     * @throws IllegalArgumentException if the path is too long for a socket
     */
    public static byte[] encode(UnixDomainSocketAddress address) {
        byte[] path = address.getPath().toString().getBytes(pathCharset());
        if (path.length > LONGEST_UNIX_PATH) {
            throw new IllegalArgumentException(
                    "a socket's path has at most %d bytes, not %d: %s"
                            .formatted(LONGEST_UNIX_PATH, path.length, address.getPath()));
        }
        // With the terminating zero, which is part of the length, unless there is no name at all.
        byte[] bytes = new byte[UNIX_PATH + (path.length == 0 ? 0 : path.length + 1)];
        ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).putShort((short) Posix.AF_UNIX);
        System.arraycopy(path, 0, bytes, UNIX_PATH, path.length);
        return bytes;
    }

    /** Returns the family of an address; 0 if it is too short to have one. */
    public static int family(byte[] address) {
        return address.length < 2
                ? 0
                : ByteBuffer.wrap(address).order(ByteOrder.nativeOrder()).getShort();
    }

    /**
     * Returns an address in Java's form, an {@link InetSocketAddress} or a {@link
     * UnixDomainSocketAddress}.
     *
     * @param address as the kernel has it
     * @throws IOException if Java has no form for it: another family, an abstract Unix address
     */
    public static SocketAddress decode(byte[] address) throws IOException {
        int family = family(address);
        if (family == Posix.AF_INET && address.length >= INET_ADDRESS + 4) {
            byte[] inet = Arrays.copyOfRange(address, INET_ADDRESS, INET_ADDRESS + 4);
            return new InetSocketAddress(InetAddress.getByAddress(inet), port(address));
        }
        if (family == Posix.AF_INET6 && address.length >= INET6_LENGTH) {
            return new InetSocketAddress(inet6(address), port(address));
        }
        if (family == Posix.AF_UNIX) {
            return UnixDomainSocketAddress.of(unixPath(address));
        }
        throw new IOException(
                "an address of family %d with %d bytes has no form in Java"
                        .formatted(family, address.length));
    }

    private static int port(byte[] address) {
        return Short.toUnsignedInt(ByteBuffer.wrap(address).getShort(PORT));
    }

    private static InetAddress inet6(byte[] address) throws IOException {
        byte[] inet = Arrays.copyOfRange(address, INET6_ADDRESS, INET6_ADDRESS + 16);
        int scope = ByteBuffer.wrap(address).order(ByteOrder.nativeOrder()).getInt(INET6_SCOPE);
        // Without a scope, mapped addresses become those of IPv4.
        return scope > 0
                ? Inet6Address.getByAddress(null, inet, scope)
                : InetAddress.getByAddress(inet);
    }

    private static Path unixPath(byte[] address) throws IOException {
        int end = UNIX_PATH;
        while (end < address.length && address[end] != 0) {
            end++;
        }
        if (end == UNIX_PATH && address.length > UNIX_PATH) {
            throw new IOException("an abstract Unix address has no form in Java");
        }
        try {
            return Path.of(new String(address, UNIX_PATH, end - UNIX_PATH, pathCharset()));
        } catch (InvalidPathException e) {
            throw new IOException("a Unix address that has no form in Java: " + e.getReason(), e);
        }
    }

    private static Charset pathCharset() {
        String name = System.getProperty("sun.jnu.encoding");
        return name == null ? Charset.defaultCharset() : Charset.forName(name);
    }
}
