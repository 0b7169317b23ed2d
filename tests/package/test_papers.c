/* What is printed for packages, and that nothing else is packed (SPEC 8.3). */
#include "package/post.h"

#include <string.h>

#include "ecert/ecert.h"
#include "outside/settings.h"
#include "package/package_inside.h"
#include "package/package_papers.h"

static struct post_office begin(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    assert_ok(ecert_theme_load(town->context, ecert_theme_folder(town->context), &town->context->theme));
    return it;
}

static void end(struct post_office *it)
{
    ecert_theme_free(it->town->context->theme);
    it->town->context->theme = NULL;
    town_free(it->town);
}

/* Nothing is left out. */
static struct package_papers_made made(struct post_office *it, enum package_papers papers, struct text numbers)
{
    struct town *town = it->town;
    struct package_papers_made made;
    assert_ok(package_papers(town->context, papers, numbers, TEXT(""), &made));
    assert_false(made.ask);
    return made;
}

static const char *why(struct post_office *it, const struct package_outcome *outcome)
{
    assert_true(outcome->refusals.count > 0);
    return text_string(it->town->context->arena, ((const struct package_refusal *)outcome->refusals.items)->why);
}

static bool bytes_have(struct bytes bytes, const char *part)
{
    return memmem(bytes.data, bytes.length, part, strlen(part)) != NULL;
}

static void papers_are_printed_for_what_is_approved(enum database_engine engine)
{
    struct post_office it = begin(engine);
    struct town *town = it.town;
    struct context *context = town->context;
    struct package_papers_made done;
    enum package_papers papers;
    assert_false(package_papers_of(TEXT("money"), &papers));
    assert_refused("package.none_to_print", package_papers(context, PAPERS_LABELS, TEXT(""), TEXT(""), &done));
    assert_ok(package_papers(context, PAPERS_LABELS, it.number, TEXT(""), &done));
    assert_true(done.ask && !done.content.length && strstr(why(&it, &done.outcome), "is not approved"));
    post_many(&it, PACKAGE_APPROVE, TEXT(""));
    for (int kind = 0; kind < PAPERS_KINDS; kind++) {
        done = made(&it, (enum package_papers)kind, kind % 2 ? it.number : TEXT(""));
        assert_int_equal(done.outcome.done, 1);
        if (kind == PAPERS_LIST) {
            assert_true(bytes_have(done.content, text_string(context->arena, it.number)) && bytes_have(done.content, "坂田街道五和大道1号") && bytes_have(done.content, "86-13800138000"));
            assert_true(bytes_have(done.content, "Expert card with the certificate number")); /* by the list of the catalogue */
            assert_text_equal(done.file_name, "list-2026-03-09.csv");
        } else {
            assert_memory_equal(done.content.data, "%PDF-", 5);
            assert_true(text_ends_with(done.file_name, "-2026-03-09.pdf"));
        }
    }
    post_many(&it, PACKAGE_PACK, it.number);
    made(&it, PAPERS_LABELS, TEXT("")); /* once more, if it was spoilt */
    post_mail(&it, it.number, POST_SF);
    assert_ok(package_papers(context, PAPERS_SLIPS, it.number, TEXT(""), &done));
    assert_true(done.ask);
    town_act_as(town, it.wei);
    assert_refused("audit.not_allowed", package_papers(context, PAPERS_LABELS, it.number, TEXT(""), &done));
    town_assert_in_order(town);
    end(&it);
}
BOTH_ENGINES(papers_are_printed_for_what_is_approved)

/* Asks for all that are approved to be packed, in vain; why. */
static const char *not_packed(struct post_office *it)
{
    struct package_outcome outcome = post_many(it, PACKAGE_PACK, TEXT(""));
    assert_int_equal(outcome.done, 0);
    assert_int_equal(outcome.refused, 1);
    return why(it, &outcome);
}

static size_t to_be_printed_again(struct post_office *it)
{
    struct town *town = it->town;
    struct package_view view = post_view(town, it->number);
    struct list printed;
    size_t again = 0;
    assert_ok(package_printed(town->context, &view, &printed));
    for (size_t i = 0; i < printed.count; i++) {
        const struct package_printed *each = (const struct package_printed *)printed.items + i;
        assert_text_equal(each->who, "mia");
        again += each->other_name || each->other_address;
    }
    return again;
}

