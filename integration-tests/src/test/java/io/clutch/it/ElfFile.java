package io.clutch.it;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A shared library for Linux, 64 bits, little-endian: as much of it as tells what it needs. */
final class ElfFile {

    static final int X86_64 = 62;
    static final int AARCH64 = 183;

    private static final int MAGIC = 0x464C457F;
    private static final int SHARED_OBJECT = 3;
    private static final int SECTION_SIZE = 64;
    private static final int DYNAMIC_SYMBOLS = 11;
    private static final int DYNAMIC = 6;
    private static final int NEEDED = 1;
    private static final int SYMBOL_SIZE = 24;
    private static final int PROGRAM_HEADER_SIZE = 56;
    private static final int STACK = 0x6474e551;
    private static final int EXECUTABLE = 1;

    private final ByteBuffer bytes;

    ElfFile(byte[] bytes) throws IOException {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (this.bytes.getInt(0) != MAGIC || this.bytes.getShort(16) != SHARED_OBJECT) {
            throw new IOException("not a shared library");
        }
    }

    /** The machine that it is for. */
    int machine() {
        return bytes.getShort(18);
    }

    /** How many other libraries it needs. */
    int needed() {
        int count = 0;
        for (var section : sections(DYNAMIC)) {
            for (int at = 0; at < section.size(); at += 16) {
                count += bytes.getLong(section.offset() + at) == NEEDED ? 1 : 0;
            }
        }
        return count;
    }

    /** The symbols that somebody else has to define. */
    List<String> undefined() {
        return symbols(false);
    }

    /** The symbols that it defines for others. */
    List<String> defined() {
        return symbols(true);
    }

    /** Whether it wants a stack that code can run on, which a JVM would not like. */
    boolean wantsExecutableStack() {
        int start = (int) bytes.getLong(32);
        for (int i = 0; i < bytes.getShort(56); i++) {
            int at = start + i * PROGRAM_HEADER_SIZE;
            if (bytes.getInt(at) == STACK) {
                return (bytes.getInt(at + 4) & EXECUTABLE) != 0;
            }
        }
        return true;
    }

    private List<String> symbols(boolean defined) {
        List<String> names = new ArrayList<>();
        for (var section : sections(DYNAMIC_SYMBOLS)) {
            int strings = section(section.link()).offset();
            // The first one is always empty.
            for (int at = SYMBOL_SIZE; at < section.size(); at += SYMBOL_SIZE) {
                int symbol = section.offset() + at;
                var name = text(strings + bytes.getInt(symbol));
                if (!name.isEmpty() && bytes.getShort(symbol + 6) != 0 == defined) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    private String text(int at) {
        var text = new StringBuilder();
        for (int i = at; bytes.get(i) != 0; i++) {
            text.append((char) bytes.get(i));
        }
        return text.toString();
    }

    private record Section(int type, int offset, int size, int link) {}

    private List<Section> sections(int type) {
        List<Section> found = new ArrayList<>();
        for (int i = 0; i < bytes.getShort(60); i++) {
            if (section(i).type() == type) {
                found.add(section(i));
            }
        }
        return found;
    }

    private Section section(int index) {
        int at = (int) bytes.getLong(40) + index * SECTION_SIZE;
        return new Section(
                bytes.getInt(at + 4),
                (int) bytes.getLong(at + 24),
                (int) bytes.getLong(at + 32),
                bytes.getInt(at + 40));
    }
}
