/* One certificate, and taking it away or giving it back (SPEC 6.3, 11.3). */
#include "association/association_unbinding.h"
#include "audit/audit.h"
#include "award/award_stop.h"
#include "door/desk/desk_inside.h"
#include "door/desk/desk_records.h"
#include "outside/settings.h"

enum result desk_certificate_again(struct visit *visit, int status)
{
    struct context *context = visit->context;
    struct award_stop_view view;
    struct certificate *certificate = ARENA_NEW(context->arena, struct certificate);
    struct list history, revisions;
    enum result found = award_stop_read(context, visit->rest, &view);
    if (found == RESULT_NONE) return web_absent(visit);
    TRY(found);
    *certificate = view.certificate;
    TRY(award_history(context, certificate, &history));
    TRY(award_revisions(context, certificate->id, &revisions));
    struct text chosen = form_text(&visit->form, "outcome");
    struct desk_certificate_page page = {.certificates = {&certificate_record, certificate, 1}, .holder = certificate->account, .case_number = view.case_number, .disputes = {&unbinding_view_record, NULL, 0}, .reason_typed = form_text(&visit->form, "reason"),
                                         .may_suspend = view.may_suspend, .may_revoke = view.may_revoke, .may_give_back = view.may_give_back, .own = view.own, .two = context->settings->second_person,
                                         .chose_suspension = text_is(chosen, award_stopping_word(AWARD_SUSPEND)), .chose_revocation = text_is(chosen, award_stopping_word(AWARD_REVOKE)),
                                         .chose_return = text_is(chosen, award_stopping_word(AWARD_GIVE_BACK))};
    if (certificate->disputed && audit_allows(&context->actor, MAY_READ_CASES)) TRY(unbinding_list_holding(context, certificate->id, &page.disputes));
    page.may_change = page.may_suspend || page.may_revoke || page.may_give_back;
    desk_turns_of(visit, certificate, &history, &revisions, &page.turns);
    return web_show(visit, DESK_PAGE_CERTIFICATE, status, &page);
}

enum result desk_certificate(struct visit *visit)
{
    return desk_certificate_again(visit, 200);
}

enum result desk_certificate_act(struct visit *visit)
{
    struct context *context = visit->context;
    struct award_stop_wish wish = {.number = visit->rest, .reason = form_text(&visit->form, "reason")};
    bool effective;
    if (!award_stopping_of(form_text(&visit->form, "outcome"), &wish.stopping)) return form_missing(context, &visit->form, "outcome");
    enum result stopped = award_stop(context, &wish, &effective);
    if (stopped == RESULT_NONE) return web_absent(visit);
    TRY(stopped);
    web_settle(visit);
    return web_go(visit, text_printf(context->arena, "/desk/certificates/%.*s", TEXT_ARG(wish.number)).bytes, effective ? "certificate-changed" : "certificate-proposed");
}
