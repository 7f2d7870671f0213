// The configuration of a load: a party that sends requests at its rate, whatever the answers.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "device_sim/model/profile.h"
#include "subscribers/subscriber.h"
#include "values/time.h"
#include "values/transport.h"

namespace dialtone {

// What each exchange requests.
enum class LoadRequest : std::uint8_t { kRegister, kProvisionRequest };

// The password with which a load answers challenges.
enum class LoadSecrets : std::uint8_t {
  kRight,
  kWrong,    // always the same wrong one
  kGuessed,  // another wrong one in each exchange
  kNone,     // none: challenges are not answered
};

struct LoadHabits {
  LoadRequest request = LoadRequest::kRegister;
  // From the beginning of one exchange to the beginning of the next.
  Duration interval = std::chrono::seconds(1);
  // From power-on to the last exchange; zero: until the load is switched off.
  Duration length{};
  LoadSecrets secrets = LoadSecrets::kRight;
  // The number, from 1, of the guess for an identity that is the right password; 0: none is.
  std::uint64_t right_guess = 0;
  // The maximum number of exchanges at a time. A further one is skipped, and counted as unsent.
  std::uint32_t most_in_flight = 64;
};

// The subscriber that an exchange claims to be.
struct LoadIdentity {
  Subscriber subscriber;
  // The number, from 1, of this exchange among those with this identity.
  std::uint64_t guess = 1;
};

// What the configuration points to must outlive the load, unchanged.
struct LoadConfig {
  LoadHabits habits;
  // Only its deadlines, its timers and the names for the requests are used, not its waits and quirks.
  const DeviceProfile* profile = nullptr;
  // http://host[:port]/path
  std::string provisioning_url;
  // The call agent's host name and port.
  std::string call_agent;
  std::uint16_t call_agent_port = 5060;
  Transport transport = Transport::kUdp;
  // Returns the identity for the exchange with that number, counted from 0.
  std::function<LoadIdentity(std::uint64_t exchange)> identity;
};

}  // namespace dialtone
