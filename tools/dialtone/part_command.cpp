#include "tools/dialtone/part_command.h"

#include <iostream>

#include "scenarios/language/plan/loads.h"
#include "scenarios/language/plan/scenario_reader.h"
#include "scenarios/sites/part.h"
#include "tools/dialtone/command_support.h"
#include "tools/signals/signals.h"

namespace dialtone {

int part_command(const std::vector<std::string>& words) {
  if (words.size() != 2)
    return fail(kUsage, "part takes a plan and a name; `dialtone run --world processes` starts parts");
  ScenarioResult scenario = read_scenario_file(words[0]);
  if (!scenario) {
    std::cerr << to_text(scenario.error());
    return kUsage;
  }
  watch_signals();
  const Plan plan = make_plan(std::move(*scenario));
  if (const Result<void> room = make_room_for_devices(most_exchanges_at_once(plan), WorldKind::kProcesses); !room) {
    return fail(kEnvironment, room.error().reason);
  }
  return run_part(plan, words[0], words[1], stop_at_signal(), polite_stop_at_signal(), take_quit);
}

}  // namespace dialtone
