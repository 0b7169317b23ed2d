/* Cases (SPEC 4.4, 4.6, 5.2, 5.8, 11.3), as those who ask and those who decide live them. */
#include "award/town.h"

#include <pthread.h>

#include "audit/audit.h"
#include "case/case_rules.h"
#include "letter/letter.h"

#define NOW "2026-02-09T02:00:00Z" /* a Monday; 10:00 in Shenzhen */

struct office {
    struct town *town;
    int64_t alice, mallory;      /* candidates; alice's mailbox is proven */
    int64_t support, first, second; /* of the staff */
};

static struct office open_office(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    struct office office = {.town = town, .alice = town_account(town, "alice", "alice@example.org", "Alice Wu"),
                            .mallory = town_account(town, "mallory", "mallory@example.org", "Mallory"),
                            .support = town_account(town, "sam", "sam@body.example", "Sam"), .first = town_account(town, "rita", "rita@body.example", "Rita"),
                            .second = town_account(town, "rolf", "rolf@body.example", "Rolf")};
    town_tie(town, office.alice, "alice@example.org");
    return office;
}

static enum result open_it(struct context *context, void *data)
{
    int64_t id;
    struct case_opening *opening = data;
    TRY(case_open(context, opening, &id, NULL));
    opening->record = id; /* hands it back */
    return RESULT_OK;
}

static int64_t opened(struct town *town, struct case_opening opening)
{
    assert_ok(database_transaction(town->context, open_it, &opening));
    return opening.record;
}

static int64_t name_case(const struct office *office, int64_t account)
{
    struct case_opening opening = {.kind = CASE_NAME, .account = account, .words = TEXT("  I was married.\n"), .not_before = NO_DAY, .due = NO_DAY, .tell = true};
    town_act_as(office->town, account);
    return opened(office->town, opening);
}

static struct case_view view_of(struct town *town, int64_t id)
{
    struct case_view view;
    assert_ok(case_by_id(town->context, id, &view));
    return view;
}

static int64_t entry_count(struct town *town, int64_t id)
{
    struct case_view view = view_of(town, id);
    struct list entries;
    int64_t older;
    assert_ok(case_entries(town->context, &view, 0, &entries, &older));
    assert_int_equal(older, 0);
    return (int64_t)entries.count;
}

static struct case_decision granting(void)
{
    return (struct case_decision){.outcome = CASE_GRANTED, .reason = TEXT("The passport says so."), .tell = true};
}

/* --- Stories --- */

static void a_case_from_its_opening_to_its_end(enum database_engine engine)
{
    struct office office = open_office(engine);
    struct town *town = office.town;
    int64_t id = name_case(&office, office.alice);
    struct case_view view = view_of(town, id);
    assert_true(view.of_name && view.open && view.may_write && view.may_withdraw && !view.closed);
    assert_text_equal(view.account, "alice");
    assert_int_equal(view.number.length, 14);
    assert_text_equal(day_text(town->context->arena, view.due), "2026-02-14"); /* five working days; the Saturday is one */
    assert_text_equal(town_in_letter(town, "alice@example.org", "It is case "), text_printf(town->context->arena, "%.*s.", TEXT_ARG(view.number)).bytes);
    assert_int_equal(entry_count(town, id), 2); /* opened; her words */

    town_act_as_staff(town, office.support);
    assert_ok(case_note(town->context, id, TEXT("Looks genuine.")));
    assert_ok(case_add_message(town->context, id, TEXT("Please send the other side, too."), true));
    assert_true(view_of(town, id).waiting_asker);
    assert_text_equal(view_of(town, id).state_name, "Waiting for an answer of the asker");
    assert_int_equal(entry_count(town, id), 4);
    assert_text_equal(town_in_letter(town, "alice@example.org", "Please send "), "the other side, too.");

    town_act_as(town, office.alice);
    assert_int_equal(entry_count(town, id), 3); /* without the note */
    assert_text_equal(view_of(town, id).state_name, "Waiting for your answer");
    assert_ok(case_add_message(town->context, id, TEXT("Here it is."), false));
    assert_true(view_of(town, id).open);

    town_act_as_staff(town, office.first);
    struct case_decision decision = granting();
    bool effective;
    assert_refused("case.reason_missing", case_decide(town->context, id, &(struct case_decision){CASE_GRANTED, TEXT(" "), true}, &effective));
    assert_ok(case_decide(town->context, id, &decision, &effective));
    assert_true(effective);
    assert_refused("case.decided", case_decide(town->context, id, &decision, &effective));
    assert_false(effective);
    view = view_of(town, id);
    assert_true(view.closed && view.granted && !view.overdue);
    assert_text_equal(view.closed_by, "rita");

    town_act_as(town, office.alice);
    view = view_of(town, id);
    assert_text_equal(view.reason, "The passport says so.");
    assert_text_equal(view.closed_by, ""); /* the body speaks, not one of its people */
    assert_false(view.may_write || view.may_withdraw);
    assert_refused("case.closed", case_add_message(town->context, id, TEXT("Thanks."), false));
    assert_text_equal(town_in_letter(town, "alice@example.org", "The passport "), "says so.");
    town_free(town);
}
BOTH_ENGINES(a_case_from_its_opening_to_its_end)

