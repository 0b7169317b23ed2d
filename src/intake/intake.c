#include "intake/intake.h"

#include <pthread.h>
#include <stdlib.h>

#include "audit/audit.h"
#include "catalogue/catalogue.h"
#include "intake/intake_raw.h"
#include "intake/intake_row.h"
#include "intake/intake_rerun.h"
#include "intake/intake_store.h"
#include "intake/intake_write.h"
#include "letter/address.h"

enum { REFUSAL_LIMIT = 2000 };
static const size_t ARENA_LIMIT = (size_t)2 << 30;
static const int64_t KEPT_IF_REFUSED = 64 << 20;

RECORD(intake_row_verdict_record, struct intake_row_verdict, FIELD(struct intake_row_verdict, id), FIELD(struct intake_row_verdict, member), FIELD(struct intake_row_verdict, line),
       FIELD(struct intake_row_verdict, place), FIELD(struct intake_row_verdict, verdict), FIELD(struct intake_row_verdict, code), FIELD(struct intake_row_verdict, reason));

/* --- Refusals --- */

struct refusal {
    const struct intake_profile *profile;
    const struct intake_source *source;
    struct text why;
};

/* A file that is refused is kept, with why (3.3); one that is too large to be kept only by its name. */
static enum result keep_refusal(struct context *context, void *data)
{
    const struct refusal *refusal = data;
    int64_t provider, file;
    struct intake_file_row known;
    TRY(intake_store_provider(context, refusal->profile->name, &provider));
    enum result found = intake_store_find_file(context, provider, text_of(refusal->source->sha256), &known);
    TRY(found);
    if (found == RESULT_OK) {
        /* A file that was taken in before stays so, whatever is wrong with the profile now. */
        return known.state == INTAKE_FILE_REFUSED ? intake_store_set_refusal(context, known.id, INTAKE_FILE_REFUSED, refusal->why) : RESULT_OK;
    }
    bool kept = refusal->source->sha256[0] && refusal->source->bytes <= KEPT_IF_REFUSED;
    TRY(intake_store_add_file(context, provider, refusal->source->name, kept ? text_of(refusal->source->sha256) : TEXT(""), refusal->source->bytes, INTAKE_FILE_REFUSED, refusal->why, &file));
    TRY(audit_write(context, "intake.refuse", "intake_file", file, text_printf(context->arena, "{\"provider\":\"%.*s\"}", TEXT_ARG(refusal->profile->name))));
    if (!kept) return RESULT_OK;
    struct intake_raw *raw = intake_raw_start(refusal->source->copy, refusal->source->bytes, 0);
    struct intake_part *part;
    enum result result;
    while ((result = intake_raw_next(context, raw, true, &part)) == RESULT_OK) {
        result = intake_store_add_part(context, file, part->number, part->content);
        intake_part_free(part);
        if (result < 0) break;
    }
    intake_raw_stop(raw);
    return result < 0 ? result : RESULT_OK;
}

static enum result refuse(struct context *context, const struct intake_profile *profile, const struct intake_source *source)
{
    struct error error = context->error;
    struct text why = text_clipped(text_repaired(context->arena, error_text(context->arena, &error)), REFUSAL_LIMIT);
    error_clear(&context->error);
    struct refusal refusal = {profile, source, why};
    TRY(database_transaction(context, keep_refusal, &refusal));
    context->error = error;
    return error.result;
}

/* --- Looking through --- */

struct copying {
    struct intake_source *source;
    pthread_t thread;
    bool has_thread, stop;
    int failed;
};

static void *copy(void *data)
{
    struct copying *copying = data;
    pthread_setname_np(pthread_self(), "intake-copy");
    copying->failed = intake_source_copy(copying->source, &copying->stop);
    return NULL;
}

static enum result check_headers(struct context *context, const struct intake_profile *profile, const struct catalogue *catalogue, const struct intake_source *source)
{
    struct intake_maker maker = {.profile = profile, .catalogue = catalogue, .context = context};
    for (size_t i = 0; i < source->member_count; i++) {
        const struct intake_member *member = &source->members[i];
        struct text where = text_empty(member->name) ? source->path : text_printf(context->arena, "%.*s:%.*s", TEXT_ARG(source->path), TEXT_ARG(member->name));
        TRY(intake_maker_header(context, &maker, where, member, (struct instant){0}));
    }
    return RESULT_OK;
}

/* The copy and its hash are made on another core meanwhile. */
static enum result look_through(struct context *context, const struct intake_profile *profile, const struct catalogue *catalogue, struct intake_source *source)
{
    struct copying copying = {.source = source};
    copying.has_thread = pthread_create(&copying.thread, NULL, copy, &copying) == 0;
    enum result result = intake_source_check(context, profile, source);
    if (result >= 0) result = check_headers(context, profile, catalogue, source);
    if (result < 0 && source->bytes > KEPT_IF_REFUSED) __atomic_store_n(&copying.stop, true, __ATOMIC_RELAXED);
    if (copying.has_thread) pthread_join(copying.thread, NULL);
    else copy(&copying);
    if (result < 0) return result;
    if (copying.failed) return context_fail(context, RESULT_BROKEN, "intake.spool", N_("No temporary file can be made: {what}"), "what", strerror(copying.failed));
    return RESULT_OK;
}

/* --- The act --- */

struct importing {
    const struct intake_profile *profile;
    const struct catalogue *catalogue;
    struct intake_source source;
    struct intake_write write;
};

