/* The staff: who is one of them, how they enrol, sign in at the desk, and look at what a candidate sees. */
#include "support/support.h"

#include <pthread.h>

#include "account/account_second.h"
#include "account/account_staff.h"
#include "account/authenticator.h"
#include "association/association.h"
#include "audit/audit.h"
#include "letter/letter.h"
#include "outside/language.h"
#include "outside/one_time.h"
#include "outside/secret.h"
#include "outside/settings.h"

#define GOOD "seven green lamps by the river"
#define OTHER "nine blue kites over the hill"

STATEMENT(count_acts, NULL, "SELECT COUNT(*) FROM audit_journal WHERE act = $1 AND actor_kind = $2 AND COALESCE(actor_account, 0) = $3");
STATEMENT(count_letters, NULL, "SELECT COUNT(*) FROM letter WHERE kind = $1");
STATEMENT(count_challenges, NULL, "SELECT COUNT(*) FROM challenge");
STATEMENT(count_codes_left, NULL, "SELECT COUNT(*) FROM recovery_code WHERE used_at IS NULL");
STATEMENT(count_clear_secrets, NULL, "SELECT COUNT(*) FROM one_time_password WHERE sealed = $1");

struct desk {
    struct support *support;
    struct context *context;
    struct settings settings;
    int networks; /* from which somebody came, so that limits by network do not stand in the way */
};

static struct desk *desk_new(enum database_engine engine)
{
    struct support *support = support_store(engine, "2026-02-13T08:00:00Z");
    struct desk *desk = ARENA_NEW(support->context.arena, struct desk);
    *desk = (struct desk){.support = support, .context = &support->context, .settings = *support->context.settings};
    desk->settings.address = TEXT("https://desk.example");
    desk->context->settings = &desk->settings;
    assert_result(support, RESULT_OK, secret_make(desk->context));
    support_load_letters(support, account_letters, account_letter_count);
    return desk;
}

static void as_operator(struct desk *desk)
{
    desk->context->actor = (struct actor){.kind = ACTOR_OPERATOR};
}

/* Nobody, from a network that was never here. */
static void leave(struct desk *desk)
{
    desk->context->actor = (struct actor){.kind = ACTOR_NOBODY, .network = text_printf(desk->context->arena, "10.0.%d.%d", desk->networks / 250, desk->networks % 250)};
    desk->networks++;
}

#define assert_refused(DESK, RESULT, CODE, FIELD) support_assert_refused((DESK)->context, (CODE), (FIELD), (RESULT), __FILE__, __LINE__)
#define count(DESK, STATEMENT, PARAMETERS) support_count((DESK)->support, (STATEMENT), (PARAMETERS))

static int64_t add_account(struct desk *desk, const char *name)
{
    int64_t id;
    as_operator(desk);
    assert_result(desk->support, RESULT_OK, account_add(desk->context, text_of(name), text_printf(desk->context->arena, "%s@example.com", name), TEXT(""), TEXT(""), &id));
    return id;
}

/* Its mailbox is tied to it, as the letters to it need. */
static void prove(struct desk *desk, int64_t account, const char *name)
{
    as_operator(desk);
    assert_result(desk->support, RESULT_OK, association_take_over(desk->context, account, text_printf(desk->context->arena, "%s@example.com", name)));
}

static struct text link_of(struct desk *desk, int64_t account)
{
    struct text token;
    as_operator(desk);
    assert_result(desk->support, RESULT_OK, account_staff_link(desk->context, account, &token));
    leave(desk);
    return token;
}

static struct text app_code(struct desk *desk, struct text secret)
{
    return support_app_code(desk->support, secret);
}

/* One of the staff with these roles, who has enrolled with an app; `secret` is what the app holds. */
static int64_t make_staff(struct desk *desk, const char *name, unsigned roles, struct text *secret, struct text codes[ACCOUNT_RECOVERY_CODES])
{
    int64_t account = add_account(desk, name);
    prove(desk, account, name);
    assert_result(desk->support, RESULT_OK, account_staff_set(desk->context, account, roles));
    struct text token = link_of(desk, account), own[ACCOUNT_RECOVERY_CODES];
    struct account_enrolment enrolment;
    assert_result(desk->support, RESULT_OK, account_enrolment(desk->context, token, &enrolment));
    *secret = enrolment.secret;
    struct account_enrol enrol = {.token = token, .password = TEXT(GOOD), .code = app_code(desk, *secret)};
    assert_result(desk->support, RESULT_OK, account_enrol(desk->context, &enrol, codes ? codes : own));
    support_forward(desk->support, ONE_TIME_STEP); /* the code that was just typed is used up */
    return account;
}

static enum result sign_in(struct desk *desk, const char *name, const char *password, struct text code, struct text *token)
{
    struct account_desk_sign_in wish = {.name = text_of(name), .password = text_of(password), .code = code, .agent = TEXT("Firefox")};
    leave(desk);
    return account_desk_sign_in(desk->context, &wish, NULL, token);
}

static void enter(struct desk *desk, struct text token)
{
    struct account account;
    leave(desk);
    assert_result(desk->support, RESULT_OK, account_desk_session(desk->context, token, &account));
}

static void whoever_enrols_signs_in_with_password_and_code(enum database_engine engine)
{
    struct desk *desk = desk_new(engine);
    struct text secret, token, codes[ACCOUNT_RECOVERY_CODES];
    int64_t anna = make_staff(desk, "anna", ROLE_SUPPORT | ROLE_AUDITOR, &secret, codes);
    assert_int_equal(count(desk, &count_letters, PARAMETERS("staff-enrolled")), 1);
    assert_int_equal(count(desk, &count_challenges, NO_PARAMETERS), 0);
    assert_result(desk->support, RESULT_OK, sign_in(desk, "anna", GOOD, app_code(desk, secret), &token));
    struct account account;
    assert_result(desk->support, RESULT_OK, account_desk_session(desk->context, token, &account));
    assert_int_equal(account.id, anna);
    assert_int_equal(desk->context->actor.kind, ACTOR_STAFF);
    assert_int_equal(desk->context->actor.roles, ROLE_SUPPORT | ROLE_AUDITOR);
    assert_int_equal(count(desk, &count_acts, PARAMETERS("account.desk-sign-in", (int)ACTOR_STAFF, anna)), 1);
    /* The same session is none of a candidate's, and a candidate's is none of the desk's. */
    leave(desk);
    assert_result(desk->support, RESULT_NONE, account_session(desk->context, token, &account));
    struct text second;
    assert_result(desk->support, RESULT_OK, account_sign_in(desk->context, TEXT("anna"), TEXT(GOOD), TEXT(""), NULL, &token, &second));
    assert_true(text_empty(token)); /* the password alone does not open the candidate's pages either */
    support_forward(desk->support, ONE_TIME_STEP);
    assert_result(desk->support, RESULT_OK, account_sign_in_code(desk->context, second, app_code(desk, secret), TEXT(""), &token));
    leave(desk);
    assert_result(desk->support, RESULT_NONE, account_desk_session(desk->context, token, &account));
    assert_int_equal(desk->context->actor.kind, ACTOR_NOBODY);
    support_context_free(desk->support);
}
BOTH_ENGINES(whoever_enrols_signs_in_with_password_and_code)

