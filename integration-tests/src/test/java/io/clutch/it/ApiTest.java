package io.clutch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.it.apps.Teller;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code io.clutch.Clutch}, from a copy that the application carries in a loader of its own. */
class ApiTest {

    @RegisterExtension private final Bench bench = new Bench();

    @EachJdk
    void answersForASingleProcessOutsideOfACluster(Jdk jdk) {
        var alone = bench.on(jdk).app(Teller.class, Applications.clutchApiJar(), "exit").run();
        assertThat(alone).isEqualTo(new Finished(0, "false 1 1 true\ntold of the end\n", ""));
        var off =
                bench.on(jdk)
                        .agent("enabled=false")
                        .app(Teller.class, Applications.clutchApiJar(), "exit")
                        .run();
        assertThat(off).isEqualTo(alone);
    }

    @EachJdk
    void answersForTheWorker(Jdk jdk) {
        var port = Ports.free();
        var running =
                bench.on(jdk)
                        .agent("workers=2")
                        .app(Teller.class, Applications.clutchApiJar(), port)
                        .start();
        running.awaitListeners(port, 2);
        running.awaitOut("true 1 2 true").awaitOut("true 2 2 false");
        running.signal("TERM");
        var finished = running.awaitExit();
        assertThat(finished.status()).isZero();
        assertThat(finished.out().split("told of the end", -1)).hasSize(3);
    }
}
