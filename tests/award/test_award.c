/* A certificate's life in the register (SPEC 6): pending, issued, expired; revoked, suspended and back; its number, code, names and history. */
#include <stdio.h>

#include "award/town.h"

#include "audit/audit_findings.h"
#include "award/award_name.h"
#include "award/award_number.h"
#include "base/buffer.h"
#include "base/day.h"
#include "verify/verify.h"

#define assert_day(DAY, TEXT) assert_text_equal(day_text(town->context->arena, (DAY)), (TEXT))

/* Somebody whose mailbox is tied to his account. */
static int64_t somebody(struct town *town, const char *user, const char *mailbox, const char *name)
{
    int64_t account = town_account(town, user, mailbox, name);
    town_tie(town, account, mailbox);
    return account;
}

static int64_t alice_in(struct town *town)
{
    return somebody(town, "alice", "alice@example.org", "Alice Wu");
}

/* Somebody who has passed an exam, and is evaluated. */
static int64_t who_passed(struct town *town, const char *user, const char *mailbox, const char *name, const char *exam, const char *day)
{
    int64_t account = somebody(town, user, mailbox, name);
    town_pass(town, mailbox, exam, day);
    town_follow_up(town);
    return account;
}

/* HCIA-Datacom of 12 February 2026; `account`, where given, gets hers. */
static struct certificate issued_to_alice(struct town *town, int64_t *account)
{
    int64_t alice = alice_in(town);
    if (account) *account = alice;
    town_pass(town, "alice@example.org", "H12-811", "2026-02-12");
    town_follow_up(town);
    return town_certificate(town, alice, "HCIA-Datacom");
}

/* A number as the body makes them, that nobody has; in `number`. */
static struct text number_of_nobody(struct town *town, char number[AWARD_NUMBER_LIMIT])
{
    const struct catalogue *catalogue;
    struct award_random random = {0};
    assert_ok(catalogue_current(town->context, &catalogue));
    return (struct text){number, award_number_make(&catalogue->body, 2026, &random, number)};
}

static struct text newest_subject(struct town *town, const char *mailbox)
{
    return ((const struct mailbox_letter *)town_letters(town, mailbox).items)->subject;
}

static bool newest_says(struct town *town, const char *mailbox, const char *words)
{
    struct text text = ((const struct mailbox_letter *)town_letters(town, mailbox).items)->text;
    return text_find(text, words) < text.length;
}

static void it_is_pending_until_its_day_then_issued_then_expired(enum database_engine engine)
{
    /* Friday 2026-02-13, 16:00 in Beijing; Saturday is worked on. */
    struct town *town = town_new(engine, "2026-02-13T08:00:00Z", NULL);
    int64_t alice = alice_in(town);
    town_pass(town, "alice@example.org", "H12-811", "2026-02-13");
    town_follow_up(town);
    struct certificate certificate = town_certificate(town, alice, "HCIA-Datacom");
    assert_true(certificate.pending && !certificate.ever_issued);
    assert_text_equal(certificate.state_word, "pending");
    assert_text_equal(certificate.name, "Huawei Certified ICT Associate-Datacom");
    assert_day(certificate.exam_day, "2026-02-13");
    assert_day(certificate.award_day, "2026-02-13");
    assert_day(certificate.issue_day, "2026-02-14");
    assert_day(certificate.expiry_day, "2029-02-12");
    bool fixed;
    assert_ok(award_names_fixed(town->context, alice, &fixed));
    assert_false(fixed);
    int64_t letters = town_count(town, "letters");
    struct text number = certificate.number;

    town_set_time(town, "2026-02-13T15:59:59Z"); /* a second before midnight in Beijing */
    assert_true(town_certificate(town, alice, "HCIA-Datacom").pending);
    /* Its day has come, but it is there only when the worker has issued it: then it has its names. */
    struct verification verification;
    support_set_clock(town->support, "2026-02-13T16:00:00Z");
    assert_ok(verify_number(town->context, number, &verification));
    assert_false(verification.found || verification.current);
    town_set_time(town, "2026-02-13T16:00:00Z");
    assert_ok(verify_number(town->context, number, &verification));
    assert_true(verification.current);
    certificate = town_certificate(town, alice, "HCIA-Datacom");
    assert_true(certificate.issued && certificate.ever_issued);
    assert_true(text_equal(certificate.number, number));
    assert_text_equal(certificate.name_latin, "Alice Wu");
    assert_int_equal(certificate.revision, 1);
    assert_int_equal(town_count(town, "letters"), letters + 1);
    assert_text_equal(newest_subject(town, "alice@example.org"), "Your certificate is issued: HCIA-Datacom");
    assert_ok(award_names_fixed(town->context, alice, &fixed));
    assert_true(fixed);

    support_set_clock(town->support, "2029-02-12T16:00:00Z"); /* 2029-02-13 in Beijing */
    int64_t changed;
    assert_ok(award_run_dates(town->context, &changed));
    assert_int_equal(changed, 1);
    certificate = town_certificate(town, alice, "HCIA-Datacom");
    assert_true(certificate.expired);
    assert_day(certificate.state_day, "2029-02-13");
    assert_ok(award_run_dates(town->context, &changed));
    assert_int_equal(changed, 0);
    town_free(town);
}
BOTH_ENGINES(it_is_pending_until_its_day_then_issued_then_expired)

static void what_was_never_issued_is_nothing_to_the_public(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-02-13T08:00:00Z", NULL);
    int64_t alice = alice_in(town), record = town_pass(town, "alice@example.org", "H12-811", "2026-02-13");
    town_follow_up(town);
    struct text number = town_certificate(town, alice, "HCIA-Datacom").number;
    struct verification verification;
    town_correct(town, record, GRADE_PASS, EXAM_ON_HOLD);
    town_follow_up(town);
    struct certificate certificate = town_certificate(town, alice, "HCIA-Datacom");
    assert_true(certificate.suspended && !certificate.ever_issued);
    assert_text_equal(newest_subject(town, "alice@example.org"), "Your certificate is not issued for now: HCIA-Datacom");
    assert_ok(verify_number(town->context, number, &verification));
    assert_false(verification.found || verification.suspended);
    town_correct(town, record, GRADE_FAIL, EXAM_FINAL);
    town_follow_up(town);
    assert_true(town_certificate(town, alice, "HCIA-Datacom").revoked);
    assert_ok(verify_number(town->context, number, &verification));
    assert_false(verification.found || verification.revoked);
    /* Earned after all, it is issued under the number that was kept for it. Whoever was told that it would not be is told so, and why. */
    town_correct(town, record, GRADE_PASS, EXAM_FINAL);
    town_follow_up(town);
    assert_text_equal(newest_subject(town, "alice@example.org"), "Your certificate is on its way again: HCIA-Datacom");
    assert_int_equal(town_letters_with(town, "alice@example.org", "This is settled: An exam result on which it rests was revoked or corrected.\nIt is issued on 14 February 2026"), 1);
    town_set_time(town, "2026-02-14T08:00:00Z");
    assert_ok(verify_number(town->context, number, &verification));
    assert_true(verification.current);
    /* Of what was issued the letter says how it stands. */
    town_correct(town, record, GRADE_PASS, EXAM_ON_HOLD);
    town_follow_up(town);
    assert_text_equal(newest_subject(town, "alice@example.org"), "Your certificate is suspended: HCIA-Datacom");
    town_free(town);
}
BOTH_ENGINES(what_was_never_issued_is_nothing_to_the_public)

/* Its award rests on a later exam now, whose day of issue is still to come: whoever has the number, or the file, reads so. */
static void what_was_issued_and_is_pending_anew_is_known_to_the_public(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-02-16T02:00:00Z", NULL);
    int64_t alice = alice_in(town), record = town_pass(town, "alice@example.org", "H12-811", "2026-02-12");
    town_follow_up(town);
    struct text number = town_certificate(town, alice, "HCIA-Datacom").number, code;
    town_set_time(town, "2026-02-25T08:00:00Z");
    town_pass(town, "alice@example.org", "H12-811", "2026-02-25");
    town_correct(town, record, GRADE_FAIL, EXAM_FINAL);
    town_follow_up(town);
    struct certificate certificate = town_certificate(town, alice, "HCIA-Datacom");
    assert_true(certificate.pending && certificate.ever_issued);
    struct verification verification;
    assert_ok(verify_number(town->context, number, &verification));
    assert_true(verification.found && verification.pending);
    assert_false(verification.current || verification.superseded);
    assert_text_equal(verification.state, "pending");
    assert_day(verification.state_day, "2026-02-25");
    assert_day(verification.award_day, "2026-02-25");
    assert_day(verification.issue_day, "2026-02-26");
    assert_ok(award_code(town->context, &certificate, &code));
    assert_ok(verify_details(town->context, number, TEXT(""), code, &verification));
    assert_true(verification.pending);
    assert_text_equal(verification.name_latin, "Alice Wu");
    town_set_time(town, "2026-02-26T08:00:00Z");
    assert_ok(verify_number(town->context, number, &verification));
    assert_true(verification.current);
    assert_false(verification.pending);
    assert_int_equal(verification.revision, 2);
    town_free(town);
}
BOTH_ENGINES(what_was_issued_and_is_pending_anew_is_known_to_the_public)

