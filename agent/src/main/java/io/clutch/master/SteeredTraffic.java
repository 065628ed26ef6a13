package io.clutch.master;

import io.clutch.listen.Listeners;

/** Traffic that the listeners of the master steer. */
record SteeredTraffic(Listeners listeners) implements Traffic {

    @Override
    public void admit(Worker worker) {
        listeners.admit(worker.id());
    }

    @Override
    public void divert(Worker worker) {
        listeners.divert(worker.id());
    }

    @Override
    public boolean canProbe() {
        return listeners.problem().isEmpty();
    }

    @Override
    public void probe(Worker worker, int sourcePort) {
        listeners.probe(worker.id(), sourcePort);
    }

    @Override
    public void endProbe(Worker worker, int sourcePort) {
        listeners.endProbe(sourcePort);
    }

    @Override
    public void closeDoor() {
        listeners.closeDoors();
    }
}
