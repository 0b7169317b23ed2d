/* The address at the provider (SPEC 5.7, 3.8), from the candidate's wish to the provider's answer. */
#include "award/town.h"
#include "people/people_work.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "account/account_staff.h"
#include "association/association_provider.h"
#include "association/association_tie.h"
#include "association/association_unbinding.h"
#include "association/association_unbinding_open.h"
#include "audit/audit.h"
#include "base/file.h"
#include "intake/intake_demographic.h"
#include "outside/settings.h"

#define NOW "2026-02-16T02:00:00Z"

/* Alice has brought in what she booked under an old address and has proven a new one. */
static int64_t alice_with_records(struct town *town)
{
    int64_t alice = town_account(town, "alice", "alice@new.example", "Alice Wu");
    town_tie(town, alice, "alice@old.example");
    town_tie(town, alice, "alice@new.example");
    town_pass(town, "alice@old.example", "H12-811", "2026-02-12");
    town_follow_up(town);
    return alice;
}

struct kept {
    struct text name, content;
    bool fails;
};
static enum result keep(struct context *context, void *data, struct text name, struct text content)
{
    struct kept *kept = data;
    if (kept->fails) return context_fail(context, RESULT_REFUSED, "file.unwritable", "no room");
    kept->name = text_copy(context->arena, name);
    kept->content = text_copy(context->arena, content);
    return RESULT_OK;
}

static int64_t send(struct town *town, struct kept *kept)
{
    struct text name;
    int64_t count;
    town_act_as(town, 0);
    enum result sent = intake_demographic_send(town->context, TEXT("pearson-vue"), keep, kept, &name, &count);
    assert_true(sent >= 0);
    return count;
}

/* The provider's answer, as the text or in a ZIP. */
static struct demographic_outcome answer(struct town *town, const char *name, const char *content, bool zipped, enum result expected)
{
    char folder[] = "/tmp/testamur-answer-XXXXXX", path[200];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (zipped) {
        struct archive *archive = archive_write_new();
        archive_write_set_format_zip(archive);
        assert_int_equal(archive_write_open_filename(archive, path), ARCHIVE_OK);
        struct archive_entry *entry = archive_entry_new();
        archive_entry_set_pathname(entry, "vcdc-20260216.dat");
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, 0644);
        archive_entry_set_size(entry, (int64_t)strlen(content));
        assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
        assert_int_equal(archive_write_data(archive, content, strlen(content)), strlen(content));
        archive_entry_free(entry);
        archive_write_free(archive);
    } else {
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        fputs(content, file);
        fclose(file);
    }
    struct demographic_outcome outcome = {0};
    town_act_as(town, 0);
    assert_result(town->support, expected, intake_demographic_answer(town->context, TEXT("pearson-vue"), text_of(path), &outcome));
    unlink(path);
    rmdir(folder);
    return outcome;
}

static struct demographic_update newest(struct town *town, int64_t account)
{
    struct list updates;
    town_act_as(town, account);
    assert_ok(intake_demographic_of(town->context, account, 10, &updates));
    assert_true(updates.count > 0);
    return *(const struct demographic_update *)updates.items;
}

#define HEADER "ClientCandidateID\tStatus\tDate\tMessage\n"

