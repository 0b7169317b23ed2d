/* How staff find a person and what they see of him (SPEC 11.1). */
#include "award/town.h"

#include <ctype.h>
#include <inttypes.h>

#include "association/association.h"
#include "association/association_provider.h"
#include "association/association_tie.h"
#include "association/association_unbinding.h"
#include "association/association_unbinding_open.h"
#include "audit/audit.h"
#include "award/award.h"
#include "award/award_name.h"
#include "case/case.h"
#include "case/case_evidence.h"
#include "intake/intake_demographic.h"
#include "letter/letter.h"
#include "package/package_address.h"
#include "people/people.h"
#include "people/people_work.h"

#define NOW "2026-03-10T02:00:00Z"

static void as_staff(struct town *town, unsigned roles)
{
    town_act_as_staff(town, 1);
    town->context->actor.roles = roles;
}

static struct list find(struct town *town, const char *text)
{
    struct list hits;
    bool more;
    as_staff(town, ROLE_SUPPORT);
    assert_ok(people_find(town->context, text_of(text), &hits, &more));
    return hits;
}

static const struct person_hit *hit(const struct list *hits, const char *by)
{
    for (size_t i = 0; i < hits->count; i++) {
        const struct person_hit *item = (const struct person_hit *)hits->items + i;
        for (size_t k = 0; k < item->ways.count; k++)
            if (text_is(((const struct person_hit_way *)item->ways.items)[k].by, by)) return item;
    }
    return NULL;
}

struct story {
    struct town *town;
    int64_t desk, alice;
    struct text number, case_number;
};

static struct story begin(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    struct story story = {.town = town, .desk = town_account(town, "desk", "desk@example.org", "Desk"), .alice = town_account(town, "alice", "alice@example.org", "Alice Zhang")};
    town_name(town, story.alice, "Alice Zhang", "张爱丽");
    town_tie(town, story.alice, "alice@work.example");
    town_pass(town, "alice@work.example", "H12-811", "2026-03-02");
    town_pass(town, "nobody@example.org", "H12-811", "2026-03-02");
    town_follow_up(town);
    story.number = town_certificate(town, story.alice, "HCIA-Datacom").number;
    town_act_as(town, story.alice);
    struct package_address home = {.country = TEXT("DE"), .recipient = TEXT("Alice Zhang"), .street = TEXT("Domkloster 4"), .postal_code = TEXT("50667"), .city = TEXT("Köln"), .phone = TEXT("+492211234567")};
    int64_t address;
    assert_ok(package_address_add(town->context, &home, &address));
    assert_ok(case_ask(town->context, &(struct case_question){.words = TEXT("Where is my exam?")}, &story.case_number));
    return story;
}

static void a_person_is_found_by_whatever_is_known(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    const struct {
        const char *text, *by;
    } ways[] = {{"ALICE", "User name"}, {"Alice@Work.example", "Mailbox"}, {"alice@example.org", "Mailbox for letters"}, {"zhang", "Name"}, {"Ali", "Name"}, {"张爱", "Name"},
                {text_string(town->context->arena, text_lower(town->context->arena, story.number)), "Certificate number"},
                {text_string(town->context->arena, story.case_number), "Case number"}};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct list hits = find(town, ways[i].text);
        const struct person_hit *found = hit(&hits, ways[i].by);
        if (!found) fail_msg("%s is not found by %s", ways[i].text, ways[i].by);
        assert_int_equal(found->account_id, story.alice);
    }
    struct list numbered = find(town, text_printf(town->context->arena, "%02lld", (long long)story.alice).bytes);
    assert_int_equal(hit(&numbered, "Number of the account")->account_id, story.alice);
    /* A mailbox of nobody's is found too; what LIKE would read into a text is not read into it. */
    struct list hits = find(town, "nobody@example.org");
    assert_int_equal(hit(&hits, "Mailbox")->account_id, 0);
    assert_int_equal(find(town, "%%").count, 0);
    assert_int_equal(find(town, "__ice").count, 0);
    /* C1 is the candidate ID of all records here: Alice's, and one of nobody's. */
    hits = find(town, "C1");
    assert_int_equal(hits.count, 2);
    bool more;
    assert_refused("people.too_short", people_find(town->context, TEXT(" a "), &hits, &more));
    char long_one[PEOPLE_TEXT_LIMIT + 1];
    memset(long_one, 'a', sizeof long_one);
    assert_refused("people.too_long", people_find(town->context, (struct text){long_one, sizeof long_one}, &hits, &more));
    town_free(town);
}
BOTH_ENGINES(a_person_is_found_by_whatever_is_known)

/* One of the records in this town bears these names. */
STATEMENT(name_records, NULL, "UPDATE exam_record SET first_name = $2, last_name = $3, native_first_name = $4, native_last_name = $5 WHERE mailbox_id = (SELECT id FROM mailbox WHERE address = $1)");
STATEMENT(set_phone, NULL, "UPDATE account SET phone = $2 WHERE id = $1");
STATEMENT(take_file, NULL,
          "INSERT INTO intake_file (provider_id, name, sha256, bytes, received_at, state, refusal, done_through, rows, new, unchanged, corrected, quarantined, refused)"
          " SELECT MIN(id), 'late.csv', '', 20, 0, 2, '', 99, 1, 0, 0, 0, 1, 0 FROM provider");
STATEMENT(let_row_wait, NULL,
          "INSERT INTO intake_row (file_id, line, verdict, code, reason, place, raw) SELECT MIN(id), 99, 4, 'intake.exam_unknown', 'unknown', 0, 'AB-4477123,H99-999' FROM intake_file");