static void what_a_provider_revokes_is_revoked_and_returns_with_its_number(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-02-16T02:00:00Z", NULL);
    int64_t alice = alice_in(town), record = town_pass(town, "alice@example.org", "H12-811", "2026-02-12");
    town_follow_up(town);
    struct certificate before = town_certificate(town, alice, "HCIA-Datacom"), after;
    assert_true(before.issued);

    town_correct(town, record, GRADE_PASS, EXAM_REVOKED);
    town_follow_up(town);
    after = town_certificate(town, alice, "HCIA-Datacom");
    assert_true(after.revoked);
    assert_text_equal(after.reason, "An exam result on which it rests was revoked or corrected.");
    assert_day(after.state_day, "2026-02-16");
    assert_true(text_equal(after.number, before.number));
    assert_text_equal(newest_subject(town, "alice@example.org"), "Your certificate was revoked: HCIA-Datacom");

    town_correct(town, record, GRADE_PASS, EXAM_FINAL);
    town_follow_up(town);
    after = town_certificate(town, alice, "HCIA-Datacom");
    assert_true(after.issued);
    assert_true(text_equal(after.number, before.number));
    assert_text_equal(after.reason, "");
    assert_int_equal(after.revision, before.revision);
    assert_text_equal(newest_subject(town, "alice@example.org"), "Your certificate is valid again: HCIA-Datacom");

    /* A pass that was a mistake is no pass; one under review is not lost yet. */
    town_correct(town, record, GRADE_FAIL, EXAM_FINAL);
    town_follow_up(town);
    assert_true(town_certificate(town, alice, "HCIA-Datacom").revoked);
    town_correct(town, record, GRADE_PASS, EXAM_ON_HOLD);
    town_follow_up(town);
    after = town_certificate(town, alice, "HCIA-Datacom");
    assert_true(after.suspended);
    assert_text_equal(after.reason, "An exam result on which it rests is being reviewed.");

    struct list history;
    town_act_as(town, alice);
    assert_ok(award_history(town->context, &after, &history));
    assert_int_equal(history.count, 4);
    const struct certificate_history *turns = history.items;
    assert_text_equal(turns[0].state_before, "issued");
    assert_text_equal(turns[0].state_after, "revoked");
    assert_text_equal(turns[1].reason, "What it rests on is complete again.");
    assert_text_equal(turns[3].state_after, "suspended");
    assert_int_equal(town_count(town, "certificates"), 1);
    town_free(town);
}
BOTH_ENGINES(what_a_provider_revokes_is_revoked_and_returns_with_its_number)

/* So it is where a result row says it in place of an event (3.4): nobody has to decide, and what follows from the result follows each row, forward and back. */
static void what_a_result_row_says_is_followed_at_once(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-02-16T02:00:00Z", NULL);
    struct arena *arena = town->context->arena;
    int64_t alice = alice_in(town);
    static const char *const statuses[] = {"final", "revoked", "final", "on hold", "final"};
    struct text number = TEXT("");
    for (int i = 0; i < 5; i++) {
        struct intake_outcome outcome;
        town_act_as(town, 0);
        struct text rows = text_printf(arena, "registration,candidate,exam,date,grade,mailbox,status,updated\nG1,C1,H12-811,2026-02-12,pass,alice@example.org,%s,2026-02-13T%02d:00:00Z\n", statuses[i], 8 + i);
        assert_ok(intake_upload(town->context, TEXT("generic-csv"), text_printf(arena, "%d.csv", i), rows, false, &outcome));
        assert_int_equal(outcome.fresh + outcome.corrected, 1);
        town_follow_up(town);
        struct certificate certificate = town_certificate(town, alice, "HCIA-Datacom");
        if (!i) number = certificate.number;
        assert_true(i == 1 ? certificate.revoked : i == 3 ? certificate.suspended : certificate.issued);
        assert_true(text_equal(certificate.number, number));
    }
    assert_int_equal(town_letters_about(town, "alice@example.org", "Your certificate is valid again: HCIA-Datacom"), 2);
    town_free(town);
}
BOTH_ENGINES(what_a_result_row_says_is_followed_at_once)

static void what_is_not_final_earns_nothing(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-02-16T02:00:00Z", NULL);
    int64_t alice = alice_in(town);
    int64_t record = town_exam(town, "alice@example.org", "H12-811", "2026-02-12", GRADE_PASS, EXAM_PROVISIONAL);
    town_exam(town, "alice@example.org", "H12-711", "2026-02-12", GRADE_PASS, EXAM_ON_HOLD);
    town_exam(town, "alice@example.org", "H13-511", "2026-02-12", GRADE_FAIL, EXAM_FINAL);
    town_exam(town, "alice@example.org", "H13-611", "2026-02-12", GRADE_NO_SHOW, EXAM_FINAL);
    town_follow_up(town);
    assert_int_equal(town_count(town, "certificates"), 0);
    town_correct(town, record, GRADE_PASS, EXAM_FINAL);
    town_follow_up(town);
    assert_int_equal(town_count(town, "certificates"), 1);
    assert_true(town_certificate(town, alice, "HCIA-Datacom").issued);
    town_free(town);
}
BOTH_ENGINES(what_is_not_final_earns_nothing)

static void when_records_leave_it_is_suspended_and_after_30_days_withdrawn(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-02-16T02:00:00Z", NULL);
    int64_t alice = alice_in(town), record = town_pass(town, "alice@example.org", "H12-811", "2026-02-12");
    town_follow_up(town);
    struct text number = town_certificate(town, alice, "HCIA-Datacom").number;
    town_let_go(town, record);
    town_follow_up(town);
    struct certificate certificate = town_certificate(town, alice, "HCIA-Datacom");
    assert_true(certificate.suspended);
    assert_text_equal(certificate.reason, "An exam record on which it rests is no longer in the account.");
    assert_text_equal(newest_subject(town, "alice@example.org"), "Your certificate is suspended: HCIA-Datacom");
    assert_true(newest_says(town, "alice@example.org", "On 18 March 2026 it is withdrawn, unless its exam records come back."));
    int64_t changed, count;
    struct list differences;
    support_set_clock(town->support, "2026-03-17T02:00:00Z"); /* 29 days */
    assert_ok(award_run_dates(town->context, &changed));
    assert_int_equal(changed, 0);
    support_set_clock(town->support, "2026-03-18T02:00:00Z");
    assert_ok(award_run_dates(town->context, &changed));
    assert_int_equal(changed, 1);
    certificate = town_certificate(town, alice, "HCIA-Datacom");
    assert_true(certificate.withdrawn);
    assert_day(certificate.state_day, "2026-03-18");
    assert_text_equal(newest_subject(town, "alice@example.org"), "Your certificate was withdrawn: HCIA-Datacom");
    assert_false(newest_says(town, "alice@example.org", "unless its exam records come back"));
    int64_t letters = town_count(town, "letters");
    assert_ok(award_evaluate_all(town->context, false, 10, &differences, &count));
    assert_int_equal(count, 0); /* the night leaves it so */
    assert_ok(award_run_dates(town->context, &changed));
    assert_int_equal(town_count(town, "letters"), letters);
    town_hold(town, record, alice);
    town_follow_up(town);
    certificate = town_certificate(town, alice, "HCIA-Datacom");
    assert_true(certificate.issued);
    assert_true(text_equal(certificate.number, number));
    town_free(town);
}
BOTH_ENGINES(when_records_leave_it_is_suspended_and_after_30_days_withdrawn)

/* It was suspended on the day on which it should have been issued: nobody could verify it then, so it does not say later that it was issued on that day. */
static void what_was_stopped_before_it_was_issued_is_issued_when_it_is_whole(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-03-02T02:00:00Z", NULL);
    int64_t alice = alice_in(town), count;
    struct list differences;
    int64_t record = town_pass(town, "alice@example.org", "H12-811", "2026-03-02");
    town_follow_up(town);
    assert_true(town_certificate(town, alice, "HCIA-Datacom").pending);
    town_correct(town, record, GRADE_PASS, EXAM_ON_HOLD);
    town_follow_up(town);
    assert_true(town_certificate(town, alice, "HCIA-Datacom").suspended);
    town_correct(town, record, GRADE_PASS, EXAM_FINAL); /* released on the same day: as was promised */
    town_follow_up(town);
    struct certificate certificate = town_certificate(town, alice, "HCIA-Datacom");
    assert_true(certificate.pending);
    assert_day(certificate.issue_day, "2026-03-03");
    town_correct(town, record, GRADE_PASS, EXAM_ON_HOLD);
    town_set_time(town, "2026-03-05T02:00:00Z");
    town_correct(town, record, GRADE_PASS, EXAM_FINAL);
    town_follow_up(town);
    for (int turn = 0; turn < 2; turn++) {
        certificate = town_certificate(town, alice, "HCIA-Datacom");
        assert_true(certificate.issued);
        assert_day(certificate.issue_day, "2026-03-05");
        assert_day(certificate.award_day, "2026-03-02");
        assert_int_equal(certificate.revision, 1);
        town_act_as(town, 0);
        assert_ok(award_evaluate_all(town->context, true, 10, &differences, &count));
        assert_int_equal(count, 0);
        town_assert_in_order(town);
        if (turn) break;
        /* From then on that is its day, whatever happens to it. */
        town_set_time(town, "2026-03-09T02:00:00Z");
        town_correct(town, record, GRADE_PASS, EXAM_ON_HOLD);
        town_follow_up(town);
        town_set_time(town, "2026-03-10T02:00:00Z");
        town_correct(town, record, GRADE_PASS, EXAM_FINAL);
        town_follow_up(town);
    }
    town_free(town);
}
BOTH_ENGINES(what_was_stopped_before_it_was_issued_is_issued_when_it_is_whole)

