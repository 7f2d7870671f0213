#include "scenarios/language/fault.h"

namespace dialtone {

Duration length_of(const Fault& fault) {
  if (const auto* power = std::get_if<PowerAction>(&fault.action)) return power->off_for;
  if (const auto* pause = std::get_if<PauseAction>(&fault.action)) return pause->length;
  if (!has_window(fault.action)) return Duration::zero();
  return fault.when ? fault.length : fault.until - fault.at;
}

}  // namespace dialtone
