// Which requests, answers, packets, questions for names or writes to flash a fault is about (`match`).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "values/probability.h"
#include "values/transport.h"

namespace dialtone {

// An empty member matches all.
struct FaultMatch {
  // Of requests. `path`: of an HTTP URL, without the query.
  std::string method{};
  std::string path{};
  // True: only requests with credentials; false: only those without.
  std::optional<bool> authorized{};
  // Only requests of this group's devices.
  std::string from{};
  // Only answers with this status, for an act that only edits; 0: any.
  int status = 0;

  // Everything that matches is counted from 1: of each device separately, packets also for each direction. Only these
  // numbers, which rise; only the first so many; only those after the first so many; only each so-manieth.
  std::vector<std::uint64_t> nth{};
  std::uint64_t first = 0;
  std::uint64_t after = 0;
  std::uint64_t every = 0;
  // Only a share of those, each drawn separately.
  std::optional<Probability> share{};

  // Of packets. No protocol: both.
  std::optional<Transport> protocol{};
  enum class Direction : std::uint8_t { kBoth, kFromDevices, kToDevices };
  Direction direction = Direction::kBoth;
  // The target name of a server.
  std::string peer{};
  // In bytes, with IP's header.
  std::uint64_t larger_than = 0;
  // Only packets to a device from an address to which it has sent nothing.
  bool unsolicited = false;

  // Of questions for names: a server's target name, or a domain name.
  std::string name{};

  // True if it is not about everything that matches otherwise, so that this must be counted.
  bool counts() const { return !nth.empty() || first != 0 || after != 0 || every != 0 || share.has_value(); }
  // True if it is about what has this number.
  bool has_number(std::uint64_t number) const;
};

}  // namespace dialtone
