/* From a template to a letter's text: rendering, and the places where secrets stand. */
#include "letter/letter_inside.h"
#include "letter/letter_rules.h"
#include "outside/language.h"
#include "outside/mail.h"
#include "outside/secret.h"
#include "outside/settings.h"

enum { TEXT_LIMIT = 64 << 10, HTML_LIMIT = 256 << 10, SUBJECT_LIMIT = 300 };

RECORD(letter_frame_record, struct letter_frame, FIELD(struct letter_frame, body_name), FIELD(struct letter_frame, portal_address),
       FIELD(struct letter_frame, recipient_name), FIELD(struct letter_frame, recipient_address), FIELD(struct letter_frame, html_language), FIELD(struct letter_frame, of_account), FIELD(struct letter_frame, native_first),
       FIELD(struct letter_frame, kind), FIELD(struct letter_frame, token), FIELD(struct letter_frame, code), FIELD(struct letter_frame, zone_offset_minutes),
       FIELD(struct letter_frame, zone_name));

/* What frame.html sees beside. */
struct framed {
    struct text letter; /* the place of the letter's own HTML */
};
RECORD(framed_record, struct framed, FIELD(struct framed, letter));

struct letter_templates {
    struct pages *text, *html, *frame;
    letter_body_of *body; /* NULL: of nobody above */
    struct error wrong;   /* why they could not be read: then there are none of the above */
};

static bool stands_once(struct text text, struct text what)
{
    size_t at = text_find(text, what.bytes);
    if (at == text.length) return false;
    struct text rest = {text.bytes + at + 1, text.length - at - 1};
    return text_find(rest, what.bytes) == rest.length;
}

/* A frame that has lost its letter would send nothing but greetings. */
static enum result check_frame(struct context *context, const struct letter_templates *loaded)
{
    const struct framed framed = {TEXT("the-letter")};
    for (int named = 0; named < 2; named++) {
        struct letter_frame frame = {.recipient_name = named ? TEXT("name") : TEXT(""), .html_language = "en", .kind = "frame"};
        struct buffer out = buffer_new(context->arena, 8192, HTML_LIMIT);
        page_render(pages_find(loaded->frame, "frame"), "en", (struct view){&letter_frame_record, &frame}, &framed, &out);
        if (out.full || !stands_once(buffer_text(&out), framed.letter))
            return context_fail(context, RESULT_REFUSED, "letter.frame", N_("frame.html is what stands around every letter. It must have {{letter}} once, where the letter's own text goes, whether the recipient has a name or not."));
    }
    return RESULT_OK;
}

static enum result load(struct context *context, struct text folder, const struct page_binding *bindings, size_t count, struct letter_templates *loaded)
{
    TRY(pages_load(context, context->languages, folder, ".txt", &letter_frame_record, bindings, count, &loaded->text));
    TRY(pages_load(context, context->languages, folder, ".html", &letter_frame_record, bindings, count, &loaded->html));
    TRY(pages_load(context, context->languages, folder, ".html", &letter_frame_record, &(struct page_binding){"frame", &framed_record}, 1, &loaded->frame));
    return check_frame(context, loaded);
}

enum result letter_templates_load(struct context *context, struct text folder, const struct page_binding *bindings, size_t count,
                                  struct letter_templates **templates)
{
    struct letter_templates *loaded = ARENA_NEW(context->arena, struct letter_templates);
    enum result result = load(context, folder, bindings, count, loaded);
    if (result < 0) *loaded = (struct letter_templates){.wrong = context->error};
    *templates = loaded;
    return result;
}

enum result letter_templates_right(struct context *context)
{
    const struct letter_templates *templates = context->letters;
    if (!templates || templates->wrong.result == RESULT_OK) return RESULT_OK;
    (void)!error_take(&context->error, &templates->wrong);
    return context->error.result = RESULT_BROKEN; /* no fault of what causes a letter */
}

void letter_templates_body(struct letter_templates *templates, letter_body_of *body)
{
    templates->body = body;
}

bool letter_is_built_in(const struct context *context)
{
    return text_is(context->settings->mail, "built-in") || text_empty(context->settings->mail);
}

enum result letter_sender_address(struct context *context, struct text *name, struct text *address)
{
    if (!mail_split_address(context->arena, context->settings->mail_from, name, address))
        return context_fail(context, RESULT_REFUSED, "letter.no_sender",
                            N_("The setting mail_from is the name and address that letters come from: Name <certification@example.org>."));
    return RESULT_OK;
}

static struct text body_name(struct context *context, struct text name)
{
    struct text address;
    if (text_empty(name) && !mail_split_address(context->arena, context->settings->mail_from, &name, &address)) name = TEXT("");
    return text_empty(name) ? letter_rules_host(context->settings->address) : name;
}

