/* Letters and their delivery (SPEC 10, 11.2): those that are not with their readers, one with its text, and holding one back. */
#include "door/desk/desk_inside.h"
#include "door/desk/desk_records.h"
#include "letter/letter.h"
#include "people/people_work.h"

enum { MOST_LETTERS = 300 };
static const char *const shows[OUTGOING_SHOWS] = {[OUTGOING_FAILED] = "", [OUTGOING_HELD] = "held", [OUTGOING_WAITING] = "waiting"};

enum result desk_letters(struct visit *visit)
{
    struct text shown = form_text(&visit->form, "show");
    enum people_outgoing_show show = text_is(shown, shows[OUTGOING_HELD]) ? OUTGOING_HELD : text_is(shown, shows[OUTGOING_WAITING]) ? OUTGOING_WAITING : OUTGOING_FAILED;
    struct desk_letters_page page = {.failed = show == OUTGOING_FAILED, .held = show == OUTGOING_HELD, .waiting = show == OUTGOING_WAITING, .may_hold = audit_allows(&visit->context->actor, MAY_HOLD_LETTERS),
                                     .back = text_printf(visit->context->arena, "/desk/letters?show=%s", shows[show])};
    TRY(people_outgoing(visit->context, show, MOST_LETTERS + 1, &page.letters));
    page.more = page.letters.count > MOST_LETTERS;
    if (page.more) page.letters.count = MOST_LETTERS;
    return web_show(visit, DESK_PAGE_LETTERS, 200, &page);
}

static const char *place_of(const struct visit *visit)
{
    return text_printf(visit->context->arena, "/desk/letters/%lld", (long long)web_number(visit->rest)).bytes;
}

enum result desk_letter_again(struct visit *visit, int status)
{
    struct context *context = visit->context;
    struct letter_view *view = ARENA_NEW(context->arena, struct letter_view);
    enum result found = letter_look_at(context, web_number(visit->rest), view);
    TRY(found);
    if (found == RESULT_NONE) return web_absent(visit);
    struct desk_letter_page page = {.letter = view->id, .letters = {&letter_view_record, view, 1}, .may_hold = audit_allows(&context->actor, MAY_HOLD_LETTERS), .back = text_of(place_of(visit))};
    page.may_open = view->account_id && audit_allows(&context->actor, MAY_READ_PEOPLE);
    visit->frame.path = page.back;
    return web_show(visit, DESK_PAGE_LETTER, status, &page);
}

enum result desk_letter(struct visit *visit)
{
    return desk_letter_again(visit, 200);
}

enum result desk_letter_act(struct visit *visit)
{
    struct text act = form_text(&visit->form, "act");
    bool hold = text_is(act, "hold");
    if (!hold && !text_is(act, "release")) return web_absent(visit);
    TRY(hold ? letter_hold(visit->context, web_number(visit->rest)) : letter_release(visit->context, web_number(visit->rest)));
    return web_go(visit, web_own_path(visit, form_text(&visit->form, "back"), place_of(visit)), hold ? "letter-held" : "letter-released");
}
