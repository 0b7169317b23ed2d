/* Which template goes with which record. */
#include "association/association.h"
#include "association/association_merge.h"
#include "award/award.h"
#include "association/association_unbinding.h"
#include "award/award_near.h"
#include "case/case.h"
#include "catalogue/catalogue.h"
#include "door/desk/desk_inside.h"
#include "door/desk/desk_records.h"
#include "door/desk/desk_sides.h"
#include "door/web_case.h"
#include "door/web_person.h"
#include "intake/intake.h"
#include "intake/intake_demographic.h"
#include "letter/letter.h"
#include "package/package_dispatch.h"
#include "package/package_event.h"
#include "package/package_papers.h"
#include "people/people.h"
#include "people/people_work.h"

#define F(MEMBER) FIELD(RECORDED, MEMBER)
#define L(MEMBER, INNER) FIELD_OF(RECORDED, MEMBER, INNER)

#define RECORDED struct desk_side
RECORD(desk_side_record, RECORDED, F(account_id), F(record_id), F(title), F(user_name), F(name_latin), F(name_native), F(other_latin), F(other_native), F(other_candidate), F(other_mailbox), F(further),
       L(candidates, text_line_record), L(mailboxes, text_line_record), L(records, person_record_record), L(certificates, certificate_record));
#undef RECORDED
#define RECORDED struct desk_sign_in_page
RECORD(desk_sign_in_page_record, RECORDED, F(name), F(back), F(over), F(party), F(challenge));
#undef RECORDED
#define RECORDED struct desk_enrol_page
RECORD(desk_enrol_page_record, RECORDED, F(token), F(shown), F(known), F(user_name), F(ends), F(has_password), F(secret), F(qr), F(qr_size), F(party), F(challenge), F(user_id));
#undef RECORDED
#define RECORDED struct code_row
RECORD(code_row_record, RECORDED, F(code));
#undef RECORDED
#define RECORDED struct desk_codes_page
RECORD(desk_codes_page_record, RECORDED, L(codes, code_row_record));
#undef RECORDED
#define RECORDED struct role_choice
RECORD(role_choice_record, RECORDED, F(field), F(name), F(what), F(chosen));
#undef RECORDED
#define RECORDED struct staff_row
RECORD(staff_row_record, RECORDED, F(id), F(passkeys), F(codes), F(user_name), F(name_latin), F(name_native), F(mailbox), F(roles), F(since), F(ended), F(used), F(app), F(invited), F(none),
       F(self));
#undef RECORDED
#define RECORDED struct desk_staff_page
RECORD(desk_staff_page_record, RECORDED, F(may_manage), L(staff, staff_row_record), L(choices, role_choice_record), F(user_name));
#undef RECORDED
#define RECORDED struct desk_member_page
RECORD(desk_member_page_record, RECORDED, F(may_change), L(member, staff_row_record), L(choices, role_choice_record));
#undef RECORDED
#define RECORDED struct work_row
RECORD(work_row_record, RECORDED, F(name), F(address), F(count), F(overdue), F(days), F(oldest));
#undef RECORDED
#define RECORDED struct plot_label
RECORD(plot_label_record, RECORDED, F(x), F(y), F(text));
#undef RECORDED
#define RECORDED struct desk_work_page
RECORD(desk_work_page_record, RECORDED, L(lists, work_row_record), L(weeks, people_week_record), F(plot_width), F(plot_height), F(plot_base), F(taken), F(unchanged), F(quarantined),
       F(refused), F(awards), F(rows_most), F(awards_most), F(first_week), F(last_week), L(months, plot_label_record), F(any_rows), F(any_awards));
#undef RECORDED
#define RECORDED struct desk_letters_page
RECORD(desk_letters_page_record, RECORDED, F(failed), F(held), F(waiting), F(may_hold), F(more), F(back), L(letters, people_outgoing_record));
#undef RECORDED
#define RECORDED struct desk_letter_page
RECORD(desk_letter_page_record, RECORDED, F(letter), F(may_hold), F(may_open), F(back), L(letters, letter_view_record));
#undef RECORDED

