// The document with which the server answers: `provision-response`, version 1.0: settings, or a refusal.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "values/ip_address.h"
#include "values/mac_address.h"
#include "values/result.h"
#include "wire/provisioning/xml_reader.h"

namespace dialtone::provisioning {

enum class CallAgentProtocol : std::uint8_t { kSip, kMgcp };
enum class CallAgentTransport : std::uint8_t { kUdp, kTcp };
enum class FirmwareProtocol : std::uint8_t { kFtp, kTftp, kHttp };

// As the documents spell them.
std::string_view to_text(CallAgentProtocol protocol);
std::string_view to_text(CallAgentTransport transport);
std::string_view to_text(FirmwareProtocol protocol);
Result<CallAgentProtocol> parse_call_agent_protocol(std::string_view text);
Result<CallAgentTransport> parse_call_agent_transport(std::string_view text);
Result<FirmwareProtocol> parse_firmware_protocol(std::string_view text);

struct CallAgent {
  std::string address;  // IPv4, IPv6 without brackets, or a domain name
  std::optional<std::uint16_t> port = std::nullopt;
  CallAgentProtocol protocol = CallAgentProtocol::kSip;
  CallAgentTransport transport = CallAgentTransport::kUdp;

  friend bool operator==(const CallAgent&, const CallAgent&) = default;
};

struct Authentication {
  std::string username;
  std::string password;

  friend bool operator==(const Authentication&, const Authentication&) = default;
};

struct Firmware {
  FirmwareProtocol protocol = FirmwareProtocol::kTftp;
  std::string address;
  std::optional<std::uint16_t> port = std::nullopt;
  std::string file;  // a path with no leading slash
  std::string version;
  std::uint64_t size_bytes = 0;
  std::string sha256;  // 64 hexadecimal digits in lower case
  bool allow_downgrade = false;
  std::optional<std::string> username = std::nullopt;
  std::optional<std::string> password = std::nullopt;  // only with a username

  friend bool operator==(const Firmware&, const Firmware&) = default;
};

struct ProvisionResponse {
  std::string product_description;
  std::string customer_number;
  std::string serial_number;
  MacAddress mac_address;
  IpAddress ip_address;  // the request's
  std::uint64_t settings_revision = 0;
  std::string domain;
  std::vector<CallAgent> call_agents;  // at least one, in order of preference
  std::string device_name;
  std::optional<Authentication> authentication = std::nullopt;
  std::optional<std::uint32_t> expires_seconds = std::nullopt;
  std::optional<Firmware> firmware = std::nullopt;

  friend bool operator==(const ProvisionResponse&, const ProvisionResponse&) = default;
};

// The server's no, whose reason stays in its log.
struct ProvisionRefusal {
  std::string reason;  // `not-authorized`

  friend bool operator==(const ProvisionRefusal&, const ProvisionRefusal&) = default;
};

using ProvisionAnswer = std::variant<ProvisionResponse, ProvisionRefusal>;

// Reads a whole document, as strictly as parse_provision_request.
Result<ProvisionAnswer> parse_provision_response(std::string_view document, const DocumentLimits& limits = {});

// A document that provision-response.xsd describes and parse_provision_response reads back to an equal value, provided
// that the fields hold what field_types.h permits.
std::string write_provision_response(const ProvisionResponse& response);

// Always the same bytes, whatever was refused.
std::string_view provision_refusal_document();

}  // namespace dialtone::provisioning