static void nobody_reads_or_touches_the_case_of_another(enum database_engine engine)
{
    struct office office = open_office(engine);
    struct town *town = office.town;
    int64_t id = name_case(&office, office.alice);
    struct case_view hers = view_of(town, id), view;
    struct list list;
    struct case_evidence_view evidence;
    struct case_evidence paper = {.name = TEXT("a.pdf"), .media = "application/pdf", .content = {(const unsigned char *)"%PDF", 4}};
    assert_ok(case_attach(town->context, id, &paper));
    assert_ok(case_evidence_list(town->context, &hers, &list));
    int64_t piece = ((const struct case_evidence_view *)list.items)->id;
    assert_ok(case_evidence_content(town->context, &hers, piece, &evidence));
    assert_int_equal(evidence.content.length, 4);
    assert_false(evidence.picture);
    int64_t acts = town_count(town, "acts");
    assert_ok(case_evidence_content(town->context, &hers, piece, &evidence));
    assert_int_equal(town_count(town, "acts"), acts); /* her own */

    town_act_as(town, office.mallory);
    assert_int_equal(case_read(town->context, hers.number, &view), RESULT_NONE);
    assert_int_equal(case_by_id(town->context, id, &view), RESULT_NONE);
    assert_int_equal(case_entries(town->context, &hers, 0, &list, &(int64_t){0}), RESULT_NONE);
    assert_int_equal(case_evidence_list(town->context, &hers, &list), RESULT_NONE);
    assert_int_equal(case_evidence_content(town->context, &hers, piece, &evidence), RESULT_NONE);
    assert_int_equal(case_add_message(town->context, id, TEXT("Give it to me."), false), RESULT_NONE);
    assert_int_equal(case_attach(town->context, id, &paper), RESULT_NONE);
    assert_int_equal(case_withdraw(town->context, id), RESULT_NONE);
    assert_ok(case_list_own(town->context, &list));
    assert_int_equal(list.count, 0);
    struct case_decision decision = granting();
    bool effective;
    assert_refused("audit.not_allowed", case_decide(town->context, id, &decision, &effective));
    assert_refused("audit.not_allowed", case_note(town->context, id, TEXT("A note.")));
    assert_refused("audit.not_allowed", case_send_back(town->context, id, TEXT("No.")));
    assert_refused("audit.not_allowed", case_reopen(town->context, id, TEXT("No.")));
    assert_refused("audit.not_allowed", case_list(town->context, &(struct case_filter){0}, 10, &list));
    assert_refused("audit.not_allowed", case_counts(town->context, &list));

    town->context->actor = (struct actor){.kind = ACTOR_NOBODY};
    assert_refused("audit.not_allowed", case_read(town->context, hers.number, &view));
    assert_refused("audit.not_allowed", case_add_message(town->context, id, TEXT("Give it to me."), false));
    assert_refused("audit.not_allowed", case_attach(town->context, id, &paper));
    assert_refused("audit.not_allowed", case_withdraw(town->context, id));
    assert_int_equal(town_count(town, "acts"), acts);

    /* Who of the staff has opened the evidence is on record (SPEC 11.3); what there is not leaves nothing. */
    town_act_as_staff(town, office.first);
    acts = town_count(town, "acts");
    assert_refused("case.not_closed", case_reopen(town->context, id, TEXT("It was closed too early.")));
    assert_ok(case_evidence_list(town->context, &hers, &list));
    assert_int_equal(case_evidence_content(town->context, &hers, piece + 1, &evidence), RESULT_NONE);
    assert_int_equal(town_count(town, "acts"), acts);
    assert_ok(case_evidence_content(town->context, &hers, piece, &evidence));
    assert_int_equal(evidence.content.length, 4);
    assert_int_equal(town_count(town, "acts"), acts + 1);
    town_free(town);
}
BOTH_ENGINES(nobody_reads_or_touches_the_case_of_another)

static void what_changes_an_identity_needs_two_where_the_body_says_so(enum database_engine engine)
{
    struct office office = open_office(engine);
    struct town *town = office.town;
    town_second_person(town, true);
    int64_t id = name_case(&office, office.alice);
    struct case_decision decision = granting(), refusing = {CASE_REFUSED, TEXT("No."), true};
    bool effective;
    town_act_as_staff(town, office.first);
    assert_refused("case.nothing_proposed", case_send_back(town->context, id, TEXT("Why?")));
    assert_ok(case_decide(town->context, id, &decision, &effective));
    assert_false(effective);
    struct case_view view = view_of(town, id);
    assert_true(view.waiting_second && view.granted && !view.closed);
    assert_text_equal(view.first_by, "rita");
    assert_refused("case.second_person", case_decide(town->context, id, &decision, &effective)); /* not himself again */
    assert_false(effective);

    /* The asker sees that it is being worked on, not what one of the staff thinks. */
    town_act_as(town, office.alice);
    view = view_of(town, id);
    assert_true(view.open && !view.granted && !view.waiting_second);
    assert_text_equal(view.reason, "");
    int64_t letters = (int64_t)town_letters(town, "alice@example.org").count;

    town_act_as_staff(town, office.second);
    assert_refused("case.proposed_other", case_decide(town->context, id, &refusing, &effective));
    assert_ok(case_send_back(town->context, id, TEXT("The picture is not readable.")));
    assert_true(view_of(town, id).open);
    assert_ok(case_decide(town->context, id, &decision, &effective)); /* now he is the first */
    assert_false(effective);
    town_act_as_staff(town, office.first);
    assert_ok(case_decide(town->context, id, &decision, &effective));
    assert_true(effective);
    view = view_of(town, id);
    assert_true(view.closed && view.granted);
    assert_text_equal(view.first_by, "rolf");
    assert_text_equal(view.closed_by, "rita");
    assert_int_equal(town_letters(town, "alice@example.org").count, letters + 1);

    /* Refusing takes nothing away; the system acts on its day alone. */
    id = name_case(&office, office.alice);
    town_act_as_staff(town, office.first);
    assert_ok(case_decide(town->context, id, &refusing, &effective));
    assert_true(effective);
    id = name_case(&office, office.alice);
    town->context->actor = (struct actor){.kind = ACTOR_SYSTEM};
    assert_ok(case_decide(town->context, id, &decision, &effective));
    assert_true(effective);
    town_free(town);
}
BOTH_ENGINES(what_changes_an_identity_needs_two_where_the_body_says_so)

static void nobody_decides_about_himself(enum database_engine engine)
{
    struct office office = open_office(engine);
    struct town *town = office.town;
    int64_t id = name_case(&office, office.first);
    struct case_decision decision = granting();
    bool effective;
    town_act_as_staff(town, office.first);
    assert_refused("case.own", case_decide(town->context, id, &decision, &effective));
    town_act_as_staff(town, office.second);
    assert_ok(case_decide(town->context, id, &decision, &effective));
    town_free(town);
}
BOTH_ENGINES(nobody_decides_about_himself)

