#include "people/people.h"

#include <inttypes.h>

#include "association/association.h"
#include "audit/audit.h"
#include "award/award.h"
#include "calendar/calendar.h"
#include "case/case.h"
#include "catalogue/catalogue.h"
#include "letter/address.h"
#include "outside/json.h"
#include "outside/language.h"
#include "package/package_address.h"
#include "package/package_dispatch.h"
#include "people/people_store.h"

enum { MOST_OF_A_KIND = 300 };

static const char *const way_names[PEOPLE_WAYS] = {
    [PEOPLE_BY_USER_NAME] = N_("User name"), [PEOPLE_BY_MAILBOX] = N_("Mailbox"), [PEOPLE_BY_LETTERS] = N_("Mailbox for letters"), [PEOPLE_BY_CANDIDATE] = N_("Candidate ID"),
    [PEOPLE_BY_REGISTRATION] = N_("Registration ID"), [PEOPLE_BY_CERTIFICATE] = N_("Certificate number"), [PEOPLE_BY_CASE] = N_("Case number"), [PEOPLE_BY_NAME] = N_("Name")};

/* --- Finding --- */

/* A name's beginning as LIKE wants it: small, and what LIKE would read into it escaped. */
static struct text pattern(struct context *context, struct text text)
{
    struct text small = text_lower(context->arena, text);
    char *out = arena_raw(context->arena, 2 * small.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < small.length; i++) {
        if (small.bytes[i] == '%' || small.bytes[i] == '_' || small.bytes[i] == '\\') out[length++] = '\\';
        out[length++] = small.bytes[i];
    }
    out[length] = '\0';
    return (struct text){out, length};
}

static struct text upper(struct context *context, struct text text)
{
    struct text out = text_copy(context->arena, text);
    for (size_t i = 0; i < out.length; i++)
        if (out.bytes[i] >= 'a' && out.bytes[i] <= 'z') ((char *)out.bytes)[i] = (char)(out.bytes[i] - 'a' + 'A');
    return out;
}

/* What a way looks for; empty where the text cannot be it. */
static struct text as_way(struct context *context, enum people_way way, struct text text)
{
    struct text normal;
    switch (way) {
    case PEOPLE_BY_MAILBOX:
    case PEOPLE_BY_LETTERS: return address_normal(context->arena, text, &normal) ? normal : TEXT("");
    case PEOPLE_BY_USER_NAME: return account_name_key(context, text);
    case PEOPLE_BY_CERTIFICATE:
    case PEOPLE_BY_CASE: return upper(context, text);
    case PEOPLE_BY_NAME: return pattern(context, text);
    default: return text;
    }
}

/* People are told apart by what was looked for, too: who looked for whom stands in the journal. */
static enum result note_search(struct context *context, struct text text, size_t found)
{
    struct buffer detail = buffer_new(context->arena, 256, 4096);
    buffer_put_string(&detail, "{\"text\":");
    json_put_text(&detail, text);
    buffer_printf(&detail, ",\"found\":%zu}", found);
    return audit_write(context, "people.search", "account", context->actor.account, buffer_text(&detail));
}

struct searching {
    struct text text;
    struct person_hit *hits;
    size_t count;
    bool more;
};

static enum result search(struct context *context, void *data)
{
    struct searching *searching = data;
    searching->count = 0;
    searching->more = false;
    for (int way = 0; way < PEOPLE_WAYS; way++) {
        struct text wanted = as_way(context, (enum people_way)way, searching->text);
        struct list rows;
        if (text_empty(wanted)) continue;
        TRY(people_store_find(context, (enum people_way)way, wanted, PEOPLE_MOST_HITS + 1, &rows));
        for (size_t i = 0; i < rows.count; i++) {
            if (searching->count == PEOPLE_MOST_HITS) {
                searching->more = true;
                break;
            }
            struct person_hit *hit = &searching->hits[searching->count++];
            *hit = ((const struct person_hit *)rows.items)[i];
            hit->by = text_of(language_text(context->languages, context->language, way_names[way]));
        }
    }
    return note_search(context, searching->text, searching->count);
}

enum result people_find(struct context *context, struct text text, struct list *hits, bool *more)
{
    TRY(audit_may(context, MAY_READ_PEOPLE));
    struct searching searching = {.text = text_trim(text), .hits = ARENA_ARRAY(context->arena, PEOPLE_MOST_HITS, struct person_hit)};
    if (searching.text.length < 2)
        return context_fail(context, RESULT_REFUSED, "people.too_short", N_("Enter at least two characters of a name, or a whole number or mailbox."));
    if (searching.text.length > PEOPLE_TEXT_LIMIT) return context_fail(context, RESULT_REFUSED, "people.too_long", N_("This is too long to be a name, a number or a mailbox."));
    TRY(database_transaction(context, search, &searching));
    *hits = (struct list){&person_hit_record, searching.hits, searching.count};
    *more = searching.more;
    return RESULT_OK;
}

