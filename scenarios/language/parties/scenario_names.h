// What a scenario's parts are called, known before they are read, so that each part can refer to the others.
#pragma once

#include <string_view>
#include <vector>

#include "scenarios/language/document/yaml_document.h"

namespace dialtone {

// All groups together; no group has this name.
inline constexpr std::string_view kAllDevices = "devices";
// The profile that need not be declared.
inline constexpr std::string_view kDefaultProfile = "ata-sip";

// Views of the document's keys, which must outlive it.
struct ScenarioNames {
  std::vector<std::string_view> profiles;  // with the default one and the families
  std::vector<std::string_view> nats;
  std::vector<std::string_view> proxies;
  std::vector<std::string_view> groups;
  std::vector<std::string_view> groups_or_all;
  std::vector<std::string_view> whose;  // those, and the servers
  std::vector<std::string_view> faults;
  // Known when the servers are read: those that there are, and whatever a fault can be aimed at.
  std::vector<std::string_view> servers;
  std::vector<std::string_view> targets;
};

// Reports names that are none, or that have a meaning of their own.
ScenarioNames read_names(const YamlNode& root, FaultList& faults);

}  // namespace dialtone
