package io.clutch.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CodecTest {

    private static final int VERSION_AT = Inbox.HEADER + 4;

    static List<Message> samples() {
        return Samples.ALL;
    }

    @Test
    void everyKindOfMessageHasASample() {
        var sampled = Samples.ALL.stream().map(Object::getClass).collect(Collectors.toSet());

        assertThat(sampled)
                .isEqualTo(Samples.kinds(Message.class).collect(Collectors.<Object>toSet()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void whatIsEncodedDecodesToTheSame(Message message) throws ProtocolException {
        assertThat(decode(Samples.bytes(message))).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void cutAnywhereIsNonsense(Message message) {
        var whole = Samples.bytes(message);
        for (int length = Inbox.HEADER; length < whole.length; length++) {
            var cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> decode(cut))
                    .as("cut to %d bytes", length)
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("is cut off");
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void oneByteTooManyIsNonsense(Message message) {
        var whole = Samples.bytes(message);

        assertThatThrownBy(() -> decode(Arrays.copyOf(whole, whole.length + 1)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("1 bytes too many");
    }

    @Test
    void randomBytesAreAMessageOrNonsenseAndNothingElse() {
        var random = new Random(20261123);
        for (int round = 0; round < 50_000; round++) {
            var payload = new byte[random.nextInt(40)];
            random.nextBytes(payload);
            decodesOrIsNonsense(random.nextInt(256), payload);
        }
    }

    @Test
    void mutatedMessagesAreAMessageOrNonsenseAndNothingElse() {
        var random = new Random(42);
        for (int round = 0; round < 50_000; round++) {
            var frame = Samples.bytes(Samples.ALL.get(random.nextInt(Samples.ALL.size())));
            for (int change = random.nextInt(3); change >= 0; change--) {
                frame[Inbox.HEADER - 1 + random.nextInt(frame.length - Inbox.HEADER + 1)] =
                        (byte) random.nextInt(256);
            }
            int length = Inbox.HEADER + random.nextInt(frame.length - Inbox.HEADER + 3);
            decodesOrIsNonsense(
                    frame[Inbox.HEADER - 1] & 0xff,
                    Arrays.copyOfRange(frame, Inbox.HEADER, Math.max(length, Inbox.HEADER)));
        }
    }

    @Test
    void otherVersionIsToldWithWhatToDo() {
        var frame = Samples.bytes(Samples.HELLO);
        frame[VERSION_AT + 1] = 1;

        assertThatThrownBy(() -> decode(frame))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("the worker speaks link version 1, this master 3: restart the master");
    }

    @Test
    void otherVersionIsToldWhateverFollows() {
        var frame = Arrays.copyOf(Samples.bytes(Samples.HELLO), VERSION_AT + 2);
        frame[VERSION_AT] = 1;

        assertThatThrownBy(() -> decode(frame)).hasMessageContaining("link version 259");
    }

    @Test
    void strangerIsTold() {
        var frame = Samples.bytes(Samples.HELLO);
        frame[Inbox.HEADER] = 'X';

        assertThatThrownBy(() -> decode(frame))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("not those of a Clutch worker");
    }

    @Test
    void valuesOutsideTheContractAreNonsense() {
        nonsense(
                Samples.bytes(new Message.Leader(true)),
                Inbox.HEADER,
                2,
                "neither yes (1) nor no (0)");
        var grant = Samples.bytes(new Message.Grant(1, Message.Grant.Kind.SHARED, 1));
        nonsense(grant, Inbox.HEADER + 8, 6, "no kind 6 of a grant");
        nonsense(Samples.bytes(new Message.Workers(1)), Inbox.HEADER, -1, "number of workers -");
        nonsense(Samples.bytes(Samples.HELLO), VERSION_AT + 2, -1, "slot -");
        nonsense(Samples.bytes(Samples.HELLO), VERSION_AT + 10, -1, "is no process id");
        nonsense(Samples.bytes(new Message.Refused("a")), Inbox.HEADER + 2, -1, "is not UTF-8");
        assertThatThrownBy(() -> Codec.decode(200, ByteBuffer.allocate(0)))
                .hasMessage("there is no message of type 200");
    }

    @Test
    void longReasonIsCutBetweenTwoCharacters() throws ProtocolException {
        var message = new Message.BindFailed(1, "x" + "😀".repeat(40_000));

        var reason = ((Message.BindFailed) decode(Samples.bytes(message))).reason();

        assertThat(reason).startsWith("x😀").endsWith("😀…").hasSizeLessThanOrEqualTo(2000);
    }

    @Test
    void longNameIsNotCutButRejected() {
        var message = new Message.Welcome(1, false, "x".repeat(8001), "info");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Codec.encode(message))
                .withMessageContaining("8001");
    }

    @Test
    void numberThatIsNoPortIsRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Codec.encode(new Message.Bound(1, 65536)))
                .withMessageContaining("65536");
    }

    private static void nonsense(byte[] frame, int at, int value, String why) {
        frame[at] = (byte) value;
        assertThatThrownBy(() -> decode(frame))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(why);
    }

    private static void decodesOrIsNonsense(int type, byte[] payload) {
        try {
            Objects.requireNonNull(Codec.decode(type, ByteBuffer.wrap(payload)));
        } catch (ProtocolException e) {
            Objects.requireNonNull(e.getMessage());
        }
    }

    private static Message decode(byte[] frame) throws ProtocolException {
        var in = ByteBuffer.wrap(frame);
        in.getInt();
        return Codec.decode(in.get() & 0xff, in.slice());
    }
}
