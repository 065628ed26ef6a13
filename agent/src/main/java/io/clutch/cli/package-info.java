/**
 * The command line: {@code java -jar clutch.jar status|reload|scale|stop|list|version}.
 *
 * <p>{@link io.clutch.cli.Main} is what {@code java -jar} starts, on any Java; it hands over to
 * {@link io.clutch.cli.ClutchCommand}, which holds one class per command. {@link
 * io.clutch.cli.Masters} finds the masters of this user, and {@link io.clutch.cli.ControlClient}
 * talks to one over its control socket. This room knows the control protocol and Clutch's version,
 * and no other room: a command line of one version talks to masters of another.
 */
package io.clutch.cli;
