// What the keys of an act have to do with each other, and with the target; for whoever has read them.
#pragma once

#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/faults/act_table.h"
#include "scenarios/language/parties/scenario_names.h"

namespace dialtone {

// Where an act was read: `do`.
struct ActPlace {
  MapCursor& map;
  TargetKind target;
  const ScenarioNames& names;
};

// Reports what is wrong.
template <typename Act>
void check(const ActPlace& /*place*/, const Act& /*act*/) {}
void check(const ActPlace& place, const ClockAction& act);
void check(const ActPlace& place, const DriftAction& act);
void check(const ActPlace& place, const NameAction& act);
void check(const ActPlace& place, const PacketAction& act);
void check(const ActPlace& place, const DatabaseAction& act);
void check(const ActPlace& place, const RegistrarChange& act);
void check(const ActPlace& place, const ServerAction& act);

}  // namespace dialtone
