package io.clutch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.options.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The README says what the code does. */
class ReadmeTest {

    @Test
    void tableOfOptionsIsTheOneOfTheCode() throws IOException {
        assertThat(readme()).contains(Option.markdownTable());
    }

    @Test
    void hasTheTwoCommands() throws IOException {
        assertThat(shellBlocks())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("samples/quickstart"),
                        second -> assertThat(second).isEqualTo("mvn verify\n"));
        assertThat(Applications.root().resolve("samples/quickstart")).isExecutable();
    }

    @Test
    void whatItRefersToExists() throws IOException {
        var links = new ArrayList<String>();
        var matcher =
                java.util.regex.Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)").matcher(readme());
        while (matcher.find()) {
            links.add(matcher.group(1));
        }
        assertThat(links)
                .allSatisfy(link -> assertThat(Applications.root().resolve(link)).exists());
    }

    private static String readme() throws IOException {
        return Files.readString(Applications.root().resolve("README.md"));
    }

    private static List<String> shellBlocks() throws IOException {
        List<String> blocks = new ArrayList<>();
        var matcher =
                java.util.regex.Pattern.compile("```sh\\n(.*?)```", java.util.regex.Pattern.DOTALL)
                        .matcher(readme());
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        return blocks;
    }
}
