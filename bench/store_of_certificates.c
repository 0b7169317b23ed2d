/* Fills a store with certificates, for measuring look-ups: the rows that a real register has, written by COPY.
 * usage: bench-store-of-certificates STORE COUNT NUMBERS.txt */
#include <stdio.h>
#include <stdlib.h>

#include "catalogue/catalogue.h"
#include "outside/database.h"
#include "door/house.h"

enum { BATCH = 50000 };

struct filling {
    int64_t first, count, certification, version, exam;
    FILE *numbers;
};

static const char *const family[] = {"Li", "Wang", "Zhang", "Müller", "Garcia", "Okafor", "Ivanova", "Tanaka"};
static const char *const given[] = {"Wei", "Anna", "José", "Yuki", "Olga", "Chidi", "Min", "Lars"};
static const char *const native[] = {"李伟", "王芳", "", "张敏", "", "", "陈静", ""};

/* The same numbers in every run, scattered as random ones are. */
static uint64_t mix(uint64_t x)
{
    x += 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

static enum result fill(struct context *context, void *data)
{
    struct filling *f = data;
    static const char *const account_columns[] = {"id", "user_name", "user_name_key", "mailbox", "name_latin", "name_native", "phone", "country", "language", "zone", "made_at"};
    static const char *const certificate_columns[] = {"id",        "number",     "certification_id", "account_id", "state",    "reason",      "state_day",   "exam_day",
                                                      "award_day", "issue_day",  "expiry_day",       "provisional", "revision", "revision_day", "name_latin", "name_native",
                                                      "issued", "code_serial", "catalogue_version_id", "basis_mark", "made_at"};
    struct database_copy *copy;
    TRY(database_copy_begin(context, "account", account_columns, sizeof account_columns / sizeof *account_columns, &copy));
    for (int64_t id = f->first; id < f->first + f->count; id++) {
        struct arena_mark mark = arena_mark(context->arena);
        struct text name = text_printf(context->arena, "person.%lld", (long long)id), mailbox = text_printf(context->arena, "person.%lld@example.com", (long long)id);
        struct text latin = text_printf(context->arena, "%s %s", given[id % 8], family[id / 8 % 8]);
        const struct value values[] = {VALUE(id), VALUE(name), VALUE(name), VALUE(mailbox), VALUE(latin), VALUE(native[id % 8]), VALUE(""), VALUE("CN"), VALUE("en"), VALUE(""), VALUE((int64_t)0)};
        TRY(database_copy_row(context, copy, values));
        arena_rewind(context->arena, mark);
    }
    TRY(database_copy_end(context, copy, NULL));
    TRY(database_copy_begin(context, "certificate", certificate_columns, sizeof certificate_columns / sizeof *certificate_columns, &copy));
    for (int64_t id = f->first; id < f->first + f->count; id++) {
        struct arena_mark mark = arena_mark(context->arena);
        struct text number = text_printf(context->arena, "HW-2026-%013llX", (unsigned long long)(mix((uint64_t)id) >> 12));
        struct text latin = text_printf(context->arena, "%s %s", given[id % 8], family[id / 8 % 8]);
        int64_t day = 20000 + id % 700;
        const struct value values[] = {VALUE(id),      VALUE(number),  VALUE(f->certification), VALUE(id), VALUE(2),   VALUE(""),    VALUE(day + 1),     VALUE(day), VALUE(day), VALUE(day + 1),
                                       VALUE(day + 1095), VALUE(0), VALUE(1), VALUE(day + 1), VALUE(latin), VALUE(native[id % 8]), VALUE(1), VALUE(1), VALUE(f->version), VALUE((int64_t)0), VALUE((int64_t)0)};
        TRY(database_copy_row(context, copy, values));
        fprintf(f->numbers, "%.*s\n", TEXT_ARG(number));
        arena_rewind(context->arena, mark);
    }
    return database_copy_end(context, copy, NULL);
}

int main(int argc, char **argv)
{
    if (argc != 4) return fprintf(stderr, "usage: bench-store-of-certificates STORE COUNT NUMBERS.txt\n"), 2;
    static struct house house;
    struct context *context = &house.context;
    const struct catalogue *catalogue = NULL;
    struct filling f = {.numbers = fopen(argv[3], "w")};
    enum result result = house_open(&house, text_of(argv[1]));
    if (result >= 0) result = house_open_store(&house, false);
    if (result >= 0) result = catalogue_current(context, &catalogue);
    if (result >= 0 && f.numbers) {
        f.certification = catalogue->certifications[0].id;
        f.version = catalogue->version;
        int64_t count = atoll(argv[2]);
        for (f.first = 1; result >= 0 && f.first <= count; f.first += f.count) {
            f.count = count - f.first + 1 < BATCH ? count - f.first + 1 : BATCH;
            result = database_transaction(context, fill, &f);
        }
    }
    if (result < 0) fprintf(stderr, "%s\n", text_string(context->arena, error_text(context->arena, &context->error)));
    if (f.numbers) fclose(f.numbers);
    house_close(&house);
    return result < 0;
}