static struct letter_frame frame_for(struct context *context, const struct letter_recipient *recipient, const struct letter_row *letter)
{
    const char *tag = letter->language.bytes;
    struct letter_body body = context->letters->body ? context->letters->body(context, tag) : (struct letter_body){TEXT(""), NULL};
    struct letter_frame frame = {
        .body_name = body_name(context, body.name), .portal_address = context->settings->address,
        .recipient_name = recipient->name, .recipient_address = recipient->address, .of_account = recipient->account != 0,
        .native_first = language_native_first(text_of(tag)),
        .html_language = context->languages ? languages_html_tag(context->languages, tag) : "en", .kind = letter->kind.bytes,
        .token = letter_rules_place(context->arena, "token", letter->message_id), .code = letter_rules_place(context->arena, "code", letter->message_id)};
    zone_of_person(context, recipient->zone, body.zone, &frame.zone_offset_minutes, &frame.zone_name);
    return frame;
}

static enum result too_large(struct context *context, const char *kind)
{
    return context_fail(context, RESULT_BROKEN, "letter.too_large", N_("The letter {kind} is larger than a letter may be."), "kind", kind);
}

static enum result seal(struct context *context, const struct letter_secrets *secrets, struct letter_row *letter)
{
    if (!letter_rules_is_secret(secrets->token) || !letter_rules_is_secret(secrets->code))
        return context_fail(context, RESULT_BROKEN, "letter.secret", N_("A secret in a letter holds letters, digits, - and _ only."));
    struct text both = text_printf(context->arena, "%.*s\n%.*s", TEXT_ARG(secrets->token), TEXT_ARG(secrets->code));
    return secret_seal(context, "letter", letter->message_id, both, &letter->sealed);
}

enum result letter_render(struct context *context, const struct letter_recipient *recipient, const void *item, const struct letter_secrets *secrets,
                          struct letter_row *letter)
{
    const char *kind = letter->kind.bytes;
    TRY(letter_templates_right(context));
    const struct page *text_page = context->letters ? pages_find(context->letters->text, kind) : NULL;
    const struct page *html_page = context->letters ? pages_find(context->letters->html, kind) : NULL;
    if (!text_page || !html_page)
        return context_fail(context, RESULT_BROKEN, "letter.no_template", N_("There is no template for the letter {kind}."), "kind", kind);
    struct letter_frame frame = frame_for(context, recipient, letter);
    struct view outer = {&letter_frame_record, &frame};
    struct buffer text = buffer_new(context->arena, 2048, TEXT_LIMIT), html = buffer_new(context->arena, 8192, HTML_LIMIT);
    page_render(text_page, letter->language.bytes, outer, item, &text);
    page_render(html_page, letter->language.bytes, outer, item, &html);
    if (text.full || html.full) return too_large(context, kind);
    letter_rules_split_subject(buffer_text(&text), &letter->subject, &letter->text);
    letter->html = buffer_text(&html);
    if (text_empty(letter->subject) || letter->subject.length > SUBJECT_LIMIT) return too_large(context, kind);
    if (secrets && (!text_empty(secrets->token) || !text_empty(secrets->code))) return seal(context, secrets, letter);
    return RESULT_OK;
}

/* The frame is the same for all letters and larger than most, so the store does not keep it with each. A letter from when it did has it already; no letter's own HTML
 * begins a page. */
static enum result put_in_frame(struct context *context, const struct letter_row *letter, struct text *html)
{
    if (text_find(letter->html, "<html") < letter->html.length) {
        *html = letter->html;
        return RESULT_OK;
    }
    TRY(letter_templates_right(context));
    struct letter_row named = *letter; /* its texts end with NUL, as templates want them */
    named.language = text_of(text_string(context->arena, letter->language));
    named.kind = text_of(text_string(context->arena, letter->kind));
    const struct letter_recipient recipient = {.account = letter->account, .name = letter->recipient_name, .address = letter->recipient};
    struct letter_frame frame = frame_for(context, &recipient, &named);
    const struct framed framed = {letter_rules_place(context->arena, "letter", letter->message_id)};
    struct buffer out = buffer_new(context->arena, 8192, HTML_LIMIT);
    page_render(pages_find(context->letters->frame, "frame"), named.language.bytes, (struct view){&letter_frame_record, &frame}, &framed, &out);
    if (out.full) return too_large(context, named.kind.bytes);
    *html = letter_rules_put(context->arena, buffer_text(&out), framed.letter, letter->html);
    return RESULT_OK;
}

enum result letter_unseal(struct context *context, const struct letter_row *letter, struct text *text, struct text *html)
{
    struct text both = TEXT(""), token = TEXT(""), framed;
    TRY(put_in_frame(context, letter, &framed));
    if (letter->sealed.length) {
        enum result opened = secret_open(context, "letter", letter->message_id, letter->sealed, &both);
        if (opened == RESULT_REFUSED) error_clear(&context->error), both = TEXT("");
        else TRY(opened);
    }
    text_split(&both, '\n', &token);
    *text = letter_rules_fill(context->arena, letter->text, letter->message_id, token, both);
    *html = letter_rules_fill(context->arena, framed, letter->message_id, token, both);
    return RESULT_OK;
}
