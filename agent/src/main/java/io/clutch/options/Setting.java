package io.clutch.options;

/**
 * The value that one option has, and where it comes from.
 *
 * @param option the option
 * @param value the value as it was given, or the default; never null
 * @param source who gave it
 */
public record Setting(Option option, String value, Source source) {

    /** Returns the line that the log shows: {@code workers=4 in the agent arguments}. */
    @Override
    public String toString() {
        return option.key() + "=" + Quoted.plain(value) + " " + source.describe(option);
    }
}
