// An EUI-48 hardware address: the identity printed on a device's label.
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

// Parses twelve hexadecimal digits in any case, with `:`, `-` or `.` between groups of two or four digits, or without a
// separator: `02:D1:A1:00:00:2A`, `02-d1-a1-00-00-2a`, `02d1.a100.002a`, `02D1A100002A`. Fails on mixed separators.
Result<MacAddress> parse_mac_address(std::string_view text);

// Writes colons and capitals: `02:D1:A1:00:00:2A`.
std::string to_text(const MacAddress& address);

}  // namespace dialtone
