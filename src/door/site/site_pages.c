/* Which template goes with which record. */
#include "account/account.h"
#include "association/association.h"
#include "association/association_merge.h"
#include "association/association_unbinding.h"
#include "award/award.h"
#include "award/award_name.h"
#include "case/case.h"
#include "door/site/site_inside.h"
#include "door/site/site_records.h"
#include "door/web_case.h"
#include "help/help.h"
#include "intake/intake.h"
#include "intake/intake_demographic.h"
#include "letter/letter.h"
#include "package/package.h"

#define F(MEMBER) FIELD(RECORDED, MEMBER)
#define L(MEMBER, INNER) FIELD_OF(RECORDED, MEMBER, INNER)

#define RECORDED struct name_in_script
RECORD(name_in_script_record, RECORDED, F(latin), F(name), F(of_profile), F(of_certificate), F(of_record), F(not_issued), F(nowhere));
#undef RECORDED
#define RECORDED struct name_to_print
RECORD(name_to_print_record, RECORDED, L(scripts, name_in_script_record), F(unprintable), F(too_long), F(of_record), F(none), F(fixed), F(at_once));
#undef RECORDED
#define RECORDED struct list_part
RECORD(list_part_record, RECORDED, F(first), F(last), F(all), F(earlier), F(later));
#undef RECORDED
#define PART(MEMBER) L(MEMBER, list_part_record)
#define RECORDED struct waiting_row
RECORD(waiting_row_record, RECORDED, F(id), F(address), F(about), F(kind), F(about_id), F(of_mailbox), F(of_score_report), F(of_letting_go), F(of_dispute), F(of_record), F(other_name), F(exam_code),
       F(registration_id), F(exam_day), F(made), F(ends), F(letter_unsent), F(letter_held), F(letter_refused), F(letter_answer), F(code), F(wrong));
#undef RECORDED
#define RECORDED struct home_page
RECORD(home_page_record, RECORDED, L(requests, waiting_row_record), F(waits), F(has_mailbox), F(unreached), F(issued), F(pending), F(stopped), F(revoked), F(withdrawn), F(taken_back), F(nameless), F(disputed), F(records), F(mailboxes), F(next_day), F(merged_into), L(unbindings, unbinding_view_record), PART(unbindings_part));
#undef RECORDED
#define RECORDED struct sign_page
RECORD(sign_page_record, RECORDED, F(user_name), F(mailbox), F(name_latin), F(name_native), F(name), F(back), F(over));
#undef RECORDED
#define RECORDED struct certificate_card
RECORD(certificate_card_record, RECORDED, F(number), F(name), F(certification), F(pending), F(nameless), F(disputed), F(waits), L(disputes, unbinding_view_record), F(being_issued), F(issued), F(suspended), F(expired), F(revoked), F(withdrawn),
       F(never_issued), F(unlisted), F(by_body), F(provisional), F(level), F(level_name), F(forms), F(reason), F(state_day), F(exam_day), F(award_day), F(issue_day), F(expiry_day), F(withdrawn_from), F(revision), F(expires_soon), F(renewal), F(renewal_day), F(state_slug), F(state_question),
       L(offers, package_offer_record), L(packages, package_view_record));
#undef RECORDED
#define RECORDED struct certificates_page
RECORD(certificates_page_record, RECORDED, L(certificates, certificate_card_record), PART(certificates_part), L(progress, explanation_record), PART(progress_part), F(has_mailbox), F(records), F(merged_into), L(unbindings, unbinding_view_record), PART(unbindings_part), L(requests, waiting_row_record), L(naming, name_to_print_record));
#undef RECORDED
#define RECORDED struct certificate_page
RECORD(certificate_page_record, RECORDED, F(number), F(name), F(certification), F(pending), F(nameless), F(disputed), F(waits), L(disputes, unbinding_view_record), F(being_issued), F(issued), F(suspended), F(expired), F(revoked), F(withdrawn),
       F(never_issued), F(unlisted), F(by_body), F(provisional), F(level), F(level_name), F(forms), F(reason), F(name_latin), F(name_native), F(unprintable), F(too_long), F(code), F(verify_address), F(state_day), F(exam_day), F(award_day), F(issue_day),
       F(expiry_day), F(withdrawn_from), F(revision_day), F(revision), F(downloadable), F(gone), F(state_slug), F(state_question), F(summary), L(lines, explanation_line_record),
       L(offers, package_offer_record), L(packages, package_view_record), L(revisions, certificate_revision_record), PART(revisions_part));
