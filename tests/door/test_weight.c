/* Who has much - 300 exam records under 60 mailboxes, 60 certificates, as many cases - gets pages that weigh no more than those of who has little; and what a page leaves to the next one is reached by its links. */
#include "award/town.h"

#include <stdlib.h>

#include "account/account_inside.h"
#include "association/association_unbinding.h"
#include "association/association_unbinding_open.h"
#include "base/buffer.h"
#include "base/file.h"
#include "door/desk/desk.h"
#include "door/site/site.h"
#include "door/web_inside.h"
#include "outside/gzip.h"
#include "outside/settings.h"

enum { RECORDS = 300, MAILBOXES = 60, CERTIFICATIONS = 60, CASES = 40, DISPUTED = 25, PAGE_MOST = 60000, MOST_PAGES = 100, PAGE_LIMIT = 8 << 20 };

/* --- What a browser sends --- */

static struct text session;

struct text __wrap_http_header(const struct http_request *request, const char *name);
struct text __wrap_http_cookie(const struct http_request *request, const char *name);

struct text __wrap_http_header(const struct http_request *request, const char *name)
{
    (void)request, (void)name;
    return TEXT("");
}

struct text __wrap_http_cookie(const struct http_request *request, const char *name)
{
    (void)request;
    return strcmp(name, "session") == 0 ? session : TEXT("");
}

/* --- The account --- */

struct world {
    struct town *town;
    struct house house;
    struct web *web;
    int64_t owner;
    size_t assets, heavy; /* what style, script and icon weigh; how many pages weighed too much with them */
};

static const char *mailbox_of(struct town *town, int i)
{
    return text_printf(town->context->arena, "chen.guang.%02d@department.example.com", i).bytes;
}

/* Beside the example's certifications so many more, each with an exam of its own and a package. */
static const char *long_catalogue(struct town *town)
{
    struct buffer out = buffer_new(town->context->arena, 1 << 16, 1 << 20);
    buffer_put_string(&out, town_catalogue(town, "huawei.txt", NULL, NULL));
    for (int i = 0; i < CERTIFICATIONS; i++)
        buffer_printf(&out, "\ndirection Field-%02d\n  name: Field %02d\n  name zh_CN: 领域%02d\n\nexam X12-%03d\n  title: HCIE-Field %02d (Lab)\n  pass: by grade\n\n"
                            "certification HCIE-Field-%02d\n  name: Huawei Certified ICT Expert-Field %02d\n  name zh_CN: 华为认证ICT专家-领域%02d\n  level: expert\n  direction: Field-%02d\n  requires:\n    exam X12-%03d\n",
                      i, i, i, i, i, i, i, i, i, i);
    return text_string(town->context->arena, buffer_text(&out));
}

/* Exams of certifications that ask for more. */
enum { BEGUN = 8 };
static const char *const begun[BEGUN] = {"H12-821", "H12-891", "H12-721", "H12-731", "H13-621", "H13-531", "H13-629", "H13-331"};

static enum result begin_session(struct context *context, void *data)
{
    return account_begin_session(context, *(int64_t *)data, TEXT("browser"), &session);
}

static void earn(struct world *world)
{
    struct town *town = world->town;
    world->owner = town_account(town, "chen.guang", mailbox_of(town, 0), "Chen Guang");
    for (int i = 0; i < MAILBOXES; i++) town_tie(town, world->owner, mailbox_of(town, i));
    for (int i = 0; i < RECORDS; i++) {
        /* Every other one is of the first mailbox. */
        const char *mailbox = mailbox_of(town, i % 2 ? i / 2 % MAILBOXES : 0);
        if (i < CERTIFICATIONS) town_pass(town, mailbox, text_printf(town->context->arena, "X12-%03d", i).bytes, "2026-02-02");
        else if (i < CERTIFICATIONS + BEGUN) town_pass(town, mailbox, begun[i - CERTIFICATIONS], "2026-02-02");
        else town_exam(town, mailbox, "H12-811", "2026-01-05", GRADE_FAIL, EXAM_FINAL);
    }
    town_follow_up(town);
    town_set_time(town, "2026-02-13T08:00:00Z");
    assert_ok(award_run_dates(town->context, NULL));
    town_follow_up(town);
}

static void ask_much(struct world *world)
{
    struct town *town = world->town;
    town_act_as(town, world->owner);
    for (int i = 0; i < CASES; i++) {
        struct text number;
        town_set_time(town, text_printf(town->context->arena, "2026-02-%02dT08:%02d:00Z", 14 + i / 10, i).bytes);
        assert_ok(case_ask(town->context, &(struct case_question){.words = TEXT("When does my certificate come?"), .address = TEXT(""), .page = TEXT(""), .problem = TEXT("")}, &number));
    }
    town_act_as(town, 0);
}

