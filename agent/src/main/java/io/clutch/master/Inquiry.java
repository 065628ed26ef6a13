package io.clutch.master;

import io.clutch.listen.SharedAddress;
import io.clutch.options.ReadyCheck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What one worker is asked, again and again, until it is ready. At most one question is open. */
final class Inquiry {

    /** From one answer to the next question. */
    static final Duration PAUSE = Duration.ofMillis(250);

    /** The same, when nobody waits for the answer any more. */
    static final Duration LONG_PAUSE = Duration.ofSeconds(1);

    /** Anything else would be looked up, which takes its time. */
    private static final Pattern LITERAL = Pattern.compile("[0-9A-Fa-f:.]+");

    private final Worker worker;
    private final ReadyCheck check;
    private final List<Binds.Listening> places = new ArrayList<>();
    private final Deadline next = new Deadline();
    private Duration pause = PAUSE;
    private Prober.Question question;

    Inquiry(Worker worker, ReadyCheck check) {
        this.worker = worker;
        this.check = check;
        worker.trouble(check + ": no answer so far");
    }

    Worker worker() {
        return worker;
    }

    /** Notes a place where the application listens. */
    void listens(Binds.Listening at) {
        places.add(at);
    }

    /** Returns where the application came to listen first, a port before a path. */
    Binds.Listening first() {
        return places.stream().filter(at -> at.port() != 0).findFirst().orElse(places.get(0));
    }

    /** Returns when the next question is to be asked; not set while one is open. */
    Deadline next() {
        return next;
    }

    boolean isUnderWay() {
        return question != null || next.isSet();
    }

    boolean isAbout(Prober.Question other) {
        return question != null && question.equals(other);
    }

    /** Asks, if there is anything to ask. */
    void ask(Binds binds, Prober prober, Traffic traffic, long now) {
        next.clear();
        try {
            var where = where(binds);
            if (where == null) {
                failed(": it does not listen there", now);
                return;
            }
            question = prober.prepare(worker.id(), where, check.path());
            traffic.probe(worker, question.sourcePort());
            question.ask();
        } catch (IOException e) {
            failed(": " + e.getMessage(), now);
        }
    }

    /** The open question is over, with whatever answer. */
    void end(Traffic traffic) {
        traffic.endProbe(worker, question.sourcePort());
        question = null;
    }

    /** Nobody wants to know any more. */
    void cancel(Traffic traffic) {
        if (question != null) {
            question.cancel();
            end(traffic);
        }
    }

    /** The answer was not the one that is hoped for. */
    void failed(String trouble, long now) {
        worker.trouble(check + trouble);
        next.set(now, pause);
    }

    void slowDown() {
        pause = LONG_PAUSE;
    }

    /** Returns null if the worker does not listen where it is to be asked. */
    private InetSocketAddress where(Binds binds) throws UnknownHostException {
        var held =
                binds.addresses().stream()
                        .filter(address -> address.holders().contains(worker.id()))
                        .filter(address -> LITERAL.matcher(address.address()).matches())
                        .toList();
        if (check.port() != 0) {
            var chosen = held.stream().filter(a -> a.port() == check.port()).findFirst();
            return chosen.isEmpty() ? null : reachable(chosen.get());
        }
        // The first that is still open: some programs open one to see whether the port is free.
        for (var place : places) {
            for (var address : held) {
                if (address.port() == place.port() && address.address().equals(place.address())) {
                    return reachable(address);
                }
            }
        }
        return null;
    }

    private static InetSocketAddress reachable(SharedAddress address) throws UnknownHostException {
        var ip = InetAddress.getByName(address.address());
        if (ip.isAnyLocalAddress()) {
            ip = InetAddress.getByName(ip.getAddress().length == 4 ? "127.0.0.1" : "::1");
        }
        return new InetSocketAddress(ip, address.port());
    }
}
