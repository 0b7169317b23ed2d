/* demonstration-export: writes what a body would find in its drop folder after some weeks: one ZIP of delivered exams (on some nights the bare file) and one of no-shows a night, in
 * the layout of SPEC 3.7 with all its quirks. The same arguments always write the same bytes.
 *
 *   demonstration-export --out FOLDER [--rows N] [--nights N] [--seed N] [--today YYYY-MM-DD]
 *   demonstration-export --flat FILE [--rows N] [--first N] [--known PERCENT] [--seed N] [--today YYYY-MM-DD]
 *
 * FOLDER gets the files, and FOLDER/refused files that no intake may take. --flat writes one plain file of sound rows, for measuring: rows --first .. --first+N-1 of one endless
 * series, of which so many percent belong to people who had rows before --first already.
 *
 * The quirks, by night: header names in other cases and orders, columns nobody knows, names in cp1252, times in UTC, some
 * of another day than the site's and some without its zone, no lastupdate, `_` for `-`, small and capital letters in file names, files without a ZIP, later
 * editions that correct earlier ones, results under review, unknown exam codes, people whose numbers contradict each other, empty scores on no-shows.
 *
 * The candidate 00012345, li.wei@example.com, always has: HCIA-Datacom earned, HCIP-Datacom half, HCIE-Datacom written without its lab, and exams of yesterday and today. The lab he
 * booked from his office, under li.wei@office.example.com and another candidate ID: with both mailboxes in one account he has HCIE-Datacom, and its package is open. */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "export-people.h"

struct exam {
    const char *code, *title;
    int weight, pass_percent;
    bool lab; /* no score, only a grade */
};
static const struct exam exams[] = {
    {"H12-811", "HCIA-Datacom", 22, 78},       {"H12-821", "HCIP-Datacom-Core Technology", 12, 66}, {"H12-831", "HCIP-Datacom-Advanced Routing & Switching Technology", 6, 62},
    {"H12-841", "HCIP-Datacom-Campus Network Planning and Deployment", 3, 64}, {"H12-891", "HCIE-Datacom (Written)", 3, 55}, {"H12-892", "HCIE-Datacom (Lab)", 2, 35, true},
    {"H12-711", "HCIA-Security", 12, 76},      {"H12-725", "HCIP-Security", 5, 63},                 {"H12-731", "HCIE-Security (Written)", 1, 52},
    {"H13-511", "HCIA-Cloud Computing", 10, 77}, {"H13-527", "HCIP-Cloud Computing", 4, 64},        {"H13-611", "HCIA-Storage", 8, 80},
    {"H13-624", "HCIP-Storage", 3, 66},        {"H13-311", "HCIA-AI", 8, 79},                       {"H13-321", "HCIP-AI-EI Developer", 1, 60}};
enum { EXAMS = sizeof exams / sizeof *exams, GROUP_ROWS = 14, GROUP_PEOPLE = 5, NIGHTS = 400, BODY_AHEAD = 480 /* China's minutes before UTC */ };

/* Everything that stands in one row. */
struct row {
    struct person person;
    char registration[16], code[32], title[96], score[8], grade[8], validation[16], updated[24];
    long exam_day; /* since 1970 */
    int minute;    /* UTC */
    int correct, wrong, skipped;
    bool no_show;
};

struct text {
    char *bytes;
    size_t length, capacity;
    FILE *stream;
};

static void put(struct text *text, const char *string)
{
    size_t length = strlen(string);
    if (text->stream) {
        fwrite(string, 1, length, text->stream);
        return;
    }
    if (text->length + length > text->capacity) {
        text->capacity = (text->length + length) * 2 + 4096;
        text->bytes = realloc(text->bytes, text->capacity);
        if (!text->bytes) abort();
    }
    memcpy(text->bytes + text->length, string, length);
    text->length += length;
}

static void day_words(long day, int *year, int *month, int *mday)
{
    time_t seconds = (time_t)day * 86400;
    struct tm tm;
    gmtime_r(&seconds, &tm);
    *year = tm.tm_year + 1900;
    *month = tm.tm_mon + 1;
    *mday = tm.tm_mday;
}

static const char *day_text(char out[16], long day, char separator)
{
    int year, month, mday;
    day_words(day, &year, &month, &mday);
    snprintf(out, 16, "%04d%c%02d%c%02d", year, separator, month, separator, mday);
    return out;
}

