/* In place of the system's, for the whole program of the one file that includes this: a disk that may be made to wait, and that counts how often it was asked. */
#ifndef TESTS_SUPPORT_HELD_DISK_H
#define TESTS_SUPPORT_HELD_DISK_H

#include <pthread.h>
#include <stdbool.h>
#include <unistd.h>

static struct {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    bool closed;
    int asked, waiting;
} disk = {.mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};

int fdatasync(int file)
{
    pthread_mutex_lock(&disk.mutex);
    disk.asked++;
    disk.waiting++;
    pthread_cond_broadcast(&disk.changed);
    while (disk.closed) pthread_cond_wait(&disk.changed, &disk.mutex);
    disk.waiting--;
    pthread_mutex_unlock(&disk.mutex);
    return fsync(file);
}

static void close_disk(bool closed)
{
    pthread_mutex_lock(&disk.mutex);
    disk.closed = closed;
    pthread_cond_broadcast(&disk.changed);
    pthread_mutex_unlock(&disk.mutex);
}

static void wait_until_the_disk_is_asked(int times)
{
    pthread_mutex_lock(&disk.mutex);
    while (disk.waiting < times) pthread_cond_wait(&disk.changed, &disk.mutex);
    pthread_mutex_unlock(&disk.mutex);
}

#endif
