#include "ecert/support_ecert.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "outside/settings.h"

struct body *body_new(enum signature_algorithm algorithm)
{
    struct support *support = support_context("2026-02-14T08:00:00Z");
    struct body *body = ARENA_NEW(support->context.arena, struct body);
    body->support = support;
    assert_result(support, RESULT_OK, signature_make(&support->context, algorithm, TEXT("Demonstration Certification Board"), &body->material));
    struct text chain = text_printf(support->context.arena, "%.*s%.*s", TEXT_ARG(body->material.certificate), TEXT_ARG(body->material.authority_certificate));
    assert_result(support, RESULT_OK, signature_signer_load(&support->context, body->material.key, chain, TEXT(""), &body->signer));
    char folder[] = "/tmp/testamur-ecert-XXXXXX";
    if (!mkdtemp(folder)) fail_msg("no folder for the test");
    body->folder = text_copy(support->context.arena, text_of(folder));
    return body;
}

void body_free(struct body *body)
{
    int status;
    (void)body_run(body, &status, "rm -rf %s", body->folder.bytes);
    signature_signer_free(body->signer);
    ecert_theme_free(body->theme);
    support_context_free(body->support);
}

struct ecert_theme *body_theme(struct body *body)
{
    struct context *context = &body->support->context;
    if (!body->theme) assert_result(body->support, RESULT_OK, ecert_theme_load(context, ecert_theme_folder(context), &body->theme));
    return body->theme;
}

static struct day day_of(int year, int month, int day)
{
    struct day result;
    assert_true(day_from_date((struct date){year, month, day}, &result));
    return result;
}

struct ecert_facts body_facts(void)
{
    return (struct ecert_facts){.number = TEXT("TST-2026-7F3K9Q2M-41"), .revision = 3, .certification = TEXT("HCIE-Datacom"), .theme = TEXT("expert"),
                                .direction = TEXT("Datacom"), .body = TEXT("Demonstration Certification Board"), .name_latin = TEXT("Li Xiaoming"),
                                .name_native = TEXT("李晓明"), .exam_day = day_of(2026, 2, 13), .award_day = day_of(2026, 2, 13), .issue_day = day_of(2026, 2, 14),
                                .expiry_day = day_of(2029, 2, 12), .verify_address = TEXT("https://certificates.example/verify/TST-2026-7F3K9Q2M-41"),
                                .language = "en"};
}

struct bytes body_make(struct body *body, const struct ecert_facts *facts)
{
    struct bytes pdf = {0};
    assert_result(body->support, RESULT_OK, ecert_make(&body->support->context, body_theme(body), body->signer, facts, &pdf));
    return pdf;
}

const char *body_write(struct body *body, const char *name, struct bytes bytes)
{
    const char *path = text_printf(body->support->context.arena, "%s/%s", body->folder.bytes, name).bytes;
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes.data, 1, bytes.length, file) != bytes.length || fclose(file) != 0) fail_msg("%s cannot be written", path);
    return path;
}

struct text body_run(struct body *body, int *status, const char *format, ...)
{
    struct arena *arena = body->support->context.arena;
    va_list arguments;
    va_start(arguments, format);
    struct text command = text_vprintf(arena, format, arguments);
    va_end(arguments);
    /* The tools are not built with a sanitizer and must not be run under one. */
    FILE *pipe = popen(text_printf(arena, "unset LD_PRELOAD; ( %.*s ) 2>&1", TEXT_ARG(command)).bytes, "r");
    if (!pipe) fail_msg("cannot run: %.*s", TEXT_ARG(command));
    enum { MOST = 4 << 20 };
    char *out = arena_raw(arena, MOST);
    size_t length = fread(out, 1, MOST, pipe);
    int ended = pclose(pipe);
    *status = WIFEXITED(ended) ? WEXITSTATUS(ended) : -1;
    if (*status == 127) fail_msg("a tool is not installed (packaging/test-packages.txt): %.*s", TEXT_ARG(command));
    return (struct text){out, length};
}

bool text_contains(struct text text, const char *part)
{
    return text_find(text, part) < text.length;
}
