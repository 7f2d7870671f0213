// The words that the CSV and the database use, read back.
#pragma once

#include <initializer_list>
#include <optional>
#include <string_view>

#include "subscribers/subscriber.h"

namespace dialtone {

template <typename E>
std::optional<E> value_named(std::string_view name, std::initializer_list<E> values) {
  for (const E value : values) {
    if (to_text(value) == name) return value;
  }
  return std::nullopt;
}

inline std::optional<CallAgentProtocol> call_agent_protocol_named(std::string_view name) {
  return value_named(name, {CallAgentProtocol::kSip, CallAgentProtocol::kMgcp});
}
inline std::optional<CallAgentTransport> call_agent_transport_named(std::string_view name) {
  return value_named(name, {CallAgentTransport::kUdp, CallAgentTransport::kTcp});
}
inline std::optional<ProvisionAuthentication> provision_authentication_named(std::string_view name) {
  return value_named(
      name, {ProvisionAuthentication::kNone, ProvisionAuthentication::kBasic, ProvisionAuthentication::kDigest});
}
inline std::optional<FirmwareProtocol> firmware_protocol_named(std::string_view name) {
  return value_named(name, {FirmwareProtocol::kFtp, FirmwareProtocol::kTftp, FirmwareProtocol::kHttp});
}

}  // namespace dialtone
