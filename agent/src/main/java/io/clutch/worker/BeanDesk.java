package io.clutch.worker;

import java.util.function.Consumer;

/**
 * Brings the worker's MBean into the platform's MBean server as soon as there is one. Names no
 * class of JMX itself, since there may be none.
 */
final class BeanDesk implements Consumer<Object>, Runnable {

    private final Standing standing;
    private final WorkerLog log;
    private volatile Runnable notification = () -> {};

    BeanDesk(Standing standing, WorkerLog log) {
        this.standing = standing;
        this.log = log;
    }

    /** Registers the MBean in the server, which somebody has just asked for. */
    @Override
    public void accept(Object server) {
        try {
            notification = WorkerBean.register(server, standing);
        } catch (Exception | LinkageError e) {
            log.warn("io.clutch:type=Worker is not in JMX: " + e);
        }
    }

    /** Sends the notification of the shutdown, if the MBean is there. */
    @Override
    public void run() {
        notification.run();
    }
}
