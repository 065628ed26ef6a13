package io.clutch.jvm;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.Optional;

/** The charset in which the JDK's {@link ProcessBuilder} encodes arguments. */
final class ProcessCharset {

    private ProcessCharset() {}

    /** Returns it: since JDK 18 (JEP 400) that of the locale, before that the default charset. */
    static Charset current() {
        if (Runtime.version().feature() < 18) {
            return Charset.defaultCharset();
        }
        try {
            return Charset.forName(System.getProperty("sun.jnu.encoding"));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Charset.defaultCharset();
        } catch (IllegalArgumentException e) {
            return Charset.defaultCharset(); // the property is not set
        }
    }

    /**
     * Returns the text that this charset turns into exactly these bytes, or nothing if there is
     * none.
     */
    static Optional<String> decode(byte[] bytes, Charset charset) {
        try {
            String text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return Arrays.equals(text.getBytes(charset), bytes)
                    ? Optional.of(text)
                    : Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
