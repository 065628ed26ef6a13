package io.clutch.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BootTest {

    private final FakeLaunch launch = new FakeLaunch();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<Integer> ended = new ArrayList<>();
    private final List<String> mastered = new ArrayList<>();
    private Boot.WorkerRole worker = () -> {};
    private MasterRole master =
            options -> {
                mastered.add(options.workers() + " " + options.name());
                return 7;
            };

    @Test
    void aMastersStatusIsTheProcesss() {
        launch.agentArguments = List.of("workers=2,log=off", "workers=3,name=shop");

        take(new Role.Master());

        assertThat(mastered).containsExactly("3 shop");
        assertThat(ended).containsExactly(7);
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @Test
    void aWrongOptionIsOneLineAndStatusTwo() {
        launch.agentArguments = List.of("wokers=2");

        take(new Role.Master());

        assertThat(err.toString(UTF_8)).startsWith("clutch: ").contains("wokers", "workers");
        assertThat(err.toString(UTF_8).lines()).hasSize(1);
        assertThat(ended).containsExactly(2);
        assertThat(mastered).isEmpty();
    }

    @Test
    void aWrongOptionIsNoneOfABystandersBusiness() {
        launch.agentArguments = List.of("wokers=2");

        take(new Role.Bystander(List.of(Reason.quiet("a tool"))));

        assertThat(err.toString(UTF_8)).isEmpty();
        assertThat(ended).isEmpty();
    }

    @Test
    void switchedOffInAWayThatOnlyTheOptionsKnowIsQuiet() {
        launch.environment.put("CLUTCH_WORKERS", "0");

        take(new Role.Master());

        assertThat(err.toString(UTF_8)).isEmpty();
        assertThat(ended).isEmpty();
        assertThat(mastered).isEmpty();
    }

    @Test
    void aMasterThatCannotBeSetUpIsOneLineAndTheApplicationRuns() {
        launch.agentArguments = List.of("log=off");
        master =
                options -> {
                    throw new IOException("/proc/self/cmdline is empty");
                };

        take(new Role.Master());

        assertThat(err.toString(UTF_8))
                .isEqualTo(
                        "clutch: /proc/self/cmdline is empty; the application runs as a single"
                                + " process\n");
        assertThat(ended).isEmpty();
    }

    @Test
    void aMasterThatFailsLaterDoesNotBecomeASecondCopyOfTheApplication() {
        launch.agentArguments = List.of("log=off");
        master =
                options -> {
                    throw new IllegalStateException("bug");
                };

        take(new Role.Master());

        assertThat(err.toString(UTF_8)).startsWith("clutch: the master failed").contains("bug");
        assertThat(ended).containsExactly(1);
    }

    @Test
    void aWorkerGoesOnWithoutAWord() {
        take(new Role.Worker());

        assertThat(err.toString(UTF_8)).isEmpty();
        assertThat(ended).isEmpty();
    }

    @Test
    void aWorkerThatCannotBeginEnds() {
        worker =
                () -> {
                    throw new IllegalStateException("bug");
                };

        take(new Role.Worker());

        assertThat(err.toString(UTF_8)).startsWith("clutch: ").contains("bug");
        assertThat(err.toString(UTF_8).lines()).hasSize(1);
        assertThat(ended).containsExactly(1);
    }

    @Test
    void aLoudBystanderSaysWhy() {
        take(new Role.Bystander(List.of(Reason.warning("not here"))));

        assertThat(err.toString(UTF_8))
                .isEqualTo("clutch: not here; the application runs as a single process\n");
    }

    @Test
    void aQuietBystanderSaysWhyAtDebugLevel() {
        launch.environment.put("CLUTCH_LOG", "debug");

        take(new Role.Bystander(List.of(Reason.quiet("one"), Reason.warning("two"))));

        assertThat(err.toString(UTF_8)).isEqualTo("clutch: not for Clutch: one; two\n");
    }

    private void take(Role role) {
        MasterLaunch masterLaunch = new MasterLaunch(launch, master);
        new Boot(
                        launch,
                        new PrintStream(err, true, UTF_8),
                        worker,
                        masterLaunch,
                        status -> ended.add(status))
                .take(role);
    }
}
