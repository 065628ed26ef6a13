package io.clutch.posix;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

/** Loads the native library as a worker or a master does, and says what came of it. */
public final class LoadingProgram {

    private LoadingProgram() {}

    /** Runs before the application, with what the agent argument names: a file or a directory. */
    public static void premain(String argument, Instrumentation instrumentation) {
        try {
            Path path = Path.of(argument);
            Posix posix =
                    argument.endsWith(".so")
                            ? NativeLibrary.load(path, instrumentation)
                            : NativeLibrary.find().unpack(path, instrumentation).posix();
            try (var socket = new ServerSocket(0, 3, InetAddress.getLoopbackAddress())) {
                var info = posix.tcpInfo(posix.descriptorOf(socket));
                System.out.println("loaded: " + info.state() + " " + info.sacked());
            }
        } catch (IOException e) {
            System.out.println("not loaded: " + e.getMessage());
        }
    }

    /** Says what the application is allowed to do. */
    public static void main(String[] arguments) {
        var here = LoadingProgram.class.getModule();
        System.out.println("java.lang open: " + Object.class.getModule().isOpen("java.lang", here));
        System.out.println("native access: " + nativeAccess(here));
    }

    private static String nativeAccess(Module module) {
        try {
            return Module.class.getMethod("isNativeAccessEnabled").invoke(module).toString();
        } catch (ReflectiveOperationException e) {
            return "false";
        }
    }
}
