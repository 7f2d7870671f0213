// Which requests, answers, packets, DNS look-ups or writes to flash a fault acts on (`match`).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/language/document/comparison.h"
#include "scenarios/language/faults/text_pattern.h"
#include "values/probability.h"
#include "values/transport.h"

namespace dialtone {

// A status of answers, or a range of them: `4xx` is 400 to 499.
struct StatusRange {
  StatusRange() = default;
  StatusRange(int only) : least(only), most(only) {}
  StatusRange(int from, int to) : least(from), most(to) {}

  bool is_any() const { return most == 0; }
  bool has(int status) const { return is_any() || (least <= status && status <= most); }
  friend bool operator==(const StatusRange&, const StatusRange&) = default;

  int least = 0;
  int most = 0;  // 0: any status
};

// A header that a message must have. A missing header counts as one with an empty value, so `value` can also require
// its absence.
struct HeaderMatch {
  std::string name;
  TextPattern value;

  friend bool operator==(const HeaderMatch&, const HeaderMatch&) = default;
};

// Conditions that must all be met. An empty member is always met.
struct FaultMatch {
  // For requests. `path`: the path of an HTTP URL, without the query.
  std::string method{};
  std::string path{};
  // True: only requests with credentials; false: only those without.
  std::optional<bool> authorized{};
  // Only requests of this group's devices.
  std::string from{};
  // Only requests that have each of these headers with a matching value; if a header occurs several times, one matching
  // occurrence suffices.
  std::vector<HeaderMatch> headers{};
  // For acts on answers: only answers with this status.
  StatusRange status{};
  // Only requests of devices that this target has refused that often before.
  std::optional<CountBound> refused{};

  // Conditions on the number of a matching request, answer, packet, look-up or write: counted from 1 for each device,
  // and for packets also for each direction. `nth`: only these numbers, in ascending order. `first`: 3 means 1 to 3.
  // `after`: 3 means from 4 on. `every`: 3 means 3, 6, 9 and so on.
  std::vector<std::uint64_t> nth{};
  std::uint64_t first = 0;
  std::uint64_t after = 0;
  std::uint64_t every = 0;
  // Of what the conditions above leave, only this share, each drawn at random.
  std::optional<Probability> share{};

  // In bytes: the body of an HTTP request, a whole SIP request, a packet with its IP header. 0: any size.
  std::uint64_t larger_than = 0;
  std::uint64_t smaller_than = 0;

  // For packets. nullopt: both protocols.
  std::optional<Transport> protocol{};
  enum class Direction : std::uint8_t { kBoth, kFromDevices, kToDevices };
  Direction direction = Direction::kBoth;
  // The target name of a server: only packets to or from this server.
  std::string peer{};
  // Only packets to a device from an address to which the device has sent nothing.
  bool unsolicited = false;

  // For DNS look-ups: a server's target name, or a domain name.
  std::string name{};

  // True if a condition depends on the number of what matches, or on a draw, so that matches must be counted.
  bool counts() const { return !nth.empty() || first != 0 || after != 0 || every != 0 || share.has_value(); }
  // True if there is a condition on the size.
  bool has_bounds() const { return larger_than != 0 || smaller_than != 0; }
  bool has_size(std::uint64_t bytes) const;
  // True if `number` meets the conditions on the number.
  bool has_number(std::uint64_t number) const;
};

}  // namespace dialtone
