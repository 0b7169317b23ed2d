/* Questions and answers (SPEC 4.6): how files are read, what is wrong in them, what is found by words, and that what ships is whole. */
#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "help/help.h"
#include "outside/language.h"
#include "outside/settings.h"

static struct support *support;
static struct help *shipped;

static int set_up(void **state)
{
    (void)state;
    support = support_context("2026-02-09T02:00:00Z");
    struct languages *languages;
    assert_result(support, RESULT_OK, languages_load(&support->context, support->context.settings->messages, &languages));
    support->context.languages = languages;
    assert_result(support, RESULT_OK, help_load(&support->context, settings_path(&support->context, "data/help"), &shipped));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    support_context_free(support);
    return 0;
}

static struct help_entry parsed(const char *text)
{
    struct help_entry entry;
    assert_result(support, RESULT_OK, help_parse(&support->context, TEXT("x.txt"), TEXT("x"), text_of(text), &entry));
    return entry;
}

static void wrong(long line, const char *part, const char *text)
{
    struct help_entry entry;
    enum result result = help_parse(&support->context, TEXT("x.txt"), TEXT("x"), text_of(text), &entry);
    struct error *error = &support->context.error;
    if (result != RESULT_REFUSED || strcmp(error->code, "help.wrong") != 0 || error->line != line || !strstr(error->english, part))
        fail_msg("gave %d, line %ld: %s; not line %ld: %s", result, error->line, error->english ? error->english : "", line, part);
    error_clear(error);
}

static const struct help_block *block(const struct help_entry *entry, size_t i)
{
    assert_true(i < entry->blocks.count);
    return (const struct help_block *)entry->blocks.items + i;
}

static const struct help_run *run(const struct list *runs, size_t i)
{
    assert_true(i < runs->count);
    return (const struct help_run *)runs->items + i;
}

static void a_summary_is_what_the_answer_begins_with(void **state)
{
    (void)state;
    static const char head[] = "question: Where?\ntopic: Exams\n\n";
    static const char *const stories[][2] = {{"If it is not there:\n\n- look\n", "If it is not there\u2026"}, {"\u5982\u679c\u6ca1\u6709\uff1a\n\n- look\n", "\u5982\u679c\u6ca1\u6709\u2026"},
                                             {"## Then\n\n- **One** thing\n- two\n\nLast.\n", "One thing"}, {"Here: there.\n", "Here: there."}};
    for (size_t i = 0; i < sizeof stories / sizeof *stories; i++)
        assert_text_equal(parsed(text_printf(support->context.arena, "%s%s", head, stories[i][0]).bytes).summary, stories[i][1]);
}

static void an_answer_is_read_as_it_is_written(void **state)
{
    (void)state;
    struct help_entry entry = parsed("question: Where is it?\r\ntopic: Exams\norder: 7\nwords: missing, lost\nwords: gone\nfor: association.unknown page:/my/exams\nfor: letter.*\n"
                                     "\nIt comes in\nby **itself**, see [My Exam](/my/exams).\n\n## Then\n\n- one\n  and more\n- [two](https://example.org)\n\n1. first\n2. second\nLast.\n");
    assert_text_equal(entry.question, "Where is it?");
    assert_text_equal(entry.topic, "Exams");
    assert_int_equal(entry.order, 7);
    assert_int_equal(entry.fits.count, 3);
    assert_text_equal(entry.summary, "It comes in by itself, see My Exam.");
    assert_int_equal(entry.blocks.count, 4);
    const struct help_block *first = block(&entry, 0);
    assert_true(first->paragraph);
    assert_int_equal(first->runs.count, 5);
    assert_true(run(&first->runs, 1)->strong);
    assert_text_equal(run(&first->runs, 3)->link, "/my/exams");
    assert_int_equal(run(&first->runs, 3)->line, 9);
    assert_true(block(&entry, 1)->heading);
    assert_text_equal(run(&block(&entry, 1)->runs, 0)->text, "Then");
    const struct help_block *points = block(&entry, 2), *steps = block(&entry, 3);
    assert_true(points->points && steps->steps);
    assert_int_equal(points->items.count, 2);
    assert_text_equal(run(&((const struct help_item *)points->items.items)[0].runs, 0)->text, "one and more");
    assert_text_equal(run(&((const struct help_item *)points->items.items)[1].runs, 0)->link, "https://example.org");
    assert_text_equal(run(&((const struct help_item *)steps->items.items)[1].runs, 0)->text, "second Last.");
    /* Signs that are not closed stand for themselves; Chinese lines are joined without a blank. */
    entry = parsed("question: q\ntopic: t\n\na ** b [c (d) ]( e\n\n第一行，\n第二行\n");
    assert_text_equal(run(&block(&entry, 0)->runs, 0)->text, "a ** b [c (d) ]( e");
    assert_text_equal(run(&block(&entry, 1)->runs, 0)->text, "第一行，第二行");
}

