// The table of a subscriber's members: each is a column of the CSV and of the database, by the same name, and a field
// of the device's settings. Columns are read, written, bound and created from this table alone.
#pragma once

#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

#include "subscribers/column_values.h"
#include "subscribers/subscriber.h"
#include "wire/provisioning/field_types.h"
#include "wire/provisioning/fields.h"
#include "wire/provisioning/settings.h"

namespace dialtone {

// The version of the columns, which a database stores as its user_version.
inline constexpr int kSchemaVersion = 1;

enum class Needed : bool { kNo, kYes };

// A column that does not become a field of the settings on its own.
template <auto kMemberPointer, typename ValueType>
struct Column {
  static constexpr auto kMember = kMemberPointer;
  using Type = ValueType;

  std::string_view name;
  Needed needed = Needed::kNo;
  // The column's SQL constraint in addition to its type.
  std::string_view constraint = {};
};

// A column that becomes the field `kSettingPointer` of the settings and has that field's type.
template <auto kMemberPointer, auto kSettingPointer>
struct SettingColumn : Column<kMemberPointer, provisioning::TypeOf<kSettingPointer>> {
  static constexpr auto kSetting = kSettingPointer;
};

// A column that is a field of the firmware and has that field's type; NULL in the database if the subscriber has no
// firmware.
template <auto kFirmwarePointer, typename ValueType = provisioning::TypeOf<kFirmwarePointer>>
struct FirmwareColumn {
  static constexpr auto kFirmware = kFirmwarePointer;
  using Type = ValueType;

  std::string_view name;
};

// In the order in which docs/contract.md lists them.
inline constexpr auto kSubscriberColumns = [] {
  using provisioning::Authentication;
  using provisioning::CallAgent;
  using provisioning::Firmware;
  using provisioning::Settings;
  using provisioning::TypeOf;
  using S = Subscriber;
  namespace types = provisioning::types;
  return std::tuple{
      Column<&S::serial_number, types::Text>{"serial_number", Needed::kYes, "UNIQUE"},
      Column<&S::mac_address, types::Mac>{"mac_address", Needed::kYes},
      Column<&S::customer_number, types::Text>{"customer_number", Needed::kYes},
      Column<&S::product, types::Text>{"product", Needed::kYes},
      SettingColumn<&S::device_name, &Settings::device_name>{{"device_name", Needed::kYes}},
      SettingColumn<&S::domain, &Settings::domain>{{"domain", Needed::kYes, "COLLATE NOCASE"}},
      Column<&S::call_agent_protocol, TypeOf<&CallAgent::protocol>>{"call_agent_protocol"},
      Column<&S::call_agent_transport, TypeOf<&CallAgent::transport>>{"call_agent_transport"},
      Column<&S::call_agent_address, TypeOf<&CallAgent::address>>{"call_agent_address", Needed::kYes},
      Column<&S::call_agent_port, TypeOf<&CallAgent::port>>{"call_agent_port"},
      Column<&S::call_agent_backup, column_types::Backups>{"call_agent_backup"},
      Column<&S::auth_username, TypeOf<&Authentication::username>>{"auth_username"},
      Column<&S::auth_password, TypeOf<&Authentication::password>>{"auth_password"},
      SettingColumn<&S::expires, &Settings::expires_seconds>{{"expires"}},
      SettingColumn<&S::settings_revision, &Settings::revision>{{"settings_revision"}},
      Column<&S::provision_authentication, types::Word<ProvisionAuthentication>>{"provision_authentication"},
      Column<&S::provision_username, types::Text>{"provision_username"},
      Column<&S::provision_password, column_types::UnwrittenPassword>{"provision_password"},
      FirmwareColumn<&Firmware::protocol>{"firmware_protocol"},
      FirmwareColumn<&Firmware::address>{"firmware_address"},
      FirmwareColumn<&Firmware::port>{"firmware_port"},
      FirmwareColumn<&Firmware::file>{"firmware_file"},
      FirmwareColumn<&Firmware::version>{"firmware_version"},
      FirmwareColumn<&Firmware::size_bytes, column_types::Size>{"firmware_size"},
      FirmwareColumn<&Firmware::sha256>{"firmware_sha256"},
      FirmwareColumn<&Firmware::allow_downgrade>{"firmware_allow_downgrade"},
      FirmwareColumn<&Firmware::username>{"firmware_username"},
      FirmwareColumn<&Firmware::password>{"firmware_password"},
      Column<&S::enabled, types::Flag>{"enabled"},
  };
}();

inline constexpr std::size_t kColumnCount = std::tuple_size_v<std::remove_const_t<decltype(kSubscriberColumns)>>;

template <typename Row>
concept IsSetting = requires { Row::kSetting; };
template <typename Row>
concept IsOfFirmware = requires { Row::kFirmware; };

// Calls `visit` with each row of the table.
template <typename Visit>
constexpr void for_each_column(Visit&& visit) {
  std::apply([&](const auto&... column) { (visit(column), ...); }, kSubscriberColumns);
}

// Returns how many rows of the table `kIsCounted` accepts.
template <auto kIsCounted>
constexpr std::size_t count_columns() {
  std::size_t count = 0;
  for_each_column([&]<typename Row>(const Row&) { count += kIsCounted.template operator()<Row>() ? 1 : 0; });
  return count;
}
// Returns how many columns become this field of the settings.
template <typename Field>
constexpr std::size_t columns_for(const Field& /*field*/) {
  return count_columns<[]<typename Row>() {
    if constexpr (IsSetting<Row>) return Field::template is<Row::kSetting>();
    return false;
  }>();
}
static_assert(std::apply([](const auto&... field) { return ((columns_for(field) <= 1) && ...); },
                         provisioning::kFields<provisioning::Settings>),
              "no two columns become one field of the settings");
// The settings' other two fields, the call agents and the authentication, are made of several columns each
// (subscriber_settings.cpp).
static_assert(count_columns<[]<typename Row>() { return IsSetting<Row>; }>() + 2 ==
                  std::tuple_size_v<decltype(provisioning::Settings::fields())>,
              "each field of the settings comes from a column");
static_assert(count_columns<[]<typename Row>() { return IsOfFirmware<Row>; }>() ==
                  std::tuple_size_v<decltype(provisioning::Firmware::fields())>,
              "each field of the firmware comes from a column");

}  // namespace dialtone
