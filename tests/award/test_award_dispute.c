/* No certificate is issued while its record is in dispute (SPEC 5.8, 6.3): it waits, says by what, and is issued on the day on which that is settled. */
#include "award/town.h"

#include "association/association_merge.h"
#include "association/association_tie.h"
#include "association/association_unbinding.h"
#include "association/association_unbinding_open.h"
#include "award/award_name.h"
#include "ecert/ecert_download.h"
#include "verify/verify.h"

#define WAITS "An exam record on which it rests is in dispute."

STATEMENT(name_of_record, NULL, "UPDATE exam_record SET first_name = $2, last_name = $3, native_first_name = '', native_last_name = '', candidate_id = 'C9' WHERE id = $1");

/* Monday, 2 March 2026: Wei has passed today, and is to have his certificate tomorrow. Li says that the mailbox is hers. */
struct story {
    struct town *town;
    int64_t wei, li, rita;
    int64_t shared, exam, unbinding;
};

static struct story begin(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-03-02T02:00:00Z", NULL);
    struct story story = {town, town_account(town, "wei", "wei@example.org", "Wei Zhang"), town_account(town, "li.na", "li@example.org", "Wei Zhang"), town_account(town, "rita", "rita@body.example", "Rita"), 0, 0, 0};
    town_tie(town, story.wei, "wei@example.org");
    town_tie(town, story.wei, "shared@example.org");
    town_tie(town, story.li, "li@example.org");
    story.exam = town_pass(town, "shared@example.org", "H12-811", "2026-03-02");
    town_follow_up(town);
    assert_ok(intake_mailbox_known(town->context, TEXT("shared@example.org"), &story.shared));
    return story;
}

static void dispute(struct story *story)
{
    struct town *town = story->town;
    town_act_as(town, story->li);
    assert_ok(unbinding_open(town->context, &(struct unbinding_opening){.mailbox = story->shared, .cause = UNBINDING_OWNER, .claimant = story->li}, &story->unbinding));
}

static struct certificate weis(struct story *story, const char *certification)
{
    return town_certificate(story->town, story->wei, certification);
}

static size_t holding(struct story *story, int64_t reader, const struct certificate *certificate)
{
    struct town *town = story->town;
    struct list unbindings;
    town_act_as(town, reader);
    assert_ok(unbinding_list_holding(town->context, certificate->id, &unbindings));
    return unbindings.count;
}

static void decide(struct story *story, bool grant)
{
    bool effective;
    struct town *town = story->town;
    town_act_as_staff(town, story->rita);
    assert_ok(unbinding_decide(town->context, story->unbinding, grant, TEXT("By the passport."), &effective));
    assert_true(effective);
    town_follow_up(town);
}

/* Nothing is left that an evaluation would change. */
static void assert_settled(struct town *town)
{
    struct list differences;
    int64_t count;
    town_act_as(town, 0);
    assert_ok(award_evaluate_all(town->context, true, 10, &differences, &count));
    assert_int_equal(count, 0);
    town_assert_in_order(town);
}

