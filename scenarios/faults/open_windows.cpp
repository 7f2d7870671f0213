#include "scenarios/faults/open_windows.h"

#include <algorithm>
#include <cassert>

#include "scenarios/language/faults/act_table.h"
#include "scenarios/language/plan/chosen_devices.h"
#include "world/chance.h"

namespace dialtone {
namespace {

constexpr Purpose kHits("fault.hits");

std::uint64_t key_of(std::size_t fault, std::uint32_t device) {
  return static_cast<std::uint64_t>(fault) << 32 | device;
}

}  // namespace

void OpenWindows::open(const Fault& fault, Moment until, std::uint32_t device) {
  assert(fault.when && has_window(fault.action) && "other windows open by their times");
  const std::size_t number = number_of(fault, scenario_);
  Moment& own = until_[key_of(number, device)];
  own = std::max(own, until);
  if (latest_.size() <= number) latest_.resize(number + 1);
  latest_[number] = std::max(latest_[number], until);
  assert(latest_[number] >= own);
}

Moment OpenWindows::latest_end(const Fault& fault) const {
  const std::size_t number = number_of(fault, scenario_);
  return number < latest_.size() ? latest_[number] : Moment{};
}

bool OpenWindows::was_opened(const Fault& fault, Moment now, std::uint32_t device) const {
  const auto found = until_.find(key_of(number_of(fault, scenario_), device));
  return found != until_.end() && now < found->second;
}

bool hits(const Fault& fault, const Scenario& scenario, std::uint32_t device) {
  if (fault.choice && !is_chosen(fault, scenario.seed, device)) return false;
  return !fault.hits || draw(scenario.seed, fault.name, kHits, device).happens(*fault.hits);
}

}  // namespace dialtone
