/* The printed package (SPEC 8): which certificates have one, the application in steps, what became of it. package_dispatch.h is the staff's side, package_replacement.h what is replaced by
 * case, package_event.h what carriers say. One package at most of a certificate, but for its replacements: a constraint of the store. */
#ifndef PACKAGE_PACKAGE_H
#define PACKAGE_PACKAGE_H

#include "base/context.h"
#include "base/record.h"
#include "outside/due.h"
#include "outside/page.h"
#include "package/package_address.h"
#include "package/package_rules.h"

/* --- What can be applied for (2.6, 8.1) --- */

/* A certificate of the actor's account that comes with a package. */
struct package_offer {
    int64_t certificate_id;
    struct text certificate, certification, name; /* number; code; the certification's name in the reader's language */
    struct text name_latin, name_native;          /* as it will be printed */
    int64_t revision;                             /* whose names these are */
    struct day opens;                             /* from which it can be applied for */
    bool provisional;
    bool open;             /* it can be applied for now */
    bool early;            /* it cannot before `opens`, or before it is issued */
    bool waits;            /* early, and the certificate waits for more than its day (award.h): so it is when it is issued, not before `opens` */
    bool stopped;          /* it is no valid certificate (any more) */
    bool applied;          /* there is an application: */
    bool own;              /* by this account */
    struct text package;   /* its number */
    struct day earliest, due; /* between which it is mailed if it is applied for today */
    bool due_provisional;
    bool chosen;           /* in the half-done application */
    bool dispute_objected;    /* the holder has objected to it */
    struct text dispute_case; /* of package_offers_of, where it is open: number of the case of an unbinding (5.8) that may take away what the certificate rests on: it can be applied for, and then waits; empty: none */
};
extern const struct record package_offer_record;
/* A list of struct package_offer, by certification. */
MUST_CHECK package_offers(struct context *context, struct list *offers);

/* --- The application in steps, saved at each (8.1) --- */

/* An associated mailbox of the account with certificates that rest on its exam records; `mailbox` 0: those that rest on records that came one by one. */
struct package_mailbox {
    int64_t mailbox;
    struct text address;
    int64_t certificates; /* how many of them can be applied for now */
    bool single;
    bool chosen;
};
extern const struct record package_mailbox_record;
MUST_CHECK package_mailboxes(struct context *context, struct list *mailboxes);
/* The offers among package_offers whose certificates rest on that mailbox. */
MUST_CHECK package_offers_of(struct context *context, int64_t mailbox, struct list *offers);

struct package_draft {
    int64_t mailbox;
    int64_t certificate_id, address;
    struct text certificate;      /* number */
    int64_t revision;
    struct instant changed;
    bool has_certificate, has_address; /* chosen, and still there */
    struct package_address goes_to; /* where there is one: read in the same view of the store */
    struct text seen;               /* stands for that address as it is: given back by whoever has looked at it */
};
/* The actor's half-done application; RESULT_NONE where there is none. */
MUST_CHECK package_draft_read(struct context *context, struct package_draft *draft);
/* The steps. Choosing another mailbox forgets a certificate that is not of it. `revision` is the one whose name was on the page: what is another meanwhile is REFUSED package.name_changed. REFUSED
 * package.mailbox, package.nothing_open (nothing of the mailbox can be applied for), package.certificate (none such to be applied for), package.early (with {day}), package.waits, package.stopped, package.applied; package.draft (the steps before are missing), package.no_address. */
MUST_CHECK package_choose_mailbox(struct context *context, int64_t mailbox);
MUST_CHECK package_choose_certificate(struct context *context, struct text certificate, int64_t revision);
MUST_CHECK package_choose_address(struct context *context, int64_t address);
MUST_CHECK package_forget_draft(struct context *context);
/* Submits the draft for that certificate, with a copy of the address, which must be the one that was `seen`: REFUSED package.address_changed. Pressed again, from another tab or on another node: `already`, with the number of the one that there is. REFUSED as the steps, and
 * package.applied where it was applied for in another account. */
MUST_CHECK package_apply(struct context *context, struct text certificate, struct text seen, struct text *number, bool *already);

/* --- What became of it (8.2) --- */