static void the_2023_rule_change_extends_on_its_day_and_keeps_the_history(enum database_engine engine)
{
    struct town *town = town_new(engine, "2021-03-10T02:00:00Z", NULL);
    int64_t alice = alice_in(town);
    town_pass(town, "alice@example.org", "H12-891", "2020-11-02");
    town_pass(town, "alice@example.org", "H12-892", "2021-03-01");
    town_follow_up(town);
    struct certificate certificate = town_certificate(town, alice, "HCIE-Datacom");
    assert_true(certificate.issued);
    assert_day(certificate.award_day, "2021-03-01");
    assert_day(certificate.expiry_day, "2023-02-28");
    int64_t changed;
    support_set_clock(town->support, "2022-12-31T15:00:00Z");
    assert_ok(award_run_dates(town->context, &changed));
    town_follow_up(town);
    assert_day(town_certificate(town, alice, "HCIE-Datacom").expiry_day, "2023-02-28");
    support_set_clock(town->support, "2022-12-31T16:00:00Z"); /* 2023-01-01 in Beijing */
    assert_ok(award_run_dates(town->context, &changed));
    town_follow_up(town);
    certificate = town_certificate(town, alice, "HCIE-Datacom");
    assert_day(certificate.expiry_day, "2024-02-29");
    assert_int_equal(certificate.revision, 2); /* another day is printed now */
    assert_text_equal(newest_subject(town, "alice@example.org"), "Your certificate has a new revision: HCIE-Datacom");
    struct certificate_revision first;
    assert_ok(award_revision(town->context, certificate.id, 1, &first));
    assert_text_equal(first.name_latin, "Alice Wu");
    assert_ok(award_revision(town->context, certificate.id, 2, &first));
    assert_result(town->support, RESULT_NONE, award_revision(town->context, certificate.id, 3, &first));
    struct list history;
    assert_ok(award_history(town->context, &certificate, &history));
    assert_int_equal(history.count, 1);
    const struct certificate_history *turn = history.items;
    assert_day(turn->since, "2023-01-01");
    assert_day(turn->expiry_before, "2023-02-28");
    assert_day(turn->expiry_after, "2024-02-29");
    assert_false(turn->state_changed);
    assert_true(text_find(turn->reason, "every older expert certificate is extended") < turn->reason.length);
    assert_ok(award_run_dates(town->context, &changed));
    town_follow_up(town);
    assert_int_equal(town_count(town, "history"), 1); /* once */
    town_free(town);
}
BOTH_ENGINES(the_2023_rule_change_extends_on_its_day_and_keeps_the_history)

static void what_was_earned_long_ago_comes_with_its_history(enum database_engine engine)
{
    struct town *town = town_new(engine, "2023-06-01T02:00:00Z", NULL);
    int64_t alice = alice_in(town);
    town_pass(town, "alice@example.org", "H12-891", "2020-11-02");
    town_pass(town, "alice@example.org", "H12-892", "2021-03-01");
    town_pass(town, "alice@example.org", "H12-891", "2023-05-20"); /* renews */
    town_follow_up(town);
    struct certificate certificate = town_certificate(town, alice, "HCIE-Datacom");
    assert_true(certificate.issued);
    assert_day(certificate.issue_day, "2021-03-02");
    assert_day(certificate.expiry_day, "2026-05-19");
    assert_int_equal(certificate.revision, 1);
    struct list history;
    assert_ok(award_history(town->context, &certificate, &history));
    assert_int_equal(history.count, 2);
    const struct certificate_history *turns = history.items;
    assert_day(turns[0].since, "2023-01-01");
    assert_text_equal(turns[1].reason, "Renewed by exam H12-891.");
    assert_day(turns[1].expiry_before, "2024-02-29");
    town_free(town);
}
BOTH_ENGINES(what_was_earned_long_ago_comes_with_its_history)

static void a_renewal_extends_the_same_certificate(enum database_engine engine)
{
    struct town *town = town_new(engine, "2024-01-20T02:00:00Z", NULL);
    int64_t alice = alice_in(town);
    town_pass(town, "alice@example.org", "H12-811", "2024-01-10");
    town_follow_up(town);
    struct certificate before = town_certificate(town, alice, "HCIA-Datacom");
    town_pass(town, "alice@example.org", "H12-831", "2026-01-10"); /* a higher level of the direction */
    town_set_time(town, "2026-01-20T02:00:00Z");
    struct certificate after = town_certificate(town, alice, "HCIA-Datacom");
    assert_true(text_equal(before.number, after.number));
    assert_day(after.award_day, "2024-01-10");
    assert_day(after.issue_day, "2024-01-11");
    assert_day(after.expiry_day, "2029-01-09");
    assert_int_equal(after.revision, 2);
    assert_day(after.revision_day, "2026-01-20");
    assert_int_equal(town_count(town, "basis"), 2);
    assert_text_equal(newest_subject(town, "alice@example.org"), "Your certificate has a new revision: HCIA-Datacom");
    assert_true(newest_says(town, "alice@example.org", "revision 2") && newest_says(town, "alice@example.org", "instead of"));
    assert_false(newest_says(town, "alice@example.org", "Awarded on"));
    assert_true(newest_says(town, "alice@example.org", "whoever checks an old one is told that it is superseded"));
    /* It ran out and was earned again: pending anew, with its old number. */
    town_pass(town, "alice@example.org", "H12-811", "2030-05-06");
    support_set_clock(town->support, "2030-05-06T08:00:00Z");
    assert_ok(award_run_dates(town->context, NULL));
    town_follow_up(town);
    after = town_certificate(town, alice, "HCIA-Datacom");
    assert_true(after.pending && after.provisional && after.ever_issued);
    assert_true(text_equal(before.number, after.number));
    assert_day(after.award_day, "2030-05-06");
    assert_int_equal(after.revision, 3);
    struct verification verification;
    assert_ok(verify_number(town->context, before.number, &verification));
    assert_true(verification.found && verification.pending && !verification.current && !verification.expired);
    assert_day(verification.award_day, "2030-05-06");
    assert_day(verification.issue_day, "2030-05-07");
    town_set_time(town, "2030-05-07T08:00:00Z");
    assert_true(town_certificate(town, alice, "HCIA-Datacom").issued);
    assert_text_equal(newest_subject(town, "alice@example.org"), "Your certificate is issued: HCIA-Datacom");
    assert_true(newest_says(town, "alice@example.org", "revision 3") && newest_says(town, "alice@example.org", "superseded"));
    town_free(town);
}
BOTH_ENGINES(a_renewal_extends_the_same_certificate)

/* An exam of long ago that comes by an import: whoever signs in to the account is told what it has earned; an account that was taken over and to which nobody has come yet gets no letter. */
static void what_comes_late_is_told_to_whoever_uses_the_account(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-06-01T02:00:00Z", NULL);
    int64_t bob = somebody(town, "bob", "bob@example.org", "Bob Lu"), before = alice_in(town);
    assert_true(bob < before);
    int64_t carol = somebody(town, "carol", "carol@example.org", "Carol Xu");
    town_password(town, bob);
    town_password(town, carol);
    town_follow_up(town); /* that they came */
    town_pass(town, "bob@example.org", "H12-811", "2025-11-03");
    town_pass(town, "alice@example.org", "H12-811", "2025-11-03");
    town_pass(town, "carol@example.org", "H12-811", "2025-11-03");
    town_follow_up(town);
    assert_true(town_certificate(town, before, "HCIA-Datacom").issued);
    assert_int_equal(town_letters(town, "alice@example.org").count, 0);
    assert_int_equal(town_letters_about(town, "bob@example.org", "Your certificate is issued: HCIA-Datacom"), 1);
    assert_int_equal(town_letters_about(town, "carol@example.org", "Your certificate is issued: HCIA-Datacom"), 1);
    town_free(town);
}
BOTH_ENGINES(what_comes_late_is_told_to_whoever_uses_the_account)

/* A renewal of long ago that comes by an import is history; what the provider says anew of an exam is news, however old the exam. */
static void a_new_revision_is_told_unless_it_is_history(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-06-01T02:00:00Z", NULL);
    int64_t alice = alice_in(town);
    town_pass(town, "alice@example.org", "H12-811", "2024-01-10");
    town_follow_up(town);
    int64_t renewal = town_pass(town, "alice@example.org", "H12-831", "2025-01-10"), letters = town_count(town, "letters");
    town_follow_up(town);
    assert_int_equal(town_certificate(town, alice, "HCIA-Datacom").revision, 2);
    assert_int_equal(town_count(town, "letters"), letters);
    town_correct(town, renewal, GRADE_FAIL, EXAM_FINAL);
    town_follow_up(town);
    assert_int_equal(town_certificate(town, alice, "HCIA-Datacom").revision, 3);
    assert_int_equal(town_count(town, "letters"), letters + 1);
    assert_text_equal(newest_subject(town, "alice@example.org"), "Your certificate has a new revision: HCIA-Datacom");
    town_free(town);
}
BOTH_ENGINES(a_new_revision_is_told_unless_it_is_history)

