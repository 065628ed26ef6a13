/**
 * What runs inside a worker: binding with the master's consent, the link, the shutdown sequence,
 * and the answers to the application's questions.
 *
 * <p>{@link io.clutch.worker.WorkerRuntime} puts it together. The two parts that the rest serves
 * are {@link io.clutch.worker.BindDesk}, which every server-side bind of the application passes,
 * and {@link io.clutch.worker.ShutdownSequence}, which every way of stopping leads to.
 *
 * <p>Everything here shares a JVM with an application that knows nothing of it: no thread but
 * daemons, no slf4j before there is something to say, no JMX before the application uses it. May
 * know of the rooms {@code link}, {@code hook}, {@code drain}, {@code listen}, {@code weave},
 * {@code posix} and {@code options}.
 */
package io.clutch.worker;
