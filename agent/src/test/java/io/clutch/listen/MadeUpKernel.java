package io.clutch.listen;

import io.clutch.link.WorkerId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A kernel with one group of sockets, and what is attached to it. */
final class MadeUpKernel implements GroupKernel, Playground {

    private final Random random;
    private final List<Listener> order = new ArrayList<>();
    private int lastDescriptor = 10;
    private int lastPort = 40_000;
    private Program attached;
    // How often a program was attached, or taken away.
    private int changes;
    private String failure;

    MadeUpKernel(Random random) {
        this.random = random;
    }

    /** Every call fails from now on, or none if it is null. */
    void failWith(String message) {
        failure = message;
    }

    List<Listener> order() {
        return order;
    }

    Program attached() {
        return attached;
    }

    int changes() {
        return changes;
    }

    @Override
    public void attach(int descriptor, Program program) throws IOException {
        change(descriptor);
        attached = program;
    }

    @Override
    public void detach(int descriptor) throws IOException {
        change(descriptor);
        attached = null;
    }

    private void change(int descriptor) throws IOException {
        if (order.stream().noneMatch(listener -> listener.descriptor() == descriptor)) {
            throw new AssertionError("no socket of the group: " + descriptor);
        }
        if (failure != null) {
            throw new IOException(failure);
        }
        changes++;
    }

    @Override
    public ReuseportGroup group() {
        return new ReuseportGroup(this, true);
    }

    @Override
    public Listener listen(WorkerId worker) {
        var listener = new Listener(++lastDescriptor, worker);
        order.add(listener);
        return listener;
    }

    @Override
    public void stop(Listener listener) {
        for (int i = 0; i < order.size(); i++) {
            if (order.get(i).descriptor() == listener.descriptor()) {
                order.set(i, order.get(order.size() - 1));
                order.remove(order.size() - 1);
            }
        }
        if (order.isEmpty()) {
            attached = null;
        }
    }

    @Override
    public List<String> addresses() {
        return List.of("127.0.0.1", "::1");
    }

    @Override
    public boolean hasSlotAddresses() {
        return true;
    }

    @Override
    public int sourcePort() {
        return ++lastPort;
    }

    @Override
    public Listener connect(String address, int sourcePort) {
        int port = sourcePort == 0 ? 1024 + random.nextInt(30_000) : sourcePort;
        var packet =
                address.contains(":") ? Packet.ipv6(address, port) : Packet.ipv4(address, port);
        int choice =
                attached == null ? -1 : BpfMachine.run(attached.bytes(), packet, random::nextInt);
        boolean valid = Integer.compareUnsigned(choice, order.size()) < 0;
        return order.get(valid ? choice : random.nextInt(order.size()));
    }

    @Override
    public void close() {}
}
