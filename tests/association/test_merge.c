/* Two accounts of one person (SPEC 5.10), as he lives it. HCIE-Datacom needs the written exam H12-891 and the lab H12-892. */
#include "award/town.h"

#include <pthread.h>

#include "account/account.h"
#include "account/account_second.h"
#include "association/association_merge.h"
#include "association/association_tie.h"
#include "association/association_unbinding.h"
#include "association/association_unbinding_open.h"

#define PASSWORD "kettle-orchard-violin-42"

struct person {
    struct town *town;
    int64_t old, new, stranger; /* accounts; the third is another person's */
};

static struct person begin(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-03-02T02:00:00Z", NULL);
    struct person it = {.town = town, .old = town_account(town, "wei.old", "wei@old.example", "Wei Zhang"), .new = town_account(town, "wei", "wei@new.example", "Wei Zhang"),
                        .stranger = town_account(town, "mallory", "m@example.org", "Mallory")};
    town_act_as(town, 0);
    assert_ok(account_set_password(town->context, it.old, TEXT(PASSWORD)));
    assert_ok(account_set_password(town->context, it.new, TEXT(PASSWORD)));
    town_tie(town, it.old, "wei@old.example");
    town_tie(town, it.old, "wei@work.example");
    town_tie(town, it.new, "wei@new.example");
    town_pass(town, "wei@old.example", "H12-811", "2026-01-05"); /* HCIA-Datacom, in the old one */
    town_pass(town, "wei@work.example", "H12-891", "2026-01-06");
    town_pass(town, "wei@new.example", "H12-892", "2026-02-03");
    town_follow_up(town);
    assert_ok(award_run_dates(town->context, NULL)); /* leaves everyone to be evaluated, because of rule changes: what moves in the same batch moves all the same */
    return it;
}

static struct text prove(struct person *it, int64_t own, const char *name)
{
    struct town *town = it->town;
    struct text proof;
    int64_t other;
    town_act_as(town, own);
    assert_ok(association_merge_prove(town->context, text_of(name), TEXT(PASSWORD), TEXT(""), &proof, &other));
    return proof;
}

static struct association_merge_view newest(struct person *it, int64_t account)
{
    struct town *town = it->town;
    struct list merges;
    town_act_as(town, account);
    assert_ok(association_merges(town->context, account, &merges));
    assert_true(merges.count > 0);
    return *(const struct association_merge_view *)merges.items;
}

/* What the page of the undoing says in one of the two accounts of what becomes of one certification; NULL: nothing. */
static const struct award_preview_line *undo_line(struct person *it, int64_t account, int64_t merge, const char *certification)
{
    struct town *town = it->town;
    struct list lines;
    town_act_as(town, account);
    assert_ok(award_preview(town->context, &(struct award_preview){.account = account, .merge_undone = merge}, &lines));
    for (size_t i = 0; i < lines.count; i++) {
        const struct award_preview_line *line = (const struct award_preview_line *)lines.items + i;
        if (text_is(line->certification, certification)) return line;
    }
    return NULL;
}

static void written_in_one_and_lab_in_the_other(enum database_engine engine)
{
    struct person it = begin(engine);
    struct town *town = it.town;
    struct text hcia = text_copy(town->context->arena, town_certificate(town, it.old, "HCIA-Datacom").number);
    assert_false(town_has_certificate(town, it.old, "HCIE-Datacom") || town_has_certificate(town, it.new, "HCIE-Datacom"));

    /* Beforehand: what moves, and what it brings. */
    struct text proof = prove(&it, it.new, "wei.old");
    struct list things, lines;
    int64_t other_names;
    assert_ok(association_merge_things(town->context, proof, &things, &other_names));
    assert_int_equal(things.count, 2);
    assert_int_equal(other_names, 0);
    assert_text_equal(((const struct association_merge_thing *)things.items)[0].address, "wei@old.example");
    /* Nobody else sees it by that proof, nor by his own of another account. */
    town_act_as(town, it.stranger);
    assert_refused("merge.proof", award_preview(town->context, &(struct award_preview){.account = it.stranger, .merge_proof = proof}, &lines));
    assert_refused("audit.not_allowed", award_preview(town->context, &(struct award_preview){.account = it.new, .merge_proof = proof}, &lines));
    town_act_as(town, it.old);
    assert_refused("audit.not_allowed", award_preview(town->context, &(struct award_preview){.account = it.new, .merge_proof = proof}, &lines));
    town_act_as(town, it.new);
    assert_refused("merge.proof", award_preview(town->context, &(struct award_preview){.account = it.new, .merge_proof = TEXT("2-9999999999-00")}, &lines));
    assert_ok(award_preview(town->context, &(struct award_preview){.account = it.new, .merge_proof = proof}, &lines));
    assert_int_equal(lines.count, 2);
    assert_true(((const struct award_preview_line *)lines.items)[0].moved);
    assert_true(((const struct award_preview_line *)lines.items)[1].earned);
    assert_int_equal(town_count(town, "merged"), 0);

    int64_t merge, went;
    assert_ok(association_merge(town->context, proof, &merge));
    town_follow_up(town);
    assert_ok(award_run_dates(town->context, NULL));
    assert_int_equal(town_count(town, "merged"), 4); /* two let go, two tied */
    assert_text_equal(town_certificate(town, it.new, "HCIA-Datacom").number, text_string(town->context->arena, hcia));
    struct certificate hcie = town_certificate(town, it.new, "HCIE-Datacom");
    assert_true(hcie.issued);
    assert_false(town_has_certificate(town, it.old, "HCIA-Datacom"));
    assert_int_equal(town_letters_about(town, "wei@new.example", "are one"), 1);
    assert_int_equal(town_letters_about(town, "wei@old.example", "are one"), 1);

    /* The emptied account says where everything is, and undoes. */
    struct association_merge_view view;
    town_act_as(town, it.old);
    assert_ok(association_merge_emptied(town->context, &view));
    assert_text_equal(view.into, "wei");
    assert_true(view.may_undo && view.mailboxes == 2);
    town_act_as(town, it.new);
    assert_int_equal(association_merge_emptied(town->context, &view), RESULT_NONE);
    town_tie(town, it.new, "wei@later.example"); /* added since: it stays */
    town_act_as(town, it.stranger);
    assert_int_equal(association_merge_undo(town->context, merge, &went), RESULT_NONE);
    /* Beforehand: what goes back, and what becomes of the certificates of each; of nobody else's. */
    assert_int_equal(association_merge_undo_things(town->context, merge, &view, &things), RESULT_NONE);
    assert_null(undo_line(&it, it.stranger, merge, "HCIA-Datacom"));
    assert_refused("audit.not_allowed", award_preview(town->context, &(struct award_preview){.account = it.new, .merge_undone = merge}, &lines));
    assert_true(undo_line(&it, it.new, merge, "HCIA-Datacom")->given_back);
    assert_true(undo_line(&it, it.new, merge, "HCIE-Datacom")->suspended);
    assert_true(undo_line(&it, it.old, merge, "HCIA-Datacom")->moved);
    assert_text_equal(undo_line(&it, it.old, merge, "HCIA-Datacom")->number, text_string(town->context->arena, hcia));
    assert_null(undo_line(&it, it.old, merge, "HCIE-Datacom"));
    assert_ok(association_merge_undo_things(town->context, merge, &view, &things));
    assert_true(view.emptied && view.may_undo);
    assert_int_equal(things.count, 2);
    assert_text_equal(((const struct association_merge_thing *)things.items)[1].address, "wei@work.example");
    assert_int_equal(((const struct association_merge_thing *)things.items)[1].records, 1);
    town_act_as(town, it.old);
    assert_ok(association_merge_undo(town->context, merge, &went));
    assert_int_equal(went, 2);
    assert_refused("merge.undone", association_merge_undo(town->context, merge, &went));
    assert_refused("merge.undone", association_merge_undo_things(town->context, merge, &view, &things));
    town_follow_up(town);
    assert_text_equal(town_certificate(town, it.old, "HCIA-Datacom").number, text_string(town->context->arena, hcia));
    assert_true(town_certificate(town, it.old, "HCIA-Datacom").issued);
    assert_true(town_certificate(town, it.new, "HCIE-Datacom").suspended);
    town_assert_in_order(town);

    /* And once more: it returns, under its number. */
    town_set_time(town, "2026-03-10T02:00:00Z");
    assert_ok(association_merge(town->context, prove(&it, it.new, "wei@work.example"), &merge));
    town_follow_up(town);
    assert_true(town_certificate(town, it.new, "HCIE-Datacom").issued);
    assert_text_equal(town_certificate(town, it.new, "HCIE-Datacom").number, text_string(town->context->arena, hcie.number));
    town_assert_in_order(town);
    town_set_time(town, "2026-04-09T02:00:00Z");
    town_act_as(town, it.new);
    assert_refused("merge.undo_late", association_merge_undo(town->context, merge, &went));
    assert_false(newest(&it, it.new).may_undo);
    town_free(town);
}
BOTH_ENGINES(written_in_one_and_lab_in_the_other)

static const struct certificate *by_number(const struct list *certificates, struct text number)
{
    for (size_t i = 0; i < certificates->count; i++)
        if (text_equal(((const struct certificate *)certificates->items)[i].number, number)) return (const struct certificate *)certificates->items + i;
    return NULL;
}

static const struct award_preview_line *line_of(const struct list *lines, const char *certification, bool joined)
{
    for (size_t i = 0; i < lines->count; i++) {
        const struct award_preview_line *line = (const struct award_preview_line *)lines->items + i;
        if (text_is(line->certification, certification) && line->joined == joined) return line;
    }
    return NULL;
}

static bool same_day(struct day a, struct day b)
{
    return a.number == b.number;
}

/* Every certificate that has a line is as the line says, and every other one as it was. */
static void assert_came_true(struct person *it, const struct list *lines, const struct list *before)
{
    struct town *town = it->town;
    struct list after;
    town_act_as(town, it->new);
    assert_ok(award_certificates(town->context, it->new, 100, &after));
    for (size_t i = 0; i < after.count; i++) {
        const struct certificate *now = (const struct certificate *)after.items + i, *was = by_number(before, now->number);
        const struct award_preview_line *line = line_of(lines, text_string(town->context->arena, now->certification), false);
        assert_true(was ? now->account_id == was->account_id || (line && line->moved) : line && line->earned);
        if (!line) {
            assert_true(now->state == was->state && now->revision == was->revision && same_day(now->award_day, was->award_day) && same_day(now->issue_day, was->issue_day) && same_day(now->expiry_day, was->expiry_day));
            continue;
        }
        assert_true(same_day(line->award_after, now->award_day) && same_day(line->issue_after, now->issue_day) && same_day(line->expiry_after, now->expiry_day));
        assert_int_equal(line->provisional, now->provisional);
        assert_true(text_empty(line->state) || text_equal(line->state, now->state_word));
        if (!was) continue;
        assert_true(text_equal(line->number, now->number));
        assert_true(same_day(line->award_before, was->award_day) && same_day(line->issue_before, was->issue_day) && same_day(line->expiry_before, was->expiry_day));
        assert_int_equal(line->award_changed, !same_day(was->award_day, now->award_day));
        assert_int_equal(line->issue_changed, !same_day(was->issue_day, now->issue_day));
        assert_int_equal(line->expiry_changed, !same_day(was->expiry_day, now->expiry_day));
        assert_int_equal(line->revised, now->revision == was->revision + 1);
        assert_true(!text_empty(line->state) || line->back || now->state == was->state);
    }
}

