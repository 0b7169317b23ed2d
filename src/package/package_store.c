#include "package/package_store.h"

#define F(MEMBER) FIELD(RECORDED, MEMBER)
#define RECORDED struct package_basis_row
RECORD(package_basis_row_record, RECORDED, F(certificate_id), F(mailbox_id), F(address));
#undef RECORDED
#define RECORDED struct package_applied_row
RECORD(package_applied_row_record, RECORDED, F(certificate_id), F(account_id), F(number));
#undef RECORDED
#define RECORDED struct package_draft_row
RECORD(package_draft_row_record, RECORDED, F(mailbox_id), F(certificate_id), F(revision), F(address_id), F(certificate), F(changed));
#undef RECORDED
#define RECORDED struct package_row
RECORD(package_row_record, RECORDED, F(id), F(account_id), F(certificate_id), F(mailbox_id), F(replaces_id), F(case_id), F(asked_case_id), F(revision), F(dispatches), F(number),
       F(name_latin), F(name_native), F(country), F(address), F(reason), F(state), F(applied), F(applied_day), F(approved_day), F(packed_day), F(since), F(earliest), F(due), F(again_day), F(provisional),
       F(certificate), F(certification), F(now_latin), F(now_native), F(now_revision), F(now_account), F(certification_id), F(now_state), F(award_day), F(name_case));
#undef RECORDED
#define RECORDED struct package_entry_row
RECORD(package_entry_row_record, RECORDED, F(at), F(act), F(text), F(user_name), F(actor_kind));
#undef RECORDED
#define RECORDED struct package_opening_row
RECORD(package_opening_row_record, RECORDED, F(id), F(account_id), F(number), F(certification), F(exam_day), F(award_day), F(issue_day));
#undef RECORDED
#define RECORDED struct package_recipient
RECORD(package_recipient_record, RECORDED, F(user_name), F(name_latin), F(name_native), F(mailbox), F(language), F(zone));
#undef RECORDED
#define RECORDED struct package_view
RECORD(package_view_record, RECORDED, F(id), F(number), F(certificate), F(certification), F(name), F(name_latin), F(name_native), F(account_id), F(certificate_id), F(account), F(state),
       F(applied), F(approved), F(packed), F(mailed), F(delivered), F(returned), F(cancelled), F(waiting), F(applied_day), F(approved_day), F(packed_day), F(mailed_day), F(delivered_day),
       F(returned_day), F(cancelled_day), F(award_day), F(since), F(earliest), F(due), F(again_day), F(addressed), F(provisional), F(overdue), F(days), F(dispatches), F(carrier), F(carrier_name), F(express_number),
       F(tracking), F(number_asked), F(phone_end), F(replacement), F(replaces), F(reason), F(country), F(address), F(may_cancel), F(may_readdress), F(may_ask_replacement), F(may_apply_again), F(sent_again),
       F(replaced), F(replacement_stopped), F(name_case), F(dispute_case), F(dispute_objected), F(replacement_case), F(asked), F(asked_due), F(asked_late), F(refused_case), F(refused), F(stopped_day), F(replaced_by), F(replaced_day), F(holder_id), F(asked_by), F(applicable), F(stopped), F(holder_changed), F(renamed), F(now_revision), F(now_latin), F(now_native));
#undef RECORDED

struct id_row {
    int64_t id;
};
RECORD(package_id_record, struct id_row, FIELD(struct id_row, id));
struct number_row {
    struct text number;
};
RECORD(package_number_record, struct number_row, FIELD(struct number_row, number));

/* What the certificate has had, once and for all (8.4): every package but one that was cancelled before it was ever mailed. As the index package_once has it. */
#define COUNTS(PACKAGE) "(" PACKAGE ".state < 7 OR " PACKAGE ".dispatches > 0)"
/* Whose mailing is promised: package_rules_promised. As the index package_waiting has it. */
#define PROMISED(PACKAGE) "(" PACKAGE ".state < 4 OR " PACKAGE ".again_day IS NOT NULL)"

/* --- What can be applied for. Register, records and associations are kept by the rooms below. --- */

