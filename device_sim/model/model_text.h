// Texts of a model into which each device writes its own MAC address.
#pragma once

#include <string>
#include <string_view>

#include "values/mac_address.h"

namespace dialtone {

// Returns `pattern` with `{mac}` and `{MAC}` replaced by the address's twelve digits in lower case or capitals, and
// `{ma:c}` and `{MA:C}` by the digits with colons: `Yealink SIP-T46S 66.85.0.5 {mac}`.
std::string model_text(std::string_view pattern, const MacAddress& address);

}  // namespace dialtone