/* Not on its day, nor while staff look at an objection; then on the day on which it is settled, and that day is not dated back. */
static void it_waits_and_is_issued_on_the_day_when_it_stays(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    struct certificate certificate = weis(&story, "HCIA-Datacom");
    assert_true(certificate.pending && !certificate.disputed);
    dispute(&story);
    town_follow_up(town);
    certificate = weis(&story, "HCIA-Datacom");
    assert_true(certificate.pending && certificate.disputed && !certificate.nameless && !certificate.being_issued && !certificate.ever_issued);
    assert_true(text_starts_with(certificate.reason, WAITS));
    assert_text_equal(day_text(town->context->arena, certificate.issue_day), "2026-03-03"); /* not before that */
    assert_int_equal(holding(&story, story.wei, &certificate), 1);
    assert_int_equal(holding(&story, story.li, &certificate), 0); /* none of hers */
    assert_settled(town);

    town_set_time(town, "2026-03-04T02:00:00Z");
    int64_t changed;
    assert_ok(award_run_dates(town->context, &changed));
    assert_int_equal(changed, 0);
    certificate = weis(&story, "HCIA-Datacom");
    assert_true(certificate.disputed && !certificate.being_issued);
    assert_settled(town);
    struct bytes pdf;
    struct text file;
    town_act_as(town, story.wei);
    assert_refused("ecert.disputed", ecert_download(town->context, certificate.number, "en", &pdf, &file));
    struct verification shown;
    town->context->actor = (struct actor){.kind = ACTOR_NOBODY};
    assert_ok(verify_number(town->context, certificate.number, &shown));
    assert_false(shown.found);
    assert_int_equal(town_letters_about(town, "wei@example.org", "is issued"), 0);

    town_act_as(town, story.wei);
    assert_ok(unbinding_object(town->context, story.unbinding, TEXT("It is mine."), NULL, 0));
    town_set_time(town, "2026-03-20T02:00:00Z");
    assert_true(weis(&story, "HCIA-Datacom").disputed);
    decide(&story, false);
    certificate = weis(&story, "HCIA-Datacom");
    assert_true(certificate.issued && !certificate.disputed && certificate.ever_issued);
    assert_text_equal(day_text(town->context->arena, certificate.issue_day), "2026-03-20");
    assert_text_equal(day_text(town->context->arena, certificate.state_day), "2026-03-20");
    assert_text_equal(day_text(town->context->arena, certificate.award_day), "2026-03-02");
    assert_text_equal(day_text(town->context->arena, certificate.expiry_day), "2029-03-01");
    assert_text_equal(certificate.name_latin, "Wei Zhang");
    assert_int_equal(town_letters_with(town, "wei@example.org", "Issued on 20 March 2026"), 1);
    assert_settled(town);
    town_free(town);
}
BOTH_ENGINES(it_waits_and_is_issued_on_the_day_when_it_stays)

/* It is settled before its day: then nothing has changed. */
static void settled_in_time_it_keeps_its_day(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    dispute(&story);
    town_follow_up(town);
    assert_true(weis(&story, "HCIA-Datacom").disputed);
    decide(&story, false);
    struct certificate certificate = weis(&story, "HCIA-Datacom");
    assert_true(certificate.pending && !certificate.disputed && text_empty(certificate.reason));
    town_set_time(town, "2026-03-02T16:00:00Z");
    certificate = weis(&story, "HCIA-Datacom");
    assert_true(certificate.issued);
    assert_text_equal(day_text(town->context->arena, certificate.issue_day), "2026-03-03");
    assert_settled(town);
    town_free(town);
}
BOTH_ENGINES(settled_in_time_it_keeps_its_day)

/* Carried out, it is never issued; undone within its days, it is, on that day. */
static void carried_out_it_is_never_issued_and_undone_it_is(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    bool effective;
    dispute(&story);
    town_set_time(town, "2026-03-09T02:00:00Z");
    struct certificate certificate = weis(&story, "HCIA-Datacom");
    assert_true(certificate.withdrawn && !certificate.ever_issued);
    assert_true(town_certificate(town, story.li, "HCIA-Datacom").issued);
    assert_int_equal(town_letters_about(town, "wei@example.org", "not issued for now"), 1);
    struct verification shown;
    town->context->actor = (struct actor){.kind = ACTOR_NOBODY};
    assert_ok(verify_number(town->context, certificate.number, &shown));
    assert_false(shown.found);
    assert_settled(town);

    town_set_time(town, "2026-03-16T02:00:00Z");
    town_act_as_staff(town, story.rita);
    assert_ok(unbinding_undo(town->context, story.unbinding, TEXT("A mistake of ours."), &effective));
    town_follow_up(town);
    certificate = weis(&story, "HCIA-Datacom");
    assert_true(certificate.issued);
    assert_text_equal(day_text(town->context->arena, certificate.issue_day), "2026-03-16");
    assert_true(town_certificate(town, story.li, "HCIA-Datacom").withdrawn);
    assert_settled(town);
    town_free(town);
}
BOTH_ENGINES(carried_out_it_is_never_issued_and_undone_it_is)

