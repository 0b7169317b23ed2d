/* Accounts: signing up and in, sessions, the profile, passwords. */
#include "support/support.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "account/account.h"
#include "account/account_inside.h"
#include "account/account_store.h"
#include "letter/letter.h"
#include "outside/due.h"
#include "outside/language.h"
#include "outside/password.h"
#include "outside/secret.h"
#include "outside/settings.h"
#include "outside/store.h"

#define GOOD "seven green lamps by the river"
#define OTHER "nine blue kites over the hill"

STATEMENT(count_plain, NULL, "SELECT COUNT(*) FROM password WHERE hash LIKE $1");
STATEMENT(read_hash, NULL, "SELECT COUNT(*) FROM password WHERE account_id = $1 AND hash LIKE $2");
STATEMENT(count_acts, NULL, "SELECT COUNT(*) FROM audit_journal WHERE act = $1 AND actor_account = $2");
STATEMENT(count_sessions, NULL, "SELECT COUNT(*) FROM session");
STATEMENT(count_letters, NULL, "SELECT COUNT(*) FROM letter WHERE kind = $1 AND recipient = $2");
STATEMENT(count_letters_with, NULL, "SELECT COUNT(*) FROM letter WHERE kind = $1 AND text LIKE $2 AND html LIKE $2");
STATEMENT(count_due, NULL, "SELECT COUNT(*) FROM due WHERE kind = $1 AND first = $2");
STATEMENT(count_wishes, NULL, "SELECT COUNT(*) FROM forgotten_password");
STATEMENT(count_asked, NULL, "SELECT COUNT(*) FROM audit_journal WHERE act = $1 AND subject_id = $2 AND actor_kind = $3");
STATEMENT(close_account, NULL, "UPDATE account SET closed_at = 1 WHERE id = $1");
STATEMENT(count_accounts, NULL, "SELECT COUNT(*) FROM account WHERE user_name_key = $1");

STATEMENT(add_mailbox, NULL, "INSERT INTO mailbox (id, address) VALUES ($1, $2)");
STATEMENT(add_association, NULL, "INSERT INTO association (mailbox_id, account_id, since_at, means) VALUES ($1, $2, $3, 'proof')");
STATEMENT(untie, NULL, "DELETE FROM association WHERE account_id = $1 AND mailbox_id = $2");
STATEMENT(untie_all, NULL, "DELETE FROM association WHERE account_id = $1");

struct house {
    struct support *support;
    struct context *context;
    struct settings settings;
};

static struct house *house_new(enum database_engine engine)
{
    struct support *support = support_store(engine, "2026-02-13T08:00:00Z");
    struct house *house = ARENA_NEW(support->context.arena, struct house);
    *house = (struct house){.support = support, .context = &support->context, .settings = *support->context.settings};
    house->context->settings = &house->settings;
    house->context->actor = (struct actor){.kind = ACTOR_NOBODY, .network = TEXT("192.0.2.7")};
    support_load_letters(support, account_letters, account_letter_count);
    return house;
}

static void leave(struct house *house)
{
    house->context->actor = (struct actor){.kind = ACTOR_NOBODY, .network = TEXT("192.0.2.7")};
}

#define assert_refused(HOUSE, RESULT, CODE, FIELD) support_assert_refused((HOUSE)->context, (CODE), (FIELD), (RESULT), __FILE__, __LINE__)
#define count(HOUSE, STATEMENT, PARAMETERS) support_count((HOUSE)->support, (STATEMENT), (PARAMETERS))

/* The mailbox (which gets that id) is proven to be the account's. */
static void tie(struct house *house, int64_t account, int64_t mailbox, const char *address)
{
    assert_result(house->support, RESULT_OK, database_run(house->context, &add_mailbox, PARAMETERS(mailbox, address), NULL));
    assert_result(house->support, RESULT_OK, database_run(house->context, &add_association, PARAMETERS(mailbox, account, context_now(house->context)), NULL));
}

static struct account_sign_up wish_of(const char *name)
{
    return (struct account_sign_up){.user_name = text_of(name), .mailbox = TEXT("Li.Wei@Example.com"), .password = TEXT(GOOD), .name_latin = TEXT("Li Wei"),
                                    .name_native = TEXT("\xe6\x9d\x8e\xe4\xbc\x9f"), .language = "zh_CN", .agent = TEXT("Chromium on Debian")};
}

static int64_t sign_up(struct house *house, const char *name, struct text *token)
{
    struct account_sign_up wish = wish_of(name);
    int64_t id;
    assert_result(house->support, RESULT_OK, account_sign_up(house->context, &wish, token, &id));
    return id;
}

static void enter(struct house *house, struct text token)
{
    struct account account;
    assert_result(house->support, RESULT_OK, account_session(house->context, token, &account));
}

static void whoever_signs_up_has_an_account_and_a_session(enum database_engine engine)
{
    struct house *house = house_new(engine);
    struct text token;
    int64_t id = sign_up(house, "LiWei", &token);
    struct account account;
    assert_result(house->support, RESULT_OK, account_session(house->context, token, &account));
    assert_int_equal(account.id, id);
    assert_text_equal(account.user_name, "LiWei");
    assert_text_equal(account.mailbox, "li.wei@example.com");
    assert_text_equal(account.name_native, "\xe6\x9d\x8e\xe4\xbc\x9f");
    assert_text_equal(account.language, "zh_CN");
    assert_int_equal(house->context->actor.kind, ACTOR_ACCOUNT);
    assert_int_equal(house->context->actor.account, id);
    assert_text_equal(house->context->actor.network, "192.0.2.7");
    assert_int_equal(count(house, &count_plain, PARAMETERS("%lamps%")), 0);
    assert_int_equal(count(house, &read_hash, PARAMETERS(id, "$argon2id$%")), 1);
    assert_int_equal(count(house, &count_acts, PARAMETERS("account.sign-up", id)), 1);
    leave(house);
    struct account_sign_up again = wish_of("LIWEI");
    assert_refused(house, account_sign_up(house->context, &again, &token, &id), "account.name_taken", "user_name");
    assert_result(house->support, RESULT_OK, account_by_name(house->context, TEXT("\xef\xbc\xac" "iwei"), &account));
    assert_result(house->support, RESULT_NONE, account_by_name(house->context, TEXT("nobody"), &account));
    assert_result(house->support, RESULT_NONE, account_by_name(house->context, TEXT("!"), &account));
    support_context_free(house->support);
}
BOTH_ENGINES(whoever_signs_up_has_an_account_and_a_session)

