// The names that stand for the servers, and for all devices, as targets of faults and in expectations.
#pragma once

#include <string_view>

namespace dialtone {

inline constexpr std::string_view kProvisioningTarget = "provisioning";
inline constexpr std::string_view kCallAgentTarget = "call_agent";
inline constexpr std::string_view kBackupCallAgentTarget = "backup_call_agent";
// Stands for all groups together; no group may have this name.
inline constexpr std::string_view kAllDevices = "devices";

inline bool is_call_agent(std::string_view target) {
  return target == kCallAgentTarget || target == kBackupCallAgentTarget;
}
inline bool is_server(std::string_view target) { return target == kProvisioningTarget || is_call_agent(target); }

}  // namespace dialtone