static void a_code_and_a_recovery_code_are_good_once(enum database_engine engine)
{
    struct desk *desk = desk_new(engine);
    struct text secret, token, codes[ACCOUNT_RECOVERY_CODES];
    make_staff(desk, "anna", ROLE_SUPPORT, &secret, codes);
    struct text code = app_code(desk, secret);
    assert_result(desk->support, RESULT_OK, sign_in(desk, "anna", GOOD, code, &token));
    assert_refused(desk, sign_in(desk, "anna", GOOD, code, &token), "account.desk_sign_in", NULL);
    assert_true(text_empty(token));
    support_forward(desk->support, ONE_TIME_STEP);
    assert_refused(desk, sign_in(desk, "anna", GOOD, code, &token), "account.desk_sign_in", NULL); /* in time still, used all the same */
    assert_result(desk->support, RESULT_OK, sign_in(desk, "anna", GOOD, app_code(desk, secret), &token));

    assert_int_equal(count(desk, &count_codes_left, NO_PARAMETERS), 10);
    const char *c = codes[3].bytes;
    struct text spoken = text_printf(desk->context->arena, "%c%c%c%c %s", c[0] | 0x20, c[1] | 0x20, c[2] | 0x20, c[3] | 0x20, c + 5); /* small letters, a blank for a hyphen */
    assert_result(desk->support, RESULT_OK, sign_in(desk, "anna", GOOD, spoken, &token));
    assert_int_equal(count(desk, &count_codes_left, NO_PARAMETERS), 9);
    assert_refused(desk, sign_in(desk, "anna", GOOD, codes[3], &token), "account.desk_sign_in", NULL);
    assert_refused(desk, sign_in(desk, "anna", OTHER, codes[4], &token), "account.desk_sign_in", NULL);
    assert_int_equal(count(desk, &count_codes_left, NO_PARAMETERS), 9); /* nothing is used up by a wrong password */
    support_forward(desk->support, 3600);
    assert_result(desk->support, RESULT_OK, sign_in(desk, "anna", GOOD, codes[4], &token));
    support_context_free(desk->support);
}
BOTH_ENGINES(a_code_and_a_recovery_code_are_good_once)

/* What a stranger learns: nothing. */
static void whatever_was_wrong_the_answer_is_the_same(enum database_engine engine)
{
    struct desk *desk = desk_new(engine);
    struct text secret, token, answer = TEXT("");
    int64_t anna = make_staff(desk, "anna", ROLE_SUPPORT, &secret, NULL), berta = make_staff(desk, "berta", ROLE_SUPPORT, &secret, NULL), carl = add_account(desk, "carl");
    (void)anna;
    assert_result(desk->support, RESULT_OK, account_set_password(desk->context, carl, TEXT(GOOD)));
    assert_result(desk->support, RESULT_OK, account_staff_end(desk->context, berta));
    struct text right = app_code(desk, secret);
    const struct {
        const char *name, *password;
        struct text code;
    } tries[] = {{"anna", GOOD, TEXT("000000")}, {"anna", OTHER, TEXT("000000")}, {"anna", GOOD, TEXT("")}, {"anna", "", TEXT("")}, {"nobody", GOOD, TEXT("000000")},
                 {"carl", GOOD, TEXT("000000")}, {"berta", GOOD, right}, {"", "", TEXT("")}, {"anna@example.com", GOOD, TEXT("000000")}, {"\xff", "\xff", TEXT("\xff")}};
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        assert_int_equal(sign_in(desk, tries[i].name, tries[i].password, tries[i].code, &token), RESULT_REFUSED);
        struct text said = error_text(desk->context->arena, &desk->context->error);
        if (i) assert_true(text_equal(said, answer));
        answer = said;
        error_clear(&desk->context->error);
        assert_true(text_empty(token));
    }
    assert_int_equal(count(desk, &count_acts, PARAMETERS("account.desk-sign-in", (int)ACTOR_STAFF, anna)), 0);
    support_context_free(desk->support);
}
BOTH_ENGINES(whatever_was_wrong_the_answer_is_the_same)

static void whoever_knows_the_password_cannot_try_all_codes(enum database_engine engine)
{
    struct desk *desk = desk_new(engine);
    struct text secret, token;
    make_staff(desk, "anna", ROLE_SUPPORT, &secret, NULL);
    for (int i = 0; i < 20; i++) assert_refused(desk, sign_in(desk, "anna", OTHER, TEXT("123456"), &token), "account.desk_sign_in", NULL); /* without it nobody is locked out */
    assert_result(desk->support, RESULT_OK, sign_in(desk, "anna", GOOD, app_code(desk, secret), &token));
    for (int i = 0; i < 9; i++) assert_refused(desk, sign_in(desk, "anna", GOOD, TEXT("12345"), &token), "account.desk_sign_in", NULL);
    support_forward(desk->support, ONE_TIME_STEP);
    assert_refused(desk, sign_in(desk, "anna", GOOD, app_code(desk, secret), &token), "account.desk_sign_in", NULL); /* right, and not told so */
    support_forward(desk->support, 3600);
    assert_result(desk->support, RESULT_OK, sign_in(desk, "anna", GOOD, app_code(desk, secret), &token));
    /* One network gets ten tries for a name. */
    leave(desk);
    struct account_desk_sign_in wish = {.name = TEXT("anna"), .password = TEXT(OTHER), .code = TEXT("123456")};
    for (int i = 0; i < 10; i++) assert_refused(desk, account_desk_sign_in(desk->context, &wish, NULL, &token), "account.desk_sign_in", NULL);
    assert_refused(desk, account_desk_sign_in(desk->context, &wish, NULL, &token), "audit.too_often", NULL);
    support_context_free(desk->support);
}
BOTH_ENGINES(whoever_knows_the_password_cannot_try_all_codes)

