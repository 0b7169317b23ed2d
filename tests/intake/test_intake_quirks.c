/* What a provider's files are like (SPEC 3.7), one folder a quirk, made by make-quirks: taken in in the order of their names, they must give what quirks/QUIRK.expected says. */
#include <dirent.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/file.h"
#include "intake/delivery.h"

static const char *files_folder, *expected_folder;

static int not_hidden(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static void expect(enum database_engine engine, const char *quirk)
{
    struct delivery *delivery = delivery_new(engine);
    struct arena *arena = delivery->context->arena;
    struct buffer out = buffer_new(arena, 4096, 1 << 20);
    struct text folder = text_printf(arena, "%s/%s", files_folder, quirk), expected;
    struct dirent **entries;
    int count = scandir(folder.bytes, &entries, not_hidden, alphasort);
    assert_true(count > 0);
    for (int i = 0; i < count; i++) {
        assert_result(delivery->support, RESULT_OK, delivery_take(delivery, text_printf(arena, "%s/%s", folder.bytes, entries[i]->d_name)));
        buffer_printf(&out, "%s: %s", entries[i]->d_name, text_string(arena, delivery_told(delivery)));
        free(entries[i]);
    }
    free(entries);
    buffer_put_char(&out, '\n');
    buffer_put(&out, delivery_records(delivery));
    assert_result(delivery->support, RESULT_OK, file_read(delivery->context, text_printf(arena, "%s/%s.expected", expected_folder, quirk), 1 << 20, &expected));
    if (!text_equal(buffer_text(&out), expected)) print_error("%s gave\n%s", quirk, text_string(arena, buffer_text(&out)));
    assert_true(text_equal(buffer_text(&out), expected));
    delivery_free(delivery);
}

#define QUIRK(NAME, FOLDER)                       \
    static void NAME(enum database_engine engine) \
    {                                             \
        expect(engine, FOLDER);                   \
    }                                             \
    BOTH_ENGINES(NAME)

QUIRK(names_with_dash_or_underscore_in_any_case, "file-names")
QUIRK(header_in_any_case_and_order, "header")
QUIRK(scores_grades_and_no_shows, "results")
QUIRK(people_by_candidate_then_mailbox, "people")
QUIRK(one_bad_row_never_stops_the_rest, "bad-rows")
QUIRK(times_of_sites_and_of_corrections, "times")
QUIRK(later_edition_corrects, "later-edition")
QUIRK(earlier_edition_that_comes_later_changes_nothing, "earlier-edition")
QUIRK(same_file_twice, "same-file-twice")
QUIRK(downgrade_of_a_released_pass_waits, "downgrade")
QUIRK(review_in_the_title_is_not_final, "review")
QUIRK(encodings, "encodings")

int main(int argc, char **argv)
{
    if (argc != 3) return 2;
    files_folder = argv[1];
    expected_folder = argv[2];
    const struct CMUnitTest tests[] = {
        ON_BOTH(names_with_dash_or_underscore_in_any_case),
        ON_BOTH(header_in_any_case_and_order),
        ON_BOTH(scores_grades_and_no_shows),
        ON_BOTH(people_by_candidate_then_mailbox),
        ON_BOTH(one_bad_row_never_stops_the_rest),
        ON_BOTH(times_of_sites_and_of_corrections),
        ON_BOTH(later_edition_corrects),
        ON_BOTH(earlier_edition_that_comes_later_changes_nothing),
        ON_BOTH(same_file_twice),
        ON_BOTH(downgrade_of_a_released_pass_waits),
        ON_BOTH(review_in_the_title_is_not_final),
        ON_BOTH(encodings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
