/* What staff take away, and give back (SPEC 6.3, 11.3): the public and the holder read why, no evaluation undoes it, and where the body wants it, it takes two. */
#include "award/town.h"

#include "association/association_tie.h"
#include "association/association_unbinding.h"
#include "audit/audit.h"
#include "award/award_stop.h"
#include "verify/verify.h"

#define NOW "2026-02-09T02:00:00Z" /* a Monday; 10:00 in Shenzhen */
#define WHY "Another person sat the exam."

struct story {
    struct town *town;
    int64_t alice, mallory, rita, rolf; /* rita and rolf are of the staff */
    int64_t record;                     /* on which Alice's certificate rests */
    struct text number;
};

/* Alice has HCIA-Datacom, issued. */
static struct story begin(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    struct story story = {town, town_account(town, "alice", "alice@example.org", "Alice Wu"), town_account(town, "mallory", "mallory@example.org", "Mallory"),
                          town_account(town, "rita", "rita@body.example", "Rita"), town_account(town, "rolf", "rolf@body.example", "Rolf"), 0, TEXT("")};
    town_tie(town, story.alice, "alice@example.org");
    story.record = town_pass(town, "alice@example.org", "H12-811", "2026-02-05");
    town_follow_up(town);
    story.number = town_certificate(town, story.alice, "HCIA-Datacom").number;
    return story;
}

static enum result say(struct story *story, int64_t staff, enum award_stopping stopping, const char *reason, bool *effective)
{
    town_act_as_staff(story->town, staff);
    return award_stop(story->town->context, &(struct award_stop_wish){story->number, stopping, text_of(reason)}, effective);
}

static struct certificate alices(struct story *story)
{
    return town_certificate(story->town, story->alice, "HCIA-Datacom");
}

static struct verification verified(struct story *story)
{
    struct town *town = story->town;
    struct verification v;
    town->context->actor = (struct actor){.kind = ACTOR_NOBODY};
    assert_ok(verify_details(town->context, story->number, TEXT("Alice Wu"), TEXT(""), &v));
    return v;
}

static int64_t differences(struct story *story)
{
    struct town *town = story->town;
    struct list differing;
    int64_t count;
    town_act_as(town, 0);
    assert_ok(award_evaluate_all(town->context, false, 10, &differing, &count));
    return count;
}

/* What was said is not asked again. */
static void assert_settled(struct story *story)
{
    struct town *town = story->town;
    struct list cases;
    assert_int_equal(differences(story), 0);
    town_act_as_staff(town, story->rita);
    assert_ok(case_list(town->context, &(struct case_filter){.of_kind = true, .kind = CASE_CERTIFICATE}, 10, &cases));
    assert_int_equal(cases.count, 0);
    town_assert_in_order(town);
}

/* An evaluation that is under way. */
struct waiting {
    const char *kind;
    int64_t first, last;
};

static enum result leave(struct context *context, void *data)
{
    const struct waiting *waiting = data;
    return due_leave(context, waiting->kind, waiting->first, waiting->last, NO_INSTANT);
}

static struct case_view waiting(struct story *story)
{
    struct town *town = story->town;
    struct list cases;
    assert_ok(case_list(town->context, &(struct case_filter){.of_kind = true, .kind = CASE_CERTIFICATE}, 10, &cases));
    assert_int_equal(cases.count, 1);
    return *(const struct case_view *)cases.items;
}

