#include "scenarios/language/faults/fault.h"

#include <variant>

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

}  // namespace dialtone
