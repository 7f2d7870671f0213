// The identities that the loads of a scenario claim.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "device_sim/load/load_config.h"
#include "scenarios/language/plan/plan.h"

namespace dialtone {

class ClaimedIdentities {
 public:
  // `plan` must outlive this object.
  explicit ClaimedIdentities(const Plan& plan);

  // The identity that a load's device claims in an exchange (`exchange` counts from 0). The same in every world.
  // `group` must have a load.
  LoadIdentity of(std::size_t group, std::uint64_t index, std::uint64_t exchange) const;

 private:
  Subscriber other(std::uint64_t position) const;
  Subscriber unknown(std::size_t group, std::uint64_t index, std::uint64_t exchange) const;

  const Plan& plan_;
  // The indices of the groups that LoadIdentities::kOthers means, and the number of their devices together.
  std::vector<std::size_t> others_;
  std::uint64_t other_count_ = 0;
};

}  // namespace dialtone
