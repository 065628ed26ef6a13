/*
 * The system calls that Java has no API for, for io.clutch.posix.SystemCalls.
 *
 * There is no C library here: calls go to the kernel directly, so that the same file works with glibc, musl and
 * whatever else a JVM may run on. Every function returns what the kernel returns: a result that is not negative, or
 * the negated errno. Arguments are checked in Java; here only what could harm memory.
 */
#include <jni.h>

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long size;

#if defined(__x86_64__)

enum {
    NR_read = 0, NR_write = 1, NR_close = 3, NR_rt_sigaction = 13, NR_rt_sigprocmask = 14, NR_ioctl = 16,
    NR_socket = 41, NR_sendmsg = 46, NR_recvmsg = 47, NR_shutdown = 48, NR_bind = 49, NR_listen = 50,
    NR_getsockname = 51, NR_getpeername = 52, NR_setsockopt = 54, NR_getsockopt = 55, NR_clone = 56, NR_execve = 59,
    NR_kill = 62, NR_fcntl = 72, NR_rt_sigtimedwait = 128, NR_getdents64 = 217, NR_exit_group = 231,
    NR_epoll_ctl = 233, NR_waitid = 247, NR_openat = 257, NR_dup3 = 292, NR_pipe2 = 293, NR_close_range = 436
};

#define EPOLL_PACKED __attribute__((packed))
#define O_DIRECTORY 0200000

static long call5(long number, long a, long b, long c, long d, long e)
{
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = e;
    long result;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8)
                     : "rcx", "r11", "memory");
    return result;
}

#elif defined(__aarch64__)

enum {
    NR_epoll_ctl = 21, NR_dup3 = 24, NR_fcntl = 25, NR_ioctl = 29, NR_openat = 56, NR_close = 57, NR_pipe2 = 59,
    NR_getdents64 = 61, NR_read = 63, NR_write = 64, NR_exit_group = 94, NR_waitid = 95, NR_kill = 129,
    NR_rt_sigaction = 134, NR_rt_sigprocmask = 135, NR_rt_sigtimedwait = 137, NR_socket = 198, NR_bind = 200,
    NR_listen = 201, NR_getsockname = 204, NR_getpeername = 205, NR_setsockopt = 208, NR_getsockopt = 209,
    NR_shutdown = 210, NR_sendmsg = 211, NR_recvmsg = 212, NR_clone = 220, NR_execve = 221, NR_close_range = 436
};

#define EPOLL_PACKED
#define O_DIRECTORY 040000

static long call5(long number, long a, long b, long c, long d, long e)
{
    register long x8 __asm__("x8") = number;
    register long x0 __asm__("x0") = a;
    register long x1 __asm__("x1") = b;
    register long x2 __asm__("x2") = c;
    register long x3 __asm__("x3") = d;
    register long x4 __asm__("x4") = e;
    __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4) : "memory");
    return x0;
}

#else
#error "clutch.c: x86-64 and aarch64 only"
#endif

#define CALL(name, a, b, c) call5(NR_##name, (long)(a), (long)(b), (long)(c), 0, 0)
#define CALL5(name, a, b, c, d, e) call5(NR_##name, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e))

enum {
    ENOENT = 2, EINTR = 4, EAGAIN = 11, EACCES = 13, EBUSY = 16, ENOTDIR = 20, EINVAL = 22,
    O_CLOEXEC = 02000000, AT_FDCWD = -100, F_SETFD = 2, FD_CLOEXEC = 1, F_DUPFD_CLOEXEC = 1030,
    CLOSE_RANGE_CLOEXEC = 4, SIG_SETMASK = 2, SIGCHLD = 17, LAST_SIGNAL = 64,
    P_ALL = 0, P_PID = 1, WNOHANG = 1, WEXITED = 4, WNOWAIT = 0x01000000, CLD_EXITED = 1,
    SOL_SOCKET = 1, SO_ATTACH_REUSEPORT_CBPF = 51, SCM_RIGHTS = 1,
    MSG_NOSIGNAL = 0x4000, MSG_CMSG_CLOEXEC = 0x40000000
};

struct iovec { void *base; size length; };

