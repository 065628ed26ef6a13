package io.clutch.jvm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What of the JVM's options is different in each worker, for a reader.
 *
 * @param ports the ports, each with what it is for, as in {@code debugger 5005 to 5008}; empty if
 *     there are none
 * @param options the options that name files, each with what it becomes in slot 1
 */
public record SlotChanges(List<String> ports, List<String> options) {

    /** Copies the lists. */
    public SlotChanges {
        ports = List.copyOf(ports);
        options = List.copyOf(options);
    }

    static SlotChanges of(CommandLine line, SlotRewriter rewriter, SlotPorts ports, int workers) {
        List<String> ranges = new ArrayList<>();
        rewriter.ports()
                .forEach(
                        (port, purposes) ->
                                ranges.add(
                                        String.join(" and ", purposes)
                                                + " "
                                                + range(port, ports, workers)));
        rewriter.rewriteFor(1, ports);
        List<String> options = new ArrayList<>();
        for (LaunchWord option : line.options()) {
            if (option.isChanged()) {
                options.add(
                        shown(option.text())
                                + " is "
                                + option.becomes().stream()
                                        .map(SlotChanges::shown)
                                        .collect(Collectors.joining(" "))
                                + " in worker 1");
            }
        }
        return new SlotChanges(ranges, options);
    }

    private static String range(int port, SlotPorts ports, int workers) {
        if (workers == 1) {
            return Integer.toString(port);
        }
        String last = Integer.toString(ports.of(port, workers));
        if (ports.step(port) == 1) {
            return port + " to " + last;
        }
        return port
                + (workers > 2 ? ", " + ports.of(port, 2) : "")
                + (workers > 3 ? " ... " : ", ")
                + last;
    }

    private static String shown(String option) {
        return ShellText.quote(option.getBytes(ISO_8859_1));
    }
}