static void what_is_wrong_is_named_by_its_line(void **state)
{
    (void)state;
    wrong(2, "like \"question: ...\"", "question: q\nno colon\n\na\n");
    wrong(2, "knows question", "question: q\nquestion: r\n\na\n");
    wrong(2, "knows question", "question: q\nauthor: r\n\na\n");
    wrong(2, "whole number", "question: q\norder: first\n\na\n");
    wrong(2, "codes of errors", "question: q\nfor: Not-a-code\n\na\n");
    wrong(1, "no line \"topic", "question: q\n\na\n");
    wrong(1, "no line \"question", "topic: q\n\na\n");
    wrong(1, "no answer", "question: q\ntopic: t\n\n");
    wrong(6, "goes to a page", "question: q\ntopic: t\n\na\n\nb\n[c](javascript:alert(1)) d\n");
    wrong(4, "goes to a page", "question: q\ntopic: t\n\n[c](//evil.example)\n");
    wrong(4, "has no text", "question: q\ntopic: t\n\n[](/help)\n");
    wrong(4, "control character", "question: q\ntopic: t\n\na\tb\n");
    wrong(4, "not UTF-8", "question: q\ntopic: t\n\na\xFF\n");
}

/* --- A folder of answers --- */

static struct text folder_of(const char *const (*files)[2], size_t count)
{
    char name[] = "/tmp/testamur-help-XXXXXX";
    assert_non_null(mkdtemp(name));
    struct arena *arena = support->context.arena;
    for (int i = 0; i < 2; i++) mkdir(text_printf(arena, "%s/%s", name, i ? "zh_CN" : "en").bytes, 0755);
    for (size_t i = 0; i < count; i++) {
        FILE *file = fopen(text_printf(arena, "%s/%s", name, files[i][0]).bytes, "w");
        assert_non_null(file);
        fputs(files[i][1], file);
        fclose(file);
    }
    return text_copy(arena, text_of(name));
}

static void remove_folder(struct text folder)
{
    assert_int_equal(system(text_printf(support->context.arena, "rm -r %.*s", TEXT_ARG(folder)).bytes), 0);
}

static void must_not_load(const char *file, long line, const char *const (*files)[2], size_t count)
{
    struct text folder = folder_of(files, count);
    struct help *help;
    assert_int_equal(help_load(&support->context, folder, &help), RESULT_REFUSED);
    assert_string_equal(support->context.error.code, "help.wrong");
    const struct error *error = &support->context.error;
    if (!text_ends_with(error->file, file) || error->line != line) fail_msg("%.*s:%ld is not %s:%ld", TEXT_ARG(error->file), error->line, file, line);
    error_clear(&support->context.error);
    remove_folder(folder);
}

