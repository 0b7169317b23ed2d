/* Templates: escaping for each place in the HTML, what the compiler refuses and where, sections, messages, dates. Templates are written
 * into a folder of their own, as a designer would. */
#include "page/messages.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "outside/page.h"

struct letter {
    struct text subject;
    bool unread;
    struct day day;
};
RECORD(letter_record, struct letter, FIELD(struct letter, subject), FIELD(struct letter, unread), FIELD(struct letter, day));

struct holder {
    struct text name;
    const char *country;
};
RECORD(holder_record, struct holder, FIELD(struct holder, name), FIELD(struct holder, country));

struct certificate {
    struct text name, number, link;
    const char *level;
    int64_t count;
    int32_t years;
    bool valid;
    struct day expires;
    struct instant since;
    struct bytes hash;
    struct list letters, blind;
    struct view holder;
};
#define CERTIFICATE(MEMBER) FIELD(struct certificate, MEMBER)
RECORD(shown_certificate_record, struct certificate, CERTIFICATE(name), CERTIFICATE(number), CERTIFICATE(link), CERTIFICATE(level),
       CERTIFICATE(count), CERTIFICATE(years), CERTIFICATE(valid), CERTIFICATE(expires), CERTIFICATE(since), CERTIFICATE(hash),
       CERTIFICATE(blind), FIELD_OF(struct certificate, letters, letter_record), FIELD_OF(struct certificate, holder, holder_record));

struct everywhere {
    struct text user, name;
    int32_t zone_offset_minutes;
    struct text zone_name;
};
RECORD(everywhere_record, struct everywhere, FIELD(struct everywhere, user), FIELD(struct everywhere, name),
       FIELD(struct everywhere, zone_offset_minutes), FIELD(struct everywhere, zone_name));

struct bench {
    struct support *support;
    struct languages *languages;
    char folder[64];
    const char *kind;
    struct certificate certificate;
    struct everywhere everywhere;
};

static const struct letter two_letters[] = {{TEXT("Welcome"), true, {20497}}, {TEXT("<Your> certificate"), false, {20498}}};

static struct bench *bench_new(const char *kind)
{
    struct support *support = support_context("2026-02-13T08:30:00Z");
    struct bench *bench = ARENA_NEW(support->context.arena, struct bench);
    static const struct holder holder = {TEXT("Chen Xiaoming"), "CN"};
    *bench = (struct bench){.support = support, .languages = messages_languages(support), .kind = kind};
    bench->certificate = (struct certificate){.name = TEXT("Ann \"A\" O'Neil & <Co>"),
                                              .number = TEXT("HC 12/3?"),
                                              .link = TEXT("/certificates/7?a=1&b=2"),
                                              .level = "expert",
                                              .count = 1234,
                                              .years = -3,
                                              .valid = true,
                                              .since = context_now(&support->context),
                                              .hash = {(const unsigned char *)"x", 1},
                                              .letters = {&letter_record, two_letters, 2},
                                              .holder = {&holder_record, &holder}};
    assert_true(day_parse(TEXT("2026-02-13"), &bench->certificate.expires));
    bench->everywhere = (struct everywhere){.user = TEXT("ann"), .name = TEXT("outer name")};
    strcpy(bench->folder, "/tmp/testamur-page-XXXXXX");
    assert_non_null(mkdtemp(bench->folder));
    return bench;
}

static void write_template(struct bench *bench, const char *name, const char *content)
{
    struct text path = text_printf(bench->support->context.arena, "%s/%s%s", bench->folder, name, bench->kind);
    FILE *file = fopen(path.bytes, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(content, 1, strlen(content), file), strlen(content));
    assert_int_equal(fclose(file), 0);
}

static void bench_free(struct bench *bench)
{
    static const char *const names[] = {"page", "part", "head", "foot", "a", "b"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct text path = text_printf(bench->support->context.arena, "%s/%s%s", bench->folder, names[i], bench->kind);
        unlink(path.bytes);
    }
    assert_int_equal(rmdir(bench->folder), 0);
    support_context_free(bench->support);
}

static enum result load(struct bench *bench, struct pages **pages)
{
    static const struct page_binding binding = {"page", &shown_certificate_record};
    error_clear(&bench->support->context.error);
    return pages_load(&bench->support->context, bench->languages, text_of(bench->folder), bench->kind, &everywhere_record, &binding, 1,
                      pages);
}

static const char *render_in(struct bench *bench, const char *language, const char *template)
{
    struct pages *pages = NULL;
    write_template(bench, "page", template);
    assert_result(bench->support, RESULT_OK, load(bench, &pages));
    struct buffer out = buffer_new(bench->support->context.arena, 64, 1 << 20);
    page_render(pages_find(pages, "page"), language, (struct view){&everywhere_record, &bench->everywhere}, &bench->certificate, &out);
    return buffer_string(&out);
}

