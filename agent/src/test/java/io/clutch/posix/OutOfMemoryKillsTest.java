package io.clutch.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutOfMemoryKillsTest {

    @TempDir private Path directory;
    private FakeProc proc;
    private OutOfMemoryKills kills;

    @BeforeEach
    void createCounter() throws IOException {
        proc = new FakeProc(directory.resolve("proc"));
        kills = new OutOfMemoryKills(proc.root(), directory.resolve("groups"));
    }

    @Test
    void versionTwoCountsInTheOwnGroup() throws IOException {
        proc.self("cgroup", "0::/app.slice/a\n");
        write("groups/memory.events", "oom 9\noom_kill 9\n");
        write("groups/app.slice/a/memory.events", "low 0\noom 3\noom_kill 2\noom_group_kill 0\n");

        assertThat(kills.count()).hasValue(2);
    }

    @Test
    void groupThatIsNotVisibleInsideIsTheRoot() throws IOException {
        proc.self("cgroup", "0::/../../x\n");
        write("groups/memory.events", "oom_kill 4\n");

        assertThat(kills.count()).hasValue(4);
    }

    @Test
    void versionOneCountsInTheMemoryController() throws IOException {
        proc.self("cgroup", "5:freezer:/\n4:cpu,memory:/docker/abc\n0::/\n");
        write("groups/memory/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 7\n");

        assertThat(kills.count()).hasValue(7);
    }

    @Test
    void withoutGroupsTheMachineCounts() throws IOException {
        write("proc/vmstat", "nr_free_pages 1\noom_kill 5\n");

        assertThat(kills.count()).hasValue(5);
    }

    @Test
    void nothingTellsNothing() throws IOException {
        assertThat(kills.count()).isEmpty();
        write("proc/vmstat", "oom_kill many\n");
        assertThat(kills.count()).isEmpty();
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
