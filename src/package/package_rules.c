#include "package/package_rules.h"

static const char *const words[PACKAGE_ACTS] = {
    [PACKAGE_APPLY] = "apply",     [PACKAGE_REPLACE] = "replace", [PACKAGE_APPROVE] = "approve", [PACKAGE_PACK] = "pack",       [PACKAGE_UNPACK] = "unpack",
    [PACKAGE_MAIL] = "mail",       [PACKAGE_DELIVER] = "deliver", [PACKAGE_RETURN] = "return",   [PACKAGE_SEND_AGAIN] = "again",
    [PACKAGE_CANCEL] = "cancel",   [PACKAGE_READDRESS] = "address", [PACKAGE_RENUMBER] = "number",
};

#define IN(STATE) (1u << (STATE))
#define NOT_PACKED (IN(PACKAGE_APPLIED) | IN(PACKAGE_APPROVED))
/* In which states who may do what, and what it leads to (0: it stays as it is). What is applied for and replaced comes from nothing. */
static const struct {
    unsigned by_candidate, by_others;
    enum package_state after;
} moves[PACKAGE_ACTS] = {
    [PACKAGE_APPROVE] = {0, IN(PACKAGE_APPLIED), PACKAGE_APPROVED},
    [PACKAGE_PACK] = {0, IN(PACKAGE_APPROVED), PACKAGE_PACKED},
    [PACKAGE_UNPACK] = {0, IN(PACKAGE_PACKED), PACKAGE_APPROVED},
    [PACKAGE_MAIL] = {0, IN(PACKAGE_PACKED), PACKAGE_MAILED},
    [PACKAGE_DELIVER] = {0, IN(PACKAGE_MAILED), PACKAGE_DELIVERED},
    /* A parcel that was handed over can be refused the next day. */
    [PACKAGE_RETURN] = {0, IN(PACKAGE_MAILED) | IN(PACKAGE_DELIVERED), PACKAGE_RETURNED},
    [PACKAGE_SEND_AGAIN] = {0, IN(PACKAGE_RETURNED), PACKAGE_APPROVED},
    [PACKAGE_CANCEL] = {NOT_PACKED, NOT_PACKED | IN(PACKAGE_PACKED) | IN(PACKAGE_RETURNED), PACKAGE_CANCELLED},
    [PACKAGE_READDRESS] = {NOT_PACKED | IN(PACKAGE_RETURNED), 0, 0},
    [PACKAGE_RENUMBER] = {0, IN(PACKAGE_MAILED), 0},
};

const char *package_act_word(enum package_act act)
{
    return words[act];
}

enum package_state package_rules_after(enum package_state state, enum package_act act, bool candidate)
{
    unsigned allowed = candidate ? moves[act].by_candidate : moves[act].by_others;
    if (!(allowed & IN(state))) return 0;
    return moves[act].after ? moves[act].after : state;
}

bool package_rules_replaceable(enum package_state state, int64_t dispatches)
{
    return state == PACKAGE_MAILED || state == PACKAGE_DELIVERED || (state == PACKAGE_CANCELLED && dispatches);
}

bool package_rules_has_package(const struct certification_version *version)
{
    return version && (version->forms & FORM_PACKAGE) && version->package >= 0;
}

struct day package_rules_opens(const struct calendar *calendar, const struct certification_version *version, struct day exam_day, bool *provisional)
{
    bool report, opening;
    struct day score_report = calendar_add(calendar, exam_day, version->promises[PROMISE_SCORE_REPORT].first, &report);
    struct day opens = calendar_add(calendar, score_report, version->promises[PROMISE_APPLICATION].first, &opening);
    if (provisional) *provisional = report || opening;
    return opens;
}

struct package_promise package_rules_mailing(const struct calendar *calendar, const struct certification_version *version, struct day from)
{
    struct package_promise promise;
    bool first, last;
    promise.earliest = calendar_add(calendar, from, version->promises[PROMISE_MAILING].first, &first);
    promise.due = calendar_add(calendar, from, version->promises[PROMISE_MAILING].last, &last);
    promise.provisional = first || last;
    return promise;
}

bool package_rules_promised(enum package_state state, bool addressed)
{
    return state < PACKAGE_MAILED || (state == PACKAGE_RETURNED && addressed);
}

bool package_rules_overdue(enum package_state state, bool addressed, struct day due, struct day today)
{
    return package_rules_promised(state, addressed) && due.number < today.number;
}

bool package_rules_signature(struct text signature, struct text *seconds, int64_t *at, struct text *hex)
{
    struct text part;
    *seconds = *hex = TEXT("");
    while (text_split(&signature, ',', &part)) {
        part = text_trim(part);
        if (text_starts_with(part, "t=")) *seconds = (struct text){part.bytes + 2, part.length - 2};
        if (text_starts_with(part, "v1=")) *hex = (struct text){part.bytes + 3, part.length - 3};
    }
    return text_to_integer(*seconds, at);
}
