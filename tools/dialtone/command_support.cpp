#include "tools/dialtone/command_support.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <iostream>

#include "scenarios/engine/suite.h"
#include "scenarios/language/plan/scenario_reader.h"
#include "values/spelling.h"
#include "world/real/real_world.h"

namespace dialtone {
namespace {

namespace fs = std::filesystem;

// A plan.yaml that a run has written is not a scenario to be run.
bool is_plan_of_a_run(const fs::path& file) {
  std::error_code error;
  return file.filename() == "plan.yaml" && fs::exists(file.parent_path() / "events.jsonl", error);
}

// Skips folders that cannot be entered; keeps a file that cannot be reached, so that reading it gives the error.
void add_scenarios_of(const fs::path& folder, std::vector<fs::path>& files) {
  std::error_code error;
  fs::recursive_directory_iterator each(folder, fs::directory_options::skip_permission_denied, error);
  for (; !error && each != fs::recursive_directory_iterator(); each.increment(error)) {
    const std::string extension = each->path().extension().string();
    std::error_code unreachable;
    const bool is_folder = each->is_directory(unreachable);
    if ((extension == ".yaml" || extension == ".yml") && !is_folder && !is_plan_of_a_run(each->path()) &&
        !is_for_inclusion(each->path().string())) {
      files.push_back(each->path());
    }
  }
}

}  // namespace

int fail(int code, std::string_view reason) {
  std::cerr << "dialtone: " << reason << '\n';
  return code;
}

int fail(const DirectoryFailure& failure) {
  return fail(failure.kind == DirectoryFailure::Kind::kRefused ? kUsage : kEnvironment, failure.reason);
}

Result<void> close_directory(RunDirectory& directory, bool all_ended) {
  if (all_ended) return directory.complete();
  if (directory.keeps_earlier()) {
    std::cerr << "dialtone: what the run before this one left is kept in " << (directory.path() / kEarlier).string()
              << '\n';
  }
  return Result<void>();
}

std::optional<std::string> environment_variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

Result<WorldKind> parse_world(const std::string* text) {
  if (text == nullptr || *text == "virtual") return WorldKind::kVirtual;
  if (*text == "real") return WorldKind::kReal;
  if (*text == "processes") return WorldKind::kProcesses;
  return Failure{"--world " + *text + ": it is virtual, real or processes" +
                 did_you_mean(*text, {"virtual", "real", "processes"})};
}

Result<std::uint64_t> parse_number(const std::string& option, const std::string& text, std::uint64_t most) {
  std::uint64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || end != text.data() + text.size() || number == 0 || number > most) {
    return Failure{option + " " + text + ": it is a number from 1 to " + std::to_string(most)};
  }
  return number;
}

Result<Duration> parse_time_limit(const std::string& text) {
  const Result<Duration> limit = parse_duration(text);
  if (!limit || *limit == Duration::zero()) return Failure{"--time-limit: a duration such as 90s or 15m"};
  return limit;
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

fs::path this_executable() {
  std::error_code error;
  return fs::read_symlink("/proc/self/exe", error);
}

Result<void> make_room_for_devices(std::uint64_t devices, WorldKind world) {
  if (world == WorldKind::kVirtual) return Result<void>();
  // A device has one socket open, and both ends of a connection while it asks for its settings.
  constexpr std::uint64_t kForEachDevice = 3;
  constexpr std::uint64_t kBesides = 128;
  return raise_open_files_limit(devices * kForEachDevice + kBesides);
}

std::vector<fs::path> scenarios_below(const std::vector<std::string>& paths) {
  std::vector<fs::path> files;
  for (const std::string& path : paths) {
    std::error_code error;
    if (fs::is_directory(path, error)) {
      add_scenarios_of(path, files);
    } else {
      files.emplace_back(path);
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace dialtone
