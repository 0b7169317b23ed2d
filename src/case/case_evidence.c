/* What an upload is, and what is kept of it. */
#include "case/case_evidence.h"

#include "audit/audit.h"
#include "base/buffer.h"
#include "case/case_inside.h"
#include "outside/picture.h"
#include "outside/unicode.h"

/* So many files a candidate may send in a day, and all from one network. */
enum { FILES_A_DAY = 40, FILES_FROM_NETWORK = 200, DAY = 86400 };
enum { NAME_CHARACTERS = 60, NAME_BYTES = 240, PDF_TAIL = 1024 };

static bool begins(struct bytes file, const char *with)
{
    return file.length >= strlen(with) && memcmp(file.data, with, strlen(with)) == 0;
}

/* A PDF from its first byte (ISO 32000 lets other things stand before it, and so a file be two things at once) to its end. */
static bool is_pdf(struct bytes file)
{
    if (!begins(file, "%PDF-1.") && !begins(file, "%PDF-2.")) return false;
    size_t tail = file.length < PDF_TAIL ? file.length : PDF_TAIL;
    return memmem(file.data + file.length - tail, tail, "%%EOF", 5) != NULL;
}

/* The last part of a path, without what it ends with, and without what is not to be seen or means something to a file system. */
static struct text plain_name(struct context *context, struct text name, const char *ending)
{
    struct buffer out = buffer_new(context->arena, 64, NAME_BYTES + 8);
    if (!text_is_utf8(name, NULL)) name = TEXT("");
    for (size_t i = name.length; i-- > 0;)
        if (name.bytes[i] == '/' || name.bytes[i] == '\\') {
            name = (struct text){name.bytes + i + 1, name.length - i - 1};
            break;
        }
    for (size_t i = name.length; i-- > 1;)
        if (name.bytes[i] == '.') {
            name.length = i;
            break;
        }
    uint32_t c;
    name = text_trim(name);
    for (int count = 0; count < NAME_CHARACTERS && text_next_code_point(&name, &c); count++) {
        enum unicode_kind kind = unicode_kind(c);
        char bytes[4];
        if (c == '.' && !out.length) continue;
        bool harmless = kind != UNICODE_FORBIDDEN && kind != UNICODE_INVISIBLE && !(c < 128 && strchr("<>:\"|?*;%'`$&", (int)c));
        size_t length = harmless ? text_put_code_point(bytes, c) : 0;
        if (out.length + length <= NAME_BYTES) buffer_put_bytes(&out, bytes, length);
    }
    if (!out.length) buffer_put_string(&out, "evidence");
    buffer_put_string(&out, ending);
    return buffer_text(&out);
}

#define REFUSE(...) FIELD_FAIL(context, "evidence", __VA_ARGS__)

static enum result limit(struct context *context)
{
    TRY(case_limit(context, "case-evidence", FILES_A_DAY));
    return case_by_asker(context) ? audit_limit_network(context, "case-evidence", FILES_FROM_NETWORK, DAY) : RESULT_OK;
}

enum result case_evidence_read(struct context *context, struct text file_name, struct bytes file, struct case_evidence *evidence)
{
    if (!file.length) return REFUSE("case.evidence_empty", N_("The file is empty."));
    if (file.length > CASE_EVIDENCE_LIMIT) return REFUSE("case.evidence_large", N_("The file has more than 10 MB. Make it smaller."));
    bool pdf = is_pdf(file);
    enum picture_kind kind = picture_kind(file);
    if (!pdf && kind == PICTURE_NONE) return REFUSE("case.evidence_kind", N_("This is no JPEG, PNG or PDF file. Take a photograph of the document, or save it as PDF."));
    enum result limited = limit(context);
    if (limited == RESULT_REFUSED) context->error.field = "evidence";
    if (limited == RESULT_REFUSED && !text_empty(context->once.key)) {
        struct error *refusal = ARENA_NEW(context->arena, struct error);
        *refusal = context->error;
        error_clear(&context->error);
        *evidence = (struct case_evidence){.refusal = refusal};
        return RESULT_OK;
    }
    TRY(limited);
    if (pdf) {
        *evidence = (struct case_evidence){.name = plain_name(context, file_name, ".pdf"), .media = "application/pdf", .content = file};
        return RESULT_OK;
    }
    struct picture picture;
    enum result drawn = picture_draw_anew(context, file, &picture);
    if (drawn == RESULT_REFUSED) context->error.field = "evidence";
    TRY(drawn);
    *evidence = (struct case_evidence){plain_name(context, file_name, kind == PICTURE_JPEG ? ".jpg" : ".png"), picture.media, picture.width, picture.height, picture.content, NULL};
    return RESULT_OK;
}
