#include "tools/dialtone/command_support.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "world/real/real_world.h"

namespace dialtone {
namespace {

namespace fs = std::filesystem;

SignalsSeen signals_seen;

void on_interrupt(int) { signals_seen.interrupted = true; }
void on_quit(int) { signals_seen.describe_wanted = true; }

}  // namespace

SignalsSeen& catch_signals() {
  struct sigaction action{};
  action.sa_handler = on_interrupt;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  action.sa_handler = on_quit;
  sigaction(SIGQUIT, &action, nullptr);
  signal(SIGPIPE, SIG_IGN);
  return signals_seen;
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
  // A device has one socket open, and a connection's two ends while it asks for its settings.
  constexpr std::uint64_t kForEachDevice = 3;
  constexpr std::uint64_t kBesides = 128;
  return raise_open_files_limit(devices * kForEachDevice + kBesides);
}

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

}  // namespace dialtone
