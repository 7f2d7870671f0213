// The names of a scenario's sections.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace dialtone::section {

inline constexpr std::string_view kInclude = "include";
inline constexpr std::string_view kParameters = "parameters";
inline constexpr std::string_view kMatrix = "matrix";
inline constexpr std::string_view kProfiles = "profiles";
inline constexpr std::string_view kFleet = "fleet";
inline constexpr std::string_view kServers = "servers";
inline constexpr std::string_view kNats = "nats";
inline constexpr std::string_view kProxies = "proxies";
inline constexpr std::string_view kNetwork = "network";
inline constexpr std::string_view kFaults = "faults";
inline constexpr std::string_view kExpect = "expect";

// Sections that are removed from the document before the other sections are read.
inline constexpr std::array kTakenOut{kInclude, kParameters, kMatrix};

// True for a section whose keys are names that the file chooses, such as those of groups.
constexpr bool has_named_entries(std::string_view section) {
  constexpr std::array kNamed{kProfiles, kFleet, kNats, kProxies, kFaults};
  return std::find(kNamed.begin(), kNamed.end(), section) != kNamed.end();
}

}  // namespace dialtone::section
