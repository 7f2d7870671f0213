// One device: what its label says, and what it was told before it was sold.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "device_sim/model/profile.h"
#include "device_sim/model/settings.h"
#include "values/mac_address.h"

namespace dialtone {

// How a device proves to its provisioning server who it is.
enum class HttpAuthentication : std::uint8_t {
  kNone,
  kBasic,   // the password in the clear, with each request
  kDigest,  // once the server has challenged it
};

// They are sent to the origin (scheme, host and port) of the device's provisioning URL and to no other.
struct ProvisioningCredentials {
  HttpAuthentication scheme = HttpAuthentication::kNone;
  std::string username;
  std::string password;
};

// It and what it points to must outlive the device, and stay as they are.
struct DeviceConfig {
  std::string serial_number;
  MacAddress mac_address;
  std::string customer_number;
  // http://host[:port]/path, or without the scheme, which then is http; a view, because a fleet shares it.
  std::string_view provisioning_url;
  const DeviceProfile* profile = nullptr;
  // Typed in by hand: a device that has these asks no provisioning server. Usually null.
  const DeviceSettings* manual_settings = nullptr;
  // Null, as for most devices: none. One value a device, owned by whoever makes the configuration.
  const ProvisioningCredentials* provisioning_credentials = nullptr;
};

}  // namespace dialtone