/* The fields at which something was said, all at once. */
static void assert_fields(struct house *house, const char *fields)
{
    struct text said = TEXT("");
    for (const struct error *error = &house->context->error; error; error = error->also)
        said = text_printf(house->context->arena, "%.*s%s%s", TEXT_ARG(said), text_empty(said) ? "" : " ", error->field);
    assert_text_equal(said, fields);
    error_clear(&house->context->error);
}

static void what_cannot_be_is_refused_with_its_field(enum database_engine engine)
{
    struct house *house = house_new(engine);
    struct text token;
    int64_t id;
    struct account_sign_up wish = wish_of("x");
    assert_refused(house, account_sign_up(house->context, &wish, &token, &id), "account.user_name", "user_name");
    wish = wish_of("liwei");
    wish.mailbox = TEXT("liwei");
    assert_refused(house, account_sign_up(house->context, &wish, &token, &id), "account.address", "mailbox");
    wish = wish_of("liwei");
    wish.name_latin = TEXT("\xe6\x9d\x8e\xe4\xbc\x9f");
    assert_refused(house, account_sign_up(house->context, &wish, &token, &id), "account.name_latin", "name_latin");
    wish = wish_of("liwei");
    wish.name_native = TEXT("Li\xe2\x80\xaeWei");
    assert_refused(house, account_sign_up(house->context, &wish, &token, &id), "account.name_native", "name_native");
    wish.name_latin = wish.name_native = TEXT("Li \xf0\x9f\x98\x80"); /* each is said at its field */
    assert_int_equal(account_sign_up(house->context, &wish, &token, &id), RESULT_REFUSED);
    assert_string_equal(house->context->error.field, "name_latin");
    assert_non_null(house->context->error.also);
    assert_string_equal(house->context->error.also->field, "name_native");
    error_clear(&house->context->error);
    wish = (struct account_sign_up){.user_name = TEXT("x"), .mailbox = TEXT("liwei"), .password = TEXT("short"), .name_latin = wish.name_latin, .name_native = wish.name_native, .language = "zh_CN"};
    assert_int_equal(account_sign_up(house->context, &wish, &token, &id), RESULT_REFUSED);
    assert_fields(house, "user_name mailbox name_latin name_native password");
    static const struct {
        const char *password, *code;
    } passwords[] = {{"", "account.password_short"},          {"only14charactr", "account.password_short"},     {"bell\x07 in the tower", "account.password_malformed"},
                     {"1234567890123456", "account.password_simple"}, {"liwei 84613 72", "account.password_short"}, {"li.wei@example.com1", "account.password_personal"},
                     {"PolniyPizdec0211", "account.password_common"}, {"momsanaladventure", "account.password_common"}};
    for (size_t i = 0; i < sizeof passwords / sizeof *passwords; i++) {
        wish = wish_of("liwei");
        wish.password = text_of(passwords[i].password);
        assert_refused(house, account_sign_up(house->context, &wish, &token, &id), passwords[i].code, "password");
    }
    assert_int_equal(count(house, &count_accounts, PARAMETERS("liwei")), 0);
    support_context_free(house->support);
}
BOTH_ENGINES(what_cannot_be_is_refused_with_its_field)

/* --- Signing in --- */

static int64_t mailbox_owner;

static enum result owner_of_mailbox(struct context *context, struct text address, int64_t *account)
{
    (void)context;
    *account = mailbox_owner;
    return text_is(address, "li.wei@example.com") && mailbox_owner ? RESULT_OK : RESULT_NONE;
}

static enum result owner_of_any(struct context *context, struct text address, int64_t *account)
{
    (void)context;
    (void)address;
    *account = mailbox_owner;
    return RESULT_OK;
}

static enum result sign_in(struct house *house, const char *name, const char *password, struct text *token)
{
    leave(house);
    return account_sign_in(house->context, text_of(name), text_of(password), TEXT("Firefox\x01 on \xe2\x80\xaeLinux"), owner_of_mailbox, token, &(struct text){0});
}

static void one_signs_in_with_name_or_proven_mailbox(enum database_engine engine)
{
    struct house *house = house_new(engine);
    struct text token;
    int64_t id = sign_up(house, "liwei", &token);
    mailbox_owner = 0;
    assert_result(house->support, RESULT_OK, sign_in(house, "LiWei", GOOD, &token));
    enter(house, token);
    assert_int_equal(house->context->actor.account, id);
    assert_refused(house, sign_in(house, "li.wei@example.com", GOOD, &token), "account.sign_in", NULL); /* given, but not proven */
    mailbox_owner = id;
    assert_result(house->support, RESULT_OK, sign_in(house, "Li.Wei@example.com", GOOD, &token));
    mailbox_owner = 0;
    assert_refused(house, sign_in(house, "liwei", OTHER, &token), "account.sign_in", NULL);
    assert_true(text_empty(token));
    assert_refused(house, sign_in(house, "nobody", GOOD, &token), "account.sign_in", NULL);
    assert_refused(house, sign_in(house, "liwei", "", &token), "account.sign_in", NULL);
    assert_refused(house, sign_in(house, "", "", &token), "account.sign_in", NULL);
    assert_refused(house, sign_in(house, "\xff\xff\xff", "\xff", &token), "account.sign_in", NULL);
    assert_int_equal(count(house, &count_acts, PARAMETERS("account.sign-in", id)), 2);
    support_context_free(house->support);
}
BOTH_ENGINES(one_signs_in_with_name_or_proven_mailbox)

static void guessing_is_slowed_down_without_locking_the_owner_out(enum database_engine engine)
{
    struct house *house = house_new(engine);
    struct text token;
    sign_up(house, "liwei", &token);
    mailbox_owner = 0;
    for (int i = 0; i < 10; i++) assert_refused(house, sign_in(house, "liwei", OTHER, &token), "account.sign_in", NULL);
    assert_refused(house, sign_in(house, "LIWEI", GOOD, &token), "audit.too_often", NULL); /* from this network not even the right one */
    house->context->actor.network = TEXT("198.51.100.4");
    assert_result(house->support, RESULT_OK, account_sign_in(house->context, TEXT("liwei"), TEXT(GOOD), TEXT(""), NULL, &token, &(struct text){0})); /* the owner, elsewhere */
    support_forward(house->support, 900);
    assert_result(house->support, RESULT_OK, sign_in(house, "liwei", GOOD, &token));
    support_context_free(house->support);
}
BOTH_ENGINES(guessing_is_slowed_down_without_locking_the_owner_out)

