/* Every page of the staff, one row each, with the permission that it needs. */
#include "door/desk/desk_inside.h"

static const struct form_field done_fields[] = {{"done", FORM_CHOICE, 40, false, NULL}, FIELDS_END};

const struct route desk_routes[] = {
    {HTTP_GET, "/desk", ROUTE_STAFF + MAY_SEE_DESK, HTTP_WORKER, done_fields, "work", desk_work},
    {.path = NULL},
};
