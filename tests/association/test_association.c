/* Association by mailbox (SPEC 5.1, 5.3, 5.6, 5.9), as the people in it live it. */
#include "award/town.h"

#include <pthread.h>

#include "association/association_merge.h"
#include "association/association_rules.h"

#define NOW "2026-02-16T02:00:00Z"

static void the_owner_brings_in_her_records(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    int64_t alice = town_account(town, "alice", "alice@example.org", "Alice Wu");
    town_pass(town, "alice@work.example", "H12-811", "2026-02-12");
    town_exam(town, "alice@work.example", "H12-821", "2026-02-13", GRADE_FAIL, EXAM_FINAL);
    town_follow_up(town);
    assert_int_equal(town_count(town, "held"), 0);

    town_act_as(town, alice);
    struct text token = town_ask(town, " Alice@Work.example ");
    struct association_request request;
    assert_ok(association_by_token(town->context, token, &request));
    assert_true(request.mine && request.open && !request.completed && !request.sign_up);
    assert_text_equal(request.address, "alice@work.example");
    assert_text_equal(request.user_name, "alice");
    assert_int_equal(request.ends.microseconds - request.made.microseconds, 24 * 3600 * MICROSECONDS);

    int64_t records;
    assert_ok(association_complete(town->context, 0, token, TEXT(""), &records));
    assert_int_equal(records, 2);
    assert_int_equal(town_count(town, "held"), 2);
    assert_int_equal(town_count(town, "journal"), 1);
    /* Only a proven mailbox is told: the one of sign-up, never confirmed, may be a stranger's. */
    assert_int_equal(town_letters(town, "alice@example.org").count, 0);
    assert_int_equal(town_letters(town, "alice@work.example").count, 2);

    struct list associations, all;
    assert_ok(association_list(town->context, &associations));
    assert_int_equal(associations.count, 1);
    const struct association *association = associations.items;
    assert_text_equal(association->address, "alice@work.example");
    assert_text_equal(association->means, "link");
    assert_int_equal(association->records, 2);
    assert_false(association->letters);
    assert_ok(association_records(town->context, alice, 100, &all));
    assert_int_equal(all.count, 2);
    assert_text_equal(((const struct exam_record *)all.items)[0].exam_code, "H12-821"); /* newest first */

    assert_refused("association.already", association_complete(town->context, 0, token, TEXT(""), &records)); /* a second press */
    bool associated;
    assert_refused("association.already", association_ask(town->context, TEXT("alice@work.example"), ASSOCIATION_OF_RECORDS, false, &associated));
    town_follow_up(town);
    assert_true(town_certificate(town, alice, "HCIA-Datacom").issued);
    town_assert_journal_replays(town);
    town_free(town);
}
BOTH_ENGINES(the_owner_brings_in_her_records)

static void records_that_come_later_are_in_the_account_at_once(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    int64_t alice = town_account(town, "alice", "alice@example.org", "Alice Wu"), records;
    town_act_as(town, alice);
    assert_ok(association_complete(town->context, 0, town_ask(town, "alice@example.org"), TEXT(""), &records));
    assert_int_equal(records, 0);
    town_pass(town, "alice@example.org", "H12-811", "2026-02-12");
    town_pass(town, "nobody@example.org", "H12-811", "2026-02-12");
    town_follow_up(town);
    assert_int_equal(town_count(town, "held"), 1);
    assert_int_equal(town_count(town, "due"), 0);
    assert_true(town_has_certificate(town, alice, "HCIA-Datacom"));
    town_assert_journal_replays(town);
    town_free(town);
}
BOTH_ENGINES(records_that_come_later_are_in_the_account_at_once)

static void the_code_does_the_same_as_the_link(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    int64_t alice = town_account(town, "alice", "alice@example.org", "Alice Wu"), records;
    town_act_as(town, alice);
    town_ask(town, "alice@work.example");
    struct text code = town_code(town, "alice@work.example");
    assert_int_equal(code.length, 9);
    struct list requests;
    assert_ok(association_requests(town->context, &requests));
    assert_int_equal(requests.count, 1);
    int64_t request = ((const struct association_request *)requests.items)->id;
    /* As people type: small letters, and a space for the hyphen. */
    char typed[10] = {0};
    for (size_t i = 0; i < 9; i++) typed[i] = code.bytes[i] == '-' ? ' ' : (char)(code.bytes[i] >= 'A' ? code.bytes[i] + 32 : code.bytes[i]);
    assert_ok(association_complete(town->context, request, TEXT(""), text_of(typed), &records));
    struct list associations;
    assert_ok(association_list(town->context, &associations));
    assert_text_equal(((const struct association *)associations.items)->means, "code");
    town_free(town);
}
BOTH_ENGINES(the_code_does_the_same_as_the_link)

