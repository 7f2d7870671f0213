// Which fields of a digest header were there: each at most once, and the required ones at all.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "values/result.h"

namespace dialtone::digest {

class SeenFields {
 public:
  // The names to watch, fewer than 32; they must outlive this.
  explicit SeenFields(std::initializer_list<std::string_view> names) : names_(names) {}

  // Fails where a watched field comes a second time; others may repeat.
  Result<void> note(std::string_view name);
  bool has(std::string_view name) const;
  // Fails for the first of `names` that was not noted.
  Result<void> require(std::initializer_list<std::string_view> names) const;

 private:
  std::vector<std::string_view> names_;
  std::uint32_t seen_ = 0;
};

}  // namespace dialtone::digest
