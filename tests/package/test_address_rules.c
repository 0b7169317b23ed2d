/* Addresses and telephone numbers of many countries (SPEC 8.1): in the lines that their carriers want, and refused with field and reason. */
#include "support/support.h"

#include "base/file.h"
#include "outside/settings.h"
#include "package/examples.h"
#include "package/package_country_name.h"

static struct text joined(struct arena *arena, const struct package_address *address, enum package_script script, bool country_line)
{
    struct text lines[ADDRESS_LINES], all = TEXT("");
    size_t count = package_address_lines(arena, address, script, country_line, lines);
    for (size_t i = 0; i < count; i++) all = text_printf(arena, "%.*s%s%.*s", TEXT_ARG(all), i ? " | " : "", TEXT_ARG(lines[i]));
    return all;
}

static void addresses_of_many_countries_come_out_as_carriers_want_them(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-09T02:00:00Z");
    for (size_t i = 0; i < example_count; i++) {
        const struct example *e = &examples[i];
        struct package_address wish = example_typed(e), address, again;
        if (package_address_check(&support->context, TEXT(""), &wish, &address) != RESULT_OK) fail_msg("%s: %s", e->country, support->context.error.field);
        assert_text_equal(joined(support->context.arena, &address, ADDRESS_NATIVE, false), e->native_lines);
        assert_text_equal(joined(support->context.arena, &address, ADDRESS_LATIN, false), e->latin_lines ? e->latin_lines : e->native_lines);
        assert_result(support, RESULT_OK, package_address_check(&support->context, TEXT(""), &address, &again)); /* what is kept passes as it is */
        assert_text_equal(again.postal_code, address.postal_code.bytes);
        assert_text_equal(again.phone, address.phone.bytes);
    }
    support_context_free(support);
}

/* --- What is refused --- */

/* Any field of an address. */
static struct text *field_of(struct package_address *a, const char *name)
{
    const struct {
        const char *name;
        struct text *text;
    } fields[] = {{"country", &a->country}, {"recipient", &a->recipient}, {"organization", &a->organization}, {"street", &a->street}, {"city", &a->city}, {"region", &a->region},
                  {"latin_street", &a->latin_street}, {"latin_city", &a->latin_city}, {"postal_code", &a->postal_code}, {"phone", &a->phone}};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (strcmp(fields[i].name, name) == 0) return fields[i].text;
    fail_msg("there is no field %s", name);
    return NULL;
}

