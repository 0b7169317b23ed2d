/* Who gets what from whom: every route of the site and the desk, asked by nobody, by a candidate whose it is not, by its owner, by one of the staff of each role, and by one who acts as the owner.
 * The answers stand in matrix.txt, to be read and reviewed; a route without a row there fails. Forms that name a thing in their body name one of the owner's. Then every check is switched off in turn - each route's role or permission,
 * each row of the table of permissions, the look at who only acts, in each statement the look at whose it is - and at least one cell must turn, or somebody read what is another's.
 *
 * And whatever the staff can send leaves a line in the journal, by which the roles are asked once more at the commit; sent by who may not, past a door that keeps nobody out, it is refused by the act itself. That each act asks
 * by itself is test_permissions.c.
 *
 * A cell: "in" sent to sign in; "home" sent to the door's first page; "no" refused by the door itself, before the handler; else the status that the handler gave.
 * MATRIX_WRITE=FILE writes what was seen, for a review of what changed. */
#include "award/town.h"

#include <stdio.h>
#include <stdlib.h>

#include "account/account_inside.h"
#include "account/account_staff.h"
#include "association/association_merge.h"
#include "association/association_unbinding.h"
#include "association/association_unbinding_open.h"
#include "audit/audit.h"
#include "award/award_name.h"
#include "base/buffer.h"
#include "base/encoding.h"
#include "base/file.h"
#include "case/case_evidence.h"
#include "door/desk/desk.h"
#include "door/site/site.h"
#include "door/web_inside.h"
#include "ecert/ecert_key.h"
#include "outside/database_internal.h"
#include "outside/settings.h"
#include "package/package.h"
#include "package/package_dispatch.h"

enum { STAFF_FIRST = 3, ACTING = STAFF_FIRST + ROLE_COUNT, VISITORS = ACTING + 1, MOST_ROUTES = 200, CELL = 8, FILE_LIMIT = 1 << 20 };
static const char *const visitor_names[VISITORS] = {"nobody", "other", "owner", "support", "intake", "registrar", "mailing", "catalogue", "auditor", "administrator", "acting"};

/* --- Seams: what a browser sends, and the checks that are switched off --- */

static const char *cookie_name;
static struct text cookie_value;
static enum permission off_permission; /* allowed to everybody */
static bool off_acting;                /* nobody looks whether he only acts */
static bool without_token;             /* forms come without their session's token */

struct text __wrap_http_header(const struct http_request *request, const char *name);
struct text __wrap_http_cookie(const struct http_request *request, const char *name);
bool __wrap_audit_allows(const struct actor *actor, enum permission permission);
bool __real_audit_allows(const struct actor *actor, enum permission permission);
enum result __wrap_audit_may(struct context *context, enum permission permission);
enum result __real_audit_may(struct context *context, enum permission permission);
enum result __wrap_account_acting_session(struct context *context, struct text token, struct account *account);
enum result __real_account_acting_session(struct context *context, struct text token, struct account *account);

struct text __wrap_http_header(const struct http_request *request, const char *name)
{
    (void)request, (void)name;
    return TEXT("");
}

struct text __wrap_http_cookie(const struct http_request *request, const char *name)
{
    (void)request;
    return cookie_name && strcmp(name, cookie_name) == 0 ? cookie_value : TEXT("");
}

bool __wrap_audit_allows(const struct actor *actor, enum permission permission)
{
    return (off_permission != MAY_NOTHING && permission == off_permission) || __real_audit_allows(actor, permission);
}

enum result __wrap_audit_may(struct context *context, enum permission permission)
{
    return off_permission != MAY_NOTHING && permission == off_permission ? RESULT_OK : __real_audit_may(context, permission);
}

enum result __wrap_account_acting_session(struct context *context, struct text token, struct account *account)
{
    enum result result = __real_account_acting_session(context, token, account);
    if (off_acting) context->actor.acting = 0;
    return result;
}

/* --- The doors, with routes that tell whether their handler was reached --- */

struct world {
    struct town *town;
    struct house house;
    struct web *web;
    const struct http_handlers *handlers;
    struct web_door common, site, desk;
    struct {
        const char *cookie;
        struct text token;
    } visitors[VISITORS];
    struct text certificate, letter, session, unbinding, question, merged_question, mailbox, address, package, waiting, lost, merge, member; /* of the owner; a member of the staff */
    struct text code, token, proof;                  /* of what the owner waits for, from its letter; that a third account is his */
    struct text apply_mailbox, applying, seen;       /* what he has chosen in an application that is not submitted yet */
    int64_t owner, other;
};

static struct route routes[MOST_ROUTES]; /* of the world that is there: one at a time */
static enum result (*real_handles[MOST_ROUTES])(struct visit *visit);
static size_t route_count;
static bool reached;

static enum result reach(struct visit *visit)
{
    reached = true;
    return real_handles[visit->route - routes](visit);
}

static const struct route *own_routes(const struct route *given)
{
    const struct route *first = &routes[route_count];
    for (; given->path; given++) {
        assert_true(route_count < MOST_ROUTES - 1);
        real_handles[route_count] = given->handle;
        routes[route_count] = *given;
        routes[route_count++].handle = reach;
    }
    routes[route_count++] = (struct route){.path = NULL};
    return first;
}

/* --- The people --- */

STATEMENT(first_letter, NULL, "SELECT MIN(id) FROM letter WHERE account_id = $1");
STATEMENT(last_session, NULL, "SELECT MAX(id) FROM session WHERE account_id = $1");

static struct text in_words(struct world *world, int64_t number)
{
    return text_printf(world->town->context->arena, "%lld", (long long)number);
}

static struct text number_of(struct world *world, const struct statement *statement)
{
    struct town *town = world->town;
    int64_t number;
    assert_ok(database_integer(town->context, statement, PARAMETERS(world->owner), &number));
    return in_words(world, number);
}

struct beginning {
    int64_t account;
    bool desk;
    struct text *token;
};

static enum result begin_session(struct context *context, void *data)
{
    const struct beginning *beginning = data;
    return beginning->desk ? account_begin_desk_session(context, beginning->account, TEXT("browser"), beginning->token)
                           : account_begin_session(context, beginning->account, TEXT("browser"), beginning->token);
}

static void sign_in(struct world *world, int visitor, int64_t account, bool desk)
{
    struct town *town = world->town;
    struct beginning beginning = {account, desk, &world->visitors[visitor].token};
    assert_ok(database_transaction(town->context, begin_session, &beginning));
    world->visitors[visitor].cookie = desk ? "desk" : "session";
}

static void begin_acting(struct world *world, int64_t support)
{
    struct town *town = world->town;
    struct account account;
    sign_in(world, ACTING, support, true);
    assert_ok(account_desk_session(town->context, world->visitors[ACTING].token, &account));
    assert_ok(account_act_as(town->context, world->owner));
    town_act_as(town, 0);
}

static int64_t keep_address(struct town *town, struct text recipient, struct text street)
{
    struct package_address postal = {.country = TEXT("DE"), .recipient = recipient, .street = street, .city = TEXT("Berlin"), .postal_code = TEXT("10115"), .phone = TEXT("+49 30 123456")};
    int64_t id;
    assert_ok(package_address_add(town->context, &postal, &id));
    return id;
}

/* The owner applies for the package of an HCIE. */
static void apply_for_package(struct world *world, int64_t address)
{
    struct town *town = world->town;
    struct list offers, mailboxes;
    struct package_draft draft;
    struct text number;
    bool already;
    assert_ok(package_mailboxes(town->context, &mailboxes));
    assert_ok(package_offers(town->context, &offers));
    const struct package_offer *offer = offers.items;
    assert_ok(package_choose_mailbox(town->context, ((const struct package_mailbox *)mailboxes.items)->mailbox));
    assert_ok(package_choose_certificate(town->context, offer->certificate, offer->revision));
    assert_ok(package_choose_address(town->context, address));
    assert_ok(package_draft_read(town->context, &draft));
    assert_ok(package_apply(town->context, offer->certificate, draft.seen, &number, &already));
    world->package = text_copy(town->context->arena, number);
}

STATEMENT(be_candidate, NULL, "UPDATE exam_record SET candidate_id = $2 WHERE mailbox_id = (SELECT id FROM mailbox WHERE address = $1)");

/* He has passed what a certificate with a package needs, as a candidate whom nobody disputes. */
static void become_expert(struct town *town, const char *mailbox, const char *candidate)
{
    town_pass(town, mailbox, "H12-731", "2026-01-26");
    town_pass(town, mailbox, "H12-732", "2026-02-02");
    assert_ok(database_run(town->context, &be_candidate, PARAMETERS(mailbox, candidate), NULL));
    town_follow_up(town);
    assert_ok(award_run_dates(town->context, NULL));
    town_follow_up(town);
}