/* Its first exam has gone, and it is awarded for the one that had renewed it: it ends on the same day, and the history says that it was not renewed after all, and since when. */
static void a_renewal_that_became_the_award_is_one_no_more(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-06-01T02:00:00Z", NULL);
    int64_t alice = alice_in(town), first = town_pass(town, "alice@example.org", "H12-811", "2024-01-10");
    town_pass(town, "alice@example.org", "H12-811", "2025-06-10");
    town_follow_up(town);
    struct list history;
    struct certificate certificate = town_certificate(town, alice, "HCIA-Datacom");
    assert_day(certificate.expiry_day, "2028-06-09");
    town_correct(town, first, GRADE_FAIL, EXAM_FINAL);
    town_follow_up(town);
    certificate = town_certificate(town, alice, "HCIA-Datacom");
    assert_true(certificate.issued);
    assert_day(certificate.award_day, "2025-06-10");
    assert_day(certificate.expiry_day, "2028-06-09");
    assert_ok(award_history(town->context, &certificate, &history));
    assert_int_equal(history.count, 2);
    const struct certificate_history *turns = history.items;
    assert_text_equal(turns[0].reason, "Renewed by meeting the whole requirement again.");
    assert_false(turns[0].decided_anew);
    assert_true(turns[1].decided_anew && !turns[1].expiry_changed);
    assert_day(turns[1].since, "2026-06-01");
    town_free(town);
}
BOTH_ENGINES(a_renewal_that_became_the_award_is_one_no_more)

STATEMENT(move_exam, NULL, "UPDATE exam_record SET exam_day = $2 WHERE id = $1");
STATEMENT(stop_by_staff, NULL, "UPDATE certificate SET state = 3, reason = 'misuse' WHERE id = $1");

/* The provider says another day of the exam. */
static void correct_day(struct town *town, int64_t record, const char *text)
{
    struct day day;
    assert_true(day_parse(text_of(text), &day));
    assert_ok(database_run(town->context, &move_exam, PARAMETERS(record, day), NULL));
    town_correct(town, record, GRADE_PASS, EXAM_FINAL);
    town_follow_up(town);
}

/* Its exam was on another day, so late that its day of issue is still to come: there is nothing to download until then, and the letter does not say so. */
static void what_becomes_pending_anew_is_not_to_be_downloaded(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-03-10T02:00:00Z", NULL);
    int64_t alice = alice_in(town), record = town_pass(town, "alice@example.org", "H12-811", "2026-03-02");
    town_follow_up(town);
    assert_day(town_certificate(town, alice, "HCIA-Datacom").issue_day, "2026-03-03");
    correct_day(town, record, "2026-03-10");
    struct certificate certificate = town_certificate(town, alice, "HCIA-Datacom");
    assert_true(certificate.pending && certificate.ever_issued);
    assert_int_equal(certificate.revision, 2);
    assert_text_equal(newest_subject(town, "alice@example.org"), "Your certificate is to be issued anew: HCIA-Datacom");
    assert_true(newest_says(town, "alice@example.org", "It is issued on 11 March 2026") && newest_says(town, "alice@example.org", "instead of 2 March 2026"));
    assert_false(newest_says(town, "alice@example.org", "Download the e-Cert anew and use that one"));
    int64_t letters = town_count(town, "letters");
    town_follow_up(town);
    assert_int_equal(town_count(town, "letters"), letters);
    town_set_time(town, "2026-03-11T02:00:00Z");
    assert_true(town_certificate(town, alice, "HCIA-Datacom").issued);
    assert_text_equal(newest_subject(town, "alice@example.org"), "Your certificate is issued: HCIA-Datacom");
    assert_int_equal(town_count(town, "letters"), letters + 1);
    town_free(town);
}
BOTH_ENGINES(what_becomes_pending_anew_is_not_to_be_downloaded)

/* What was issued on a day is not issued earlier because its exam was: nobody could verify it before. What came late, with the day that was promised, has the day that its exam gives it. */
static void a_correction_does_not_date_back(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-03-10T02:00:00Z", NULL);
    int64_t alice = alice_in(town), count;
    struct list differences;
    int64_t on_its_day = town_pass(town, "alice@example.org", "H12-811", "2026-03-09"), held = town_pass(town, "alice@example.org", "H12-711", "2026-03-10"),
            late = town_pass(town, "alice@example.org", "H13-611", "2025-01-10");
    town_correct(town, held, GRADE_PASS, EXAM_ON_HOLD);
    town_follow_up(town);
    town_correct(town, held, GRADE_PASS, EXAM_FINAL);
    town_follow_up(town);
    town_correct(town, held, GRADE_PASS, EXAM_ON_HOLD);
    town_set_time(town, "2026-03-16T02:00:00Z");
    town_correct(town, held, GRADE_PASS, EXAM_FINAL);
    town_follow_up(town);
    assert_day(town_certificate(town, alice, "HCIA-Datacom").issue_day, "2026-03-10");
    assert_day(town_certificate(town, alice, "HCIA-Security").issue_day, "2026-03-16");
    assert_day(town_certificate(town, alice, "HCIA-Storage").issue_day, "2025-01-13");
    correct_day(town, on_its_day, "2026-03-02");
    correct_day(town, held, "2026-03-03");
    correct_day(town, late, "2025-01-06");
    struct certificate certificate = town_certificate(town, alice, "HCIA-Datacom");
    assert_true(certificate.issued);
    assert_int_equal(certificate.revision, 2);
    assert_day(certificate.award_day, "2026-03-02");
    assert_day(certificate.issue_day, "2026-03-10");
    assert_day(town_certificate(town, alice, "HCIA-Security").award_day, "2026-03-03");
    assert_day(town_certificate(town, alice, "HCIA-Security").issue_day, "2026-03-16");
    assert_day(town_certificate(town, alice, "HCIA-Storage").issue_day, "2025-01-07");
    town_act_as(town, 0);
    assert_ok(award_evaluate_all(town->context, true, 10, &differences, &count));
    assert_int_equal(count, 0);
    town_assert_in_order(town);
    /* A later exam is a later day. */
    correct_day(town, held, "2026-03-13");
    assert_day(town_certificate(town, alice, "HCIA-Security").issue_day, "2026-03-16");
    correct_day(town, on_its_day, "2026-03-12");
    assert_day(town_certificate(town, alice, "HCIA-Datacom").issue_day, "2026-03-13");
    town_free(town);
}
BOTH_ENGINES(a_correction_does_not_date_back)

static struct certificate_history last_turn(struct town *town, const struct certificate *certificate)
{
    struct list history;
    assert_ok(award_history(town->context, certificate, &history));
    assert_true(history.count > 0);
    return ((const struct certificate_history *)history.items)[history.count - 1];
}

/* The provider says that a pass, on which an issued certificate rests, was on another day (SPEC 3.5: that replaces, no pass is taken back): all days follow, as a revision with its reason, and who shows the old
 * one is told. */
