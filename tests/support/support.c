#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>

#include "outside/settings.h"

struct support_private {
    struct arena *arena;
    struct settings settings;
};

void support_set_clock(struct support *support, const char *now)
{
    struct instant instant;
    if (!instant_parse(text_of(now), &instant)) fail_msg("not an instant: %s", now);
    support->clock = clock_fixed(instant);
}

struct support *support_context(const char *now)
{
    struct arena *arena = arena_new((size_t)256 << 20);
    struct support *support = ARENA_NEW(arena, struct support);
    support->own = ARENA_NEW(arena, struct support_private);
    support->own->arena = arena;
    support_set_clock(support, now);
    const char *share = getenv("TESTAMUR_SHARE"), *messages = getenv("TESTAMUR_MESSAGES");
    support->own->settings = (struct settings){
        .share = text_of(share ? share : "."), .messages = text_of(messages ? messages : "build/po"),
        .address = TEXT("http://127.0.0.1:8080"), .listen = TEXT("127.0.0.1:0"), .mail = TEXT("built-in"), .mail_from = TEXT("certification@example.org"),
        .password_memory = 64, .password_passes = 1, .workers = 2, .body_limit = 1 << 20};
    support->context = (struct context){
        .arena = arena, .error = {.arena = arena}, .clock = &support->clock, .settings = &support->own->settings,
        .actor = {.kind = ACTOR_OPERATOR}, .language = "en"};
    return support;
}

void support_context_free(struct support *support)
{
    arena_free(support->own->arena);
}

void support_assert_result(struct support *support, enum result expected, enum result got, const char *expression, const char *file, int line)
{
    if (got == expected) return;
    struct text text = error_text(support->context.arena, &support->context.error);
    print_error("%s\n  gave %d, not %d: %s [%s]\n", expression, got, expected, text_string(support->context.arena, text),
                support->context.error.code ? support->context.error.code : "no error");
    _fail(file, line);
}

void support_assert_text_equal(struct text a, const char *b, const char *file, int line)
{
    if (text_is(a, b)) return;
    print_error("\"%.*s\" is not \"%s\"\n", TEXT_ARG(a), b);
    _fail(file, line);
}
