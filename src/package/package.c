#include "package/package.h"

#include <inttypes.h>

#include "association/association_unbinding.h"
#include "audit/audit.h"
#include "award/award.h"
#include "base/buffer.h"
#include "base/encoding.h"
#include "base/random.h"
#include "letter/address.h"
#include "outside/hash.h"
#include "outside/json.h"
#include "outside/language.h"
#include "package/package_inside.h"
#include "package/package_print.h"

enum { MOST_CERTIFICATES = 1000, MOST_BASIS = 20000, NUMBER_BYTES = 8, COPY_LIMIT = 16 << 10 };

#define F(MEMBER) FIELD(RECORDED, MEMBER)
#define RECORDED struct package_offer
RECORD(package_offer_record, RECORDED, F(certificate_id), F(certificate), F(certification), F(name), F(name_latin), F(name_native), F(revision), F(opens), F(provisional), F(open), F(early), F(waits),
       F(stopped), F(applied), F(own), F(package), F(earliest), F(due), F(due_provisional), F(chosen), F(dispute_case), F(dispute_objected));
#undef RECORDED
#define RECORDED struct package_mailbox
RECORD(package_mailbox_record, RECORDED, F(mailbox), F(address), F(certificates), F(single), F(chosen));
#undef RECORDED

/* --- What the files of this room share --- */

enum result package_room_of(struct context *context, struct package_room *room)
{
    TRY(catalogue_current(context, &room->catalogue));
    room->today = calendar_today(context, room->catalogue->calendar);
    return RESULT_OK;
}

bool package_by_candidate(const struct context *context)
{
    return context->actor.kind == ACTOR_ACCOUNT;
}

struct text package_new_number(struct context *context)
{
    unsigned char bits[NUMBER_BYTES];
    random_fill(bits, sizeof bits);
    struct text plain = encoding_base32(context->arena, (struct bytes){bits, sizeof bits});
    return text_printf(context->arena, "P%.3s-%.4s-%.4s", plain.bytes, plain.bytes + 3, plain.bytes + 7);
}

bool package_is_number(struct text number)
{
    bool letter = false;
    for (size_t i = 1; i < number.length; i++) letter |= number.bytes[i] > '9';
    return letter && number.length == 12 && number.bytes[0] == 'P';
}

const struct certification_version *package_version(const struct package_room *room, struct text certification, struct day award_day)
{
    return catalogue_certification_on(room->catalogue, certification, award_day);
}

struct day package_opens(const struct package_room *room, const struct certification_version *version, struct day exam_day, struct day issue_day, bool *provisional)
{
    struct day opens = package_rules_opens(room->catalogue->calendar, version, exam_day, provisional);
    return opens.number < issue_day.number ? issue_day : opens;
}

void package_promise_from(const struct package_room *room, struct package_row *row, struct day from)
{
    const struct certification_version *version = package_version(room, row->certification, row->award_day);
    if (!version) return; /* a catalogue that does not know it any more promises nothing new */
    struct package_promise promise = package_rules_mailing(room->catalogue->calendar, version, from);
    row->since = from;
    row->earliest = promise.earliest;
    row->due = promise.due;
    row->provisional = promise.provisional;
}

struct text package_address_copy(struct context *context, const struct package_address *address)
{
    struct buffer out = buffer_new(context->arena, 512, COPY_LIMIT);
    for (size_t i = 0; i < package_address_record.field_count; i++) {
        const struct field *field = &package_address_record.fields[i];
        if (field->kind != FIELD_TEXT) continue;
        buffer_put_char(&out, out.length ? ',' : '{');
        json_put_text(&out, text_of(field->name));
        buffer_put_char(&out, ':');
        json_put_text(&out, *(const struct text *)record_at(field, address));
    }
    buffer_put_char(&out, '}');
    return buffer_text(&out);
}

struct text package_address_mark(struct context *context, struct text copy)
{
    return hash_sha256_hex(context->arena, (struct bytes){(const unsigned char *)copy.bytes, copy.length});
}