static void a_corrected_exam_day_is_followed_through(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-06-10T02:00:00Z", NULL);
    int64_t alice = alice_in(town), record = town_pass(town, "alice@example.org", "H12-811", "2026-03-02"), count;
    struct list revisions, differences;
    town_follow_up(town);
    struct certificate before = town_certificate(town, alice, "HCIA-Datacom"), after;
    assert_day(before.expiry_day, "2029-03-01");
    correct_day(town, record, "2026-05-11");
    after = town_certificate(town, alice, "HCIA-Datacom");
    assert_true(after.issued && text_equal(after.number, before.number));
    assert_day(after.exam_day, "2026-05-11");
    assert_day(after.award_day, "2026-05-11");
    assert_day(after.issue_day, "2026-05-12");
    assert_day(after.expiry_day, "2029-05-10");
    assert_int_equal(after.revision, 2);
    assert_day(after.revision_day, "2026-06-10");
    struct certificate_history turn = last_turn(town, &after);
    assert_true(turn.decided_anew && turn.expiry_changed);
    assert_day(turn.expiry_before, "2029-03-01");
    assert_day(turn.expiry_after, "2029-05-10");
    assert_ok(award_revisions_told(town->context, &after, &revisions));
    assert_text_equal(((const struct certificate_revision *)revisions.items)[0].reason, "Decided anew, because exam records or rules have changed.");
    assert_text_equal(newest_subject(town, "alice@example.org"), "Your certificate has a new revision: HCIA-Datacom");
    assert_true(newest_says(town, "alice@example.org", "Exam of 11 May 2026 instead of 2 March 2026") && newest_says(town, "alice@example.org", "Valid through 10 May 2029 instead of 1 March 2029"));
    struct verification verification;
    assert_ok(verify_number(town->context, before.number, &verification));
    assert_true(verification.current);
    assert_day(verification.exam_day, "2026-05-11");
    assert_day(verification.expiry_day, "2029-05-10");
    /* Earlier again: what was said for some weeks is kept as an earlier revision. */
    correct_day(town, record, "2023-03-02");
    after = town_certificate(town, alice, "HCIA-Datacom");
    assert_true(after.expired);
    assert_int_equal(after.revision, 3);
    assert_day(after.expiry_day, "2026-03-01");
    assert_day(after.state_day, "2026-03-02");
    town_act_as(town, 0);
    assert_ok(award_evaluate_all(town->context, true, 10, &differences, &count));
    assert_int_equal(count, 0);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(a_corrected_exam_day_is_followed_through)

/* What the staff have stopped is not valid by a renewal; that it says another day is told all the same, and nobody is sent to download it. */
static void a_new_revision_of_what_is_stopped_is_told(enum database_engine engine)
{
    struct town *town = town_new(engine, "2024-01-20T02:00:00Z", NULL);
    int64_t alice = alice_in(town);
    town_pass(town, "alice@example.org", "H12-811", "2024-01-10");
    town_follow_up(town);
    struct certificate certificate = town_certificate(town, alice, "HCIA-Datacom");
    assert_ok(database_run(town->context, &stop_by_staff, PARAMETERS(certificate.id), NULL));
    town_pass(town, "alice@example.org", "H12-831", "2026-01-10");
    town_set_time(town, "2026-01-20T02:00:00Z");
    certificate = town_certificate(town, alice, "HCIA-Datacom");
    assert_true(certificate.suspended);
    assert_int_equal(certificate.revision, 2);
    assert_text_equal(newest_subject(town, "alice@example.org"), "Your certificate has a new revision: HCIA-Datacom");
    assert_true(newest_says(town, "alice@example.org", "State: suspended") && newest_says(town, "alice@example.org", "there is no e-Cert of it"));
    assert_false(newest_says(town, "alice@example.org", "Download the e-Cert anew"));
    town_free(town);
}
BOTH_ENGINES(a_new_revision_of_what_is_stopped_is_told)

/* The file of the calendar gets the holidays of the new year between two looks; nobody loads a catalogue, and no process begins anew. */
static void past_the_horizon_a_date_is_provisional_until_the_calendar_knows(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-12-31T08:00:00Z", NULL);
    town_load(town, town_calendar(town, "2004 to 2026", ""));
    int64_t alice = alice_in(town), changed;
    town_pass(town, "alice@example.org", "H12-811", "2026-12-31");
    town_follow_up(town);
    struct certificate certificate = town_certificate(town, alice, "HCIA-Datacom");
    assert_true(certificate.pending && certificate.provisional);
    assert_day(certificate.issue_day, "2027-01-01"); /* a Friday, as far as is known */
    struct explanation explanation;
    assert_ok(award_explain(town->context, alice, TEXT("HCIA-Datacom"), &explanation));
    assert_true(text_find(explanation.summary, "provisional") < explanation.summary.length);

    /* It is New Year in Beijing, and who looks at the date looks at the calendar first: what the store still says of today is not issued, neither before nor after it is counted again. */
    (void)town_calendar(town, "2004 to 2027", "2027-01-01 to 2027-01-03 free New Year\n");
    support_set_clock(town->support, "2026-12-31T16:30:00Z");
    assert_ok(award_run_dates(town->context, &changed));
    assert_int_equal(changed, 0);
    town_follow_up(town);
    assert_ok(award_run_dates(town->context, &changed));
    assert_int_equal(changed, 0);
    certificate = town_certificate(town, alice, "HCIA-Datacom");
    assert_true(certificate.pending && !certificate.provisional);
    assert_day(certificate.issue_day, "2027-01-04");
    assert_ok(award_explain(town->context, alice, TEXT("HCIA-Datacom"), &explanation));
    assert_true(text_find(explanation.summary, "provisional") == explanation.summary.length);
    town_assert_in_order(town); /* the auditor counts by the same days */
    town_set_time(town, "2027-01-03T16:00:00Z");
    certificate = town_certificate(town, alice, "HCIA-Datacom");
    assert_true(certificate.issued && !certificate.provisional);
    assert_day(certificate.issue_day, "2027-01-04");
    town_free(town);
}
BOTH_ENGINES(past_the_horizon_a_date_is_provisional_until_the_calendar_knows)

static const char *in_effect_since(struct town *town, int64_t account)
{
    struct certificate certificate = town_certificate(town, account, "HCIA-Datacom");
    assert_true(certificate.issued && !certificate.provisional);
    return text_string(town->context->arena, day_text(town->context->arena, certificate.issue_day));
}

STATEMENT(test_redate, NULL, "UPDATE certificate SET issue_day = issue_day + $2 WHERE account_id = $1");

static int64_t wrong_issue_days(struct town *town)
{
    struct audit_report report;
    int64_t count = 0;
    town_act_as(town, 0);
    assert_ok(audit_findings(town->context, 100, NULL, &report));
    for (size_t i = 0; i < report.findings.count; i++) count += text_is(((const struct audit_finding *)report.findings.items)[i].rule, "award.issue_day");
    return count;
}

/* What was issued before the holidays were known, or before a mistake in them was corrected, keeps its day, and the auditor knows by which days it was counted then; of what is issued afterwards he counts by the new ones alone. */
static void what_was_issued_by_earlier_days_was_issued_rightly(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-12-31T08:00:00Z", NULL);
    town_load(town, town_calendar(town, "2004 to 2026", ""));
    int64_t alice = alice_in(town);
    town_pass(town, "alice@example.org", "H12-811", "2026-12-31");
    town_follow_up(town);
    town_set_time(town, "2027-01-01T02:00:00Z");
    assert_string_equal(in_effect_since(town, alice), "2027-01-01");
    town_set_time(town, "2027-01-05T02:00:00Z");
    town_new_days(town, "2004 to 2027", "2027-01-01 to 2027-01-03 free\n");
    town_follow_up(town);
    assert_string_equal(in_effect_since(town, alice), "2027-01-01");
    town_assert_in_order(town);

    town_set_time(town, "2027-01-07T02:00:00Z");
    int64_t bob = who_passed(town, "bob", "bob@example.org", "Bob Liu", "H12-811", "2027-01-07");
    town_set_time(town, "2027-01-08T02:00:00Z");
    assert_string_equal(in_effect_since(town, bob), "2027-01-08");
    town_set_time(town, "2027-01-12T02:00:00Z");
    town_new_days(town, "2004 to 2027", "2027-01-01 to 2027-01-03 free\n2027-01-08 free\n");
    int64_t carol = who_passed(town, "carol", "carol@example.org", "Carol Ma", "H12-811", "2027-01-07");
    assert_string_equal(in_effect_since(town, bob), "2027-01-08");
    assert_string_equal(in_effect_since(town, carol), "2027-01-11");
    town_assert_in_order(town);

    /* A day by none of these data is found all the same. */
    const int64_t of[] = {bob, carol};
    for (size_t i = 0; i < 2; i++)
        for (int days = -1; days <= 1; days += 2) {
            assert_ok(database_run(town->context, &test_redate, PARAMETERS(of[i], days), NULL));
            assert_int_equal(wrong_issue_days(town), 1);
            assert_ok(database_run(town->context, &test_redate, PARAMETERS(of[i], -days), NULL));
        }
    town_free(town);
}
BOTH_ENGINES(what_was_issued_by_earlier_days_was_issued_rightly)

static void names_come_from_the_account_else_from_the_records_else_it_waits(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-02-16T02:00:00Z", NULL);
    int64_t nameless = town_account(town, "nameless", "n@example.org", ""), unknown = town_account(town, "unknown", "u@example.org", "");
    town_tie(town, nameless, "n@example.org");
    struct award_naming naming;
    town_act_as(town, nameless);
    assert_ok(award_name_to_print(town->context, &naming));
    assert_true(text_empty(naming.latin) && text_empty(naming.native) && !naming.latin_of && !naming.native_of);
    town_pass(town, "n@example.org", "H12-811", "2026-02-16"); /* issued tomorrow: until then he sees what will be printed, and can choose */
    town_follow_up(town);
    town_act_as(town, nameless);
    assert_ok(award_name_to_print(town->context, &naming));
    assert_true(naming.latin_of == AWARD_NAME_RECORD && naming.native_of == AWARD_NAME_RECORD);
    assert_text_equal(naming.latin, "Wei Zhang");
    assert_text_equal(naming.native, "张伟");
    town_name(town, nameless, "", "王小明");
    assert_ok(award_name_to_print(town->context, &naming));
    assert_true(naming.native_of == AWARD_NAME_PROFILE && text_empty(naming.latin)); /* one person's name is not put together of two persons' */
    assert_text_equal(naming.native, "王小明");
    town->context->actor = (struct actor){.kind = ACTOR_OPERATOR};
    assert_refused("audit.not_allowed", award_name_to_print(town->context, &naming));
    town_name(town, nameless, "", "");
    town_set_time(town, "2026-02-24T02:00:00Z");
    struct certificate certificate = town_certificate(town, nameless, "HCIA-Datacom");
    assert_true(certificate.issued);
    assert_text_equal(certificate.name_latin, "Wei Zhang");
    assert_text_equal(certificate.name_native, "张伟");
    assert_text_equal(town_in_letter(town, "n@example.org", "Dear "), "Wei Zhang,"); /* and not "nameless" */

    town_pass(town, "u@example.org", "H12-811", "2026-02-12");
    town_forget_names(town);
    town_tie(town, unknown, "u@example.org");
    town_follow_up(town);
    certificate = town_certificate(town, unknown, "HCIA-Datacom");
    assert_true(certificate.pending);
    assert_true(text_starts_with(certificate.reason, "Your name is missing."));
    int64_t changed, count;
    struct list differences;
    assert_ok(award_run_dates(town->context, &changed));
    assert_int_equal(changed, 0);
    assert_ok(award_evaluate_all(town->context, false, 10, &differences, &count));
    assert_int_equal(count, 0);
    assert_true(certificate.nameless);
    assert_day(certificate.issue_day, "2026-02-13"); /* not before that */
    /* On that day nobody could verify it, nor download it: it does not say later that it was issued then. */
    town_set_time(town, "2026-02-26T02:00:00Z");
    town_name(town, unknown, "", "王小明");
    town_follow_up(town);
    certificate = town_certificate(town, unknown, "HCIA-Datacom");
    assert_true(certificate.issued && !certificate.nameless);
    assert_text_equal(certificate.name_native, "王小明");
    assert_day(certificate.issue_day, "2026-02-26");
    assert_day(certificate.state_day, "2026-02-26");
    assert_day(certificate.award_day, "2026-02-12");
    assert_true(newest_says(town, "u@example.org", "26 February 2026"));
    assert_ok(award_evaluate_all(town->context, true, 10, &differences, &count));
    assert_int_equal(count, 0);
    /* Once issued, another name in the account changes nothing (4.4). */
    town_name(town, unknown, "", "李小明");
    town_follow_up(town);
    assert_text_equal(town_certificate(town, unknown, "HCIA-Datacom").name_native, "王小明");
    town_free(town);
}
BOTH_ENGINES(names_come_from_the_account_else_from_the_records_else_it_waits)

static void a_code_is_derived_and_its_holder_can_reset_it(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-02-16T02:00:00Z", NULL);
    int64_t alice = alice_in(town), bob = town_account(town, "bob", "bob@example.org", "Bob Li");
    town_pass(town, "alice@example.org", "H12-811", "2026-02-12");
    town_follow_up(town);
    struct certificate certificate = town_certificate(town, alice, "HCIA-Datacom");
    struct text first, again, reset;
    assert_ok(award_code(town->context, &certificate, &first));
    assert_ok(award_code(town->context, &certificate, &again));
    assert_int_equal(first.length, 9);
    assert_true(text_equal(first, again));
    town_act_as(town, bob);
    assert_refused("award.no_such_certificate", award_reset_code(town->context, certificate.number));
    struct certificate other;
    assert_result(town->support, RESULT_NONE, award_certificate(town->context, certificate.number, &other));
    struct list certificates;
    assert_refused("audit.not_allowed", award_certificates(town->context, alice, 10, &certificates));
    assert_refused("audit.not_allowed", award_certificates(town->context, 0, 10, &certificates));
    struct explanation explanation;
    assert_refused("audit.not_allowed", award_explain(town->context, alice, TEXT("HCIA-Datacom"), &explanation));
    town_act_as(town, alice);
    assert_ok(award_reset_code(town->context, certificate.number));
    assert_ok(award_certificate(town->context, certificate.number, &other));
    assert_ok(award_code(town->context, &other, &reset));
    assert_false(text_equal(first, reset));
    town_free(town);
}
BOTH_ENGINES(a_code_is_derived_and_its_holder_can_reset_it)

/* As a Chinese keyboard types it, with `between` after each third sign. */
static struct text typed_wide(struct town *town, struct text text, const char *between)
{
    struct buffer out = buffer_new(town->context->arena, 200, 1000);
    for (size_t i = 0; i < text.length; i++) {
        char bytes[4];
        buffer_put_bytes(&out, bytes, text_put_code_point(bytes, (uint32_t)text.bytes[i] + 0xFF01 - '!'));
        if (i % 3 == 2) buffer_put_string(&out, between);
    }
    return buffer_text(&out);
}

static void a_number_and_a_code_are_found_however_they_are_typed(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-02-16T02:00:00Z", NULL);
    struct certificate certificate = issued_to_alice(town, NULL);
    struct text number = certificate.number, code;
    assert_ok(award_code(town->context, &certificate, &code));
    int digits = (int)number.length - 2;
    const struct text typed[] = {number, text_printf(town->context->arena, " hw %.*s ", digits, number.bytes + 2), text_printf(town->context->arena, "Hw-%.6s-%.*s", number.bytes + 2, digits - 6, number.bytes + 8),
                                 typed_wide(town, number, ""), typed_wide(town, number, "\xE3\x80\x80"), typed_wide(town, number, "\xEF\xBC\x8D"), typed_wide(town, number, " \xE2\x80\x94 ")};
    struct verification verification;
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        assert_ok(verify_number(town->context, typed[i], &verification));
        assert_true(verification.found && text_equal(verification.number, number));
        assert_ok(verify_details(town->context, typed[i], TEXT(""), typed_wide(town, code, " "), &verification));
        assert_text_equal(verification.name_latin, "Alice Wu");
    }
    /* Told by telephone: no O, I or L stands in a code, so they are what looks like them. */
    assert_ok(award_code_to_tell(town->context, &certificate, &code));
    char aloud[40];
    snprintf(aloud, sizeof aloud, "%.*s", TEXT_ARG(code));
    for (char *c = aloud; *c; c++) *c = *c == '0' ? 'o' : *c == '1' ? 'l' : *c;
    assert_ok(verify_details(town->context, TEXT(""), TEXT(""), text_of(aloud), &verification));
    assert_text_equal(verification.name_latin, "Alice Wu");
    assert_ok(verify_number(town->context, text_printf(town->context->arena, "%.*s-9", TEXT_ARG(number)), &verification));
    assert_false(verification.found);
    assert_true(verification.mistyped);
    /* A pasted address has the number in it. */
    static const char *const addresses[] = {"https://certificates.example/v/%.*s", " http://127.0.0.1:8080/v/%.*s#4K7M-XW2P", "https://certificates.example/register/v/%.*s?language=en"};
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        assert_ok(verify_number(town->context, text_printf(town->context->arena, addresses[i], TEXT_ARG(number)), &verification));
        assert_true(verification.found && text_equal(verification.number, number));
    }
    assert_ok(verify_number(town->context, TEXT("https://certificates.example/v/"), &verification));
    assert_false(verification.found);
    /* One that could be is told from one that was mistyped. */
    char other[AWARD_NUMBER_LIMIT];
    struct text sound = number_of_nobody(town, other);
    assert_ok(verify_number(town->context, sound, &verification));
    assert_false(verification.found || verification.mistyped);
    other[sound.length - 1] = other[sound.length - 1] == '0' ? '1' : '0';
    assert_ok(verify_number(town->context, sound, &verification));
    assert_false(verification.found);
    assert_true(verification.mistyped);
    /* However it is typed, it is one number that is guessed at. */
    town->context->actor.network = TEXT("192.0.2.7");
    for (size_t i = 0; i < 10; i++) assert_refused("verify.no_match", verify_details(town->context, typed[2 + i % 3], TEXT("Nobody"), TEXT(""), &verification));
    assert_refused("audit.too_often", verify_details(town->context, typed[2], TEXT("Nobody"), TEXT(""), &verification));
    town_free(town);
}
BOTH_ENGINES(a_number_and_a_code_are_found_however_they_are_typed)

