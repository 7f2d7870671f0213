#include "tools/dialtone/run_command.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <iostream>

#include "scenarios/engine/run.h"
#include "scenarios/language/plan/control_run.h"
#include "scenarios/language/plan/loads.h"
#include "scenarios/language/plan/plan.h"
#include "scenarios/language/plan/scenario_reader.h"
#include "scenarios/report/console.h"
#include "scenarios/report/run_directory.h"
#include "scenarios/report/terminal.h"
#include "scenarios/report/verify.h"
#include "tools/dialtone/command_support.h"
#include "tools/dialtone/many_runs.h"
#include "tools/signals/signals.h"
#include "values/command_line.h"

namespace dialtone {
namespace {

namespace fs = std::filesystem;

struct RunArguments {
  std::string scenario;
  WorldKind world = WorldKind::kVirtual;
  std::vector<std::string> overrides;
  // The faults to leave out of the run.
  std::vector<std::string> without;
  std::string out;
  Duration time_limit{};
  bool verify = false;
  bool quiet = false;
  bool durations = false;
  std::uint64_t repeat = 1;
  std::size_t jobs = 1;
  std::uint32_t device_processes = 1;
};

// Returns true if the option is on the command line. The environment does not count: an option there may be meant for
// other runs.
bool is_given(const std::vector<std::string>& arguments, const std::string& option) {
  return std::any_of(arguments.begin(), arguments.end(), [&](const std::string& argument) {
    return argument == option || argument.starts_with(option + "=");
  });
}

// Parses --device-processes.
Result<std::uint32_t> parse_device_processes(const std::string* text, bool is_given, WorldKind world) {
  constexpr std::uint64_t kMost = 64;
  if (world != WorldKind::kProcesses) {
    if (is_given) return Failure{"--device-processes: only --world processes has processes"};
    return std::uint32_t{1};
  }
  if (text == nullptr) return std::uint32_t{1};
  const Result<std::uint64_t> number = parse_number("--device-processes", *text, kMost);
  if (!number) return number.error();
  return static_cast<std::uint32_t>(*number);
}

Result<RunArguments> parse_run(const std::vector<std::string>& arguments) {
  const Result<CommandLine> line = CommandLine::parse(arguments,
                                                      {{.name = "world"},
                                                       {.name = "seed"},
                                                       {.name = "set", .repeats = true},
                                                       {.name = "without", .repeats = true},
                                                       {.name = "out"},
                                                       {.name = "time-limit"},
                                                       {.name = "repeat"},
                                                       {.name = "jobs"},
                                                       {.name = "device-processes"},
                                                       {.name = "verify", .is_flag = true},
                                                       {.name = "durations", .is_flag = true},
                                                       {.name = "quiet", .is_flag = true}},
                                                      environment_variable);
  if (!line) return line.error();
  RunArguments run;
  if (line->words().size() != 1) return Failure{"run takes one scenario"};
  run.scenario = line->words().front();
  const Result<WorldKind> world = parse_world(line->find("world"));
  if (!world) return world.error();
  run.world = *world;
  run.overrides = line->all("set");
  run.without = line->all("without");
  if (const std::string* seed = line->find("seed")) {
    std::uint64_t number = 0;
    const auto [end, fault] = std::from_chars(seed->data(), seed->data() + seed->size(), number);
    if (fault != std::errc() || end != seed->data() + seed->size()) {
      return Failure{"--seed " + *seed + ": it is a whole number"};
    }
    run.overrides.push_back("seed=" + *seed);
  }
  if (const std::string* limit = line->find("time-limit")) {
    const Result<Duration> duration = parse_time_limit(*limit);
    if (!duration) return duration.error();
    run.time_limit = *duration;
  }
  if (const std::string* out = line->find("out")) run.out = *out;
  run.verify = line->has("verify");
  run.quiet = line->has("quiet");
  run.durations = line->has("durations");
  const Result<std::uint64_t> repeat = parse_repeat(line->find("repeat"));
  if (!repeat) return repeat.error();
  run.repeat = *repeat;
  if (is_given(arguments, "--jobs") && !line->has("repeat"))
    return Failure{"--jobs says how many of --repeat's runs go at once; it goes with --repeat"};
  const Result<std::size_t> jobs = parse_jobs(line->find("jobs"), run.world);
  if (!jobs) return jobs.error();
  run.jobs = *jobs;
  const Result<std::uint32_t> processes =
      parse_device_processes(line->find("device-processes"), is_given(arguments, "--device-processes"), run.world);
  if (!processes) return processes.error();
  run.device_processes = *processes;
  if (run.verify && run.world != WorldKind::kVirtual) return Failure{"--verify: only the virtual world repeats itself"};
  return run;
}

// Returns the command that repeats the run in any environment.
std::string repeat_command(const RunArguments& run, std::uint64_t seed) {
  std::string command = "dialtone run " + quoted(run.scenario) + " --world " + std::string(to_text(run.world));
  for (const std::string& change : run.overrides) {
    if (!change.starts_with("seed=")) command += " --set " + quoted(change);
  }
  if (run.device_processes > 1) command += " --device-processes " + std::to_string(run.device_processes);
  for (const std::string& fault : run.without) command += " --without " + quoted(fault);
  return command + " --seed " + std::to_string(seed) + (run.verify ? " --verify" : "");
}

// Makes the second run of --verify and adds its verdict to the first run's oracles.
void verify_run(const Plan& plan, RunOptions options, RunSummary& summary) {
  if (!counts(summary)) {
    summary.oracles.push_back(not_compared(summary));
    return;
  }
  options.directory /= "verify";
  fs::create_directory(options.directory);
  fs::permissions(options.directory, fs::perms::owner_all);
  const RunSummary second = run_plan(plan, options);
  summary.oracles.push_back(compare_runs(summary, second));
  if (!counts(second)) {
    summary.result = second.result;
    summary.reasons.insert(summary.reasons.end(), second.reasons.begin(), second.reasons.end());
  } else if (summary.oracles.back().failed()) {
    summary.result = RunResult::kFailed;
  }
}

// A run that was cut short does not replace the files of the run before.
Result<void> write_files(const RunSummary& summary, const RunArguments& arguments, RunDirectory& directory) {
  Result<void> written = write_reports(directory.path(), summary);
  if (written && arguments.durations) written = write_durations(directory.path(), summary);
  const Result<void> closed = close_directory(directory, written && counts(summary));
  return written ? closed : written;
}

int report(const RunSummary& summary, const RunArguments& arguments, RunDirectory& directory) {
  const Result<void> written = write_files(summary, arguments, directory);
  if (!arguments.quiet) {
    print_summary(std::cout, summary, shows_colour(STDOUT_FILENO));
  } else if (summary.result != RunResult::kPassed) {
    print_summary(std::cerr, summary, false);
  } else {
    for (const std::string& note : never_struck(summary.faults)) std::cerr << note << '\n';
  }
  std::cout.flush();
  if (!written) return fail(kEnvironment, written.error().reason);
  return exit_code(summary.result);
}

// With several seeds, each run is a process of its own with a directory below the common one.
int repeat_run(const RunArguments& arguments, const Scenario& scenario) {
  ManyRuns runs;
  runs.cases.push_back({.name = scenario.name,
                        .scenario = arguments.scenario,
                        .overrides = arguments.overrides,
                        .directory = directory_name(scenario.name),
                        .scenario_name = scenario.name,
                        .own_seed = scenario.seed});
  runs.repeat = arguments.repeat;
  runs.jobs = arguments.jobs;
  runs.quiet = arguments.quiet;
  runs.run_options = {"--world", std::string(to_text(arguments.world))};
  for (const std::string& fault : arguments.without) {
    runs.run_options.insert(runs.run_options.end(), {"--without", fault});
  }
  if (arguments.verify) runs.run_options.emplace_back("--verify");
  if (arguments.world == WorldKind::kProcesses) {
    runs.run_options.insert(runs.run_options.end(), {"--device-processes", std::to_string(arguments.device_processes)});
  }
  if (arguments.time_limit > Duration::zero()) {
    runs.run_options.insert(runs.run_options.end(), {"--time-limit", to_text(arguments.time_limit)});
  }
  if (arguments.world != WorldKind::kVirtual && arguments.jobs == 1 && !arguments.quiet) {
    std::cout << "one run after the other: this world takes real time, and runs beside each other would slow it"
              << std::endl;
  }
  if (const Result<void> reached = reach_seeds(runs); !reached) return fail(kUsage, reached.error().reason);
  Result<RunDirectory, DirectoryFailure> directory = RunDirectory::for_run(arguments.out, scenario.name);
  if (!directory) return fail(directory.error());
  return carry_out(runs, *directory);
}

}  // namespace

int run_command(const std::vector<std::string>& words) {
  const Result<RunArguments> arguments = parse_run(words);
  if (!arguments) return fail(kUsage, arguments.error().reason + " (dialtone --help)");
  ScenarioResult scenario = read_scenario_file(arguments->scenario, arguments->overrides);
  // If the file is a pipe, the signal may have cut it off.
  if (!scenario && stop_at_signal().stop_requested()) return exit_code(RunResult::kInterrupted);
  if (!scenario) {
    std::cerr << to_text(scenario.error());
    return kUsage;
  }
  if (const Result<void> left = leave_out(*scenario, arguments->without); !left) {
    return fail(kUsage, "--without: " + left.error().reason);
  }
  const std::vector<std::string> obstacles = cannot_exist_in(*scenario, arguments->world);
  for (const std::string& obstacle : obstacles) std::cerr << obstacle << '\n';
  if (!obstacles.empty()) return kUsage;
  if (arguments->repeat > 1) return repeat_run(*arguments, *scenario);
  const Plan plan = make_plan(std::move(*scenario));
  if (const Result<void> room = make_room_for_devices(most_exchanges_at_once(plan), arguments->world); !room)
    return fail(kEnvironment, room.error().reason);
  Result<RunDirectory, DirectoryFailure> directory =
      RunDirectory::for_run(arguments->out, plan.scenario.name, plan_files(plan));
  if (!directory) return fail(directory.error());
  const Result<fs::path> plan_file = write_plan(directory->path(), plan);
  if (!plan_file) return fail(kEnvironment, plan_file.error().reason);

  watch_signals();
  std::function<std::size_t()> columns;
  if (is_terminal(STDOUT_FILENO)) columns = [] { return columns_of_terminal(STDOUT_FILENO); };
  ProgressLine progress(std::cout, columns);
  RunOptions options;
  options.world = arguments->world;
  options.directory = directory->path();
  options.time_limit = arguments->time_limit;
  options.repeat = repeat_command(*arguments, plan.scenario.seed);
  if (!arguments->quiet) options.progress = [&](const RunProgress& now) { progress.show(now); };
  options.stop = stop_at_signal();
  options.description_wanted = take_quit;
  options.at_abort = at_abort;
  options.executable = this_executable();
  options.plan_file = *plan_file;
  options.device_processes = arguments->device_processes;
  RunSummary summary = run_plan(plan, options);
  if (arguments->verify) verify_run(plan, options, summary);
  progress.clear();
  return report(summary, *arguments, *directory);
}

}  // namespace dialtone
