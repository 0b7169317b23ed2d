/* Makes .mo files in memory, so that a test says what is in them. */
#ifndef TESTS_PAGE_MESSAGES_H
#define TESTS_PAGE_MESSAGES_H

#include "support/support.h"

#include "outside/language_inside.h"

struct message {
    const char *english; /* for plural forms "one" + NUL + "many": give its length */
    const char *translation;
    size_t english_length, translation_length; /* 0: up to the NUL */
};

/* A .mo file with that Plural-Forms line. */
struct bytes messages_file(struct arena *arena, const char *plural_forms, const struct message *messages, size_t count);
/* English, Russian, Arabic and Chinese with a few texts each. */
struct languages *messages_languages(struct support *support);

#define RUSSIAN_RULE "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
#define ARABIC_RULE "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);"
#define CHINESE_RULE "nplurals=1; plural=0;"
#define PLURAL(ENGLISH, TRANSLATION)                                                                                                       \
    {                                                                                                                                      \
        ENGLISH, TRANSLATION, sizeof(ENGLISH) - 1, sizeof(TRANSLATION) - 1                                                                 \
    }

#endif
