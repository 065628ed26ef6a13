package io.clutch.options;

/**
 * Says that an option does not exist or has a value that it cannot have. The message is all that
 * the user is shown: one line.
 */
public final class OptionException extends Exception {

    private OptionException(String message) {
        super(message);
    }

    /**
     * Returns the exception for an option that does not exist.
     *
     * @param key the name as given
     * @param where where it was given, as the end of a sentence
     */
    static OptionException unknown(String key, String where) {
        var guess =
                Nearest.to(key).map(option -> " (did you mean '" + option.key() + "'?)").orElse("");
        return new OptionException(
                "clutch: unknown option "
                        + Quoted.of(key)
                        + " "
                        + where
                        + guess
                        + "; known options: "
                        + Option.keys());
    }

    /** Returns the exception for a value that the option cannot have. */
    static OptionException bad(Setting setting) {
        var option = setting.option();
        var is =
                setting.value().isEmpty()
                        ? " has no value "
                        : " is " + Quoted.of(setting.value()) + " ";
        return new OptionException(
                "clutch: option '"
                        + option.key()
                        + "'"
                        + is
                        + setting.source().describe(option)
                        + "; allowed: "
                        + option.allowed());
    }
}
