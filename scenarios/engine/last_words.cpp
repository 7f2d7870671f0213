#include "scenarios/engine/last_words.h"

#include <unistd.h>

#include <utility>

#include "values/time.h"

namespace dialtone {

LastWords::LastWords(std::uint64_t seed, const std::string& repeat, const World& world, EventLog& log, AtAbort at_abort)
    : seed_(seed), repeat_(repeat), world_(world), log_(log), at_abort_(std::move(at_abort)) {
  if (at_abort_) at_abort_([this] { say(); });
}

LastWords::~LastWords() {
  if (at_abort_) at_abort_(nullptr);
}

std::string LastWords::text() const {
  std::string text = "the run with seed " + std::to_string(seed_) + " was stopped at " +
                     to_text(world_.now() - Moment{}) + " by an impossible state";
  if (!repeat_.empty()) text += "; it is repeated by: " + repeat_;
  return text;
}

void LastWords::say() const {
  const std::string line = text() + '\n';
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
  log_.flush();
}

}  // namespace dialtone
