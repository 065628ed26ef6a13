/**
 * Shared addresses: which workers listen where, how the next one may bind, and who gets the next
 * connection.
 *
 * <p>{@link io.clutch.listen.AddressBook} decides about binds, and remembers them; it opens no
 * socket and knows no clock. {@link io.clutch.listen.ReuseportGroup} steers: it knows the order in
 * which the kernel has the listeners of one address, and gives the kernel a program that chooses
 * among them. The program is made of {@link io.clutch.listen.Rule}s, which are asked in turn; a
 * further policy is a further rule. {@link io.clutch.listen.Steering} finds out whether the kernel
 * can be steered at all, and {@link io.clutch.listen.ClosedDoor} gives an address up.
 *
 * <p>All this is for one thread, the master's, and every call returns at once. Knows the link for
 * the names of workers and the words of its answers, and the system calls.
 */
package io.clutch.listen;
