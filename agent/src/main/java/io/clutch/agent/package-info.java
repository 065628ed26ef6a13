/**
 * The way in: decides what this JVM is to be (bystander, worker, master) and starts that.
 *
 * <p>Boot sequence: the JVM calls {@link io.clutch.agent.Premain}, which is compiled for Java 8 and
 * knows the rest by name only; that calls {@link io.clutch.agent.Boot}; a {@link
 * io.clutch.agent.RoleDecision} looks at {@link io.clutch.agent.LaunchFacts}; and Boot hands over
 * to the master's or the worker's room, or returns.
 *
 * <p>This room knows all others, and none knows it. Until the role is decided its code runs in
 * every JVM of an environment that names Clutch, {@code javac} and {@code jcmd} included: no
 * logging framework, no Byte Buddy, no lambdas, no concatenated strings there, which would cost
 * such a JVM tens of milliseconds.
 */
package io.clutch.agent;
