/* How a request ends: completed or withdrawn in the session that asked, or disowned by the mailbox's owner. */
#include <inttypes.h>

#include "association/association_letter.h"
#include "association/association_merge_store.h"
#include "association/association_request.h"
#include "association/association_rules.h"
#include "association/association_tie.h"
#include "association/association_tie_store.h"
#include "association/association_unbinding_open.h"
#include "association/association_unbinding_store.h"
#include "audit/audit.h"
#include "case/case.h"
#include "letter/address.h"
#include "outside/json.h"
#include "outside/language.h"
#include "outside/secret.h"

/* By the letter of what was completed; whoever types an address wrongly tries again. */
enum { DISPUTES_FROM_NETWORK = 20 };

/* --- Completing --- */

/* What an act says that is refused although it has written: a wrong code is counted, a lost race leaves its outcome. */
enum ending { ENDING_DONE, ENDING_DISPUTED, ENDING_WRONG_CODE, ENDING_TAKEN, ENDING_RECORD_TAKEN, ENDING_GONE, ENDING_CLAIMED, ENDING_DECIDED };
static const char *const ending_words[] = {"done", "disputed", "wrong-code", "taken", "record-taken", "gone", "claimed", "decided"};
enum { ENDINGS = sizeof ending_words / sizeof *ending_words };

struct completing {
    int64_t request;
    struct text token, code;
    enum ending ending;
    int64_t records;
};

/* Something has come between: once more, with what is then to be seen. */
static enum result busy(struct context *context)
{
    return context_fail(context, RESULT_AGAIN, "store.busy", N_("The store is busy. Try again in a moment."));
}

static enum result refuse_completed(struct context *context, const struct request_row *row)
{
    if (row->purpose == ASSOCIATION_LETTING_GO)
        return context_fail(context, RESULT_REFUSED, "association.let_go_before", N_("This was done already: it is no longer associated with your account."));
    if (row->record_id) return context_fail(context, RESULT_REFUSED, "association.record_already", N_("This exam record is in your account already."));
    return context_fail(context, RESULT_REFUSED, "association.already", N_("This mailbox is associated with your account already."));
}

/* The request was right and came too late; it has ended with that. */
static enum result refuse_too_late(struct context *context, enum ending ending)
{
    if (ending == ENDING_GONE)
        return context_fail(context, RESULT_REFUSED, "association.gone", N_("This is not associated with your account (any more), so there is nothing to let go."));
    if (ending == ENDING_RECORD_TAKEN)
        return context_fail(context, RESULT_REFUSED, "association.record_taken", N_("Meanwhile the exam record came into another account. Its owner can move it."));
    return context_fail(context, RESULT_REFUSED, "association.taken", N_("Meanwhile the mailbox was associated with another account. Its owner can move it."));
}

static enum ending too_late(const struct request_row *row)
{
    return row->purpose == ASSOCIATION_LETTING_GO ? ENDING_GONE : row->record_id ? ENDING_RECORD_TAKEN : ENDING_TAKEN;
}

enum result association_refuse_standing(struct context *context, const struct request_row *row)
{
    switch (association_standing(row->outcome, row->ends, context_now(context))) {
    case STANDING_COMPLETED: return refuse_completed(context, row);
    case STANDING_REPLACED:
        return context_fail(context, RESULT_REFUSED, "association.replaced",
                            N_("A newer letter has replaced this one. Use the link or the code of the newest letter."));
    case STANDING_DISOWNED:
        return context_fail(context, RESULT_REFUSED, "association.disowned",
                            N_("The owner of the mailbox has said that this request was not his. Check the address that you entered."));
    case STANDING_WITHDRAWN:
        return context_fail(context, RESULT_REFUSED, "association.withdrawn", N_("This request was withdrawn by the account that asked. Ask for a new letter if you want it after all."));
    case STANDING_EXPIRED:
        return context_fail(context, RESULT_REFUSED, "association.expired", N_("This request was valid for 24 hours. Ask for a new letter."));
    case STANDING_TOO_LATE: return refuse_too_late(context, too_late(row));
    case STANDING_OPEN: break;
    }
    return RESULT_OK;
}

