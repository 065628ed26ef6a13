package io.clutch.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/** The JDKs of this machine, for tests of what differs between them. */
public final class InstalledJdks {

    private static final int OLDEST_SUPPORTED = 17;
    private static final Path USUAL_PLACE = Path.of("/usr/lib/jvm");

    private InstalledJdks() {}

    /** Returns the homes of those that Clutch supports, each once, first the one that runs this. */
    public static Set<Path> homes() throws IOException {
        Set<Path> homes = new LinkedHashSet<>();
        homes.add(Path.of(System.getProperty("java.home")).toRealPath());
        if (Files.isDirectory(USUAL_PLACE)) {
            try (Stream<Path> found = Files.list(USUAL_PLACE)) {
                for (Path home : found.sorted().toList()) {
                    if (Files.isExecutable(home.resolve("bin/java"))
                            && feature(home) >= OLDEST_SUPPORTED) {
                        homes.add(home.toRealPath());
                    }
                }
            }
        }
        return homes;
    }

    /** Returns the version's first number. */
    public static int feature(Path home) throws IOException {
        for (String line : Files.readAllLines(home.resolve("release"))) {
            if (line.startsWith("JAVA_VERSION=")) {
                return Runtime.Version.parse(line.replaceAll("JAVA_VERSION=|\"|_.*", "")).feature();
            }
        }
        return 0;
    }
}