/* Whoever waits for a letter to a mailbox that is not his yet, and so stands on no page of letters, reads with the request what has become of it (SPEC 4.3, 10.1). */
static void what_becomes_of_its_letter_is_told_with_the_request(enum database_engine engine)
{
    static const struct {
        enum letter_state state;
        const char *answer;
        bool unsent, held, refused;
    } turns[] = {{LETTER_SENT, "250 taken", false, false, false}, {LETTER_WAITING, "", true, false, false}, {LETTER_HELD, "", true, true, false},
                 {LETTER_BOUNCED, "550 nobody of that name", true, false, true}, {LETTER_GIVEN_UP, "451 later", true, false, true}};
    struct town *town = town_new(engine, NOW, NULL);
    int64_t alice = town_account(town, "alice", "alice@example.org", "Alice Wu");
    STATEMENT(test_deliver, NULL, "UPDATE letter_delivery SET state = $1, answer = $2, next_at = CASE WHEN CAST($1 AS BIGINT) = 1 THEN 0 END");
    town_act_as(town, alice);
    town_ask(town, "alice@work.example");
    for (size_t i = 0; i < sizeof turns / sizeof *turns; i++) {
        struct list requests, letters;
        assert_ok(database_run(town->context, &test_deliver, PARAMETERS((int)turns[i].state, turns[i].answer), NULL));
        assert_ok(association_requests(town->context, &requests));
        assert_int_equal(requests.count, 1);
        const struct association_request *request = requests.items;
        assert_int_equal(request->letter_unsent, turns[i].unsent);
        assert_int_equal(request->letter_held, turns[i].held);
        assert_int_equal(request->letter_refused, turns[i].refused);
        assert_text_equal(request->letter_answer, turns[i].answer);
        assert_ok(letter_list(town->context, 0, 10, &letters));
        assert_int_equal(letters.count, 0); /* it is perhaps a stranger's */
    }
    town_free(town);
}
BOTH_ENGINES(what_becomes_of_its_letter_is_told_with_the_request)

STATEMENT(newest_letter, NULL, "SELECT MAX(id) FROM letter");

static int64_t asks(struct town *town, const char *mailbox)
{
    int64_t letter;
    town_ask(town, mailbox);
    assert_ok(database_integer(town->context, &newest_letter, NO_PARAMETERS, &letter));
    return letter;
}

static bool is_open(struct town *town, int64_t first, int64_t last, int64_t letter)
{
    struct list open;
    bool found = false;
    assert_ok(association_open_letters(town->context, first, last, &open));
    for (size_t i = 0; i < open.count; i++) found |= ((const int64_t *)open.items)[i] == letter;
    return found;
}

/* A letter knows its request by itself, not by its address and its time: of a page of them one look-up says whose links still do something. */
static void of_many_letters_it_is_known_whose_link_is_good(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    int64_t alice = town_account(town, "alice", "alice@example.org", "Alice Wu"), bob = town_account(town, "bob", "bob@example.org", "Bob Li"), records;
    struct association_request request;
    town_act_as(town, bob);
    int64_t his = asks(town, "alice@example.org");
    town_act_as(town, alice);
    int64_t replaced = asks(town, "alice@example.org"), open = asks(town, "alice@example.org"), completed = asks(town, "alice@work.example");
    assert_ok(association_complete(town->context, 0, town_token(town, "alice@work.example"), TEXT(""), &records));
    assert_true(is_open(town, his, completed, open));
    assert_false(is_open(town, his, completed, his));
    assert_false(is_open(town, his, completed, replaced));
    assert_false(is_open(town, his, completed, completed));
    assert_false(is_open(town, completed, completed, open));
    assert_ok(association_request_of_letter(town->context, replaced, &request));
    assert_true(request.replaced);
    assert_ok(association_request_of_letter(town->context, open, &request));
    assert_true(request.open);
    assert_int_equal(association_request_of_letter(town->context, his, &request), RESULT_NONE);
    support_forward(town->support, 3600 * 24);
    assert_false(is_open(town, his, completed, open));
    town_free(town);
}
BOTH_ENGINES(of_many_letters_it_is_known_whose_link_is_good)

static void five_wrong_codes_and_no_more(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    int64_t alice = town_account(town, "alice", "alice@example.org", "Alice Wu"), records;
    town_act_as(town, alice);
    struct text token = town_ask(town, "alice@work.example"), code = town_code(town, "alice@work.example");
    struct list requests;
    assert_ok(association_requests(town->context, &requests));
    int64_t request = ((const struct association_request *)requests.items)->id;
    for (int i = 0; i < 5; i++)
        assert_refused("association.code_wrong", association_complete(town->context, request, TEXT(""), i ? TEXT("0000-0000") : TEXT("nonsense!"), &records));
    assert_refused("association.code_tries", association_complete(town->context, request, TEXT(""), code, &records)); /* the right one, too late */
    assert_int_equal(town_count(town, "associations"), 0);
    assert_ok(association_complete(town->context, 0, token, TEXT(""), &records)); /* the link still works */
    town_free(town);
}
BOTH_ENGINES(five_wrong_codes_and_no_more)

