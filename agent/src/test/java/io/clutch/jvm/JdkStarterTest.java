package io.clutch.jvm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.testing.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdkStarterTest {

    /**
     * An empty argument, quotes, newlines, text beyond ASCII, and bytes that are no text in any
     * charset but single-byte ones.
     */
    private static final byte[] ARGUMENTS =
            bytes(
                    "",
                    "a b",
                    "it's \"q\"",
                    "two\nlines\n",
                    "\u00fcber-\u4f60\ud83d\ude00",
                    "\u0001");

    private static final byte[] NO_TEXT = {'x', (byte) 0xff, (byte) 0xc3, (byte) 0x80, '\n', 0};

    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"C", "POSIX", "C.UTF-8"})
    void argumentsArriveByteForByteInEveryLocale(String locale) throws Exception {
        byte[] arguments = concatenate(ARGUMENTS, NO_TEXT);

        assertThat(run(arguments, locale, true)).isEqualTo(twice(arguments));
    }

    @Test
    void aMegabyteOfArgumentsArrives() throws Exception {
        // One argument may have 128 KiB, by the kernel's rule.
        String[] large = new String[10];
        Arrays.fill(large, "\u00fc".repeat(50_000));
        byte[] arguments = bytes(large);

        assertThat(run(arguments, "C", true)).isEqualTo(twice(arguments));
    }

    @Test
    void textOfTheLocaleNeedsNoChangeToTheJdk() throws Exception {
        assertThat(run(ARGUMENTS, "C.UTF-8", false)).isEqualTo(twice(ARGUMENTS));
    }

    @Test
    void bytesThatCannotBePassedOnAreAnErrorThatNamesTheRemedy() throws Exception {
        assertThat(new String(run(ARGUMENTS, "C", false), UTF_8))
                .contains("java.io.IOException")
                .contains("set LANG=C.UTF-8");
    }

    @Test
    void silentInputStaysOpenAndInheritedInputIsThis() throws Exception {
        ProcessStarter starter = new JdkStarter(null, Optional.empty());
        List<byte[]> command = List.of(bytesOf("sh"), bytesOf("-c"), bytesOf("read x; exit 3"));

        Process silent =
                ((JdkProcess) starter.start(command, Map.of(), StandardInput.SILENT)).process();
        try {
            assertThat(silent.waitFor(200, TimeUnit.MILLISECONDS)).isFalse();
            silent.getOutputStream().close();
            assertThat(silent.waitFor(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            silent.destroyForcibly();
        }
    }

    /**
     * Runs the program in a JVM of its own; returns its output, or its error output if there is
     * none.
     */
    private byte[] run(byte[] arguments, String locale, boolean withAgent) throws Exception {
        Path file = Files.write(directory.resolve("arguments"), arguments);
        ChildJvm jvm = new ChildJvm(directory).locale(locale);
        if (withAgent) {
            jvm.agent(StarterProgram.class, "");
        }
        ChildJvm.Ended ended = jvm.run(StarterProgram.class.getName(), file.toString());
        return (ended.output().isEmpty() ? ended.error() : ended.output()).getBytes(ISO_8859_1);
    }

    private static byte[] twice(byte[] arguments) {
        byte[] once =
                concatenate(
                        bytes("sh", "-c", "test \"$CLUTCH_SLOT\" = 2 && cat /proc/$$/cmdline"),
                        arguments);
        return concatenate(once, once);
    }

    private static byte[] bytes(String... arguments) {
        return (String.join("\0", arguments) + "\0").getBytes(UTF_8);
    }

    private static byte[] bytesOf(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static byte[] concatenate(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
