/* A thousand address labels, and as many packing slips and printed certificates, each in one PDF, on one core.
 *
 *     bench-labels [ROUNDS]
 *
 * Half of the people live in China, in streets whose names differ, so that the file has well over a thousand Chinese characters; the others in seven countries with scripts of their own. */
#include <time.h>

#include "ecert/ecert.h"
#include "measure.h"
#include "outside/settings.h"
#include "package/package_print.h"

enum { MANY = 1000, MOST_ROUNDS = 50, HAN_FIRST = 0x4E00, HAN_COUNT = 3000 };

static const struct package_address abroad[] = {
    {.country = {"AE", 2}, .recipient = {"محمد أحمد", 17}, .street = {"شارع الشيخ زايد 5", 30}, .latin_recipient = {"Mohammed Ahmed", 14}, .latin_street = {"5 Sheikh Zayed Road", 19}, .phone = {"+971501234567", 13}},
    {.country = {"TH", 2}, .recipient = {"สมชาย ใจดี", 28}, .street = {"1 ถนนสุขุมวิท", 35}, .latin_recipient = {"Somchai Jaidee", 14}, .latin_street = {"1 Sukhumvit Road", 16}, .latin_city = {"Khlong Toei", 11}, .postal_code = {"10110", 5}, .phone = {"+66812345678", 12}},
    {.country = {"DE", 2}, .recipient = {"Jörg Müller", 13}, .street = {"Musterstraße 1", 15}, .city = {"Köln", 5}, .postal_code = {"50667", 5}, .phone = {"+492211234567", 13}},
    {.country = {"RU", 2}, .recipient = {"Иван Петров", 21}, .street = {"ул. Тверская, д. 1", 29}, .city = {"Москва", 12}, .latin_recipient = {"Ivan Petrov", 11}, .latin_street = {"ul. Tverskaya, d. 1", 19}, .latin_city = {"Moskva", 6}, .postal_code = {"125009", 6}, .phone = {"+79123456789", 12}},
    {.country = {"US", 2}, .recipient = {"John Doe", 8}, .street = {"1600 Amphitheatre Pkwy", 22}, .city = {"Mountain View", 13}, .region = {"CA", 2}, .postal_code = {"94043", 5}, .phone = {"+16502530000", 12}},
};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static _Noreturn void give_up(struct context *context)
{
    fprintf(stderr, "bench-labels: %.*s\n", TEXT_ARG(error_text(context->arena, &context->error)));
    exit(1);
}

static struct text han(struct arena *arena, uint32_t *seed, int count, const char *end)
{
    char *out = arena_take(arena, (size_t)count * 4 + strlen(end) + 1);
    size_t length = 0;
    for (int i = 0; i < count; i++) {
        *seed = *seed * 1664525u + 1013904223u;
        length += text_put_code_point(out + length, HAN_FIRST + *seed / 65536 % HAN_COUNT);
    }
    memcpy(out + length, end, strlen(end));
    return (struct text){out, length + strlen(end)};
}

static void fill(struct arena *arena, struct package_print *prints, struct ecert_facts *facts)
{
    static const struct text contents[] = {{"Printed certificate", 19}, {"Congratulation letter", 21}};
    uint32_t seed = 7;
    for (size_t i = 0; i < MANY; i++) {
        struct package_address china = {.country = TEXT("CN"), .recipient = han(arena, &seed, 3, ""), .street = han(arena, &seed, 6, "路1号"), .city = han(arena, &seed, 2, "市"), .region = TEXT("广东省"),
                                        .postal_code = TEXT("518129"), .phone = TEXT("+8613800138000")};
        struct text number = text_printf(arena, "HW2026%08zu", i);
        prints[i] = (struct package_print){.number = text_printf(arena, "PK-%06zu", i), .certificate = number, .certification = TEXT("HCIE-Datacom"), .name_latin = TEXT("Li Xiaoming"),
                                           .name_native = china.recipient, .contents = contents, .content_count = 2, .due = {20500}};
        package_print_address(arena, i % 2 ? &abroad[i / 2 % (sizeof abroad / sizeof *abroad)] : &china, TEXT("CN"), &prints[i]);
        facts[i] = (struct ecert_facts){.number = number, .revision = 1, .certification = TEXT("HCIE-Datacom"), .theme = TEXT("expert"), .direction = TEXT("Datacom"), .body = TEXT("Demonstration Certification Board"),
                                        .name_latin = TEXT("Li Xiaoming"), .name_native = china.recipient, .exam_day = {20500}, .award_day = {20500}, .issue_day = {20501}, .expiry_day = {21600},
                                        .verify_address = text_printf(arena, "https://certificates.example/v/%.*s", TEXT_ARG(number)), .language = "zh_CN"};
    }
}

int main(int count, char **words)
{
    int rounds = count > 1 ? atoi(words[1]) : 5;
    if (rounds < 1 || rounds > MOST_ROUNDS) return 2;
    static struct clock clock;
    struct settings settings = {.share = TEXT(".")};
    struct arena *arena = arena_new((size_t)64 << 20), *work = arena_new((size_t)256 << 20);
    struct context context = {.arena = arena, .error = {.arena = arena}, .clock = &clock, .settings = &settings, .language = "en"};
    struct package_print *prints = ARENA_ARRAY(arena, MANY, struct package_print);
    struct ecert_facts *facts = ARENA_ARRAY(arena, MANY, struct ecert_facts);
    fill(arena, prints, facts);
    if (ecert_theme_load(&context, ecert_theme_folder(&context), &context.theme) != RESULT_OK) give_up(&context);
    context.arena = context.error.arena = work;
    static const char *const names[] = {"1,000 address labels in one PDF", "1,000 labels on sheets", "1,000 packing slips", "1,000 certificates to be printed"};
    measure_title("Papers of packages, processor time");
    for (int kind = 0; kind < 4; kind++) {
        double seconds[MOST_ROUNDS];
        struct bytes pdf = {0};
        for (int i = 0; i < rounds; i++) {
            double start = now();
            enum result result = kind < 3 ? package_print(&context, (enum package_paper)kind, TEXT("Demonstration Certification Board"), prints, MANY, &pdf)
                                          : ecert_print(&context, context.theme, facts, MANY, &pdf);
            if (result != RESULT_OK) give_up(&context);
            seconds[i] = now() - start;
            if (i == rounds - 1) fprintf(stderr, "%s: %zu kB\n", names[kind], pdf.length / 1000);
            arena_reset(work);
        }
        measure_row(names[kind], seconds, rounds, "s", NULL, kind ? "" : "under 5 s");
    }
    ecert_theme_free(context.theme);
    arena_free(work);
    arena_free(arena);
    return 0;
}
