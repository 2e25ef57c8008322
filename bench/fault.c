/* Fails, cuts short or kills at the n-th call to the disk that touches a ledger; preloaded by stress_ledger.py. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum { READ = 1, WRITE = 2, SYNC = 4, CUT = 8, UNLINK = 16 };
static int mask, code, kind; /* kind: 0 fail, 1 half, 2 kill before, 3 kill after */
static long due, seen;

void fault_arm(int which, long at, int number, int how) { mask = which; due = at; code = number; kind = how; seen = 0; }
long fault_seen(void) { return seen; }

static char path[PATH_MAX];

static int is_ours(int fd) {
    char name[64];
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(name, path, sizeof path - 1);
    if (n <= 0) return 0;
    path[n] = 0;
    return strstr(path, ".ledger") != NULL;
}

/* Every write, cut, sync and removal can be written down, so that a loss of power can be played afterwards. */
static FILE *book;

void fault_log(const char *where) { book = fopen(where, "wb"); }
void fault_mark(long number) { if (book) { fprintf(book, "A %ld 0\n\n", number); fflush(book); } }

static void note(char what, const char *name, const void *data, size_t size, long offset) {
    if (!book) return;
    fprintf(book, "%c %ld %zu\n%s\n", what, offset, size, name);
    if (data) fwrite(data, 1, size, book);
    fflush(book);
}

/* 0: go on; 1: fail; 2: do half; 3: do it, then die */
static int turn(int what, int ours) {
    if (!(mask & what) || !ours) return 0;
    if (++seen != due) return 0;
    if (kind == 2) kill(getpid(), SIGKILL);
    errno = code;
    return kind == 1 ? 2 : kind == 3 ? 3 : 1;
}

#define REAL(name) static __typeof__(name) *real; if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)
#define DIE() kill(getpid(), SIGKILL)

#define READS(name) ssize_t name(int fd, void *b, size_t n, off64_t o) { REAL(name); int t = turn(READ, is_ours(fd)); \
    if (t == 1) { errno = code; return -1; } if (t == 2) n /= 2; ssize_t r = real(fd, b, n, o); if (t == 3) DIE(); return r; }
#define WRITES(name) ssize_t name(int fd, const void *b, size_t n, off64_t o) { REAL(name); int ours = is_ours(fd); \
    if (ours) { note('W', path, b, n, o); } int t = turn(WRITE, ours); \
    if (t == 1) { errno = code; return -1; } if (t == 2) { real(fd, b, n / 2, o); errno = code; return -1; } \
    ssize_t r = real(fd, b, n, o); if (t == 3) DIE(); return r; }
READS(pread64)
WRITES(pwrite64)

ssize_t read(int fd, void *b, size_t n) { REAL(read); int t = mask & READ ? turn(READ, is_ours(fd)) : 0;
    if (t == 1) { errno = code; return -1; } if (t == 2) n /= 2; return real(fd, b, n); }
ssize_t write(int fd, const void *b, size_t n) { REAL(write); int t = mask & WRITE ? turn(WRITE, is_ours(fd)) : 0;
    if (t == 1) { errno = code; return -1; } if (t == 2) { real(fd, b, n / 2); errno = code; return -1; }
    ssize_t r = real(fd, b, n); if (t == 3) DIE(); return r; }
int fsync(int fd) { REAL(fsync); is_ours(fd); note('S', path, NULL, 0, 0); int t = turn(SYNC, 1); if (t == 1 || t == 2) { errno = code; return -1; } int r = real(fd); if (t == 3) DIE(); return r; }
int fdatasync(int fd) { REAL(fdatasync); is_ours(fd); note('S', path, NULL, 0, 0); int t = turn(SYNC, 1); if (t == 1 || t == 2) { errno = code; return -1; } int r = real(fd); if (t == 3) DIE(); return r; }
int ftruncate64(int fd, off64_t n) { REAL(ftruncate64); int ours = is_ours(fd); if (ours) note('T', path, NULL, 0, n); int t = turn(CUT, ours); if (t == 1 || t == 2) { errno = code; return -1; } int r = real(fd, n); if (t == 3) DIE(); return r; }
int unlink(const char *p) { REAL(unlink); if (strstr(p, ".ledger")) note('U', p, NULL, 0, 0); int t = turn(UNLINK, strstr(p, ".ledger") != NULL); if (t == 1 || t == 2) { errno = code; return -1; } int r = real(p); if (t == 3) DIE(); return r; }
