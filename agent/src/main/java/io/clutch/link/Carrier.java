package io.clutch.link;

/**
 * A message that a descriptor may come with. The number in it names an open file of the process
 * that holds the message: the kernel gives the other end a number of its own.
 *
 * <p>Who sends keeps its descriptor; a duplicate travels. Who receives owns what has come, and has
 * to close it.
 */
public sealed interface Carrier
        permits Message.BindRequest, Message.BindPathRequest, Message.Grant {

    /** The number in a message that comes without a descriptor. */
    int NONE = -1;

    /** Returns the descriptor, {@link #NONE} if there is none. */
    int descriptor();

    /** Returns the same message with another descriptor. */
    Message with(int descriptor);

    /** Returns whether a descriptor comes with it. */
    default boolean carries() {
        return descriptor() != NONE;
    }
}
