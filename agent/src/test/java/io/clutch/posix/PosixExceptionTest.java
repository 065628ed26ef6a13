package io.clutch.posix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PosixExceptionTest {

    @Test
    void saysWhatWasCalledAndWhy() {
        var exception = new PosixException("bind", 98);

        assertThat(exception).hasMessage("bind: EADDRINUSE (Address already in use)");
        assertThat(exception.errno()).isEqualTo(98);
        assertThat(exception.errnoName()).isEqualTo("EADDRINUSE");
    }

    @Test
    void aNumberWithoutANameIsANumber() {
        var exception = new PosixException("bind", 523);

        assertThat(exception).hasMessage("bind: errno 523");
        assertThat(exception.errnoName()).isEqualTo("errno 523");
    }
}
