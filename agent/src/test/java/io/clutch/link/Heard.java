package io.clutch.link;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A master that takes everybody in and writes down what it hears. */
class Heard implements LinkListener {

    static final Message.Welcome WELCOME = new Message.Welcome(4, false, "", "info");

    final List<Link> links = new CopyOnWriteArrayList<>();
    final List<Message.Hello> hellos = new CopyOnWriteArrayList<>();
    final List<Message> messages = new CopyOnWriteArrayList<>();
    final List<String> lost = new CopyOnWriteArrayList<>();

    @Override
    public void hello(Link link, Message.Hello hello) {
        hellos.add(hello);
        links.add(link);
        link.send(WELCOME);
    }

    @Override
    public void message(Link link, Message.FromWorker message) {
        messages.add(message);
    }

    @Override
    public void lost(Link link, String reason) {
        lost.add(reason);
    }
}
