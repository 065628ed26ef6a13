package io.clutch.listen;

import io.clutch.link.WorkerId;
import io.clutch.posix.Posix;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Does with the kernel what a master does, and says who it was. */
final class SteeringProgram {

    private static final int STEPS = 100;

    private SteeringProgram() {}

    /** Takes no arguments. */
    public static void main(String[] args) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("CapEff:") || line.startsWith("NoNewPrivs:")) {
                System.out.println(line.replaceAll("\\s+", " "));
            }
        }
        var posix = PosixForTests.get();
        System.out.println("steering: " + Steering.probe(posix).problem());
        steer(posix);
        closeDoor(posix);
    }

    private static void steer(Posix posix) {
        try (var kernel = new RealKernel(posix, "0.0.0.0", List.of("127.0.0.1"))) {
            var play = new GroupPlay(kernel, new Random(7));
            for (int step = 0; step < STEPS; step++) {
                play.step();
            }
            System.out.println("played: " + play.group().problem());
        }
    }

    private static void closeDoor(Posix posix) throws IOException {
        try (var kernel = new RealKernel(posix, "127.0.0.1", List.of("127.0.0.1"))) {
            var listener = kernel.listen(new WorkerId(1, 1));
            var server = kernel.server("127.0.0.1");
            try (var client = SocketChannel.open(server)) {
                System.out.println("closed: " + ClosedDoor.close(posix, List.of(listener)));
                System.out.println("again: " + ClosedDoor.close(posix, List.of(listener)));
                kernel.greetNext();
                System.out.println("greeted: " + client.read(ByteBuffer.allocate(1)));
            }
            try (var late = SocketChannel.open(server)) {
                System.out.println("late: " + late);
            } catch (ConnectException e) {
                System.out.println("late: " + e.getMessage());
            }
        }
    }
}
