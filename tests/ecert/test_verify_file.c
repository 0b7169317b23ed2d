/* Which files are called authentic: ours as we made them, and no others, whatever was done to them. */
#include "ecert/support_ecert.h"

#include <stdio.h>

#include "base/buffer.h"
#include "verify/verify_file.h"

static struct verify_file_finding judged(struct body *body, struct bytes file)
{
    struct verify_file_finding finding;
    assert_result(body->support, RESULT_OK, verify_file_read(&body->support->context, file, signature_signer_certificates(body->signer), &finding));
    if (finding.authentic == VERIFY_FILE_YES) {
        assert_int_equal(finding.reasons.count, 0);
    } else {
        assert_true(finding.reasons.count > 0);
        assert_int_equal(finding.number.length, 0);
        assert_int_equal(finding.revision, 0);
        assert_int_equal(finding.credential.length, 0);
    }
    return finding;
}

static bool has_reason(const struct verify_file_finding *finding, const char *code)
{
    const struct verify_file_reason *reasons = finding->reasons.items;
    for (size_t i = 0; i < finding->reasons.count; i++)
        if (!strcmp(reasons[i].code, code)) return true;
    return false;
}

#define assert_judged(BODY, FILE, WORD, REASON)                                                                                  \
    do {                                                                                                                         \
        struct verify_file_finding finding_ = judged((BODY), (FILE));                                                            \
        assert_string_equal(verify_file_word(finding_.authentic), (WORD));                                                       \
        if (REASON) assert_true(has_reason(&finding_, (REASON)));                                                                \
    } while (0)

static struct bytes copy_of(struct body *body, struct bytes file, size_t room)
{
    unsigned char *copy = arena_take(body->support->context.arena, file.length + room);
    memcpy(copy, file.data, file.length);
    return (struct bytes){copy, file.length};
}

/* The last place of a text in the file. */
static unsigned char *find_last(struct bytes file, const char *text)
{
    unsigned char *last = NULL;
    for (const unsigned char *at = file.data; (at = memmem(at, file.length - (size_t)(at - file.data), text, strlen(text))); at++) last = (unsigned char *)at;
    assert_non_null(last);
    return last;
}

static void ours_is_authentic_and_says_what_it_is(void **state)
{
    (void)state;
    for (int algorithm = SIGNATURE_P256; algorithm <= SIGNATURE_RSA3072; algorithm++) {
        struct body *body = body_new((enum signature_algorithm)algorithm);
        struct ecert_facts facts = body_facts();
        static const unsigned char credential[] = "eyJhbGciOiJFUzI1NiJ9 >> endobj (not the end) %%EOF";
        for (int i = 0; i < 4; i++) {
            facts.language = i % 2 ? "zh_CN" : "en";
            facts.credential = i / 2 ? (struct bytes){credential, sizeof credential - 1} : (struct bytes){0};
            facts.credential_name = "credential.jwt";
            facts.credential_type = "application/vc+jwt";
            struct verify_file_finding finding = judged(body, body_make(body, &facts));
            assert_int_equal(finding.authentic, VERIFY_FILE_YES);
            assert_text_equal(finding.number, "TST-2026-7F3K9Q2M-41");
            assert_int_equal(finding.revision, 3);
            assert_int_equal(finding.credential.length, facts.credential.length);
            if (i / 2) assert_memory_equal(finding.credential.data, credential, finding.credential.length);
        }
        body_free(body);
    }
}

static void a_name_cannot_say_another_number(void **state)
{
    (void)state;
    struct body *body = body_new(SIGNATURE_P256);
    struct ecert_facts facts = body_facts();
    facts.name_latin = TEXT("A) /CertificateNumber (FALSE) /B (");
    facts.name_native = TEXT("");
    facts.number = TEXT("N-(1)\\2");
    struct verify_file_finding finding = judged(body, body_make(body, &facts));
    assert_int_equal(finding.authentic, VERIFY_FILE_YES);
    assert_text_equal(finding.number, "N-(1)\\2");
    body_free(body);
}

