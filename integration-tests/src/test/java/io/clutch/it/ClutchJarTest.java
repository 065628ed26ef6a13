package io.clutch.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is in {@code clutch.jar}, which lands on the class path of every application. */
class ClutchJarTest {

    private static final int JAVA_8 = 52;
    private static final int JAVA_17 = 61;

    /** What an old Java loads before it can be told that it is too old. */
    private static final List<String> FOR_JAVA_8 =
            List.of(
                    "io/clutch/Clutch.class",
                    "io/clutch/agent/Premain.class",
                    "io/clutch/cli/Main.class");

    private JarFile jar;

    @BeforeEach
    void open() throws IOException {
        jar = new JarFile(Applications.clutchJar().toFile());
    }

    @AfterEach
    void close() throws IOException {
        jar.close();
    }

    @Test
    void everyClassIsOursOrRelocated() {
        assertThat(names(".class"))
                .isNotEmpty()
                .allSatisfy(
                        name ->
                                assertThat(name.replaceFirst("^META-INF/versions/\\d+/", ""))
                                        .startsWith("io/clutch/"));
        assertThat(names(".class"))
                .anyMatch(name -> name.startsWith("io/clutch/shaded/net/bytebuddy/"))
                .anyMatch(name -> name.startsWith("io/clutch/shaded/org/slf4j/"))
                .anyMatch(name -> name.startsWith("io/clutch/shaded/picocli/"));
    }

    @Test
    void serviceFilesNameOnlyRelocatedServicesAndProviders() throws IOException {
        for (var name : names("")) {
            if (!name.startsWith("META-INF/services/")) {
                continue;
            }
            assertThat(name).startsWith("META-INF/services/io.clutch.");
            var providers = text(name).lines().map(line -> line.replaceFirst("#.*", "").strip());
            assertThat(providers.filter(line -> !line.isEmpty()))
                    .isNotEmpty()
                    .allMatch(provider -> provider.startsWith("io.clutch."));
        }
        assertThat(names(""))
                .contains("META-INF/services/io.clutch.shaded.org.slf4j.spi.SLF4JServiceProvider");
    }

    @Test
    void nothingElseIsInItThatAnApplicationCouldFindByName() {
        assertThat(names(""))
                .filteredOn(name -> !name.startsWith("io/clutch/"))
                .filteredOn(name -> !name.startsWith("META-INF/services/io.clutch."))
                .filteredOn(name -> !name.matches("META-INF/versions/\\d+/io/clutch/.*"))
                .allMatch(
                        name ->
                                name.matches(
                                        "META-INF/(MANIFEST\\.MF|(LICENSE|NOTICE)[^/]*|licenses/.*)"));
        assertThat(names("module-info.class")).isEmpty();
    }

    @Test
    void whatAnOldJavaLoadsIsCompiledForJava8() throws IOException {
        for (var name : FOR_JAVA_8) {
            assertThat(classFileVersion(name)).as(name).isEqualTo(JAVA_8);
        }
    }

    @Test
    void everythingElseRunsOnJava17() throws IOException {
        for (var name : names(".class")) {
            if (!name.startsWith("META-INF/versions/")) {
                assertThat(classFileVersion(name)).as(name).isLessThanOrEqualTo(JAVA_17);
            }
        }
    }

    @Test
    void manifestNamesTheAgentAndTheCommandLine() throws IOException {
        var attributes = jar.getManifest().getMainAttributes();
        assertThat(attributes.getValue("Premain-Class")).isEqualTo("io.clutch.agent.Premain");
        assertThat(attributes.getValue("Main-Class")).isEqualTo("io.clutch.cli.Main");
        assertThat(attributes.getValue("Can-Redefine-Classes")).isEqualTo("true");
        assertThat(attributes.getValue("Implementation-Version")).matches("\\d+\\.\\d+.*");
        // It would put its own directory's other files on the class path.
        assertThat(attributes.getValue("Class-Path")).isNull();
        assertThat(attributes.getValue("Boot-Class-Path")).isNull();
    }

    @Test
    void nativeLibraryNeedsNoOther() throws IOException {
        var machines = Map.of("amd64", ElfFile.X86_64, "aarch64", ElfFile.AARCH64);
        var libraries = names(".so");
        Assumptions.assumeFalse(libraries.isEmpty(), "clutch.jar was built without a C compiler");
        for (var name : libraries) {
            assertThat(name).matches("io/clutch/posix/linux-(amd64|aarch64)/libclutch\\.so");
            var elf = new ElfFile(bytes(name));
            assertThat(elf.machine()).isEqualTo(machines.get(name.split("[-/]")[4]));
            assertThat(elf.needed()).as("libraries that %s needs", name).isZero();
            assertThat(elf.undefined()).as("symbols that %s lacks", name).isEmpty();
            assertThat(elf.defined()).contains("JNI_OnLoad");
            assertThat(elf.wantsExecutableStack()).isFalse();
        }
    }

    @Test
    void sizeIsReasonable() throws IOException {
        var kibibytes = Files.size(Applications.clutchJar()) / 1024;
        System.out.println("clutch.jar: " + kibibytes + " KiB, " + jar.size() + " entries");
        assertThat(kibibytes).isLessThan(12 * 1024);
    }

    private List<String> names(String suffix) {
        List<String> names = new ArrayList<>();
        jar.stream()
                .filter(entry -> !entry.isDirectory())
                .map(JarEntry::getName)
                .filter(name -> name.endsWith(suffix))
                .forEach(names::add);
        return names;
    }

    private String text(String name) throws IOException {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    private byte[] bytes(String name) throws IOException {
        try (var in = jar.getInputStream(jar.getEntry(name))) {
            return in.readAllBytes();
        }
    }

    private int classFileVersion(String name) throws IOException {
        var entry = jar.getEntry(name);
        assertThat(entry).as("%s is in the jar", name).isNotNull();
        try (var in = new DataInputStream(jar.getInputStream(entry))) {
            assertThat(in.readInt()).isEqualTo(0xCAFEBABE);
            in.readUnsignedShort();
            return in.readUnsignedShort();
        }
    }
}
