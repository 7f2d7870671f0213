#include "scenarios/oracles/settings_safety_oracle.h"

#include "device_sim/model/device_events.h"

namespace dialtone {

void SettingsSafetyOracle::add_interests(Interests& interests) const {
  interests.add_events<device_events::ProvisionAccepted, device_events::SettingsStored>();
}

std::string SettingsSafetyOracle::anothers(const SeenEvent& seen) const {
  const DeviceIdentities& identities = context_.fleet.identities();
  const std::string_view serial_number = seen.event.text(fields::kSerialNumber);
  if (!serial_number.empty() && !identities.has_serial_number(seen.device, serial_number)) {
    return "of serial number " + std::string(serial_number);
  }
  const std::string_view device_name = seen.event.text(fields::kDeviceName);
  if (!device_name.empty() && !identities.has_device_name(seen.device, device_name)) {
    return "of " + std::string(device_name);
  }
  return {};
}

void SettingsSafetyOracle::see(const SeenEvent& seen) {
  // A server's event about settings does not prove that the device accepted them.
  if (seen.device == kNobody || seen.event.host != context_.fleet.name_of(seen.device)) return;
  has_looked_ = true;
  const std::string whose = anothers(seen);
  if (whose.empty() || count_++ > 0) return;
  first_ = event_text(seen.event) + ", " + whose;
  witness_ = {std::string(seen.event.host), seen.event.time};
}

OracleResult SettingsSafetyOracle::judge(Moment) const {
  OracleResult result{"safety: no device takes another's settings", verdict_of(count_ == 0), times_text(count_), {}};
  if (!has_looked_) result.note_vacuous("no device took any settings");
  if (count_ == 0) return result;
  result.details.push_back("first: " + first_);
  result.witnesses.push_back(witness_);
  return result;
}

}  // namespace dialtone
