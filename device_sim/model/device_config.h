// One device: its identity, and what was configured before it was sold.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "device_sim/model/profile.h"
#include "device_sim/model/settings.h"
#include "values/mac_address.h"
#include "values/time.h"

namespace dialtone {

// How a device authenticates to its provisioning server.
enum class HttpAuthentication : std::uint8_t {
  kNone,
  kBasic,   // the password in the clear, with each request
  kDigest,  // after the server has challenged the device
};

// These credentials are sent only to the origin (scheme, host and port) of the device's provisioning URL.
struct ProvisioningCredentials {
  HttpAuthentication scheme = HttpAuthentication::kNone;
  std::string username;
  std::string password;
};

// The configuration of one device. It, and everything it points to, must outlive the device. The configuration itself
// may change while the device lives, because the device reads it whenever it needs it; what it points to must not
// change.
struct DeviceConfig {
  std::string serial_number;
  MacAddress mac_address;
  std::string customer_number;
  // http://host[:port]/path, or the same without http://; a view, because the devices of a fleet share it.
  std::string_view provisioning_url;
  const DeviceProfile* profile = nullptr;
  // Settings entered by hand: a device with these asks no provisioning server. Usually null.
  const DeviceSettings* manual_settings = nullptr;
  // Usually null: the device does not authenticate. One object per device, owned by the maker of the configuration.
  const ProvisioningCredentials* provisioning_credentials = nullptr;
  // Sent to call agents instead of the password in the settings. Usually null: the settings' password is sent.
  const std::string* call_agent_password = nullptr;
  // The line is in use until this moment of the host's clock. Until then the device postpones a call agent's demand,
  // and a new fetch of settings if it has some.
  Moment busy_until{};
};

}  // namespace dialtone
