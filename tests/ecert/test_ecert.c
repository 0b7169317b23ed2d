/* The signed PDF, held against other people's tools. */
#include "ecert/support_ecert.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/encoding.h"
#include "base/file.h"

/* Where Contents stands: the digits between the brackets. */
static struct text contents_of(struct bytes pdf)
{
    const char *from = memmem(pdf.data, pdf.length, "/Contents <", 11), *last = NULL;
    for (const char *c = from; c; c = memmem(c + 1, pdf.length - (size_t)(c + 1 - (const char *)pdf.data), "/Contents <", 11)) last = c;
    assert_non_null(last);
    const char *end = memchr(last + 11, '>', pdf.length - (size_t)(last + 11 - (const char *)pdf.data));
    assert_non_null(end);
    return (struct text){last + 11, (size_t)(end - last) - 11};
}

/* What each tool says of one file. */
static void assert_accepted(struct text said, const char *path)
{
    static const char *const wanted[] = {"Signature is Valid", "Total document signed", "ETSI.CAdES.detached", "qpdf ended with 0", "unchanged since signing", "Pages: 1"},
                             *const unwanted[] = {"Not total", "Signature is Invalid", "WARNING"};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (!text_contains(said, wanted[i])) fail_msg("%s: nobody says \"%s\":\n%.*s", path, wanted[i], TEXT_ARG(said));
    for (size_t i = 0; i < sizeof unwanted / sizeof *unwanted; i++)
        if (text_contains(said, unwanted[i])) fail_msg("%s: somebody says \"%s\":\n%.*s", path, unwanted[i], TEXT_ARG(said));
}

/* Every file that was written as tools-*.pdf is looked at and judged by itself, several at the same moment. */
static void check_with_tools(struct body *body, size_t count)
{
    struct arena *arena = body->support->context.arena;
    int status;
    struct text said = body_run(body, &status,
        "for tool in pdfsig qpdf mutool; do command -v $tool >/dev/null || exit 127; done; ls %s/tools-*.pdf | xargs -P 4 -I FILE sh -c "
        "'{ pdfsig -nocert FILE; qpdf --check FILE; echo \"qpdf ended with $?\"; mutool sign -v FILE; mutool info FILE; } >FILE.said 2>&1'; ls %s/tools-*.pdf",
        body->folder.bytes, body->folder.bytes), path;
    for (; text_split(&said, '\n', &path) && !text_empty(path); count--) {
        struct text one;
        assert_true(count > 0);
        assert_result(body->support, RESULT_OK, file_must_read(&body->support->context, text_printf(arena, "%.*s.said", TEXT_ARG(path)), 1 << 20, &one));
        assert_accepted(one, text_string(arena, path));
    }
    assert_int_equal(count, 0);
    (void)body_run(body, &status, "rm -f %s/tools-*", body->folder.bytes);
}

static void write_for_tools(struct body *body, size_t number, struct bytes pdf)
{
    (void)body_write(body, text_printf(body->support->context.arena, "tools-%02zu.pdf", number).bytes, pdf);
}

/* What openssl says of the signature and of the bytes that it is about. */
static struct text ask_openssl(struct body *body, struct bytes pdf, int *status)
{
    struct arena *arena = body->support->context.arena;
    struct text contents = contents_of(pdf);
    struct bytes cms;
    size_t from = (size_t)(contents.bytes - 1 - (const char *)pdf.data), behind = from + contents.length + 2;
    unsigned char *signed_bytes = arena_raw(arena, pdf.length);
    memcpy(signed_bytes, pdf.data, from);
    memcpy(signed_bytes + from, pdf.data + behind, pdf.length - behind);
    assert_true(encoding_from_hex(arena, contents, &cms));
    const char *data = body_write(body, "signed.bin", (struct bytes){signed_bytes, from + pdf.length - behind});
    const char *signature = body_write(body, "signature.der", cms);
    const char *authority = body_write(body, "authority.pem",
                                       (struct bytes){(const unsigned char *)body->material.authority_certificate.bytes, body->material.authority_certificate.length});
    return body_run(body, status, "openssl cms -verify -cades -binary -inform DER -in %s -content %s -CAfile %s -out /dev/null && openssl cms -cmsout -print -noout -inform DER -in %s", signature, data,
                    authority, signature);
}