static void dispute_much(struct world *world)
{
    struct town *town = world->town;
    int64_t id;
    town_act_as_staff(town, town_account(town, "staff.rita", "rita@example.com", ""));
    for (int i = 0; i < DISPUTED; i++) {
        struct unbinding_opening opening = {.cause = UNBINDING_STAFF, .reason = TEXT("It is another person's.")};
        assert_ok(unbinding_find(town->context, text_of(mailbox_of(town, i)), &opening.mailbox, &opening.record));
        assert_ok(unbinding_open(town->context, &opening, &id));
    }
    town_act_as(town, 0);
}

/* As it goes over the wire. */
static size_t weight_of(struct town *town, const char *name)
{
    struct text file;
    assert_ok(file_must_read(town->context, settings_path(town->context, text_printf(town->context->arena, "theme/%s", name).bytes), 1 << 20, &file));
    return gzip_pack(town->context->arena, file).length;
}

static struct world *world_new(enum database_engine engine)
{
    static const struct web_door *const doors[] = {&site_door, &desk_door, NULL};
    struct world *world = calloc(1, sizeof *world);
    struct town *town = world->town = town_new(engine, "2026-02-10T08:00:00Z", NULL);
    town_load(town, long_catalogue(town));
    earn(world);
    ask_much(world);
    assert_ok(database_transaction(town->context, begin_session, &world->owner));
    assert_result(town->support, RESULT_OK, house_open(&world->house, town->context->settings->store));
    struct context *context = &world->house.context;
    if (house_open_store(&world->house, false) < 0 || web_open(&world->house, doors, &world->web) < 0) fail_msg("%s", text_string(context->arena, error_text(context->arena, &context->error)));
    world->house.clock = *town->context->clock;
    world->assets = weight_of(town, "style.css") + weight_of(town, "script.js") + weight_of(town, "icon.svg");
    return world;
}

static void world_free(struct world *world)
{
    house_close(&world->house);
    town_free(world->town);
    free(world);
}

/* --- Reading --- */

/* The pages of one address that were read, in one. */
struct reading {
    struct world *world;
    struct text pages[MOST_PAGES]; /* their addresses */
    size_t count, heaviest;
    struct buffer all;
};

static void find(struct reading *reading, struct text address)
{
    for (size_t i = 0; i < reading->count; i++)
        if (text_equal(reading->pages[i], address)) return;
    assert_true(reading->count < MOST_PAGES);
    reading->pages[reading->count++] = text_copy(reading->world->town->context->arena, address);
}

/* What leads from the page to other parts of the same. */
static void find_parts(struct reading *reading, struct text page)
{
    struct arena *arena = reading->world->town->context->arena;
    struct text first = reading->pages[0], mark = text_printf(arena, "href=\"%.*s?", TEXT_ARG(first));
    for (;;) {
        size_t at = text_find(page, mark.bytes);
        if (at == page.length) return;
        page = (struct text){page.bytes + at + strlen("href=\""), page.length - at - strlen("href=\"")};
        find(reading, (struct text){page.bytes, strcspn(page.bytes, "\"#&")}); /* not with each part of the other lists */
    }
}

static void read_page(struct reading *reading, struct text address)
{
    struct world *world = reading->world;
    struct arena *arena = arena_new(64 << 20);
    struct context context = house_context(&world->house, arena, world->house.context.database);
    size_t question = text_find(address, "?");
    struct http_request request = {.method = HTTP_GET, .path = {address.bytes, question}, .query = TEXT(""), .host = TEXT("127.0.0.1:8080"), .network = TEXT("192.0.2.7"), .etag = TEXT(""), .body = TEXT(""), .content_type = TEXT("")};
    if (question < address.length) request.query = (struct text){address.bytes + question + 1, address.length - question - 1};
    struct http_answer answer = {.status = 200};
    if (web_handlers(world->web)->answer(world->web, &context, &request, &answer) < 0) fail_msg("%.*s: %s", TEXT_ARG(address), text_string(arena, error_text(arena, &context.error)));
    if (answer.status && answer.status != 200) fail_msg("%.*s: %d", TEXT_ARG(address), answer.status);
    size_t weight = answer.body.length + world->assets;
    if (weight > reading->heaviest) reading->heaviest = weight;
    if (weight >= PAGE_MOST) {
        print_error("%.*s weighs %zu\n", TEXT_ARG(address), weight);
        world->heavy++;
    }
    buffer_put(&reading->all, answer.body);
    find_parts(reading, answer.body);
    arena_free(arena);
}

/* The page and all that its links to the rest of its lists lead to; each that is not light is counted. */
static struct text read_all(struct world *world, const char *address)
{
    struct reading reading = {.world = world, .all = buffer_new(world->town->context->arena, 1 << 16, PAGE_LIMIT)};
    find(&reading, text_of(address));
    for (size_t i = 0; i < reading.count; i++) read_page(&reading, reading.pages[i]);
    print_message("%s: %zu pages, the heaviest of %zu bytes\n", address, reading.count, reading.heaviest);
    return buffer_text(&reading.all);
}

