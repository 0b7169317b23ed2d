#include "award/award_name.h"

#include "account/account.h"
#include "association/association_identity.h"
#include "association/association_merge.h"
#include "association/association_unbinding.h"
#include "audit/audit.h"
#include "award/award_work.h"
#include "base/buffer.h"
#include "catalogue/catalogue.h"
#include "outside/json.h"
#include "outside/unicode.h"

enum { MOST_CERTIFICATES = 10000 };

/* --- What is printed --- */

struct knowing {
    int64_t account; /* whose names are arriving; 0: nobody's yet */
    bool records_only;
    struct award_naming naming;
    award_named *named;
    void *data;
};

static struct award_naming nobody(void)
{
    return (struct award_naming){.latin = TEXT(""), .native = TEXT("")};
}

static void set(struct context *context, struct text name, enum award_name_source source, struct text *to, enum award_name_source *of)
{
    if (*of || text_empty(name)) return;
    *to = text_copy(context->arena, name);
    *of = source;
}

/* Providers' columns for Latin letters may hold a name in native script: it is none in Latin letters then, and the native one where there is no other. */
static bool in_latin(struct text name)
{
    uint32_t c;
    bool latin = false;
    while (text_next_code_point(&name, &c)) {
        if (unicode_kind(c) != UNICODE_LETTER) continue;
        if (!unicode_is_latin(c)) return false;
        latin = true;
    }
    return latin;
}

static bool may_be(struct context *context, struct text known, struct text name)
{
    return text_empty(known) || text_empty(name) || association_identity_same_name(context->arena, known, name);
}

static enum result know(struct context *context, const void *item, void *data)
{
    const struct known_name *row = item;
    struct knowing *knowing = data;
    struct award_naming *naming = &knowing->naming;
    if (knowing->account != row->account_id) {
        if (knowing->named && knowing->account) TRY(knowing->named(context, knowing->account, naming, knowing->data));
        *naming = nobody();
        knowing->account = row->account_id;
    }
    if (naming->as_issued || (naming->latin_of && naming->native_of) || (knowing->records_only && row->source != AWARD_NAME_RECORD)) return RESULT_OK;
    struct text latin = unicode_name(context->arena, row->first_name, row->last_name), native = unicode_name(context->arena, row->native_first_name, row->native_last_name);
    if (row->source == AWARD_NAME_CERTIFICATE) {
        if ((naming->latin_of && !text_equal(naming->latin, latin)) || (naming->native_of && !text_equal(naming->native, native))) return RESULT_OK;
        naming->as_issued = true;
    }
    if (row->source == AWARD_NAME_RECORD) {
        if (!in_latin(latin)) {
            if (text_empty(native)) native = latin;
            latin = TEXT("");
        }
        if (!may_be(context, naming->latin, latin) || !may_be(context, naming->native, native)) return RESULT_OK;
    }
    set(context, latin, row->source, &naming->latin, &naming->latin_of);
    set(context, native, row->source, &naming->native, &naming->native_of);
    return RESULT_OK;
}

enum result award_names(struct context *context, int64_t account, bool records_only, struct award_naming *naming)
{
    struct knowing knowing = {.records_only = records_only, .naming = nobody()};
    TRY(award_store_known_names(context, account, know, &knowing));
    *naming = knowing.naming;
    return RESULT_OK;
}

enum result award_names_each(struct context *context, struct award_scope scope, award_named *named, void *data)
{
    struct knowing knowing = {.named = named, .data = data};
    TRY(award_store_each_known_name(context, scope, know, &knowing));
    return knowing.account ? named(context, knowing.account, &knowing.naming, data) : RESULT_OK;
}

enum result award_name_to_print(struct context *context, struct award_naming *naming)
{
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    return award_names(context, context->actor.account, false, naming);
}

/* Of one script; what can be seen is shown, too. */
static enum result tell_characters(struct context *context, struct text native, struct text latin, struct buffer *told)
{
    struct text missing;
    uint32_t c;
    enum result checked = context_check_name(context, native, latin, &missing);
    if (checked != RESULT_REFUSED) return checked;
    error_clear(&context->error);
    while (text_next_code_point(&missing, &c)) {
        struct text code = text_printf(context->arena, "U+%04X", (unsigned)c);
        char bytes[4];
        if (text_find(buffer_text(told), code.bytes) < told->length) continue;
        if (told->length) buffer_put_string(told, ", ");
        if (unicode_kind(c) < UNICODE_INVISIBLE) buffer_printf(told, "%.*s (%s)", (int)text_put_code_point(bytes, c), bytes, code.bytes);
        else buffer_put_string(told, code.bytes);
    }
    return RESULT_OK;
}

