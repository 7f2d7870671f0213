// Subscribers for the tests of this folder.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "subscribers/generate.h"
#include "subscribers/subscriber.h"

namespace dialtone {

inline Subscriber sample_subscriber(std::uint64_t index) {
  return generate_subscriber(index, {"voip.example.net", "ca1.voip.example.net", std::nullopt, 0});
}

// The first `count` of them.
inline std::vector<Subscriber> samples(std::uint64_t count) {
  std::vector<Subscriber> subscribers;
  for (std::uint64_t i = 0; i < count; ++i) subscribers.push_back(sample_subscriber(i));
  return subscribers;
}

// Has a value other than the default wherever a subscriber can have one.
inline Subscriber full_subscriber(std::uint64_t index) {
  Subscriber subscriber = sample_subscriber(index);
  subscriber.product = "ATA \"Zwei\", zweite Ausführung";
  subscriber.call_agent_protocol = CallAgentProtocol::kMgcp;
  subscriber.call_agent_transport = Transport::kTcp;
  subscriber.call_agent_address = "2001:db8::5";
  subscriber.call_agent_port = 65535;
  subscriber.call_agent_backup = {{"ca2.voip.example.net", 5060}, {"192.0.2.7", 5062}, {"2001:db8::6", 1}};
  subscriber.auth_username = "häns, \"the\" user";
  subscriber.auth_password = "s3 cret,;\"'";
  subscriber.expires = 4'294'967'295;
  subscriber.settings_revision = INT64_MAX;
  subscriber.provision_authentication = ProvisionAuthentication::kDigest;
  subscriber.provision_username = "provision";
  subscriber.provision_password = "übergeheim";
  subscriber.firmware = provisioning::Firmware{provisioning::FirmwareProtocol::kHttp,
                                               "fw.voip.example.net",
                                               8080,
                                               "ata-2/2.0.bin",
                                               "2.0",
                                               4'194'304,
                                               std::string(64, 'a'),
                                               true,
                                               "fw",
                                               "fwsecret"};
  subscriber.enabled = false;
  return subscriber;
}

inline Identity identity_of(const Subscriber& subscriber) {
  return {subscriber.serial_number, subscriber.mac_address, subscriber.customer_number};
}

}  // namespace dialtone
