/**
 * The supervisor: slots, workers, restarts, rolling reload, scaling and stopping.
 *
 * <p>{@link io.clutch.master.Supervisor} is the whole of it as a state machine: events in, calls on
 * a {@link io.clutch.master.Crew} out, no thread, no clock and no I/O of its own, so that all of it
 * is tested without a process. {@link io.clutch.master.Master} is the loop around it, on the one
 * thread that owns that state. {@link io.clutch.master.Cluster} is what an operator's tools see,
 * {@link io.clutch.master.Traffic} what leads clients to workers.
 *
 * <p>Knows the rooms link, listen, options, jvm and posix; not how an operator asks, nor what a
 * worker does within its process.
 */
package io.clutch.master;
