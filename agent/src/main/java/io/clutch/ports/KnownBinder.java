package io.clutch.ports;

import java.util.ArrayList;
import java.util.List;

/**
 * Who is known to bind ports that must not be shared: <em>the</em> table. The README's is generated
 * from it.
 *
 * <p>A binder is recognised by a method that is on the stack when it binds: what is nearest to the
 * bind counts. So the methods named here are those that bind, not merely classes of that library,
 * which may have an application's code on top of them. Some bind on a thread of an event loop,
 * where nothing on the stack is their own; those are known by the thread's name, or by the class
 * that all servers of that family share, and by the port.
 */
@SuppressWarnings("ImmutableEnumChecker") // its lists are, all of them are written below
public enum KnownBinder {
    /** Its members find each other by ports in a row. */
    HAZELCAST(
            "Hazelcast",
            PortPolicy.OWN,
            List.of(
                    "com.hazelcast.instance.",
                    "com.hazelcast.internal.server.",
                    "com.hazelcast.internal.networking.",
                    "com.hazelcast.internal.util.",
                    "com.hazelcast.nio.")),
    /** Counts up from bind_port; Infinispan builds on it. */
    JGROUPS("JGroups, Infinispan", PortPolicy.OWN, List.of("org.jgroups.util.Util.")),
    /** Discovery, communication and thin clients: ranges each. */
    IGNITE(
            "Apache Ignite",
            PortPolicy.OWN,
            List.of(
                    "org.apache.ignite.spi.discovery.tcp.",
                    "org.apache.ignite.spi.communication.tcp.",
                    "org.apache.ignite.internal.util.nio.",
                    "org.apache.ignite.internal.util.ipc.")),
    /** Replication between Tomcats: counts up. */
    TRIBES("Tomcat cluster", PortPolicy.OWN, List.of("org.apache.catalina.tribes.transport.")),
    /**
     * An actor system's address holds the port. HTTP servers bind by the same class: only the
     * customary ports tell.
     */
    AKKA(
            "Akka and Pekko remoting",
            PortPolicy.OWN,
            List.of("akka.io.TcpListener", "org.apache.pekko.io.TcpListener"),
            List.of(),
            List.of(
                    new PortRange(2551, 2552),
                    new PortRange(17_355, 17_355),
                    new PortRange(25_520, 25_520))),
    /** The user interface of an application; counts up from 4040. */
    SPARK_UI("Spark UI", PortPolicy.OWN, List.of("org.apache.spark.ui.")),
    /** Binds by Netty, on threads of its own. */
    ELASTICSEARCH(
            "Elasticsearch and OpenSearch transport",
            PortPolicy.OWN,
            List.of(),
            List.of("elasticsearch[", "opensearch["),
            List.of(new PortRange(9300, 9400))),
    /** Registries, exported objects, and the JVM's own agent, which is made of both. */
    RMI(
            "RMI and JMX",
            PortPolicy.OWN,
            List.of("sun.rmi.transport.tcp.TCPEndpoint.", "sun.management.jmxremote.")),
    /** Metrics of one process. */
    JMX_EXPORTER("jmx_exporter", PortPolicy.OFFSET, List.of("io.prometheus.jmx.")),
    /** As above, within the application, old and new client library. */
    PROMETHEUS(
            "Prometheus client",
            PortPolicy.OFFSET,
            List.of(
                    "io.prometheus.client.exporter.HTTPServer",
                    "io.prometheus.metrics.exporter.httpserver.HTTPServer")),
    /** As above. */
    OPENTELEMETRY(
            "OpenTelemetry Prometheus exporter",
            PortPolicy.OFFSET,
            List.of("io.opentelemetry.exporter.prometheus.")),
    /** One process's MBeans. */
    JOLOKIA("Jolokia", PortPolicy.OFFSET, List.of("org.jolokia.jvmagent.")),
    /** Whoever says SHUTDOWN there means one process. */
    TOMCAT_SHUTDOWN(
            "Tomcat shutdown",
            PortPolicy.LEADER,
            List.of("org.apache.catalina.core.StandardServer.await")),
    /** A database's own server and console, which show one process's data. */
    H2(
            "H2 server",
            PortPolicy.LEADER,
            List.of("org.h2.util.NetUtils.", "org.h2.util.NetUtils2.", "org.h2.server."));

    private final String title;
    private final PortPolicy policy;
    private final List<String> methods;
    private final List<String> threads;
    private final List<PortRange> ports;

    KnownBinder(String title, PortPolicy policy, List<String> methods) {
        this(title, policy, methods, List.of(), List.of());
    }

    KnownBinder(
            String title,
            PortPolicy policy,
            List<String> methods,
            List<String> threads,
            List<PortRange> ports) {
        this.title = title;
        this.policy = policy;
        this.methods = methods;
        this.threads = threads;
        this.ports = ports;
    }

    /**
     * Recognises who binds.
     *
     * @param stack of the thread that binds, the nearest first
     * @param thread its name
     * @param port what it asks for, 0 if any will do
     * @return null if it is nobody known
     */
    public static KnownBinder recognise(StackTraceElement[] stack, String thread, int port) {
        for (var frame : stack) {
            var method = frame.getClassName() + "." + frame.getMethodName();
            for (var binder : values()) {
                if (binder.takes(port) && startsWithAny(method, binder.methods)) {
                    return binder;
                }
            }
        }
        for (var binder : values()) {
            if (binder.takes(port) && startsWithAny(thread, binder.threads)) {
                return binder;
            }
        }
        return null;
    }

    /** Returns the binder with that title, null if there is none. */
    public static KnownBinder of(String title) {
        for (var binder : values()) {
            if (binder.title.equals(title)) {
                return binder;
            }
        }
        return null;
    }

    private boolean takes(int port) {
        if (ports.isEmpty()) {
            return true;
        }
        for (var range : ports) {
            if (range.contains(port)) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWithAny(String text, List<String> beginnings) {
        for (var beginning : beginnings) {
            if (text.startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }

    /** Returns what people call it. */
    public String title() {
        return title;
    }

    /** Returns what is done with its ports unless the user says otherwise. */
    public PortPolicy policy() {
        return policy;
    }

    /** Returns the table in Markdown, every line ended, as the README shows it. */
    public static String markdownTable() {
        var table = new StringBuilder("| who binds | policy | recognised by |\n|---|---|---|\n");
        for (var binder : values()) {
            table.append("| ").append(binder.title).append(" | `").append(binder.policy.word());
            table.append("` | ").append(binder.marks()).append(" |\n");
        }
        return table.toString();
    }

    private String marks() {
        List<String> marks = new ArrayList<>();
        for (var method : methods) {
            marks.add("`" + method + (method.endsWith(".") ? "*" : "") + "`");
        }
        for (var thread : threads) {
            marks.add("a thread `" + thread + "…`");
        }
        var text = new StringBuilder(String.join(", ", marks));
        for (var range : ports) {
            text.append(range.equals(ports.get(0)) ? " and port " : ", ").append(range);
        }
        return text.toString();
    }
}
