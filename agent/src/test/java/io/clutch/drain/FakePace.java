package io.clutch.drain;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A time that passes only while somebody waits; then what is due happens. */
final class FakePace implements Pace {

    private final List<Due> due = new ArrayList<>();
    private long nanos = -5; // any moment will do, so one that overflow would show

    private record Due(long nanos, Runnable what) {}

    /** Has something happen so many milliseconds from now. */
    void in(long millis, Runnable what) {
        due.add(new Due(nanos + MILLISECONDS.toNanos(millis), what));
        due.sort(Comparator.comparing(Due::nanos));
    }

    /** Lets time pass, without anybody waiting. */
    void pass(long millis) {
        pause(MILLISECONDS.toNanos(millis));
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public void pause(long length) {
        long end = nanos + length;
        while (!due.isEmpty() && due.get(0).nanos() <= end) {
            var next = due.remove(0);
            nanos = Math.max(nanos, next.nanos());
            next.what().run();
        }
        nanos = end;
    }
}