struct msghdr {
    void *name;
    int name_length;
    struct iovec *vectors;
    size vector_count;
    void *control;
    size control_length;
    u32 flags;
};

struct cmsghdr { size length; int level; int type; };

struct sock_fprog { u16 length; void *filter; };

struct EPOLL_PACKED epoll_event { u32 events; unsigned long data; };

struct dirent64 { unsigned long inode; long offset; u16 length; u8 type; char name[]; };

typedef unsigned long sigset; /* bit 0 is signal 1 */

struct sigaction { unsigned long handler; unsigned long flags; unsigned long restorer; sigset mask; };

struct siginfo { int number; int error; int code; int padding; int pid; u32 uid; int status; int rest[25]; };

/* The bytes of one message: more would be much for a thread's small stack. */
#define MESSAGE 8192
/* Room for the most descriptors that the kernel passes at once (253), and for other kinds of control data beside. */
#define CONTROL 2048
#define ADDRESS 128
#define OPTION 512
#define ALIGNED(length) (((length) + sizeof(size) - 1) & ~(sizeof(size) - 1))

/* The compiler may call these, wherever they come from. */
void *memcpy(void *to, const void *from, size count)
{
    for (size i = 0; i < count; i++) {
        ((u8 *)to)[i] = ((const u8 *)from)[i];
    }
    return to;
}

void *memset(void *to, int value, size count)
{
    for (size i = 0; i < count; i++) {
        ((u8 *)to)[i] = (u8)value;
    }
    return to;
}

static jint sys_close(JNIEnv *env, jclass self, jint fd)
{
    (void)env, (void)self;
    /* Not again after EINTR: the descriptor is closed then. */
    return (jint)CALL(close, fd, 0, 0);
}

static jint sys_dup3(JNIEnv *env, jclass self, jint from, jint onto, jint flags)
{
    (void)env, (void)self;
    long result;
    /* EBUSY: another thread is just opening that number. */
    do {
        result = CALL(dup3, from, onto, flags);
    } while (result == -EINTR || result == -EBUSY);
    return (jint)result;
}

static jint sys_fcntl(JNIEnv *env, jclass self, jint fd, jint command, jint argument)
{
    (void)env, (void)self;
    return (jint)CALL(fcntl, fd, command, argument);
}

static jint sys_ioctl(JNIEnv *env, jclass self, jint fd, jint request)
{
    (void)env, (void)self;
    int value[16] = {0};
    long result = CALL(ioctl, fd, (u32)request, value);
    return (jint)(result < 0 ? result : value[0]);
}

static jint sys_socket(JNIEnv *env, jclass self, jint domain, jint type, jint protocol)
{
    (void)env, (void)self;
    return (jint)CALL(socket, domain, type, protocol);
}

static jint sys_bind(JNIEnv *env, jclass self, jint fd, jbyteArray address)
{
    (void)self;
    u8 bytes[ADDRESS];
    jsize length = (*env)->GetArrayLength(env, address);
    if (length > ADDRESS) {
        return -EINVAL;
    }
    (*env)->GetByteArrayRegion(env, address, 0, length, (jbyte *)bytes);
    long result;
    do {
        result = CALL(bind, fd, bytes, length);
    } while (result == -EINTR);
    return (jint)result;
}

static jint sys_listen(JNIEnv *env, jclass self, jint fd, jint backlog)
{
    (void)env, (void)self;
    return (jint)CALL(listen, fd, backlog, 0);
}

static jint sys_shutdown(JNIEnv *env, jclass self, jint fd, jint how)
{
    (void)env, (void)self;
    return (jint)CALL(shutdown, fd, how, 0);
}

static jint name_of(JNIEnv *env, jbyteArray into, long number, jint fd)
{
    u8 bytes[ADDRESS];
    int length = ADDRESS;
    long result = call5(number, fd, (long)bytes, (long)&length, 0, 0);
    if (result < 0) {
        return (jint)result;
    }
    if (length < 0 || length > ADDRESS || length > (*env)->GetArrayLength(env, into)) {
        return -EINVAL;
    }
    (*env)->SetByteArrayRegion(env, into, 0, length, (jbyte *)bytes);
    return length;
}

static jint sys_getsockname(JNIEnv *env, jclass self, jint fd, jbyteArray into)
{
    (void)self;
    return name_of(env, into, NR_getsockname, fd);
}