/* Of two records one is in dispute: what needs it waits, what does not is issued; so is what rests on a record that is bound by itself and stays when its mailbox leaves. */
static void of_two_records_one_is_in_dispute(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    bool made;
    int64_t records, single = town_pass(town, "shared@example.org", "H12-711", "2026-03-02");
    town_pass(town, "wei@example.org", "H12-821", "2026-03-02");
    town_pass(town, "shared@example.org", "H12-831", "2026-03-02");
    town_pass(town, "wei@example.org", "H13-311", "2026-03-02");
    town_act_as(town, story.wei);
    assert_ok(association_tie(town->context, (struct association_thing){.record = single}, story.wei, "score-report", 0, &made, &records));
    town_follow_up(town);
    dispute(&story);
    town_set_time(town, "2026-03-03T02:00:00Z");
    assert_true(weis(&story, "HCIP-Datacom").disputed && weis(&story, "HCIA-Datacom").disputed);
    assert_true(weis(&story, "HCIA-AI").issued && weis(&story, "HCIA-Security").issued);
    assert_settled(town);
    decide(&story, false);
    assert_true(weis(&story, "HCIP-Datacom").issued && weis(&story, "HCIA-Datacom").issued);
    assert_settled(town);
    town_free(town);
}
BOTH_ENGINES(of_two_records_one_is_in_dispute)

/* He passes again under a mailbox of his own: that counts when the other record is gone, and is not dated back to the days of the dispute. */
static void another_record_takes_its_place(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    dispute(&story);
    town_set_time(town, "2026-03-04T02:00:00Z");
    town_pass(town, "wei@example.org", "H12-811", "2026-03-04");
    town_set_time(town, "2026-03-06T02:00:00Z");
    assert_true(weis(&story, "HCIA-Datacom").disputed);
    assert_text_equal(day_text(town->context->arena, weis(&story, "HCIA-Datacom").award_day), "2026-03-02");
    town_set_time(town, "2026-03-09T02:00:00Z");
    struct certificate certificate = weis(&story, "HCIA-Datacom");
    assert_true(certificate.issued);
    assert_text_equal(day_text(town->context->arena, certificate.award_day), "2026-03-04");
    assert_text_equal(day_text(town->context->arena, certificate.issue_day), "2026-03-09");
    assert_settled(town);
    town_free(town);
}
BOTH_ENGINES(another_record_takes_its_place)

/* What was issued stays valid until it is settled, and so does a newer exam's part in it. */
static void what_was_issued_stays(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    town_set_time(town, "2026-03-03T02:00:00Z");
    assert_true(weis(&story, "HCIA-Datacom").issued);
    dispute(&story);
    town_follow_up(town);
    assert_true(weis(&story, "HCIA-Datacom").issued);
    town_pass(town, "wei@example.org", "H12-811", "2026-03-03");
    town_set_time(town, "2026-03-05T02:00:00Z");
    assert_true(weis(&story, "HCIA-Datacom").issued);
    assert_settled(town);
    town_free(town);
}
BOTH_ENGINES(what_was_issued_stays)

/* It comes into dispute at midnight, before anybody has looked at the account. */
static void the_day_comes_before_it_is_looked_at(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    int64_t changed;
    support_set_clock(town->support, "2026-03-02T15:59:59Z");
    dispute(&story);
    support_set_clock(town->support, "2026-03-02T16:00:00Z");
    town_act_as(town, 0);
    assert_ok(award_run_dates(town->context, &changed));
    assert_true(weis(&story, "HCIA-Datacom").disputed);
    assert_ok(award_run_dates(town->context, &changed));
    assert_int_equal(changed, 0);
    town_follow_up(town);
    assert_true(weis(&story, "HCIA-Datacom").disputed);
    assert_settled(town);
    town_free(town);
}
BOTH_ENGINES(the_day_comes_before_it_is_looked_at)

