// A group whose devices are a load (device_sim/load): a rate of requests instead of a device's life.
#pragma once

#include <cstdint>
#include <string>

#include "device_sim/load/load_config.h"
#include "values/time.h"

namespace dialtone {

// Whom the exchanges of a load claim to be.
enum class LoadIdentities : std::uint8_t {
  kOwn,
  kOthers,   // the devices of all other groups that have a row in the ITSP's database, one after another
  kUnknown,  // in each exchange another one that nobody has
};

struct LoadSettings {
  LoadRequest send = LoadRequest::kRegister;
  // Exchanges of each device per second or minute: `5`, `30/m`.
  std::string rate;
  // From power-on; zero: until the power ends.
  Duration length{};
  LoadSecrets secrets = LoadSecrets::kRight;
  // Which guess for an identity is right, from 1; 0: none.
  std::uint64_t right_guess = 0;
  LoadIdentities identities = LoadIdentities::kOwn;
  std::uint32_t most_in_flight = LoadHabits().most_in_flight;
};

LoadHabits habits_of(const LoadSettings& settings);

}  // namespace dialtone
