package io.clutch.posix;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;

/**
 * System calls on file descriptors, which Java has no API for. Whoever has one of these knows that
 * the native library is loaded: {@link NativeLibrary} makes it.
 *
 * <p>Descriptors are the kernel's numbers. Nothing here keeps one open: whoever passes a number
 * sees to it that it is still the file that is meant. Every method throws {@link
 * IllegalArgumentException}, {@link IndexOutOfBoundsException} or {@link NullPointerException} for
 * arguments that make no sense, and {@link PosixException} if the kernel refuses. Calls that a
 * signal interrupts are repeated. Safe for use by several threads.
 */
public final class Posix {

    /** Internet addresses of 4 bytes. */
    public static final int AF_INET = 2;

    /** Internet addresses of 16 bytes. */
    public static final int AF_INET6 = 10;

    /** Addresses in the file system. */
    public static final int AF_UNIX = 1;

    /** A type of socket: a connection. */
    public static final int SOCK_STREAM = 1;

    /** What {@link #shutdown} ends: reading. */
    public static final int SHUT_RD = 0;

    /** What {@link #shutdown} ends: writing. */
    public static final int SHUT_WR = 1;

    /** What {@link #shutdown} ends: both. */
    public static final int SHUT_RDWR = 2;

    /** The level of a socket's general options. */
    public static final int SOL_SOCKET = 1;

    /** {@link #SOL_SOCKET}: an address may be bound again at once. */
    public static final int SO_REUSEADDR = 2;

    /** {@link #SOL_SOCKET}: what is wrong with the socket; reading it resets it. */
    public static final int SO_ERROR = 4;

    /** {@link #SOL_SOCKET}: several sockets may listen on one address. */
    public static final int SO_REUSEPORT = 15;

    /** {@link #SOL_SOCKET}: 1 for a socket that listens; read only. */
    public static final int SO_ACCEPTCONN = 30;

    /** {@link #SOL_SOCKET}: the type of the socket; read only. */
    public static final int SO_TYPE = 3;

    /** {@link #SOL_SOCKET}: the address family; read only. */
    public static final int SO_DOMAIN = 39;

    /** {@link #SOL_SOCKET}: the interface that packets must come from. */
    public static final int SO_BINDTOIFINDEX = 62;

    /** The level of the options of IPv6. */
    public static final int IPPROTO_IPV6 = 41;

    /** {@link #IPPROTO_IPV6}: 1 if the socket has no packets of IPv4. */
    public static final int IPV6_V6ONLY = 26;

    /** The level of the options of TCP. */
    public static final int IPPROTO_TCP = 6;

    /** {@link #epoll}: watches a descriptor. */
    public static final int EPOLL_CTL_ADD = 1;

    /** {@link #epoll}: watches a descriptor no more. */
    public static final int EPOLL_CTL_DEL = 2;

    /** {@link #epoll}: watches a descriptor for something else. */
    public static final int EPOLL_CTL_MOD = 3;

    private static final int SO_DETACH_REUSEPORT_BPF = 68;
    private static final int TCP_INFO = 11;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int O_CLOEXEC = 0x80000;
    private static final int O_NONBLOCK = 0x800;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int SIOCINQ = 0x541B;
    private static final int SIOCOUTQ = 0x5411;
    private static final int STANDARD_DESCRIPTORS = 3;
    private static final int LONGEST_ADDRESS = 128;
    private static final int INSTRUCTION = 8;
    private static final int MOST_INSTRUCTIONS = 4096;
    private static final int LAST_SIGNAL = 64;

    /** For {@link NativeLibrary}, once it is loaded. */
    Posix() {}

    /**
     * Returns the descriptor of one of the JDK's sockets or network channels. It stays the socket's
     * own: it is not to be closed, and means something else once the socket is closed.
     *
     * @throws IOException if it is closed, has no descriptor (yet), or is none of the JDK's own
     */
    public int descriptorOf(Object socket) throws IOException {
        return SocketDescriptor.of(Objects.requireNonNull(socket));
    }

    /**
     * Receives bytes, and descriptors that came with them, from a Unix-domain stream socket. At
     * most 8 KiB come at once.
     *
     * @param descriptors takes at index 0 how many descriptors came, after that the descriptors;
     *     those that have no room in it are closed
     * @param length 1 or more
     * @return how many bytes came; 0 if there are none now and the socket does not block; -1 at the
     *     end
     */
    public int receive(int socket, byte[] into, int offset, int length, int[] descriptors)
            throws PosixException {
        requireDescriptor(socket);
        requirePart(into, offset, length);
        if (descriptors.length < 1) {
            throw new IllegalArgumentException("no room for the number of descriptors");
        }
        descriptors[0] = 0;
        int result = SystemCalls.recvmsg(socket, into, offset, length, descriptors);
        if (result == 0) {
            return -1;
        }
        return wouldBlock(result) ? 0 : check("recvmsg", result);
    }

