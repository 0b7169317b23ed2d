/* Writes every page in each of its states as a file, with made-up records, in each language: what the browser tests and the pictures look at beside the running site.
 * usage: page-samples FOLDER; writes FOLDER/LANGUAGE/PAGE--STATE.html, and prints the name of every page that the doors have */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "account/account.h"
#include "association/association.h"
#include "association/association_merge.h"
#include "association/association_unbinding.h"
#include "award/award.h"
#include "award/award_name.h"
#include "award/award_near.h"
#include "catalogue/catalogue.h"
#include "door/desk/desk_inside.h"
#include "door/desk/desk_plot.h"
#include "door/desk/desk_records.h"
#include "door/desk/desk_sides.h"
#include "intake/intake_demographic.h"
#include "door/site/site_inside.h"
#include "door/site/site_records.h"
#include "door/web_case.h"
#include "door/web_inside.h"
#include "help/help.h"
#include "intake/intake.h"
#include "intake/intake.h"
#include "letter/letter.h"
#include "outside/language.h"
#include "outside/qr.h"
#include "package/package_dispatch.h"
#include "package/package_event.h"
#include "package/package_papers.h"
#include "people/people.h"
#include "people/people_work.h"

/* Of a line of a preview without any. */
#define NO_DAYS .award_before = NO_DAY, .award_after = NO_DAY, .issue_before = NO_DAY, .issue_after = NO_DAY, .expiry_before = NO_DAY, .expiry_after = NO_DAY

static struct web web = {.doors = {&web_door_common, &site_door, &desk_door}, .door_count = 3};
static struct house house;
static const char *folder, *language;
static struct frame frame;

/* The records are made up in both languages at once. */
static struct text say(const char *english, const char *chinese)
{
    return text_of(strcmp(language, "zh_CN") == 0 ? chinese : english);
}

static struct day on(int year, int month, int day)
{
    struct day found;
    return day_from_date((struct date){year, month, day}, &found) ? found : NO_DAY;
}

static struct instant at(int year, int month, int day, int hour, int minute)
{
    return (struct instant){((int64_t)on(year, month, day).number * 86400 + hour * 3600 + minute * 60) * 1000000};
}

#define LIST(RECORD, ...) ((struct list){&RECORD, __VA_ARGS__, sizeof(__VA_ARGS__) / sizeof *(__VA_ARGS__)})
#define NONE(RECORD) ((struct list){&RECORD, NULL, 0})

static void write_door_page(const char *state, size_t door, int page, const void *item)
{
    struct arena *arena = arena_new(8 << 20);
    struct buffer out = buffer_new(arena, 1 << 16, 4 << 20);
    frame.reader = frame.user_name;
    page_render(web.pages[door][page], language, (struct view){&frame_record, &frame}, item, &out);
    struct text path = text_printf(arena, "%s/%s/%s--%s.html", folder, language, web.doors[door]->pages[page].name, state), content = buffer_text(&out);
    FILE *file = fopen(path.bytes, "w");
    if (!file || fwrite(content.bytes, 1, content.length, file) != content.length || fclose(file)) {
        perror(path.bytes);
        exit(1);
    }
    arena_free(arena);
}

static void write_page(const char *state, enum page_name page, const void *item)
{
    write_door_page(state, 1, page, item);
}

static struct list others(void)
{
    static struct language_choice english = {{"en", 2}, {"English", 7}, {"en", 2}}, chinese;
    chinese = (struct language_choice){TEXT("zh_CN"), TEXT("简体中文"), TEXT("zh-CN")};
    return (struct list){&language_choice_record, strcmp(language, "en") == 0 ? &chinese : &english, 1};
}

static void fresh_frame(bool signed_in, const char *path)
{
    frame = (struct frame){.body = say("Huawei Certification", "华为认证"), .body_web = TEXT("https://e.huawei.com/en/talent"), .language = say("en", "zh-CN"), .languages = others(), .native_first = language_native_first(say("en", "zh")), .signed_in = signed_in,
                           .user_name = signed_in ? TEXT("li.wei") : TEXT(""), .form_token = TEXT("AAAAAAAAAAAAAAAAAAAAAA"), .key = TEXT("BBBBBBBBBBBBBBBBBBBBBB"),
                           .path = text_of(path), .style = TEXT("/style.css"), .script = TEXT("/script.js"), .icon = TEXT("/icon.svg"), .notice = TEXT(""),
                           .errors = NONE(frame_error_record), .today = on(2026, 11, 20), .ecert_days = 1, .score_report_days = 1, .objection_days = 5, .demonstration = true, .built_in_mailbox = true,
                           .zone_offset_minutes = 480, .zone_name = TEXT("Asia/Shanghai"), .ask = text_printf(house.arena, "/help/ask?page=%s", path)};
}

/* One more thing that was wrong with the form of the frame. */
static void refuse(const char *field, struct text error)
{
    static struct frame_error errors[4];
    errors[frame.errors.count] = (struct frame_error){error, text_of(field)};
    frame.errors = (struct list){&frame_error_record, errors, frame.errors.count + 1};
    const struct field *wrong = record_field(&frame_record, text_printf(house.arena, "wrong_%s", field));
    if (wrong) *(struct text *)((char *)&frame + wrong->offset) = error;
}

static struct text address(void)
{
    return TEXT("li.wei@example.com");
}

/* The name that is printed: of nobody yet, of the profile, the Latin one of an exam record or of a certificate, or nowhere. */
enum named { NAMED_NOT, NAMED_BOTH, NAMED_BY_RECORD, NAMED_BY_CERTIFICATE, NAMED_NATIVE };
static struct list naming(enum named named, bool fixed)
{
    static struct name_to_print item;
    static struct name_in_script scripts[2];
    scripts[0] = (struct name_in_script){.latin = true, .name = named == NAMED_NOT || named == NAMED_NATIVE ? TEXT("") : TEXT("Li Wei"), .of_profile = named == NAMED_BOTH, .of_record = named == NAMED_BY_RECORD,
                                         .of_certificate = named == NAMED_BY_CERTIFICATE, .not_issued = named == NAMED_NATIVE && fixed, .nowhere = named == NAMED_NOT || (named == NAMED_NATIVE && !fixed)};
    scripts[1] = (struct name_in_script){.name = named ? TEXT("李伟") : TEXT(""), .of_profile = named, .nowhere = !named};
    if (frame.native_first) {
        struct name_in_script latin = scripts[0];
        scripts[0] = scripts[1], scripts[1] = latin;
    }
    item = (struct name_to_print){.scripts = LIST(name_in_script_record, scripts), .of_record = named == NAMED_BY_RECORD, .none = !named, .fixed = fixed};
    return (struct list){&name_to_print_record, &item, 1};
}

static const char very_long[] = "Maria Fernanda de los Angeles Hernandez-Villanueva y Castellanos de la Torre de los Montes";

/* The same name, of which these characters cannot be printed; NULL: it is too long. */
static struct list cannot_print(struct list naming, const char *characters)
{
    struct name_to_print *item = (struct name_to_print *)naming.items;
    struct name_in_script *scripts = (struct name_in_script *)item->scripts.items;
    for (int i = 0; i < 2; i++) scripts[i].name = scripts[i].latin ? text_of(characters ? "Li Wei" : very_long) : text_of(characters ? "李𓀀" : "李伟");
    item->unprintable = text_of(characters ? characters : "");
    item->too_long = !characters;
    return naming;
}

/* What is to leave: a mailbox, whose day is known; a record, to which the holder has objected. */
static struct list leaving(void)
{
    static struct unbinding_view views[2];
    views[0] = (struct unbinding_view){.case_number = TEXT("7K4M-XW2P-3D8Y"), .mailbox_id = 1, .address = address(), .exam_day = NO_DAY, .by_owner = true, .running = true, .opened = at(2026, 11, 20, 1, 12),
                                       .act = on(2026, 11, 27), .days = 5, .stopped = NO_DAY, .due = NO_DAY, .done_at = NO_INSTANT, .undo_until = NO_INSTANT};
    views[1] = (struct unbinding_view){.case_number = TEXT("8W3N-P61T-9QZ4"), .record_id = 5, .of_record = true, .exam_code = TEXT("H12-831"), .registration_id = TEXT("416000321"), .exam_day = on(2026, 3, 3),
                                       .by_staff = true, .objected = true, .opened = at(2026, 11, 18, 1, 12), .act = on(2026, 11, 25), .stopped = on(2026, 11, 20), .due = on(2026, 11, 27), .done_at = NO_INSTANT, .undo_until = NO_INSTANT};
    return LIST(unbinding_view_record, views);
}

static void entrance(void)
{
    fresh_frame(false, "/");
    struct home_page home = {.requests = NONE(waiting_row_record), .next_day = NO_DAY};
    write_page("guest", PAGE_HOME, &home);
    frame.notice = say("You are signed out.", "您已退出。");
    write_page("guest-done", PAGE_HOME, &home);

    fresh_frame(false, "/sign-in");
    struct sign_page sign = {0};
    write_page("empty", PAGE_SIGN_IN, &sign);
    sign.back = TEXT("/my/exams");
    write_page("not-allowed", PAGE_SIGN_IN, &sign);
    sign.over = true;
    write_page("over", PAGE_SIGN_IN, &sign);
    sign.over = false;
    sign.name = TEXT("li.wei");
    refuse("", say("The user name or the password is not right.", "用户名或密码不正确。"));
    write_page("error", PAGE_SIGN_IN, &sign);

    fresh_frame(false, "/sign-in");
    struct second_step_page step = {.second = TEXT("AAAAAAAAAAAAAAAAAAAAAA"), .back = TEXT("/my/exams")};
    write_page("one", PAGE_SECOND_STEP, &step);
    step.party = TEXT("certificates.example");
    step.challenge = TEXT("DDDDDDDDDDDDDDDDDDDDDD");
    refuse("code", say("This code is not right, or was used already. Type the one that your app shows now, or a recovery code that is left.",
                       "验证码不正确，或已被使用过。请输入应用当前显示的验证码，或一个未用过的恢复码。"));
    write_page("error", PAGE_SECOND_STEP, &step);

    fresh_frame(false, "/sign-in");
    frame.notice = say("Your new password is set. Sign in with it.", "您的新密码已设置。请用它登录。");
    sign = (struct sign_page){0};
    write_page("done", PAGE_SIGN_IN, &sign);
    fresh_frame(false, "/forgotten");
    write_page("empty", PAGE_FORGOTTEN, &sign);
    frame.notice = say("A letter that says what to do is on its way to the account’s own mailbox; where the mailbox that you entered opens no account, it goes to that one.", "一封信件正发往账号自己的邮箱；如果您输入的邮箱无法打开任何账号，则发往该邮箱。请按信中说明操作。");
    write_page("done", PAGE_FORGOTTEN, &sign);
    fresh_frame(false, "/forgotten");
    sign.mailbox = TEXT("li.wei");
    refuse("mailbox", say("This is not an e-mail address. Write it like name@example.com.", "这不是邮箱地址。请按 name@example.com 的格式填写。"));
    write_page("error", PAGE_FORGOTTEN, &sign);
    fresh_frame(false, "/new-password");
    struct new_password_page renewal = {.ends = NO_INSTANT};
    write_page("empty", PAGE_NEW_PASSWORD, &renewal);
    renewal.shown = true;
    write_page("not-allowed", PAGE_NEW_PASSWORD, &renewal);
    renewal = (struct new_password_page){.token = TEXT("EEEEEEEEEEEEEEEEEEEEEE"), .shown = true, .known = true, .user_name = TEXT("li.wei"), .ends = at(2026, 11, 21, 1, 12)};
    write_page("one", PAGE_NEW_PASSWORD, &renewal);
    renewal.second_step = true;
    refuse("password", say("A password has 15 characters or more. Several words make a good one.", "密码至少需要 15 个字符。用几个词组合起来就是好密码。"));
    write_page("error", PAGE_NEW_PASSWORD, &renewal);

    fresh_frame(false, "/sign-up");
    sign = (struct sign_page){0};
    write_page("empty", PAGE_SIGN_UP, &sign);
    sign = (struct sign_page){.user_name = TEXT("li.wei"), .mailbox = address(), .name_latin = TEXT("Li Wei"), .name_native = TEXT("李伟")};
    refuse("user_name", say("This user name is taken. Choose another.", "该用户名已被使用，请另选一个。"));
    write_page("error", PAGE_SIGN_UP, &sign);
    fresh_frame(false, "/sign-up");
    sign.user_name = sign.mailbox = TEXT("");
    refuse("user_name", say("User name is missing. Fill it in.", "请填写“用户名”。"));
    refuse("mailbox", say("Mailbox is missing. Fill it in.", "请填写“邮箱”。"));
    refuse("password", say("Password is missing. Fill it in.", "请填写“密码”。"));
    write_page("error-missing", PAGE_SIGN_UP, &sign);

    fresh_frame(true, "/");
    write_page("empty", PAGE_HOME, &home);
    home.unreached = true;
    write_page("unreached", PAGE_HOME, &home);
    struct waiting_row rows[] = {{.id = 7, .address = address(), .about = address(), .kind = TEXT("mailbox"), .about_id = 1, .of_mailbox = true, .exam_day = NO_DAY, .made = at(2026, 11, 20, 1, 12), .ends = at(2026, 11, 21, 1, 12)}};
    home = (struct home_page){.requests = LIST(waiting_row_record, rows), .waits = true, .next_day = NO_DAY};
    write_page("waiting", PAGE_HOME, &home);
    home = (struct home_page){.requests = NONE(waiting_row_record), .next_day = NO_DAY, .merged_into = TEXT("wei.new")};
    write_page("merged", PAGE_HOME, &home);
    home = (struct home_page){.requests = NONE(waiting_row_record), .has_mailbox = true, .issued = 2, .pending = 1, .nameless = 1, .disputed = 1, .stopped = 1, .revoked = 1, .taken_back = 1, .records = 9, .mailboxes = 2, .next_day = on(2026, 11, 23)};
    write_page("many", PAGE_HOME, &home);
    home.unbindings = leaving();
    write_page("unbinding", PAGE_HOME, &home);
}

static struct list tree_of_hcip(void)
{
    static struct explanation_line lines[6];
    memcpy(lines, (struct explanation_line[]){
        {.depth = 0, .text = say("All of these, within 18 months of the first pass, which end on 12 August 2027", "以下全部，自首次通过起 18 个月内，截至 2027年8月12日"), .missing = true, .day = on(2027, 8, 12), .registration_id = TEXT("")},
        {.depth = 1, .text = say("Exam H12-821 HCIP-Datacom-Core Technology, passed on 13 February 2026", "考试 H12-821 HCIP-Datacom-Core Technology，已于 2026年2月13日 通过"), .met = true, .registration_id = TEXT("417000123")},
        {.depth = 1, .text = say("One of these", "以下任一"), .missing = true, .registration_id = TEXT("")},
        {.depth = 2, .text = say("Exam H12-831 HCIP-Datacom-Advanced Routing & Switching Technology, to be passed by 12 August 2027", "考试 H12-831 HCIP-Datacom-Advanced Routing & Switching Technology，须于 2027年8月12日 前通过"), .missing = true, .registration_id = TEXT("")},
        {.depth = 3, .text = say("The pass on 3 March 2024 lies outside the time in which all must be passed, and does not count", "2024年3月3日 的通过不在规定时间内，不计入"), .void_pass = true, .registration_id = TEXT("416000321")},
        {.depth = 2, .text = say("Exam H12-841 HCIP-Datacom-Network Automation Developer, to be passed by 12 August 2027", "考试 H12-841 HCIP-Datacom-Network Automation Developer，须于 2027年8月12日 前通过"), .missing = true, .registration_id = TEXT("")},
    }, sizeof lines);
    return LIST(explanation_line_record, lines);
}

static struct list tree_of_hcia(void)
{
    static struct explanation_line line;
    line = (struct explanation_line){.text = say("Exam H12-811 HCIA-Datacom, passed on 19 November 2026", "考试 H12-811 HCIA-Datacom，已于 2026年11月19日 通过"), .met = true, .registration_id = TEXT("417000555")};
    return (struct list){&explanation_line_record, &line, 1};
}

static struct certificate_card card(const char *name, const char *level, const char *english, const char *chinese, const char *number)
{
    return (struct certificate_card){.number = text_of(number), .name = text_printf(house.arena, "%s %s", say("Huawei Certified ICT", "华为认证").bytes, name), .certification = text_of(name), .level = text_of(level), .level_name = say(english, chinese), .forms = strcmp(level, "expert") ? say("e-Cert", "电子证书") : say("e-Cert, package by express", "电子证书、快递寄送的纸质证书包裹"),
                                     .reason = TEXT(""), .state_day = on(2026, 11, 20), .exam_day = on(2026, 11, 19), .award_day = on(2026, 11, 19),
                                     .issue_day = on(2026, 11, 20), .expiry_day = on(2029, 11, 18), .withdrawn_from = NO_DAY, .revision = 1};
}

static void certificates(void)
{
    fresh_frame(true, "/my/certificates");
    frame.at_certificates = true;
    struct certificates_page page = {.certificates = NONE(certificate_card_record), .progress = NONE(explanation_record), .unbindings = NONE(unbinding_view_record)};
    write_page("empty", PAGE_CERTIFICATES, &page);
    struct waiting_row asked[] = {{.id = 7, .address = address(), .about = address(), .kind = TEXT("mailbox"), .about_id = 1, .of_mailbox = true, .exam_day = NO_DAY, .made = at(2026, 11, 20, 1, 12), .ends = at(2026, 11, 21, 1, 12)}};
    page.requests = LIST(waiting_row_record, asked);
    write_page("asked", PAGE_CERTIFICATES, &page);
    page.requests = NONE(waiting_row_record);
    page.has_mailbox = true;
    write_page("empty-no-record", PAGE_CERTIFICATES, &page);
    struct explanation begun[] = {{.certification = TEXT("HCIP-Datacom"), .name = say("Huawei Certified ICT Professional-Datacom", "华为认证数据通信高级工程师"), .begun = true, .lines = tree_of_hcip(),
                                   .summary = say("Not earned yet: what is missing must be passed by 12 August 2027.", "尚未获得：缺少的考试须于 2027年8月12日 前通过。")}};
    page.records = 1;
    page.progress = LIST(explanation_record, begun);
    write_page("begun", PAGE_CERTIFICATES, &page);

    struct certificate_card cards[] = {
        card("HCIA-Datacom", "associate", "Associate", "工程师", "HC-2026-7Q4MX2-9K"), card("HCIP-Security", "professional", "Professional", "高级工程师", "HC-2025-8W3NP6-1T"),
        card("HCIE-Datacom", "expert", "Expert", "专家", "HC-2023-2B7KD5-4R"), card("HCAI", "instructor", "Instructor", "讲师", "HC-2024-6F9TJ8-3M"),
        card("HCIA-Cloud Computing", "associate", "Associate", "工程师", "HC-2022-1C5VG4-8P"), card("HCIA-Storage", "associate", "Associate", "工程师", "HC-2024-3D8YH7-2W"),
        card("HCIA-AI", "associate", "Associate", "工程师", "HC-2024-9Z6RL1-5N"), card("HCIA-Security", "associate", "Associate", "工程师", "HC-2026-4T8BM3-6X"),
        card("HCIA-WLAN", "associate", "Associate", "工程师", "HC-2026-2N5CQ9-7V")};
    cards[0].pending = cards[0].unlisted = true;
    cards[0].issue_day = on(2027, 1, 4);
    cards[0].provisional = true;
    cards[1].issued = true;
    cards[1].renewal = say("Renewed by exam H12-725.", "通过考试 H12-725 续期。"), cards[1].renewal_day = on(2026, 10, 20);
    cards[2].issued = cards[2].expires_soon = true;
    cards[2].expiry_day = on(2027, 1, 10);
    cards[3].suspended = true;
    cards[3].withdrawn_from = on(2026, 12, 20);
    cards[3].reason = say("An exam record that it rests on has left this account.", "其所依据的一条考试记录已离开本账号。");
    cards[4].expired = true;
    cards[4].expiry_day = on(2025, 6, 30);
    cards[5].revoked = true;
    cards[5].reason = say("The provider has taken the exam result back.", "考试服务商已收回该考试结果。");
    cards[6].withdrawn = true;
    for (int i = 7; i < 9; i++) {
        cards[i].never_issued = true;
        cards[i].issue_day = on(2026, 11, 30);
        cards[i].reason = cards[3].reason;
    }
    cards[7].suspended = cards[7].unlisted = true;
    cards[7].withdrawn_from = on(2026, 12, 20);
    cards[8].withdrawn = true;
    page.certificates = (struct list){&certificate_card_record, cards, 1};
    page.progress = NONE(explanation_record);
    page.naming = naming(NAMED_BY_RECORD, false);
    write_page("waiting", PAGE_CERTIFICATES, &page);
    struct certificate_card nameless = cards[0];
    nameless.nameless = nameless.waits = true;
    nameless.provisional = false;
    nameless.issue_day = on(2026, 11, 20);
    nameless.reason = say("Your name is missing. Fill it in on the page Profile; then the certificate is issued.", "缺少您的姓名。请在“个人资料”页面填写，随后即颁发证书。");
    page.certificates = (struct list){&certificate_card_record, &nameless, 1};
    write_page("nameless", PAGE_CERTIFICATES, &page);
    struct certificate_card unprintable = nameless;
    unprintable.reason = say("Your name cannot be printed as it is written. Write it otherwise on the page Profile, or ask us; then the certificate is issued.", "您的姓名按目前的写法无法印制。请在“个人资料”页面换一种写法，或联系我们；随后即颁发证书。");
    page.certificates = (struct list){&certificate_card_record, &unprintable, 1};
    page.naming = cannot_print(naming(NAMED_BOTH, false), "𓀀 (U+13000)");
    write_page("unprintable", PAGE_CERTIFICATES, &page);
    page.naming = naming(NAMED_BY_RECORD, false);
    struct certificate_card disputed = nameless;
    disputed.nameless = false;
    disputed.disputed = true;
    disputed.disputes = leaving();
    disputed.reason = say("An exam record on which it rests is in dispute. It is issued when it is settled that the record stays in the account.", "它所依据的一条考试记录存在归属争议。确定该记录保留在账号中后，即颁发证书。");
    page.certificates = (struct list){&certificate_card_record, &disputed, 1};
    page.unbindings = leaving();
    write_page("disputed", PAGE_CERTIFICATES, &page);
    page.unbindings = NONE(unbinding_view_record);
    struct certificate_card being_issued = cards[0];
    being_issued.being_issued = true;
    being_issued.provisional = false;
    being_issued.issue_day = on(2026, 11, 20);
    page.certificates = (struct list){&certificate_card_record, &being_issued, 1};
    write_page("being-issued", PAGE_CERTIFICATES, &page);
    page.naming = NONE(name_to_print_record);
    page.certificates = (struct list){&certificate_card_record, cards + 1, 1};
    write_page("one", PAGE_CERTIFICATES, &page);
    page.certificates = LIST(certificate_card_record, cards);
    page.progress = LIST(explanation_record, begun);
    page.naming = naming(NAMED_BY_CERTIFICATE, true);
    write_page("many", PAGE_CERTIFICATES, &page);

    struct certificate_page one = {.number = cards[0].number, .name = cards[0].name, .certification = cards[0].certification, .level = TEXT("associate"),
                                   .level_name = cards[0].level_name, .forms = cards[0].forms, .reason = TEXT(""), .name_latin = TEXT("Li Wei"), .name_native = TEXT("李伟"), .code = TEXT("0F3K-7K4M-XW2P"),
                                   .verify_address = text_printf(house.arena, "http://127.0.0.1:8080/v/%.*s", TEXT_ARG(cards[0].number)), .state_day = on(2026, 11, 20),
                                   .exam_day = on(2026, 11, 19), .award_day = on(2026, 11, 19), .issue_day = on(2026, 11, 20), .expiry_day = on(2029, 11, 18), .withdrawn_from = NO_DAY,
                                   .revision_day = on(2026, 11, 20), .revision = 1, .lines = tree_of_hcia(), .issued = true, .downloadable = true,
                                   .summary = say("Earned on 19 November 2026; valid through 18 November 2029.", "获得于 2026年11月19日；有效期至 2029年11月18日。")};
    write_page("issued", PAGE_CERTIFICATE, &one);
    frame.notice = say("The old verification code is worthless from now on. Download the e-Cert again: the new one has the new code.", "旧核验码即刻失效。请重新下载电子证书：新证书带有新核验码。");
    write_page("done", PAGE_CERTIFICATE, &one);
    frame.notice = TEXT("");
    refuse("", say("This was tried too often. Try again in 10 minutes.", "尝试次数过多。请在 10 分钟后重试。"));
    write_page("error", PAGE_CERTIFICATE, &one);
    frame.errors.count = 0;
    one.issued = one.downloadable = false;
    one.pending = one.unlisted = one.provisional = true;
    write_page("waiting", PAGE_CERTIFICATE, &one);
    one.provisional = false;
    one.nameless = one.waits = true;
    one.reason = nameless.reason;
    one.name_latin = one.name_native = TEXT("");
    write_page("nameless", PAGE_CERTIFICATE, &one);
    one.reason = unprintable.reason;
    one.unprintable = TEXT("𓀀 (U+13000)");
    write_page("unprintable", PAGE_CERTIFICATE, &one);
    one.unprintable = TEXT("");
    one.too_long = true;
    write_page("too-long", PAGE_CERTIFICATE, &one);
    one.too_long = false;
    one.name_latin = TEXT("Li Wei"), one.name_native = TEXT("李伟");
    one.nameless = false;
    one.disputed = true;
    one.disputes = leaving();
    one.reason = disputed.reason;
    write_page("disputed", PAGE_CERTIFICATE, &one);
    one.reason = TEXT("");
    one.pending = one.unlisted = one.disputed = one.waits = false;
    one.expired = true;
    write_page("expired", PAGE_CERTIFICATE, &one);
    one.expired = false;
    one.revoked = true;
    one.reason = cards[5].reason;
    write_page("revoked", PAGE_CERTIFICATE, &one);
    one.never_issued = true;
    one.issue_day = on(2026, 11, 30);
    write_page("never-issued", PAGE_CERTIFICATE, &one);
    one.revoked = false;
    one.suspended = one.unlisted = true;
    write_page("never-issued-suspended", PAGE_CERTIFICATE, &one);
    one.never_issued = one.suspended = one.unlisted = false;
    one.issued = one.downloadable = true;
    one.reason = TEXT("");
    one.issue_day = on(2026, 11, 20);
    one.revision = 3;
    struct certificate_revision revisions[] = {
        {3, on(2026, 12, 15), TEXT("Li Wei"), TEXT("李伟"), true, say("The name was corrected: a new revision.", "姓名已更正：生成新版本。")},
        {2, on(2026, 12, 1), TEXT("Lee Wei"), TEXT("李伟"), false, say("Renewed by exam H12-831.", "通过考试 H12-831 续期。")}, {1, on(2026, 11, 20), TEXT("Lee Wei"), TEXT("李伟"), false, say("Issued.", "已颁发。")}};
    one.revisions = LIST(certificate_revision_record, revisions);
    write_page("revised", PAGE_CERTIFICATE, &one);
}

