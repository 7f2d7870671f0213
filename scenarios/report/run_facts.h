// Reads what a run's summary.json says about the run.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace dialtone {

struct RunFacts {
  // Why the run is invalid, and the failed oracles with their measured values; one per line.
  std::vector<std::string> reasons;
  // The command that repeats the run.
  std::string repeat;
};

// Reads the summary in `directory`; nullopt if the run left none.
std::optional<RunFacts> read_run_facts(const std::filesystem::path& directory);

}  // namespace dialtone
