package io.clutch.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.link.Link;
import io.clutch.link.LinkListener;
import io.clutch.link.LinkServer;
import io.clutch.link.Message;
import io.clutch.link.PeerCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A master that grants as the test says, and remembers what workers say. */
final class FakeMaster implements LinkListener, AutoCloseable {

    private final Path socket;
    private final Message.Welcome welcome;
    private final LinkServer server;
    private final Map<Integer, Link> links = new ConcurrentHashMap<>();
    private final BlockingQueue<Message> said = new LinkedBlockingQueue<>();
    private volatile Function<Message.BindRequest, Message.Grant> grants = FakeMaster::exclusive;

    FakeMaster(Path directory, Message.Welcome welcome) throws IOException {
        socket = directory.resolve("link.sock");
        this.welcome = welcome;
        server = LinkServer.open(socket, PeerCheck.ownerOf(directory), Optional.empty(), this);
    }

    /** Grants what the JDK would do alone. */
    static Message.Grant exclusive(Message.BindRequest request) {
        return new Message.Grant(request.id(), Message.Grant.Kind.EXCLUSIVE, request.port());
    }

    /** Grants every request the same port, shared. */
    static Function<Message.BindRequest, Message.Grant> shared(int port) {
        return request -> new Message.Grant(request.id(), Message.Grant.Kind.SHARED, port);
    }

    Path socket() {
        return socket;
    }

    /** Answers requests so from now on; an answer of null is none. */
    void grants(Function<Message.BindRequest, Message.Grant> grants) {
        this.grants = grants;
    }

    /** Sends the worker in a slot a message. */
    void tell(int slot, Message.FromMaster message) {
        assertThat(links.get(slot).send(message)).isTrue();
    }

    /** Drops the link of the worker in a slot. */
    void drop(int slot) {
        links.get(slot).close("the test says so");
    }

    /** Returns the next thing that a worker says, which must be of the given kind. */
    <M extends Message> M hears(Class<M> kind) throws InterruptedException {
        var message = said.poll(60, TimeUnit.SECONDS);
        assertThat(message).isInstanceOf(kind);
        return kind.cast(message);
    }

    /** Returns whether no worker has said anything that was not heard yet. */
    boolean saysNothing() {
        return said.isEmpty();
    }

    @Override
    public void hello(Link link, Message.Hello hello) {
        links.put(hello.worker().slot(), link);
        link.send(welcome);
    }

    @Override
    public void message(Link link, Message.FromWorker message) {
        if (message instanceof Message.BindRequest request) {
            var grant = grants.apply(request);
            if (grant != null) {
                link.send(grant);
            }
        }
        said.add(message);
    }

    @Override
    public void lost(Link link, String reason) {
        // Of no interest: the process's end is waited for.
    }

    @Override
    public void close() {
        server.close();
    }
}
