/* What names, telephone numbers and passwords may be. */
#include "support/support.h"

#include "account/account_rules.h"
#include "outside/password.h"

static void two_spellings_of_a_user_name_are_one(void **state)
{
    (void)state;
    WITH_ARENA(arena, 1 << 20);
    struct text shown, key, other;
    assert_true(account_rules_user_name(arena, TEXT(" Li.Wei-88 "), &shown, &key));
    assert_text_equal(shown, "Li.Wei-88");
    assert_text_equal(key, "li.wei-88");
    assert_true(account_rules_user_name(arena, TEXT("\xef\xbc\xac\xef\xbc\xa9.wei-88"), &shown, &other)); /* full width */
    assert_true(text_equal(key, other));
    assert_true(account_rules_user_name(arena, TEXT("\xe6\x9d\x8e\xe4\xbc\x9f\xe4\xb8\x80"), &shown, &key));
    assert_true(account_rules_user_name(arena, TEXT("STRASSE"), &shown, &key));
    assert_true(account_rules_user_name(arena, TEXT("stra\xc3\x9f" "e"), &shown, &other));
    assert_true(text_equal(key, other));
    static const char *const wrong[] = {"", "ab", ".abc", "abc.", "a b c", "abc@example.com", "12345", "a\tb", "abc\xe2\x80\xae", "abc\xe2\x80\x8b" "d", "a/b", "<abc>",
                                        "abcdefghijabcdefghijabcdefghijabcdefghijk"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (account_rules_user_name(arena, text_of(wrong[i]), &shown, &key)) fail_msg("taken: %s", wrong[i]);
    assert_false(account_rules_user_name(arena, ((struct text){"ab\0cd", 5}), &shown, &key));
}

static void assert_latin(struct arena *arena, const char *name, const char *expected)
{
    struct text normal;
    bool taken = account_rules_name_latin(arena, text_of(name), &normal);
    if (taken != (expected != NULL)) fail_msg("%s: %s", taken ? "taken" : "refused", name);
    if (expected) assert_text_equal(normal, expected);
}

static void assert_native(struct arena *arena, const char *name, const char *expected)
{
    struct text normal;
    bool taken = account_rules_name_native(arena, text_of(name), &normal);
    if (taken != (expected != NULL)) fail_msg("%s: %s", taken ? "taken" : "refused", name);
    if (expected) assert_text_equal(normal, expected);
}

static void names_are_written_as_people_write_them(void **state)
{
    (void)state;
    WITH_ARENA(arena, 1 << 20);
    assert_latin(arena, "", "");
    assert_latin(arena, "  Li \t Wei ", "Li Wei");
    assert_latin(arena, "Jos\xc3\xa9-Mar\xc3\xad" "a O'Neil, Jr.", "Jos\xc3\xa9-Mar\xc3\xad" "a O'Neil, Jr.");
    assert_latin(arena, "Nguye\xcc\x82\xcc\x83n", "Nguy\xe1\xbb\x85n"); /* composed */
    assert_latin(arena, "\xc5\x81ukasz", "\xc5\x81ukasz");
    assert_latin(arena, "\xe6\x9d\x8e\xe4\xbc\x9f", NULL);
    assert_latin(arena, "\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd", NULL);
    assert_latin(arena, "\xd0\x90lice", NULL); /* a Cyrillic A among Latin letters */
    assert_latin(arena, "Li Wei 2", NULL);
    assert_latin(arena, "<b>Li</b>", NULL);
    assert_latin(arena, "...", NULL);
    assert_native(arena, "\xe6\x9d\x8e\xe4\xbc\x9f", "\xe6\x9d\x8e\xe4\xbc\x9f");
    assert_native(arena, "\xe3\x80\x80\xe6\x9d\x8e\xe3\x80\x80\xe4\xbc\x9f", "\xe6\x9d\x8e \xe4\xbc\x9f"); /* ideographic blanks */
    assert_native(arena, "\xd9\x85\xd8\xad\xd9\x85\xd8\xaf", "\xd9\x85\xd8\xad\xd9\x85\xd8\xaf");
    assert_native(arena, "\xe0\xa4\x95\xe0\xa5\x8d\xe2\x80\x8d\xe0\xa4\xb7", "\xe0\xa4\x95\xe0\xa5\x8d\xe2\x80\x8d\xe0\xa4\xb7"); /* a joiner where it shapes */
    assert_native(arena, "\xe9\x98\xbf\xe5\x87\xa1\xe6\x8f\x90\xc2\xb7\xe8\x89\xbe", "\xe9\x98\xbf\xe5\x87\xa1\xe6\x8f\x90\xc2\xb7\xe8\x89\xbe");
    assert_native(arena, "\xe2\x80\xaeLi", NULL);            /* right-to-left override */
    assert_native(arena, "\xe2\x81\xa6Li", NULL);            /* isolate */
    assert_native(arena, "Li\xe2\x80\x8d", NULL);            /* a joiner that joins nothing */
    assert_native(arena, "Li\nWei", NULL);
    assert_native(arena, "Li\xff", NULL);
    assert_native(arena, "a\xcc\x81\xcc\x82\xcc\x83\xcc\x84\xcc\x85\xcc\x86\xcc\x87\xcc\x88\xcc\x89", NULL); /* a tower of marks */
    char many[401] = "";
    for (int i = 0; i < 101; i++) strcat(many, "x");
    assert_latin(arena, many, NULL);
    many[100] = '\0';
    assert_latin(arena, many, many);
}

static void phones_and_countries(void **state)
{
    (void)state;
    WITH_ARENA(arena, 1 << 20);
    struct text normal;
    assert_true(account_rules_phone(arena, TEXT(""), &normal));
    assert_true(account_rules_phone(arena, TEXT(" +86 (138) 0013-8000 "), &normal));
    assert_text_equal(normal, "+86 (138) 0013-8000");
    assert_false(account_rules_phone(arena, TEXT("1234"), &normal));
    assert_false(account_rules_phone(arena, TEXT("1234567890123456"), &normal));
    assert_false(account_rules_phone(arena, TEXT("123+4567"), &normal));
    assert_false(account_rules_phone(arena, TEXT("call me"), &normal));
    assert_false(account_rules_phone(arena, ((struct text){"1234\0567", 7}), &normal));
    assert_true(account_rules_country(TEXT("")));
    assert_true(account_rules_country(TEXT("CN")));
    assert_true(account_rules_country(TEXT("ZW")));
    assert_false(account_rules_country(TEXT("NA ")));
    assert_false(account_rules_country(TEXT("XX")));
    assert_false(account_rules_country(TEXT("cn")));
    assert_false(account_rules_country(TEXT("DA"))); /* stands in the table only across two codes */
}

static enum password_fault fault(const char *password)
{
    WITH_ARENA(arena, 1 << 20);
    return account_rules_password(arena, text_of(password), TEXT("Marigold"), TEXT("li.wei.certified@example.com"));
}

static void a_password_that_is_guessed_first_is_refused(void **state)
{
    (void)state;
    assert_int_equal(fault("seven green lamps"), PASSWORD_FINE);
    assert_int_equal(fault("\xe4\xb8\x83\xe7\x9b\x8f\xe7\xbb\xbf\xe7\x81\xaf\xe5\x9c\xa8\xe6\xb2\xb3\xe8\xbe\xb9\xe7\x9a\x84\xe8\x80\x81\xe6\xa0\x91\xe4\xb8\x8a\xe4\xba\xae\xe7\x9d\x80\xe5\x88\xb0\xe5\xa4\xa9\xe6\x98\x8e"),
                     PASSWORD_FINE); /* a sentence of Chinese characters */
    assert_int_equal(fault("only14charactr"), PASSWORD_TOO_SHORT);
    assert_int_equal(fault("aaaaaaaaaaaaaaaaaaaa"), PASSWORD_TOO_SIMPLE);
    assert_int_equal(fault("1234567890123456"), PASSWORD_TOO_SIMPLE);
    assert_int_equal(fault("abcdefghijklmnopq"), PASSWORD_TOO_SIMPLE);
    assert_int_equal(fault("qwertyuiopasdfghjkl"), PASSWORD_TOO_SIMPLE);
    assert_int_equal(fault("Qwertyuiop12345678"), PASSWORD_TOO_SIMPLE);
    assert_int_equal(fault("lampslampslamps"), PASSWORD_TOO_SIMPLE);
    assert_int_equal(fault("password12345678"), PASSWORD_TOO_SIMPLE);
    assert_int_equal(fault("MARIGOLD-9274615"), PASSWORD_PERSONAL);
    assert_int_equal(fault("li.wei.certified2"), PASSWORD_PERSONAL);
    assert_int_equal(fault("marigold under seven green lamps"), PASSWORD_FINE); /* enough is left without the name */
}

static void a_password_has_one_form(void **state)
{
    (void)state;
    WITH_ARENA(arena, 1 << 20);
    struct text a, b;
    assert_true(password_normal(arena, TEXT("caf\xc3\xa9\xe3\x80\x80" "au lait"), &a));
    assert_true(password_normal(arena, TEXT("cafe\xcc\x81 au lait"), &b));
    assert_true(text_equal(a, b));
    assert_true(password_normal(arena, TEXT(" Blanks  count "), &a));
    assert_text_equal(a, " Blanks  count ");
    assert_false(password_normal(arena, TEXT(""), &a));
    assert_false(password_normal(arena, TEXT("tab\tin it"), &a));
    assert_false(password_normal(arena, TEXT("\xff\xfe"), &a));
    char *long_one = arena_take(arena, PASSWORD_LONGEST + 2);
    memset(long_one, 'x', PASSWORD_LONGEST + 1);
    assert_false(password_normal(arena, text_of(long_one), &a));
    long_one[PASSWORD_LONGEST] = '\0';
    assert_true(password_normal(arena, text_of(long_one), &a));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_spellings_of_a_user_name_are_one),      cmocka_unit_test(names_are_written_as_people_write_them), cmocka_unit_test(phones_and_countries),
        cmocka_unit_test(a_password_that_is_guessed_first_is_refused), cmocka_unit_test(a_password_has_one_form),
    };
    return cmocka_run_group_tests_name("account-rules", tests, NULL, NULL);
}
