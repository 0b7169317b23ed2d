/* Answers of a time-stamp server to one question (SHA-256 of "testamur", nonce 0x123456789ABCDEF): told what is wrong, or a token that reads again and fits. */
#include <stdlib.h>

#include <openssl/err.h>

#include "outside/signature_internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

static TS_REQ *question(void)
{
    static const unsigned char der[] = {
        0x30, 0x43, 0x02, 0x01, 0x01, 0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20,
        0x9a, 0x31, 0x54, 0x23, 0xa8, 0xda, 0x3f, 0x89, 0xd0, 0x31, 0xd6, 0x25, 0x66, 0xd3, 0xed, 0x9d, 0x30, 0xfb, 0xa1, 0x65, 0x81, 0xd5, 0x86, 0xd3,
        0x88, 0xc0, 0xfc, 0x86, 0x03, 0x06, 0xb0, 0x86, 0x02, 0x08, 0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0x01, 0x01, 0xff};
    const unsigned char *at = der;
    return d2i_TS_REQ(NULL, &at, sizeof der);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    unsigned char *out = malloc(SIGNATURE_TIMESTAMP_ROOM);
    size_t written = 0;
    TS_REQ *request = question();
    if (!request || !out) abort();
    const char *wrong = signature_timestamp_token(request, (struct bytes){data, length}, out, SIGNATURE_TIMESTAMP_ROOM, &written);
    if (!wrong) {
        const unsigned char *at = out;
        PKCS7 *token = d2i_PKCS7(NULL, &at, (long)written);
        TS_TST_INFO *info = token ? PKCS7_to_TS_TST_INFO(token) : NULL;
        if (!info || (size_t)(at - out) != written || ASN1_INTEGER_cmp(TS_TST_INFO_get_nonce(info), TS_REQ_get_nonce(request)) != 0) abort();
        TS_TST_INFO_free(info);
        PKCS7_free(token);
        if (!signature_timestamp_token(request, (struct bytes){data, length}, out, written - 1, &written)) abort();
    }
    TS_REQ_free(request);
    free(out);
    ERR_clear_error();
    return 0;
}
