/* SPEC 11.3: a catalogue that takes certificates away is loaded by the staff with a reason, and by two of them where the body wants that. */
#include "award/town.h"

#include "audit/audit.h"

struct story {
    struct town *town;
    int64_t alice, rita, rolf; /* two of the staff */
    const char *harder;        /* its HCIA-Datacom needs one exam more, which Alice lacks */
    int64_t first;             /* version in effect at first */
};

static int64_t in_effect(struct story *story)
{
    const struct catalogue *catalogue;
    assert_result(story->town->support, RESULT_OK, catalogue_current(story->town->context, &catalogue));
    return catalogue->version;
}

static struct story begin(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-02-16T02:00:00Z", NULL);
    struct story story = {.town = town, .alice = town_account(town, "alice", "alice@example.org", "Alice"), .rita = town_account(town, "rita", "rita@example.org", "Rita"), .rolf = town_account(town, "rolf", "rolf@example.org", "Rolf"),
                          .harder = town_catalogue(town, "huawei.txt", "  requires:\n    exam H12-811\n", "  requires:\n    exam H12-811\n    exam H12-725\n")};
    town_tie(town, story.alice, "alice@example.org");
    town_pass(town, "alice@example.org", "H12-811", "2026-02-12");
    town_follow_up(town);
    story.first = in_effect(&story);
    return story;
}

/* One of the staff loads it as he has seen it. */
static enum result load(struct story *story, int64_t by, int64_t over, const char *catalogue, const char *reason, bool *effective)
{
    static struct catalogue_problems problems;
    struct catalogue_differences differences;
    town_act_as_staff(story->town, by);
    const struct catalogue_wish wish = {.file = TEXT("mine.txt"), .text = text_of(catalogue), .over = over, .reason = text_of(reason)};
    return award_load_catalogue(story->town->context, &wish, &problems, &differences, effective);
}

static bool stands(struct story *story)
{
    town_follow_up(story->town);
    return town_certificate(story->town, story->alice, "HCIA-Datacom").issued;
}

static struct catalogue_history version(struct story *story, int64_t id)
{
    struct town *town = story->town;
    struct catalogue_past past;
    town_act_as_staff(town, story->rita);
    assert_ok(catalogue_version(town->context, id, &past));
    return past.version;
}

static struct list waiting(struct story *story)
{
    struct town *town = story->town;
    struct list proposals;
    town_act_as_staff(town, story->rita);
    assert_ok(catalogue_proposals(town->context, &proposals));
    return proposals;
}

static struct catalogue_proposal read_proposal(struct story *story, int64_t id)
{
    struct town *town = story->town;
    struct catalogue_proposal proposal;
    town_act_as_staff(town, story->rita);
    assert_ok(catalogue_proposal(town->context, id, &proposal));
    return proposal;
}

static const char *a_word_more(struct story *story, const char *catalogue)
{
    return text_printf(story->town->context->arena, "%s\nexam H99-811\n  title: New\n  pass: 600 of 1000\n  standalone: yes\n", catalogue).bytes;
}

static void what_takes_a_certificate_away_asks_for_a_reason(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    bool effective;
    assert_refused("catalogue.reason_missing", load(&story, story.rita, story.first, story.harder, " \n", &effective));
    char *long_reason = arena_raw(town->context->arena, CATALOGUE_REASON_LIMIT + 2);
    memset(long_reason, 'x', CATALOGUE_REASON_LIMIT + 1);
    long_reason[CATALOGUE_REASON_LIMIT + 1] = '\0';
    assert_refused("catalogue.reason_long", load(&story, story.rita, story.first, story.harder, long_reason, &effective));
    assert_int_equal(in_effect(&story), story.first);
    assert_true(stands(&story));
    assert_ok(load(&story, story.rita, story.first, story.harder, " The body has decided \"so\".\n", &effective));
    assert_true(effective);
    assert_false(stands(&story));
    struct catalogue_history now = version(&story, in_effect(&story));
    assert_text_equal(now.reason, "The body has decided \"so\".");
    assert_text_equal(now.who, "rita");
    assert_true(text_empty(now.proposer));
    /* What only gives, and the same once more, asks for none. */
    int64_t second = in_effect(&story);
    assert_ok(load(&story, story.rita, second, town_catalogue(town, "huawei.txt", NULL, NULL), "", &effective));
    assert_true(effective);
    assert_true(stands(&story));
    assert_ok(load(&story, story.rita, second, town_catalogue(town, "huawei.txt", NULL, NULL), "", &effective));
    assert_true(effective);
    /* Who has seen another one's differences reads that first, whatever his takes away. */
    assert_refused("catalogue.changed", load(&story, story.rita, second, story.harder, "", &effective));
    town_follow_up(town);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_takes_a_certificate_away_asks_for_a_reason)

