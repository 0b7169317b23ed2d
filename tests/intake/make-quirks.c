/* Writes the quirk and hostile files that the tests take in: make-quirks FOLDER. Each quirk is a folder of files, imported in the order of their names; what must come of them says
 * tests/intake/quirks/QUIRK.expected. */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *root;

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static void path_of(char out[4096], const char *quirk, const char *name)
{
    snprintf(out, 4096, "%s/%s", root, quirk);
    if (mkdir(out, 0777) != 0 && errno != EEXIST) fail(out);
    snprintf(out, 4096, "%s/%s/%s", root, quirk, name);
}

static void write_bytes(const char *quirk, const char *name, const void *bytes, size_t length)
{
    char path[4096];
    path_of(path, quirk, name);
    FILE *file = fopen(path, "wb");
    if (!file || (length && fwrite(bytes, 1, length, file) != length) || fclose(file) != 0) fail(path);
}

static void write_text(const char *quirk, const char *name, const char *text)
{
    write_bytes(quirk, name, text, strlen(text));
}

/* A ZIP of pairs of member name and text, ended by NULL. Returns its length. */
static size_t make_zip(char *out, size_t room, const char *const *members)
{
    size_t used = 0;
    struct archive *archive = archive_write_new();
    archive_write_set_format_zip(archive);
    if (archive_write_open_memory(archive, out, room, &used) != ARCHIVE_OK) fail("zip");
    for (; *members; members += 2) {
        struct archive_entry *entry = archive_entry_new();
        archive_entry_set_pathname(entry, members[0]);
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, 0644);
        archive_entry_set_size(entry, (int64_t)strlen(members[1]));
        if (archive_write_header(archive, entry) != ARCHIVE_OK || archive_write_data(archive, members[1], strlen(members[1])) < 0) fail("zip");
        archive_entry_free(entry);
    }
    if (archive_write_close(archive) != ARCHIVE_OK) fail("zip");
    archive_write_free(archive);
    return used;
}

static void write_zip(const char *quirk, const char *name, const char *const *members)
{
    static char out[1 << 20];
    write_bytes(quirk, name, out, make_zip(out, sizeof out, members));
}

/* Its member needs a password. */
static void write_locked_zip(const char *quirk, const char *name, const char *member, const char *text)
{
    char path[4096];
    path_of(path, quirk, name);
    struct archive *archive = archive_write_new();
    archive_write_set_format_zip(archive);
    if (archive_write_set_options(archive, "zip:encryption=traditional") != ARCHIVE_OK || archive_write_set_passphrase(archive, "secret") != ARCHIVE_OK) fail("a ZIP with a password");
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, member);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, (int64_t)strlen(text));
    if (archive_write_open_filename(archive, path) != ARCHIVE_OK || archive_write_header(archive, entry) != ARCHIVE_OK || archive_write_data(archive, text, strlen(text)) < 0) fail(path);
    archive_entry_free(entry);
    if (archive_write_close(archive) != ARCHIVE_OK) fail(path);
    archive_write_free(archive);
}

static void write_zip_of_many(const char *quirk, const char *name, const char *member, const char *text, size_t count)
{
    const char **members = calloc(2 * count + 1, sizeof *members);
    if (!members) fail(name);
    for (size_t i = 0; i < count; i++) members[2 * i] = member, members[2 * i + 1] = text;
    write_zip(quirk, name, members);
    free(members);
}

#define MEMBERS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define HEADER "registrationid\tclientcandidateid\texamseriescode\texamtitle\texamdate\texamscore\texamgrade\texamitemscorrect\texamitemsincorrect\texamitemsskipped\tnoshow\temail\tfirstname\tlastname\r\n"
#define ROW(REGISTRATION, CANDIDATE, CODE, TITLE, DATE, SCORE, GRADE, NOSHOW, MAILBOX) \
    REGISTRATION "\t" CANDIDATE "\t" CODE "\t" TITLE "\t" DATE "\t" SCORE "\t" GRADE "\t40\t15\t5\t" NOSHOW "\t" MAILBOX "\tWei\tLi\r\n"
