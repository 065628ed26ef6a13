package io.clutch.posix;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * The native library that this jar carries, {@code clutch.c} compiled.
 *
 * <p>A library can only be loaded from a file. The master {@linkplain #unpack writes one}, and the
 * workers {@linkplain #load load it} from there.
 */
public final class NativeLibrary {

    private static final String NAME = "libclutch.so";
    private static final int WRITABLE_FOR_OTHERS = 0022;

    private final byte[] bytes;

    private NativeLibrary(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Finds the library for this machine.
     *
     * @throws IOException if there is none, with the reason
     */
    public static NativeLibrary find() throws IOException {
        return find(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    static NativeLibrary find(String system, String architecture) throws IOException {
        String known =
                switch (architecture.toLowerCase(Locale.ROOT)) {
                    case "amd64", "x86_64" -> "amd64";
                    case "aarch64", "arm64" -> "aarch64";
                    default -> "";
                };
        if (!system.equals("Linux") || known.isEmpty()) {
            throw new IOException(
                    "this clutch.jar has none for %s %s".formatted(system, architecture));
        }
        try (InputStream in =
                NativeLibrary.class.getResourceAsStream("linux-" + known + "/" + NAME)) {
            if (in == null) {
                throw new IOException(
                        "this clutch.jar has none for %s: it was built without a C compiler"
                                .formatted(known));
            }
            return new NativeLibrary(in.readAllBytes());
        }
    }

    /**
     * Writes the library to a directory, and loads it from there.
     *
     * @param directory exists, and is this user's alone; nothing stays in it if this fails
     * @param instrumentation the JVM's; may be {@code null}, then JDK 24 and later may warn
     * @throws IOException if it cannot be written or loaded, as where the directory is mounted
     *     {@code noexec}
     */
    public UnpackedLibrary unpack(Path directory, Instrumentation instrumentation)
            throws IOException {
        Path file = directory.toAbsolutePath().resolve(NAME);
        UnpackedLibrary.write(bytes, file);
        try {
            return new UnpackedLibrary(loadFrom(file, instrumentation), file, bytes);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /**
     * Loads the library from a file that this process has written before it executed another JVM,
     * one that was started with {@code --enable-native-access=ALL-UNNAMED}.
     *
     * @param file as for {@link #load}
     * @throws IOException if it cannot be loaded, with the reason
     */
    public UnpackedLibrary adopt(Path file) throws IOException {
        return new UnpackedLibrary(loadFrom(file, null), file, bytes);
    }

    /**
     * Loads the library from a file that a master has written.
     *
     * @param file absolute; belongs to this user, and so does its directory, and nobody else can
     *     write to either
     * @param instrumentation the JVM's; may be {@code null}, then JDK 24 and later may warn
     * @throws IOException if it cannot be loaded, with the reason
     */
    public static Posix load(Path file, Instrumentation instrumentation) throws IOException {
        return find().loadFrom(file, instrumentation);
    }

    private Posix loadFrom(Path file, Instrumentation instrumentation) throws IOException {
        long uid = ProcFs.system().uid();
        requireOwn(file.getParent(), uid);
        requireOwn(file, uid);
        // The system's loader crashes on a file that is cut short; and the library of another
        // version does not have what this one calls.
        if (!Arrays.equals(Files.readAllBytes(file), bytes)) {
            throw new IOException(file + " is not the library of this clutch.jar");
        }
        LibraryLoading.load(SystemCalls.class, file, instrumentation);
        return new Posix();
    }

    /** Code that anybody else can change is not to run in this process. */
    private static void requireOwn(Path file, long uid) throws IOException {
        Map<String, Object> attributes =
                Files.readAttributes(file, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
        long owner = Integer.toUnsignedLong((Integer) attributes.get("uid"));
        int mode = (Integer) attributes.get("mode");
        if (Files.isSymbolicLink(file) || owner != uid || (mode & WRITABLE_FOR_OTHERS) != 0) {
            throw new IOException(
                    "%s is not user %d's alone (owner %d, mode %o)"
                            .formatted(file, uid, owner, mode));
        }
    }
}