static void somebody_without_an_account_is_found_with_his_records(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    assert_ok(database_run(town->context, &name_records, PARAMETERS("nobody@example.org", "Hans-Peter", "Müller-Weiß", "三", "陈"), NULL));
    const char *const names[] = {"muller", "weiss", "Peter", "hans müller", "MÜLLER Hans", "陈", "陈三", "三 陈", "weiß pet"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct list hits = find(town, names[i]);
        if (hits.count != 1) fail_msg("%s: %zu found", names[i], hits.count);
        const struct person_hit *found = hits.items;
        assert_ptr_equal(hit(&hits, "Name in a record"), found);
        assert_int_equal(found->account_id, 0);
        assert_text_equal(found->name_latin, "Hans-Peter Müller-Weiß");
        assert_text_equal(found->name_native, "陈三");
    }
    assert_int_equal(find(town, "eter").count, 0);
    assert_int_equal(find(town, "hans hans").count, 0);
    const char *const others[] = {"nobody@example.org", "c1"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct list hits = find(town, others[i]);
        const struct person_hit *found = (const struct person_hit *)hits.items;
        while (found->account_id) found++;
        struct person_unheld person;
        assert_ok(people_records(town->context, found->record_id, &person));
        assert_text_equal(person.candidate_id, "C1");
        assert_text_equal(person.mailbox, "nobody@example.org");
        assert_int_equal(person.records.count, 2); /* Alice's has the same candidate ID */
        const struct person_record *records = person.records.items;
        int of_alice = records[0].account_id == story.alice ? 0 : 1;
        assert_text_equal(records[of_alice].user_name, "alice");
        assert_int_equal(records[!of_alice].account_id, 0);
        assert_text_equal(records[!of_alice].name, "Hans-Peter Müller-Weiß · 陈三");
        town->context->language = "zh_CN"; /* whose readers read the native name first */
        assert_ok(people_records(town->context, found->record_id, &person));
        assert_text_equal(((const struct person_record *)person.records.items)[!of_alice].name, "陈三 · Hans-Peter Müller-Weiß");
        town->context->language = "en";
        assert_int_equal(person.ties.count, 1);
        assert_text_equal(((const struct person_tie *)person.ties.items)->user_name, "alice");
    }
    struct person_unheld nobody;
    assert_int_equal(people_records(town->context, 4711, &nobody), RESULT_NONE);
    town->context->actor = (struct actor){.kind = ACTOR_STAFF, .account = 1, .roles = ROLE_ADMINISTRATOR};
    assert_refused("audit.not_allowed", people_records(town->context, 1, &nobody));
    town_free(town);
}
BOTH_ENGINES(somebody_without_an_account_is_found_with_his_records)

/* Also where it is in no account itself: what came by its score report is. */
static void a_mailbox_leads_to_everybody_who_has_a_record_of_it(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    int64_t bob = town_account(town, "bob", "bob@example.org", "Bob Li");
    int64_t first = town_pass(town, "office@example.org", "H12-811", "2026-03-03"), records;
    bool made;
    town_follow_up(town);
    town_act_as(town, story.alice);
    assert_ok(association_tie(town->context, (struct association_thing){.record = first}, story.alice, "score-report", 0, &made, &records));
    struct list hits = find(town, "office@example.org");
    assert_int_equal(hits.count, 1);
    assert_int_equal(hit(&hits, "Mailbox")->account_id, story.alice);
    town_tie(town, bob, "office@example.org");
    town_pass(town, "office@example.org", "H12-821", "2026-03-04");
    town_follow_up(town);
    hits = find(town, "office@example.org");
    assert_int_equal(hits.count, 2);
    assert_int_equal(((const struct person_hit *)hits.items)[0].account_id, story.alice);
    assert_int_equal(((const struct person_hit *)hits.items)[1].account_id, bob);
    town_pass(town, "else@example.org", "H12-811", "2026-03-04");
    town_follow_up(town);
    hits = find(town, "else@example.org");
    assert_int_equal(hits.count, 1);
    assert_int_equal(hit(&hits, "Mailbox")->account_id, 0);
    town_free(town);
}
BOTH_ENGINES(a_mailbox_leads_to_everybody_who_has_a_record_of_it)

STATEMENT(set_candidate, NULL, "UPDATE exam_record SET candidate_id = $2 WHERE mailbox_id = (SELECT id FROM mailbox WHERE address = $1)");

/* Providers pad candidate IDs with zeros, and some print them with letters before: who reads one on paper types it his way. */
static void a_candidate_is_found_however_his_number_is_written(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    static const struct {
        const char *kept, *typed[5];
    } ids[] = {{"HW0012345", {"hw0012345", "HW 00 123 45", "HW12345", "12345", "0012345"}}, {"0012345", {"12345", "00 123 45", "HW0012345", "hw12345", "00012345"}}, {"hw-7/a", {"hw-7/a", " hw-7/a "}}};
    assert_ok(database_run(town->context, &set_candidate, PARAMETERS("nobody@example.org", "AB0012345"), NULL));
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        assert_ok(database_run(town->context, &set_candidate, PARAMETERS("alice@work.example", ids[i].kept), NULL));
        for (size_t k = 0; k < 5 && ids[i].typed[k]; k++) {
            struct list hits = find(town, ids[i].typed[k]);
            const struct person_hit *found = hit(&hits, "Candidate ID");
            bool any = isdigit((unsigned char)ids[i].typed[k][0]); /* without letters it can be nobody's as well */
            if (!found || hits.count != 1u + any) fail_msg("%s: %zu found by %s", ids[i].kept, hits.count, ids[i].typed[k]);
        }
        assert_int_equal(find(town, "HW12346").count, 0);
        assert_int_equal(find(town, "CD12345").count, i == 1); /* other letters are another's, none are any */
    }
    town_free(town);
}
BOTH_ENGINES(a_candidate_is_found_however_his_number_is_written)

static void numbers_are_found_however_they_are_written(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    struct arena *arena = town->context->arena;
    assert_ok(database_run(town->context, &set_phone, PARAMETERS(story.alice, "+86 138-0013 (8000)"), NULL)); /* as it may be typed */
    const char *const spaced = text_string(arena, text_printf(arena, "%.*s %.*s", 2, story.number.bytes, (int)story.number.length - 2, story.number.bytes + 2));
    const struct {
        const char *text, *by;
    } ways[] = {{spaced, "Certificate number"}, {"138 0013 8000", "Phone"}, {"+86 138-0013-8000", "Phone"}, {"0221 1234567", "Phone"}, {"0049 221 1234567", "Phone"}, {"zhang alice", "Name"}, {"丽 张", "Name"}};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct list hits = find(town, ways[i].text);
        const struct person_hit *found = hit(&hits, ways[i].by);
        if (!found) fail_msg("%s is not found by %s", ways[i].text, ways[i].by);
        assert_int_equal(found->account_id, story.alice);
    }
    /* Who reads mail where his exams were booked stands once. */
    town_tie(town, story.alice, "alice@example.org");
    assert_int_equal(find(town, "alice@example.org").count, 1);
    /* A row that waits, for those who may read rows. */
    assert_ok(database_run(town->context, &take_file, NO_PARAMETERS, NULL));
    assert_ok(database_run(town->context, &let_row_wait, NO_PARAMETERS, NULL));
    assert_int_equal(find(town, "4477123").count, 0);
    struct list hits;
    bool more;
    as_staff(town, ROLE_INTAKE);
    assert_ok(people_find(town->context, TEXT("ab-4477123"), &hits, &more));
    assert_int_equal(hits.count, 1);
    const struct person_hit *row = hits.items;
    assert_true(row->row_id && row->row_after == row->row_id - 1);
    assert_ptr_equal(hit(&hits, "Row that waits"), row);
    assert_ok(people_find(town->context, TEXT("447712"), &hits, &more));
    assert_int_equal(hits.count, 0);
    town_free(town);
}
BOTH_ENGINES(numbers_are_found_however_they_are_written)

