package io.clutch.agent;

import java.lang.instrument.Instrumentation;

/** An agent that makes its JVM look like a Java 8. */
public final class OldJava {

    private OldJava() {}

    public static void premain(String arguments, Instrumentation instrumentation) {
        System.setProperty("java.specification.version", "1.8");
        System.setProperty("java.version", "1.8.0_402");
    }
}
