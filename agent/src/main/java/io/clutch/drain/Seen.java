package io.clutch.drain;

/**
 * What has been seen of a connection since the drain began.
 *
 * @param last what has gone last
 * @param busy whether it was busy when it was looked at before
 * @param again whether it has sent again, without having received, after it had been answered
 */
record Seen(Last last, boolean busy, boolean again) {

    /** What has gone between two looks, the last time that anything has. */
    enum Last {
        /** Nothing so far. */
        NOTHING,
        /** Data came. */
        RECEIVED,
        /** Data went. */
        SENT,
        /** Both, in an order that is not known. */
        BOTH
    }

    /** Before the second look. */
    static final Seen NOTHING = new Seen(Last.NOTHING, false, false);
}
