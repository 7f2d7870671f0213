// The secrecy of what a run writes besides its events: its plan, and the texts from which every report is made.
#pragma once

#include <filesystem>

#include "scenarios/engine/summary.h"
#include "scenarios/oracles/secrecy/secrets.h"

namespace dialtone {

// Hides each line of the summary in which a secret stands, and makes the secrecy oracle fail for it, as for one in the
// plan's files in `directory` (empty: none were written). What the person who runs it has said himself, the command
// with its --set and the oracles' names, is only hidden. Does nothing where the scenario does not ask for safety.
void hide_leaks(const Secrets& secrets, const std::filesystem::path& directory, RunSummary& summary);

}  // namespace dialtone
