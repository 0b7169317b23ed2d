#include "outside/page_html.h"

#include "base/error.h"

static const struct page_problem stray_less = {"page.stray_less", N_("This < opens no tag. Write &lt; for the character.")};
static const struct page_problem stray_character = {"page.stray_character", N_("This character cannot stand in the tag <{name}>.")};
static const struct page_problem unquoted = {"page.unquoted", N_("The value of {name} has no quotes. Put it in double quotes.")};
static const struct page_problem glued = {"page.glued", N_("White space is missing before this attribute of <{name}>.")};
static const struct page_problem name_too_long = {"page.name_too_long", N_("This name is too long.")};
static const struct page_problem wrong_closing = {"page.wrong_closing", N_("This closing tag does not fit: {name}.")};
static const struct page_problem closing_void = {"page.closing_void", N_("<{name}> has no closing tag.")};
static const struct page_problem not_self_closing = {"page.not_self_closing",
                                                     N_("<{name}/> does not close itself in HTML. Write </{name}> behind it.")};
static const struct page_problem closes_outside = {"page.closes_outside",
                                                   N_("This closes <{name}>, which was opened outside of the section.")};
static const struct page_problem too_deep = {"page.too_deep", N_("Elements are nested too deeply at <{name}>.")};
static const struct page_problem unknown_element = {"page.unknown_element",
                                                    N_("<{name}> is not allowed: browsers read its content in their own way.")};
static const struct page_problem open_comment = {
    "page.open_comment", N_("This comment does not end before the next template tag. Use {{! ... }} around template tags.")};
static const struct page_problem raw_closing = {
    "page.raw_closing", N_("Within <{name}> only its own closing tag may follow on </, and no <!-- may stand there.")};
static const struct page_problem bad_scheme = {"page.bad_scheme", N_("A URL must not begin with {name}.")};
static const struct page_problem value_in_name = {"page.value_in_name",
                                                  N_("A value cannot stand in a tag outside of an attribute's quotes.")};
static const struct page_problem value_in_raw = {"page.value_in_raw", N_("A value cannot stand in <{name}>.")};
static const struct page_problem value_in_attribute = {"page.value_in_attribute", N_("A value cannot stand in the attribute {name}.")};
static const struct page_problem value_in_scheme = {
    "page.value_in_scheme", N_("A value cannot stand here in {name}: begin the URL with / or https: or with the value.")};
static const struct page_problem refresh_value = {"page.refresh_value",
                                                  N_("A value cannot stand in the content of a <meta> with http-equiv.")};
static const struct page_problem section_place = {"page.section_place",
                                                  N_("The section must end in the same place of the HTML as it began.")};
static const struct page_problem section_in_name = {"page.section_in_name",
                                                    N_("A section or part cannot begin or end within a name or before a value.")};
static const struct page_problem list_in_tag = {"page.list_in_tag",
                                                N_("A list cannot stand between attributes, nor at the beginning of a URL.")};
static const struct page_problem never_closed = {"page.never_closed", N_("<{name}> is not closed.")};
static const struct page_problem unfinished = {"page.unfinished", N_("The template ends within the tag <{name}>.")};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}
static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
static bool is_name(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == ':' || c == '_' || c == '.';
}

static bool one_of(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (strcmp(name, *names) == 0) return true;
    return false;
}

static const char *const void_elements[] = {"area",  "base", "br",   "col",    "embed", "hr",  "img",
                                            "input", "link", "meta", "source", "track", "wbr", NULL};
static const char *const refused_elements[] = {"plaintext", "xmp", "noembed", "noframes", "iframe", "listing", "frameset", "frame", NULL};
static const char *const animations[] = {"set", "animate", "animatetransform", "animatemotion", NULL};
static const char *const urls[] = {"href",       "src",      "action",   "formaction", "poster",   "cite",   "data",
                                   "background", "longdesc", "manifest", "xlink:href", "codebase", "usemap", NULL};
static const char *const no_values[] = {"style", "srcset", "imagesrcset", "srcdoc", "ping", "archive", "attributename", NULL};
static const char *const static_schemes[] = {"http", "https", "mailto", "tel", "data", "cid", NULL};

