#include "scenarios/report/console.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "scenarios/report/terminal.h"
#include "values/hex.h"
#include "values/readable_duration.h"

namespace dialtone {
namespace {

constexpr std::string_view kClearToTheEnd = "\x1b[J";

using Tenths = std::chrono::duration<std::int64_t, std::deci>;

std::string with_thousands(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string padded_right(std::string text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

std::string padded_left(const std::string& text, std::size_t width) {
  return std::string(text.size() < width ? width - text.size() : 0, ' ') + text;
}

std::string figures_text(const DeviceFigures& devices) {
  return with_thousands(devices.powered_on) + " powered on, " + with_thousands(devices.provisioned) + " provisioned, " +
         with_thousands(devices.registered) + " registered";
}

void print_head(std::ostream& out, const RunSummary& summary, bool colour) {
  const bool good = summary.result == RunResult::kPassed;
  out << coloured(summary.scenario, kBold, colour) << ": "
      << coloured(to_text(summary.result), good ? kGreen : kRed, colour) << '\n';
  out << "  world        " << to_text(summary.world) << ", seed " << summary.seed;
  if (summary.fingerprint) out << ", fingerprint " << hex_text(*summary.fingerprint);
  out << '\n';
  out << "  devices      " << with_thousands(summary.planned) << " planned; ever: " << figures_text(summary.ever)
      << '\n'
      << "               at the end: " << figures_text(summary.at_end) << '\n';
  out << "  time         " << readable_duration(summary.lasted) << " of " << readable_duration(summary.duration)
      << (summary.world == WorldKind::kVirtual ? ", simulated in " : ", in ") << readable_duration(summary.wall) << ", "
      << with_thousands(summary.events) << " events\n";
  for (const std::string& fault : summary.without) out << "  without      " << fault << '\n';
  for (const std::string& name : summary.left_out) out << "  left out     " << name << '\n';
  for (const std::string& reason : summary.reasons) out << "  invalid      " << reason << '\n';
  for (const std::string& note : never_struck(summary.faults)) out << "  note         " << note << '\n';
}

// Returns the word for a verdict, and its colour.
std::pair<std::string, std::string_view> shown(const OracleResult& oracle) {
  switch (oracle.verdict) {
    case OracleVerdict::kPassed: return {"ok", kGreen};
    case OracleVerdict::kFailed: return {"FAILED", kRed};
    case OracleVerdict::kUndecided: return {"undecided", kYellow};
    case OracleVerdict::kVacuous: return {"vacuous", oracle.lets_pass() ? kYellow : kRed};
  }
  std::abort();
}

// Prints an empty line and the vacuous results (`vacuous`) or all others; prints nothing if there are none.
void print_oracles(std::ostream& out, const RunSummary& summary, bool vacuous, bool colour) {
  std::size_t width = 0;
  std::size_t word_width = std::string_view("FAILED").size();
  bool any = false;
  for (const OracleResult& oracle : summary.oracles) {
    width = std::max(width, oracle.name.size());
    word_width = std::max(word_width, shown(oracle).first.size());
    any = any || oracle.is_vacuous() == vacuous;
  }
  if (any) out << '\n';
  for (const OracleResult& oracle : summary.oracles) {
    if (oracle.is_vacuous() != vacuous) continue;
    const auto& [word, paint] = shown(oracle);
    out << "  " << coloured(padded_right(word, word_width), paint, colour) << "  " << padded_right(oracle.name, width)
        << "  " << oracle.told() << '\n';
    for (const std::string& detail : oracle.details) out << "            " << detail << '\n';
    if (vacuous && !oracle.lets_pass()) out << "            " << kVacuousFails << '\n';
  }
}

// Returns ` | at most 3 s left`, in wall-clock time; empty if unknown.
std::string left_text(const RunProgress& progress) {
  if (progress.now <= Moment{} || progress.end <= progress.now) return {};
  const double done = static_cast<double>((progress.now - Moment{}).count());
  const double left = static_cast<double>((progress.end - progress.now).count());
  const auto wall = std::chrono::duration_cast<std::chrono::seconds>(progress.wall * (left / done));
  return " | at most " + readable_duration(std::max(wall, std::chrono::seconds(1))) + " left";
}

}  // namespace

std::string progress_text(const RunProgress& progress, double registered_per_second, std::size_t columns) {
  const FleetState& fleet = *progress.fleet;
  const std::size_t all = fleet.group_count() - 1;
  const auto count = [&](DeviceCondition condition, std::string_view word) {
    return with_thousands(fleet.count(all, condition)) + std::string(word);
  };
  const std::string now = readable_duration(std::chrono::floor<Tenths>(progress.now - Moment{}));
  const std::string power = count(DeviceCondition::kOff, " off, ") + count(DeviceCondition::kOn, " on, ");
  const std::string provisioned = count(DeviceCondition::kProvisioned, " provisioned, ");
  const std::string registered =
      count(DeviceCondition::kRegistered, " registered of ") + with_thousands(fleet.size(all));
  const std::string rate = " | " + with_thousands(static_cast<std::uint64_t>(registered_per_second));
  const std::string left = left_text(progress);
  // Ordered from the longest form to the shortest.
  const std::array forms{now + " into the run | " + power + provisioned + registered + rate + " registered/s" + left,
                         now + " | " + power + provisioned + registered + rate + "/s" + left,
                         now + " | " + provisioned + registered + rate + "/s" + left,
                         now + " | " + registered + left,
                         now + " | " + registered,
                         registered};
  const auto fitting =
      std::find_if(forms.begin(), forms.end(), [&](const std::string& form) { return form.size() <= columns; });
  return fitting != forms.end() ? *fitting : registered.substr(0, columns);
}

void ProgressLine::show(const RunProgress& progress) {
  // The wall-clock time has decreased, so another run has begun.
  if (progress.wall < wall_before_) {
    wall_before_ = Duration::zero();
    next_ = between_lines();
  }
  if (progress.wall < next_) return;
  next_ = progress.wall + between_lines();
  const FleetState& fleet = *progress.fleet;
  const std::uint64_t registered = fleet.count(fleet.group_count() - 1, DeviceCondition::kRegistered);
  const Duration elapsed = progress.wall - wall_before_;
  if (elapsed > Duration::zero()) {
    const double gained = registered > registered_before_ ? static_cast<double>(registered - registered_before_) : 0.0;
    rate_ = gained * 1e9 / static_cast<double>(elapsed.count());
  }
  registered_before_ = registered;
  wall_before_ = progress.wall;
  if (!columns_) {
    out_ << progress_text(progress, rate_) << std::endl;
    return;
  }
  clear();
  // Leaves the last column free: some terminals wrap after writing it.
  const std::string line = progress_text(progress, rate_, std::max<std::size_t>(columns_(), 2) - 1);
  out_ << line << std::flush;
  shown_ = line.size();
}

void ProgressLine::clear() {
  if (shown_ == 0) return;
  // In a terminal that has become narrower, the old line takes several rows.
  const std::size_t rows_above = (shown_ - 1) / std::max<std::size_t>(columns_(), 1);
  out_ << '\r';
  if (rows_above > 0) out_ << "\x1b[" << rows_above << 'A';
  out_ << kClearToTheEnd << std::flush;
  shown_ = 0;
}

void print_stages(std::ostream& out, const std::vector<StageFigures>& stages) {
  if (stages.empty()) return;
  constexpr std::size_t kNameWidth = 22;
  constexpr std::size_t kWidth = 13;
  out << "\n  " << padded_right("stage", kNameWidth);
  for (const char* title : {"count", "p50", "p95", "p99", "max"}) out << padded_left(title, kWidth);
  out << '\n';
  for (const StageFigures& figures : stages) {
    out << "  " << padded_right(std::string(to_text(figures.stage)), kNameWidth)
        << padded_left(with_thousands(figures.count), kWidth);
    for (const std::int64_t value : {figures.p50, figures.p95, figures.p99, figures.most}) {
      out << padded_left(readable_duration(Duration(value)), kWidth);
    }
    out << '\n';
  }
}

void print_summary(std::ostream& out, const RunSummary& summary, bool colour) {
  print_head(out, summary, colour);
  print_oracles(out, summary, false, colour);
  print_oracles(out, summary, true, colour);
  print_stages(out, summary.stages);
  if (!summary.stall.empty()) {
    out << "\n  who awaits what:\n";
    std::string_view rest = summary.stall;
    while (!rest.empty()) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      out << "    " << line << '\n';
      rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    }
  }
  out << '\n';
  if (!summary.directory.empty()) out << "  files        " << summary.directory << '\n';
  out << "  repeat with  " << summary.repeat << '\n';
}

}  // namespace dialtone