static void what_is_wrong_is_refused_with_field_and_reason(void **state)
{
    (void)state;
    static const struct {
        const char *country, *field, *typed, *code, *at;
    } wrong[] = {
        {"DE", "country", "XX", "package.address_country", "country"},
        {"DE", "country", "", "package.address_country", "country"},
        {"DE", "recipient", "  ", "package.address_missing", "recipient"},
        {"DE", "street", "", "package.address_missing", "street"},
        {"DE", "city", "", "package.address_missing", "city"},
        {"DE", "postal_code", "", "package.address_missing", "postal_code"},
        {"DE", "postal_code", "5066", "package.address_postal_code", "postal_code"},
        {"DE", "postal_code", "506677", "package.address_postal_code", "postal_code"},
        {"DE", "postal_code", "D-50667-", "package.address_postal_code", "postal_code"},
        {"DE", "street", "Улица 1", "package.address_latin", "street"},
        {"DE", "street", "a\nb\nc\nd", "package.address_lines", "street"},
        {"DE", "city", "Köln\nDeutz", "package.address_line", "city"},
        {"DE", "city", "Köln\x07", "package.address_letters", "city"},
        {"DE", "street", "1234567890123456789012345678901234567890123456789012345678901", "package.address_long", "street"},
        {"DE", "phone", "", "package.address_phone", "phone"},
        {"DE", "phone", "call me", "package.address_phone", "phone"},
        {"DE", "phone", "12", "package.address_phone", "phone"},
        {"DE", "phone", "+999 12345678", "package.address_phone", "phone"},
        {"DE", "phone", "+86 138 0013 800000", "package.address_phone", "phone"},
        {"CN", "phone", "138 0013 80001234", "package.address_phone", "phone"},
        {"CN", "phone", "+86 138", "package.address_phone", "phone"},
        {"CN", "phone", "+86 138 0013", "package.address_phone", "phone"},
        {"CN", "phone", "138 0013 800", "package.address_phone", "phone"},
        {"CN", "phone", "0755 2878", "package.address_phone", "phone"},
        {"CN", "phone", "010 6655 443", "package.address_phone", "phone"},
        {"DE", "phone", "+49 110", "package.address_phone", "phone"},
        {"DE", "phone", "+86 95588", "package.address_phone", "phone"},
        {"US", "phone", "253-0000", "package.address_phone", "phone"},
        {"CN", "region", "Guangdong", "package.address_region", "region"},
        {"CN", "region", "", "package.address_missing", "region"},
        {"CN", "postal_code", "5181290", "package.address_postal_code", "postal_code"},
        {"CN", "postal_code", "100010", "package.address_postal_region", "postal_code"},
        {"CN", "region", "北京市", "package.address_postal_region", "postal_code"},
        {"CN", "latin_street", "", "package.address_latin_missing", "latin_street"},
        {"CN", "latin_city", "深圳", "package.address_latin", "latin_city"},
        {"US", "postal_code", "94O43", "package.address_postal_code", "postal_code"},
        {"US", "postal_code", "10001", "package.address_postal_region", "postal_code"},
        {"US", "region", "ZZ", "package.address_region", "region"},
        {"CA", "postal_code", "K1A-OA9", "package.address_postal_code", "postal_code"},
        {"GB", "postal_code", "SW1A 2", "package.address_postal_code", "postal_code"},
        {"US", "street", "P.O. Box 1234", "package.address_box", "street"},
        {"US", "street", "PO Box 1234", "package.address_box", "street"},
        {"US", "street", "pobox 1234", "package.address_box", "street"},
        {"US", "street", "1 Main Street\nPost Office Box 7", "package.address_box", "street"},
        {"US", "organization", "P. O. BOX 12", "package.address_box", "organization"},
        {"AU", "street", "Locked Bag 20", "package.address_box", "street"},
        {"DE", "street", "Postfach 12 34", "package.address_box", "street"},
        {"FR", "street", "Boîte postale 12", "package.address_box", "street"},
        {"FR", "street", "BP 1234", "package.address_box", "street"},
        {"ES", "street", "Apartado Postal 12", "package.address_box", "street"},
        {"NL", "street", "Postbus 12", "package.address_box", "street"},
        {"PL", "street", "Skrytka pocztowa 12", "package.address_box", "street"},
        {"BR", "street", "Caixa Postal 12", "package.address_box", "street"},
        {"CN", "street", "7777信箱", "package.address_box", "street"},
        {"CN", "latin_street", "P.O. Box 7777", "package.address_box", "latin_street"},
        {"JP", "street", "私書箱12号", "package.address_box", "street"},
        {"KR", "street", "광화문우체국 사서함 12", "package.address_box", "street"},
        {"RU", "street", "а/я 12", "package.address_box", "street"},
        {"SA", "street", "ص.ب. 1234", "package.address_box", "street"},
        {"IL", "street", "ת.ד. 12", "package.address_box", "street"},
        {"GR", "street", "Τ.Θ. 12", "package.address_box", "street"},
    };
    struct support *support = support_context("2026-02-09T02:00:00Z");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct package_address wish = example_typed(example_of(wrong[i].country)), address;
        *field_of(&wish, wrong[i].field) = text_of(wrong[i].typed);
        if (package_address_check(&support->context, TEXT(""), &wish, &address) != RESULT_REFUSED) fail_msg("%s %s: %s passes", wrong[i].country, wrong[i].field, wrong[i].typed);
        assert_string_equal(support->context.error.code, wrong[i].code);
        assert_string_equal(support->context.error.field, wrong[i].at);
        error_clear(&support->context.error);
    }
    support_context_free(support);
}

/* What is wrong, in its order: "street postal_code phone". */
static struct text wrong_fields(struct support *support, const struct package_address *wish)
{
    struct package_address address;
    struct text fields = TEXT("");
    assert_int_equal(package_address_check(&support->context, TEXT(""), wish, &address), RESULT_REFUSED);
    for (const struct error *error = &support->context.error; error; error = error->also)
        fields = text_printf(support->context.arena, "%.*s%s%s", TEXT_ARG(fields), text_empty(fields) ? "" : " ", error->field);
    return fields;
}

