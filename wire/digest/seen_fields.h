// Notes which fields a digest header has: a known field may occur at most once, and required fields must occur.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "values/result.h"

namespace dialtone::digest {

class SeenFields {
 public:
  // `names` are the fields to watch, fewer than 32; the names must outlive this object.
  explicit SeenFields(std::initializer_list<std::string_view> names) : names_(names) {}

  // Fails on the second occurrence of a watched field; other fields may repeat.
  Result<void> note(std::string_view name);
  bool has(std::string_view name) const;
  // Fails for the first of `names` that was not noted.
  Result<void> require(std::initializer_list<std::string_view> names) const;

 private:
  std::vector<std::string_view> names_;
  std::uint32_t seen_ = 0;
};

}  // namespace dialtone::digest
