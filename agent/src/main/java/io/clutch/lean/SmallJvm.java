package io.clutch.lean;

import io.clutch.jvm.JavaLauncher;
import io.clutch.jvm.LaunchEnvironment;
import io.clutch.jvm.LaunchText;
import io.clutch.posix.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of the JVM that runs a master and nothing else. */
public final class SmallJvm {

    /** What a JVM takes options from, beside its command line. */
    static final List<String> OPTION_VARIABLES =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private static final int FIRST_WITHOUT_SAMPLING = 24;
    private static final int FIRST_WITH_RESTRICTED_LOADING = 22;

    private static final List<String> FLAGS =
            List.of(
                    // Should a JVM not know one of the others, it must not end for that.
                    "-XX:+IgnoreUnrecognizedVMOptions",
                    // Signals are the master's own business, from the first moment on.
                    "-Xrs",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    // What is not hot is not worth the memory of its compiler.
                    "-XX:CompileThresholdScaling=20",
                    "-Xms4m",
                    "-Xmn1m",
                    "-Xmx64m",
                    "-Xss512k",
                    "-XX:ReservedCodeCacheSize=16m");

    /**
     * What the user may have set for the look of what the master prints, and where it may write.
     */
    private static final List<String> CARRIED =
            List.of(
                    "file.encoding",
                    "java.io.tmpdir",
                    "stderr.encoding",
                    "stdout.encoding",
                    "sun.stderr.encoding",
                    "sun.stdout.encoding",
                    "user.country",
                    "user.language",
                    "user.region",
                    "user.timezone");

    private SmallJvm() {}

    /**
     * Returns the program.
     *
     * @param java the JDK's launcher
     * @param jar the jar of Clutch
     * @param mainClass a class in it
     * @param title what the process calls itself, for {@code ps}
     * @param jvmOptions those of the launch JVM
     * @param argument what the main class is given
     * @throws IOException if the names cannot be written in the locale's charset
     */
    public static Program program(
            JavaLauncher java,
            Path jar,
            String mainClass,
            String title,
            List<String> jvmOptions,
            LaunchEnvironment environment,
            Path argument)
            throws IOException {
        List<byte[]> arguments = new ArrayList<>();
        arguments.add(LaunchText.lossy(title));
        for (String flag : FLAGS) {
            arguments.add(LaunchText.exact(flag));
        }
        int feature = Runtime.version().feature();
        if (feature >= FIRST_WITH_RESTRICTED_LOADING) {
            arguments.add(LaunchText.exact("--enable-native-access=ALL-UNNAMED"));
        }
        if (feature < FIRST_WITHOUT_SAMPLING) {
            // The JVM would wake up twenty times a second for its own statistics.
            arguments.add(LaunchText.exact("-XX:PerfDataSamplingInterval=10000"));
        }
        for (String option : jvmOptions) {
            if (isCarried(option)) {
                arguments.add(LaunchText.exact(option));
            }
        }
        String classPath = jar.toString();
        if (classPath.indexOf(':') >= 0) {
            throw new IOException(classPath + " cannot be on a class path: there is a colon in it");
        }
        arguments.add(LaunchText.exact("-cp"));
        arguments.add(LaunchText.exact(classPath));
        arguments.add(LaunchText.exact(mainClass));
        arguments.add(LaunchText.exact(argument.toString()));
        return new Program(
                List.of(java.file()), arguments, environment.without(OPTION_VARIABLES).entries());
    }

    private static boolean isCarried(String option) {
        for (String property : CARRIED) {
            if (option.startsWith("-D" + property + "=")) {
                return true;
            }
        }
        return false;
    }
}
