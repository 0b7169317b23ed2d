/* Messages in many languages: compiled PO files (.mo) read by a small reader of ours, because libintl cannot serve two languages
 * in one process without system locales. The English text is the key. */
#ifndef OUTSIDE_LANGUAGE_H
#define OUTSIDE_LANGUAGE_H

#include "base/context.h"

/* All languages that are installed, loaded once; constant afterwards and shared by all threads. English needs no file. */
struct languages;

/* Loads every `*.mo` of the folder (po/zh_CN.mo). A damaged file is REFUSED with its name. The arena must outlive the languages. */
MUST_CHECK languages_load(struct context *context, struct text folder, struct languages **languages);
/* How many there are with English, and the tag ("en", "zh_CN") and own name ("English", "简体中文") of each. */
size_t languages_count(const struct languages *languages);
const char *languages_tag(const struct languages *languages, size_t index);
const char *languages_name(const struct languages *languages, size_t index);
/* "zh-CN" for the tag "zh_CN", for HTML's lang. */
const char *languages_html_tag(const struct languages *languages, const char *tag);
/* The best language for an Accept-Language header (RFC 9110 12.5.4, RFC 4647 look-up); "en" where none fits. What asks for a language in
 * general or for another region gets the installed one of the same script, else of the same language: zh, zh-Hans and zh-SG get zh_CN. */
const char *languages_choose(const struct languages *languages, struct text accept);
/* A tag that is installed, or NULL. */
const char *languages_known(const struct languages *languages, struct text tag);

/* Whether who reads that language reads a person's name in native script first: in Chinese. Elsewhere the one in Latin letters comes first, which can be read beside the words. */
bool language_native_first(struct text tag);
/* A person's name in both scripts, in that order; the one that there is where there is one. */
struct text language_both_names(struct arena *arena, const char *language, struct text latin, struct text native);

/* The text in that language; the English text where there is no translation. Never NULL. `languages` may be NULL here and below: English.
 */
const char *language_text(const struct languages *languages, const char *tag, const char *english);
/* With plural forms, chosen by the language's rule. */
const char *language_plural(const struct languages *languages, const char *tag, const char *one, const char *many, int64_t count);
/* The error's text in that language with its arguments and, where known, the place in the input. */
struct text language_error(const struct languages *languages, const char *tag, struct arena *arena, const struct error *error);
/* What was kept as an English text with its values filled in, in that language: false, and `worded` the text itself, where no text of the language is its pattern. */
bool language_again(const struct languages *languages, const char *tag, struct arena *arena, struct text text, struct text *worded);
/* A civil date as the language writes it: 13 February 2026, 2026年2月13日. The empty text for NO_DAY. Month names and patterns are messages
 * like others. */
struct text language_day(const struct languages *languages, const char *tag, struct arena *arena, struct day day);
/* With the time, in the zone that is `offset_minutes` east of UTC: 13 February 2026, 08:30 UTC. Where `zone` is empty it is named by its
 * offset. */
struct text language_instant(const struct languages *languages, const char *tag, struct arena *arena, struct instant instant,
                             int offset_minutes, struct text zone);
/* A length of time, rounded up: 45 seconds, 12 minutes, 3 hours. */
struct text language_length(const struct languages *languages, const char *tag, struct arena *arena, int64_t seconds);
/* A whole number with the language's grouping. */
struct text language_number(const struct languages *languages, const char *tag, struct arena *arena, int64_t number);

#endif
