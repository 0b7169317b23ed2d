/* Forced unbinding (SPEC 5.8), as the holder, the rightful owner and staff live it. */
#include "award/town.h"

#include <inttypes.h>
#include <pthread.h>

#include "account/account_staff.h"
#include "association/association_identity.h"
#include "association/association_merge.h"
#include "association/association_tie.h"
#include "association/association_unbinding.h"
#include "association/association_unbinding_open.h"
#include "association/association_unbinding_store.h"
#include "audit/audit.h"
#include "award/award_name.h"
#include "verify/verify.h"

/* Wei holds a mailbox that Li can open: by mistake, as both once learned. HCIA-Datacom was earned by it. */
struct case_of {
    struct town *town;
    int64_t wei, li, first, second, exam;
    struct text number; /* of Wei's certificate */
};

STATEMENT(name_record, NULL, "UPDATE exam_record SET first_name = $2, last_name = $3, native_first_name = $4, native_last_name = $5, candidate_id = $6 WHERE id = $1");

STATEMENT(as_of_old, NULL, "UPDATE case_file SET reason = $2 WHERE id = $1");
STATEMENT(closed_of_old, NULL, "INSERT INTO case_entry (case_id, at, actor_kind, what, text) SELECT id, closed_at, 4, 'closed', $2 FROM case_file WHERE id = $1");

static int64_t staff(struct town *town, const char *name)
{
    int64_t id = town_account(town, name, text_printf(town->context->arena, "%s@body.example", name).bytes, name);
    town->context->actor = (struct actor){.kind = ACTOR_OPERATOR};
    assert_ok(account_staff_set(town->context, id, ROLES_ALL));
    return id;
}

static struct case_of begin(enum database_engine engine, const char *now)
{
    struct town *town = town_new(engine, now, NULL);
    struct case_of it = {.town = town, .wei = town_account(town, "wei", "wei@example.org", "Wei Zhang"), .li = town_account(town, "li", "li@example.org", "Wei Zhang"),
                         .first = staff(town, "rita"), .second = staff(town, "rolf")};
    town->identities = true;
    town_tie(town, it.wei, "wei@example.org");
    town_tie(town, it.wei, "shared@example.org");
    town_tie(town, it.li, "li@example.org");
    it.exam = town_pass(town, "shared@example.org", "H12-811", "2026-02-02");
    town_follow_up(town);
    assert_ok(award_run_dates(town->context, NULL));
    it.number = text_copy(town->context->arena, town_certificate(town, it.wei, "HCIA-Datacom").number);
    return it;
}

static int64_t mailbox_id(struct town *town, const char *address)
{
    int64_t id;
    assert_ok(intake_mailbox_known(town->context, text_of(address), &id));
    return id;
}

static int64_t dispute(struct case_of *it)
{
    int64_t id;
    struct unbinding_opening wish = {.mailbox = mailbox_id(it->town, "shared@example.org"), .cause = UNBINDING_OWNER, .claimant = it->li};
    town_act_as(it->town, it->li);
    assert_result(it->town->support, RESULT_OK, unbinding_open(it->town->context, &wish, &id));
    return id;
}

static struct unbinding_view seen_by_holder(struct case_of *it)
{
    struct list list;
    town_act_as(it->town, it->wei);
    assert_result(it->town->support, RESULT_OK, unbinding_list_own(it->town->context, &list));
    assert_int_equal(list.count, 1);
    return *(const struct unbinding_view *)list.items;
}

static struct unbinding_view seen_by_staff(struct case_of *it)
{
    struct list list;
    town_act_as_staff(it->town, it->first);
    assert_result(it->town->support, RESULT_OK, unbinding_list(it->town->context, UNBINDINGS_ALL, 0, 10, &list));
    return *(const struct unbinding_view *)list.items;
}

static struct case_view case_of_unbinding(struct case_of *it)
{
    struct case_view view;
    struct text number = seen_by_staff(it).case_number;
    assert_result(it->town->support, RESULT_OK, case_read(it->town->context, number, &view));
    return view;
}

/* What waits on the desk: objections, of them overdue; and all others. */
static void assert_waiting(struct case_of *it, int64_t objections, int64_t overdue, int64_t others)
{
    struct unbinding_count objected, rest;
    town_act_as_staff(it->town, it->first);
    assert_result(it->town->support, RESULT_OK, unbinding_counts(it->town->context, &objected, &rest));
    assert_int_equal(objected.waiting, objections);
    assert_int_equal(objected.overdue, overdue);
    assert_int_equal(rest.waiting, others);
    assert_int_equal(instant_is(objected.oldest), objections != 0);
    assert_int_equal(instant_is(rest.oldest), others != 0);
    /* Each list shows what is counted. */
    const struct {
        enum unbinding_show show;
        int64_t count;
    } lists[] = {{UNBINDINGS_OBJECTED, objections}, {UNBINDINGS_OTHERS, others}, {UNBINDINGS_WAITING, objections + others}};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        struct list list;
        assert_result(it->town->support, RESULT_OK, unbinding_list(it->town->context, lists[i].show, 0, 10, &list));
        assert_int_equal(list.count, lists[i].count);
    }
}

static struct case_count counted(struct case_of *it)
{
    struct list counts;
    town_act_as_staff(it->town, it->first);
    assert_result(it->town->support, RESULT_OK, case_counts(it->town->context, &counts));
    for (size_t i = 0; i < counts.count; i++) {
        const struct case_count *count = (const struct case_count *)counts.items + i;
        if (!text_is(count->kind, "unbinding")) continue;
        assert_int_equal(instant_is(count->oldest_second), count->second != 0);
        return *count;
    }
    return (struct case_count){.second = -1};
}

/* On the desk's list of those that are not over. */
static size_t listed(struct case_of *it)
{
    struct list list;
    town_act_as_staff(it->town, it->first);
    assert_result(it->town->support, RESULT_OK, unbinding_list(it->town->context, UNBINDINGS_WAITING, 0, 10, &list));
    return list.count;
}

/* What the claimant reads of it in his own account; of what he has claimed it is all, and nothing else. */
static struct unbinding_claim seen_by_claimant(struct case_of *it)
{
    struct list list;
    town_act_as(it->town, it->li);
    assert_result(it->town->support, RESULT_OK, unbinding_list_claims(it->town->context, &list));
    assert_int_equal(list.count, 1);
    struct unbinding_claim claim = *(const struct unbinding_claim *)list.items;
    assert_text_equal(claim.address, "shared@example.org");
    assert_int_equal(claim.running + claim.looked_at + claim.came + claim.refused + claim.put_back, 1);
    assert_int_equal(instant_is(claim.ended), claim.came || claim.refused || claim.put_back);
    return claim;
}

