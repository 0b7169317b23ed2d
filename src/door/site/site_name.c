/* Profile > Correct my name (SPEC 4.4). */
#include "award/award.h"
#include "award/award_name.h"
#include "door/site/site_inside.h"
#include "door/site/site_records.h"
#include "door/web_case.h"

enum { MOST_CERTIFICATES = 1000 };

/* The names as they are printed, on each certificate that was issued. */
static enum result printed_names(struct visit *visit, struct list *printed)
{
    struct list certificates;
    TRY(award_certificates(visit->context, visit->account.id, MOST_CERTIFICATES, &certificates));
    struct printed_name *names = ARENA_ARRAY(visit->context->arena, certificates.count + 1, struct printed_name);
    size_t count = 0;
    for (size_t i = 0; i < certificates.count; i++) {
        const struct certificate *c = (const struct certificate *)certificates.items + i;
        if (c->ever_issued) names[count++] = (struct printed_name){c->number, c->name, c->name_latin, c->name_native};
    }
    *printed = (struct list){&printed_name_record, names, count};
    return RESULT_OK;
}

enum result site_name_case(struct visit *visit, struct text *number, struct day *due)
{
    struct list cases;
    *number = TEXT("");
    *due = NO_DAY;
    TRY(case_list_own(visit->context, &cases));
    for (size_t i = 0; i < cases.count; i++) {
        const struct case_view *view = (const struct case_view *)cases.items + i;
        if (!view->of_name || view->closed) continue;
        *number = view->number;
        *due = view->due;
    }
    return RESULT_OK;
}

static enum result show_name(struct visit *visit, int status, struct name_page *page)
{
    TRY(site_naming(visit, true, &page->naming));
    TRY(printed_names(visit, &page->printed));
    TRY(site_name_case(visit, &page->open_number, &page->due));
    return web_show(visit, PAGE_NAME, status, page);
}

enum result site_name_form(struct visit *visit)
{
    bool fixed;
    TRY(award_names_fixed(visit->context, visit->account.id, &fixed));
    if (!fixed) return web_go(visit, "/my/profile", NULL); /* free to change there */
    struct award_naming names;
    TRY(award_name_to_print(visit->context, &names));
    struct name_page page = {.name_latin = names.latin, .name_native = names.native, .text = TEXT("")};
    return show_name(visit, 200, &page);
}

enum result site_name(struct visit *visit)
{
    const struct form *form = &visit->form;
    struct text latin = form_text(form, "name_latin"), native = form_text(form, "name_native"), number;
    struct case_evidence evidence;
    bool any;
    TRY(web_case_upload(visit, &evidence, &any));
    TRY(award_ask_name(visit->context, latin, native, form_text(form, "text"), &evidence, any, &number));
    return web_go(visit, text_printf(visit->context->arena, "/my/cases/%.*s", TEXT_ARG(number)).bytes, "name-asked");
}

enum result site_name_again(struct visit *visit, int status)
{
    const struct form *form = &visit->form;
    struct name_page page = {.name_latin = form_text(form, "name_latin"), .name_native = form_text(form, "name_native"), .text = form_text(form, "text")};
    return show_name(visit, status, &page);
}
