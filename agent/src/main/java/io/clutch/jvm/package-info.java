/**
 * A {@code java} command line: read it, understand it, rewrite it for a worker, run it; byte for
 * byte.
 *
 * <p>Knows only {@link io.clutch.posix}.
 */
package io.clutch.jvm;