static void a_link_works_only_in_the_account_that_asked(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    int64_t mallory = town_account(town, "mallory", "mallory@example.org", "Mallory"), alice = town_account(town, "alice", "alice@example.org", "Alice Wu"), records;
    town_pass(town, "alice@example.org", "H12-811", "2026-02-12");
    town_act_as(town, mallory);
    struct text token = town_ask(town, "alice@example.org"), code = town_code(town, "alice@example.org");
    struct list requests;
    assert_ok(association_requests(town->context, &requests));
    int64_t request = ((const struct association_request *)requests.items)->id;

    /* The owner of the mailbox follows the stranger's link, signed in as herself. */
    int64_t letters = town_count(town, "letters"), acts = town_count(town, "acts");
    town_act_as(town, alice);
    struct association_request seen;
    assert_ok(association_by_token(town->context, token, &seen));
    assert_false(seen.mine);
    assert_true(seen.open);
    assert_text_equal(seen.user_name, "");
    assert_text_equal(seen.address, "");
    assert_refused("association.not_yours", association_complete(town->context, 0, token, TEXT(""), &records));
    assert_refused("association.unknown", association_complete(town->context, request, TEXT(""), code, &records));

    /* A scanner of mail follows it, signed in as nobody. */
    town->context->actor = (struct actor){.kind = ACTOR_NOBODY};
    assert_ok(association_by_token(town->context, token, &seen));
    assert_false(seen.mine);
    assert_refused("audit.not_allowed", association_complete(town->context, 0, token, TEXT(""), &records));
    assert_int_equal(town_count(town, "associations"), 0);
    assert_int_equal(town_count(town, "letters"), letters);
    assert_int_equal(town_count(town, "acts"), acts);

    /* "This was not me", from anywhere, by whoever types the address that the letter came to: a press alone, as a mail scanner's, does nothing. */
    assert_refused("association.not_this_mailbox", association_disown(town->context, token, TEXT("")));
    assert_refused("association.not_this_mailbox", association_disown(town->context, token, TEXT("somebody@else.example")));
    assert_int_equal(town_count(town, "acts"), acts);
    assert_ok(association_disown(town->context, token, TEXT("alice@example.org")));
    assert_ok(association_disown(town->context, token, TEXT("alice@example.org"))); /* pressed twice */
    town_act_as(town, mallory);
    assert_refused("association.disowned", association_complete(town->context, 0, token, TEXT(""), &records));
    assert_refused("association.disowned", association_complete(town->context, request, TEXT(""), code, &records));
    assert_ok(association_by_token(town->context, token, &seen));
    assert_true(seen.mine && seen.disowned && !seen.open);
    town_free(town);
}
BOTH_ENGINES(a_link_works_only_in_the_account_that_asked)

static void a_newer_letter_replaces_an_older_one(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    int64_t alice = town_account(town, "alice", "alice@example.org", "Alice Wu"), records;
    town_act_as(town, alice);
    struct text first = town_ask(town, "alice@work.example"), second = town_ask(town, "alice@work.example");
    assert_false(text_equal(first, second));
    assert_refused("association.replaced", association_complete(town->context, 0, first, TEXT(""), &records));
    /* The old letter's "not me" stops the new request, too: it is the same mailbox's owner who says so. */
    assert_ok(association_disown(town->context, first, TEXT("Alice@Work.Example")));
    assert_refused("association.disowned", association_complete(town->context, 0, second, TEXT(""), &records));
    struct text third = town_ask(town, "alice@work.example");
    assert_ok(association_complete(town->context, 0, third, TEXT(""), &records));
    assert_refused("association.completed_already", association_disown(town->context, third, TEXT("alice@work.example")));
    town_free(town);
}
BOTH_ENGINES(a_newer_letter_replaces_an_older_one)

static void who_asked_takes_it_back(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    int64_t alice = town_account(town, "alice", "alice@example.org", "Alice Wu"), mallory = town_account(town, "mallory", "mallory@example.org", "M"), records;
    town_act_as(town, alice);
    struct text token = town_ask(town, "alice@work.example");
    struct list requests;
    struct association_request seen;
    assert_ok(association_requests(town->context, &requests));
    int64_t request = ((const struct association_request *)requests.items)->id, acts = town_count(town, "acts");
    town_act_as(town, mallory);
    assert_refused("association.unknown", association_withdraw(town->context, request));
    assert_int_equal(town_count(town, "acts"), acts);
    town_act_as(town, alice);
    assert_ok(association_withdraw(town->context, request));
    assert_int_equal(town_count(town, "acts"), acts + 1);
    /* The letter's link says so, to her and to whoever reads the mailbox; neither it nor the code does anything. */
    assert_ok(association_by_token(town->context, token, &seen));
    assert_true(seen.mine && seen.withdrawn && !seen.open);
    assert_refused("association.withdrawn", association_complete(town->context, 0, token, TEXT(""), &records));
    assert_refused("association.withdrawn", association_complete(town->context, request, TEXT(""), TEXT("0000-0000"), &records));
    assert_refused("association.withdrawn", association_withdraw(town->context, request));
    assert_ok(association_disown(town->context, token, TEXT("alice@work.example")));
    assert_ok(association_by_token(town->context, token, &seen));
    assert_true(seen.withdrawn);
    /* Asked again it is another request; one that is done cannot be taken back. */
    assert_ok(association_complete(town->context, 0, town_ask(town, "alice@work.example"), TEXT(""), &records));
    assert_ok(association_requests(town->context, &requests));
    assert_refused("association.already", association_withdraw(town->context, ((const struct association_request *)requests.items)->id));
    town_free(town);
}
BOTH_ENGINES(who_asked_takes_it_back)

