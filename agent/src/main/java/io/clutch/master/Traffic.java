package io.clutch.master;

/**
 * Which workers get new connections; implemented by the listening side. Called on the master's
 * thread; none of it blocks or fails: what goes wrong is the implementation's to tell.
 *
 * <p>A worker's listeners may be there before it is admitted. A worker may be diverted and admitted
 * again any number of times.
 */
interface Traffic {

    /** Nobody steers: the kernel gives connections to whoever listens. */
    Traffic UNSTEERED =
            new Traffic() {
                @Override
                public void admit(Worker worker) {}

                @Override
                public void divert(Worker worker) {}

                @Override
                public boolean canProbe() {
                    return false;
                }

                @Override
                public void probe(Worker worker, int sourcePort) {}

                @Override
                public void endProbe(Worker worker, int sourcePort) {}

                @Override
                public void closeDoor() {}
            };

    /** Lets a worker have new connections from now on. */
    void admit(Worker worker);

    /** Lets an admitted worker have none from now on; its queue is still served. */
    void divert(Worker worker);

    /** Returns whether a single worker can be reached. Does not change. */
    boolean canProbe();

    /** Lets connections from that local port reach exactly this worker's listeners. */
    void probe(Worker worker, int sourcePort);

    /** Ends what {@link #probe} began; called once for each. */
    void endProbe(Worker worker, int sourcePort);

    /**
     * Closes every shared address, because the cluster stops: new clients are refused, everything
     * under way is served. Called once; nobody is admitted or diverted afterwards.
     */
    void closeDoor();
}