#define assert_page(BENCH, TEMPLATE, EXPECTED) assert_string_equal(render_in((BENCH), "en", (TEMPLATE)), (EXPECTED))
#define assert_page_in(BENCH, LANGUAGE, TEMPLATE, EXPECTED) assert_string_equal(render_in((BENCH), (LANGUAGE), (TEMPLATE)), (EXPECTED))

static void assert_refused_(struct bench *bench, const char *template, const char *code, long line, long column, int at)
{
    struct pages *pages = NULL;
    const struct error *error = &bench->support->context.error;
    write_template(bench, "page", template);
    enum result result = load(bench, &pages);
    if (result != RESULT_REFUSED || strcmp(error->code, code) != 0 || error->line != line || error->column != column) {
        print_error("%s\n gives %d %s at %ld:%ld, not %s at %ld:%ld: %s\n", template, result, error->code ? error->code : "-", error->line,
                    error->column, code, line, column,
                    error->english ? text_string(bench->support->context.arena, error_text(bench->support->context.arena, error)) : "");
        _fail(__FILE__, at);
    }
}
#define assert_refused(BENCH, TEMPLATE, CODE, LINE, COLUMN) assert_refused_((BENCH), (TEMPLATE), (CODE), (LINE), (COLUMN), __LINE__)

static void a_value_is_escaped_for_where_it_stands(void **state)
{
    (void)state;
    struct bench *bench = bench_new(".html");
    assert_page(bench, "<p>{{name}}</p>", "<p>Ann &quot;A&quot; O&#39;Neil &amp; &lt;Co&gt;</p>");
    assert_page(bench, "<p title=\"{{name}}\" lang='{{level}}'></p>",
                "<p title=\"Ann &quot;A&quot; O&#39;Neil &amp; &lt;Co&gt;\" lang='expert'></p>");
    assert_page(bench, "<title>{{name}}</title>", "<title>Ann &quot;A&quot; O&#39;Neil &amp; &lt;Co&gt;</title>");
    assert_page(bench, "<a href=\"{{link}}\">x</a>", "<a href=\"/certificates/7?a=1&amp;b=2\">x</a>");
    assert_page(bench, "<a href=\"/c/{{number}}?n={{name}}\">x</a>",
                "<a href=\"/c/HC%2012%2F3%3F?n=Ann%20%22A%22%20O%27Neil%20%26%20%3CCo%3E\">x</a>");
    assert_page(bench, "{{count}} {{years}} {{valid}} {{expires}} {{since}}", "1234 -3 true 2026-02-13 2026-02-13T08:30:00Z");
    bench_free(bench);
}

static void nasty_values_do_no_harm(void **state)
{
    (void)state;
    struct bench *bench = bench_new(".html");
    static const char template[] = "<p>{{name}}</p><a href=\"{{link}}\">x</a>";
    static const struct {
        struct text value;
        const char *text, *link;
    } nasty[] = {
        {TEXT("\"onmouseover=alert(1) x=\""), "&quot;onmouseover=alert(1) x=&quot;", "#"},
        {TEXT("javascript:alert(1)"), "javascript:alert(1)", "#"},
        {TEXT("JaVaScRiPt:alert(1)"), "JaVaScRiPt:alert(1)", "#"},
        {TEXT(" javascript:alert(1)"), " javascript:alert(1)", "#"},
        {TEXT("data:text/html,x"), "data:text/html,x", "#"},
        {TEXT("vbscript:x"), "vbscript:x", "#"},
        {TEXT(""), "", "#"},
        {TEXT("httpx:"), "httpx:", "#"},
        {TEXT("HTTPS://example.org/\xE9\x99\x88"), "HTTPS://example.org/陈", "HTTPS://example.org/%E9%99%88"},
        {TEXT("mailto:a@b.example?subject=x y"), "mailto:a@b.example?subject=x y", "mailto:a@b.example?subject=x%20y"},
        {TEXT("/\\example.org"), "/\\example.org", "/%5Cexample.org"},
        {TEXT("/\t\n\"'<>`{}|^"), "/\t\n&quot;&#39;&lt;&gt;`{}|^", "/%09%0A%22%27%3C%3E%60%7B%7D%7C%5E"},
        {TEXT("/a\xE2\x80\xA8"
              "b"),
         "/a\xE2\x80\xA8"
         "b",
         "/a%E2%80%A8b"}, /* U+2028 */
        {TEXT("/a\0b\x01\x7F"),
         "/a\xEF\xBF\xBD"
         "b\xEF\xBF\xBD\xEF\xBF\xBD",
         "/a%00b%01%7F"},
        {TEXT("/\xC0\xBC\xED\xA0\x80\xFF"), "/\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD",
         "/%C0%BC%ED%A0%80%FF"},
        {TEXT("/\xC2\x85\xC2\xA9\xE4\xB8"), "/\xEF\xBF\xBD\xEF\xBF\xBD\xC2\xA9\xEF\xBF\xBD\xEF\xBF\xBD",
         "/%C2%85%C2%A9%E4%B8"}, /* C1, cut off */
        {TEXT("{{name}} {{{x}}}"), "{{name}} {{{x}}}", "#"},
        {TEXT("</p><script>alert(1)</script>"), "&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;", "#"},
    };
    for (size_t i = 0; i < sizeof nasty / sizeof *nasty; i++) {
        bench->certificate.name = bench->certificate.link = nasty[i].value;
        struct text expected = text_printf(bench->support->context.arena, "<p>%s</p><a href=\"%s\">x</a>", nasty[i].text, nasty[i].link);
        assert_page(bench, template, expected.bytes);
    }
    bench_free(bench);
}

