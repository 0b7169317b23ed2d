/* Rules about accounts, their sessions and means to sign in, and the staff (SPEC 4, 11.1). */
#include "audit/audit_inside.h"
#include "outside/unicode.h"

RULE(account_unknown_to_journal, "account.journal", "account", N_("The journal does not know how the account was made."),
     "SELECT a.id, a.user_name AS name FROM account a LEFT JOIN (SELECT DISTINCT j.subject_id FROM audit_journal j WHERE j.subject = 'account'"
     " AND j.act IN ('account.sign-up', 'account.add')) k ON k.subject_id = a.id WHERE k.subject_id IS NULL");
RULE(account_impossible, "account.values", "account", N_("The account's language, country or mailbox cannot be."),
     "SELECT a.id, a.user_name AS name FROM account a WHERE a.language = '' OR LENGTH(a.country) NOT IN (0, 2) OR a.mailbox NOT LIKE '%_@_%'");
RULE(account_closed_but_open, "account.closed", "account", N_("The account is closed, but somebody is still signed in with it."),
     "SELECT DISTINCT a.id, a.user_name AS name FROM account a JOIN session s ON s.account_id = a.id WHERE a.closed_at IS NOT NULL");
RULE(account_references, "account.reference", "session", REFERENCE_MISSING,
     "SELECT " REFERS("session", "id", "account_id", "account") AND_REFERS("session", "id", "acting_for", "account"));
RULE(session_impossible, "account.session", "session", N_("The session's times or token cannot be."),
     "SELECT s.id FROM session s WHERE LENGTH(s.token_hash) <> 32 OR s.ends_at <= s.made_at");
RULE(password_impossible, "account.password", "password", N_("The password's hash is none of this program's."),
     "SELECT p.account_id AS id FROM password p LEFT JOIN account a ON a.id = p.account_id WHERE p.hash NOT LIKE '$argon2id$v=19$m=%' OR a.id IS NULL");
RULE(step_impossible, "account.second", "one_time_password", N_("The second step cannot be."),
     "SELECT o.account_id AS id FROM one_time_password o LEFT JOIN account a ON a.id = o.account_id WHERE LENGTH(o.sealed) < 16 OR o.last_step < 0 OR a.id IS NULL");
RULE(recovery_impossible, "account.recovery", "recovery_code", N_("The recovery code cannot be."),
     "SELECT r.account_id AS id FROM recovery_code r LEFT JOIN account a ON a.id = r.account_id WHERE LENGTH(r.hash) <> 32 OR a.id IS NULL");
RULE(passkey_impossible, "account.passkey", "passkey", N_("The passkey cannot be."),
     "SELECT p.id FROM passkey p LEFT JOIN account a ON a.id = p.account_id WHERE p.algorithm NOT IN (-7, -8, -257) OR p.sign_count < 0 OR LENGTH(p.credential) = 0"
     " OR LENGTH(p.public_key) = 0 OR a.id IS NULL");
RULE(challenge_impossible, "account.challenge", "challenge", N_("A challenge for signing in cannot be."),
     "SELECT 'of account ' || COALESCE(CAST(c.account_id AS TEXT), '-') AS name FROM challenge c LEFT JOIN account a ON a.id = c.account_id"
     " WHERE LENGTH(c.hash) <> 32 OR c.ends_at <= c.made_at OR (c.account_id IS NOT NULL AND a.id IS NULL)");
RULE(forgotten_unheard, "account.forgotten", "forgotten_password", N_("A wish for a letter about a forgotten password is impossible, or nobody will follow it up."),
     "SELECT f.id FROM forgotten_password f LEFT JOIN due d ON d.kind = 'password-forgotten' AND d.first = f.id WHERE d.id IS NULL OR f.mailbox NOT LIKE '%_@_%' OR f.language = ''");

/* --- Staff --- */

RULE(staff_impossible, "staff.values", "staff", N_("The member of staff cannot be: it has no account, or no role."),
     "SELECT s.account_id AS id, a.user_name AS name FROM staff s LEFT JOIN account a ON a.id = s.account_id"
     " WHERE a.id IS NULL OR (s.roles = 0 AND s.ended_at IS NULL)");
