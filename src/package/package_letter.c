/* theme/letters/package-*.{txt,html}: one at each step of a package (SPEC 8.2). */
#include "award/award.h"
#include "letter/letter.h"
#include "outside/settings.h"
#include "package/package_carrier.h"
#include "package/package_country_name.h"
#include "package/package_inside.h"

struct package_line {
    struct text text;
};
RECORD(package_line_record, struct package_line, FIELD(struct package_line, text));
struct package_letter {
    struct text number, certificate, name; /* of the application; of the certificate; of the certification, in the recipient's language */
    struct text name_latin, name_native;
    struct list lines;                     /* of the address, in the script of its country */
    struct text country, phone;            /* country: in the recipient's language; empty where packages are posted */
    struct day opens, earliest, due, mailed, delivered, returned;
    bool provisional, replacement, again;
    bool sent_again, addressed, replaced;  /* what came back: is sent once more, is promised for a day, or nothing more of it */
    bool may_apply_again, may_ask_replacement; /* what can be done after it was cancelled */
    struct text replaces, replaced_by;     /* numbers of packages; replaced_by: none of another holder's */
    struct text carrier, express_number, tracking, phone_end; /* carrier: its name in the recipient's language */
    bool number_asked;                     /* the carrier's page has to be told the express number */
    struct text reason;
};
#define F(MEMBER) FIELD(struct package_letter, MEMBER)
RECORD(package_letter_record, struct package_letter, F(number), F(certificate), F(name), F(name_latin), F(name_native), FIELD_OF(struct package_letter, lines, package_line_record), F(country), F(phone),
       F(opens), F(earliest), F(due), F(mailed), F(delivered), F(returned), F(provisional), F(replacement), F(again), F(sent_again), F(addressed), F(replaced), F(may_apply_again), F(may_ask_replacement), F(replaces), F(replaced_by), F(carrier), F(express_number), F(tracking), F(number_asked), F(phone_end), F(reason));

const struct page_binding package_letters[] = {
    {"package-open", &package_letter_record},
    {"package-applied", &package_letter_record},
    {"package-address", &package_letter_record},
    {"package-approved", &package_letter_record},
    {"package-packed", &package_letter_record},
    {"package-unpacked", &package_letter_record},
    {"package-mailed", &package_letter_record},
    {"package-delivered", &package_letter_record},
    {"package-returned", &package_letter_record},
    {"package-cancelled", &package_letter_record},
};
const size_t package_letter_count = sizeof package_letters / sizeof *package_letters;

static enum result write_to(struct context *context, const struct package_room *room, const char *kind, int64_t account, struct text certification, struct day award_day,
                            struct package_letter *item)
{
    struct package_recipient holder;
    enum result found = package_store_recipient(context, account, &holder);
    TRY(found);
    if (found == RESULT_NONE || text_empty(holder.mailbox)) return RESULT_OK;
    struct letter_recipient recipient = {.account = account, .address = holder.mailbox, .zone = holder.zone, .language = text_string(context->arena, holder.language),
                                         .name = letter_addressed(holder.language, holder.name_latin, holder.name_native), .user_name = holder.user_name};
    const struct certification_version *version = package_version(room, certification, award_day);
    const struct package_carrier *carrier = package_carrier_find(item->carrier);
    if (carrier) {
        item->carrier = package_carrier_name(carrier, recipient.language);
        item->tracking = package_carrier_link(context->arena, carrier->code, item->express_number, recipient.language);
        item->number_asked = package_carrier_asks_number(item->tracking, item->express_number);
    }
    TRY(package_country_name(context, recipient.language, item->country, &item->country));
    item->name = version ? catalogue_wording(version->name, recipient.language) : certification;
    return letter_write(context, kind, &recipient, item, NULL, NULL);
}

enum result package_letter(struct context *context, const struct package_room *room, const char *kind, const struct package_row *row)
{
    struct package_address address;
    struct text lines[ADDRESS_LINES];
    struct package_view view;
    TRY(package_address_copied(context, row->address, &address));
    size_t count = package_address_lines(context->arena, &address, ADDRESS_NATIVE, false, lines);
    struct package_line *items = ARENA_ARRAY(context->arena, count + 1, struct package_line);
    for (size_t i = 0; i < count; i++) items[i].text = lines[i];
    TRY(package_store_read(context, row->number, 0, &view));
    package_complete(context, room, &view);
    bool again = view.waiting && view.dispatches > 0, own = view.holder_id == view.account_id;
    struct package_letter item = {.number = view.number, .certificate = view.certificate, .name_latin = view.name_latin, .name_native = view.name_native,
                                  .lines = {&package_line_record, items, count}, .country = text_equal(address.country, context->settings->home_country) ? TEXT("") : address.country, .phone = address.phone, .opens = NO_DAY, .earliest = view.earliest, .due = view.due,
                                  .mailed = view.mailed_day, .delivered = view.delivered_day, .returned = view.returned_day, .provisional = view.provisional, .again = again,
                                  .replacement = view.replacement && !again, .carrier = view.carrier, .express_number = view.express_number, .tracking = view.tracking,
                                  .phone_end = view.phone_end, .reason = view.reason, .sent_again = view.sent_again, .addressed = view.addressed && view.sent_again, .replaced = view.replaced && own, .may_apply_again = view.may_apply_again,
                                  .may_ask_replacement = view.may_ask_replacement && own, .replaces = view.replaces, .replaced_by = own ? view.replaced_by : TEXT("")};
    return write_to(context, room, kind, row->account_id, view.certification, view.award_day, &item);
}

enum result package_letter_open(struct context *context, const struct package_room *room, const struct package_opening_row *opening, struct day opens)
{
    struct package_letter item = {.certificate = opening->number, .lines = {&package_line_record, NULL, 0}, .opens = opens, .earliest = NO_DAY, .due = NO_DAY, .mailed = NO_DAY,
                                  .delivered = NO_DAY, .returned = NO_DAY};
    return write_to(context, room, "package-open", opening->account_id, opening->certification, opening->award_day, &item);
}
