/* Acting as a candidate: his pages as he sees them, only to be read (SPEC 11.3). What shows them is door/web. */
#include "account/account_staff.h"
#include "door/desk/desk_inside.h"

enum result desk_act(struct visit *visit)
{
    enum result begun = account_act_as(visit->context, web_number(visit->rest));
    TRY(begun);
    return begun == RESULT_NONE ? web_absent(visit) : web_go(visit, "/", NULL);
}

enum result desk_act_end(struct visit *visit)
{
    TRY(account_act_as_end(visit->context));
    return web_go(visit, "/desk", "acting-ended");
}
