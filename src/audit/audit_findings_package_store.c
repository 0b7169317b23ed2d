/* Rules about packages: what was applied for, sent and said of it (SPEC 8). */
#include "audit/audit_inside.h"

RULE(package_references, "package.reference", "package", REFERENCE_MISSING,
     "SELECT " REFERS("package", "id", "certificate_id", "certificate") AND_REFERS("package", "id", "account_id", "account") AND_REFERS("package", "id", "mailbox_id", "mailbox") AND_REFERS("package", "id", "merge_id", "account_merge")
     AND_REFERS("package", "id", "replaces_id", "package") AND_REFERS("package", "id", "case_id", "case_file") AND_REFERS("package", "id", "asked_case_id", "case_file")
     AND_REFERS("package_dispatch", "package_id", "package_id", "package") AND_REFERS("package_print", "package_id", "package_id", "package")
     AND_REFERS("package_print", "package_id", "printed_by", "account"));
RULE(draft_references, "package.draft", "package_draft", REFERENCE_MISSING,
     "SELECT " REFERS("package_draft", "account_id", "account_id", "account") AND_REFERS("package_draft", "account_id", "mailbox_id", "mailbox")
     AND_REFERS("package_draft", "account_id", "certificate_id", "certificate"));
RULE(package_impossible, "package.values", "package", N_("The package's number, address, state or days cannot be."),
     "SELECT p.id, p.number AS name FROM package p WHERE LENGTH(p.number) <> 14 OR p.number NOT LIKE 'P___-____-____' OR p.address NOT LIKE '{%}' OR LENGTH(p.country) <> 2"
     " OR p.state NOT BETWEEN 1 AND 7 OR (p.state = 7) <> (p.cancelled_day IS NOT NULL) OR (p.state BETWEEN 2 AND 6 AND p.approved_day IS NULL) OR (p.state BETWEEN 3 AND 6 AND p.packed_day IS NULL)"
     " OR (p.replaces_id IS NULL) <> (p.case_id IS NULL) OR p.earliest_day < p.from_day OR p.due_day < p.earliest_day OR p.provisional NOT IN (0, 1) OR (p.again_day IS NOT NULL AND p.state <> 6)");
RULE(package_twice, "package.twice", "package", N_("There are two packages of one certificate, two that replace the same, or two that are to be sent."),
     "SELECT p.id, p.number AS name FROM package p JOIN package q ON q.certificate_id = p.certificate_id AND q.id < p.id"
     " WHERE (COALESCE(q.replaces_id, 0) = COALESCE(p.replaces_id, 0) AND (p.state < 7 OR p.dispatches > 0) AND (q.state < 7 OR q.dispatches > 0)) OR (p.state < 4 AND q.state < 4)");
RULE(replaces_wrongly, "package.replaces", "package", N_("The package replaces one that was never mailed or is of another certificate, or no case has granted it to its applicant."),
     "SELECT p.id, p.number AS name FROM package p JOIN package o ON o.id = p.replaces_id LEFT JOIN case_file k ON k.id = p.case_id WHERE o.certificate_id <> p.certificate_id"
     " OR o.dispatches = 0 OR k.kind <> 'replacement' OR k.outcome <> 'granted' OR COALESCE(k.account_id, 0) NOT IN (p.account_id, COALESCE((SELECT m.from_id FROM account_merge m WHERE m.id = p.merge_id), 0))");
RULE(package_not_as_journal_says, "package.journal", "package", N_("The package's own journal does not begin as it should, or does not end as the package stands."),
     "SELECT p.id, p.number AS name FROM package p LEFT JOIN (SELECT package_id, MIN(id) AS first, MAX(id) AS last FROM package_journal GROUP BY package_id) k ON k.package_id = p.id"
     " LEFT JOIN package_journal f ON f.id = k.first LEFT JOIN package_journal l ON l.id = k.last"
     " WHERE COALESCE(f.act, '') <> CASE WHEN p.replaces_id IS NULL THEN 'apply' ELSE 'replace' END OR COALESCE(l.state_after, 0) <> p.state");
RULE(acts_unknown_to_journal, "package.acts", "package", N_("The package's own journal has more or fewer acts than the journal knows of."),
     "SELECT p.id, p.number AS name FROM package p LEFT JOIN (SELECT package_id, COUNT(*) AS count FROM package_journal GROUP BY package_id) k ON k.package_id = p.id"
     " LEFT JOIN (SELECT subject_id, COUNT(*) AS count FROM audit_journal WHERE subject = 'package' AND act NOT IN ('package.ask-replacement', 'package.gone') GROUP BY subject_id) j ON j.subject_id = p.id"
     " WHERE COALESCE(k.count, 0) <> COALESCE(j.count, 0)");
RULE(entry_impossible, "package.entry", "package_journal", N_("The entry belongs to no package, or was made by somebody who cannot be."),
     "SELECT j.id, j.act AS name FROM package_journal j LEFT JOIN package p ON p.id = j.package_id LEFT JOIN account a ON a.id = j.actor_account"
     " WHERE p.id IS NULL OR j.actor_kind NOT BETWEEN 1 AND 4 OR (j.actor_account IS NOT NULL AND a.id IS NULL)");
RULE(dispatches_differ, "package.dispatch", "package", N_("How often and when it was mailed, delivered or came back does not agree with how it stands."),
     "SELECT p.id, p.number AS name FROM package p LEFT JOIN (SELECT package_id, COUNT(*) AS count, MAX(ordinal) AS last FROM package_dispatch GROUP BY package_id) k ON k.package_id = p.id"
     " LEFT JOIN package_dispatch d ON d.package_id = p.id AND d.ordinal = p.dispatches WHERE COALESCE(k.count, 0) <> p.dispatches OR COALESCE(k.last, 0) <> p.dispatches"
     " OR (p.state IN (4, 5, 6) AND p.dispatches = 0) OR (p.state = 4 AND (d.delivered_day IS NOT NULL OR d.returned_day IS NOT NULL)) OR (p.state = 5 AND d.delivered_day IS NULL)"
     " OR (p.state = 6 AND d.returned_day IS NULL) OR d.delivered_day < d.mailed_day OR d.returned_day < d.mailed_day OR p.again_day < d.returned_day");
