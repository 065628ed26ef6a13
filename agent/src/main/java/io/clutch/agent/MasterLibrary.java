package io.clutch.agent;

import io.clutch.options.Options;
import io.clutch.posix.NativeLibrary;
import io.clutch.posix.ProcFs;
import io.clutch.posix.UnpackedLibrary;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The native library of one master, in the first directory from which it can be loaded: a file
 * system that has the master's sockets may be mounted {@code noexec}. Gone at the end.
 */
final class MasterLibrary implements AutoCloseable {

    /** Loads the library from a directory. */
    interface Unpacking {
        UnpackedLibrary unpack(Path directory) throws IOException;
    }

    private final Path control;
    private final long uid;
    private final ProcFs proc;
    private final Unpacking unpacking;
    private final List<String> refusals = new ArrayList<>();
    private Optional<UnpackedLibrary> library = Optional.empty();
    private Optional<LiveDirectory> directory = Optional.empty();

    MasterLibrary(Path control, long uid, ProcFs proc, Unpacking unpacking) {
        this.control = control;
        this.uid = uid;
        this.proc = proc;
        this.unpacking = unpacking;
    }

    /**
     * Loads the library of this process.
     *
     * @param control the control directory
     */
    static MasterLibrary open(
            Options options, Path control, ProcFs proc, Instrumentation instrumentation)
            throws IOException {
        long uid = proc.uid();
        NativeLibrary found;
        try {
            found = NativeLibrary.find();
        } catch (IOException e) {
            MasterLibrary none = new MasterLibrary(control, uid, proc, null);
            none.refusals.add(e.getMessage());
            return none;
        }
        MasterLibrary library =
                new MasterLibrary(
                        control, uid, proc, where -> found.unpack(where, instrumentation));
        library.load(options.nativeDir(), bases(uid));
        return library;
    }

    /**
     * Takes over the library that this process has written before it executed another JVM.
     *
     * @param file the library
     * @param refusals what was tried before in vain
     * @param control the control directory
     */
    static MasterLibrary adopt(Path file, List<String> refusals, Path control, ProcFs proc)
            throws IOException {
        MasterLibrary library = new MasterLibrary(control, proc.uid(), proc, null);
        library.refusals.addAll(refusals);
        library.library = Optional.of(NativeLibrary.find().adopt(file));
        if (!control.equals(file.getParent())) {
            library.directory = Optional.of(LiveDirectory.adopt(file.getParent()));
        }
        return library;
    }

    private static List<String> bases(long uid) {
        List<String> bases = new ArrayList<>(OwnDirectory.usualBases(uid));
        Path beside = AgentOption.ownJar().toPath().toAbsolutePath().getParent();
        if (beside != null) {
            bases.add(beside.toString());
        }
        return bases;
    }

    /**
     * Tries the directories in order until one does.
     *
     * @param wanted the option {@code native-dir}
     * @param bases those to try after the control directory
     */
    void load(Optional<Path> wanted, List<String> bases) {
        long pid = ProcFs.ownPid();
        Set<Path> candidates = new LinkedHashSet<>();
        if (wanted.isPresent()) {
            OwnDirectory.makeWanted(wanted.get());
            candidates.add(OwnDirectory.at(wanted.get(), uid, pid));
        }
        candidates.add(control);
        for (String base : bases) {
            try {
                candidates.add(OwnDirectory.at(Path.of(base), uid, pid));
            } catch (InvalidPathException e) {
                refusals.add(base + " (" + e.getReason() + ")");
            }
        }
        for (Path candidate : candidates) {
            if (isLoadedFrom(candidate)) {
                return;
            }
        }
    }

    private boolean isLoadedFrom(Path candidate) {
        try {
            checkName(candidate);
            if (candidate.equals(control)) {
                library = Optional.of(unpacking.unpack(candidate));
            } else {
                loadFromOther(candidate);
            }
            return true;
        } catch (IOException | RuntimeException e) {
            refusals.add(candidate + " (" + OwnDirectory.reason(e) + ")");
            return false;
        }
    }

    private void loadFromOther(Path candidate) throws IOException {
        LiveDirectory made = LiveDirectory.make(candidate, uid, proc);
        try {
            library = Optional.of(unpacking.unpack(candidate));
            directory = Optional.of(made);
        } finally {
            if (library.isEmpty()) {
                made.close();
            }
        }
    }

    /** The workers are told the name through their environment. */
    private static void checkName(Path directory) throws IOException {
        if (!Charset.defaultCharset().newEncoder().canEncode(directory.toString())) {
            throw new IOException(
                    "cannot be named in the charset " + Charset.defaultCharset().name());
        }
    }

    /** Returns the library, if any directory did. */
    Optional<UnpackedLibrary> library() {
        return library;
    }

    /** Returns what was tried before in vain, each with why; in one line each. */
    List<String> refusals() {
        return List.copyOf(refusals);
    }

    /** Removes the file, unless it is in the control directory, which goes as a whole. */
    @Override
    public void close() {
        directory.ifPresent(LiveDirectory::close);
    }
}
