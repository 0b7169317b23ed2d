/* For programs of carriers: what they say of packages, signed (docs/packages.md). */
#include "base/buffer.h"
#include "door/site/site_inside.h"
#include "outside/json.h"
#include "outside/language.h"
#include "package/package_event.h"

enum { ANSWER_LIMIT = 1 << 20 };

/* RFC 9457 */
static enum result show_problem(struct visit *visit, int status)
{
    struct context *context = visit->context;
    struct buffer out = buffer_new(context->arena, 512, 16384);
    buffer_printf(&out, "{\"type\":\"about:blank\",\"status\":%d,\"code\":", status);
    json_put_text(&out, text_of(context->error.code));
    buffer_put_string(&out, ",\"title\":");
    json_put_text(&out, language_error(context->languages, context->language, context->arena, &context->error));
    buffer_put_string(&out, "}\n");
    error_clear(&context->error);
    visit->answer->status = status;
    visit->answer->content_type = "application/problem+json";
    visit->answer->body = buffer_text(&out);
    return RESULT_OK;
}

static int status_of(struct visit *visit, enum result result)
{
    const char *code = visit->context->error.code;
    if (!strcmp(code, "package.hook_off")) return 404;
    if (!strcmp(code, "package.hook_signature") || !strcmp(code, "package.hook_time")) return 401;
    return web_status_of(&visit->context->error, result);
}

enum result site_delivery_hook(struct visit *visit)
{
    struct list verdicts;
    enum result result = package_event_hook(visit->context, http_header(visit->request, "X-Testamur-Signature"), visit->request->body, &verdicts);
    if (result == RESULT_REFUSED) return show_problem(visit, status_of(visit, result));
    TRY(result);
    struct buffer out = buffer_new(visit->context->arena, 4096, ANSWER_LIMIT);
    buffer_put_string(&out, "{\"events\":");
    json_put_list(&out, &verdicts);
    buffer_put_string(&out, "}\n");
    visit->answer->content_type = "application/json";
    visit->answer->body = buffer_text(&out);
    http_answer_header(visit->answer, "Cache-Control", TEXT("no-store"));
    return RESULT_OK;
}
