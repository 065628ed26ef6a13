/**
 * The same small HTTP application on several server stacks, as somebody would write it who never
 * heard of Clutch. {@code GET /echo/ID} is answered with {@code id=ID;pid=PID;}, {@code
 * /echo/ID?ms=N} after N milliseconds. Each main class takes a port, and prints {@code listening}
 * once it listens and {@code handled N} when it ends in order.
 *
 * <p>A stack may use the JDK and its one library, which is in {@code target/applications/STACK};
 * nothing of {@code io.clutch}.
 */
package io.clutch.it.stacks;