/* An end that comes earlier is taken away, too. */
static void what_ends_earlier_asks_as_well(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    bool effective;
    const char *longer = town_catalogue(town, "huawei.txt", "change three-years-for-all\n",
                                        "change another-year\n  title: One year more\n  effective: 2026-02-14\n  levels: associate\n  extend: 1 year\n\nchange three-years-for-all\n");
    assert_ok(load(&story, story.rita, story.first, longer, "", &effective));
    assert_true(effective);
    assert_true(stands(&story));
    int64_t second = in_effect(&story);
    assert_refused("catalogue.reason_missing", load(&story, story.rita, second, town_catalogue(town, "huawei.txt", NULL, NULL), "", &effective));
    assert_ok(load(&story, story.rita, second, town_catalogue(town, "huawei.txt", NULL, NULL), "It was a mistake.", &effective));
    assert_true(effective);
    town_follow_up(town);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_ends_earlier_asks_as_well)

/* The operator at the machine is trusted: others' scripts load what they load, and may say why. */
static void the_operator_may_give_a_reason(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    struct catalogue_differences differences;
    static struct catalogue_problems problems;
    bool effective;
    town_second_person(town, true);
    town_load(town, story.harder);
    assert_false(stands(&story));
    assert_true(text_empty(version(&story, in_effect(&story)).reason));
    town_load(town, town_catalogue(town, "huawei.txt", NULL, NULL));
    town_act_as(town, 0);
    const struct catalogue_wish wish = {.file = TEXT("c.txt"), .text = text_of(story.harder), .over = CATALOGUE_OVER_ANY, .reason = TEXT("The board's decision 7.")};
    assert_ok(catalogue_load_over(town->context, &wish, &problems, &differences, &effective));
    assert_true(effective);
    struct catalogue_history now = version(&story, in_effect(&story));
    assert_text_equal(now.reason, "The board's decision 7.");
    assert_text_equal(now.loaded_by, "operator");
    town_follow_up(town);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(the_operator_may_give_a_reason)

static void two_of_the_staff_take_certificates_away(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    bool effective;
    town_second_person(town, true);
    assert_refused("catalogue.reason_missing", load(&story, story.rita, story.first, story.harder, "", &effective));
    town_send_form(town, "form-1");
    assert_ok(load(&story, story.rita, story.first, story.harder, "The body has decided so.", &effective));
    assert_false(effective);
    town_send_form(town, "form-1"); /* sent once more it is one proposal */
    assert_ok(load(&story, story.rita, story.first, story.harder, "The body has decided so.", &effective));
    assert_false(effective);
    town_send_form(town, NULL);
    assert_true(stands(&story));
    assert_int_equal(in_effect(&story), story.first);
    struct list proposals = waiting(&story);
    assert_int_equal(proposals.count, 1);
    int64_t id = ((const struct catalogue_proposal *)proposals.items)->id;
    struct catalogue_proposal proposal = read_proposal(&story, id);
    assert_text_equal(proposal.text, story.harder);
    assert_text_equal(proposal.reason, "The body has decided so.");
    assert_text_equal(proposal.proposer, "rita");
    assert_int_equal(proposal.version_id, story.first);
    assert_true(text_empty(proposal.outcome));

    town_act_as_staff(town, story.rita);
    assert_refused("catalogue.second_person", catalogue_confirm(town->context, id));
    assert_true(stands(&story));
    town_act_as_staff(town, story.rolf);
    assert_ok(catalogue_confirm(town->context, id));
    assert_false(stands(&story));
    struct catalogue_history now = version(&story, in_effect(&story));
    assert_text_equal(now.who, "rolf");
    assert_text_equal(now.proposer, "rita");
    assert_text_equal(now.reason, "The body has decided so.");
    assert_int_equal(waiting(&story).count, 0);
    proposal = read_proposal(&story, id);
    assert_text_equal(proposal.outcome, "loaded");
    assert_text_equal(proposal.ender, "rolf");
    town_act_as_staff(town, story.rolf);
    assert_refused("catalogue.proposal_ended", catalogue_confirm(town->context, id));
    assert_refused("catalogue.proposal_ended", catalogue_reject(town->context, id, TEXT("No.")));
    assert_int_equal(catalogue_confirm(town->context, id + 7), RESULT_NONE);
    assert_int_equal(catalogue_reject(town->context, id + 7, TEXT("No.")), RESULT_NONE);
    /* What takes nothing away is loaded by one alone. */
    assert_ok(load(&story, story.rita, in_effect(&story), town_catalogue(town, "huawei.txt", NULL, NULL), "", &effective));
    assert_true(effective);
    town_follow_up(town);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(two_of_the_staff_take_certificates_away)

static int64_t propose(struct story *story, int64_t by, const char *catalogue)
{
    struct town *town = story->town;
    bool effective;
    assert_ok(load(story, by, in_effect(story), catalogue, "The body has decided so.", &effective));
    assert_false(effective);
    struct list proposals = waiting(story);
    return ((const struct catalogue_proposal *)proposals.items)[proposals.count - 1].id;
}

static void a_proposal_is_rejected(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    town_second_person(town, true);
    int64_t first = propose(&story, story.rita, story.harder), second = propose(&story, story.rita, a_word_more(&story, story.harder));
    town_act_as_staff(town, story.rolf);
    assert_refused("catalogue.reason_missing", catalogue_reject(town->context, first, TEXT(" ")));
    assert_ok(catalogue_reject(town->context, first, TEXT("The board has put it off.")));
    struct catalogue_proposal proposal = read_proposal(&story, first);
    assert_text_equal(proposal.outcome, "rejected");
    assert_text_equal(proposal.end_reason, "The board has put it off.");
    town_act_as_staff(town, story.rolf);
    assert_refused("catalogue.proposal_ended", catalogue_confirm(town->context, first));
    town_act_as_staff(town, story.rita); /* her own she takes back */
    assert_ok(catalogue_reject(town->context, second, TEXT("A slip.")));
    assert_int_equal(waiting(&story).count, 0);
    assert_true(stands(&story));
    assert_int_equal(in_effect(&story), story.first);
    town_follow_up(town);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(a_proposal_is_rejected)

/* Whoever confirms must have seen what both have seen: where another version is in effect by now, it begins anew. */
static void a_proposal_over_an_earlier_version_is_looked_at_anew(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    static struct catalogue_problems problems;
    struct catalogue_differences differences;
    bool effective;
    town_second_person(town, true);
    int64_t old = propose(&story, story.rita, story.harder), other = propose(&story, story.rita, a_word_more(&story, story.harder));
    assert_ok(load(&story, story.rolf, story.first, a_word_more(&story, town_catalogue(town, "huawei.txt", NULL, NULL)), "", &effective));
    assert_true(effective);
    town_act_as_staff(town, story.rolf);
    assert_refused("catalogue.proposal_old", catalogue_confirm(town->context, old));
    assert_true(stands(&story));
    /* One who looks at it anew proposes it, and then she who did at first may confirm. */
    const struct catalogue_wish wish = {.file = TEXT("mine.txt"), .text = text_of(story.harder), .over = in_effect(&story), .reason = TEXT("The body has decided so."), .anew = old};
    town_act_as_staff(town, story.rolf);
    assert_ok(award_load_catalogue(town->context, &wish, &problems, &differences, &effective));
    assert_false(effective);
    struct catalogue_proposal proposal = read_proposal(&story, old);
    assert_text_equal(proposal.outcome, "anew");
    assert_text_equal(proposal.ender, "rolf");
    struct list proposals = waiting(&story);
    assert_int_equal(proposals.count, 2);
    int64_t id = ((const struct catalogue_proposal *)proposals.items)[1].id;
    assert_int_not_equal(id, other);
    town_act_as_staff(town, story.rolf);
    assert_refused("catalogue.second_person", catalogue_confirm(town->context, id));
    town_act_as_staff(town, story.rita);
    assert_ok(catalogue_confirm(town->context, id));
    assert_false(stands(&story));
    town_follow_up(town);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(a_proposal_over_an_earlier_version_is_looked_at_anew)

/* The body changes its mind: who has proposed it confirms it himself. */
static void without_the_setting_one_is_enough(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    town_second_person(town, true);
    int64_t id = propose(&story, story.rita, story.harder);
    town_second_person(town, false);
    town_act_as_staff(town, story.rita);
    assert_ok(catalogue_confirm(town->context, id));
    assert_false(stands(&story));
    town_follow_up(town);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(without_the_setting_one_is_enough)

/* Not everybody is looked at: what becomes of the others nobody knows. */
static void what_was_not_seen_whole_counts_as_taken_away(void **state)
{
    (void)state;
    const struct award_foreseen nothing = {.certificates = 3, .earned = 1, .extended = 1, .otherwise = 1}, part = {.accounts = AWARD_FORESEEN_ACCOUNTS}, stopped = {.stopped = 1}, shortened = {.shortened = 1};
    assert_false(award_foreseen_takes_away(&nothing));
    assert_true(award_foreseen_takes_away(&part));
    assert_true(award_foreseen_takes_away(&stopped));
    assert_true(award_foreseen_takes_away(&shortened));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(what_takes_a_certificate_away_asks_for_a_reason),
        ON_BOTH(what_ends_earlier_asks_as_well),
        ON_BOTH(the_operator_may_give_a_reason),
        ON_BOTH(two_of_the_staff_take_certificates_away),
        ON_BOTH(a_proposal_is_rejected),
        ON_BOTH(a_proposal_over_an_earlier_version_is_looked_at_anew),
        ON_BOTH(without_the_setting_one_is_enough),
        cmocka_unit_test(what_was_not_seen_whole_counts_as_taken_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
