package io.clutch.options;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Clutch's own version, as Maven wrote it into the jar. */
public final class Version {

    private static final String RESOURCE = "/io/clutch/version.properties";

    private Version() {}

    /**
     * Returns the version, such as {@code 0.1.0}; {@code unknown} if the jar was repacked without
     * its version file. Never null.
     */
    public static String text() {
        try (InputStream in = Version.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                return "unknown";
            }
            var properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
