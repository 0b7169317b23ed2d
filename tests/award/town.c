#include "award/town.h"

#include <pthread.h>

#include "account/account.h"
#include "account/account_staff.h"
#include "audit/audit.h"
#include "audit/audit_findings.h"
#include "base/file.h"
#include "outside/secret.h"
#include "outside/settings.h"
#include "outside/store.h"
#include "package/package.h"

static enum result do_nothing(struct context *context, const struct due *due)
{
    (void)context, (void)due;
    return RESULT_OK;
}

static const struct due_handler *handlers(struct town *town)
{
    struct due_handler *all = ARENA_ARRAY(town->context->arena, 32, struct due_handler);
    size_t count = 0;
    for (const struct due_handler *handler = association_due; handler->kind; handler++) all[count++] = *handler;
    for (const struct due_handler *handler = award_due; handler->kind; handler++) all[count++] = *handler;
    for (const struct due_handler *handler = package_due; handler->kind; handler++) all[count++] = *handler;
    for (size_t i = 0; i < count; i++)
        if (!town->identities && !strcmp(all[i].kind, "identity-check")) all[i].follow_up = do_nothing;
    return all;
}

static void load_letters(struct support *support)
{
    const struct {
        const struct page_binding *items;
        size_t count;
    } rooms[] = {{account_letters, account_letter_count}, {case_letters, case_letter_count}, {association_letters, association_letter_count}, {award_letters, award_letter_count},
                 {package_letters, package_letter_count}};
    struct page_binding bindings[64];
    size_t count = 0;
    for (size_t room = 0; room < sizeof rooms / sizeof *rooms; room++)
        for (size_t i = 0; i < rooms[room].count; i++) bindings[count++] = rooms[room].items[i];
    support_load_letters(support, bindings, count);
}

const char *town_catalogue(struct town *town, const char *name, const char *old, const char *new)
{
    struct text text;
    assert_ok(file_read(town->context, settings_path(town->context, text_printf(town->context->arena, "data/catalogue/%s", name).bytes), CATALOGUE_TEXT_LIMIT, &text));
    if (!old) return text.bytes;
    size_t at = text_find(text, old);
    assert_true(at < text.length);
    return text_printf(town->context->arena, "%.*s%s%s", (int)at, text.bytes, new, text.bytes + at + strlen(old)).bytes;
}

void town_load(struct town *town, const char *catalogue)
{
    struct catalogue_problems problems;
    struct catalogue_differences differences;
    struct actor actor = town->context->actor;
    town->context->actor = (struct actor){.kind = ACTOR_OPERATOR};
    assert_ok(catalogue_load(town->context, TEXT("catalogue.txt"), text_of(catalogue), &problems, &differences));
    town->context->actor = actor;
}

const char *town_calendar(struct town *town, const char *years, const char *days)
{
    const char *path = support_calendar(text_printf(town->context->arena, "version: %s\nyears: %s\n%s", years, years, days).bytes, false);
    return town_catalogue(town, "huawei.txt", "calendar: china", text_printf(town->context->arena, "calendar: %s", path).bytes);
}

void town_new_days(struct town *town, const char *years, const char *days)
{
    bool taken;
    (void)town_calendar(town, years, days);
    assert_ok(catalogue_follow_calendar(town->context, &taken));
    assert_true(taken);
}

struct town *town_new(enum database_engine engine, const char *now, const char *catalogue)
{
    struct support *support = support_store(engine, now);
    assert_result(support, RESULT_OK, store_put(&support->context, "demonstration", TEXT("1"))); /* its letters are read in the built-in mailbox */
    struct town *town = ARENA_NEW(support->context.arena, struct town);
    *town = (struct town){.support = support, .context = &support->context};
    load_letters(support);
    assert_ok(secret_make(town->context));
    town_load(town, catalogue ? catalogue : town_catalogue(town, "huawei.txt", NULL, NULL));
    town_follow_up(town);
    return town;
}

void town_free(struct town *town)
{
    support_context_free(town->support);
}

void town_act_as(struct town *town, int64_t account)
{
    town->context->actor = account ? (struct actor){.kind = ACTOR_ACCOUNT, .account = account, .session = account} : (struct actor){.kind = ACTOR_OPERATOR};
}

void town_act_as_staff(struct town *town, int64_t account)
{
    struct text key = town->context->once.key; /* of the form that he sends */
    struct account_staff staff;
    town_act_as(town, 0);
    town->context->once.key = TEXT("");
    enum result known = account_staff_read(town->context, account, &staff);
    if (known != RESULT_OK) {
        assert_int_equal(known, RESULT_NONE);
        staff.roles = ROLES_ALL;
        assert_ok(account_staff_set(town->context, account, ROLES_ALL));
    }
    town->context->once.key = key;
    town->context->actor = (struct actor){.kind = ACTOR_STAFF, .roles = (unsigned)staff.roles, .account = account};
}

void town_second_person(struct town *town, bool wanted)
{
    ((struct settings *)(uintptr_t)town->context->settings)->second_person = wanted;
}

void town_send_form(struct town *town, const char *key)
{
    town->context->once.key = text_of(key ? key : "");
    town->context->once.answer = TEXT("");
    town->context->once.replayed = false;
}

struct context *town_second(struct town *town, int64_t account)
{
    struct support *second = support_second(town->support);
    second->context.languages = town->context->languages;
    second->context.letters = town->context->letters;
    second->context.settings = town->context->settings;
    second->context.actor = (struct actor){.kind = ACTOR_ACCOUNT, .account = account, .session = account};
    return &second->context;
}