static void what_is_packed_is_what_was_printed(enum database_engine engine)
{
    struct post_office it = begin(engine);
    struct town *town = it.town;
    post_many(&it, PACKAGE_APPROVE, it.number);
    assert_true(strstr(not_packed(&it), "Nothing was printed"));
    made(&it, PAPERS_SLIPS, TEXT(""));
    assert_true(strstr(not_packed(&it), "Nothing was printed"));
    made(&it, PAPERS_LIST, TEXT(""));
    assert_true(strstr(not_packed(&it), "The certificate of package"));
    made(&it, PAPERS_CERTIFICATES, TEXT(""));
    made(&it, PAPERS_SHEETS, TEXT(""));
    assert_int_equal(to_be_printed_again(&it), 0);

    /* He sends it elsewhere: neither all nor this one is packed before it is printed again. */
    town_act_as(town, it.wei);
    assert_ok(package_readdress(town->context, it.number, post_abroad(town)));
    town_act_as_staff(town, it.clerk);
    const char *again = text_printf(town->context->arena, "The address of package %.*s was changed after printing. Print again: address label, list for the carrier, packing slip.", TEXT_ARG(it.number)).bytes;
    assert_string_equal(not_packed(&it), again);
    assert_int_equal(to_be_printed_again(&it), 3);
    assert_refused("package.print_again_address", package_act_one(town->context, PACKAGE_PACK, it.number));
    assert_true(post_view(town, it.number).approved);
    /* And back: what was printed is right again. */
    town_act_as(town, it.wei);
    assert_ok(package_readdress(town->context, it.number, it.home));
    town_act_as_staff(town, it.clerk);
    assert_int_equal(to_be_printed_again(&it), 0);

    post_rename(town, it.wei, "Wei Chang");
    town_act_as_staff(town, it.clerk);
    assert_true(strstr(not_packed(&it), "The name on the certificate of package"));
    made(&it, PAPERS_CERTIFICATES, TEXT(""));
    assert_true(strstr(not_packed(&it), "Print again: packing slip."));
    made(&it, PAPERS_SLIPS, TEXT(""));
    assert_int_equal(post_many(&it, PACKAGE_PACK, TEXT("")).done, 1);
    assert_text_equal(post_view(town, it.number).name_latin, "Wei Chang");

    /* Certificate and label come back with the parcel, and go on. */
    post_mail(&it, it.number, POST_SF);
    assert_ok(package_return(town->context, it.number, NO_DAY, TEXT("")));
    assert_ok(package_send_again(town->context, it.number));
    struct package_view view = post_view(town, it.number);
    struct list printed;
    int goes_on = 0;
    assert_ok(package_printed(town->context, &view, &printed));
    for (size_t i = 0; i < printed.count; i++) {
        const struct package_printed *each = (const struct package_printed *)printed.items + i;
        goes_on += each->goes_on;
        assert_int_equal(each->goes_on, text_is(each->paper, "certificate") || text_is(each->paper, "address label"));
    }
    assert_int_equal(goes_on, 2);
    assert_int_equal(post_many(&it, PACKAGE_PACK, TEXT("")).done, 1);
    town_assert_in_order(town);
    end(&it);
}
BOTH_ENGINES(what_is_packed_is_what_was_printed)

