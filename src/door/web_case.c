#include "door/web_case.h"

#include "base/buffer.h"
#include "door/web_person.h"
#include "letter/address.h"
#include "outside/json.h"
#include "outside/language.h"

#define F(MEMBER) FIELD(struct web_case_fact, MEMBER)
RECORD(web_case_fact_record, struct web_case_fact, F(label), F(value), F(words), F(page), F(problem));

/* The members that the rooms write into their wishes. */
static const struct {
    const char *name, *english;
    bool staff_only;
} known[] = {
    {"name_latin", N_("Name in Latin letters, as it shall be"), false},
    {"name_native", N_("Name in native script, as it shall be"), false},
    {"was_latin", N_("Name in Latin letters until now"), false},
    {"was_native", N_("Name in native script until now"), false},
    {"exam", N_("Exam"), false},
    {"day", N_("Exam date"), false},
    {"registration", N_("Registration ID"), false},
    {"package", N_("Package"), false},
    {"certificate", N_("Certificate"), false},
    {"characters", N_("Characters that cannot be printed"), true},
    {"change", N_("From now on it is to be"), true},
    {"claim", N_("To be decided"), true},
    {"why", N_("Reason, as it is read by the holder, and by the public of what is taken away"), true},
    {"page", N_("Asked on the page"), false},
    {"problem", N_("What stood there"), true},
    {"unbinding", N_("The claim that came before it"), true},
    {"address", N_("The answer goes to"), true},
    {"language", N_("Language of the answer"), true},
};

/* What our pages are called, the longer path first. */
static const struct {
    const char *path, *english;
} places[] = {
    {"/my/packages/apply", N_("Apply for a package")}, {"/my/packages", N_("Certificate Application")}, {"/my/certificates", N_("My Certificate")}, {"/my/exams/associate", N_("Associate My Exam Record")},
    {"/my/exams/where", N_("Where is my exam?")}, {"/my/exams/mailboxes", N_("Trainee Mailbox Management")}, {"/my/exams", N_("My Exam")}, {"/my/cases", N_("My Cases")}, {"/my/letters", N_("Letters")},
    {"/my/addresses", N_("Postal addresses")}, {"/my/profile", N_("Profile")}, {"/verify", N_("Verify")}, {"/help", N_("Help")}, {"/sign-in", N_("Sign in")},
};

struct text web_place(const struct visit *visit, struct text path)
{
    if (text_is(path, "/")) return web_text(visit, N_("My Space"));
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        size_t length = strlen(places[i].path);
        if (text_starts_with(path, places[i].path) && (path.length == length || path.bytes[length] == '/')) return web_text(visit, places[i].english);
    }
    return path;
}