static void cooling_off_runs_to_its_day(enum database_engine engine)
{
    struct office office = open_office(engine);
    struct town *town = office.town;
    struct day monday, next;
    assert_true(day_parse(TEXT("2026-02-13"), &next) && day_parse(TEXT("2026-02-09"), &monday));
    town_act_as(town, office.alice);
    int64_t id = opened(town, (struct case_opening){.kind = CASE_LOST_MAILBOX, .account = office.alice, .not_before = next, .due = NO_DAY, .tell = true});
    struct case_view view = view_of(town, id);
    assert_true(view.cooling);
    assert_text_equal(day_text(town->context->arena, view.due), "2026-02-27"); /* five working days from the 13th, over the Spring Festival */
    assert_text_equal(town_in_letter(town, "alice@example.org", "It can be decided from "), "13 February 2026 on, so that everybody whom it concerns can object.");

    struct case_decision decision = granting();
    bool effective;
    town_act_as_staff(town, office.first);
    town_set_time(town, "2026-02-12T15:59:00Z"); /* a minute before midnight in Shenzhen */
    assert_refused("case.too_early", case_decide(town->context, id, &decision, &effective));
    town_set_time(town, "2026-02-12T16:00:00Z");
    assert_true(view_of(town, id).open);
    assert_ok(case_add_message(town->context, id, TEXT("Which mailbox was it?"), true)); /* the day has come: it can wait for the asker now */
    assert_true(view_of(town, id).waiting_asker);
    assert_ok(case_decide(town->context, id, &decision, &effective));
    assert_true(effective);

    /* Refusing needs no cooling off: the old mailbox's owner has spoken. */
    town_act_as(town, office.alice);
    struct day later = {next.number + 20};
    id = opened(town, (struct case_opening){.kind = CASE_LOST_MAILBOX, .account = office.alice, .not_before = later, .due = NO_DAY});
    town_act_as_staff(town, office.first);
    assert_ok(case_decide(town->context, id, &(struct case_decision){CASE_REFUSED, TEXT("Its owner has written to us."), false}, &effective));
    town_free(town);
}
BOTH_ENGINES(cooling_off_runs_to_its_day)

struct moving {
    int64_t id;
    struct day day;
};

static enum result move_day(struct context *context, void *data)
{
    const struct moving *moving = data;
    return case_set_not_before(context, moving->id, moving->day);
}

static struct text newest_letter(struct town *town, const char *mailbox)
{
    return ((const struct mailbox_letter *)town_letters(town, mailbox).items)->text;
}

/* The day becomes a later one: the asker is told, whatever the case waits for; while it waits for him, the day by which he answers stays. */
static void a_later_day_is_told(enum database_engine engine)
{
    const char *const later = "can be decided later than we wrote to you", *const promised = "You will have an answer by ";
    struct office office = open_office(engine);
    struct town *town = office.town;
    struct day first, second, third;
    assert_true(day_parse(TEXT("2026-02-13"), &first) && day_parse(TEXT("2026-02-28"), &second) && day_parse(TEXT("2026-03-03"), &third));
    town_act_as(town, office.alice);
    int64_t id = opened(town, (struct case_opening){.kind = CASE_LOST_MAILBOX, .account = office.alice, .not_before = first, .due = NO_DAY, .tell = true});
    town_set_time(town, "2026-02-12T16:00:00Z");
    town_act_as_staff(town, office.first);
    assert_ok(case_add_message(town->context, id, TEXT("Which mailbox was it?"), true));
    town_act_as(town, office.alice);
    assert_ok(case_add_message(town->context, id, TEXT("That of my firm."), false));
    assert_true(view_of(town, id).open);

    town_act_as_staff(town, office.first);
    assert_ok(database_transaction(town->context, move_day, &(struct moving){id, second}));
    struct case_view view = view_of(town, id);
    assert_true(view.cooling && view.not_before.number == second.number && view.due.number > second.number);
    assert_int_equal(town_letters_about(town, "alice@example.org", later), 1);
    struct text told = newest_letter(town, "alice@example.org");
    assert_true(text_find(told, "28 February 2026") < told.length && text_find(told, promised) < told.length);

    assert_ok(case_add_message(town->context, id, TEXT("Which firm?"), true));
    struct day answer = view_of(town, id).due;
    assert_ok(database_transaction(town->context, move_day, &(struct moving){id, third}));
    view = view_of(town, id);
    assert_true(view.waiting_asker && view.not_before.number == third.number && view.due.number == answer.number);
    assert_int_equal(town_letters_about(town, "alice@example.org", later), 2);
    told = newest_letter(town, "alice@example.org");
    assert_true(text_find(told, "3 March 2026") < told.length && text_find(told, promised) == told.length);

    /* Never an earlier one. */
    int64_t entries = entry_count(town, id);
    assert_int_equal(database_transaction(town->context, move_day, &(struct moving){id, second}), RESULT_NONE);
    assert_int_equal(view_of(town, id).not_before.number, third.number);
    assert_int_equal(entry_count(town, id), entries);
    assert_int_equal(town_letters_about(town, "alice@example.org", later), 2);
    town_free(town);
}
BOTH_ENGINES(a_later_day_is_told)

static void the_same_wish_is_open_once_and_can_be_taken_back(enum database_engine engine)
{
    struct office office = open_office(engine);
    struct town *town = office.town;
    int64_t id = name_case(&office, office.alice), letters = (int64_t)town_letters(town, "alice@example.org").count;
    struct case_opening again = {.kind = CASE_NAME, .account = office.alice, .not_before = NO_DAY, .due = NO_DAY, .tell = true};
    assert_refused("case.open_already", database_transaction(town->context, open_it, &again));
    assert_int_equal(town_letters(town, "alice@example.org").count, letters);
    assert_ok(case_withdraw(town->context, id));
    assert_true(view_of(town, id).withdrawn);
    assert_refused("case.closed", case_withdraw(town->context, id));
    assert_ok(database_transaction(town->context, open_it, &again));

    /* An unbinding is not the wish of who holds it. */
    struct case_opening unbinding = {.kind = CASE_UNBINDING, .account = office.alice, .not_before = NO_DAY, .due = NO_DAY};
    town->context->actor = (struct actor){.kind = ACTOR_SYSTEM};
    assert_ok(database_transaction(town->context, open_it, &unbinding));
    town_act_as(town, office.alice);
    assert_false(view_of(town, unbinding.record).may_withdraw);
    assert_refused("case.not_yours_to_withdraw", case_withdraw(town->context, unbinding.record));
    town_free(town);
}
BOTH_ENGINES(the_same_wish_is_open_once_and_can_be_taken_back)

