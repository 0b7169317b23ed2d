/* What one process holds for all doors (door/house.h): what cannot be read is no fault of what somebody typed. */
#include "support/support.h"

#include "account/account.h"
#include "door/house.h"

/* A file of accounts is loaded on a machine whose artwork is not there. Names of which nothing has to be asked are taken; at the first other one it ends, and no line is called wrong (`account add --file` goes on after a line that is). */
static void a_theme_that_cannot_be_read_is_no_names_fault(void **state)
{
    struct house house;
    struct text latin, native;
    (void)state;
    assert_int_equal(house_open(&house, TEXT("sqlite:/nowhere.db")), RESULT_OK);
    struct context *context = &house.context;
    house.settings.share = TEXT("/nowhere");
    assert_int_equal(account_check_names(context, NULL, TEXT("Li Wei"), TEXT(""), &latin, &native), RESULT_OK);
    assert_int_equal(account_check_names(context, NULL, TEXT("Li Wei"), TEXT("李伟"), &latin, &native), RESULT_BROKEN);
    assert_int_equal(context->error.result, RESULT_BROKEN);
    assert_non_null(strstr(error_text(context->arena, &context->error).bytes, "/nowhere"));
    house_close(&house);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_theme_that_cannot_be_read_is_no_names_fault)};
    return cmocka_run_group_tests_name("house", tests, NULL, NULL);
}
