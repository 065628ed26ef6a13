package io.clutch.master;

import io.clutch.link.Message;
import io.clutch.link.WorkerId;
import io.clutch.link.WorkerLink;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * A process that talks like a worker and has no application: {@code server}, {@code deaf} or {@code
 * cat}.
 */
final class PlayedWorker {

    private static final CountDownLatch END = new CountDownLatch(1);

    private PlayedWorker() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        var environment = System.getenv();
        var id =
                new WorkerId(
                        Integer.parseInt(environment.get("CLUTCH_SLOT")),
                        Integer.parseInt(environment.get("CLUTCH_GENERATION")));
        var hello =
                new Message.Hello(
                        id, ProcessHandle.current().pid(), environment.get("CLUTCH_TOKEN"));
        var link =
                WorkerLink.connect(
                                Path.of(environment.get("CLUTCH_LINK")),
                                hello,
                                Duration.ofSeconds(20),
                                Optional.empty())
                        .link();
        var mode = args[0];
        link.start(message -> receive(link, id, mode, message), () -> System.exit(4));
        if (mode.equals("cat")) {
            System.in.transferTo(System.out);
            System.out.flush();
            System.exit(3);
        }
        link.send(new Message.BindRequest(1, "0.0.0.0", 8080, 0, false));
        END.await();
    }

    private static void receive(
            WorkerLink link, WorkerId id, String mode, Message.FromMaster message) {
        if (message instanceof Message.Grant grant) {
            link.send(new Message.Bound(grant.id(), grant.port()));
            // In one piece: others write to the same file.
            System.out.print(
                    "%s %s %s %d\n"
                            .formatted(
                                    id,
                                    System.getProperty("clutch.worker"),
                                    System.getenv("CLUTCH_WORKER"),
                                    ProcessHandle.current().pid()));
            System.out.flush();
        } else if (message instanceof Message.Stop && mode.equals("server")) {
            System.exit(0);
        }
        // DumpThreads is not answered: so the master gives the JVM itself all of its time for that.
    }
}