static void plain_text_is_not_escaped_but_holds_no_control_characters(void **state)
{
    (void)state;
    struct bench *bench = bench_new(".txt");
    bench->certificate.name = TEXT("A & <B>\x1B[31m\r\n\tC\0\x7F\xC2\x9B\xFF.");
    assert_page(bench, "Dear {{name}}\n  <x>  {{day expires}}\n\n{{instant since}}\n",
                "Dear A & <B>[31m\n\tC\xEF\xBF\xBD.\n  <x>  13 February 2026\n\n13 February 2026, 08:30 UTC\n");
    assert_page(bench, "{{#valid}}\nValid.\n{{/valid}}\n{{^valid}}\nNot valid.\n{{/valid}}\nEnd {{#valid}}yes{{/valid}}\n",
                "Valid.\nEnd yes\n");
    assert_page(bench, "Letters:\n{{#letters}}\n- {{subject}}\n{{/letters}}\n{{! a word }}\nBye",
                "Letters:\n- Welcome\n- <Your> certificate\nBye");
    bench_free(bench);
}

static void sections_ask_and_repeat(void **state)
{
    (void)state;
    struct bench *bench = bench_new(".html");
    struct certificate *certificate = &bench->certificate;
    assert_page(bench,
                "{{?letters}}<ul>{{#letters}}<li{{#unread}} class=\"new\"{{/unread}}>{{subject}} "
                "{{number}}</li>{{/letters}}</ul>{{/letters}}{{^letters}}none{{/letters}}",
                "<ul><li class=\"new\">Welcome HC 12/3?</li><li>&lt;Your&gt; certificate HC 12/3?</li></ul>");
    assert_page(bench, "{{#holder}}{{name}} {{country}} {{user}}{{/holder}} {{name}}",
                "Chen Xiaoming CN ann Ann &quot;A&quot; O&#39;Neil &amp; &lt;Co&gt;");
    assert_page(bench,
                "{{#count}}a{{/count}}{{#years}}b{{/years}}{{#level}}c{{/level}}{{#number}}d{{/number}}{{#expires}}e{{/"
                "expires}}{{#since}}f{{/since}}{{#hash}}g{{/hash}}{{?holder}}h{{/holder}}",
                "abcdefgh");
    assert_page(bench, "{{#letters}}{{#holder}}[{{subject}} {{name}}]{{/holder}}{{/letters}}",
                "[Welcome Chen Xiaoming][&lt;Your&gt; certificate Chen Xiaoming]");
    *certificate = (struct certificate){.expires = NO_DAY, .since = NO_INSTANT};
    assert_page(
        bench,
        "{{#count}}a{{/count}}{{#years}}b{{/years}}{{#level}}c{{/level}}{{#number}}d{{/number}}{{#expires}}e{{/expires}}{{#since}}f{{/"
        "since}}{{#hash}}g{{/hash}}{{#letters}}h{{/letters}}"
        "{{?letters}}i{{/letters}}{{#holder}}j{{/holder}}{{#valid}}k{{/valid}}{{^letters}}none{{/letters}}{{^holder}}nobody{{/holder}}"
        "{{name}}{{level}}{{day expires}}{{instant since}}{{expires}}",
        "nonenobody");
    bench_free(bench);
}

static void a_page_without_its_record_shows_nothing(void **state)
{
    (void)state;
    struct bench *bench = bench_new(".html");
    struct pages *pages = NULL;
    write_template(bench, "page", "<p>{{name}}{{user}}{{day expires}}{{#letters}}x{{/letters}}{{count}}</p>");
    assert_result(bench->support, RESULT_OK, load(bench, &pages));
    struct buffer out = buffer_new(bench->support->context.arena, 64, 1000);
    page_render(pages_find(pages, "page"), "en", (struct view){0}, NULL, &out);
    assert_text_equal(buffer_text(&out), "<p>0</p>");
    /* a list of other records than the template was checked against */
    bench->certificate.letters = (struct list){&holder_record, two_letters, 2};
    out.length = 0;
    page_render(pages_find(pages, "page"), "en", (struct view){&everywhere_record, &bench->everywhere}, &bench->certificate, &out);
    assert_text_equal(buffer_text(&out),
                      "<p>Ann &quot;A&quot; O&#39;Neil &amp; &lt;Co&gt;ann<time datetime=\"2026-02-13\">13 February 2026</time>1234</p>");
    assert_null(pages_find(pages, "nowhere"));
    bench_free(bench);
}

