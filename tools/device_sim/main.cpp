// device_sim: the devices of an ITSP's subscribers, from power-on to registered, over the machine's own sockets.
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "device_sim/life/fleet.h"
#include "device_sim/life/fleet_options.h"
#include "device_sim/life/fleet_summary.h"
#include "subscribers/subscriber_csv.h"
#include "tools/signals/run_until_signal.h"
#include "tools/signals/signals.h"
#include "values/kept_file.h"
#include "values/program.h"
#include "values/text_file.h"
#include "world/events/service_log.h"

namespace dialtone {
namespace {

constexpr std::string_view kName = "device_sim";
constexpr int kHeld = 0;
constexpr int kFailed = 1;
constexpr int kUsage = 2;
constexpr int kEnvironment = 3;
constexpr int kInterrupted = 130;

constexpr std::string_view kUsageText =
    "usage: device_sim --provisioning-url URL --subscribers CSV [OPTION]...\n"
    "Powers on the devices of a subscriber file: they fetch their settings and register.\n"
    "  --provisioning-url URL    http://host[:port]/path\n"
    "  --subscribers CSV         as prov_server exports them; - is standard input\n"
    "  --count N                 the first N of them (all)\n"
    "  --rate N/s                power-ons a second (all at once)\n"
    "  --seed N                  of every draw (the system's)\n"
    "  --document body|query|post  how the request document travels (body)\n"
    "  --bind ADDRESS|CIDR       one address for all, or a block with one for each (127.0.0.1)\n"
    "  --resolve NAME=ADDRESS    instead of the system's name service; repeats\n"
    "  --flash DIR               where settings outlive the process (memory)\n"
    "  --skip-provisioning       register with the settings of the subscriber file\n"
    "  --duration D              end after that; 1 where a device is missing\n"
    "  --exit-when-registered    end when all are registered, or after --duration (5m)\n"
    "  --summary FILE            what became of it, as JSON\n"
    "  --events FILE|-           events as lines of JSON; - is standard output\n"
    "Each option may stand in the environment: DIALTONE_ and its name in capitals, _ for -.\n"
    "Ends with 0: all registered; 1: some are not; 2: wrong usage; 3: the environment failed; 130: interrupted.\n";

constexpr Duration kDefaultWait = std::chrono::minutes(5);
constexpr Duration kLookPeriod = std::chrono::milliseconds(50);
// The total time for the devices' shutdown; each device has a shorter deadline of its own.
constexpr Duration kLeaveTaking = std::chrono::seconds(5);
// Above this lateness, the machine and not the server under test was the bottleneck.
constexpr double kMostTimerLagMs = 50;
constexpr std::uint64_t kOpenFilesOfADevice = 2;
constexpr std::uint64_t kOpenFilesBesides = 64;
constexpr std::size_t kMostNamesTold = 10;
constexpr std::size_t kMostSubscribersBytes = 1U << 30;

int fail(int code, std::string_view reason) {
  std::cerr << kName << ": " << reason << std::endl;
  return code;
}

std::optional<std::string> environment_variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

std::uint64_t system_seed() {
  std::random_device random;
  return (std::uint64_t{random()} << 32) | random();
}

Result<std::vector<Subscriber>> read_subscribers(const std::string& path) {
  const Result<std::string> csv = path == "-" ? std::string(std::istreambuf_iterator<char>(std::cin), {})
                                              : read_text_file(path, kMostSubscribersBytes);
  if (!csv) return Failure{"--subscribers: " + path + " " + csv.error().reason};
  Result<std::vector<Subscriber>> rows = parse_subscribers_csv(*csv);
  if (!rows) return Failure{path + ": " + rows.error().reason};
  if (rows->empty()) return Failure{path + ": no subscribers; it has only a header line"};
  return rows;
}

// The printed command leaves out a URL's query, which may contain secrets.
std::string without_query(const std::string& argument) {
  const std::size_t query = argument.find('?');
  if (argument.find("://") > query || query == std::string::npos) return argument;
  return argument.substr(0, query) + "?<query>";
}

// Returns the command with quotes, as a shell reads it.
std::string command_of(const std::vector<std::string>& arguments, const FleetOptions& options) {
  std::string command = "device_sim";
  for (const std::string& word : arguments) {
    const std::string argument = without_query(word);
    const bool plain = argument.find_first_of(" \t'\"$`\\&|;<>()*?#!~") == std::string::npos && !argument.empty();
    command += plain ? " " + argument : " '" + argument + "'";
  }
  if (!environment_variable("DIALTONE_SEED")) {
    for (const std::string& argument : arguments) {
      if (argument == "--seed" || argument.starts_with("--seed=")) return command;
    }
  }
  return command + " --seed " + std::to_string(*options.seed);
}

// Checks regularly whether the run must end, and then stops the world. Must outlive the world's run.
class FleetWatch {
 public:
  FleetWatch(RealWorld& world, DeviceFleet& fleet, const FleetOptions& options)
      : world_(world), fleet_(fleet), waits_for_all_(options.exits_when_registered) {
    if (options.duration) end_ = world.now() + *options.duration;
    if (!options.duration && waits_for_all_) end_ = world.now() + kDefaultWait;
    world_.at(world.now(), [this] { look(); });
  }
  FleetWatch(const FleetWatch&) = delete;
  FleetWatch& operator=(const FleetWatch&) = delete;

