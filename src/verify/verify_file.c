#include "verify/verify_file.h"

#include <openssl/evp.h>

#include "base/buffer.h"
#include "outside/signature.h"

RECORD(verify_file_reason_record, struct verify_file_reason, FIELD(struct verify_file_reason, code), FIELD(struct verify_file_reason, english));

enum { MOST_REASONS = 4, MOST_OBJECTS = 4000, DEEPEST = 12, XREF_ENTRY = 6, LARGEST_CMS = 64 << 10, LAST_LINES = 1024 };

static const struct verify_file_reason EMPTY = {"verify.empty", N_("The file is empty: it has 0 bytes. Save it anew where it comes from.")};
static const struct verify_file_reason NOT_PDF = {"verify.not_pdf", N_("The file is not a PDF document.")};
static const struct verify_file_reason TOO_LARGE = {"verify.too_large", N_("The file is larger than 8 MB, the most that is looked at. Our certificates are far smaller.")};
_Static_assert(VERIFY_FILE_LIMIT == 8 << 20, "the message says so");
static const struct verify_file_reason INCOMPLETE = {"verify.incomplete", N_("The file stops before the end of the document: a part of it was lost on the way.")};
static const struct verify_file_reason NOT_OURS = {"verify.not_ours", N_("The document bears no signature of this body.")};
static const struct verify_file_reason STRANGER = {"verify.stranger", N_("The document is signed, but not with a key of this body.")};
static const struct verify_file_reason END = {"verify.end", N_("Something was put behind the end of the document, or its last lines were changed.")};
static const struct verify_file_reason LATER = {"verify.later_revision", N_("The document was changed and saved again after it was signed.")};
static const struct verify_file_reason STRUCTURE = {"verify.structure", N_("The document is not built as it was when it was signed.")};
static const struct verify_file_reason RANGE = {"verify.range", N_("The signature does not cover the whole document.")};
static const struct verify_file_reason DIGEST = {"verify.digest", N_("The document does not fit its signature: it was changed after it was signed.")};

/* --- Reading: only what our own writer writes, from the front, with every step in bounds --- */

struct cursor {
    const char *at, *end;
};

static bool take(struct cursor *cursor, const char *literal)
{
    size_t length = strlen(literal);
    if ((size_t)(cursor->end - cursor->at) < length || memcmp(cursor->at, literal, length) != 0) return false;
    cursor->at += length;
    return true;
}

static void skip_space(struct cursor *cursor)
{
    while (cursor->at < cursor->end && (*cursor->at == ' ' || *cursor->at == '\n')) cursor->at++;
}

/* At most nine digits, without superfluous zeros. */
static bool take_number(struct cursor *cursor, uint32_t *number)
{
    const char *from = cursor->at;
    uint32_t value = 0;
    while (cursor->at < cursor->end && cursor->at - from < 9 && *cursor->at >= '0' && *cursor->at <= '9') value = value * 10 + (uint32_t)(*cursor->at++ - '0');
    *number = value;
    return cursor->at > from && (cursor->at - from == 1 || *from != '0') && (cursor->at == cursor->end || *cursor->at < '0' || *cursor->at > '9');
}

static bool take_reference(struct cursor *cursor, uint32_t *number)
{
    return take_number(cursor, number) && take(cursor, " 0 R");
}

static bool regular(char c)
{
    return (unsigned char)c > ' ' && !strchr("()<>[]{}/%", c);
}

static bool take_name(struct cursor *cursor, struct text *name)
{
    if (!take(cursor, "/")) return false;
    const char *from = cursor->at;
    while (cursor->at < cursor->end && regular(*cursor->at)) cursor->at++;
    *name = (struct text){from, (size_t)(cursor->at - from)};
    return name->length > 0;
}

/* A string in parentheses: every one inside is escaped, and nothing else is. */
static bool skip_string(struct cursor *cursor)
{
    if (!take(cursor, "(")) return false;
    for (; cursor->at < cursor->end; cursor->at++) {
        if (*cursor->at == ')') {
            cursor->at++;
            return true;
        }
        if (*cursor->at == '(') return false;
        if (*cursor->at == '\\') cursor->at++;
    }
    return false;
}

static bool skip_value(struct cursor *cursor, int depth);

static bool skip_until(struct cursor *cursor, const char *close, bool keys, int depth)
{
    for (;;) {
        skip_space(cursor);
        if (take(cursor, close)) return true;
        struct text name;
        if (keys && (!take_name(cursor, &name) || (skip_space(cursor), false))) return false;
        if (!skip_value(cursor, depth + 1)) return false;
    }
}

