/*
 * Runs the functions of clutch.c without a JVM and without a C library, on every machine that is emulated here: that
 * their numbers and structures are right for it. Ends with status 0, or with the line of the check that failed.
 */
#include "clutch.c"

struct array { int length; void *elements; };

static jsize JNICALL length_of(JNIEnv *env, jarray array)
{
    (void)env;
    return ((struct array *)array)->length;
}

static void JNICALL get_bytes(JNIEnv *env, jbyteArray array, jsize start, jsize count, jbyte *into)
{
    (void)env;
    memcpy(into, (jbyte *)((struct array *)array)->elements + start, (size)count);
}

static void JNICALL set_bytes(JNIEnv *env, jbyteArray array, jsize start, jsize count, const jbyte *from)
{
    (void)env;
    memcpy((jbyte *)((struct array *)array)->elements + start, from, (size)count);
}

static void JNICALL set_ints(JNIEnv *env, jintArray array, jsize start, jsize count, const jint *from)
{
    (void)env;
    memcpy((jint *)((struct array *)array)->elements + start, from, (size)count * sizeof(jint));
}

static jbyte *JNICALL elements_of(JNIEnv *env, jbyteArray array, jboolean *copied)
{
    (void)env, (void)copied;
    return ((struct array *)array)->elements;
}

static void JNICALL release_bytes(JNIEnv *env, jbyteArray array, jbyte *elements, jint mode)
{
    (void)env, (void)array, (void)elements, (void)mode;
}

static jlong *JNICALL longs_of(JNIEnv *env, jlongArray array, jboolean *copied)
{
    (void)env, (void)copied;
    return ((struct array *)array)->elements;
}

static void JNICALL release_longs(JNIEnv *env, jlongArray array, jlong *elements, jint mode)
{
    (void)env, (void)array, (void)elements, (void)mode;
}

static jboolean JNICALL nothing_thrown(JNIEnv *env)
{
    (void)env;
    return JNI_FALSE;
}

#if defined(__x86_64__)
enum { NR_getpid = 39, NR_socketpair = 53, NR_epoll_create1 = 291, NR_epoll_pwait = 281 };
#else
enum { NR_getpid = 172, NR_socketpair = 199, NR_epoll_create1 = 20, NR_epoll_pwait = 22 };
#endif

#define CHECK(condition) do { if (!(condition)) { return __LINE__; } } while (0)
#define ARRAY(name, variable) struct array name = {sizeof variable / sizeof *variable, variable}

static struct JNINativeInterface_ functions;

static int check_sockets(JNIEnv *env)
{
    u8 bytes[128] = {2, 0, 0, 0, 127, 0, 0, 1}, info[512];
    ARRAY(name, bytes);
    ARRAY(information, info);
    struct array address = {16, bytes};
    int fd = sys_socket(env, 0, 2, 1 | O_CLOEXEC, 0);
    CHECK(fd >= 0);
    CHECK(sys_setsockoptInt(env, 0, fd, SOL_SOCKET, 15, 1) == 0);
    CHECK(sys_getsockoptInt(env, 0, fd, SOL_SOCKET, 15) == 1);
    CHECK(sys_bind(env, 0, fd, (jbyteArray)&address) == 0);
    CHECK(sys_listen(env, 0, fd, 6) == 0);
    CHECK(sys_getsockname(env, 0, fd, (jbyteArray)&name) == 16);
    CHECK(bytes[0] == 2 && bytes[4] == 127 && (bytes[2] | bytes[3]) != 0);
    CHECK(sys_getpeername(env, 0, fd, (jbyteArray)&name) == -107);
    int length = sys_getsockopt(env, 0, fd, 6, 11, (jbyteArray)&information);
    /* An emulator may think that every option has four bytes. */
    CHECK(length == 4 || (length >= 104 && info[28] == 6));
    CHECK(info[0] == 10);
    CHECK(sys_bind(env, 0, fd, (jbyteArray)&address) == -EINVAL);
    CHECK(sys_fcntl(env, 0, fd, 4, 04000) == 0);
    CHECK((sys_fcntl(env, 0, fd, 3, 0) & 04000) != 0);
    int copy = sys_fcntl(env, 0, fd, 1030, 200);
    CHECK(copy >= 200);
    CHECK(sys_dup3(env, 0, fd, 300, O_CLOEXEC) == 300);
    CHECK(sys_dup3(env, 0, fd, fd, O_CLOEXEC) == -EINVAL);
    CHECK(sys_shutdown(env, 0, fd, 0) == 0);
    CHECK(sys_close(env, 0, copy) == 0);
    CHECK(sys_close(env, 0, copy) == -9);
    CHECK(sys_close(env, 0, 300) == 0);
    CHECK(sys_close(env, 0, fd) == 0);
    return 0;
}

