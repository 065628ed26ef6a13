package io.clutch.posix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clutch.testing.TestPosix;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Descriptors over a Unix-domain socket. */
class DescriptorPassingTest {

    private final Posix posix = TestPosix.get();
    private final byte[] buffer = new byte[100];
    private final int[] descriptors = new int[9];

    private SocketChannel left;
    private SocketChannel right;
    private int from;
    private int to;
    private Pipe pipe;

    @BeforeEach
    void connect(@TempDir Path directory) throws IOException {
        var address = UnixDomainSocketAddress.of(directory.resolve("s"));
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address);
            left = SocketChannel.open(address);
            right = server.accept();
        }
        from = posix.descriptorOf(left);
        to = posix.descriptorOf(right);
        pipe = Pipe.open();
    }

    @AfterEach
    void close() throws IOException {
        left.close();
        right.close();
        pipe.source().close();
        pipe.sink().close();
    }

    @Test
    void aDescriptorArrivesAsADuplicate() throws IOException {
        int sink = posix.descriptorOf(pipe.sink());

        assertThat(posix.send(from, bytes("xhelloy"), 1, 5, sink)).isEqualTo(5);
        assertThat(posix.receive(to, buffer, 10, 50, descriptors)).isEqualTo(5);

        assertThat(new String(buffer, 10, 5, UTF_8)).isEqualTo("hello");
        assertThat(buffer[9]).isZero();
        assertThat(buffer[15]).isZero();
        assertThat(descriptors[0]).isEqualTo(1);
        int received = descriptors[1];
        assertThat(received).isGreaterThan(2).isNotEqualTo(sink);
        try {
            assertThat(inode(received)).isEqualTo(inode(sink));
        } finally {
            posix.close(received);
        }
    }

    @Test
    void whatArrivesIsClosedByExec() throws IOException {
        posix.send(from, bytes("x"), 0, 1, posix.descriptorOf(pipe.sink()));
        posix.receive(to, buffer, 0, 1, descriptors);
        try {
            var info = Files.readString(Path.of("/proc/self/fdinfo/" + descriptors[1]));
            var flags = info.lines().filter(line -> line.startsWith("flags:")).findFirst();
            int octal = Integer.parseInt(flags.orElseThrow().replaceAll("\\D", ""), 8);
            assertThat(octal & 0x80000).isNotZero();
        } finally {
            posix.close(descriptors[1]);
        }
    }

    @Test
    void plainBytesCarryNoDescriptor() throws IOException {
        descriptors[0] = 7;
        posix.send(from, bytes("plain"), 0, 5, -1);

        assertThat(posix.receive(to, buffer, 0, 100, descriptors)).isEqualTo(5);
        assertThat(descriptors[0]).isZero();
    }

    @Test
    void javasOwnBytesAndTheseMix() throws IOException {
        left.write(ByteBuffer.wrap(bytes("java")));
        posix.send(from, bytes("native"), 0, 6, -1);

        int count = 0;
        while (count < 10) {
            count += posix.receive(to, buffer, count, 100 - count, descriptors);
        }
        assertThat(new String(buffer, 0, 10, UTF_8)).isEqualTo("javanative");
    }

    @Test
    void messagesMayBeReadInPieces() throws IOException {
        int sink = posix.descriptorOf(pipe.sink());
        posix.send(from, bytes("first"), 0, 5, sink);
        posix.send(from, bytes("second"), 0, 6, sink);

        assertThat(posix.receive(to, buffer, 0, 2, descriptors)).isEqualTo(2);
        assertThat(descriptors[0]).isEqualTo(1);
        posix.close(descriptors[1]);
        assertThat(posix.receive(to, buffer, 0, 3, descriptors)).isEqualTo(3);
        assertThat(descriptors[0]).isZero();
        assertThat(posix.receive(to, buffer, 0, 100, descriptors)).isEqualTo(6);
        assertThat(descriptors[0]).isEqualTo(1);
        posix.close(descriptors[1]);
    }

    @Test
    void descriptorsWithoutRoomAreClosed() throws IOException {
        int sink = posix.descriptorOf(pipe.sink());
        var before = open();
        for (int room = 0; room < 3; room++) {
            posix.send(from, bytes("x"), 0, 1, sink);
            var taken = new int[1 + room];
            assertThat(posix.receive(to, buffer, 0, 1, taken)).isEqualTo(1);
            assertThat(taken[0]).isEqualTo(Math.min(room, 1));
            if (taken[0] == 1) {
                posix.close(taken[1]);
            }
        }
        assertThat(open()).isEqualTo(before);
    }

    @Test
    void theEndIsNotTheSameAsNothingYet() throws IOException {
        right.configureBlocking(false);
        assertThat(posix.receive(to, buffer, 0, 10, descriptors)).isZero();

        left.shutdownOutput();
        assertThat(posix.receive(to, buffer, 0, 10, descriptors)).isEqualTo(-1);
    }

    @Test
    void aFullSocketTakesNothing() throws IOException {
        left.configureBlocking(false);
        var much = new byte[20_000];
        int most = 0;
        int sent;
        while ((sent = posix.send(from, much, 0, much.length, -1)) > 0) {
            most = Math.max(most, sent);
        }
        assertThat(sent).isZero();
        assertThat(most).isEqualTo(8192);
        assertThat(posix.send(from, much, 0, 1, posix.descriptorOf(pipe.sink()))).isZero();
    }

    @Test
    void toNobodyIsAnErrorAndNoSignal() throws IOException {
        right.close();

        assertThatThrownBy(() -> posix.send(from, bytes("x"), 0, 1, -1))
                .isInstanceOfSatisfying(
                        PosixException.class, e -> assertThat(e.errnoName()).isEqualTo("EPIPE"))
                .hasMessage("sendmsg: EPIPE (Broken pipe)");
    }

    @Test
    void aDescriptorThatIsNotOpenCannotBeSent() {
        assertThatThrownBy(() -> posix.send(from, bytes("x"), 0, 1, 999_999))
                .hasMessage("sendmsg: EBADF (Bad file descriptor)");
    }

    @Test
    void argumentsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> posix.receive(-1, buffer, 0, 1, descriptors))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> posix.receive(to, buffer, 0, 101, descriptors))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> posix.receive(to, buffer, 0, 0, descriptors))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> posix.receive(to, buffer, 0, 1, new int[0]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> posix.receive(to, buffer, 0, 1, null))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> posix.send(from, buffer, Integer.MAX_VALUE, 2, -1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> posix.send(from, buffer, 0, 1, -2))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> posix.send(from, null, 0, 1, -1))
                .isInstanceOf(NullPointerException.class);
    }

    private Set<Integer> open() throws IOException {
        var open = new TreeSet<Integer>();
        for (int descriptor : posix.descriptors()) {
            open.add(descriptor);
        }
        return open;
    }

    private static String inode(int descriptor) {
        return ProcFs.system().link(descriptor).orElseThrow();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
