package io.clutch.options;

/**
 * Puts what a user gave into a line of the log: whatever it holds, it stays one line of bearable
 * length.
 */
final class Quoted {

    private static final int LONGEST = 200;

    private Quoted() {}

    /** Returns the text in quotes. */
    static String of(String text) {
        return "'" + plain(text) + "'";
    }

    /** Returns the text without quotes. */
    static String plain(String text) {
        var line = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(c -> appendPrintable(line, c));
        return text.codePointCount(0, text.length()) > LONGEST
                ? line.append("…").toString()
                : line.toString();
    }

    private static void appendPrintable(StringBuilder line, int c) {
        switch (c) {
            case '\n' -> line.append("\\n");
            case '\r' -> line.append("\\r");
            case '\t' -> line.append("\\t");
            case 0x2028, 0x2029 -> line.append("\\u").append(Integer.toHexString(c));
            default -> {
                if (Character.isISOControl(c)) {
                    line.append("\\x")
                            .append(Character.forDigit(c >> 4, 16))
                            .append(Character.forDigit(c & 15, 16));
                } else {
                    line.appendCodePoint(c);
                }
            }
        }
    }
}
