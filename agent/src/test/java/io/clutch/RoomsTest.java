package io.clutch;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rooms of the house: who may know whom. Read from the sources. */
class RoomsTest {

    private static final Path SOURCES = Path.of("src/main/java/io/clutch");

    /** Each room, and the rooms that it may import from. */
    private static final Map<String, Set<String>> MAY_KNOW =
            Map.ofEntries(
                    Map.entry("", Set.of()),
                    Map.entry("options", Set.of("ports")),
                    Map.entry("ports", Set.of()),
                    Map.entry("posix", Set.of()),
                    Map.entry("drain", Set.of("posix")),
                    Map.entry("jvm", Set.of("posix")),
                    Map.entry("lean", Set.of("jvm", "posix")),
                    Map.entry("link", Set.of("posix")),
                    Map.entry("listen", Set.of("link", "ports", "posix")),
                    Map.entry("hook", Set.of()),
                    Map.entry("weave", Set.of()),
                    Map.entry(
                            "worker",
                            Set.of(
                                    "drain", "hook", "link", "listen", "options", "ports", "posix",
                                    "weave")),
                    Map.entry(
                            "master", Set.of("jvm", "link", "listen", "options", "ports", "posix")),
                    Map.entry("admin", Set.of("link", "master", "options")),
                    Map.entry("cli", Set.of("options", "posix")),
                    Map.entry(
                            "agent",
                            Set.of(
                                    "admin", "hook", "jvm", "lean", "link", "listen", "master",
                                    "options", "posix", "weave", "worker")));

    private static final Pattern IMPORT =
            Pattern.compile("import (?:static )?io\\.clutch\\.(?:([a-z]+)\\.)?[A-Z*].*");

    /** A class that is named in full where it is used. */
    private static final Pattern IN_FULL =
            Pattern.compile("(?<![\"\\w.])io\\.clutch\\.([a-z]+)\\.[A-Z]");

    @Test
    void everyRoomIsOnThePlan() throws IOException {
        assertThat(MAY_KNOW.keySet()).containsAll(rooms());
    }

    @Test
    void everyRoomSaysWhatItIsFor() throws IOException {
        for (String room : rooms()) {
            Path file = SOURCES.resolve(room).resolve("package-info.java");
            assertThat(file).exists();
            assertThat(file).content().startsWith("/**");
        }
    }

    @Test
    void noRoomKnowsMoreThanItMay() throws IOException {
        for (String room : rooms()) {
            Set<String> tooMuch = known(room);
            tooMuch.removeAll(MAY_KNOW.getOrDefault(room, Set.of()));
            assertThat(tooMuch).as("rooms that '%s' must not know", room).isEmpty();
        }
    }

    @Test
    void thePlanHasNoCircles() {
        Map<String, Set<String>> left = new TreeMap<>(MAY_KNOW);
        while (!left.isEmpty()) {
            List<String> bottom =
                    left.keySet().stream()
                            .filter(room -> left.get(room).stream().noneMatch(left::containsKey))
                            .toList();
            assertThat(bottom).as("rooms that build on none of %s", left.keySet()).isNotEmpty();
            bottom.forEach(left::remove);
        }
    }

    @Test
    void onlyTheRoomsForItKnowOtherPeoplesCode() throws IOException {
        assertThat(roomsWith("import net.bytebuddy.")).isSubsetOf("jvm", "weave");
        assertThat(roomsWith("import picocli.")).isSubsetOf("cli");
        assertThat(roomsWith("import com.google.gson.")).isSubsetOf("admin", "cli");
    }

    private static Set<String> roomsWith(String text) throws IOException {
        Set<String> found = new TreeSet<>();
        for (String room : rooms()) {
            if (lines(room).stream().anyMatch(line -> line.startsWith(text))) {
                found.add(room);
            }
        }
        return found;
    }

    private static Set<String> known(String room) throws IOException {
        Set<String> known = new TreeSet<>();
        for (String line : lines(room)) {
            var imported = IMPORT.matcher(line);
            var inFull = IN_FULL.matcher(line);
            if (imported.matches()) {
                known.add(imported.group(1) == null ? "" : imported.group(1));
            } else if (!line.strip().startsWith("*") && inFull.find()) {
                known.add(inFull.group(1));
            }
        }
        known.remove(room);
        return known;
    }

    private static List<String> lines(String room) throws IOException {
        try (Stream<Path> files = Files.list(SOURCES.resolve(room))) {
            List<Path> sources = files.filter(f -> f.toString().endsWith(".java")).toList();
            var lines = Stream.<String>builder();
            for (Path source : sources) {
                Files.readAllLines(source).forEach(lines);
            }
            return lines.build().toList();
        }
    }

    private static Set<String> rooms() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(file -> SOURCES.relativize(file.getParent()).toString())
                    .collect(toCollection(TreeSet::new));
        }
    }
}