static void all_that_is_wrong_is_told_at_once(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-09T02:00:00Z");
    struct context *context = &support->context;
    struct package_address nothing = {.country = TEXT("CN")}, wish = example_typed(example_of("CN"));
    assert_text_equal(wrong_fields(support, &nothing), "recipient postal_code region city street phone");
    assert_text_equal(error_text(context->arena, &context->error), "Recipient is missing: an address in this country needs it.");
    assert_text_equal(error_text(context->arena, context->error.also->also), "Province is missing: an address in this country needs it.");
    error_clear(&context->error);

    /* In the order of the form, each with its name; what is wrong in the country's script is not told of the Latin letters once more. */
    wish.postal_code = TEXT("51812"), wish.street = TEXT("PO Box 12"), wish.city = TEXT("深圳市\n龙岗区"), wish.phone = TEXT("12");
    wish.latin_street = wish.latin_city = wish.latin_recipient = TEXT("");
    assert_text_equal(wrong_fields(support, &wish), "postal_code city street latin_recipient latin_city phone");
    assert_text_equal(error_text(context->arena, context->error.also->also->also), "Recipient (in Latin letters) is missing: carriers abroad cannot read other scripts.");
    error_clear(&context->error);

    wish = example_typed(example_of("US"));
    wish.street = TEXT(""), wish.postal_code = TEXT("10001");
    assert_text_equal(wrong_fields(support, &wish), "street postal_code");
    assert_text_equal(error_text(context->arena, context->error.also), "ZIP code: this postal code does not belong to California. Check both.");
    support_context_free(support);
}

static void what_only_looks_like_a_box_passes(void **state)
{
    (void)state;
    static const char *const fine[][2] = {{"US", "12 Boxwood Post Road"}, {"US", "1 Pob Hill"}, {"FR", "12 avenue BP"}, {"ES", "Calle Casilla 3"}, {"RU", "ул. Я. Гашека, 7"}, {"GB", "Letterbox House, 3 Box Lane"}};
    struct support *support = support_context("2026-02-09T02:00:00Z");
    for (size_t i = 0; i < sizeof fine / sizeof *fine; i++) {
        struct package_address wish = example_typed(example_of(fine[i][0])), address;
        wish.street = text_of(fine[i][1]);
        assert_result(support, RESULT_OK, package_address_check(&support->context, TEXT(""), &wish, &address));
    }
    support_context_free(support);
}

/* --- What is made of it --- */

static void texts_come_into_one_form(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-09T02:00:00Z");
    struct package_address wish = example_typed(example_of("DE")), address;
    wish.recipient = TEXT(" Jo\u0308rg \t Mu\u0308ller\u202e ");
    wish.street = TEXT("\r\n Musterstraße  1\r\n\r\n Hinterhaus\r\n");
    wish.region = TEXT("Nordrhein-Westfalen"); /* Germany prints none */
    wish.latin_city = TEXT("Koeln");
    assert_result(support, RESULT_OK, package_address_check(&support->context, TEXT(""), &wish, &address));
    assert_text_equal(address.recipient, "Jörg Müller");
    assert_text_equal(address.street, "Musterstraße 1\nHinterhaus");
    assert_text_equal(address.region, "");
    assert_text_equal(address.latin_city, "");
    assert_text_equal(joined(support->context.arena, &address, ADDRESS_LATIN, true), "Jörg Müller | Musterstraße 1 | Hinterhaus | 50667 KÖLN | GERMANY");
    support_context_free(support);
}