STATEMENT(set_validation, NULL, "UPDATE exam_record SET validation_id = $2 WHERE mailbox_id = (SELECT id FROM mailbox WHERE address = $1)");

/* Numbers of cases and certificates are read out, and typed without what divides them. */
static void numbers_are_found_without_what_divides_them(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    struct arena *arena = town->context->arena;
    struct text small = text_lower(arena, story.case_number), number = story.number;
    const char *const bare = text_string(arena, text_printf(arena, "%.4s%.4s%.4s", small.bytes, small.bytes + 5, small.bytes + 10));
    const char *const others[] = {bare, text_string(arena, text_printf(arena, "%.6s %.6s", bare, bare + 6)), text_string(arena, text_printf(arena, " %.*s ", TEXT_ARG(small)))};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct list hits = find(town, others[i]);
        if (!hit(&hits, "Case number")) fail_msg("%s is not found by %s", story.case_number.bytes, others[i]);
        assert_int_equal(hits.count, 1);
    }
    struct list hits = find(town, text_printf(arena, "%.6s-%.*s", number.bytes, (int)number.length - 6, number.bytes + 6).bytes);
    assert_int_equal(hits.count, 1);
    assert_non_null(hit(&hits, "Certificate number"));

    /* The validation number of a score report, whoever holds it. */
    assert_ok(database_run(town->context, &set_validation, PARAMETERS("alice@work.example", "VX 00771-b"), NULL));
    assert_ok(database_run(town->context, &set_validation, PARAMETERS("nobody@example.org", "VX00772"), NULL));
    hits = find(town, "vx00771-B");
    assert_int_equal(hits.count, 1);
    assert_int_equal(hit(&hits, "Validation number")->account_id, story.alice);
    hits = find(town, "VX 00772");
    assert_int_equal(hits.count, 1);
    assert_true(!hit(&hits, "Validation number")->account_id && hit(&hits, "Validation number")->record_id);
    assert_int_equal(find(town, "VX0077").count, 0);
    town_free(town);
}
BOTH_ENGINES(numbers_are_found_without_what_divides_them)

STATEMENT(set_registration, NULL, "UPDATE exam_record SET registration_id = $2 WHERE mailbox_id = (SELECT id FROM mailbox WHERE address = $1)");

/* One number may be several of a person's: he stands once, with all that it is. */
static void who_is_found_by_several_stands_once_with_each(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    assert_ok(database_run(town->context, &set_registration, PARAMETERS("alice@work.example", "4711077"), NULL));
    assert_ok(database_run(town->context, &set_phone, PARAMETERS(story.alice, "4711077"), NULL));
    struct list hits = find(town, "471-1077");
    assert_int_equal(hits.count, 1);
    assert_ok(database_run(town->context, &set_candidate, PARAMETERS("alice@work.example", "HW4711077"), NULL));
    hits = find(town, "4711077");
    assert_int_equal(hits.count, 1);
    const struct person_hit *alice = hits.items;
    const struct person_hit_way *ways = alice->ways.items;
    assert_int_equal(alice->account_id, story.alice);
    assert_int_equal(alice->ways.count, 3);
    assert_text_equal(ways[0].by, "Candidate ID");
    assert_text_equal(ways[0].value, "HW4711077");
    assert_text_equal(ways[1].by, "Registration ID");
    assert_text_equal(ways[1].value, "4711077");
    assert_text_equal(ways[2].by, "Phone");
    /* By her name in the profile and in a record, and by her user name: once, by the surest. */
    hits = find(town, "alice");
    assert_int_equal(hits.count, 1);
    alice = hits.items;
    assert_int_equal(alice->ways.count, 1);
    assert_non_null(hit(&hits, "User name"));
    town_free(town);
}
BOTH_ENGINES(who_is_found_by_several_stands_once_with_each)

/* Who writes his number with the country's code often keeps the zero of calls within the country, and others leave it out. */
static void a_phone_is_found_with_or_without_the_zero_behind_its_countrys_code(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    static const char *const kept[] = {"+49 (0)170 1234567", "+49 0170 1234567", "+491701234567", "0049 170 1234567", "0170 1234567"};
    static const char *const typed[] = {"+49 170 1234567", "+49 0170 1234567", "0049 (0)170 1234567", "0170 1234567", "170-1234567"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        assert_ok(database_run(town->context, &set_phone, PARAMETERS(story.alice, kept[i]), NULL));
        for (size_t k = 0; k < sizeof typed / sizeof *typed; k++) {
            struct list hits = find(town, typed[k]);
            if (!hit(&hits, "Phone")) fail_msg("%s is not found by %s", kept[i], typed[k]);
        }
        if (i < 4) assert_int_equal(find(town, "+43 170 1234567").count, 0);
        assert_int_equal(find(town, "0171 1234567").count, 0);
    }
    /* +7 and +1 are whole codes, +353 has three digits: no zero of the number itself is lost. */
    assert_ok(database_run(town->context, &set_phone, PARAMETERS(story.alice, "+353 087 1234567"), NULL));
    assert_int_equal(find(town, "+353 87 1234567").count, 1);
    assert_ok(database_run(town->context, &set_phone, PARAMETERS(story.alice, "+1 202 555 0100"), NULL));
    assert_int_equal(find(town, "+12025550100").count, 1);
    assert_int_equal(find(town, "+1 22 555 0100").count, 0);
    town_free(town);
}
BOTH_ENGINES(a_phone_is_found_with_or_without_the_zero_behind_its_countrys_code)

