package io.clutch.agent;

import io.clutch.options.OptionException;
import io.clutch.options.Options;
import io.clutch.posix.Signals;
import io.clutch.worker.WorkerRuntime;
import io.clutch.worker.WorkerStartException;
import java.io.PrintStream;
import java.lang.instrument.Instrumentation;
import java.util.function.IntConsumer;

/**
 * Finds out what this JVM is to be, and starts that: a bystander's and a worker's {@code main}
 * follows when this returns; a master's never does.
 *
 * <p>What is said before a role is taken goes to standard error in plain lines that begin with
 * {@code clutch:}.
 */
public final class Boot {

    private static final int FAILED = 1;
    private static final int WRONG_OPTION = 2;

    private final LaunchFacts facts;
    private final PrintStream err;
    private final WorkerRole worker;
    private final MasterLaunch master;
    private final IntConsumer end;

    /**
     * Creates one.
     *
     * @param end ends this process with that status, and does not return except in tests
     */
    Boot(
            LaunchFacts facts,
            PrintStream err,
            WorkerRole worker,
            MasterLaunch master,
            IntConsumer end) {
        this.facts = facts;
        this.err = err;
        this.worker = worker;
        this.master = master;
        this.end = end;
    }

    /** Runs the application in a slot, once this returns. */
    interface WorkerRole {
        void start() throws WorkerStartException;
    }

    /**
     * What {@link Premain} calls, by name.
     *
     * @param arguments what the JVM passed; may be {@code null}
     * @param instrumentation the JVM's
     */
    public static void premain(String arguments, Instrumentation instrumentation) {
        LaunchFacts facts = new ThisLaunch(arguments, instrumentation);
        Role role = RoleDecision.standard().decide(facts);
        if (role instanceof Role.Bystander bystander) {
            standBy(bystander, facts, System.err);
        } else {
            // Only now: what follows costs more than a bystander should pay.
            InEarnest inEarnest = new InEarnest(instrumentation);
            new Boot(
                            facts,
                            System.err,
                            inEarnest,
                            MasterLaunch.ofThisProcess(facts, instrumentation),
                            inEarnest)
                    .take(role);
        }
    }

    private static void standBy(Role.Bystander bystander, LaunchFacts facts, PrintStream err) {
        if (bystander.isLoud()) {
            runAlone(bystander.text(), err);
        } else if (DebugLog.isOn(facts)) {
            err.println("clutch: not for Clutch: ".concat(bystander.text()));
        }
    }

    private static void runAlone(String why, PrintStream err) {
        err.println("clutch: ".concat(why).concat("; the application runs as a single process"));
    }

    /** Becomes what was decided. */
    void take(Role role) {
        if (role instanceof Role.Bystander bystander) {
            standBy(bystander, facts, err);
        } else if (role instanceof Role.Worker) {
            becomeWorker();
        } else {
            becomeMaster();
        }
    }

    private void becomeWorker() {
        try {
            worker.start();
        } catch (WorkerStartException e) {
            end(e.getMessage(), FAILED);
        } catch (RuntimeException | LinkageError e) {
            // Whatever it was: a worker that nobody supervises could hold the port for ever.
            end("this worker cannot start (" + e + ")", FAILED);
        }
    }

    private void becomeMaster() {
        try {
            Options options = master.options();
            if (options.enabled() && options.workers() > 0) {
                end.accept(master.run(options));
            }
        } catch (OptionException e) {
            err.println(e.getMessage());
            end.accept(WRONG_OPTION);
        } catch (MasterLaunch.NotPossible e) {
            runAlone(e.getMessage(), err);
        } catch (RuntimeException | LinkageError e) {
            // There may be workers already. They end when the master does; a second copy of the
            // application must not run here.
            end("the master failed (" + e + ")", FAILED);
        }
    }

    private void end(String why, int status) {
        err.println("clutch: " + why);
        end.accept(status);
    }

    /**
     * Ends this process without the shutdown hooks. Those that exist belong to agents that came
     * before this one, and to options of the JVM that have a recording or a report written at the
     * end: of an application that has not run here.
     */
    static void halt(int status) {
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(status);
    }

    /** What happens outside of tests; without lambdas, as a first worker waits. */
    private record InEarnest(Instrumentation instrumentation) implements WorkerRole, IntConsumer {

        @Override
        public void start() throws WorkerStartException {
            WorkerRuntime.start(instrumentation, System.getenv(), Signals.of(instrumentation));
        }

        @Override
        public void accept(int status) {
            halt(status);
        }
    }
}
