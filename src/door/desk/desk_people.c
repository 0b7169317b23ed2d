/* People: finding one, and everything of him (SPEC 11.1); the journal of all acts (11.3). */
#include "association/association.h"
#include "association/association_merge.h"
#include "award/award.h"
#include "door/desk/desk_inside.h"
#include "door/desk/desk_records.h"
#include "door/web_person.h"
#include "outside/language.h"
#include "people/people.h"

enum { ACTS_A_PAGE = 100 };

/* What is looked for goes in the body: names and mailboxes stand in no address line. */
enum result desk_people(struct visit *visit)
{
    struct desk_people_page page = {.hits = {&person_hit_record, NULL, 0}};
    return web_show(visit, DESK_PAGE_PEOPLE, 200, &page);
}

enum result desk_people_find(struct visit *visit)
{
    struct desk_people_page page = {.text = form_text(&visit->form, "text"), .searched = true};
    visit->context->once.key = TEXT(""); /* it only reads: looked for again, it is found again */
    TRY(people_find(visit->context, page.text, &page.hits, &page.more));
    return web_show(visit, DESK_PAGE_PEOPLE, 200, &page);
}

enum result desk_people_again(struct visit *visit, int status)
{
    struct desk_people_page page = {.text = form_text(&visit->form, "text"), .hits = {&person_hit_record, NULL, 0}};
    return web_show(visit, DESK_PAGE_PEOPLE, status, &page);
}

/* Where the staff see what an act is about: by its id, by its name, or on a page that has no more to say than that it is there. */
enum { BY_ID, BY_NAME, AS_IT_IS };
static const struct {
    const char *subject, *path;
    enum permission permission;
    int how;
} places[] = {
    {"account", "/desk/people/", MAY_READ_PEOPLE, BY_ID},
    {"association_request", "/desk/people/", MAY_READ_PEOPLE, BY_ID},
    {"exam_record", "/desk/people/records/", MAY_READ_PEOPLE, BY_ID},
    {"account_merge", "/desk/merges/", MAY_READ_PEOPLE, BY_ID},
    {"case_file", "/desk/cases/", MAY_READ_CASES, BY_NAME},
    {"case_evidence", "/desk/cases/", MAY_READ_CASES, BY_NAME},
    {"unbinding", "/desk/unbindings/", MAY_READ_CASES, BY_NAME},
    {"certificate", "/desk/journal?number=", MAY_READ_JOURNAL, BY_NAME},
    {"package", "/desk/packages/", MAY_READ_PACKAGES, BY_NAME},
    {"package_print", "/desk/packages/", MAY_READ_PACKAGES, BY_NAME},
    {"package_event", "/desk/packages/deliveries", MAY_READ_PACKAGES, AS_IT_IS},
    {"package_event_refused", "/desk/packages/deliveries", MAY_READ_PACKAGES, AS_IT_IS},
    {"intake_file", "/desk/intake/", MAY_READ_INTAKE, BY_ID},
    {"intake_row", "/desk/intake/", MAY_READ_INTAKE, BY_ID},
    {"letter", "/desk/letters/", MAY_READ_LETTERS, BY_ID},
    {"near_miss", "/desk/near/", MAY_READ_NEAR_MISSES, BY_ID},
    {"catalogue_version", "/desk/catalogue/", MAY_READ_CATALOGUE, BY_ID},
    {"catalogue_proposal", "/desk/catalogue/proposals/", MAY_READ_CATALOGUE, BY_ID},
    {"demographic_file", "/desk/demographics", MAY_READ_DEMOGRAPHICS, AS_IT_IS},
    {"demographic_update", "/desk/demographics", MAY_READ_DEMOGRAPHICS, AS_IT_IS},
};

static void place_acts(const struct visit *visit, struct list *list)
{
    struct arena *arena = visit->context->arena;
    struct person_act *acts = (struct person_act *)list->items;
    for (size_t i = 0; i < list->count; i++)
        for (size_t k = 0; k < sizeof places / sizeof *places; k++) {
            struct person_act *act = &acts[i];
            if (!act->subject_id || !text_is(act->subject, places[k].subject) || !audit_allows(&visit->context->actor, places[k].permission)) continue;
            if (places[k].how == BY_ID) act->page = text_printf(arena, "%s%lld", places[k].path, (long long)act->subject_of);
            else if (places[k].how == BY_NAME) act->page = text_printf(arena, "%s%.*s", places[k].path, TEXT_ARG(act->subject_name));
            else act->page = text_of(places[k].path);
        }
}