enum result web_case_facts(struct visit *visit, const struct case_view *view, bool staff, struct list *facts)
{
    struct context *context = visit->context;
    struct json_value wish;
    struct web_case_fact *items = ARENA_ARRAY(context->arena, sizeof known / sizeof *known, struct web_case_fact);
    size_t count = 0;
    TRY(json_parse(context, view->wish, CASE_WISH_LIMIT, &wish));
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        struct text value = json_as_text(context->arena, json_member(&wish, known[i].name));
        if (text_empty(value) || (known[i].staff_only && !staff)) continue;
        struct text words = value;
        if (strcmp(known[i].name, "package") == 0) value = text_printf(context->arena, "/%s/packages/%.*s", staff ? "desk" : "my", TEXT_ARG(value));
        struct day day;
        if (strcmp(known[i].name, "day") == 0 && day_parse(value, &day)) value = language_day(context->languages, context->language, context->arena, day);
        if (staff && view->of_certificate && strcmp(known[i].name, "certificate") == 0) value = text_printf(context->arena, "/desk/certificates/%.*s", TEXT_ARG(value));
        if (strcmp(known[i].name, "change") == 0) value = web_text(visit, text_is(value, "given-back") ? N_("given back") : text_is(value, "revoked") ? N_("revoked") : N_("suspended"));
        if (strcmp(known[i].name, "claim") == 0)
            value = text_is(value, "name") ? web_text(visit, N_("The holder’s name cannot be printed, so this certificate waits: the fonts lack characters of it, or, where none are named here, it is too long for its place. It is issued by itself, and this case ends, when the holder has written his name otherwise, or when the nightly run finds a font that has them: theme/ecert/README.md says how one is added. Granted or refused, this only closes the case."))
                                            : web_text(visit, N_("Exam records on which this certificate rests have left the account that has it, by force or without the others, and this account has earned the certification by them. Granted, this account gets a certificate of its own. Refused, it gets none as long as the other one stays suspended or revoked."));
        if (strcmp(known[i].name, "address") == 0) value = address_shown(context->arena, value);
        if (strcmp(known[i].name, "language") == 0) value = web_language_name(visit, value);
        if (strcmp(known[i].name, "unbinding") == 0) value = text_printf(context->arena, "/desk/unbindings/%.*s", TEXT_ARG(value));
        if (strcmp(known[i].name, "page") == 0) words = web_place(visit, value);
        bool his = staff && strcmp(known[i].name, "page") == 0 && (text_is(value, "/") || text_starts_with(value, "/my"));
        if (his) value = view->account_id ? text_printf(context->arena, "/desk/people/%lld", (long long)view->account_id) : words; /* staff who open it see their own; what he asked about stands on the page about him */
        bool page = strcmp(known[i].name, "page") == 0 || strcmp(known[i].name, "certificate") == 0 || strcmp(known[i].name, "package") == 0 || strcmp(known[i].name, "unbinding") == 0;
        items[count++] = (struct web_case_fact){web_text(visit, known[i].english), value, words, page && web_is_own_path(value) && !(his && !view->account_id), strcmp(known[i].name, "problem") == 0};
    }
    *facts = (struct list){&web_case_fact_record, items, count};
    return RESULT_OK;
}

enum result web_case_upload(struct visit *visit, struct case_evidence *evidence, bool *any)
{
    struct text file = form_text(&visit->form, "evidence"), name = form_file_name(&visit->form, "evidence");
    *any = !text_empty(file) || !text_empty(name); /* browsers send a field without a file, too */
    if (!*any) return RESULT_OK;
    return case_evidence_read(visit->context, name, (struct bytes){(const unsigned char *)file.bytes, file.length}, evidence);
}

/* RFC 6266, RFC 8187. */
static struct text disposition(struct context *context, const struct case_evidence_view *evidence)
{
    struct buffer out = buffer_new(context->arena, 256, 4096);
    buffer_put_string(&out, evidence->picture ? "inline" : "attachment");
    buffer_put_string(&out, "; filename*=UTF-8''");
    for (size_t i = 0; i < evidence->name.length; i++) {
        unsigned char c = (unsigned char)evidence->name.bytes[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("-._~", c));
        if (plain) buffer_put_char(&out, (char)c);
        else buffer_printf(&out, "%%%02X", c);
    }
    return buffer_text(&out);
}

enum result web_case_evidence(struct visit *visit, const struct case_view *view, int64_t id)
{
    struct case_evidence_view evidence;
    struct http_answer *answer = visit->answer;
    enum result found = case_evidence_content(visit->context, view, id, &evidence);
    if (found != RESULT_OK) return found;
    answer->content_type = text_string(visit->context->arena, evidence.media);
    answer->body = (struct text){(const char *)evidence.content.data, evidence.content.length};
    http_answer_header(answer, "Content-Disposition", disposition(visit->context, &evidence));
    http_answer_header(answer, "Content-Security-Policy", TEXT("default-src 'none'; sandbox; frame-ancestors 'none'"));
    http_answer_header(answer, "X-Content-Type-Options", TEXT("nosniff"));
    http_answer_header(answer, "Cross-Origin-Resource-Policy", TEXT("same-origin"));
    http_answer_header(answer, "Referrer-Policy", TEXT("no-referrer"));
    http_answer_header(answer, "Cache-Control", TEXT("no-store"));
    return RESULT_OK;
}
