// A group whose devices are a load (device_sim/load): a rate of requests instead of a device's life.
#pragma once

#include <cstdint>
#include <string>

#include "device_sim/load/load_config.h"
#include "values/time.h"

namespace dialtone {

// Which identities a load claims in its exchanges.
enum class LoadIdentities : std::uint8_t {
  kOwn,
  kOthers,   // those of all other groups' devices that have a row in the ITSP's database, one after another
  kUnknown,  // in each exchange a new identity that no device has
};

struct LoadSettings {
  LoadRequest send = LoadRequest::kRegister;
  // How many exchanges each device makes: `5` per second, `30/m` per minute.
  std::string rate;
  // How long the load lasts from power-on; zero: until the power ends.
  Duration length{};
  LoadSecrets secrets = LoadSecrets::kRight;
  // Which attempt to guess an identity's password is right, counted from 1; 0: none.
  std::uint64_t right_guess = 0;
  LoadIdentities identities = LoadIdentities::kOwn;
  std::uint32_t most_in_flight = LoadHabits().most_in_flight;
};

LoadHabits habits_of(const LoadSettings& settings);

}  // namespace dialtone
