package io.clutch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentOptionTest {

    @Test
    void argumentsOfEveryTimeAreFoundInOrder() {
        assertThat(
                        AgentOption.argumentsOf(
                                new File("/opt/clutch.jar"),
                                List.of(
                                        "-javaagent:/opt/clutch.jar=workers=4,name=a",
                                        "-Xmx1g",
                                        "-javaagent:/opt/other.jar=workers=9",
                                        "-javaagent:/opt/clutch.jar",
                                        "-javaagent:copy/clutch.jar=",
                                        "-Dx=-javaagent:/opt/clutch.jar=workers=1",
                                        "-javaagent:clutch.jar=workers=2=3")))
                .containsExactly("workers=4,name=a", "", "workers=2=3");
    }

    @Test
    void anotherNameOfTheSameFileIsTheSame(@TempDir Path directory) throws Exception {
        Path jar = Files.createFile(directory.resolve("clutch-0.1.0.jar"));
        Path link = Files.createSymbolicLink(directory.resolve("agent.jar"), jar);

        assertThat(AgentOption.argumentsOf(jar.toFile(), List.of("-javaagent:" + link + "=a=b")))
                .containsExactly("a=b");
    }

    @Test
    void ownJarIsWhereThisCodeIs() {
        assertThat(AgentOption.ownJar()).exists();
    }
}
