/* Uploads: what is kept is a picture that can be drawn anew without a fault, or a PDF as it came; its name is harmless. */
#include <stdlib.h>

#include "case/case_evidence.h"
#include "outside/picture_inside.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    WITH_ARENA(arena, 64 << 20);
    struct context context = {.arena = arena, .error = {.arena = arena}, .language = "en"};
    struct bytes file = {data, length};
    struct case_evidence evidence, again;
    (void)picture_exif_orientation(file);
    /* The end of the file is its name, too. */
    size_t name = length < 80 ? length : 80;
    if (case_evidence_read(&context, (struct text){(const char *)data + length - name, name}, file, &evidence) != RESULT_OK) return 0;
    if (!text_is_utf8(evidence.name, NULL) || text_empty(evidence.name)) abort();
    for (size_t i = 0; i < evidence.name.length; i++)
        if ((unsigned char)evidence.name.bytes[i] < ' ' || strchr("/\\\"<>;", evidence.name.bytes[i])) abort();
    if (evidence.content.length > PICTURE_BYTES) abort();
    if (evidence.width && (case_evidence_read(&context, evidence.name, evidence.content, &again) != RESULT_OK || again.width != evidence.width || again.height != evidence.height)) abort();
    return 0;
}