static void a_page_that_is_too_large_says_so(void **state)
{
    (void)state;
    struct bench *bench = bench_new(".html");
    struct pages *pages = NULL;
    write_template(bench, "page", "<p>{{name}}</p>{{#letters}}0123456789{{/letters}}");
    assert_result(bench->support, RESULT_OK, load(bench, &pages));
    for (size_t maximum = 1; maximum < 80; maximum++) {
        struct buffer out = buffer_new(bench->support->context.arena, 1, maximum);
        page_render(pages_find(pages, "page"), "en", (struct view){0}, &bench->certificate, &out);
        assert_int_equal(out.full, maximum < 72);
        assert_true(out.length <= maximum);
    }
    bench_free(bench);
}

static void messages_come_in_the_reader_s_language(void **state)
{
    (void)state;
    struct bench *bench = bench_new(".html");
    static const char terms[] =
        "<p title=\"{{_ Terms & conditions}}\">{{_ Welcome}}</p><title>{{_ Terms & conditions}}</title><b>{{_ Unknown}}</b>";
    assert_page(bench, terms, "<p title=\"Terms &amp; conditions\">Welcome</p><title>Terms &amp; conditions</title><b>Unknown</b>");
    assert_page_in(bench, "zh_CN", terms, "<p title=\"条款 &lt;与&gt; 条件\">欢迎</p><title>条款 &lt;与&gt; 条件</title><b>Unknown</b>");
    bench->certificate.name = TEXT("<陈>");
    assert_page_in(bench, "zh_CN", "{{_ Held\n   by {name}}}!", "持有人：&lt;陈&gt;!");
    assert_page_in(bench, "tlh", "{{_ Held by {name}}}!", "Held by &lt;陈&gt;!");
    assert_page_in(bench, "zh_CN", "{{_ Valid until {day expires} for {name}}}",
                   "&lt;陈&gt; 有效期至 <time datetime=\"2026-02-13\">2026年2月13日</time>");
    assert_page_in(bench, "zh_CN", "<p title=\"{{_ Valid until {day expires} for {name}}}\"></p>",
                   "<p title=\"&lt;陈&gt; 有效期至 2026年2月13日\"></p>");
    assert_page(bench, "<a href=\"mailto:a@b.example?subject={{_ Terms & conditions}}\">x</a>",
                "<a href=\"mailto:a@b.example?subject=Terms%20%26%20conditions\">x</a>");
    bench_free(bench);
}

/* A full-width mark has its own room: no blank follows it. */
static void no_blank_follows_a_full_width_mark(void **state)
{
    (void)state;
    struct bench *bench = bench_new(".html");
    bench->certificate.name = TEXT("Ann");
    assert_page(bench, "<p>{{_ The reason:}} {{name}}</p>", "<p>The reason: Ann</p>");
    assert_page_in(bench, "zh_CN", "<p>{{_ The reason:}} {{name}}</p>", "<p>理由：Ann</p>");
    assert_page_in(bench, "zh_CN", "<p>{{_ The reason:}} <b>{{name}}</b> {{_ Welcome}} <i>x</i></p>", "<p>理由：<b>Ann</b> 欢迎 <i>x</i></p>");
    assert_page_in(bench, "zh_CN", "{{#name}}{{_ The reason:}} {{/name}}{{name}}", "理由：Ann");
    assert_page_in(bench, "zh_CN", "<p>{{_ Held by {name}}} {{name}}</p>", "<p>持有人：Ann Ann</p>");
    assert_page_in(bench, "zh_CN", "{{_ The reason:}}{{#name}} {{name}}{{/name}}", "理由：Ann");
    assert_page_in(bench, "zh_CN", "{{#name}}{{_ The reason:}}{{/name}} {{name}}", "理由：Ann");
    assert_page_in(bench, "zh_CN", "{{^name}}{{_ The reason:}}{{/name}} {{name}}", " Ann");
    assert_page_in(bench, "zh_CN", "<p>{{_ The reason:}}\n{{name}}</p>", "<p>理由：Ann</p>");
    assert_page_in(bench, "zh_CN", "<title>{{_ The reason:}} {{name}}</title>", "<title>理由：Ann</title>");
    write_template(bench, "part", "{{#name}}{{_ The reason:}}{{/name}}\n");
    assert_page_in(bench, "zh_CN", "<p>{{> part}} {{name}}</p>", "<p>理由：Ann</p>");
    assert_page(bench, "<p>{{> part}} {{name}}</p>", "<p>The reason:\n Ann</p>");
    bench->certificate.count = 5;
    assert_page_in(bench, "zh_CN", "{{_n count|One letter:|{count} letters:}} {{name}}", "5 封信：Ann");
    bench_free(bench);
    bench = bench_new(".txt");
    bench->certificate.name = TEXT("Ann");
    assert_page_in(bench, "zh_CN", "{{_ The reason:}} {{name}}\n{{_ The reason:}}\n\n{{name}}\n", "理由：Ann\n理由：\n\nAnn\n");
    bench_free(bench);
}

