package io.clutch.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class InboxTest {

    private final Inbox inbox = new Inbox();

    @Test
    void messagesThatComeByteByByteAreFound() throws IOException {
        assertThat(readInPieces(stream(Samples.ALL), new Random(), 1)).isEqualTo(Samples.ALL);
    }

    @Test
    void messagesThatComeInPiecesOfAnySizeAreFound() throws IOException {
        var random = new Random(7);
        for (int round = 0; round < 300; round++) {
            assertThat(readInPieces(stream(Samples.ALL), random, 1 + random.nextInt(700)))
                    .isEqualTo(Samples.ALL);
        }
    }

    @Test
    void longMessageIsFoundAmongShortOnes() throws IOException {
        var name = "a".repeat(FieldWriter.MAX_NAME);
        List<Message> messages =
                List.of(
                        new Message.Leader(true),
                        new Message.Welcome(1, true, name, name),
                        new Message.Leader(false));

        assertThat(readInPieces(stream(messages), new Random(1), 4096)).isEqualTo(messages);
    }

    @Test
    void excessiveLengthIsNonsenseBeforeTheRestIsThere() throws IOException {
        inbox.fill(channel(new byte[] {0, 1, 0, 1, 7}));

        assertThatThrownBy(inbox::next)
                .isInstanceOf(ProtocolException.class)
                .hasMessage("it announces 65537 bytes, the most is 65536");
    }

    @Test
    void anotherProtocolIsNonsense() throws IOException {
        inbox.fill(channel("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));

        assertThatThrownBy(inbox::next)
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("it announces 1195725856 bytes");
    }

    @Test
    void negativeLengthIsNonsense() throws IOException {
        inbox.fill(channel(new byte[] {-1, -1, -1, -1, 7}));

        assertThatThrownBy(inbox::next).hasMessageContaining("it announces 4294967295 bytes");
    }

    private List<Message> readInPieces(byte[] stream, Random random, int most) throws IOException {
        var found = new ArrayList<Message>();
        for (int at = 0; at < stream.length; ) {
            int size = Math.min(stream.length - at, 1 + random.nextInt(most));
            var piece = ByteBuffer.wrap(stream, at, size);
            var channel = channel(Arrays.copyOfRange(stream, at, at + size));
            while (piece.hasRemaining()) {
                int taken = inbox.fill(channel);
                assertThat(taken).as("there must be room after next() returned null").isPositive();
                piece.position(piece.position() + taken);
                for (var m = inbox.next(); m != null; m = inbox.next()) {
                    found.add(m);
                }
            }
            at += size;
        }
        return found;
    }

    private static ReadableByteChannel channel(byte[] bytes) {
        return Channels.newChannel(new ByteArrayInputStream(bytes));
    }

    private static byte[] stream(List<Message> messages) {
        var out = new ByteArrayOutputStream();
        for (var message : messages) {
            out.writeBytes(Samples.bytes(message));
        }
        return out.toByteArray();
    }
}