/* What had to leave, can still be put back, and what was let go. */
static struct list left_things(void)
{
    static struct association_left things[3];
    things[0] = (struct association_left){.of_record = true, .address = TEXT("l••••@e••••.com"), .exam_code = TEXT("H12-831"), .registration_id = TEXT("416000321"), .exam_day = on(2026, 3, 3), .at = at(2026, 11, 18, 16, 0),
                                          .reason = say("The exam record names another person than the one that this account belongs to.", "考试记录上的姓名与该账号所属的人不符。"), .case_number = TEXT("7K4M-XW2P-9QRS"), .may_undo = true,
                                          .undo_until = at(2026, 12, 18, 16, 0)};
    things[1] = (struct association_left){.address = TEXT("wei.li.with.a.rather.long.mailbox.name@certification.example.org"), .exam_day = NO_DAY, .at = at(2026, 9, 2, 16, 0),
                                          .reason = say("Somebody has proven that this mailbox is his.", "有人已证明该邮箱属于他。"), .case_number = TEXT("8K4M-XW2P-9QRS"), .undo_until = at(2026, 10, 2, 16, 0)};
    things[2] = (struct association_left){.of_record = true, .address = TEXT(""), .exam_code = TEXT("H12-811"), .registration_id = TEXT("416000322"), .exam_day = on(2026, 3, 4), .at = at(2026, 8, 2, 16, 0), .let_go = true,
                                          .undo_until = NO_INSTANT};
    return LIST(association_left_record, things);
}

/* In the midst of a long list. */
static struct list amidst(const char *earlier, const char *later)
{
    static struct list_part part;
    part = (struct list_part){.first = 21, .last = 40, .all = 1300, .earlier = text_of(earlier), .later = text_of(later)};
    return (struct list){&list_part_record, &part, 1};
}

static void exams(void)
{
    fresh_frame(true, "/my/exams");
    frame.at_exams = true;
    struct exams_page page = {.associations = NONE(association_record), .requests = NONE(waiting_row_record), .records = NONE(exam_row_record)};
    write_page("empty", PAGE_EXAMS, &page);
    page.merged_into = TEXT("wei.new");
    write_page("merged", PAGE_EXAMS, &page);
    page.merged_into = TEXT("");
    page.left = left_things();
    write_page("left", PAGE_EXAMS, &page);
    page.left.count = 0;
    struct waiting_row rows[] = {{.id = 7, .address = address(), .about = address(), .kind = TEXT("mailbox"), .about_id = 1, .of_mailbox = true, .exam_day = NO_DAY, .made = at(2026, 11, 20, 1, 12), .ends = at(2026, 11, 21, 1, 12)},
                                 {.id = 8, .address = TEXT("wei.li.with.a.rather.long.mailbox.name@certification.example.org"), .about = TEXT("wei.li.with.a.rather.long.mailbox.name@certification.example.org"), .kind = TEXT("mailbox"), .about_id = 2, .of_mailbox = true, .exam_day = NO_DAY, .made = at(2026, 11, 20, 2, 40), .ends = at(2026, 11, 21, 2, 40)}};
    page.requests = LIST(waiting_row_record, rows);
    write_page("waiting", PAGE_EXAMS, &page);
    page.requests = NONE(waiting_row_record);
    struct association ties[] = {
        {.mailbox_id = 1, .address = address(), .exam_day = NO_DAY, .since = at(2026, 11, 20, 1, 12), .means_words = say("by the link of our letter", "通过信件中的链接"), .records = 5, .letters = true},
        {.mailbox_id = 2, .address = TEXT("wei.li.with.a.rather.long.mailbox.name@certification.example.org"), .exam_day = NO_DAY, .since = at(2024, 3, 2, 9, 5), .means_words = say("taken over from the earlier system", "由原系统迁入"), .records = 1}};
    page.associations = (struct list){&association_record, ties, 1};
    write_page("no-record", PAGE_EXAMS, &page);
    struct exam_row records[] = {
        {.provider = TEXT("pearson-vue"), .registration_id = TEXT("417000555"), .exam_code = TEXT("H12-811"), .exam_title = TEXT("HCIA-Datacom V1.0"), .score = TEXT("812"), .exam_day = on(2026, 11, 19), .passed = true, .final = true},
        {.provider = TEXT("pearson-vue"), .registration_id = TEXT("417000556"), .exam_code = TEXT("H12-821"), .exam_title = TEXT("HCIP-Datacom-Core Technology V1.0"), .score = TEXT("640"), .exam_day = on(2026, 11, 18), .passed = true, .provisional = true},
        {.provider = TEXT("pearson-vue"), .registration_id = TEXT("416000321"), .exam_code = TEXT("H12-831"), .exam_title = TEXT("HCIP-Datacom-Advanced Routing & Switching Technology V1.0"), .score = TEXT("455"), .exam_day = on(2026, 3, 3), .failed = true, .final = true},
        {.provider = TEXT("pearson-vue"), .registration_id = TEXT("416000322"), .exam_code = TEXT("H12-831"), .exam_title = TEXT("HCIP-Datacom-Advanced Routing & Switching Technology V1.0"), .score = TEXT(""), .exam_day = on(2026, 2, 13), .no_show = true, .final = true},
        {.provider = TEXT("pearson-vue"), .registration_id = TEXT("415000088"), .exam_code = TEXT("H12-711"), .exam_title = TEXT("HCIA-Security V4.0"), .score = TEXT("700"), .exam_day = on(2025, 9, 30), .passed = true, .on_hold = true},
        {.provider = TEXT("pearson-vue"), .registration_id = TEXT("415000089"), .exam_code = TEXT("H13-611"), .exam_title = TEXT("HCIA-Storage V5.0"), .score = TEXT("903"), .exam_day = on(2025, 9, 29), .passed = true, .revoked = true}};
    page.records = (struct list){&exam_row_record, records, 1};
    frame.notice = say("The mailbox is associated. The exam records that came with it are below.", "邮箱已关联。随之而来的考试记录列在下面。");
    page.naming = naming(NAMED_NATIVE, false);
    write_page("done-one", PAGE_EXAMS, &page);
    page.naming = NONE(name_to_print_record);
    frame.notice = TEXT("");
    page.records = LIST(exam_row_record, records);
    page.associations = LIST(association_record, ties);
    page.records_part = amidst("/my/exams?records=1#records", "/my/exams?records=41#records");
    write_page("many", PAGE_EXAMS, &page);
    page.records_part.count = 0;
    struct association_lost_case lost_cases[] = {{.record_id = 5, .case_number = TEXT("7K4M-XW2P-3D8Y"), .exam_code = TEXT("H12-811"), .registration_id = TEXT("417000555"), .exam_day = on(2026, 2, 13), .opened = at(2026, 2, 20, 1, 12), .ready = on(2026, 3, 2)}};
    page.lost = LIST(association_lost_case_record, lost_cases);
    records[0].unbindings = ties[0].unbindings = (struct list){&unbinding_view_record, leaving().items, 1};
    records[2].unbindings = (struct list){&unbinding_view_record, (const struct unbinding_view *)leaving().items + 1, 1};
    write_page("unbinding", PAGE_EXAMS, &page);
    page.lost = NONE(association_lost_case_record);
    records[0].unbindings = records[2].unbindings = ties[0].unbindings = NONE(unbinding_view_record);
    struct unbinding_claim claims[] = {
        {.address = TEXT("wei.li.with.a.rather.long.mailbox.name@certification.example.org"), .running = true, .provisional = true, .exam_day = NO_DAY, .act = on(2026, 11, 27), .stopped = NO_DAY, .due = NO_DAY, .ended = NO_INSTANT},
        {.of_record = true, .exam_code = TEXT("H12-811"), .registration_id = TEXT("417000555"), .exam_day = on(2026, 11, 19), .looked_at = true, .stopped = on(2026, 11, 20), .due = on(2026, 12, 4), .ended = NO_INSTANT},
        {.of_record = true, .exam_code = TEXT("H12-821"), .registration_id = TEXT("417000556"), .exam_day = on(2026, 10, 12), .looked_at = true, .stopped = on(2026, 10, 20), .due = on(2026, 11, 3), .late = true, .ended = NO_INSTANT},
        {.address = address(), .came = true, .exam_day = NO_DAY, .ended = at(2026, 11, 20, 2, 0)},
        {.address = address(), .refused = true, .exam_day = NO_DAY, .ended = at(2026, 11, 18, 2, 0), .reason = say("The passport that was shown has the holder's name.", "所出示的护照上的姓名与持有人一致。")},
        {.address = address(), .put_back = true, .exam_day = NO_DAY, .ended = at(2026, 11, 17, 2, 0)}};
    page.claims = LIST(unbinding_claim_record, claims);
    write_page("claims", PAGE_EXAMS, &page);

    struct associate_page ask = {TEXT(""), NONE(waiting_row_record)};
    write_page("empty", PAGE_ASSOCIATE, &ask);
    ask.requests = (struct list){&waiting_row_record, rows, 1};
    ask.naming = naming(NAMED_BOTH, false);
    write_page("waiting", PAGE_ASSOCIATE, &ask);
    ask.naming = NONE(name_to_print_record);
    ask.requests = NONE(waiting_row_record);
    ask.claims = (struct list){&unbinding_claim_record, claims, 3};
    write_page("claims", PAGE_ASSOCIATE, &ask);
    ask.claims.count = 0;
    ask.address = TEXT("li.wei at example");
    refuse("address", say("This is no e-mail address. Enter it as it stands on the confirmation of your exam, like name@example.org.", "这不是电子邮件地址。请按考试确认函上的样子输入，例如 name@example.org。"));
    write_page("error", PAGE_ASSOCIATE, &ask);
    fresh_frame(true, "/my/exams/associate");
    frame.at_exams = true;
    ask.address = address();
    write_page("one", PAGE_ASSOCIATED_ALREADY, &ask);

    struct waiting_page waiting = {NONE(waiting_row_record), false};
    write_page("empty", PAGE_WAITING, &waiting);
    frame.notice = say("A letter is on its way to the mailbox.", "信件已发往该邮箱。");
    waiting = (struct waiting_page){{&waiting_row_record, rows, 1}, true};
    write_page("one", PAGE_WAITING, &waiting);
    frame.notice = TEXT("");
    rows[1].code = TEXT("7K4M-XW2B");
    rows[1].wrong = say("This is not the code of the letter. It has eight letters and digits, like 7K4M-XW2P.", "验证码与信中的不符。验证码由八位字母和数字组成，例如 7K4M-XW2P。");
    refuse("code-8", rows[1].wrong);
    waiting.requests = LIST(waiting_row_record, rows);
    write_page("error-many", PAGE_WAITING, &waiting);
}

/* By score report, a lost mailbox, where an exam is, and letting go (SPEC 5.2, 5.4, 5.5). */
static void single_records(void)
{
    fresh_frame(true, "/my/exams/report");
    frame.at_exams = true;
    struct option providers[] = {{TEXT("pearson-vue"), TEXT("Pearson VUE"), false}, {TEXT("prometric"), TEXT("Prometric"), false}};
    struct report_page report = {.providers = LIST(option_record, providers), .choose = true, .opens = NO_DAY};
    write_page("empty", PAGE_REPORT, &report);
    providers[0].selected = true;
    report = (struct report_page){.choose = true, .providers = LIST(option_record, providers), .provider = TEXT("pearson-vue"), .exam_code = TEXT("H12-811"), .exam_day = TEXT("2026-02-13"),
                                  .registration_id = TEXT("417000555"), .candidate = TEXT("Li"), .too_early = true, .opens = on(2026, 2, 14)};
    write_page("waiting", PAGE_REPORT, &report);
    report.too_early = false;
    refuse("validation_id", say("This does not agree with any exam record that we have. Compare each entry with your score report; where it has a validation number, this is needed, too. Perhaps the result has not come in yet: the page Where Is My Exam? says when to expect it.",
                   "与我们现有的任何考试记录都不相符。请逐项与您的成绩单核对；成绩单上如有验证编号，也必须填写。成绩也可能尚未送达：“我的考试在哪里？”页面会告诉您预计的日期。"));
    write_page("error", PAGE_REPORT, &report);
    fresh_frame(true, "/my/exams/report");
    frame.at_exams = true;
    report.exam_day = TEXT("");
    report.registration_id = TEXT("");
    providers[0].selected = false;
    refuse("provider", say("Test provider is missing. Fill it in.", "请填写“考试服务商”。"));
    refuse("exam_day", say("Exam date is missing. Fill it in.", "请填写“考试日期”。"));
    refuse("registration_id", say("Registration ID is missing. Fill it in.", "请填写“注册编号”。"));
    write_page("error-many", PAGE_REPORT, &report);
    fresh_frame(true, "/my/exams/report");
    frame.at_exams = true;
    report.registration_id = TEXT("417000555");
    report.exam_day = TEXT("2026-02-13");
    report.mailbox = TEXT("l••••@e••••.com");
    write_page("one", PAGE_REPORT_TAKEN, &report);
    report.no_mailbox = true;
    report.mailbox = TEXT("");
    write_page("no-mailbox", PAGE_REPORT_TAKEN, &report);

    struct lost_page lost = {.id = 9, .exam_code = TEXT("H12-811"), .registration_id = TEXT("417000555"), .mailbox = TEXT("l••••@e••••.com"), .exam_day = on(2026, 2, 13), .ready = on(2026, 3, 2)};
    write_page("empty", PAGE_LOST, &lost);
    struct association_lost_case open[] = {{.record_id = 5, .case_number = TEXT("7K4M-XW2P-3D8Y"), .exam_code = TEXT("H12-811"), .registration_id = TEXT("417000555"), .exam_day = on(2026, 2, 13), .opened = at(2026, 2, 20, 1, 12), .ready = on(2026, 3, 2)}};
    lost.open = LIST(association_lost_case_record, open);
    write_page("open", PAGE_LOST, &lost);
    lost.open = NONE(association_lost_case_record);
    lost.barred = true;
    write_page("barred", PAGE_LOST, &lost);
    lost.barred = false;
    lost.taken = true;
    write_page("taken", PAGE_LOST, &lost);
    lost.taken = false;
    lost.text = say("It was the mailbox of an earlier employer.", "这是以前工作单位的邮箱。");
    lost.mailbox = TEXT("");
    refuse("evidence", say("Add evidence that the exam was yours: a picture or PDF of the score report, or of the document that you showed at the test.", "请添加能证明该考试属于您的材料：成绩单或考试时出示的证件的图片或 PDF。"));
    write_page("error", PAGE_LOST, &lost);

    fresh_frame(true, "/my/exams/where");
    frame.at_exams = true;
    struct where_page where = {.own = NONE(exam_row_record), .intakes = NONE(intake_last_record), .expected = NO_DAY, .moved_to = NO_DAY, .cancelled_on = NO_DAY};
    write_page("empty", PAGE_WHERE, &where);
    struct intake_last intakes[] = {{TEXT("pearson-vue"), TEXT("Pearson VUE"), at(2026, 11, 20, 0, 10)}, {TEXT("prometric"), TEXT("Prometric"), at(2026, 11, 18, 3, 0)}};
    where = (struct where_page){.answered = true, .own = NONE(exam_row_record), .intakes = LIST(intake_last_record, intakes), .expected = on(2026, 11, 20), .moved_to = NO_DAY, .cancelled_on = NO_DAY, .exam_day = TEXT("2026-11-19"),
                                .exam_code = TEXT("h12-811_v1.0-enu"), .known_code = TEXT("H12-811"), .exam_title = TEXT("HCIA-Datacom V1.0"), .nothing = true};
    write_page("waiting", PAGE_WHERE, &where);
    where.late = where.exam_unknown = where.other_mailbox = true;
    where.known_code = TEXT("");
    where.mailbox = address();
    write_page("not-found", PAGE_WHERE, &where);
    where.looked_everywhere = true;
    where.registration_id = TEXT("417000555");
    write_page("not-delivered", PAGE_WHERE, &where);
    where.late = where.exam_unknown = where.other_mailbox = false;
    write_page("waiting-for-delivery", PAGE_WHERE, &where);
    where.ahead = true;
    where.moved_to = on(2026, 12, 3);
    where.expected = on(2026, 12, 4);
    write_page("moved", PAGE_WHERE, &where);
    where.moved_to = NO_DAY;
    where.cancelled_on = on(2026, 11, 18);
    where.expected = NO_DAY;
    write_page("cancelled", PAGE_WHERE, &where);
    where.ahead = where.nothing = false;
    where.cancelled_on = NO_DAY;
    where.expected = on(2026, 11, 20);
    where.elsewhere = where.quarantined = true;
    where.masked = TEXT("l••••@e••••.com");
    where.registration_id = TEXT("417000555");
    write_page("elsewhere", PAGE_WHERE, &where);
    where.held = true;
    where.quarantined = false;
    write_page("held", PAGE_WHERE, &where);
    where.held = false;
    where.elsewhere = where.quarantined = false;
    where.left = left_things();
    where.left.count = 1;
    write_page("left", PAGE_WHERE, &where);
    where.left.count = 0;
    struct unbinding_claim disputed[] = {{.of_record = true, .exam_code = TEXT("H12-811"), .registration_id = TEXT("417000555"), .exam_day = on(2026, 11, 19), .looked_at = true, .stopped = on(2026, 11, 20), .due = on(2026, 12, 4), .ended = NO_INSTANT}};
    where.claims = LIST(unbinding_claim_record, disputed);
    write_page("claims", PAGE_WHERE, &where);
    where.claims.count = 0;
    where.lost = LIST(association_lost_case_record, open);
    write_page("lost", PAGE_WHERE, &where);
    where.lost.count = 0;
    where.own_mailbox = true;
    struct exam_row own[] = {
        {.provider = TEXT("pearson-vue"), .registration_id = TEXT("417000556"), .exam_code = TEXT("H12-821"), .exam_title = TEXT("HCIP-Datacom-Core Technology V1.0"), .exam_day = on(2026, 11, 18), .provisional = true},
        {.provider = TEXT("pearson-vue"), .registration_id = TEXT("415000088"), .exam_code = TEXT("H12-711"), .exam_title = TEXT("HCIA-Security V4.0"), .exam_day = on(2025, 9, 30), .on_hold = true}};
    where.own = (struct list){&exam_row_record, own, 1};
    write_page("one", PAGE_WHERE, &where);
    where.own = LIST(exam_row_record, own);
    write_page("many", PAGE_WHERE, &where);
    refuse("", say("Enter at least one of the four: the exam, its day, the registration ID, or the mailbox.", "请至少填写以下四项之一：考试、考试日期、注册编号或邮箱。"));
    where = (struct where_page){.own = NONE(exam_row_record), .intakes = NONE(intake_last_record), .expected = NO_DAY, .moved_to = NO_DAY, .cancelled_on = NO_DAY};
    write_page("error", PAGE_WHERE, &where);

    fresh_frame(true, "/my/exams/mailboxes");
    frame.at_exams = true;
    struct mailboxes_page boxes = {.requests = NONE(waiting_row_record), .cards = NONE(mailbox_card_record)};
    write_page("empty", PAGE_MAILBOXES, &boxes);
    boxes.left = left_things();
    write_page("left", PAGE_MAILBOXES, &boxes);
    boxes.left.count = 0;
    struct exam_record held[] = {{.exam_code = TEXT("H12-811"), .exam_day = on(2026, 11, 19), .registration_id = TEXT("417000555")},
                                 {.exam_code = TEXT("H12-821"), .exam_day = on(2026, 11, 18), .registration_id = TEXT("417000556")}};
    struct association ties[] = {
        {.mailbox_id = 1, .address = address(), .exam_day = NO_DAY, .since = at(2026, 11, 20, 1, 12), .means_words = say("by the link of our letter", "通过信件中的链接"), .records = 2, .letters = true, .held = LIST(exam_record_record, held)},
        {.mailbox_id = 2, .address = TEXT("wei.li.with.a.rather.long.mailbox.name@certification.example.org"), .exam_day = NO_DAY, .since = at(2024, 3, 2, 9, 5), .means_words = say("taken over from the earlier system", "由原系统迁入"), .held = NONE(exam_record_record)},
        {.record_id = 5, .address = TEXT("l••••@e••••.com"), .exam_code = TEXT("H12-831"), .registration_id = TEXT("416000321"), .exam_day = on(2026, 3, 3), .since = at(2026, 11, 20, 2, 0), .means_words = say("by score report", "凭成绩单"), .records = 1, .held = {&exam_record_record, held, 1}}};
    struct mailbox_card cards[] = {{{&association_record, &ties[0], 1}, 0}, {{&association_record, &ties[1], 1}, 0}, {{&association_record, &ties[2], 1}, 0}};
    boxes.cards = (struct list){&mailbox_card_record, cards, 1};
    write_page("one", PAGE_MAILBOXES, &boxes);
    struct waiting_row letting_go[] = {{.id = 3, .address = address(), .about = ties[1].address, .kind = TEXT("mailbox"), .about_id = 2, .of_letting_go = true, .exam_day = NO_DAY, .made = at(2026, 11, 20, 1, 12), .ends = at(2026, 11, 21, 1, 12)},
                                       {.id = 4, .address = TEXT("l••••@e••••.com"), .about = TEXT("l••••@e••••.com"), .kind = TEXT("record"), .about_id = 5, .of_letting_go = true, .of_record = true, .exam_code = TEXT("H12-831"), .registration_id = TEXT("416000321"), .exam_day = on(2026, 3, 3), .made = at(2026, 11, 20, 1, 12), .ends = at(2026, 11, 21, 1, 12)},
                                       {.id = 5, .address = TEXT("l••••@e••••.com"), .about = TEXT("l••••@e••••.com"), .kind = TEXT("record"), .about_id = 6, .of_score_report = true, .of_record = true, .exam_code = TEXT("H12-811"), .registration_id = TEXT("417000555"), .exam_day = on(2026, 11, 19), .made = at(2026, 11, 20, 1, 12), .ends = at(2026, 11, 21, 1, 12)},
                                       {.id = 6, .address = address(), .about = address(), .kind = TEXT("mailbox"), .about_id = 7, .of_dispute = true, .exam_day = NO_DAY, .made = at(2026, 11, 20, 1, 12), .ends = at(2026, 11, 21, 1, 12)}};
    boxes.requests = (struct list){&waiting_row_record, letting_go, 2};
    boxes.cards = LIST(mailbox_card_record, cards);
    boxes.mailboxes_part = amidst("/my/exams/mailboxes?mailboxes=1#mailboxes", "");
    cards[0].further = 3;
    write_page("many", PAGE_MAILBOXES, &boxes);
    boxes.mailboxes_part.count = 0, cards[0].further = 0;
    frame.notice = say("It is no longer associated with your account. It can be associated again at any time.", "它已不再与您的账号关联，随时可以重新关联。");
    boxes.requests = NONE(waiting_row_record);
    write_page("done", PAGE_MAILBOXES, &boxes);
    frame.notice = TEXT("");
    ties[0].unbindings = (struct list){&unbinding_view_record, leaving().items, 1};
    ties[2].unbindings = (struct list){&unbinding_view_record, (const struct unbinding_view *)leaving().items + 1, 1};
    write_page("unbinding", PAGE_MAILBOXES, &boxes);
    fresh_frame(true, "/my/exams/waiting");
    frame.at_exams = true;
    struct waiting_page waiting = {LIST(waiting_row_record, letting_go), true};
    write_page("other-purposes", PAGE_WAITING, &waiting);
    struct waiting_row other_name[] = {{.id = 9, .address = TEXT("l••••@e••••.com"), .about = TEXT("l••••@e••••.com"), .kind = TEXT("record"), .about_id = 4, .of_score_report = true, .of_record = true, .other_name = true,
                                        .exam_code = TEXT("H12-811"), .registration_id = TEXT("417000555"), .exam_day = on(2026, 11, 19), .made = at(2026, 11, 20, 1, 12), .ends = at(2026, 11, 21, 1, 12)}};
    waiting.requests = LIST(waiting_row_record, other_name);
    write_page("other-name", PAGE_WAITING, &waiting);
    const struct instant made = at(2026, 11, 20, 1, 12), ends = at(2026, 11, 21, 1, 12);
    struct waiting_row unsent[] = {
        {.id = 11, .address = address(), .about = address(), .kind = TEXT("mailbox"), .about_id = 1, .of_mailbox = true, .exam_day = NO_DAY, .made = made, .ends = ends, .letter_unsent = true},
        {.id = 12, .address = TEXT("wei@example.net"), .about = TEXT("wei@example.net"), .kind = TEXT("mailbox"), .about_id = 2, .of_mailbox = true, .exam_day = NO_DAY, .made = made, .ends = ends, .letter_unsent = true, .letter_held = true},
        {.id = 13, .address = TEXT("li.wie@example.com"), .about = TEXT("li.wie@example.com"), .kind = TEXT("mailbox"), .about_id = 3, .of_mailbox = true, .exam_day = NO_DAY, .made = made, .ends = ends, .letter_unsent = true, .letter_refused = true,
         .letter_answer = TEXT("550 5.1.1 <li.wie@example.com>: Recipient address rejected: User unknown in virtual mailbox table")},
        {.id = 14, .address = TEXT("l••••@e••••.com"), .about = TEXT("l••••@e••••.com"), .kind = TEXT("record"), .about_id = 4, .of_score_report = true, .of_record = true, .exam_code = TEXT("H12-811"), .registration_id = TEXT("417000555"),
         .exam_day = on(2026, 11, 19), .made = made, .ends = ends, .letter_unsent = true, .letter_refused = true}};
    waiting.requests = LIST(waiting_row_record, unsent);
    write_page("unsent", PAGE_WAITING, &waiting);
    fresh_frame(true, "/my/exams");
    frame.at_exams = true;
    struct exams_page exams = {.associations = NONE(association_record), .requests = LIST(waiting_row_record, unsent), .records = NONE(exam_row_record), .naming = NONE(name_to_print_record), .claims = NONE(unbinding_claim_record),
                               .lost = NONE(association_lost_case_record), .left = NONE(association_left_record)};
    write_page("unsent", PAGE_EXAMS, &exams);

    fresh_frame(true, "/my/exams/mailboxes");
    frame.at_exams = true;
    struct award_preview_line lines[] = {{.certification = TEXT("HCIA-Datacom"), .name = say("HCIA-Datacom", "HCIA-Datacom"), .number = TEXT("HC26-4K7M-XW2P-Q8"), .suspended = true, NO_DAYS},
                                         {.name = TEXT("HCIA-Storage"), .number = TEXT("HC26-4K7M-XW2P-Q9"), .suspended = true, NO_DAYS}};
    struct award_preview_line away[] = {{.name = TEXT("HCIA-Storage"), .number = TEXT("HC26-4K7M-XW2P-Q9"), .away = true, NO_DAYS}};
    struct let_go_page go = {.kind = TEXT("mailbox"), .id = 2, .address = ties[1].address, .exam_day = NO_DAY, .since = ties[1].since, .means_words = ties[1].means_words, .own = address(),
                             .held = LIST(exam_record_record, held), .lines = LIST(award_preview_line_record, lines)};
    write_page("many", PAGE_LET_GO, &go);
    go = (struct let_go_page){.kind = TEXT("mailbox"), .id = 1, .address = address(), .exam_day = NO_DAY, .since = ties[0].since, .means_words = ties[0].means_words, .letters = true,
                              .held = NONE(exam_record_record), .lines = NONE(award_preview_line_record)};
    write_page("empty", PAGE_LET_GO, &go);
    go.choose_first = true;
    write_page("not-allowed", PAGE_LET_GO, &go);
    go = (struct let_go_page){.kind = TEXT("record"), .id = 5, .of_record = true, .address = ties[2].address, .exam_code = ties[2].exam_code, .registration_id = ties[2].registration_id, .exam_day = ties[2].exam_day,
                              .since = ties[2].since, .means_words = ties[2].means_words, .own = address(), .held = {&exam_record_record, held, 1}, .lines = LIST(award_preview_line_record, away)};
    write_page("one", PAGE_LET_GO, &go);

    fresh_frame(true, "/activate");
    frame.at_exams = true;
    struct activate_page item = {.shown = true, .known = true, .open = true, .mine = true, .token = TEXT("CCCCCCCCCCCCCCCCCCCCCC"), .id = 7, .made = at(2026, 11, 20, 1, 12), .ends = at(2026, 11, 21, 1, 12),
                                 .account_name = TEXT("li.wei"), .address = ties[1].address, .of_letting_go = true, .exam_day = NO_DAY, .lines = LIST(award_preview_line_record, lines)};
    write_page("letting-go", PAGE_ACTIVATE, &item);
    item.open = false;
    item.expired = item.again = true;
    item.kind = TEXT("mailbox");
    item.about = item.address;
    item.about_id = 2;
    write_page("letting-go-over", PAGE_ACTIVATE, &item);
    item.open = true;
    item.expired = item.again = item.of_letting_go = false;
    item.of_dispute = true;
    write_page("dispute", PAGE_ACTIVATE, &item);
    item.of_dispute = false;
    item.of_mailbox = true;
    item.other_names = 6;
    write_page("other-names", PAGE_ACTIVATE, &item);
    item.of_mailbox = false;
    item.other_names = 0;
    item.of_score_report = item.of_record = true;
    item.exam_code = TEXT("H12-811");
    item.registration_id = TEXT("417000555");
    item.exam_day = on(2026, 11, 19);
    item.address = TEXT("l••••@e••••.com");
    item.naming = naming(NAMED_BOTH, false);
    ((struct name_to_print *)item.naming.items)->at_once = true;
    write_page("score-report", PAGE_ACTIVATE, &item);
    item.other_name = true;
    write_page("other-name", PAGE_ACTIVATE, &item);
    item.other_name = false;
    fresh_frame(false, "/not-me");
    item = (struct activate_page){.shown = true, .known = true, .open = true, .token = TEXT("CCCCCCCCCCCCCCCCCCCCCC"), .id = 7, .made = at(2026, 11, 20, 1, 12), .ends = at(2026, 11, 21, 1, 12), .of_lost_mailbox = true, .of_record = true, .exam_day = NO_DAY, .lines = NONE(award_preview_line_record)};
    write_page("lost-mailbox", PAGE_NOT_ME, &item);
    item.open = false, item.completed = item.not_there = true;
    write_page("lost-granted", PAGE_NOT_ME, &item);
    item.completed = item.not_there = false;
    item.of_lost_mailbox = item.of_record = item.open = false;
    item.of_letting_go = item.completed = true;
    write_page("let-go", PAGE_NOT_ME, &item);
    item.of_letting_go = false;
    item.of_dispute = true;
    write_page("disputed", PAGE_NOT_ME, &item);
}

