package io.clutch.it;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Which user a process runs as. */
enum Users {
    /** One without any privilege. */
    NOBODY(
            "setpriv",
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
            "--inh-caps=-all",
            "--no-new-privs"),
    /** Whoever runs the tests. */
    SELF;

    private final String[] wrapper;

    Users(String... wrapper) {
        this.wrapper = wrapper;
    }

    /** A user without privileges: another one if the tests run as root, else their own. */
    static Users ordinary() {
        return isRoot() ? NOBODY : SELF;
    }

    /** A user that is not the one who runs the tests; the test is skipped if there is no way. */
    static Users other() {
        Assumptions.assumeTrue(isRoot(), "only root can start a process as another user");
        return NOBODY;
    }

    /** Whether the tests run as root. */
    static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Lets the launch run as this user. */
    Launch launch(Launch launch) {
        return launch.wrapped(wrapper);
    }
}
