package io.clutch.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The JDKs of this machine: the one that runs the tests, {@code JAVA_HOME}, and everything in
 * {@code /usr/lib/jvm}; each once. The system property {@code clutch.it.jdks} restricts them, as in
 * {@code -Dclutch.it.jdks=17,25}.
 */
final class Jdks {

    private static final int OLDEST_SUPPORTED = 17;

    private static final List<Jdk> INSTALLED = find();

    private Jdks() {}

    /** Every JDK that Clutch supports, oldest first; never empty. */
    static List<Jdk> all() {
        var restriction = System.getProperty("clutch.it.jdks", "");
        var wanted = restriction.isBlank() ? List.<String>of() : List.of(restriction.split(","));
        var supported =
                INSTALLED.stream()
                        .filter(jdk -> jdk.feature() >= OLDEST_SUPPORTED)
                        .filter(
                                jdk ->
                                        wanted.isEmpty()
                                                || wanted.contains(Integer.toString(jdk.feature())))
                        .toList();
        if (supported.isEmpty()) {
            throw new IllegalStateException(
                    "no JDK found among " + INSTALLED + " for clutch.it.jdks=" + restriction);
        }
        return supported;
    }

    /** The JDKs that are too old for Clutch. */
    static List<Jdk> tooOld() {
        return INSTALLED.stream().filter(jdk -> jdk.feature() < OLDEST_SUPPORTED).toList();
    }

    /** The oldest one that Clutch supports: for what does not depend on the JDK. */
    static Jdk oldest() {
        return all().get(0);
    }

    /** The newest one. */
    static Jdk newest() {
        return all().get(all().size() - 1);
    }

    private static List<Jdk> find() {
        Set<Path> homes = new LinkedHashSet<>();
        addHome(homes, Path.of(System.getProperty("java.home")));
        var javaHome = System.getenv("JAVA_HOME");
        if (javaHome != null && !javaHome.isBlank()) {
            addHome(homes, Path.of(javaHome));
        }
        var system = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(system)) {
            try (Stream<Path> entries = Files.list(system)) {
                entries.sorted().forEach(entry -> addHome(homes, entry));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        List<Jdk> found = new ArrayList<>();
        homes.forEach(home -> found.add(new Jdk(home, feature(home))));
        found.sort(Comparator.comparingInt(Jdk::feature));
        return List.copyOf(found);
    }

    private static void addHome(Set<Path> homes, Path candidate) {
        if (Files.isExecutable(candidate.resolve("bin/javac"))
                && Files.isReadable(candidate.resolve("release"))) {
            try {
                homes.add(candidate.toRealPath());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static int feature(Path home) {
        var release = new Properties();
        try (var in = Files.newBufferedReader(home.resolve("release"))) {
            release.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var version = release.getProperty("JAVA_VERSION").replace("\"", "");
        var parts = version.split("[._+-]");
        return Integer.parseInt(parts[0].equals("1") ? parts[1] : parts[0]);
    }
}