/* A candidate ID under two mailboxes, of which one is Alice's: between whom a row without a mailbox is unclear. */
static void whose_a_row_can_be_is_told_by_name(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    struct list records;
    as_staff(town, ROLE_INTAKE);
    assert_ok(people_claimants(town->context, TEXT("C1"), TEXT(""), &records));
    assert_int_equal(records.count, 2);
    const struct person_record *record = records.items;
    assert_text_equal(record[0].mailbox, "nobody@example.org");
    assert_int_equal(record[0].account_id, 0);
    assert_text_equal(record[1].user_name, "alice");
    assert_text_equal(record[1].mailbox, "alice@work.example");
    assert_true(record[0].id && !text_empty(record[0].name));
    assert_ok(people_claimants(town->context, TEXT("none"), TEXT("Alice@WORK.example"), &records));
    assert_int_equal(records.count, 1);
    assert_int_equal(((const struct person_record *)records.items)->account_id, story.alice);
    assert_ok(people_claimants(town->context, TEXT(""), TEXT(""), &records));
    assert_int_equal(records.count, 0);
    as_staff(town, ROLE_MAILING);
    assert_refused("audit.not_allowed", people_claimants(town->context, TEXT("C1"), TEXT(""), &records));
    town_free(town);
}
BOTH_ENGINES(whose_a_row_can_be_is_told_by_name)

STATEMENT(let_letter_wait, NULL, "UPDATE letter_delivery SET state = 1, next_at = 0 WHERE letter_id = $1");
STATEMENT(letter_of, NULL, "SELECT MAX(id) FROM letter WHERE account_id = $1");
STATEMENT(nobodys_letter, NULL, "INSERT INTO letter (account_id, recipient, recipient_name, kind, language, subject, text, html, message_id, written_at) VALUES (NULL, 'old@example.org', '', 'association-taken', 'en', 'About your mailbox', 'Dear reader', '', 'a@b', 0) RETURNING id");
STATEMENT(nobodys_delivery, NULL, "INSERT INTO letter_delivery (letter_id, state, attempts, next_at, queued_at, domain, answer, changed_at) VALUES ($1, 1, 0, 0, 0, 'example.org', '', 0)");

STATEMENT(letter_to, NULL, "INSERT INTO letter (account_id, recipient, recipient_name, kind, language, subject, text, html, message_id, written_at) VALUES ($1, $2, '', 'association-taken', 'en', 'About your mailbox', 'Dear reader', '', 'c@b', 0) RETURNING id");

static size_t outgoing(struct town *town, enum people_outgoing_show show, int64_t letter)
{
    struct list letters;
    size_t found = 0;
    assert_ok(people_outgoing(town->context, show, 10, &letters));
    for (size_t i = 0; i < letters.count; i++) {
        const struct people_outgoing *item = (const struct people_outgoing *)letters.items + i;
        assert_true(show == OUTGOING_HELD ? item->held : show == OUTGOING_WAITING ? item->waiting : item->bounced || item->given_up);
        found += item->letter == letter;
    }
    return found;
}

/* Also the notice to an old mailbox, which is no account's. */
static void a_letter_that_is_held_back_stands_in_a_list_with_its_age(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    int64_t letters[2];
    struct people_waiting waiting;
    assert_ok(database_integer(town->context, &letter_of, PARAMETERS(story.alice), &letters[0]));
    assert_ok(database_run(town->context, &let_letter_wait, PARAMETERS(letters[0]), NULL));
    assert_ok(database_integer(town->context, &nobodys_letter, NO_PARAMETERS, &letters[1]));
    assert_ok(database_run(town->context, &nobodys_delivery, PARAMETERS(letters[1]), NULL));
    as_staff(town, ROLE_MAILING);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(outgoing(town, OUTGOING_WAITING, letters[i]), 1);
        assert_ok(letter_hold(town->context, letters[i]));
        assert_int_equal(outgoing(town, OUTGOING_WAITING, letters[i]), 0);
        assert_int_equal(outgoing(town, OUTGOING_HELD, letters[i]), 1);
        assert_ok(people_waiting(town->context, WORK_HELD, &waiting));
        assert_int_equal(waiting.count, i + 1);
        assert_int_equal(waiting.oldest.microseconds, context_now(town->context).microseconds);
    }
    for (int i = 0; i < 2; i++) assert_ok(letter_release(town->context, letters[i]));
    assert_ok(people_waiting(town->context, WORK_HELD, &waiting));
    assert_int_equal(waiting.count, 0);
    assert_false(instant_is(waiting.oldest));
    /* What it says can be read, and that it was read stands in the journal. */
    struct letter_view view;
    assert_ok(letter_look_at(town->context, letters[1], &view));
    assert_text_equal(view.text, "Dear reader");
    assert_int_equal(view.account_id, 0);
    assert_int_equal(letter_look_at(town->context, 4711, &view), RESULT_NONE);
    struct list acts;
    as_staff(town, ROLE_AUDITOR);
    assert_ok(people_journal(town->context, &(struct journal_filter){.act = TEXT("letter.view"), .first = NO_DAY, .last = NO_DAY}, 10, &acts));
    assert_int_equal(acts.count, 1);
    assert_text_equal(((const struct person_act *)acts.items)->subject_words, "Letter");
    assert_text_equal(((const struct person_act *)acts.items)->subject_name, "About your mailbox");
    as_staff(town, ROLE_INTAKE);
    assert_refused("audit.not_allowed", letter_look_at(town->context, letters[1], &view));
    assert_refused("audit.not_allowed", people_outgoing(town->context, OUTGOING_HELD, 10, &acts));
    town_free(town);
}
BOTH_ENGINES(a_letter_that_is_held_back_stands_in_a_list_with_its_age)

/* A domain is kept as the DNS knows it; the desk shows the letters in which its owner writes it, everywhere. */
static void a_mailbox_is_read_in_its_own_letters(enum database_engine engine)
{
    static const char shown[] = "alice@bücher.example (xn--bcher-kva.example)";
    struct story story = begin(engine);
    struct town *town = story.town;
    struct person person;
    struct person_unheld unheld;
    struct list letters;
    town_act_as(town, 0);
    town_tie(town, story.alice, "alice@bücher.example");
    int64_t record = town_pass(town, "alice@xn--bcher-kva.example", "H12-821", "2026-03-03");
    town_follow_up(town);
    int64_t letter;
    assert_ok(database_integer(town->context, &letter_to, PARAMETERS(story.alice, "alice@xn--bcher-kva.example"), &letter));
    assert_ok(database_run(town->context, &nobodys_delivery, PARAMETERS(letter), NULL));
    struct list hits = find(town, "alice@bücher.example");
    assert_text_equal(hit(&hits, "Mailbox")->value, shown);
    assert_ok(people_read(town->context, story.alice, &person));
    assert_text_equal(((const struct association *)person.mailboxes.items)[1].address, shown);
    assert_text_equal(((const struct person_tie *)person.ties.items)->mailbox, shown);
    assert_text_equal(((const struct person_record *)person.records.items)->mailbox, shown);
    assert_text_equal(((const struct person_letter *)person.letters.items)->recipient, shown);
    assert_ok(people_records(town->context, record, &unheld));
    assert_text_equal(unheld.mailbox, shown);
    assert_ok(people_compare(town->context, story.alice, 0, &person));
    assert_text_equal(((const struct association *)person.mailboxes.items)[1].address, shown);
    assert_ok(people_outgoing(town->context, OUTGOING_WAITING, 10, &letters));
    assert_text_equal(((const struct people_outgoing *)letters.items)->recipient, shown);
    town_act_as(town, story.alice);
    assert_ok(letter_list(town->context, 0, 10, &letters));
    assert_text_equal(((const struct letter_view *)letters.items)->recipient, shown);
    town_free(town);
}
BOTH_ENGINES(a_mailbox_is_read_in_its_own_letters)