static int check_program(JNIEnv *env)
{
    u8 instruction[8] = {6};
    u8 bytes[16] = {2, 0, 0, 0, 127, 0, 0, 1};
    ARRAY(program, instruction);
    ARRAY(address, bytes);
    int fd = sys_socket(env, 0, 2, 1, 0);
    CHECK(sys_setsockoptInt(env, 0, fd, SOL_SOCKET, 15, 1) == 0);
    CHECK(sys_bind(env, 0, fd, (jbyteArray)&address) == 0);
    CHECK(sys_listen(env, 0, fd, 6) == 0);
    int result = sys_attachReuseport(env, 0, fd, (jbyteArray)&program);
    /* An emulator may not know this option. */
    CHECK(result == 0 || result == -92 || result == -95);
    CHECK(sys_close(env, 0, fd) == 0);
    return 0;
}

static int check_messages(JNIEnv *env)
{
    int pair[2], taken[3] = {0};
    u8 sent[5] = {1, 2, 3, 4, 5}, got[9] = {0};
    ARRAY(from, sent);
    ARRAY(into, got);
    ARRAY(descriptors, taken);
    CHECK(CALL5(socketpair, 1, 1 | 04000, 0, pair, 0) == 0);
    CHECK(sys_recvmsg(env, 0, pair[1], (jbyteArray)&into, 0, 9, (jintArray)&descriptors) == -11);
    CHECK(sys_sendmsg(env, 0, pair[0], (jbyteArray)&from, 1, 4, pair[0]) == 4);
    CHECK(sys_ioctl(env, 0, pair[1], 0x541B) == 4);
    CHECK(sys_recvmsg(env, 0, pair[1], (jbyteArray)&into, 2, 7, (jintArray)&descriptors) == 4);
    CHECK(got[1] == 0 && got[2] == 2 && got[5] == 5 && got[6] == 0);
    CHECK(taken[0] == 1 && taken[1] > pair[1] && taken[2] == 0);
    CHECK((sys_fcntl(env, 0, taken[1], 1, 0) & 1) == 1);
    CHECK(sys_close(env, 0, taken[1]) == 0);
    CHECK(sys_close(env, 0, pair[0]) == 0);
    CHECK(sys_sendmsg(env, 0, pair[1], (jbyteArray)&from, 0, 4, -1) == -32);
    CHECK(sys_recvmsg(env, 0, pair[1], (jbyteArray)&into, 0, 9, (jintArray)&descriptors) == 0);
    CHECK(sys_close(env, 0, pair[1]) == 0);
    return 0;
}

static int check_rest(JNIEnv *env)
{
    int pair[2], numbers[100];
    struct epoll_event event = {0, 0};
    ARRAY(found, numbers);
    CHECK(CALL5(socketpair, 1, 1, 0, pair, 0) == 0);
    int count = sys_descriptors(env, 0, (jintArray)&found);
    CHECK(count >= 2 && count < 100);
    int seen = 0;
    for (int i = 0; i < count; i++) {
        seen += numbers[i] == pair[0] || numbers[i] == pair[1];
    }
    CHECK(seen == 2);
    int epoll = (int)CALL(epoll_create1, 0, 0, 0);
    CHECK(sys_epollCtl(env, 0, epoll, 1, pair[0], 4, 0x1122334455667788) == 0);
    CHECK(CALL5(epoll_pwait, epoll, &event, 1, 1000, 0) == 1);
    CHECK(event.events == 4 && event.data == 0x1122334455667788);
    CHECK(sys_epollCtl(env, 0, epoll, 2, pair[0], 0, 0) == 0);
    CHECK(sys_kill(env, 0, 1 << 30, 0) == -3);
    return 0;
}