static void a_link_lives_for_24_hours(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    int64_t alice = town_account(town, "alice", "alice@example.org", "Alice Wu"), records;
    town_act_as(town, alice);
    struct text token = town_ask(town, "alice@work.example");
    support_set_clock(town->support, "2026-02-17T02:00:00Z");
    assert_refused("association.expired", association_complete(town->context, 0, token, TEXT(""), &records));
    struct association_request request;
    assert_ok(association_by_token(town->context, token, &request));
    assert_true(request.expired && !request.open);
    assert_refused("association.unknown", association_complete(town->context, 0, TEXT("AAAAAAAAAAAAAAAAAAAAAA"), TEXT(""), &records));
    assert_refused("association.unknown", association_complete(town->context, 0, TEXT("short"), TEXT(""), &records));
    assert_result(town->support, RESULT_NONE, association_by_token(town->context, TEXT("AAAAAAAAAAAAAAAAAAAAAA"), &request));
    token = town_ask(town, "alice@work.example");
    support_set_clock(town->support, "2026-02-18T01:59:59Z");
    assert_ok(association_complete(town->context, 0, token, TEXT(""), &records));
    town_free(town);
}
BOTH_ENGINES(a_link_lives_for_24_hours)

static void what_is_associated_elsewhere_says_so_and_its_owner_is_told_on_request(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    int64_t alice = town_account(town, "alice", "alice@example.org", "Alice Wu"), bob = town_account(town, "bob", "bob@example.org", "Bob Li");
    town_tie(town, alice, "alice@example.org");
    town_act_as(town, bob);
    bool associated;
    int64_t letters = town_count(town, "letters");
    assert_ok(association_ask(town->context, TEXT("alice@example.org"), ASSOCIATION_OF_RECORDS, false, &associated));
    assert_true(associated);
    assert_int_equal(town_count(town, "letters"), letters);
    assert_int_equal(town_count(town, "requests"), 0);
    /* After OK. */
    assert_ok(association_ask(town->context, TEXT("alice@example.org"), ASSOCIATION_OF_RECORDS, true, &associated));
    assert_true(associated);
    assert_int_equal(town_count(town, "requests"), 0);
    struct list told = town_letters(town, "alice@example.org");
    assert_int_equal(told.count, 1);
    const struct mailbox_letter *letter = told.items;
    assert_true(text_find(letter->text, "bob") < letter->text.length);
    assert_true(text_find(letter->text, "/activate#") == letter->text.length);
    town_free(town);
}
BOTH_ENGINES(what_is_associated_elsewhere_says_so_and_its_owner_is_told_on_request)

/* She has forgotten that she has an account, and signs up once more. The letter says how she comes back to it, and that two accounts can be merged. */
static void whoever_signs_up_with_a_mailbox_of_an_account_reads_the_way_back(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    int64_t alice = town_account(town, "alice", "alice@example.org", "Alice Wu"), again = town_account(town, "alice.again", "alice@example.org", "Alice Wu");
    town_tie(town, alice, "alice@example.org");
    town_act_as(town, again);
    bool associated;
    assert_ok(association_ask(town->context, TEXT("alice@example.org"), ASSOCIATION_SIGN_UP, true, &associated));
    assert_true(associated);
    assert_int_equal(town_letters_about(town, "alice@example.org", "signed up"), 1);
    static const char *const says[] = {"alice.again", "Sign in as alice:", "/sign-in\n", "/forgotten\n", "merge alice into it", "/my/merge\n"};
    for (size_t i = 0; i < sizeof says / sizeof *says; i++) assert_int_equal(town_letters_with(town, "alice@example.org", says[i]), 1);
    assert_int_equal(town_letters_with(town, "alice@example.org", "/activate#"), 0);
    town_free(town);
}
BOTH_ENGINES(whoever_signs_up_with_a_mailbox_of_an_account_reads_the_way_back)

static void who_comes_second_is_too_late(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    int64_t alice = town_account(town, "alice", "alice@example.org", "Alice Wu"), bob = town_account(town, "bob", "bob@example.org", "Bob Li"), records;
    town_act_as(town, alice);
    struct text hers = town_ask(town, "shared@example.org");
    town_act_as(town, bob);
    struct text his = town_ask(town, "shared@example.org");
    assert_ok(association_complete(town->context, 0, his, TEXT(""), &records));
    town_act_as(town, alice);
    assert_refused("association.taken", association_complete(town->context, 0, hers, TEXT(""), &records));
    assert_refused("association.taken", association_complete(town->context, 0, hers, TEXT(""), &records));
    assert_int_equal(town_count(town, "too late"), 1);
    town_act_as(town, 0);
    assert_refused("association.taken_by_other", association_take_over(town->context, alice, TEXT("shared@example.org")));
    assert_ok(association_take_over(town->context, bob, TEXT("shared@example.org"))); /* his already */
    assert_int_equal(town_count(town, "journal"), 1);
    town_free(town);
}
BOTH_ENGINES(who_comes_second_is_too_late)