static void plural_forms_follow_the_count(void **state)
{
    (void)state;
    struct bench *bench = bench_new(".html");
    static const char template[] = "<p>{{_n count|One letter|{count} letters}}, </p>{{_n letters|One exam|{letters} exams for {name}}}.";
    bench->certificate.name = TEXT("Ann");
    assert_page(bench, template, "<p>1,234 letters, </p>2 exams for Ann.");
    bench->certificate.count = 1;
    bench->certificate.letters.count = 1;
    assert_page(bench, template, "<p>One letter, </p>One exam.");
    static const char russian[] = "[{{_n count|One letter|{count} letters}}]";
    bench->certificate.count = 1022;
    assert_page_in(bench, "ru", russian, "[1 022 письма]");
    bench->certificate.count = 5;
    assert_page_in(bench, "ru", russian, "[5 писем]");
    assert_page_in(bench, "zh_CN", russian, "[5 封信]");
    bench->certificate.count = 0;
    assert_page_in(bench, "ar", russian, "[لا رسائل]");
    bench_free(bench);
}

static void dates_are_words_for_people_and_iso_for_programs(void **state)
{
    (void)state;
    struct bench *bench = bench_new(".html");
    assert_page(bench, "<p>{{day expires}}</p>", "<p><time datetime=\"2026-02-13\">13 February 2026</time></p>");
    assert_page_in(bench, "zh_CN", "<p>{{day expires}}</p>", "<p><time datetime=\"2026-02-13\">2026年2月13日</time></p>");
    assert_page(bench,
                "<title>{{day expires}}</title><input value=\"{{expires}}\" title=\"{{day expires}}\"><select><option>{{day "
                "expires}}</option></select>",
                "<title>13 February 2026</title><input value=\"2026-02-13\" title=\"13 February 2026\"><select><option>13 February "
                "2026</option></select>");
    assert_page(bench, "{{instant since}}", "<time datetime=\"2026-02-13T08:30:00Z\">13 February 2026, 08:30<span class=\"zone\"> UTC</span></time>");
    bench->everywhere.zone_offset_minutes = 16 * 60;
    assert_page(bench, "{{instant since}}", "<time datetime=\"2026-02-13T08:30:00Z\">14 February 2026, 00:30<span class=\"zone\"> UTC+16:00</span></time>");
    bench->everywhere.zone_offset_minutes = 480;
    bench->everywhere.zone_name = TEXT("北京<时间>");
    assert_page_in(bench, "zh_CN", "{{instant since}}",
                   "<time datetime=\"2026-02-13T08:30:00Z\">2026年2月13日 16:30<span class=\"zone\">（北京&lt;时间&gt;）</span></time>");
    assert_page(bench, "{{number count}} {{number years}} {{number letters}}", "1,234 -3 2");
    bench_free(bench);
}

static void pages_come_out_small(void **state)
{
    (void)state;
    struct bench *bench = bench_new(".html");
    assert_page(bench,
                "<!doctype html>\n<html lang=\"en\">\n\n   <!-- inner -->\n    <body>\n        <p   class=\"a  b\"\n           "
                "id=\"x\">one   two\r\n   three</p>\n  </body>\n</html>\n",
                "<!doctype html>\n<html lang=\"en\">\n<body>\n<p class=\"a  b\" id=\"x\">one two\nthree</p>\n</body>\n</html>\n");
    assert_page(bench, "<pre>\n  a\n    b\n</pre>\n\n\n<textarea>\n  c\n\n  d</textarea>",
                "<pre>\n  a\n    b\n</pre>\n<textarea>\n  c\n\n  d</textarea>");
    assert_page(bench, "<ul>\n    {{#letters}}\n    <li>x</li>\n    {{/letters}}\n</ul>\n", "<ul>\n<li>x</li>\n<li>x</li>\n</ul>\n");
    bench_free(bench);
}