enum result award_name_unprintable(struct context *context, struct text name_latin, struct text name_native, struct award_unprintable *why)
{
    *why = (struct award_unprintable){TEXT(""), false};
    enum result together = context_check_name(context, name_native, name_latin, NULL);
    if (together != RESULT_REFUSED) return together;
    error_clear(&context->error);
    struct buffer told = buffer_new(context->arena, 64, 8192);
    TRY(tell_characters(context, TEXT(""), name_latin, &told));
    TRY(tell_characters(context, name_native, TEXT(""), &told));
    why->characters = buffer_text(&told);
    why->too_long = !told.length;
    return RESULT_OK;
}

enum result award_name_reason(struct context *context, struct text name_latin, struct text name_native, struct award_unprintable *why, enum award_reason *reason)
{
    TRY(award_name_unprintable(context, name_latin, name_native, why));
    bool prints = text_empty(why->characters) && !why->too_long;
    *reason = text_empty(name_latin) && text_empty(name_native) ? REASON_NAME_MISSING : prints ? REASON_NONE : REASON_NAME_UNPRINTABLE;
    return RESULT_OK;
}

RECORD(award_other_name_record, struct award_other_name, FIELD(struct award_other_name, name_latin), FIELD(struct award_other_name, name_native), FIELD(struct award_other_name, certificates));

enum result award_merge_names(struct context *context, struct text proof, struct list *names)
{
    int64_t other;
    struct award_naming own;
    TRY(association_merge_proven(context, proof, &other));
    TRY(award_name_to_print(context, &own));
    TRY(award_store_other_names(context, other, own.latin, own.native, names));
    if (text_empty(own.latin) && text_empty(own.native)) names->count = 0; /* there is no other one yet */
    return RESULT_OK;
}

/* --- Asking --- */

struct asking {
    struct award_name_wish wish;
    struct text words, number;
    const struct case_evidence *evidence;
    size_t evidence_count;
};

static struct text wish_text(struct context *context, const struct award_name_wish *wish)
{
    return JSON_TEXTS(context->arena, {"name_latin", wish->name_latin}, {"name_native", wish->name_native}, {"was_latin", wish->was_latin}, {"was_native", wish->was_native});
}

enum result award_name_wish_of(struct context *context, struct text wish, struct award_name_wish *names)
{
    struct json_value value;
    TRY(json_parse(context, wish, CASE_WISH_LIMIT, &value));
    names->name_latin = json_as_text(context->arena, json_member(&value, "name_latin"));
    names->name_native = json_as_text(context->arena, json_member(&value, "name_native"));
    names->was_latin = json_as_text(context->arena, json_member(&value, "was_latin"));
    names->was_native = json_as_text(context->arena, json_member(&value, "was_native"));
    return RESULT_OK;
}

static enum result ask(struct context *context, void *data)
{
    struct asking *asking = data;
    struct award_name_wish *wish = &asking->wish;
    int64_t account = context->actor.account, id;
    struct award_naming printed;
    bool fixed;
    TRY(award_names_fixed(context, account, &fixed));
    if (!fixed)
        return context_fail(context, RESULT_REFUSED, "award.names_free", N_("No certificate was issued under your name yet. Change it in your profile; that needs no evidence."));
    TRY(award_names(context, account, false, &printed));
    wish->was_latin = printed.latin;
    wish->was_native = printed.native;
    struct list others; /* a merge may have brought certificates under another name */
    TRY(award_store_other_names(context, account, wish->name_latin, wish->name_native, &others));
    if (!others.count && text_equal(wish->name_latin, wish->was_latin) && text_equal(wish->name_native, wish->was_native))
        return FIELD_FAIL(context, "name_latin", "award.name_same", N_("This is your name as it stands already. Write it as it shall be printed."));
    struct case_opening opening = {.kind = CASE_NAME, .account = account, .wish = wish_text(context, wish), .words = asking->words, .not_before = NO_DAY, .due = NO_DAY, .tell = true};
    TRY(case_open(context, &opening, &id, &asking->number));
    for (size_t i = 0; i < asking->evidence_count; i++) TRY(case_attach(context, id, &asking->evidence[i]));
    context->once.answer = asking->number;
    return RESULT_OK;
}

enum result award_ask_name(struct context *context, struct text name_latin, struct text name_native, struct text words, const struct case_evidence *evidence, size_t evidence_count,
                           struct text *number)
{
    struct asking asking = {.words = words, .evidence = evidence, .evidence_count = evidence_count};
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    TRY(account_check_names(context, NULL, name_latin, name_native, &asking.wish.name_latin, &asking.wish.name_native));
    if (text_empty(asking.wish.name_latin) && text_empty(asking.wish.name_native))
        return FIELD_FAIL(context, "name_latin", "award.name_empty", N_("Write the name as it shall be printed."));
    if (!evidence_count)
        return FIELD_FAIL(context, "evidence", "award.name_evidence", N_("Add a document that shows the right name: identity card, passport, or a certificate of the change."));
    TRY(database_transaction(context, ask, &asking));
    *number = context->once.replayed ? context->once.answer : asking.number;
    return RESULT_OK;
}

