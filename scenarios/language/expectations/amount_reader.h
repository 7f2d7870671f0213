// Reads how many devices of which group an expectation asks for, with the rules that the keys themselves do not
// express: exactly one quantity, and an amount that the group can have.
#pragma once

#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/expectations/expectation.h"
#include "scenarios/language/expectations/scope_reader.h"

namespace dialtone {

// Where to store the quantity that a map states, and the group that it names.
struct AskedDevices {
  Quantity& quantity;
  Amount& amount;
  std::string& group;
};

// Call before the keys are read, so that missing keys are reported in order. Reports two quantities, and a missing
// quantity. Replaces a key `99%` by `at_least: 99%` and `of` with the key's value. `with_any`: the map may also use
// `any` and `none`.
void read_quantity(MapCursor& map, bool with_any, const ScenarioNames& names, AskedDevices asked);

// Call after the keys were read. Reports an amount without a group, and one that is impossible or says nothing: more
// devices than the group has, at least none, or at most all.
void check_quantity(MapCursor& map, const ExpectationContext& context, AskedDevices asked);

// As check_quantity(), for the `at_least` of an event that each device must have.
void check_at_least(MapCursor& map, const ExpectationContext& context, const EventuallyEvent& what);

}  // namespace dialtone