/* Whether the newest letter to that address speaks, in both of its forms, of letters that stand in an account. */
static bool speaks_of_an_account(struct town *town, const char *address)
{
    struct mailbox_letter letter;
    assert_ok(letter_mailbox_read(town->context, ((const struct mailbox_letter *)town_letters(town, address).items)->id, &letter));
    bool in_text = text_find(letter.text, "Your letters stand in your account") < letter.text.length;
    assert_int_equal(in_text, text_find(letter.html, "Your letters stand in your account") < letter.html.length);
    return in_text;
}

static void a_question_and_its_answer(enum database_engine engine)
{
    struct office office = open_office(engine);
    struct town *town = office.town;
    struct text number;
    struct case_view view;
    struct case_question question = {.words = TEXT("Where is my exam?"), .page = TEXT("/my/exams"), .problem = TEXT("association.expired")};
    town_act_as(town, office.alice);
    assert_refused("case.text_missing", case_ask(town->context, &(struct case_question){.words = TEXT(" \n ")}, &number));
    char *long_one = arena_raw(town->context->arena, CASE_TEXT_LIMIT + 1);
    memset(long_one, 'a', CASE_TEXT_LIMIT + 1);
    assert_refused("case.question_long", case_ask(town->context, &(struct case_question){.words = {long_one, CASE_TEXT_LIMIT + 1}}, &number));
    assert_ok(case_ask(town->context, &question, &number));
    assert_ok(case_read(town->context, number, &view));
    assert_true(view.of_question && view.open);
    assert_true(text_find(view.wish, "\"page\":\"/my/exams\",\"problem\":\"association.expired\"") < view.wish.length);

    town_act_as_staff(town, office.support);
    assert_ok(case_answer(town->context, view.id, TEXT("It comes in on Tuesday.")));
    assert_text_equal(town_in_letter(town, "alice@example.org", "It comes in "), "on Tuesday.");
    assert_text_equal(town_in_letter(town, "alice@example.org", "Where is "), "my exam?"); /* what it is the answer to */
    assert_true(speaks_of_an_account(town, "alice@example.org"));
    assert_true(view_of(town, view.id).answered);
    int64_t named = name_case(&office, office.alice);
    town_act_as_staff(town, office.support);
    assert_refused("case.no_question", case_answer(town->context, named, TEXT("Yes.")));

    /* She asks on. */
    town_act_as(town, office.alice);
    assert_true(view_of(town, view.id).may_write);
    assert_ok(case_add_message(town->context, view.id, TEXT("It has not come."), false));
    view = view_of(town, view.id);
    assert_true(view.open && !view.answered);
    struct list entries;
    assert_ok(case_entries(town->context, &view, 0, &entries, &(int64_t){0}));
    const struct case_entry_view *entry = entries.items;
    assert_int_equal(entries.count, 5);
    assert_true(entry[0].opened && entry[1].message && entry[1].by_asker && entry[2].closed && entry[2].by_staff && entry[3].reopened && entry[4].message);
    town_act_as_staff(town, office.support);
    assert_ok(case_answer(town->context, view.id, TEXT("Then on Friday.")));
    assert_text_equal(town_in_letter(town, "alice@example.org", "It has "), "not come."); /* not what she had asked before */
    town_free(town);
}
BOTH_ENGINES(a_question_and_its_answer)

/* Whoever writes without end is read by the newest, in pages, and is told when it is enough; staff answer all the same. */
static void a_case_of_many_messages_is_read_from_the_newest(enum database_engine engine)
{
    struct office office = open_office(engine);
    struct town *town = office.town;
    struct text number;
    struct list entries;
    int64_t older = 0, pages = 0, seen = 0;
    town_act_as(town, office.alice);
    assert_ok(case_ask(town->context, &(struct case_question){.words = TEXT("1")}, &number));
    struct case_view view;
    assert_ok(case_read(town->context, number, &view));
    for (int i = 2; i <= CASE_MESSAGES_MOST; i++) {
        if (i % 40 == 0) support_forward(town->support, 86400);
        assert_ok(case_add_message(town->context, view.id, text_printf(town->context->arena, "%d", i), false));
    }
    support_forward(town->support, 86400);
    assert_refused("case.messages_many", case_add_message(town->context, view.id, TEXT("And another thing."), false));
    town_act_as_staff(town, office.support);
    assert_ok(case_note(town->context, view.id, TEXT("So much.")));
    for (int side = 0; side < 2; side++) { /* she reads no note */
        seen = CASE_MESSAGES_MOST;
        pages = 0;
        do {
            assert_ok(case_entries(town->context, &view, older, &entries, &older));
            assert_int_equal(entries.count, older ? CASE_ENTRIES_A_PAGE : side ? 1 : 2);
            for (size_t i = entries.count; i-- > 0;) {
                const struct case_entry_view *entry = (const struct case_entry_view *)entries.items + i;
                if (entry->message) assert_text_equal(entry->text, text_printf(town->context->arena, "%d", (int)seen--).bytes);
            }
            pages++;
        } while (older);
        assert_int_equal(seen, 0);
        assert_int_equal(pages, CASE_MESSAGES_MOST / CASE_ENTRIES_A_PAGE + 1);
        town_act_as(town, office.alice);
    }
    town_act_as_staff(town, office.support);
    assert_ok(case_answer(town->context, view.id, TEXT("Yes.")));
    town_free(town);
}
BOTH_ENGINES(a_case_of_many_messages_is_read_from_the_newest)