static void latin_letters_are_needed_where_the_address_has_others_and_travels_abroad(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-09T02:00:00Z");
    struct package_address wish = example_typed(example_of("CN")), address;
    wish.latin_recipient = wish.latin_street = wish.latin_district = wish.latin_city = TEXT("");
    assert_result(support, RESULT_REFUSED, package_address_check(&support->context, TEXT(""), &wish, &address));
    assert_string_equal(support->context.error.code, "package.address_latin_missing");
    error_clear(&support->context.error);
    assert_result(support, RESULT_OK, package_address_check(&support->context, TEXT("CN"), &wish, &address));
    assert_text_equal(address.latin_street, "");

    /* Half of them, where none are needed, are no address: they are left out, and no hindrance. Whole, they are kept; what is wrong in them is still said. */
    wish.latin_recipient = TEXT("Li Wei");
    assert_result(support, RESULT_OK, package_address_check(&support->context, TEXT("CN"), &wish, &address));
    assert_text_equal(address.latin_recipient, "");
    wish.latin_street = TEXT("P.O. Box 12");
    assert_result(support, RESULT_OK, package_address_check(&support->context, TEXT("CN"), &wish, &address));
    assert_text_equal(address.latin_street, "");
    wish.latin_street = TEXT("1 Wuhe Avenue"), wish.latin_city = TEXT("Shenzhen");
    assert_result(support, RESULT_OK, package_address_check(&support->context, TEXT("CN"), &wish, &address));
    assert_text_equal(address.latin_recipient, "Li Wei");
    wish.latin_street = TEXT("P.O. Box 12");
    assert_result(support, RESULT_REFUSED, package_address_check(&support->context, TEXT("CN"), &wish, &address));
    assert_string_equal(support->context.error.code, "package.address_box");
    error_clear(&support->context.error);
    wish.latin_recipient = wish.latin_city = TEXT("");

    wish.recipient = TEXT("John Smith"); /* written in Latin letters within: needs no second writing of that field */
    wish.latin_street = TEXT("1 Wuhe Avenue");
    wish.latin_city = TEXT("Shenzhen");
    assert_result(support, RESULT_OK, package_address_check(&support->context, TEXT(""), &wish, &address));
    assert_text_equal(address.latin_recipient, "John Smith");

    wish.street = TEXT("1 Wuhe Avenue"), wish.city = TEXT("Shenzhen"), wish.district = TEXT(""), wish.latin_street = wish.latin_city = TEXT(""); /* all of it is */
    assert_result(support, RESULT_OK, package_address_check(&support->context, TEXT(""), &wish, &address));
    assert_text_equal(joined(support->context.arena, &address, ADDRESS_LATIN, true), "John Smith | 1 Wuhe Avenue | Shenzhen | GUANGDONG SHENG, 518129 | CHINA");
    support_context_free(support);
}

static void telephone_numbers_come_into_the_form_of_the_network(void **state)
{
    (void)state;
    static const char *const numbers[][3] = {
        {"CN", "138 0013 8000", "+8613800138000"}, {"CN", "+86 (0)755 2878 0808", "+8675528780808"}, {"CN", "0086-138-0013-8000", "+8613800138000"}, {"CN", "０７５５－２８７８０８０８", "+8675528780808"},
        {"DE", "+86 138 0013 8000", "+8613800138000"}, {"RU", "8 (912) 345-67-89", "+79123456789"}, {"RU", "+7 701 123 4567", "+77011234567"}, {"IT", "02 1234 5678", "+390212345678"},
        {"CN", "010 6655 4433", "+861066554433"}, {"CN", "+86 21 6655 4433", "+862166554433"}, {"CN", "0891 633 4455", "+868916334455"}, {"CN", "19912345678", "+8619912345678"}, {"CN", "+683 4002", "+6834002"},
        {"US", "1 650 253 0000", "+16502530000"}, {"CA", "+1 876 123 4567", "+18761234567"}, {"HU", "06 1 234 5678", "+3612345678"}, {"SG", "6123 4567", "+6561234567"},
        /* what a company or a careful person gives to a courier */
        {"WS", "+685 22222", "+68522222"}, {"KR", "0507-1234-5678", "+8250712345678"}, {"AU", "1300 123 456", "+611300123456"}, {"TR", "444 0 123", "+904440123"}, {"TW", "070 1234 5678", "+8867012345678"}};
    struct support *support = support_context("2026-02-09T02:00:00Z");
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct package_country country;
        struct text phone;
        assert_true(package_country_find(support->context.arena, text_of(numbers[i][0]), &country));
        assert_true(package_country_phone(support->context.arena, &country, text_of(numbers[i][1]), &phone));
        assert_text_equal(phone, numbers[i][2]);
    }
    support_context_free(support);
}

