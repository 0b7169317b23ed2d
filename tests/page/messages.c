#include "page/messages.h"

#include "base/buffer.h"

static void put_word(struct buffer *out, uint32_t word)
{
    buffer_put_bytes(out, &word, 4);
}

struct bytes messages_file(struct arena *arena, const char *plural_forms, const struct message *messages, size_t count)
{
    struct buffer table = buffer_new(arena, 1024, 1 << 20), texts = buffer_new(arena, 4096, 1 << 20);
    struct text header = text_printf(arena, "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: %s\n", plural_forms);
    uint32_t rows = (uint32_t)count + 1, first = 28 + rows * 16;
    put_word(&table, 0x950412de);
    put_word(&table, 0);
    put_word(&table, rows);
    put_word(&table, 28);
    put_word(&table, 28 + rows * 8);
    put_word(&table, 0);
    put_word(&table, first);
    for (int side = 0; side < 2; side++) {
        for (uint32_t i = 0; i < rows; i++) {
            struct text text = i == 0 ? (side ? header : TEXT("")) : text_of(side ? messages[i - 1].translation : messages[i - 1].english);
            if (i && side && messages[i - 1].translation_length) text.length = messages[i - 1].translation_length;
            if (i && !side && messages[i - 1].english_length) text.length = messages[i - 1].english_length;
            put_word(&table, (uint32_t)text.length);
            put_word(&table, first + (uint32_t)texts.length);
            buffer_put(&texts, text);
            buffer_put_char(&texts, '\0');
        }
    }
    buffer_put(&table, buffer_text(&texts));
    return (struct bytes){(const unsigned char *)table.bytes, table.length};
}

struct languages *messages_languages(struct support *support)
{
    static const struct message chinese[] = {
        {"The language's own name", "简体中文"},
        {"{day} {month} {year}", "{year}年{month}{day}日"},
        {"{date}, {time} {zone}", "{date} {time}（{zone}）"},
        {"February", "2月"},
        {"Welcome", "欢迎"},
        {"Terms & conditions", "条款 <与> 条件"},
        {"Held by {name}", "持有人：{name}"},
        {"The reason:", "理由："},
        {"Valid until {day expires} for {name}", "{name} 有效期至 {day expires}"},
        PLURAL("One letter\0{count} letters", "{count} 封信"),
        PLURAL("One letter:\0{count} letters:", "{count} 封信："),
    };
    static const struct message russian[] = {
        {"{day} {month} {year}", "{day} {month} {year} г."},
        {"February", "февраля"},
        {"1,234,567", "1 234 567"},
        PLURAL("One letter\0{count} letters", "{count} письмо\0{count} письма\0{count} писем"),
    };
    static const struct message arabic[] = {
        PLURAL("One letter\0{count} letters", "لا رسائل\0رسالة\0رسالتان\0{count} رسائل\0{count} رسالة\0{count} رسالة."),
    };
    struct arena *arena = support->context.arena;
    struct language_file files[] = {
        {"ar", TEXT("ar.mo"), messages_file(arena, ARABIC_RULE, arabic, sizeof arabic / sizeof *arabic)},
        {"ru", TEXT("ru.mo"), messages_file(arena, RUSSIAN_RULE, russian, sizeof russian / sizeof *russian)},
        {"zh_CN", TEXT("zh_CN.mo"), messages_file(arena, CHINESE_RULE, chinese, sizeof chinese / sizeof *chinese)},
    };
    struct languages *languages = NULL;
    assert_result(support, RESULT_OK, languages_from_files(&support->context, files, 3, &languages));
    return languages;
}