static jint sys_getpeername(JNIEnv *env, jclass self, jint fd, jbyteArray into)
{
    (void)self;
    return name_of(env, into, NR_getpeername, fd);
}

/* An option that is any number: not negative where it is a result. */
static jlong sys_getsockoptInt(JNIEnv *env, jclass self, jint fd, jint level, jint name)
{
    (void)env, (void)self;
    /* SO_GET_FILTER counts its room in instructions of 8 bytes. */
    u32 value[OPTION / sizeof(u32)] = {0};
    int length = sizeof(u32);
    long result = CALL5(getsockopt, fd, level, name, value, &length);
    return result < 0 ? result : (jlong)value[0];
}

static jint sys_getsockopt(JNIEnv *env, jclass self, jint fd, jint level, jint name, jbyteArray into)
{
    (void)self;
    u8 bytes[OPTION] = {0};
    int length = (*env)->GetArrayLength(env, into);
    if (length > OPTION) {
        length = OPTION;
    }
    jsize room = length;
    long result = CALL5(getsockopt, fd, level, name, bytes, &length);
    if (result < 0) {
        return (jint)result;
    }
    if (length < 0 || length > room) {
        return -EINVAL;
    }
    (*env)->SetByteArrayRegion(env, into, 0, length, (jbyte *)bytes);
    return length;
}

static jint sys_setsockoptInt(JNIEnv *env, jclass self, jint fd, jint level, jint name, jint value)
{
    (void)env, (void)self;
    u8 bytes[OPTION] = {0};
    memcpy(bytes, &value, sizeof value);
    return (jint)CALL5(setsockopt, fd, level, name, bytes, sizeof value);
}

static jint sys_attachReuseport(JNIEnv *env, jclass self, jint fd, jbyteArray program)
{
    (void)self;
    jsize length = (*env)->GetArrayLength(env, program);
    if (length % 8 != 0 || length / 8 > 0xffff) {
        return -EINVAL;
    }
    jbyte *instructions = (*env)->GetByteArrayElements(env, program, 0);
    if (instructions == 0) {
        return -EINVAL; /* an OutOfMemoryError is pending */
    }
    struct sock_fprog filter = {(u16)(length / 8), instructions};
    long result = CALL5(setsockopt, fd, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, &filter, sizeof filter);
    (*env)->ReleaseByteArrayElements(env, program, instructions, JNI_ABORT);
    return (jint)result;
}

/* Gives the descriptors of a message to Java, and closes those for which there is no room. */
static void take(JNIEnv *env, u8 *control, size length, jintArray into)
{
    jsize room = (*env)->GetArrayLength(env, into) - 1;
    jint count = 0;
    size at = 0;
    while (at + sizeof(struct cmsghdr) <= length) {
        struct cmsghdr *header = (struct cmsghdr *)(control + at);
        if (header->length < sizeof *header || header->length > length - at) {
            break;
        }
        if (header->level == SOL_SOCKET && header->type == SCM_RIGHTS) {
            int *descriptors = (int *)(header + 1);
            size given = (header->length - sizeof *header) / sizeof(int);
            for (size i = 0; i < given; i++) {
                if (count < room) {
                    count++;
                    (*env)->SetIntArrayRegion(env, into, count, 1, &descriptors[i]);
                } else {
                    CALL(close, descriptors[i], 0, 0);
                }
            }
        }
        at += ALIGNED(header->length);
    }
    (*env)->SetIntArrayRegion(env, into, 0, 1, &count);
}

static jint sys_recvmsg(
    JNIEnv *env, jclass self, jint fd, jbyteArray into, jint offset, jint length, jintArray descriptors)
{
    (void)self;
    u8 bytes[MESSAGE];
    u8 control[CONTROL] __attribute__((aligned(8)));
    struct iovec vector = {bytes, length < 0 ? 0 : length > MESSAGE ? MESSAGE : (size)length};
    struct msghdr message;
    long result;
    do {
        memset(&message, 0, sizeof message);
        message.vectors = &vector;
        message.vector_count = 1;
        message.control = control;
        message.control_length = sizeof control;
        result = CALL(recvmsg, fd, &message, MSG_CMSG_CLOEXEC);
    } while (result == -EINTR);
    if (result < 0) {
        return (jint)result;
    }
    take(env, control, message.control_length, descriptors);
    (*env)->SetByteArrayRegion(env, into, offset, (jsize)result, (jbyte *)bytes);
    return (jint)result;
}