static void check_cades(struct body *body, struct bytes pdf)
{
    int status;
    struct text said = ask_openssl(body, pdf, &status);
    assert_true(text_contains(said, "CAdES Verification successful"));
    assert_int_equal(status, 0);
    assert_true(text_contains(said, "id-smime-aa-signingCertificateV2"));
    assert_false(text_contains(said, "signingTime"));
}

/* Each level in each language, by each kind of key. */
static void others_accept_it(void **state)
{
    (void)state;
    static const char *const levels[] = {"associate", "professional", "expert", "instructor"}, *const languages[] = {"en", "zh_CN"};
    for (int algorithm = SIGNATURE_P256; algorithm <= SIGNATURE_RSA3072; algorithm++) {
        struct body *body = body_new((enum signature_algorithm)algorithm);
        size_t count = 0;
        for (size_t i = 0; i < 8; i++) {
            struct ecert_facts facts = body_facts();
            facts.theme = text_of(levels[i / 2]);
            facts.language = languages[i % 2];
            struct bytes pdf = body_make(body, &facts);
            write_for_tools(body, count++, pdf);
            check_cades(body, pdf);
            assert_in_range(pdf.length, 20000, algorithm == SIGNATURE_P256 ? 40000 : 44000);
        }
        check_with_tools(body, count);
        body_free(body);
    }
}

/* A byte of the page, of a font, of the facts: whichever it is, none of them takes the file for what was signed. */
static void others_see_what_was_altered(void **state)
{
    (void)state;
    enum { PLACES = 12 };
    struct body *body = body_new(SIGNATURE_P256);
    struct ecert_facts facts = body_facts();
    struct bytes pdf = body_make(body, &facts), altered = {memcpy(arena_raw(body->support->context.arena, pdf.length + 9), pdf.data, pdf.length), pdf.length};
    struct text contents = contents_of(pdf);
    size_t signature = (size_t)(contents.bytes - (const char *)pdf.data);
    unsigned char *bytes = (unsigned char *)altered.data;
    for (size_t i = 1; i < PLACES; i++) {
        size_t at = pdf.length / PLACES * i;
        if (at >= signature && at <= signature + contents.length) at = signature - 40;
        bytes[at] ^= 1;
        int status;
        const char *path = body_write(body, "altered.pdf", altered);
        if (text_contains(body_run(body, &status, "pdfsig -nocert %s", path), "Signature is Valid")) fail_msg("pdfsig, byte %zu", at);
        if (text_contains(body_run(body, &status, "mutool sign -v %s", path), "unchanged since signing")) fail_msg("mutool, byte %zu", at);
        if (text_contains(ask_openssl(body, altered, &status), "CAdES Verification successful") || !status) fail_msg("openssl, byte %zu", at);
        bytes[at] ^= 1;
    }
    memcpy(bytes + pdf.length, "\n% more\n", 8);
    altered.length += 8;
    int status;
    assert_false(text_contains(body_run(body, &status, "pdfsig -nocert %s", body_write(body, "longer.pdf", altered)), "Total document signed"));
    body_free(body);
}

static void same_facts_same_bytes(void **state)
{
    (void)state;
    struct body *body = body_new(SIGNATURE_P256);
    struct ecert_facts facts = body_facts();
    struct bytes first = body_make(body, &facts), second = body_make(body, &facts);
    assert_int_equal(first.length, second.length);
    assert_memory_equal(first.data, second.data, first.length);
    /* And by a theme loaded anew, as after a restart. */
    ecert_theme_free(body->theme);
    body->theme = NULL;
    second = body_make(body, &facts);
    assert_int_equal(first.length, second.length);
    assert_memory_equal(first.data, second.data, first.length);
    facts.revision++;
    second = body_make(body, &facts);
    assert_true(first.length != second.length || memcmp(first.data, second.data, first.length) != 0);
    body_free(body);
}

struct thread_work {
    struct body *body;
    struct bytes expected[2];
    bool good;
};

