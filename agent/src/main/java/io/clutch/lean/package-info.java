/**
 * How the launch JVM becomes a small one that runs the master: it executes another JVM in its own
 * process, and leaves it a record of what only the launch knows.
 *
 * <p>Until then its code runs in a premain that a first worker waits for: no lambdas, no logging.
 * Knows only {@link io.clutch.jvm} and {@link io.clutch.posix}.
 */
package io.clutch.lean;