/* A name is corrected while its certificate lies packed: that one is not sent. Unpacked, the package can go elsewhere, and what is printed anew goes out; what was promised holds. */
static void what_is_packed_with_an_old_name_is_unpacked(enum database_engine engine)
{
    struct post_office it = begin(engine);
    struct town *town = it.town;
    struct list list;
    struct package_counts counts;
    post_many(&it, PACKAGE_APPROVE, it.number);
    made(&it, PAPERS_CERTIFICATES, TEXT(""));
    made(&it, PAPERS_LABELS, TEXT(""));
    assert_ok(package_act_one(town->context, PACKAGE_PACK, it.number));
    struct day due = post_view(town, it.number).due;
    assert_ok(package_list(town->context, PACKAGE_SHOW_SUPERSEDED, 10, &list));
    assert_int_equal(list.count, 0);

    post_rename(town, it.wei, "Wei Tschang");
    town_act_as_staff(town, it.clerk);
    assert_ok(package_counts(town->context, &counts));
    assert_int_equal(counts.superseded, 1);
    assert_ok(package_list(town->context, PACKAGE_SHOW_SUPERSEDED, 10, &list));
    assert_int_equal(list.count, 1);
    assert_true(((const struct package_view *)list.items)->renamed);
    struct package_mailing mailing = post_mail(&it, it.number, POST_SF);
    assert_true(mailing.held && mailing.doubtful && !mailing.mailed);
    assert_true(text_find(mailing.why, "was revised after packing") < mailing.why.length);
    assert_ok(package_mail_file(town->context, text_printf(town->context->arena, "%.*s," POST_SF, TEXT_ARG(it.number)), false, false, false, &list));
    assert_true(((const struct package_number_row *)list.items)->refused);

    town_set_time(town, "2026-03-12T02:00:00Z");
    assert_refused("package.reason", package_unpack(town->context, it.number, TEXT(" ")));
    assert_ok(package_unpack(town->context, it.number, TEXT("Your name was corrected.")));
    assert_refused("package.state", package_unpack(town->context, it.number, TEXT("Once more.")));
    town_act_as(town, it.wei);
    struct package_view view = post_view(town, it.number);
    assert_true(view.approved && view.may_readdress && view.may_cancel && !view.overdue);
    assert_false(day_is(view.packed_day));
    assert_int_equal(view.due.number, due.number);
    assert_text_equal(view.reason, "Your name was corrected.");
    assert_text_equal(view.name_latin, "Wei Tschang");
    assert_int_equal(post_letters(town, POST_MAILBOX, "is not packed any more"), 1);
    assert_text_equal(town_in_letter(town, POST_MAILBOX, "was unpacked again: "), "Your name was corrected.");
    assert_ok(package_history(town->context, &view, &list));
    const struct package_entry *last = (const struct package_entry *)list.items + list.count - 1;
    assert_text_equal(last->act, "Unpacked again");
    assert_text_equal(last->text, "Your name was corrected.");
    assert_ok(package_readdress(town->context, it.number, post_abroad(town)));

    town_act_as_staff(town, it.clerk);
    assert_ok(package_counts(town->context, &counts));
    assert_int_equal(counts.superseded, 0);
    assert_refused("package.print_again", package_act_one(town->context, PACKAGE_PACK, it.number));
    made(&it, PAPERS_CERTIFICATES, TEXT(""));
    made(&it, PAPERS_LABELS, TEXT(""));
    assert_ok(package_act_one(town->context, PACKAGE_PACK, it.number));
    view = post_view(town, it.number);
    assert_false(view.renamed);
    assert_text_equal(view.reason, "");
    assert_true(post_mail(&it, it.number, POST_SF).mailed);
    end(&it);
}
BOTH_ENGINES(what_is_packed_with_an_old_name_is_unpacked)

/* The courier has taken it at noon, in the afternoon its name is corrected, in the evening the numbers come in, by hand or by a file: it is on its way all the same, with the certificate that lies in it. */
static void what_left_before_it_was_revised_is_recorded(enum database_engine engine)
{
    for (int by_file = 0; by_file < 2; by_file++) {
        struct post_office it = begin(engine);
        struct town *town = it.town;
        struct list list;
        post_many(&it, PACKAGE_APPROVE, it.number);
        made(&it, PAPERS_CERTIFICATES, TEXT(""));
        made(&it, PAPERS_LABELS, TEXT(""));
        assert_ok(package_act_one(town->context, PACKAGE_PACK, it.number));
        struct text packed = text_copy(town->context->arena, post_view(town, it.number).name_latin);
        post_rename(town, it.wei, "Wei Tschang");
        town_act_as_staff(town, it.clerk);
        struct package_view view = post_view(town, it.number);
        assert_true(view.renamed && package_may(&view, PACKAGE_MAIL));
        if (by_file) {
            assert_ok(package_mail_file(town->context, text_printf(town->context->arena, "%.*s," POST_SF, TEXT_ARG(it.number)), false, true, false, &list));
            assert_true(((const struct package_number_row *)list.items)->mailed);
        } else {
            struct package_mailing mailing = {.typed = TEXT(POST_SF), .carrier = TEXT(""), .gone = true};
            assert_ok(package_mail(town->context, it.number, &mailing));
            assert_true(mailing.mailed && mailing.held);
        }
        view = post_view(town, it.number);
        assert_true(view.mailed && !view.renamed);
        assert_true(text_equal(view.name_latin, packed));
        assert_text_equal(view.express_number, POST_SF);
        assert_int_equal(post_letters(town, POST_MAILBOX, "is on its way"), 1);
        end(&it);
    }
}
BOTH_ENGINES(what_left_before_it_was_revised_is_recorded)

