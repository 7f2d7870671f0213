// The document with which a device asks for its settings: `provision-request`, version 1.0.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "values/ip_address.h"
#include "values/mac_address.h"
#include "values/result.h"
#include "wire/provisioning/common_fields.h"
#include "wire/provisioning/xml_reader.h"

namespace dialtone::provisioning {

struct ProvisionRequest {
  std::string product_description;
  std::string customer_number;
  std::string serial_number;
  MacAddress mac_address;
  // Recorded and sent back, but never matched against the subscriber: the device may be behind a NAT.
  IpAddress ip_address;
  std::optional<std::string> firmware_version = std::nullopt;
  // The revision of the settings that the device has now.
  std::optional<std::uint64_t> settings_revision = std::nullopt;

  friend bool operator==(const ProvisionRequest&, const ProvisionRequest&) = default;
};

struct RequestFields {
  struct Device {
    static constexpr auto fields() {
      return std::tuple_cat(IdentityFields<ProvisionRequest>::fields(),
                            std::tuple{Field<&ProvisionRequest::firmware_version, types::Text>{"firmware-version"},
                                       Field<&ProvisionRequest::settings_revision, types::Count>{"settings-revision"}});
    }
  };
  struct Body {
    static constexpr auto fields() { return std::tuple{Part<Device>{"device"}}; }
  };

  static constexpr auto fields() {
    return std::tuple{Part<HeaderFields<ProvisionRequest>>{"header"}, Part<Body>{"body"}};
  }
};

// Parses a whole document. Fails on elements that are unknown, repeated, out of order or of the wrong type, and on
// documents over the limits. The error contains no internals: a server may send the error to the document's author.
Result<ProvisionRequest> parse_provision_request(std::string_view document, const DocumentLimits& limits = {});

// Writes a document that conforms to provision-request.xsd and that parse_provision_request reads back to an equal
// value, provided that the fields hold values that field_types.h permits.
std::string write_provision_request(const ProvisionRequest& request);

}  // namespace dialtone::provisioning
