#include "package/package_replacement.h"

#include "audit/audit.h"
#include "outside/json.h"
#include "package/package_address_store.h"
#include "package/package_staff.h"

enum { WISH_LIMIT = 1024 };

/* Another account has applied, from which the certificate came with its records: the replacement goes to the address that its holder prefers. */
static enum result send_to_holder(struct context *context, int64_t holder, struct package_row *row)
{
    struct list addresses;
    TRY(package_address_store_list(context, holder, &addresses));
    if (!addresses.count && package_by_candidate(context))
        return context_fail(context, RESULT_REFUSED, "package.keep_address", N_("Keep a postal address first: the replacement goes there."));
    if (!addresses.count)
        return context_fail(context, RESULT_REFUSED, "package.holder_address", N_("The holder of the certificate has kept no postal address to which the replacement could go."));
    const struct package_address *address = addresses.items; /* the preferred one comes first */
    row->country = address->country;
    row->address = package_address_copy(context, address);
    row->account_id = holder;
    row->mailbox_id = 0;
    return RESULT_OK;
}

/* --- Asking --- */

struct asking {
    struct text package, words, number;
    const struct case_evidence *evidence;
    size_t evidence_count;
};

static enum result ask(struct context *context, void *data)
{
    struct asking *asking = data;
    struct package_row row;
    struct package_view view;
    enum result found = package_store_take(context, asking->package, 0, &row);
    if (found == RESULT_OK && row.now_account != context->actor.account && row.account_id != context->actor.account) found = RESULT_NONE;
    if (found != RESULT_OK) return found;
    if (row.now_account != context->actor.account)
        return context_fail(context, RESULT_REFUSED, "package.not_holder", N_("The certificate of this package is in another account now. Its holder can ask for a replacement."));
    if (!package_rules_replaceable((enum package_state)row.state, row.dispatches))
        return context_fail(context, RESULT_REFUSED, "package.not_mailed", N_("Only a package that was mailed can be replaced."));
    if (!package_valid(&row))
        return context_fail(context, RESULT_REFUSED, "package.replacement_stopped", N_("The certificate of this package is not valid now, so the package is not replaced. My Certificate says why."));
    if (row.account_id != context->actor.account) TRY(send_to_holder(context, context->actor.account, &(struct package_row){.id = 0}));
    TRY(package_store_read(context, row.number, 0, &view));
    if (!text_empty(view.replaced_by)) return context_fail(context, RESULT_REFUSED, "package.replaced", N_("This package was replaced already."));
    if (!text_empty(view.replacement_case) && view.asked_by == context->actor.account) /* a case of the holder before him is no matter of his */
        return context_fail(context, RESULT_REFUSED, "package.replacement_asked", N_("You have asked for a replacement already. You find the case, and can add to it, under My Cases."));
    struct text wish = JSON_TEXTS(context->arena, {"package", row.number}, {"certificate", row.certificate});
    struct case_opening opening = {.kind = CASE_REPLACEMENT, .account = context->actor.account, .wish = wish, .words = asking->words, .not_before = NO_DAY, .due = NO_DAY, .tell = true};
    TRY(case_open(context, &opening, &row.asked_case_id, &asking->number));
    for (size_t i = 0; i < asking->evidence_count; i++) TRY(case_attach(context, row.asked_case_id, &asking->evidence[i]));
    TRY(package_store_put(context, &row, view.cancelled_day));
    context->once.answer = asking->number;
    return audit_write(context, "package.ask-replacement", "package", row.id, TEXT(""));
}

enum result package_ask_replacement(struct context *context, struct text number, struct text words, const struct case_evidence *evidence, size_t evidence_count, struct text *case_number)
{
    struct asking asking = {.package = number, .words = text_trim(words), .evidence = evidence, .evidence_count = evidence_count};
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    if (text_empty(asking.words)) return FIELD_FAIL(context, "text", "package.replace_words", N_("Say what happened to the package: lost, damaged, or something wrong with it."));
    enum result asked = database_transaction(context, ask, &asking);
    if (asked != RESULT_OK) return asked;
    *case_number = context->once.replayed ? context->once.answer : asking.number;
    return RESULT_OK;
}