static void a_form_sent_again_gets_the_first_answer_again(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    int64_t alice = town_account(town, "alice", "alice@example.org", "Alice Wu"), records;
    town_pass(town, "alice@work.example", "H12-811", "2026-02-12");
    town_act_as(town, alice);
    bool associated;
    for (int i = 0; i < 2; i++) {
        town->context->once.key = TEXT("form-1");
        town->context->once.replayed = false;
        assert_ok(association_ask(town->context, TEXT("alice@work.example"), ASSOCIATION_OF_RECORDS, false, &associated));
        assert_false(associated);
        assert_int_equal(town->context->once.replayed, i == 1);
    }
    assert_int_equal(town_count(town, "requests"), 1);
    struct text token = town_token(town, "alice@work.example");
    struct list requests;
    assert_ok(association_requests(town->context, &requests));
    int64_t request = ((const struct association_request *)requests.items)->id;
    for (int i = 0; i < 3; i++) { /* one wrong code, sent three times: one try */
        town->context->once.key = TEXT("form-2");
        town->context->once.replayed = false;
        assert_refused("association.code_wrong", association_complete(town->context, request, TEXT(""), TEXT("00000000"), &records));
    }
    for (int i = 0; i < 4; i++) assert_refused("association.code_wrong", association_complete(town->context, request, TEXT(""), TEXT("00000000"), &records));
    assert_refused("association.code_tries", association_complete(town->context, request, TEXT(""), TEXT("00000000"), &records));
    for (int i = 0; i < 2; i++) {
        town->context->once.key = TEXT("form-3");
        town->context->once.replayed = false;
        town->context->once.answer = TEXT("");
        assert_ok(association_complete(town->context, 0, token, TEXT(""), &records));
        assert_int_equal(records, 1);
    }
    assert_int_equal(town_count(town, "journal"), 1);
    town_free(town);
}
BOTH_ENGINES(a_form_sent_again_gets_the_first_answer_again)

/* One's own, another's, nobody's: asked for a sixth time, each is refused for being asked for too often, and in the same words. */
static void a_limit_counts_what_is_refused_and_tells_nothing_of_the_mailbox(enum database_engine engine)
{
    static const char *const mailboxes[] = {"alice@example.org", "bob@example.org", "nobody@example.org"};
    struct town *town = town_new(engine, NOW, NULL);
    int64_t alice = town_account(town, "alice", "alice@example.org", ""), bob = town_account(town, "bob", "bob@example.org", "");
    town_tie(town, alice, mailboxes[0]);
    town_tie(town, bob, mailboxes[1]);
    town_act_as(town, alice);
    bool associated;
    struct text words[3];
    for (int i = 0; i < 3; i++) {
        struct text mailbox = text_of(mailboxes[i]);
        for (int k = 0; k < 5; k++) {
            if (i == 0) assert_refused("association.already", association_ask(town->context, mailbox, ASSOCIATION_OF_RECORDS, true, &associated));
            else assert_ok(association_ask(town->context, mailbox, ASSOCIATION_OF_RECORDS, true, &associated));
        }
        assert_int_equal(association_ask(town->context, mailbox, ASSOCIATION_OF_RECORDS, true, &associated), RESULT_REFUSED);
        assert_string_equal(town->context->error.code, "audit.too_often");
        words[i] = error_text(town->context->arena, &town->context->error);
        error_clear(&town->context->error);
        assert_true(text_equal(words[i], words[0]));
    }
    /* What was answered before is answered again, limit or not. */
    int64_t carol = town_account(town, "carol", "carol@example.org", "");
    town_act_as(town, carol);
    for (int i = 0; i < 2; i++) {
        town->context->once.key = TEXT("form");
        for (int k = 0; i == 1 && k < 4; k++) {
            struct text kept = town->context->once.key;
            town->context->once.key = TEXT("");
            assert_ok(association_ask(town->context, TEXT("carol@work.example"), ASSOCIATION_OF_RECORDS, false, &associated));
            town->context->once.key = kept;
        }
        town->context->once.replayed = false;
        assert_ok(association_ask(town->context, TEXT("carol@work.example"), ASSOCIATION_OF_RECORDS, false, &associated));
        assert_int_equal(town->context->once.replayed, i == 1);
    }
    town_free(town);
}
BOTH_ENGINES(a_limit_counts_what_is_refused_and_tells_nothing_of_the_mailbox)

/* The form stands in two tabs and is sent from both at once: each is asked, and the newer letter counts. */
struct tab {
    struct context *context;
    pthread_barrier_t *barrier;
    const char *mailbox;
    enum result result;
};

static void *ask_in_tab(void *data)
{
    struct tab *tab = data;
    bool associated;
    pthread_barrier_wait(tab->barrier);
    tab->result = association_ask(tab->context, text_of(tab->mailbox), ASSOCIATION_OF_RECORDS, true, &associated);
    return NULL;
}

