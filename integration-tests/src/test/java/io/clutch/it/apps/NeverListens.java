package io.clutch.it.apps;

import java.util.concurrent.CountDownLatch;

/** A program that runs for ever without a server socket. */
public final class NeverListens {

    private NeverListens() {}

    /** Runs until it is ended. */
    public static void main(String... arguments) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook ran")));
        System.out.println("running without a port");
        new CountDownLatch(1).await();
    }
}