static void no_byte_can_be_changed(void **state)
{
    (void)state;
    enum { STEP = 97 };
    struct body *body = body_new(SIGNATURE_P256);
    struct context *context = &body->support->context;
    struct ecert_facts facts = body_facts();
    struct bytes file = copy_of(body, body_make(body, &facts), 0);
    unsigned char *bytes = (unsigned char *)file.data, *contents = find_last(file, "/Contents <");
    size_t dense_from = (size_t)(contents - bytes) - 400, altered = 0, looked_at = 0;
    for (size_t i = 0; i < file.length; i += i >= dense_from ? 3 : STEP) {
        struct arena_mark mark = arena_mark(context->arena);
        static const unsigned char changes[] = {0x01, 0x20, 0x80};
        unsigned char change = changes[i % 3];
        bytes[i] ^= change;
        struct verify_file_finding finding = judged(body, file);
        if (finding.authentic == VERIFY_FILE_YES) fail_msg("byte %zu of %zu can be changed by %02x", i, file.length, change);
        altered += finding.authentic == VERIFY_FILE_ALTERED;
        looked_at++;
        bytes[i] ^= change;
        arena_rewind(context->arena, mark);
    }
    /* A single changed byte never hides whose document it was. */
    assert_int_equal(altered, looked_at);
    assert_judged(body, file, "yes", NULL);
    body_free(body);
}

static void nothing_can_be_cut_off_or_put_behind(void **state)
{
    (void)state;
    struct body *body = body_new(SIGNATURE_P256);
    struct context *context = &body->support->context;
    struct ecert_facts facts = body_facts();
    struct bytes file = copy_of(body, body_make(body, &facts), 64);
    unsigned char *bytes = (unsigned char *)file.data;
    static const char *const tails[] = {"\n", " ", "%", "\n%%EOF\n", "%%EOF\n", "startxref\n0\n%%EOF\n"};
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        memcpy(bytes + file.length, tails[i], strlen(tails[i]));
        assert_judged(body, ((struct bytes){bytes, file.length + strlen(tails[i])}), "altered", NULL);
    }
    for (size_t cut = 1; cut < file.length; cut += 997) {
        struct arena_mark mark = arena_mark(context->arena);
        assert_true(judged(body, (struct bytes){bytes, file.length - cut}).authentic != VERIFY_FILE_YES);
        assert_true(judged(body, (struct bytes){bytes + cut, file.length - cut}).authentic != VERIFY_FILE_YES);
        arena_rewind(context->arena, mark);
    }
    /* What was lost on the way is said to be lost, whether the signature is in what is left or not; what is behind the end is something else. */
    assert_judged(body, ((struct bytes){bytes, file.length / 2}), "not-ours", "verify.incomplete");
    assert_judged(body, ((struct bytes){bytes, file.length - 7}), "altered", "verify.incomplete");
    assert_judged(body, ((struct bytes){bytes, 9}), "not-ours", "verify.incomplete");
    assert_true(judged(body, (struct bytes){bytes, file.length / 2}).incomplete);
    memcpy(bytes + file.length, "\n", 1);
    assert_judged(body, ((struct bytes){bytes, file.length + 1}), "altered", "verify.end");
    assert_false(judged(body, (struct bytes){bytes, file.length + 1}).incomplete);
    assert_judged(body, ((struct bytes){(const unsigned char *)"", 0}), "not-ours", "verify.empty");
    assert_judged(body, ((struct bytes){NULL, 0}), "not-ours", "verify.empty");
    body_free(body);
}

/* Incremental saving: objects are added or replaced behind the end, with a new cross-reference. Shadow attacks hide behind it (replace, hide,
 * hide-and-replace), and so do second signatures and annotations on certified documents. */
