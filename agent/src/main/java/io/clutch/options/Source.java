package io.clutch.options;

/** Where the value of an option comes from; a later constant wins over an earlier one. */
public enum Source {
    /** Nobody set it. */
    DEFAULT("by default"),
    /** The text behind {@code -javaagent:clutch.jar=}. */
    AGENT_ARGUMENTS("in the agent arguments"),
    /** An environment variable. */
    ENVIRONMENT("in the environment variable "),
    /** A system property of the command line. */
    SYSTEM_PROPERTY("in the system property -D");

    private final String text;

    Source(String text) {
        this.text = text;
    }

    /**
     * Returns where the option was set, as the end of a sentence: "in the environment variable
     * CLUTCH_WORKERS".
     *
     * @param option the option that was set there
     */
    public String describe(Option option) {
        return switch (this) {
            case DEFAULT, AGENT_ARGUMENTS -> text;
            case ENVIRONMENT -> text + option.environmentName();
            case SYSTEM_PROPERTY -> text + option.propertyName();
        };
    }
}
