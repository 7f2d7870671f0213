// A row of the ITSP's user database: a device that was sold, its owner, and the service to provide.
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

// How a device authenticates to the provisioning server.
enum class ProvisionAuthentication : std::uint8_t { kNone, kBasic, kDigest };

// Returns the word that the CSV uses.
constexpr std::string_view to_text(ProvisionAuthentication scheme) {
  switch (scheme) {
    case ProvisionAuthentication::kNone: return "none";
    case ProvisionAuthentication::kBasic: return "basic";
    case ProvisionAuthentication::kDigest: return "digest";
  }
  return {};
}

// The identity that a device states. All three parts must match one enabled subscriber.
struct Identity {
  std::string serial_number;
  MacAddress mac_address;
  std::string customer_number;
};

// A further call agent, less preferred than the first.
struct BackupCallAgent {
  std::string address;
  std::uint16_t port = 0;

  friend bool operator==(const BackupCallAgent&, const BackupCallAgent&) = default;
};

// subscriber_fields.h maps each member to its column of the CSV and the database and to its field of the settings.
struct Subscriber {
  std::string serial_number;
  MacAddress mac_address;
  std::string customer_number;
  std::string product;
  std::string device_name;
  std::string domain;
  CallAgentProtocol call_agent_protocol = CallAgentProtocol::kSip;
  Transport call_agent_transport = Transport::kUdp;
  // An IP address or a domain name.
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