/* The owner asks something, with a paper, and keeps an address. */
static void ask_a_question(struct world *world)
{
    struct town *town = world->town;
    town_act_as(town, world->owner);
    struct case_question question = {.words = TEXT("When does my certificate come?"), .address = TEXT(""), .page = TEXT(""), .problem = TEXT("")};
    struct case_evidence paper = {.name = TEXT("a.pdf"), .media = "application/pdf", .content = {(const unsigned char *)"%PDF", 4}};
    struct case_view view;
    assert_ok(case_ask(town->context, &question, &world->question));
    assert_ok(case_read(town->context, world->question, &view));
    assert_ok(case_attach(town->context, view.id, &paper));
    int64_t id = keep_address(town, TEXT("Li Wei"), TEXT("Musterweg 1"));
    world->address = in_words(world, id);
    apply_for_package(world, id);
    town_act_as(town, 0);
}

/* What can be applied for is chosen up to the last step. */
static void choose_package(struct world *world, int64_t account, int64_t address)
{
    struct town *town = world->town;
    struct list offers, mailboxes;
    struct package_draft draft;
    size_t open = 0;
    town_act_as(town, account);
    assert_ok(package_mailboxes(town->context, &mailboxes));
    const struct package_mailbox *mailbox = mailboxes.items;
    while (open < mailboxes.count && !mailbox[open].certificates) open++;
    assert_true(open < mailboxes.count);
    assert_ok(package_offers_of(town->context, mailbox[open].mailbox, &offers));
    const struct package_offer *offer = offers.items;
    while (!offer->open) offer++;
    assert_ok(package_choose_mailbox(town->context, mailbox[open].mailbox));
    assert_ok(package_choose_certificate(town->context, offer->certificate, offer->revision));
    assert_ok(package_choose_address(town->context, address));
    assert_ok(package_draft_read(town->context, &draft));
    world->apply_mailbox = in_words(world, draft.mailbox);
    world->applying = text_printf(town->context->arena, "%.*s/%lld", TEXT_ARG(draft.certificate), (long long)draft.revision);
    world->seen = text_copy(town->context->arena, draft.seen);
    town_act_as(town, 0);
}

/* The owner waits for the letter to a mailbox, and for one that he has lost; and another account of his was merged into this. */
static void begin_what_is_under_way(struct world *world)
{
    struct town *town = world->town;
    struct association_report report = {TEXT("pearson-vue"), TEXT("H12-821"), {0}, TEXT("R4"), TEXT("Zhang"), TEXT("")};
    struct association_report_answer answer;
    struct list waiting;
    struct text proof;
    int64_t old = town_account(town, "li.wei.old", "li.wei@old.example", "Li Wei"), merge, other;
    bool associated;
    town_tie(town, old, "li.wei@old.example");
    town_password(town, old);
    town_act_as(town, old);
    assert_ok(case_ask(town->context, &(struct case_question){.words = TEXT("Where is my exam?"), .address = TEXT(""), .page = TEXT(""), .problem = TEXT("")}, &world->merged_question));
    town_act_as(town, 0);
    town_pass(town, "lost@work.example", "H12-821", "2026-02-06");
    become_expert(town, "li.wei@old.example", "C2");
    town_act_as(town, world->owner);
    assert_ok(association_ask(town->context, TEXT("li.wei@work.example"), ASSOCIATION_OF_RECORDS, false, &associated));
    assert_ok(association_requests(town->context, &waiting));
    world->waiting = in_words(world, ((const struct association_request *)waiting.items)->id);
    world->token = town_token(town, "li.wei@work.example");
    world->code = town_code(town, "li.wei@work.example");
    assert_true(day_parse(TEXT("2026-02-06"), &report.exam_day));
    assert_ok(association_ask_by_report(town->context, &report, false, &answer));
    assert_true(answer.asked);
    world->lost = in_words(world, answer.request);
    assert_ok(association_merge_prove(town->context, TEXT("li.wei.old"), TEXT(TOWN_PASSWORD), TEXT(""), &proof, &other));
    assert_ok(association_merge(town->context, proof, &merge));
    world->merge = in_words(world, merge);
    assert_ok(intake_mailbox_known(town->context, TEXT("li.wei@old.example"), &other)); /* not the one that his letters go to */
    world->mailbox = text_printf(town->context->arena, "mailbox/%lld", (long long)other);
    town_follow_up(town);
    town_act_as(town, 0);
}

/* A third account of the owner's, and his proof that it is; and both have an application that is not submitted yet. */
static void begin_forms(struct world *world)
{
    struct town *town = world->town;
    int64_t third = town_account(town, "li.wei.third", "li.wei@third.example", "Li Wei"), proven;
    town_tie(town, third, "li.wei@third.example");
    town_password(town, third);
    become_expert(town, "zhang.min@example.com", "C3");
    town_act_as(town, world->other);
    choose_package(world, world->other, keep_address(town, TEXT("Zhang Min"), TEXT("Gasse 2")));
    choose_package(world, world->owner, web_number(world->address));
    town_act_as(town, world->owner);
    assert_ok(association_merge_prove(town->context, TEXT("li.wei.third"), TEXT(TOWN_PASSWORD), TEXT(""), &world->proof, &proven));
    assert_int_equal(proven, third);
    town_act_as(town, 0);
}

/* The accounts' numbers are no other thing's. */
STATEMENT(go_on_behind, NULL,
          "INSERT INTO account (id, user_name, user_name_key, mailbox, name_latin, name_native, phone, country, language, zone, made_at) VALUES (70706, 'far', 'far', 'far@example.com', '', '', '', '', 'en', '', 0)");

/* Somebody of the staff has proposed one, which another has to confirm. */
static void propose_catalogue(struct world *world)
{
    struct town *town = world->town;
    static struct catalogue_problems problems;
    struct catalogue_differences differences;
    bool effective;
    const struct catalogue_wish wish = {.file = TEXT("mine.txt"), .text = text_of(town_catalogue(town, "huawei.txt", "exam H12-811\n", "exam H99-812\n  title: New\n  pass: 600 of 1000\n  standalone: yes\n\nexam H12-811\n")),
                                        .over = 1, .reason = TEXT("The body has decided so."), .takes_away = true};
    town_second_person(town, true);
    town_act_as_staff(town, town_account(town, "first", "first@example.com", ""));
    assert_ok(catalogue_load_over(town->context, &wish, &problems, &differences, &effective));
    assert_false(effective);
    town_second_person(town, false);
}

static void settle_people(struct world *world)
{
    struct town *town = world->town;
    struct arena *arena = town->context->arena;
    assert_ok(database_run(town->context, &go_on_behind, NO_PARAMETERS, NULL));
    world->owner = town_account(town, "li.wei", "li.wei@example.com", "Li Wei");
    int64_t other = world->other = town_account(town, "zhang.min", "zhang.min@example.com", "Zhang Min");
    town_tie(town, world->owner, "li.wei@example.com");
    town_tie(town, other, "zhang.min@example.com");
    town_pass(town, "li.wei@example.com", "H12-811", "2026-02-06");
    town_pass(town, "li.wei@example.com", "H12-891", "2026-01-26");
    town_pass(town, "li.wei@example.com", "H12-892", "2026-02-02");
    town_follow_up(town);
    town_set_time(town, "2026-02-13T08:00:00Z");
    assert_ok(award_run_dates(town->context, NULL));
    town_follow_up(town);
    world->certificate = town_certificate(town, world->owner, "HCIA-Datacom").number;
    world->letter = number_of(world, &first_letter);
    ask_a_question(world);
    begin_what_is_under_way(world);
    begin_forms(world);
    sign_in(world, 1, other, false);
    sign_in(world, 2, world->owner, false);
    struct text spare;
    struct beginning beginning = {world->owner, false, &spare};
    assert_ok(database_transaction(town->context, begin_session, &beginning));
    world->session = number_of(world, &last_session);
    for (int i = 0; i < ROLE_COUNT; i++) {
        const char *name = text_printf(arena, "staff.%s", audit_role_word(i)).bytes;
        int64_t account = town_account(town, name, text_printf(arena, "%s@example.com", name).bytes, "");
        town_act_as(town, 0);
        assert_ok(account_staff_set(town->context, account, 1u << i));
        sign_in(world, STAFF_FIRST + i, account, true);
        if (1u << i == ROLE_SUPPORT) begin_acting(world, account);
        if (1u << i == ROLE_CATALOGUE) town_tie(town, account, "staff.catalogue@example.com"); /* a link goes there */
        if (1u << i == ROLE_CATALOGUE) propose_catalogue(world);
        if (1u << i == ROLE_CATALOGUE) world->member = text_printf(arena, "%lld", (long long)account);
        if (1u << i != ROLE_REGISTRAR) continue;
        town_act_as_staff(town, account);
        struct unbinding_opening opening = {.cause = UNBINDING_STAFF, .reason = TEXT("It is another person's.")};
        assert_ok(unbinding_find(town->context, TEXT("li.wei@example.com"), &opening.mailbox, &opening.record));
        int64_t id;
        assert_ok(unbinding_open(town->context, &opening, &id));
        struct list unbindings;
        assert_ok(unbinding_list(town->context, UNBINDINGS_ALL, world->owner, 1, &unbindings));
        world->unbinding = ((const struct unbinding_view *)unbindings.items)->case_number;
    }
}