static void what_is_revoked_stays_so_until_it_is_given_back(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    bool effective;
    town_set_time(town, "2026-02-10T02:00:00Z");
    assert_ok(say(&story, story.rita, AWARD_REVOKE, " " WHY " ", &effective));
    assert_true(effective);

    /* The public reads that, since when and why. */
    struct verification v = verified(&story);
    assert_true(v.found && v.revoked && !v.current);
    assert_text_equal(v.reason, WHY);
    assert_text_equal(day_text(town->context->arena, v.state_day), "2026-02-10");
    /* So does the holder, in a letter, by the certificate and by its history. */
    assert_int_equal(town_letters_about(town, "alice@example.org", "Your certificate was revoked"), 1);
    assert_int_equal(town_letters_with(town, "alice@example.org", "State: revoked\n" WHY), 1);
    assert_int_equal(town_letters_with(town, "alice@example.org", "The certifying body has decided this."), 1);
    assert_int_equal(town_letters_with(town, "alice@example.org", "when what it rests on is complete again"), 0);
    assert_text_equal(alices(&story).reason, WHY);
    struct certificate certificate = alices(&story);
    struct list history;
    town_act_as(town, story.alice);
    assert_ok(award_history(town->context, &certificate, &history));
    assert_text_equal(((const struct certificate_history *)history.items + history.count - 1)->reason, WHY);

    /* No evaluation gives it back, whatever happens to the exams meanwhile: not the result held and released, nor one that renews it. */
    town_follow_up(town);
    assert_int_equal(differences(&story), 0);
    town_correct(town, story.record, GRADE_PASS, EXAM_ON_HOLD);
    town_follow_up(town);
    town_correct(town, story.record, GRADE_PASS, EXAM_FINAL);
    town_pass(town, "alice@example.org", "H12-831", "2026-02-10");
    town_follow_up(town);
    town_set_time(town, "2026-02-12T02:00:00Z");
    assert_int_equal(differences(&story), 0);
    assert_true(alices(&story).revoked);
    assert_text_equal(alices(&story).reason, WHY);
    assert_text_equal(verified(&story).reason, WHY);
    town_assert_in_order(town);

    /* Given back it is valid again, under its number, and its holder is told. */
    assert_ok(say(&story, story.rita, AWARD_GIVE_BACK, "It was her twin who was meant.", &effective));
    assert_true(effective);
    town_follow_up(town);
    certificate = alices(&story);
    assert_true(certificate.issued && text_equal(certificate.number, story.number));
    assert_true(text_empty(certificate.reason));
    assert_true(verified(&story).current);
    assert_int_equal(town_letters_about(town, "alice@example.org", "Your certificate was given back: HCIA-Datacom"), 1);
    assert_int_equal(town_letters_with(town, "alice@example.org", "Reason: It was her twin who was meant.\nState: issued\nValid through"), 1);
    assert_int_equal(town_letters_with(town, "alice@example.org", "complete again"), 0);
    town_act_as(town, story.alice);
    assert_ok(award_history(town->context, &certificate, &history));
    assert_text_equal(((const struct certificate_history *)history.items + history.count - 2)->reason, "Given back by the certifying body: It was her twin who was meant.");
    assert_text_equal(((const struct certificate_history *)history.items + history.count - 1)->reason, "It stands again as the exam records say.");
    assert_int_equal(differences(&story), 0);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_is_revoked_stays_so_until_it_is_given_back)

static void what_can_be_done_follows_from_how_it_stands(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    bool effective;
    assert_refused("award.not_stopped", say(&story, story.rita, AWARD_GIVE_BACK, "Why not.", &effective));
    assert_false(alices(&story).by_body);
    assert_ok(say(&story, story.rita, AWARD_SUSPEND, "It is looked into.", &effective));
    assert_true(alices(&story).suspended && alices(&story).by_body);
    assert_refused("award.stop_state", say(&story, story.rita, AWARD_SUSPEND, "Again.", &effective));
    /* It is no suspension of those that end by themselves. */
    town_set_time(town, "2026-05-09T02:00:00Z");
    town_act_as(town, 0);
    assert_ok(award_run_dates(town->context, NULL));
    assert_true(alices(&story).suspended);
    assert_ok(say(&story, story.rolf, AWARD_REVOKE, WHY, &effective));
    assert_true(alices(&story).revoked);
    assert_text_equal(alices(&story).reason, WHY);
    assert_refused("award.stop_state", say(&story, story.rita, AWARD_SUSPEND, "Less.", &effective));
    assert_refused("award.stop_state", say(&story, story.rita, AWARD_REVOKE, "More.", &effective));
    town_assert_in_order(town);

    /* What the exams take away, staff can take away for good; given back it is what the exams say. */
    town_correct(town, story.record, GRADE_FAIL, EXAM_FINAL);
    assert_ok(say(&story, story.rita, AWARD_GIVE_BACK, "Found.", &effective));
    town_follow_up(town);
    assert_true(alices(&story).revoked);
    assert_text_equal(alices(&story).reason, "An exam result on which it rests was revoked or corrected.");
    assert_refused("award.not_stopped", say(&story, story.rita, AWARD_GIVE_BACK, "Why not.", &effective));
    assert_ok(say(&story, story.rita, AWARD_REVOKE, WHY, &effective));
    town_correct(town, story.record, GRADE_PASS, EXAM_FINAL);
    town_follow_up(town);
    assert_true(alices(&story).revoked);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_can_be_done_follows_from_how_it_stands)

/* Its records have left, it waits to go with them: once revoked it does not wait, and where they come together it is there, revoked, and no second one is drawn. */
static void what_is_revoked_goes_along_with_its_records(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    bool effective, made;
    int64_t records;
    struct association_thing mailbox = {0};
    town_set_time(town, "2026-02-10T02:00:00Z");
    assert_ok(intake_mailbox_known(town->context, TEXT("alice@example.org"), &mailbox.mailbox));
    assert_ok(association_untie(town->context, mailbox, story.alice, "released", 0, &made, &records));
    town_follow_up(town);
    assert_true(alices(&story).suspended);
    assert_ok(say(&story, story.rita, AWARD_REVOKE, WHY, &effective));
    town_follow_up(town);
    town_assert_in_order(town);
    town_tie(town, story.mallory, "alice@example.org");
    town_follow_up(town);
    struct certificate moved = town_certificate(town, story.mallory, "HCIA-Datacom");
    assert_true(moved.revoked && text_equal(moved.number, story.number));
    assert_text_equal(moved.reason, WHY);
    town_free(town);
}
BOTH_ENGINES(what_is_revoked_goes_along_with_its_records)

