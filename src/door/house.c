#include "door/house.h"

#include "account/account.h"
#include "association/association.h"
#include "audit/audit.h"
#include "award/award.h"
#include "base/log.h"
#include "case/case.h"
#include "catalogue/catalogue.h"
#include "ecert/ecert.h"
#include "ecert/ecert_key.h"
#include "intake/intake.h"
#include "letter/letter.h"
#include "outside/database.h"
#include "outside/language.h"
#include "outside/password.h"
#include "outside/store.h"
#include "package/package.h"

enum { HOUSE_LIMIT = 1 << 30, MOST_HANDLERS = 24, MOST_LETTERS = 64 };

/* A command opens the fonts when it meets the first name that asks for them. */
static enum result theme_for_names(struct house *house, struct context *context, struct ecert_theme **theme)
{
    struct ecert_theme *opened, *none = NULL;
    *theme = house->theme ? house->theme : house->fonts;
    if (*theme) return RESULT_OK;
    enum result loaded = ecert_theme_load(context, ecert_theme_folder(context), &opened);
    if (loaded == RESULT_REFUSED) return context->error.result = RESULT_BROKEN; /* no name's fault */
    TRY(loaded);
    if (!atomic_compare_exchange_strong(&house->fonts, &none, opened)) ecert_theme_free(opened); /* another thread was quicker */
    *theme = house->fonts;
    return RESULT_OK;
}

static enum result check_name(struct context *context, void *data, struct text native, struct text latin, struct text *missing)
{
    struct ecert_theme *theme;
    if (missing) *missing = TEXT("");
    if (ecert_always_prints(native) && ecert_always_prints(latin)) return RESULT_OK;
    TRY(theme_for_names(data, context, &theme));
    return ecert_check_name(context, theme, native, latin, missing);
}

enum result house_open(struct house *house, struct text store)
{
    *house = (struct house){.arena = arena_new(HOUSE_LIMIT), .clock = clock_real(), .printing = {check_name, house}};
    house->context = house_context(house, house->arena, NULL);
    TRY(settings_read(&house->context, store, &house->settings));
    TRY(languages_load(&house->context, house->settings.messages, &house->languages));
    house->context.languages = house->languages;
    return RESULT_OK;
}

/* The catalogue's, as on the pages. One that was in effect a second ago will do: thousands of letters are written at once. */
static struct letter_body body_of(struct context *context, const char *language)
{
    struct context own = *context;
    const struct catalogue *catalogue;
    own.hasty = true;
    own.error = (struct error){.arena = context->arena};
    if (catalogue_current(&own, &catalogue) < 0) return (struct letter_body){TEXT(""), NULL};
    return (struct letter_body){catalogue_wording(catalogue->body.name, language), calendar_zone(catalogue->calendar)};
}

/* What writes no letter goes on where a file of theirs is wrong: nobody shall have to mend a text before he can make a back-up. */
static void load_letters(struct house *house)
{
    struct page_binding bindings[MOST_LETTERS];
    size_t count = 0;
    const struct {
        const struct page_binding *items;
        size_t count;
    } rooms[] = {{account_letters, account_letter_count}, {case_letters, case_letter_count}, {association_letters, association_letter_count}, {award_letters, award_letter_count},
                 {package_letters, package_letter_count}};
    for (size_t room = 0; room < sizeof rooms / sizeof *rooms; room++)
        for (size_t i = 0; i < rooms[room].count && count < MOST_LETTERS; i++) bindings[count++] = rooms[room].items[i];
    struct context *context = &house->context;
    enum result loaded = letter_templates_load(context, settings_path(context, "theme/letters"), bindings, count, &house->letters);
    letter_templates_body(house->letters, body_of);
    if (loaded < 0) {
        log_line(LOG_WARNING, "no letter can be written: %.*s", TEXT_ARG(error_text(context->arena, &context->error)));
        error_clear(&context->error);
    }
}

enum result house_open_store(struct house *house, bool create)
{
    struct context *context = &house->context;
    TRY(database_open(context, house->settings.store, create, &context->database));
    house->catalogues = catalogue_cache_new();
    context->catalogues = house->catalogues;
    if (create) return RESULT_OK;
    TRY(database_check_version(context));
    TRY(audit_chain_earlier(context));
    TRY(store_is_demonstration(context, &house->demonstration));
    TRY(house_follow_clock(house, context));
    load_letters(house);
    context->letters = house->letters;
    return RESULT_OK;
}

