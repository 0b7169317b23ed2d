/* New addresses on their way to the providers (SPEC 3.8): the file to send, and the provider's answer. */
#include "door/desk/desk_inside.h"
#include "door/desk/desk_records.h"
#include "intake/intake_demographic.h"
#include "letter/address.h"

enum { MOST_UPDATES = 200, MOST_FILES = 50 };

static enum result show(struct visit *visit, int status, const struct demographic_outcome *outcome)
{
    struct context *context = visit->context;
    struct desk_demographic_page page = {.told = outcome != NULL, .may_send = audit_allows(&context->actor, MAY_SEND_DEMOGRAPHICS)};
    struct list providers, updates;
    TRY(intake_demographic_providers(context, &providers));
    TRY(intake_demographic_files(context, MOST_FILES, &page.files));
    TRY(intake_demographic_all(context, MOST_UPDATES, &updates));
    address_show(context->arena, &updates, "address");
    struct desk_provider_row *rows = ARENA_ARRAY(context->arena, providers.count + 1, struct desk_provider_row);
    for (size_t i = 0; i < providers.count; i++) {
        const struct demographic_provider *provider = (const struct demographic_provider *)providers.items + i;
        rows[i] = (struct desk_provider_row){.name = provider->name, .title = provider->title, .chosen = text_equal(provider->name, form_text(&visit->form, "profile")), .queued = provider->queued, .unanswered = provider->unanswered,
                                             .queued_days = desk_days_since(context, provider->oldest_queued), .unanswered_days = desk_days_since(context, provider->oldest_unanswered)};
    }
    page.providers = (struct list){&desk_provider_row_record, rows, providers.count};
    struct desk_update_row *items = ARENA_ARRAY(context->arena, updates.count + 1, struct desk_update_row);
    for (size_t i = 0; i < updates.count; i++) {
        const struct demographic_update *update = (const struct demographic_update *)updates.items + i;
        items[i] = (struct desk_update_row){.address = update->address, .user_name = update->user_name, .candidate_id = update->candidate_id, .answer = update->answer, .asked = update->asked,
                                            .account_id = update->account_id, .days = desk_days_since(context, update->queued ? update->asked : update->changed), .waits = update->queued || update->sent,
                                            .queued = update->queued, .sent = update->sent, .accepted = update->accepted, .error = update->error, .replaced = update->replaced, .withdrawn = update->withdrawn};
    }
    page.updates = (struct list){&desk_update_row_record, items, updates.count};
    if (outcome) {
        page.accepted = outcome->accepted;
        page.failed = outcome->errors;
        page.unknown = outcome->unknown;
        page.unchanged = outcome->unchanged;
        page.file_error = outcome->file_error;
    }
    return web_show(visit, DESK_PAGE_DEMOGRAPHIC, status, &page);
}

enum result desk_demographic(struct visit *visit)
{
    return show(visit, 200, NULL);
}

enum result desk_demographic_again(struct visit *visit, int status)
{
    return show(visit, status, NULL);
}

enum result desk_demographic_send(struct visit *visit)
{
    struct text name;
    int64_t count;
    enum result sent = intake_demographic_send(visit->context, form_text(&visit->form, "profile"), NULL, NULL, &name, &count);
    TRY(sent);
    return web_go(visit, "/desk/demographics", sent == RESULT_NONE ? "nothing-to-send" : "file-made");
}

enum result desk_demographic_answer(struct visit *visit)
{
    struct demographic_outcome outcome;
    TRY(intake_demographic_answer_upload(visit->context, form_text(&visit->form, "profile"), form_file_name(&visit->form, "file"), form_text(&visit->form, "file"), &outcome));
    return show(visit, 200, &outcome);
}

enum result desk_demographic_file(struct visit *visit)
{
    struct text name;
    struct bytes content;
    enum result found = intake_demographic_file(visit->context, web_number(visit->rest), &name, &content);
    TRY(found);
    if (found == RESULT_NONE) return web_absent(visit);
    visit->answer->content_type = "application/octet-stream";
    visit->answer->body = (struct text){(const char *)content.data, content.length};
    http_answer_header(visit->answer, "Content-Disposition", text_printf(visit->context->arena, "attachment; filename=\"%.*s\"", TEXT_ARG(name)));
    http_answer_header(visit->answer, "Cache-Control", TEXT("no-store"));
    http_answer_header(visit->answer, "X-Content-Type-Options", TEXT("nosniff"));
    return RESULT_OK;
}
