/**
 * Waiting for the requests that a process has in progress, whatever server it runs and whatever it
 * speaks: nothing is woven into the application, the kernel is asked about its connections.
 *
 * <p>{@link io.clutch.drain.Drain} is what others use. {@link io.clutch.drain.Judgement} is the
 * heart: busy or idle? {@link io.clutch.drain.Connections} finds the connections and lets go of
 * idle ones.
 *
 * <p>May know the room {@code posix}.
 */
package io.clutch.drain;
