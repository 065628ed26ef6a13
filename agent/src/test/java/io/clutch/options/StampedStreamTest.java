package io.clutch.options;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

class StampedStreamTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void everyPartHasItsWidth() {
        assertThat(stamp("UTC", "2026-01-02T03:04:05.006Z")).isEqualTo("2026-01-02 03:04:05.006");
        assertThat(stamp("UTC", "0999-11-12T13:14:15.678Z")).isEqualTo("0999-11-12 13:14:15.678");
    }

    @Test
    void theZoneCountsAndItsSummerTime() {
        assertThat(stamp("Asia/Kolkata", "2026-12-31T23:00:00Z"))
                .isEqualTo("2027-01-01 04:30:00.000");
        assertThat(stamp("Europe/Berlin", "2026-07-01T00:00:00Z"))
                .isEqualTo("2026-07-01 02:00:00.000");
        assertThat(stamp("Europe/Berlin", "2026-01-01T00:00:00Z"))
                .isEqualTo("2026-01-01 01:00:00.000");
    }

    @Test
    void aLineIsPrintedBehindItsStampAndWhatIsNoStringAsItIs() {
        try (var stream = stream("UTC")) {
            stream.println("größer");
            stream.println((Object) "\tat no.such.Place");
        }
        assertThat(bytes.toString(UTF_8).lines())
                .satisfiesExactly(
                        line ->
                                assertThat(line)
                                        .matches("\\d{4}-\\d\\d-\\d\\d [0-9:]{8}\\.\\d{3} größer"),
                        line -> assertThat(line).isEqualTo("\tat no.such.Place"));
    }

    private String stamp(String zone, String time) {
        try (var stream = stream(zone)) {
            return stream.stamp(Instant.parse(time).toEpochMilli());
        }
    }

    private StampedStream stream(String zone) {
        return new StampedStream(bytes, UTF_8, TimeZone.getTimeZone(zone));
    }
}
