package io.clutch.drain;

import java.util.Arrays;
import java.util.List;

/**
 * Whether the application speaks a protocol in which an answer does not end what a connection is
 * doing: HTTP/2 and RSocket have several requests in progress on one connection, a WebSocket is a
 * conversation.
 *
 * <p>The kernel cannot tell. But each server has a class for such a connection, which the JVM loads
 * with the first one. What is not on this list, and HTTP/1.1 pipelining, is judged as if requests
 * took turns.
 */
public final class Multiplexing {

    /** Ends of names, since copies in other packages (shading) count as well. */
    private static final List<String> CONNECTIONS =
            List.of(
                    // HTTP/2
                    ".armeria.server.Http2RequestDecoder",
                    ".coyote.http2.Http2UpgradeHandler",
                    ".grpc.netty.NettyServerHandler",
                    ".grpc.okhttp.OkHttpServerTransport",
                    ".grizzly.http2.Http2ServerFilter",
                    ".HTTP2ServerConnection",
                    ".Http2ServerConnection",
                    ".Http2ServerConnectionImpl",
                    ".Http2StreamBridgeServerHandler",
                    ".netty.handler.Http2ServerHandler",
                    ".protocols.http2.Http2Channel",
                    ".webserver.http2.Http2Connection",
                    // WebSocket
                    ".java_websocket.WebSocketImpl",
                    ".webserver.websocket.WsConnection",
                    ".websocket.core.WebSocketConnection",
                    ".websocket.core.internal.WebSocketConnection",
                    ".websocket.server.WsHttpUpgradeHandler",
                    ".websockets.core.WebSocketChannel",
                    ".websocketx.WebSocketServerHandshaker",
                    // RSocket
                    ".rsocket.core.RSocketResponder");

    private Multiplexing() {}

    /**
     * Returns whether the application speaks such a protocol.
     *
     * @param loaded all classes that are loaded
     */
    public static boolean isSpoken(Class<?>[] loaded) {
        return Arrays.stream(loaded).map(Class::getName).anyMatch(Multiplexing::isConnection);
    }

    static boolean isConnection(String className) {
        return CONNECTIONS.stream().anyMatch(className::endsWith);
    }
}