/* Nobody has told an evaluation that she let it go, or that somebody else has it now: whatever is evaluated first, and whoever gets them by whatever way, what is revoked is there, and no second one is drawn. */
static void what_is_revoked_follows_its_records_whoever_is_evaluated_first(enum database_engine engine)
{
    static const char *const kinds[] = {"evaluate-all", "records-held", NULL /* in the same night, by hand */};
    for (int kind = 0; kind < 4; kind++) {
        struct story story = begin(engine);
        struct town *town = story.town;
        bool effective, made;
        int64_t records;
        struct association_thing mailbox = {0};
        town_tie(town, story.mallory, "mallory@example.org");
        int64_t own = town_pass(town, "mallory@example.org", "H12-711", "2026-02-04");
        town_follow_up(town);
        assert_ok(say(&story, story.rita, AWARD_REVOKE, WHY, &effective));
        town_follow_up(town);
        if (kind == 3) {
            town_readdress(town, story.record, "mallory@example.org");
        } else {
            assert_ok(intake_mailbox_known(town->context, TEXT("alice@example.org"), &mailbox.mailbox));
            assert_ok(association_untie(town->context, mailbox, story.alice, "released", 0, &made, &records));
            town_follow_up(town);
            town_assert_in_order(town);
            town_set_time(town, "2026-02-11T02:00:00Z");
            town_tie(town, story.mallory, "alice@example.org");
            town_forget_due(town); /* of the tie itself: what is left is what was under way */
            struct waiting waiting = {kinds[kind], kind == 1 ? own : story.mallory, kind == 1 ? own : story.mallory};
            if (kinds[kind]) assert_ok(database_transaction(town->context, leave, &waiting));
            else assert_true(differences(&story) > 0);
        }
        town_follow_up(town);
        struct certificate moved = town_certificate(town, story.mallory, "HCIA-Datacom");
        assert_true(moved.revoked && text_equal(moved.number, story.number));
        assert_text_equal(moved.reason, WHY);
        assert_false(town_has_certificate(town, story.alice, "HCIA-Datacom"));
        town_assert_in_order(town);
        town_free(town);
    }
}
BOTH_ENGINES(what_is_revoked_follows_its_records_whoever_is_evaluated_first)

static size_t letters(struct story *story)
{
    return town_letters(story->town, "alice@example.org").count;
}

static void release(struct story *story)
{
    struct town *town = story->town;
    struct association_thing mailbox = {0};
    bool made;
    int64_t records;
    assert_ok(intake_mailbox_known(town->context, TEXT("alice@example.org"), &mailbox.mailbox));
    assert_ok(association_untie(town->context, mailbox, story->alice, "released", 0, &made, &records));
    town_follow_up(town);
}

/* What was withdrawn is not on its way back because staff took it away, too, and gave it back. */
static void what_was_withdrawn_is_so_again_when_it_is_given_back(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    bool effective;
    town_tie(town, story.alice, "other@example.org"); /* where letters reach her */
    release(&story);
    assert_true(alices(&story).suspended);
    town_set_time(town, "2026-03-20T02:00:00Z");
    town_act_as(town, 0);
    assert_ok(award_run_dates(town->context, NULL));
    struct certificate was = alices(&story);
    assert_true(was.withdrawn);
    town_set_time(town, "2026-04-20T02:00:00Z");
    assert_ok(say(&story, story.rita, AWARD_REVOKE, WHY, &effective));
    town_follow_up(town);
    town_set_time(town, "2026-04-22T02:00:00Z");
    assert_ok(say(&story, story.rita, AWARD_GIVE_BACK, "It was her twin who was meant.", &effective));
    town_follow_up(town);
    for (int i = 0; i < 2; i++) {
        struct certificate is = alices(&story);
        assert_true(is.withdrawn);
        assert_text_equal(is.reason, "An exam record on which it rests is no longer in the account.");
        assert_int_equal(is.state_day.number, was.state_day.number);
        assert_true(verified(&story).withdrawn);
        assert_int_equal(differences(&story), 0);
        town_assert_in_order(town);
        town_set_time(town, "2026-06-22T02:00:00Z");
    }
    assert_int_equal(town_letters_with(town, "other@example.org", "Reason: It was her twin who was meant.\nState: withdrawn"), 1);
    /* It goes along with its records as before. */
    town_tie(town, story.mallory, "alice@example.org");
    town_follow_up(town);
    assert_true(town_certificate(town, story.mallory, "HCIA-Datacom").issued);
    assert_text_equal(town_certificate(town, story.mallory, "HCIA-Datacom").number, text_string(town->context->arena, story.number));
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_was_withdrawn_is_so_again_when_it_is_given_back)