enum result association_unknown(struct context *context)
{
    return context_fail(context, RESULT_REFUSED, "association.unknown", N_("This link is not known. Copy it whole from the letter, or ask for a new letter."));
}

static enum result find(struct context *context, const struct completing *completing, struct request_row *row)
{
    enum result found;
    if (text_empty(completing->token)) {
        found = association_store_request_of(context, completing->request, context->actor.account, row);
    } else {
        if (completing->token.length != SECRET_TOKEN_LENGTH) return association_unknown(context);
        found = association_store_request_by_token(context, secret_hash(context, completing->token), row);
    }
    TRY(found);
    if (found == RESULT_NONE || (completing->request && completing->request != row->id)) return association_unknown(context);
    /* The one place where it is decided: only the account that asked, whoever holds the link (SPEC 5.1). A lost mailbox is for staff to decide. */
    if (row->account_id != context->actor.account)
        return context_fail(context, RESULT_REFUSED, "association.not_yours",
                            N_("Another account has asked for this. Only there can it be completed; if you did not ask, say that it was not you."));
    return row->purpose == ASSOCIATION_LOST_MAILBOX ? association_unknown(context) : RESULT_OK;
}

/* Is the typed code the one of the letter? Each try is counted before it is looked at, so that many at once are no more than five. */
static enum result check_code(struct context *context, const struct completing *completing, const struct request_row *row, bool *right)
{
    bool counted;
    TRY(association_store_count_try(context, row->id, ASSOCIATION_CODE_TRIES, &counted));
    if (!counted)
        return context_fail(context, RESULT_REFUSED, "association.code_tries",
                            N_("The code was typed wrongly too often. Open the link of the letter, or ask for a new letter."));
    char code[8];
    *right = false;
    if (association_code_normal(completing->code, code)) {
        unsigned char hash[SECRET_LENGTH];
        TRY(secret_derive(context, "association-code", text_printf(context->arena, "%" PRId64 ":%.8s", row->id, code), hash));
        *right = bytes_equal_in_constant_time((struct bytes){hash, sizeof hash}, row->code_hash);
    }
    return RESULT_OK;
}

static enum result finish(struct context *context, struct completing *completing, enum ending ending)
{
    completing->ending = ending;
    context->once.answer = text_printf(context->arena, "%s %" PRId64, ending_words[ending], completing->records);
    return RESULT_OK;
}

struct association_thing association_thing_of(const struct request_row *row)
{
    return (struct association_thing){.mailbox = row->record_id ? 0 : row->mailbox_id, .record = row->record_id};
}

static enum result tie(struct context *context, const struct request_row *row, const struct completing *completing, const struct account *account, bool *made, int64_t *records)
{
    struct association_thing thing = association_thing_of(row);
    const char *means = row->purpose == ASSOCIATION_SIGN_UP        ? "sign-up"
                        : row->record_id                           ? "score-report"
                        : text_empty(completing->token)            ? "code"
                                                                   : "link";
    TRY(association_tie(context, thing, row->account_id, means, row->id, made, records));
    if (*made) {
        struct association_letter item = association_letter_of(row, account);
        item.records = *records;
        return association_letter_done(context, &item, account);
    }
    int64_t holder;
    enum result found = association_holder(context, thing, &holder);
    TRY(found);
    return found == RESULT_OK && holder == row->account_id ? refuse_completed(context, row) : RESULT_OK;
}

struct claiming {
    struct unbinding_opening opening;
    int64_t id; /* of the unbinding, or of the one by which another account claims it, or in which it was decided before */
};

static enum result open_unbinding(struct context *context, void *data)
{
    struct claiming *claiming = data;
    return unbinding_open(context, &claiming->opening, &claiming->id);
}

