// The names that a scenario declares. They are known before its sections are read, so that each section can refer to
// the others.
#pragma once

#include <string_view>
#include <vector>

#include "scenarios/language/document/yaml_document.h"

namespace dialtone {

// The profile of a group that names none. A scenario need not declare it.
inline constexpr std::string_view kDefaultProfile = "ata-sip";

// Views of the document's keys; the document must outlive this object.
struct ScenarioNames {
  std::vector<std::string_view> profiles;  // the declared profiles, the default one and the families
  std::vector<std::string_view> nats;
  std::vector<std::string_view> proxies;
  std::vector<std::string_view> groups;
  std::vector<std::string_view> groups_or_all;
  std::vector<std::string_view> whose;  // all of groups_or_all and servers
  std::vector<std::string_view> faults;
  std::vector<std::string_view> servers;
  std::vector<std::string_view> targets;  // the possible targets of faults: groups, servers, proxies and NATs
};

// Collects the names. Reports keys that are not valid names, and names that are reserved.
ScenarioNames read_names(const YamlNode& root, Diagnostics& diagnostics);

}  // namespace dialtone
