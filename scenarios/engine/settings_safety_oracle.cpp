#include "scenarios/engine/settings_safety_oracle.h"

namespace dialtone {

SettingsSafetyOracle::SettingsSafetyOracle(Rule rule, const OracleContext& context) : rule_(rule), context_(context) {}

void SettingsSafetyOracle::add_interests(Interests& interests) const {
  interests.events.insert(interests.events.end(), {"provision.accepted", "settings.stored"});
}

std::string SettingsSafetyOracle::fault_of(const SeenEvent& seen) const {
  if (rule_ == Rule::kRefusedIdentity) {
    const Group& group = context_.plan.scenario.fleet[seen.group];
    return group.identity == IdentityFault::kNone ? "" : "whom the server must refuse";
  }
  const DeviceIdentities& identities = context_.fleet.identities();
  const std::string_view serial_number = seen.event.text("serial_number");
  if (!serial_number.empty() && !identities.has_serial_number(seen.device, serial_number)) {
    return "of serial number " + std::string(serial_number);
  }
  const std::string_view device_name = seen.event.text("device_name");
  if (!device_name.empty() && !identities.has_device_name(seen.device, device_name)) {
    return "of " + std::string(device_name);
  }
  return {};
}

void SettingsSafetyOracle::see(const SeenEvent& seen) {
  // What the provisioning server says is not what a device took.
  if (seen.device == kNobody || seen.event.host != context_.fleet.name_of(seen.device)) return;
  const std::string fault = fault_of(seen);
  if (fault.empty() || count_++ > 0) return;
  first_ = event_text(seen.event) + ", " + fault;
  witness_ = {std::string(seen.event.host), seen.event.time};
}

OracleResult SettingsSafetyOracle::judge(Moment) const {
  OracleResult result{rule_ == Rule::kOwnSettings ? "safety: no device takes another's settings"
                                                  : "safety: no refused identity gets settings",
                      count_ == 0,
                      times_text(count_),
                      {}};
  if (count_ == 0) return result;
  result.details.push_back("first: " + first_);
  result.witnesses.push_back(witness_);
  return result;
}

}  // namespace dialtone
