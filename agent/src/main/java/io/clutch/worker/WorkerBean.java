package io.clutch.worker;

import javax.management.JMException;
import javax.management.MBeanNotificationInfo;
import javax.management.MBeanServer;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import javax.management.ObjectName;
import javax.management.StandardEmitterMBean;

/**
 * The worker's bean. Nothing else may name this class before the application has asked for JMX:
 * loading it loads {@code javax.management}.
 */
final class WorkerBean implements WorkerMXBean {

    private static final String NAME = "io.clutch:type=Worker";
    private static final String TYPE = "io.clutch.shutdown";

    private final WorkerState state;
    private final NotificationBroadcasterSupport broadcaster =
            new NotificationBroadcasterSupport(
                    new MBeanNotificationInfo(
                            new String[] {TYPE},
                            Notification.class.getName(),
                            "this worker is going to stop"));

    private WorkerBean(WorkerState state) {
        this.state = state;
    }

    /**
     * Registers the bean.
     *
     * @return what sends the shutdown notification; does nothing if the bean could not be
     *     registered
     */
    static Runnable register(Object server, WorkerState state) {
        try {
            var bean = new WorkerBean(state);
            var emitter =
                    new StandardEmitterMBean(bean, WorkerMXBean.class, true, bean.broadcaster);
            ((MBeanServer) server).registerMBean(emitter, new ObjectName(NAME));
            return bean::notifyOfShutdown;
        } catch (JMException | RuntimeException e) {
            WorkerLog.warn("the bean {} is not there: {}", NAME, e.toString());
            return () -> {};
        }
    }

    private void notifyOfShutdown() {
        broadcaster.sendNotification(
                new Notification(
                        TYPE, NAME, 1, "worker %d is going to stop".formatted(state.slot())));
    }

    @Override
    public int getSlot() {
        return state.slot();
    }

    @Override
    public int getGeneration() {
        return state.generation();
    }

    @Override
    public int getWorkers() {
        return state.workers();
    }

    @Override
    public boolean isLeader() {
        return state.isLeader();
    }

    @Override
    public String getState() {
        return state.text();
    }
}
