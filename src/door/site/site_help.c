/* Questions, answers, and asking the body (SPEC 4.6). */
#include "case/case.h"
#include "door/site/site_inside.h"
#include "door/site/site_records.h"
#include "door/web_case.h"
#include "help/help.h"

enum { MOST_RESULTS = 12, MOST_TOPICS = 40, NUMBER_LENGTH = 14 };

static struct list one(const struct help_entry *entry)
{
    return (struct list){&help_entry_record, entry, entry ? 1 : 0};
}

/* Topics in the order of their first question. */
static struct list by_topic(struct visit *visit)
{
    struct arena *arena = visit->context->arena;
    struct list all = help_all(web_help(visit), visit->context->language);
    struct help_topic *topics = ARENA_ARRAY(arena, MOST_TOPICS, struct help_topic);
    size_t count = 0;
    for (size_t i = 0; i < all.count; i++) {
        const struct help_entry *entry = (const struct help_entry *)all.items + i;
        size_t t = 0;
        while (t < count && !text_equal(topics[t].topic, entry->topic)) t++;
        if (t == MOST_TOPICS) t--;
        if (t == count) topics[count++] = (struct help_topic){entry->topic, {&help_entry_record, ARENA_ARRAY(arena, all.count, struct help_entry), 0}};
        ((struct help_entry *)(uintptr_t)topics[t].answers.items)[topics[t].answers.count++] = *entry;
    }
    return (struct list){&help_topic_record, topics, count};
}

enum result site_help(struct visit *visit)
{
    struct help_page page = {.query = form_text(&visit->form, "q"), .topics = by_topic(visit)};
    page.searched = !text_empty(page.query);
    page.results = help_search(web_help(visit), visit->context->arena, visit->context->language, page.query, MOST_RESULTS);
    return web_show(visit, PAGE_HELP, 200, &page);
}

enum result site_help_again(struct visit *visit, int status)
{
    struct help_page page = {.query = form_text(&visit->form, "q"), .topics = by_topic(visit), .results = {.record = &help_entry_record}};
    return web_show(visit, PAGE_HELP, status, &page);
}

enum result site_answer(struct visit *visit)
{
    const struct help_entry *entry = help_find(web_help(visit), visit->context->language, visit->rest);
    if (!entry) return web_absent(visit);
    struct list all = help_all(web_help(visit), visit->context->language);
    struct help_entry *related = ARENA_ARRAY(visit->context->arena, all.count + 1, struct help_entry);
    size_t count = 0;
    for (size_t i = 0; i < all.count; i++) {
        const struct help_entry *other = (const struct help_entry *)all.items + i;
        if (text_equal(other->topic, entry->topic) && !text_equal(other->slug, entry->slug)) related[count++] = *other;
    }
    struct answer_page page = {one(entry), {&help_entry_record, related, count}};
    return web_show(visit, PAGE_ANSWER, 200, &page);
}

/* --- Asking --- */

static enum result show_ask(struct visit *visit, int status, struct ask_page *page)
{
    TRY(site_unreached(visit, &page->unreached));
    page->place = web_place(visit, page->page);
    page->fitting = one(help_for(web_help(visit), visit->context->language, page->problem));
    return web_show(visit, PAGE_ASK, status, page);
}

static struct ask_page sent(const struct form *form)
{
    struct text page = form_text(form, "page");
    if (!web_is_own_path(page)) page = TEXT(""); /* what is no page of ours is none */
    return (struct ask_page){.text = form_text(form, "text"), .address = form_text(form, "address"), .page = page, .problem = form_text(form, "problem")};
}

enum result site_ask_form(struct visit *visit)
{
    struct ask_page page = sent(&visit->form);
    return show_ask(visit, 200, &page);
}

enum result site_ask_again(struct visit *visit, int status)
{
    struct ask_page page = sent(&visit->form);
    return show_ask(visit, status, &page);
}

enum result site_ask(struct visit *visit)
{
    struct context *context = visit->context;
    struct ask_page page = sent(&visit->form);
    struct text number;
    struct day due;
    /* The form that was sent is that of somebody who is signed in: it asked for no mailbox. */
    if (!visit->signed_in && !form_sent(&visit->form, "address"))
        return FIELD_FAIL(context, "address", "case.signed_out", N_("You are not signed in any more. What you wrote is still here: give a mailbox for the answer, or sign in in another window of the browser, and send it again."));
    TRY(case_ask(context, &(struct case_question){.words = page.text, .address = page.address, .page = page.page, .problem = page.problem}, &number));
    if (visit->signed_in) {
        TRY(site_unreached(visit, &page.unreached));
        return web_go(visit, text_printf(context->arena, "/my/cases/%.*s", TEXT_ARG(number)).bytes, page.unreached ? "asked-here" : "asked");
    }
    TRY(case_asked_until(context, &due));
    return web_go(visit, text_printf(context->arena, "/help/ask/%.*s?due=%.*s", TEXT_ARG(number), TEXT_ARG(day_text(context->arena, due))).bytes, NULL);
}

/* For who is not signed in: what the address says, and nothing else; whoever has it learns nothing by it. */
enum result site_asked(struct visit *visit)
{
    struct asked_page page = {visit->rest, NO_DAY};
    struct day due;
    if (day_parse(form_text(&visit->form, "due"), &due)) page.due = due;
    bool good = page.number.length == NUMBER_LENGTH;
    for (size_t i = 0; i < page.number.length; i++) {
        char c = page.number.bytes[i];
        good = good && ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '-');
    }
    return good ? web_show(visit, PAGE_ASKED, 200, &page) : web_absent(visit);
}
