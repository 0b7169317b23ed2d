#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The one process-wide setting, written once at start before any thread is made. */
static enum log_level loudest = LOG_INFO;

static const char *const names[] = {"error", "warning", "info", "debug"};

bool log_set_level(const char *name)
{
    for (int level = LOG_ERROR; level <= LOG_DEBUG; level++)
        if (!strcmp(name, names[level])) {
            loudest = (enum log_level)level;
            return true;
        }
    return false;
}

void log_line(enum log_level level, const char *format, ...)
{
    if (level > loudest) return;
    char line[2048];
    int length = snprintf(line, sizeof line, "testamur: %s: ", names[level]);
    va_list arguments;
    va_start(arguments, format);
    int more = vsnprintf(line + length, sizeof line - (size_t)length - 1, format, arguments);
    va_end(arguments);
    if (more > 0) length += more < (int)sizeof line - length - 1 ? more : (int)sizeof line - length - 2;
    /* What somebody typed can stand in it, and must not look like a line of ours or steer a terminal. */
    for (int i = 0; i < length; i++) {
        unsigned char c = (unsigned char)line[i], next = i + 1 < length ? (unsigned char)line[i + 1] : 0;
        if (c == 0xC2 && next >= 0x80 && next < 0xA0) line[i] = line[i + 1] = '?'; /* U+0080 to U+009F steer some, too */
        else if (c < ' ' || c == 0x7F) line[i] = '?';
    }
    line[length++] = '\n';
    if (write(STDERR_FILENO, line, (size_t)length) < 0) return; /* nobody to tell */
}
