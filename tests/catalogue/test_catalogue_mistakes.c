/* SPEC 2.1: what is wrong in a text is told with its line, and all of it at once. */
#include "catalogue/reading.h"

/* A small catalogue that is right; each case spoils one place of it. */
static const char good[] = "body Test Body\n"                            /* 1 */
                           "  zone: Europe/Berlin\n"                     /* 2 */
                           "  calendar: weekend\n"                       /* 3 */
                           "  number: TB{year}{digits 9}{check 97-10}\n" /* 4 */
                           "  contact: a@b.example\n"                    /* 5 */
                           "  languages: en\n"                           /* 6 */
                           "  promise e-cert: 1 working day\n"           /* 7 */
                           "  promise score-report: 1 working day\n"     /* 8 */
                           "  promise application: 3 working days\n"     /* 9 */
                           "  promise mailing: 5 to 7 working days\n"    /* 10 */
                           "  promise objection: 5 working days\n"       /* 11 */
                           "  promise cooling-off: 5 working days\n"     /* 12 */
                           "provider p\n"                                /* 13 */
                           "  codes: {exam}*\n"                          /* 14 */
                           "level one\n"                                 /* 15 */
                           "  name: One\n"                               /* 16 */
                           "  rank: 1\n"                                 /* 17 */
                           "  validity: 3 years\n"                       /* 18 */
                           "  forms: e-cert\n"                           /* 19 */
                           "exam E-1\n"                                  /* 20 */
                           "  title: First\n"                            /* 21 */
                           "exam F-2\n"                                  /* 22 */
                           "  title: Second\n"                           /* 23 */
                           "certification C-1\n"                         /* 24 */
                           "  name: Cert one\n"                          /* 25 */
                           "  level: one\n"                              /* 26 */
                           "  requires:\n"                               /* 27 */
                           "    exam E-1\n"                              /* 28 */
                           "certification C-2\n"                         /* 29 */
                           "  name: Cert two\n"                          /* 30 */
                           "  level: one\n"                              /* 31 */
                           "  requires:\n"                               /* 32 */
                           "    certificate C-1\n"                       /* 33 */
                           "    exam F-2\n"                              /* 34 */
                           "change later\n"                              /* 35 */
                           "  title: Longer\n"                           /* 36 */
                           "  effective: 2023-01-01\n"                   /* 37 */
                           "  extend: 1 year\n";                         /* 38 */

struct mistake {
    const char *old, *new, *says;
};

