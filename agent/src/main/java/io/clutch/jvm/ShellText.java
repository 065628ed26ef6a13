package io.clutch.jvm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Pattern;

/** Arguments as a person would type them into a shell. */
final class ShellText {

    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_@%+=:,./{}-]+");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private ShellText() {}

    static String quote(byte[] argument) {
        String text = new String(argument, UTF_8);
        if (PLAIN.matcher(text).matches()) {
            return text;
        }
        if (CONTROL.matcher(text).find()) {
            return "$'" + escape(text) + "'";
        }
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> escaped.append("\\n");
                case '\t' -> escaped.append("\\t");
                case '\r' -> escaped.append("\\r");
                case '\'', '\\' -> escaped.append('\\').append(c);
                default -> {
                    if (Character.isISOControl(c)) {
                        escaped.append("\\u%04x".formatted((int) c));
                    } else {
                        escaped.append(c);
                    }
                }
            }
        }
        return escaped.toString();
    }
}
