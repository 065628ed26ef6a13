/**
 * What code in other class loaders calls by reflection, through the system class loader: the advice
 * that is woven into the JDK's socket classes, and copies of {@code io.clutch.Clutch}.
 *
 * <p>Signatures name JDK types of {@code java.base} only. Each class holds one static reference to
 * an interface of its own, which the worker's room installs; until then, and whenever anything goes
 * wrong, a call does nothing and the JDK goes on as ever. Knows no other room.
 */
package io.clutch.hook;
