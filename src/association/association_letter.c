#include "association/association_letter.h"

#include "association/association_merge_store.h"
#include "association/association_tie_store.h"
#include "association/association_unbinding_letter.h"
#include "catalogue/catalogue.h"
#include "letter/address.h"

#define F(MEMBER) FIELD(struct association_letter, MEMBER)
RECORD(association_letter_record, struct association_letter, F(user_name), F(mailbox), F(holder), F(sign_up), F(of_record), F(exam_code), F(registration_id), F(exam_day), F(by_case), F(by_mailbox),
       F(objected), F(stranger), F(to_account), F(records), F(ends), F(ready_day), F(provisional), F(moved), F(refused), F(found), F(objection_days));

const struct page_binding association_letters[] = {
    {"association-activate", &association_letter_record}, {"association-taken", &association_letter_record},  {"association-done", &association_letter_record},
    {"association-let-go", &association_letter_record},   {"association-released", &association_letter_record}, {"association-lost", &association_letter_record},
    {"association-unbinding", &unbinding_letter_record},  {"association-unbinding-end", &unbinding_letter_record}, {"association-claim", &unbinding_letter_record},
    {"association-merge", &merge_letter_record},          {"association-dispute", &association_letter_record},
    {"association-disputed", &unbinding_letter_record},      {"merge-proposal", &merge_proposal_record},       {"association-sought", &association_letter_record},
};
const size_t association_letter_count = sizeof association_letters / sizeof *association_letters;

static const char *const templates[] = {[ASSOCIATION_SIGN_UP] = "association-activate",      [ASSOCIATION_OF_RECORDS] = "association-activate",
                                        [ASSOCIATION_SCORE_REPORT] = "association-activate", [ASSOCIATION_LOST_MAILBOX] = "association-lost",
                                        [ASSOCIATION_LETTING_GO] = "association-let-go", [ASSOCIATION_DISPUTE] = "association-dispute"};

struct association_letter association_letter_of(const struct request_row *request, const struct account *asker)
{
    return (struct association_letter){.user_name = asker->user_name, .mailbox = request->address, .sign_up = request->purpose == ASSOCIATION_SIGN_UP,
                                       .of_record = request->record_id != 0, .exam_code = request->exam_code, .registration_id = request->registration_id,
                                       .exam_day = request->exam_day, .to_account = request->letter_mailbox_id != request->mailbox_id, .ends = request->ends,
                                       .by_case = request->purpose == ASSOCIATION_LOST_MAILBOX, .objected = text_is(request->outcome, "disowned"), .ready_day = NO_DAY};
}

static struct letter_recipient account_at(struct context *context, const struct account *account, struct text address)
{
    return (struct letter_recipient){.account = account->id, .address = address, .language = text_string(context->arena, account->language), .zone = account->zone,
                                     .name = letter_addressed(account->language, account->name_latin, account->name_native), .user_name = account->user_name};
}

/* Whoever reads a mailbox that is not tied to the account may be a stranger. */
static struct letter_recipient stranger_at(struct context *context, const struct account *account, struct text address)
{
    return (struct letter_recipient){.address = address, .language = context->language, .zone = account->zone};
}

/* The letter names the mailbox as its reader knows it. */
static enum result write(struct context *context, const char *kind, const struct letter_recipient *recipient, const struct association_letter *item, const struct letter_secrets *secrets, int64_t *letter)
{
    struct association_letter shown = *item;
    shown.mailbox = address_shown(context->arena, item->mailbox);
    return letter_write(context, kind, recipient, &shown, secrets, letter);
}

/* Where the letter of a request goes. */
static enum result recipient_of(struct context *context, const struct request_row *request, const struct account *asker, struct letter_recipient *recipient)
{
    enum result own = association_proven(context, asker->id, request->letter_address);
    TRY(own);
    *recipient = own == RESULT_OK ? account_at(context, asker, request->letter_address) : stranger_at(context, asker, request->letter_address);
    /* Before he has confirmed it, the mailbox that he signed up with is where he waits for this letter (SPEC 4.3); that it may be a stranger's concerns only what the letter says. */
    if (text_equal(request->letter_address, asker->mailbox)) recipient->account = asker->id;
    return RESULT_OK;
}

/* Where another account has the record, or its mailbox, whoever reads that is the one who has it, perhaps: he is told that somebody asks for it, not who. */
static enum result hide_asker(struct context *context, const struct request_row *request, struct association_letter *item)
{
    struct tie_row tie;
    int64_t other;
    bool own;
    if (request->purpose != ASSOCIATION_LOST_MAILBOX) return RESULT_OK;
    TRY(association_find_holder(context, request, &other, &own));
    enum result tied = association_store_tie_of(context, request->letter_mailbox_id, &tie);
    if (other || (tied == RESULT_OK && tie.account_id != request->account_id)) item->user_name = TEXT("");
    return tied < 0 ? tied : RESULT_OK;
}