static void come_from(struct town *town, int network)
{
    town->context->actor.network = text_printf(town->context->arena, "192.0.2.%d", network);
}

/* A code on a screen at a fair is scanned by many; who guesses has ten tries, and learns nothing from the eleventh, be it right. Nobody else is shut out by him, but all are by a hundred guesses from everywhere. A number that nobody
 * has is no other. */
static void right_answers_do_not_count_against_a_number(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-02-16T02:00:00Z", NULL);
    struct certificate certificate = issued_to_alice(town, NULL);
    struct text code;
    struct verification verification;
    char other[AWARD_NUMBER_LIMIT];
    const struct text numbers[] = {certificate.number, number_of_nobody(town, other)};
    assert_ok(award_code(town->context, &certificate, &code));
    for (int i = 0; i < 30; i++) assert_ok(verify_address(town->context, certificate.number, code, &verification));
    assert_true(verification.current && !verification.masked);
    for (size_t i = 0; i < 2; i++) {
        for (int network = 1; network <= 10; network++) {
            come_from(town, network);
            if (!i) assert_ok(verify_details(town->context, numbers[i], TEXT(""), code, &verification));
            for (int k = 0; k < 10; k++) assert_refused("verify.no_match", verify_details(town->context, numbers[i], TEXT("Nobody"), TEXT(""), &verification));
            assert_refused("audit.too_often", verify_details(town->context, numbers[i], TEXT("Nobody"), TEXT(""), &verification));
        }
        come_from(town, 11);
        assert_refused("audit.too_often", verify_details(town->context, numbers[i], TEXT("Nobody"), TEXT(""), &verification));
        assert_refused("audit.too_often", verify_details(town->context, numbers[i], TEXT(""), code, &verification));
        /* An address says what the number alone does, be its code right or wrong, and that the code was not looked at. */
        const struct text codes[] = {code, TEXT("2222-2222-2222")};
        for (size_t k = 0; k < 2; k++) {
            assert_ok(verify_address(town->context, numbers[i], codes[k], &verification));
            assert_true(verification.found == !i && verification.code_unread == !i && !verification.code_unfit);
            if (!i) assert_true(verification.current && verification.masked);
            if (!i) assert_text_equal(verification.name_latin, "A*** W***");
        }
    }
    town_set_time(town, "2026-02-16T02:06:00Z");
    assert_ok(verify_address(town->context, certificate.number, code, &verification));
    assert_false(verification.masked || verification.code_unread);
    town_free(town);
}
BOTH_ENGINES(right_answers_do_not_count_against_a_number)

