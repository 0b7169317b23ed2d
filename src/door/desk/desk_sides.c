#include "door/desk/desk_sides.h"

#include "association/association.h"
#include "association/association_identity.h"
#include "door/web_person.h"
#include "outside/unicode.h"

/* What is there already, in any case, stands once. */
static void add_line(struct list *lines, struct text text)
{
    struct text_line *items = (struct text_line *)lines->items;
    if (text_empty(text)) return;
    for (size_t i = 0; i < lines->count; i++)
        if (text_equal_ignoring_case(items[i].text, text)) return;
    items[lines->count++].text = text;
}

static struct list no_lines(struct visit *visit, size_t room)
{
    return (struct list){&text_line_record, ARENA_ARRAY(visit->context->arena, room + 1, struct text_line), 0};
}

struct list desk_side_line(struct visit *visit, struct text text)
{
    struct list lines = no_lines(visit, 1);
    add_line(&lines, text);
    return lines;
}

/* Who has written no name into his profile is known by the one on a certificate that was not withdrawn, else by what he was examined under last. */
static void fill_names(struct visit *visit, const struct person *person, struct desk_side *side)
{
    const struct certificate *certificates = person->certificates.items;
    const struct person_record *records = person->records.items;
    struct arena *arena = visit->context->arena;
    for (size_t i = 0; i < person->certificates.count && text_empty(side->name_latin) && text_empty(side->name_native); i++) {
        if (certificates[i].withdrawn) continue;
        side->name_latin = certificates[i].name_latin;
        side->name_native = certificates[i].name_native;
    }
    for (size_t i = 0; i < person->records.count && text_empty(side->name_latin) && text_empty(side->name_native); i++) {
        side->name_latin = unicode_name(arena, records[i].first_name, records[i].last_name);
        side->name_native = unicode_name(arena, records[i].native_first_name, records[i].native_last_name);
    }
}

void desk_side_of(struct visit *visit, const struct person *person, struct desk_side *side)
{
    const struct account *account = &person->account;
    const struct person_record *records = person->records.items;
    const struct association *tied = person->mailboxes.items;
    *side = (struct desk_side){.account_id = account->id, .user_name = account->user_name, .name_latin = account->name_latin, .name_native = account->name_native,
                               .candidates = no_lines(visit, person->records.count), .mailboxes = no_lines(visit, person->mailboxes.count + person->records.count), .records = person->records,
                               .certificates = person->certificates};
    for (size_t i = 0; i < person->mailboxes.count; i++)
        if (tied[i].mailbox_id) add_line(&side->mailboxes, tied[i].address);
    for (size_t i = 0; i < person->records.count; i++) {
        add_line(&side->candidates, records[i].candidate_id);
        if (!account->id) add_line(&side->mailboxes, records[i].mailbox);
    }
    fill_names(visit, person, side);
    if (!account->id && person->records.count) side->record_id = records->id;
}

static bool other_name(struct visit *visit, struct text a, struct text b)
{
    return !text_empty(a) && !text_empty(b) && !association_identity_same_name(visit->context->arena, a, b);
}

static bool nothing_in_common(const struct list *a, const struct list *b)
{
    const struct text_line *one = a->items, *other = b->items;
    for (size_t i = 0; i < a->count; i++)
        for (size_t k = 0; k < b->count; k++)
            if (text_equal_ignoring_case(one[i].text, other[k].text)) return false;
    return a->count && b->count;
}

void desk_sides_mark(struct visit *visit, const struct desk_side *given, struct desk_side *others, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        others[i].other_latin = other_name(visit, given->name_latin, others[i].name_latin);
        others[i].other_native = other_name(visit, given->name_native, others[i].name_native);
        others[i].other_candidate = nothing_in_common(&given->candidates, &others[i].candidates);
        others[i].other_mailbox = nothing_in_common(&given->mailboxes, &others[i].mailboxes);
    }
}

void desk_sides_fold(struct list *sides)
{
    for (size_t i = DESK_SIDES_OPEN; i < sides->count; i++) ((struct desk_side *)sides->items)[i].further = true;
}
