/* Rules about the register of certificates (SPEC 6) that a statement can ask. Numbers, days and requirements are computed in audit_findings_register_store.c. */
#include "audit/audit_inside.h"

/* --- The certificate --- */

RULE(certificate_references, "award.reference", "certificate", REFERENCE_MISSING,
     "SELECT " REFERS("certificate", "id", "account_id", "account") AND_REFERS("certificate", "id", "certification_id", "certification")
     AND_REFERS("certificate", "id", "catalogue_version_id", "catalogue_version") AND_REFERS("certificate", "id", "merge_id", "account_merge"));
/* Where that merge is undone it goes back by it. */
RULE(merge_not_its_own, "award.merge", "certificate", N_("The merge of accounts by which the certificate is said to have come has not brought it to its account."),
     "SELECT c.id, c.number AS name FROM certificate c JOIN account_merge m ON m.id = c.merge_id WHERE m.into_id <> c.account_id OR NOT EXISTS (SELECT 1 FROM audit_journal j"
     " WHERE j.subject = 'certificate' AND j.subject_id = c.id AND j.act = 'award.move' AND j.detail = '{\"from\":' || CAST(m.from_id AS TEXT) || ',\"to\":' || CAST(m.into_id AS TEXT) || '}')");
RULE(reminder_impossible, "award.reminder", "certificate_reminder", N_("The holder was reminded of the expiry of a certificate that is not there or was never issued, or on a day on which nobody is reminded."),
     "SELECT r.certificate_id AS id, CAST(r.step AS TEXT) AS name FROM certificate_reminder r LEFT JOIN certificate c ON c.id = r.certificate_id WHERE c.id IS NULL OR c.issued = 0 OR r.step NOT IN (90, 30, 7)");
RULE(dates_impossible, "award.dates", "certificate", N_("The certificate's exam, award, issue, revision and expiry days are not in their order."),
     "SELECT c.id, c.number AS name FROM certificate c WHERE c.exam_day > c.award_day OR c.award_day > c.issue_day OR c.expiry_day < c.award_day"
     " OR c.revision_day < c.award_day OR c.state_day < c.award_day");
RULE(state_impossible, "award.state", "certificate", N_("The certificate's state cannot be, or its marks (issued, provisional, revision, code) do not fit the state."),
     "SELECT c.id, c.number AS name FROM certificate c WHERE c.state NOT BETWEEN 1 AND 6 OR c.issued NOT IN (0, 1) OR c.provisional NOT IN (0, 1) OR c.revision < 1 OR c.code_serial < 1"
     " OR (c.state IN (2, 4) AND c.issued = 0) OR (c.provisional <> 0 AND c.state <> 1)");
RULE(reason_missing, "award.reason", "certificate", N_("The certificate was taken away without a reason, or has one although it was not."),
     "SELECT c.id, c.number AS name FROM certificate c WHERE (c.state IN (3, 5, 6) AND c.reason = '') OR (c.state IN (2, 4) AND c.reason <> '')");
RULE(code_unknown_to_journal, "award.code", "certificate", N_("The verification code was reset more or less often than the journal says."),
     "SELECT c.id, c.number AS name FROM certificate c LEFT JOIN (SELECT j.subject_id, COUNT(*) AS resets FROM audit_journal j WHERE j.subject = 'certificate'"
     " AND j.act = 'award.reset_code' GROUP BY j.subject_id) k ON k.subject_id = c.id WHERE c.code_serial <> 1 + COALESCE(k.resets, 0)");

/* --- What it rests on --- */

RULE(basis_missing, "award.basis", "certificate", N_("The certificate rests on no exam record."),
     "SELECT c.id, c.number AS name FROM certificate c WHERE NOT EXISTS (SELECT 1 FROM certificate_basis b WHERE b.certificate_id = c.id)");
RULE(basis_orphaned, "award.orphan", "certificate_basis", N_("A certificate that is not there rests on an exam record, or a certificate rests on a record that is not there."),
     "SELECT b.certificate_id AS id, CAST(b.record_id AS TEXT) AS name FROM certificate_basis b LEFT JOIN certificate c ON c.id = b.certificate_id"
     " LEFT JOIN exam_record r ON r.id = b.record_id WHERE c.id IS NULL OR r.id IS NULL");
#define AWAY "(c.reason IN ('record-left', 'joined') OR c.reason LIKE 'staff %')"
RULE(away_wrong, "award.away", "certificate", N_("The certificate is looked for by its records although it has them, or is not although it has lost them or staff have stopped it."),
     "SELECT b.certificate_id AS id, c.number AS name FROM certificate_basis b JOIN certificate c ON c.id = b.certificate_id WHERE b.away = 1 AND NOT " AWAY
     " UNION SELECT c.id, c.number AS name FROM certificate c JOIN certificate_basis b ON b.certificate_id = c.id WHERE " AWAY " AND b.away IS NULL");
