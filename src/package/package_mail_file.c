/* A file of express numbers (SPEC 8.3): each row is mailed by itself, as if it were typed. A trial run says what would become of it. */
#include <string.h>

#include "audit/audit.h"
#include "outside/language.h"
#include "package/package_dispatch_store.h"
#include "package/package_lines.h"
#include "package/package_staff.h"

/* Of a file's columns: a carrier's program adds its number behind those of the list that we send it (package_csv). */
enum { COLUMNS = 32 };

#define F(MEMBER) FIELD(struct package_number_row, MEMBER)
RECORD(package_number_row_record, struct package_number_row, F(line), F(package), F(number), F(carrier), F(mailed), F(unchanged), F(refused), F(warned), F(why));

static enum result no_file(struct context *context)
{
    return FIELD_FAIL(context, "file", "package.file", N_("This is no file of express numbers. Each row has a package's number and an express number, with a comma between."));
}

/* Has the first row headings? A package's number begins with P and has three groups. */
static bool is_heading(struct text package)
{
    return !(package.length == 14 && package.bytes[0] == 'P' && package.bytes[4] == '-' && package.bytes[9] == '-');
}

/* Where a file has what: by the words of its headings, in English or the reader's language; where they name neither number: package, express number and carrier in this order. */
struct places {
    int package, number, carrier;
};

static bool is_called(struct context *context, struct text heading, const char *english)
{
    return text_equal_ignoring_case(heading, text_of(english)) || text_equal_ignoring_case(heading, text_of(language_text(context->languages, context->language, english)));
}

/* Who names one of the two has not the other where it would be looked for: a recipient's name is no express number. */
static enum result places_of(struct context *context, const struct text *headings, struct places *places)
{
    struct places named = {-1, -1, -1};
    for (int i = COLUMNS; i-- > 0;) {
        if (is_called(context, headings[i], N_("Package")) || is_called(context, headings[i], N_("Package number"))) named.package = i;
        else if (is_called(context, headings[i], N_("Number")) || is_called(context, headings[i], N_("Express number"))) named.number = i;
        else if (is_called(context, headings[i], N_("Carrier"))) named.carrier = i;
    }
    if (named.package < 0 && named.number < 0) return RESULT_OK;
    *places = named;
    if (named.number < 0)
        return FIELD_FAIL(context, "file", "package.file_number", N_("The headings of this file name the package, but not the express number. Call that column “Express number” or “Number”."));
    if (named.package < 0)
        return FIELD_FAIL(context, "file", "package.file_package", N_("The headings of this file name the express number, but not the package. Call that column “Package” or “Package number”."));
    return RESULT_OK;
}

static enum result read_file(struct context *context, struct text file, struct package_number_row *rows, struct text *carriers, size_t *count)
{
    struct package_lines lines;
    struct text columns[COLUMNS];
    struct places places = {0, 1, 2};
    bool first = true;
    *count = 0;
    if (!package_lines_begin(&lines, file)) return no_file(context);
    while (package_lines_next(&lines, columns, COLUMNS)) {
        bool headings = first && is_heading(columns[0]);
        first = false;
        if (headings) {
            TRY(places_of(context, columns, &places));
            continue;
        }
        if (*count == PACKAGE_FILE_ROWS) return FIELD_FAIL(context, "file", "package.file_rows", N_("This file has more than 5,000 rows. Send it in pieces."));
        carriers[*count] = places.carrier < 0 ? TEXT("") : columns[places.carrier];
        rows[(*count)++] = (struct package_number_row){.line = lines.number, .package = columns[places.package], .number = columns[places.number], .carrier = TEXT(""), .why = TEXT("")};
    }
    return *count ? RESULT_OK : no_file(context);
}

/* What a row of a trial run would have mailed, for the rows after it. */
struct tried {
    int64_t id, account;
    struct text package;
    char number[EXPRESS_NUMBER_LONGEST + 1];
};

struct filing {
    struct package_number_row *row;
    struct package_mailing mailing;
    bool dry_run;
    struct tried *tried;
    size_t tried_count;
};

/* Of a trial run nothing is left in the store: what the rows before this one would have written is looked up here and in see_rows_before. */
static void see_package_before(struct filing *filing, struct package_row *row)
{
    for (size_t i = 0; i < filing->tried_count; i++) {
        if (filing->tried[i].id != row->id) continue;
        row->state = PACKAGE_MAILED;
        filing->row->unchanged |= text_is(filing->mailing.number, filing->tried[i].number);
    }
}

static enum result see_rows_before(struct context *context, struct filing *filing, struct package_row *row)
{
    see_package_before(filing, row);
    for (size_t i = 0; i < filing->tried_count; i++) {
        const struct tried *before = &filing->tried[i];
        if (before->account != row->account_id && text_is(filing->mailing.number, before->number)) return package_mail_used_by_another(context, before->package);
    }
    struct tried *this = &filing->tried[filing->tried_count];
    *this = (struct tried){.id = row->id, .account = row->account_id, .package = filing->row->package};
    memcpy(this->number, filing->mailing.number.bytes, filing->mailing.number.length);
    return RESULT_OK;
}

/* The package of a row. Mailed already with this very number, now or before it came back, is no mistake, the file was sent twice. */
static enum result take_filed(struct context *context, struct filing *filing, struct package_room *room, struct package_row *row)
{
    enum result found = package_take(context, filing->row->package, room, row);
    TRY(found);
    if (found == RESULT_NONE) return package_no_such(context);
    return package_store_number_before(context, row->id, row->dispatches + 1, filing->mailing.number, &filing->row->unchanged);
}

