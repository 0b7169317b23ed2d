#include "outside/settings.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

enum { LARGEST_FILE = 64 * 1024, LONGEST_VALUE = 4096 };

enum kind { SETTING_TEXT, SETTING_PATH, SETTING_FLAG, SETTING_NUMBER };

/* What may be set. `initial` is what holds where nobody sets it; share, messages, store and address are found otherwise. */
static const struct setting {
    const char *name;
    enum kind kind;
    size_t offset;
    const char *initial;
    int64_t least, most;
} known[] = {
#define A_TEXT(MEMBER, INITIAL) {#MEMBER, SETTING_TEXT, offsetof(struct settings, MEMBER), INITIAL, 0, 0}
#define A_PATH(MEMBER) {#MEMBER, SETTING_PATH, offsetof(struct settings, MEMBER), "", 0, 0}
#define A_FLAG(MEMBER) {#MEMBER, SETTING_FLAG, offsetof(struct settings, MEMBER), "no", 0, 0}
#define A_NUMBER(MEMBER, INITIAL, LEAST, MOST) {#MEMBER, SETTING_NUMBER, offsetof(struct settings, MEMBER), INITIAL, LEAST, MOST}
    A_TEXT(store, ""), A_PATH(share), A_PATH(messages), A_TEXT(address, ""), A_TEXT(listen, "127.0.0.1:8080"),
    A_FLAG(behind_proxy), A_FLAG(production),
    A_TEXT(mail, "built-in"), A_TEXT(mail_user, ""), A_TEXT(mail_password, ""), A_TEXT(mail_from, ""), A_TEXT(mail_tls, "required"), A_PATH(mail_authorities),
    A_NUMBER(mail_per_minute, "600", 0, 1000000),
    A_PATH(signing_certificate), A_PATH(signing_key), A_TEXT(timestamp_server, ""),
    A_NUMBER(password_memory, "19456", 8, 4 << 20), A_NUMBER(password_passes, "2", 1, 20),
    A_FLAG(second_person), A_TEXT(return_address, ""), A_TEXT(home_country, ""), A_NUMBER(answer_days, "5", 1, 60),
    A_TEXT(delivery_secret, ""), A_NUMBER(workers, "8", 1, 64), A_NUMBER(body_limit, "16777216", 65536, 1 << 30),
    A_NUMBER(lookups_per_minute, "600", 0, 1000000), A_NUMBER(unknown_per_minute, "60", 0, 1000000),
};
enum { KNOWN = sizeof known / sizeof *known };

/* One run of reading. */
struct reading {
    struct context *context;
    struct settings *settings;
    struct text folder; /* of the settings file: relative paths count from there */
    struct text file;   /* what the value stands in, for errors */
    long line;
    bool set[KNOWN]; /* twice in one file is a mistake */
};

static enum result at(struct reading *reading)
{
    return error_at(&reading->context->error, reading->file, reading->line, 0);
}

/* Sets the failure and says where it stands. */
#define REFUSE(READING, CODE, ...) ((void)!context_fail((READING)->context, RESULT_REFUSED, CODE, __VA_ARGS__), at(READING))

static enum result set(struct reading *reading, size_t index, struct text value)
{
    const struct setting *setting = &known[index];
    struct arena *arena = reading->context->arena;
    void *place = (char *)reading->settings + setting->offset;
    int64_t number;
    size_t wrong;
    if (value.length > LONGEST_VALUE || memchr(value.bytes, 0, value.length) || !text_is_utf8(value, &wrong))
        return REFUSE(reading, "settings.value", N_("The value of {name} is too long or not UTF-8 text."), "name", setting->name);
    switch (setting->kind) {
    case SETTING_TEXT: *(struct text *)place = text_copy(arena, value); break;
    case SETTING_PATH: {
        bool absolute = !value.length || value.bytes[0] == '/' || !reading->folder.length;
        *(struct text *)place = absolute ? text_copy(arena, value) : text_printf(arena, "%.*s/%.*s", TEXT_ARG(reading->folder), TEXT_ARG(value));
        break;
    }
    case SETTING_FLAG:
        if (!text_is(value, "yes") && !text_is(value, "no"))
            return REFUSE(reading, "settings.flag", N_("{name} must be yes or no."), "name", setting->name);
        *(bool *)place = text_is(value, "yes");
        break;
    case SETTING_NUMBER:
        if (!text_to_integer(value, &number) || number < setting->least || number > setting->most) {
            const char *least = text_printf(arena, "%lld", (long long)setting->least).bytes, *most = text_printf(arena, "%lld", (long long)setting->most).bytes;
            return REFUSE(reading, "settings.number", N_("{name} must be a whole number from {least} to {most}."), "name", setting->name, "least", least,
                          "most", most);
        }
        *(int64_t *)place = number;
        break;
    }
    return RESULT_OK;
}

