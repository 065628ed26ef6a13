package io.clutch.worker;

import io.clutch.hook.Api;

/**
 * What the application learns of the cluster, and tells it.
 *
 * @param standing what this worker is
 * @param shutdown where listeners register
 */
record Membership(Standing standing, ShutdownEvent shutdown) implements Api.Membership {

    @Override
    public int slot() {
        return standing.slot();
    }

    @Override
    public int workers() {
        return standing.workers();
    }

    @Override
    public boolean isLeader() {
        return standing.isLeader();
    }

    @Override
    public void onShutdown(Runnable listener) {
        shutdown.onShutdown(listener);
    }
}