static struct world *world_new(enum database_engine engine)
{
    struct world *world = calloc(1, sizeof *world);
    struct town *town = world->town = town_new(engine, "2026-02-10T08:00:00Z", NULL);
    settle_people(world);
    assert_ok(ecert_key_make(town->context));
    assert_result(town->support, RESULT_OK, house_open(&world->house, town->context->settings->store));
    world->house.settings.address = TEXT("http://127.0.0.1:8080");
    world->house.settings.password_memory = 64;
    world->house.settings.password_passes = 1;
    struct context *context = &world->house.context;
    if (house_open_store(&world->house, false) < 0 || house_open_ecert(&world->house) < 0) fail_msg("%s", text_string(context->arena, error_text(context->arena, &context->error)));
    world->house.clock = *town->context->clock;
    world->site = site_door;
    world->desk = desk_door;
    route_count = 0;
    world->site.routes = own_routes(site_door.routes);
    world->desk.routes = own_routes(desk_door.routes);
    const struct web_door *const doors[] = {&world->site, &world->desk, NULL};
    if (web_open(&world->house, doors, &world->web) < 0) fail_msg("%s", text_string(context->arena, error_text(context->arena, &context->error)));
    world->common = web_door_common;
    world->common.routes = own_routes(web_door_common.routes);
    world->web->doors[0] = &world->common;
    web_load_routes(world->web);
    world->handlers = web_handlers(world->web);
    return world;
}

static void world_free(struct world *world)
{
    house_close(&world->house);
    town_free(world->town);
    free(world);
}

/* --- Asking --- */

/* What stands where a route's path has its star. */
static struct text path_of(struct world *world, struct arena *arena, const struct route *route)
{
    const char *pattern = route->path;
    struct text paper = text_printf(arena, "%.*s/%s", TEXT_ARG(world->question), route->method == HTTP_POST ? "withdraw" : "1");
    const struct {
        const char *pattern;
        struct text rest;
    } examples[] = {
        {"/style-*", TEXT("0.css")}, {"/script-*", TEXT("0.js")}, {"/icon-*", TEXT("0.svg")}, {"/v/*", TEXT("!")}, {"/my/certificates/*", world->certificate}, {"/my/certificates/**", text_printf(arena, "%.*s/1.pdf", TEXT_ARG(world->certificate))},
        {"/my/exams/lost/*", world->lost}, {"/my/exams/waiting/*", world->waiting}, {"/my/exams/mailboxes/**", world->mailbox}, {"/my/cases/*", world->merged_question}, {"/my/cases/**", paper}, {"/help/*", TEXT("nothing")},
        {"/help/ask/*", world->question}, {"/my/letters/*", world->letter}, {"/my/profile/sessions/*", world->session}, {"/my/merge/undo/*", world->merge}, {"/my/packages/*", world->package}, {"/desk/packages/*", world->package}, {"/my/addresses/*", world->address}, {"/my/addresses/**", text_printf(arena, "%.*s/prefer", TEXT_ARG(world->address))}, {"/my/unbinding/*", world->unbinding},
        {"/mailbox/*", world->letter}, {"/desk/intake/*", TEXT("1")}, {"/desk/catalogue/*", TEXT("1")}, {"/desk/catalogue/text/*", TEXT("1")}, {"/desk/catalogue/proposals/*", TEXT("1")}, {"/desk/catalogue/proposals/text/*", TEXT("1")}, {"/desk/intake/waiting/*", TEXT("1")}, {"/desk/intake/aside/*", TEXT("1")}, {"/desk/demographics/*", TEXT("1")},
        {"/desk/people/*", text_printf(arena, "%lld", (long long)world->owner)}, {"/desk/letters/*", world->letter}, {"/desk/people/records/*", TEXT("1")}, {"/desk/certificates/*", world->certificate}, {"/desk/unbindings/*", world->unbinding}, {"/desk/near/*", TEXT("1")}, {"/desk/merges/*", TEXT("1")}, {"/desk/staff/*", world->member},
        {"/desk/cases/*", world->question}, {"/desk/cases/evidence/**", paper}, {"/desk/cases/message/*", world->question}, {"/desk/cases/note/*", world->question},
        {"/desk/cases/answer/*", world->question}, {"/desk/cases/decide/*", world->unbinding}, {"/desk/cases/send-back/*", world->unbinding},
    };
    size_t star = strcspn(pattern, "*");
    if (!pattern[star]) return text_of(pattern);
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++)
        if (strcmp(pattern, examples[i].pattern) == 0) return text_printf(arena, "%.*s%.*s", (int)star, pattern, TEXT_ARG(examples[i].rest));
    fail_msg("%s: say in path_of what may stand for the star", pattern);
    return TEXT("");
}

/* What a form names in its body: a thing of the owner's. Empty: it names none by that field. */
static struct text thing_in_body(struct world *world, const struct route *route, const char *field)
{
    struct text rest = world->applying, number;
    (void)text_split(&rest, '/', &number);
    const struct {
        const char *path, *field;
        struct text value;
    } things[] = {
        {"/my/exams/waiting", "request", world->waiting}, {"/my/exams/waiting", "code", world->code}, {"/activate", "request", world->waiting}, {"/activate", "token", world->token},
        {"/my/exams/address", "address", TEXT("li.wei@old.example")}, {"/my/merge", "proof", world->proof}, {"/my/packages/apply/mailbox", "mailbox", world->apply_mailbox},
        {"/my/packages/apply/certificate", "certificate", world->applying}, {"/my/packages/apply/address", "address", world->address},
        {"/my/packages/apply/review", "certificate", number}, {"/my/packages/apply/review", "seen", world->seen},
    };
    for (size_t i = 0; route->method == HTTP_POST && i < sizeof things / sizeof *things; i++)
        if (strcmp(things[i].path, route->path) == 0 && strcmp(things[i].field, field) == 0) return things[i].value;
    return TEXT("");
}

/* Does it say, in its path or its body, whose thing it is about? */
static bool names_a_thing(struct world *world, const struct route *route)
{
    bool named = text_starts_with(text_of(route->path), "/my/") && route->path[strcspn(route->path, "*")];
    for (const struct form_field *field = route->fields; field && field->name && !named; field++) named = !text_empty(thing_in_body(world, route, field->name));
    return named;
}

/* A form with everything that must be in it, so that the handler is reached. */
static struct text body_of(struct world *world, struct arena *arena, const struct route *route, bool bare, struct text form_token)
{
    static const struct form_field token_alone[] = {{"form_token", FORM_CHOICE, 64, false, NULL}, FIELDS_END};
    const struct form_field *fields = bare ? token_alone : route->fields;
    const char *act = strcmp(route->path, "/my/packages/*") == 0 ? "cancel" : "link";
    struct buffer out = buffer_new(arena, 1024, 1 << 20);
    for (; fields && fields->name; fields++) {
        bool token = strcmp(fields->name, "form_token") == 0;
        bool question = fields->label && strcmp(fields->label, "Your question") == 0; /* its act asks for it, so that all that is missing is said at once */
        struct text thing = thing_in_body(world, route, fields->name);
        if (token ? without_token : !fields->required && !question && text_empty(thing)) continue;
        struct text value = token ? form_token : !text_empty(thing) ? thing : strcmp(fields->name, "act") == 0 ? text_of(act) : fields->kind == FORM_SECRET ? TEXT("seven green lamps by the river") : TEXT("1");
        buffer_printf(&out, "--edge\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n%.*s\r\n", fields->name, fields->kind == FORM_FILE ? "; filename=\"file\"" : "", TEXT_ARG(value));
    }
    buffer_put_string(&out, "--edge--\r\n");
    return buffer_text(&out);
}

struct cell {
    struct world *world;
    const struct route *route;
    int visitor;
    bool bare; /* a form with nothing in it but its token */
    bool led;  /* the page that answers leads back to somewhere */
    char text[CELL];
    char lost[200]; /* where the page that answers leads back to, if there is no page */
    const struct text *words; /* of somebody's, up to an empty one; NULL: nobody looks for them */
    const char *told;         /* the first of them that the answer has and the request has not */
};

static struct text location_of(const struct http_answer *answer)
{
    for (size_t i = 0; i < answer->header_count; i++)
        if (text_is(answer->headers[i].name, "Location")) return answer->headers[i].value;
    return TEXT("");
}

static void read_cell(const struct web_door *door, const struct http_answer *answer, char text[CELL])
{
    struct text location = location_of(answer);
    int status = answer->status ? answer->status : 200;
    if (reached) snprintf(text, CELL, "%d", status);
    else if (status == 303 && text_starts_with(location, door->sign_in)) snprintf(text, CELL, "in");
    else if (status == 303 && text_is(location, door->first)) snprintf(text, CELL, "home");
    else if (status == 403) snprintf(text, CELL, "no");
    else snprintf(text, CELL, "%d?", status);
}