/* Of a row whose number is doubtful: another number would not help a package that cannot be mailed. */
static enum result file_doubtful(struct context *context, void *data)
{
    struct filing *filing = data;
    struct package_room room;
    struct package_row row;
    TRY(take_filed(context, filing, &room, &row));
    see_package_before(filing, &row);
    return filing->row->unchanged || package_rules_after((enum package_state)row.state, PACKAGE_MAIL, false) ? RESULT_OK : package_mail_refuse(context, &row);
}

static enum result file_one(struct context *context, void *data)
{
    struct filing *filing = data;
    struct package_room room;
    struct package_row row;
    TRY(package_store_lock_number(context, filing->mailing.number));
    TRY(take_filed(context, filing, &room, &row));
    if (filing->row->unchanged) return RESULT_OK;
    if (filing->dry_run) TRY(see_rows_before(context, filing, &row));
    return filing->row->unchanged ? RESULT_OK : package_mail_one(context, &filing->mailing, &room, &row);
}

/* Of a trial run everything is undone; a transaction that is refused leaves nothing. */
static enum result file_step(struct context *context, void *data)
{
    struct filing *filing = data;
    TRY(file_one(context, filing));
    return filing->dry_run ? context_fail(context, RESULT_REFUSED, "package.dry_run", N_("Nothing was written: it was a trial run.")) : RESULT_OK;
}

static void tell(struct context *context, const struct filing *filing, enum result result)
{
    struct package_number_row *row = filing->row;
    bool tried = filing->dry_run && result == RESULT_REFUSED && strcmp(context->error.code, "package.dry_run") == 0;
    row->refused = result == RESULT_REFUSED && !tried;
    row->mailed = !row->refused && !row->unchanged;
    if (row->refused) row->why = language_error(context->languages, context->language, context->arena, &context->error);
    if (row->refused && filing->mailing.held && !filing->mailing.gone)
        row->why = text_printf(context->arena, "%.*s %s", TEXT_ARG(row->why), language_text(context->languages, context->language, N_("If it has left already, send the file again and take what has left, too.")));
    error_clear(&context->error);
}

static enum result ask_first(struct context *context, const struct package_mailing *mailing)
{
    if (mailing->ask)
        return context_fail(context, RESULT_REFUSED, "package.carriers_several", N_("Several carriers have such numbers. Write the carrier into the third column: sf, s10, dhl, ups or fedex."));
    if (mailing->wrong_digit)
        return context_fail(context, RESULT_REFUSED, "package.check_digit", N_("The check digit is wrong: the number was probably mistyped. If it is right all the same, send the file again and take such numbers, too."));
    if (mailing->other_form && text_empty(mailing->others))
        return context_fail(context, RESULT_REFUSED, "package.no_form", N_("This number does not have the form of those of {carrier}. If it is right all the same, send the file again and take such numbers, too."), "carrier",
                            text_string(context->arena, mailing->carrier_name));
    if (mailing->other_form)
        return context_fail(context, RESULT_REFUSED, "package.other_form", N_("This number has the form of those of {others}, not of {carrier}. If it is right all the same, send the file again and take such numbers, too."),
                            "others", text_string(context->arena, mailing->others), "carrier", text_string(context->arena, mailing->carrier_name));
    return RESULT_OK;
}

/* What is wrong with the number is told where nothing is wrong with the package. */
static enum result refuse_number(struct context *context, struct filing *filing)
{
    struct error doubt = context->error;
    error_clear(&context->error);
    TRY(database_transaction(context, file_doubtful, filing));
    if (filing->row->unchanged) return RESULT_OK;
    context->error = doubt;
    return doubt.result;
}

enum result package_mail_file(struct context *context, struct text file, bool anyway, bool gone, bool dry_run, struct list *list)
{
    struct package_number_row *rows = ARENA_ARRAY(context->arena, PACKAGE_FILE_ROWS, struct package_number_row);
    struct text *carriers = ARENA_ARRAY(context->arena, PACKAGE_FILE_ROWS, struct text);
    size_t count;
    struct tried *tried = dry_run ? ARENA_ARRAY(context->arena, PACKAGE_FILE_ROWS, struct tried) : NULL;
    size_t tried_count = 0;
    TRY(audit_may(context, MAY_SEND_PACKAGES));
    TRY(read_file(context, file, rows, carriers, &count));
    context->once.key = TEXT(""); /* each row is a transaction; the same file again changes nothing, and is told anew */
    for (size_t i = 0; i < count; i++) {
        struct filing filing = {.row = &rows[i], .mailing = {.typed = rows[i].number, .number = TEXT(""), .carrier = carriers[i], .anyway = anyway, .gone = gone}, .dry_run = dry_run, .tried = tried, .tried_count = tried_count};
        struct arena_mark mark = arena_mark(context->arena);
        enum result result = package_mail_look_at(context, &filing.mailing);
        if (result == RESULT_OK) result = ask_first(context, &filing.mailing);
        if (result == RESULT_OK) result = database_transaction(context, file_step, &filing);
        else if (result == RESULT_REFUSED) result = refuse_number(context, &filing);
        if (result != RESULT_REFUSED) TRY(result);
        tell(context, &filing, result);
        if (rows[i].refused) continue;
        if (dry_run && rows[i].mailed) tried_count++;
        rows[i].warned = filing.mailing.unknown;
        const struct package_carrier *carrier = package_carrier_find(filing.mailing.carrier);
        arena_rewind(context->arena, mark);
        if (carrier) rows[i].carrier = package_carrier_name(carrier, context->language);
    }
    *list = (struct list){&package_number_row_record, rows, count};
    return RESULT_OK;
}
