package io.clutch.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.RegisterExtension;

/** The samples do what they are there to show. */
class SamplesTest {

    @RegisterExtension private final Bench bench = new Bench();

    private final int port = Ports.free();

    @EachJdk
    void helloSaysWhichWorkerAnswers(Jdk jdk) throws Exception {
        var running = bench.on(jdk).agent("workers=3").jar(Applications.sample("hello"), port);
        running.start().awaitListeners(port, 3);
        var answers = Client.distinct(3, () -> Client.get(port, "/").body());
        for (var slot = 1; slot <= 3; slot++) {
            var greeting = "hello from slot " + slot + ", pid ";
            assertThat(answers).anyMatch(answer -> answer.startsWith(greeting));
        }
    }

    @EachJdk
    void shutdownEventReachesTheSample(Jdk jdk) throws Exception {
        var running =
                bench.on(jdk)
                        .agent("workers=2")
                        .jar(Applications.sample("shutdown-event"), port)
                        .start();
        running.awaitListeners(port, 2);
        assertThat(Client.get(port, "/").body()).contains("took order 1");
        running.signal("TERM");
        assertThat(running.awaitExit().status()).isZero();
        assertThat(running.out())
                .contains("worker 1/2 takes no more orders", "worker 2/2 takes no more orders");
    }

    @EachJdk
    void shutdownEventSampleRunsWithoutClutchToo(Jdk jdk) throws Exception {
        var running = bench.on(jdk).jar(Applications.sample("shutdown-event"), port).start();
        running.awaitListeners(port, 1);
        assertThat(Client.get(port, "/").body()).contains("worker 1/1 took order 1");
        running.signal("TERM");
        assertThat(running.awaitExit().status()).isEqualTo(143);
        assertThat(running.out()).contains("worker 1/1 takes no more orders; it took 1");
    }
}
