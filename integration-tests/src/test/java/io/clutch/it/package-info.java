/**
 * Real processes, real applications, every JDK on the machine: what a user of {@code clutch.jar}
 * sees, and nothing else. The tests know the jar, its options, its command line and what Linux
 * shows in {@code /proc}; of Clutch's classes they use only {@code io.clutch.Clutch} and the
 * enumeration of the options.
 *
 * <p>A test reads like a shell session: {@link io.clutch.it.Bench} gives a {@link
 * io.clutch.it.Launch}, which gives a {@link io.clutch.it.Running} process tree, and whatever is
 * still running when the test ends is ended by its process id. The applications that are launched
 * live in {@link io.clutch.it.apps}; they do not know of Clutch unless their name says so.
 */
package io.clutch.it;
