/**
 * A worker's runtime: it binds as the master grants, keeps the link, answers the API, and runs the
 * shutdown sequence.
 *
 * <p>Knows {@code link}, {@code hook}, {@code weave}, {@code posix}, and of {@code options} the
 * log; not the master's rooms. All of it runs in the application's own JVM, so it does little,
 * early, and nothing on the path of a request.
 */
package io.clutch.worker;