static void a_folder_is_checked_as_a_whole(void **state)
{
    (void)state;
    must_not_load("/en/a.txt", 4, (const char *const[][2]){{"en/a.txt", "question: q\ntopic: t\n\na\n[b](/help/c)\n"}}, 1); /* no such answer */
    must_not_load("/en/b.txt", 3, (const char *const[][2]){{"en/a.txt", "question: q\ntopic: t\nfor: x.y\n\na\n"}, {"en/b.txt", "question: q\ntopic: t\nfor: x.y\n\na\n"}}, 2);
    must_not_load("/en/a.txt", 3, (const char *const[][2]){{"en/a.txt", "question: q\ntopic: t\nfor: x.y x.y\n\na\n"}}, 1);
    must_not_load("/zh_CN/c.txt", 0, (const char *const[][2]){{"en/a.txt", "question: q\ntopic: t\n\na\n"}, {"zh_CN/c.txt", "question: q\ntopic: t\n\na\n"}}, 2);
    must_not_load("/en/A b.txt", 0, (const char *const[][2]){{"en/A b.txt", "question: q\ntopic: t\n\na\n"}}, 1);

    struct text folder = folder_of((const char *const[][2]){{"en/b.txt", "question: Second\ntopic: t\nfor: letter.* letter.one\n\na\n"},
                                                             {"en/a.txt", "question: First\ntopic: t\norder: 5\nfor: letter.two\n\n[b](/help/b)\n"},
                                                             {"zh_CN/a.txt", "question: 第一\ntopic: 甲\n\n甲\n"}},
                                   3);
    struct help *help;
    assert_result(support, RESULT_OK, help_load(&support->context, folder, &help));
    assert_int_equal(help_all(help, "en").count, 2);
    assert_text_equal(((const struct help_entry *)help_all(help, "en").items)->slug, "a"); /* by its order */
    assert_text_equal(help_find(help, "zh_CN", TEXT("a"))->question, "第一");
    assert_text_equal(help_find(help, "zh_CN", TEXT("b"))->question, "Second"); /* not translated yet */
    assert_null(help_find(help, "en", TEXT("c")));
    assert_text_equal(help_for(help, "zh_CN", TEXT("letter.two"))->question, "第一");
    assert_text_equal(help_for(help, "en", TEXT("letter.one"))->slug, "b");
    assert_text_equal(help_for(help, "en", TEXT("letter.three"))->slug, "b"); /* the rest of the room */
    assert_null(help_for(help, "en", TEXT("letters.one")));
    assert_null(help_for(help, "en", TEXT("")));
    remove_folder(folder);
}

/* --- What ships --- */

static const struct help_entry *first_hit(const char *language, const char *query)
{
    struct list hits = help_search(shipped, support->context.arena, language, text_of(query), 10);
    if (!hits.count) fail_msg("nothing is found for \"%s\"", query);
    return hits.items;
}

