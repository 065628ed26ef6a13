/**
 * Weaves calls of {@code io.clutch.hook} into the JDK's server sockets, with Byte Buddy.
 *
 * <p>Two steps that know nothing of each other: {@link io.clutch.weave.Weaver} computes class
 * files, {@link io.clutch.weave.Redefinition} gives them to the JVM. No transformer is registered.
 * The advice names the hook classes as text only, since it becomes part of classes that cannot see
 * them. Knows no other room.
 */
package io.clutch.weave;
