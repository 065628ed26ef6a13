package io.clutch.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.clutch.link.Message.Alive;
import io.clutch.link.Message.BindFailed;
import io.clutch.link.Message.BindPathRequest;
import io.clutch.link.Message.BindRequest;
import io.clutch.link.Message.Bound;
import io.clutch.link.Message.Closed;
import io.clutch.link.Message.Drained;
import io.clutch.link.Message.DumpThreads;
import io.clutch.link.Message.Grant;
import io.clutch.link.Message.Hello;
import io.clutch.link.Message.Leader;
import io.clutch.link.Message.Refused;
import io.clutch.link.Message.SteeredOut;
import io.clutch.link.Message.Stop;
import io.clutch.link.Message.Stopping;
import io.clutch.link.Message.ThreadsDumped;
import io.clutch.link.Message.Welcome;
import io.clutch.link.Message.Workers;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;

/**
 * Turns a message into its frame and back. A decoded message holds only values that its contract
 * allows.
 */
final class Codec {

    /**
     * The version of the protocol. It is told in {@link Hello} only, so the frame, the beginning of
     * {@code Hello} and {@link Refused} stay as they are in every version.
     */
    static final int VERSION = 3;

    /** "CLTC". */
    private static final int MAGIC = 0x434c5443;

    private static final int HELLO = 1;
    private static final int BIND_REQUEST = 2;
    private static final int BOUND = 3;
    private static final int BIND_FAILED = 4;
    private static final int CLOSED = 5;
    private static final int STOPPING = 6;
    private static final int THREADS_DUMPED = 7;
    private static final int DRAINED = 8;
    private static final int ALIVE = 9;
    private static final int BIND_PATH_REQUEST = 10;
    private static final int WELCOME = 65;
    private static final int REFUSED = 66;
    private static final int GRANT = 67;
    private static final int STOP = 68;
    private static final int LEADER = 69;
    private static final int WORKERS = 70;
    private static final int DUMP_THREADS = 71;
    private static final int STEERED_OUT = 72;

    private Codec() {}

    /**
     * Returns the frame of a message. Texts for the log are cut where they are too long.
     *
     * @throws IllegalArgumentException if a port is none or a name has more than 8000 bytes
     */
    static ByteBuffer encode(Message message) {
        FieldWriter frame;
        if (message instanceof Hello m) {
            frame = new FieldWriter(HELLO).int32(MAGIC).uint16(VERSION);
            frame.int32(m.worker().slot())
                    .int32(m.worker().generation())
                    .int64(m.pid())
                    .name(m.token());
        } else if (message instanceof BindRequest m) {
            frame = new FieldWriter(BIND_REQUEST).int64(m.id()).name(m.address());
            frame.uint16(m.port()).int32(m.ordinal()).bool(m.byAgent()).int32(m.backlog());
            frame.name(m.binder());
        } else if (message instanceof BindPathRequest m) {
            frame = new FieldWriter(BIND_PATH_REQUEST).int64(m.id()).name(m.written());
            frame.name(m.absolute()).bool(m.byAgent()).int32(m.backlog());
        } else if (message instanceof Bound m) {
            frame = new FieldWriter(BOUND).int64(m.id()).uint16(m.port());
        } else if (message instanceof BindFailed m) {
            frame = new FieldWriter(BIND_FAILED).int64(m.id()).text(m.reason());
        } else if (message instanceof Closed m) {
            frame = new FieldWriter(CLOSED).int64(m.id());
        } else if (message instanceof Stopping m) {
            frame = new FieldWriter(STOPPING).text(m.cause());
        } else if (message instanceof ThreadsDumped) {
            frame = new FieldWriter(THREADS_DUMPED);
        } else if (message instanceof Alive) {
            frame = new FieldWriter(ALIVE);
        } else if (message instanceof Welcome m) {
            frame =
                    new FieldWriter(WELCOME)
                            .int32(m.workers())
                            .bool(m.leader())
                            .bool(m.binds())
                            .int32(millis(m.drain()))
                            .int32(millis(m.grace()))
                            .name(m.onShutdown())
                            .name(m.log());
        } else if (message instanceof Refused m) {
            frame = new FieldWriter(REFUSED).text(m.reason());
        } else if (message instanceof Grant m) {
            frame = new FieldWriter(GRANT).int64(m.id()).uint8(code(m.kind())).uint16(m.port());
        } else if (message instanceof Stop m) {
            frame = new FieldWriter(STOP).text(m.cause()).name(m.signal()).int32(millis(m.drain()));
            frame.bool(m.othersGoOn());
        } else if (message instanceof Leader m) {
            frame = new FieldWriter(LEADER).bool(m.leader());
        } else if (message instanceof Workers m) {
            frame = new FieldWriter(WORKERS).int32(m.workers());
        } else if (message instanceof DumpThreads) {
            frame = new FieldWriter(DUMP_THREADS);
        } else if (message instanceof SteeredOut) {
            frame = new FieldWriter(STEERED_OUT);
        } else if (message instanceof Drained m) {
            frame = new FieldWriter(DRAINED).text(m.report());
        } else {
            throw new IllegalArgumentException(
                    "%s has no place in the codec yet".formatted(message));
        }
        return message instanceof Carrier carrier && carrier.carries()
                ? frame.withDescriptor().frame()
                : frame.frame();
    }

