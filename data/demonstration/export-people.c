#include "export-people.h"

#include <stdio.h>
#include <string.h>

struct name {
    const char *latin, *native;
};
struct place {
    const char *country, *site, *zone;
    int ahead; /* minutes ahead of UTC, without summer time */
};

/* A culture: how its people are called and where they sit their exams. `share` is in percent. */
struct culture {
    int share;
    const struct name *first, *last;
    int first_count, last_count;
    const struct place *places;
    int place_count;
    const char *domain;
};

#define COUNT(A) (int)(sizeof(A) / sizeof *(A))

static const struct name chinese_last[] = {{"Wang", "王"}, {"Li", "李"}, {"Zhang", "张"}, {"Liu", "刘"}, {"Chen", "陈"}, {"Yang", "杨"}, {"Huang", "黄"}, {"Zhao", "赵"},
    {"Wu", "吴"}, {"Zhou", "周"}, {"Xu", "徐"}, {"Sun", "孙"}, {"Ma", "马"}, {"Zhu", "朱"}, {"Hu", "胡"}, {"Guo", "郭"}, {"He", "何"}, {"Lin", "林"}, {"Gao", "高"},
    {"Luo", "罗"}, {"Ouyang", "欧阳"}, {"Lü", "吕"}};
static const struct name chinese_first[] = {{"Wei", "伟"}, {"Fang", "芳"}, {"Na", "娜"}, {"Xiuying", "秀英"}, {"Min", "敏"}, {"Jing", "静"}, {"Qiang", "强"}, {"Lei", "磊"},
    {"Jun", "军"}, {"Yang", "洋"}, {"Yong", "勇"}, {"Yan", "艳"}, {"Jie", "杰"}, {"Tao", "涛"}, {"Ming", "明"}, {"Chao", "超"}, {"Xiaolong", "小龙"}, {"Haiyan", "海燕"},
    {"Zihan", "子涵"}, {"Yuxuan", "宇轩"}, {"Nüe", "女娥"}, {"Jiahao", "嘉豪"}};
static const struct place chinese_places[] = {{"CN", "50482", "Asia/Shanghai", 480}, {"CN", "50517", "Asia/Shanghai", 480}, {"CN", "71920", "Asia/Shanghai", 480}, {"CN", "88013", "Asia/Urumqi", 360}, {"HK", "60233", "Asia/Hong_Kong", 480}};
static const struct name european_last[] = {{"Müller", ""}, {"García", ""}, {"Rossi", ""}, {"Silva", ""}, {"Dubois", ""}, {"Smith", ""}, {"Jansen", ""}, {"Nowak", ""}, {"Núñez", ""},
    {"O'Brien", ""}, {"Söderström", ""}, {"Gonçalves", ""}, {"Schmidt", ""}, {"de la Cruz", ""}, {"Weiß", ""}, {"Lefèvre", ""}};
static const struct name european_first[] = {{"Jürgen", ""}, {"María", ""}, {"Marco", ""}, {"João", ""}, {"Chloé", ""}, {"Anna", ""}, {"Jan", ""}, {"Zoë", ""}, {"Íñigo", ""},
    {"Siobhan", ""}, {"Björn", ""}, {"Inês", ""}, {"Hans-Peter", ""}, {"Ana María", ""}, {"Peter", ""}, {"Agnès", ""}};
