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

void install(int number, const struct sigaction& action, struct sigaction& before) {
  sigaction(number, nullptr, &before);
  const bool is_ignored = number == SIGHUP && before.sa_handler == SIG_IGN;
  if (!is_ignored) sigaction(number, &action, nullptr);
}

// The handlers, for as long as it lives.
class Handlers {
 public:
  explicit Handlers(World& world) {
    turned_world = &world;
    if (ending_signal.load() != 0) world.interrupt();
    struct sigaction action{};
    action.sa_handler = on_signal_received;
    action.sa_flags = SA_RESTART;
    install(SIGINT, action, interrupt_);
    install(SIGTERM, action, terminate_);
    install(SIGHUP, action, hang_up_);
    install(SIGQUIT, action, quit_);
    action.sa_handler = SIG_IGN;
    install(SIGPIPE, action, pipe_);
  }
  ~Handlers() {
    sigaction(SIGINT, &interrupt_, nullptr);
    sigaction(SIGTERM, &terminate_, nullptr);
    sigaction(SIGHUP, &hang_up_, nullptr);
    sigaction(SIGQUIT, &quit_, nullptr);
    sigaction(SIGPIPE, &pipe_, nullptr);
    turned_world = nullptr;
  }
  Handlers(const Handlers&) = delete;
  Handlers& operator=(const Handlers&) = delete;

 private:
  struct sigaction interrupt_{};
  struct sigaction terminate_{};
  struct sigaction hang_up_{};
  struct sigaction quit_{};
  struct sigaction pipe_{};
};

}  // namespace

void note_signals() {
  struct sigaction action{};
  struct sigaction before{};
  // Without SA_RESTART: a read that waits ends.
  action.sa_handler = on_signal_received;
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) install(number, action, before);
}

int noted_signal() { return ending_signal.load(); }

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
