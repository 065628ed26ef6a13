package io.clutch.options;

/**
 * The question that a new worker has to answer well before it gets clients.
 *
 * @param port the port to ask on, 0 for the first that the application listens on
 * @param path what to GET: begins with a slash, and stands in a request line as it is
 */
public record ReadyCheck(int port, String path) {

    /** Returns the question as the log writes it: {@code GET /health on port 8081}. */
    @Override
    public String toString() {
        return port == 0 ? "GET " + path : "GET %s on port %d".formatted(path, port);
    }
}