/* --- Rows --- */

/* A bijection of 30-bit numbers, so that registration IDs look random and never meet. */
static uint32_t shuffled(uint32_t number)
{
    uint32_t left = number >> 15 & 0x7FFF, right = number & 0x7FFF;
    for (int round = 0; round < 4; round++) {
        uint32_t next = left ^ (uint32_t)(mixed((uint64_t)round << 32 | right) & 0x7FFF);
        left = right;
        right = next;
    }
    return left << 15 | right;
}

/* Rows come in groups whose people have one to six exams. `spread` groups are dealt out in turn, so that one person's rows lie far apart. */
static uint64_t person_of(uint64_t row, uint64_t spread)
{
    static const int ends[GROUP_PEOPLE] = {1, 3, 6, 12, 14};
    uint64_t window = row / (spread * GROUP_ROWS), within = row % (spread * GROUP_ROWS);
    uint64_t group = window * spread + within % spread;
    int at = (int)(within / spread), person = 0;
    while (at >= ends[person]) person++;
    return group * GROUP_PEOPLE + (uint64_t)person;
}

static const struct exam *draw_exam(uint64_t random)
{
    int at = (int)(random % 100);
    for (int i = 0; i < EXAMS; i++)
        if ((at -= exams[i].weight) < 0) return &exams[i];
    return &exams[0];
}

static void set_result(struct row *row, const struct exam *exam, bool passed, uint64_t random)
{
    static const char *const pass_words[] = {"pass", "Pass", "PASS"}, *const fail_words[] = {"fail", "Fail", "FAIL"};
    snprintf(row->grade, sizeof row->grade, "%s", (passed ? pass_words : fail_words)[random % 3]);
    int score = passed ? 600 + (int)(random >> 8 & 0xFFFF) % 401 : 180 + (int)(random >> 8 & 0xFFFF) % 420;
    if (exam->lab) row->score[0] = 0;
    else snprintf(row->score, sizeof row->score, "%d", score);
    row->skipped = (int)((random >> 32) % 3);
    row->correct = score * (60 - row->skipped) / 1000;
    row->wrong = 60 - row->correct - row->skipped;
}

static void set_updated(struct row *row, long day, int minute)
{
    char date[16];
    snprintf(row->updated, sizeof row->updated, "%s %02d:%02d:%02d", day_text(date, day, '/'), minute / 60 % 24, minute % 60, minute % 59);
}

static void make_row(struct row *row, uint64_t seed, uint64_t number, uint64_t person, long exam_day)
{
    uint64_t random = mixed(seed * 31 + mixed(number));
    memset(row, 0, sizeof *row);
    person_make(seed, person, &row->person);
    const struct exam *exam = draw_exam(random);
    snprintf(row->registration, sizeof row->registration, "%u", 400000000u + shuffled((uint32_t)number & 0x3FFFFFFF) % 1073741824u);
    snprintf(row->code, sizeof row->code, "%s_V%d.0-%s", exam->code, 1 + (int)(random >> 60 & 1), strcmp(row->person.country, "CN") == 0 ? "CHS" : "ENU");
    snprintf(row->title, sizeof row->title, "%s", exam->title);
    snprintf(row->validation, sizeof row->validation, "%09u", (unsigned)(mixed(random) % 1000000000u));
    row->exam_day = exam_day;
    row->minute = (int)((random >> 20) % 1440);
    row->no_show = (random >> 44) % 100 < 4;
    set_updated(row, exam_day, 60 + row->minute / 2);
    if (row->no_show) return;
    set_result(row, exam, (int)(mixed(random ^ 7) % 100) < exam->pass_percent, mixed(random));
}

/* --- Files of rows --- */

enum column {
    REGISTRATION, CANDIDATE, CODE, TITLE, DATE, SCORE, GRADE, CORRECT, WRONG, SKIPPED, NOSHOW, EMAIL, FIRST, LAST, NATIVE_FIRST, NATIVE_LAST, COUNTRY, SITE, ZONE, VALIDATION,
    UPDATED, UNKNOWN, COLUMNS
};
static const char *const column_names[COLUMNS] = {
    "registrationid", "clientcandidateid", "examseriescode", "examtitle", "examdate", "examscore", "examgrade", "examitemscorrect", "examitemsincorrect", "examitemsskipped",
    "noshow", "email", "firstname", "lastname", "nativefirstname", "nativelastname", "country", "sitecode", "sitezone", "validationid", "lastupdate", "candidategroup"};

