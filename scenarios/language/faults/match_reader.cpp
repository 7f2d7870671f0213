#include "scenarios/language/faults/match_reader.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/language/faults/match_keys.h"
#include "scenarios/language/keys/key_catalog.h"
#include "scenarios/language/keys/key_reader.h"
#include "values/spelling.h"

namespace dialtone {
namespace {

// Reports a method that is nearly a known one as a mistake. Methods are case-sensitive.
void check_method(MapCursor& map, TargetKind kind, const std::string& method) {
  const std::vector<std::string_view> known = kind == TargetKind::kCallAgent
                                                  ? std::vector<std::string_view>{"REGISTER"}
                                                  : std::vector<std::string_view>{"GET", "POST"};
  if (method.empty() || std::find(known.begin(), known.end(), method) != known.end()) return;
  std::string capitals = method;
  std::transform(capitals.begin(), capitals.end(), capitals.begin(),
                 [](char letter) { return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 32) : letter; });
  const std::string hint = did_you_mean(capitals, known);
  if (!hint.empty()) map.report(map.entry("method").value.origin, "nobody sends " + in_quotes(method) + hint);
}

// Accepts a server's name, or a domain name, which has a dot and a letter.
void check_name(MapCursor& map, const std::string& name, const std::vector<std::string_view>& servers) {
  const bool has_letter = name.find_first_not_of("0123456789.-") != std::string::npos;
  if (name.empty() || (has_letter && name.find('.') != std::string::npos)) return;
  if (std::find(servers.begin(), servers.end(), name) != servers.end()) return;
  map.report(map.entry("name").value.origin, "there is no server " + in_quotes(name) + did_you_mean(name, servers));
}

// Reports conditions on numbers that exclude each other, so that nothing could match.
void check_numbers(MapCursor& map, const FaultMatch& match) {
  for (const std::string_view other : {"first", "after", "every"}) {
    if (!match.nth.empty() && map.node().find(other) != nullptr) {
      map.report(map.entry(other).origin, "'nth' and " + in_quotes(other) + " are one or the other");
    }
  }
  if (match.first == 0) return;
  const std::string only = "only the first " + std::to_string(match.first) + " match";
  if (match.after >= match.first) map.report(map.entry("after").value.origin, "'after' leaves nothing: " + only);
  const std::uint64_t next = match.every == 0 ? 0 : (match.after / match.every + 1) * match.every;
  if (next > match.first && match.after < match.first) {
    map.report(map.entry("every").value.origin, "'every' leaves nothing: " + only);
  }
}

// Reports bounds on the size that exclude each other.
void check_sizes(MapCursor& map, const FaultMatch& match) {
  if (match.smaller_than == 0 || match.smaller_than > match.larger_than + 1) return;
  if (match.larger_than == 0) return;
  map.report(map.entry("smaller_than").value.origin,
             "'smaller_than' leaves nothing that is larger than " + std::to_string(match.larger_than));
}

// Returns the first word of the act whose effect comes before there is an answer; empty if there is none.
std::string_view early_word(const ServerAction& action) {
  if (action.answer) return "answer";
  if (action.drops) return "drop";
  if (action.delay != Duration{}) return "delay";
  if (action.request) return "request";
  return action.cache_for != Duration{} ? "cache_for" : "";
}

void check_status(MapCursor& map, const FaultMatch& match, const FaultAction& action) {
  const auto* act = std::get_if<ServerAction>(&action);
  if (match.status.is_any() || act == nullptr || early_word(*act).empty()) return;
  map.report(map.entry("status").origin,
             "'status' is of an answer, which comes after " + in_quotes(early_word(*act)) + " is done");
}

// Reports a bound on refusals that every number meets, or that none does.
void check_refused(MapCursor& map, const FaultMatch& match) {
  if (!match.refused || match.refused->number != 0) return;
  const bool always = match.refused->comparison == Comparison::kGreaterOrEqual;
  if (!always && match.refused->comparison != Comparison::kLess) return;
  const YamlNode& value = map.entry("refused").value;
  map.report(value.origin, in_quotes(value.text) + (always ? " always holds" : " never holds"));
}

// What a fault can be about, as messages call it, and the keys of its match.
struct Subject {
  std::string_view name;
  MatchKeys keys;
  bool has_path = false;

  bool has(std::string_view key) const {
    FaultMatch any;
    KeyCatalog catalog;
    describe_match(catalog, any, keys, has_path);
    return std::any_of(catalog.facts().begin(), catalog.facts().end(),
                       [&](const KeyFacts& each) { return each.key.name == key; });
  }
};

constexpr std::array<Subject, 5> kSubjects{{{"requests", {.requests = true}},
                                            {"requests of HTTP", {.requests = true}, true},
                                            {"packets", {.packets = true}},
                                            {"look-ups of names", {.names = true}},
                                            {"writes to the flash", {.writes = true}}}};

std::string_view subject_of(const MatchKeys& takes) {
  if (takes.requests) return "requests";
  if (takes.packets) return "packets";
  return takes.names ? "look-ups of names" : "writes to the flash";
}

// Reports the keys that the match of another fault has.
void refuse_keys_of_others(MapCursor& map, const MatchKeys& takes, bool has_path) {
  const std::string own = takes.requests && !has_path ? "requests of SIP" : std::string(subject_of(takes));
  for (const YamlEntry& entry : map.node().entries) {
    if (map.knows(entry.key)) continue;
    std::string others;
    for (const Subject& subject : kSubjects) {
      const bool is_said = subject.has_path && !others.empty();
      if (!is_said && subject.has(entry.key)) others += (others.empty() ? "" : " or ") + std::string(subject.name);
    }
    if (others.empty()) continue;
    map.has(entry.key);
    map.report(entry.origin, in_quotes(entry.key) + " is of " + others + "; this fault is about " + own);
  }
}

}  // namespace

FaultMatch read_match(MapCursor& fault, const FaultAction& action, TargetKind kind, const ScenarioNames& names) {
  FaultMatch match;
  if (!traits_of(action).match.any()) return match;
  std::optional<MapCursor> map = fault.map(kMatch.name);
  if (!map) return match;
  KeyReader keys(*map, names);
  describe_match(keys, match, traits_of(action).match, kind != TargetKind::kCallAgent);
  check_method(*map, kind, match.method);
  check_name(*map, match.name, names.servers);
  check_numbers(*map, match);
  check_sizes(*map, match);
  check_refused(*map, match);
  check_status(*map, match, action);
  refuse_keys_of_others(*map, traits_of(action).match, kind != TargetKind::kCallAgent);
  map->refuse_unknown();
  return match;
}

}  // namespace dialtone