/* The phone stands last in the copy of the address; of dispatches before 0026 only the last one has its end. */
RULE(phone_end_differs, "package.phone", "package", N_("The end of the phone number that the carrier asks for is not that of the address to which the package was mailed."),
     "SELECT p.id, p.number AS name FROM package_dispatch d JOIN package p ON p.id = d.package_id"
     " WHERE NOT EXISTS (SELECT 1 FROM package_journal j WHERE j.package_id = p.id AND j.act = 'address' AND j.at >= d.mailed_at)"
     " AND CASE WHEN d.phone_end <> '' THEN d.phone_end <> SUBSTR(p.address, LENGTH(p.address) - 5, 4) ELSE d.ordinal = p.dispatches AND p.address LIKE '%\"phone\":\"_____%\"}' END");
RULE(print_impossible, "package.print", "package", N_("What was printed of the package, or for which dispatch, cannot be."),
     "SELECT p.id, r.paper AS name FROM package_print r JOIN package p ON p.id = r.package_id JOIN certificate c ON c.id = p.certificate_id WHERE r.paper NOT IN ('label', 'slip', 'certificate', 'list')"
     " OR r.ordinal < 1 OR r.ordinal > p.dispatches + 1 OR r.revision < 1 OR r.revision > c.revision OR LENGTH(r.address_hash) <> 64");
/* What was printed for the last time of each kind stands as its act says. Prints from before there were such acts have none. */
#define PAPER(NAME) " WHEN j.detail LIKE '{\"paper\":\"" NAME "\",%' THEN '" NAME "'"
RULE(print_unknown_to_journal, "package.printed", "package_print", N_("What was printed of the package does not stand as the journal of acts says, or is gone."),
     "SELECT l.package_id AS id, l.paper AS name FROM (SELECT j.subject_id AS package_id, CASE" PAPER("label") PAPER("slip") PAPER("certificate") PAPER("list") " ELSE '' END AS paper, MAX(j.id) AS id"
     " FROM audit_journal j WHERE j.subject = 'package_print' GROUP BY 1, 2) l JOIN audit_journal j ON j.id = l.id LEFT JOIN package_print r ON r.package_id = l.package_id AND r.paper = l.paper"
     " WHERE r.paper IS NULL OR COALESCE(r.printed_by, 0) <> COALESCE(j.actor_account, 0) OR j.detail <> '{\"paper\":\"' || r.paper || '\",\"ordinal\":' || CAST(r.ordinal AS TEXT) || ',\"revision\":'"
     " || CAST(r.revision AS TEXT) || ',\"address\":\"' || r.address_hash || '\"}'"
     " UNION ALL SELECT r.package_id AS id, r.paper AS name FROM package_print r WHERE r.printed_at >= (SELECT MIN(j.at) FROM audit_journal j WHERE j.subject = 'package_print')"
     " AND NOT EXISTS (SELECT 1 FROM audit_journal j WHERE j.subject = 'package_print' AND j.subject_id = r.package_id AND j.detail LIKE '{\"paper\":\"' || r.paper || '\",%')");
RULE(run_impossible, "package.run", "package_run", N_("What was to be done by one press does not agree with what became of it, or nobody can have pressed."),
     "SELECT r.id FROM package_run r LEFT JOIN account a ON a.id = r.account_id WHERE r.next > r.count OR r.done < 0 OR r.refused < 0 OR r.done + r.refused <> r.next OR r.act NOT IN ('approve', 'pack')"
     " OR (r.account_id IS NOT NULL AND a.id IS NULL)");
RULE(event_impossible, "package.event", "package_event", N_("The carrier's event says nothing that can be, or its verdict does not agree with its package."),
     "SELECT e.id, e.event_key AS name FROM package_event e LEFT JOIN package p ON p.id = e.package_id WHERE (e.verdict = 'taken') <> (e.package_id IS NOT NULL)"
     " OR (e.package_id IS NOT NULL AND p.id IS NULL) OR e.verdict NOT IN ('taken', 'unknown', 'unchanged') OR e.what NOT IN ('delivered', 'returned') OR e.express_number = ''");
RULE(opening_impossible, "package.opening", "package_opening", N_("Somebody was told that he can apply for a package by a certificate that is not there or was never issued."),
     "SELECT o.certificate_id AS id, c.number AS name FROM package_opening o LEFT JOIN certificate c ON c.id = o.certificate_id WHERE c.id IS NULL OR c.issued = 0");
RULE(refused_event_impossible, "package.refused", "package_event_refused", N_("What the web hook has refused was refused for nothing, at no time, or settled by nobody."),
     "SELECT r.id, r.refused_key AS name FROM package_event_refused r LEFT JOIN account a ON a.id = r.settled_by WHERE r.reason NOT IN ('number', 'what', 'day', 'to-come', 'control', 'early', 'signature', 'time', 'body')"
     " OR (r.reason = 'early') <> (r.since_day IS NOT NULL) OR r.times < 1 OR r.last_at < r.first_at OR r.settled_at < r.first_at OR (r.settled_by IS NOT NULL AND (r.settled_at IS NULL OR a.id IS NULL))"
     " OR (r.settled_by IS NOT NULL AND NOT EXISTS (SELECT 1 FROM audit_journal j WHERE j.subject = 'package_event_refused' AND j.subject_id = r.id))");
