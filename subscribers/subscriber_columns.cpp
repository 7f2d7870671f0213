#include "subscribers/subscriber_columns.h"

#include <array>
#include <type_traits>
#include <utility>
#include <vector>

#include "subscribers/column_values.h"
#include "subscribers/subscriber_fields.h"
#include "subscribers/subscriber_row.h"

namespace dialtone {
namespace {

using provisioning::Firmware;

// Moves a parsed value to `place`, an optional that stays empty for an empty text; passes a failure on.
template <typename T, typename Place>
Result<void> keep(Result<T> parsed, Place& place) {
  if (!parsed) return parsed.error();
  place = *std::move(parsed);
  if constexpr (requires { place->empty(); }) {
    if (place->empty()) place.reset();
  }
  return {};
}

template <typename Value>
void append_text(std::string& text, const Value& value) {
  if constexpr (std::is_same_v<Value, std::string>) {
    text += value;
  } else if constexpr (std::is_same_v<Value, bool>) {
    text += value ? "true" : "false";
  } else if constexpr (std::is_integral_v<Value>) {
    text += std::to_string(value);
  } else if constexpr (std::is_same_v<Value, std::vector<BackupCallAgent>>) {
    text += backup_text(value);
  } else if constexpr (requires { value.has_value(); }) {
    if (value) append_text(text, *value);
  } else {
    text += to_text(value);
  }
}

template <auto kMember, typename Type>
constexpr SubscriberColumn column_of(const Column<kMember, Type>& column) {
  return {column.name, column.needed == Needed::kYes,
          [](SubscriberDraft& draft, std::string_view value) {
            return keep(ColumnParser<Type>::parse(value), draft.subscriber.*kMember);
          },
          [](std::string& value, const Subscriber& subscriber) { append_text(value, subscriber.*kMember); }};
}

template <auto kMember, typename Type>
constexpr SubscriberColumn column_of(const FirmwareColumn<kMember, Type>& column) {
  return {column.name, false,
          [](SubscriberDraft& draft, std::string_view value) {
            auto& place = draft.firmware.*kMember;
            const Result<void> kept = keep(ColumnParser<Type>::parse(value), place);
            if constexpr (std::is_same_v<Type, provisioning::types::Flag>) {
              draft.has_firmware = draft.has_firmware || place;
            } else if constexpr (std::is_same_v<Type, provisioning::TypeOf<&Firmware::protocol>>) {
              draft.has_firmware_protocol = true;
            } else {
              draft.has_firmware = true;
            }
            return kept;
          },
          [](std::string& value, const Subscriber& subscriber) {
            if (subscriber.firmware) append_text(value, (*subscriber.firmware).*kMember);
          }};
}

constexpr std::array<SubscriberColumn, kColumnCount> kColumns =
    std::apply([](const auto&... column) { return std::array<SubscriberColumn, kColumnCount>{column_of(column)...}; },
               kSubscriberColumns);

}  // namespace

std::span<const SubscriberColumn> subscriber_columns() { return kColumns; }

Result<Subscriber> complete(SubscriberDraft draft) {
  Subscriber& subscriber = draft.subscriber;
  if (subscriber.auth_username.empty()) subscriber.auth_username = subscriber.device_name;
  if (subscriber.provision_authentication != ProvisionAuthentication::kNone) {
    const std::string scheme(to_text(subscriber.provision_authentication));
    if (subscriber.provision_username.empty()) return Failure{"provision_username is wanted with " + scheme};
    const bool basic = subscriber.provision_authentication == ProvisionAuthentication::kBasic;
    // RFC 7617: the user name ends at the first colon.
    if (basic && subscriber.provision_username.find(':') != std::string::npos) {
      return Failure{"provision_username has a colon, which basic cannot carry"};
    }
    if (subscriber.provision_password.empty()) return Failure{"provision_password is wanted with " + scheme};
  }
  if (!draft.has_firmware && !draft.has_firmware_protocol) return std::move(subscriber);
  if (!draft.has_firmware_protocol) return Failure{"firmware_protocol is wanted where there is firmware"};
  const Firmware& firmware = draft.firmware;
  if (firmware.address.empty()) return Failure{"firmware_address is wanted with firmware_protocol"};
  if (firmware.file.empty()) return Failure{"firmware_file is wanted with firmware_protocol"};
  if (firmware.version.empty()) return Failure{"firmware_version is wanted with firmware_protocol"};
  if (firmware.size_bytes == 0) return Failure{"firmware_size is wanted with firmware_protocol"};
  if (firmware.sha256.empty()) return Failure{"firmware_sha256 is wanted with firmware_protocol"};
  if (!firmware.username && firmware.password) {
    return Failure{"firmware_username is wanted with firmware_password"};
  }
  subscriber.firmware = std::move(draft.firmware);
  return std::move(subscriber);
}

}  // namespace dialtone