static void who_is_not_signed_in_gets_one_letter_and_only_the_answer(enum database_engine engine)
{
    struct office office = open_office(engine);
    struct town *town = office.town;
    struct text number;
    struct case_question question = {.words = TEXT("I cannot sign in."), .address = TEXT("nowhere")};
    town->context->actor = (struct actor){.kind = ACTOR_NOBODY, .network = TEXT("192.0.2.7")};
    assert_refused("case.address", case_ask(town->context, &question, &number));
    /* What is wrong is said at once, each at its field. */
    assert_int_equal(case_ask(town->context, &(struct case_question){.words = TEXT(""), .address = TEXT("")}, &number), RESULT_REFUSED);
    assert_string_equal(town->context->error.field, "text");
    assert_non_null(town->context->error.also);
    assert_string_equal(town->context->error.also->field, "address");
    error_clear(&town->context->error);
    question.address = TEXT("Carol@Example.org");
    assert_ok(case_ask(town->context, &question, &number));
    assert_int_equal(town_letters(town, "carol@example.org").count, 0); /* or anybody could have us write to anybody */
    struct list cases;
    town_act_as_staff(town, office.support);
    assert_ok(case_list(town->context, &(struct case_filter){.of_kind = true, .kind = CASE_QUESTION}, 10, &cases));
    assert_int_equal(cases.count, 1);
    const struct case_view *view = cases.items;
    struct day due;
    assert_ok(case_asked_until(town->context, &due));
    assert_int_equal(view->due.number, due.number); /* what he is told at once */
    assert_text_equal(view->account, "");
    assert_false(view->provisional);
    assert_ok(case_answer(town->context, view->id, TEXT("Use the recovery codes.")));
    assert_text_equal(town_in_letter(town, "carol@example.org", "Use the "), "recovery codes.");
    assert_text_equal(town_in_letter(town, "carol@example.org", "I cannot "), "sign in.");
    assert_false(speaks_of_an_account(town, "carol@example.org")); /* perhaps there is none */

    /* One network, and one address, can ask a few times a day. */
    town->context->actor = (struct actor){.kind = ACTOR_NOBODY, .network = TEXT("192.0.2.7")};
    assert_ok(case_ask(town->context, &question, &number));
    assert_ok(case_ask(town->context, &question, &number));
    assert_refused("audit.too_often", case_ask(town->context, &question, &number));

    /* Nobody waits for what he cannot write. */
    struct case_view asked;
    town_act_as_staff(town, office.support);
    assert_ok(case_read(town->context, number, &asked));
    assert_ok(case_add_message(town->context, asked.id, TEXT("Which exam is it?"), true));
    assert_true(view_of(town, asked.id).open);

    /* An answer of next year, whose holidays are not announced yet, is promised provisionally, as every day counted there; what is over promises nothing. */
    town_set_time(town, "2026-12-30T02:00:00Z");
    town_act_as(town, office.alice);
    assert_ok(case_ask(town->context, &question, &number));
    assert_ok(case_read(town->context, number, &asked));
    assert_true(day_text(town->context->arena, asked.due).bytes[3] == '7' && asked.provisional);
    town_act_as_staff(town, office.support);
    assert_ok(case_answer(town->context, asked.id, TEXT("On Friday.")));
    assert_false(view_of(town, asked.id).provisional);
    town_free(town);
}
BOTH_ENGINES(who_is_not_signed_in_gets_one_letter_and_only_the_answer)

static void an_unproven_mailbox_is_told_nothing(enum database_engine engine)
{
    struct office office = open_office(engine);
    struct town *town = office.town;
    int64_t id = name_case(&office, office.mallory); /* he has mistyped his mailbox, perhaps, when he signed up */
    town_act_as_staff(town, office.support);
    assert_ok(case_add_message(town->context, id, TEXT("Please confirm your mailbox."), true));
    assert_int_equal(town_letters(town, "mallory@example.org").count, 0);
    town_free(town);
}
BOTH_ENGINES(an_unproven_mailbox_is_told_nothing)

/* SPEC 5.2, 11.2: while a lost mailbox cools off, staff ask something. That they wait is seen, since when and until when; it ends with the answer, or with the day. */
static void a_case_that_waits_for_its_asker_says_so_and_comes_back(enum database_engine engine)
{
    struct office office = open_office(engine);
    struct town *town = office.town;
    struct day day;
    assert_true(day_parse(TEXT("2026-02-13"), &day));
    town_act_as(town, office.alice);
    int64_t id = opened(town, (struct case_opening){.kind = CASE_LOST_MAILBOX, .account = office.alice, .not_before = day, .due = NO_DAY});
    struct case_view view = view_of(town, id);
    struct list entries, cases;
    struct arena *arena = town->context->arena;
    assert_true(view.cooling);
    town_set_time(town, "2026-02-11T02:00:00Z");
    town_act_as_staff(town, office.support);
    assert_ok(case_add_message(town->context, id, TEXT("Which mailbox was it?"), true));
    view = view_of(town, id);
    assert_true(view.waiting_asker && !view.cooling);
    assert_text_equal(day_text(arena, view.waits_since), "2026-02-11");
    assert_text_equal(day_text(arena, view.due), "2026-02-25"); /* five working days, over the Spring Festival */
    assert_ok(case_entries(town->context, &view, 0, &entries, &(int64_t){0}));
    const struct case_entry_view *last = (const struct case_entry_view *)entries.items + entries.count - 1;
    assert_true(last->message && last->by_staff && last->until.number == view.due.number);
    assert_text_equal(last->who, "sam");
    assert_text_equal(town_in_letter(town, "alice@example.org", "Please answer here by "), "25 February 2026; until then the case rests:");
    assert_ok(case_list(town->context, &(struct case_filter){.waiting_asker = true}, 10, &cases));
    assert_int_equal(cases.count, 1);
    /* She lets the day go by: it is with the staff again, who find it among what is overdue; she reads a day of theirs, and not that they are late. */
    town_set_time(town, "2026-02-26T02:00:00Z");
    view = view_of(town, id);
    assert_true(view.open && view.overdue && !day_is(view.waits_since));
    assert_ok(case_list(town->context, &(struct case_filter){.waiting_asker = true}, 10, &cases));
    assert_int_equal(cases.count, 0);
    assert_ok(case_list(town->context, &(struct case_filter){.overdue = true}, 10, &cases));
    assert_int_equal(cases.count, 1);
    town_act_as(town, office.alice);
    view = view_of(town, id);
    assert_true(view.open && !view.late);
    assert_text_equal(day_text(arena, view.due), "2026-03-03");
    /* Asked again, she answers: from then on we have our time. */
    town_act_as_staff(town, office.support);
    assert_ok(case_add_message(town->context, id, TEXT("We still do not know."), true));
    assert_true(view_of(town, id).waiting_asker);
    town_set_time(town, "2026-02-27T02:00:00Z");
    town_act_as(town, office.alice);
    assert_ok(case_add_message(town->context, id, TEXT("The old one."), false));
    view = view_of(town, id);
    assert_true(view.open && !day_is(view.waits_since));
    assert_text_equal(day_text(arena, view.due), "2026-03-05");
    town_free(town);
}
BOTH_ENGINES(a_case_that_waits_for_its_asker_says_so_and_comes_back)

