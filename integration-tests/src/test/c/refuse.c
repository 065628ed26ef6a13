/*
 * refuse PROGRAM [ARGUMENT...]: executes a program under a seccomp filter that refuses what Docker's
 * default profile refuses to a process without capabilities, and a little more: with EPERM, clone3
 * with ENOSYS. An ordinary user may do this, because no_new_privs is set first.
 */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#define NAMESPACES                                                                             \
    (CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER               \
     | CLONE_NEWPID | CLONE_NEWNET)

static const int refused[] = {
    SYS_acct, SYS_add_key, SYS_bpf, SYS_clock_adjtime, SYS_clock_settime, SYS_delete_module,
    SYS_fanotify_init, SYS_finit_module, SYS_fsconfig, SYS_fsmount, SYS_fsopen, SYS_fspick,
    SYS_init_module, SYS_io_uring_enter, SYS_io_uring_register, SYS_io_uring_setup, SYS_kcmp,
    SYS_kexec_load, SYS_keyctl, SYS_lookup_dcookie, SYS_mbind, SYS_migrate_pages, SYS_mount,
    SYS_move_mount, SYS_move_pages, SYS_name_to_handle_at, SYS_open_by_handle_at, SYS_open_tree,
    SYS_perf_event_open, SYS_pidfd_getfd, SYS_pivot_root, SYS_process_madvise,
    SYS_process_vm_readv, SYS_process_vm_writev, SYS_ptrace, SYS_quotactl, SYS_reboot,
    SYS_request_key, SYS_setdomainname, SYS_sethostname, SYS_setns, SYS_settimeofday, SYS_swapoff,
    SYS_swapon, SYS_syslog, SYS_umount2, SYS_unshare, SYS_userfaultfd, SYS_vhangup,
#ifdef __x86_64__
    SYS_ioperm, SYS_iopl, SYS_modify_ldt,
#endif
};

enum { REFUSED = sizeof refused / sizeof *refused };

int main(int count, char **arguments)
{
    struct sock_filter code[16 + 2 * REFUSED];
    unsigned short at = 0;
    if (count < 2) {
        fprintf(stderr, "usage: refuse PROGRAM [ARGUMENT...]\n");
        return 2;
    }
#define DO(operation, value, if_true, if_false)                                                \
    (code[at++] = (struct sock_filter)BPF_JUMP(operation, value, if_true, if_false))
#define LOAD(field) DO(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field), 0, 0)
#define ANSWER(value) DO(BPF_RET | BPF_K, value, 0, 0)
    LOAD(arch);
    DO(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0);
    ANSWER(SECCOMP_RET_KILL_PROCESS);
    LOAD(nr);
    for (int i = 0; i < REFUSED; i++) {
        DO(BPF_JMP | BPF_JEQ | BPF_K, refused[i], 0, 1);
        ANSWER(SECCOMP_RET_ERRNO | EPERM);
    }
    DO(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone3, 0, 1);
    ANSWER(SECCOMP_RET_ERRNO | ENOSYS);
    DO(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 3);
    LOAD(args[0]);
    DO(BPF_JMP | BPF_JSET | BPF_K, NAMESPACES, 0, 1);
    ANSWER(SECCOMP_RET_ERRNO | EPERM);
    ANSWER(SECCOMP_RET_ALLOW);

    struct sock_fprog program = {at, code};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
        || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
        perror("refuse: prctl");
        return 2;
    }
    execvp(arguments[1], arguments + 1);
    perror(arguments[1]);
    return 127;
}
