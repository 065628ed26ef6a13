package io.clutch.it;

import io.clutch.it.load.LoadPlan;
import io.clutch.it.stacks.JdkHttpStack;
import io.clutch.it.stacks.NettyStack;
import io.clutch.it.stacks.SocketStack;
import io.clutch.it.stacks.TomcatStack;
import io.clutch.it.stacks.UndertowStack;
import java.nio.file.Path;

/** A server that can be put under load: each answers the same, in its own way. */
enum Stack {
    WIREMOCK(null, null),
    JDK_HTTP(JdkHttpStack.class, null),
    SOCKET(SocketStack.class, null),
    TOMCAT(TomcatStack.class, "tomcat"),
    UNDERTOW(UndertowStack.class, "undertow"),
    NETTY(NettyStack.class, "netty"),
    NETTY_EPOLL(NettyStack.class, "netty", "epoll"),
    NETTY_IO_URING(NettyStack.class, "netty", "io_uring"),
    NETTY_41_EPOLL(NettyStack.class, "netty-4.1", "epoll");

    private static final String STUBS =
            """
            {"mappings": [
              {"request": {"method": "GET", "urlPathPattern": "/echo/[0-9]+"},
               "response": {"status": 200, "body": "id={{request.pathSegments.[1]}};",
                            "transformers": ["response-template"]}},
              {"request": {"method": "GET", "urlPathPattern": "/slow/[0-9]+"},
               "response": {"status": 200, "body": "id={{request.pathSegments.[1]}};",
                            "transformers": ["response-template"],
                            "fixedDelayMilliseconds": 30}}
            ]}
            """;

    private final Class<?> main;
    private final String libraries;
    private final String transport;

    Stack(Class<?> main, String libraries) {
        this(main, libraries, "nio");
    }

    Stack(Class<?> main, String libraries, String transport) {
        this.main = main;
        this.libraries = libraries;
        this.transport = transport;
    }

    /** A launch of the server on the port; whatever else is wanted can be added. */
    Launch launch(Bench bench, Jdk jdk, int port) {
        var launch = bench.on(jdk).jvm("-Xmx192m");
        if (main == null) {
            bench.file("wiremock/mappings/stubs.json", STUBS);
            return launch.jar(Applications.wiremock(), "--port", port)
                    .arguments("--root-dir", bench.directory().resolve("wiremock"))
                    .arguments("--disable-banner", "--no-request-journal");
        }
        return launch.jvm("-Dtransport=" + transport)
                .command("-cp", classPath(), main.getName())
                .arguments(port, bench.directory().resolve("server-{slot}"));
    }

    /** A load of requests that are answered at once. */
    LoadPlan quick(int port) {
        return LoadPlan.on(port);
    }

    /** A load of requests that are answered after 30 ms. */
    LoadPlan slow(int port) {
        return LoadPlan.on(port).withPath(main == null ? "/slow/{id}" : "/echo/{id}?ms=30");
    }

    private String classPath() {
        var classes = Applications.testClasses().toString();
        return libraries == null ? classes : classes + ":" + jars().resolve("*");
    }

    private Path jars() {
        return Applications.root().resolve("integration-tests/target/applications/" + libraries);
    }
}
