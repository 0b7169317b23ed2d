#include "package/examples.h"

#include "support/support.h"

const struct example examples[] = {
    {"CN", "张伟", "坂田街道五和大道1号", "龙岗区", "深圳市", "广东省", "518129", "138 0013 8000", "Wei Zhang", "1 Wuhe Avenue", "Longgang", "Shenzhen",
     "518129 | 广东省深圳市龙岗区 | 坂田街道五和大道1号 | 张伟", "Wei Zhang | 1 Wuhe Avenue | Longgang | Shenzhen | GUANGDONG SHENG, 518129"},
    {"HK", "陳大文", "彌敦道1號", NULL, "尖沙咀", "Kowloon", NULL, "2345 6789", "Tai Man Chan", "1 Nathan Road", NULL, "Tsim Sha Tsui",
     "九龍 | 尖沙咀 | 彌敦道1號 | 陳大文", "Tai Man Chan | 1 Nathan Road | Tsim Sha Tsui | KOWLOON"},
    {"MO", "李華", "新馬路1號", NULL, NULL, NULL, NULL, "+853 2871 0000", "Wa Lei", "1 Avenida Almeida Ribeiro", NULL, NULL, "新馬路1號 | 李華", "Wa Lei | 1 Avenida Almeida Ribeiro"},
    {"TW", "王小明", "忠孝東路一段1號", NULL, "中正區", "台北市", "10049", "0912 345 678", "Xiaoming Wang", "No. 1, Sec. 1, Zhongxiao E. Rd.", NULL, "Zhongzheng Dist.",
     "10049 | 台北市中正區 | 忠孝東路一段1號 | 王小明", "Xiaoming Wang | No. 1, Sec. 1, Zhongxiao E. Rd. | ZHONGZHENG DIST., Taipei City 10049"},
    {"JP", "山田太郎", "千代田区丸の内1-1", NULL, NULL, "東京都", "１００-０００５", "03-1234-5678", "Taro Yamada", "1-1 Marunouchi, Chiyoda-ku", NULL, NULL,
     "〒100-0005 | 東京都 | 千代田区丸の内1-1 | 山田太郎", "Taro Yamada | 1-1 Marunouchi, Chiyoda-ku, TOKYO | 100-0005"},
    {"KR", "김철수", "세종대로 110", NULL, "중구", "서울특별시", "04524", "010-1234-5678", "Chulsoo Kim", "110 Sejong-daero", NULL, "Jung-gu",
     "서울특별시 중구 | 세종대로 110 | 김철수 | 04524", "Chulsoo Kim | 110 Sejong-daero | Jung-gu | Seoul | 04524"},
    {"TH", "สมชาย ใจดี", "1 ถนนสุขุมวิท", "คลองเตย", "เขตคลองเตย", "กรุงเทพมหานคร", "10110", "081 234 5678", "Somchai Jaidee", "1 Sukhumvit Road", "Khlong Toei", "Khlong Toei",
     "สมชาย ใจดี | 1 ถนนสุขุมวิท | คลองเตย เขตคลองเตย | กรุงเทพมหานคร 10110", "Somchai Jaidee | 1 Sukhumvit Road | Khlong Toei, Khlong Toei | BANGKOK 10110"},
    {"VN", "Nguyễn Văn A", "1 Tràng Tiền", NULL, "Hoàn Kiếm", "Hà Nội", "100000", "0912 345 678", NULL, NULL, NULL, NULL, "Nguyễn Văn A | 1 Tràng Tiền | HOÀN KIẾM | Hà Nội 100000",
     "Nguyễn Văn A | 1 Tràng Tiền | HOÀN KIẾM | Hanoi City 100000"},
    {"SG", "Tan Ah Kow", "1 Raffles Place #20-01", NULL, NULL, NULL, "048616", "6123 4567", NULL, NULL, NULL, NULL, "Tan Ah Kow | 1 Raffles Place #20-01 | SINGAPORE 048616", NULL},
    {"MY", "Ahmad bin Ali", "1 Jalan Ampang", NULL, "Kuala Lumpur", "Kuala Lumpur", "50450", "012-345 6789", NULL, NULL, NULL, NULL,
     "Ahmad bin Ali | 1 Jalan Ampang | 50450 KUALA LUMPUR | KUALA LUMPUR", NULL},
    {"ID", "Budi Santoso", "Jl. Sudirman 1", NULL, "Jakarta Pusat", "DKI Jakarta", "10220", "0812 3456 7890", NULL, NULL, NULL, NULL,
     "Budi Santoso | Jl. Sudirman 1 | JAKARTA PUSAT | DKI Jakarta 10220", NULL},
    {"PH", "Juan dela Cruz", "1 Ayala Avenue", "Bel-Air", "Makati City", "Metro Manila", "1226", "0917 123 4567", NULL, NULL, NULL, NULL,
     "Juan dela Cruz | 1 Ayala Avenue | Bel-Air, MAKATI CITY | 1226 Metro Manila", NULL},
    {"IN", "Asha Rao", "1 Mahatma Gandhi Road", NULL, "Bengaluru", "Karnataka", "560001", "098450 12345", NULL, NULL, NULL, NULL,
     "Asha Rao | 1 Mahatma Gandhi Road | BENGALURU 560001 | Karnataka", NULL},
    {"PK", "Ali Khan", "1 The Mall", NULL, "Lahore", NULL, "54000", "0300 1234567", NULL, NULL, NULL, NULL, "Ali Khan | 1 The Mall | LAHORE-54000", NULL},
    {"AE", "محمد أحمد", "مبنى 5، شارع الشيخ زايد", NULL, NULL, "إمارة دبيّ", NULL, "050 123 4567", "Mohammed Ahmed", "Building 5, Sheikh Zayed Road", NULL, NULL,
     "محمد أحمد | مبنى 5، شارع الشيخ زايد | دبي", "Mohammed Ahmed | Building 5, Sheikh Zayed Road | Dubai"},
    {"SA", "سعود القحطاني", "8228 طريق الملك فهد", NULL, "الرياض", NULL, "12643", "050 123 4567", "Saud Alqahtani", "8228 King Fahd Road", NULL, "Riyadh",
     "سعود القحطاني | 8228 طريق الملك فهد | الرياض 12643", "Saud Alqahtani | 8228 King Fahd Road | RIYADH 12643"},
    {"EG", "أحمد علي", "1 ميدان التحرير", NULL, "القاهرة", "القاهرة", "11511", "0100 123 4567", "Ahmed Ali", "1 Tahrir Square", NULL, "Cairo",
     "أحمد علي | 1 ميدان التحرير | القاهرة | القاهرة | 11511", "Ahmed Ali | 1 Tahrir Square | CAIRO | Cairo Governorate | 11511"},
    {"IL", "דוד כהן", "רחוב הרצל 1", NULL, "תל אביב", NULL, "6688101", "050-123-4567", "David Cohen", "1 Herzl Street", NULL, "Tel Aviv", "דוד כהן | רחוב הרצל 1 | תל אביב 6688101",
     "David Cohen | 1 Herzl Street | TEL AVIV 6688101"},
    {"IR", "رضا رضایی", "خیابان ولیعصر ۱", "ونک", "تهران", "استان تهران", "1991943435", "0912 345 6789", "Reza Rezaei", "1 Valiasr Street", "Vanak", "Tehran",
     "رضا رضایی | استان تهران | تهران, ونک | خیابان ولیعصر ۱ | 1991943435", "Reza Rezaei | Tehran Province | TEHRAN, Vanak | 1 Valiasr Street | 1991943435"},
    {"TR", "Ayşe Yılmaz", "Atatürk Bulvarı 1", NULL, "Çankaya", "Ankara", "06420", "0532 123 45 67", NULL, NULL, NULL, NULL, "Ayşe Yılmaz | Atatürk Bulvarı 1 | 06420 ÇANKAYA/Ankara", NULL},
    {"RU", "Иван Петров", "ул. Тверская, д. 1", NULL, "Москва", "Москва", "125009", "8 912 345-67-89", "Ivan Petrov", "ul. Tverskaya, d. 1", NULL, "Moskva",
     "Иван Петров | УЛ. ТВЕРСКАЯ, Д. 1 | МОСКВА | Москва | 125009", "Ivan Petrov | UL. TVERSKAYA, D. 1 | MOSKVA | Moskva | 125009"},
    {"UA", "Тарас Шевченко", "вул. Хрещатик, 1", NULL, "Київ", "місто Київ", "01001", "067 123 4567", "Taras Shevchenko", "1 Khreshchatyk Street", NULL, "Kyiv",
     "Тарас Шевченко | вул. Хрещатик, 1 | КИЇВ | місто Київ | 01001", "Taras Shevchenko | 1 Khreshchatyk Street | KYIV | Kyiv city | 01001"},
    {"KZ", "Айдар Ахметов", "пр. Абая, 1", NULL, "Алматы", NULL, "050000", "8 701 123 4567", "Aidar Akhmetov", "1 Abay Avenue", NULL, "Almaty",
     "050000 | АЛМАТЫ | пр. Абая, 1 | Айдар Ахметов", "050000 | ALMATY | 1 Abay Avenue | Aidar Akhmetov"},
    {"GR", "Γιώργος Παπαδόπουλος", "Ερμού 1", NULL, "Αθήνα", NULL, "105 63", "210 123 4567", "Giorgos Papadopoulos", "Ermou 1", NULL, "Athina", "Γιώργος Παπαδόπουλος | Ερμού 1 | 105 63 ΑΘΉΝΑ",
     "Giorgos Papadopoulos | Ermou 1 | 105 63 ATHINA"},
    {"DE", "Jörg Müller", "Musterstraße 1", NULL, "Köln", NULL, "50667", "0221 1234567", NULL, NULL, NULL, NULL, "Jörg Müller | Musterstraße 1 | 50667 KÖLN", NULL},
    {"AT", "Anna Huber", "Stephansplatz 1", NULL, "Wien", NULL, "1010", "+43 1 5123456", NULL, NULL, NULL, NULL, "Anna Huber | Stephansplatz 1 | 1010 WIEN", NULL},
    {"CH", "Urs Meier", "Bahnhofstrasse 1", NULL, "Zürich", NULL, "CH-8001", "044 211 1234", NULL, NULL, NULL, NULL, "Urs Meier | Bahnhofstrasse 1 | CH-8001 Zürich", NULL},
    {"FR", "Marie Dupont", "1 rue de Rivoli", NULL, "Paris", NULL, "75001", "01 42 34 56 78", NULL, NULL, NULL, NULL, "Marie Dupont | 1 rue de Rivoli | 75001 PARIS", NULL},
    {"ES", "José García", "Gran Vía 1", NULL, "Madrid", "M", "28013", "912 345 678", NULL, NULL, NULL, NULL, "José García | Gran Vía 1 | 28013 MADRID MADRID", NULL},
    {"IT", "Mario Rossi", "Via Roma 1", NULL, "Milano", "MI", "20121", "02 1234 5678", NULL, NULL, NULL, NULL, "Mario Rossi | Via Roma 1 | 20121 MILANO MI", NULL},
    {"PT", "Maria Silva", "Rua Augusta 1", NULL, "Lisboa", NULL, "1100-048", "912 345 678", NULL, NULL, NULL, NULL, "Maria Silva | Rua Augusta 1 | 1100-048 LISBOA", NULL},
    {"NL", "Jan de Vries", "Damrak 1", NULL, "Amsterdam", NULL, "1012 lg", "020 123 4567", NULL, NULL, NULL, NULL, "Jan de Vries | Damrak 1 | 1012 LG AMSTERDAM", NULL},
    {"SE", "Anna Svensson", "Drottninggatan 1", NULL, "Stockholm", NULL, "SE-111 51", "070 123 45 67", NULL, NULL, NULL, NULL, "Anna Svensson | Drottninggatan 1 | SE-111 51 STOCKHOLM", NULL},
    {"FI", "Matti Virtanen", "Mannerheimintie 1", NULL, "Helsinki", NULL, "00100", "040 1234567", NULL, NULL, NULL, NULL, "Matti Virtanen | Mannerheimintie 1 | FI-00100 HELSINKI", NULL},
    {"PL", "Jan Kowalski", "ul. Marszałkowska 1", NULL, "Warszawa", NULL, "00-590", "512 345 678", NULL, NULL, NULL, NULL, "Jan Kowalski | ul. Marszałkowska 1 | 00-590 WARSZAWA", NULL},
    {"GB", "John Smith", "10 Downing Street", NULL, "London", NULL, "sw1a 2aa", "+44 (0)20 7925 0918", NULL, NULL, NULL, NULL, "John Smith | 10 Downing Street | LONDON | SW1A 2AA", NULL},
    {"IE", "Mary Murphy", "1 O'Connell Street", NULL, "Dublin", NULL, "D01 F5P2", "085 123 4567", NULL, NULL, NULL, NULL, "Mary Murphy | 1 O'Connell Street | DUBLIN | D01 F5P2", NULL},
    {"US", "John Doe", "1600 Amphitheatre Pkwy", NULL, "Mountain View", "CA", "94043", "(650) 253-0000", NULL, NULL, NULL, NULL, "John Doe | 1600 Amphitheatre Pkwy | MOUNTAIN VIEW, CA 94043", NULL},
    {"CA", "Jane Roe", "111 Wellington St", NULL, "Ottawa", "ON", "k1a 0a9", "1-613-992-4793", NULL, NULL, NULL, NULL, "JANE ROE | 111 WELLINGTON ST | OTTAWA ON K1A 0A9", NULL},
    {"MX", "Luis Hernández", "Paseo de la Reforma 1", "Juárez", "Cuauhtémoc", "CDMX", "06600", "55 1234 5678", NULL, NULL, NULL, NULL,
     "Luis Hernández | Paseo de la Reforma 1 | Juárez | 06600 CUAUHTÉMOC, CDMX", NULL},
    {"BR", "João Souza", "Avenida Paulista 1", "Bela Vista", "São Paulo", "SP", "01311-000", "(11) 91234-5678", NULL, NULL, NULL, NULL,
     "João Souza | Avenida Paulista 1 | Bela Vista | SÃO PAULO-SP | 01311-000", NULL},
    {"AR", "Lucía Fernández", "Av. de Mayo 1", NULL, "Buenos Aires", "Ciudad Autónoma de Buenos Aires", "C1084AAA", "011 4331 1234", NULL, NULL, NULL, NULL,
     "Lucía Fernández | AV. DE MAYO 1 | C1084AAA BUENOS AIRES | Ciudad Autónoma de Buenos Aires", NULL},
    {"AU", "Bruce Jones", "1 George Street", NULL, "Sydney", "NSW", "2000", "0412 345 678", NULL, NULL, NULL, NULL, "Bruce Jones | 1 George Street | SYDNEY NSW 2000", NULL},
    {"NZ", "Aroha Ngata", "1 Lambton Quay", NULL, "Wellington", NULL, "6011", "021 123 4567", NULL, NULL, NULL, NULL, "Aroha Ngata | 1 Lambton Quay | WELLINGTON 6011", NULL},
    {"ZA", "Thabo Mokoena", "1 Long Street", NULL, "Cape Town", NULL, "8001", "082 123 4567", NULL, NULL, NULL, NULL, "Thabo Mokoena | 1 Long Street | CAPE TOWN | 8001", NULL},
    {"NG", "Ada Obi", "1 Broad Street", NULL, "Lagos Island", "Lagos", "102273", "0803 123 4567", NULL, NULL, NULL, NULL, "Ada Obi | 1 Broad Street | LAGOS ISLAND 102273 | LAGOS", NULL},
    {"KE", "Wanjiru Kamau", "1 Kenyatta Avenue", NULL, "Nairobi", NULL, "00100", "0712 345678", NULL, NULL, NULL, NULL, "Wanjiru Kamau | 1 Kenyatta Avenue | NAIROBI | 00100", NULL},
};
const size_t example_count = sizeof examples / sizeof *examples;

struct package_address example_typed(const struct example *e)
{
    return (struct package_address){.country = text_of(e->country), .recipient = text_of(e->recipient), .street = text_of(e->street), .district = text_of(e->district), .city = text_of(e->city),
                                    .region = text_of(e->region), .postal_code = text_of(e->postal), .phone = text_of(e->phone), .latin_recipient = text_of(e->latin_recipient),
                                    .latin_street = text_of(e->latin_street), .latin_district = text_of(e->latin_district), .latin_city = text_of(e->latin_city)};
}

const struct example *example_of(const char *country)
{
    for (size_t i = 0; i < example_count; i++)
        if (strcmp(examples[i].country, country) == 0) return &examples[i];
    fail_msg("there is no example of %s", country);
    return NULL;
}
