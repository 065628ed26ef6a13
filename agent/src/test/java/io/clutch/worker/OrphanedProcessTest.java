package io.clutch.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class OrphanedProcessTest {

    private final AtomicBoolean master = new AtomicBoolean();
    private final BlockingQueue<String> story = new LinkedBlockingQueue<>();
    private final RecordingLog log = new RecordingLog();

    @Test
    void closesItsDoorsAndEndsAfterItsGrace() throws InterruptedException {
        orphan(Duration.ofMillis(50), () -> story.add("dump")).begin();
        assertThat(next()).isEqualTo("doors");
        assertThat(next()).isEqualTo("dump");
        assertThat(next()).isEqualTo("halt 137");
        assertThat(log.lines).singleElement().asString().contains("has not ended within 50 ms");
    }

    @Test
    void leavesBothToAMasterThatIsThere() throws InterruptedException {
        master.set(true);
        orphan(Duration.ZERO, () -> story.add("dump")).begin();
        assertThat(story.poll(200, TimeUnit.MILLISECONDS)).isNull();
        master.set(false);
        assertThat(next()).isEqualTo("doors");
        assertThat(next()).isEqualTo("dump");
        assertThat(next()).isEqualTo("halt 137");
    }

    @Test
    void endsAlthoughItsDoorsCannotBeClosedNorItsThreadsBeDumped() throws InterruptedException {
        new OrphanedProcess(
                        master::get,
                        Duration.ZERO,
                        () -> {
                            throw new IllegalStateException("as asked");
                        },
                        () -> {
                            throw new IllegalStateException("as asked");
                        },
                        status -> story.add("halt " + status),
                        log)
                .begin();
        assertThat(next()).isEqualTo("halt 137");
    }

    private OrphanedProcess orphan(Duration grace, Runnable dump) {
        return new OrphanedProcess(
                master::get,
                grace,
                () -> story.add("doors"),
                dump,
                status -> story.add("halt " + status),
                log);
    }

    private String next() throws InterruptedException {
        return story.poll(30, TimeUnit.SECONDS);
    }
}