/* SPEC 5.10: with the days, the states and the new revisions that the merge brings, also of what comes along. */
static void what_the_preview_says_comes_true(enum database_engine engine)
{
    struct person it = begin(engine);
    struct town *town = it.town;
    town_pass(town, "wei@new.example", "H12-711", "2026-02-10"); /* HCIA-Security in both: an earlier one in the other account */
    town_pass(town, "wei@old.example", "H12-711", "2026-01-20");
    town_pass(town, "wei@old.example", "H12-821", "2026-02-01"); /* half an HCIP-Datacom in each; the second half was passed today */
    town_pass(town, "wei@new.example", "H12-831", "2026-03-02");
    int64_t storage = town_pass(town, "wei@work.example", "H13-611", "2026-02-02"); /* HCIA-Storage, which is suspended in the other account */
    town_follow_up(town);
    assert_ok(award_run_dates(town->context, NULL));
    town_follow_up(town);
    town_correct(town, storage, GRADE_PASS, EXAM_ON_HOLD);
    town_follow_up(town);
    assert_true(town_certificate(town, it.old, "HCIA-Storage").suspended);
    struct text proof = prove(&it, it.new, "wei.old");
    struct list lines, before;
    int64_t merge;
    assert_ok(award_preview(town->context, &(struct award_preview){.account = it.new, .merge_proof = proof}, &lines));
    town_act_as(town, 0);
    assert_ok(award_certificates(town->context, 0, 100, &before));
    town_act_as(town, it.new);

    const struct award_preview_line *hcia = line_of(&lines, "HCIA-Datacom", false), *hcip = line_of(&lines, "HCIP-Datacom", false), *security = line_of(&lines, "HCIA-Security", false),
                                    *storage_line = line_of(&lines, "HCIA-Storage", false);
    assert_true(hcia && hcia->moved && hcia->expiry_changed && hcia->revised && !hcia->award_changed); /* renewed by the exams of this account */
    assert_true(hcip && hcip->earned && text_is(hcip->state, "pending") && hcip->issue_after.number == hcip->award_after.number + 1);
    assert_true(security && security->award_changed && security->issue_changed && security->revised);
    assert_true(line_of(&lines, "HCIA-Security", true) != NULL);
    assert_true(storage_line && storage_line->moved && text_is(storage_line->state, "suspended") && !storage_line->revised);

    assert_ok(association_merge(town->context, proof, &merge));
    town_follow_up(town);
    assert_came_true(&it, &lines, &before);
    assert_true(town_certificate(town, it.old, "HCIA-Security").withdrawn);
    town_correct(town, storage, GRADE_PASS, EXAM_FINAL);
    town_follow_up(town);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_the_preview_says_comes_true)

/* Sets up a second step; what its app holds. */
static struct text with_second_step(struct person *it, int64_t account, struct text codes[ACCOUNT_RECOVERY_CODES])
{
    struct town *town = it->town;
    struct account_second_offer offer;
    town_act_as(town, account);
    assert_ok(account_second_offer(town->context, TEXT(""), &offer));
    assert_ok(account_second_set_up(town->context, offer.nonce, TEXT(PASSWORD), support_app_code(town->support, offer.secret), codes));
    support_forward(town->support, 30); /* the code that was just typed is used up */
    return offer.secret;
}

/* Both have a second step: the password of the other one alone shows nothing, its code does once, and so does a recovery code. */
static void an_account_with_a_second_step_is_proven_by_its_code_too(enum database_engine engine)
{
    struct person it = begin(engine);
    struct town *town = it.town;
    struct context *context = town->context;
    struct text codes[ACCOUNT_RECOVERY_CODES], proof;
    int64_t other, merge;
    struct text own = with_second_step(&it, it.new, codes), secret = with_second_step(&it, it.old, codes);
    town_act_as(town, it.new);
    assert_refused("account.second_needed", association_merge_prove(context, TEXT("wei.old"), TEXT(PASSWORD), TEXT(""), &proof, &other));
    assert_refused("account.second_code", association_merge_prove(context, TEXT("wei.old"), TEXT(PASSWORD), support_app_code(town->support, own), &proof, &other)); /* his own is another account's */
    assert_refused("account.sign_in", association_merge_prove(context, TEXT("wei.old"), TEXT("something-else-altogether"), support_app_code(town->support, secret), &proof, &other));
    assert_ok(association_merge_prove(context, TEXT("wei.old"), TEXT(PASSWORD), support_app_code(town->support, secret), &proof, &other));
    assert_int_equal(other, it.old);
    assert_refused("account.second_code", association_merge_prove(context, TEXT("wei.old"), TEXT(PASSWORD), support_app_code(town->support, secret), &proof, &other));
    assert_ok(association_merge_prove(context, TEXT("wei.old"), TEXT(PASSWORD), codes[3], &proof, &other));
    proof = text_copy(context->arena, proof);
    assert_refused("account.second_code", association_merge_prove(context, TEXT("wei.old"), TEXT(PASSWORD), codes[3], &proof, &other));
    assert_ok(association_merge(context, proof, &merge));
    town_follow_up(town);
    town_act_as(town, it.new);
    assert_int_equal(newest(&it, it.new).id, merge);
    /* Ten codes an hour, as at sign-in. */
    for (int i = 0; i < 10; i++) (void)!association_merge_prove(context, TEXT("wei.old"), TEXT(PASSWORD), TEXT("000000"), &proof, &other), error_clear(&context->error);
    assert_refused("audit.too_often", association_merge_prove(context, TEXT("wei.old"), TEXT(PASSWORD), codes[4], &proof, &other));
    town_free(town);
}
BOTH_ENGINES(an_account_with_a_second_step_is_proven_by_its_code_too)