/* The profile names a mailbox that is not the account's: a mistyped one, or one that had to leave it. */
static void the_desk_says_where_letters_really_go(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    struct person person;
    as_staff(town, ROLE_SUPPORT);
    assert_ok(people_read(town->context, story.alice, &person));
    assert_text_equal(person.account.mailbox, "alice@example.org");
    assert_text_equal(person.letters_to, "alice@work.example");
    town_act_as(town, 0);
    town_tie(town, story.alice, "alice@example.org");
    as_staff(town, ROLE_SUPPORT);
    assert_ok(people_read(town->context, story.alice, &person));
    assert_text_equal(person.letters_to, "alice@example.org");
    assert_ok(people_read(town->context, story.desk, &person));
    assert_text_equal(person.letters_to, "");
    town_free(town);
}
BOTH_ENGINES(the_desk_says_where_letters_really_go)

static void everything_of_a_person_stands_together_and_who_looked_in_the_journal(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    struct person person;
    as_staff(town, ROLE_SUPPORT);
    assert_ok(people_read(town->context, story.alice, &person));
    assert_text_equal(person.account.name_native, "张爱丽");
    assert_int_equal(person.mailboxes.count, 1);
    assert_int_equal(person.ties.count, 1);
    const struct person_tie *ties = person.ties.items;
    assert_text_equal(ties[0].mailbox, "alice@work.example");
    assert_text_equal(ties[0].means_words, "taken over from the earlier system");
    assert_text_equal(((const struct association *)person.mailboxes.items)->means_words, "taken over from the earlier system");
    assert_int_equal(person.addresses.count, 1);
    assert_text_equal(((const struct package_address *)person.addresses.items)->city, "Köln");
    assert_int_equal(person.records.count, 1);
    assert_true(((const struct person_record *)person.records.items)->passed);
    assert_int_equal(person.certificates.count, 1);
    assert_int_equal(person.cases.count, 1);
    assert_int_equal(person.acts.count, 0); /* support does not read the journal */
    /* What was decided stays to be seen. */
    assert_ok(case_answer(town->context, ((const struct case_view *)person.cases.items)->id, TEXT("On Friday.")));
    assert_ok(people_read(town->context, story.alice, &person));
    assert_int_equal(person.cases.count, 1);
    assert_true(((const struct case_view *)person.cases.items)->closed);
    assert_int_equal(people_read(town->context, 4711, &person), RESULT_NONE);

    as_staff(town, ROLE_AUDITOR);
    assert_ok(people_read(town->context, story.alice, &person));
    const struct person_act *acts = person.acts.items;
    bool seen = false;
    for (size_t i = 0; i < person.acts.count; i++) seen = seen || (text_is(acts[i].act, "people.view") && text_is(acts[i].words, "Looked at a person") && acts[i].by_staff && text_is(acts[i].who, "desk"));
    assert_true(seen);
    struct list journal;
    struct journal_filter filter = {.act = TEXT("people.search"), .first = NO_DAY, .last = NO_DAY};
    find(town, "alice");
    as_staff(town, ROLE_AUDITOR);
    assert_ok(people_journal(town->context, &filter, 10, &journal));
    assert_int_equal(journal.count, 1);
    assert_text_equal(((const struct person_act *)journal.items)->subject_name, "desk");
    assert_text_equal(((const struct person_act *)journal.items)->words, "Looked for people");
    assert_text_equal(((const struct person_act *)journal.items)->detail, "{\"text\":\"alice\",\"found\":1}");
    struct day today;
    assert_true(day_parse(TEXT("2026-03-10"), &today));
    filter.first = filter.last = today;
    assert_ok(people_journal(town->context, &filter, 10, &journal));
    assert_int_equal(journal.count, 1);
    filter.first = filter.last = (struct day){today.number + 1};
    assert_ok(people_journal(town->context, &filter, 10, &journal));
    assert_int_equal(journal.count, 0);
    town_free(town);
}
BOTH_ENGINES(everything_of_a_person_stands_together_and_who_looked_in_the_journal)

/* What he claims of others is a case of theirs, and a new address goes to the provider: both are his history, too, for the roles that need it. */
static void what_somebody_claims_and_has_told_providers_stands_with_him(enum database_engine engine)
{
    static const struct {
        unsigned role;
        size_t claims, updates;
    } readers[] = {{ROLE_SUPPORT, 1, 2}, {ROLE_INTAKE, 0, 2}, {ROLE_REGISTRAR, 1, 2}, {ROLE_MAILING, 0, 0}, {ROLE_AUDITOR, 1, 2}};
    struct story story = begin(engine);
    struct town *town = story.town;
    struct person person;
    struct text file;
    struct demographic_outcome outcome;
    int64_t bob = town_account(town, "bob", "bob@example.org", "Bob"), unbinding, queued, sent;
    bool effective;
    town_tie(town, bob, "nobody@example.org");
    town_tie(town, story.alice, "alice@bücher.example");
    town_follow_up(town);
    struct unbinding_opening dispute = {.cause = UNBINDING_OWNER, .claimant = story.alice};
    assert_ok(intake_mailbox_known(town->context, TEXT("nobody@example.org"), &dispute.mailbox));
    town_act_as(town, story.alice);
    assert_ok(unbinding_open(town->context, &dispute, &unbinding));
    assert_ok(association_change_at_provider(town->context, TEXT("alice@bücher.example"), &queued));
    town_act_as(town, 0);
    assert_ok(intake_demographic_send(town->context, TEXT("pearson-vue"), NULL, NULL, &file, &sent));
    assert_ok(intake_demographic_answer_upload(town->context, TEXT("pearson-vue"), TEXT("vcdc-1.dat"), TEXT("ClientCandidateID\tStatus\tDate\tMessage\nC1\tError\t\tInvalid country\n"), &outcome));
    town_act_as(town, story.alice);
    assert_ok(association_change_at_provider(town->context, TEXT("alice@work.example"), &queued));

    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        as_staff(town, readers[i].role);
        assert_ok(people_read(town->context, story.alice, &person));
        assert_int_equal(person.claims.count, readers[i].claims);
        assert_int_equal(person.updates.count, readers[i].updates);
    }
    const struct unbinding_view *claim = person.claims.items;
    assert_text_equal(claim->account, "bob");
    assert_text_equal(claim->address, "nobody@example.org");
    assert_true(claim->running && claim->by_owner);
    const struct demographic_update *updates = person.updates.items;
    assert_true(updates[0].queued);
    assert_text_equal(updates[0].address, "alice@work.example");
    assert_true(updates[1].error);
    assert_text_equal(updates[1].answer, "Invalid country");
    assert_true(text_equal(updates[1].file, file));
    assert_text_equal(updates[1].address, "alice@bücher.example (xn--bcher-kva.example)");
    /* Of who has it it is a case, and no claim. */
    assert_ok(people_read(town->context, bob, &person));
    assert_int_equal(person.claims.count, 0);
    assert_int_equal(person.cases.count, 1);
    /* Decided against her, it stays to be seen. */
    town_act_as_staff(town, story.desk);
    assert_ok(unbinding_decide(town->context, unbinding, false, TEXT("It is his."), &effective));
    assert_ok(people_read(town->context, story.alice, &person));
    assert_int_equal(person.claims.count, 1);
    assert_true(((const struct unbinding_view *)person.claims.items)->dropped);
    town_free(town);
}
BOTH_ENGINES(what_somebody_claims_and_has_told_providers_stands_with_him)