/* All at a fair come from one network, and each scans a right code; who is wrong from there is stopped, and then nobody's code is looked at. */
static void right_answers_do_not_count_against_a_network(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-02-16T02:00:00Z", NULL);
    struct certificate certificate = issued_to_alice(town, NULL);
    struct text code;
    struct verification verification;
    assert_ok(award_code(town->context, &certificate, &code));
    town->context->actor.network = TEXT("192.0.2.7");
    for (int i = 0; i < 61; i++) {
        assert_ok(verify_address(town->context, certificate.number, code, &verification));
        assert_true(verification.current && !verification.masked);
    }
    for (int i = 0; i < 60; i++) {
        struct text guessed = text_printf(town->context->arena, "NOBODY-%d", i / 5);
        assert_refused("verify.no_match", verify_details(town->context, guessed, TEXT("Nobody"), TEXT(""), &verification));
    }
    assert_refused("audit.too_often", verify_details(town->context, TEXT("NOBODY-99"), TEXT("Nobody"), TEXT(""), &verification));
    assert_refused("audit.too_often", verify_address(town->context, certificate.number, code, &verification));
    town->context->actor.network = TEXT("192.0.2.8");
    assert_ok(verify_address(town->context, certificate.number, code, &verification));
    assert_false(verification.masked);
    town_free(town);
}
BOTH_ENGINES(right_answers_do_not_count_against_a_network)

/* What was handed out with a code that its holder has replaced stays good as an address: it says what the number alone does. */
static void an_address_with_a_replaced_code_shows_the_certificate_without_its_name(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-02-16T02:00:00Z", NULL);
    int64_t alice;
    struct certificate certificate = issued_to_alice(town, &alice);
    struct text old, code;
    struct verification verification;
    assert_ok(award_code(town->context, &certificate, &old));
    assert_ok(verify_address(town->context, certificate.number, old, &verification));
    assert_true(verification.current && !verification.masked && !verification.code_unfit);

    town_act_as(town, alice);
    assert_ok(award_reset_code(town->context, certificate.number));
    town_act_as(town, 0);
    assert_ok(verify_address(town->context, certificate.number, old, &verification));
    assert_true(verification.current && verification.masked && verification.code_unfit);
    assert_text_equal(verification.name_latin, "A*** W***");
    assert_refused("verify.no_match", verify_details(town->context, certificate.number, TEXT(""), old, &verification));
    assert_ok(verify_address(town->context, TEXT("HW1"), old, &verification));
    assert_false(verification.found || verification.code_unfit);

    /* The code is enough; a name beside it that is not the certificate's is told. */
    certificate = town_certificate(town, alice, "HCIA-Datacom");
    assert_ok(award_code(town->context, &certificate, &code));
    assert_ok(verify_details(town->context, certificate.number, TEXT("Bob Wu"), code, &verification));
    assert_true(verification.current && verification.name_differs);
    assert_ok(verify_details(town->context, certificate.number, TEXT("Wu Alice"), code, &verification));
    assert_true(verification.current && !verification.name_differs);
    assert_ok(verify_details(town->context, certificate.number, TEXT(""), code, &verification));
    assert_false(verification.name_differs);
    town_free(town);
}
BOTH_ENGINES(an_address_with_a_replaced_code_shows_the_certificate_without_its_name)

/* What the holder tells opens the certificate without its number; without the front of it, or at another certificate's place, it opens nothing. A name does not help a wrong one, and ten wrong ones are enough. */
static void the_code_that_a_holder_tells_is_enough(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-02-16T02:00:00Z", NULL);
    int64_t alice, bob = town_account(town, "bob", "bob@example.org", "Bob Li");
    struct certificate certificate = issued_to_alice(town, &alice), other;
    town_tie(town, bob, "bob@example.org");
    town_pass(town, "bob@example.org", "H12-811", "2026-02-12");
    town_follow_up(town);
    other = town_certificate(town, bob, "HCIA-Datacom");
    struct text secret, told, other_told;
    assert_ok(award_code(town->context, &certificate, &secret));
    assert_ok(award_code_to_tell(town->context, &certificate, &told));
    assert_ok(award_code_to_tell(town->context, &other, &other_told));
    assert_int_equal(told.length, 14);

    struct verification verification;
    struct context *context = town->context;
    context->actor = (struct actor){.kind = ACTOR_NOBODY, .network = TEXT("192.0.2.7")};
    const struct text typed[] = {told, text_printf(context->arena, " %.4s%.4s %.4s", told.bytes, told.bytes + 5, told.bytes + 10), typed_wide(town, told, "")};
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        assert_ok(verify_details(context, TEXT(""), TEXT(""), typed[i], &verification));
        assert_text_equal(verification.number, text_string(context->arena, certificate.number));
        assert_text_equal(verification.name_latin, "Alice Wu");
        assert_false(verification.masked);
    }
    assert_ok(verify_details(context, TEXT(""), TEXT("Bob Li"), told, &verification));
    assert_true(verification.name_differs);
    assert_ok(verify_details(context, certificate.number, TEXT(""), told, &verification));
    assert_refused("verify.no_match", verify_details(context, other.number, TEXT(""), told, &verification));

    const struct text wrong[] = {secret, text_printf(context->arena, "%.5s%.9s", other_told.bytes, secret.bytes), text_printf(context->arena, "ZZZZZZZZZZZZZ-%.9s", secret.bytes), text_printf(context->arena, "0000-%.9s", secret.bytes), text_printf(context->arena, "!UIO-%.9s", secret.bytes)};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_refused("verify.no_such_code", verify_details(context, TEXT(""), TEXT(""), wrong[i], &verification));
        assert_refused("verify.no_such_code", verify_details(context, TEXT(""), TEXT("Alice Wu"), wrong[i], &verification));
        assert_false(verification.found);
    }
    for (int i = 0; i < 8; i++) assert_refused("verify.no_such_code", verify_details(context, TEXT(""), TEXT("Bob Li"), wrong[1], &verification));
    assert_refused("audit.too_often", verify_details(context, TEXT(""), TEXT(""), other_told, &verification));
    assert_ok(verify_details(context, TEXT(""), TEXT(""), told, &verification));

    town_act_as(town, alice);
    assert_ok(award_reset_code(context, certificate.number));
    context->actor = (struct actor){.kind = ACTOR_NOBODY, .network = TEXT("192.0.2.7")};
    assert_refused("verify.no_such_code", verify_details(context, TEXT(""), TEXT(""), told, &verification));
    town_free(town);
}
BOTH_ENGINES(the_code_that_a_holder_tells_is_enough)

static const struct explanation_line *line_of(const struct explanation *explanation, const char *words)
{
    const struct explanation_line *lines = explanation->lines.items;
    for (size_t i = 0; i < explanation->lines.count; i++)
        if (text_find(lines[i].text, words) < lines[i].text.length) return &lines[i];
    for (size_t i = 0; i < explanation->lines.count; i++) print_message("  %.*s\n", TEXT_ARG(lines[i].text));
    fail_msg("no line says: %s", words);
    return NULL;
}

