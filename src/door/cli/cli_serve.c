/* serve, work */
#include "door/cli/cli.h"

#include <signal.h>
#include <stdio.h>

#include "door/desk/desk.h"
#include "door/site/site.h"
#include "door/worker/worker.h"
#include "letter/letter.h"
#include "outside/http.h"

/* What a signal reaches: there is one server and one worker a process, and a handler gets no argument. */
static struct http_server *server_to_stop;
static _Atomic(bool) work_to_stop;

static void stop(int signal)
{
    (void)signal;
    work_to_stop = true;
    if (server_to_stop) http_stop(server_to_stop);
}

static void stop_on_signals(void)
{
    struct sigaction action = {.sa_handler = stop};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
}

/* Only a demonstration shows its letters (SPEC 10.2): elsewhere the default serves nobody. */
static void tell_of_mail(const struct cli *cli)
{
    if (!text_is(cli->house.settings.mail, "built-in") || cli->house.demonstration) return;
    fprintf(stderr, "testamur: %s: no mail server is set: letters are counted as sent and reach nobody, and this store, which is no demonstration, does not show them either. Set mail to smtp://HOST:PORT or"
                    " smtps://HOST:PORT, and mail_from (docs/operating.md).\n", cli->command->name);
}

/* What letters and QR codes lead to is not where anybody is: a proxy may stand between the two, and then it is said in behind_proxy. */
static void tell_of_address(const struct cli *cli)
{
    const struct settings *settings = &cli->house.settings;
    struct text host = settings->address, before;
    int port = http_port(server_to_stop);
    bool secure = text_starts_with(host, "https://");
    if (settings->behind_proxy || text_starts_with(settings->listen, "unix:")) return;
    for (int i = 0; i < 2; i++) (void)text_split(&host, '/', &before); /* the scheme */
    size_t colon = host.length;
    while (colon > 0 && host.bytes[colon - 1] >= '0' && host.bytes[colon - 1] <= '9') colon--;
    int64_t told = secure ? 443 : 80;
    if (colon > 0 && colon < host.length && host.bytes[colon - 1] == ':') (void)text_to_integer((struct text){host.bytes + colon, host.length - colon}, &told);
    if (told == port) return;
    fprintf(stderr, "testamur: serve: letters and QR codes lead to %.*s, the setting address, but this server listens on port %d. Set address to what people open it by (or behind_proxy, where a proxy stands there: docs/operating.md).\n",
            TEXT_ARG(settings->address), port);
}

static int run_serve(struct cli *cli)
{
    const char *listen = cli_option(cli, "--listen");
    if (listen) cli->house.settings.listen = text_of(listen);
    static const struct web_door *const doors[] = {&site_door, &desk_door, NULL};
    struct web *web = NULL;
    struct worker *worker = NULL;
    if (letter_templates_right(cli->context) < 0 || house_open_ecert(&cli->house) < 0 || web_open(&cli->house, doors, &web) < 0) return cli_failed(cli);
    if (http_start(cli->context, &cli->house.clock, web_handlers(web), &server_to_stop) < 0) return cli_failed(cli);
    stop_on_signals();
    tell_of_mail(cli);
    tell_of_address(cli);
    if (!cli_option(cli, "--no-worker") && worker_start(&cli->house, &worker) < 0) return cli_failed(cli);
    fprintf(stderr, "testamur: serving %.*s on %.*s (port %d)\n", TEXT_ARG(cli->house.settings.address), TEXT_ARG(cli->house.settings.listen), http_port(server_to_stop));
    http_run(server_to_stop);
    worker_stop(worker);
    struct http_server *server = server_to_stop;
    server_to_stop = NULL;
    http_free(server);
    return CLI_DONE;
}

static int run_work(struct cli *cli)
{
    if (letter_templates_right(cli->context) < 0) return cli_failed(cli);
    stop_on_signals();
    tell_of_mail(cli);
    return worker_run(&cli->house, &work_to_stop) < 0 ? CLI_REFUSED : CLI_DONE;
}

static const struct cli_option serve_options[] = {
    {"--listen", "ADDRESS", NULL, "HOST:PORT or unix:PATH, in place of the setting"},
    {"--no-worker", NULL, NULL, "without the worker; run testamur work elsewhere"},
    {NULL, NULL},
};

const struct cli_command cli_serve_commands[] = {
    {"serve", "", "the server, with the worker", serve_options, 0, 0, CLI_NEEDS_REGISTER, run_serve},
    {"work", "", "a worker alone", NULL, 0, 0, CLI_NEEDS_STORE, run_work},
    {NULL, NULL, NULL, NULL, 0, 0, CLI_NEEDS_NOTHING, NULL},
};
