// A subscriber, and requests for the subscriber's settings.
#pragma once

#include <string>

#include "subscribers/subscriber.h"
#include "tests/protocol/http/byte_client.h"
#include "wire/http/message.h"
#include "wire/http/percent.h"
#include "wire/provisioning/provision_request.h"

namespace dialtone {

inline Subscriber sample_subscriber() {
  Subscriber subscriber;
  subscriber.serial_number = "DT0000000042";
  subscriber.mac_address = {{0x02, 0xD1, 0xA1, 0, 0, 0x2A}};
  subscriber.customer_number = "C100042";
  subscriber.product = "ATA-2";
  subscriber.device_name = "line100042";
  subscriber.domain = "voip.example.net";
  subscriber.call_agent_address = "ca1.voip.example.net";
  subscriber.auth_username = "line100042";
  subscriber.auth_password = "s3cret";
  subscriber.settings_revision = 18;
  return subscriber;
}

inline provisioning::ProvisionRequest sample_document() {
  provisioning::ProvisionRequest request;
  request.product_description = "ATA-2";
  request.customer_number = "C100042";
  request.serial_number = "DT0000000042";
  request.mac_address = {{0x02, 0xD1, 0xA1, 0, 0, 0x2A}};
  request.ip_address = IpAddress::v4(192, 168, 1, 7);
  return request;
}

inline std::string sample_xml() { return provisioning::write_provision_request(sample_document()); }

// Returns the request as devices send it: a GET with a body.
inline std::string sample_get() { return message("GET /provision", sample_xml()); }

}  // namespace dialtone
