// dialtone: runs scenarios. docs/contract.md has the commands and exit codes.
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "tools/dialtone/command_support.h"
#include "tools/dialtone/explain_command.h"
#include "tools/dialtone/part_command.h"
#include "tools/dialtone/run_command.h"
#include "tools/dialtone/suite_command.h"
#include "tools/dialtone/validate_command.h"
#include "tools/signals/signals.h"
#include "values/program.h"
#include "values/spelling.h"

namespace dialtone {
namespace {

constexpr std::string_view kName = "dialtone";
constexpr std::string_view kUsageText =
    "usage: dialtone run SCENARIO [OPTION]...     carries a scenario out\n"
    "       dialtone suite PATH... [OPTION]...    carries out every scenario there, each in a process of its own\n"
    "       dialtone validate PATH... [OPTION]... reads scenarios and says what is wrong with them (--world, --set)\n"
    "       dialtone explain [KEY|EVENT|QUIRK]    says what a word of scenarios means; without one, which there are\n"
    "\n"
    "Of run:\n"
    "  --world W        virtual (the default), real (sockets on loopback) or processes\n"
    "  --device-processes N\n"
    "                   with --world processes: over how many the devices are spread, at most 64; one without it\n"
    "  --seed N         another seed than the scenario's\n"
    "  --set KEY=VALUE  changes the scenario: --set fleet.homes.count=500, or a parameter; repeats. Of a matrix\n"
    "                   it chooses cases: --set transport=udp\n"
    "  --without FAULT  leaves a fault out, and the expectations that name it: the control run; repeats\n"
    "  --out DIR        where the run's files go: an empty directory, or an earlier run's of this scenario, whose\n"
    "                   files are kept until the new run is complete; runs/<time>-<scenario> without it\n"
    "  --time-limit D   ends the run after so much real time, as invalid\n"
    "  --repeat N       N runs, with the seeds from the scenario's on: which share passed, which seeds did not and "
    "why,\n"
    "                   and percentiles over all. Only the files of runs that did not pass are kept\n"
    "  --jobs N         of --repeat, how many at once: as many as there are processors; one in a world of real time\n"
    "  --durations      leaves durations.csv too: how long each stage of each device's life took\n"
    "  --verify         runs twice and compares every event (virtual world)\n"
    "  --quiet          says nothing but what failed, and which faults did nothing\n"
    "\n"
    "Of suite:\n"
    "  --jobs N           how many at once: as many as there are processors; one in a world of real time\n"
    "  --repeat N         as of run, for every scenario\n"
    "  --time-limit D     as of run, for every scenario\n"
    "  --include GLOB     only the scenarios whose name or path is like it: --include '*-storm'; repeats\n"
    "  --exclude GLOB     without those; repeats\n"
    "  --set KEY=VALUE    as of run, for every scenario; repeats\n"
    "  --verify           runs each twice and compares every event (virtual world)\n"
    "  --junit-xml FILE   what all came to, for CI\n"
    "  --out DIR          where the runs' directories go; runs/<time>-suite without it\n"
    "\n"
    "Exit codes: 0 all held; 1 an oracle failed; 2 usage, or a scenario that cannot be read; 3 the run is invalid;\n"
    "130 interrupted. An option may stand in the environment: DIALTONE_WORLD for --world.\n";

int main_command(const std::vector<std::string>& arguments) {
  const std::string command = arguments.empty() ? "" : arguments.front();
  if (const std::optional<int> code = answer_for_itself({kName, kUsageText}, arguments)) return *code;
  // Before anything else, so that a signal from now on ends a run in order and its files are written.
  if (command == "run" || command == "suite" || command == "part") catch_signals();
  if (!arguments.empty()) {
    const std::vector<std::string> rest(arguments.begin() + 1, arguments.end());
    if (command == "run") return run_command(rest);
    if (command == "suite") return suite_command(rest);
    if (command == "validate") return validate_command(rest);
    if (command == "explain") return explain_command(rest);
    if (command == "part") return part_command(rest);
    return fail(kUsage, "there is no command '" + command + "'" +
                            did_you_mean(command, {"run", "suite", "validate", "explain"}) + " (dialtone --help)");
  }
  std::cerr << kUsageText;
  return kUsage;
}

}  // namespace
}  // namespace dialtone

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  return dialtone::with_output_written(dialtone::kName, dialtone::main_command(arguments));
}