static enum result read_line(struct reading *reading, struct text line)
{
    line = text_trim(line);
    if (!line.length || line.bytes[0] == '#' || line.bytes[0] == ';') return RESULT_OK;
    const char *equals = memchr(line.bytes, '=', line.length);
    if (!equals) return REFUSE(reading, "settings.line", N_("A line of the settings file must read name = value."));
    struct text name = text_trim((struct text){line.bytes, (size_t)(equals - line.bytes)});
    struct text value = text_trim((struct text){equals + 1, line.length - (size_t)(equals - line.bytes) - 1});
    for (size_t i = 0; i < KNOWN; i++) {
        if (!text_is(name, known[i].name)) continue;
        if (reading->set[i]) return REFUSE(reading, "settings.twice", N_("{name} is set twice."), "name", known[i].name);
        reading->set[i] = true;
        return set(reading, i, value);
    }
    return REFUSE(reading, "settings.unknown", N_("There is no setting {name}. docs/operating.md lists them all."), "name",
                  text_string(reading->context->arena, name));
}

static enum result read_file(struct reading *reading, struct text path, bool must_be_there)
{
    struct text content, line;
    enum result result = file_read(reading->context, path, LARGEST_FILE, &content);
    reading->file = path;
    if (result < 0) return result;
    if (result == RESULT_NONE) {
        if (!must_be_there) return RESULT_OK;
        return REFUSE(reading, "settings.absent", N_("There is no settings file {path}, which TESTAMUR_SETTINGS names."), "path",
                      text_string(reading->context->arena, path));
    }
    size_t slash = path.length;
    while (slash && path.bytes[slash - 1] != '/') slash--;
    reading->folder = slash ? (struct text){path.bytes, slash} : TEXT(".");
    while (text_split(&content, '\n', &line)) {
        reading->line++;
        TRY(read_line(reading, line));
    }
    return RESULT_OK;
}

/* TESTAMUR_MAIL_FROM for mail_from. */
static struct text variable_name(struct arena *arena, const char *name)
{
    struct text variable = text_printf(arena, "TESTAMUR_%s", name);
    char *bytes = (char *)(uintptr_t)variable.bytes;
    for (size_t i = 0; i < variable.length; i++)
        if (bytes[i] >= 'a' && bytes[i] <= 'z') bytes[i] = (char)(bytes[i] - 'a' + 'A');
    return variable;
}

static enum result read_environment(struct reading *reading)
{
    reading->folder = TEXT("");
    reading->line = 0;
    for (size_t i = 0; i < KNOWN; i++) {
        reading->file = variable_name(reading->context->arena, known[i].name);
        const char *value = getenv(reading->file.bytes);
        if (value) TRY(set(reading, i, text_of(value)));
    }
    return RESULT_OK;
}

/* --- Where things are installed --- */

static bool is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static struct text absolute(struct arena *arena, const char *path)
{
    char whole[PATH_MAX];
    return text_copy(arena, text_of(realpath(path, whole) ? whole : path));
}

/* The folder of the running program; empty where /proc does not say. */
static struct text program_folder(struct arena *arena)
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path);
    if (length <= 0 || (size_t)length == sizeof path) return TEXT("");
    while (length > 1 && path[length - 1] != '/') length--;
    return text_copy(arena, (struct text){path, (size_t)length - (length > 1)});
}

/* Installed: beside bin/. Built: the source tree above the program. */
static struct text find_share(struct arena *arena, struct text program)
{
    const char *installed = text_printf(arena, "%.*s/../share/testamur", TEXT_ARG(program)).bytes;
    if (is_folder(installed)) return absolute(arena, installed);
    for (struct text folder = program; folder.length > 1;) {
        bool both = is_folder(text_printf(arena, "%.*s/theme", TEXT_ARG(folder)).bytes) && is_folder(text_printf(arena, "%.*s/po", TEXT_ARG(folder)).bytes);
        if (both) return folder;
        while (folder.length && folder.bytes[folder.length - 1] != '/') folder.length--;
        if (folder.length) folder.length--;
    }
    return TEXT("");
}

static enum result find_folders(struct context *context, struct settings *settings)
{
    struct arena *arena = context->arena;
    struct text program = program_folder(arena);
    if (text_empty(settings->share)) settings->share = find_share(arena, program);
    if (text_empty(settings->share))
        return context_fail(context, RESULT_REFUSED, "settings.share",
                            N_("The folder with theme/, po/ and data/ was not found. Set share or TESTAMUR_SHARE."));
    settings->share = absolute(arena, text_string(arena, settings->share));
    if (text_empty(settings->messages)) {
        struct text built = text_printf(arena, "%.*s/po", TEXT_ARG(program));
        settings->messages = is_folder(built.bytes) ? built : text_printf(arena, "%.*s/po", TEXT_ARG(settings->share));
    }
    settings->messages = absolute(arena, text_string(arena, settings->messages));
    return RESULT_OK;
}

/* --- Whether it all fits together --- */

/* scheme://host[:port], nothing behind it. */
static bool is_address(struct text address)
{
    struct text rest;
    if (text_starts_with(address, "https://")) rest = (struct text){address.bytes + 8, address.length - 8};
    else if (text_starts_with(address, "http://")) rest = (struct text){address.bytes + 7, address.length - 7};
    else return false;
    for (size_t i = 0; i < rest.length; i++) {
        char c = rest.bytes[i];
        bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("-._:[]", c);
        if (!good) return false;
    }
    return rest.length > 0 && rest.bytes[0] != ':';
}

