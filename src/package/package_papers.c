#include "package/package_papers.h"

#include "audit/audit.h"
#include "base/buffer.h"
#include "ecert/ecert_download.h"
#include "outside/hash.h"
#include "outside/settings.h"
#include "package/package_csv.h"
#include "package/package_dispatch_store.h"
#include "package/package_print.h"
#include "package/package_staff.h"

enum { NUMBER_LIMIT = 30, SENDER_LIMIT = 2000, TRIED_AT_ONCE = 50, TRIED_MEMORY = 128 << 20 };

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
    struct package_outcome outcome;
    struct buffer left_out; /* their numbers */
};

/* What the context's error says is why. */
static void leave_out(struct context *context, struct gathering *gathering, struct text number)
{
    package_outcome_refuse(context, &gathering->outcome, number);
    buffer_put(&gathering->left_out, number);
    buffer_put_char(&gathering->left_out, ' ');
}

static enum result check(struct context *context, const struct package_view *view)
{
    if (view->state == PACKAGE_APPROVED || view->state == PACKAGE_PACKED) return package_check_view(context, view);
    return context_fail(context, RESULT_REFUSED, "package.not_approved", N_("Package {number} is not approved, or was mailed already: nothing is printed for it."), "number",
                        text_string(context->arena, view->number));
}

static enum result add_view(struct context *context, struct gathering *gathering, struct text number)
{
    if (gathering->count + (size_t)gathering->outcome.refused == PACKAGE_MANY) return gathering->outcome.more = true, RESULT_OK;
    struct package_view *view = &gathering->views[gathering->count];
    enum result found = package_store_read(context, number, 0, view);
    TRY(found);
    if (found == RESULT_OK) package_complete(context, &gathering->room, view);
    enum result checked = found == RESULT_OK ? check(context, view) : package_no_such(context);
    if (checked == RESULT_REFUSED) return leave_out(context, gathering, number), RESULT_OK;
    TRY(checked);
    gathering->count++;
    return RESULT_OK;
}

