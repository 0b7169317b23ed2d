/* Where a person's packages go (SPEC 4.2, 8.1): fields, check and lines of an address as its country writes them, and the addresses that an account keeps.
 *
 * An address is written in the script of its country, and where that is not Latin also in Latin letters, for carriers abroad. Country, postal code and telephone number are the same in both. */
#ifndef PACKAGE_PACKAGE_ADDRESS_H
#define PACKAGE_PACKAGE_ADDRESS_H

#include "base/context.h"
#include "base/record.h"
#include "package/package_country.h"

struct package_address {
    int64_t id;
    struct text country; /* ISO 3166-1 alpha-2 */
    /* As written there. Empty: the country does not need it, or it was left out. */
    struct text recipient, organization;
    struct text street;  /* up to three lines */
    struct text district, city;
    struct text region;  /* key of the country's list (package_country_region) where it has one; else as written */
    /* In Latin letters; all empty where the above is in Latin letters already. latin_region only where the country has no list. */
    struct text latin_recipient, latin_organization, latin_street, latin_district, latin_city, latin_region;
    struct text postal_code, sorting_code;
    struct text phone;   /* E.164: +8613800138000 */
    bool preferred;
    struct instant changed;
};
extern const struct record package_address_record;

/* --- How addresses are written: pure --- */

enum package_address_part { ADDRESS_RECIPIENT, ADDRESS_ORGANIZATION, ADDRESS_STREET, ADDRESS_DISTRICT, ADDRESS_CITY, ADDRESS_REGION, ADDRESS_POSTAL_CODE, ADDRESS_SORTING_CODE, ADDRESS_PARTS };
enum package_script { ADDRESS_NATIVE, ADDRESS_LATIN };
enum { ADDRESS_LINES = 12 };

/* A field of the form, in the order in which the country writes it. */
struct package_address_field {
    enum package_address_part part;
    const char *name;  /* of the form's field and of error.field: "recipient", "latin_recipient" */
    const char *label; /* message key, in the country's own word: "State", "Emirate", "ZIP code" */
    bool required;
};
/* The fields of the form: those of the country's script from the large to the small or as it is the custom there, without the telephone number. ADDRESS_LATIN: those to be written once more in Latin letters, none
 * where all is written in Latin letters anyhow. Returns their count. */
size_t package_address_fields(const struct package_country *country, enum package_script script, struct package_address_field fields[ADDRESS_PARTS]);
/* What errors call the field, in the asker's language: "Recipient", "Recipient (in Latin letters)". */
const char *package_address_field_words(struct context *context, enum package_script script, const struct package_address_field *field);
/* The address's own text of that field. */
struct text package_address_value(const struct package_address *address, enum package_script script, enum package_address_part part);

/* Holds what was typed against the country's rules and gives its normal form; what the country does not use becomes empty. REFUSED package.address_* with error.field, all that is wrong at once (error.also): what is missing, of a wrong form, longer than carriers
 * print, or a post-office box, to which no express carrier delivers. `home`: the country that packages are posted in (settings), where Latin letters need not be given,
 * and half of them are left out; may be empty. */
MUST_CHECK package_address_check(struct context *context, struct text home, const struct package_address *typed, struct package_address *address);
/* The lines of the address as its country writes them, with recipient and organization; Latin with what the country wants in capitals. `country_line`: the last line is the country's name in English
 * capitals, for mail from abroad. Returns their count. The address must have passed the check, else what is unknown is left out. */
size_t package_address_lines(struct arena *arena, const struct package_address *address, enum package_script script, bool country_line, struct text lines[ADDRESS_LINES]);

/* --- The addresses of an account: at most ADDRESS_MOST, one of them preferred. The owner is in the SQL. --- */

enum { ADDRESS_MOST = 20 };

/* The actor's own, the preferred one first. MAY_ACT_FOR_ACCOUNT, here and below. */
MUST_CHECK package_address_list(struct context *context, struct list *addresses);
/* Anybody's, in the same order. MAY_READ_PEOPLE. */
MUST_CHECK package_address_list_of(struct context *context, int64_t account, struct list *addresses);
/* One of the account's, for those who copy it into an application: no permission of its own, the caller has asked for his. RESULT_NONE where the account has none such. */
MUST_CHECK package_address_read(struct context *context, int64_t account, int64_t id, struct package_address *address);
/* Adds what was typed, after the check; the first is the preferred one. `id` gets it. REFUSED besides: package.address_count, and what package_print_check (package_print.h) says; so below. */
MUST_CHECK package_address_add(struct context *context, const struct package_address *typed, int64_t *id);
/* Changes the actor's address typed->id (`preferred` stays); RESULT_NONE where it is not his. Applications keep what they have copied. */
MUST_CHECK package_address_change(struct context *context, const struct package_address *typed);
/* Where it was the preferred one, the one that was changed last becomes it. RESULT_NONE where it is not his. */
MUST_CHECK package_address_remove(struct context *context, int64_t id);
MUST_CHECK package_address_prefer(struct context *context, int64_t id);

#endif
