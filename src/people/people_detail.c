/* What the journal says of an act besides, for who reads it: a name and a value each, in his language, and of what is kept by an inner number what it is called among people (SPEC 11.3). */
#include <inttypes.h>

#include "base/buffer.h"
#include "case/case.h"
#include "letter/address.h"
#include "outside/json.h"
#include "outside/language.h"
#include "people/people_inside.h"
#include "people/people_store.h"

RECORD(person_detail_record, struct person_detail, FIELD(struct person_detail, label), FIELD(struct person_detail, value));

enum { DETAIL_LIMIT = 64 << 10, VALUE_LIMIT = 4096 };

/* What the acts write beside themselves. A number is how many, or an inner one: of an account, ... */
static const struct {
    const char *key, *english;
    enum people_named named;
} keys[] = {
    {"account", N_("Account"), PEOPLE_ACCOUNT},
    {"other", N_("Other account"), PEOPLE_ACCOUNT},
    {"from", N_("From the account"), PEOPLE_ACCOUNT},
    {"to", N_("Into the account"), PEOPLE_ACCOUNT},
    {"into", N_("Into the account"), PEOPLE_ACCOUNT},
    {"proposed_by", N_("Proposed by"), PEOPLE_ACCOUNT},
    {"mailbox", N_("Mailbox"), PEOPLE_MAILBOX},
    {"record", N_("Exam record"), PEOPLE_RECORD},
    {"certification", N_("Certification"), PEOPLE_CERTIFICATION},
    {"case", N_("Case"), PEOPLE_CASE},
    {"addresses", N_("Postal addresses"), PEOPLE_UNNAMED},
    {"although", N_("Although the mailbox is of"), PEOPLE_UNNAMED},
    {"by", N_("By"), PEOPLE_UNNAMED},
    {"cause", N_("Cause"), PEOPLE_UNNAMED},
    {"changed", N_("Changed"), PEOPLE_UNNAMED},
    {"corrected", N_("Corrected"), PEOPLE_UNNAMED},
    {"count", N_("How many"), PEOPLE_UNNAMED},
    {"day", N_("Day"), PEOPLE_UNNAMED},
    {"differed", N_("Differed"), PEOPLE_UNNAMED},
    {"evidence", N_("What tells that it is one person"), PEOPLE_UNNAMED},
    {"found", N_("Found"), PEOPLE_UNNAMED},
    {"kind", N_("Kind"), PEOPLE_UNNAMED},
    {"last", N_("Through account or record number"), PEOPLE_UNNAMED},
    {"means", N_("How"), PEOPLE_UNNAMED},
    {"merge", N_("Merge number"), PEOPLE_UNNAMED},
    {"new", N_("New"), PEOPLE_UNNAMED},
    {"ordinal", N_("Print number"), PEOPLE_UNNAMED},
    {"outcome", N_("Decision"), PEOPLE_UNNAMED},
    {"packages", N_("Packages"), PEOPLE_UNNAMED},
    {"page", N_("Page"), PEOPLE_UNNAMED},
    {"paper", N_("Paper"), PEOPLE_UNNAMED},
    {"provider", N_("Provider"), PEOPLE_UNNAMED},
    {"purpose", N_("Purpose"), PEOPLE_UNNAMED},
    {"quarantined", N_("Quarantined"), PEOPLE_UNNAMED},
    {"records", N_("Records"), PEOPLE_UNNAMED},
    {"refused", N_("Refused"), PEOPLE_UNNAMED},
    {"remedy", N_("Remedy"), PEOPLE_UNNAMED},
    {"request", N_("Request number"), PEOPLE_UNNAMED},
    {"revision", N_("Revision"), PEOPLE_UNNAMED},
    {"roles", N_("Roles"), PEOPLE_UNNAMED},
    {"rows", N_("Rows"), PEOPLE_UNNAMED},
    {"sha256", N_("SHA-256"), PEOPLE_UNNAMED},
    {"state", N_("State"), PEOPLE_UNNAMED},
    {"taken", N_("Taken in"), PEOPLE_UNNAMED},
    {"text", N_("Looked for"), PEOPLE_UNNAMED},
    {"things", N_("What was moved"), PEOPLE_UNNAMED},
    {"unchanged", N_("Unchanged"), PEOPLE_UNNAMED},
    {"updates", N_("New addresses"), PEOPLE_UNNAMED},
    {"verdict", N_("Verdict"), PEOPLE_UNNAMED},
    {"what", N_("What"), PEOPLE_UNNAMED},
    {"why", N_("Reason"), PEOPLE_UNNAMED},
};

