// Made-up subscribers, the same for the same index wherever they are made: for scenarios and for load tests.
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
  // Passwords follow from it and the index.
  std::uint64_t password_seed = 0;
};

// The MAC addresses last for this many.
inline constexpr std::uint64_t kMostGenerated = (1U << 24) - 1;

// The subscriber number index + 1, `index` below kMostGenerated: serial number DT0000000042, MAC address
// 02:D1:A1:00:00:2A, customer C100042, device name line100042.
Subscriber generate_subscriber(std::uint64_t index, const GenerateOptions& options);

}  // namespace dialtone
