/* Packages as pages show them: to the applicant his own, to staff all. */
#include "association/association_unbinding.h"
#include "audit/audit.h"
#include "award/award.h"
#include "outside/language.h"
#include "package/package_carrier.h"
#include "package/package_inside.h"

enum { MOST_OWN = 200, MOST_ENTRIES = 1000 };

#define F(MEMBER) FIELD(struct package_entry, MEMBER)
RECORD(package_entry_record, struct package_entry, F(at), F(act), F(text), F(who));

static enum result may_read(struct context *context)
{
    return audit_may(context, package_by_candidate(context) ? MAY_ACT_FOR_ACCOUNT : MAY_READ_PACKAGES);
}

static int64_t owner(const struct context *context)
{
    return package_by_candidate(context) ? context->actor.account : 0;
}

/* Name and page of the carrier; where that asks for it, the end of the phone number on the label. */
static void follow(struct context *context, struct package_view *view)
{
    const struct package_carrier *carrier = package_carrier_find(view->carrier);
    if (!carrier || !carrier->asks_phone) view->phone_end = TEXT("");
    if (!carrier) return;
    view->carrier_name = package_carrier_name(carrier, context->language);
    view->tracking = package_carrier_link(context->arena, carrier->code, view->express_number, context->language);
    view->number_asked = package_carrier_asks_number(view->tracking, view->express_number);
}

/* What its applicant is promised if he says today where it is to go. */
static void promise_today(const struct package_room *room, const struct certification_version *version, struct package_view *view)
{
    struct package_promise promise = package_rules_mailing(room->catalogue->calendar, version, room->today);
    view->since = room->today;
    view->earliest = promise.earliest;
    view->due = promise.due;
    view->provisional = promise.provisional;
}

void package_complete(struct context *context, const struct package_room *room, struct package_view *view)
{
    bool *const in[] = {NULL, &view->applied, &view->approved, &view->packed, &view->mailed, &view->delivered, &view->returned, &view->cancelled};
    enum package_state state = (enum package_state)view->state;
    if (state < PACKAGE_APPLIED || state > PACKAGE_CANCELLED) return; /* the store's own constraint says that it is none of them */
    *in[state] = true;
    view->waiting = state < PACKAGE_MAILED;
    /* What is shown of a dispatch is the present one's. */
    if (view->waiting || view->cancelled) {
        view->mailed_day = view->delivered_day = view->returned_day = NO_DAY;
        view->carrier = view->express_number = TEXT("");
    }
    follow(context, view);
    const struct certification_version *version = package_version(room, view->certification, view->award_day);
    view->name = version ? catalogue_wording(version->name, context->language) : view->certification;
    view->addressed = view->returned && day_is(view->again_day);
    view->overdue = package_rules_overdue(state, view->addressed, view->due, room->today);
    view->asked_late = day_is(view->asked_due) && view->asked_due.number < room->today.number;
    view->replacement = !text_empty(view->replaces);
    view->may_cancel = package_rules_after(state, PACKAGE_CANCEL, true) != 0;
    view->may_readdress = package_rules_after(state, PACKAGE_READDRESS, true) && (!view->replaced || view->holder_changed); /* what another holder has got is no matter of the applicant */
    view->sent_again = view->returned && !view->replaced && !view->stopped && !view->holder_changed;
    if (view->sent_again && !view->addressed && version) promise_today(room, version, view);
    view->days = calendar_difference(room->catalogue->calendar, room->today, view->due);
    view->may_apply_again = view->cancelled && view->applicable && !view->replacement && !view->holder_changed;
    bool asked = !text_empty(view->replacement_case) && view->asked_by == view->holder_id; /* what a holder before has asked for is no matter of this one */
    bool replaceable = package_rules_replaceable(state, view->dispatches) && !asked && text_empty(view->replaced_by);
    view->may_ask_replacement = replaceable && !view->stopped;
    view->replacement_stopped = replaceable && view->stopped;
    if (state < PACKAGE_PACKED && !view->holder_changed) view->name_latin = view->now_latin, view->name_native = view->now_native;
    if (!view->waiting) {
        view->renamed = false;
        view->name_case = TEXT("");
    }
    if (!view->waiting && !view->returned) view->stopped = view->holder_changed = false;
}

/* The certificate may have come to another account with its records since it was applied for (6.4). Its holder sees how the package stands, but not whose it was and where it goes; its applicant nothing of what the holder asks for. */
static void keep_apart(struct package_view *view, int64_t reader)
{
    if (view->asked_by != reader) view->replacement_case = view->refused_case = TEXT("");
    if (view->holder_id != reader) {
        view->replaced_by = view->name_case = TEXT("");
        view->replaced = view->may_ask_replacement = view->replacement_stopped = false;
    }
    if (view->account_id == reader) return;
    view->account = view->address = view->country = view->carrier = view->carrier_name = view->tracking = view->phone_end = view->express_number = view->reason = TEXT("");
    view->account_id = 0;
    view->may_cancel = view->may_readdress = view->may_apply_again = view->sent_again = false;
}

static void complete_for(struct context *context, const struct package_room *room, struct package_view *view)
{
    package_complete(context, room, view);
    if (owner(context)) keep_apart(view, owner(context));
}