/* Where the page is read again in another language; empty: it is no page, or offers none. */
static struct text back_of(struct text page)
{
    static const char before[] = "name=\"back\" value=\"";
    size_t at = text_find(page, "action=\"/language\"");
    struct text rest = {page.bytes + at, page.length - at};
    at = text_find(rest, before);
    if (at == rest.length) return TEXT("");
    rest = (struct text){rest.bytes + at + strlen(before), rest.length - at - strlen(before)};
    return (struct text){rest.bytes, text_find(rest, "\"")};
}

static void follow_back(struct context *context, struct cell *cell, struct http_request *request, const struct http_answer *answer)
{
    struct text back = answer->status == 404 ? TEXT("") : back_of(answer->body);
    cell->led = !text_empty(back);
    bool of_a_thing = cell->route->path[strcspn(cell->route->path, "*")] != '\0'; /* which may not be there, or not be this visitor's */
    if (text_empty(back) || (of_a_thing && text_equal(back, request->path))) return;
    *request = (struct http_request){.method = HTTP_GET, .path = back, .query = TEXT(""), .host = request->host, .network = request->network, .etag = TEXT(""), .body = TEXT(""), .content_type = TEXT("")};
    struct http_answer page = {.status = 200};
    enum result result = cell->world->handlers->answer(cell->world->web, context, request, &page);
    if (result < 0 || page.status == 404) snprintf(cell->lost, sizeof cell->lost, "%.*s", TEXT_ARG(back));
}

static bool has(struct text text, struct text part)
{
    return text_find(text, part.bytes) < text.length;
}

/* Words of somebody's in the answer, but for those with which it was asked for. */
static void look_for_words(struct cell *cell, const struct http_request *request, const struct http_answer *answer)
{
    for (const struct text *word = cell->words; word && !text_empty(*word) && !cell->told; word++)
        if (has(answer->body, *word) && !has(request->path, *word) && !has(request->body, *word)) cell->told = word->bytes;
}

/* One request, of which nothing stays. */
static enum result ask(struct context *context, void *data)
{
    struct cell *cell = data;
    struct world *world = cell->world;
    struct text token = world->visitors[cell->visitor].token;
    cookie_name = world->visitors[cell->visitor].cookie;
    cookie_value = token;
    struct text form_token = TEXT("");
    if (!text_empty(token)) {
        struct visit signed_in = {.context = context, .signed_in = true, .session_token = token};
        form_token = web_form_token(&signed_in);
    }
    struct http_request request = {.method = cell->route->method, .path = path_of(world, context->arena, cell->route), .query = TEXT(""), .host = TEXT("127.0.0.1:8080"),
                                   .network = TEXT("192.0.2.7"), .etag = TEXT(""), .body = TEXT(""), .content_type = TEXT("")};
    if (request.method == HTTP_POST) {
        request.body = body_of(world, context->arena, cell->route, cell->bare, form_token);
        request.content_type = TEXT("multipart/form-data; boundary=edge");
    }
    struct http_answer answer = {.status = 200};
    reached = false;
    struct web *web = world->web;
    enum result result = world->handlers->answer(web, context, &request, &answer);
    const struct web_door *door = text_starts_with(text_of(cell->route->path), "/desk") ? &world->desk : &world->site;
    if (result < 0) snprintf(cell->text, CELL, "!%d", result);
    else read_cell(door, &answer, cell->text);
    look_for_words(cell, &request, &answer);
    if (request.method == HTTP_POST && result >= 0) follow_back(context, cell, &request, &answer);
    error_clear(&context->error);
    return context_fail(context, RESULT_REFUSED, "test.undone", "undone");
}

static void look_at(struct cell *cell)
{
    struct arena *arena = arena_new(64 << 20);
    struct context context = house_context(&cell->world->house, arena, cell->world->house.context.database);
    enum result result = database_transaction(&context, ask, cell);
    assert_int_equal(result, RESULT_REFUSED);
    assert_string_equal(context.error.code, "test.undone");
    arena_free(arena);
}

static void look(struct world *world, const struct route *route, int visitor, char text[CELL])
{
    struct cell cell = {.world = world, .route = route, .visitor = visitor};
    look_at(&cell);
    memcpy(text, cell.text, CELL);
}

/* --- The file --- */

struct row {
    struct text method, path, cells[VISITORS];
    bool seen;
};

static size_t read_rows(struct world *world, struct row *rows)
{
    struct town *town = world->town;
    struct text file, line;
    assert_ok(file_must_read(town->context, settings_path(town->context, "tests/door/matrix.txt"), FILE_LIMIT, &file));
    size_t count = 0;
    while (text_split(&file, '\n', &line)) {
        struct text word;
        int words = 0;
        if (text_empty(text_trim(line)) || line.bytes[0] == '#') continue;
        assert_true(count < MOST_ROUTES);
        rows[count] = (struct row){.seen = false};
        while (text_split(&line, ' ', &word)) {
            if (text_empty(word)) continue;
            if (words == 0) rows[count].method = word;
            else if (words == 1) rows[count].path = word;
            else if (words < 2 + VISITORS) rows[count].cells[words - 2] = word;
            words++;
        }
        if (words != 2 + VISITORS) fail_msg("%.*s: %d cells, not %d", TEXT_ARG(rows[count].path), words - 2, VISITORS);
        count++;
    }
    return count;
}

static const char *method_of(const struct route *route)
{
    return route->method == HTTP_POST ? "POST" : "GET";
}

static struct row *row_of(struct row *rows, size_t count, const struct route *route)
{
    for (size_t i = 0; i < count; i++)
        if (text_is(rows[i].path, route->path) && text_is(rows[i].method, method_of(route))) return &rows[i];
    return NULL;
}

static void write_head(FILE *out)
{
    fprintf(out, "# Who gets what; see test_matrix.c. in: to sign in; home: to the first page; no: refused by the door itself; else the status of the handler's answer.\n"
                 "# The certificates, packages, letters, sessions and cases asked for are the owner's. acting: support, who looks at the owner's pages.\n#\n");
    fprintf(out, "#%-4s %-30s", "", "");
    for (int i = 0; i < VISITORS; i++) fprintf(out, " %-*s", (int)strlen(visitor_names[i]) > 5 ? (int)strlen(visitor_names[i]) : 5, visitor_names[i]);
    fprintf(out, "\n");
}

static void everybody_gets_what_is_his(enum database_engine engine)
{
    struct world *world = world_new(engine);
    static struct row rows[MOST_ROUTES];
    const char *write = engine == DATABASE_SQLITE ? getenv("MATRIX_WRITE") : NULL;
    FILE *out = write ? fopen(write, "w") : NULL;
    if (out) write_head(out);
    size_t count = out ? 0 : read_rows(world, rows);
    int wrong = 0;
    for (size_t r = 0; r < route_count; r++) {
        if (!routes[r].path) continue;
        struct row *row = row_of(rows, count, &routes[r]);
        if (!row && !out) {
            print_error("%s %s has no row\n", method_of(&routes[r]), routes[r].path);
            wrong++;
            continue;
        }
        if (row) row->seen = true;
        if (out) fprintf(out, "%-5s %-30s", method_of(&routes[r]), routes[r].path);
        for (int v = 0; v < VISITORS; v++) {
            char text[CELL];
            look(world, &routes[r], v, text);
            if (out) fprintf(out, " %-*s", (int)strlen(visitor_names[v]) > 5 ? (int)strlen(visitor_names[v]) : 5, text);
            else if (!text_is(row->cells[v], text)) {
                print_error("%s %s asked by %s: %s, not %.*s\n", method_of(&routes[r]), routes[r].path, visitor_names[v], text, TEXT_ARG(row->cells[v]));
                wrong++;
            }
        }
        if (out) fprintf(out, "\n");
    }
    for (size_t i = 0; i < count; i++)
        if (!rows[i].seen) {
            print_error("%.*s %.*s is no route\n", TEXT_ARG(rows[i].method), TEXT_ARG(rows[i].path));
            wrong++;
        }
    if (out) fclose(out);
    world_free(world);
    assert_int_equal(wrong, 0);
}
BOTH_ENGINES(everybody_gets_what_is_his)

/* What stands in nothing but what is the owner's. */
enum { MOST_WORDS = 12 };
static void words_of_owner(struct world *world, struct text words[MOST_WORDS])
{
    const struct text all[MOST_WORDS] = {TEXT("li.wei"), TEXT("Li Wei"), TEXT("Musterweg"), world->certificate, world->package, world->question, world->merged_question, world->unbinding,
                                         town_certificate(world->town, world->owner, "HCIE-Datacom").number, town_certificate(world->town, world->owner, "HCIE-Security").number, TEXT("")};
    memcpy(words, all, sizeof all);
    for (size_t i = 0; !text_empty(words[i]); i++) words[i] = text_printf(world->town->context->arena, "%.*s", TEXT_ARG(words[i]));
}

