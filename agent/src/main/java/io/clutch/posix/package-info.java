/**
 * What the operating system offers and the JDK has no public API for: signals, {@code /proc}, the
 * terminal.
 *
 * <p>Knows no other room. Everything here is optional to its callers: where the JVM or the system
 * does not let us, methods say so by their result instead of throwing.
 */
package io.clutch.posix;