static bool is_country(struct text code)
{
    return text_empty(code) || (code.length == 2 && code.bytes[0] >= 'A' && code.bytes[0] <= 'Z' && code.bytes[1] >= 'A' && code.bytes[1] <= 'Z');
}

static enum result check(struct context *context, const struct settings *settings)
{
    if (!is_address(settings->address))
        return context_fail(context, RESULT_REFUSED, "settings.address",
                            N_("address must be like https://certificates.example, without a path and without a slash at the end."));
    bool built_in = text_is(settings->mail, "built-in");
    if (!built_in && !text_starts_with(settings->mail, "smtp://") && !text_starts_with(settings->mail, "smtps://"))
        return context_fail(context, RESULT_REFUSED, "settings.mail", N_("mail must be built-in, smtp://host:port or smtps://host:port."));
    if (!text_is(settings->mail_tls, "required") && !text_is(settings->mail_tls, "offered") && !text_is(settings->mail_tls, "none"))
        return context_fail(context, RESULT_REFUSED, "settings.mail_tls", N_("mail_tls must be required, offered or none."));
    if (!is_country(settings->home_country))
        return context_fail(context, RESULT_REFUSED, "settings.home_country", N_("home_country must be a country's two capital letters, such as CN."));
    if (text_empty(settings->signing_certificate) != text_empty(settings->signing_key))
        return context_fail(context, RESULT_REFUSED, "settings.signing", N_("signing_certificate and signing_key belong together: set both or neither."));
    if (!text_empty(settings->timestamp_server) && !text_starts_with(settings->timestamp_server, "http://") &&
        !text_starts_with(settings->timestamp_server, "https://"))
        return context_fail(context, RESULT_REFUSED, "settings.timestamp_server", N_("timestamp_server must be an http:// or https:// address."));
    if (!text_empty(settings->delivery_secret) && settings->delivery_secret.length < 32)
        return context_fail(context, RESULT_REFUSED, "settings.delivery_secret", N_("delivery_secret must have at least 32 characters."));
    if (!settings->production) return RESULT_OK;
    if (!text_starts_with(settings->address, "https://"))
        return context_fail(context, RESULT_REFUSED, "settings.production_address", N_("In production address must begin with https://."));
    if (!settings->behind_proxy)
        return context_fail(context, RESULT_REFUSED, "settings.production_proxy", N_("In production a proxy for TLS stands in front: set behind_proxy to yes."));
    if (built_in) return context_fail(context, RESULT_REFUSED, "settings.production_mail", N_("In production mail must be an SMTP server."));
    if (text_empty(settings->mail_from))
        return context_fail(context, RESULT_REFUSED, "settings.production_from", N_("In production mail_from must be set."));
    return RESULT_OK;
}

/* testamur.ini beside the SQLite file. */
static struct text file_beside(struct arena *arena, struct text store)
{
    if (!text_starts_with(store, "sqlite:")) return TEXT("");
    struct text path = {store.bytes + 7, store.length - 7};
    size_t slash = path.length;
    while (slash && path.bytes[slash - 1] != '/') slash--;
    return text_printf(arena, "%.*stestamur.ini", (int)slash, path.bytes);
}

static enum result read_all(struct reading *reading, struct text store)
{
    struct arena *arena = reading->context->arena;
    struct settings *settings = reading->settings;
    for (size_t i = 0; i < KNOWN; i++) TRY(set(reading, i, text_of(known[i].initial)));
    const char *named = getenv("TESTAMUR_SETTINGS"), *from_environment = getenv("TESTAMUR_STORE");
    if (text_empty(store) && from_environment) store = text_of(from_environment);
    struct text beside = file_beside(arena, text_empty(store) ? TEXT("sqlite:./testamur.db") : store);
    if (named && *named) TRY(read_file(reading, text_copy(arena, text_of(named)), true));
    else if (!text_empty(beside)) TRY(read_file(reading, beside, false));
    TRY(read_environment(reading));
    if (!text_empty(store)) settings->store = text_copy(arena, store);
    if (text_empty(settings->store)) settings->store = TEXT("sqlite:./testamur.db");
    if (text_empty(settings->address)) {
        bool on_unix = text_starts_with(settings->listen, "unix:");
        settings->address = on_unix ? TEXT("http://localhost") : text_printf(arena, "http://%.*s", TEXT_ARG(settings->listen));
    }
    if (text_empty(settings->mail_from)) settings->mail_from = settings->production ? TEXT("") : TEXT("certification@example.org");
    return RESULT_OK;
}

enum result settings_read(struct context *context, struct text store, struct settings *settings)
{
    struct reading reading = {.context = context, .settings = settings};
    *settings = (struct settings){0};
    TRY(read_all(&reading, store));
    TRY(find_folders(context, settings));
    return check(context, settings);
}

struct text settings_path(struct context *context, const char *relative)
{
    return text_printf(context->arena, "%.*s/%s", TEXT_ARG(context->settings->share), relative);
}