/* The letters of a demonstration. */
static bool is_everybodys(const struct route *route)
{
    return text_starts_with(text_of(route->path), "/mailbox");
}

/* Whatever one of them names of a person, in its path or in a form, another person gets something else: without the look at whose it is he would get what its owner gets. And wherever he looks, he reads no word that is the owner's. */
static void what_is_one_person_s_is_no_other_s(enum database_engine engine)
{
    struct world *world = world_new(engine);
    struct text words[MOST_WORDS];
    int wrong = 0, checked = 0, looked = 0;
    words_of_owner(world, words);
    for (size_t r = 0; r < route_count; r++) {
        if (!routes[r].path || is_everybodys(&routes[r])) continue;
        struct cell other = {.world = world, .route = &routes[r], .visitor = 1, .words = words}, owner = {.world = world, .route = &routes[r], .visitor = 2, .words = words};
        look_at(&other);
        look_at(&owner);
        looked += owner.told != NULL;
        if (other.told) {
            print_error("%s %s: another reads %s\n", method_of(&routes[r]), routes[r].path, other.told);
            wrong++;
        }
        if (!names_a_thing(world, &routes[r])) continue;
        checked++;
        if (strcmp(other.text, owner.text) != 0) continue;
        print_error("%s %s: %s for its owner and for another\n", method_of(&routes[r]), routes[r].path, owner.text);
        wrong++;
    }
    world_free(world);
    assert_true(checked > 25);
    assert_true(looked > 25);
    assert_int_equal(wrong, 0);
}
BOTH_ENGINES(what_is_one_person_s_is_no_other_s)

/* --- Each check switched off --- */

static bool role_allows(int visitor, enum permission permission)
{
    return __real_audit_allows(&(struct actor){.kind = ACTOR_STAFF, .account = 1, .roles = 1u << (visitor - STAFF_FIRST)}, permission);
}

static bool role_may(int visitor, const struct route *route)
{
    return role_allows(visitor, (enum permission)(route->role - ROUTE_STAFF));
}

static bool some_cell_turns(struct world *world, const struct route *route, const struct row *row)
{
    for (int v = 0; v < VISITORS; v++) {
        char text[CELL];
        look(world, route, v, text);
        if (!text_is(row->cells[v], text)) return true;
    }
    return false;
}

/* A route that lets in whoever the next weaker role lets in. */
static void no_route_s_role_can_be_left_out(void **state)
{
    (void)state;
    struct world *world = world_new(DATABASE_SQLITE);
    static struct row rows[MOST_ROUTES];
    size_t count = read_rows(world, rows);
    int wrong = 0, checked = 0;
    for (size_t r = 0; r < route_count; r++) {
        if (!routes[r].path || routes[r].role == ROUTE_ANYONE || routes[r].role == ROUTE_SIGN_OUT) continue;
        struct row *row = row_of(rows, count, &routes[r]);
        if (!row) continue; /* fails in the other test */
        int role = routes[r].role;
        bool weakest = role == ROUTE_STAFF + MAY_SEE_DESK; /* all of the staff may: without the role everybody could */
        routes[r].role = role > ROUTE_STAFF && !weakest ? ROUTE_STAFF + MAY_SEE_DESK : ROUTE_ANYONE;
        if (!some_cell_turns(world, &routes[r], row)) {
            print_error("%s %s: nobody sees that its role is gone\n", method_of(&routes[r]), routes[r].path);
            wrong++;
        }
        routes[r].role = role;
        checked++;
    }
    world_free(world);
    assert_true(checked > 40);
    assert_int_equal(wrong, 0);
}

static void no_row_of_the_permissions_can_be_left_out(void **state)
{
    (void)state;
    struct world *world = world_new(DATABASE_SQLITE);
    static struct row rows[MOST_ROUTES];
    size_t count = read_rows(world, rows);
    int wrong = 0, checked = 0;
    for (int permission = MAY_NOTHING + 1; permission < PERMISSION_COUNT; permission++) {
        bool of_the_web = false, turned = false;
        for (size_t r = 0; r < route_count && !turned; r++) {
            if (!routes[r].path || routes[r].role != ROUTE_STAFF + permission || permission == MAY_SEE_DESK) continue;
            struct row *row = row_of(rows, count, &routes[r]);
            if (!row) continue;
            of_the_web = true;
            off_permission = (enum permission)permission;
            turned = some_cell_turns(world, &routes[r], row);
            off_permission = MAY_NOTHING;
        }
        checked += of_the_web;
        if (!of_the_web || turned) continue;
        print_error("permission %d: nobody sees that it is given to everybody\n", permission);
        wrong++;
    }
    world_free(world);
    assert_true(checked >= 8);
    assert_int_equal(wrong, 0);
}

/* A seam of the store: for one statement the asker is the owner, in what it is asked and in what it answers, so that neither it nor who reads its rows looks at whose they are. And which statements know of the asker or the owner at all. */
enum { MOST_STATEMENTS = 600 };
static const struct engine *real_engine;
static int64_t asker_id, owner_id;
static const struct statement *blind, *noted[MOST_STATEMENTS];
static size_t noted_count;
static bool noting, noted_at[MOST_STATEMENTS][MOST_ROUTES];
static size_t noting_at;

static void note(const struct statement *statement)
{
    size_t i = 0;
    if (!noting) return;
    while (i < noted_count && noted[i] != statement) i++;
    assert_true(i < MOST_STATEMENTS);
    if (i == noted_count) noted[noted_count++] = statement;
    noted_at[i][noting_at] = true;
}

static struct parameters asked_as_owner(struct context *context, const struct prepared *prepared, struct parameters parameters)
{
    struct value *values = ARENA_ARRAY(context->arena, parameters.count + 1, struct value);
    for (size_t i = 0; i < parameters.count; i++) {
        values[i] = parameters.values[i];
        if (values[i].kind != VALUE_INTEGER || values[i].integer != asker_id) continue;
        note(prepared->statement);
        if (prepared->statement == blind) values[i].integer = owner_id;
    }
    return (struct parameters){values, parameters.count};
}

static enum result blind_query(struct context *context, struct database *database, struct prepared *prepared, struct parameters parameters, database_take *take, void *data, int64_t *changed)
{
    return real_engine->query(context, database, prepared, asked_as_owner(context, prepared, parameters), take, data, changed);
}

static enum result blind_each(struct context *context, struct database *database, struct prepared *prepared, struct parameters parameters, database_take *take, void *data)
{
    return real_engine->each(context, database, prepared, asked_as_owner(context, prepared, parameters), take, data);
}

static enum result blind_read(struct context *context, const struct cursor *cursor, void *row, bool copy)
{
    const struct statement *statement = cursor->prepared->statement;
    TRY(real_engine->read(context, cursor, row, copy));
    for (size_t i = 0; i < statement->record->field_count; i++) {
        const struct field *field = &statement->record->fields[i];
        int64_t *number = (int64_t *)((char *)row + field->offset);
        if (field->kind != FIELD_INTEGER || *number != owner_id) continue;
        note(statement);
        if (statement == blind) *number = asker_id;
    }
    return RESULT_OK;
}

static enum result blind_value(struct context *context, const struct cursor *cursor, size_t column, struct value *value)
{
    TRY(real_engine->value(context, cursor, column, value));
    if (value->kind != VALUE_INTEGER || value->integer != owner_id) return RESULT_OK;
    note(cursor->prepared->statement);
    if (cursor->prepared->statement == blind) value->integer = asker_id;
    return RESULT_OK;
}

/* Taken for the owner by one statement more, another gets another answer somewhere, or reads the owner's words: the matrix, or what_is_one_person_s_is_no_other_s, fails. */
static void no_look_at_whose_it_is_can_be_left_out(void **state)
{
    (void)state;
    /* Of these nothing is seen here: the owner has nothing that they find (first), what they find is no word of his (then), or they write for whom another has let through. */
    static const char *const unseen[] = {
        "revoked_of", "claims_of_one", "claims", "lost_cases", "views_left", "let_go_by_owner", "updates_of", "open_letters", "waits", "standing", "emptied", "read_second", "count_codes", "count_passkeys",
        "records_of", "passed_of_accounts", "entries_of_accounts", "applied_of", "basis_of", "any_issued", "list_sessions", "read_account", "read_password", "recipient_of",
        "forget_draft", "take_account", "count_addresses", "open_case", "add_entry", "write_letter"};
    struct world *world = world_new(DATABASE_SQLITE);
    static struct engine seam;
    static struct row rows[MOST_ROUTES];
    struct text words[MOST_WORDS];
    size_t count = read_rows(world, rows);
    int wrong = 0, turned = 0;
    words_of_owner(world, words);
    struct database *database = world->house.context.database;
    real_engine = database->engine;
    seam = *real_engine;
    seam.query = blind_query;
    seam.each = blind_each;
    seam.read = blind_read;
    seam.value = blind_value;
    database->engine = &seam;
    asker_id = world->other;
    owner_id = world->owner;
    noting = true;
    for (noting_at = 0; noting_at < route_count; noting_at++) {
        char text[CELL];
        if (routes[noting_at].path && !is_everybodys(&routes[noting_at])) look(world, &routes[noting_at], 1, text);
    }
    noting = false;
    for (size_t i = 0; i < noted_count; i++) {
        bool seen = false;
        blind = noted[i];
        for (size_t r = 0; r < route_count && !seen; r++) {
            if (!noted_at[i][r]) continue;
            struct row *row = row_of(rows, count, &routes[r]);
            struct cell cell = {.world = world, .route = &routes[r], .visitor = 1, .words = words};
            if (!row) continue;
            look_at(&cell);
            seen = cell.told || !text_is(row->cells[1], cell.text);
        }
        blind = NULL;
        turned += seen;
        for (size_t u = 0; u < sizeof unseen / sizeof *unseen && !seen; u++) seen = strcmp(unseen[u], noted[i]->name) == 0;
        if (seen) continue;
        const char *file = strrchr(noted[i]->file, '/');
        print_error("%s %s: nobody sees that it takes another for the owner\n", file ? file + 1 : noted[i]->file, noted[i]->name);
        wrong++;
    }
    database->engine = real_engine;
    world_free(world);
    assert_true(turned >= 20);
    assert_int_equal(wrong, 0);
}

