/* What a browser hands over for a passkey. The input is lines of base64url: credential, client data, authenticator data, and of a sign-in (where the fourth has anything) its
 * signature and the public key that is kept. Client data that say nothing are replaced by right ones, so that what lies behind them is reached. */
#include <stdlib.h>

#include "base/encoding.h"
#include "outside/passkey.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

static struct bytes of_text(struct text text)
{
    return (struct bytes){(const unsigned char *)text.bytes, text.length};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    WITH_ARENA(arena, 64 << 20);
    struct context context = {.arena = arena, .error = {.arena = arena}, .language = "en"};
    const struct passkey_party party = {TEXT("certificates.example"), TEXT("https://certificates.example")};
    struct bytes parts[5];
    for (int i = 0; i < 5; i++) parts[i] = of_text(TEXT(""));
    struct text rest = {(const char *)data, length}, line;
    size_t count = 0;
    if (length > 64 << 10) return 0;
    while (count < 5 && text_split(&rest, '\n', &line)) (void)encoding_from_base64url(arena, line, &parts[count++]);
    bool used = parts[3].length > 0;
    if (!parts[1].length)
        parts[1] = of_text(text_printf(arena, "{\"type\":\"webauthn.%s\",\"challenge\":\"Y2hhbGxlbmdl\",\"origin\":\"https://certificates.example\"}", used ? "get" : "create"));
    const struct passkey_answer answer = {parts[0], parts[1], parts[2], parts[3]};
    struct passkey_key key = {.credential = parts[0], .public_key = parts[4], .algorithm = parts[4].length == 32 ? -8 : parts[4].length == 64 ? -7 : -257, .sign_count = 5};
    enum result result = used ? passkey_used(&context, &party, TEXT("challenge"), &answer, &key) : passkey_made(&context, &party, TEXT("challenge"), &answer, &key);
    if (result < 0) {
        if (result != RESULT_REFUSED || strcmp(context.error.code, "passkey.wrong") != 0 || (used && key.sign_count != 5)) abort();
        return 0;
    }
    if (used && key.sign_count <= 5) abort();
    if (!used && (key.credential.length != parts[0].length || !key.public_key.length || key.sign_count < 0 || parts[2].length < 37)) abort();
    return 0;
}