STATEMENT(basis_of, &package_basis_row_record,
          "SELECT c.id AS certificate_id, t.mailbox_id, m.address FROM certificate c JOIN certificate_basis b ON b.certificate_id = c.id JOIN exam_record r ON r.id = b.record_id"
          " JOIN association t ON t.mailbox_id = r.mailbox_id AND t.account_id = c.account_id JOIN mailbox m ON m.id = t.mailbox_id WHERE c.account_id = $1"
          " GROUP BY c.id, t.mailbox_id, m.address ORDER BY m.address, c.id LIMIT $2");
STATEMENT(applied_of, &package_applied_row_record,
          "SELECT p.certificate_id, p.account_id, p.number FROM package p JOIN certificate c ON c.id = p.certificate_id WHERE c.account_id = $1 AND " COUNTS("p")
          " AND p.replaces_id IS NULL ORDER BY p.id LIMIT $2");

enum result package_store_basis(struct context *context, int64_t account, size_t maximum, struct list *rows)
{
    return database_all(context, &basis_of, PARAMETERS(account, (int64_t)maximum), maximum, rows);
}

enum result package_store_applied(struct context *context, int64_t account, size_t maximum, struct list *rows)
{
    return database_all(context, &applied_of, PARAMETERS(account, (int64_t)maximum), maximum, rows);
}

/* --- The draft --- */

STATEMENT(draft_of, &package_draft_row_record,
          "SELECT d.mailbox_id, d.certificate_id, d.revision, d.address_id, c.number AS certificate, d.changed_at AS changed FROM package_draft d"
          " LEFT JOIN certificate c ON c.id = d.certificate_id WHERE d.account_id = $1");
STATEMENT(take_draft, &package_draft_row_record,
          "UPDATE package_draft SET changed_at = changed_at WHERE account_id = $1 RETURNING mailbox_id, certificate_id, revision, address_id, changed_at AS changed");
STATEMENT(put_draft, NULL,
          "INSERT INTO package_draft (account_id, mailbox_id, certificate_id, revision, address_id, changed_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (account_id)"
          " DO UPDATE SET mailbox_id = $2, certificate_id = $3, revision = $4, address_id = $5, changed_at = $6");
STATEMENT(forget_draft, NULL, "DELETE FROM package_draft WHERE account_id = $1");

enum result package_store_draft(struct context *context, int64_t account, struct package_draft_row *row)
{
    return database_one(context, &draft_of, PARAMETERS(account), row);
}

enum result package_store_take_draft(struct context *context, int64_t account, struct package_draft_row *row)
{
    return database_one(context, &take_draft, PARAMETERS(account), row);
}

enum result package_store_put_draft(struct context *context, int64_t account, const struct package_draft_row *row)
{
    return database_run(context, &put_draft,
                        PARAMETERS(account, OPTIONAL(row->mailbox_id), OPTIONAL(row->certificate_id), row->revision, OPTIONAL(row->address_id), context_now(context)), NULL);
}

enum result package_store_forget_draft(struct context *context, int64_t account)
{
    return database_run(context, &forget_draft, PARAMETERS(account), NULL);
}

/* --- Writing --- */

/* An update that changes nothing: on PostgreSQL it locks the row and sees what the one before has written. */
STATEMENT(take, &package_id_record, "UPDATE package SET state = state WHERE id = $1 RETURNING id");
STATEMENT(take_number, &package_id_record, "UPDATE package SET state = state WHERE number = $1 AND (CAST($2 AS BIGINT) = 0 OR account_id = $2) RETURNING id");
/* The first of them, so that two who wait for it hold nothing that the other wants. */
STATEMENT(lock_siblings, NULL,
          "UPDATE package SET state = state WHERE id = (SELECT MIN(x.id) FROM package x JOIN package p ON p.certificate_id = x.certificate_id WHERE p.number = $1)");