static const struct page_problem *problem(struct page_html *html, const struct page_problem *problem, const char *subject)
{
    size_t length = strlen(subject);
    if (length >= sizeof html->subject) length = sizeof html->subject - 1;
    memmove(html->subject, subject, length);
    html->subject[length] = '\0';
    return problem;
}

static bool append(char name[PAGE_HTML_NAME], char c)
{
    size_t length = strlen(name);
    if (length + 1 >= PAGE_HTML_NAME) return false;
    name[length] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    name[length + 1] = '\0';
    return true;
}

static bool is_open(const struct page_html *html, const char *name)
{
    for (size_t i = 0; i < html->depth; i++)
        if (strcmp(html->open[i], name) == 0) return true;
    return false;
}

static bool in_foreign(const struct page_html *html)
{
    return is_open(html, "svg") || is_open(html, "math");
}

/* The tag's name and attributes are complete. */
static const struct page_problem *open_element(struct page_html *html, bool closed_at_once)
{
    const char *name = html->name;
    html->place = PAGE_IN_TEXT;
    if (html->refreshes && html->has_content_value) return problem(html, &refresh_value, name);
    bool foreign = in_foreign(html) || strcmp(name, "svg") == 0 || strcmp(name, "math") == 0;
    if (!foreign && one_of(name, void_elements)) return NULL;
    if (closed_at_once) return foreign ? NULL : problem(html, &not_self_closing, name);
    if (html->depth == PAGE_HTML_DEPTH) return problem(html, &too_deep, name);
    memcpy(html->open[html->depth++], name, PAGE_HTML_NAME);
    if (strcmp(name, "script") == 0 || strcmp(name, "style") == 0) html->place = PAGE_IN_RAW;
    if (!foreign && (strcmp(name, "title") == 0 || strcmp(name, "textarea") == 0)) html->place = PAGE_IN_RCDATA;
    return NULL;
}

static const struct page_problem *close_element(struct page_html *html)
{
    html->place = PAGE_IN_TEXT;
    if (!in_foreign(html) && one_of(html->name, void_elements)) return problem(html, &closing_void, html->name);
    bool fits = html->depth && strcmp(html->open[html->depth - 1], html->name) == 0;
    if (!fits) {
        char subject[sizeof html->subject];
        struct buffer words = {.bytes = subject, .capacity = sizeof subject, .maximum = sizeof subject};
        buffer_put_string(&words, "</");
        buffer_put_string(&words, html->name);
        buffer_put_string(&words, ">");
        if (html->depth) {
            buffer_put_string(&words, " <");
            buffer_put_string(&words, html->open[html->depth - 1]);
            buffer_put_string(&words, ">");
        }
        return problem(html, &wrong_closing, buffer_string(&words));
    }
    if (html->depth <= html->floor) return problem(html, &closes_outside, html->name);
    html->depth--;
    return NULL;
}

static const struct page_problem *begin_attribute(struct page_html *html, char c)
{
    html->place = PAGE_IN_ATTRIBUTE;
    html->attribute[0] = '\0';
    if (!is_name(c)) return problem(html, &stray_character, html->name);
    append(html->attribute, c);
    return NULL;
}

static void begin_value(struct page_html *html, char quote)
{
    const char *name = html->attribute;
    html->place = PAGE_IN_VALUE;
    html->quote = quote;
    html->url = PAGE_URL_START;
    html->scheme[0] = '\0';
    html->attribute_kind = one_of(name, urls) ? PAGE_ATTRIBUTE_URL : PAGE_ATTRIBUTE_PLAIN;
    if (one_of(name, no_values) || strncmp(name, "on", 2) == 0 || one_of(html->name, animations))
        html->attribute_kind = PAGE_ATTRIBUTE_NO_VALUES;
    if (strcmp(html->name, "meta") == 0 && strcmp(name, "http-equiv") == 0) html->refreshes = true;
}

