package io.clutch.it;

import io.clutch.it.apps.Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** The applications of the tests as a jar whose main class is {@link Server}. */
final class ApplicationJar {

    private ApplicationJar() {}

    /** Writes it beside the old one, and renames it. */
    static void write(Path jar, String version) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Server.class.getName());
        var beside = jar.resolveSibling("app.jar.new");
        try (var out = new JarOutputStream(Files.newOutputStream(beside), manifest)) {
            out.putNextEntry(new JarEntry("version.txt"));
            out.write(version.getBytes(StandardCharsets.UTF_8));
            for (var file : classes()) {
                out.putNextEntry(
                        new JarEntry(Applications.testClasses().relativize(file).toString()));
                Files.copy(file, out);
            }
        }
        Files.move(beside, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static List<Path> classes() throws IOException {
        try (Stream<Path> files =
                Files.list(Applications.testClasses().resolve("io/clutch/it/apps"))) {
            return files.toList();
        }
    }
}
