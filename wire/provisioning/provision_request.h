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
  // Recorded and echoed, never matched: the device may be behind a NAT.
  IpAddress ip_address;
  std::optional<std::string> firmware_version = std::nullopt;
  // Of the settings that the device has.
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

// Reads a whole document. What is unknown, repeated, out of order, of the wrong type or over the limits is refused,
// with a reason that may be told to whoever wrote the document.
Result<ProvisionRequest> parse_provision_request(std::string_view document, const DocumentLimits& limits = {});

// A document that provision-request.xsd describes and parse_provision_request reads back to an equal value, provided
// that the fields hold what field_types.h permits.
std::string write_provision_request(const ProvisionRequest& request);

}  // namespace dialtone::provisioning
