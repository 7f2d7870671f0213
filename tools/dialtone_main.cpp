// dialtone: runs scenarios. The commands and exit codes are the contract's.
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "scenarios/engine/part.h"
#include "scenarios/engine/plan.h"
#include "scenarios/engine/run.h"
#include "scenarios/engine/scenario_reader.h"
#include "scenarios/report/console.h"
#include "scenarios/report/run_directory.h"
#include "scenarios/report/verify.h"
#include "values/command_line.h"
#include "world/real/real_world.h"

namespace dialtone {
namespace {

namespace fs = std::filesystem;

constexpr int kUsage = 2;
constexpr int kEnvironment = 3;

constexpr std::string_view kUsageText =
    "usage: dialtone run SCENARIO [OPTION]...     carries a scenario out\n"
    "       dialtone validate PATH... [--world W] reads scenarios and says what is wrong with them\n"
    "\n"
    "  --world W        virtual (the default), real (sockets on loopback) or processes\n"
    "  --seed N         another seed than the scenario's\n"
    "  --set KEY=VALUE  changes the scenario: --set fleet.homes.count=500; repeats\n"
    "  --out DIR        where the run's files go; runs/<time>-<scenario> without it\n"
    "  --time-limit D   ends the run after so much real time, as invalid\n"
    "  --verify         runs twice and compares every event (virtual world)\n"
    "  --quiet          says nothing but what failed\n"
    "\n"
    "Exit codes: 0 all held; 1 an oracle failed; 2 usage, or a scenario that cannot be read; 3 the run is invalid;\n"
    "130 interrupted. An option may stand in the environment: DIALTONE_WORLD for --world.\n";

std::atomic<bool> interrupted{false};
std::atomic<bool> describe_wanted{false};

void on_interrupt(int) { interrupted = true; }
void on_quit(int) { describe_wanted = true; }

void catch_signals() {
  struct sigaction action{};
  action.sa_handler = on_interrupt;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  action.sa_handler = on_quit;
  sigaction(SIGQUIT, &action, nullptr);
  signal(SIGPIPE, SIG_IGN);
}

int fail(int code, std::string_view reason) {
  std::cerr << "dialtone: " << reason << '\n';
  return code;
}

std::optional<std::string> environment_variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

Result<WorldKind> parse_world(const std::string* text) {
  if (text == nullptr || *text == "virtual") return WorldKind::kVirtual;
  if (*text == "real") return WorldKind::kReal;
  if (*text == "processes") return WorldKind::kProcesses;
  return Failure{"--world " + *text + ": it is virtual, real or processes"};
}

struct RunArguments {
  std::string scenario;
  WorldKind world = WorldKind::kVirtual;
  std::vector<std::string> overrides;
  std::string out;
  Duration time_limit{};
  bool verify = false;
  bool quiet = false;
};

Result<RunArguments> parse_run(const std::vector<std::string>& arguments) {
  const Result<CommandLine> line = CommandLine::parse(arguments,
                                                      {{.name = "world"},
                                                       {.name = "seed"},
                                                       {.name = "set", .repeats = true},
                                                       {.name = "out"},
                                                       {.name = "time-limit"},
                                                       {.name = "verify", .is_flag = true},
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
  if (const std::string* seed = line->find("seed")) {
    std::uint64_t number = 0;
    const auto [end, fault] = std::from_chars(seed->data(), seed->data() + seed->size(), number);
    if (fault != std::errc() || end != seed->data() + seed->size()) {
      return Failure{"--seed " + *seed + ": it is a whole number"};
    }
    run.overrides.push_back("seed=" + *seed);
  }
  if (const std::string* limit = line->find("time-limit")) {
    const Result<Duration> duration = parse_duration(*limit);
    if (!duration || *duration == Duration::zero()) return Failure{"--time-limit: a duration such as 90s or 15m"};
    run.time_limit = *duration;
  }
  if (const std::string* out = line->find("out")) run.out = *out;
  run.verify = line->has("verify");
  run.quiet = line->has("quiet");
  if (run.verify && run.world != WorldKind::kVirtual) return Failure{"--verify: only the virtual world repeats itself"};
  return run;
}

std::string quoted(const std::string& word) {
  const bool plain = !word.empty() && std::all_of(word.begin(), word.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || std::string_view("-_./=:,+@%").find(static_cast<char>(c)) != std::string_view::npos;
  });
  if (plain) return word;
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

// The command that does the same again, whatever the environment says.
std::string repeat_command(const RunArguments& run, std::uint64_t seed) {
  std::string command = "dialtone run " + quoted(run.scenario) + " --world " + std::string(to_text(run.world));
  for (const std::string& change : run.overrides) {
    if (!change.starts_with("seed=")) command += " --set " + quoted(change);
  }
  return command + " --seed " + std::to_string(seed) + (run.verify ? " --verify" : "");
}

fs::path this_executable() {
  std::error_code error;
  return fs::read_symlink("/proc/self/exe", error);
}

Result<void> make_room_for(const Plan& plan, WorldKind world) {
  if (world == WorldKind::kVirtual) return Result<void>();
  // A device has one socket open, and a connection's two ends while it asks for its settings.
  constexpr std::uint64_t kForEachDevice = 3;
  constexpr std::uint64_t kBesides = 128;
  return raise_open_files_limit(plan.device_count() * kForEachDevice + kBesides);
}

// The second run of --verify; its verdict joins the first one's oracles.
void verify_run(const Plan& plan, RunOptions options, RunSummary& summary) {
  options.directory /= "verify";
  fs::create_directory(options.directory);
  fs::permissions(options.directory, fs::perms::owner_all);
  const RunSummary second = run_plan(plan, options);
  if (second.result == RunResult::kInterrupted) {
    summary.result = RunResult::kInterrupted;
    return;
  }
  summary.oracles.push_back(compare_runs(summary, second));
  if (!summary.oracles.back().passed && summary.result == RunResult::kPassed) summary.result = RunResult::kFailed;
}

int report(const RunSummary& summary, const RunArguments& arguments) {
  const Result<void> written = write_reports(summary.directory, summary);
  const bool terminal = isatty(STDOUT_FILENO) != 0;
  if (!arguments.quiet) {
    print_summary(std::cout, summary, terminal && std::getenv("NO_COLOR") == nullptr);
  } else if (summary.result != RunResult::kPassed) {
    print_summary(std::cerr, summary, false);
  }
  std::cout.flush();
  if (!written) return fail(kEnvironment, written.error().reason);
  return exit_code(summary.result);
}

int run(const std::vector<std::string>& words) {
  const Result<RunArguments> arguments = parse_run(words);
  if (!arguments) return fail(kUsage, arguments.error().reason + " (dialtone --help)");
  ScenarioResult scenario = read_scenario_file(arguments->scenario, arguments->overrides);
  if (!scenario) {
    std::cerr << to_text(scenario.error());
    return kUsage;
  }
  const std::vector<std::string> obstacles = cannot_exist_in(*scenario, arguments->world);
  for (const std::string& obstacle : obstacles) std::cerr << obstacle << '\n';
  if (!obstacles.empty()) return kUsage;
  const Plan plan = make_plan(std::move(*scenario));
  if (const Result<void> room = make_room_for(plan, arguments->world); !room)
    return fail(kEnvironment, room.error().reason);
  const Result<fs::path> directory = make_run_directory(arguments->out, plan.scenario.name);
  if (!directory) return fail(kUsage, directory.error().reason);
  const Result<fs::path> plan_file = write_plan(*directory, plan);
  if (!plan_file) return fail(kEnvironment, plan_file.error().reason);

  catch_signals();
  ProgressLine progress(std::cout, isatty(STDOUT_FILENO) != 0);
  RunOptions options;
  options.world = arguments->world;
  options.directory = *directory;
  options.time_limit = arguments->time_limit;
  options.repeat = repeat_command(*arguments, plan.scenario.seed);
  if (!arguments->quiet) options.progress = [&](const Progress& now) { progress.show(now); };
  options.interrupted = &interrupted;
  options.describe = &describe_wanted;
  options.executable = this_executable();
  options.plan_file = *plan_file;
  RunSummary summary = run_plan(plan, options);
  if (arguments->verify && summary.result != RunResult::kInterrupted) verify_run(plan, options, summary);
  progress.clear();
  return report(summary, *arguments);
}

// --- validate ---

std::vector<fs::path> scenarios_below(const std::vector<std::string>& paths) {
  std::vector<fs::path> files;
  for (const std::string& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      files.emplace_back(path);
      continue;
    }
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(path, error)) {
      const std::string extension = entry.path().extension().string();
      if (entry.is_regular_file() && (extension == ".yaml" || extension == ".yml")) files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

int validate(const std::vector<std::string>& words) {
  const Result<CommandLine> line = CommandLine::parse(words, {{.name = "world"}}, environment_variable);
  if (!line) return fail(kUsage, line.error().reason + " (dialtone --help)");
  const Result<WorldKind> world = parse_world(line->find("world"));
  if (!world) return fail(kUsage, world.error().reason);
  const std::vector<fs::path> files = scenarios_below(line->words());
  if (files.empty()) return fail(kUsage, "validate: no scenario there; name files, or folders with .yaml files");
  bool good = true;
  for (const fs::path& file : files) {
    const ScenarioResult scenario = read_scenario_file(file.string());
    if (!scenario) {
      std::cerr << to_text(scenario.error());
      good = false;
      continue;
    }
    const std::vector<std::string> obstacles = cannot_exist_in(*scenario, *world);
    for (const std::string& obstacle : obstacles) std::cerr << obstacle << '\n';
    good = good && obstacles.empty();
    if (obstacles.empty()) std::cout << file.string() << ": fine\n";
  }
  return good ? 0 : kUsage;
}

// --- part ---

int part(const std::vector<std::string>& words) {
  if (words.size() != 2)
    return fail(kUsage, "part takes a plan and a name; `dialtone run --world processes` starts parts");
  ScenarioResult scenario = read_scenario_file(words[0]);
  if (!scenario) {
    std::cerr << to_text(scenario.error());
    return kUsage;
  }
  catch_signals();
  const Plan plan = make_plan(std::move(*scenario));
  if (const Result<void> room = make_room_for(plan, WorldKind::kProcesses); !room) {
    return fail(kEnvironment, room.error().reason);
  }
  return run_part(plan, words[0], words[1], interrupted, describe_wanted);
}

int main_command(const std::vector<std::string>& arguments) {
  const std::string command = arguments.empty() ? "" : arguments.front();
  if (command == "--help" || command == "-h" || command == "help") {
    std::cout << kUsageText;
    return 0;
  }
  if (!arguments.empty()) {
    const std::vector<std::string> rest(arguments.begin() + 1, arguments.end());
    if (command == "run") return run(rest);
    if (command == "validate") return validate(rest);
    if (command == "part") return part(rest);
    std::cerr << "dialtone: there is no command '" << command << "'\n";
  }
  std::cerr << kUsageText;
  return kUsage;
}

}  // namespace
}  // namespace dialtone

int main(int argc, char** argv) { return dialtone::main_command(std::vector<std::string>(argv + 1, argv + argc)); }
