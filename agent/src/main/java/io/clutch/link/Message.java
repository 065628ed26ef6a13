package io.clutch.link;

import java.time.Duration;

/**
 * Everything that a worker and the master say to each other over the link.
 *
 * <p>A worker's first message is {@link Hello}; the master answers with {@link Welcome} or {@link
 * Refused}. From then on each side sends what it has to say, and only {@link BindRequest}, {@link
 * BindPathRequest} and {@link DumpThreads} are answered.
 */
public sealed interface Message {

    /** What a worker sends. */
    sealed interface FromWorker extends Message {}

    /** What the master sends. */
    sealed interface FromMaster extends Message {}

    /**
     * A worker presents itself.
     *
     * @param worker the slot and generation that its environment names
     * @param pid its process id
     * @param token the secret that its environment holds, one per process
     */
    record Hello(WorkerId worker, long pid, String token) implements FromWorker {}

    /**
     * The application is about to bind a server socket.
     *
     * @param id names the bind within this worker
     * @param address the literal IP address, without a zone or brackets
     * @param port the port, 0 if the system shall choose
     * @param ordinal for port 0: the how-many-th such bind on this address in this process, from 0;
     *     else 0
     * @param byAgent whether another Java agent binds before the application's {@code main}: such a
     *     listener does not make a worker ready
     * @param backlog what the application asked for; less than 1 for the JDK's default
     * @param binder the title of the known binder that binds, empty if it is nobody known
     * @param descriptor the socket, not bound yet, for the master to bind; {@link Carrier#NONE} if
     *     the worker is to bind it itself
     */
    record BindRequest(
            long id,
            String address,
            int port,
            int ordinal,
            boolean byAgent,
            int backlog,
            String binder,
            int descriptor)
            implements FromWorker, Carrier {

        /** A request of a worker that is to bind for itself. */
        public BindRequest(long id, String address, int port, int ordinal, boolean byAgent) {
            this(id, address, port, ordinal, byAgent, 0, "", NONE);
        }

        @Override
        public Message with(int newDescriptor) {
            return new BindRequest(
                    id, address, port, ordinal, byAgent, backlog, binder, newDescriptor);
        }
    }

    /**
     * The application is about to bind a Unix-domain server socket.
     *
     * @param id names the bind within this worker, among those of Internet sockets too
     * @param written the path as the application wrote it
     * @param absolute the same path, absolute
     * @param byAgent see {@link BindRequest}
     * @param backlog see {@link BindRequest}
     * @param descriptor the socket, not bound yet
     */
    record BindPathRequest(
            long id, String written, String absolute, boolean byAgent, int backlog, int descriptor)
            implements FromWorker, Carrier {

        @Override
        public Message with(int newDescriptor) {
            return new BindPathRequest(id, written, absolute, byAgent, backlog, newDescriptor);
        }
    }

    /**
     * A granted bind succeeded and the socket listens.
     *
     * @param id the request's id
     * @param port the port it has, 0 for a Unix-domain socket
     */
    record Bound(long id, int port) implements FromWorker {}

    /**
     * A granted bind failed; the application got the exception.
     *
     * @param id the request's id
     * @param reason the exception's text
     */
    record BindFailed(long id, String reason) implements FromWorker {}

    /**
     * The application closed a listener.
     *
     * @param id the id of the request that opened it
     */
    record Closed(long id) implements FromWorker {}

    /**
     * The worker has begun its shutdown sequence.
     *
     * @param cause why, in words for the log
     */
    record Stopping(String cause) implements FromWorker {}

    /** The thread dump that was asked for is written. */
    record ThreadsDumped() implements FromWorker {}

    /**
     * The worker has waited for its requests in progress; now its application ends.
     *
     * @param report what it has waited for, and what it has cut off, in words for the log
     */
    record Drained(String report) implements FromWorker {}

    /** The worker has nothing else to say, but its process runs; told every second. */
    record Alive() implements FromWorker {}

