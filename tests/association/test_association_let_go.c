/* Disassociation and what can be done about it (SPEC 5.5), as the people in it live it. */
#include "award/town.h"

#include "account/account.h"
#include "association/association_tie.h"

#define NOW "2026-02-16T02:00:00Z"

struct home {
    struct town *town;
    int64_t alice, bob;
    struct association_thing letters, work, single; /* alice's: where her letters go, another mailbox, a record by its score report */
};

static struct association_thing thing_at(struct town *town, size_t index)
{
    struct list associations;
    assert_ok(association_list_with_records(town->context, &associations));
    assert_true(index < associations.count);
    const struct association *item = (const struct association *)associations.items + index;
    return (struct association_thing){item->mailbox_id, item->record_id};
}

static struct home move_in(enum database_engine engine)
{
    struct home home = {.town = town_new(engine, NOW, NULL)};
    struct town *town = home.town;
    home.alice = town_account(town, "alice", "alice@example.org", "Wei Zhang");
    home.bob = town_account(town, "bob", "bob@example.org", "Bob Li");
    town_tie(town, home.alice, "alice@example.org");
    support_forward(town->support, 1);
    town_tie(town, home.alice, "work@example.org");
    town_tie(town, home.bob, "bob@example.org");
    town_pass(town, "work@example.org", "H12-811", "2026-02-12");
    town_exam(town, "work@example.org", "H12-821", "2026-02-12", GRADE_FAIL, EXAM_FINAL);
    town_pass(town, "lost@example.org", "H12-891", "2026-02-12");
    town_follow_up(town);
    town_act_as(town, home.alice);
    struct association_report report = {TEXT("pearson-vue"), TEXT("H12-891"), {0}, TEXT("R3"), TEXT("zhang"), TEXT("")};
    assert_true(day_parse(TEXT("2026-02-12"), &report.exam_day));
    struct association_report_answer answer;
    assert_ok(association_ask_by_report(town->context, &report, false, &answer));
    int64_t records;
    assert_ok(association_complete(town->context, 0, town_token(town, "lost@example.org"), TEXT(""), &records));
    town_follow_up(town);
    home.letters = thing_at(town, 0);
    home.work = thing_at(town, 1);
    home.single = thing_at(town, 2);
    assert_int_equal(town_count(town, "held"), 3);
    return home;
}

static void a_mailbox_is_let_go_by_a_letter_to_it(enum database_engine engine)
{
    struct home home = move_in(engine);
    struct town *town = home.town;
    int64_t records;
    assert_true(town_certificate(town, home.alice, "HCIA-Datacom").issued);
    assert_ok(association_ask_to_let_go(town->context, home.work, false));
    struct text token = town_token(town, "work@example.org");
    struct association_request request;
    assert_ok(association_by_token(town->context, token, &request));
    assert_true(request.mine && request.open && request.of_letting_go && !request.of_record);
    assert_text_equal(request.address, "work@example.org");
    assert_text_equal(request.letter_address, "work@example.org");
    assert_int_equal(town_count(town, "held"), 3); /* nothing yet */
    town_act_as(town, home.bob);
    assert_refused("association.not_yours", association_complete(town->context, 0, token, TEXT(""), &records));
    town_act_as(town, home.alice);
    assert_ok(association_complete(town->context, 0, token, TEXT(""), &records));
    assert_int_equal(records, 2);
    /* Both mailboxes are told. */
    const struct mailbox_letter *letter = town_letters(town, "work@example.org").items;
    assert_text_equal(letter->subject, "The mailbox work@example.org is no longer associated with the account alice");
    letter = town_letters(town, "alice@example.org").items;
    assert_text_equal(letter->subject, "The mailbox work@example.org is no longer associated with the account alice");
    assert_refused("association.let_go_before", association_complete(town->context, 0, token, TEXT(""), &records));
    town_follow_up(town);
    assert_int_equal(town_count(town, "held"), 1);
    assert_true(town_certificate(town, home.alice, "HCIA-Datacom").suspended);
    for (int press = 0; press < 2; press++) { /* pressed again it is not said to be stopped */
        town_send_form(town, "form-1");
        assert_refused("association.let_go_already", association_disown(town->context, token, TEXT("work@example.org")));
        assert_int_equal(town->context->once.replayed, press);
    }
    town_send_form(town, NULL);
    town_assert_journal_replays(town);

    /* Again by the same account: all is as it was. */
    assert_ok(association_complete(town->context, 0, town_ask(town, "work@example.org"), TEXT(""), &records));
    assert_int_equal(records, 2);
    town_follow_up(town);
    assert_true(town_certificate(town, home.alice, "HCIA-Datacom").issued);
    /* And, let go once more, by another. */
    assert_ok(association_ask_to_let_go(town->context, thing_at(town, 1), false));
    assert_ok(association_complete(town->context, 0, town_token(town, "work@example.org"), TEXT(""), &records));
    town_act_as(town, home.bob);
    assert_ok(association_complete(town->context, 0, town_ask(town, "work@example.org"), TEXT(""), &records));
    assert_int_equal(records, 2);
    town_follow_up(town);
    assert_true(town_has_certificate(town, home.bob, "HCIA-Datacom"));
    town_assert_journal_replays(town);
    town_free(town);
}
BOTH_ENGINES(a_mailbox_is_let_go_by_a_letter_to_it)

