#include "scenarios/language/document/yaml_cursor.h"

#include <algorithm>
#include <cassert>
#include <charconv>

#include "values/spelling.h"

namespace dialtone {
namespace {

std::string describe_value(const YamlNode& value) {
  switch (value.kind) {
    case YamlNode::Kind::kNull: return "nothing";
    case YamlNode::Kind::kMap: return "a map";
    case YamlNode::Kind::kList: return "a list";
    case YamlNode::Kind::kScalar: return in_quotes(value.text);
  }
  std::abort();
}

bool has_control_character(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return (c >= 0 && c < ' ') || c == '\x7F'; });
}

std::string join(const std::vector<std::string_view>& words) {
  std::string text;
  for (const std::string_view word : words) text += (text.empty() ? "" : ", ") + std::string(word);
  return text;
}

// True if the text would be a duration but for its sign or its size.
bool is_out_of_all_range(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::size_t unit = text.find_first_not_of("0123456789");
  return unit != 0 && unit != std::string_view::npos && parse_duration("1" + std::string(text.substr(unit))).ok();
}

}  // namespace

bool is_scenario_name(std::string_view text, std::size_t most) {
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  if (text.empty() || text.size() > most || !is_letter(text.front()) || text.back() == '-') return false;
  // Without quotes, `null` would be read as a null.
  if (text == "null") return false;
  return std::all_of(text.begin(), text.end(),
                     [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-'; });
}

Result<Duration> parse_duration_within(std::string_view text, const DurationRange& range) {
  const Result<Duration> duration = parse_duration(text);
  if (!duration && !is_out_of_all_range(text)) {
    return Failure{"must be a duration such as 250ms, 90s, 15m or 1h, not " + in_quotes(text)};
  }
  const bool is_negative = text.starts_with('-');
  if (range.least == Duration(1) && (is_negative || (duration && *duration < range.least))) {
    return Failure{"must be more than 0s"};
  }
  if (range.is_before_end && (!duration || *duration > range.most)) {
    return Failure{"must be before the scenario's end at " + to_text(range.most + Duration(1)) + ", not " +
                   in_quotes(text)};
  }
  if (!duration || *duration < range.least || *duration > range.most) {
    return Failure{"must be from " + to_text(range.least) + " to " + to_text(range.most) + ", not " + in_quotes(text)};
  }
  if (range.whole_seconds && *duration % std::chrono::seconds(1) != Duration::zero()) {
    return Failure{"must be whole seconds, not " + in_quotes(text)};
  }
  return *duration;
}

Result<std::string> parse_line(std::string_view text, std::size_t most) {
  if (text.empty()) return Failure{"must not be empty"};
  if (text.size() > most) return Failure{"is longer than " + std::to_string(most) + " bytes"};
  if (has_control_character(text)) return Failure{"must be one line without control characters"};
  return std::string(text);
}

MapCursor::MapCursor(const YamlNode& node, std::string name, const Origin& origin, Diagnostics& diagnostics)
    : node_(node), name_(std::move(name)), origin_(origin), diagnostics_(diagnostics) {
  assert(node.kind == YamlNode::Kind::kMap);
}

const YamlNode* MapCursor::take(std::string_view key) {
  known_.push_back(key);
  const YamlNode* value = node_.find(key);
  if (value != nullptr && value->kind == YamlNode::Kind::kNull) {
    diagnostics_.report(value->origin, in_quotes(key) + " has no value");
    return nullptr;
  }
  return value;
}

bool MapCursor::has(std::string_view key) {
  known_.push_back(key);
  return node_.find(key) != nullptr;
}

bool MapCursor::knows(std::string_view key) const {
  return std::find(known_.begin(), known_.end(), key) != known_.end();
}

const YamlEntry& MapCursor::entry(std::string_view key) const {
  const auto found = std::find_if(node_.entries.begin(), node_.entries.end(),
                                  [&](const YamlEntry& entry) { return entry.key == key; });
  assert(found != node_.entries.end());
  return *found;
}

bool MapCursor::require(std::string_view key) {
  if (has(key)) return true;
  diagnostics_.report(origin_, in_quotes(key) + " is missing in " + name_);
  return false;
}

void MapCursor::report_wrong(std::string_view key, const YamlNode& value, std::string_view expected) {
  diagnostics_.report(value.origin,
                      in_quotes(key) + " must be " + std::string(expected) + ", not " + describe_value(value));
}

const YamlNode* MapCursor::scalar(std::string_view key, std::string_view expected) {
  const YamlNode* value = take(key);
  if (value == nullptr || value->kind == YamlNode::Kind::kScalar) return value;
  report_wrong(key, *value, expected);
  return nullptr;
}

std::optional<Duration> MapCursor::duration(std::string_view key, const DurationRange& range) {
  const YamlNode* value = scalar(key, "a duration such as 250ms, 90s, 15m or 1h");
  if (value == nullptr) return std::nullopt;
  const Result<Duration> duration = parse_duration_within(value->text, range);
  if (duration) return *duration;
  diagnostics_.report(value->origin, in_quotes(key) + " " + duration.error().reason);
  return std::nullopt;
}

std::optional<std::uint64_t> MapCursor::number(std::string_view key, std::uint64_t least, std::uint64_t most) {
  const std::string expected = "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
  const YamlNode* value = scalar(key, expected);
  if (value == nullptr) return std::nullopt;
  if (value->quoted) {
    report_wrong(key, *value, expected + " without quotes");
    return std::nullopt;
  }
  std::uint64_t number = 0;
  const std::string& text = value->text;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  // `010` is eight in YAML 1.1 and ten in YAML 1.2.
  const bool octal = text.size() > 1 && text.front() == '0';
  if (whole && !octal && number >= least && number <= most) return number;
  report_wrong(key, *value, expected);
  return std::nullopt;
}

std::optional<std::string> MapCursor::text(std::string_view key, std::size_t most) {
  const YamlNode* value = scalar(key, "text");
  if (value == nullptr) return std::nullopt;
  Result<std::string> line = parse_line(value->text, most);
  if (line) return *std::move(line);
  diagnostics_.report(value->origin, in_quotes(key) + " " + line.error().reason);
  return std::nullopt;
}

std::optional<Probability> MapCursor::probability(std::string_view key) {
  constexpr std::string_view kExpected = "a probability such as 0.5% or 0.005, from 0% to 100%";
  const YamlNode* value = scalar(key, kExpected);
  if (value == nullptr) return std::nullopt;
  const Result<Probability> probability = parse_probability(value->text);
  if (probability) return *probability;
  report_wrong(key, *value, kExpected);
  return std::nullopt;
}

std::optional<MapCursor> MapCursor::map(std::string_view key) {
  const YamlNode* value = take(key);
  if (value == nullptr) return std::nullopt;
  if (value->kind == YamlNode::Kind::kMap) return MapCursor(*value, in_quotes(key), value->origin, diagnostics_);
  report_wrong(key, *value, "a map");
  return std::nullopt;
}

const YamlNode* MapCursor::list(std::string_view key) {
  const YamlNode* value = take(key);
  if (value == nullptr || value->kind == YamlNode::Kind::kList) return value;
  report_wrong(key, *value, "a list");
  return nullptr;
}

std::optional<std::string> MapCursor::reference(std::string_view key, std::string_view kind,
                                                const std::vector<std::string_view>& candidates) {
  const YamlNode* value = scalar(key, "the name of a " + std::string(kind));
  if (value == nullptr) return std::nullopt;
  if (std::find(candidates.begin(), candidates.end(), value->text) != candidates.end()) return value->text;
  diagnostics_.report(value->origin, "there is no " + std::string(kind) + " " + in_quotes(value->text) +
                                         did_you_mean(value->text, candidates));
  return std::nullopt;
}

std::optional<std::size_t> MapCursor::word_at(std::string_view key, const std::vector<std::string_view>& words) {
  const std::string expected = "one of " + join(words);
  const YamlNode* value = scalar(key, expected);
  if (value == nullptr) return std::nullopt;
  const auto found = std::find(words.begin(), words.end(), value->text);
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  diagnostics_.report(value->origin, in_quotes(key) + " must be " + expected + ", not " + describe_value(*value) +
                                         did_you_mean(value->text, words));
  return std::nullopt;
}

void MapCursor::refuse_unknown(const std::vector<std::string_view>& more) {
  std::vector<std::string_view> candidates = known_;
  candidates.insert(candidates.end(), more.begin(), more.end());
  for (const YamlEntry& entry : node_.entries) {
    if (knows(entry.key)) continue;
    diagnostics_.report(entry.origin,
                        "unknown key " + in_quotes(entry.key) + " in " + name_ + did_you_mean(entry.key, candidates));
  }
}

void read_entries(const YamlNode& section, std::string_view kind, std::string_view hint, Diagnostics& diagnostics,
                  const std::function<void(MapCursor& map, const YamlEntry& entry)>& read) {
  for (const YamlEntry& entry : section.entries) {
    const std::string name = std::string(kind) + " " + in_quotes(entry.key);
    if (entry.value.kind != YamlNode::Kind::kMap) {
      diagnostics.report(entry.value.origin, name + " must be a map" + std::string(hint));
      continue;
    }
    MapCursor map(entry.value, name, entry.origin, diagnostics);
    read(map, entry);
  }
}

}  // namespace dialtone
