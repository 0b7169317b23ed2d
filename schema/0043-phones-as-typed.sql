-- SPEC 11.1: a phone stands in the profile as its owner typed it, and is looked for by its digits.
DROP INDEX account_by_phone;
CREATE INDEX account_by_phone ON account (SUBSTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(phone, ' ', ''), '-', ''), '.', ''), '(', ''), ')', ''),
    LENGTH(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(phone, ' ', ''), '-', ''), '.', ''), '(', ''), ')', '')) - 5)) WHERE phone <> '';