STATEMENT(file_came, NULL,
          "INSERT INTO intake_file (provider_id, name, sha256, bytes, received_at, state, refusal, done_through, rows, new, unchanged, corrected, quarantined, refused)"
          " SELECT MIN(id), 'week.csv', '', 20, CAST($1 AS BIGINT), 2, '', 0, 0, CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS BIGINT), CAST($5 AS BIGINT), CAST($6 AS BIGINT) FROM provider");

static void file_comes(struct town *town, const char *at, int fresh, int unchanged, int corrected, int quarantined, int refused)
{
    struct instant received;
    assert_true(instant_parse(text_of(at), &received));
    assert_ok(database_run(town->context, &file_came, PARAMETERS(received, fresh, unchanged, corrected, quarantined, refused), NULL));
}

static void assert_week(const struct people_week *week, const char *monday, int taken, int unchanged, int quarantined, int refused, int awards)
{
    struct day day;
    assert_true(day_parse(text_of(monday), &day));
    assert_int_equal(week->monday.number, day.number);
    assert_int_equal(week->taken, taken);
    assert_int_equal(week->unchanged, unchanged);
    assert_int_equal(week->quarantined, quarantined);
    assert_int_equal(week->refused, refused);
    assert_int_equal(week->awards, awards);
}

/* It is Tuesday, 10 March. The body's weeks begin on its own Mondays, eight hours before those of UTC. */
static void what_came_in_and_was_awarded_is_counted_by_the_body_s_weeks(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    struct people_week weeks[PEOPLE_WEEKS];
    town_tie(town, story.desk, "nobody@example.org"); /* the second certificate of the week of 2 March */
    town_tie(town, story.alice, "alice@old.example");
    town_pass(town, "alice@old.example", "H12-711", "2025-09-15");
    town_pass(town, "alice@old.example", "H13-611", "2025-09-14");
    town_follow_up(town);
    file_comes(town, "2026-03-09T22:00:00Z", 1, 2, 3, 4, 5);
    file_comes(town, "2026-03-08T16:00:00Z", 10, 20, 30, 40, 50); /* Monday, 00:00 */
    file_comes(town, "2026-03-08T15:59:59Z", 100, 200, 300, 400, 500);
    file_comes(town, "2026-03-01T15:59:59Z", 7, 0, 0, 0, 0);
    file_comes(town, "2025-09-14T16:00:00Z", 6, 0, 0, 0, 1); /* the first moment that is shown */
    file_comes(town, "2025-09-14T15:59:59Z", 1000, 1000, 1000, 1000, 1000);
    as_staff(town, ROLE_CATALOGUE);
    assert_ok(people_weeks(town->context, weeks));
    assert_week(&weeks[25], "2026-03-09", 44, 22, 44, 55, 0);
    assert_week(&weeks[24], "2026-03-02", 400, 200, 400, 500, 2);
    assert_week(&weeks[23], "2026-02-23", 7, 0, 0, 0, 0);
    for (int i = 1; i < 23; i++) assert_int_equal(weeks[i].taken + weeks[i].unchanged + weeks[i].quarantined + weeks[i].refused + weeks[i].awards, 0);
    assert_week(&weeks[0], "2025-09-15", 6, 0, 0, 1, 1);
    town->context->actor = (struct actor){.kind = ACTOR_STAFF, .account = 1};
    assert_refused("audit.not_allowed", people_weeks(town->context, weeks));
    town_free(town);
}
BOTH_ENGINES(what_came_in_and_was_awarded_is_counted_by_the_body_s_weeks)

static bool has_act(const struct list *journal, const char *act, const char *words, const char *name)
{
    for (size_t i = 0; i < journal->count; i++) {
        const struct person_act *one = (const struct person_act *)journal->items + i;
        if (text_is(one->act, act) && text_is(one->subject_words, words) && (!name || text_is(one->subject_name, name))) return true;
    }
    return false;
}