#define NOT_BEING_EVALUATED                                                                                                      \
    " AND NOT EXISTS (SELECT 1 FROM due d WHERE (d.kind IN ('record-changed', 'records-held', 'records-came') AND b.record_id BETWEEN d.first AND d.last)"  \
    " OR (d.kind = 'account-changed' AND d.first = c.account_id) OR d.kind = 'evaluate-all')"
RULE(record_foreign, "award.foreign", "certificate", N_("The certificate rests on an exam record that is not in its account."),
     "SELECT DISTINCT c.id, c.number AS name FROM certificate c JOIN certificate_basis b ON b.certificate_id = c.id LEFT JOIN held_record h ON h.record_id = b.record_id"
     " WHERE c.state IN (1, 2, 4) AND COALESCE(h.account_id, 0) <> c.account_id" NOT_BEING_EVALUATED);
RULE(result_open, "award.result", "certificate", N_("The certificate rests on a result that is not a final pass."),
     "SELECT DISTINCT c.id, c.number AS name FROM certificate c JOIN certificate_basis b ON b.certificate_id = c.id JOIN exam_record r ON r.id = b.record_id"
     " WHERE c.state IN (1, 2, 4) AND (r.state <> 3 OR r.grade <> 1)" NOT_BEING_EVALUATED);
/* An unbinding that is not over may take such a record out of the account: meanwhile nothing is issued by it. */
#define IN_DISPUTE                                                                                                               \
    "EXISTS (SELECT 1 FROM certificate_basis b JOIN exam_record r ON r.id = b.record_id JOIN held_record h ON h.record_id = r.id JOIN unbinding u ON u.account_id = h.account_id" \
    " WHERE b.certificate_id = c.id AND h.account_id = c.account_id AND u.state IN ('running', 'paused', 'objected') AND (u.record_id = r.id OR (u.mailbox_id = r.mailbox_id"     \
    " AND NOT EXISTS (SELECT 1 FROM record_association s WHERE s.record_id = r.id))))"
RULE(dispute_differs, "award.disputed", "certificate",
     N_("The certificate waits for the end of a dispute, although no exam record on which it rests is in dispute, or waits for none, although one is."),
     "SELECT c.id, c.number AS name FROM certificate c WHERE c.state = 1 AND c.issued = 0 AND CASE WHEN c.reason = 'disputed' THEN 1 ELSE 0 END <> CASE WHEN " IN_DISPUTE " THEN 1 ELSE 0 END"
     " AND NOT EXISTS (SELECT 1 FROM due d WHERE d.kind IN ('record-changed', 'records-held', 'records-came', 'evaluate-all') OR (d.kind = 'account-changed' AND d.first = c.account_id))");
RULE(day_without_exam, "award.exam_day", "certificate", N_("On the certificate's exam or award day none of the exams was passed on which it rests."),
     "SELECT c.id, c.number AS name FROM certificate c LEFT JOIN (SELECT b.certificate_id, r.exam_day FROM certificate_basis b JOIN exam_record r ON r.id = b.record_id) e"
     " ON e.certificate_id = c.id WHERE c.state IN (1, 2, 4) GROUP BY c.id, c.number"
     " HAVING COUNT(CASE WHEN e.exam_day = c.exam_day THEN 1 END) = 0 OR COUNT(CASE WHEN e.exam_day = c.award_day THEN 1 END) = 0");

/* --- Its history --- */

RULE(history_orphaned, "award.journal", "certificate_journal", N_("The step belongs to no certificate, or its states or reason cannot be."),
     "SELECT j.id FROM certificate_journal j LEFT JOIN certificate c ON c.id = j.certificate_id"
     " WHERE c.id IS NULL OR j.state_before NOT BETWEEN 1 AND 6 OR j.state_after NOT BETWEEN 1 AND 6 OR j.reason = ''");
RULE(history_broken, "award.step", "certificate_journal", N_("The step does not begin where the one before it ended."),
     "SELECT s.id FROM (SELECT j.id, j.state_before, COALESCE(j.expiry_before, 0) AS expiry_before, LAG(j.state_after) OVER w AS state_after,"
     " LAG(COALESCE(j.expiry_after, 0)) OVER w AS expiry_after FROM certificate_journal j WINDOW w AS (PARTITION BY j.certificate_id ORDER BY j.id)) s"
     " WHERE s.state_before <> s.state_after OR s.expiry_before <> s.expiry_after");
RULE(history_differs, "award.history", "certificate", N_("The certificate is not in the state, or not valid until the day, that its history ends with."),
     "SELECT c.id, c.number AS name FROM (SELECT k.certificate_id, MAX(k.id) AS id FROM certificate_journal k GROUP BY k.certificate_id) l"
     " JOIN certificate_journal j ON j.id = l.id JOIN certificate c ON c.id = l.certificate_id"
     " WHERE j.state_after <> c.state OR COALESCE(j.expiry_after, 0) <> COALESCE(c.expiry_day, 0)");