static struct bytes saved_again(struct body *body, struct bytes file, const char *object, bool stream)
{
    struct arena *arena = body->support->context.arena;
    struct buffer out = buffer_new(arena, file.length + 8192, file.length + 65536);
    unsigned before = 0;
    sscanf((const char *)find_last(file, "startxref\n"), "startxref\n%u", &before);
    buffer_put_bytes(&out, file.data, file.length);
    size_t at = out.length;
    buffer_put_string(&out, object);
    size_t xref = out.length;
    if (stream)
        buffer_printf(&out, "900 0 obj\n<</Type /XRef /W [1 3 2] /Size 901 /Index [49 1] /Root 49 0 R /Info 50 0 R /Prev %u /Length 6>>\nstream\n%c%c%c%c%c%c\nendstream\nendobj\n", before, 1,
                      (int)(at >> 16), (int)(at >> 8 & 0xff), (int)(at & 0xff), 0, 0);
    else
        buffer_printf(&out, "xref\n49 1\n%010zu 00000 n \ntrailer\n<</Size 60 /Root 49 0 R /Prev %u>>\n", at, before);
    buffer_printf(&out, "startxref\n%zu\n%%%%EOF\n", xref);
    return (struct bytes){(const unsigned char *)out.bytes, out.length};
}

static void later_revisions_are_found(void **state)
{
    (void)state;
    struct body *body = body_new(SIGNATURE_P256);
    struct ecert_facts facts = body_facts();
    struct bytes file = body_make(body, &facts);
    static const char *const objects[] = {
        "", /* an empty revision */
        "49 0 obj\n<</Type /Catalog /Pages 46 0 R>>\nendobj\n", /* replace: another catalogue */
        "50 0 obj\n<</Title (x) /CertificateNumber (FALSE) /CertificateRevision 1>>\nendobj\n",
        "45 0 obj\n<</Type /Page /Annots [<</Type /Annot /Subtype /FreeText /Contents (Changed) /Rect [0 0 100 100]>>]>>\nendobj\n",
        "60 0 obj\n<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /ByteRange [0 10 20 30] /Contents <00>>>\nendobj\n"};
    for (size_t i = 0; i < sizeof objects / sizeof *objects; i++)
        for (int stream = 0; stream < 2; stream++) assert_judged(body, saved_again(body, file, objects[i], stream), "altered", "verify.later_revision");
    body_free(body);
}

static void by_others_saved_again_is_altered(void **state)
{
    (void)state;
    struct body *body = body_new(SIGNATURE_P256);
    struct ecert_facts facts = body_facts();
    const char *path = body_write(body, "a.pdf", body_make(body, &facts));
    const char *again = text_printf(body->support->context.arena, "%s/b.pdf", body->folder.bytes).bytes;
    int status;
    (void)body_run(body, &status, "qpdf %s %s", path, again);
    assert_int_equal(status, 0);
    struct text rewritten = body_run(body, &status, "cat %s", again);
    assert_judged(body, ((struct bytes){(const unsigned char *)rewritten.bytes, rewritten.length}), "altered", NULL);
    (void)body_run(body, &status, "mutool clean %s %s", path, again);
    rewritten = body_run(body, &status, "cat %s", again);
    assert_judged(body, ((struct bytes){(const unsigned char *)rewritten.bytes, rewritten.length}), "altered", NULL);
    body_free(body);
}

/* Signature wrapping: the range is made to skip what the forger put in; universal signature forgery: range or contents are made unreadable. */
static void the_range_covers_the_whole_file(void **state)
{
    (void)state;
    struct body *body = body_new(SIGNATURE_P256);
    struct ecert_facts facts = body_facts();
    struct bytes original = body_make(body, &facts);
    static const char *const ranges[] = {"[0 0 0 0", "[0 1 2 3", "[0 -1 -1 -1", "[null", "[", "[0 4294967295 1 1", "[1 2 3 4", "[(0) 1 2 3", "[0 99999999999 1 1"};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        struct bytes file = copy_of(body, original, 0);
        unsigned char *range = find_last(file, "/ByteRange [") + 11, *close = memchr(range, ']', 100);
        memset(range, ' ', (size_t)(close - range));
        memcpy(range, ranges[i], strlen(ranges[i]));
        assert_judged(body, file, "altered", NULL);
    }
    /* second and third number swapped, as if the signed parts were the other way round */
    struct bytes file = copy_of(body, original, 0);
    unsigned char *range = find_last(file, "/ByteRange [0 ") + 14, kept[10];
    memcpy(kept, range, 10);
    memmove(range, range + 11, 10);
    memcpy(range + 11, kept, 10);
    assert_judged(body, file, "altered", "verify.range");
    /* wrapped: the original's second part is kept behind, the range leaves a gap for something new */
    struct buffer out = buffer_new(body->support->context.arena, original.length + 4096, original.length + 65536);
    size_t contents = (size_t)(find_last(original, "/Contents <") - original.data);
    buffer_put_bytes(&out, original.data, contents);
    buffer_put_string(&out, "/Forged (x) ");
    buffer_put_bytes(&out, original.data + contents, original.length - contents);
    assert_judged(body, ((struct bytes){(const unsigned char *)out.bytes, out.length}), "altered", NULL);
    static const char *const digits[] = {"/Contents <00", "/Contents ()  ", "/Contents null", "/Contents <zz", "/Contentz <"};
    for (size_t i = 0; i < sizeof digits / sizeof *digits; i++) {
        file = copy_of(body, original, 0);
        memcpy(find_last(file, "/Contents <"), digits[i], strlen(digits[i]));
        assert_judged(body, file, "altered", NULL);
    }
    body_free(body);
}

