// Which requests, answers, packets, questions for names or writes to flash a fault is about (`match`).
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

// One status of answers, or those from one to another: `4xx` is 400 to 499.
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

// A header that a message has, or has not: an empty text is that of an absent header.
struct HeaderMatch {
  std::string name;
  TextPattern value;

  friend bool operator==(const HeaderMatch&, const HeaderMatch&) = default;
};

// An empty member matches all.
struct FaultMatch {
  // Of requests. `path`: of an HTTP URL, without the query.
  std::string method{};
  std::string path{};
  // True: only requests with credentials; false: only those without.
  std::optional<bool> authorized{};
  // Only requests of this group's devices.
  std::string from{};
  // Only requests of which each of these headers has such a value; of several headers of one name, one of them.
  std::vector<HeaderMatch> headers{};
  // Only answers with this status, for an act on answers.
  StatusRange status{};
  // Only requests of devices that this target has refused so often before.
  std::optional<CountBound> refused{};

  // Everything that matches is counted from 1: of each device separately, packets also for each direction. Only these
  // numbers, which rise; only the first so many; only those after the first so many; only each so-manieth.
  std::vector<std::uint64_t> nth{};
  std::uint64_t first = 0;
  std::uint64_t after = 0;
  std::uint64_t every = 0;
  // Only a share of those, each drawn separately.
  std::optional<Probability> share{};

  // In bytes: the body of a request by HTTP, a whole request by SIP, a packet with IP's header. 0: any size.
  std::uint64_t larger_than = 0;
  std::uint64_t smaller_than = 0;

  // Of packets. No protocol: both.
  std::optional<Transport> protocol{};
  enum class Direction : std::uint8_t { kBoth, kFromDevices, kToDevices };
  Direction direction = Direction::kBoth;
  // The target name of a server.
  std::string peer{};
  // Only packets to a device from an address to which it has sent nothing.
  bool unsolicited = false;

  // Of questions for names: a server's target name, or a domain name.
  std::string name{};

  // True if it is not about everything that matches otherwise, so that this must be counted.
  bool counts() const { return !nth.empty() || first != 0 || after != 0 || every != 0 || share.has_value(); }
  // True if it is not about every size.
  bool has_bounds() const { return larger_than != 0 || smaller_than != 0; }
  bool has_size(std::uint64_t bytes) const;
  // True if it is about what has this number.
  bool has_number(std::uint64_t number) const;
};

}  // namespace dialtone
