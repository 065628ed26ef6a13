/**
 * What is woven into classes of the JDK, and how: Byte Buddy inlines the advice, the JVM redefines
 * the classes once, and no transformer stays.
 *
 * <p>Knows {@code hook} by the names of its classes only. Woven are the binds and closes of server
 * sockets, which are rare; never a read, a write, an accept, or anything of a client.
 */
package io.clutch.weave;
