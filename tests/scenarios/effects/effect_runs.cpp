#include "tests/scenarios/effects/effect_runs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "scenarios/engine/run.h"
#include "scenarios/language/document/scenario_override.h"
#include "scenarios/language/document/yaml_document.h"
#include "scenarios/language/plan/scenario_reader.h"
#include "scenarios/oracles/known/read_event.h"

namespace dialtone {
namespace {

// Has faults that hit no device until a row changes them, because an override cannot add a fault.
constexpr std::string_view kEffectScenario = R"yaml(scenario: effects
duration: 5m
liveness: none
profiles:
  phone: { boot_time: 1s, boot_spread: 1s }
fleet:
  homes: { count: 3, profile: phone, expires: 2m, power_on: { spread: 1s } }
  offices: { count: 2, profile: phone, expires: 2m, power_on: { spread: 1s } }
nats: { box: {} }
proxies: { cafe: {} }
faults:
  it: { target: homes, at: 0s, hits: 0%, do: { reset: tcp } }
  also: { target: homes, at: 0s, hits: 0%, do: { reset: tcp } }
  third: { target: homes, at: 0s, hits: 0%, do: { reset: tcp } }
  change: { target: homes, at: 0s, hits: 0%, do: { reset: tcp } }
)yaml";

std::vector<std::string> lines_of(const std::filesystem::path& file) {
  std::vector<std::string> lines;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) lines.push_back(std::move(line));
  return lines;
}

std::string value_of(const Field& field) {
  switch (field.kind) {
    case Field::Kind::kText: return std::string(field.text);
    case Field::Kind::kInteger: return std::to_string(field.integer);
    case Field::Kind::kTruth: return field.integer != 0 ? "true" : "false";
  }
  return {};
}

// Returns true if a condition such as `status=423` is met; for `host` and for texts, the value may be a prefix.
bool meets_condition(const RecordedEvent& event, const std::string& condition) {
  const std::size_t equals = condition.find('=');
  const std::string key = condition.substr(0, equals);
  const std::string wanted = condition.substr(equals + 1);
  if (key == "host") return event.host.starts_with(wanted);
  return std::any_of(event.fields.begin(), event.fields.end(), [&](const Field& field) {
    return field.key == key &&
           (value_of(field) == wanted || (field.kind == Field::Kind::kText && field.text.starts_with(wanted)));
  });
}

bool is_shown_by(const RecordedEvent& event, const std::string& shown) {
  std::istringstream words(shown);
  std::string name;
  words >> name;
  if (event.name != name) return false;
  std::vector<std::string> conditions;
  for (std::string word; words >> word;) {
    const bool is_of_the_last = !conditions.empty() && word.find('=') == std::string::npos;
    is_of_the_last ? conditions.back() += " " + word : conditions.emplace_back(word);
  }
  return std::all_of(conditions.begin(), conditions.end(),
                     [&](const std::string& condition) { return meets_condition(event, condition); });
}

struct ShownEvents {
  std::uint64_t count = 0;
  // The mean time of the events in seconds.
  double mean_time = 0;
};

ShownEvents shown_in(const EffectOutcome& outcome, const std::string& shown) {
  if (shown.empty()) return {};
  ShownEvents sum;
  const std::string name = shown.substr(0, shown.find(' '));
  for (const std::string& line : outcome.events) {
    // A quick test first: most events have other names, and parsing a line takes longer than searching it.
    if (line.find(name) == std::string::npos) continue;
    const Result<ReadEvent> read = ReadEvent::parse(line);
    EXPECT_TRUE(read.ok()) << line;
    if (!read) continue;
    const RecordedEvent event = read->view();
    if (!is_shown_by(event, shown)) continue;
    ++sum.count;
    sum.mean_time += std::chrono::duration<double>(event.time.time_since_epoch()).count();
  }
  if (sum.count > 0) sum.mean_time /= static_cast<double>(sum.count);
  return sum;
}

void expect_change(const EffectRow& row, const ShownEvents& without, const ShownEvents& with) {
  switch (row.change) {
    case EffectChange::kMore: EXPECT_GT(with.count, without.count) << row.shown; return;
    case EffectChange::kFewer: EXPECT_LT(with.count, without.count) << row.shown; return;
    case EffectChange::kUnnamed: return;
    case EffectChange::kLater:
    case EffectChange::kSooner: break;
  }
  ASSERT_GT(without.count, 0U) << row.shown;
  ASSERT_GT(with.count, 0U) << row.shown;
  if (row.change == EffectChange::kLater) EXPECT_GT(with.mean_time, without.mean_time) << row.shown;
  if (row.change == EffectChange::kSooner) EXPECT_LT(with.mean_time, without.mean_time) << row.shown;
}

ScenarioResult read_effect_scenario(const std::vector<std::string>& overrides) {
  return read_scenario(kEffectScenario, "effects.yaml", overrides);
}

