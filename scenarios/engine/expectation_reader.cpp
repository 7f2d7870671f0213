#include "scenarios/engine/expectation_reader.h"

#include <algorithm>

#include "scenarios/engine/expectation_words.h"
#include "scenarios/engine/spelling.h"
#include "scenarios/engine/threshold.h"
#include "scenarios/engine/yaml_cursor.h"

namespace dialtone {
namespace {

void read_eventually(MapCursor& map, Duration duration, const ScenarioNames& names, Expectation& expectation) {
  EventuallyAll eventually;
  if (map.require("all")) eventually.group = map.reference("all", "group", names.groups_or_all).value_or("");
  if (map.require("are")) eventually.condition = map.word("are", kConditionWords).value_or(DeviceCondition::kOff);
  const DurationRange range{.least = Duration(1), .most = duration};
  if (map.require("within")) eventually.within = map.duration("within", range).value_or(Duration{});
  eventually.after = map.reference("after", "fault", names.faults).value_or("");
  eventually.from = map.duration("from", {.least = Duration(1), .most = duration - Duration(1)}).value_or(Duration{});
  if (!eventually.after.empty() && eventually.from != Duration{}) {
    map.faults().report(map.entry("from").origin, "'from' and 'after' are one or the other");
  }
  expectation.condition = std::move(eventually);
}

void read_never(MapCursor& map, const ScenarioNames& names, Expectation& expectation) {
  if (map.has("any")) {
    NeverCondition never;
    never.group = map.reference("any", "group", names.groups_or_all).value_or("");
    if (map.require("are")) never.condition = map.word("are", kConditionWords).value_or(DeviceCondition::kOff);
    expectation.condition = std::move(never);
    return;
  }
  NeverEvent never;
  if (!map.has("event")) {
    map.faults().report(map.origin(), "'never' is { event: NAME, of: GROUP } or { any: GROUP, are: STATE }");
    return;
  }
  never.event = map.reference("event", "event", {kEventNames.begin(), kEventNames.end()}).value_or("");
  never.group = map.reference("of", "group", names.groups_or_all).value_or("");
  expectation.condition = std::move(never);
}

// The metric's name is a key, beside `of`.
void read_metric(const YamlNode& node, MapCursor& map, const ScenarioNames& names, Expectation& expectation) {
  std::vector<std::string_view> metrics(kDurationMetrics.begin(), kDurationMetrics.end());
  metrics.insert(metrics.end(), kEventNames.begin(), kEventNames.end());
  const YamlEntry* found = nullptr;
  for (const YamlEntry& entry : node.entries) {
    if (entry.key == "of") continue;
    map.has(entry.key);
    if (std::find(metrics.begin(), metrics.end(), entry.key) == metrics.end()) {
      map.faults().report(entry.origin,
                          "there is no metric " + in_quotes(entry.key) + did_you_mean(entry.key, metrics));
    } else if (found != nullptr) {
      map.faults().report(entry.origin,
                          "one metric in each expectation; " + in_quotes(found->key) + " is there already");
    }
    found = &entry;
  }
  const std::string group = map.reference("of", "group", names.groups_or_all).value_or("");
  if (found == nullptr) {
    map.faults().report(map.origin(),
                        "'metric' is { NAME: THRESHOLD, of: GROUP }, such as "
                        "{ registration.duration: p(95)<2s, of: homes }");
    return;
  }
  const YamlNode* text = map.scalar(found->key, "a threshold such as p(95)<2s or count>=100");
  if (text == nullptr) return;
  Result<Threshold> threshold = parse_threshold(text->text);
  if (!threshold) return map.faults().report(text->origin, threshold.error().reason);
  const bool counted = std::find(kEventNames.begin(), kEventNames.end(), found->key) != kEventNames.end();
  if (counted && threshold->aggregate != Aggregate::kCount) {
    map.faults().report(text->origin,
                        in_quotes(found->key) + " is an event, of which there is only a count, such as count>=100");
  }
  threshold->metric = found->key;
  threshold->group = group;
  expectation.condition = std::move(*threshold);
}

void read_expectation(const YamlEntry& entry, Duration duration, const ScenarioNames& names, FaultList& faults,
                      Expectation& expectation) {
  if (entry.value.kind != YamlNode::Kind::kMap) {
    return faults.report(entry.value.origin, in_quotes(entry.key) + " must be a map");
  }
  MapCursor map(entry.value, in_quotes(entry.key), entry.value.origin, faults);
  if (entry.key == "eventually") {
    read_eventually(map, duration, names, expectation);
  } else if (entry.key == "never") {
    read_never(map, names, expectation);
  } else {
    read_metric(entry.value, map, names, expectation);
  }
  map.refuse_unknown();
}

std::string group_phrase(const std::string& group, std::string_view before) {
  if (group.empty()) return {};
  return " " + std::string(before) + " " + (group == kAllDevices ? "all devices" : group);
}

struct Sentence {
  std::string operator()(const EventuallyAll& what) const {
    std::string text = "eventually all " + what.group + " are " +
                       std::string(word_of(what.condition, kConditionWords)) + " within " + to_text(what.within);
    if (!what.after.empty()) text += " after " + what.after;
    if (what.from != Duration{}) text += " from " + to_text(what.from) + " on";
    return text;
  }
  std::string operator()(const NeverEvent& what) const {
    return "never " + what.event + group_phrase(what.group, "of");
  }
  std::string operator()(const NeverCondition& what) const {
    return "never any " + what.group + " are " + std::string(word_of(what.condition, kConditionWords));
  }
  std::string operator()(const Threshold& what) const {
    return what.metric + group_phrase(what.group, "of") + " " + what.text;
  }
};

}  // namespace

std::vector<Expectation> read_expectations(const YamlNode& list, Duration duration, const ScenarioNames& names,
                                           FaultList& faults) {
  const std::vector<std::string_view> kinds{"eventually", "never", "metric"};
  std::vector<Expectation> expectations;
  for (const YamlNode& item : list.items) {
    if (item.kind != YamlNode::Kind::kMap || item.entries.size() != 1) {
      faults.report(item.origin, "an expectation is one of eventually, never, metric");
      continue;
    }
    const YamlEntry& entry = item.entries.front();
    if (std::find(kinds.begin(), kinds.end(), entry.key) == kinds.end()) {
      faults.report(entry.origin, "an expectation is one of eventually, never, metric, not " + in_quotes(entry.key) +
                                      did_you_mean(entry.key, kinds));
      continue;
    }
    Expectation& expectation = expectations.emplace_back();
    expectation.place = entry.origin.place;
    read_expectation(entry, duration, names, faults, expectation);
    expectation.name = sentence(expectation);
  }
  return expectations;
}

std::string sentence(const Expectation& expectation) { return std::visit(Sentence{}, expectation.condition); }

}  // namespace dialtone
