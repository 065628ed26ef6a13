package io.clutch.worker;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/** The part of the application under test that uses JMX. */
final class DrivenBeans {

    private DrivenBeans() {}

    /** Reads the worker's bean, and says so when it announces the shutdown. */
    static String look() throws JMException {
        var server = ManagementFactory.getPlatformMBeanServer();
        var name = new ObjectName("io.clutch:type=Worker");
        server.addNotificationListener(
                name,
                (notification, handback) ->
                        DrivenApplication.say("notification " + notification.getType()),
                null,
                null);
        var text = new StringBuilder("bean");
        for (var attribute : new String[] {"Slot", "Generation", "Workers", "Leader", "State"}) {
            text.append(' ').append(server.getAttribute(name, attribute));
        }
        return text.toString();
    }
}