static const struct mistake mistakes[] = {
    /* The form of lines. */
    {"body Test Body", "Body Test Body",
     "c.txt:1: “Body” begins no block. Blocks are body, provider, level, direction, package, exam, certification and change; the lines of "
     "a block are indented."},
    {"level one\n", "level\n",
     "c.txt:15: Behind “level” its name or code is missing.|c.txt:26: There is no level one in this catalogue.|c.txt:31: There is no level "
     "one in this catalogue."},
    {"  rank: 1", "  rank 1", "c.txt:17: A colon is missing. Write for example: level: associate"},
    {"  rank: 1", "\trank: 1", "c.txt:17: This line is indented with a tab. Use spaces."},
    {"  rank: 1", "   rank: 1", "c.txt:17: This line is indented differently from the lines that it stands with."},
    {"    exam F-2", "   exam F-2", "c.txt:34: This line is indented differently from the lines that it stands with."},
    {"First", "Fi\xffrst", "c.txt:21: This line is longer than 1000 bytes, is not UTF-8, or has control characters in it."},
    {"  rank: 1", "  rank a b c: 1", "c.txt:17: There are too many words before the colon: “rank a b c”."},
    {"  validity: 3", "  validity from 2023-02-30: 3",
     "c.txt:18: “from 2023-02-30” is no period. Write for example: from 2018-11-01 until 2022-12-31"},
    {"  requires:\n    exam E-1", "  requires within soon:\n    exam E-1",
     "c.txt:27: “soon” is no length of time. Write for example: within 18 months"},
    /* Words and values. */
    {"  rank: 1", "  colour: red\n  rank: 1",
     "c.txt:17: “colour” is no word of this block (level). Its words are name, promise, rank, theme, validity, renewal, renewal-anchor, "
     "forms, package."},
    {"First", "", "c.txt:21: Behind “title:” something is missing."},
    {"  rank: 1", "  rank from 2020-01-01: 1", "c.txt:17: “rank” cannot change with time here; leave the dates away."},
    {"  rank: 1", "  rank: high", "c.txt:17: “high” is no rank. Write a number from 0 to 1000; a higher level has the higher one."},
    {"  rank: 1", "  rank: 1\n  rank: 2", "c.txt:18: “rank” is said for the same time already in line 17."},
    {"  validity: 3 years", "  validity: three years",
     "c.txt:18: “three years” is no validity. Write for example: 3 years, or: 2 years, then 1 year of buffer, or: without end"},
    {"  validity: 3 years", "  validity until 2022-12-31: 2 years\n  validity from 2022-12-31: 3 years",
     "c.txt:19: “validity” is said for the same time already in line 18."},
    {"  forms: e-cert", "  forms: ecert", "c.txt:19: “ecert” are no forms. They are e-cert, package and printed."},
    {"  forms: e-cert", "  forms: e-cert\n  renewal: any exam",
     "c.txt:20: “any exam” is no way to renew. Write: any exam of this certification, or: any exam of the same or a higher level in this "
     "direction, or: any exam of: "
     "CODE, CODE, or: the whole requirement"},
    {"  forms: e-cert", "  forms: e-cert\n  renewal-anchor: today",
     "c.txt:20: A renewed validity runs from the “pass” or the “old expiry”, not from “today”."},
    {"  title: First", "  title: First\n  pass: 600", "c.txt:22: “600” is no passing rule. Write for example: 600 of 1000, or: by grade"},
    {"  title: First", "  title: First\n  pass: 700 of 600",
     "c.txt:22: “700 of 600” is no passing rule. Write for example: 600 of 1000, or: by grade"},
    {"  title: First", "  title: First\n  title EN: First", "c.txt:22: “EN” is no language. Write for example en, de or zh_CN."},
    {"  title: First", "  title: First\n  codes: X", "c.txt:22: Of which provider? Write for example: codes pearson-vue en: H12-811-ENU"},
    {"  title: First", "  title: First\n  codes p: X!",
     "c.txt:22: “X!” are no codes. They are of letters, digits, - _ . and * or ? for what varies."},
    {"  codes: {exam}*", "  codes: E-*",
     "c.txt:14: “E-*” are no codes. A provider's have {exam} in them, letters, digits, - _ . and * or ? for what varies."},
    {"  promise e-cert: 1 working day", "  promise e-cert: soon",
     "c.txt:7: “soon” is no time. Write for example: 3 working days, or: 5 to 7 working days"},
    {"  promise objection: 5 working days", "  promise objection: 0 working days",
     "c.txt:11: “0 working days” is no time. Write for example: 3 working days, or: 5 to 7 working days"},
    {"  promise e-cert: 1", "  promise ecert: 1",
     "c.txt:1: body Test Body has no “promise e-cert”.|c.txt:7: “ecert” is no promise. They are e-cert, score-report, application, "
     "mailing, objection and cooling-off."},
    {"  promise e-cert: 1", "  promise: 1",
     "c.txt:1: body Test Body has no “promise e-cert”.|c.txt:7: Which promise? Write for example: promise e-cert: 1 working day"},
    {"  languages: en", "  languages: english", "c.txt:6: “english” are no languages. Write for example: en, zh_CN"},
    {"  contact: a@b.example", "  contact: the office", "c.txt:5: “the office” is no mail address."},
    {"  languages: en", "  languages: en\n  web: www.example.org",
     "c.txt:7: “www.example.org” is no web address. Write for example: https://example.org"},
    {"effective: 2023-01-01", "effective: 2023", "c.txt:37: “2023” is no date. Write for example: 2023-01-01"},
    {"extend: 1 year", "extend: a bit", "c.txt:38: “a bit” is no length of time. Write for example: 1 year"},
    {"extend: 1 year", "buffer: gone", "c.txt:38: The only thing to say of a buffer is: ends"},
    {"  extend: 1 year", "  awarded: until 2022",
     "c.txt:38: “until 2022” is no period. Write for example: from 2018-11-01 until 2022-12-31"},
    {"  extend: 1 year\n", "", "c.txt:35: Change later changes nothing. It needs “extend”, “buffer” or both."},
    {"exam E-1\n  title", "exam E/1\n  title",
     "c.txt:20: “E/1” is no code. A code is of letters, digits, - _ and . without spaces, 64 at most.|c.txt:28: There is no exam E-1 in "
     "this catalogue."},
    {"  title: First", "  title: First\n  standalone: no", "c.txt:22: Write “yes”, or leave the line out."},
    {"  name: One", "  name: One\n  theme: ../etc", "c.txt:17: “../etc” is no theme. Write the name of a [level] in theme/ecert/layout.ini."},
    {"  requires:\n    exam E-1", "  requires: E-1",
     "c.txt:27: What is required stands in the lines below, indented.|c.txt:27: A group has 1 to 500 lines below it, indented."},
    {"  level: one\n  requires:\n    exam E-1", "  level within 3 months: one\n  requires:\n    exam E-1",
     "c.txt:26: Only “requires” and its groups can have a window."},
    /* The number template. */
    {"TB{year}{digits 9}{check 97-10}", "TB{year}{digits 9}",
     "c.txt:4: A number ends with check characters: {check 97-10}, {check 37-36}, {check 37-2}, {check 11-10} or {check 11-2}."},
    {"{digits 9}", "{digits 5}", "c.txt:4: A number that cannot be guessed has {digits 8} or {letters 6} at least."},
    {"{check 97-10}", "{check 11-2}",
     "c.txt:4: The check characters 11-2 and 11-10 are for numbers of digits only. Take {check 97-10} or {check 37-36}."},
    {"TB{year}", "tb{year}",
     "c.txt:4: A number is made of capital letters, digits and - / . and of {year}, {year 2}, {digits N}, {letters N} and {check 97-10}."},
    {"{digits 9}", "{digits 30}", "c.txt:4: A number has 32 characters at most."},
    /* What must be there. */
    {"  zone: Europe/Berlin\n", "", "c.txt:1: body Test Body has no “zone”."},
    {"  zone: Europe/Berlin", "  zone: Europe/Atlantis",
     "c.txt:2: There is no time zone Europe/Atlantis. Write an IANA name such as Asia/Shanghai or Europe/Berlin."},
    {"  calendar: weekend", "  calendar: atlantis",
     "c.txt:3: There is no calendar atlantis. Write weekend, the name of a file in data/calendars, or the path of a .txt or .ics file."},
    {"  rank: 1\n", "", "c.txt:15: level one has no “rank”."},
    {"  title: First\n", "", "c.txt:20: exam E-1 has no “title”."},
    {"  title: First\n", "  title de: Erste\n", "c.txt:20: exam E-1 has no “name in English”."},
    {"  level: one\n  requires:\n    exam E-1", "  requires:\n    exam E-1", "c.txt:24: certification C-1 has no “level”."},
    {"  validity: 3 years\n", "",
     "c.txt:23: C-1 has no “validity”, or none that holds from the beginning; say it, or write the first day of all: awarded: from DATE|"
     "c.txt:28: C-2 has no “validity”, or none that holds from the beginning; say it, or write the first day of all: awarded: from DATE"},
    {"  name: Cert one\n", "  name: Cert one\n  awarded: from 2020-01-01\n  validity until 2021-12-31: 2 years\n",
     "c.txt:24: C-1 has no “validity” that holds on 2022-01-01. Mend its periods, or the period of “awarded”."},
    {"  name: Cert one\n", "  name until 2021-12-31: Cert one\n", "c.txt:24: C-1 has no English name on 2022-01-01."},
    {"  languages: en", "  languages: en, de",
     "c.txt:24: C-1 lacks its name in de for some time; certificates are printed in that language.|"
     "c.txt:29: C-2 lacks its name in de for some time; certificates are printed in that language."},
    {"  name: Cert one\n", "  name: Cert one\n  forms: package\n",
     "c.txt:24: C-1 has no “package”, or none that holds from the beginning; say it, or write the first day of all: awarded: from DATE"},
    {"level one\n", "body Other\nlevel one\n", "c.txt:15: There is one body in a catalogue; this is the second."},
    {"body Test Body\n", "body Test Body\n  name en: Test\n",
     "c.txt:1: The body's English name stands behind “body”; leave the English “name” line away."},
    {"change later", "package box\n  item x de: Ding\nchange later", "c.txt:36: item x has no “name in English”."},
    {"change later", "package box\nchange later", "c.txt:35: package box has no “item”."},
    /* References. */
    {"    exam E-1", "    exam E-9", "c.txt:28: There is no exam E-9 in this catalogue."},
    {"    certificate C-1", "    certificate C-9", "c.txt:33: There is no certification C-9 in this catalogue."},
    {"  level: one\n  requires:\n    exam E-1", "  level: two\n  requires:\n    exam E-1",
     "c.txt:26: There is no level two in this catalogue."},
    {"  level: one\n  requires:\n    exam E-1", "  level: one\n  direction: up\n  requires:\n    exam E-1",
     "c.txt:27: There is no direction up in this catalogue."},
    {"  name: Cert one\n", "  name: Cert one\n  forms: package\n  package: box\n", "c.txt:27: There is no package box in this catalogue."},
    {"  title: First", "  title: First\n  codes q: X", "c.txt:22: There is no provider q in this catalogue. Write a block: provider q"},
    {"  forms: e-cert", "  forms: e-cert\n  renewal: any exam of: E-1, E-9", "c.txt:20: There is no exam E-9 in this catalogue."},
    {"  extend: 1 year", "  extend: 1 year\n  levels: one, nine", "c.txt:39: There is no level nine in this catalogue."},
    {"  extend: 1 year", "  extend: 1 year\n  certifications: C-7", "c.txt:39: There is no certification C-7 in this catalogue."},
    {"  forms: e-cert", "  forms: e-cert\n  renewal: any exam of the same or a higher level in this direction",
     "c.txt:25: C-1 is renewed by exams of its direction (line 20), but has no “direction”.|c.txt:30: C-2 is renewed by exams of its "
     "direction (line 20), but has no “direction”."},
    {"exam F-2\n", "exam E-1\n",
     "c.txt:22: exam E-1 stands here for the second time; the first is in line 20.|c.txt:34: There is no exam F-2 in this catalogue."},
    /* Requirements. */
    {"    exam E-1", "    pass E-1",
     "c.txt:28: “pass E-1” is no requirement. Write for example: exam H12-811, or: certificate HCIA-Datacom, or: all of:, or: any of:, or: "
     "2 of, within 18 months:"},
    {"    exam E-1", "    any of:", "c.txt:28: A group has 1 to 500 lines below it, indented."},
    {"    exam E-1", "    3 of:\n      exam E-1\n      exam F-2", "c.txt:28: 3 of 2 cannot be met."},
    {"    exam E-1", "    exam E-1\n    exam E-1", "c.txt:29: E-1 stands twice in the same group."},
    {"    exam E-1", "    exam E-1\n      exam F-2", "c.txt:29: Nothing can stand below “exam E-1”."},
    {"  requires:\n    exam E-1", "  requires within 18 months:\n    exam E-1", "c.txt:27: A window needs two exams or more below it."},
    {"  requires:\n    exam E-1", "  requires within 18 months:\n    all of, within 24 months:\n      exam E-1\n      exam F-2",
     "c.txt:28: This window is not narrower than the one around it, or longer than 50 years."},
    {"    exam E-1\n", "    exam E-1\n    certificate C-2\n",
     "c.txt:34: Nobody could ever begin: C-1 → C-2 → C-1 require each other in a circle."},
    {"    certificate C-1\n", "    certificate C-2\n", "c.txt:33: Nobody could ever begin: C-2 → C-2 require each other in a circle."},
    /* What is never used, and what is ambiguous. */
    {"    exam F-2\n", "", "c.txt:22: Exam F-2 is good for no certification. Use it in a “requires”, or write in it: standalone: yes"},
    {"  title: First", "  title: First\n  standalone: yes", "c.txt:20: Exam E-1 is said to stand alone, but a certification uses it."},
    {"  title: First", "  title: First\n  codes p: F-2?*", "c.txt:22: F-2* (exam F-2) and F-2?* (exam E-1) can mean the same code of p."},
    {"  title: First", "  title: First\n  codes p: X-1\n  codes p de: X-1",
     "c.txt:23: X-1 (exam E-1) and X-1 (exam E-1) can mean the same code of p."},
};

