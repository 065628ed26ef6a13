package io.clutch.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Which user a process runs as. */
final class Users {

    /** Whoever runs the tests. */
    private static final Users SELF = new Users(List.of());

    private final List<String> wrapper;

    private Users(List<String> wrapper) {
        this.wrapper = wrapper;
    }

    /** A user without privileges: another one if the tests run as root, else their own. */
    static Users ordinary() {
        return isRoot() ? withId(65534) : SELF;
    }

    /** A user that is not the one who runs the tests; the test is skipped if there is no way. */
    static Users other(int id) {
        Assumptions.assumeTrue(isRoot(), "only root can start a process as another user");
        return withId(id);
    }

    /** Whether the tests run as root. */
    static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets the launch run as this user. */
    Launch launch(Launch launch) {
        return launch.wrapped(wrapper.toArray(String[]::new));
    }

    private static Users withId(int id) {
        return new Users(
                List.of(
                        "setpriv",
                        "--reuid=" + id,
                        "--regid=" + id,
                        "--clear-groups",
                        "--inh-caps=-all",
                        "--no-new-privs"));
    }
}
