/* What each page's template is given besides the frame. A page shows its seven states from these: empty, one, many, waiting, error, done, not allowed. */
#ifndef DOOR_DESK_DESK_RECORDS_H
#define DOOR_DESK_DESK_RECORDS_H

#include "base/record.h"

struct desk_sign_in_page {
    struct text name, back;
    bool over;                    /* a form came after the session had ended */
    struct text party, challenge; /* for a passkey; `party` empty: none can be used here */
};
struct desk_enrol_page {
    struct text token;  /* empty: the link's script has not put it in yet */
    bool shown, known;  /* the link was looked up; there is such a link */
    struct text user_name;
    struct instant ends;
    bool has_password;
    struct text secret, qr; /* for an app: to be typed, and as the path of a picture */
    int64_t qr_size;
    struct text party, challenge, user_id; /* as above */
};
struct code_row {
    struct text code;
};
struct desk_codes_page {
    struct list codes; /* of code_row */
};
struct role_choice {
    struct text field, name, what;
    bool chosen;
};
struct staff_row {
    int64_t id, passkeys, codes;
    struct text user_name, name_latin, name_native, mailbox;
    struct text roles;             /* in words */
    struct instant since, ended, used;
    bool app, invited, none, self; /* none: no sign-in is set up, nor a link out; self: the reader */
};
struct desk_staff_page {
    bool may_manage;
    struct list staff;   /* of staff_row */
    struct list choices; /* of role_choice */
    struct text user_name;
};
struct desk_member_page {
    bool may_change;        /* the reader manages the staff, and it is not himself */
    struct list member;  /* the one, of staff_row */
    struct list choices; /* of role_choice */
};
struct desk_letters_page {
    bool failed, held, waiting; /* which are shown */
    bool may_hold, more;
    struct text back;    /* where it is, to come back to */
    struct list letters; /* of people_outgoing */
};
struct desk_letter_page {
    int64_t letter;
    bool may_hold, may_open; /* may_open: there is an account, and the reader may open it */
    struct text back;
    struct list letters; /* the one, of letter_view */
};
struct work_row { /* a list of things that wait, with its page */
    struct text name, address;
    int64_t count, overdue, days; /* days: how long the oldest has waited */
    struct instant oldest;
};
struct plot_label {
    int64_t x, y;
    struct text text;
};
struct desk_work_page {
    struct list lists; /* of work_row; empty: none is for the reader's roles */
    struct list weeks; /* of people_week: the table behind the pictures */
    /* What came in and what was awarded, week by week: a path for each series, in a box of plot_width by plot_height. */
    int64_t plot_width, plot_height, plot_base;
    struct text taken, unchanged, quarantined, refused, awards;
    int64_t rows_most, awards_most; /* the highest week */
    struct day first_week, last_week; /* their Mondays */
    struct list months;             /* of plot_label */
    bool any_rows, any_awards;
};

