package io.clutch.master;

import io.clutch.options.Option;
import io.clutch.options.Options;
import io.clutch.options.Setting;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The one line that says what has become of the command. */
final class Banner {

    private final StatusReport.Identity identity;
    private final int workers;
    private final Map<Option, Setting> settings;

    Banner(StatusReport.Identity identity, Options options) {
        this.identity = identity;
        this.workers = options.workers();
        this.settings =
                options.settings().stream()
                        .collect(Collectors.toMap(Setting::option, Function.identity()));
    }

    /** Returns the line for a cluster that has just come to listen there; port 0 for a path. */
    String text(String address, int port) {
        return "clutch %s: %d %s of %s on %s, master pid %d (%s; start=%s, grace=%s)"
                .formatted(
                        identity.version(),
                        workers,
                        workers == 1 ? "worker" : "workers",
                        identity.name(),
                        place(address, port),
                        identity.pid(),
                        settings.get(Option.WORKERS),
                        settings.get(Option.START).value(),
                        settings.get(Option.GRACE).value());
    }

    private static String place(String address, int port) {
        if (port == 0) {
            return address;
        }
        if (address.equals("0.0.0.0")
                || address.equals("0:0:0:0:0:0:0:0")
                || address.equals("::")) {
            return "port " + port;
        }
        return address.contains(":") ? "[%s]:%d".formatted(address, port) : address + ":" + port;
    }
}