static jint sys_sendmsg(
    JNIEnv *env, jclass self, jint fd, jbyteArray from, jint offset, jint length, jint descriptor)
{
    (void)self;
    u8 bytes[MESSAGE];
    struct { struct cmsghdr header; int descriptor; int padding; } control;
    struct iovec vector = {bytes, length < 0 ? 0 : length > MESSAGE ? MESSAGE : (size)length};
    struct msghdr message;
    memset(&message, 0, sizeof message);
    message.vectors = &vector;
    message.vector_count = 1;
    if (descriptor >= 0) {
        control.header.length = sizeof control.header + sizeof control.descriptor;
        control.header.level = SOL_SOCKET;
        control.header.type = SCM_RIGHTS;
        control.descriptor = descriptor;
        control.padding = 0;
        message.control = &control;
        message.control_length = sizeof control;
    }
    (*env)->GetByteArrayRegion(env, from, offset, (jsize)vector.length, (jbyte *)bytes);
    if ((*env)->ExceptionCheck(env)) {
        return -EINVAL;
    }
    long result;
    do {
        result = CALL(sendmsg, fd, &message, MSG_NOSIGNAL);
    } while (result == -EINTR);
    return (jint)result;
}

/* The number that is all of a text, or -1. */
static jint number_in(const char *text)
{
    jint number = 0;
    if (*text == 0) {
        return -1;
    }
    for (; *text != 0; text++) {
        if (*text < '0' || *text > '9' || number > 100000000) {
            return -1;
        }
        number = number * 10 + (*text - '0');
    }
    return number;
}

/* Calls the function for every descriptor of this process, but not for the one that it looks with. */
static long each_descriptor(void (*function)(void *context, jint descriptor), void *context)
{
    u8 entries[2048] __attribute__((aligned(8)));
    long directory = CALL5(openat, AT_FDCWD, "/proc/self/fd", O_DIRECTORY | O_CLOEXEC, 0, 0);
    if (directory < 0) {
        return directory;
    }
    long length;
    while ((length = CALL(getdents64, directory, entries, sizeof entries)) > 0) {
        for (long at = 0; at < length;) {
            struct dirent64 *entry = (struct dirent64 *)(entries + at);
            jint descriptor = number_in(entry->name);
            if (descriptor >= 0 && descriptor != directory) {
                function(context, descriptor);
            }
            at += entry->length;
        }
    }
    CALL(close, directory, 0, 0);
    return length;
}

struct listing { JNIEnv *env; jintArray into; jint room; jint count; };

static void list_descriptor(void *context, jint descriptor)
{
    struct listing *listing = context;
    if (listing->count < listing->room) {
        (*listing->env)->SetIntArrayRegion(listing->env, listing->into, listing->count, 1, &descriptor);
    }
    listing->count++;
}

/* Writes as many of this process's descriptors as there is room for, and returns how many there are. */
static jint sys_descriptors(JNIEnv *env, jclass self, jintArray into)
{
    (void)self;
    struct listing listing = {env, into, (*env)->GetArrayLength(env, into), 0};
    long result = each_descriptor(list_descriptor, &listing);
    return result < 0 ? (jint)result : listing.count;
}

static jint sys_epollCtl(JNIEnv *env, jclass self, jint epoll, jint operation, jint fd, jint events, jlong data)
{
    (void)env, (void)self;
    struct epoll_event event = {(u32)events, (unsigned long)data};
    return (jint)CALL5(epoll_ctl, epoll, operation, fd, &event, 0);
}

static jint sys_kill(JNIEnv *env, jclass self, jint pid, jint number)
{
    (void)env, (void)self;
    return (jint)CALL(kill, pid, number, 0);
}

/*
 * Programs: three lists of strings, each with a null pointer at its end. The file to execute is the first of `paths`
 * that there is.
 */
struct program {
    jbyte *bytes;
    jlong *pointers;
    char **paths;
    char **arguments;
    char **environment;
};

