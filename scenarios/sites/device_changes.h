// Carries out the faults that change what a device is: its quirks, its profile, its identity, its credentials, and
// whether its line is in use. A device reads its configuration whenever it needs it, so that a change acts at once,
// also on a device that is off; what the device has begun, such as a wait, goes on as it began.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "device_sim/model/device_config.h"
#include "scenarios/language/parties/scenario.h"
#include "scenarios/sites/device_habits.h"
#include "world/host.h"

namespace dialtone {

class DeviceChanges {
 public:
  // True if a fault of the scenario changes devices.
  static bool any_in(const Scenario& scenario);

  // `scenario` must outlive it. `provisioning`: where the provisioning server is.
  DeviceChanges(const Scenario& scenario, const Endpoint& provisioning)
      : scenario_(scenario), provisioning_(provisioning) {}
  DeviceChanges(const DeviceChanges&) = delete;
  DeviceChanges& operator=(const DeviceChanges&) = delete;

  // A device that may change. `group`: the number of its group. `config` is what changes; it must outlive this.
  void add(const Host& host, std::size_t group, DeviceConfig& config);

  // The fault changes the device until that moment of the world, when end() is to be called. Several open changes of a
  // device add up; of two that exclude each other the later in the file wins. Records device.changed.
  void begin(Host& host, const Fault& fault, Moment until);
  // Takes the fault's change back. Records device.restored.
  void end(Host& host, const Fault& fault);

 private:
  struct Open {
    const Fault* fault = nullptr;
    Moment until{};
  };
  struct Changing {
    std::size_t group = 0;
    DeviceConfig* config = nullptr;
    // The configuration without changes; null until the first change.
    std::unique_ptr<const DeviceConfig> own{};
    // In the order of the file.
    std::vector<Open> open{};
    std::string wrong_password{};
    ProvisioningCredentials wrong_credentials{};
  };
  // The habits of a profile with further quirks.
  struct Kind {
    std::string profile;
    Quirks quirks;
    std::unique_ptr<const DeviceHabits> habits;
  };

  // Makes the configuration anew from what is open now.
  void apply(const Host& host, Changing& device);
  // The same for all devices of a kind, which point to it.
  const DeviceHabits& habits(const std::string& profile, Quirks quirks);

  const Scenario& scenario_;
  Endpoint provisioning_;
  // Never iterated.
  std::unordered_map<const Host*, Changing> devices_;
  std::vector<Kind> kinds_;
};

}  // namespace dialtone
