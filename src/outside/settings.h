/* What an operator sets: a file of `name = value` lines (testamur.ini beside the store, or TESTAMUR_SETTINGS), overridden by the environment
 * (TESTAMUR_NAME). Read once at start, checked, then constant. docs/operating.md lists them all. */
#ifndef OUTSIDE_SETTINGS_H
#define OUTSIDE_SETTINGS_H

#include "base/context.h"

struct settings {
    struct text store;         /* sqlite:PATH or postgresql://... */
    struct text share;         /* where theme/, po/, data/, profiles/ are installed; absolute */
    struct text messages;      /* where the compiled messages (zh_CN.mo) lie; absolute */
    struct text address;       /* public address without a slash at the end: https://certificates.example */
    struct text listen;        /* 127.0.0.1:8080, [::1]:8080 or unix:/path */
    bool behind_proxy;         /* a proxy stands in front: other listening addresses are allowed and X-Forwarded-For is believed */
    bool production;           /* Secure cookies, HSTS, no built-in mailbox, no demonstration pages */
    struct text mail;          /* built-in, smtp://host:port or smtps://host:port */
    struct text mail_user, mail_password, mail_from, mail_tls; /* mail_from: Name <address>; mail_tls: required, offered or none */
    struct text mail_authorities; /* PEM file of those whom the mail server's certificate is believed from; empty: the system's */
    int64_t mail_per_minute;   /* letters a minute to one domain; 0: no limit */
    struct text signing_certificate, signing_key; /* PEM files of one's own; empty: made by init and kept in the store */
    struct text timestamp_server;                 /* RFC 3161 over http, for PAdES B-T; empty: none */
    int64_t password_memory;   /* Argon2id, KiB; 19456 */
    int64_t password_passes;   /* 2 */
    bool second_person;        /* what takes a certificate away or changes an identity is decided by two of the staff (SPEC 11.3) */
    struct text return_address; /* of the body, on labels, with | between the lines; empty: its name alone */
    struct text home_country;  /* where packages are posted, ISO 3166-1 alpha-2: addresses there need no Latin letters; empty: nowhere */
    int64_t answer_days;       /* working days by which we promise to answer a case */
    struct text delivery_secret; /* with which carriers sign what they say of packages; empty: that web hook is off */
    int64_t workers;           /* threads for pages that write or think */
    int64_t body_limit;        /* largest request body in bytes */
    int64_t lookups_per_minute; /* of certificates, by the address in their QR codes, from one network; 0: no limit */
    int64_t unknown_per_minute; /* certificate numbers that there are none of, from one network; 0: no limit */
};

/* Reads the settings for `store` (empty: TESTAMUR_STORE, else sqlite:./testamur.db). Texts live in the context's arena.
 * An unknown name or a bad value is REFUSED with file and line. */
MUST_CHECK settings_read(struct context *context, struct text store, struct settings *settings);
/* The absolute path of a file below `share`: settings_path(context, "theme/style.css"). */
struct text settings_path(struct context *context, const char *relative);

#endif
