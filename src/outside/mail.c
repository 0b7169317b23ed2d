#include "outside/mail.h"

#include "base/buffer.h"
#include "base/encoding.h"

enum { MESSAGE_LIMIT = 2 << 20, WORD_BYTES = 42 /* of UTF-8, 56 as base64: "=?UTF-8?B?...?=" stays under 75 */, QP_LINE = 76, BASE64_LINE = 57, NAME_LIMIT = 400 };

static bool is_ascii(struct text text)
{
    for (size_t i = 0; i < text.length; i++)
        if ((unsigned char)text.bytes[i] >= 0x7F) return false;
    return true;
}

/* Without control characters, blanks single, not longer than a header line should be. */
static struct text one_line(struct arena *arena, struct text text)
{
    struct buffer out = buffer_new(arena, text.length + 1, NAME_LIMIT);
    bool blank = false;
    uint32_t c;
    while (text_next_code_point(&text, &c)) {
        if (c <= ' ' || c == 0x7F || (c >= 0x80 && c < 0xA0) || c == 0x2028 || c == 0x2029) {
            blank = true;
            continue;
        }
        char bytes[4];
        size_t length = text_put_code_point(bytes, c);
        if (out.length + length + 1 > NAME_LIMIT) break;
        if (blank && out.length) buffer_put_char(&out, ' ');
        blank = false;
        buffer_put_bytes(&out, bytes, length);
    }
    return buffer_text(&out);
}

/* RFC 2047: base64 words of whole characters, each on a line of its own. */
static void put_encoded_words(struct context *context, struct buffer *out, struct text text)
{
    bool first = true;
    while (text.length) {
        struct text rest = text;
        uint32_t c;
        while (rest.length) {
            struct text next = rest;
            text_next_code_point(&next, &c);
            if ((size_t)(next.bytes - text.bytes) > WORD_BYTES) break;
            rest = next;
        }
        if (!first) buffer_put_string(out, "\r\n ");
        buffer_put_string(out, "=?UTF-8?B?");
        buffer_put(out, encoding_base64(context->arena, (struct bytes){(const unsigned char *)text.bytes, text.length - rest.length}));
        buffer_put_string(out, "?=");
        text = rest;
        first = false;
    }
}

/* Folded before words that would make the line longer than 76. */
static void put_unstructured(struct context *context, struct buffer *out, const char *name, struct text value)
{
    value = one_line(context->arena, value);
    buffer_printf(out, "%s: ", name);
    if (!is_ascii(value) || text_find(value, "=?") < value.length) {
        put_encoded_words(context, out, value);
    } else {
        size_t column = strlen(name) + 2;
        struct text word;
        for (bool first = true; text_split(&value, ' ', &word); first = false) {
            bool fold = !first && column + word.length + 1 > 76;
            if (!first) buffer_put_string(out, fold ? "\r\n " : " ");
            column = fold ? word.length + 1 : column + word.length + 1;
            buffer_put(out, word);
        }
    }
    buffer_put_string(out, "\r\n");
}

static void put_address(struct context *context, struct buffer *out, const char *header, struct text name, struct text address)
{
    name = one_line(context->arena, name);
    buffer_printf(out, "%s: ", header);
    if (!text_empty(name) && is_ascii(name) && text_find(name, "=?") == name.length) {
        buffer_put_char(out, '"');
        for (size_t i = 0; i < name.length && i < 200; i++) {
            if (name.bytes[i] == '"' || name.bytes[i] == '\\') buffer_put_char(out, '\\');
            buffer_put_char(out, name.bytes[i]);
        }
        buffer_put_char(out, '"');
    } else if (!text_empty(name)) {
        put_encoded_words(context, out, name);
    }
    if (!text_empty(name)) buffer_put_string(out, "\r\n ");
    buffer_put_char(out, '<');
    buffer_put(out, address);
    buffer_put_string(out, ">\r\n");
}

static void put_date(struct buffer *out, struct instant date)
{
    static const char *const weekdays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct day day = instant_day_utc(date);
    struct date civil = day_to_date(day);
    int64_t second = (date.microseconds - instant_of_day_utc(day).microseconds) / MICROSECONDS;
    buffer_printf(out, "Date: %s, %d %s %04d %02d:%02d:%02d +0000\r\n", weekdays[day_weekday(day)], civil.day, months[civil.month - 1], civil.year,
                  (int)(second / 3600), (int)(second / 60 % 60), (int)(second % 60));
}

/* RFC 2045 6.7. */
static void put_quoted_printable(struct buffer *out, struct text text)
{
    size_t column = 0;
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.bytes[i];
        if (c == '\r') continue;
        if (c == '\n') {
            buffer_put_string(out, "\r\n");
            column = 0;
            continue;
        }
        bool at_end = i + 1 == text.length || text.bytes[i + 1] == '\n' || text.bytes[i + 1] == '\r';
        bool literal = (c > ' ' && c < 0x7F && c != '=') || ((c == ' ' || c == '\t') && !at_end);
        if (column + (literal ? 1 : 3) >= QP_LINE) {
            buffer_put_string(out, "=\r\n");
            column = 0;
        }
        if (literal) buffer_put_char(out, (char)c);
        else buffer_printf(out, "=%02X", c);
        column += literal ? 1 : 3;
    }
    if (column) buffer_put_string(out, "\r\n");
}