static void a_session_of_the_desk_is_short(enum database_engine engine)
{
    struct desk *desk = desk_new(engine);
    struct text secret, token, second;
    struct account account;
    make_staff(desk, "anna", ROLE_SUPPORT, &secret, NULL);
    assert_result(desk->support, RESULT_OK, sign_in(desk, "anna", GOOD, app_code(desk, secret), &token));
    support_forward(desk->support, ONE_TIME_STEP);
    assert_result(desk->support, RESULT_OK, sign_in(desk, "anna", GOOD, app_code(desk, secret), &second));
    for (int minutes = 0; minutes < 12 * 60 - 59; minutes += 59) { /* used every 59 minutes it lives for 12 hours */
        enter(desk, token);
        support_forward(desk->support, 59 * 60);
    }
    leave(desk);
    support_forward(desk->support, 12 * 60);
    assert_result(desk->support, RESULT_NONE, account_desk_session(desk->context, token, &account));
    assert_result(desk->support, RESULT_NONE, account_desk_session(desk->context, second, &account)); /* unused for an hour */
    assert_int_equal(desk->context->actor.kind, ACTOR_NOBODY);
    assert_result(desk->support, RESULT_OK, sign_in(desk, "anna", GOOD, app_code(desk, secret), &token));
    enter(desk, token);
    assert_result(desk->support, RESULT_OK, account_sign_out(desk->context));
    leave(desk);
    assert_result(desk->support, RESULT_NONE, account_desk_session(desk->context, token, &account));
    support_context_free(desk->support);
}
BOTH_ENGINES(a_session_of_the_desk_is_short)

static void roles_hold_from_one_request_to_the_next(enum database_engine engine)
{
    struct desk *desk = desk_new(engine);
    struct text secret, token;
    struct account account;
    int64_t anna = make_staff(desk, "anna", ROLE_REGISTRAR, &secret, NULL);
    assert_result(desk->support, RESULT_OK, sign_in(desk, "anna", GOOD, app_code(desk, secret), &token));
    enter(desk, token);
    assert_result(desk->support, RESULT_OK, audit_may(desk->context, MAY_DECIDE_CASES));
    as_operator(desk);
    assert_result(desk->support, RESULT_OK, account_staff_set(desk->context, anna, ROLE_SUPPORT));
    /* What she had begun before, in a role that was taken meanwhile, is not done. */
    desk->context->actor = (struct actor){.kind = ACTOR_STAFF, .account = anna, .roles = ROLE_REGISTRAR};
    assert_refused(desk, audit_write(desk->context, "test.decide", "account", anna, TEXT("")), "audit.role_gone", NULL);
    assert_int_equal(count(desk, &count_acts, PARAMETERS("test.decide", (int)ACTOR_STAFF, anna)), 0);
    enter(desk, token);
    assert_int_equal(desk->context->actor.roles, ROLE_SUPPORT);
    assert_refused(desk, audit_may(desk->context, MAY_DECIDE_CASES), "audit.not_allowed", NULL);
    assert_result(desk->support, RESULT_OK, audit_write(desk->context, "test.decide", "account", anna, TEXT("")));
    as_operator(desk);
    assert_result(desk->support, RESULT_OK, account_staff_end(desk->context, anna));
    desk->context->actor = (struct actor){.kind = ACTOR_STAFF, .account = anna, .roles = ROLE_SUPPORT};
    assert_refused(desk, audit_write(desk->context, "test.decide", "account", anna, TEXT("")), "audit.role_gone", NULL);
    leave(desk);
    assert_result(desk->support, RESULT_NONE, account_desk_session(desk->context, token, &account));
    support_forward(desk->support, ONE_TIME_STEP);
    assert_refused(desk, sign_in(desk, "anna", GOOD, app_code(desk, secret), &token), "account.desk_sign_in", NULL);
    /* One of them again: with a link of its own, the old app is forgotten. */
    as_operator(desk);
    assert_refused(desk, account_staff_link(desk->context, anna, &token), "account.staff_none", NULL);
    assert_refused(desk, account_staff_end(desk->context, anna), "account.staff_none", NULL);
    assert_result(desk->support, RESULT_OK, account_staff_set(desk->context, anna, ROLE_SUPPORT));
    assert_refused(desk, sign_in(desk, "anna", GOOD, app_code(desk, secret), &token), "account.desk_sign_in", NULL);
    struct list staff;
    as_operator(desk);
    assert_result(desk->support, RESULT_OK, account_staff_list(desk->context, &staff));
    assert_int_equal(staff.count, 1);
    const struct account_staff *row = staff.items;
    assert_text_equal(row->user_name, "anna");
    assert_text_equal(row->roles_words, "support");
    assert_false(row->one_time || row->passkeys || row->codes || row->invited || instant_is(row->ended));
    support_context_free(desk->support);
}
BOTH_ENGINES(roles_hold_from_one_request_to_the_next)

