// How far a host's clock can be made to drift.
#pragma once

#include <cstdint>

namespace dialtone {

// Millionths, either way: of a fault, and of several that are open at once.
inline constexpr std::int64_t kMostDriftPartsPerMillion = 500'000;

}  // namespace dialtone
