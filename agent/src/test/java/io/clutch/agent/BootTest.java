package io.clutch.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.jvm.LaunchCommand;
import io.clutch.options.Options;
import io.clutch.posix.ProcFs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootTest {

    @TempDir private Path directory;
    private final FakeLaunch launch = new FakeLaunch();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<Integer> ended = new ArrayList<>();
    private final List<String> mastered = new ArrayList<>();
    private Boot.WorkerRole worker = () -> {};
    private MasterRole master =
            (options, command, control) -> {
                mastered.add(
                        options.workers()
                                + " "
                                + options.name()
                                + " "
                                + Files.isDirectory(control.path()));
                return 7;
            };
    private MasterLaunch.CommandSource command = LaunchCommand::ofThisProcess;

    @Test
    void aMastersStatusIsTheProcesss() throws IOException {
        launch.agentArguments = List.of("workers=2,log=off", "workers=3,name=shop");

        take(new Role.Master());

        assertThat(mastered).containsExactly("3 shop true");
        assertThat(ended).containsExactly(7);
        assertThat(err.toString(UTF_8)).isEmpty();
        try (var left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
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
    void whatAMasterCannotDoWithoutIsOneLineAndTheApplicationRuns() {
        command =
                () -> {
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
    void aMasterThatCannotBeSetUpIsOneLineAndTheApplicationRuns() {
        launch.agentArguments = List.of("log=off");
        master =
                (options, line, path) -> {
                    throw new IOException("no socket");
                };

        take(new Role.Master());

        assertThat(err.toString(UTF_8)).contains("clutch: no socket; the application runs");
        assertThat(ended).isEmpty();
    }

    @Test
    void aMasterThatFailsLaterDoesNotBecomeASecondCopyOfTheApplication() {
        launch.agentArguments = List.of("log=off");
        master =
                (options, line, path) -> {
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
        MasterLaunch masterLaunch =
                new MasterLaunch(launch, () -> command.read(), this::openDirectory, master);
        new Boot(
                        launch,
                        new PrintStream(err, true, UTF_8),
                        worker,
                        masterLaunch,
                        status -> ended.add(status))
                .take(role);
    }

    private ControlDirectory openDirectory(Options options) throws IOException {
        return ControlDirectory.open(
                List.of(directory.toString()),
                ProcFs.system().uid(),
                ProcessHandle.current().pid(),
                ProcFs.system());
    }
}