static const struct place european_places[] = {{"DE", "20117", "Europe/Berlin", 60}, {"ES", "20844", "Europe/Madrid", 60}, {"BR", "31090", "America/Sao_Paulo", -180}, {"US", "10233", "America/New_York", -300}, {"US", "10870", "America/Los_Angeles", -480}, {"MX", "32001", "America/Mexico_City", -360}};
static const struct name arabic_last[] = {{"Al-Masri", "المصري"}, {"Haddad", "حداد"}, {"Khalil", "خليل"}, {"Al-Sayed", "السيد"}, {"Nasser", "ناصر"}, {"Farouk", "فاروق"}};
static const struct name arabic_first[] = {{"Mohammed", "محمد"}, {"Fatima", "فاطمة"}, {"Ahmed", "أحمد"}, {"Layla", "ليلى"}, {"Omar", "عمر"}, {"Yasmin", "ياسمين"}};
static const struct place arabic_places[] = {{"EG", "44110", "Africa/Cairo", 120}, {"AE", "44520", "Asia/Dubai", 240}, {"SA", "44731", "Asia/Riyadh", 180}};
static const struct name slavic_last[] = {{"Ivanova", "Иванова"}, {"Petrenko", "Петренко"}, {"Dimitrov", "Димитров"}, {"Sokolov", "Соколов"}, {"Kovalenko", "Коваленко"}};
static const struct name slavic_first[] = {{"Olga", "Ольга"}, {"Taras", "Тарас"}, {"Georgi", "Георги"}, {"Nikolay", "Николай"}, {"Iryna", "Ірина"}};
static const struct place slavic_places[] = {{"UA", "25110", "Europe/Kyiv", 120}, {"BG", "25410", "Europe/Sofia", 120}, {"KZ", "25730", "Asia/Almaty", 300}};
static const struct name indian_last[] = {{"Sharma", "शर्मा"}, {"Patel", "पटेल"}, {"Singh", "सिंह"}, {"Iyer", "अय्यर"}, {"Gupta", "गुप्ता"}};
static const struct name indian_first[] = {{"Priya", "प्रिया"}, {"Rahul", "राहुल"}, {"Ananya", "अनन्या"}, {"Vikram", "विक्रम"}, {"Kshitij", "क्षितिज"}};
static const struct place indian_places[] = {{"IN", "62011", "Asia/Kolkata", 330}, {"NP", "62900", "Asia/Kathmandu", 345}};
static const struct name eastern_last[] = {{"Sato", "佐藤"}, {"Kim", "김"}, {"Nguyen", "Nguyễn"}, {"Srisai", "ศรีใส"}, {"Tanaka", "田中"}, {"Park", "박"}, {"Tran", "Trần"}, {"Wongsuwan", "วงศ์สุวรรณ"}};
static const struct name eastern_first[] = {{"Haruto", "陽翔"}, {"Minjun", "민준"}, {"Anh", "Ánh"}, {"Somchai", "สมชาย"}, {"Sakura", "さくら"}, {"Seoyeon", "서연"}, {"Duc", "Đức"}, {"Malee", "มาลี"}};
static const struct place eastern_places[] = {{"JP", "70110", "Asia/Tokyo", 540}, {"KR", "70220", "Asia/Seoul", 540}, {"VN", "70330", "Asia/Ho_Chi_Minh", 420}, {"TH", "70440", "Asia/Bangkok", 420}};

#define CULTURE(SHARE, NAME, DOMAIN) \
    {SHARE, NAME##_first, NAME##_last, COUNT(NAME##_first), COUNT(NAME##_last), NAME##_places, COUNT(NAME##_places), DOMAIN}
static const struct culture cultures[] = {
    CULTURE(30, chinese, "example.com"), CULTURE(34, european, "example.org"), CULTURE(10, arabic, "mail.example.net"),
    CULTURE(8, slavic, "example.net"),   CULTURE(10, indian, "example.com"),   CULTURE(8, eastern, "post.example.org")};

uint64_t mixed(uint64_t number)
{
    number += 0x9E3779B97F4A7C15u;
    number = (number ^ number >> 30) * 0xBF58476D1CE4E5B9u;
    number = (number ^ number >> 27) * 0x94D049BB133111EBu;
    return number ^ number >> 31;
}

static char *put_letters(char *at, const char *name)
{
    for (; *name; name++)
        if ((*name >= 'a' && *name <= 'z') || (*name >= 'A' && *name <= 'Z')) *at++ = (char)(*name | 0x20);
    return at;
}

void person_make(uint64_t seed, uint64_t number, struct person *person)
{
    uint64_t random = mixed(seed * 0x2545F4914F6CDD1Du ^ number);
    int percent = (int)(random % 100);
    const struct culture *culture = cultures;
    while (percent >= culture->share) percent -= culture++->share;
    random = mixed(random);
    const struct name *first = &culture->first[random % (uint64_t)culture->first_count];
    const struct name *last = &culture->last[(random >> 16) % (uint64_t)culture->last_count];
    /* Languages of several scripts: first and last name of the same one. */
    if (culture->last == eastern_last) last = &culture->last[(random >> 32 & 1) * 4 + (uint64_t)(first - culture->first) % 4];
    const struct place *place = &culture->places[(random >> 40) % (uint64_t)culture->place_count];
    person->first = first->latin;
    person->last = last->latin;
    strcpy(person->native_first, first->native);
    strcpy(person->native_last, last->native);
    person->country = place->country;
    person->site = place->site;
    person->zone = place->zone;
    person->ahead = place->ahead;
    /* Padded with zeros to eight digits, as the provider pads them. */
    snprintf(person->candidate_id, sizeof person->candidate_id, "%08llu", (unsigned long long)(100000 + number));
    char *at = put_letters(person->mailbox, first->latin);
    *at++ = '.';
    at = put_letters(at, last->latin);
    sprintf(at, "%llu@%s", (unsigned long long)(random % 97 * 100000 + number), culture->domain);
}
