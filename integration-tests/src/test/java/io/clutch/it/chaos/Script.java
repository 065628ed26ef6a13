package io.clutch.it.chaos;

import java.util.Random;

/** An endless sequence of steps; the same seed gives the same sequence. */
final class Script {

    private static final int LONGEST_BREAK_MILLIS = 2500;
    private static final int LONGEST_PAUSE_MILLIS = 5000;

    private final Random random;
    private final int mostWorkers;
    private final boolean hangs;

    /**
     * @param hangs whether workers may hang for good; else they only pause
     */
    Script(long seed, int mostWorkers, boolean hangs) {
        random = new Random(seed);
        this.mostWorkers = mostWorkers;
        this.hangs = hangs;
    }

    Step next() {
        var kind =
                switch (random.nextInt(10)) {
                    case 0, 1, 2 -> Step.Kind.KILL;
                    case 3, 4 -> Step.Kind.PAUSE;
                    case 5 -> hangs ? Step.Kind.HANG : Step.Kind.PAUSE;
                    case 6, 7 -> Step.Kind.RELOAD;
                    default -> Step.Kind.SCALE;
                };
        // Every number is drawn whatever the kind is, so that kinds can change without the rest.
        var pause = random.nextInt(LONGEST_BREAK_MILLIS);
        var pick = random.nextInt(1000);
        var millis = 50 + random.nextInt(LONGEST_PAUSE_MILLIS);
        var workers = 1 + random.nextInt(mostWorkers);
        return new Step(kind, pause, pick, kind == Step.Kind.SCALE ? workers : millis);
    }
}