/* No day decides, so staff look at it: a case of who claims it, unless he has one already. It names the earlier unbinding, for the staff only. */
static enum result put_before_staff(struct context *context, const struct request_row *row, enum ending ending, int64_t earlier)
{
    struct association_thing thing = association_thing_of(row);
    int64_t account = context->actor.kind == ACTOR_ACCOUNT ? context->actor.account : 0;
    bool open;
    TRY(unbinding_store_question(context, account, thing.mailbox, thing.record, &open));
    if (open) return RESULT_OK;
    struct text number = TEXT("");
    int64_t before = 0;
    enum result found = unbinding_store_case(context, earlier, &before);
    if (found == RESULT_OK) found = unbinding_store_case_number(context, before, &number);
    TRY(found);
    const char *claim = ending == ENDING_CLAIMED ? N_("The owner of this account has shown by a letter that he reads the mailbox, and claims what is named here. Another account had claimed it before, and that is not settled yet. Both claims have to be looked at.")
                                                 : N_("The asker has shown by a letter that he reads the mailbox, and claims what is named here. It was decided before whose it is, so nothing happens by itself: it has to be looked at again.");
    struct text about = thing.record ? text_printf(context->arena, "%.*s, %.*s, %.*s", TEXT_ARG(row->exam_code), TEXT_ARG(row->registration_id), TEXT_ARG(row->letter_address)) : row->address;
    struct case_opening opening = {.kind = CASE_QUESTION, .account = account, .mailbox = thing.mailbox, .record = thing.record, .about = before,
                                   .wish = JSON_TEXTS(context->arena, {"page", TEXT("/my/exams")}, {"problem", ending == ENDING_CLAIMED ? TEXT("unbinding.claimed") : TEXT("unbinding.decided")},
                                                      {"unbinding", number}, {"address", account ? TEXT("") : row->letter_address}, {"language", text_of(context->language)}),
                                   .words = text_printf(context->arena, "%s\n%.*s", language_text(context->languages, context->language, claim), TEXT_ARG(about)),
                                   .not_before = NO_DAY, .due = NO_DAY, .tell = account != 0};
    /* The system opens it, as it opens that of the first: how many cases he has opened today takes nothing from what he has shown. */
    int64_t id;
    struct actor actor = context->actor;
    context->actor = (struct actor){.kind = ACTOR_SYSTEM};
    enum result opened = case_open(context, &opening, &id, NULL);
    context->actor = actor;
    return opened;
}

/* `ending`: ENDING_CLAIMED where another account claims it already, ENDING_DECIDED where staff have decided it before. */
static enum result claim(struct context *context, const struct request_row *row, struct unbinding_opening opening, enum ending *ending)
{
    struct claiming claiming = {.opening = opening};
    enum result opened = database_attempt(context, open_unbinding, &claiming);
    if (opened == RESULT_NONE) return busy(context); /* let go since it was looked at: then it is nobody's */
    const char *refused = opened == RESULT_REFUSED ? context->error.code : "";
    *ending = !strcmp(refused, "unbinding.claimed") ? ENDING_CLAIMED : !strcmp(refused, "unbinding.decided") ? ENDING_DECIDED : ENDING_DONE;
    if (*ending == ENDING_DONE) return opened;
    error_clear(&context->error);
    return put_before_staff(context, row, *ending, claiming.id);
}

static enum result refuse_claim(struct context *context, enum ending ending)
{
    if (ending == ENDING_CLAIMED)
        return context_fail(context, RESULT_REFUSED, "unbinding.claimed_case",
                            N_("Somebody else has claimed this before you, and it is not settled yet. We look at both claims: the case is under My Cases, and our answer comes by letter."));
    if (context->actor.kind == ACTOR_ACCOUNT)
        return context_fail(context, RESULT_REFUSED, "unbinding.decided_case",
                            N_("It was decided before whose this is, so nothing happens by itself. We look at it again: the case is under My Cases, and our answer comes by letter."));
    return context_fail(context, RESULT_REFUSED, "unbinding.decided_letter",
                        N_("It was decided before whose this is, so nothing happens by itself. We look at it again, and our answer comes to this mailbox."));
}