static void the_work_list_counts_and_orders(enum database_engine engine)
{
    struct office office = open_office(engine);
    struct town *town = office.town;
    int64_t oldest = name_case(&office, office.alice);
    struct text number;
    town_set_time(town, "2026-02-11T02:00:00Z");
    assert_ok(case_ask(town->context, &(struct case_question){.words = TEXT("One.")}, &number));
    town_set_time(town, "2026-02-12T02:00:00Z");
    name_case(&office, office.mallory);
    town_act_as_staff(town, office.support);
    assert_ok(case_add_message(town->context, oldest, TEXT("?"), true));
    town_set_time(town, "2026-02-15T02:00:00Z");
    struct list counts, cases;
    assert_ok(case_counts(town->context, &counts));
    assert_int_equal(counts.count, CASE_KINDS);
    const struct case_count *count = counts.items;
    assert_text_equal(count[CASE_NAME].kind, "name");
    assert_int_equal(count[CASE_NAME].waiting, 2);
    assert_int_equal(count[CASE_NAME].asker, 1);
    assert_int_equal(count[CASE_NAME].overdue, 0); /* it was due on the 14th, but she has time to answer until the 26th */
    assert_int_equal(count[CASE_NAME].oldest_days, 6);
    assert_int_equal(count[CASE_QUESTION].waiting, 1);
    assert_int_equal(count[CASE_UNBINDING].waiting, 0);
    assert_false(instant_is(count[CASE_UNBINDING].oldest) || instant_is(count[CASE_UNBINDING].oldest_second) || instant_is(count[CASE_NAME].oldest_second));
    assert_ok(case_list(town->context, &(struct case_filter){0}, 10, &cases));
    assert_int_equal(cases.count, 3);
    const struct case_view *first = (const struct case_view *)cases.items + 2; /* what waits for somebody else comes last */
    assert_int_equal(first->id, oldest);
    assert_true(first->waiting_asker && !first->late); /* the body waits for the asker */
    assert_int_equal(first->age_days, 6);
    assert_ok(case_list(town->context, &(struct case_filter){.of_kind = true, .kind = CASE_QUESTION}, 10, &cases));
    assert_int_equal(cases.count, 1);
    assert_ok(case_list(town->context, &(struct case_filter){.account = office.mallory}, 10, &cases));
    assert_int_equal(cases.count, 1);
    assert_ok(case_list(town->context, &(struct case_filter){.waiting_asker = true}, 10, &cases));
    assert_int_equal(cases.count, 1);
    assert_ok(case_list(town->context, &(struct case_filter){.overdue = true}, 10, &cases));
    assert_int_equal(cases.count, 0);
    town_set_time(town, "2026-03-20T02:00:00Z");
    assert_ok(case_list(town->context, &(struct case_filter){.of_kind = true, .kind = CASE_QUESTION}, 10, &cases));
    first = cases.items;
    assert_true(first->overdue && first->late);
    town_set_time(town, "2026-02-15T02:00:00Z");
    assert_ok(case_list(town->context, &(struct case_filter){.closed = true}, 10, &cases));
    assert_int_equal(cases.count, 0);
    town_free(town);
}
BOTH_ENGINES(the_work_list_counts_and_orders)

/* What nobody can decide yet does not stand before what staff have to do, however long ago it was opened; and of that the first is what is due first. */
static void the_work_list_is_by_turn_and_day(enum database_engine engine)
{
    struct office office = open_office(engine);
    struct town *town = office.town;
    struct day ready, sooner, later;
    assert_true(day_parse(TEXT("2026-02-13"), &ready) && day_parse(TEXT("2026-02-24"), &sooner) && day_parse(TEXT("2026-02-26"), &later));
    town_act_as(town, office.alice);
    int64_t cooling = opened(town, (struct case_opening){.kind = CASE_LOST_MAILBOX, .account = office.alice, .not_before = ready, .due = ready});
    int64_t last = opened(town, (struct case_opening){.kind = CASE_NAME, .account = office.alice, .not_before = NO_DAY, .due = later});
    town_act_as(town, office.mallory);
    int64_t first = opened(town, (struct case_opening){.kind = CASE_NAME, .account = office.mallory, .not_before = NO_DAY, .due = sooner});
    town_act_as_staff(town, office.support);
    const struct {
        const char *at;
        int64_t order[3];
    } days[] = {{"2026-02-12T02:00:00Z", {first, last, cooling}}, {"2026-02-13T02:00:00Z", {cooling, first, last}}};
    for (size_t d = 0; d < sizeof days / sizeof *days; d++) {
        struct list cases;
        town_set_time(town, days[d].at);
        assert_ok(case_list(town->context, &(struct case_filter){0}, 10, &cases));
        assert_int_equal(cases.count, 3);
        for (size_t i = 0; i < 3; i++) assert_int_equal(((const struct case_view *)cases.items + i)->id, days[d].order[i]);
    }
    town_free(town);
}
BOTH_ENGINES(the_work_list_is_by_turn_and_day)

