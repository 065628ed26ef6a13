/**
 * The link between a worker and the master: the messages, their codec, and the Unix-domain channel
 * with its two ends.
 *
 * <p>Descriptors travel with the messages that can carry one, see {@link io.clutch.link.Carrier}.
 * Knows the room posix, for that alone. Both the master and the worker build on it.
 */
package io.clutch.link;
