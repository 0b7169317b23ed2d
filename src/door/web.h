/* What the doors to the web share: the way of a request (route, session, form, handler, answer), the frame around every page, refusals, assets.
 *
 * A door gives a table of routes and a table of pages; the server opens several of them at once. */
#ifndef DOOR_WEB_H
#define DOOR_WEB_H

#include "account/account.h"
#include "audit/audit.h"
#include "door/house.h"
#include "outside/form.h"
#include "outside/http.h"
#include "outside/page.h"

struct web;
struct visit;
struct help; /* help/help.h */

/* What every template sees besides its own record. */
struct frame {
    struct text body;             /* the certifying body's name */
    struct text body_web;         /* its own site; empty: none is known */
    struct text language;         /* "zh-CN", for HTML */
    struct list languages;        /* of language_choice: the others to switch to */
    bool native_first;            /* language_native_first */
    bool signed_in;
    struct text user_name;        /* of the reader; some pages have a field of that name, too ... */
    struct text reader;           /* ... and what stands around the page says this one */
    struct text form_token;       /* goes back with every form: it is from this session */
    struct text key;              /* goes back with every form that writes: SPEC 13.4 */
    struct text path;             /* where the reader is, to come back to; behind a form the page that it stood on */
    struct text style, script, icon; /* addresses of the assets, with their hash */
    struct text notice;           /* a sentence on what was just done; empty: none */
    struct list errors;           /* of frame_error: what went wrong */
    /* What is wrong with a field, to be said beside it; empty: nothing. Whatever field of a form has its place here is linked to from the errors. */
    struct text wrong_user_name, wrong_other, wrong_mailbox, wrong_password, wrong_name_latin, wrong_name_native, wrong_address, wrong_phone, wrong_country, wrong_language, wrong_zone,
        wrong_old_password, wrong_new_password, wrong_number, wrong_provider, wrong_name, wrong_code, wrong_file, wrong_exam_code, wrong_exam_day, wrong_registration_id,
        wrong_candidate, wrong_validation_id, wrong_text, wrong_evidence, wrong_reason, wrong_roles, wrong_certificate, wrong_express_number, wrong_carrier, wrong_day, wrong_back_day, wrong_first, wrong_last, wrong_package, wrong_event,
        wrong_what, wrong_outcome, wrong_back, wrong_note, wrong_recipient, wrong_organization, wrong_street, wrong_district, wrong_city, wrong_region, wrong_postal_code, wrong_sorting_code,
        wrong_latin_recipient, wrong_latin_organization, wrong_latin_street, wrong_latin_district, wrong_latin_city, wrong_latin_region;
    struct text help_slug, help_question;   /* the answer of the help that fits what went wrong; empty: none does */
    struct text place_slug, place_question; /* the same for the page that the reader is on */
    struct text ask;              /* where to ask the body, with the page and what went wrong on it */
    struct day today;             /* of the body; NO_DAY before it has a calendar */
    int64_t ecert_days, score_report_days, objection_days; /* what the body promises, in working days, each the first of a range; 0 before it has a catalogue */
    bool demonstration, built_in_mailbox;
    bool for_everyone;            /* the page is the same for all: who reads it was not looked up */
    int32_t zone_offset_minutes;
    struct text zone_name;
    bool at_certificates, at_exams, at_my_cases, at_letters, at_profile, at_verify, at_help; /* where the navigation stands: the route's section */
    bool acting;                  /* the reader is one of the staff, who looks at the pages of user_name */
    bool desk;                    /* a page of the desk */
    bool at_work, at_people, at_cases, at_unbindings, at_near, at_intake, at_catalogue, at_packages, at_journal, at_staff; /* the same at the desk */
    bool may_read_people, may_read_cases, may_read_near, may_read_intake, may_read_catalogue, may_read_packages, may_read_letters, may_read_journal, may_read_staff; /* what the navigation offers there */
};
extern const struct record frame_record;

struct frame_error {
    struct text text;  /* in the reader's language */
    struct text field; /* the id of the form's field that it is about; empty: the whole */
};
extern const struct record frame_error_record;

struct language_choice {
    struct text tag, name, html_tag;
};
extern const struct record language_choice_record;

enum route_role {
    ROUTE_NOBODY,   /* no role, no route */
    ROUTE_ANYONE,   /* signed in or not */
    ROUTE_ACCOUNT,  /* signed in; others are sent to sign in, and come back */
    ROUTE_NO_ONE,   /* not signed in; others are sent to the door's first page */
    ROUTE_SIGN_OUT, /* anyone; a session that is there brings its token */
    ROUTE_STAFF     /* at the desk: ROUTE_STAFF + the permission that is needed */
};

/* Every POST must come from a page of ours; what acts for an account (all but ROUTE_ANYONE) brings its session's token as well. */
struct route {
    enum http_method method;    /* GET answers HEAD too */
    const char *path;           /* "/my/exams"; "/v/" followed by a star takes one segment, two stars take two */
    int role;                   /* enum route_role, or ROUTE_STAFF + enum permission */
    enum http_place place;
    const struct form_field *fields; /* POST: ended by a NULL name; GET: what of the query is read */
    const char *section;        /* "certificates": which the navigation marks, the frame's at_certificates */
    enum result (*handle)(struct visit *visit);
    /* POST: shows the page that the form stood on, with what was typed, after its form or its act was refused; the frame has what was wrong. NULL: a page of its own says it. */
    enum result (*again)(struct visit *visit, int status);
    /* POST of a program: the handler reads the body, which is signed; it needs no page of ours to come from. Only with ROUTE_ANYONE. */
    bool raw;
};

