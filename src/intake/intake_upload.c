/* Files that staff upload (SPEC 3.2), and the list of profiles that they choose from. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "intake/intake.h"
#include "intake/intake_name.h"
#include "intake/intake_profile.h"
#include "outside/settings.h"

enum { NAME_LIMIT = 200, MOST_PROFILES = 200 };

RECORD(intake_profile_name_record, struct intake_profile_name, FIELD(struct intake_profile_name, name), FIELD(struct intake_profile_name, title),
       FIELD(struct intake_profile_name, assumed));

/* A name that stays within its folder, whatever a browser calls the file. */
static struct text harmless(struct context *context, struct text name)
{
    name = intake_name_base(name);
    if (name.length > NAME_LIMIT) name = (struct text){name.bytes + name.length - NAME_LIMIT, NAME_LIMIT};
    char *out = arena_raw(context->arena, name.length + 1);
    for (size_t i = 0; i < name.length; i++) out[i] = (unsigned char)name.bytes[i] < ' ' || name.bytes[i] == '/' ? '_' : name.bytes[i];
    out[name.length] = '\0';
    bool plain = name.length && strcmp(out, ".") != 0 && strcmp(out, "..") != 0;
    return plain ? (struct text){out, name.length} : TEXT("upload");
}

static bool write_whole(const char *path, struct text content)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool whole = file >= 0 && file_write_all(file, content.bytes, content.length);
    return file >= 0 && close(file) == 0 && whole;
}

enum result intake_upload(struct context *context, struct text profile, struct text name, struct text content, bool dry_run, struct intake_outcome *outcome)
{
    const char *temporary = getenv("TMPDIR");
    char *folder = (char *)text_printf(context->arena, "%s/testamur-upload-XXXXXX", temporary && *temporary ? temporary : "/var/tmp").bytes;
    if (!mkdtemp(folder)) return context_fail(context, RESULT_BROKEN, "intake.spool", N_("No temporary file can be made: {what}"), "what", strerror(errno));
    struct text shown = harmless(context, name), path = text_printf(context->arena, "%s/%.*s", folder, TEXT_ARG(shown));
    enum result result = write_whole(path.bytes, content)
                             ? intake_file(context, profile, path, dry_run, INTAKE_VERDICTS, NULL, NULL, outcome)
                             : context_fail(context, RESULT_BROKEN, "intake.spool", N_("No temporary file can be made: {what}"), "what", strerror(errno));
    unlink(path.bytes);
    rmdir(folder);
    outcome->file = shown;
    /* Whoever uploads knows the file by its name, not by where it lay. */
    struct text *where = &context->error.file;
    if (result < 0 && where->length > strlen(folder) && text_starts_with(*where, folder)) *where = (struct text){where->bytes + strlen(folder) + 1, where->length - strlen(folder) - 1};
    return result;
}

static int by_name(const void *a, const void *b)
{
    return text_compare(((const struct intake_profile_name *)a)->name, ((const struct intake_profile_name *)b)->name);
}

enum result intake_profiles(struct context *context, struct list *profiles)
{
    struct intake_profile_name *names = ARENA_ARRAY(context->arena, MOST_PROFILES, struct intake_profile_name);
    size_t count = 0;
    DIR *folder = opendir(settings_path(context, "profiles").bytes);
    if (!folder) return context_fail(context, RESULT_BROKEN, "profile.folder", N_("The folder of profiles cannot be read."));
    for (struct dirent *entry; (entry = readdir(folder)) && count < MOST_PROFILES;) {
        struct text name = text_of(entry->d_name);
        if (name.bytes[0] != '.' && text_ends_with(name, ".ini")) names[count++].name = text_copy(context->arena, (struct text){name.bytes, name.length - 4});
    }
    closedir(folder);
    qsort(names, count, sizeof *names, by_name);
    /* One with a mistake in it is named by its file, and says what is wrong when it is used. */
    for (size_t i = 0; i < count; i++) TRY(intake_profile_title(context, names[i].name, &names[i].title, NULL, &names[i].assumed));
    *profiles = (struct list){&intake_profile_name_record, names, count};
    return RESULT_OK;
}
