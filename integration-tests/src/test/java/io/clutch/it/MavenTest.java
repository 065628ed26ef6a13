package io.clutch.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Maven under {@code JAVA_TOOL_OPTIONS}: a build machine's whole environment may name the agent.
 */
class MavenTest {

    private static final String POM =
            """
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <groupId>test</groupId>
              <artifactId>tiny</artifactId>
              <version>1</version>
              <properties>
                <maven.compiler.release>17</maven.compiler.release>
                <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
              </properties>
              <build>
                <plugins>
                  <plugin>
                    <artifactId>maven-resources-plugin</artifactId>
                    <version>3.3.1</version>
                  </plugin>
                  <plugin>
                    <artifactId>maven-compiler-plugin</artifactId>
                    <version>3.14.1</version>
                    <configuration>
                      <fork>true</fork>
                    </configuration>
                  </plugin>
                </plugins>
              </build>
            </project>
            """;

    @RegisterExtension private final Bench bench = new Bench();

    @EachJdk
    void versionIsToldOnce(Jdk jdk) {
        var finished = maven(jdk).arguments("-v").run();
        assertThat(finished.status()).isZero();
        assertThat(finished.out()).containsOnlyOnce("Maven home");
        // Debian's Maven resets the colours of the terminal even where there is none.
        assertThat(finished.withoutPickedUp().err().replace("\u001b[0m", "")).isEmpty();
    }

    @EachJdk
    void buildsWithAForkedCompiler(Jdk jdk) {
        bench.file("tiny/pom.xml", POM);
        bench.file("tiny/src/main/java/A.java", "public class A {}");
        var launch =
                maven(jdk)
                        .in(bench.directory().resolve("tiny"))
                        .arguments("-o", "-q", "-B", "-Dmaven.legacyLocalRepo=true", "compile");
        var repository = System.getProperty("maven.repo.local");
        if (repository != null) {
            launch.arguments("-Dmaven.repo.local=" + repository);
        }
        var running = launch.start();
        var finished = running.awaitExit().withoutPickedUp();
        assertThat(finished.status()).as(finished.out() + finished.err()).isZero();
        assertThat(finished.out().toLowerCase(java.util.Locale.ROOT)).doesNotContain("clutch");
        assertThat(bench.directory().resolve("tiny/target/classes/A.class")).exists();
        running.awaitNothingLeft();
    }

    private Launch maven(Jdk jdk) {
        var home = System.getProperty("clutch.it.maven", "");
        assumeTrue(!home.isEmpty(), "not run by Maven, so it is not known where Maven is");
        var program = Path.of(home, "bin", "mvn");
        assumeTrue(Files.isExecutable(program), program + " cannot be executed");
        return bench.on(jdk)
                .program(program)
                .environment("JAVA_HOME", jdk.home().toString())
                .environment("JAVA_TOOL_OPTIONS", Launch.agentArgument("workers=4"));
    }
}
