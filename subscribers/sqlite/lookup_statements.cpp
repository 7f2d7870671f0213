#include "subscribers/sqlite/lookup_statements.h"

#include <initializer_list>
#include <string_view>

#include "subscribers/subscriber_row.h"
#include "subscribers/subscriber_store.h"

namespace dialtone {
namespace {

constexpr std::string_view kUnionAll = " UNION ALL ";
constexpr std::string_view kByName = "subscribers_by_name";
constexpr std::string_view kByUsername = "subscribers_by_username";

std::string text(std::initializer_list<std::string_view> parts) {
  std::string whole;
  for (const std::string_view part : parts) whole += part;
  return whole;
}

// Names the index, because the look-up relies on the index's order.
std::string rows(std::string_view columns, std::string_view index, std::string_view condition) {
  return text({"SELECT ", columns, " FROM subscribers INDEXED BY ", index, " WHERE ", condition});
}

// A condition that is always true. It makes SQLite compare both columns even in a row with another `first`, so that
// every row costs the same. The tests same_work/instructions/1 to 3 check how often this is needed.
std::string compared(std::string_view first, std::string_view second) {
  return text({"(", first, " = ?1 OR (", second, " >= ?2) >= 0)"});
}

// Selects the rows from (?1, ?2) on. The comparison of row values seeks the index by both columns, so the cost does not
// depend on how many rows share `first`. In a row with another `first`, only that column is compared.
std::string from_both_on(std::string_view first, std::string_view second) {
  return text({"(", first, ", ", second, ") >= (?1, ?2) AND ", compared(first, second)});
}

std::string nulls(int count) {
  std::string columns;
  for (int i = 0; i < count; ++i) columns += ",NULL";
  return columns;
}

// Returns a query of the statement's rows followed by `times` repetitions of the rows of `others`. A single row of
// `others` is then enough for all steps of a look-up.
std::string followed_by(std::string statement, std::string_view others, std::size_t times) {
  for (std::size_t i = 0; i < times; ++i) statement += text({kUnionAll, others});
  return statement;
}

constexpr std::string_view kAccountColumns = "domain, device_name, auth_username, auth_password, expires";

// Selects the account; after the last account, any account. In a row with another name the domain is compared twice,
// because a seek that reaches the name compares the domain on its way. The last condition is always true and costs as
// much as the end of a seek.
std::string account_of(std::string_view name, std::string_view index) {
  const std::string twice = text({compared(name, "domain"), " AND ", compared(name, "domain")});
  return followed_by(rows(text({kAccountColumns, ", 1"}), index,
                          text({from_both_on(name, "domain"), " AND ", compared(name, "domain"), " AND enabled"})),
                     text({"SELECT ", kAccountColumns, ", 0 FROM subscribers NOT INDEXED WHERE rowid >= 1 AND ", twice,
                           " AND (", name, " >= ?1) >= 0 AND (rowid <> 0) >= 0"}),
                     1);
}

// Selects the accounts from the name on; after the last account, the table's first row until the look-up has made all
// its steps. The condition on the name is always true there, as in compared().
std::string accounts_of(std::string_view name, std::string_view index) {
  std::string times = "(0)";
  for (std::size_t i = 1; i < kMostSharingAUsername; ++i) times += ",(0)";
  return followed_by(rows(text({kAccountColumns, ", 1"}), index, text({name, " >= ?1 AND enabled"})),
                     text({"SELECT ", kAccountColumns, ", 0 FROM (VALUES ", times,
                           ") CROSS JOIN subscribers NOT INDEXED"
                           " WHERE subscribers.rowid = (SELECT rowid FROM subscribers NOT INDEXED LIMIT 1) AND (",
                           name, " >= ?1) >= 0"}),
                     1);
}

}  // namespace

std::string identity_lookup() {
  constexpr std::string_view kByMac = "subscribers_by_mac";
  const std::string rest = nulls(kRowColumns - 1);
  return text({"SELECT ", row_columns(),
               " FROM subscribers WHERE rowid = ifnull("
               "(SELECT rowid FROM subscribers WHERE serial_number >= ?1 ORDER BY serial_number LIMIT 1),"
               " (SELECT rowid FROM subscribers LIMIT 1))",
               kUnionAll, rows(text({"mac_address", rest}), kByMac, "mac_address >= ?2 AND enabled"), kUnionAll,
               "SELECT NULL", rest, " FROM subscribers NOT INDEXED", kUnionAll, "SELECT NULL", rest});
}

std::string account_lookup() { return account_of("device_name", kByName); }

std::string username_lookup() { return account_of("auth_username", kByUsername); }

std::string device_name_lookup() { return accounts_of("device_name", kByName); }

std::string all_of_username_lookup() { return accounts_of("auth_username", kByUsername); }

std::string passwords_lookup() {
  constexpr std::string_view kIndex = "subscribers_by_provision_username";
  constexpr std::string_view kColumns = "provision_username, provision_authentication, provision_password";
  constexpr std::string_view kWhoAuthenticate = "provision_authentication <> 'none' AND enabled";
  constexpr std::string_view kUsername = "provision_username";
  constexpr std::string_view kScheme = "provision_authentication";
  return followed_by(
      rows(text({kColumns, ", 1"}), kIndex, text({from_both_on(kUsername, kScheme), " AND ", kWhoAuthenticate})),
      rows(text({kColumns, ", 0"}), kIndex, text({kWhoAuthenticate, " AND ", compared(kUsername, kScheme)})),
      kMostSharingAProvisionUsername);
}

}  // namespace dialtone