/* What is still to be sent waits while an unbinding may take away what its certificate rests on. */
static enum result find_dispute(struct context *context, struct package_view *view)
{
    bool to_be_sent = (view->waiting || view->sent_again) && !view->stopped && !view->holder_changed;
    return to_be_sent ? unbinding_case_holding(context, view->certificate_id, &view->dispute_case, &view->dispute_objected) : RESULT_OK;
}

static enum result complete_one(struct context *context, enum result found, struct package_view *view)
{
    struct package_room room;
    if (found != RESULT_OK) return found;
    TRY(package_room_of(context, &room));
    complete_for(context, &room, view);
    return find_dispute(context, view);
}

enum result package_read(struct context *context, struct text number, struct package_view *view)
{
    TRY(may_read(context));
    return complete_one(context, package_store_read(context, number, owner(context), view), view);
}

enum result package_list_own(struct context *context, struct list *packages)
{
    struct package_room room;
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    TRY(package_store_own(context, context->actor.account, MOST_OWN, packages));
    if (!packages->count) return RESULT_OK;
    TRY(package_room_of(context, &room));
    for (size_t i = 0; i < packages->count; i++) {
        struct package_view *view = (struct package_view *)packages->items + i;
        complete_for(context, &room, view);
        TRY(find_dispute(context, view));
    }
    return RESULT_OK;
}

enum result package_of_certificate(struct context *context, int64_t certificate, struct package_view *view)
{
    TRY(may_read(context));
    enum result found = package_store_of_certificate(context, certificate, view);
    if (found == RESULT_OK && owner(context) && view->account_id != owner(context) && view->holder_id != owner(context)) return RESULT_NONE;
    return complete_one(context, found, view);
}

bool package_may(const struct package_view *view, enum package_act act)
{
    bool sends = act == PACKAGE_APPROVE || act == PACKAGE_PACK || act == PACKAGE_SEND_AGAIN; /* what is packed may have gone already */
    if (sends && !text_empty(view->dispute_case)) return false;
    if (act == PACKAGE_SEND_AGAIN && (!view->sent_again || !text_empty(view->replacement_case))) return false;
    return package_rules_after((enum package_state)view->state, act, false) != 0;
}

const struct package_list *package_contents(const struct catalogue *catalogue, const struct package_view *view)
{
    const struct certification_version *version = catalogue_certification_on(catalogue, view->certification, view->award_day);
    return package_rules_has_package(version) ? &catalogue->packages[version->package] : NULL;
}

enum result package_view_address(struct context *context, const struct package_view *view, struct package_address *address)
{
    return package_address_copied(context, view->address, address);
}

bool package_goes_there(struct context *context, const struct package_view *view, const struct package_address *address)
{
    return !view->returned && text_equal(package_address_copy(context, address), view->address);
}

enum result package_history(struct context *context, const struct package_view *view, struct list *entries)
{
    static const char *const english[PACKAGE_ACTS] = {
        [PACKAGE_APPLY] = N_("Applied for"),
        [PACKAGE_REPLACE] = N_("Granted as a replacement"),
        [PACKAGE_APPROVE] = N_("Approved"),
        [PACKAGE_PACK] = N_("Packed"),
        [PACKAGE_UNPACK] = N_("Unpacked again"),
        [PACKAGE_MAIL] = N_("Mailed"),
        [PACKAGE_DELIVER] = N_("Delivered"),
        [PACKAGE_RETURN] = N_("Came back"),
        [PACKAGE_SEND_AGAIN] = N_("To be sent again"),
        [PACKAGE_CANCEL] = N_("Cancelled"),
        [PACKAGE_READDRESS] = N_("Address changed"),
        [PACKAGE_RENUMBER] = N_("Express number corrected"),
    };
    struct package_view own;
    struct list rows;
    enum result found = package_read(context, view->number, &own);
    if (found != RESULT_OK) return found;
    TRY(package_store_entries(context, own.id, MOST_ENTRIES, &rows));
    struct package_entry *items = ARENA_ARRAY(context->arena, rows.count + 1, struct package_entry);
    for (size_t i = 0; i < rows.count; i++) {
        const struct package_entry_row *row = (const struct package_entry_row *)rows.items + i;
        items[i] = (struct package_entry){.at = row->at, .text = own.account_id ? row->text : TEXT("")};
        bool mailed = text_is(row->act, package_act_word(PACKAGE_MAIL)), gone = mailed && text_starts_with(items[i].text, PACKAGE_GONE);
        if (gone) items[i].text = (struct text){items[i].text.bytes + strlen(PACKAGE_GONE), items[i].text.length - strlen(PACKAGE_GONE)};
        if (mailed || text_is(row->act, package_act_word(PACKAGE_RENUMBER))) items[i].text = package_carrier_said(context->arena, items[i].text, context->language);
        for (int act = 0; act < PACKAGE_ACTS; act++)
            if (text_is(row->act, package_act_word((enum package_act)act))) items[i].act = text_of(language_text(context->languages, context->language, gone ? N_("Mailed, though its certificate was in question") : english[act]));
        if (!package_by_candidate(context)) items[i].who = row->user_name;
    }
    *entries = (struct list){&package_entry_record, items, rows.count};
    return RESULT_OK;
}
