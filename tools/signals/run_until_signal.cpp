#include "tools/signals/run_until_signal.h"

#include <iostream>
#include <utility>

#include "tools/signals/signals.h"

namespace dialtone {
namespace {

constexpr Duration kLookPeriod = std::chrono::milliseconds(50);
constexpr std::size_t kMostHostsShown = 10;

}  // namespace

int run_until_stopped(RealWorld& world, const std::function<bool()>& on_signal) {
  watch_signals();
  int first = 0;
  bool goes_on = true;
  while (goes_on && world.run(world.now() + kLookPeriod) != RunEnd::kStopped) {
    if (take_quit()) world.describe(std::cerr, kMostHostsShown);
    const int number = take_signal();
    if (number == 0) continue;
    if (first == 0) first = number;
    goes_on = on_signal();
  }
  catch_signals();
  return first;
}

int run_until_signal(RealWorld& world, HostConfig party) {
  party.main = [&world, life = std::move(party.main)](Host& host) -> Task<void> {
    co_await life(host);
    world.stop();
  };
  Host& host = world.add_host(std::move(party));
  // Powered on after signals are watched, because a program that sees the party ready may send a signal.
  world.at(world.now(), [&] { world.power_on(host); });
  bool pressed = false;
  return run_until_stopped(world, [&] {
    if (pressed) {
      world.power_cut(host);
      return false;
    }
    pressed = true;
    world.power_off(host);
    return true;
  });
}

}  // namespace dialtone