#define RECORDED struct desk_profile_choice
RECORD(desk_profile_choice_record, RECORDED, F(name), F(title), F(assumed), F(chosen));
#undef RECORDED
#define RECORDED struct desk_intake_page
RECORD(desk_intake_page_record, RECORDED, F(may_import), F(may_read_addresses), F(waiting), L(files, intake_file_view_record), F(older), F(more), F(before), L(profiles, desk_profile_choice_record), F(told), F(dry_run), F(seen_before), F(file), F(file_id),
       F(rows), F(fresh), F(unchanged), F(corrected), F(quarantined), F(refused), L(verdicts, intake_row_verdict_record), F(more_verdicts));
#undef RECORDED
#define RECORDED struct desk_code
RECORD(desk_code_record, RECORDED, F(number), F(row), F(here), F(after), F(aside_after), F(profile), F(title), F(code), F(rows), F(since), F(typed), F(refused));
#undef RECORDED
#define RECORDED struct desk_exam
RECORD(desk_exam_record, RECORDED, F(code), F(title));
#undef RECORDED
#define RECORDED struct desk_row
RECORD(desk_row_record, RECORDED, F(id), F(file_id), F(line), F(provider), F(file), F(code), F(reason), F(raw), F(received), F(days), F(candidate), F(mailbox), F(name_native), F(name_latin), F(anybody), F(exam), F(grade), F(score), L(cells, intake_cell_record), L(sides, desk_side_record),
       F(exam_unknown), L(codes, desk_code_record), F(unread), F(may_accept), F(may_name), F(may_take), F(early), F(exam_day), F(other_name), F(other_registration), F(by_candidate), F(proposed_by), F(proposed_mailbox), F(proposed_why), F(although), F(own), F(why), F(by), F(settled), F(wrong), F(address), F(typed), F(misfit), F(all_the_same));
#undef RECORDED
#define RECORDED struct desk_rows_page
RECORD(desk_rows_page_record, RECORDED, F(may_remedy), F(may_load), L(exam_list, desk_exam_record), L(rows, desk_row_record), F(next), F(here), F(after), F(aside_after), F(more), F(others));
#undef RECORDED
#define RECORDED struct desk_file_page
RECORD(desk_file_page_record, RECORDED, F(may_remedy), F(may_load), L(exam_list, desk_exam_record), F(here), L(files, intake_file_view_record), F(title), F(sha256), F(bytes), F(later), F(aside_count), F(rejected_later), L(texts, intake_file_text_record),
       L(acts, intake_file_act_record), L(open_rows, desk_row_record), F(next), F(after), F(aside_after), F(more), L(aside, desk_row_record), F(next_aside), F(more_aside), F(others), L(rejections, intake_row_verdict_record), F(more_rejected));
#undef RECORDED
#define RECORDED struct desk_catalogue_line
RECORD(desk_catalogue_line_record, RECORDED, F(line), F(text), F(added), F(removed), F(changed));
#undef RECORDED
#define RECORDED struct desk_certification_row
RECORD(desk_certification_row_record, RECORDED, F(code), F(name), F(level), F(months), F(years), F(package));
#undef RECORDED
#define RECORDED struct desk_catalogue_page
RECORD(desk_catalogue_page_record, RECORDED, F(may_load), L(codes, desk_code_record), L(exam_list, desk_exam_record), L(versions, catalogue_history_record), F(body_name), F(exams), F(changes), F(calendar), F(calendar_version), F(calendar_source), F(calendar_first), F(calendar_last), L(certifications, desk_certification_row_record), F(told), F(file),
       L(problems, desk_catalogue_line_record), F(more_problems), L(differences, desk_catalogue_line_record), L(lacks, desk_catalogue_line_record), L(foreseen, award_foreseen_record), F(takes_away), F(second), F(reason), F(content), F(over), F(anew), L(proposals, catalogue_proposal_record));
#undef RECORDED
#define RECORDED struct desk_catalogue_proposal_page
RECORD(desk_catalogue_proposal_page_record, RECORDED, L(proposals, catalogue_proposal_record), F(loaded), F(rejected), F(renewed), F(old), F(confirms), F(rejects), F(renews), F(own), L(problems, desk_catalogue_line_record), F(more_problems), L(differences, desk_catalogue_line_record),
       L(lacks, desk_catalogue_line_record), L(foreseen, award_foreseen_record), F(takes_away), F(second), F(file), F(reason), F(content), F(typed), F(over), F(anew));
