/* A theme in memory: its layout, its fonts, the artwork of each level as PDF, and the pages made so far. */
#include "ecert/ecert_internal.h"

#include <stdlib.h>
#include <string.h>

#include "outside/settings.h"

enum { LARGEST_THEME = 512 << 20, LARGEST_GROUND = 8 << 20, LARGEST_PAGE_MEMORY = 64 << 20 };

/* --- Loading --- */

static void prepare_ground(struct ecert_theme *theme, size_t level, struct layout_report *report)
{
    WITH_ARENA(temporary, LARGEST_THEME);
    struct pdf pdf;
    struct ecert_ground *ground = &theme->grounds[level];
    const char *path = theme->layout->levels[level].artwork;
    struct text source;
    pdf_begin(&pdf, temporary, LARGEST_GROUND);
    ground->profile = pdf_take(&pdf, 1);
    pdf_put_stream(&pdf, ground->profile, "/N 3", ecert_profile(temporary), true);
    if (!path || !svg_check(temporary, path, report, &source)
        || !artwork_put(&pdf, path, source, theme->layout->width, theme->layout->height, report, &ground->form)) return;
    if (pdf.out.full) report->tell(report, path, 0, "ecert.artwork_size", N_("The artwork is too large for a certificate."), NULL, NULL);
    pdf_copy(&pdf, theme->arena, &ground->pdf);
}

/* Every printable character has to have its place in a code, if a long one. */
static void put_printable(struct buffer *sample)
{
    for (char c = ' '; c <= '~'; c++) buffer_put_char(sample, c);
}

/* The holder's part of a page is a QR code for the most part, then texts by glyphs. */
static bool make_content_code(struct ecert_theme *theme)
{
    static const char texts[] = "/P <</MCID 12>> BDC\n0.106 0.133 0.188 rg\nBT 1 0 0 1 70.866 104.315 Tm\n/C0 9 Tf <00240026000B002D0002001500080014000900080022> Tj\nET\nEMC\n"
                                "/P <</MCID 10>> BDC\n0.357 0.384 0.439 rg\nBT\n1 0 0 1 395.445 263.622 Tm\n/H1 17 Tf\n[<000100020003>-45<00070018>] TJ\nET\nEMC\n";
    WITH_ARENA(temporary, 1 << 20);
    struct buffer sample = buffer_new(temporary, 8 << 10, 64 << 10);
    bool good = qr_put_path(theme->codes, &sample, TEXT("https://certificates.example/verify/TST-2026-7F3K9Q2M-41"));
    for (int i = 0; i < 3; i++) buffer_put_bytes(&sample, texts, sizeof texts - 1);
    put_printable(&sample);
    return deflate_make_code(&theme->content_code, TEXT(""), buffer_text(&sample)) && good;
}

static bool make_metadata_code(struct ecert_theme *theme)
{
    const struct ecert_metadata metadata = {.title = TEXT("HCIE-Datacom certificate of Katharina Brandt"), .body = TEXT("Demonstration Certification Board"),
                                            .subject = TEXT("Certificate TST-2026-7F3K9Q2M-41, revision 1"), .language = TEXT("en"), .issued = {20500}};
    WITH_ARENA(temporary, 1 << 20);
    struct buffer sample = buffer_new(temporary, 8 << 10, 64 << 10);
    ecert_put_xmp(&sample, &metadata);
    put_printable(&sample);
    return deflate_make_code(&theme->metadata_code, ecert_xmp_beginning(), buffer_text(&sample));
}

struct ecert_theme *ecert_theme_prepare(struct text folder, struct layout_report *report)
{
    struct arena *arena = arena_new(LARGEST_THEME);
    struct ecert_theme *theme = ARENA_NEW(arena, struct ecert_theme);
    theme->arena = arena;
    theme->layout = layout_read(arena, folder, report, true);
    for (size_t i = 0; i < theme->layout->level_count && !(report->first_only && report->count); i++) prepare_ground(theme, i, report);
    theme->codes = qr_codes_new();
    if (!report->count && theme->codes && make_content_code(theme) && make_metadata_code(theme)) return theme;
    ecert_theme_free(theme);
    return NULL;
}