static void put_base64(struct context *context, struct buffer *out, struct text text)
{
    struct buffer lines = buffer_new(context->arena, text.length + text.length / 32 + 16, MESSAGE_LIMIT);
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] == '\r') continue;
        if (text.bytes[i] == '\n') buffer_put_char(&lines, '\r');
        buffer_put_char(&lines, text.bytes[i]);
    }
    for (size_t at = 0; at < lines.length; at += BASE64_LINE) {
        size_t length = lines.length - at < BASE64_LINE ? lines.length - at : BASE64_LINE;
        buffer_put(out, encoding_base64(context->arena, (struct bytes){(const unsigned char *)lines.bytes + at, length}));
        buffer_put_string(out, "\r\n");
    }
    if (lines.full) out->full = true;
}

static void put_part(struct context *context, struct buffer *out, const char *type, struct text body)
{
    size_t foreign = 0;
    for (size_t i = 0; i < body.length; i++) foreign += (unsigned char)body.bytes[i] >= 0x80;
    bool base64 = foreign > body.length / 6; /* three bytes for one against four for three */
    buffer_printf(out, "Content-Type: %s; charset=utf-8\r\nContent-Transfer-Encoding: %s\r\n\r\n", type, base64 ? "base64" : "quoted-printable");
    if (base64) put_base64(context, out, body);
    else put_quoted_printable(out, body);
}

/* What stands between angle brackets or in a header as it is. */
static bool is_plain(struct text text)
{
    for (size_t i = 0; i < text.length; i++)
        if ((unsigned char)text.bytes[i] <= ' ' || text.bytes[i] == 0x7F || strchr("<>\"(),:;\\[]", text.bytes[i])) return false;
    return !text_empty(text) && text.length <= 320;
}

enum result mail_compose(struct context *context, const struct mail *mail, struct text *message)
{
    if (!is_plain(mail->from_address) || !is_plain(mail->to_address) || !is_plain(mail->message_id) || !is_plain(mail->language))
        return context_fail(context, RESULT_BROKEN, "mail.address", N_("A letter's address, language or Message-ID is not what it should be."));
    struct buffer out = buffer_new(context->arena, 4096 + mail->text.length + mail->html.length * 3 / 2, MESSAGE_LIMIT);
    struct text boundary = {mail->message_id.bytes, text_find(mail->message_id, "@")};
    put_date(&out, mail->date);
    put_address(context, &out, "From", mail->from_name, mail->from_address);
    put_address(context, &out, "To", mail->to_name, mail->to_address);
    put_unstructured(context, &out, "Subject", mail->subject);
    buffer_printf(&out, "Message-ID: <%.*s>\r\n", TEXT_ARG(mail->message_id));
    buffer_printf(&out, "Content-Language: %.*s\r\n", TEXT_ARG(mail->language));
    /* RFC 3834: no holiday notices in answer. */
    buffer_put_string(&out, "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n");
    /* "=_" cannot stand in quoted-printable or base64. */
    buffer_printf(&out, "Content-Type: multipart/alternative;\r\n boundary=\"=_%.*s\"\r\n\r\n", TEXT_ARG(boundary));
    buffer_printf(&out, "--=_%.*s\r\n", TEXT_ARG(boundary));
    put_part(context, &out, "text/plain", mail->text);
    buffer_printf(&out, "\r\n--=_%.*s\r\n", TEXT_ARG(boundary));
    put_part(context, &out, "text/html", mail->html);
    buffer_printf(&out, "\r\n--=_%.*s--\r\n", TEXT_ARG(boundary));
    if (out.full) return context_fail(context, RESULT_BROKEN, "mail.too_large", N_("A letter is larger than mail servers take."));
    *message = buffer_text(&out);
    return RESULT_OK;
}

bool mail_split_address(struct arena *arena, struct text written, struct text *name, struct text *address)
{
    written = text_trim(written);
    size_t open = text_find(written, "<");
    *name = TEXT("");
    *address = written;
    if (open < written.length) {
        if (!text_ends_with(written, ">")) return false;
        *address = (struct text){written.bytes + open + 1, written.length - open - 2};
        struct text shown = text_trim((struct text){written.bytes, open});
        if (shown.length >= 2 && shown.bytes[0] == '"' && shown.bytes[shown.length - 1] == '"') shown = (struct text){shown.bytes + 1, shown.length - 2};
        *name = one_line(arena, shown);
    }
    return is_plain(*address) && text_find(*address, "@") < address->length;
}
