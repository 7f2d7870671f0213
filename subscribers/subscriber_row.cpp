#include "subscribers/subscriber_row.h"

#include <algorithm>
#include <optional>
#include <type_traits>
#include <utility>

#include "values/endpoint.h"
#include "values/enumeration.h"

namespace dialtone {

std::string backup_text(const std::vector<BackupCallAgent>& backup) {
  std::string text;
  for (const BackupCallAgent& agent : backup) {
    if (!text.empty()) text += ';';
    const bool v6 = agent.address.find(':') != std::string::npos;
    text += (v6 ? "[" + agent.address + "]" : agent.address) + ":" + std::to_string(agent.port);
  }
  return text;
}

Result<std::vector<BackupCallAgent>> parse_backup(std::string_view text) {
  std::vector<BackupCallAgent> backup;
  while (!text.empty()) {
    const std::string_view each = text.substr(0, text.find(';'));
    text.remove_prefix(std::min(text.size(), each.size() + 1));
    const std::size_t colon = each.rfind(':');
    if (colon == std::string_view::npos || colon == 0) {
      return Failure{"'" + std::string(each.substr(0, 64)) + "' is not HOST:PORT"};
    }
    const Result<std::uint16_t> port = parse_port(each.substr(colon + 1));
    if (!port || *port == 0) return Failure{"'" + std::string(each.substr(0, 64)) + "' has no port from 1 to 65535"};
    std::string_view host = each.substr(0, colon);
    if (host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    backup.push_back({std::string(host), *port});
  }
  return backup;
}

namespace {

using provisioning::Firmware;
using Backups = std::vector<BackupCallAgent>;
namespace types = provisioning::types;

template <typename Value>
constexpr bool kIsNumber = std::is_integral_v<Value>;
template <typename Value>
constexpr bool kIsNumber<std::optional<Value>> = kIsNumber<Value>;

template <auto kMember, typename Type>
std::string definition_of(const Column<kMember, Type>& column) {
  using Value = std::remove_cvref_t<decltype(std::declval<Subscriber>().*kMember)>;
  std::string definition(column.name);
  definition += kIsNumber<Value> ? " INTEGER" : " TEXT";
  if (!provisioning::Member<kMember>::kMayBeAbsent) definition += " NOT NULL";
  if (!column.constraint.empty()) definition += ' ';
  definition += column.constraint;
  return definition;
}

template <auto kMember, typename Type>
std::string definition_of(const FirmwareColumn<kMember, Type>& column) {
  using Value = std::remove_cvref_t<decltype(std::declval<Firmware>().*kMember)>;
  return std::string(column.name) + (kIsNumber<Value> ? " INTEGER" : " TEXT");
}

// --- binding ---

template <typename Value>
void bind_value(SqliteStatement& statement, int parameter, const Value& value, RowTexts& texts) {
  if constexpr (std::is_same_v<Value, std::string>) {
    statement.bind(parameter, value);
  } else if constexpr (std::is_same_v<Value, std::optional<std::string>>) {
    statement.bind(parameter, value ? std::string_view(*value) : std::string_view(""));
  } else if constexpr (std::is_same_v<Value, MacAddress>) {
    texts.mac_address = to_text(value);
    statement.bind(parameter, texts.mac_address);
  } else if constexpr (std::is_same_v<Value, Backups>) {
    texts.call_agent_backup = backup_text(value);
    statement.bind(parameter, texts.call_agent_backup);
  } else if constexpr (std::is_enum_v<Value>) {
    statement.bind(parameter, to_text(value));
  } else if constexpr (std::is_integral_v<Value>) {
    statement.bind(parameter, static_cast<std::int64_t>(value));
  } else if (value) {
    bind_value(statement, parameter, *value, texts);
  } else {
    statement.bind_null(parameter);
  }
}

template <auto kMember, typename Type>
void bind_column(const Column<kMember, Type>&, SqliteStatement& statement, int parameter, const Subscriber& subscriber,
                 RowTexts& texts) {
  bind_value(statement, parameter, subscriber.*kMember, texts);
}

template <auto kMember, typename Type>
void bind_column(const FirmwareColumn<kMember, Type>&, SqliteStatement& statement, int parameter,
                 const Subscriber& subscriber, RowTexts& texts) {
  if (!subscriber.firmware) return statement.bind_null(parameter);
  bind_value(statement, parameter, (*subscriber.firmware).*kMember, texts);
}

// --- reading ---

// Puts the value of a column into `place`; returns false if the type does not permit the value.
template <typename Type, typename Value>
bool read_value(const SqliteStatement& statement, int column, Value& place) {
  if constexpr (std::is_same_v<Value, std::string>) {
    place = statement.text(column);
  } else if constexpr (std::is_same_v<Value, std::optional<std::string>>) {
    const std::string_view text = statement.text(column);
    if (!text.empty()) place = text;
  } else if constexpr (std::is_same_v<Value, bool>) {
    place = statement.number(column) != 0;
  } else if constexpr (std::is_integral_v<Value>) {
    const std::int64_t number = statement.number(column);
    if (number < std::int64_t{Type::kLeast} || number > std::int64_t{Type::kMost}) return false;
    place = static_cast<Value>(number);
  } else if constexpr (std::is_enum_v<Value>) {
    const std::optional<Value> value = value_named<Value>(statement.text(column));
    if (!value) return false;
    place = *value;
  } else if constexpr (std::is_same_v<Value, MacAddress>) {
    const Result<MacAddress> address = parse_mac_address(statement.text(column));
    if (!address) return false;
    place = *address;
  } else if constexpr (std::is_same_v<Value, Backups>) {
    Result<Backups> backups = parse_backup(statement.text(column));
    if (!backups) return false;
    place = *std::move(backups);
  } else {
    if (!statement.is_null(column)) return read_value<Type>(statement, column, place.emplace());
  }
  return true;
}

template <auto kMember, typename Type>
bool read_column(const Column<kMember, Type>&, const SqliteStatement& statement, int column, Subscriber& subscriber) {
  return read_value<Type>(statement, column, subscriber.*kMember);
}

// The first firmware column tells whether the subscriber has firmware.
template <auto kMember, typename Type>
bool read_column(const FirmwareColumn<kMember, Type>&, const SqliteStatement& statement, int column,
                 Subscriber& subscriber) {
  if constexpr (std::is_same_v<Type, provisioning::TypeOf<&Firmware::protocol>>) {
    if (!statement.is_null(column)) subscriber.firmware.emplace();
  }
  if (!subscriber.firmware) return true;
  return read_value<Type>(statement, column, (*subscriber.firmware).*kMember);
}

}  // namespace

std::string row_columns() {
  std::string columns;
  for_each_column([&](const auto& column) {
    if (!columns.empty()) columns += ',';
    columns += column.name;
  });
  return columns;
}

std::string table_definition() {
  std::string columns;
  for_each_column([&](const auto& column) { columns += (columns.empty() ? " " : ", ") + definition_of(column); });
  return "CREATE TABLE subscribers (" + columns + ")";
}

void bind_row(SqliteStatement& statement, const Subscriber& subscriber, RowTexts& texts) {
  int parameter = 0;
  for_each_column([&](const auto& column) { bind_column(column, statement, ++parameter, subscriber, texts); });
}

Result<void> read_row(const SqliteStatement& statement, Subscriber& subscriber) {
  std::string_view bad;
  int number = 0;
  for_each_column([&](const auto& column) {
    const bool is_good = read_column(column, statement, number++, subscriber);
    if (!is_good && bad.empty()) bad = column.name;
  });
  if (!bad.empty()) return Failure{std::string(bad)};
  return {};
}

}  // namespace dialtone