#define PLAIN(REGISTRATION) ROW(REGISTRATION, "00012345", "H12-811_V1.0-ENU", "HCIA-Datacom", "2026/02/13", "812", "Pass", "false", "li.wei@example.com")

static void names(void)
{
    write_zip("file-names", "1-EXAMPLE-ABE-2026-02-13a.zip", MEMBERS("examABE-2026-02-13-a.dat", HEADER PLAIN("1001")));
    write_zip("file-names", "2-Example_abe_2026_02_13b.ZIP", MEMBERS("EXAMABE_2026_02_13_B.DAT", HEADER PLAIN("1002")));
    write_zip("file-names", "3-EXAMPLE-NS-2026-02-13a.zip", MEMBERS("exam-2026-02-13a-ns.dat", HEADER ROW("1003", "00012345", "H12-821", "HCIP", "2026/02/13", "", "", "", "li.wei@example.com")));
    write_zip("file-names", "4-EXAMPLE-ABE-2026-02-14a.zip",
              MEMBERS("examABE-2026-02-14-a.dat", HEADER PLAIN("1004"), "exam-2026-02-14a-ns.dat", HEADER ROW("1005", "00012345", "H12-821", "HCIP", "2026/02/14", "", "", "", "li.wei@example.com"), "readme.txt", "hello"));
    write_text("file-names", "5-results.dat", HEADER PLAIN("1006"));
    write_text("file-names", "6-exam-2026-02-15a-ns.dat", HEADER ROW("1007", "00012345", "H12-821", "HCIP", "2026/02/15", "", "", "", "li.wei@example.com"));
}

static void columns(void)
{
    write_text("header", "1-capitals.dat", "REGISTRATIONID\tClientCandidateId\tExamSeriesCode\texamTitle\tEXAMDATE\texamscore\tExamGrade\tnoshow\tEmail\n"
                                           "2001\t00012345\tH12-811\tHCIA-Datacom\t2026/02/13\t812\tpass\tfalse\tli.wei@example.com\n");
    write_text("header", "2-order-and-unknown.dat", "email\tcolour\texamgrade\texamdate\tregistrationid\tsomething else\texamseriescode\tclientcandidateid\n"
                                                    "li.wei@example.com\tred\tFAIL\t2026/02/14\t2002\tx\tH12-811\t00012345");
    write_text("header", "3-no-show-without-grade.dat", "registrationid\tclientcandidateid\texamseriescode\texamdate\tnoshow\temail\n2003\t00012345\tH12-811\t2026/02/15\ttrue\tli.wei@example.com\n");
    write_text("header", "4-empty-lines.dat", HEADER "\r\n" PLAIN("2004") "\r\n\r\n");
}

static void results(void)
{
    write_text("results", "1-examABE-2026-02-13-a.dat",
               HEADER ROW("3001", "00012345", "H12-811_V1.0-ENU", "HCIA-Datacom", "2026/02/13", "45", "PASS", "FALSE", "li.wei@example.com") /* a raw score, far below 600 */
               ROW("3002", "00012345", "H12-811_V1.0-CHS", "HCIA-Datacom", "2026/02/13", "100", "fail", "N", "li.wei@example.com")
               ROW("3003", "00012345", "h12-821", "HCIP", "2026/02/13", "", "", "TRUE", "li.wei@example.com")
               ROW("3004", "00012345", "H12-821", "HCIP - Score Under REVIEW", "2026/02/13", "590", "Fail", "false", "li.wei@example.com")
               ROW("3005", "00012345", "H12-821", "HCIP (review)", "2026/02/13", "", "", "false", "li.wei@example.com")
               ROW("3006", "00012345", "H12-892", "HCIE-Datacom (Lab)", "2026/02/13", "", "p", "false", "li.wei@example.com")
               ROW("3007", "00012345", "H12-821", "HCIP", "2026/02/13", "700", "", "false", "li.wei@example.com") /* no grade, and a raw score decides nothing */);
}