/* One more character of a URL's own text: whatever comes before the first : / ? # may turn out to be a scheme. */
static const struct page_problem *take_url(struct page_html *html, char c)
{
    if (html->url == PAGE_URL_SETTLED || html->url == PAGE_URL_CLOSED) return NULL;
    if (html->url == PAGE_URL_START && is_space(c)) return NULL;
    if (c == '/' || c == '?' || c == '#') {
        html->url = PAGE_URL_SETTLED;
    } else if (c == ':') {
        if (!one_of(html->scheme, static_schemes)) return problem(html, &bad_scheme, html->scheme);
        html->url = strcmp(html->scheme, "data") == 0 ? PAGE_URL_CLOSED : PAGE_URL_SETTLED;
    } else {
        html->url = PAGE_URL_SCHEME;
        append(html->scheme, c); /* one that is too long fits no scheme that we know */
    }
    return NULL;
}

/* One character of a tag, from its name to its > . */
static const struct page_problem *take_in_tag(struct page_html *html, char c, struct buffer *out)
{
    bool space = is_space(c);
    if (html->place == PAGE_IN_VALUE) {
        buffer_put_char(out, c);
        if (c == html->quote)
            html->place = PAGE_IN_GAP;
        else if (html->attribute_kind == PAGE_ATTRIBUTE_URL)
            return take_url(html, c);
        return NULL;
    }
    if (!space)
        buffer_put_char(out, c);
    else if (out->length == 0 || out->bytes[out->length - 1] != ' ')
        buffer_put_char(out, ' ');

    switch (html->place) {
    case PAGE_IN_NAME:
        if (is_name(c)) return append(html->name, c) ? NULL : problem(html, &name_too_long, html->name);
        if (one_of(html->name, refused_elements)) return problem(html, &unknown_element, html->name);
        html->place = PAGE_IN_GAP;
        break;
    case PAGE_IN_ATTRIBUTE:
        if (is_name(c)) return append(html->attribute, c) ? NULL : problem(html, &name_too_long, html->attribute);
        html->place = PAGE_BEHIND_ATTRIBUTE;
        break;
    case PAGE_BEFORE_VALUE:
        if (space) return NULL;
        if (c != '"' && c != '\'') return problem(html, &unquoted, html->attribute);
        begin_value(html, c);
        return NULL;
    case PAGE_IN_SLASH: return c == '>' ? open_element(html, true) : problem(html, &stray_character, html->name);
    case PAGE_IN_CLOSING:
        if (is_name(c)) return append(html->name, c) ? NULL : problem(html, &name_too_long, html->name);
        html->place = PAGE_BEHIND_CLOSING;
        break;
    default: break;
    }
    if (html->place == PAGE_BEHIND_CLOSING) {
        if (c == '>') return close_element(html);
        return space ? NULL : problem(html, &stray_character, html->name);
    }
    if (c == '>') return open_element(html, false);
    if (c == '/') {
        html->place = PAGE_IN_SLASH;
        return NULL;
    }
    if (html->place == PAGE_BEHIND_ATTRIBUTE && c == '=') {
        html->place = PAGE_BEFORE_VALUE;
        return NULL;
    }
    if (space) {
        if (html->place == PAGE_IN_GAP) html->place = PAGE_IN_TAG;
        return NULL;
    }
    if (html->place == PAGE_IN_GAP) return problem(html, is_name(c) ? &glued : &stray_character, html->name);
    return begin_attribute(html, c);
}