static bool skip_value(struct cursor *cursor, int depth)
{
    struct text name;
    if (depth > DEEPEST || cursor->at >= cursor->end) return false;
    if (take(cursor, "<<")) return skip_until(cursor, ">>", true, depth);
    if (take(cursor, "[")) return skip_until(cursor, "]", false, depth);
    if (*cursor->at == '(') return skip_string(cursor);
    if (*cursor->at == '/') return take_name(cursor, &name);
    if (take(cursor, "<")) {
        while (cursor->at < cursor->end && *cursor->at != '>') cursor->at++;
        return take(cursor, ">");
    }
    const char *from = cursor->at;
    while (cursor->at < cursor->end && regular(*cursor->at)) cursor->at++;
    if (cursor->at == from) return false;
    /* a reference is one value */
    struct cursor behind = *cursor;
    if (take(&behind, " 0 R")) *cursor = behind;
    return true;
}

/* Goes to the value of a key of the dictionary that begins here; false where the key is absent, is there twice, or the dictionary is no such thing. `end`
 * gets the place behind the dictionary. */
static bool find_key(struct cursor dictionary, const char *key, struct cursor *value, const char **end)
{
    bool found = false;
    if (!take(&dictionary, "<<")) return false;
    for (;;) {
        skip_space(&dictionary);
        if (take(&dictionary, ">>")) break;
        struct text name;
        if (!take_name(&dictionary, &name)) return false;
        skip_space(&dictionary);
        struct cursor here = dictionary;
        if (!skip_value(&dictionary, 0)) return false;
        if (!text_is(name, key)) continue;
        if (found) return false;
        found = true;
        *value = (struct cursor){here.at, dictionary.at};
    }
    if (end) *end = dictionary.at;
    return found;
}

/* --- The document --- */

struct document {
    const char *bytes;
    size_t length;
    const unsigned char *xref; /* entries of the cross-reference stream */
    uint32_t objects;
    uint32_t root, information;
};

/* From the last line back to the cross-reference stream, which is the trailer as well. */
static const struct verify_file_reason *read_trailer(struct document *document)
{
    static const char last[] = "\n%%EOF\n", keyword[] = "startxref\n";
    const char *bytes = document->bytes, *end = bytes + document->length;
    if (document->length < 400 || memcmp(end - 7, last, 7) != 0) return &END;
    const char *digits = end - 7;
    while (digits > bytes && end - digits < 20 && digits[-1] >= '0' && digits[-1] <= '9') digits--;
    struct cursor cursor = {digits, end};
    uint32_t at, length, number;
    if (digits - bytes < 10 || memcmp(digits - 10, keyword, 10) != 0 || !take_number(&cursor, &at) || at >= document->length) return &END;
    const char *behind = digits - 10;
    cursor = (struct cursor){bytes + at, behind};
    if (at >= (size_t)(behind - bytes) || !take_number(&cursor, &number) || !take(&cursor, " 0 obj\n<</Type /XRef /W [1 3 2] /Size ")
        || !take_number(&cursor, &document->objects) || !take(&cursor, " /Root ") || !take_reference(&cursor, &document->root) || !take(&cursor, " /Info ")
        || !take_reference(&cursor, &document->information) || !take(&cursor, " /ID ") || !skip_value(&cursor, 0) || !take(&cursor, " /Length ")
        || !take_number(&cursor, &length) || !take(&cursor, ">>\nstream\n")) return &STRUCTURE;
    if (document->objects > MOST_OBJECTS || length != document->objects * XREF_ENTRY || number + 1 != document->objects
        || (size_t)(cursor.end - cursor.at) < length) return &STRUCTURE;
    document->xref = (const unsigned char *)cursor.at;
    cursor.at += length;
    return take(&cursor, "\nendstream\nendobj\n") && cursor.at == behind ? NULL : &STRUCTURE;
}

/* Where the object's value begins; false where it is not a plain one in the file. */
static bool find_object(const struct document *document, uint32_t number, struct cursor *value)
{
    uint32_t same;
    if (!number || number >= document->objects) return false;
    const unsigned char *entry = document->xref + (size_t)number * XREF_ENTRY;
    uint32_t at = (uint32_t)entry[1] << 16 | (uint32_t)entry[2] << 8 | entry[3];
    if (entry[0] != 1 || entry[4] || entry[5] || at >= document->length) return false;
    *value = (struct cursor){document->bytes + at, document->bytes + document->length};
    return take_number(value, &same) && same == number && take(value, " 0 obj\n");
}

