// The parts that both documents share: the header, and the device's identity.
#pragma once

#include <string_view>
#include <tuple>

#include "wire/provisioning/field_types.h"
#include "wire/provisioning/fields.h"

namespace dialtone::provisioning {

struct XmlVersion {
  static constexpr std::string_view kText = "1.0";
};

template <typename Document>
struct HeaderFields {
  static constexpr auto fields() {
    return std::tuple{Constant<XmlVersion>{"xml-version"},
                      Field<&Document::product_description, types::Text>{"product-description"},
                      Field<&Document::customer_number, types::Text>{"customer-number"}};
  }
};

// The fields of <device> that identify the device.
template <typename Document>
struct IdentityFields {
  static constexpr auto fields() {
    return std::tuple{Field<&Document::serial_number, types::Text>{"serial-number"},
                      Field<&Document::mac_address, types::Mac>{"mac-address"},
                      Field<&Document::ip_address, types::Ip>{"ip-address"}};
  }
};

}  // namespace dialtone::provisioning
