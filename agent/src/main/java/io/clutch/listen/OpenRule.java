package io.clutch.listen;

import io.clutch.listen.Assembler.Label;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Everybody else reaches one of the open listeners, each as likely as the other. Always the last
 * rule.
 *
 * <p>By chance and not by the connection's hash, though the kernel's own choice is by hash: a
 * classic program cannot see that. Nothing depends on it, a connection is chosen for once.
 */
final class OpenRule implements Rule {

    /** Neighbours in the kernel's order: {@code count} of them from index {@code first} on. */
    private record Run(int first, int count) {}

    private final List<Integer> indices;

    /**
     * Creates the rule.
     *
     * @param indices of the open ones; if there are none the kernel chooses among all
     */
    OpenRule(Collection<Integer> indices) {
        this.indices = indices.stream().sorted().toList();
    }

    /** Returns the rule for when all are open: the kernel chooses. */
    static OpenRule all() {
        return new OpenRule(List.of());
    }

    @Override
    public void emit(Assembler assembler) {
        if (indices.size() <= 1) {
            assembler.choose(indices.isEmpty() ? Assembler.NOBODY : indices.get(0));
            return;
        }
        assembler.loadRandom();
        assembler.modulo(indices.size());
        int before = 0;
        for (var run : runs()) {
            int after = before + run.count();
            var next = new Label();
            if (after < indices.size()) {
                assembler.jumpIfAtLeast(after, next);
            }
            if (run.first() != before) {
                assembler.add(run.first() - before);
            }
            assembler.chooseAccumulator();
            assembler.place(next);
            before = after;
        }
    }

    /** Few listeners are closed at a time, so there are few runs however many listeners. */
    private List<Run> runs() {
        List<Run> runs = new ArrayList<>();
        for (int index : indices) {
            int last = runs.size() - 1;
            if (last >= 0 && runs.get(last).first() + runs.get(last).count() == index) {
                runs.set(last, new Run(runs.get(last).first(), runs.get(last).count() + 1));
            } else {
                runs.add(new Run(index, 1));
            }
        }
        return runs;
    }
}
