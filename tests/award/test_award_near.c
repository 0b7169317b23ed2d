/* Near misses (SPEC 5.10): found where two places of one person earn together what neither earns alone. HCIE-Datacom needs the written exam H12-891 and the lab H12-892. */
#include "award/town.h"
#include "audit/audit.h"

#include "association/association_merge.h"
#include "association/association_unbinding.h"
#include "association/association_unbinding_open.h"
#include "account/account.h"
#include "award/award_near.h"
#include "award/award_stop.h"
#include "outside/store.h"

#define PASSWORD "kettle-orchard-violin-42"

STATEMENT(make_candidate, NULL, "UPDATE exam_record SET candidate_id = $2, native_first_name = '', native_last_name = '' WHERE id = $1"); /* without a native name the records' names suggest nothing */

static int64_t pass_as(struct town *town, const char *candidate, const char *mailbox, const char *exam, const char *day)
{
    int64_t record = town_pass(town, mailbox, exam, day);
    assert_ok(database_run(town->context, &make_candidate, PARAMETERS(record, candidate), NULL));
    return record;
}

STATEMENT(make_name, NULL, "UPDATE exam_record SET first_name = $2, last_name = 'Li', native_first_name = $3, native_last_name = '李', country = $4 WHERE id = $1");

STATEMENT(write_otherwise, NULL, "UPDATE exam_record SET first_name = 'WEI', last_name = 'LI ' WHERE id = $1");
STATEMENT(give_candidate, NULL, "UPDATE exam_record SET candidate_id = $2 WHERE id = $1");

static void name_record(struct town *town, int64_t record, const char *first, const char *native_first, const char *country)
{
    assert_ok(database_run(town->context, &make_name, PARAMETERS(record, text_of(first), text_of(native_first), text_of(country)), NULL));
}

static int64_t find(struct town *town)
{
    int64_t found;
    struct actor actor = town->context->actor;
    town_follow_up(town);
    town_act_as(town, 0);
    assert_ok(award_near_find(town->context, &found));
    town->context->actor = actor;
    return found;
}

static struct near_miss only(struct town *town, bool aside)
{
    struct list misses;
    assert_ok(award_near_list(town->context, aside, 10, &misses));
    assert_int_equal(misses.count, 1);
    return *(const struct near_miss *)misses.items;
}

/* HCAI wants HCAI-100 and some valid certificate: one that staff stopped is none. */
static void what_staff_stopped_completes_nothing(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-03-02T02:00:00Z", NULL);
    int64_t one = town_account(town, "wei", "wei@one.example", "Wei Zhang"), two = town_account(town, "zhang", "wei@two.example", "Wei Zhang"),
            rita = town_account(town, "rita", "rita@body.example", "Rita");
    bool effective;
    town_tie(town, one, "wei@one.example");
    town_tie(town, two, "wei@two.example");
    pass_as(town, "A7", "wei@one.example", "H12-811", "2026-02-02");
    pass_as(town, "A7", "wei@two.example", "HCAI-100", "2026-02-03");
    assert_int_equal(find(town), 1);
    town_act_as_staff(town, rita);
    assert_ok(award_stop(town->context, &(struct award_stop_wish){town_certificate(town, one, "HCIA-Datacom").number, AWARD_REVOKE, TEXT("Another person sat the exam.")}, &effective));
    assert_int_equal(find(town), 0);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_staff_stopped_completes_nothing)