static struct text told(struct text text, struct catalogue_problems *problems)
{
    struct catalogue *catalogue;
    struct arena *arena = support->context.arena;
    enum result result = catalogue_read(&support->context, arena, TEXT("c.txt"), text, &catalogue, problems);
    if (result == RESULT_OK) return TEXT("nothing is wrong");
    assert_int_equal(result, RESULT_REFUSED);
    assert_string_equal(support->context.error.code, "catalogue.wrong");
    error_clear(&support->context.error);
    struct text all = {"", 0};
    for (size_t i = 0; i < problems->count; i++) {
        struct text one = error_text(arena, &problems->items[i]);
        all = text_printf(arena, "%.*s%s%.*s", TEXT_ARG(all), i ? "|" : "", TEXT_ARG(one));
        assert_true(text_starts_with(text_of(problems->items[i].code), "catalogue."));
    }
    return all;
}

static void every_mistake_is_told_with_its_line(void **state)
{
    (void)state;
    struct catalogue_problems *problems = ARENA_NEW(support->context.arena, struct catalogue_problems);
    int wrong = 0;
    assert_text_equal(told(text_of(good), problems), "nothing is wrong");
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        const struct mistake *mistake = &mistakes[i];
        struct text says = told(reading_replace(text_of(good), mistake->old, mistake->new), problems);
        if (text_is(says, mistake->says)) continue;
        print_error("%s -> %s:\n  %.*s\nnot\n  %s\n", mistake->old, mistake->new, TEXT_ARG(says), mistake->says);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

/* A certificate that must be held, but is awarded only later. */
static void what_cannot_be_held_in_time_is_told(void **state)
{
    (void)state;
    struct catalogue_problems *problems = ARENA_NEW(support->context.arena, struct catalogue_problems);
    struct text text = reading_replace(text_of(good), "  name: Cert one\n", "  name: Cert one\n  awarded: from 2030-01-01\n");
    text = reading_replace(text, "  name: Cert two\n", "  name: Cert two\n  awarded: until 2029-12-31\n");
    assert_text_equal(told(text, problems), "c.txt:35: C-1 is awarded only after C-2 needs it.");
}

static void many_mistakes_are_told_at_once_by_line(void **state)
{
    (void)state;
    struct catalogue_problems *problems = ARENA_NEW(support->context.arena, struct catalogue_problems);
    struct text text = reading_replace(text_of(good), "  rank: 1", "  rank: x");
    text = reading_replace(text, "    exam E-1", "    exam E-7");
    text = reading_replace(text, "  zone: Europe/Berlin", "  zone: Nowhere");
    text = reading_replace(text, "  effective: 2023-01-01", "  effective: soon");
    (void)told(text, problems);
    assert_int_equal(problems->count, 4);
    assert_int_equal(problems->items[0].line, 2);
    assert_int_equal(problems->items[1].line, 17);
    assert_int_equal(problems->items[2].line, 28);
    assert_int_equal(problems->items[3].line, 37);
    assert_false(problems->more);
}

static void no_more_than_fifty_are_told(void **state)
{
    (void)state;
    struct catalogue_problems *problems = ARENA_NEW(support->context.arena, struct catalogue_problems);
    struct text text = text_of(good);
    for (int i = 0; i < 80; i++) text = text_printf(support->context.arena, "%.*s  wrong\n", TEXT_ARG(text));
    (void)told(text, problems);
    assert_int_equal(problems->count, CATALOGUE_PROBLEMS);
    assert_true(problems->more);
}

static void a_text_that_is_too_large_or_empty_is_refused(void **state)
{
    (void)state;
    struct catalogue_problems *problems = ARENA_NEW(support->context.arena, struct catalogue_problems);
    char *bytes = arena_raw(support->context.arena, CATALOGUE_TEXT_LIMIT + 1);
    memset(bytes, '#', CATALOGUE_TEXT_LIMIT + 1);
    assert_text_equal(told((struct text){bytes, CATALOGUE_TEXT_LIMIT + 1}, problems), "c.txt: The catalogue is larger than two mebibytes.");
    assert_text_equal(told(TEXT(""), problems), "c.txt:1: The catalogue has no body. Begin with the line: body NAME");
}

static void a_file_that_is_no_text_is_told_once(void **state)
{
    (void)state;
    static const char document[] = "%PDF-1.7\n\xE2\xE3\n\xFF\n\x01\n", binary[] = "PK\0\x03\x04\n\xFF\n\x01\n";
    struct catalogue_problems *problems = ARENA_NEW(support->context.arena, struct catalogue_problems);
    struct text said = told((struct text){document, sizeof document - 1}, problems);
    assert_true(text_starts_with(said, "c.txt: This is a PDF document. A catalogue is a text file in UTF-8"));
    assert_int_equal(problems->count, 1);
    assert_true(text_starts_with(told((struct text){binary, sizeof binary - 1}, problems), "c.txt: This file is no text in UTF-8"));
    assert_int_equal(problems->count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(every_mistake_is_told_with_its_line),          CASE(what_cannot_be_held_in_time_is_told),
        CASE(many_mistakes_are_told_at_once_by_line),       CASE(no_more_than_fifty_are_told),
        CASE(a_text_that_is_too_large_or_empty_is_refused), CASE(a_file_that_is_no_text_is_told_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