/* A stranger's old exam comes along with a mailbox: it is found to be his before anything is issued by it; and where the name is corrected it is issued on that day. */
static void a_strangers_exam_comes_along(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    town_set_time(town, "2026-03-03T02:00:00Z");
    assert_true(weis(&story, "HCIA-Datacom").issued); /* his identity is confirmed by it */
    town->identities = true;
    int64_t strange = town_pass(town, "old@example.org", "H12-711", "2026-02-03");
    assert_ok(database_run(town->context, &name_of_record, PARAMETERS(strange, "Ming", "Wang"), NULL));
    town_tie(town, story.wei, "old@example.org");
    town_follow_up(town);
    struct certificate certificate = weis(&story, "HCIA-Security");
    assert_true(certificate.disputed);
    assert_int_equal(holding(&story, story.wei, &certificate), 1);
    assert_settled(town);

    town_set_time(town, "2026-03-05T02:00:00Z");
    static const struct case_evidence passport = {.name = {"passport.pdf", 12}, .media = "application/pdf", .content = {(const unsigned char *)"%PDF-1.7 %%EOF", 14}};
    struct text number;
    struct case_view view;
    bool effective;
    town_act_as(town, story.wei);
    assert_ok(award_ask_name(town->context, TEXT("Ming Wang"), TEXT(""), TEXT("As in my passport."), &passport, 1, &number));
    town_act_as_staff(town, story.rita);
    assert_ok(case_read(town->context, number, &view));
    assert_ok(award_decide_name(town->context, view.id, true, TEXT("The passport shows it."), &effective));
    town_follow_up(town);
    certificate = weis(&story, "HCIA-Security");
    assert_true(certificate.issued);
    assert_text_equal(day_text(town->context->arena, certificate.issue_day), "2026-03-05");
    assert_text_equal(certificate.name_latin, "Ming Wang");
    assert_settled(town);
    town_free(town);
}
BOTH_ENGINES(a_strangers_exam_comes_along)

/* An import brings a stranger's exam into a mailbox that is tied already, one that is due at midnight and one that is due at once; or says only later whose it is, or under which mailbox: nothing is issued by it before it is looked at. */
static void an_import_brings_a_strangers_exam(enum database_engine engine)
{
    enum { CAME, RENAMED, READDRESSED, WAYS };
    for (int way = CAME; way < WAYS; way++)
        for (int late = 0; late < 2; late++) {
            struct story story = begin(engine);
            struct town *town = story.town;
            town_set_time(town, "2026-03-03T02:00:00Z");
            assert_true(weis(&story, "HCIA-Datacom").issued); /* his identity is confirmed by it */
            town->identities = true;
            const char *day = late ? "2026-02-03" : "2026-03-03";
            int64_t strange = way == CAME ? town_pass(town, "wei@example.org", "H12-711", day) : town_exam(town, way == RENAMED ? "wei@example.org" : "nobody@example.org", "H12-711", day, GRADE_FAIL, EXAM_FINAL);
            if (way != CAME) town_follow_up(town);
            assert_ok(database_run(town->context, &name_of_record, PARAMETERS(strange, "Ming", "Wang"), NULL));
            if (way == READDRESSED) town_readdress(town, strange, "wei@example.org");
            if (way != CAME) town_correct(town, strange, GRADE_PASS, EXAM_FINAL);
            town_follow_up(town);
            struct certificate certificate = weis(&story, "HCIA-Security");
            assert_true(certificate.pending && certificate.disputed && !certificate.ever_issued);
            assert_int_equal(holding(&story, story.wei, &certificate), 1);
            town_set_time(town, "2026-03-04T02:00:00Z");
            town_act_as(town, 0);
            assert_ok(award_run_dates(town->context, NULL));
            assert_false(weis(&story, "HCIA-Security").ever_issued);
            assert_int_equal(town_letters_about(town, "wei@example.org", "is issued"), 1);
            assert_settled(town);
            town_free(town);
        }
}
BOTH_ENGINES(an_import_brings_a_strangers_exam)

