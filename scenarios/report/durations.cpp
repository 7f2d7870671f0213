#include "scenarios/report/durations.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <string_view>

#include "values/text_file.h"

namespace dialtone {
namespace {

constexpr std::array kEveryStage = {Stage::kBoot, Stage::kProvision, Stage::kRegistration, Stage::kLifecycle};
constexpr std::size_t kLargestFile = 1'024 * 1'024 * 1'024;

void add_line(std::string_view line, StageDurations& durations) {
  const std::size_t comma = line.find(',');
  if (comma == std::string_view::npos) return;
  const auto stage = std::find_if(kEveryStage.begin(), kEveryStage.end(),
                                  [&](Stage each) { return to_text(each) == line.substr(0, comma); });
  std::int64_t duration = 0;
  const auto [end, error] = std::from_chars(line.data() + comma + 1, line.data() + line.size(), duration);
  if (stage == kEveryStage.end() || error != std::errc() || end != line.data() + line.size()) return;
  durations[static_cast<std::size_t>(*stage)].push_back(duration);
}

}  // namespace

std::string durations_csv(const std::vector<StageFigures>& stages) {
  std::string text = "stage,nanoseconds\n";
  for (const StageFigures& figures : stages) {
    for (const std::int64_t duration : figures.durations) {
      text += to_text(figures.stage);
      text += ',';
      text += std::to_string(duration);
      text += '\n';
    }
  }
  return text;
}

Result<void> add_durations(const std::filesystem::path& file, StageDurations& durations) {
  const Result<std::string> text = read_text_file(file.string(), kLargestFile);
  if (!text) return text.error();
  std::string_view rest = *text;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size() - 1);
    add_line(rest.substr(0, rest[end] == '\n' ? end : end + 1), durations);
    rest.remove_prefix(end + 1);
  }
  return {};
}

std::vector<StageFigures> figures_of(const StageDurations& durations) {
  std::vector<StageFigures> figures;
  for (const Stage stage : kEveryStage) {
    const std::vector<std::int64_t>& values = durations[static_cast<std::size_t>(stage)];
    if (!values.empty()) figures.push_back(figures_of(stage, values));
  }
  return figures;
}

}  // namespace dialtone
