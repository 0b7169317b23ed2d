/* Files that claim to be e-Certs: whatever they hold, there is an answer, and only the two that were signed with this certificate's key are authentic. */
#include <stdlib.h>

#include "verify/verify_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

static const char certificate[] =
    "-----BEGIN CERTIFICATE-----\n"
    "MIICGzCCAcKgAwIBAgIQf47XgDhsJB1deWooWbBajzAKBggqhkjOPQQDAjBHMSow\n"
    "KAYDVQQKDCFEZW1vbnN0cmF0aW9uIENlcnRpZmljYXRpb24gQm9hcmQxGTAXBgNV\n"
    "BAMMEGUtQ2VydCBhdXRob3JpdHkwHhcNMjYwMjEzMDgwMDAwWhcNMzgwMjEwMDgw\n"
    "MDAwWjBYMSowKAYDVQQKDCFEZW1vbnN0cmF0aW9uIENlcnRpZmljYXRpb24gQm9h\n"
    "cmQxKjAoBgNVBAMMIURlbW9uc3RyYXRpb24gQ2VydGlmaWNhdGlvbiBCb2FyZDBZ\n"
    "MBMGByqGSM49AgEGCCqGSM49AwEHA0IABDSuDURnoAP/qoJbDccexLILEcyp9HPG\n"
    "dHqBV+l8AQXhXHdsV9Oxx90hpzgv58N8hnFyi7newuPdsKMCaiSuyeGjfzB9MAwG\n"
    "A1UdEwEB/wQCMAAwDgYDVR0PAQH/BAQDAgbAMB0GA1UdJQQWMBQGCCsGAQUFBwME\n"
    "BggrBgEFBQcDJDAdBgNVHQ4EFgQUfSRgb5FUbDvx8VD2WbAzrqVVACAwHwYDVR0j\n"
    "BBgwFoAUIs9jENaZif2TqeQjVD8x88GGd/QwCgYIKoZIzj0EAwIDRwAwRAIgSWH1\n"
    "H+oOLsUnFMdy4mslTj4ESKIoXm/7xr+5zR1JEHICIAZUmJHcw/9eKJJbFXBtOiqu\n"
    "uX2SMz17JNfSRO1I/wLq\n"
    "-----END CERTIFICATE-----\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    WITH_ARENA(arena, 64 << 20);
    struct clock clock = clock_fixed((struct instant){0});
    struct context context = {.arena = arena, .error = {.arena = arena}, .clock = &clock, .language = "en"};
    struct verify_file_finding finding;
    if (verify_file_read(&context, (struct bytes){data, length}, text_of(certificate), &finding) != RESULT_OK) abort();
    if (finding.authentic == VERIFY_FILE_YES) {
        if (!text_is(finding.number, "TST-2026-7F3K9Q2M-41") || finding.revision != 1 || finding.reasons.count) abort();
    } else if (finding.number.length || finding.revision || finding.credential.length || !finding.reasons.count) {
        abort();
    }
    return 0;
}
