/* Signed e-Certs a second on one core, next to bare CMS_sign with the same kind of key over 40 kB, in alternating rounds.
 *
 *     bench-ecert [ROUNDS [SECONDS]]
 *
 * Prints for each kind of holder the certificates a second, the size of a file, and the median of the ratios to CMS_sign with the smallest
 * and the largest. With bench/node_modules (npm ci in bench/) and node it also runs bench/ecert_pdfkit.mjs: pdfkit with @signpdf. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/cms.h>
#include <openssl/pem.h>

#include "ecert/ecert.h"
#include "measure.h"

enum { MOST_ROUNDS = 50, REFERENCE_BYTES = 40000, TO_LOOK_AT_THE_CLOCK = 64 };

struct holder {
    const char *native, *latin, *language;
};
static const struct holder mixed[] = {
    {"", "Katharina Brandt", "en"}, {"", "James O'Connor", "en"}, {"", "Maria Fernanda Castellanos", "en"}, {"", "Piotr Wisniewski", "en"},
    {"", "Amelie Dubois", "en"}, {"", "Giovanni Esposito", "en"}, {"", "Sofia Lindqvist", "en"},
    {"李晓明", "Li Xiaoming", "zh_CN"}, {"王芳", "Wang Fang", "zh_CN"}, {"欧阳建国", "Ouyang Jianguo", "zh_CN"}};
static const struct holder arabic[] = {{"عبد الرحمن محمد الخوارزمي", "Abdulrahman Al-Khwarizmi", "en"}, {"فاطمة الزهراء حسن", "Fatima Hassan", "en"}};
static const struct holder devanagari[] = {{"श्रीनिवास रामानुजन्", "Srinivasa Ramanujan", "en"}, {"प्रियंका चतुर्वेदी", "Priyanka Chaturvedi", "en"}};
static const struct holder thai[] = {{"ณัฐวุฒิ ศรีสุวรรณกุล", "Natthawut Srisuwannakul", "en"}, {"กัญญารัตน์ จิรวัฒน์", "Kanyarat Jirawat", "en"}};
static const struct kind {
    const char *name;
    const struct holder *holders;
    size_t count;
} kinds[] = {{"Latin 70 %, Chinese 30 %", mixed, 10}, {"Arabic", arabic, 2}, {"Devanagari", devanagari, 2}, {"Thai", thai, 2}};
enum { KINDS = sizeof kinds / sizeof *kinds };

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static _Noreturn void give_up(struct context *context)
{
    fprintf(stderr, "bench-ecert: %.*s\n", TEXT_ARG(error_text(context->arena, &context->error)));
    exit(1);
}

static double ecert_rate(struct context *context, struct ecert_theme *theme, const struct signature_signer *signer, const struct kind *kind, double seconds, size_t *bytes)
{
    struct arena *arena = arena_new((size_t)64 << 20);
    struct context work = *context;
    work.arena = work.error.arena = arena;
    char number[] = "TST-2026-000000-41", address[] = "https://certificates.example/verify/TST-2026-000000-41";
    double start = now(), end;
    size_t made = 0, total = 0;
    do {
        for (int i = 0; i < TO_LOOK_AT_THE_CLOCK; i++, made++) {
            const struct holder *holder = &kind->holders[made % kind->count];
            size_t digits = made;
            for (int j = 14; j > 8; j--, digits /= 10) number[j] = (char)('0' + digits % 10);
            memcpy(address + sizeof address - sizeof number, number, sizeof number);
            struct day day = {20500};
            struct ecert_facts facts = {
                .number = text_of(number), .revision = 1, .certification = TEXT("HCIE-Datacom"), .theme = TEXT("expert"), .direction = TEXT("Datacom"),
                .body = TEXT("Demonstration Certification Board"), .name_latin = text_of(holder->latin), .name_native = text_of(holder->native), .exam_day = day,
                .award_day = day, .issue_day = {20501}, .expiry_day = {21600}, .verify_address = text_of(address), .language = holder->language};
            struct bytes pdf;
            if (ecert_make(&work, theme, signer, &facts, &pdf) != RESULT_OK) give_up(&work);
            total += pdf.length;
            arena_reset(arena);
        }
        end = now();
    } while (end - start < seconds);
    *bytes = total / made;
    arena_free(arena);
    return (double)made / (end - start);
}

static double cms_rate(X509 *certificate, EVP_PKEY *key, double seconds)
{
    static unsigned char document[REFERENCE_BYTES];
    double start = now(), end;
    size_t made = 0;
    do {
        for (int i = 0; i < TO_LOOK_AT_THE_CLOCK; i++, made++) {
            BIO *in = BIO_new_mem_buf(document, sizeof document);
            CMS_ContentInfo *cms = CMS_sign(certificate, key, NULL, in, CMS_BINARY | CMS_DETACHED | CMS_NOSMIMECAP);
            unsigned char *der = NULL;
            if (!cms || i2d_CMS_ContentInfo(cms, &der) <= 0) exit(1);
            OPENSSL_free(der);
            CMS_ContentInfo_free(cms);
            BIO_free(in);
        }
        end = now();
    } while (end - start < seconds);
    return (double)made / (end - start);
}

/* Certificates a second of pdfkit with @signpdf; 0 where it cannot run. */
static double pdfkit_rate(double seconds)
{
    char command[200];
    snprintf(command, sizeof command, "node bench/ecert_pdfkit.mjs %.0f 2>/dev/null", seconds < 2 ? 2 : seconds);
    FILE *pipe = popen(command, "r");
    double rate = 0;
    if (pipe && fscanf(pipe, "%lf", &rate) != 1) rate = 0;
    if (pipe) pclose(pipe);
    return rate;
}