/* While another name is asked for, "all" does not pack the package with the old one; ticked it goes. What was printed says whose name is on it. */
static void an_open_name_case_is_told(enum database_engine engine)
{
    struct post_office it = begin(engine);
    struct town *town = it.town;
    struct list list;
    post_many(&it, PACKAGE_APPROVE, it.number);
    made(&it, PAPERS_CERTIFICATES, TEXT(""));
    made(&it, PAPERS_LABELS, TEXT(""));
    struct case_view asked = post_ask_name(town, it.wei, "Wei Chang");
    assert_text_equal(post_view(town, it.number).name_case, text_string(town->context->arena, asked.number));
    town_act_as_staff(town, it.clerk);
    assert_ok(package_list(town->context, PACKAGE_SHOW_APPROVED, 10, &list));
    assert_text_equal(((const struct package_view *)list.items)->name_case, text_string(town->context->arena, asked.number));
    assert_true(strstr(not_packed(&it), text_printf(town->context->arena, "asks for another name. Decide case %.*s first", TEXT_ARG(asked.number)).bytes));
    town_act_as(town, it.wei);
    assert_ok(case_withdraw(town->context, asked.id));
    post_rename(town, it.wei, "Wei Tschang");
    town_act_as_staff(town, it.clerk);
    struct package_view view = post_view(town, it.number);
    assert_text_equal(view.name_case, "");
    assert_true(view.renamed);
    assert_text_equal(view.name_latin, "Wei Tschang");
    assert_ok(package_printed(town->context, &view, &list));
    for (size_t i = 0; i < list.count; i++) {
        const struct package_printed *each = (const struct package_printed *)list.items + i;
        assert_int_equal(each->other_name, text_is(each->paper, "certificate"));
        assert_false(each->other_address);
    }
    made(&it, PAPERS_CERTIFICATES, TEXT(""));
    (void)post_ask_name(town, it.wei, "Wei Zhang");
    town_act_as_staff(town, it.clerk);
    assert_int_equal(post_many(&it, PACKAGE_PACK, it.number).done, 1);
    assert_false(post_view(town, it.number).renamed);
    end(&it);
}
BOTH_ENGINES(an_open_name_case_is_told)

/* It came back, and goes to another address: what was printed for its first way is not packed again, ticked or not. */
static void a_second_way_is_printed_anew(enum database_engine engine)
{
    struct post_office it = begin(engine);
    struct town *town = it.town;
    post_many(&it, PACKAGE_APPROVE, it.number);
    made(&it, PAPERS_CERTIFICATES, TEXT(""));
    made(&it, PAPERS_LABELS, TEXT(""));
    assert_int_equal(post_many(&it, PACKAGE_PACK, TEXT("")).done, 1);
    post_mail(&it, it.number, POST_SF);
    assert_ok(package_return(town->context, it.number, NO_DAY, TEXT("")));
    town_act_as(town, it.wei);
    assert_ok(package_readdress(town->context, it.number, post_abroad(town)));
    town_act_as_staff(town, it.clerk);
    assert_ok(package_send_again(town->context, it.number));
    assert_int_equal(to_be_printed_again(&it), 1);
    assert_refused("package.print_again_address", package_act_one(town->context, PACKAGE_PACK, it.number));
    assert_int_equal(post_many(&it, PACKAGE_PACK, it.number).refused, 1);
    assert_true(strstr(not_packed(&it), "Print again: address label."));
    made(&it, PAPERS_LABELS, TEXT(""));
    assert_int_equal(to_be_printed_again(&it), 0);
    assert_int_equal(post_many(&it, PACKAGE_PACK, it.number).done, 1);
    end(&it);
}
BOTH_ENGINES(a_second_way_is_printed_anew)

