/* Names that are printed already (SPEC 4.4): a case with evidence, a new revision with the same number, and what becomes of the old one. */
#include "award/town.h"

#include <pthread.h>
#include <stdatomic.h>

#include "account/account.h"
#include "association/association_merge.h"
#include "association/association_unbinding.h"
#include "audit/audit.h"
#include "award/award_name.h"
#include "award/award_stop.h"
#include "ecert/ecert.h"
#include "ecert/ecert_download.h"
#include "ecert/ecert_key.h"
#include "verify/verify.h"

#define NOW "2026-02-09T02:00:00Z" /* a Monday; 10:00 in Shenzhen */

struct story {
    struct town *town;
    int64_t alice, mallory, rita, rolf; /* rita and rolf are of the staff */
};

static struct story begin(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    struct story story = {town, town_account(town, "alice", "alice@example.org", "Alice Wu"), town_account(town, "mallory", "mallory@example.org", "Mallory"),
                          town_account(town, "rita", "rita@body.example", "Rita"), town_account(town, "rolf", "rolf@body.example", "Rolf")};
    town_tie(town, story.alice, "alice@example.org");
    return story;
}

/* Alice has HCIA-Datacom, issued. */
static struct story begin_with_certificate(enum database_engine engine)
{
    struct story story = begin(engine);
    town_pass(story.town, "alice@example.org", "H12-811", "2026-02-05");
    town_follow_up(story.town);
    assert_true(town_certificate(story.town, story.alice, "HCIA-Datacom").issued);
    return story;
}

static const struct case_evidence passport = {.name = {"passport.pdf", 12}, .media = "application/pdf", .content = {(const unsigned char *)"%PDF-1.7 %%EOF", 14}};

static enum result ask(struct town *town, struct text latin, struct text native, struct text *number)
{
    return award_ask_name(town->context, latin, native, TEXT("I was married."), &passport, 1, number);
}

static int64_t asked(struct story *story, const char *latin, const char *native)
{
    struct text number;
    struct case_view view;
    struct town *town = story->town;
    town_act_as(town, story->alice);
    assert_ok(ask(town, text_of(latin), text_of(native), &number));
    assert_ok(case_read(town->context, number, &view));
    return view.id;
}

static enum result decide(struct story *story, int64_t staff, int64_t id, bool grant, bool *effective)
{
    town_act_as_staff(story->town, staff);
    return award_decide_name(story->town->context, id, grant, TEXT("As the passport says."), effective);
}

static struct bytes download(struct story *story, struct text number)
{
    struct bytes pdf;
    struct text name;
    struct town *town = story->town;
    town_act_as(town, story->alice);
    assert_ok(ecert_download(town->context, number, "en", &pdf, &name));
    return pdf;
}

/* The asker has the first revision, of the day of issue; the second is in force, and says something else. */
static void assert_shown(struct context *context, const struct verification *v, bool name_changed, bool days_changed)
{
    assert_int_equal(v->shown_revision, 1);
    assert_text_equal(day_text(context->arena, v->shown_revision_day), "2026-02-06");
    assert_int_equal(v->revision, 2);
    assert_text_equal(day_text(context->arena, v->revision_day), "2026-02-10");
    assert_text_equal(day_text(context->arena, v->exam_day), "2026-02-05");
    assert_int_equal(v->name_changed, name_changed);
    assert_int_equal(v->days_changed, days_changed);
}

static struct signature_signer *begin_to_sign(struct town *town)
{
    struct signature_signer *signer;
    struct context *context = town->context;
    assert_ok(ecert_key_make(context));
    assert_ok(ecert_theme_load(context, ecert_theme_folder(context), &context->theme));
    assert_ok(ecert_key_signer(context, &signer));
    context->signer = signer;
    return signer;
}

static void end_signing(struct context *context, struct signature_signer *signer)
{
    signature_signer_free(signer);
    ecert_theme_free(context->theme);
    context->signer = NULL;
    context->theme = NULL;
}

static void check_file(struct town *town, struct bytes pdf, struct file_verification *file)
{
    town->context->actor = (struct actor){.kind = ACTOR_NOBODY};
    assert_ok(verify_document(town->context, pdf, false, TEXT(""), file));
    assert_true(file->yes);
}

/* Its day has come, and the worker has not: the name that would be signed is still free, so a file of it could say something else than the register, under the same revision. */
static void nothing_is_signed_before_it_is_issued(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    struct context *context = town->context;
    struct signature_signer *signer = begin_to_sign(town);
    town_pass(town, "alice@example.org", "H12-811", "2026-02-09");
    town_follow_up(town);
    struct certificate certificate = town_certificate(town, story.alice, "HCIA-Datacom");
    assert_true(certificate.pending && !certificate.being_issued);
    struct bytes pdf;
    struct text file_name;
    town_act_as(town, story.alice);
    assert_refused("ecert.not_yet", ecert_download(context, certificate.number, "en", &pdf, &file_name));

    support_set_clock(town->support, "2026-02-10T02:00:00Z"); /* and nothing is followed up yet */
    certificate = town_certificate(town, story.alice, "HCIA-Datacom");
    assert_true(certificate.pending && certificate.being_issued);
    town_act_as(town, story.alice);
    assert_refused("ecert.being_issued", ecert_download(context, certificate.number, "en", &pdf, &file_name));
    town_act_as_staff(town, story.rita);
    assert_refused("ecert.being_issued", ecert_print_numbers(context, &certificate.number, 1, "en", &pdf));

    town_name(town, story.alice, "Alice Lee", "");
    town_act_as(town, 0);
    assert_ok(award_run_dates(context, NULL));
    certificate = town_certificate(town, story.alice, "HCIA-Datacom");
    assert_true(certificate.issued && !certificate.being_issued);
    assert_int_equal(certificate.revision, 1);
    assert_text_equal(certificate.name_latin, "Alice Lee");
    struct file_verification file;
    check_file(town, download(&story, certificate.number), &file);
    assert_true(file.current);
    end_signing(context, signer);
    town_free(town);
}
BOTH_ENGINES(nothing_is_signed_before_it_is_issued)

static void name_corrected_after_issue_old_pdf_verifies_as_superseded(enum database_engine engine)
{
    struct story story = begin_with_certificate(engine);
    struct town *town = story.town;
    struct context *context = town->context;
    struct signature_signer *signer = begin_to_sign(town);
    struct certificate before = town_certificate(town, story.alice, "HCIA-Datacom");
    struct bytes old_pdf = download(&story, before.number);

    int64_t id = asked(&story, "Alice  Zhang", "张爱丽");
    struct case_view view;
    struct award_name_wish wish;
    assert_ok(case_by_id(context, id, &view));
    assert_ok(award_name_wish_of(context, view.wish, &wish));
    assert_text_equal(wish.name_latin, "Alice Zhang");
    assert_text_equal(wish.was_latin, "Alice Wu");
    assert_int_equal(view.evidence_count, 1);
    assert_text_equal(town_certificate(town, story.alice, "HCIA-Datacom").name_latin, "Alice Wu"); /* nothing yet */

    bool effective;
    town_set_time(town, "2026-02-10T02:00:00Z");
    assert_ok(decide(&story, story.rita, id, true, &effective));
    assert_true(effective);
    struct certificate after = town_certificate(town, story.alice, "HCIA-Datacom");
    assert_true(text_equal(after.number, before.number) && after.issued);
    assert_int_equal(after.revision, 2);
    assert_text_equal(day_text(context->arena, after.revision_day), "2026-02-10");
    assert_text_equal(day_text(context->arena, after.issue_day), day_text(context->arena, before.issue_day).bytes);
    assert_text_equal(after.name_latin, "Alice Zhang");
    assert_text_equal(after.name_native, "张爱丽");
    struct account account;
    assert_ok(account_read(context, story.alice, &account));
    assert_text_equal(account.name_latin, "Alice Zhang");
    struct certificate_revision first;
    assert_ok(award_revision(context, after.id, 1, &first));
    assert_text_equal(first.name_latin, "Alice Wu");

    /* The letter says what has become of it. */
    assert_text_equal(((const struct mailbox_letter *)town_letters(town, "alice@example.org").items)->subject, "Your name is corrected");
    assert_text_equal(town_in_letter(town, "alice@example.org", "Number "), text_printf(context->arena, "%.*s, revision 2", TEXT_ARG(after.number)).bytes);
    /* So does the history. */
    struct list history;
    town_act_as(town, story.alice);
    assert_ok(award_history(context, &after, &history));
    const struct certificate_history *last = (const struct certificate_history *)history.items + history.count - 1;
    assert_text_equal(last->reason, "The name was corrected: a new revision.");
    assert_false(last->state_changed || last->expiry_changed);

    /* Who is shown the old one is told so, and not what the new name is. */
    struct file_verification file;
    check_file(town, old_pdf, &file);
    assert_false(file.current);
    assert_text_equal(file.state, "superseded");
    assert_text_equal(file.register_says.name_latin, "A*** Z***");
    assert_text_equal(day_text(context->arena, file.register_says.state_day), "2026-02-10");
    assert_shown(context, &file.register_says, true, false);
    struct bytes new_pdf = download(&story, after.number);
    check_file(town, new_pdf, &file);
    assert_true(file.current);
    assert_int_equal(file.revision, 2);
    assert_text_equal(file.register_says.name_latin, "Alice Zhang");
    assert_int_equal(file.register_says.shown_revision, 0);
    struct verification verification;
    assert_ok(verify_details(context, after.number, TEXT("wu alice"), TEXT(""), &verification));
    assert_text_equal(verification.state, "superseded");
    assert_text_equal(verification.name_latin, "A*** Z***");
    assert_true(verification.masked && !verification.current);
    /* Which of them he has, a name does not say. */
    assert_true(verification.earlier_name);
    assert_int_equal(verification.shown_revision, 0);
    assert_false(verification.name_changed || verification.days_changed);
    assert_int_equal(verification.revision, 2);
    assert_text_equal(day_text(context->arena, verification.revision_day), "2026-02-10");
    assert_ok(verify_details(context, after.number, TEXT("Alice Zhang"), TEXT(""), &verification));
    assert_true(verification.current && !verification.masked);
    assert_refused("verify.no_match", verify_details(context, after.number, TEXT("Mallory"), TEXT(""), &verification));
    assert_ok(verify_details(context, after.number, TEXT("张 爱　丽"), TEXT(""), &verification));
    assert_true(!verification.masked && !verification.name_differs);
    assert_refused("verify.no_match", verify_details(context, after.number, TEXT("张 丽"), TEXT(""), &verification));
    assert_ok(verify_number(context, after.number, &verification));
    assert_true(verification.current);
    assert_int_equal(verification.revision, 2);

    /* What is evaluated tonight leaves it so. */
    struct list differences;
    int64_t count;
    town_act_as(town, 0);
    assert_ok(award_evaluate_all(context, true, 10, &differences, &count));
    assert_int_equal(count, 0);
    end_signing(context, signer);
    town_free(town);
}
BOTH_ENGINES(name_corrected_after_issue_old_pdf_verifies_as_superseded)

