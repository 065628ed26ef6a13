package io.clutch.worker;

import javax.management.JMException;
import javax.management.MBeanNotificationInfo;
import javax.management.MBeanServer;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import javax.management.ObjectName;

/**
 * The worker's MBean. The one class that uses JMX: it is loaded when the application has asked for
 * the platform's MBean server, and not before.
 */
final class WorkerBean extends NotificationBroadcasterSupport implements WorkerMXBean {

    private static final String NAME = "io.clutch:type=Worker";
    private static final String SHUTDOWN = "io.clutch.shutdown";

    private final Standing standing;
    private final ObjectName name;

    private WorkerBean(Standing standing) throws JMException {
        super(
                new MBeanNotificationInfo(
                        new String[] {SHUTDOWN},
                        Notification.class.getName(),
                        "The worker is about to end"));
        this.standing = standing;
        name = new ObjectName(NAME);
    }

    /**
     * Registers the bean.
     *
     * @param server an {@code MBeanServer}
     * @return sends the notification of the shutdown
     * @throws JMException if the server does not take it
     */
    static Runnable register(Object server, Standing standing) throws JMException {
        var bean = new WorkerBean(standing);
        ((MBeanServer) server).registerMBean(bean, bean.name);
        return bean::sendShutdown;
    }

    private void sendShutdown() {
        sendNotification(
                new Notification(
                        SHUTDOWN, name, 1, "worker %d is about to end".formatted(standing.slot())));
    }

    @Override
    public int getSlot() {
        return standing.slot();
    }

    @Override
    public int getGeneration() {
        return standing.generation();
    }

    @Override
    public int getWorkers() {
        return standing.workers();
    }

    @Override
    public boolean isLeader() {
        return standing.isLeader();
    }

    @Override
    public String getState() {
        return standing.state().name();
    }
}