/* A crowd, in which everybody has a certificate by an exam of his own; then one file has a stranger's exam for each. */
enum { CROWD = 130 };
STATEMENT(name_of_records, NULL, "UPDATE exam_record SET first_name = 'Ming', last_name = 'Wang', native_first_name = '', native_last_name = '', candidate_id = 'C9' WHERE id BETWEEN $1 AND $2");
STATEMENT(spell_records, NULL, "UPDATE exam_record SET first_name = 'WEI', last_name = 'ZHÁNG', native_first_name = '', native_last_name = '', candidate_id = 'C9' WHERE id BETWEEN $1 AND $2");
STATEMENT(readdress_records, NULL, "UPDATE exam_record SET mailbox_id = (SELECT f.mailbox_id FROM exam_record f WHERE f.id = exam_record.id - CAST($3 AS BIGINT)) WHERE id BETWEEN $1 AND $2");
STATEMENT(ever_issued, NULL, "SELECT COUNT(*) FROM certificate WHERE issued = 1");
STATEMENT(left_to_come, NULL, "SELECT COUNT(*) FROM due WHERE kind = 'records-came'");
struct range {
    int64_t first, last;
};

static const char *mailbox_of(struct town *town, int i)
{
    return text_printf(town->context->arena, "p%d@example.org", i).bytes;
}

static int64_t number(struct town *town, const struct statement *statement)
{
    int64_t count;
    assert_ok(database_integer(town->context, statement, NO_PARAMETERS, &count));
    return count;
}

static struct range send_to_all(struct town *town, bool addressed, const char *exam, const char *day)
{
    struct range range = {0, 0};
    for (int i = 0; i < CROWD; i++) {
        range.last = town_pass(town, addressed ? mailbox_of(town, i) : NULL, exam, day);
        if (!i) range.first = range.last;
    }
    return range;
}

static struct town *crowd_new(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-02-16T02:00:00Z", NULL);
    for (int i = 0; i < CROWD; i++) town_tie(town, town_account(town, text_printf(town->context->arena, "p%d", i).bytes, mailbox_of(town, i), "Wei Zhang"), mailbox_of(town, i));
    (void)send_to_all(town, true, "H12-811", "2026-02-10");
    town_set_time(town, "2026-03-02T02:00:00Z");
    assert_int_equal(number(town, &ever_issued), CROWD); /* everybody's identity is confirmed */
    town->identities = true;
    return town;
}

static int64_t crowd_account(struct town *town, int i)
{
    int64_t account;
    assert_ok(association_account_of(town->context, text_of(mailbox_of(town, i)), &account));
    return account;
}

/* Each under the mailbox of the one before it of the same person. */
static enum result readdress_all(struct context *context, void *data)
{
    const struct range *range = data;
    TRY(database_run(context, &readdress_records, PARAMETERS(range->first, range->last, (int64_t)CROWD), NULL));
    return due_leave(context, "record-changed", range->first, range->last, NO_INSTANT);
}

static enum result hold_all(struct context *context, void *data)
{
    const struct range *range = data;
    int64_t held;
    return association_hold(context, range->first, range->last, &held);
}

static enum result fail_for_now(struct context *context, const struct due *due)
{
    (void)due;
    return context_fail(context, RESULT_BROKEN, "test.fails", "Not now.");
}

