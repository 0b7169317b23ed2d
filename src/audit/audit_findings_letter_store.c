/* Rules about letters and their way (SPEC 10). What a letter said when it was written stands in the journal as a hash (audit_letter.h). What cannot be told: of letters from before the journal
 * kept it, anything; of all others whether the sealed secrets are those that were sent, and whether the domain's server really said what is noted of their way. */
#include "audit/audit_inside.h"
#include "audit/audit_letter.h"

RULE(way_missing, "letter.way", "letter", N_("The letter has no delivery."),
     "SELECT l.id FROM letter l LEFT JOIN letter_delivery d ON d.letter_id = l.id WHERE d.letter_id IS NULL");
RULE(letter_references, "letter.reference", "letter", REFERENCE_MISSING, "SELECT " REFERS("letter", "id", "account_id", "account"));
RULE(letter_impossible, "letter.values", "letter", N_("The letter has no recipient, no kind, no text, or an identification that is none of ours."),
     "SELECT l.id FROM letter l WHERE l.recipient NOT LIKE '%_@_%' OR l.kind = '' OR l.language = '' OR l.text = '' OR l.message_id NOT LIKE '%_@_%'");
RULE(delivery_orphaned, "letter.orphan", "letter_delivery", N_("The delivery belongs to no letter."),
     "SELECT d.letter_id AS id FROM letter_delivery d LEFT JOIN letter l ON l.id = d.letter_id WHERE l.id IS NULL");
RULE(delivery_impossible, "letter.delivery", "letter_delivery", N_("The delivery's state and times cannot be, or it goes elsewhere than its letter."),
     "SELECT d.letter_id AS id FROM letter_delivery d JOIN letter l ON l.id = d.letter_id WHERE d.state NOT BETWEEN 1 AND 5 OR d.attempts < 0"
     " OR (d.state = 1 AND d.next_at IS NULL) OR (d.claim IS NOT NULL AND d.state <> 1) OR l.recipient NOT LIKE '%@' || d.domain");
RULE(domain_impossible, "letter.domain", "letter_domain", N_("What is noted of a mail domain cannot be."),
     "SELECT d.domain AS name FROM letter_domain d WHERE d.domain = '' OR d.failures < 0 OR d.taken < 0");

/* --- What was written --- */

WALK_RULE(letter_changed, "letter.journal", "letter", N_("The letter is not the one that was written: its recipient, kind, subject or text is another than the journal says."));
/* Where the journal does not know a letter, though it knows an earlier one. */
RULE(letter_unknown_to_journal, "letter.unknown", "letter", N_("The journal does not know that this letter was written."),
     "SELECT l.id FROM letter l LEFT JOIN audit_journal j ON j.subject = 'letter' AND j.subject_id = l.id AND j.act = 'letter.write' WHERE j.id IS NULL"
     " AND l.id > (SELECT MIN(k.subject_id) FROM audit_journal k WHERE k.subject = 'letter' AND k.act = 'letter.write')");
RULE(letter_lost, "letter.missing", "letter", N_("The journal knows that this letter was written, but it is not there."),
     "SELECT j.subject_id AS id FROM audit_journal j LEFT JOIN letter l ON l.id = j.subject_id WHERE j.subject = 'letter' AND j.act = 'letter.write' AND l.id IS NULL");

struct said_row {
    int64_t id, account_id;
    struct text recipient, recipient_name, kind, language, subject, text, html, message_id, detail;
    struct instant written;
};
#define F(MEMBER) FIELD(struct said_row, MEMBER)
RECORD(audit_said_record, struct said_row, F(id), F(account_id), F(recipient), F(recipient_name), F(kind), F(language), F(subject), F(text), F(html), F(message_id), F(detail), F(written));
STATEMENT(letters_said, &audit_said_record,
          "SELECT l.id, l.account_id, l.recipient, l.recipient_name, l.kind, l.language, l.subject, l.text, l.html, l.message_id, l.written_at AS written, j.detail FROM letter l"
          " JOIN audit_journal j ON j.subject = 'letter' AND j.subject_id = l.id AND j.act = 'letter.write' ORDER BY l.id");

static enum result check_letter(struct context *context, const void *row, void *data)
{
    const struct said_row *l = row;
    const struct audit_letter said = {.account = l->account_id, .written = l->written, .recipient = l->recipient, .recipient_name = l->recipient_name, .kind = l->kind, .language = l->language,
                                      .subject = l->subject, .text = l->text, .html = l->html, .message_id = l->message_id};
    struct arena_mark mark = arena_mark(context->arena);
    bool right = text_equal(l->detail, text_printf(context->arena, "{\"sha256\":\"%.*s\"}", TEXT_ARG(audit_letter_hash(context->arena, &said))));
    arena_rewind(context->arena, mark);
    if (!right) audit_break(context, data, &letter_changed, l->id, TEXT(""));
    return RESULT_OK;
}

static enum result walk_letters(struct context *context, struct audit *audit)
{
    return database_each(context, &letters_said, NO_PARAMETERS, check_letter, audit);
}
WALK(walk_letters);