static bool no_catalogue(struct context *context, enum result result)
{
    if (result != RESULT_REFUSED || strcmp(context->error.code, "catalogue.none") != 0) return false;
    error_clear(&context->error);
    return true;
}

enum result house_open_ecert(struct house *house)
{
    struct context *context = &house->context;
    const struct catalogue *catalogue;
    TRY(ecert_theme_load(context, ecert_theme_folder(context), &house->theme));
    context->theme = house->theme;
    if (text_empty(house->settings.signing_key)) { /* the operator's own bears what it bears */
        enum result result = catalogue_current(context, &catalogue);
        if (no_catalogue(context, result)) return RESULT_OK;
        TRY(result);
    }
    return house_signer(house, context);
}

enum result house_signer(struct house *house, struct context *context)
{
    struct signature_signer *signer, *none = NULL;
    if (!house->signer) {
        TRY(ecert_key_signer(context, &signer));
        if (!atomic_compare_exchange_strong(&house->signer, &none, signer)) signature_signer_free(signer); /* another thread was quicker */
    }
    context->signer = house->signer;
    return RESULT_OK;
}

enum result house_open_turns(struct house *house)
{
    return database_turns_open(&house->context, house->settings.store, &house->turns);
}

enum result house_follow_clock(struct house *house, struct context *context)
{
    if (!house->demonstration) return RESULT_OK;
    int64_t ahead;
    TRY(store_clock_ahead(context, &ahead));
    atomic_store_explicit(&house->clock.ahead_microseconds, ahead, memory_order_relaxed);
    return RESULT_OK;
}

void house_close(struct house *house)
{
    database_close(house->context.database);
    database_turns_close(house->turns);
    catalogue_cache_free(house->catalogues);
    password_gate_free(house->passwords);
    ecert_theme_free(house->theme);
    ecert_theme_free(house->fonts);
    signature_signer_free(house->signer);
    arena_free(house->arena);
}

struct context house_context(struct house *house, struct arena *arena, struct database *database)
{
    return (struct context){
        .arena = arena,
        .error = {.arena = arena},
        .clock = &house->clock,
        .database = database,
        .settings = &house->settings,
        .catalogues = house->catalogues,
        .passwords = house->passwords,
        .languages = house->languages,
        .letters = house->letters,
        .theme = house->theme,
        .printing = &house->printing,
        .signer = house->signer,
        .actor = {.kind = ACTOR_SYSTEM},
        .language = "en",
    };
}

static void all_handlers(struct due_handler handlers[MOST_HANDLERS])
{
    size_t count = 0;
    const struct due_handler *const rooms[] = {association_due, award_due, package_due};
    for (size_t room = 0; room < sizeof rooms / sizeof *rooms; room++)
        for (const struct due_handler *handler = rooms[room]; handler->kind && count < MOST_HANDLERS - 1; handler++) handlers[count++] = *handler;
    handlers[count] = (struct due_handler){NULL, NULL};
}

enum result house_settle(struct context *context)
{
    struct due_handler handlers[MOST_HANDLERS];
    all_handlers(handlers);
    return due_run(context, handlers, NULL);
}

enum result house_settle_single(struct context *context)
{
    struct due_handler handlers[MOST_HANDLERS];
    all_handlers(handlers);
    return due_run_single(context, handlers);
}

enum result house_settle_dates(struct context *context)
{
    struct actor asker = context->actor;
    context->actor = (struct actor){.kind = ACTOR_SYSTEM};
    enum result result = award_run_dates(context, NULL);
    context->actor = asker;
    if (no_catalogue(context, result)) return RESULT_OK; /* before the first one nothing is awarded */
    TRY(result);
    return house_settle(context);
}

enum result house_follow_catalogue(struct context *context)
{
    const struct catalogue *loaded;
    struct intake_outcome outcome = {0};
    TRY(catalogue_current(context, &loaded));
    TRY(ecert_key_name(context, catalogue_wording(loaded->body.name, "en")));
    return intake_rerun(context, &outcome);
}
