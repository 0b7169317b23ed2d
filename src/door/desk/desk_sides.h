/* Persons side by side, where staff decide whose something is (SPEC 3.5, 5.8, 5.10). */
#ifndef DOOR_DESK_DESK_SIDES_H
#define DOOR_DESK_DESK_SIDES_H

#include "base/record.h"
#include "door/web.h"
#include "people/people.h"

struct desk_side {
    int64_t account_id, record_id; /* the account; 0: none, and one of his exam records; both 0: */
    struct text title;             /* no person yet, but a record, by its number */
    struct text user_name, name_latin, name_native;
    bool other_latin, other_native, other_candidate, other_mailbox; /* not the same as on the side that it is compared with */
    bool further;                  /* there are so many that this one is folded */
    struct list candidates, mailboxes; /* of text_line */
    struct list records;           /* of person_record */
    struct list certificates;      /* of certificate */
};
extern const struct record desk_side_record;

/* So many are compared at most, and so many of them are open from the beginning. */
enum { DESK_SIDES_MOST = 32, DESK_SIDES_OPEN = 3 };
/* Of somebody as people_read or people_compare gives him; by the name on a certificate or in his newest record that has one, where the profile has none, or there is no account. */
void desk_side_of(struct visit *visit, const struct person *person, struct desk_side *side);
/* Marks what of the others is not as on `given`: only where both sides have it. Spellings of one name are the same (association_identity.h). */
void desk_sides_mark(struct visit *visit, const struct desk_side *given, struct desk_side *others, size_t count);
/* Folds those behind the first DESK_SIDES_OPEN. */
void desk_sides_fold(struct list *sides);
/* A list of lines, with one where the text is not empty. */
struct list desk_side_line(struct visit *visit, struct text text);

#endif