// Returns the key that the row's override sets.
std::string place_of(const EffectRow& row) { return row.added.substr(0, row.added.find('=')); }

std::vector<std::string> both(std::vector<std::string> common, const EffectRow& row) {
  common.push_back(row.added);
  return common;
}

}  // namespace

std::vector<std::string> by_the_backup() {
  return {"servers.backup_call_agent={}",
          "faults.third={target: devices, match: {name: call_agent}, do: {resolve: {fail: no-such-name}}}"};
}

std::vector<EffectRow> with_common(const std::vector<std::string>& common, std::vector<EffectRow> rows) {
  for (EffectRow& row : rows) row.common.insert(row.common.begin(), common.begin(), common.end());
  return rows;
}

Scenario effect_scenario(const std::vector<std::string>& overrides) {
  ScenarioResult scenario = read_effect_scenario(overrides);
  EXPECT_TRUE(scenario.ok()) << to_text(scenario.error());
  return scenario ? *std::move(scenario) : Scenario();
}

YamlNode effect_document(const std::vector<std::string>& overrides) {
  Diagnostics diagnostics("effects.yaml", overrides);
  std::optional<YamlNode> root = parse_yaml(kEffectScenario, {}, diagnostics);
  EXPECT_TRUE(root && diagnostics.empty());
  if (!root) return {};
  for (const std::string& each : overrides)
    EXPECT_EQ(apply_override(*root, each, 1, diagnostics), std::nullopt) << each;
  return *std::move(root);
}

std::vector<std::string> overrides_of(const EffectRow& row, bool with_added) {
  std::vector<std::string> overrides = row.common;
  if (with_added) overrides.push_back(row.added);
  return overrides;
}

std::filesystem::path EffectRuns::in_memory() {
  const std::filesystem::path memory = "/dev/shm";
  return std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
}

const EffectOutcome& EffectRuns::outcome(const std::vector<std::string>& overrides) {
  const auto [place, is_new] = outcomes_.try_emplace(overrides);
  if (!is_new) return place->second;
  RunOptions options;
  options.directory = folder_.path() / std::to_string(outcomes_.size());
  std::filesystem::create_directory(options.directory);
  const ScenarioResult scenario = read_effect_scenario(overrides);
  if (!scenario) return place->second;
  place->second.is_readable = true;
  const RunSummary summary = run_plan(make_plan(*scenario), options);
  EXPECT_TRUE(summary.reasons.empty()) << summary.reasons.front();
  place->second.fingerprint = summary.fingerprint.value_or(0);
  place->second.events = lines_of(options.directory / "events.jsonl");
  return place->second;
}

void EffectRuns::expect_effect(const EffectRow& row) {
  SCOPED_TRACE(row.key + ": " + row.added);
  const EffectOutcome& without = outcome(overrides_of(row, false));
  const EffectOutcome& with = outcome(overrides_of(row, true));
  for (const bool with_added : {false, true}) {
    if (!(with_added ? with : without).is_readable) effect_scenario(overrides_of(row, with_added));
  }
  EXPECT_NE(without.fingerprint, with.fingerprint) << "it changes nothing";
  expect_change(row, shown_in(without, row.shown), shown_in(with, row.shown));
}

void EffectRuns::expect_different(const std::string& key, const WordRows::value_type& one,
                                  const WordRows::value_type& other) {
  bool are_compared = false;
  for (const EffectRow* first : one.second) {
    for (const EffectRow* second : other.second) {
      if (place_of(*first) != place_of(*second)) continue;
      for (const std::vector<std::string>& common : {first->common, second->common}) {
        const EffectOutcome& of_first = outcome(both(common, *first));
        const EffectOutcome& of_second = outcome(both(common, *second));
        if (!of_first.is_readable || !of_second.is_readable) continue;
        are_compared = true;
        if (of_first.fingerprint != of_second.fingerprint) return;
      }
    }
  }
  ADD_FAILURE() << key << ": " << other.first << (are_compared ? " does what " : " has no row in common with ")
                << one.first << (are_compared ? " does" : "");
}

void EffectRuns::expect_different_words(const std::vector<EffectRow>& rows) {
  std::map<std::string, WordRows> keys;
  for (const EffectRow& row : rows) {
    const std::size_t equals = row.key.find('=');
    if (equals != std::string::npos) keys[row.key.substr(0, equals)][row.key.substr(equals + 1)].push_back(&row);
  }
  constexpr std::size_t kFew = 6;
  for (const auto& [key, words] : keys) {
    for (auto one = words.begin(); one != words.end(); ++one) {
      auto other = std::next(one);
      for (; other != words.end(); other = words.size() > kFew ? words.end() : std::next(other)) {
        expect_different(key, *one, *other);
      }
    }
  }
}

void EffectRuns::expect_effects(const std::vector<EffectRow>& rows) {
  ASSERT_FALSE(rows.empty());
  for (const EffectRow& row : rows) expect_effect(row);
  expect_different_words(rows);
}

}  // namespace dialtone
