// What a test needs to go on. Where there is none it gets an exception, and so a message, where * would crash.
#pragma once

#include <stdexcept>
#include <utility>

namespace dialtone {

// What an optional, a Result or a pointer holds.
template <typename Holder>
decltype(auto) wanted(Holder&& holder) {
  if (!holder) throw std::runtime_error("what the test wants is not there");
  return *std::forward<Holder>(holder);
}

}  // namespace dialtone
