package io.clutch.link;

import io.clutch.posix.Posix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Moves a link's bytes through its socket, and descriptors with them where the native library is
 * there; without it, bytes alone.
 *
 * <p>One thread reads and closes, one (maybe the same) writes. The library works on a duplicate of
 * the channel's descriptor. So nothing that closes the channel can make a number that is about to
 * be used mean another file; and the duplicate itself is closed under the monitor that a write of a
 * descriptor holds. Closing the channel does not wake a reader, then: {@code shutdown} does.
 */
final class Wire implements ReadableByteChannel {

    /** More than this come with one read only from an end that is not ours. */
    private static final int MOST_AT_ONCE = 8;

    /** More than this can wait to be claimed only at an end that does not keep to the protocol. */
    private static final int MOST_WAITING = 64;

    private final SocketChannel channel;
    private final Posix posix;
    private final Deque<Integer> come = new ArrayDeque<>();
    private final int[] received = new int[1 + MOST_AT_ONCE];
    private int socket = Carrier.NONE;

    private Wire(SocketChannel channel, Posix posix) {
        this.channel = channel;
        this.posix = posix;
    }

    /**
     * Returns the wire of a connected channel.
     *
     * @throws IOException if the channel's descriptor cannot be duplicated
     */
    static Wire of(SocketChannel channel, Optional<Posix> posix) throws IOException {
        var wire = new Wire(channel, posix.orElse(null));
        if (wire.posix != null) {
            wire.socket = wire.posix.duplicate(wire.posix.descriptorOf(channel));
        }
        return wire;
    }

    /**
     * Returns the frame of a message. Its descriptor is a duplicate: by the time that the frame is
     * written, the sender may have closed its own.
     *
     * @throws IOException if it cannot be duplicated
     */
    static Frame frame(Message message, Optional<Posix> posix) throws IOException {
        var bytes = Codec.encode(message);
        if (!(message instanceof Carrier carrier) || !carrier.carries()) {
            return Frame.of(bytes);
        }
        if (posix.isEmpty()) {
            throw new IOException("descriptors cannot be sent without the native library");
        }
        return new Frame(bytes, posix.get().duplicate(carrier.descriptor()));
    }

    /** Closes the descriptor of a frame that is not going to be written, or has been. */
    static void release(Frame frame, Optional<Posix> posix) {
        posix.ifPresent(p -> close(frame.takeDescriptor(), p));
    }

    /** Closes the descriptor of a message that nobody takes. */
    static void release(Message message, Optional<Posix> posix) {
        if (message instanceof Carrier carrier) {
            posix.ifPresent(p -> close(carrier.descriptor(), p));
        }
    }

    private static void close(int descriptor, Posix posix) {
        if (descriptor != Carrier.NONE) {
            try {
                posix.close(descriptor);
            } catch (IOException e) {
                // Linux has released the number whatever close(2) says.
            }
        }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (posix == null) {
            return channel.read(into);
        }
        int length =
                posix.receive(
                        socket,
                        into.array(),
                        into.arrayOffset() + into.position(),
                        into.remaining(),
                        received);
        for (int i = 1; i <= received[0]; i++) {
            come.add(received[i]);
        }
        if (come.size() > MOST_WAITING) {
            throw new ProtocolException(
                    "it has sent %d descriptors that no message needs".formatted(come.size()));
        }
        if (length > 0) {
            into.position(into.position() + length);
        }
        return length;
    }

    /**
     * Returns the next descriptor that has come.
     *
     * @throws ProtocolException if none has
     */
    int takeDescriptor() throws ProtocolException {
        var next = come.poll();
        if (next == null) {
            throw new ProtocolException("a message announces a descriptor that has not come");
        }
        return next;
    }

    /** Writes what can be written of a frame. */
    void write(Frame frame) throws IOException {
        if (frame.descriptor() != Carrier.NONE) {
            writeFirst(frame);
        }
        if (frame.descriptor() == Carrier.NONE) {
            channel.write(frame.bytes());
        }
    }

    private synchronized void writeFirst(Frame frame) throws IOException {
        if (socket == Carrier.NONE) {
            throw new IOException("the link is closed");
        }
        var bytes = frame.bytes();
        int length =
                posix.send(
                        socket,
                        bytes.array(),
                        bytes.arrayOffset() + bytes.position(),
                        bytes.remaining(),
                        frame.descriptor());
        if (length > 0) {
            bytes.position(bytes.position() + length);
            close(frame.takeDescriptor(), posix);
        }
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    /** Closes the channel, and descriptors that nobody claimed. */
    @Override
    public void close() throws IOException {
        synchronized (this) {
            if (socket != Carrier.NONE) {
                close(socket, posix);
                socket = Carrier.NONE;
            }
        }
        for (var descriptor = come.poll(); descriptor != null; descriptor = come.poll()) {
            close(descriptor, posix);
        }
        channel.close();
    }
}
