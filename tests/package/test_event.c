/* What carriers say of packages (SPEC 8.2): a signed web hook, and a file. */
#include "package/post.h"

#include "audit/audit.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/encoding.h"
#include "outside/hash.h"
#include "outside/settings.h"
#include "package/package_event.h"

#define MAILBOX POST_MAILBOX
#define SF POST_SF
#define SECRET "a secret of carriers, 32 characters and more"

struct office {
    struct post_office post;
    struct settings settings;
    struct actor staff;
};

/* Wei's package is packed. */
static struct office *begin(enum database_engine engine)
{
    struct post_office post = post_office(engine);
    struct context *context = post.town->context;
    struct office *it = ARENA_NEW(context->arena, struct office);
    *it = (struct office){.post = post, .settings = *context->settings};
    it->settings.delivery_secret = TEXT(SECRET);
    context->settings = &it->settings;
    post_pack(&it->post);
    return it;
}

static void mail(struct office *it)
{
    town_act_as_staff(it->post.town, it->post.clerk);
    assert_true(post_mail(&it->post, it->post.number, SF).mailed);
}

static struct text sign(struct town *town, const char *secret, int64_t seconds, const char *body)
{
    unsigned char hash[HASH_SHA256];
    struct text message = text_printf(town->context->arena, "%lld.%s", (long long)seconds, body);
    hash_hmac_sha256((struct bytes){(const unsigned char *)secret, strlen(secret)}, &message, 1, hash);
    return text_printf(town->context->arena, "t=%lld, v1=%.*s", (long long)seconds, TEXT_ARG(encoding_hex(town->context->arena, (struct bytes){hash, sizeof hash})));
}

static int64_t seconds_of(struct town *town)
{
    return context_now(town->context).microseconds / MICROSECONDS;
}

static enum result call(struct town *town, const char *body, struct list *verdicts)
{
    town->context->actor = (struct actor){.kind = ACTOR_NOBODY};
    return package_event_hook(town->context, sign(town, SECRET, seconds_of(town), body), text_of(body), verdicts);
}

static const struct package_event_verdict *at(const struct list *verdicts, size_t i)
{
    return (const struct package_event_verdict *)verdicts->items + i;
}

