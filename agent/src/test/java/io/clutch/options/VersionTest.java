package io.clutch.options;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class VersionTest {

    @Test
    void versionIsTheOneMavenBuilds() {
        assertThat(Version.text()).matches("[0-9]+\\.[0-9]+\\.[0-9]+(-.*)?");
    }
}