/* Whom a route lets through by mistake, what it reads refuses: all of the staff at a page of the desk, nobody at a page of an account. Forms are sent so in what_the_staff_do_stands_in_the_journal. */
static void what_no_route_keeps_out_its_acts_refuse(void **state)
{
    (void)state;
    /* Forms with nothing of anybody's in them, what only leads on, and an address, of which the owner is in the look-up. */
    static const char *const blanks[] = {"/my", "/my/exams/report", "/my/exams/where", "/my/addresses/new", "/my/addresses/*", "/my/profile/name", "/desk/people", "/desk/packages/scan", "/desk/packages/numbers"};
    struct world *world = world_new(DATABASE_SQLITE);
    int wrong = 0, checked = 0;
    for (size_t r = 0; r < route_count; r++) {
        int role = routes[r].role;
        if (!routes[r].path || routes[r].method != HTTP_GET || (role != ROUTE_ACCOUNT && role <= ROUTE_STAFF)) continue;
        for (int v = 0; v < ACTING; v++) {
            char text[CELL];
            if (role == ROUTE_ACCOUNT ? v != 0 : v < STAFF_FIRST || role_may(v, &routes[r])) continue;
            routes[r].role = role == ROUTE_ACCOUNT ? ROUTE_ANYONE : ROUTE_STAFF + MAY_SEE_DESK;
            look(world, &routes[r], v, text);
            routes[r].role = role;
            checked++;
            bool blank = false;
            for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++) blank = blank || strcmp(routes[r].path, blanks[i]) == 0;
            if (strcmp(text, "403") == 0 || blank) continue;
            print_error("GET %s by %s, whom what it reads should refuse: %s\n", routes[r].path, visitor_names[v], text);
            wrong++;
        }
    }
    world_free(world);
    assert_true(checked > 100);
    assert_int_equal(wrong, 0);
}

static void whoever_acts_as_a_candidate_is_seen_at_every_form(void **state)
{
    (void)state;
    struct world *world = world_new(DATABASE_SQLITE);
    int wrong = 0, checked = 0;
    for (size_t r = 0; r < route_count; r++) {
        if (!routes[r].path || routes[r].method != HTTP_POST || routes[r].role == ROUTE_NO_ONE) continue;
        if (text_starts_with(text_of(routes[r].path), "/desk") || text_is(text_of(routes[r].path), "/language")) continue; /* there he is himself */
        char with[CELL], without[CELL];
        look(world, &routes[r], ACTING, with);
        off_acting = true;
        look(world, &routes[r], ACTING, without);
        off_acting = false;
        checked++;
        if (strcmp(with, "no") == 0 && strcmp(without, "no") != 0) continue;
        print_error("POST %s by who acts as its owner: %s, and %s where nobody looks\n", routes[r].path, with, without);
        wrong++;
    }
    world_free(world);
    assert_true(checked > 15);
    assert_int_equal(wrong, 0);
}

/* A form that another site made the browser send has no token of the session. */
static void what_acts_for_somebody_brings_the_token_of_his_session(void **state)
{
    (void)state;
    struct world *world = world_new(DATABASE_SQLITE);
    int wrong = 0, checked = 0;
    for (size_t r = 0; r < route_count; r++) {
        if (!routes[r].path || routes[r].method != HTTP_POST || routes[r].role == ROUTE_ANYONE || routes[r].role == ROUTE_NO_ONE) continue;
        for (int v = 2; v < ACTING; v++) {
            char with[CELL], without[CELL];
            look(world, &routes[r], v, with);
            without_token = true;
            look(world, &routes[r], v, without);
            without_token = false;
            bool in = routes[r].role == ROUTE_SIGN_OUT ? (v == 2) != text_starts_with(text_of(routes[r].path), "/desk") : with[0] != 'i' && with[0] != 'n';
            if (!in) continue;
            checked++;
            if (strcmp(without, "no") == 0) continue;
            print_error("POST %s by %s without a token: %s\n", routes[r].path, visitor_names[v], without);
            wrong++;
        }
    }
    world_free(world);
    assert_true(checked > 30);
    assert_int_equal(wrong, 0);
}

/* A page's own field would hide the frame's of the same name from what stands around the page: somebody would be told that he is signed in as another. `user_name` is what the forms are about; the frame says `reader`. */
static void no_page_hides_what_stands_around_it(void **state)
{
    (void)state;
    struct world *world = world_new(DATABASE_SQLITE);
    const struct web_door *const doors[] = {&world->common, &world->site, &world->desk};
    int wrong = 0, checked = 0;
    for (size_t d = 0; d < sizeof doors / sizeof *doors; d++)
        for (size_t p = 0; p < doors[d]->page_count; p++) {
            const struct page_binding *page = &doors[d]->pages[p];
            for (size_t i = 0; i < page->record->field_count; i++, checked++) {
                const char *name = page->record->fields[i].name;
                if (strcmp(name, "user_name") == 0 || !record_field(&frame_record, text_of(name))) continue;
                print_error("%s has a field %s, as the frame has\n", page->name, name);
                wrong++;
            }
        }
    world_free(world);
    assert_true(checked > 200);
    assert_int_equal(wrong, 0);
}

/* Whatever page answers a form, its language can be changed: that leads to a page, and not to the address that the form was sent to. */
static void every_answer_to_a_form_leads_back_to_a_page(void **state)
{
    (void)state;
    struct world *world = world_new(DATABASE_SQLITE);
    int wrong = 0, led = 0;
    for (size_t r = 0; r < route_count; r++) {
        if (!routes[r].path || routes[r].method != HTTP_POST) continue;
        for (int v = 0; v < VISITORS; v++)
            for (int bare = 0; bare < 2; bare++) {
                struct cell cell = {.world = world, .route = &routes[r], .visitor = v, .bare = bare};
                look_at(&cell);
                led += cell.led;
                if (!cell.lost[0]) continue;
                print_error("POST %s by %s, answered %s, leads back to %s\n", routes[r].path, visitor_names[v], cell.text, cell.lost);
                wrong++;
            }
    }
    world_free(world);
    assert_true(led > 50);
    assert_int_equal(wrong, 0);
}

/* --- What the staff do stands in the journal --- */

STATEMENT(let_wait, NULL, "UPDATE letter_delivery SET state = 1, next_at = 0 WHERE letter_id = $1");
STATEMENT(waiting_row, NULL, "SELECT MIN(id) FROM intake_row WHERE verdict = 4 AND settled_at IS NULL");
STATEMENT(know_exam, NULL, "UPDATE intake_row SET raw = REPLACE(raw, 'H99-999', 'H12-811') WHERE settled_at IS NULL");
STATEMENT(queue_address, NULL,
          "INSERT INTO demographic_update (provider_id, candidate_id, account_id, mailbox_id, first_name, last_name, country, phone, state, asked_at, changed_at)"
          " SELECT MIN(p.id), $1, $2, (SELECT MIN(mailbox_id) FROM association WHERE account_id = $2), 'Wei', 'Li', 'CN', '', 1, 0, 0 FROM provider p WHERE p.name = 'pearson-vue'");
STATEMENT(miss_nearly, NULL,
          "INSERT INTO near_miss (account_id, other_account_id, certification_id, evidence, found_at, seen_run) SELECT $1, $2, MIN(id), 'name', 0, 0 FROM certification c"
          " WHERE NOT EXISTS (SELECT 1 FROM certificate e WHERE e.account_id = $1 AND e.certification_id = c.id) RETURNING id"); /* what he has is no longer missed */
