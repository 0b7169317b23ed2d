/* The log: one line an event to stderr, "LEVEL what key=value ...". No secret, token, password, mailbox or name is ever a value (SPEC 13.5). */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>

enum log_level { LOG_ERROR, LOG_WARNING, LOG_INFO, LOG_DEBUG };

/* Lines above this level are dropped: error, warning, info (where nothing is said) or debug. Set once at start, from TESTAMUR_LOG; false where there is no such level. */
bool log_set_level(const char *name);
/* Control characters become question marks: an event is one line, whatever somebody typed. */
void log_line(enum log_level level, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