#undef RECORDED
#define RECORDED struct exam_row
RECORD(exam_row_record, RECORDED, F(provider), F(registration_id), F(exam_code), F(exam_title), F(score), F(exam_day), F(passed), F(failed),
       F(no_show), F(provisional), F(on_hold), F(final), F(revoked), L(unbindings, unbinding_view_record));
#undef RECORDED
#define RECORDED struct exams_page
RECORD(exams_page_record, RECORDED, L(associations, association_record), L(requests, waiting_row_record), L(records, exam_row_record), L(naming, name_to_print_record),
       L(claims, unbinding_claim_record), L(lost, association_lost_case_record), L(left, association_left_record), F(merged_into), PART(mailboxes_part), PART(records_part), PART(claims_part), PART(left_part));
#undef RECORDED
#define RECORDED struct associate_page
RECORD(associate_page_record, RECORDED, F(address), L(requests, waiting_row_record), L(naming, name_to_print_record), L(claims, unbinding_claim_record));
#undef RECORDED
#define RECORDED struct address_page
RECORD(address_page_record, RECORDED, F(address), L(mailboxes, option_record), L(updates, demographic_update_record));
#undef RECORDED
#define RECORDED struct report_page
RECORD(report_page_record, RECORDED, L(providers, option_record), F(choose), F(provider), F(exam_code), F(exam_day), F(registration_id), F(candidate), F(validation_id), F(too_early),
       F(provisional), F(opens), F(no_mailbox), F(mailbox));
#undef RECORDED
#define RECORDED struct lost_page
RECORD(lost_page_record, RECORDED, F(id), F(exam_code), F(registration_id), F(mailbox), F(exam_day), F(ready), F(provisional), F(barred), F(taken), L(open, association_lost_case_record), F(text));
#undef RECORDED
#define RECORDED struct where_page
RECORD(where_page_record, RECORDED, F(exam_code), F(exam_day), F(registration_id), F(mailbox), F(answered), F(known_code), F(exam_title), F(exam_unknown), F(provisional), F(late),
       F(ahead), F(elsewhere), F(held), F(quarantined), F(own_mailbox), F(other_mailbox), F(nothing), F(looked_everywhere), F(expected), F(moved_to), F(cancelled_on), F(masked), L(own, exam_row_record), L(left, association_left_record), L(claims, unbinding_claim_record), L(lost, association_lost_case_record), L(intakes, intake_last_record));
#undef RECORDED
#define RECORDED struct mailbox_card
RECORD(mailbox_card_record, RECORDED, L(associations, association_record), F(further));
#undef RECORDED
#define RECORDED struct mailboxes_page
RECORD(mailboxes_page_record, RECORDED, L(requests, waiting_row_record), L(cards, mailbox_card_record), PART(mailboxes_part), L(left, association_left_record), PART(left_part));
#undef RECORDED
#define RECORDED struct let_go_page
RECORD(let_go_page_record, RECORDED, F(kind), F(id), F(of_record), F(address), F(exam_code), F(registration_id), F(exam_day), F(since), F(means_words), F(letters), F(choose_first), F(own),
       L(held, exam_record_record), PART(held_part), L(lines, award_preview_line_record), PART(lines_part));