/* How one file writes its rows. */
struct style {
    enum column order[COLUMNS];
    int count;
    int letter_case; /* of the header: 0 small, 1 capital, 2 mixed */
    bool cp1252, times;
};

static void style_make(struct style *style, int night, bool no_show, bool flat)
{
    *style = (struct style){.letter_case = flat ? 0 : night % 3, .cp1252 = !flat && night % 5 == 2, .times = !flat && night % 2 == 1};
    for (int i = 0; i < COLUMNS; i++) {
        /* cp1252 has no letters for native names. */
        if (style->cp1252 && (i == NATIVE_FIRST || i == NATIVE_LAST)) continue;
        if (i == UPDATED && !flat && night % 7 == 5) continue;
        if (i == UNKNOWN && (flat || night % 4 != 0)) continue;
        if (no_show && (i == CORRECT || i == WRONG || i == SKIPPED)) continue;
        style->order[style->count++] = (enum column)i;
    }
    if (flat) return;
    for (int i = style->count - 1; i > 0 && night % 3 == 1; i--) {
        int other = (int)(mixed((uint64_t)night * 100 + (uint64_t)i) % (uint64_t)(i + 1));
        enum column kept = style->order[i];
        style->order[i] = style->order[other];
        style->order[other] = kept;
    }
}

static void put_header(struct text *text, const struct style *style)
{
    for (int i = 0; i < style->count; i++) {
        char name[32];
        snprintf(name, sizeof name, "%s%s", i ? "\t" : "", column_names[style->order[i]]);
        for (char *c = name; *c; c++)
            if (*c >= 'a' && *c <= 'z' && (style->letter_case == 1 || (style->letter_case == 2 && (c - name) % 4 == (i ? 1 : 0)))) *c = (char)(*c - 32);
        put(text, name);
    }
    put(text, "\r\n");
}

/* All Latin names stand in Latin-1, so two bytes of UTF-8 become one. */
static void put_cp1252(struct text *text, const char *string)
{
    char out[128];
    size_t length = 0;
    for (; *string; string++) {
        if ((*string & 0xFC) == 0xC0) {
            out[length++] = (char)((*string & 3) << 6 | (string[1] & 0x3F));
            string++;
        } else {
            out[length++] = *string;
        }
    }
    out[length] = 0;
    put(text, out);
}

/* A row with a time whose site tells no zone: its day is that of the body's zone. */
static bool zone_is_absent(const struct style *style, const struct row *row)
{
    return style->times && row->minute % 16 == 15;
}

/* The day at the site, or in UTC the time between 7 in the morning and 9 in the evening there: in the far east early exams are of the day before, in the west late ones of the next. */
static void put_date(struct text *text, const struct style *style, const struct row *row)
{
    char cell[64];
    long minutes = row->exam_day * 1440 + 420 + row->minute % 840 - (zone_is_absent(style, row) ? BODY_AHEAD : row->person.ahead);
    put(text, day_text(cell, style->times ? minutes / 1440 : row->exam_day, '/'));
    if (!style->times) return;
    snprintf(cell, sizeof cell, " %02ld:%02ld:00", minutes % 1440 / 60, minutes % 60);
    put(text, cell);
}