/* Whoever reads that mailbox has shown it. Another account's is unbound in its time; what is nobody's meanwhile is tied at once. */
static enum result dispute(struct context *context, const struct request_row *row, const struct completing *completing, const struct account *account, bool *made, enum ending *ending, int64_t *records)
{
    struct unbinding_opening opening = {.mailbox = association_thing_of(row).mailbox, .record = row->record_id, .cause = UNBINDING_OWNER, .claimant = row->account_id};
    int64_t holder;
    enum result held = association_holder(context, association_thing_of(row), &holder);
    TRY(held);
    if (held == RESULT_NONE) {
        TRY(tie(context, row, completing, account, made, records));
        if (*made) return RESULT_OK;
        held = association_holder(context, association_thing_of(row), &holder);
        TRY(held);
        return held == RESULT_OK ? busy(context) : RESULT_OK; /* another account has come to it since it was looked at: then it is that one's */
    }
    if (holder == row->account_id) return refuse_completed(context, row);
    *made = true;
    TRY(claim(context, row, opening, ending));
    if (*ending == ENDING_DONE) *ending = ENDING_DISPUTED;
    return RESULT_OK;
}

static enum result let_go(struct context *context, const struct request_row *row, const struct account *account, bool *made, int64_t *records)
{
    struct association_thing thing = association_thing_of(row);
    TRY(association_may_let_go(context, account, thing, row->letter_mailbox_id != row->mailbox_id, row->letter_address));
    TRY(association_untie(context, thing, row->account_id, "released", row->id, made, records));
    if (!*made) return RESULT_OK;
    struct association_letter item = association_letter_of(row, account);
    item.records = *records;
    return association_letter_released(context, &item, account);
}

/* A record whose mailbox the provider has changed is not proven by a letter to the former one. */
static enum result still_proven(struct context *context, const struct request_row *row, bool *proven)
{
    int64_t mailbox;
    *proven = true;
    if (!row->record_id || row->purpose == ASSOCIATION_LETTING_GO) return RESULT_OK;
    enum result found = association_store_mailbox_of(context, row->record_id, &mailbox);
    *proven = found == RESULT_OK && mailbox == row->mailbox_id;
    return found < 0 ? found : RESULT_OK;
}

static enum result complete(struct context *context, void *data)
{
    struct completing *completing = data;
    completing->records = 0;
    struct request_row row;
    TRY(find(context, completing, &row));
    struct instant now = context_now(context);
    TRY(association_refuse_standing(context, &row));
    bool right = true;
    if (text_empty(completing->token)) TRY(check_code(context, completing, &row, &right));
    if (!right) return finish(context, completing, ENDING_WRONG_CODE);

    bool ended, proven, made = false;
    enum ending ending = ENDING_DONE;
    TRY(association_store_end(context, row.id, "completed", now, &ended));
    if (!ended) return busy(context);
    struct account account;
    /* Where its letters go must not change meanwhile. */
    if (row.purpose == ASSOCIATION_LETTING_GO) TRY(merge_store_take_account(context, row.account_id));
    TRY(account_read(context, row.account_id, &account));
    TRY(still_proven(context, &row, &proven));
    if (row.purpose == ASSOCIATION_LETTING_GO) TRY(let_go(context, &row, &account, &made, &completing->records));
    else if (!proven) made = false;
    else if (row.purpose == ASSOCIATION_DISPUTE) TRY(dispute(context, &row, completing, &account, &made, &ending, &completing->records));
    else TRY(tie(context, &row, completing, &account, &made, &completing->records));
    if (made) return finish(context, completing, ending);
    TRY(association_store_mark_too_late(context, row.id));
    TRY(audit_write(context, "association.too_late", "association_request", row.id, TEXT("")));
    return finish(context, completing, too_late(&row));
}