/* What is only to be looked at later fails for the moment, or another node has it. */
static void follow_up_without_later_checks(struct town *town)
{
    struct due_handler handlers[32] = {{.kind = NULL}};
    size_t count = 0;
    for (const struct due_handler *handler = association_due; handler->kind; handler++) handlers[count++] = *handler;
    for (const struct due_handler *handler = award_due; handler->kind; handler++) handlers[count++] = *handler;
    for (size_t i = 0; i < count; i++)
        if (!strcmp(handlers[i].kind, "identity-check")) handlers[i].follow_up = fail_for_now;
    assert_ok(due_run(town->context, handlers, NULL));
}

/* More accounts than are looked at together: what is beyond comes later, with the look at it; by none of it anything is issued. So it is where a correction brings them. */
static void a_file_brings_strangers_exams_to_a_crowd(enum database_engine engine)
{
    for (int corrected = 0; corrected < 2; corrected++) {
        struct town *town = crowd_new(engine);
        int64_t account = crowd_account(town, CROWD - 1);
        struct range range = send_to_all(town, !corrected, "H12-711", "2026-02-03");
        assert_ok(database_run(town->context, &name_of_records, PARAMETERS(range.first, range.last), NULL));
        if (corrected) {
            town_follow_up(town);
            assert_ok(database_transaction(town->context, readdress_all, &range));
        }
        follow_up_without_later_checks(town);
        assert_int_equal(town_count(town, "held"), 2 * CROWD);
        assert_int_equal(town_count(town, "unbindings"), CROWD);
        assert_int_equal(number(town, &ever_issued), CROWD);
        struct certificate certificate = town_certificate(town, account, "HCIA-Security");
        assert_true(certificate.disputed && !certificate.ever_issued);

        /* What has come stays where it is, although all of it is looked at again. */
        assert_ok(database_transaction(town->context, hold_all, &range));
        assert_int_equal(town_count(town, "held"), 2 * CROWD);
        assert_int_equal(number(town, &left_to_come), 0);
        assert_settled(town);
        town_free(town);
    }
}
BOTH_ENGINES(a_file_brings_strangers_exams_to_a_crowd)

/* The names of a crowd, as another provider spells them: nothing is put off that is everybody's own. */
static void a_file_spells_the_names_of_a_crowd_otherwise(enum database_engine engine)
{
    struct town *town = crowd_new(engine);
    struct range range = send_to_all(town, true, "H12-711", "2026-02-03");
    assert_ok(database_run(town->context, &spell_records, PARAMETERS(range.first, range.last), NULL));
    town_forget_due(town);
    assert_ok(database_transaction(town->context, hold_all, &range));
    assert_int_equal(town_count(town, "held"), 2 * CROWD);
    assert_int_equal(town_count(town, "unbindings"), 0);
    assert_int_equal(number(town, &left_to_come), 0);
    town_free(town);
}
BOTH_ENGINES(a_file_spells_the_names_of_a_crowd_otherwise)

/* What another node does at the moment at which a file is held against identities: it ties a mailbox of the file. */
static struct tying {
    struct context *context; /* NULL: nothing, or it is done */
    struct association_thing thing;
    int64_t account;
} tying;

static enum result tie_it(struct context *context, void *data)
{
    bool made;
    int64_t records;
    (void)data;
    return association_tie(context, tying.thing, tying.account, "link", 0, &made, &records);
}

enum result __wrap_unbinding_store_each_other_name(struct context *context, int64_t first_record, int64_t last_record, database_each_function *each, void *data);
enum result __real_unbinding_store_each_other_name(struct context *context, int64_t first_record, int64_t last_record, database_each_function *each, void *data);
enum result __wrap_unbinding_store_each_other_name(struct context *context, int64_t first_record, int64_t last_record, database_each_function *each, void *data)
{
    struct context *other = tying.context;
    tying.context = NULL;
    if (other) TRY(database_transaction(other, tie_it, NULL));
    return __real_unbinding_store_each_other_name(context, first_record, last_record, each, data);
}