static void put_row(struct text *text, const struct style *style, const struct row *row)
{
    char cell[64];
    for (int i = 0; i < style->count; i++) {
        if (i) put(text, "\t");
        cell[0] = 0;
        switch (style->order[i]) {
        case REGISTRATION: put(text, row->registration); break;
        case CANDIDATE: put(text, row->person.candidate_id); break;
        case CODE: put(text, row->code); break;
        case TITLE: put(text, row->title); break;
        case DATE: put_date(text, style, row); break;
        case SCORE: put(text, row->no_show ? "" : row->score); break;
        case GRADE: put(text, row->no_show ? "" : row->grade); break;
        case CORRECT: snprintf(cell, sizeof cell, "%d", row->correct); put(text, row->no_show ? "" : cell); break;
        case WRONG: snprintf(cell, sizeof cell, "%d", row->wrong); put(text, row->no_show ? "" : cell); break;
        case SKIPPED: snprintf(cell, sizeof cell, "%d", row->skipped); put(text, row->no_show ? "" : cell); break;
        case NOSHOW: put(text, row->no_show ? "true" : "false"); break;
        case EMAIL: put(text, row->person.mailbox); break;
        case FIRST: (style->cp1252 ? put_cp1252 : put)(text, row->person.first); break;
        case LAST: (style->cp1252 ? put_cp1252 : put)(text, row->person.last); break;
        case NATIVE_FIRST: put(text, row->person.native_first); break;
        case NATIVE_LAST: put(text, row->person.native_last); break;
        case COUNTRY: put(text, row->person.country); break;
        case SITE: put(text, row->person.site); break;
        case ZONE: put(text, zone_is_absent(style, row) ? "" : row->person.zone); break;
        case VALIDATION: put(text, row->validation); break;
        case UPDATED: put(text, row->updated); break;
        case UNKNOWN: put(text, "B2B"); break;
        case COLUMNS: break;
        }
    }
    put(text, "\r\n");
}

static void fail(const char *what, const char *why)
{
    fprintf(stderr, "demonstration-export: %s: %s\n", what, why);
    exit(1);
}

static void write_plain(const char *folder, const char *name, const char *bytes, size_t length)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    if (!file || (length && fwrite(bytes, 1, length, file) != length) || fclose(file) != 0) fail(path, strerror(errno));
}

static void write_zip(const char *folder, const char *name, const char *member, long day, const struct text *text)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    struct archive *archive = archive_write_new();
    archive_write_set_format_zip(archive);
    if (archive_write_open_filename(archive, path) != ARCHIVE_OK) fail(path, archive_error_string(archive));
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, member);
    archive_entry_set_size(entry, (int64_t)text->length);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_mtime(entry, (time_t)day * 86400, 0);
    if (archive_write_header(archive, entry) != ARCHIVE_OK || archive_write_data(archive, text->bytes, text->length) != (la_ssize_t)text->length ||
        archive_write_close(archive) != ARCHIVE_OK)
        fail(path, archive_error_string(archive));
    archive_entry_free(entry);
    archive_write_free(archive);
}

/* File and member names in their variants. */
static void write_night(const char *folder, int night, long day, char edition, bool no_show, const struct text *text)
{
    char date[16], name[64], member[64];
    char separator = night % 4 == 1 ? '_' : '-';
    day_text(date, day, '-');
    snprintf(name, sizeof name, "EXAMPLE%c%s%c%s%c.zip", separator, no_show ? "NS" : "ABE", separator, date, edition);
    if (no_show) snprintf(member, sizeof member, "exam%c%s%c%cns.dat", separator, date, edition, separator);
    else snprintf(member, sizeof member, "examABE%c%s%c%c.dat", separator, date, separator, edition);
    if (night % 6 == 4)
        for (char *c = member; *c; c++)
            if (*c >= 'a' && *c <= 'z') *c = (char)(*c - 32);
    if (night % 6 == 2)
        for (char *c = name; *c; c++)
            if (*c >= 'A' && *c <= 'Z') *c = (char)(*c + 32);
    if (night % 6 == 5)
        for (char *c = name; *c; c++)
            if (*c >= 'a' && *c <= 'z') *c = (char)(*c - 32);
    if (night % 7 == 3 && !no_show) write_plain(folder, member, text->bytes, text->length);
    else write_zip(folder, name, member, day, text);
}

/* --- The demonstration candidate --- */

enum { LAB = -1 }; /* for a score: passed without one */

static void put_li_wei(struct text *text, const struct style *style, const char *code, const char *title, const char *registration, long exam_day, int score, long updated)
{
    struct row row = {.exam_day = exam_day, .minute = 4, .correct = score * 60 / 1000, .wrong = 60 - score * 60 / 1000};
    row.person = (struct person){.candidate_id = "00012345", .mailbox = "li.wei@example.com", .first = "Wei", .last = "Li", .native_first = "伟", .native_last = "李", .country = "CN",
                                 .site = "50482", .zone = "Asia/Shanghai", .ahead = BODY_AHEAD};
    snprintf(row.registration, sizeof row.registration, "%s", registration);
    snprintf(row.code, sizeof row.code, "%s_V1.0-CHS", code);
    snprintf(row.title, sizeof row.title, "%s", title);
    if (score == LAB) {
        snprintf(row.person.candidate_id, sizeof row.person.candidate_id, "00067890");
        snprintf(row.person.mailbox, sizeof row.person.mailbox, "li.wei@office.example.com");
        row.correct = row.wrong = 0;
    } else {
        snprintf(row.score, sizeof row.score, "%d", score);
    }
    snprintf(row.grade, sizeof row.grade, score >= 600 || score == LAB ? "Pass" : "Fail");
    snprintf(row.validation, sizeof row.validation, "9%s", registration + 1);
    set_updated(&row, updated, 30);
    put_row(text, style, &row);
}

