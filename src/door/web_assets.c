/* Style, script and icon: read once, served under an address that has their hash in it, so that they may be kept for ever. */
#include "base/encoding.h"
#include "base/file.h"
#include "door/web_inside.h"
#include "outside/gzip.h"
#include "outside/secret.h"
#include "outside/settings.h"

enum { LARGEST_ASSET = 256 * 1024, HASH_LENGTH = 12 };

static enum result load(struct web *web, const char *file, const char *name, const char *ending, struct asset *asset)
{
    struct context *context = &web->house->context;
    TRY(file_must_read(context, settings_path(context, file), LARGEST_ASSET, &asset->content));
    asset->packed = gzip_pack(context->arena, asset->content);
    struct text hash = encoding_hex(context->arena, secret_hash(context, asset->content));
    asset->address = text_printf(context->arena, "/%s-%.*s.%s", name, HASH_LENGTH, hash.bytes, ending);
    return RESULT_OK;
}

enum result web_load_assets(struct web *web)
{
    TRY(load(web, "theme/style.css", "style", "css", &web->style));
    TRY(load(web, "theme/script.js", "script", "js", &web->script));
    return load(web, "theme/icon.svg", "icon", "svg", &web->icon);
}

static enum result serve(struct visit *visit, const struct asset *asset, const char *type)
{
    struct http_answer *answer = visit->answer;
    answer->content_type = type;
    bool packed = gzip_accepted(http_header(visit->request, "Accept-Encoding"));
    answer->body = packed ? asset->packed : asset->content;
    answer->constant_body = true;
    if (packed) http_answer_header(answer, "Content-Encoding", TEXT("gzip"));
    http_answer_header(answer, "Vary", TEXT("Accept-Encoding"));
    /* An address with another hash is of an older page: what is served is the present one, and is not to be kept under the old name. */
    bool present = text_equal(visit->request->path, asset->address);
    http_answer_header(answer, "Cache-Control", present ? TEXT("public, max-age=31536000, immutable") : TEXT("no-cache"));
    http_answer_header(answer, "X-Content-Type-Options", TEXT("nosniff"));
    return RESULT_OK;
}

enum result web_style(struct visit *visit)
{
    return serve(visit, &visit->web->style, "text/css; charset=utf-8");
}

enum result web_script(struct visit *visit)
{
    return serve(visit, &visit->web->script, "text/javascript; charset=utf-8");
}

enum result web_icon(struct visit *visit)
{
    return serve(visit, &visit->web->icon, "image/svg+xml");
}
