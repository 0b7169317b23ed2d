/* What each page's template is given besides the frame. A page shows its seven states from these: empty, one, many, waiting, error, done, not allowed. */
#ifndef DOOR_SITE_SITE_RECORDS_H
#define DOOR_SITE_SITE_RECORDS_H

#include "base/record.h"
#include "door/web_person.h"
#include "verify/verify.h"

/* What a certificate will bear that is still to be issued. Pages have it as a list of one, or none: where there is nothing to be said. */
struct name_in_script {
    bool latin; /* in Latin letters, else in native script */
    struct text name;
    bool of_profile, of_certificate, of_record; /* where it comes from; else there is none: */
    bool not_issued, nowhere;                   /* certificates were issued without one; neither the profile has one, nor an exam record that agrees with it */
};
struct name_to_print {
    struct list scripts; /* of name_in_script: both */
    struct text unprintable; /* its characters that cannot be printed (7.2), as people are told of them */
    bool too_long;           /* it cannot be printed for want of room */
    bool of_record;      /* one of them is */
    bool none;           /* there is none in either */
    bool fixed;          /* a certificate was issued already */
    bool at_once;        /* what the page is about can issue one at once */
};
/* A request that waits for its letter to be answered. */
struct waiting_row {
    int64_t id;
    struct text address; /* where the letter went */
    struct text about;   /* the mailbox that it is about; of a record the one in it, masked */
    struct text kind;    /* "mailbox" or "record", and its id: for the page of what would change */
    int64_t about_id;
    bool of_mailbox, of_score_report, of_letting_go, of_dispute, of_record;
    bool other_name;     /* of_score_report: the exam was booked under another name than the account's */
    struct text exam_code, registration_id; /* of a record */
    struct day exam_day;
    struct instant made, ends;
    bool letter_unsent, letter_held, letter_refused; /* as of struct association_request */
    struct text letter_answer;
    struct text code, wrong; /* the code just typed for it, and what is wrong with that; empty: nothing */
};
/* Which part of a long list the page shows: see site_part. */
struct list_part {
    int64_t first, last, all;   /* counted from 1 */
    struct text earlier, later; /* where the parts beside it are; empty: there is none */
};
struct home_page { /* My Space, where somebody is signed in */
    struct list requests; /* of waiting_row */
    bool waits, has_mailbox, unreached; /* unreached: site_unreached */
    int64_t issued, pending, records, mailboxes;
    int64_t stopped, revoked, withdrawn; /* certificates: suspended, revoked, withdrawn, of those that were issued once */
    int64_t taken_back;  /* exam records that their provider has revoked */
    int64_t nameless;    /* that wait for a name to print; not among the pending ones */
    int64_t disputed;    /* that wait until it is settled whose an exam record is; nor these */
    struct day next_day; /* when the next pending certificate is issued */
    struct text merged_into; /* the account that this one was merged into; empty: none */
    struct list unbindings, unbindings_part; /* of unbinding_view: what is to leave; here and below NAME_part: which part of it, of list_part */
};
struct sign_page { /* sign-up, sign-in, a forgotten password: what was typed comes back, but for passwords */
    struct text user_name, mailbox, name_latin, name_native, name, back;
    bool over; /* a form came after the session had ended */
};
struct new_password_page { /* by the link of a letter */
    struct text token;  /* empty: the link's script has not put it in yet */
    bool shown, known;  /* the link was looked up; it works */
    struct text user_name;
    struct instant ends;
    bool second_step;
};
struct second_step_page {
    struct text second, back;
    struct text party, challenge; /* empty: no passkey */
};
struct second_page {
    bool app, staff;
    int64_t codes;             /* recovery codes that are left */
    struct text nonce, secret, qr; /* of what is offered; qr: a path */
    int64_t qr_size;           /* with its edge; 0: none */
};
struct recovery_code_row {
    struct text code;
};
struct recovery_codes_page {
    struct list codes;         /* of recovery_code_row */
    bool fresh;                /* in place of earlier ones */
};
struct certificates_page {
    struct list certificates, certificates_part; /* of certificate_card */
    struct list progress, progress_part;         /* of explanation: begun, not yet earned */
    bool has_mailbox;         /* some mailbox is associated */
    int64_t records;
    struct text merged_into;  /* the account that this one was merged into; empty: none */
    struct list unbindings, unbindings_part;     /* of unbinding_view: what is to leave */
    struct list requests;     /* of waiting_row: what would come into the account */
    struct list naming; /* of name_to_print */
};
/* A certificate as a card: struct certificate's fields and what to expect. */
struct certificate_card {
    struct text number, name, certification;
    bool pending, nameless, disputed, waits, being_issued, issued, suspended, expired, revoked, withdrawn, provisional; /* waits: for more than its day, a name to print or the end of a dispute; being_issued: its day has come */
    struct list disputes; /* of unbinding_view: by which it is disputed */
    bool never_issued; /* it was stopped while it was pending: it has no name, and its day of issue did not take place */
    bool unlisted;     /* it is still to be issued for the first time: until then nobody can verify it */
    bool by_body;      /* staff have suspended or revoked it: they alone give it back */
    struct text level, level_name; /* its code, for the page's looks, and in words */
    int32_t rank; /* of its level, by which the cards are ordered */
    const struct certificate *certificate; /* of which it is; no field of the page's */
    struct text forms; /* e-Cert, package or printed, as that day's rules have it, in words */
    struct text reason;
    struct day state_day, exam_day, award_day, issue_day, expiry_day, withdrawn_from;
    int64_t revision;
    bool expires_soon; /* within 90 days */
    struct text renewal;    /* what has moved the validity last, such as a renewing exam; empty: nothing has */
    struct day renewal_day;
    struct list offers;   /* the one, of package_offer: it comes with a package */
    struct list packages; /* the one that was applied for, of package_view */
    struct text state_slug, state_question; /* the answer of the help on its state; empty: there is none */
};
struct certificate_page {
    struct text number, name, certification;
    bool pending, nameless, disputed, waits, being_issued, issued, suspended, expired, revoked, withdrawn, provisional; /* waits: for more than its day, a name to print or the end of a dispute; being_issued: its day has come */
    struct list disputes; /* of unbinding_view: by which it is disputed */
    bool never_issued; /* it was stopped while it was pending: it has no name, and its day of issue did not take place */
    bool unlisted;     /* it is still to be issued for the first time: until then nobody can verify it */
    bool by_body;      /* staff have suspended or revoked it: they alone give it back */
    struct text level, level_name, forms, reason, name_latin, name_native, unprintable, code, verify_address; /* unprintable: characters of the name for which it waits */
    bool too_long;     /* it waits for a shorter name */
    struct day state_day, exam_day, award_day, issue_day, expiry_day, revision_day, withdrawn_from;
    int64_t revision;
    bool downloadable;
    bool gone;         /* the catalogue in effect no longer has its certification: there is nothing to explain */
    struct text state_slug, state_question;
    struct text summary;
    struct list lines; /* of explanation_line */
    struct list offers, packages; /* as on the card */
    struct list revisions, revisions_part; /* of certificate_revision, the one in force first; empty where there was never another */
};
struct packages_page {
    struct list packages, packages_part; /* of package_view: what was applied for */
    struct list offers, offers_part;     /* of package_offer: the rest */
    bool any_open, draft;
    struct instant changed; /* when the draft was saved */
};
struct package_page {
    struct list packages; /* the one, of package_view */
    struct list cards;    /* its address, of address_card */
    struct list choices;  /* of address_choice: where else it could go */
    struct list contents; /* of text_line: what is put in */
    struct list history;  /* of package_entry */
    struct text text;     /* what was typed */
};
struct address_choice {
    int64_t id;
    bool chosen;
    struct list cards;    /* the one, of address_card */
};
struct apply_page { /* each step has its part */
    struct list mailboxes; /* of package_mailbox; at the review the one that was chosen */
    struct list offers;    /* of package_offer; at the review the one that was chosen */
    struct list addresses; /* of address_choice */
    struct list cards;     /* the address that was chosen */
    struct text seen;      /* stands for it */
    struct text contact, contact_link; /* of the body: its mailbox, and as mailto: */
    bool any_open;
    bool all_applied;      /* none is open, as each was applied for */
    struct text name_case; /* as of site_name_case */
    struct day name_due;
};
struct exams_page {
    struct list associations, mailboxes_part; /* of association */
    struct list requests;                     /* of waiting_row */
    struct list records, records_part;        /* of exam_row */
    struct list naming;                       /* of name_to_print */
    struct list claims, claims_part;          /* of unbinding_claim */
    struct list lost;                         /* of association_lost_case */
    struct list left, left_part;              /* of association_left */
    struct text merged_into; /* the account that this one was merged into; empty: none */
};
struct exam_row {
    struct text provider, registration_id, exam_code, exam_title, score;
    struct day exam_day;
    bool passed, failed, no_show, provisional, on_hold, final, revoked;
    struct list unbindings; /* of unbinding_view: by which it is to leave; My Exam only */
};
struct associate_page {
    struct text address;
    struct list requests; /* of waiting_row: what would come into the account */
    struct list naming; /* of name_to_print */
    struct list claims; /* of unbinding_claim */
};
struct address_page {
    struct text address;   /* as it was typed */
    struct list mailboxes; /* of option: those associated */
    struct list updates;   /* of demographic_update */
};
struct report_page { /* as it was typed */
    struct list providers; /* of option */
    bool choose;           /* there are several, and none is taken for granted */
    struct text provider, exam_code, exam_day, registration_id, candidate, validation_id;
    bool too_early, provisional;
    struct day opens;
    bool no_mailbox;       /* report-taken: nobody could be asked to confirm */
    struct text mailbox;   /* report-taken: masked */
};
struct lost_page {
    int64_t id;            /* of the request by score report */
    struct text exam_code, registration_id, mailbox; /* mailbox: masked; empty: none is known */
    struct day exam_day, ready; /* ready: from when it can be decided */
    bool provisional;      /* ready past what the calendar knows (1.2) */
    bool barred, taken;    /* it had to leave the account; it is in another one */
    struct list open;      /* of association_lost_case: the one that is open about it already, or none */
    struct text text;
};
struct where_page {
    struct text exam_code, exam_day, registration_id, mailbox; /* as it was typed */
    bool answered;
    struct text known_code, exam_title;
    bool exam_unknown, provisional, late, ahead, elsewhere, held, quarantined, own_mailbox, other_mailbox, nothing, looked_everywhere;
    struct day expected, moved_to, cancelled_on;
    struct text masked;
    struct list own;     /* of exam_row */
    struct list left;    /* of association_left */
    struct list claims;  /* of unbinding_claim */
    struct list lost;    /* of association_lost_case */
    struct list intakes; /* of intake_last */
};
struct mailbox_card {
    struct list associations; /* the one, with some of its records */
    int64_t further;          /* how many more it has */
};
struct mailboxes_page {
    struct list requests;     /* of waiting_row: what is just being let go */
    struct list cards, mailboxes_part; /* of mailbox_card */
    struct list left, left_part; /* of association_left */
};
struct let_go_page {
    struct text kind;     /* "mailbox" or "record" */
    int64_t id;
    bool of_record;
    struct text address, exam_code, registration_id;
    struct day exam_day;
    struct instant since;
    struct text means_words;
    bool letters;         /* the account's letters go there */
    bool choose_first;    /* and another mailbox could take them: that has to be chosen first */
    struct text own;      /* the account's own mailbox, where it can confirm; else empty */
    struct list held, held_part;   /* of exam_record: what leaves */
    struct list lines, lines_part; /* of award_preview_line */
};
struct waiting_page {
    struct list requests; /* of waiting_row */
    bool any;
    struct list naming; /* of name_to_print */
};
struct activate_page {
    struct text token;        /* empty: the link's script has not put it in yet */
    bool shown;               /* the request was looked up */
    bool known;               /* there is such a request */
    bool mine;                /* of the signed-in account */
    int64_t id;
    struct text account_name, address;
    struct text kind, about;  /* "mailbox" or "record", with about_id; what it is about, in a word */
    int64_t about_id;
    bool again;               /* it is over, and can be asked for once more */
    bool of_mailbox, of_score_report, of_lost_mailbox, of_letting_go, of_dispute, of_record;
    bool other_name;          /* as in waiting_row */
    int64_t other_names;      /* of_mailbox, of_dispute: so many exam records of it bear another name than the account */
    struct text exam_code, registration_id; /* of a record */
    struct day exam_day;
    struct list lines;        /* of award_preview_line: what letting go would change */
    struct text typed;        /* the address that was just typed */
    struct instant made, ends;
    bool open, completed, replaced, expired, disowned, withdrawn, too_late;
    bool not_there;           /* as in association_request */
    struct list naming; /* of name_to_print */
};
struct letters_page {
    struct list letters; /* of letter_view */
    bool more;
    int64_t before;
    bool unreached;
};
struct letter_page {
    struct list letters; /* the one, of letter_view */
    bool resent;         /* just now */
    struct text anew;    /* its link does nothing any more: the page on which a new letter is asked for; empty: it has none, or that works */
};
struct profile_page {
    struct text name_latin, name_native, phone;
    bool names_fixed, second; /* second: it asks for a second step */
    struct list naming;       /* of name_to_print */
    bool unreached;           /* there is no mailbox to choose */
    bool many_mailboxes;      /* there is another one to choose, which wants the password */
    struct list countries, tongues, zones, mailboxes; /* of option */
    struct list sessions;                             /* of account_session_view */
    struct text name_case; /* as of site_name_case */
    struct day name_due;
};
extern const struct record packages_page_record, package_page_record, address_choice_record, apply_page_record;
struct addresses_page {
    struct list addresses; /* of address_card */
    bool full;             /* no more can be kept */
};
struct address_field_row {
    struct text name, label, value, wrong;
    struct text autocomplete; /* for browsers */
    struct text example;      /* empty: none */
    bool required, lines;
    struct list options;      /* of option: chosen from a list */
};
extern const struct record address_field_row_record;
struct postal_page {
    int64_t id;            /* 0: a new one */
    bool chosen;           /* a country is */
    bool other;            /* another one just now: what was typed stands in its fields */
    struct list countries; /* of option */
    struct text country, calling_code, phone;
    struct text back, cancel; /* where to go when it is kept, if anywhere else than to the list; and when it is not */
    struct list fields, latin_fields; /* of address_field_row */
    bool latin_needed;
};
struct merge_page {
    struct text name;          /* typed */
    bool proven;               /* what follows is of the proven account */
    struct text proof, other;
    struct list things, lines; /* of association_merge_thing; of award_preview_line */
    struct list packages;      /* of package_merge_line */
    int64_t other_names;       /* exam records among them that bear another name than this account */
    struct list printed;       /* of award_other_name */
    struct list merges;        /* of association_merge_view */
    struct list waits;         /* of association_merge_wait */
    bool emptied;              /* this account was merged into another */
    struct text into;
};
struct merge_undo_page {
    struct list merges;        /* the one, of association_merge_view */
    struct list things, lines; /* what would go back, of association_merge_thing; what becomes of the certificates of this account, of award_preview_line */
};
struct unbinding_page {
    struct list unbindings;    /* the one, of unbinding_view */
    bool over;
    struct list lines;         /* of award_preview_line: what would become of certificates */
    struct list together, apart; /* of unbinding_view: for what else an objection counts; what it does not stop */
    struct text text;          /* typed */
};
struct cases_page {
    struct list cases, cases_part; /* of case_view */
    int64_t claims;    /* what the reader has disputed, which stands elsewhere */
};
struct case_page {
    struct list cases;    /* the one, of case_view */
    struct list facts;    /* of web_case_fact */
    struct list entries;  /* of case_entry_view */
    struct list evidence; /* of case_evidence_view */
    int64_t before;       /* the page of the entries before those begins here; 0: there are none */
    bool older;           /* these are not the newest */
    bool room;            /* one more file can be added */
    bool objects;         /* what is said is an objection to an unbinding, */
    struct list together; /* and for what else it counts: of unbinding_view */
    struct text text;     /* what was typed */
    bool unreached;
};
/* A certificate with the name that is printed on it. */
struct printed_name {
    struct text number, name, name_latin, name_native;
};
struct name_page {
    struct text name_latin, name_native, text; /* as they shall be; words of the asker */
    struct list naming;                        /* of name_to_print: as they are now */
    struct list printed;                       /* of printed_name */
    struct text open_number;                   /* of the case that is open already; empty: none is */
    struct day due;                            /* by which that one is answered; NO_DAY: none is, or something else is waited for */
};
struct help_topic {
    struct text topic;
    struct list answers; /* of help_entry */
};
struct help_page {
    struct text query;
    bool searched;
    struct list results; /* of help_entry */
    struct list topics;  /* of help_topic */
};
struct answer_page {
    struct list answer;  /* the one, of help_entry */
    struct list related; /* of help_entry: the others of its topic */
};
struct ask_page {
    struct text text, address;           /* what was typed */
    struct text page, problem;           /* the context that goes along */
    struct text place;                   /* what the page is called */
    struct list fitting;                 /* of help_entry: what answers it, perhaps */
    bool unreached;
};
struct asked_page {
    struct text number;
    struct day due; /* by which the answer comes, where the address says it */
};
struct verify_page {
    struct text number, name, code;
};
struct verification_page {
    struct text number;
    bool mistyped;        /* not found, and not as the body makes them */
    struct list found;    /* the one, of verification; empty: no such certificate */
};
struct file_verification_page {
    struct list checked;  /* the one, of file_verification */
    struct list register_says; /* the one, of verification; empty where unknown */
};
struct mailbox_page {
    struct text address;
    struct list letters; /* of mailbox_letter */
};
struct mailbox_letter_page {
    struct text recipient, subject;
    struct instant written;
    struct list parts; /* of letter_part */
};
/* A letter's text cut at its links, so that they can be pressed. */
struct letter_part {
    struct text text, link;
};

extern const struct record list_part_record, mailbox_card_record, name_to_print_record, name_in_script_record, waiting_row_record, home_page_record, sign_page_record, certificates_page_record, certificate_card_record, certificate_page_record, exams_page_record,
    exam_row_record, associate_page_record, address_page_record, waiting_page_record, activate_page_record, letters_page_record, letter_page_record,
    profile_page_record, merge_page_record, merge_undo_page_record, unbinding_page_record, verify_page_record, verification_page_record, file_verification_page_record, mailbox_page_record, mailbox_letter_page_record,
    letter_part_record;
extern const struct record cases_page_record, case_page_record, printed_name_record, name_page_record, help_topic_record, help_page_record, answer_page_record, ask_page_record, asked_page_record, second_step_page_record, second_page_record, new_password_page_record,
    recovery_code_row_record, recovery_codes_page_record;

#endif