static void a_new_address_is_queued_sent_and_accepted(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    int64_t alice = alice_with_records(town), queued;
    town_act_as(town, alice);
    assert_ok(association_change_at_provider(town->context, TEXT(" Alice@New.example"), &queued));
    assert_int_equal(queued, 1);
    assert_true(newest(town, alice).queued);

    struct kept kept = {0};
    assert_int_equal(send(town, &kept), 1);
    assert_text_equal(kept.name, "cdd-20260216-020000.dat");
    struct demographic_update update = newest(town, alice);
    assert_true(update.sent);
    assert_text_equal(update.file, "cdd-20260216-020000.dat");
    const char *id = text_string(town->context->arena, update.candidate_id);
    struct text line, rest = kept.content;
    assert_true(text_split(&rest, '\n', &line));
    assert_text_equal(line, "ClientCandidateID\tFirstName\tLastName\tEmail\tCountry\tPhone\tLastUpdate\r");
    assert_true(text_split(&rest, '\n', &line));
    assert_true(text_starts_with(line, text_printf(town->context->arena, "%s\t", id).bytes));
    assert_true(text_find(line, "\talice@new.example\t") < line.length);
    assert_true(text_ends_with(line, "\t2026/02/16 02:00:00\r"));
    assert_int_equal(send(town, &(struct kept){0}), 0); /* nothing is sent twice */

    const char *words = text_printf(town->context->arena, HEADER "%s\tAccepted\t2026/02/16 03:00:00\t\nsomebody-else\tAccepted\t\t\n", id).bytes;
    struct demographic_outcome outcome = answer(town, "vcdc-20260216.zip", words, true, RESULT_OK);
    assert_int_equal(outcome.accepted, 1);
    assert_int_equal(outcome.unknown, 1);
    assert_true(newest(town, alice).accepted);
    outcome = answer(town, "vcdc-20260216.dat", words, false, RESULT_OK); /* the same again */
    assert_int_equal(outcome.accepted, 0);
    assert_int_equal(outcome.unchanged, 2);
    town_free(town);
}
BOTH_ENGINES(a_new_address_is_queued_sent_and_accepted)

static void what_the_provider_refuses_says_why(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    int64_t alice = alice_with_records(town), queued;
    town_act_as(town, alice);
    assert_ok(association_change_at_provider(town->context, TEXT("alice@new.example"), &queued));
    struct kept kept = {0};
    send(town, &kept);
    const char *id = text_string(town->context->arena, newest(town, alice).candidate_id);
    /* One wrong row, and nothing of the answer is followed. */
    answer(town, "vcdc-1.dat", text_printf(town->context->arena, HEADER "%s\tAccepted\t\t\nx\tPerhaps\t\t\n", id).bytes, false, RESULT_REFUSED);
    assert_int_equal(town->context->error.line, 3);
    assert_string_equal(town->context->error.code, "demographic.row");
    error_clear(&town->context->error);
    assert_true(newest(town, alice).sent);
    answer(town, "vcdc-1.dat", text_printf(town->context->arena, HEADER "%s\tERROR\t\tInvalid country\n", id).bytes, false, RESULT_OK);
    assert_true(newest(town, alice).error);
    assert_text_equal(newest(town, alice).answer, "Invalid country");

    /* Asked again, and the file as a whole is refused: a row without an ID. */
    assert_ok(association_change_at_provider(town->context, TEXT("alice@old.example"), &queued));
    town_set_time(town, "2026-02-17T02:00:00Z");
    assert_int_equal(send(town, &kept), 1);
    struct demographic_outcome outcome = answer(town, "vcdc-2.dat", HEADER "\tError\t\tUnknown column\n", false, RESULT_OK);
    assert_int_equal(outcome.errors, 1);
    assert_text_equal(outcome.file_error, "Unknown column");
    assert_true(newest(town, alice).error);
    outcome = answer(town, "vcdc-2.dat", HEADER "\tError\t\tUnknown column\n", false, RESULT_OK);
    assert_int_equal(outcome.errors, 0);
    town_free(town);
}
BOTH_ENGINES(what_the_provider_refuses_says_why)

static void a_newer_wish_replaces_the_open_one(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    int64_t alice = alice_with_records(town), queued;
    town_act_as(town, alice);
    assert_ok(association_change_at_provider(town->context, TEXT("alice@new.example"), &queued));
    assert_ok(association_change_at_provider(town->context, TEXT("alice@old.example"), &queued));
    struct list updates;
    assert_ok(intake_demographic_of(town->context, alice, 10, &updates));
    assert_int_equal(updates.count, 2);
    assert_true(((const struct demographic_update *)updates.items)[0].queued);
    assert_true(((const struct demographic_update *)updates.items)[1].replaced);
    struct kept kept = {0};
    assert_int_equal(send(town, &kept), 1);
    assert_true(text_find(kept.content, "alice@old.example") < kept.content.length);
    assert_true(text_find(kept.content, "alice@new.example") == kept.content.length);
    town_free(town);
}
BOTH_ENGINES(a_newer_wish_replaces_the_open_one)