/* --- One person --- */

/* How something came to an account or left it, as who is not its owner reads it. */
static struct text means_words(struct context *context, struct text means)
{
    static const struct {
        const char *word, *english;
    } all[] = {
        {"sign-up", N_("confirmed at sign-up")},
        {"link", N_("by the link of a letter")},
        {"code", N_("by the code of a letter")},
        {"takeover", N_("taken over from the earlier system")},
        {"score-report", N_("by score report")},
        {"case", N_("by a decision of the certifying body")},
        {"released", N_("let go by the account itself")},
        {"forced", N_("by a forced unbinding")},
        {"unbinding", N_("by a forced unbinding from another account")},
        {"undo", N_("by the undoing of an unbinding")},
        {"merge", N_("by a merge of two accounts")},
        {"merge-undo", N_("by the undoing of a merge")},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (text_is(means, all[i].word)) return text_of(language_text(context->languages, context->language, all[i].english));
    return means;
}

struct reading {
    int64_t account;
    struct person *person;
    bool none;
};

static enum result read_person(struct context *context, void *data)
{
    struct reading *reading = data;
    struct person *person = reading->person;
    int64_t account = reading->account;
    enum result found = account_read(context, account, &person->account);
    reading->none = found == RESULT_NONE;
    if (found != RESULT_OK) return found;
    TRY(association_list_of(context, account, &person->mailboxes));
    TRY(people_store_ties(context, account, MOST_OF_A_KIND, &person->ties));
    struct association *tied = (struct association *)person->mailboxes.items;
    struct person_tie *ties = (struct person_tie *)person->ties.items;
    for (size_t i = 0; i < person->mailboxes.count; i++) tied[i].means_words = means_words(context, tied[i].means);
    for (size_t i = 0; i < person->ties.count; i++) ties[i].means_words = means_words(context, ties[i].means);
    TRY(package_address_list_of(context, account, &person->addresses));
    TRY(people_store_records(context, account, MOST_OF_A_KIND, &person->records));
    TRY(people_store_letters(context, account, MOST_OF_A_KIND, &person->letters));
    TRY(people_store_sessions(context, account, context_now(context), MOST_OF_A_KIND, &person->sessions));
    TRY(award_certificates(context, account, MOST_OF_A_KIND, &person->certificates));
    person->cases.record = &case_view_record;
    person->acts.record = &person_act_record;
    person->packages.record = &package_view_record;
    if (audit_allows(&context->actor, MAY_READ_PACKAGES)) TRY(package_list_account(context, account, MOST_OF_A_KIND, &person->packages));
    if (audit_allows(&context->actor, MAY_READ_CASES)) TRY(case_list(context, &(struct case_filter){.account = account}, MOST_OF_A_KIND, &person->cases));
    if (audit_allows(&context->actor, MAY_READ_JOURNAL))
        TRY(people_store_acts(context, &(struct journal_filter){.account = account}, NO_INSTANT, NO_INSTANT, MOST_OF_A_KIND, &person->acts));
    return audit_write(context, "people.view", "account", account, TEXT(""));
}

enum result people_read(struct context *context, int64_t account, struct person *person)
{
    TRY(audit_may(context, MAY_READ_PEOPLE));
    struct reading reading = {account, person, false};
    *person = (struct person){.account = {.id = 0}};
    TRY(database_transaction(context, read_person, &reading));
    return reading.none ? RESULT_NONE : RESULT_OK;
}

/* --- The journal --- */

enum result people_journal(struct context *context, const struct journal_filter *filter, size_t maximum, struct list *acts)
{
    TRY(audit_may(context, MAY_READ_JOURNAL));
    const struct catalogue *catalogue;
    struct journal_filter wanted = *filter;
    struct instant from = NO_INSTANT, to = NO_INSTANT;
    wanted.act = pattern(context, filter->act);
    if (day_is(filter->first) || day_is(filter->last)) {
        TRY(catalogue_current(context, &catalogue));
        if (day_is(filter->first)) from = calendar_midnight(catalogue->calendar, filter->first);
        if (day_is(filter->last)) to = calendar_midnight(catalogue->calendar, (struct day){filter->last.number + 1});
    }
    return people_store_acts(context, &wanted, from, to, maximum, acts);
}
