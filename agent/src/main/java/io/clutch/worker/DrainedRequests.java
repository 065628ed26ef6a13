package io.clutch.worker;

import io.clutch.drain.Drain;
import io.clutch.drain.Multiplexing;
import io.clutch.link.Message;
import io.clutch.posix.Posix;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Waits by a {@link Drain}, where the native library is there; else not at all. */
final class DrainedRequests implements LastRequests {

    /** The master answers within a millisecond or two; if it is gone, nobody steers. */
    private static final Duration STEERING = Duration.ofMillis(500);

    private final Optional<Posix> posix;
    private final ServedAddresses served;
    private final Optional<SharedPaths> paths;
    private final Supplier<Class<?>[]> loadedClasses;
    private final Consumer<Message.FromWorker> master;
    private final WorkerLog log;
    private final CountDownLatch steeredOut = new CountDownLatch(1);

    DrainedRequests(
            Optional<Posix> posix,
            ServedAddresses served,
            Optional<SharedPaths> paths,
            Supplier<Class<?>[]> loadedClasses,
            Consumer<Message.FromWorker> master,
            WorkerLog log) {
        this.posix = posix;
        this.served = served;
        this.paths = paths;
        this.loadedClasses = loadedClasses;
        this.master = master;
        this.log = log;
    }

    /** Takes note that no new connections come. */
    void steeredOut() {
        steeredOut.countDown();
    }

    @Override
    public void stopping(StopCause cause) {
        if (cause.othersGoOn()) {
            paths.ifPresent(SharedPaths::leaveToOthers);
        }
    }

    @Override
    public void await(StopCause cause, long sinceNanos, BooleanSupplier goesOn) {
        if (posix.isEmpty()) {
            return;
        }
        if (!cause.fromMaster() && !cause.drain().isZero()) {
            awaitSteering(sinceNanos);
        }
        var left = cause.drain().minusNanos(System.nanoTime() - sinceNanos);
        var drain =
                new Drain(posix.get(), served.all(), Multiplexing.isSpoken(loadedClasses.get()));
        var report = drain.run(left.isNegative() ? Duration.ZERO : left, goesOn);
        if (report.isNews()) {
            master.accept(new Message.Drained(report.text()));
        }
        log.debug("drained " + report.text());
    }

    private void awaitSteering(long sinceNanos) {
        try {
            long left = STEERING.toNanos() - (System.nanoTime() - sinceNanos);
            boolean unused = steeredOut.await(left, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // Nobody has a reason to interrupt this thread; what it is for goes on.
        }
    }
}
