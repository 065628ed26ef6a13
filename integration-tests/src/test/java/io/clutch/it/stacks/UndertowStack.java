package io.clutch.it.stacks;

import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;

/** Undertow, with its worker threads. */
public final class UndertowStack {

    private UndertowStack() {}

    /** Serves until it is ended. */
    public static void main(String... arguments) {
        var server =
                Undertow.builder()
                        .addHttpListener(Integer.parseInt(arguments[0]), "0.0.0.0")
                        .setIoThreads(2)
                        .setWorkerThreads(32)
                        .setHandler(new BlockingHandler(UndertowStack::serve))
                        .build();
        server.start();
        Echo.listening();
    }

    private static void serve(HttpServerExchange exchange) throws InterruptedException {
        var answer = Echo.answer(exchange.getRequestPath(), exchange.getQueryString());
        if (answer == null) {
            exchange.setStatusCode(404);
        } else {
            exchange.getResponseSender().send(answer);
        }
    }
}
