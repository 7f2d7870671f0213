// What a run's summary.json says of it, for who did not see the run.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace dialtone {

struct RunFacts {
  // Why it is invalid, and the oracles that failed with what they measured; a line each.
  std::vector<std::string> reasons;
  // The command that repeats it.
  std::string repeat;
};

// Of the run that left its files in `directory`; nothing where it left no summary.
std::optional<RunFacts> read_run_facts(const std::filesystem::path& directory);

}  // namespace dialtone
