#include "audit/history.h"
#include "audit/history_matters.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "account/account.h"
#include "account/account_staff.h"
#include "audit/audit.h"
#include "ecert/ecert_key.h"
#include "package/package_address.h"

#define VUE "registrationid\tclientcandidateid\texamseriescode\texamtitle\texamdate\texamscore\texamgrade\tnoshow\temail\tfirstname\tlastname\tlastupdate\n"
#define CSV "registration,candidate,exam,date,score,grade,status,event,email,first_name,last_name,updated\n"

/* A provider's file comes in. */
static void deliver(struct town *town, const char *profile, const char *name, const char *content, enum result expected)
{
    char folder[] = "/tmp/testamur-history-XXXXXX";
    assert_non_null(mkdtemp(folder));
    struct text path = text_printf(town->context->arena, "%s/%s", folder, name);
    FILE *file = fopen(path.bytes, "wb");
    assert_non_null(file);
    assert_int_equal(fputs(content, file) >= 0, 1);
    assert_int_equal(fclose(file), 0);
    struct intake_outcome outcome;
    town_act_as(town, 0);
    assert_result(town->support, expected, intake_file(town->context, text_of(profile), path, false, INTAKE_VERDICTS, NULL, NULL, &outcome));
    error_clear(&town->context->error);
    unlink(path.bytes);
    rmdir(folder);
    town_follow_up(town);
}

static int64_t add_person(struct town *town, const char *user_name, const char *name_latin, const char *name_native, const char *first, const char *second)
{
    int64_t account;
    town_act_as(town, 0);
    assert_ok(account_add(town->context, text_of(user_name), text_of(first), text_of(name_latin), text_of(name_native), &account));
    town_tie(town, account, first);
    if (second) town_tie(town, account, second);
    town_follow_up(town);
    return account;
}

