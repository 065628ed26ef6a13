/**
 * Everything that may happen to a cluster, at random, and a judge who knows what may be lost by it:
 * nothing but the requests that a killed process had accepted.
 *
 * <p>A {@link io.clutch.it.chaos.Script} makes a sequence of steps out of a seed; a {@link
 * io.clutch.it.chaos.Campaign} does them to a {@link io.clutch.it.chaos.Cluster}; {@link
 * io.clutch.it.chaos.Victims} knows every connection that a process held when it was killed. The
 * package knows Linux and {@code io.clutch.it.load}, not how a cluster is run.
 */
package io.clutch.it.chaos;