static void who_may_not_be_merged(enum database_engine engine)
{
    struct person it = begin(engine);
    struct town *town = it.town;
    struct text proof;
    int64_t other, merge;
    town_act_as(town, it.new);
    assert_refused("account.sign_in", association_merge_prove(town->context, TEXT("wei.old"), TEXT("something-else-altogether"), TEXT(""), &proof, &other));
    assert_refused("account.sign_in", association_merge_prove(town->context, TEXT("nobody.there"), TEXT(PASSWORD), TEXT(""), &proof, &other));
    assert_refused("merge.self", association_merge_prove(town->context, TEXT("wei"), TEXT(PASSWORD), TEXT(""), &proof, &other));
    proof = text_copy(town->context->arena, prove(&it, it.new, "wei.old"));

    /* A proof is for one pair of accounts and a quarter of an hour, and cannot be made up. */
    town_act_as(town, it.stranger);
    assert_refused("merge.proof", association_merge(town->context, proof, &merge));
    town_act_as(town, it.new);
    assert_refused("merge.proof", association_merge(town->context, TEXT(""), &merge));
    town_act_as(town, 0);
    assert_ok(account_set_password(town->context, it.old, TEXT("another-" PASSWORD))); /* the owner has noticed that somebody knows his password */
    town_act_as(town, it.new);
    assert_refused("merge.proof", association_merge(town->context, proof, &merge));
    town_act_as(town, 0);
    assert_ok(account_set_password(town->context, it.old, TEXT(PASSWORD)));
    proof = text_copy(town->context->arena, prove(&it, it.new, "wei.old"));
    assert_refused("merge.proof", association_merge(town->context, text_printf(town->context->arena, "9%.*s", TEXT_ARG(proof)), &merge));
    support_forward(town->support, MERGE_PROOF_SECONDS);
    assert_refused("merge.proof", association_merge(town->context, proof, &merge));

    /* What is to be unbound does not slip away into another account. */
    struct unbinding_opening wish = {.cause = UNBINDING_OWNER, .claimant = it.stranger};
    assert_ok(intake_mailbox_known(town->context, TEXT("wei@work.example"), &wish.mailbox));
    int64_t unbinding;
    assert_ok(unbinding_open(town->context, &wish, &unbinding));
    assert_refused("merge.unbinding", association_merge_prove(town->context, TEXT("wei.old"), TEXT(PASSWORD), TEXT(""), &proof, &other));
    bool effective;
    town_act_as_staff(town, it.stranger);
    assert_refused("case.own", unbinding_decide(town->context, unbinding, false, TEXT("Mine."), &effective));
    town_act_as_staff(town, town_account(town, "rita", "rita@body.example", "Rita"));
    assert_ok(unbinding_decide(town->context, unbinding, false, TEXT("It is his."), &effective));

    assert_ok(association_merge(town->context, prove(&it, it.new, "wei.old"), &merge));
    assert_refused("merge.emptied_other", association_merge_prove(town->context, TEXT("wei.old"), TEXT(PASSWORD), TEXT(""), &proof, &other));
    town_act_as(town, it.old);
    assert_refused("merge.emptied", association_merge_prove(town->context, TEXT("wei"), TEXT(PASSWORD), TEXT(""), &proof, &other));
    int64_t third = town_account(town, "wei.third", "w3@example.org", "Wei Zhang");
    town_act_as(town, third);
    assert_refused("merge.chain", association_merge_prove(town->context, TEXT("wei"), TEXT(PASSWORD), TEXT(""), &proof, &other));
    town_act_as(town, 0);
    assert_ok(account_set_password(town->context, third, TEXT(PASSWORD)));
    assert_refused("merge.nothing", association_merge(town->context, prove(&it, it.new, "wei.third"), &merge));
    town_follow_up(town);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(who_may_not_be_merged)

/* More than one person can have: it is no person's account, and nothing of it moves. */
static void who_has_more_than_a_person_can_is_not_merged(enum database_engine engine)
{
    struct person it = begin(engine);
    struct town *town = it.town;
    int64_t merge;
    assert_ok(database_script(town->context, text_printf(town->context->arena,
        "INSERT INTO mailbox (address) WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 20000) SELECT 'many' || CAST(n AS TEXT) || '@example.org' FROM n;"
        "INSERT INTO association (mailbox_id, account_id, since_at, means) SELECT id, %lld, 0, 'takeover' FROM mailbox WHERE address LIKE 'many%%@example.org';", (long long)it.old).bytes));
    assert_refused("merge.many", association_merge(town->context, prove(&it, it.new, "wei.old"), &merge));
    assert_int_equal(town_count(town, "merged"), 0);
    town_free(town);
}
BOTH_ENGINES(who_has_more_than_a_person_can_is_not_merged)

/* Once the merge cannot be undone any more, an account into which something has come is one like others. */
static void an_emptied_account_is_filled_again(enum database_engine engine)
{
    struct person it = begin(engine);
    struct town *town = it.town;
    struct association_merge_view view;
    struct text proof;
    int64_t other, merge, again;
    assert_ok(association_merge(town->context, prove(&it, it.new, "wei.old"), &merge));
    town_tie(town, it.old, "wei@later.example");
    town_follow_up(town);
    town_act_as(town, it.new);
    assert_refused("merge.emptied_other", association_merge_prove(town->context, TEXT("wei.old"), TEXT(PASSWORD), TEXT(""), &proof, &other)); /* it can still be undone */
    town_set_time(town, "2026-04-02T02:00:00Z");
    town_act_as(town, it.old);
    assert_int_equal(association_merge_emptied(town->context, &view), RESULT_NONE);
    assert_ok(association_merge(town->context, prove(&it, it.new, "wei.old"), &again));
    assert_true(again != merge);
    town_follow_up(town);
    town_set_time(town, "2026-05-05T02:00:00Z");
    town_act_as(town, it.old);
    assert_ok(association_merge_emptied(town->context, &view)); /* nothing has come since */
    assert_int_equal(view.id, again);
    town_act_as(town, it.new);
    assert_refused("merge.emptied_other", association_merge_prove(town->context, TEXT("wei.old"), TEXT(PASSWORD), TEXT(""), &proof, &other));
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(an_emptied_account_is_filled_again)

/* Single records, bars and what left meanwhile: exactly what was moved goes back. */
static void exactly_what_was_moved_goes_back(enum database_engine engine)
{
    struct person it = begin(engine);
    struct town *town = it.town;
    bool made;
    int64_t records, holder, merge;
    struct association_thing single = {.record = town_pass(town, "else@example.org", "H12-821", "2026-01-07")},
                             barred = {.record = town_pass(town, "wei@work.example", "H12-831", "2026-01-08")}, work = {0};
    town_follow_up(town);
    assert_ok(intake_mailbox_known(town->context, TEXT("wei@work.example"), &work.mailbox));
    assert_ok(association_tie(town->context, single, it.old, "score-report", 0, &made, &records));
    const struct unbinding_opening opening = {.record = barred.record, .cause = UNBINDING_STAFF, .reason = TEXT("It is said to be another person's.")};
    int64_t unbinding;
    town_act_as_staff(town, it.stranger);
    assert_ok(unbinding_open(town->context, &opening, &unbinding));
    town_act_as(town, it.old);
    assert_ok(unbinding_let_go(town->context, unbinding));
    town_tie(town, it.stranger, "else@example.org"); /* the single record is tied to the old account all the same */
    assert_int_equal(association_holder(town->context, barred, &holder), RESULT_NONE);
    assert_ok(association_merge(town->context, prove(&it, it.new, "wei.old"), &merge));
    town_follow_up(town);
    assert_ok(association_holder(town->context, single, &holder));
    assert_int_equal(holder, it.new);
    assert_int_equal(association_holder(town->context, barred, &holder), RESULT_NONE); /* it does not slip in */
    town_assert_in_order(town);
    town_act_as(town, it.new);
    assert_ok(association_untie(town->context, work, it.new, "released", 0, &made, &records)); /* he lets it go: it is nobody's to give back */
    town_act_as_staff(town, it.stranger);
    bool effective;
    /* The staff read before what goes back: what he has let go is not among it, nor is the bar. */
    struct list things;
    assert_ok(association_merge_goes_back(town->context, merge, &things));
    bool told = false;
    for (size_t i = 0; i < things.count; i++) {
        const struct association_merge_thing *thing = (const struct association_merge_thing *)things.items + i;
        assert_false(text_is(thing->address, "wei@work.example"));
        told = told || (thing->of_record && text_is(thing->exam_code, "H12-821") && text_is(thing->address, "else@example.org"));
    }
    assert_true(told);
    town_act_as(town, it.new);
    assert_refused("audit.not_allowed", association_merge_goes_back(town->context, merge, &things));
    town_act_as_staff(town, it.stranger);
    assert_refused("merge.reason_missing", association_merge_undo_by_staff(town->context, merge, TEXT(" "), &effective));
    assert_ok(association_merge_undo_by_staff(town->context, merge, TEXT("They are two persons."), &effective));
    assert_true(effective);
    town_follow_up(town);
    assert_ok(association_holder(town->context, single, &holder));
    assert_int_equal(holder, it.old);
    assert_int_equal(association_holder(town->context, work, &holder), RESULT_NONE);
    assert_int_equal(association_holder(town->context, barred, &holder), RESULT_NONE);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(exactly_what_was_moved_goes_back)

/* An unbinding was a mistake, and the account that it was taken from is merged since: what is put back would be in nobody's sight, so the staff read what to undo first. */
static void what_was_unbound_goes_back_only_once_the_account_is_one_again(enum database_engine engine)
{
    struct person it = begin(engine);
    struct town *town = it.town;
    struct association_thing thing = {.record = town_pass(town, "wei@work.example", "H12-831", "2026-01-08")};
    const struct unbinding_opening opening = {.record = thing.record, .cause = UNBINDING_STAFF, .reason = TEXT("It is said to be another person's.")};
    int64_t unbinding, holder, merge, went;
    bool effective;
    town_follow_up(town);
    town_act_as_staff(town, it.stranger);
    assert_ok(unbinding_open(town->context, &opening, &unbinding));
    town_act_as(town, it.old);
    assert_ok(unbinding_let_go(town->context, unbinding));
    town_follow_up(town);
    assert_ok(association_merge(town->context, prove(&it, it.new, "wei.old"), &merge));
    town_follow_up(town);
    town_act_as_staff(town, it.stranger);
    assert_refused("unbinding.merged", unbinding_undo(town->context, unbinding, TEXT("It is his."), &effective));
    assert_int_equal(association_holder(town->context, thing, &holder), RESULT_NONE);
    town_act_as(town, it.new);
    assert_ok(association_merge_undo(town->context, merge, &went));
    town_act_as_staff(town, it.stranger);
    assert_ok(unbinding_undo(town->context, unbinding, TEXT("It is his."), &effective));
    assert_true(effective);
    assert_ok(association_holder(town->context, thing, &holder));
    assert_int_equal(holder, it.old);
    town_follow_up(town);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_was_unbound_goes_back_only_once_the_account_is_one_again)

/* One is merged into the next, and that one, when its month is over, into a third: what the first has claimed comes to the last. */
static void what_was_claimed_follows_all_merges(enum database_engine engine)
{
    struct person it = begin(engine);
    struct town *town = it.town;
    struct association_thing thing = {.record = town_pass(town, "m@example.org", "H12-831", "2026-01-08")};
    int64_t unbinding, holder, left, merge, clerk = town_account(town, "rita", "rita@body.example", "Rita"), third = town_account(town, "wei.third", "wei@third.example", "Wei Zhang");
    bool effective;
    struct text number;
    struct case_view asked;
    town_tie(town, it.stranger, "m@example.org");
    town_follow_up(town);
    town_act_as(town, it.old);
    assert_ok(case_ask(town->context, &(struct case_question){.words = TEXT("When does it come?")}, &number));
    assert_ok(unbinding_open(town->context, &(struct unbinding_opening){.record = thing.record, .cause = UNBINDING_OWNER, .claimant = it.old}, &unbinding));
    town_act_as_staff(town, clerk);
    assert_ok(unbinding_pause(town->context, unbinding, TEXT("We look at it.")));
    assert_ok(association_merge(town->context, prove(&it, it.new, "wei.old"), &merge));
    town_follow_up(town);
    town_set_time(town, "2026-04-20T02:00:00Z");
    town_tie(town, third, "wei@third.example");
    assert_ok(association_merge(town->context, prove(&it, third, "wei"), &merge));
    town_follow_up(town);
    assert_ok(association_merge_left(town->context, it.old, &left));
    assert_int_equal(left, third);
    town_act_as_staff(town, third); /* who works for the body, too */
    assert_refused("case.own", unbinding_decide(town->context, unbinding, true, TEXT("It is mine."), &effective));
    town_act_as_staff(town, clerk);
    assert_ok(unbinding_decide(town->context, unbinding, true, TEXT("It is his."), &effective));
    town_follow_up(town);
    assert_ok(association_holder(town->context, thing, &holder));
    assert_int_equal(holder, third);
    town_act_as_staff(town, clerk);
    assert_ok(case_read(town->context, number, &asked));
    assert_ok(case_answer(town->context, asked.id, TEXT("It has come today.")));
    assert_int_equal(town_letters_with(town, "wei@third.example", "It has come today."), 1);
    /* There he reads it, and writes to it, as the letter says; and sees what the first has claimed. */
    struct list own;
    town_act_as(town, third);
    assert_ok(case_read(town->context, number, &asked));
    assert_true(asked.answered);
    assert_ok(case_list_own(town->context, &own));
    assert_int_equal(own.count, 1);
    assert_ok(case_add_message(town->context, asked.id, TEXT("Thank you."), false));
    assert_ok(unbinding_list_claims(town->context, &own));
    assert_int_equal(own.count, 1);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_was_claimed_follows_all_merges)

/* The rightful owner merges his account into another one of his, and then it turns out that he was not: the undo takes it from where it has come to. */
static void what_was_unbound_comes_back_from_the_account_that_is_left(enum database_engine engine)
{
    struct person it = begin(engine);
    struct town *town = it.town;
    struct association_thing things[] = {{.record = town_pass(town, "m@example.org", "H12-831", "2026-01-08")}, {0}};
    int64_t unbindings[2], holder, merge;
    bool effective;
    town_tie(town, it.stranger, "m@example.org");
    town_tie(town, it.stranger, "shared@example.org");
    town_follow_up(town);
    assert_ok(intake_mailbox_known(town->context, TEXT("shared@example.org"), &things[1].mailbox));
    int64_t clerk = town_account(town, "rita", "rita@body.example", "Rita");
    for (int i = 0; i < 2; i++) {
        const struct unbinding_opening opening = {.mailbox = things[i].mailbox, .record = things[i].record, .cause = UNBINDING_OWNER, .claimant = it.old};
        town_act_as(town, it.old);
        assert_ok(unbinding_open(town->context, &opening, &unbindings[i]));
        town_act_as(town, it.stranger);
        assert_ok(unbinding_let_go(town->context, unbindings[i]));
        town_follow_up(town);
    }
    assert_ok(association_merge(town->context, prove(&it, it.new, "wei.old"), &merge));
    town_follow_up(town);
    for (int i = 0; i < 2; i++) {
        assert_ok(association_holder(town->context, things[i], &holder));
        assert_int_equal(holder, it.new);
        town_act_as_staff(town, clerk);
        assert_ok(unbinding_undo(town->context, unbindings[i], TEXT("It was a mistake."), &effective));
        assert_true(effective);
        assert_ok(association_holder(town->context, things[i], &holder));
        assert_int_equal(holder, it.stranger);
    }
    town_follow_up(town);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_was_unbound_comes_back_from_the_account_that_is_left)

/* A record had to leave one of the two for another person's account, before the merge or since: they are merged all the same, and two again, and neither gets it back. */
static void what_became_anothers_stays_his(enum database_engine engine)
{
    struct person it = begin(engine);
    struct town *town = it.town;
    struct association_thing before = {.record = town_pass(town, "wei@work.example", "H12-831", "2026-01-08")}, since = {.record = town_pass(town, "else@example.org", "H12-821", "2026-01-07")};
    struct unbinding_opening opening = {.record = before.record, .cause = UNBINDING_OWNER, .claimant = it.stranger};
    int64_t unbinding, records, holder, merge, went;
    bool made;
    town_follow_up(town);
    assert_ok(association_tie(town->context, since, it.old, "score-report", 0, &made, &records));
    town_act_as(town, it.stranger);
    assert_ok(unbinding_open(town->context, &opening, &unbinding));
    town_act_as(town, it.old);
    assert_ok(unbinding_let_go(town->context, unbinding));
    town_follow_up(town);
    assert_ok(association_holder(town->context, before, &holder));
    assert_int_equal(holder, it.stranger);

    assert_ok(association_merge(town->context, prove(&it, it.new, "wei.old"), &merge));
    town_follow_up(town);
    assert_ok(association_holder(town->context, since, &holder));
    assert_int_equal(holder, it.new);
    town_assert_in_order(town);
    town_act_as(town, it.stranger);
    assert_ok(association_untie(town->context, before, it.stranger, "released", 0, &made, &records));
    town_follow_up(town);
    assert_int_equal(association_holder(town->context, before, &holder), RESULT_NONE); /* the bar has come along with the mailbox */
    opening.record = since.record;
    assert_ok(unbinding_open(town->context, &opening, &unbinding));
    town_act_as(town, it.new);
    assert_ok(unbinding_let_go(town->context, unbinding));
    town_follow_up(town);

    town_act_as(town, it.new);
    assert_ok(association_merge_undo(town->context, merge, &went));
    town_follow_up(town);
    assert_ok(association_holder(town->context, since, &holder));
    assert_int_equal(holder, it.stranger);
    assert_int_equal(association_holder(town->context, before, &holder), RESULT_NONE);
    town_assert_in_order(town);
    town_act_as(town, it.stranger);
    assert_ok(association_untie(town->context, since, it.stranger, "released", 0, &made, &records));
    town_tie(town, it.new, "else@example.org");
    town_follow_up(town);
    assert_int_equal(association_holder(town->context, since, &holder), RESULT_NONE); /* the undoing has not lifted its bar */
    town_free(town);
}
BOTH_ENGINES(what_became_anothers_stays_his)

/* What the one account had to let go is not the other's either: the mailbox goes back without the record, and the certificate that rested on it does not become valid again, until it is the unbinding that is undone. */
static void what_had_to_leave_does_not_come_back_by_the_undo(enum database_engine engine)
{
    struct person it = begin(engine);
    struct town *town = it.town;
    struct association_thing record = {.record = town_pass(town, "wei@work.example", "H12-711", "2026-01-08")}, work = {0};
    struct unbinding_opening opening = {.record = record.record, .cause = UNBINDING_STAFF, .reason = TEXT("It names another person.")};
    int64_t unbinding, holder, records, merge, went;
    bool made, effective;
    town_follow_up(town);
    assert_ok(award_run_dates(town->context, NULL));
    struct text number = text_copy(town->context->arena, town_certificate(town, it.old, "HCIA-Security").number);
    assert_ok(intake_mailbox_known(town->context, TEXT("wei@work.example"), &work.mailbox));
    assert_ok(association_merge(town->context, prove(&it, it.new, "wei.old"), &merge));
    town_follow_up(town);
    town_act_as_staff(town, it.stranger);
    assert_ok(unbinding_open(town->context, &opening, &unbinding));
    town_set_time(town, "2026-03-10T02:00:00Z");
    assert_true(town_certificate(town, it.new, "HCIA-Security").withdrawn);
    town_assert_in_order(town);

    town_set_time(town, "2026-03-11T02:00:00Z");
    town_act_as(town, it.new);
    assert_ok(association_merge_undo(town->context, merge, &went));
    assert_int_equal(went, 2);
    town_follow_up(town);
    assert_ok(association_holder(town->context, work, &holder));
    assert_int_equal(holder, it.old);
    assert_int_equal(association_holder(town->context, record, &holder), RESULT_NONE);
    assert_true(town_certificate(town, it.old, "HCIA-Security").withdrawn);
    town_assert_in_order(town);
    assert_ok(association_untie(town->context, work, it.old, "released", 0, &made, &records));
    town_tie(town, it.new, "wei@work.example");
    town_follow_up(town);
    assert_int_equal(association_holder(town->context, record, &holder), RESULT_NONE); /* the bar stands on both */
    assert_ok(association_untie(town->context, work, it.new, "released", 0, &made, &records));
    town_act_as_staff(town, it.stranger);
    assert_refused("unbinding.nowhere", unbinding_undo(town->context, unbinding, TEXT("It names him after all."), &effective)); /* nobody has its mailbox */
    town_tie(town, it.old, "wei@work.example");
    town_follow_up(town);

    town_act_as_staff(town, it.stranger);
    assert_ok(unbinding_undo(town->context, unbinding, TEXT("It names him after all."), &effective));
    assert_true(effective);
    town_follow_up(town);
    assert_ok(association_holder(town->context, record, &holder));
    assert_int_equal(holder, it.old);
    assert_int_equal(town_letters_with(town, "wei@old.example", "It names him after all."), 1);
    assert_int_equal(town_letters_with(town, "wei@old.example", "/my/unbinding/"), 0); /* the case is the other account's */
    assert_text_equal(town_in_letter(town, "wei@old.example", "/my/exams"), "");
    assert_text_equal(town_certificate(town, it.old, "HCIA-Security").number, text_string(town->context->arena, number));
    assert_true(town_certificate(town, it.old, "HCIA-Security").issued);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_had_to_leave_does_not_come_back_by_the_undo)

/* Its owner can still sign in to the account that a merge has emptied: what it had to let go does not come back to it either, while the two are one. And as long as they are, what is put back is put back for both. */
static void what_was_barred_stays_so_in_the_emptied_account(enum database_engine engine)
{
    struct person it = begin(engine);
    struct town *town = it.town;
    struct association_thing record = {.record = town_pass(town, "wei@work.example", "H12-831", "2026-01-08")}, moved = {.record = town_pass(town, "wei@old.example", "H12-821", "2026-01-09")}, work = {0};
    struct unbinding_opening opening = {.record = record.record, .cause = UNBINDING_STAFF, .reason = TEXT("It is said to be another person's.")};
    int64_t unbinding, holder, records, merge, went;
    bool made, effective;
    town_follow_up(town);
    assert_ok(intake_mailbox_known(town->context, TEXT("wei@work.example"), &work.mailbox));
    town_act_as_staff(town, it.stranger);
    assert_ok(unbinding_open(town->context, &opening, &unbinding));
    town_act_as(town, it.old);
    assert_ok(unbinding_let_go(town->context, unbinding));
    town_set_time(town, "2026-03-03T02:00:00Z");
    assert_ok(association_merge(town->context, prove(&it, it.new, "wei.old"), &merge));
    town_follow_up(town);
    assert_ok(association_untie(town->context, work, it.new, "released", 0, &made, &records));
    town_tie(town, it.old, "wei@work.example");
    town_follow_up(town);
    assert_int_equal(association_holder(town->context, record, &holder), RESULT_NONE);
    town_assert_in_order(town);

    opening.record = moved.record;
    town_act_as_staff(town, it.stranger);
    assert_ok(unbinding_open(town->context, &opening, &unbinding));
    town_set_time(town, "2026-03-04T02:00:00Z");
    town_act_as(town, it.new);
    assert_ok(unbinding_let_go(town->context, unbinding));
    town_act_as_staff(town, it.stranger);
    assert_ok(unbinding_undo(town->context, unbinding, TEXT("A mistake."), &effective));
    town_set_time(town, "2026-03-05T02:00:00Z");
    assert_ok(association_holder(town->context, moved, &holder));
    assert_int_equal(holder, it.new);
    town_act_as(town, it.new);
    assert_ok(association_merge_undo(town->context, merge, &went));
    town_follow_up(town);
    assert_ok(association_holder(town->context, moved, &holder));
    assert_int_equal(holder, it.old); /* nothing is left of its bar */
    assert_int_equal(association_holder(town->context, record, &holder), RESULT_NONE);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_was_barred_stays_so_in_the_emptied_account)

/* Staff open it, and the holder lets go at once. */
static int64_t unbind_by_staff(struct person *it, struct association_thing thing, int64_t holder)
{
    struct town *town = it->town;
    const struct unbinding_opening opening = {.mailbox = thing.mailbox, .record = thing.record, .cause = UNBINDING_STAFF, .reason = TEXT("It is said to be another person's.")};
    int64_t unbinding;
    town_act_as_staff(town, it->stranger);
    assert_ok(unbinding_open(town->context, &opening, &unbinding));
    town_act_as(town, holder);
    assert_ok(unbinding_let_go(town->context, unbinding));
    town_follow_up(town);
    return unbinding;
}

static void undo_unbinding(struct person *it, int64_t unbinding)
{
    struct town *town = it->town;
    bool effective;
    town_act_as_staff(town, it->stranger);
    assert_ok(unbinding_undo(town->context, unbinding, TEXT("It is his after all."), &effective));
    assert_true(effective);
    town_follow_up(town);
    town_assert_in_order(town);
}

static int64_t holder_of(struct person *it, struct association_thing thing)
{
    int64_t holder;
    enum result held = association_holder(it->town->context, thing, &holder);
    assert_true(held == RESULT_OK || held == RESULT_NONE);
    return held == RESULT_OK ? holder : 0;
}

static void move_mailbox(struct person *it, struct association_thing mailbox, int64_t from, const char *address, int64_t to)
{
    struct town *town = it->town;
    bool made;
    int64_t records;
    assert_ok(association_untie(town->context, mailbox, from, "released", 0, &made, &records));
    assert_true(made);
    town_tie(town, to, address);
    town_follow_up(town);
}

/* The one account had to let it go, and later the other one, with which it has become one: what is undone is the second decision, and the first one stands. */
static void an_undone_unbinding_lifts_its_own_bars_alone(enum database_engine engine)
{
    struct person it = begin(engine);
    struct town *town = it.town;
    struct association_thing record = {.record = town_pass(town, "wei@work.example", "H12-831", "2026-01-08")};
    int64_t records, merge, went;
    bool made;
    town_follow_up(town);
    int64_t first = unbind_by_staff(&it, record, it.old);
    assert_ok(association_tie(town->context, record, it.new, "score-report", 0, &made, &records));
    assert_true(made);
    assert_ok(association_merge(town->context, prove(&it, it.new, "wei.old"), &merge));
    town_set_time(town, "2026-03-03T02:00:00Z");
    int64_t second = unbind_by_staff(&it, record, it.new);
    assert_int_equal(holder_of(&it, record), 0);
    undo_unbinding(&it, second);
    assert_int_equal(holder_of(&it, record), it.new);
    town_act_as(town, it.new);
    assert_ok(association_merge_undo(town->context, merge, &went));
    assert_int_equal(went, 2);
    town_follow_up(town);
    assert_int_equal(holder_of(&it, record), it.new);
    assert_ok(association_untie(town->context, record, it.new, "released", 0, &made, &records));
    town_follow_up(town);
    assert_int_equal(holder_of(&it, record), 0); /* its mailbox is the old one's, which is barred from it */
    town_assert_in_order(town);
    undo_unbinding(&it, first);
    assert_int_equal(holder_of(&it, record), it.old);
    town_free(town);
}
BOTH_ENGINES(an_undone_unbinding_lifts_its_own_bars_alone)

/* A merge lifts the bar of the account that remains on what the other rightly has. Meanwhile staff undo what had set it: it is not set again when the merge is undone. */
static void a_bar_does_not_outlive_what_has_set_it(enum database_engine engine)
{
    struct person it = begin(engine);
    struct town *town = it.town;
    struct association_thing record = {.record = town_pass(town, "wei@new.example", "H12-821", "2026-01-08")};
    int64_t records, merge, went;
    bool made;
    town_follow_up(town);
    int64_t unbinding = unbind_by_staff(&it, record, it.new);
    assert_ok(association_tie(town->context, record, it.old, "score-report", 0, &made, &records));
    assert_ok(association_merge(town->context, prove(&it, it.new, "wei.old"), &merge));
    town_follow_up(town);
    undo_unbinding(&it, unbinding);
    town_act_as(town, it.new);
    assert_ok(association_merge_undo(town->context, merge, &went));
    town_follow_up(town);
    assert_int_equal(holder_of(&it, record), it.old);
    town_assert_in_order(town);
    assert_ok(association_untie(town->context, record, it.old, "released", 0, &made, &records));
    town_follow_up(town);
    assert_int_equal(holder_of(&it, record), it.new); /* by its mailbox */
    town_free(town);
}
BOTH_ENGINES(a_bar_does_not_outlive_what_has_set_it)

/* What the account that remains had to let go does not come to the emptied one either, to which its owner can still sign in, nor to one that was merged into it before; and once they are two again, it is as it was before. */
static void a_merge_bars_all_that_are_one_then(enum database_engine engine)
{
    struct person it = begin(engine);
    struct town *town = it.town;
    struct association_thing record = {.record = town_pass(town, "shared@example.org", "H12-821", "2026-01-08")}, shared = {0};
    int64_t merge, went, third = town_account(town, "wei.third", "wei@third.example", "Wei Zhang");
    town_tie(town, third, "wei@third.example");
    town_follow_up(town);
    assert_ok(association_merge(town->context, prove(&it, it.old, "wei"), &merge));
    town_set_time(town, "2026-04-20T02:00:00Z"); /* its month is over */
    town_tie(town, third, "shared@example.org");
    town_follow_up(town);
    assert_ok(intake_mailbox_known(town->context, TEXT("shared@example.org"), &shared.mailbox));
    unbind_by_staff(&it, record, third);
    assert_ok(association_merge(town->context, prove(&it, third, "wei.old"), &merge));
    town_follow_up(town);
    town_assert_in_order(town);
    move_mailbox(&it, shared, third, "shared@example.org", it.old);
    assert_int_equal(holder_of(&it, record), 0);
    move_mailbox(&it, shared, it.old, "shared@example.org", it.new);
    assert_int_equal(holder_of(&it, record), 0);
    town_assert_in_order(town);

    town_act_as(town, third);
    assert_ok(association_merge_undo(town->context, merge, &went));
    town_follow_up(town);
    assert_int_equal(holder_of(&it, record), it.new);
    town_assert_in_order(town);
    move_mailbox(&it, shared, it.new, "shared@example.org", third);
    assert_int_equal(holder_of(&it, record), 0); /* its own bar stands */
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(a_merge_bars_all_that_are_one_then)

/* The two were one when it was taken out, and are two again: the one to which the rest has gone back reads what is missing, and why. The case is the other's: it leads nowhere from here. */
static void who_is_himself_again_reads_what_was_taken_out(enum database_engine engine)
{
    struct person it = begin(engine);
    struct town *town = it.town;
    struct association_thing record = {.record = town_pass(town, "wei@work.example", "H12-831", "2026-01-08")}, mailbox = {0};
    struct list left;
    int64_t merge, went;
    town_follow_up(town);
    assert_ok(intake_mailbox_known(town->context, TEXT("wei@old.example"), &mailbox.mailbox));
    assert_ok(association_merge(town->context, prove(&it, it.new, "wei.old"), &merge));
    town_follow_up(town);
    unbind_by_staff(&it, record, it.new);
    unbind_by_staff(&it, mailbox, it.new);
    town_act_as(town, it.new);
    assert_ok(association_merge_undo(town->context, merge, &went));
    assert_int_equal(went, 1);
    town_follow_up(town);
    town_act_as(town, it.old);
    assert_ok(association_left(town->context, &left));
    assert_int_equal(left.count, 2);
    const struct association_left *items = left.items;
    for (size_t i = 0; i < left.count; i++) {
        assert_false(items[i].let_go);
        assert_true(items[i].may_undo && text_empty(items[i].case_number));
        assert_text_equal(items[i].reason, "It is said to be another person's.");
        if (!items[i].of_record) assert_text_equal(items[i].address, "wei@old.example");
        else assert_text_equal(items[i].exam_code, "H12-831");
    }
    town_act_as(town, it.new);
    assert_ok(association_left(town->context, &left));
    assert_int_equal(left.count, 2);
    assert_false(text_empty(((const struct association_left *)left.items)->case_number));
    town_act_as(town, it.stranger);
    assert_ok(association_left(town->context, &left));
    assert_int_equal(left.count, 0);
    town_free(town);
}
BOTH_ENGINES(who_is_himself_again_reads_what_was_taken_out)

/* In the other account older records make a certificate's award day an earlier one, and it rests on records of both: the undoing gives it back all the same, under its number. */
static void what_rests_on_records_of_both_goes_back_with_its_number(enum database_engine engine)
{
    for (int turn = 0; turn < 2; turn++) {
        struct person it = begin(engine);
        struct town *town = it.town;
        int64_t from = turn ? it.new : it.old, into = turn ? it.old : it.new; /* whichever is evaluated first */
        const char *from_mailbox = turn ? "wei@new.example" : "wei@old.example", *into_mailbox = turn ? "wei@old.example" : "wei@new.example";
        town_pass(town, into_mailbox, "H12-821", "2026-02-05");
        town_pass(town, from_mailbox, "H12-831", "2026-02-04");
        town_pass(town, from_mailbox, "H12-821", "2026-03-02"); /* today: pending */
        town_follow_up(town);
        town_act_as(town, from);
        struct certificate before = town_certificate(town, from, "HCIP-Datacom");
        before.number = text_copy(town->context->arena, before.number);
        assert_true(before.pending);
        int64_t merge, went;
        assert_ok(association_merge(town->context, prove(&it, into, turn ? "wei" : "wei.old"), &merge));
        town_follow_up(town);
        struct certificate merged = town_certificate(town, into, "HCIP-Datacom");
        assert_true(text_equal(merged.number, before.number));
        assert_true(merged.issued);
        assert_true(merged.award_day.number < before.award_day.number);
        int64_t certificates = town_count(town, "certificates");
        const struct award_preview_line *comes = undo_line(&it, from, merge, "HCIP-Datacom");
        assert_true(comes->moved && comes->award_changed && comes->issue_changed);
        assert_int_equal(comes->award_after.number, before.award_day.number);
        assert_int_equal(comes->expiry_after.number, before.expiry_day.number);
        assert_true(undo_line(&it, into, merge, "HCIP-Datacom")->given_back);
        town_act_as(town, into);
        assert_ok(association_merge_undo(town->context, merge, &went));
        town_follow_up(town);
        assert_int_equal(town_count(town, "certificates"), certificates); /* no second number */
        assert_false(town_has_certificate(town, into, "HCIP-Datacom"));
        struct certificate back = town_certificate(town, from, "HCIP-Datacom");
        assert_true(text_equal(back.number, before.number));
        assert_true(back.pending);
        assert_int_equal(back.award_day.number, before.award_day.number);
        assert_int_equal(back.issue_day.number, before.issue_day.number);
        assert_int_equal(back.expiry_day.number, before.expiry_day.number);
        town_assert_in_order(town);
        town_free(town);
    }
}
BOTH_ENGINES(what_rests_on_records_of_both_goes_back_with_its_number)

/* A record that had to leave the one by force and is rightly the other's is in the merged account, as the preview has counted it, whichever of the two remains. */
static void what_is_rightly_the_others_comes_along(enum database_engine engine)
{
    for (int turn = 0; turn < 2; turn++) {
        struct person it = begin(engine);
        struct town *town = it.town;
        struct association_thing record = {.record = town_pass(town, "shared@example.org", "H12-821", "2026-01-08")}, shared = {0};
        struct unbinding_opening opening = {.record = record.record, .cause = UNBINDING_STAFF, .reason = TEXT("It is said to be another person's.")};
        struct list things;
        int64_t unbinding, records, holder, merge, went, other_names, counted = 0, into = turn ? it.old : it.new;
        bool made;
        town_tie(town, it.new, "shared@example.org");
        town_follow_up(town);
        assert_ok(intake_mailbox_known(town->context, TEXT("shared@example.org"), &shared.mailbox));
        town_act_as_staff(town, it.stranger);
        assert_ok(unbinding_open(town->context, &opening, &unbinding));
        town_act_as(town, it.new);
        assert_ok(unbinding_let_go(town->context, unbinding));
        assert_ok(association_untie(town->context, shared, it.new, "released", 0, &made, &records));
        town_tie(town, it.old, "shared@example.org");
        town_follow_up(town);
        assert_ok(association_holder(town->context, record, &holder));
        assert_int_equal(holder, it.old);

        struct text proof = prove(&it, into, turn ? "wei" : "wei.old");
        assert_ok(association_merge_things(town->context, proof, &things, &other_names));
        for (size_t i = 0; i < things.count; i++) counted += ((const struct association_merge_thing *)things.items)[i].records;
        assert_int_equal(counted, turn ? 1 : 3);
        assert_ok(association_merge(town->context, proof, &merge));
        town_follow_up(town);
        assert_ok(association_holder(town->context, record, &holder));
        assert_int_equal(holder, into);
        assert_int_equal(town_count(town, "held"), 4);
        town_assert_in_order(town);

        town_act_as(town, into);
        assert_ok(association_merge_undo(town->context, merge, &went));
        town_follow_up(town);
        assert_ok(association_holder(town->context, record, &holder));
        assert_int_equal(holder, it.old);
        town_assert_in_order(town);
        /* The bar stands again. */
        assert_ok(association_untie(town->context, shared, it.old, "released", 0, &made, &records));
        town_tie(town, it.new, "shared@example.org");
        town_follow_up(town);
        assert_int_equal(association_holder(town->context, record, &holder), RESULT_NONE);
        town_free(town);
    }
}
BOTH_ENGINES(what_is_rightly_the_others_comes_along)

/* A record had to leave the one by force and came to the other by a tie of its own: the merge lifts the bar, and its undoing gives the record back before the bar stands again. */
static void what_a_merge_has_unbarred_goes_back_with_its_own_tie(enum database_engine engine)
{
    struct person it = begin(engine);
    struct town *town = it.town;
    struct association_thing record = {.record = town_pass(town, "wei@new.example", "H12-821", "2026-01-08")};
    struct unbinding_opening opening = {.record = record.record, .cause = UNBINDING_STAFF, .reason = TEXT("It is said to be another person's.")};
    int64_t unbinding, records, holder, merge, went;
    bool made;
    town_follow_up(town);
    town_act_as_staff(town, it.stranger);
    assert_ok(unbinding_open(town->context, &opening, &unbinding));
    town_act_as(town, it.new);
    assert_ok(unbinding_let_go(town->context, unbinding));
    assert_ok(association_tie(town->context, record, it.old, "score-report", 0, &made, &records));
    assert_true(made);
    assert_ok(association_merge(town->context, prove(&it, it.new, "wei.old"), &merge));
    town_follow_up(town);
    assert_ok(association_holder(town->context, record, &holder));
    assert_int_equal(holder, it.new);
    town_act_as(town, it.new);
    assert_ok(association_merge_undo(town->context, merge, &went));
    town_follow_up(town);
    assert_ok(association_holder(town->context, record, &holder));
    assert_int_equal(holder, it.old);
    town_assert_in_order(town);
    assert_ok(association_untie(town->context, record, it.old, "released", 0, &made, &records));
    assert_int_equal(association_holder(town->context, record, &holder), RESULT_NONE); /* the bar stands again */
    town_free(town);
}
BOTH_ENGINES(what_a_merge_has_unbarred_goes_back_with_its_own_tie)

/* What bears another name is counted beforehand, and it alone is looked at once the accounts are one. */
static void another_name_is_told_before(enum database_engine engine)
{
    static const struct statement name_record = {"name_record", NULL, "UPDATE exam_record SET first_name = 'Ming', last_name = 'Wang', native_first_name = '明', native_last_name = '王', candidate_id = 'C9' WHERE id = $1"};
    struct person it = begin(engine);
    struct town *town = it.town;
    struct list things;
    int64_t other_names, opened, merge, record = town_pass(town, "wei@new.example", "H12-821", "2026-02-04");
    assert_ok(database_run(town->context, &name_record, PARAMETERS(record), NULL));
    town_follow_up(town);
    struct text proof = prove(&it, it.old, "wei");
    assert_ok(association_merge_things(town->context, proof, &things, &other_names));
    assert_int_equal(other_names, 1);
    assert_ok(association_merge(town->context, proof, &merge));
    town_follow_up(town);
    town_act_as(town, 0);
    assert_ok(unbinding_check_everybody(town->context, &opened));
    assert_int_equal(town_count(town, "unbindings"), 1);
    assert_true(newest(&it, it.old).waits);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(another_name_is_told_before)

/* The undo says for what it waits, to both accounts; and waits no longer than that. */
static void the_undo_waits_for_what_is_to_be_unbound(enum database_engine engine)
{
    struct person it = begin(engine);
    struct town *town = it.town;
    struct list waits;
    int64_t merge, went, unbinding;
    bool effective;
    assert_ok(association_merge(town->context, prove(&it, it.new, "wei.old"), &merge));
    town_follow_up(town);
    assert_ok(association_merge_waits(town->context, &waits));
    assert_int_equal(waits.count, 0);
    struct unbinding_opening wish = {.cause = UNBINDING_STAFF, .reason = TEXT("The score report is another person's.")};
    town_act_as_staff(town, it.stranger);
    assert_ok(unbinding_find(town->context, TEXT("wei@new.example"), &wish.mailbox, &wish.record));
    assert_ok(unbinding_open(town->context, &wish, NULL));
    assert_false(newest(&it, it.new).waits); /* that was not moved */
    town_act_as_staff(town, it.stranger);
    wish = (struct unbinding_opening){.record = town_pass(town, "wei@work.example", "H12-821", "2026-01-07"), .cause = UNBINDING_STAFF, .reason = wish.reason};
    town_follow_up(town);
    town_act_as_staff(town, it.stranger);
    assert_ok(unbinding_open(town->context, &wish, &unbinding));
    for (int turn = 0; turn < 2; turn++) {
        int64_t account = turn ? it.old : it.new;
        struct association_merge_view view = newest(&it, account);
        assert_true(view.may_undo && view.waits);
        assert_refused("merge.unbinding_moved", association_merge_undo(town->context, merge, &went));
        assert_ok(association_merge_waits(town->context, &waits));
        assert_int_equal(waits.count, 1);
        const struct association_merge_wait *wait = waits.items;
        assert_true(wait->of_record && wait->own == (account == it.new) && wait->case_number.length > 0);
        assert_text_equal(wait->exam_code, "H12-821");
        assert_text_equal(wait->address, "wei@work.example");
    }
    town_act_as_staff(town, it.stranger);
    assert_ok(unbinding_decide(town->context, unbinding, false, TEXT("It is his."), &effective));
    assert_false(newest(&it, it.new).waits);
    assert_ok(association_merge_undo(town->context, merge, &went));
    assert_int_equal(went, 2);
    town_follow_up(town);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(the_undo_waits_for_what_is_to_be_unbound)

/* The lab in the new account renews what was earned in the old one. After the undo it does so no more, and what is said of the validity says so last. */
static void what_renewed_by_the_merge_renews_no_more_once_it_is_undone(enum database_engine engine)
{
    struct person it = begin(engine);
    struct town *town = it.town;
    struct list history;
    int64_t merge;
    struct certificate before = town_certificate(town, it.old, "HCIA-Datacom");
    assert_ok(association_merge(town->context, prove(&it, it.new, "wei.old"), &merge));
    town_follow_up(town);
    struct certificate merged = town_certificate(town, it.new, "HCIA-Datacom");
    assert_true(merged.expiry_day.number > before.expiry_day.number);
    town_act_as(town, it.new);
    assert_ok(award_history(town->context, &merged, &history));
    const struct certificate_history *last = (const struct certificate_history *)history.items + history.count - 1;
    assert_text_equal(last->reason, "Renewed by exam H12-892.");
    assert_ok(association_merge_undo(town->context, merge, NULL));
    town_follow_up(town);
    struct certificate after = town_certificate(town, it.old, "HCIA-Datacom");
    assert_int_equal(after.expiry_day.number, before.expiry_day.number);
    town_act_as(town, it.old);
    assert_ok(award_history(town->context, &after, &history));
    last = (const struct certificate_history *)history.items + history.count - 1;
    assert_true(last->expiry_changed);
    assert_text_equal(last->reason, "Decided anew, because exam records or rules have changed.");
    town_free(town);
}
BOTH_ENGINES(what_renewed_by_the_merge_renews_no_more_once_it_is_undone)

/* What he has asked in the old account he reads, and goes on with, in the one that he has now; the letters about it lead there. Once the merge is undone it is the old one's alone. */
static void what_was_asked_in_the_old_account_is_found_in_the_new_one(enum database_engine engine)
{
    struct person it = begin(engine);
    struct town *town = it.town;
    struct case_question question = {.words = TEXT("Where is my lab exam?"), .address = TEXT(""), .page = TEXT(""), .problem = TEXT("")};
    struct text number;
    struct case_view view;
    struct list cases, entries;
    int64_t merge;
    town_act_as(town, it.old);
    assert_ok(case_ask(town->context, &question, &number));
    number = text_copy(town->context->arena, number);
    town_act_as(town, it.new);
    assert_int_equal(case_read(town->context, number, &view), RESULT_NONE);
    assert_ok(case_list_own(town->context, &cases));
    assert_int_equal(cases.count, 0);
    assert_ok(association_merge(town->context, prove(&it, it.new, "wei.old"), &merge));
    town_follow_up(town);

    town_act_as_staff(town, it.stranger);
    assert_ok(case_read(town->context, number, &view));
    assert_ok(case_add_message(town->context, view.id, TEXT("Which one?"), true));
    assert_int_equal(town_letters_with(town, "wei@new.example", text_printf(town->context->arena, "/my/cases/%.*s", TEXT_ARG(number)).bytes), 1);
    town_act_as(town, it.new);
    assert_ok(case_list_own(town->context, &cases));
    assert_int_equal(cases.count, 1);
    assert_ok(case_read(town->context, number, &view));
    assert_true(view.waiting_asker && view.may_write);
    assert_ok(case_reply(town->context, view.id, TEXT("That of February."), NULL, false));
    assert_ok(case_read(town->context, number, &view));
    assert_ok(case_entries(town->context, &view, 0, &entries, &(int64_t){0}));
    assert_text_equal(((const struct case_entry_view *)entries.items)[entries.count - 1].text, "That of February.");
    assert_true(view.open);
    town_act_as(town, it.old); /* it still finds it, too */
    assert_ok(case_read(town->context, number, &view));
    town_act_as(town, it.stranger);
    assert_int_equal(case_read(town->context, number, &view), RESULT_NONE);
    assert_int_equal(case_reply(town->context, view.id, TEXT("Mine."), NULL, false), RESULT_NONE);

    town_act_as(town, it.new);
    assert_ok(case_read(town->context, number, &view));
    assert_ok(association_merge_undo(town->context, merge, NULL));
    town_follow_up(town);
    assert_int_equal(case_reply(town->context, view.id, TEXT("Still mine."), NULL, false), RESULT_NONE);
    assert_int_equal(case_read(town->context, number, &view), RESULT_NONE);
    assert_ok(case_list_own(town->context, &cases));
    assert_int_equal(cases.count, 0);
    town_act_as(town, it.old);
    assert_ok(case_list_own(town->context, &cases));
    assert_int_equal(cases.count, 1);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_was_asked_in_the_old_account_is_found_in_the_new_one)

/* What he had disputed while both were apart is no dispute any more, and none that he has lost: neither account says so. */
static void nobody_disputes_what_his_own_other_account_had(enum database_engine engine)
{
    for (int way = 0; way < 2; way++) {
        struct person it = begin(engine);
        struct town *town = it.town;
        struct association_thing shared = {0};
        int64_t merge, holder = way ? it.new : it.old, claimant = way ? it.old : it.new;
        const int64_t both[] = {it.new, it.old};
        struct list claims;
        town_tie(town, holder, "shared@example.org");
        town_pass(town, "shared@example.org", "H12-821", "2026-01-08");
        town_follow_up(town);
        assert_ok(intake_mailbox_known(town->context, TEXT("shared@example.org"), &shared.mailbox));
        town_act_as(town, claimant);
        assert_ok(unbinding_open(town->context, &(struct unbinding_opening){.mailbox = shared.mailbox, .cause = UNBINDING_OWNER, .claimant = claimant}, NULL));
        assert_ok(unbinding_list_claims(town->context, &claims));
        assert_int_equal(claims.count, 1);
        assert_ok(association_merge(town->context, prove(&it, it.new, "wei.old"), &merge));
        town_follow_up(town);
        for (int i = 0; i < 2; i++) {
            town_act_as(town, both[i]);
            assert_ok(unbinding_list_claims(town->context, &claims));
            assert_int_equal(claims.count, 0);
        }
        town_assert_in_order(town);
        town_free(town);
    }
}
BOTH_ENGINES(nobody_disputes_what_his_own_other_account_had)

/* He has shown in his old account that a mailbox is his which a stranger holds, and merges before the day comes: it comes to the account that he has, and goes back with the rest when the merge is undone. */
static void what_was_claimed_comes_to_the_account_that_is_left(enum database_engine engine)
{
    struct person it = begin(engine);
    struct town *town = it.town;
    struct association_thing shared = {0};
    int64_t merge, holder, went;
    town_tie(town, it.stranger, "shared@example.org");
    town_pass(town, "shared@example.org", "H12-821", "2026-01-08");
    town_follow_up(town);
    assert_ok(intake_mailbox_known(town->context, TEXT("shared@example.org"), &shared.mailbox));
    town_act_as(town, it.old);
    assert_ok(unbinding_open(town->context, &(struct unbinding_opening){.mailbox = shared.mailbox, .cause = UNBINDING_OWNER, .claimant = it.old}, NULL));
    town_set_time(town, "2026-03-04T02:00:00Z");
    assert_ok(association_merge(town->context, prove(&it, it.new, "wei.old"), &merge));
    town_follow_up(town);
    struct list claims;
    town_act_as(town, it.new);
    assert_ok(unbinding_list_claims(town->context, &claims));
    assert_int_equal(claims.count, 1);
    assert_true(((const struct unbinding_claim *)claims.items)->running);
    town_set_time(town, "2026-03-08T16:00:00Z"); /* the fifth working day */
    assert_ok(association_holder(town->context, shared, &holder));
    assert_int_equal(holder, it.new);
    assert_int_equal(town_letters_about(town, "wei@new.example", "It is in your account now"), 1);
    town_assert_in_order(town);
    town_act_as(town, it.new);
    assert_ok(unbinding_list_claims(town->context, &claims));
    assert_int_equal(claims.count, 1);
    assert_true(((const struct unbinding_claim *)claims.items)->came);
    town_act_as(town, it.old);
    assert_ok(unbinding_list_claims(town->context, &claims));
    assert_true(claims.count == 1 && ((const struct unbinding_claim *)claims.items)->came);
    town_act_as(town, it.new);
    assert_ok(association_merge_undo(town->context, merge, &went));
    assert_int_equal(went, 3);
    town_follow_up(town);
    assert_ok(association_holder(town->context, shared, &holder));
    assert_int_equal(holder, it.old);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_was_claimed_comes_to_the_account_that_is_left)

/* Both accounts turn out to be his: nothing is to be unbound any more, and no certificate is lost by it. */
static void who_merges_claims_nothing_of_himself(enum database_engine engine)
{
    struct person it = begin(engine);
    struct town *town = it.town;
    int64_t mailbox, merge;
    town_pass(town, "wei@new.example", "H12-811", "2026-01-12"); /* an HCIA of its own */
    town_follow_up(town);
    assert_ok(award_run_dates(town->context, NULL));
    struct text number = text_copy(town->context->arena, town_certificate(town, it.new, "HCIA-Datacom").number);
    assert_ok(intake_mailbox_known(town->context, TEXT("wei@new.example"), &mailbox));
    town_act_as(town, it.old);
    assert_ok(unbinding_open(town->context, &(struct unbinding_opening){.mailbox = mailbox, .cause = UNBINDING_OWNER, .claimant = it.old}, NULL));
    assert_ok(association_merge(town->context, prove(&it, it.new, "wei.old"), &merge));
    town_follow_up(town);
    struct list open;
    town_act_as(town, it.new);
    assert_ok(unbinding_list_own(town->context, &open));
    assert_int_equal(open.count, 0);
    assert_int_equal(town_letters_about(town, "wei@old.example", "Nothing leaves your account"), 1); /* not to the mailbox that it is about, where he has another */
    town_set_time(town, "2026-03-20T02:00:00Z");
    assert_int_equal(association_account_of(town->context, TEXT("wei@new.example"), &mailbox), RESULT_OK);
    assert_int_equal(mailbox, it.new);
    assert_text_equal(town_certificate(town, it.new, "HCIA-Datacom").number, text_string(town->context->arena, number));
    assert_true(town_certificate(town, it.new, "HCIA-Datacom").issued);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(who_merges_claims_nothing_of_himself)

/* He has claimed by his new account what turns out to be in an old one of his own: with the merge it is where he wants it, and nothing is left to decide. What another claims of it has to be decided first, as ever. */
static void what_he_disputes_is_in_his_own_other_account(enum database_engine engine)
{
    struct person it = begin(engine);
    struct town *town = it.town;
    struct association_thing work = {0};
    struct list list;
    struct text proof;
    int64_t merge, went, holder, other, unbinding;
    bool effective;
    assert_ok(intake_mailbox_known(town->context, TEXT("wei@work.example"), &work.mailbox));
    town_act_as(town, it.new);
    assert_ok(unbinding_open(town->context, &(struct unbinding_opening){.mailbox = work.mailbox, .cause = UNBINDING_OWNER, .claimant = it.new}, NULL));
    struct unbinding_opening strangers = {.cause = UNBINDING_OWNER, .claimant = it.stranger};
    assert_ok(intake_mailbox_known(town->context, TEXT("wei@old.example"), &strangers.mailbox));
    assert_ok(unbinding_open(town->context, &strangers, &unbinding));
    assert_refused("merge.unbinding", association_merge_prove(town->context, TEXT("wei.old"), TEXT(PASSWORD), TEXT(""), &proof, &other));
    town_act_as_staff(town, town_account(town, "rita", "rita@body.example", "Rita"));
    assert_ok(unbinding_decide(town->context, unbinding, false, TEXT("It is his."), &effective));
    town_act_as(town, it.old);
    assert_ok(unbinding_list_own(town->context, &list));
    assert_int_equal(list.count, 1);
    struct text number = text_copy(town->context->arena, ((const struct unbinding_view *)list.items)->case_number);

    assert_ok(association_merge(town->context, prove(&it, it.new, "wei.old"), &merge));
    town_follow_up(town);
    assert_ok(association_holder(town->context, work, &holder));
    assert_int_equal(holder, it.new);
    struct unbinding_view view;
    struct case_view settled;
    town_act_as(town, it.old);
    assert_ok(unbinding_read(town->context, number, &view));
    assert_true(view.dropped);
    assert_ok(case_read(town->context, number, &settled));
    assert_true(settled.closed && settled.done);
    assert_text_equal(settled.reason, "The account that claimed it and the account that has it are one person's: they were merged.");
    assert_true(town_certificate(town, it.new, "HCIE-Datacom").state > 0); /* by records of both */
    town_set_time(town, "2026-03-20T02:00:00Z"); /* the day on which it would have been unbound is over */
    assert_ok(association_holder(town->context, work, &holder));
    assert_int_equal(holder, it.new);
    town_assert_in_order(town);

    /* Two again: each has what it had, and what was settled is not claimed anew by itself. */
    town_act_as(town, it.new);
    assert_ok(association_merge_undo(town->context, merge, &went));
    town_follow_up(town);
    assert_ok(association_holder(town->context, work, &holder));
    assert_int_equal(holder, it.old);
    town_act_as(town, it.old);
    assert_ok(unbinding_list_own(town->context, &list));
    assert_int_equal(list.count, 0);
    town_assert_in_order(town);
    town_act_as(town, it.new);
    assert_ok(unbinding_open(town->context, &(struct unbinding_opening){.mailbox = work.mailbox, .cause = UNBINDING_OWNER, .claimant = it.new}, NULL));
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_he_disputes_is_in_his_own_other_account)

static int64_t proposed(struct town *town)
{
    struct association_merge_count count;
    assert_ok(association_merges_proposed(town->context, &count));
    assert_int_equal(count.waiting > 0, instant_is(count.oldest));
    return count.waiting;
}

/* Staff see that two accounts are one person's: they ask him, as only he can show it. What was a mistake they undo, by two where the body wants that. */
static void staff_ask_for_a_merge_and_undo_one(enum database_engine engine)
{
    struct person it = begin(engine);
    struct town *town = it.town;
    int64_t rita = town_account(town, "rita", "rita@body.example", "Rita"), rolf = town_account(town, "rolf", "rolf@body.example", "Rolf"), merge, own;
    struct text hcia = text_copy(town->context->arena, town_certificate(town, it.old, "HCIA-Datacom").number);
    struct association_merge_view view;
    struct list list;
    bool effective;
    town_second_person(town, true);

    town_act_as(town, it.new);
    assert_refused("audit.not_allowed", association_merge_propose(town->context, it.new, it.old));
    town_act_as_staff(town, rita);
    assert_refused("merge.same", association_merge_propose(town->context, it.new, it.new));
    assert_int_equal(association_merge_propose(town->context, it.new, 4711), RESULT_NONE);
    assert_refused("merge.nobody", association_merge_propose(town->context, rita, rolf));
    assert_ok(association_merge_propose(town->context, it.new, it.old));
    assert_refused("audit.too_often", association_merge_propose(town->context, it.old, it.new));
    assert_int_equal(town_letters_about(town, "wei@new.example", "two accounts"), 1);
    assert_int_equal(town_letters_about(town, "wei@old.example", "two accounts"), 1);
    /* Of the other account it says what its owner knows it by, and no stranger learns. */
    struct text letter = ((const struct mailbox_letter *)town_letters(town, "wei@new.example").items)->text;
    assert_true(text_find(letter, "w••••@o••••.example") < letter.length);
    assert_int_equal(text_find(letter, "wei@old.example"), letter.length);
    assert_int_equal(text_find(letter, "wei.old"), letter.length);

    assert_ok(association_merge(town->context, prove(&it, it.new, "wei.old"), &merge));
    town_follow_up(town);
    struct text hcie = text_copy(town->context->arena, town_certificate(town, it.new, "HCIE-Datacom").number);
    town_act_as_staff(town, rita);
    support_forward(town->support, 8 * 86400);
    assert_refused("merge.emptied_one", association_merge_propose(town->context, it.new, it.old));

    /* The first person proposes it, and may take that back; the second makes it so. */
    assert_int_equal(association_merge_undo_by_staff(town->context, 4711, TEXT("A call."), &effective), RESULT_NONE);
    assert_refused("merge.nothing_proposed", association_merge_send_back(town->context, merge));
    for (int turn = 0; turn < 2; turn++) {
        assert_int_equal(proposed(town), 0);
        assert_ok(association_merge_undo_by_staff(town->context, merge, TEXT("They are two persons."), &effective));
        assert_false(effective);
        assert_refused("merge.second_person", association_merge_undo_by_staff(town->context, merge, TEXT("Once more."), &effective));
        assert_int_equal(proposed(town), 1);
        assert_ok(association_merge_read(town->context, merge, &view));
        assert_true(view.may_undo && view.undo_by == rita);
        assert_text_equal(view.proposed_by, "rita");
        assert_text_equal(view.proposal, "They are two persons.");
        assert_true(town_certificate(town, it.new, "HCIE-Datacom").issued);
        view = newest(&it, it.new);
        assert_false(view.undo_by || view.proposed_by.length || view.proposal.length || instant_is(view.proposed)); /* the body's own affair */
        town_act_as_staff(town, rita);
        town_assert_in_order(town);
        town_act_as_staff(town, rita);
        if (!turn) assert_ok(association_merge_send_back(town->context, merge));
    }
    assert_ok(association_merges_to_undo(town->context, &list));
    assert_int_equal(list.count, 1);
    town_act_as_staff(town, it.new);
    assert_refused("merge.own", association_merge_undo_by_staff(town->context, merge, TEXT("It is my own."), &effective));
    assert_refused("merge.own", association_merge_send_back(town->context, merge));
    /* So is what concerns one with which his own has become one. */
    town_act_as(town, 0);
    assert_ok(account_set_password(town->context, rolf, TEXT(PASSWORD)));
    town_tie(town, rolf, "rolf@body.example");
    assert_ok(association_merge(town->context, prove(&it, it.new, "rolf"), &own));
    town_follow_up(town);
    town_act_as_staff(town, rolf);
    assert_refused("merge.own", association_merge_undo_by_staff(town->context, merge, TEXT("It is my own."), &effective));
    assert_refused("merge.own", association_merge_send_back(town->context, merge));
    assert_ok(association_merge_read(town->context, merge, &view));
    assert_true(view.own);
    town_act_as(town, it.new);
    assert_ok(association_merge_undo(town->context, own, NULL));
    town_follow_up(town);
    town_act_as_staff(town, rolf);
    assert_ok(association_merge_read(town->context, merge, &view));
    assert_false(view.own);
    assert_ok(association_merge_undo_by_staff(town->context, merge, TEXT("The faces differ."), &effective));
    assert_true(effective);
    town_follow_up(town);
    assert_int_equal(proposed(town), 0);
    assert_ok(association_merges_to_undo(town->context, &list));
    assert_int_equal(list.count, 0);
    assert_text_equal(town_certificate(town, it.old, "HCIA-Datacom").number, text_string(town->context->arena, hcia));
    assert_text_equal(town_certificate(town, it.new, "HCIE-Datacom").number, text_string(town->context->arena, hcie));
    assert_true(town_certificate(town, it.new, "HCIE-Datacom").suspended);
    for (int i = 0; i < 2; i++) {
        const char *mailbox = i ? "wei@old.example" : "wei@new.example";
        assert_int_equal(town_letters_about(town, mailbox, "was undone"), i ? 1 : 2); /* also that with rolf's */
        letter = (struct text){0};
        list = town_letters(town, mailbox);
        for (size_t k = 0; k < list.count; k++) {
            const struct mailbox_letter *item = (const struct mailbox_letter *)list.items + k;
            if (!letter.length && text_find(item->subject, "was undone") < item->subject.length) letter = item->text; /* the newest */
        }
        assert_true(text_find(letter, "The faces differ.") < letter.length);
    }
    town_act_as_staff(town, rita);
    assert_refused("merge.undone", association_merge_undo_by_staff(town->context, merge, TEXT("Once more."), &effective));
    town_assert_in_order(town);

    /* What was proposed and not confirmed within the 30 days waits no more; and the person himself needs no second one. */
    assert_ok(association_merge(town->context, prove(&it, it.new, "wei.old"), &merge));
    town_follow_up(town);
    town_act_as_staff(town, rita);
    assert_ok(association_merge_undo_by_staff(town->context, merge, TEXT("A call."), &effective));
    town_act_as(town, it.old);
    assert_ok(association_merge_undo(town->context, merge, NULL));
    town_act_as_staff(town, rolf);
    assert_int_equal(proposed(town), 0);
    assert_ok(association_merge(town->context, prove(&it, it.new, "wei.old"), &merge));
    town_follow_up(town);
    town_act_as_staff(town, rita);
    assert_ok(association_merge_undo_by_staff(town->context, merge, TEXT("A call."), &effective));
    support_forward(town->support, MERGE_UNDO_DAYS * 86400);
    assert_int_equal(proposed(town), 0);
    town_act_as_staff(town, rolf);
    assert_refused("merge.undo_late", association_merge_undo_by_staff(town->context, merge, TEXT("A call."), &effective));
    town_follow_up(town);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(staff_ask_for_a_merge_and_undo_one)

/* Each merges the other into his own at the same moment: one of them wins. */
struct racer {
    struct context *context;
    struct text proof;
    enum result result;
};

static void *race(void *data)
{
    struct racer *racer = data;
    racer->result = association_merge(racer->context, racer->proof, NULL);
    return NULL;
}

static void two_at_once(enum database_engine engine)
{
    struct person it = begin(engine);
    struct town *town = it.town;
    struct text proofs[2] = {prove(&it, it.new, "wei.old"), prove(&it, it.old, "wei")};
    struct racer racers[4];
    pthread_t threads[4];
    int won = 0;
    for (int i = 0; i < 4; i++) racers[i] = (struct racer){.context = town_second(town, i % 2 ? it.old : it.new), .proof = proofs[i % 2]};
    for (int i = 0; i < 4; i++) assert_int_equal(pthread_create(&threads[i], NULL, race, &racers[i]), 0);
    for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
    for (int i = 0; i < 4; i++) {
        if (racers[i].result == RESULT_OK) won++;
        else support_assert_refused(racers[i].context, racers[i].context->error.code && strcmp(racers[i].context->error.code, "merge.emptied") == 0 ? "merge.emptied" : "merge.emptied_other", NULL,
                                    racers[i].result, __FILE__, __LINE__);
    }
    assert_int_equal(won, 1);
    town_follow_up(town);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(two_at_once)

/* Something of the merged account is to be unbound, or is put back into it, at the moment of the merge: whichever comes first, an unbinding is of who has the thing, and nothing is put back into the account that is emptied. */
struct unbinder {
    struct context *context;
    pthread_barrier_t *barrier;
    struct unbinding_opening wish;
    int64_t unbinding;
    bool undoes, effective;
    enum result result;
};

static void *unbind(void *data)
{
    struct unbinder *it = data;
    pthread_barrier_wait(it->barrier);
    it->result = it->undoes ? unbinding_undo(it->context, it->unbinding, TEXT("It was his."), &it->effective) : unbinding_open(it->context, &it->wish, &it->unbinding);
    return NULL;
}

static enum result merge_beside(struct person *it, struct unbinder *unbinder, int64_t *merge)
{
    struct town *town = it->town;
    struct text proof = prove(it, it->new, "wei.old");
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, unbind, unbinder), 0);
    pthread_barrier_wait(unbinder->barrier);
    enum result result = association_merge(town->context, proof, merge);
    pthread_join(thread, NULL);
    return result;
}

static void a_merge_and_an_unbinding_at_once(enum database_engine engine)
{
    enum { ROUNDS = 6 };
    struct person it = begin(engine);
    struct town *town = it.town;
    struct association_thing work = {0};
    int64_t staff = town_account(town, "staff", "staff@body.example", "Rita"), merge, holder, went;
    pthread_barrier_t barrier;
    bool effective;
    assert_ok(intake_mailbox_known(town->context, TEXT("wei@work.example"), &work.mailbox));
    town_act_as_staff(town, staff);
    struct unbinder unbinder = {.context = town_second(town, staff), .barrier = &barrier, .wish = {.mailbox = work.mailbox, .cause = UNBINDING_STAFF, .reason = TEXT("A call."), .claimant = it.stranger}};
    unbinder.context->actor = town->context->actor;
    unbinder.context->clock = town->context->clock;
    assert_int_equal(pthread_barrier_init(&barrier, NULL, 2), 0);
    for (int round = 0; round < ROUNDS; round++) {
        support_forward(town->support, 86400);
        struct list list;
        unbinder.undoes = false;
        enum result merged = merge_beside(&it, &unbinder, &merge);
        assert_ok(unbinder.result);
        if (merged != RESULT_OK) assert_refused("merge.unbinding", merged);
        town_act_as_staff(town, staff);
        assert_ok(association_holder(town->context, work, &holder));
        assert_int_equal(holder, merged == RESULT_OK ? it.new : it.old);
        assert_ok(unbinding_list(town->context, UNBINDINGS_ALL, 0, 1, &list));
        assert_int_equal(((const struct unbinding_view *)list.items)->account_id, holder);
        /* Back to the beginning; then it is unbound from the old account. */
        assert_ok(unbinding_decide(town->context, unbinder.unbinding, false, TEXT("It is his."), &effective));
        town_act_as(town, it.new);
        if (merged == RESULT_OK) assert_ok(association_merge_undo(town->context, merge, &went));
        town_act_as_staff(town, staff);
        assert_ok(unbinding_open(town->context, &unbinder.wish, &unbinder.unbinding));
        assert_ok(unbinding_decide(town->context, unbinder.unbinding, true, TEXT("It is not his."), &effective));
        town_follow_up(town);
        unbinder.undoes = true;
        assert_ok(merge_beside(&it, &unbinder, &merge));
        if (unbinder.result != RESULT_OK) support_assert_refused(unbinder.context, "unbinding.merged", NULL, unbinder.result, __FILE__, __LINE__);
        assert_ok(association_holder(town->context, work, &holder));
        assert_int_equal(holder, unbinder.result == RESULT_OK ? it.new : it.stranger);
        town_act_as(town, it.new);
        assert_ok(association_merge_undo(town->context, merge, &went));
        town_act_as_staff(town, staff);
        if (unbinder.result != RESULT_OK) assert_ok(unbinding_undo(town->context, unbinder.unbinding, TEXT("It was his."), &effective));
        town_follow_up(town);
        assert_ok(association_holder(town->context, work, &holder));
        assert_int_equal(holder, it.old);
    }
    pthread_barrier_destroy(&barrier);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(a_merge_and_an_unbinding_at_once)

/* They are kept as the DNS knows them. */
static void mailboxes_are_read_in_the_letters_of_their_owner(enum database_engine engine)
{
    static const char shown[] = "wei@bücher.example (xn--bcher-kva.example)";
    struct person it = begin(engine);
    struct town *town = it.town;
    int64_t merge, unbinding, other_names, staff = town_account(town, "staff", "staff@example.org", "Staff");
    struct association_merge_view view;
    struct list things, waits;
    town_act_as(town, 0);
    town_tie(town, it.old, "wei@bücher.example");
    struct text proof = prove(&it, it.new, "wei.old");
    assert_ok(association_merge_things(town->context, proof, &things, &other_names));
    assert_text_equal(((const struct association_merge_thing *)things.items)[2].address, shown);
    assert_ok(association_merge(town->context, proof, &merge));
    assert_ok(association_merge_undo_things(town->context, merge, &view, &things));
    assert_text_equal(((const struct association_merge_thing *)things.items)[2].address, shown);
    /* The same where the undoing waits for it. */
    struct association_thing mailbox = {0};
    assert_ok(intake_mailbox(town->context, TEXT("wei@xn--bcher-kva.example"), &mailbox.mailbox));
    town_act_as_staff(town, staff);
    assert_ok(unbinding_open(town->context, &(struct unbinding_opening){.mailbox = mailbox.mailbox, .cause = UNBINDING_STAFF, .reason = TEXT("It is said to be another person's.")}, &unbinding));
    town_act_as(town, it.new);
    assert_ok(association_merge_waits(town->context, &waits));
    assert_int_equal(waits.count, 1);
    assert_text_equal(((const struct association_merge_wait *)waits.items)->address, shown);
    town_free(town);
}
BOTH_ENGINES(mailboxes_are_read_in_the_letters_of_their_owner)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(written_in_one_and_lab_in_the_other),
        ON_BOTH(what_the_preview_says_comes_true),
        ON_BOTH(an_account_with_a_second_step_is_proven_by_its_code_too),
        ON_BOTH(who_may_not_be_merged), ON_BOTH(who_has_more_than_a_person_can_is_not_merged),
        ON_BOTH(an_emptied_account_is_filled_again),
        ON_BOTH(exactly_what_was_moved_goes_back),
        ON_BOTH(what_a_merge_has_unbarred_goes_back_with_its_own_tie),
        ON_BOTH(what_was_unbound_goes_back_only_once_the_account_is_one_again),
        ON_BOTH(what_was_claimed_follows_all_merges),
        ON_BOTH(what_was_unbound_comes_back_from_the_account_that_is_left),
        ON_BOTH(what_became_anothers_stays_his),
        ON_BOTH(what_had_to_leave_does_not_come_back_by_the_undo),
        ON_BOTH(what_was_barred_stays_so_in_the_emptied_account),
        ON_BOTH(an_undone_unbinding_lifts_its_own_bars_alone),
        ON_BOTH(a_bar_does_not_outlive_what_has_set_it),
        ON_BOTH(a_merge_bars_all_that_are_one_then),
        ON_BOTH(who_is_himself_again_reads_what_was_taken_out),
        ON_BOTH(what_rests_on_records_of_both_goes_back_with_its_number),
        ON_BOTH(what_is_rightly_the_others_comes_along),
        ON_BOTH(another_name_is_told_before),
        ON_BOTH(the_undo_waits_for_what_is_to_be_unbound),
        ON_BOTH(what_renewed_by_the_merge_renews_no_more_once_it_is_undone),
        ON_BOTH(what_was_asked_in_the_old_account_is_found_in_the_new_one),
        ON_BOTH(what_was_claimed_comes_to_the_account_that_is_left), ON_BOTH(nobody_disputes_what_his_own_other_account_had),
        ON_BOTH(who_merges_claims_nothing_of_himself),
        ON_BOTH(what_he_disputes_is_in_his_own_other_account),
        ON_BOTH(staff_ask_for_a_merge_and_undo_one),
        ON_BOTH(mailboxes_are_read_in_the_letters_of_their_owner),
        ON_BOTH(two_at_once),
        ON_BOTH(a_merge_and_an_unbinding_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
