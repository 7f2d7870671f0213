// A row of the ITSP's user database: a device that was sold, its owner, and the service that it is to get.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "values/mac_address.h"
#include "values/result.h"

namespace dialtone {

enum class CallAgentProtocol : std::uint8_t { kSip, kMgcp };
enum class CallAgentTransport : std::uint8_t { kUdp, kTcp };
// How a device proves itself to the provisioning server.
enum class ProvisionAuthentication : std::uint8_t { kNone, kBasic, kDigest };
enum class FirmwareProtocol : std::uint8_t { kFtp, kTftp, kHttp };

// As the CSV and the documents spell them: `sip`, `udp`, `none`, `tftp`.
std::string_view to_text(CallAgentProtocol protocol);
std::string_view to_text(CallAgentTransport transport);
std::string_view to_text(ProvisionAuthentication scheme);
std::string_view to_text(FirmwareProtocol protocol);

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

struct SubscriberFirmware {
  FirmwareProtocol protocol = FirmwareProtocol::kTftp;
  std::string address;
  std::optional<std::uint16_t> port;
  std::string file;
  std::string version;
  std::uint64_t size_bytes = 0;
  std::string sha256;
  bool allow_downgrade = false;
  std::string username;
  std::string password;

  friend bool operator==(const SubscriberFirmware&, const SubscriberFirmware&) = default;
};

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
  std::optional<SubscriberFirmware> firmware;
  bool enabled = true;

  friend bool operator==(const Subscriber&, const Subscriber&) = default;
};

}  // namespace dialtone
