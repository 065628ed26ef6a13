package io.clutch.drain;

/** What a connection is doing. */
enum Verdict {
    /** A request is on its way, in progress, or its answer is. */
    BUSY("busy"),
    /** The server goes on sending without being asked. */
    STREAM("stream"),
    /** The kernel's numbers allow both. */
    UNCLEAR("unclear"),
    /** The last request is answered, or none has come. */
    ANSWERED("idle"),
    /** The application has ended it, or it is broken: there is nothing left to wait for. */
    OVER("over");

    private final String text;

    Verdict(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
