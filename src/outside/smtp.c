#include "outside/smtp.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "outside/smtp_reply.h"

enum { CONNECT_SECONDS = 20, PHASE_LIMIT = 8 };

struct smtp {
    CURL *curl;
    /* What is going on in the current letter, as the trace shows it. */
    char command[PHASE_LIMIT]; /* the last one sent: MAIL, RCPT, DATA */
    bool in_content;
    bool leaving; /* libcurl has said QUIT after a failure: what is said from then on is no answer to the letter */
    struct smtp_reply reply; /* the last one */
    /* What is being sent. */
    struct text rest;
};

static size_t give(char *out, size_t size, size_t count, void *data)
{
    struct smtp *smtp = data;
    size_t length = size * count < smtp->rest.length ? size * count : smtp->rest.length;
    memcpy(out, smtp->rest.bytes, length);
    smtp->rest.bytes += length;
    smtp->rest.length -= length;
    smtp->in_content = true;
    return length;
}

static size_t swallow(char *bytes, size_t size, size_t count, void *data)
{
    (void)bytes, (void)data;
    return size * count;
}

/* libcurl tells what goes over the line only in its trace. What we sign in with passes here too: of what is sent only the command's word is kept. */
static int watch(CURL *curl, curl_infotype kind, char *bytes, size_t length, void *data)
{
    (void)curl;
    struct smtp *smtp = data;
    if (kind == CURLINFO_HEADER_OUT) {
        size_t word = 0;
        while (word < length && word < PHASE_LIMIT - 1 && bytes[word] >= 'A' && bytes[word] <= 'Z') word++;
        smtp->leaving = word == 4 && memcmp(bytes, "QUIT", 4) == 0;
        if (smtp->leaving) return 0;
        memcpy(smtp->command, bytes, word);
        smtp->command[word] = '\0';
    } else if (kind == CURLINFO_HEADER_IN && !smtp->leaving) {
        smtp_reply_take(&smtp->reply, (struct text){bytes, length});
    }
    return 0;
}

/* libcurl takes the name for EHLO from the URL's path. */
static struct text url_with_greeting(struct context *context, const struct smtp_server *server)
{
    struct text url = server->url;
    while (url.length && url.bytes[url.length - 1] == '/') url.length--;
    for (size_t i = 0; i < server->greeting.length; i++) {
        char c = server->greeting.bytes[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.')) return url;
    }
    return text_empty(server->greeting) ? url : text_printf(context->arena, "%.*s/%.*s", TEXT_ARG(url), TEXT_ARG(server->greeting));
}

static bool set_security(CURL *curl, const struct smtp_server *server)
{
    long use;
    if (text_is(server->tls, "required") || text_empty(server->tls)) use = CURLUSESSL_ALL;
    else if (text_is(server->tls, "offered")) use = CURLUSESSL_TRY;
    else if (text_is(server->tls, "none")) use = CURLUSESSL_NONE;
    else return false;
    curl_easy_setopt(curl, CURLOPT_USE_SSL, use);
    /* "Offered" takes any certificate, as mail servers do among each other: a stranger's is still better than none. But a password is only for the server that it is meant for. */
    bool verify = use == CURLUSESSL_ALL || !text_empty(server->user);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, verify ? 1l : 0l);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, verify ? 2l : 0l);
    return true;
}