static void whoever_has_an_old_pdf_reads_what_has_changed_since(enum database_engine engine)
{
    struct story story = begin_with_certificate(engine);
    struct town *town = story.town;
    struct context *context = town->context;
    struct signature_signer *signer = begin_to_sign(town);
    struct text number = town_certificate(town, story.alice, "HCIA-Datacom").number;
    struct bytes first = download(&story, number), second;

    /* A renewal: another day, the same name, which is not masked then. */
    town_pass(town, "alice@example.org", "H12-831", "2026-02-09");
    town_set_time(town, "2026-02-10T02:00:00Z");
    struct file_verification file;
    check_file(town, first, &file);
    assert_text_equal(file.state, "superseded");
    assert_shown(context, &file.register_says, false, true);
    assert_false(file.register_says.masked);
    assert_text_equal(file.register_says.name_latin, "Alice Wu");

    /* Then another name: of the first both have changed, of the second the name alone. */
    second = download(&story, number);
    bool effective;
    town_set_time(town, "2026-02-11T03:00:00Z");
    assert_ok(decide(&story, story.rita, asked(&story, "Alice Zhang", ""), true, &effective));
    check_file(town, first, &file);
    assert_text_equal(day_text(context->arena, file.register_says.state_day), "2026-02-10"); /* superseded by the second already, which the third has replaced */
    assert_text_equal(day_text(context->arena, file.register_says.revision_day), "2026-02-11");
    assert_true(file.register_says.name_changed && file.register_says.days_changed && file.register_says.masked);
    assert_int_equal(file.register_says.shown_revision, 1);
    assert_int_equal(file.register_says.revision, 3);
    assert_int_equal(file.revision, 1);
    check_file(town, second, &file);
    assert_int_equal(file.revision, 2);
    assert_true(file.register_says.name_changed && !file.register_says.days_changed);
    assert_int_equal(file.register_says.shown_revision, 2);
    assert_text_equal(day_text(context->arena, file.register_says.state_day), "2026-02-11");
    /* So by the name, which stood on both until then. */
    struct verification verification;
    assert_ok(verify_details(context, number, TEXT("Alice Wu"), TEXT(""), &verification));
    assert_true(verification.superseded && verification.earlier_name);
    assert_text_equal(day_text(context->arena, verification.state_day), "2026-02-11");

    /* Its holder sees each with its day, its name and its reason. */
    struct list revisions;
    struct certificate certificate = town_certificate(town, story.alice, "HCIA-Datacom");
    town_act_as(town, story.alice);
    assert_ok(award_revisions_told(context, &certificate, &revisions));
    assert_int_equal(revisions.count, 3);
    static const char *const told[][3] = {{"2026-02-11", "Alice Zhang", "The name was corrected: a new revision."}, {"2026-02-10", "Alice Wu", "Renewed by exam H12-831."}, {"2026-02-06", "Alice Wu", "Issued."}};
    for (size_t i = 0; i < revisions.count; i++) {
        const struct certificate_revision *revision = (const struct certificate_revision *)revisions.items + i;
        assert_int_equal(revision->revision, 3 - (int64_t)i);
        assert_int_equal(revision->in_force, i == 0);
        assert_text_equal(day_text(context->arena, revision->revision_day), told[i][0]);
        assert_text_equal(revision->name_latin, told[i][1]);
        assert_text_equal(revision->reason, told[i][2]);
    }

    /* What has expired since is expired, and still not the one in force. */
    town_set_time(town, "2029-03-01T02:00:00Z");
    check_file(town, second, &file);
    assert_text_equal(file.state, "expired");
    assert_int_equal(file.register_says.shown_revision, 2);
    end_signing(context, signer);
    town_free(town);
}
BOTH_ENGINES(whoever_has_an_old_pdf_reads_what_has_changed_since)

/* Who has no name in Latin letters has no empty line for it. */
/* A renewal, a corrected name and another rule on one day: each revision has the reason that is its own, for its holder and for the staff, and the audit knows that what was renewed before the rules changed was valid by those of then. */
static void what_becomes_of_it_on_one_day_is_told_in_its_order(enum database_engine engine)
{
    struct story story = begin_with_certificate(engine);
    struct town *town = story.town;
    struct context *context = town->context;
    bool effective;
    struct list revisions, turns;
    town_pass(town, "alice@example.org", "H12-831", "2026-02-09");
    town_follow_up(town);
    assert_ok(decide(&story, story.rita, asked(&story, "Alice Zhang", ""), true, &effective));
    town_load(town, town_catalogue(town, "huawei.txt", "theme: associate\n  forms until 2018-10-31: e-cert, printed\n  forms from 2018-11-01: e-cert\n  validity: 3", "theme: associate\n  forms until 2018-10-31: e-cert, printed\n  forms from 2018-11-01: e-cert\n  validity: 2"));
    town_act_as(town, 0);
    town_follow_up(town);
    struct certificate certificate = town_certificate(town, story.alice, "HCIA-Datacom");
    static const char *const why[] = {"Decided anew, because exam records or rules have changed.", "The name was corrected: a new revision.", "Renewed by exam H12-831.", "Issued."};
    town_act_as(town, story.alice);
    assert_ok(award_revisions_told(context, &certificate, &revisions));
    assert_int_equal(revisions.count, 4);
    for (size_t i = 0; i < revisions.count; i++) assert_text_equal(((const struct certificate_revision *)revisions.items)[i].reason, why[i]);
    assert_ok(award_history(context, &certificate, &turns));
    int64_t last = 1;
    for (size_t i = 0; i < turns.count; i++) {
        const struct certificate_history *turn = (const struct certificate_history *)turns.items + i;
        if (!turn->revision) continue;
        assert_int_equal(turn->revision, ++last);
        assert_text_equal(turn->reason, why[4 - last]);
    }
    assert_int_equal(last, 4);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_becomes_of_it_on_one_day_is_told_in_its_order)

/* A revision from before 0062, of whose beginning nothing is known: no later step, its expiry or another, is told as the one by which it began. What revises it after that is told as always. */
static void of_an_old_revision_no_later_step_is_the_beginning(enum database_engine engine)
{
    for (int renamed = 0; renamed < 2; renamed++) {
        struct story story = begin_with_certificate(engine);
        struct town *town = story.town;
        struct context *context = town->context;
        struct list revisions, turns;
        bool effective;
        town_pass(town, "alice@example.org", "H12-831", "2026-02-09");
        town_set_time(town, "2026-02-10T02:00:00Z");
        assert_int_equal(town_certificate(town, story.alice, "HCIA-Datacom").revision, 2);
        assert_ok(database_script(context, "ALTER TABLE certificate_journal DROP COLUMN revision; ALTER TABLE certificate_journal ADD COLUMN revision INTEGER;")); /* 0062 */
        if (renamed) assert_ok(decide(&story, story.rita, asked(&story, "Alice Zhang", ""), true, &effective));
        town_act_as(town, 0);
        town_set_time(town, "2029-03-01T02:00:00Z");
        assert_ok(award_run_dates(context, NULL));
        struct certificate certificate = town_certificate(town, story.alice, "HCIA-Datacom");
        assert_true(certificate.expired);
        town_act_as(town, story.alice);
        assert_ok(award_revisions_told(context, &certificate, &revisions));
        assert_int_equal(revisions.count, 2 + renamed);
        const struct certificate_revision *revision = revisions.items;
        if (renamed) assert_text_equal(revision[0].reason, "The name was corrected: a new revision.");
        assert_true(text_empty(revision[renamed].reason));
        assert_text_equal(revision[renamed + 1].reason, "Issued.");
        assert_ok(award_history(context, &certificate, &turns));
        const struct certificate_history *turn = turns.items;
        assert_text_equal(turn[turns.count - 1].state_after, "expired");
        int64_t told = 0;
        for (size_t i = 0; i < turns.count; i++) {
            told += turn[i].revision != 0;
            if (turn[i].revision) assert_text_equal(turn[i].reason, "The name was corrected: a new revision.");
        }
        assert_int_equal(told, renamed);
        town_assert_in_order(town);
        town_free(town);
    }
}
BOTH_ENGINES(of_an_old_revision_no_later_step_is_the_beginning)

static void a_letter_has_no_line_for_a_name_that_is_not_there(enum database_engine engine)
{
    struct story story = begin_with_certificate(engine);
    struct town *town = story.town;
    bool effective;
    assert_ok(decide(&story, story.rita, asked(&story, "", "张爱丽"), true, &effective));
    assert_true(effective);
    assert_int_equal(town_letters_with(town, "alice@example.org", "From now on it reads:\n\n张爱丽\n\nThe reason:"), 1);
    town_free(town);
}
BOTH_ENGINES(a_letter_has_no_line_for_a_name_that_is_not_there)

