/* What the journal calls an act, in the words of who reads it. tests/house/acts.js holds the table against the acts that the sources write. */
#include <inttypes.h>

#include "letter/address.h"
#include "outside/language.h"
#include "people/people_inside.h"

static const struct {
    const char *english, *act;
} all[] = {
    {N_("Began to act as the candidate"), "account.act-as"},
    {N_("Stopped acting as the candidate"), "account.act-as-end"},
    {N_("Opened a page as the candidate"), "account.act-as-view"},
    {N_("Account taken over"), "account.add"},
    {N_("Name corrected"), "account.correct_names"},
    {N_("Signed in at the desk"), "account.desk-sign-in"},
    {N_("Session ended"), "account.end-session"},
    {N_("Sign-in at the desk set up"), "account.enrol"},
    {N_("Letter for a forgotten password asked for"), "account.forgotten"},
    {N_("Letter for a forgotten password came too late"), "account.forgotten-late"},
    {N_("New password set by a letter"), "account.new-password"},
    {N_("Password changed"), "account.password"},
    {N_("Profile changed"), "account.profile"},
    {N_("New recovery codes made"), "account.second-codes"},
    {N_("Second step switched off"), "account.second-off"},
    {N_("Second step switched on"), "account.second-on"},
    {N_("Second step removed by the operator"), "account.second-remove"},
    {N_("Password set by the operator"), "account.set-password"},
    {N_("Signed in"), "account.sign-in"},
    {N_("Signed out"), "account.sign-out"},
    {N_("Account made"), "account.sign-up"},
    {N_("Roles of the staff set"), "account.staff"},
    {N_("Ended as one of the staff"), "account.staff-end"},
    {N_("Link to set up the sign-in made"), "account.staff-link"},
    {N_("Letter of an association asked for"), "association.ask"},
    {N_("Holder told that somebody asked"), "association.ask_taken"},
    {N_("Exam record barred from an account"), "association.bar"},
    {N_("Association confirmed"), "association.complete"},
    {N_("Stopped by \"this was not me\""), "association.disown"},
    {N_("Left an account"), "association.let_go"},
    {N_("Bar of an exam record lifted"), "association.lift_bar"},
    {N_("Associations derived from the journal anew"), "association.rebuild"},
    {N_("Record went to another account"), "association.record_moved"},
    {N_("Association taken over from the earlier system"), "association.take_over"},
    {N_("Associated with an account"), "association.tie"},
    {N_("Confirmed too late"), "association.too_late"},
    {N_("Request taken back"), "association.withdraw"},
    {N_("Awards evaluated"), "award.evaluate"},
    {N_("Certificate given back by the staff"), "award.give-back"},
    {N_("Certificate moved to another account"), "award.move"},
    {N_("Verification code reset"), "award.reset_code"},
    {N_("Certificate suspended or revoked by the staff"), "award.stop"},
    {N_("Calendar loaded"), "calendar.load"},
    {N_("Case decided"), "case.decide"},
    {N_("Evidence added"), "case.evidence"},
    {N_("Message in a case written"), "case.message"},
    {N_("Day from which a case can be decided moved by the calendar"), "case.not-before"},
    {N_("Note in a case written"), "case.note"},
    {N_("Case opened"), "case.open"},
    {N_("Decision proposed to a second person"), "case.propose"},
    {N_("Case opened again"), "case.reopen"},
    {N_("Proposed decision sent back"), "case.send_back"},
    {N_("Looked at evidence"), "case.view-evidence"},
    {N_("Case taken back"), "case.withdraw"},
    {N_("Catalogue confirmed by a second person"), "catalogue.confirm"},
    {N_("Catalogue loaded"), "catalogue.load"},
    {N_("Catalogue proposed to a second person"), "catalogue.propose"},
    {N_("Proposed catalogue looked at anew, as another was loaded meanwhile"), "catalogue.propose_anew"},
    {N_("Proposed catalogue rejected"), "catalogue.reject"},
    {N_("Certificate revised"), "certificate.revise"},
    {N_("New address accepted by the provider"), "demographic.accept"},
    {N_("New address refused by the provider"), "demographic.error"},
    {N_("File of new addresses refused by the provider"), "demographic.file_error"},
    {N_("New address for the provider queued"), "demographic.queue"},
    {N_("File of new addresses made"), "demographic.send"},
    {N_("New address for the provider not sent: the records are no longer in the account, or are disputed"), "demographic.withdraw"},
    {N_("Signing key changed"), "ecert.key_changed"},
    {N_("Signing key made"), "ecert.key_made"},
    {N_("Quarantined row decided"), "intake.decide"},
    {N_("Taking in of a row proposed to a second person"), "intake.propose"},
    {N_("File of results taken in"), "intake.file"},
    {N_("File of results refused"), "intake.refuse"},
    {N_("Rows that waited run again"), "intake.rerun"},
    {N_("Letter held back"), "letter.hold"},
    {N_("Letter released"), "letter.release"},
    {N_("Letter sent again"), "letter.resend"},
    {N_("Looked at a letter"), "letter.view"},
    {N_("Letter written"), "letter.write"},
    {N_("Accounts merged"), "merge.merge"},
    {N_("Merge proposed by the staff"), "merge.propose"},
    {N_("Undoing of a merge proposed to a second person"), "merge.propose_undo"},
    {N_("Control of the other account proven"), "merge.prove"},
    {N_("Proposed undoing of a merge sent back"), "merge.send_back"},
    {N_("Merge undone"), "merge.undo"},
    {N_("Near misses asked for"), "near.ask"},
    {N_("Near miss suggested by something else"), "near.evidence"},
    {N_("Near misses looked for"), "near.find"},
    {N_("Near miss found"), "near.found"},
    {N_("Near miss set aside"), "near.set_aside"},
    {N_("Near miss taken up again"), "near.take_up"},
    {N_("Person of a near miss written to"), "near.write"},
    {N_("Address of a package changed"), "package.address"},
    {N_("Postal address added"), "package.address-add"},
    {N_("Postal address changed"), "package.address-change"},
    {N_("Postal addresses moved by a merge"), "package.address-merge"},
    {N_("Postal address made the preferred one"), "package.address-prefer"},
    {N_("Postal address removed"), "package.address-remove"},
    {N_("Package to be sent again"), "package.again"},
    {N_("Package applied for"), "package.apply"},
    {N_("Package approved"), "package.approve"},
    {N_("Replacement asked for"), "package.ask-replacement"},
    {N_("Package cancelled"), "package.cancel"},
    {N_("Package delivered"), "package.deliver"},
    {N_("Delivery event kept"), "package.event"},
    {N_("Refused delivery event settled"), "package.event-settled"},
    {N_("Said of a package that it had left, though its certificate was in question"), "package.gone"},
    {N_("Package mailed"), "package.mail"},
    {N_("Express number corrected"), "package.number"},
    {N_("Packages moved by a merge"), "package.merge"},
    {N_("Package packed"), "package.pack"},
    {N_("Papers for packages printed"), "package.print"},
    {N_("Paper for a package printed"), "package.printed"},
    {N_("Replacement granted"), "package.replace"},
    {N_("Package came back"), "package.return"},
    {N_("Package unpacked"), "package.unpack"},
    {N_("Looked for people"), "people.search"},
    {N_("Looked at a person"), "people.view"},
    {N_("Looked at the records of a person"), "people.view-records"},
    {N_("Rightful owner of an unbinding named"), "unbinding.claim"},
    {N_("Unbound"), "unbinding.done"},
    {N_("Unbinding dropped"), "unbinding.drop"},
    {N_("Unbinding ended: nothing was left to unbind"), "unbinding.gone"},
    {N_("Objected to an unbinding"), "unbinding.object"},
    {N_("Unbinding opened"), "unbinding.open"},
    {N_("Unbinding paused"), "unbinding.pause"},
    {N_("Unbinding goes on"), "unbinding.resume"},
    {N_("Unbinding undone"), "unbinding.undo"},
};