static void assert_has(struct text pages, const char *what)
{
    if (text_find(pages, what) == pages.length) fail_msg("%s is not reached", what);
}

static void much_is_read_in_light_pages(enum database_engine engine)
{
    struct world *world = world_new(engine);
    struct town *town = world->town;
    struct arena *arena = town->context->arena;
    struct text exams = read_all(world, "/my/exams"), mailboxes = read_all(world, "/my/exams/mailboxes"), certificates = read_all(world, "/my/certificates"), cases = read_all(world, "/my/cases"),
                packages = read_all(world, "/my/packages"), letting_go = read_all(world, "/my/exams/mailboxes/mailbox/1");
    for (int i = 1; i <= RECORDS; i++) assert_has(exams, text_printf(arena, ">R%d<", i).bytes);
    for (int i = 1; i <= RECORDS; i += 2) assert_has(letting_go, text_printf(arena, ">R%d<", i).bytes);
    for (int i = 0; i < MAILBOXES; i++) {
        assert_has(exams, mailbox_of(town, i));
        assert_has(mailboxes, mailbox_of(town, i));
    }
    for (int i = 0; i < CERTIFICATIONS; i++) {
        struct text number = town_certificate(town, world->owner, text_printf(arena, "HCIE-Field-%02d", i).bytes).number;
        assert_has(certificates, text_printf(arena, "\"/my/certificates/%.*s\"", TEXT_ARG(number)).bytes);
        assert_has(packages, text_string(arena, number));
    }
    for (int i = 0; i < BEGUN; i++) assert_has(certificates, begun[i]);
    assert_has(read_all(world, "/my/exams?done=associated&mailboxes=16&records=51"), "href=\"/my/exams?records=101&amp;mailboxes=16#records\""); /* the other list stays where it is */
    struct list all;
    town_act_as(town, world->owner);
    assert_ok(case_list_own(town->context, &all));
    town_act_as(town, 0);
    assert_int_equal(all.count, CASES);
    for (size_t i = 0; i < all.count; i++) assert_has(cases, text_printf(arena, "/my/cases/%.*s", TEXT_ARG(((const struct case_view *)all.items)[i].number)).bytes);
    assert_has(read_all(world, text_printf(arena, "/my/certificates/%.*s", TEXT_ARG(town_certificate(town, world->owner, "HCIE-Field-07").number)).bytes), "HCIE-Field 07 (Lab)");
    static const char *const others[] = {"/", "/my/exams/where", "/my/exams/address", "/my/exams/waiting", "/my/exams/associate", "/my/profile/name", "/my/merge", "/my/letters"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) read_all(world, others[i]);
    assert_int_equal(world->heavy, 0);
    world_free(world);
}
BOTH_ENGINES(much_is_read_in_light_pages)

/* Much of it has to leave, and has left. */
static void much_that_leaves_is_read_in_light_pages(enum database_engine engine)
{
    struct world *world = world_new(engine);
    struct town *town = world->town;
    struct list leaving;
    dispute_much(world);
    town_act_as(town, world->owner);
    assert_ok(unbinding_list_own(town->context, &leaving));
    town_act_as(town, 0);
    assert_int_equal(leaving.count, DISPUTED);
    struct text home = read_all(world, "/"), certificates = read_all(world, "/my/certificates"), exams = read_all(world, "/my/exams"), mailboxes = read_all(world, "/my/exams/mailboxes");
    for (size_t i = 0; i < leaving.count; i++) {
        struct text way = text_printf(town->context->arena, "/my/unbinding/%.*s", TEXT_ARG(((const struct unbinding_view *)leaving.items)[i].case_number));
        assert_has(home, way.bytes);
        assert_has(certificates, way.bytes);
        assert_has(exams, way.bytes);
        assert_has(mailboxes, way.bytes);
    }
    town_set_time(town, "2026-03-10T08:00:00Z");
    assert_ok(award_run_dates(town->context, NULL));
    town_follow_up(town);
    world->house.clock = *town->context->clock;
    assert_ok(database_transaction(town->context, begin_session, &world->owner)); /* the first one is over */
    exams = read_all(world, "/my/exams"), mailboxes = read_all(world, "/my/exams/mailboxes");
    for (int i = 0; i < DISPUTED; i++) {
        assert_has(exams, mailbox_of(town, i));
        assert_has(mailboxes, mailbox_of(town, i));
    }
    assert_int_equal(world->heavy, 0);
    world_free(world);
}
BOTH_ENGINES(much_that_leaves_is_read_in_light_pages)

int main(void)
{
    const struct CMUnitTest tests[] = {ON_BOTH(much_is_read_in_light_pages), ON_BOTH(much_that_leaves_is_read_in_light_pages)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