/* --- Deciding --- */

struct deciding {
    int64_t id;
    bool grant;
    struct text reason;
};

/* A certificate that says the new name from now on. */
static enum result revise(struct context *context, const struct certificate *certificate, const struct award_name_wish *wish, struct day today)
{
    TRY(award_store_keep_revision(context, certificate->id));
    TRY(award_store_rename(context, certificate->id, wish->name_latin, wish->name_native, today));
    struct journal_writing row = {.certificate = certificate->id, .at = context_now(context), .since = today, .state_before = certificate->state, .state_after = certificate->state,
                                  .expiry_before = certificate->expiry_day, .expiry_after = certificate->expiry_day, .reason = TEXT("name-corrected"), .revision = certificate->revision + 1};
    TRY(award_store_journal_row(context, NULL, &row));
    return audit_write(context, "certificate.revise", "certificate", certificate->id, TEXT("{\"why\":\"name\"}"));
}

struct correcting {
    struct award_name_wish wish;
    struct day today;
    struct certificate *revised;
    size_t count;
};

static enum result correct_account(struct context *context, int64_t account, struct correcting *correcting)
{
    const struct award_name_wish *wish = &correcting->wish;
    struct list certificates;
    /* What is evaluated at the same time writes whole certificates: it comes before or after. */
    TRY(award_store_take_turn(context, (struct award_scope){false, account, account}));
    TRY(account_correct_names(context, account, wish->name_latin, wish->name_native));
    TRY(unbinding_name_corrected(context, account));
    TRY(award_store_certificates(context, account, MOST_CERTIFICATES, &certificates));
    struct certificate *revised = ARENA_ARRAY(context->arena, correcting->count + certificates.count + 1, struct certificate);
    for (size_t i = 0; i < correcting->count; i++) revised[i] = correcting->revised[i];
    correcting->revised = revised;
    for (size_t i = 0; i < certificates.count; i++) {
        const struct certificate *certificate = (const struct certificate *)certificates.items + i;
        bool says_so = text_equal(certificate->name_latin, wish->name_latin) && text_equal(certificate->name_native, wish->name_native);
        if (!certificate->ever_issued || says_so) continue;
        TRY(revise(context, certificate, wish, correcting->today));
        revised[correcting->count] = *certificate;
        revised[correcting->count++].revision++;
    }
    return RESULT_OK;
}

/* What was booked under the name that it had stays its own (5.8). */
static enum result keep_name(struct context *context, int64_t id, int64_t left, const struct award_name_wish *wish)
{
    struct account account;
    TRY(account_read(context, left, &account));
    return case_set_wish(context, id, JSON_TEXTS(context->arena, {"name_latin", wish->name_latin}, {"name_native", wish->name_native}, {"was_latin", wish->was_latin},
                                                 {"was_native", wish->was_native}, {"left_latin", account.name_latin}, {"left_native", account.name_native}));
}

/* Of an account that was merged into another since it asked, both: they are one person's, and its certificates are there, or come there with what is still due. */
static enum result correct(struct context *context, const struct case_view *view, struct text reason)
{
    struct correcting correcting = {.count = 0};
    const struct catalogue *catalogue;
    int64_t left;
    TRY(award_name_wish_of(context, view->wish, &correcting.wish));
    TRY(catalogue_current(context, &catalogue));
    correcting.today = calendar_today(context, catalogue->calendar);
    TRY(correct_account(context, view->account_id, &correcting));
    TRY(association_merge_left(context, view->account_id, &left)); /* its row is written: nobody merges or undoes from here on */
    if (left != view->account_id) {
        TRY(keep_name(context, view->id, left, &correcting.wish));
        TRY(correct_account(context, left, &correcting));
    }
    return award_letter_renamed(context, catalogue, left, &correcting.wish, correcting.revised, correcting.count, view->number, reason);
}

static enum result decide(struct context *context, void *data)
{
    const struct deciding *deciding = data;
    struct case_view view;
    bool effective;
    enum result found = case_by_id(context, deciding->id, &view);
    if (found != RESULT_OK) return found;
    if (!view.of_name) return context_fail(context, RESULT_REFUSED, "award.no_name_case", N_("This case is not about a name."));
    /* The letter on what was granted says what became of the certificates. */
    struct case_decision decision = {deciding->grant ? CASE_GRANTED : CASE_REFUSED, deciding->reason, !deciding->grant};
    enum result decided = case_decide(context, deciding->id, &decision, &effective);
    if (decided != RESULT_OK || !effective || !deciding->grant) return decided;
    return correct(context, &view, deciding->reason);
}

enum result award_decide_name(struct context *context, int64_t id, bool grant, struct text reason, bool *effective)
{
    return case_transaction(context, decide, &(struct deciding){id, grant, text_trim(reason)}, effective);
}