static void two_tabs_ask_for_one_mailbox(enum database_engine engine)
{
    enum { MAILBOXES = 8, TABS = 2 };
    struct town *town = town_new(engine, NOW, NULL);
    int64_t alice = town_account(town, "alice", "alice@example.org", "Alice Wu");
    struct tab tabs[TABS];
    pthread_t threads[TABS];
    pthread_barrier_t barrier;
    struct list requests;
    assert_int_equal(pthread_barrier_init(&barrier, NULL, TABS), 0);
    for (int i = 0; i < MAILBOXES; i++) town_pass(town, text_printf(town->context->arena, "m%d@example.org", i).bytes, "H12-811", "2026-02-12");
    for (int k = 0; k < TABS; k++) tabs[k] = (struct tab){.context = town_second(town, alice), .barrier = &barrier};
    for (int i = 0; i < MAILBOXES; i++) {
        for (int k = 0; k < TABS; k++) {
            tabs[k].mailbox = text_printf(town->context->arena, "m%d@example.org", i).bytes;
            assert_int_equal(pthread_create(&threads[k], NULL, ask_in_tab, &tabs[k]), 0);
        }
        for (int k = 0; k < TABS; k++) pthread_join(threads[k], NULL);
        for (int k = 0; k < TABS; k++) support_assert_result((struct support *)tabs[k].context, RESULT_OK, tabs[k].result, "asked", __FILE__, __LINE__);
    }
    pthread_barrier_destroy(&barrier);
    town_act_as(town, alice);
    assert_ok(association_requests(town->context, &requests));
    int open = 0;
    for (size_t i = 0; i < requests.count; i++) open += ((const struct association_request *)requests.items)[i].open;
    assert_int_equal(requests.count, TABS * MAILBOXES);
    assert_int_equal(open, MAILBOXES);
    town_free(town);
}
BOTH_ENGINES(two_tabs_ask_for_one_mailbox)

static void nobody_can_flood_a_mailbox(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    int64_t people[7];
    bool associated;
    for (int i = 0; i < 7; i++) people[i] = town_account(town, text_printf(town->context->arena, "person%d", i).bytes, "p@example.org", "");
    int64_t letters = town_count(town, "letters");
    for (int i = 0; i < 6; i++) {
        town_act_as(town, people[i]);
        for (int k = 0; k < 5; k++) assert_ok(association_ask(town->context, TEXT("victim@example.org"), ASSOCIATION_OF_RECORDS, false, &associated));
        /* This account has asked enough; others, of whom one may be the owner's, have not. */
        assert_refused("audit.too_often", association_ask(town->context, TEXT("victim@example.org"), ASSOCIATION_OF_RECORDS, false, &associated));
    }
    town_act_as(town, people[6]);
    assert_refused("audit.too_often", association_ask(town->context, TEXT("victim@example.org"), ASSOCIATION_OF_RECORDS, false, &associated));
    assert_int_equal(town_count(town, "letters") - letters, 30);
    assert_refused("association.address", association_ask(town->context, TEXT("no address"), ASSOCIATION_OF_RECORDS, false, &associated));
    assert_refused("association.address", association_ask(town->context, TEXT("a@b"), ASSOCIATION_OF_RECORDS, false, &associated));
    town_free(town);
}
BOTH_ENGINES(nobody_can_flood_a_mailbox)

/* Nor many mailboxes: one account asks for twenty letters a day. */
static void nobody_can_flood_many_mailboxes(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    int64_t alice = town_account(town, "alice", "alice@example.org", ""), bob = town_account(town, "bob", "bob@example.org", ""), letters = town_count(town, "letters");
    bool associated;
    town_act_as(town, alice);
    for (int i = 0; i < 20; i++) assert_ok(association_ask(town->context, text_printf(town->context->arena, "m%d@example.org", i), ASSOCIATION_OF_RECORDS, false, &associated));
    assert_refused("audit.too_often", association_ask(town->context, TEXT("one-more@example.org"), ASSOCIATION_OF_RECORDS, false, &associated));
    assert_int_equal(town_count(town, "letters") - letters, 20);
    town_act_as(town, bob);
    assert_ok(association_ask(town->context, TEXT("one-more@example.org"), ASSOCIATION_OF_RECORDS, false, &associated));
    town_act_as(town, alice);
    support_forward(town->support, 86400);
    assert_ok(association_ask(town->context, TEXT("one-more@example.org"), ASSOCIATION_OF_RECORDS, false, &associated));
    town_free(town);
}
BOTH_ENGINES(nobody_can_flood_many_mailboxes)

