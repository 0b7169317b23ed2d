#include "outside/smtp_reply.h"

static void put(struct smtp_reply *reply, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length && reply->length < SMTP_REPLY_LIMIT; i++) {
        unsigned char c = (unsigned char)bytes[i];
        reply->words[reply->length++] = c < ' ' || c == 0x7F ? ' ' : (char)c;
    }
    reply->words[reply->length] = '\0';
}

static void take_line(struct smtp_reply *reply, const char *line, size_t length)
{
    while (length && (line[length - 1] == '\n' || line[length - 1] == '\r')) length--;
    if (length < 3) return;
    int code = 0;
    for (size_t i = 0; i < 3; i++) {
        if (line[i] < '0' || line[i] > '9') return;
        code = code * 10 + (line[i] - '0');
    }
    if (reply->complete || reply->length == 0) {
        reply->length = 0;
        reply->complete = false;
        put(reply, line, length < 4 ? length : 4);
        if (reply->length == 4) reply->words[3] = ' ';
    } else {
        put(reply, " ", 1);
    }
    if (length > 4) put(reply, line + 4, length - 4);
    if (length == 3 || line[3] != '-') reply->complete = true;
    reply->code = code;
}

void smtp_reply_take(struct smtp_reply *reply, struct text lines)
{
    for (struct text line; text_split(&lines, '\n', &line);) take_line(reply, line.bytes, line.length);
}

struct text smtp_reply_readable(struct arena *arena, const char *words)
{
    struct text text = text_copy(arena, text_of(words));
    char *bytes = (char *)(uintptr_t)text.bytes;
    if (!text_is_utf8(text, NULL))
        for (size_t i = 0; i < text.length; i++)
            if ((unsigned char)bytes[i] >= 0x80) bytes[i] = '?';
    return text;
}
