// Reads the keys of the scenario language from scenario.schema.json.
#pragma once

#include <set>
#include <string>

namespace dialtone {

// Paths such as `network.*.loss`: * stands for a name that the file chooses, or for an item of a list.
struct SchemaKeys {
  // Every key, including keys that only group others.
  std::set<std::string> all;
  // Keys that have values of their own. A key whose value is a word has an entry for each word, such as
  // `profiles.*.keep_alive=stun`; any other key has one entry.
  std::set<std::string> with_values;
};

// Reads scenario.schema.json of the source tree; fails the test if the file cannot be read.
SchemaKeys read_schema_keys();

}  // namespace dialtone