static void parts_stand_in_place(void **state)
{
    (void)state;
    struct bench *bench = bench_new(".html");
    write_template(bench, "head", "<html lang=\"en\"><body class=\"{{level}}\">\n");
    write_template(bench, "foot", "</body></html>\n");
    write_template(bench, "part", "<i>{{subject}}</i>");
    assert_page(bench, "{{> head}}\n{{#letters}}{{> part}}{{/letters}}\n{{> foot}}\n",
                "<html lang=\"en\"><body class=\"expert\">\n<i>Welcome</i><i>&lt;Your&gt; certificate</i>\n</body></html>\n");
    assert_refused(bench, "a\n{{> part}}", "page.unknown_name", 1, 4); /* here no record has a subject; the place is the part's */
    assert_true(text_ends_with(bench->support->context.error.file, "/part.html"));
    write_template(bench, "a", "x{{> b}}");
    write_template(bench, "b", "y\n {{> a}} z");
    assert_refused(bench, "{{> a}}", "page.part_in_itself", 2, 2);
    assert_true(text_ends_with(bench->support->context.error.file, "/b.html"));
    assert_refused(bench, "{{> page}}", "page.part_in_itself", 1, 1);
    assert_refused(bench, "{{> ../page}}", "page.no_part", 1, 1);
    assert_refused(bench, "{{> nowhere}}", "page.no_part", 1, 1);
    write_template(bench, "part", "{{#valid}}");
    assert_refused(bench, "{{> part}}{{/valid}}", "page.no_end", 1, 1);
    write_template(bench, "part", "{{/valid}}");
    assert_refused(bench, "{{#valid}}{{> part}}", "page.wrong_end", 1, 1);
    bench_free(bench);
}

static void the_compiler_says_what_is_wrong_and_where(void **state)
{
    (void)state;
    struct bench *bench = bench_new(".html");
    assert_refused(bench, "<p>\n  陈 {{nmae}}</p>", "page.unknown_name", 2, 5);
    assert_text_equal(error_fill(bench->support->context.arena, &bench->support->context.error, bench->support->context.error.english),
                      "No record here has a field nmae.");
    assert_refused(bench, "ab{{name", "page.unclosed", 1, 3);
    assert_refused(bench, "{{{name}}}", "page.raw_output", 1, 1);
    assert_refused(bench, "{{&name}}", "page.unknown_tag", 1, 1);
    assert_refused(bench, "{{}}", "page.unknown_tag", 1, 1);
    assert_refused(bench, "{{ hash }}", "page.not_shown", 1, 1);
    assert_refused(bench, "{{letters}}", "page.not_shown", 1, 1);
    assert_refused(bench, "{{holder}}", "page.not_shown", 1, 1);
    assert_refused(bench, "{{day name}}", "page.not_shown", 1, 1);
    assert_refused(bench, "{{instant expires}}", "page.not_shown", 1, 1);
    assert_refused(bench, "{{number name}}", "page.not_shown", 1, 1);
    assert_refused(bench, "{{#blind}}{{/blind}}", "page.not_described", 1, 1);
    assert_refused(bench, "{{#valid}}", "page.no_end", 1, 1);
    assert_refused(bench, "\n{{#valid}}{{#count}}{{/valid}}{{/count}}", "page.wrong_end", 2, 21);
    assert_refused(bench, "{{/valid}}", "page.wrong_end", 1, 1);
    assert_refused(bench, "{{#letters}}x{{/letters}}{{subject}}", "page.unknown_name", 1, 26);
    assert_refused(bench, "{{_ }}", "page.empty_message", 1, 1);
    assert_refused(bench, "{{_ Hello {nobody}}}", "page.unknown_name", 1, 1);
    assert_refused(bench, "{{_ Hello {No body}}}", "page.bad_argument", 1, 1);
    assert_refused(bench, "{{_n count|One}}", "page.plural_forms", 1, 1);
    assert_refused(bench, "{{_n name|One|Two}}", "page.not_shown", 1, 1);
    assert_refused(bench, "{{_x}}", "page.unknown_tag", 1, 1);
    assert_refused(bench, "<p>ok</p>\n\xFF", "page.not_utf8", 2, 1);
    struct pages *pages = NULL;
    static const struct page_binding unknown = {"nowhere", NULL};
    error_clear(&bench->support->context.error);
    assert_int_equal(pages_load(&bench->support->context, bench->languages, text_of(bench->folder), ".html", NULL, &unknown, 1, &pages),
                     RESULT_REFUSED);
    assert_string_equal(bench->support->context.error.code, "page.no_template");
    bench_free(bench);
}