enum result package_address_copied(struct context *context, struct text copy, struct package_address *address)
{
    struct json_value value;
    *address = (struct package_address){.id = 0};
    TRY(json_parse(context, copy, COPY_LIMIT, &value));
    for (size_t i = 0; i < package_address_record.field_count; i++) {
        const struct field *field = &package_address_record.fields[i];
        if (field->kind == FIELD_TEXT) *(struct text *)((char *)address + field->offset) = json_as_text(context->arena, json_member(&value, field->name));
    }
    return RESULT_OK;
}

enum result package_try_address(struct context *context, int64_t id, struct text *printable)
{
    struct package_address address;
    *printable = TEXT("");
    enum result result = package_address_read(context, context->actor.account, id, &address);
    if (result == RESULT_OK) result = package_print_check(context, &address);
    if (result == RESULT_OK) *printable = package_address_mark(context, package_address_copy(context, &address));
    if (result == RESULT_REFUSED) error_clear(&context->error);
    return result == RESULT_REFUSED ? RESULT_OK : result;
}

enum result package_take_address(struct context *context, int64_t id, struct text printable, struct package_row *row)
{
    struct package_address address;
    enum result found = package_address_read(context, context->actor.account, id, &address);
    TRY(found);
    if (found == RESULT_NONE)
        return FIELD_FAIL(context, "address", "package.no_address", N_("Choose one of your addresses. The one that was chosen is not there any more."));
    row->country = address.country;
    row->address = package_address_copy(context, &address);
    if (text_equal(package_address_mark(context, row->address), printable)) return RESULT_OK;
    enum result checked = package_print_check(context, &address); /* the body may have changed its fonts since it was kept */
    if (checked == RESULT_REFUSED) context->error.field = "address";
    return checked;
}

const char *package_state_english(enum package_state state)
{
    static const char *const english[] = {"",           N_("Applied for"), N_("Approved"),  N_("Packed"),
                                          N_("Mailed"), N_("Delivered"),   N_("Came back"), N_("Cancelled")};
    return english[state];
}

enum result package_refuse_state(struct context *context, const struct package_row *row)
{
    if (package_by_candidate(context))
        return context_fail(context, RESULT_REFUSED, "package.too_late",
                            N_("The package {number} is packed already, or on its way. Ask the certifying body if something is wrong with it."), "number",
                            text_string(context->arena, row->number));
    const char *state = language_text(context->languages, context->language, package_state_english((enum package_state)row->state));
    return context_fail(context, RESULT_REFUSED, "package.state", N_("Package {number} stands at “{state}”: this cannot be done with it now."), "number",
                        text_string(context->arena, row->number), "state", state);
}

enum result package_act(struct context *context, const struct package_room *room, struct package_row *row, enum package_act act, struct text text)
{
    enum package_state after = package_rules_after((enum package_state)row->state, act, package_by_candidate(context));
    if (!after) return package_refuse_state(context, row);
    row->state = after;
    if (act == PACKAGE_APPROVE || act == PACKAGE_SEND_AGAIN) row->approved_day = room->today;
    if (act == PACKAGE_SEND_AGAIN || act == PACKAGE_UNPACK) row->packed_day = NO_DAY;
    if (act == PACKAGE_PACK) row->packed_day = room->today;
    if (after != PACKAGE_RETURNED) row->again_day = NO_DAY;
    TRY(package_store_put(context, row, after == PACKAGE_CANCELLED ? room->today : NO_DAY));
    TRY(package_store_add_journal(context, row->id, act, after, text));
    return audit_write(context, text_printf(context->arena, "package.%s", package_act_word(act)).bytes, "package", row->id, TEXT(""));
}

/* --- What can be applied for --- */

static void offer_of(const struct package_room *room, const struct certificate *certificate, const struct certification_version *version, struct package_offer *offer)
{
    *offer = (struct package_offer){.certificate_id = certificate->id, .certificate = certificate->number, .certification = certificate->certification, .name = certificate->name,
                                    .name_latin = certificate->name_latin, .name_native = certificate->name_native, .revision = certificate->revision};
    offer->opens = package_opens(room, version, certificate->exam_day, certificate->issue_day, &offer->provisional);
    struct package_promise promise = package_rules_mailing(room->catalogue->calendar, version, room->today);
    offer->earliest = promise.earliest;
    offer->due = promise.due;
    offer->due_provisional = promise.provisional;
    offer->early = certificate->pending || (certificate->issued && room->today.number < offer->opens.number);
    offer->waits = certificate->nameless || certificate->disputed;
    offer->stopped = !certificate->pending && !certificate->issued;
    offer->open = certificate->issued && !offer->early;
}