    /**
     * Sends bytes, and a descriptor with them, to a Unix-domain stream socket. The descriptor goes
     * with the first byte; the receiver gets a duplicate. At most 8 KiB go at once.
     *
     * @param length 1 or more
     * @param descriptor -1 for none
     * @return how many bytes went; 0 if there is no room now and the socket does not block: then
     *     the descriptor did not go either
     */
    public int send(int socket, byte[] from, int offset, int length, int descriptor)
            throws PosixException {
        requireDescriptor(socket);
        requirePart(from, offset, length);
        if (descriptor < -1) {
            throw new IllegalArgumentException("descriptor to send: " + descriptor);
        }
        int result = SystemCalls.sendmsg(socket, from, offset, length, descriptor);
        return wouldBlock(result) ? 0 : check("sendmsg", result);
    }

    /** Returns a new descriptor of the same open file; 3 or more, and closed by {@code exec}. */
    public int duplicate(int fd) throws PosixException {
        requireDescriptor(fd);
        return check("fcntl", SystemCalls.fcntl(fd, F_DUPFD_CLOEXEC, STANDARD_DESCRIPTORS));
    }

    /**
     * Makes one descriptor refer to the open file of another, in one step; what it referred to
     * before is closed.
     *
     * @param from stays open
     * @param onto is another number
     */
    public void replace(int from, int onto) throws PosixException {
        requireDescriptor(from);
        requireDescriptor(onto);
        check("dup3", SystemCalls.dup3(from, onto, O_CLOEXEC));
    }

    /** Closes a descriptor. */
    public void close(int fd) throws PosixException {
        requireDescriptor(fd);
        check("close", SystemCalls.close(fd));
    }

    /** Returns whether the open file is one that does not block. */
    public boolean isNonBlocking(int fd) throws PosixException {
        return (flags(fd) & O_NONBLOCK) != 0;
    }

    /** Sets whether the open file blocks; holds for everybody who has a duplicate of it. */
    public void nonBlocking(int fd, boolean on) throws PosixException {
        int flags = flags(fd);
        int wanted = on ? flags | O_NONBLOCK : flags & ~O_NONBLOCK;
        check("fcntl", SystemCalls.fcntl(fd, F_SETFL, wanted));
    }

    private static int flags(int fd) throws PosixException {
        requireDescriptor(fd);
        return check("fcntl", SystemCalls.fcntl(fd, F_GETFL, 0));
    }

    /** Returns a new socket, which {@code exec} closes. */
    public int socket(int domain, int type, int protocol) throws PosixException {
        return check("socket", SystemCalls.socket(domain, type | SOCK_CLOEXEC, protocol));
    }

    /**
     * Binds a socket.
     *
     * @param address as {@link SocketAddresses} makes it
     */
    public void bind(int fd, byte[] address) throws PosixException {
        requireDescriptor(fd);
        if (address.length < 2 || address.length > LONGEST_ADDRESS) {
            throw new IllegalArgumentException(
                    "an address has 2 to %d bytes, not %d"
                            .formatted(LONGEST_ADDRESS, address.length));
        }
        check("bind", SystemCalls.bind(fd, address));
    }

    /** Lets a socket listen; if it does already, sets its backlog. */
    public void listen(int fd, int backlog) throws PosixException {
        requireDescriptor(fd);
        check("listen", SystemCalls.listen(fd, backlog));
    }

    /** Ends reading, writing or both, for everybody who has a duplicate of the socket. */
    public void shutdown(int fd, int how) throws PosixException {
        requireDescriptor(fd);
        check("shutdown", SystemCalls.shutdown(fd, how));
    }

    /** Returns the address that the socket is bound to, for {@link SocketAddresses}. */
    public byte[] localAddress(int fd) throws PosixException {
        requireDescriptor(fd);
        byte[] address = new byte[LONGEST_ADDRESS];
        return Arrays.copyOf(address, check("getsockname", SystemCalls.getsockname(fd, address)));
    }

    /** Returns the address that the socket is connected to, for {@link SocketAddresses}. */
    public byte[] peerAddress(int fd) throws PosixException {
        requireDescriptor(fd);
        byte[] address = new byte[LONGEST_ADDRESS];
        return Arrays.copyOf(address, check("getpeername", SystemCalls.getpeername(fd, address)));
    }

    /** Returns an option of a socket that is a number. */
    public int option(int fd, int level, int name) throws PosixException {
        requireDescriptor(fd);
        long result = SystemCalls.getsockoptInt(fd, level, name);
        if (result < 0) {
            throw new PosixException("getsockopt", (int) -result);
        }
        return (int) result;
    }

