package io.clutch.it;

import java.nio.file.Path;

/**
 * One installed JDK.
 *
 * @param home its directory, a real path
 * @param feature the feature release, such as 17
 */
record Jdk(Path home, int feature) {

    /** The {@code java} launcher. */
    Path java() {
        return tool("java");
    }

    /** A program of the {@code bin} directory, which need not exist. */
    Path tool(String name) {
        return home.resolve("bin").resolve(name);
    }

    @Override
    public String toString() {
        return "JDK " + feature;
    }
}
