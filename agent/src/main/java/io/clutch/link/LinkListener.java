package io.clutch.link;

/**
 * Hears what happens on the master's links. Called on the one link thread, so that an
 * implementation only takes note and returns.
 */
public interface LinkListener {

    /**
     * A worker presented itself; whoever listens answers with Welcome, or with Refused and a {@link
     * Link#close}. Called once for each link, first of all.
     */
    void hello(Link link, Message.Hello hello);

    /**
     * A worker that has presented itself said something; not called after {@link Link#close}, nor
     * for {@link Message.Alive}, of which {@link Link#heardNanos} tells.
     */
    void message(Link link, Message.FromWorker message);

    /**
     * A link that had presented itself is gone, whoever ended it; called once for each, last of
     * all.
     *
     * @param reason in words for the log; what {@code close} was given if that ended it
     */
    void lost(Link link, String reason);
}