/* Two files of the same person are under way: what the provider says of the first is not said of the second. */
static void an_answer_is_of_the_file_that_it_answers(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    int64_t alice = alice_with_records(town), queued;
    const char *id = NULL;
    static const char *const days[] = {"2026-02-16T02:00:00Z", "2026-02-17T02:00:00Z", "2026-02-18T02:00:00Z", "2026-02-19T02:00:00Z"};
    for (int i = 0; i < 2; i++) {
        town_set_time(town, days[i]);
        town_act_as(town, alice);
        assert_ok(association_change_at_provider(town->context, i ? TEXT("alice@old.example") : TEXT("alice@new.example"), &queued));
        assert_int_equal(send(town, &(struct kept){0}), 1);
    }
    id = text_string(town->context->arena, newest(town, alice).candidate_id);
    const char *first = text_printf(town->context->arena, HEADER "%s\tAccepted\t2026/02/17 03:00:00\t\n", id).bytes;
    struct demographic_outcome outcome = answer(town, "vcdc-1.dat", first, false, RESULT_OK);
    assert_int_equal(outcome.unchanged, 1); /* the first wish was replaced meanwhile */
    assert_true(newest(town, alice).sent);
    outcome = answer(town, "vcdc-1.zip", first, true, RESULT_OK); /* the same again is no answer to the second */
    assert_int_equal(outcome.unchanged, 1);
    assert_true(newest(town, alice).sent);
    answer(town, "vcdc-2.dat", text_printf(town->context->arena, HEADER "%s\tError\t2026/02/18 03:00:00\tNo such country\n", id).bytes, false, RESULT_OK);
    assert_true(newest(town, alice).error);

    /* An answer that names its file is of that one, in whatever order they come. */
    for (int i = 2; i < 4; i++) {
        town_set_time(town, days[i]);
        town_act_as(town, alice);
        assert_ok(association_change_at_provider(town->context, TEXT("alice@new.example"), &queued));
        assert_int_equal(send(town, &(struct kept){0}), 1);
    }
    outcome = answer(town, "vcdc-20260219-020000.dat", HEADER "\tError\t2026/02/19 03:00:00\tUnknown column\n", false, RESULT_OK);
    assert_int_equal(outcome.errors, 1);
    assert_true(newest(town, alice).error);
    answer(town, "vcdc-20260218-020000.dat", text_printf(town->context->arena, HEADER "%s\tAccepted\t2026/02/19 03:00:00\t\n", id).bytes, false, RESULT_OK);
    assert_true(newest(town, alice).error);
    town_free(town);
}
BOTH_ENGINES(an_answer_is_of_the_file_that_it_answers)

STATEMENT(of_candidate, NULL, "UPDATE exam_record SET candidate_id = $2 WHERE id = $1");

/* An exam of that candidate's. */
static void record_of(struct town *town, const char *address, const char *candidate)
{
    int64_t record = town_pass(town, address, "H12-891", "2026-02-10");
    assert_ok(database_run(town->context, &of_candidate, PARAMETERS(record, candidate), NULL));
    town_follow_up(town);
}

static enum result wish(struct town *town, const struct demographic_wish *before, const char *candidate)
{
    struct demographic_wish wish = *before;
    wish.candidate_id = text_of(candidate);
    town_act_as(town, wish.account);
    return intake_demographic_queue(town->context, &wish, TEXT("pearson-vue"));
}