/* A new address for the provider: none yet, one that waits, and each of the ways that it can go. */
static void provider_addresses(void)
{
    fresh_frame(true, "/my/exams/address");
    frame.at_exams = true;
    struct address_page page = {.mailboxes = NONE(option_record), .updates = NONE(demographic_update_record)};
    write_page("empty", PAGE_ADDRESS, &page);
    struct option mailboxes[] = {{.value = address(), .name = address()}, {.value = TEXT("wei@work.example"), .name = TEXT("wei@work.example")}};
    page.mailboxes = LIST(option_record, mailboxes);
    write_page("one", PAGE_ADDRESS, &page);
    page.address = TEXT("zhang.min@example.org");
    refuse("address", say("This mailbox is not associated with your account. Associate it first; then it can be told to the provider.", "该邮箱尚未与您的账号关联。请先关联，然后才能将其告知考试服务商。"));
    write_page("error", PAGE_ADDRESS, &page);
    fresh_frame(true, "/my/exams/address");
    frame.at_exams = true;
    page.address = TEXT("");
    struct demographic_update updates[] = {{.candidate_id = TEXT("HW10000007"), .address = TEXT("wei@work.example"), .asked = at(2026, 11, 20, 1, 12), .changed = at(2026, 11, 20, 1, 12), .queued = true},
                                           {.candidate_id = TEXT("HW10000007"), .address = address(), .asked = at(2026, 11, 18, 1, 12), .changed = at(2026, 11, 18, 16, 0), .sent = true},
                                           {.candidate_id = TEXT("HW10000007"), .address = address(), .asked = at(2026, 11, 9, 1, 12), .changed = at(2026, 11, 10, 2, 0), .accepted = true},
                                           {.candidate_id = TEXT("HW10000007"), .address = TEXT("wei@old.example"), .asked = at(2026, 11, 3, 1, 12), .changed = at(2026, 11, 4, 2, 0), .error = true, .answer = TEXT("Candidate not found")},
                                           {.candidate_id = TEXT("HW10000007"), .address = TEXT("wei@old.example"), .asked = at(2026, 11, 2, 1, 12), .changed = at(2026, 11, 2, 2, 0), .replaced = true},
                                           {.candidate_id = TEXT("HW10000007"), .address = TEXT("wei@old.example"), .asked = at(2026, 11, 1, 1, 12), .changed = at(2026, 11, 1, 2, 0), .withdrawn = true}};
    page.updates = LIST(demographic_update_record, updates);
    write_page("many", PAGE_ADDRESS, &page);
    page.updates.count = 1;
    write_page("waiting", PAGE_ADDRESS, &page);
    frame.notice = say("The new address is on its way to the test provider. What becomes of it stands below.", "新地址将发送给考试服务商，进展显示在下方。");
    write_page("done", PAGE_ADDRESS, &page);
}

static void activation(void)
{
    for (int page = 0; page < 2; page++) {
        enum page_name name = page ? PAGE_NOT_ME : PAGE_ACTIVATE;
        fresh_frame(false, page ? "/not-me" : "/activate");
        frame.at_exams = !page;
        struct activate_page item = {0};
        write_page("no-script", name, &item);
        item.shown = true;
        write_page("unknown", name, &item);
        item = (struct activate_page){.shown = true, .known = true, .open = true, .token = TEXT("CCCCCCCCCCCCCCCCCCCCCC"), .id = 7, .made = at(2026, 11, 20, 1, 12), .ends = at(2026, 11, 21, 1, 12), .of_mailbox = true, .exam_day = NO_DAY, .lines = NONE(award_preview_line_record)};
        write_page(page ? "one" : "not-allowed-guest", name, &item);
        if (page) {
            item.typed = TEXT("li.wie@example.com");
            refuse("address", say("The letter did not come to this mailbox. Type the address to which it came.", "信件不是发往这个邮箱的。请输入收到信件的地址。"));
            write_page("error", name, &item);
            fresh_frame(false, "/not-me");
        } else {
            fresh_frame(true, "/activate");
            frame.at_exams = true;
            frame.user_name = TEXT("zhang.min");
            write_page("not-allowed-other", name, &item);
            frame.user_name = TEXT("li.wei");
            item.mine = true;
            item.account_name = TEXT("li.wei");
            item.address = address();
            item.naming = naming(NAMED_NOT, false);
            write_page("one", name, &item);
            item.naming = NONE(name_to_print_record);
        }
        static const char *const states[] = {"completed", "replaced", "expired", "disowned", "too-late", "withdrawn"};
        for (int i = 0; i < 6; i++) {
            item.open = false;
            item.completed = i == 0, item.replaced = i == 1, item.expired = i == 2, item.disowned = i == 3, item.too_late = i == 4, item.withdrawn = i == 5;
            item.again = i > 0;
            item.about = item.address;
            write_page(states[i], name, &item);
        }
        item.withdrawn = false;
    }
}

static void letters(void)
{
    fresh_frame(true, "/my/letters");
    frame.at_letters = true;
    struct letters_page page = {.letters = NONE(letter_view_record)};
    write_page("empty", PAGE_LETTERS, &page);
    page.unreached = true;
    write_page("unreached", PAGE_LETTERS, &page);
    struct text body = say("Dear Li Wei,\n\nyour e-Cert HCIA-Datacom can be downloaded now:\n\nhttp://127.0.0.1:8080/my/certificates\n", "李伟，您好：\n\n您的电子证书 HCIA-Datacom 现在可以下载：\n\nhttp://127.0.0.1:8080/my/certificates\n");
    struct letter_view views[5];
    for (int i = 0; i < 5; i++)
        views[i] = (struct letter_view){.id = 40 - i, .recipient = address(), .kind = TEXT("certificate-issued"), .subject = say("Your e-Cert is ready", "您的电子证书已可下载"), .text = body,
                                        .written = at(2026, 11, 20 - i, 0, 1), .answer = TEXT(""), .changed = at(2026, 11, 20 - i, 0, 2), .next = NO_INSTANT,
                                        .waiting = i == 0, .sent = i == 1, .bounced = i == 2, .held = i == 3, .given_up = i == 4, .can_resend = i != 0};
    views[0].next = at(2026, 11, 20, 0, 5);
    views[2].answer = TEXT("550 5.1.1 <li.wei@example.com>: Recipient address rejected: User unknown in virtual mailbox table");
    page = (struct letters_page){LIST(letter_view_record, views), true, 36, false};
    write_page("many", PAGE_LETTERS, &page);
    for (int i = 0; i < 3; i++) {
        struct letter_page one = {{&letter_view_record, &views[i], 1}, i == 1, i == 2 ? TEXT("/my/exams/associate") : TEXT("")};
        write_page(i == 0 ? "waiting" : i == 1 ? "done" : "error", PAGE_LETTER, &one);
    }
    fresh_frame(false, "/mailbox");
    struct mailbox_page box = {TEXT(""), NONE(mailbox_letter_record)};
    write_page("empty", PAGE_MAILBOX, &box);
    struct mailbox_letter in_box[] = {{2, address(), say("Associate li.wei@example.com with an account", "将 li.wei@example.com 与账号关联"), body, body, at(2026, 11, 20, 1, 12)},
                                      {1, TEXT("zhang.min@example.org"), say("Your e-Cert is ready", "您的电子证书已可下载"), body, body, at(2026, 11, 19, 0, 1)}};
    box = (struct mailbox_page){address(), LIST(mailbox_letter_record, in_box)};
    write_page("many", PAGE_MAILBOX, &box);
    struct letter_part parts[] = {{say("Dear Li Wei,\n\nopen this link in the browser in which you asked:\n\n", "李伟，您好：\n\n请在提出申请的浏览器中打开此链接：\n\n"), TEXT("")},
                                  {TEXT("http://127.0.0.1:8080/activate#CCCCCCCCCCCCCCCCCCCCCC"), TEXT("http://127.0.0.1:8080/activate#CCCCCCCCCCCCCCCCCCCCCC")},
                                  {say("\n\nor type the code 7K4M-XW2P.\n", "\n\n或输入验证码 7K4M-XW2P。\n"), TEXT("")}};
    struct mailbox_letter_page letter = {address(), in_box[0].subject, in_box[0].written, LIST(letter_part_record, parts)};
    write_page("one", PAGE_MAILBOX_LETTER, &letter);
}

static void profile(void)
{
    fresh_frame(true, "/my/profile");
    frame.at_profile = true;
    struct option countries[] = {{TEXT("CN"), say("China", "中国"), true}, {TEXT("DE"), say("Germany", "德国"), false}};
    struct option tongues[] = {{TEXT("en"), TEXT("English"), false}, {TEXT("zh_CN"), TEXT("简体中文"), true}};
    struct option zones[] = {{TEXT("Asia/Shanghai"), TEXT("Asia/Shanghai"), false}, {TEXT("Europe/Berlin"), TEXT("Europe/Berlin"), false}};
    struct option mailboxes[] = {{address(), address(), true}, {TEXT("wei.li@old.example"), TEXT("wei.li@old.example"), false}};
    struct account_session_view sessions[] = {
        {.id = 3, .made = at(2026, 11, 20, 1, 0), .network = TEXT("203.0.113.7"), .agent = TEXT("Chrome · Linux"), .this_one = true, .recent = true},
        {.id = 4, .made = at(2026, 11, 20, 0, 10), .network = TEXT("203.0.113.9"), .agent = TEXT("Firefox · Windows"), .recent = true},
        {.id = 2, .made = at(2026, 11, 18, 1, 0), .network = TEXT("2001:db8::/64"), .agent = TEXT(""), .unused_since = at(2026, 11, 19, 10, 30)}};
    struct profile_page page = {.name_latin = TEXT("Li Wei"), .name_native = TEXT("李伟"), .naming = naming(NAMED_BOTH, false), .phone = TEXT("+86 138 0013 8000"), .countries = LIST(option_record, countries), .tongues = LIST(option_record, tongues),
                                .zones = LIST(option_record, zones), .mailboxes = LIST(option_record, mailboxes), .many_mailboxes = true, .sessions = LIST(account_session_view_record, sessions)};
    write_page("one", PAGE_PROFILE, &page);
    page.naming = cannot_print(page.naming, "𓀀 (U+13000)");
    page.name_native = TEXT("李𓀀");
    write_page("unprintable", PAGE_PROFILE, &page);
    page.naming = cannot_print(page.naming, NULL);
    page.name_latin = text_of(very_long), page.name_native = TEXT("李伟");
    write_page("too-long", PAGE_PROFILE, &page);
    page.unreached = true;
    page.name_latin = TEXT("");
    page.naming = naming(NAMED_BY_RECORD, false);
    write_page("unreached", PAGE_PROFILE, &page);
    page.unreached = false;
    page.names_fixed = true;
    page.naming = naming(NAMED_BY_CERTIFICATE, true);
    frame.notice = say("Your profile is saved.", "个人资料已保存。");
    write_page("done", PAGE_PROFILE, &page);
    frame.notice = TEXT("");
    refuse("old_password", say("The password that you have had until now is not right.", "当前密码不正确。"));
    page.second = true;
    write_page("error", PAGE_PROFILE, &page);
    fresh_frame(true, "/my/profile");
    frame.at_profile = true;
    mailboxes[1].selected = true, mailboxes[0].selected = false;
    refuse("password", say("Letters are to go to another mailbox. Type your present password, too.", "您正在更换接收信件的邮箱，请同时输入当前密码。"));
    write_page("wanted", PAGE_PROFILE, &page);
}

static struct list lines_of(struct address_line *lines, const char *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++) lines[i].text = text_of(texts[i]);
    return (struct list){&address_line_record, lines, count};
}

static struct address_field_row field_row(const char *name, struct text label, const char *value, bool required)
{
    return (struct address_field_row){.name = text_of(name), .label = label, .value = text_of(value), .autocomplete = TEXT("off"), .required = required, .options = NONE(option_record)};
}

static void addresses(void)
{
    fresh_frame(true, "/my/addresses");
    frame.at_profile = true;
    struct addresses_page page = {.addresses = NONE(address_card_record)};
    write_page("empty", PAGE_ADDRESSES, &page);
    static const char *const chinese[] = {"518129", "广东省深圳市龙岗区", "坂田街道五和大道1号", "李伟"}, *const latin[] = {"Li Wei", "1 Wuhe Avenue, Bantian", "Longgang", "Shenzhen", "GUANGDONG SHENG, 518129", "CHINA"},
                             *const german[] = {"Donaudampfschifffahrtsgesellschaft", "Li Wei", "Musterstraße 1", "Hinterhaus, 3. Stock", "50667 KÖLN"};
    struct address_line lines[3][6];
    struct address_card cards[] = {{1, lines_of(lines[0], chinese, 4), lines_of(lines[1], latin, 6), say("China", "中国"), TEXT("+8613800138000"), true, say("Li Wei, Shenzhen", "李伟, 深圳市")},
                                   {2, lines_of(lines[2], german, 5), NONE(address_line_record), say("Germany", "德国"), TEXT("+492211234567"), false, TEXT("Li Wei, Köln")}};
    page.addresses = LIST(address_card_record, cards);
    write_page("many", PAGE_ADDRESSES, &page);
    frame.notice = say("The address is kept.", "地址已保存。");
    page.full = true;
    write_page("done", PAGE_ADDRESSES, &page);

    fresh_frame(true, "/my/addresses/new");
    frame.at_profile = true;
    struct option countries[] = {{TEXT("CN"), say("China", "中国"), false}, {TEXT("DE"), say("Germany", "德国"), false}};
    struct postal_page form = {.countries = LIST(option_record, countries), .cancel = TEXT("/my/addresses"), .fields = NONE(address_field_row_record), .latin_fields = NONE(address_field_row_record)};
    write_page("empty", PAGE_POSTAL_ADDRESS, &form);
    countries[0].selected = true;
    struct option regions[] = {{TEXT("广东省"), TEXT("广东省"), true}, {TEXT("浙江省"), TEXT("浙江省"), false}};
    struct address_field_row fields[] = {field_row("recipient", say("Recipient", "收件人"), "李伟", true), field_row("organization", say("Company or organization", "公司或单位"), "", false),
                                         field_row("postal_code", say("Postal code", "邮政编码"), "51812", true), field_row("region", say("Province", "省（自治区、直辖市）"), "广东省", true),
                                         field_row("street", say("Street and house number", "街道和门牌号"), "坂田街道五和大道1号", true)};
    struct address_field_row latin_fields[] = {field_row("latin_recipient", say("Recipient", "收件人"), "Li Wei", true), field_row("latin_street", say("Street and house number", "街道和门牌号"), "", true)};
    fields[2].example = TEXT("518129");
    fields[3].options = LIST(option_record, regions);
    fields[4].lines = latin_fields[1].lines = true;
    form.chosen = form.other = form.latin_needed = true;
    form.country = TEXT("CN"), form.calling_code = TEXT("86"), form.phone = TEXT("+8613800138000");
    form.fields = LIST(address_field_row_record, fields), form.latin_fields = LIST(address_field_row_record, latin_fields);
    write_page("waiting", PAGE_POSTAL_ADDRESS, &form);
    form.other = false, form.latin_needed = false, form.id = 1;
    write_page("one", PAGE_POSTAL_ADDRESS, &form);
    fields[2].wrong = say("Postal code: postal codes of this country look different, for example 518129.", "邮政编码：该国家或地区的邮政编码格式不同，例如 518129。");
    latin_fields[1].wrong = say("Street and house number (in Latin letters) is missing: carriers abroad cannot read other scripts.", "请填写“街道和门牌号（拉丁字母）”：境外承运商无法识别其他文字。");
    form.latin_needed = true;
    refuse("postal_code", fields[2].wrong);
    refuse("latin_street", latin_fields[1].wrong);
    write_page("error", PAGE_POSTAL_ADDRESS, &form);
}

static struct package_view a_package(int32_t state)
{
    struct package_view view = {.id = state, .number = TEXT("P7Q4-MX2K-9WD3"), .certificate = TEXT("HW2026830194620057"), .certification = TEXT("HCIE-Datacom"),
                                .name = say("Huawei Certified ICT Expert-Datacom", "华为认证数据通信专家"), .name_latin = TEXT("Li Wei"), .name_native = TEXT("李伟"), .account = TEXT("li.wei"),
                                .state = state, .waiting = state < PACKAGE_MAILED, .applied_day = on(2026, 9, 24), .approved_day = NO_DAY, .packed_day = NO_DAY, .mailed_day = NO_DAY,
                                .delivered_day = NO_DAY, .returned_day = NO_DAY, .cancelled_day = NO_DAY, .award_day = on(2026, 9, 17), .stopped_day = on(2026, 10, 14), .replaced_day = on(2026, 10, 15), .again_day = NO_DAY, .since = on(2026, 9, 24),
                                .earliest = on(2026, 10, 9), .due = on(2026, 10, 12), .days = 7, .country = TEXT("CN")};
    bool *const in[] = {NULL, &view.applied, &view.approved, &view.packed, &view.mailed, &view.delivered, &view.returned, &view.cancelled};
    *in[state] = true;
    view.may_cancel = state <= PACKAGE_APPROVED;
    view.may_readdress = state <= PACKAGE_APPROVED || view.returned;
    view.sent_again = view.returned;
    view.may_apply_again = view.cancelled;
    if (view.cancelled) {
        view.cancelled_day = on(2026, 9, 25);
        return view;
    }
    if (state >= PACKAGE_APPROVED) view.approved_day = on(2026, 9, 28);
    if (state >= PACKAGE_PACKED) view.packed_day = on(2026, 10, 9);
    if (state < PACKAGE_MAILED) return view;
    view.mailed_day = on(2026, 10, 10);
    view.carrier = TEXT("sf"), view.carrier_name = say("SF Express", "顺丰速运"), view.express_number = TEXT("254412284165");
    view.tracking = say("https://www.sf-express.com/chn/en/waybill/waybill-detail/254412284165", "https://www.sf-express.com/chn/sc/waybill/waybill-detail/254412284165"), view.phone_end = TEXT("8000");
    if (view.delivered) view.delivered_day = on(2026, 10, 12);
    if (view.returned) {
        view.returned_day = on(2026, 10, 16), view.reason = say("The recipient could not be reached.", "无法联系收件人。");
        view.since = on(2026, 10, 16), view.earliest = on(2026, 10, 23), view.due = on(2026, 10, 27);
    }
    return view;
}

/* It came back, and its applicant has said where it is to go. */
static struct package_view an_addressed_package(bool overdue)
{
    struct package_view view = a_package(PACKAGE_RETURNED);
    view.addressed = true, view.overdue = overdue;
    view.since = view.again_day = on(2026, 10, 19), view.earliest = on(2026, 10, 26), view.due = on(2026, 10, 28);
    return view;
}

static struct package_offer an_offer(const char *certification, struct text name, const char *certificate)
{
    return (struct package_offer){.certificate_id = 1, .certificate = text_of(certificate), .certification = text_of(certification), .name = name, .name_latin = TEXT("Li Wei"),
                                  .name_native = TEXT("李伟"), .revision = 1, .opens = on(2026, 9, 22), .earliest = on(2026, 10, 9), .due = on(2026, 10, 12)};
}

