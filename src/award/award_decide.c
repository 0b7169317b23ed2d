#include "award/award_decide.h"

static const struct {
    const char *word, *english;
} reasons[] = {
    [REASON_NONE] = {"", NULL},
    [REASON_RECORD_REVOKED] = {"record-revoked", N_("An exam result on which it rests was revoked or corrected.")},
    [REASON_RECORD_ON_HOLD] = {"record-on-hold", N_("An exam result on which it rests is being reviewed.")},
    [REASON_RECORD_LEFT] = {"record-left", N_("An exam record on which it rests is no longer in the account.")},
    [REASON_UNBOUND] = {"unbound", N_("An exam record on which it rests had to leave the account.")},
    [REASON_JOINED] = {"joined", N_("Its exam records are now in an account that has a certificate of this certification already.")},
    [REASON_RULES] = {"rules", N_("By the rules of the certification it is not earned.")},
    [REASON_REQUIREMENT] = {"requirement-stopped", N_("A certificate that it requires was suspended or revoked by the certifying body.")},
    [REASON_NAME_MISSING] = {"name-missing", N_("Your name is missing. Fill it in on the page Profile; then the certificate is issued.")},
    [REASON_NAME_UNPRINTABLE] = {"name-unprintable", N_("Your name cannot be printed as it is written. Write it otherwise on the page Profile, or ask us; then the certificate is issued.")},
    [REASON_DISPUTED] = {"disputed", N_("An exam record on which it rests is in dispute. It is issued when it is settled that the record stays in the account.")},
    [REASON_LIFTED] = {"lifted", N_("The certifying body had taken it away.")},
    [REASON_OTHER] = {"other", NULL},
};

#define BY_STAFF "staff "

const char *award_reason_word(enum award_reason reason)
{
    return reasons[reason].word;
}

enum award_reason award_reason_of(struct text word)
{
    for (int reason = REASON_NONE; reason < REASON_OTHER; reason++)
        if (text_is(word, reasons[reason].word)) return (enum award_reason)reason;
    return REASON_OTHER;
}

struct text award_reason_of_staff(struct arena *arena, struct text words)
{
    return text_printf(arena, BY_STAFF "%.*s", TEXT_ARG(words));
}

struct text award_reason_words_of_staff(struct text word)
{
    size_t length = text_starts_with(word, BY_STAFF) ? strlen(BY_STAFF) : 0;
    return (struct text){word.bytes + length, word.length - length};
}

const char *award_reason_english(enum award_reason reason)
{
    return reasons[reason].english;
}

bool award_decide_stopped(int state)
{
    return state == CERTIFICATE_SUSPENDED || state == CERTIFICATE_REVOKED || state == CERTIFICATE_WITHDRAWN;
}

bool award_decide_stopped_by_staff(const struct award_entry *entry)
{
    return award_decide_stopped(entry->state) && entry->reason == REASON_OTHER;
}

bool award_decide_away(const struct award_entry *entry)
{
    return entry->reason == REASON_RECORD_LEFT || entry->reason == REASON_JOINED || award_decide_stopped_by_staff(entry);
}

bool award_decide_stoppable(const struct award_entry *before, enum certificate_state state)
{
    if (state == CERTIFICATE_SUSPENDED) return before->state != CERTIFICATE_REVOKED && before->state != CERTIFICATE_WITHDRAWN && !award_decide_stopped_by_staff(before);
    return before->state != CERTIFICATE_REVOKED || !award_decide_stopped_by_staff(before);
}

static bool same_day(struct day a, struct day b)
{
    return a.number == b.number;
}

static bool differs(const struct award_entry *before, const struct award_entry *after)
{
    return before->state != after->state || before->reason != after->reason || before->mark != after->mark || before->issued != after->issued ||
           before->provisional != after->provisional || !same_day(before->exam_day, after->exam_day) || !same_day(before->award_day, after->award_day) ||
           !same_day(before->issue_day, after->issue_day) || !same_day(before->expiry_day, after->expiry_day);
}

static struct day since(const struct award_entry *entry)
{
    if (entry->state == CERTIFICATE_PENDING) return entry->award_day;
    return entry->state == CERTIFICATE_ISSUED ? entry->issue_day : (struct day){entry->expiry_day.number + 1};
}