#define ROLE_IN_DETAIL(BIT, WORD) " || CASE WHEN (s.roles & " BIT ") <> 0 THEN ',\"" WORD "\"' ELSE '' END"
#define LAST_ACT(OF) "(SELECT MAX(j.id) FROM audit_journal j WHERE j.subject = 'account' AND j.subject_id = s.account_id AND j.act " OF ")"
RULE(staff_unknown_to_journal, "staff.journal", "staff", N_("The journal of acts does not know that this person is, or is no longer, one of the staff with these roles."),
     "SELECT s.account_id AS id, a.user_name AS name FROM staff s LEFT JOIN account a ON a.id = s.account_id LEFT JOIN audit_journal r ON r.id = " LAST_ACT("= 'account.staff'")
     " LEFT JOIN audit_journal l ON l.id = " LAST_ACT("IN ('account.staff', 'account.staff-end')")
     " WHERE COALESCE(r.detail, '') <> '{\"roles\":[' || SUBSTR(''" ROLE_IN_DETAIL("1", "support") ROLE_IN_DETAIL("2", "intake") ROLE_IN_DETAIL("4", "registrar")
     ROLE_IN_DETAIL("8", "mailing") ROLE_IN_DETAIL("16", "catalogue") ROLE_IN_DETAIL("32", "auditor") ROLE_IN_DETAIL("64", "administrator") ", 2) || ']}'"
     " OR COALESCE(l.act, '') <> CASE WHEN s.ended_at IS NULL THEN 'account.staff' ELSE 'account.staff-end' END");
RULE(staff_missing, "staff.missing", "staff", N_("The journal of acts knows this account as one of the staff, but it is not among them."),
     "SELECT DISTINCT j.subject_id AS id FROM audit_journal j LEFT JOIN staff s ON s.account_id = j.subject_id WHERE j.subject = 'account' AND j.act = 'account.staff'"
     " AND s.account_id IS NULL");
RULE(desk_without_staff, "staff.session", "session", N_("A session of the staff's desk is not that of a member of staff, or acts for somebody outside the desk."),
     "SELECT s.id FROM session s LEFT JOIN staff f ON f.account_id = s.account_id WHERE (s.desk <> 0 AND (f.account_id IS NULL OR f.roles = 0 OR f.ended_at IS NOT NULL))"
     " OR (s.desk = 0 AND s.acting_for IS NOT NULL) OR s.acting_for = s.account_id");
RULE(desk_without_factor, "staff.factor", "session", N_("A session of the staff's desk is of somebody who has no second step."),
     "SELECT s.id FROM session s WHERE s.desk <> 0 AND NOT EXISTS (SELECT 1 FROM one_time_password o WHERE o.account_id = s.account_id)"
     " AND NOT EXISTS (SELECT 1 FROM passkey p WHERE p.account_id = s.account_id)");

/* --- User names --- */

WALK_RULE(key_differs, "account.key", "account", N_("The name under which the account is found is not that of the account: another name could be taken for it."));

struct name_row {
    int64_t id;
    struct text user_name, user_name_key;
};
RECORD(audit_name_record, struct name_row, FIELD(struct name_row, id), FIELD(struct name_row, user_name), FIELD(struct name_row, user_name_key));
STATEMENT(user_names, &audit_name_record, "SELECT id, user_name, user_name_key FROM account ORDER BY id");

/* Small ASCII is its own folding. */
static bool is_folded(struct text name)
{
    for (size_t i = 0; i < name.length; i++)
        if ((unsigned char)name.bytes[i] > 0x7E || (unsigned char)name.bytes[i] <= ' ' || (name.bytes[i] >= 'A' && name.bytes[i] <= 'Z')) return false;
    return true;
}

static enum result check_name(struct context *context, const void *row, void *data)
{
    const struct name_row *account = row;
    struct text folded = account->user_name;
    struct arena_mark mark = arena_mark(context->arena);
    bool right = (is_folded(account->user_name) || unicode_fold(context->arena, account->user_name, &folded)) && text_equal(folded, account->user_name_key);
    arena_rewind(context->arena, mark);
    if (!right) audit_break(context, data, &key_differs, account->id, account->user_name);
    return RESULT_OK;
}

static enum result walk_names(struct context *context, struct audit *audit)
{
    return database_each(context, &user_names, NO_PARAMETERS, check_name, audit);
}
WALK(walk_names);
