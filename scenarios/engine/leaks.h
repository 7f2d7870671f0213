// The secrecy of what a run writes besides its events: its plan, and the texts from which every report is made.
#pragma once

#include <filesystem>

#include "scenarios/engine/device_identities.h"
#include "scenarios/engine/summary.h"

namespace dialtone {

// Hides each line of the summary in which a secret stands, and makes the secrecy oracle fail for it, as for one in the
// plan's files in `directory` (empty: none were written). Does nothing where the scenario does not ask for safety.
void hide_leaks(const DeviceIdentities& identities, const std::filesystem::path& directory, RunSummary& summary);

}  // namespace dialtone
