package io.clutch.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SocketAddressesTest {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "255.255.255.255"})
    void inet4(String text) throws IOException {
        var address = new InetSocketAddress(InetAddress.getByName(text), 0xABCD);
        byte[] encoded = SocketAddresses.encode(Posix.AF_INET, address);

        assertThat(encoded).hasSize(16);
        assertThat(SocketAddresses.family(encoded)).isEqualTo(Posix.AF_INET);
        assertThat(encoded[2]).isEqualTo((byte) 0xAB);
        assertThat(encoded[3]).isEqualTo((byte) 0xCD);
        assertThat(SocketAddresses.decode(encoded)).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"::", "::1", "2001:db8::1234", "fe80::1%1"})
    void inet6(String text) throws IOException {
        var address = new InetSocketAddress(InetAddress.getByName(text), 65535);
        byte[] encoded = SocketAddresses.encode(Posix.AF_INET6, address);

        assertThat(encoded).hasSize(28);
        assertThat(SocketAddresses.family(encoded)).isEqualTo(Posix.AF_INET6);
        var decoded = (InetSocketAddress) SocketAddresses.decode(encoded);
        assertThat(decoded).isEqualTo(address);
        assertThat(((Inet6Address) decoded.getAddress()).getScopeId())
                .isEqualTo(((Inet6Address) address.getAddress()).getScopeId());
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 127.0.0.1", "0.0.0.0, ::"})
    void inet4ForASocketOfIpv6(String text, String expected) throws IOException {
        var address = new InetSocketAddress(InetAddress.getByName(text), 80);
        var decoded = SocketAddresses.decode(SocketAddresses.encode(Posix.AF_INET6, address));

        assertThat(decoded).isEqualTo(new InetSocketAddress(InetAddress.getByName(expected), 80));
    }

    @Test
    void whatASocketCannotHaveIsRefused() throws IOException {
        var inet6 = new InetSocketAddress(InetAddress.getByName("2001:db8::1"), 80);
        assertThatThrownBy(() -> SocketAddresses.encode(Posix.AF_INET, inet6))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SocketAddresses.encode(Posix.AF_UNIX, inet6))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () ->
                                SocketAddresses.encode(
                                        Posix.AF_INET,
                                        InetSocketAddress.createUnresolved("host.invalid", 80)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not resolved");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "/run/a/b.sock"})
    void unix(String path) throws IOException {
        var address = UnixDomainSocketAddress.of(path);
        byte[] encoded = SocketAddresses.encode(address);

        assertThat(encoded).hasSize(path.isEmpty() ? 2 : path.length() + 3);
        assertThat(SocketAddresses.decode(encoded)).isEqualTo(address);
    }

    @Test
    void unixPathsHaveAnEnd() throws IOException {
        byte[] longest = SocketAddresses.encode(UnixDomainSocketAddress.of("x".repeat(107)));
        assertThat(longest).hasSize(110);
        assertThatThrownBy(
                        () -> SocketAddresses.encode(UnixDomainSocketAddress.of("x".repeat(108))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("107 bytes, not 108");
    }

    @Test
    void abstractUnixAddressesHaveNoForm() {
        assertThatThrownBy(() -> SocketAddresses.decode(family(Posix.AF_UNIX, 10)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("abstract");
    }

    @Test
    void otherBytesHaveNoForm() {
        for (byte[] bytes :
                new byte[][] {
                    {}, {1}, family(Posix.AF_INET, 7), family(Posix.AF_INET6, 27), family(16, 12)
                }) {
            assertThatThrownBy(() -> SocketAddresses.decode(bytes)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void anyBytesAreDecodedOrRefused() {
        var random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = family(random.nextInt(12), random.nextInt(129));
            for (int at = 2; at < bytes.length; at++) {
                bytes[at] = (byte) random.nextInt();
            }
            try {
                assertThat(SocketAddresses.decode(bytes)).isNotNull();
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("no form in Java");
            }
        }
    }

    private static byte[] family(int family, int length) {
        byte[] bytes = new byte[Math.max(length, 2)];
        ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).putShort((short) family);
        return Arrays.copyOf(bytes, length);
    }
}
