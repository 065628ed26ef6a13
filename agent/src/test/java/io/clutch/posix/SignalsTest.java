package io.clutch.posix;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clutch.testing.ChildJvm;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With signals that neither the JVM nor Maven has a use for. */
class SignalsTest {

    private static final String NAME = "TTIN";
    private static final String PROGRAM = SignalsProgram.class.getName();

    private final Instrumentation instrumentation = ByteBuddyAgent.install();
    private final Signals signals = Signals.of(instrumentation);
    private final AtomicInteger handled = new AtomicInteger();

    @AfterEach
    void restoreDefault() throws ReflectiveOperationException {
        SignalApi api = SignalApi.find(instrumentation);
        api.handle(NAME, api.byDefault());
    }

    @Test
    void actionRunsEveryTime() {
        assertThat(signals.handle(NAME, handled::incrementAndGet)).isTrue();

        assertThat(signals.raise(NAME)).isTrue();
        await().atMost(10, SECONDS).until(() -> handled.get() == 1);
        assertThat(signals.raise(NAME)).isTrue();
        await().atMost(10, SECONDS).until(() -> handled.get() == 2);
    }

    @Test
    void laterActionReplacesTheEarlier() {
        signals.handle(NAME, handled::incrementAndGet);
        signals.handle(NAME, () -> handled.addAndGet(100));

        signals.raise(NAME);
        await().atMost(10, SECONDS).until(() -> handled.get() == 100);
    }

    @Test
    void theJvmsOwnSignalsAreRefused() {
        assertThat(signals.handle("QUIT", handled::incrementAndGet)).isFalse();
        assertThat(signals.handle("KILL", handled::incrementAndGet)).isFalse();
        assertThat(signals.handle("NOSUCH", handled::incrementAndGet)).isFalse();
    }

    @Test
    void anIgnoredSignalStaysIgnored() throws ReflectiveOperationException {
        SignalApi api = SignalApi.find(instrumentation);
        api.handle(NAME, api.ignored());

        assertThat(signals.handle(NAME, handled::incrementAndGet)).isFalse();
        assertThat(api.handle(NAME, api.byDefault())).isSameAs(api.ignored());
    }

    @Test
    void withoutAHandlerNothingIsRaised() {
        assertThat(signals.raise(NAME)).isFalse();
    }

    @Test
    void ownDefaultAndJvmHandlersAreNotForeign() {
        assertThat(signals.foreignHandler(NAME)).isEmpty();
        assertThat(signals.foreignHandler("TERM")).isEmpty();
        assertThat(signals.foreignHandler("QUIT")).isEmpty();
        signals.handle(NAME, handled::incrementAndGet);
        assertThat(signals.foreignHandler(NAME)).isEmpty();
    }

    @Test
    void anApplicationsHandlerIsForeignAndStaysInPlace() throws ReflectiveOperationException {
        signals.handle(NAME, () -> handled.addAndGet(100));
        SignalApi application = SignalApi.find(instrumentation);
        application.handle(NAME, application.handler(handled::incrementAndGet));

        assertThat(signals.foreignHandler(NAME)).isPresent();
        assertThat(signals.foreignHandler(NAME)).isPresent();
        assertThat(signals.raise(NAME)).isTrue();
        await().atMost(10, SECONDS).until(() -> handled.get() == 1);
    }

    @Test
    void aSignalIsNotLostWhileTheHandlerIsLookedAt() {
        signals.handle(NAME, handled::incrementAndGet);
        Thread looking =
                new Thread(
                        () -> {
                            while (!Thread.currentThread().isInterrupted()) {
                                signals.foreignHandler(NAME);
                            }
                        });
        looking.start();
        try {
            for (int i = 1; i <= 50; i++) {
                int expected = i;
                signals.raise(NAME);
                await().atMost(10, SECONDS).until(() -> handled.get() == expected);
            }
        } finally {
            looking.interrupt();
        }
    }

    @Test
    void theInternalClassesDoAsWell() throws ReflectiveOperationException {
        SignalApi internal = SignalApi.findInternal(instrumentation);
        internal.handle(NAME, internal.handler(handled::incrementAndGet));

        internal.raise(NAME);
        await().atMost(10, SECONDS).until(() -> handled.get() == 1);
    }

    @Test
    void noDumpIsAskedForUnlessTheJvmIsKnownToCatchTheSignal(@TempDir Path empty) {
        assertThat(Signals.of(instrumentation, new ProcFs(empty)).quit()).isFalse();
    }

    @Test
    void theJvmWritesItsOwnDump(@TempDir Path directory) throws Exception {
        var ended = new ChildJvm(directory).agent(SignalsProgram.class, "").run(PROGRAM);

        assertThat(ended.status()).isZero();
        assertThat(ended.output())
                .contains("handles TERM: true, dumps: true", "Full thread dump", "\"Finalizer\"");
    }

    @Test
    void reducedSignalUsageIsRespected(@TempDir Path directory) throws Exception {
        var ended =
                new ChildJvm(directory)
                        .options("-Xrs")
                        .agent(SignalsProgram.class, "")
                        .run(PROGRAM);

        assertThat(ended.output()).isEqualTo("handles TERM: false, dumps: false\n");
        assertThat(ended.status()).isZero();
    }
}