/* The number of the object that a key of a dictionary refers to. */
static bool find_reference(struct cursor dictionary, const char *key, uint32_t *number)
{
    struct cursor value;
    return find_key(dictionary, key, &value, NULL) && take_reference(&value, number);
}

/* The place of Contents, hexadecimal digits without the brackets; the range before it was held against the file. */
static const struct verify_file_reason *read_signature(const struct document *document, struct text *contents)
{
    struct cursor root, permissions, signature, value;
    uint32_t number, range[4];
    const char *end;
    if (!find_object(document, document->root, &root) || !find_key(root, "Perms", &permissions, NULL) || !find_reference(permissions, "DocMDP", &number)
        || !find_object(document, number, &signature)) return &STRUCTURE;
    if (!find_key(signature, "ByteRange", &value, NULL) || !take(&value, "[")) return &STRUCTURE;
    for (int i = 0; i < 4; i++) {
        skip_space(&value);
        if (!take_number(&value, &range[i])) return &RANGE;
    }
    if (!take(&value, "]") || !find_key(signature, "Contents", &value, &end)) return &RANGE;
    struct cursor rest = {end, document->bytes + document->length};
    if (!take(&rest, "\nendobj\n") || value.end - value.at < 2 || *value.at != '<' || value.at[1] == '<') return &STRUCTURE;
    size_t from = (size_t)(value.at - document->bytes), to = (size_t)(value.end - document->bytes);
    if (range[0] != 0 || range[1] != from || range[2] != to || range[3] != document->length - to) return &RANGE;
    *contents = (struct text){value.at + 1, (size_t)(value.end - value.at) - 2};
    return NULL;
}

static bool decode_hex(struct arena *arena, struct text hex, struct bytes *bytes)
{
    if (hex.length % 2 || hex.length / 2 > LARGEST_CMS) return false;
    unsigned char *out = arena_raw(arena, hex.length / 2 + 1);
    for (size_t i = 0; i < hex.length; i++) {
        char c = hex.bytes[i];
        /* Small letters only: the signature says nothing of its own digits, so there is one way to write them. */
        int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (digit < 0) return false;
        out[i / 2] = (unsigned char)(i % 2 ? out[i / 2] << 4 | digit : digit);
    }
    *bytes = (struct bytes){out, hex.length / 2};
    return true;
}

static bool digest(const struct document *document, struct text contents, unsigned char out[32])
{
    size_t before = (size_t)(contents.bytes - 1 - document->bytes), behind = before + contents.length + 2;
    EVP_MD_CTX *hash = EVP_MD_CTX_new();
    bool good = hash && EVP_DigestInit_ex(hash, EVP_sha256(), NULL) && EVP_DigestUpdate(hash, document->bytes, before)
                && EVP_DigestUpdate(hash, document->bytes + behind, document->length - behind) && EVP_DigestFinal_ex(hash, out, NULL);
    EVP_MD_CTX_free(hash);
    return good;
}

/* Of a document that is authentic: what it says of itself. */
static bool read_facts(struct context *context, const struct document *document, struct verify_file_finding *finding)
{
    struct cursor information, value, root, specification, embedded, stream;
    uint32_t revision, number, length;
    const char *end;
    if (!find_object(document, document->information, &information) || !find_key(information, "CertificateNumber", &value, NULL) || value.at >= value.end
        || *value.at != '(') return false;
    struct buffer text = buffer_new(context->arena, 64, 256);
    for (const char *c = value.at + 1; c < value.end - 1; c++) {
        if (*c == '\\') c++;
        buffer_put_char(&text, *c);
    }
    if (!find_key(information, "CertificateRevision", &value, NULL) || !take_number(&value, &revision) || !revision || text.full) return false;
    finding->number = text_copy(context->arena, buffer_text(&text));
    finding->revision = revision;

    if (find_object(document, document->root, &root) && find_key(root, "AF", &value, NULL) && take(&value, "[") && take_reference(&value, &number)
        && find_object(document, number, &specification) && find_key(specification, "EF", &embedded, NULL) && find_reference(embedded, "F", &number)
        && find_object(document, number, &stream) && find_key(stream, "Length", &value, &end) && take_number(&value, &length)) {
        struct cursor bytes = {end, document->bytes + document->length};
        if (take(&bytes, "\nstream\n") && (size_t)(bytes.end - bytes.at) >= length)
            finding->credential = (struct bytes){(const unsigned char *)bytes.at, length};
    }
    return true;
}

