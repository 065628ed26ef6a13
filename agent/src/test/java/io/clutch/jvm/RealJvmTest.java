package io.clutch.jvm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.clutch.testing.InstalledJdks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Real JVMs print what they were given: that is what the reader must have said. */
class RealJvmTest {

    private static final String MAIN = PrintLaunch.class.getName();
    private static final String CLASS_PATH = ownClasses().toString();

    /** Lines, after {@code java}; CP and MAIN stand for what makes them run. */
    private static final List<String> LINES =
            List.of(
                    "-cp CP MAIN -Da=b @x --",
                    "-classpath CP -Da=b MAIN a",
                    "--class-path CP -Da=b MAIN",
                    "--class-path=CP -Da=b MAIN",
                    "-cp CP --add-modules java.logging -Da=b MAIN -Dc=d",
                    "-cp CP --add-modules=java.logging -Da=b MAIN",
                    "-cp CP --limit-modules java.management,java.instrument -Da=b MAIN",
                    "-cp CP --add-opens java.base/java.lang=ALL-UNNAMED -Da=b MAIN",
                    "-cp CP --add-exports java.base/sun.nio.ch=ALL-UNNAMED -Da=b MAIN",
                    "-cp CP --add-reads java.base=java.logging -Da=b MAIN",
                    "-cp CP -p . -Da=b MAIN",
                    "-cp CP --module-path . -Da=b MAIN",
                    "-cp CP --upgrade-module-path . -Da=b MAIN",
                    "-cp CP --enable-native-access ALL-UNNAMED -Da=b MAIN",
                    "-cp CP -splash:x -Da=b -ea -esa -server MAIN -cp y",
                    "-cp CP -Xdebug -Xlog:gc:a.log -Da MAIN",
                    "-cp CP -Da=b -cp CP -Da=c MAIN",
                    "-cp no -cp CP -Da=b MAIN",
                    "-cp CP @options MAIN @options",
                    "@options -cp CP MAIN",
                    "@options @options -cp CP MAIN",
                    "-cp @path -Da=b MAIN",
                    "-cp CP -Da=b @main -Dx=y @options",
                    "@whole -Dx=y @options",
                    "--disable-@files -cp CP MAIN @options",
                    "@off -cp CP MAIN @options",
                    "-cp CP -Da=@options MAIN @@x @",
                    "-cp CP MAIN @@x @none",
                    "@empty -cp CP MAIN",
                    "-cp CP -XX:Flags=settings -Da=b MAIN",
                    "-cp CP -XX:Flags=settings -XX:Flags=settings2 -Da=b MAIN",
                    "-cp CP -XX:VMOptionsFile=vm -Da=b MAIN",
                    "-XX:VMOptionsFile=vm2 -cp CP MAIN",
                    "-Da={slot} -cp CP MAIN {slot}",
                    "-Da=grün -cp CP MAIN grün",
                    "$JAVA_TOOL_OPTIONS=-Da=b;'-Dc=d;e';\"-Df='g\" -cp CP -Dx=y MAIN",
                    "$_JAVA_OPTIONS=-Da=b;@options -cp CP -Dx=y MAIN",
                    "$JDK_JAVA_OPTIONS=-Da=b;'-Dc=d;e';-cp;CP -Dx=y MAIN",
                    "$JDK_JAVA_OPTIONS=@options -cp CP -Dx=y MAIN",
                    "$JDK_JAVA_OPTIONS='@options';-Dz='a\"b' -cp CP -Dx=y MAIN @options",
                    "$JDK_JAVA_OPTIONS=--disable-@files -cp CP MAIN @options",
                    "$JDK_JAVA_OPTIONS=--add-modules;java.logging -cp CP MAIN",
                    "$JAVA_TOOL_OPTIONS=-XX:VMOptionsFile=vm $_JAVA_OPTIONS=-XX:VMOptionsFile=vm2"
                            + " -cp CP -Dx=y MAIN",
                    "$JAVA_TOOL_OPTIONS=-Da=1 $JDK_JAVA_OPTIONS=-Da=2 $_JAVA_OPTIONS=-Da=4"
                            + " -Da=3 -cp CP MAIN");

    private static final Map<String, String> FILES =
            Map.ofEntries(
                    Map.entry("options", "-Dq='a b' #c\n-Dr=\"\\t\\\\\"\n"),
                    Map.entry("path", "\"CP\""),
                    Map.entry("main", "MAIN a 'b c' @options"),
                    Map.entry("whole", "-cp \"CP\" -Da=b\nMAIN @options -Dc=d"),
                    Map.entry("off", "--disable-@files -Da=b"),
                    Map.entry("empty", "# nothing\n"),
                    Map.entry("settings", "# c\n+UseSerialGC\nNoSuchFlag='a b'c # d"),
                    Map.entry("settings2", "NoSuchFlag=2"),
                    Map.entry("vm", "-Dv='1 2'\n-Xlog:disable -Dw=@options"),
                    Map.entry("vm2", "-XX:Flags=settings2 -Du=v"));

    @TempDir private Path directory;

    static Stream<Arguments> linesOnEachJdk() throws IOException {
        return jdks().flatMap(home -> LINES.stream().map(line -> arguments(home, line)));
    }

    static Stream<Path> jdks() throws IOException {
        return InstalledJdks.homes().stream();
    }