/* Whatever bears a number: what was done about it; of a certificate also what has led to it and what has come of it, and nothing of what else its holder did. */
static void the_journal_is_searched_by_a_number(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    struct list journal;
    town_act_as(town, story.alice);
    assert_ok(award_reset_code(town->context, story.number));
    struct text name_case;
    int64_t name_id;
    struct case_evidence paper = {.name = TEXT("a.pdf"), .media = "application/pdf", .content = {(const unsigned char *)"%PDF", 4}};
    assert_ok(award_ask_name(town->context, TEXT("Alice Chang"), TEXT("张爱丽"), TEXT("My passport says so."), &paper, 1, &name_case));
    struct case_view view;
    assert_ok(case_read(town->context, name_case, &view));
    name_id = view.id;
    bool effective;
    town_act_as_staff(town, story.desk);
    assert_ok(award_decide_name(town->context, name_id, true, TEXT("It does."), &effective));
    int64_t bob = town_account(town, "bob", "bob@example.org", "Bob");
    town_tie(town, bob, "nobody@example.org");
    town_tie(town, story.alice, "alice@example.org");
    town_follow_up(town);
    struct journal_filter filter = {.number = text_lower(town->context->arena, story.number), .first = NO_DAY, .last = NO_DAY};
    as_staff(town, ROLE_AUDITOR);
    assert_ok(people_journal(town->context, &filter, 100, &journal));
    const char *number = text_string(town->context->arena, story.number);
    assert_true(has_act(&journal, "award.reset_code", "Certificate", number));
    assert_true(has_act(&journal, "certificate.revise", "Certificate", number));
    assert_true(has_act(&journal, "case.decide", "Case", text_string(town->context->arena, name_case)));
    assert_true(has_act(&journal, "association.tie", "Account", "alice"));
    assert_true(has_act(&journal, "award.evaluate", "Account", NULL) || has_act(&journal, "award.evaluate", "Exam record", NULL));
    size_t ties = 0;
    for (size_t i = 0; i < journal.count; i++) {
        const struct person_act *act = (const struct person_act *)journal.items + i;
        ties += text_is(act->act, "association.tie");
        assert_false(text_is(act->subject_name, "bob") || text_starts_with(act->act, "people.") || text_starts_with(act->act, "letter."));
    }
    assert_int_equal(ties, 1); /* not of her other mailbox, on which it does not rest */
    /* Together with who did it. */
    filter.account = story.desk;
    assert_ok(people_journal(town->context, &filter, 100, &journal));
    assert_true(journal.count && has_act(&journal, "case.decide", "Case", NULL) && !has_act(&journal, "award.reset_code", "Certificate", NULL));
    /* A case's number: only of that case. */
    filter = (struct journal_filter){.number = story.case_number, .first = NO_DAY, .last = NO_DAY};
    assert_ok(people_journal(town->context, &filter, 10, &journal));
    assert_true(journal.count > 0);
    for (size_t k = 0; k < journal.count; k++) assert_text_equal(((const struct person_act *)journal.items)[k].subject_name, text_string(town->context->arena, story.case_number));
    /* The certificate itself came by evaluations, which are about many accounts at once: the register tells what became of it. */
    struct journal_certificate found;
    assert_ok(people_journal_certificate(town->context, text_lower(town->context->arena, story.number), &found));
    assert_int_equal(found.certificate.account_id, story.alice);
    assert_true(found.certificate.ever_issued);
    assert_int_equal(found.history.count, 1); /* the correction; it has stood as issued from the beginning */
    assert_int_equal(found.revisions.count, 1);
    assert_int_equal(people_journal_certificate(town->context, TEXT("HW0"), &found), RESULT_NONE);
    assert_ok(people_journal(town->context, &(struct journal_filter){.number = TEXT("HW0"), .first = NO_DAY, .last = NO_DAY}, 10, &journal));
    assert_int_equal(journal.count, 0);
    town_free(town);
}
BOTH_ENGINES(the_journal_is_searched_by_a_number)

STATEMENT(count_acts, NULL, "SELECT COUNT(*) FROM audit_journal WHERE at < $1");

/* Page by page nothing of the days is left out and nothing stands twice, though much was done in one moment. */
static void the_journal_of_some_days_is_read_page_by_page(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    struct instant next_day;
    struct day day;
    int64_t acts, read = 0, last = INT64_MAX;
    assert_true(instant_parse(TEXT("2026-03-11T02:00:00Z"), &next_day) && day_parse(TEXT("2026-03-10"), &day));
    town_set_time(town, "2026-03-11T02:00:00Z");
    as_staff(town, ROLE_SUPPORT | ROLE_AUDITOR);
    assert_ok(case_note(town->context, 1, TEXT("A day later.")));
    assert_ok(database_integer(town->context, &count_acts, PARAMETERS(next_day.microseconds), &acts));
    struct journal_filter filter = {.first = day, .last = day};
    for (struct list page = {.count = 3}; page.count == 3;) {
        assert_ok(people_journal(town->context, &filter, 3, &page));
        for (size_t i = 0; i < page.count; i++) {
            filter.before = ((const struct person_act *)page.items)[i].id;
            assert_true(filter.before < last);
            last = filter.before;
            read++;
        }
    }
    assert_true(acts > 6);
    assert_int_equal(read, acts);
    filter = (struct journal_filter){.first = {day.number + 1}, .last = NO_DAY};
    struct list page;
    assert_ok(people_journal(town->context, &filter, 3, &page));
    assert_true(page.count > 0);
    for (size_t i = 0; i < page.count; i++) assert_true(((const struct person_act *)page.items)[i].at.microseconds >= next_day.microseconds);
    town_free(town);
}
BOTH_ENGINES(the_journal_of_some_days_is_read_page_by_page)

/* SPEC 3.5, 5.8: what staff tell persons apart by, of an account, of a record's account, and of nobody. */
static void persons_are_told_apart_by_what_they_are_and_have(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    struct list records;
    struct person person;
    as_staff(town, ROLE_INTAKE);
    assert_ok(people_claimants(town->context, TEXT("C1"), TEXT(""), &records));
    assert_int_equal(records.count, 2);
    for (size_t i = 0; i < records.count; i++) {
        const struct person_record *record = (const struct person_record *)records.items + i;
        assert_ok(people_compare(town->context, 0, record->id, &person));
        assert_int_equal(person.account.id, record->account_id);
        assert_int_equal(person.records.count, 1); /* of nobody's only what is nobody's, though the candidate ID is the same */
        assert_int_equal(((const struct person_record *)person.records.items)->account_id, record->account_id);
        assert_int_equal(person.certificates.count, record->account_id ? 1 : 0);
    }
    assert_ok(people_compare(town->context, story.alice, 0, &person));
    assert_text_equal(person.account.name_native, "张爱丽");
    assert_int_equal(person.mailboxes.count, 1);
    assert_int_equal(people_compare(town->context, 4711, 0, &person), RESULT_NONE);
    assert_int_equal(people_compare(town->context, 0, 4711, &person), RESULT_NONE);
    town_act_as(town, story.alice);
    assert_refused("audit.not_allowed", people_compare(town->context, story.alice, 0, &person));
    town_free(town);
}
BOTH_ENGINES(persons_are_told_apart_by_what_they_are_and_have)

