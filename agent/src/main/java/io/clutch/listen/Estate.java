package io.clutch.listen;

/** What becomes of the listeners of a worker whose process has ended. */
public enum Estate {
    /** All wait, orphans, for the slot's next process. */
    INHERITED,
    /**
     * All wait, since handshakes may be under way; whoever decides so looks after a moment whether
     * anybody is there to be served, see {@link Listeners#closeIdleOrphans}. The worker has not
     * ended in order.
     */
    KEPT,
    /** Those wait in which connections do. The worker has ended in order. */
    KEPT_IF_AWAITED,
    /** All are ended, and whoever waits is reset. */
    ENDED
}
