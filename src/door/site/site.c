/* The candidate's and the public's door. */
#include "door/site/site.h"

#include "account/account_staff.h"
#include "door/site/site_inside.h"

/* What a redirect says was done, by the word in its address. */
static const struct web_notice notices[] = {
    {"signed-up", N_("Your account is ready. Read the letter that we have sent to your mailbox: it says how to go on.")},
    {"signed-in", N_("You are signed in.")},
    {"signed-out", N_("You are signed out.")},
    {"letter-sent", N_("A letter is on its way to the mailbox.")},
    {"associated", N_("The mailbox is associated. The exam records that came with it are below.")},
    {"associated-empty", N_("The mailbox is associated. No exam record came with it yet; one that is booked under it comes in by itself.")},
    {"address-queued", N_("The new address is on its way to the test provider. What becomes of it stands below.")},
    {"associated-record", N_("The exam record is in your account. It stands below.")},
    {"owner-told", N_("Its owner is told, where a letter reaches him.")},
    {"disputed", N_("Thank you. Whoever has it is told before which day to let it go or to object. You will have a letter about it.")},
    {"associated-before", N_("This mailbox is associated with your account already.")},
    {"associated-record-before", N_("This exam record is in your account already.")},
    {"disputed-before", N_("This request is completed: whoever has it was told. If somebody else had claimed it before you, we look at both claims, and the case is under My Cases.")},
    {"released-before", N_("This was done already: it is no longer associated with your account.")},
    {"released", N_("It is no longer associated with your account. It can be associated again at any time.")},
    {"case-opened", N_("Your case is open. You find it under its number.")},
    {"disowned", N_("Thank you. The request is stopped; nothing was handed over.")},
    {"disowned-lost", N_("Thank you. Your objection has come in: the certifying body decides about the request, and whoever decides sees it. Nothing has been handed over.")},
    {"withdrawn", N_("The request is withdrawn. The link and the code of its letter do nothing any more.")},
    {"merged", N_("The two accounts are one: everything is in this account.")},
    {"merge-undone", N_("The merge is undone: what was moved is back in the other account.")},
    {"let-go", N_("You have let it go. It is no longer in your account.")},
    {"objected", N_("Your objection has come in. The clock stands still until it is decided.")},
    {"saved", N_("Your profile is saved.")},
    {"address-kept", N_("The address is kept.")},
    {"address-preferred", N_("This address is the preferred one from now on.")},
    {"address-removed", N_("The address is removed. A package that was applied for keeps its own copy.")},
    {"second-off", N_("The second step is switched off: from now on the password alone opens your account.")},
    {"password-letter", N_("A letter that says what to do is on its way to the account’s own mailbox; where the mailbox that you entered opens no account, it goes to that one.")},
    {"password-set", N_("Your new password is set. Sign in with it.")},
    {"password-changed", N_("Your password is changed; all other sessions have ended.")},
    {"session-ended", N_("The session has ended.")},
    {"code-reset", N_("The old verification code is worthless from now on. Download the e-Cert again: the new one has the new code.")},
    {"earlier-revision", N_("The address that you opened is of an earlier revision, which has been replaced. This is the certificate as it is today.")},
    {"asked", N_("We have your question. The answer comes by letter and stands here, too.")},
    {"asked-here", N_("We have your question. The answer stands here.")},
    {"name-asked", N_("We have your request. Follow it here.")},
    {"package-applied", N_("Your application has come in. A letter says so, too.")},
    {"package-already", N_("You have applied for this package already. Here it is.")},
    {"package-cancelled", N_("The application is taken back.")},
    {"package-address", N_("It goes to the other address now.")},
    {"draft-forgotten", N_("The half-done application is given up.")},
    {"case-sent", N_("Your message is with us.")},
    {"case-withdrawn", N_("You have taken it back. The case is closed.")},
    {NULL, NULL},
};

const struct web_door site_door = {.under = "", .cookie = "session", .session_seconds = 30 * 86400, .session = account_session,
                                   .acting_cookie = "desk", .acting = account_acting_session, .sign_in = "/sign-in",
                                   .first = "/my/certificates", .routes = site_routes, .pages = site_pages, .page_count = PAGE_COUNT, .notices = notices};