void town_tie(struct town *town, int64_t account, const char *mailbox)
{
    struct actor actor = town->context->actor;
    town_act_as(town, 0);
    assert_ok(association_take_over(town->context, account, text_of(mailbox)));
    town->context->actor = actor;
}

void town_password(struct town *town, int64_t account)
{
    struct actor actor = town->context->actor;
    town_act_as(town, 0);
    assert_ok(account_set_password(town->context, account, TEXT(TOWN_PASSWORD)));
    town->context->actor = actor;
}

int64_t town_follow_up(struct town *town)
{
    int64_t done;
    if (!town->identities) town_name_by_holders(town);
    assert_ok(due_run(town->context, handlers(town), &done));
    return done;
}

struct follower {
    struct context *context;
    const struct due_handler *handlers;
    enum result result;
};

static void *follow(void *data)
{
    struct follower *follower = data;
    follower->result = due_run(follower->context, follower->handlers, NULL);
    return NULL;
}

void town_follow_up_at_once(struct town *town, int connections)
{
    struct follower *followers = ARENA_ARRAY(town->context->arena, (size_t)connections, struct follower);
    pthread_t *threads = ARENA_ARRAY(town->context->arena, (size_t)connections, pthread_t);
    if (!town->identities) town_name_by_holders(town);
    for (int i = 0; i < connections; i++) followers[i] = (struct follower){town_second(town, 0), handlers(town), RESULT_BROKEN};
    for (int i = 0; i < connections; i++) assert_int_equal(pthread_create(&threads[i], NULL, follow, &followers[i]), 0);
    for (int i = 0; i < connections; i++) pthread_join(threads[i], NULL);
    for (int i = 0; i < connections; i++) assert_int_equal(followers[i].result, RESULT_OK);
    town_follow_up(town);
}

void town_set_time(struct town *town, const char *now)
{
    support_set_clock(town->support, now);
    town_follow_up(town);
}

struct list town_letters(struct town *town, const char *mailbox)
{
    struct list letters;
    assert_ok(letter_mailbox(town->context, text_of(mailbox), 100, &letters));
    return letters;
}

static size_t letters_that_have(struct town *town, const char *mailbox, const char *words, bool in_subject)
{
    struct list letters = town_letters(town, mailbox);
    size_t count = 0;
    for (size_t i = 0; i < letters.count; i++) {
        const struct mailbox_letter *letter = (const struct mailbox_letter *)letters.items + i;
        struct text text = in_subject ? letter->subject : letter->text;
        count += text_find(text, words) < text.length;
    }
    return count;
}

size_t town_letters_about(struct town *town, const char *mailbox, const char *words)
{
    return letters_that_have(town, mailbox, words, true);
}

size_t town_letters_with(struct town *town, const char *mailbox, const char *words)
{
    return letters_that_have(town, mailbox, words, false);
}

struct text town_in_letter(struct town *town, const char *mailbox, const char *mark)
{
    struct list letters = town_letters(town, mailbox);
    for (size_t i = 0; i < letters.count; i++) {
        struct text text = ((const struct mailbox_letter *)letters.items)[i].text;
        size_t at = text_find(text, mark);
        if (at == text.length) continue;
        struct text rest = {text.bytes + at + strlen(mark), text.length - at - strlen(mark)}, line;
        text_split(&rest, '\n', &line);
        return text_copy(town->context->arena, text_trim(line));
    }
    fail_msg("no letter to %s has %s in it", mailbox, mark);
    return (struct text){"", 0};
}

struct text town_ask(struct town *town, const char *mailbox)
{
    bool associated;
    assert_ok(association_ask(town->context, text_of(mailbox), ASSOCIATION_OF_RECORDS, false, &associated));
    assert_false(associated);
    return town_token(town, mailbox);
}

static bool find(struct town *town, int64_t account, const char *certification, struct certificate *certificate)
{
    struct list certificates;
    struct actor actor = town->context->actor;
    town_act_as(town, account);
    assert_ok(award_certificates(town->context, account, 100, &certificates));
    town->context->actor = actor;
    for (size_t i = 0; i < certificates.count; i++) {
        *certificate = ((const struct certificate *)certificates.items)[i];
        if (text_is(certificate->certification, certification)) return true;
    }
    return false;
}

struct certificate town_certificate(struct town *town, int64_t account, const char *certification)
{
    struct certificate certificate;
    if (!find(town, account, certification, &certificate)) fail_msg("no certificate %s", certification);
    return certificate;
}

bool town_has_certificate(struct town *town, int64_t account, const char *certification)
{
    struct certificate certificate;
    return find(town, account, certification, &certificate);
}

void town_assert_in_order(struct town *town)
{
    struct audit_report report;
    struct actor actor = town->context->actor;
    int wrong = 0;
    town_act_as(town, 0);
    town_assert_journal_replays(town);
    assert_ok(association_rebuild(town->context, &(struct association_rebuilt){0}));
    town_follow_up(town);
    town_assert_journal_replays(town);
    assert_ok(audit_findings(town->context, 100, NULL, &report));
    for (size_t i = 0; i < report.findings.count; i++) {
        const struct audit_finding *finding = (const struct audit_finding *)report.findings.items + i;
        if (text_is(finding->rule, "account.journal") || text_is(finding->rule, "record.reference") || text_is(finding->rule, "record.values")) continue;
        print_error("%.*s: %.*s %lld: %.*s\n", TEXT_ARG(finding->rule), TEXT_ARG(finding->table), (long long)finding->id, TEXT_ARG(finding->message));
        wrong++;
    }
    assert_int_equal(wrong, 0);
    assert_int_equal(town_count(town, "letters with a gap"), 0);
    town->context->actor = actor;
}