static void people(void)
{
    write_text("people", "1-examABE-2026-02-13-a.dat",
               HEADER ROW("4001", "00012345", "H12-811", "", "2026/02/13", "812", "Pass", "false", "Li.Wei@Example.COM") /* the same mailbox */
               ROW("4002", "12345", "H12-821", "", "2026/02/13", "812", "Pass", "false", "other@example.com")            /* another person: zeros count */
               ROW("4003", "00012345", "H12-831", "", "2026/02/13", "812", "Pass", "false", "li.wei.2@example.com")       /* his second mailbox */
               ROW("4004", "00012345", "H12-831", "", "2026/02/13", "812", "Pass", "false", "other@example.com")          /* of two people */
               ROW("4005", "00012345", "H12-841", "", "2026/02/13", "812", "Pass", "false", "")                           /* which of his mailboxes? */
               ROW("4006", "12345", "H12-841", "", "2026/02/13", "812", "Pass", "false", "")                              /* he has one */
               ROW("4007", "", "H12-841", "", "2026/02/13", "812", "Pass", "false", "mail.only@example.com")
               ROW("4008", "", "H12-841", "", "2026/02/13", "812", "Pass", "false", "")
               ROW("4009", "00077777", "H12-841", "", "2026/02/13", "812", "Pass", "false", "not an address")
               ROW("4010", "00088888", "H12-841", "", "2026/02/13", "812", "Pass", "false", "")                           /* nobody knows a mailbox of his */);
    write_text("people", "2-examABE-2026-02-14-a.dat",
               HEADER ROW("4011", "12345", "H12-851", "", "2026/02/14", "812", "Pass", "false", "li.wei@example.com") /* two people of the store */
               ROW("4012", "00055555", "H12-851", "", "2026/02/14", "812", "Pass", "false", "li.wei@example.com")     /* a new person may share a mailbox */
               ROW("4013", "12345", "H12-861", "", "2026/02/14", "812", "Pass", "false", "")
               ROW("4003", "00012345", "H12-831", "", "2026/02/13", "812", "Pass", "false", "") /* there already: no mailbox takes none away */);
}

static void bad_rows(void)
{
    write_text("bad-rows", "1-examABE-2026-02-13-a.dat",
               HEADER PLAIN("5001") ROW("5002", "1", "H99-999", "", "2026/02/13", "1", "Pass", "false", "a@example.com") ROW("5003", "1", "H12-811", "", "2026/02/30", "1", "Pass", "false", "a@example.com")
               ROW("", "1", "H12-811", "", "2026/02/13", "1", "Pass", "false", "a@example.com") "5005\ttoo\tfew\r\n" ROW("5006", "1", "H12-811", "", "2026/02/13", "1", "maybe", "false", "a@example.com")
               ROW("5007", "1", "H12-811", "", "13.02.2026", "1", "Pass", "false", "a@example.com") ROW("5008", "1\v2", "H12-811", "", "2026/02/13", "1", "Pass", "false", "a@example.com")
               ROW("5009000000000000000000000000000000000000000000000000000000000000000000000", "1", "H12-811", "", "2026/02/13", "1", "Pass", "false", "a@example.com")
               ROW("5010", "1", "", "", "2026/02/13", "1", "Pass", "false", "a@example.com") ROW("5011", "1", "H12-811", "", "", "1", "Pass", "perhaps", "a@example.com") PLAIN("5012"));
}

#define TIMED "registrationid\tclientcandidateid\texamseriescode\texamtitle\texamdate\texamscore\texamgrade\tnoshow\temail\tsitezone\tlastupdate\n"