/* A record had to leave her account, which was a mistake, and she lets the mailbox go and comes back: each line of the history says what happened to what, and nothing "left" that was given back. */
static void the_history_tells_a_bar_from_what_left(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    struct person person;
    struct association_thing work = {0};
    int64_t unbinding, records;
    bool effective, made;
    int64_t record = town_pass(town, "alice@work.example", "H12-821", "2026-03-03");
    town_follow_up(town);
    town_act_as_staff(town, story.desk);
    assert_ok(unbinding_open(town->context, &(struct unbinding_opening){.record = record, .cause = UNBINDING_STAFF, .reason = TEXT("A call.")}, &unbinding));
    assert_ok(unbinding_decide(town->context, unbinding, true, TEXT("A call."), &effective));
    assert_ok(unbinding_undo(town->context, unbinding, TEXT("It was a mistake."), &effective));
    assert_ok(intake_mailbox_known(town->context, TEXT("alice@work.example"), &work.mailbox));
    assert_ok(association_untie(town->context, work, story.alice, "released", 0, &made, &records));
    town_tie(town, story.alice, "alice@work.example");
    town_follow_up(town);
    as_staff(town, ROLES_ALL);
    assert_ok(people_read(town->context, story.alice, &person));
    const struct person_tie *ties = person.ties.items;
    const struct person_tie told[] = {{.came = true, .again = true}, {.came = false}, {.lifted = true, .means_words = TEXT("by the undoing of an unbinding")}, {.barred = true, .means_words = TEXT("by a forced unbinding")}, {.came = true}};
    assert_int_equal(person.ties.count, sizeof told / sizeof *told);
    for (size_t i = 0; i < person.ties.count; i++) {
        assert_true(ties[i].came == told[i].came && ties[i].again == told[i].again && ties[i].lifted == told[i].lifted && ties[i].barred == told[i].barred);
        if (!text_empty(told[i].means_words)) assert_true(text_equal(ties[i].means_words, told[i].means_words));
    }
    size_t lifted = 0, left = 0;
    for (size_t i = 0; i < person.acts.count; i++) {
        const struct person_act *act = (const struct person_act *)person.acts.items + i;
        lifted += text_is(act->words, "Bar of an exam record lifted");
        left += text_is(act->words, "Left an account");
    }
    assert_int_equal(lifted, 1);
    assert_int_equal(left, 2);
    town_free(town);
}
BOTH_ENGINES(the_history_tells_a_bar_from_what_left)

/* What the journal keeps of an act besides is told by names and in words: of what is kept by an inner number what it is called. */
static void details_of_acts_are_told_in_words(enum database_engine engine)
{
    static const struct {
        const char *act, *label, *value;
    } wanted[] = {{"association.tie", "Mailbox", "alice@work.example"}, {"association.tie", "How", "taken over from the earlier system"}, {"case.open", "Kind", "Question"},
                  {"award.evaluate", "New", "1"}, {"people.search", "Looked for", "nobody {\"here\"}"}, {"people.search", "Found", "0"}};
    struct story story = begin(engine);
    struct town *town = story.town;
    (void)find(town, "nobody {\"here\"}");
    as_staff(town, ROLE_AUDITOR);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        struct list acts;
        bool told = false;
        assert_ok(people_journal(town->context, &(struct journal_filter){.act = text_of(wanted[i].act), .first = NO_DAY, .last = NO_DAY}, 100, &acts));
        for (size_t a = 0; a < acts.count; a++) {
            const struct person_act *act = (const struct person_act *)acts.items + a;
            for (size_t d = 0; d < act->details.count; d++) {
                const struct person_detail *detail = (const struct person_detail *)act->details.items + d;
                told = told || (text_is(detail->label, wanted[i].label) && text_is(detail->value, wanted[i].value));
                if (text_is(act->act, "award.evaluate") && text_starts_with(detail->label, "Through")) assert_false(text_is(detail->value, text_printf(town->context->arena, "%" PRId64, act->subject_id).bytes)); /* of one account */
                if (text_is(act->act, "association.tie")) assert_false(text_is(detail->label, "Request number")); /* there was none */
            }
        }
        if (!told) fail_msg("%s does not say %s: %s", wanted[i].act, wanted[i].label, wanted[i].value);
    }
    town_free(town);
}
BOTH_ENGINES(details_of_acts_are_told_in_words)

static void who_has_no_such_role_sees_nobody(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    struct list list;
    struct person person;
    bool more;
    const struct actor actors[] = {{.kind = ACTOR_ACCOUNT, .account = story.alice}, {.kind = ACTOR_NOBODY}, {.kind = ACTOR_STAFF, .account = 1, .roles = ROLE_ADMINISTRATOR | ROLE_CATALOGUE}};
    for (size_t i = 0; i < sizeof actors / sizeof *actors; i++) {
        town->context->actor = actors[i];
        assert_refused("audit.not_allowed", people_find(town->context, TEXT("alice"), &list, &more));
        assert_refused("audit.not_allowed", people_read(town->context, story.alice, &person));
        assert_refused("audit.not_allowed", people_journal_certificate(town->context, story.number, &(struct journal_certificate){.revisions.count = 0}));
        assert_refused("audit.not_allowed", people_journal(town->context, &(struct journal_filter){.first = NO_DAY, .last = NO_DAY}, 10, &list));
    }
    town_free(town);
}
BOTH_ENGINES(who_has_no_such_role_sees_nobody)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_person_is_found_by_whatever_is_known),
        ON_BOTH(a_mailbox_is_read_in_its_own_letters),
        ON_BOTH(the_desk_says_where_letters_really_go),
        ON_BOTH(somebody_without_an_account_is_found_with_his_records),
        ON_BOTH(a_mailbox_leads_to_everybody_who_has_a_record_of_it),
        ON_BOTH(a_candidate_is_found_however_his_number_is_written),
        ON_BOTH(numbers_are_found_however_they_are_written),
        ON_BOTH(numbers_are_found_without_what_divides_them),
        ON_BOTH(details_of_acts_are_told_in_words),
        ON_BOTH(who_is_found_by_several_stands_once_with_each),
        ON_BOTH(a_phone_is_found_with_or_without_the_zero_behind_its_countrys_code),
        ON_BOTH(whose_a_row_can_be_is_told_by_name),
        ON_BOTH(a_letter_that_is_held_back_stands_in_a_list_with_its_age),
        ON_BOTH(everything_of_a_person_stands_together_and_who_looked_in_the_journal),
        ON_BOTH(what_somebody_claims_and_has_told_providers_stands_with_him),
        ON_BOTH(what_came_in_and_was_awarded_is_counted_by_the_body_s_weeks),
        ON_BOTH(the_journal_is_searched_by_a_number),
        ON_BOTH(the_journal_of_some_days_is_read_page_by_page),
        ON_BOTH(persons_are_told_apart_by_what_they_are_and_have),
        ON_BOTH(the_history_tells_a_bar_from_what_left),
        ON_BOTH(who_has_no_such_role_sees_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
