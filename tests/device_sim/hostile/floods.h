// Servers whose answers try to make a device send a flood, and the highest number of requests that its profile permits.
#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "device_sim/model/back_off.h"
#include "tests/device_sim/signalling/registering.h"

namespace dialtone {

// Returns the shortest wait after a first failure (back_off.h).
inline Duration first_step(const BackOffRule& rule) {
  return std::min(2 * rule.base, rule.cap) / 100 * rule.least_percent;
}

// Returns the highest permitted number of rounds in an hour: one at once, one after the first requested wait, which may
// be short, and then at most one per first_step() of the device's own back-off.
inline std::size_t most_rounds(const BackOffRule& rule) { return 2 + static_cast<std::size_t>(1h / first_step(rule)); }

inline std::string numbered(std::string before, int number, std::string_view after) {
  return std::move(before) + std::to_string(number) + std::string(after);
}

class Floods : public Registering {
 protected:
  void use(Transport transport) { provision_with({{.address = "ca1.voip.example.net", .transport = transport}}); }
  // Gives the same answer to each request, whatever its credentials.
  void always(std::function<sip::Message(const Request&, int number)> answer) {
    registrar_.script = [answer = std::move(answer), number = 0](const Request& request, const sip::Message&) mutable {
      return std::optional(answer(request, ++number));
    };
  }
  void live_for_an_hour() {
    start();
    run_for(kBootTime + 1h);
  }
  std::size_t asked() const { return registrar_.requests.size(); }
  std::vector<Duration> gaps() const {
    std::vector<Duration> all;
    for (std::size_t i = 1; i < asked(); ++i)
      all.push_back(registrar_.requests[i].time - registrar_.requests[i - 1].time);
    return all;
  }
};

}  // namespace dialtone