static void times(void)
{
    write_text("times", "1-examABE-2026-02-13-a.dat",
               TIMED "6001\t1\tH12-811\t\t2026/02/13 23:30:00\t700\tPass\tfalse\ta@example.com\tAsia/Tokyo\t2026/02/13 23:40:00\n"           /* the 14th in Tokyo */
                     "6002\t1\tH12-811\t\t2026/02/13 03:30:00\t700\tPass\tfalse\ta@example.com\tAmerica/Los_Angeles\t2026/02/13 04:00:00\n" /* the 12th in Los Angeles */
                     "6003\t1\tH12-811\t\t2026/02/13 16:30:00\t700\tPass\tfalse\ta@example.com\t\t2026/02/13 17:00:00\n"                    /* the 14th in the body's zone */
                     "6004\t1\tH12-811\t\t2026/02/13\t700\tPass\tfalse\ta@example.com\tAsia/Tokyo\t2026/02/13 17:00:00\n"                    /* a civil date stays */
                     "6005\t1\tH12-811\t\t2026/02/13 16:30:00\t700\tPass\tfalse\ta@example.com\tMars/Olympus\t2026/02/13 17:00:00\n"
                     "6006\t1\tH12-811\t\t2026/02/13\t700\tPass\tfalse\ta@example.com\t\tyesterday\n");
    /* An older version that comes later changes nothing; a newer one does; of the same time none is newer. */
    write_text("times", "2-examABE-2026-02-14-a.dat", TIMED "6002\t1\tH12-811\t\t2026/02/12\t300\tFail\tfalse\ta@example.com\tAmerica/Los_Angeles\t2026/02/13 03:59:59\n"
                                                            "6003\t1\tH12-811\t\t2026/02/14\t750\tPass\tfalse\ta@example.com\t\t2026/02/13 18:00:00\n"
                                                            "6004\t1\tH12-811\t\t2026/02/13\t760\tPass\tfalse\ta@example.com\tAsia/Tokyo\t2026/02/13 17:00:00\n");
}

static void editions(void)
{
    const char *first = HEADER ROW("7001", "00012345", "H12-811", "", "2026/02/13", "540", "Fail", "false", "li.wei@example.com") PLAIN("7002");
    const char *second = HEADER ROW("7001", "00012345", "H12-811", "", "2026/02/13", "640", "Pass", "false", "li.wei@example.com");
    write_text("later-edition", "1-examABE-2026-02-13-a.dat", first);
    write_text("later-edition", "2-examABE-2026-02-13-b.dat", second);
    write_text("later-edition", "3-examABE-2026-02-13-c.dat", second);
    write_text("earlier-edition", "1-examABE-2026-02-13-b.dat", second);
    write_text("earlier-edition", "2-examABE-2026-02-13-a.dat", first);
    write_text("same-file-twice", "1-examABE-2026-02-13-a.dat", first);
    write_text("same-file-twice", "2-examABE-2026-02-13-a.dat", first);
    write_zip("same-file-twice", "3-EXAMPLE-ABE-2026-02-13a.zip", MEMBERS("examABE-2026-02-13-a.dat", first));
    /* A released pass is not taken back by a file; a no-show, a fail and a review all wait for staff. */
    write_text("downgrade", "1-examABE-2026-02-13-a.dat", HEADER PLAIN("7003") PLAIN("7004") PLAIN("7005") PLAIN("7006") PLAIN("7007"));
    write_text("downgrade", "2-examABE-2026-02-14-a.dat", HEADER ROW("7003", "00012345", "H12-811_V1.0-ENU", "", "2026/02/13", "540", "Fail", "false", "li.wei@example.com")
               ROW("7004", "00012345", "H12-811_V1.0-ENU", "", "2026/02/13", "", "", "true", "li.wei@example.com")
               ROW("7005", "00012345", "H12-811_V1.0-ENU", "under review", "2026/02/13", "812", "Pass", "false", "li.wei@example.com")
               ROW("7006", "00099999", "H12-811_V1.0-ENU", "", "2026/02/13", "812", "Pass", "false", "li.wei@example.com")
               ROW("7007", "00012345", "H12-811_V1.0-ENU", "", "2026/02/13", "820", "Pass", "false", "li.wei@example.com"));
    /* Under review, then final: the result may come. */
    write_text("review", "1-examABE-2026-02-13-a.dat", HEADER ROW("7008", "00012345", "H12-811", "HCIA-Datacom (review)", "2026/02/13", "540", "Fail", "false", "li.wei@example.com"));
    write_text("review", "2-examABE-2026-02-14-a.dat", HEADER ROW("7008", "00012345", "H12-811", "HCIA-Datacom", "2026/02/13", "610", "Pass", "false", "li.wei@example.com"));
}

