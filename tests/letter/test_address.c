/* Mailbox addresses: one normal form for one mailbox, and never one for two. */
#include "support/support.h"

#include <stdlib.h>

#include "letter/address.h"

static void assert_normal(struct arena *arena, const char *address, const char *expected)
{
    struct text normal;
    if (!address_normal(arena, text_of(address), &normal)) fail_msg("refused: %s", address);
    assert_text_equal(normal, expected);
}

static void one_mailbox_has_one_form(void **state)
{
    (void)state;
    WITH_ARENA(arena, 1 << 20);
    assert_normal(arena, "li.wei@example.com", "li.wei@example.com");
    assert_normal(arena, "  Li.Wei+Exam@EXAMPLE.Com\r\n", "li.wei+exam@example.com");
    assert_normal(arena, "o'neil@sub.example.co.uk", "o'neil@sub.example.co.uk");
    assert_normal(arena, "ren\xc3\x89@example.com", "ren\xc3\xa9@example.com");    /* precomposed ... */
    assert_normal(arena, "renE\xcc\x81@example.com", "ren\xc3\xa9@example.com");   /* ... and not */
    assert_normal(arena, "\xe6\x9d\x8e\xe4\xbc\x9f@example.cn", "\xe6\x9d\x8e\xe4\xbc\x9f@example.cn");
    assert_normal(arena, "a@B\xc3\xbc" "cher.Example", "a@xn--bcher-kva.example"); /* IDNA: the domain as the DNS knows it */
    assert_normal(arena, "a@XN--BCHER-KVA.example", "a@xn--bcher-kva.example");
    assert_normal(arena, "x@163.com", "x@163.com");
}

static void two_mailboxes_stay_two(void **state)
{
    (void)state;
    WITH_ARENA(arena, 1 << 20);
    struct text a, b;
    assert_true(address_normal(arena, TEXT("stra\xc3\x9f" "e@example.com"), &a));
    assert_true(address_normal(arena, TEXT("strasse@example.com"), &b));
    assert_false(text_equal(a, b));
    assert_true(address_normal(arena, TEXT("\xc4\xb0pek@example.com"), &a)); /* dotted capital I */
    assert_true(address_normal(arena, TEXT("ipek@example.com"), &b));
    assert_false(text_equal(a, b));
}

static void what_is_no_address_is_refused(void **state)
{
    (void)state;
    WITH_ARENA(arena, 1 << 20);
    static const char *const wrong[] = {
        "", "@", "a", "a@", "@example.com", "a@b", "a@@example.com", "a@b@example.com", "a b@example.com", "a@exa mple.com", ".a@example.com",
        "a.@example.com", "a..b@example.com", "\"a\"@example.com", "a(c)@example.com", "a@example..com", "a@.example.com", "a@example.com.",
        "a@-example.com", "a@example-.com", "a@exam_ple.com", "a@[192.0.2.1]", "a@192.0.2.1", "a@example.com\nBcc: b@example.com", "a\r\n@example.com",
        "<a@example.com>", "a,b@example.com", "a;b@example.com", "a@example.com,b@example.com", "a\\@example.com", "a\x7f@example.com",
        "a\xe2\x80\xae@example.com" /* right-to-left override */, "a\xe2\x80\x8b@example.com" /* zero width space */,
        "a\xc2\xa0@example.com" /* no-break space */, "a\xff@example.com", "a@xn--\xc3\xbc.com", "a@xn--a.com",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct text normal;
        if (address_normal(arena, text_of(wrong[i]), &normal)) fail_msg("taken as %.*s: %s", TEXT_ARG(normal), wrong[i]);
    }
    struct text normal;
    assert_false(address_normal(arena, ((struct text){"a\0b@example.com", 15}), &normal));
    assert_false(address_normal(arena, ((struct text){"a@exam\0ple.com", 14}), &normal));
}

static void lengths_have_limits(void **state)
{
    (void)state;
    WITH_ARENA(arena, 1 << 20);
    char local[80] = "";
    memset(local, 'a', 64);
    struct text normal;
    assert_true(address_normal(arena, text_printf(arena, "%s@example.com", local), &normal));
    assert_false(address_normal(arena, text_printf(arena, "%sa@example.com", local), &normal));
    char label[64] = "";
    memset(label, 'b', 63);
    assert_true(address_normal(arena, text_printf(arena, "a@%s.%s.%s.com", label, label, label), &normal));
    assert_false(address_normal(arena, text_printf(arena, "a@%sb.com", label), &normal));
    assert_false(address_normal(arena, text_printf(arena, "a@%s.%s.%s.%s.com", label, label, label, label), &normal));
}

static void a_strangers_address_is_masked(void **state)
{
    (void)state;
    WITH_ARENA(arena, 1 << 20);
    assert_text_equal(address_masked(arena, TEXT("li.wei@example.com")), "l••••@e••••.com");
    assert_text_equal(address_masked(arena, TEXT("l@mail.example.co.uk")), "l••••@m••••.uk");
    assert_text_equal(address_masked(arena, TEXT("\xe6\x9d\x8e\xe4\xbc\x9f@example.cn")), "李••••@e••••.cn");
    /* However short: what stands there tells nothing of the length. A letter keeps its marks; a domain in another script is as the DNS has it. */
    assert_text_equal(address_masked(arena, TEXT("a@b.co")), "a••••@b••••.co");
    assert_text_equal(address_masked(arena, TEXT("लि@b.co")), "लि••••@b••••.co");
    struct text normal;
    assert_true(address_normal(arena, TEXT("Émile@例子.中国"), &normal));
    assert_text_equal(address_masked(arena, normal), "é••••@x••••.xn--fiqs8s");
    assert_text_equal(address_domain(TEXT("li.wei@example.com")), "example.com");
}

/* Letters of two scripts can look alike, so the form of the DNS stands beside them. */
static void its_reader_sees_the_letters_of_his_domain(void **state)
{
    (void)state;
    WITH_ARENA(arena, 1 << 20);
    struct text normal;
    assert_true(address_normal(arena, TEXT("me@B\xc3\xbc" "cher.example"), &normal));
    assert_text_equal(address_shown(arena, normal), "me@bücher.example (xn--bcher-kva.example)");
    assert_true(address_normal(arena, TEXT("小明@例子.中国"), &normal));
    assert_text_equal(address_shown(arena, normal), "小明@例子.中国 (xn--fsqu00a.xn--fiqs8s)");
    static const char *const as_they_are[] = {"li.wei@example.com", "xn--a@example.com", "a@xn--4dbrk0ce.example" /* Hebrew */, "l••••@x••••.xn--fiqs8s", "", "nothing"};
    for (size_t i = 0; i < sizeof as_they_are / sizeof *as_they_are; i++) assert_text_equal(address_shown(arena, text_of(as_they_are[i])), as_they_are[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_mailbox_has_one_form),        cmocka_unit_test(two_mailboxes_stay_two), cmocka_unit_test(what_is_no_address_is_refused),
        cmocka_unit_test(lengths_have_limits),             cmocka_unit_test(a_strangers_address_is_masked), cmocka_unit_test(its_reader_sees_the_letters_of_his_domain),
    };
    return cmocka_run_group_tests_name("address", tests, NULL, NULL);
}
