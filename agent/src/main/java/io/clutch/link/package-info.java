/**
 * The link between a worker and the master: the messages, their codec, and the Unix-domain channel
 * with its two ends.
 *
 * <p>Knows no other room. Both the master and the worker build on it.
 */
package io.clutch.link;