/* Of two files that hold a row, the answer is of the one that it answers whole; rows that stand in no file that waits are told apart. */
static void an_answer_is_of_the_file_with_its_rows(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    int64_t alice = alice_with_records(town), mailbox;
    assert_ok(intake_mailbox_known(town->context, TEXT("alice@new.example"), &mailbox));
    const struct demographic_wish any = {.provider = 1, .account = alice, .mailbox = mailbox};
    record_of(town, "alice@old.example", "C2");
    assert_ok(wish(town, &any, "C1"));
    assert_ok(wish(town, &any, "C2"));
    assert_int_equal(send(town, &(struct kept){0}), 2);
    town_set_time(town, "2026-02-17T02:00:00Z");
    assert_ok(wish(town, &any, "C1"));
    assert_int_equal(send(town, &(struct kept){0}), 1);
    struct demographic_outcome outcome = answer(town, "vcdc-2.dat", HEADER "C1\tAccepted\t\t\n", false, RESULT_OK);
    assert_int_equal(outcome.accepted, 1);
    assert_text_equal(newest(town, alice).candidate_id, "C1");
    assert_true(newest(town, alice).accepted);
    outcome = answer(town, "vcdc-1.dat", HEADER "C1\tError\t\tlate\nC2\tAccepted\t\t\nC9\tAccepted\t\t\n", false, RESULT_OK);
    assert_int_equal(outcome.unchanged, 1);
    assert_int_equal(outcome.accepted, 1);
    assert_int_equal(outcome.unknown, 1);
    assert_true(newest(town, alice).accepted);
    /* Half an answer, and the rest of it. */
    town_set_time(town, "2026-02-18T02:00:00Z");
    assert_ok(wish(town, &any, "C1"));
    assert_ok(wish(town, &any, "C2"));
    assert_int_equal(send(town, &(struct kept){0}), 2);
    assert_int_equal(answer(town, "vcdc-3.dat", HEADER "C1\tAccepted\tday\t\n", false, RESULT_OK).accepted, 1);
    assert_int_equal(answer(town, "vcdc-4.dat", HEADER "C2\tAccepted\tday\t\n", false, RESULT_OK).accepted, 1);
    town_free(town);
}
BOTH_ENGINES(an_answer_is_of_the_file_with_its_rows)

/* The town's provider, with another delimiter. */
static struct settings with_delimiter(struct town *town, char *folder, const char *delimiter, const char *quote)
{
    struct text text;
    struct arena *arena = town->context->arena;
    assert_ok(file_must_read(town->context, settings_path(town->context, "profiles/pearson-vue.ini"), 1 << 20, &text));
    const char *profile = text_string(arena, text), *rest = strstr(profile, "delimiter = tab\nquote = none\n");
    assert_non_null(rest);
    const char *changed = text_printf(arena, "%.*sdelimiter = %s\nquote = %s\n%s", (int)(rest - profile), profile, delimiter, quote, rest + strlen("delimiter = tab\nquote = none\n")).bytes;
    assert_non_null(mkdtemp(folder));
    assert_int_equal(mkdir(text_printf(arena, "%s/profiles", folder).bytes, 0700), 0);
    FILE *file = fopen(text_printf(arena, "%s/profiles/pearson-vue.ini", folder).bytes, "wb");
    assert_non_null(file);
    fputs(changed, file);
    fclose(file);
    struct settings settings = *town->context->settings;
    settings.share = text_of(folder);
    return settings;
}

