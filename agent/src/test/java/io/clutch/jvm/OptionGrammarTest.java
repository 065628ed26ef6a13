package io.clutch.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The three ways in which options are written down in texts. */
class OptionGrammarTest {

    private static final String ALPHABET = "ab-= \t\n\r\f\u000b\"'\\#@:,äÿ";
    private static final int ROUNDS = 20_000;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "a b|a,b",
                " a  b |a,b",
                "a;b|a,b",
                "'a b'|a b",
                "\"a b\"|a b",
                "a'b c'd|ab cd",
                "'it''s'|its",
                "\"it's\"|it's",
                "'say \"x\"'|say \"x\"",
                "a\\nb|a\\nb",
                "\"a\\nb\"|a<LF>b",
                "\"a\\tb\\rc\\fd\"|a<TAB>b<CR>c<FF>d",
                "\"a\\\\b\"|a\\b",
                "\"a\\\"b\"|a\"b",
                "\"a\\xb\"|axb",
                "'a\\'b'|a'b",
                "a#b|",
                "a#b;c|c",
                "#a;b|b",
                "a #b;c|a,c",
                "a '#b'|a,#b",
                "'a'b#c;d|ad",
                "'a b;c|a b,c",
                "'a b|a b",
                "\"a\\;  b\"|ab",
                "\"a\\;;\t b\" c|ab,c",
                "\"\"; a|<EMPTY>,a",
                "\"\"|",
                "a \"\"|a",
                "''x|x",
                "a\"\"b|ab",
                "a<FF>b|a,b",
                "a<VT>b|a<VT>b",
                "\"a\\|",
                "-cp \"x y\":z Main|-cp,x y:z,Main",
            })
    void argumentFile(String content, String expected) {
        assertThat(ArgumentFile.words(special(content))).isEqualTo(list(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "a b|a,b",
                " a;;b |a,b",
                "'a b' \"c d\"|a b,c d",
                "a'b c'\"d e\"f|ab cd ef",
                "\"it's\"|it's",
                "a\\ b|a\\,b",
                "'a\\'b|a\\b",
                "#a b|#a,b",
                "''|<EMPTY>",
                "a<VT>b|a,b",
                "'a;b'|a<LF>b",
                "@x|@x",
            })
    void optionText(String text, String expected) {
        assertThat(OptionText.words(special(text)).orElseThrow())
                .extracting(OptionText.Word::text)
                .isEqualTo(list(expected));
    }

    @Test
    void optionTextWithAnOpenQuoteIsNone() {
        assertThat(OptionText.words("a 'b")).isEmpty();
        assertThat(OptionText.words("a \"b'")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "A=b +C -D|-XX:A=b,-XX:+C,-XX:-D",
                "# c;A=b # d;E=f|-XX:A=b,-XX:E=f",
                "A='b c'|-XX:A=b c",
                "A=\"b c\"d|-XX:A=b cd",
                "A='b c;D=e|-XX:A=b c,-XX:D=e",
                "'A=b c'|-XX:'A=b,-XX:c",
                "A=b#c|-XX:A=b#c",
                "|",
            })
    void settingsFile(String content, String expected) {
        assertThat(SettingsFile.options(special(content == null ? "" : content)))
                .isEqualTo(list(expected));
    }

    @Test
    void whatIsRenderedIsReadAgain() {
        Random random = new Random(5);
        for (int i = 0; i < ROUNDS; i++) {
            List<String> words = new ArrayList<>();
            for (int n = random.nextInt(4); n > 0; n--) {
                words.add(word(random));
            }
            assertThat(ArgumentFile.words(ArgumentFile.render(words))).isEqualTo(words);
            String text = String.join(" ", words.stream().map(OptionText::quote).toList());
            assertThat(OptionText.words(text).orElseThrow())
                    .extracting(OptionText.Word::text)
                    .isEqualTo(words);
        }
    }

    /** A word that changes is put into a text in place of it, and the others stay. */
    @Test
    void placesOfWordsAreThoseInTheText() {
        Random random = new Random(7);
        for (int i = 0; i < ROUNDS; i++) {
            String text = word(random) + word(random) + word(random);
            var words = OptionText.words(text);
            if (words.isEmpty() || words.get().isEmpty()) {
                continue;
            }
            var one = words.get().get(random.nextInt(words.get().size()));
            String changed =
                    text.substring(0, one.start())
                            + OptionText.quote("x y")
                            + text.substring(one.end());
            List<String> expected = new ArrayList<>();
            words.get().forEach(word -> expected.add(word.equals(one) ? "x y" : word.text()));
            assertThat(OptionText.words(changed).orElseThrow())
                    .extracting(OptionText.Word::text)
                    .isEqualTo(expected);
        }
    }

    private static String word(Random random) {
        StringBuilder word = new StringBuilder();
        for (int n = random.nextInt(8); n > 0; n--) {
            word.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return word.toString();
    }

    private static List<String> list(String text) {
        if (text == null || text.isEmpty()) {
            return List.of();
        }
        return List.of(text.split(",")).stream().map(OptionGrammarTest::special).toList();
    }

    private static String special(String text) {
        return text.replace("<LF>", "\n")
                .replace(";", "\n")
                .replace("<TAB>", "\t")
                .replace("<CR>", "\r")
                .replace("<FF>", "\f")
                .replace("<VT>", "\u000b")
                .replace("<EMPTY>", "");
    }
}
