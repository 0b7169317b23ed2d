/* How staff find a person and what they see of him (SPEC 11.1). */
#include "award/town.h"

#include "association/association.h"
#include "audit/audit.h"
#include "case/case.h"
#include "package/package_address.h"
#include "people/people.h"

#define NOW "2026-03-10T02:00:00Z"

static void as_staff(struct town *town, unsigned roles)
{
    town->context->actor = (struct actor){.kind = ACTOR_STAFF, .account = 1, .roles = roles};
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
    for (size_t i = 0; i < person.acts.count; i++) seen = seen || (text_is(acts[i].act, "people.view") && acts[i].by_staff && text_is(acts[i].who, "desk"));
    assert_true(seen);
    struct list journal;
    struct journal_filter filter = {.act = TEXT("people.search"), .first = NO_DAY, .last = NO_DAY};
    find(town, "alice");
    as_staff(town, ROLE_AUDITOR);
    assert_ok(people_journal(town->context, &filter, 10, &journal));
    assert_int_equal(journal.count, 1);
    assert_text_equal(((const struct person_act *)journal.items)->detail, "{\"text\":\"alice\",\"found\":2}");
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
        assert_refused("audit.not_allowed", people_journal(town->context, &(struct journal_filter){.first = NO_DAY, .last = NO_DAY}, 10, &list));
    }
    town_free(town);
}
BOTH_ENGINES(who_has_no_such_role_sees_nobody)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_person_is_found_by_whatever_is_known),
        ON_BOTH(everything_of_a_person_stands_together_and_who_looked_in_the_journal),
        ON_BOTH(who_has_no_such_role_sees_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
