// The keys of the scenario language, as scenario.schema.json has them.
#pragma once

#include <set>
#include <string>

namespace dialtone {

// Paths such as `network.*.loss`: * stands for a name of the file's own, and for an item of a list.
struct SchemaKeys {
  // Every key, also those that only hold others.
  std::set<std::string> all;
  // Those that have a value: each key without words, and each word of the others, `profiles.*.keep_alive=stun`.
  std::set<std::string> with_values;
};

// Of the file in this tree; a failure of the test where it cannot be read.
SchemaKeys read_schema_keys();

}  // namespace dialtone
