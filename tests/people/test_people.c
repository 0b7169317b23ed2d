/* How staff find a person and what they see of him (SPEC 11.1). */
#include "award/town.h"

#include "association/association.h"
#include "audit/audit.h"
#include "award/award.h"
#include "case/case.h"
#include "package/package_address.h"
#include "people/people.h"

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
    for (size_t i = 0; i < hits->count; i++)
        if (text_is(((const struct person_hit *)hits->items)[i].by, by)) return (const struct person_hit *)hits->items + i;
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
        assert_text_equal(found->by, "Name in a record");
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
        assert_text_equal(records[!of_alice].name, "Hans-Peter Müller-Weiß 陈三");
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
    assert_text_equal(row->by, "Row that waits");
    assert_ok(people_find(town->context, TEXT("447712"), &hits, &more));
    assert_int_equal(hits.count, 0);
    town_free(town);
}
BOTH_ENGINES(numbers_are_found_however_they_are_written)

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

/* Whatever bears a number: what was done about it, and about nothing else. */
static void the_journal_is_searched_by_a_number(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    const struct {
        struct text number;
        const char *subject;
    } numbers[] = {{text_lower(town->context->arena, story.number), "certificate"}, {story.case_number, "case_file"}};
    struct list journal;
    town_act_as(town, story.alice);
    assert_ok(award_reset_code(town->context, story.number));
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct journal_filter filter = {.number = numbers[i].number, .first = NO_DAY, .last = NO_DAY};
        as_staff(town, ROLE_AUDITOR);
        assert_ok(people_journal(town->context, &filter, 10, &journal));
        assert_true(journal.count > 0);
        for (size_t k = 0; k < journal.count; k++) assert_text_equal(((const struct person_act *)journal.items)[k].subject, numbers[i].subject);
        /* Together with who did it. */
        size_t all = journal.count;
        filter.account = story.alice;
        assert_ok(people_journal(town->context, &filter, 10, &journal));
        assert_int_equal(journal.count, all);
        filter.account = story.desk;
        assert_ok(people_journal(town->context, &filter, 10, &journal));
        assert_int_equal(journal.count, 0);
    }
    /* The certificate itself came by evaluations, which are about many accounts at once: the register tells what became of it. */
    struct journal_certificate found;
    assert_ok(people_journal_certificate(town->context, text_lower(town->context->arena, story.number), &found));
    assert_int_equal(found.certificate.account_id, story.alice);
    assert_true(found.certificate.ever_issued);
    assert_int_equal(found.history.count, 0); /* it has stood as issued from the beginning */
    assert_int_equal(found.revisions.count, 0);
    assert_int_equal(people_journal_certificate(town->context, TEXT("HW0"), &found), RESULT_NONE);
    assert_ok(people_journal(town->context, &(struct journal_filter){.number = TEXT("HW0"), .first = NO_DAY, .last = NO_DAY}, 10, &journal));
    assert_int_equal(journal.count, 0);
    town_free(town);
}
BOTH_ENGINES(the_journal_is_searched_by_a_number)

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
        ON_BOTH(somebody_without_an_account_is_found_with_his_records),
        ON_BOTH(numbers_are_found_however_they_are_written),
        ON_BOTH(everything_of_a_person_stands_together_and_who_looked_in_the_journal),
        ON_BOTH(the_journal_is_searched_by_a_number),
        ON_BOTH(who_has_no_such_role_sees_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
