#include "door/worker/worker.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "account/account_staff.h"
#include "association/association_unbinding.h"
#include "audit/audit.h"
#include "award/award.h"
#include "award/award_near.h"
#include "base/encoding.h"
#include "base/log.h"
#include "catalogue/catalogue.h"
#include "letter/letter.h"
#include "outside/database.h"
#include "outside/store.h"
#include "package/package.h"
#include "package/package_dispatch.h"

enum { STEP_LIMIT = 512 << 20, PAUSE_MILLISECONDS = 300, DATES_EVERY_SECONDS = 5, SEND_SECONDS = 5, FORGET_EVERY_SECONDS = 3600,
       ANSWERS_KEPT_SECONDS = 7 * 86400, NIGHT_SECONDS = 900 };

struct worker {
    struct house *house;
    pthread_t thread;
    _Atomic(bool) stop;
};


/* Into the log, which is kept elsewhere than the store: whoever writes the journal anew is found by it (audit/audit.h). */
static enum result log_journal_heads(struct context *context)
{
    struct list heads;
    TRY(audit_heads(context, &heads));
    for (size_t i = 0; i < heads.count; i++) {
        const struct audit_head *head = (const struct audit_head *)heads.items + i;
        log_line(LOG_INFO, "journal head chain=%lld length=%lld hash=%.*s", (long long)head->chain, (long long)head->length, TEXT_ARG(encoding_hex(context->arena, head->hash)));
    }
    return RESULT_OK;
}

static void log_difference(const struct award_difference *difference, void *data)
{
    (void)data;
    log_line(LOG_INFO, "nightly difference certification=%.*s number=%.*s what=\"%.*s\"", TEXT_ARG(difference->certification), TEXT_ARG(difference->number),
             TEXT_ARG(difference->what));
}

/* Each that differs is reported, however many there are, then it is applied (6.2). */
static enum result evaluate(struct context *context)
{
    int64_t count;
    TRY(award_evaluate_telling(context, log_difference, NULL, &count));
    log_line(LOG_INFO, "nightly evaluation differences=%lld", (long long)count);
    return RESULT_OK;
}

static enum result remind(struct context *context)
{
    int64_t letters;
    TRY(award_remind(context, &letters));
    log_line(LOG_INFO, "nightly reminders letters=%lld", (long long)letters);
    return RESULT_OK;
}

static enum result check_unbindings(struct context *context)
{
    int64_t opened;
    TRY(unbinding_check_everybody(context, &opened));
    log_line(LOG_INFO, "nightly unbindings opened=%lld", (long long)opened);
    return RESULT_OK;
}

static enum result find_near_misses(struct context *context)
{
    int64_t missed;
    TRY(award_near_find(context, &missed));
    log_line(LOG_INFO, "nightly near misses=%lld", (long long)missed);
    return RESULT_OK;
}

static enum result run_packages(struct context *context)
{
    int64_t opened;
    TRY(package_run_day(context, &opened));
    log_line(LOG_INFO, "nightly packages opened=%lld", (long long)opened);
    return RESULT_OK;
}

/* What is remembered only for a while: answers to writes, ended sessions, limits that have run out. */
static enum result forget(struct context *context)
{
    TRY(audit_forget_limits(context));
    TRY(account_forget_sessions(context));
    TRY(account_forget_challenges(context));
    struct instant before = instant_add_seconds(context_now(context), -ANSWERS_KEPT_SECONDS);
    TRY(package_forget_outcomes(context, before));
    return store_forget_answers(context, before);
}

/* A failed part is logged and tried again in the next step; it does not hold up the others. */
static void report(struct context *context, const char *part, enum result result)
{
    if (result >= 0) return;
    bool nothing_yet = context->error.code && strcmp(context->error.code, "catalogue.none") == 0;
    struct text text = error_text(context->arena, &context->error);
    if (!nothing_yet) log_line(LOG_ERROR, "worker part=%s code=%s: %.*s", part, context->error.code ? context->error.code : "unknown", TEXT_ARG(text));
    error_clear(&context->error);
}

