#include "intake/intake_batch.h"

#include <stdlib.h>

#include "intake/intake_delimited.h"

enum { ARENA_LIMIT = 512 << 20, FIRST_ROWS = 1024, FIRST_PROBLEMS = 16, FIRST_EXTRA = 4096 };

static void *grown(void *items, size_t *capacity, size_t first, size_t size)
{
    *capacity = *capacity ? *capacity * 2 : first;
    items = realloc(items, *capacity * size);
    if (!items) abort();
    return items;
}

struct intake_batch *intake_batch_new(size_t text_capacity)
{
    struct intake_batch *batch = calloc(1, sizeof *batch);
    if (!batch) abort();
    batch->text = malloc(text_capacity + DELIMITED_PADDING);
    if (!batch->text) abort();
    batch->arena = arena_new(ARENA_LIMIT);
    return batch;
}

void intake_batch_free(struct intake_batch *batch)
{
    if (!batch) return;
    intake_batch_wait(batch);
    free(batch->text);
    free(batch->extra);
    free(batch->rows);
    free(batch->problems);
    free(batch->addresses);
    free(batch->address_ids);
    free(batch->address_existed);
    free(batch->order);
    free(batch->states);
    free(batch->mailboxes);
    arena_free(batch->arena);
    free(batch);
}

struct intake_row *intake_batch_row(struct intake_batch *batch)
{
    if (batch->row_count == batch->row_capacity) batch->rows = grown(batch->rows, &batch->row_capacity, FIRST_ROWS, sizeof *batch->rows);
    struct intake_row *row = &batch->rows[batch->row_count++];
    *row = (struct intake_row){.problem = INTAKE_NO_NUMBER, .address = INTAKE_NO_NUMBER, .person = INTAKE_NO_NUMBER};
    return row;
}

char *intake_batch_extra(struct intake_batch *batch, size_t room)
{
    while (batch->extra_length + room > batch->extra_capacity) batch->extra = grown(batch->extra, &batch->extra_capacity, FIRST_EXTRA, 1);
    return batch->extra + batch->extra_length;
}

void intake_batch_problem(struct intake_batch *batch, struct intake_row *row, struct intake_problem problem)
{
    if (row->problem == INTAKE_NO_NUMBER) {
        if (batch->problem_count == batch->problem_capacity) batch->problems = grown(batch->problems, &batch->problem_capacity, FIRST_PROBLEMS, sizeof *batch->problems);
        row->problem = (uint32_t)batch->problem_count++;
    }
    batch->problems[row->problem] = problem;
}

void intake_batch_address(struct intake_batch *batch, struct intake_address address)
{
    if (batch->address_count == batch->address_capacity) batch->addresses = grown(batch->addresses, &batch->address_capacity, FIRST_ROWS, sizeof *batch->addresses);
    batch->addresses[batch->address_count++] = address;
}

static int by_text(const void *a, const void *b)
{
    return text_compare(((const struct intake_address *)a)->text, ((const struct intake_address *)b)->text);
}

static int by_registration(const void *a, const void *b, void *data)
{
    const struct intake_batch *batch = data;
    const struct intake_place *one = a, *two = b;
    if (one->key != two->key) return one->key < two->key ? -1 : 1;
    int order = text_compare(batch_text(batch, batch->rows[one->row].registration), batch_text(batch, batch->rows[two->row].registration));
    if (order) return order;
    return one->row < two->row ? -1 : 1;
}

void intake_batch_sort_addresses(struct intake_batch *batch)
{
    if (batch->address_count) qsort(batch->addresses, batch->address_count, sizeof *batch->addresses, by_text);
}

void intake_batch_sort_rows(struct intake_batch *batch)
{
    batch->order = malloc((batch->row_count + 1) * sizeof *batch->order);
    if (!batch->order) abort();
    for (size_t i = 0; i < batch->row_count; i++)
        if (batch->rows[i].problem == INTAKE_NO_NUMBER) batch->order[batch->order_count++] = (struct intake_place){batch->rows[i].key, (uint32_t)i};
    qsort_r(batch->order, batch->order_count, sizeof *batch->order, by_registration, batch);
}

static void *sort_rows(void *batch)
{
    pthread_setname_np(pthread_self(), "intake-sort");
    intake_batch_sort_rows(batch);
    return NULL;
}

void intake_batch_sort_rows_aside(struct intake_batch *batch)
{
    batch->sorting = pthread_create(&batch->sorter, NULL, sort_rows, batch) == 0;
    if (!batch->sorting) intake_batch_sort_rows(batch);
}

void intake_batch_wait(struct intake_batch *batch)
{
    if (batch->sorting) pthread_join(batch->sorter, NULL);
    batch->sorting = false;
}