/* Whose label or certificate was made elsewhere is packed by his number. */
static void what_is_named_is_packed_unprinted(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    post_pack(&it);
    town_free(it.town);
}
BOTH_ENGINES(what_is_named_is_packed_unprinted)

/* All papers are made without those of which one is wrong, once it was said. */
static void made_without(struct post_office *it, enum package_papers papers, struct text bad, const char *reason)
{
    struct town *town = it->town;
    struct package_papers_made asked, done;
    assert_ok(package_papers(town->context, papers, TEXT(""), TEXT(""), &asked));
    assert_true(asked.ask);
    assert_int_equal(asked.outcome.done, 1);
    assert_int_equal(asked.outcome.refused, 1);
    assert_text_equal(((const struct package_refusal *)asked.outcome.refusals.items)->number, text_string(town->context->arena, bad));
    if (!strstr(why(it, &asked.outcome), reason)) fail_msg("%s", why(it, &asked.outcome));
    struct package_view view = post_view(town, it->number);
    struct list before, after;
    assert_ok(package_printed(town->context, &view, &before));
    assert_ok(package_papers(town->context, papers, TEXT(""), TEXT("something else was said"), &done));
    assert_true(done.ask);
    assert_ok(package_papers(town->context, papers, TEXT(""), asked.left_out, &done));
    assert_false(done.ask);
    assert_true(done.content.length > 0);
    assert_ok(package_printed(town->context, &view, &after));
    assert_int_equal(after.count, before.count + 1);
    view = post_view(town, bad);
    assert_ok(package_printed(town->context, &view, &after));
    assert_int_equal(after.count, 0);
}

static void one_that_cannot_be_printed_holds_up_no_other(enum database_engine engine)
{
    static const struct statement rename = {"rename", NULL, "UPDATE certificate SET name_latin = $1 WHERE account_id = $2"};
    static const struct statement move = {"move", NULL, "UPDATE package SET address = $1 WHERE number = $2"};
    struct post_office it = begin(engine);
    struct town *town = it.town;
    struct text second = post_second(&it);
    struct package_view view = post_view(town, second);
    post_many(&it, PACKAGE_APPROVE, TEXT(""));
    assert_ok(database_run(town->context, &rename, PARAMETERS("\U0001F680", view.account_id), NULL));
    made_without(&it, PAPERS_CERTIFICATES, second, "\U0001F680");
    assert_ok(database_run(town->context, &rename, PARAMETERS("Li", view.account_id), NULL));
    assert_ok(database_run(town->context, &move, PARAMETERS("{\"country\":\"DE\",\"recipient\":\"Li\",\"street\":\"\U0001F680\",\"city\":\"Berlin\",\"postal_code\":\"10115\",\"phone\":\"+4930123456\"}", second), NULL));
    made_without(&it, PAPERS_LABELS, second, "\U0001F680");
    made_without(&it, PAPERS_SLIPS, second, "\U0001F680");
    /* His exam is taken back. */
    town_let_go(town, town_count(town, "held"));
    town_follow_up(town);
    assert_true(post_view(town, second).stopped);
    made_without(&it, PAPERS_LIST, second, "is not valid now");
    end(&it);
}
BOTH_ENGINES(one_that_cannot_be_printed_holds_up_no_other)

static struct package_address in_shenzhen(const char *recipient, const char *street)
{
    return (struct package_address){.country = TEXT("CN"), .recipient = text_of(recipient), .street = text_of(street), .city = TEXT("深圳市"), .region = TEXT("广东省"), .postal_code = TEXT("518129"),
                                    .phone = TEXT("138 0013 8000")};
}

static void assert_wrong(struct context *context, const char *code, const char *field, enum result result)
{
    assert_int_equal(result, RESULT_REFUSED);
    assert_string_equal(context->error.code, code);
    assert_string_equal(context->error.field, field);
    error_clear(&context->error);
}