    @ParameterizedTest(name = "{1} [{0}]")
    @MethodSource("linesOnEachJdk")
    void whatTheReaderSaysIsWhatTheJvmGot(Path jdk, String line) throws Exception {
        for (var file : FILES.entrySet()) {
            Files.writeString(directory.resolve(file.getKey()), filled(file.getValue()));
        }
        Map<String, String> environment = new HashMap<>();
        List<String> words = new ArrayList<>(List.of("-XX:+IgnoreUnrecognizedVMOptions"));
        for (String word : line.split(" ")) {
            if (word.startsWith("$")) {
                int equals = word.indexOf('=');
                environment.put(
                        word.substring(1, equals),
                        filled(word.substring(equals + 1).replace(';', ' ')));
            } else {
                words.add(filled(word));
            }
        }
        assertSame(jdk, words, environment);
    }

    /** The words of an argument file after the main class are the application's arguments. */
    @ParameterizedTest
    @MethodSource("jdks")
    void argumentFilesOfAllKinds(Path jdk) throws Exception {
        Random random = new Random(11);
        String alphabet = "ab  \n\t\f\r\"\"''\\\\#n@";
        for (int i = 0; i < 12; i++) {
            StringBuilder content = new StringBuilder(filled("-cp \"CP\" MAIN\n"));
            // Longer than the launcher's buffer, which must not make a difference.
            for (int n = random.nextInt(6000); n > 0; n--) {
                content.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Files.writeString(directory.resolve("random"), content);
            assertSame(jdk, List.of("@random"), Map.of());
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void variablesOfAllKinds(Path jdk) throws Exception {
        Random random = new Random(13);
        for (int i = 0; i < 6; i++) {
            Map<String, String> environment = new HashMap<>();
            for (String name : CommandLine.VARIABLES) {
                environment.put(name, options(random));
            }
            Files.writeString(directory.resolve("vm"), options(random));
            assertSame(
                    jdk,
                    List.of("-XX:VMOptionsFile=vm", "-cp", CLASS_PATH, "-Da=b", MAIN),
                    environment);
        }
    }

    private static String options(Random random) {
        String alphabet = "ab-=\\@#:\"'";
        StringBuilder text = new StringBuilder();
        for (int n = 1 + random.nextInt(8); n > 0; n--) {
            StringBuilder option = new StringBuilder("-D" + n + "=");
            for (int m = random.nextInt(10); m > 0; m--) {
                option.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            boolean closed = OptionText.words(option.toString()).isPresent();
            text.append(closed ? option : option.toString().replaceAll("[\"']", ""));
            text.append(" \n\t".charAt(random.nextInt(3)));
        }
        return text.toString();
    }

    private void assertSame(Path jdk, List<String> words, Map<String, String> environment)
            throws IOException, InterruptedException {
        List<String> said = new ArrayList<>();
        CommandLine line =
                CommandLine.read(
                        words.stream().map(RealJvmTest::bytes).toList(),
                        true,
                        bytes(environment),
                        new FilesIn(directory));
        line.settings().forEach(s -> said.add("option " + shown(s.substring("-XX:".length()))));
        for (LaunchWord option : line.options()) {
            if (isForTheJvm(option.text())) {
                said.add("option " + shown(option.text()));
            }
        }
        for (LaunchWord word : line.words()) {
            if (word.role() == LaunchWord.Role.APPLICATION) {
                said.add("argument " + shown(word.text()));
            }
        }
        assertThat(run(jdk, words, environment)).isEqualTo(said);
    }

    /** Those that the launcher passes on as they are, and the JVM does not keep to itself. */
    private static boolean isForTheJvm(String option) {
        return option.startsWith("-D") || option.startsWith("-X") || option.startsWith("@");
    }

    private List<String> run(Path jdk, List<String> words, Map<String, String> environment)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(jdk.resolve("bin/java").toString()));
        command.addAll(words);
        Path output = directory.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectOutput(output.toFile())
                        .redirectError(directory.resolve("error").toFile());
        builder.environment().keySet().removeAll(CommandLine.VARIABLES);
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, SECONDS)).as("ended: %s", command).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue())
                .as("%s: %s", command, Files.readString(directory.resolve("error"), ISO_8859_1))
                .isZero();
        return Files.readAllLines(output).stream()
                .filter(text -> text.startsWith("option ") || text.startsWith("argument "))
                .filter(text -> !text.startsWith("option -") || isForTheJvm(text.substring(7)))
                .filter(text -> !text.startsWith("option -Djava.class.path"))
                .toList();
    }

    private static String filled(String text) {
        return text.replace("CP", CLASS_PATH).replace("MAIN", MAIN);
    }

    private static Map<String, String> bytes(Map<String, String> texts) {
        Map<String, String> all = new HashMap<>();
        texts.forEach((name, value) -> all.put(name, bytes(value)));
        return all;
    }

    private static String bytes(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    private static String shown(String bytes) {
        return PrintLaunch.escaped(new String(bytes.getBytes(ISO_8859_1), UTF_8));
    }

    private static Path ownClasses() {
        try {
            return Path.of(
                    PrintLaunch.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    /** Files with names relative to another directory than this process's. */
    private record FilesIn(Path directory) implements FileView {

        @Override
        public String read(String name) throws IOException {
            return Files.readString(directory.resolve(name), ISO_8859_1);
        }

        @Override
        public Kind kind(String name) {
            return Kind.ABSENT;
        }
    }
}