static void a_hash_grows_with_the_settings(enum database_engine engine)
{
    struct house *house = house_new(engine);
    struct text token;
    int64_t id = sign_up(house, "liwei", &token);
    assert_int_equal(count(house, &read_hash, PARAMETERS(id, "$argon2id$v=19$m=64,t=1,%")), 1);
    house->settings.password_memory = 128;
    house->settings.password_passes = 2;
    assert_refused(house, sign_in(house, "liwei", OTHER, &token), "account.sign_in", NULL);
    assert_int_equal(count(house, &read_hash, PARAMETERS(id, "$argon2id$v=19$m=64,t=1,%")), 1);
    assert_result(house->support, RESULT_OK, sign_in(house, "liwei", GOOD, &token));
    assert_int_equal(count(house, &read_hash, PARAMETERS(id, "$argon2id$v=19$m=128,t=2,%")), 1);
    assert_result(house->support, RESULT_OK, sign_in(house, "liwei", GOOD, &token));
    support_context_free(house->support);
}
BOTH_ENGINES(a_hash_grows_with_the_settings)

/* --- Sessions --- */

static void a_session_ends_after_rest_and_after_a_month(enum database_engine engine)
{
    struct house *house = house_new(engine);
    struct text token, second;
    struct account account;
    sign_up(house, "liwei", &token);
    assert_result(house->support, RESULT_OK, sign_in(house, "liwei", GOOD, &second));
    assert_result(house->support, RESULT_NONE, account_session(house->context, TEXT(""), &account));
    assert_result(house->support, RESULT_NONE, account_session(house->context, TEXT("0123456789012345678901"), &account));
    for (int hour = 0; hour < 30 * 24 - 1; hour += 11) { /* used every eleven hours it lives for a month */
        leave(house);
        assert_result(house->support, RESULT_OK, account_session(house->context, token, &account));
        support_forward(house->support, 11 * 3600);
    }
    leave(house);
    assert_result(house->support, RESULT_NONE, account_session(house->context, token, &account));
    assert_int_equal(house->context->actor.kind, ACTOR_NOBODY);
    assert_result(house->support, RESULT_NONE, account_session(house->context, second, &account)); /* unused for twelve hours */
    assert_int_equal(count(house, &count_sessions, NO_PARAMETERS), 2);
    assert_result(house->support, RESULT_OK, account_forget_sessions(house->context));
    assert_int_equal(count(house, &count_sessions, NO_PARAMETERS), 0);
    support_context_free(house->support);
}
BOTH_ENGINES(a_session_ends_after_rest_and_after_a_month)

static void a_demonstrations_clock_takes_sessions_along(enum database_engine engine)
{
    struct house *house = house_new(engine);
    struct text token, over;
    struct account account;
    sign_up(house, "liwei", &over);
    support_forward(house->support, 13 * 3600);
    assert_result(house->support, RESULT_OK, sign_in(house, "liwei", GOOD, &token));
    leave(house);
    assert_refused(house, account_move_sessions(house->context, 1), "audit.not_allowed", NULL);
    house->context->actor = (struct actor){.kind = ACTOR_OPERATOR};
    assert_result(house->support, RESULT_OK, account_move_sessions(house->context, 100 * 86400 * MICROSECONDS));
    support_forward(house->support, 100 * 86400);
    leave(house);
    assert_result(house->support, RESULT_OK, account_session(house->context, token, &account));
    leave(house);
    assert_result(house->support, RESULT_NONE, account_session(house->context, over, &account)); /* what was over stays so */
    support_forward(house->support, 12 * 3600 + 1);
    assert_result(house->support, RESULT_NONE, account_session(house->context, token, &account));
    support_context_free(house->support);
}
BOTH_ENGINES(a_demonstrations_clock_takes_sessions_along)

static void sessions_are_listed_and_ended_by_their_owner(enum database_engine engine)
{
    struct house *house = house_new(engine);
    struct text mine, other, strangers;
    sign_up(house, "stranger", &strangers);
    sign_up(house, "liwei", &other);
    support_forward(house->support, 60);
    assert_result(house->support, RESULT_OK, sign_in(house, "liwei", GOOD, &mine));
    struct list sessions;
    assert_refused(house, account_sessions(house->context, house->context->actor.account, &sessions), "audit.not_allowed", NULL);
    enter(house, mine);
    assert_result(house->support, RESULT_OK, account_sessions(house->context, house->context->actor.account, &sessions));
    assert_int_equal(sessions.count, 2);
    const struct account_session_view *views = sessions.items;
    assert_true(views[0].this_one && !views[1].this_one);
    assert_text_equal(views[0].agent, "Firefox on Linux");
    assert_text_equal(views[1].agent, "Chromium on Debian"); /* with which he signed up */
    assert_text_equal(views[0].network, "192.0.2.7");
    /* The use is written down once an hour; what is said of it holds all the same. */
    assert_true(views[1].recent);
    support_forward(house->support, 3540);
    assert_result(house->support, RESULT_OK, account_sessions(house->context, house->context->actor.account, &sessions));
    views = sessions.items;
    assert_true(views[0].recent && !views[1].recent);
    assert_int_equal(views[1].unused_since.microseconds, context_now(house->context).microseconds);

    int64_t ended = views[1].id;
    assert_result(house->support, RESULT_OK, account_end_session(house->context, ended));
    assert_refused(house, account_end_session(house->context, ended), "account.no_session", NULL);
    struct account account;
    assert_result(house->support, RESULT_NONE, account_session(house->context, other, &account));
    enter(house, strangers);
    int64_t strangers_session = house->context->actor.session;
    enter(house, mine);
    assert_refused(house, account_end_session(house->context, strangers_session), "account.no_session", NULL);
    enter(house, strangers);
    enter(house, mine);
    assert_result(house->support, RESULT_OK, account_sign_out(house->context));
    leave(house);
    assert_result(house->support, RESULT_NONE, account_session(house->context, mine, &account));
    support_context_free(house->support);
}
BOTH_ENGINES(sessions_are_listed_and_ended_by_their_owner)

