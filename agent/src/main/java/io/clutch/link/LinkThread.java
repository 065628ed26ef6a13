package io.clutch.link;

/**
 * A thread that reads or writes links: a daemon that cannot be interrupted.
 *
 * <p>NIO closes a channel when a thread that uses it is interrupted. An application may interrupt
 * every thread it can find (a whole thread group, or all of {@code Thread.getAllStackTraces()});
 * the link must outlive that.
 */
final class LinkThread extends Thread {

    LinkThread(Runnable task, String name) {
        super(null, task, name, 0, false);
        setDaemon(true);
    }

    /** Does nothing: a link ends by being closed. */
    @Override
    public void interrupt() {}
}