/* --- Deciding --- */

struct deciding {
    int64_t case_id;
    bool grant;
    struct text reason;
};

static enum result replace(struct context *context, const struct package_room *room, const struct package_row *old, int64_t case_id, int64_t asker)
{
    struct package_row row = *old;
    struct text other;
    /* It may have come back since it was asked for: then that one is sent again. */
    if (!package_rules_replaceable((enum package_state)old->state, old->dispatches)) return package_refuse_state(context, old);
    if (old->now_account != asker)
        return context_fail(context, RESULT_REFUSED, "package.asker_holds_not", N_("The certificate of package {number} is in another account now, whose holder can ask for a replacement himself. Refuse this one."),
                            "number", text_string(context->arena, old->number));
    if (old->account_id != asker) TRY(send_to_holder(context, asker, &row));
    TRY(package_check_certificate(context, &row));
    /* The one that it was to replace may have come back, and be sent again (8.4). */
    enum result waits = package_store_waiting_of(context, row.certificate_id, &other);
    TRY(waits);
    if (waits == RESULT_OK)
        return context_fail(context, RESULT_REFUSED, "package.sent_still", N_("Package {other} of the same certificate is still to be sent. Refuse this one, or cancel that package first."), "other",
                            text_string(context->arena, other));
    row.number = package_new_number(context);
    row.replaces_id = old->id;
    row.case_id = case_id;
    row.asked_case_id = 0;
    row.state = PACKAGE_APPROVED;
    row.revision = old->now_revision;
    row.name_latin = old->now_latin;
    row.name_native = old->now_native;
    row.applied = context_now(context);
    row.applied_day = row.approved_day = room->today;
    row.packed_day = row.again_day = NO_DAY;
    row.reason = TEXT("");
    package_promise_from(room, &row, room->today);
    enum result added = package_store_add(context, &row, &row.id);
    TRY(added);
    if (added == RESULT_NONE) return context_fail(context, RESULT_REFUSED, "package.replaced", N_("This package was replaced already."));
    TRY(package_store_add_journal(context, row.id, PACKAGE_REPLACE, row.state, TEXT("")));
    TRY(package_letter(context, room, "package-approved", &row));
    return audit_write(context, "package.replace", "package", row.id, TEXT(""));
}

/* The package that the case is about. */
static enum result take_wished(struct context *context, const struct case_view *view, struct package_row *row)
{
    struct json_value wish;
    TRY(json_parse(context, view->wish, WISH_LIMIT, &wish));
    struct text number = json_as_text(context->arena, json_member(&wish, "package"));
    TRY(package_store_lock_siblings(context, number));
    return package_store_take(context, number, 0, row);
}

static enum result decide(struct context *context, void *data)
{
    const struct deciding *deciding = data;
    struct case_view view;
    struct package_room room;
    struct package_row row;
    bool effective;
    enum result found = case_by_id(context, deciding->case_id, &view);
    if (found == RESULT_OK) found = view.of_replacement ? take_wished(context, &view, &row) : RESULT_NONE;
    if (found != RESULT_OK) return found;
    /* The letter on what was granted says what is sent when. */
    struct case_decision decision = {deciding->grant ? CASE_GRANTED : CASE_REFUSED, deciding->reason, !deciding->grant};
    enum result decided = case_decide(context, view.id, &decision, &effective);
    if (decided != RESULT_OK || !effective || !deciding->grant) return decided;
    TRY(package_room_of(context, &room));
    return replace(context, &room, &row, view.id, view.account_id);
}

enum result package_decide_replacement(struct context *context, int64_t case_id, bool grant, struct text reason, bool *effective)
{
    return case_transaction(context, decide, &(struct deciding){case_id, grant, text_trim(reason)}, effective);
}
