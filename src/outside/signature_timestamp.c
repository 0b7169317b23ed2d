/* RFC 3161: asks a time-stamp server for a token over a signature value, by HTTP (libcurl), and holds the answer against the question. */
#include "outside/signature_internal.h"

#include <curl/curl.h>
#include <openssl/err.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include "base/buffer.h"

enum { LARGEST_ANSWER = 64 << 10, SECONDS_TO_CONNECT = 5, SECONDS_IN_ALL = 15 };

static size_t take_answer(char *bytes, size_t size, size_t count, void *data)
{
    struct buffer *answer = data;
    buffer_put_bytes(answer, bytes, size * count);
    return answer->full ? 0 : size * count;
}

static enum result fail(struct context *context, const char *why)
{
    ERR_clear_error();
    return context_fail(context, RESULT_BROKEN, "signature.timestamp", N_("The time-stamp server gave no time-stamp: {reason}."), "reason", why);
}

static TS_REQ *new_request(const unsigned char hash[32])
{
    TS_REQ *request = TS_REQ_new();
    TS_MSG_IMPRINT *imprint = TS_MSG_IMPRINT_new();
    X509_ALGOR *algorithm = X509_ALGOR_new();
    ASN1_INTEGER *nonce = ASN1_INTEGER_new();
    unsigned char random[8];
    bool good = request && imprint && algorithm && nonce && RAND_bytes(random, sizeof random) == 1;
    uint64_t number = 0;
    for (size_t i = 0; i < sizeof random; i++) number = number << 8 | random[i];
    good = good && X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_sha256), V_ASN1_NULL, NULL) && TS_MSG_IMPRINT_set_algo(imprint, algorithm)
           && TS_MSG_IMPRINT_set_msg(imprint, (unsigned char *)hash, 32) && ASN1_INTEGER_set_uint64(nonce, number >> 1 | 1) && TS_REQ_set_version(request, 1)
           && TS_REQ_set_msg_imprint(request, imprint) && TS_REQ_set_nonce(request, nonce) && TS_REQ_set_cert_req(request, 1);
    ASN1_INTEGER_free(nonce);
    X509_ALGOR_free(algorithm);
    TS_MSG_IMPRINT_free(imprint);
    if (good) return request;
    TS_REQ_free(request);
    return NULL;
}

/* Is the answer one to this request? The server's own certificate is not judged here: that is the verifier's affair, who knows whom he trusts. */
static bool answers(TS_REQ *request, TS_RESP *response)
{
    TS_TST_INFO *info = TS_RESP_get_tst_info(response);
    long status = ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(TS_RESP_get_status_info(response)));
    if (!info || !TS_RESP_get_token(response) || (status != TS_STATUS_GRANTED && status != TS_STATUS_GRANTED_WITH_MODS)) return false;
    ASN1_OCTET_STRING *asked = TS_MSG_IMPRINT_get_msg(TS_REQ_get_msg_imprint(request));
    ASN1_OCTET_STRING *given = TS_MSG_IMPRINT_get_msg(TS_TST_INFO_get_msg_imprint(info));
    const ASN1_INTEGER *nonce = TS_TST_INFO_get_nonce(info);
    return ASN1_OCTET_STRING_cmp(asked, given) == 0 && nonce && ASN1_INTEGER_cmp(TS_REQ_get_nonce(request), nonce) == 0;
}

const char *signature_timestamp_token(TS_REQ *request, struct bytes answer, unsigned char *out, size_t room, size_t *length)
{
    const unsigned char *der = answer.data;
    TS_RESP *response = d2i_TS_RESP(NULL, &der, (long)answer.length);
    const char *wrong = response && answers(request, response) ? NULL : "its answer does not fit the request";
    if (!wrong) {
        PKCS7 *token = TS_RESP_get_token(response);
        int size = i2d_PKCS7(token, NULL);
        if (size <= 0 || (size_t)size > room) wrong = "its token is too large";
        else *length = (size_t)i2d_PKCS7(token, &out);
    }
    TS_RESP_free(response);
    return wrong;
}

static CURLcode ask(const char *server, const unsigned char *question, int question_length, struct buffer *answer, long *status)
{
    CURL *curl = curl_easy_init();
    struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/timestamp-query");
    if (!curl || !headers) {
        curl_slist_free_all(headers);
        curl_easy_cleanup(curl);
        return CURLE_OUT_OF_MEMORY;
    }
    curl_easy_setopt(curl, CURLOPT_URL, server);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, (const char *)question);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)question_length);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_answer);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, answer);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)SECONDS_TO_CONNECT);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)SECONDS_IN_ALL);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    CURLcode code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, status);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    return code;
}

enum result signature_timestamp(struct context *context, const char *server, const unsigned char *value, size_t value_length, unsigned char *out,
                                size_t room, size_t *length)
{
    unsigned char hash[32], *question = NULL;
    if (!EVP_Digest(value, value_length, hash, NULL, EVP_sha256(), NULL)) return fail(context, "no digest");
    TS_REQ *request = new_request(hash);
    int question_length = request ? i2d_TS_REQ(request, &question) : -1;
    if (question_length <= 0) {
        TS_REQ_free(request);
        return fail(context, "no request");
    }
    struct buffer answer = buffer_new(context->arena, 8192, LARGEST_ANSWER);
    long status = 0;
    CURLcode code = ask(server, question, question_length, &answer, &status);
    OPENSSL_free(question);
    const char *wrong = code != CURLE_OK ? curl_easy_strerror(code) : status != 200 ? "its answer is not 200 OK"
                        : signature_timestamp_token(request, (struct bytes){(const unsigned char *)answer.bytes, answer.length}, out, room, length);
    TS_REQ_free(request);
    if (wrong) return fail(context, wrong);
    ERR_clear_error();
    return RESULT_OK;
}