enum result association_letter_ask(struct context *context, const struct request_row *request, const struct association_letter *item, const struct account *asker,
                                   const struct letter_secrets *secrets, int64_t *letter)
{
    struct letter_recipient recipient;
    struct association_letter shown = *item;
    TRY(recipient_of(context, request, asker, &recipient));
    TRY(hide_asker(context, request, &shown));
    return write(context, templates[request->purpose], &recipient, &shown, secrets, letter);
}

static enum result lost_again(struct context *context, const struct request_row *request, const struct association_letter *turn)
{
    struct account asker;
    struct letter_recipient recipient;
    TRY(account_read(context, request->account_id, &asker));
    TRY(recipient_of(context, request, &asker, &recipient));
    recipient.language = text_string(context->arena, asker.language); /* it is no page of his that has it written */
    struct association_letter item = association_letter_of(request, &asker);
    item.ready_day = turn->ready_day;
    item.provisional = turn->provisional;
    item.moved = turn->moved;
    item.found = turn->found;
    TRY(hide_asker(context, request, &item));
    return write(context, templates[request->purpose], &recipient, &item, NULL, NULL);
}

enum result association_letter_moved(struct context *context, const struct request_row *request, struct day ready_day, bool provisional)
{
    return lost_again(context, request, &(struct association_letter){.ready_day = ready_day, .provisional = provisional, .moved = true});
}

enum result association_letter_found(struct context *context, const struct request_row *request)
{
    return lost_again(context, request, &(struct association_letter){.ready_day = NO_DAY, .found = true});
}

static enum result to_holder(struct context *context, const struct request_row *request, int64_t holder, struct association_letter item)
{
    struct unbinding_reader reader;
    TRY(unbinding_letter_reader(context, holder, request->mailbox_id, &reader));
    if (!reader.any) return RESULT_OK;
    item.of_record = true;
    item.exam_code = request->exam_code;
    item.registration_id = request->registration_id;
    item.exam_day = request->exam_day;
    return write(context, "association-sought", &reader.recipient, &item, NULL, NULL);
}

enum result association_letter_sought(struct context *context, const struct request_row *request, int64_t holder, struct day ready_day, bool moved)
{
    const struct catalogue *catalogue;
    TRY(catalogue_current(context, &catalogue));
    struct association_letter item = {.ready_day = ready_day, .moved = moved, .objection_days = catalogue->body.promises[PROMISE_OBJECTION].first};
    (void)calendar_is_working(catalogue->calendar, ready_day, &item.provisional);
    return to_holder(context, request, holder, item);
}

enum result association_letter_not_taken(struct context *context, const struct request_row *request, int64_t holder)
{
    return to_holder(context, request, holder, (struct association_letter){.ready_day = NO_DAY, .refused = true});
}

enum result association_letter_taken(struct context *context, const struct association_letter *item, const struct account *holder)
{
    struct text address = item->mailbox;
    enum result proven = association_proven(context, holder->id, address);
    if (proven == RESULT_NONE) proven = association_proven(context, holder->id, address = holder->mailbox);
    if (proven != RESULT_OK) return proven < 0 ? proven : RESULT_OK;
    struct letter_recipient recipient = account_at(context, holder, address);
    return write(context, "association-taken", &recipient, item, NULL, NULL);
}

static enum result tell(struct context *context, const char *kind, const struct association_letter *item, const struct account *account)
{
    bool same = text_equal(account->mailbox, item->mailbox);
    enum result own = association_proven(context, account->id, item->mailbox), letters = same ? own : association_proven(context, account->id, account->mailbox);
    TRY(own);
    TRY(letters);
    if (!text_empty(item->mailbox)) {
        struct letter_recipient recipient = own == RESULT_OK ? account_at(context, account, item->mailbox) : stranger_at(context, account, item->mailbox);
        struct association_letter there = *item;
        there.stranger = own != RESULT_OK;
        there.objected = item->objected && there.stranger; /* who reads the mailbox has */
        TRY(write(context, kind, &recipient, &there, NULL, NULL));
    }
    /* Where letters go is perhaps a stranger's mailbox, mistyped at sign-up: only a proven one is told. */
    if (letters == RESULT_NONE || same) return RESULT_OK;
    struct letter_recipient recipient = account_at(context, account, account->mailbox);
    /* By a decision he has got the record, not the mailbox: he reads of it what the pages show him. */
    struct association_letter here = *item;
    here.objected = false;
    if (item->by_case && own == RESULT_NONE) here.mailbox = association_masked(context, item->mailbox);
    return write(context, kind, &recipient, &here, NULL, NULL);
}

enum result association_letter_done(struct context *context, const struct association_letter *item, const struct account *account)
{
    return tell(context, "association-done", item, account);
}

enum result association_letter_released(struct context *context, const struct association_letter *item, const struct account *account)
{
    return tell(context, "association-released", item, account);
}
