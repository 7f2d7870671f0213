#include <unistd.h>

#include <filesystem>
#include <iostream>

#include "scenarios/engine/run.h"
#include "scenarios/language/plan/plan.h"
#include "tools/bench/measurement.h"
#include "tools/bench/service.h"
#include "world/virtual/virtual_world.h"

namespace dialtone {
namespace {

// Returns durations as parties use them: an answer's deadline, a retransmission, a minute, an hour.
Duration mixed_length(std::uint64_t bits) {
  using std::chrono::seconds;
  const auto part = [&](std::int64_t most) {
    return Duration(static_cast<std::int64_t>((bits >> 8) % static_cast<std::uint64_t>(most)));
  };
  switch (bits % 4) {
    case 0: return part(500'000'000);
    case 1: return part(32'000'000'000);
    case 2: return seconds(60) + part(1'000'000'000);
    default: return seconds(3000) + part(600'000'000'000);
  }
}

Task<void> sleep_for_ever(Host& host, std::uint64_t number, std::uint64_t& resumed) {
  for (std::uint64_t turn = 0;; ++turn) {
    co_await host.sleep(mixed_length(mix(number * 7919 + turn)));
    ++resumed;
  }
}

Measurement measure_event_queue(std::uint64_t timers) {
  std::uint64_t resumed = 0;
  VirtualWorld world({.seed = 1});
  HostConfig config{.name = "sleepers", .addresses = {IpAddress::v4(10, 0, 0, 1)}};
  config.main = [&](Host& host) -> Task<void> {
    for (std::uint64_t number = 0; number < timers; ++number) {
      host.spawn("sleeper", sleep_for_ever(host, number, resumed));
    }
    co_await host.sleep_until(Moment(std::chrono::hours(1000)));
  };
  world.power_on(world.add_host(std::move(config)));
  world.run(Moment(std::chrono::seconds(1)));
  return measure_work([&] {
    const std::uint64_t before = resumed;
    world.run(Moment(std::chrono::minutes(10)));
    return resumed - before;
  });
}

Scenario lifecycle_scenario(std::uint64_t devices) {
  Scenario scenario;
  scenario.name = "lifecycle";
  scenario.duration = std::chrono::minutes(10);
  Group group;
  group.name = "homes";
  group.count = devices;
  // A thousand devices per second for any fleet size, so that the number of active devices is the same.
  group.power_on.spread = std::chrono::milliseconds(devices);
  scenario.fleet.push_back(group);
  scenario.network.push_back({"homes", Link{.latency = std::chrono::milliseconds(20)}, {}});
  const EventuallyCondition all{
      .group = "homes", .condition = DeviceCondition::kRegistered, .after = {}, .within = std::chrono::minutes(10)};
  scenario.expectations.push_back({"all are registered", all, {}});
  return scenario;
}

Measurement measure_lifecycle(std::uint64_t devices) {
  const BenchFolder folder;
  return measure_work([&]() -> std::uint64_t {
    RunOptions options;
    options.directory = folder.path();
    const RunSummary summary = run_plan(make_plan(lifecycle_scenario(devices)), options);
    if (summary.result == RunResult::kPassed) return devices;
    std::cerr << "dialtone_bench: the lifecycle run " << to_text(summary.result) << '\n';
    return 0;
  });
}

}  // namespace

std::vector<Figure> world_figures() {
  return {
      {"event-queue", "event queue, 1,000,000 pending timers of mixed lengths, a coroutine resumed by each", "event",
       "3,000,000 a CPU second", [] { return measure_event_queue(1'000'000); }},
      {"lifecycle-20000", "`dialtone run`, 20,000 devices over links of 20 ms, power-on to registered", "device",
       "10,000 a CPU second", [] { return measure_lifecycle(20'000); }},
      {"lifecycle-100000", "the same with 100,000 devices", "device", "500 MB",
       [] { return measure_lifecycle(100'000); }},
  };
}

}  // namespace dialtone
