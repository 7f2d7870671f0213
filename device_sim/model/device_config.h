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

// Sent only to the origin (scheme, host and port) of the device's provisioning URL.
struct ProvisioningCredentials {
  HttpAuthentication scheme = HttpAuthentication::kNone;
  std::string username;
  std::string password;
};

// The configuration, and everything it points to, must outlive the device. The configuration may change while the
// device lives, but not what it points to: the device reads it whenever it needs it.
struct DeviceConfig {
  std::string serial_number;
  MacAddress mac_address;
  std::string customer_number;
  // http://host[:port]/path, or without the scheme, which then is http; a view, because a fleet shares it.
  std::string_view provisioning_url;
  const DeviceProfile* profile = nullptr;
  // Entered by hand: a device with these asks no provisioning server. Usually null.
  const DeviceSettings* manual_settings = nullptr;
  // Null if the device does not authenticate, as usual. One value per device, owned by the maker of the configuration.
  const ProvisioningCredentials* provisioning_credentials = nullptr;
  // Sent to call agents in place of the password in the settings; null, as usual: the settings' own.
  const std::string* call_agent_password = nullptr;
  // The line is in use until that moment of the host's clock: a demand of the call agent, and a new fetch of the
  // settings of a device that has some, wait until then.
  Moment busy_until{};
};

}  // namespace dialtone