#define NAMED "registrationid\tclientcandidateid\texamseriescode\texamdate\texamscore\texamgrade\temail\tfirstname\tlastname\tnativefirstname\n"

static void put_utf16(const char *name, int big)
{
    static const unsigned short words[] = {0xFEFF};
    const char *text = NAMED "8004\t1\tH12-811\t2026/02/13\t700\tPass\ta@example.com\tWei\tLi\t";
    unsigned char out[2048];
    size_t length = 0;
    for (size_t i = 0; i <= strlen(text) + 2; i++) {
        unsigned c = i == 0 ? words[0] : i <= strlen(text) ? (unsigned char)text[i - 1] : i == strlen(text) + 1 ? 0x4F1F : '\n';
        out[length++] = (unsigned char)(big ? c >> 8 : c & 255);
        out[length++] = (unsigned char)(big ? c & 255 : c >> 8);
    }
    write_bytes("encodings", name, out, length);
}

static void encodings(void)
{
    write_text("encodings", "1-cp1252.dat", NAMED "8001\t1\tH12-811\t2026/02/13\t700\tPass\ta@example.com\tJ\xFCrgen\tO\x92" "Connor-M\xFCller\t\n8002\t2\tH12-811\t2026/02/13\t700\tPass\tb@example.com\tRen\xE9\tGar\xE7on\t\n");
    write_text("encodings", "2-utf8-mark.dat", "\xEF\xBB\xBF" NAMED "8003\t1\tH12-811\t2026/02/13\t700\tPass\ta@example.com\tJ\xC3\xBCrgen\tM\xC3\xBCller\t\xE4\xBC\x9F\n");
    put_utf16("3-utf16-le.dat", 0);
    put_utf16("4-utf16-be.dat", 1);
}