STATEMENT(read_row, &package_row_record,
          "SELECT p.id, p.account_id, p.certificate_id, p.mailbox_id, p.replaces_id, p.case_id, p.asked_case_id, p.revision, p.dispatches, p.number, p.name_latin, p.name_native, p.country,"
          " p.address, p.reason, p.state, p.applied_at AS applied, p.applied_day, p.approved_day, p.packed_day, p.from_day AS since, p.earliest_day AS earliest, p.due_day AS due,"
          " p.again_day, p.provisional, c.number AS certificate, n.code AS certification, c.name_latin AS now_latin, c.name_native AS now_native, c.revision AS now_revision,"
          " c.account_id AS now_account, c.certification_id, c.state AS now_state, c.award_day, w.number AS name_case FROM package p JOIN certificate c ON c.id = p.certificate_id"
          " LEFT JOIN case_file w ON w.account_id = c.account_id AND w.kind = 'name' AND w.state < 5"
          " JOIN certification n ON n.id = c.certification_id WHERE p.id = $1");
STATEMENT(add_package, &package_id_record,
          "INSERT INTO package (number, certificate_id, account_id, mailbox_id, replaces_id, case_id, state, revision, name_latin, name_native, country, address, applied_at, applied_day,"
          " approved_day, from_day, earliest_day, due_day, provisional) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)"
          " ON CONFLICT DO NOTHING RETURNING id");
STATEMENT(put_package, NULL,
          "UPDATE package SET state = $2, approved_day = $3, packed_day = $4, cancelled_day = $5, from_day = $6, earliest_day = $7, due_day = $8, provisional = $9, dispatches = $10,"
          " revision = $11, name_latin = $12, name_native = $13, country = $14, address = $15, reason = $16, asked_case_id = $17, again_day = $18 WHERE id = $1");
STATEMENT(add_journal, NULL, "INSERT INTO package_journal (package_id, at, actor_kind, actor_account, act, state_after, text) VALUES ($1, $2, $3, $4, $5, $6, $7)");
STATEMENT(own_of, &package_number_record,
          "SELECT number FROM package WHERE certificate_id = $1 AND account_id = $2 AND replaces_id IS NULL AND " COUNTS("package"));
