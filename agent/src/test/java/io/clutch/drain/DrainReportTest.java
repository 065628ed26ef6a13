package io.clutch.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.drain.DrainReport.CutOff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrainReportTest {

    @Test
    void saysWhatWasWaitedFor() {
        var report = report(1_234, 3, 12, List.of(), 0, "");
        assertThat(report.text()).isEqualTo("in 1.2 s: waited for 3 connections, closed 12 idle");
        assertThat(report.isNews()).isTrue();
    }

    @Test
    void saysWhatWasCutOffWithThreeExamples() {
        var one = new CutOff("busy", "10.0.0.7:4242", 31_000);
        var all = new ArrayList<>(Collections.nCopies(4, one));
        all.add(0, new CutOff("stream", "[::1]:7", 500));
        assertThat(report(22_500, 5, 0, all, 1, "").text())
                .isEqualTo(
                        "in 22.5 s: waited for 5 connections; not accepted: 1 connection; cut off:"
                                + " 4 busy, 1 stream ([::1]:7 stream for 0.5 s, 10.0.0.7:4242 busy"
                                + " for 31.0 s, 10.0.0.7:4242 busy for 31.0 s, …)");
    }

    @Test
    void saysWhatWentWrong() {
        assertThat(report(0, 0, 0, List.of(), 0, "no /proc").text())
                .isEqualTo("in 0.0 s: no /proc; waited for 0 connections");
        assertThat(report(0, 0, 0, List.of(), 0, "no /proc").isNews()).isTrue();
    }

    @Test
    void isNoNewsIfNothingWasWaitedFor() {
        assertThat(report(100, 0, 50, List.of(), 0, "").isNews()).isFalse();
        assertThat(report(100, 0, 0, List.of(), 2, "").isNews()).isTrue();
        var cut = List.of(new CutOff("busy", "x", 1));
        assertThat(report(100, 0, 0, cut, 0, "").isNews()).isTrue();
    }

    private static DrainReport report(
            long millis, int waited, int closed, List<CutOff> cut, long queued, String trouble) {
        return new DrainReport(Duration.ofMillis(millis), waited, closed, cut, queued, trouble);
    }
}
