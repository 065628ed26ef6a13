package io.clutch.posix;

import java.io.FileDescriptor;
import java.net.SocketImpl;

/**
 * The functions of {@code clutch.c}, which registers them when it is loaded. They return what the
 * kernel returns: a result that is not negative, or the negated errno. {@link Posix} checks what
 * goes in.
 */
final class SystemCalls {

    private SystemCalls() {}

    static native int close(int fd);

    static native int dup3(int from, int onto, int flags);

    static native int fcntl(int fd, int command, int argument);

    /** A request whose answer is a number. */
    static native int ioctl(int fd, int request);

    static native int socket(int domain, int type, int protocol);

    static native int bind(int fd, byte[] address);

    static native int listen(int fd, int backlog);

    static native int shutdown(int fd, int how);

    static native int getsockname(int fd, byte[] into);

    static native int getpeername(int fd, byte[] into);

    /** An option of four bytes, as an unsigned number. */
    static native long getsockoptInt(int fd, int level, int name);

    static native int getsockopt(int fd, int level, int name, byte[] into);

    static native int setsockoptInt(int fd, int level, int name, int value);

    static native int attachReuseport(int fd, byte[] program);

    static native int recvmsg(int fd, byte[] into, int offset, int length, int[] descriptors);

    static native int sendmsg(int fd, byte[] from, int offset, int length, int descriptor);

    static native int descriptors(int[] into);

    static native int epollCtl(int epoll, int operation, int fd, int events, long data);

    static native int kill(int pid, int number);

    /** Three lists in one: paths, arguments, environment; signal 1 is bit 0. */
    static native int execute(byte[] strings, long[] offsets, long blocked);

    /** As {@link #execute}, in a new process. */
    static native int spawn(byte[] strings, long[] offsets, int input, long blocked, long ignored);

    static native int awaitDead();

    static native int reap(int pid);

    static native int awaitSignal(long signals);

    static native int resetSignal(int signal);

    static native int pipe(int[] into);

    /**
     * Returns what the field of that name holds.
     *
     * @throws NoSuchFieldError if the object has none of that name and type
     */
    static native SocketImpl impl(Object socket, String field);

    /**
     * Returns what the field of that name holds.
     *
     * @throws NoSuchFieldError if the object has none of that name and type
     */
    static native FileDescriptor descriptor(Object holder, String field);

    /**
     * Returns what the field of that name holds.
     *
     * @throws NoSuchFieldError if the object has none of that name and type
     */
    static native int number(Object holder, String field);
}