#undef RECORDED
#define RECORDED struct waiting_page
RECORD(waiting_page_record, RECORDED, L(requests, waiting_row_record), F(any), L(naming, name_to_print_record));
#undef RECORDED
#define RECORDED struct activate_page
RECORD(activate_page_record, RECORDED, F(token), F(shown), F(known), F(mine), F(id), F(account_name), F(address), F(kind), F(about), F(about_id), F(again), F(of_mailbox), F(of_score_report),
       F(of_lost_mailbox), F(of_letting_go), F(of_dispute), F(of_record), F(other_name), F(other_names), F(exam_code), F(registration_id), F(exam_day), L(lines, award_preview_line_record), F(typed), F(made), F(ends),
       F(open), F(completed), F(replaced), F(expired), F(disowned), F(withdrawn), F(too_late), F(not_there), L(naming, name_to_print_record));
#undef RECORDED
#define RECORDED struct letters_page
RECORD(letters_page_record, RECORDED, L(letters, letter_view_record), F(more), F(unreached), F(before));
#undef RECORDED
#define RECORDED struct letter_page
RECORD(letter_page_record, RECORDED, L(letters, letter_view_record), F(resent), F(anew));
#undef RECORDED
#define RECORDED struct second_step_page
RECORD(second_step_page_record, RECORDED, F(second), F(back), F(party), F(challenge));
#undef RECORDED
#define RECORDED struct new_password_page
RECORD(new_password_page_record, RECORDED, F(token), F(shown), F(known), F(user_name), F(ends), F(second_step));
#undef RECORDED
#define RECORDED struct second_page
RECORD(second_page_record, RECORDED, F(app), F(staff), F(codes), F(nonce), F(secret), F(qr), F(qr_size));
#undef RECORDED
#define RECORDED struct recovery_code_row
RECORD(recovery_code_row_record, RECORDED, F(code));
#undef RECORDED
#define RECORDED struct recovery_codes_page
RECORD(recovery_codes_page_record, RECORDED, L(codes, recovery_code_row_record), F(fresh));
#undef RECORDED
#define RECORDED struct profile_page
RECORD(profile_page_record, RECORDED, F(name_latin), F(name_native), F(phone), F(names_fixed), L(naming, name_to_print_record), F(second), F(unreached), F(many_mailboxes),
       L(countries, option_record), L(tongues, option_record), L(zones, option_record), L(mailboxes, option_record), L(sessions, account_session_view_record), F(name_case), F(name_due));
#undef RECORDED
#define RECORDED struct packages_page
RECORD(packages_page_record, RECORDED, L(packages, package_view_record), PART(packages_part), L(offers, package_offer_record), PART(offers_part), F(any_open), F(draft), F(changed));
#undef RECORDED
#define RECORDED struct address_choice
RECORD(address_choice_record, RECORDED, F(id), F(chosen), L(cards, address_card_record));
#undef RECORDED
#define RECORDED struct package_page
RECORD(package_page_record, RECORDED, L(packages, package_view_record), L(cards, address_card_record), L(choices, address_choice_record), L(contents, text_line_record), L(history, package_entry_record), F(text));
#undef RECORDED
#define RECORDED struct apply_page
RECORD(apply_page_record, RECORDED, L(mailboxes, package_mailbox_record), L(offers, package_offer_record), L(addresses, address_choice_record), L(cards, address_card_record), F(seen), F(contact), F(contact_link),
       F(any_open), F(all_applied), F(name_case), F(name_due));
#undef RECORDED
#define RECORDED struct addresses_page
RECORD(addresses_page_record, RECORDED, L(addresses, address_card_record), F(full));
#undef RECORDED
#define RECORDED struct address_field_row
RECORD(address_field_row_record, RECORDED, F(name), F(label), F(value), F(wrong), F(autocomplete), F(example), F(required), F(lines), L(options, option_record));
#undef RECORDED
#define RECORDED struct postal_page
RECORD(postal_page_record, RECORDED, F(id), F(chosen), F(other), L(countries, option_record), F(country), F(calling_code), F(phone), F(back), F(cancel), L(fields, address_field_row_record),
       L(latin_fields, address_field_row_record), F(latin_needed));