/* What is done once a civil day of the body, in this order, each with where the store remembers its last day. */
static const struct {
    const char *name, *day;
    enum result (*act)(struct context *context);
} night[] = {{"evaluation", "evaluated_day", evaluate},
             {"reminders", "reminded_day", remind},
             {"unbindings", "unbindings_day", check_unbindings},
             {"near-misses", AWARD_NEAR_DAY, find_near_misses},
             {"packages", "packages_day", run_packages},
             {"journal-heads", "journal_heads_day", log_journal_heads}};
enum { NIGHT_PARTS = sizeof night / sizeof *night };

/* Of the nodes one does what is left of it. It has the night for a while only, so that where it is killed another goes on; and keeps it for that while where something failed, which is
 * tried again then. Should two be at it, as when a part takes longer, they do nothing twice, because each compares anew. */
static enum result run_night(struct context *context)
{
    const struct catalogue *catalogue;
    TRY(catalogue_current(context, &catalogue));
    struct text today = day_text(context->arena, calendar_today(context, catalogue->calendar));
    bool claimed = false, failed = false;
    for (size_t i = 0; i < NIGHT_PARTS; i++) {
        struct text done = TEXT("");
        TRY(store_get(context, night[i].day, &done));
        if (text_equal(done, today)) continue;
        if (!claimed) {
            enum result free = store_claim(context, "night_until", instant_add_seconds(context_now(context), NIGHT_SECONDS));
            if (free != RESULT_OK) return free < 0 ? free : RESULT_OK;
            claimed = true;
        }
        enum result result = night[i].act(context);
        if (result >= 0) result = store_put_over(context, night[i].day, done, today); /* not over a wish that came while it ran */
        failed = failed || result < 0;
        report(context, night[i].name, result);
    }
    return claimed && !failed ? store_put(context, "night_until", TEXT("")) : RESULT_OK;
}

enum result worker_run(struct house *house, const volatile _Atomic(bool) *stop)
{
    struct database *database = NULL;
    struct letter_sender *sender = NULL;
    struct arena *arena = arena_new(STEP_LIMIT);
    struct context context = house_context(house, arena, NULL);
    enum result result = database_open(&context, house->settings.store, false, &database);
    context.database = database;
    if (result >= 0) result = letter_sender_new(&context, &sender);
    double dates_at = 0, forget_at = 0;
    while (result >= 0 && !*stop) {
        arena_reset(arena);
        context = house_context(house, arena, database);
        report(&context, "clock", house_follow_clock(house, &context));
        report(&context, "due", house_settle(&context));
        if (clock_monotonic() >= dates_at) {
            report(&context, "dates", house_settle_dates(&context));
            report(&context, "night", run_night(&context));
            dates_at = clock_monotonic() + DATES_EVERY_SECONDS;
        }
        if (clock_monotonic() >= forget_at) {
            report(&context, "forget", forget(&context));
            forget_at = clock_monotonic() + FORGET_EVERY_SECONDS;
        }
        report(&context, "letters", letter_send_due(&context, sender, SEND_SECONDS, NULL));
        nanosleep(&(struct timespec){0, PAUSE_MILLISECONDS * 1000000L}, NULL);
    }
    if (result < 0) {
        struct text text = error_text(arena, &context.error);
        log_line(LOG_ERROR, "worker cannot start: %.*s", TEXT_ARG(text));
    }
    letter_sender_free(sender);
    database_close(database);
    arena_free(arena);
    return result;
}

static void *run(void *data)
{
    struct worker *worker = data;
    if (worker_run(worker->house, &worker->stop) < 0) log_line(LOG_ERROR, "the worker has ended");
    return NULL;
}

enum result worker_start(struct house *house, struct worker **worker)
{
    *worker = calloc(1, sizeof **worker);
    if (!*worker) return context_fail(&house->context, RESULT_BROKEN, "worker.memory", N_("The machine has no memory for the worker."));
    (*worker)->house = house;
    if (pthread_create(&(*worker)->thread, NULL, run, *worker) == 0) return RESULT_OK;
    free(*worker);
    *worker = NULL;
    return context_fail(&house->context, RESULT_BROKEN, "worker.thread", N_("The machine gives no thread for the worker."));
}

void worker_stop(struct worker *worker)
{
    if (!worker) return;
    worker->stop = true;
    pthread_join(worker->thread, NULL);
    free(worker);
}
