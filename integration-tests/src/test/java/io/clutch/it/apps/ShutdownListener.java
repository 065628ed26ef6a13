package io.clutch.it.apps;

import io.clutch.Clutch;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import javax.management.ObjectName;

/**
 * A {@link Server} that listens to the shutdown event in every way there is and prints a line for
 * each: {@code SLOT api}, {@code SLOT named}, {@code SLOT jmx}, then {@code SLOT hook}. Arguments:
 * the port; {@code hang} if its listener shall never return.
 */
public final class ShutdownListener {

    private ShutdownListener() {}

    /** Listens, and serves. */
    public static void main(String... arguments) throws Exception {
        Clutch.onShutdown(() -> say("api"));
        ManagementFactory.getPlatformMBeanServer()
                .addNotificationListener(
                        new ObjectName("io.clutch:type=Worker"),
                        (notification, handback) -> say("jmx"),
                        null,
                        null);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> say("hook")));
        if (arguments.length > 1) {
            Clutch.onShutdown(ShutdownListener::hang);
        }
        Server.main("socket", arguments[0]);
    }

    /** What {@code on-shutdown} names. */
    public static void named() {
        say("named");
    }

    private static void hang() {
        say("hangs");
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            say("interrupted");
        }
    }

    private static void say(String what) {
        System.out.println(Clutch.slot() + " " + what);
    }
}
