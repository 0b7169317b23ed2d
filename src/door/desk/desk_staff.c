/* Who is one of the staff, and as what (SPEC 11.1): for administrators. */
#include "account/account_staff.h"
#include "base/buffer.h"
#include "door/desk/desk_inside.h"
#include "door/desk/desk_records.h"
#include "letter/address.h"

/* What each role is for, in the order of its bits. */
static const struct {
    const char *field, *english, *what;
} roles[ROLE_COUNT] = {
    {"role_support", N_("Support"), N_("finds people, answers questions, acts as a candidate")},
    {"role_intake", N_("Intake"), N_("files and rows of results, new addresses for providers")},
    {"role_registrar", N_("Registrar"), N_("decides cases, unbinds")},
    {"role_mailing", N_("Mailing"), N_("letters and packages")},
    {"role_catalogue", N_("Catalogue"), N_("certifications, exams and rules")},
    {"role_auditor", N_("Auditor"), N_("reads everything and the journal, changes nothing")},
    {"role_administrator", N_("Administrator"), N_("says who of the staff is what, and nothing else")},
};

static struct list choices(struct visit *visit, int64_t chosen)
{
    struct role_choice *items = ARENA_ARRAY(visit->context->arena, ROLE_COUNT, struct role_choice);
    for (int i = 0; i < ROLE_COUNT; i++)
        items[i] = (struct role_choice){text_of(roles[i].field), web_text(visit, roles[i].english), web_text(visit, roles[i].what), (chosen & 1 << i) != 0};
    return (struct list){&role_choice_record, items, ROLE_COUNT};
}

static unsigned chosen_roles(const struct form *form)
{
    unsigned chosen = 0;
    for (int i = 0; i < ROLE_COUNT; i++)
        if (form_sent(form, roles[i].field)) chosen |= 1u << i;
    return chosen;
}

static struct text in_words(struct visit *visit, int64_t held)
{
    struct buffer out = buffer_new(visit->context->arena, 64, 1024);
    for (int i = 0; i < ROLE_COUNT; i++)
        if (held & 1 << i) {
            if (out.length) buffer_put_string(&out, " · ");
            buffer_put(&out, web_text(visit, roles[i].english));
        }
    return buffer_text(&out);
}

static struct staff_row row_of(struct visit *visit, const struct account_staff *staff)
{
    return (struct staff_row){.id = staff->account, .user_name = staff->user_name, .name_latin = staff->name_latin, .name_native = staff->name_native, .mailbox = address_shown(visit->context->arena, staff->mailbox),
                              .roles = in_words(visit, staff->roles), .since = staff->since, .ended = staff->ended, .used = staff->used, .app = staff->one_time,
                              .passkeys = staff->passkeys, .codes = staff->codes, .invited = staff->invited && !staff->one_time && !staff->passkeys,
                              .none = !staff->invited && !staff->one_time && !staff->passkeys && !instant_is(staff->ended), .self = staff->account == visit->context->actor.account};
}

enum result desk_staff_again(struct visit *visit, int status)
{
    struct list staff;
    TRY(account_staff_list(visit->context, &staff));
    struct staff_row *rows = ARENA_ARRAY(visit->context->arena, staff.count ? staff.count : 1, struct staff_row);
    for (size_t i = 0; i < staff.count; i++) rows[i] = row_of(visit, (const struct account_staff *)staff.items + i);
    struct desk_staff_page page = {.may_manage = audit_allows(&visit->context->actor, MAY_MANAGE_STAFF), .staff = {&staff_row_record, rows, staff.count}};
    if (status != 200) page.user_name = form_text(&visit->form, "user_name");
    page.choices = choices(visit, status == 200 ? 0 : chosen_roles(&visit->form));
    return web_show(visit, DESK_PAGE_STAFF, status, &page);
}

enum result desk_staff(struct visit *visit)
{
    return desk_staff_again(visit, 200);
}

/* The account is there before: who becomes one of the staff has signed up as anybody does, and proven his mailbox. */
enum result desk_staff_add(struct visit *visit)
{
    struct context *context = visit->context;
    struct account account;
    enum result found = account_by_name(context, form_text(&visit->form, "user_name"), &account);
    TRY(found);
    TRY(account_staff_add(context, found == RESULT_OK ? account.id : 0, chosen_roles(&visit->form), NULL));
    web_settle(visit);
    return web_go(visit, "/desk/staff", "staff-added");
}

enum result desk_member_again(struct visit *visit, int status)
{
    struct account_staff staff;
    enum result found = account_staff_read(visit->context, web_number(visit->rest), &staff);
    TRY(found);
    if (found == RESULT_NONE) return web_absent(visit);
    struct staff_row *row = ARENA_NEW(visit->context->arena, struct staff_row);
    *row = row_of(visit, &staff);
    struct desk_member_page page = {.may_change = audit_allows(&visit->context->actor, MAY_MANAGE_STAFF) && !row->self, .member = {&staff_row_record, row, 1}, .choices = choices(visit, status == 200 ? staff.roles : chosen_roles(&visit->form))};
    return web_show(visit, DESK_PAGE_MEMBER, status, &page);
}

enum result desk_member(struct visit *visit)
{
    return desk_member_again(visit, 200);
}

enum result desk_member_change(struct visit *visit)
{
    struct context *context = visit->context;
    struct text act = form_text(&visit->form, "act");
    int64_t account = web_number(visit->rest);
    struct account_staff staff;
    enum result found = account_staff_read(context, account, &staff);
    TRY(found);
    if (found == RESULT_NONE) return web_absent(visit);
    const char *back = text_printf(context->arena, "/desk/staff/%lld", (long long)account).bytes;
    if (text_is(act, "end")) {
        TRY(account_staff_end(context, account));
        return web_go(visit, "/desk/staff", "staff-ended");
    }
    if (text_is(act, "link")) {
        TRY(account_staff_link(context, account, NULL));
        return web_go(visit, back, "staff-link");
    }
    TRY(account_staff_set(context, account, chosen_roles(&visit->form)));
    return web_go(visit, back, "staff-roles");
}
