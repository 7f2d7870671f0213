#include "world/file_bytes.h"

#include <algorithm>
#include <cassert>

namespace dialtone {

std::uint64_t FileBytes::size() const {
  const std::string_view* const own = text();
  return own != nullptr ? own->size() : generated()->size;
}

FileBytes FileBytes::part(std::uint64_t offset, std::uint64_t most) const {
  assert(offset <= size());
  const std::string_view* const own = text();
  if (own == nullptr) return generated()->part(offset, most);
  const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(own->size() - offset, most));
  return own->substr(static_cast<std::size_t>(offset), count);
}

std::size_t FileBytes::copy(std::span<char> into) const {
  const std::string_view* const own = text();
  return own != nullptr ? own->copy(into.data(), into.size()) : generated()->copy(0, into);
}

}  // namespace dialtone