#undef RECORDED
#define RECORDED struct merge_undo_page
RECORD(merge_undo_page_record, RECORDED, L(merges, association_merge_view_record), L(things, association_merge_thing_record), L(lines, award_preview_line_record));
#undef RECORDED
#define RECORDED struct merge_page
RECORD(merge_page_record, RECORDED, F(name), F(proven), F(proof), F(other), F(other_names), L(printed, award_other_name_record), L(things, association_merge_thing_record), L(lines, award_preview_line_record), L(packages, package_merge_line_record),
       L(merges, association_merge_view_record), L(waits, association_merge_wait_record), F(emptied), F(into));
#undef RECORDED
#define RECORDED struct unbinding_page
RECORD(unbinding_page_record, RECORDED, L(unbindings, unbinding_view_record), F(over), L(lines, award_preview_line_record), L(together, unbinding_view_record), L(apart, unbinding_view_record), F(text));
#undef RECORDED
#define RECORDED struct cases_page
RECORD(cases_page_record, RECORDED, L(cases, case_view_record), PART(cases_part), F(claims));
#undef RECORDED
#define RECORDED struct case_page
RECORD(case_page_record, RECORDED, L(cases, case_view_record), L(facts, web_case_fact_record), L(entries, case_entry_view_record), L(evidence, case_evidence_view_record), F(before), F(older), F(room), F(objects),
       L(together, unbinding_view_record), F(text), F(unreached));
#undef RECORDED
#define RECORDED struct printed_name
RECORD(printed_name_record, RECORDED, F(number), F(name), F(name_latin), F(name_native));
#undef RECORDED
#define RECORDED struct name_page
RECORD(name_page_record, RECORDED, F(name_latin), F(name_native), F(text), L(naming, name_to_print_record), L(printed, printed_name_record), F(open_number), F(due));
#undef RECORDED
#define RECORDED struct help_topic
RECORD(help_topic_record, RECORDED, F(topic), L(answers, help_entry_record));
#undef RECORDED
#define RECORDED struct help_page
RECORD(help_page_record, RECORDED, F(query), F(searched), L(results, help_entry_record), L(topics, help_topic_record));
#undef RECORDED
#define RECORDED struct answer_page
RECORD(answer_page_record, RECORDED, L(answer, help_entry_record), L(related, help_entry_record));
#undef RECORDED
#define RECORDED struct ask_page
RECORD(ask_page_record, RECORDED, F(text), F(address), F(page), F(problem), F(place), L(fitting, help_entry_record), F(unreached));
#undef RECORDED
#define RECORDED struct asked_page
RECORD(asked_page_record, RECORDED, F(number), F(due));
#undef RECORDED
#define RECORDED struct verify_page
RECORD(verify_page_record, RECORDED, F(number), F(name), F(code));
#undef RECORDED
#define RECORDED struct verification_page
RECORD(verification_page_record, RECORDED, F(number), F(mistyped), L(found, verification_record));
#undef RECORDED
#define RECORDED struct file_verification_page
RECORD(file_verification_page_record, RECORDED, L(checked, file_verification_record), L(register_says, verification_record));
#undef RECORDED
#define RECORDED struct mailbox_page
RECORD(mailbox_page_record, RECORDED, F(address), L(letters, mailbox_letter_record));
#undef RECORDED
#define RECORDED struct letter_part
RECORD(letter_part_record, RECORDED, F(text), F(link));
#undef RECORDED
#define RECORDED struct mailbox_letter_page
RECORD(mailbox_letter_page_record, RECORDED, F(recipient), F(subject), F(written), L(parts, letter_part_record));
#undef RECORDED

