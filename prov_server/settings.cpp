#include "prov_server/settings.h"

#include <string>
#include <utility>

namespace dialtone {
namespace {

provisioning::CallAgentProtocol protocol_of(CallAgentProtocol protocol) {
  return protocol == CallAgentProtocol::kSip ? provisioning::CallAgentProtocol::kSip
                                             : provisioning::CallAgentProtocol::kMgcp;
}

provisioning::CallAgentTransport transport_of(CallAgentTransport transport) {
  return transport == CallAgentTransport::kUdp ? provisioning::CallAgentTransport::kUdp
                                               : provisioning::CallAgentTransport::kTcp;
}

provisioning::FirmwareProtocol protocol_of(FirmwareProtocol protocol) {
  switch (protocol) {
    case FirmwareProtocol::kFtp: return provisioning::FirmwareProtocol::kFtp;
    case FirmwareProtocol::kTftp: return provisioning::FirmwareProtocol::kTftp;
    case FirmwareProtocol::kHttp: return provisioning::FirmwareProtocol::kHttp;
  }
  return provisioning::FirmwareProtocol::kTftp;
}

std::optional<std::string> unless_empty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

provisioning::Firmware firmware_of(const SubscriberFirmware& row) {
  provisioning::Firmware firmware;
  firmware.protocol = protocol_of(row.protocol);
  firmware.address = row.address;
  firmware.port = row.port;
  firmware.file = row.file;
  firmware.version = row.version;
  firmware.size_bytes = row.size_bytes;
  firmware.sha256 = row.sha256;
  firmware.allow_downgrade = row.allow_downgrade;
  firmware.username = unless_empty(row.username);
  if (firmware.username) firmware.password = unless_empty(row.password);
  return firmware;
}

}  // namespace

provisioning::ProvisionResponse settings_for(const Subscriber& subscriber,
                                             const provisioning::ProvisionRequest& request) {
  provisioning::ProvisionResponse settings;
  settings.product_description = subscriber.product;
  settings.customer_number = subscriber.customer_number;
  settings.serial_number = subscriber.serial_number;
  settings.mac_address = subscriber.mac_address;
  settings.ip_address = request.ip_address;
  settings.settings_revision = subscriber.settings_revision;
  settings.domain = subscriber.domain;
  const provisioning::CallAgentProtocol protocol = protocol_of(subscriber.call_agent_protocol);
  const provisioning::CallAgentTransport transport = transport_of(subscriber.call_agent_transport);
  settings.call_agents.reserve(1 + subscriber.call_agent_backup.size());
  settings.call_agents.push_back({subscriber.call_agent_address, subscriber.call_agent_port, protocol, transport});
  for (const BackupCallAgent& backup : subscriber.call_agent_backup) {
    settings.call_agents.push_back({backup.address, backup.port, protocol, transport});
  }
  settings.device_name = subscriber.device_name;
  if (!subscriber.auth_username.empty() && !subscriber.auth_password.empty()) {
    settings.authentication = provisioning::Authentication{subscriber.auth_username, subscriber.auth_password};
  }
  settings.expires_seconds = subscriber.expires;
  if (subscriber.firmware) settings.firmware = firmware_of(*subscriber.firmware);
  return settings;
}

}  // namespace dialtone