/* Leaves what a page shows of a kind; true where there is more. */
static bool cut(struct list *list)
{
    bool more = list->count > PEOPLE_MOST_OF_A_KIND;
    if (more) list->count = PEOPLE_MOST_OF_A_KIND;
    return more;
}

enum result desk_person(struct visit *visit)
{
    struct person person;
    enum result found = people_read(visit->context, web_number(visit->rest), &person);
    TRY(found);
    if (found == RESULT_NONE) return web_absent(visit);
    struct desk_person_page page = {
        .id = person.account.id, .name = person.account.user_name, .name_latin = person.account.name_latin, .name_native = person.account.name_native,
        .letters_to = person.letters_to, .phone = person.account.phone, .tongue = web_language_name(visit, person.account.language), .zone = person.account.zone,
        .made = person.account.made, .may_act = audit_allows(&visit->context->actor, MAY_ACT_AS_CANDIDATE),
        .may_propose = audit_allows(&visit->context->actor, MAY_JUDGE_NEAR_MISSES), .may_hold = audit_allows(&visit->context->actor, MAY_HOLD_LETTERS),
        .may_read_updates = audit_allows(&visit->context->actor, MAY_READ_DEMOGRAPHICS_OF), .mailboxes = person.mailboxes, .ties = person.ties, .records = person.records,
        .certificates = person.certificates, .letters = person.letters, .cases = person.cases, .claims = person.claims, .updates = person.updates, .packages = person.packages, .sessions = person.sessions, .acts = person.acts};
    page.more_ties = cut(&page.ties);
    page.more_records = cut(&page.records);
    page.more_certificates = cut(&page.certificates);
    page.more_letters = cut(&page.letters);
    page.more_cases = cut(&page.cases);
    page.more_claims = cut(&page.claims);
    page.more_updates = cut(&page.updates);
    page.more_packages = cut(&page.packages);
    page.more_acts = cut(&page.acts);
    page.back = text_printf(visit->context->arena, "/desk/people/%lld", (long long)page.id);
    place_acts(visit, &page.acts);
    TRY(association_merges(visit->context, page.id, &page.merges));
    page.country = web_country_name(visit, person.account.country);
    page.addresses = web_address_cards(visit, &person.addresses);
    return web_show(visit, DESK_PAGE_PERSON, 200, &page);
}

enum result desk_unheld(struct visit *visit)
{
    struct person_unheld person;
    enum result found = people_records(visit->context, web_number(visit->rest), &person);
    TRY(found);
    if (found == RESULT_NONE) return web_absent(visit);
    struct desk_unheld_page page = {person.candidate_id, person.mailbox, person.records, person.ties};
    return web_show(visit, DESK_PAGE_UNHELD, 200, &page);
}

/* --- The journal --- */

/* As a line begins that says nothing else. */
static struct text state_name(const struct visit *visit, struct text word)
{
    struct text name = text_copy(visit->context->arena, web_text(visit, text_string(visit->context->arena, word)));
    char *first = (char *)(uintptr_t)name.bytes;
    if (name.length && *first >= 'a' && *first <= 'z') *first = (char)(*first - 32);
    return name;
}

static void put_turn(struct list *turns, struct desk_turn_row turn)
{
    struct desk_turn_row *rows = (struct desk_turn_row *)turns->items;
    size_t at = turns->count++;
    for (; at > 0 && rows[at - 1].day.number > turn.day.number; at--) rows[at] = rows[at - 1];
    rows[at] = turn;
}

/* What is printed from that revision on. */
static struct text name_of_revision(struct visit *visit, const struct certificate *certificate, const struct list *revisions, int64_t revision)
{
    const struct certificate_revision *earlier = revisions->items;
    struct text latin = certificate->name_latin, native = certificate->name_native;
    for (size_t i = 0; i < revisions->count; i++)
        if (earlier[i].revision == revision) latin = earlier[i].name_latin, native = earlier[i].name_native;
    return language_both_names(visit->context->arena, visit->context->language, latin, native);
}

