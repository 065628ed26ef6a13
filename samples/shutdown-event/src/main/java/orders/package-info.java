/**
 * A small server that uses the API of Clutch: it hears when its worker is about to stop, and has a
 * job that one worker runs.
 */
package orders;