static void release(JNIEnv *env, struct program *program, jbyteArray strings, jlongArray offsets)
{
    if (program->pointers != 0) {
        (*env)->ReleaseLongArrayElements(env, offsets, program->pointers, JNI_ABORT);
    }
    if (program->bytes != 0) {
        (*env)->ReleaseByteArrayElements(env, strings, program->bytes, JNI_ABORT);
    }
}

/*
 * Makes pointers of offsets into strings that each end with a zero byte; -1 ends a list. There is no allocator here,
 * so the pointers take the place of the offsets.
 */
static int point(JNIEnv *env, jbyteArray strings, jlongArray offsets, struct program *program)
{
    memset(program, 0, sizeof *program);
    jsize length = (*env)->GetArrayLength(env, strings);
    jsize count = (*env)->GetArrayLength(env, offsets);
    program->bytes = (*env)->GetByteArrayElements(env, strings, 0);
    program->pointers = program->bytes == 0 ? 0 : (*env)->GetLongArrayElements(env, offsets, 0);
    if (program->pointers == 0 || length == 0 || program->bytes[length - 1] != 0) {
        return 0;
    }
    int lists = 0;
    for (jsize i = 0; i < count; i++) {
        jlong offset = program->pointers[i];
        if (offset >= length) {
            return 0;
        }
        program->pointers[i] = offset < 0 ? 0 : (jlong)(program->bytes + offset);
        if (offset < 0) {
            char **next = (char **)(program->pointers + i + 1);
            lists++;
            program->arguments = lists == 1 ? next : program->arguments;
            program->environment = lists == 2 ? next : program->environment;
        }
    }
    program->paths = (char **)program->pointers;
    return lists == 3 && program->pointers[count - 1] == 0;
}

/* As execvp does it. Returns only if that fails, with the reason that says most. */
static long execute(const struct program *program)
{
    long reason = -ENOENT;
    for (char **path = program->paths; *path != 0; path++) {
        long result = CALL(execve, *path, program->arguments, program->environment);
        if (result == -EACCES) {
            reason = result;
        } else if (result != -ENOENT && result != -ENOTDIR) {
            return result;
        }
    }
    return reason;
}

static void close_on_execute(void *context, jint descriptor)
{
    (void)context;
    if (descriptor > 2) {
        CALL(fcntl, descriptor, F_SETFD, FD_CLOEXEC);
    }
}

/*
 * Becomes another program: the same process, its standard descriptors, and nothing else open. Returns only if that
 * fails; then everything is as it was, but that descriptors are marked to be closed.
 */
static jint sys_execute(JNIEnv *env, jclass self, jbyteArray strings, jlongArray offsets, jlong blocked)
{
    (void)self;
    struct program program;
    long result = -EINVAL;
    if (point(env, strings, offsets, &program)) {
        sigset mask = (sigset)blocked, before = 0;
        CALL5(rt_sigprocmask, SIG_SETMASK, &mask, &before, sizeof mask, 0);
        if (CALL(close_range, 3, ~0u, CLOSE_RANGE_CLOEXEC) < 0) {
            each_descriptor(close_on_execute, 0);
        }
        result = execute(&program);
        CALL5(rt_sigprocmask, SIG_SETMASK, &before, 0, sizeof mask, 0);
    }
    release(env, &program, strings, offsets);
    return (jint)result;
}

static void close_but_one(void *context, jint descriptor)
{
    if (descriptor > 2 && descriptor != *(jint *)context) {
        CALL(close, descriptor, 0, 0);
    }
}

