// dialtone_bench: what things cost. For each figure it prints CPU microseconds and, where the kernel lets it count,
// instructions per operation, and writes JSON. Absolute times depend on the machine; instructions repeat.
//
// Each figure is measured in a process of its own, so that one's memory is not another's.
#include <linux/perf_event.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/engine/child_process.h"
#include "scenarios/engine/plan.h"
#include "scenarios/engine/run.h"
#include "scenarios/engine/stopwatch.h"
#include "values/command_line.h"
#include "world/virtual/virtual_world.h"

namespace dialtone {
namespace {

namespace fs = std::filesystem;

// Counts this process's instructions in user mode; nothing where the kernel or the machine does not let it.
class InstructionCounter {
 public:
  InstructionCounter() {
    perf_event_attr attributes{};
    attributes.size = sizeof attributes;
    attributes.type = PERF_TYPE_HARDWARE;
    attributes.config = PERF_COUNT_HW_INSTRUCTIONS;
    attributes.exclude_kernel = 1;
    attributes.inherit = 1;
    descriptor_ = static_cast<int>(syscall(SYS_perf_event_open, &attributes, 0, -1, -1, 0));
  }
  ~InstructionCounter() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  InstructionCounter(const InstructionCounter&) = delete;
  InstructionCounter& operator=(const InstructionCounter&) = delete;

  std::optional<std::uint64_t> count() const {
    std::uint64_t value = 0;
    if (descriptor_ < 0 || read(descriptor_, &value, sizeof value) != sizeof value) return std::nullopt;
    return value;
  }

