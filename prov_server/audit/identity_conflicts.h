// Reports identities that two enabled rows share to the operator. Reports are made after the answers and at a limited
// rate, so that a request with such an identity takes no longer than any other refusal.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>

#include "subscribers/subscriber.h"
#include "values/ip_address.h"
#include "values/time.h"
#include "world/host.h"

namespace dialtone {

class IdentityConflicts {
 public:
  // An identity is not reported again before this time.
  static constexpr Duration kTellAgain = std::chrono::minutes(1);
  // The time between two reports, and between a request and its report.
  static constexpr Duration kPace = std::chrono::milliseconds(100);
  // The maximum number of waiting reports; further ones are dropped.
  static constexpr std::size_t kMostWaiting = 10'000;

  // `host` must outlive this object; this object must outlive the strand that reports.
  explicit IdentityConflicts(Host& host) : host_(host) {}

  // Records `identity.conflict` later.
  void note(const Identity& identity, const IpAddress& client);

 private:
  struct Conflict {
    std::string serial_number;
    MacAddress mac_address;
    IpAddress client;
  };
  struct Told {
    std::uint64_t identity = 0;
    Moment again_from = Moment::min();
  };

  Task<void> tell();

  Host& host_;
  std::deque<Conflict> waiting_;
  bool telling_ = false;
  // Indexed by a hash of the identity; an identity with the same index replaces the one before.
  std::array<Told, 1024> told_{};
};

}  // namespace dialtone