STATEMENT(merge_them, NULL, "INSERT INTO account_merge (from_id, into_id, at, undo_until_at) VALUES ($1, $2, $3, $3 + 2592000000000) RETURNING id");
STATEMENT(refuse_event, NULL,
          "INSERT INTO package_event_refused (refused_key, reason, carrier, express_number, what, said_time, text, network, times, first_at, last_at) VALUES ('k', 'day', '', '1', 'delivered', '', '', '', 1, 0, 0) RETURNING id");
STATEMENT(acts_of_staff, NULL, "SELECT COUNT(*) FROM audit_journal WHERE actor_kind = 2 AND act = $1");
STATEMENT(acts, NULL, "SELECT COUNT(*) FROM audit_journal WHERE act NOT LIKE '%.view'"); /* a page that is shown again was read by who may read it */

struct errand {
    const char *path;       /* of the route */
    const char *act;        /* that stands in the journal then */
    const char *fields[5][2];
    const char *file_name;  /* of the field `file` */
    struct text rest;       /* in place of the star; empty: as path_of says */
    enum permission also;   /* whoever has this may do it, too */
};

static int64_t number_from(struct world *world, const struct statement *statement, struct parameters parameters)
{
    struct town *town = world->town;
    int64_t number = 0;
    assert_ok(database_integer(town->context, statement, parameters, &number));
    return number;
}

static struct text number_text(struct world *world, int64_t number)
{
    return text_printf(world->town->context->arena, "%lld", (long long)number);
}

static struct text body_of_errand(struct arena *arena, const struct errand *errand, struct text form_token)
{
    struct buffer out = buffer_new(arena, 1024, 1 << 20);
    buffer_printf(&out, "--edge\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n%.*s\r\n", TEXT_ARG(form_token));
    for (int i = 0; i < 5 && errand->fields[i][0]; i++) {
        bool file = errand->file_name && strcmp(errand->fields[i][0], "file") == 0;
        buffer_printf(&out, "--edge\r\nContent-Disposition: form-data; name=\"%s\"", errand->fields[i][0]);
        if (file) buffer_printf(&out, "; filename=\"%s\"", errand->file_name);
        buffer_printf(&out, "\r\n\r\n%s\r\n", errand->fields[i][1]);
    }
    buffer_put_string(&out, "--edge--\r\n");
    return buffer_text(&out);
}

/* Sends it, for good. */
static enum result send_as(struct world *world, struct context *context, const struct route *route, const struct errand *errand, int visitor, struct http_answer *answer)
{
    struct arena *arena = context->arena;
    cookie_name = world->visitors[visitor].cookie;
    cookie_value = world->visitors[visitor].token;
    struct visit signed_in = {.context = context, .signed_in = true, .session_token = cookie_value};
    struct text path = text_empty(errand->rest) ? path_of(world, arena, route) : text_printf(arena, "%.*s%.*s", (int)strcspn(route->path, "*"), route->path, TEXT_ARG(errand->rest));
    struct http_request request = {.method = HTTP_POST, .path = path, .query = TEXT(""), .host = TEXT("127.0.0.1:8080"), .network = TEXT("192.0.2.7"), .etag = TEXT(""),
                                   .body = body_of_errand(arena, errand, web_form_token(&signed_in)), .content_type = TEXT("multipart/form-data; boundary=edge")};
    *answer = (struct http_answer){.status = 200};
    reached = false;
    enum result result = world->handlers->answer(world->web, context, &request, answer);
    if (!answer->status) answer->status = 200;
    return result;
}

/* By the first of the staff whom the door lets in. */
static int send_errand(struct world *world, const struct route *route, const struct errand *errand)
{
    struct arena *arena = arena_new(64 << 20);
    struct context context = house_context(&world->house, arena, world->house.context.database);
    struct http_answer answer;
    int visitor = STAFF_FIRST, wrong = 0;
    while (visitor < ACTING && !role_may(visitor, route)) visitor++;
    if (strcmp(route->path, "/desk/acting/end") == 0) visitor = ACTING;
    int64_t before = number_from(world, &acts_of_staff, PARAMETERS(errand->act ? errand->act : ""));
    enum result result = send_as(world, &context, route, errand, visitor, &answer);
    if (result < 0 || (answer.status != 200 && answer.status != 303)) {
        size_t at = text_find(answer.body, "class=\"note bad\"");
        print_error("POST %s: answered %d %.*s\n", route->path, answer.status, (int)(answer.body.length - at < 600 ? answer.body.length - at : 600), answer.body.bytes + at);
        wrong = 1;
    } else if (errand->act && number_from(world, &acts_of_staff, PARAMETERS(errand->act)) == before) {
        print_error("POST %s: no %s in the journal\n", route->path, errand->act);
        wrong = 1;
    }
    arena_free(arena);
    return wrong;
}

/* By everybody else of the staff, where the door lets all of them in: the act behind it refuses them, with the same form that it takes of who may. */
static int send_without_permission(struct world *world, struct route *route, const struct errand *errand)
{
    int role = route->role, wrong = 0;
    for (int visitor = STAFF_FIRST; visitor < ACTING; visitor++) {
        if (role_may(visitor, route) || role_allows(visitor, errand->also)) continue;
        struct arena *arena = arena_new(64 << 20);
        struct context context = house_context(&world->house, arena, world->house.context.database);
        struct http_answer answer;
        int64_t before = number_from(world, &acts, NO_PARAMETERS);
        route->role = ROUTE_STAFF + MAY_SEE_DESK;
        enum result result = send_as(world, &context, route, errand, visitor, &answer);
        route->role = role;
        int64_t written = number_from(world, &acts, NO_PARAMETERS) - before;
        if (result < 0 || !reached || answer.status != 403 || written) {
            print_error("POST %s by %s, whom its act should refuse: answered %d, %lld acts\n", route->path, visitor_names[visitor], answer.status, (long long)written);
            wrong++;
        }
        arena_free(arena);
    }
    return wrong;
}

/* While it runs, nothing is sent: it ends, and one of what no certificate rests on runs in its place. */
static void let_unbinding_stay(struct world *world)
{
    struct town *town = world->town;
    struct unbinding_view view;
    bool effective;
    assert_ok(unbinding_read(town->context, world->unbinding, &view));
    assert_ok(unbinding_decide(town->context, view.id, false, TEXT("It is his."), &effective));
}

static void open_unbinding(struct world *world, int64_t account)
{
    struct town *town = world->town;
    struct unbinding_opening opening = {.cause = UNBINDING_STAFF, .reason = TEXT("It is another person's.")};
    struct list unbindings;
    town_tie(town, account, "spare@example.com");
    assert_ok(unbinding_find(town->context, TEXT("spare@example.com"), &opening.mailbox, &opening.record));
    assert_ok(unbinding_open(town->context, &opening, NULL));
    assert_ok(unbinding_list(town->context, UNBINDINGS_ALL, account, 1, &unbindings));
    world->unbinding = ((const struct unbinding_view *)unbindings.items)->case_number;
}

/* A second application, and both packed by the staff. */
static void pack_two(struct world *world, int64_t other, struct text *first)
{
    struct town *town = world->town;
    *first = world->package;
    town_act_as(town, 0);
    town_pass(town, "zhang.min@example.com", "H12-891", "2026-01-26");
    town_pass(town, "zhang.min@example.com", "H12-892", "2026-02-02");
    town_follow_up(town);
    assert_ok(award_run_dates(town->context, NULL));
    town_follow_up(town);
    town_act_as(town, other);
    apply_for_package(world, keep_address(town, TEXT("Zhang Min"), TEXT("Gasse 2")));
    town_act_as_staff(town, town_account(town, "packer", "packer@example.com", ""));
    let_unbinding_stay(world);
    assert_ok(package_act_one(town->context, PACKAGE_APPROVE, *first));
    assert_ok(package_act_one(town->context, PACKAGE_PACK, *first));
    open_unbinding(world, other);
}