static void every_certificate_that_was_ever_issued_follows(enum database_engine engine)
{
    struct story story = begin_with_certificate(engine);
    struct town *town = story.town;
    int64_t held = town_pass(town, "alice@example.org", "H12-711", "2026-02-05");
    town_follow_up(town);
    town_correct(town, held, GRADE_PASS, EXAM_ON_HOLD);
    town_pass(town, "alice@example.org", "H12-831", "2026-02-05"); /* begins another; nothing is earned yet */
    town_follow_up(town);
    assert_true(town_certificate(town, story.alice, "HCIA-Security").suspended);
    bool effective;
    assert_ok(decide(&story, story.rita, asked(&story, "Alice Zhang", ""), true, &effective));
    struct certificate suspended = town_certificate(town, story.alice, "HCIA-Security");
    assert_true(suspended.suspended);
    assert_int_equal(suspended.revision, 2);
    assert_text_equal(suspended.name_latin, "Alice Zhang");
    assert_int_equal(town_certificate(town, story.alice, "HCIA-Datacom").revision, 2);

    /* It comes back with the name as it is now; what is issued from now on has it from its first revision. */
    town_correct(town, held, GRADE_PASS, EXAM_FINAL);
    town_pass(town, "alice@example.org", "H12-821", "2026-02-06");
    town_follow_up(town);
    town_set_time(town, "2026-02-20T02:00:00Z");
    assert_true(town_certificate(town, story.alice, "HCIA-Security").issued);
    assert_text_equal(town_certificate(town, story.alice, "HCIA-Security").name_latin, "Alice Zhang");
    struct certificate later = town_certificate(town, story.alice, "HCIP-Datacom");
    assert_text_equal(later.name_latin, "Alice Zhang");
    assert_int_equal(later.revision, 1);
    town_free(town);
}
BOTH_ENGINES(every_certificate_that_was_ever_issued_follows)

static void names_are_free_before_the_first_certificate(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    struct text number;
    town_act_as(town, story.alice);
    assert_refused("award.names_free", ask(town, TEXT("Alice Zhang"), TEXT(""), &number));
    town_pass(town, "alice@example.org", "H12-811", "2026-02-05");
    town_follow_up(town);
    assert_refused("award.name_same", ask(town, TEXT(" Alice Wu "), TEXT(""), &number));
    assert_refused("award.name_empty", ask(town, TEXT(" "), TEXT(""), &number));
    assert_refused("account.name_latin", ask(town, TEXT("爱丽"), TEXT(""), &number));
    assert_refused("account.name_native", ask(town, TEXT("Alice"), TEXT("<b>"), &number));
    assert_refused("award.name_evidence", award_ask_name(town->context, TEXT("Alice Zhang"), TEXT(""), TEXT(""), NULL, 0, &number));
    assert_ok(ask(town, TEXT("Alice Zhang"), TEXT(""), &number));
    assert_refused("case.open_already", ask(town, TEXT("Alice Zheng"), TEXT(""), &number)); /* twice */
    town_free(town);
}
BOTH_ENGINES(names_are_free_before_the_first_certificate)

/* On PostgreSQL the first certificate is issued on another node at the moment at which she changes her name: it says the name that she has then. */
static const struct statement kept_waiting = {"kept_waiting", NULL, "SELECT COUNT(*) FROM pg_stat_activity WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))"};
static struct issuing {
    struct context *context;
    pthread_t thread;
    atomic_bool ended;
    enum result result;
} issuing;

static void *issue(void *data)
{
    struct list differences;
    (void)data;
    issuing.result = award_evaluate_all(issuing.context, false, 10, &differences, &(int64_t){0});
    atomic_store(&issuing.ended, true);
    return NULL;
}

static enum result fixed_and_issued_meanwhile(struct context *context, int64_t account, bool *fixed)
{
    int64_t waits = 0;
    TRY(award_names_hold(context, account, fixed));
    if (pthread_create(&issuing.thread, NULL, issue, NULL)) return RESULT_BROKEN;
    while (!waits && !atomic_load(&issuing.ended)) TRY(database_integer(context, &kept_waiting, NO_PARAMETERS, &waits));
    return RESULT_OK;
}

static void a_name_changes_while_the_first_certificate_is_issued(void **state)
{
    (void)state;
    support_skip_without_postgresql();
    struct story story = begin(DATABASE_POSTGRESQL);
    struct town *town = story.town;
    struct account_profile profile = {.name_latin = TEXT("Alice Zhang"), .language = TEXT("en"), .mailbox = TEXT("alice@example.org")};
    struct account account;
    town_hold(town, town_pass(town, "alice@example.org", "H12-811", "2026-02-05"), story.alice);
    issuing = (struct issuing){.context = town_second(town, 0)};
    issuing.context->actor = town->context->actor;
    town_act_as(town, story.alice);
    assert_ok(account_change_profile(town->context, &profile, fixed_and_issued_meanwhile, association_proven));
    pthread_join(issuing.thread, NULL);
    assert_int_equal(issuing.result, RESULT_OK);
    town_follow_up(town);
    assert_ok(account_read(town->context, story.alice, &account));
    struct certificate certificate = town_certificate(town, story.alice, "HCIA-Datacom");
    assert_true(certificate.issued);
    assert_text_equal(certificate.name_latin, text_string(town->context->arena, account.name_latin));
    town_free(town);
}

/* On PostgreSQL she saves her profile, which shows her name as it was, at the moment at which staff grant her another. */
static struct saving {
    struct context *context;
    pthread_t thread;
    atomic_bool ended;
    enum result result;
    int64_t name_case;
} saving;

static void *save_profile(void *data)
{
    struct account_profile profile = {.name_latin = TEXT("Alice Wu"), .phone = TEXT("+86 755 1234 5678"), .language = TEXT("en"), .mailbox = TEXT("alice@example.org"), .keep_names = true};
    (void)data;
    saving.result = account_change_profile(saving.context, &profile, award_names_hold, association_proven);
    atomic_store(&saving.ended, true);
    return NULL;
}

static enum result grant_and_save_meanwhile(struct context *context, void *data)
{
    int64_t waits = 0;
    bool effective;
    (void)data;
    TRY(award_decide_name(context, saving.name_case, true, TEXT("As the passport says."), &effective));
    if (pthread_create(&saving.thread, NULL, save_profile, NULL)) return RESULT_BROKEN;
    while (!waits && !atomic_load(&saving.ended)) TRY(database_integer(context, &kept_waiting, NO_PARAMETERS, &waits));
    return RESULT_OK;
}

static void a_profile_is_saved_while_its_name_is_corrected(void **state)
{
    (void)state;
    support_skip_without_postgresql();
    struct story story = begin_with_certificate(DATABASE_POSTGRESQL);
    struct town *town = story.town;
    struct account account;
    saving = (struct saving){.context = town_second(town, story.alice), .name_case = asked(&story, "Alice Zhang", "")};
    town_act_as_staff(town, story.rita);
    assert_ok(database_transaction(town->context, grant_and_save_meanwhile, NULL));
    pthread_join(saving.thread, NULL);
    assert_int_equal(saving.result, RESULT_OK);
    assert_ok(account_read(town->context, story.alice, &account));
    assert_text_equal(account.name_latin, "Alice Zhang");
    assert_text_equal(account.phone, "+86 755 1234 5678");
    town_free(town);
}

static void the_wrong_person_changes_nothing(enum database_engine engine)
{
    struct story story = begin_with_certificate(engine);
    struct town *town = story.town;
    int64_t id = asked(&story, "Alice Zhang", "");
    struct text number;
    bool effective;
    assert_refused("audit.not_allowed", award_decide_name(town->context, id, true, TEXT("Why not."), &effective)); /* she herself */
    town_act_as(town, story.mallory);
    assert_int_equal(award_decide_name(town->context, id, true, TEXT("Why not."), &effective), RESULT_NONE);
    assert_false(effective);
    town->context->actor = (struct actor){.kind = ACTOR_NOBODY};
    assert_refused("audit.not_allowed", award_decide_name(town->context, id, true, TEXT("Why not."), &effective));
    assert_refused("audit.not_allowed", ask(town, TEXT("Mallory"), TEXT(""), &number));
    town_act_as_staff(town, story.alice); /* she works for the body, too */
    assert_refused("case.own", award_decide_name(town->context, id, true, TEXT("It is me."), &effective));
    town_act_as_staff(town, story.rita);
    assert_refused("case.reason_missing", award_decide_name(town->context, id, true, TEXT(" "), &effective));
    assert_int_equal(award_decide_name(town->context, 4711, true, TEXT("Yes."), &effective), RESULT_NONE);
    assert_ok(case_ask(town->context, &(struct case_question){.words = TEXT("?"), .address = TEXT("a@example.org")}, &number));
    struct case_view question;
    assert_ok(case_read(town->context, number, &question));
    assert_refused("award.no_name_case", award_decide_name(town->context, question.id, true, TEXT("Yes."), &effective));
    struct certificate certificate = town_certificate(town, story.alice, "HCIA-Datacom");
    assert_int_equal(certificate.revision, 1);
    assert_text_equal(certificate.name_latin, "Alice Wu");
    town_free(town);
}
BOTH_ENGINES(the_wrong_person_changes_nothing)