static void a_signed_call_brings_a_package_to_its_end(enum database_engine engine)
{
    struct office *it = begin(engine);
    struct town *town = it->post.town;
    struct list verdicts;
    mail(it);
    town_set_time(town, "2026-03-12T02:00:00Z");
    const char *body = "{\"events\":[{\"id\":\"1\",\"carrier\":\"sf\",\"express_number\":\"2544 1228 4165\",\"event\":\"delivered\",\"at\":\"2026-03-11T17:00:00Z\"},"
                       "{\"express_number\":\"254412284165\",\"event\":\"lost\",\"at\":\"2026-03-11\"},{\"express_number\":\"?\",\"event\":\"delivered\",\"at\":\"2026-03-11\"},"
                       "{\"express_number\":\"254412284165\",\"event\":\"delivered\"}]}";
    assert_ok(call(town, body, &verdicts));
    assert_int_equal(verdicts.count, 4);
    assert_true(at(&verdicts, 0)->taken);
    for (size_t i = 1; i < 4; i++) assert_true(at(&verdicts, i)->refused);
    town_act_as_staff(town, it->post.clerk);
    assert_true(post_view(town, it->post.number).delivered);
    assert_day(post_view(town, it->post.number).delivered_day, "2026-03-12"); /* 01:00 on the 12th in the body's zone */
    assert_int_equal(post_letters(town, MAILBOX, "is delivered"), 1);
    /* Sent again, it changes nothing; an older word of the carrier's neither. */
    assert_ok(call(town, body, &verdicts));
    assert_true(at(&verdicts, 0)->unchanged);
    assert_ok(call(town, "{\"events\":[{\"id\":\"2\",\"express_number\":\"254412284165\",\"event\":\"delivered\",\"at\":\"2026-03-10\"}]}", &verdicts));
    assert_true(at(&verdicts, 0)->unchanged);
    assert_int_equal(post_letters(town, MAILBOX, "is delivered"), 1);
    /* It was refused at the door after all. */
    assert_ok(call(town, "{\"events\":[{\"id\":\"3\",\"express_number\":\"254412284165\",\"event\":\"returned\",\"at\":\"2026-03-12\",\"text\":\"Not at home\"}]}", &verdicts));
    assert_true(at(&verdicts, 0)->taken);
    town_act_as_staff(town, it->post.clerk);
    assert_true(post_view(town, it->post.number).returned);
    assert_text_equal(post_view(town, it->post.number).reason, "Not at home");
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(a_signed_call_brings_a_package_to_its_end)

static void whoever_does_not_sign_is_not_heard(enum database_engine engine)
{
    struct office *it = begin(engine);
    struct town *town = it->post.town;
    struct context *context = town->context;
    struct list verdicts;
    const char *body = "{\"events\":[{\"id\":\"1\",\"express_number\":\"254412284165\",\"event\":\"delivered\",\"at\":\"2026-03-11\"}]}";
    int64_t now = seconds_of(town);
    mail(it);
    context->actor = (struct actor){.kind = ACTOR_NOBODY};
    assert_refused("package.hook_signature", package_event_hook(context, TEXT(""), text_of(body), &verdicts));
    assert_refused("package.hook_signature", package_event_hook(context, TEXT("t=1,v1=00"), text_of(body), &verdicts));
    assert_refused("package.hook_signature", package_event_hook(context, sign(town, "another secret of 32 characters and more", now, body), text_of(body), &verdicts));
    assert_refused("package.hook_signature", package_event_hook(context, sign(town, SECRET, now, body), TEXT("{\"events\":[]}"), &verdicts));
    assert_refused("package.hook_time", package_event_hook(context, sign(town, SECRET, now - 301, body), text_of(body), &verdicts));
    assert_refused("package.hook_time", package_event_hook(context, sign(town, SECRET, now + 301, body), text_of(body), &verdicts));
    assert_refused("package.hook_body", call(town, "{\"events\":7}", &verdicts));
    assert_refused("json.malformed", call(town, "{events}", &verdicts));
    it->settings.delivery_secret = TEXT("");
    assert_refused("package.hook_off", call(town, body, &verdicts));
    town_act_as_staff(town, it->post.clerk);
    assert_true(post_view(town, it->post.number).mailed);
    /* Guessing is slow. */
    it->settings.delivery_secret = TEXT(SECRET);
    context->actor = (struct actor){.kind = ACTOR_NOBODY, .network = TEXT("192.0.2.7")};
    for (int i = 0; i < 30; i++) assert_refused("package.hook_signature", package_event_hook(context, TEXT("t=1,v1=00"), text_of(body), &verdicts));
    assert_refused("audit.too_often", package_event_hook(context, TEXT("t=1,v1=00"), text_of(body), &verdicts));
    town_free(town);
}
BOTH_ENGINES(whoever_does_not_sign_is_not_heard)

static void what_comes_before_its_number_waits_for_it(enum database_engine engine)
{
    struct office *it = begin(engine);
    struct town *town = it->post.town;
    struct list verdicts, events;
    town_set_time(town, "2026-03-10T02:00:00Z");
    assert_ok(call(town, "{\"events\":[{\"id\":\"1\",\"express_number\":\"254412284165\",\"event\":\"delivered\",\"at\":\"2026-03-10\"}]}", &verdicts));
    assert_true(at(&verdicts, 0)->unknown);
    town_act_as_staff(town, it->post.clerk);
    assert_ok(package_events_unknown(town->context, 10, &events));
    assert_int_equal(events.count, 1);
    town_set_time(town, "2026-03-12T02:00:00Z"); /* it was handed over days before its number was written down */
    mail(it);
    struct package_view view = post_view(town, it->post.number);
    assert_true(view.delivered);
    assert_day(view.delivered_day, "2026-03-12"); /* not before it was mailed */
    assert_int_equal(post_letters(town, MAILBOX, "is on its way"), 1);
    assert_int_equal(post_letters(town, MAILBOX, "is delivered"), 1);
    assert_ok(package_events_unknown(town->context, 10, &events));
    assert_int_equal(events.count, 0);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_comes_before_its_number_waits_for_it)

static void a_file_says_it_too(enum database_engine engine)
{
    struct office *it = begin(engine);
    struct town *town = it->post.town;
    struct list verdicts;
    mail(it);
    town_set_time(town, "2026-03-13T02:00:00Z");
    struct text file = TEXT("number;what;day;words\r\n254412284165;Returned;2026-03-12;\"Moved; no forwarding\"\r\nRR473124829DE;delivered;2026-03-12\r\nx y;delivered;12.3.2026\r\n");
    for (int time = 0; time < 2; time++) {
        assert_ok(package_event_file(town->context, file, &verdicts));
        assert_int_equal(verdicts.count, 3);
        assert_true(time ? at(&verdicts, 0)->unchanged : at(&verdicts, 0)->taken);
        assert_int_equal(at(&verdicts, 0)->line, 2);
        assert_true(at(&verdicts, 1)->unknown);
        assert_true(at(&verdicts, 2)->refused);
    }
    assert_text_equal(post_view(town, it->post.number).reason, "Moved; no forwarding");
    assert_int_equal(post_letters(town, MAILBOX, "came back"), 1);
    assert_refused("package.event_file", package_event_file(town->context, TEXT("nothing\n"), &verdicts));
    town_act_as(town, it->post.wei);
    assert_refused("audit.not_allowed", package_event_file(town->context, file, &verdicts));
    town_free(town);
}
BOTH_ENGINES(a_file_says_it_too)

static void what_cannot_be_kept_is_refused_and_the_others_are_heard(enum database_engine engine)
{
    struct office *it = begin(engine);
    struct town *town = it->post.town;
    struct list verdicts;
    mail(it);
    const char *body = "{\"events\":[{\"id\":\"1\\u0000\",\"express_number\":\"254412284165\",\"event\":\"delivered\",\"at\":\"2026-03-09\"},"
                       "{\"id\":\"2\",\"carrier\":\"s\\u001ff\",\"express_number\":\"254412284165\",\"event\":\"delivered\",\"at\":\"2026-03-09\"},"
                       "{\"id\":\"3\",\"express_number\":\"254412284165\",\"event\":\"delivered\",\"at\":\"2026-03-09\",\"text\":\"At the\\u0000 door\"},"
                       "{\"id\":\"4\",\"express_number\":\"254412284165\",\"event\":\"delivered\",\"at\":\"2026-03-09\",\"text\":\"\u653e\u5728\u95e8\u53e3\"}]}";
    assert_ok(call(town, body, &verdicts));
    for (size_t i = 0; i < 3; i++) {
        assert_true(at(&verdicts, i)->refused);
        assert_text_equal(at(&verdicts, i)->why, "There are control characters in it.");
    }
    assert_true(at(&verdicts, 3)->taken);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_cannot_be_kept_is_refused_and_the_others_are_heard)

/* A signature vouches for every byte, those behind a NUL too. */
static void a_signature_is_of_the_whole_body(enum database_engine engine)
{
    struct office *it = begin(engine);
    struct town *town = it->post.town;
    struct list verdicts;
    static const char body[] = "{\"events\":[]}\0{\"events\":[]}";
    struct text signature = sign(town, SECRET, seconds_of(town), body);
    town->context->actor = (struct actor){.kind = ACTOR_NOBODY};
    assert_refused("package.hook_signature", package_event_hook(town->context, signature, (struct text){body, sizeof body - 1}, &verdicts));
    assert_ok(package_event_hook(town->context, signature, text_of(body), &verdicts));
    town_free(town);
}
BOTH_ENGINES(a_signature_is_of_the_whole_body)

/* Every call costs a hash of its body, so that there are only so many, right or wrong. */
static void calls_are_limited_before_their_body_is_hashed(enum database_engine engine)
{
    struct office *it = begin(engine);
    struct town *town = it->post.town;
    struct context *context = town->context;
    struct list verdicts;
    struct text body = TEXT("{\"events\":[]}"), signature = sign(town, SECRET, seconds_of(town), "{\"events\":[]}");
    for (int i = 0; i < 300; i++) {
        context->actor = (struct actor){.kind = ACTOR_NOBODY, .network = TEXT("192.0.2.7")};
        assert_ok(package_event_hook(context, signature, body, &verdicts));
    }
    assert_refused("audit.too_often", package_event_hook(context, signature, body, &verdicts));
    town_free(town);
}
BOTH_ENGINES(calls_are_limited_before_their_body_is_hashed)

static struct text many_events(struct town *town, const char *before, const char *each, const char *between, const char *after, int count)
{
    struct buffer out = buffer_new(town->context->arena, 1 << 16, 1 << 20);
    buffer_put_string(&out, before);
    for (int i = 0; i < count; i++) {
        if (i) buffer_put_string(&out, between);
        buffer_printf(&out, each, 1000 + i);
    }
    buffer_put_string(&out, after);
    return buffer_text(&out);
}

/* What one event takes is given back before the next. */
static void a_thousand_events_take_no_more_memory_than_one(enum database_engine engine)
{
    struct office *it = begin(engine);
    struct town *town = it->post.town;
    struct list verdicts;
    town_act_as_staff(town, it->post.clerk);
    struct text file = many_events(town, "", "EV%dX,delivered,2026-03-09", "\n", "\n", PACKAGE_EVENTS);
    size_t before = arena_used(town->context->arena);
    assert_ok(package_event_file(town->context, file, &verdicts));
    assert_true(arena_used(town->context->arena) - before < PACKAGE_EVENTS * 2048);
    const char *body = text_string(town->context->arena, many_events(town, "{\"events\":[", "{\"express_number\":\"HK%dX\",\"event\":\"delivered\",\"at\":\"2026-03-09\"}", ",", "]}", PACKAGE_EVENTS));
    before = arena_used(town->context->arena);
    assert_ok(call(town, body, &verdicts));
    assert_int_equal(verdicts.count, PACKAGE_EVENTS);
    assert_true(arena_used(town->context->arena) - before < PACKAGE_EVENTS * 2048);
    town_free(town);
}
BOTH_ENGINES(a_thousand_events_take_no_more_memory_than_one)

static void a_refused_file_changes_nothing(enum database_engine engine)
{
    struct office *it = begin(engine);
    struct town *town = it->post.town;
    struct list verdicts, events;
    mail(it);
    struct text file = many_events(town, "254412284165,delivered,2026-03-09\n", "EV%dX,delivered,2026-03-09", "\n", "\n", PACKAGE_EVENTS);
    assert_refused("package.event_file", package_event_file(town->context, file, &verdicts));
    assert_true(post_view(town, it->post.number).mailed);
    assert_ok(package_events_unknown(town->context, 10, &events));
    assert_int_equal(events.count, 0);
    town_free(town);
}
BOTH_ENGINES(a_refused_file_changes_nothing)

/* Each carrier counts its own events, and one event can be of many parcels. */
static void events_are_told_apart(enum database_engine engine)
{
    struct office *it = begin(engine);
    struct town *town = it->post.town;
    struct list verdicts, events;
    char longest[200] = {0};
    memset(longest, '7', sizeof longest - 1);
    const char *body = text_printf(town->context->arena,
                                   "{\"events\":[{\"id\":\"1\",\"carrier\":\"sf\",\"express_number\":\"A1\",\"event\":\"delivered\",\"at\":\"2026-03-09\"},"
                                   "{\"id\":\"1\",\"carrier\":\"dhl\",\"express_number\":\"A1\",\"event\":\"delivered\",\"at\":\"2026-03-09\"},"
                                   "{\"id\":\"1\",\"carrier\":\"sf\",\"express_number\":\"A2\",\"event\":\"delivered\",\"at\":\"2026-03-09\"},"
                                   "{\"id\":\"1\",\"carrier\":\"sf\",\"express_number\":\"A1\",\"event\":\"returned\",\"at\":\"2026-03-09\"},"
                                   "{\"id\":\"%s1\",\"express_number\":\"A1\",\"event\":\"delivered\",\"at\":\"2026-03-09\"},"
                                   "{\"id\":\"%s2\",\"express_number\":\"A1\",\"event\":\"delivered\",\"at\":\"2026-03-09\"}]}",
                                   longest, longest).bytes;
    assert_ok(call(town, body, &verdicts));
    for (size_t i = 0; i < 6; i++) assert_true(at(&verdicts, i)->unknown);
    assert_ok(call(town, body, &verdicts));
    town_act_as_staff(town, it->post.clerk);
    assert_ok(package_events_unknown(town->context, 10, &events));
    assert_int_equal(events.count, 6);
    town_free(town);
}
BOTH_ENGINES(events_are_told_apart)

static enum result say(struct office *it, const char *carrier, const char *what, const char *day, struct list *verdicts)
{
    return call(it->post.town,
                text_printf(it->post.town->context->arena, "{\"events\":[{\"carrier\":\"%s\",\"express_number\":\"%s\",\"event\":\"%s\",\"at\":\"%s\"}]}", carrier, SF, what, day).bytes, verdicts);
}

/* Carriers use a number again, and two carriers have the same. */
static void an_event_is_of_one_parcel_alone(enum database_engine engine)
{
    struct office *it = begin(engine);
    struct town *town = it->post.town;
    struct list verdicts, events;
    /* Said of somebody else's parcel, before this one was applied for, and of another carrier's. */
    assert_ok(say(it, "", "delivered", "2026-03-08", &verdicts));
    assert_ok(say(it, "DHL", "delivered", "2026-03-09", &verdicts));
    mail(it);
    assert_true(post_view(town, it->post.number).mailed);
    assert_ok(say(it, "", "returned", "2026-03-08", &verdicts));
    assert_true(at(&verdicts, 0)->refused);
    assert_ok(say(it, "dhl", "returned", "2026-03-09", &verdicts));
    assert_true(at(&verdicts, 0)->unknown);
    town_act_as_staff(town, it->post.clerk);
    assert_ok(package_events_unknown(town->context, 10, &events));
    assert_int_equal(events.count, 3);
    /* The first of them is too early for the parcel with its number, and says so; the others are another carrier's. */
    for (size_t i = 0; i < 3; i++) assert_int_equal(((const struct package_event_view *)events.items)[i].early, i == 2);
    assert_day(((const struct package_event_view *)events.items)[2].since, "2026-03-09");
    assert_true(post_view(town, it->post.number).mailed);
    /* Four months later the number is another parcel's. */
    town_set_time(town, "2026-07-08T02:00:00Z");
    assert_ok(say(it, "sf", "returned", "2026-07-08", &verdicts));
    assert_true(at(&verdicts, 0)->unknown);
    /* An unknown sender is taken for whoever it was mailed with,. */
    assert_ok(say(it, "Our courier", "delivered", "2026-07-07", &verdicts));
    assert_true(at(&verdicts, 0)->taken);
    /* What is said of a parcel that came back is not said of the next one. */
    assert_ok(say(it, "", "returned", "2026-03-12", &verdicts));
    assert_true(at(&verdicts, 0)->taken);
    town_act_as_staff(town, it->post.clerk);
    struct package_outcome outcome;
    assert_ok(package_send_again(town->context, it->post.number));
    assert_ok(package_act_many(town->context, PACKAGE_PACK, it->post.number, &outcome));
    struct package_mailing mailing = {.typed = TEXT("RR473124829DE"), .carrier = TEXT("")};
    assert_ok(package_mail(town->context, it->post.number, &mailing));
    assert_ok(say(it, "", "delivered", "2026-03-13", &verdicts));
    assert_true(at(&verdicts, 0)->unchanged);
    town_act_as_staff(town, it->post.clerk);
    assert_true(post_view(town, it->post.number).mailed);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(an_event_is_of_one_parcel_alone)

/* A sender's clock that goes wrong, or a wrong column: a parcel neither ends before it was applied for nor in a time to come. */
static void a_time_that_cannot_be_is_refused(enum database_engine engine)
{
    static const char *const to_come[] = {"2026-03-12T11:05:01Z", "2026-03-12T19:06:00+08:00", "2026-03-14", "2062-03-12"};
    struct office *it = begin(engine);
    struct town *town = it->post.town;
    struct list verdicts, events;
    mail(it);
    town_set_time(town, "2026-03-12T11:00:00Z");
    for (size_t i = 0; i < sizeof to_come / sizeof *to_come; i++) {
        assert_ok(say(it, "sf", "delivered", to_come[i], &verdicts));
        assert_true(at(&verdicts, 0)->refused);
        assert_text_equal(at(&verdicts, 0)->why, "This time has not come yet.");
    }
    town_act_as_staff(town, it->post.clerk);
    assert_ok(package_event_file(town->context, TEXT("254412284165,delivered,2026-03-08\n254412284165,delivered,2026-03-14\nRR473124829DE,returned,2026-03-14\n"), &verdicts));
    for (size_t i = 0; i < 3; i++) assert_true(at(&verdicts, i)->refused && !at(&verdicts, i)->unknown && at(&verdicts, i)->line == (int64_t)i + 1);
    assert_text_equal(at(&verdicts, 0)->why, "It lies before 2026-03-09: the package with this express number cannot have been sent before.");
    assert_true(post_view(town, it->post.number).mailed);
    assert_ok(package_events_unknown(town->context, 10, &events));
    assert_int_equal(events.count, 0);
    /* A clock may go a little fast, and in Kiribati it is the 13th already: delivered today. */
    assert_ok(say(it, "sf", "delivered", "2026-03-12T11:05:00Z", &verdicts));
    assert_true(at(&verdicts, 0)->taken);
    assert_ok(say(it, "sf", "returned", "2026-03-13", &verdicts));
    assert_true(at(&verdicts, 0)->taken);
    town_act_as_staff(town, it->post.clerk);
    assert_day(post_view(town, it->post.number).delivered_day, "2026-03-12");
    assert_day(post_view(town, it->post.number).returned_day, "2026-03-12");
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(a_time_that_cannot_be_is_refused)

/* Carriers write the time of the place, and often no zone: its day is taken for the body's, and it has not come only where that is so all over the Earth. */
static void a_time_without_a_zone_is_of_the_body(enum database_engine engine)
{
    struct office *it = begin(engine);
    struct town *town = it->post.town;
    struct list verdicts;
    mail(it);
    town_set_time(town, "2026-03-12T11:06:00Z");
    assert_ok(say(it, "sf", "delivered", "2026-03-13 01:11:01", &verdicts));
    assert_true(at(&verdicts, 0)->refused);
    assert_text_equal(at(&verdicts, 0)->why, "This time has not come yet.");
    assert_ok(say(it, "sf", "delivered", "2026-03-12 19:06:00", &verdicts));
    assert_true(at(&verdicts, 0)->taken);
    town_act_as_staff(town, it->post.clerk);
    assert_day(post_view(town, it->post.number).delivered_day, "2026-03-12");
    assert_ok(package_event_file(town->context, TEXT("254412284165,returned,2026-03-12 19:06:00\n"), &verdicts));
    assert_true(at(&verdicts, 0)->taken);
    assert_day(post_view(town, it->post.number).returned_day, "2026-03-12");
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(a_time_without_a_zone_is_of_the_body)

/* Late in the evening it is the body's day, which is over elsewhere or has not begun there. */
static void the_day_of_a_time_without_a_zone_is_as_it_is_written(enum database_engine engine)
{
    struct office *it = begin(engine);
    struct town *town = it->post.town;
    struct list verdicts;
    mail(it);
    town_set_time(town, "2026-03-14T02:00:00Z");
    assert_ok(say(it, "sf", "delivered", "2026-03-12T23:30:00.5", &verdicts));
    assert_true(at(&verdicts, 0)->taken);
    town_act_as_staff(town, it->post.clerk);
    assert_day(post_view(town, it->post.number).delivered_day, "2026-03-12");
    town_free(town);
}
BOTH_ENGINES(the_day_of_a_time_without_a_zone_is_as_it_is_written)

/* Handed over on Thursday and delivered on Friday; packing and number are booked on Monday only. Whether the carrier says so before or afterwards, it is heard. */
static void late_booking_loses_no_event(enum database_engine engine)
{
    for (int before = 0; before < 2; before++) {
        struct post_office post = post_office(engine);
        struct town *town = post.town;
        struct list verdicts, events;
        assert_int_equal(post_many(&post, PACKAGE_APPROVE, post.number).done, 1);
        town_set_time(town, "2026-03-14T02:00:00Z");
        if (before) {
            assert_ok(package_event_file(town->context, TEXT("254412284165,delivered,2026-03-13\n"), &verdicts));
            assert_true(at(&verdicts, 0)->unknown);
        }
        town_set_time(town, "2026-03-16T02:00:00Z");
        assert_int_equal(post_many(&post, PACKAGE_PACK, post.number).done, 1);
        assert_true(post_mail(&post, post.number, SF).mailed);
        if (!before) {
            assert_ok(package_event_file(town->context, TEXT("254412284165,delivered,2026-03-13\n"), &verdicts));
            assert_true(at(&verdicts, 0)->taken);
        }
        assert_true(post_view(town, post.number).delivered);
        assert_day(post_view(town, post.number).delivered_day, "2026-03-16"); /* not before it was mailed */
        assert_ok(package_events_unknown(town->context, 10, &events));
        assert_int_equal(events.count, 0);
        town_assert_in_order(town);
        town_free(town);
    }
}
BOTH_ENGINES(late_booking_loses_no_event)

static enum result hear(struct context *context, void *data)
{
    struct office *it = data;
    struct list verdicts;
    static const char body[] = "{\"events\":[{\"express_number\":\"254412284165\",\"event\":\"delivered\",\"at\":\"2026-03-09\"}]}";
    context->actor = (struct actor){.kind = ACTOR_NOBODY};
    return package_event_hook(context, sign(it->post.town, SECRET, seconds_of(it->post.town), body), text_of(body), &verdicts);
}

static enum result send(struct context *context, void *data)
{
    struct office *it = data;
    struct package_mailing mailing = {.typed = TEXT(SF), .carrier = TEXT("")};
    context->actor = it->staff;
    return package_mail(context, it->post.number, &mailing);
}

/* It is mailed on one node while its carrier tells another one of it: whoever comes second sees the first. */
static void no_event_is_lost_at_the_same_moment(enum database_engine engine)
{
    for (int order = 0; order < 2; order++) {
        struct office *it = begin(engine);
        struct town *town = it->post.town;
        struct list events;
        struct post_race race = {.context = town_second(town, it->post.clerk), .first = order ? hear : send, .second = order ? send : hear, .data = it};
        it->staff = town->context->actor;
        post_race(town, &race);
        assert_int_equal(race.first_result, RESULT_OK);
        assert_int_equal(race.second_result, RESULT_OK);
        town_act_as_staff(town, it->post.clerk);
        assert_true(post_view(town, it->post.number).delivered);
        assert_ok(package_events_unknown(town->context, 10, &events));
        assert_int_equal(events.count, 0);
        town_assert_in_order(town);
        town_free(town);
    }
}
BOTH_ENGINES(no_event_is_lost_at_the_same_moment)

/* However an event was left behind: the next day finds it, and so does whoever sends it again. */
static void what_waits_is_looked_at_again(enum database_engine engine)
{
    static const struct statement forget = {"forget", NULL, "UPDATE package_event SET verdict = 'unknown', package_id = NULL"};
    static const struct statement back = {"back", NULL, "UPDATE package SET state = 4"};
    struct office *it = begin(engine);
    struct town *town = it->post.town;
    struct list verdicts, events;
    mail(it);
    assert_ok(say(it, "", "delivered", "2026-03-09", &verdicts));
    assert_true(at(&verdicts, 0)->taken);
    for (int again = 0; again < 2; again++) {
        assert_ok(database_run(town->context, &forget, NO_PARAMETERS, NULL));
        assert_ok(database_run(town->context, &back, NO_PARAMETERS, NULL));
        if (again) {
            assert_ok(say(it, "", "delivered", "2026-03-09", &verdicts));
            assert_true(at(&verdicts, 0)->taken);
        } else {
            town_act_as(town, 0);
            assert_ok(package_run_day(town->context, NULL));
        }
        town_act_as_staff(town, it->post.clerk);
        assert_true(post_view(town, it->post.number).delivered);
        assert_ok(package_events_unknown(town->context, 10, &events));
        assert_int_equal(events.count, 0);
    }
    /* Not for ever. */
    assert_ok(database_run(town->context, &forget, NO_PARAMETERS, NULL));
    assert_ok(database_run(town->context, &back, NO_PARAMETERS, NULL));
    town_set_time(town, "2026-07-08T02:00:00Z");
    town_act_as(town, 0);
    assert_ok(package_run_day(town->context, NULL));
    town_act_as_staff(town, it->post.clerk);
    assert_true(post_view(town, it->post.number).mailed);
    town_free(town);
}
BOTH_ENGINES(what_waits_is_looked_at_again)

/* --- What the hook refuses is seen by the staff, too --- */

typedef enum result reading_events(struct context *context, size_t maximum, struct list *events);

/* Of `count` events that are read so, one. */
static const struct package_event_refused_view *event_at(struct town *town, reading_events *read, size_t i, size_t count)
{
    struct list events;
    assert_ok(read(town->context, 100, &events));
    assert_int_equal(events.count, count);
    return (const struct package_event_refused_view *)events.items + i;
}
#define refused_at(TOWN, I, COUNT) event_at((TOWN), package_events_refused, (I), (COUNT))
#define settled_at(TOWN, I, COUNT) event_at((TOWN), package_events_settled, (I), (COUNT))

static void what_the_hook_refuses_is_seen_until_it_is_dealt_with(enum database_engine engine)
{
    static const char body[] = "{\"events\":[{\"id\":\"1\",\"carrier\":\"sf\",\"express_number\":\"2544 1228 4165\",\"event\":\"lost\",\"at\":\"2026-03-11\",\"text\":\"In\\u0000the\\nriver\"},"
                               "{\"id\":\"2\",\"express_number\":\"?\",\"event\":\"delivered\",\"at\":\"2026-03-11\"},"
                               "{\"id\":\"3\",\"express_number\":\"EV1X\",\"event\":\"delivered\",\"at\":\"11.3.2026\"},"
                               "{\"id\":\"4\",\"express_number\":\"EV2X\",\"event\":\"returned\",\"at\":\"2026-03-20\"},"
                               "{\"id\":\"5\\u0007\",\"express_number\":\"EV3X\",\"event\":\"delivered\",\"at\":\"2026-03-11\"},"
                               "{\"id\":\"6\",\"express_number\":\"254412284165\",\"event\":\"delivered\",\"at\":\"2026-03-08\"},"
                               "{\"id\":\"7\",\"express_number\":\"EV4X\",\"event\":\"delivered\",\"at\":\"2026-03-11\"}]}";
    static const char *const reasons[] = {"what", "number", "day", "to-come", "control", "early"};
    static const struct statement journal = {"journal", NULL, "SELECT COUNT(*) FROM audit_journal WHERE act = 'package.event-settled'"};
    struct office *it = begin(engine);
    struct town *town = it->post.town;
    struct context *context = town->context;
    struct list verdicts;
    struct instant oldest;
    int64_t count;
    mail(it);
    town_set_time(town, "2026-03-12T02:00:00Z");
    for (int time = 0; time < 2; time++) {
        assert_ok(call(town, body, &verdicts));
        for (size_t i = 0; i < 6; i++) assert_true(at(&verdicts, i)->refused);
        assert_false(at(&verdicts, 6)->refused);
        town_act_as_staff(town, it->post.clerk);
        for (size_t i = 0; i < 6; i++) {
            const struct package_event_refused_view *event = refused_at(town, i, 6);
            assert_text_equal(event->reason, reasons[i]);
            assert_int_equal(event->times, time + 1);
            assert_int_equal(event->days, 3 * time);
            assert_int_equal(event->early, i == 5);
            if (i != 5) assert_true(text_equal(event->why, at(&verdicts, i)->why)); /* what the sender was told */
        }
        town_set_time(town, "2026-03-15T02:00:00Z");
    }
    const struct package_event_refused_view *lost = refused_at(town, 0, 6), *early = refused_at(town, 5, 6);
    assert_text_equal(lost->what, "lost");
    assert_text_equal(lost->carrier, "sf");
    assert_text_equal(lost->text, "In the river");
    assert_text_equal(refused_at(town, 2, 6)->said, "11.3.2026");
    assert_text_equal(lost->package, text_string(context->arena, it->post.number)); /* where one can say what became of it */
    assert_text_equal(refused_at(town, 2, 6)->package, "");
    assert_day(early->since, "2026-03-09");
    assert_ok(package_events_refused_count(context, &count, &oldest));
    assert_int_equal(count, 6);
    assert_int_equal(oldest.microseconds, lost->first.microseconds);

    /* The day has come meanwhile, and the sender has mended another: both are kept, and no longer refused. */
    town_set_time(town, "2026-03-20T02:00:00Z");
    assert_ok(call(town, "{\"events\":[{\"id\":\"4\",\"express_number\":\"EV2X\",\"event\":\"returned\",\"at\":\"2026-03-20\"},{\"id\":\"3\",\"express_number\":\"EV1X\",\"event\":\"delivered\",\"at\":\"2026-03-11\"}]}", &verdicts));
    assert_true(at(&verdicts, 0)->unknown && at(&verdicts, 1)->unknown);
    town_act_as_staff(town, it->post.clerk);
    int64_t first = refused_at(town, 0, 4)->id, second = refused_at(town, 1, 4)->id;

    /* Ticked off by whoever may send packages; once, and for good. */
    struct text both = text_printf(context->arena, "%lld %lld", (long long)first, (long long)second);
    town_act_as(town, it->post.wei);
    assert_refused("audit.not_allowed", package_events_settle(context, both));
    assert_refused("audit.not_allowed", package_events_refused(context, 100, &verdicts));
    assert_refused("audit.not_allowed", package_events_refused_count(context, &count, &oldest));
    context->actor = (struct actor){.kind = ACTOR_STAFF, .account = it->post.clerk, .roles = ROLE_AUDITOR};
    (void)refused_at(town, 0, 4);
    assert_refused("audit.not_allowed", package_events_settle(context, both));
    town_act_as_staff(town, it->post.clerk);
    for (int time = 0; time < 2; time++) {
        assert_ok(package_events_settle(context, both));
        assert_text_equal(refused_at(town, 0, 2)->reason, "control");
        assert_ok(database_integer(context, &journal, NO_PARAMETERS, &count));
        assert_int_equal(count, 4); /* with the two that the sender has mended */
    }
    assert_ok(call(town, body, &verdicts));
    town_act_as_staff(town, it->post.clerk);
    for (size_t i = 0; i < 2; i++) assert_text_equal(refused_at(town, i, 2)->reason, reasons[4 + i]);
    /* A file's verdicts are read by whoever sends it. */
    assert_ok(package_event_file(context, TEXT("EV9X,lost,2026-03-11\n"), &verdicts));
    assert_true(at(&verdicts, 0)->refused);
    (void)refused_at(town, 0, 2);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_the_hook_refuses_is_seen_until_it_is_dealt_with)

/* A carrier that mends what it has said gives it an id of its own, or the staff upload what it writes by mail: said rightly of the same number, what was refused of it is no work any more. */
static void what_is_said_rightly_then_is_settled_by_itself(enum database_engine engine)
{
    static const char wrong[] = "{\"events\":[{\"id\":\"1\",\"carrier\":\"sf\",\"express_number\":\"254412284165\",\"event\":\"delivered\",\"at\":\"11.3.2026\"},"
                                "{\"id\":\"2\",\"carrier\":\"dhl\",\"express_number\":\"254412284165\",\"event\":\"delivered\",\"at\":\"11.3.2026\"},"
                                "{\"id\":\"3\",\"carrier\":\"sf\",\"express_number\":\"254412284165\",\"event\":\"returned\",\"at\":\"2026-03-08\"},"
                                "{\"id\":\"4\",\"carrier\":\"sf\",\"express_number\":\"254412284165\",\"event\":\"lost\",\"at\":\"2026-03-11\"}]}";
    static const char right[] = "{\"events\":[{\"id\":\"1-corrected\",\"carrier\":\"sf\",\"express_number\":\"2544 1228 4165\",\"event\":\"delivered\",\"at\":\"2026-03-11\"}]}";
    struct office *it = begin(engine);
    struct town *town = it->post.town;
    struct context *context = town->context;
    struct list verdicts;
    mail(it);
    town_set_time(town, "2026-03-12T02:00:00Z");
    assert_ok(call(town, right, &verdicts)); /* said rightly before, as it happens: what is refused afterwards is not settled by that */
    assert_true(at(&verdicts, 0)->taken);
    assert_ok(call(town, wrong, &verdicts));
    town_act_as_staff(town, it->post.clerk);
    (void)refused_at(town, 0, 4);
    (void)settled_at(town, 0, 0);

    town_set_time(town, "2026-03-13T02:00:00Z");
    assert_ok(call(town, right, &verdicts));
    assert_true(at(&verdicts, 0)->unchanged);
    town_act_as_staff(town, it->post.clerk);
    assert_text_equal(refused_at(town, 0, 3)->carrier, "dhl"); /* another carrier's parcel has the same number */
    assert_text_equal(refused_at(town, 1, 3)->what, "returned");
    assert_text_equal(refused_at(town, 2, 3)->what, "lost");
    const struct package_event_refused_view *settled = settled_at(town, 0, 1);
    assert_text_equal(settled->what, "delivered");
    assert_text_equal(settled->settled_by, "");
    assert_text_equal(instant_text(context->arena, settled->settled), "2026-03-13T02:00:00Z");

    /* By a file, which says no carrier. */
    assert_ok(package_event_file(context, TEXT("254412284165,returned,2026-03-13,Refused at the door\n"), &verdicts));
    assert_true(at(&verdicts, 0)->taken);
    assert_text_equal(refused_at(town, 0, 2)->carrier, "dhl");
    assert_text_equal(refused_at(town, 1, 2)->what, "lost");
    assert_text_equal(settled_at(town, 0, 2)->what, "returned");
    /* Refused is not said rightly. */
    assert_ok(call(town, "{\"events\":[{\"id\":\"5\",\"carrier\":\"dhl\",\"express_number\":\"254412284165\",\"event\":\"delivered\",\"at\":\"2026-03-20\"}]}", &verdicts));
    town_act_as_staff(town, it->post.clerk);
    (void)refused_at(town, 0, 3);
    /* Whoever ticks one off is named; a month later it is history. */
    assert_ok(package_events_settle(context, text_printf(context->arena, "%lld", (long long)refused_at(town, 1, 3)->id)));
    assert_text_equal(settled_at(town, 0, 3)->settled_by, "mia");
    town_act_as(town, it->post.wei);
    assert_refused("audit.not_allowed", package_events_settled(context, 100, &verdicts));
    town_act_as_staff(town, it->post.clerk);
    town_set_time(town, "2026-04-12T02:00:00Z");
    assert_text_equal(settled_at(town, 0, 3)->settled_by, "mia"); /* of the thirtieth day before */
    town_set_time(town, "2026-04-13T02:00:00Z");
    (void)settled_at(town, 0, 0);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_is_said_rightly_then_is_settled_by_itself)

/* Carriers use a number again: what was refused of another parcel, months ago, is not settled by what is said of this one. */
static void what_was_refused_long_ago_is_not_settled_by_itself(enum database_engine engine)
{
    struct office *it = begin(engine);
    struct town *town = it->post.town;
    struct list verdicts;
    mail(it);
    assert_ok(say(it, "sf", "delivered", "9.3.2026", &verdicts));
    assert_true(at(&verdicts, 0)->refused);
    town_set_time(town, "2026-07-08T02:00:00Z");
    assert_ok(say(it, "sf", "delivered", "2026-07-08", &verdicts));
    assert_true(at(&verdicts, 0)->unknown);
    town_act_as_staff(town, it->post.clerk);
    (void)refused_at(town, 0, 1);
    town_free(town);
}
BOTH_ENGINES(what_was_refused_long_ago_is_not_settled_by_itself)

/* A sender whose secret or clock went wrong loses all that it says: the staff see that, too, a line for each day. */
static void calls_that_are_not_heard_are_counted(enum database_engine engine)
{
    static const char body[] = "{\"events\":[]}";
    struct office *it = begin(engine);
    struct town *town = it->post.town;
    struct context *context = town->context;
    struct list verdicts;
    context->actor = (struct actor){.kind = ACTOR_NOBODY, .network = TEXT("192.0.2.7")};
    for (int i = 0; i < 3; i++)
        assert_refused("package.hook_signature", package_event_hook(context, sign(town, "another secret of 32 characters and more", seconds_of(town), body), text_of(body), &verdicts));
    assert_refused("package.hook_signature", package_event_hook(context, TEXT(""), text_of(body), &verdicts)); /* anybody's */
    assert_refused("package.hook_time", package_event_hook(context, sign(town, SECRET, seconds_of(town) - 301, body), text_of(body), &verdicts));
    assert_refused("json.malformed", call(town, "{events}", &verdicts));
    assert_refused("package.hook_body", call(town, "{}", &verdicts));
    town_act_as_staff(town, it->post.clerk);
    static const char *const reasons[] = {"signature", "time", "body"};
    static const int times[] = {3, 1, 2};
    for (size_t i = 0; i < 3; i++) {
        const struct package_event_refused_view *event = refused_at(town, i, 3);
        assert_true(event->call);
        assert_text_equal(event->reason, reasons[i]);
        assert_int_equal(event->times, times[i]);
        assert_true(event->why.length > 0);
    }
    assert_text_equal(refused_at(town, 0, 3)->network, "192.0.2.7");
    /* What was dealt with today is told anew tomorrow, where it goes on. */
    assert_ok(package_events_settle(context, text_printf(context->arena, "%lld", (long long)refused_at(town, 0, 3)->id)));
    (void)refused_at(town, 0, 2);
    town_set_time(town, "2026-03-10T02:00:00Z");
    context->actor = (struct actor){.kind = ACTOR_NOBODY};
    assert_refused("package.hook_signature", package_event_hook(context, sign(town, "another secret of 32 characters and more", seconds_of(town), body), text_of(body), &verdicts));
    town_act_as_staff(town, it->post.clerk);
    assert_text_equal(refused_at(town, 2, 3)->reason, "signature");
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(calls_that_are_not_heard_are_counted)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_signed_call_brings_a_package_to_its_end),
        ON_BOTH(whoever_does_not_sign_is_not_heard),
        ON_BOTH(what_comes_before_its_number_waits_for_it),
        ON_BOTH(a_file_says_it_too),
        ON_BOTH(what_cannot_be_kept_is_refused_and_the_others_are_heard),
        ON_BOTH(a_signature_is_of_the_whole_body),
        ON_BOTH(calls_are_limited_before_their_body_is_hashed),
        ON_BOTH(a_thousand_events_take_no_more_memory_than_one),
        ON_BOTH(a_refused_file_changes_nothing),
        ON_BOTH(events_are_told_apart),
        ON_BOTH(an_event_is_of_one_parcel_alone),
        ON_BOTH(a_time_that_cannot_be_is_refused),
        ON_BOTH(a_time_without_a_zone_is_of_the_body),
        ON_BOTH(the_day_of_a_time_without_a_zone_is_as_it_is_written),
        ON_BOTH(late_booking_loses_no_event),
        ON_BOTH(no_event_is_lost_at_the_same_moment),
        ON_BOTH(what_waits_is_looked_at_again),
        ON_BOTH(what_the_hook_refuses_is_seen_until_it_is_dealt_with),
        ON_BOTH(what_is_said_rightly_then_is_settled_by_itself),
        ON_BOTH(what_was_refused_long_ago_is_not_settled_by_itself),
        ON_BOTH(calls_that_are_not_heard_are_counted),
    };
    return cmocka_run_group_tests_name("package-event", tests, NULL, NULL);
}
