/* Letters that we sent to the person (SPEC 4.3), and the built-in mailbox of a demonstration (10.2). */
#include "association/association.h"
#include "door/site/site_inside.h"
#include "door/site/site_records.h"
#include "letter/address.h"
#include "letter/letter.h"

enum { LETTERS_A_PAGE = 30, MAILBOX_LETTERS = 100, MOST_PARTS = 64 };

enum result site_unreached_by(struct visit *visit, const struct list *associations, bool *unreached)
{
    struct text into;
    *unreached = true;
    for (size_t i = 0; i < associations->count; i++) *unreached &= ((const struct association *)associations->items)[i].record_id != 0;
    if (!*unreached) return RESULT_OK;
    TRY(site_merged_into(visit, &into));
    *unreached = text_empty(into);
    return RESULT_OK;
}

enum result site_unreached(struct visit *visit, bool *unreached)
{
    struct list associations;
    *unreached = false;
    if (!visit->signed_in) return RESULT_OK;
    TRY(association_list(visit->context, &associations));
    return site_unreached_by(visit, &associations, unreached);
}

static bool has_link(const struct letter_view *letter)
{
    return text_is(letter->kind, "association-activate") || text_is(letter->kind, "association-dispute") || text_is(letter->kind, "association-let-go");
}

/* The link of a request that is over does nothing (5.1): sent again, such a letter would help nobody. */
static enum result find_anew(struct visit *visit, const struct letter_view *letter, struct text *anew)
{
    struct association_request request;
    if (!has_link(letter)) return RESULT_OK;
    enum result found = association_request_of_letter(visit->context, letter->id, &request);
    TRY(found);
    if (found == RESULT_NONE || request.open) return RESULT_OK;
    *anew = text_of(request.of_letting_go ? "/my/exams/mailboxes" : request.of_record ? "/my/exams/report" : "/my/exams/associate");
    return RESULT_OK;
}

/* The same of a page of them, newest first, in one look-up. */
static enum result keep_resendable(struct visit *visit, struct letter_view *letters, size_t count)
{
    struct list open;
    if (!count) return RESULT_OK;
    TRY(association_open_letters(visit->context, letters[count - 1].id, letters[0].id, &open));
    for (size_t i = 0; i < count; i++) {
        bool helps = !has_link(&letters[i]);
        for (size_t k = 0; k < open.count && !helps; k++) helps = ((const int64_t *)open.items)[k] == letters[i].id;
        letters[i].can_resend &= helps;
    }
    return RESULT_OK;
}

enum result site_letters(struct visit *visit)
{
    struct letters_page page = {0};
    TRY(site_unreached(visit, &page.unreached));
    TRY(letter_list(visit->context, web_number(form_text(&visit->form, "before")), LETTERS_A_PAGE + 1, &page.letters));
    struct letter_view *letters = (struct letter_view *)page.letters.items;
    if (page.letters.count > LETTERS_A_PAGE) {
        page.letters.count = LETTERS_A_PAGE;
        page.more = true;
        page.before = letters[LETTERS_A_PAGE - 1].id;
    }
    TRY(keep_resendable(visit, letters, page.letters.count));
    return web_show(visit, PAGE_LETTERS, 200, &page);
}

enum result site_letter_again(struct visit *visit, int status)
{
    struct letter_view *letter = ARENA_NEW(visit->context->arena, struct letter_view);
    enum result result = letter_read(visit->context, web_number(visit->rest), letter);
    if (result == RESULT_NONE) return web_absent(visit);
    TRY(result);
    struct letter_page page = {{&letter_view_record, letter, 1}, visit->route->method == HTTP_GET && text_is(form_text(&visit->form, "done"), "resent"), TEXT("")};
    TRY(find_anew(visit, letter, &page.anew));
    return web_show(visit, PAGE_LETTER, status, &page);
}

enum result site_letter(struct visit *visit)
{
    return site_letter_again(visit, 200);
}

enum result site_letter_resend(struct visit *visit)
{
    enum result result = letter_resend(visit->context, web_number(visit->rest));
    if (result == RESULT_NONE) return web_absent(visit);
    TRY(result);
    return web_go(visit, text_printf(visit->context->arena, "/my/letters/%.*s", TEXT_ARG(visit->rest)).bytes, "resent");
}

enum result site_mailbox(struct visit *visit)
{
    struct mailbox_page page = {.address = form_text(&visit->form, "address")};
    struct text normal = TEXT("");
    if (!text_empty(page.address) && !address_normal(visit->context->arena, page.address, &normal)) normal = page.address;
    enum result result = letter_mailbox(visit->context, normal, MAILBOX_LETTERS, &page.letters);
    if (result == RESULT_REFUSED) {
        error_clear(&visit->context->error);
        return web_absent(visit);
    }
    TRY(result);
    address_show(visit->context->arena, &page.letters, "recipient");
    return web_show(visit, PAGE_MAILBOX, 200, &page);
}

/* Cuts a text at the links in it, so that the page can make them links without trusting the text. */
static size_t cut_at_links(struct text text, struct letter_part *parts, size_t maximum)
{
    size_t count = 0;
    while (text.length && count + 2 <= maximum) {
        size_t https = text_find(text, "https://"), http = text_find(text, "http://");
        size_t begin = https < http ? https : http;
        if (begin) parts[count++] = (struct letter_part){.text = {text.bytes, begin}, .link = TEXT("")};
        text = (struct text){text.bytes + begin, text.length - begin};
        size_t end = 0;
        while (end < text.length && (unsigned char)text.bytes[end] > ' ' && !strchr("<>\"'", text.bytes[end])) end++;
        if (end) parts[count++] = (struct letter_part){.text = {text.bytes, end}, .link = {text.bytes, end}};
        text = (struct text){text.bytes + end, text.length - end};
    }
    if (text.length && count < maximum) parts[count++] = (struct letter_part){.text = text, .link = TEXT("")};
    return count;
}

enum result site_mailbox_letter(struct visit *visit)
{
    struct mailbox_letter letter;
    enum result result = letter_mailbox_read(visit->context, web_number(visit->rest), &letter);
    if (result == RESULT_REFUSED) error_clear(&visit->context->error);
    if (result == RESULT_NONE || result == RESULT_REFUSED) return web_absent(visit);
    TRY(result);
    struct letter_part *parts = ARENA_ARRAY(visit->context->arena, MOST_PARTS, struct letter_part);
    struct mailbox_letter_page page = {.recipient = address_shown(visit->context->arena, letter.recipient), .subject = letter.subject, .written = letter.written,
                                       .parts = {&letter_part_record, parts, cut_at_links(letter.text, parts, MOST_PARTS)}};
    return web_show(visit, PAGE_MAILBOX_LETTER, 200, &page);
}
