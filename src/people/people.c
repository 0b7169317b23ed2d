#include "people/people.h"

#include <inttypes.h>

#include "association/association.h"
#include "association/association_unbinding.h"
#include "audit/audit.h"
#include "award/award.h"
#include "calendar/calendar.h"
#include "case/case.h"
#include "catalogue/catalogue.h"
#include "intake/intake_demographic.h"
#include "letter/address.h"
#include "outside/unicode.h"
#include "outside/language.h"
#include "package/package_address.h"
#include "package/package_dispatch.h"
#include "people/people_inside.h"
#include "people/people_store.h"

enum { MOST_OF_A_KIND = PEOPLE_MOST_OF_A_KIND, ONE_MORE = MOST_OF_A_KIND + 1, MOST_CLAIMANTS = 20 };

/* --- One person --- */

struct text people_means_words(struct context *context, struct text means)
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

/* How they came and went, with the mailbox as its reader knows it. */
static void say_ties(struct context *context, struct list *list)
{
    struct person_tie *ties = (struct person_tie *)list->items;
    for (size_t i = 0; i < list->count; i++) ties[i].means_words = people_means_words(context, ties[i].means);
    address_show(context->arena, list, "mailbox");
}

/* Of a record its names, in both scripts, and its mailbox. */
static void say_records(struct context *context, struct list *list)
{
    struct person_record *records = (struct person_record *)list->items;
    for (size_t i = 0; i < list->count; i++) {
        struct text latin = unicode_name(context->arena, records[i].first_name, records[i].last_name);
        struct text native = unicode_name(context->arena, records[i].native_first_name, records[i].native_last_name);
        records[i].name = language_both_names(context->arena, context->language, latin, native);
    }
    address_show(context->arena, list, "mailbox");
}

/* As letters find it: the profile may still name a mailbox that has left the account. */
static struct text letters_to(const struct list *mailboxes)
{
    const struct association *tied = mailboxes->items, *found = NULL;
    for (size_t i = 0; i < mailboxes->count; i++) {
        if (!tied[i].mailbox_id) continue;
        bool earlier = !found || tied[i].since.microseconds < found->since.microseconds || (tied[i].since.microseconds == found->since.microseconds && tied[i].mailbox_id < found->mailbox_id);
        if (tied[i].letters || (earlier && !(found && found->letters))) found = &tied[i];
    }
    return found ? found->address : TEXT("");
}

struct reading {
    int64_t account, record;
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
    TRY(people_store_ties(context, account, ONE_MORE, &person->ties));
    struct association *tied = (struct association *)person->mailboxes.items;
    for (size_t i = 0; i < person->mailboxes.count; i++) tied[i].means_words = people_means_words(context, tied[i].means);
    address_show(context->arena, &person->mailboxes, "address");
    person->letters_to = letters_to(&person->mailboxes);
    say_ties(context, &person->ties);
    TRY(package_address_list_of(context, account, &person->addresses));
    TRY(people_store_records(context, account, ONE_MORE, &person->records));
    say_records(context, &person->records);
    TRY(people_store_letters(context, account, ONE_MORE, &person->letters));
    address_show(context->arena, &person->letters, "recipient");
    TRY(account_sessions(context, account, &person->sessions));
    TRY(award_certificates(context, account, ONE_MORE, &person->certificates));
    person->cases.record = &case_view_record;
    person->claims.record = &unbinding_view_record;
    person->updates.record = &demographic_update_record;
    person->acts.record = &person_act_record;
    person->packages.record = &package_view_record;
    if (audit_allows(&context->actor, MAY_READ_PACKAGES)) TRY(package_list_account(context, account, ONE_MORE, &person->packages));
    if (audit_allows(&context->actor, MAY_READ_CASES)) {
        TRY(case_list(context, &(struct case_filter){.account = account, .all = true}, ONE_MORE, &person->cases));
        TRY(unbinding_list_claimed(context, account, ONE_MORE, &person->claims));
    }
    if (audit_allows(&context->actor, MAY_READ_DEMOGRAPHICS_OF)) {
        TRY(intake_demographic_of(context, account, ONE_MORE, &person->updates));
        address_show(context->arena, &person->updates, "address");
    }
    if (audit_allows(&context->actor, MAY_READ_JOURNAL))
        TRY(people_store_acts(context, &(struct journal_filter){.account = account}, NO_INSTANT, NO_INSTANT, ONE_MORE, &person->acts));
    return people_say_acts(context, &person->acts);
}

static enum result note_view(struct context *context, void *data)
{
    return audit_write(context, "people.view", "account", *(const int64_t *)data, TEXT(""));
}

enum result people_read(struct context *context, int64_t account, struct person *person)
{
    TRY(audit_may(context, MAY_READ_PEOPLE));
    struct reading reading = {.account = account, .person = person};
    *person = (struct person){.account = {.id = 0}};
    TRY(database_reading(context, read_person, &reading)); /* much is read, and keeps nobody from writing */
    if (reading.none) return RESULT_NONE;
    return database_transaction(context, note_view, &account);
}

