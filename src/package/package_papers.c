#include "package/package_papers.h"

#include "audit/audit.h"
#include "base/buffer.h"
#include "ecert/ecert_download.h"
#include "outside/settings.h"
#include "package/package_csv.h"
#include "package/package_dispatch.h"
#include "package/package_dispatch_store.h"
#include "package/package_inside.h"
#include "package/package_print.h"

enum { NUMBER_LIMIT = 30, SENDER_LIMIT = 2000 };

static const char *const words[PAPERS_KINDS] = {"labels", "sheets", "slips", "certificates", "list"};

bool package_papers_of(struct text word, enum package_papers *papers)
{
    for (int i = 0; i < PAPERS_KINDS; i++)
        if (text_is(word, words[i])) return *papers = (enum package_papers)i, true;
    return false;
}

struct gathering {
    struct text numbers;
    struct package_room room;
    struct package_view *views;
    size_t count;
};

static enum result not_approved(struct context *context, struct text number)
{
    return context_fail(context, RESULT_REFUSED, "package.not_approved", N_("Package {number} is not approved, or was mailed already: nothing is printed for it."), "number",
                        text_string(context->arena, number));
}

static enum result add_view(struct context *context, struct gathering *gathering, struct text number)
{
    struct package_view *view = &gathering->views[gathering->count];
    enum result found = package_store_read(context, number, 0, view);
    TRY(found);
    if (found == RESULT_NONE || (view->state != PACKAGE_APPROVED && view->state != PACKAGE_PACKED)) return not_approved(context, number);
    package_complete(context, &gathering->room, view);
    gathering->count++;
    return RESULT_OK;
}

static enum result gather(struct context *context, void *data)
{
    struct gathering *gathering = data;
    struct text rest = gathering->numbers, one;
    gathering->count = 0;
    if (!text_empty(rest)) {
        while (text_split(&rest, ' ', &one) && gathering->count < PACKAGE_MANY)
            if (!text_empty(one)) TRY(add_view(context, gathering, text_clipped(one, NUMBER_LIMIT)));
        return RESULT_OK;
    }
    for (enum package_state state = PACKAGE_PACKED; state >= PACKAGE_APPROVED; state--) {
        struct list rows;
        TRY(package_store_in_state(context, state, PACKAGE_MANY - gathering->count, &rows));
        for (size_t i = 0; i < rows.count; i++) TRY(add_view(context, gathering, ((const struct package_row *)rows.items)[i].number));
    }
    return RESULT_OK;
}

/* Name and address of the body, in lines: the setting return_address has | between them. */
static struct text sender_of(struct context *context, const struct package_room *room)
{
    struct buffer out = buffer_new(context->arena, 256, SENDER_LIMIT);
    struct text rest = context->settings->return_address, line;
    buffer_put(&out, catalogue_wording(room->catalogue->body.name, room->catalogue->body.languages[0]));
    while (text_split(&rest, '|', &line))
        if (!text_empty(text_trim(line))) {
            buffer_put_char(&out, '\n');
            buffer_put(&out, text_trim(line));
        }
    return buffer_text(&out);
}

static enum result print(struct context *context, const struct gathering *gathering, enum package_paper paper, struct bytes *pdf)
{
    struct package_print *prints = ARENA_ARRAY(context->arena, gathering->count, struct package_print);
    for (size_t i = 0; i < gathering->count; i++) {
        const struct package_view *view = &gathering->views[i];
        struct package_address address;
        struct package_print *item = &prints[i];
        TRY(package_address_copied(context, view->address, &address));
        *item = (struct package_print){.number = view->number, .certificate = view->certificate, .certification = view->name, .name_latin = view->name_latin, .name_native = view->name_native, .due = view->due};
        const struct package_list *list = package_contents(gathering->room.catalogue, view);
        size_t count = list ? list->item_count : 0;
        struct text *contents = ARENA_ARRAY(context->arena, count + 1, struct text);
        for (size_t k = 0; k < count && k < PRINT_CONTENTS_MOST; k++) contents[item->content_count++] = catalogue_wording(list->items[k].name, context->language);
        item->contents = contents;
        package_print_address(context->arena, &address, context->settings->home_country, item);
    }
    return package_print(context, paper, sender_of(context, &gathering->room), prints, gathering->count, pdf);
}

static enum result print_certificates(struct context *context, const struct gathering *gathering, struct bytes *pdf)
{
    struct text *numbers = ARENA_ARRAY(context->arena, gathering->count, struct text);
    for (size_t i = 0; i < gathering->count; i++) numbers[i] = gathering->views[i].certificate;
    return ecert_print_numbers(context, numbers, gathering->count, gathering->room.catalogue->body.languages[0], pdf);
}

static enum result write_list(struct context *context, const struct gathering *gathering, struct bytes *content)
{
    struct package_csv_row *rows = ARENA_ARRAY(context->arena, gathering->count, struct package_csv_row);
    for (size_t i = 0; i < gathering->count; i++) {
        const struct package_view *view = &gathering->views[i];
        const struct package_list *list = package_contents(gathering->room.catalogue, view);
        struct buffer contents = buffer_new(context->arena, 256, 16384);
        for (size_t k = 0; list && k < list->item_count; k++) {
            if (k) buffer_put_string(&contents, "; ");
            buffer_put(&contents, catalogue_wording(list->items[k].name, context->language));
        }
        rows[i] = (struct package_csv_row){.number = view->number, .contents = buffer_text(&contents), .certificate = view->certificate, .due = view->due};
        TRY(package_address_copied(context, view->address, &rows[i].address));
    }
    struct text text = package_csv(context->arena, rows, gathering->count);
    *content = (struct bytes){(const unsigned char *)text.bytes, text.length};
    return RESULT_OK;
}

enum result package_papers(struct context *context, enum package_papers papers, struct text numbers, struct bytes *content, struct text *file_name)
{
    static const enum package_paper of[PAPERS_KINDS] = {[PAPERS_LABELS] = PAPER_LABELS, [PAPERS_SHEETS] = PAPER_LABEL_SHEETS, [PAPERS_SLIPS] = PAPER_SLIPS};
    struct gathering gathering = {.numbers = numbers, .views = ARENA_ARRAY(context->arena, PACKAGE_MANY, struct package_view)};
    TRY(audit_may(context, MAY_SEND_PACKAGES));
    TRY(package_room_of(context, &gathering.room));
    TRY(database_reading(context, gather, &gathering));
    if (!gathering.count) return context_fail(context, RESULT_REFUSED, "package.none_to_print", N_("No package is approved or packed: there is nothing to print."));
    if (papers == PAPERS_CERTIFICATES) TRY(print_certificates(context, &gathering, content));
    else if (papers == PAPERS_LIST) TRY(write_list(context, &gathering, content));
    else TRY(print(context, &gathering, of[papers], content));
    *file_name = text_printf(context->arena, "%s-%.*s.%s", words[papers], TEXT_ARG(day_text(context->arena, gathering.room.today)), papers == PAPERS_LIST ? "csv" : "pdf");
    /* Addresses of many people leave the portal: who took them stands in the journal. */
    return audit_write(context, "package.print", "account", context->actor.account, text_printf(context->arena, "{\"what\":\"%s\",\"count\":%zu}", words[papers], gathering.count));
}
