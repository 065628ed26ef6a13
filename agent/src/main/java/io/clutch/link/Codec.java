package io.clutch.link;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Turns messages into frames and back: length of the rest (u32), type (u8), fields.
 *
 * <p>Only {@link Message.Hello} carries the magic and the version, because it is the first thing
 * that a worker says; whoever passes it speaks the same language from then on.
 */
final class Codec {

    /**
     * The version of everything in this package; a worker and a master of different versions do not
     * talk.
     */
    static final int VERSION = 1;

    /** No frame is longer than this, in bytes; a longer one is nonsense. */
    static final int MAX_FRAME = 64 * 1024;

    static final int HEADER = 4;

    private static final int MAGIC = 0x434c5443; // "CLTC"

    private Codec() {}

    /** Returns the frame of a message, ready to be read from. */
    static ByteBuffer encode(Message message) {
        var out = new FieldWriter();
        write(message, out);
        return out.frame();
    }

    private static void write(Message message, FieldWriter out) {
        // A chain, not a pattern switch: the language level is 17.
        if (message instanceof Message.Hello m) {
            out.type(1).u32(MAGIC).u16(VERSION);
            out.u32(m.worker().slot()).u32(m.worker().generation()).u64(m.pid()).text(m.token());
        } else if (message instanceof Message.BindRequest m) {
            out.type(2).u64(m.id()).text(m.address()).u32(m.port()).u32(m.ordinal());
            out.flag(m.byAgent());
        } else if (message instanceof Message.Bound m) {
            out.type(3).u64(m.id()).u32(m.port());
        } else if (message instanceof Message.BindFailed m) {
            out.type(4).u64(m.id()).text(m.reason());
        } else if (message instanceof Message.Closed m) {
            out.type(5).u64(m.id());
        } else if (message instanceof Message.Stopping m) {
            out.type(6).text(m.cause());
        } else if (message instanceof Message.ThreadsDumped) {
            out.type(7);
        } else if (message instanceof Message.Welcome m) {
            out.type(65).u32(m.workers()).flag(m.leader()).text(m.onShutdown()).text(m.log());
        } else if (message instanceof Message.Refused m) {
            out.type(66).text(m.reason());
        } else if (message instanceof Message.Grant m) {
            out.type(67).u64(m.id()).flag(m.kind() == Message.Grant.Kind.SHARED).u32(m.port());
        } else if (message instanceof Message.Stop m) {
            out.type(68).text(m.cause()).text(m.signal());
        } else if (message instanceof Message.Leader m) {
            out.type(69).flag(m.leader());
        } else if (message instanceof Message.Workers m) {
            out.type(70).u32(m.workers());
        } else if (message instanceof Message.DumpThreads) {
            out.type(71);
        } else {
            throw new IllegalArgumentException("no code for " + message);
        }
    }

    /**
     * Takes the next whole frame out of a buffer.
     *
     * @param in what has been received, ready to be read from; advanced past the frame
     * @return the message, or null while the frame is not complete
     * @throws ProtocolException if the bytes are no frame of this version
     */
    static Message decode(ByteBuffer in) throws ProtocolException {
        if (in.remaining() < HEADER) {
            return null;
        }
        int length = in.getInt(in.position());
        if (length < 1 || length > MAX_FRAME - HEADER) {
            throw new ProtocolException(
                    "a frame of %d bytes (1 to %d are possible)"
                            .formatted(Integer.toUnsignedLong(length), MAX_FRAME - HEADER));
        }
        if (in.remaining() < HEADER + length) {
            return null;
        }
        var frame = in.slice(in.position() + HEADER, length);
        in.position(in.position() + HEADER + length);
        int type = frame.get() & 0xff;
        try {
            var message = read(type, frame);
            if (frame.hasRemaining()) {
                throw new ProtocolException(
                        "%d bytes too many in a message of type %d"
                                .formatted(frame.remaining(), type));
            }
            return message;
        } catch (BufferUnderflowException e) {
            throw new ProtocolException("a message of type " + type + " that ends too early");
        } catch (CharacterCodingException e) {
            throw new ProtocolException("a text that is not UTF-8 in a message of type " + type);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("a message of type " + type + ": " + e.getMessage());
        }
    }

    private static Message read(int type, ByteBuffer in)
            throws ProtocolException, CharacterCodingException {
        return switch (type) {
            case 1 -> hello(in);
            case 2 ->
                    new Message.BindRequest(
                            in.getLong(), text(in), in.getInt(), in.getInt(), flag(in));
            case 3 -> new Message.Bound(in.getLong(), in.getInt());
            case 4 -> new Message.BindFailed(in.getLong(), text(in));
            case 5 -> new Message.Closed(in.getLong());
            case 6 -> new Message.Stopping(text(in));
            case 7 -> new Message.ThreadsDumped();
            case 65 -> new Message.Welcome(in.getInt(), flag(in), text(in), text(in));
            case 66 -> new Message.Refused(text(in));
            case 67 -> new Message.Grant(in.getLong(), kind(in), in.getInt());
            case 68 -> new Message.Stop(text(in), text(in));
            case 69 -> new Message.Leader(flag(in));
            case 70 -> new Message.Workers(in.getInt());
            case 71 -> new Message.DumpThreads();
            default -> throw new ProtocolException("a message of the unknown type " + type);
        };
    }

    private static Message hello(ByteBuffer in) throws ProtocolException, CharacterCodingException {
        int magic = in.getInt();
        if (magic != MAGIC) {
            throw new ProtocolException("a greeting that begins with %08x".formatted(magic));
        }
        int version = in.getShort() & 0xffff;
        if (version != VERSION) {
            throw new ProtocolException(
                    "link version %d, this is %d: clutch.jar was replaced by another version; stop the cluster and start it again"
                            .formatted(version, VERSION));
        }
        return new Message.Hello(new WorkerId(in.getInt(), in.getInt()), in.getLong(), text(in));
    }

    private static Message.Grant.Kind kind(ByteBuffer in) throws ProtocolException {
        return flag(in) ? Message.Grant.Kind.SHARED : Message.Grant.Kind.EXCLUSIVE;
    }

    private static boolean flag(ByteBuffer in) throws ProtocolException {
        return switch (in.get()) {
            case 0 -> false;
            case 1 -> true;
            default -> throw new ProtocolException("a flag that is neither 0 nor 1");
        };
    }

    private static String text(ByteBuffer in) throws CharacterCodingException {
        int length = in.getShort() & 0xffff;
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        var bytes = in.slice(in.position(), length);
        in.position(in.position() + length);
        return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    }
}
