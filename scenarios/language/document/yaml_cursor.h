// Strict reading of a YAML map: the reader asks for each key that may be there, and reports all other keys.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/document/diagnostic.h"
#include "scenarios/language/document/duration_range.h"
#include "scenarios/language/document/yaml_document.h"
#include "values/probability.h"
#include "values/time.h"

namespace dialtone {

// True for a name that can be used in host names and file names: lower-case letters, digits and `-`, beginning with a
// letter, at most `most` bytes.
bool is_scenario_name(std::string_view text, std::size_t most = 32);

// Parses a duration within `range`. A failure says `must be a duration such as 250ms, 90s, 15m or 1h`.
Result<Duration> parse_duration_within(std::string_view text, const DurationRange& range);
// Accepts one line of text of at most `most` bytes. A failure says, for example, `must not be empty`.
Result<std::string> parse_line(std::string_view text, std::size_t most);

// Reads the values of one map. A function that returns an optional returns nullopt for an absent key, and after
// reporting a wrong value.
class MapCursor {
 public:
  // `node` must be a map. `node` and `diagnostics` must outlive the cursor. `name`: what messages call the map,
  // `'power_on'`.
  MapCursor(const YamlNode& node, std::string name, const Origin& origin, Diagnostics& diagnostics);

  const YamlNode& node() const { return node_; }
  const Origin& origin() const { return origin_; }
  Diagnostics& diagnostics() const { return diagnostics_; }
  void report(const Origin& origin, std::string message) { diagnostics_.report(origin, std::move(message)); }

  // Marks `key` as known and returns its value; nullptr if the key is absent, or if it has no value, which is reported.
  const YamlNode* take(std::string_view key);
  // Marks `key` as known. True if the map has the key.
  bool has(std::string_view key);
  // True if the key was marked as known.
  bool knows(std::string_view key) const;
  // Returns the entry of `key`, which the map must have.
  const YamlEntry& entry(std::string_view key) const;
  // As has(), but reports an absent key.
  bool require(std::string_view key);

  std::optional<Duration> duration(std::string_view key, const DurationRange& range = {});
  std::optional<std::uint64_t> number(std::string_view key, std::uint64_t least, std::uint64_t most);
  // Reads one line of text of at most `most` bytes.
  std::optional<std::string> text(std::string_view key, std::size_t most = 128);
  std::optional<Probability> probability(std::string_view key);
  // Returns a scalar as it was written. `expected`: what a message asks for if the value is a map or a list.
  const YamlNode* scalar(std::string_view key, std::string_view expected);
  std::optional<MapCursor> map(std::string_view key);
  const YamlNode* list(std::string_view key);
  // Reads one of `candidates`. `kind`: the noun for them in messages such as `there is no group 'hoems'`.
  std::optional<std::string> reference(std::string_view key, std::string_view kind,
                                       const std::vector<std::string_view>& candidates);
  // Returns the index of the value in `words`.
  std::optional<std::size_t> word_at(std::string_view key, const std::vector<std::string_view>& words);

  // Reports every unknown key, with a hint if a known key or one of `more` is similar. Call last.
  void refuse_unknown(const std::vector<std::string_view>& more = {});

  // Reports a wrong value: `'key' must be EXPECTED, not 'text'`.
  void report_wrong(std::string_view key, const YamlNode& value, std::string_view expected);

 private:
  const YamlNode& node_;
  std::string name_;
  Origin origin_;
  Diagnostics& diagnostics_;
  std::vector<std::string_view> known_;
};

// Calls `read` for each entry of a section. Reports an entry that is not a map: `the NAT 'box' must be a map; {} is a
// home router`. `kind`: `the NAT`; `hint`: the end of the message.
void read_entries(const YamlNode& section, std::string_view kind, std::string_view hint, Diagnostics& diagnostics,
                  const std::function<void(MapCursor& map, const YamlEntry& entry)>& read);

}  // namespace dialtone
