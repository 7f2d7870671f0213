// Carries out the faults that change what a device is: its quirks, its profile, its identity, its credentials, and
// whether its line is in use. A device reads its configuration whenever it needs it, so a change has effect at once,
// also on a device that is off. What the device has already begun, such as a wait, continues unchanged.
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

  // `scenario` must outlive this object. `provisioning`: the endpoint of the provisioning server.
  DeviceChanges(const Scenario& scenario, const Endpoint& provisioning)
      : scenario_(scenario), provisioning_(provisioning) {}
  DeviceChanges(const DeviceChanges&) = delete;
  DeviceChanges& operator=(const DeviceChanges&) = delete;

  // Registers a device whose faults may change it. `group`: the index of its group. `config` is the configuration to
  // change; it must outlive this object.
  void add(const Host& host, std::size_t group, DeviceConfig& config);

  // Applies the fault's change to the device; the caller must call end() at `until`, a moment of the world. Several
  // open changes of a device add up; of two that exclude each other, the one later in the file wins. Records
  // device.changed.
  void begin(Host& host, const Fault& fault, Moment until);
  // Takes back the fault's change. Records device.restored.
  void end(Host& host, const Fault& fault);

 private:
  struct Open {
    const Fault* fault = nullptr;
    Moment until{};
  };
  struct Changing {
    std::size_t group = 0;
    DeviceConfig* config = nullptr;
    // The device's configuration without any change; null until the first change.
    std::unique_ptr<const DeviceConfig> own{};
    // The open changes, in the order of the faults in the file.
    std::vector<Open> open{};
    // What a device with wrong credentials points to; set by the first change.
    std::string wrong_password{};
    ProvisioningCredentials wrong_credentials{};
  };
  // The habits of a profile with added quirks.
  struct Kind {
    std::string profile;
    Quirks quirks;
    std::unique_ptr<const DeviceHabits> habits;
  };

  // Recomputes the device's configuration from its open changes.
  void apply(const Host& host, Changing& device);
  // Returns one shared object for all devices with this profile and these quirks.
  const DeviceHabits& habits(const std::string& profile, Quirks quirks);

  const Scenario& scenario_;
  Endpoint provisioning_;
  // Never iterated.
  std::unordered_map<const Host*, Changing> devices_;
  std::vector<Kind> kinds_;
};

}  // namespace dialtone