/* A provider to choose. */
struct desk_profile_choice {
    struct text name, title;
    bool assumed, chosen;
};
struct desk_intake_page {
    bool may_import, may_read_addresses; /* new ones, on their way to providers */
    int64_t waiting;        /* rows, of all files */
    struct list files;      /* of intake_file_view */
    bool older, more;       /* not the newest; there are still older ones, from behind `before` */
    int64_t before;
    struct list profiles;   /* of desk_profile_choice */
    bool told, dry_run, seen_before; /* what became of an upload: */
    struct text file;
    int64_t file_id;        /* 0: it is not kept */
    int64_t rows, fresh, unchanged, corrected, quarantined, refused;
    struct list verdicts;   /* of intake_row_verdict */
    bool more_verdicts;
};
/* A provider's code that the catalogue does not know (SPEC 3.5). */
struct desk_code {
    int64_t number, row;          /* number: of its fields on the page; row: of whose card it is, 0: none */
    int64_t here, after, aside_after; /* of a card: where it stands, as in desk_rows_page */
    struct text profile, title, code; /* title: the provider's */
    int64_t rows;                 /* that wait for it */
    struct instant since;
    struct text typed;            /* the exam, of what was just refused */
    bool refused;
};
struct desk_exam {
    struct text code, title;
};
struct desk_row {
    int64_t id, file_id, line;
    struct text provider, file, code, reason, raw; /* provider: its title */
    struct instant received;
    int64_t days;           /* since it came */
    struct text candidate, mailbox, name_native, name_latin; /* whose exam it is, as the row says */
    bool anybody;           /* it has a name */
    struct text exam, grade, score; /* as the row writes them */
    struct list cells;      /* of intake_cell */
    struct list sides;      /* of desk_side: whose it can be, where that is not clear */
    bool exam_unknown;      /* the remedy is in the catalogue: */
    struct list codes;      /* of desk_code: its code, where it has one that can be said to mean an exam */
    struct text unread; /* why its profile cannot read it any more; empty: it can */
    bool may_accept, may_name, may_take, early; /* which remedies can bring it in, and whether one of the two can; early: none before exam_day */
    struct day exam_day;
    struct text other_name, other_registration; /* another name than the row's, on the record of that registration ID; empty: none */
    bool by_candidate;      /* that record is not the row's own, but one of its candidate ID */
    struct text proposed_by, proposed_mailbox, proposed_why; /* as in intake_waiting_row */
    struct text although;   /* the name of whose the proposed mailbox is, which is not the row's; empty: it fits */
    bool own;               /* it is about an account of who reads it: he does not decide */
    struct text why, by;    /* of one put aside: the reason, and who did it; empty: not noted, the operator */
    struct instant settled;
    bool wrong;             /* the one whose remedy was just refused, with what was typed: */
    struct text address, typed; /* typed: the reason */
    bool misfit, all_the_same;  /* the mailbox is of somebody with another name; and that was ticked */
};
struct desk_rows_page {
    bool may_remedy, may_load; /* may_load: say which exam a code means */
    struct list exam_list;  /* of desk_exam, to choose from; empty where nothing is to choose */
    struct list rows;       /* of desk_row */
    int64_t next, here;     /* here: 0, as it is no file's page */
    int64_t after, aside_after; /* behind which row the page begins, 0: none; its forms bring it along. aside_after: 0 */
    bool more;
    int64_t others;         /* rows that the decision which led here has taken in beside its own */
};
struct desk_file_page {
    bool may_remedy, may_load; /* the latter and exam_list as in desk_rows_page */
    struct list exam_list;
    int64_t here;           /* the file's id: decisions lead back to it */
    struct list files;      /* the one, of intake_file_view */
    struct text title, sha256;
    int64_t bytes, later, aside_count, rejected_later; /* as in intake_file_whole */
    struct list texts;      /* of intake_file_text */
    struct list acts;       /* of intake_file_act */
    struct list open_rows;  /* those that wait, of desk_row */
    int64_t next, after, aside_after; /* the latter as in desk_rows_page, for each of the two lists */
    int64_t others;         /* as there */
    bool more;
    struct list aside;      /* those put aside, of desk_row */
    int64_t next_aside;
    bool more_aside;
    struct list rejections; /* of intake_row_verdict */
    int64_t more_rejected;  /* that are not shown */
};
struct desk_catalogue_line { /* what is wrong with a text, or differs */
    int64_t line;           /* of the new text; 0 where it is gone */
    struct text text;
    bool added, removed, changed;
};
struct desk_certification_row {
    struct text code, name, level;
    int64_t months, years;  /* of validity; years: 0 where it is not whole years; months: 0 without end */
    bool package;
};
struct desk_catalogue_page {
    bool may_load;
    struct list codes;      /* of desk_code: which providers send, and it does not know */
    struct list exam_list;  /* of desk_exam, to choose from; empty where nothing is to choose */
    struct list versions;   /* of catalogue_history; the first is in effect */
    struct text body_name;
    int64_t exams, changes;
    struct text calendar, calendar_version, calendar_source; /* what the body's calendar says of itself (SPEC 1.2) */
    struct day calendar_first, calendar_last;
    struct list certifications; /* of desk_certification_row: what can be earned today */
    bool told;              /* what was found in an uploaded text: */
    struct text file;
    struct list problems;   /* of desk_catalogue_line */
    bool more_problems;
    struct list differences; /* the same */
    struct list lacks;      /* the same: what the theme cannot print */
    struct view foreseen;   /* award_foreseen; none where nothing differs */
    bool takes_away, second; /* of certificates, or nobody knows: a reason is asked for; second: and a second person */
    struct text reason;     /* as it was typed */
    struct text content;    /* the text as it goes back to be loaded, in base64url; empty: it cannot be */
    int64_t over;           /* against which version the differences are */
    int64_t anew;           /* the proposal whose text it is, which is proposed anew; 0: none */
    struct list proposals;  /* of catalogue_proposal: what waits for a second person */
};
struct desk_catalogue_proposal_page {
    struct list proposals;  /* the one, of catalogue_proposal */
    bool loaded, rejected, renewed; /* how it ended */
    bool old;               /* another version is in effect by now than when it was proposed */
    bool confirms, rejects, renews; /* what the reader may do; renews: propose it anew */
    bool own;               /* he has proposed it himself, and another has to confirm it */
    struct list problems;   /* of desk_catalogue_line; and what follows as in desk_catalogue_page */
    bool more_problems;
    struct list differences, lacks;
    struct view foreseen;
    bool takes_away, second;
    struct text file, reason, content, typed; /* reason: of the proposal; typed: why it is rejected */
    int64_t over, anew;
};
struct desk_catalogue_version_page {
    struct list versions;   /* the one, of catalogue_history */
    bool readable;
    struct list differences; /* of desk_catalogue_line */
};
struct desk_provider_row {  /* a provider that takes new addresses, and how long what is for it waits */
    struct text name, title;
    int64_t queued, queued_days, unanswered, unanswered_days; /* days: of the oldest */
    bool chosen;            /* whose answer was to be read */
};
struct desk_update_row {    /* as in demographic_update */
    int64_t account_id, days; /* days: how long it has waited to be sent, or for the answer */
    struct text address, user_name, candidate_id, answer;
    struct instant asked;
    bool waits, queued, sent, accepted, error, replaced, withdrawn;
};
struct desk_demographic_page {
    bool may_send;
    struct list providers;  /* of desk_provider_row */
    struct list files;      /* of demographic_file */
    struct list updates;    /* of desk_update_row */
    bool told;              /* what an answer said: */
    int64_t accepted, failed, unknown, unchanged;
    struct text file_error;
};