static void a_link_is_good_once_for_a_day_and_until_the_next(enum database_engine engine)
{
    struct desk *desk = desk_new(engine);
    struct account_enrolment enrolment;
    struct text codes[ACCOUNT_RECOVERY_CODES], token;
    int64_t anna = add_account(desk, "anna"), carl = add_account(desk, "carl");
    assert_refused(desk, account_staff_link(desk->context, carl, &token), "account.staff_none", NULL);
    assert_refused(desk, account_staff_set(desk->context, anna, 0), "account.staff_roles", "roles");
    assert_refused(desk, account_staff_set(desk->context, anna, 128), "account.staff_roles", "roles");
    assert_refused(desk, account_staff_set(desk->context, 4711, ROLE_SUPPORT), "account.none", "user_name");
    assert_result(desk->support, RESULT_OK, account_staff_set(desk->context, anna, ROLE_SUPPORT));
    struct text first = link_of(desk, anna), second = link_of(desk, anna);
    assert_result(desk->support, RESULT_NONE, account_enrolment(desk->context, first, &enrolment));
    assert_result(desk->support, RESULT_NONE, account_enrolment(desk->context, TEXT("0123456789012345678901"), &enrolment));
    assert_result(desk->support, RESULT_NONE, account_enrolment(desk->context, TEXT(""), &enrolment));
    assert_result(desk->support, RESULT_OK, account_enrolment(desk->context, second, &enrolment));
    assert_text_equal(enrolment.user_name, "anna");
    assert_false(enrolment.has_password);
    struct account_enrol enrol = {.token = second, .password = TEXT("short"), .code = app_code(desk, enrolment.secret)};
    assert_refused(desk, account_enrol(desk->context, &enrol, codes), "account.password_short", "password");
    enrol.password = TEXT(GOOD);
    enrol.code = TEXT("000000");
    assert_refused(desk, account_enrol(desk->context, &enrol, codes), "account.enrol_code", "code");
    enrol.code = app_code(desk, enrolment.secret);
    assert_result(desk->support, RESULT_OK, account_enrol(desk->context, &enrol, codes));
    assert_result(desk->support, RESULT_NONE, account_enrol(desk->context, &enrol, codes));
    assert_result(desk->support, RESULT_NONE, account_enrolment(desk->context, second, &enrolment));
    /* Who has a password gives it: the link alone, in other hands, opens nothing. */
    struct text third = link_of(desk, anna);
    assert_result(desk->support, RESULT_OK, account_enrolment(desk->context, third, &enrolment));
    assert_true(enrolment.has_password);
    enrol = (struct account_enrol){.token = third, .password = TEXT(OTHER), .code = app_code(desk, enrolment.secret)};
    assert_refused(desk, account_enrol(desk->context, &enrol, codes), "account.enrol_password", "password");
    support_forward(desk->support, 24 * 3600);
    assert_result(desk->support, RESULT_NONE, account_enrolment(desk->context, third, &enrolment));
    assert_int_equal(count(desk, &count_challenges, NO_PARAMETERS), 1);
    assert_result(desk->support, RESULT_OK, account_forget_challenges(desk->context));
    assert_int_equal(count(desk, &count_challenges, NO_PARAMETERS), 0);
    /* The secret lies sealed. */
    struct text clear = TEXT("testamur-demonstrate");
    assert_int_equal(count(desk, &count_clear_secrets, PARAMETERS(((struct bytes){(const unsigned char *)clear.bytes, clear.length}))), 0);
    support_context_free(desk->support);
}
BOTH_ENGINES(a_link_is_good_once_for_a_day_and_until_the_next)

/* --- Passkeys --- */

static void a_passkey_alone_opens_the_desk(enum database_engine engine)
{
    struct desk *desk = desk_new(engine);
    struct arena *arena = desk->context->arena;
    struct authenticator key;
    authenticator_make(&key, -7, "desk.example", "https://desk.example");
    struct account_enrolment enrolment;
    struct text codes[ACCOUNT_RECOVERY_CODES], token;
    int64_t anna = add_account(desk, "anna");
    assert_result(desk->support, RESULT_OK, account_staff_set(desk->context, anna, ROLE_SUPPORT));
    struct text link = link_of(desk, anna);
    assert_result(desk->support, RESULT_OK, account_enrolment(desk->context, link, &enrolment));
    assert_text_equal(enrolment.party.id, "desk.example");
    struct passkey_answer made = authenticator_create(arena, &key, enrolment.challenge);
    struct account_enrol enrol = {.token = link, .password = TEXT(GOOD), .passkey = &made, .challenge = TEXT("of one's own"), .agent = TEXT("Chrome")};
    assert_refused(desk, account_enrol(desk->context, &enrol, codes), "passkey.wrong", NULL);
    struct text own = TEXT("b3duIGNoYWxsZW5nZSBvZiBhIHN0cmFuZ2VyIHdobyBtYWRlIGl0IHVw"); /* signed by the key, but none of ours */
    struct passkey_answer foreign = authenticator_create(arena, &key, own);
    enrol.passkey = &foreign;
    enrol.challenge = own;
    assert_refused(desk, account_enrol(desk->context, &enrol, codes), "account.challenge", NULL);
    enrol.passkey = &made;
    enrol.challenge = enrolment.challenge;
    assert_result(desk->support, RESULT_OK, account_enrol(desk->context, &enrol, codes));
    /* A key is one person's. */
    int64_t carl = add_account(desk, "carl");
    assert_result(desk->support, RESULT_OK, account_staff_set(desk->context, carl, ROLE_SUPPORT));
    struct text of_carl = link_of(desk, carl), none[ACCOUNT_RECOVERY_CODES];
    assert_result(desk->support, RESULT_OK, account_enrolment(desk->context, of_carl, &enrolment));
    struct passkey_answer again = authenticator_create(arena, &key, enrolment.challenge);
    struct account_enrol known = {.token = of_carl, .password = TEXT(OTHER), .passkey = &again, .challenge = enrolment.challenge, .agent = TEXT("Chrome")};
    assert_refused(desk, account_enrol(desk->context, &known, none), "account.passkey_known", NULL);

    struct text challenge;
    struct account account;
    leave(desk);
    assert_result(desk->support, RESULT_OK, account_desk_challenge(desk->context, &challenge));
    struct passkey_answer used = authenticator_get(arena, &key, challenge);
    assert_result(desk->support, RESULT_OK, account_desk_passkey(desk->context, &used, challenge, TEXT("Chrome"), &token));
    assert_result(desk->support, RESULT_OK, account_desk_session(desk->context, token, &account));
    assert_int_equal(account.id, anna);
    leave(desk);
    assert_refused(desk, account_desk_passkey(desk->context, &used, challenge, TEXT("Chrome"), &token), "account.challenge", NULL); /* once */
    assert_true(text_empty(token));
    /* A challenge for making a key signs nobody in, nor does one that is too old, nor a stranger's key. */
    used = authenticator_get(arena, &key, enrolment.challenge);
    assert_refused(desk, account_desk_passkey(desk->context, &used, enrolment.challenge, TEXT(""), &token), "account.challenge", NULL);
    assert_result(desk->support, RESULT_OK, account_desk_challenge(desk->context, &challenge));
    struct authenticator stranger;
    authenticator_make(&stranger, -7, "desk.example", "https://desk.example");
    used = authenticator_get(arena, &stranger, challenge);
    assert_refused(desk, account_desk_passkey(desk->context, &used, challenge, TEXT(""), &token), "account.desk_passkey", NULL);
    used.credential = (struct bytes){key.credential, sizeof key.credential};
    assert_refused(desk, account_desk_passkey(desk->context, &used, challenge, TEXT(""), &token), "account.desk_passkey", NULL);
    used = authenticator_get(arena, &key, challenge);
    support_forward(desk->support, 600);
    assert_refused(desk, account_desk_passkey(desk->context, &used, challenge, TEXT(""), &token), "account.challenge", NULL);
    /* At the candidate's pages it is the second step of the password, and for nobody else's. */
    struct text second, anothers;
    leave(desk);
    assert_result(desk->support, RESULT_OK, account_sign_in(desk->context, TEXT("anna"), TEXT(GOOD), TEXT(""), NULL, &token, &second));
    assert_true(text_empty(token));
    assert_result(desk->support, RESULT_OK, account_sign_in_challenge(desk->context, second, &challenge));
    used = authenticator_get(arena, &stranger, challenge);
    assert_refused(desk, account_sign_in_passkey(desk->context, second, &used, challenge, TEXT(""), &token), "account.second_passkey", NULL);
    assert_result(desk->support, RESULT_OK, account_desk_challenge(desk->context, &anothers));
    used = authenticator_get(arena, &key, anothers);
    assert_refused(desk, account_sign_in_passkey(desk->context, second, &used, anothers, TEXT(""), &token), "account.challenge", NULL);
    used = authenticator_get(arena, &key, challenge);
    assert_result(desk->support, RESULT_OK, account_sign_in_passkey(desk->context, second, &used, challenge, TEXT("Chrome"), &token));
    leave(desk);
    assert_result(desk->support, RESULT_OK, account_session(desk->context, token, &account));
    assert_int_equal(account.id, anna);
    /* Password and recovery code do as well; whoever is no longer one of the staff comes in by nothing. */
    assert_result(desk->support, RESULT_OK, sign_in(desk, "anna", GOOD, codes[0], &token));
    as_operator(desk);
    assert_result(desk->support, RESULT_OK, account_desk_challenge(desk->context, &challenge));
    assert_result(desk->support, RESULT_OK, account_staff_end(desk->context, anna));
    leave(desk);
    used = authenticator_get(arena, &key, challenge);
    assert_refused(desk, account_desk_passkey(desk->context, &used, challenge, TEXT(""), &token), "account.desk_passkey", NULL);
    authenticator_free(&key);
    authenticator_free(&stranger);
    support_context_free(desk->support);
}
BOTH_ENGINES(a_passkey_alone_opens_the_desk)