 private:
  int descriptor_ = -1;
};

struct Measurement {
  std::uint64_t operations = 0;
  Duration processor{};
  std::optional<std::uint64_t> instructions;
};

// Runs `work`, which returns how many operations it did.
Measurement measure_work(const std::function<std::uint64_t()>& work) {
  const InstructionCounter counter;
  const std::optional<std::uint64_t> before = counter.count();
  const Stopwatch stopwatch;
  Measurement measurement;
  measurement.operations = work();
  measurement.processor = stopwatch.processor();
  const std::optional<std::uint64_t> after = counter.count();
  if (before && after && *after > *before) measurement.instructions = *after - *before;
  return measurement;
}

// --- the figures ---

// A timer as parties set them: an answer's deadline, a retransmission, a minute, an hour.
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
  // A thousand devices a second, whatever their number, so that as many are at work at once.
  group.power_on.spread = std::chrono::milliseconds(devices);
  scenario.fleet.push_back(group);
  scenario.network.push_back({"homes", Link{.latency = std::chrono::milliseconds(20)}, {}});
  const EventuallyAll all{
      .group = "homes", .condition = DeviceCondition::kRegistered, .after = {}, .within = std::chrono::minutes(10)};
  scenario.expectations.push_back({"all are registered", all, {}});
  return scenario;
}

Measurement measure_lifecycle(std::uint64_t devices) {
  const fs::path directory = fs::temp_directory_path() / ("dialtone-bench-" + std::to_string(getpid()));
  fs::create_directory(directory);
  const Measurement measurement = measure_work([&]() -> std::uint64_t {
    RunOptions options;
    options.directory = directory;
    const RunSummary summary = run_plan(make_plan(lifecycle_scenario(devices)), options);
    if (summary.result == RunResult::kPassed) return devices;
    std::cerr << "dialtone_bench: the lifecycle run " << to_text(summary.result) << '\n';
    return 0;
  });
  fs::remove_all(directory);
  return measurement;
}

struct Figure {
  std::string_view name;
  std::string_view what;
  std::string_view operation;
  std::function<Measurement()> measure;
};

std::vector<Figure> figures() {
  return {
      {"event-queue", "event queue, 1,000,000 pending timers of mixed lengths, a coroutine resumed by each", "event",
       [] { return measure_event_queue(1'000'000); }},
      {"lifecycle-20000", "dialtone run, 20,000 devices over links of 20 ms, power-on to registered", "device",
       [] { return measure_lifecycle(20'000); }},
      {"lifecycle-100000", "the same with 100,000 devices", "device", [] { return measure_lifecycle(100'000); }},
  };
}

// --- one figure, in a process of its own ---

std::string json_of(const Figure& figure, const Measurement& measurement) {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto operations = static_cast<double>(measurement.operations);
  const double seconds = static_cast<double>(measurement.processor.count()) / 1e9;
  char text[512];
  std::snprintf(
      text, sizeof text,
      "{\"figure\":\"%s\",\"operations\":%llu,\"cpu_us_per_operation\":%.4f,\"operations_per_cpu_second\":%.0f,"
      "\"instructions_per_operation\":%s,\"peak_resident_mb\":%.1f}",
      std::string(figure.name).c_str(), static_cast<unsigned long long>(measurement.operations),
      seconds * 1e6 / operations, operations / seconds,
      measurement.instructions ? std::to_string(*measurement.instructions / measurement.operations).c_str() : "null",
      static_cast<double>(usage.ru_maxrss) * 1024 / 1e6);
  return text;
}

int measure_one(const std::string& name) {
  for (const Figure& figure : figures()) {
    if (figure.name != name) continue;
    const Measurement measurement = figure.measure();
    if (measurement.operations == 0) return 1;
    std::cout << json_of(figure, measurement) << std::endl;
    return 0;
  }
  std::cerr << "dialtone_bench: there is no figure '" << name << "'\n";
  return 2;
}

// --- all of them ---

std::string member(const std::string& json, std::string_view key) {
  const std::string quoted = "\"" + std::string(key) + "\":";
  const std::size_t at = json.find(quoted) + quoted.size();
  return json.substr(at, json.find_first_of(",}", at) - at);
}

std::optional<std::string> measure_apart(const Figure& figure) {
  std::error_code error;
  const fs::path self = fs::read_symlink("/proc/self/exe", error);
  Result<ChildProcess> child = ChildProcess::start(self, {"--figure", std::string(figure.name)});
  if (!child) return std::nullopt;
  std::optional<std::string> json;
  while (!child->at_end()) {
    for (std::string& line : child->read_lines()) json = std::move(line);
    usleep(10'000);
  }
  return json;
}

int measure_all(const std::string& json_file) {
  std::string document = "[\n";
  bool good = true;
  std::printf("%-18s %14s %16s %18s %12s\n", "figure", "CPU us/op", "op/CPU second", "instructions/op", "peak MB");
  for (const Figure& figure : figures()) {
    const std::optional<std::string> json = measure_apart(figure);
    good = good && json.has_value();
    if (!json) continue;
    std::printf("%-18s %14s %16s %18s %12s   (%s; %s)\n", std::string(figure.name).c_str(),
                member(*json, "cpu_us_per_operation").c_str(), member(*json, "operations_per_cpu_second").c_str(),
                member(*json, "instructions_per_operation").c_str(), member(*json, "peak_resident_mb").c_str(),
                std::string(figure.operation).c_str(), std::string(figure.what).c_str());
    std::fflush(stdout);
    document += (document.size() > 2 ? ",\n  " : "  ") + *json;
  }
  std::ofstream(json_file) << document << "\n]\n";
  std::printf("written to %s\n", json_file.c_str());
  return good ? 0 : 1;
}

}  // namespace
}  // namespace dialtone

int main(int argc, char** argv) {
  using namespace dialtone;
  const Result<CommandLine> line = CommandLine::parse({argv + 1, argv + argc}, {{.name = "figure"}, {.name = "json"}},
                                                      [](const std::string&) { return std::optional<std::string>(); });
  if (!line || !line->words().empty()) {
    std::cerr << "usage: dialtone_bench [--json FILE] [--figure NAME]\n";
    return 2;
  }
  if (const std::string* name = line->find("figure")) return measure_one(*name);
  const std::string* json = line->find("json");
  return measure_all(json != nullptr ? *json : "bench.json");
}
