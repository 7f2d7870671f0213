#include "world/real/run_until_signal.h"

#include <signal.h>

#include <atomic>
#include <cerrno>
#include <iostream>
#include <utility>

namespace dialtone {
namespace {

constexpr std::size_t kMostHostsShown = 10;

// What a handler can reach, and what it leaves behind.
std::atomic<World*> turned_world{nullptr};
std::atomic<int> ending_signal{0};
std::atomic<bool> description_wanted{false};

void on_signal_received(int number) {
  const int before = errno;
  if (number == SIGQUIT) {
    description_wanted = true;
  } else {
    ending_signal = number;
  }
  if (World* world = turned_world.load()) world->interrupt();
  errno = before;
}

// The handlers, for as long as it lives.
class Handlers {
 public:
  explicit Handlers(World& world) {
    turned_world = &world;
    ending_signal = 0;
    description_wanted = false;
    struct sigaction action{};
    action.sa_handler = on_signal_received;
    action.sa_flags = SA_RESTART;
    sigaction(SIGINT, &action, &interrupt_);
    sigaction(SIGTERM, &action, &terminate_);
    sigaction(SIGQUIT, &action, &quit_);
    action.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &action, &pipe_);
  }
  ~Handlers() {
    sigaction(SIGINT, &interrupt_, nullptr);
    sigaction(SIGTERM, &terminate_, nullptr);
    sigaction(SIGQUIT, &quit_, nullptr);
    sigaction(SIGPIPE, &pipe_, nullptr);
    turned_world = nullptr;
  }
  Handlers(const Handlers&) = delete;
  Handlers& operator=(const Handlers&) = delete;

 private:
  struct sigaction interrupt_{};
  struct sigaction terminate_{};
  struct sigaction quit_{};
  struct sigaction pipe_{};
};

}  // namespace

int run_until_stopped(RealWorld& world, const std::function<bool()>& on_signal) {
  const Handlers handlers(world);
  int first = 0;
  while (world.run(kNever) == RunEnd::kInterrupted) {
    if (description_wanted.exchange(false)) world.describe(std::cerr, kMostHostsShown);
    const int number = ending_signal.exchange(0);
    if (number == 0) continue;
    if (first == 0) first = number;
    if (!on_signal()) break;
  }
  return first;
}

int run_until_signal(RealWorld& world, HostConfig party) {
  party.main = [&world, life = std::move(party.main)](Host& host) -> Task<void> {
    co_await life(host);
    world.stop();
  };
  Host& host = world.add_host(std::move(party));
  // Once the handlers stand: who sees that the party is ready may send a signal.
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
