package io.clutch.it.stacks;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Netty with its HTTP codec, and the transport that the system property {@code transport} names:
 * {@code nio} if there is none.
 */
public final class NettyStack {

    private NettyStack() {}

    /** Serves until it is ended. */
    public static void main(String... arguments) throws InterruptedException {
        var transport = System.getProperty("transport", "nio");
        new ServerBootstrap()
                .group(group(transport))
                .channel(channel(transport))
                .childHandler(
                        new ChannelInitializer<SocketChannel>() {
                            @Override
                            protected void initChannel(SocketChannel channel) {
                                channel.pipeline()
                                        .addLast(
                                                new HttpServerCodec(),
                                                new HttpObjectAggregator(65_536),
                                                new EchoHandler());
                            }
                        })
                .bind(Integer.parseInt(arguments[0]))
                .sync();
        Echo.listening();
    }

    // What is new in 4.2 would not run with 4.1.
    @SuppressWarnings("deprecation")
    private static EventLoopGroup group(String transport) {
        return switch (transport) {
            case "epoll" -> new EpollEventLoopGroup(2);
            case "io_uring" -> IoUring.group();
            default -> new NioEventLoopGroup(2);
        };
    }

    private static Class<? extends ServerChannel> channel(String transport) {
        return switch (transport) {
            case "epoll" -> EpollServerSocketChannel.class;
            case "io_uring" -> IoUring.channel();
            default -> NioServerSocketChannel.class;
        };
    }

    /** Apart, as 4.1 has nothing of it. */
    private static final class IoUring {

        static EventLoopGroup group() {
            return new MultiThreadIoEventLoopGroup(2, IoUringIoHandler.newFactory());
        }

        static Class<? extends ServerChannel> channel() {
            return IoUringServerSocketChannel.class;
        }
    }

    // Nobody is left to be told when an answer cannot be sent.
    @SuppressWarnings("FutureReturnValueIgnored")
    private static final class EchoHandler extends SimpleChannelInboundHandler<HttpRequest> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpRequest request) {
            var uri = new QueryStringDecoder(request.uri());
            var answer = Echo.answer(uri.path());
            var response =
                    new DefaultFullHttpResponse(
                            HttpVersion.HTTP_1_1,
                            answer == null ? HttpResponseStatus.NOT_FOUND : HttpResponseStatus.OK,
                            Unpooled.copiedBuffer(
                                    String.valueOf(answer), StandardCharsets.ISO_8859_1));
            HttpUtil.setContentLength(response, response.content().readableBytes());
            var keepAlive = HttpUtil.isKeepAlive(request);
            HttpUtil.setKeepAlive(response, keepAlive);
            Runnable send =
                    () -> {
                        var sent = context.writeAndFlush(response);
                        if (!keepAlive) {
                            sent.addListener(ChannelFutureListener.CLOSE);
                        }
                    };
            context.executor().schedule(send, Echo.millis(uri.rawQuery()), TimeUnit.MILLISECONDS);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
