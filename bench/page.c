/* How long one rendering of a verification page takes: about 6 kB with 20 values, four of them dates. Prints nanoseconds, the median of
 * several rounds. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "outside/page_inside.h"

struct certificate {
    struct text name_latin, name_native, certification, level, number, issuer, state, reason, link, language, description, direction;
    const char *form;
    struct day exam, award, issue, expiry;
    int64_t revision, opened;
    bool current, revoked;
};
#define CERTIFICATE(MEMBER) FIELD(struct certificate, MEMBER)
RECORD(bench_certificate_record, struct certificate, CERTIFICATE(name_latin), CERTIFICATE(name_native), CERTIFICATE(certification),
       CERTIFICATE(level), CERTIFICATE(number), CERTIFICATE(issuer), CERTIFICATE(state), CERTIFICATE(reason), CERTIFICATE(link),
       CERTIFICATE(language), CERTIFICATE(description), CERTIFICATE(direction), CERTIFICATE(form), CERTIFICATE(exam), CERTIFICATE(award),
       CERTIFICATE(issue), CERTIFICATE(expiry), CERTIFICATE(revision), CERTIFICATE(opened), CERTIFICATE(current), CERTIFICATE(revoked));

static enum result read_page(void *data, struct context *context, struct text name, struct text *path, struct text *content)
{
    static const char head[] =
        "<!doctype html>\n<html lang=\"{{language}}\">\n<head><meta charset=\"utf-8\"><title>{{_ Certificate of {name_latin}}}</title>\n"
        "<link rel=\"stylesheet\" href=\"/theme/style.css\"></head>\n<body>\n<main class=\"verification\">\n";
    static const char row[] = "  <div class=\"summary-row\">\n    <dt class=\"summary-key\">{{_ Name of the holder}}</dt>\n    <dd "
                              "class=\"summary-value\">%s</dd>\n  </div>\n";
    static const char *const values[] = {"{{name_latin}}",
                                         "{{name_native}}",
                                         "{{certification}}",
                                         "{{level}}",
                                         "{{number}}",
                                         "{{issuer}}",
                                         "{{state}}",
                                         "{{reason}}",
                                         "{{description}}",
                                         "{{direction}}",
                                         "{{day exam}}",
                                         "{{day award}}",
                                         "{{day issue}}",
                                         "{{day expiry}}",
                                         "{{revision}}",
                                         "{{_n opened|Opened once|Opened {opened} times}}",
                                         "<a href=\"{{link}}\">{{_ Open}}</a>",
                                         "<a href=\"/certificates/{{number}}\">{{form}}</a>"};
    struct buffer out = buffer_new(context->arena, 1 << 14, 1 << 16);
    (void)data;
    (void)name;
    buffer_put_string(&out, head);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) buffer_printf(&out, row, values[i]);
    buffer_put_string(
        &out,
        "{{#current}}<p class=\"good\">{{_ This certificate is current.}}</p>{{/current}}{{#revoked}}<p>{{reason}}</p>{{/revoked}}\n");
    for (int i = 0; i < 30; i++)
        buffer_put_string(
            &out, "<p class=\"note\">{{_ Whoever shows you a certificate can be asked for its number; the register answers.}}</p>\n");
    buffer_put_string(&out, "</main></body></html>\n");
    *path = TEXT("page");
    *content = buffer_text(&out);
    return RESULT_OK;
}

/* Processor time of this process, so that what else runs on the machine does not count. */
static double cpu_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(void)
{
    enum { ROUNDS = 9, PAGES = 200000 };
    WITH_ARENA(arena, 64 << 20);
    struct context context = {.arena = arena, .error = {.arena = arena}, .language = "en"};
    struct languages *languages;
    struct pages *pages;
    static const struct page_binding binding = {"page", &bench_certificate_record};
    if (languages_from_files(&context, NULL, 0, &languages) < 0 ||
        pages_make(&context, languages, read_page, NULL, true, NULL, &binding, 1, &pages) < 0) {
        fprintf(stderr, "%s\n", text_string(arena, error_text(arena, &context.error)));
        return 1;
    }
    struct certificate certificate = {.name_latin = TEXT("Chen Xiaoming"),
                                      .name_native = TEXT("陈小明"),
                                      .certification = TEXT("HCIP-Datacom-Advanced Routing & Switching"),
                                      .level = TEXT("Professional"),
                                      .number = TEXT("HCIP-2026-7KQ4-9XWZ-2M"),
                                      .issuer = TEXT("Example Certification Body"),
                                      .state = TEXT("issued"),
                                      .reason = TEXT(""),
                                      .link = TEXT("https://certificates.example/verify/HCIP-2026-7KQ4-9XWZ-2M"),
                                      .language = TEXT("en"),
                                      .description = TEXT("Plans, builds and runs campus and data centre networks"),
                                      .direction = TEXT("Datacom"),
                                      .form = "e-Cert",
                                      .exam = {20497},
                                      .award = {20497},
                                      .issue = {20498},
                                      .expiry = {21592},
                                      .revision = 1,
                                      .opened = 12,
                                      .current = true};
    const struct page *page = pages_find(pages, "page");
    struct buffer out = buffer_new(arena, 1 << 15, 1 << 16);
    double rounds[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
        double start = cpu_seconds();
        for (int i = 0; i < PAGES; i++) {
            out.length = 0;
            page_render(page, "en", (struct view){0}, &certificate, &out);
        }
        rounds[round] = (cpu_seconds() - start) / PAGES * 1e9;
    }
    qsort(rounds, ROUNDS, sizeof *rounds, by_size);
    printf("page of %zu bytes: %.0f ns (%.0f to %.0f)\n", out.length, rounds[ROUNDS / 2], rounds[0], rounds[ROUNDS - 1]);
    return 0;
}