/* What `subject` names, a table, is called among people. */
static const struct {
    const char *english, *table;
} subjects[] = {
    {N_("Account"), "account"},
    {N_("Merge of two accounts"), "account_merge"},
    {N_("Postal address"), "address"},
    {N_("All associations"), "association_journal"},
    {N_("Request for an association"), "association_request"},
    {N_("Evidence in a case"), "case_evidence"},
    {N_("Case"), "case_file"},
    {N_("Calendar"), "calendar_version"},
    {N_("Proposed catalogue"), "catalogue_proposal"},
    {N_("Catalogue"), "catalogue_version"},
    {N_("Certificate"), "certificate"},
    {N_("File of new addresses"), "demographic_file"},
    {N_("New address for the provider"), "demographic_update"},
    {N_("Exam record"), "exam_record"},
    {N_("File of results"), "intake_file"},
    {N_("Row in the file"), "intake_row"},
    {N_("Letter"), "letter"},
    {N_("Mailbox"), "mailbox"},
    {N_("Near miss"), "near_miss"},
    {N_("Package"), "package"},
    {N_("Delivery event"), "package_event"},
    {N_("Refused delivery event"), "package_event_refused"},
    {N_("Paper for a package"), "package_print"},
    {N_("Session"), "session"},
    {N_("Signing key"), "signing_key"},
    {N_("Unbinding"), "unbinding"},
};

static struct text in_words(const struct context *context, const char *english)
{
    return text_of(language_text(context->languages, context->language, english));
}

enum result people_say_acts(struct context *context, struct list *list)
{
    struct person_act *acts = (struct person_act *)list->items;
    struct people_name *names = NULL;
    for (size_t i = 0; i < list->count; i++) {
        struct person_act *act = &acts[i];
        for (size_t k = 0; k < sizeof all / sizeof *all; k++)
            if (text_is(act->act, all[k].act)) act->words = in_words(context, all[k].english);
        for (size_t k = 0; k < sizeof subjects / sizeof *subjects; k++)
            if (text_is(act->subject, subjects[k].table)) act->subject_words = in_words(context, subjects[k].english);
        if (text_is(act->subject, "mailbox")) act->subject_name = address_shown(context->arena, act->subject_name);
        if (text_empty(act->subject_name) && act->subject_id) act->subject_name = text_printf(context->arena, "%" PRId64, act->subject_id);
        TRY(people_say_detail(context, act, &names));
    }
    return RESULT_OK;
}