#undef RECORDED
#define RECORDED struct desk_catalogue_version_page
RECORD(desk_catalogue_version_page_record, RECORDED, L(versions, catalogue_history_record), F(readable), L(differences, desk_catalogue_line_record));
#undef RECORDED
#define RECORDED struct desk_provider_row
RECORD(desk_provider_row_record, RECORDED, F(name), F(title), F(chosen), F(queued), F(queued_days), F(unanswered), F(unanswered_days));
#undef RECORDED
#define RECORDED struct desk_update_row
RECORD(desk_update_row_record, RECORDED, F(account_id), F(days), F(address), F(user_name), F(candidate_id), F(answer), F(asked), F(waits), F(queued), F(sent), F(accepted), F(error), F(replaced), F(withdrawn));
#undef RECORDED
#define RECORDED struct desk_demographic_page
RECORD(desk_demographic_page_record, RECORDED, F(may_send), L(providers, desk_provider_row_record), L(files, demographic_file_record), L(updates, desk_update_row_record), F(told), F(accepted),
       F(failed), F(unknown), F(unchanged), F(file_error));
#undef RECORDED

#define RECORDED struct desk_people_page
RECORD(desk_people_page_record, RECORDED, F(text), F(searched), F(more), L(hits, person_hit_record));
#undef RECORDED
#define RECORDED struct desk_person_page
RECORD(desk_person_page_record, RECORDED, F(id), F(name), F(name_latin), F(name_native), F(letters_to), F(phone), F(country), F(tongue), F(zone), F(made), F(may_act),
       F(may_propose), F(may_hold), F(may_read_updates), F(more_ties), F(more_records), F(more_certificates), F(more_letters), F(more_cases), F(more_claims), F(more_updates), F(more_packages), F(more_acts), F(back), L(merges, association_merge_view_record), L(mailboxes, association_record), L(ties, person_tie_record), L(records, person_record_record), L(certificates, certificate_record),
       L(letters, person_letter_record), L(cases, case_view_record), L(claims, unbinding_view_record), L(updates, demographic_update_record), L(packages, package_view_record), L(sessions, account_session_view_record), L(acts, person_act_record),
       L(addresses, address_card_record));
#undef RECORDED
#define RECORDED struct desk_unheld_page
RECORD(desk_unheld_page_record, RECORDED, F(candidate_id), F(mailbox), L(records, person_record_record), L(ties, person_tie_record));
#undef RECORDED
#define RECORDED struct desk_turn_row
RECORD(desk_turn_row_record, RECORDED, F(day), F(earned), F(state), F(expiry), F(endless), F(revision), F(name), F(why));
#undef RECORDED
#define RECORDED struct desk_journal_page
RECORD(desk_journal_page_record, RECORDED, F(account), F(number), F(act), F(first), F(last), F(filtered), F(more), F(before), F(certificate), F(certification), F(holder), F(holder_id), L(turns, desk_turn_row_record),
       L(acts, person_act_record));
#undef RECORDED

#define RECORDED struct desk_unbindings_page
RECORD(desk_unbindings_page_record, RECORDED, F(what), F(owner), F(reason), F(there), F(waiting), F(objected), F(others), F(all), F(objected_count), F(others_count), F(waiting_count), F(may_unbind), F(second_person), L(unbindings, unbinding_view_record));
#undef RECORDED
#define RECORDED struct desk_unbinding_page
RECORD(desk_unbinding_page_record, RECORDED, L(unbindings, unbinding_view_record), F(typed), F(number), L(said, case_entry_view_record), F(said_before), L(evidence, case_evidence_view_record), F(proposed_by), F(proposal), F(may_unbind), F(own), F(open), L(lines, award_preview_line_record), L(claims, case_view_record), L(sides, desk_side_record), L(told, demographic_update_record), L(undoing, unbinding_undoing_record));
#undef RECORDED
#define RECORDED struct desk_near_page
RECORD(desk_near_page_record, RECORDED, F(aside), F(may_judge), F(asked), L(misses, near_miss_record));
#undef RECORDED
#define RECORDED struct desk_near_one_page
RECORD(desk_near_one_page_record, RECORDED, F(may_judge), L(misses, near_miss_record), L(sides, desk_side_record), L(unheld, exam_record_record));
#undef RECORDED
#define RECORDED struct desk_certificate_page
RECORD(desk_certificate_page_record, RECORDED, L(certificates, certificate_record), F(holder), L(turns, desk_turn_row_record), F(case_number), L(disputes, unbinding_view_record), F(may_suspend), F(may_revoke), F(may_give_back), F(may_change), F(own), F(two),
       F(reason_typed), F(chose_suspension), F(chose_revocation), F(chose_return));
