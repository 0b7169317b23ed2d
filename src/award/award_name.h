/* Names that are printed already (SPEC 4.4): free until the first certificate is issued; after that a case with evidence, decided by staff. The corrected certificate keeps its number and gets
 * the next revision; the old one verifies as superseded. */
#ifndef AWARD_AWARD_NAME_H
#define AWARD_AWARD_NAME_H

#include "base/context.h"
#include "base/record.h"
#include "case/case.h"

/* The name that a certificate of the actor's own account will bear where it is issued now, in each script for itself: of the profile; what that leaves open as on the certificate that was issued last, where that agrees with the profile
 * (also that it has none: since the first one was issued, only a case changes the name); and where there is no such certificate, of the exam records, under which he was examined: the newest first, each as long as it does not
 * contradict what is known already, by another name in the other script. Both empty: nobody knows one, and certificates wait for it. */
enum award_name_source { AWARD_NAME_NONE, AWARD_NAME_PROFILE, AWARD_NAME_CERTIFICATE, AWARD_NAME_RECORD };
struct award_naming {
    struct text latin, native;
    enum award_name_source latin_of, native_of;
    bool as_issued; /* a certificate says it all: what is open stays so */
};
MUST_CHECK award_name_to_print(struct context *context, struct award_naming *naming);
/* Why such a name cannot be printed (7.2). Both are empty where it can be. */
struct award_unprintable {
    struct text characters; /* that the fonts lack, as people are told of them: "𓀀 (U+13000)", apart by commas */
    bool too_long;          /* it has none of them, and does not fit */
};
MUST_CHECK award_name_unprintable(struct context *context, struct text name_latin, struct text name_native, struct award_unprintable *why);

/* Under which other names than the actor's own, as it is printed now, certificates of the account that he has proven (association_merge_prove) were issued, and how many under each: they keep them when the two are merged (5.10), until
 * a case corrects the name on all. Names in the order of the alphabet. What is no proof (any more) is refused with association_merge's words. */
struct award_other_name {
    struct text name_latin, name_native;
    int64_t certificates;
};
extern const struct record award_other_name_record;
MUST_CHECK award_merge_names(struct context *context, struct text proof, struct list *names);

struct award_name_wish {
    struct text name_latin, name_native; /* as they shall be printed from now on */
    struct text was_latin, was_native;   /* as they were to be printed when it was asked */
};
/* Opens the case, with the evidence, for the actor's own account. `words` may be empty. `number` gets the case's. REFUSED account.name_latin, account.name_native, award.name_same (and each certificate that was issued says so, too), award.name_empty, award.names_free (no
 * certificate was issued yet: the profile's page changes them), award.name_evidence (there is none), and what case_open and case_attach say. */
MUST_CHECK award_ask_name(struct context *context, struct text name_latin, struct text name_native, struct text words, const struct case_evidence *evidence, size_t evidence_count,
                          struct text *number);
/* What such a case asks for, from case_view.wish. */
MUST_CHECK award_name_wish_of(struct context *context, struct text wish, struct award_name_wish *names);
/* Decides it (case_decide says who may, and whether a second person is wanted). Granted: the account's names change, every certificate of it that was ever issued and says otherwise gets its next revision, and
 * the holder is told. `effective` is false where it waits for a second person. RESULT_NONE where there is no such case. */
MUST_CHECK award_decide_name(struct context *context, int64_t id, bool grant, struct text reason, bool *effective);

#endif
