// An EUI-48 hardware address: a device's identity on its label.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "values/result.h"

namespace dialtone {

struct MacAddress {
  std::array<std::uint8_t, 6> bytes{};

  friend auto operator<=>(const MacAddress&, const MacAddress&) = default;
};

// Twelve hexadecimal digits in any case, with `:`, `-` or `.` between groups of two or four of them, or nothing:
// `02:D1:A1:00:00:2A`, `02-d1-a1-00-00-2a`, `02d1.a100.002a`, `02D1A100002A`. One kind of separator only.
Result<MacAddress> parse_mac_address(std::string_view text);

// Colons and capitals: `02:D1:A1:00:00:2A`.
std::string to_text(const MacAddress& address);

}  // namespace dialtone