#undef RECORDED
#define RECORDED struct desk_merges_page
RECORD(desk_merges_page_record, RECORDED, F(one), F(other), F(account), F(user_name), F(may_propose), L(merges, association_merge_view_record));
#undef RECORDED
#define RECORDED struct desk_merge_page
RECORD(desk_merge_page_record, RECORDED, L(merges, association_merge_view_record), L(things, association_merge_thing_record), L(lines, award_preview_line_record), L(others, award_preview_line_record), F(foreseen), F(typed), F(undoes), F(sends_back));
#undef RECORDED
#define RECORDED struct desk_cases_page
RECORD(desk_cases_page_record, RECORDED, L(counts, case_count_record), L(cases, case_view_record), F(kind), F(show), F(all), F(closed), F(overdue), F(asker), F(second), F(more), F(asker_count), F(waiting),
       F(overdue_count), F(second_count));
#undef RECORDED
#define RECORDED struct desk_name_row
RECORD(desk_name_row_record, RECORDED, F(source), F(which), F(latin), F(native), F(asked));
#undef RECORDED
#define RECORDED struct desk_compare_row
RECORD(desk_compare_row_record, RECORDED, F(label), F(record), F(account));
#undef RECORDED
#define RECORDED struct desk_case_page
RECORD(desk_case_page_record, RECORDED, L(cases, case_view_record), L(facts, web_case_fact_record), L(entries, case_entry_view_record), L(evidence, case_evidence_view_record), F(before), F(older),
       L(names, desk_name_row_record), L(compared, desk_compare_row_record), F(holder), F(lost_unbinding), F(own), F(unproven), F(unreached), F(may_message), F(may_note), F(may_answer), F(may_decide), F(may_confirm),
       F(may_send_back), F(text), F(note), F(typed_reason), F(back), F(chose_grant), F(chose_refusal), F(asks), F(answer_by));
#undef RECORDED

#define RECORDED struct desk_show_row
RECORD(desk_show_row_record, RECORDED, F(word), F(name), F(count), F(current));
#undef RECORDED
#define RECORDED struct desk_packages_page
RECORD(desk_packages_page_record, RECORDED, L(shows, desk_show_row_record), F(show), L(packages, package_view_record), F(more), F(may_send), F(may_approve), F(may_pack), F(may_print), F(superseded), F(refused_events), F(up_to), F(told), F(asked), F(done),
       F(refused), L(refusals, package_refusal_record), F(cut), F(act), F(left_out), L(ticked, text_line_record), F(plot_width), F(plot_height), F(plot_base), F(promise_y), F(promised), F(most), F(in_time), F(late), L(months, plot_label_record),
       L(weeks, package_week_record), F(any_weeks), F(most_apart));
#undef RECORDED
#define RECORDED struct desk_carrier_row
RECORD(desk_carrier_row_record, RECORDED, F(code), F(name), F(chosen));
#undef RECORDED
#define RECORDED struct desk_mailing
RECORD(desk_mailing_record, RECORDED, F(express_number), F(carrier), F(carrier_name), F(others), F(held), F(ask), F(wrong_digit), F(other_form), F(anyway), F(gone), L(carriers, desk_carrier_row_record));
#undef RECORDED
#define RECORDED struct desk_package_page
RECORD(desk_package_page_record, RECORDED, L(packages, package_view_record), L(cards, address_card_record), L(contents, text_line_record),
       L(history, package_entry_record), L(printed, package_printed_record), L(mailings, desk_mailing_record), F(day), F(back_day), F(words), F(may_send), F(may_approve), F(may_pack), F(may_mail), F(may_end), F(may_return), F(may_again),
       F(may_unpack), F(may_stop), F(may_renumber), F(may_print));
