package io.clutch.worker;

/** How this process ends; what the shutdown sequence needs of the JVM. */
interface ProcessEnd {

    /**
     * Raises TERM if the application has a handler of its own for it.
     *
     * @return whether there was one
     */
    boolean raiseToApplication();

    /** Ends the JVM, its shutdown hooks included; returns only if that is not possible. */
    void exit(int status);
}