/* What a browser's script sends of a passkey, as base64url. */
#define PASSKEY_FIELDS                                                                                                              \
    {"credential", FORM_CHOICE, 1400, false, NULL}, {"client_data", FORM_CHOICE, 6000, false, NULL},                                 \
        {"authenticator_data", FORM_CHOICE, 6000, false, NULL}, {"signature", FORM_CHOICE, 1400, false, NULL}, {"challenge", FORM_CHOICE, 64, false, NULL}
/* What a form brings along and a table of fields ends with. */
#define FORM_FIELDS {"form_token", FORM_CHOICE, 64, false, NULL}, {"key", FORM_CHOICE, 64, false, NULL}
#define FIELDS_END {NULL, FORM_TEXT, 0, false, NULL}

/* What a redirect says was done, by the word in its address. */
struct web_notice {
    const char *word, *english;
};

/* A door to the web. The numbers of its pages are its own enum, in the order of `pages`. */
struct web_door {
    const char *under;                   /* "" or "/desk": what all its paths begin with */
    const char *cookie;                  /* holds its session's token */
    long session_seconds;                /* how long a browser keeps it */
    enum result (*session)(struct context *context, struct text token, struct account *account); /* account_session or its like */
    /* Where another door's session looks at this one's pages (SPEC 11.3): that door's cookie, and the like of account_acting_session; NULL: never. Only what reads is done then. */
    const char *acting_cookie;
    enum result (*acting)(struct context *context, struct text token, struct account *account);
    const char *sign_in, *first;         /* where to go for who is not signed in, and for who is */
    const struct route *routes;          /* ended by a NULL path */
    const struct page_binding *pages;
    size_t page_count;
    const struct web_notice *notices;    /* ended by a NULL word */
};

/* One request on its way. */
struct visit {
    struct web *web;
    size_t door;             /* which of the web's doors it came to */
    struct context *context;
    const struct http_request *request;
    struct http_answer *answer;
    const struct route *route; /* NULL where there is none */
    const struct web_row *row; /* its own, web_inside.h */
    struct text rest;        /* what the path has where the route's pattern has its star */
    bool signed_in;
    struct text session_token;
    struct account account;
    struct form form;        /* POST: what was sent, by the route's field table */
    struct frame frame;
};

/* Loads and checks all templates and assets of the doors (ended by NULL, at most WEB_MOST_DOORS), for the life of the house. A template that does not fit its record is
 * REFUSED with file, line and column. */
enum { WEB_MOST_DOORS = 4 };
MUST_CHECK web_open(struct house *house, const struct web_door *const *doors, struct web **web);
/* What the server calls; lives as long as the house. */
const struct http_handlers *web_handlers(struct web *web);

/* Answers with a page of the visit's door. `status` 200, or what fits. */
enum result web_show(struct visit *visit, int page, int status, const void *item);
/* What the sign-in page is opened with (done) by a form that came when its session was over. */
#define WEB_SESSION_OVER "session-over"
/* Answers 303 to `path`; `done` (may be NULL) is a word of a table of notices, which the next page shows. */
enum result web_go(struct visit *visit, const char *path, const char *done);
/* The status that a failure is answered with. */
int web_status_of(const struct error *error, enum result result);
/* Answers with a page for a failure that no handler dealt with. */
enum result web_fail(struct visit *visit, enum result result);
/* Counts a look-up on the event loop for the asker's network, by the setting lookups_per_minute. REFUSED audit.too_often. */
MUST_CHECK web_limit_lookups(struct visit *visit);
/* Numbers that there are none of are counted for the asker's network, by the setting unknown_per_minute, in memory. Whoever has asked for too many learns of no number for a while, be there one or not:
 * web_limit_unknown, before the look-up, is REFUSED audit.too_often then; web_count_unknown, after it. */
MUST_CHECK web_limit_unknown(struct visit *visit);
void web_count_unknown(struct visit *visit);
/* Fills the frame, once in a visit (it has a language then): a page does; for who words something by it, as by its time zone, before. */
void web_fill_frame(struct visit *visit);
/* Follows up at once what the act left due, so that the next page shows it (13.2); what fails here the worker does again. */
void web_settle(struct visit *visit);
/* Before an e-Cert is signed: house_signer. */
MUST_CHECK web_signer(struct visit *visit);
/* A page for what is not there, or not this person's: the same answer for both. */
enum result web_absent(struct visit *visit);
/* Sets the session's cookie, or ends it where the token is empty. */
void web_set_session(struct visit *visit, struct text token);
/* What the browser's script sent of a passkey (PASSKEY_FIELDS); false where it sent none. */
struct passkey_answer; /* outside/passkey.h */
bool web_passkey_sent(struct visit *visit, struct passkey_answer *answer);
/* Whether it leads to this site, and not, as "//elsewhere" does, to another. */
bool web_is_own_path(struct text path);
/* The path to go to where a form says so, if it is one of ours; else `otherwise`. */
const char *web_own_path(struct visit *visit, struct text path, const char *otherwise);
/* The questions and answers, loaded once. */
const struct help *web_help(const struct visit *visit);
/* The text in the visitor's language. */
struct text web_text(const struct visit *visit, const char *english);
/* The whole number that a path or field has; 0 where it has none. */
int64_t web_number(struct text text);

#endif