static void the_day_comes_over_a_holiday_week(enum database_engine engine)
{
    /* Thursday 12 February 2026; the Spring Festival is from the 15th to the 23rd, Saturday the 14th is a make-up working day. */
    struct case_of it = begin(engine, "2026-02-12T02:00:00Z");
    struct town *town = it.town;
    dispute(&it);
    struct unbinding_view view = seen_by_holder(&it);
    assert_true(view.running && view.by_owner && !view.of_record);
    assert_text_equal(view.address, "shared@example.org");
    assert_text_equal(view.claimant, ""); /* the holder does not learn who */
    assert_text_equal(day_text(town->context->arena, view.act), "2026-02-26"); /* 13, 14, 24, 25, 26 */
    assert_int_equal(view.days, 5);
    assert_false(view.provisional);
    assert_int_equal(town_letters_about(town, "wei@example.org", "will be taken out of your account"), 1);
    assert_int_equal(town_letters_about(town, "li@example.org", "claim is under way"), 1);

    town_set_time(town, "2026-02-13T15:59:59Z");
    assert_int_equal(town_letters_about(town, "wei@example.org", "will be taken out of your account"), 1);
    town_set_time(town, "2026-02-13T16:00:00Z"); /* 00:00 on the 14th, three working days before */
    assert_int_equal(town_letters_about(town, "wei@example.org", "will be taken out of your account"), 2);
    town_set_time(town, "2026-02-20T02:00:00Z"); /* of the holidays: the 24th and the 25th are left, on the 26th it happens */
    assert_int_equal(seen_by_holder(&it).days, 2);
    town_set_time(town, "2026-02-24T15:59:59Z");
    assert_int_equal(town_letters_about(town, "wei@example.org", "will be taken out of your account"), 2);
    town_set_time(town, "2026-02-25T15:59:59Z"); /* the last second of the day before */
    assert_int_equal(town_letters_about(town, "wei@example.org", "will be taken out of your account"), 3);
    assert_true(seen_by_holder(&it).running);
    assert_true(town_certificate(town, it.wei, "HCIA-Datacom").issued);

    town_set_time(town, "2026-02-25T16:00:00Z");
    view = seen_by_staff(&it);
    assert_true(view.done && view.may_undo);
    struct certificate old = town_certificate(town, it.wei, "HCIA-Datacom"), own = town_certificate(town, it.li, "HCIA-Datacom");
    assert_true(old.withdrawn && own.issued);
    assert_text_equal(old.reason, "An exam record on which it rests had to leave the account.");
    assert_text_equal(day_text(town->context->arena, old.state_day), "2026-02-26");
    assert_text_equal(old.number, text_string(town->context->arena, it.number));
    assert_false(text_equal(old.number, own.number));
    /* Whoever asks the register, by the number on the old paper and by the new one. */
    struct verification shown;
    town->context->actor = (struct actor){.kind = ACTOR_NOBODY};
    assert_ok(verify_number(town->context, it.number, &shown));
    assert_true(shown.found && shown.withdrawn && !shown.current);
    assert_text_equal(shown.reason, "An exam record on which it rests had to leave the account.");
    assert_text_equal(day_text(town->context->arena, shown.state_day), "2026-02-26");
    assert_ok(verify_number(town->context, own.number, &shown));
    assert_true(shown.current);
    assert_int_equal(town_letters_about(town, "wei@example.org", "was taken out of your account"), 1);
    assert_int_equal(town_letters_about(town, "wei@example.org", "Your certificate was withdrawn"), 1);
    assert_int_equal(town_letters_about(town, "li@example.org", "It is in your account now"), 1);
    town_set_time(town, "2026-03-02T16:00:00Z");
    assert_int_equal(town_letters_about(town, "wei@example.org", "taken out of your account"), 4);
    assert_int_equal(town_letters_about(town, "wei@example.org", "On 26 February 2026 the mailbox shared@example.org will be taken out of your account"), 3);
    assert_int_equal(town_letters_about(town, "wei@example.org", "The mailbox shared@example.org was taken out of your account"), 1);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(the_day_comes_over_a_holiday_week)

/* A calendar that knew weekends only learns of the holidays meanwhile: the day is a later one, and both sides read it. */
static void the_day_moves_with_the_calendar(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-02-12T02:00:00Z");
    struct town *town = it.town;
    town_load(town, town_catalogue(town, "huawei.txt", "calendar: china", "calendar: weekend"));
    town_follow_up(town);
    dispute(&it);
    assert_text_equal(day_text(town->context->arena, seen_by_holder(&it).act), "2026-02-19");
    town_load(town, town_catalogue(town, "huawei.txt", NULL, NULL));
    town_set_time(town, "2026-02-19T02:00:00Z");
    struct unbinding_view view = seen_by_holder(&it);
    assert_true(view.running);
    assert_text_equal(day_text(town->context->arena, view.act), "2026-02-26");
    assert_int_equal(town_letters_with(town, "wei@example.org", "goes on, with a new day"), 1);
    assert_int_equal(town_letters_about(town, "li@example.org", "What you claim has a new day"), 1);
    assert_int_equal(town_letters_with(town, "li@example.org", "let it go or object before 26 February 2026."), 1);
    town_set_time(town, "2026-02-26T02:00:00Z");
    assert_true(seen_by_staff(&it).done);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(the_day_moves_with_the_calendar)

/* The holidays of the new year become known while the clock runs: at once the day is the one to which the holder has a right, and he reads it; not only when the old one has come. */
static void the_day_is_counted_again_as_soon_as_the_calendar_knows(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-12-29T02:00:00Z");
    struct town *town = it.town;
    town_load(town, town_calendar(town, "2004 to 2026", ""));
    town_follow_up(town);
    dispute(&it);
    town_follow_up(town);
    struct unbinding_view view = seen_by_holder(&it);
    assert_text_equal(day_text(town->context->arena, view.act), "2027-01-05"); /* 30, 31, 1, 4, 5 */
    assert_true(view.running && view.provisional);
    town_new_days(town, "2004 to 2027", "2027-01-01 to 2027-01-03 free\n");
    town_follow_up(town);
    view = seen_by_holder(&it);
    assert_text_equal(day_text(town->context->arena, view.act), "2027-01-06");
    assert_true(view.running && !view.provisional);
    assert_int_equal(town_letters_with(town, "wei@example.org", "goes on, with a new day"), 1);
    town_set_time(town, "2027-01-05T02:00:00Z");
    assert_true(seen_by_holder(&it).running);
    /* Never earlier than he was told. */
    town_new_days(town, "2004 to 2028", "");
    town_follow_up(town);
    assert_text_equal(day_text(town->context->arena, seen_by_holder(&it).act), "2027-01-06");
    assert_int_equal(town_letters_with(town, "wei@example.org", "goes on, with a new day"), 1);
    town_set_time(town, "2027-01-05T16:00:00Z");
    assert_false(town_has_certificate(town, it.wei, "HCIA-Datacom") && town_certificate(town, it.wei, "HCIA-Datacom").issued);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(the_day_is_counted_again_as_soon_as_the_calendar_knows)

/* It is said at what is to leave: the mailbox, or the record by whatever it came. */
static void what_is_to_leave_says_so_where_it_stands(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    struct list list;
    int64_t own = town_pass(town, "wei@example.org", "H12-821", "2026-02-03");
    town_follow_up(town);
    dispute(&it);
    struct unbinding_opening wish = {.record = own, .cause = UNBINDING_STAFF, .reason = TEXT("It is another person's.")};
    town_act_as_staff(town, it.first);
    assert_ok(unbinding_open(town->context, &wish, NULL));
    for (int turn = 0; turn < 2; turn++) {
        town_act_as(town, turn ? it.li : it.wei);
        assert_ok(association_list_with_records(town->context, &list));
        assert_int_equal(list.count, turn ? 1 : 2);
        const struct association *mailboxes = list.items;
        if (turn) assert_int_equal(mailboxes->unbindings.count, 0); /* the claimant has nothing to let go */
        for (size_t i = 0; !turn && i < list.count; i++) {
            bool shared = text_is(mailboxes[i].address, "shared@example.org");
            assert_int_equal(mailboxes[i].unbindings.count, 1);
            const struct unbinding_view *view = mailboxes[i].unbindings.items;
            assert_int_equal(view->of_record, !shared);
            assert_true(view->running && day_is(view->act));
        }
    }
    town_free(town);
}
BOTH_ENGINES(what_is_to_leave_says_so_where_it_stands)

/* How long a holder has is the body's promise, not ours. */
static void another_body_gives_more_time(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    town_load(town, town_catalogue(town, "huawei.txt", "promise objection: 5 working days", "promise objection: 10 working days"));
    dispute(&it);
    assert_text_equal(day_text(town->context->arena, seen_by_holder(&it).act), "2026-03-16");
    town_set_time(town, "2026-03-14T02:00:00Z");
    assert_true(seen_by_holder(&it).running);
    town_set_time(town, "2026-03-15T16:00:00Z");
    assert_true(seen_by_staff(&it).done);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(another_body_gives_more_time)

static void the_holder_lets_it_go(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    int64_t id = dispute(&it);
    town_act_as(town, it.li);
    assert_int_equal(unbinding_let_go(town->context, id), RESULT_NONE); /* not his */
    town_act_as(town, it.wei);
    assert_ok(unbinding_let_go(town->context, id));
    assert_refused("unbinding.over", unbinding_let_go(town->context, id));
    assert_refused("unbinding.over", unbinding_object(town->context, id, TEXT("No"), NULL, 0));
    town_follow_up(town);
    assert_true(town_certificate(town, it.wei, "HCIA-Datacom").withdrawn);
    assert_true(town_certificate(town, it.li, "HCIA-Datacom").issued || town_certificate(town, it.li, "HCIA-Datacom").pending);
    assert_int_equal(town_letters_about(town, "wei@example.org", "You have let something go"), 1);
    town_set_time(town, "2026-03-20T02:00:00Z");
    assert_int_equal(town_letters_about(town, "wei@example.org", "taken out of your account"), 1); /* the first alone */
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(the_holder_lets_it_go)

static void an_objection_is_upheld(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    int64_t id = dispute(&it);
    bool effective;
    assert_waiting(&it, 0, 0, 1);
    assert_int_equal(counted(&it).asker, 1); /* with the holder until the day */
    assert_true(seen_by_claimant(&it).running);
    assert_text_equal(day_text(town->context->arena, seen_by_claimant(&it).act), "2026-03-09");
    town_act_as(town, it.wei);
    struct list none;
    assert_ok(unbinding_list_claims(town->context, &none));
    assert_int_equal(none.count, 0);
    assert_refused("audit.not_allowed", unbinding_counts(town->context, &(struct unbinding_count){0}, &(struct unbinding_count){0}));
    assert_refused("unbinding.objection_empty", unbinding_object(town->context, id, TEXT("  "), NULL, 0));
    assert_ok(unbinding_object(town->context, id, TEXT("It is my own mailbox of before I married."), NULL, 0));
    assert_ok(unbinding_object(town->context, id, TEXT("Really."), NULL, 0)); /* added to the case */
    assert_int_equal(town_letters_about(town, "wei@example.org", "We have your objection"), 1);
    assert_int_equal(town_letters_about(town, "li@example.org", "What you claim is being looked at"), 1);
    assert_int_equal(town_letters_with(town, "li@example.org", "before I married"), 0);
    assert_text_equal(town_in_letter(town, "wei@example.org", "The certifying body decides by "), "9 March 2026.");
    assert_true(seen_by_holder(&it).objected);
    assert_true(case_of_unbinding(&it).objected);
    assert_waiting(&it, 1, 0, 0);
    assert_int_equal(counted(&it).asker, 0);
    /* Both read since when the body looks at it, and by when it decides. */
    assert_true(seen_by_claimant(&it).looked_at);
    assert_text_equal(day_text(town->context->arena, seen_by_claimant(&it).stopped), "2026-03-02");
    assert_text_equal(day_text(town->context->arena, seen_by_claimant(&it).due), "2026-03-09");
    assert_text_equal(day_text(town->context->arena, seen_by_holder(&it).stopped), "2026-03-02");
    assert_text_equal(day_text(town->context->arena, seen_by_holder(&it).due), "2026-03-09");
    assert_false(seen_by_claimant(&it).late || seen_by_holder(&it).late);
    town_set_time(town, "2026-04-20T02:00:00Z"); /* nothing happens by itself */
    assert_true(seen_by_claimant(&it).late && seen_by_holder(&it).late);
    assert_waiting(&it, 1, 1, 0);
    assert_true(seen_by_holder(&it).objected);
    town_act_as_staff(town, it.first);
    assert_refused("unbinding.to_decide", unbinding_resume(town->context, id, TEXT("Go on.")));
    assert_true(seen_by_holder(&it).objected);
    town_act_as(town, it.wei);
    assert_refused("audit.not_allowed", unbinding_decide(town->context, id, false, TEXT("Mine"), &effective));
    town_act_as_staff(town, it.first);
    assert_refused("unbinding.reason_missing", unbinding_decide(town->context, id, false, TEXT(" "), &effective));
    assert_ok(unbinding_decide(town->context, id, false, TEXT("The passport shows it."), &effective));
    assert_true(effective);
    assert_true(seen_by_staff(&it).dropped);
    assert_waiting(&it, 0, 0, 0);
    assert_true(seen_by_claimant(&it).refused);
    assert_text_equal(seen_by_claimant(&it).reason, "The passport shows it.");
    assert_int_equal(town_letters_with(town, "li@example.org", "The passport shows it."), 1);
    assert_true(town_certificate(town, it.wei, "HCIA-Datacom").issued);
    assert_false(town_has_certificate(town, it.li, "HCIA-Datacom"));
    assert_int_equal(town_letters_about(town, "wei@example.org", "Nothing leaves your account"), 1);
    assert_int_equal(town_letters_about(town, "li@example.org", "not granted"), 1);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(an_objection_is_upheld)

/* The role is taken from the registrar while what he has pressed is on its way: nothing of it is done. */
static void a_role_that_is_gone_unbinds_nothing(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    int64_t id = dispute(&it), letters = town_count(town, "letters"), holder;
    bool effective;
    town_act_as_staff(town, it.first);
    struct actor pressed = town->context->actor;
    town_act_as(town, 0);
    assert_ok(account_staff_set(town->context, it.first, ROLES_ALL & ~ROLE_REGISTRAR));
    town->context->actor = pressed;
    assert_refused("audit.role_gone", unbinding_decide(town->context, id, true, TEXT("The names differ."), &effective));
    assert_false(effective);
    assert_ok(association_holder(town->context, (struct association_thing){.mailbox = mailbox_id(town, "shared@example.org")}, &holder));
    assert_int_equal(holder, it.wei);
    assert_true(seen_by_holder(&it).running);
    assert_int_equal(town_count(town, "letters"), letters);
    town_act_as_staff(town, it.second);
    assert_ok(unbinding_decide(town->context, id, true, TEXT("The names differ."), &effective));
    assert_true(effective);
    town_free(town);
}
BOTH_ENGINES(a_role_that_is_gone_unbinds_nothing)

static void an_objection_is_refused_by_two_and_undone_later(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    town_second_person(town, true);
    int64_t id = dispute(&it);
    bool effective;
    town_act_as(town, it.wei);
    assert_ok(unbinding_object(town->context, id, TEXT("Mine."), NULL, 0));
    town_act_as_staff(town, it.first);
    assert_ok(unbinding_decide(town->context, id, true, TEXT("The names differ."), &effective));
    assert_false(effective);
    assert_true(seen_by_staff(&it).objected && seen_by_staff(&it).second);
    assert_text_equal(case_of_unbinding(&it).outcome_name, "Unbind now"); /* not "Granted": what is granted of a wish is given, and this is taken away */
    assert_int_equal(counted(&it).second, 1);
    assert_false(seen_by_holder(&it).second); /* the body's own affair */
    assert_text_equal(seen_by_claimant(&it).reason, "");
    /* Sent back before it was carried out it is open, as it was. */
    town_act_as_staff(town, it.second);
    assert_ok(unbinding_send_back(town->context, id, TEXT("Which names?")));
    assert_false(case_of_unbinding(&it).closed);
    town_act_as_staff(town, it.first);
    assert_ok(unbinding_decide(town->context, id, true, TEXT("The names differ."), &effective));
    assert_false(effective);
    assert_refused("case.second_person", unbinding_decide(town->context, id, true, TEXT("Once more."), &effective));
    town_act_as_staff(town, it.second);
    assert_ok(unbinding_decide(town->context, id, true, TEXT("The names differ."), &effective));
    assert_true(effective);
    town_follow_up(town);
    assert_ok(award_run_dates(town->context, NULL));
    struct text other = town_certificate(town, it.li, "HCIA-Datacom").number;
    assert_true(town_certificate(town, it.wei, "HCIA-Datacom").withdrawn);
    assert_true(town_certificate(town, it.li, "HCIA-Datacom").issued);

    assert_true(seen_by_claimant(&it).came);
    assert_text_equal(seen_by_claimant(&it).reason, "The names differ.");
    assert_int_equal(town_letters_with(town, "li@example.org", "The names differ."), 1);

    /* Within 30 days everything is put back, under the same numbers. */
    town_set_time(town, "2026-03-31T02:00:00Z");
    town_act_as_staff(town, it.first);
    assert_refused("unbinding.reason_missing", unbinding_undo(town->context, id, TEXT(""), &effective));
    assert_ok(unbinding_undo(town->context, id, TEXT("The claimant had taken over the mailbox."), &effective));
    assert_false(effective); /* nor is that for one alone */
    assert_waiting(&it, 0, 0, 1);
    assert_true(seen_by_staff(&it).may_undo && seen_by_staff(&it).second);
    assert_text_equal(case_of_unbinding(&it).outcome_name, "Undo the unbinding");
    assert_int_equal(listed(&it), 1); /* it waits, although it is over */
    assert_refused("case.second_person", unbinding_undo(town->context, id, TEXT("Once more."), &effective));
    town_follow_up(town);
    assert_true(town_certificate(town, it.li, "HCIA-Datacom").issued);
    town_assert_in_order(town);
    /* What the second does not agree to goes back, and the case is closed as before; it can be proposed again. */
    town_act_as_staff(town, it.second);
    assert_refused("unbinding.reason_missing", unbinding_send_back(town->context, id, TEXT(" ")));
    assert_ok(unbinding_send_back(town->context, id, TEXT("Who says so?")));
    assert_refused("case.nothing_proposed", unbinding_send_back(town->context, id, TEXT("Once more.")));
    assert_true(seen_by_staff(&it).may_undo);
    assert_true(case_of_unbinding(&it).closed);
    town_assert_in_order(town);
    town_act_as_staff(town, it.first);
    assert_ok(unbinding_undo(town->context, id, TEXT("The claimant had taken over the mailbox."), &effective));
    assert_false(effective);
    town_act_as_staff(town, it.second);
    assert_ok(unbinding_undo(town->context, id, TEXT("The claimant had taken over the mailbox."), &effective));
    assert_true(effective);
    assert_refused("unbinding.not_done", unbinding_undo(town->context, id, TEXT("Again."), &effective));
    town_follow_up(town);
    assert_true(seen_by_claimant(&it).put_back);
    assert_text_equal(seen_by_claimant(&it).reason, "The claimant had taken over the mailbox.");
    assert_int_equal(town_letters_with(town, "li@example.org", "The claimant had taken over the mailbox."), 1);
    struct certificate back = town_certificate(town, it.wei, "HCIA-Datacom");
    assert_true(back.issued);
    assert_text_equal(back.number, text_string(town->context->arena, it.number));
    assert_false(town_certificate(town, it.li, "HCIA-Datacom").issued);
    assert_text_equal(town_certificate(town, it.li, "HCIA-Datacom").number, text_string(town->context->arena, other));
    assert_int_equal(town_letters_about(town, "wei@example.org", "is back"), 1);
    /* What was found against him is not "settled": it was undone. */
    assert_int_equal(town_letters_with(town, "wei@example.org", "The exam record that had to leave the account is back in it."), 1);
    assert_int_equal(town_letters_with(town, "wei@example.org", "This is settled"), 0);
    assert_int_equal(town_letters_about(town, "li@example.org", "had to leave it again"), 1);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(an_objection_is_refused_by_two_and_undone_later)

/* Pressed twice, by one form, it is done once, and both presses tell the same: whether it is done, or waits for a second person. */
static bool pressed_twice(struct case_of *it, int64_t by, int64_t id, bool undo, const char *form)
{
    struct town *town = it->town;
    bool effective[2];
    town_act_as_staff(town, by);
    for (int i = 0; i < 2; i++) {
        town_send_form(town, form);
        struct text reason = TEXT("The names differ.");
        assert_ok(undo ? unbinding_undo(town->context, id, reason, &effective[i]) : unbinding_decide(town->context, id, true, reason, &effective[i]));
        assert_int_equal(town->context->once.replayed, i);
    }
    town_send_form(town, NULL);
    assert_int_equal(effective[0], effective[1]);
    return effective[0];
}

static void pressed_twice_it_tells_what_happened(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    town_second_person(town, true);
    int64_t id = dispute(&it);
    assert_false(pressed_twice(&it, it.first, id, false, "form-1"));
    assert_true(seen_by_staff(&it).running && seen_by_staff(&it).second);
    assert_true(pressed_twice(&it, it.second, id, false, "form-2"));
    assert_true(seen_by_staff(&it).done);
    assert_int_equal(town_letters_about(town, "wei@example.org", "was taken out of your account"), 1);
    assert_false(pressed_twice(&it, it.first, id, true, "form-3"));
    assert_true(pressed_twice(&it, it.second, id, true, "form-4"));
    assert_true(seen_by_staff(&it).undone);
    assert_int_equal(town_letters_about(town, "wei@example.org", "is back"), 1);
    town_follow_up(town);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(pressed_twice_it_tells_what_happened)

/* Of those to which nobody has objected. */
static int64_t overdue(struct case_of *it)
{
    struct town *town = it->town;
    struct unbinding_count objected, others;
    town_act_as_staff(town, it->first);
    assert_ok(unbinding_counts(town->context, &objected, &others));
    return others.overdue;
}

static void staff_stop_the_clock(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z"); /* a Monday; the act is on the next */
    struct town *town = it.town;
    int64_t id = dispute(&it);
    bool effective;
    town_set_time(town, "2026-03-04T02:00:00Z"); /* Wednesday: three are left */
    town_act_as_staff(town, it.first);
    assert_refused("unbinding.runs", unbinding_resume(town->context, id, TEXT("Go on.")));
    assert_ok(unbinding_pause(town->context, id, TEXT("We ask the provider.")));
    assert_refused("unbinding.stands", unbinding_pause(town->context, id, TEXT("Again.")));
    assert_int_equal(town_letters_about(town, "wei@example.org", "stands still"), 1);
    /* By which day they decide stands where he waits for it, and what is late stands on their desk (SPEC 1.4). */
    assert_int_equal(town_letters_with(town, "wei@example.org", "The certifying body decides by 11 March 2026."), 1);
    assert_int_equal(town_letters_about(town, "li@example.org", "What you claim is being looked at"), 1); /* not what was said to the holder */
    assert_int_equal(town_letters_with(town, "li@example.org", "The certifying body decides by 11 March 2026."), 1);
    assert_int_equal(town_letters_with(town, "li@example.org", "We ask the provider."), 0);
    assert_text_equal(day_text(town->context->arena, seen_by_holder(&it).due), "2026-03-11");
    assert_false(seen_by_holder(&it).late);
    assert_int_equal(overdue(&it), 0);
    town_set_time(town, "2026-03-16T02:00:00Z");
    assert_true(seen_by_holder(&it).paused && seen_by_holder(&it).late && seen_by_staff(&it).late);
    assert_int_equal(overdue(&it), 1);
    town_act_as_staff(town, it.first);
    assert_ok(unbinding_resume(town->context, id, TEXT("The provider has confirmed it.")));
    assert_int_equal(town_letters_about(town, "wei@example.org", "On 19 March 2026 the mailbox shared@example.org will be taken out of your account"), 1);
    assert_int_equal(town_letters_with(town, "wei@example.org", "goes on, with a new day"), 1);
    assert_int_equal(town_letters_about(town, "li@example.org", "What you claim has a new day"), 1);
    assert_int_equal(town_letters_with(town, "li@example.org", "let it go or object before 19 March 2026."), 1);
    assert_int_equal(town_letters_with(town, "wei@example.org", "The provider has confirmed it."), 1);
    assert_text_equal(day_text(town->context->arena, seen_by_holder(&it).act), "2026-03-19");
    town_set_time(town, "2026-03-18T15:59:59Z");
    assert_true(seen_by_holder(&it).running);
    town_set_time(town, "2026-03-18T16:00:00Z");
    assert_true(seen_by_staff(&it).done);
    town_act_as_staff(town, it.first);
    town_set_time(town, "2026-04-18T16:00:00Z");
    assert_refused("unbinding.undo_late", unbinding_undo(town->context, id, TEXT("Too late."), &effective));
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(staff_stop_the_clock)

/* Whether one dispute or many, before or after a crash: it is unbound once. */
static void twice_and_at_once(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    int64_t id = dispute(&it);
    assert_int_equal(dispute(&it), id);
    struct unbinding_opening wish = {.mailbox = mailbox_id(town, "shared@example.org"), .cause = UNBINDING_STAFF, .reason = TEXT("A call.")};
    int64_t same;
    town_act_as_staff(town, it.first);
    assert_refused("unbinding.there", unbinding_open(town->context, &wish, &same)); /* nobody would read the reason */
    assert_int_equal(same, id);
    struct text there;
    assert_ok(unbinding_case_there(town->context, wish.mailbox, 0, &there));
    assert_text_equal(there, text_string(town->context->arena, seen_by_staff(&it).case_number));
    assert_result(town->support, RESULT_NONE, unbinding_case_there(town->context, mailbox_id(town, "li@example.org"), 0, &there));
    assert_result(town->support, RESULT_NONE, unbinding_case_there(town->context, 0, wish.mailbox, &there));
    wish.claimant = it.li; /* who has proven it: there is nothing to learn */
    assert_refused("unbinding.there", unbinding_open(town->context, &wish, &same));
    wish.claimant = it.second; /* another rightful owner is not passed over in silence */
    assert_refused("unbinding.claimed", unbinding_open(town->context, &wish, &same));
    wish.mailbox = mailbox_id(town, "li@example.org");
    wish.claimant = it.li;
    assert_refused("unbinding.owner_has_it", unbinding_open(town->context, &wish, &same));
    wish = (struct unbinding_opening){.record = 4711, .cause = UNBINDING_STAFF, .reason = TEXT("A call.")};
    assert_refused("unbinding.nothing", unbinding_open(town->context, &wish, &same));
    support_set_clock(town->support, "2026-03-10T02:00:00Z");
    town_follow_up_at_once(town, 4);
    assert_true(seen_by_staff(&it).done);
    assert_int_equal(town_count(town, "forced"), 1);
    assert_int_equal(town_letters_about(town, "wei@example.org", "was taken out of your account"), 1);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(twice_and_at_once)

/* Whoever finds a cause at the same moment as others: of one record one is open, one claimant is told that it is his, and the others that it is not settled. */
struct opener {
    struct context *context;
    struct unbinding_opening wish;
    pthread_barrier_t *barrier;
    enum result result;
    int64_t id;
};

static void *open_one(void *data)
{
    struct opener *opener = data;
    pthread_barrier_wait(opener->barrier);
    opener->result = unbinding_open(opener->context, &opener->wish, &opener->id);
    return NULL;
}

static void many_causes_at_once(enum database_engine engine)
{
    enum { ROUNDS = 12, OPENERS = 8 };
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    int64_t third = town_account(town, "third", "third@example.org", "Wei Zhang"), known[ROUNDS], claimed = 0, letters = (int64_t)town_letters(town, "li@example.org").count;
    struct opener openers[OPENERS];
    pthread_t threads[OPENERS];
    pthread_barrier_t barrier;
    town->identities = false;
    for (int i = 0; i < OPENERS; i++) {
        openers[i] = (struct opener){.context = town_second(town, i % 4 == 2 ? it.li : third), .barrier = &barrier};
        if (i % 4 >= 2) continue;
        town_act_as_staff(town, i % 4 ? it.first : it.second);
        openers[i].context->actor = town->context->actor;
    }
    assert_int_equal(pthread_barrier_init(&barrier, NULL, OPENERS), 0);
    for (int round = 0; round < ROUNDS; round++) {
        int64_t record = town_pass(town, "shared@example.org", "H12-821", "2026-01-07");
        town_follow_up(town);
        known[round] = 0;
        if (round % 2) { /* one that knows of no claimant runs already */
            town_act_as_staff(town, it.first);
            assert_ok(unbinding_open(town->context, &(struct unbinding_opening){.record = record, .cause = UNBINDING_STAFF, .reason = TEXT("A call.")}, &known[round]));
        }
        for (int i = 0; i < OPENERS; i++) {
            openers[i].wish = (struct unbinding_opening){.record = record, .cause = i % 4 < 2 ? UNBINDING_STAFF : UNBINDING_OWNER, .reason = TEXT("A call."), .claimant = i % 4 == 2 ? it.li : i % 4 == 3 ? third : 0};
            assert_int_equal(pthread_create(&threads[i], NULL, open_one, &openers[i]), 0);
        }
        for (int i = 0; i < OPENERS; i++) pthread_join(threads[i], NULL);
        int64_t told = 0;
        for (int i = 0; i < OPENERS; i++) {
            if (openers[i].result != RESULT_OK) {
                const char *code = i % 4 < 2 ? "unbinding.there" : "unbinding.claimed"; /* the reason of the staff nobody would read */
                support_assert_refused(openers[i].context, code, NULL, openers[i].result, __FILE__, __LINE__);
                continue;
            }
            if (!known[round]) known[round] = openers[i].id;
            assert_int_equal(openers[i].id, known[round]);
            if (!openers[i].wish.claimant) continue;
            if (told) assert_int_equal(openers[i].wish.claimant, told);
            told = openers[i].wish.claimant;
        }
        struct list list;
        assert_true(told != 0);
        town_act_as_staff(town, it.first);
        assert_ok(unbinding_list(town->context, UNBINDINGS_ALL, 0, 1, &list));
        assert_int_equal(((const struct unbinding_view *)list.items)->id, known[round]);
        assert_int_equal(((const struct unbinding_view *)list.items)->claimant_id, told);
        claimed += told == it.li;
    }
    pthread_barrier_destroy(&barrier);
    assert_int_equal(town_count(town, "unbindings"), ROUNDS);
    assert_int_equal(town_letters(town, "li@example.org").count, letters + claimed); /* told once each */
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(many_causes_at_once)

/* A record and its mailbox: staff and the system may have a cause for each, but of both together one account is the claimant, for the record comes to one. */
static void of_a_record_and_its_mailbox_one_is_the_claimant(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    int64_t third = town_account(town, "third", "third@example.org", "Wei Zhang"), mailbox = mailbox_id(town, "shared@example.org"), records, holder;
    int64_t single = town_pass(town, "shared@example.org", "H12-821", "2026-02-03");
    bool made;
    town->identities = false;
    town_follow_up(town);
    struct unbinding_opening of_record = {.record = it.exam, .cause = UNBINDING_OWNER, .claimant = it.li}, of_mailbox = {.mailbox = mailbox, .cause = UNBINDING_OWNER, .claimant = third};
    town_act_as(town, it.li);
    assert_ok(unbinding_open(town->context, &of_record, NULL));
    town_act_as(town, third);
    assert_refused("unbinding.claimed", unbinding_open(town->context, &of_mailbox, NULL));
    of_mailbox.claimant = 0; /* nobody's yet: the mailbox has a cause of its own */
    assert_ok(unbinding_open(town->context, &of_mailbox, NULL));
    assert_waiting(&it, 0, 0, 2);
    of_mailbox.claimant = third;
    town_act_as(town, third);
    assert_refused("unbinding.claimed", unbinding_open(town->context, &of_mailbox, NULL));
    of_mailbox.claimant = it.li;
    town_act_as(town, it.li);
    assert_ok(unbinding_open(town->context, &of_mailbox, NULL));
    /* The other way round, and of another record of the mailbox; staff are told the same. */
    of_record = (struct unbinding_opening){.record = single, .cause = UNBINDING_STAFF, .claimant = third, .reason = TEXT("A call.")};
    town_act_as_staff(town, it.first);
    assert_refused("unbinding.claimed", unbinding_open(town->context, &of_record, NULL));
    /* Also of one that the holder has by its score report: once it is unbound, it falls to whoever has its mailbox. */
    town_act_as(town, it.wei);
    assert_ok(association_tie(town->context, (struct association_thing){.record = single}, it.wei, "score-report", 0, &made, &records));
    assert_true(made);
    town_act_as_staff(town, it.first);
    assert_refused("unbinding.claimed", unbinding_open(town->context, &of_record, NULL));
    of_record.claimant = it.li;
    assert_ok(unbinding_open(town->context, &of_record, NULL));
    assert_waiting(&it, 0, 0, 3);
    town_set_time(town, "2026-03-09T02:00:00Z");
    assert_waiting(&it, 0, 0, 0);
    assert_ok(association_holder(town->context, (struct association_thing){.record = it.exam}, &holder));
    assert_int_equal(holder, it.li);
    assert_ok(association_holder(town->context, (struct association_thing){.record = single}, &holder));
    assert_int_equal(holder, it.li);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(of_a_record_and_its_mailbox_one_is_the_claimant)

/* Both at the same moment: whoever comes second is told that it is not settled. */
static void a_record_and_its_mailbox_are_claimed_at_once(enum database_engine engine)
{
    enum { ROUNDS = 12, OPENERS = 8 };
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    int64_t third = town_account(town, "third", "third@example.org", "Wei Zhang"), won[2] = {0};
    struct opener openers[OPENERS];
    pthread_t threads[OPENERS];
    pthread_barrier_t barrier;
    town->identities = false;
    for (int i = 0; i < OPENERS; i++) openers[i] = (struct opener){.context = town_second(town, i % 2 ? it.li : third), .barrier = &barrier};
    assert_int_equal(pthread_barrier_init(&barrier, NULL, OPENERS), 0);
    for (int round = 0; round < ROUNDS; round++) {
        const char *address = text_printf(town->context->arena, "m%d@example.org", round).bytes;
        town_tie(town, it.wei, address);
        int64_t record = town_pass(town, address, "H12-821", "2026-01-07"), claimant = 0;
        town_follow_up(town);
        for (int i = 0; i < OPENERS; i++) {
            openers[i].wish = (struct unbinding_opening){.cause = UNBINDING_OWNER, .claimant = i % 2 ? it.li : third};
            if (i % 2) openers[i].wish.record = record;
            else openers[i].wish.mailbox = mailbox_id(town, address);
            assert_int_equal(pthread_create(&threads[i], NULL, open_one, &openers[i]), 0);
        }
        for (int i = 0; i < OPENERS; i++) pthread_join(threads[i], NULL);
        for (int i = 0; i < OPENERS; i++) {
            if (openers[i].result != RESULT_OK) {
                support_assert_refused(openers[i].context, "unbinding.claimed", NULL, openers[i].result, __FILE__, __LINE__);
                continue;
            }
            if (claimant) assert_int_equal(openers[i].wish.claimant, claimant);
            claimant = openers[i].wish.claimant;
        }
        assert_true(claimant != 0);
        won[claimant == it.li]++;
    }
    pthread_barrier_destroy(&barrier);
    print_message("the record first %d times, the mailbox %d times\n", (int)won[1], (int)won[0]);
    assert_int_equal(town_count(town, "unbindings"), ROUNDS);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(a_record_and_its_mailbox_are_claimed_at_once)

/* One of the staff names whose it is: where the body wants two for what takes a certificate away (SPEC 11.3), the day alone does not give it to him, however often that one lets the clock run. */
static void what_one_of_the_staff_gives_away_waits_for_another(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    struct unbinding_opening wish = {.mailbox = mailbox_id(town, "shared@example.org"), .cause = UNBINDING_STAFF, .reason = TEXT("A call."), .claimant = it.li};
    int64_t id;
    bool effective;
    town_second_person(town, true);
    town_act_as_staff(town, it.first);
    assert_ok(unbinding_open(town->context, &wish, &id));
    /* Nobody is told that it happens by itself. */
    assert_true(seen_by_holder(&it).decided && seen_by_claimant(&it).decided && case_of_unbinding(&it).decided);
    assert_int_equal(town_letters_about(town, "wei@example.org", "will be taken out of your account"), 0);
    assert_int_equal(town_letters_about(town, "wei@example.org", "it is decided whether"), 1);
    assert_int_equal(town_letters_with(town, "li@example.org", "From that day on the certifying body decides whether"), 1);
    town_set_time(town, "2026-03-20T02:00:00Z");
    assert_true(seen_by_holder(&it).paused);
    assert_true(day_is(case_of_unbinding(&it).due));
    town_act_as_staff(town, it.first);
    assert_ok(unbinding_resume(town->context, id, TEXT("Nobody objected.")));
    town_set_time(town, "2026-03-30T02:00:00Z");
    assert_true(seen_by_holder(&it).paused);
    assert_true(town_certificate(town, it.wei, "HCIA-Datacom").issued);

    town_act_as_staff(town, it.first);
    assert_ok(unbinding_decide(town->context, id, true, TEXT("It is hers."), &effective));
    assert_false(effective);
    town_act_as_staff(town, it.second);
    assert_ok(unbinding_decide(town->context, id, true, TEXT("It is hers."), &effective));
    assert_true(effective);
    town_follow_up(town);
    assert_true(seen_by_staff(&it).done && seen_by_claimant(&it).came);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_one_of_the_staff_gives_away_waits_for_another)

/* He names nobody, and the holder is away that week: what takes the certificate is one person's word all the same. What somebody has proven to be his is carried out by its day, whether he came first, or after it was opened, without
 * or with his name. */
static void what_one_of_the_staff_takes_away_waits_for_another(enum database_engine engine)
{
    for (int turn = 0; turn < 4; turn++) {
        struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
        struct town *town = it.town;
        const struct unbinding_opening wish = {.mailbox = mailbox_id(town, "shared@example.org"), .cause = UNBINDING_STAFF, .reason = TEXT("A call."), .claimant = turn == 3 ? it.li : 0};
        bool proven = turn > 0;
        town_second_person(town, true);
        town_act_as_staff(town, it.first);
        if (turn != 1) assert_ok(unbinding_open(town->context, &wish, NULL));
        if (proven) (void)dispute(&it);
        assert_int_equal(seen_by_holder(&it).decided, !proven);
        town_set_time(town, "2026-03-20T02:00:00Z");
        assert_int_equal(seen_by_staff(&it).paused, !proven);
        assert_int_equal(seen_by_staff(&it).done, proven);
        assert_int_equal(town_certificate(town, proven ? it.li : it.wei, "HCIA-Datacom").issued, 1);
        town_assert_in_order(town);
        town_free(town);
    }
}
BOTH_ENGINES(what_one_of_the_staff_takes_away_waits_for_another)

/* Who has claimed it merges his account into another of his: each of the two says into which it comes. */
static void a_claim_comes_into_the_account_that_is_left(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    int64_t merge, other, left = town_account(town, "li.two", "li@new.example", "Wei Zhang");
    struct text proof;
    struct list claims;
    (void)dispute(&it);
    assert_text_equal(seen_by_claimant(&it).into, "");
    town_tie(town, it.li, "li@example.org");
    town_tie(town, left, "li@new.example");
    town_password(town, it.li);
    town_act_as(town, left);
    assert_ok(association_merge_prove(town->context, TEXT("li@example.org"), TEXT(TOWN_PASSWORD), TEXT(""), &proof, &other));
    assert_ok(association_merge(town->context, proof, &merge));
    town_follow_up(town);
    struct unbinding_claim emptied = seen_by_claimant(&it);
    assert_true(emptied.running);
    assert_text_equal(emptied.into, "li.two");
    town_act_as(town, left);
    assert_ok(unbinding_list_claims(town->context, &claims));
    assert_int_equal(claims.count, 1);
    assert_text_equal(((const struct unbinding_claim *)claims.items)->into, "");
    town_free(town);
}
BOTH_ENGINES(a_claim_comes_into_the_account_that_is_left)

static struct association_whereabouts where(struct case_of *it, int64_t account, const char *exam, const char *mailbox, bool by_record)
{
    struct association_whereabouts answer;
    struct association_question question = {.exam_code = text_of(exam), .mailbox = text_of(mailbox), .registration_id = text_of(by_record ? "R1" : ""), .exam_day = NO_DAY};
    if (by_record) assert_true(day_from_date((struct date){2026, 2, 2}, &question.exam_day));
    town_act_as(it->town, account);
    assert_result(it->town->support, RESULT_OK, association_where(it->town->context, &question, &answer));
    return answer;
}

/* Whoever looks for what he has disputed reads how that stands, in place of how to claim it; nobody else does. */
static void what_he_has_disputed_is_said_where_he_looks_for_it(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    int64_t id = dispute(&it);
    bool effective;
    struct association_whereabouts answer = where(&it, it.li, "", "", true);
    assert_true(answer.claims.count == 1 && !answer.elsewhere && !answer.nothing);
    assert_true(((const struct unbinding_claim *)answer.claims.items)->running);
    assert_int_equal(where(&it, it.li, "", "shared@example.org", false).claims.count, 1);
    assert_int_equal(where(&it, it.li, "H12-821", "", false).claims.count, 0);
    assert_int_equal(where(&it, it.wei, "", "", true).claims.count, 0);
    town_act_as_staff(town, it.first);
    assert_ok(unbinding_decide(town->context, id, false, TEXT("It stays."), &effective));
    answer = where(&it, it.li, "", "", true);
    assert_true(!answer.claims.count && answer.elsewhere);
    town_free(town);
}
BOTH_ENGINES(what_he_has_disputed_is_said_where_he_looks_for_it)

/* What was taken from him, or what he has let go, his pages do not deny (SPEC 1.4, 5.4): since when, why, and what he can do. Nobody else learns that, and he not who has it. */
static void what_has_left_is_said_to_its_owner(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    struct list left;
    const struct association_left *items;
    int64_t id, records;
    bool effective, made;
    const struct association_thing shared = {.mailbox = mailbox_id(town, "shared@example.org")};
    town_act_as(town, it.wei);
    assert_ok(association_left(town->context, &left));
    assert_int_equal(left.count, 0);
    town_act_as_staff(town, it.first);
    assert_ok(unbinding_open(town->context, &(struct unbinding_opening){.record = it.exam, .cause = UNBINDING_STAFF, .reason = TEXT("It names Li."), .claimant = it.li}, &id));
    assert_ok(unbinding_decide(town->context, id, true, TEXT("It is hers."), &effective));
    town_follow_up(town);
    town_act_as(town, it.wei);
    assert_ok(association_left(town->context, &left));
    assert_int_equal(left.count, 1);
    items = left.items;
    assert_true(items->of_record && items->may_undo && !items->let_go && items->case_number.length);
    assert_text_equal(items->reason, "It names Li.");
    assert_text_equal(items->exam_code, "H12-811");
    assert_int_equal(where(&it, it.wei, "H12-811", "", false).left.count, 1);
    assert_int_equal(where(&it, it.wei, "H12-821", "", false).left.count, 0);
    struct association_whereabouts answer = where(&it, it.wei, "", "", true);
    assert_true(answer.left.count == 1 && !answer.nothing && !answer.elsewhere);
    answer = where(&it, it.first, "", "", true);
    assert_true(answer.left.count == 0 && answer.elsewhere);
    assert_int_equal(where(&it, it.li, "", "", true).left.count, 0);

    town_set_time(town, "2026-04-20T02:00:00Z");
    assert_ok(association_untie(town->context, shared, it.wei, "released", 0, &made, &records));
    town_follow_up(town);
    town_act_as(town, it.wei);
    assert_ok(association_left(town->context, &left));
    assert_int_equal(left.count, 2);
    items = left.items;
    assert_true(items[0].let_go && !items[0].of_record && !items[1].may_undo);
    assert_text_equal(items[0].address, "shared@example.org");
    assert_text_equal(items[1].address, "s••••@e••••.org");
    assert_int_equal(where(&it, it.wei, "", "shared@example.org", false).left.count, 1);
    town_tie(town, it.wei, "shared@example.org");
    town_act_as(town, it.wei);
    assert_ok(association_left(town->context, &left));
    assert_int_equal(left.count, 1);
    town_free(town);
}
BOTH_ENGINES(what_has_left_is_said_to_its_owner)

/* What was proposed is overtaken by the holder himself: the case says what happened, and the journal fits it. */
static void what_was_proposed_is_overtaken(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    town_second_person(town, true);
    int64_t id = dispute(&it);
    bool effective;
    town_act_as_staff(town, it.first);
    assert_ok(unbinding_decide(town->context, id, true, TEXT("The names differ."), &effective));
    assert_false(effective);
    town_act_as(town, it.wei);
    assert_ok(unbinding_let_go(town->context, id));
    town_follow_up(town);
    assert_true(case_of_unbinding(&it).closed && case_of_unbinding(&it).done);
    assert_text_equal(case_of_unbinding(&it).first_by, "");
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_was_proposed_is_overtaken)

/* The record moved on while the unbinding was opened, and neither saw the other: what is left open against whom it has left is over when the next cause is found. */
static void the_record_moves_on_while_it_is_opened(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    struct unbinding_opening wish = {.record = it.exam, .cause = UNBINDING_STAFF, .reason = TEXT("A call.")};
    int64_t first, second;
    town_act_as_staff(town, it.first);
    assert_ok(unbinding_open(town->context, &wish, &first));
    town_let_go(town, it.exam);
    town_hold(town, it.exam, it.li);
    town_act_as_staff(town, it.first);
    assert_ok(unbinding_open(town->context, &wish, &second));
    assert_true(first != second);
    assert_int_equal(seen_by_staff(&it).account_id, it.li);
    assert_waiting(&it, 0, 0, 1);
    town_free(town);
}
BOTH_ENGINES(the_record_moves_on_while_it_is_opened)

/* He releases it by himself before the day: nothing is left to unbind, and the rightful owner gets it at once. */
static void nothing_is_left_to_unbind(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    dispute(&it);
    bool made;
    int64_t records, holder;
    town_act_as(town, it.wei);
    struct association_thing thing = {.mailbox = mailbox_id(town, "shared@example.org")};
    assert_ok(association_untie(town->context, thing, it.wei, "released", 0, &made, &records));
    assert_true(made);
    assert_true(seen_by_staff(&it).dropped); /* at once: nobody waits for what has come already */
    assert_waiting(&it, 0, 0, 0);
    assert_true(case_of_unbinding(&it).closed);
    town_follow_up(town);
    assert_int_equal(town_letters_about(town, "li@example.org", "It is in your account now"), 1);
    assert_ok(association_holder(town->context, thing, &holder));
    assert_int_equal(holder, it.li);
    town_set_time(town, "2026-03-10T02:00:00Z");
    assert_int_equal(town_letters_about(town, "wei@example.org", "was taken out of your account"), 0);
    assert_int_equal(town_letters_about(town, "li@example.org", "It is in your account now"), 1);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(nothing_is_left_to_unbind)

/* A record whose mailbox is let go, or unbound whole, is not to be unbound once more. */
static void a_record_leaves_with_its_mailbox(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    struct unbinding_opening single = {.record = it.exam, .cause = UNBINDING_STAFF, .reason = TEXT("The score report is another person's.")};
    struct association_thing shared = {.mailbox = mailbox_id(town, "shared@example.org")};
    int64_t records;
    bool made, effective;
    town_act_as_staff(town, it.first);
    assert_ok(unbinding_open(town->context, &single, NULL));
    town_act_as(town, it.wei);
    assert_ok(unbinding_object(town->context, seen_by_holder(&it).id, TEXT("Mine."), NULL, 0));
    assert_waiting(&it, 1, 0, 0);
    assert_ok(association_untie(town->context, shared, it.wei, "released", 0, &made, &records));
    assert_waiting(&it, 0, 0, 0);
    assert_true(seen_by_staff(&it).dropped);
    assert_true(case_of_unbinding(&it).closed);
    town_follow_up(town);

    town_tie(town, it.wei, "shared@example.org");
    town_follow_up(town);
    town_act_as_staff(town, it.first);
    assert_ok(unbinding_open(town->context, &single, NULL));
    int64_t whole = dispute(&it);
    assert_waiting(&it, 0, 0, 2);
    town_act_as_staff(town, it.first);
    assert_ok(unbinding_decide(town->context, whole, true, TEXT("He has shown it."), &effective));
    assert_waiting(&it, 0, 0, 0);
    town_follow_up(town);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(a_record_leaves_with_its_mailbox)

static void name_record_as(struct town *town, int64_t record, const char *first, const char *last, const char *native_first, const char *native_last, const char *candidate)
{
    assert_ok(database_run(town->context, &name_record, PARAMETERS(record, first, last, native_first, native_last, candidate), NULL));
}

/* What Wei's own list says of it. */
static struct unbinding_view own_of(struct case_of *it, int64_t mailbox, int64_t record)
{
    struct list list;
    town_act_as(it->town, it->wei);
    assert_result(it->town->support, RESULT_OK, unbinding_list_own(it->town->context, &list));
    for (size_t i = 0; i < list.count; i++) {
        const struct unbinding_view *view = (const struct unbinding_view *)list.items + i;
        if (view->mailbox_id == mailbox && view->record_id == record) return *view;
    }
    fail_msg("no unbinding of mailbox %" PRId64 ", record %" PRId64, mailbox, record);
    return (struct unbinding_view){0};
}

static bool has_record(struct case_of *it, int64_t record)
{
    int64_t holder;
    return association_holder(it->town->context, (struct association_thing){.record = record}, &holder) == RESULT_OK && holder == it->wei;
}

/* By which case's objection the clock of this one stands; empty: by its own. */
static struct text objected_in(struct case_of *it, const struct unbinding_view *view)
{
    struct town *town = it->town;
    struct case_view of;
    struct list entries;
    int64_t older;
    town_act_as(town, it->wei);
    assert_ok(case_read(town->context, view->case_number, &of));
    assert_true(of.objected);
    assert_ok(case_entries(town->context, &of, 0, &entries, &older));
    const struct case_entry_view *entry = (const struct case_entry_view *)entries.items + entries.count - 1;
    assert_true(entry->paused && entry->by_asker);
    assert_text_equal(entry->text, "");
    return entry->together;
}

/* Strangers' records in the mailbox that somebody disputes: who objects to its leaving has objected to theirs. */
static void an_objection_counts_for_what_hangs_on_the_mailbox(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    struct list together, apart;
    bool effective;
    int64_t box = mailbox_id(town, "shared@example.org"), one = town_pass(town, "shared@example.org", "H12-821", "2026-02-03"), two = town_pass(town, "shared@example.org", "H12-831", "2026-02-03"),
                    other = town_pass(town, "wei@example.org", "H12-711", "2026-02-03");
    name_record_as(town, one, "Ming", "Wang", "明", "王", "C9");
    name_record_as(town, two, "Ming", "Wang", "明", "王", "C9");
    name_record_as(town, other, "Ming", "Wang", "明", "王", "C9");
    town_follow_up(town);
    assert_int_equal(town_count(town, "unbindings"), 3);
    int64_t whole = dispute(&it);

    /* The page says before for what it counts. */
    struct unbinding_view mailbox = own_of(&it, box, 0), first = own_of(&it, 0, one);
    assert_ok(unbinding_list_beside(town->context, whole, &together, &apart));
    assert_int_equal(together.count, 2);
    assert_int_equal(((const struct unbinding_view *)together.items)[0].record_id, one);
    assert_int_equal(((const struct unbinding_view *)together.items)[1].record_id, two);
    assert_int_equal(apart.count, 0);
    town_act_as(town, it.li);
    assert_ok(unbinding_list_beside(town->context, whole, &together, &apart)); /* nobody else is told */
    assert_int_equal(together.count + apart.count, 0);
    town_act_as(town, it.wei);
    assert_ok(unbinding_object(town->context, whole, TEXT("It is my own mailbox, and all in it is mine."), NULL, 0));
    assert_true(own_of(&it, box, 0).objected && own_of(&it, 0, one).objected && own_of(&it, 0, two).objected && own_of(&it, 0, other).running);
    assert_text_equal(objected_in(&it, &mailbox), "");
    assert_text_equal(objected_in(&it, &first), text_string(town->context->arena, mailbox.case_number));
    town_act_as_staff(town, it.first);
    assert_refused("unbinding.to_decide", unbinding_resume(town->context, first.id, TEXT("Go on.")));
    assert_waiting(&it, 3, 0, 1);

    town_set_time(town, "2026-03-09T02:00:00Z"); /* the day */
    assert_true(has_record(&it, one) && has_record(&it, two) && has_record(&it, it.exam));
    assert_false(has_record(&it, other));
    /* Staff decide each. */
    town_act_as_staff(town, it.first);
    assert_ok(unbinding_decide(town->context, whole, false, TEXT("The mailbox is his."), &effective));
    assert_ok(unbinding_decide(town->context, first.id, true, TEXT("This exam is not."), &effective));
    town_follow_up(town);
    assert_false(has_record(&it, one));
    assert_true(has_record(&it, two) && own_of(&it, 0, two).objected);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(an_objection_counts_for_what_hangs_on_the_mailbox)

/* One passport answers for all records that bear his other name; whose the mailbox is, it does not say, and the page tells him. */
static void an_objection_to_one_record_counts_for_the_others_of_its_cause(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    struct list together, apart;
    int64_t opened, box = mailbox_id(town, "shared@example.org"), one = town_pass(town, "shared@example.org", "H12-821", "2026-02-03"), two = town_pass(town, "shared@example.org", "H12-831", "2026-02-03"),
                    other = town_pass(town, "wei@example.org", "H12-711", "2026-02-03");
    name_record_as(town, one, "Ming", "Wang", "明", "王", "C9");
    name_record_as(town, two, "Ming", "Wang", "明", "王", "C9");
    name_record_as(town, other, "Ming", "Wang", "明", "王", "C9");
    town_follow_up(town);
    assert_ok(unbinding_check_everybody(town->context, &opened));
    town_act_as_staff(town, it.first);
    assert_ok(unbinding_open(town->context, &(struct unbinding_opening){.record = it.exam, .cause = UNBINDING_STAFF, .reason = TEXT("The score report is another person's.")}, NULL));
    dispute(&it);
    struct unbinding_view first = own_of(&it, 0, one), second = own_of(&it, 0, two);
    for (int turn = 0; turn < 2; turn++) {
        assert_ok(unbinding_list_beside(town->context, first.id, &together, &apart));
        assert_int_equal(together.count, !turn);
        if (!turn) assert_int_equal(((const struct unbinding_view *)together.items)->record_id, two);
        assert_int_equal(apart.count, 1);
        assert_int_equal(((const struct unbinding_view *)apart.items)->mailbox_id, box);
        if (!turn) assert_ok(unbinding_object(town->context, first.id, TEXT("I was called Wang once."), NULL, 0));
    }
    assert_text_equal(objected_in(&it, &second), text_string(town->context->arena, first.case_number));
    assert_true(own_of(&it, 0, it.exam).running && own_of(&it, box, 0).running && own_of(&it, 0, other).running);
    assert_waiting(&it, 2, 0, 3);
    town_set_time(town, "2026-03-09T02:00:00Z"); /* with its mailbox it leaves */
    assert_false(has_record(&it, one) || has_record(&it, two));
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(an_objection_to_one_record_counts_for_the_others_of_its_cause)

/* What the holder has said of one, or of the mailbox itself, he need not say again of what is found later. */
static void an_objection_counts_for_what_is_opened_later(enum database_engine engine)
{
    for (int of_mailbox = 0; of_mailbox < 2; of_mailbox++) {
        struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
        struct town *town = it.town;
        int64_t whole = 0, one = town_pass(town, "shared@example.org", "H12-821", "2026-02-03");
        name_record_as(town, one, "Ming", "Wang", "明", "王", "C9");
        town_follow_up(town);
        assert_int_equal(town_count(town, "unbindings"), 1);
        if (of_mailbox) whole = dispute(&it);
        struct unbinding_view said = of_mailbox ? own_of(&it, mailbox_id(town, "shared@example.org"), 0) : own_of(&it, 0, one);
        town_act_as(town, it.wei);
        assert_ok(unbinding_object(town->context, of_mailbox ? whole : said.id, TEXT("I was called Wang once."), NULL, 0));

        town_set_time(town, "2026-03-03T02:00:00Z");
        int64_t two = town_pass(town, "shared@example.org", "H12-831", "2026-02-03"), other = town_pass(town, "wei@example.org", "H12-711", "2026-02-03");
        name_record_as(town, two, "Ming", "Wang", "明", "王", "C9");
        name_record_as(town, other, "Ming", "Wang", "明", "王", "C9");
        town_follow_up(town);
        assert_int_equal(town_count(town, "unbindings"), of_mailbox ? 4 : 3);
        struct unbinding_view second = own_of(&it, 0, two);
        assert_true(second.objected && own_of(&it, 0, other).running);
        assert_text_equal(objected_in(&it, &second), text_string(town->context->arena, said.case_number));
        assert_int_equal(town_letters_about(town, "wei@example.org", "Your objection counts for the exam record H12-831"), 1);
        assert_false(text_empty(town_in_letter(town, "wei@example.org", "and what you said there counts for this, too: by it nothing leaves your account before the certifying body has decided. What is still to be said can be added to the case. The certifying body decides by ")));
        assert_int_equal(town_letters_about(town, "wei@example.org", "exam record H12-831 of 3 February 2026 will be taken out"), 0);
        assert_waiting(&it, of_mailbox ? 3 : 2, 0, 1);
        town_set_time(town, "2026-03-10T02:00:00Z");
        assert_true(has_record(&it, two));
        assert_false(has_record(&it, other));
        town_assert_in_order(town);
        town_free(town);
    }
}
BOTH_ENGINES(an_objection_counts_for_what_is_opened_later)

/* A record left by an unbinding of its own before its mailbox did: staff read what comes back with which, and so does the holder. */
static void what_undoing_brings_back_is_said_before(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    struct unbinding_undoing undoing;
    bool effective;
    int64_t opened, holder, one = town_pass(town, "shared@example.org", "H12-821", "2026-02-03");
    name_record_as(town, one, "Ming", "Wang", "明", "王", "C9");
    town_follow_up(town);
    assert_ok(unbinding_check_everybody(town->context, &opened));
    struct unbinding_view record = own_of(&it, 0, one);
    town_act_as_staff(town, it.first);
    assert_result(town->support, RESULT_NONE, unbinding_undo_preview(town->context, record.id, &undoing)); /* nothing is done yet */
    int64_t whole = dispute(&it);
    struct unbinding_view mailbox = own_of(&it, mailbox_id(town, "shared@example.org"), 0);
    town_act_as_staff(town, it.first);
    assert_ok(unbinding_decide(town->context, record.id, true, TEXT("Not his."), &effective));
    assert_ok(unbinding_undo_preview(town->context, record.id, &undoing));
    assert_true(undoing.possible);
    assert_ok(unbinding_decide(town->context, whole, true, TEXT("Li has shown it."), &effective));
    town_follow_up(town);
    assert_ok(association_holder(town->context, (struct association_thing){.record = one}, &holder));
    assert_int_equal(holder, it.li);

    /* The record alone cannot come back: it is Li's by the mailbox, which came to him by another decision. */
    town_act_as_staff(town, it.first);
    assert_ok(unbinding_undo_preview(town->context, record.id, &undoing));
    assert_false(undoing.possible);
    assert_int_equal(undoing.holder_id, it.li);
    assert_text_equal(undoing.holder, "li");
    assert_text_equal(undoing.by, text_string(town->context->arena, mailbox.case_number));
    assert_refused("unbinding.elsewhere", unbinding_undo(town->context, record.id, TEXT("A mistake."), &effective));
    /* The mailbox can, without it. */
    assert_ok(unbinding_undo_preview(town->context, whole, &undoing));
    assert_true(undoing.possible);
    assert_int_equal(undoing.records, 1);
    assert_int_equal(undoing.stays.count, 1);
    assert_text_equal(((const struct unbinding_stays *)undoing.stays.items)->case_number, text_string(town->context->arena, record.case_number));
    assert_text_equal(((const struct unbinding_stays *)undoing.stays.items)->exam_code, "H12-821");
    assert_ok(unbinding_undo(town->context, whole, TEXT("The mailbox is Wei's."), &effective));
    town_follow_up(town);
    assert_true(has_record(&it, it.exam));
    assert_false(has_record(&it, one));
    assert_int_equal(town_letters_with(town, "wei@example.org", "One exam record of this mailbox is not back with it"), 1);
    assert_ok(unbinding_undo_preview(town->context, record.id, &undoing));
    assert_true(undoing.possible);
    assert_ok(unbinding_undo(town->context, record.id, TEXT("And so is this."), &effective));
    town_follow_up(town);
    assert_true(has_record(&it, one));
    town_act_as(town, it.wei);
    assert_refused("audit.not_allowed", unbinding_undo_preview(town->context, record.id, &undoing));
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_undoing_brings_back_is_said_before)

STATEMENT(far_accounts, NULL,
          "INSERT INTO account (id, user_name, user_name_key, mailbox, name_latin, name_native, phone, country, language, zone, made_at)"
          " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < CAST($1 AS BIGINT))"
          " SELECT 20000 * i, 'far' || i, 'far' || i, 'far' || i || '@example.org', 'Far Away', '', '', 'CN', 'en', 'Asia/Shanghai', 1 FROM n WHERE i > 0");
STATEMENT(corrections, NULL,
          "INSERT INTO case_file (number, kind, account_id, wish, state, opened_at, outcome, closed_at)"
          " WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < CAST($1 AS BIGINT))"
          " SELECT 'far-' || i, 'name', 20000 + 20000 * (i % CAST($2 AS BIGINT)), CAST($3 AS TEXT), 5, 1, 'granted', 1 FROM n WHERE i >= 0");

/* However many names were corrected, at night the accounts are looked at in steps: all former names at once would be more than there is room for. */
static void however_many_former_names_everybody_is_looked_at(enum database_engine engine)
{
    enum { FAR = 10, CORRECTIONS = 1200, NAME = 60000 };
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    int64_t opened;
    char *name = arena_raw(town->context->arena, NAME + 1);
    memset(name, 'x', NAME);
    name[NAME] = 0;
    assert_ok(database_run(town->context, &far_accounts, PARAMETERS(FAR), NULL));
    assert_ok(database_run(town->context, &corrections, PARAMETERS(CORRECTIONS, FAR, text_printf(town->context->arena, "{\"was_latin\":\"%s\"}", name)), NULL));
    int64_t strange = town_pass(town, "wei@example.org", "H12-821", "2026-02-03"), last = town_pass(town, NULL, "H12-831", "2026-02-03");
    town_forget_due(town);
    town_hold(town, strange, it.wei);
    town_hold(town, last, FAR * 20000);
    name_record_as(town, strange, "Ming", "Wang", "", "", "C9");
    assert_ok(unbinding_check_everybody(town->context, &opened));
    assert_int_equal(opened, 2); /* of who comes first, and of who comes last */
    assert_ok(unbinding_check_everybody(town->context, &opened));
    assert_int_equal(opened, 0);
    town_free(town);
}
BOTH_ENGINES(however_many_former_names_everybody_is_looked_at)

STATEMENT(copies, NULL,
          "INSERT INTO exam_record (provider_id, registration_id, candidate_id, mailbox_id, exam_id, exam_language, exam_day, grade, score, state, given_state,"
          " first_name, last_name, native_first_name, native_last_name, country, site, validation_id, updated_at, file_id, line)"
          " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < CAST($2 AS BIGINT))"
          " SELECT r.provider_id, 'copy' || n.i, r.candidate_id, r.mailbox_id, r.exam_id, r.exam_language, r.exam_day, r.grade, r.score, r.state, r.given_state,"
          " r.first_name, r.last_name, r.native_first_name, r.native_last_name, r.country, r.site, r.validation_id, r.updated_at, r.file_id, r.line FROM n JOIN exam_record r ON r.id = $1");
STATEMENT(hold_copies, NULL, "INSERT INTO held_record (record_id, account_id) SELECT id, CAST($1 AS BIGINT) FROM exam_record WHERE registration_id LIKE 'copy%'");

/* Of who has very many records the newest are looked at: what comes is among them. */
static void what_comes_to_who_has_very_many_records_is_looked_at(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    int64_t strange;
    assert_ok(database_run(town->context, &copies, PARAMETERS(it.exam, 2100), NULL));
    assert_ok(database_run(town->context, &hold_copies, PARAMETERS(it.wei), NULL));
    name_record_as(town, town_pass(town, "new@example.org", "H12-831", "2026-02-03"), "Ming", "Wang", "", "", "C9");
    town_follow_up(town);
    town_act_as(town, it.wei);
    assert_ok(unbinding_other_names(town->context, 0, mailbox_id(town, "new@example.org"), &strange));
    assert_int_equal(strange, 1);
    assert_int_equal(town_count(town, "unbindings"), 0);
    name_record_as(town, town_pass(town, "shared@example.org", "H12-821", "2026-02-03"), "Ming", "Wang", "", "", "C9");
    town_follow_up(town);
    assert_int_equal(town_count(town, "unbindings"), 1);
    town_free(town);
}
BOTH_ENGINES(what_comes_to_who_has_very_many_records_is_looked_at)

/* A stranger's record in one's own mailbox: it alone must leave, and does not come back by the mailbox. */
static void a_record_names_somebody_else(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    int64_t opened;
    bool effective;
    int64_t stranger = town_pass(town, "shared@example.org", "H12-821", "2026-02-03");
    name_record_as(town, stranger, "Ming", "Wang", "明", "王", "C9");
    town_follow_up(town); /* what an import brings is looked at then */
    assert_int_equal(town_count(town, "unbindings"), 1);
    assert_ok(unbinding_check_everybody(town->context, &opened));
    assert_int_equal(opened, 0);
    struct unbinding_view view = seen_by_holder(&it);
    assert_true(view.by_identity && view.of_record);
    assert_int_equal(view.record_id, stranger);
    town_set_time(town, "2026-03-09T02:00:00Z");
    assert_true(seen_by_staff(&it).done);
    assert_int_equal(town_letters_about(town, "wei@example.org", "On 9 March 2026 the exam record H12-821 of 3 February 2026 will be taken out of your account"), 1);
    assert_int_equal(town_letters_about(town, "wei@example.org", "The exam record H12-821 of 3 February 2026 was taken out of your account"), 1);
    assert_int_equal(town_count(town, "held"), 1);
    assert_true(town_certificate(town, it.wei, "HCIA-Datacom").issued);
    town_act_as_staff(town, it.first);
    assert_ok(unbinding_undo(town->context, seen_by_staff(&it).id, TEXT("He has shown that he bore that name."), &effective));
    town_follow_up(town);
    assert_int_equal(town_count(town, "held"), 2);
    assert_ok(unbinding_check_everybody(town->context, &opened)); /* it was judged */
    assert_int_equal(opened, 0);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(a_record_names_somebody_else)

/* It has no name in the script of his, but the provider knows him by another candidate ID, and by another name than stands there. */
static void a_record_is_another_candidates(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    int64_t own = town_pass(town, "shared@example.org", "H12-821", "2026-02-03"), nameless = town_pass(town, "shared@example.org", "H12-831", "2026-02-04"),
                    stranger = town_pass(town, "shared@example.org", "H12-891", "2026-02-05");
    name_record_as(town, own, "", "", "明", "王", "C1"); /* his candidate ID: the provider has mistaken the name */
    name_record_as(town, nameless, "", "", "", "", "C9");
    name_record_as(town, stranger, "", "", "明", "王", "C9");
    town_follow_up(town);
    assert_int_equal(town_count(town, "unbindings"), 1);
    struct unbinding_view view = seen_by_holder(&it);
    assert_true(view.by_identity && view.of_record);
    assert_int_equal(view.record_id, stranger);
    town_set_time(town, "2026-03-09T02:00:00Z");
    assert_true(seen_by_staff(&it).done);
    assert_int_equal(town_count(town, "held"), 3);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(a_record_is_another_candidates)

/* The holder asks for another name, by his passport, and staff decide. */
static void ask_for_name(struct case_of *it, const char *name, const char *words, bool granted, const char *why)
{
    static const struct case_evidence passport = {.name = {"passport.pdf", 12}, .media = "application/pdf", .content = {(const unsigned char *)"%PDF-1.7 %%EOF", 14}};
    struct town *town = it->town;
    struct text number;
    struct case_view view;
    bool effective;
    town_act_as(town, it->wei);
    assert_ok(award_ask_name(town->context, text_of(name), TEXT(""), text_of(words), &passport, 1, &number));
    town_act_as_staff(town, it->first);
    assert_ok(case_read(town->context, number, &view));
    assert_ok(award_decide_name(town->context, view.id, granted, text_of(why), &effective));
    assert_true(effective);
}

/* The name of the account was the wrong one: with its correction the contradiction ends, also where he has objected; another one goes on. */
static void the_name_is_corrected(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    bool effective;
    int64_t records[] = {it.exam, town_pass(town, "shared@example.org", "H12-821", "2026-02-03"), town_pass(town, "shared@example.org", "H12-831", "2026-02-04")};
    for (int i = 0; i < 3; i++) name_record_as(town, records[i], i == 2 ? "Ming" : "Wei", i == 2 ? "Wang" : "Li", "", "", "");
    town_follow_up(town);
    assert_int_equal(town_count(town, "unbindings"), 3);
    town_act_as(town, it.wei);
    struct list own;
    assert_ok(unbinding_list_own(town->context, &own));
    assert_ok(unbinding_object(town->context, ((const struct unbinding_view *)own.items)[0].id, TEXT("It is my name."), NULL, 0));
    ask_for_name(&it, "Wei Li", "As in my passport.", true, "The passport shows it.");
    assert_waiting(&it, 1, 0, 0); /* his objection counted for this one, too */
    struct unbinding_view left = seen_by_holder(&it);
    assert_int_equal(left.record_id, records[2]);
    assert_int_equal(town_letters_about(town, "wei@example.org", "Nothing leaves your account"), 2);
    town_set_time(town, "2026-03-09T02:00:00Z");
    assert_true(town_certificate(town, it.wei, "HCIA-Datacom").issued);
    assert_int_equal(town_count(town, "held"), 3);
    town_act_as_staff(town, it.first);
    assert_ok(unbinding_decide(town->context, left.id, true, TEXT("The passport does not name Ming Wang."), &effective));
    town_follow_up(town);
    assert_int_equal(town_count(town, "held"), 2);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(the_name_is_corrected)

/* Whoever marries keeps what was booked under every name that was his: only another person's leaves. */
static void a_former_name_stays_his(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    int64_t opened;
    static const char *const names[] = {"Wei Li", "Wei Chen"};
    name_record_as(town, it.exam, "Wei", "Zhang", "", "", "");
    for (int i = 0; i < 2; i++) ask_for_name(&it, names[i], "I have married.", true, "The passport shows it.");
    int64_t second = town_pass(town, "shared@example.org", "H12-821", "2026-02-03");
    name_record_as(town, second, "Wei", "Li", "", "", "");
    town_follow_up(town);
    assert_ok(unbinding_check_everybody(town->context, &opened));
    assert_int_equal(opened, 0);
    /* A name that was asked for, and not granted, is not his. */
    ask_for_name(&it, "Ming Wang", "Mine.", false, "The passport says otherwise.");
    int64_t stranger = town_pass(town, "shared@example.org", "H12-831", "2026-02-04");
    name_record_as(town, stranger, "Ming", "Wang", "", "", "");
    town_follow_up(town);
    assert_int_equal(town_count(town, "unbindings"), 1);
    assert_int_equal(seen_by_holder(&it).record_id, stranger);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(a_former_name_stays_his)

/* Nor does he lose it where he asked for the new name by an account that was merged into this one before staff decided. */
static void the_former_name_of_the_account_that_is_left_stays_his(enum database_engine engine)
{
    static const struct case_evidence passport = {.name = {"passport.pdf", 12}, .media = "application/pdf", .content = {(const unsigned char *)"%PDF-1.7 %%EOF", 14}};
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    int64_t opened, other, merge, went;
    bool effective;
    struct text number, proof;
    struct case_view view;
    name_record_as(town, it.exam, "", "", "", "", "");
    town_name(town, it.li, "Wei Li", "");
    name_record_as(town, town_pass(town, "li@example.org", "H12-821", "2026-02-03"), "Wei", "Li", "", "", "");
    town_follow_up(town);
    town_password(town, it.wei);
    town_act_as(town, it.wei);
    assert_ok(award_ask_name(town->context, TEXT("Wei Chen"), TEXT(""), TEXT("I have married."), &passport, 1, &number));
    town_act_as(town, it.li);
    assert_ok(association_merge_prove(town->context, TEXT("wei"), TEXT(TOWN_PASSWORD), TEXT(""), &proof, &other));
    assert_ok(association_merge(town->context, proof, &merge));
    town_follow_up(town);
    assert_int_equal(town_count(town, "unbindings"), 0);
    town_act_as_staff(town, it.first);
    assert_ok(case_read(town->context, number, &view));
    assert_ok(award_decide_name(town->context, view.id, true, TEXT("The passport shows it."), &effective));
    town_follow_up(town);
    assert_text_equal(town_certificate(town, it.li, "HCIA-Datacom").name_latin, "Wei Chen");
    assert_ok(unbinding_check_everybody(town->context, &opened));
    assert_int_equal(opened, 0);
    town_assert_in_order(town);
    town_act_as(town, it.li);
    assert_ok(association_merge_undo(town->context, merge, &went));
    town_follow_up(town);
    assert_ok(unbinding_check_everybody(town->context, &opened));
    assert_int_equal(opened, 0);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(the_former_name_of_the_account_that_is_left_stays_his)

/* So does who has merged twice: nobody merges an account into which another one was merged just now, but after a month he can. */
static void the_former_name_is_found_through_all_merges(enum database_engine engine)
{
    static const struct case_evidence passport = {.name = {"passport.pdf", 12}, .media = "application/pdf", .content = {(const unsigned char *)"%PDF-1.7 %%EOF", 14}};
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    int64_t opened, other, middle = town_account(town, "middle", "middle@example.org", "Wei Zhang"), third = town_account(town, "third", "third@example.org", "Wei Zhang");
    bool effective;
    struct text number, proof;
    struct case_view view;
    town_tie(town, middle, "middle@example.org");
    town_tie(town, third, "third@example.org");
    town_password(town, it.wei);
    town_act_as(town, it.wei);
    assert_ok(award_ask_name(town->context, TEXT("Wei Chen"), TEXT(""), TEXT("I have married."), &passport, 1, &number));
    number = text_copy(town->context->arena, number);
    town_act_as(town, middle);
    assert_ok(association_merge_prove(town->context, TEXT("wei"), TEXT(TOWN_PASSWORD), TEXT(""), &proof, &other));
    assert_ok(association_merge(town->context, proof, NULL));
    town_set_time(town, "2026-04-07T02:00:00Z");
    town_password(town, middle);
    town_act_as(town, third);
    assert_ok(association_merge_prove(town->context, TEXT("middle"), TEXT(TOWN_PASSWORD), TEXT(""), &proof, &other));
    assert_ok(association_merge(town->context, proof, NULL));
    town_set_time(town, "2026-04-08T02:00:00Z");
    town_act_as_staff(town, it.first);
    assert_ok(case_read(town->context, number, &view));
    assert_ok(award_decide_name(town->context, view.id, true, TEXT("The passport shows it."), &effective));
    town_follow_up(town);
    assert_text_equal(town_certificate(town, third, "HCIA-Datacom").name_latin, "Wei Chen");
    assert_ok(unbinding_check_everybody(town->context, &opened));
    assert_int_equal(opened, 0);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(the_former_name_is_found_through_all_merges)

struct identities {
    int rows, judged;
};

static enum result count_identity(struct context *context, const void *data, void *to)
{
    (void)context;
    struct identities *identities = to;
    identities->rows++;
    identities->judged += ((const struct identity_row *)data)->judged;
    return RESULT_OK;
}

static struct identities identities_of(struct town *town, int64_t account)
{
    struct identities identities = {0};
    assert_ok(unbinding_store_each_identity(town->context, account, account, count_identity, &identities));
    return identities;
}

/* What left as somebody else's does not come back by a score report; and what staff give back by a case, its evidence before them, is not taken out again by itself. */
static void what_staff_have_given_is_not_looked_at_again(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    int64_t opened, records, holder;
    bool made;
    struct association_thing stranger = {.record = town_pass(town, "shared@example.org", "H12-821", "2026-02-03")};
    name_record_as(town, stranger.record, "Ming", "Wang", "明", "王", "C9");
    town_follow_up(town);
    assert_int_equal(identities_of(town, it.wei).rows, 2);
    assert_int_equal(identities_of(town, it.wei).judged, 1); /* under way */
    town_set_time(town, "2026-03-09T02:00:00Z");
    assert_true(seen_by_staff(&it).done);

    town_act_as(town, it.wei);
    assert_ok(association_tie(town->context, stranger, it.wei, "score-report", 0, &made, &records));
    assert_false(made); /* that lifts no bar */
    assert_ok(association_tie(town->context, stranger, it.wei, "case", 0, &made, &records));
    assert_true(made);
    assert_int_equal(identities_of(town, it.wei).judged, 1);
    town_follow_up(town);
    assert_ok(unbinding_check_everybody(town->context, &opened));
    assert_int_equal(opened, 0);
    assert_int_equal(town_count(town, "unbindings"), 1);
    assert_ok(association_holder(town->context, stranger, &holder));
    assert_int_equal(holder, it.wei);
    town_assert_journal_replays(town);
    town_free(town);
}
BOTH_ENGINES(what_staff_have_given_is_not_looked_at_again)

/* What the claimant has by a proof of his own since is not taken from him by undoing. */
static void the_claimant_keeps_what_he_has_proven(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    int64_t id = dispute(&it), records, holder;
    bool made, effective;
    struct association_thing shared = {.mailbox = mailbox_id(town, "shared@example.org")};
    town_set_time(town, "2026-03-09T02:00:00Z");
    town_act_as(town, it.li);
    assert_ok(association_untie(town->context, shared, it.li, "released", 0, &made, &records));
    town_tie(town, it.li, "shared@example.org");
    town_act_as_staff(town, it.first);
    assert_refused("unbinding.elsewhere", unbinding_undo(town->context, id, TEXT("A mistake of ours."), &effective));
    assert_false(effective);
    assert_ok(association_holder(town->context, shared, &holder));
    assert_int_equal(holder, it.li);
    town_follow_up(town);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(the_claimant_keeps_what_he_has_proven)

/* It is looked at when something is associated, too; an account in which nothing was issued yet is nobody's for sure. */
static void what_comes_in_is_looked_at(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    int64_t stranger = town_pass(town, "other@example.org", "H12-821", "2026-02-03");
    name_record_as(town, stranger, "Ming", "Wang", "", "", "C9");
    town_tie(town, it.li, "other@example.org");
    town_follow_up(town);
    assert_int_equal(town_count(town, "unbindings"), 0);
    bool made;
    int64_t records;
    struct association_thing thing = {.mailbox = mailbox_id(town, "other@example.org")};
    town_act_as(town, it.li);
    assert_ok(association_untie(town->context, thing, it.li, "released", 0, &made, &records));
    town_tie(town, it.wei, "other@example.org");
    town_follow_up(town);
    assert_true(seen_by_holder(&it).by_identity);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_comes_in_is_looked_at)

/* Whoever is about to bring in an exam by its score report is told before that it bears another name than his account, as what is unbound afterwards is found; also where nothing was issued yet, for the exam itself may be what is issued. */
static void another_name_is_told_before(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    bool other;
    int64_t of_mailbox, records;
    int64_t stranger = town_pass(town, "other@example.org", "H12-821", "2026-02-03"), own = town_pass(town, "old@example.org", "H12-831", "2026-02-03"),
            nameless = town_pass(town, "old@example.org", "H12-841", "2026-02-03");
    name_record_as(town, stranger, "Ming", "Wang", "明", "王", "C9");
    name_record_as(town, own, "WEI", "ZHANG", "", "", "C8");
    name_record_as(town, nameless, "", "", "", "", "");
    const int64_t accounts[] = {it.wei, it.li};
    for (size_t i = 0; i < 2; i++) {
        town_act_as(town, accounts[i]);
        assert_ok(unbinding_other_name(town->context, stranger, &other));
        assert_true(other);
        assert_ok(unbinding_other_name(town->context, nameless, &other));
        assert_false(other);
        assert_ok(unbinding_other_name(town->context, own, &other));
        assert_false(other);
    }
    /* And of a mailbox, how many: but not what is in an account already. */
    town_act_as(town, it.wei);
    assert_ok(intake_mailbox_known(town->context, TEXT("other@example.org"), &of_mailbox));
    assert_ok(unbinding_other_names(town->context, 0, of_mailbox, &records));
    assert_int_equal(records, 1);
    assert_ok(intake_mailbox_known(town->context, TEXT("old@example.org"), &of_mailbox));
    assert_ok(unbinding_other_names(town->context, 0, of_mailbox, &records));
    assert_int_equal(records, 0);
    assert_int_equal(town_count(town, "unbindings"), 0);
    /* Of one that he disputes, also what is in the account that has it. */
    assert_ok(intake_mailbox_known(town->context, TEXT("other@example.org"), &of_mailbox));
    town_tie(town, it.li, "other@example.org");
    town_act_as(town, it.wei);
    assert_ok(unbinding_other_names(town->context, 0, of_mailbox, &records));
    assert_int_equal(records, 0);
    assert_ok(unbinding_disputed_names(town->context, of_mailbox, &records));
    assert_int_equal(records, 1);
    bool made, effective;
    assert_ok(association_untie(town->context, (struct association_thing){.mailbox = of_mailbox}, it.li, "released", 0, &made, &records));
    /* Staff have found that it is hers. */
    assert_ok(association_tie(town->context, (struct association_thing){.record = stranger}, it.wei, "score-report", 0, &made, &records));
    town_follow_up(town);
    town_act_as_staff(town, it.first);
    assert_ok(unbinding_decide(town->context, seen_by_staff(&it).id, false, TEXT("She has married."), &effective));
    town_act_as(town, it.wei);
    assert_ok(unbinding_other_name(town->context, stranger, &other));
    assert_false(other);
    town_free(town);
}
BOTH_ENGINES(another_name_is_told_before)

/* A single record, tied by its score report to the wrong account while its mailbox is the claimant's: after the undo it is where it was. */
static void a_single_record_goes_and_comes_back(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    int64_t records, holder, id, single = town_pass(town, "li@example.org", "H12-821", "2026-02-03");
    struct association_thing thing = {.record = single};
    bool made, effective;
    town_act_as(town, it.wei);
    assert_ok(association_tie(town->context, thing, it.wei, "score-report", 0, &made, &records));
    assert_true(made);
    town_follow_up(town);
    struct unbinding_opening wish = {.record = single, .cause = UNBINDING_OWNER, .claimant = it.li};
    assert_ok(unbinding_open(town->context, &wish, &id));
    town_set_time(town, "2026-03-09T02:00:00Z");
    assert_ok(association_holder(town->context, thing, &holder));
    assert_int_equal(holder, it.li);
    town_assert_in_order(town);
    town_act_as_staff(town, it.first);
    assert_ok(unbinding_undo(town->context, id, TEXT("A mistake of ours."), &effective));
    town_follow_up(town);
    assert_ok(association_holder(town->context, thing, &holder));
    assert_int_equal(holder, it.wei);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(a_single_record_goes_and_comes_back)

/* Nobody has claimed it: it falls to who has its mailbox, and he is told. */
static void a_single_record_falls_to_who_has_its_mailbox(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    int64_t records, holder, id, single = town_pass(town, "li.old@example.org", "H12-821", "2026-02-03");
    struct association_thing thing = {.record = single};
    bool made, effective;
    town_act_as(town, it.wei);
    assert_ok(association_tie(town->context, thing, it.wei, "score-report", 0, &made, &records));
    town_tie(town, it.li, "li.old@example.org");
    town_follow_up(town);
    struct unbinding_opening wish = {.record = single, .cause = UNBINDING_STAFF, .reason = TEXT("A call.")};
    town_act_as_staff(town, it.first);
    assert_ok(unbinding_open(town->context, &wish, &id));
    assert_ok(unbinding_decide(town->context, id, true, TEXT("The passport shows it."), &effective));
    town_follow_up(town);
    assert_ok(association_holder(town->context, thing, &holder));
    assert_int_equal(holder, it.li);
    static const char *const told[] = {"li@example.org", "li.old@example.org"};
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        assert_int_equal(town_letters_about(town, told[i], "An exam record is in the account li now"), 1);
        assert_int_equal(town_letters_with(town, told[i], "My Certificate"), 1);
    }
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(a_single_record_falls_to_who_has_its_mailbox)

/* Li has claimed it, and somebody else has its mailbox on its day. What staff have found, or have decided, is carried out all the same. Who has shown no more than that he reads the mailbox reads that it went elsewhere, and sees so where he looks. */
static void a_claimed_record_goes_by_what_was_found(enum database_engine engine)
{
    for (int found = 0; found < 3; found++) {
        struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
        struct town *town = it.town;
        int64_t records, holder, id, third = town_account(town, "third", "third@example.org", "Wei Zhang"), single = town_pass(town, "li.old@example.org", "H12-821", "2026-02-03");
        struct association_thing thing = {.record = single};
        struct list claims;
        bool made, effective;
        assert_ok(association_tie(town->context, thing, it.wei, "score-report", 0, &made, &records));
        town_tie(town, third, "third@example.org");
        town_tie(town, third, "li.old@example.org");
        town_follow_up(town);
        struct unbinding_opening wish = {.record = single, .cause = found == 1 ? UNBINDING_STAFF : UNBINDING_OWNER, .claimant = it.li, .reason = found == 1 ? TEXT("The passport shows it.") : TEXT("")};
        if (found == 1) town_act_as_staff(town, it.first);
        else town_act_as(town, it.li);
        assert_ok(unbinding_open(town->context, &wish, &id));
        town_act_as_staff(town, it.first);
        if (found == 2) assert_ok(unbinding_decide(town->context, id, true, TEXT("The passport shows it."), &effective));
        town_set_time(town, "2026-03-09T02:00:00Z");
        assert_ok(association_holder(town->context, thing, &holder));
        assert_int_equal(holder, found ? it.li : third);
        assert_int_equal(town_letters_about(town, "li@example.org", "It is in your account now"), found != 0);
        assert_int_equal(town_letters_about(town, "li@example.org", "What you claim is in another account now"), !found);
        assert_int_equal(town_letters_about(town, "third@example.org", "An exam record is in the account third now"), !found);
        town_act_as(town, it.li);
        assert_ok(unbinding_list_claims(town->context, &claims));
        assert_int_equal(claims.count, 1);
        const struct unbinding_claim *claim = claims.items;
        assert_true(found ? claim->came && !claim->refused : claim->refused && !claim->came);
        assert_true(instant_is(claim->ended));
        town_assert_in_order(town);
        town_free(town);
    }
}
BOTH_ENGINES(a_claimed_record_goes_by_what_was_found)

/* Who had to let a record go does not get it again by his mailbox because its new holder lets it go, nor because another account had to let it go since. */
static void a_bar_stands_whoever_has_the_record_since(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    struct association_thing thing = {.record = it.exam}, shared = {.mailbox = mailbox_id(town, "shared@example.org")};
    struct unbinding_opening wish = {.record = it.exam, .cause = UNBINDING_OWNER, .claimant = it.li};
    int64_t id, records, holder, third = town_account(town, "third", "third@example.org", "Wei Zhang");
    bool made, effective;
    town_act_as(town, it.li);
    assert_ok(unbinding_open(town->context, &wish, &id));
    town_act_as(town, it.wei);
    assert_ok(unbinding_let_go(town->context, id));
    town_follow_up(town);
    assert_ok(association_holder(town->context, thing, &holder));
    assert_int_equal(holder, it.li);
    town_act_as(town, it.wei);
    assert_refused("unbinding.decided", unbinding_open(town->context, &(struct unbinding_opening){.record = it.exam, .cause = UNBINDING_OWNER, .claimant = it.wei}, NULL)); /* nor by the day's coming */
    struct list lines;
    town_act_as_staff(town, it.first);
    assert_ok(award_preview(town->context, &(struct award_preview){.account = it.li, .without_record = it.exam}, &lines));
    assert_int_equal(lines.count, 1);
    const struct award_preview_line *line = lines.items;
    assert_true(line->suspended && !line->gone && !line->joined); /* nobody would get it */
    town_act_as(town, it.li);
    assert_ok(association_untie(town->context, thing, it.li, "released", 0, &made, &records));
    assert_true(made);
    town_follow_up(town);
    assert_result(town->support, RESULT_NONE, association_holder(town->context, thing, &holder)); /* not Wei, who has its mailbox */
    assert_true(town_certificate(town, it.li, "HCIA-Datacom").suspended);

    /* The mailbox goes on to a third account, which has to let the record go, too; then the mailbox comes back to Wei. */
    town_act_as(town, it.wei);
    assert_ok(association_untie(town->context, shared, it.wei, "released", 0, &made, &records));
    town_tie(town, third, "shared@example.org");
    town_follow_up(town);
    assert_ok(association_holder(town->context, thing, &holder));
    assert_int_equal(holder, third);
    wish = (struct unbinding_opening){.record = it.exam, .cause = UNBINDING_STAFF, .reason = TEXT("Nor his.")};
    town_act_as_staff(town, it.first);
    assert_ok(unbinding_open(town->context, &wish, &id));
    assert_ok(unbinding_decide(town->context, id, true, TEXT("Nor his."), &effective));
    town_act_as(town, third);
    assert_ok(association_untie(town->context, shared, third, "released", 0, &made, &records));
    town_tie(town, it.wei, "shared@example.org");
    town_follow_up(town);
    assert_result(town->support, RESULT_NONE, association_holder(town->context, thing, &holder));
    town_assert_in_order(town);
    /* Undone, the third account's bar alone is lifted. */
    town_act_as(town, it.wei);
    assert_ok(association_untie(town->context, shared, it.wei, "released", 0, &made, &records));
    town_tie(town, third, "shared@example.org");
    town_act_as_staff(town, it.first);
    assert_ok(unbinding_undo(town->context, id, TEXT("It is his."), &effective));
    town_follow_up(town);
    assert_ok(association_holder(town->context, thing, &holder));
    assert_int_equal(holder, third);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(a_bar_stands_whoever_has_the_record_since)

/* A record that came by its mailbox does not fall back to it: what is said beforehand of a forced unbinding is what happens. */
static void what_would_follow_is_said_of_a_single_record(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    struct award_preview wish = {.account = it.wei, .without_record = it.exam};
    struct unbinding_opening opening = {.record = it.exam, .cause = UNBINDING_STAFF, .reason = TEXT("The score report is another person's.")};
    struct list lines;
    int64_t id;
    town_act_as_staff(town, it.first);
    assert_ok(unbinding_open(town->context, &opening, &id));
    town_act_as(town, it.wei);
    assert_ok(award_preview(town->context, &wish, &lines));
    assert_int_equal(lines.count, 0); /* let go as a tie of its own, it would stay by its mailbox */
    wish.by_force = true;
    assert_ok(award_preview(town->context, &wish, &lines));
    assert_int_equal(lines.count, 1);
    const struct award_preview_line *line = lines.items;
    assert_true(line->withdrawn);
    assert_text_equal(line->number, text_string(town->context->arena, it.number));
    assert_ok(unbinding_let_go(town->context, id));
    town_follow_up(town);
    assert_true(town_certificate(town, it.wei, "HCIA-Datacom").withdrawn);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_would_follow_is_said_of_a_single_record)

/* Of what would follow the holder of a single record reads the same, whoever has its mailbox, and whatever certificates that account has; staff read what it would be. */
static void what_would_follow_tells_nothing_of_other_accounts(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    struct association_thing thing = {.record = town_pass(town, "third@example.org", "H12-711", "2026-02-03")};
    struct award_preview wish = {.account = it.wei, .without_record = thing.record};
    struct list lines;
    int64_t records;
    bool made;
    assert_ok(association_tie(town->context, thing, it.wei, "score-report", 0, &made, &records));
    assert_true(made);
    enum { NOBODY_HAS_IT, LI_HAS_IT, LI_HAS_ONE, TURNS };
    for (int turn = 0; turn < TURNS; turn++) {
        if (turn == LI_HAS_IT) town_tie(town, it.li, "third@example.org");
        if (turn == LI_HAS_ONE) town_pass(town, "li@example.org", "H12-711", "2026-02-04");
        town_follow_up(town);
        assert_ok(award_run_dates(town->context, NULL));
        assert_int_equal(town_has_certificate(town, it.li, "HCIA-Security"), turn == LI_HAS_ONE);
        town_act_as_staff(town, it.first);
        assert_ok(award_preview(town->context, &wish, &lines));
        assert_int_equal(lines.count, 1);
        const struct award_preview_line *line = lines.items;
        assert_true(line->suspended == (turn == NOBODY_HAS_IT) && line->gone == (turn == LI_HAS_IT) && line->joined == (turn == LI_HAS_ONE) && !line->away);
        town_act_as(town, it.wei);
        assert_ok(award_preview(town->context, &wish, &lines));
        assert_int_equal(lines.count, 1);
        line = lines.items;
        assert_true(line->away && !line->suspended && !line->gone && !line->joined && !line->withdrawn);
        assert_text_equal(line->certification, "HCIA-Security");
        assert_text_equal(line->state, "");
    }
    /* A mailbox goes to nobody. */
    assert_ok(award_preview(town->context, &(struct award_preview){.account = it.wei, .without_mailbox = mailbox_id(town, "shared@example.org")}, &lines));
    assert_int_equal(lines.count, 1);
    assert_true(((const struct award_preview_line *)lines.items)->suspended);
    town_free(town);
}
BOTH_ENGINES(what_would_follow_tells_nothing_of_other_accounts)

/* A record that came by its score report may be booked under another person's mailbox: staff see that, its holder only what he may know. His own he sees. */
static void the_holder_does_not_learn_whose_mailbox_it_is(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    struct unbinding_opening opening = {.cause = UNBINDING_STAFF, .reason = TEXT("The score report is another person's.")};
    struct list list;
    struct unbinding_view view;
    bool made;
    int64_t id, records;
    opening.record = town_pass(town, "someone@firm.example", "H12-711", "2026-02-03");
    assert_ok(association_tie(town->context, (struct association_thing){.record = opening.record}, it.wei, "score-report", 0, &made, &records));
    town_follow_up(town);
    for (int turn = 0; turn < 2; turn++) {
        const char *seen = turn ? "shared@example.org" : "s••••@f••••.example";
        if (turn) opening.record = it.exam;
        town_act_as_staff(town, it.first);
        assert_ok(unbinding_open(town->context, &opening, &id));
        assert_ok(unbinding_list(town->context, UNBINDINGS_ALL, it.wei, 10, &list));
        view = *(const struct unbinding_view *)list.items;
        assert_text_equal(view.address, turn ? "shared@example.org" : "someone@firm.example");
        town_act_as(town, it.wei);
        assert_ok(unbinding_read(town->context, text_copy(town->context->arena, view.case_number), &view));
        assert_text_equal(view.address, seen);
        assert_ok(unbinding_list_own(town->context, &list));
        size_t listed = 0;
        for (size_t i = 0; i < list.count; i++) {
            const struct unbinding_view *own = (const struct unbinding_view *)list.items + i;
            if (own->id != id) continue;
            listed++;
            assert_text_equal(own->address, seen);
        }
        assert_int_equal(listed, 1);
    }
    town_free(town);
}
BOTH_ENGINES(the_holder_does_not_learn_whose_mailbox_it_is)

/* The case of an unbinding is nobody's wish: it says who has it, and what becomes of it. What the system closed it with is read in the reader's language, also what was written out in a language before. */
static void the_case_says_how_it_stands(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    struct list entries;
    dispute(&it);
    struct case_view view = case_of_unbinding(&it);
    assert_true(view.with_holder);
    assert_text_equal(view.state_name, "With the holder");
    town_act_as(town, it.wei);
    assert_ok(case_by_id(town->context, view.id, &view));
    assert_text_equal(view.state_name, "With you");
    town_set_time(town, "2026-03-08T16:00:00Z");
    assert_text_equal(case_of_unbinding(&it).outcome_name, "Unbound");

    for (int written_out = 0; written_out < 2; written_out++) {
        if (written_out) {
            assert_ok(database_run(town->context, &as_of_old, PARAMETERS(view.id, "信中所述的日期已到，且无人提出异议。"), NULL));
            assert_ok(database_run(town->context, &closed_of_old, PARAMETERS(view.id, "信中所述的日期已到，且无人提出异议。"), NULL));
        }
        for (int chinese = 0; chinese < 2; chinese++) {
            const char *words = chinese ? "信中所述的日期已到，且无人提出异议。" : "The day named in the letter has come, and nobody objected.";
            town->context->language = chinese ? "zh_CN" : "en";
            assert_text_equal(case_of_unbinding(&it).reason, words);
            town_act_as(town, it.wei);
            assert_ok(case_entries(town->context, &view, 0, &entries, &(int64_t){0}));
            const struct case_entry_view *last = (const struct case_entry_view *)entries.items + entries.count - 1;
            assert_true(last->closed && last->by_system);
            assert_text_equal(last->text, words);
        }
    }
    town_free(town);
}
BOTH_ENGINES(the_case_says_how_it_stands)

STATEMENT(of_another_provider, NULL,
          "INSERT INTO exam_record (provider_id, registration_id, candidate_id, mailbox_id, exam_id, exam_language, exam_day, grade, score, state, given_state,"
          " first_name, last_name, native_first_name, native_last_name, country, site, validation_id, updated_at, file_id, line)"
          " SELECT $2, registration_id, 'X1', NULL, exam_id, 'en', exam_day, grade, '700', state, given_state, '', '', '', '', 'CN', 'S1', '', 0, 1, 1 FROM exam_record WHERE id = $1 RETURNING id");
STATEMENT(another_provider, NULL, "INSERT INTO provider (name) VALUES ('prometric') RETURNING id");

/* Two providers have given the same registration ID: staff say whose they mean. */
static void a_registration_id_is_its_providers(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    int64_t provider, other, mailbox, record;
    town_act_as_staff(town, it.first);
    const struct text id = TEXT("R1"); /* Wei's exam */
    assert_ok(unbinding_find(town->context, id, &mailbox, &record));
    assert_int_equal(record, it.exam);
    assert_ok(database_integer(town->context, &another_provider, NO_PARAMETERS, &provider));
    assert_ok(database_integer(town->context, &of_another_provider, PARAMETERS(it.exam, provider), &other));
    assert_refused("unbinding.which_provider", unbinding_find(town->context, id, &mailbox, &record));
    assert_ok(unbinding_find(town->context, text_printf(town->context->arena, "pearson-vue %.*s", TEXT_ARG(id)), &mailbox, &record));
    assert_int_equal(record, it.exam);
    assert_ok(unbinding_find(town->context, text_printf(town->context->arena, " prometric  %.*s", TEXT_ARG(id)), &mailbox, &record));
    assert_int_equal(record, other);
    assert_int_equal(unbinding_find(town->context, text_printf(town->context->arena, "nobody %.*s", TEXT_ARG(id)), &mailbox, &record), RESULT_NONE);
    town_free(town);
}
BOTH_ENGINES(a_registration_id_is_its_providers)

/* Staff know whose it is: he gets it in the same act, and both are told. */
static void staff_name_the_rightful_owner(enum database_engine engine)
{
    struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
    struct town *town = it.town;
    struct unbinding_opening wish = {.mailbox = mailbox_id(town, "shared@example.org"), .cause = UNBINDING_STAFF, .claimant = it.wei, .reason = TEXT("A call.")};
    int64_t id, holder;
    town_act_as_staff(town, it.first);
    assert_refused("unbinding.owner_has_it", unbinding_open(town->context, &wish, &id));
    wish.claimant = it.first;
    assert_refused("case.own", unbinding_open(town->context, &wish, &id));
    wish.claimant = it.li;
    assert_ok(unbinding_open(town->context, &wish, &id));
    assert_text_equal(seen_by_staff(&it).claimant, "li");
    assert_text_equal(seen_by_holder(&it).claimant, "");
    assert_int_equal(town_letters_about(town, "wei@example.org", "will be taken out of your account"), 1);
    assert_int_equal(town_letters_about(town, "li@example.org", "claim is under way"), 1);
    town_set_time(town, "2026-03-08T16:00:00Z");
    assert_true(seen_by_staff(&it).done);
    assert_ok(association_holder(town->context, (struct association_thing){.mailbox = wish.mailbox}, &holder));
    assert_int_equal(holder, it.li);
    assert_int_equal(town_letters_about(town, "li@example.org", "It is in your account now"), 1);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(staff_name_the_rightful_owner)

/* Where the body wants two for what takes a certificate away, no day carries it out where one of the staff names the rightful owner in an unbinding that runs already, because a record contradicts the identity. What runs without him its day carries out; and so it does where a claimant has proven that it is his, before or after. */
static void who_names_the_owner_of_what_runs_already_is_not_alone(enum database_engine engine)
{
    for (int turn = 0; turn < 4; turn++) {
        struct case_of it = begin(engine, "2026-03-02T02:00:00Z");
        struct town *town = it.town;
        bool named = turn == 1, effective;
        int64_t record = town_pass(town, "shared@example.org", "H12-821", "2026-02-03");
        name_record_as(town, record, "Ming", "Wang", "", "", "C9");
        town_follow_up(town);
        town_second_person(town, true);
        assert_int_equal(town_count(town, "unbindings"), 1);
        struct unbinding_opening wish = {.record = record, .cause = UNBINDING_STAFF, .claimant = it.li, .reason = TEXT("A call.")};
        town_act_as_staff(town, it.first);
        if (turn & 1) assert_ok(unbinding_open(town->context, &wish, NULL));
        wish.cause = UNBINDING_OWNER;
        town_act_as(town, it.li);
        if (turn & 2) assert_ok(unbinding_open(town->context, &wish, NULL));
        if (named) town_act_as_staff(town, it.first);
        town_set_time(town, "2026-03-20T02:00:00Z");
        struct unbinding_view view = seen_by_staff(&it);
        assert_int_equal(view.paused, named);
        assert_int_equal(view.done, !named);
        if (named) {
            assert_ok(unbinding_decide(town->context, view.id, true, TEXT("It is hers."), &effective));
            assert_false(effective);
            town_act_as_staff(town, it.second);
            assert_ok(unbinding_decide(town->context, view.id, true, TEXT("It is hers."), &effective));
            assert_true(effective);
            assert_true(seen_by_staff(&it).done);
        }
        town_follow_up(town);
        town_assert_in_order(town);
        town_free(town);
    }
}
BOTH_ENGINES(who_names_the_owner_of_what_runs_already_is_not_alone)

static void names_and_their_spellings(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 20);
    const struct {
        const char *a, *b;
        bool same;
    } pairs[] = {{"Wei Zhang", "ZHANG Wei", true}, {"Xiaoming Wang", "Wang Xiao Ming", true}, {"Xiao-ming WANG", "wang xiaoming", true}, {"张伟", "伟 张", true},
                 {"José Müller", "JOSE MUELLER", true}, {"Lü Na", "LYU Na", true}, {"Lv Na", "Lu Na", true}, {"Conor O'Brien", "CONOR OBRIEN", true},
                 {"Anna Maria Schmidt", "Anna Schmidt", true}, {"Ｗｅｉ Zhang", "Wei Zhang", true}, {"Søren Łukasz", "Soren Lukasz", true},
                 {"Wei Zhang", "Ming Wang", false}, {"张伟", "王明", false}, {"Wei Zhang", "Wei Zhao", false}, {"Zhang", "Wei Zhang", false}, {"", "", false}, {"Wei Zhang", "", false}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (association_identity_same_name(arena, text_of(pairs[i].a), text_of(pairs[i].b)) != pairs[i].same ||
            association_identity_same_name(arena, text_of(pairs[i].b), text_of(pairs[i].a)) != pairs[i].same)
            fail_msg("%s, %s", pairs[i].a, pairs[i].b);
    }
    /* By candidate ID: he is not known by a native name, but at the provider he is C1, and Zhang Wei. */
    struct identity_record records[] = {
        {.id = 1, .provider_id = 1, .candidate_id = TEXT("C1"), .first_name = TEXT("Wei"), .last_name = TEXT("Zhang"), .native_first_name = TEXT("伟"), .native_last_name = TEXT("张")},
        {.id = 2, .provider_id = 1, .candidate_id = TEXT("C2"), .native_first_name = TEXT("明"), .native_last_name = TEXT("王")},
        {.id = 3, .provider_id = 2, .candidate_id = TEXT("C2"), .native_first_name = TEXT("明"), .native_last_name = TEXT("王")},
        {.id = 4, .provider_id = 1, .candidate_id = TEXT("C1"), .first_name = TEXT("Wei"), .last_name = TEXT("Li")},
        {.id = 5, .provider_id = 1, .candidate_id = TEXT("C3")},
        {.id = 6, .provider_id = 1, .candidate_id = TEXT("C4"), .first_name = TEXT("Ming"), .last_name = TEXT("Wang")},
        {.id = 7, .provider_id = 1, .candidate_id = TEXT("C5"), .native_first_name = TEXT("伟"), .native_last_name = TEXT("张")}};
    association_identity_find(arena, (const struct text[]){TEXT("Zhang Wei"), TEXT("")}, 2, records, 7);
    const enum identity_finding expected[] = {IDENTITY_AGREES, IDENTITY_OTHER_CANDIDATE, IDENTITY_UNKNOWN, IDENTITY_AGREES, IDENTITY_UNKNOWN, IDENTITY_OTHER_NAME, IDENTITY_UNKNOWN};
    for (int i = 0; i < 7; i++) assert_int_equal(records[i].finding, expected[i]);
    /* He was Wang Ming before: that is his, and so is what else the provider calls C4. */
    association_identity_find(arena, (const struct text[]){TEXT("Zhang Wei"), TEXT(""), TEXT("Ming Wang"), TEXT("王明")}, 4, records, 7);
    for (int i = 0; i < 7; i++) assert_int_equal(records[i].finding, i == 4 ? IDENTITY_UNKNOWN : i == 6 ? IDENTITY_OTHER_NAME : IDENTITY_AGREES);
    /* The account is known by a native name alone. What the provider has under the candidate ID of somebody else's record is his, too, if it only says nothing in that script; and under another name nothing is known of it. */
    struct identity_record of_lei[] = {
        {.id = 1, .provider_id = 1, .candidate_id = TEXT("C1"), .first_name = TEXT("Lei"), .last_name = TEXT("Zhao"), .native_first_name = TEXT("磊"), .native_last_name = TEXT("赵")},
        {.id = 2, .provider_id = 1, .candidate_id = TEXT("C1"), .first_name = TEXT("Lei"), .last_name = TEXT("Zhao")},
        {.id = 3, .provider_id = 1, .candidate_id = TEXT("C1"), .first_name = TEXT("San"), .last_name = TEXT("Zhang")},
        {.id = 4, .provider_id = 2, .candidate_id = TEXT("C1"), .first_name = TEXT("Lei"), .last_name = TEXT("Zhao")}};
    association_identity_find(arena, (const struct text[]){TEXT(""), TEXT("张三")}, 2, of_lei, 4);
    const enum identity_finding of_others[] = {IDENTITY_OTHER_NAME, IDENTITY_OTHER_CANDIDATE, IDENTITY_UNKNOWN, IDENTITY_UNKNOWN};
    for (int i = 0; i < 4; i++) assert_int_equal(of_lei[i].finding, of_others[i]);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_and_their_spellings),
        ON_BOTH(the_day_comes_over_a_holiday_week), ON_BOTH(the_day_moves_with_the_calendar), ON_BOTH(the_day_is_counted_again_as_soon_as_the_calendar_knows),
        ON_BOTH(what_is_to_leave_says_so_where_it_stands),
        ON_BOTH(another_body_gives_more_time),
        ON_BOTH(the_holder_lets_it_go),
        ON_BOTH(an_objection_is_upheld),
        ON_BOTH(a_role_that_is_gone_unbinds_nothing),
        ON_BOTH(an_objection_is_refused_by_two_and_undone_later),
        ON_BOTH(pressed_twice_it_tells_what_happened),
        ON_BOTH(staff_stop_the_clock),
        ON_BOTH(many_causes_at_once),
        ON_BOTH(of_a_record_and_its_mailbox_one_is_the_claimant),
        ON_BOTH(a_record_and_its_mailbox_are_claimed_at_once),
        ON_BOTH(what_one_of_the_staff_gives_away_waits_for_another), ON_BOTH(what_one_of_the_staff_takes_away_waits_for_another), ON_BOTH(who_names_the_owner_of_what_runs_already_is_not_alone),
        ON_BOTH(what_he_has_disputed_is_said_where_he_looks_for_it), ON_BOTH(what_has_left_is_said_to_its_owner), ON_BOTH(what_was_proposed_is_overtaken),
        ON_BOTH(the_record_moves_on_while_it_is_opened),
        ON_BOTH(twice_and_at_once),
        ON_BOTH(nothing_is_left_to_unbind),
        ON_BOTH(a_record_leaves_with_its_mailbox),
        ON_BOTH(an_objection_counts_for_what_hangs_on_the_mailbox),
        ON_BOTH(an_objection_counts_for_what_is_opened_later),
        ON_BOTH(what_undoing_brings_back_is_said_before),
        ON_BOTH(an_objection_to_one_record_counts_for_the_others_of_its_cause),
        ON_BOTH(the_name_is_corrected),
        ON_BOTH(a_former_name_stays_his),
        ON_BOTH(the_former_name_of_the_account_that_is_left_stays_his), ON_BOTH(the_former_name_is_found_through_all_merges),
        ON_BOTH(a_record_names_somebody_else), ON_BOTH(however_many_former_names_everybody_is_looked_at), ON_BOTH(what_comes_to_who_has_very_many_records_is_looked_at),
        ON_BOTH(a_record_is_another_candidates),
        ON_BOTH(what_staff_have_given_is_not_looked_at_again),
        ON_BOTH(the_claimant_keeps_what_he_has_proven),
        ON_BOTH(what_comes_in_is_looked_at), ON_BOTH(another_name_is_told_before), ON_BOTH(a_claim_comes_into_the_account_that_is_left),
        ON_BOTH(a_single_record_goes_and_comes_back), ON_BOTH(a_single_record_falls_to_who_has_its_mailbox), ON_BOTH(a_claimed_record_goes_by_what_was_found),
        ON_BOTH(a_bar_stands_whoever_has_the_record_since),
        ON_BOTH(what_would_follow_is_said_of_a_single_record),
        ON_BOTH(what_would_follow_tells_nothing_of_other_accounts),
        ON_BOTH(the_holder_does_not_learn_whose_mailbox_it_is),
        ON_BOTH(the_case_says_how_it_stands),
        ON_BOTH(a_registration_id_is_its_providers),
        ON_BOTH(staff_name_the_rightful_owner),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
