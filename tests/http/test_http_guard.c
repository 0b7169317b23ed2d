/* Every file of tests/http/guard against a running server, whole and byte by byte: bytes sent, and the answers that must come, no more and no less.
 *
 *   # comment
 *   > text with \r \n \t \0 \xNN \\        sent as it stands; nothing is added
 *   * 9000 a                               the text 9000 times
 *   < 200                                  an answer of that status; `< 200 head` one without a body
 *   < close                                then the server hangs up
 *   < open                                 then the connection goes on: another request gets its answer
 *   ! production                           with these settings: address https://certificates.example */
#include "http_support.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"

enum { ANSWERS = 16 };

struct fixture {
    const char *path;
    struct buffer bytes;
    struct { int status; bool bodiless; } expected[ANSWERS];
    size_t expected_count;
    bool closes, production;
};

static void put_escaped(struct buffer *out, struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] != '\\' || i + 1 == text.length) {
            buffer_put_char(out, text.bytes[i]);
            continue;
        }
        char c = text.bytes[++i];
        if (c == 'x') {
            char digits[3] = {text.bytes[i + 1], text.bytes[i + 2], 0};
            buffer_put_char(out, (char)strtol(digits, NULL, 16));
            i += 2;
        } else {
            buffer_put_char(out, c == 'r' ? '\r' : c == 'n' ? '\n' : c == 't' ? '\t' : c == '0' ? '\0' : c);
        }
    }
}

static struct fixture read_fixture(struct context *context, const char *path)
{
    struct fixture fixture = {.path = path, .bytes = buffer_new(context->arena, 1024, 1 << 20)};
    struct text content, line;
    assert_int_equal(file_read(context, text_of(path), 1 << 20, &content), RESULT_OK);
    while (text_split(&content, '\n', &line)) {
        if (line.length < 2) continue;
        struct text rest = {line.bytes + 2, line.length - 2};
        if (line.bytes[0] == '>') put_escaped(&fixture.bytes, rest);
        if (line.bytes[0] == '!') fixture.production = true;
        if (line.bytes[0] == '*') {
            struct text count;
            assert_true(text_split(&rest, ' ', &count));
            for (int i = atoi(count.bytes); i; i--) put_escaped(&fixture.bytes, rest);
        }
        if (line.bytes[0] != '<') continue;
        if (text_starts_with(rest, "close")) fixture.closes = true;
        else if (!text_starts_with(rest, "open")) {
            assert_true(fixture.expected_count < ANSWERS);
            fixture.expected[fixture.expected_count].status = atoi(rest.bytes);
            fixture.expected[fixture.expected_count++].bodiless = text_ends_with(rest, "head");
        }
    }
    assert_true(fixture.bytes.length > 0 && fixture.expected_count > 0);
    return fixture;
}

static void play(struct http_test *test, const struct fixture *fixture, bool byte_by_byte)
{
    struct http_client client = http_client_open(test);
    struct text bytes = buffer_text(&fixture->bytes);
    size_t step = byte_by_byte ? bytes.length > 2000 ? 61 : 1 : bytes.length;
    for (size_t at = 0; at < bytes.length; at += step) {
        http_client_send(&client, (struct text){bytes.bytes + at, bytes.length - at < step ? bytes.length - at : step});
        if (byte_by_byte) usleep(30); /* lets the server see the pieces apart; nothing depends on it */
    }
    for (size_t i = 0; i < fixture->expected_count; i++) {
        struct http_reply reply = http_client_reply(&client, fixture->expected[i].bodiless);
        if (reply.status != fixture->expected[i].status)
            fail_msg("%s: answer %zu is %d, not %d", fixture->path, i + 1, reply.status, fixture->expected[i].status);
        bool says_close = text_find(reply.head, "Connection: close\r\n") < reply.head.length;
        bool last = i + 1 == fixture->expected_count;
        if (says_close != (last && fixture->closes)) fail_msg("%s: answer %zu does not say rightly whether the connection closes", fixture->path, i + 1);
    }
    if (!fixture->closes) {
        struct http_reply reply = http_client_ask(&client, fixture->production ? "GET /inline/after HTTP/1.1\r\nHost: certificates.example\r\n\r\n"
                                                                              : "GET /inline/after HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assert_int_equal(reply.status, 200);
        assert_contains(reply.body, "path=/inline/after\n");
        shutdown(client.fd, SHUT_WR);
    }
    http_client_expect_end(&client);
    http_client_close(&client);
}

static void the_fixture_holds(void **state)
{
    struct http_test *test = http_test_new();
    struct fixture fixture = read_fixture(&test->support->context, *state);
    if (fixture.production) {
        test->settings.production = true;
        test->settings.address = TEXT("https://certificates.example");
    }
    http_test_start(test);
    play(test, &fixture, false);
    play(test, &fixture, true);
    http_test_end(test);
}

int main(int argc, char **argv)
{
    struct CMUnitTest tests[200] = {0};
    static char paths[200][300];
    size_t count = 0;
    DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
    if (!folder) return 2;
    for (struct dirent *entry; (entry = readdir(folder)) && count < 200;) {
        if (entry->d_name[0] == '.') continue;
        snprintf(paths[count], sizeof paths[count], "%s/%s", argv[1], entry->d_name);
        tests[count] = (struct CMUnitTest){.name = strrchr(paths[count], '/') + 1, .test_func = the_fixture_holds, .initial_state = paths[count]};
        count++;
    }
    closedir(folder);
    if (count == 0) return 2;
    return _cmocka_run_group_tests("guard", tests, count, NULL, NULL);
}
