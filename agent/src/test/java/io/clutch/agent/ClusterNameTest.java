package io.clutch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterNameTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/opt/wiremock-standalone-3.13.2.jar --port 8080 | wiremock-standalone-3.13.2",
                "/opt/my apps/the shop.jar | the-shop",
                "com.example.Shop --port 1 | Shop",
                "shop/com.example.Shop | Shop",
                "shop | shop",
                "jdk.compiler/com.sun.tools.javac.launcher.Main src/Server.java x | Server",
                "/srv/app.war | app",
                "'' | java",
            })
    void isThatOfTheProgram(String command, String name) {
        assertThat(ClusterName.of("", command)).isEqualTo(name);
    }

    @Test
    void isTheUsersChoiceAboveAll() {
        assertThat(ClusterName.of("orders", "com.example.Shop")).isEqualTo("orders");
    }

    @Test
    void isNotLongerThanAChosenOneMayBe() {
        assertThat(ClusterName.of("", "x".repeat(100))).hasSize(64);
    }
}
