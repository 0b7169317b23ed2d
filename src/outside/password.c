#include "outside/password.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>

#include "base/file.h"
#include "outside/settings.h"
#include "outside/unicode.h"

enum { LIST_LIMIT = 4 << 20, ARGON2_VERSION = 19 };

struct password_gate {
    pthread_mutex_t mutex;
    pthread_cond_t free_place;
    int places, waiting, may_wait;
    struct arena *arena; /* of the list */
    struct text *common; /* sorted by byte */
    size_t common_count;
};

/* The gate while it is passed; empty where there is none. */
struct passage {
    struct password_gate *gate;
};

static enum result enter(struct context *context, struct passage *passage)
{
    struct password_gate *gate = context->passwords;
    if (!gate) return RESULT_OK;
    pthread_mutex_lock(&gate->mutex);
    bool full = gate->places == 0 && gate->waiting >= gate->may_wait;
    if (!full) {
        gate->waiting++;
        while (gate->places == 0) pthread_cond_wait(&gate->free_place, &gate->mutex);
        gate->waiting--;
        gate->places--;
        passage->gate = gate;
    }
    pthread_mutex_unlock(&gate->mutex);
    if (full) return context_fail(context, RESULT_REFUSED, "password.busy", N_("Many people are signing in just now. Try again in a moment."));
    return RESULT_OK;
}

static void leave(struct passage *passage)
{
    if (!passage->gate) return;
    pthread_mutex_lock(&passage->gate->mutex);
    passage->gate->places++;
    pthread_cond_signal(&passage->gate->free_place);
    pthread_mutex_unlock(&passage->gate->mutex);
}

#define WITH_PASSAGE(NAME) __attribute__((cleanup(leave))) struct passage NAME = {NULL}

bool password_normal(struct arena *arena, struct text password, struct text *normal)
{
    if (text_empty(password) || password.length > PASSWORD_LONGEST || !text_is_utf8(password, NULL)) return false;
    char *plain = arena_take(arena, password.length + 1);
    size_t length = 0;
    uint32_t c;
    for (struct text rest = password; text_next_code_point(&rest, &c);) {
        enum unicode_kind kind = unicode_kind(c);
        if (kind == UNICODE_FORBIDDEN) return false;
        if (kind == UNICODE_SPACE) c = ' ';
        length += text_put_code_point(plain + length, c);
    }
    bool composed = unicode_nfc(arena, (struct text){plain, length}, normal);
    sodium_memzero(plain, length);
    return composed && normal->length <= PASSWORD_LONGEST;
}

static unsigned long long passes(const struct context *context)
{
    return (unsigned long long)context->settings->password_passes;
}

static size_t memory(const struct context *context)
{
    return (size_t)context->settings->password_memory * 1024;
}

enum result password_hash(struct context *context, struct text normal, struct text *hash)
{
    char out[crypto_pwhash_STRBYTES];
    WITH_PASSAGE(passage);
    TRY(enter(context, &passage));
    if (crypto_pwhash_str_alg(out, normal.bytes, normal.length, passes(context), memory(context), crypto_pwhash_ALG_ARGON2ID13) != 0)
        return context_fail(context, RESULT_BROKEN, "password.no_memory", N_("There is too little memory for hashing a password."));
    *hash = text_copy(context->arena, text_of(out));
    return RESULT_OK;
}

/* What nobody's password is held against: salt and hash of no password that is known, with today's settings. */
static struct text hash_of_nobody(struct context *context)
{
    return text_printf(context->arena, "$argon2id$v=%d$m=%zu,t=%llu,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", ARGON2_VERSION, memory(context) / 1024, passes(context));
}

enum result password_check(struct context *context, struct text normal, struct text hash, bool *right, bool *outdated)
{
    *right = *outdated = false;
    bool nobodys = text_empty(hash);
    const char *string = text_string(context->arena, nobodys ? hash_of_nobody(context) : hash);
    WITH_PASSAGE(passage);
    TRY(enter(context, &passage));
    *right = crypto_pwhash_str_verify(string, normal.bytes, normal.length) == 0 && !nobodys;
    *outdated = *right && crypto_pwhash_str_needs_rehash(string, passes(context), memory(context)) != 0;
    return RESULT_OK;
}

/* --- The list --- */

static enum result read_list(struct context *context, struct arena *arena, struct text **words, size_t *count)
{
    struct text path = settings_path(context, "data/common-passwords.txt"), content, line;
    enum result read = file_read(context, path, LIST_LIMIT, &content);
    if (read == RESULT_NONE)
        return context_fail(context, RESULT_BROKEN, "password.no_list", N_("The list of common passwords is missing: {file}."), "file",
                            text_string(context->arena, path));
    TRY(read);
    content = text_copy(arena, content);
    size_t lines = 0;
    for (struct text rest = content; text_split(&rest, '\n', &line);) lines++;
    *words = ARENA_ARRAY(arena, lines + 1, struct text);
    *count = 0;
    for (struct text rest = content; text_split(&rest, '\n', &line);)
        if (!text_empty(line) && line.bytes[0] != '#') (*words)[(*count)++] = line;
    return RESULT_OK;
}

static int compare(const void *a, const void *b)
{
    return text_compare(*(const struct text *)a, *(const struct text *)b);
}

enum result password_is_common(struct context *context, struct text normal, bool *common)
{
    struct text *words, small = text_lower(context->arena, normal);
    size_t count;
    if (context->passwords) {
        words = context->passwords->common;
        count = context->passwords->common_count;
    } else {
        TRY(read_list(context, context->arena, &words, &count));
    }
    *common = bsearch(&small, words, count, sizeof *words, compare) != NULL;
    return RESULT_OK;
}

enum result password_gate_new(struct context *context, int at_once, int waiting, struct password_gate **gate)
{
    struct arena *arena = arena_new(2 * (size_t)LIST_LIMIT);
    struct password_gate *made = ARENA_NEW(arena, struct password_gate);
    made->arena = arena;
    made->places = at_once < 1 ? 1 : at_once;
    made->may_wait = waiting;
    enum result read = read_list(context, arena, &made->common, &made->common_count);
    if (read < 0) {
        arena_free(arena);
        return read;
    }
    pthread_mutex_init(&made->mutex, NULL);
    pthread_cond_init(&made->free_place, NULL);
    *gate = made;
    return RESULT_OK;
}

void password_gate_free(struct password_gate *gate)
{
    if (!gate) return;
    pthread_mutex_destroy(&gate->mutex);
    pthread_cond_destroy(&gate->free_place);
    arena_free(gate->arena);
}
