// Documents and values shared by the tests of the provisioning documents.
#pragma once

#include <string>
#include <string_view>

#include "wire/provisioning/provision_request.h"
#include "wire/provisioning/provision_response.h"

namespace dialtone::provisioning {

// The examples of docs/contract.md, with a real digest.
inline constexpr std::string_view kContractRequest = R"(<?xml version="1.0" encoding="UTF-8"?>
<provision-request version="1.0">
  <header>
    <xml-version>1.0</xml-version>
    <product-description>ATA-2</product-description>
    <customer-number>C100042</customer-number>
  </header>
  <body>
    <device>
      <serial-number>DT0000000042</serial-number>
      <mac-address>02:D1:A1:00:00:2A</mac-address>
      <ip-address>10.0.0.42</ip-address>
      <firmware-version>1.4.2</firmware-version>
      <settings-revision>17</settings-revision>
    </device>
  </body>
</provision-request>
)";

inline constexpr std::string_view kContractResponse = R"(<?xml version="1.0" encoding="UTF-8"?>
<provision-response version="1.0">
  <header>
    <xml-version>1.0</xml-version>
    <product-description>ATA-2</product-description>
    <customer-number>C100042</customer-number>
  </header>
  <body>
    <device>
      <serial-number>DT0000000042</serial-number>
      <mac-address>02:D1:A1:00:00:2A</mac-address>
      <ip-address>10.0.0.42</ip-address>
    </device>
    <service>
      <settings-revision>18</settings-revision>
      <domain>voip.example.net</domain>
      <call-agent>
        <address>ca1.voip.example.net</address>
        <port>5060</port>
        <protocol>sip</protocol>
        <transport>udp</transport>
      </call-agent>
      <device-name>line100042</device-name>
      <authentication>
        <username>line100042</username>
        <password>s3cret</password>
      </authentication>
      <expires>3600</expires>
    </service>
    <firmware>
      <protocol>tftp</protocol>
      <address>fw.voip.example.net</address>
      <port>69</port>
      <file>ata2-1.5.0.bin</file>
      <version>1.5.0</version>
      <size>4194304</size>
      <sha256>0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef</sha256>
    </firmware>
  </body>
</provision-response>
)";

inline ProvisionRequest sample_request() {
  return {.product_description = "ATA-2",
          .customer_number = "C100042",
          .serial_number = "DT0000000042",
          .mac_address = {{0x02, 0xD1, 0xA1, 0, 0, 0x2A}},
          .ip_address = IpAddress::v4(10, 0, 0, 42),
          .firmware_version = "1.4.2",
          .settings_revision = 17};
}

inline ProvisionResponse sample_response() {
  ProvisionResponse response;
  response.product_description = "ATA-2";
  response.customer_number = "C100042";
  response.serial_number = "DT0000000042";
  response.mac_address = {{0x02, 0xD1, 0xA1, 0, 0, 0x2A}};
  response.ip_address = IpAddress::v4(10, 0, 0, 42);
  response.revision = 18;
  response.domain = "voip.example.net";
  response.call_agents = {{.address = "ca1.voip.example.net", .port = 5060}};
  response.device_name = "line100042";
  response.authentication = Authentication{"line100042", "s3cret"};
  response.expires_seconds = 3600;
  response.firmware = Firmware{.protocol = FirmwareProtocol::kTftp,
                               .address = "fw.voip.example.net",
                               .port = 69,
                               .file = "ata2-1.5.0.bin",
                               .version = "1.5.0",
                               .size_bytes = 4194304,
                               .sha256 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"};
  return response;
}

// Returns `text` with its first `from` replaced by `to`.
inline std::string with(std::string_view text, std::string_view from, std::string_view to) {
  std::string changed(text);
  const std::size_t at = changed.find(from);
  if (at == std::string::npos) return "the test's own mistake: '" + std::string(from) + "' is not in the document";
  return changed.replace(at, from.size(), to);
}

}  // namespace dialtone::provisioning
