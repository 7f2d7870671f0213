// The fields of a subscriber's service in a provisioning document. Each field is declared here, once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "values/transport.h"
#include "wire/provisioning/field_types.h"
#include "wire/provisioning/fields.h"

namespace dialtone::provisioning {

enum class CallAgentProtocol : std::uint8_t { kSip, kMgcp };
enum class FirmwareProtocol : std::uint8_t { kFtp, kTftp, kHttp };

// Returns the word that the documents and the subscribers' CSV use.
constexpr std::string_view to_text(CallAgentProtocol protocol) {
  switch (protocol) {
    case CallAgentProtocol::kSip: return "sip";
    case CallAgentProtocol::kMgcp: return "mgcp";
  }
  return {};
}
constexpr std::string_view to_text(FirmwareProtocol protocol) {
  switch (protocol) {
    case FirmwareProtocol::kFtp: return "ftp";
    case FirmwareProtocol::kTftp: return "tftp";
    case FirmwareProtocol::kHttp: return "http";
  }
  return {};
}

struct CallAgent {
  std::string address;  // IPv4, IPv6 without brackets, or a domain name
  std::optional<std::uint16_t> port = std::nullopt;
  CallAgentProtocol protocol = CallAgentProtocol::kSip;
  Transport transport = Transport::kUdp;

  static constexpr auto fields() {
    return std::tuple{Field<&CallAgent::address, types::Host>{"address"}, Field<&CallAgent::port, types::Port>{"port"},
                      Field<&CallAgent::protocol, types::Word<CallAgentProtocol>>{"protocol"},
                      Field<&CallAgent::transport, types::Word<Transport>>{"transport"}};
  }

  friend bool operator==(const CallAgent&, const CallAgent&) = default;
};

struct Authentication {
  std::string username;
  std::string password;

  static constexpr auto fields() {
    return std::tuple{Field<&Authentication::username, types::Text>{"username"},
                      Field<&Authentication::password, types::Password>{"password"}};
  }

  friend bool operator==(const Authentication&, const Authentication&) = default;
};

// The settings that a device needs to register. A device also keeps these in its flash.
struct Settings {
  std::uint64_t revision = 0;
  std::string domain;
  std::vector<CallAgent> call_agents;  // at least one, in order of preference
  std::string device_name;
  std::optional<Authentication> authentication = std::nullopt;
  std::optional<std::uint32_t> expires_seconds = std::nullopt;

  static constexpr auto fields() {
    return std::tuple{Field<&Settings::revision, types::Count>{"settings-revision", "revision"},
                      Field<&Settings::domain, types::Host>{"domain"},
                      Field<&Settings::call_agents>{"call-agent"},
                      Field<&Settings::device_name, types::DeviceName>{"device-name"},
                      Field<&Settings::authentication>{"authentication"},
                      Field<&Settings::expires_seconds, types::Seconds>{"expires"}};
  }

  friend bool operator==(const Settings&, const Settings&) = default;
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

  static constexpr auto fields() {
    return std::tuple{Field<&Firmware::protocol, types::Word<FirmwareProtocol>>{"protocol"},
                      Field<&Firmware::address, types::Host>{"address"},
                      Field<&Firmware::port, types::Port>{"port"},
                      Field<&Firmware::file, types::FilePath>{"file"},
                      Field<&Firmware::version, types::Text>{"version"},
                      Field<&Firmware::size_bytes, types::Count>{"size"},
                      Field<&Firmware::sha256, types::Sha256>{"sha256"},
                      Field<&Firmware::allow_downgrade, types::Flag>{"allow-downgrade"},
                      Field<&Firmware::username, types::Text>{"username"},
                      Field<&Firmware::password, types::Password, &Firmware::username>{"password"}};
  }

  friend bool operator==(const Firmware&, const Firmware&) = default;
};

}  // namespace dialtone::provisioning
