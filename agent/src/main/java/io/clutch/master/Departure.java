package io.clutch.master;

/** Why a worker is on its way out. */
enum Departure {
    /** It began to stop by itself, mostly because somebody sent it a signal. */
    ITS_OWN,
    /** Its link broke: it stops, because it takes the master for dead. */
    LINK_LOST,
    /** It did not get as far as it had to in time. */
    NOT_READY,
    /** It has been silent for too long. */
    HUNG,
    /** Its successor serves the slot. */
    REPLACED,
    /** Its slot is given up. */
    SURPLUS,
    /** The cluster ends. */
    CLUSTER_STOPS
}
