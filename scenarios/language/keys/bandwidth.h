// Bandwidth as text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "values/result.h"

namespace dialtone {

// Bits a second: `64kbit`, `2Mbit`, `1Gbit`, `9600bit`; a whole number and a unit of 1,000s, from 1 kbit to 1,000 Gbit.
Result<std::uint64_t> parse_bandwidth(std::string_view text);

// The shortest text that parse_bandwidth reads back.
std::string bandwidth_text(std::uint64_t bits_per_second);

}  // namespace dialtone
