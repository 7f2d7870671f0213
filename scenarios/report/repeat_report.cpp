#include "scenarios/report/repeat_report.h"

#include <cstdio>
#include <optional>
#include <utility>

#include "scenarios/report/console.h"
#include "scenarios/report/run_facts.h"
#include "scenarios/report/suite_report.h"
#include "scenarios/report/terminal.h"

namespace dialtone {
namespace {

// Returns a percentage such as `96 %`, rounded down, so that it is 100 % only for all.
std::string percent(std::size_t part, std::size_t whole) {
  constexpr std::size_t kThousandths = 100'000;
  constexpr std::size_t kTenPercent = 10'000;
  std::size_t share = part * kThousandths / whole;
  // Keeps at most four digits.
  if (share >= kTenPercent) share -= share % 10;
  char text[32];
  std::snprintf(text, sizeof text, "%.4g %%", static_cast<double>(share) / 1'000.0);
  return text;
}

}  // namespace

void RepeatReport::add(const SuiteCaseResult& result) {
  ++ended_;
  // Without the file, the run completed no stage of any device.
  static_cast<void>(add_durations(result.directory / kDurationsFile, durations_));
  if (result.result == RunResult::kPassed) {
    ++passed_;
    for (const std::string& note : result.output) ++notes_[note];
    return;
  }
  FailedSeed failed;
  failed.word = word_for(result);
  failed.name = result.suite_case.name;
  failed.directory = result.directory.string();
  if (std::optional<RunFacts> facts = read_run_facts(result.directory)) {
    failed.reasons = std::move(facts->reasons);
    failed.repeat = std::move(facts->repeat);
  }
  if (failed.reasons.empty()) failed.reasons = result.output;
  failed_[*result.suite_case.seed - first_seed_] = std::move(failed);
}

void RepeatReport::print(std::ostream& out, bool colour) const {
  out << name_ << ": "
      << coloured(std::to_string(passed_) + " of " + std::to_string(ended_) + " runs passed (" +
                      percent(passed_, ended_) + ")",
                  passed_ == ended_ ? kGreen : kRed, colour)
      << ", seeds " << first_seed_ << " to " << first_seed_ + planned_ - 1;
  if (!is_complete()) out << ", " << planned_ - ended_ << " not begun";
  out << '\n';
  for (const auto& [number, failed] : failed_) {
    out << "  " << coloured(failed.word, kRed, colour) << "  " << failed.name << '\n';
    for (const std::string& reason : failed.reasons) out << "    " << reason << '\n';
    out << "    files        " << failed.directory << '\n';
    if (!failed.repeat.empty()) out << "    repeat with  " << failed.repeat << '\n';
  }
  for (const auto& [note, runs] : notes_) out << "  note  in " << runs << " of " << ended_ << " runs: " << note << '\n';
  print_stages(out, figures_of(durations_));
  out << '\n';
  out.flush();
}

}  // namespace dialtone
