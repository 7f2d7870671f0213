#include <algorithm>
#include <cassert>
#include <cstdlib>

#include "call_agent_sim/registrar/registrar_quirks.h"
#include "device_sim/model/named_profiles.h"
#include "device_sim/model/quirks.h"
#include "prov_server/provisioning_quirks.h"
#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/keys/keys.h"
#include "scenarios/language/names/device_name.h"
#include "scenarios/language/names/event_forms.h"
#include "scenarios/language/names/scenario_names.h"
#include "scenarios/language/names/target_names.h"
#include "values/spelling.h"

namespace dialtone {
namespace {

JsonMap reference_to(std::string_view definition) {
  return JsonMap().add_text("$ref", "#/$defs/" + std::string(definition));
}

JsonMap any_of(const std::vector<std::string>& schemas) { return JsonMap().add("anyOf", json_list(schemas)); }

JsonMap or_parameter(const JsonMap& schema) {
  return any_of({schema.text(kOneLine), reference_to("parameter").text()});
}

std::string one_of(const std::vector<std::string_view>& words) {
  std::string text = "one of ";
  for (const std::string_view word : words) text += (word == words.front() ? "`" : ", `") + std::string(word) + "`";
  return text;
}

ValueFacts facts_of_words(const std::vector<std::string_view>& words) {
  // The reader accepts `true` with and without quotes.
  JsonMap truth = JsonMap().add("type", R"(["boolean", "string"])").add_text("pattern", "^(true|false)$");
  const bool is_truth = words == std::vector<std::string_view>{"true", "false"};
  return {one_of(words), "", or_parameter(is_truth ? truth : JsonMap().add("enum", json_words(words)))};
}

template <typename Value>
bool set(const KeySlot<Value>& slot, std::optional<Value> value) {
  const bool is_good = value.has_value();
  if (is_good) slot.set(*std::move(value));
  return is_good;
}

template <typename Value, typename Text>
std::optional<std::string> text_of(const std::optional<Value>& value, const Text& text) {
  return value ? std::optional(std::string(text(*value))) : std::nullopt;
}

std::string range_text(const DurationRange& range) {
  const std::string seconds = range.whole_seconds ? ", whole seconds" : "";
  const bool is_open = range.most == kLongestDuration;
  if (range.is_within_run) return "more than 0s, no longer than the run";
  if (range.is_before_end) return "more than 0s, before the run's end";
  if (range.least == Duration(1) && is_open) return "more than 0s" + seconds;
  if (is_open) return (range.least == Duration{} ? "" : "at least " + to_text(range.least)) + seconds;
  return "from " + to_text(range.least) + " to " + to_text(range.most) + seconds;
}

// --- names ---

// The noun for the name in messages: `group`.
std::string_view called(NameOf what) {
  switch (what) {
    case NameOf::kFamily: return "family of devices";
    case NameOf::kProfile: return "profile";
    case NameOf::kGroup:
    case NameOf::kGroupOrAll:
    case NameOf::kEachOf:
    case NameOf::kWhose: return "group";
    case NameOf::kNat: return "NAT";
    case NameOf::kProxy: return "proxy";
    case NameOf::kFault: return "fault";
    case NameOf::kServer: return "server";
    case NameOf::kTarget: return "group, server, proxy or NAT";
    case NameOf::kEvent: break;
  }
  std::abort();
}

const std::vector<std::string_view>& families() {
  static const std::vector<std::string_view> names(profile_names().begin(), profile_names().end());
  return names;
}

const std::vector<std::string_view>& candidates(NameOf what, const ScenarioNames& names) {
  switch (what) {
    case NameOf::kFamily: return families();
    case NameOf::kProfile: return names.profiles;
    case NameOf::kGroup: return names.groups;
    case NameOf::kGroupOrAll:
    case NameOf::kEachOf: return names.groups_or_all;
    case NameOf::kWhose: return names.whose;
    case NameOf::kNat: return names.nats;
    case NameOf::kProxy: return names.proxies;
    case NameOf::kFault: return names.faults;
    case NameOf::kServer: return names.servers;
    case NameOf::kTarget: return names.targets;
    case NameOf::kEvent: break;
  }
  std::abort();
}

ValueFacts facts_of_name(NameOf what) {
  switch (what) {
    case NameOf::kFamily: return facts_of_words(families());
    case NameOf::kServer: return facts_of_words({kProvisioningTarget, kCallAgentTarget, kBackupCallAgentTarget});
    case NameOf::kEvent: return {"name of an event", "", reference_to("event")};
    case NameOf::kWhose: return {"name of a group or a server, or devices", "", reference_to("whose")};
    case NameOf::kTarget: {
      const JsonMap words = JsonMap().add(
          "enum", json_words({kAllDevices, kProvisioningTarget, kCallAgentTarget, kBackupCallAgentTarget}));
      return {"name of a device, " + std::string(called(what)), "",
              any_of({reference_to("name").text(), words.text(kOneLine), reference_to("parameter").text()})};
    }
    case NameOf::kGroupOrAll:
    case NameOf::kEachOf: return {"name of a group, or devices", "", or_parameter(reference_to("name"))};
    default: return {"name of a " + std::string(called(what)), "", or_parameter(reference_to("name"))};
  }
}

std::optional<std::string> read_event(MapCursor& map, std::string_view key) {
  const YamlNode* value = map.scalar(key, "the name of an event");
  if (value == nullptr || is_event(value->text)) return value == nullptr ? std::nullopt : std::optional(value->text);
  map.report(value->origin, no_such_event(value->text));
  return std::nullopt;
}

// Returns nullopt, after a report, if the value is neither a declared target nor the name of a group's device.
std::optional<std::string> read_target(MapCursor& map, std::string_view key, const ScenarioNames& names) {
  const YamlNode* value = map.node().find(key);
  const std::optional<DeviceNameParts> parts = parts_of_device_name(value->text);
  const bool is_declared = std::find(names.targets.begin(), names.targets.end(), value->text) != names.targets.end();
  if (!parts || is_declared) return map.reference(key, called(NameOf::kTarget), names.targets);
  map.take(key);
  if (is_device_name(value->text, names.groups)) return value->text;
  const bool is_like_a_device = parts->digits >= kLeastDeviceDigits;
  const std::string what = is_like_a_device ? "device" : std::string(called(NameOf::kTarget));
  map.report(value->origin, "there is no " + what + " " + in_quotes(value->text) +
                                did_you_mean_device(value->text, names.groups, names.targets));
  return std::nullopt;
}

std::optional<std::string> read_name(MapCursor& map, std::string_view key, NameOf what, const ScenarioNames& names) {
  if (what == NameOf::kEvent) return read_event(map, key);
  if (what == NameOf::kTarget) return read_target(map, key, names);
  const YamlNode* value = map.node().find(key);
  if (what == NameOf::kEachOf && is_server(value->text)) {
    map.report(value->origin, "a sequence is of devices, each by itself");
    return std::nullopt;
  }
  const std::vector<std::string_view>& known = candidates(what, names);
  return called(what) == "group" ? read_group_name(map, key, known) : map.reference(key, called(what), known);
}

// Returns which party has the quirk, `; it is one of call agents`; empty if no party has it.
std::string whose_quirk(std::string_view name) {
  const auto has = [&](const auto& names) { return std::find(names.begin(), names.end(), name) != names.end(); };
  if (has(quirk_names())) return "; it is one of devices";
  if (has(kRegistrarQuirkNames)) return "; it is one of call agents";
  return has(kProvisioningQuirkNames) ? "; it is one of provisioning servers" : "";
}

// Returns the index of `item` in `names`; nullopt, after a report, if it is not among them.
std::optional<std::size_t> read_quirk(MapCursor& map, std::string_view key, const YamlNode& item,
                                      std::span<const std::string_view> names) {
  if (item.kind != YamlNode::Kind::kScalar) {
    map.report(item.origin, in_quotes(key) + " must be names such as " + std::string(names.front()));
    return std::nullopt;
  }
  const auto found = std::find(names.begin(), names.end(), item.text);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  const std::string whose = whose_quirk(item.text);
  const std::string meant = did_you_mean(item.text, {names.begin(), names.end()});
  map.report(item.origin, "there is no quirk " + in_quotes(item.text) + (whose.empty() ? meant : " here" + whose));
  return std::nullopt;
}

}  // namespace

KeyValue spelled_value(const Spelling<std::string>& form, std::function<Result<void>(std::string_view text)> read,
                       std::function<std::optional<std::string>()> write) {
  return {.facts =
              [form] {
                std::vector<std::string> schemas{
                    JsonMap().add_text("type", "string").add_text("pattern", form.pattern).text(kOneLine)};
                if (!form.numbers.empty()) schemas.emplace_back(form.numbers);
                schemas.push_back(reference_to("parameter").text());
                return ValueFacts{std::string(form.type), std::string(form.range), any_of(schemas)};
              },
          .read =
              [form, read = std::move(read)](MapCursor& map, std::string_view key, const ReadContext&) {
                const YamlNode* value = map.scalar(key, form.wanted);
                if (value == nullptr) return false;
                const Result<void> done = read(value->text);
                if (!done) {
                  map.report(value->origin, in_quotes(key) + std::string(form.before_failure) + done.error().reason);
                }
                return done.ok();
              },
          .write = std::move(write),
          .is_quoted = form.is_quoted};
}

void Keys::duration(const Key& key, const KeySlot<Duration>& slot, const DurationRange& range) {
  value(key, {.facts =
                  [&] {
                    const std::string_view definition = range.whole_seconds        ? "whole_seconds"
                                                        : range.least > Duration{} ? "positive_duration"
                                                                                   : "duration";
                    return ValueFacts{"duration", range_text(range), reference_to(definition)};
                  },
              .read =
                  [&](MapCursor& map, std::string_view name, const ReadContext& context) {
                    DurationRange limited = range;
                    if (range.is_within_run) limited.most = context.run;
                    if (range.is_before_end) limited.most = context.run - Duration(1);
                    return set(slot, map.duration(name, limited));
                  },
              .write = [&] { return text_of(slot.get(), [](Duration value) { return to_text(value); }); }});
}

void Keys::number(const Key& key, const KeySlot<std::uint64_t>& slot, const NumberRange& range) {
  assert(slot.has_room_for(range.least) && slot.has_room_for(range.most) && "the member has room for the key's range");
  value(key, {.facts =
                  [&] {
                    const std::string least = std::to_string(range.least);
                    const std::string most = std::to_string(range.most);
                    JsonMap schema = JsonMap().add_text("type", "integer").add("minimum", least).add("maximum", most);
                    return ValueFacts{"whole number", "from " + least + " to " + most, or_parameter(schema)};
                  },
              .read = [&](MapCursor& map, std::string_view name,
                          const ReadContext&) { return set(slot, map.number(name, range.least, range.most)); },
              .write = [&] { return text_of(slot.get(), [](std::uint64_t value) { return std::to_string(value); }); }});
}

void Keys::probability(const Key& key, const KeySlot<Probability>& slot) {
  value(key, {.facts = [] { return ValueFacts{"probability", "", reference_to("probability")}; },
              .read = [&](MapCursor& map, std::string_view name,
                          const ReadContext&) { return set(slot, map.probability(name)); },
              .write = [&] { return text_of(slot.get(), [](Probability value) { return to_text(value); }); }});
}

void Keys::text(const Key& key, const KeySlot<std::string>& slot, const TextRule& rule) {
  const std::optional<std::string> text = slot.get();
  value(key, {.facts =
                  [&] {
                    const std::string most = std::to_string(rule.most);
                    // If the text has no prescribed form, YAML may take it for a number or a truth value; it is
                    // accepted as it is written.
                    JsonMap line;
                    line.add("type", rule.pattern.empty() ? R"(["string", "number", "boolean"])" : R"("string")");
                    line.add("minLength", "1").add("maxLength", most);
                    if (!rule.pattern.empty()) line.add_text("pattern", rule.pattern);
                    const std::string form = rule.form.empty() ? "" : std::string(rule.form) + ", ";
                    return ValueFacts{"text", form + "at most " + most + " bytes", or_parameter(line)};
                  },
              .read =
                  [&](MapCursor& map, std::string_view name, const ReadContext&) {
                    std::optional<std::string> line = map.text(name, rule.most);
                    const Result<void> checked = line && rule.check != nullptr ? rule.check(*line) : Result<void>();
                    if (!checked) map.report(map.entry(name).value.origin, checked.error().reason);
                    return set(slot, std::move(line));
                  },
              .write = [&] { return text; },
              .is_quoted = !(rule.is_bare && text && is_scenario_name(*text, rule.most))});
}

void Keys::name(const Key& key, const KeySlot<std::string>& slot, NameOf what) {
  value(key, {.facts = [&] { return facts_of_name(what); },
              .read = [&](MapCursor& map, std::string_view name,
                          const ReadContext& context) { return set(slot, read_name(map, name, what, context.names)); },
              .write = [&] { return slot.get(); }});
}

void Keys::word_at(const Key& key, const KeySlot<std::size_t>& slot, const std::vector<std::string_view>& words) {
  value(key, {.facts = [&] { return facts_of_words(words); },
              .read = [&](MapCursor& map, std::string_view name,
                          const ReadContext&) { return set(slot, map.word_at(name, words)); },
              .write = [&] { return text_of(slot.get(), [&](std::size_t place) { return words[place]; }); }});
}

void Keys::names_at(const Key& key, const KeySlot<std::vector<std::size_t>>& slot,
                    std::span<const std::string_view> names) {
  value(key, {.facts =
                  [&] {
                    const JsonMap words = JsonMap().add("enum", json_words({names.begin(), names.end()}));
                    const std::string one = or_parameter(words).text(kOneLine);
                    const std::string list = JsonMap().add_text("type", "array").add("items", one).text(kOneLine);
                    return ValueFacts{"quirk, or a list of quirks", "", any_of({one, list})};
                  },
              .read =
                  [&](MapCursor& map, std::string_view name, const ReadContext&) {
                    const YamlNode* value = map.take(name);
                    if (value == nullptr) return false;
                    std::vector<std::size_t> places;
                    const std::vector<YamlNode> one{*value};
                    for (const YamlNode& item : value->kind == YamlNode::Kind::kList ? value->items : one) {
                      const auto place = read_quirk(map, name, item, names);
                      if (place && std::find(places.begin(), places.end(), *place) != places.end()) {
                        map.report(item.origin, in_quotes(item.text) + " is there already");
                      }
                      if (place) places.push_back(*place);
                    }
                    slot.set(std::move(places));
                    return true;
                  },
              .write = [&]() -> std::optional<std::string> {
                const std::optional<std::vector<std::size_t>> places = slot.get();
                if (!places) return std::nullopt;
                std::string text;
                for (const std::size_t place : *places) text += (text.empty() ? "" : ", ") + std::string(names[place]);
                return "[" + text + "]";
              }});
}

void Keys::truth(const Key& key, const KeySlot<bool>& slot) {
  const KeySlot<std::size_t> place{[&] {
                                     const std::optional<bool> value = slot.get();
                                     return value ? std::optional<std::size_t>(*value ? 0 : 1) : std::nullopt;
                                   },
                                   [&](std::size_t index) { slot.set(index == 0); }};
  word_at(key, place, {"true", "false"});
}

void Keys::only_word(const Key& key, const KeySlot<bool>& slot, std::string_view word) {
  const KeySlot<std::size_t> place{
      [&] { return slot.get().value_or(false) ? std::optional<std::size_t>(0) : std::nullopt; },
      [&](std::size_t) { slot.set(true); }};
  word_at(key, place, {word});
}

}  // namespace dialtone