static enum ending ending_of(struct text word)
{
    for (int i = 0; i < ENDINGS; i++)
        if (text_is(word, ending_words[i])) return (enum ending)i;
    return ENDING_DONE;
}

/* The first answer of a request that was sent again. */
static void replay(const struct context *context, struct completing *completing)
{
    struct text rest = context->once.answer, word = {"", 0};
    text_split(&rest, ' ', &word);
    completing->ending = ending_of(word);
    if (!text_to_integer(rest, &completing->records)) completing->records = 0;
}

enum result association_complete(struct context *context, int64_t request, struct text token, struct text code, int64_t *records)
{
    *records = 0;
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    struct completing completing = {.request = request, .token = token, .code = code};
    TRY(database_transaction(context, complete, &completing));
    if (context->once.replayed) replay(context, &completing);
    *records = completing.records;
    if (completing.ending == ENDING_DONE) return RESULT_OK;
    if (completing.ending == ENDING_DISPUTED) return RESULT_NONE;
    if (completing.ending == ENDING_CLAIMED || completing.ending == ENDING_DECIDED) return refuse_claim(context, completing.ending);
    if (completing.ending != ENDING_WRONG_CODE) return refuse_too_late(context, completing.ending);
    return FIELD_FAIL(context, "code", "association.code_wrong", N_("This is not the code of the letter. It has eight letters and digits, like 7K4M-XW2P."));
}

/* --- Withdrawing --- */

static enum result withdraw(struct context *context, void *data)
{
    struct completing *completing = data;
    struct request_row row;
    bool ended;
    TRY(find(context, completing, &row));
    TRY(association_refuse_standing(context, &row));
    TRY(association_store_end(context, row.id, "withdrawn", context_now(context), &ended));
    if (!ended) return busy(context);
    return audit_write(context, "association.withdraw", "association_request", row.id, TEXT(""));
}

enum result association_withdraw(struct context *context, int64_t request)
{
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    struct completing completing = {.request = request};
    return database_transaction(context, withdraw, &completing);
}

/* --- "This was not me" --- */

struct disowning {
    struct text token, address;
    struct error refusal; /* by a limit */
    bool came, let_go; /* what was asked for is in effect: something came into the account, or was let go */
};

static enum result in_effect(struct context *context, const struct request_row *row, struct disowning *disowning)
{
    if (row->purpose == ASSOCIATION_LETTING_GO) {
        disowning->let_go = text_is(row->outcome, "completed");
        return RESULT_OK;
    }
    int64_t other;
    return association_find_holder(context, row, &other, &disowning->came);
}

/* The request whose letter has the token, where it went to the address that is typed. */
static enum result find_by_reader(struct context *context, const struct disowning *disowning, struct request_row *row)
{
    if (disowning->token.length != SECRET_TOKEN_LENGTH) return association_unknown(context);
    enum result found = association_store_request_by_token(context, secret_hash(context, disowning->token), row);
    TRY(found);
    if (found == RESULT_NONE) return association_unknown(context);
    struct text address;
    if (address_normal(context->arena, disowning->address, &address) && text_equal(address, row->letter_address)) return RESULT_OK;
    return FIELD_FAIL(context, "address", "association.not_this_mailbox", N_("The letter did not come to this address. Type the address of the mailbox in which you found it."));
}

/* What a dispute brings comes on its day or by staff, who can also stop and undo it: the letter that it was confirmed with does neither, whoever reads it. */
static bool is_confirmed_dispute(const struct request_row *row)
{
    return row->purpose == ASSOCIATION_DISPUTE && text_is(row->outcome, "completed");
}

static enum result refuse_confirmed_dispute(struct context *context)
{
    return context_fail(context, RESULT_REFUSED, "association.disputed",
                        N_("This dispute was confirmed, and takes its course. If it was not you, write to us: we can stop it, and undo for 30 days what it has brought."));
}

