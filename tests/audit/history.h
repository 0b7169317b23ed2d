/* An honest store with a history: everything in it came about through the rooms' own acts, from files of providers to certificates, so that each thing that an audit looks at is there at
 * least once. */
#ifndef TESTS_AUDIT_HISTORY_H
#define TESTS_AUDIT_HISTORY_H

#include "award/town.h"

/* People, by user name:
 *   alice   signed up and proved alice@example.org by its link; HCIA-Datacom issued; her verification code was reset
 *   bob     taken over; HCIA- and HCIP-Datacom issued; one of his exams was corrected, and later his name, so that HCIA-Datacom has three revisions
 *   carla   taken over with two mailboxes; HCIA-Security revoked because the provider revoked the result
 *   dora    taken over; HCIA-Storage expired long ago, revoked by the staff and given back; HCIA-AI pending
 *   emil    HCIA-Cloud renewed by two more passes: its history has two steps
 *   gina, rossi   one person, two accounts: her record left the first for the second
 *   ivan          by score report, and let go again: HCIA-Storage suspended; another by a lost mailbox: HCIA-Cloud issued
 *   kim, lee      one person, too: kim let go a mailbox that lee then proved, and HCIA-AI moved along
 *   wei, zhang    two persons: wei had to let a mailbox go, and zhang got it with a certificate of his own; an unbinding of a record was undone, one runs, one is objected to, one was dropped
 *   pam           HCIE-Security, whose package was mailed, delivered, and replaced by case
 *   first, second   of the staff: a question answered, a lost mailbox granted by both, wishes taken back, cooling off, and waiting for a second person
 * New addresses for the provider: accepted, refused, failed with their file, on their way, waiting.
 * Nobody's: a fail, a no-show, a result on hold and released, rows that wait, were put aside and were remedied; a file that was refused whole. */
struct town *history_new(enum database_engine engine);

#endif
