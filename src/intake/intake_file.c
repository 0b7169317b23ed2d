/* Files that came, for the staff: the list, and one of them whole (SPEC 3.3, 11.2). */
#include "audit/audit.h"
#include "intake/intake_profile.h"
#include "intake/intake_store.h"

enum result intake_files(struct context *context, int64_t before, size_t maximum, struct list *files)
{
    TRY(audit_may(context, MAY_READ_INTAKE));
    return intake_store_file_views(context, before, maximum, files);
}

struct reading {
    int64_t id;
    struct intake_file_whole *file;
    bool none;
};

/* In one view of the store, so that the numbers fit each other beside a run-again. */
static enum result read_file(struct context *context, void *data)
{
    struct reading *reading = data;
    enum result found = intake_store_file_whole(context, reading->id, reading->file);
    reading->none = found == RESULT_NONE;
    if (found != RESULT_OK) return found < 0 ? found : RESULT_OK;
    return intake_store_rejected(context, reading->id, INTAKE_REJECTED, &reading->file->rejected);
}

enum result intake_file_read(struct context *context, int64_t id, struct intake_file_whole *file)
{
    struct reading reading = {.id = id, .file = file};
    TRY(audit_may(context, MAY_READ_INTAKE));
    TRY(database_reading(context, read_file, &reading));
    if (reading.none) return RESULT_NONE;
    return intake_profile_title(context, file->view.provider, &file->title, NULL, NULL);
}
