// What a load is made with: a party that sends requests at its rate, whatever it is answered.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "device_sim/model/profile.h"
#include "subscribers/subscriber.h"
#include "values/time.h"
#include "values/transport.h"

namespace dialtone {

// What each exchange asks for.
enum class LoadRequest : std::uint8_t { kRegister, kProvisionRequest };

// The password with which a load answers challenges.
enum class LoadSecrets : std::uint8_t {
  kRight,
  kWrong,    // always the same wrong one
  kGuessed,  // another wrong one in each exchange
  kNone,     // challenges are not answered
};

struct LoadHabits {
  LoadRequest request = LoadRequest::kRegister;
  // From the beginning of an exchange to that of the next.
  Duration interval = std::chrono::seconds(1);
  // From power-on to the last exchange; zero: until the power ends.
  Duration length{};
  LoadSecrets secrets = LoadSecrets::kRight;
  // Which guess for an identity is right, from 1; 0: none.
  std::uint64_t right_guess = 0;
  // The most exchanges at a time. An exchange that would be one more is not begun, and counted.
  std::uint32_t most_in_flight = 64;
};

// Whom an exchange claims to be.
struct LoadIdentity {
  Subscriber subscriber;
  // Which exchange with this identity this is, from 1.
  std::uint64_t guess = 1;
};

// What it points to must outlive the load unchanged.
struct LoadConfig {
  LoadHabits habits;
  // The deadlines, the timers and the names that go into the requests. Its waits and quirks have no effect.
  const DeviceProfile* profile = nullptr;
  // http://host[:port]/path
  std::string provisioning_url;
  // The name and the port of the call agent.
  std::string call_agent;
  std::uint16_t call_agent_port = 5060;
  Transport transport = Transport::kUdp;
  // Returns the identity of the exchange with that number, from 0.
  std::function<LoadIdentity(std::uint64_t exchange)> identity;
};

}  // namespace dialtone