struct desk_people_page {
    struct text text;       /* what was looked for */
    bool searched, more;
    struct list hits;       /* of person_hit */
};
struct desk_person_page {
    int64_t id;
    struct text name, name_latin, name_native, letters_to, phone, country, tongue, zone; /* name: the user name; country and tongue by name */
    struct instant made;
    bool may_act, may_propose, may_hold, may_read_updates;
    bool more_ties, more_records, more_certificates, more_letters, more_cases, more_claims, more_updates, more_packages, more_acts; /* than the list has */
    struct text back;       /* where it is, for the forms of its letters */
    struct list mailboxes, ties, records, certificates, letters, cases, claims, updates, packages, sessions, acts; /* as in struct person */
    struct list merges;     /* of association_merge_view */
    struct list addresses;  /* of address_card */
};
/* Somebody with or without an account: all records of a candidate ID or a mailbox. */
struct desk_unheld_page {
    struct text candidate_id, mailbox;
    struct list records, ties; /* as in struct person_unheld */
};
/* A turn in a certificate's history: it was earned, came to a state, to another validity, or was revised. */
struct desk_turn_row {
    struct day day;
    bool earned;
    struct text state;      /* in the reader's language; empty: the same as before */
    struct day expiry;      /* of another validity; NO_DAY: the same as before, or `endless` */
    bool endless;
    int64_t revision;       /* 0: it was not revised */
    struct text name;       /* as printed from then on */
    struct text why;
};
struct desk_journal_page {
    struct text account, number, act, first, last; /* the filter as it was typed */
    bool filtered, more;
    int64_t before;
    struct text certificate, certification, holder; /* whose number was looked for; empty: no certificate's */
    int64_t holder_id;
    struct list turns;      /* its history, of desk_turn_row */
    struct list acts;       /* of person_act */
};