static void hostile(void)
{
    static char zip[1 << 20], broken[1 << 20], text[200000];
    const char *content = HEADER PLAIN("9001") PLAIN("9002") PLAIN("9003");
    size_t length = make_zip(zip, sizeof zip, MEMBERS("examABE-2026-02-13-a.dat", content, "exam-2026-02-13a-ns.dat", HEADER));
    write_bytes("hostile", "01-truncated-directory.zip", zip, length - 10);
    write_bytes("hostile", "02-truncated-data.zip", zip, 120);
    write_bytes("hostile", "03-truncated-behind-first.zip", zip, length / 2 + 60);
    memcpy(broken, zip, length);
    broken[100] ^= 0x20;
    write_bytes("hostile", "04-damaged-data.zip", broken, length);
    write_bytes("hostile", "05-only-the-mark.zip", "PK\3\4", 4);
    write_zip("hostile", "06-nothing-for-us.zip", MEMBERS("readme.txt", "hello"));
    write_zip("hostile", "07-empty-member.zip", MEMBERS("examABE-2026-02-13-a.dat", ""));
    write_text("hostile", "08-empty.dat", "");
    write_text("hostile", "09-wrong-header.dat", "name\tcolour\nLi\tred\n");
    write_text("hostile", "10-comma-for-tab.dat", "registrationid,clientcandidateid,examseriescode,examdate,examgrade\n1,2,H12-811,2026/02/13,pass\n");
    write_text("hostile", "11-column-twice.dat", "registrationid\tclientcandidateid\texamseriescode\texamdate\texamgrade\tExamGrade\n1\t2\tH12-811\t2026/02/13\tpass\tfail\n");
    write_text("hostile", "12-nobody.dat", "registrationid\texamseriescode\texamdate\texamgrade\n1\tH12-811\t2026/02/13\tpass\n");
    write_text("hostile", "13-invalid-utf8.dat", NAMED "9004\t1\tH12-811\t2026/02/13\t700\tPass\ta@example.com\tWei\tLi\t\xE4\xBC\x9F\n9005\t1\tH12-811\t2026/02/13\t700\tPass\ta@example.com\tWei\tLi\t\xE4\xBC\n");
    write_text("hostile", "14-invalid-byte.dat", NAMED "9006\t1\tH12-811\t2026/02/13\t700\tPass\ta@example.com\tWe\xFFi\tLi\t\n");
    size_t at = (size_t)sprintf(text, "%s", NAMED "9007\t1\tH12-811\t2026/02/13\t700\tPass\ta@example.com\tW");
    memcpy(text + at, "\0ei\tLi\t\n", 8);
    write_bytes("hostile", "15-nul.dat", text, at + 8);
    at = (size_t)sprintf(text, "%s", HEADER PLAIN("9008"));
    memset(text + at, 'x', 100000);
    write_bytes("hostile", "16-long-line.dat", text, at + 100000);
    memset(text, 0, sizeof text);
    write_bytes("hostile", "17-zeros.dat", text, 100000);
    write_bytes("hostile", "18-binary.dat", "\x7F" "ELF\2\1\1\0\0\0", 10);
    put_utf16("../hostile/19-utf16-cut.dat", 0);
    char path[4096];
    path_of(path, "hostile", "19-utf16-cut.dat");
    struct stat about;
    if (stat(path, &about) != 0 || truncate(path, about.st_size - 1) != 0) fail(path);
}

/* What an export cannot have: a password, too many files or columns. */
static void too_much(void)
{
    enum { COLUMNS = 301 };
    static char wide[COLUMNS * 8];
    size_t at = 0;
    write_locked_zip("hostile", "21-password.zip", "examABE-2026-02-13-a.dat", HEADER PLAIN("9009"));
    write_zip_of_many("hostile", "22-many-members.zip", "readme.txt", "hello", 1001);
    write_zip_of_many("hostile", "23-many-exports.zip", "examABE-2026-02-13-a.dat", HEADER, 201);
    for (int i = 0; i < COLUMNS; i++) at += (size_t)sprintf(wide + at, "c%d%c", i, i + 1 < COLUMNS ? '\t' : '\n');
    write_text("hostile", "24-wide-header.dat", wide);
}

/* Tells of itself that it unpacks to 400 MiB, and does. */
static void bomb(void)
{
    char path[4096];
    path_of(path, "hostile", "20-bomb.zip");
    static char zeros[1 << 20];
    memset(zeros, 'x', sizeof zeros);
    struct archive *archive = archive_write_new();
    archive_write_set_format_zip(archive);
    if (archive_write_open_filename(archive, path) != ARCHIVE_OK) fail(path);
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, "examABE-2026-02-13-a.dat");
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_write_header(archive, entry);
    for (int i = 0; i < 400; i++)
        if (archive_write_data(archive, zeros, sizeof zeros) < 0) fail(path);
    archive_entry_free(entry);
    archive_write_close(archive);
    archive_write_free(archive);
}

int main(int argc, char **argv)
{
    if (argc != 2) return 2;
    root = argv[1];
    if (mkdir(root, 0777) != 0 && errno != EEXIST) fail(root);
    names();
    columns();
    results();
    people();
    bad_rows();
    times();
    editions();
    encodings();
    hostile();
    bomb();
    too_much();
    return 0;
}
