/* A person's new address on its way to the provider (SPEC 3.8, 5.7): queued by the candidate, sent in a file, accepted or not by the provider's answer. */
#ifndef INTAKE_DEMOGRAPHIC_H
#define INTAKE_DEMOGRAPHIC_H

#include "base/context.h"
#include "base/record.h"

enum demographic_state { DEMOGRAPHIC_QUEUED = 1, DEMOGRAPHIC_SENT, DEMOGRAPHIC_ACCEPTED, DEMOGRAPHIC_ERROR, DEMOGRAPHIC_REPLACED };

/* What is to be told of one person. */
struct demographic_wish {
    int64_t provider, account, mailbox; /* mailbox: the new one */
    struct text candidate_id, first_name, last_name, country, phone;
};
/* Queues it, in a transaction; what was still open of the same person is replaced. Whether the account may speak for that person is the caller's to know. A provider whose profile has no
 * [demographics]: RESULT_NONE, nothing is queued. */
MUST_CHECK intake_demographic_queue(struct context *context, const struct demographic_wish *wish, struct text provider_name);

/* One update as pages show it. */
struct demographic_update {
    int64_t id, account_id;
    struct text provider, candidate_id, address, user_name, answer, file; /* answer: the provider's words */
    struct instant asked, changed;
    int32_t state;
    bool queued, sent, accepted, error, replaced;
    bool withdrawn; /* it was not sent, see intake_demographic_send */
};
extern const struct record demographic_update_record;
/* Those of one account (the actor's own, or MAY_READ_DEMOGRAPHICS_OF), newest first. */
MUST_CHECK intake_demographic_of(struct context *context, int64_t account, size_t maximum, struct list *updates);
/* All, those that are open or failed first. MAY_READ_DEMOGRAPHICS. */
MUST_CHECK intake_demographic_all(struct context *context, size_t maximum, struct list *updates);
/* What the provider was told last of those whose records hang under the mailbox, or whose the record is (the other is 0), where this account has told it: what stands at the provider where the account had no
 * right to them (5.8). What failed was not told. MAY_READ_CASES. */
MUST_CHECK intake_demographic_told(struct context *context, int64_t account, int64_t mailbox, int64_t record, size_t maximum, struct list *updates);

/* Makes the file with all that is queued for the profile's provider, keeps it, and marks its updates as sent. What was queued is withdrawn where the account that has the new address now holds no record of the
 * candidate any more, or one of them is disputed (5.8). RESULT_NONE where nothing is left to send. A file of the same second: REFUSED
 * demographic.twice. `keep`, where given, is called inside the transaction, when all else is done, and puts the file where it is to lie: where it fails nothing was sent; killed behind it the
 * same updates are sent again, which the provider takes as no change. MAY_SEND_DEMOGRAPHICS. REFUSED demographic.none where the profile has no [demographics]. */
typedef enum result demographic_keep(struct context *context, void *data, struct text name, struct text content);
MUST_CHECK intake_demographic_send(struct context *context, struct text profile, demographic_keep *keep, void *data, struct text *name, int64_t *count);

/* Files that were made, newest first, and one of them whole (RESULT_NONE). MAY_READ_DEMOGRAPHICS. */
struct demographic_file {
    int64_t id, updates;
    struct text provider, name, answer; /* answer: what the provider said of the file as a whole */
    struct instant made, confirmed;
};
extern const struct record demographic_file_record;
MUST_CHECK intake_demographic_files(struct context *context, size_t maximum, struct list *files);
MUST_CHECK intake_demographic_file(struct context *context, int64_t file, struct text *name, struct bytes *content);
/* The providers that take addresses from us, by the profiles of those that have sent results: a list of struct demographic_provider, with how many updates are queued and were sent without an answer yet, each since when. MAY_READ_DEMOGRAPHICS. */
struct demographic_provider {
    struct text name, title;
    int64_t queued, unanswered;
    struct instant oldest_queued, oldest_unanswered; /* NO_INSTANT where there is none */
};
extern const struct record demographic_provider_record;
MUST_CHECK intake_demographic_providers(struct context *context, struct list *providers);

struct demographic_outcome {
    int64_t rows, accepted, errors, unknown, unchanged; /* unknown: nothing was sent of that candidate ID; unchanged: this answer was read before, or this row answered, or a newer wish has replaced it */
    struct text file_error;                             /* what the provider said of a file as a whole */
};
/* Reads the provider's answer, a ZIP or the text in it, and follows it up; the same text again changes nothing. Each text answers one file of ours: the one whose name, or whose date and time,
 * stands in the answer's name; else the one that holds its rows (intake_demographic_inside.h); and a row speaks of the update that was in that file. A row with an empty candidate ID speaks of the
 * file as a whole; where nothing else tells which, of the oldest that has no answer. REFUSED demographic.name, demographic.header, demographic.row, archive.*, with file and line; nothing is kept
 * then. MAY_SEND_DEMOGRAPHICS. */
MUST_CHECK intake_demographic_answer(struct context *context, struct text profile, struct text path, struct demographic_outcome *outcome);
/* The same for an uploaded file; `name` is what it was called. */
MUST_CHECK intake_demographic_answer_upload(struct context *context, struct text profile, struct text name, struct text content, struct demographic_outcome *outcome);

#endif