void desk_turns_of(struct visit *visit, const struct certificate *certificate, const struct list *history_list, const struct list *revisions, struct list *turns)
{
    struct arena *arena = visit->context->arena;
    const struct certificate_history *history = history_list->items;
    struct day expiry = NO_DAY;
    bool issued = false;
    *turns = (struct list){&desk_turn_row_record, ARENA_ARRAY(arena, history_list->count + 2, struct desk_turn_row), 0};
    put_turn(turns, (struct desk_turn_row){.day = certificate->award_day, .earned = true, .expiry = NO_DAY, .why = TEXT("")});
    for (size_t i = 0; i < history_list->count; i++) issued |= history[i].state_changed && text_is(history[i].state_before, "pending") && text_is(history[i].state_after, "issued");
    if (!issued && certificate->ever_issued) put_turn(turns, (struct desk_turn_row){.day = certificate->issue_day, .state = state_name(visit, TEXT("issued")), .expiry = NO_DAY});
    for (size_t i = 0; i < history_list->count; i++) {
        struct desk_turn_row turn = {.day = history[i].since, .state = history[i].state_changed ? state_name(visit, history[i].state_after) : TEXT(""), .expiry = NO_DAY, .revision = history[i].revision, .why = history[i].reason};
        bool again = history[i].expiry_changed && day_is(history[i].expiry_after) && history[i].expiry_after.number == expiry.number;
        if (turn.revision) turn.name = name_of_revision(visit, certificate, revisions, turn.revision);
        if (history[i].expiry_changed && !again) {
            expiry = turn.expiry = history[i].expiry_after;
            turn.endless = !day_is(expiry);
        }
        if (text_empty(turn.state) && !day_is(turn.expiry) && !turn.endless && !turn.revision) { /* nothing else became of it */
            if (again) continue;
            turn.state = turn.why;
            turn.why = TEXT("");
        }
        put_turn(turns, turn);
    }
}

/* Of a certificate that was looked for by its number: what became of it, which acts about many at once have done. */
static enum result tell_certificate(struct visit *visit, struct desk_journal_page *page)
{
    struct journal_certificate found;
    page->turns.record = &desk_turn_row_record;
    enum result known = text_empty(page->number) ? RESULT_NONE : people_journal_certificate(visit->context, page->number, &found);
    if (known != RESULT_OK) return known < 0 ? known : RESULT_OK;
    page->certificate = found.certificate.number;
    page->certification = found.certificate.certification;
    page->holder = found.certificate.account;
    page->holder_id = found.certificate.account_id;
    desk_turns_of(visit, &found.certificate, &found.history, &found.revisions, &page->turns);
    return RESULT_OK;
}

/* Shown again it is as it was typed. */
static enum result read_day(struct visit *visit, const char *field, int status, struct day *day)
{
    struct text typed = text_trim(form_text(&visit->form, field));
    *day = NO_DAY;
    if (text_empty(typed) || day_parse(typed, day) || status != 200) return RESULT_OK;
    return FIELD_FAIL(visit->context, field, "desk.day", N_("This is no day. Write it like 2026-02-13."));
}

static enum result show_journal(struct visit *visit, int status)
{
    struct desk_journal_page page = {.account = form_text(&visit->form, "account"), .number = form_text(&visit->form, "number"), .act = form_text(&visit->form, "act"), .first = form_text(&visit->form, "first"),
                                     .last = form_text(&visit->form, "last")};
    struct journal_filter filter = {.number = page.number, .act = page.act, .first = NO_DAY, .last = NO_DAY, .before = web_number(form_text(&visit->form, "before"))};
    struct account account;
    TRY(read_day(visit, "first", status, &filter.first));
    TRY(read_day(visit, "last", status, &filter.last));
    if (!text_empty(page.account)) {
        enum result found = account_by_name(visit->context, page.account, &account);
        TRY(found);
        filter.account = found == RESULT_OK ? account.id : -1; /* nobody of that name has done anything */
    }
    page.acts.record = &person_act_record;
    if (status == 200 && day_is(filter.first) && day_is(filter.last) && filter.last.number < filter.first.number)
        return context_fail(visit->context, RESULT_REFUSED, "people.days_turned", N_("The first day lies behind the last one. Correct one of them."));
    if (status == 200) TRY(people_journal(visit->context, &filter, ACTS_A_PAGE + 1, &page.acts));
    place_acts(visit, &page.acts);
    TRY(tell_certificate(visit, &page));
    page.filtered = !text_empty(page.account) || !text_empty(page.number) || !text_empty(page.act) || day_is(filter.first) || day_is(filter.last);
    page.more = page.acts.count > ACTS_A_PAGE;
    if (page.more) page.acts.count = ACTS_A_PAGE;
    if (page.acts.count) page.before = ((const struct person_act *)page.acts.items)[page.acts.count - 1].id;
    return web_show(visit, DESK_PAGE_JOURNAL, status, &page);
}

enum result desk_journal(struct visit *visit)
{
    return show_journal(visit, 200);
}

enum result desk_journal_again(struct visit *visit, int status)
{
    return show_journal(visit, status);
}
