package io.clutch.lean;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import io.clutch.jvm.LaunchCommand;
import io.clutch.jvm.LaunchEnvironment;
import io.clutch.posix.SignalSet;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A {@link LaunchRecord} in a file. It holds the whole environment, secrets included: the file is
 * for this user alone, in a directory that is, and gone when it is read.
 *
 * <p>Writer and reader come from the same {@code clutch.jar} within a moment; but that may be
 * replaced in that very moment, so the version is checked.
 */
public final class RecordFile {

    private static final String NAME = "launch";

    /** Changes with the order or the meaning of what follows it. */
    private static final String FORMAT = "clutch launch record 1, version ";

    private RecordFile() {}

    /**
     * Writes a record.
     *
     * @param directory exists, and is this user's alone
     * @return the file
     */
    public static Path write(LaunchRecord launch, Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        Files.deleteIfExists(file);
        try (SeekableByteChannel channel =
                Files.newByteChannel(
                        file,
                        Set.of(CREATE_NEW, WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer buffer = ByteBuffer.wrap(encode(launch));
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
        return file;
    }

    /**
     * Reads a record, and deletes the file.
     *
     * @param version the version of Clutch that reads
     * @throws IOException if that does not work, or another version has written it
     */
    public static LaunchRecord take(Path file, String version) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.delete(file);
        return decode(bytes, version);
    }

    static byte[] encode(LaunchRecord launch) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        writeText(out, FORMAT + launch.version());
        writeByteStrings(out, launch.command().arguments());
        out.writeBoolean(launch.command().isJavaLauncher());
        writeByteStrings(out, launch.environment().entries());
        out.writeLong(launch.blocked().bits());
        out.writeLong(launch.ignored().bits());
        writeText(out, launch.mainCommand());
        writeTexts(out, launch.jvmOptions());
        writeTexts(out, launch.options().agentArguments());
        writeMap(out, launch.options().environment());
        writeMap(out, launch.options().properties());
        out.writeInt(launch.options().cpus());
        writeText(out, launch.directory());
        writeTexts(out, launch.directoryRefusals());
        writeText(out, launch.library());
        writeTexts(out, launch.libraryRefusals());
        return bytes.toByteArray();
    }

    static LaunchRecord decode(byte[] bytes, String version) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        String format = readText(in);
        if (!format.equals(FORMAT + version)) {
            throw new IOException(
                    "the launch JVM had another clutch.jar (%s%s here, %s there)"
                            .formatted(FORMAT, version, format));
        }
        List<byte[]> arguments = readByteStrings(in);
        boolean javaLauncher = in.readBoolean();
        LaunchEnvironment environment = new LaunchEnvironment(readByteStrings(in));
        LaunchRecord launch =
                new LaunchRecord(
                        version,
                        LaunchCommand.of(arguments, javaLauncher, environment.variables()),
                        environment,
                        new SignalSet(in.readLong()),
                        new SignalSet(in.readLong()),
                        readText(in),
                        readTexts(in),
                        new LaunchRecord.Sources(
                                readTexts(in), readMap(in), readMap(in), in.readInt()),
                        readText(in),
                        readTexts(in),
                        readText(in),
                        readTexts(in));
        if (in.read() >= 0) {
            throw new IOException("the launch record is longer than it should be");
        }
        return launch;
    }

    private static void writeByteString(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] readByteString(DataInputStream in) throws IOException {
        int length = in.readInt();
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("the launch record is cut short");
        }
        return bytes;
    }

    private static void writeByteStrings(DataOutputStream out, List<byte[]> strings)
            throws IOException {
        out.writeInt(strings.size());
        for (byte[] string : strings) {
            writeByteString(out, string);
        }
    }

    private static List<byte[]> readByteStrings(DataInputStream in) throws IOException {
        List<byte[]> strings = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            strings.add(readByteString(in));
        }
        return strings;
    }

    /** Character by character: lone surrogates have no form in a charset. */
    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = new byte[2 * text.length()];
        for (int i = 0; i < text.length(); i++) {
            bytes[2 * i] = (byte) (text.charAt(i) >>> 8);
            bytes[2 * i + 1] = (byte) text.charAt(i);
        }
        writeByteString(out, bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        byte[] bytes = readByteString(in);
        return ByteBuffer.wrap(bytes).asCharBuffer().toString();
    }

    private static void writeTexts(DataOutputStream out, List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            writeText(out, text);
        }
    }

    private static List<String> readTexts(DataInputStream in) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            texts.add(readText(in));
        }
        return texts;
    }

    private static void writeMap(DataOutputStream out, Map<String, String> map) throws IOException {
        out.writeInt(map.size());
        for (Map.Entry<String, String> entry : map.entrySet()) {
            writeText(out, entry.getKey());
            writeText(out, entry.getValue());
        }
    }

    private static Map<String, String> readMap(DataInputStream in) throws IOException {
        Map<String, String> map = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            String key = readText(in);
            map.put(key, readText(in));
        }
        return map;
    }
}