/* Whatever takes a certificate away, or brings one back, is in its history. */
RULE(history_missing, "award.unexplained", "certificate", N_("The certificate was taken away, but its history does not know of it."),
     "SELECT c.id, c.number AS name FROM certificate c WHERE c.state IN (3, 5, 6) AND NOT EXISTS (SELECT 1 FROM certificate_journal j WHERE j.certificate_id = c.id)");
/* What is suspended is on its way back; what is withdrawn comes back only by being earned. */
RULE(suspended_again, "award.suspended", "certificate", N_("The certificate is suspended, although it was withdrawn before and has not been earned again since."),
     "SELECT c.id, c.number AS name FROM certificate c JOIN (SELECT k.certificate_id, MAX(k.id) AS id FROM certificate_journal k WHERE k.state_before <> k.state_after"
     " GROUP BY k.certificate_id) l ON l.certificate_id = c.id JOIN certificate_journal j ON j.id = l.id WHERE c.state = 3 AND j.state_before = 6");

/* What staff took away stays so, in their words, until they give it back. */
RULE(stop_differs, "award.stopped", "certificate", N_("Staff have taken the certificate away, or given it back, more or less often than the journal says, or it is not as they left it."),
     "SELECT c.id, c.number AS name FROM certificate c"
     " LEFT JOIN (SELECT k.certificate_id, COUNT(*) AS count, MAX(k.id) AS id FROM certificate_journal k WHERE k.reason LIKE 'staff %' OR k.reason LIKE 'lifted %' GROUP BY k.certificate_id) s"
     " ON s.certificate_id = c.id LEFT JOIN certificate_journal l ON l.id = s.id"
     " LEFT JOIN (SELECT k.subject_id, COUNT(*) AS count FROM audit_journal k WHERE k.subject = 'certificate' AND k.act IN ('award.stop', 'award.give-back') GROUP BY k.subject_id) m ON m.subject_id = c.id"
     " WHERE COALESCE(s.count, 0) <> COALESCE(m.count, 0) OR (c.reason LIKE 'staff %' AND c.reason <> COALESCE(l.reason, '')) OR (l.reason LIKE 'staff %' AND (c.reason <> l.reason OR c.state <> l.state_after))");

RULE(move_differs, "award.moved", "certificate", N_("The certificate is not in the account to which it moved last by the journal, or its history knows other moves."),
     "SELECT c.id, c.number AS name FROM certificate c"
     " LEFT JOIN (SELECT k.certificate_id, COUNT(*) AS count FROM certificate_journal k WHERE k.reason = 'moved' GROUP BY k.certificate_id) s ON s.certificate_id = c.id"
     " LEFT JOIN (SELECT k.subject_id, COUNT(*) AS count, MAX(k.id) AS id FROM audit_journal k WHERE k.subject = 'certificate' AND k.act = 'award.move' GROUP BY k.subject_id) m"
     " ON m.subject_id = c.id LEFT JOIN audit_journal j ON j.id = m.id"
     " WHERE COALESCE(s.count, 0) <> COALESCE(m.count, 0) OR (j.id IS NOT NULL AND j.detail NOT LIKE '%,\"to\":' || CAST(c.account_id AS TEXT) || '}')");

/* --- Its revisions --- */

RULE(revision_missing, "award.revision", "certificate", N_("An earlier revision of the certificate is missing."),
     "SELECT c.id, c.number AS name FROM certificate c LEFT JOIN (SELECT v.certificate_id, COUNT(*) AS kept FROM certificate_revision v GROUP BY v.certificate_id) k"
     " ON k.certificate_id = c.id WHERE c.revision - 1 <> COALESCE(k.kept, 0)");
RULE(revision_impossible, "award.revision_order", "certificate_revision", N_("The revision belongs to no certificate, is not an earlier one, or is later than the next."),
     "SELECT v.certificate_id AS id, CAST(v.revision AS TEXT) AS name FROM certificate_revision v LEFT JOIN certificate c ON c.id = v.certificate_id"
     " LEFT JOIN certificate_revision n ON n.certificate_id = v.certificate_id AND n.revision = v.revision + 1"
     " WHERE c.id IS NULL OR v.revision < 1 OR v.revision >= c.revision OR v.revision_day > COALESCE(n.revision_day, c.revision_day)");

/* --- Its names --- */

RULE(name_missing, "award.name", "certificate", N_("The certificate was issued to nobody: no name stands on it."),
     "SELECT c.id, c.number AS name FROM certificate c WHERE c.issued <> 0 AND c.name_latin = '' AND c.name_native = ''");