/* Runs a shell's command, after a path that does not exist. */
static int spawn(JNIEnv *env, char *strings, int length, int input)
{
    struct array bytes = {length, strings};
    long starts[] = {0, 5, -1, 13, 16, 19, -1, 13, -1};
    ARRAY(offsets, starts);
    return sys_spawn(env, 0, (jbyteArray)&bytes, (jlongArray)&offsets, input, 1 << 14, 1 << 9);
}

#define SHELL(command) "/no\0\0/bin/sh\0sh\0-c\0" command

static int check_processes(JNIEnv *env)
{
    char ends[] = SHELL("exit 7"), dies[] = SHELL("kill -9 $$"), reads[] = SHELL("read x; exit $x");
    char none[] = "/no\0/none\0\0\0sh\0-c\0true";
    int pipe[2], pids[3];
    ARRAY(ends_of_pipe, pipe);
    CHECK(spawn(env, none, sizeof none, -1) == -ENOENT);
    CHECK(sys_awaitDead(env, 0) == -10);
    CHECK((pids[0] = spawn(env, ends, sizeof ends, -1)) > 0);
    CHECK(sys_awaitDead(env, 0) == pids[0]);
    CHECK(sys_awaitDead(env, 0) == pids[0]);
    CHECK(sys_reap(env, 0, pids[0]) == 7);
    CHECK(sys_reap(env, 0, pids[0]) == -10);
    CHECK((pids[1] = spawn(env, dies, sizeof dies, -1)) > 0);
    CHECK(sys_awaitDead(env, 0) == pids[1]);
    CHECK(sys_reap(env, 0, pids[1]) == 128 + 9);
    CHECK(sys_pipe(env, 0, (jintArray)&ends_of_pipe) == 0);
    CHECK((pids[2] = spawn(env, reads, sizeof reads, pipe[0])) > 0);
    CHECK(sys_reap(env, 0, pids[2]) == -EAGAIN);
    CHECK(CALL(write, pipe[1], "5\n", 2) == 2);
    CHECK(sys_awaitDead(env, 0) == pids[2]);
    CHECK(sys_reap(env, 0, pids[2]) == 5);
    CHECK(sys_close(env, 0, pipe[0]) == 0 && sys_close(env, 0, pipe[1]) == 0);
    return 0;
}

static int check_signals(JNIEnv *env)
{
    sigset term = 1 << 14;
    CHECK(CALL5(rt_sigprocmask, 0, &term, 0, sizeof term, 0) == 0);
    CHECK(sys_kill(env, 0, (jint)CALL(getpid, 0, 0, 0), 15) == 0);
    CHECK(sys_awaitSignal(env, 0, (jlong)term) == 15);
    CHECK(sys_resetSignal(env, 0, 17) == 0);
    CHECK(sys_resetSignal(env, 0, 9) == -EINVAL);
    return 0;
}

__attribute__((used)) static void run(void)
{
    functions.GetArrayLength = length_of;
    functions.GetByteArrayRegion = get_bytes;
    functions.SetByteArrayRegion = set_bytes;
    functions.SetIntArrayRegion = set_ints;
    functions.GetByteArrayElements = elements_of;
    functions.ReleaseByteArrayElements = release_bytes;
    functions.GetLongArrayElements = longs_of;
    functions.ReleaseLongArrayElements = release_longs;
    functions.ExceptionCheck = nothing_thrown;
    JNIEnv table = &functions;
    int line = check_sockets(&table);
    line = line ? line : check_program(&table);
    line = line ? line : check_messages(&table);
    line = line ? line : check_rest(&table);
    line = line ? line : check_processes(&table);
    line = line ? line : check_signals(&table);
    /* A status has eight bits. */
    CALL(exit_group, line > 255 ? line - 200 : line, 0, 0);
}

#if defined(__x86_64__)
__asm__(".globl _start\n_start: xor %ebp, %ebp\nand $-16, %rsp\ncall run\n");
#else
__asm__(".globl _start\n_start: bl run\n");
#endif
