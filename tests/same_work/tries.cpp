#include "tests/same_work/tries.h"

#include <vector>

#include "tests/same_work/fleet_database.h"

namespace dialtone {

OtherAnswers try_all(const AttemptGroup& group, const Attempt& attempt, const TryCounts& counts,
                     const std::string& database, const std::function<void(const std::function<void()>&)>& measure) {
  Stage stage(database, {group.algorithm});
  const std::string nonce = fetch_nonce(stage, group);
  std::uint32_t count = 0;
  // Runs attempts that are not measured, so that what is created once exists: the audit, texts of challenges.
  for (std::uint64_t i = 0; i < 20; ++i) ask(stage, group, attempt.request(kBlocks - 1 - i % 8, nonce, ++count));
  const auto measured = [&](std::uint64_t names) {
    std::vector<std::string> requests;
    for (std::uint64_t i = 0; i < counts.tries; ++i) requests.push_back(attempt.request(i % names, nonce, ++count));
    std::uint64_t others = 0;
    measure([&] {
      for (const std::string& request : requests) {
        if (!ask(stage, group, request).starts_with(group.answer)) ++others;
      }
    });
    return others;
  };
  OtherAnswers others;
  others.cold = measured(counts.tries);
  // Each name has been tried once already.
  const std::uint64_t names = counts.tries / 2;
  for (std::uint64_t i = 0; i < names * (counts.before - 1); ++i) {
    ask(stage, group, attempt.request(i % names, nonce, ++count));
  }
  others.warm = measured(names);
  return others;
}

}  // namespace dialtone
