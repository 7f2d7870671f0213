// Tells the operator of identities that stand in two rows, after the answers and at a pace of its own: whoever asks
// with such an identity waits no longer than anybody else who is refused.
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
  // An identity is told again when so much time has passed.
  static constexpr Duration kTellAgain = std::chrono::minutes(1);
  // From one to the next, and from the first request to its telling.
  static constexpr Duration kPace = std::chrono::milliseconds(100);
  // More wait at no time; of what comes then nothing is told.
  static constexpr std::size_t kMostWaiting = 10'000;

  // It outlives the strand that tells.
  explicit IdentityConflicts(Host& host) : host_(host) {}

  // Records `identity.conflict`, later.
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
  // By the identity's hash; another identity may take the place.
  std::array<Told, 1024> told_{};
};

}  // namespace dialtone
