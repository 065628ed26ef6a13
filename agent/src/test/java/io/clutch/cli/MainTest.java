package io.clutch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MainTest {

    @ParameterizedTest
    @CsvSource({"1.8, 8", "9, 9", "11, 11", "17, 17", "25, 25", "'', 2147483647", "x, 2147483647"})
    void javaVersionsAreUnderstood(String version, int feature) {
        assertThat(Main.feature(version)).isEqualTo(feature);
    }

    @Test
    void anOldJavaCanLoadTheEntry() throws IOException {
        try (var in = new DataInputStream(Main.class.getResourceAsStream("Main.class"))) {
            assertThat(in.readInt()).isEqualTo(0xCAFEBABE);
            in.readUnsignedShort();
            assertThat(in.readUnsignedShort()).as("class file version").isEqualTo(52);
        }
    }

    @Test
    void anOldJavaIsToldSoInOneLine() {
        assertThat(Main.complaint("1.8", "/opt/java8"))
                .isEqualTo("clutch: needs Java 17 or newer, this is Java 1.8 (/opt/java8)");
        assertThat(Main.complaint("17", "/opt/java17")).isNull();
    }
}
