package io.clutch.it.apps;

import java.io.IOException;

/** Copies standard input to standard output. */
public final class Cat {

    private Cat() {}

    /** Ends at the end of the input. */
    public static void main(String... arguments) throws IOException {
        System.in.transferTo(System.out);
        System.out.flush();
    }
}