static void the_letter_says_all_that_the_association_allows(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    int64_t alice = town_account(town, "alice", "alice@example.org", "Alice Wu");
    town_act_as(town, alice);
    bool associated;
    assert_ok(association_ask(town->context, TEXT("alice@example.org"), ASSOCIATION_SIGN_UP, true, &associated));
    struct list letters = town_letters(town, "alice@example.org");
    const struct mailbox_letter *letter = letters.items;
    static const char *const said[] = {"alice", "name", "e-mail address", "phone number", "country", "test scores", "certificate numbers",
                                       "change the e-mail address", "download the certificates", "/activate#", "/not-me#", "17 February 2026"};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        if (text_find(letter->text, said[i]) == letter->text.length) fail_msg("the letter does not say: %s", said[i]);
        if (text_find(letter->html, said[i]) == letter->html.length) fail_msg("the letter's HTML does not say: %s", said[i]);
    }
    town->context->language = "zh_CN";
    assert_ok(association_ask(town->context, TEXT("alice@example.org"), ASSOCIATION_OF_RECORDS, true, &associated));
    letters = town_letters(town, "alice@example.org");
    letter = letters.items;
    assert_true(text_find(letter->text, "考试成绩") < letter->text.length);
    /* Of another mailbox, which is not proven yet, it is nobody's letter; to the mailbox that she signed up with it is hers, so that she can have it sent again. It greets nobody by name: that mailbox may be a stranger's, too. */
    struct list own;
    struct letter_view asked;
    assert_ok(association_ask(town->context, TEXT("else@example.org"), ASSOCIATION_OF_RECORDS, true, &associated));
    assert_ok(letter_list(town->context, 0, 100, &own));
    assert_int_equal(own.count, 2);
    assert_text_equal(((const struct letter_view *)own.items)->recipient, "alice@example.org");
    assert_ok(letter_read(town->context, ((const struct letter_view *)own.items)[1].id, &asked));
    assert_true(asked.can_resend);
    assert_int_equal(text_find(asked.text, "Alice Wu"), asked.text.length);
    assert_int_equal(text_find(asked.text, town_token(town, "alice@example.org").bytes), asked.text.length);
    town_free(town);
}
BOTH_ENGINES(the_letter_says_all_that_the_association_allows)

static void one_look_up_finds_the_account_of_a_mailbox(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    int64_t alice = town_account(town, "alice", "alice@example.org", "Alice Wu"), found;
    assert_result(town->support, RESULT_NONE, association_account_of(town->context, TEXT("alice@example.org"), &found));
    town_tie(town, alice, "alice@example.org");
    assert_ok(association_account_of(town->context, TEXT("alice@example.org"), &found));
    assert_int_equal(found, alice);
    assert_ok(association_proven(town->context, alice, TEXT("alice@example.org")));
    assert_result(town->support, RESULT_NONE, association_proven(town->context, alice + 1, TEXT("alice@example.org")));
    /* Records of others are nobody's business. */
    struct list records;
    town_act_as(town, alice);
    assert_ok(association_records(town->context, alice, 10, &records));
    assert_refused("audit.not_allowed", association_records(town->context, alice + 1, 10, &records));
    assert_refused("audit.not_allowed", association_take_over(town->context, alice, TEXT("x@example.org")));
    town_free(town);
}
BOTH_ENGINES(one_look_up_finds_the_account_of_a_mailbox)

static void a_long_import_is_held_in_steps(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    int64_t alice = town_account(town, "alice", "alice@example.org", "Alice Wu"), first = 0, last = 0;
    town_tie(town, alice, "alice@example.org");
    for (int i = 0; i < 7; i++) last = town_pass(town, i % 2 ? "alice@example.org" : "other@example.org", "H12-811", "2026-02-12"), first = first ? first : last;
    assert_true(last - first == 6);
    town_follow_up(town);
    assert_int_equal(town_count(town, "held"), 3);
    int64_t held;
    assert_ok(association_hold(town->context, first, last, &held)); /* once more changes nothing */
    assert_int_equal(held, 0);
    town_assert_journal_replays(town);
    town_free(town);
}
BOTH_ENGINES(a_long_import_is_held_in_steps)

static void codes_are_read_as_people_type_them(void **state)
{
    (void)state;
    char code[8];
    assert_true(association_code_normal(TEXT("abcd-efg1"), code));
    assert_memory_equal(code, "ABCDEFG1", 8);
    assert_true(association_code_normal(TEXT(" OIL0 1234 "), code));
    assert_memory_equal(code, "01101234", 8);
    assert_false(association_code_normal(TEXT("ABCD-EFG"), code));
    assert_false(association_code_normal(TEXT("ABCD-EFG12"), code));
    assert_false(association_code_normal(TEXT("ABCD-EFGU"), code));
    assert_false(association_code_normal(TEXT(""), code));
    assert_false(association_code_normal((struct text){"ABCD\0FG1", 8}, code));
}

/* What was asked: all of a request but how often its code was tried, and how it ended. */
struct asked {
    int64_t id, account_id, mailbox_id, record_id, letter_mailbox_id, case_id;
    struct text purpose;
    struct bytes token_hash, code_hash;
    struct instant made, ends;
};
#define F(MEMBER) FIELD(struct asked, MEMBER)
RECORD(asked_record, struct asked, F(id), F(account_id), F(mailbox_id), F(record_id), F(letter_mailbox_id), F(case_id), F(purpose), F(token_hash), F(code_hash), F(made), F(ends));
#undef F
STATEMENT(all_asked, &asked_record,
          "SELECT id, account_id, mailbox_id, record_id, letter_mailbox_id, case_id, purpose, token_hash, code_hash, made_at AS made, ends_at AS ends FROM association_request ORDER BY id");