static void packages(void)
{
    static const char *const chinese[] = {"518129", "广东省深圳市龙岗区", "坂田街道五和大道1号", "李伟"}, *const latin[] = {"Li Wei", "1 Wuhe Avenue, Bantian", "Shenzhen", "GUANGDONG SHENG, 518129", "CHINA"},
                             *const german[] = {"Li Wei", "Musterstraße 1", "50667 KÖLN"};
    struct address_line lines[3][6];
    struct address_card cards[] = {{1, lines_of(lines[0], chinese, 4), lines_of(lines[1], latin, 5), say("China", "中国"), TEXT("+8613800138000"), true, say("Li Wei, Shenzhen", "李伟, 深圳市")},
                                   {2, lines_of(lines[2], german, 3), NONE(address_line_record), say("Germany", "德国"), TEXT("+492211234567"), false, TEXT("Li Wei, Köln")}};
    struct address_choice choices[] = {{1, true, {&address_card_record, &cards[0], 1}}, {2, false, {&address_card_record, &cards[1], 1}}};
    struct package_offer offers[] = {an_offer("HCIE-Datacom", say("Huawei Certified ICT Expert-Datacom", "华为认证数据通信专家"), "HW2026830194620057"),
                                     an_offer("HCAI", say("Huawei Certified Academy Instructor", "华为认证讲师"), "HW2026550817361299"),
                                     an_offer("HCIE-Security", say("Huawei Certified ICT Expert-Security", "华为认证安全专家"), "HW2026114477620383"),
                                     an_offer("HCIE-Storage", say("Huawei Certified ICT Expert-Storage", "华为认证存储专家"), "HW2025662201837744")};
    offers[0].open = true;
    offers[1].early = offers[1].provisional = true, offers[1].opens = on(2027, 1, 6);
    offers[2].stopped = true;
    offers[3].applied = true;

    fresh_frame(true, "/my/packages");
    frame.at_certificates = true;
    struct packages_page page = {.packages = NONE(package_view_record), .offers = NONE(package_offer_record)};
    write_page("empty", PAGE_PACKAGES, &page);
    page.offers = (struct list){&package_offer_record, offers, 1};
    page.any_open = true;
    write_page("one", PAGE_PACKAGES, &page);
    page.draft = true, page.changed = at(2026, 9, 23, 7, 30);
    frame.notice = say("The address is kept.", "地址已保存。");
    write_page("waiting", PAGE_PACKAGES, &page);
    frame.notice = say("The half-done application is given up.", "未完成的申请已放弃。");
    page.draft = false;
    page.offers = LIST(package_offer_record, offers);
    struct package_view views[] = {a_package(PACKAGE_APPLIED), a_package(PACKAGE_PACKED), a_package(PACKAGE_MAILED), a_package(PACKAGE_DELIVERED), a_package(PACKAGE_RETURNED), a_package(PACKAGE_CANCELLED), an_addressed_package(false), an_addressed_package(true)};
    views[1].overdue = true;
    page.packages = LIST(package_view_record, views);
    write_page("many", PAGE_PACKAGES, &page);

    struct package_entry history[] = {{at(2026, 9, 24, 2, 0), say("Applied for", "已申请"), TEXT(""), TEXT("")}, {at(2026, 9, 28, 1, 10), say("Approved", "已批准"), TEXT(""), TEXT("")},
                                      {at(2026, 10, 9, 6, 40), say("Packed", "已打包"), TEXT(""), TEXT("")}, {at(2026, 10, 10, 8, 5), say("Mailed", "已寄出"), say("SF Express 254412284165", "顺丰速运 254412284165"), TEXT("")},
                                      {at(2026, 10, 16, 8, 5), say("Came back", "已退回"), say("The recipient could not be reached.", "无法联系收件人。"), TEXT("")}};
    static const char *const states[] = {NULL, "applied", "approved", "packed", "mailed", "delivered", "returned", "cancelled"};
    struct text_line contents[] = {{say("Printed certificate in a presentation folder", "纸质证书及证书夹")}, {say("Expert card with the certificate number", "印有证书编号的专家卡")}};
    for (int32_t state = PACKAGE_APPLIED; state <= PACKAGE_CANCELLED; state++) {
        struct package_view view = a_package(state);
        fresh_frame(true, "/my/packages/P7Q4-MX2K-9WD3");
        frame.at_certificates = true;
        struct package_page one = {.packages = {&package_view_record, &view, 1}, .cards = {&address_card_record, cards, 1}, .choices = LIST(address_choice_record, choices), .contents = LIST(text_line_record, contents),
                                   .history = {&package_entry_record, history, view.cancelled ? 1 : view.delivered ? 4 : (size_t)(state > PACKAGE_DELIVERED ? 5 : state)}};
        if (view.applied) frame.notice = say("Your application has come in. A letter says so, too.", "已收到您的申请，并已发送确认信件。");
        if (view.packed) view.overdue = true, view.days = -3, view.replacement = true, view.replaces = TEXT("P2B7-KD54-RXNE");
        write_page(states[state], PAGE_PACKAGE, &one);
        if (view.mailed) {
            view.carrier = TEXT("s10"), view.carrier_name = say("EMS / UPU", "EMS / 万国邮联"), view.express_number = TEXT("RR473124829DE"), view.tracking = TEXT("https://globaltracktrace.ptc.post/gtt.web/Search.aspx");
            view.number_asked = true, view.phone_end = TEXT("");
            write_page("mailed-by-post", PAGE_PACKAGE, &one);
        }
        if (view.delivered) {
            /* To the certificate's holder, whom it came to after another account had applied. */
            struct package_view others = view;
            struct package_entry acts[5];
            memcpy(acts, history, sizeof acts);
            for (int i = 0; i < 5; i++) acts[i].text = TEXT("");
            others.carrier = others.carrier_name = others.express_number = others.tracking = others.phone_end = TEXT("");
            others.may_ask_replacement = true;
            struct package_page holders = one;
            holders.packages.items = &others;
            holders.cards.count = 0;
            holders.history = (struct list){&package_entry_record, acts, 4};
            write_page("holder", PAGE_PACKAGE, &holders);
        }
        if (view.cancelled) {
            /* A replacement that was taken back. */
            view.may_apply_again = false, view.replacement = true, view.replaces = TEXT("P2B7-KD54-RXNE");
            write_page("replacement", PAGE_PACKAGE, &one);
        }
        if (!view.returned) continue;
        struct package_view replaced = an_addressed_package(false);
        struct package_page gone = one;
        gone.packages.items = &replaced;
        write_page("addressed", PAGE_PACKAGE, &gone);
        replaced.overdue = replaced.provisional = true;
        write_page("addressed-late", PAGE_PACKAGE, &gone);
        replaced = view;
        replaced.replaced = true, replaced.sent_again = replaced.may_readdress = false, replaced.replaced_by = TEXT("P2B7-KD54-RXNE");
        write_page("replaced", PAGE_PACKAGE, &gone);
        replaced = view, replaced.replaced_by = TEXT("P2B7-KD54-RXNE");
        write_page("replacement-cancelled", PAGE_PACKAGE, &gone);
        replaced = a_package(PACKAGE_APPROVED), replaced.dispatches = 1, replaced.stopped = true;
        write_page("not-valid", PAGE_PACKAGE, &gone);
        replaced.stopped = false, replaced.holder_changed = true;
        write_page("other-account", PAGE_PACKAGE, &gone);
        replaced.holder_changed = false, replaced.reason = say("Your name was corrected.", "您的姓名已更正。");
        write_page("unpacked", PAGE_PACKAGE, &gone);
        replaced = a_package(PACKAGE_PACKED), replaced.renamed = true;
        write_page("renamed", PAGE_PACKAGE, &gone);
        replaced = view, replaced.sent_again = replaced.may_readdress = false, replaced.stopped = true;
        write_page("returned-not-valid", PAGE_PACKAGE, &gone);
        replaced.stopped = false, replaced.holder_changed = true;
        write_page("returned-other-account", PAGE_PACKAGE, &gone);
        replaced = a_package(PACKAGE_DELIVERED), replaced.may_ask_replacement = true, replaced.refused_case = TEXT("C4K8-P2ZT"), replaced.refused = at(2026, 10, 20, 3, 0);
        write_page("refused", PAGE_PACKAGE, &gone);
        replaced = a_package(PACKAGE_MAILED), replaced.replacement_case = TEXT("C4K8-P2ZT"), replaced.asked = at(2026, 10, 19, 3, 0), replaced.asked_due = on(2026, 10, 26);
        write_page("asked", PAGE_PACKAGE, &gone);
        replaced.asked_late = true;
        write_page("asked-late", PAGE_PACKAGE, &gone);
        replaced = a_package(PACKAGE_APPROVED), replaced.name_case = TEXT("C4K8-P2ZT");
        write_page("name-asked", PAGE_PACKAGE, &gone);
        replaced = a_package(PACKAGE_APPROVED), replaced.dispute_case = TEXT("C4K8-P2ZT");
        write_page("disputed", PAGE_PACKAGE, &gone);
        replaced.dispute_objected = true;
        write_page("objected", PAGE_PACKAGE, &gone);
        replaced = a_package(PACKAGE_CANCELLED), replaced.may_apply_again = false, replaced.may_ask_replacement = true, replaced.dispatches = 1;
        write_page("cancelled-mailed", PAGE_PACKAGE, &gone);
        replaced.may_ask_replacement = false;
        write_page("cancelled-ended", PAGE_PACKAGE, &gone);
        replaced = a_package(PACKAGE_DELIVERED), replaced.replacement_stopped = true;
        write_page("stopped", PAGE_PACKAGE, &gone);
        refuse("address", say("Choose one of your addresses. The one that was chosen is not there any more.", "请选择您的一个地址，先前选择的地址已不存在。"));
        write_page("error", PAGE_PACKAGE, &one);
    }

    fresh_frame(true, "/my/packages/apply/mailbox");
    frame.at_certificates = true;
    struct apply_page step = {.mailboxes = NONE(package_mailbox_record), .offers = NONE(package_offer_record), .addresses = NONE(address_choice_record), .cards = NONE(address_card_record),
                              .contact = TEXT("certification@example.org"), .contact_link = TEXT("mailto:certification@example.org")};
    write_page("empty", PAGE_APPLY_MAILBOX, &step);
    struct apply_page none = step;
    struct package_mailbox used[] = {{1, TEXT("li.wei@example.com"), 0, false, false}};
    struct package_offer closed[] = {offers[0], offers[1]};
    closed[0].open = closed[0].early = closed[0].stopped = closed[1].open = closed[1].stopped = false, closed[0].applied = closed[0].own = true;
    none.mailboxes = LIST(package_mailbox_record, used);
    none.offers = (struct list){&package_offer_record, closed, 1};
    none.all_applied = true;
    write_page("all-applied", PAGE_APPLY_MAILBOX, &none);
    closed[1].early = true, closed[1].opens = on(2026, 11, 25), none.offers.count = 2, none.all_applied = false;
    write_page("none-open", PAGE_APPLY_MAILBOX, &none);
    step.any_open = true;
    struct package_mailbox mailboxes[] = {{1, TEXT("li.wei@example.com"), 1, false, true}, {2, TEXT("a.rather.long.address.of.somebody@mail.university.example"), 2, false, false}, {0, TEXT(""), 0, true, false}};
    step.mailboxes = (struct list){&package_mailbox_record, mailboxes, 1};
    write_page("one", PAGE_APPLY_MAILBOX, &step);
    step.mailboxes = LIST(package_mailbox_record, mailboxes);
    mailboxes[0].chosen = false;
    refuse("mailbox", say("Choose one of the mailboxes.", "请选择一个邮箱。"));
    write_page("error", PAGE_APPLY_MAILBOX, &step);

    fresh_frame(true, "/my/packages/apply/certificate");
    frame.at_certificates = true;
    step.any_open = false;
    write_page("empty", PAGE_APPLY_CERTIFICATE, &step);
    step.any_open = offers[0].chosen = true;
    step.offers = LIST(package_offer_record, offers);
    write_page("many", PAGE_APPLY_CERTIFICATE, &step);
    refuse("certificate", say("The name on this certificate was changed meanwhile. Look at it again.", "此证书上的姓名在此期间已变更，请再次核对。"));
    write_page("error", PAGE_APPLY_CERTIFICATE, &step);
    frame.errors.count = 0, frame.wrong_certificate = TEXT("");
    offers[0].dispute_case = TEXT("C4K8-P2ZT");
    write_page("disputed", PAGE_APPLY_CERTIFICATE, &step);
    offers[0].dispute_case = TEXT("");

    fresh_frame(true, "/my/packages/apply/address");
    frame.at_certificates = true;
    write_page("empty", PAGE_APPLY_ADDRESS, &step);
    step.addresses = LIST(address_choice_record, choices);
    frame.notice = say("The address is kept.", "地址已保存。");
    write_page("many", PAGE_APPLY_ADDRESS, &step);
    frame.notice = TEXT("");
    refuse("address", say("Choose one of your addresses. The one that was chosen is not there any more.", "请选择您的一个地址，先前选择的地址已不存在。"));
    write_page("error", PAGE_APPLY_ADDRESS, &step);

    fresh_frame(true, "/my/packages/apply/review");
    frame.at_certificates = true;
    step.mailboxes.count = step.offers.count = 1;
    step.cards = (struct list){&address_card_record, cards, 1};
    write_page("one", PAGE_APPLY_REVIEW, &step);
    offers[0].dispute_case = TEXT("C4K8-P2ZT");
    write_page("disputed", PAGE_APPLY_REVIEW, &step);
    offers[0].dispute_case = TEXT("");
    refuse("certificate", say("The package of this certificate was applied for already.", "此证书的包裹已申请过。"));
    write_page("error", PAGE_APPLY_REVIEW, &step);

    /* With the certificate. */
    fresh_frame(true, "/my/certificates");
    frame.at_certificates = true;
    struct certificate_card with[] = {card("HCIE-Datacom", "expert", "Expert", "专家", "HW2026830194620057"), card("HCIE-Datacom", "expert", "Expert", "专家", "HW2026830194620057"),
                                      card("HCIE-Datacom", "expert", "Expert", "专家", "HW2026830194620057"), card("HCIE-Datacom", "expert", "Expert", "专家", "HW2026830194620057"),
                                      card("HCAI", "instructor", "Instructor", "讲师", "HW2026550817361299")};
    for (size_t i = 0; i < sizeof with / sizeof *with; i++) {
        with[i].issued = true;
        with[i].offers = (struct list){&package_offer_record, &offers[i == 4 ? 1 : 0], 1};
        if (i < 3) with[i].packages = (struct list){&package_view_record, &views[i == 2 ? 4 : i + 1], 1};
    }
    struct certificates_page shown = {.certificates = LIST(certificate_card_record, with), .progress = NONE(explanation_record), .unbindings = NONE(unbinding_view_record), .has_mailbox = true};
    write_page("packages", PAGE_CERTIFICATES, &shown);
}

static void second_step(void)
{
    fresh_frame(true, "/my/profile/second");
    frame.at_profile = true;
    struct buffer path = buffer_new(house.arena, 4096, 64 << 10);
    int size = qr_put_svg(&path, TEXT("otpauth://totp/certificates.example:li.wei?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=certificates.example"));
    struct second_page page = {.nonce = TEXT("AAAAAAAAAAAAAAAAAAAAAA"), .secret = TEXT("JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP"), .qr = buffer_text(&path), .qr_size = size + 8};
    write_page("empty", PAGE_SECOND, &page);
    refuse("code", say("This is not the code that your app shows now. Look whether the device's clock is right, and type the newest code.", "这不是您的应用当前显示的验证码。请检查设备的时间是否准确，并输入最新的验证码。"));
    write_page("error", PAGE_SECOND, &page);
    fresh_frame(true, "/my/profile/second");
    frame.at_profile = true;
    page = (struct second_page){.app = true, .codes = 9};
    write_page("one", PAGE_SECOND, &page);
    page.staff = true;
    write_page("not-allowed", PAGE_SECOND, &page);
    struct recovery_code_row codes[10];
    for (int i = 0; i < 10; i++) codes[i].code = text_printf(house.arena, "7K4M-XW2P-9QRS-T0V%d", i);
    struct recovery_codes_page shown = {LIST(recovery_code_row_record, codes), false};
    write_page("done", PAGE_RECOVERY_CODES, &shown);
    shown.fresh = true;
    write_page("fresh", PAGE_RECOVERY_CODES, &shown);
}

static void verification(void)
{
    fresh_frame(false, "/verify");
    frame.at_verify = true;
    struct verify_page ask = {TEXT(""), TEXT(""), TEXT("")};
    write_page("empty", PAGE_VERIFY, &ask);
    ask = (struct verify_page){TEXT("HC-2026-7Q4MX2-9K"), TEXT("Li Wie"), TEXT("")};
    refuse("", say("No certificate has this number together with this name or code. Check each as it is printed on the certificate.", "没有编号与姓名或核验码同时相符的证书。请逐项与证书核对。"));
    write_page("error", PAGE_VERIFY, &ask);
    fresh_frame(false, "/verify");
    frame.at_verify = frame.for_everyone = true;
    ask = (struct verify_page){TEXT(""), TEXT(""), TEXT("")};
    refuse("file", say("What you sent is larger than 16 MB, the most that this site takes at once. Choose a smaller file, or send several one after the other.", "您发送的内容超过 16 MB，这是本网站一次所能接受的上限。请选择较小的文件，或分几次发送。"));
    write_page("too-large", PAGE_VERIFY, &ask);
    ask.number = TEXT("HC-2026-7Q4MX2-9K");

    fresh_frame(false, "/v/HC-2026-7Q4MX2-9K");
    frame.at_verify = frame.for_everyone = true;
    frame.form_token = TEXT("");
    struct verification_page page = {.number = ask.number, .found = NONE(verification_record)};
    write_page("empty", PAGE_VERIFICATION, &page);
    page.mistyped = true;
    write_page("mistyped", PAGE_VERIFICATION, &page);
    page.mistyped = false;
    struct verification answer = {.found = true, .number = ask.number, .certification = TEXT("HCIA-Datacom"), .level = say("Associate", "工程师"), .name_latin = TEXT("L* W**"), .name_native = TEXT("李*"),
                                  .masked = true, .reason = TEXT(""), .state_day = on(2026, 11, 20), .exam_day = on(2026, 11, 19), .award_day = on(2026, 11, 19), .issue_day = on(2026, 11, 20), .expiry_day = on(2029, 11, 18), .revision = 1,
                                  .revision_day = on(2026, 11, 20)};
    page.found = (struct list){&verification_record, &answer, 1};
    static const char *const states[] = {"current", "superseded", "expired", "suspended", "revoked", "withdrawn", "pending"};
    for (int i = 0; i < 7; i++) {
        answer.current = i == 0, answer.superseded = i == 1, answer.expired = i == 2, answer.suspended = i == 3, answer.revoked = i == 4, answer.withdrawn = i == 5, answer.pending = i == 6;
        answer.reason = i < 3 || answer.pending ? TEXT("") : say("The provider has taken the exam result back.", "考试服务商已收回该考试结果。");
        if (answer.superseded) answer.revision = 3, answer.revision_day = answer.state_day = on(2027, 2, 3), answer.earlier_name = true; /* by an earlier name */
        write_page(states[i], PAGE_VERIFICATION, &page);
        answer.revision = 1, answer.earlier_name = false, answer.state_day = on(2026, 11, 20);
    }
    answer.pending = false;
    answer.current = answer.code_unfit = true;
    answer.reason = TEXT("");
    write_page("replaced-code", PAGE_VERIFICATION, &page);
    answer.code_unfit = false, answer.code_unread = true;
    write_page("unread-code", PAGE_VERIFICATION, &page);
    answer.code_unread = answer.masked = false;
    answer.name_latin = TEXT("Li Wei"), answer.name_native = TEXT("李伟"), answer.reason = TEXT("");
    fresh_frame(false, "/verify");
    frame.at_verify = true;
    write_page("full", PAGE_VERIFICATION, &page);
    answer.name_differs = true;
    write_page("another-name", PAGE_VERIFICATION, &page);
    answer.name_differs = false;

    struct file_verification file = {.yes = true, .current = true, .reasons = NONE(verify_file_reason_record), .register_says = answer};
    struct file_verification_page checked = {{&file_verification_record, &file, 1}, {&verification_record, &answer, 1}};
    write_page("current", PAGE_FILE_VERIFICATION, &checked);
    answer.current = false, answer.superseded = true;
    answer.revision = 3, answer.shown_revision = 1, answer.shown_revision_day = on(2026, 11, 20), answer.state_day = on(2026, 12, 1), answer.revision_day = on(2027, 2, 3);
    answer.masked = answer.name_changed = answer.days_changed = true;
    answer.name_latin = TEXT("L* W**"), answer.name_native = TEXT("李*");
    write_page("superseded", PAGE_FILE_VERIFICATION, &checked);
    checked.register_says = NONE(verification_record);
    file.current = false, file.unknown = true;
    write_page("unknown", PAGE_FILE_VERIFICATION, &checked);
    struct verify_file_reason reasons[] = {{"verify.digest", strcmp(language, "en") == 0 ? "The file was changed after it was signed." : "文件在签名之后被改动。"}};
    file = (struct file_verification){.altered = true, .unknown = true, .reasons = LIST(verify_file_reason_record, reasons)};
    write_page("altered", PAGE_FILE_VERIFICATION, &checked);
    file = (struct file_verification){.not_ours = true, .unknown = true, .reasons = LIST(verify_file_reason_record, reasons)};
    write_page("not-ours", PAGE_FILE_VERIFICATION, &checked);
    reasons[0] = (struct verify_file_reason){"verify.incomplete", say("The file stops before the end of the document: a part of it was lost on the way.", "文件不完整：文档结尾缺失，部分内容在传输或保存时丢失。").bytes};
    file.incomplete = true;
    write_page("incomplete", PAGE_FILE_VERIFICATION, &checked);
}

static void failures(void)
{
    static const char *const states[] = {"absent", "not-allowed", "refused", "broken", "busy", "too-long"};
    for (int i = 0; i < 6; i++) {
        fresh_frame(i % 2, "/");
        struct error_page page = {.absent = i == 0, .forbidden = i == 1, .refused = i == 2 || i == 5, .broken = i == 3, .busy = i == 4, .reference = TEXT("K7Q2M9XW"), .back = i == 5 ? TEXT("/help") : TEXT("")};
        if (i == 2) refuse("", say("This letter is on its way already. Its state stands beside it.", "这封信已在发送中，其状态显示在旁边。"));
        if (page.busy) refuse("", say("Too many attempts. Try again at 10:30.", "尝试次数过多，请于 10:30 再试。"));
        if (i == 5) refuse("", say("This address is longer than this site takes. If you searched for something, use fewer words.", "该网址超出本网站所能接受的长度。如果您在搜索，请减少字词。"));
        frame.help_slug = i == 1 ? TEXT("form-not-taken") : TEXT("");
        frame.help_question = i == 1 ? say("The form was not taken", "表单未被接受") : TEXT("");
        frame.ask = TEXT("/help/ask?page=/my/exams");
        write_door_page(states[i], 0, WEB_PAGE_ERROR, &page);
    }
}

static struct award_preview_line preview[7];
static struct list preview_lines(void)
{
    preview[0] = (struct award_preview_line){.name = TEXT("HCIA-Datacom"), .number = TEXT("HW2026985031292430"), .moved = true, NO_DAYS};
    preview[1] = (struct award_preview_line){.name = TEXT("HCIE-Datacom"), .earned = true, .state = say("pending", "待颁发"), .provisional = true, .award_before = NO_DAY, .award_after = on(2026, 2, 3), .issue_before = NO_DAY,
                                             .issue_after = on(2026, 2, 4), .expiry_before = NO_DAY, .expiry_after = on(2029, 2, 3)};
    preview[2] = (struct award_preview_line){.name = TEXT("HCIA-Security"), .number = TEXT("HW2025985031292431"), .joined = true, NO_DAYS};
    preview[3] = (struct award_preview_line){.name = TEXT("HCIP-Datacom"), .number = TEXT("HW2025985031292432"), .award_changed = true, .issue_changed = true, .expiry_changed = true, .revised = true,
                                             .award_before = on(2024, 5, 2), .award_after = on(2024, 4, 1), .issue_before = on(2024, 5, 6), .issue_after = on(2024, 4, 2), .expiry_before = on(2027, 5, 1), .expiry_after = on(2029, 2, 3)};
    preview[4] = (struct award_preview_line){.name = TEXT("HCIA-Storage"), .number = TEXT("HW2025985031292433"), .moved = true, .state = say("suspended", "已暂停"), NO_DAYS};
    preview[5] = (struct award_preview_line){.name = TEXT("HCIP-Storage"), .number = TEXT("HW2025985031292434"), .moved = true, .back = true, .state = say("issued", "已颁发"), NO_DAYS};
    preview[6] = (struct award_preview_line){.name = TEXT("HCIA-AI"), .number = TEXT("HW2025985031292435"), .state = say("issued", "已颁发"), .state_before = say("expired", "已过期"), .expiry_changed = true, .revised = true,
                                             .award_before = on(2022, 5, 2), .award_after = on(2022, 5, 2), .issue_before = on(2022, 5, 5), .issue_after = on(2022, 5, 5), .expiry_before = on(2025, 5, 1), .expiry_after = NO_DAY};
    return LIST(award_preview_line_record, preview);
}

static void merging(void)
{
    fresh_frame(true, "/my/merge");
    frame.at_profile = true;
    struct merge_page page = {.things = NONE(association_merge_thing_record), .lines = NONE(award_preview_line_record), .packages = NONE(package_merge_line_record), .merges = NONE(association_merge_view_record), .waits = NONE(association_merge_wait_record)};
    write_page("form", PAGE_MERGE, &page);
    page.name = TEXT("wei.old");
    refuse("name", say("This is the account that you are signed in to. Give the name and the password of your other one.", "这就是您当前登录的账号。请填写您另一个账号的用户名和密码。"));
    write_page("error", PAGE_MERGE, &page);
    fresh_frame(true, "/my/merge");
    struct association_merge_thing things[] = {{.address = TEXT("wei@old.example"), .exam_day = NO_DAY, .records = 3},
                                               {.of_record = true, .address = TEXT(""), .exam_code = TEXT("H12-821"), .registration_id = TEXT("401234567"), .exam_day = on(2026, 1, 7), .records = 1}};
    page.proven = true;
    page.other = TEXT("wei.old");
    page.proof = TEXT("2-1772416800-00");
    page.things = LIST(association_merge_thing_record, things);
    page.lines = preview_lines();
    struct package_merge_line packages[] = {{TEXT("P7K4-MXW2-9QRS"), TEXT("HW2025985031292432"), true}, {TEXT("P7K4-MXW2-9QRT"), TEXT("HW2025985031292430"), false}};
    page.packages = LIST(package_merge_line_record, packages);
    write_page("preview", PAGE_MERGE, &page);
    page.other_names = 2;
    struct award_other_name printed[] = {{TEXT("Lee Wei"), TEXT("李伟"), 2}, {TEXT("Wei Li"), TEXT(""), 1}};
    page.printed = LIST(award_other_name_record, printed);
    write_page("other-names", PAGE_MERGE, &page);
    page.printed.count = 0;
    page.other_names = 0;
    page.proven = false;
    struct association_merge_view merges[] = {{.id = 2, .from = TEXT("wei.old"), .into = TEXT("li.wei"), .at = at(2026, 11, 20, 2, 0), .undo_until = at(2026, 12, 20, 2, 0), .undone = NO_INSTANT,
                                               .in_force = true, .may_undo = true, .mailboxes = 1, .records = 1},
                                              {.id = 1, .from = TEXT("wei.old"), .into = TEXT("li.wei"), .at = at(2026, 10, 2, 2, 0), .undo_until = at(2026, 11, 1, 2, 0),
                                               .undone = at(2026, 10, 5, 2, 0), .mailboxes = 2}};
    page.merges = LIST(association_merge_view_record, merges);
    frame.notice = say("The two accounts are one: everything is in this account.", "两个账号已合为一个：所有内容都在本账号中。");
    write_page("merged", PAGE_MERGE, &page);
    frame.notice = TEXT("");
    struct merge_undo_page undo = {.merges = {&association_merge_view_record, merges, 1}, .things = LIST(association_merge_thing_record, things), .lines = preview_lines()};
    preview[0].moved = false, preview[0].given_back = true;
    write_page("one", PAGE_MERGE_UNDO, &undo);
    undo.things = NONE(association_merge_thing_record), undo.lines = NONE(award_preview_line_record);
    write_page("empty", PAGE_MERGE_UNDO, &undo);
    struct association_merge_wait waits[] = {{.case_number = TEXT("7K4M-XW2P-9QRS"), .own = true, .address = TEXT("wei@old.example"), .exam_day = NO_DAY},
                                             {.case_number = TEXT("7K4M-XW2P-9QRT"), .own = true, .of_record = true, .address = TEXT(""), .exam_code = TEXT("H12-821"),
                                              .registration_id = TEXT("401234567"), .exam_day = on(2026, 1, 7)}};
    merges[0].waits = true;
    page.waits = LIST(association_merge_wait_record, waits);
    write_page("waits", PAGE_MERGE, &page);
    waits[0].own = waits[1].own = false;
    page.emptied = true;
    page.into = TEXT("li.wei");
    write_page("emptied", PAGE_MERGE, &page);
}

static struct unbinding_view an_unbinding(void)
{
    return (struct unbinding_view){.id = 1, .case_number = TEXT("7K4M-XW2P-9QRS"), .account_id = 7, .account = TEXT("li.wei"), .address = TEXT("shared@example.org"), .exam_day = NO_DAY,
                                   .by_owner = true, .reason = say("Somebody has proven that this mailbox is his.", "有人已证明该邮箱属于他。"), .claimant = TEXT(""), .running = true,
                                   .opened = at(2026, 11, 18, 2, 0), .act = on(2026, 11, 25), .days = 3, .stopped = on(2026, 11, 20), .due = NO_DAY, .done_at = NO_INSTANT, .undo_until = NO_INSTANT};
}

/* Two persons side by side, held against something that is neither's name. */
static struct list two_sides(void)
{
    static struct text_line ids[2][1], mailboxes[2][1];
    static struct person_record records[1];
    static struct certificate certificates[1];
    static struct desk_side sides[2];
    ids[0][0].text = TEXT("HW0012345"), ids[1][0].text = TEXT("HW0077777"), mailboxes[0][0].text = address(), mailboxes[1][0].text = TEXT("wei.li@old.example");
    records[0] = (struct person_record){.provider = TEXT("pearson-vue"), .registration_id = TEXT("401234567"), .candidate_id = TEXT("HW0012345"), .exam_code = TEXT("H12-891"), .name = TEXT("Wei Li 李伟"),
                                        .exam_day = on(2026, 2, 2), .passed = true, .final = true};
    certificates[0] = (struct certificate){.number = TEXT("HW-2026-7K4MXW2P-93"), .name = TEXT("HCIA-Datacom"), .issued = true};
    for (int i = 0; i < 2; i++)
        sides[i] = (struct desk_side){.account_id = i ? 0 : 7, .record_id = i ? 22 : 0, .user_name = i ? TEXT("") : TEXT("li.wei"), .name_latin = i ? TEXT("Weihong Lin") : TEXT("Wei Li"), .name_native = i ? TEXT("") : TEXT("李伟"),
                                      .other_latin = i, .other_candidate = i, .other_mailbox = !i, .candidates = LIST(text_line_record, ids[i]), .mailboxes = LIST(text_line_record, mailboxes[i]),
                                      .records = LIST(person_record_record, records), .certificates = i ? NONE(certificate_record) : LIST(certificate_record, certificates)};
    return LIST(desk_side_record, sides);
}