STATEMENT(waiting_of, &package_number_record, "SELECT number FROM package WHERE certificate_id = $1 AND " PROMISED("package") " ORDER BY id LIMIT 1");
STATEMENT(add_dispatch, NULL,
          "INSERT INTO package_dispatch (package_id, ordinal, carrier, express_number, from_day, due_day, mailed_at, mailed_day, phone_end) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
STATEMENT(renumber, NULL, "UPDATE package_dispatch SET carrier = $3, express_number = $4 WHERE package_id = $1 AND ordinal = $2");
STATEMENT(end_dispatch, NULL,
          "UPDATE package_dispatch SET delivered_day = COALESCE($3, delivered_day), returned_day = COALESCE($4, returned_day) WHERE package_id = $1 AND ordinal = $2");

enum result package_store_lock_siblings(struct context *context, struct text number)
{
    return database_run(context, &lock_siblings, PARAMETERS(number), NULL);
}

enum result package_store_take_id(struct context *context, int64_t id, struct package_row *row)
{
    struct id_row taken;
    enum result found = database_one(context, &take, PARAMETERS(id), &taken);
    return found == RESULT_OK ? database_one(context, &read_row, PARAMETERS(id), row) : found;
}

enum result package_store_take(struct context *context, struct text number, int64_t owner, struct package_row *row)
{
    struct id_row taken;
    enum result found = database_one(context, &take_number, PARAMETERS(number, owner), &taken);
    return found == RESULT_OK ? database_one(context, &read_row, PARAMETERS(taken.id), row) : found;
}

enum result package_store_add(struct context *context, const struct package_row *row, int64_t *id)
{
    struct id_row added;
    enum result result = database_one(context, &add_package,
                                      PARAMETERS(row->number, row->certificate_id, row->account_id, OPTIONAL(row->mailbox_id), OPTIONAL(row->replaces_id), OPTIONAL(row->case_id), row->state,
                                                 row->revision, row->name_latin, row->name_native, row->country, row->address, row->applied, row->applied_day, row->approved_day,
                                                 row->since, row->earliest, row->due, row->provisional),
                                      &added);
    if (result == RESULT_OK) *id = added.id;
    return result;
}

enum result package_store_put(struct context *context, const struct package_row *row, struct day cancelled)
{
    return database_run(context, &put_package,
                        PARAMETERS(row->id, row->state, row->approved_day, row->packed_day, cancelled, row->since, row->earliest, row->due, row->provisional, row->dispatches, row->revision,
                                   row->name_latin, row->name_native, row->country, row->address, row->reason, OPTIONAL(row->asked_case_id), row->again_day),
                        NULL);
}

enum result package_store_add_journal(struct context *context, int64_t id, enum package_act act, int32_t state_after, struct text text)
{
    return database_run(context, &add_journal,
                        PARAMETERS(id, context_now(context), (int)context->actor.kind, OPTIONAL(context->actor.account), package_act_word(act), state_after, text), NULL);
}

enum result package_store_waiting_of(struct context *context, int64_t certificate, struct text *number)
{
    struct number_row row;
    enum result found = database_one(context, &waiting_of, PARAMETERS(certificate), &row);
    if (found == RESULT_OK) *number = row.number;
    return found;
}

enum result package_store_own_of(struct context *context, int64_t certificate, int64_t account, struct text *number)
{
    struct number_row row;
    enum result found = database_one(context, &own_of, PARAMETERS(certificate, account), &row);
    if (found == RESULT_OK) *number = row.number;
    return found;
}

enum result package_store_add_dispatch(struct context *context, const struct package_row *row, const char *carrier, struct text express_number, struct text phone_end, struct day day)
{
    return database_run(context, &add_dispatch, PARAMETERS(row->id, row->dispatches, carrier, express_number, row->since, row->due, context_now(context), day, phone_end), NULL);
}

enum result package_store_renumber(struct context *context, const struct package_row *row, const char *carrier, struct text express_number)
{
    return database_run(context, &renumber, PARAMETERS(row->id, row->dispatches, carrier, express_number), NULL);
}

enum result package_store_end_dispatch(struct context *context, const struct package_row *row, struct day delivered, struct day returned)
{
    return database_run(context, &end_dispatch, PARAMETERS(row->id, row->dispatches, delivered, returned), NULL);
}

/* --- Merged accounts --- */

/* Not sent yet, or to be sent once more. Its certificate comes along, but where the other account has one of that certification: then it stays behind, withdrawn, and so does its package. */
#define UNSENT "(p.state < 4 OR p.state = 6)"
#define COMES "NOT EXISTS (SELECT 1 FROM certificate c JOIN certificate o ON o.certification_id = c.certification_id AND o.id <> c.id WHERE c.id = p.certificate_id AND o.account_id = $2)"
RECORD(package_merge_line_record, struct package_merge_line, FIELD(struct package_merge_line, number), FIELD(struct package_merge_line, certificate), FIELD(struct package_merge_line, comes));
STATEMENT(merge_lines, &package_merge_line_record,
          "SELECT p.number, n.number AS certificate, CASE WHEN " COMES " THEN 1 ELSE 0 END AS comes FROM package p JOIN certificate n ON n.id = p.certificate_id WHERE p.account_id = $1 AND " UNSENT " ORDER BY p.id LIMIT $3");
STATEMENT(merge_packages, NULL,
          "UPDATE package SET account_id = $2, merge_id = $3 WHERE id IN (SELECT p.id FROM package p WHERE p.account_id = $1 AND " UNSENT " AND " COMES ")");
STATEMENT(part_packages, NULL, "UPDATE package SET account_id = $2, merge_id = NULL WHERE merge_id = $3 AND account_id = $1");

enum result package_store_merge_lines(struct context *context, int64_t from, int64_t into, size_t maximum, struct list *lines)
{
    return database_all(context, &merge_lines, PARAMETERS(from, into, (int64_t)maximum), maximum, lines);
}

enum result package_store_merge(struct context *context, int64_t merge, int64_t from, int64_t to, bool back, int64_t *moved)
{
    return database_run(context, back ? &part_packages : &merge_packages, PARAMETERS(from, to, merge), moved);
}

/* --- Reading --- */

/* A struct package_view, but for what is worked out from it. Of one that was mailed, all that count and came later replace it, one the other: the newest that is not cancelled stands for them. */
#define PACKAGE_VIEW_COLUMNS                                                                                                     \
    "SELECT p.id, p.number, c.number AS certificate, n.code AS certification, p.name_latin, p.name_native, p.account_id, p.certificate_id, a.user_name AS account, p.state,"        \
    " p.applied_day, p.approved_day, p.packed_day, d.mailed_day, d.delivered_day, d.returned_day, p.cancelled_day, c.award_day, p.from_day AS since, p.earliest_day AS earliest,"   \
    " p.due_day AS due, p.again_day, p.provisional, p.dispatches, d.carrier, d.express_number, d.phone_end, r.number AS replaces, p.reason, p.country, p.address, k.number AS replacement_case, k.opened_at AS asked, k.due_day AS asked_due, z.number AS refused_case, z.closed_at AS refused, c.state_day AS stopped_day, w.number AS name_case," \
    " q.number AS replaced_by, q.applied_day AS replaced_day, CASE WHEN q.state < 7 THEN 1 ELSE 0 END AS replaced, c.account_id AS holder_id, COALESCE(k.account_id, z.account_id) AS asked_by, CASE WHEN c.state = 2 AND NOT EXISTS (SELECT 1 FROM package x WHERE x.certificate_id = c.id AND " COUNTS("x") ") THEN 1 ELSE 0 END AS applicable, CASE WHEN c.state IN (2, 4) THEN 0 ELSE 1 END AS stopped, CASE WHEN c.account_id = p.account_id THEN 0 ELSE 1 END AS holder_changed,"                      \
    " CASE WHEN c.revision = p.revision THEN 0 ELSE 1 END AS renamed, c.revision AS now_revision, c.name_latin AS now_latin, c.name_native AS now_native FROM package p JOIN certificate c ON c.id = p.certificate_id JOIN certification n ON n.id = c.certification_id" \
    " JOIN account a ON a.id = p.account_id LEFT JOIN package_dispatch d ON d.package_id = p.id AND d.ordinal = p.dispatches LEFT JOIN package r ON r.id = p.replaces_id"            \
    " LEFT JOIN case_file k ON k.id = p.asked_case_id AND k.state < 5 LEFT JOIN case_file w ON w.account_id = c.account_id AND w.kind = 'name' AND w.state < 5"                                                                                                            \
    " LEFT JOIN case_file z ON z.id = p.asked_case_id AND z.state = 5 AND z.outcome = 'refused'"                                                                                      \
    " LEFT JOIN package q ON p.dispatches > 0 AND q.id = (SELECT x.id FROM package x WHERE x.certificate_id = p.certificate_id AND x.id > p.id AND " COUNTS("x")                      \
    " ORDER BY CASE WHEN x.state < 7 THEN 0 ELSE 1 END, x.id DESC LIMIT 1) "
STATEMENT(read_view, &package_view_record, PACKAGE_VIEW_COLUMNS "WHERE p.number = $1 AND (CAST($2 AS BIGINT) = 0 OR p.account_id = $2 OR c.account_id = $2)");
STATEMENT(own_views, &package_view_record, PACKAGE_VIEW_COLUMNS "WHERE p.account_id = $1 ORDER BY p.id DESC LIMIT $2");
STATEMENT(view_of_certificate, &package_view_record, PACKAGE_VIEW_COLUMNS "WHERE p.certificate_id = $1 AND " COUNTS("p") " ORDER BY p.id DESC LIMIT 1");
/* $1 one state, or 0; $2 only what was due before that day; all that are promised to be mailed. */
STATEMENT(waiting_views, &package_view_record,
          PACKAGE_VIEW_COLUMNS "WHERE " PROMISED("p") " AND (CAST($1 AS BIGINT) = 0 OR p.state = $1) AND (CAST($2 AS BIGINT) IS NULL OR p.due_day < $2) ORDER BY p.due_day, p.id LIMIT $3");
/* What stands beside the state says which index has them all. */
STATEMENT(superseded_views, &package_view_record, PACKAGE_VIEW_COLUMNS "WHERE p.state = 3 AND p.state < 4 AND c.revision <> p.revision ORDER BY p.due_day, p.id LIMIT $1");
STATEMENT(later_views, &package_view_record, PACKAGE_VIEW_COLUMNS "WHERE p.state = $1 AND p.state IN (4, 6) ORDER BY d.mailed_day, p.id LIMIT $2");
STATEMENT(entries_of, &package_entry_row_record,
          "SELECT j.at, j.act, j.text, a.user_name, j.actor_kind FROM package_journal j LEFT JOIN account a ON a.id = j.actor_account WHERE j.package_id = $1 ORDER BY j.id LIMIT $2");

enum result package_store_read(struct context *context, struct text number, int64_t reader, struct package_view *view)
{
    return database_one(context, &read_view, PARAMETERS(number, reader), view);
}

enum result package_store_own(struct context *context, int64_t account, size_t maximum, struct list *rows)
{
    return database_all(context, &own_views, PARAMETERS(account, (int64_t)maximum), maximum, rows);
}

enum result package_store_waiting(struct context *context, int32_t state, struct day before, size_t maximum, struct list *rows)
{
    return database_all(context, &waiting_views, PARAMETERS(state, before, (int64_t)maximum), maximum, rows);
}

enum result package_store_superseded(struct context *context, size_t maximum, struct list *rows)
{
    return database_all(context, &superseded_views, PARAMETERS((int64_t)maximum), maximum, rows);
}

enum result package_store_later(struct context *context, int32_t state, size_t maximum, struct list *rows)
{
    return database_all(context, &later_views, PARAMETERS(state, (int64_t)maximum), maximum, rows);
}

enum result package_store_of_certificate(struct context *context, int64_t certificate, struct package_view *view)
{
    return database_one(context, &view_of_certificate, PARAMETERS(certificate), view);
}

enum result package_store_entries(struct context *context, int64_t id, size_t maximum, struct list *rows)
{
    return database_all(context, &entries_of, PARAMETERS(id, (int64_t)maximum), maximum, rows);
}

/* --- What the date brings --- */

STATEMENT(openings, &package_opening_row_record,
          "SELECT c.id, c.account_id, c.number, n.code AS certification, c.exam_day, c.award_day, c.issue_day FROM certificate c JOIN certification n ON n.id = c.certification_id"
          " LEFT JOIN package_opening o ON o.certificate_id = c.id WHERE c.state = 2 AND c.issue_day >= $1 AND c.id > $2 AND o.certificate_id IS NULL"
          " AND NOT EXISTS (SELECT 1 FROM package p WHERE p.certificate_id = c.id AND " COUNTS("p") ") ORDER BY c.id LIMIT $3");
STATEMENT(tell_opening, NULL, "INSERT INTO package_opening (certificate_id, told_at) VALUES ($1, $2) ON CONFLICT DO NOTHING");
STATEMENT(promised_ones, &package_row_record, "SELECT id FROM package WHERE " PROMISED("package") " AND id > $1 AND provisional >= $2 ORDER BY id LIMIT $3");
/* The mailbox that the account chose, where it is proven; else the first that is; else none: where a package goes is told to nobody else. */
STATEMENT(recipient_of, &package_recipient_record,
          "SELECT a.user_name, a.name_latin, a.name_native, a.language, a.zone, CASE WHEN EXISTS (SELECT 1 FROM association t JOIN mailbox m ON m.id = t.mailbox_id"
          " WHERE t.account_id = a.id AND m.address = a.mailbox) THEN a.mailbox ELSE COALESCE((SELECT m.address FROM association t JOIN mailbox m ON m.id = t.mailbox_id"
          " WHERE t.account_id = a.id ORDER BY t.since_at, t.mailbox_id LIMIT 1), '') END AS mailbox FROM account a WHERE a.id = $1 AND a.closed_at IS NULL");

enum result package_store_openings(struct context *context, struct day issued_from, int64_t after, size_t maximum, struct list *rows)
{
    return database_all(context, &openings, PARAMETERS(issued_from, after, (int64_t)maximum), maximum, rows);
}

enum result package_store_tell_opening(struct context *context, int64_t certificate, bool *first)
{
    int64_t changed;
    TRY(database_run(context, &tell_opening, PARAMETERS(certificate, context_now(context)), &changed));
    *first = changed;
    return RESULT_OK;
}

enum result package_store_promised(struct context *context, bool provisional_alone, int64_t after, size_t maximum, struct list *rows)
{
    return database_all(context, &promised_ones, PARAMETERS(after, provisional_alone, (int64_t)maximum), maximum, rows);
}

enum result package_store_recipient(struct context *context, int64_t account, struct package_recipient *recipient)
{
    return database_one(context, &recipient_of, PARAMETERS(account), recipient);
}
