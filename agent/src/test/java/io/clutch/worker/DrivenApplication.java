package io.clutch.worker;

import io.clutch.Clutch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLServerSocketFactory;

/**
 * The application of processes under test: does what its standard input says, line by line, and
 * answers each line with one.
 */
public final class DrivenApplication {

    private static final Map<String, AutoCloseable> LISTENERS = new HashMap<>();
    private static final DrivenServer SERVER = new DrivenServer();

    private DrivenApplication() {}

    /** Runs until its input ends. */
    public static void main(String[] arguments) throws Exception {
        say("started " + System.getProperty("premain.micros"));
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            try {
                say(obey(line.split(" ")));
            } catch (Exception e) {
                say("failed " + e);
            }
        }
    }

    static void say(String text) {
        System.out.println("> " + text);
    }

    private static String obey(String[] words) throws Exception {
        return switch (words[0]) {
            case "bind" ->
                    words[1].equals("unix")
                            ? bindUnix(words[2], words[3])
                            : bind(words[1], words[2], address(words[3], words[4]));
            case "close" -> {
                LISTENERS.remove(words[1]).close();
                yield "closed";
            }
            case "serve" -> {
                SERVER.serve((ServerSocket) LISTENERS.get(words[1]));
                yield "serves";
            }
            case "allow" -> {
                SERVER.allow();
                yield "allowed";
            }
            case "reuseport" -> "reuseport " + reusePort(LISTENERS.get(words[1]));
            case "api" ->
                    "api %s %d/%d %s"
                            .formatted(
                                    Clutch.isWorker(),
                                    Clutch.slot(),
                                    Clutch.workers(),
                                    Clutch.isLeader());
            case "listen-for-shutdown" -> {
                Clutch.onShutdown(() -> listener(words[1]));
                yield "registered";
            }
            case "handle" -> {
                handle(words[1]);
                yield "handled";
            }
            case "beans" -> DrivenBeans.look();
            case "exit" -> {
                System.exit(Integer.parseInt(words[1]));
                yield "never";
            }
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    /** Installs a handler as applications do; by reflection, for javac warns of the class. */
    private static void handle(String name) throws ReflectiveOperationException {
        var signalType = Class.forName("sun.misc.Signal");
        var handlerType = Class.forName("sun.misc.SignalHandler");
        var handler =
                Proxy.newProxyInstance(
                        DrivenApplication.class.getClassLoader(),
                        new Class<?>[] {handlerType},
                        (proxy, method, arguments) -> {
                            say("application handles " + name);
                            System.exit(7);
                            return null;
                        });
        signalType
                .getMethod("handle", signalType, handlerType)
                .invoke(null, signalType.getConstructor(String.class).newInstance(name), handler);
    }

    private static void listener(String word) {
        say("listener " + word);
        switch (word) {
            case "throws" -> throw new IllegalStateException("as asked");
            case "exits" -> System.exit(9);
            default -> {}
        }
    }

    /** What {@code on-shutdown} names. */
    public static void onShutdown() {
        say("method");
    }

    private static InetSocketAddress address(String host, String port) {
        if (host.equals("unresolved")) {
            return InetSocketAddress.createUnresolved(host, Integer.parseInt(port));
        }
        return host.equals("null") ? null : new InetSocketAddress(host, Integer.parseInt(port));
    }

    private static String bind(String kind, String name, InetSocketAddress address)
            throws IOException {
        var listener = open(kind);
        try {
            int port;
            if (listener instanceof ServerSocket socket) {
                socket.bind(address);
                port = socket.getLocalPort();
            } else if (listener instanceof ServerSocketChannel channel && kind.equals("adaptor")) {
                channel.socket().bind(address);
                port = channel.socket().getLocalPort();
            } else if (listener instanceof ServerSocketChannel channel) {
                channel.bind(address);
                port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
            } else {
                var channel = (AsynchronousServerSocketChannel) listener;
                channel.bind(address);
                port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
            }
            LISTENERS.put(name, listener);
            return "bound " + port;
        } catch (IOException e) {
            LISTENERS.put(name, listener);
            throw e;
        }
    }

    private static String bindUnix(String name, String path) throws IOException {
        var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        LISTENERS.put(name, channel.bind(UnixDomainSocketAddress.of(path)));
        return "bound unix";
    }

    private static AutoCloseable open(String kind) throws IOException {
        return switch (kind) {
            case "socket" -> new ServerSocket();
            case "ssl" -> SSLServerSocketFactory.getDefault().createServerSocket();
            case "channel", "adaptor" -> ServerSocketChannel.open();
            case "cleared" ->
                    ServerSocketChannel.open().setOption(StandardSocketOptions.SO_REUSEPORT, false);
            case "set" ->
                    ServerSocketChannel.open().setOption(StandardSocketOptions.SO_REUSEPORT, true);
            case "async" -> AsynchronousServerSocketChannel.open();
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static boolean reusePort(AutoCloseable listener) throws IOException {
        return listener instanceof ServerSocket socket
                ? socket.getOption(StandardSocketOptions.SO_REUSEPORT)
                : ((NetworkChannel) listener).getOption(StandardSocketOptions.SO_REUSEPORT);
    }
}
