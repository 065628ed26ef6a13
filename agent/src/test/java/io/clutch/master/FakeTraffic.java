package io.clutch.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.link.WorkerId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Traffic that nobody drives in: it writes down who is admitted, and insists on sense. */
final class FakeTraffic implements Traffic {

    final Set<WorkerId> admitted = new LinkedHashSet<>();
    final Map<Integer, WorkerId> probes = new LinkedHashMap<>();

    /** Everything, in order: {@code admit 1.1}. */
    final List<String> story = new ArrayList<>();

    /** Whether the door is closed. */
    boolean closed;

    boolean canProbe = true;
    private final Consumer<String> tells;

    FakeTraffic(Consumer<String> tells) {
        this.tells = tells;
    }

    @Override
    public void admit(Worker worker) {
        tell("admit " + worker.id());
        assertThat(closed).isFalse();
        assertThat(worker.isServing()).as("%s serves", worker.id()).isTrue();
        assertThat(admitted.add(worker.id())).as("%s was not admitted", worker.id()).isTrue();
    }

    @Override
    public void divert(Worker worker) {
        tell("divert " + worker.id());
        assertThat(closed).isFalse();
        assertThat(admitted.remove(worker.id())).as("%s was admitted", worker.id()).isTrue();
    }

    @Override
    public boolean canProbe() {
        return canProbe;
    }

    @Override
    public void probe(Worker worker, int sourcePort) {
        assertThat(probes.put(sourcePort, worker.id())).isNull();
        assertThat(worker.state()).isEqualTo(WorkerState.LISTENING);
    }

    @Override
    public void endProbe(Worker worker, int sourcePort) {
        assertThat(probes.remove(sourcePort)).isEqualTo(worker.id());
    }

    @Override
    public void closeDoor() {
        tell("close");
        assertThat(closed).isFalse();
        closed = true;
    }

    private void tell(String event) {
        story.add(event);
        tells.accept(event);
    }
}
