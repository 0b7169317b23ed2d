/* The application in steps, and what the applicant can still change (SPEC 8.1, 8.3). */
#include "audit/audit.h"
#include "award/award.h"
#include "outside/language.h"
#include "package/package_inside.h"

static enum result read_draft(struct context *context, void *data)
{
    struct package_draft *draft = data;
    struct package_draft_row row;
    enum result found = package_store_draft(context, context->actor.account, &row);
    if (found != RESULT_OK) return found;
    *draft = (struct package_draft){.mailbox = row.mailbox_id, .certificate_id = row.certificate_id, .address = row.address_id, .certificate = row.certificate,
                                    .revision = row.revision, .changed = row.changed, .has_certificate = row.certificate_id && row.revision};
    if (!row.address_id) return RESULT_OK;
    enum result there = package_address_read(context, context->actor.account, row.address_id, &draft->goes_to);
    TRY(there);
    draft->has_address = there == RESULT_OK;
    if (draft->has_address) draft->seen = package_address_mark(context, package_address_copy(context, &draft->goes_to));
    return RESULT_OK;
}

enum result package_draft_read(struct context *context, struct package_draft *draft)
{
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    return database_reading(context, read_draft, draft);
}

/* --- The steps --- */

static enum result draft_missing(struct context *context)
{
    return context_fail(context, RESULT_REFUSED, "package.draft", N_("This application was not begun, or it was submitted or given up. Begin it again."));
}

/* The offer of that certificate among those of the mailbox; refused where it cannot be applied for. */
static enum result find_offer(struct context *context, int64_t mailbox, struct text certificate, struct package_offer *offer)
{
    struct list offers;
    TRY(package_offers_of(context, mailbox, &offers));
    for (size_t i = 0; i < offers.count; i++) {
        *offer = ((const struct package_offer *)offers.items)[i];
        if (text_equal(offer->certificate, certificate)) {
            if (offer->open) return RESULT_OK;
            if (offer->applied) return FIELD_FAIL(context, "certificate", "package.applied", N_("The package of this certificate was applied for already."));
            if (offer->stopped)
                return FIELD_FAIL(context, "certificate", "package.stopped", N_("This certificate is not valid now, so its package cannot be applied for. My Certificate says why."));
            if (offer->waits)
                return FIELD_FAIL(context, "certificate", "package.waits", N_("The package of this certificate can be applied for when it is issued. My Certificate says what that waits for."));
            return FIELD_FAIL(context, "certificate", "package.early", N_("The package of this certificate can be applied for from {day} on."), "day",
                              text_string(context->arena, language_day(context->languages, context->language, context->arena, offer->opens)));
        }
    }
    return FIELD_FAIL(context, "certificate", "package.certificate", N_("Choose one of the certificates."));
}

struct choosing {
    int64_t mailbox, revision, address;
    struct text certificate, printable;
};

static enum result choose_mailbox(struct context *context, void *data)
{
    const struct choosing *choosing = data;
    struct package_draft_row row = {.mailbox_id = 0};
    struct list mailboxes, offers;
    const struct package_mailbox *chosen = NULL;
    bool still = false;
    TRY(package_mailboxes(context, &mailboxes));
    for (size_t i = 0; i < mailboxes.count; i++) {
        const struct package_mailbox *mailbox = (const struct package_mailbox *)mailboxes.items + i;
        if (mailbox->mailbox == choosing->mailbox) chosen = mailbox;
    }
    if (chosen && !chosen->certificates)
        return FIELD_FAIL(context, "mailbox", "package.nothing_open", N_("Nothing of this mailbox can be applied for now. Certificate Application says why."));
    if (!chosen) return FIELD_FAIL(context, "mailbox", "package.mailbox", N_("Choose one of the mailboxes."));
    TRY(package_store_draft(context, context->actor.account, &row));
    TRY(package_offers_of(context, choosing->mailbox, &offers));
    for (size_t i = 0; i < offers.count; i++) still = still || ((const struct package_offer *)offers.items)[i].certificate_id == row.certificate_id;
    row.mailbox_id = choosing->mailbox;
    if (!still) row.certificate_id = row.revision = 0;
    return package_store_put_draft(context, context->actor.account, &row);
}

enum result package_choose_mailbox(struct context *context, int64_t mailbox)
{
    struct choosing choosing = {.mailbox = mailbox};
    return database_transaction(context, choose_mailbox, &choosing);
}