/* More than a page shows. */
static void the_last_of_very_many_mailboxes_can_be_let_go(enum database_engine engine)
{
    struct home home = move_in(engine);
    struct town *town = home.town;
    struct association_thing last = {0};
    int64_t records;
    assert_ok(database_script(town->context, text_printf(town->context->arena,
        "INSERT INTO mailbox (address) WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 1100) SELECT 'm' || CAST(n AS TEXT) || '@example.org' FROM n;"
        "INSERT INTO association (mailbox_id, account_id, since_at, means) SELECT id, %lld, 0, 'takeover' FROM mailbox WHERE address LIKE 'm%%@example.org';", (long long)home.alice).bytes));
    assert_ok(intake_mailbox_known(town->context, TEXT("work@example.org"), &last.mailbox));
    assert_ok(association_ask_to_let_go(town->context, last, false));
    assert_ok(association_complete(town->context, 0, town_token(town, "work@example.org"), TEXT(""), &records));
    assert_int_equal(records, 2);
    assert_refused("association.gone", association_ask_to_let_go(town->context, last, false));
    town_free(town);
}
BOTH_ENGINES(the_last_of_very_many_mailboxes_can_be_let_go)

static void without_access_to_it_the_own_mailbox_confirms(enum database_engine engine)
{
    struct home home = move_in(engine);
    struct town *town = home.town;
    int64_t records;
    size_t before = town_letters(town, "work@example.org").count;
    assert_ok(association_ask_to_let_go(town->context, home.work, true));
    assert_int_equal(town_letters(town, "work@example.org").count, before);
    struct text code = town_in_letter(town, "alice@example.org", "on the page Open the letter: ");
    struct list requests;
    assert_ok(association_requests(town->context, &requests));
    const struct association_request *request = requests.items;
    assert_text_equal(request->address, "work@example.org");
    assert_text_equal(request->letter_address, "alice@example.org");
    assert_ok(association_complete(town->context, request->id, TEXT(""), code, &records));
    assert_int_equal(records, 2);
    /* The other mailbox is told, with the way back. */
    const struct mailbox_letter *letter = town_letters(town, "work@example.org").items;
    assert_true(text_find(letter->text, "confirmed by a letter to that account’s own mailbox") < letter->text.length);
    assert_true(text_find(letter->text, "/my/exams/associate") < letter->text.length);
    town_assert_journal_replays(town);
    town_free(town);
}
BOTH_ENGINES(without_access_to_it_the_own_mailbox_confirms)

