/* A back-up while others write (SPEC 13.3): between its tables people come, are delivered exams, associate their mailboxes and earn certificates, on a connection of their own. What is restored is the
 * one moment at which the back-up began. The linker puts the writing between the tables. */
#include "award/town.h"

#include <stdlib.h>
#include <unistd.h>

#include "outside/backup.h"
#include "outside/backup_file.h"

enum { TABLES_A_PERSON = 4 };

static struct busy {
    struct town *town;
    struct database *database; /* on which people write */
    int people, tables;
} busy;

static const struct statement facts = {
    "facts", NULL, "SELECT (SELECT count(*) FROM account) * 1000000 + (SELECT count(*) FROM association) * 10000 + (SELECT count(*) FROM held_record) * 100 + (SELECT count(*) FROM certificate)"};

static int64_t facts_of(struct town *town)
{
    int64_t number;
    assert_ok(database_integer(town->context, &facts, NO_PARAMETERS, &number));
    return number;
}

static void somebody_comes(void)
{
    struct town *town = busy.town;
    struct database *own = town->context->database;
    town->context->database = busy.database;
    const char *name = text_printf(town->context->arena, "person%d", ++busy.people).bytes, *mailbox = text_printf(town->context->arena, "%s@example.org", name).bytes;
    int64_t account = town_account(town, name, mailbox, "Wei Zhang"), records;
    town_pass(town, mailbox, "H12-811", "2026-02-12");
    town_act_as(town, account);
    assert_ok(association_complete(town->context, 0, town_ask(town, mailbox), TEXT(""), &records));
    assert_int_equal(records, 1);
    town_act_as(town, 0);
    town_follow_up(town);
    town->context->database = own;
}

void __real_backup_put_table(struct backup_file *file, struct text name, const struct text *columns, size_t column_count);
void __wrap_backup_put_table(struct backup_file *file, struct text name, const struct text *columns, size_t column_count);
void __wrap_backup_put_table(struct backup_file *file, struct text name, const struct text *columns, size_t column_count)
{
    __real_backup_put_table(file, name, columns, column_count);
    if (busy.town && busy.tables++ % TABLES_A_PERSON == 0) somebody_comes();
}

static void what_is_restored_is_one_moment(enum database_engine engine)
{
    char path[] = "/tmp/testamur-backup-XXXXXX";
    close(mkstemp(path));
    struct town *town = town_new(engine, "2026-02-16T02:00:00Z", NULL);
    busy = (struct busy){.town = town, .database = town_second(town, 0)->database};
    somebody_comes();
    somebody_comes();
    int64_t before = facts_of(town);
    assert_int_equal(before, 2020202);
    enum result written = backup_write(town->context, text_of(path), NULL);
    busy.town = NULL;
    assert_ok(written);
    assert_true(busy.people > 10);
    assert_int_equal(facts_of(town), busy.people * 1010101ll);
    town_assert_in_order(town);

    struct support *restored = support_store(engine, "2026-02-16T02:00:00Z");
    assert_result(restored, RESULT_OK, backup_restore(&restored->context, text_of(path), NULL));
    struct database *own = town->context->database;
    town->context->database = restored->context.database;
    assert_int_equal(facts_of(town), before);
    town_assert_in_order(town);
    town->context->database = own;
    support_context_free(restored);
    town_free(town);
    unlink(path);
}
BOTH_ENGINES(what_is_restored_is_one_moment)

int main(void)
{
    const struct CMUnitTest tests[] = {ON_BOTH(what_is_restored_is_one_moment)};
    return cmocka_run_group_tests_name("back-up in use", tests, NULL, NULL);
}