static enum result refuse_not_there(struct context *context, bool granted)
{
    if (granted)
        return context_fail(context, RESULT_REFUSED, "association.granted", N_("The certifying body has granted this request. Where another account has the exam record, that one is told by letter, and can object there."));
    return context_fail(context, RESULT_REFUSED, "association.nothing_to_dispute", N_("That account does not have it (any more). Sign in with your own, and associate it."));
}

static bool is_granted(const struct request_row *row)
{
    return row->purpose == ASSOCIATION_LOST_MAILBOX && text_is(row->outcome, "completed");
}

static struct text ended_as(const struct request_row *row, const struct disowning *disowning)
{
    if (is_confirmed_dispute(row)) return TEXT("disputed");
    if (disowning->let_go) return TEXT("let-go");
    if (disowning->came) return TEXT("came");
    return is_granted(row) ? TEXT("granted") : text_is(row->outcome, "completed") ? TEXT("left") : TEXT("stopped");
}

static enum result disown(struct context *context, void *data)
{
    struct disowning *disowning = data;
    struct request_row row;
    int64_t ended;
    TRY(find_by_reader(context, disowning, &row));
    TRY(association_store_disown(context, row.account_id, row.letter_mailbox_id, context_now(context), &ended));
    /* Whoever completes it at this moment has come before, or comes too late: what holds is read after that is known. */
    TRY(find_by_reader(context, disowning, &row));
    TRY(in_effect(context, &row, disowning));
    context->once.answer = ended_as(&row, disowning);
    return ended ? audit_write(context, "association.disown", "association_request", row.id, TEXT("")) : RESULT_OK;
}

enum result association_disown(struct context *context, struct text token, struct text address)
{
    struct disowning disowning = {.token = token, .address = address};
    TRY(database_transaction(context, disown, &disowning));
    if (text_is(context->once.answer, "disputed")) return refuse_confirmed_dispute(context);
    if (text_is(context->once.answer, "let-go"))
        return context_fail(context, RESULT_REFUSED, "association.let_go_already", N_("It was let go already. Nothing is lost: sign in and associate it again."));
    if (text_is(context->once.answer, "came"))
        return context_fail(context, RESULT_REFUSED, "association.completed_already",
                            N_("It was associated already. Associate it with your own account, or write to us: we will undo it."));
    return text_is(context->once.answer, "stopped") ? RESULT_OK : refuse_not_there(context, text_is(context->once.answer, "granted"));
}

static enum result dispute_completed(struct context *context, void *data)
{
    struct disowning *disowning = data;
    struct request_row row;
    enum ending ending;
    TRY(association_refuse_aside(context, &disowning->refusal));
    TRY(find_by_reader(context, disowning, &row));
    if (is_confirmed_dispute(&row)) return refuse_confirmed_dispute(context);
    TRY(in_effect(context, &row, disowning));
    if (!disowning->came) return refuse_not_there(context, is_granted(&row));
    struct unbinding_opening opening = {.mailbox = association_thing_of(&row).mailbox, .record = row.record_id, .cause = UNBINDING_OWNER,
                                        .claimant = context->actor.kind == ACTOR_ACCOUNT ? context->actor.account : 0, .answer_to = row.letter_address};
    enum result disputed = claim(context, &row, opening, &ending);
    if (disputed == RESULT_OK) context->once.answer = text_of(ending_words[ending]);
    return disputed;
}

enum result association_dispute(struct context *context, struct text token, struct text address)
{
    struct disowning disowning = {.token = token, .address = address};
    TRY(association_set_aside(context, audit_limit_network(context, "dispute", DISPUTES_FROM_NETWORK, HOUR), &disowning.refusal));
    enum result disputed = database_transaction(context, dispute_completed, &disowning);
    if (disputed != RESULT_OK) return disputed;
    enum ending ending = ending_of(context->once.answer);
    return ending == ENDING_DONE ? RESULT_OK : refuse_claim(context, ending);
}