static void fields_come_in_the_order_and_with_the_words_of_the_country(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-09T02:00:00Z");
    struct package_country country;
    struct package_address_field f[ADDRESS_PARTS];
    assert_true(package_country_find(support->context.arena, TEXT("CN"), &country));
    assert_int_equal(package_address_fields(&country, ADDRESS_NATIVE, f), 7);
    const char *chinese[] = {"recipient", "organization", "postal_code", "region", "city", "district", "street"};
    for (size_t i = 0; i < 7; i++) assert_string_equal(f[i].name, chinese[i]);
    assert_true(f[0].required && !f[1].required && f[2].required && f[3].required && f[4].required && !f[5].required && f[6].required);
    assert_int_equal(package_address_fields(&country, ADDRESS_LATIN, f), 5); /* province and postal code are known */
    assert_string_equal(f[2].name, "latin_street");

    assert_true(package_country_find(support->context.arena, TEXT("US"), &country));
    assert_int_equal(package_address_fields(&country, ADDRESS_NATIVE, f), 6);
    assert_string_equal(f[4].label, "State or territory");
    assert_string_equal(f[5].label, "ZIP code");
    assert_int_equal(package_address_fields(&country, ADDRESS_LATIN, f), 0);
    assert_int_equal(country.region_count, 62);

    assert_true(package_country_find(support->context.arena, TEXT("GB"), &country));
    assert_int_equal(package_address_fields(&country, ADDRESS_NATIVE, f), 5);
    assert_string_equal(f[3].label, "Town");
    assert_false(package_country_find(support->context.arena, TEXT("ZZ"), &country));
    assert_false(package_country_find(support->context.arena, TEXT("\tA"), &country));
    support_context_free(support);
}

/* Where the first two digits are not the province's: places that are reached by way of the next one. */
static void chinese_postal_codes_are_held_against_the_province(void **state)
{
    (void)state;
    static const struct {
        const char *region, *code;
        bool good;
    } codes[] = {{"广东省", "518129", true}, {"广东省", "100010", false}, {"北京市", "102600", true}, {"上海市", "310000", false}, {"内蒙古自治区", "010000", true}, {"内蒙古自治区", "137400", true},
                 {"内蒙古自治区", "165450", true}, {"内蒙古自治区", "750306", true}, {"内蒙古自治区", "735400", true}, {"吉林省", "137000", true}, {"浙江省", "202450", true}, {"浙江省", "200000", false},
                 {"青海省", "624700", true}, {"四川省", "624700", true}, {"西藏自治区", "850000", true}, {"西藏自治区", "860000", true}, {"河北省", "301501", true}, {"天津市", "301500", true}, {"香港", "999077", true}, {"香港", "000000", true}, {"台湾", "999079", true}};
    struct support *support = support_context("2026-02-09T02:00:00Z");
    struct package_country china;
    assert_true(package_country_find(support->context.arena, TEXT("CN"), &china));
    for (size_t i = 0; i < china.region_count; i++) {
        struct text key = china.regions[i].key;
        assert_true(text_empty(china.regions[i].postal) == (text_is(key, "台湾") || text_is(key, "香港") || text_is(key, "澳门")));
    }
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        struct package_address wish = example_typed(example_of("CN")), address;
        wish.region = text_of(codes[i].region);
        wish.postal_code = text_of(codes[i].code);
        enum result result = package_address_check(&support->context, TEXT("CN"), &wish, &address);
        if ((result == RESULT_OK) != codes[i].good) fail_msg("%s %s", codes[i].region, codes[i].code);
        if (result != RESULT_OK) assert_string_equal(support->context.error.code, "package.address_postal_region");
        error_clear(&support->context.error);
    }
    support_context_free(support);
}