/* A name of a record is printed as "First Last", or in scripts that know no blanks as LastFirst; the native one is perhaps what stands in its columns for Latin letters. It may be the name of any record that was ever in the
 * account. */
#define PRINTED(FIRST, LAST) "r." FIRST ", r." LAST ", r." FIRST " || ' ' || r." LAST ", r." LAST " || r." FIRST
#define NAMED_BY(RECORDS, OWNER, NAME, FIRST, LAST) "EXISTS (SELECT 1 FROM " RECORDS " WHERE " OWNER " AND c." NAME " IN (" PRINTED(FIRST, LAST) "))"
#define NAMED_BY_RECORDS(NAME, FIRST, LAST)                                                                                      \
    "(c." NAME " = '' OR " NAMED_BY("certificate_basis x JOIN exam_record r ON r.id = x.record_id", "x.certificate_id = c.id", NAME, FIRST, LAST) " OR "    \
    NAMED_BY("association_journal x JOIN exam_record r ON r.mailbox_id = x.mailbox_id", "x.account_id = c.account_id", NAME, FIRST, LAST) " OR " \
    NAMED_BY("association_journal x JOIN exam_record r ON r.id = x.record_id", "x.account_id = c.account_id", NAME, FIRST, LAST) ")"
#define NAMED_BEFORE                                                                                                             \
    "EXISTS (SELECT 1 FROM association_journal x JOIN exam_record r ON r.mailbox_id = x.mailbox_id JOIN exam_record_past p ON p.record_id = r.id WHERE x.account_id = c.account_id" \
    " AND p.was LIKE '%_name\":%')"
/* Most have their names from one record that they rest on, which is asked of all at once; whatever else may have named them is looked for only of the others. */
#define NAMED_BY_ITS_BASIS                                                                                                       \
    "EXISTS (SELECT 1 FROM certificate_basis x JOIN exam_record r ON r.id = x.record_id WHERE x.certificate_id = c.id"           \
    " AND (c.name_latin = a.name_latin OR (a.name_latin = '' AND c.name_latin IN (" PRINTED("first_name", "last_name") ")))"     \
    " AND (c.name_native = a.name_native OR (a.name_native = '' AND c.name_native IN (" PRINTED("native_first_name", "native_last_name") ", " PRINTED("first_name", "last_name") "))))"
/* A certificate that came from another account bears the name of that time; so does one whose records bore another name when it was issued. */
RULE(name_differs, "award.holder", "certificate", N_("Another name stands on the certificate than its account has, or, in a script in which that has none, its exam records."),
     "WITH other AS MATERIALIZED (SELECT c.id, c.number, c.account_id, c.name_latin, c.name_native, a.name_latin AS own_latin, a.name_native AS own_native"
     " FROM certificate c JOIN account a ON a.id = c.account_id WHERE c.issued <> 0 AND (c.name_latin <> a.name_latin OR c.name_native <> a.name_native) AND NOT " NAMED_BY_ITS_BASIS ")"
     " SELECT c.id, c.number AS name FROM other c WHERE NOT ((c.name_latin = c.own_latin OR (c.own_latin = '' AND (" NAMED_BY_RECORDS("name_latin", "first_name", "last_name") " OR " NAMED_BEFORE ")))"
     " AND (c.name_native = c.own_native OR (c.own_native = '' AND (" NAMED_BY_RECORDS("name_native", "native_first_name", "native_last_name") " OR "
     NAMED_BY_RECORDS("name_native", "first_name", "last_name") " OR " NAMED_BEFORE "))))"
     " AND NOT EXISTS (SELECT 1 FROM certificate_journal j WHERE j.certificate_id = c.id AND j.reason = 'moved')");
RULE(correction_differs, "award.corrected", "certificate", N_("The certificate's name was corrected more or less often than the journal says."),
     "SELECT c.id, c.number AS name FROM certificate c"
     " LEFT JOIN (SELECT k.certificate_id, COUNT(*) AS count FROM certificate_journal k WHERE k.reason = 'name-corrected' GROUP BY k.certificate_id) s ON s.certificate_id = c.id"
     " LEFT JOIN (SELECT k.subject_id, COUNT(*) AS count FROM audit_journal k WHERE k.subject = 'certificate' AND k.act = 'certificate.revise' GROUP BY k.subject_id) m ON m.subject_id = c.id"
     " WHERE COALESCE(s.count, 0) <> COALESCE(m.count, 0)");
RULE(change_unknown, "award.change", "rule_change_applied", N_("No catalogue that was loaded has this change of rules."),
     "SELECT k.code AS name FROM rule_change_applied k WHERE NOT EXISTS (SELECT 1 FROM catalogue_version v WHERE v.text LIKE '%change ' || k.code || '%')");