/* --- Administrators --- */

static void an_administrator_says_what_others_may_and_remains(enum database_engine engine)
{
    struct desk *desk = desk_new(engine);
    struct text secret, token;
    struct list staff;
    int64_t ada = make_staff(desk, "ada", ROLE_ADMINISTRATOR, &secret, NULL), anna = add_account(desk, "anna");
    assert_result(desk->support, RESULT_OK, sign_in(desk, "ada", GOOD, app_code(desk, secret), &token));
    enter(desk, token);
    /* Her link goes to no mailbox that she has not proven; without it she is not made one of them either. */
    assert_refused(desk, account_staff_add(desk->context, anna, ROLE_SUPPORT, NULL), "account.staff_mailbox", NULL);
    assert_result(desk->support, RESULT_OK, account_staff_list(desk->context, &staff));
    assert_int_equal(staff.count, 1);
    prove(desk, anna, "anna");
    enter(desk, token);
    assert_result(desk->support, RESULT_OK, account_staff_add(desk->context, anna, ROLE_SUPPORT, NULL));
    assert_int_equal(count(desk, &count_letters, PARAMETERS("staff-link")), 1);
    assert_result(desk->support, RESULT_OK, account_staff_list(desk->context, &staff));
    assert_int_equal(staff.count, 2);
    assert_true(((const struct account_staff *)staff.items)[1].invited);
    assert_refused(desk, account_staff_set(desk->context, ada, ROLE_ADMINISTRATOR | ROLE_REGISTRAR), "account.staff_self", NULL);
    assert_refused(desk, account_staff_end(desk->context, ada), "account.staff_self", NULL);
    /* Another administrator may end the first one, but not the last. */
    assert_result(desk->support, RESULT_OK, account_staff_set(desk->context, anna, ROLE_ADMINISTRATOR));
    desk->context->actor = (struct actor){.kind = ACTOR_STAFF, .account = anna, .roles = ROLE_ADMINISTRATOR};
    assert_result(desk->support, RESULT_OK, account_staff_set(desk->context, ada, ROLE_AUDITOR));
    desk->context->actor = (struct actor){.kind = ACTOR_STAFF, .account = ada, .roles = ROLE_ADMINISTRATOR}; /* as if the change had come between */
    assert_refused(desk, account_staff_set(desk->context, anna, ROLE_SUPPORT), "account.staff_last", NULL);
    /* Nor does the operator take the last one away: he makes another first. */
    as_operator(desk);
    assert_refused(desk, account_staff_set(desk->context, anna, ROLE_SUPPORT), "account.staff_last", NULL);
    assert_refused(desk, account_staff_end(desk->context, anna), "account.staff_last", NULL);
    assert_result(desk->support, RESULT_OK, account_staff_set(desk->context, anna, ROLE_ADMINISTRATOR | ROLE_SUPPORT));
    assert_result(desk->support, RESULT_OK, account_staff_set(desk->context, ada, ROLE_SUPPORT));
    assert_result(desk->support, RESULT_OK, account_staff_end(desk->context, ada));
    /* Nobody else may any of it. */
    for (int i = 0; i < ROLE_COUNT; i++) {
        if (1u << i == ROLE_ADMINISTRATOR) continue;
        desk->context->actor = (struct actor){.kind = ACTOR_STAFF, .account = anna, .roles = 1u << i};
        assert_refused(desk, account_staff_set(desk->context, ada, ROLE_SUPPORT), "audit.not_allowed", NULL);
        assert_refused(desk, account_staff_end(desk->context, ada), "audit.not_allowed", NULL);
        assert_refused(desk, account_staff_link(desk->context, ada, &token), "audit.not_allowed", NULL);
        if (1u << i == ROLE_AUDITOR) assert_result(desk->support, RESULT_OK, account_staff_list(desk->context, &staff));
        else assert_refused(desk, account_staff_list(desk->context, &staff), "audit.not_allowed", NULL);
    }
    support_context_free(desk->support);
}
BOTH_ENGINES(an_administrator_says_what_others_may_and_remains)

