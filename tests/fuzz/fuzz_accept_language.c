/* Accept-Language headers: whatever the text, the answer is an installed language. */
#include <stdlib.h>

#include "outside/language_inside.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    static const struct languages languages = {.count = 5,
                                               .language = {{.tag = "en", .html_tag = "en"},
                                                            {.tag = "de", .html_tag = "de"},
                                                            {.tag = "sr_Latn_RS", .html_tag = "sr-Latn-RS"},
                                                            {.tag = "zh_CN", .html_tag = "zh-CN"},
                                                            {.tag = "zh_TW", .html_tag = "zh-TW"}}};
    const char *tag = languages_choose(&languages, (struct text){(const char *)data, length});
    for (size_t i = 0; i < languages.count; i++)
        if (languages.language[i].tag == tag) return 0;
    abort();
}