/* --- Somebody without an account --- */

struct reading_records {
    int64_t record;
    struct person_unheld *person;
    bool none;
};

static enum result read_records(struct context *context, void *data)
{
    struct reading_records *reading = data;
    enum result found = people_store_key(context, reading->record, MOST_OF_A_KIND, reading->person);
    reading->none = found == RESULT_NONE;
    if (found != RESULT_OK) return found;
    reading->person->mailbox = address_shown(context->arena, reading->person->mailbox);
    say_records(context, &reading->person->records);
    say_ties(context, &reading->person->ties);
    return RESULT_OK;
}

static enum result note_records_view(struct context *context, void *data)
{
    return audit_write(context, "people.view-records", "exam_record", *(const int64_t *)data, TEXT(""));
}

enum result people_records(struct context *context, int64_t record, struct person_unheld *person)
{
    TRY(audit_may(context, MAY_READ_PEOPLE));
    struct reading_records reading = {record, person, false};
    TRY(database_reading(context, read_records, &reading));
    if (reading.none) return RESULT_NONE;
    return database_transaction(context, note_records_view, &record);
}

/* Of all with that key those that are nobody's; or the account that the record is in. */
static enum result compare_record(struct context *context, int64_t record, struct person *person, int64_t *account)
{
    struct person_unheld key;
    enum result found = people_store_key(context, record, MOST_OF_A_KIND, &key);
    if (found != RESULT_OK) return found;
    say_records(context, &key.records);
    struct person_record *records = (struct person_record *)key.records.items;
    person->records = (struct list){&person_record_record, records, 0};
    for (size_t i = 0; i < key.records.count; i++) {
        if (records[i].id == record) *account = records[i].account_id;
        if (!records[i].account_id) records[person->records.count++] = records[i];
    }
    return RESULT_OK;
}

static enum result compare(struct context *context, void *data)
{
    struct reading *reading = data;
    struct person *person = reading->person;
    int64_t account = reading->account;
    *person = (struct person){.mailboxes = {&association_record, NULL, 0}, .certificates = {&certificate_record, NULL, 0}};
    enum result found = reading->record ? compare_record(context, reading->record, person, &account) : RESULT_OK;
    if (found == RESULT_OK && account) found = account_read(context, account, &person->account);
    reading->none = found == RESULT_NONE;
    if (found != RESULT_OK || !account) return found;
    TRY(association_list_of(context, account, &person->mailboxes));
    address_show(context->arena, &person->mailboxes, "address");
    TRY(people_store_records(context, account, MOST_OF_A_KIND, &person->records));
    say_records(context, &person->records);
    return award_certificates(context, account, MOST_OF_A_KIND, &person->certificates);
}

enum result people_compare(struct context *context, int64_t account, int64_t record, struct person *person)
{
    TRY(audit_may(context, MAY_READ_REGISTER));
    struct reading reading = {.account = account, .record = account ? 0 : record, .person = person};
    TRY(database_reading(context, compare, &reading));
    return reading.none ? RESULT_NONE : RESULT_OK;
}

enum result people_claimants(struct context *context, struct text candidate_id, struct text mailbox, struct list *records)
{
    struct text address;
    TRY(audit_may(context, MAY_READ_INTAKE));
    if (!address_normal(context->arena, mailbox, &address)) address = TEXT("");
    TRY(people_store_claimants(context, candidate_id, address, MOST_CLAIMANTS, records));
    say_records(context, records);
    return RESULT_OK;
}

/* --- The journal --- */

enum result people_journal(struct context *context, const struct journal_filter *filter, size_t maximum, struct list *acts)
{
    TRY(audit_may(context, MAY_READ_JOURNAL));
    const struct catalogue *catalogue;
    struct journal_filter wanted = *filter;
    struct instant from = NO_INSTANT, to = NO_INSTANT;
    wanted.act = people_store_pattern(context, filter->act);
    wanted.number = text_trim(filter->number);
    if (day_is(filter->first) || day_is(filter->last)) {
        TRY(catalogue_current(context, &catalogue));
        if (day_is(filter->first)) from = calendar_midnight(catalogue->calendar, filter->first);
        if (day_is(filter->last)) to = calendar_midnight(catalogue->calendar, (struct day){filter->last.number + 1});
    }
    TRY(people_store_acts(context, &wanted, from, to, maximum, acts));
    return people_say_acts(context, acts);
}

enum result people_journal_certificate(struct context *context, struct text number, struct journal_certificate *found)
{
    TRY(audit_may(context, MAY_READ_JOURNAL));
    enum result known = award_certificate(context, people_store_number(context, number), &found->certificate);
    if (known != RESULT_OK) return known;
    TRY(award_history(context, &found->certificate, &found->history));
    return award_revisions(context, found->certificate.id, &found->revisions);
}
