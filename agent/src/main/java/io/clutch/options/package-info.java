/**
 * Every option: its name, type, default and meaning, and where a value may come from.
 *
 * <p>{@link io.clutch.options.Option} lists them, {@link io.clutch.options.Options} holds the
 * values that this JVM was given, and {@link io.clutch.options.Logging} sets up the agent's own
 * log. The room knows of no other.
 */
package io.clutch.options;
