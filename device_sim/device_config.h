// One device: what its label says, and what it was told before it was sold.
#pragma once

#include <string>
#include <string_view>

#include "device_sim/profile.h"
#include "device_sim/settings.h"
#include "values/mac_address.h"

namespace dialtone {

// It and what it points to must outlive the device, and stay as they are.
struct DeviceConfig {
  std::string serial_number;
  MacAddress mac_address;
  std::string customer_number;
  // http://host[:port]/path; a view, because a fleet shares it.
  std::string_view provisioning_url;
  const DeviceProfile* profile = nullptr;
  // Typed in by hand: a device that has these asks no provisioning server. Usually null.
  const DeviceSettings* manual_settings = nullptr;
};

}  // namespace dialtone
