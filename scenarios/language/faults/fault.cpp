#include "scenarios/language/faults/fault.h"

#include <algorithm>
#include <variant>

#include "scenarios/language/faults/act_table.h"

namespace dialtone {

Duration length_of(const Fault& fault) {
  if (has_window(fault.action)) return fault.when ? fault.length : fault.until - fault.at;
  return std::visit(
      []<typename Act>(const Act& act) {
        constexpr Duration Act::* kLength = row_of<Act>().length;
        if constexpr (kLength == nullptr) return Duration::zero();
        if constexpr (kLength != nullptr) return act.*kLength;
      },
      fault.action);
}

Moment end_for_device(const Fault& fault, Moment begin) {
  const bool has_end = has_window(fault.action) && !fault.when;
  return has_end ? std::max(begin, Moment(fault.until)) : begin + length_of(fault);
}

Duration known_end(const Fault& fault) {
  if (has_window(fault.action) && !fault.when) return fault.until;
  const Duration begin = fault.when ? fault.when->after : fault.at + fault.spread;
  return begin + length_of(fault);
}

}  // namespace dialtone