static void a_changed_password_ends_the_other_sessions_and_says_so(enum database_engine engine)
{
    struct house *house = house_new(engine);
    struct text mine, other, token;
    int64_t id = sign_up(house, "liwei", &other);
    tie(house, id, 9001, "li.wei@example.com");
    assert_result(house->support, RESULT_OK, sign_in(house, "liwei", GOOD, &mine));
    assert_refused(house, account_change_password(house->context, TEXT(GOOD), TEXT(OTHER)), "audit.not_allowed", NULL);
    enter(house, mine);
    assert_refused(house, account_change_password(house->context, TEXT(OTHER), TEXT(OTHER)), "account.old_password", "old_password");
    assert_refused(house, account_change_password(house->context, TEXT(GOOD), TEXT("short")), "account.password_short", "new_password");
    assert_result(house->support, RESULT_OK, account_change_password(house->context, TEXT(GOOD), TEXT(OTHER)));
    assert_int_equal(count(house, &count_letters, PARAMETERS("account-password-changed", "li.wei@example.com")), 1);
    struct account account;
    assert_result(house->support, RESULT_OK, account_session(house->context, mine, &account));
    assert_result(house->support, RESULT_NONE, account_session(house->context, other, &account));
    assert_refused(house, sign_in(house, "liwei", GOOD, &token), "account.sign_in", NULL);
    assert_result(house->support, RESULT_OK, sign_in(house, "liwei", OTHER, &token));
    support_context_free(house->support);
}
BOTH_ENGINES(a_changed_password_ends_the_other_sessions_and_says_so)

/* What the rooms above say, asked in the very transaction. */
static enum result names_free(struct context *context, int64_t account, bool *fixed)
{
    assert_true(database_in_transaction(context->database));
    *fixed = false;
    return RESULT_OK;
}

static enum result names_asked(struct context *context, int64_t account, bool *fixed)
{
    (void)context, (void)account, (void)fixed;
    fail_msg("it was asked whether names are free that stay what they are");
    return RESULT_BROKEN;
}

static enum result names_stand(struct context *context, int64_t account, bool *fixed)
{
    assert_true(database_in_transaction(context->database));
    *fixed = true;
    return RESULT_OK;
}

static enum result mailbox_known(struct context *context, int64_t account, struct text address)
{
    assert_true(database_in_transaction(context->database));
    return RESULT_OK;
}

static enum result mailbox_unknown(struct context *context, int64_t account, struct text address)
{
    assert_true(database_in_transaction(context->database));
    return RESULT_NONE;
}

/* The mailbox that was typed at sign-up may be a stranger's, or be one by now. */
static void only_a_proven_mailbox_is_told(enum database_engine engine)
{
    struct house *house = house_new(engine);
    struct text token;
    int64_t id = sign_up(house, "liwei", &token);
    enter(house, token);
    assert_result(house->support, RESULT_OK, account_change_password(house->context, TEXT(GOOD), TEXT(OTHER)));
    assert_int_equal(count(house, &count_letters, PARAMETERS("account-password-changed", "li.wei@example.com")), 0);
    tie(house, id, 9001, "work@example.com");
    assert_result(house->support, RESULT_OK, account_change_password(house->context, TEXT(OTHER), TEXT(GOOD)));
    assert_int_equal(count(house, &count_letters, PARAMETERS("account-password-changed", "li.wei@example.com")), 0);
    assert_int_equal(count(house, &count_letters, PARAMETERS("account-password-changed", "work@example.com")), 1);
    assert_result(house->support, RESULT_OK, database_run(house->context, &untie_all, PARAMETERS(id), NULL));
    struct account account;
    assert_result(house->support, RESULT_OK, account_read(house->context, id, &account));
    struct account_profile profile = {account.name_latin, account.name_native, account.phone, account.country, TEXT("en"), account.zone, TEXT("new@example.com"), TEXT(GOOD), false};
    assert_result(house->support, RESULT_OK, account_change_profile(house->context, &profile, names_free, mailbox_known));
    assert_int_equal(count(house, &count_letters, PARAMETERS("account-mailbox-changed", "li.wei@example.com")), 0);
    support_context_free(house->support);
}
BOTH_ENGINES(only_a_proven_mailbox_is_told)

/* --- A forgotten password --- */

/* Letters of a demonstration are read in the built-in mailbox; links are signed with the store's secret. */
static void open_mailboxes(struct house *house)
{
    assert_result(house->support, RESULT_OK, store_put(house->context, "demonstration", TEXT("1")));
    assert_result(house->support, RESULT_OK, secret_make(house->context));
}

/* The newest letter to the mailbox. */
static struct mailbox_letter letter_to(struct house *house, const char *mailbox)
{
    struct list letters;
    assert_result(house->support, RESULT_OK, letter_mailbox(house->context, text_of(mailbox), 100, &letters));
    assert_true(letters.count > 0);
    return *(const struct mailbox_letter *)letters.items;
}

static struct text link_to(struct house *house, const char *mailbox)
{
    struct text text = letter_to(house, mailbox).text, mark = TEXT("/new-password#"), line;
    size_t at = text_find(text, mark.bytes);
    assert_true(at < text.length);
    struct text rest = {text.bytes + at + mark.length, text.length - at - mark.length};
    text_split(&rest, '\n', &line);
    return text_copy(house->context->arena, text_trim(line));
}

/* The room above takes up what an asker has left. */
static account_of_mailbox *whose;

static enum result follow(struct context *context, const struct due *due)
{
    return account_forgotten_follow(context, due->first, whose);
}

static void follow_up(struct house *house, account_of_mailbox *of_mailbox)
{
    static const struct due_handler handlers[] = {{"password-forgotten", follow}, {NULL, NULL}};
    whose = of_mailbox;
    assert_result(house->support, RESULT_OK, due_run(house->context, handlers, NULL));
    assert_int_equal(count(house, &count_wishes, NO_PARAMETERS), 0);
}

static void forget(struct house *house, const char *mailbox, account_of_mailbox *of_mailbox)
{
    assert_result(house->support, RESULT_OK, account_forgotten(house->context, text_of(mailbox)));
    follow_up(house, of_mailbox);
}