/* Rows of these files come from Alice and her like; the last three make trouble. */
static void first_files(struct town *town)
{
    deliver(town, "pearson-vue", "EXAMPLE-ABE-2026-01-08a.dat",
            VUE "A1\tC1\tH12-811_V1.0-ENU\tHCIA-Datacom\t2026/01/07\t712\tPass\tfalse\talice@example.org\tAlice\tWu\t2026/01/08 01:00:00\n"
                "B1\tC2\tH12-811\tHCIA-Datacom\t2026/01/05\t650\tPass\tfalse\tbob@example.org\tBob\tLi\t2026/01/08 01:00:00\n"
                "B2\tC2\tH12-821\tHCIP-Datacom\t2026/01/06\t640\tPass\tfalse\tbob@example.org\tBob\tLi\t2026/01/08 01:00:00\n"
                "B3\tC2\tH12-831\tHCIP-Datacom\t2026/01/07\t680\tPass\tfalse\tbob@example.org\tBob\tLi\t2026/01/08 01:00:00\n"
                "D1\tC4\tH13-611-ENU\tHCIA-Storage\t2020/06/01\t800\tP\tfalse\tdora@example.org\tDora\tBraun\t2026/01/08 01:00:00\n"
                "E1\tC5\tH13-511\tHCIA-Cloud Computing\t2024/03/01\t800\tPass\tfalse\temil@example.org\tEmil\tHuber\t2026/01/08 01:00:00\n"
                "M1\tC11\tH13-611\tHCIA-Storage\t2026/01/07\t800\tPass\tfalse\tgina@example.org\tGina\tRossi\t2026/01/08 01:00:00\n"
                "S1\tC12\tH13-611\tHCIA-Storage\t2026/01/07\t800\tPass\tfalse\tivan.old@example.net\tIvan\tPetrov\t2026/01/08 01:00:00\n"
                "S2\tC12\tH13-511\tHCIA-Cloud Computing\t2026/01/07\t800\tPass\tfalse\tivan.old@example.net\tIvan\tPetrov\t2026/01/08 01:00:00\n"
                "K1\tC13\tH13-311\tHCIA-AI\t2026/01/07\t800\tPass\tfalse\tkim.two@example.net\tKim\tLee\t2026/01/08 01:00:00\n"
                "W1\tC14\tH13-511\tHCIA-Cloud Computing\t2026/01/07\t800\tPass\tfalse\tshared@example.net\tWei\tZhang\t2026/01/08 01:00:00\n"
                "W2\tC15\tH13-311\tHCIA-AI\t2026/01/07\t800\tPass\tfalse\twei@example.org\tWei\tZhang\t2026/01/08 01:00:00\n"
                "O1\tC17\tH13-311\tHCIA-AI\t2026/01/07\t800\tPass\tfalse\tnora@example.net\tNina\tBraun\t2026/01/08 01:00:00\n"
                "P1\tC18\tH12-821\tHCIP-Datacom\t2026/01/07\t800\tPass\tfalse\tpat@example.org\tPat\tDoe\t2026/01/08 01:00:00\n"
                "P2\tC18\tH12-831\tHCIP-Datacom\t2026/01/07\t800\tPass\tfalse\tpat.two@example.net\tPat\tDoe\t2026/01/08 01:00:00\n"
                "N1\tC6\tH12-811\tHCIA-Datacom\t2026/01/07\t410\tFail\tfalse\tnobody@example.org\tNo\tBody\t2026/01/08 01:00:00\n"
                "N2\tC6\tH12-811\tHCIA-Datacom\t2026/01/08\t\t\ttrue\tnobody@example.org\tNo\tBody\t2026/01/08 01:00:00\n"
                "X1\tC7\tH99-999\tUnknown\t2026/01/07\t712\tPass\tfalse\tnobody@example.org\tNo\tBody\t2026/01/08 01:00:00\n"
                "X2\tC8\tH12-811\tHCIA-Datacom\t2026/01/07\t712\tPass\tfalse\tno address\tMai\tBox\t2026/01/08 01:00:00\n"
                "X3\tC9\tH12-811\tHCIA-Datacom\t2026/01/99\t712\tPass\tfalse\tnobody@example.org\tNo\tBody\t2026/01/08 01:00:00\n",
            RESULT_OK);
    deliver(town, "generic-csv", "results-2026-01-08.csv",
            CSV "G1,C3,H12-711,2026-01-07,900,pass,final,,carla@example.org,Carla,\"Weiß, von\",2026-01-08T02:00:00Z\n"
                "G2,C3,H12-725,2026-01-07,200,fail,final,,carla.old@example.net,Carla,Weiß,2026-01-08T02:00:00Z\n"
                "G3,C10,H12-811,2026-01-07,800,pass,final,,hold@example.org,Hol,Ding,2026-01-08T02:00:00Z\n"
                "G3,,,,,,,place hold,,,,2026-01-08T03:00:00Z\n",
            RESULT_OK);
    deliver(town, "pearson-vue", "EXAMPLE-ABE-2026-01-09a.dat", "registrationid\tnothing\n1\t2\n", RESULT_REFUSED);
}

