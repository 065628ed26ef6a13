/**
 * What the JDK has no public API for: signals, the {@code /proc} file system, the controlling
 * terminal, the own uid.
 *
 * <p>Knows no other room. Everything here degrades to "not known" or "not possible"; nothing here
 * decides anything.
 */
package io.clutch.posix;