enum result smtp_new(struct context *context, const struct smtp_server *server, struct smtp **smtp)
{
    if (!text_starts_with(server->url, "smtp://") && !text_starts_with(server->url, "smtps://"))
        return context_fail(context, RESULT_REFUSED, "smtp.url", N_("The setting mail is built-in, smtp://host:port or smtps://host:port."));
    const char *authorities = text_string(context->arena, server->authorities);
    if (*authorities && access(authorities, R_OK) != 0)
        return context_fail(context, RESULT_REFUSED, "smtp.authorities", N_("The file {path}, which the setting mail_authorities names, cannot be read."), "path", authorities);
    struct smtp *made = calloc(1, sizeof *made);
    if (!made || !(made->curl = curl_easy_init())) {
        free(made);
        return context_fail(context, RESULT_BROKEN, "smtp.no_memory", N_("There is too little memory for a connection to the mail server."));
    }
    CURL *curl = made->curl;
    bool set = curl_easy_setopt(curl, CURLOPT_URL, text_string(context->arena, url_with_greeting(context, server))) == CURLE_OK && set_security(curl, server);
    if (!text_empty(server->user)) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, text_string(context->arena, server->user));
        curl_easy_setopt(curl, CURLOPT_PASSWORD, text_string(context->arena, server->password));
    }
    if (*authorities) { /* and no others: libcurl would look into the system's folder, too */
        curl_easy_setopt(curl, CURLOPT_CAINFO, authorities);
        curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
    }
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_PROXY, ""); /* not what the environment says */
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1l);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)(server->timeout_seconds > 0 ? server->timeout_seconds : 120));
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1l);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(curl, CURLOPT_READDATA, made);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, swallow);
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1l);
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, watch);
    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, made);
    if (!set) {
        smtp_free(made);
        return context_fail(context, RESULT_REFUSED, "smtp.tls", N_("The setting mail_tls is required, offered or none, not {value}."), "value",
                            text_string(context->arena, server->tls));
    }
    *smtp = made;
    return RESULT_OK;
}

void smtp_free(struct smtp *smtp)
{
    if (!smtp) return;
    curl_easy_cleanup(smtp->curl);
    free(smtp);
}

static bool is_plain(struct text address)
{
    for (size_t i = 0; i < address.length; i++)
        if ((unsigned char)address.bytes[i] <= ' ' || address.bytes[i] == 0x7F || strchr("<>\"(),:;\\[]", address.bytes[i])) return false;
    return !text_empty(address);
}

static enum smtp_verdict judge(const struct smtp *smtp, CURLcode done)
{
    if (done == CURLE_OK) return SMTP_TAKEN;
    bool recipient = strcmp(smtp->command, "RCPT") == 0, content = strcmp(smtp->command, "DATA") == 0 || smtp->in_content;
    if (!recipient && !content) return SMTP_NOBODY;
    /* 421 closes the connection whatever was asked. */
    if (smtp->reply.complete && smtp->reply.code >= 500 && smtp->reply.code < 600) return SMTP_REFUSED;
    if (recipient && !(smtp->reply.code >= 400 && smtp->reply.code < 500)) return SMTP_NOBODY;
    return SMTP_LATER;
}

enum result smtp_send(struct context *context, struct smtp *smtp, struct text from, struct text to, struct text message, struct smtp_outcome *outcome)
{
    if (!is_plain(from) || !is_plain(to))
        return context_fail(context, RESULT_BROKEN, "smtp.address", N_("A letter has an address that is none."));
    CURL *curl = smtp->curl;
    struct curl_slist *recipients = curl_slist_append(NULL, text_printf(context->arena, "<%.*s>", TEXT_ARG(to)).bytes);
    if (!recipients) return context_fail(context, RESULT_BROKEN, "smtp.no_memory", N_("There is too little memory for a connection to the mail server."));
    char words[CURL_ERROR_SIZE] = "";
    smtp->command[0] = '\0';
    smtp->in_content = smtp->leaving = false;
    smtp->reply = (struct smtp_reply){.code = 0};
    smtp->rest = message;
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, text_printf(context->arena, "<%.*s>", TEXT_ARG(from)).bytes);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)message.length);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, words);
    CURLcode done = curl_easy_perform(curl);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, NULL);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, NULL);
    curl_slist_free_all(recipients);
    outcome->verdict = judge(smtp, done);
    /* A reply of success is no answer to why it failed: what libcurl says is. */
    bool answered = smtp->reply.code && (done == CURLE_OK || smtp->reply.code >= 400);
    outcome->code = answered ? smtp->reply.code : 0;
    outcome->answer = smtp_reply_readable(context->arena, answered ? smtp->reply.words : words[0] ? words : curl_easy_strerror(done));
    return RESULT_OK;
}
