-- SPEC 5.8: a dispute is an unbinding; no case of its own kind is opened for it.
CREATE CHECK case_file_dispute ON case_file (new.kind <> 'dispute');
