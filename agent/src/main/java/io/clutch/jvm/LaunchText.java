package io.clutch.jvm;

import java.io.IOException;
import java.nio.charset.Charset;

/** Text for a command line. */
public final class LaunchText {

    private LaunchText() {}

    /**
     * Returns the bytes that a JVM of this locale reads as that text.
     *
     * @throws IOException if there are none
     */
    public static byte[] exact(String text) throws IOException {
        Charset charset = ProcessCharset.current();
        byte[] bytes = text.getBytes(charset);
        if (!new String(bytes, charset).equals(text)) {
            throw new IOException(text + " cannot be written in the charset " + charset);
        }
        return bytes;
    }

    /** Returns bytes for a reader, who may find question marks in them. */
    public static byte[] lossy(String text) {
        return text.getBytes(ProcessCharset.current());
    }
}