const struct page_binding site_pages[PAGE_COUNT] = {
    [PAGE_HOME] = {"home", &home_page_record},
    [PAGE_SIGN_UP] = {"sign-up", &sign_page_record},
    [PAGE_SIGN_IN] = {"sign-in", &sign_page_record},
    [PAGE_CERTIFICATES] = {"my-certificates", &certificates_page_record},
    [PAGE_CERTIFICATE] = {"my-certificate", &certificate_page_record},
    [PAGE_PACKAGES] = {"my-packages", &packages_page_record},
    [PAGE_PACKAGE] = {"my-package", &package_page_record},
    [PAGE_APPLY_MAILBOX] = {"apply-mailbox", &apply_page_record},
    [PAGE_APPLY_CERTIFICATE] = {"apply-certificate", &apply_page_record},
    [PAGE_APPLY_ADDRESS] = {"apply-address", &apply_page_record},
    [PAGE_APPLY_REVIEW] = {"apply-review", &apply_page_record},
    [PAGE_EXAMS] = {"my-exams", &exams_page_record},
    [PAGE_ASSOCIATE] = {"associate", &associate_page_record},
    [PAGE_ASSOCIATED_ALREADY] = {"associated-already", &associate_page_record},
    [PAGE_REPORT] = {"report", &report_page_record},
    [PAGE_REPORT_TAKEN] = {"report-taken", &report_page_record},
    [PAGE_LOST] = {"lost-mailbox", &lost_page_record},
    [PAGE_WHERE] = {"where", &where_page_record},
    [PAGE_MAILBOXES] = {"my-mailboxes", &mailboxes_page_record},
    [PAGE_LET_GO] = {"let-go", &let_go_page_record},
    [PAGE_WAITING] = {"waiting", &waiting_page_record},
    [PAGE_ACTIVATE] = {"activate", &activate_page_record},
    [PAGE_NOT_ME] = {"not-me", &activate_page_record},
    [PAGE_LETTERS] = {"my-letters", &letters_page_record},
    [PAGE_LETTER] = {"my-letter", &letter_page_record},
    [PAGE_PROFILE] = {"my-profile", &profile_page_record},
    [PAGE_CASES] = {"my-cases", &cases_page_record},
    [PAGE_CASE] = {"my-case", &case_page_record},
    [PAGE_NAME] = {"my-name", &name_page_record},
    [PAGE_HELP] = {"help", &help_page_record},
    [PAGE_ANSWER] = {"help-answer", &answer_page_record},
    [PAGE_ASK] = {"ask", &ask_page_record},
    [PAGE_ASKED] = {"asked", &asked_page_record},
    [PAGE_SECOND_STEP] = {"second-step", &second_step_page_record},
    [PAGE_SECOND] = {"my-second", &second_page_record},
    [PAGE_FORGOTTEN] = {"forgotten", &sign_page_record},
    [PAGE_NEW_PASSWORD] = {"new-password", &new_password_page_record},
    [PAGE_RECOVERY_CODES] = {"my-codes", &recovery_codes_page_record},
    [PAGE_VERIFY] = {"verify", &verify_page_record},
    [PAGE_VERIFICATION] = {"verification", &verification_page_record},
    [PAGE_FILE_VERIFICATION] = {"file-verification", &file_verification_page_record},
    [PAGE_MAILBOX] = {"mailbox", &mailbox_page_record},
    [PAGE_MERGE] = {"my-merge", &merge_page_record},
    [PAGE_MERGE_UNDO] = {"my-merge-undo", &merge_undo_page_record},
    [PAGE_UNBINDING] = {"my-unbinding", &unbinding_page_record},
    [PAGE_ADDRESS] = {"my-address", &address_page_record},
    [PAGE_ADDRESSES] = {"my-addresses", &addresses_page_record},
    [PAGE_POSTAL_ADDRESS] = {"postal-address", &postal_page_record},
    [PAGE_MAILBOX_LETTER] = {"mailbox-letter", &mailbox_letter_page_record},
};