static void unbinding(void)
{
    static const char *const states[] = {"running", "paused", "objected", "done", "dropped", "undone"};
    preview[0] = (struct award_preview_line){.name = TEXT("HCIA-Datacom"), .number = TEXT("HW2026985031292430"), .withdrawn = true, NO_DAYS};
    for (int i = 0; i < 6; i++) {
        struct unbinding_view view = an_unbinding();
        view.running = i == 0, view.paused = i == 1, view.objected = i == 2, view.done = i == 3, view.dropped = i == 4, view.undone = i == 5;
        view.provisional = i == 0;
        if (i == 2) view.due = on(2026, 11, 27);
        if (i == 1) view.of_record = true, view.exam_code = TEXT("H12-811"), view.registration_id = TEXT("401234567"), view.exam_day = on(2026, 2, 2);
        if (i == 3 || i == 5) view.done_at = at(2026, 11, 24, 16, 0), view.undo_until = at(2026, 12, 24, 16, 0), view.may_undo = i == 3;
        struct list one = {&unbinding_view_record, &view, 1}, line = {&award_preview_line_record, preview, 1};
        fresh_frame(true, "/my/unbinding/7K4M-XW2P-9QRS");
        frame.at_exams = true;
        struct unbinding_view beside = ((const struct unbinding_view *)leaving().items)[1];
        beside.running = true, beside.objected = false;
        struct list none = NONE(unbinding_view_record), record = {&unbinding_view_record, &beside, 1};
        struct unbinding_page page = {.unbindings = one, .over = i > 2, .lines = line, .together = i ? none : record, .apart = i == 2 ? record : none};
        write_page(states[i], PAGE_UNBINDING, &page);
        if (i < 3) {
            struct certificates_page certificates = {.certificates = NONE(certificate_card_record), .progress = NONE(explanation_record), .has_mailbox = true, .unbindings = one,
                                                     .merged_into = TEXT("wei.new")};
            write_page(i == 0 ? "unbinding" : i == 1 ? "unbinding-paused" : "unbinding-objected", PAGE_CERTIFICATES, &certificates);
        }
        view.claimant = TEXT("zhang.wei");
        fresh_frame(true, "/desk/unbindings");
        frame.desk = frame.at_unbindings = true;
        struct case_entry_view said[] = {{.at = at(2026, 11, 18, 2, 0), .by_asker = true, .message = true, .text = say("The mailbox was mine alone until last year.\nSee the bill of its provider.", "该邮箱去年之前一直由我本人使用。\n请见邮箱服务商的账单。"), .until = NO_DAY}};
        struct case_evidence_view bill[] = {{.id = 4, .added = at(2026, 11, 18, 2, 1), .name = TEXT("bill.pdf"), .size = 20480}};
        struct desk_unbinding_page staff = {.unbindings = one, .may_unbind = true, .open = i < 3, .lines = line, .number = TEXT("7K4M-XW2P-9QRS"), .said = NONE(case_entry_view_record), .evidence = NONE(case_evidence_view_record), .claims = NONE(case_view_record), .sides = two_sides(), .told = NONE(demographic_update_record)};
        struct unbinding_stays stays[] = {{.exam_code = TEXT("H12-831"), .registration_id = TEXT("416000321"), .exam_day = on(2026, 3, 3), .case_number = TEXT("8W3N-P61T-9QZ4")},
                                          {.exam_code = TEXT("H12-821"), .registration_id = TEXT("416000322"), .exam_day = on(2026, 3, 4), .holder_id = 9, .holder = TEXT("zhang.wei")}};
        struct unbinding_undoing undoing = {.possible = true, .records = 3, .stays = LIST(unbinding_stays_record, stays)};
        staff.undoing = (struct list){&unbinding_undoing_record, &undoing, i == 3};
        static struct case_view second[] = {{.number = {"5N3R-7HQT-2KWX", 14}, .account = {"chen.jing", 9}, .account_id = 12, .of_question = true, .open = true}};
        second[0].state_name = say("With the certifying body", "由认证机构处理中");
        if (i == 2) staff.claims = LIST(case_view_record, second);
        struct demographic_update told[] = {{.candidate_id = TEXT("HW10000007"), .address = address(), .changed = at(2026, 11, 14, 2, 0), .accepted = true}};
        if (i == 3) staff.told = LIST(demographic_update_record, told);
        if (i == 2) staff.said = LIST(case_entry_view_record, said), staff.evidence = LIST(case_evidence_view_record, bill);
        write_door_page(states[i], 2, DESK_PAGE_UNBINDING, &staff);
        if (i == 2) { /* and by the link of a letter, by whoever reads the mailbox */
            view.claimant = TEXT(""), view.disputed_from = address();
            write_door_page("disputed", 2, DESK_PAGE_UNBINDING, &staff);
            view.claimant = TEXT("zhang.wei"), view.disputed_from = TEXT("");
            view.lost_case = TEXT("7K4M-XW2P-9QTD"), view.reason = say("Somebody has shown evidence that this exam record is his, and that he cannot open its mailbox any more. The certifying body has found that it is his.", "有人已提交材料证明该考试记录属于他，并表示已无法使用其邮箱。认证机构认定该记录属于他。");
            write_door_page("by-evidence", 2, DESK_PAGE_UNBINDING, &staff);
            view.lost_case = TEXT(""), view.reason = an_unbinding().reason;
        }
        if (i == 0) {
            staff.own = true, staff.may_unbind = false;
            write_door_page("not-allowed", 2, DESK_PAGE_UNBINDING, &staff);
        }
        if (i == 3) {
            staff.proposed_by = TEXT("rita");
            staff.proposal = say("The claimant had taken over the mailbox.", "主张人曾盗用该邮箱。");
            write_door_page("waiting", 2, DESK_PAGE_UNBINDING, &staff);
            undoing = (struct unbinding_undoing){.holder_id = 9, .holder = TEXT("zhang.wei"), .by = TEXT("8W3N-P61T-9QZ4"), .stays = NONE(unbinding_stays_record)};
            staff.proposed_by = staff.proposal = TEXT("");
            write_door_page("kept", 2, DESK_PAGE_UNBINDING, &staff);
        }
        struct desk_unbindings_page list = {.may_unbind = true, .unbindings = one, .waiting = i == 0, .objected = i == 2, .waiting_count = 1, .objected_count = i == 2, .others_count = i != 2};
        view.second = i == 2;
        if (i == 2) view.of_record = true, view.exam_code = TEXT("H12-811"), view.registration_id = TEXT("401234567"), view.exam_day = on(2026, 2, 2);
        if (i == 0 || i == 2) write_door_page(states[i], 2, DESK_PAGE_UNBINDINGS, &list);
        list.unbindings.count = list.waiting_count = list.others_count = 0;
        if (!i) write_door_page("empty", 2, DESK_PAGE_UNBINDINGS, &list);
        if (i) continue;
        list.what = TEXT("li.wei@example.com"), list.reason = say("It is another person's.", "属于他人。"), list.there = TEXT("7K4M-XW2P-9QRS");
        refuse("what", say("There is an unbinding of this already: 7K4M-XW2P-9QRS. Go on with that one.", "对此已有一个解除绑定：7K4M-XW2P-9QRS。请继续处理该案件。"));
        write_door_page("there", 2, DESK_PAGE_UNBINDINGS, &list);
        frame.errors.count = 0, frame.wrong_what = TEXT("");
    }
}

static void near_misses(void)
{
    struct near_miss misses[] = {{.id = 1, .account_id = 7, .other_account_id = 9, .account = TEXT("li.wei"), .other_account = TEXT("wei.old"), .name = TEXT("李伟 Wei Li"), .other_name = TEXT("Wei Li"),
                                  .certification = TEXT("HCIE-Datacom"), .certification_name = TEXT("HCIE-Datacom"), .by_candidate_id = true, .found = at(2026, 11, 18, 2, 0),
                                  .written = NO_INSTANT, .set_aside = NO_INSTANT, .may_write = true},
                                 {.id = 2, .account_id = 7, .mailbox_id = 4, .account = TEXT("chen.jing"), .mailbox = TEXT("jing@work.example"), .name = TEXT("Jing Chen"),
                                  .certification = TEXT("HCIP-Security"), .certification_name = TEXT("HCIP-Security"), .by_record_name = true, .found = at(2026, 11, 12, 2, 0),
                                  .written = at(2026, 11, 14, 2, 0), .set_aside = NO_INSTANT}};
    fresh_frame(true, "/desk/near");
    frame.desk = frame.at_near = true;
    struct desk_near_page page = {.may_judge = true, .asked = true, .misses = LIST(near_miss_record, misses)};
    write_door_page("some", 2, DESK_PAGE_NEAR, &page);
    page.may_judge = false;
    write_door_page("not-allowed", 2, DESK_PAGE_NEAR, &page);
    page.may_judge = true;
    page.misses.count = 0;
    write_door_page("looking", 2, DESK_PAGE_NEAR, &page);
    page.asked = false;
    write_door_page("none", 2, DESK_PAGE_NEAR, &page);
    struct desk_near_one_page one = {.may_judge = true, .misses = {&near_miss_record, misses, 1}, .sides = two_sides(), .unheld = NONE(exam_record_record)};
    write_door_page("accounts", 2, DESK_PAGE_NEAR_ONE, &one);
    one.may_judge = false;
    write_door_page("not-allowed", 2, DESK_PAGE_NEAR_ONE, &one);
    one.may_judge = true;
    struct exam_record unheld[] = {{.exam_code = TEXT("H12-892"), .registration_id = TEXT("401234999"), .candidate_id = TEXT("HW10000007"), .first_name = TEXT("Wei"), .last_name = TEXT("Li"),
                                    .native_first_name = TEXT("伟"), .native_last_name = TEXT("李"), .exam_day = on(2026, 2, 3), .passed = true}};
    one.misses = (struct list){&near_miss_record, &misses[1], 1};
    one.sides.count = 1;
    one.unheld = LIST(exam_record_record, unheld);
    write_door_page("mailbox", 2, DESK_PAGE_NEAR_ONE, &one);
}

static void merged_accounts(void)
{
    struct association_merge_view views[] = {
        {.id = 3, .from_id = 9, .into_id = 7, .from = TEXT("wei.old"), .into = TEXT("li.wei"), .at = at(2026, 11, 10, 2, 0), .undo_until = at(2026, 12, 10, 2, 0), .undone = NO_INSTANT, .in_force = true,
         .may_undo = true, .mailboxes = 2, .records = 1, .undo_by = 21, .proposed_by = TEXT("rita"), .proposal = say("They are two persons: the photographs differ.", "是两个人：照片不同。"), .proposed = at(2026, 11, 16, 2, 0)},
        {.id = 4, .from_id = 12, .into_id = 11, .from = TEXT("chen.old"), .into = TEXT("chen.jing"), .at = at(2026, 11, 12, 2, 0), .undo_until = at(2026, 12, 12, 2, 0), .undone = NO_INSTANT, .in_force = true,
         .may_undo = true, .mailboxes = 1, .proposed = NO_INSTANT},
        {.id = 5, .from_id = 14, .into_id = 13, .from = TEXT("sun.old"), .into = TEXT("sun.fang"), .at = at(2026, 11, 13, 2, 0), .undo_until = at(2026, 12, 13, 2, 0), .undone = NO_INSTANT, .in_force = true,
         .may_undo = true, .waits = true, .mailboxes = 1, .proposed = NO_INSTANT},
        {.id = 2, .from_id = 9, .into_id = 7, .from = TEXT("wei.old"), .into = TEXT("li.wei"), .at = at(2026, 9, 1, 2, 0), .undo_until = at(2026, 10, 1, 2, 0), .undone = at(2026, 9, 3, 2, 0), .mailboxes = 2,
         .proposed = NO_INSTANT},
        {.id = 1, .from_id = 16, .into_id = 7, .from = TEXT("wei.first"), .into = TEXT("li.wei"), .at = at(2026, 7, 1, 2, 0), .undo_until = at(2026, 7, 31, 2, 0), .undone = NO_INSTANT, .in_force = true,
         .mailboxes = 1, .proposed = NO_INSTANT}};
    static const char *const states[] = {"proposed", "open", "waits", "undone", "over"};
    fresh_frame(true, "/desk/merges");
    frame.desk = frame.at_people = true;
    struct desk_merges_page page = {.may_propose = true, .merges = {&association_merge_view_record, views, 3}};
    write_door_page("some", 2, DESK_PAGE_MERGES, &page);
    page.account = 7;
    page.user_name = page.one = TEXT("li.wei");
    page.merges = LIST(association_merge_view_record, views);
    write_door_page("person", 2, DESK_PAGE_MERGES, &page);
    page.account = 0;
    page.may_propose = false;
    page.merges.count = 0;
    write_door_page("none", 2, DESK_PAGE_MERGES, &page);
    page.may_propose = true;
    page.other = TEXT("nobody");
    refuse("other", say("There is no account of that user name or number.", "没有此用户名或编号的账号。"));
    write_door_page("error", 2, DESK_PAGE_MERGES, &page);
    struct association_merge_thing going[] = {{.address = address(), .records = 2, .exam_day = NO_DAY}, {.of_record = true, .exam_code = TEXT("H12-811"), .registration_id = TEXT("401234567"), .exam_day = on(2026, 3, 2), .records = 1}};
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
        fresh_frame(true, "/desk/merges");
        frame.desk = frame.at_people = true;
        struct desk_merge_page one = {.merges = {&association_merge_view_record, &views[i], 1}, .typed = views[i].proposal, .undoes = i < 2, .sends_back = i == 0, .things = LIST(association_merge_thing_record, going), .foreseen = i < 2, .lines = NONE(award_preview_line_record), .others = NONE(award_preview_line_record)};
        write_door_page(states[i], 2, DESK_PAGE_MERGE, &one);
    }
}

/* A case of each kind and state; `n` counts from 0. */
static struct case_view case_of(int n)
{
    struct case_view view = {.id = n + 1, .number = TEXT("7K4M-XW2P-9QTD"), .opened = at(2026, 11, 16, 2, 12), .closed_at = NO_INSTANT, .opposed = n == 1 ? at(2026, 11, 17, 1, 0) : NO_INSTANT, .not_before = NO_DAY, .due = on(2026, 11, 23),
                             .may_write = true, .may_withdraw = true};
    switch (n) {
    case 0: view.of_name = view.open = true, view.kind_name = say("Correction of a name", "姓名更正"), view.state_name = say("With the certifying body", "认证机构处理中"); break;
    case 1:
        view.of_lost_mailbox = view.cooling = true, view.kind_name = say("Lost mailbox", "无法使用的邮箱"), view.state_name = say("Waiting for the day on which it can be decided", "等待可作出决定的日期");
        view.not_before = on(2026, 11, 23);
        break;
    case 2: view.of_question = view.waiting_asker = true, view.waits_since = on(2026, 11, 17), view.kind_name = say("Question", "咨询"), view.state_name = say("Waiting for an answer of the asker", "等待申请人答复"); break;
    case 3: view.of_question = view.closed = view.answered = true, view.kind_name = say("Question", "咨询"), view.outcome_name = say("Answered", "已答复"), view.may_withdraw = false; break;
    default:
        view.of_name = view.closed = view.refused = true, view.kind_name = say("Correction of a name", "姓名更正"), view.outcome_name = say("Refused", "未批准");
        view.may_write = view.may_withdraw = false;
        view.reason = say("The document does not show the name.", "文件上没有该姓名。");
    }
    if (view.closed) view.closed_at = at(2026, 11, 18, 6, 40);
    return view;
}

/* Everything that is known of somebody, and of somebody of whom nothing is. */
static void person(void)
{
    static const char *const chinese[] = {"广东省深圳市龙岗区", "坂田街道五和大道1号", "李伟", "518129"};
    fresh_frame(true, "/desk/people/7");
    frame.desk = frame.at_people = frame.may_read_people = frame.may_read_cases = frame.may_read_near = frame.may_read_journal = frame.may_read_letters = frame.may_read_intake = true;
    struct desk_person_page page = {.id = 7, .back = TEXT("/desk/people/7"), .name = TEXT("li.wei"), .letters_to = address(), .tongue = TEXT("简体中文"), .made = at(2026, 10, 2, 2, 0),
                                    .mailboxes = NONE(association_record), .ties = NONE(person_tie_record), .records = NONE(person_record_record), .certificates = NONE(certificate_record),
                                    .letters = NONE(person_letter_record), .cases = NONE(case_view_record), .claims = NONE(unbinding_view_record), .updates = NONE(demographic_update_record), .packages = NONE(package_view_record),
                                    .sessions = NONE(account_session_view_record), .may_read_updates = true, .acts = NONE(person_act_record), .addresses = NONE(address_card_record), .merges = NONE(association_merge_view_record)};
    write_door_page("empty", 2, DESK_PAGE_PERSON, &page);
    struct text link = say("by the link of our letter", "通过我们信函中的链接"), report = say("by score report", "凭成绩单");
    struct association mailboxes[] = {{.mailbox_id = 3, .address = address(), .since = at(2026, 10, 2, 2, 0), .means_words = link, .records = 4, .exam_day = NO_DAY},
                                      {.record_id = 9, .address = TEXT("wei.li@old.example"), .exam_code = TEXT("H12-811"), .registration_id = TEXT("401234567"), .exam_day = on(2026, 2, 2),
                                       .since = at(2026, 11, 2, 2, 0), .means_words = report, .records = 1}};
    struct person_tie ties[] = {{.at = at(2026, 11, 2, 2, 0), .came = true, .mailbox = TEXT("wei.li@old.example"), .registration_id = TEXT("401234567"), .means_words = report},
                                {.at = at(2026, 10, 2, 2, 0), .came = true, .mailbox = address(), .means_words = link}};
    struct person_record records[] = {{.provider = TEXT("pearson-vue"), .registration_id = TEXT("401234567"), .candidate_id = TEXT("HW10000007"), .exam_code = TEXT("H12-811"), .mailbox = address(),
                                       .name = TEXT("Wei Li"), .score = TEXT("876"), .file = TEXT("HUAWEI_TECHNOLOGIES-ABE-2026-02-02a.zip"), .line = 14, .exam_day = on(2026, 2, 2), .passed = true, .final = true}};
    struct address_line lines[4];
    struct address_card cards[] = {{1, lines_of(lines, chinese, 4), NONE(address_line_record), TEXT(""), TEXT("+8613800138000"), true, say("Li Wei, Shenzhen", "李伟, 深圳市")}};
    struct person_letter sent[] = {{.letter = 3, .recipient = address(), .subject = say("Your certificate will be valid for longer", "您的证书有效期已延长"), .answer = TEXT(""), .written = at(2026, 11, 18, 2, 0), .waiting = true},
                                   {.letter = 2, .recipient = address(), .subject = say("Your password was changed", "您的密码已更改"), .answer = TEXT(""), .written = at(2026, 11, 17, 2, 0), .held = true},
                                   {.letter = 1, .recipient = address(), .subject = say("Your certificate is ready", "您的证书已颁发"), .answer = TEXT("250 2.0.0 Ok"), .written = at(2026, 11, 2, 2, 0), .sent = true}};
    struct case_view views[] = {case_of(0), case_of(0)};
    views[1].number = TEXT("9QRS-7K4M-XW2P"), views[1].open = false, views[1].closed = views[1].granted = true, views[1].outcome_name = say("Granted", "已同意"), views[1].closed_at = at(2026, 10, 20, 2, 0);
    struct certificate certificates[] = {{.number = TEXT("HW2026104412345612"), .name = TEXT("HCIA-Datacom"), .issued = true, .ever_issued = true, .award_day = on(2026, 2, 2), .expiry_day = on(2029, 2, 1), .revision = 2,
                                          .name_latin = TEXT("Li Wei"), .name_native = TEXT("李伟")}};
    struct account_session_view sessions[] = {{.id = 1, .made = at(2026, 11, 19, 2, 0), .unused_since = at(2026, 11, 20, 3, 0), .network = TEXT("192.0.2.7")}, {.id = 2, .made = at(2026, 11, 20, 2, 0), .recent = true, .network = TEXT("203.0.113.7")}};
    struct person_act acts[] = {{.id = 1, .at = at(2026, 11, 2, 2, 0), .who = TEXT("rita"), .by_staff = true, .act = TEXT("people.view"), .words = say("Looked at a person", "查看人员"), .subject = TEXT("account"), .subject_id = 7, .subject_words = say("Account", "账号"), .subject_name = TEXT("li.wei"), .page = TEXT("/desk/people/7"), .details = NONE(person_detail_record)}};
    struct unbinding_view claims[] = {an_unbinding(), an_unbinding(), an_unbinding()};
    claims[0].account_id = claims[1].account_id = 9, claims[0].account = claims[1].account = TEXT("zhang.wei");
    claims[1].running = claims[1].by_owner = false, claims[1].objected = claims[1].by_staff = claims[1].second = true, claims[1].of_record = true, claims[1].exam_code = TEXT("H12-811"), claims[1].registration_id = TEXT("416000321");
    claims[2].running = false, claims[2].done = true, claims[2].address = TEXT("wei.li.with.a.rather.long.mailbox.name@certification.example.org");
    struct demographic_update updates[] = {
        {.provider = TEXT("pearson-vue"), .candidate_id = TEXT("HW10000007"), .address = address(), .asked = at(2026, 11, 20, 2, 0), .changed = at(2026, 11, 20, 2, 0), .queued = true},
        {.provider = TEXT("pearson-vue"), .candidate_id = TEXT("HW10000007"), .address = TEXT("wei.li.with.a.rather.long.mailbox.name@certification.example.org"), .file = TEXT("cdd-20261114-020000.dat"), .asked = at(2026, 11, 13, 2, 0), .changed = at(2026, 11, 14, 2, 0), .error = true, .answer = TEXT("Invalid country")},
        {.provider = TEXT("pearson-vue"), .candidate_id = TEXT("HW10000007"), .address = TEXT("wei.li@old.example"), .file = TEXT("cdd-20261003-020000.dat"), .asked = at(2026, 10, 2, 2, 0), .changed = at(2026, 10, 4, 2, 0), .accepted = true}};
    page.claims = LIST(unbinding_view_record, claims), page.updates = LIST(demographic_update_record, updates);
    page.name_latin = TEXT("Li Wei"), page.name_native = TEXT("李伟"), page.phone = TEXT("+8613800138000"), page.country = say("China", "中国"), page.may_act = page.may_hold = page.more_letters = true;
    page.mailboxes = LIST(association_record, mailboxes), page.ties = LIST(person_tie_record, ties), page.records = LIST(person_record_record, records);
    page.addresses = LIST(address_card_record, cards), page.letters = LIST(person_letter_record, sent), page.cases = LIST(case_view_record, views), page.acts = LIST(person_act_record, acts);
    page.certificates = LIST(certificate_record, certificates), page.sessions = LIST(account_session_view_record, sessions);
    write_door_page("many", 2, DESK_PAGE_PERSON, &page);
}
/* Nobody's wish: it was opened because another has proven that the mailbox is his. */
static struct case_view unbinding_case(void)
{
    return (struct case_view){.id = 6, .number = TEXT("7K4M-XW2P-9QRS"), .kind_name = say("Unbinding", "解除绑定"), .of_unbinding = true, .open = true, .with_holder = true, .account_id = 7,
                              .account = TEXT("li.wei"), .mailbox = TEXT("shared@example.org"), .state_name = say("With the holder", "待账号持有人处理"), .opened = at(2026, 11, 16, 2, 12),
                              .closed_at = NO_INSTANT, .opposed = NO_INSTANT, .not_before = NO_DAY, .due = on(2026, 11, 25), .age_days = 2, .may_write = true};
}

/* Somebody whose records are in no account, or were, and what is found of him. */
static void unheld(void)
{
    struct person_record records[] = {{.provider = TEXT("pearson-vue"), .registration_id = TEXT("401234567"), .candidate_id = TEXT("HW10000007"), .exam_code = TEXT("H12-811"), .mailbox = address(),
                                       .name = TEXT("Wei Li 李伟"), .score = TEXT("876"), .file = TEXT("HUAWEI_TECHNOLOGIES-ABE-2026-02-02a.zip"), .line = 14, .exam_day = on(2026, 2, 2), .passed = true, .final = true},
                                      {.provider = TEXT("pearson-vue"), .registration_id = TEXT("401234512"), .candidate_id = TEXT("HW10000007"), .exam_code = TEXT("H12-821"), .mailbox = TEXT("wei.li@old.example"),
                                       .name = TEXT("Wei Li"), .score = TEXT("512"), .file = TEXT("CLIENT-ABE-2026-02-01a.zip"), .line = 3, .exam_day = on(2026, 2, 1), .provisional = true, .account_id = 9,
                                       .user_name = TEXT("wei.old")}};
    struct person_tie ties[] = {{.at = at(2026, 11, 4, 2, 0), .lifted = true, .mailbox = address(), .registration_id = TEXT("401234567"), .account_id = 9, .user_name = TEXT("wei.old"), .means_words = say("by the undoing of an unbinding", "撤销强制解除绑定")},
                                {.at = at(2026, 11, 3, 2, 0), .barred = true, .mailbox = address(), .registration_id = TEXT("401234567"), .account_id = 9, .user_name = TEXT("wei.old"), .means_words = say("by a forced unbinding", "强制解除绑定")},
                                {.at = at(2026, 11, 2, 2, 0), .mailbox = address(), .account_id = 9, .user_name = TEXT("wei.old"), .means_words = say("by a forced unbinding", "强制解除绑定")},
                                {.at = at(2026, 10, 2, 2, 0), .came = true, .mailbox = address(), .account_id = 9, .user_name = TEXT("wei.old"), .means_words = say("by the link of a letter", "通过信函中的链接")}};
    struct desk_unheld_page page = {TEXT("HW10000007"), address(), {&person_record_record, records, 1}, NONE(person_tie_record)};
    fresh_frame(true, "/desk/people/records/4");
    frame.desk = frame.at_people = frame.may_read_people = true;
    write_door_page("one", 2, DESK_PAGE_UNHELD, &page);
    page.records = LIST(person_record_record, records), page.ties = LIST(person_tie_record, ties);
    write_door_page("many", 2, DESK_PAGE_UNHELD, &page);
    struct certificate certificate = {.number = TEXT("HW2026104412345612"), .account_id = 7, .name = TEXT("HCIA-Datacom"), .issued = true, .ever_issued = true, .state_day = on(2026, 3, 3), .award_day = on(2026, 3, 2), .expiry_day = on(2029, 3, 1),
                                      .revision = 1, .name_latin = TEXT("Wei Li"), .name_native = TEXT("李伟"), .reason = TEXT("")};
    struct desk_turn_row turns[] = {{.day = on(2026, 3, 2), .earned = true, .expiry = NO_DAY}, {.day = on(2026, 3, 3), .state = say("Issued", "已颁发"), .expiry = NO_DAY}};
    struct desk_certificate_page held = {.certificates = {&certificate_record, &certificate, 1}, .holder = TEXT("li.wei"), .turns = LIST(desk_turn_row_record, turns), .may_suspend = true, .may_revoke = true, .may_change = true, .two = true};
    fresh_frame(true, "/desk/certificates/HW2026104412345612");
    frame.desk = frame.at_people = frame.may_read_people = frame.may_read_journal = true;
    write_door_page("one", 2, DESK_PAGE_CERTIFICATE, &held);
    certificate.issued = certificate.ever_issued = false;
    certificate.pending = certificate.disputed = true;
    certificate.reason = say("An exam record on which it rests is in dispute. It is issued when it is settled that the record stays in the account.", "它所依据的一条考试记录存在归属争议。确定该记录保留在账号中后，即颁发证书。");
    held.disputes = leaving();
    write_door_page("disputed", 2, DESK_PAGE_CERTIFICATE, &held);
    certificate.issued = certificate.ever_issued = true;
    certificate.pending = certificate.disputed = false;
    certificate.reason = TEXT("");
    held.disputes = NONE(unbinding_view_record);
    held.chose_revocation = true;
    refuse("reason", say("Give the reason.", "请说明理由。"));
    write_door_page("error", 2, DESK_PAGE_CERTIFICATE, &held);
    fresh_frame(true, "/desk/certificates/HW2026104412345612");
    frame.desk = frame.at_people = frame.may_read_people = true;
    held.may_change = held.may_suspend = held.may_revoke = held.chose_revocation = false;
    held.case_number = TEXT("K3VM-8W2Q-71ZT");
    write_door_page("waiting", 2, DESK_PAGE_CERTIFICATE, &held);
    held.case_number = TEXT("");
    held.own = true;
    write_door_page("not-allowed", 2, DESK_PAGE_CERTIFICATE, &held);
    fresh_frame(true, "/desk/people");
    frame.desk = frame.at_people = frame.may_read_people = true;
    struct person_hit_way by_numbers[] = {{say("Registration ID", "注册编号"), TEXT("401234567")}, {say("Case number", "事项编号"), TEXT("K3VM-8W2Q-71ZT")}}, by_name[] = {{say("Name in a record", "考试记录中的姓名"), TEXT("HW10000007")}},
                          by_row[] = {{say("Row that waits", "待处理的行"), TEXT("401234567")}}, by_mailbox[] = {{say("Mailbox", "邮箱"), TEXT("nobody@example.org")}};
    struct person_hit hits[] = {{.account_id = 7, .user_name = TEXT("li.wei"), .name_latin = TEXT("Wei Li"), .name_native = TEXT("李伟"), .ways = LIST(person_hit_way_record, by_numbers)},
                                {.record_id = 4, .name_latin = TEXT("Wei Li"), .name_native = TEXT("李伟"), .ways = LIST(person_hit_way_record, by_name)},
                                {.row_id = 3, .row_after = 2, .ways = LIST(person_hit_way_record, by_row)},
                                {.ways = LIST(person_hit_way_record, by_mailbox)}};
    struct desk_people_page people = {TEXT("li wei"), true, false, LIST(person_hit_record, hits)};
    write_door_page("many", 2, DESK_PAGE_PEOPLE, &people);
}