/* --- Nights --- */

struct plan {
    uint64_t seed, rows;
    int nights;
    long today;
    const char *folder;
};

/* What one night's files get besides the plain rows. `again` collects rows that the next edition corrects. */
static void put_quirk(struct text *text, struct text *again, const struct style *style, const struct style *later, struct row *row, uint64_t number)
{
    uint64_t kind = mixed(number * 3 + 1) % 2000;
    if (kind < 20 && row->score[0]) { /* the verdict is under review; a later edition tells it */
        size_t length = strlen(row->title);
        snprintf(row->title + length, sizeof row->title - length, kind % 2 ? " (Under Review)" : " - score review");
        put_row(text, style, row);
        row->title[length] = 0;
        set_updated(row, row->exam_day + 1, row->minute % 600);
        if (kind % 4) put_row(again, later, row);
        return;
    }
    if (kind < 24) snprintf(row->code, sizeof row->code, "H99-9%02u_V1.0-ENU", (unsigned)(number % 3));
    put_row(text, style, row);
    if (kind >= 24 && kind < 40 && row->grade[0] && (row->grade[0] | 0x20) == 'f') { /* marked again: the fail was wrong */
        set_result(row, &exams[0], true, number);
        set_updated(row, row->exam_day + 1, 700);
        put_row(again, later, row);
    }
}

static void write_nights(const struct plan *plan)
{
    uint64_t spread = plan->rows / GROUP_ROWS + 1;
    for (int night = 0; night < plan->nights; night++) {
        long day = plan->today - plan->nights + 1 + night;
        struct text delivered = {0}, no_shows = {0}, again = {0};
        struct style style, no_show_style, later;
        style_make(&style, night, false, false);
        style_make(&no_show_style, night, true, false);
        style_make(&later, night, false, true);
        put_header(&delivered, &style);
        put_header(&no_shows, &no_show_style);
        put_header(&again, &later);
        size_t bare = again.length;
        struct person first_two[2];
        uint64_t delivered_count = 0;
        for (uint64_t number = (uint64_t)night; number < plan->rows; number += (uint64_t)plan->nights) {
            struct row row;
            make_row(&row, plan->seed, number, person_of(number, spread), day - 1);
            if (row.no_show) put_row(&no_shows, &no_show_style, &row);
            else put_quirk(&delivered, &again, &style, &later, &row, number);
            if (!row.no_show && delivered_count < 2) first_two[delivered_count] = row.person;
            delivered_count += !row.no_show;
        }
        if (night == 0) {
            /* Candidate ID of one person, mailbox of another, both of this night: who is it? */
            struct row row;
            make_row(&row, plan->seed, plan->rows + 1, 0, day - 1);
            row.person = first_two[0];
            memcpy(row.person.mailbox, first_two[1].mailbox, sizeof row.person.mailbox);
            row.no_show = false;
            set_result(&row, &exams[0], true, 5);
            if (delivered_count > 1) put_row(&delivered, &style, &row);
            put_li_wei(&delivered, &style, "H12-811", "HCIA-Datacom", "301000811", plan->today - 150, 876, plan->today - 149);
            put_li_wei(&delivered, &style, "H12-821", "HCIP-Datacom-Core Technology", "301000821", plan->today - 60, 715, plan->today - 59);
            put_li_wei(&delivered, &style, "H12-891", "HCIE-Datacom (Written)", "301000891", plan->today - 40, 688, plan->today - 39);
            put_li_wei(&delivered, &style, "H12-892", "HCIE-Datacom (Lab)", "301000892", plan->today - 30, LAB, plan->today - 29);
        }
        if (night == plan->nights - 1) {
            put_li_wei(&delivered, &style, "H12-831", "HCIP-Datacom-Advanced Routing & Switching Technology", "301000831", plan->today - 9, 548, plan->today - 8);
            put_li_wei(&delivered, &style, "H12-711", "HCIA-Security", "301000711", plan->today - 1, 791, plan->today);
            put_li_wei(&delivered, &style, "H13-611", "HCIA-Storage", "301000611", plan->today, 822, plan->today);
        }
        write_night(plan->folder, night, day, 'a', false, &delivered);
        write_night(plan->folder, night, day, 'a', true, &no_shows);
        if (again.length > bare) write_night(plan->folder, night, day, 'b', false, &again);
        free(delivered.bytes);
        free(no_shows.bytes);
        free(again.bytes);
    }
    char folder[4096];
    snprintf(folder, sizeof folder, "%s/refused", plan->folder);
    if (mkdir(folder, 0777) != 0 && errno != EEXIST) fail(folder, strerror(errno));
    char date[16], name[64];
    snprintf(name, sizeof name, "examABE-%s-c.dat", day_text(date, plan->today, '-'));
    write_plain(folder, name, "", 0);
}