static void a_name_is_one_cell_whatever_separates_the_cells(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    int64_t alice = alice_with_records(town), mailbox;
    assert_ok(intake_mailbox_known(town->context, TEXT("alice@new.example"), &mailbox));
    const struct demographic_wish any = {.provider = 1, .account = alice, .mailbox = mailbox, .first_name = TEXT("Alice \"Al\""), .last_name = TEXT("Wu, Jr.|;\n")};
    static const struct {
        const char *delimiter, *quote, *row;
    } kinds[] = {{"comma", "double", "C1,\"Alice \"\"Al\"\"\",\"Wu, Jr.|; \",alice@new.example,"},
                 {"comma", "none", "C1,Alice \"Al\",Wu  Jr.|; ,alice@new.example,"},
                 {"semicolon", "none", "C1;Alice \"Al\";Wu, Jr.|  ;alice@new.example;"},
                 {"tab", "none", "C1\tAlice \"Al\"\tWu, Jr.|; \talice@new.example\t"}};
    const struct settings *before = town->context->settings;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        char folder[] = "/tmp/testamur-profile-XXXXXX";
        town->context->settings = before;
        struct settings settings = with_delimiter(town, folder, kinds[i].delimiter, kinds[i].quote);
        town->context->settings = &settings;
        town_set_time(town, text_printf(town->context->arena, "2026-02-%02zuT02:00:00Z", 17 + i).bytes);
        assert_ok(wish(town, &any, "C1"));
        struct kept kept = {0};
        assert_int_equal(send(town, &kept), 1);
        struct text line, rest = kept.content;
        assert_true(text_split(&rest, '\n', &line) && text_split(&rest, '\n', &line));
        if (!text_starts_with(line, kinds[i].row)) fail_msg("%.*s", TEXT_ARG(line));
        assert_text_equal(rest, "");
        if (i == 0) { /* the answer is read in the same way */
            assert_int_equal(answer(town, "vcdc-1.csv", "Status,Message,ClientCandidateID\r\nError,\"Wrong, says \"\"x\"\"\",C1\r\n", false, RESULT_OK).errors, 1);
            assert_text_equal(newest(town, alice).answer, "Wrong, says \"x\"");
            answer(town, "vcdc-2.csv", "Status,Message,ClientCandidateID\nError,\"open,C1\nError,,C1\n", false, RESULT_REFUSED);
            assert_string_equal(town->context->error.code, "demographic.quote");
            error_clear(&town->context->error);
        }
    }
    town->context->settings = before;
    town_free(town);
}
BOTH_ENGINES(a_name_is_one_cell_whatever_separates_the_cells)

/* An archive of that many answers, each of a line of its own. */
static struct text zip_of(struct town *town, int count)
{
    enum { ROOM = 1 << 20 };
    char *bytes = arena_raw(town->context->arena, ROOM);
    size_t used;
    struct archive *archive = archive_write_new();
    archive_write_set_format_zip(archive);
    assert_int_equal(archive_write_open_memory(archive, bytes, ROOM, &used), ARCHIVE_OK);
    for (int i = 0; i < count; i++) {
        const char *content = text_printf(town->context->arena, HEADER "X%d\tAccepted\t\t\n", i).bytes;
        struct archive_entry *entry = archive_entry_new();
        archive_entry_set_pathname(entry, text_printf(town->context->arena, "vcdc-%d.dat", i).bytes);
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, 0644);
        archive_entry_set_size(entry, (int64_t)strlen(content));
        assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
        assert_int_equal(archive_write_data(archive, content, strlen(content)), strlen(content));
        archive_entry_free(entry);
    }
    archive_write_close(archive);
    archive_write_free(archive);
    return (struct text){bytes, used};
}

/* Whoever gives the wrong file, or one that was cut, learns what is wrong with it, and nothing of it is followed. */
static void what_is_no_answer_says_so(enum database_engine engine)
{
    enum { LARGE = (16 << 20) + 1 };
    struct town *town = town_new(engine, NOW, NULL);
    int64_t alice = alice_with_records(town), queued, count;
    struct text name;
    struct demographic_outcome outcome;
    char *large = arena_raw(town->context->arena, LARGE);
    memset(large, ' ', LARGE);
    const struct {
        const char *code, *name;
        struct text content;
    } wrong[] = {{"demographic.name", "photo.dat", TEXT(HEADER "C1\tAccepted\t\t\n")},
                 {"demographic.empty", "vcdc-1.dat", TEXT("")},
                 {"demographic.empty", "vcdc-1.zip", zip_of(town, 0)},
                 {"demographic.header", "vcdc-1.dat", TEXT("Candidate\tStatus\nC1\tAccepted\n")},
                 {"demographic.header", "vcdc-1.dat", TEXT("\n\n")},
                 {"demographic.row", "vcdc-1.dat", TEXT(HEADER "C1\tPerhaps\t\t\n")},
                 {"demographic.bytes", "vcdc-1.dat", TEXT(HEADER "C1\tError\t\t\xff\n")},
                 {"demographic.members", "vcdc-1.zip", zip_of(town, 51)},
                 {"demographic.large_answer", "vcdc-1.dat", {large, LARGE}}};
    town_act_as(town, 0);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_refused(wrong[i].code, intake_demographic_answer_upload(town->context, TEXT("pearson-vue"), text_of(wrong[i].name), wrong[i].content, &outcome));
    assert_ok(intake_demographic_answer_upload(town->context, TEXT("pearson-vue"), TEXT("vcdc-1.zip"), zip_of(town, 50), &outcome));
    assert_int_equal(outcome.unknown, 50);

    assert_refused("demographic.none", intake_demographic_send(town->context, TEXT("generic-csv"), NULL, NULL, &name, &count));
    /* A file bears the second in its name. */
    for (int turn = 0; turn < 2; turn++) {
        town_act_as(town, alice);
        assert_ok(association_change_at_provider(town->context, turn ? TEXT("alice@old.example") : TEXT("alice@new.example"), &queued));
        town_act_as(town, 0);
        if (!turn) assert_int_equal(send(town, &(struct kept){0}), 1);
        else assert_refused("demographic.twice", intake_demographic_send(town->context, TEXT("pearson-vue"), NULL, NULL, &name, &count));
    }
    support_forward(town->support, 1);
    assert_int_equal(send(town, &(struct kept){0}), 1);
    town_free(town);
}
BOTH_ENGINES(what_is_no_answer_says_so)

