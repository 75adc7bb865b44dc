/* SPDX-License-Identifier: Apache-2.0
 * Preloaded into the command: lets the n-th of some calls fail.
 *
 *   FAIL_WHAT   alloc, read, write, open, sync, link, map or thread
 *   FAIL_AT     which one, from 1; 0: none
 *   FAIL_ERRNO  the error; for read and write also -1: half of what was asked for
 *   FAIL_COUNT  a file that gets the number of such calls when the program ends
 *
 * Calls count from when the program says what is to happen on Ctrl-C: what loaders and
 * libraries do before it has begun is not its own.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static char what[16];
static long at, error_number, calls;
static char count_path[512];
static int ready;

extern void* __libc_malloc(size_t);
extern void* __libc_calloc(size_t, size_t);
extern void* __libc_realloc(void*, size_t);
extern void* __libc_memalign(size_t, size_t);

__attribute__((constructor)) static void begin(void) {
  const char* text = getenv("FAIL_WHAT");
  if (text == NULL) return;
  strncpy(what, text, sizeof(what) - 1);
  at = atol(getenv("FAIL_AT"));
  error_number = atol(getenv("FAIL_ERRNO"));
  if ((text = getenv("FAIL_COUNT")) != NULL) strncpy(count_path, text, sizeof(count_path) - 1);
}

/* Whether this call is the one. */
static int fails(const char* kind) {
  if (!ready || strcmp(kind, what) != 0) return 0;
  return __atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED) == at;
}

__attribute__((destructor)) static void end(void) {
  if (!ready || count_path[0] == 0) return;
  ready = 0;
  FILE* f = fopen(count_path, "w");
  if (f != NULL) {
    fprintf(f, "%ld\n", calls);
    fclose(f);
  }
}

void* malloc(size_t n) {
  if (fails("alloc")) return errno = ENOMEM, NULL;
  return __libc_malloc(n);
}
void* calloc(size_t n, size_t size) {
  if (fails("alloc")) return errno = ENOMEM, NULL;
  return __libc_calloc(n, size);
}
void* realloc(void* p, size_t n) {
  if (fails("alloc")) return errno = ENOMEM, NULL;
  return __libc_realloc(p, n);
}
void* aligned_alloc(size_t alignment, size_t n) {
  if (fails("alloc")) return errno = ENOMEM, NULL;
  return __libc_memalign(alignment, n);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define FAIL(kind, value) \
  if (fails(kind)) {      \
    errno = (int)error_number; \
    return value;         \
  }

int sigaction(int number, const struct sigaction* now, struct sigaction* before) {
  if (number == SIGINT && now != NULL && what[0] != 0) ready = 1;
  return REAL(sigaction)(number, now, before);
}
ssize_t read(int fd, void* data, size_t n) {
  if (fails("read")) {
    if (error_number == -1) return REAL(read)(fd, data, n > 1 ? n / 2 : n);
    errno = (int)error_number;
    return -1;
  }
  return REAL(read)(fd, data, n);
}
ssize_t write(int fd, const void* data, size_t n) {
  /* What is said of it on standard error is not to fail. */
  if (fd != 2 && fails("write")) {
    if (error_number == -1) return REAL(write)(fd, data, n > 1 ? n / 2 : n);
    errno = (int)error_number;
    return -1;
  }
  return REAL(write)(fd, data, n);
}
int open(const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const mode_t mode = va_arg(more, mode_t);
  va_end(more);
  FAIL("open", -1)
  return REAL(open)(path, flags, mode);
}
int fsync(int fd) {
  FAIL("sync", -1)
  return REAL(fsync)(fd);
}
int linkat(int from, const char* name, int to, const char* other, int flags) {
  FAIL("link", -1)
  return REAL(linkat)(from, name, to, other, flags);
}
int rename(const char* from, const char* to) {
  FAIL("link", -1)
  return REAL(rename)(from, to);
}
void* mmap(void* place, size_t size, int access, int flags, int fd, off_t offset) {
  if (fd >= 0) {
    FAIL("map", MAP_FAILED)
  }
  return REAL(mmap)(place, size, access, flags, fd, offset);
}
int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*run)(void*), void* argument) {
  if (fails("thread")) return (int)error_number;
  return REAL(pthread_create)(thread, attributes, run, argument);
}
