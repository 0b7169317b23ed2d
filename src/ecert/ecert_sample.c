#include "ecert/ecert_sample.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

const struct ecert_sample ecert_samples[] = {
    {"usual", "李晓明", "Li Xiaoming", false},
    {"latin", "", "Katharina Elisabeth Brandt", false},
    {"bare", "王芳", "Wang Fang", true},
    {"long-latin", "", "Maria Fernanda de los Angeles Hernandez-Villanueva y Castellanos de la Torre", false},
    {"long-han", "阿卜杜热合曼·买买提吐尔逊·艾合麦提江", "Abdurahman Memettursun Ehmetjan", false},
    {"arabic", "عبد الرحمن محمد الخوارزمي", "Abdulrahman Mohammed Al-Khwarizmi", false},
    {"devanagari", "श्रीनिवास रामानुजन् अयंगार", "Srinivasa Ramanujan Aiyangar", false},
    {"thai", "ณัฐวุฒิ ศรีสุวรรณกุล", "Natthawut Srisuwannakul", false},
    {"cyrillic", "Екатерина Дмитриевна Воронцова", "Ekaterina Vorontsova", false},
    {"korean", "김민준", "Kim Minjun", false},
    {"japanese", "佐藤 さくら", "Sato Sakura", false},
    {"hebrew", "נועה כהן־לוי", "Noa Cohen-Levi", false},
    {"greek", "Ελευθερία Παπαδοπούλου", "Eleftheria Papadopoulou", false},
    {"vietnamese", "Nguyễn Thị Thuỳ Dương", "Nguyen Thi Thuy Duong", false},
    {"tamil", "கிருஷ்ணமூர்த்தி சுப்பிரமணியன்", "Krishnamurthy Subramanian", false},
    {"bengali", "রবীন্দ্রনাথ মুখোপাধ্যায়", "Rabindranath Mukhopadhyay", false},
    {"georgian", "ნინო ჯავახიშვილი", "Nino Javakhishvili", false},
    {"armenian", "Արամ Խաչատրյան", "Aram Khachatryan", false},
};
const size_t ecert_sample_count = sizeof ecert_samples / sizeof *ecert_samples;

static struct day day_of(int year, int month, int day)
{
    struct day result = NO_DAY;
    (void)day_from_date((struct date){year, month, day}, &result);
    return result;
}

struct ecert_facts ecert_sample_facts(const struct layout *layout, size_t level, size_t language, const struct ecert_sample *sample)
{
    static const char *const certifications[] = {"HCIA-Datacom", "HCIP-Cloud Computing", "HCIE-Datacom", "HCAI"};
    bool chinese = !strncmp(layout->languages[language].tag, "zh", 2);
    return (struct ecert_facts){
        .number = TEXT("TST-2026-7F3K9Q2M-41"), .revision = 1, .certification = text_of(certifications[level % 4]),
        .theme = text_of(layout->levels[level].name), .direction = sample->bare ? TEXT("") : chinese ? TEXT("数据通信") : TEXT("Datacom"),
        .body = chinese ? TEXT("示范认证委员会") : TEXT("Demonstration Certification Board"), .name_latin = text_of(sample->latin),
        .name_native = text_of(sample->native), .exam_day = sample->bare ? NO_DAY : day_of(2026, 2, 13), .award_day = day_of(2026, 2, 13),
        .issue_day = day_of(2026, 2, 14), .expiry_day = sample->bare ? NO_DAY : day_of(2029, 2, 12),
        .verify_address = TEXT("https://certificates.example/verify/TST-2026-7F3K9Q2M-41"), .language = layout->languages[language].name};
}

/* --- The preview --- */

static enum result write_file(struct context *context, struct text path, struct bytes bytes)
{
    const char *name = text_string(context->arena, path);
    FILE *file = fopen(name, "wb");
    bool good = file && fwrite(bytes.data, 1, bytes.length, file) == bytes.length;
    if (file && fclose(file) != 0) good = false;
    return good ? RESULT_OK : context_fail(context, RESULT_REFUSED, "ecert.preview_write", N_("{file} cannot be written."), "file", name);
}

struct preview {
    struct context *context;
    struct ecert_theme *theme;
    struct signature_signer *signer;
    struct text output;
    struct ecert_finding *written;
    size_t count;
};

static enum result write_one(struct preview *preview, size_t level, size_t language, const struct ecert_sample *sample)
{
    struct context *context = preview->context;
    const struct layout *layout = preview->theme->layout;
    struct ecert_facts facts = ecert_sample_facts(layout, level, language, sample);
    struct bytes pdf;
    TRY(ecert_make(context, preview->theme, preview->signer, &facts, &pdf));
    struct text path = text_printf(context->arena, "%.*s/%s-%s-%s.pdf", TEXT_ARG(preview->output), layout->levels[level].name, layout->languages[language].name, sample->label);
    TRY(write_file(context, path, pdf));
    preview->written[preview->count++] = (struct ecert_finding){.file = path, .text = text_printf(context->arena, "%zu bytes", pdf.length)};
    return RESULT_OK;
}

static enum result write_all(struct preview *preview)
{
    const struct layout *layout = preview->theme->layout;
    for (size_t level = 0; level < layout->level_count; level++)
        for (size_t language = 0; language < layout->language_count; language++) TRY(write_one(preview, level, language, &ecert_samples[0]));
    for (size_t i = 1; i < ecert_sample_count; i++) TRY(write_one(preview, i % layout->level_count, i % 3 == 2 ? layout->language_count - 1 : 0, &ecert_samples[i]));
    return RESULT_OK;
}

enum result ecert_theme_preview(struct context *context, struct text folder, struct text output, struct list *written)
{
    struct signature_material material;
    struct preview preview = {.context = context, .output = output,
                              .written = ARENA_ARRAY(context->arena, LAYOUT_LEVELS * LAYOUT_LANGUAGES + sizeof ecert_samples / sizeof *ecert_samples, struct ecert_finding)};
    if (mkdir(text_string(context->arena, output), 0777) != 0 && errno != EEXIST)
        return context_fail(context, RESULT_REFUSED, "ecert.preview_folder", N_("The folder {folder} cannot be made."), "folder", text_string(context->arena, output));
    TRY(signature_make(context, SIGNATURE_P256, TEXT("Preview, not a certificate"), &material));
    TRY(ecert_theme_load(context, folder, &preview.theme));
    enum result result = signature_signer_load(context, material.key, material.certificate, TEXT(""), &preview.signer);
    if (result == RESULT_OK) result = write_all(&preview);
    signature_signer_free(preview.signer);
    ecert_theme_free(preview.theme);
    *written = (struct list){&ecert_finding_record, preview.written, preview.count};
    return result;
}
