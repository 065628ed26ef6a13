package io.clutch.posix;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/**
 * Calls everything with anything, many times. Only exceptions of the expected kinds may come of it.
 *
 * <p>Descriptors are made, closed and replaced only from {@link #FIRST} on, where the JVM itself
 * has none.
 */
final class FuzzProgram {

    private static final int FIRST = 700;
    private static final int RANGE = 60;

    private final Posix posix;
    private final Random random;
    private final Path directory;
    private final List<Channel> channels = new ArrayList<>();
    private final List<Object> sockets = new ArrayList<>();
    private final TreeMap<String, Integer> outcomes = new TreeMap<>();

    private FuzzProgram(Posix posix, long seed, Path directory) {
        this.posix = posix;
        this.random = new Random(seed);
        this.directory = directory;
    }

    public static void main(String[] arguments) throws Exception {
        long seed = Long.parseLong(arguments[0]);
        int calls = Integer.parseInt(arguments[1]);
        var library = Path.of(arguments[2]);
        var program = new FuzzProgram(NativeLibrary.load(library, null), seed, library.getParent());
        program.open();
        for (int i = 0; i < calls; i++) {
            program.step();
        }
        System.out.println("outcomes: " + program.outcomes);
        System.out.println("done " + calls);
    }

    private void open() throws IOException {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        for (int i = 0; i < 3; i++) {
            var server = ServerSocketChannel.open().bind(loopback);
            server.configureBlocking(false);
            keep(server);
            var client = SocketChannel.open(server.getLocalAddress());
            client.configureBlocking(false);
            keep(client);
        }
        var name = UnixDomainSocketAddress.of(directory.resolve("fuzz.sock"));
        var unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(name);
        for (int i = 0; i < 3; i++) {
            var left = SocketChannel.open(name);
            var right = unix.accept();
            left.configureBlocking(false);
            right.configureBlocking(false);
            keep(left);
            keep(right);
        }
        unix.configureBlocking(false);
        keep(unix);
        var datagrams = DatagramChannel.open().bind(loopback);
        datagrams.configureBlocking(false);
        keep(datagrams);
        var pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        pipe.sink().configureBlocking(false);
        keep(pipe.source());
        keep(pipe.sink());
        keep(FileChannel.open(Path.of("/dev/null")));
        sockets.addAll(channels);
        sockets.add("text");
        sockets.add(new Object());
        sockets.add(null);
        for (int i = 0; i < RANGE; i++) {
            refill(FIRST + i);
        }
    }

    private void keep(Channel channel) {
        channels.add(channel);
    }

    private void refill(int fd) throws IOException {
        posix.replace(posix.descriptorOf(channels.get(random.nextInt(channels.size()))), fd);
    }

    private void step() throws IOException {
        int call = random.nextInt(28);
        String outcome;
        try {
            call(call);
            outcome = "ok";
        } catch (PosixException e) {
            outcome = e.errnoName();
        } catch (IOException e) {
            outcome = "IOException";
        } catch (IllegalArgumentException | IndexOutOfBoundsException | NullPointerException e) {
            outcome = e.getClass().getSimpleName();
        }
        outcomes.merge(outcome, 1, Integer::sum);
        if (random.nextInt(4) == 0) {
            refill(FIRST + random.nextInt(RANGE));
        }
    }

    private void call(int call) throws IOException {
        switch (call) {
            case 0 -> posix.descriptorOf(sockets.get(random.nextInt(sockets.size())));
            case 1, 2, 3 -> receive();
            case 4, 5, 6 -> posix.send(fd(), bytes(20_000), size(), size(), fd());
            case 7 -> posix.close(posix.duplicate(fd()));
            case 8 -> posix.replace(fd(), FIRST + random.nextInt(RANGE));
            case 9 -> posix.close(FIRST + random.nextInt(RANGE));
            case 10 -> posix.isNonBlocking(fd());
            case 11 -> posix.nonBlocking(fd(), true);
            case 12 -> posix.close(posix.socket(any(12), any(6), any(5)));
            case 13 -> posix.bind(fd(), address());
            case 14 -> posix.listen(fd(), number());
            case 15 -> posix.shutdown(fd(), number());
            case 16 -> posix.localAddress(fd());
            case 17 -> posix.peerAddress(fd());
            case 18 -> posix.option(fd(), any(50), any(130));
            case 19 -> posix.option(fd(), number(), number());
            case 20 -> posix.option(fd(), any(50), any(130), number());
            case 21 -> posix.attachReuseportProgram(fd(), program());
            case 22 -> posix.detachReuseportProgram(fd());
            case 23 -> posix.tcpInfo(fd(), bytes(700));
            case 24 -> posix.unread(fd());
            case 25 -> posix.unsent(fd());
            case 26 -> posix.epoll(fd(), any(5), fd(), number(), random.nextLong());
            // No process has such a number.
            default -> posix.signal(random.nextBoolean() ? -any(5) : (1 << 30) + any(9), number());
        }
    }

    private void receive() throws IOException {
        int[] descriptors = random.nextInt(20) == 0 ? null : new int[random.nextInt(5)];
        posix.receive(fd(), bytes(20_000), size(), size(), descriptors);
        for (int i = 1; descriptors != null && i <= descriptors[0]; i++) {
            posix.close(descriptors[i]);
        }
    }

    /** One of those that were made for this, mostly. */
    private int fd() {
        return switch (random.nextInt(12)) {
            case 0 -> -random.nextInt(3);
            case 1 -> Integer.MAX_VALUE - random.nextInt(3);
            case 2 -> Integer.MIN_VALUE + random.nextInt(3);
            case 3 -> FIRST + RANGE + random.nextInt(100);
            default -> FIRST + random.nextInt(RANGE);
        };
    }

    private int any(int bound) {
        return random.nextInt(bound);
    }

    private int number() {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt();
            case 1 -> random.nextInt(4);
            case 2 -> -random.nextInt(4);
            default -> random.nextInt(300);
        };
    }

    private int size() {
        return switch (random.nextInt(6)) {
            case 0 -> random.nextInt();
            case 1 -> 0;
            case 2 -> random.nextInt(20_000);
            default -> random.nextInt(300);
        };
    }

    private byte[] bytes(int most) {
        if (random.nextInt(20) == 0) {
            return null;
        }
        byte[] bytes = new byte[random.nextInt(3) == 0 ? random.nextInt(10) : random.nextInt(most)];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] program() {
        byte[] bytes = bytes(300);
        if (bytes == null || random.nextInt(3) == 0) {
            return bytes;
        }
        byte[] program = Arrays.copyOf(bytes, bytes.length / 8 * 8);
        for (int at = 0; at < program.length; at += 8) {
            // Instructions that exist, with operands and jumps that make no sense.
            program[at] = (byte) (program[at] & 0x7f);
            program[at + 1] = 0;
            program[at + 6] = 0;
            program[at + 7] = 0;
        }
        return program;
    }

    /** Any bytes, but nothing outside of loopback, and no file. */
    private byte[] address() {
        byte[] bytes = bytes(140);
        if (bytes == null || bytes.length < 8) {
            return bytes;
        }
        bytes[0] = (byte) random.nextInt(12);
        bytes[1] = 0;
        if (bytes[0] == Posix.AF_INET) {
            bytes[4] = 127;
        } else {
            Arrays.fill(bytes, 2, bytes.length, (byte) 0);
            bytes[Math.min(23, bytes.length - 1)] = 1;
        }
        return bytes;
    }
}
