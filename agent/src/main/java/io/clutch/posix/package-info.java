/**
 * What the JDK has no public API for: signals, the {@code /proc} file system, the controlling
 * terminal, the own uid, and system calls on descriptors.
 *
 * <p>Those are in {@code src/main/native/clutch.c}, behind {@link io.clutch.posix.Posix}, which
 * {@link io.clutch.posix.NativeLibrary} makes. Without that library everything else here works.
 *
 * <p>Knows no other room. Everything here degrades to "not known" or "not possible"; nothing here
 * decides anything.
 */
package io.clutch.posix;
