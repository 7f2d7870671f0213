// Reads the keys of the scenario language from scenario.schema.json.
#pragma once

#include <set>
#include <string>

namespace dialtone {

// Paths such as `network.*.loss`: * stands for a name of the file's own, and for an item of a list.
struct SchemaKeys {
  // Every key, including keys that only group others.
  std::set<std::string> all;
  // Keys with values: each key without words, and each word of the others, such as `profiles.*.keep_alive=stun`.
  std::set<std::string> with_values;
};

// Reads this tree's file; fails the test if it cannot be read.
SchemaKeys read_schema_keys();

}  // namespace dialtone
