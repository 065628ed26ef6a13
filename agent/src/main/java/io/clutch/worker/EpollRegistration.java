package io.clutch.worker;

import io.clutch.posix.Posix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * That a descriptor is watched by an epoll instance of this process, as {@code /proc/self/fdinfo}
 * tells, see proc(5).
 *
 * @param epoll the instance's descriptor
 * @param events the events, as the kernel writes them down
 * @param data what the kernel gives back with an event
 */
record EpollRegistration(int epoll, int events, long data) {

    private static final String EPOLL = "anon_inode:[eventpoll]";
    private static final Pattern LINE =
            Pattern.compile("tfd:\\s*(\\d+)\\s+events:\\s*([0-9a-f]+)\\s+data:\\s*([0-9a-f]+).*");

    /** Returns all registrations of a descriptor; none where {@code /proc} does not tell. */
    static List<EpollRegistration> of(int descriptor, Posix posix) throws IOException {
        var found = new ArrayList<EpollRegistration>();
        for (int candidate : posix.descriptors()) {
            if (isEpoll(candidate)) {
                read(candidate, descriptor, found);
            }
        }
        return found;
    }

    private static boolean isEpoll(int descriptor) {
        try {
            var link = Path.of("/proc/self/fd", Integer.toString(descriptor));
            return Files.readSymbolicLink(link).toString().equals(EPOLL);
        } catch (IOException e) {
            return false;
        }
    }

    private static void read(int epoll, int descriptor, List<EpollRegistration> found) {
        try {
            var info = Path.of("/proc/self/fdinfo", Integer.toString(epoll));
            for (var line : Files.readAllLines(info, StandardCharsets.ISO_8859_1)) {
                var matcher = LINE.matcher(line.strip());
                if (matcher.matches() && Integer.parseInt(matcher.group(1)) == descriptor) {
                    found.add(
                            new EpollRegistration(
                                    epoll,
                                    Integer.parseUnsignedInt(matcher.group(2), 16),
                                    Long.parseUnsignedLong(matcher.group(3), 16)));
                }
            }
        } catch (IOException e) {
            // Closed meanwhile.
        }
    }

    /** Ends it; returns whether there was anything to end. */
    boolean remove(int descriptor, Posix posix) {
        try {
            posix.epoll(epoll, Posix.EPOLL_CTL_DEL, descriptor, 0, 0);
            return true;
        } catch (IOException e) {
            // Its owner was quicker.
            return false;
        }
    }

    /** Registers what the descriptor means now. */
    void renew(int descriptor, Posix posix) throws IOException {
        posix.epoll(epoll, Posix.EPOLL_CTL_ADD, descriptor, events, data);
    }
}