static void cases(void)
{
    fresh_frame(true, "/my/cases");
    frame.at_my_cases = true;
    struct cases_page page = {.cases = NONE(case_view_record)};
    write_page("empty", PAGE_CASES, &page);
    page.claims = 1;
    write_page("claims", PAGE_CASES, &page);
    struct case_view views[5];
    for (int n = 0; n < 5; n++) views[n] = case_of(n);
    page.cases = LIST(case_view_record, views);
    write_page("many", PAGE_CASES, &page);
    views[0].overdue = views[0].late = true;
    write_page("late", PAGE_CASES, &page);
    views[0].overdue = views[0].late = false;
    struct web_case_fact facts[] = {{say("Name in Latin letters, as it shall be", "希望的姓名（拉丁字母）"), TEXT("Li Weiwei"), TEXT(""), false, false},
                                    {say("Name in Latin letters until now", "原姓名（拉丁字母）"), TEXT("Li Wei"), TEXT(""), false, false},
                                    {say("Asked on the page", "来自页面"), TEXT("/my/certificates"), say("My Certificate", "我的证书"), true, false}};
    struct case_entry_view entries[] = {
        {.at = at(2026, 11, 16, 2, 12), .by_asker = true, .opened = true},
        {.at = at(2026, 11, 16, 2, 12), .by_asker = true, .message = true, .text = say("A syllable of my name was lost when I booked.\n\nThe passport has it.", "预约时我的名字少了一个字。\n\n护照上是完整的。")},
        {.at = at(2026, 11, 16, 2, 12), .by_asker = true, .evidence = true, .text = TEXT("passport.jpg")},
        {.at = at(2026, 11, 17, 3, 30), .by_staff = true, .message = true, .text = say("Please send the other page, too.", "请再提供另一页。")},
        {.at = at(2026, 11, 18, 6, 40), .by_staff = true, .closed = true, .text = say("As the passport says.", "与护照一致。")},
        {.at = at(2026, 11, 18, 7, 40), .by_system = true, .reminded = true}};
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) entries[i].until = i == 3 ? on(2026, 11, 24) : NO_DAY;
    struct case_evidence_view evidence[] = {{1, at(2026, 11, 16, 2, 12), TEXT("passport.jpg"), TEXT("image/jpeg"), 3000, 2000, 500000, true, {NULL, 0}},
                                            {2, at(2026, 11, 17, 5, 0), TEXT("公证书.pdf"), TEXT("application/pdf"), 0, 0, 90000, false, {NULL, 0}}};
    static const char *const states[] = {"one", "cooling", "waiting", "done", "refused"};
    for (int n = 0; n < 5; n++) {
        struct case_page one = {{&case_view_record, &views[n], 1}, LIST(web_case_fact_record, facts), LIST(case_entry_view_record, entries), LIST(case_evidence_view_record, evidence), n == 2 ? 17 : 0, n == 2, !views[n].closed, false, NONE(unbinding_view_record), TEXT(""), false};
        one.entries.count = n == 3 ? 6 : 4;
        struct case_entry_view moved[] = {entries[0], entries[2], {.at = at(2026, 11, 17, 16, 0), .by_system = true, .moved = true, .until = on(2026, 11, 23)}};
        if (n == 1) one.entries = LIST(case_entry_view_record, moved);
        write_page(states[n], PAGE_CASE, &one);
        if (n == 1) {
            struct case_view granted = views[n];
            granted.cooling = granted.may_write = granted.may_withdraw = false, granted.closed = granted.granted = true, granted.outcome_name = say("Granted", "已批准"), granted.closed_at = at(2026, 11, 24, 2, 0);
            one.cases.items = &granted;
            write_page("lost-granted", PAGE_CASE, &one);
        }
        if (n) continue;
        views[n].overdue = views[n].late = true;
        write_page("late", PAGE_CASE, &one);
        views[n].overdue = views[n].late = false;
        one.text = say("Here it is.", "在这里。");
        refuse("evidence", say("This is no JPEG, PNG or PDF file. Take a photograph of the document, or save it as PDF.", "这不是 JPEG、PNG 或 PDF 文件。请给证件拍照，或另存为 PDF。"));
        write_page("error", PAGE_CASE, &one);
        fresh_frame(true, "/my/cases");
    }
    struct case_view opened = unbinding_case();
    struct case_page holders = {{&case_view_record, &opened, 1}, NONE(web_case_fact_record), LIST(case_entry_view_record, entries), NONE(case_evidence_view_record), 0, false, true, true, {&unbinding_view_record, (const struct unbinding_view *)leaving().items + 1, 1}, TEXT(""), false};
    entries[0] = (struct case_entry_view){.at = at(2026, 11, 16, 2, 12), .by_system = true, .opened = true};
    holders.entries.count = 1;
    opened.state_name = say("With you", "待您处理");
    write_page("unbinding", PAGE_CASE, &holders);
    frame.acting = true;
    write_page("acting", PAGE_CASE, &holders);
    fresh_frame(true, "/my/profile/name");
    frame.at_profile = true;
    struct printed_name printed[] = {{TEXT("HW-2026-7F3K9Q2M-41"), say("Huawei Certified ICT Associate-Datacom", "华为认证工程师-数通"), TEXT("Li Wei"), TEXT("李伟")}};
    struct name_page name = {.name_latin = TEXT("Li Wei"), .name_native = TEXT("李伟"), .naming = naming(NAMED_BY_CERTIFICATE, true), .printed = LIST(printed_name_record, printed), .due = on(2026, 11, 27)};
    write_page("one", PAGE_NAME, &name);
    refuse("name_latin", say("This is your name as it stands already. Write it as it shall be printed.", "这与您现有的姓名相同。请填写希望印制的姓名。"));
    refuse("evidence", say("The file is empty.", "文件是空的。"));
    write_page("error", PAGE_NAME, &name);
    fresh_frame(true, "/my/profile/name");
    name.open_number = TEXT("7K4M-XW2P-9QTD");
    write_page("waiting", PAGE_NAME, &name);
}

static void help(void)
{
    fresh_frame(false, "/help");
    frame.at_help = true;
    frame.ask = TEXT("/help/ask?page=/help");
    struct list all = help_all(web.help, language), few = {&help_entry_record, all.items, 3};
    struct help_topic topics[] = {{say("Exam records", "考试记录"), few}, {say("Certificates", "证书"), {&help_entry_record, (const struct help_entry *)all.items + 8, 4}}};
    struct help_page page = {.query = TEXT(""), .results = NONE(help_entry_record), .topics = LIST(help_topic_record, topics)};
    write_page("many", PAGE_HELP, &page);
    page.searched = true, page.query = TEXT("xylophone");
    write_page("empty", PAGE_HELP, &page);
    page.query = say("exam", "考试"), page.results = few;
    write_page("found", PAGE_HELP, &page);
    for (size_t i = 0; i < all.count; i++) { /* every answer that ships */
        const struct help_entry *entry = (const struct help_entry *)all.items + i;
        struct answer_page answer = {{&help_entry_record, entry, 1}, i % 2 ? few : NONE(help_entry_record)};
        write_page(text_string(house.arena, entry->slug), PAGE_ANSWER, &answer);
    }
    frame.path = TEXT("/help/ask");
    struct ask_page ask = {.page = TEXT("/my/exams/waiting"), .place = say("My Exam", "我的考试"), .problem = TEXT("association.expired"), .fitting = {&help_entry_record, all.items, 1}};
    write_page("one", PAGE_ASK, &ask);
    refuse("text", say("Write what you want to say.", "请填写内容。"));
    refuse("address", say("This is not an e-mail address. Write it like name@example.com: the answer goes there.", "这不是有效的邮箱地址。请按 name@example.com 的形式填写，答复将寄往该地址。"));
    write_page("error", PAGE_ASK, &ask);
    fresh_frame(true, "/help/ask");
    ask = (struct ask_page){.fitting = NONE(help_entry_record)};
    write_page("empty", PAGE_ASK, &ask);
    ask.unreached = true;
    write_page("unreached", PAGE_ASK, &ask);
    fresh_frame(false, "/help/ask");
    struct asked_page asked = {TEXT("7K4M-XW2P-9QTD"), on(2026, 11, 27)};
    write_page("done", PAGE_ASKED, &asked);
}

static void desk_sign(void)
{
    fresh_frame(false, "/desk/sign-in");
    frame.desk = true;
    struct desk_sign_in_page sign = {.party = TEXT("certificates.example"), .challenge = TEXT("DDDDDDDDDDDDDDDDDDDDDD")};
    write_door_page("empty", 2, DESK_PAGE_SIGN_IN, &sign);
    sign.name = TEXT("anna");
    refuse("", say("Name, password and code do not belong together. A code is good once. After ten wrong codes none is taken for an hour.",
                   "用户名、密码与验证码不匹配。每个验证码只能使用一次；输错十次后，一小时内不再接受任何验证码。"));
    write_door_page("error", 2, DESK_PAGE_SIGN_IN, &sign);
    fresh_frame(false, "/desk/enrol");
    frame.desk = true;
    struct desk_enrol_page enrol = {0};
    write_door_page("empty", 2, DESK_PAGE_ENROL, &enrol);
    enrol.shown = true;
    write_door_page("not-allowed", 2, DESK_PAGE_ENROL, &enrol);
    struct buffer picture = buffer_new(house.arena, 4096, 64 << 10);
    enrol = (struct desk_enrol_page){.token = TEXT("EEEEEEEEEEEEEEEEEEEEEE"), .shown = true, .known = true, .user_name = TEXT("anna"), .ends = at(2026, 11, 21, 1, 12),
                                     .secret = TEXT("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"), .party = TEXT("certificates.example"), .challenge = TEXT("DDDDDDDDDDDDDDDDDDDDDD"),
                                     .user_id = TEXT("FFFFFFFFFFFFFFFFFFFFFF")};
    enrol.qr_size = 8 + qr_put_svg(&picture, TEXT("otpauth://totp/certificates.example:anna?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=certificates.example"));
    enrol.qr = buffer_text(&picture);
    write_door_page("one", 2, DESK_PAGE_ENROL, &enrol);
    enrol.has_password = true;
    refuse("password", say("This is not the password of your account.", "这不是您账号的密码。"));
    write_door_page("error", 2, DESK_PAGE_ENROL, &enrol);
    fresh_frame(false, "/desk/enrol");
    frame.desk = true;
    struct code_row codes[10];
    for (int i = 0; i < 10; i++) codes[i].code = text_printf(house.arena, "7K4M-XW2P-9QRS-T0V%d", i);
    struct desk_codes_page shown = {LIST(code_row_record, codes)};
    shown.codes.count = 10;
    write_door_page("done", 2, DESK_PAGE_CODES, &shown);
}

static void desk_staff_pages(void)
{
    static struct role_choice choices[7];
    static const char *const fields[] = {"role_support", "role_intake", "role_registrar", "role_mailing", "role_catalogue", "role_auditor", "role_administrator"};
    for (int i = 0; i < 7; i++) choices[i] = (struct role_choice){text_of(fields[i]), say("Registrar", "注册官"), say("decides cases, unbinds", "决定事项、解除绑定"), i == 2};
    struct staff_row rows[] = {{.id = 3, .user_name = TEXT("ada"), .name_latin = TEXT("Ada"), .mailbox = address(), .roles = say("Administrator", "管理员"), .since = at(2026, 1, 5, 1, 0), .ended = NO_INSTANT,
                                .used = at(2026, 11, 20, 1, 0), .app = true, .codes = 9, .self = true},
                               {.id = 4, .user_name = TEXT("anna.with-a-rather-long-user-name"), .mailbox = address(), .roles = say("Support · Registrar · Mailing", "客服 · 注册官 · 邮寄"), .since = at(2026, 3, 5, 1, 0),
                                .ended = NO_INSTANT, .used = NO_INSTANT, .invited = true},
                               {.id = 5, .user_name = TEXT("carl"), .mailbox = address(), .roles = say("Auditor", "审计员"), .since = at(2025, 3, 5, 1, 0), .ended = at(2026, 6, 1, 1, 0), .used = NO_INSTANT}};
    fresh_frame(true, "/desk/staff");
    frame.desk = frame.at_staff = frame.may_read_staff = true;
    struct desk_staff_page page = {.may_manage = true, .staff = NONE(staff_row_record), .choices = {&role_choice_record, choices, 7}};
    write_door_page("empty", 2, DESK_PAGE_STAFF, &page);
    page.staff = LIST(staff_row_record, rows);
    write_door_page("many", 2, DESK_PAGE_STAFF, &page);
    page.may_manage = false;
    write_door_page("not-allowed", 2, DESK_PAGE_STAFF, &page);
    page.may_manage = true;
    page.user_name = TEXT("nobody");
    refuse("user_name", say("There is no such account.", "没有这个账号。"));
    write_door_page("error", 2, DESK_PAGE_STAFF, &page);
    for (int i = 0; i < 3; i++) {
        static const char *const states[] = {"not-allowed", "waiting", "ended"};
        fresh_frame(true, "/desk/staff");
        frame.desk = frame.at_staff = frame.may_read_staff = true;
        struct desk_member_page member = {.may_change = i > 0, .member = {&staff_row_record, &rows[i], 1}, .choices = page.choices};
        write_door_page(states[i], 2, DESK_PAGE_MEMBER, &member);
    }
}

static struct list cells_of_row(void)
{
    static struct intake_cell cells[] = {{{"registrationid", 14}, {"R-3", 3}}, {{"clientcandidateid", 17}, {"HW0012345", 9}}, {{"examseriescode", 14}, {"H12-811", 7}}, {{"examdate", 8}, {"2026/11/19", 10}},
                                         {{"examscore", 9}, {"512", 3}}, {{"examgrade", 9}, {"Fail", 4}}, {{"email", 5}, {"li.wei@example.com", 18}}, {{"sitecode", 8}, {"", 0}}};
    return LIST(intake_cell_record, cells);
}

/* Rows that wait for somebody, each with the remedies that can bring it in. */
static struct list exams_to_choose(void)
{
    static struct desk_exam exams[] = {{TEXT("H12-811"), TEXT("HCIA-Datacom V1.0")}, {TEXT("H12-821"), TEXT("HCIP-Datacom-Core Technology V1.0")}};
    return LIST(desk_exam_record, exams);
}

static struct list waiting_rows(void)
{
    struct text file = TEXT("examABE-2026-11-19-a.dat"), provider = TEXT("Pearson VUE");
    static struct desk_row rows[7];
    static struct desk_code unknown;
    unknown = (struct desk_code){.number = 8, .row = 8, .profile = TEXT("pearson-vue"), .title = provider, .code = TEXT("DC-2026")};
    struct desk_row all[] = {
        {.id = 1, .line = 3, .provider = provider, .file = file, .code = TEXT("intake.day_ahead"), .received = at(2026, 11, 18, 1, 0), .days = 2, .early = true, .exam_day = on(2027, 3, 1),
         .reason = say("The exam day 2027/03/01 had not come yet when the file came in. Ask the provider for the right one.", "文件到达时，考试日期 2027/03/01 尚未到来。请向考试服务商索取正确的日期。"),
         .raw = TEXT("R-1\tHW0012345\tH12-811\t2027/03/01\t712\tPass\tli.wei@example.com"), .cells = NONE(intake_cell_record), .sides = NONE(desk_side_record)},
        {.id = 2, .line = 4, .provider = provider, .file = file, .code = TEXT("intake.nobody"), .received = at(2026, 11, 18, 1, 0), .days = 2, .may_name = true, .may_take = true, .exam_day = on(2026, 11, 19), .wrong = true,
         .reason = say("The row has neither a candidate ID nor a mailbox, so nobody knows whose exam it is.", "此行既没有考生编号也没有邮箱，无从得知是谁的考试。"), .raw = TEXT("R-2\t\tH12-811\t2026/11/19\t712\tPass\t"), .cells = NONE(intake_cell_record), .sides = NONE(desk_side_record)},
        {.id = 3, .line = 5, .provider = provider, .file = file, .code = TEXT("intake.downgrade"), .proposed_by = TEXT("rita"), .proposed_mailbox = address(), .although = TEXT("王伟 Wei Wang"), .misfit = true, .address = address(), .proposed_why = say("The provider stands by it: the score was another candidate's.", "考试服务商确认无误：原成绩属于另一名考生。"), .received = at(2026, 11, 18, 1, 0), .days = 2, .may_name = true, .may_accept = true, .exam_day = on(2026, 11, 19),
         .reason = say("The row takes back a pass that was released. Decide whether it is to be taken in.", "此行收回一项已公布的通过成绩。请决定是否导入。"), .may_take = true, .other_name = TEXT("王伟 Wei Wang"), .other_registration = TEXT("R-3"), .raw = TEXT("R-3\tHW0012345\tH12-811\t2026/11/19\t512\tFail\tli.wei@example.com"), .candidate = TEXT("HW0012345"), .mailbox = address(), .anybody = true, .name_native = TEXT("李伟"),
         .name_latin = TEXT("Wei Li"), .cells = cells_of_row(), .sides = NONE(desk_side_record)},
        {.id = 5, .line = 6, .provider = provider, .file = file, .code = TEXT("intake.person_unclear"), .received = at(2026, 11, 18, 1, 0), .days = 2, .may_name = true, .may_accept = true, .may_take = true, .exam_day = on(2026, 11, 19),
         .reason = say("The candidate ID HW0012345 and the mailbox stand in records of different people, and no record ties the two. Decide whose exam it is.", "考生编号 HW0012345 与邮箱分别出现在不同人的记录中，且没有任何记录将二者关联。请判断这是谁的考试。"), .raw = TEXT("R-5\tHW0012345\tH12-811\t2026/11/19\t712\tPass\twei.li@old.example"),
         .candidate = TEXT("HW0012345"), .mailbox = TEXT("wei.li@old.example"), .cells = NONE(intake_cell_record), .sides = two_sides()},
        {.id = 4, .line = 2, .provider = TEXT("own"), .file = TEXT("own-results-2026-11-19.csv"), .code = TEXT("intake.exam_unknown"), .received = at(2026, 11, 18, 1, 0), .days = 2, .exam_unknown = true,
         .reason = say("The exam \"NEW-811\" is not in the catalogue.", "目录中没有考试“NEW-811”。"),
         .unread = say("There is no profile \"own\". The profiles are the files in profiles/, named without .ini.", "没有配置文件“own”。配置文件就是 profiles/ 中的文件，名称不带 .ini。"),
         .raw = TEXT("A1;NEW-811;007;13 Feb 2026;81;pass;a@example.com;;;;2026-02-13 10:00:00;"), .cells = NONE(intake_cell_record), .sides = NONE(desk_side_record)},
        {.id = 6, .line = 7, .provider = provider, .file = file, .code = TEXT("intake.exam_unknown"), .own = true, .received = at(2026, 11, 18, 1, 0), .days = 2, .exam_unknown = true, .exam_day = on(2026, 11, 19),
         .reason = say("The exam \"NEW-811\" is not in the catalogue.", "目录中没有考试“NEW-811”。"), .raw = TEXT("R-6\tHW0099\tNEW-811\t2026/11/19\t712\tPass\trita@example.com"), .mailbox = TEXT("rita@example.com"), .cells = NONE(intake_cell_record), .sides = NONE(desk_side_record)},
        {.id = 8, .line = 9, .provider = provider, .file = file, .code = TEXT("intake.exam_unknown"), .received = at(2026, 11, 18, 1, 0), .days = 2, .exam_unknown = true, .codes = {&desk_code_record, &unknown, 1}, .exam_day = on(2026, 11, 19), .exam = TEXT("DC-2026"),
         .reason = say("The exam \"DC-2026\" is not in the catalogue.", "目录中没有考试“DC-2026”。"), .raw = TEXT("R-8\tHW0100\tDC-2026\t2026/11/19\t712\tPass\tnina@example.com"), .mailbox = TEXT("nina@example.com"), .cells = NONE(intake_cell_record), .sides = NONE(desk_side_record)}};
    for (int i = 0; i < 7; i++) {
        rows[i] = all[i];
        rows[i].file_id = 7;
    }
    return LIST(desk_row_record, rows);
}

static void desk_waiting(void)
{
    fresh_frame(true, "/desk/intake/waiting");
    frame.desk = frame.at_intake = frame.may_read_intake = true;
    struct desk_rows_page page = {.may_remedy = true, .rows = NONE(desk_row_record)};
    write_door_page("empty", 2, DESK_PAGE_ROWS, &page);
    page.rows = waiting_rows();
    write_door_page("not-allowed", 2, DESK_PAGE_ROWS, &page);
    page.may_load = true;
    page.exam_list = exams_to_choose();
    write_door_page("many", 2, DESK_PAGE_ROWS, &page);
    frame.wrong_address = say("Mailbox is missing. Fill it in.", "缺少邮箱。请填写。");
    refuse("address-2", frame.wrong_address);
    write_door_page("error", 2, DESK_PAGE_ROWS, &page);
    fresh_frame(true, "/desk/intake/waiting");
    frame.desk = frame.at_intake = frame.may_read_intake = true;
    frame.wrong_reason = say("Say in a few words why you decide so: it stands in the journal.", "请简要说明如此处理的原因：它会记入日志。");
    refuse("reason-2", frame.wrong_reason);
    write_door_page("why", 2, DESK_PAGE_ROWS, &page);
}

static struct list rows_aside(void)
{
    static struct desk_row rows[2];
    const struct desk_row *waiting = waiting_rows().items;
    rows[0] = waiting[2];
    rows[0].id = 9, rows[0].why = say("The provider says the result was sent by mistake.", "服务商称该成绩系误发。"), rows[0].by = TEXT("anna"), rows[0].settled = at(2026, 11, 20, 2, 0);
    rows[1] = waiting[1];
    rows[1].id = 10, rows[1].settled = at(2026, 11, 20, 2, 5), rows[1].wrong = false;
    return LIST(desk_row_record, rows);
}

static void desk_rows_aside(void)
{
    fresh_frame(true, "/desk/intake/aside");
    frame.desk = frame.at_intake = frame.may_read_intake = true;
    struct desk_rows_page page = {.may_remedy = true, .rows = NONE(desk_row_record)};
    write_door_page("empty", 2, DESK_PAGE_ASIDE, &page);
    page.rows = rows_aside();
    write_door_page("many", 2, DESK_PAGE_ASIDE, &page);
    page.may_remedy = false;
    write_door_page("not-allowed", 2, DESK_PAGE_ASIDE, &page);
    page.may_remedy = true;
    refuse("", say("This row is not put aside (any more).", "此行未被搁置（或已不再搁置）。"));
    write_door_page("error", 2, DESK_PAGE_ASIDE, &page);
}

static void desk_files(void)
{
    struct desk_profile_choice profiles[] = {{TEXT("example-testing"), TEXT("Example Testing"), true, false}, {TEXT("generic-csv"), TEXT("Any provider, comma-separated"), false, false}, {TEXT("pearson-vue"), TEXT("Pearson VUE"), false, true}};
    struct intake_file_view files[] = {
        {.id = 2, .provider = TEXT("pearson-vue"), .name = TEXT("junk.zip"), .received = at(2026, 11, 20, 1, 0), .refused = true,
         .refusal = say("junk.zip: The file is empty (0 bytes): the export was broken off. Fetch it again.", "junk.zip: 文件为空（0 字节）：导出中断了。请重新获取。")},
        {.id = 1, .provider = TEXT("pearson-vue"), .name = TEXT("examABE-2026-11-19-a.dat"), .received = at(2026, 11, 20, 1, 0), .done = true, .rows = 1200, .fresh = 1190, .quarantined = 4, .rejected = 6,
         .waiting = 4}};
    struct intake_row_verdict verdicts[] = {{.id = 1, .line = 3, .verdict = say("Quarantined", "待处理"), .member = TEXT(""), .code = TEXT(""),
                                             .reason = say("The row has neither a candidate ID nor a mailbox, so nobody knows whose exam it is.", "此行既没有考生编号也没有邮箱，无从得知是谁的考试。")}};
    fresh_frame(true, "/desk/intake");
    frame.desk = frame.at_intake = frame.may_read_intake = true;
    struct desk_intake_page page = {.may_import = true, .may_read_addresses = true, .files = NONE(intake_file_view_record), .profiles = LIST(desk_profile_choice_record, profiles), .verdicts = NONE(intake_row_verdict_record)};
    write_door_page("empty", 2, DESK_PAGE_INTAKE, &page);
    page.files = LIST(intake_file_view_record, files);
    page.waiting = 4;
    page.told = page.dry_run = true;
    page.file = TEXT("examABE-2026-11-19-a.dat");
    page.rows = 1200, page.fresh = 1190, page.quarantined = 4, page.refused = 6;
    page.verdicts = LIST(intake_row_verdict_record, verdicts);
    write_door_page("many", 2, DESK_PAGE_INTAKE, &page);
    fresh_frame(true, "/desk/intake");
    frame.desk = frame.at_intake = frame.may_read_intake = true;
    page = (struct desk_intake_page){.may_import = true, .may_read_addresses = true, .told = true, .seen_before = true, .file = TEXT("examABE-2026-11-19-a.dat"), .file_id = 7, .rows = 1200, .unchanged = 1200, .more = true, .before = 1,
                                     .files = LIST(intake_file_view_record, files), .profiles = LIST(desk_profile_choice_record, profiles), .verdicts = NONE(intake_row_verdict_record)};
    write_door_page("done", 2, DESK_PAGE_INTAKE, &page);
    page.told = page.more = false;
    refuse("file", say("junk.zip: The file is empty (0 bytes): the export was broken off. Fetch it again.", "junk.zip: 文件为空（0 字节）：导出中断了。请重新获取。"));
    write_door_page("error", 2, DESK_PAGE_INTAKE, &page);
}