bool award_decide_earned(const struct award_entry *before, const struct award *award, struct day today, struct award_entry *after)
{
    *after = before ? *before : (struct award_entry){.revision = 1};
    after->exam_day = award->exam_day;
    after->award_day = award->award_day;
    after->expiry_day = award->expiry_day;
    after->mark = (int64_t)award->mark;
    after->issue_day = award->issue_day;
    after->provisional = award->provisional;
    /* What was issued was issued on that day, whatever a newer calendar says of it. Nor does a correction date it back (SPEC 9.4). */
    bool dated_back = before && before->issued && before->on_its_day && before->issue_day.number <= today.number && award->issue_day.number < before->issue_day.number;
    if (dated_back || (before && before->issued && same_day(before->award_day, award->award_day))) after->issue_day = before->issue_day;
    bool kept_by_staff = before && award_decide_stopped_by_staff(before);
    if (!kept_by_staff) {
        bool expired = day_is(after->expiry_day) && after->expiry_day.number < today.number;
        after->state = expired ? CERTIFICATE_EXPIRED : after->issue_day.number > today.number ? CERTIFICATE_PENDING : CERTIFICATE_ISSUED;
        after->reason = REASON_NONE;
        if (before && award_decide_stopped(before->state)) after->state_day = today;
        else if (!before || before->state != after->state || before->state_day.number < after->award_day.number) after->state_day = since(after); /* awarded later, it has not been so since before */
    }
    /* What was stopped before it was ever issued was not issued on the promised day: it is on the day on which it is whole (SPEC 6.3). What was merely delivered late keeps that day. */
    if (before && award_decide_stopped(before->state) && !before->issued && after->state == CERTIFICATE_ISSUED) after->issue_day = today;
    if (after->state != CERTIFICATE_PENDING) after->provisional = false;
    if (after->state == CERTIFICATE_ISSUED || after->state == CERTIFICATE_EXPIRED) after->issued = true;
    return !before || differs(before, after);
}

bool award_decide_lost(const struct award_entry *before, enum award_reason lost, struct day today, struct award_entry *after)
{
    *after = *before;
    if (award_decide_stopped_by_staff(before)) return false;
    bool gone = lost == REASON_RULES || lost == REASON_UNBOUND || lost == REASON_JOINED;
    uint8_t state = lost == REASON_RECORD_REVOKED ? CERTIFICATE_REVOKED : gone ? CERTIFICATE_WITHDRAWN : CERTIFICATE_SUSPENDED;
    /* What is withdrawn is not on its way back: only what is earned again is. */
    if (before->state == CERTIFICATE_WITHDRAWN && state == CERTIFICATE_SUSPENDED) return false;
    if (before->state == state && before->reason == lost) return false;
    after->state = state;
    after->reason = (uint8_t)lost;
    after->state_day = today;
    after->provisional = false;
    return true;
}

struct day award_decide_withdrawn_from(int state, enum award_reason reason, struct day state_day)
{
    return state == CERTIFICATE_SUSPENDED && reason == REASON_RECORD_LEFT ? (struct day){state_day.number + AWARD_SUSPENSION_DAYS} : NO_DAY;
}

void award_decide_due(const struct award_entry *before, struct day today, struct award_entry *after)
{
    *after = *before;
    after->state = day_is(after->expiry_day) && after->expiry_day.number < today.number ? CERTIFICATE_EXPIRED : CERTIFICATE_ISSUED;
    after->reason = REASON_NONE;
    after->state_day = since(after);
    after->provisional = false;
    after->issued = true;
}

void award_decide_left(const struct award_entry *before, struct day today, struct award_entry *after)
{
    *after = *before;
    after->state = CERTIFICATE_WITHDRAWN;
    after->state_day = today;
}

static bool wait_for(enum award_reason reason, const struct award_entry *before, struct award_entry *after)
{
    after->issued = false;
    after->state = CERTIFICATE_PENDING;
    after->reason = (uint8_t)reason;
    after->state_day = after->award_day;
    return !before || differs(before, after);
}

bool award_decide_nameless(const struct award_entry *before, enum award_reason reason, struct award_entry *after)
{
    if (before && same_day(before->award_day, after->award_day)) after->issue_day = before->issue_day; /* it is not issued today either */
    return wait_for(reason, before, after);
}

bool award_decide_disputed(const struct award_entry *before, struct award_entry *after)
{
    if ((before && before->issued) || award_decide_stopped(after->state)) return !before || differs(before, after);
    /* Nor is what comes back, and was never issued, issued today. */
    if (before && award_decide_stopped(before->state) && same_day(before->award_day, after->award_day)) after->issue_day = before->issue_day;
    return wait_for(REASON_DISPUTED, before, after);
}

void award_decide_waited(const struct award_entry *before, struct day today, struct award_entry *after)
{
    bool waited = before->state == CERTIFICATE_PENDING && (before->reason == REASON_NAME_MISSING || before->reason == REASON_NAME_UNPRINTABLE || before->reason == REASON_DISPUTED);
    if (waited && after->state == CERTIFICATE_ISSUED && after->issue_day.number < today.number) after->issue_day = after->state_day = today;
}

bool award_decide_prints_anew(const struct award_entry *before, const struct award_entry *after)
{
    return before->issued && (!same_day(before->exam_day, after->exam_day) || !same_day(before->award_day, after->award_day) ||
                              !same_day(before->issue_day, after->issue_day) || !same_day(before->expiry_day, after->expiry_day));
}
