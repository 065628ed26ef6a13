/**
 * What woven code and copies of the API call: found by name through the system class loader, so
 * that classes of the JDK can reach it without anything being added to the boot class path.
 *
 * <p>Knows no other room, and names JDK types only. The worker puts itself behind it; until it has,
 * and whenever it fails, nothing happens here and the JDK goes on as it would have.
 */
package io.clutch.hook;
