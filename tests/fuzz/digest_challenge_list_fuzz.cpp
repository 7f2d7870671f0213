// Any WWW-Authenticate is split into parts of itself, in order, and the topmost challenge can be answered.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "wire/digest/challenge_list.h"

using namespace dialtone;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view field(reinterpret_cast<const char*>(data), size);
  const Result<std::vector<std::string_view>> challenges = digest::split_challenges(field);
  if (challenges) {
    const char* behind = field.data();
    for (std::string_view challenge : *challenges) {
      if (challenge.empty() || challenge.data() < behind) std::abort();
      behind = challenge.data() + challenge.size();
    }
    if (behind > field.data() + field.size()) std::abort();
  }
  const std::string_view fields[] = {field};
  const Result<digest::Challenge> topmost = digest::topmost_challenge(fields);
  if (topmost && !topmost->algorithm) std::abort();
  return 0;
}
