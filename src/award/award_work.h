/* One evaluation of some accounts: what is earned is held against the register, and what differs is gathered, prepared, and written. Inside the award room only. */
#ifndef AWARD_AWARD_WORK_H
#define AWARD_AWARD_WORK_H

#include "association/association_unbinding.h"
#include "award/award_name.h"
#include "award/award_store.h"

/* Something that differs. */
struct award_change {
    struct award_change *next;
    const struct award_entry *before; /* NULL: not in the register yet */
    struct award_entry after;
    int32_t certification; /* index in the catalogue; -1: no longer there */
    bool lost;             /* not earned any more */
    bool needs_stopped;    /* only because staff stopped what it requires */
    bool anew;             /* it was stopped, and is earned by other records than those it rested on; known once prepared */
    bool in_use;           /* somebody signs in to its account: what was issued long ago is news there, too; known where letters are written */
    int64_t moves_to;      /* all that it rests on is in this account now, and did not leave by force; 0: not so */
    uint32_t basis_count, turn_count;
    const int64_t *basis;
    const struct award_turn *turns;
    struct text said;      /* by staff, who stop it or give it back (award_stop.c) */
    enum award_reason nameless;           /* why it waits for a name, once that is prepared; REASON_NONE: it does not */
    struct award_unprintable unprintable; /* of REASON_NAME_UNPRINTABLE: why that is */
    struct text number, name_latin, name_native; /* set while it is prepared and written; name_latin.bytes NULL: the names stay */
};

/* Up to so many holders are looked up one by one for their names; for more, all accounts of the scope are gone through. */
enum { AWARD_FEW_NAMES = 500 };

struct award_work {
    const struct award_plan *plan;
    const struct catalogue *catalogue;
    struct award_room *room;
    struct day today;
    struct award_scope scope;
    bool quiet_history; /* old certificates that come up now bring no letter to accounts that were taken over and to which nobody has signed in yet */
    struct award_entry *entries; /* of the register, by account and certification */
    size_t entry_count, entry_capacity, entry_at;
    int64_t account; /* whose passes are arriving; 0: nobody's yet */
    struct unbinding_disputed *disputed; /* by account and record: by these nothing is issued */
    size_t disputed_count, disputed_capacity;
    struct award_change *first, **last;
    size_t change_count;
    struct award_change **changes; /* once prepared: what really differs, by account */
    struct award_change **unprintable; /* once prepared: what waits for another name, whether or not it did before */
    size_t unprintable_count;
    struct list claims;            /* of claim_row, once prepared: what would be issued but for what staff stopped */
};

/* Reads the scope's passes and certificates and gathers what differs. Inside a transaction, reading or writing. */
MUST_CHECK award_work_gather(struct context *context, struct award_work *work, struct award_scope scope);
/* What is in dispute in the accounts first..last, but for what `but` claims (as of unbinding_each_disputed). award_work_gather asks it itself. */
MUST_CHECK award_work_look_for_disputes(struct context *context, struct award_work *work, int64_t first, int64_t last, int64_t but);
/* Is one of the account's records among them? `records` NULL: any that it has. */
bool award_work_disputed(const struct award_work *work, int64_t account, const int64_t *records, size_t count);
/* Of what was gathered by account: keeps the changes of the first accounts that have `most` together, all of each; work->scope ends with the last of them. */
void award_work_cut(struct award_work *work, size_t most);
/* Is it issued for the first time? */
bool award_needs_names(const struct award_change *change);
/* Finds out why things are lost and what names are to be printed; drops what does not differ after all. */
MUST_CHECK award_work_prepare(struct context *context, struct award_work *work);
/* Records as they would be held: all of `from` in `into` (0: no merge), and those of `leaving` (of leaving_record) where they would go, by force or not. */
struct award_supposed {
    int64_t from, into;
    struct list leaving;
    bool by_force;
    bool to_nobody; /* as if nobody got what leaves: whether another account has its mailbox, and a certificate of its own, is not for its holder to learn */
};
/* Why a certificate is not earned by its account any more; `moves_to`: the account that has all that it rests on and none of the certification, 0: none. `supposed` NULL: by what the store says. */
MUST_CHECK award_why_lost(struct context *context, const struct award_entry *before, const struct award_supposed *supposed, enum award_reason *reason, int64_t *moves_to);
/* Writes what was prepared: certificates, basis, journal, letters, what falls due. */
MUST_CHECK award_work_write(struct context *context, struct award_work *work);

/* `calendar`: the body's, for what is decided of it; NULL: it only moves. */
struct award_entry award_entry_of(const struct calendar *calendar, const struct entry_row *row);
/* A work on the catalogue in effect, as of today in the body's zone; RESULT_NONE where no catalogue was loaded yet. */
MUST_CHECK award_work_new(struct context *context, struct award_work **work);
/* The same on any catalogue with the store's ids; also one that is not in effect, for who only looks. */
struct award_work *award_work_by(struct context *context, const struct catalogue *catalogue);