static enum result choose_certificate(struct context *context, void *data)
{
    const struct choosing *choosing = data;
    struct package_draft_row row;
    struct package_offer offer;
    enum result found = package_store_draft(context, context->actor.account, &row);
    TRY(found);
    if (found == RESULT_NONE) return draft_missing(context);
    TRY(find_offer(context, row.mailbox_id, choosing->certificate, &offer));
    if (offer.revision != choosing->revision)
        return FIELD_FAIL(context, "certificate", "package.name_changed", N_("The name on this certificate was changed meanwhile. Look at it again."));
    row.certificate_id = offer.certificate_id;
    row.revision = offer.revision;
    return package_store_put_draft(context, context->actor.account, &row);
}

enum result package_choose_certificate(struct context *context, struct text certificate, int64_t revision)
{
    struct choosing choosing = {.certificate = certificate, .revision = revision};
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    return database_transaction(context, choose_certificate, &choosing);
}

static enum result choose_address(struct context *context, void *data)
{
    const struct choosing *choosing = data;
    struct package_draft_row row;
    struct package_row copied;
    enum result found = package_store_draft(context, context->actor.account, &row);
    TRY(found);
    if (found == RESULT_NONE || !row.certificate_id) return draft_missing(context);
    TRY(package_take_address(context, choosing->address, choosing->printable, &copied));
    row.address_id = choosing->address;
    return package_store_put_draft(context, context->actor.account, &row);
}

enum result package_choose_address(struct context *context, int64_t address)
{
    struct choosing choosing = {.address = address};
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    TRY(package_try_address(context, address, &choosing.printable));
    return database_transaction(context, choose_address, &choosing);
}

static enum result forget(struct context *context, void *data)
{
    (void)data;
    return package_store_forget_draft(context, context->actor.account);
}

enum result package_forget_draft(struct context *context)
{
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    return database_transaction(context, forget, NULL);
}

/* --- Submit --- */

struct applying {
    struct text certificate, seen, printable, number;
    bool already;
};

static enum result applied_before(struct context *context, struct applying *applying, int64_t certificate)
{
    enum result own = package_store_own_of(context, certificate, context->actor.account, &applying->number);
    TRY(own);
    applying->already = own == RESULT_OK;
    context->once.answer = text_printf(context->arena, "%.*s already", TEXT_ARG(applying->number)); /* who sends the same again is told the same */
    return own;
}

static enum result apply(struct context *context, void *data)
{
    struct applying *applying = data;
    struct package_room room;
    struct package_draft_row draft;
    struct package_offer offer;
    struct certificate certificate;
    applying->already = false;
    enum result known = award_certificate(context, applying->certificate, &certificate);
    TRY(known);
    if (known == RESULT_NONE) return FIELD_FAIL(context, "certificate", "package.certificate", N_("Choose one of the certificates."));
    /* Whoever submits the same waits here for the first. */
    enum result begun = package_store_take_draft(context, context->actor.account, &draft);
    TRY(begun);
    enum result before = applied_before(context, applying, certificate.id);
    TRY(before);
    if (before == RESULT_OK) return begun == RESULT_OK && draft.certificate_id == certificate.id ? package_store_forget_draft(context, context->actor.account) : RESULT_OK;
    if (begun == RESULT_NONE || draft.certificate_id != certificate.id) return draft_missing(context);
    TRY(find_offer(context, draft.mailbox_id, applying->certificate, &offer));
    if (offer.revision != draft.revision)
        return FIELD_FAIL(context, "certificate", "package.name_changed", N_("The name on this certificate was changed meanwhile. Look at it again."));
    TRY(package_room_of(context, &room));
    struct package_row row = {.number = package_new_number(context), .account_id = context->actor.account, .certificate_id = certificate.id, .mailbox_id = draft.mailbox_id,
                              .state = PACKAGE_APPLIED, .revision = certificate.revision, .name_latin = certificate.name_latin, .name_native = certificate.name_native,
                              .applied = context_now(context), .applied_day = room.today, .approved_day = NO_DAY, .packed_day = NO_DAY, .again_day = NO_DAY,
                              .certificate = certificate.number, .certification = certificate.certification, .award_day = certificate.award_day};
    TRY(package_take_address(context, draft.address_id, applying->printable, &row));
    if (!text_equal(applying->seen, package_address_mark(context, row.address)))
        return FIELD_FAIL(context, "address", "package.address_changed", N_("The address was changed meanwhile, in another window perhaps. Look at it again, and submit."));
    package_promise_from(&room, &row, room.today);
    enum result added = package_store_add(context, &row, &row.id);
    TRY(added);
    /* Another tab or node was first: what it made is the answer. */
    if (added == RESULT_NONE) {
        before = applied_before(context, applying, certificate.id);
        TRY(before);
        if (before == RESULT_OK) return RESULT_OK;
        return FIELD_FAIL(context, "certificate", "package.applied", N_("The package of this certificate was applied for already."));
    }
    TRY(package_store_add_journal(context, row.id, PACKAGE_APPLY, row.state, TEXT("")));
    TRY(package_store_forget_draft(context, context->actor.account));
    TRY(package_letter(context, &room, "package-applied", &row));
    applying->number = row.number;
    context->once.answer = row.number;
    return audit_write(context, "package.apply", "package", row.id, TEXT(""));
}