/* The words that stand as values, of the keys that have some; the kinds of cases and how they end have theirs in their room. */
static const struct {
    const char *key, *word, *english;
} words[] = {
    {"changed", "name", N_("Name")},
    {"changed", "mailbox", N_("Mailbox")},
    {"why", "name", N_("Name corrected")},
    {"by", "app", N_("by an authenticator app")},
    {"by", "passkey", N_("by a passkey")},
    {"by", "recovery code", N_("by a recovery code")},
    {"by", "letter", N_("by a letter")},
    {"by", "demonstration", N_("for the demonstration")},
    {"state", "suspended", N_("suspended")},
    {"state", "revoked", N_("revoked")},
    {"state", "given-back", N_("given back")},
    {"what", "labels", N_("Address labels")},
    {"what", "sheets", N_("Sheets of labels")},
    {"what", "slips", N_("Packing slips")},
    {"what", "certificates", N_("Certificates")},
    {"what", "list", N_("List for the carrier")},
    {"paper", "label", N_("address label")},
    {"paper", "slip", N_("packing slip")},
    {"paper", "certificate", N_("Certificate")},
    {"purpose", "sign-up", N_("Sign-up")},
    {"purpose", "associate", N_("Association of a mailbox")},
    {"purpose", "score-report", N_("Association by score report")},
    {"purpose", "lost-mailbox", N_("Lost mailbox")},
    {"purpose", "disassociate", N_("Letting go")},
    {"purpose", "dispute", N_("Dispute")},
    {"evidence", "candidate-id", N_("Candidate ID")},
    {"evidence", "name", N_("Name")},
    {"evidence", "record-name", N_("Name in a record")},
    {"remedy", "accept", N_("Take in as it is")},
    {"remedy", "mailbox", N_("Take in under this mailbox")},
    {"remedy", "ignore", N_("Put it aside")},
    {"remedy", "take-back", N_("Taken back")},
    {"verdict", "unknown", N_("of no known package")},
    {"verdict", "unchanged", N_("Unchanged")},
    {"roles", "support", N_("Support")},
    {"roles", "intake", N_("Intake")},
    {"roles", "registrar", N_("Registrar")},
    {"roles", "mailing", N_("Mailing")},
    {"roles", "catalogue", N_("Catalogue")},
    {"roles", "auditor", N_("Auditor")},
    {"roles", "administrator", N_("Administrator")},
};

static struct text translated(const struct context *context, const char *english)
{
    return text_of(language_text(context->languages, context->language, english));
}

static struct text word_of(struct context *context, struct text key, struct text value)
{
    enum case_kind kind;
    enum case_outcome outcome;
    if (text_is(key, "means")) return people_means_words(context, value);
    if (text_is(key, "kind") && case_kind_of(value, &kind)) return translated(context, case_kind_english(kind));
    if (text_is(key, "outcome") && case_outcome_of(value, &outcome) && outcome != CASE_UNDECIDED) return translated(context, case_outcome_english(outcome));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text_is(key, words[i].key) && text_is(value, words[i].word)) return translated(context, words[i].english);
    return value;
}

struct people_name {
    enum people_named named;
    int64_t id;
    struct text name;
    struct people_name *next;
};

/* An inner number by the name of what it is of; 0 is none's. */
static enum result name_of(struct context *context, enum people_named named, int64_t id, struct people_name **names, struct text *name)
{
    *name = TEXT("");
    if (!id) return RESULT_OK;
    for (const struct people_name *known = *names; known; known = known->next)
        if (known->named == named && known->id == id) return *name = known->name, RESULT_OK;
    enum result found = people_store_named(context, named, id, name);
    TRY(found);
    if (found == RESULT_NONE) *name = text_printf(context->arena, "%" PRId64, id);
    else if (named == PEOPLE_MAILBOX) *name = address_shown(context->arena, *name);
    struct people_name *known = ARENA_NEW(context->arena, struct people_name);
    *known = (struct people_name){named, id, *name, *names};
    *names = known;
    return RESULT_OK;
}

static enum result value_of(struct context *context, struct text key, enum people_named named, const struct json_value *value, struct people_name **names, struct text *out)
{
    if (value->kind == JSON_IS_INTEGER && !value->integer && text_is(key, "request")) return *out = TEXT(""), RESULT_OK; /* without one */
    if (value->kind == JSON_IS_INTEGER && named != PEOPLE_UNNAMED) return name_of(context, named, value->integer, names, out);
    if (value->kind != JSON_IS_LIST) {
        *out = word_of(context, key, json_as_text(context->arena, value));
        return RESULT_OK;
    }
    struct buffer all = buffer_new(context->arena, 64, VALUE_LIMIT);
    for (uint32_t i = 0; i < value->count; i++) {
        if (i) buffer_put(&all, translated(context, N_(", ")));
        buffer_put(&all, word_of(context, key, json_as_text(context->arena, &value->items[i])));
    }
    *out = buffer_text(&all);
    return RESULT_OK;
}

/* A key that this version does not know stands as it is. The address that a paper was printed for is kept as its hash, which tells nobody anything. */
static enum result say(struct context *context, struct text key, const struct json_value *value, struct people_name **names, struct person_detail *detail)
{
    enum people_named named = PEOPLE_UNNAMED;
    detail->label = key;
    detail->value = TEXT("");
    if (text_is(key, "address")) return RESULT_OK;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (!text_is(key, keys[i].key)) continue;
        detail->label = translated(context, keys[i].english);
        named = keys[i].named;
    }
    return value_of(context, key, named, value, names, &detail->value);
}

/* Of what begins with the act's subject: does it end with it, or nowhere? */
static bool no_range(const struct person_act *act, const struct json_value *last)
{
    return last->kind == JSON_IS_INTEGER && (last->integer == act->subject_id || last->integer == INT64_MAX);
}

enum result people_say_detail(struct context *context, struct person_act *act, struct people_name **names)
{
    struct json_value object;
    act->details = (struct list){&person_detail_record, NULL, 0};
    if (text_empty(act->detail)) return RESULT_OK;
    enum result read = json_parse(context, act->detail, DETAIL_LIMIT, &object);
    if (read == RESULT_REFUSED) error_clear(&context->error);
    else TRY(read);
    if (read == RESULT_OK && object.kind != JSON_IS_OBJECT) object.count = 0;
    size_t count = read == RESULT_OK ? object.count : 0;
    struct person_detail *items = ARENA_ARRAY(context->arena, count + 1, struct person_detail);
    act->details.items = items;
    for (size_t i = 0; i < count; i++) {
        if (text_is(object.names[i], "last") && no_range(act, &object.items[i])) continue;
        TRY(say(context, object.names[i], &object.items[i], names, &items[act->details.count]));
        act->details.count += !text_empty(items[act->details.count].value);
    }
    return RESULT_OK;
}