static void write_flat(const char *path, uint64_t seed, uint64_t first, uint64_t rows, int known, long today)
{
    struct text text = {.stream = fopen(path, "wb")};
    if (!text.stream) fail(path, strerror(errno));
    struct style style;
    style_make(&style, 0, false, true);
    put_header(&text, &style);
    uint64_t spread = rows / GROUP_ROWS + 1;
    uint64_t people = first / GROUP_ROWS * GROUP_PEOPLE;
    for (uint64_t number = first; number < first + rows; number++) {
        struct row row;
        uint64_t person = people + person_of(number - first, spread);
        if (people && mixed(person) % 100 < (uint64_t)known) person = mixed(person ^ 99) % people;
        make_row(&row, seed, number, person, today - 1 - (long)(mixed(number) % 700));
        put_row(&text, &style, &row);
    }
    if (fclose(text.stream) != 0) fail(path, strerror(errno));
}

static int usage(void)
{
    fprintf(stderr, "usage: demonstration-export --out FOLDER [--rows N] [--nights N] [--seed N] [--today YYYY-MM-DD]\n"
                    "       demonstration-export --flat FILE [--rows N] [--first N] [--known PERCENT] [--seed N] [--today YYYY-MM-DD]\n");
    return 2;
}

int main(int argc, char **argv)
{
    struct plan plan = {.seed = 1, .rows = 2000, .today = (long)(time(NULL) / 86400)};
    const char *flat = NULL;
    uint64_t first = 0;
    int known = 50;
    for (int i = 1; i < argc; i += 2) {
        if (i + 1 == argc) return usage();
        const char *value = argv[i + 1];
        struct tm tm = {0};
        if (strcmp(argv[i], "--out") == 0) plan.folder = value;
        else if (strcmp(argv[i], "--flat") == 0) flat = value;
        else if (strcmp(argv[i], "--rows") == 0) plan.rows = strtoull(value, NULL, 10);
        else if (strcmp(argv[i], "--nights") == 0) plan.nights = atoi(value);
        else if (strcmp(argv[i], "--first") == 0) first = strtoull(value, NULL, 10);
        else if (strcmp(argv[i], "--known") == 0) known = atoi(value);
        else if (strcmp(argv[i], "--seed") == 0) plan.seed = strtoull(value, NULL, 10);
        else if (strcmp(argv[i], "--today") == 0 && strptime(value, "%Y-%m-%d", &tm)) plan.today = (long)(timegm(&tm) / 86400);
        else return usage();
    }
    if ((!plan.folder && !flat) || plan.rows < 1 || plan.rows > 100000000 || plan.nights < 0 || plan.nights > NIGHTS) return usage();
    if (flat) {
        write_flat(flat, plan.seed, first, plan.rows, known, plan.today);
        return 0;
    }
    if (plan.nights == 0) plan.nights = plan.rows < 250 ? 5 : plan.rows > 3000 ? 60 : (int)(plan.rows / 50);
    if (mkdir(plan.folder, 0777) != 0 && errno != EEXIST) fail(plan.folder, strerror(errno));
    write_nights(&plan);
    return 0;
}