static void a_file_that_cannot_be_kept_was_not_sent(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    int64_t alice = alice_with_records(town), queued, count;
    struct text name;
    town_act_as(town, alice);
    assert_ok(association_change_at_provider(town->context, TEXT("alice@new.example"), &queued));
    town_act_as(town, 0);
    assert_refused("file.unwritable", intake_demographic_send(town->context, TEXT("pearson-vue"), keep, &(struct kept){.fails = true}, &name, &count));
    assert_true(newest(town, alice).queued);
    struct kept kept = {0};
    assert_int_equal(send(town, &kept), 1);
    town_free(town);
}
BOTH_ENGINES(a_file_that_cannot_be_kept_was_not_sent)

/* What is to be sent, and what was sent without an answer, each says since when; auditors read it, and send nothing. */
static void what_waits_for_a_provider_says_since_when(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    int64_t alice = alice_with_records(town), queued, count;
    struct list providers;
    struct text name;
    struct people_waiting waiting;
    struct actor auditor = {.kind = ACTOR_STAFF, .account = alice, .session = 1, .roles = ROLE_AUDITOR};
    struct instant asked = context_now(town->context);
    town_act_as(town, alice);
    assert_ok(association_change_at_provider(town->context, TEXT("alice@new.example"), &queued));
    support_forward(town->support, 3 * 86400);
    town->context->actor = auditor;
    assert_ok(intake_demographic_providers(town->context, &providers));
    const struct demographic_provider *provider = providers.items;
    assert_int_equal(provider->queued, 1);
    assert_int_equal(provider->oldest_queued.microseconds, asked.microseconds);
    assert_int_equal(provider->unanswered, 0);
    assert_false(instant_is(provider->oldest_unanswered));
    assert_ok(people_waiting(town->context, WORK_ADDRESSES, &waiting));
    assert_int_equal(waiting.count, 1);
    assert_int_equal(waiting.oldest.microseconds, asked.microseconds);
    assert_refused("audit.not_allowed", intake_demographic_send(town->context, TEXT("pearson-vue"), NULL, NULL, &name, &count));
    struct instant sent_at = context_now(town->context);
    struct kept kept = {0};
    assert_int_equal(send(town, &kept), 1);
    support_forward(town->support, 86400);
    town->context->actor = auditor;
    assert_ok(intake_demographic_providers(town->context, &providers));
    provider = providers.items;
    assert_int_equal(provider->queued, 0);
    assert_int_equal(provider->unanswered, 1);
    assert_int_equal(provider->oldest_unanswered.microseconds, sent_at.microseconds);
    assert_ok(people_waiting(town->context, WORK_ADDRESSES, &waiting));
    assert_int_equal(waiting.count, 0);
    assert_ok(people_waiting(town->context, WORK_ANSWERS, &waiting));
    assert_int_equal(waiting.oldest.microseconds, sent_at.microseconds);
    town_act_as(town, alice);
    assert_refused("audit.not_allowed", people_waiting(town->context, WORK_ANSWERS, &waiting));
    town_free(town);
}
BOTH_ENGINES(what_waits_for_a_provider_says_since_when)

