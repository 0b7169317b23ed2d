/* What the files of this door share: a visit, the frame around every page, the table of routes. */
#ifndef DOOR_SITE_SITE_INSIDE_H
#define DOOR_SITE_SITE_INSIDE_H

#include "account/account.h"
#include "base/buffer.h"
#include "door/house.h"
#include "outside/form.h"
#include "outside/http.h"
#include "outside/page.h"

/* What every template sees besides its own record. */
struct frame {
    struct text body;             /* the certifying body's name */
    struct text language;         /* "zh-CN", for HTML */
    struct list languages;        /* of language_choice: the others to switch to */
    bool signed_in;
    struct text user_name;
    struct text form_token;       /* goes back with every form: it is from this session */
    struct text key;              /* goes back with every form that writes: SPEC 13.4 */
    struct text path;             /* where the reader is, to come back to; behind a form the page that it stood on */
    struct text style, script, icon; /* addresses of the assets, with their hash */
    struct text notice;           /* a sentence on what was just done; empty: none */
    struct list errors;           /* of frame_error: what went wrong */
    /* What is wrong with a field, to be said beside it; empty: nothing. Whatever field of a form has its place here is linked to from the errors. */
    struct text wrong_user_name, wrong_mailbox, wrong_password, wrong_name_latin, wrong_name_native, wrong_address, wrong_phone, wrong_country, wrong_language, wrong_zone,
        wrong_old_password, wrong_new_password, wrong_number, wrong_name, wrong_code, wrong_file;
    struct text now_day;          /* for the foot */
    bool demonstration, built_in_mailbox;
    bool for_everyone;            /* the page is the same for all: who reads it was not looked up */
    int32_t zone_offset_minutes;
    struct text zone_name;
    bool at_certificates, at_exams, at_letters, at_profile, at_verify; /* where the navigation stands */
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

/* One request on its way. */
struct visit {
    struct site *site;
    struct context *context;
    const struct http_request *request;
    struct http_answer *answer;
    const struct route *route;
    struct text rest;        /* what the path has where the route's pattern has its star */
    bool signed_in;
    struct text session_token;
    struct account account;
    struct form form;        /* POST: what was sent, by the route's field table */
    struct frame frame;
};

enum route_role {
    ROUTE_ANYONE,  /* signed in or not */
    ROUTE_ACCOUNT, /* signed in; others are sent to sign in, and come back */
    ROUTE_NO_ONE   /* not signed in; others are sent home */
};

/* Every POST must come from a page of ours; what acts for an account (all but ROUTE_ANYONE, and signing out) brings its session's token as well. */
struct route {
    enum http_method method;    /* GET answers HEAD too */
    const char *path;           /* "/my/exams"; "/v/" followed by a star takes one segment, two stars take two */
    enum route_role role;
    enum http_place place;
    const struct form_field *fields; /* POST: ended by a NULL name; GET: what of the query is read */
    const char *section;        /* certificates, exams, letters, profile, verify: which the navigation marks */
    enum result (*handle)(struct visit *visit);
    /* POST: shows the page that the form stood on, with what was typed, after its form or its act was refused; the frame has what was wrong. NULL: a page of its own says it. */
    enum result (*again)(struct visit *visit, int status);
};
extern const struct route routes[];
extern const size_t route_count;

/* Which record goes with which template; see site_pages.c. */
enum page_name {
    PAGE_HOME, PAGE_SIGN_UP, PAGE_SIGN_IN, PAGE_CERTIFICATES, PAGE_CERTIFICATE, PAGE_EXAMS, PAGE_ASSOCIATE, PAGE_ASSOCIATED_ALREADY, PAGE_WAITING, PAGE_ACTIVATE,
    PAGE_NOT_ME, PAGE_LETTERS, PAGE_LETTER, PAGE_PROFILE, PAGE_VERIFY, PAGE_VERIFICATION, PAGE_FILE_VERIFICATION, PAGE_MAILBOX, PAGE_MAILBOX_LETTER, PAGE_ERROR,
    PAGE_COUNT
};

/* Answers with the page. `status` 200, or what fits. */
enum result site_show(struct visit *visit, enum page_name page, int status, const void *item);
/* Answers 303 to `path`; `done` (may be NULL) is a word of the table of notices, which the next page shows. */
enum result site_go(struct visit *visit, const char *path, const char *done);
/* Answers with a page for a failure that no handler dealt with. */
enum result site_fail(struct visit *visit, enum result result);
/* Follows up at once what the act left due, so that the next page shows it (13.2); what fails here the worker does again. */
void site_settle(struct visit *visit);
/* A page for what is not there, or not this person's: the same answer for both. */
enum result site_absent(struct visit *visit);
/* Sets the session's cookie, or ends it where the token is empty. */
void site_set_session(struct visit *visit, struct text token);
/* The text in the visitor's language. */
struct text site_text(const struct visit *visit, const char *english);
/* The whole number that a path or field has; 0 where it has none. */
int64_t site_number(struct text text);

/* The account's requests that wait for their letter to be answered, as waiting_row; `wrong` is the id of the one whose code was just refused. */
MUST_CHECK site_waiting_rows(struct visit *visit, int64_t wrong, struct list *rows);

/* Handlers, by file. */
enum result site_home(struct visit *visit), site_healthy(struct visit *visit), site_language(struct visit *visit);
enum result site_style(struct visit *visit), site_script(struct visit *visit), site_icon(struct visit *visit);
enum result site_sign_up_form(struct visit *visit), site_sign_up(struct visit *visit), site_sign_in_form(struct visit *visit), site_sign_in(struct visit *visit),
    site_sign_out(struct visit *visit);
enum result site_certificates(struct visit *visit), site_certificate(struct visit *visit), site_certificate_pdf(struct visit *visit),
    site_certificate_code(struct visit *visit);
enum result site_exams(struct visit *visit), site_associate_form(struct visit *visit), site_associate(struct visit *visit), site_waiting(struct visit *visit),
    site_complete(struct visit *visit), site_activate_form(struct visit *visit), site_activate_show(struct visit *visit), site_activate(struct visit *visit),
    site_not_me_form(struct visit *visit), site_not_me_show(struct visit *visit), site_not_me(struct visit *visit);
enum result site_letters(struct visit *visit), site_letter(struct visit *visit), site_letter_resend(struct visit *visit), site_mailbox(struct visit *visit),
    site_mailbox_letter(struct visit *visit);
enum result site_profile_form(struct visit *visit), site_profile(struct visit *visit), site_password(struct visit *visit), site_session_end(struct visit *visit);
enum result site_verify_form(struct visit *visit), site_verify(struct visit *visit), site_verification(struct visit *visit), site_verify_file(struct visit *visit);
/* What is shown again. */
enum result site_sign_up_again(struct visit *visit, int status), site_sign_in_again(struct visit *visit, int status), site_associate_again(struct visit *visit, int status),
    site_complete_again(struct visit *visit, int status), site_activate_again(struct visit *visit, int status), site_not_me_again(struct visit *visit, int status),
    site_letter_again(struct visit *visit, int status), site_certificate_again(struct visit *visit, int status), site_profile_again(struct visit *visit, int status),
    site_password_again(struct visit *visit, int status), site_verify_again(struct visit *visit, int status);

/* Assets: read once at start, served with their hash in the address. */
struct asset {
    struct text content, address; /* "/style-0123456789abcdef.css" */
};
struct site {
    struct house *house;
    struct arena *arena;
    struct pages *pages;
    const struct page *page[PAGE_COUNT];
    struct asset style, script, icon;
    struct http_handlers handlers;
};
MUST_CHECK site_load_pages(struct site *site);
MUST_CHECK site_load_assets(struct site *site);

#endif
