package io.clutch.link;

/**
 * Hears what happens on the master's links. Called on the link thread, so that an implementation
 * only takes note and returns.
 */
public interface LinkListener {

    /** A worker presented itself; whoever listens answers with Welcome or Refused. */
    void hello(Link link, Message.Hello hello);

    /** A worker that has presented itself said something. */
    void message(Link link, Message.FromWorker message);

    /** A link that had presented itself is gone; called once for each, with the reason in words. */
    void lost(Link link, String reason);
}
