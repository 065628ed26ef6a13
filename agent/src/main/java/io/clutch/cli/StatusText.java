package io.clutch.cli;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes a master's status for people: one line for the master and one per worker, what is out of
 * the ordinary only where it is true.
 *
 * <pre>
 * wiremock-standalone.jar  master 1234  running  4 workers  up 2h13m  8080 shared by 4
 * slot  gen    pid  state     up      restarts
 *    1    1   1240  serving   2h13m   0         leader
 *    2    3   9921  serving   4m      2         last: killed by SIGKILL (status 137), 4m ago
 * </pre>
 */
final class StatusText {

    private static final int WIDTH = 80;

    private StatusText() {}

    /**
     * Returns the lines.
     *
     * @param status the result of the command {@code status}
     * @param ownVersion the version of this command line; told only if the master's is another
     */
    static List<String> lines(JsonObject status, String ownVersion) {
        var master = new Fields(status);
        List<String> lines = new ArrayList<>();
        String head = head(master);
        String addresses = addresses(master);
        if (addresses.isEmpty()) {
            lines.add(head);
        } else if (head.length() + 2 + addresses.length() <= WIDTH
                || master.objects("addresses").size() == 1) {
            lines.add(head + "  " + addresses);
        } else {
            lines.add(head);
            lines.add("  " + addresses);
        }
        String version = master.text("version");
        if (!version.equals(ownVersion)) {
            lines.add(
                    "the master runs Clutch %s, this command line is %s"
                            .formatted(version, ownVersion));
        }
        lines.addAll(workers(master.objects("slots")));
        return lines;
    }

    /** Returns the line for the master, without the addresses. */
    static String head(Fields master) {
        return "%s  master %d  %s  %s  up %s"
                .formatted(
                        master.text("name"),
                        master.number("pid"),
                        master.text("state"),
                        count(master.number("workers"), "worker"),
                        Span.text(master.millis("uptimeMs")));
    }

    /**
     * Returns the shared addresses, separated by commas, or the empty string before there are any.
     */
    static String addresses(Fields master) {
        return master.objects("addresses").stream()
                .map(StatusText::address)
                .collect(Collectors.joining(", "));
    }

    private static String address(Fields address) {
        String host = address.text("address");
        long port = address.number("port");
        long sharedBy = address.number("sharedBy");
        String place;
        if (port == 0) {
            place = host; // the path of a Unix-domain socket
        } else if (host.isEmpty() || host.equals("0.0.0.0") || isAnyV6(host)) {
            place = String.valueOf(port);
        } else {
            place = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
        return sharedBy > 1 ? place + " shared by " + sharedBy : place;
    }

    private static boolean isAnyV6(String host) {
        return host.equals("::") || host.equals("0:0:0:0:0:0:0:0");
    }

    private static List<String> workers(List<Fields> slots) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("slot", "gen", "pid", "state", "up", "restarts", ""));
        slots.forEach(slot -> rows.add(row(slot)));
        // Wider than usual only where it must: Linux pids have up to seven digits.
        int pid = width(rows, 2, 5);
        int state = width(rows, 3, 8);
        String format = "%4s%5s  %" + pid + "s  %-" + state + "s  %-6s  %-8s  %s";
        return rows.stream()
                .map(row -> String.format(format, row.toArray()).stripTrailing())
                .toList();
    }

    private static List<String> row(Fields slot) {
        return List.of(
                "" + slot.number("slot"),
                "" + slot.number("generation"),
                pid(slot),
                slot.text("state"),
                slot.number("pid") == 0 ? "-" : Span.text(slot.millis("uptimeMs")),
                "" + slot.number("restarts"),
                remarks(slot));
    }

    private static String pid(Fields slot) {
        long pid = slot.number("pid");
        return pid == 0 ? "-" : String.valueOf(pid);
    }

    private static String remarks(Fields slot) {
        List<String> remarks = new ArrayList<>();
        if (slot.flag("leader")) {
            remarks.add("leader");
        }
        // How a process ended that a reload replaced is nothing out of the ordinary.
        boolean failing = slot.number("restarts") > 0 || slot.number("pid") == 0;
        slot.object("lastExit")
                .filter(exit -> failing)
                .map(
                        exit ->
                                "last: %s, %s ago"
                                        .formatted(
                                                exit.text("reason"),
                                                Span.text(exit.millis("agoMs"))))
                .ifPresent(remarks::add);
        return String.join("; ", remarks);
    }

    private static int width(List<List<String>> rows, int column, int least) {
        return Math.max(
                least, rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
    }

    /** Returns {@code 1 worker}, {@code 2 workers}. */
    static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
