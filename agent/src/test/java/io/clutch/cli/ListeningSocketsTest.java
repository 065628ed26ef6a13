package io.clutch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ListeningSocketsTest {

    private static final String HEAD = "Num       RefCount Protocol Flags    Type St Inode Path\n";

    @Test
    void findsTheListeningSocketsOfTheUserWhateverTheDirectory() {
        String table =
                HEAD
                        + """
                        000000004e7d41a4: 00000003 00000000 00000000 0001 03  1125
                        0000000091b1d8f1: 00000002 00000000 00010000 0001 01 10661 /tmp/clutch-1000/77/control.sock
                        00000000bd452566: 00000002 00000000 00010000 0001 01  1126 /tmp/clutch-1000/77/link.sock
                        00000000dec26351: 00000003 00000000 00000000 0001 03 10639 /tmp/clutch-1000/77/control.sock
                        00000000dec26352: 00000002 00000000 00010000 0001 01 10640 /srv/my app/run/clutch-1000/4194304/control.sock
                        00000000dec26353: 00000002 00000000 00010000 0001 01 10641 /tmp/clutch-0/78/control.sock
                        00000000dec26354: 00000002 00000000 00010000 0001 01 10642 @/tmp/clutch-1000/79/control.sock
                        00000000dec26355: 00000002 00000000 00010000 0001 01 10643 run/clutch-1000/80/control.sock
                        00000000dec26356: 00000002 00000000 00010000 0001 01 10644 /tmp/clutch-1000/x/control.sock
                        00000000dec26357: 00000002 00000000 00010000 0001 01 10645 /tmp/clutch-1000/81/control.sock.old
                        """;

        assertThat(ListeningSockets.controlSockets(bytes(table), 1000))
                .containsExactly(
                        new ControlSocket(77, Path.of("/tmp/clutch-1000/77/control.sock")),
                        new ControlSocket(
                                4194304,
                                Path.of("/srv/my app/run/clutch-1000/4194304/control.sock")));
    }

    @Test
    void keepsTheBytesOfAPathThatThisLocaleCannotName() {
        String table =
                HEAD
                        + "00000000dec26352: 00000002 00000000 00010000 0001 01 10640"
                        + " /tmp/b\u00fcro %41/clutch-0/9/control.sock\n";

        assertThat(ListeningSockets.controlSockets(bytes(table), 0))
                .extracting(socket -> socket.path().toUri())
                .containsExactly(
                        URI.create("file:///tmp/b%C3%BCro%20%2541/clutch-0/9/control.sock"));
    }

    @Test
    void passesNonsenseOver() {
        assertThat(ListeningSockets.controlSockets(new byte[0], 0)).isEmpty();
        assertThat(ListeningSockets.controlSockets(bytes(HEAD), 0)).isEmpty();
        assertThat(
                        ListeningSockets.controlSockets(
                                bytes(
                                        """
                                        a b c
                                        0: 2 0 zzzz 0001 01 1 /tmp/clutch-0/9/control.sock
                                        0: 2 0 00010000 0001 01 1 /control.sock
                                        0: 2 0 00010000 0001 01 1 /clutch-0/99999999999999999999/control.sock
                                        0: 2 0 00010000 0001 01 1 /clutch-0/0/control.sock
                                        0: 2 0 00010000 0001 01\s
                                        """),
                                0))
                .isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
