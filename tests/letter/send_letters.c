/* Writes letters in both languages and sends them to a real mail server: one line for each with its recipient, state and the server's words.
 * usage: send-letters URL TLS RECIPIENT[=LANGUAGE]... ; used by real-smtp.sh */
#include "letter/desk.h"

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    if (argc < 4) {
        fprintf(stderr, "usage: send-letters URL TLS RECIPIENT[=LANGUAGE]...\n");
        return 2;
    }
    static const char *const states[] = {"none", "waiting", "sent", "bounced", "held", "given-up"};
    struct desk *desk = desk_new(DATABASE_SQLITE);
    desk->settings.mail = text_of(argv[1]);
    desk->settings.mail_tls = text_of(argv[2]);
    desk->settings.mail_from = TEXT("\xe8\xae\xa4\xe8\xaf\x81\xe6\x9c\xba\xe6\x9e\x84 Certification <certification@example.org>");
    int64_t *letters = ARENA_ARRAY(desk->context->arena, (size_t)argc, int64_t);
    for (int i = 3; i < argc; i++) {
        struct text rest = text_of(argv[i]), address, language;
        text_split(&rest, '=', &address);
        language = text_empty(rest) ? TEXT("en") : rest;
        bool chinese = text_is(language, "zh_CN");
        letters[i] = desk_write(desk, text_string(desk->context->arena, address), text_string(desk->context->arena, language),
                                chinese ? "\xe6\x82\xa8\xe7\x9a\x84\xe8\xaf\x81\xe4\xb9\xa6 HCIA-Datacom \xe5\xb7\xb2\xe5\x8f\xaf\xe4\xb8\x8b\xe8\xbd\xbd" : "your certificate = HCIA-Datacom");
    }
    desk_send(desk);
    for (int i = 3; i < argc; i++) {
        struct delivery delivery = desk_delivery(desk, letters[i]);
        printf("%s %s %.*s\n", argv[i], states[delivery.state], TEXT_ARG(delivery.answer));
    }
    desk_free(desk);
    return 0;
}
