/* Whose exam it was: names, candidate ID and mailbox (SPEC 3.6). */
#include "intake/intake_row_inside.h"
#include "letter/address.h"

/* The usual address: small ASCII letters, digits, dots and hyphens. It is its own normal form, and needs no library to see that. */
static bool is_plain_address(struct text text)
{
    size_t at = 0;
    bool edge = true; /* a dot or an end stands before */
    if (text.length > ADDRESS_LIMIT) return false;
    for (; at < text.length && text.bytes[at] != '@'; at++) {
        char c = text.bytes[at];
        bool dot = c == '.';
        if (!(dot ? !edge : (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '+')) return false;
        edge = dot;
    }
    if (edge || at > 64 || at == text.length) return false;
    size_t dots = 0, label = 0;
    bool letter = false, hyphen = true;
    for (at++; at < text.length; at++) {
        char c = text.bytes[at];
        if (c == '.') {
            if (hyphen || label > 63) return false;
            dots++;
            label = 0;
            letter = false;
            hyphen = true;
            continue;
        }
        if (c >= 'a' && c <= 'z') letter = true;
        else if (c == '-' ? label == 0 : c < '0' || c > '9') return false;
        hyphen = c == '-';
        if (++label == 4 && memcmp(text.bytes + at - 3, "xn--", 4) == 0) return false;
    }
    return dots && !hyphen && label <= 63 && letter;
}

static struct slice take_mailbox(struct intake_making *making)
{
    if (making->maker->mailbox.length) return intake_row_copied(making->batch, making->maker->mailbox);
    struct text text = intake_row_cell(making, COLUMN_MAILBOX), normal;
    if (!text.length || is_plain_address(text)) return intake_row_slice(making->batch, text);
    if (address_normal(making->batch->arena, text, &normal)) return intake_row_copied(making->batch, normal);
    intake_row_problem(making, INTAKE_QUARANTINED, COLUMN_MAILBOX, "intake.mailbox",
                       N_("{what} is no mail address. Ask the provider for the right one, or name the mailbox yourself."), text_clipped(text, 80));
    return (struct slice){0, 0};
}

void intake_row_mailbox(struct intake_making *making)
{
    struct text text = intake_row_cell(making, COLUMN_MAILBOX), normal;
    if (text.length && address_normal(making->batch->arena, text, &normal)) making->row->mailbox = intake_row_copied(making->batch, normal);
}

void intake_row_person(struct intake_making *making)
{
    struct intake_row *row = making->row;
    row->first_name = intake_row_text(making, COLUMN_FIRST_NAME, INTAKE_NAME_LIMIT);
    row->last_name = intake_row_text(making, COLUMN_LAST_NAME, INTAKE_NAME_LIMIT);
    row->native_first_name = intake_row_text(making, COLUMN_NATIVE_FIRST_NAME, INTAKE_NAME_LIMIT);
    row->native_last_name = intake_row_text(making, COLUMN_NATIVE_LAST_NAME, INTAKE_NAME_LIMIT);
    row->country = intake_row_text(making, COLUMN_COUNTRY, INTAKE_ID_LIMIT);
    row->candidate = intake_row_text(making, COLUMN_CANDIDATE, INTAKE_ID_LIMIT);
    row->mailbox = take_mailbox(making);
    if (!row->mailbox.length && !row->candidate.length)
        intake_row_problem(making, INTAKE_QUARANTINED, COLUMN_CANDIDATE, "intake.nobody", N_("The row has neither a candidate ID nor a mailbox, so nobody knows whose exam it is."), TEXT(""));
}
