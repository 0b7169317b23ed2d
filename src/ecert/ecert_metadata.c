/* Who, what and when, twice: in the document information dictionary for old readers and in XMP (ISO 16684-1) for archives. */
#include "ecert/ecert_internal.h"

static const char PRODUCER[] = "Testamur " TESTAMUR_VERSION;

void ecert_put_information(struct buffer *out, const struct ecert_metadata *metadata)
{
    buffer_put_string(out, "<</Title ");
    pdf_put_string(out, metadata->title);
    buffer_put_string(out, " /Author ");
    pdf_put_string(out, metadata->body);
    if (metadata->subject.length) {
        buffer_put_string(out, " /Subject ");
        pdf_put_string(out, metadata->subject);
    }
    buffer_put_string(out, " /Producer ");
    pdf_put_string(out, text_of(PRODUCER));
    buffer_put_string(out, " /CreationDate ");
    pdf_put_date(out, metadata->issued);
    buffer_put_string(out, " /ModDate ");
    pdf_put_date(out, metadata->issued);
    buffer_put_string(out, " /CertificateNumber ");
    pdf_put_string(out, metadata->number);
    buffer_put_string(out, " /CertificateRevision ");
    buffer_put_integer(out, metadata->revision);
    buffer_put_string(out, ">>");
}

/* In ASCII, so that few characters need a place in the code of its compression. */
static void put_escaped(struct buffer *out, struct text text)
{
    uint32_t code_point;
    while (text_next_code_point(&text, &code_point)) {
        if (code_point < ' ' || code_point > '~' || code_point == '<' || code_point == '>' || code_point == '&') {
            buffer_put_bytes(out, "&#", 2);
            buffer_put_integer(out, code_point);
            buffer_put_char(out, ';');
        } else {
            buffer_put_char(out, (char)code_point);
        }
    }
}

#define PUT(OUT, LITERAL) buffer_put_bytes((OUT), LITERAL, sizeof(LITERAL) - 1)

static void put_date(struct buffer *out, struct day day)
{
    struct date date = day_to_date(day);
    char text[] = "0000-00-00T00:00:00Z";
    for (int i = 3, year = date.year; i >= 0; i--, year /= 10) text[i] = (char)('0' + year % 10);
    text[5] = (char)('0' + date.month / 10), text[6] = (char)('0' + date.month % 10);
    text[8] = (char)('0' + date.day / 10), text[9] = (char)('0' + date.day % 10);
    PUT(out, ">");
    buffer_put_bytes(out, text, sizeof text - 1);
}

struct text ecert_xmp_beginning(void)
{
    return TEXT("<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
                "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" "
                "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\" "
                "xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" "
                "xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n"
                "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>\n"
                "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\"><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>"
                "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
                "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\"><pdfaProperty:name>part</pdfaProperty:name>"
                "<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>"
                "<pdfaProperty:description>part of ISO 14289</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>\n"
                "<pdf:Producer>Testamur " TESTAMUR_VERSION "</pdf:Producer>\n<dc:format>application/pdf</dc:format><dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">");
}

void ecert_put_xmp(struct buffer *out, const struct ecert_metadata *metadata)
{
    put_escaped(out, metadata->title);
    PUT(out, "</rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>");
    put_escaped(out, metadata->body);
    PUT(out, "</rdf:li></rdf:Seq></dc:creator>");
    if (metadata->subject.length) {
        PUT(out, "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">");
        put_escaped(out, metadata->subject);
        PUT(out, "</rdf:li></rdf:Alt></dc:description>");
    }
    PUT(out, "<dc:language><rdf:Bag><rdf:li>");
    put_escaped(out, metadata->language);
    PUT(out, "</rdf:li></rdf:Bag></dc:language>\n<xmp:CreateDate");
    put_date(out, metadata->issued);
    PUT(out, "</xmp:CreateDate><xmp:ModifyDate");
    put_date(out, metadata->issued);
    PUT(out, "</xmp:ModifyDate><xmp:MetadataDate");
    put_date(out, metadata->issued);
    PUT(out, "</xmp:MetadataDate>\n</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>");
}