    /** Sets an option of a socket that is a number. */
    public void option(int fd, int level, int name, int value) throws PosixException {
        requireDescriptor(fd);
        check("setsockopt", SystemCalls.setsockoptInt(fd, level, name, value));
    }

    /**
     * Has a program decide which socket of a group (SO_REUSEPORT) gets a new connection, in place
     * of the program before it, if any.
     *
     * @param fd a socket of the group
     * @param program classic BPF: 1 to 4096 instructions of 8 bytes, in the machine's byte order
     */
    public void attachReuseportProgram(int fd, byte[] program) throws PosixException {
        requireDescriptor(fd);
        if (program.length == 0
                || program.length % INSTRUCTION != 0
                || program.length / INSTRUCTION > MOST_INSTRUCTIONS) {
            throw new IllegalArgumentException(
                    "a program has 1 to %d instructions of %d bytes, not %d bytes"
                            .formatted(MOST_INSTRUCTIONS, INSTRUCTION, program.length));
        }
        check("setsockopt(SO_ATTACH_REUSEPORT_CBPF)", SystemCalls.attachReuseport(fd, program));
    }

    /** Takes the program away from a group; {@code ENOENT} if there is none. */
    public void detachReuseportProgram(int fd) throws PosixException {
        requireDescriptor(fd);
        check(
                "setsockopt(SO_DETACH_REUSEPORT_BPF)",
                SystemCalls.setsockoptInt(fd, SOL_SOCKET, SO_DETACH_REUSEPORT_BPF, 0));
    }

    /**
     * Reads what the kernel knows about a TCP socket.
     *
     * @param into takes it, as far as there is room; for {@link TcpInfo}
     * @return how many bytes there are now in it
     */
    public int tcpInfo(int fd, byte[] into) throws PosixException {
        requireDescriptor(fd);
        Objects.requireNonNull(into);
        return check(
                "getsockopt(TCP_INFO)", SystemCalls.getsockopt(fd, IPPROTO_TCP, TCP_INFO, into));
    }

    /** Returns what the kernel knows about a TCP socket. */
    public TcpInfo tcpInfo(int fd) throws PosixException {
        byte[] bytes = new byte[TcpInfo.SIZE];
        return TcpInfo.of(bytes, tcpInfo(fd, bytes));
    }

    /** Returns how many bytes wait in the socket for being read. */
    public int unread(int fd) throws PosixException {
        requireDescriptor(fd);
        return check("ioctl(SIOCINQ)", SystemCalls.ioctl(fd, SIOCINQ));
    }

    /** Returns how many bytes the peer has not acknowledged, or that have not been sent yet. */
    public int unsent(int fd) throws PosixException {
        requireDescriptor(fd);
        return check("ioctl(SIOCOUTQ)", SystemCalls.ioctl(fd, SIOCOUTQ));
    }

    /** Returns the descriptors that this process has open, in no order. */
    public int[] descriptors() throws PosixException {
        int[] found = new int[256];
        int count = check("getdents64(/proc/self/fd)", SystemCalls.descriptors(found));
        while (count > found.length) {
            found = new int[count + count / 4];
            count = check("getdents64(/proc/self/fd)", SystemCalls.descriptors(found));
        }
        return Arrays.copyOf(found, count);
    }

    /**
     * Changes what an epoll descriptor watches.
     *
     * @param operation {@link #EPOLL_CTL_ADD}, {@link #EPOLL_CTL_MOD} or {@link #EPOLL_CTL_DEL}
     * @param events the kernel's bits
     * @param data what the events carry
     */
    public void epoll(int epfd, int operation, int fd, int events, long data)
            throws PosixException {
        requireDescriptor(epfd);
        requireDescriptor(fd);
        check("epoll_ctl", SystemCalls.epollCtl(epfd, operation, fd, events, data));
    }

    /**
     * Sends a signal to one process.
     *
     * @param pid 1 or more: no process groups
     * @param number 0 only asks whether that is possible
     */
    public void signal(int pid, int number) throws PosixException {
        if (pid < 1) {
            throw new IllegalArgumentException("process id: " + pid);
        }
        if (number < 0 || number > LAST_SIGNAL) {
            throw new IllegalArgumentException("signal: " + number);
        }
        check("kill", SystemCalls.kill(pid, number));
    }

    /** Returns the system calls on processes. */
    public Processes processes() {
        return new Processes();
    }

    private static void requireDescriptor(int fd) {
        if (fd < 0) {
            throw new IllegalArgumentException("descriptor: " + fd);
        }
    }

    private static void requirePart(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            throw new IllegalArgumentException("length: 0");
        }
    }

    private static boolean wouldBlock(int result) {
        return result == -Errno.EAGAIN.number();
    }

    static int check(String call, int result) throws PosixException {
        if (result < 0) {
            throw new PosixException(call, -result);
        }
        return result;
    }
}