/* On PostgreSQL. What it has put into an account, and said so, stays there, however many others are put off. */
static void what_comes_beside_a_file_stays(void **state)
{
    (void)state;
    support_skip_without_postgresql();
    struct town *town = crowd_new(DATABASE_POSTGRESQL);
    int64_t holder, account = crowd_account(town, CROWD - 1);
    struct range range = send_to_all(town, true, "H12-711", "2026-02-03");
    range.last = town_pass(town, "beside@example.org", "H12-711", "2026-02-03");
    assert_ok(database_run(town->context, &name_of_records, PARAMETERS(range.first, range.last), NULL));
    town_forget_due(town);
    tying = (struct tying){.context = town_second(town, account), .account = account};
    assert_ok(intake_mailbox_known(town->context, TEXT("beside@example.org"), &tying.thing.mailbox));
    assert_ok(database_transaction(town->context, hold_all, &range));
    assert_null(tying.context);
    assert_ok(association_holder(town->context, (struct association_thing){.record = range.last}, &holder));
    assert_int_equal(holder, account);
    assert_int_equal(town_count(town, "held"), CROWD + 100 + 1); /* of the file: a hundred, and what came beside it; the others come later */
    town_follow_up(town);
    assert_int_equal(town_count(town, "held"), 2 * CROWD + 1);
    assert_int_equal(town_count(town, "unbindings"), CROWD + 1);
    assert_settled(town);
    town_free(town);
}

/* Whoever merges his accounts reads that what he earns by it waits. A dispute between the two ends with the merge. */
static void a_merge_says_what_will_wait(enum database_engine engine)
{
    for (int own = 0; own < 2; own++) {
        struct story story = begin(engine);
        struct town *town = story.town;
        struct text proof;
        struct list lines;
        int64_t other;
        town_pass(town, "shared@example.org", "H12-821", "2026-02-03");
        town_tie(town, own ? story.li : story.rita, own ? "li.old@example.org" : "old@example.org");
        town_pass(town, own ? "li.old@example.org" : "old@example.org", "H12-831", "2026-02-03");
        town_password(town, own ? story.li : story.rita);
        dispute(&story);
        town_follow_up(town);
        town_act_as(town, story.wei);
        assert_ok(association_merge_prove(town->context, own ? TEXT("li.na") : TEXT("rita"), TEXT(TOWN_PASSWORD), TEXT(""), &proof, &other));
        assert_ok(award_preview(town->context, &(struct award_preview){.account = story.wei, .merge_proof = proof}, &lines));
        bool earned = false;
        for (size_t i = 0; i < lines.count; i++) {
            const struct award_preview_line *line = (const struct award_preview_line *)lines.items + i;
            if (!text_is(line->certification, "HCIP-Datacom")) continue;
            earned = line->earned;
            assert_int_equal(line->disputed, !own);
        }
        assert_true(earned);
        assert_ok(association_merge(town->context, proof, NULL));
        town_follow_up(town);
        assert_int_equal(weis(&story, "HCIP-Datacom").disputed, !own);
        assert_int_equal(weis(&story, "HCIP-Datacom").issued, own);
        assert_settled(town);
        town_free(town);
    }
}
BOTH_ENGINES(a_merge_says_what_will_wait)

int main(void)
{
    const struct CMUnitTest tests[] = {ON_BOTH(it_waits_and_is_issued_on_the_day_when_it_stays), ON_BOTH(settled_in_time_it_keeps_its_day), ON_BOTH(carried_out_it_is_never_issued_and_undone_it_is),
                                       ON_BOTH(of_two_records_one_is_in_dispute), ON_BOTH(another_record_takes_its_place), ON_BOTH(what_was_issued_stays), ON_BOTH(the_day_comes_before_it_is_looked_at),
                                       ON_BOTH(a_strangers_exam_comes_along), ON_BOTH(an_import_brings_a_strangers_exam), ON_BOTH(a_file_brings_strangers_exams_to_a_crowd), ON_BOTH(a_file_spells_the_names_of_a_crowd_otherwise), cmocka_unit_test(what_comes_beside_a_file_stays), ON_BOTH(a_merge_says_what_will_wait)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
