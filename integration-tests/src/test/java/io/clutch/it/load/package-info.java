/**
 * A strict load client: it never tries again, and every request that it sends ends in a ledger
 * under the name of what became of it. Plain non-blocking sockets, so that a refused connection, a
 * reset, an end of file and a late answer are seen as what they are.
 *
 * <p>{@link io.clutch.it.load.LoadPlan} says what to send, {@link io.clutch.it.load.Load} sends it,
 * {@link io.clutch.it.load.Ledger} is what comes out. {@link io.clutch.it.load.LoadMain} is the
 * same from a command line. The package knows nothing of Clutch nor of the other tests.
 */
package io.clutch.it.load;