/* A < in text. Advances `at` past what it takes. */
static const struct page_problem *take_less(struct page_html *html, struct text text, size_t *at, struct buffer *out)
{
    struct text rest = {text.bytes + *at, text.length - *at};
    if (text_starts_with(rest, "<!--")) {
        size_t end = text_find((struct text){rest.bytes + 4, rest.length - 4}, "-->");
        if (end == rest.length - 4) return problem(html, &open_comment, "");
        *at += 4 + end + 3;
        return NULL;
    }
    if (rest.length >= 9 && text_equal_ignoring_case((struct text){rest.bytes, 9}, TEXT("<!doctype"))) {
        size_t end = text_find(rest, ">");
        if (end == rest.length) return problem(html, &stray_less, "");
        buffer_put_bytes(out, rest.bytes, end + 1);
        *at += end + 1;
        return NULL;
    }
    bool closing = rest.length > 1 && rest.bytes[1] == '/';
    size_t first = closing ? 2 : 1;
    if (rest.length <= first || !is_letter(rest.bytes[first])) return problem(html, &stray_less, "");
    html->place = closing ? PAGE_IN_CLOSING : PAGE_IN_NAME;
    html->name[0] = '\0';
    html->refreshes = html->has_content_value = false;
    buffer_put_bytes(out, rest.bytes, first);
    *at += first;
    return NULL;
}

/* A < within <script>, <style>, <title> or <textarea>. */
static const struct page_problem *take_raw_less(struct page_html *html, struct text text, size_t *at, struct buffer *out)
{
    const char *name = html->open[html->depth - 1];
    struct text rest = {text.bytes + *at, text.length - *at};
    if (rest.length == 1 || text_starts_with(rest, "<!")) return problem(html, &raw_closing, name);
    if (rest.bytes[1] != '/') {
        buffer_put_char(out, '<');
        ++*at;
        return NULL;
    }
    size_t length = strlen(name);
    bool closes = rest.length > length + 2 &&
                  text_equal_ignoring_case((struct text){rest.bytes + 2, length}, (struct text){name, length}) &&
                  !is_name(rest.bytes[length + 2]);
    return closes ? take_less(html, text, at, out) : problem(html, &raw_closing, name);
}

/* White space in text shrinks to one line end where it holds one, else to one space. */
static void take_space(struct text text, size_t *at, bool begins_line, struct buffer *out)
{
    bool line_end = false;
    for (; *at < text.length && is_space(text.bytes[*at]); ++*at) line_end |= text.bytes[*at] == '\n';
    char last = out->length ? out->bytes[out->length - 1] : begins_line ? '\n' : '\0';
    if (last == '\n' || (last == ' ' && !line_end)) return;
    if (last == ' ') out->length--;
    buffer_put_char(out, line_end ? '\n' : ' ');
}

const struct page_problem *page_html_feed(struct page_html *html, struct text text, bool begins_line, struct buffer *out, size_t *at)
{
    bool verbatim = is_open(html, "pre");
    const struct page_problem *found = NULL;
    *at = 0;
    while (*at < text.length && !found) {
        char c = text.bytes[*at];
        bool raw = html->place == PAGE_IN_RAW || html->place == PAGE_IN_RCDATA;
        if (html->place == PAGE_IN_TEXT && c == '<') {
            found = take_less(html, text, at, out);
        } else if (raw && c == '<') {
            found = take_raw_less(html, text, at, out);
        } else if (html->place == PAGE_IN_TEXT && is_space(c) && !verbatim) {
            take_space(text, at, begins_line, out);
        } else if (raw || html->place == PAGE_IN_TEXT) {
            buffer_put_char(out, c);
            ++*at;
        } else {
            found = take_in_tag(html, c, out);
            if (!found) ++*at;
            if (html->place == PAGE_IN_TEXT) verbatim = is_open(html, "pre");
        }
    }
    return found;
}

const struct page_problem *page_html_value(struct page_html *html, enum page_escape *escape, bool *element)
{
    *escape = PAGE_ESCAPE_HTML;
    *element = false;
    switch (html->place) {
    case PAGE_IN_TEXT: *element = !in_foreign(html) && !(html->depth && strcmp(html->open[html->depth - 1], "option") == 0); return NULL;
    case PAGE_IN_RCDATA: return NULL;
    case PAGE_IN_RAW: return problem(html, &value_in_raw, html->open[html->depth - 1]);
    case PAGE_BEFORE_VALUE: return problem(html, &unquoted, html->attribute);
    case PAGE_IN_VALUE: break;
    default: return problem(html, &value_in_name, html->name);
    }
    if (strcmp(html->name, "meta") == 0 && strcmp(html->attribute, "content") == 0) html->has_content_value = true;
    if (html->attribute_kind == PAGE_ATTRIBUTE_NO_VALUES) return problem(html, &value_in_attribute, html->attribute);
    if (html->attribute_kind == PAGE_ATTRIBUTE_PLAIN) return NULL;
    if (html->url == PAGE_URL_SCHEME || html->url == PAGE_URL_CLOSED) return problem(html, &value_in_scheme, html->attribute);
    *escape = html->url == PAGE_URL_START ? PAGE_ESCAPE_URL_START : PAGE_ESCAPE_URL_PART;
    html->url = PAGE_URL_SETTLED;
    return NULL;
}