static enum result find_applications(struct context *context, struct package_offer *offers, size_t count)
{
    struct list applied;
    TRY(package_store_applied(context, context->actor.account, MOST_CERTIFICATES, &applied));
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < applied.count; k++) {
            const struct package_applied_row *row = (const struct package_applied_row *)applied.items + k;
            if (row->certificate_id != offers[i].certificate_id) continue;
            offers[i].applied = true;
            offers[i].open = false;
            offers[i].own = row->account_id == context->actor.account;
            offers[i].package = row->number;
        }
    return RESULT_OK;
}

enum result package_offers(struct context *context, struct list *offers)
{
    struct package_room room;
    struct list certificates;
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    TRY(package_room_of(context, &room));
    TRY(award_certificates(context, context->actor.account, MOST_CERTIFICATES, &certificates));
    struct package_offer *items = ARENA_ARRAY(context->arena, certificates.count + 1, struct package_offer);
    size_t count = 0;
    for (size_t i = 0; i < certificates.count; i++) {
        const struct certificate *certificate = (const struct certificate *)certificates.items + i;
        const struct certification_version *version = package_version(&room, certificate->certification, certificate->award_day);
        if (package_rules_has_package(version)) offer_of(&room, certificate, version, &items[count++]);
    }
    *offers = (struct list){&package_offer_record, items, count};
    return find_applications(context, items, count);
}

/* On which of the rows' mailboxes the certificate rests: on that one, or (0) on none of them. */
static bool rests_on(const struct list *basis, int64_t certificate, int64_t mailbox)
{
    bool any = false;
    for (size_t i = 0; i < basis->count; i++) {
        const struct package_basis_row *row = (const struct package_basis_row *)basis->items + i;
        if (row->certificate_id != certificate) continue;
        if (row->mailbox_id == mailbox) return true;
        any = true;
    }
    return !mailbox && !any;
}

enum result package_offers_of(struct context *context, int64_t mailbox, struct list *offers)
{
    struct list basis;
    TRY(package_offers(context, offers));
    TRY(package_store_basis(context, context->actor.account, MOST_BASIS, &basis));
    struct package_offer *items = (struct package_offer *)offers->items;
    size_t count = 0;
    for (size_t i = 0; i < offers->count; i++) {
        if (!rests_on(&basis, items[i].certificate_id, mailbox)) continue;
        items[count++] = items[i];
        if (items[i].open) TRY(unbinding_case_holding(context, items[i].certificate_id, &items[count - 1].dispute_case, &items[count - 1].dispute_objected));
    }
    offers->count = count;
    return RESULT_OK;
}

enum result package_mailboxes(struct context *context, struct list *mailboxes)
{
    struct list offers, basis;
    TRY(package_offers(context, &offers));
    TRY(package_store_basis(context, context->actor.account, MOST_BASIS, &basis));
    struct package_mailbox *items = ARENA_ARRAY(context->arena, basis.count + 2, struct package_mailbox);
    size_t count = 0;
    for (size_t i = 0; i <= basis.count; i++) {
        const struct package_basis_row *row = i < basis.count ? (const struct package_basis_row *)basis.items + i : NULL;
        if (row && count && items[count - 1].mailbox == row->mailbox_id) continue; /* they come by address */
        struct package_mailbox *item = &items[count];
        *item = (struct package_mailbox){.mailbox = row ? row->mailbox_id : 0, .address = row ? address_shown(context->arena, row->address) : TEXT(""), .single = !row};
        bool any = false;
        for (size_t k = 0; k < offers.count; k++) {
            const struct package_offer *offer = (const struct package_offer *)offers.items + k;
            if (!rests_on(&basis, offer->certificate_id, item->mailbox)) continue;
            any = true;
            item->certificates += offer->open;
        }
        if (any) count++;
    }
    *mailboxes = (struct list){&package_mailbox_record, items, count};
    return RESULT_OK;
}