static void two_accounts_and_one_candidate_id(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-03-02T02:00:00Z", NULL);
    int64_t one = town_account(town, "wei", "wei@one.example", "Wei Zhang"), two = town_account(town, "zhang", "wei@two.example", "Wei Zhang"),
            rita = town_account(town, "rita", "rita@body.example", "Rita"), merge;
    town_tie(town, one, "wei@one.example");
    town_tie(town, two, "wei@two.example");
    pass_as(town, "A7", "wei@one.example", "H12-891", "2026-02-02");
    assert_int_equal(find(town), 0);
    pass_as(town, "A7", "wei@two.example", "H12-811", "2026-02-03"); /* brings HCIA, but alone, too */
    assert_int_equal(find(town), 0);
    pass_as(town, "B8", "wei@two.example", "H12-892", "2026-02-04"); /* under another ID, and yet in that account */
    assert_int_equal(find(town), 1);
    assert_int_equal(find(town), 1); /* again: the same */
    town_act_as_staff(town, rita);
    struct near_miss miss = only(town, false);
    assert_text_equal(miss.certification, "HCIE-Datacom");
    assert_int_equal(miss.account_id, one);
    assert_int_equal(miss.other_account_id, two);
    assert_true(miss.by_candidate_id && miss.may_write);

    /* The letter says how, and nothing about the other. */
    assert_ok(award_near_write(town->context, miss.id));
    assert_refused("near.written", award_near_write(town->context, miss.id));
    assert_false(only(town, false).may_write);
    struct list letters = town_letters(town, "wei@one.example");
    struct text text = ((const struct mailbox_letter *)letters.items)->text;
    assert_true(text_find(text, "/my/merge") < text.length);
    assert_true(text_find(text, "two.example") == text.length && text_find(text, "H12-892") == text.length && text_find(text, "HCIE") == text.length);
    letters = town_letters(town, "wei@two.example");
    assert_text_equal(((const struct mailbox_letter *)letters.items)->subject, "Are all your exam results in one account?");

    /* He merges: it is one no more. */
    town_act_as(town, 0);
    assert_ok(account_set_password(town->context, two, TEXT(PASSWORD)));
    struct text proof;
    int64_t other;
    town_act_as(town, one);
    assert_ok(association_merge_prove(town->context, TEXT("zhang"), TEXT(PASSWORD), TEXT(""), &proof, &other));
    assert_ok(association_merge(town->context, proof, &merge));
    assert_int_equal(find(town), 0);
    assert_true(town_has_certificate(town, one, "HCIE-Datacom"));
    struct text number = text_copy(town->context->arena, town_certificate(town, one, "HCIE-Datacom").number);
    town_act_as(town, one);
    assert_ok(association_merge_undo(town->context, merge, NULL));
    assert_int_equal(find(town), 1);
    assert_true(town_certificate(town, one, "HCIE-Datacom").suspended);

    /* Once more: it is the same certificate, and no near miss. */
    town_act_as(town, one);
    assert_ok(association_merge_prove(town->context, TEXT("zhang"), TEXT(PASSWORD), TEXT(""), &proof, &other));
    assert_ok(association_merge(town->context, proof, &merge));
    assert_int_equal(find(town), 0);
    assert_true(town_certificate(town, one, "HCIE-Datacom").issued);
    assert_text_equal(town_certificate(town, one, "HCIE-Datacom").number, text_string(town->context->arena, number));
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(two_accounts_and_one_candidate_id)

static void an_account_and_a_mailbox_of_nobodys(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-03-02T02:00:00Z", NULL);
    int64_t one = town_account(town, "wei", "wei@one.example", "Wei Zhang"), rita = town_account(town, "rita", "rita@body.example", "Rita");
    pass_as(town, "A7", "wei@one.example", "H12-891", "2026-02-02");
    pass_as(town, "A7", "wei@work.example", "H12-892", "2026-02-03");
    assert_int_equal(find(town), 0); /* two mailboxes of nobody's: there is nobody to write to */
    town_tie(town, one, "wei@one.example");
    assert_int_equal(find(town), 1);
    town_act_as_staff(town, rita);
    struct near_miss miss = only(town, false);
    assert_text_equal(miss.mailbox, "wei@work.example");
    /* Staff have looked: it stays set aside. */
    assert_ok(award_near_set_aside(town->context, miss.id, true));
    assert_text_equal(only(town, true).set_aside_by, "rita");
    assert_int_equal(find(town), 0);
    town_act_as_staff(town, rita);
    assert_ok(award_near_set_aside(town->context, miss.id, false));
    assert_int_equal(find(town), 1);
    town_act_as_staff(town, rita);
    assert_int_equal(award_near_set_aside(town->context, 4711, true), RESULT_NONE);
    /* Auditors read them, and do nothing about them. */
    struct list misses;
    town->context->actor = (struct actor){.kind = ACTOR_STAFF, .account = rita, .session = 1, .roles = ROLE_AUDITOR};
    assert_ok(award_near_list(town->context, false, 10, &misses));
    assert_int_equal(misses.count, 1);
    assert_refused("audit.not_allowed", award_near_set_aside(town->context, ((const struct near_miss *)misses.items)->id, true));
    assert_refused("audit.not_allowed", award_near_ask(town->context));
    town_act_as(town, one);
    assert_refused("audit.not_allowed", award_near_list(town->context, false, 10, &misses));
    assert_refused("audit.not_allowed", award_near_find(town->context, NULL));
    assert_refused("audit.not_allowed", award_near_write(town->context, miss.id));
    /* Settled, it waits for nobody, before they are looked for again. */
    town_tie(town, one, "wei@work.example");
    town_follow_up(town);
    town_act_as_staff(town, rita);
    assert_ok(award_near_list(town->context, false, 10, &misses));
    assert_int_equal(misses.count, 0);
    assert_int_equal(find(town), 0);
    town_free(town);
}
BOTH_ENGINES(an_account_and_a_mailbox_of_nobodys)

/* One person after the other. */
static void several_persons(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-03-02T02:00:00Z", NULL);
    enum { PERSONS = 5 };
    for (int i = 0; i < PERSONS; i++) {
        struct arena *arena = town->context->arena;
        const char *candidate = text_printf(arena, "A%d", i).bytes, *proven = text_printf(arena, "p%d@one.example", i).bytes, *unknown = text_printf(arena, "p%d@two.example", i).bytes;
        int64_t account = town_account(town, text_printf(arena, "person.%d", i).bytes, proven, "Wei Zhang");
        town_tie(town, account, proven);
        pass_as(town, candidate, proven, "H12-891", "2026-02-02");
        pass_as(town, candidate, unknown, "H12-892", "2026-02-03");
    }
    assert_int_equal(find(town), PERSONS);
    town_free(town);
}
BOTH_ENGINES(several_persons)

/* Who asks while it is looked for is not answered by that. */
static void a_wish_that_comes_while_it_runs_stands(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-03-02T02:00:00Z", NULL);
    int64_t rita = town_account(town, "rita", "rita@body.example", "Rita");
    static const char *const times[] = {"2026-03-02T02:00:01Z", "2026-03-02T02:00:02Z"};
    struct text day = TEXT("");
    bool asked;
    for (int i = 0; i < 2; i++) { /* before anything was looked for, and while the first wish is */
        struct text before = day;
        town_set_time(town, times[i]);
        town_act_as_staff(town, rita);
        assert_ok(award_near_ask(town->context));
        assert_ok(store_put_over(town->context, AWARD_NEAR_DAY, before, TEXT("2026-03-02")));
        assert_ok(award_near_asked(town->context, &asked));
        assert_true(asked);
        assert_ok(store_get(town->context, AWARD_NEAR_DAY, &day));
    }
    assert_ok(store_put_over(town->context, AWARD_NEAR_DAY, day, TEXT("2026-03-02")));
    assert_ok(award_near_asked(town->context, &asked));
    assert_false(asked);
    town_free(town);
}
BOTH_ENGINES(a_wish_that_comes_while_it_runs_stands)

static void the_same_confirmed_name(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-03-02T02:00:00Z", NULL);
    int64_t one = town_account(town, "wei", "wei@one.example", "Wei Zhang"), two = town_account(town, "zhang", "wei@two.example", "Wei Zhang");
    town_tie(town, one, "wei@one.example");
    town_tie(town, two, "wei@two.example");
    town_name(town, one, "Wei Zhang", "张伟");
    pass_as(town, "A7", "wei@one.example", "H12-891", "2026-02-02");
    pass_as(town, "B8", "wei@two.example", "H12-892", "2026-02-03");
    pass_as(town, "A7", "wei@one.example", "H12-811", "2026-02-02"); /* so that certificates are issued, and names confirmed */
    pass_as(town, "B8", "wei@two.example", "H12-811", "2026-02-02");
    town_follow_up(town);
    assert_ok(award_run_dates(town->context, NULL));
    assert_int_equal(find(town), 0); /* in Latin letters alone many have the same name */
    town_name(town, two, "Wei Zhang", "张伟");
    assert_int_equal(find(town), 1);
    town_free(town);
}
BOTH_ENGINES(the_same_confirmed_name)

/* He booked the lab from his office, as the provider's new candidate: only the names and the country in the records say that it is he. */
static void the_same_name_in_the_records(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-03-02T02:00:00Z", NULL);
    int64_t one = town_account(town, "wei", "wei@one.example", ""), rita = town_account(town, "rita", "rita@body.example", "Rita");
    town_tie(town, one, "wei@one.example");
    name_record(town, pass_as(town, "A7", "wei@one.example", "H12-891", "2026-02-02"), "Wei", "伟", "CHN");
    int64_t lab = pass_as(town, "B8", "wei@office.example", "H12-892", "2026-02-03");
    name_record(town, lab, "Wei", "伟", "SGP");
    assert_int_equal(find(town), 0); /* from another country */
    name_record(town, lab, "Wei", "薇", "CHN");
    assert_int_equal(find(town), 0); /* in Latin letters alone many have the same name */
    name_record(town, lab, "Wei", "伟", "CHN");
    assert_int_equal(find(town), 1);
    town_act_as_staff(town, rita);
    struct near_miss miss = only(town, false);
    assert_int_equal(miss.account_id, one);
    assert_text_equal(miss.mailbox, "wei@office.example");
    assert_true(miss.by_record_name && !miss.by_name && !miss.by_candidate_id);
    /* Another provider writes it in its own way; later one tells that he has the same candidate ID, which says more. */
    assert_ok(database_run(town->context, &write_otherwise, PARAMETERS(lab), NULL));
    assert_int_equal(find(town), 1);
    assert_ok(database_run(town->context, &give_candidate, PARAMETERS(lab, "A7"), NULL));
    assert_int_equal(find(town), 1);
    assert_int_equal(only(town, false).id, miss.id);
    assert_true(only(town, false).by_candidate_id);
    assert_ok(award_near_set_aside(town->context, miss.id, true));
    town_assert_in_order(town);
    town_act_as_staff(town, rita);
    assert_ok(award_near_set_aside(town->context, miss.id, false));
    assert_ok(database_run(town->context, &give_candidate, PARAMETERS(lab, "B8"), NULL));
    assert_int_equal(find(town), 1);
    assert_true(only(town, false).by_record_name);
    name_record(town, lab, "Wei", "伟", "CHN");
    /* With three namesakes more it is a common name, which says nothing. */
    for (int i = 0; i < 3; i++) name_record(town, pass_as(town, "C", (const char *[]){"li@a.example", "li@b.example", "li@c.example"}[i], "H12-811", "2026-02-03"), "Wei", "伟", "CHN");
    assert_int_equal(find(town), 0);
    town_free(town);
}
BOTH_ENGINES(the_same_name_in_the_records)

/* What was just taken apart by force is not proposed to be brought together, neither with nobody's mailbox nor with its rightful owner. */
static void unbound_by_force(enum database_engine engine)
{
    for (int owned = 0; owned < 2; owned++) {
        struct town *town = town_new(engine, "2026-03-02T02:00:00Z", NULL);
        int64_t one = town_account(town, "wei", "wei@one.example", "Wei Zhang"), two = town_account(town, "zhang", "zhang@example.org", "Wei Zhang"),
                rita = town_account(town, "rita", "rita@body.example", "Rita"), id;
        struct unbinding_opening wish = {.cause = UNBINDING_STAFF, .claimant = owned ? two : 0, .reason = TEXT("A call.")};
        bool effective;
        town_tie(town, one, "wei@one.example");
        town_tie(town, one, "wei@two.example");
        town_tie(town, two, "zhang@example.org");
        pass_as(town, "A7", "wei@one.example", "H12-891", "2026-02-02");
        pass_as(town, "A7", "wei@two.example", "H12-892", "2026-02-03");
        town_follow_up(town);
        assert_ok(intake_mailbox_known(town->context, TEXT("wei@two.example"), &wish.mailbox));
        town_act_as_staff(town, rita);
        assert_ok(unbinding_open(town->context, &wish, &id));
        assert_ok(unbinding_decide(town->context, id, true, TEXT("Another person's."), &effective));
        assert_int_equal(find(town), 0);
        town_set_time(town, "2026-04-01T01:59:59Z");
        assert_int_equal(find(town), 0);
        town_set_time(town, "2026-04-01T02:00:00Z"); /* it cannot be put back any more */
        assert_int_equal(find(town), 1);
        town_free(town);
    }
}
BOTH_ENGINES(unbound_by_force)

/* Neither has a proven mailbox any more: no letter, and it does not count as one. */
static void nobody_can_be_written_to(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-03-02T02:00:00Z", NULL);
    int64_t one = town_account(town, "wei", "wei@one.example", "Wei Zhang"), two = town_account(town, "zhang", "wei@two.example", "Wei Zhang"), rita = town_account(town, "rita", "rita@body.example", "Rita");
    town_tie(town, one, "wei@one.example");
    town_tie(town, two, "wei@two.example");
    pass_as(town, "A7", "wei@one.example", "H12-891", "2026-02-02");
    pass_as(town, "A7", "wei@two.example", "H12-892", "2026-02-04");
    assert_int_equal(find(town), 1);
    assert_ok(database_script(town->context, "DELETE FROM association;"));
    town_act_as_staff(town, rita);
    int64_t miss = only(town, false).id;
    for (int turn = 0; turn < 2; turn++) assert_refused("near.nobody", award_near_write(town->context, miss));
    assert_int_equal(town_letters_about(town, "wei@one.example", "Are all your exam results in one account?"), 0);
    town_free(town);
}
BOTH_ENGINES(nobody_can_be_written_to)

int main(void)
{
    const struct CMUnitTest tests[] = {ON_BOTH(what_staff_stopped_completes_nothing), ON_BOTH(two_accounts_and_one_candidate_id), ON_BOTH(an_account_and_a_mailbox_of_nobodys), ON_BOTH(several_persons), ON_BOTH(a_wish_that_comes_while_it_runs_stands), ON_BOTH(the_same_confirmed_name), ON_BOTH(the_same_name_in_the_records), ON_BOTH(unbound_by_force), ON_BOTH(nobody_can_be_written_to)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
