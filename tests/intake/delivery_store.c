#include "intake/delivery.h"

#include "base/encoding.h"
#include "outside/hash.h"
#include "outside/packing.h"

RECORD(delivery_record_row_record, struct delivery_record_row, FIELD(struct delivery_record_row, registration), FIELD(struct delivery_record_row, candidate),
       FIELD(struct delivery_record_row, mailbox), FIELD(struct delivery_record_row, exam), FIELD(struct delivery_record_row, language),
       FIELD(struct delivery_record_row, exam_day), FIELD(struct delivery_record_row, grade), FIELD(struct delivery_record_row, state),
       FIELD(struct delivery_record_row, score), FIELD(struct delivery_record_row, first_name), FIELD(struct delivery_record_row, last_name),
       FIELD(struct delivery_record_row, native_first_name));
STATEMENT(all_records, &delivery_record_row_record,
          "SELECT r.registration_id AS registration, r.candidate_id AS candidate, m.address AS mailbox, e.code AS exam, r.exam_language AS language, r.exam_day,"
          " r.grade, r.state, r.score, r.first_name, r.last_name, r.native_first_name"
          " FROM exam_record r JOIN exam e ON e.id = r.exam_id LEFT JOIN mailbox m ON m.id = r.mailbox_id ORDER BY r.registration_id");
STATEMENT(all_kept, NULL,
          "SELECT (SELECT COUNT(*) FROM exam_record) + (SELECT COUNT(*) FROM exam_record_past) + (SELECT COUNT(*) FROM exam_event) + (SELECT COUNT(*) FROM intake_row)"
          " + (SELECT COUNT(*) FROM intake_member) + (SELECT COUNT(*) FROM mailbox) + (SELECT COUNT(*) FROM due WHERE kind LIKE 'record%')");
STATEMENT(all_files, NULL, "SELECT COUNT(*) FROM intake_file");
STATEMENT(last_line, NULL, "SELECT max(line) FROM intake_row");

struct one_text {
    struct text refusal;
};
RECORD(one_text_record, struct one_text, FIELD(struct one_text, refusal));
STATEMENT(the_refusal, &one_text_record, "SELECT refusal FROM intake_file");

STATEMENT(last_decision, &one_text_record, "SELECT detail AS refusal FROM audit_journal WHERE act = 'intake.decide' ORDER BY id DESC LIMIT 1");

struct one_part {
    struct bytes content;
};
RECORD(one_part_record, struct one_part, FIELD(struct one_part, content));
STATEMENT(all_parts, &one_part_record, "SELECT content FROM intake_part ORDER BY number");

struct list delivery_store_records(struct delivery *delivery)
{
    struct list records;
    assert_result(delivery->support, RESULT_OK, database_all(delivery->context, &all_records, NO_PARAMETERS, 1000, &records));
    return records;
}

static int64_t integer(struct delivery *delivery, const struct statement *statement)
{
    int64_t count;
    assert_result(delivery->support, RESULT_OK, database_integer(delivery->context, statement, NO_PARAMETERS, &count));
    return count;
}

int64_t delivery_store_kept(struct delivery *delivery)
{
    return integer(delivery, &all_kept);
}

int64_t delivery_store_last_line(struct delivery *delivery)
{
    return integer(delivery, &last_line);
}

int64_t delivery_store_files(struct delivery *delivery)
{
    return integer(delivery, &all_files);
}

int64_t delivery_store_indexes(struct delivery *delivery)
{
    /* Each is the other engine's own, so neither is registered. */
    static const struct statement on_sqlite = {"on_sqlite", NULL, "SELECT COUNT(*) FROM sqlite_master WHERE type = 'index' AND tbl_name = 'exam_record'"};
    static const struct statement on_postgresql = {"on_postgresql", NULL, "SELECT COUNT(*) FROM pg_index WHERE indrelid = to_regclass('exam_record') AND NOT indisprimary"};
    return integer(delivery, database_engine(delivery->context->database) == DATABASE_SQLITE ? &on_sqlite : &on_postgresql);
}

struct text delivery_store_refusal(struct delivery *delivery)
{
    struct one_text one;
    assert_result(delivery->support, RESULT_OK, database_one(delivery->context, &the_refusal, NO_PARAMETERS, &one));
    return one.refusal;
}

struct text delivery_store_decision(struct delivery *delivery)
{
    struct one_text one;
    assert_result(delivery->support, RESULT_OK, database_one(delivery->context, &last_decision, NO_PARAMETERS, &one));
    return one.refusal;
}

struct text delivery_store_raw(struct delivery *delivery)
{
    struct list parts;
    struct text raw = TEXT("");
    assert_result(delivery->support, RESULT_OK, database_all(delivery->context, &all_parts, NO_PARAMETERS, 100, &parts));
    for (size_t i = 0; i < parts.count; i++) {
        struct bytes block;
        assert_true(packing_unpack(delivery->context->arena, ((const struct one_part *)parts.items)[i].content, 16 << 20, &block));
        char *both = arena_take(delivery->context->arena, raw.length + block.length + 1);
        memcpy(both, raw.bytes, raw.length);
        memcpy(both + raw.length, block.data, block.length);
        raw = (struct text){both, raw.length + block.length};
    }
    return raw;
}

static enum result hash_part(struct context *context, const void *row, void *data)
{
    struct arena_mark mark = arena_mark(context->arena);
    struct bytes block;
    assert_true(packing_unpack(context->arena, ((const struct one_part *)row)->content, 16 << 20, &block));
    hash_add(data, block.data, block.length);
    arena_rewind(context->arena, mark);
    return RESULT_OK;
}

struct text delivery_store_raw_hash(struct delivery *delivery)
{
    struct hash *hash = hash_begin();
    unsigned char bytes[HASH_SHA256];
    assert_result(delivery->support, RESULT_OK, database_each(delivery->context, &all_parts, NO_PARAMETERS, hash_part, hash));
    hash_end(hash, bytes);
    return encoding_hex(delivery->context->arena, (struct bytes){bytes, sizeof bytes});
}
