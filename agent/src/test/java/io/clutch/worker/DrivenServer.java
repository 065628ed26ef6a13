package io.clutch.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;

/** Answers each line that it reads with a line, slow ones when it is allowed to. */
final class DrivenServer {

    private final Semaphore allowed = new Semaphore(0);

    /** Serves everybody who connects. */
    void serve(ServerSocket listener) {
        start(
                () -> {
                    while (true) {
                        var socket = listener.accept();
                        start(() -> serve(socket));
                    }
                });
    }

    /** Allows one slow line to be answered. */
    void allow() {
        allowed.release();
    }

    private void serve(Socket socket) throws IOException, InterruptedException {
        try (socket) {
            var in =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                if (line.equals("slow")) {
                    DrivenApplication.say("slow begins");
                    allowed.acquire();
                }
                var answer = "answer to " + line + "\n";
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private interface Body {
        void run() throws IOException, InterruptedException;
    }

    private static void start(Body body) {
        var thread =
                new Thread(
                        () -> {
                            try {
                                body.run();
                            } catch (IOException | InterruptedException e) {
                                DrivenApplication.say("server failed " + e);
                            }
                        });
        thread.setDaemon(true);
        thread.start();
    }
}