static void decide(struct town *town, const char *code, enum intake_remedy remedy, const char *address)
{
    struct list rows;
    struct intake_outcome outcome;
    town_act_as(town, 0);
    assert_ok(intake_waiting_rows(town->context, INTAKE_WAITS, 0, 0, 100, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        const struct intake_waiting_row *row = (const struct intake_waiting_row *)rows.items + i;
        if (text_is(row->code, code)) assert_ok(intake_decide(town->context, row->id, remedy, text_of(address), TEXT("The provider stands by it."), NULL));
    }
    assert_ok(intake_rerun(town->context, &outcome));
    town_follow_up(town);
}

static int64_t sign_up_alice(struct town *town)
{
    int64_t alice, records;
    struct text token;
    const struct account_sign_up wish = {.user_name = TEXT("Alice.Wu"), .mailbox = TEXT("alice@example.org"), .password = TEXT("a long pass phrase of Alice")};
    town->context->actor = (struct actor){.kind = ACTOR_NOBODY};
    assert_ok(account_sign_up(town->context, &wish, &token, &alice));
    town_act_as(town, alice);
    struct text link = town_ask(town, "alice@example.org");
    link = town_ask(town, "alice@example.org"); /* replaces the first */
    assert_ok(association_complete(town->context, 0, link, TEXT(""), &records));
    assert_int_equal(records, 1);
    town_follow_up(town);
    return alice;
}

/* Alice keeps two addresses, and has removed a third; Nora keeps one, which comes along when hers becomes Nina's account. */
static void keep_addresses(struct town *town, int64_t alice, int64_t nora)
{
    struct package_address home = {.country = TEXT("DE"), .recipient = TEXT("Alice Wu"), .street = TEXT("Musterweg 1"), .city = TEXT("Berlin"), .postal_code = TEXT("10115"), .phone = TEXT("+49 30 123456")};
    int64_t first, second, third;
    town_act_as(town, alice);
    assert_ok(package_address_add(town->context, &home, &first));
    assert_ok(package_address_add(town->context, &home, &second));
    assert_ok(package_address_add(town->context, &home, &third));
    assert_ok(package_address_prefer(town->context, second));
    assert_ok(package_address_remove(town->context, third));
    town_act_as(town, nora);
    assert_ok(package_address_add(town->context, &home, &first));
}

/* The first stays, with other roles than at first; the second is one of the staff no more once the cases are decided. */
static void make_staff(struct town *town, const struct history_people *people)
{
    town->context->actor = (struct actor){.kind = ACTOR_OPERATOR};
    assert_ok(account_staff_set(town->context, people->first, ROLE_SUPPORT));
    assert_ok(account_staff_set(town->context, people->second, ROLE_REGISTRAR | ROLE_CATALOGUE));
    assert_ok(account_staff_set(town->context, people->first, ROLE_SUPPORT | ROLE_REGISTRAR | ROLE_MAILING | ROLE_CATALOGUE | ROLE_ADMINISTRATOR));
}

struct town *history_new(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-01-09T02:00:00Z", NULL);
    assert_ok(ecert_key_make(town->context));
    first_files(town);
    struct history_people people = {.alice = sign_up_alice(town)};
    people.bob = add_person(town, "bob", "Bob Li", "李", "bob@example.org", NULL);
    people.carla = add_person(town, "carla", "", "", "carla@example.org", "carla.old@example.net");
    people.dora = add_person(town, "dora", "Dora Braun", "", "dora@example.org", NULL);
    people.emil = add_person(town, "emil", "Emil Huber", "", "emil@example.org", NULL);
    (void)add_person(town, "gina", "Gina Rossi", "", "gina@example.org", NULL);
    int64_t rossi = add_person(town, "rossi", "Gina Rossi", "", "gina.rossi@example.net", NULL);
    people.ivan = add_person(town, "ivan", "", "", "ivan@example.org", NULL);
    people.kim = add_person(town, "kim", "", "", "kim@example.org", "kim.two@example.net");
    people.wei = add_person(town, "wei", "Wei Zhang", "", "wei@example.org", "shared@example.net");
    people.zhang = add_person(town, "zhang", "Wei Zhang", "", "zhang@example.org", NULL);
    people.lee = add_person(town, "lee", "", "", "lee@example.org", NULL);
    people.nina = add_person(town, "nina", "Nina Braun", "", "nina@example.org", NULL);
    people.nora = add_person(town, "nora", "Nina Braun", "", "nora@example.net", NULL);
    people.otto = add_person(town, "otto", "Otto Klein", "", "otto@example.net", NULL);
    (void)add_person(town, "pat", "Pat Doe", "", "pat@example.org", NULL);
    people.first = add_person(town, "first", "First Clerk", "", "first@body.example", NULL);
    people.second = add_person(town, "second", "Second Clerk", "", "second@body.example", NULL);
    make_staff(town, &people);
    decide(town, "intake.mailbox", INTAKE_MAILBOX, "mai.box@example.org");
    town_set_time(town, "2026-01-12T02:00:00Z");
    assert_true(town_certificate(town, people.alice, "HCIA-Datacom").issued);
    assert_true(town_certificate(town, people.bob, "HCIP-Datacom").issued);
    assert_true(town_certificate(town, people.carla, "HCIA-Security").issued);
    assert_true(town_certificate(town, people.dora, "HCIA-Storage").expired);
    history_unbindings(town, &people);
    history_associations(town, &people);
    history_unbindings_later(town, &people);

    /* A correction moves the day of Bob's exam, and another Gina's to her other mailbox and account; Emil has passed again; a hold is released, a result revoked; Dora's newest exam is of today. */
    deliver(town, "pearson-vue", "EXAMPLE-ABE-2026-01-19a.dat",
            VUE "B1\tC2\tH12-811\tHCIA-Datacom\t2026/01/06\t650\tPass\tfalse\tbob@example.org\tBob\tLi\t2026/01/19 01:00:00\n"
                "A1\tC1\tH12-811_V1.0-ENU\tHCIA-Datacom\t2026/01/07\t712\tPass\tfalse\talice@example.org\tAlice\tWu\t2026/01/19 01:00:00\n"
                "E2\tC5\tH13-511\tHCIA-Cloud Computing\t2026/01/09\t810\tPass\tfalse\temil@example.org\tEmil\tHuber\t2026/01/19 01:00:00\n"
                "E3\tC5\tH13-511\tHCIA-Cloud Computing\t2026/01/11\t820\tPass\tfalse\temil@example.org\tEmil\tHuber\t2026/01/19 01:00:00\n"
                "M1\tC11\tH13-611\tHCIA-Storage\t2026/01/07\t800\tPass\tfalse\tgina.rossi@example.net\tGina\tRossi\t2026/01/19 01:00:00\n"
                "D2\tC4\tH13-311\tHCIA-AI\t2026/01/19\t810\tPass\tfalse\tdora@example.org\tDora\tBraun\t2026/01/19 01:00:00\n"
                "A1\tC1\tH12-811_V1.0-ENU\tHCIA-Datacom\t2026/01/07\t300\tFail\tfalse\talice@example.org\tAlice\tWu\t2026/01/19 01:30:00\n",
            RESULT_OK);
    deliver(town, "generic-csv", "results-2026-01-19.csv",
            CSV "G3,,,,,,,release hold,,,,2026-01-11T03:00:00Z\n"
                "G1,,,,,,,revoke,,,,2026-01-11T03:00:00Z\n",
            RESULT_OK);
    decide(town, "intake.downgrade", INTAKE_IGNORE, "Sent by mistake.");
    assert_true(town_certificate(town, people.carla, "HCIA-Security").revoked);
    assert_true(town_certificate(town, people.dora, "HCIA-AI").pending);
    assert_true(town_certificate(town, rossi, "HCIA-Storage").issued);
    assert_int_equal(town_certificate(town, people.bob, "HCIA-Datacom").revision, 2);
    assert_int_equal(town_certificate(town, people.emil, "HCIA-Cloud-Computing").revision, 2);
    town_act_as(town, people.alice);
    assert_ok(award_reset_code(town->context, town_certificate(town, people.alice, "HCIA-Datacom").number));
    keep_addresses(town, people.alice, people.nora);
    history_cases(town, &people);
    assert_ok(account_staff_end(town->context, people.second)); /* by the operator */
    history_demographics(town, &people);
    history_unbindings_open(town, &people);
    history_merges(town, &people);
    int64_t pam = add_person(town, "pam", "Pam Krueger", "", "pam@example.org", NULL);
    deliver(town, "pearson-vue", "EXAMPLE-ABE-2026-01-19b.dat",
            VUE "PK1\tC21\tH12-731\tHCIE-Security\t2026/01/05\t800\tPass\tfalse\tpam@example.org\tPam\tKrueger\t2026/01/19 02:00:00\n"
                "PK2\tC21\tH12-732\tHCIE-Security\t2026/01/09\t800\tPass\tfalse\tpam@example.org\tPam\tKrueger\t2026/01/19 02:00:00\n",
            RESULT_OK);
    history_packages(town, pam, people.first);
    town_act_as(town, people.alice);
    (void)town_ask(town, "alice.second@example.net"); /* still open; the last act of all */
    town_act_as(town, 0);
    return town;
}
