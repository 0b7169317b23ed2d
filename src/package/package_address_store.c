#include "package/package_address_store.h"

#include "outside/database.h"

#define F(MEMBER) FIELD(struct package_address, MEMBER)
RECORD(package_address_record, struct package_address, F(id), F(country), F(recipient), F(organization), F(street), F(district), F(city), F(region), F(latin_recipient), F(latin_organization), F(latin_street),
       F(latin_district), F(latin_city), F(latin_region), F(postal_code), F(sorting_code), F(phone), F(preferred), F(changed));
#undef F
struct id_row {
    int64_t id;
};
RECORD(address_id_record, struct id_row, FIELD(struct id_row, id));

#define F(MEMBER) FIELD(struct package_address_merge, MEMBER)
RECORD(address_merge_record, struct package_address_merge, F(from_id), F(into_id), F(undone));
#undef F

#define WRITTEN                                                                                                                  \
    "country, recipient, organization, street, district, city, region, latin_recipient, latin_organization, latin_street, latin_district, latin_city, latin_region, postal_code," \
    " sorting_code, phone"
#define COLUMNS "id, " WRITTEN ", preferred, changed_at AS changed"
/* An update that changes nothing: on PostgreSQL it locks the account's row. */
STATEMENT(take_account, NULL, "UPDATE account SET id = id WHERE id = $1");
STATEMENT(count_addresses, &address_id_record, "SELECT COUNT(*) AS id FROM address WHERE account_id = $1");
STATEMENT(list_addresses, &package_address_record, "SELECT " COLUMNS " FROM address WHERE account_id = $1 ORDER BY preferred DESC, id");
STATEMENT(read_address, &package_address_record, "SELECT " COLUMNS " FROM address WHERE account_id = $1 AND id = $2");
STATEMENT(add_address, &address_id_record,
          "INSERT INTO address (account_id, " WRITTEN ", preferred, made_at, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $19)"
          " RETURNING id");
STATEMENT(change_address, NULL,
          "UPDATE address SET country = $3, recipient = $4, organization = $5, street = $6, district = $7, city = $8, region = $9, latin_recipient = $10, latin_organization = $11, latin_street = $12,"
          " latin_district = $13, latin_city = $14, latin_region = $15, postal_code = $16, sorting_code = $17, phone = $18, changed_at = $19 WHERE account_id = $1 AND id = $2");
STATEMENT(remove_address, NULL, "DELETE FROM address WHERE account_id = $1 AND id = $2");
STATEMENT(prefer_none, NULL, "UPDATE address SET preferred = 0 WHERE account_id = $1 AND preferred = 1");
STATEMENT(prefer_one, NULL, "UPDATE address SET preferred = 1 WHERE account_id = $1 AND id = $2");
STATEMENT(prefer_any, NULL,
          "UPDATE address SET preferred = 1 WHERE id = (SELECT b.id FROM address b WHERE b.account_id = $1 AND NOT EXISTS"
          " (SELECT 1 FROM address p WHERE p.account_id = $1 AND p.preferred = 1) ORDER BY b.changed_at DESC, b.id DESC LIMIT 1)");
STATEMENT(merge_of, &address_merge_record, "SELECT from_id, into_id, undone_at AS undone FROM account_merge WHERE id = $1");
STATEMENT(move_addresses, NULL,
          "UPDATE address SET account_id = $3, merge_id = $1, preferred = 0 WHERE id IN (SELECT b.id FROM address b WHERE b.account_id = $2 AND (CAST($4 AS BIGINT) = 0 OR b.merge_id = $1)"
          " ORDER BY b.preferred DESC, b.id LIMIT $5)");

static enum result change_one(struct context *context, const struct statement *statement, struct parameters parameters)
{
    int64_t changed;
    TRY(database_run(context, statement, parameters, &changed));
    return changed ? RESULT_OK : RESULT_NONE;
}

enum result package_address_store_take(struct context *context, int64_t account, int64_t *count)
{
    TRY(database_run(context, &take_account, PARAMETERS(account), NULL));
    return database_integer(context, &count_addresses, PARAMETERS(account), count);
}

enum result package_address_store_list(struct context *context, int64_t account, struct list *addresses)
{
    return database_all(context, &list_addresses, PARAMETERS(account), ADDRESS_MOST, addresses);
}

enum result package_address_store_read(struct context *context, int64_t account, int64_t id, struct package_address *address)
{
    return database_one(context, &read_address, PARAMETERS(account, id), address);
}

enum result package_address_store_add(struct context *context, int64_t account, const struct package_address *a, int64_t *id)
{
    struct id_row row;
    TRY(database_one(context, &add_address,
                     PARAMETERS(account, a->country, a->recipient, a->organization, a->street, a->district, a->city, a->region, a->latin_recipient, a->latin_organization, a->latin_street,
                                a->latin_district, a->latin_city, a->latin_region, a->postal_code, a->sorting_code, a->phone, a->preferred, context_now(context)),
                     &row));
    *id = row.id;
    return RESULT_OK;
}

enum result package_address_store_change(struct context *context, int64_t account, const struct package_address *a)
{
    return change_one(context, &change_address,
                      PARAMETERS(account, a->id, a->country, a->recipient, a->organization, a->street, a->district, a->city, a->region, a->latin_recipient, a->latin_organization,
                                 a->latin_street, a->latin_district, a->latin_city, a->latin_region, a->postal_code, a->sorting_code, a->phone, context_now(context)));
}

enum result package_address_store_remove(struct context *context, int64_t account, int64_t id)
{
    return change_one(context, &remove_address, PARAMETERS(account, id));
}

enum result package_address_store_prefer(struct context *context, int64_t account, int64_t id)
{
    TRY(database_run(context, &prefer_none, PARAMETERS(account), NULL));
    return change_one(context, &prefer_one, PARAMETERS(account, id));
}

enum result package_address_store_prefer_any(struct context *context, int64_t account)
{
    return database_run(context, &prefer_any, PARAMETERS(account), NULL);
}

enum result package_address_store_merge(struct context *context, int64_t merge, struct package_address_merge *row)
{
    return database_one(context, &merge_of, PARAMETERS(merge), row);
}

enum result package_address_store_move(struct context *context, int64_t merge, int64_t from, int64_t to, bool back, int64_t most, int64_t *moved)
{
    return database_run(context, &move_addresses, PARAMETERS(merge, from, to, back, most), moved);
}