static void a_forgotten_password_is_set_anew_by_a_letter(enum database_engine engine)
{
    struct house *house = house_new(engine);
    struct text token, first, second;
    struct account account;
    struct account_forgotten_link link;
    open_mailboxes(house);
    int64_t id = sign_up(house, "liwei", &token);
    tie(house, id, 9001, "li.wei@example.com");
    mailbox_owner = id;
    leave(house);
    assert_refused(house, account_forgotten(house->context, TEXT("li.wei")), "account.address", "mailbox");
    forget(house, "Li.Wei@example.com", owner_of_mailbox);
    first = link_to(house, "li.wei@example.com");
    support_forward(house->support, 3600);
    forget(house, "li.wei@example.com", owner_of_mailbox);
    second = link_to(house, "li.wei@example.com");
    assert_int_equal(count(house, &count_letters, PARAMETERS("account-forgotten", "li.wei@example.com")), 2);
    /* Looking changes nothing; whatever is cut short or made up is none. */
    assert_result(house->support, RESULT_OK, account_forgotten_link(house->context, first, &link));
    assert_text_equal(link.user_name, "liwei");
    assert_false(link.second_step);
    assert_result(house->support, RESULT_OK, account_session(house->context, token, &account));
    leave(house);
    for (size_t i = 0; i < first.length; i++) {
        char *turned = arena_take(house->context->arena, first.length);
        memcpy(turned, first.bytes, first.length);
        turned[i] = turned[i] == 'A' ? 'B' : 'A';
        house->context->actor.network = TEXT("");
        assert_result(house->support, RESULT_NONE, account_forgotten_link(house->context, (struct text){turned, first.length}, &link));
        assert_result(house->support, RESULT_NONE, account_forgotten_link(house->context, (struct text){first.bytes, i}, &link));
    }
    assert_refused(house, account_forgotten_set(house->context, first, TEXT("short")), "account.password_short", "password");
    /* Sent twice by one form it has one effect and one answer; afterwards neither link sets another. */
    for (int i = 0; i < 2; i++) {
        house->context->once.key = TEXT("form-1");
        house->context->once.replayed = false;
        assert_result(house->support, RESULT_OK, account_forgotten_set(house->context, first, TEXT(OTHER)));
    }
    house->context->once.key = TEXT("");
    assert_int_equal(count(house, &count_acts, PARAMETERS("account.new-password", id)), 1);
    assert_int_equal(count(house, &count_letters, PARAMETERS("account-password-changed", "li.wei@example.com")), 1);
    assert_int_equal(count(house, &count_letters_with, PARAMETERS("account-password-changed", "%/forgotten%")), 1); /* what to do if it was another */
    assert_result(house->support, RESULT_NONE, account_session(house->context, token, &account)); /* all sessions have ended */
    assert_refused(house, account_forgotten_set(house->context, first, TEXT(GOOD)), "account.forgotten_link", NULL);
    assert_refused(house, account_forgotten_set(house->context, second, TEXT(GOOD)), "account.forgotten_link", NULL);
    assert_result(house->support, RESULT_NONE, account_forgotten_link(house->context, second, &link));
    assert_refused(house, sign_in(house, "liwei", GOOD, &token), "account.sign_in", NULL);
    assert_result(house->support, RESULT_OK, sign_in(house, "liwei", OTHER, &token));
    support_context_free(house->support);
}
BOTH_ENGINES(a_forgotten_password_is_set_anew_by_a_letter)

/* Whatever the mailbox is, asking writes the same and looks nothing up; the letter comes afterwards, and is one of its owner's letters (4.3). */
static void asking_looks_nothing_up_and_the_letter_is_its_owners(enum database_engine engine)
{
    struct house *house = house_new(engine);
    struct text token;
    struct list letters;
    struct letter_view letter;
    open_mailboxes(house);
    int64_t id = sign_up(house, "liwei", &token);
    tie(house, id, 9001, "li.wei@example.com");
    mailbox_owner = id;
    leave(house);
    assert_result(house->support, RESULT_OK, account_forgotten(house->context, TEXT("li.wei@example.com")));
    house->context->language = "zh_CN";
    assert_result(house->support, RESULT_OK, account_forgotten(house->context, TEXT("nobody@example.com")));
    house->context->language = "en";
    assert_int_equal(count(house, &count_wishes, NO_PARAMETERS), 2);
    assert_int_equal(count(house, &count_letters, PARAMETERS("account-forgotten", "li.wei@example.com")), 0);
    support_forward(house->support, 5);
    follow_up(house, owner_of_mailbox);
    assert_int_equal(count(house, &count_asked, PARAMETERS("account.forgotten", id, (int)ACTOR_NOBODY)), 1);
    assert_int_equal(count(house, &count_asked, PARAMETERS("account.forgotten", 0, (int)ACTOR_NOBODY)), 1);
    assert_text_equal(letter_to(house, "nobody@example.com").subject, "该邮箱无法打开任何账号");
    assert_result(house->support, RESULT_NONE, account_forgotten_follow(house->context, 4711, owner_of_mailbox));
    struct text link = link_to(house, "li.wei@example.com");
    enter(house, token);
    assert_result(house->support, RESULT_OK, letter_list(house->context, 0, 10, &letters));
    assert_int_equal(letters.count, 1);
    assert_result(house->support, RESULT_OK, letter_read(house->context, ((const struct letter_view *)letters.items)->id, &letter));
    assert_text_equal(letter.kind, "account-forgotten");
    assert_int_equal(text_find(letter.text, text_string(house->context->arena, link)), letter.text.length); /* it opens the account only for who reads the mailbox */
    leave(house);
    /* A closed account is opened by nothing. */
    assert_result(house->support, RESULT_OK, database_run(house->context, &close_account, PARAMETERS(id), NULL));
    forget(house, "li.wei@example.com", owner_of_mailbox);
    assert_text_equal(letter_to(house, "li.wei@example.com").subject, "This mailbox opens no account");
    support_context_free(house->support);
}
BOTH_ENGINES(asking_looks_nothing_up_and_the_letter_is_its_owners)

static void a_link_ends_after_a_day_and_nobody_is_told_whose_a_mailbox_is(enum database_engine engine)
{
    struct house *house = house_new(engine);
    struct text token;
    struct account_forgotten_link link;
    open_mailboxes(house);
    int64_t id = sign_up(house, "liwei", &token);
    leave(house);
    /* The mailbox that was typed at sign-up, and never proven, opens nothing; its letter says so, and has no link. */
    mailbox_owner = 0;
    forget(house, "li.wei@example.com", owner_of_mailbox);
    struct mailbox_letter letter = letter_to(house, "li.wei@example.com");
    assert_text_equal(letter.subject, "This mailbox opens no account");
    assert_int_equal(text_find(letter.text, "/new-password"), letter.text.length);
    assert_int_equal(text_find(letter.text, "liwei"), letter.text.length);
    tie(house, id, 9001, "li.wei@example.com");
    mailbox_owner = id;
    forget(house, "li.wei@example.com", owner_of_mailbox);
    struct text last = link_to(house, "li.wei@example.com");
    support_forward(house->support, 86400 - 1);
    assert_result(house->support, RESULT_OK, account_forgotten_link(house->context, last, &link));
    support_forward(house->support, 1);
    assert_result(house->support, RESULT_NONE, account_forgotten_link(house->context, last, &link));
    assert_refused(house, account_forgotten_set(house->context, last, TEXT(OTHER)), "account.forgotten_link", NULL);
    /* So many letters, whoever asks and whosever it is. */
    static const char *const mailboxes[] = {"li.wei@example.com", "nobody@example.com"};
    for (int i = 0; i < 2; i++) {
        support_forward(house->support, 86400);
        mailbox_owner = i ? 0 : id;
        for (int k = 0; k < 5; k++) assert_result(house->support, RESULT_OK, account_forgotten(house->context, text_of(mailboxes[i])));
        house->context->actor.network = TEXT("198.51.100.4");
        assert_refused(house, account_forgotten(house->context, text_of(mailboxes[i])), "audit.too_often", NULL);
        leave(house);
    }
    support_context_free(house->support);
}
BOTH_ENGINES(a_link_ends_after_a_day_and_nobody_is_told_whose_a_mailbox_is)

