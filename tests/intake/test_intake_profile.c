/* A provider's profile (SPEC 3.1, docs/intake.md): what it says is how a file reads, and what is wrong in it is named with its line. */
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "intake/delivery.h"
#include "intake/intake_profile.h"
#include "outside/settings.h"

static const char own[] = "; A line that begins with ; or # is a remark.\n"
                          "[profile]\ntitle = Own\nconfirmed = no\n"
                          "[file]\nkind = delimited, zip of delimited\ndelivered = *-results-{date}{edition}.csv\nno-show = *-absent-{date}.csv\notherwise = refuse\n"
                          "encoding = gb18030\ndelimiter = semicolon\nquote = double\n"
                          "[columns]\nregistration = order number, \xe8\xae\xa2\xe5\x8d\x95\xe5\x8f\xb7\ncandidate = \xe8\x80\x83\xe7\x94\x9f\xe5\x8f\xb7\nexam code = exam\nexam date = date\nscore = score\n"
                          "grade = result\nmailbox = e-mail\nnative first name = \xe5\x90\x8d\nlast name = last\nzone = zone\nupdated = changed\nrequired = candidate\n"
                          "[words]\npass = pass, \xe9\x80\x9a\xe8\xbf\x87\nfail = fail\nno-show = \xe7\xbc\xba\xe8\x80\x83\n"
                          "[dates]\nexam date = %d %b %Y | %Y-%m-%d %H:%M:%S at site | %Y-%m-%dT%H:%M:%S%z\nupdated = %Y-%m-%d %H:%M:%S in UTC\n"
                          "[score]\nkind = percent\n"
                          "[exams]\nOLD-811 = H12-811\n";

