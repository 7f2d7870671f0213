// The document with which the server answers: `provision-response`, version 1.0: settings, or a refusal.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>

#include "values/ip_address.h"
#include "values/mac_address.h"
#include "values/result.h"
#include "wire/provisioning/common_fields.h"
#include "wire/provisioning/settings.h"
#include "wire/provisioning/xml_reader.h"

namespace dialtone::provisioning {

struct ProvisionResponse : Settings {
  std::string product_description;
  std::string customer_number;
  std::string serial_number;
  MacAddress mac_address;
  IpAddress ip_address;  // the address that the request stated
  std::optional<Firmware> firmware = std::nullopt;

  friend bool operator==(const ProvisionResponse&, const ProvisionResponse&) = default;
};

struct ResponseFields {
  struct Body {
    static constexpr auto fields() {
      return std::tuple{Part<IdentityFields<ProvisionResponse>>{"device"}, Part<Settings>{"service"},
                        Field<&ProvisionResponse::firmware>{"firmware"}};
    }
  };

  static constexpr auto fields() {
    return std::tuple{Part<HeaderFields<ProvisionResponse>>{"header"}, Part<Body>{"body"}};
  }
};

// A refusal. Only the server's log has the true reason.
struct ProvisionRefusal {
  std::string reason;  // always `not-authorized`

  friend bool operator==(const ProvisionRefusal&, const ProvisionRefusal&) = default;
};

using ProvisionAnswer = std::variant<ProvisionResponse, ProvisionRefusal>;

// Parses a whole document, as strictly as parse_provision_request.
Result<ProvisionAnswer> parse_provision_response(std::string_view document, const DocumentLimits& limits = {});

// Writes a document that conforms to provision-response.xsd and that parse_provision_response reads back to an equal
// value, provided that the fields hold values that field_types.h permits.
std::string write_provision_response(const ProvisionResponse& response);

// Returns the same bytes for every refusal.
std::string_view provision_refusal_document();

}  // namespace dialtone::provisioning