#undef RECORDED
#define RECORDED struct desk_scan_page
RECORD(desk_scan_page_record, RECORDED, F(package), L(packages, package_view_record), L(mailings, desk_mailing_record));
#undef RECORDED
#define RECORDED struct desk_deliveries_page
RECORD(desk_deliveries_page_record, RECORDED, F(told), F(taken), F(unchanged), F(unknown), F(refused), L(verdicts, package_event_verdict_record), L(events, package_event_view_record),
       L(refusals, package_event_refused_view_record), L(settled, package_event_refused_view_record), F(more), F(may_send));
#undef RECORDED
#define RECORDED struct desk_numbers_page
RECORD(desk_numbers_page_record, RECORDED, F(told), F(dry_run), F(mailed), F(unchanged), F(refused), L(rows, package_number_row_record));
#undef RECORDED

const struct page_binding desk_pages[DESK_PAGE_COUNT] = {
    [DESK_PAGE_SIGN_IN] = {"desk-sign-in", &desk_sign_in_page_record},
    [DESK_PAGE_ENROL] = {"desk-enrol", &desk_enrol_page_record},
    [DESK_PAGE_CODES] = {"desk-codes", &desk_codes_page_record},
    [DESK_PAGE_STAFF] = {"desk-staff", &desk_staff_page_record},
    [DESK_PAGE_MEMBER] = {"desk-member", &desk_member_page_record},
    [DESK_PAGE_LETTERS] = {"desk-letters", &desk_letters_page_record},
    [DESK_PAGE_LETTER] = {"desk-letter", &desk_letter_page_record},
    [DESK_PAGE_WORK] = {"desk-work", &desk_work_page_record},
    [DESK_PAGE_INTAKE] = {"desk-intake", &desk_intake_page_record},
    [DESK_PAGE_FILE] = {"desk-file", &desk_file_page_record},
    [DESK_PAGE_ROWS] = {"desk-rows", &desk_rows_page_record},
    [DESK_PAGE_ASIDE] = {"desk-aside", &desk_rows_page_record},
    [DESK_PAGE_DEMOGRAPHIC] = {"desk-demographics", &desk_demographic_page_record},
    [DESK_PAGE_CATALOGUE] = {"desk-catalogue", &desk_catalogue_page_record},
    [DESK_PAGE_CATALOGUE_PROPOSAL] = {"desk-catalogue-proposal", &desk_catalogue_proposal_page_record},
    [DESK_PAGE_CATALOGUE_VERSION] = {"desk-catalogue-version", &desk_catalogue_version_page_record},
    [DESK_PAGE_PEOPLE] = {"desk-people", &desk_people_page_record},
    [DESK_PAGE_PERSON] = {"desk-person", &desk_person_page_record},
    [DESK_PAGE_UNHELD] = {"desk-unheld", &desk_unheld_page_record},
    [DESK_PAGE_JOURNAL] = {"desk-journal", &desk_journal_page_record},
    [DESK_PAGE_UNBINDINGS] = {"desk-unbindings", &desk_unbindings_page_record},
    [DESK_PAGE_UNBINDING] = {"desk-unbinding", &desk_unbinding_page_record},
    [DESK_PAGE_NEAR] = {"desk-near", &desk_near_page_record},
    [DESK_PAGE_NEAR_ONE] = {"desk-near-one", &desk_near_one_page_record},
    [DESK_PAGE_CERTIFICATE] = {"desk-certificate", &desk_certificate_page_record},
    [DESK_PAGE_MERGES] = {"desk-merges", &desk_merges_page_record},
    [DESK_PAGE_MERGE] = {"desk-merge", &desk_merge_page_record},
    [DESK_PAGE_PACKAGES] = {"desk-packages", &desk_packages_page_record},
    [DESK_PAGE_PACKAGE] = {"desk-package", &desk_package_page_record},
    [DESK_PAGE_SCAN] = {"desk-scan", &desk_scan_page_record},
    [DESK_PAGE_DELIVERIES] = {"desk-deliveries", &desk_deliveries_page_record},
    [DESK_PAGE_NUMBERS] = {"desk-numbers", &desk_numbers_page_record},
    [DESK_PAGE_CASES] = {"desk-cases", &desk_cases_page_record},
    [DESK_PAGE_CASE] = {"desk-case", &desk_case_page_record},
};
