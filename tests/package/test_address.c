/* The addresses that people keep (SPEC 4.2, 8.1). */
#include "award/town.h"

#include <pthread.h>

#include "package/package_address.h"

#define NOW "2026-02-09T02:00:00Z"

static const struct package_address in_shenzhen = {
    .country = {"CN", 2}, .recipient = {"张伟", 6}, .street = {"坂田街道五和大道1号", 28}, .city = {"深圳市", 9}, .region = {"广东省", 9}, .latin_recipient = {"Wei Zhang", 9},
    .latin_street = {"1 Wuhe Avenue, Bantian", 22}, .latin_city = {"Shenzhen", 8}, .postal_code = {"518129", 6}, .phone = {"138 0013 8000", 13}};

static struct package_address in_germany(void)
{
    return (struct package_address){.country = TEXT("DE"), .recipient = TEXT("Jörg Müller"), .street = TEXT("Musterstraße 1"), .city = TEXT("Köln"), .postal_code = TEXT("50667"),
                                    .phone = TEXT("+49 221 1234567")};
}

static int64_t added(struct town *town, const struct package_address *address)
{
    int64_t id;
    assert_ok(package_address_add(town->context, address, &id));
    return id;
}

static struct package_address read_back(struct town *town, int64_t account, int64_t id)
{
    struct package_address address;
    assert_ok(package_address_read(town->context, account, id, &address));
    return address;
}

/* How many the acting account has; the preferred one comes first. */
static size_t listed(struct town *town, int64_t *preferred)
{
    struct list list;
    assert_ok(package_address_list(town->context, &list));
    const struct package_address *items = list.items;
    for (size_t i = 0; i < list.count; i++) assert_int_equal(items[i].preferred, i == 0);
    *preferred = list.count ? items[0].id : 0;
    return list.count;
}

static void addresses_are_kept_and_one_is_preferred(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    int64_t alice = town_account(town, "alice", "alice@example.org", "Alice Wu"), preferred;
    town_act_as(town, alice);
    assert_int_equal(listed(town, &preferred), 0);
    struct package_address germany = in_germany();
    int64_t first = added(town, &in_shenzhen), second = added(town, &germany), third = added(town, &germany);
    assert_int_equal(listed(town, &preferred), 3);
    assert_int_equal(preferred, first);
    struct package_address kept = read_back(town, alice, first);
    assert_text_equal(kept.street, "坂田街道五和大道1号");
    assert_text_equal(kept.latin_city, "Shenzhen");
    assert_text_equal(kept.phone, "+8613800138000");

    assert_ok(package_address_prefer(town->context, second));
    assert_int_equal(listed(town, &preferred), 3);
    assert_int_equal(preferred, second);

    support_forward(town->support, 60);
    germany.id = third;
    germany.street = TEXT("Domkloster 4");
    assert_ok(package_address_change(town->context, &germany));
    assert_text_equal(read_back(town, alice, third).street, "Domkloster 4");
    assert_ok(package_address_remove(town->context, second)); /* the preferred one: that which was changed last takes its place */
    assert_int_equal(listed(town, &preferred), 2);
    assert_int_equal(preferred, third);
    assert_ok(package_address_remove(town->context, first));
    assert_int_equal(listed(town, &preferred), 1);
    assert_int_equal(preferred, third);
    assert_ok(package_address_remove(town->context, third));
    assert_int_equal(package_address_remove(town->context, third), RESULT_NONE);
    assert_int_equal(listed(town, &preferred), 0);
    town_free(town);
}
BOTH_ENGINES(addresses_are_kept_and_one_is_preferred)

static void nobody_sees_or_touches_the_address_of_another(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    int64_t alice = town_account(town, "alice", "alice@example.org", "Alice Wu"), mallory = town_account(town, "mallory", "mallory@example.org", "Mallory"), preferred;
    town_act_as(town, alice);
    int64_t first = added(town, &in_shenzhen), second = added(town, &in_shenzhen);
    int64_t acts = town_count(town, "acts");

    town_act_as(town, mallory);
    struct package_address wish = in_germany(), read;
    wish.id = second;
    assert_int_equal(listed(town, &preferred), 0);
    assert_int_equal(package_address_read(town->context, mallory, second, &read), RESULT_NONE);
    assert_int_equal(package_address_change(town->context, &wish), RESULT_NONE);
    assert_int_equal(package_address_prefer(town->context, second), RESULT_NONE);
    assert_int_equal(package_address_remove(town->context, second), RESULT_NONE);
    assert_int_equal(town_count(town, "acts"), acts);

    town_act_as(town, 0);
    town->context->actor = (struct actor){.kind = ACTOR_NOBODY};
    assert_refused("audit.not_allowed", package_address_add(town->context, &wish, &second));
    town_act_as(town, alice);
    assert_int_equal(listed(town, &preferred), 2);
    assert_int_equal(preferred, first);
    town_free(town);
}
BOTH_ENGINES(nobody_sees_or_touches_the_address_of_another)

static void what_is_refused_changes_nothing_and_there_is_a_limit(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    town_act_as(town, town_account(town, "alice", "alice@example.org", "Alice Wu"));
    struct package_address wish = in_germany();
    int64_t id, preferred;
    wish.postal_code = TEXT("5066");
    assert_int_equal(package_address_add(town->context, &wish, &id), RESULT_REFUSED);
    assert_string_equal(town->context->error.code, "package.address_postal_code");
    assert_string_equal(town->context->error.field, "postal_code");
    error_clear(&town->context->error);
    assert_int_equal(listed(town, &preferred), 0);
    wish = in_germany();
    for (int i = 0; i < ADDRESS_MOST; i++) (void)added(town, &wish);
    assert_refused("package.address_count", package_address_add(town->context, &wish, &id));
    assert_int_equal(listed(town, &preferred), ADDRESS_MOST);
    town_free(town);
}
BOTH_ENGINES(what_is_refused_changes_nothing_and_there_is_a_limit)

/* --- Two tabs --- */

struct tab {
    struct context *context;
    enum result result;
};

static void *add_in_tab(void *data)
{
    struct tab *tab = data;
    struct package_address wish = in_germany();
    int64_t id;
    tab->result = package_address_add(tab->context, &wish, &id);
    return NULL;
}

static void two_tabs_make_one_preferred_address(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    int64_t alice = town_account(town, "alice", "alice@example.org", "Alice Wu"), preferred;
    struct tab tabs[2];
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) tabs[i].context = town_second(town, alice);
    for (int i = 0; i < 2; i++) assert_int_equal(pthread_create(&threads[i], NULL, add_in_tab, &tabs[i]), 0);
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(tabs[i].result, RESULT_OK);
    }
    town_act_as(town, alice);
    assert_int_equal(listed(town, &preferred), 2);
    assert_true(preferred != 0);
    town_free(town);
}
BOTH_ENGINES(two_tabs_make_one_preferred_address)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(addresses_are_kept_and_one_is_preferred),
        ON_BOTH(nobody_sees_or_touches_the_address_of_another),
        ON_BOTH(what_is_refused_changes_nothing_and_there_is_a_limit),
        ON_BOTH(two_tabs_make_one_preferred_address),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