static enum result find_known(struct context *context, struct importing *importing, struct intake_file_row *known)
{
    int64_t provider;
    enum result found = intake_store_known_provider(context, importing->profile->name, &provider);
    if (found != RESULT_OK) return found;
    return intake_store_find_file(context, provider, text_of(importing->source.sha256), known);
}

/* The same file again changes nothing (3.2); but what waits of it may have found its remedy. */
static enum result seen(struct context *context, const struct importing *importing, const struct intake_file_row *known, bool dry_run, struct arena *arena)
{
    struct intake_outcome *outcome = importing->write.outcome;
    outcome->id = known->id;
    outcome->seen_before = true;
    outcome->rows = known->rows;
    outcome->refused = known->refused;
    if (!dry_run) TRY(intake_rerun_file(context, known->id, outcome));
    TRY(intake_store_waiting(context, known->id, &outcome->quarantined));
    outcome->unchanged = outcome->rows - outcome->refused - outcome->quarantined - outcome->fresh - outcome->corrected;
    struct context own = *context;
    own.arena = arena;
    enum result result = intake_store_verdicts(&own, known->id, true, importing->write.most_verdicts, &outcome->verdicts);
    if (result < 0) context->error = own.error;
    return result;
}

static enum result import(struct context *context, struct importing *importing, bool dry_run, struct arena *arena)
{
    struct intake_source *source = &importing->source;
    struct intake_outcome *outcome = importing->write.outcome;
    enum result looked = look_through(context, importing->profile, importing->catalogue, source);
    outcome->sha256 = text_copy(arena, text_of(source->sha256));
    if (looked == RESULT_REFUSED && !dry_run) return refuse(context, importing->profile, source);
    TRY(looked);
    struct intake_file_row known = {.received_at = context_now(context)};
    enum result found = find_known(context, importing, &known);
    TRY(found);
    if (found == RESULT_OK && known.state == INTAKE_FILE_DONE) return seen(context, importing, &known, dry_run, arena);
    importing->write.received = found == RESULT_OK ? known.received_at : context_now(context);
    enum result written = intake_write(context, &importing->write);
    outcome->changed = written >= 0 && !intake_source_is_unchanged(source);
    if (written != RESULT_REFUSED) return written;
    if (context->error.code != intake_write_seen) return dry_run ? written : refuse(context, importing->profile, source);
    error_clear(&context->error);
    TRY(find_known(context, importing, &known));
    outcome->fresh = outcome->corrected = 0;
    outcome->stopped = false;
    return seen(context, importing, &known, dry_run, arena);
}

enum result intake_file(struct context *context, struct text profile, struct text path, bool dry_run, size_t most_verdicts, intake_progress *progress, void *data, struct intake_outcome *outcome)
{
    *outcome = (struct intake_outcome){.file = path, .sha256 = TEXT(""), .verdicts = {&intake_row_verdict_record, NULL, 0}};
    TRY(audit_may(context, MAY_IMPORT));
    struct importing *importing = ARENA_NEW(context->arena, struct importing);
    TRY(intake_profile_load(context, profile, &importing->profile));
    TRY(catalogue_current(context, &importing->catalogue));
    TRY(intake_source_open(context, path, &importing->source));
    WITH_ARENA(arena, ARENA_LIMIT);
    struct context own = *context;
    own.arena = arena;
    importing->write = (struct intake_write){.profile = importing->profile, .catalogue = importing->catalogue, .source = &importing->source, .dry_run = dry_run, .progress = progress,
                                             .progress_data = data, .most_verdicts = most_verdicts, .outcome = outcome, .arena = context->arena};
    enum result result = import(&own, importing, dry_run, context->arena);
    intake_source_close(&importing->source);
    context->error = own.error;
    context->once.key = own.once.key;
    return result;
}

/* --- For staff and for the rooms above --- */

enum result intake_decide(struct context *context, int64_t row, enum intake_remedy remedy, struct text address, struct text why, const struct intake_people_of *people)
{
    TRY(audit_may(context, MAY_REMEDY_ROWS));
    struct text normal = TEXT("");
    why = text_trim(why);
    if (remedy == INTAKE_MAILBOX && !address_normal(context->arena, address, &normal))
        return FIELD_FAIL(context, "address", "intake.mailbox", N_("{what} is no mail address. Ask the provider for the right one, or name the mailbox yourself."), "what",
                          text_string(context->arena, address));
    if (text_empty(why) || why.length > INTAKE_WHY_LIMIT)
        return FIELD_FAIL(context, "reason", "intake.why", N_("Say in a few words why you decide so: it stands in the journal."));
    return intake_rerun_decide(context, row, remedy, normal, why, people);
}

enum result intake_take_back(struct context *context, int64_t row)
{
    TRY(audit_may(context, MAY_REMEDY_ROWS));
    return intake_rerun_take_back(context, row);
}

enum result intake_rerun(struct context *context, struct intake_outcome *outcome)
{
    *outcome = (struct intake_outcome){.file = TEXT(""), .sha256 = TEXT(""), .verdicts = {&intake_row_verdict_record, NULL, 0}};
    if (!audit_allows(&context->actor, MAY_LOAD_CATALOGUE)) TRY(audit_may(context, MAY_REMEDY_ROWS));
    TRY(intake_rerun_file(context, 0, outcome));
    return intake_store_waiting_verdicts(context, INTAKE_VERDICTS + 1, &outcome->verdicts);
}
