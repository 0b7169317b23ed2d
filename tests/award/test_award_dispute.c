/* No certificate is issued while its record is in dispute (SPEC 5.8, 6.3): it waits, says by what, and is issued on the day on which that is settled. */
#include "award/town.h"

#include "association/association_merge.h"
#include "association/association_tie.h"
#include "association/association_unbinding.h"
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
                                       ON_BOTH(a_strangers_exam_comes_along), ON_BOTH(an_import_brings_a_strangers_exam), ON_BOTH(a_merge_says_what_will_wait)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
