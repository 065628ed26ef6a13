package io.clutch.it.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * An HTTP/1.1 answer that comes in piece by piece. A length, chunks, or the end of the connection
 * may end the body.
 */
final class HttpAnswer {

    private static final int LARGEST = 64 * 1024;

    private ByteBuffer bytes = ByteBuffer.allocate(2048);
    private String problem;
    private String head;
    private int bodyAt;
    private String body;

    /** Where the next bytes go. */
    ByteBuffer space() {
        if (!bytes.hasRemaining()) {
            var larger = ByteBuffer.allocate(bytes.capacity() * 2);
            bytes.flip();
            bytes = larger.put(bytes);
        }
        return bytes;
    }

    /** Forgets everything, for the next answer. */
    void clear() {
        bytes.clear();
        problem = null;
        head = null;
        body = null;
    }

    boolean isEmpty() {
        return bytes.position() == 0;
    }

    /** Looks at what has come; returns whether the answer is complete, or is none. */
    boolean isComplete(boolean ended) {
        if (head == null) {
            findHead();
        }
        if (head != null && body == null && problem == null) {
            try {
                findBody(ended);
            } catch (NumberFormatException e) {
                problem = "a length that is no number: " + e.getMessage();
            }
        }
        if (bytes.position() > LARGEST) {
            problem = "more than " + LARGEST + " bytes";
        }
        return body != null || problem != null;
    }

    /** What is wrong with a complete answer to the request with this id; {@code null}: nothing. */
    String problem(long id) {
        if (problem != null) {
            return problem;
        }
        if (!head.startsWith("http/1.1 200 ") && !head.startsWith("http/1.1 200\r")) {
            return "status line '" + head.lines().findFirst().orElse("") + "'";
        }
        return body.contains("id=" + id + ";") ? null : "body '" + shortened(body) + "'";
    }

    /** Which process answered; 0 if it does not say so. */
    long process() {
        var at = body.indexOf("pid=");
        var end = body.indexOf(';', at + 1);
        return at < 0 || end < 0 ? 0 : Long.parseLong(body.substring(at + 4, end));
    }

    /** Whether the connection may be used again. */
    boolean isKeptAlive() {
        return problem == null
                && !"close".equals(header("connection"))
                && (header("content-length") != null || isChunked());
    }

    private void findHead() {
        var text = text(0, bytes.position());
        var end = text.indexOf("\r\n\r\n");
        if (!text.startsWith("HTTP/".substring(0, Math.min(5, text.length())))) {
            problem = "no HTTP: '" + shortened(text) + "'";
        } else if (end >= 0) {
            head = text.substring(0, end + 2).toLowerCase(Locale.ROOT);
            bodyAt = end + 4;
        }
    }

    private void findBody(boolean ended) {
        var length = header("content-length");
        if (length != null) {
            findBody(Integer.parseInt(length));
        } else if (isChunked()) {
            findChunks();
        } else if (ended) {
            body = text(bodyAt, bytes.position());
        }
    }

    private void findBody(int length) {
        if (bytes.position() > bodyAt + length) {
            problem = "more bytes than its Content-Length, " + length;
        } else if (bytes.position() == bodyAt + length) {
            body = text(bodyAt, bytes.position());
        }
    }

    private void findChunks() {
        var text = text(bodyAt, bytes.position());
        var whole = new StringBuilder();
        var at = 0;
        while (true) {
            var line = text.indexOf("\r\n", at);
            if (line < 0) {
                return;
            }
            var length = Integer.parseInt(text.substring(at, line).strip(), 16);
            var next = line + 2 + length + 2;
            if (text.length() < next) {
                return;
            }
            whole.append(text, line + 2, line + 2 + length);
            at = next;
            if (length == 0) {
                break;
            }
        }
        if (at < text.length()) {
            problem = "more bytes than its chunks";
        } else {
            body = whole.toString();
        }
    }

    private boolean isChunked() {
        return "chunked".equals(header("transfer-encoding"));
    }

    private String header(String name) {
        var at = head.indexOf("\r\n" + name + ":");
        if (at < 0) {
            return null;
        }
        var start = at + name.length() + 3;
        return head.substring(start, head.indexOf("\r\n", start)).strip();
    }

    private String text(int from, int to) {
        return new String(bytes.array(), from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static String shortened(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
}