static void what_you_have_and_what_is_missing(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-02-16T02:00:00Z", NULL);
    int64_t alice = alice_in(town);
    town_pass(town, "alice@example.org", "H12-821", "2025-06-10");
    town_pass(town, "alice@example.org", "H12-811", "2025-01-10");
    town_exam(town, "alice@example.org", "H12-831", "2025-11-20", GRADE_FAIL, EXAM_FINAL);
    town_exam(town, "alice@example.org", "H12-831", "2025-09-01", GRADE_FAIL, EXAM_FINAL);
    town_exam(town, "alice@example.org", "H12-831", "2026-01-20", GRADE_FAIL, EXAM_REVOKED);
    town_follow_up(town);
    town_act_as(town, alice);
    struct explanation explanation;
    assert_ok(award_explain(town->context, alice, TEXT("HCIP-Datacom"), &explanation));
    assert_false(explanation.earned);
    assert_true(explanation.begun);
    assert_text_equal(explanation.summary, "Not earned yet: what is missing must be passed by 9 December 2026.");
    const struct explanation_line *line = line_of(&explanation, "H12-821");
    assert_true(line->met);
    assert_text_equal(line->text, "Exam H12-821 HCIP-Datacom-Core Technology, passed on 10 June 2025");
    assert_text_equal(line->registration_id, "R1");
    line = line_of(&explanation, "H12-831");
    assert_true(line->missing);
    assert_day(line->day, "2026-12-09");
    assert_ptr_equal(line, line_of(&explanation, ", not passed on 20 November 2025, to be passed by 9 December 2026"));
    assert_true(line->depth > 0);
    line = line_of(&explanation, "within 18 months");
    assert_true(line->missing && line->depth == 0);

    assert_ok(award_explain(town->context, alice, TEXT("HCIA-Datacom"), &explanation));
    assert_true(explanation.earned);
    assert_text_equal(explanation.summary, "Earned on 10 January 2025; valid through 9 June 2028."); /* renewed by the core exam */

    struct list progress;
    assert_ok(award_progress(town->context, alice, &progress));
    assert_int_equal(progress.count, 2); /* what she has begun: HCIA and HCIP */

    /* Whoever has one of a choice needs no other by any day. */
    int64_t bob = somebody(town, "bob", "bob@example.org", "Bob Li");
    town_pass(town, "bob@example.org", "H12-831", "2025-06-10");
    town_exam(town, "bob@example.org", "H12-851", "2025-09-01", GRADE_FAIL, EXAM_FINAL);
    town_follow_up(town);
    town_act_as(town, bob);
    assert_ok(award_explain(town->context, bob, TEXT("HCIP-Datacom"), &explanation));
    assert_day(line_of(&explanation, "H12-821")->day, "2026-12-09");
    line = line_of(&explanation, "H12-841");
    assert_true(!line->missing && !day_is(line->day) && text_ends_with(line->text, ", no pass in this account yet"));
    assert_true(text_ends_with(line_of(&explanation, "H12-851")->text, ", not passed on 1 September 2025"));
    town_act_as(town, alice);

    /* A year later the window is over. */
    support_set_clock(town->support, "2027-01-15T02:00:00Z");
    assert_ok(award_explain(town->context, alice, TEXT("HCIP-Datacom"), &explanation));
    assert_text_equal(explanation.summary, "Not earned yet: see below what is missing.");
    line = line_of(&explanation, "10 June 2025");
    assert_true(line->void_pass && !line->met);
    assert_true(line_of(&explanation, "H12-821")->missing);

    town->context->language = "zh_CN";
    assert_ok(award_explain(town->context, alice, TEXT("HCIA-Datacom"), &explanation));
    assert_text_equal(explanation.summary, "于 2025年1月10日 获得；有效期至 2028年6月9日。");
    assert_text_equal(explanation.name, "华为认证ICT工程师-数通");
    assert_refused("award.no_such_certification", award_explain(town->context, alice, TEXT("HCIX"), &explanation));
    town_free(town);
}
BOTH_ENGINES(what_you_have_and_what_is_missing)

/* What renewed it, and when: by an exam, by all of it again, by a change of rules. */
static void an_explanation_names_what_renewed(enum database_engine engine)
{
    struct town *town = town_new(engine, "2023-06-01T02:00:00Z", NULL);
    int64_t alice = alice_in(town);
    town_pass(town, "alice@example.org", "H12-891", "2020-11-02");
    town_pass(town, "alice@example.org", "H12-892", "2021-03-01");
    town_pass(town, "alice@example.org", "H12-891", "2023-05-20");
    town_pass(town, "alice@example.org", "H12-811", "2021-01-10");
    town_pass(town, "alice@example.org", "H12-811", "2022-05-20");
    town_follow_up(town);
    town_act_as(town, alice);
    struct explanation explanation;
    assert_ok(award_explain(town->context, alice, TEXT("HCIE-Datacom"), &explanation));
    const struct explanation_line *line = line_of(&explanation, "Renewed on");
    assert_text_equal(line->text, "Renewed on 20 May 2023, valid through 19 May 2026");
    assert_true(line->met && line->depth == 0 && line + 2 == (const struct explanation_line *)explanation.lines.items + explanation.lines.count);
    assert_day(line->day, "2023-05-20");
    assert_true(text_starts_with(line[1].text, "Exam H12-891 ") && text_ends_with(line[1].text, ", passed on 20 May 2023"));
    assert_text_equal(line[1].registration_id, "R3");
    assert_true(line[1].met && line[1].depth == 1);
    line = line_of(&explanation, ": since 1 January 2023 valid through 29 February 2024");
    assert_true(line->met && line->depth == 0);

    assert_ok(award_explain(town->context, alice, TEXT("HCIA-Datacom"), &explanation));
    line = line_of(&explanation, "Renewed on 20 May 2022");
    assert_true(text_starts_with(line[1].text, "Exam H12-811 ") && text_ends_with(line[1].text, ", passed on 20 May 2022"));
    assert_text_equal(line[1].registration_id, "R5");

    town->context->language = "zh_CN";
    assert_ok(award_explain(town->context, alice, TEXT("HCIE-Datacom"), &explanation));
    assert_text_equal(line_of(&explanation, "续期")->text, "于 2023年5月20日 续期，有效期至 2026年5月19日");
    town_free(town);
}
BOTH_ENGINES(an_explanation_names_what_renewed)

static void a_renamed_certification_prints_the_name_of_the_award_day(enum database_engine engine)
{
    struct town *town = town_new(engine, "2019-01-15T02:00:00Z", NULL);
    int64_t alice = alice_in(town), bob = somebody(town, "bob", "bob@example.org", "Bob Li");
    town_pass(town, "alice@example.org", "H12-711", "2018-10-31");
    town_pass(town, "bob@example.org", "H12-711", "2018-11-01");
    town_follow_up(town);
    assert_text_equal(town_certificate(town, alice, "HCIA-Security").name, "Huawei Certified Network Associate-Security");
    assert_text_equal(town_certificate(town, bob, "HCIA-Security").name, "Huawei Certified ICT Associate-Security");
    town_free(town);
}
BOTH_ENGINES(a_renamed_certification_prints_the_name_of_the_award_day)

static void an_association_shows_its_certificates_at_once_and_one_letter_tells_of_all(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-02-16T02:00:00Z", NULL);
    int64_t alice = town_account(town, "alice", "alice@example.org", "Alice Wu"), records;
    town_pass(town, "alice@example.org", "H12-811", "2025-01-10");
    town_pass(town, "alice@example.org", "H12-711", "2025-02-10");
    town_follow_up(town);
    town_act_as(town, alice);
    assert_ok(association_complete(town->context, 0, town_ask(town, "alice@example.org"), TEXT(""), &records));
    town_follow_up(town);
    assert_int_equal(town_count(town, "certificates"), 2);
    struct list letters = town_letters(town, "alice@example.org");
    assert_int_equal(letters.count, 3); /* the request, that it is done, and what was earned */
    assert_text_equal(((const struct mailbox_letter *)letters.items)->subject, "2 certificates are issued to you: HCIA-Datacom, HCIA-Security");

    /* The subject names some of many. */
    (void)somebody(town, "bob", "bob@example.org", "Bob Xu");
    for (size_t i = 0; i < 4; i++) town_pass(town, "bob@example.org", ((const char *const[]){"H12-811", "H12-711", "H13-511", "H13-611"})[i], "2026-02-11");
    town_follow_up(town);
    assert_text_equal(newest_subject(town, "bob@example.org"), "4 certificates are issued to you: HCIA-Datacom, HCIA-Security, HCIA-Cloud-Computing …");
    town_free(town);
}
BOTH_ENGINES(an_association_shows_its_certificates_at_once_and_one_letter_tells_of_all)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(it_is_pending_until_its_day_then_issued_then_expired),
        ON_BOTH(what_was_never_issued_is_nothing_to_the_public),
        ON_BOTH(what_was_issued_and_is_pending_anew_is_known_to_the_public),
        ON_BOTH(what_a_provider_revokes_is_revoked_and_returns_with_its_number),
        ON_BOTH(what_a_result_row_says_is_followed_at_once),
        ON_BOTH(what_is_not_final_earns_nothing),
        ON_BOTH(when_records_leave_it_is_suspended_and_after_30_days_withdrawn),
        ON_BOTH(what_was_stopped_before_it_was_issued_is_issued_when_it_is_whole),
        ON_BOTH(the_2023_rule_change_extends_on_its_day_and_keeps_the_history),
        ON_BOTH(what_was_earned_long_ago_comes_with_its_history),
        ON_BOTH(a_renewal_extends_the_same_certificate),
        ON_BOTH(a_renewal_that_became_the_award_is_one_no_more),
        ON_BOTH(what_comes_late_is_told_to_whoever_uses_the_account),
        ON_BOTH(a_new_revision_is_told_unless_it_is_history),
        ON_BOTH(what_becomes_pending_anew_is_not_to_be_downloaded),
        ON_BOTH(a_correction_does_not_date_back),
        ON_BOTH(a_corrected_exam_day_is_followed_through),
        ON_BOTH(a_new_revision_of_what_is_stopped_is_told),
        ON_BOTH(past_the_horizon_a_date_is_provisional_until_the_calendar_knows),
        ON_BOTH(what_was_issued_by_earlier_days_was_issued_rightly),
        ON_BOTH(names_come_from_the_account_else_from_the_records_else_it_waits),
        ON_BOTH(a_code_is_derived_and_its_holder_can_reset_it),
        ON_BOTH(a_number_and_a_code_are_found_however_they_are_typed),
        ON_BOTH(right_answers_do_not_count_against_a_number),
        ON_BOTH(right_answers_do_not_count_against_a_network),
        ON_BOTH(an_address_with_a_replaced_code_shows_the_certificate_without_its_name),
        ON_BOTH(the_code_that_a_holder_tells_is_enough),
        ON_BOTH(what_you_have_and_what_is_missing),
        ON_BOTH(an_explanation_names_what_renewed),
        ON_BOTH(a_renamed_certification_prints_the_name_of_the_award_day),
        ON_BOTH(an_association_shows_its_certificates_at_once_and_one_letter_tells_of_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