/* While no worker is there wishes pile up; when one comes, a mailbox gets one letter, whose link ends a day after it was asked for last, and what nobody waits for any more gets none. */
static void wishes_that_had_to_wait_age_and_give_one_letter(enum database_engine engine)
{
    struct house *house = house_new(engine);
    struct text token;
    struct account_forgotten_link link;
    open_mailboxes(house);
    int64_t id = sign_up(house, "liwei", &token);
    tie(house, id, 9001, "li.wei@example.com");
    mailbox_owner = id;
    leave(house);
    for (int i = 0; i < 3; i++) {
        support_forward(house->support, 3600);
        assert_result(house->support, RESULT_OK, account_forgotten(house->context, TEXT("li.wei@example.com")));
        house->context->language = i ? "zh_CN" : "en";
        assert_result(house->support, RESULT_OK, account_forgotten(house->context, TEXT("nobody@example.com")));
    }
    house->context->language = "en";
    struct instant asked = context_now(house->context);
    support_forward(house->support, 86400 - 60);
    follow_up(house, owner_of_mailbox);
    assert_int_equal(count(house, &count_letters, PARAMETERS("account-forgotten", "li.wei@example.com")), 1);
    assert_int_equal(count(house, &count_letters, PARAMETERS("account-forgotten", "nobody@example.com")), 1);
    assert_text_equal(letter_to(house, "nobody@example.com").subject, "该邮箱无法打开任何账号");
    assert_int_equal(count(house, &count_asked, PARAMETERS("account.forgotten", id, (int)ACTOR_NOBODY)), 1);
    assert_result(house->support, RESULT_OK, account_forgotten_link(house->context, link_to(house, "li.wei@example.com"), &link));
    assert_int_equal(link.ends.microseconds, instant_add_seconds(asked, 86400).microseconds);
    /* A day later its link would have ended already. */
    for (int i = 0; i < 2; i++) {
        assert_result(house->support, RESULT_OK, account_forgotten(house->context, TEXT("li.wei@example.com")));
        assert_result(house->support, RESULT_OK, account_forgotten(house->context, TEXT("nobody@example.com")));
    }
    support_forward(house->support, 86400);
    follow_up(house, owner_of_mailbox);
    assert_int_equal(count(house, &count_letters, PARAMETERS("account-forgotten", "li.wei@example.com")), 1);
    assert_int_equal(count(house, &count_letters, PARAMETERS("account-forgotten", "nobody@example.com")), 1);
    assert_int_equal(count(house, &count_asked, PARAMETERS("account.forgotten", id, (int)ACTOR_NOBODY)), 1);
    assert_int_equal(count(house, &count_asked, PARAMETERS("account.forgotten-late", 0, (int)ACTOR_NOBODY)), 2);
    support_context_free(house->support);
}
BOTH_ENGINES(wishes_that_had_to_wait_age_and_give_one_letter)

/* A tied mailbox may be read by others by now, so that the link goes to the account's own only, in its owner's language, and is good only as long as that is the account's own. */
static void the_link_goes_to_the_accounts_own_mailbox(enum database_engine engine)
{
    struct house *house = house_new(engine);
    struct text token;
    struct account_forgotten_link about;
    open_mailboxes(house);
    int64_t id = sign_up(house, "liwei", &token);
    tie(house, id, 9002, "work@example.com");
    mailbox_owner = id;
    leave(house);
    /* Its own was never proven: the other opens nothing. */
    forget(house, "work@example.com", owner_of_any);
    assert_text_equal(letter_to(house, "work@example.com").subject, "This mailbox opens no account");
    assert_int_equal(count(house, &count_letters, PARAMETERS("account-forgotten", "li.wei@example.com")), 0);
    tie(house, id, 9001, "li.wei@example.com");
    forget(house, "work@example.com", owner_of_any);
    assert_int_equal(count(house, &count_letters, PARAMETERS("account-forgotten", "work@example.com")), 1);
    assert_text_equal(letter_to(house, "li.wei@example.com").subject, "\xe8\xae\xbe\xe7\xbd\xae\xe6\x96\xb0\xe5\xaf\x86\xe7\xa0\x81");
    struct text link = link_to(house, "li.wei@example.com");
    assert_result(house->support, RESULT_OK, account_forgotten_link(house->context, link, &about));
    /* Let go, or unbound by force. */
    assert_result(house->support, RESULT_OK, database_run(house->context, &untie, PARAMETERS(id, 9001), NULL));
    assert_result(house->support, RESULT_NONE, account_forgotten_link(house->context, link, &about));
    assert_refused(house, account_forgotten_set(house->context, link, TEXT(OTHER)), "account.forgotten_link", NULL);
    assert_result(house->support, RESULT_OK, sign_in(house, "liwei", GOOD, &token));
    support_context_free(house->support);
}
BOTH_ENGINES(the_link_goes_to_the_accounts_own_mailbox)

/* --- A password that is replaced at the same moment --- */

STATEMENT(count_waiting, NULL, "SELECT COUNT(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))");

/* Whoever has shown the old password, or the link that it was signed with, just before. */
struct late_comer {
    struct context *context;
    struct text link; /* empty: signs in */
    enum result result;
    atomic_bool done;
};

static void *come_late(void *data)
{
    struct late_comer *late = data;
    struct text token, second;
    late->result = text_empty(late->link) ? account_sign_in(late->context, TEXT("liwei"), TEXT(GOOD), TEXT(""), NULL, &token, &second)
                                          : account_forgotten_set(late->context, late->link, TEXT(OTHER));
    atomic_store(&late->done, true);
    return NULL;
}

struct replacing {
    int64_t account;
    struct late_comer *late;
    pthread_t thread;
};