struct desk_unbindings_page {
    struct text what, owner, reason; /* typed */
    struct text there;      /* the case of the unbinding that there is already of `what`; empty: none */
    bool waiting, objected, others, all; /* which are shown */
    int64_t objected_count, others_count, waiting_count;
    bool may_unbind;
    bool second_person;     /* what staff open is not carried out by its day */
    struct list unbindings; /* of unbinding_view */
};
struct desk_unbinding_page {
    struct list unbindings; /* the one */
    struct text typed;      /* as a reason */
    struct text number;     /* of its case */
    struct list said;       /* of case_entry_view: what the holder has said to it, */
    bool said_before;       /* and there is more, which its case shows */
    struct list evidence;   /* of case_evidence_view */
    struct text proposed_by, proposal; /* by whom a decision was proposed that waits for a second person, and the reason; empty: none */
    struct list undoing;    /* the one, of unbinding_undoing, where it is done */
    bool may_unbind, open;  /* may_unbind: not where he has proposed it himself, nor about */
    bool own;               /* what he has or claims himself */
    struct list lines;      /* of award_preview_line */
    struct list claims;     /* of case_view: of others who claim it since */
    struct list sides;      /* of desk_side: the record, who has it, and who would get it */
    struct list told;       /* of demographic_update: what the provider was told by the account last */
};
struct desk_near_page {
    bool aside, may_judge;
    bool asked;             /* they are looked for just now */
    struct list misses;     /* of near_miss */
};
struct desk_near_one_page {
    bool may_judge;
    struct list misses;     /* the one */
    struct list sides;      /* of desk_side */
    struct list unheld;     /* of exam_record: under the mailbox of nobody's */
};
struct desk_merges_page {
    struct text one, other; /* typed */
    int64_t account;        /* whose merges are shown; 0: all that can be undone */
    struct text user_name;
    bool may_propose;
    struct list merges;     /* of association_merge_view */
};
struct desk_merge_page {
    struct list merges;     /* the one */
    struct list things;     /* of association_merge_thing: what goes back where it is undone; and of award_preview_line what becomes of certificates */
    struct list lines, others; /* in the emptied account, and in the one that remains; nothing where it cannot be undone */
    struct text typed;      /* the reason */
    bool foreseen;          /* it can be undone, and what follows is told */
    bool undoes, sends_back; /* the reader may; the view says whether it can be undone at all */
};

/* One certificate, and what can be done with it (award_stop.h). */
struct desk_certificate_page {
    struct list certificates; /* the one */
    struct text holder;     /* user name */
    struct list turns;      /* of desk_turn_row */
    struct text case_number; /* in which something about it waits; empty: none does */
    struct list disputes;   /* of unbinding_view: until they are over it is not issued */
    bool may_suspend, may_revoke, may_give_back, may_change; /* may_change: any of them */
    bool own, two;          /* it is the reader's own; a second person is wanted */
    struct text reason_typed;
    bool chose_suspension, chose_revocation, chose_return;
};

extern const struct record desk_certificate_page_record;
extern const struct record desk_catalogue_proposal_page_record;
extern const struct record desk_merges_page_record, desk_merge_page_record;
extern const struct record desk_unbindings_page_record, desk_unbinding_page_record, desk_near_page_record, desk_near_one_page_record;
extern const struct record desk_people_page_record, desk_person_page_record, desk_unheld_page_record, desk_turn_row_record, desk_journal_page_record;
extern const struct record desk_intake_page_record, desk_profile_choice_record, desk_code_record, desk_exam_record, desk_row_record, desk_rows_page_record, desk_file_page_record, desk_provider_row_record, desk_update_row_record, desk_catalogue_line_record, desk_certification_row_record, desk_catalogue_page_record, desk_catalogue_version_page_record,
    desk_demographic_page_record;
