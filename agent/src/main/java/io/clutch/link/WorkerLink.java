package io.clutch.link;

import io.clutch.posix.Posix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * The worker's end of the link.
 *
 * <p>Two daemon threads serve it: {@code clutch-link} reads, {@code clutch-link-out} writes. No
 * thread of the application ever touches the channel: NIO closes a channel whose user is
 * interrupted, be it before the call or in the middle of it. To clear the interrupt status around a
 * write would leave the middle open, in which {@code interrupt()} itself closes the channel; so
 * {@link #send} only queues, which nothing can interrupt, and neither of the two threads can be
 * interrupted either (see {@link LinkThread}). An application that interrupts a thread while it
 * binds or closes a server socket keeps its link.
 */
public final class WorkerLink implements AutoCloseable {

    /** A link that is up, and what the master said. */
    public record Accepted(WorkerLink link, Message.Welcome welcome) {}

    private static final long FLUSH_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** So often the worker says that it is alive, if there is nothing else to be said. */
    private static final long ALIVE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Path socket;
    private final SocketChannel channel;
    private final Optional<Posix> posix;
    private final Outbox out = new Outbox();
    private final CompletableFuture<Message.Welcome> answer = new CompletableFuture<>();

    /** Opens when {@link #start} has set the two below, or {@link #close} has been called. */
    private final CountDownLatch started = new CountDownLatch(1);

    private final AtomicBoolean startCalled = new AtomicBoolean();
    private volatile Consumer<Message.FromMaster> onMessage;
    private volatile Runnable onLost;

    /**
     * Set by whoever ends the link first, this end or the other one, and decides whether the link
     * is lost.
     */
    private final AtomicBoolean ended = new AtomicBoolean();

    // Of clutch-link, which sets both once the channel is connected; then clutch-link-out has the
    // wire too, whose start comes after that.
    private Wire wire;
    private Inbox in;

    private WorkerLink(Path socket, SocketChannel channel, Optional<Posix> posix) {
        this.socket = socket;
        this.channel = channel;
        this.posix = posix;
    }

    /**
     * Connects to the master, presents the worker and waits for the answer.
     *
     * @param socket the master's socket
     * @param hello who the worker is
     * @param timeout how long all this may take
     * @param posix what descriptors travel by; without it none do
     * @return the link, to be {@linkplain #start started}, and the master's answer
     * @throws RefusedException if the master does not take the worker in
     * @throws LinkException if nobody listens at the socket, the answer does not come in time or is
     *     none, or the calling thread is interrupted
     */
    public static Accepted connect(
            Path socket, Message.Hello hello, Duration timeout, Optional<Posix> posix)
            throws LinkException {
        WorkerLink link;
        try {
            link = new WorkerLink(socket, SocketChannel.open(StandardProtocolFamily.UNIX), posix);
        } catch (IOException | UnsupportedOperationException e) {
            throw new LinkException(
                    "no Unix-domain socket to be had: %s".formatted(e.getMessage()), e);
        }
        try {
            return new Accepted(link, link.awaitWelcome(hello, timeout));
        } catch (LinkException e) {
            link.close();
            throw e;
        }
    }

    /**
     * Sends a message. Any thread may call, interrupted or not, virtual or not; none waits for the
     * master.
     *
     * @return false if the link is lost or closed, and the message with it; true says that it is on
     *     its way
     * @throws UncheckedIOException if the descriptor that is to go with it is none (any more)
     */
    public boolean send(Message.FromWorker message) {
        Frame frame;
        try {
            frame = Wire.frame(message, posix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Outbox.Answer queued = out.add(frame);
        if (queued == Outbox.Answer.FULL) {
            // The master has not read for thousands of messages. Without this one it would be wrong
            // about the worker, so the link is given up, as if the master were gone: the reader
            // finds the channel closed.
            discard();
            closeChannel();
        }
        if (queued != Outbox.Answer.QUEUED) {
            Wire.release(frame, posix);
        }
        return queued == Outbox.Answer.QUEUED;
    }

    private void discard() {
        out.discard().forEach(frame -> Wire.release(frame, posix));
    }

    /**
     * Waits until what was sent is written, or a second: for last words, before a process ends
     * whose writing thread ends with it.
     */
    public void flush() {
        out.awaitEmpty(FLUSH_NANOS);
    }

    /**
     * Begins to hand over what the master says, in the thread {@code clutch-link}. What has come
     * since {@link #connect} is not lost.
     *
     * @param onMessage gets each message; the next one waits until it returns
     * @param onLost called once, after the last message, when the link has ended; not if {@link
     *     #close} ended it
     * @throws IllegalStateException if called twice
     */
    public void start(Consumer<Message.FromMaster> onMessage, Runnable onLost) {
        if (!startCalled.compareAndSet(false, true)) {
            throw new IllegalStateException("the link is started already");
        }
        this.onMessage = onMessage;
        this.onLost = onLost;
        started.countDown();
    }

    /**
     * Closes the link after what was sent is written, or a second later; {@code onLost} is not
     * called any more.
     */
    @Override
    public void close() {
        ended.set(true);
        out.close();
        out.awaitEmpty(FLUSH_NANOS);
        discard();
        closeChannel();
        started.countDown();
    }

    private Message.Welcome awaitWelcome(Message.Hello hello, Duration timeout)
            throws LinkException {
        // A Unix-domain channel knows no timeout, neither for connecting (which waits while the
        // master's backlog is full) nor for reading. So the thread that is to read anyway does
        // both, and closing the channel gets it out of either.
        new LinkThread(() -> read(hello), "clutch-link").start();
        try {
            Message.Welcome welcome = answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            new LinkThread(this::write, "clutch-link-out").start();
            return welcome;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LinkException failure ? failure : broken(e.getCause());
        } catch (TimeoutException e) {
            throw new LinkException(
                    "the master at %s has not answered for %d ms"
                            .formatted(socket, timeout.toMillis()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LinkException(
                    "interrupted while the master at %s was to answer".formatted(socket), e);
        }
    }

    private void read(Message.Hello hello) {
        try {
            answer.complete(shakeHands(hello));
        } catch (LinkException e) {
            closeWire();
            answer.completeExceptionally(e);
            return;
        } catch (IOException | RuntimeException | Error e) {
            closeWire();
            answer.completeExceptionally(broken(e));
            return;
        }
        try {
            started.await();
            for (var message = nextMessage(); message != null; message = nextMessage()) {
                handOver(message);
            }
        } catch (ProtocolException e) {
            LoggerFactory.getLogger("clutch")
                    .warn("dropped the link to the master: {}", e.getMessage());
        } catch (IOException e) {
            // The master is gone, or somebody closed the channel. Which of the two does not matter,
            // and a line in the log would start slf4j for nothing.
        } catch (InterruptedException e) {
            throw new AssertionError("a LinkThread cannot be interrupted", e);
        } finally {
            lose();
        }
    }

    private Message.Welcome shakeHands(Message.Hello hello) throws IOException {
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            throw new LinkException(
                    "cannot reach the master at %s: %s (is it gone, or has the file been cleaned away?)"
                            .formatted(socket, e.getMessage()),
                    e);
        }
        wire = Wire.of(channel, posix);
        in = new Inbox(wire::takeDescriptor);
        ByteBuffer frame = Codec.encode(hello);
        try {
            while (frame.hasRemaining()) {
                channel.write(frame);
            }
        } catch (IOException e) {
            // A master that would not have us has closed already; what it said before is there to
            // be read.
        }
        var first = nextMessage();
        if (first instanceof Message.Welcome welcome) {
            return welcome;
        }
        if (first instanceof Message.Refused refused) {
            throw new RefusedException(refused.reason());
        }
        throw first == null
                ? new LinkException(
                        "the master at %s closed the link without an answer".formatted(socket))
                : new ProtocolException(
                        "the master at %s answers hello with %s".formatted(socket, first));
    }

    /** Returns the next message, or null at the end of the link. */
    private Message.FromMaster nextMessage() throws IOException {
        Message message = in.next();
        while (message == null) {
            if (in.fill(wire) < 0) {
                return null;
            }
            message = in.next();
        }
        if (message instanceof Message.FromMaster fromMaster) {
            return fromMaster;
        }
        throw new ProtocolException("%s is not a master's to send".formatted(message));
    }

    private void handOver(Message.FromMaster message) {
        if (ended.get()) {
            Wire.release(message, posix);
            return;
        }
        try {
            onMessage.accept(message);
        } catch (RuntimeException | Error e) {
            // One message less is better than a worker that does not hear its master any more.
            LoggerFactory.getLogger("clutch")
                    .error("could not handle {} of the master", message, e);
        }
    }

    private void lose() {
        discard();
        closeChannel();
        closeWire();
        if (ended.compareAndSet(false, true)) {
            onLost.run();
        }
    }

    private void write() {
        try {
            for (Frame frame = nextFrame(); frame != null; frame = nextFrame()) {
                while (frame.bytes().hasRemaining()) {
                    wire.write(frame);
                }
                out.removeFirst();
            }
        } catch (IOException e) {
            discard();
        }
        try {
            // Not closed: the master's last words (a Stop, say) may still be unread. It sees the
            // end and closes, and then the reader comes to its own end.
            channel.shutdownOutput();
        } catch (IOException e) {
            // It is closed already.
        }
    }

    private Frame nextFrame() {
        // At the same moment in all workers: Linux has one such clock for all processes. So they
        // wake the master once a second together, and not each at its own time.
        long untilFullSecond = ALIVE_NANOS - Math.floorMod(System.nanoTime(), ALIVE_NANOS);
        return out.awaitFirst(untilFullSecond, () -> Frame.of(Codec.encode(new Message.Alive())));
    }

    private LinkException broken(Throwable e) {
        return new LinkException(
                "the link to the master at %s broke: %s".formatted(socket, e.getMessage()), e);
    }

    /** Closes the channel, and wakes the thread that reads from a duplicate of its descriptor. */
    private void closeChannel() {
        try {
            channel.shutdownInput();
            channel.shutdownOutput();
        } catch (IOException | NotYetConnectedException e) {
            // Not connected, not any more, or closed already.
        }
        try {
            channel.close();
        } catch (IOException e) {
            // Whatever it was, the channel is of no more use, and the other end will notice.
        }
    }

    /** Is for the reading thread alone. */
    private void closeWire() {
        try {
            if (wire != null) {
                wire.close();
            }
        } catch (IOException e) {
            // As above.
        }
    }
}
