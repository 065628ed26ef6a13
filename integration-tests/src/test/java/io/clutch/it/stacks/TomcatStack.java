package io.clutch.it.stacks;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;

/** Tomcat, embedded, with its NIO connector. */
public final class TomcatStack {

    private TomcatStack() {}

    /** Serves until it is ended. Arguments: the port, a directory for Tomcat. */
    public static void main(String... arguments) throws LifecycleException {
        var tomcat = new Tomcat();
        tomcat.setBaseDir(arguments[1]);
        tomcat.setPort(Integer.parseInt(arguments[0]));
        // Tomcat's default is 100 requests per connection.
        tomcat.getConnector().setProperty("maxKeepAliveRequests", "-1");
        var context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "echo", new EchoServlet()).addMapping("/*");
        tomcat.start();
        Echo.listening();
        tomcat.getServer().await();
    }

    private static final class EchoServlet extends HttpServlet {

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            try {
                var answer = Echo.answer(request.getPathInfo(), request.getQueryString());
                if (answer == null) {
                    response.sendError(404);
                } else {
                    response.setContentLength(answer.length());
                    response.getWriter().write(answer);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