/* Refused when it is kept or changed, with the field; and where it was kept before, when it is chosen and submitted. */
static void what_no_label_can_hold_is_refused_at_once(enum database_engine engine)
{
    struct post_office it = begin(engine);
    struct town *town = it.town;
    struct context *context = town->context;
    struct ecert_theme *theme = context->theme;
    struct settings settings = *context->settings;
    struct package_address rocket = in_shenzhen("\U0001F680 张伟", "五和大道1号"), wide = in_shenzhen("张伟", "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW"), good = in_shenzhen("张伟", "五和大道1号");
    struct text certificate, number;
    int64_t id, kept;
    bool already;
    settings.home_country = TEXT("CN"); /* so the label is Chinese */
    context->settings = &settings;
    assert_ok(package_act_one(context, PACKAGE_APPROVE, it.number));
    assert_ok(package_stop(context, it.number, TEXT("Begin anew.")));
    town_act_as(town, it.wei);
    assert_wrong(context, "package.address_glyph", "recipient", package_address_add(context, &rocket, &id));
    assert_wrong(context, "package.address_room", "street", package_address_add(context, &wide, &id));
    assert_ok(package_address_add(context, &good, &id));
    rocket.id = id;
    assert_wrong(context, "package.address_glyph", "recipient", package_address_change(context, &rocket));

    context->theme = NULL;
    assert_ok(package_address_add(context, &rocket, &kept));
    certificate = post_fill_in(town, kept);
    context->theme = theme;
    assert_wrong(context, "package.address_glyph", "address", post_submit(context, certificate, &number, &already));
    assert_wrong(context, "package.address_glyph", "address", package_choose_address(context, kept));
    number = post_apply(town, id);
    assert_wrong(context, "package.address_glyph", "address", package_readdress(context, number, kept));

    /* What was drawn before the transaction is not drawn in it, but where it was changed meanwhile. */
    struct package_row row;
    struct text printable;
    assert_ok(package_try_address(context, kept, &printable));
    assert_true(text_empty(printable));
    context->theme = NULL;
    assert_ok(package_try_address(context, kept, &printable));
    context->theme = theme;
    assert_ok(package_take_address(context, kept, printable, &row));
    assert_ok(package_try_address(context, id, &printable));
    assert_ok(package_take_address(context, id, printable, &row));
    context->theme = NULL;
    assert_ok(package_address_change(context, &rocket));
    context->theme = theme;
    assert_wrong(context, "package.address_glyph", "address", package_take_address(context, id, printable, &row));
    town_assert_in_order(town);
    end(&it);
}
BOTH_ENGINES(what_no_label_can_hold_is_refused_at_once)

/* So many others like Wei's package, of others with a certificate like his, approved, "P000-0000-0000" and so on. */
static void copy_package(struct post_office *it, int count)
{
    static const struct statement account = {"copy_account", NULL,
                                             "INSERT INTO account (user_name, user_name_key, mailbox, name_latin, name_native, phone, country, language, zone, made_at)"
                                             " SELECT $1, $1, $1, name_latin, name_native, phone, country, language, zone, made_at FROM account WHERE id = $2"};
    static const struct statement certificate = {"copy_certificate", NULL,
                                                 "INSERT INTO certificate (number, certification_id, account_id, state, reason, state_day, exam_day, award_day, issue_day, expiry_day, provisional, revision, revision_day,"
                                                 " name_latin, name_native, issued, code_serial, catalogue_version_id, basis_mark, made_at) SELECT $1, c.certification_id, a.id, c.state, c.reason, c.state_day, c.exam_day,"
                                                 " c.award_day, c.issue_day, c.expiry_day, c.provisional, c.revision, c.revision_day, c.name_latin, c.name_native, c.issued, c.code_serial, c.catalogue_version_id,"
                                                 " c.basis_mark, c.made_at FROM package p JOIN certificate c ON c.id = p.certificate_id JOIN account a ON a.user_name = $1 WHERE p.number = $2"};
    static const struct statement package = {"copy_package", NULL,
                                             "INSERT INTO package (number, certificate_id, account_id, state, revision, name_latin, name_native, country, address, applied_at, applied_day, approved_day, from_day,"
                                             " earliest_day, due_day, provisional) SELECT $1, c.id, c.account_id, p.state, p.revision, p.name_latin, p.name_native, p.country, p.address, p.applied_at,"
                                             " p.applied_day, p.approved_day, p.from_day, p.earliest_day, p.due_day, p.provisional FROM package p JOIN certificate c ON c.number = $1 WHERE p.number = $2"};
    struct town *town = it->town;
    struct context *context = town->context;
    for (int i = 0; i < count; i++) {
        struct text number = text_printf(context->arena, "P000-0000-%04d", i);
        assert_ok(database_run(context, &account, PARAMETERS(number, it->wei), NULL));
        assert_ok(database_run(context, &certificate, PARAMETERS(number, it->number), NULL));
        assert_ok(database_run(context, &package, PARAMETERS(number, it->number), NULL));
    }
}