void ecert_theme_free(struct ecert_theme *theme)
{
    if (!theme) return;
    for (size_t i = 0; i < ECERT_BUCKETS; i++)
        for (struct ecert_page *page = atomic_load(&theme->pages[i]), *next; page; page = next) {
            next = page->next;
            arena_free(page->arena);
        }
    layout_free_fonts(theme->layout);
    qr_codes_free(theme->codes);
    arena_free(theme->arena);
}

/* Only the first thing wrong: whoever loads a theme to use it is sent to `theme check` for the rest. */
struct first_report {
    struct layout_report report;
    struct context *context;
};

static void tell_first(struct layout_report *report, const char *file, long line, const char *code, const char *english, const char *name, const char *value)
{
    struct first_report *first = (struct first_report *)report;
    if (report->count++) return;
    enum result result = error_set(&first->context->error, RESULT_REFUSED, code, english, name, value, (const char *)NULL);
    result = error_at(&first->context->error, text_of(file), line, 0);
    (void)result;
}

enum result ecert_theme_load(struct context *context, struct text folder, struct ecert_theme **theme)
{
    struct first_report report = {{.tell = tell_first, .first_only = true}, context};
    *theme = ecert_theme_prepare(folder, &report.report);
    return *theme ? RESULT_OK : context->error.result;
}

struct text ecert_theme_folder(struct context *context)
{
    return settings_path(context, "theme/ecert");
}

struct shaping_fonts ecert_fonts(const struct ecert_theme *theme, const char *name)
{
    const struct layout *layout = theme->layout;
    for (size_t i = 0; i < layout->font_count; i++)
        if (strcmp(layout->fonts[i].name, name) == 0) return layout->fonts[i].list;
    return layout->fonts[0].list;
}

/* --- Pages --- */

static bool key_equal(const struct ecert_page_key *a, const struct ecert_page_key *b)
{
    return a->level == b->level && a->language == b->language && a->slots == b->slots && a->credential == b->credential && text_equal(a->body, b->body)
           && text_equal(a->certification, b->certification) && text_equal(a->direction, b->direction) && text_equal(a->level_name, b->level_name);
}

static uint32_t hash_text(uint32_t hash, struct text text)
{
    for (size_t i = 0; i < text.length; i++) hash = (hash ^ (unsigned char)text.bytes[i]) * 16777619u;
    return (hash ^ 0xff) * 16777619u;
}

enum result ecert_page_find(struct context *context, struct ecert_theme *theme, const struct ecert_page_key *key, struct ecert_page **page)
{
    uint32_t hash = hash_text(hash_text(hash_text(hash_text(2166136261u, key->certification), key->direction), key->level_name), key->body);
    hash = (hash ^ key->slots ^ (uint32_t)key->level << 20 ^ (uint32_t)key->language << 26 ^ (uint32_t)key->credential << 30) * 16777619u;
    _Atomic(struct ecert_page *) *bucket = &theme->pages[(hash >> 16) % ECERT_BUCKETS];
    struct ecert_page *first = atomic_load_explicit(bucket, memory_order_acquire);
    for (struct ecert_page *known = first; known; known = known->next)
        if (key_equal(&known->key, key)) {
            *page = known;
            return RESULT_OK;
        }
    /* Past the limit a page serves one certificate only: an endless stream of new certifications must not fill the memory. */
    if (atomic_load(&theme->page_count) >= ECERT_MOST_PAGES) return ecert_page_make(context, theme, key, context->arena, page);
    struct arena *arena = arena_new(LARGEST_PAGE_MEMORY);
    enum result result = ecert_page_make(context, theme, key, arena, page);
    if (result != RESULT_OK) {
        arena_free(arena);
        return result;
    }
    /* Two threads may make the same page at once; both are good, and the theme frees both. */
    do (*page)->next = first;
    while (!atomic_compare_exchange_weak_explicit(bucket, &first, *page, memory_order_acq_rel, memory_order_acquire));
    atomic_fetch_add(&theme->page_count, 1);
    return RESULT_OK;
}
