/* What stands around every page: the body, the reader, his language and zone, the navigation, what was just done. */
#include "base/buffer.h"
#include "base/encoding.h"
#include "base/random.h"
#include "catalogue/catalogue.h"
#include "door/web_inside.h"
#include "help/help.h"
#include "outside/language.h"
#include "outside/secret.h"
#include "outside/settings.h"
#include "outside/zone.h"

#define F(MEMBER) FIELD(RECORDED, MEMBER)
#define RECORDED struct language_choice
RECORD(language_choice_record, RECORDED, F(tag), F(name), F(html_tag));
#undef RECORDED
#define RECORDED struct frame_error
RECORD(frame_error_record, RECORDED, F(text), F(field));
#undef RECORDED
#define RECORDED struct frame
RECORD(frame_record, RECORDED, F(body), F(body_web), F(language), FIELD_OF(RECORDED, languages, language_choice_record), F(native_first), F(signed_in), F(user_name), F(reader), F(form_token), F(key), F(path), F(style),
       F(script), F(icon), F(notice), FIELD_OF(RECORDED, errors, frame_error_record), F(wrong_user_name), F(wrong_other), F(wrong_mailbox), F(wrong_password), F(wrong_name_latin), F(wrong_name_native),
       F(wrong_address), F(wrong_phone), F(wrong_country), F(wrong_language), F(wrong_zone), F(wrong_old_password), F(wrong_new_password), F(wrong_number),
       F(wrong_name), F(wrong_code), F(wrong_file), F(wrong_provider), F(wrong_exam_code), F(wrong_exam_day), F(wrong_registration_id), F(wrong_candidate), F(wrong_validation_id), F(wrong_text),
       F(wrong_evidence), F(wrong_reason), F(wrong_roles), F(wrong_certificate), F(wrong_express_number), F(wrong_carrier), F(wrong_day), F(wrong_back_day), F(wrong_first), F(wrong_last), F(wrong_package), F(wrong_event), F(wrong_what), F(wrong_outcome), F(wrong_back), F(wrong_note), F(wrong_recipient), F(wrong_organization), F(wrong_street), F(wrong_district), F(wrong_city), F(wrong_region),
       F(wrong_postal_code), F(wrong_sorting_code), F(wrong_latin_recipient), F(wrong_latin_organization), F(wrong_latin_street), F(wrong_latin_district),
       F(wrong_latin_city), F(wrong_latin_region), F(help_slug), F(help_question), F(place_slug), F(place_question), F(ask), F(today), F(ecert_days), F(score_report_days), F(objection_days), F(demonstration), F(built_in_mailbox),
       F(for_everyone), F(zone_offset_minutes), F(zone_name), F(at_certificates), F(at_exams), F(at_my_cases), F(at_letters), F(at_profile), F(at_verify), F(at_help), F(acting), F(desk),
       F(at_work), F(at_people), F(at_cases), F(at_unbindings), F(at_near), F(at_intake), F(at_catalogue), F(at_packages), F(at_journal), F(at_staff),
       F(may_read_people), F(may_read_cases), F(may_read_near), F(may_read_intake), F(may_read_catalogue), F(may_read_packages), F(may_read_letters), F(may_read_journal), F(may_read_staff));
#undef RECORDED

struct text web_text(const struct visit *visit, const char *english)
{
    return text_of(language_text(visit->context->languages, visit->context->language, english));
}

struct text web_form_token(const struct visit *visit)
{
    if (!visit->signed_in) return TEXT("");
    struct text message = text_printf(visit->context->arena, "form:%.*s", TEXT_ARG(visit->session_token));
    return encoding_base64url(visit->context->arena, secret_hash(visit->context, message));
}

static void fill_languages(struct visit *visit)
{
    const struct context *context = visit->context;
    size_t count = languages_count(context->languages), others = 0;
    struct language_choice *choices = ARENA_ARRAY(context->arena, count, struct language_choice);
    for (size_t i = 0; i < count; i++) {
        const char *tag = languages_tag(context->languages, i);
        if (strcmp(tag, context->language) == 0) continue;
        choices[others++] = (struct language_choice){text_of(tag), text_of(languages_name(context->languages, i)), text_of(languages_html_tag(context->languages, tag))};
    }
    visit->frame.language = text_of(languages_html_tag(context->languages, context->language));
    visit->frame.native_first = language_native_first(text_of(context->language));
    visit->frame.languages = (struct list){&language_choice_record, choices, others};
}

static void fill_navigation(struct visit *visit, const struct web_door *door)
{
    struct frame *frame = &visit->frame;
    const struct actor *actor = &visit->context->actor;
    frame->acting = actor->acting != 0;
    frame->desk = *door->under != 0;
    frame->may_read_people = audit_allows(actor, MAY_READ_PEOPLE);
    frame->may_read_cases = audit_allows(actor, MAY_READ_CASES);
    frame->may_read_near = audit_allows(actor, MAY_READ_NEAR_MISSES);
    frame->may_read_intake = audit_allows(actor, MAY_READ_INTAKE);
    frame->may_read_catalogue = audit_allows(actor, MAY_READ_CATALOGUE);
    frame->may_read_packages = audit_allows(actor, MAY_READ_PACKAGES);
    frame->may_read_letters = audit_allows(actor, MAY_READ_LETTERS);
    frame->may_read_journal = audit_allows(actor, MAY_READ_JOURNAL);
    frame->may_read_staff = audit_allows(actor, MAY_READ_STAFF);
    if (visit->row && visit->row->section) *(bool *)((char *)frame + visit->row->section->offset) = true;
}

