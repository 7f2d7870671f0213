// Checks the plan and all reports for secrets; events are checked as they are recorded.
#pragma once

#include <filesystem>

#include "scenarios/engine/summary.h"
#include "scenarios/oracles/secrecy/secrets.h"

namespace dialtone {

// Hides each line of the summary that contains a secret, and makes the secrecy oracle fail for it. Also fails that
// oracle if a plan's file in `directory` contains a secret, but leaves the file unchanged; `directory` is empty if no
// files were written. Texts that the user gave (the command with its --set, and the names of the oracles) are hidden
// without a failure. Does nothing if the scenario does not ask for safety.
void hide_leaks(const Secrets& secrets, const std::filesystem::path& directory, RunSummary& summary);

}  // namespace dialtone
