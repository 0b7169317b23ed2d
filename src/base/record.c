#include "base/record.h"

const struct field *record_field(const struct record *record, struct text name)
{
    for (size_t i = 0; i < record->field_count; i++)
        if (text_is(name, record->fields[i].name)) return &record->fields[i];
    return NULL;
}
