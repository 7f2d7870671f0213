// Reads which devices of a group an expectation asks for, beyond what the keys express: one quantity, and an amount
// that the group can have.
#pragma once

#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/expectations/expectation.h"
#include "scenarios/language/expectations/scope_reader.h"

namespace dialtone {

// The quantity that a map states, and the group that it names.
struct AskedDevices {
  Quantity& quantity;
  Amount& amount;
  std::string& group;
};

// To be called before the keys are read, so that missing keys are reported in their order. Reports quantities that
// exclude each other, or that there is none. Reads a key `99%`, which stands for `at_least: 99%` and, as its value,
// `of`. `with_any`: the map may say `any` and `none` too.
void read_quantity(MapCursor& map, bool with_any, const ScenarioNames& names, AskedDevices asked);

// To be called after the keys were read. Reports an amount without a group, and one that says nothing: more devices
// than the group has, none at all, or at most all.
void check_quantity(MapCursor& map, const ExpectationContext& context, AskedDevices asked);

// The same for `at_least` of an event of each device.
void check_at_least(MapCursor& map, const ExpectationContext& context, const EventuallyEvent& what);

}  // namespace dialtone
