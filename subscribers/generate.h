// Generates subscribers for scenarios and load tests. The same index and options always give the same subscriber.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "subscribers/subscriber.h"

namespace dialtone {

struct GenerateOptions {
  std::string domain = "voip.example.net";
  std::string call_agent_address = "127.0.0.1";
  std::optional<std::uint16_t> call_agent_port = std::nullopt;
  // The passwords are derived from this seed and the index.
  std::uint64_t password_seed = 0;
};

// The number of MAC addresses in the range that is used.
inline constexpr std::uint64_t kMostGenerated = (1U << 24) - 1;

// Returns subscriber number `index` + 1; requires `index` < kMostGenerated. Index 41 has serial number DT0000000042,
// MAC address 02:D1:A1:00:00:2A, customer C100042 and device name line100042.
Subscriber generate_subscriber(std::uint64_t index, const GenerateOptions& options);

}  // namespace dialtone
