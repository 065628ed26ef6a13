/**
 * The applications under test: ordinary small programs, run from the directory of the test classes
 * by a JVM of their own. They may use nothing but the JDK and, where it is what they are about,
 * {@code io.clutch.Clutch}; in particular nothing of {@code io.clutch.it}.
 */
package io.clutch.it.apps;