static void refused_once_and_granted_once(enum database_engine engine)
{
    struct story story = begin_with_certificate(engine);
    struct town *town = story.town;
    bool effective;
    assert_ok(decide(&story, story.rita, asked(&story, "Alice Zhang", ""), false, &effective));
    assert_true(effective);
    assert_int_equal(town_certificate(town, story.alice, "HCIA-Datacom").revision, 1);
    assert_text_equal(town_in_letter(town, "alice@example.org", "As the "), "passport says.");
    int64_t id = asked(&story, "Alice Zhang", "");
    assert_ok(decide(&story, story.rita, id, true, &effective));
    int64_t letters = (int64_t)town_letters(town, "alice@example.org").count;
    assert_refused("case.decided", decide(&story, story.rolf, id, true, &effective));
    assert_refused("case.decided", decide(&story, story.rolf, id, false, &effective));
    assert_int_equal(town_certificate(town, story.alice, "HCIA-Datacom").revision, 2);
    assert_int_equal(town_letters(town, "alice@example.org").count, letters);
    /* Taken back: nothing to decide any more. */
    id = asked(&story, "Alice Li", "");
    assert_ok(case_withdraw(town->context, id));
    assert_refused("case.decided", decide(&story, story.rita, id, true, &effective));
    assert_text_equal(town_certificate(town, story.alice, "HCIA-Datacom").name_latin, "Alice Zhang");
    town_free(town);
}
BOTH_ENGINES(refused_once_and_granted_once)

static void with_two_nothing_changes_before_the_second(enum database_engine engine)
{
    struct story story = begin_with_certificate(engine);
    struct town *town = story.town;
    town_second_person(town, true);
    int64_t id = asked(&story, "Alice Zhang", "");
    bool effective;
    /* Each presses twice, and reads the same. */
    for (int i = 0; i < 2; i++) {
        town_send_form(town, "form-1");
        assert_ok(decide(&story, story.rita, id, true, &effective));
        assert_false(effective);
    }
    town_send_form(town, NULL);
    assert_int_equal(town_certificate(town, story.alice, "HCIA-Datacom").revision, 1);
    assert_refused("case.second_person", decide(&story, story.rita, id, true, &effective));
    for (int i = 0; i < 2; i++) {
        town_send_form(town, "form-2");
        assert_ok(decide(&story, story.rolf, id, true, &effective));
        assert_true(effective);
    }
    assert_int_equal(town_certificate(town, story.alice, "HCIA-Datacom").revision, 2);
    town_free(town);
}
BOTH_ENGINES(with_two_nothing_changes_before_the_second)

static void the_same_form_sent_twice_opens_one_case(enum database_engine engine)
{
    struct story story = begin_with_certificate(engine);
    struct town *town = story.town;
    struct text first, second;
    town_act_as(town, story.alice);
    town->context->once.key = TEXT("form-1");
    assert_ok(ask(town, TEXT("Alice Zhang"), TEXT(""), &first));
    town->context->once.key = TEXT("form-1");
    assert_ok(ask(town, TEXT("Alice Zhang"), TEXT(""), &second));
    assert_true(text_equal(first, second));
    struct list cases;
    assert_ok(case_list_own(town->context, &cases));
    assert_int_equal(cases.count, 1);
    town_free(town);
}
BOTH_ENGINES(the_same_form_sent_twice_opens_one_case)

/* --- At once --- */

enum { AT_ONCE = 12 };

struct doing {
    struct context *context;
    int64_t id;
    bool effective;
    enum result result;
};

static void *grant(void *data)
{
    struct doing *doing = data;
    doing->result = award_decide_name(doing->context, doing->id, true, TEXT("Yes."), &doing->effective);
    return NULL;
}

/* Staff decide at the same moment, while a renewal makes a revision of its own: each is done once, on top of the other. */
static void decided_at_once_and_evaluated_meanwhile(enum database_engine engine)
{
    struct story story = begin_with_certificate(engine);
    struct town *town = story.town;
    int64_t id = asked(&story, "Alice Zhang", "");
    town_set_time(town, "2026-03-10T02:00:00Z");
    town_act_as(town, 0);
    town_pass(town, "alice@example.org", "H12-811", "2026-03-02"); /* renews: another expiry is printed */
    struct doing doing[AT_ONCE];
    pthread_t threads[AT_ONCE];
    for (int i = 0; i < AT_ONCE; i++) {
        doing[i] = (struct doing){town_second(town, 0), id, false, RESULT_BROKEN};
        town_act_as_staff(town, i % 2 ? story.rita : story.rolf);
        doing[i].context->actor = town->context->actor;
    }
    for (int i = 0; i < AT_ONCE; i++) assert_int_equal(pthread_create(&threads[i], NULL, grant, &doing[i]), 0);
    town_follow_up_at_once(town, 3);
    int effective = 0;
    for (int i = 0; i < AT_ONCE; i++) {
        pthread_join(threads[i], NULL);
        effective += doing[i].effective;
    }
    assert_int_equal(effective, 1);
    struct certificate certificate = town_certificate(town, story.alice, "HCIA-Datacom");
    assert_text_equal(certificate.name_latin, "Alice Zhang");
    assert_true(certificate.expiry_day.number > 0);
    assert_int_equal(certificate.revision, 3);
    struct list earlier;
    assert_ok(award_revisions(town->context, certificate.id, &earlier));
    assert_int_equal(earlier.count, 2);
    town_free(town);
}
BOTH_ENGINES(decided_at_once_and_evaluated_meanwhile)

/* SPEC 5.10: she asks for her name, and something else, by an account that is merged into her other one before staff decide. The certificates that came along say the new name, also those that are still on their way, and she reads the
 * letters where she is; when the merge is undone, her old account has that name, too. */
static void what_was_asked_by_a_merged_account_is_done_for_the_one_that_is_left(enum database_engine engine)
{
    for (int followed = 0; followed < 2; followed++) {
        struct story story = begin_with_certificate(engine);
        struct town *town = story.town;
        struct context *context = town->context;
        int64_t left = town_account(town, "alice.left", "alice@left.example", "Alice Wu"), other, merge, went;
        struct text proof, question;
        struct case_view view;
        bool effective;
        town_tie(town, left, "alice@left.example");
        town_follow_up(town);
        town_password(town, story.alice);
        int64_t id = asked(&story, "Alice Zhang", "张爱丽");
        assert_ok(case_ask(context, &(struct case_question){.words = TEXT("Where is my parcel?")}, &question));
        assert_ok(case_read(context, question, &view));
        town_act_as(town, left);
        assert_ok(association_merge_prove(context, TEXT("alice"), TEXT(TOWN_PASSWORD), TEXT(""), &proof, &other));
        assert_ok(association_merge(context, proof, &merge));
        if (followed) town_follow_up(town);
        assert_refused("case.own", decide(&story, left, id, true, &effective)); /* she works for the body, too */
        assert_ok(decide(&story, story.rita, id, true, &effective));
        assert_ok(case_answer(context, view.id, TEXT("At the counter.")));
        town_follow_up(town);
        struct certificate certificate = town_certificate(town, left, "HCIA-Datacom");
        assert_text_equal(certificate.name_latin, "Alice Zhang");
        assert_int_equal(certificate.revision, 2);
        assert_int_equal(town_letters_about(town, "alice@left.example", "Your name is corrected"), 1);
        assert_int_equal(town_letters_with(town, "alice@left.example", "At the counter."), 1);
        struct account account;
        assert_ok(account_read(context, left, &account));
        assert_text_equal(account.name_latin, "Alice Zhang");
        town_act_as(town, left);
        assert_ok(association_merge_undo(context, merge, &went));
        town_follow_up(town);
        assert_ok(account_read(context, story.alice, &account));
        assert_text_equal(account.name_latin, "Alice Zhang");
        assert_int_equal(town_certificate(town, story.alice, "HCIA-Datacom").revision, 2);
        town_assert_in_order(town);
        town_free(town);
    }
}
BOTH_ENGINES(what_was_asked_by_a_merged_account_is_done_for_the_one_that_is_left)

/* SPEC 5.10: the other account's certificates were issued under another spelling. She reads it before she merges; they keep it; and she can have it corrected, although her profile says the right name already. */
static void another_spelling_comes_along_and_is_corrected(enum database_engine engine)
{
    struct story story = begin_with_certificate(engine);
    struct town *town = story.town;
    struct context *context = town->context;
    int64_t left = town_account(town, "alice.left", "alice@left.example", "Wu Alice"), other;
    struct text proof, number;
    struct list names;
    struct case_view view;
    bool effective;
    town_tie(town, left, "alice@left.example");
    town_pass(town, "alice@left.example", "H12-711", "2026-02-05");
    town_follow_up(town);
    assert_text_equal(town_certificate(town, left, "HCIA-Security").name_latin, "Wu Alice");
    town_password(town, story.alice);
    town_act_as(town, left);
    assert_ok(association_merge_prove(context, TEXT("alice"), TEXT(TOWN_PASSWORD), TEXT(""), &proof, &other));
    assert_ok(award_merge_names(context, proof, &names));
    assert_int_equal(names.count, 1);
    const struct award_other_name *name = names.items;
    assert_text_equal(name->name_latin, "Alice Wu");
    assert_int_equal(name->certificates, 1);
    assert_refused("award.name_same", ask(town, TEXT("Wu Alice"), TEXT(""), &number));
    town_act_as(town, story.mallory);
    assert_refused("merge.proof", award_merge_names(context, proof, &names));
    town_act_as(town, left);
    assert_ok(association_merge(context, proof, NULL));
    town_follow_up(town);
    struct certificate came = town_certificate(town, left, "HCIA-Datacom");
    assert_text_equal(came.name_latin, "Alice Wu");
    assert_int_equal(came.revision, 1);
    struct text kept = text_copy(context->arena, came.number);

    town_act_as(town, left);
    assert_ok(ask(town, TEXT("Wu Alice"), TEXT(""), &number));
    assert_ok(case_read(context, number, &view));
    assert_ok(decide(&story, story.rita, view.id, true, &effective));
    town_follow_up(town);
    came = town_certificate(town, left, "HCIA-Datacom");
    assert_text_equal(came.name_latin, "Wu Alice");
    assert_int_equal(came.revision, 2);
    assert_true(text_equal(came.number, kept));
    assert_int_equal(town_certificate(town, left, "HCIA-Security").revision, 1);
    town_act_as(town, left);
    assert_refused("award.name_same", ask(town, TEXT("Wu Alice"), TEXT(""), &number));
    town_free(town);
}
BOTH_ENGINES(another_spelling_comes_along_and_is_corrected)