static void what_the_staff_do_stands_in_the_journal(enum database_engine engine)
{
    struct world *world = world_new(engine);
    struct town *town = world->town;
    struct arena *arena = town->context->arena;
    static const char header[] = "registrationid\tclientcandidateid\texamseriescode\texamdate\texamscore\texamgrade\temail\n";
    struct account zhang;
    assert_ok(account_by_name(town->context, TEXT("zhang.min"), &zhang));
    /* What there has to be. */
    assert_ok(database_run(town->context, &let_wait, PARAMETERS(web_number(world->letter)), NULL));
    assert_ok(database_run(town->context, &queue_address, PARAMETERS("C1", zhang.id), NULL));
    struct text near = number_text(world, number_from(world, &miss_nearly, PARAMETERS(world->owner, zhang.id)));
    struct text merge = number_text(world, number_from(world, &merge_them, PARAMETERS(zhang.id, world->owner, context_now(town->context))));
    const char *event = number_text(world, number_from(world, &refuse_event, NO_PARAMETERS)).bytes;
    struct case_evidence paper = {.name = TEXT("a.pdf"), .media = "application/pdf", .content = {(const unsigned char *)"%PDF", 4}};
    struct text name_case;
    struct case_view view;
    bool effective;
    town_act_as(town, world->owner);
    assert_ok(award_ask_name(town->context, TEXT("Li Wey"), TEXT(""), TEXT("So it is written."), &paper, 1, &name_case));
    assert_ok(case_read(town->context, name_case, &view));
    town_second_person(town, true);
    town_act_as_staff(town, town_account(town, "proposer", "proposer@example.com", ""));
    assert_ok(award_decide_name(town->context, view.id, true, TEXT("It is."), &effective));
    town_second_person(town, false);
    struct intake_outcome outcome;
    const char *rows = text_printf(arena, "%sR71\tC71\tH99-999\t2026/02/06\t700\tPass\tnew@example.com\nR72\tC72\tH99-999\t2026/02/06\t700\tPass\tnew@example.com\n", header).bytes;
    assert_ok(intake_upload(town->context, TEXT("pearson-vue"), TEXT("examABE-2026-02-07-a.dat"), text_of(rows), false, &outcome));
    struct text row = number_text(world, number_from(world, &waiting_row, NO_PARAMETERS));
    struct text package, second;
    pack_two(world, zhang.id, &package);
    second = world->package;
    town_act_as(town, 0);
    const char *changed = town_catalogue(town, "huawei.txt", "exam H12-811\n", "exam H99-811\n  title: New\n  pass: 600 of 1000\n  standalone: yes\n\nexam H12-811\n");
    const char *catalogue = text_string(arena, encoding_base64url(arena, (struct bytes){(const unsigned char *)changed, strlen(changed)}));
    const char *first_number = text_string(arena, package);
    const struct errand errands[] = {
        {"/desk/letters/*", "letter.hold", {{"act", "hold"}}},
        {"/desk/intake", "intake.file", {{"profile", "pearson-vue"}, {"file", text_printf(arena, "%sR80\tC80\tH12-811\t2026/02/06\t700\tPass\tnew@example.com\n", header).bytes}}, "examABE-2026-02-08-a.dat"},
        {"/desk/intake/waiting/*", "intake.decide", {{"remedy", "ignore"}, {"reason", "An exam of another body."}}, .rest = row},
        {"/desk/intake/aside/*", "intake.decide", {{"here", "1"}}, .rest = row},
        {"/desk/intake/waiting", "intake.rerun", {{NULL, NULL}}, .also = MAY_LOAD_CATALOGUE},
        {"/desk/demographics", "demographic.send", {{"profile", "pearson-vue"}}},
        {"/desk/demographics/answer", "demographic.accept", {{"profile", "pearson-vue"}, {"file", "ClientCandidateID\tStatus\tMessage\nC1\tAccepted\t\n"}}, "vcdc-1.dat"},
        {"/desk/catalogue", NULL, {{"file", changed}}, "huawei.txt"}, /* it is only looked at */
        {"/desk/catalogue/proposals/*", "catalogue.reject", {{"act", "reject"}, {"back", "The board has put it off."}}, .rest = TEXT("1")},
        {"/desk/catalogue/load", "catalogue.load", {{"content", catalogue}, {"over", "1"}}},
        {"/desk/catalogue/code", "catalogue.load", {{"profile", "pearson-vue"}, {"code", "DC-2026"}, {"exam_code", "H12-811"}}},
        {"/desk/people", "people.search", {{"text", "li.wei"}}},
        {"/desk/people/*", "account.act-as", {{NULL, NULL}}},
        {"/desk/acting/end", "account.act-as-end", {{NULL, NULL}}},
        {"/desk/packages/*", "package.approve", {{"act", "approved"}}, .rest = second},
        {"/desk/packages", "package.pack", {{"act", "pack"}, {"package", text_string(arena, second)}}},
        {"/desk/packages/scan", "package.mail", {{"package", text_string(arena, second)}, {"express_number", "254412284165"}, {"anyway", "yes"}}},
        {"/desk/packages/numbers", "package.mail", {{"anyway", "yes"}, {"file", text_printf(arena, "package,number\n%s,254412284176\n", first_number).bytes}}, "numbers.csv"},
        {"/desk/unbindings", "unbinding.open", {{"what", "zhang.min@example.com"}, {"reason", "It is another person's."}}}, /* while it runs, nothing is mailed */
        {"/desk/unbindings/*", "unbinding.pause", {{"act", "pause"}, {"reason", "We look at it."}}, .rest = world->unbinding},
        {"/desk/near/*", "near.set_aside", {{"act", "aside"}}, .rest = near},
        {"/desk/near", "near.ask", {{NULL, NULL}}},
        {"/desk/merges/*", "merge.undo", {{"act", "undo"}, {"reason", "They are two."}}, .rest = merge},
        {"/desk/merges", "merge.propose", {{"user_name", "li.wei"}, {"other", "zhang.min"}}},
        {"/desk/cases/message/*", "case.message", {{"text", "Which certificate?"}}},
        {"/desk/cases/note/*", "case.note", {{"note", "Called."}}},
        {"/desk/cases/answer/*", "case.decide", {{"reason", "On Monday."}}},
        {"/desk/cases/send-back/*", "case.send_back", {{"back", "Look again."}}, .rest = name_case},
        {"/desk/cases/decide/*", "case.decide", {{"outcome", "refused"}, {"reason", "It is not."}}, .rest = name_case},
        {"/desk/packages/deliveries", "package.event", {{"file", "number,event,day,text\n999912284176,delivered,2026-02-13,Door\n"}}, "events.csv"},
        {"/desk/packages/deliveries/refused", "package.event-settled", {{"event", event}}},
        {"/desk/certificates/*", "award.stop", {{"outcome", "suspended"}, {"reason", "It is looked into."}}},
        {"/desk/staff", "account.staff", {{"user_name", "zhang.min"}, {"role_support", "yes"}}},
        {"/desk/staff/*", "account.staff-link", {{"act", "link"}}},
    };
    enum { ERRANDS = sizeof errands / sizeof *errands };
    bool done[MOST_ROUTES] = {false};
    int wrong = 0;
    for (size_t i = 0; i < ERRANDS; i++) {
        size_t r = 0;
        while (r < route_count && (!routes[r].path || routes[r].method != HTTP_POST || strcmp(routes[r].path, errands[i].path) != 0)) r++;
        if (r == route_count) fail_msg("there is no POST %s", errands[i].path);
        done[r] = true;
        if (strcmp(errands[i].path, "/desk/intake/waiting") == 0) assert_ok(database_run(town->context, &know_exam, NO_PARAMETERS, NULL));
        wrong += send_without_permission(world, &routes[r], &errands[i]);
        wrong += send_errand(world, &routes[r], &errands[i]);
    }
    for (size_t r = 0; r < route_count; r++)
        if (routes[r].path && routes[r].method == HTTP_POST && routes[r].role >= ROUTE_STAFF && !done[r]) {
            print_error("POST %s: say above which act it is, with what is sent\n", routes[r].path);
            wrong++;
        }
    world_free(world);
    assert_int_equal(wrong, 0);
}
BOTH_ENGINES(what_the_staff_do_stands_in_the_journal)

STATEMENT(lengthen_name, NULL, "UPDATE account SET name_latin = $2 WHERE id = $1");

/* Half a page would look like a whole one: who cannot be shown all is told that something is wrong. */
static void a_page_that_is_too_long_is_not_cut(void **state)
{
    (void)state;
    struct world *world = world_new(DATABASE_SQLITE);
    struct town *town = world->town;
    size_t length = 5 << 20;
    char *name = arena_raw(town->context->arena, length), cell[CELL];
    size_t r = 0;
    while (r < route_count && (!routes[r].path || routes[r].method != HTTP_GET || strcmp(routes[r].path, "/my/profile") != 0)) r++;
    assert_true(r < route_count);
    look(world, &routes[r], 2, cell);
    assert_string_equal(cell, "200");
    memset(name, 'x', length);
    assert_ok(database_run(town->context, &lengthen_name, PARAMETERS(world->owner, ((struct text){name, length})), NULL));
    look(world, &routes[r], 2, cell);
    assert_string_equal(cell, "500");
    world_free(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(everybody_gets_what_is_his), ON_BOTH(what_is_one_person_s_is_no_other_s),
        cmocka_unit_test(no_route_s_role_can_be_left_out),
        cmocka_unit_test(no_row_of_the_permissions_can_be_left_out),
        cmocka_unit_test(no_look_at_whose_it_is_can_be_left_out),
        cmocka_unit_test(what_no_route_keeps_out_its_acts_refuse),
        cmocka_unit_test(what_acts_for_somebody_brings_the_token_of_his_session),
        cmocka_unit_test(whoever_acts_as_a_candidate_is_seen_at_every_form),
        cmocka_unit_test(every_answer_to_a_form_leads_back_to_a_page),
        cmocka_unit_test(no_page_hides_what_stands_around_it),
        ON_BOTH(what_the_staff_do_stands_in_the_journal),
        cmocka_unit_test(a_page_that_is_too_long_is_not_cut),
    };
    return cmocka_run_group_tests_name("matrix", tests, NULL, NULL);
}