static void values_stand_only_where_they_can_be_escaped(void **state)
{
    (void)state;
    struct bench *bench = bench_new(".html");
    assert_refused(bench, "<script>x = \"{{name}}\"</script>", "page.value_in_raw", 1, 14);
    assert_refused(bench, "<style>{{name}}</style>", "page.value_in_raw", 1, 8);
    assert_refused(bench, "<{{name}}>", "page.stray_less", 1, 1);
    assert_refused(bench, "<p{{name}}>", "page.value_in_name", 1, 3);
    assert_refused(bench, "<p {{name}}>", "page.value_in_name", 1, 4);
    assert_refused(bench, "<p {{name}}=\"x\">", "page.value_in_name", 1, 4);
    assert_refused(bench, "<p title={{name}}>", "page.unquoted", 1, 10);
    assert_refused(bench, "<p title=x>", "page.unquoted", 1, 10);
    assert_refused(bench, "</{{name}}>", "page.stray_less", 1, 1);
    assert_refused(bench, "<p onclick=\"{{name}}\">", "page.value_in_attribute", 1, 13);
    assert_refused(bench, "<p OnClick='{{name}}'>", "page.value_in_attribute", 1, 13);
    assert_refused(bench, "<p style=\"{{name}}\">", "page.value_in_attribute", 1, 11);
    assert_refused(bench, "<p style=\"{{_ Welcome}}\">", "page.value_in_attribute", 1, 11);
    assert_refused(bench, "<img srcset=\"{{link}}\">", "page.value_in_attribute", 1, 14);
    assert_refused(bench, "<svg><set to=\"{{link}}\"/></svg>", "page.value_in_attribute", 1, 15);
    assert_refused(bench, "<meta http-equiv=\"refresh\" content=\"{{link}}\">", "page.refresh_value", 1, 46);
    assert_refused(bench, "<meta content=\"{{link}}\" http-equiv=\"refresh\">", "page.refresh_value", 1, 46);
    assert_refused(bench, "<meta content=\"{{link}}\" {{#valid}}http-equiv=\"refresh\"{{/valid}}>", "page.refresh_value", 1, 66);
    assert_refused(bench, "<a href=\"java{{name}}\">", "page.value_in_scheme", 1, 14);
    assert_refused(bench, "<a href=\"javascript:{{name}}\">", "page.bad_scheme", 1, 20);
    assert_refused(bench, "<a href=\" JavaScript:x\">", "page.bad_scheme", 1, 21);
    assert_refused(bench, "<img src=\"data:{{name}}\">", "page.value_in_scheme", 1, 16);
    assert_refused(bench, "<a href=\"{{_ Welcome}}\">", "page.not_in_url", 1, 10);
    assert_refused(bench, "<a href=\"/{{day expires}}\">", "page.not_in_url", 1, 11);
    assert_refused(bench, "<!-- {{name}} -->", "page.open_comment", 1, 1);
    assert_refused(bench, "<title></ti{{name}}tle>", "page.raw_closing", 1, 8);
    assert_refused(bench, "<title><{{name}}", "page.raw_closing", 1, 8);
    assert_refused(bench, "<plaintext>{{name}}", "page.unknown_element", 1, 11);
    assert_page(bench, "<script src=\"/s.js\"></script><style>a{b:\"c<d\"}</style>",
                "<script src=\"/s.js\"></script><style>a{b:\"c<d\"}</style>");
    bench_free(bench);
}

static void the_html_must_be_whole(void **state)
{
    (void)state;
    struct bench *bench = bench_new(".html");
    assert_refused(bench, "<p>", "page.never_closed", 1, 4);
    assert_refused(bench, "<p></div>", "page.wrong_closing", 1, 9);
    assert_refused(bench, "</p>", "page.wrong_closing", 1, 4);
    assert_refused(bench, "<div/>", "page.not_self_closing", 1, 6);
    assert_refused(bench, "<br></br>", "page.closing_void", 1, 9);
    assert_refused(bench, "a < b", "page.stray_less", 1, 3);
    assert_refused(bench, "<p a=\"1\"b=\"2\">", "page.glued", 1, 9);
    assert_refused(bench, "<p \"a\">", "page.stray_character", 1, 4);
    assert_refused(bench, "<p", "page.unfinished", 1, 3);
    assert_page(bench, "<P><BR/><svg viewBox=\"0 0 1 1\"><path d=\"M0\"/></svg></p>",
                "<P><BR/><svg viewBox=\"0 0 1 1\"><path d=\"M0\"/></svg></p>");
    bench_free(bench);
}

