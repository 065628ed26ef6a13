package io.clutch.master;

import io.clutch.link.WorkerId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/** Asks over real connections, each in a short-lived thread of its own. */
final class HttpProber implements Prober {

    private final String version;
    private final Consumer<Event> events;

    HttpProber(String version, Consumer<Event> events) {
        this.version = version;
        this.events = events;
    }

    @Override
    public Question prepare(WorkerId worker, InetSocketAddress where, String path)
            throws IOException {
        return new HttpQuestion("clutch-ready-" + worker, where, path, version, events);
    }
}