/* --- Help --- */

const struct help *web_help(const struct visit *visit)
{
    return visit->web->help;
}

static void put_in_query(struct buffer *out, struct text value)
{
    for (size_t i = 0; i < value.length; i++) {
        unsigned char c = (unsigned char)value.bytes[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("/-._~:", c));
        if (plain) buffer_put_char(out, (char)c);
        else buffer_printf(out, "%%%02X", c);
    }
}

/* Asking is done from where one is, so that nobody has to describe it. From the pages of asking the page before stays named. */
static void set_ask(struct visit *visit, struct text problem)
{
    struct text page = visit->request->path;
    struct buffer out = buffer_new(visit->context->arena, 128, 4096);
    buffer_put_string(&out, "/help/ask");
    if (!text_starts_with(page, "/help/ask")) {
        buffer_put_string(&out, "?page=");
        put_in_query(&out, page);
        if (!text_empty(problem)) {
            buffer_put_string(&out, "&problem=");
            put_in_query(&out, problem);
        }
    }
    visit->frame.ask = buffer_text(&out);
}

void web_set_help(struct visit *visit, struct text code)
{
    struct frame *frame = &visit->frame;
    const struct help_entry *fitting = help_for(visit->web->help, visit->context->language, code);
    if (text_empty(frame->help_slug) && fitting) {
        frame->help_slug = fitting->slug;
        frame->help_question = fitting->question;
    }
    set_ask(visit, code);
}

static void fill_help(struct visit *visit)
{
    set_ask(visit, TEXT(""));
    if (!visit->row || text_empty(visit->row->help)) return;
    const struct help_entry *entry = help_find(visit->web->help, visit->context->language, visit->row->help);
    if (!entry) return;
    visit->frame.place_slug = entry->slug;
    visit->frame.place_question = entry->question;
}

/* With its query, so that whoever changes the language stays where he is in a list; but what was just done is not said again. */
static struct text page_of(struct visit *visit)
{
    struct text path = web_page_of(visit->context->arena, visit->web, visit->row, visit->request->path), query = visit->request->query, part;
    if (!visit->route || visit->route->method != HTTP_GET || !visit->route->fields || text_empty(query)) return path;
    struct buffer out = buffer_new(visit->context->arena, path.length + query.length + 2, path.length + query.length + 2);
    buffer_put(&out, path);
    for (char before = '?'; text_split(&query, '&', &part);) {
        if (text_empty(part) || text_starts_with(part, "done=")) continue;
        buffer_put_char(&out, before);
        buffer_put(&out, part);
        before = '&';
    }
    struct text whole = buffer_text(&out);
    return whole.length <= WEB_BACK_LIMIT ? whole : path;
}

void web_fill_frame(struct visit *visit)
{
    struct context *context = visit->context;
    struct frame *frame = &visit->frame;
    const struct web *web = visit->web;
    const struct web_door *door = web->doors[visit->door];
    const struct catalogue *catalogue;
    enum result result = catalogue_current(context, &catalogue);
    if (result < 0) error_clear(&context->error);
    frame->body = result < 0 ? TEXT("Testamur") : catalogue_wording(catalogue->body.name, context->language);
    frame->body_web = result < 0 ? TEXT("") : catalogue->body.web;
    fill_languages(visit);
    frame->signed_in = visit->signed_in;
    frame->user_name = frame->reader = visit->signed_in ? visit->account.user_name : TEXT("");
    frame->form_token = web_form_token(visit);
    if (text_empty(frame->path)) frame->path = page_of(visit);
    frame->for_everyone = context->hasty || (!visit->route && !door->session);
    if (!frame->for_everyone) { /* whose forms write nothing */
        unsigned char key[16];
        random_fill(key, sizeof key);
        frame->key = encoding_base64url(context->arena, (struct bytes){key, sizeof key});
    }
    frame->style = web->style.address;
    frame->script = web->script.address;
    frame->icon = web->icon.address;
    frame->demonstration = web->house->demonstration;
    frame->built_in_mailbox = !context->settings->production && text_is(context->settings->mail, "built-in");
    zone_of_person(context, visit->signed_in ? visit->account.zone : TEXT(""), result < 0 ? NULL : calendar_zone(catalogue->calendar), &visit->frame.zone_offset_minutes, &visit->frame.zone_name);
    frame->today = result < 0 ? NO_DAY : calendar_today(context, catalogue->calendar);
    if (result >= 0) {
        const struct promise_days *promises = catalogue->body.promises;
        frame->ecert_days = promises[PROMISE_ECERT].first;
        frame->score_report_days = promises[PROMISE_SCORE_REPORT].first;
        frame->objection_days = promises[PROMISE_OBJECTION].first;
    }
    fill_navigation(visit, door);
    fill_help(visit);
    struct text done = visit->route && visit->route->method == HTTP_GET && visit->form.values ? form_text(&visit->form, "done") : TEXT("");
    for (const struct web_notice *notice = door->notices; notice && notice->word; notice++)
        if (text_is(done, notice->word)) frame->notice = web_text(visit, notice->english);
}