const struct page_problem *page_html_boundary(struct page_html *html)
{
    switch (html->place) {
    case PAGE_IN_NAME:
        if (one_of(html->name, refused_elements)) return problem(html, &unknown_element, html->name);
        html->place = PAGE_IN_GAP;
        return NULL;
    case PAGE_IN_ATTRIBUTE: html->place = PAGE_IN_GAP; return NULL;
    case PAGE_BEHIND_ATTRIBUTE: html->place = PAGE_IN_TAG; return NULL;
    case PAGE_BEFORE_VALUE:
    case PAGE_IN_SLASH:
    case PAGE_IN_CLOSING:
    case PAGE_BEHIND_CLOSING: return problem(html, &section_in_name, html->name);
    default: return NULL;
    }
}

const struct page_problem *page_html_enter(struct page_html *html, bool loops)
{
    const struct page_problem *found = page_html_boundary(html);
    if (found) return found;
    bool in_tag = html->place == PAGE_IN_TAG || html->place == PAGE_IN_GAP;
    bool at_url_start = html->place == PAGE_IN_VALUE && html->attribute_kind == PAGE_ATTRIBUTE_URL && html->url != PAGE_URL_SETTLED;
    if (loops && (in_tag || at_url_start)) return problem(html, &list_in_tag, html->name);
    html->floor = html->depth;
    return NULL;
}

const struct page_problem *page_html_leave(struct page_html *html, const struct page_html *before)
{
    const struct page_problem *found = page_html_boundary(html);
    if (found) return found;
    bool was_in_tag = before->place == PAGE_IN_TAG || before->place == PAGE_IN_GAP,
         is_in_tag = html->place == PAGE_IN_TAG || html->place == PAGE_IN_GAP;
    if (html->depth > before->depth) return problem(html, &never_closed, html->open[html->depth - 1]);
    if (html->place != before->place && !(was_in_tag && is_in_tag)) return problem(html, &section_place, "");
    if (is_in_tag) {
        if (strcmp(html->name, before->name) != 0) return problem(html, &section_place, "");
        if (before->place == PAGE_IN_GAP) html->place = PAGE_IN_GAP;
    }
    if (html->place == PAGE_IN_VALUE) {
        if (strcmp(html->name, before->name) != 0 || strcmp(html->attribute, before->attribute) != 0 || html->quote != before->quote)
            return problem(html, &section_place, "");
        bool unclear = html->url == PAGE_URL_SCHEME || before->url == PAGE_URL_SCHEME || html->url == PAGE_URL_CLOSED ||
                       before->url == PAGE_URL_CLOSED;
        if (unclear && html->attribute_kind == PAGE_ATTRIBUTE_URL &&
            (html->url != before->url || strcmp(html->scheme, before->scheme) != 0))
            return problem(html, &section_place, "");
        if (before->url == PAGE_URL_START) html->url = PAGE_URL_START;
    }
    html->floor = before->floor;
    html->refreshes |= before->refreshes;
    html->has_content_value |= before->has_content_value;
    return NULL;
}

const struct page_problem *page_html_end(struct page_html *html)
{
    if (html->place != PAGE_IN_TEXT && html->place != PAGE_IN_RAW && html->place != PAGE_IN_RCDATA)
        return problem(html, &unfinished, html->name);
    return html->depth ? problem(html, &never_closed, html->open[html->depth - 1]) : NULL;
}
