/**
 * What is done with a port that is not simply shared: the policies, which ports or which binders
 * they are for, and the table of binders that are known.
 *
 * <p>{@link io.clutch.ports.KnownBinder} is that table. Workers recognise a binder, the master
 * decides. Knows nothing of sockets or options, and runs before the application: no lambdas where
 * workers come by.
 */
package io.clutch.ports;