struct desk_cases_page {
    struct list counts;      /* of case_count */
    struct list cases;       /* of case_view */
    struct text kind, show;  /* what is shown */
    bool all, closed, overdue, asker, second, more;
    int64_t waiting, overdue_count, asker_count, second_count;
};
/* The name as it stands somewhere. */
struct desk_name_row {
    struct text source, which, latin, native;
    bool asked;
};
struct desk_compare_row {
    struct text label, record, account;
};
struct desk_case_page {
    struct list cases;       /* the one, of case_view */
    struct list facts;       /* of web_case_fact */
    struct list entries;     /* of case_entry_view */
    struct list evidence;    /* of case_evidence_view */
    int64_t before;          /* the page of the entries before those begins here; 0: there are none */
    bool older;              /* these are not the newest */
    struct list names;       /* of desk_name_row: of a correction */
    struct list compared;    /* of desk_compare_row: of a lost mailbox; */
    struct text holder;      /* where it is open, the other account that has the record; empty: none */
    struct text lost_unbinding; /* the number of the case of the unbinding that began with its granting; empty: none did */
    bool own, unproven;      /* about the reader's own account; asked by nobody who is signed in */
    bool unreached;          /* no letter reaches whose case it is */
    bool may_message, may_note, may_answer, may_decide, may_confirm, may_send_back;
    struct text text, note, typed_reason, back; /* what was typed; the case has a reason of its own, */
    bool chose_grant, chose_refusal, asks;      /* and an outcome: this is what was chosen */
    struct day answer_by;    /* until when an answer is waited for that is asked for now; NO_DAY: as long as the case's own clock runs */
};
/* A list of packages that can be looked at. */
struct desk_show_row {
    struct text word, name;
    int64_t count;
    bool current;
};
struct desk_packages_page {
    struct list shows;       /* of desk_show_row */
    struct text show;        /* the word of the present one */
    struct list packages;    /* of package_view */
    bool more, may_send, may_approve, may_pack, may_print;
    int64_t refused_events;  /* of carriers, that nobody has dealt with */
    int64_t superseded;      /* that are packed with a certificate that was revised since */
    int64_t up_to;           /* what "all" means to whoever sees this page */
    bool told;               /* what became of many; */
    bool asked;              /* or what will not be printed, before it is: */
    int64_t done, refused;
    struct list refusals;    /* of package_refusal */
    bool cut;                /* there are more than were done */
    struct text act, left_out; /* what is asked about, and who is left out, to be sent back with ... */
    struct list ticked;      /* ... of text_line: these */
    /* Days from application to mailing, week by week. */
    int64_t plot_width, plot_height, plot_base, promise_y, promised, most;
    struct text in_time, late;
    struct list months;      /* of plot_label */
    struct list weeks;       /* of package_week */
    bool any_weeks, most_apart; /* most_apart: its line is so far above the promise's that both can have their numbers */
};
/* An express number that was typed, and what has to be asked about it. */
struct desk_carrier_row {
    struct text code, name;
    bool chosen;
};
struct desk_mailing {
    struct text express_number, carrier, carrier_name, others; /* carrier: the code that was named; others: names of those whose form the number has */
    struct text held;        /* why its certificate is not to be sent; empty: that is not asked about */
    bool ask, wrong_digit, other_form;
    bool anyway, gone;       /* answered before: the number is right, it has gone */
    struct list carriers;    /* of desk_carrier_row: whose it can be */
};
struct desk_package_page {
    struct list packages;    /* the one, of package_view */
    struct list cards;       /* of address_card: its address */
    struct list contents;    /* of text_line: what is put in */
    struct list history;     /* of package_entry */
    struct list printed;     /* of package_printed */
    struct list mailings;    /* the one, of desk_mailing */
    struct text day, back_day, words; /* typed; words: the reason, or what the carrier says */
    bool may_send, may_approve, may_pack, may_mail, may_end, may_return, may_again, may_unpack, may_stop, may_renumber, may_print;
};
struct desk_scan_page {
    struct text package;     /* typed */
    struct list packages;    /* the one that was found, of package_view */
    struct list mailings;    /* the one, of desk_mailing */
};
struct desk_numbers_page {
    bool told, dry_run;
    int64_t mailed, unchanged, refused;
    struct list rows;        /* of package_number_row */
};
struct desk_deliveries_page {
    bool told;
    int64_t taken, unchanged, unknown, refused;
    struct list verdicts;    /* of package_event_verdict */
    struct list events;      /* of package_event_view: that wait for their number */
    struct list refusals;    /* of package_event_refused_view: what the web hook has refused */
    struct list settled;     /* the same of what was dealt with lately */
    bool more;               /* of them */
    bool may_send;
};
extern const struct record desk_deliveries_page_record;
extern const struct record desk_show_row_record, desk_packages_page_record, desk_carrier_row_record, desk_mailing_record, desk_package_page_record, desk_scan_page_record, desk_numbers_page_record;
extern const struct record desk_cases_page_record, desk_name_row_record, desk_compare_row_record, desk_case_page_record;
extern const struct record desk_sign_in_page_record, desk_enrol_page_record, code_row_record, desk_codes_page_record, role_choice_record, staff_row_record, desk_staff_page_record,
    desk_member_page_record, desk_letters_page_record, desk_letter_page_record, work_row_record, plot_label_record, desk_work_page_record;

#endif