/* What is read costs more than what is kept: the limit comes first, and a picture that is past it is not even begun. Sent again under the key of the first it is answered as the first. */
static void forty_files_a_day_are_read_and_then_no_more(enum database_engine engine)
{
    struct office office = open_office(engine);
    struct town *town = office.town;
    struct context *context = town->context;
    int64_t id = name_case(&office, office.alice);
    static const unsigned char broken[] = "\x89PNG\r\n\x1A\n no picture", paper[] = "%PDF-1.4 %%EOF";
    struct bytes picture = {broken, sizeof broken - 1}, pdf = {paper, sizeof paper - 1};
    struct case_evidence evidence;
    context->once.key = TEXT("form");
    assert_ok(case_evidence_read(context, TEXT("a.pdf"), pdf, &evidence));
    assert_ok(case_reply(context, id, TEXT("Here."), &evidence, false));
    for (int i = 1; i < 40; i++) assert_refused("picture.damaged", case_evidence_read(context, TEXT("a.png"), picture, &evidence));
    assert_refused("audit.too_often", case_evidence_read(context, TEXT("a.png"), picture, &evidence));
    int64_t said = entry_count(town, id);

    context->once.key = TEXT("form");
    assert_ok(case_evidence_read(context, TEXT("a.pdf"), pdf, &evidence));
    assert_ok(case_reply(context, id, TEXT("Here."), &evidence, false));
    assert_true(context->once.replayed);
    context->once.key = TEXT("another form");
    context->once.replayed = false;
    assert_ok(case_evidence_read(context, TEXT("a.png"), picture, &evidence));
    assert_refused("audit.too_often", case_reply(context, id, TEXT("And this."), &evidence, false));
    assert_int_equal(entry_count(town, id), said);
    context->once.key = TEXT("");

    town_act_as_staff(town, office.support);
    for (int i = 0; i < 41; i++) assert_ok(case_evidence_read(context, TEXT("a.pdf"), pdf, &evidence));
    town_free(town);
}
BOTH_ENGINES(forty_files_a_day_are_read_and_then_no_more)

/* Accounts cost nothing, the disk does: all that candidates send from one network is counted together, by its kilobytes. */
static void what_a_network_sends_in_a_day_has_an_end(enum database_engine engine)
{
    enum { MOST = 256 * 1024, DAY = 86400 };
    struct office office = open_office(engine);
    struct town *town = office.town;
    struct case_evidence paper = {.name = TEXT("a.pdf"), .media = "application/pdf", .content = {(const unsigned char *)"%PDF", 4}};
    int64_t of_alice = name_case(&office, office.alice), of_mallory = name_case(&office, office.mallory);
    town_act_as(town, office.alice);
    town->context->actor.network = TEXT("192.0.2.7");
    assert_ok(audit_limit_network_amount(town->context, "case-evidence-kilobytes", MOST - 2, MOST, DAY)); /* so much came already */
    assert_ok(case_attach(town->context, of_alice, &paper));
    assert_ok(case_attach(town->context, of_alice, &paper));
    town_act_as(town, office.mallory);
    town->context->actor.network = TEXT("192.0.2.7");
    support_assert_refused(town->context, "case.evidence_network", "evidence", case_attach(town->context, of_mallory, &paper), __FILE__, __LINE__);
    town->context->actor.network = TEXT("192.0.2.8");
    assert_ok(case_attach(town->context, of_mallory, &paper));
    town_act_as_staff(town, office.support);
    town->context->actor.network = TEXT("192.0.2.7");
    assert_ok(case_attach(town->context, of_alice, &paper));
    town->context->actor.network = TEXT("");
    town_free(town);
}
BOTH_ENGINES(what_a_network_sends_in_a_day_has_an_end)

/* Whoever has proven no mailbox may be anybody. What he could name, and cannot show without a file (a lost mailbox), takes one. */
static void who_has_proven_no_mailbox_sends_one_file(enum database_engine engine)
{
    struct office office = open_office(engine);
    struct town *town = office.town;
    struct case_evidence paper = {.name = TEXT("a.pdf"), .media = "application/pdf", .content = {(const unsigned char *)"%PDF", 4}};
    int64_t id = name_case(&office, office.mallory);
    assert_ok(case_attach(town->context, id, &paper));
    support_assert_refused(town->context, "case.evidence_unproven", "evidence", case_attach(town->context, id, &paper), __FILE__, __LINE__);
    struct case_view question;
    struct text number;
    assert_ok(case_ask(town->context, &(struct case_question){.words = TEXT("Where is it?")}, &number));
    assert_ok(case_read(town->context, number, &question));
    assert_refused("case.evidence_unproven", case_reply(town->context, question.id, TEXT("See here."), &paper, false));
    assert_ok(case_reply(town->context, question.id, TEXT("It was in May."), NULL, false));
    town_tie(town, office.mallory, "mallory@example.org");
    town_act_as(town, office.mallory);
    assert_ok(case_attach(town->context, id, &paper));
    assert_ok(case_attach(town->context, question.id, &paper));
    town_free(town);
}
BOTH_ENGINES(who_has_proven_no_mailbox_sends_one_file)

static void ten_files_and_ten_cases_and_no_more(enum database_engine engine)
{
    struct office office = open_office(engine);
    struct town *town = office.town;
    int64_t id = name_case(&office, office.alice);
    struct case_evidence paper = {.name = TEXT("a.pdf"), .media = "application/pdf", .content = {(const unsigned char *)"%PDF", 4}};
    for (int i = 0; i < CASE_EVIDENCE_MOST; i++) assert_ok(case_attach(town->context, id, &paper));
    assert_refused("case.evidence_many", case_attach(town->context, id, &paper));
    struct text number;
    for (int i = 1; i < 10; i++) assert_ok(case_ask(town->context, &(struct case_question){.words = TEXT("One.")}, &number));
    assert_refused("audit.too_often", case_ask(town->context, &(struct case_question){.words = TEXT("One.")}, &number));
    char *long_one = ARENA_ARRAY(town->context->arena, CASE_TEXT_LIMIT + 1, char);
    memset(long_one, 'a', CASE_TEXT_LIMIT + 1);
    assert_refused("case.words_long", case_add_message(town->context, id, (struct text){long_one, CASE_TEXT_LIMIT + 1}, false));
    assert_ok(case_add_message(town->context, id, (struct text){long_one, CASE_TEXT_LIMIT}, false));
    char *chinese = ARENA_ARRAY(town->context->arena, 3 * (CASE_TEXT_LIMIT + 1), char);
    for (size_t i = 0; i <= CASE_TEXT_LIMIT; i++) memcpy(chinese + 3 * i, "\xE5\xAD\x97", 3);
    assert_ok(case_add_message(town->context, id, (struct text){chinese, 3 * CASE_TEXT_LIMIT}, false));
    assert_refused("case.words_long", case_add_message(town->context, id, (struct text){chinese, 3 * (CASE_TEXT_LIMIT + 1)}, false));
    town_free(town);
}
BOTH_ENGINES(ten_files_and_ten_cases_and_no_more)