  // Runs until the run's time is over, a signal comes or, if the options say so, all devices are registered; returns
  // the signal.
  int watch() {
    return run_until_stopped(world_, [] { return false; });
  }
  // Switches the devices off and waits for their shutdown, unless another signal comes.
  void take_leave() {
    leaves_ = true;
    fleet_.power_off(world_);
    end_ = world_.now() + kLeaveTaking;
    world_.at(world_.now(), [this] { look(); });
    run_until_stopped(world_, [] { return false; });
  }

 private:
  void look() {
    const bool is_over = leaves_ ? fleet_.on() == 0 : waits_for_all_ && fleet_.all_registered();
    if (is_over || world_.now() >= end_) return world_.stop();
    world_.at(std::min(end_, world_.now() + kLookPeriod), [this] { look(); });
  }

  RealWorld& world_;
  DeviceFleet& fleet_;
  const bool waits_for_all_;
  bool leaves_ = false;
  Moment end_ = kNever;
};

int exit_code_of(const DeviceFleet& fleet, const FleetOptions& options, const RealWorld& world, int signal) {
  const bool waits = options.exits_when_registered || options.duration;
  if (signal != 0 && (waits || signal == SIGINT)) return kInterrupted;
  if (world.timer_lag_p99_ms() > kMostTimerLagMs) return kEnvironment;
  return fleet.all_registered() ? kHeld : kFailed;
}

std::string_view result_of(int exit_code) {
  switch (exit_code) {
    case kHeld: return "passed";
    case kFailed: return "failed";
    case kInterrupted: return "interrupted";
    default: return "invalid";
  }
}

void tell_missing(const DeviceFleet& fleet) {
  const std::vector<std::string_view> missing = fleet.missing();
  std::string line = std::to_string(missing.size()) + " not registered:";
  for (std::size_t i = 0; i < std::min(missing.size(), kMostNamesTold); ++i) line += " " + std::string(missing[i]);
  if (missing.size() > kMostNamesTold) line += " and " + std::to_string(missing.size() - kMostNamesTold) + " more";
  fail(kFailed, line);
}

Result<void> prepare_flash(const std::string& folder) {
  if (folder.empty()) return {};
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (!error) std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
  if (error) return Failure{"--flash: cannot use " + folder + ": " + error.message()};
  return {};
}

Result<void> open_events(const FleetOptions& options, std::ofstream& file) {
  if (options.events.empty() || options.events == "-") return {};
  file.open(options.events, std::ios::binary | std::ios::trunc);
  if (!file) return Failure{"--events: cannot write " + options.events};
  return {};
}

int run(const std::vector<std::string>& arguments, FleetOptions options) {
  if (!options.seed) options.seed = system_seed();
  const Result<std::vector<Subscriber>> subscribers = read_subscribers(options.subscribers);
  // A signal may have cut off the input.
  if (noted_signal() != 0 && (!subscribers || options.subscribers == "-")) return kInterrupted;
  if (!subscribers) return fail(kUsage, subscribers.error().reason);
  if (options.count && *options.count > subscribers->size()) {
    return fail(kUsage, "--count: " + options.subscribers + " has only " + std::to_string(subscribers->size()) +
                            " subscribers");
  }
  const NamedFile csv{"--subscribers", options.subscribers};
  for (const Result<void>& kept : {would_keep({"--events", options.events}, {csv, {"--summary", options.summary}}),
                                   would_keep({"--summary", options.summary}, {csv})}) {
    if (!kept) return fail(kUsage, kept.error().reason);
  }
  const bool to_output = options.events == "-";
  std::ofstream events;
  if (const Result<void> opened = open_events(options, events); !opened) {
    return fail(kEnvironment, opened.error().reason);
  }
  if (const Result<void> made = prepare_flash(options.flash_folder); !made) {
    return fail(kEnvironment, made.error().reason);
  }
  if (!options.summary.empty()) {
    if (const Result<void> tried = try_to_write(options.summary); !tried) {
      return fail(kEnvironment, "--summary: " + tried.error().reason);
    }
  }
  std::ostream& out = to_output ? std::cerr : std::cout;
  ServiceLog log(out, options.events.empty() ? nullptr : to_output ? &std::cout : &events);
  Result<std::unique_ptr<DeviceFleet>> made = DeviceFleet::make(options, *subscribers, &log);
  if (!made) return fail(kUsage, made.error().reason);
  DeviceFleet& fleet = **made;
  const std::uint64_t open_files = fleet.planned() * kOpenFilesOfADevice + kOpenFilesBesides;
  if (const Result<void> raised = raise_open_files_limit(open_files); !raised) {
    return fail(kEnvironment, raised.error().reason);
  }

  RealWorldConfig config;
  config.seed = *options.seed;
  config.recorder = &fleet;
  config.flash_folder = options.flash_folder;
  const std::unique_ptr<RealWorld> world = make_real_world(config);
  for (const auto& [name, addresses] : options.names) world->set_name(name, addresses);
  fleet.add_to(*world);
  const Moment begin = world->now();
  FleetWatch watch(*world, fleet, options);
  const int signal = watch.watch();
  const int code = exit_code_of(fleet, options, *world, signal);
  const FleetRun told{.result = result_of(code),
                      .seed = *options.seed,
                      .started = to_rfc3339(std::chrono::time_point_cast<Duration>(config.start)),
                      .wall_time = world->now() - begin,
                      .timer_lag_p99_ms = world->timer_lag_p99_ms(),
                      .repeat = command_of(arguments, options)};
  out << summary_line(fleet, told) << "\nrepeat: " << told.repeat << std::endl;
  if (!fleet.all_registered()) tell_missing(fleet);
  if (code == kEnvironment) fail(code, "this machine was the bottleneck: its own timers came late; use a lower --rate");
  const std::string json = summary_json(fleet, told);
  watch.take_leave();
  if (!options.summary.empty() && !(std::ofstream(options.summary, std::ios::trunc) << json << std::flush)) {
    return fail(kEnvironment, "--summary: cannot write " + options.summary);
  }
  return code;
}

int start(const std::vector<std::string>& arguments) {
  if (const std::optional<int> code = answer_for_itself({kName, kUsageText}, arguments)) return *code;
  catch_signals();
  const Result<FleetOptions> options = parse_fleet_options(arguments, environment_variable);
  if (!options) return fail(kUsage, options.error().reason + " (device_sim --help)");
  return run(arguments, *options);
}

}  // namespace
}  // namespace dialtone

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  return dialtone::with_output_written(dialtone::kName, dialtone::start(arguments));
}