static void the_signature_of_another_document_does_not_fit(void **state)
{
    (void)state;
    struct body *body = body_new(SIGNATURE_P256);
    struct ecert_facts facts = body_facts();
    struct bytes first = copy_of(body, body_make(body, &facts), 0);
    facts.number = TEXT("TST-2026-7F3K9Q2M-42");
    struct bytes second = body_make(body, &facts);
    assert_int_equal(first.length, second.length);
    size_t from = (size_t)(find_last(first, "/Contents <") - first.data) + 11;
    const unsigned char *end = memchr(first.data + from, '>', first.length - from);
    memcpy((unsigned char *)first.data + from, second.data + from, (size_t)(end - first.data) - from);
    assert_judged(body, first, "altered", "verify.digest");
    body_free(body);
}

static void strangers_are_not_ours(void **state)
{
    (void)state;
    struct body *body = body_new(SIGNATURE_P256), *stranger = body_new(SIGNATURE_P256);
    struct ecert_facts facts = body_facts();
    /* The same body's name, the same theme, another key. */
    assert_judged(body, body_make(stranger, &facts), "not-ours", "verify.stranger");
    static const char plain[] = "%PDF-1.7\n1 0 obj\n<</Type /Catalog>>\nendobj\ntrailer\n<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n";
    assert_judged(body, ((struct bytes){(const unsigned char *)plain, sizeof plain - 1}), "not-ours", "verify.not_ours");
    static const char text[] = "This is no PDF at all, however long it may be, and it goes on for a while.";
    assert_judged(body, ((struct bytes){(const unsigned char *)text, sizeof text - 1}), "not-ours", "verify.not_pdf");
    struct bytes endless = {arena_take(body->support->context.arena, VERIFY_FILE_LIMIT + 1), VERIFY_FILE_LIMIT + 1};
    assert_judged(body, endless, "not-ours", "verify.too_large");
    body_free(stranger);
    body_free(body);
}

static void bad_certificates_are_the_asker_s_fault(void **state)
{
    (void)state;
    struct body *body = body_new(SIGNATURE_P256);
    struct verify_file_finding finding;
    assert_result(body->support, RESULT_REFUSED, verify_file_read(&body->support->context, (struct bytes){(const unsigned char *)"x", 1}, TEXT("nonsense"), &finding));
    assert_string_equal(body->support->context.error.code, "signature.trust");
    body_free(body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ours_is_authentic_and_says_what_it_is), cmocka_unit_test(a_name_cannot_say_another_number), cmocka_unit_test(no_byte_can_be_changed),
        cmocka_unit_test(nothing_can_be_cut_off_or_put_behind), cmocka_unit_test(later_revisions_are_found), cmocka_unit_test(by_others_saved_again_is_altered),
        cmocka_unit_test(the_range_covers_the_whole_file), cmocka_unit_test(the_signature_of_another_document_does_not_fit), cmocka_unit_test(strangers_are_not_ours),
        cmocka_unit_test(bad_certificates_are_the_asker_s_fault)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