/* One package, to whoever applied and to staff. */
struct package_view {
    int64_t id;
    struct text number;
    struct text certificate, certification, name; /* as in the offer */
    struct text name_latin, name_native; /* as it will be printed now; from packing on as it was */
    int64_t account_id, certificate_id; /* the account that applied; 0 to a holder who is another */
    bool applicable;                /* the certificate is issued and has not expired, and there is no package of it but what was cancelled unsent */
    int64_t holder_id, asked_by;    /* accounts: the certificate's now; whose replacement_case or refused_case it is */
    struct text account;            /* user name of the applicant */
    int32_t state;                  /* enum package_state */
    bool applied, approved, packed, mailed, delivered, returned, cancelled;
    bool waiting;                   /* applied, approved or packed: not mailed yet */
    struct day applied_day, approved_day, packed_day, mailed_day, delivered_day, returned_day, cancelled_day;
    struct day award_day;           /* of the certificate */
    struct day since, earliest, due; /* the promise; `since` is what it counts from. Of what came back and is not `addressed`: as it is if its applicant says today where it is to go */
    struct day again_day;           /* on which he has said so; NO_DAY */
    bool addressed;                 /* it came back, and he has */
    bool provisional, overdue;
    int64_t days;                   /* working days until due; negative: since */
    int64_t dispatches;
    struct text carrier, carrier_name, express_number; /* of the last dispatch */
    struct text tracking;           /* address of the carrier's page; empty: none is known */
    bool number_asked;              /* that page has to be told the express number */
    struct text phone_end;          /* the last four digits of the phone on its label, where the carrier's page asks for them */
    bool replacement;               /* it replaces another: */
    struct text replaces;           /* number */
    struct text reason;             /* why it came back, was unpacked again or cancelled */
    struct text country, address;   /* the copy: package_view_address reads it */
    bool may_cancel, may_readdress, may_ask_replacement;
    bool may_apply_again;           /* it was cancelled before it was ever mailed, and is no replacement; another can be applied for */
    bool sent_again;                /* it came back, and will be sent once more */
    struct day stopped_day;         /* where it is stopped or cannot be replaced for it: since when its certificate is not valid */
    bool replaced;                  /* another package is sent in its place, or was: one that is not cancelled */
    bool replacement_stopped;       /* it could be replaced if its certificate were valid */
    struct text replacement_case;   /* number of the case that asks for a replacement; empty: none is open */
    struct instant asked;           /* when it was opened */
    struct day asked_due;           /* by which we promise to answer it */
    bool asked_late;                /* which is over */
    struct text refused_case;       /* number of the last one, where it was refused; empty: it was not */
    struct instant refused;         /* when */
    struct text replaced_by;        /* number of the package that replaces it, though it be cancelled by now where it was mailed; empty: none */
    struct day replaced_day;        /* when that one was granted */
    struct text name_case;          /* number of the case in which the holder asks for another name; empty: none is open, or it is mailed already */
    bool dispute_objected;          /* the holder has objected to it */
    struct text dispute_case;       /* of package_read and package_list_own, where it is still to be sent: number of the case of an unbinding (5.8) that may take away what its certificate rests on: it waits until that is settled; empty: none */
    /* For staff. */
    bool stopped;                   /* the certificate is not valid (any more) */
    bool holder_changed;            /* the certificate is in another account now */
    bool renamed;                   /* its name was corrected after the application; or, where it is packed, after that */
    int64_t now_revision;           /* of the certificate, with these names: what is printed until it is packed */
    struct text now_latin, now_native;
};
extern const struct record package_view_record;
/* Can staff do that with it now? */
bool package_may(const struct package_view *view, enum package_act act);
/* What is put into it: the list of the catalogue, as the certificate was awarded; NULL where it has none (any more). */
const struct package_list *package_contents(const struct catalogue *catalogue, const struct package_view *view);
/* The address that the package goes to. */
MUST_CHECK package_view_address(struct context *context, const struct package_view *view, struct package_address *address);
/* Is that address the one that the package goes to, so that it cannot be sent there instead? Never of one that came back, which is sent once more by saying where, the same place too. */
bool package_goes_there(struct context *context, const struct package_view *view, const struct package_address *address);
/* By number: the actor's own, or anybody's for MAY_READ_PACKAGES. Of a certificate that came to the actor with its records after another account had applied: how it stands, but not whose it was, where it goes and by
 * which express number; he can ask for its replacement. RESULT_NONE also where it is another's. */
MUST_CHECK package_read(struct context *context, struct text number, struct package_view *view);
/* The actor's own, newest first. At most 200. */
MUST_CHECK package_list_own(struct context *context, struct list *packages);
/* What is shown with a certificate (7.1): of its newest package; RESULT_NONE where it has none. As package_read. */
MUST_CHECK package_of_certificate(struct context *context, int64_t certificate, struct package_view *view);

/* What was done, oldest first. */
struct package_entry {
    struct instant at;
    struct text act;   /* in the reader's language */
    struct text text;  /* reason, or carrier and express number */
    struct text who;   /* user name; only for staff */
};
extern const struct record package_entry_record;
MUST_CHECK package_history(struct context *context, const struct package_view *view, struct list *entries);

/* The applicant's: takes it back, or sends it to another of his addresses; until it is packed, the latter also when it has come back and was not replaced: then the promise of mailing counts from the day on which he does so first. REFUSED package.too_late, package.no_address, package.replaced_kept; RESULT_NONE where it is none of his. */
MUST_CHECK package_cancel(struct context *context, struct text number);
MUST_CHECK package_readdress(struct context *context, struct text number, int64_t address);

/* Of an account that is to be merged into the actor's (association_merge.h), whose `proof` he has: what was not sent yet, and whether it goes on in his; else it stays behind, because he has a certificate of that certification
 * already. At most 200. */
struct package_merge_line {
    struct text number, certificate; /* both numbers */
    bool comes;
};
extern const struct record package_merge_line_record;
MUST_CHECK package_merge_lines(struct context *context, struct text proof, struct list *lines);

/* --- What the date brings --- */

/* Once a day of the body, by the worker: tells whoever can apply from now on, once; computes provisional days anew (1.2). Killed on the way and done again it does nothing twice. `told` may be NULL. */
MUST_CHECK package_run_day(struct context *context, int64_t *told);

/* What is followed up (outside/due.h): the addresses of merged accounts and their packages that were not sent yet come along, and go back where the merge is undone. */
extern const struct due_handler package_due[];

/* The letters that this room writes. */
extern const struct page_binding package_letters[];
extern const size_t package_letter_count;

#endif