int main(int count, char **arguments)
{
    int rounds = count > 1 ? atoi(arguments[1]) : 7;
    double seconds = count > 2 ? atof(arguments[2]) : 1;
    if (rounds < 1 || rounds > MOST_ROUNDS || seconds <= 0) return 2;
    struct arena *arena = arena_new((size_t)256 << 20);
    struct clock clock = clock_real();
    struct context context = {.arena = arena, .error = {.arena = arena}, .clock = &clock, .language = "en"};
    struct signature_material material;
    struct signature_signer *signer;
    struct ecert_theme *theme;
    const char *folder = getenv("TESTAMUR_SHARE") ? text_printf(arena, "%s/theme/ecert", getenv("TESTAMUR_SHARE")).bytes : "theme/ecert";
    if (signature_make(&context, SIGNATURE_P256, TEXT("Bench"), &material) != RESULT_OK
        || signature_signer_load(&context, material.key, material.certificate, TEXT(""), &signer) != RESULT_OK
        || ecert_theme_load(&context, text_of(folder), &theme) != RESULT_OK) give_up(&context);
    X509 *certificate = PEM_read_bio_X509(BIO_new_mem_buf(material.certificate.bytes, (int)material.certificate.length), NULL, NULL, NULL);
    EVP_PKEY *key = PEM_read_bio_PrivateKey(BIO_new_mem_buf(material.key.bytes, (int)material.key.length), NULL, NULL, NULL);

    static double rates[KINDS][MOST_ROUNDS], ratios[KINDS][MOST_ROUNDS], to_first[KINDS][MOST_ROUNDS], reference[MOST_ROUNDS], pdfkit[MOST_ROUNDS], to_pdfkit[MOST_ROUNDS];
    size_t sizes[KINDS] = {0};
    for (int round = -1; round < rounds; round++) {
        int at = round < 0 ? 0 : round; /* the first round warms up and is overwritten */
        reference[at] = cms_rate(certificate, key, seconds);
        for (int i = 0; i < KINDS; i++) {
            rates[i][at] = ecert_rate(&context, theme, signer, &kinds[i], seconds, &sizes[i]);
            ratios[i][at] = rates[i][at] / reference[at];
            to_first[i][at] = rates[i][at] / rates[0][at];
        }
        pdfkit[at] = round < 0 ? 0 : pdfkit_rate(seconds);
        to_pdfkit[at] = pdfkit[at] > 0 ? rates[0][at] / pdfkit[at] : 0;
    }
    char title[120], what[120];
    snprintf(title, sizeof title, "Signed e-Certs per core (processor time), %d rounds of %.1f s", rounds, seconds);
    measure_title(title);
    measure_row("CMS_sign, P-256, over 40,000 bytes", reference, rounds, "/s", NULL, "");
    for (int i = 0; i < KINDS; i++) {
        snprintf(what, sizeof what, "%s, %zu bytes a file, to CMS_sign", kinds[i].name, sizes[i]);
        measure_row(what, rates[i], rounds, "/s", ratios[i], i ? "" : ">= 0.75 (aim 1.5), 40 kB");
    }
    for (int i = 1; i < KINDS; i++) {
        snprintf(what, sizeof what, "%s, to %s", kinds[i].name, kinds[0].name);
        measure_row(what, rates[i], rounds, "/s", to_first[i], ">= 0.50");
    }
    if (to_pdfkit[0] > 0) measure_row("pdfkit with @signpdf: e-Certs for one of its", pdfkit, rounds, "/s", to_pdfkit, ">= 400");
    else printf("  pdfkit with @signpdf: not measured (npm ci in bench/, node)\n");
    return 0;
}