static void a_municipality_is_written_once(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-09T02:00:00Z");
    static const char *const names[][3] = {{"北京市", "Beijing", "BEIJING SHI"}, {"天津市", "Tianjin", "TIANJIN SHI"}, {"上海市", "shanghai", "SHANGHAI SHI"}, {"重庆市", "Chongqing Shi", "CHONGQING SHI"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct package_address address = {.country = TEXT("CN"), .recipient = TEXT("李伟"), .street = TEXT("五和大道1号"), .region = text_of(names[i][0]), .city = text_of(names[i][0]), .district = TEXT("朝阳区"), .postal_code = TEXT("100000"),
                                          .latin_recipient = TEXT("Li Wei"), .latin_street = TEXT("1 Wuhe Avenue"), .latin_city = text_of(names[i][1]), .latin_district = TEXT("Chaoyang")};
        assert_text_equal(joined(support->context.arena, &address, ADDRESS_NATIVE, false), text_printf(support->context.arena, "100000 | %s朝阳区 | 五和大道1号 | 李伟", names[i][0]).bytes);
        assert_text_equal(joined(support->context.arena, &address, ADDRESS_LATIN, false), text_printf(support->context.arena, "Li Wei | 1 Wuhe Avenue | Chaoyang | %s, 100000", names[i][2]).bytes);
    }
    /* Elsewhere a city may bear its region's name. */
    struct package_address address = {.country = TEXT("US"), .recipient = TEXT("Ann"), .street = TEXT("1 Main St"), .region = TEXT("NY"), .city = TEXT("NY"), .postal_code = TEXT("10001")};
    assert_text_equal(joined(support->context.arena, &address, ADDRESS_NATIVE, false), "Ann | 1 Main St | NY, NY 10001");
    support_context_free(support);
}

/* Each language has its own order, Chinese that of pinyin; and the names that iso-codes has wrong are corrected. */
static void countries_stand_in_the_order_of_the_language(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-09T02:00:00Z");
    struct context *context = &support->context;
    const struct package_country_name *names;
    size_t count;
    struct text name;
    assert_result(support, RESULT_OK, package_country_names(context, "en", &names, &count));
    assert_int_equal(count, 249);
    assert_text_equal(names[0].name, "Afghanistan");
    assert_text_equal(names[1].name, "Åland Islands");
    assert_text_equal(names[count - 1].name, "Zimbabwe");
    assert_result(support, RESULT_OK, package_country_names(context, "zh_CN", &names, &count));
    assert_int_equal(count, 249);
    assert_text_equal(names[0].name, "阿尔巴尼亚");
    assert_text_equal(names[0].code, "AL");
    assert_text_equal(names[count - 1].name, "中国");
    assert_result(support, RESULT_OK, package_country_name(context, "zh_CN", TEXT("KH"), &name));
    assert_text_equal(name, "柬埔寨");
    support_context_free(support);
}

/* Each country of the list is known, and each example of a postal code passes with the first region that its beginning allows. */
static void the_data_agree_with_themselves(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-09T02:00:00Z");
    struct context *context = &support->context;
    struct text file, line, code, example;
    size_t countries = 0, codes = 0;
    assert_result(support, RESULT_OK, file_must_read(context, settings_path(context, "data/countries.tsv"), 1 << 20, &file));
    assert_true(text_split(&file, '\n', &line));
    while (text_split(&file, '\n', &line)) {
        struct package_country country;
        if (text_empty(line)) continue;
        assert_true(text_split(&line, '\t', &code));
        assert_true(package_country_find(context->arena, code, &country));
        countries++;
        for (struct text rest = country.postal_examples; text_split(&rest, ',', &example); codes++) {
            struct package_address wish = {.country = code, .recipient = TEXT("A"), .street = TEXT("B 1"), .city = TEXT("C"), .district = TEXT("D"), .postal_code = example, .phone = TEXT("+8613800138000")};
            enum result result = RESULT_REFUSED;
            struct package_address address;
            for (size_t i = 0; result == RESULT_REFUSED && i < (country.region_count ? country.region_count : 1); i++) {
                wish.region = country.region_count ? country.regions[i].key : TEXT("E");
                error_clear(&context->error);
                result = package_address_check(context, TEXT(""), &wish, &address);
            }
            if (text_is(example, "247112")) continue; /* which Google's data call Russian, and give to no region */
            if (result != RESULT_OK) fail_msg("%.*s %.*s", TEXT_ARG(code), TEXT_ARG(example));
        }
    }
    assert_int_equal(countries, 249);
    assert_true(codes > 500);
    support_context_free(support);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_of_many_countries_come_out_as_carriers_want_them),
        cmocka_unit_test(what_is_wrong_is_refused_with_field_and_reason),
        cmocka_unit_test(all_that_is_wrong_is_told_at_once),
        cmocka_unit_test(what_only_looks_like_a_box_passes),
        cmocka_unit_test(texts_come_into_one_form),
        cmocka_unit_test(latin_letters_are_needed_where_the_address_has_others_and_travels_abroad),
        cmocka_unit_test(telephone_numbers_come_into_the_form_of_the_network),
        cmocka_unit_test(fields_come_in_the_order_and_with_the_words_of_the_country),
        cmocka_unit_test(chinese_postal_codes_are_held_against_the_province), cmocka_unit_test(a_municipality_is_written_once),
        cmocka_unit_test(countries_stand_in_the_order_of_the_language), cmocka_unit_test(the_data_agree_with_themselves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
