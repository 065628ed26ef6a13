/**
 * A java command line: read it, understand it, run it again for a worker.
 *
 * <p>Knows {@code posix}, and Byte Buddy for one rare case; see {@link
 * io.clutch.jvm.ProcessStarter}.
 */
package io.clutch.jvm;