/* The old password is the right one until the commit, for all that others see: PostgreSQL lets them come as far as to the account's row. */
static enum result replace_meanwhile(struct context *context, void *data)
{
    struct replacing *replacing = data;
    int64_t waiting = 0;
    TRY(account_store_take(context, replacing->account));
    TRY(account_replace_password(context, replacing->account, TEXT("another"), 0));
    assert_int_equal(pthread_create(&replacing->thread, NULL, come_late, replacing->late), 0);
    while (database_engine(context->database) == DATABASE_POSTGRESQL && !waiting && !atomic_load(&replacing->late->done))
        TRY(database_integer(context, &count_waiting, NO_PARAMETERS, &waiting));
    return RESULT_OK;
}

static void no_session_and_no_link_outlives_the_password(enum database_engine engine)
{
    struct house *house = house_new(engine);
    struct text token;
    open_mailboxes(house);
    int64_t id = sign_up(house, "liwei", &token);
    tie(house, id, 9001, "li.wei@example.com");
    mailbox_owner = id;
    leave(house);
    forget(house, "li.wei@example.com", owner_of_mailbox);
    struct text links[] = {TEXT(""), link_to(house, "li.wei@example.com")}, hash;
    assert_result(house->support, RESULT_OK, account_store_read_password(house->context, id, &hash));
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        struct support *second = support_second(house->support);
        second->context.settings = house->context->settings;
        second->context.languages = house->context->languages;
        second->context.letters = house->context->letters;
        second->context.actor = house->context->actor;
        struct late_comer late = {.context = &second->context, .link = links[i]};
        struct replacing replacing = {.account = id, .late = &late};
        assert_result(house->support, RESULT_OK, account_store_write_password(house->context, id, hash));
        assert_result(house->support, RESULT_OK, database_transaction(house->context, replace_meanwhile, &replacing));
        pthread_join(replacing.thread, NULL);
        assert_int_equal(late.result, RESULT_REFUSED);
        assert_int_equal(count(house, &count_sessions, NO_PARAMETERS), 0);
    }
    support_context_free(house->support);
}
BOTH_ENGINES(no_session_and_no_link_outlives_the_password)

/* --- The profile --- */

static struct account_profile profile_of(const struct account *account)
{
    return (struct account_profile){account->name_latin, account->name_native, account->phone, account->country, account->language, account->zone, account->mailbox, TEXT(""), false};
}

static void the_profile_is_changed_by_its_owner(enum database_engine engine)
{
    struct house *house = house_new(engine);
    struct text token;
    struct account account;
    int64_t id = sign_up(house, "liwei", &token);
    assert_result(house->support, RESULT_OK, account_read(house->context, id, &account));
    struct account_profile profile = profile_of(&account);
    assert_refused(house, account_change_profile(house->context, &profile, names_free, mailbox_unknown), "audit.not_allowed", NULL);
    enter(house, token);
    profile.phone = TEXT("+86 138 0013 8000");
    profile.country = TEXT("CN");
    profile.zone = TEXT("Asia/Shanghai");
    profile.language = TEXT("en");
    assert_result(house->support, RESULT_OK, account_change_profile(house->context, &profile, names_stand, mailbox_unknown));
    assert_int_equal(count(house, &count_due, PARAMETERS("account-changed", id)), 0);
    /* Whether names are free is not asked by who leaves them as they are: it can mean to wait for an evaluation of many. */
    profile.phone = TEXT("+86 138 0013 8001");
    assert_result(house->support, RESULT_OK, account_change_profile(house->context, &profile, names_asked, mailbox_unknown));
    assert_result(house->support, RESULT_OK, account_read(house->context, id, &account));
    assert_text_equal(account.phone, "+86 138 0013 8001");
    profile.name_latin = TEXT("Li  Weiming");
    assert_refused(house, account_change_profile(house->context, &profile, names_stand, mailbox_unknown), "account.name_fixed", "name_latin");
    assert_result(house->support, RESULT_OK, account_change_profile(house->context, &profile, names_free, mailbox_unknown));
    assert_int_equal(count(house, &count_due, PARAMETERS("account-changed", id)), 1);
    tie(house, id, 9001, "li.wei@example.com");
    /* Where letters go, a new password goes: who only has the session leads them nowhere else. */
    profile.mailbox = TEXT("New@example.com");
    assert_refused(house, account_change_profile(house->context, &profile, names_free, mailbox_known), "account.password_wanted", "password");
    profile.password = TEXT(OTHER);
    assert_refused(house, account_change_profile(house->context, &profile, names_free, mailbox_known), "account.enrol_password", "password");
    assert_int_equal(count(house, &count_letters, PARAMETERS("account-mailbox-changed", "li.wei@example.com")), 0);
    profile.password = TEXT(GOOD);
    assert_refused(house, account_change_profile(house->context, &profile, names_free, mailbox_unknown), "account.mailbox_unproven", "mailbox");
    assert_result(house->support, RESULT_OK, account_change_profile(house->context, &profile, names_free, mailbox_known));
    assert_int_equal(count(house, &count_letters, PARAMETERS("account-mailbox-changed", "li.wei@example.com")), 1);
    assert_result(house->support, RESULT_OK, account_read(house->context, id, &account));
    assert_text_equal(account.name_latin, "Li Weiming");
    assert_text_equal(account.mailbox, "new@example.com");
    assert_text_equal(account.zone, "Asia/Shanghai");
    assert_text_equal(account.country, "CN");

    static const struct {
        size_t offset;
        const char *value, *code, *field;
    } wrong[] = {{offsetof(struct account_profile, phone), "call me", "account.phone", "phone"},
                 {offsetof(struct account_profile, country), "XX", "account.country", "country"},
                 {offsetof(struct account_profile, language), "tlh", "account.language", "language"},
                 {offsetof(struct account_profile, zone), "Mars/Olympus", "account.zone", "zone"},
                 {offsetof(struct account_profile, zone), "../../../etc/passwd", "account.zone", "zone"},
                 {offsetof(struct account_profile, mailbox), "nowhere", "account.address", "mailbox"},
                 {offsetof(struct account_profile, name_native), "<script>", "account.name_native", "name_native"}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct account_profile bad = profile_of(&account);
        *(struct text *)((char *)&bad + wrong[i].offset) = text_of(wrong[i].value);
        assert_refused(house, account_change_profile(house->context, &bad, names_free, mailbox_known), wrong[i].code, wrong[i].field);
    }
    struct account_profile bad = {.name_latin = TEXT("<"), .name_native = TEXT("<"), .phone = TEXT("no"), .country = TEXT("XX"), .language = TEXT("tlh"), .zone = TEXT("Mars"), .mailbox = TEXT("nowhere")};
    assert_int_equal(account_change_profile(house->context, &bad, names_free, mailbox_known), RESULT_REFUSED);
    assert_fields(house, "name_latin name_native phone country language zone mailbox");
    support_context_free(house->support);
}
BOTH_ENGINES(the_profile_is_changed_by_its_owner)