static void a_single_record_is_let_go(enum database_engine engine)
{
    struct home home = move_in(engine);
    struct town *town = home.town;
    int64_t records;
    assert_ok(association_ask_to_let_go(town->context, home.single, false));
    struct text token = town_token(town, "lost@example.org");
    struct association_request request;
    assert_ok(association_by_token(town->context, token, &request));
    assert_text_equal(request.address, "l••••@e••••.org");
    assert_ok(association_complete(town->context, 0, token, TEXT(""), &records));
    assert_int_equal(records, 1);
    assert_int_equal(town_count(town, "held"), 2);
    /* What came by a mailbox has no tie of its own to let go. */
    struct list all;
    assert_ok(association_records(town->context, home.alice, 10, &all));
    struct association_thing by_mailbox = {.record = ((const struct exam_record *)all.items)->id};
    assert_refused("association.gone", association_ask_to_let_go(town->context, by_mailbox, false));
    assert_refused("association.gone", association_ask_to_let_go(town->context, (struct association_thing){0}, false));
    town_act_as(town, home.bob);
    assert_refused("association.gone", association_ask_to_let_go(town->context, home.work, false));
    town_assert_journal_replays(town);
    town_free(town);
}
BOTH_ENGINES(a_single_record_is_let_go)

/* He asks to let it go, and before he confirms it has to leave: the older letter does not lift the bar. */
static void an_older_letter_lifts_no_bar(enum database_engine engine)
{
    struct home home = move_in(engine);
    struct town *town = home.town;
    int64_t records;
    bool made;
    assert_ok(association_ask_to_let_go(town->context, home.single, false));
    struct text token = town_token(town, "lost@example.org");
    assert_ok(association_untie(town->context, home.single, home.alice, "forced", 0, &made, &records));
    assert_true(made);
    assert_refused("association.gone", association_complete(town->context, 0, token, TEXT(""), &records));
    assert_ok(association_tie(town->context, home.single, home.alice, "score-report", 0, &made, &records));
    assert_false(made);
    town_tie(town, home.alice, "lost@example.org");
    town_follow_up(town);
    assert_int_equal(town_count(town, "held"), 2);
    town_assert_journal_replays(town);
    town_free(town);
}
BOTH_ENGINES(an_older_letter_lifts_no_bar)

static void the_mailbox_for_letters_is_replaced_first(enum database_engine engine)
{
    struct home home = move_in(engine);
    struct town *town = home.town;
    int64_t records;
    assert_refused("association.letters_mailbox", association_ask_to_let_go(town->context, home.letters, false));
    assert_refused("association.letters_mailbox", association_ask_to_let_go(town->context, home.letters, true));
    /* Asked while letters went elsewhere, confirmed when they go to it: the same. */
    assert_ok(association_ask_to_let_go(town->context, home.work, false));
    struct text token = town_token(town, "work@example.org");
    struct account_profile profile = {.name_latin = TEXT("Wei Zhang"), .language = TEXT("en"), .zone = TEXT("Asia/Shanghai"), .country = TEXT("CN"), .mailbox = TEXT("work@example.org"), .password = TEXT(TOWN_PASSWORD)};
    town_password(town, home.alice);
    assert_ok(account_change_profile(town->context, &profile, award_names_fixed, association_proven));
    assert_refused("association.letters_mailbox", association_complete(town->context, 0, token, TEXT(""), &records));
    /* Now the other one can go; confirmed by itself, not by the account's mailbox of an earlier day. */
    assert_ok(association_ask_to_let_go(town->context, home.letters, true));
    struct text by_work = town_token(town, "work@example.org");
    profile.mailbox = TEXT("alice@example.org");
    assert_ok(account_change_profile(town->context, &profile, award_names_fixed, association_proven));
    assert_refused("association.own_mailbox", association_complete(town->context, 0, by_work, TEXT(""), &records));
    /* The only one that is left may be let go: there is nothing to choose. */
    assert_ok(association_complete(town->context, 0, token, TEXT(""), &records));
    assert_refused("association.own_mailbox", association_ask_to_let_go(town->context, home.letters, true));
    assert_ok(association_ask_to_let_go(town->context, home.letters, false));
    assert_ok(association_complete(town->context, 0, town_token(town, "alice@example.org"), TEXT(""), &records));
    struct list associations;
    assert_ok(association_list_with_records(town->context, &associations));
    assert_int_equal(associations.count, 1);
    town_assert_journal_replays(town);
    town_free(town);
}
BOTH_ENGINES(the_mailbox_for_letters_is_replaced_first)

