package io.clutch.cli;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Decides which of the running masters a command means. */
final class Choice {

    private final Masters masters;

    Choice(Masters masters) {
        this.masters = masters;
    }

    /** Returns all running masters of the user, by pid. */
    List<RunningMaster> all() {
        return masters.sockets().stream().map(RunningMaster::at).flatMap(Optional::stream).toList();
    }

    /**
     * Returns the master with this pid or, without a pid, the only one there is.
     *
     * @param pid the process id, or null
     * @throws CommandFailure if there is none such, or several to choose from
     */
    RunningMaster one(Long pid) {
        return pid == null ? only() : named(pid);
    }

    private RunningMaster only() {
        List<RunningMaster> all = all();
        if (all.isEmpty()) {
            throw nobody();
        }
        if (all.size() > 1) {
            throw CommandFailure.noMaster(
                    "several Clutch masters are running, say which one by its pid:" + lines(all));
        }
        return all.get(0);
    }

    private RunningMaster named(long pid) {
        // Only this one is asked: another that hangs is not to hold the command up.
        return masters.sockets().stream()
                .filter(socket -> socket.pid() == pid)
                .map(RunningMaster::at)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> notThis(pid));
    }

    private CommandFailure notThis(long pid) {
        List<RunningMaster> all = all();
        for (RunningMaster master : all) {
            Optional<Integer> slot = slotOf(pid, master);
            if (slot.isPresent()) {
                return CommandFailure.noMaster(
                        "process %d is the worker in slot %d of master %d (%s), not a master"
                                .formatted(pid, slot.get(), master.pid(), master.name()));
            }
        }
        Optional<Long> owner = foreignOwner(pid);
        if (owner.isPresent()) {
            return CommandFailure.noMaster(
                    "process %d belongs to uid %d and this command runs as uid %d: run it as that user"
                            .formatted(pid, owner.get(), masters.uid()));
        }
        if (all.isEmpty()) {
            return nobody();
        }
        return CommandFailure.noMaster(
                "process %d is no Clutch master of uid %d; these are:%s"
                        .formatted(pid, masters.uid(), lines(all)));
    }

    private CommandFailure nobody() {
        return CommandFailure.noMaster(
                "no Clutch master is running for uid %d (looked in %s)"
                        .formatted(masters.uid(), masters.places()));
    }

    private Optional<Long> foreignOwner(long pid) {
        try {
            long owner = Uid.of(Path.of("/proc/" + pid));
            return owner == masters.uid() ? Optional.empty() : Optional.of(owner);
        } catch (IOException e) {
            return Optional.empty(); // there is no such process
        }
    }

    private static Optional<Integer> slotOf(long pid, RunningMaster master) {
        if (master.status().isEmpty()) {
            return Optional.empty();
        }
        for (JsonElement slot : master.status().get().getAsJsonArray("slots")) {
            JsonElement worker = slot.getAsJsonObject().get("pid");
            if (worker != null && !worker.isJsonNull() && worker.getAsLong() == pid) {
                return Optional.of(slot.getAsJsonObject().get("slot").getAsInt());
            }
        }
        return Optional.empty();
    }

    private static String lines(List<RunningMaster> masters) {
        return masters.stream()
                .map(master -> "\n%9d  %s".formatted(master.pid(), master.name()))
                .collect(Collectors.joining());
    }
}
