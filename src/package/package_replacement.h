/* A mailed package is applied for again only as a replacement, by case (SPEC 8.4). */
#ifndef PACKAGE_PACKAGE_REPLACEMENT_H
#define PACKAGE_PACKAGE_REPLACEMENT_H

#include "case/case.h"
#include "package/package.h"

/* Opens a case of the kind replacement for a package of a certificate that the actor holds, whoever has applied for it, that is on its way or delivered, or was cancelled after it had come back: `words` say what happened, evidence may show it. `case_number` gets the case's. He who has applied but holds the certificate no more: REFUSED package.not_holder. Of a certificate that is not valid (any more): REFUSED package.replacement_stopped. A holder who has not applied needs an address: REFUSED package.keep_address. REFUSED package.replace_words,
 * package.not_mailed, package.replaced (it was replaced already), package.replacement_asked (a case of his is open), and what case_open and case_attach say. RESULT_NONE where it is none of his. */
MUST_CHECK package_ask_replacement(struct context *context, struct text number, struct text words, const struct case_evidence *evidence, size_t evidence_count, struct text *case_number);
/* Decides it (case_decide says who may, and whether a second person is wanted). Granted: a new package of the same certificate to the same address (of a holder who has not applied: to the one that he prefers), approved, with a promise of its own; the applicant is told, and can send it
 * elsewhere until it is packed. `effective` is false where it waits for a second person. REFUSED as of approving, package.asker_holds_not, package.holder_address, package.sent_still (another of the certificate is to be mailed yet), and package.state where it has come back meanwhile: what can still be sent is not replaced. RESULT_NONE where there is no such case. */
MUST_CHECK package_decide_replacement(struct context *context, int64_t case_id, bool grant, struct text reason, bool *effective);

#endif