/* --- Acting as a candidate --- */

static void acting_as_a_candidate_is_read_only_in_name_and_recorded(enum database_engine engine)
{
    struct desk *desk = desk_new(engine);
    struct text secret, token;
    struct account account;
    int64_t anna = make_staff(desk, "anna", ROLE_SUPPORT, &secret, NULL), li = add_account(desk, "liwei");
    assert_result(desk->support, RESULT_OK, sign_in(desk, "anna", GOOD, app_code(desk, secret), &token));
    leave(desk);
    assert_result(desk->support, RESULT_NONE, account_acting_session(desk->context, token, &account));
    enter(desk, token);
    assert_result(desk->support, RESULT_NONE, account_act_as(desk->context, 4711));
    assert_refused(desk, account_act_as(desk->context, anna), "account.act_as_self", NULL);
    assert_result(desk->support, RESULT_OK, account_act_as(desk->context, li));
    leave(desk);
    assert_result(desk->support, RESULT_OK, account_acting_session(desk->context, token, &account));
    assert_int_equal(account.id, li);
    assert_int_equal(desk->context->actor.kind, ACTOR_ACCOUNT);
    assert_int_equal(desk->context->actor.account, li);
    assert_int_equal(desk->context->actor.acting, anna);
    /* Whatever is written meanwhile, the journal names who it was. */
    assert_result(desk->support, RESULT_OK, audit_write(desk->context, "test.look", "account", li, TEXT("")));
    assert_int_equal(count(desk, &count_acts, PARAMETERS("test.look", (int)ACTOR_STAFF, anna)), 1);
    /* At the desk he is himself, and ends it; a role that is taken ends it too. */
    enter(desk, token);
    assert_int_equal(desk->context->actor.account, anna);
    as_operator(desk);
    assert_result(desk->support, RESULT_OK, account_staff_set(desk->context, anna, ROLE_MAILING));
    leave(desk);
    assert_result(desk->support, RESULT_NONE, account_acting_session(desk->context, token, &account));
    assert_int_equal(desk->context->actor.kind, ACTOR_NOBODY);
    enter(desk, token);
    assert_refused(desk, account_act_as(desk->context, li), "audit.not_allowed", NULL);
    assert_result(desk->support, RESULT_OK, account_act_as_end(desk->context));
    assert_int_equal(count(desk, &count_acts, PARAMETERS("account.act-as", (int)ACTOR_STAFF, anna)), 1);
    assert_int_equal(count(desk, &count_acts, PARAMETERS("account.act-as-end", (int)ACTOR_STAFF, anna)), 1);
    support_context_free(desk->support);
}
BOTH_ENGINES(acting_as_a_candidate_is_read_only_in_name_and_recorded)

/* --- At once --- */

struct racer {
    struct support *support;
    struct text name, code, token;
    enum result result;
};

static void *race(void *data)
{
    struct racer *racer = data;
    struct account_desk_sign_in wish = {.name = racer->name, .password = TEXT(GOOD), .code = racer->code, .agent = TEXT("")};
    racer->result = account_desk_sign_in(&racer->support->context, &wish, NULL, &racer->token);
    return NULL;
}

static void one_code_sent_by_many_at_once_opens_one_session(enum database_engine engine)
{
    enum { RACERS = 6 };
    struct desk *desk = desk_new(engine);
    struct text secret, codes[ACCOUNT_RECOVERY_CODES];
    make_staff(desk, "anna", ROLE_SUPPORT, &secret, codes);
    for (int round = 0; round < 2; round++) {
        struct racer racers[RACERS];
        pthread_t threads[RACERS];
        for (int i = 0; i < RACERS; i++) {
            racers[i] = (struct racer){.support = support_second(desk->support), .name = TEXT("anna"), .code = round ? codes[0] : app_code(desk, secret)};
            racers[i].support->context.settings = &desk->settings;
            racers[i].support->context.actor = (struct actor){.kind = ACTOR_NOBODY, .network = text_printf(racers[i].support->context.arena, "10.9.%d.%d", round, i)};
        }
        for (int i = 0; i < RACERS; i++) assert_int_equal(pthread_create(&threads[i], NULL, race, &racers[i]), 0);
        int winners = 0;
        for (int i = 0; i < RACERS; i++) {
            pthread_join(threads[i], NULL);
            winners += racers[i].result == RESULT_OK;
            if (racers[i].result != RESULT_OK) assert_string_equal(racers[i].support->context.error.code, "account.desk_sign_in");
        }
        assert_int_equal(winners, 1);
        support_forward(desk->support, 3600); /* tries of an hour ago do not count */
    }
    support_context_free(desk->support);
}
BOTH_ENGINES(one_code_sent_by_many_at_once_opens_one_session)

static void only_a_demonstration_has_staff_with_a_known_code(enum database_engine engine)
{
    struct desk *desk = desk_new(engine);
    struct text secret, code;
    int64_t anna = make_staff(desk, "anna", ROLE_SUPPORT, &secret, NULL);
    as_operator(desk);
    assert_refused(desk, account_staff_demonstrate(desk->context, anna, ROLES_ALL, TEXT(GOOD)), "account.no_demonstration", NULL);
    assert_refused(desk, account_staff_demonstration_code(desk->context, anna, &code), "account.no_demonstration", NULL);
    support_context_free(desk->support);
}
BOTH_ENGINES(only_a_demonstration_has_staff_with_a_known_code)

/* --- The second step of a candidate (4.1) --- */

static int64_t candidate(struct desk *desk, const char *name)
{
    int64_t id = add_account(desk, name);
    assert_result(desk->support, RESULT_OK, account_set_password(desk->context, id, TEXT(GOOD)));
    return id;
}

static void act_as(struct desk *desk, int64_t account)
{
    leave(desk);
    desk->context->actor.kind = ACTOR_ACCOUNT;
    desk->context->actor.account = account;
}

static enum result sign_in_here(struct desk *desk, const char *name, struct text *token, struct text *second)
{
    leave(desk);
    return account_sign_in(desk->context, text_of(name), TEXT(GOOD), TEXT("Firefox"), NULL, token, second);
}