/* The life of a new process until it executes its program. Its memory is a copy, and no other thread is in it. */
static __attribute__((noreturn)) void begin(
    const struct program *program, jint input, sigset blocked, sigset ignored, jint report)
{
    /* The JVM's handlers must not run here: all signals are blocked until they are gone. */
    for (int signal = 1; signal <= LAST_SIGNAL; signal++) {
        struct sigaction action = {ignored >> (signal - 1) & 1, 0, 0, 0};
        CALL5(rt_sigaction, signal, &action, 0, sizeof(sigset), 0);
    }
    /* Where standard descriptors are closed, what is used here may have one of their numbers. */
    jint failed = (jint)CALL(fcntl, report, F_DUPFD_CLOEXEC, 3);
    if (input == 0) {
        CALL(fcntl, 0, F_SETFD, 0);
    } else if (input > 0) {
        CALL(dup3, input, 0, 0);
    }
    if ((failed > 3 && CALL(close_range, 3, failed - 1, 0) < 0) || CALL(close_range, failed + 1, ~0u, 0) < 0) {
        each_descriptor(close_but_one, &failed);
    }
    CALL5(rt_sigprocmask, SIG_SETMASK, &blocked, 0, sizeof blocked, 0);
    int error = (int)-execute(program);
    CALL(write, failed, &error, sizeof error);
    for (;;) {
        CALL(exit_group, 127, 0, 0);
    }
}

static jint reap(jint pid, int options)
{
    struct siginfo info;
    long result;
    do {
        memset(&info, 0, sizeof info);
        result = CALL5(waitid, P_PID, pid, &info, WEXITED | options, 0);
    } while (result == -EINTR);
    if (result < 0) {
        return (jint)result;
    }
    if (info.pid == 0) {
        return -EAGAIN;
    }
    return info.code == CLD_EXITED ? info.status & 0xff : 128 + info.status;
}

/*
 * Starts a program in a new process: standard output and error are this one's, standard input is `input`, or this
 * one's if that is -1; nothing else is open.
 */
static jint sys_spawn(
    JNIEnv *env, jclass self, jbyteArray strings, jlongArray offsets, jint input, jlong blocked, jlong ignored)
{
    (void)self;
    struct program program;
    int report[2] = {-1, -1};
    long result = -EINVAL;
    if (point(env, strings, offsets, &program) && (result = CALL(pipe2, report, O_CLOEXEC, 0)) == 0) {
        sigset all = ~0ul, before = 0;
        CALL5(rt_sigprocmask, SIG_SETMASK, &all, &before, sizeof all, 0);
        result = CALL5(clone, SIGCHLD, 0, 0, 0, 0);
        if (result == 0) {
            begin(&program, input, (sigset)blocked, (sigset)ignored, report[1]);
        }
        CALL5(rt_sigprocmask, SIG_SETMASK, &before, 0, sizeof all, 0);
        CALL(close, report[1], 0, 0);
        int error = 0;
        long length = 0;
        /* The other end is closed when the program is executed, or the process dead. */
        while (result > 0 && (length = CALL(read, report[0], &error, sizeof error)) == -EINTR) {
        }
        CALL(close, report[0], 0, 0);
        if (length == sizeof error) {
            reap((jint)result, 0);
            result = -error;
        }
    }
    release(env, &program, strings, offsets);
    return (jint)result;
}

/* Waits until a child is dead, and returns its id; it stays a zombie. */
static jint sys_awaitDead(JNIEnv *env, jclass self)
{
    (void)env, (void)self;
    struct siginfo info;
    memset(&info, 0, sizeof info);
    long result = CALL5(waitid, P_ALL, 0, &info, WEXITED | WNOWAIT, 0);
    return (jint)(result < 0 ? result : info.pid);
}

/* The status of a dead child, as shells have it, and the end of the zombie. */
static jint sys_reap(JNIEnv *env, jclass self, jint pid)
{
    (void)env, (void)self;
    return reap(pid, WNOHANG);
}

/* Waits for one of the signals, which the caller's thread and all others block. */
static jint sys_awaitSignal(JNIEnv *env, jclass self, jlong signals)
{
    (void)env, (void)self;
    sigset set = (sigset)signals;
    return (jint)CALL5(rt_sigtimedwait, &set, 0, 0, sizeof set, 0);
}

/* Lets the system do with a signal what it does by default. */
static jint sys_resetSignal(JNIEnv *env, jclass self, jint signal)
{
    (void)env, (void)self;
    struct sigaction action = {0, 0, 0, 0};
    return (jint)CALL5(rt_sigaction, signal, &action, 0, sizeof(sigset), 0);
}

