#include "wire/digest/seen_fields.h"

#include "values/ascii_case.h"

namespace dialtone::digest {

Result<void> SeenFields::note(std::string_view name) {
  for (std::size_t i = 0; i < names_.size(); ++i) {
    if (!equal_ignoring_case(names_[i], name)) continue;
    const std::uint32_t bit = 1U << i;
    if ((seen_ & bit) != 0) return Failure{"digest field " + std::string(names_[i]) + " twice"};
    seen_ |= bit;
    break;
  }
  return {};
}

bool SeenFields::has(std::string_view name) const {
  for (std::size_t i = 0; i < names_.size(); ++i) {
    if (names_[i] == name) return (seen_ & (1U << i)) != 0;
  }
  return false;
}

Result<void> SeenFields::require(std::initializer_list<std::string_view> names) const {
  for (std::string_view name : names) {
    if (!has(name)) return Failure{"no digest field " + std::string(name)};
  }
  return {};
}

}  // namespace dialtone::digest