/* --- The verdict --- */

static void give_reason(struct context *context, struct verify_file_finding *finding, const struct verify_file_reason *reason)
{
    struct verify_file_reason *reasons = (struct verify_file_reason *)finding->reasons.items;
    if (!reasons) reasons = ARENA_ARRAY(context->arena, MOST_REASONS, struct verify_file_reason);
    if (finding->reasons.count < MOST_REASONS) reasons[finding->reasons.count++] = *reason;
    finding->reasons.record = &verify_file_reason_record;
    finding->reasons.items = reasons;
}

/* A file that is not as we make them: does it still bear a trace of our signature? */
static void judge_damaged(struct context *context, const struct signature_trust *trust, struct bytes file, const struct verify_file_reason *reason,
                          struct verify_file_finding *finding)
{
    bool ours = signature_trust_has_trace(trust, file);
    if (ours) finding->authentic = VERIFY_FILE_ALTERED;
    /* Ours has one end; another's may have one early in the file as well, but the last lines have it always. */
    size_t from_end = ours || file.length < LAST_LINES ? 0 : file.length - LAST_LINES;
    finding->incomplete = reason != &NOT_PDF && !memmem(file.data + from_end, file.length - from_end, "%%EOF", 5);
    if (finding->incomplete) {
        give_reason(context, finding, &INCOMPLETE);
        return;
    }
    if (!ours) {
        give_reason(context, finding, reason == &STRANGER || reason == &NOT_PDF ? reason : &NOT_OURS);
        return;
    }
    const char *first = memmem(file.data, file.length, "startxref", 9);
    size_t from = first ? (size_t)(first - (const char *)file.data) + 9 : 0;
    if (first && memmem(file.data + from, file.length - from, "startxref", 9)) give_reason(context, finding, &LATER);
    give_reason(context, finding, reason == &NOT_PDF ? &STRUCTURE : reason);
}

const char *verify_file_word(enum verify_file_authentic authentic)
{
    return authentic == VERIFY_FILE_YES ? "yes" : authentic == VERIFY_FILE_ALTERED ? "altered" : "not-ours";
}

static void judge(struct context *context, const struct signature_trust *trust, struct bytes file, struct verify_file_finding *finding)
{
    static const char head[] = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n";
    struct document document = {.bytes = (const char *)file.data, .length = file.length};
    struct text contents;
    struct bytes cms;
    unsigned char hash[32];
    if (!file.length) {
        give_reason(context, finding, &EMPTY);
        return;
    }
    if (file.length > VERIFY_FILE_LIMIT) {
        give_reason(context, finding, &TOO_LARGE);
        return;
    }
    bool pdf = memmem(document.bytes, file.length < 1024 ? file.length : 1024, "%PDF-", 5), our_head = file.length >= sizeof head && memcmp(file.data, head, sizeof head - 1) == 0;
    const struct verify_file_reason *wrong = our_head ? read_trailer(&document) : pdf ? &STRUCTURE : &NOT_PDF;
    if (!wrong) wrong = read_signature(&document, &contents);
    if (!wrong && (!decode_hex(context->arena, contents, &cms) || !digest(&document, contents, hash))) wrong = &DIGEST;
    if (!wrong) {
        switch (signature_verify(trust, cms, hash)) {
        case SIGNATURE_GOOD: wrong = read_facts(context, &document, finding) ? NULL : &STRUCTURE; break;
        case SIGNATURE_STRANGER: wrong = &STRANGER; break;
        default: wrong = &DIGEST;
        }
    }
    if (!wrong) {
        finding->authentic = VERIFY_FILE_YES;
        return;
    }
    judge_damaged(context, trust, file, wrong, finding);
}

enum result verify_file_read(struct context *context, struct bytes file, struct text certificates, struct verify_file_finding *finding)
{
    struct signature_trust *trust;
    *finding = (struct verify_file_finding){.authentic = VERIFY_FILE_NOT_OURS, .number = TEXT(""), .reasons = {.record = &verify_file_reason_record}};
    TRY(signature_trust_load(context, certificates, &trust));
    judge(context, trust, file, finding);
    signature_trust_free(trust);
    return RESULT_OK;
}