static void only_ones_own_proven_mailbox_is_told(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    int64_t alice = alice_with_records(town), bob = town_account(town, "bob", "bob@example.org", "Bob"), queued;
    town_tie(town, bob, "bob@example.org");
    struct list updates;
    town_act_as(town, bob);
    assert_refused("association.not_proven", association_change_at_provider(town->context, TEXT("alice@new.example"), &queued));
    assert_refused("association.no_provider", association_change_at_provider(town->context, TEXT("bob@example.org"), &queued));
    assert_refused("association.address", association_change_at_provider(town->context, TEXT("bob"), &queued));
    assert_refused("audit.not_allowed", intake_demographic_of(town->context, alice, 10, &updates));
    assert_refused("audit.not_allowed", intake_demographic_all(town->context, 10, &updates));
    town_free(town);
}
BOTH_ENGINES(only_ones_own_proven_mailbox_is_told)

static void what_is_disputed_is_not_told(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    int64_t alice = alice_with_records(town), clerk = town_account(town, "rita", "rita@body.example", "Rita"), mailbox, unbinding, queued;
    bool effective;
    town->context->actor = (struct actor){.kind = ACTOR_OPERATOR};
    assert_ok(account_staff_set(town->context, clerk, ROLES_ALL));
    assert_ok(intake_mailbox_known(town->context, TEXT("alice@old.example"), &mailbox));
    town_act_as_staff(town, clerk);
    assert_ok(unbinding_open(town->context, &(struct unbinding_opening){.mailbox = mailbox, .cause = UNBINDING_STAFF, .reason = TEXT("Bob wrote.")}, &unbinding));
    town_act_as(town, alice);
    assert_refused("association.no_provider", association_change_at_provider(town->context, TEXT("alice@new.example"), &queued));
    town_act_as_staff(town, clerk);
    assert_ok(unbinding_decide(town->context, unbinding, false, TEXT("It is hers."), &effective));
    town_act_as(town, alice);
    assert_ok(association_change_at_provider(town->context, TEXT("alice@new.example"), &queued));
    assert_int_equal(queued, 1);
    town_free(town);
}
BOTH_ENGINES(what_is_disputed_is_not_told)

static size_t told_by(struct town *town, int64_t clerk, int64_t account, int64_t mailbox)
{
    struct list told;
    town_act_as_staff(town, clerk);
    assert_ok(intake_demographic_told(town->context, account, mailbox, 0, 10, &told));
    return told.count;
}

