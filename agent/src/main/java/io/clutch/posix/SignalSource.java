package io.clutch.posix;

/** Whatever tells of the signals that come to this process. */
public interface SignalSource {

    /**
     * Has the action run whenever the signal comes, on a thread that is not the caller's; an
     * earlier action for it is replaced.
     *
     * @param name without {@code SIG}: {@code TERM}, {@code INT}, {@code HUP}
     * @return whether that is so now; {@code false} leaves the signal as it was
     */
    boolean handle(String name, Runnable action);
}