/* What a certificate of the account would say now, and where each name comes from. */
static void assert_to_print(struct town *town, int64_t account, const char *latin, enum award_name_source latin_of, const char *native, enum award_name_source native_of)
{
    struct award_naming naming;
    town_act_as(town, account);
    assert_ok(award_name_to_print(town->context, &naming));
    assert_text_equal(naming.latin, latin);
    assert_text_equal(naming.native, native);
    assert_int_equal(naming.latin_of, latin_of);
    assert_int_equal(naming.native_of, native_of);
}

/* SPEC 7.2: he has written one name only; the provider has sent both. */
static void each_script_that_the_profile_leaves_empty_comes_from_the_record(enum database_engine engine)
{
    struct town *town = begin(engine).town;
    int64_t wei = town_account(town, "wei", "wei@example.org", "");
    town_tie(town, wei, "wei@example.org");
    town_name(town, wei, "", "张伟");
    assert_to_print(town, wei, "", AWARD_NAME_NONE, "张伟", AWARD_NAME_PROFILE);
    int64_t record = town_pass(town, "wei@example.org", "H12-811", "2026-02-09");
    town_follow_up(town);
    assert_to_print(town, wei, "Wei Zhang", AWARD_NAME_RECORD, "张伟", AWARD_NAME_PROFILE);
    assert_text_equal(town_certificate(town, wei, "HCIA-Datacom").name_latin, "Wei Zhang"); /* before it is issued, too */
    town_name(town, wei, "ZHANG Wei", "");
    assert_to_print(town, wei, "ZHANG Wei", AWARD_NAME_PROFILE, "张伟", AWARD_NAME_RECORD);
    /* Another person's name is not put beside his own, and what he has written stays as it is. */
    town_name(town, wei, "Wei Li", "");
    assert_to_print(town, wei, "Wei Li", AWARD_NAME_PROFILE, "", AWARD_NAME_NONE);
    town_name(town, wei, "", "李伟");
    assert_to_print(town, wei, "", AWARD_NAME_NONE, "李伟", AWARD_NAME_PROFILE);
    town_name(town, wei, "Wei Li", "李伟");
    assert_to_print(town, wei, "Wei Li", AWARD_NAME_PROFILE, "李伟", AWARD_NAME_PROFILE);
    /* A record that has the one name only contradicts nothing. */
    town_name(town, wei, "", "李伟");
    town_name_record(town, record, "Wei", "Li", "", "");
    assert_to_print(town, wei, "Wei Li", AWARD_NAME_RECORD, "李伟", AWARD_NAME_PROFILE);
    /* Native script in the provider's columns for Latin letters is no name in Latin letters. */
    town_name_record(town, record, "伟", "李", "", "");
    assert_to_print(town, wei, "", AWARD_NAME_NONE, "李伟", AWARD_NAME_PROFILE);
    town_name(town, wei, "Wei Li", "");
    assert_to_print(town, wei, "Wei Li", AWARD_NAME_PROFILE, "李伟", AWARD_NAME_RECORD);

    town_name(town, wei, "", "李伟");
    town_name_record(town, record, "Wei", "Li", "伟", "李");
    town_set_time(town, "2026-02-10T02:00:00Z");
    struct certificate certificate = town_certificate(town, wei, "HCIA-Datacom");
    assert_true(certificate.issued);
    assert_text_equal(certificate.name_latin, "Wei Li");
    assert_text_equal(certificate.name_native, "李伟");
    assert_text_equal(town_in_letter(town, "wei@example.org", "Dear "), "李伟,"); /* as he calls himself */
    struct account account;
    assert_ok(account_read(town->context, wei, &account));
    assert_text_equal(account.name_latin, ""); /* nobody has written into his profile */
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(each_script_that_the_profile_leaves_empty_comes_from_the_record)

/* The newest record has the word, as long as it does not say another name; so it is where nothing is written at all. */
static void of_records_that_differ_the_newest_that_fits_has_the_word(enum database_engine engine)
{
    struct town *town = begin(engine).town;
    int64_t wei = town_account(town, "wei", "wei@example.org", "");
    town_tie(town, wei, "wei@example.org");
    /* Half of what HCIP-Datacom takes: nothing is issued meanwhile. */
    int64_t old = town_pass(town, "wei@example.org", "H12-831", "2026-02-04"), middle = town_pass(town, "wei@example.org", "H12-831", "2026-02-05"),
            fathers = town_pass(town, "wei@example.org", "H12-831", "2026-02-06");
    town_name_record(town, old, "W.", "Li", "伟", "李");
    town_name_record(town, middle, "Wei", "Li", "", "");
    town_name_record(town, fathers, "Jianguo", "Li", "建国", "李");
    town_follow_up(town);
    town_name(town, wei, "", "李伟");
    assert_to_print(town, wei, "Wei Li", AWARD_NAME_RECORD, "李伟", AWARD_NAME_PROFILE);
    town_name_record(town, middle, "", "", "", "");
    assert_to_print(town, wei, "W. Li", AWARD_NAME_RECORD, "李伟", AWARD_NAME_PROFILE);
    town_name(town, wei, "", "");
    assert_to_print(town, wei, "Jianguo Li", AWARD_NAME_RECORD, "李建国", AWARD_NAME_RECORD);
    town_name_record(town, fathers, "Jianguo", "Li", "", "");
    assert_to_print(town, wei, "Jianguo Li", AWARD_NAME_RECORD, "", AWARD_NAME_NONE); /* 李伟 is somebody else */
    town_name_record(town, old, "LI", "Jianguo", "建国", "李");
    assert_to_print(town, wei, "Jianguo Li", AWARD_NAME_RECORD, "李建国", AWARD_NAME_RECORD);
    town_free(town);
}
BOTH_ENGINES(of_records_that_differ_the_newest_that_fits_has_the_word)

/* SPEC 4.4: with the first certificate the name is fixed, also that which came from the record. What is issued later bears it, and staff correct it on all. */
static void the_name_of_the_first_certificate_stays_whatever_records_come(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    struct context *context = town->context;
    story.alice = town_account(town, "wei", "wei@example.org", "");
    town_tie(town, story.alice, "wei@example.org");
    town_name(town, story.alice, "", "张伟");
    town_pass(town, "wei@example.org", "H12-811", "2026-02-05");
    town_follow_up(town);
    assert_text_equal(town_certificate(town, story.alice, "HCIA-Datacom").name_latin, "Wei Zhang");
    int64_t later = town_pass(town, "wei@example.org", "H12-711", "2026-02-06");
    town_name_record(town, later, "ZHANG", "WEI", "伟", "张");
    town_follow_up(town);
    struct certificate second = town_certificate(town, story.alice, "HCIA-Security");
    assert_true(second.issued);
    assert_text_equal(second.name_latin, "Wei Zhang");
    assert_to_print(town, story.alice, "Wei Zhang", AWARD_NAME_CERTIFICATE, "张伟", AWARD_NAME_PROFILE);

    /* His profile takes no other name any more, neither in place of the one nor beside it. */
    struct account_profile profile = {.name_latin = TEXT("Wei Chang"), .name_native = TEXT("张伟"), .language = TEXT("en"), .mailbox = TEXT("wei@example.org")};
    assert_refused("account.name_fixed", account_change_profile(context, &profile, award_names_hold, association_proven));
    /* To ask for what is printed already is no question; to ask for another is, and the case knows what was printed. */
    struct text number;
    assert_refused("award.name_same", ask(town, TEXT("Wei Zhang"), TEXT("张伟"), &number));
    int64_t id = asked(&story, "Wei Chang", "张伟");
    struct case_view view;
    struct award_name_wish wish;
    assert_ok(case_by_id(context, id, &view));
    assert_ok(award_name_wish_of(context, view.wish, &wish));
    assert_text_equal(wish.was_latin, "Wei Zhang");
    assert_text_equal(wish.was_native, "张伟");
    bool effective;
    assert_ok(decide(&story, story.rita, id, true, &effective));
    assert_text_equal(town_certificate(town, story.alice, "HCIA-Datacom").name_latin, "Wei Chang");
    assert_text_equal(town_certificate(town, story.alice, "HCIA-Security").name_latin, "Wei Chang");
    assert_to_print(town, story.alice, "Wei Chang", AWARD_NAME_PROFILE, "张伟", AWARD_NAME_PROFILE);

    /* A case that takes the one name away is the last word, too: no record brings it back. */
    assert_ok(decide(&story, story.rita, asked(&story, "", "张伟"), true, &effective));
    town_pass(town, "wei@example.org", "H12-831", "2026-02-06");
    town_pass(town, "wei@example.org", "H12-821", "2026-02-06");
    town_set_time(town, "2026-02-11T02:00:00Z");
    assert_text_equal(town_certificate(town, story.alice, "HCIP-Datacom").name_latin, "");
    assert_to_print(town, story.alice, "", AWARD_NAME_NONE, "张伟", AWARD_NAME_PROFILE);
    town_act_as(town, 0);
    struct list differences;
    int64_t count;
    assert_ok(award_evaluate_all(context, true, 10, &differences, &count));
    assert_int_equal(count, 0);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(the_name_of_the_first_certificate_stays_whatever_records_come)

/* SPEC 5.8: what was booked under the name that stood on the certificate stays his when it is corrected, although he had never written that name himself. */
static void a_corrected_name_of_the_record_does_not_make_the_record_anothers(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    bool effective;
    town->identities = true;
    story.alice = town_account(town, "wei", "wei@example.org", "");
    town_tie(town, story.alice, "wei@example.org");
    town_name(town, story.alice, "", "张伟");
    town_name_record(town, town_pass(town, "wei@example.org", "H12-811", "2026-02-05"), "Wei", "Zhang", "", "");
    town_follow_up(town);
    assert_text_equal(town_certificate(town, story.alice, "HCIA-Datacom").name_latin, "Wei Zhang");
    assert_ok(decide(&story, story.rita, asked(&story, "Vivian Chang", "张伟"), true, &effective));
    town_follow_up(town);
    struct list unbindings;
    town_act_as(town, story.alice);
    assert_ok(unbinding_list_own(town->context, &unbindings));
    assert_int_equal(unbindings.count, 0);
    assert_true(town_certificate(town, story.alice, "HCIA-Datacom").issued);
    town_free(town);
}
BOTH_ENGINES(a_corrected_name_of_the_record_does_not_make_the_record_anothers)

/* Two accounts of one person: what is under another name is seen by the names that are printed, not by what the profile leaves empty. */
static void the_name_that_the_record_gives_is_no_other_name_when_accounts_are_merged(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    int64_t one = town_account(town, "wei", "wei@example.org", ""), two = town_account(town, "wei.left", "wei@left.example", "Wei Zhang"), other;
    struct text proof;
    struct list names;
    town_tie(town, one, "wei@example.org");
    town_tie(town, two, "wei@left.example");
    town_name(town, one, "", "张伟");
    town_pass(town, "wei@example.org", "H12-811", "2026-02-05");
    town_pass(town, "wei@left.example", "H12-711", "2026-02-05");
    town_follow_up(town);
    assert_text_equal(town_certificate(town, two, "HCIA-Security").name_native, "张伟");
    town_password(town, two);
    town_act_as(town, one);
    assert_ok(association_merge_prove(town->context, TEXT("wei.left"), TEXT(TOWN_PASSWORD), TEXT(""), &proof, &other));
    assert_ok(award_merge_names(town->context, proof, &names));
    assert_int_equal(names.count, 0);
    assert_ok(association_merge(town->context, proof, NULL));
    town_follow_up(town);
    assert_int_equal(town_certificate(town, one, "HCIA-Security").revision, 1);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(the_name_that_the_record_gives_is_no_other_name_when_accounts_are_merged)

/* So many are issued at once that their names are found by a walk over all: each has his own all the same. */
static void many_who_are_named_at_once_have_each_his_own_name(enum database_engine engine)
{
    enum { MANY = 520 };
    struct town *town = begin(engine).town;
    int64_t accounts[MANY];
    for (int i = 0; i < MANY; i++) {
        const char *mailbox = text_printf(town->context->arena, "many%d@example.org", i).bytes;
        accounts[i] = town_account(town, text_printf(town->context->arena, "many%d", i).bytes, mailbox, i % 3 == 1 ? "Mary Major" : "");
        town_tie(town, accounts[i], mailbox);
        if (i % 3 == 2) town_name(town, accounts[i], "", "张伟");
    }
    town_follow_up(town);
    for (int i = 0; i < MANY; i++) {
        const char *mailbox = text_printf(town->context->arena, "many%d@example.org", i).bytes;
        town_name_record(town, town_pass(town, mailbox, "H12-811", "2026-02-05"), text_printf(town->context->arena, "Wei %c", 'A' + i % 26).bytes, "Zhang", "伟", "张");
    }
    town_follow_up(town);
    for (int i = 0; i < MANY; i++) {
        struct certificate certificate = town_certificate(town, accounts[i], "HCIA-Datacom");
        assert_true(certificate.issued);
        assert_text_equal(certificate.name_latin, i % 3 == 1 ? "Mary Major" : text_printf(town->context->arena, "Wei %c Zhang", 'A' + i % 26).bytes);
        assert_text_equal(certificate.name_native, i % 3 == 1 ? "" : "张伟");
    }
    town_free(town);
}
BOTH_ENGINES(many_who_are_named_at_once_have_each_his_own_name)

/* --- What no font can print (7.2) --- */

/* The body's fonts: none has a character from U+13000 on, before one is added. Its artwork has room for forty letters. */
struct faces {
    bool added;
    struct name_printing printing;
};

static enum result print(struct context *context, void *data, struct text native, struct text latin, struct text *missing)
{
    const struct faces *faces = data;
    struct text names[] = {native, latin};
    uint32_t c;
    if (missing) *missing = TEXT("");
    for (int i = 0; i < 2; i++) {
        for (struct text rest = names[i]; text_next_code_point(&rest, &c);) {
            if (c < 0x13000 || faces->added) continue;
            if (missing) *missing = text_printf(context->arena, "%.*s", 4, names[i].bytes + names[i].length - rest.length - 4);
            return context_fail(context, RESULT_REFUSED, "ecert.glyph_missing", "The fonts cannot print it.");
        }
        if (text_characters(names[i]) > 40) return context_fail(context, RESULT_REFUSED, "ecert.name_too_long", "It does not fit.");
    }
    return RESULT_OK;
}

static void print_with(struct context *context, struct faces *faces)
{
    faces->printing = (struct name_printing){print, faces};
    context->printing = &faces->printing;
}

static size_t cases_of_names(struct town *town, int64_t staff, struct case_view *view)
{
    struct list cases;
    town_act_as_staff(town, staff);
    assert_ok(case_list(town->context, &(struct case_filter){.of_kind = true, .kind = CASE_CERTIFICATE}, 10, &cases));
    if (cases.count) *view = *(const struct case_view *)cases.items;
    town_act_as(town, 0);
    return cases.count;
}

static int64_t evaluate_everybody(struct town *town)
{
    int64_t count;
    struct list differences;
    town_act_as(town, 0);
    assert_ok(award_evaluate_all(town->context, false, 10, &differences, &count));
    return count;
}

static void a_name_that_no_font_can_print_waits_and_opens_one_case(enum database_engine engine)
{
    enum { WRITTEN_OTHERWISE, FONT_ADDED, REFUSED_BY_STAFF, GRANTED_BY_STAFF, ENDINGS };
    for (int ending = 0; ending < ENDINGS; ending++) {
        struct story story = begin(engine);
        struct town *town = story.town;
        struct context *context = town->context;
        struct faces faces = {false};
        struct case_view view;
        struct award_unprintable why;
        struct list cases;
        print_with(context, &faces);
        int64_t wei = town_account(town, "wei", "wei@example.org", "");
        town_tie(town, wei, "wei@example.org");
        int64_t record = town_pass(town, "wei@example.org", "H12-811", "2026-02-05");
        town_name_record(town, record, "Wei", "Li", "伟😀", "李");
        town_follow_up(town);
        for (int night = 0; night < 2; night++) {
            struct certificate certificate = town_certificate(town, wei, "HCIA-Datacom");
            assert_true(certificate.pending && certificate.nameless && certificate.unprintable && !certificate.being_issued && !certificate.ever_issued);
            assert_true(text_starts_with(certificate.reason, "Your name cannot be printed as it is written."));
            assert_ok(award_name_unprintable(context, certificate.name_latin, certificate.name_native, &why));
            assert_text_equal(why.characters, "😀 (U+1F600)");
            assert_false(why.too_long);
            assert_int_equal(cases_of_names(town, story.rita, &view), 1);
            assert_int_equal(view.account_id, wei);
            assert_true(text_find(view.wish, text_string(context->arena, certificate.number)) < view.wish.length && text_find(view.wish, "U+1F600") < view.wish.length);
            town_assert_in_order(town);
            assert_ok(award_run_dates(context, NULL));
            assert_int_equal(evaluate_everybody(town), 0);
        }
        assert_int_equal(town_letters_about(town, "wei@example.org", "certificate"), 0);
        struct text number = town_certificate(town, wei, "HCIA-Datacom").number, file_name;
        struct bytes pdf;
        town_act_as_staff(town, story.rita);
        assert_refused("ecert.unprintable_holder", ecert_download(context, number, "en", &pdf, &file_name));
        town_act_as(town, wei);
        assert_refused("ecert.unprintable", ecert_download(context, number, "en", &pdf, &file_name));
        assert_ok(case_list_own(context, &cases));
        assert_int_equal(cases.count, 0);

        town_set_time(town, "2026-02-12T02:00:00Z");
        bool by_staff = ending == REFUSED_BY_STAFF || ending == GRANTED_BY_STAFF, effective;
        if (by_staff) {
            town_act_as_staff(town, story.rita);
            assert_ok(award_decide_stop(context, view.id, ending == GRANTED_BY_STAFF, TEXT("There is no such font."), &effective));
            assert_true(effective);
            town_follow_up(town);
            assert_true(town_certificate(town, wei, "HCIA-Datacom").unprintable);
            assert_int_equal(evaluate_everybody(town), 0);
            assert_int_equal(cases_of_names(town, story.rita, &view), 0);
            town_assert_in_order(town);
        }
        if (ending == FONT_ADDED) faces.added = true, assert_int_equal(evaluate_everybody(town), 1);
        else town_name(town, wei, "", "李伟");
        town_follow_up(town);
        struct certificate certificate = town_certificate(town, wei, "HCIA-Datacom");
        assert_true(certificate.issued && !certificate.unprintable);
        assert_text_equal(day_text(context->arena, certificate.issue_day), "2026-02-12");
        assert_text_equal(certificate.name_native, ending == FONT_ADDED ? "李伟😀" : "李伟");
        int64_t id = view.id;
        assert_int_equal(cases_of_names(town, story.rita, &view), 0);
        town_act_as_staff(town, story.rita);
        assert_ok(case_by_id(context, id, &view));
        assert_true(view.closed);
        if (!by_staff) assert_text_equal(view.reason, "The certificate does not wait for its name any more.");
        town_act_as(town, 0);
        assert_int_equal(evaluate_everybody(town), 0);
        town_assert_in_order(town);
        town_free(town);
    }
}
BOTH_ENGINES(a_name_that_no_font_can_print_waits_and_opens_one_case)

/* Of another name that no font can print the case says the other characters; answered, it is asked anew. Once for all certificates of the account. */
static void the_case_is_about_the_name_as_it_is(enum database_engine engine)
{
    static const char *const exams[] = {"H12-811", "H12-711", "H13-611"};
    struct story story = begin(engine);
    struct town *town = story.town;
    struct context *context = town->context;
    struct faces faces = {false};
    struct case_view view;
    bool effective;
    print_with(context, &faces);
    int64_t wei = town_account(town, "wei", "wei@example.org", "");
    town_tie(town, wei, "wei@example.org");
    town_name(town, wei, "Wei Li", "李𓀀");
    for (size_t i = 0; i < sizeof exams / sizeof *exams; i++) town_pass(town, "wei@example.org", exams[i], "2026-02-05");
    town_follow_up(town);
    assert_true(town_certificate(town, wei, "HCIA-Datacom").unprintable && town_certificate(town, wei, "HCIA-Security").unprintable);
    assert_int_equal(cases_of_names(town, story.rita, &view), 1);
    assert_true(text_find(view.wish, "U+13000") < view.wish.length);
    int64_t first = view.id;

    town_name(town, wei, "Wei Li", "李𓀁");
    town_follow_up(town);
    assert_int_equal(cases_of_names(town, story.rita, &view), 1);
    assert_int_equal(view.id, first);
    assert_true(text_find(view.wish, "U+13001") < view.wish.length && text_find(view.wish, "U+13000") == view.wish.length);

    /* Staff have answered: of that name nothing is asked any more. */
    town_act_as_staff(town, story.rita);
    assert_ok(award_decide_stop(context, first, false, TEXT("There is no such font."), &effective));
    for (int night = 0; night < 2; night++) {
        town_name(town, wei, "Wei Li", "李𓀁");
        town_follow_up(town);
        assert_int_equal(cases_of_names(town, story.rita, &view), 0);
    }
    for (int turn = 0; turn < 2; turn++) {
        town_name(town, wei, "Wei Li", "李𓀂");
        town_follow_up(town);
        assert_int_equal(cases_of_names(town, story.rita, &view), 1);
        assert_true(view.id != first && text_find(view.wish, "U+13002") < view.wish.length);
        town_assert_in_order(town);
    }
    town_name(town, wei, "Wei Li", "李伟");
    town_follow_up(town);
    assert_true(town_certificate(town, wei, "HCIA-Datacom").issued && town_certificate(town, wei, "HCIA-Security").issued);
    assert_int_equal(cases_of_names(town, story.rita, &view), 0);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(the_case_is_about_the_name_as_it_is)

/* Two accounts of one person, whose name no font can print. The case about the one's certificate stays with that account when they are merged; by it the other's name is asked, too. Undone, each is asked by its own. */
static void a_merge_brings_a_case_about_a_name(enum database_engine engine)
{
    static const char *const exams[] = {"H12-811", "H12-711"};
    for (int first = 0; first < 2; first++) {
        struct story story = begin(engine);
        struct town *town = story.town;
        struct context *context = town->context;
        struct faces faces = {false};
        struct case_view view;
        struct text proof;
        int64_t left = town_account(town, "alice.left", "alice@left.example", "Wei Zhang"), other, merge;
        print_with(context, &faces);
        town_tie(town, left, "alice@left.example");
        town_name(town, left, "Wei Zhang", "李𓀀");
        town_name(town, story.alice, "Wei Zhang", "李𓀀");
        town_pass(town, "alice@left.example", exams[first], "2026-02-05");
        town_follow_up(town);
        assert_int_equal(cases_of_names(town, story.rita, &view), 1);
        int64_t id = view.id;
        town_password(town, left);
        town_act_as(town, story.alice);
        assert_ok(association_merge_prove(context, TEXT("alice.left"), TEXT(TOWN_PASSWORD), TEXT(""), &proof, &other));
        assert_ok(association_merge(context, proof, &merge));
        town_follow_up(town);
        town_pass(town, "alice@example.org", exams[!first], "2026-02-05");
        for (int night = 0; night < 2; night++) {
            town_follow_up(town);
            assert_true(town_certificate(town, story.alice, "HCIA-Datacom").unprintable && town_certificate(town, story.alice, "HCIA-Security").unprintable);
            assert_int_equal(cases_of_names(town, story.rita, &view), 1);
            assert_int_equal(view.id, id);
            town_assert_in_order(town);
            assert_int_equal(evaluate_everybody(town), 0);
        }
        town_name(town, story.alice, "Wei Zhang", "李𓀁");
        town_follow_up(town);
        assert_int_equal(cases_of_names(town, story.rita, &view), 1);
        assert_true(view.id == id && text_find(view.wish, "U+13001") < view.wish.length);
        if (first) {
            town_name(town, story.alice, "Wei Zhang", "李伟");
            town_follow_up(town);
            assert_true(town_certificate(town, story.alice, "HCIA-Datacom").issued && town_certificate(town, story.alice, "HCIA-Security").issued);
            assert_int_equal(cases_of_names(town, story.rita, &view), 0);
        } else {
            town_act_as(town, story.alice);
            assert_ok(association_merge_undo(context, merge, NULL));
            town_follow_up(town);
            assert_int_equal(cases_of_names(town, story.rita, &view), 2);
        }
        town_assert_in_order(town);
        town_free(town);
    }
}
BOTH_ENGINES(a_merge_brings_a_case_about_a_name)

/* What was earned later waits by the case that there is: on its day it is looked at without the certificate that has the case. */
static void what_is_due_later_has_no_case_of_its_own(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    struct context *context = town->context;
    struct faces faces = {false};
    struct case_view view;
    int64_t changed;
    print_with(context, &faces);
    town_name(town, story.alice, "Wei Li", "李𓀀");
    town_pass(town, "alice@example.org", "H12-811", "2026-02-05");
    town_follow_up(town);
    assert_int_equal(cases_of_names(town, story.rita, &view), 1);
    int64_t id = view.id;
    town_pass(town, "alice@example.org", "H12-711", "2026-02-09");
    town_follow_up(town);
    assert_true(town_certificate(town, story.alice, "HCIA-Datacom").unprintable && !town_certificate(town, story.alice, "HCIA-Security").unprintable);
    town_set_time(town, "2026-02-10T02:00:00Z");
    assert_ok(award_run_dates(context, &changed));
    assert_true(town_certificate(town, story.alice, "HCIA-Security").unprintable);
    assert_int_equal(cases_of_names(town, story.rita, &view), 1);
    assert_int_equal(view.id, id);
    town_free(town);
}
BOTH_ENGINES(what_is_due_later_has_no_case_of_its_own)

/* The certificate that waits, and has the case, can be stopped: the case ends, and the account's other one, which waits still, has one of its own. What stays after all, and still waits, gets one again. */
static void a_case_about_a_name_holds_up_no_stopping(enum database_engine engine)
{
    enum { ALONE, REFUSED_BY_SECOND, WAYS };
    for (int way = ALONE; way < WAYS; way++) {
        struct story story = begin(engine);
        struct town *town = story.town;
        struct context *context = town->context;
        struct faces faces = {false};
        struct case_view view;
        struct award_stop_view read;
        struct list cases;
        bool effective;
        print_with(context, &faces);
        town_second_person(town, way != ALONE);
        town_name(town, story.alice, "Wei Zhang", "李𓀀");
        town_pass(town, "alice@example.org", "H12-811", "2026-02-05");
        town_follow_up(town);
        struct certificate waits = town_certificate(town, story.alice, "HCIA-Datacom");
        assert_int_equal(cases_of_names(town, story.rita, &view), 1);
        town_act_as_staff(town, story.rita);
        assert_ok(award_stop_read(context, waits.number, &read));
        assert_true(read.may_suspend && read.may_revoke && text_equal(read.case_number, view.number));
        assert_ok(award_stop(context, &(struct award_stop_wish){waits.number, AWARD_REVOKE, TEXT("Another person sat the exam.")}, &effective));
        assert_int_equal(effective, way == ALONE);
        town_follow_up(town);
        town_pass(town, "alice@example.org", "H12-711", "2026-02-05");
        town_follow_up(town);
        town_assert_in_order(town);
        town_act_as_staff(town, story.rita);
        assert_ok(case_by_id(context, view.id, &view));
        assert_true(view.closed && view.done);
        assert_true(town_certificate(town, story.alice, "HCIA-Security").unprintable);
        if (way == ALONE) {
            assert_true(town_certificate(town, story.alice, "HCIA-Datacom").revoked);
            assert_int_equal(cases_of_names(town, story.rita, &view), 1);
            assert_true(text_find(view.wish, "\"claim\":\"name\"") < view.wish.length);
            town_free(town);
            continue;
        }
        town_act_as_staff(town, story.rolf);
        assert_ok(award_stop_read(context, waits.number, &read));
        assert_false(read.may_revoke);
        assert_ok(case_list(context, &(struct case_filter){.of_kind = true, .kind = CASE_CERTIFICATE}, 10, &cases));
        assert_int_equal(cases.count, 2); /* what is proposed, and the other one's name */
        assert_ok(case_read(context, read.case_number, &view));
        assert_ok(case_send_back(context, view.id, TEXT("Who says so?")));
        assert_ok(award_decide_stop(context, view.id, false, TEXT("Nobody does."), &effective));
        town_follow_up(town);
        assert_true(town_certificate(town, story.alice, "HCIA-Datacom").unprintable);
        assert_int_equal(cases_of_names(town, story.rita, &view), 1); /* about the name of both */
        town_assert_in_order(town);
        town_name(town, story.alice, "Wei Zhang", "李伟");
        town_follow_up(town);
        assert_true(town_certificate(town, story.alice, "HCIA-Datacom").issued && town_certificate(town, story.alice, "HCIA-Security").issued);
        assert_int_equal(cases_of_names(town, story.rita, &view), 0);
        town_free(town);
    }
}
BOTH_ENGINES(a_case_about_a_name_holds_up_no_stopping)

/* Shaping takes memory and time. */
struct shaping {
    int asked;
    size_t most;
};

static enum result shape(struct context *context, void *data, struct text native, struct text latin, struct text *missing)
{
    struct shaping *shaping = data;
    (void)native, (void)latin;
    (void)arena_take(context->arena, 1 << 20);
    if (arena_used(context->arena) > shaping->most) shaping->most = arena_used(context->arena);
    shaping->asked++;
    if (missing) *missing = TEXT("");
    return RESULT_OK;
}

static void names_are_shaped_once_an_account_and_what_that_takes_is_given_back(enum database_engine engine)
{
    enum { PEOPLE = 24 };
    struct town *town = begin(engine).town;
    struct context *context = town->context;
    struct shaping shaping = {0, 0};
    struct name_printing printing = {shape, &shaping};
    int64_t accounts[PEOPLE];
    for (int i = 0; i < PEOPLE; i++) {
        const char *mailbox = text_printf(context->arena, "many%d@example.org", i).bytes;
        accounts[i] = town_account(town, text_printf(context->arena, "many%d", i).bytes, mailbox, "Mary Major");
        town_tie(town, accounts[i], mailbox);
        town_pass(town, mailbox, "H12-811", "2026-02-05");
        town_pass(town, mailbox, "H12-711", "2026-02-05");
    }
    context->printing = &printing;
    size_t before = arena_used(context->arena);
    town_follow_up(town);
    for (int i = 0; i < PEOPLE; i++) assert_true(town_certificate(town, accounts[i], "HCIA-Datacom").issued && town_certificate(town, accounts[i], "HCIA-Security").issued);
    assert_int_equal(shaping.asked, PEOPLE);
    assert_true(shaping.most < before + (8 << 20));
    town_free(town);
}
BOTH_ENGINES(names_are_shaped_once_an_account_and_what_that_takes_is_given_back)

static void a_name_that_is_too_long_for_its_place_waits_too(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    struct context *context = town->context;
    struct faces faces = {false};
    struct award_unprintable why;
    struct case_view view;
    print_with(context, &faces);
    town_name(town, story.alice, "Maria Fernanda de los Angeles Hernandez-Villanueva", "");
    town_pass(town, "alice@example.org", "H12-811", "2026-02-05");
    town_follow_up(town);
    struct certificate certificate = town_certificate(town, story.alice, "HCIA-Datacom");
    assert_true(certificate.unprintable);
    assert_ok(award_name_unprintable(context, certificate.name_latin, certificate.name_native, &why));
    assert_true(why.too_long && text_empty(why.characters));
    assert_int_equal(cases_of_names(town, story.rita, &view), 1);
    assert_true(text_find(view.wish, "\"claim\":\"name\"") < view.wish.length);
    town_assert_in_order(town);
    town_name(town, story.alice, "Maria Hernandez", "");
    town_follow_up(town);
    assert_true(town_certificate(town, story.alice, "HCIA-Datacom").issued);
    assert_int_equal(cases_of_names(town, story.rita, &view), 0);
    town_free(town);
}
BOTH_ENGINES(a_name_that_is_too_long_for_its_place_waits_too)

/* The first certificate was issued under a name that the fonts of today cannot print. The case of the second one keeps neither its holder from asking for another name, nor the staff from stopping the first. */
static void a_case_about_the_fonts_is_in_nobodys_way(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    struct context *context = town->context;
    struct faces faces = {false};
    struct case_view fonts;
    bool effective;
    town_name(town, story.alice, "Wei Zhang", "李𓀀"); /* as her exams say */
    town_pass(town, "alice@example.org", "H12-811", "2026-02-05");
    town_follow_up(town);
    struct certificate first = town_certificate(town, story.alice, "HCIA-Datacom");
    assert_true(first.issued);
    print_with(context, &faces);
    town_pass(town, "alice@example.org", "H12-711", "2026-02-05");
    town_follow_up(town);
    assert_true(town_certificate(town, story.alice, "HCIA-Security").unprintable);
    assert_int_equal(cases_of_names(town, story.rita, &fonts), 1);

    int64_t wish = asked(&story, "Alice Wu", "李伟");
    town_act_as_staff(town, story.rita);
    assert_ok(award_stop(context, &(struct award_stop_wish){first.number, AWARD_SUSPEND, TEXT("It is looked at.")}, &effective));
    town_follow_up(town);
    assert_true(town_certificate(town, story.alice, "HCIA-Datacom").suspended);
    assert_true(town_certificate(town, story.alice, "HCIA-Security").unprintable);
    town_assert_in_order(town);

    assert_ok(decide(&story, story.rita, wish, true, &effective));
    town_follow_up(town);
    struct certificate second = town_certificate(town, story.alice, "HCIA-Security");
    assert_true(second.issued);
    assert_text_equal(second.name_native, "李伟");
    assert_int_equal(cases_of_names(town, story.rita, &fonts), 0);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(a_case_about_the_fonts_is_in_nobodys_way)

/* At every door it is said beside the field; what stands already is not in the way of the rest. */
static void the_doors_take_no_name_that_cannot_be_printed(enum database_engine engine)
{
    struct story story = begin_with_certificate(engine);
    struct town *town = story.town;
    struct context *context = town->context;
    struct faces faces = {false};
    struct text number, token;
    int64_t made;
    print_with(context, &faces);
    struct account_profile profile = {.name_latin = TEXT("Mallory"), .name_native = TEXT("李𓀀"), .phone = TEXT("+86 138 0013 8000"), .country = TEXT("CN"), .language = TEXT("en"), .zone = TEXT(""), .mailbox = TEXT("mallory@example.org"),
                                      .password = TEXT("")};
    town_act_as(town, story.mallory);
    support_assert_refused(context, "ecert.glyph_missing", "name_native", account_change_profile(context, &profile, award_names_hold, association_proven), __FILE__, __LINE__);
    town_name(town, story.mallory, "Mallory", "李𓀀");
    town_act_as(town, story.mallory);
    assert_ok(account_change_profile(context, &profile, award_names_hold, association_proven));
    profile.name_native = TEXT("李𓀁");
    assert_refused("ecert.glyph_missing", account_change_profile(context, &profile, award_names_hold, association_proven));

    struct account_sign_up wish = {.user_name = TEXT("newcomer"), .mailbox = TEXT("new@example.org"), .password = TEXT(TOWN_PASSWORD), .name_latin = TEXT(""), .name_native = TEXT("李𓀀"), .agent = TEXT("")};
    town_act_as(town, 0);
    support_assert_refused(context, "ecert.glyph_missing", "name_native", account_add(context, TEXT("newcomer"), TEXT("new@example.org"), TEXT(""), TEXT("李𓀀"), &made), __FILE__, __LINE__);
    context->actor = (struct actor){.kind = ACTOR_NOBODY, .network = TEXT("192.0.2.7")};
    support_assert_refused(context, "ecert.glyph_missing", "name_native", account_sign_up(context, &wish, &token, &made), __FILE__, __LINE__);

    town_act_as(town, story.alice);
    support_assert_refused(context, "ecert.glyph_missing", "name_native", ask(town, TEXT("Alice Wu"), TEXT("李𓀀"), &number), __FILE__, __LINE__);
    assert_ok(ask(town, TEXT("Alice Wu"), TEXT("李伟"), &number));
    town_free(town);
}
BOTH_ENGINES(the_doors_take_no_name_that_cannot_be_printed)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(nothing_is_signed_before_it_is_issued),
        ON_BOTH(name_corrected_after_issue_old_pdf_verifies_as_superseded),
        ON_BOTH(whoever_has_an_old_pdf_reads_what_has_changed_since),
        ON_BOTH(what_becomes_of_it_on_one_day_is_told_in_its_order), ON_BOTH(of_an_old_revision_no_later_step_is_the_beginning),
        ON_BOTH(a_letter_has_no_line_for_a_name_that_is_not_there),
        ON_BOTH(every_certificate_that_was_ever_issued_follows),
        ON_BOTH(names_are_free_before_the_first_certificate),
        cmocka_unit_test(a_name_changes_while_the_first_certificate_is_issued),
        cmocka_unit_test(a_profile_is_saved_while_its_name_is_corrected),
        ON_BOTH(the_wrong_person_changes_nothing),
        ON_BOTH(refused_once_and_granted_once),
        ON_BOTH(with_two_nothing_changes_before_the_second),
        ON_BOTH(the_same_form_sent_twice_opens_one_case),
        ON_BOTH(decided_at_once_and_evaluated_meanwhile),
        ON_BOTH(another_spelling_comes_along_and_is_corrected),
        ON_BOTH(what_was_asked_by_a_merged_account_is_done_for_the_one_that_is_left),
        ON_BOTH(each_script_that_the_profile_leaves_empty_comes_from_the_record),
        ON_BOTH(of_records_that_differ_the_newest_that_fits_has_the_word),
        ON_BOTH(the_name_of_the_first_certificate_stays_whatever_records_come),
        ON_BOTH(a_corrected_name_of_the_record_does_not_make_the_record_anothers),
        ON_BOTH(the_name_that_the_record_gives_is_no_other_name_when_accounts_are_merged),
        ON_BOTH(many_who_are_named_at_once_have_each_his_own_name),
        ON_BOTH(a_name_that_no_font_can_print_waits_and_opens_one_case),
        ON_BOTH(the_case_is_about_the_name_as_it_is),
        ON_BOTH(a_merge_brings_a_case_about_a_name),
        ON_BOTH(what_is_due_later_has_no_case_of_its_own),
        ON_BOTH(a_case_about_a_name_holds_up_no_stopping),
        ON_BOTH(names_are_shaped_once_an_account_and_what_that_takes_is_given_back),
        ON_BOTH(a_name_that_is_too_long_for_its_place_waits_too),
        ON_BOTH(a_case_about_the_fonts_is_in_nobodys_way),
        ON_BOTH(the_doors_take_no_name_that_cannot_be_printed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
