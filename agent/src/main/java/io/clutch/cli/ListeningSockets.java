package io.clutch.cli;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads {@code /proc/net/unix}: the paths of the listening Unix-domain sockets of this network
 * namespace, whatever directory they are in.
 *
 * <pre>
 * Num       RefCount Protocol Flags    Type St Inode Path
 * 000000004e7d41a4: 00000002 00000000 00010000 0001 01  1125 /tmp/clutch-0/1234/control.sock
 * </pre>
 */
final class ListeningSockets {

    private static final int FLAGS = 3;
    private static final int COLUMNS_BEFORE_PATH = 7;
    private static final int ACCEPTS_CONNECTIONS = 0x10000;

    private ListeningSockets() {}

    /**
     * Returns the control sockets of a user's masters.
     *
     * @param table the content of {@code /proc/net/unix}; lines that make no sense are passed over
     */
    static List<ControlSocket> controlSockets(byte[] table, long uid) {
        Set<ControlSocket> sockets = new LinkedHashSet<>();
        // Latin-1 keeps every byte of a path, whatever its encoding.
        for (String line : new String(table, StandardCharsets.ISO_8859_1).split("\n")) {
            String path = listeningPath(line);
            // The cheap test first: a desktop has a thousand of these lines.
            if (path.startsWith("/") && path.endsWith("/" + ControlSocket.NAME)) {
                ControlSocket.of(pathOfBytes(path), uid).ifPresent(sockets::add);
            }
        }
        return new ArrayList<>(sockets);
    }

    private static String listeningPath(String line) {
        int column = 0;
        int at = 0;
        boolean listening = false;
        while (column < COLUMNS_BEFORE_PATH) {
            while (at < line.length() && line.charAt(at) == ' ') {
                at++;
            }
            int end = line.indexOf(' ', at);
            if (end < 0) {
                return ""; // no path: a socket without a name
            }
            if (column == FLAGS) {
                listening = accepts(line.substring(at, end));
            }
            at = end;
            column++;
        }
        // One space, then the path up to the end of the line, spaces included.
        return listening ? line.substring(at + 1) : "";
    }

    private static boolean accepts(String flags) {
        try {
            return (Long.parseLong(flags, 16) & ACCEPTS_CONNECTIONS) != 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    // Path.of(String) cannot name every file: under LANG=C, not one with an umlaut. A file URI
    // carries the bytes themselves.
    private static Path pathOfBytes(String latin1) {
        var uri = new StringBuilder("file://");
        for (int i = 0; i < latin1.length(); i++) {
            char c = latin1.charAt(i);
            boolean plain = c == '/' || c == '-' || c == '.' || c == '_' || isLetterOrDigit(c);
            uri.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
        }
        return Path.of(URI.create(uri.toString()));
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