/* Alice holds Bob's record by mistake, and has asked for her address at the provider: what was not sent yet is not, once Bob disputes it or she has let it go; what was sent the staff read until it is put right. */
static void what_turns_out_to_be_anothers_is_not_told(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    int64_t alice = alice_with_records(town), bob = town_account(town, "bob", "bob@example.org", "Bob"), clerk = town_account(town, "rita", "rita@body.example", "Rita"), unbinding, queued, records;
    struct association_thing old = {0};
    struct text name;
    bool effective, made;
    town_tie(town, bob, "bob@example.org");
    assert_ok(intake_mailbox_known(town->context, TEXT("alice@old.example"), &old.mailbox));
    const struct unbinding_opening opening = {.mailbox = old.mailbox, .cause = UNBINDING_OWNER, .claimant = bob};

    town_act_as(town, alice);
    assert_ok(association_change_at_provider(town->context, TEXT("alice@new.example"), &queued));
    town_act_as(town, bob);
    assert_ok(unbinding_open(town->context, &opening, &unbinding));
    town_act_as(town, 0);
    assert_int_equal(intake_demographic_send(town->context, TEXT("pearson-vue"), NULL, NULL, &name, &queued), RESULT_NONE);
    assert_true(newest(town, alice).withdrawn);
    assert_false(newest(town, alice).replaced);
    town_act_as_staff(town, clerk);
    assert_ok(unbinding_decide(town->context, unbinding, false, TEXT("It is hers."), &effective));

    town_act_as(town, alice);
    assert_ok(association_change_at_provider(town->context, TEXT("alice@new.example"), &queued));
    assert_ok(association_untie(town->context, old, alice, "released", 0, &made, &records));
    assert_int_equal(send(town, &(struct kept){0}), 0);
    assert_true(newest(town, alice).withdrawn);
    town_tie(town, alice, "alice@old.example");
    assert_int_equal(send(town, &(struct kept){0}), 0); /* what was withdrawn is asked for anew */

    town_act_as(town, alice);
    assert_ok(association_change_at_provider(town->context, TEXT("alice@new.example"), &queued));
    assert_int_equal(send(town, &(struct kept){0}), 1);
    town_act_as_staff(town, clerk);
    assert_ok(unbinding_open(town->context, &(struct unbinding_opening){.mailbox = old.mailbox, .cause = UNBINDING_STAFF, .claimant = bob, .reason = TEXT("It is his after all.")}, &unbinding));
    assert_int_equal(told_by(town, clerk, alice, old.mailbox), 1);
    assert_ok(unbinding_decide(town->context, unbinding, true, TEXT("It is his."), &effective));
    town_follow_up(town);
    assert_int_equal(told_by(town, clerk, alice, old.mailbox), 1);
    assert_int_equal(told_by(town, clerk, bob, old.mailbox), 0);
    town_set_time(town, "2026-02-17T02:00:00Z");
    town_act_as(town, bob);
    assert_refused("audit.not_allowed", intake_demographic_told(town->context, alice, old.mailbox, 0, 10, &(struct list){0}));
    assert_ok(association_change_at_provider(town->context, TEXT("bob@example.org"), &queued));
    assert_int_equal(send(town, &(struct kept){0}), 1);
    assert_int_equal(told_by(town, clerk, alice, old.mailbox), 0);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_turns_out_to_be_anothers_is_not_told)

/* SPEC 13.4: also where the limit is reached meanwhile. */
static void a_change_sent_again_is_answered_as_the_first_time(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    town_act_as(town, alice_with_records(town));
    int64_t queued;
    for (int i = 0; i < 2; i++) {
        town_send_form(town, "form");
        assert_ok(association_change_at_provider(town->context, TEXT("alice@new.example"), &queued));
        assert_int_equal(queued, 1);
        assert_int_equal(town->context->once.replayed, i == 1);
        town_send_form(town, NULL);
        for (int k = 0; !i && k < 9; k++) assert_refused("association.not_proven", association_change_at_provider(town->context, TEXT("x@new.example"), &queued));
    }
    assert_refused("audit.too_often", association_change_at_provider(town->context, TEXT("alice@new.example"), &queued));
    town_free(town);
}
BOTH_ENGINES(a_change_sent_again_is_answered_as_the_first_time)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_change_sent_again_is_answered_as_the_first_time),
        ON_BOTH(a_new_address_is_queued_sent_and_accepted),
        ON_BOTH(what_the_provider_refuses_says_why),
        ON_BOTH(a_newer_wish_replaces_the_open_one),
        ON_BOTH(an_answer_is_of_the_file_that_it_answers),
        ON_BOTH(an_answer_is_of_the_file_with_its_rows),
        ON_BOTH(a_name_is_one_cell_whatever_separates_the_cells),
        ON_BOTH(what_is_no_answer_says_so),
        ON_BOTH(a_file_that_cannot_be_kept_was_not_sent),
        ON_BOTH(what_waits_for_a_provider_says_since_when),
        ON_BOTH(only_ones_own_proven_mailbox_is_told),
        ON_BOTH(what_is_disputed_is_not_told),
        ON_BOTH(what_turns_out_to_be_anothers_is_not_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
