/* What was printed of packages, and whether it is what is packed (SPEC 8.3): an address can change until then, a name can be corrected. */
#include <inttypes.h>

#include "audit/audit.h"
#include "base/buffer.h"
#include "outside/language.h"
#include "package/package_dispatch_store.h"
#include "package/package_staff.h"

#define F(MEMBER) FIELD(struct package_printed, MEMBER)
RECORD(package_printed_record, struct package_printed, F(paper), F(at), F(who), F(other_name), F(other_address), F(goes_on));

enum { NAME = 1, ADDRESS = 2, WORDS_LIMIT = 500 };

/* Labels and sheets of them are one kind. */
enum { LABEL, SLIP, CERTIFICATE, LIST, KINDS };
static const struct kind {
    const char *word, *english;
    int says;  /* what of the package stands on it */
    int sends; /* what of it leaves the house; a slip stays */
    bool returns; /* it comes back with the parcel */
} kinds[KINDS] = {
    [LABEL] = {"label", N_("address label"), ADDRESS, ADDRESS, true},
    [SLIP] = {"slip", N_("packing slip"), NAME | ADDRESS, 0, false},
    [CERTIFICATE] = {"certificate", N_("certificate"), NAME, NAME, true},
    [LIST] = {"list", N_("list for the carrier"), ADDRESS, ADDRESS, false},
};

/* A package as it is now. */
struct standing {
    int64_t ordinal, revision; /* of the dispatch that is prepared; of the certificate */
    struct text address_hash;
};

static struct standing standing_of(struct context *context, int64_t dispatches, int64_t revision, struct text address)
{
    return (struct standing){dispatches + 1, revision, package_address_mark(context, address)};
}

static const struct kind *kind_of(const struct package_print_row *row)
{
    for (int i = 0; i < KINDS; i++)
        if (text_is(row->paper, kinds[i].word)) return &kinds[i];
    return &kinds[LABEL]; /* the store's own constraint says that it is one of them */
}

/* What on the paper is no longer so, also on that of an earlier dispatch: it came back, and lies there to be taken for a new one. */
static int changed(const struct kind *kind, const struct package_print_row *row, const struct standing *now)
{
    return (row->revision == now->revision ? 0 : kind->says & NAME) | (text_equal(row->address_hash, now->address_hash) ? 0 : kind->says & ADDRESS);
}

enum result package_printed_note(struct context *context, enum package_papers papers, const struct package_view *views, size_t count)
{
    static const int of[PAPERS_KINDS] = {[PAPERS_LABELS] = LABEL, [PAPERS_SHEETS] = LABEL, [PAPERS_SLIPS] = SLIP, [PAPERS_CERTIFICATES] = CERTIFICATE, [PAPERS_LIST] = LIST};
    for (size_t i = 0; i < count; i++) {
        struct standing standing = standing_of(context, views[i].dispatches, views[i].now_revision, views[i].address);
        const char *paper = kinds[of[papers]].word;
        TRY(package_store_put_print(context, views[i].id,
                                    &(struct package_print_row){.paper = text_of(paper), .ordinal = standing.ordinal, .revision = standing.revision, .address_hash = standing.address_hash,
                                                                .at = context_now(context)}));
        TRY(audit_write(context, "package.printed", "package_print", views[i].id,
                        text_printf(context->arena, "{\"paper\":\"%s\",\"ordinal\":%" PRId64 ",\"revision\":%" PRId64 ",\"address\":\"%.*s\"}", paper, standing.ordinal, standing.revision,
                                    TEXT_ARG(standing.address_hash))));
    }
    return RESULT_OK;
}

static enum result print_again(struct context *context, const struct package_row *row, int what, struct text papers)
{
    const char *number = text_string(context->arena, row->number), *again = text_string(context->arena, papers);
    if (what == NAME)
        return context_fail(context, RESULT_REFUSED, "package.print_again_name", N_("The name on the certificate of package {number} was corrected after printing. Print again: {papers}."), "number", number,
                            "papers", again);
    if (what == ADDRESS)
        return context_fail(context, RESULT_REFUSED, "package.print_again_address", N_("The address of package {number} was changed after printing. Print again: {papers}."), "number", number, "papers", again);
    return context_fail(context, RESULT_REFUSED, "package.print_again", N_("Name and address of package {number} were changed after printing. Print again: {papers}."), "number", number, "papers", again);
}

static enum result not_printed(struct context *context, const struct package_row *row, int printed)
{
    const char *number = text_string(context->arena, row->number);
    if (printed == ADDRESS)
        return context_fail(context, RESULT_REFUSED, "package.not_printed_certificate", N_("The certificate of package {number} was not printed. Print it, or tick the package if it was made elsewhere."), "number", number);
    if (printed == NAME)
        return context_fail(context, RESULT_REFUSED, "package.not_printed_address",
                            N_("No address was printed for package {number}: neither a label nor the list for the carrier. Print one, or tick the package if it was made elsewhere."), "number", number);
    return context_fail(context, RESULT_REFUSED, "package.not_printed", N_("Nothing was printed for package {number}. Print certificate and label, or tick the package if they were made elsewhere."), "number",
                        number);
}

enum result package_printed_check(struct context *context, const struct package_row *row, bool all)
{
    struct standing now = standing_of(context, row->dispatches, row->now_revision, row->address);
    struct buffer papers = buffer_new(context->arena, 64, WORDS_LIMIT);
    struct list rows;
    int what = 0, printed = 0;
    TRY(package_store_prints(context, row->id, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        const struct package_print_row *print = (const struct package_print_row *)rows.items + i;
        const struct kind *kind = kind_of(print);
        int changes = changed(kind, print, &now);
        what |= changes;
        if (changes && papers.length) buffer_put_string(&papers, language_text(context->languages, context->language, N_(", ")));
        if (changes) buffer_put_string(&papers, language_text(context->languages, context->language, kind->english));
        /* An earlier dispatch has used up its papers but for those that came back with the parcel. */
        if (print->ordinal == now.ordinal || kind->returns) printed |= kind->sends;
    }
    if (what) return print_again(context, row, what, buffer_text(&papers));
    if (all && !text_empty(row->name_case))
        return context_fail(context, RESULT_REFUSED, "package.name_case", N_("The holder of package {number} asks for another name. Decide case {case} first, or tick the package if it goes with the name as it is."), "number",
                            text_string(context->arena, row->number), "case", text_string(context->arena, row->name_case));
    return all && printed != (NAME | ADDRESS) ? not_printed(context, row, printed) : RESULT_OK;
}

enum result package_printed(struct context *context, const struct package_view *view, struct list *printed)
{
    struct list rows = {.count = 0};
    TRY(audit_may(context, MAY_READ_PACKAGES));
    if (view->waiting) TRY(package_store_prints(context, view->id, &rows));
    struct standing now = standing_of(context, view->dispatches, view->now_revision, view->address);
    struct package_printed *items = ARENA_ARRAY(context->arena, rows.count + 1, struct package_printed);
    for (size_t i = 0; i < rows.count; i++) {
        const struct package_print_row *print = (const struct package_print_row *)rows.items + i;
        const struct kind *kind = kind_of(print);
        int changes = view->packed ? 0 : changed(kind, print, &now); /* once it is packed, what was printed is in it */
        items[i] = (struct package_printed){text_of(language_text(context->languages, context->language, kind->english)), print->at, print->user_name, (changes & NAME) != 0, (changes & ADDRESS) != 0,
                                            view->approved && !changes && kind->returns && print->ordinal < now.ordinal};
    }
    *printed = (struct list){&package_printed_record, items, rows.count};
    return RESULT_OK;
}
