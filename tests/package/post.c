#include "package/post.h"

#include "award/award_name.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

int64_t post_expert(struct town *town, const char *user_name, const char *mailbox, const char *lab_day)
{
    int64_t account = town_account(town, user_name, mailbox, "Wei Zhang");
    struct day lab;
    assert_true(day_parse(text_of(lab_day), &lab));
    town_name(town, account, "Wei Zhang", "张伟");
    town_tie(town, account, mailbox);
    town_pass(town, mailbox, "H12-891", day_text(town->context->arena, (struct day){lab.number - 7}).bytes);
    town_pass(town, mailbox, "H12-892", lab_day);
    town_follow_up(town);
    assert_ok(award_run_dates(town->context, NULL));
    return account;
}

int64_t post_home(struct town *town)
{
    struct package_address address = {.country = TEXT("CN"), .recipient = TEXT("张伟"), .street = TEXT("坂田街道五和大道1号"), .city = TEXT("深圳市"), .region = TEXT("广东省"),
                                      .latin_recipient = TEXT("Wei Zhang"), .latin_street = TEXT("1 Wuhe Avenue, Bantian"), .latin_city = TEXT("Shenzhen"),
                                      .postal_code = TEXT("518129"), .phone = TEXT("138 0013 8000")};
    int64_t id;
    assert_ok(package_address_add(town->context, &address, &id));
    return id;
}

int64_t post_abroad(struct town *town)
{
    struct package_address address = {.country = TEXT("DE"), .recipient = TEXT("Jörg Müller"), .street = TEXT("Musterstraße 1"), .city = TEXT("Köln"), .postal_code = TEXT("50667"),
                                      .phone = TEXT("+49 221 1234567")};
    int64_t id;
    assert_ok(package_address_add(town->context, &address, &id));
    return id;
}

struct package_offer post_offer(struct town *town)
{
    struct list offers;
    assert_ok(package_offers(town->context, &offers));
    for (size_t i = 0; i < offers.count; i++) {
        const struct package_offer *offer = (const struct package_offer *)offers.items + i;
        if (text_is(offer->certification, "HCIE-Datacom")) return *offer;
    }
    fail_msg("no offer of HCIE-Datacom");
    return (struct package_offer){0};
}

struct text post_fill_in(struct town *town, int64_t address)
{
    struct list mailboxes;
    struct package_offer offer = post_offer(town);
    assert_ok(package_mailboxes(town->context, &mailboxes));
    assert_true(mailboxes.count > 0);
    assert_ok(package_choose_mailbox(town->context, ((const struct package_mailbox *)mailboxes.items)->mailbox));
    assert_ok(package_choose_certificate(town->context, offer.certificate, offer.revision));
    assert_ok(package_choose_address(town->context, address));
    return text_copy(town->context->arena, offer.certificate);
}

enum result post_submit(struct context *context, struct text certificate, struct text *number, bool *already)
{
    struct package_draft draft = {.seen = TEXT("")};
    enum result begun = package_draft_read(context, &draft);
    return begun < 0 ? begun : package_apply(context, certificate, draft.seen, number, already);
}

struct text post_apply(struct town *town, int64_t address)
{
    struct text number, certificate = post_fill_in(town, address);
    bool already;
    assert_ok(post_submit(town->context, certificate, &number, &already));
    assert_false(already);
    return text_copy(town->context->arena, number);
}

struct post_office post_office(enum database_engine engine)
{
    struct post_office it = {.town = town_new(engine, "2026-03-09T02:00:00Z", NULL)};
    struct town *town = it.town;
    it.wei = post_expert(town, "wei", POST_MAILBOX, "2026-03-02");
    it.clerk = town_account(town, "mia", "mia@body.example", "Mia");
    town_act_as(town, it.wei);
    it.home = post_home(town);
    it.number = post_apply(town, it.home);
    town_act_as_staff(town, it.clerk);
    return it;
}

struct text post_second(struct post_office *it)
{
    struct town *town = it->town;
    town_act_as(town, post_expert(town, "li", POST_LI, "2026-03-02"));
    struct text number = post_apply(town, post_home(town));
    town_act_as_staff(town, it->clerk);
    return number;
}

struct package_outcome post_many(struct post_office *it, enum package_act act, struct text numbers)
{
    struct town *town = it->town;
    struct package_outcome outcome;
    assert_ok(package_act_many(town->context, act, numbers, &outcome));
    return outcome;
}

void post_pack(struct post_office *it)
{
    assert_int_equal(post_many(it, PACKAGE_APPROVE, it->number).done, 1);
    assert_int_equal(post_many(it, PACKAGE_PACK, it->number).done, 1);
}

struct package_mailing post_mail(struct post_office *it, struct text number, const char *typed)
{
    struct town *town = it->town;
    struct package_mailing mailing = {.typed = text_of(typed), .carrier = TEXT("")};
    assert_ok(package_mail(town->context, number, &mailing));
    return mailing;
}

struct package_view post_view(struct town *town, struct text number)
{
    struct package_view view;
    assert_ok(package_read(town->context, number, &view));
    return view;
}

struct case_view post_ask_name(struct town *town, int64_t account, const char *latin)
{
    struct case_evidence evidence = {.name = TEXT("passport.png"), .media = "image/png", .width = 1, .height = 1, .content = {(const unsigned char *)"\x89PNG\r\n\x1a\n", 8}};
    struct text number;
    struct case_view view;
    town_act_as(town, account);
    assert_ok(award_ask_name(town->context, text_of(latin), TEXT("张伟"), TEXT(""), &evidence, 1, &number));
    assert_ok(case_read(town->context, number, &view));
    return view;
}

void post_rename(struct town *town, int64_t account, const char *latin)
{
    struct case_view view = post_ask_name(town, account, latin);
    bool effective;
    town_act_as_staff(town, town_account(town, "rita", "rita@body.example", "Rita"));
    assert_ok(award_decide_name(town->context, view.id, true, TEXT("The passport says so."), &effective));
    assert_true(effective);
    town_act_as(town, account);
}

size_t post_letters(struct town *town, const char *mailbox, const char *words)
{
    struct list letters = town_letters(town, mailbox);
    size_t count = 0;
    for (size_t i = 0; i < letters.count; i++) {
        struct text subject = ((const struct mailbox_letter *)letters.items)[i].subject;
        count += text_find(subject, words) < subject.length;
    }
    return count;
}

struct running {
    struct post_race *race;
    pthread_t thread;
    atomic_bool ended;
};

static void *run_second(void *data)
{
    struct running *running = data;
    struct post_race *race = running->race;
    race->second_result = database_transaction(race->context, race->second, race->data);
    atomic_store(&running->ended, true);
    return NULL;
}

static enum result run_first(struct context *context, void *data)
{
    static const struct statement waiting = {"waiting", NULL, "SELECT COUNT(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"};
    struct running *running = data;
    int64_t waits = 0;
    TRY(running->race->first(context, running->race->data));
    if (database_engine(context->database) == DATABASE_SQLITE) return RESULT_OK;
    assert_int_equal(pthread_create(&running->thread, NULL, run_second, running), 0);
    while (!waits && !atomic_load(&running->ended)) {
        usleep(1000);
        TRY(database_integer(context, &waiting, NO_PARAMETERS, &waits));
    }
    return RESULT_OK;
}

void post_race(struct town *town, struct post_race *race)
{
    struct running running = {.race = race};
    race->first_result = database_transaction(town->context, run_first, &running);
    if (database_engine(town->context->database) == DATABASE_SQLITE) run_second(&running);
    else pthread_join(running.thread, NULL);
}