static bool same_bytes(struct bytes a, struct bytes b)
{
    return a.length == b.length && !memcmp(a.data, b.data, a.length);
}

/* All that was asked before stands as it stood; `asked` gets it all. */
static void assert_asked_as_before(struct town *town, struct list *asked)
{
    struct list now;
    assert_ok(database_all(town->context, &all_asked, NO_PARAMETERS, 100, &now));
    assert_true(now.count >= asked->count);
    for (size_t i = 0; i < asked->count; i++) {
        const struct asked *a = (const struct asked *)asked->items + i, *b = (const struct asked *)now.items + i;
        assert_true(a->id == b->id && a->account_id == b->account_id && a->mailbox_id == b->mailbox_id && a->record_id == b->record_id && a->letter_mailbox_id == b->letter_mailbox_id && a->case_id == b->case_id);
        assert_true(text_equal(a->purpose, b->purpose) && same_bytes(a->token_hash, b->token_hash) && same_bytes(a->code_hash, b->code_hash));
        assert_true(a->made.microseconds == b->made.microseconds && a->ends.microseconds == b->ends.microseconds);
    }
    *asked = now;
}

/* Whatever becomes of a request, and of its account: address, account, purpose and token stand in one row that never changes. */
static void what_was_asked_never_changes(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    int64_t alice = town_account(town, "alice", "alice@example.org", "Alice Wu"), bob = town_account(town, "bob", "bob@example.org", "Alice Wu"), records, other, merge;
    struct list asked = {0}, requests;
    struct text proof;
    town_password(town, alice);
    town_act_as(town, alice);
    struct text replaced = town_ask(town, "alice@work.example");
    assert_asked_as_before(town, &asked);
    struct text first = town_ask(town, "alice@work.example");
    assert_asked_as_before(town, &asked);
    assert_refused("association.replaced", association_complete(town->context, 0, replaced, TEXT(""), &records));
    assert_ok(association_requests(town->context, &requests));
    assert_refused("association.code_wrong", association_complete(town->context, ((const struct association_request *)requests.items)->id, TEXT(""), TEXT("0000-0000"), &records));
    assert_asked_as_before(town, &asked);
    assert_ok(association_complete(town->context, 0, first, TEXT(""), &records));
    assert_asked_as_before(town, &asked);
    assert_ok(association_disown(town->context, town_ask(town, "else@work.example"), TEXT("else@work.example")));
    assert_asked_as_before(town, &asked);
    town_ask(town, "late@work.example");
    town_act_as(town, bob);
    town_ask(town, "shared@work.example");
    assert_asked_as_before(town, &asked);
    support_set_clock(town->support, "2026-02-18T02:00:00Z");
    town_ask(town, "shared@work.example");
    assert_ok(association_merge_prove(town->context, TEXT("alice"), TEXT(TOWN_PASSWORD), TEXT(""), &proof, &other));
    assert_ok(association_merge(town->context, proof, &merge));
    town_follow_up(town);
    assert_asked_as_before(town, &asked);
    assert_ok(association_merge_undo(town->context, merge, NULL));
    town_follow_up(town);
    assert_asked_as_before(town, &asked);
    assert_int_equal(asked.count, 6);
    town_free(town);
}
BOTH_ENGINES(what_was_asked_never_changes)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(the_owner_brings_in_her_records),
        ON_BOTH(records_that_come_later_are_in_the_account_at_once),
        ON_BOTH(the_code_does_the_same_as_the_link), ON_BOTH(what_becomes_of_its_letter_is_told_with_the_request), ON_BOTH(of_many_letters_it_is_known_whose_link_is_good),
        ON_BOTH(five_wrong_codes_and_no_more),
        ON_BOTH(a_link_works_only_in_the_account_that_asked),
        ON_BOTH(a_newer_letter_replaces_an_older_one),
        ON_BOTH(who_asked_takes_it_back),
        ON_BOTH(a_link_lives_for_24_hours),
        ON_BOTH(what_was_asked_never_changes),
        ON_BOTH(what_is_associated_elsewhere_says_so_and_its_owner_is_told_on_request),
        ON_BOTH(whoever_signs_up_with_a_mailbox_of_an_account_reads_the_way_back),
        ON_BOTH(who_comes_second_is_too_late),
        ON_BOTH(a_form_sent_again_gets_the_first_answer_again),
        ON_BOTH(two_tabs_ask_for_one_mailbox),
        ON_BOTH(a_limit_counts_what_is_refused_and_tells_nothing_of_the_mailbox),
        ON_BOTH(nobody_can_flood_a_mailbox),
        ON_BOTH(nobody_can_flood_many_mailboxes),
        ON_BOTH(the_letter_says_all_that_the_association_allows),
        ON_BOTH(one_look_up_finds_the_account_of_a_mailbox),
        ON_BOTH(a_long_import_is_held_in_steps),
        cmocka_unit_test(codes_are_read_as_people_type_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
