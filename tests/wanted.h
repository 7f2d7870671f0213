// Returns values that a test cannot do without: if there is none, throws, so that the test fails with a message;
// dereferencing would crash.
#pragma once

#include <stdexcept>
#include <utility>

namespace dialtone {

// Returns the value of an optional, a Result or a pointer.
template <typename Holder>
decltype(auto) wanted(Holder&& holder) {
  if (!holder) throw std::runtime_error("what the test wants is not there");
  return *std::forward<Holder>(holder);
}

}  // namespace dialtone
