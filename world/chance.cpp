#include "world/chance.h"

namespace dialtone {

Draw Chance::next(Purpose purpose, std::uint64_t key) {
  const std::uint64_t stream = combine(combine(base_, purpose.key), key);
  const std::uint32_t ordinal = ordinals_.next(stream);
  return Draw(combine(stream, ordinal));
}

}  // namespace dialtone