/* `secret` gets what the app holds. */
static int64_t with_second_step(struct desk *desk, const char *name, struct text *secret, struct text codes[ACCOUNT_RECOVERY_CODES])
{
    int64_t id = candidate(desk, name);
    struct account_second_offer offer;
    act_as(desk, id);
    assert_result(desk->support, RESULT_OK, account_second_offer(desk->context, TEXT(""), &offer));
    *secret = offer.secret;
    assert_result(desk->support, RESULT_OK, account_second_set_up(desk->context, offer.nonce, TEXT(GOOD), app_code(desk, *secret), codes));
    support_forward(desk->support, ONE_TIME_STEP);
    return id;
}

static void who_has_a_second_step_is_asked_for_it(enum database_engine engine)
{
    struct desk *desk = desk_new(engine);
    struct text secret, token, second, other, codes[ACCOUNT_RECOVERY_CODES];
    int64_t carl = with_second_step(desk, "carl", &secret, codes), dora = candidate(desk, "dora");
    struct account account;
    assert_result(desk->support, RESULT_OK, sign_in_here(desk, "dora", &token, &second));
    assert_true(text_empty(second) && !text_empty(token));
    assert_result(desk->support, RESULT_OK, sign_in_here(desk, "carl", &token, &second));
    assert_true(text_empty(token) && !text_empty(second));
    assert_result(desk->support, RESULT_NONE, account_session(desk->context, second, &account)); /* it is no session */
    assert_refused(desk, account_sign_in_code(desk->context, second, TEXT("000000"), TEXT(""), &token), "account.second_code", "code");
    assert_true(text_empty(token));
    struct text code = app_code(desk, secret);
    assert_result(desk->support, RESULT_OK, account_sign_in_code(desk->context, second, code, TEXT("Firefox"), &token));
    leave(desk);
    assert_result(desk->support, RESULT_OK, account_session(desk->context, token, &account));
    assert_int_equal(account.id, carl);
    assert_int_equal(count(desk, &count_acts, PARAMETERS("account.sign-in", (int)ACTOR_ACCOUNT, carl)), 1);
    /* Neither the step nor the code is good a second time. */
    assert_refused(desk, account_sign_in_code(desk->context, second, code, TEXT(""), &token), "account.second_late", NULL);
    assert_result(desk->support, RESULT_OK, sign_in_here(desk, "carl", &token, &second));
    assert_refused(desk, account_sign_in_code(desk->context, second, code, TEXT(""), &token), "account.second_code", "code");
    /* A recovery code does once; another account's never. */
    assert_result(desk->support, RESULT_OK, account_sign_in_code(desk->context, second, codes[2], TEXT(""), &token));
    assert_int_equal(count(desk, &count_codes_left, NO_PARAMETERS), 9);
    assert_result(desk->support, RESULT_OK, sign_in_here(desk, "carl", &token, &second));
    assert_refused(desk, account_sign_in_code(desk->context, second, codes[2], TEXT(""), &token), "account.second_code", "code");
    /* It waits for ten minutes, and for no longer than the password stays. */
    support_forward(desk->support, 601);
    assert_refused(desk, account_sign_in_code(desk->context, second, codes[3], TEXT(""), &token), "account.second_late", NULL);
    assert_result(desk->support, RESULT_OK, sign_in_here(desk, "carl", &token, &second));
    as_operator(desk);
    assert_result(desk->support, RESULT_OK, account_set_password(desk->context, carl, TEXT(OTHER)));
    leave(desk);
    assert_refused(desk, account_sign_in_code(desk->context, second, codes[3], TEXT(""), &token), "account.second_late", NULL);
    assert_refused(desk, sign_in_here(desk, "carl", &token, &other), "account.sign_in", NULL);
    assert_true(text_empty(other));
    (void)dora;
    support_context_free(desk->support);
}
BOTH_ENGINES(who_has_a_second_step_is_asked_for_it)

static void whoever_knows_the_password_has_ten_codes_an_hour(enum database_engine engine)
{
    struct desk *desk = desk_new(engine);
    struct text secret, token, second, codes[ACCOUNT_RECOVERY_CODES];
    with_second_step(desk, "carl", &secret, codes);
    for (int i = 0; i < 10; i++) {
        assert_result(desk->support, RESULT_OK, sign_in_here(desk, "carl", &token, &second));
        assert_refused(desk, account_sign_in_code(desk->context, second, TEXT("000000"), TEXT(""), &token), "account.second_code", "code");
    }
    assert_refused(desk, account_sign_in_code(desk->context, second, app_code(desk, secret), TEXT(""), &token), "audit.too_often", NULL);
    support_forward(desk->support, 3600);
    assert_result(desk->support, RESULT_OK, sign_in_here(desk, "carl", &token, &second));
    assert_result(desk->support, RESULT_OK, account_sign_in_code(desk->context, second, app_code(desk, secret), TEXT(""), &token));
    support_context_free(desk->support);
}
BOTH_ENGINES(whoever_knows_the_password_has_ten_codes_an_hour)

