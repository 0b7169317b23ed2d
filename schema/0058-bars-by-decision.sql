-- SPEC 5.8: a bar stands as long as one of the unbindings that have set it does. One may have barred several accounts of a person, and one account may be barred by several.
CREATE TABLE record_bar_by (
    record_id INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    unbinding_id INTEGER NOT NULL REFERENCES unbinding (id),
    PRIMARY KEY (record_id, account_id, unbinding_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_bar_by_of_account ON record_bar_by (account_id);
CREATE INDEX record_bar_by_of_unbinding ON record_bar_by (unbinding_id);
-- Of the bars that are there: what was decided about the record in the account, or in one that merges ever led to.
INSERT INTO record_bar_by (record_id, account_id, unbinding_id)
    WITH RECURSIVE one (barred_id, id) AS (SELECT DISTINCT account_id, account_id FROM record_bar UNION SELECT o.barred_id, CASE WHEN m.from_id = o.id THEN m.into_id ELSE m.from_id END FROM one o
        JOIN account_merge m ON m.from_id = o.id OR m.into_id = o.id)
    SELECT DISTINCT b.record_id, b.account_id, u.id FROM record_bar b JOIN one o ON o.barred_id = b.account_id JOIN unbinding u ON u.account_id = o.id AND u.record_id = b.record_id WHERE u.state = 'done';
-- SPEC 5.10: a merge bars each of its accounts from what the other had to let go: which one, and by which unbinding. Of older ones the account is not known: it is the one that remains.
ALTER TABLE account_merge_item ADD COLUMN account_id INTEGER;
ALTER TABLE account_merge_item ADD COLUMN unbinding_id INTEGER;
UPDATE account_merge_item SET unbinding_id = (SELECT MAX(u.id) FROM unbinding u JOIN account_merge m ON u.done_at <= m.at WHERE m.id = account_merge_item.merge_id AND u.record_id = account_merge_item.record_id) WHERE bound = 0;
CREATE CHECK account_merge_item_bar ON account_merge_item (new.bound = 0 OR (new.account_id IS NULL AND new.unbinding_id IS NULL));