static enum result gather(struct context *context, void *data)
{
    static const enum package_state states[] = {PACKAGE_APPROVED, PACKAGE_PACKED};
    struct gathering *gathering = data;
    struct text rest = gathering->numbers, one;
    gathering->count = 0;
    gathering->outcome = package_outcome_new(context->arena);
    gathering->left_out = buffer_new(context->arena, 64, (NUMBER_LIMIT + 1) * PACKAGE_MANY);
    if (!text_empty(rest)) {
        while (!gathering->outcome.more && text_split(&rest, ' ', &one))
            if (!text_empty(one)) TRY(add_view(context, gathering, text_clipped(one, NUMBER_LIMIT)));
        return RESULT_OK;
    }
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        struct list rows;
        TRY(package_store_in_state(context, states[i], PACKAGE_MANY + 1, &rows));
        for (size_t k = 0; k < rows.count; k++) TRY(add_view(context, gathering, ((const struct package_row *)rows.items)[k].number));
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
        *item = (struct package_print){.number = view->number, .certificate = view->certificate, .certification = view->name, .name_latin = view->name_latin, .name_native = view->name_native, .due = view->due, .provisional = view->provisional};
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

static enum result make(struct context *context, struct gathering *gathering, enum package_papers papers, struct bytes *content)
{
    static const enum package_paper of[PAPERS_KINDS] = {[PAPERS_LABELS] = PAPER_LABELS, [PAPERS_SHEETS] = PAPER_LABEL_SHEETS, [PAPERS_SLIPS] = PAPER_SLIPS};
    if (papers == PAPERS_CERTIFICATES) return print_certificates(context, gathering, content);
    return papers == PAPERS_LIST ? write_list(context, gathering, content) : print(context, gathering, of[papers], content);
}

/* Takes out the package of that number, or whose certificate has it; `at`: where to look from, and where it was. */
static bool drop(struct context *context, struct gathering *gathering, struct text number, size_t *at)
{
    for (size_t i = *at; i < gathering->count; i++) {
        struct package_view *view = &gathering->views[i];
        if (!text_equal(view->number, number) && !text_equal(view->certificate, number)) continue;
        leave_out(context, gathering, view->number);
        memmove(view, view + 1, (--gathering->count - i) * sizeof *view);
        return *at = i, true;
    }
    return false;
}

/* Leaves out all that cannot be printed: some are tried at once, and what was made of them is thrown away. Those before the one that fails need not be tried again. Behind one that fails one alone is tried, then twice as many each time:
 * each is read and drawn twice at most, however many fail. */
static enum result leave_out_unprintable(struct context *context, struct gathering *gathering, enum package_papers papers)
{
    struct arena *own = context->arena;
    WITH_ARENA(thrown_away, TRIED_MEMORY);
    for (size_t start = 0, at_once = TRIED_AT_ONCE; start < gathering->count;) {
        size_t rest = gathering->count - start;
        struct gathering tried = *gathering;
        struct bytes content;
        tried.views = &gathering->views[start];
        tried.count = rest < at_once ? rest : at_once;
        context->arena = thrown_away;
        enum result made = make(context, &tried, papers, &content);
        context->arena = own;
        if (made == RESULT_OK) start += tried.count;
        else if (made != RESULT_REFUSED || !drop(context, gathering, context->error.file, &start)) return made;
        at_once = made != RESULT_OK ? 1 : at_once < TRIED_AT_ONCE ? 2 * at_once : TRIED_AT_ONCE;
        arena_reset(thrown_away);
    }
    return RESULT_OK;
}

/* What can be foreseen was refused when its address was kept, so mostly all can be printed; else it is made anew without those that cannot. */
static enum result make_without(struct context *context, struct gathering *gathering, enum package_papers papers, struct bytes *content)
{
    if (!gathering->count) return RESULT_OK;
    struct arena_mark mark = arena_mark(context->arena);
    enum result made = make(context, gathering, papers, content);
    if (made != RESULT_REFUSED) return made;
    error_clear(&context->error);
    arena_rewind(context->arena, mark);
    TRY(leave_out_unprintable(context, gathering, papers));
    return gathering->count ? make(context, gathering, papers, content) : RESULT_OK;
}

struct noting {
    enum package_papers papers;
    const struct gathering *gathering;
};

/* Addresses of many people leave the portal: who took them stands in the journal. */
static enum result note(struct context *context, void *data)
{
    const struct noting *noting = data;
    TRY(package_printed_note(context, noting->papers, noting->gathering->views, noting->gathering->count));
    return audit_write(context, "package.print", "account", context->actor.account, text_printf(context->arena, "{\"what\":\"%s\",\"count\":%zu}", words[noting->papers], noting->gathering->count));
}

enum result package_papers(struct context *context, enum package_papers papers, struct text numbers, struct text left_out, struct package_papers_made *made)
{
    struct gathering gathering = {.numbers = numbers, .views = ARENA_ARRAY(context->arena, PACKAGE_MANY + 1, struct package_view)};
    TRY(audit_may(context, MAY_SEND_PACKAGES));
    TRY(package_room_of(context, &gathering.room));
    TRY(database_reading(context, gather, &gathering));
    if (!gathering.count && !gathering.outcome.refused)
        return context_fail(context, RESULT_REFUSED, "package.none_to_print", N_("No package is approved or packed: there is nothing to print."));
    *made = (struct package_papers_made){.left_out = TEXT(""), .file_name = text_printf(context->arena, "%s-%.*s.%s", words[papers], TEXT_ARG(day_text(context->arena, gathering.room.today)), papers == PAPERS_LIST ? "csv" : "pdf")};
    TRY(make_without(context, &gathering, papers, &made->content));
    made->outcome = gathering.outcome;
    made->outcome.done = (int64_t)gathering.count;
    struct text out = buffer_text(&gathering.left_out);
    if (gathering.outcome.refused || gathering.outcome.more) made->left_out = hash_sha256_hex(context->arena, (struct bytes){(const unsigned char *)out.bytes, out.length});
    made->ask = !gathering.count || !text_equal(made->left_out, left_out);
    if (made->ask) return RESULT_OK;
    context->once.key = TEXT(""); /* printed again from the same page, it is noted again */
    return database_transaction(context, note, &(struct noting){papers, &gathering});
}