/* The two ends of a new pipe: to read from, to write to. */
static jint sys_pipe(JNIEnv *env, jclass self, jintArray into)
{
    (void)self;
    int ends[2];
    long result = CALL(pipe2, ends, O_CLOEXEC, 0);
    if (result == 0) {
        (*env)->SetIntArrayRegion(env, into, 0, 2, ends);
    }
    return (jint)result;
}

/* JNI reads fields that the JDK keeps to itself. A field that is not there leaves a NoSuchFieldError pending. */
static jfieldID field_of(JNIEnv *env, jobject object, jstring name, const char *type)
{
    char text[64];
    /* No character has more than three bytes there. */
    if (object == 0 || name == 0 || (*env)->GetStringLength(env, name) > (jsize)sizeof text / 3 - 1) {
        return 0;
    }
    memset(text, 0, sizeof text);
    (*env)->GetStringUTFRegion(env, name, 0, (*env)->GetStringLength(env, name), text);
    return (*env)->GetFieldID(env, (*env)->GetObjectClass(env, object), text, type);
}

static jobject jdk_impl(JNIEnv *env, jclass self, jobject socket, jstring name)
{
    (void)self;
    jfieldID field = field_of(env, socket, name, "Ljava/net/SocketImpl;");
    return field == 0 ? 0 : (*env)->GetObjectField(env, socket, field);
}

static jobject jdk_descriptor(JNIEnv *env, jclass self, jobject object, jstring name)
{
    (void)self;
    jfieldID field = field_of(env, object, name, "Ljava/io/FileDescriptor;");
    return field == 0 ? 0 : (*env)->GetObjectField(env, object, field);
}

static jint jdk_number(JNIEnv *env, jclass self, jobject object, jstring name)
{
    (void)self;
    jfieldID field = field_of(env, object, name, "I");
    return field == 0 ? -1 : (*env)->GetIntField(env, object, field);
}

#define METHOD(name, signature) {(char *)#name, (char *)signature, (void *)sys_##name}
#define FIELD(name, signature) {(char *)#name, (char *)signature, (void *)jdk_##name}

JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM *vm, void *reserved)
{
    (void)reserved;
    const JNINativeMethod methods[] = {
        METHOD(close, "(I)I"),
        METHOD(dup3, "(III)I"),
        METHOD(fcntl, "(III)I"),
        METHOD(ioctl, "(II)I"),
        METHOD(socket, "(III)I"),
        METHOD(bind, "(I[B)I"),
        METHOD(listen, "(II)I"),
        METHOD(shutdown, "(II)I"),
        METHOD(getsockname, "(I[B)I"),
        METHOD(getpeername, "(I[B)I"),
        METHOD(getsockoptInt, "(III)J"),
        METHOD(getsockopt, "(III[B)I"),
        METHOD(setsockoptInt, "(IIII)I"),
        METHOD(attachReuseport, "(I[B)I"),
        METHOD(recvmsg, "(I[BII[I)I"),
        METHOD(sendmsg, "(I[BIII)I"),
        METHOD(descriptors, "([I)I"),
        METHOD(epollCtl, "(IIIIJ)I"),
        METHOD(kill, "(II)I"),
        METHOD(execute, "([B[JJ)I"),
        METHOD(spawn, "([B[JIJJ)I"),
        METHOD(awaitDead, "()I"),
        METHOD(reap, "(I)I"),
        METHOD(awaitSignal, "(J)I"),
        METHOD(resetSignal, "(I)I"),
        METHOD(pipe, "([I)I"),
        FIELD(impl, "(Ljava/lang/Object;Ljava/lang/String;)Ljava/net/SocketImpl;"),
        FIELD(descriptor, "(Ljava/lang/Object;Ljava/lang/String;)Ljava/io/FileDescriptor;"),
        FIELD(number, "(Ljava/lang/Object;Ljava/lang/String;)I"),
    };
    JNIEnv *env = 0;
    if ((*vm)->GetEnv(vm, (void **)&env, JNI_VERSION_1_8) != JNI_OK) {
        return JNI_ERR;
    }
    jclass calls = (*env)->FindClass(env, "io/clutch/posix/SystemCalls");
    if (calls == 0 || (*env)->RegisterNatives(env, calls, methods, sizeof methods / sizeof *methods) != JNI_OK) {
        return JNI_ERR;
    }
    return JNI_VERSION_1_8;
}
