// The names that a scenario declares. They are known before its sections are read, so that each section can refer to
// the others.
#pragma once

#include <string_view>
#include <vector>

#include "scenarios/language/document/yaml_document.h"

namespace dialtone {

// The profile of a group that names none; it need not be declared.
inline constexpr std::string_view kDefaultProfile = "ata-sip";

// Views of the document's keys, which must outlive this.
struct ScenarioNames {
  std::vector<std::string_view> profiles;  // declared ones, the default one and the families
  std::vector<std::string_view> nats;
  std::vector<std::string_view> proxies;
  std::vector<std::string_view> groups;
  std::vector<std::string_view> groups_or_all;
  std::vector<std::string_view> whose;  // groups_or_all and servers
  std::vector<std::string_view> faults;
  std::vector<std::string_view> servers;
  std::vector<std::string_view> targets;  // of faults: groups, servers, proxies and NATs
};

// Reports keys that are no names, and names that are reserved.
ScenarioNames read_names(const YamlNode& root, Diagnostics& diagnostics);

}  // namespace dialtone
