/* Does a record contradict who the account's holder is (SPEC 5.8)? Pure. Careful: what it finds is unbound unless somebody objects, so whatever may well be the same person is taken for him. */
#ifndef ASSOCIATION_ASSOCIATION_IDENTITY_H
#define ASSOCIATION_ASSOCIATION_IDENTITY_H

#include "base/text.h"

/* Two spellings of one name, in one script: case, width, diacritics and their usual transcriptions (ae for a umlaut, yu and v for u umlaut in pinyin), the order of given and family names, blanks, hyphens and
 * apostrophes do not count; nor does it count where one has further names beside two or more that they have in common. Two empty names are not the same. */
bool association_identity_same_name(struct arena *arena, struct text a, struct text b);

enum identity_finding {
    IDENTITY_AGREES,            /* a name is the same, or the provider knows him by the candidate ID of a record whose name is */
    IDENTITY_UNKNOWN,           /* it has no name, or none in a script in which the account's is known */
    IDENTITY_OTHER_NAME,
    IDENTITY_OTHER_CANDIDATE    /* no name to compare with the account's; but at the same provider he has another candidate ID, and another name than stands there, or its candidate ID and its name are those of a record
                                   whose name in another script is another person's */
};
struct identity_record {
    int64_t id, provider_id;
    struct text candidate_id; /* may be empty */
    struct text first_name, last_name, native_first_name, native_last_name;
    bool judged;                   /* for the caller: it is not looked at here */
    enum identity_finding finding; /* filled in */
};
/* Holds the records of one account, all of them, against its names: those of today, and those that it had until a correction was granted. Any may be empty. */
void association_identity_find(struct arena *arena, const struct text *known, size_t known_count, struct identity_record *records, size_t count);

#endif