enum result package_apply(struct context *context, struct text certificate, struct text seen, struct text *number, bool *already)
{
    struct applying applying = {.certificate = certificate, .seen = seen};
    struct package_draft_row draft = {.address_id = 0};
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    TRY(package_store_draft(context, context->actor.account, &draft));
    TRY(package_try_address(context, draft.address_id, &applying.printable));
    TRY(database_transaction(context, apply, &applying));
    *number = applying.number;
    *already = applying.already;
    if (!context->once.replayed) return RESULT_OK;
    struct text answer = context->once.answer;
    (void)text_split(&answer, ' ', number);
    *already = !text_empty(answer);
    return RESULT_OK;
}

/* --- Afterwards --- */

struct changing {
    struct text number, printable;
    int64_t address;
};

static enum result take_own(struct context *context, const struct changing *changing, struct package_room *room, struct package_row *row)
{
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    TRY(package_room_of(context, room));
    return package_store_take(context, changing->number, context->actor.account, row);
}

static enum result cancel(struct context *context, void *data)
{
    struct package_room room;
    struct package_row row;
    enum result found = take_own(context, data, &room, &row);
    if (found != RESULT_OK) return found;
    TRY(package_act(context, &room, &row, PACKAGE_CANCEL, TEXT("")));
    return package_letter(context, &room, "package-cancelled", &row);
}

enum result package_cancel(struct context *context, struct text number)
{
    struct changing changing = {.number = number};
    return database_transaction(context, cancel, &changing);
}

/* Nothing more is sent of what was replaced, wherever it would go. What another holder of its certificate has got is not told. */
static enum result check_not_replaced(struct context *context, const struct package_row *row)
{
    struct package_view view;
    TRY(package_store_read(context, row->number, 0, &view));
    if (!view.replaced || view.holder_changed) return RESULT_OK;
    return context_fail(context, RESULT_REFUSED, "package.replaced_kept", N_("Another package is sent in place of {number}: nothing more is sent of this one."), "number", text_string(context->arena, row->number));
}

static enum result readdress(struct context *context, void *data)
{
    const struct changing *changing = data;
    struct package_room room;
    struct package_row row;
    enum result found = take_own(context, changing, &room, &row);
    if (found != RESULT_OK) return found;
    TRY(check_not_replaced(context, &row));
    struct text before = row.address;
    TRY(package_take_address(context, changing->address, changing->printable, &row));
    if ((row.state == PACKAGE_APPLIED || row.state == PACKAGE_APPROVED) && text_equal(row.address, before))
        return FIELD_FAIL(context, "address", "package.address_same", N_("It goes to this address already. Choose another one."));
    if (row.state == PACKAGE_RETURNED && !day_is(row.again_day) && row.now_account == row.account_id) {
        row.again_day = room.today; /* of which no return is later: package_return */
        package_promise_from(&room, &row, room.today);
    }
    TRY(package_act(context, &room, &row, PACKAGE_READDRESS, TEXT("")));
    return package_letter(context, &room, "package-address", &row);
}

enum result package_readdress(struct context *context, struct text number, int64_t address)
{
    struct changing changing = {.number = number, .address = address};
    TRY(package_try_address(context, address, &changing.printable));
    return database_transaction(context, readdress, &changing);
}
