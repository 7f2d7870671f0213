#include "subscribers/subscriber_columns.h"

#include <array>
#include <utility>

#include "subscribers/column_values.h"
#include "subscribers/names.h"
#include "subscribers/subscriber_row.h"

namespace dialtone {
namespace {

using Draft = SubscriberDraft;
using Column = SubscriberColumn;

// Moves a good value to its place; a failure is passed on.
template <typename T, typename Place>
Result<void> keep(Result<T> parsed, Place& place) {
  if (!parsed) return parsed.error();
  place = static_cast<Place>(*std::move(parsed));
  return {};
}

template <typename E>
Result<void> keep_named(const std::optional<E>& named, E& place, std::string_view names) {
  if (!named) return Failure{"is none of " + std::string(names)};
  place = *named;
  return {};
}

// A column that is a text of the subscriber.
template <std::string Subscriber::* kMember>
constexpr Column text_column(std::string_view name, bool required) {
  return {
      name, required,
      [](Draft& draft, std::string_view value) { return keep(parse_column_text(value), draft.subscriber.*kMember); },
      [](std::string& value, const Subscriber& subscriber) { value += subscriber.*kMember; }};
}

template <std::string Subscriber::* kMember>
constexpr Column host_column(std::string_view name) {
  return {
      name, true,
      [](Draft& draft, std::string_view value) { return keep(parse_column_host(value), draft.subscriber.*kMember); },
      [](std::string& value, const Subscriber& subscriber) { value += subscriber.*kMember; }};
}

template <std::string Subscriber::* kMember, auto kParse>
constexpr Column password_column(std::string_view name) {
  return {name, false,
          [](Draft& draft, std::string_view value) { return keep(kParse(value), draft.subscriber.*kMember); },
          [](std::string& value, const Subscriber& subscriber) { value += subscriber.*kMember; }};
}

// A column of the firmware, read by `read` and written by `write` where there is firmware.
template <auto kRead, auto kWrite>
constexpr Column firmware_column(std::string_view name) {
  return {name, false,
          [](Draft& draft, std::string_view value) -> Result<void> {
            draft.has_firmware = true;
            return kRead(draft.firmware, value);
          },
          [](std::string& value, const Subscriber& subscriber) {
            if (subscriber.firmware) kWrite(value, *subscriber.firmware);
          }};
}

template <std::string SubscriberFirmware::* kMember, auto kParse>
constexpr Column firmware_text_column(std::string_view name) {
  return firmware_column<[](SubscriberFirmware& firmware, std::string_view value) {
    return keep(kParse(value), firmware.*kMember);
  },
                         [](std::string& value, const SubscriberFirmware& firmware) { value += firmware.*kMember; }>(
      name);
}

void append_port(std::string& value, const std::optional<std::uint16_t>& port) {
  if (port) value += std::to_string(*port);
}

Result<void> read_firmware_port(SubscriberFirmware& firmware, std::string_view value) {
  return keep(parse_column_port(value), firmware.port);
}
void write_firmware_port(std::string& value, const SubscriberFirmware& firmware) { append_port(value, firmware.port); }

Result<void> read_firmware_size(SubscriberFirmware& firmware, std::string_view value) {
  return keep(parse_column_number(value, 1, INT64_MAX), firmware.size_bytes);
}
void write_firmware_size(std::string& value, const SubscriberFirmware& firmware) {
  value += std::to_string(firmware.size_bytes);
}

constexpr std::array<Column, kRowColumns> kColumns = {
    text_column<&Subscriber::serial_number>("serial_number", true),
    Column{"mac_address", true,
           [](Draft& draft, std::string_view value) -> Result<void> {
             const Result<MacAddress> address = parse_mac_address(value);
             if (!address) return Failure{"is not a MAC address"};
             draft.subscriber.mac_address = *address;
             return {};
           },
           [](std::string& value, const Subscriber& subscriber) { value += to_text(subscriber.mac_address); }},
    text_column<&Subscriber::customer_number>("customer_number", true),
    text_column<&Subscriber::product>("product", true),
    Column{"device_name", true,
           [](Draft& draft, std::string_view value) {
             return keep(parse_column_device_name(value), draft.subscriber.device_name);
           },
           [](std::string& value, const Subscriber& subscriber) { value += subscriber.device_name; }},
    host_column<&Subscriber::domain>("domain"),
    Column{"call_agent_protocol", false,
           [](Draft& draft, std::string_view value) {
             return keep_named(call_agent_protocol_named(value), draft.subscriber.call_agent_protocol, "sip, mgcp");
           },
           [](std::string& value, const Subscriber& subscriber) { value += to_text(subscriber.call_agent_protocol); }},
    Column{"call_agent_transport", false,
           [](Draft& draft, std::string_view value) {
             return keep_named(call_agent_transport_named(value), draft.subscriber.call_agent_transport, "udp, tcp");
           },
           [](std::string& value, const Subscriber& subscriber) { value += to_text(subscriber.call_agent_transport); }},
    host_column<&Subscriber::call_agent_address>("call_agent_address"),
    Column{"call_agent_port", false,
           [](Draft& draft, std::string_view value) {
             return keep(parse_column_port(value), draft.subscriber.call_agent_port);
           },
           [](std::string& value, const Subscriber& subscriber) { append_port(value, subscriber.call_agent_port); }},
    Column{
        "call_agent_backup", false,
        [](Draft& draft, std::string_view value) {
          return keep(parse_column_backup(value), draft.subscriber.call_agent_backup);
        },
        [](std::string& value, const Subscriber& subscriber) { value += backup_text(subscriber.call_agent_backup); }},
    text_column<&Subscriber::auth_username>("auth_username", false),
    password_column<&Subscriber::auth_password, parse_column_password>("auth_password"),
    Column{"expires", false,
           [](Draft& draft, std::string_view value) {
             return keep(parse_column_number(value, 1, UINT32_MAX), draft.subscriber.expires);
           },
           [](std::string& value, const Subscriber& subscriber) { value += std::to_string(subscriber.expires); }},
    Column{"settings_revision", false,
           [](Draft& draft, std::string_view value) {
             return keep(parse_column_number(value, 0, kHighestSettingsRevision), draft.subscriber.settings_revision);
           },
           [](std::string& value, const Subscriber& subscriber) {
             value += std::to_string(subscriber.settings_revision);
           }},
    Column{"provision_authentication", false,
           [](Draft& draft, std::string_view value) {
             return keep_named(provision_authentication_named(value), draft.subscriber.provision_authentication,
                               "none, basic, digest");
           },
           [](std::string& value, const Subscriber& subscriber) {
             value += to_text(subscriber.provision_authentication);
           }},
    text_column<&Subscriber::provision_username>("provision_username", false),
    password_column<&Subscriber::provision_password, parse_column_provision_password>("provision_password"),
    Column{"firmware_protocol", false,
           [](Draft& draft, std::string_view value) {
             draft.has_firmware_protocol = true;
             return keep_named(firmware_protocol_named(value), draft.firmware.protocol, "ftp, tftp, http");
           },
           [](std::string& value, const Subscriber& subscriber) {
             if (subscriber.firmware) value += to_text(subscriber.firmware->protocol);
           }},
    firmware_text_column<&SubscriberFirmware::address, parse_column_host>("firmware_address"),
    firmware_column<read_firmware_port, write_firmware_port>("firmware_port"),
    firmware_text_column<&SubscriberFirmware::file, parse_column_file>("firmware_file"),
    firmware_text_column<&SubscriberFirmware::version, parse_column_text>("firmware_version"),
    firmware_column<read_firmware_size, write_firmware_size>("firmware_size"),
    firmware_text_column<&SubscriberFirmware::sha256, parse_column_sha256>("firmware_sha256"),
    Column{"firmware_allow_downgrade", false,
           [](Draft& draft, std::string_view value) -> Result<void> {
             const Result<void> read = keep(parse_column_boolean(value), draft.firmware.allow_downgrade);
             draft.has_firmware = draft.has_firmware || draft.firmware.allow_downgrade;
             return read;
           },
           [](std::string& value, const Subscriber& subscriber) {
             if (subscriber.firmware) value += subscriber.firmware->allow_downgrade ? "true" : "false";
           }},
    firmware_text_column<&SubscriberFirmware::username, parse_column_text>("firmware_username"),
    firmware_text_column<&SubscriberFirmware::password, parse_column_password>("firmware_password"),
    Column{"enabled", false,
           [](Draft& draft, std::string_view value) {
             return keep(parse_column_boolean(value), draft.subscriber.enabled);
           },
           [](std::string& value, const Subscriber& subscriber) { value += subscriber.enabled ? "true" : "false"; }}};

}  // namespace

std::span<const SubscriberColumn> subscriber_columns() { return kColumns; }

Result<Subscriber> complete(SubscriberDraft draft) {
  Subscriber& subscriber = draft.subscriber;
  if (subscriber.auth_username.empty()) subscriber.auth_username = subscriber.device_name;
  if (subscriber.provision_authentication != ProvisionAuthentication::kNone) {
    const std::string scheme(to_text(subscriber.provision_authentication));
    if (subscriber.provision_username.empty()) return Failure{"provision_username is wanted with " + scheme};
    const bool basic = subscriber.provision_authentication == ProvisionAuthentication::kBasic;
    // RFC 7617: the name ends at the first colon.
    if (basic && subscriber.provision_username.find(':') != std::string::npos) {
      return Failure{"provision_username has a colon, which basic cannot carry"};
    }
    if (subscriber.provision_password.empty()) return Failure{"provision_password is wanted with " + scheme};
  }
  if (!draft.has_firmware && !draft.has_firmware_protocol) return std::move(subscriber);
  if (!draft.has_firmware_protocol) return Failure{"firmware_protocol is wanted where there is firmware"};
  const SubscriberFirmware& firmware = draft.firmware;
  if (firmware.address.empty()) return Failure{"firmware_address is wanted with firmware_protocol"};
  if (firmware.file.empty()) return Failure{"firmware_file is wanted with firmware_protocol"};
  if (firmware.version.empty()) return Failure{"firmware_version is wanted with firmware_protocol"};
  if (firmware.size_bytes == 0) return Failure{"firmware_size is wanted with firmware_protocol"};
  if (firmware.sha256.empty()) return Failure{"firmware_sha256 is wanted with firmware_protocol"};
  if (firmware.username.empty() && !firmware.password.empty()) {
    return Failure{"firmware_username is wanted with firmware_password"};
  }
  subscriber.firmware = std::move(draft.firmware);
  return std::move(subscriber);
}

}  // namespace dialtone