static void an_operator_takes_accounts_over(enum database_engine engine)
{
    struct house *house = house_new(engine);
    int64_t id, other;
    struct text token;
    assert_refused(house, account_add(house->context, TEXT("liwei"), TEXT("li.wei@example.com"), TEXT("Li Wei"), TEXT(""), &id), "audit.not_allowed", NULL);
    house->context->actor = (struct actor){.kind = ACTOR_OPERATOR};
    assert_result(house->support, RESULT_OK, account_add(house->context, TEXT("liwei"), TEXT("li.wei@example.com"), TEXT("Li Wei"), TEXT(""), &id));
    assert_refused(house, account_add(house->context, TEXT("LiWei"), TEXT("x@example.com"), TEXT(""), TEXT(""), &other), "account.name_taken", "user_name");
    assert_refused(house, sign_in(house, "liwei", "", &token), "account.sign_in", NULL); /* without a password nobody gets in */
    assert_refused(house, sign_in(house, "liwei", GOOD, &token), "account.sign_in", NULL);
    assert_refused(house, account_set_password(house->context, id, TEXT(GOOD)), "audit.not_allowed", NULL);
    house->context->actor = (struct actor){.kind = ACTOR_OPERATOR};
    assert_refused(house, account_set_password(house->context, id + 99, TEXT(GOOD)), "account.none", NULL);
    assert_result(house->support, RESULT_OK, account_set_password(house->context, id, TEXT(GOOD)));
    assert_result(house->support, RESULT_OK, sign_in(house, "liwei", GOOD, &token));
    support_context_free(house->support);
}
BOTH_ENGINES(an_operator_takes_accounts_over)

static void a_form_sent_twice_makes_one_account(enum database_engine engine)
{
    struct house *house = house_new(engine);
    struct text token;
    int64_t id;
    struct account_sign_up wish = wish_of("liwei");
    house->context->once.key = TEXT("form-1");
    assert_result(house->support, RESULT_OK, account_sign_up(house->context, &wish, &token, &id));
    assert_false(text_empty(token));
    house->context->once.key = TEXT("form-1");
    assert_result(house->support, RESULT_OK, account_sign_up(house->context, &wish, &token, &id));
    assert_true(house->context->once.replayed);
    assert_true(text_empty(token));
    assert_int_equal(count(house, &count_accounts, PARAMETERS("liwei")), 1);
    support_context_free(house->support);
}
BOTH_ENGINES(a_form_sent_twice_makes_one_account)

/* --- The gate --- */

static void *hash_one(void *data)
{
    struct support *support = data;
    struct text hash;
    enum result result = password_hash(&support->context, TEXT(GOOD), &hash);
    if (result == RESULT_REFUSED) assert_string_equal(support->context.error.code, "password.busy");
    return (void *)(intptr_t)result;
}

static void the_gate_lets_so_many_hash_and_turns_the_rest_away(void **state)
{
    (void)state;
    enum { THREADS = 12 };
    struct support *all[THREADS];
    struct password_gate *gate = NULL;
    pthread_t threads[THREADS];
    struct settings settings;
    for (int i = 0; i < THREADS; i++) {
        all[i] = support_context("2026-02-13T08:00:00Z");
        if (!gate) {
            settings = *all[i]->context.settings;
            settings.password_memory = 8192;
            settings.password_passes = 3;
            assert_result(all[i], RESULT_OK, password_gate_new(&all[i]->context, 1, 3, &gate));
        }
        all[i]->context.settings = &settings;
        all[i]->context.passwords = gate;
    }
    for (int i = 0; i < THREADS; i++) assert_int_equal(pthread_create(&threads[i], NULL, hash_one, all[i]), 0);
    int done = 0, turned_away = 0;
    for (int i = 0; i < THREADS; i++) {
        void *result;
        pthread_join(threads[i], &result);
        if ((intptr_t)result == RESULT_OK) done++;
        if ((intptr_t)result == RESULT_REFUSED) turned_away++;
    }
    assert_int_equal(done + turned_away, THREADS);
    assert_true(done >= 1);
    bool common;
    assert_result(all[0], RESULT_OK, password_is_common(&all[0]->context, TEXT("1QAZ2wsx3edc4rfv"), &common));
    assert_true(common);
    assert_result(all[0], RESULT_OK, password_is_common(&all[0]->context, TEXT(GOOD), &common));
    assert_false(common);
    for (int i = 0; i < THREADS; i++) support_context_free(all[i]);
    password_gate_free(gate);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(whoever_signs_up_has_an_account_and_a_session),
        ON_BOTH(what_cannot_be_is_refused_with_its_field),
        ON_BOTH(one_signs_in_with_name_or_proven_mailbox),
        ON_BOTH(guessing_is_slowed_down_without_locking_the_owner_out),
        ON_BOTH(a_hash_grows_with_the_settings),
        ON_BOTH(a_session_ends_after_rest_and_after_a_month),
        ON_BOTH(a_demonstrations_clock_takes_sessions_along),
        ON_BOTH(sessions_are_listed_and_ended_by_their_owner),
        ON_BOTH(a_changed_password_ends_the_other_sessions_and_says_so),
        ON_BOTH(only_a_proven_mailbox_is_told), ON_BOTH(a_forgotten_password_is_set_anew_by_a_letter), ON_BOTH(asking_looks_nothing_up_and_the_letter_is_its_owners), ON_BOTH(a_link_ends_after_a_day_and_nobody_is_told_whose_a_mailbox_is), ON_BOTH(wishes_that_had_to_wait_age_and_give_one_letter),
        ON_BOTH(the_link_goes_to_the_accounts_own_mailbox),
        ON_BOTH(no_session_and_no_link_outlives_the_password),
        ON_BOTH(the_profile_is_changed_by_its_owner),
        ON_BOTH(an_operator_takes_accounts_over),
        ON_BOTH(a_form_sent_twice_makes_one_account),
        cmocka_unit_test(the_gate_lets_so_many_hash_and_turns_the_rest_away),
    };
    return cmocka_run_group_tests_name("account", tests, NULL, NULL);
}
