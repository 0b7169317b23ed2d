/* Profile, password, sessions (SPEC 4.1, 4.2). */
#include "account/account_second.h"
#include "association/association.h"
#include "award/award.h"
#include "door/site/site_inside.h"
#include "door/site/site_records.h"
#include "letter/address.h"
#include "outside/language.h"
#include "outside/settings.h"

static struct list options(struct option *items, size_t count)
{
    return (struct list){&option_record, items, count};
}

/* The browser and the system that a User-Agent names, as people call them: "Firefox · Windows". The first that fits wins, for most of them claim to be the later ones too. */
static struct text in_words(struct arena *arena, struct text agent)
{
    static const struct {
        const char *word, *name;
    } browsers[] = {{"Edg", "Edge"}, {"OPR/", "Opera"}, {"MicroMessenger/", "WeChat"}, {"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"}, {"CriOS/", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}},
      systems[] = {{"HarmonyOS", "HarmonyOS"}, {"OpenHarmony", "HarmonyOS"}, {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"}};
    const char *browser = NULL, *on = NULL;
    for (size_t i = 0; !browser && i < sizeof browsers / sizeof *browsers; i++)
        if (text_find(agent, browsers[i].word) < agent.length) browser = browsers[i].name;
    for (size_t i = 0; !on && i < sizeof systems / sizeof *systems; i++)
        if (text_find(agent, systems[i].word) < agent.length) on = systems[i].name;
    return browser && on ? text_printf(arena, "%s · %s", browser, on) : text_of(browser ? browser : on);
}

static enum result read_sessions(struct visit *visit, struct list *sessions)
{
    TRY(account_sessions(visit->context, visit->account.id, sessions));
    struct account_session_view *items = ARENA_ARRAY(visit->context->arena, sessions->count ? sessions->count : 1, struct account_session_view);
    for (size_t i = 0; i < sessions->count; i++) {
        items[i] = ((const struct account_session_view *)sessions->items)[i];
        items[i].agent = in_words(visit->context->arena, items[i].agent);
    }
    sessions->items = items;
    return RESULT_OK;
}

static enum result show_profile(struct visit *visit, int status, const struct account_profile *shown)
{
    struct context *context = visit->context;
    struct profile_page page = {.name_latin = shown->name_latin, .name_native = shown->name_native, .phone = shown->phone};
    struct account_second second;
    TRY(site_naming(visit, true, &page.naming));
    page.names_fixed = ((const struct name_to_print *)page.naming.items)->fixed;
    TRY(site_name_case(visit, &page.name_case, &page.name_due));
    TRY(account_second_read(context, &second));
    page.second = second.app;
    page.countries = web_countries(visit, shown->country);
    page.zones = web_zones(visit, shown->zone);
    size_t count = languages_count(context->languages);
    struct option *tongues = ARENA_ARRAY(context->arena, count, struct option);
    for (size_t i = 0; i < count; i++) {
        struct text tag = text_of(languages_tag(context->languages, i));
        tongues[i] = (struct option){tag, text_of(languages_name(context->languages, i)), text_equal(tag, shown->language)};
    }
    page.tongues = options(tongues, count);
    struct list associations;
    TRY(association_list(context, &associations));
    struct option *mailboxes = ARENA_ARRAY(context->arena, associations.count + 1, struct option);
    size_t mailbox_count = 0;
    bool seen = false;
    for (size_t i = 0; i < associations.count; i++) {
        if (((const struct association *)associations.items)[i].record_id) continue; /* its mailbox may be another person's */
        struct text address = ((const struct association *)associations.items)[i].address;
        bool is = text_equal(address, shown->mailbox);
        seen |= is;
        mailboxes[mailbox_count++] = (struct option){address, address_shown(context->arena, address), is};
    }
    /* The chosen one has left the account, or nobody has proven it yet: it gets no letter, and until another is chosen the first one does. */
    if (!seen && mailbox_count) mailboxes[mailbox_count++] = (struct option){TEXT(""), web_text(visit, N_("The one that was associated first")), true};
    TRY(site_unreached_by(visit, &associations, &page.unreached));
    page.mailboxes = options(mailboxes, mailbox_count);
    page.many_mailboxes = mailbox_count > 1;
    TRY(read_sessions(visit, &page.sessions));
    return web_show(visit, PAGE_PROFILE, status, &page);
}

static struct account_profile present(const struct visit *visit)
{
    const struct account *a = &visit->account;
    return (struct account_profile){a->name_latin, a->name_native, a->phone, a->country, a->language, a->zone, a->mailbox, TEXT(""), false};
}

enum result site_profile_form(struct visit *visit)
{
    struct account_profile profile = present(visit);
    return show_profile(visit, 200, &profile);
}

/* Where no mailbox was chosen, or none could be, it stays as it is. */
static struct account_profile wished(const struct visit *visit)
{
    const struct form *form = &visit->form;
    struct text mailbox = form_text(form, "mailbox");
    return (struct account_profile){form_text(form, "name_latin"), form_text(form, "name_native"), form_text(form, "phone"), form_text(form, "country"),
                                    form_text(form, "language"), form_text(form, "zone"), text_empty(mailbox) ? visit->account.mailbox : mailbox, form_text(form, "password"), false};
}

/* Names that are fixed the page shows without fields. */
static enum result keep_fixed_names(struct visit *visit, struct account_profile *wish)
{
    TRY(award_names_fixed(visit->context, visit->account.id, &wish->keep_names));
    if (wish->keep_names) {
        wish->name_latin = visit->account.name_latin;
        wish->name_native = visit->account.name_native;
    }
    return RESULT_OK;
}

enum result site_profile(struct visit *visit)
{
    struct context *context = visit->context;
    struct account_profile wish = wished(visit);
    TRY(keep_fixed_names(visit, &wish));
    TRY(account_change_profile(context, &wish, award_names_hold, association_proven));
    web_settle(visit);
    return web_go(visit, "/my/profile", "saved");
}

enum result site_profile_again(struct visit *visit, int status)
{
    struct account_profile wish = wished(visit);
    TRY(keep_fixed_names(visit, &wish));
    return show_profile(visit, status, &wish);
}

enum result site_password(struct visit *visit)
{
    visit->context->once.key = TEXT("");
    TRY(account_change_password(visit->context, form_text(&visit->form, "old_password"), form_text(&visit->form, "new_password")));
    return web_go(visit, "/my/profile", "password-changed");
}

enum result site_password_again(struct visit *visit, int status)
{
    struct account_profile profile = present(visit);
    return show_profile(visit, status, &profile);
}

enum result site_session_end(struct visit *visit)
{
    enum result result = account_end_session(visit->context, web_number(visit->rest));
    if (result == RESULT_NONE) return web_absent(visit);
    TRY(result);
    return web_go(visit, "/my/profile", "session-ended");
}
