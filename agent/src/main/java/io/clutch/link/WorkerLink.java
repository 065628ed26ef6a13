package io.clutch.link;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A worker's end of the link.
 *
 * <p>Threads of the application never touch the channel: NIO closes a channel in whose read or
 * write a thread is interrupted, and an application may interrupt its threads whenever it likes,
 * also while they bind. They put messages into a queue; a thread of ours writes them.
 */
public final class WorkerLink implements AutoCloseable {

    private final SocketChannel channel;
    private final Inbox inbox = new Inbox();
    private final BlockingQueue<Message.FromWorker> outbox = new LinkedBlockingQueue<>();
    private final AtomicBoolean lost = new AtomicBoolean();
    private Runnable onLost = () -> {};

    private WorkerLink(SocketChannel channel) {
        this.channel = channel;
    }

    /** A link that is up, and what the master said. */
    public record Accepted(WorkerLink link, Message.Welcome welcome) {}

    /**
     * Connects, presents the worker, and waits for the master's answer.
     *
     * @param socket the master's socket
     * @param timeout how long to wait in all
     * @throws RefusedException if the master refuses
     * @throws IOException if there is no master, or it does not answer in time
     */
    public static Accepted connect(Path socket, Message.Hello hello, Duration timeout)
            throws IOException {
        var link = new WorkerLink(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
        var expired = new AtomicBoolean();
        var watch = new Thread(() -> link.closeAfter(timeout, expired), "clutch-connect");
        watch.setDaemon(true);
        watch.start();
        try {
            link.write(hello);
            var answer = link.read();
            if (answer instanceof Message.Welcome welcome) {
                return new Accepted(link, welcome);
            }
            if (answer instanceof Message.Refused refused) {
                throw new RefusedException(refused.reason());
            }
            throw new ProtocolException("the master answered " + answer);
        } catch (IOException e) {
            link.channel.close();
            throw expired.get()
                    ? new IOException(
                            "the master did not answer within " + timeout.toSeconds() + " s")
                    : e;
        } finally {
            watch.interrupt();
        }
    }

    private void closeAfter(Duration timeout, AtomicBoolean expired) {
        try {
            Thread.sleep(timeout.toMillis());
            expired.set(true);
            channel.close();
        } catch (InterruptedException | IOException e) {
            // Answered in time, or closed already.
        }
    }

    /**
     * Begins to read and to write.
     *
     * @param onMessage called on the link's thread for every message
     * @param onLost called once when the link has ended, unless {@link #close} ended it
     */
    public void start(Consumer<Message.FromMaster> onMessage, Runnable onLost) {
        this.onLost = onLost;
        daemon(() -> readAll(onMessage), "clutch-link");
        daemon(this::writeAll, "clutch-link-out");
    }

    private static void daemon(Runnable body, String name) {
        var thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Sends a message; never blocks, and does nothing once the link is lost. */
    public void send(Message.FromWorker message) {
        if (!lost.get()) {
            outbox.add(message);
        }
    }

    /** Ends the link without a call of {@code onLost}. */
    @Override
    public void close() throws IOException {
        lost.set(true);
        channel.close();
    }

    private void readAll(Consumer<Message.FromMaster> onMessage) {
        try {
            while (true) {
                if (read() instanceof Message.FromMaster message) {
                    onMessage.accept(message);
                } else {
                    throw new ProtocolException("what only a worker says");
                }
            }
        } catch (IOException e) {
            lose();
        }
    }

    private void writeAll() {
        try {
            while (channel.isOpen()) {
                write(outbox.take());
            }
        } catch (IOException | InterruptedException e) {
            lose();
        }
    }

    /** The reader and the writer may both find the link gone; the first of them tells. */
    private void lose() {
        if (lost.compareAndSet(false, true)) {
            try {
                channel.close();
            } catch (IOException e) {
                // It is gone either way.
            }
            onLost.run();
        }
    }

    private Message read() throws IOException {
        while (true) {
            var message = inbox.next();
            if (message != null) {
                return message;
            }
            if (inbox.fill(channel) < 0) {
                throw new IOException("the master closed the link");
            }
        }
    }

    private void write(Message message) throws IOException {
        var frame = Codec.encode(message);
        while (frame.hasRemaining()) {
            channel.write(frame);
        }
    }
}
