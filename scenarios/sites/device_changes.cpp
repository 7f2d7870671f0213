#include "scenarios/sites/device_changes.h"

#include <algorithm>
#include <cassert>
#include <set>
#include <utility>

#include "scenarios/faults/carry_out.h"
#include "scenarios/language/names/run_events.h"
#include "scenarios/language/plan/plan.h"

namespace dialtone {
namespace {

// Returns the first word of the fault's act, such as `identity`.
std::string_view change_of(const Fault& fault) { return traits_of(fault.action).words[0].key.name; }

}  // namespace

bool DeviceChanges::any_in(const Scenario& scenario) {
  return std::any_of(scenario.faults.begin(), scenario.faults.end(),
                     [](const Fault& fault) { return is_carried_out_by(fault.action, Executor::kChanger); });
}

void DeviceChanges::add(const Host& host, std::size_t group, DeviceConfig& config) {
  devices_.emplace(&host, Changing{.group = group, .config = &config});
}

void DeviceChanges::begin(Host& host, const Fault& fault, Moment until) {
  Changing& device = devices_.at(&host);
  if (device.own == nullptr) {
    device.own = std::make_unique<const DeviceConfig>(*device.config);
    device.wrong_password = "no password of " + host.name();
    if (device.own->provisioning_credentials != nullptr) {
      device.wrong_credentials = *device.own->provisioning_credentials;
      device.wrong_credentials.password = device.wrong_password;
    }
  }
  const auto later =
      std::find_if(device.open.begin(), device.open.end(), [&](const Open& each) { return each.fault > &fault; });
  assert(std::none_of(device.open.begin(), device.open.end(), [&](const Open& each) { return each.fault == &fault; }) &&
         "a fault changes a device once");
  device.open.insert(later, {&fault, until});
  apply(host, device);
  host.record(run_events::DeviceChanged{.fault = fault.name, .change = change_of(fault)});
}

void DeviceChanges::end(Host& host, const Fault& fault) {
  Changing& device = devices_.at(&host);
  std::erase_if(device.open, [&](const Open& each) { return each.fault == &fault; });
  apply(host, device);
  host.record(run_events::DeviceRestored{.fault = fault.name, .change = change_of(fault)});
}

void DeviceChanges::apply(const Host& host, Changing& device) {
  const Group& group = scenario_.fleet[device.group];
  const DeviceConfig& own = *device.own;
  DeviceConfig& config = *device.config;
  const std::string* profile = &group.profile;
  Quirks quirks = group.quirks;
  std::set<IdentityFault> falsehoods;
  Subscriber stated;
  stated.serial_number = own.serial_number;
  stated.mac_address = own.mac_address;
  stated.customer_number = own.customer_number;
  config.call_agent_password = own.call_agent_password;
  config.provisioning_credentials = own.provisioning_credentials;
  config.busy_until = own.busy_until;
  const auto take_credentials = [&](const CredentialsAction& act) {
    using Wrong = CredentialsAction::Wrong;
    if (act.wrong != Wrong::kOfProvisioning) config.call_agent_password = &device.wrong_password;
    if (act.wrong == Wrong::kOfCallAgents || own.provisioning_credentials == nullptr) return;
    config.provisioning_credentials = &device.wrong_credentials;
  };
  for (const Open& open : device.open) {
    const Overloaded change{
        [&](const QuirkAction& act) { quirks.add(act.quirks); },
        [&](const ProfileAction& act) { profile = &act.profile; },
        [&](const IdentityAction& act) { falsehoods.insert(act.identity); },
        take_credentials,
        [&](const BusyAction&) {
          config.busy_until = std::max(config.busy_until, host.now() + (open.until - host.world_now()));
        },
    };
    carry_out<Executor::kChanger>(open.fault->action, change);
  }
  for (const IdentityFault each : falsehoods) stated = with_false_identity(std::move(stated), each);
  config.serial_number = std::move(stated.serial_number);
  config.mac_address = stated.mac_address;
  config.customer_number = std::move(stated.customer_number);
  const bool is_own_kind = *profile == group.profile && quirks == group.quirks;
  config.profile = is_own_kind ? own.profile : &habits(*profile, quirks).profile;
  config.provisioning_url = is_own_kind ? own.provisioning_url : habits(*profile, quirks).provisioning_url;
}

const DeviceHabits& DeviceChanges::habits(const std::string& profile, Quirks quirks) {
  const auto known = std::find_if(kinds_.begin(), kinds_.end(),
                                  [&](const Kind& kind) { return kind.profile == profile && kind.quirks == quirks; });
  if (known != kinds_.end()) return *known->habits;
  auto made = std::make_unique<const DeviceHabits>(habits_of(scenario_, profile, quirks, provisioning_));
  return *kinds_.emplace_back(Kind{profile, quirks, std::move(made)}).habits;
}

}  // namespace dialtone
