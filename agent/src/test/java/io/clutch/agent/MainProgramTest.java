package io.clutch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainProgramTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "com.example.Main | com.example.Main | '' | ''",
                "com.example.Main a b | com.example.Main | '' | a b",
                "com.example.Main /x/y.jar | com.example.Main | '' | /x/y.jar",
                "mod/com.example.Main y.jar | com.example.Main | '' | y.jar",
                "a.jar --x | '' | a.jar | --x",
                "/x/a.jar | '' | a.jar | ''",
                "/x y/a.jar --z | '' | a.jar | --z",
                "/x y/a.jar | '' | a.jar | ''",
                "'' | '' | '' | ''",
            })
    void isReadFromTheCommand(String command, String className, String jar, String arguments) {
        assertThat(MainProgram.of(command)).isEqualTo(new MainProgram(className, jar, arguments));
    }
}