/* They are more than are named, and cost no more memory than one that can be. */
static void very_many_that_cannot_be_printed_hold_up_no_other(enum database_engine engine)
{
    static const struct statement move = {"move", NULL, "UPDATE package SET address = $1 WHERE number <> $2"};
    enum { BAD = 2 * PACKAGE_REFUSALS };
    struct post_office it = begin(engine);
    struct town *town = it.town;
    struct package_papers_made asked, done;
    post_many(&it, PACKAGE_APPROVE, it.number);
    copy_package(&it, BAD);
    assert_ok(database_run(town->context, &move, PARAMETERS("{\"country\":\"DE\",\"recipient\":\"Li\",\"street\":\"\U0001F680\",\"city\":\"Berlin\",\"postal_code\":\"10115\",\"phone\":\"+4930123456\"}", it.number), NULL));
    size_t used = arena_used(town->context->arena);
    assert_ok(package_papers(town->context, PAPERS_LABELS, it.number, TEXT(""), &done));
    size_t one = arena_used(town->context->arena) - used;
    assert_ok(package_papers(town->context, PAPERS_LABELS, TEXT(""), TEXT(""), &asked));
    size_t all = arena_used(town->context->arena) - used - one;
    assert_true(asked.ask);
    assert_int_equal(asked.outcome.done, 1);
    assert_int_equal(asked.outcome.refused, BAD);
    assert_int_equal(asked.outcome.refusals.count, PACKAGE_REFUSALS);
    if (all > one + ((size_t)BAD << 14)) fail_msg("%zu bytes for one, %zu with those that cannot be printed", one, all);
    assert_ok(package_papers(town->context, PAPERS_LABELS, TEXT(""), asked.left_out, &done));
    assert_true(!done.ask && done.content.length > 0);
    end(&it);
}
BOTH_ENGINES(very_many_that_cannot_be_printed_hold_up_no_other)

static void more_than_a_thousand_are_told(enum database_engine engine)
{
    struct post_office it = begin(engine);
    struct town *town = it.town;
    struct package_outcome outcome;
    struct package_papers_made asked, done;
    post_many(&it, PACKAGE_APPROVE, it.number);
    assert_false(post_many(&it, PACKAGE_PACK, TEXT("")).more);
    copy_package(&it, PACKAGE_MANY);
    assert_ok(package_papers(town->context, PAPERS_LIST, TEXT(""), TEXT(""), &asked));
    assert_true(asked.ask && asked.outcome.more);
    assert_int_equal(asked.outcome.done, PACKAGE_MANY);
    assert_int_equal(asked.outcome.refused, 0);
    assert_ok(package_papers(town->context, PAPERS_LIST, TEXT(""), asked.left_out, &done));
    assert_false(done.ask);
    assert_true(bytes_have(done.content, "P000-0000-0998") && !bytes_have(done.content, "P000-0000-0999"));
    outcome = post_many(&it, PACKAGE_PACK, TEXT(""));
    assert_true(outcome.more);
    assert_int_equal(outcome.refused, PACKAGE_MANY); /* no certificates were printed */
    end(&it);
}
BOTH_ENGINES(more_than_a_thousand_are_told)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(papers_are_printed_for_what_is_approved),
        ON_BOTH(what_is_packed_is_what_was_printed),
        ON_BOTH(what_is_packed_with_an_old_name_is_unpacked),
        ON_BOTH(what_left_before_it_was_revised_is_recorded),
        ON_BOTH(an_open_name_case_is_told),
        ON_BOTH(a_second_way_is_printed_anew),
        ON_BOTH(what_is_named_is_packed_unprinted),
        ON_BOTH(one_that_cannot_be_printed_holds_up_no_other),
        ON_BOTH(what_no_label_can_hold_is_refused_at_once),
        ON_BOTH(very_many_that_cannot_be_printed_hold_up_no_other),
        ON_BOTH(more_than_a_thousand_are_told),
    };
    return cmocka_run_group_tests_name("package-papers", tests, NULL, NULL);
}