static void a_second_step_is_set_up_and_switched_off_with_password_and_code(enum database_engine engine)
{
    struct desk *desk = desk_new(engine);
    struct text codes[ACCOUNT_RECOVERY_CODES], fresh[ACCOUNT_RECOVERY_CODES], token, second;
    struct account_second state;
    struct account_second_offer offer, again;
    int64_t carl = candidate(desk, "carl");
    act_as(desk, carl);
    assert_result(desk->support, RESULT_OK, account_second_read(desk->context, &state));
    assert_true(!state.app && !state.staff && state.codes == 0);
    assert_result(desk->support, RESULT_OK, account_second_offer(desk->context, TEXT(""), &offer));
    assert_result(desk->support, RESULT_OK, account_second_offer(desk->context, offer.nonce, &again));
    assert_text_equal(again.secret, text_string(desk->context->arena, offer.secret)); /* what was scanned still holds when the form comes back */
    assert_refused(desk, account_second_set_up(desk->context, offer.nonce, TEXT(OTHER), app_code(desk, offer.secret), codes), "account.enrol_password", "password");
    assert_refused(desk, account_second_set_up(desk->context, offer.nonce, TEXT(GOOD), TEXT("123"), codes), "account.enrol_code", "code");
    assert_refused(desk, account_second_set_up(desk->context, TEXT("x"), TEXT(GOOD), app_code(desk, offer.secret), codes), "account.second_nonce", NULL);
    assert_refused(desk, account_second_off(desk->context, TEXT(GOOD), app_code(desk, offer.secret)), "account.second_none", NULL);
    assert_result(desk->support, RESULT_OK, account_second_set_up(desk->context, offer.nonce, TEXT(GOOD), app_code(desk, offer.secret), codes));
    assert_refused(desk, account_second_set_up(desk->context, offer.nonce, TEXT(GOOD), app_code(desk, offer.secret), fresh), "account.second_already", NULL);
    assert_result(desk->support, RESULT_OK, account_second_read(desk->context, &state));
    assert_true(state.app && state.codes == 10 && state.passkeys == 0);
    /* Fresh recovery codes take the place of all earlier ones. */
    support_forward(desk->support, ONE_TIME_STEP);
    assert_refused(desk, account_second_codes(desk->context, TEXT(OTHER), app_code(desk, offer.secret), fresh), "account.enrol_password", "password");
    assert_result(desk->support, RESULT_OK, account_second_codes(desk->context, TEXT(GOOD), app_code(desk, offer.secret), fresh));
    assert_refused(desk, account_second_off(desk->context, TEXT(GOOD), codes[0]), "account.second_code", "code");
    assert_refused(desk, account_second_off(desk->context, TEXT(OTHER), fresh[0]), "account.enrol_password", "password");
    assert_result(desk->support, RESULT_OK, account_second_off(desk->context, TEXT(GOOD), fresh[0]));
    assert_result(desk->support, RESULT_OK, account_second_read(desk->context, &state));
    assert_true(!state.app && state.codes == 0);
    assert_result(desk->support, RESULT_OK, sign_in_here(desk, "carl", &token, &second));
    assert_true(!text_empty(token) && text_empty(second));
    /* Who has lost everything is helped by the operator, and by nobody else. */
    assert_refused(desk, account_second_remove(desk->context, carl), "audit.not_allowed", NULL);
    as_operator(desk);
    assert_refused(desk, account_second_remove(desk->context, carl), "account.second_none", NULL);
    int64_t dora = with_second_step(desk, "dora", &offer.secret, codes);
    assert_result(desk->support, RESULT_OK, sign_in_here(desk, "dora", &token, &second));
    as_operator(desk);
    assert_result(desk->support, RESULT_OK, account_second_remove(desk->context, dora));
    leave(desk);
    assert_refused(desk, account_sign_in_code(desk->context, second, codes[0], TEXT(""), &token), "account.second_late", NULL);
    assert_result(desk->support, RESULT_OK, sign_in_here(desk, "dora", &token, &second));
    assert_false(text_empty(token));
    static const char *const acts[] = {"account.second-on", "account.second-codes", "account.second-off"};
    for (int i = 0; i < 3; i++) assert_int_equal(count(desk, &count_acts, PARAMETERS(acts[i], (int)ACTOR_ACCOUNT, carl)), 1);
    support_context_free(desk->support);
}
BOTH_ENGINES(a_second_step_is_set_up_and_switched_off_with_password_and_code)

/* What opens the desk is set up by the link, and by nothing else. */
static void the_staff_have_theirs_by_the_link(enum database_engine engine)
{
    struct desk *desk = desk_new(engine);
    struct text secret, token, second, codes[ACCOUNT_RECOVERY_CODES], others[ACCOUNT_RECOVERY_CODES];
    struct account_second state;
    int64_t anna = make_staff(desk, "anna", ROLE_SUPPORT, &secret, codes);
    act_as(desk, anna);
    assert_result(desk->support, RESULT_OK, account_second_read(desk->context, &state));
    assert_true(state.app && state.staff);
    assert_refused(desk, account_second_off(desk->context, TEXT(GOOD), app_code(desk, secret)), "account.second_staff", NULL);
    assert_refused(desk, account_second_codes(desk->context, TEXT(GOOD), app_code(desk, secret), others), "account.second_staff", NULL);
    /* Who becomes one of the staff enrols anew: what he set up as a candidate, with his password alone, does not open the desk. */
    int64_t carl = with_second_step(desk, "carl", &secret, codes);
    as_operator(desk);
    assert_result(desk->support, RESULT_OK, account_staff_set(desk->context, carl, ROLE_SUPPORT));
    assert_refused(desk, sign_in(desk, "carl", GOOD, app_code(desk, secret), &token), "account.desk_sign_in", NULL);
    assert_refused(desk, sign_in(desk, "carl", GOOD, codes[0], &token), "account.desk_sign_in", NULL);
    assert_result(desk->support, RESULT_OK, sign_in_here(desk, "carl", &token, &second));
    act_as(desk, carl);
    struct account_second_offer offer;
    assert_result(desk->support, RESULT_OK, account_second_offer(desk->context, TEXT(""), &offer));
    assert_refused(desk, account_second_set_up(desk->context, offer.nonce, TEXT(GOOD), app_code(desk, offer.secret), codes), "account.second_staff", NULL);
    support_context_free(desk->support);
}
BOTH_ENGINES(the_staff_have_theirs_by_the_link)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(whoever_enrols_signs_in_with_password_and_code),
        ON_BOTH(a_code_and_a_recovery_code_are_good_once),
        ON_BOTH(whatever_was_wrong_the_answer_is_the_same),
        ON_BOTH(whoever_knows_the_password_cannot_try_all_codes),
        ON_BOTH(a_session_of_the_desk_is_short),
        ON_BOTH(roles_hold_from_one_request_to_the_next),
        ON_BOTH(a_link_is_good_once_for_a_day_and_until_the_next),
        ON_BOTH(a_passkey_alone_opens_the_desk),
        ON_BOTH(an_administrator_says_what_others_may_and_remains),
        ON_BOTH(acting_as_a_candidate_is_read_only_in_name_and_recorded),
        ON_BOTH(one_code_sent_by_many_at_once_opens_one_session),
        ON_BOTH(only_a_demonstration_has_staff_with_a_known_code),
        ON_BOTH(who_has_a_second_step_is_asked_for_it),
        ON_BOTH(whoever_knows_the_password_has_ten_codes_an_hour),
        ON_BOTH(a_second_step_is_set_up_and_switched_off_with_password_and_code),
        ON_BOTH(the_staff_have_theirs_by_the_link),
    };
    return cmocka_run_group_tests_name("staff", tests, NULL, NULL);
}
