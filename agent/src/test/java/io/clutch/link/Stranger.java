package io.clutch.link;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whoever else may connect to the master: says what it likes, and reads only when asked to. */
record Stranger(SocketChannel channel) implements AutoCloseable {

    static Stranger at(Path socket) throws IOException {
        return new Stranger(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    }

    Stranger says(Message message) throws IOException {
        return says(Codec.encode(message));
    }

    Stranger says(byte... bytes) throws IOException {
        return says(ByteBuffer.wrap(bytes));
    }

    private Stranger says(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        return this;
    }

    /** Returns what the master says until it closes. */
    List<Message> readsToTheEnd() throws IOException {
        var inbox = new Inbox();
        var messages = new ArrayList<Message>();
        try {
            while (inbox.fill(channel) >= 0) {
                for (var m = inbox.next(); m != null; m = inbox.next()) {
                    messages.add(m);
                }
            }
        } catch (ProtocolException e) {
            throw e;
        } catch (IOException e) {
            // Linux says "connection reset" where the master had not read everything: an end, too.
        }
        return messages;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