static void people_find_the_answer_in_their_own_words(void **state)
{
    (void)state;
    static const char *const questions[][2] = {
        {"my exam is not shown", "exam-not-shown"},
        {"Where is my exam?", "exam-not-shown"},
        {"i have two accounts", "two-accounts"},
        {"merge accounts", "two-accounts"},
        {"wrong name", "name-wrong"},
        {"My surname changed after MARRIAGE", "name-wrong"},
        {"old mailbox", "lost-mailbox"},
        {"I left my company", "lost-mailbox"},
        {"somebody else's record", "wrong-record"},
        {"when certificate", "when-certificate"},
        {"what does an association allow", "what-association-allows"},
        {"letter does not arrive", "letter-missing"},
        {"spam", "letter-missing"},
        {"link expired", "link-expired"},
        {"how to verify a certificate", "verify"},
        {"score report", "score-report"},
        {"renewal", "validity-renewal"},
        {"adobe", "adobe-reader"},
        {"close my account", "data-and-closing"},
        {"printed certificate", "printed-certificate"},
        {"contact", "ask-us"},
        {"upload photo", "evidence"},
        {"unbinding", "wrong-record"},
        {"unbound", "wrong-record"},
        {"forced", "wrong-record"},
        {"claim", "wrong-record"},
        {"cooling-off", "lost-mailbox"},
        {"suspended", "certificate-changed"},
        {"superseded", "superseded"},
        {"forgot password", "sign-in"},
        {"TOTP", "sign-in"},
        {"authenticator", "sign-in"},
        {"two-factor code", "sign-in"},
        {"身份验证器", "sign-in"},
        {"我的考试没有显示", "exam-not-shown"},
        {"查不到成绩", "exam-not-shown"},
        {"两个账号", "two-accounts"},
        {"合并账号", "two-accounts"},
        {"姓名错误", "name-wrong"},
        {"旧邮箱", "lost-mailbox"},
        {"异议", "wrong-record"},
        {"冷静期", "lost-mailbox"},
        {"不是我的记录", "wrong-record"},
        {"证书什么时候颁发", "when-certificate"},
        {"关联允许什么", "what-association-allows"},
        {"收不到信", "letter-missing"},
        {"链接过期", "link-expired"},
        {"如何核验", "verify"},
        {"查验", "verify"},
        {"成绩单", "score-report"},
        {"续期", "validity-renewal"},
        {"注销", "data-and-closing"},
        {"纸质证书", "printed-certificate"},
        {"联系客服", "ask-us"},
    };
    int wrong_ones = 0;
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
        for (int chinese = 0; chinese < 2; chinese++) { /* whatever language the page is in */
            const struct help_entry *entry = first_hit(chinese ? "zh_CN" : "en", questions[i][0]);
            if (text_is(entry->slug, questions[i][1])) continue;
            print_error("\"%s\" finds %.*s first, not %s\n", questions[i][0], TEXT_ARG(entry->slug), questions[i][1]);
            wrong_ones++;
        }
    assert_int_equal(wrong_ones, 0);
    struct list nothing = help_search(shipped, support->context.arena, "en", TEXT("xylophone"), 10);
    assert_int_equal(nothing.count, 0);
    nothing = help_search(shipped, support->context.arena, "en", TEXT(" ,。 "), 10);
    assert_int_equal(nothing.count, 0);
    assert_true(help_search(shipped, support->context.arena, "en", TEXT("certificate"), 3).count == 3);
    assert_true(text_find(first_hit("zh_CN", "adobe")->question, "签名") < first_hit("zh_CN", "adobe")->question.length); /* shown in the reader's language */
}

static void every_answer_is_there_in_every_language(void **state)
{
    (void)state;
    struct list english = help_all(shipped, "en"), chinese = help_all(shipped, "zh_CN");
    assert_true(english.count >= 20);
    assert_int_equal(english.count, chinese.count);
    for (size_t i = 0; i < english.count; i++) {
        const struct help_entry *a = (const struct help_entry *)english.items + i, *b = (const struct help_entry *)chinese.items + i;
        assert_true(text_equal(a->slug, b->slug));
        assert_int_equal(a->order, b->order);
        assert_false(text_equal(a->question, b->question));
        if (a->blocks.count != b->blocks.count) fail_msg("%.*s is not built the same in both languages", TEXT_ARG(a->slug));
    }
}

