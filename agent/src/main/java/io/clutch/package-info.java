/**
 * The API that an application may use, and does not need: {@link io.clutch.Clutch}. JDK types only.
 */
package io.clutch;