static void *make_many(void *data)
{
    struct thread_work *work = data;
    struct arena *arena = arena_new((size_t)64 << 20);
    struct clock clock = clock_real();
    work->good = true;
    for (int i = 0; i < 12; i++) {
        struct context context = {.arena = arena, .error = {.arena = arena}, .clock = &clock, .language = "en"};
        struct ecert_facts facts = body_facts();
        facts.language = i % 2 ? "zh_CN" : "en";
        struct bytes pdf, expected = work->expected[i % 2];
        if (ecert_make(&context, work->body->theme, work->body->signer, &facts, &pdf) != RESULT_OK || pdf.length != expected.length
            || memcmp(pdf.data, expected.data, pdf.length) != 0) work->good = false;
        arena_reset(arena);
    }
    arena_free(arena);
    return NULL;
}

static void threads_share_a_theme(void **state)
{
    (void)state;
    enum { THREADS = 4 };
    struct body *body = body_new(SIGNATURE_P256);
    struct ecert_facts facts = body_facts();
    struct thread_work work[THREADS];
    struct bytes english = body_make(body, &facts);
    facts.language = "zh_CN";
    struct bytes chinese = body_make(body, &facts);
    /* A fresh theme, so that the threads make its pages at the same moment. */
    ecert_theme_free(body->theme);
    body->theme = NULL;
    body_theme(body);
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) {
        work[i] = (struct thread_work){.body = body, .expected = {english, chinese}};
        assert_int_equal(pthread_create(&threads[i], NULL, make_many, &work[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        assert_true(work[i].good);
    }
    body_free(body);
}

/* Without the marks that poppler puts around text from right to left. */
static struct text without_marks(struct arena *arena, struct text text)
{
    char *out = arena_raw(arena, text.length + 1);
    size_t length = 0;
    uint32_t code_point;
    while (text_next_code_point(&text, &code_point))
        if (code_point < 0x202a || code_point > 0x202e) length += text_put_code_point(out + length, code_point);
    return (struct text){out, length};
}

static void names_come_out_as_they_went_in(void **state)
{
    (void)state;
    static const struct {
        const char *script, *name;
    } names[] = {{"Latin", "Nguyễn Thị Thuỳ Dương"}, {"Latin", "Łukasz Żółć-Müller"}, {"Han", "欧阳建国"}, {"Kana", "佐藤 さくら"}, {"Hangul", "김민준"},
                 {"Cyrillic", "Екатерина Воронцова"}, {"Greek", "Ελευθερία Παπαδοπούλου"}, {"Arabic", "عبد الرحمن الخوارزمي"}, {"Arabic", "لؤي محمّد"},
                 {"Hebrew", "נועה כהן"}, {"Devanagari", "श्रीनिवास रामानुजन्"}, {"Devanagari", "प्रियंका चतुर्वेदी"}, {"Bengali", "রবীন্দ্রনাথ মুখোপাধ্যায়"},
                 {"Tamil", "கிருஷ்ணமூர்த்தி"}, {"Telugu", "శ్రీనివాస్"}, {"Kannada", "ಶ್ರೀನಿವಾಸ"}, {"Malayalam", "ശ്രീനിവാസൻ"}, {"Gujarati", "શ્રીનિવાસ"}, {"Sinhala", "ශ්‍රීමාල්"},
                 {"Thai", "ณัฐวุฒิ ศรีสุวรรณกุล"}, {"Thai", "น้ำทิพย์"}, {"Lao", "ສົມພອນ"}, {"Khmer", "សុខ ស្រីមុំ"}, {"Myanmar", "အောင်ကြည်"},
                 {"Georgian", "ნინო ჯავახიშვილი"}, {"Armenian", "Արամ Խաչատրյան"}, {"Ethiopic", "ኃይለ ገብረሥላሴ"}, {"Tibetan", "བཀྲ་ཤིས"}};
    struct body *body = body_new(SIGNATURE_P256);
    struct arena *arena = body->support->context.arena;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct ecert_facts facts = body_facts();
        facts.name_native = text_of(names[i].name);
        facts.language = "zh_CN";
        struct bytes pdf = body_make(body, &facts);
        const char *path = body_write(body, "name.pdf", pdf);
        int status;
        write_for_tools(body, i, pdf);
        struct text said = without_marks(arena, body_run(body, &status, "pdftotext -enc UTF-8 %s -", path));
        if (!text_contains(said, names[i].name)) fail_msg("%s: %s is not in\n%.*s", names[i].script, names[i].name, TEXT_ARG(said));
        assert_true(text_contains(said, "Li Xiaoming"));
    }
    check_with_tools(body, sizeof names / sizeof *names);
    body_free(body);
}

static void what_is_printed_can_be_read(void **state)
{
    (void)state;
    struct body *body = body_new(SIGNATURE_P256);
    struct ecert_facts facts = body_facts();
    int status;
    struct text said = body_run(body, &status, "pdftotext %s -", body_write(body, "a.pdf", body_make(body, &facts)));
    static const char *const english[] = {"Demonstration Certification Board", "Certificate", "Expert", "Li Xiaoming", "李晓明", "HCIE-Datacom", "TST-2026-7F3K9Q2M-41",
                                          "13 February 2026", "14 February 2026", "12 February 2029"};
    for (size_t i = 0; i < sizeof english / sizeof *english; i++)
        if (!text_contains(said, english[i])) fail_msg("%s is not in\n%.*s", english[i], TEXT_ARG(said));
    facts.language = "zh_CN";
    facts.expiry_day = NO_DAY;
    facts.exam_day = NO_DAY;
    facts.direction = TEXT("");
    said = body_run(body, &status, "pdftotext %s -", body_write(body, "b.pdf", body_make(body, &facts)));
    static const char *const chinese[] = {"认证证书", "专家", "李晓明", "Li Xiaoming", "2026年2月14日", "长期有效"};
    for (size_t i = 0; i < sizeof chinese / sizeof *chinese; i++)
        if (!text_contains(said, chinese[i])) fail_msg("%s is not in\n%.*s", chinese[i], TEXT_ARG(said));
    assert_false(text_contains(said, "考试通过日期"));
    assert_false(text_contains(said, "技术方向"));
    said = body_run(body, &status, "pdfinfo -custom %s/b.pdf; pdfinfo %s/b.pdf", body->folder.bytes, body->folder.bytes);
    assert_true(text_contains(said, "TST-2026-7F3K9Q2M-41"));
    assert_true(text_contains(said, "Tagged:          yes"));
    assert_true(text_contains(said, "李晓明的HCIE-Datacom认证证书"));
    body_free(body);
}

/* What PDF/A-3a and PDF/UA-1 ask of the structure, read by qpdf. */
static void it_is_built_for_archives_and_for_screen_readers(void **state)
{
    (void)state;
    struct body *body = body_new(SIGNATURE_P256);
    struct ecert_facts facts = body_facts();
    static const unsigned char credential[] = "eyJhbGciOiJFUzI1NiJ9.eyJ2YyI6e319.c2ln";
    facts.credential = (struct bytes){credential, sizeof credential - 1};
    facts.credential_name = "credential.jwt";
    facts.credential_type = "application/vc+jwt";
    struct bytes pdf = body_make(body, &facts);
    const char *path = body_write(body, "a.pdf", pdf);
    write_for_tools(body, 0, pdf);
    check_with_tools(body, 1);
    int status;
    struct text json = body_run(body, &status, "qpdf --json=2 --json-key=qpdf %s | tr -d ' \\n'", path);
    assert_int_equal(status, 0);
    static const char *const wanted[] = {
        "\"/MarkInfo\":{\"/Marked\":true}", "\"/Lang\":\"u:en\"", "\"/DisplayDocTitle\":true", "\"/S\":\"/GTS_PDFA1\"", "\"/AFRelationship\":\"/Data\"", "\"/Tabs\":\"/S\"",
        "\"/Subtype\":\"/application/vc+jwt\"", "\"/EmbeddedFiles\":", "\"/SigFlags\":3", "\"/TransformMethod\":\"/DocMDP\"", "\"/S\":\"/Figure\"", "\"/S\":\"/H1\"",
        "\"/S\":\"/Form\"", "\"/Type\":\"/StructTreeRoot\"", "\"/ActualText\":\"u:李晓明\"", "\"/ParentTree\":", "\"/TU\":\"u:Digitalsignature\"", "\"/F\":132"};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (!text_contains(json, wanted[i])) fail_msg("%s is not there", wanted[i]);
    static const char *const unwanted[] = {"/JavaScript", "/JS\"", "/OpenAction", "\"/AA\"", "/Launch", "/URI", "/Encrypt", "/XFA", "/Interpolate", "/Prev"};
    for (size_t i = 0; i < sizeof unwanted / sizeof *unwanted; i++)
        if (text_contains(json, unwanted[i])) fail_msg("%s is there", unwanted[i]);
    struct text fonts = body_run(body, &status, "pdffonts %s", path);
    struct text line;
    int lines = 0;
    while (text_split(&fonts, '\n', &line)) {
        if (lines++ < 2 || text_empty(line)) continue;
        if (!text_contains(line, "CID Type 0C") || !text_contains(line, "yes yes yes")) fail_msg("not embedded as a subset with Unicode: %.*s", TEXT_ARG(line));
    }
    assert_true(lines > 5);
    struct text metadata = body_run(body, &status, "pdfinfo -meta %s", path);
    assert_true(text_contains(metadata, "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>"));
    struct text attached = body_run(body, &status, "pdfdetach -save 1 -o %s/out %s && cat %s/out", body->folder.bytes, path, body->folder.bytes);
    assert_true(text_contains(attached, (const char *)credential));
    body_free(body);
}

static void a_missing_glyph_is_a_case_and_never_a_box(void **state)
{
    (void)state;
    struct body *body = body_new(SIGNATURE_P256);
    struct context *context = &body->support->context;
    struct text missing;
    struct bytes pdf;
    struct ecert_facts facts = body_facts();
    facts.name_native = TEXT("李\xf0\x93\x80\x80");
    assert_result(body->support, RESULT_REFUSED, ecert_check_name(context, body_theme(body), facts.name_native, facts.name_latin, &missing));
    assert_string_equal(context->error.code, "ecert.glyph_missing");
    assert_text_equal(missing, "\xf0\x93\x80\x80");
    error_clear(&context->error);
    assert_result(body->support, RESULT_REFUSED, ecert_make(context, body_theme(body), body->signer, &facts, &pdf));
    assert_string_equal(context->error.code, "ecert.glyph_missing");
    error_clear(&context->error);
    assert_result(body->support, RESULT_OK, ecert_check_name(context, body_theme(body), TEXT("李晓明"), TEXT("Li Xiaoming"), &missing));
    assert_int_equal(missing.length, 0);
    body_free(body);
}

/* Before a certificate is issued. U+0378 is assigned to nothing, so no font has it. */
static void the_characters_of_a_name_are_asked_of_the_fonts(void **state)
{
    (void)state;
    struct body *body = body_new(SIGNATURE_P256);
    struct context *context = &body->support->context;
    static const struct {
        const char *native, *latin, *missing, *code;
    } names[] = {{"李晓明", "Li Xiaoming", "", NULL}, {"", "José Ñandú", "", NULL}, {"", "Jose\xcc\x81", "", NULL}, {"ณัฐวุฒิ", "", "", NULL},
                 {"李\xcd\xb8", "Li", "\xcd\xb8", "ecert.glyph_missing"}, {"", "Jos\xcd\xb8", "\xcd\xb8", "ecert.glyph_missing"}, {"\xf0\x93\x80\x80", "", "\xf0\x93\x80\x80", "ecert.glyph_missing"},
                 {"\xe2\x80\xae李", "Li\x07", "\xe2\x80\xae\x07", "ecert.name_not_text"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct text missing;
        assert_result(body->support, names[i].code ? RESULT_REFUSED : RESULT_OK, ecert_check_name(context, body_theme(body), text_of(names[i].native), text_of(names[i].latin), &missing));
        if (names[i].code) assert_string_equal(context->error.code, names[i].code);
        assert_text_equal(missing, names[i].missing);
        error_clear(&context->error);
    }
    body_free(body);
}

/* What is taken for printable by its characters and its length is printed, however wide it is. */
static void a_short_name_has_room_without_being_measured(void **state)
{
    (void)state;
    struct body *body = body_new(SIGNATURE_P256);
    struct context *context = &body->support->context;
    static const struct {
        const char *native, *latin;
    } names[] = {{"", "WWWWWWWWWWWWWWWWWWWWWWWW"}, {"", "ŴŴŴŴŴŴŴŴŴŴŴŴŴŴŴŴŴŴŴŴŴŴŴŴ"}, {"鬱鬱鬱鬱鬱鬱鬱鬱鬱鬱鬱鬱", "WWWWWWWWWWWWWWWWWWWWWWWW"}, {"ညညညညညညညညညညညည", "Nyi"}, {"ഔഔഔഔഔഔഔഔഔഔഔഔ", ""}, {"ﷺﷺﷺ", ""}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct ecert_facts facts = body_facts();
        struct bytes pdf;
        facts.name_native = text_of(names[i].native);
        facts.name_latin = text_of(names[i].latin);
        assert_result(body->support, RESULT_OK, ecert_check_name(context, body_theme(body), facts.name_native, facts.name_latin, NULL));
        assert_result(body->support, RESULT_OK, ecert_make(context, body_theme(body), body->signer, &facts, &pdf));
    }
    body_free(body);
}

static void long_names_shrink_then_wrap_then_are_a_case(void **state)
{
    (void)state;
    struct body *body = body_new(SIGNATURE_P256);
    struct context *context = &body->support->context;
    static const char wraps[] = "Maria Fernanda de los Angeles Hernandez-Villanueva y Castellanos de la Torre";
    struct ecert_facts facts = body_facts();
    facts.name_native = TEXT("");
    facts.name_latin = text_of(wraps);
    int status;
    struct text said = body_run(body, &status, "pdftotext %s - | tr '\\n' ' '", body_write(body, "a.pdf", body_make(body, &facts)));
    assert_true(text_contains(said, wraps));
    char endless[200];
    memset(endless, 'W', sizeof endless);
    for (size_t i = 20; i < sizeof endless; i += 21) endless[i] = ' ';
    struct text name = {endless, sizeof endless - 1};
    struct text missing;
    assert_result(body->support, RESULT_REFUSED, ecert_check_name(context, body_theme(body), TEXT(""), name, &missing));
    assert_string_equal(context->error.code, "ecert.name_too_long");
    assert_int_equal(missing.length, 0);
    body_free(body);
}

static void what_a_certification_is_called_has_to_fit(void **state)
{
    (void)state;
    struct body *body = body_new(SIGNATURE_P256);
    struct ecert_facts facts = body_facts();
    struct bytes pdf;
    char endless[300];
    memset(endless, 'W', sizeof endless);
    facts.certification = (struct text){endless, sizeof endless};
    assert_result(body->support, RESULT_REFUSED, ecert_make(&body->support->context, body_theme(body), body->signer, &facts, &pdf));
    assert_string_equal(body->support->context.error.code, "ecert.text_too_long");
    assert_true(text_ends_with(body->support->context.error.file, "layout.ini"));
    body_free(body);
}

static void names_that_are_no_text_are_refused(void **state)
{
    (void)state;
    struct body *body = body_new(SIGNATURE_P256);
    struct context *context = &body->support->context;
    static const struct {
        const char *native, *latin, *code;
    } names[] = {{"", "", "ecert.name_empty"}, {"  ", "", "ecert.name_empty"}, {"", "Li\nXiaoming", "ecert.name_not_text"}, {"\xff\xfe", "Li", "ecert.name_not_text"},
                 {"\xe2\x80\xae" "abc", "Li", "ecert.name_not_text"}, {"", "Li\x7f", "ecert.name_not_text"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_result(body->support, RESULT_REFUSED, ecert_check_name(context, body_theme(body), text_of(names[i].native), text_of(names[i].latin), NULL));
        assert_string_equal(context->error.code, names[i].code);
        error_clear(&context->error);
    }
    body_free(body);
}

static void facts_out_of_order_are_refused(void **state)
{
    (void)state;
    struct body *body = body_new(SIGNATURE_P256);
    struct context *context = &body->support->context;
    struct ecert_facts wrong[9];
    for (size_t i = 0; i < 9; i++) wrong[i] = body_facts();
    wrong[0].number = TEXT("");
    wrong[1].number = TEXT("编号");
    wrong[2].revision = 0;
    wrong[3].theme = TEXT("grandmaster");
    wrong[4].language = "xx";
    wrong[5].issue_day = NO_DAY;
    wrong[6].verify_address = TEXT("");
    wrong[7].certification = TEXT("HCIE\x01");
    wrong[8].credential = (struct bytes){(const unsigned char *)"x", 1};
    for (size_t i = 0; i < 9; i++) {
        struct bytes pdf;
        assert_result(body->support, RESULT_REFUSED, ecert_make(context, body_theme(body), body->signer, &wrong[i], &pdf));
        assert_string_equal(context->error.code, "ecert.fact");
        error_clear(&context->error);
    }
    body_free(body);
}

/* Certificates on paper: many in one file, of all levels, without a signature. */
static void a_print_run_has_a_page_for_each(void **state)
{
    (void)state;
    static const char *const levels[] = {"associate", "professional", "expert", "instructor"};
    static const char *const names[] = {"李晓明", "عبد الرحمن الخوارزمي", "श्रीनिवास रामानुजन्", "Łukasz Żółć-Müller", "", "김민준", "ณัฐวุฒิ ศรีสุวรรณกุล"};
    enum { MANY = 60 };
    struct body *body = body_new(SIGNATURE_P256);
    struct context *context = &body->support->context;
    struct ecert_facts facts[MANY];
    struct bytes pdf, again;
    int status;
    for (int i = 0; i < MANY; i++) {
        facts[i] = body_facts();
        facts[i].number = text_printf(context->arena, "TST-2026-%04d-41", i);
        facts[i].theme = text_of(levels[i % 4]);
        facts[i].name_native = text_of(names[i % 7]);
        if (i % 3 == 0) facts[i].language = "zh_CN", facts[i].expiry_day = NO_DAY;
    }
    assert_result(body->support, RESULT_OK, ecert_print(context, body_theme(body), facts, MANY, &pdf));
    assert_result(body->support, RESULT_OK, ecert_print(context, body_theme(body), facts, MANY, &again));
    assert_int_equal(pdf.length, again.length);
    assert_memory_equal(pdf.data, again.data, pdf.length);
    const char *path = body_write(body, "run.pdf", pdf), *keep = getenv("PRINT_KEEP");
    if (keep) (void)body_run(body, &status, "cp %s %s/certificates.pdf", path, keep);
    struct text said = body_run(body, &status, "qpdf --check %s", path), page;
    if (status) fail_msg("%.*s", TEXT_ARG(said));
    said = without_marks(context->arena, body_run(body, &status, "pdftotext -enc UTF-8 %s -", path));
    for (int i = 0; i < MANY; i++) {
        assert_true(text_split(&said, '\f', &page));
        assert_true(text_contains(page, text_string(context->arena, facts[i].number)) && text_contains(page, "Li Xiaoming") && text_contains(page, names[i % 7]));
        assert_true(text_contains(page, i % 3 ? "Valid through" : "长期有效"));
    }
    said = body_run(body, &status, "pdfsig %s", path);
    assert_true(text_contains(said, "does not contain any signatures"));

    facts[MANY - 1].name_native = TEXT("\U0001F680");
    assert_result(body->support, RESULT_REFUSED, ecert_print(context, body_theme(body), facts, MANY, &pdf));
    assert_string_equal(context->error.code, "ecert.glyph_missing");
    assert_text_equal(context->error.file, "TST-2026-0059-41");
    error_clear(&context->error);
    body_free(body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(others_accept_it), cmocka_unit_test(others_see_what_was_altered), cmocka_unit_test(same_facts_same_bytes), cmocka_unit_test(threads_share_a_theme), cmocka_unit_test(names_come_out_as_they_went_in),
        cmocka_unit_test(what_is_printed_can_be_read), cmocka_unit_test(it_is_built_for_archives_and_for_screen_readers),
        cmocka_unit_test(a_missing_glyph_is_a_case_and_never_a_box),
        cmocka_unit_test(the_characters_of_a_name_are_asked_of_the_fonts),
        cmocka_unit_test(a_short_name_has_room_without_being_measured),
        cmocka_unit_test(long_names_shrink_then_wrap_then_are_a_case),
        cmocka_unit_test(what_a_certification_is_called_has_to_fit),
        cmocka_unit_test(names_that_are_no_text_are_refused), cmocka_unit_test(facts_out_of_order_are_refused), cmocka_unit_test(a_print_run_has_a_page_for_each)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