/* SPEC 4.6: each error, waiting and refusal links to the one that fits, also one that is added tomorrow. */
static void whatever_a_room_refuses_a_candidate_has_an_answer(void **state)
{
    (void)state;
    static const char *const rooms[] = {"account", "association", "audit", "award", "case", "ecert", "form", "letter", "merge", "package", "picture", "site", "unbinding", "verify", "web"};
    for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++)
        if (!help_for(shipped, "en", text_printf(support->context.arena, "%s.new_tomorrow", rooms[i]))) fail_msg("nothing fits what %s refuses", rooms[i]);
    /* What candidates meet most, each with the answer that says what to do then: that a room's own answer takes whatever is left is no sign that it fits. */
    static const char *const fitting[][2] = {
        {"account.challenge", "sign-in"},
        {"account.forgotten_link", "sign-in"},
        {"account.mailbox_unproven", "letter-missing"},
        {"account.name_fixed", "name-wrong"},
        {"account.name_latin", "name-wrong"},
        {"account.name_taken", "profile-fields"},
        {"account.no_passkeys", "sign-in"},
        {"account.old_password", "sign-in"},
        {"account.password_short", "password"},
        {"account.phone", "profile-fields"},
        {"account.second_code", "sign-in"},
        {"account.second_needed", "two-accounts"},
        {"account.sign_in", "sign-in"},
        {"association.address", "exam-not-shown"},
        {"association.already", "what-association-allows"},
        {"association.code_tries", "link-expired"},
        {"association.code_wrong", "link-expired"},
        {"association.disputed", "wrong-record"},
        {"association.evidence_missing", "lost-mailbox"},
        {"association.expired", "link-expired"},
        {"association.gone", "wrong-record"},
        {"association.letters_mailbox", "wrong-record"},
        {"association.no_provider", "address-at-provider"},
        {"association.not_yours", "link-expired"},
        {"association.nothing_to_dispute", "wrong-record"},
        {"association.record_taken", "wrong-record"},
        {"association.replaced", "link-expired"},
        {"association.report", "score-report"},
        {"association.report_day", "score-report"},
        {"association.taken", "wrong-record"},
        {"association.taken_by_other", "wrong-record"},
        {"association.unknown", "link-expired"},
        {"audit.not_allowed", "form-not-taken"},
        {"audit.too_often", "too-often"},
        {"award.name_evidence", "name-wrong"},
        {"award.names_free", "name-wrong"},
        {"award.no_such_certificate", "no-such-page"},
        {"award.no_such_certification", "when-certificate"},
        {"case.closed", "ask-us"},
        {"case.evidence_kind", "evidence"},
        {"case.evidence_many", "evidence"},
        {"case.text_missing", "ask-us"},
        {"ecert.disputed", "when-certificate"},
        {"ecert.glyph_missing", "name-wrong"},
        {"ecert.not_valid", "certificate-changed"},
        {"ecert.not_yet", "when-certificate"},
        {"form.file_too_large", "evidence"},
        {"form.missing", "form-not-taken"},
        {"letter.no_mailbox", "letter-missing"},
        {"merge.proof", "two-accounts"},
        {"merge.self", "two-accounts"},
        {"merge.undo_late", "two-accounts"},
        {"package.address_latin", "postal-address"},
        {"package.address_postal_code", "postal-address"},
        {"package.applied", "printed-certificate"},
        {"package.draft", "printed-certificate"},
        {"package.too_late", "printed-certificate"},
        {"package.waits", "when-certificate"},
        {"page:/my/exams/lost/*", "lost-mailbox"},
        {"page:/my/unbinding/*", "wrong-record"},
        {"picture.pixels", "evidence"},
        {"site.day", "score-report"},
        {"state:pending", "when-certificate"},
        {"state:suspended", "certificate-changed"},
        {"unbinding.claimed", "wrong-record"},
        {"unbinding.objection_empty", "wrong-record"},
        {"unbinding.over", "wrong-record"},
        {"verify.no_match", "verify"},
        {"web.too_large", "form-not-taken"},
        {"web.too_many", "too-often"},
    };
    int wrong_ones = 0;
    for (size_t i = 0; i < sizeof fitting / sizeof *fitting; i++) {
        const struct help_entry *entry = help_for(shipped, "en", text_of(fitting[i][0]));
        if (entry && text_is(entry->slug, fitting[i][1])) continue;
        print_error("%s has the answer %s, not %s\n", fitting[i][0], entry ? text_string(support->context.arena, entry->slug) : "(none)", fitting[i][1]);
        wrong_ones++;
    }
    assert_int_equal(wrong_ones, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_is_read_as_it_is_written),
        cmocka_unit_test(a_summary_is_what_the_answer_begins_with),
        cmocka_unit_test(what_is_wrong_is_named_by_its_line),
        cmocka_unit_test(a_folder_is_checked_as_a_whole),
        cmocka_unit_test(people_find_the_answer_in_their_own_words),
        cmocka_unit_test(every_answer_is_there_in_every_language),
        cmocka_unit_test(whatever_a_room_refuses_a_candidate_has_an_answer),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
