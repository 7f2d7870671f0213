// Strict reading of a YAML map: every key is asked for once, and what nobody asked for is refused.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/document/diagnostic.h"
#include "scenarios/language/document/duration_range.h"
#include "scenarios/language/document/word_table.h"
#include "scenarios/language/document/yaml_document.h"
#include "values/probability.h"
#include "values/time.h"

namespace dialtone {

// A name that becomes part of host names and files: lower-case letters, digits and `-`, beginning with a letter, at
// most `most` bytes.
bool is_scenario_name(std::string_view text, std::size_t most = 32);

// A duration within `range`, or why not: `must be a duration such as 250ms, 90s, 15m or 1h`.
Result<Duration> parse_duration_within(std::string_view text, const DurationRange& range);
// One line of text of at most `most` bytes, or why not: `must not be empty`.
Result<std::string> parse_line(std::string_view text, std::size_t most);

// Of all functions that return an optional: nothing where the key is absent, and nothing and a report where its value
// is wrong.
class MapCursor {
 public:
  // The node must be a map and, like the faults, outlive the cursor. `name`: how messages call the map: `'power_on'`.
  MapCursor(const YamlNode& node, std::string name, const Origin& origin, FaultList& faults);

  const YamlNode& node() const { return node_; }
  const Origin& origin() const { return origin_; }
  FaultList& faults() const { return faults_; }

  // The value under `key`, which is known from now on. nullptr where it is absent, or is empty, which is reported.
  const YamlNode* take(std::string_view key);
  // Marks `key` as known; whether it is there.
  bool has(std::string_view key);
  // Whether it was asked for.
  bool knows(std::string_view key) const;
  // Of a key that is there.
  const YamlEntry& entry(std::string_view key) const;
  // As has(), and reports it where it is absent.
  bool require(std::string_view key);

  std::optional<Duration> duration(std::string_view key, const DurationRange& range = {});
  std::optional<std::uint64_t> number(std::string_view key, std::uint64_t least, std::uint64_t most);
  // One line of text of at most `most` bytes.
  std::optional<std::string> text(std::string_view key, std::size_t most = 128);
  std::optional<Probability> probability(std::string_view key);
  // A scalar as it was written.
  const YamlNode* scalar(std::string_view key, std::string_view expected);
  std::optional<MapCursor> map(std::string_view key);
  const YamlNode* list(std::string_view key);
  // One of `candidates`, which are `kind`s: `there is no group 'hoems'`.
  std::optional<std::string> reference(std::string_view key, std::string_view kind,
                                       const std::vector<std::string_view>& candidates);
  // One of a table's words.
  template <typename Value, std::size_t kSize>
  std::optional<Value> word(std::string_view key, const WordTable<Value, kSize>& table) {
    const std::optional<std::size_t> number = word_at(key, texts_of(table));
    if (!number) return std::nullopt;
    return table[*number].value;
  }

  // The place of one of some words among them.
  std::optional<std::size_t> word_at(std::string_view key, const std::vector<std::string_view>& words);

  // Reports every key that was not asked for, which may be a slip for one that was, or for one of `more`. To be called
  // last.
  void refuse_unknown(const std::vector<std::string_view>& more = {});

  // Of the value under `key`: `'key' must be EXPECTED, not 'text'`.
  void report_wrong(std::string_view key, const YamlNode& value, std::string_view expected);

 private:
  const YamlNode& node_;
  std::string name_;
  Origin origin_;
  FaultList& faults_;
  std::vector<std::string_view> known_;
};

}  // namespace dialtone
