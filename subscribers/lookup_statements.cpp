#include "subscribers/lookup_statements.h"

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

// Names the index, whose order the look-up relies on.
std::string rows(std::string_view columns, std::string_view index, std::string_view condition) {
  return text({"SELECT ", columns, " FROM subscribers INDEXED BY ", index, " WHERE ", condition});
}

// From (?1, ?2) on. SQLite seeks `first` only and then compares `second`, of whichever row it comes to; the comparison
// of row values would compare it of a row that has `first` and of no other.
std::string from_both_on(std::string_view first, std::string_view second) {
  return text({first, " >= ?1 AND (", second, " >= ?2 OR ", first, " > ?1)"});
}

std::string nulls(int count) {
  std::string columns;
  for (int i = 0; i < count; ++i) columns += ",NULL";
  return columns;
}

// The rows, and then `times` times those of `others`, so that a single one is enough.
std::string followed_by(std::string statement, std::string_view others, std::size_t times) {
  for (std::size_t i = 0; i < times; ++i) statement += text({kUnionAll, others});
  return statement;
}

// After the last one, any accounts: `compared`, and the row's number, take as much work as finding one in the index.
std::string accounts_along(std::string_view index, std::string_view condition, std::string_view compared,
                           std::size_t count) {
  constexpr std::string_view kColumns = "domain, device_name, auth_username, auth_password, expires";
  return followed_by(rows(text({kColumns, ", 1"}), index, text({condition, " AND enabled"})),
                     text({"SELECT ", kColumns, ", 0 FROM subscribers NOT INDEXED WHERE rowid >= 1 AND (rowid < 0 OR ",
                           compared, " OR rowid > 0)"}),
                     count);
}

std::string account_of(std::string_view name, std::string_view index) {
  return accounts_along(index, from_both_on(name, "domain"), "domain >= ?2", 1);
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

std::string device_name_lookup() {
  return accounts_along(kByName, "device_name >= ?1", "device_name >= ?1", kMostSharingAUsername);
}

std::string all_of_username_lookup() {
  return accounts_along(kByUsername, "auth_username >= ?1", "auth_username >= ?1", kMostSharingAUsername);
}

std::string passwords_lookup() {
  constexpr std::string_view kIndex = "subscribers_by_provision_username";
  constexpr std::string_view kColumns = "provision_username, provision_authentication, provision_password";
  constexpr std::string_view kWhoAuthenticate = "provision_authentication <> 'none' AND enabled";
  const std::string from = from_both_on("provision_username", "provision_authentication");
  return followed_by(rows(text({kColumns, ", 1"}), kIndex, text({from, " AND ", kWhoAuthenticate})),
                     rows(text({kColumns, ", 0"}), kIndex, kWhoAuthenticate), kMostSharingAUsername);
}

}  // namespace dialtone
