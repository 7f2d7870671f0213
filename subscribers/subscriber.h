// A row of the ITSP's user database: a device that was sold, its owner, and the service that it is to get.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "values/mac_address.h"
#include "values/result.h"
#include "wire/provisioning/settings.h"

namespace dialtone {

using provisioning::CallAgentProtocol;
using provisioning::CallAgentTransport;

// How a device proves itself to the provisioning server.
enum class ProvisionAuthentication : std::uint8_t { kNone, kBasic, kDigest };

// As the CSV spells it.
constexpr std::string_view to_text(ProvisionAuthentication scheme) {
  switch (scheme) {
    case ProvisionAuthentication::kNone: return "none";
    case ProvisionAuthentication::kBasic: return "basic";
    case ProvisionAuthentication::kDigest: return "digest";
  }
  return {};
}

// What a device says that it is. All three must match one enabled subscriber.
struct Identity {
  std::string serial_number;
  MacAddress mac_address;
  std::string customer_number;
};

// A further call agent, in order of preference behind the first.
struct BackupCallAgent {
  std::string address;
  std::uint16_t port = 0;

  friend bool operator==(const BackupCallAgent&, const BackupCallAgent&) = default;
};

// What each member is in the CSV, in the database and in a device's settings: subscriber_fields.h.
struct Subscriber {
  std::string serial_number;
  MacAddress mac_address;
  std::string customer_number;
  std::string product;
  std::string device_name;
  std::string domain;
  CallAgentProtocol call_agent_protocol = CallAgentProtocol::kSip;
  CallAgentTransport call_agent_transport = CallAgentTransport::kUdp;
  // An address or a domain name.
  std::string call_agent_address;
  std::optional<std::uint16_t> call_agent_port;
  std::vector<BackupCallAgent> call_agent_backup;
  std::string auth_username;
  std::string auth_password;
  std::uint32_t expires = 3600;  // seconds
  std::uint64_t settings_revision = 1;
  ProvisionAuthentication provision_authentication = ProvisionAuthentication::kNone;
  std::string provision_username;
  std::string provision_password;
  std::optional<provisioning::Firmware> firmware;
  bool enabled = true;

  friend bool operator==(const Subscriber&, const Subscriber&) = default;
};

}  // namespace dialtone