/* One file in each of its states: come whole, with rows that wait, broken off, refused. */
static void desk_one_file(void)
{
    struct intake_file_view file = {.id = 7, .provider = TEXT("pearson-vue"), .name = TEXT("examABE-2026-11-19-a.dat"), .received = at(2026, 11, 20, 1, 0), .done = true, .rows = 1200, .fresh = 1190, .unchanged = 10};
    struct intake_file_act acts[] = {{at(2026, 11, 20, 1, 0), TEXT("anna"), false, false, false}, {at(2026, 11, 20, 1, 20), TEXT(""), true, false, true}};
    struct intake_file_text texts[] = {{TEXT("examABE-2026-11-19-a.dat"), false}, {TEXT("exam-2026-11-19a-ns.dat"), true}};
    struct intake_row_verdict rejected[] = {{.line = 12, .place = 21, .verdict = TEXT("refused"), .member = TEXT("exam-2026-11-19a-ns.dat"), .reason = say("examdate: 2026/02/99 is no date in any of the formats of the profile.", "examdate: 2026/02/99 不符合配置文件中的任何一种日期格式。")}};
    fresh_frame(true, "/desk/intake/7");
    frame.desk = frame.at_intake = frame.may_read_intake = true;
    struct desk_file_page page = {.may_remedy = true, .here = 7, .bytes = 91234, .title = TEXT("Pearson VUE"), .sha256 = TEXT("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
                                  .files = {&intake_file_view_record, &file, 1}, .texts = {&intake_file_text_record, texts, 1}, .acts = {&intake_file_act_record, acts + 1, 1},
                                  .open_rows = NONE(desk_row_record), .aside = NONE(desk_row_record), .rejections = NONE(intake_row_verdict_record)};
    write_door_page("one", 2, DESK_PAGE_FILE, &page);
    struct list rows = waiting_rows();
    file = (struct intake_file_view){.id = 7, .provider = TEXT("pearson-vue"), .name = TEXT("HUAWEI-ABE-2026-11-19a.zip"), .received = at(2026, 11, 20, 1, 0), .done = true, .rows = 1200, .fresh = 1189, .corrected = 1, .quarantined = 9, .rejected = 1, .waiting = 3};
    page.later = 4, page.aside_count = 1, page.rejected_later = 1, page.more_rejected = 1, page.more = true, page.next = 3;
    page.texts = LIST(intake_file_text_record, texts), page.acts = LIST(intake_file_act_record, acts), page.rejections = LIST(intake_row_verdict_record, rejected);
    page.open_rows = rows;
    page.aside = (struct list){&desk_row_record, rows_aside().items, 1};
    write_door_page("many", 2, DESK_PAGE_FILE, &page);
    frame.wrong_address = say("Mailbox is missing. Fill it in.", "缺少邮箱。请填写。");
    refuse("address-2", frame.wrong_address);
    write_door_page("error", 2, DESK_PAGE_FILE, &page);
    fresh_frame(true, "/desk/intake/7");
    frame.desk = frame.at_intake = frame.may_read_intake = true;
    page = (struct desk_file_page){.here = 7, .bytes = 912340123, .title = TEXT("Pearson VUE"), .sha256 = page.sha256, .files = page.files, .texts = {&intake_file_text_record, texts, 1}, .acts = NONE(intake_file_act_record),
                                   .open_rows = NONE(desk_row_record), .aside = NONE(desk_row_record), .rejections = NONE(intake_row_verdict_record)};
    file = (struct intake_file_view){.id = 7, .name = TEXT("examABE-2026-11-19-a.dat"), .received = at(2026, 11, 20, 1, 0), .under_way = true, .rows = 400000, .fresh = 400000};
    write_door_page("waiting", 2, DESK_PAGE_FILE, &page);
    file = (struct intake_file_view){.id = 7, .name = TEXT("junk.zip"), .received = at(2026, 11, 20, 1, 0), .refused = true,
                                     .refusal = say("junk.zip: The file is empty (0 bytes): the export was broken off. Fetch it again.", "junk.zip: 文件为空（0 字节）：导出中断了。请重新获取。")};
    page.bytes = 0, page.acts = (struct list){&intake_file_act_record, acts, 1}, page.texts = NONE(intake_file_text_record);
    write_door_page("refused", 2, DESK_PAGE_FILE, &page);
}

/* What waits for a second person: for another, for who proposed it, over a version that is no longer in effect, for a reader, and how it ended. */
static void desk_catalogue_proposals(const struct desk_catalogue_page *of, struct catalogue_proposal *proposal)
{
    struct desk_catalogue_proposal_page page = {.proposals = {&catalogue_proposal_record, proposal, 1}, .problems = NONE(desk_catalogue_line_record), .differences = of->differences, .lacks = of->lacks, .foreseen = of->foreseen,
                                                .confirms = true, .rejects = true, .takes_away = true, .second = true, .file = of->file, .reason = proposal->reason, .over = 3, .anew = 4};
    write_door_page("one", 2, DESK_PAGE_CATALOGUE_PROPOSAL, &page);
    page.confirms = false, page.own = true;
    write_door_page("waiting", 2, DESK_PAGE_CATALOGUE_PROPOSAL, &page);
    page.own = false, page.old = page.renews = true, page.over = 5, page.content = of->content;
    refuse("back", say("Give the reason.", "请填写理由。"));
    write_door_page("error", 2, DESK_PAGE_CATALOGUE_PROPOSAL, &page);
    frame.errors.count = 0, frame.wrong_back = TEXT("");
    page.old = page.renews = page.rejects = false;
    write_door_page("not-allowed", 2, DESK_PAGE_CATALOGUE_PROPOSAL, &page);
    proposal->outcome = TEXT("rejected"), proposal->ender = TEXT("bert"), proposal->ended_at = at(2026, 11, 19, 3, 0), proposal->end_reason = say("The body has put it off.", "认证机构已推迟此事。");
    page.rejected = true;
    write_door_page("done", 2, DESK_PAGE_CATALOGUE_PROPOSAL, &page);
    proposal->outcome = proposal->ender = proposal->end_reason = TEXT(""), proposal->ended_at = NO_INSTANT;
}

/* The catalogue: none yet, the one in effect and those before it, a new one with mistakes, one that would change something, and one that would not. */
static void desk_catalogues(void)
{
    struct catalogue_history versions[] = {{3, at(2026, 11, 18, 2, 0), TEXT("staff 12"), TEXT("anna"), TEXT("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
                                            say("Who failed the lab in November is to sit it again: the body decided so on 12 November.", "11 月实验考试未通过者须重考：认证机构于 11 月 12 日决定。"), TEXT("bert")},
                                           {1, at(2026, 1, 5, 2, 0), TEXT("operator"), TEXT(""), TEXT("60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"), TEXT(""), TEXT("")}};
    struct desk_certification_row rows[] = {{TEXT("HCIA-Datacom"), TEXT("HCIA-Datacom"), say("Associate", "工程师"), 36, 3, false}, {TEXT("HCIE-Datacom"), TEXT("HCIE-Datacom"), say("Expert", "专家"), 18, 0, true},
                                            {TEXT("HCAI"), TEXT("HCAI"), say("Instructor", "讲师"), 0, 0, true}};
    struct desk_catalogue_line problems[] = {{.line = 26, .text = say("“one” is no rank. Write a number from 0 to 1000; a higher level has the higher one.", "“one”不是级别序号。请填写 0 到 1000 之间的数字，级别越高数字越大。")}};
    struct desk_catalogue_line lines[] = {{.line = 30, .text = say("Exam H12-899 is new.", "新增考试 H12-899。"), .added = true},
                                          {.line = 61, .text = say("Level expert: “validity” was “3 years” and becomes “2 years”.", "级别 expert：“validity”由“3 years”改为“2 years”。"), .changed = true},
                                          {.text = say("Exam H12-711 is gone.", "考试 H12-711 已删除。"), .removed = true}};
    fresh_frame(true, "/desk/catalogue");
    frame.desk = frame.at_catalogue = frame.may_read_catalogue = true;
    struct desk_catalogue_page page = {.may_load = true, .versions = NONE(catalogue_history_record), .certifications = NONE(desk_certification_row_record), .problems = NONE(desk_catalogue_line_record),
                                       .differences = NONE(desk_catalogue_line_record), .lacks = NONE(desk_catalogue_line_record), .proposals = NONE(catalogue_proposal_record)};
    write_door_page("empty", 2, DESK_PAGE_CATALOGUE, &page);
    page.versions = LIST(catalogue_history_record, versions), page.certifications = LIST(desk_certification_row_record, rows);
    page.body_name = say("Huawei Certification", "华为认证"), page.exams = 41, page.changes = 1, page.calendar = TEXT("china"), page.calendar_version = TEXT("chinese-days 1.5.7"), page.calendar_source = TEXT("https://www.npmjs.com/package/chinese-days");
    page.calendar_first = on(2004, 1, 1), page.calendar_last = on(2026, 12, 31);
    page.may_load = false;
    write_door_page("not-allowed", 2, DESK_PAGE_CATALOGUE, &page);
    page.may_load = page.told = true;
    page.file = TEXT("huawei.txt"), page.content = TEXT("Ym9keQ"), page.over = 3;
    write_door_page("same", 2, DESK_PAGE_CATALOGUE, &page);
    struct desk_code unknown[] = {{.number = 1, .profile = TEXT("pearson-vue"), .title = TEXT("Pearson VUE"), .code = TEXT("DC-2026"), .rows = 12, .since = at(2026, 11, 18, 1, 0)},
                                  {.number = 2, .profile = TEXT("generic-csv"), .title = TEXT("Generic CSV"), .code = TEXT("SEC"), .rows = 1, .since = at(2026, 11, 19, 1, 0), .refused = true, .typed = TEXT("H99-999")}};
    page.told = false;
    page.codes = LIST(desk_code_record, unknown), page.exam_list = exams_to_choose();
    write_door_page("codes", 2, DESK_PAGE_CATALOGUE, &page);
    frame.wrong_exam_code = say("The catalogue has no exam H99-999. Choose one of the list, or add the exam to the catalogue first.", "目录中没有考试 H99-999。请从列表中选择，或先将该考试加入目录。");
    refuse("exam_code-2", frame.wrong_exam_code);
    write_door_page("code-refused", 2, DESK_PAGE_CATALOGUE, &page);
    frame.wrong_exam_code = TEXT("");
    frame.errors.count = 0;
    page.codes.count = page.exam_list.count = 0;
    page.told = true;
    page.differences = LIST(desk_catalogue_line_record, lines);
    struct award_foreseen_line first[] = {{TEXT("HW2023000000004711"), on(2026, 3, 14), on(2027, 3, 14)}, {TEXT("HW2024000000000815"), on(2027, 6, 30), on(2028, 6, 30)}};
    struct award_foreseen_change changes[] = {{TEXT("another-year"), on(2026, 11, 1), false, 1204, LIST(award_foreseen_line_record, first)}, {TEXT("and-one-more"), on(2027, 1, 1), true, 1, {&award_foreseen_line_record, first, 1}},
                                              {TEXT("for-nobody"), on(2026, 11, 1), false, 0, NONE(award_foreseen_line_record)}};
    struct award_foreseen foreseen = {131072, 1235, 12, 1204, 3, 12, 4, LIST(award_foreseen_change_record, changes)};
    page.foreseen = (struct view){&award_foreseen_record, &foreseen};
    page.takes_away = true;
    struct desk_catalogue_line lacks[] = {{.text = say("No e-Cert of the theme master can be made: /usr/local/share/testamur/theme/ecert/layout.ini has no section [level master]. Add it there, or name another theme in the catalogue.", "无法制作版式为 master 的电子证书：/usr/local/share/testamur/theme/ecert/layout.ini 中没有 [level master] 一节。请在其中添加，或在目录中另选版式。")}};
    page.lacks = LIST(desk_catalogue_line_record, lacks);
    struct catalogue_proposal proposal = {.id = 4, .version_id = 3, .file = TEXT("huawei.txt"), .sha256 = TEXT("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"), .reason = say("The body decided on 12 November that the lab belongs to it.", "认证机构于 11 月 12 日决定该认证须包含实验考试。"),
                                          .proposed_at = at(2026, 11, 19, 2, 0), .proposed_by = 12, .proposer = TEXT("anna"), .ended_at = NO_INSTANT};
    write_door_page("waiting", 2, DESK_PAGE_CATALOGUE, &page);
    page.second = true, page.reason = TEXT(""), page.proposals = (struct list){&catalogue_proposal_record, &proposal, 1};
    refuse("reason", say("Give the reason.", "请填写理由。"));
    write_door_page("second", 2, DESK_PAGE_CATALOGUE, &page);
    frame.errors.count = 0, frame.wrong_reason = TEXT("");
    desk_catalogue_proposals(&page, &proposal);
    page.proposals = NONE(catalogue_proposal_record);
    page.problems = LIST(desk_catalogue_line_record, problems), page.more_problems = true, page.content = TEXT("");
    write_door_page("error", 2, DESK_PAGE_CATALOGUE, &page);
    page.told = false;
    frame.notice = say("The catalogue is in effect. Everybody is evaluated anew in the background; rows that waited for it are taken in.", "目录已生效。所有人将在后台重新评定；因目录而等待的行已导入。");
    write_door_page("done", 2, DESK_PAGE_CATALOGUE, &page);
    frame.notice = TEXT("");
    page.body_name = TEXT(""), page.certifications = NONE(desk_certification_row_record);
    write_door_page("unreadable", 2, DESK_PAGE_CATALOGUE, &page);
    struct desk_catalogue_version_page version = {{&catalogue_history_record, versions, 1}, true, LIST(desk_catalogue_line_record, lines)};
    write_door_page("many", 2, DESK_PAGE_CATALOGUE_VERSION, &version);
    version.differences = NONE(desk_catalogue_line_record);
    write_door_page("empty", 2, DESK_PAGE_CATALOGUE_VERSION, &version);
    version.readable = false;
    write_door_page("unreadable", 2, DESK_PAGE_CATALOGUE_VERSION, &version);
}

/* New addresses on their way to providers, and the journal. */
static void desk_addresses_and_journal(void)
{
    struct desk_provider_row providers[] = {{TEXT("pearson-vue"), TEXT("Pearson VUE"), 3, 6, 1, 1}, {TEXT("prometric"), TEXT("Prometric"), 0, 0, 0, 0}};
    struct demographic_file files[] = {{.id = 2, .updates = 1, .name = TEXT("cdd-20261119-020000.dat"), .answer = TEXT(""), .made = at(2026, 11, 19, 2, 0), .confirmed = NO_INSTANT},
                                       {.id = 1, .updates = 4, .name = TEXT("cdd-20261101-020000.dat"), .answer = TEXT(""), .made = at(2026, 11, 1, 2, 0), .confirmed = at(2026, 11, 2, 2, 0)}};
    struct desk_update_row updates[] = {{.account_id = 7, .days = 6, .address = address(), .user_name = TEXT("li.wei"), .candidate_id = TEXT("HW10000007"), .asked = at(2026, 11, 14, 2, 0), .waits = true, .queued = true},
                                        {.account_id = 8, .days = 1, .address = TEXT("chen@example.com"), .user_name = TEXT("chen.jing"), .candidate_id = TEXT("HW10000008"), .asked = at(2026, 11, 18, 2, 0), .waits = true, .sent = true},
                                        {.account_id = 9, .address = TEXT("emil@example.org"), .user_name = TEXT("emil"), .candidate_id = TEXT("HW10000009"), .asked = at(2026, 10, 30, 2, 0), .error = true, .answer = TEXT("550 unknown candidate")},
                                        {.account_id = 9, .address = TEXT("emil@example.org"), .user_name = TEXT("emil"), .candidate_id = TEXT("HW10000007"), .asked = at(2026, 10, 28, 2, 0), .withdrawn = true}};
    fresh_frame(true, "/desk/demographics");
    frame.desk = frame.at_intake = frame.may_read_intake = true;
    struct desk_demographic_page page = {.may_send = true, .providers = NONE(desk_provider_row_record), .files = NONE(demographic_file_record), .updates = NONE(desk_update_row_record)};
    write_door_page("empty", 2, DESK_PAGE_DEMOGRAPHIC, &page);
    page.providers = LIST(desk_provider_row_record, providers), page.files = LIST(demographic_file_record, files), page.updates = LIST(desk_update_row_record, updates);
    write_door_page("many", 2, DESK_PAGE_DEMOGRAPHIC, &page);
    page.may_send = false;
    write_door_page("not-allowed", 2, DESK_PAGE_DEMOGRAPHIC, &page);
    page.may_send = page.told = true, page.accepted = 3, page.failed = 1;
    write_door_page("done", 2, DESK_PAGE_DEMOGRAPHIC, &page);
    struct person_detail details[] = {{say("Decision", "决定"), say("Granted", "已批准")}};
    struct person_act acts[] = {{.id = 9, .at = at(2026, 11, 20, 2, 0), .who = TEXT("anna"), .by_staff = true, .act = TEXT("case.decide"), .words = say("Case decided", "事项作出决定"), .subject = TEXT("case_file"), .subject_id = 4, .subject_words = say("Case", "事项"), .subject_name = TEXT("7K4M-XW2P-9QRS"), .page = TEXT("/desk/cases/7K4M-XW2P-9QRS"), .details = LIST(person_detail_record, details)},
                                {.id = 8, .at = at(2026, 11, 20, 1, 0), .by_system = true, .act = TEXT("certificate.issue"), .words = TEXT(""), .subject = TEXT("certificate"), .subject_id = 12, .subject_words = say("Certificate", "证书"), .subject_name = TEXT("HW2026104412345612"), .page = TEXT("/desk/journal?number=HW2026104412345612"), .details = NONE(person_detail_record)},
                                {.id = 7, .at = at(2026, 11, 20, 1, 0), .by_system = true, .act = TEXT("association.record_moved"), .words = say("Record went to another account", "考试记录转至其他账号"), .subject = TEXT("exam_record"), .subject_id = 12, .subject_words = say("Exam record", "考试记录"), .subject_name = TEXT("401234567"), .page = TEXT(""), .details = NONE(person_detail_record)}};
    fresh_frame(true, "/desk/journal");
    frame.desk = frame.at_journal = frame.may_read_journal = true;
    struct desk_journal_page journal = {.number = TEXT("HW2026104412345612"), .filtered = true, .turns = NONE(desk_turn_row_record), .acts = NONE(person_act_record)};
    write_door_page("empty", 2, DESK_PAGE_JOURNAL, &journal);
    journal = (struct desk_journal_page){.more = true, .before = 8, .turns = NONE(desk_turn_row_record), .acts = LIST(person_act_record, acts)};
    write_door_page("many", 2, DESK_PAGE_JOURNAL, &journal);
    journal.first = TEXT("foo");
    frame.wrong_first = say("This is no day. Write it like 2026-02-13.", "这不是日期。请按 2026-02-13 的格式填写。");
    refuse("first", frame.wrong_first);
    write_door_page("error", 2, DESK_PAGE_JOURNAL, &journal);
    struct desk_turn_row turns[] = {{.day = on(2023, 2, 10), .earned = true, .expiry = NO_DAY},
                                    {.day = on(2023, 2, 13), .state = say("Issued", "已颁发"), .expiry = NO_DAY},
                                    {.day = on(2024, 5, 6), .expiry = NO_DAY, .revision = 2, .name = TEXT("李伟 · Li Wei"), .why = say("The name was corrected: a new revision.", "姓名已更正，证书有了新版本。")},
                                    {.day = on(2025, 11, 20), .expiry = on(2028, 11, 19), .revision = 3, .name = TEXT("李伟 · Li Wei"), .why = say("Renewed by an exam.", "通过考试续期。")}};
    fresh_frame(true, "/desk/journal");
    frame.desk = frame.at_journal = frame.may_read_journal = frame.may_read_people = true;
    journal = (struct desk_journal_page){.number = TEXT("HW2026104412345612"), .filtered = true, .certificate = TEXT("HW2026104412345612"), .certification = TEXT("HCIA-Datacom"), .holder = TEXT("li.wei"), .holder_id = 7,
                                         .turns = LIST(desk_turn_row_record, turns), .acts = NONE(person_act_record)};
    write_door_page("one", 2, DESK_PAGE_JOURNAL, &journal);
}

static void desk(void)
{
    desk_catalogues();
    desk_addresses_and_journal();
    desk_sign();
    desk_waiting();
    desk_rows_aside();
    desk_files();
    desk_one_file();
    desk_staff_pages();
    fresh_frame(true, "/desk");
    frame.desk = frame.at_work = frame.may_read_people = frame.may_read_cases = frame.may_read_near = frame.may_read_letters = frame.may_read_intake = frame.may_read_catalogue = frame.may_read_packages = frame.may_read_journal = frame.may_read_staff = true;
    struct people_week weeks[PEOPLE_WEEKS];
    for (int i = 0; i < PEOPLE_WEEKS; i++) weeks[i] = (struct people_week){.monday = {on(2026, 5, 25).number + 7 * i}, .taken = 40 + i * 37 % 90, .quarantined = i % 5, .awards = i * 13 % 40};
    struct desk_work_page work = {.lists = NONE(work_row_record), .weeks = LIST(people_week_record, weeks), .months = NONE(plot_label_record)};
    write_door_page("empty", 2, DESK_PAGE_WORK, &work);
    struct work_row rows[] = {{say("Corrections of names", "姓名更正"), TEXT("/desk/cases"), 3, 1, 9, at(2026, 11, 11, 2, 0)},
                              {say("Objections to an unbinding", "对解除绑定的异议"), TEXT("/desk/unbindings?show=objections"), 1, 0, 3, at(2026, 11, 17, 2, 0)},
                              {say("Decisions for a second person", "待第二人确认的决定"), TEXT("/desk/cases?show=second"), 1, 0, 2, at(2026, 11, 18, 2, 0)},
                              {say("Other unbindings (disputes, contradictions)", "其他解除绑定（归属争议、身份矛盾）"), TEXT("/desk/unbindings?show=others"), 2, 0, 4, at(2026, 11, 16, 2, 0)},
                              {say("Rows that wait", "等待处理的行"), TEXT("/desk/intake/waiting"), 14, 0, 2, at(2026, 11, 18, 2, 0)},
                              {say("Near misses", "失之交臂"), TEXT("/desk/near"), 0, 0, 0, NO_INSTANT},
                              {say("New addresses to be sent to providers", "待发送给服务商的新地址"), TEXT("/desk/demographics"), 3, 0, 6, at(2026, 11, 14, 2, 0)}};
    struct day mondays[PEOPLE_WEEKS];
    for (int i = 0; i < PEOPLE_WEEKS; i++) mondays[i] = weeks[i].monday;
    work.lists = LIST(work_row_record, rows);
    work.months = desk_plot_months(house.arena, mondays, PEOPLE_WEEKS);
    work.plot_width = 520, work.plot_height = DESK_PLOT_HEIGHT, work.plot_base = DESK_PLOT_BASE, work.rows_most = 126, work.awards_most = 39, work.first_week = on(2026, 6, 1), work.last_week = on(2026, 11, 23);
    work.any_rows = work.any_awards = true;
    struct buffer taken = buffer_new(house.arena, 1024, 1 << 16), quarantined = buffer_new(house.arena, 1024, 1 << 16), awards = buffer_new(house.arena, 1024, 1 << 16);
    for (int i = 0; i < PEOPLE_WEEKS; i++) {
        int high = (int)weeks[i].taken * 120 / 130, more = (int)weeks[i].quarantined, awarded = (int)weeks[i].awards * 3;
        buffer_printf(&taken, "M%d %dh14v%dh-14z", i * 20, 120 - high, high);
        buffer_printf(&quarantined, "M%d %dh14v%dh-14z", i * 20, 120 - high - more, more);
        buffer_printf(&awards, "M%d %dh14v%dh-14z", i * 20, 120 - awarded, awarded);
    }
    work.taken = buffer_text(&taken), work.quarantined = buffer_text(&quarantined), work.awards = buffer_text(&awards);
    write_door_page("many", 2, DESK_PAGE_WORK, &work);
    fresh_frame(true, "/desk/letters");
    frame.desk = frame.at_letters = true;
    struct people_outgoing letters[] = {{.letter = 9, .account_id = 7, .user_name = TEXT("li.wei"), .recipient = address(), .subject = say("Your e-Cert is ready", "您的电子证书已可下载"),
                                       .answer = TEXT("550 5.1.1 no such user"), .changed = at(2026, 11, 18, 2, 0), .bounced = true},
                                        {.letter = 8, .recipient = TEXT("wei.li@old.example"), .subject = say("Somebody asks for exam records under your mailbox", "有人申请关联您邮箱下的考试记录"), .answer = TEXT(""), .changed = at(2026, 11, 19, 2, 0), .held = true}};
    struct desk_letters_page list = {.failed = true, .may_hold = true, .back = TEXT("/desk/letters?show="), .letters = NONE(people_outgoing_record)};
    write_door_page("empty", 2, DESK_PAGE_LETTERS, &list);
    list.letters = LIST(people_outgoing_record, letters);
    list.letters.count = 1;
    write_door_page("one", 2, DESK_PAGE_LETTERS, &list);
    letters[0].bounced = false, letters[0].held = true, letters[0].answer = TEXT("");
    list = (struct desk_letters_page){.held = true, .may_hold = true, .back = TEXT("/desk/letters?show=held"), .letters = LIST(people_outgoing_record, letters)};
    write_door_page("many", 2, DESK_PAGE_LETTERS, &list);
    for (int i = 0; i < 2; i++) letters[i].held = false, letters[i].waiting = true;
    list = (struct desk_letters_page){.waiting = true, .may_hold = true, .back = TEXT("/desk/letters?show=waiting"), .letters = LIST(people_outgoing_record, letters)};
    write_door_page("waiting", 2, DESK_PAGE_LETTERS, &list);
    struct letter_view view = {.id = 9, .account_id = 7, .recipient = address(), .subject = letters[0].subject, .text = say("Dear Li Wei,\n\nyour e-Cert is ready.", "李伟，您好：\n\n您的电子证书已可下载。"), .written = at(2026, 11, 18, 2, 0), .changed = at(2026, 11, 18, 2, 0),
                               .next = NO_INSTANT, .held = true};
    struct desk_letter_page letter = {.letter = 9, .may_hold = true, .may_open = true, .back = TEXT("/desk/letters/9"), .letters = {&letter_view_record, &view, 1}};
    write_door_page("waiting", 2, DESK_PAGE_LETTER, &letter);
    refuse("", say("Only a letter that waits can be held back; this one does not, or is just being sent.", "只能暂停等待发送的信件；这封信件不在等待，或正在发送。"));
    view.held = false, view.sent = true, view.account_id = 0, letter.may_open = false;
    write_door_page("error", 2, DESK_PAGE_LETTER, &letter);
    fresh_frame(true, "/my/certificates");
    frame.acting = frame.at_certificates = true;
    struct certificates_page seen = {.certificates = NONE(certificate_card_record), .progress = NONE(explanation_record)};
    write_page("acting", PAGE_CERTIFICATES, &seen);
}

static void desk_packages_pages(void)
{
    fresh_frame(true, "/desk/packages");
    frame.desk = frame.at_packages = frame.may_read_people = frame.may_read_cases = frame.may_read_near = frame.may_read_packages = true;
    frame.user_name = TEXT("mia.staff");
    static const char *const words[] = {"waiting", "applied", "approved", "packed", "superseded", "overdue", "mailed", "returned"};
    const struct text names[] = {say("All that wait", "所有待处理"), say("To be approved", "待批准"), say("To be packed", "待打包"), say("To be mailed", "待寄出"), say("To be unpacked", "待拆包"), say("Overdue", "逾期"),
                                 say("On their way", "运输中"), say("Came back", "已退回")};
    struct desk_show_row shows[8];
    for (int i = 0; i < 8; i++) shows[i] = (struct desk_show_row){text_of(words[i]), names[i], i == 0 ? 0 : i, i == 0};
    struct package_week weeks[PACKAGE_WEEKS];
    for (int i = 0; i < PACKAGE_WEEKS; i++) {
        weeks[i] = (struct package_week){.monday = {on(2026, 5, 25).number + 7 * i}, .in_time = i * 5 % 31, .late = i % 9 == 4 ? 3 : 0, .days = i % 9 == 4 ? 9 : 4 + i % 4, .most = 9 + i % 3};
    }
    struct buffer good = buffer_new(house.arena, 1024, 16384), late = buffer_new(house.arena, 1024, 16384);
    struct day mondays[PACKAGE_WEEKS];
    for (int i = 0; i < PACKAGE_WEEKS; i++) {
        mondays[i] = weeks[i].monday;
        desk_plot_bar(weeks[i].days > 7 ? &late : &good, i, 0, weeks[i].days, 9);
    }
    struct desk_packages_page page = {.shows = LIST(desk_show_row_record, shows), .show = TEXT("waiting"), .packages = NONE(package_view_record), .refusals = NONE(package_refusal_record),
                                      .ticked = NONE(text_line_record), .may_send = true, .months = NONE(plot_label_record), .weeks = NONE(package_week_record)};
    write_door_page("empty", 2, DESK_PAGE_PACKAGES, &page);
    struct package_view views[] = {a_package(PACKAGE_APPLIED), a_package(PACKAGE_APPLIED), a_package(PACKAGE_APPROVED), a_package(PACKAGE_PACKED), a_package(PACKAGE_MAILED), a_package(PACKAGE_RETURNED), an_addressed_package(false), an_addressed_package(true)};
    views[0].overdue = views[1].stopped = views[2].renamed = views[2].replacement = views[3].provisional = views[2].holder_changed = views[5].replaced = true;
    views[1].name_case = TEXT("C4K8-P2ZT");
    views[3].renamed = true;
    shows[0].count = 4;
    page.superseded = 1, page.refused_events = 2;
    page.packages = LIST(package_view_record, views);
    page.may_approve = page.may_pack = page.may_print = page.more = page.any_weeks = true;
    page.plot_width = desk_plot_width(PACKAGE_WEEKS), page.plot_base = DESK_PLOT_BASE, page.plot_height = DESK_PLOT_HEIGHT, page.promised = 7, page.most = 9;
    page.promise_y = DESK_PLOT_BASE - 7 * DESK_PLOT_BASE / 9;
    page.most_apart = true;
    page.in_time = buffer_text(&good), page.late = buffer_text(&late);
    page.months = desk_plot_months(house.arena, mondays, PACKAGE_WEEKS);
    page.weeks = LIST(package_week_record, weeks);
    write_door_page("many", 2, DESK_PAGE_PACKAGES, &page);
    /* One week alone, of one that was very late. */
    struct desk_packages_page begun = page;
    struct buffer one_late = buffer_new(house.arena, 64, 256);
    desk_plot_bar(&one_late, PACKAGE_WEEKS - 1, 0, 31, 31);
    begun.most = 31, begun.promise_y = DESK_PLOT_BASE - 7 * DESK_PLOT_BASE / 31;
    begun.in_time = TEXT(""), begun.late = buffer_text(&one_late);
    begun.weeks = (struct list){&package_week_record, &weeks[PACKAGE_WEEKS - 1], 1};
    write_door_page("one", 2, DESK_PAGE_PACKAGES, &begun);
    struct package_refusal refusals[] = {{TEXT("P7Q4-MX2K-9WD3"), say("The certificate of package P7Q4-MX2K-9WD3 is not valid now. Wait until it is again, or cancel the package.", "包裹 P7Q4-MX2K-9WD3 的证书当前无效。请等待其恢复有效，或取消包裹。")}};
    page.told = page.cut = true, page.done = 41, page.refused = 1;
    page.refusals = LIST(package_refusal_record, refusals);
    write_door_page("done", 2, DESK_PAGE_PACKAGES, &page);
    page.told = page.cut = false, page.asked = true;
    page.act = TEXT("labels"), page.left_out = TEXT("x");
    write_door_page("waiting", 2, DESK_PAGE_PACKAGES, &page);
    page.asked = false;
    refuse("package", say("No package is ticked.", "未勾选任何包裹。"));
    write_door_page("error", 2, DESK_PAGE_PACKAGES, &page);

    static const char *const chinese[] = {"518129", "广东省深圳市龙岗区", "坂田街道五和大道1号", "李伟"}, *const latin[] = {"Li Wei", "1 Wuhe Avenue, Bantian", "Shenzhen", "GUANGDONG SHENG, 518129", "CHINA"};
    struct address_line lines[2][5];
    struct address_card cards[] = {{1, lines_of(lines[0], chinese, 4), lines_of(lines[1], latin, 5), say("China", "中国"), TEXT("+8613800138000"), true, say("Li Wei, Shenzhen", "李伟, 深圳市")}};
    struct text_line contents[] = {{say("Printed certificate in a presentation folder", "纸质证书及证书夹")}, {say("Expert card with the certificate number", "印有证书编号的专家卡")}};
    struct package_entry history[] = {{at(2026, 9, 24, 2, 0), say("Applied for", "已申请"), TEXT(""), TEXT("li.wei")}, {at(2026, 9, 28, 1, 10), say("Approved", "已批准"), TEXT(""), TEXT("mia.staff")}};
    struct package_printed printed[] = {{say("address label", "地址标签"), at(2026, 9, 28, 2, 0), TEXT("mia.staff"), false, true, false}, {say("certificate", "证书"), at(2026, 9, 28, 2, 5), TEXT("mia.staff"), true, false, false}},
        came_back[] = {{say("address label", "地址标签"), at(2026, 9, 28, 2, 0), TEXT("mia.staff"), false, false, true}, {say("certificate", "证书"), at(2026, 9, 28, 2, 5), TEXT("mia.staff"), false, false, true}};
    static const char *const states[] = {NULL, "applied", "approved", "packed", "mailed", "delivered", "returned", "cancelled"};
    const struct text dhl = say("DHL Express", "DHL 敦豪"), ems = say("EMS / UPU", "EMS / 万国邮联");
    struct desk_carrier_row two[] = {{TEXT("dhl"), dhl, false}, {TEXT("fedex"), say("FedEx", "FedEx 联邦快递"), false}}, other[] = {{TEXT("dhl"), dhl, true}, {TEXT("s10"), ems, false}};
    const struct text held = say("For package P7Q4-MX2K-9WD3 nothing is sent now: an exam record on which its certificate rests may leave the account. It goes on when case C4K8-P2ZT has ended, if the record stays.",
                                 "包裹 P7Q4-MX2K-9WD3 现在不寄送：其证书所依据的一条考试记录可能离开该账号。事项 C4K8-P2ZT 结束后，若记录保留则继续办理。");
    struct desk_mailing mailing = {.express_number = TEXT(""), .carriers = NONE(desk_carrier_row_record)};
    for (int32_t state = PACKAGE_APPLIED; state <= PACKAGE_CANCELLED; state++) {
        struct package_view view = a_package(state);
        struct desk_package_page one = {.packages = {&package_view_record, &view, 1}, .cards = LIST(address_card_record, cards), .contents = LIST(text_line_record, contents), .history = LIST(package_entry_record, history), .printed = NONE(package_printed_record),
                                        .mailings = {&desk_mailing_record, &mailing, 1}, .may_send = true, .may_approve = view.applied, .may_pack = view.approved, .may_mail = view.packed,
                                        .may_end = view.mailed, .may_return = view.mailed || view.delivered, .may_again = view.returned, .may_renumber = view.mailed,
                                        .may_unpack = view.packed, .may_print = view.approved || view.packed, .may_stop = view.waiting || view.returned};
        frame.errors.count = 0, frame.wrong_package = TEXT("");
        if (view.applied) view.stopped = view.renamed = view.holder_changed = true;
        if (view.approved) one.printed = LIST(package_printed_record, printed), view.name_case = TEXT("C4K8-P2ZT"), view.renamed = true;
        write_door_page(states[state], 2, DESK_PAGE_PACKAGE, &one);
        if (view.approved) {
            view.name_case = TEXT(""), view.renamed = false, view.dispatches = 1;
            one.printed = LIST(package_printed_record, came_back);
            write_door_page("again", 2, DESK_PAGE_PACKAGE, &one);
            one.may_pack = false, view.dispute_case = TEXT("C4K8-P2ZT");
            write_door_page("disputed", 2, DESK_PAGE_PACKAGE, &one);
        }
        if (view.returned) {
            struct package_view replaced = view;
            replaced.replaced = true, replaced.sent_again = false, replaced.replaced_by = TEXT("P2B7-KD54-RXNE");
            one.packages.items = &replaced, one.may_again = false;
            write_door_page("replaced", 2, DESK_PAGE_PACKAGE, &one);
            replaced = view, replaced.replacement_case = TEXT("C4K8-P2ZT");
            write_door_page("asked", 2, DESK_PAGE_PACKAGE, &one);
            replaced = an_addressed_package(true), one.may_again = true;
            write_door_page("addressed", 2, DESK_PAGE_PACKAGE, &one);
        }
        if (view.mailed) {
            one.back_day = TEXT("2026-10-09"), one.words = say("Moved away", "已搬走");
            refuse("back_day", say("This day cannot be: it lies before the package was mailed, or has not come yet.", "日期不成立：早于寄出日期，或尚未到来。"));
            write_door_page("wrong-day", 2, DESK_PAGE_PACKAGE, &one);
            frame.wrong_back_day = TEXT("");
        }
        if (!view.packed) continue;
        mailing = (struct desk_mailing){.express_number = TEXT("254412284166"), .wrong_digit = true, .carriers = NONE(desk_carrier_row_record)};
        write_door_page("waiting", 2, DESK_PAGE_PACKAGE, &one);
        mailing = (struct desk_mailing){.express_number = TEXT("RR473124829DE"), .other_form = true, .carrier = TEXT("dhl"), .carrier_name = dhl, .others = ems, .carriers = {&desk_carrier_row_record, other, 2}};
        write_door_page("other", 2, DESK_PAGE_PACKAGE, &one);
        view.dispute_case = TEXT("C4K8-P2ZT");
        mailing = (struct desk_mailing){.express_number = TEXT("254412284166"), .held = held, .anyway = true, .carriers = NONE(desk_carrier_row_record)};
        write_door_page("held", 2, DESK_PAGE_PACKAGE, &one);
        view.dispute_case = TEXT("");
        mailing = (struct desk_mailing){.express_number = TEXT(""), .carriers = NONE(desk_carrier_row_record)};
        view.renamed = true;
        write_door_page("renamed", 2, DESK_PAGE_PACKAGE, &one);
        view.renamed = false;
        mailing = (struct desk_mailing){.express_number = TEXT("PYGT-RDWW-XCYJ"), .carriers = NONE(desk_carrier_row_record)};
        refuse("express_number", say("This is the number of a package, not the carrier's. Scan the number on the carrier's label.", "这是包裹编号，不是快递单号。请扫描快递面单上的单号。"));
        write_door_page("error", 2, DESK_PAGE_PACKAGE, &one);
        frame.wrong_express_number = mailing.express_number = TEXT("");
    }

    struct package_view packed = a_package(PACKAGE_PACKED);
    struct desk_scan_page scan = {.package = TEXT(""), .packages = NONE(package_view_record), .mailings = {&desk_mailing_record, &mailing, 1}};
    frame.notice = say("Mailed. The applicant has the express number by letter. No known carrier has such numbers: compare it with the label.", "已寄出，快递单号已以信件通知申请人。没有已知的快递公司使用此类单号：请与面单核对。");
    write_door_page("empty", 2, DESK_PAGE_SCAN, &scan);
    frame.notice = TEXT("");
    scan.packages = (struct list){&package_view_record, &packed, 1};
    write_door_page("one", 2, DESK_PAGE_SCAN, &scan);
    mailing = (struct desk_mailing){.express_number = TEXT("1234567890"), .ask = true, .carriers = {&desk_carrier_row_record, two, 2}};
    write_door_page("waiting", 2, DESK_PAGE_SCAN, &scan);
    mailing = (struct desk_mailing){.express_number = TEXT("SF123"), .carrier = TEXT("sf"), .carrier_name = say("SF Express", "顺丰速运"), .other_form = true, .carriers = NONE(desk_carrier_row_record)};
    write_door_page("no-form", 2, DESK_PAGE_SCAN, &scan);
    mailing = (struct desk_mailing){.express_number = TEXT("1234567890"), .ask = true, .carriers = {&desk_carrier_row_record, two, 2}};
    mailing = (struct desk_mailing){.express_number = TEXT("254412284165"), .held = held, .carriers = NONE(desk_carrier_row_record)};
    write_door_page("held", 2, DESK_PAGE_SCAN, &scan);
    scan = (struct desk_scan_page){.package = TEXT("P123"), .packages = NONE(package_view_record), .mailings = scan.mailings};
    refuse("package", say("This is no package that is packed and waits to be mailed. Scan the number on its packing slip.", "没有已打包待寄出的此包裹。请扫描装箱单上的编号。"));
    write_door_page("error", 2, DESK_PAGE_SCAN, &scan);

    frame.errors.count = 0, frame.wrong_package = TEXT("");
    struct desk_deliveries_page deliveries = {.verdicts = NONE(package_event_verdict_record), .events = NONE(package_event_view_record), .refusals = NONE(package_event_refused_view_record), .settled = NONE(package_event_refused_view_record), .may_send = true};
    write_door_page("empty", 2, DESK_PAGE_DELIVERIES, &deliveries);
    struct package_event_verdict verdicts[] = {{.line = 2, .number = TEXT("254412284165"), .what = say("Delivered", "已送达"), .taken = true}, {.line = 3, .number = TEXT("RR473124829DE"), .what = say("Came back", "已退回"), .unknown = true},
                                               {.line = 4, .number = TEXT("254412284165"), .what = say("Delivered", "已送达"), .unchanged = true},
                                               {.line = 5, .number = TEXT("?"), .what = TEXT("lost"), .refused = true, .why = say("This is no express number.", "这不是快递单号。")}};
    struct package_event_view events[] = {{TEXT("RR473124829DE"), say("Came back", "已退回"), TEXT("s10"), say("Not at home", "收件人不在家"), on(2026, 10, 12), NO_DAY, at(2026, 10, 12, 8, 0), true, false},
                                          {TEXT("254412284165"), say("Delivered", "已送达"), TEXT("sf"), TEXT(""), on(2026, 9, 12), on(2026, 9, 24), at(2026, 9, 13, 8, 0), true, true}};
    struct package_event_refused_view not_taken[] = {
        {.id = 1, .times = 1, .number = TEXT("254412284165"), .what = say("Delivered", "已送达"), .carrier = say("SF Express", "顺丰速运"), .said = TEXT("2026-09-08"), .text = TEXT(""), .network = TEXT("192.0.2.7"), .package = TEXT("P7Q4-MX2K-9WD3"), .why = TEXT(""),
         .since = on(2026, 9, 24), .first = at(2026, 10, 9, 8, 0), .last = at(2026, 10, 9, 8, 0), .days = 3, .early = true},
        {.id = 2, .times = 3, .number = TEXT("1ZW7V3490319853912"), .what = TEXT("lost"), .carrier = say("UPS", "UPS 联合包裹"), .said = TEXT("2026-10-11T08:30:00Z"), .text = say("Not found", "未找到"), .network = TEXT("192.0.2.7"), .package = TEXT(""),
         .why = say("What happened must be delivered or returned.", "事件必须是 delivered（已送达）或 returned（已退回）。"), .since = NO_DAY, .first = at(2026, 10, 11, 8, 0), .last = at(2026, 10, 12, 7, 0), .days = 1, .again = true},
        {.id = 3, .times = 40, .number = TEXT(""), .what = TEXT(""), .carrier = TEXT(""), .said = TEXT(""), .text = TEXT(""), .network = TEXT("198.51.100.23"), .package = TEXT(""),
         .why = say("A call was signed with another secret than delivery_secret. Nothing that it said was read.", "某次调用使用的密钥与 delivery_secret 不同，其内容未被读取。"), .since = NO_DAY, .first = at(2026, 10, 12, 7, 0), .last = at(2026, 10, 12, 8, 0), .call = true, .again = true}};
    struct package_event_refused_view settled[] = {not_taken[0], not_taken[1], not_taken[2]};
    for (int i = 0; i < 3; i++) settled[i].settled = at(2026, 10, 12, 6 - i, 0), settled[i].settled_by = i ? TEXT("mia.staff") : TEXT("");
    deliveries = (struct desk_deliveries_page){.told = true, .taken = 1, .unknown = 1, .unchanged = 1, .refused = 1, .verdicts = LIST(package_event_verdict_record, verdicts), 
        .events = LIST(package_event_view_record, events), .refusals = LIST(package_event_refused_view_record, not_taken), .settled = LIST(package_event_refused_view_record, settled), .may_send = true};
    write_door_page("many", 2, DESK_PAGE_DELIVERIES, &deliveries);
    deliveries.told = false;
    refuse("event", say("Nothing is ticked.", "未勾选任何内容。"));
    write_door_page("error", 2, DESK_PAGE_DELIVERIES, &deliveries);
    frame.errors.count = 0, frame.wrong_event = TEXT("");
    deliveries.told = deliveries.may_send = false;
    write_door_page("not-allowed", 2, DESK_PAGE_DELIVERIES, &deliveries);
    struct desk_numbers_page numbers = {.rows = NONE(package_number_row_record)};
    write_door_page("empty", 2, DESK_PAGE_NUMBERS, &numbers);
    struct package_number_row rows[] = {
        {.line = 2, .package = TEXT("P7Q4-MX2K-9WD3"), .number = TEXT("254412284165"), .carrier = say("SF Express", "顺丰速运"), .mailed = true, .why = TEXT("")},
        {.line = 3, .package = TEXT("P2B7-KD54-RXNE"), .number = TEXT("SOMEBODY7"), .carrier = TEXT(""), .mailed = true, .warned = true, .why = TEXT("")},
        {.line = 4, .package = TEXT("P8YH-72W1-C5VG"), .number = TEXT("RR473124829DE"), .carrier = ems, .unchanged = true, .why = TEXT("")},
        {.line = 5, .package = TEXT("P000-0000-0000"), .number = TEXT("RR473124829DE"), .carrier = TEXT(""), .refused = true, .why = say("There is no such package. Compare the number with the packing slip.", "没有此包裹。请与装箱单上的编号核对。")},
        {.line = 6, .package = TEXT("P4NC-83TR-M6QH"), .number = TEXT("SF123"), .carrier = TEXT(""), .refused = true, .why = say("This number does not have the form of those of SF Express. If it is right all the same, send the file again and take such numbers, too.", "此单号不符合顺丰速运的单号格式。如确认无误，请重新上传文件并勾选接受此类单号。")}};
    numbers = (struct desk_numbers_page){.told = true, .dry_run = true, .mailed = 2, .unchanged = 1, .refused = 2, .rows = LIST(package_number_row_record, rows)};
    write_door_page("many", 2, DESK_PAGE_NUMBERS, &numbers);
    numbers.dry_run = false;
    write_door_page("done", 2, DESK_PAGE_NUMBERS, &numbers);
    refuse("file", say("This is no file of express numbers. Each row has a package's number and an express number, with a comma between.", "这不是快递单号文件。每行应有包裹编号和快递单号，以逗号分隔。"));
    numbers = (struct desk_numbers_page){.rows = NONE(package_number_row_record)};
    write_door_page("error", 2, DESK_PAGE_NUMBERS, &numbers);
}

static void desk_cases_pages(void)
{
    fresh_frame(true, "/desk/cases");
    frame.desk = frame.at_cases = frame.may_read_cases = frame.may_read_near = true;
    struct case_count counts[] = {{TEXT("name"), say("Correction of a name", "姓名更正"), 3, 1, 1, 1, at(2026, 11, 9, 1, 0), at(2026, 11, 9, 1, 0), 11}, {TEXT("question"), say("Question", "咨询"), 0, 0, 0, 0, NO_INSTANT, NO_INSTANT, 0}};
    struct desk_cases_page page = {.counts = LIST(case_count_record, counts), .cases = NONE(case_view_record), .kind = TEXT(""), .show = TEXT(""), .all = true, .waiting = 3, .overdue_count = 1, .second_count = 1};
    write_door_page("empty", 2, DESK_PAGE_CASES, &page);
    struct case_view views[5];
    for (int n = 0; n < 5; n++) {
        views[n] = case_of(n);
        views[n].account = n == 2 ? TEXT("") : TEXT("li.wei");
        views[n].age_days = 4 - n;
        views[n].overdue = n == 1;
        views[n].evidence_count = n;
    }
    page.cases = LIST(case_view_record, views);
    write_door_page("many", 2, DESK_PAGE_CASES, &page);
    struct web_case_fact facts[] = {{say("Name in Latin letters, as it shall be", "希望的姓名（拉丁字母）"), TEXT("Li Weiwei"), TEXT(""), false, false}};
    struct case_entry_view entries[] = {
        {.at = at(2026, 11, 16, 2, 12), .by_asker = true, .opened = true},
        {.at = at(2026, 11, 16, 2, 12), .by_asker = true, .message = true, .text = say("A syllable of my name was lost when I booked.", "预约时我的名字少了一个字。")},
        {.at = at(2026, 11, 17, 3, 30), .by_staff = true, .who = TEXT("sam"), .note = true, .text = say("Looks genuine.", "看起来真实。")},
        {.at = at(2026, 11, 17, 4, 0), .by_staff = true, .who = TEXT("sam"), .message = true, .text = say("Please send the other page, too.", "请再提供另一页。")},
        {.at = at(2026, 11, 17, 4, 30), .by_staff = true, .who = TEXT("rita"), .proposed = true, .text = say("As the passport says.", "与护照一致。")},
        {.at = at(2026, 11, 17, 5, 30), .by_staff = true, .who = TEXT("rolf"), .sent_back = true, .text = say("The picture is not readable.", "图片无法辨认。")}};
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) entries[i].until = i == 3 ? on(2026, 11, 24) : NO_DAY;
    struct case_evidence_view evidence[] = {{1, at(2026, 11, 16, 2, 12), TEXT("passport.jpg"), TEXT("image/jpeg"), 3000, 2000, 500000, true, {NULL, 0}},
                                            {2, at(2026, 11, 17, 5, 0), TEXT("公证书.pdf"), TEXT("application/pdf"), 0, 0, 90000, false, {NULL, 0}}};
    struct desk_name_row names[] = {{say("As asked", "申请的姓名"), TEXT(""), TEXT("Li Weiwei"), TEXT("李薇薇"), true},
                                    {say("Profile", "个人资料"), TEXT(""), TEXT("Li Wei"), TEXT("李薇"), false},
                                    {say("Certificate", "证书"), TEXT("HW-2026-7F3K9Q2M-41"), TEXT("Li Wei"), TEXT("李薇"), false},
                                    {say("Exam record", "考试记录"), TEXT("H12-811 R100000001"), TEXT("Wei Li"), TEXT(""), false}};
    struct desk_compare_row compared[] = {{say("Name in Latin letters", "拉丁字母姓名"), TEXT("Wei Li"), TEXT("Li Wei")}, {say("Mailbox", "邮箱"), TEXT("wei.li@old.example"), TEXT("li.wei@example.com")}};
    views[0].first_by = TEXT("rita");
    struct desk_case_page one = {.cases = {&case_view_record, &views[0], 1}, .facts = LIST(web_case_fact_record, facts), .entries = LIST(case_entry_view_record, entries),
                                 .evidence = LIST(case_evidence_view_record, evidence), .names = LIST(desk_name_row_record, names), .compared = NONE(desk_compare_row_record), .may_message = true,
                                 .may_note = true, .may_decide = true, .answer_by = on(2026, 11, 27)};
    write_door_page("one", 2, DESK_PAGE_CASE, &one);
    refuse("reason", say("Reason is missing. Fill it in.", "请填写“理由”。"));
    write_door_page("error", 2, DESK_PAGE_CASE, &one);
    frame.errors.count = 0, frame.wrong_reason = TEXT("");
    frame.notice = say("It is noted. What the case says now stands below.", "已记录。事项的当前状态见下。");
    views[0].open = false, views[0].waiting_second = true, views[0].outcome = TEXT("granted"), views[0].outcome_name = say("Granted", "已批准"), views[0].state_name = say("Waiting for a second person", "等待第二人确认");
    one.may_decide = false, one.may_confirm = one.may_send_back = true, one.typed_reason = say("As the passport says.", "与护照一致。");
    write_door_page("done", 2, DESK_PAGE_CASE, &one);
    frame.notice = TEXT("");
    one.may_message = one.may_note = one.may_confirm = one.may_send_back = false, one.own = true;
    write_door_page("not-allowed", 2, DESK_PAGE_CASE, &one);
    views[1].mailbox = TEXT("wei.li@old.example");
    one = (struct desk_case_page){.cases = {&case_view_record, &views[1], 1}, .facts = NONE(web_case_fact_record), .entries = LIST(case_entry_view_record, entries), .evidence = NONE(case_evidence_view_record),
                                  .names = NONE(desk_name_row_record), .compared = LIST(desk_compare_row_record, compared), .may_message = true, .may_note = true, .may_decide = true, .answer_by = on(2026, 11, 27)};
    one.before = 17, one.older = true;
    write_door_page("lost", 2, DESK_PAGE_CASE, &one);
    one.before = 0, one.older = false;
    one.holder = TEXT("zhang.wei");
    write_door_page("lost-taken", 2, DESK_PAGE_CASE, &one);
    struct case_view granted = views[1];
    granted.cooling = false, granted.closed = granted.granted = true, granted.outcome_name = say("Granted", "已批准"), granted.closed_at = at(2026, 11, 24, 2, 0);
    one.cases.items = &granted, one.holder = TEXT(""), one.lost_unbinding = TEXT("7K4M-XW2P-9QRS"), one.may_decide = one.may_message = false;
    write_door_page("lost-granted", 2, DESK_PAGE_CASE, &one);
    one.lost_unbinding = TEXT(""), one.may_message = true;
    one.cases.items = &views[2], one.compared.count = 0, one.may_decide = false, one.may_answer = one.unproven = true;
    write_door_page("waiting", 2, DESK_PAGE_CASE, &one);
    one.unproven = false, one.unreached = true;
    write_door_page("unreached", 2, DESK_PAGE_CASE, &one);
    one.unreached = false;
    struct case_view unbinding = unbinding_case();
    one.cases.items = &unbinding, one.may_answer = one.unproven = false, one.answer_by = NO_DAY;
    entries[0] = (struct case_entry_view){.at = at(2026, 11, 16, 2, 12), .by_system = true, .opened = true};
    write_door_page("unbinding", 2, DESK_PAGE_CASE, &one);
    unbinding.with_holder = unbinding.open = false, unbinding.waiting_second = true, unbinding.first_by = TEXT("rita"), unbinding.outcome = TEXT("granted"), unbinding.outcome_name = say("Unbind now", "立即解除绑定"),
    unbinding.state_name = say("Waiting for a second person", "等待第二人确认");
    one.may_send_back = true;
    write_door_page("unbinding-second", 2, DESK_PAGE_CASE, &one);
    struct case_view fonts = {.id = 7, .number = TEXT("7K4M-XW2P-9QVX"), .kind_name = say("State of a certificate", "证书状态"), .of_certificate = true, .open = true, .account_id = 7, .account = TEXT("li.wei"),
                              .state_name = say("With the certifying body", "认证机构处理中"), .opened = at(2026, 11, 16, 2, 12), .closed_at = NO_INSTANT, .opposed = NO_INSTANT, .not_before = NO_DAY, .due = on(2026, 11, 25), .age_days = 2};
    struct web_case_fact about[] = {{say("Certificate", "证书"), TEXT("/desk/certificates/HC-2026-7Q4MX2-9K"), TEXT("HC-2026-7Q4MX2-9K"), true, false}, {say("Characters that cannot be printed", "无法印出的字符"), TEXT("𓀀 (U+13000)"), TEXT(""), false, false},
                                    {say("To be decided", "待决定"), say("The holder’s name cannot be printed, so this certificate waits: the fonts lack characters of it, or, where none are named here, it is too long for its place. It is issued by itself, and this case ends, when the holder has written his name otherwise, or when the nightly run finds a font that has them: theme/ecert/README.md says how one is added. Granted or refused, this only closes the case.", "持有人的姓名无法印制，因此该证书暂不颁发：字体缺少其中的字符；如此处未列出字符，则是姓名过长，证书上印不下。持有人换一种写法填写姓名后，或夜间任务发现有字体包含这些字符后，证书会自动颁发，本事项随之结束；添加字体的方法见 theme/ecert/README.md。无论批准或拒绝，都只会关闭本事项。"), TEXT(""), false, false}};
    one.cases.items = &fonts, one.facts = LIST(web_case_fact_record, about), one.entries.count = 1, one.may_send_back = false, one.may_decide = one.may_note = true, one.may_message = false;
    write_door_page("unprintable", 2, DESK_PAGE_CASE, &one);
}

int main(int count, char **words)
{
    if (count != 2) {
        fprintf(stderr, "usage: page-samples FOLDER\n");
        return 2;
    }
    folder = words[1];
    mkdir(folder, 0777);
    enum result result = house_open(&house, TEXT("sqlite:/nowhere.db"));
    web.house = &house;
    if (result >= 0) web_load_routes(&web);
    if (result >= 0) result = web_load_pages(&web);
    if (result >= 0) result = web_load_help(&web);
    if (result < 0) {
        struct text text = error_text(house.arena, &house.context.error);
        fprintf(stderr, "page-samples: %.*s\n", TEXT_ARG(text));
        return 1;
    }
    for (size_t i = 0; i < languages_count(house.languages); i++) {
        language = languages_tag(house.languages, i);
        mkdir(text_printf(house.arena, "%s/%s", folder, language).bytes, 0777);
        entrance();
        certificates();
        exams();
        provider_addresses();
        activation();
        single_records();
        letters();
        profile();
        addresses();
        packages();
        second_step();
        verification();
        failures();
        merging();
        unbinding();
        near_misses();
        merged_accounts();
        cases();
        person();
        unheld();
        help();
        desk();
        desk_cases_pages();
        desk_packages_pages();
    }
    for (size_t door = 0; door < web.door_count; door++)
        for (size_t i = 0; i < web.doors[door]->page_count; i++) printf("%s\n", web.doors[door]->pages[i].name);
    house_close(&house);
    return 0;
}