/* Follows what moves along with its records (6.4); in a transaction that writes, behind award_work_prepare: what could move is no change any more, what could not is withdrawn as joined. */
MUST_CHECK award_move_along(struct context *context, struct award_work *work);
/* Gives back what came by a merge that was undone since (5.10), and brings in what an account would send along that is still to be evaluated itself, and what was suspended or withdrawn because its records had left, where all of them are in an account of the scope now that has none of its certification. In a transaction that writes, before award_work_gather. */
MUST_CHECK award_move_in(struct context *context, struct award_scope scope, struct day today);

/* Did a record that it rests on have to leave by force (5.8)? Then it comes along to nobody. */
MUST_CHECK award_left_by_force(struct context *context, const struct award_entry *entry, bool *forced);
/* Certificates that one evaluation brings in; the next goes on. */
enum {
    AWARD_MOST_MOVES = 1000,
    AWARD_MOST_CLAIMS = 50000 /* a row for each record that has left a certificate which staff have stopped, of everybody, until it is decided: what is not read would draw a second number */
};

/* The open case about the certificate, and what it asks for (award_stop.c); RESULT_NONE where there is none. */
struct award_stop_wish;
MUST_CHECK award_stop_waiting(struct context *context, int64_t certificate, struct case_view *view, struct award_stop_wish *wish);

/* --- What an evaluation asks the staff (award_claim.c) --- */

/* Which of what may be of the kind (award_store_claims) is, where the account earns the certification on that day by the records of that basis, of which the later ones only renew it; NULL: none. The store is asked only about what
 * is the account's, of that certification. */
MUST_CHECK award_claim_on(struct context *context, const struct list *claims, int64_t account, int64_t certification, struct day award_day, const int64_t *basis, size_t count, const struct claim_row **found);
/* Beside what staff stopped no second number is drawn by the same records, or by some of them: takes those out of what would be issued, into work->claims. */
MUST_CHECK award_claim_hold_back(struct context *context, struct award_work *work);
/* What the account has earned by records that have left another account, while the certificate that rests on them there was stopped by staff, and cannot come along, because they had to leave by force or others did not leave
 * with them: it is not issued before staff have said in a case whether it is to be (5.8, 6.3). Opens that case, unless there is one, in a transaction. */
MUST_CHECK award_claim_records(struct context *context, int64_t certificate, int64_t account);
/* That its name cannot be printed is a case (7.2), one for all certificates of the account that wait for it, with the characters as they are now (none: it is too long). What staff have answered is not asked again of what has
 * waited for it, as long as the characters are the same. That it does not wait for its name any more ends the case. Once the changes are written, in their transaction. */
MUST_CHECK award_claim_names(struct context *context, const struct award_work *work);

/* --- The names to print (award_name.c); both may be empty --- */

/* What stands in the way of these (REASON_NAME_MISSING, REASON_NAME_UNPRINTABLE, and why not), where a certificate needs names; REASON_NONE: nothing. */
MUST_CHECK award_name_reason(struct context *context, struct text name_latin, struct text name_native, struct award_unprintable *why, enum award_reason *reason);

/* Of an account, by one statement; `records_only`: as if it had no profile and no certificate. In the context's arena. */
MUST_CHECK award_names(struct context *context, int64_t account, bool records_only, struct award_naming *naming);
/* Of each account of the scope whose profile leaves a script open, ascending: calls `named`, by one statement for all. Its texts live until that returns. */
typedef enum result award_named(struct context *context, int64_t account, const struct award_naming *naming, void *data);
MUST_CHECK award_names_each(struct context *context, struct award_scope scope, award_named *named, void *data);

/* One bounded step of award_run_dates; `more` where another is to follow. */
MUST_CHECK award_run_dates_step(struct context *context, int64_t *changed, bool *more);
/* Notes that the rule changes up to today are (being) applied to everyone; `any` where one of them was not yet. */
MUST_CHECK award_note_rule_changes(struct context *context, const struct award_work *work, bool *any);

/* What the letter near-miss is filled with (award_near.c). */
extern const struct record near_letter_record;

/* --- Letters (award_letter.c) --- */

/* Tells each holder what the changes mean for him: issued, back, stopped. The changes are ordered by account. */
MUST_CHECK award_letters_write(struct context *context, const struct award_work *work);
/* Tells the new holder that a certificate came along. */
MUST_CHECK award_letter_moved(struct context *context, int64_t account, struct text number, struct text name);
/* Reminds the holder of what expires soon (award_remind.c). */
struct remind_route {
    bool own, direction, listed, whole; /* by which of the catalogue's routes (2.5) */
    struct text exams;
};
extern const struct record remind_route_record;
struct remind_line {
    struct text number, name, code;
    struct day expiry_day;
    struct list routes;
};
MUST_CHECK award_letter_expiring(struct context *context, const struct holder_row *holder, const struct remind_line *lines, size_t count);
/* Tells the holder that his name was corrected, by which case, and which certificates have a new revision (rows of award_store_certificates with the new revision). */
MUST_CHECK award_letter_renamed(struct context *context, const struct catalogue *catalogue, int64_t account, const struct award_name_wish *names, const struct certificate *certificates,
                                size_t count, struct text case_number, struct text reason);

#endif