static void a_section_ends_where_it_began(void **state)
{
    (void)state;
    struct bench *bench = bench_new(".html");
    assert_refused(bench, "{{#valid}}<p>{{/valid}}</p>", "page.never_closed", 1, 14);
    assert_refused(bench, "<p>{{#valid}}</p>{{/valid}}", "page.closes_outside", 1, 17);
    assert_refused(bench, "<p>{{#valid}}</p><p>{{/valid}}</p>", "page.closes_outside", 1, 17);
    assert_refused(bench, "<p title=\"{{#valid}}\">{{/valid}}", "page.never_closed", 1, 23);
    assert_refused(bench, "<p {{#valid}}>{{/valid}}", "page.never_closed", 1, 15);
    assert_refused(bench, "<p{{#valid}}x{{/valid}}>", "page.glued", 1, 13);
    assert_refused(bench, "<p {{#valid}}a{{/valid}}=\"{{name}}\">", "page.stray_character", 1, 25);
    assert_refused(bench, "<p {{#valid}}a=\"1\"{{/valid}}b=\"2\">", "page.glued", 1, 29);
    assert_refused(bench, "<p a={{#valid}}\"1\"{{/valid}}>", "page.section_in_name", 1, 6);
    assert_refused(bench, "<p {{#letters}}a=\"1\"{{/letters}}>", "page.list_in_tag", 1, 4);
    assert_refused(bench, "<a href=\"{{#letters}}{{subject}}{{/letters}}\">", "page.list_in_tag", 1, 10);
    assert_refused(bench, "<a href=\"{{#valid}}java{{/valid}}script:x\">", "page.section_place", 1, 24);
    assert_refused(bench, "<i></i{{#valid}}></i>{{/valid}}", "page.section_in_name", 1, 7);
    assert_page(bench,
                "<a href=\"{{#valid}}/a/{{number}}{{/valid}}{{^valid}}/b{{/valid}}\" {{#valid}}rel=\"me\" "
                "{{/valid}}id=\"x\">{{#letters}}<b>{{subject}}</b>{{/letters}}</a>",
                "<a href=\"/a/HC%2012%2F3%3F\" rel=\"me\" id=\"x\"><b>Welcome</b><b>&lt;Your&gt; certificate</b></a>");
    /* whether the section came or not, what follows might be the URL's beginning */
    bench->certificate.number = TEXT("javascript:alert(1)");
    bench->certificate.valid = false;
    assert_page(bench, "<a href=\"{{#valid}}/{{/valid}}{{number}}\">x</a>", "<a href=\"#\">x</a>");
    assert_page(bench, "<p class=\"a{{#letters}} {{subject}}{{/letters}}\"></p>", "<p class=\"a Welcome &lt;Your&gt; certificate\"></p>");
    bench_free(bench);
}

static void a_translation_must_not_ask_for_more(void **state)
{
    (void)state;
    struct bench *bench = bench_new(".html");
    static const struct message wrong[] = {{"Held by {name}", "{user}"}};
    struct language_file file = {"xx", TEXT("xx.mo"), messages_file(bench->support->context.arena, CHINESE_RULE, wrong, 1)};
    assert_result(bench->support, RESULT_OK, languages_from_files(&bench->support->context, &file, 1, &bench->languages));
    assert_refused(bench, "a\n{{_ Held by {name}}}", "page.unknown_in_translation", 2, 1);
    bench_free(bench);
}

static void what_is_too_deep_or_too_large_is_refused(void **state)
{
    (void)state;
    struct bench *bench = bench_new(".html");
    struct buffer out = buffer_new(bench->support->context.arena, 1 << 16, 1 << 20);
    for (int i = 0; i < 30; i++) buffer_put_string(&out, "{{#valid}}");
    assert_refused(bench, buffer_string(&out), "page.sections_deep", 1, 241);
    out.length = 0;
    for (int i = 0; i < 20; i++) buffer_put_string(&out, "{{#holder}}");
    assert_refused(bench, buffer_string(&out), "page.sections_deep", 1, 111);
    out.length = 0;
    for (int i = 0; i < 100; i++) buffer_put_string(&out, "<b>");
    assert_refused(bench, buffer_string(&out), "page.too_deep", 1, 195);
    out.length = 0;
    for (int i = 0; i < 25000; i++) buffer_put_string(&out, "{{name}}");
    assert_refused(bench, buffer_string(&out), "page.too_large", 1, 160001);
    out.length = 0;
    for (int i = 0; i < 30000; i++) buffer_put_string(&out, "0123456789");
    struct pages *pages = NULL;
    write_template(bench, "page", buffer_string(&out));
    assert_int_equal(load(bench, &pages), RESULT_REFUSED);
    assert_string_equal(bench->support->context.error.code, "file.too_large");
    bench_free(bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_is_escaped_for_where_it_stands),
        cmocka_unit_test(nasty_values_do_no_harm),
        cmocka_unit_test(plain_text_is_not_escaped_but_holds_no_control_characters),
        cmocka_unit_test(sections_ask_and_repeat),
        cmocka_unit_test(a_page_without_its_record_shows_nothing),
        cmocka_unit_test(a_page_that_is_too_large_says_so),
        cmocka_unit_test(messages_come_in_the_reader_s_language),
        cmocka_unit_test(no_blank_follows_a_full_width_mark),
        cmocka_unit_test(plural_forms_follow_the_count),
        cmocka_unit_test(dates_are_words_for_people_and_iso_for_programs),
        cmocka_unit_test(pages_come_out_small),
        cmocka_unit_test(parts_stand_in_place),
        cmocka_unit_test(the_compiler_says_what_is_wrong_and_where),
        cmocka_unit_test(values_stand_only_where_they_can_be_escaped),
        cmocka_unit_test(the_html_must_be_whole),
        cmocka_unit_test(a_section_ends_where_it_began),
        cmocka_unit_test(a_translation_must_not_ask_for_more),
        cmocka_unit_test(what_is_too_deep_or_too_large_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