static void write_profile(struct delivery *delivery, const char *folder, const char *name, const char *profile)
{
    FILE *file = fopen(text_printf(delivery->context->arena, "%s/profiles/%s", folder, name).bytes, "w");
    assert_non_null(file);
    assert_true(fputs(profile, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* A body with this profile beside all else that is installed; its folder, to be given to forget. */
static char *install(struct delivery *delivery, const char *profile)
{
    struct context *context = delivery->context;
    char *folder = strdup("/tmp/testamur-profile-XXXXXX");
    assert_non_null(mkdtemp(folder));
    assert_int_equal(symlink(settings_path(context, "data").bytes, text_printf(context->arena, "%s/data", folder).bytes), 0);
    assert_int_equal(mkdir(text_printf(context->arena, "%s/profiles", folder).bytes, 0700), 0);
    write_profile(delivery, folder, "own.ini", profile);
    struct settings *settings = ARENA_NEW(context->arena, struct settings);
    *settings = *context->settings;
    settings->share = text_copy(context->arena, text_of(folder));
    context->settings = settings;
    return folder;
}

static void forget(struct delivery *delivery, char *folder)
{
    struct arena *arena = delivery->context->arena;
    unlink(text_printf(arena, "%s/profiles/other.ini", folder).bytes);
    unlink(text_printf(arena, "%s/profiles/own.ini", folder).bytes);
    rmdir(text_printf(arena, "%s/profiles", folder).bytes);
    unlink(text_printf(arena, "%s/data", folder).bytes);
    assert_int_equal(rmdir(folder), 0);
    free(folder);
    delivery_free(delivery);
}

static struct text in_gb18030(struct arena *arena, const char *utf8)
{
    size_t in = strlen(utf8), room = in * 4, left = room;
    char *from = (char *)utf8, *bytes = arena_raw(arena, room), *to = bytes;
    iconv_t converter = iconv_open("GB18030", "UTF-8");
    assert_true(converter != (iconv_t)-1);
    assert_true(iconv(converter, &from, &in, &to, &left) != (size_t)-1);
    iconv_close(converter);
    return (struct text){bytes, room - left};
}

#define HEADER "\xe8\xae\xa2\xe5\x8d\x95\xe5\x8f\xb7;EXAM;\xe8\x80\x83\xe7\x94\x9f\xe5\x8f\xb7;date;score;result;e-mail;\xe5\x90\x8d;last;zone;changed;remark\n"

static enum result bring(struct delivery *delivery, const char *name, const char *content)
{
    return delivery_take_by(delivery, "own", delivery_write(delivery, name, in_gb18030(delivery->context->arena, content)), false);
}

static void a_file_reads_as_its_profile_says(enum database_engine engine)
{
    struct delivery *delivery = delivery_new(engine);
    char *folder = install(delivery, own);
    /* A code that means another; a name with a character of four bytes and a quoted one with the delimiter in it; a remark of two lines; a civil date at the site; an instant with its zone; a percentage that decides. */
    assert_result(delivery->support, RESULT_OK,
                  bring(delivery, "own-results-2026-02-13b.csv",
                        HEADER "A1;OLD-811;007;13 Feb 2026;81%;\xe9\x80\x9a\xe8\xbf\x87;a@example.com;\xe3\x90\x80\xe4\xbc\x9f;\"Li; \"\"the\"\" elder\";;2026-02-13 10:00:00;\"a remark\nof two lines\"\n"
                               "A2;H12-821-ZH;008;2026-02-13 23:30:00;59;;b@example.com;;;America/Los_Angeles;2026-02-14 10:00:00;\n"
                               "A3;H12-821;009;2026-02-12T23:30:00-08:00;60;;c@example.com;;;;2026-02-13 10:00:00;\n"
                               "A4;H12-821;009;13 Feb 2026;;\xe7\xbc\xba\xe8\x80\x83;c@example.com;;;;2026-02-13 10:00:00;\n"
                               "A5;H12-821;009;2026/02/13;70;pass;c@example.com;;;;2026-02-13 10:00:00;\n"));
    assert_text_equal(delivery_told(delivery), "5 rows: 4 new, 1 refused\n  7:16 refused intake.date\n");
    assert_result(delivery->support, RESULT_OK, bring(delivery, "own-absent-20260213.csv", HEADER "A6;H12-821;009;13 Feb 2026;;;c@example.com;;;;2026-02-13 10:00:00;\n"));
    assert_text_equal(delivery_records(delivery), "A1 007 a@example.com H12-811 2026-02-13 pass final 81% - Li; \"the\" elder \xe3\x90\x80\xe4\xbc\x9f\n"
                                                  "A2 008 b@example.com H12-821/zh_CN 2026-02-13 fail final 59 - -\n"
                                                  "A3 009 c@example.com H12-821 2026-02-13 pass final 60 - -\n"
                                                  "A4 009 c@example.com H12-821 2026-02-13 no-show final - - -\n"
                                                  "A6 009 c@example.com H12-821 2026-02-13 no-show final - - -\n");
    forget(delivery, folder);
}
BOTH_ENGINES(a_file_reads_as_its_profile_says)

static void what_the_profile_does_not_allow_is_refused_whole(enum database_engine engine)
{
    static const struct {
        const char *name, *content, *code;
        long line, column;
    } files[] = {
        {"own.csv", HEADER "A1;H12-811;007;13 Feb 2026;81;pass;a@example.com;;;;2026-02-13 10:00:00;\n", "intake.name", 0, 0},
        {"own-results-2026-02-13.csv", "order number;exam;date;result;e-mail\nA1;H12-811;13 Feb 2026;pass;a@example.com\n", "intake.header_missing", 1, 1},
        {"own-results-2026-02-14.csv", HEADER "A1;H12-811;007;13 Feb 2026;81;pass;a@example.com;;\"Li;;2026-02-13 10:00:00;\n", "intake.quote", 2, 51},
    };
    struct delivery *delivery = delivery_new(engine);
    struct error *error = &delivery->context->error;
    char *folder = install(delivery, own);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        enum result result = bring(delivery, files[i].name, files[i].content);
        if (result != RESULT_REFUSED || strcmp(error->code, files[i].code) != 0 || error->line != files[i].line || error->column != files[i].column)
            fail_msg("%s gave %d %s: %s", files[i].name, result, error->code ? error->code : "", text_string(delivery->context->arena, error_text(delivery->context->arena, error)));
    }
    struct text whole = in_gb18030(delivery->context->arena, HEADER "A1;");
    struct text broken = text_printf(delivery->context->arena, "%.*s\xFF\n", TEXT_ARG(whole));
    assert_result(delivery->support, RESULT_REFUSED, delivery_take_by(delivery, "own", delivery_write(delivery, "own-results-2026-02-15.csv", broken), false));
    assert_string_equal(error->code, "charset.bytes");
    assert_int_equal(error->line, 2);
    assert_int_equal(error->column, 4);
    error_clear(error);
    assert_int_equal(delivery_store_kept(delivery), 0);
    forget(delivery, folder);
}
BOTH_ENGINES(what_the_profile_does_not_allow_is_refused_whole)

#define EIGHT "a,a,a,a,a,a,a,a,"
#define MANY EIGHT EIGHT EIGHT EIGHT EIGHT EIGHT EIGHT EIGHT "a" /* 65, one more than a list may have */

/* `line` of the own profile replaced (empty: taken out), and what is said then. */
static void mistakes_are_named_with_their_line(void **state)
{
    (void)state;
    static const struct {
        const char *line, *instead, *says;
    } mistakes[] = {
        {"title = Own\n", "titel = Own\n", "own.ini:3: There is no \"titel\" in this section. docs/intake.md lists what there is."},
        {"confirmed = no\n", "confirmed = perhaps\n", "own.ini:4: \"perhaps\" cannot stand here. docs/intake.md says what can."},
        {"[file]\n", "[files]\n", "own.ini:5: There is no section \"files\". docs/intake.md lists what there is."},
        {"[file]\n", "file\n", "own.ini:5: \"file\" is neither a [section] nor a \"name = value\" line."},
        {"kind = delimited, zip of delimited\n", "kind = delimited, table\n", "own.ini:6: \"table\" cannot stand here. docs/intake.md says what can."},
        {"kind = delimited, zip of delimited\n", "kind = " MANY "\n", "own.ini:6: The list \"" MANY "\" is too long."},
        {"encoding = gb18030\n", "encoding = gb18030, utf-8\n", "own.ini:10: \"gb18030, utf-8\" cannot stand here. docs/intake.md says what can."},
        {"delimiter = semicolon\n", "delimiter = ;\n", "own.ini:11: \";\" cannot stand here. docs/intake.md says what can."},
        {"quote = double\n", "quote = double\nquote = none\n", "own.ini:13: \"quote\" stands twice. Keep one of them."},
        {"required = candidate\n", "required = candidate, country\n", "own.ini: The profile does not say \"[columns] required\"."},
        {"required = candidate\n", "required = colour\n", "own.ini:25: \"colour\" cannot stand here. docs/intake.md says what can."},
        {"fail = fail\n", "", "own.ini: The profile does not say \"[words] pass, fail\"."},
        {"grade = result\n", "", "own.ini: The profile does not say \"grade\"."},
        {"updated = %Y", "updated = %Q", "own.ini:32: \"%Q-%m-%d %H:%M:%S in UTC\" cannot stand here. docs/intake.md says what can."},
        {"kind = percent\n", "kind = stars\n", "own.ini:34: \"stars\" cannot stand here. docs/intake.md says what can."},
        {"OLD-811 = H12-811\n", "OLD-811 =\n", "own.ini:36: \"OLD-811\" cannot stand here. docs/intake.md says what can."},
        {"title = Own\n", "title = \xFF\n", "own.ini: The profile is not text in UTF-8."},
    };
    struct support *support = support_context("2026-02-20T08:00:00Z");
    struct context *context = &support->context;
    const struct intake_profile *profile;
    assert_result(support, RESULT_OK, intake_profile_read(context, TEXT("own"), TEXT("own.ini"), text_of(own), &profile));
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        const char *at = strstr(own, mistakes[i].line);
        assert_non_null(at);
        struct text text = text_printf(context->arena, "%.*s%s%s", (int)(at - own), own, mistakes[i].instead, at + strlen(mistakes[i].line));
        assert_result(support, RESULT_REFUSED, intake_profile_read(context, TEXT("own"), TEXT("own.ini"), text, &profile));
        assert_text_equal(error_text(context->arena, &context->error), mistakes[i].says);
        error_clear(&context->error);
    }
    support_context_free(support);
}

static void assert_unread(struct delivery *delivery, const char *why)
{
    struct list rows;
    assert_result(delivery->support, RESULT_OK, intake_waiting_rows(delivery->context, INTAKE_WAITS, 0, 0, 10, &rows));
    assert_int_equal(rows.count, 2);
    const struct intake_waiting_row *row = rows.items;
    assert_text_equal(row[0].unread, why);
    assert_text_equal(row[0].code, "intake.exam_unknown");
    assert_text_equal(row[0].raw, "A1;NEW-811;007;13 Feb 2026;81;pass;a@example.com;;;;2026-02-13 10:00:00;");
    assert_int_equal(row[0].cells.count, 0);
    assert_false(row[0].may_accept || row[0].may_name);
    assert_text_equal(row[1].unread, "");
    assert_text_equal(row[1].mailbox, "b@example.com");
}

/* A waiting row whose profile is gone, spoilt or changed is shown as it came, with the reason, and stays; the others are read and run again. */
static void a_row_that_its_profile_cannot_read_any_more_stops_no_other(enum database_engine engine)
{
    struct delivery *delivery = delivery_new(engine);
    struct context *context = delivery->context;
    char *folder = install(delivery, own);
    bool waits;
    write_profile(delivery, folder, "other.ini", own);
    assert_result(delivery->support, RESULT_OK, bring(delivery, "own-results-2026-02-13.csv", HEADER "A1;NEW-811;007;13 Feb 2026;81;pass;a@example.com;;;;2026-02-13 10:00:00;\n"));
    assert_result(delivery->support, RESULT_OK,
                  delivery_take_by(delivery, "other", delivery_write(delivery, "own-results-2026-02-14.csv", in_gb18030(context->arena, HEADER "B1;NEW-811;008;13 Feb 2026;81;pass;b@example.com;;;;2026-02-13 10:00:00;\n")), false));
    int64_t first = delivery_waiting(delivery, "intake.exam_unknown");
    struct list profiles, rows;
    assert_result(delivery->support, RESULT_OK, intake_profiles(context, &profiles));
    assert_int_equal(profiles.count, 2);
    const struct intake_profile_name *profile = profiles.items;
    assert_true(profile[0].assumed && profile[1].assumed); /* they do not say that they were held against anything */

    write_profile(delivery, folder, "own.ini", "[profile]\ntitle = Own\nnonsense\n");
    write_profile(delivery, folder, "other.ini", text_printf(context->arena, "[profile]\ntitle = Own\nconfirmed = yes%s", strchr(strstr(own, "confirmed = no"), '\n')).bytes);
    assert_result(delivery->support, RESULT_OK, intake_profiles(context, &profiles));
    profile = profiles.items;
    assert_false(profile[0].assumed || profile[1].assumed); /* of one with a mistake nobody knows */
    assert_result(delivery->support, RESULT_OK, intake_waiting_rows(context, INTAKE_WAITS, 0, 0, 10, &rows));
    struct text spoilt = ((const struct intake_waiting_row *)rows.items)->unread;
    assert_true(text_starts_with(spoilt, "own.ini:3: "));
    assert_unread(delivery, text_string(context->arena, spoilt));
    /* The column that the profile requires has another name by now. */
    const char *column = strstr(own, "candidate = ");
    write_profile(delivery, folder, "own.ini", text_printf(context->arena, "%.*scandidate = person\n%s", (int)(column - own), own, strchr(column, '\n') + 1).bytes);
    assert_unread(delivery, "own-results-2026-02-13.csv:1:1: The header has no column \"person\". The file is not what the profile describes.");
    assert_int_equal(unlink(text_printf(context->arena, "%s/profiles/own.ini", folder).bytes), 0);
    assert_unread(delivery, "There is no profile \"own\". The profiles are the files in profiles/, named without .ini.");

    assert_result(delivery->support, RESULT_OK, intake_waits(context, TEXT("B1"), ((const struct intake_waiting_row *)rows.items)[1].exam_day, &waits));
    assert_true(waits);
    assert_result(delivery->support, RESULT_OK, intake_waits(context, TEXT("A1"), ((const struct intake_waiting_row *)rows.items)[1].exam_day, &waits));
    assert_false(waits);
    assert_result(delivery->support, RESULT_REFUSED, intake_decide(context, first, INTAKE_ACCEPT, TEXT(""), TEXT("The provider stands by it."), NULL));
    assert_string_equal(context->error.code, "intake.unread");
    error_clear(&context->error);
    assert_result(delivery->support, RESULT_OK, intake_decide(context, first, INTAKE_IGNORE, TEXT(""), TEXT("Nobody knows it."), NULL));
    assert_result(delivery->support, RESULT_OK, intake_take_back(context, first));

    delivery_catalogue(delivery, "exam H12-811\n", "exam NEW-811\n  title: New\n  pass: 600 of 1000\n  standalone: yes\n\nexam H12-811\n");
    assert_result(delivery->support, RESULT_OK, intake_rerun(context, &delivery->outcome));
    assert_text_equal(delivery_told(delivery), "2 rows: 1 new, 1 quarantined\n  2:4 quarantined intake.exam_unknown\n");
    assert_text_equal(delivery_records(delivery), "B1 008 b@example.com NEW-811 2026-02-13 pass final 81 - -\n");
    write_profile(delivery, folder, "own.ini", own);
    assert_result(delivery->support, RESULT_OK, intake_rerun(context, &delivery->outcome));
    assert_text_equal(delivery_records(delivery), "A1 007 a@example.com NEW-811 2026-02-13 pass final 81 - -\nB1 008 b@example.com NEW-811 2026-02-13 pass final 81 - -\n");
    forget(delivery, folder);
}
BOTH_ENGINES(a_row_that_its_profile_cannot_read_any_more_stops_no_other)

/* Waiting rows are each read for themselves: where the profile has other quotes by now, one whose quote is never closed would take those behind it for its own, and they would count as taken in. */
static void a_row_that_is_none_by_other_quotes_takes_no_other_with_it(enum database_engine engine)
{
    struct delivery *delivery = delivery_new(engine);
    const char *quote = strstr(own, "quote = double");
    struct text without = text_printf(delivery->context->arena, "%.*squote = none%s", (int)(quote - own), own, strchr(quote, '\n'));
    char *folder = install(delivery, without.bytes);
    assert_result(delivery->support, RESULT_OK,
                  bring(delivery, "own-results-2026-02-13.csv",
                        HEADER "A1;NEW-811;007;13 Feb 2026;81;pass;a@example.com;;\"Li;;2026-02-13 10:00:00;\n"
                               "A2;NEW-811;008;13 Feb 2026;82;pass;b@example.com;;Wu;;2026-02-13 10:00:00;\n"
                               "A3;NEW-811;009;13 Feb 2026;83;pass;c@example.com;;Xu\";;2026-02-13 10:00:00;\n"));
    assert_text_equal(delivery_told(delivery), "3 rows: 3 quarantined\n  2:4 quarantined intake.exam_unknown\n  3:4 quarantined intake.exam_unknown\n  4:4 quarantined intake.exam_unknown\n");
    int64_t first = delivery_waiting(delivery, "intake.exam_unknown");
    delivery_catalogue(delivery, "exam H12-811\n", "exam NEW-811\n  title: New\n  pass: 600 of 1000\n  standalone: yes\n\nexam H12-811\n");

    write_profile(delivery, folder, "own.ini", own);
    assert_result(delivery->support, RESULT_REFUSED, intake_decide(delivery->context, first, INTAKE_ACCEPT, TEXT(""), TEXT("The provider stands by it."), NULL));
    assert_string_equal(delivery->context->error.code, "intake.unread");
    error_clear(&delivery->context->error);
    assert_result(delivery->support, RESULT_OK, intake_rerun(delivery->context, &delivery->outcome));
    assert_text_equal(delivery_told(delivery), "3 rows: 2 new, 1 quarantined\n  2:4 quarantined intake.exam_unknown\n");
    assert_text_equal(delivery_records(delivery), "A2 008 b@example.com NEW-811 2026-02-13 pass final 82 - Wu\nA3 009 c@example.com NEW-811 2026-02-13 pass final 83 - Xu\"\n");
    write_profile(delivery, folder, "own.ini", without.bytes);
    assert_result(delivery->support, RESULT_OK, intake_rerun(delivery->context, &delivery->outcome));
    assert_text_equal(delivery_record(delivery, "A1"), "A1 007 a@example.com NEW-811 2026-02-13 pass final 81 - \"Li");
    forget(delivery, folder);
}
BOTH_ENGINES(a_row_that_is_none_by_other_quotes_takes_no_other_with_it)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_file_reads_as_its_profile_says),
        ON_BOTH(what_the_profile_does_not_allow_is_refused_whole),
        cmocka_unit_test(mistakes_are_named_with_their_line),
        ON_BOTH(a_row_that_its_profile_cannot_read_any_more_stops_no_other),
        ON_BOTH(a_row_that_is_none_by_other_quotes_takes_no_other_with_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