/* What is asked for sends a letter, so it has the limits that asking for a mailbox has (SPEC 5.5, 5.2). */
static void nobody_is_flooded_by_what_is_let_go(enum database_engine engine)
{
    struct home home = move_in(engine);
    struct town *town = home.town;
    size_t letters = town_letters(town, "work@example.org").count;
    for (int i = 0; i < 5; i++) assert_ok(association_ask_to_let_go(town->context, home.work, false));
    assert_refused("audit.too_often", association_ask_to_let_go(town->context, home.work, false));
    assert_int_equal(town_letters(town, "work@example.org").count, letters + 5);
    assert_ok(association_ask_to_let_go(town->context, home.work, true)); /* by his own mailbox he still can */
    support_forward(town->support, 86400);
    assert_ok(association_ask_to_let_go(town->context, home.work, false));
    town_free(town);
}
BOTH_ENGINES(nobody_is_flooded_by_what_is_let_go)

static void the_owner_stops_what_he_did_not_ask_for(enum database_engine engine)
{
    struct home home = move_in(engine);
    struct town *town = home.town;
    int64_t records;
    assert_ok(association_ask_to_let_go(town->context, home.work, true));
    struct text token = town_token(town, "alice@example.org");
    town->context->actor = (struct actor){.kind = ACTOR_NOBODY};
    assert_refused("association.not_this_mailbox", association_disown(town->context, token, TEXT("work@example.org"))); /* the letter did not go there */
    assert_ok(association_disown(town->context, token, TEXT("alice@example.org")));
    town_act_as(town, home.alice);
    assert_refused("association.disowned", association_complete(town->context, 0, token, TEXT(""), &records));
    /* Let go by a way of its own meanwhile: nothing is left to let go. */
    assert_ok(association_ask_to_let_go(town->context, home.work, true));
    token = town_token(town, "alice@example.org");
    assert_ok(association_ask_to_let_go(town->context, home.work, false));
    assert_refused("association.replaced", association_complete(town->context, 0, token, TEXT(""), &records));
    assert_int_equal(town_count(town, "held"), 3);
    town_free(town);
}
BOTH_ENGINES(the_owner_stops_what_he_did_not_ask_for)

/* The provider knows no mailbox of a single record (any more): no letter can go there, but one to his own can. */
static void a_record_without_a_mailbox_is_let_go_by_the_own_one(enum database_engine engine)
{
    struct home home = move_in(engine);
    struct town *town = home.town;
    int64_t records;
    assert_ok(database_script(town->context, "UPDATE exam_record SET mailbox_id = NULL WHERE registration_id = 'R3';"));
    assert_refused("association.no_letter", association_ask_to_let_go(town->context, home.single, false));
    assert_ok(association_ask_to_let_go(town->context, home.single, true));
    assert_ok(association_complete(town->context, 0, town_token(town, "alice@example.org"), TEXT(""), &records));
    assert_int_equal(records, 1);
    town_free(town);
}
BOTH_ENGINES(a_record_without_a_mailbox_is_let_go_by_the_own_one)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_mailbox_is_let_go_by_a_letter_to_it), ON_BOTH(the_last_of_very_many_mailboxes_can_be_let_go),
        ON_BOTH(without_access_to_it_the_own_mailbox_confirms),
        ON_BOTH(a_single_record_is_let_go),
        ON_BOTH(a_record_without_a_mailbox_is_let_go_by_the_own_one),
        ON_BOTH(an_older_letter_lifts_no_bar),
        ON_BOTH(the_mailbox_for_letters_is_replaced_first),
        ON_BOTH(the_owner_stops_what_he_did_not_ask_for),
        ON_BOTH(nobody_is_flooded_by_what_is_let_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