static void each_decision_of_the_staff_is_told(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    bool effective;
    /* It is suspended, or revoked, by its exams already. */
    town_tie(town, story.alice, "other@example.org");
    release(&story);
    assert_int_equal(town_letters_with(town, "other@example.org", "unless its exam records come back"), 1);
    assert_ok(say(&story, story.rita, AWARD_SUSPEND, "It is looked into.", &effective));
    assert_int_equal(town_letters_with(town, "other@example.org", "State: suspended\nIt is looked into."), 1);
    assert_ok(say(&story, story.rita, AWARD_GIVE_BACK, "All is well.", &effective));
    town_follow_up(town);
    assert_int_equal(town_letters_with(town, "other@example.org", "Reason: All is well.\nState: suspended\nAn exam record on which it rests is no longer in the account."), 1);
    town_tie(town, story.alice, "alice@example.org");
    town_correct(town, story.record, GRADE_FAIL, EXAM_FINAL);
    town_follow_up(town);
    assert_true(alices(&story).revoked);
    assert_ok(say(&story, story.rita, AWARD_REVOKE, WHY, &effective));
    assert_int_equal(town_letters_with(town, "alice@example.org", "State: revoked\n" WHY), 1);
    town_correct(town, story.record, GRADE_PASS, EXAM_FINAL);
    town_follow_up(town);
    /* It has expired meanwhile. */
    town_set_time(town, "2031-02-09T02:00:00Z");
    town_act_as(town, 0);
    assert_ok(award_run_dates(town->context, NULL));
    size_t before = letters(&story);
    assert_ok(say(&story, story.rita, AWARD_GIVE_BACK, "It was her twin.", &effective));
    town_follow_up(town);
    assert_true(alices(&story).expired);
    assert_int_equal(letters(&story), before + 1);
    assert_int_equal(town_letters_with(town, "alice@example.org", "Reason: It was her twin.\nState: expired"), 1);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(each_decision_of_the_staff_is_told)

/* Mallory reads her mailbox and disputes it, and she lets it go: both may be one person. */
static void force_over(struct story *story)
{
    struct town *town = story->town;
    struct list unbindings;
    bool associated;
    int64_t records;
    town_act_as(town, story->mallory);
    assert_ok(association_ask(town->context, TEXT("alice@example.org"), ASSOCIATION_DISPUTE, false, &associated));
    assert_int_equal(association_complete(town->context, 0, town_token(town, "alice@example.org"), TEXT(""), &records), RESULT_NONE);
    town_act_as(town, story->alice);
    assert_ok(unbinding_list_own(town->context, &unbindings));
    assert_ok(unbinding_let_go(town->context, ((const struct unbinding_view *)unbindings.items)->id));
    town_follow_up(town);
}

static void no_second_number_is_drawn_where_its_records_had_to_leave(enum database_engine engine)
{
    enum { GRANTED, REFUSED, GIVEN_BACK };
    for (int outcome = GRANTED; outcome <= GIVEN_BACK; outcome++) {
        struct story story = begin(engine);
        struct town *town = story.town;
        struct case_view claim;
        struct award_stop_wish wish;
        struct award_stop_view view;
        struct list cases;
        bool effective, granted = outcome == GRANTED;
        town_set_time(town, "2026-02-10T02:00:00Z");
        assert_ok(say(&story, story.rita, AWARD_REVOKE, WHY, &effective));
        force_over(&story);
        /* It is Alice's, and revoked; Mallory has none, however often it is looked; the staff have a case, which he does not see. */
        for (int i = 0; i < 2; i++) {
            assert_true(alices(&story).revoked);
            assert_false(town_has_certificate(town, story.mallory, "HCIA-Datacom"));
            assert_int_equal(differences(&story), 0);
            town_assert_in_order(town);
        }
        town_act_as_staff(town, story.rita);
        claim = waiting(&story);
        assert_int_equal(claim.account_id, story.mallory);
        assert_ok(award_stop_wish_of(town->context, claim.wish, &wish));
        assert_true(wish.stopping == AWARD_ISSUE_ANEW && text_equal(wish.number, story.number));
        assert_ok(award_stop_read(town->context, story.number, &view));
        assert_text_equal(view.case_number, text_string(town->context->arena, claim.number));
        town_act_as(town, story.mallory);
        assert_ok(case_list_own(town->context, &cases));
        assert_int_equal(cases.count, 0);
        /* Whose it is decides nothing about it. */
        town_act_as_staff(town, story.mallory);
        assert_refused("case.own", award_decide_stop(town->context, claim.id, true, TEXT("It is mine."), &effective));
        town_act_as_staff(town, story.alice);
        assert_refused("case.own", award_decide_stop(town->context, claim.id, true, TEXT("It is his."), &effective));
        town_act_as_staff(town, story.rita);
        assert_refused("award.stop_waits", say(&story, story.rita, AWARD_GIVE_BACK, "Why not.", &effective));
        assert_ok(award_decide_stop(town->context, claim.id, granted, TEXT("I have asked the test centre."), &effective));
        assert_true(effective);
        town_follow_up(town);
        assert_true(alices(&story).revoked);
        assert_int_equal(town_has_certificate(town, story.mallory, "HCIA-Datacom"), granted);
        if (outcome == GIVEN_BACK) {
            assert_ok(say(&story, story.rita, AWARD_GIVE_BACK, "It was his all the time.", &effective));
            town_follow_up(town);
            assert_true(alices(&story).withdrawn);
        }
        if (outcome != REFUSED) assert_true(town_certificate(town, story.mallory, "HCIA-Datacom").issued);
        if (outcome != REFUSED) assert_false(text_equal(town_certificate(town, story.mallory, "HCIA-Datacom").number, story.number));
        assert_settled(&story);
        town_free(town);
    }
}
BOTH_ENGINES(no_second_number_is_drawn_where_its_records_had_to_leave)

static enum result let_go_of(struct context *context, void *data)
{
    const struct association_thing *mailbox = data;
    int64_t account, records;
    bool made;
    TRY(association_holder(context, *mailbox, &account));
    return association_untie(context, *mailbox, account, "owner", 0, &made, &records);
}

/* Alice's HCIP rests on exams under two mailboxes, and is revoked; then the second of them goes to Mallory without the other. */
static void lose_half_of_what_is_revoked(struct story *story)
{
    struct town *town = story->town;
    struct association_thing old = {0};
    bool effective;
    town_tie(town, story->alice, "alice.old@example.org");
    town_tie(town, story->mallory, "mallory@example.org");
    town_pass(town, "alice@example.org", "H12-821", "2026-01-05");
    town_pass(town, "alice.old@example.org", "H12-831", "2026-01-06");
    town_follow_up(town);
    story->number = town_certificate(town, story->alice, "HCIP-Datacom").number;
    assert_ok(say(story, story->rita, AWARD_REVOKE, WHY, &effective));
    assert_ok(intake_mailbox_known(town->context, TEXT("alice.old@example.org"), &old.mailbox));
    assert_ok(database_transaction(town->context, let_go_of, &old));
    town_tie(town, story->mallory, "alice.old@example.org");
}

/* Alice's HCIP rests on exams under two mailboxes. One goes to Mallory without the other, and he completes it by an exam of his own: what is revoked stays so, and a second number is for the staff to grant. What he earns by others alone is his, also where that one renews it. */
static void nor_where_only_some_of_its_records_went(enum database_engine engine)
{
    enum { GRANTED, REFUSED, GIVEN_BACK, BY_OTHERS };
    for (int outcome = GRANTED; outcome <= BY_OTHERS; outcome++) {
        struct story story = begin(engine);
        struct town *town = story.town;
        struct list cases;
        struct case_view claim;
        struct explanation explanation;
        bool effective;
        lose_half_of_what_is_revoked(&story);
        town_pass(town, "mallory@example.org", "H12-821", outcome == BY_OTHERS ? "2026-01-03" : "2026-01-07");
        if (outcome == BY_OTHERS) town_pass(town, "mallory@example.org", "H12-841", "2026-01-04");
        for (int i = 0; i < 2; i++) {
            town_follow_up(town);
            assert_true(town_certificate(town, story.alice, "HCIP-Datacom").revoked);
            assert_int_equal(town_has_certificate(town, story.mallory, "HCIP-Datacom"), outcome == BY_OTHERS);
            assert_int_equal(differences(&story), 0);
            town_assert_in_order(town);
        }
        town_act_as_staff(town, story.rita);
        if (outcome == BY_OTHERS) {
            assert_ok(case_list(town->context, &(struct case_filter){.of_kind = true, .kind = CASE_CERTIFICATE}, 10, &cases));
            assert_int_equal(cases.count, 0);
            town_free(town);
            continue;
        }
        claim = waiting(&story);
        assert_int_equal(claim.account_id, story.mallory);
        town_act_as(town, story.mallory);
        assert_ok(award_explain(town->context, story.mallory, TEXT("HCIP-Datacom"), &explanation));
        assert_true(text_find(explanation.summary, "It is issued only if the certifying body decides so.") < explanation.summary.length);
        town_act_as_staff(town, story.rita);
        assert_ok(award_decide_stop(town->context, claim.id, outcome == GRANTED, TEXT("I have asked the test centre."), &effective));
        town_follow_up(town);
        assert_int_equal(town_has_certificate(town, story.mallory, "HCIP-Datacom"), outcome == GRANTED);
        if (outcome == GIVEN_BACK) {
            assert_ok(say(&story, story.rita, AWARD_GIVE_BACK, "It was her all the time.", &effective));
            town_follow_up(town);
            assert_true(town_certificate(town, story.alice, "HCIP-Datacom").suspended); /* she may complete it again (6.4) */
        } else {
            assert_true(town_certificate(town, story.alice, "HCIP-Datacom").revoked);
        }
        if (outcome != REFUSED) assert_true(town_certificate(town, story.mallory, "HCIP-Datacom").issued);
        assert_settled(&story);
        town_free(town);
    }
}
BOTH_ENGINES(nor_where_only_some_of_its_records_went)

/* Questions to the journal about who had to let what go. */
static int asked_about_force;
enum result __real_association_left_by_force(struct context *context, int64_t account, int64_t record, bool *forced);
enum result __wrap_association_left_by_force(struct context *context, int64_t account, int64_t record, bool *forced);

enum result __wrap_association_left_by_force(struct context *context, int64_t account, int64_t record, bool *forced)
{
    asked_about_force++;
    return __real_association_left_by_force(context, account, record, forced);
}

/* Mallory waits for the staff to say whether he gets a second number. Bob earns his first certificate by a live result, and of what the two of them have to do with each other nothing is asked. */
static void what_others_wait_for_is_not_asked_about(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    town_tie(town, story.rolf, "bob@example.org");
    lose_half_of_what_is_revoked(&story);
    town_pass(town, "mallory@example.org", "H12-821", "2026-01-07");
    town_follow_up(town);
    assert_false(town_has_certificate(town, story.mallory, "HCIP-Datacom"));

    town_pass(town, "bob@example.org", "H12-711", "2026-02-05");
    asked_about_force = 0;
    town_follow_up(town);
    assert_int_equal(asked_about_force, 0);
    assert_true(town_certificate(town, story.rolf, "HCIA-Security").issued);
    assert_false(town_has_certificate(town, story.mallory, "HCIP-Datacom"));
    assert_int_equal(differences(&story), 0);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_others_wait_for_is_not_asked_about)

/* Proposed to a second person: of one certificate one case is open, and the claim comes up when it is closed. */
static void one_case_about_a_certificate_is_open_at_a_time(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    bool effective;
    assert_ok(say(&story, story.rita, AWARD_REVOKE, WHY, &effective));
    town_second_person(town, true);
    assert_ok(say(&story, story.rita, AWARD_GIVE_BACK, "She has explained it.", &effective));
    town_act_as_staff(town, story.rolf);
    int64_t back = waiting(&story).id;
    force_over(&story);
    town_act_as_staff(town, story.rolf);
    assert_int_equal(waiting(&story).id, back);
    assert_false(town_has_certificate(town, story.mallory, "HCIA-Datacom"));
    assert_ok(case_send_back(town->context, back, TEXT("Has she?")));
    assert_ok(award_decide_stop(town->context, back, false, TEXT("She has not."), &effective));
    town_follow_up(town);
    town_act_as_staff(town, story.rolf);
    assert_int_equal(waiting(&story).account_id, story.mallory);
    assert_false(town_has_certificate(town, story.mallory, "HCIA-Datacom"));
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(one_case_about_a_certificate_is_open_at_a_time)

static void before_its_day_it_is_not_issued(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    bool effective;
    town_pass(town, "alice@example.org", "H12-711", "2026-02-09");
    town_follow_up(town);
    struct certificate pending = town_certificate(town, story.alice, "HCIA-Security");
    assert_true(pending.pending);
    town_act_as_staff(town, story.rita);
    assert_ok(award_stop(town->context, &(struct award_stop_wish){pending.number, AWARD_SUSPEND, TEXT("It is looked into.")}, &effective));
    assert_int_equal(town_letters_with(town, "alice@example.org", "It was stopped before it was issued:"), 1);
    assert_ok(award_stop(town->context, &(struct award_stop_wish){pending.number, AWARD_REVOKE, TEXT(WHY)}, &effective));
    assert_int_equal(town_letters_with(town, "alice@example.org", "It was stopped before it was issued:"), 2);
    assert_int_equal(town_letters_with(town, "alice@example.org", WHY), 1);
    town_set_time(town, "2026-02-12T02:00:00Z");
    town_act_as(town, 0);
    assert_ok(award_run_dates(town->context, NULL));
    assert_true(town_certificate(town, story.alice, "HCIA-Security").revoked);
    town_act_as_staff(town, story.rita);
    assert_ok(award_stop(town->context, &(struct award_stop_wish){pending.number, AWARD_GIVE_BACK, TEXT("All is well.")}, &effective));
    town_follow_up(town);
    assert_int_equal(town_letters_with(town, "alice@example.org", "Given back by the certifying body: All is well.\nExam passed on"), 1);
    pending = town_certificate(town, story.alice, "HCIA-Security");
    assert_true(pending.issued);
    assert_text_equal(day_text(town->context->arena, pending.issue_day), "2026-02-12"); /* nothing is dated back */
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(before_its_day_it_is_not_issued)

/* What she reads of it: how it stands, and of the requirement's certificate how that does. */
static void assert_explained(struct story *story, const char *certification, bool earned, const char *summary, const char *line)
{
    struct town *town = story->town;
    struct explanation explanation;
    bool found = false;
    town_act_as(town, story->alice);
    assert_ok(award_explain(town->context, story->alice, text_of(certification), &explanation));
    assert_int_equal(explanation.earned, earned);
    assert_text_equal(explanation.summary, summary);
    for (size_t i = 0; i < explanation.lines.count; i++) found = found || text_is(((const struct explanation_line *)explanation.lines.items)[i].text, line);
    assert_true(found);
}

/* HCAI wants HCAI-100 and some valid certificate. */
static void what_is_stopped_meets_no_requirement(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    struct list lines;
    bool effective;
    town_pass(town, "alice@example.org", "HCAI-100", "2026-02-06");
    town_follow_up(town);
    struct certificate instructor = town_certificate(town, story.alice, "HCAI");
    assert_true(instructor.issued);
    for (int stopping = AWARD_SUSPEND; stopping <= AWARD_REVOKE; stopping++) {
        assert_ok(say(&story, story.rita, (enum award_stopping)stopping, WHY, &effective));
        town_follow_up(town);
        instructor = town_certificate(town, story.alice, "HCAI");
        assert_true(instructor.suspended);
        assert_text_equal(instructor.reason, "A certificate that it requires was suspended or revoked by the certifying body.");
        assert_int_equal(town_letters_about(town, "alice@example.org", "Your certificate is suspended: HCAI"), 1);
        assert_explained(&story, "HCAI", false, "Not earned yet: see below what is missing.", "A valid certificate HCIA-Datacom: the one held was suspended or revoked by the certifying body");
        assert_explained(&story, "HCIA-Datacom", true, "Earned on 5 February 2026; the certifying body has suspended or revoked the certificate.", "Exam H12-811 HCIA-Datacom, passed on 5 February 2026");
        town_act_as(town, story.alice);
        assert_ok(award_preview(town->context, &(struct award_preview){.account = story.alice}, &lines));
        assert_int_equal(lines.count, 0);
        assert_int_equal(differences(&story), 0);
        town_assert_in_order(town);
        town_set_time(town, "2026-06-09T02:00:00Z"); /* that is no suspension that ends by itself */
        town_act_as(town, 0);
        assert_ok(award_run_dates(town->context, NULL));
    }
    assert_ok(say(&story, story.rita, AWARD_GIVE_BACK, "It was her twin who was meant.", &effective));
    town_follow_up(town);
    struct certificate back = town_certificate(town, story.alice, "HCAI");
    assert_true(back.issued && text_equal(back.number, instructor.number));
    assert_int_equal(differences(&story), 0);
    town_assert_in_order(town);

    /* Nor does it help to earn a new one; another valid one does. */
    town_pass(town, "mallory@example.org", "H12-811", "2026-02-05");
    town_tie(town, story.mallory, "mallory@example.org");
    town_follow_up(town);
    story.number = town_certificate(town, story.mallory, "HCIA-Datacom").number;
    assert_ok(say(&story, story.rita, AWARD_REVOKE, WHY, &effective));
    town_pass(town, "mallory@example.org", "HCAI-100", "2026-02-06");
    town_follow_up(town);
    assert_false(town_has_certificate(town, story.mallory, "HCAI"));
    assert_int_equal(differences(&story), 0);
    town_pass(town, "mallory@example.org", "H12-711", "2026-02-07");
    town_follow_up(town);
    assert_true(town_certificate(town, story.mallory, "HCAI").issued);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_is_stopped_meets_no_requirement)

static void with_two_nothing_changes_before_the_second(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    struct award_stop_view view;
    bool effective;
    town_second_person(town, true);
    for (int i = 0; i < 2; i++) { /* pressed twice */
        town_send_form(town, "form-1");
        assert_ok(say(&story, story.rita, AWARD_REVOKE, WHY, &effective));
        assert_false(effective);
    }
    town_send_form(town, NULL);
    assert_true(alices(&story).issued);
    int64_t letters = (int64_t)town_letters(town, "alice@example.org").count;

    /* The holder knows nothing of it, wherever she looks. */
    town_act_as_staff(town, story.rita);
    struct case_view proposed = waiting(&story), of_her;
    struct list own;
    assert_true(proposed.waiting_second && proposed.of_certificate);
    town_act_as(town, story.alice);
    assert_int_equal(case_read(town->context, proposed.number, &of_her), RESULT_NONE);
    assert_ok(case_list_own(town->context, &own));
    assert_int_equal(own.count, 0);
    assert_int_equal(case_add_message(town->context, proposed.id, TEXT("What is it?"), false), RESULT_NONE);
    assert_int_equal(case_withdraw(town->context, proposed.id), RESULT_NONE);

    /* One cannot do it alone, nor ask for it twice; the other reads what it says, and has the last word. */
    town_act_as_staff(town, story.rolf);
    assert_ok(award_stop_read(town->context, story.number, &view));
    assert_true(text_equal(view.case_number, proposed.number) && !view.may_revoke && !view.may_suspend);
    assert_refused("award.stop_waits", say(&story, story.rolf, AWARD_SUSPEND, "Enough.", &effective));
    town_act_as_staff(town, story.rita);
    assert_refused("case.second_person", award_decide_stop(town->context, proposed.id, true, TEXT("I am sure."), &effective));
    town_act_as_staff(town, story.rolf);
    struct award_stop_wish wish;
    assert_ok(award_stop_wish_of(town->context, proposed.wish, &wish));
    assert_true(wish.stopping == AWARD_REVOKE && text_equal(wish.number, story.number));
    assert_int_equal(case_add_message(town->context, proposed.id, TEXT("Look."), false), RESULT_NONE); /* she would get a letter */
    assert_ok(case_send_back(town->context, proposed.id, TEXT("Who says so?")));
    assert_true(alices(&story).issued);
    assert_int_equal(town_letters(town, "alice@example.org").count, letters);
    town_act_as_staff(town, story.rita);
    assert_ok(award_decide_stop(town->context, proposed.id, true, TEXT("The test centre: its report is here."), &effective));
    assert_false(effective);
    for (int i = 0; i < 2; i++) {
        town_send_form(town, "form-2");
        town_act_as_staff(town, story.rolf);
        assert_ok(award_decide_stop(town->context, proposed.id, true, TEXT("I have read it."), &effective));
        assert_true(effective);
    }
    town_send_form(town, NULL);
    assert_true(alices(&story).revoked);
    assert_text_equal(verified(&story).reason, WHY);
    assert_int_equal(town_letters(town, "alice@example.org").count, letters + 1);
    town_assert_in_order(town);

    /* Refused, it stays revoked. */
    assert_ok(say(&story, story.rita, AWARD_GIVE_BACK, "She has explained it.", &effective));
    town_act_as_staff(town, story.rolf);
    int64_t back = waiting(&story).id;
    assert_ok(case_send_back(town->context, back, TEXT("Has she?")));
    assert_ok(award_decide_stop(town->context, back, false, TEXT("She has not."), &effective));
    town_follow_up(town);
    assert_true(alices(&story).revoked);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(with_two_nothing_changes_before_the_second)

static void the_wrong_person_changes_nothing(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    struct award_stop_wish wish = {story.number, AWARD_REVOKE, TEXT(WHY)};
    struct award_stop_view view;
    bool effective;
    town_act_as(town, story.mallory);
    assert_refused("audit.not_allowed", award_stop(town->context, &wish, &effective));
    assert_refused("audit.not_allowed", award_stop_read(town->context, story.number, &view));
    town_act_as(town, 0);
    assert_refused("audit.not_allowed", award_stop(town->context, &wish, &effective));
    for (int role = 0; role < ROLE_COUNT; role++) {
        town_act_as_staff(town, story.rita);
        town->context->actor.roles = ROLES_ALL & ~(unsigned)ROLE_REGISTRAR & (1u << role | ROLE_AUDITOR);
        assert_refused("audit.not_allowed", award_stop(town->context, &wish, &effective));
        assert_ok(award_stop_read(town->context, story.number, &view));
        assert_false(view.may_suspend || view.may_revoke || view.may_give_back);
    }
    town_act_as_staff(town, story.alice); /* she works for the body, too */
    assert_refused("case.own", award_stop(town->context, &wish, &effective));
    assert_ok(award_stop_read(town->context, story.number, &view));
    assert_true(view.own && !view.may_revoke);
    town_act_as_staff(town, story.rita);
    assert_ok(award_stop_read(town->context, story.number, &view));
    assert_true(view.may_suspend && view.may_revoke && !view.may_give_back);
    wish.number = TEXT("HW20264711");
    assert_int_equal(award_stop(town->context, &wish, &effective), RESULT_NONE);
    assert_int_equal(award_stop_read(town->context, wish.number, &view), RESULT_NONE);
    assert_refused("award.stop_reason", say(&story, story.rita, AWARD_REVOKE, " ", &effective));
    char *long_reason = arena_raw(town->context->arena, AWARD_STOP_REASON_LIMIT + 2);
    memset(long_reason, 'x', AWARD_STOP_REASON_LIMIT + 1);
    long_reason[AWARD_STOP_REASON_LIMIT + 1] = '\0';
    assert_refused("award.stop_long", say(&story, story.rita, AWARD_REVOKE, long_reason, &effective));
    assert_int_equal(award_decide_stop(town->context, 4711, true, TEXT("Yes."), &effective), RESULT_NONE);
    /* What staff say is never taken for a word of the system's. */
    assert_ok(say(&story, story.rita, AWARD_SUSPEND, "rules", &effective));
    town_follow_up(town);
    assert_int_equal(differences(&story), 0);
    assert_true(alices(&story).suspended);
    assert_text_equal(alices(&story).reason, "rules");
    town_free(town);
}
BOTH_ENGINES(the_wrong_person_changes_nothing)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(what_is_revoked_stays_so_until_it_is_given_back), ON_BOTH(what_can_be_done_follows_from_how_it_stands), ON_BOTH(what_is_revoked_goes_along_with_its_records),
        ON_BOTH(what_is_revoked_follows_its_records_whoever_is_evaluated_first),
        ON_BOTH(no_second_number_is_drawn_where_its_records_had_to_leave),
        ON_BOTH(nor_where_only_some_of_its_records_went),
        ON_BOTH(what_others_wait_for_is_not_asked_about),
        ON_BOTH(one_case_about_a_certificate_is_open_at_a_time),
        ON_BOTH(what_was_withdrawn_is_so_again_when_it_is_given_back),
        ON_BOTH(each_decision_of_the_staff_is_told),
        ON_BOTH(what_is_stopped_meets_no_requirement),
        ON_BOTH(before_its_day_it_is_not_issued),                 ON_BOTH(with_two_nothing_changes_before_the_second),  ON_BOTH(the_wrong_person_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