    /**
     * Returns the message that a frame holds.
     *
     * @param type the frame's type, 0 to 255
     * @param payload the frame's payload and nothing else
     * @throws ProtocolException if there is anything that {@link #encode} of this version does not
     *     write
     */
    static Message decode(int type, ByteBuffer payload) throws ProtocolException {
        int length = payload.remaining();
        try {
            Message message = read(type, payload);
            if (payload.hasRemaining()) {
                throw new ProtocolException(
                        "message of type %d has %d bytes too many"
                                .formatted(type, payload.remaining()));
            }
            return message;
        } catch (BufferUnderflowException e) {
            throw new ProtocolException(
                    "message of type %d is cut off after %d bytes".formatted(type, length));
        }
    }

    private static Message read(int type, ByteBuffer in) throws ProtocolException {
        return switch (type) {
            case HELLO -> hello(in);
            case BIND_REQUEST ->
                    new BindRequest(
                            in.getLong(),
                            string(in),
                            uint16(in),
                            atLeast(0, in.getInt(), "ordinal"),
                            bool(in),
                            in.getInt(),
                            string(in),
                            Carrier.NONE);
            case BIND_PATH_REQUEST ->
                    new BindPathRequest(
                            in.getLong(),
                            string(in),
                            string(in),
                            bool(in),
                            in.getInt(),
                            Carrier.NONE);
            case BOUND -> new Bound(in.getLong(), uint16(in));
            case BIND_FAILED -> new BindFailed(in.getLong(), string(in));
            case CLOSED -> new Closed(in.getLong());
            case STOPPING -> new Stopping(string(in));
            case THREADS_DUMPED -> new ThreadsDumped();
            case DRAINED -> new Drained(string(in));
            case ALIVE -> new Alive();
            case WELCOME ->
                    new Welcome(
                            atLeast(0, in.getInt(), "number of workers"),
                            bool(in),
                            bool(in),
                            duration(in),
                            duration(in),
                            string(in),
                            string(in));
            case REFUSED -> new Refused(string(in));
            case GRANT -> new Grant(in.getLong(), kind(in.get()), uint16(in), Carrier.NONE);
            case STOP -> new Stop(string(in), string(in), duration(in), bool(in));
            case LEADER -> new Leader(bool(in));
            case WORKERS -> new Workers(atLeast(0, in.getInt(), "number of workers"));
            case DUMP_THREADS -> new DumpThreads();
            case STEERED_OUT -> new SteeredOut();
            default ->
                    throw new ProtocolException("there is no message of type %d".formatted(type));
        };
    }

    private static Hello hello(ByteBuffer in) throws ProtocolException {
        if (in.getInt() != MAGIC) {
            throw new ProtocolException("its first bytes are not those of a Clutch worker");
        }
        int version = uint16(in);
        if (version != VERSION) {
            throw new ProtocolException(
                    "the worker speaks link version %d, this master %d: restart the master"
                            .formatted(version, VERSION));
        }
        int slot = atLeast(1, in.getInt(), "slot");
        int generation = atLeast(1, in.getInt(), "generation");
        long pid = in.getLong();
        if (pid < 1) {
            throw new ProtocolException("%d is no process id".formatted(pid));
        }
        return new Hello(new WorkerId(slot, generation), pid, string(in));
    }

    private static int code(Grant.Kind kind) {
        return switch (kind) {
            case EXCLUSIVE -> 1;
            case SHARED -> 2;
            case BOUND -> 3;
            case INHERITED -> 4;
            case OWN -> 5;
        };
    }

    private static Grant.Kind kind(int code) throws ProtocolException {
        return switch (code) {
            case 1 -> Grant.Kind.EXCLUSIVE;
            case 2 -> Grant.Kind.SHARED;
            case 3 -> Grant.Kind.BOUND;
            case 4 -> Grant.Kind.INHERITED;
            case 5 -> Grant.Kind.OWN;
            default ->
                    throw new ProtocolException("there is no kind %d of a grant".formatted(code));
        };
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }

    private static Duration duration(ByteBuffer in) throws ProtocolException {
        return Duration.ofMillis(atLeast(0, in.getInt(), "duration"));
    }

    private static boolean bool(ByteBuffer in) throws ProtocolException {
        int value = in.get();
        if (value != 0 && value != 1) {
            throw new ProtocolException("%d is neither yes (1) nor no (0)".formatted(value));
        }
        return value == 1;
    }

    private static int uint16(ByteBuffer in) {
        return in.getShort() & 0xffff;
    }

    private static int atLeast(int least, int value, String what) throws ProtocolException {
        if (value < least) {
            throw new ProtocolException("%s %d must be %d or more".formatted(what, value, least));
        }
        return value;
    }

    private static String string(ByteBuffer in) throws ProtocolException {
        int length = uint16(in);
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer bytes = in.slice(in.position(), length);
        in.position(in.position() + length);
        try {
            return UTF_8.newDecoder()
                    .decode(bytes)
                    .toString(); // a new decoder reports what is malformed
        } catch (CharacterCodingException e) {
            throw new ProtocolException("a string of %d bytes is not UTF-8".formatted(length));
        }
    }
}