/* --- At once --- */

enum { DECIDERS = 16 };

struct decider {
    struct context *context;
    int64_t id;
    enum case_outcome outcome;
    enum result result;
    bool effective;
};

static void *decide_it(void *data)
{
    struct decider *decider = data;
    struct case_decision decision = {decider->outcome, TEXT("So it is."), true};
    decider->result = case_decide(decider->context, decider->id, &decision, &decider->effective);
    return NULL;
}

/* Many of the staff press at the same moment: it is decided once, one way, with one letter. */
static void many_decide_at_once(enum database_engine engine)
{
    struct office office = open_office(engine);
    struct town *town = office.town;
    int64_t id = name_case(&office, office.alice), letters = (int64_t)town_letters(town, "alice@example.org").count;
    struct decider deciders[DECIDERS];
    pthread_t threads[DECIDERS];
    for (int i = 0; i < DECIDERS; i++) {
        deciders[i] = (struct decider){town_second(town, 0), id, i % 2 ? CASE_GRANTED : CASE_REFUSED, RESULT_BROKEN, false};
        town_act_as_staff(town, i % 3 ? office.first : office.second);
        deciders[i].context->actor = town->context->actor;
    }
    for (int i = 0; i < DECIDERS; i++) assert_int_equal(pthread_create(&threads[i], NULL, decide_it, &deciders[i]), 0);
    int effective = 0, refused = 0;
    for (int i = 0; i < DECIDERS; i++) {
        pthread_join(threads[i], NULL);
        effective += deciders[i].effective;
        refused += deciders[i].result == RESULT_REFUSED;
    }
    assert_int_equal(effective, 1);
    assert_int_equal(refused, DECIDERS - 1);
    town_act_as(town, office.alice);
    struct case_view view = view_of(town, id);
    assert_true(view.closed && view.granted != view.refused);
    assert_int_equal(town_letters(town, "alice@example.org").count, letters + 1);
    town_free(town);
}
BOTH_ENGINES(many_decide_at_once)

static void the_rules_alone(void **state)
{
    (void)state;
    struct case_standing waiting = {CASE_NAME, CASE_WAITING_SECOND, CASE_GRANTED, 7, NO_DAY};
    struct day today = {100};
    assert_int_equal(case_rules_decide(&waiting, CASE_GRANTED, 8, false, today), CASE_MOVE_CLOSE);
    assert_int_equal(case_rules_decide(&waiting, CASE_GRANTED, 7, false, today), CASE_MOVE_SAME_PERSON);
    assert_int_equal(case_rules_decide(&waiting, CASE_REFUSED, 8, false, today), CASE_MOVE_OTHER_PROPOSED);
    struct case_standing question = {CASE_QUESTION, CASE_OPEN, CASE_UNDECIDED, 0, NO_DAY};
    assert_int_equal(case_rules_decide(&question, CASE_ANSWERED, 7, false, today), CASE_MOVE_CLOSE);
    for (enum case_kind kind = CASE_NAME; kind < CASE_QUESTION; kind++) {
        struct case_standing open = {kind, CASE_COOLING, CASE_UNDECIDED, 0, {101}};
        assert_int_equal(case_rules_decide(&open, CASE_GRANTED, 7, false, today), CASE_MOVE_TOO_EARLY);
        assert_int_equal(case_rules_decide(&open, CASE_GRANTED, 7, false, (struct day){101}), CASE_MOVE_PROPOSE);
        assert_int_equal(case_rules_decide(&open, CASE_DONE, 7, false, today), CASE_MOVE_PROPOSE);
        assert_int_equal(case_rules_decide(&open, CASE_DONE, 0, true, today), CASE_MOVE_CLOSE);
        assert_int_equal(case_rules_decide(&open, CASE_REFUSED, 7, false, today), CASE_MOVE_CLOSE);
    }
    enum case_kind kind;
    enum case_outcome outcome;
    assert_true(case_kind_of(TEXT("lost-mailbox"), &kind) && kind == CASE_LOST_MAILBOX);
    assert_false(case_kind_of(TEXT("lost"), &kind));
    assert_true(case_outcome_of(TEXT("done"), &outcome) && outcome == CASE_DONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rules_alone),
        ON_BOTH(a_case_from_its_opening_to_its_end),
        ON_BOTH(nobody_reads_or_touches_the_case_of_another),
        ON_BOTH(what_changes_an_identity_needs_two_where_the_body_says_so),
        ON_BOTH(nobody_decides_about_himself),
        ON_BOTH(cooling_off_runs_to_its_day), ON_BOTH(a_later_day_is_told),
        ON_BOTH(the_same_wish_is_open_once_and_can_be_taken_back),
        ON_BOTH(a_question_and_its_answer),
        ON_BOTH(a_case_of_many_messages_is_read_from_the_newest),
        ON_BOTH(who_is_not_signed_in_gets_one_letter_and_only_the_answer),
        ON_BOTH(an_unproven_mailbox_is_told_nothing),
        ON_BOTH(a_case_that_waits_for_its_asker_says_so_and_comes_back),
        ON_BOTH(the_work_list_counts_and_orders),
        ON_BOTH(the_work_list_is_by_turn_and_day),
        ON_BOTH(forty_files_a_day_are_read_and_then_no_more), ON_BOTH(what_a_network_sends_in_a_day_has_an_end), ON_BOTH(who_has_proven_no_mailbox_sends_one_file),
        ON_BOTH(ten_files_and_ten_cases_and_no_more),
        ON_BOTH(many_decide_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
