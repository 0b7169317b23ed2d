/* The staff's door. */
#include "door/desk/desk.h"

#include "account/account_staff.h"
#include "door/desk/desk_inside.h"

static const struct web_notice notices[] = {
    {"row-in", N_("Taken in. What follows from it is done.")},
    {"row-aside", N_("The row is put aside.")},
    {"row-back", N_("The row waits again.")},
    {"row-waits", N_("Noted. Nothing could be taken in yet: what still waits says why.")},
    {"catalogue-loaded", N_("The catalogue is in effect. Everybody is evaluated anew in the background; rows that waited for it are taken in.")},
    {"nothing-to-send", N_("No new address is queued for this provider.")},
    {"file-made", N_("The file is made. Download it below and send it to the provider.")},
    {"unbinding-open", N_("The unbinding is opened, and the holder was written to.")},
    {"unbinding-done", N_("Done. The holder was written to.")},
    {"unbinding-proposed", N_("Proposed. Another member of the staff has to confirm it.")},
    {"near-found", N_("Looked anew at everybody.")},
    {"merge-asked", N_("The letters to both accounts are on their way. Only their owner can merge them.")},
    {"merge-proposed", N_("Proposed. Another member of the staff has to confirm it.")},
    {"merge-undone", N_("The merge is undone: what was moved went back. Both accounts were written to.")},
    {"merge-sent-back", N_("The proposal went back. The merge stands.")},
    {"near-written", N_("The letter is on its way.")},
    {"near-aside", N_("Set aside.")},
    {"near-back", N_("It stands in the list again.")},
    {"case-sent", N_("The message is on its way to the asker.")},
    {"case-noted", N_("The note is added.")},
    {"case-answered", N_("The answer is on its way. The case is closed.")},
    {"case-decided", N_("It is noted. What the case says now stands below.")},
    {"case-sent-back", N_("The proposal went back. The case is open again.")},
    {"package-approved", N_("Approved. The applicant was written to.")},
    {"package-packed", N_("Packed. The applicant was written to.")},
    {"package-unpacked", N_("Unpacked: it is approved again. The applicant was written to.")},
    {"package-mailed", N_("Mailed. The applicant has the express number by letter.")},
    {"package-mailed-unknown", N_("Mailed. The applicant has the express number by letter. No known carrier has such numbers: compare it with the label.")},
    {"package-renumbered", N_("The express number is corrected, and the applicant was written to.")},
    {"package-renumbered-unknown", N_("The express number is corrected, and the applicant was written to. No known carrier has such numbers: compare it with the label.")},
    {"package-delivered", N_("Delivered. The applicant was written to.")},
    {"package-returned", N_("It came back. The applicant was written to.")},
    {"package-again", N_("It is sent once more. The applicant was written to.")},
    {"package-stopped", N_("Cancelled. The applicant was written to.")},
    {"events-settled", N_("It is dealt with.")},
    {"staff-added", N_("One of the staff now. A letter with the link is on its way.")},
    {"staff-roles", N_("The roles are saved. They hold from the person's next page on.")},
    {"staff-link", N_("A letter with a new link is on its way.")},
    {"staff-ended", N_("No longer one of the staff.")},
    {"acting-ended", N_("You are yourself again.")},
    {"signed-out", N_("You are signed out.")},
    {NULL, NULL},
};

const struct web_door desk_door = {.under = "/desk", .cookie = "desk", .session_seconds = 12 * 3600, .session = account_desk_session, .sign_in = "/desk/sign-in",
                                   .first = "/desk", .routes = desk_routes, .pages = desk_pages, .page_count = DESK_PAGE_COUNT, .notices = notices};
