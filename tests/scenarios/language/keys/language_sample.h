// A scenario in which every key of the language can be set.
#pragma once

#include <algorithm>
#include <array>
#include <string>

#include "scenarios/language/reference/language_keys.h"

namespace dialtone {

// Declares every name that the example of a key uses.
inline constexpr std::string_view kSample = R"yaml(scenario: sample
profiles: { phone: {} }
fleet: { homes: { count: 1, profile: phone, power_on: {} }, offices: { count: 1 },
  flood: { count: 1, load: { send: register, rate: 5/s, secrets: guessed } } }
servers: { provisioning: { lockout: 5/10m }, call_agent: { lockout: 5/10m } }
network: { homes: {} }
nats: { box: {} }
proxies: { cafe: {} }
faults:
  blackout: { target: homes, at: 30s, do: { power_cut: { off_for: 5s } } }
  large: { target: provisioning, from: 0s, until: 1m, do: { edit: { headers: { Large: { size: 100 } } } } }
expect:
  - eventually: { all: homes, are: registered, within: 1m }
  - eventually: { event: registration.rejected, within: 1m }
  - always: { all: homes, are: registered }
  - never: { event: registration.rejected }
  - never: { any: homes, are: registered }
  - sequence: { of: homes, when: { event: registration.rejected }, next: { event: registration.request } }
  - metric: { registration.duration: p(95)<2s }
  - database: { table: subscribers, count: 1 }
  - never: { event: registration.expired, until: { all: homes, are: registered } }
)yaml";

inline std::string path_in_sample(std::string path) {
  for (const auto& [pattern, name] : {std::pair("profiles.*", "profiles.phone"), std::pair("fleet.*", "fleet.homes"),
                                      std::pair("network.*", "network.homes"), std::pair("nats.*", "nats.box"),
                                      std::pair("faults.*", "faults.blackout")}) {
    if (path.starts_with(pattern)) return name + path.substr(std::string_view(pattern).size());
  }
  return path;
}

// The schema's sections of the sample's expectations, in their order.
inline constexpr std::array<std::string_view, 8> kExpectations{
    "eventually_state", "eventually_event", "always", "never_event", "never_state", "sequence", "metric", "database"};

// Returns the path, in the sample, of the map that the section describes.
inline std::string place_in_sample(const KeySection& section) {
  if (section.name == "group_state") return "expect.8.never.until";
  if (section.name == "header") return "faults.large.do.edit.headers.Large";
  const auto found = std::find(kExpectations.begin(), kExpectations.end(), section.name);
  if (found == kExpectations.end()) return path_in_sample(std::string(section.path));
  return "expect." + std::to_string(found - kExpectations.begin()) +
         std::string(section.path.substr(section.path.rfind('.')));
}

inline std::string below(const std::string& above, std::string_view key) {
  return above.empty() ? std::string(key) : above + "." + std::string(key);
}

// Returns the path of a key in the sample. `load` belongs to the group `flood`, because the homes are not a load.
inline std::string in_its_group(const std::string& path) {
  return path == "fleet.homes.load" ? "fleet.flood.load" : path;
}

// True for keys whose example cannot be set alone: they are gone after reading, or need other keys beside them. For
// faults see acts_of_the_language_test.cpp.
inline bool is_no_example(std::string_view path) {
  return path == "include" || path == "parameters" || path == "matrix" || path == "profiles" || path == "fleet" ||
         path == "nats" || path == "proxies" || path == "fleet.*.devices" || path.starts_with("faults") ||
         path == "expect" || path == "expect.*.eventually.any" || path == "expect.*.eventually.none" ||
         path == "expect.*.database.each" || path.ends_with(".at_most") ||
         (path.starts_with("expect.*.") && !path.starts_with("expect.*.sequence") && path.ends_with(".at_least")) ||
         path == "expect.*.eventually.of" || path == "expect.*.always.of" || path == "expect.*.metric.compared_to" ||
         path == "expect.*.*.until.any" || path == "expect.*.*.until.none" || path == "expect.*.*.until.of";
}

}  // namespace dialtone