    /**
     * The master takes the worker in.
     *
     * @param workers how many slots the cluster has
     * @param leader whether this worker is the leader
     * @param binds whether the master binds sockets that come with a {@link BindRequest}
     * @param drain for how long a worker that stops without having been asked may wait for its
     *     requests in progress
     * @param grace after which it ends in any case, should the master be gone and not see to it
     * @param onShutdown the option {@code on-shutdown}, empty if it is not set
     * @param log the option {@code log}
     */
    record Welcome(
            int workers,
            boolean leader,
            boolean binds,
            Duration drain,
            Duration grace,
            String onShutdown,
            String log)
            implements FromMaster {

        /** The welcome of a master that leaves binding to its workers, and none of them waits. */
        public Welcome(int workers, boolean leader, String onShutdown, String log) {
            this(workers, leader, false, Duration.ZERO, Duration.ZERO, onShutdown, log);
        }
    }

    /**
     * The master does not take the worker in; the link closes.
     *
     * @param reason why, in words for the log
     */
    record Refused(String reason) implements FromMaster {}

    /**
     * The answer to a {@link BindRequest} or {@link BindPathRequest}.
     *
     * @param id the request's id
     * @param kind how to bind
     * @param port the port to bind; differs from the requested one where that was 0, and where the
     *     port's policy says so; 0 for a path
     * @param descriptor the listener that is {@link Kind#INHERITED}, else {@link Carrier#NONE}
     */
    record Grant(long id, Kind kind, int port, int descriptor) implements FromMaster, Carrier {

        /** A grant that comes without a listener. */
        public Grant(long id, Kind kind, int port) {
            this(id, kind, port, NONE);
        }

        @Override
        public Message with(int newDescriptor) {
            return new Grant(id, kind, port, newDescriptor);
        }

        /** How a granted bind is done. */
        public enum Kind {
            /**
             * As the JDK does it; the kernel decides whether the address is free. Shareable once it
             * listens.
             */
            EXCLUSIVE,
            /** With SO_REUSEPORT: another worker of this cluster listens there already. */
            SHARED,
            /** Not at all: the master has bound the socket that came with the request. */
            BOUND,
            /**
             * Not at all: the listener that comes with the grant, with all connections that wait in
             * it, takes the place of the socket. It was a worker's of the same slot that crashed;
             * or it is the one for all workers, if it is a Unix-domain listener.
             */
            INHERITED,
            /** As the JDK does it, and nothing else: no other worker will share it. */
            OWN;

            /** Returns whether the socket is bound by then. */
            public boolean isByMaster() {
                return this == BOUND || this == INHERITED;
            }
        }
    }

    /**
     * The worker shall run its shutdown sequence.
     *
     * @param cause why, in words for the log
     * @param signal the signal behind it ({@code TERM} where there was none): a worker that never
     *     listened ends with 128 plus its number, as the JVM would without Clutch
     * @param drain for how long it may wait for its requests in progress; it gets no new
     *     connections any more
     * @param othersGoOn whether there are, or will be, others who accept from the listeners that it
     *     shares with them
     */
    record Stop(String cause, String signal, Duration drain, boolean othersGoOn)
            implements FromMaster {

        /** Asks a worker to stop, together with all others. */
        public Stop(String cause, String signal, Duration drain) {
            this(cause, signal, drain, false);
        }

        /** Asks a worker to stop without waiting, together with all others. */
        public Stop(String cause, String signal) {
            this(cause, signal, Duration.ZERO);
        }
    }

    /** The worker gets no new connections any more; it has said that it is {@link Stopping}. */
    record SteeredOut() implements FromMaster {}

    /**
     * The worker has become the leader, or is it no longer.
     *
     * @param leader which of the two
     */
    record Leader(boolean leader) implements FromMaster {}

    /**
     * The number of slots has changed.
     *
     * @param workers the new number
     */
    record Workers(int workers) implements FromMaster {}

    /** The worker shall write a thread dump to its standard output. */
    record DumpThreads() implements FromMaster {}
}
