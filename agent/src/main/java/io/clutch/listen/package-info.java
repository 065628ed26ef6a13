/**
 * Shared addresses: which workers listen where, and how the next one may bind.
 *
 * <p>{@link io.clutch.listen.AddressBook} is the room's one door. It decides and remembers; it
 * opens no socket and knows no clock, so the master's thread can ask it in passing. Knows the link
 * for the words of its answers, and nothing else of ours.
 */
package io.clutch.listen;
