package io.clutch.drain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultiplexingTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.grpc.netty.NettyServerHandler",
                "io.grpc.netty.shaded.io.grpc.netty.NettyServerHandler",
                "org.eclipse.jetty.http2.server.internal.HTTP2ServerConnection",
                "wiremock.org.eclipse.jetty.http2.server.HTTP2ServerConnection",
                "org.apache.coyote.http2.Http2UpgradeHandler",
                "io.vertx.core.http.impl.Http2ServerConnection",
                "io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker",
                "org.apache.tomcat.websocket.server.WsHttpUpgradeHandler",
            })
    void knowsTheConnectionsOfServers(String name) {
        assertThat(Multiplexing.isConnection(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Loaded where the protocol is switched on, spoken or not.
                "org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory",
                "org.apache.coyote.http2.Http2Protocol",
                "org.apache.tomcat.websocket.server.WsServerContainer",
                // Of clients.
                "jdk.internal.net.http.Http2Connection",
                "jdk.internal.net.http.websocket.WebSocketImpl",
                "io.grpc.netty.NettyClientHandler",
            })
    void doesNotMistakeOtherClassesForThem(String name) {
        assertThat(Multiplexing.isConnection(name)).isFalse();
    }

    @Test
    void looksAtAllClasses() {
        assertThat(Multiplexing.isSpoken(new Class<?>[] {String.class, int[].class})).isFalse();
        assertThat(Multiplexing.isSpoken(new Class<?>[] {int.class, Http2ServerConnection.class}))
                .isFalse();
    }

    /** Its name ends with "$Http2ServerConnection": a class of somebody else. */
    private static final class Http2ServerConnection {}
}
