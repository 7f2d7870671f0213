// One of our executables, run as a person or a script would: with arguments, pipes, signals and an exit code.
#pragma once

#include <gtest/gtest.h>
#include <sys/types.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dialtone {

class Command {
 public:
  // How long anything may take before a test gives up; sanitizers are slow, machines may be busy.
  static constexpr std::chrono::seconds kPatience{60};
  // The same of tests/tools/in_real_time, which runs its command up to five times.
  static constexpr std::chrono::seconds kPatienceInRealTime{200};

  // Starts build/.../bin/NAME, or NAME itself where it is a whole path, in `folder`, with `input` on its
  // standard input. Of the variables DIALTONE_ and GIT_ it has only those in `environment` (`NAME=value`): a hook of
  // git runs with variables that name the developer's repository. It dies with the test.
  Command(std::string_view name, std::vector<std::string> arguments, const std::filesystem::path& folder,
          std::string_view input = "", std::vector<std::string> environment = {});
  // Kills what still runs.
  ~Command();
  Command(const Command&) = delete;
  Command& operator=(const Command&) = delete;

  // Reads until the process has ended; its exit code, or 128 and the number of the signal that killed it. -1 where
  // patience ran out.
  int wait(std::chrono::seconds patience = kPatience);
  // Reads until `condition` holds; false where patience or the process ended first.
  bool wait_until(const std::function<bool()>& condition);
  // The rest of the first line of the standard output that begins with `start`; empty where none came.
  std::string wait_for_line(std::string_view start);
  void signal(int number);

  const std::string& out() const { return texts_[0]; }
  const std::string& err() const { return texts_[1]; }
  pid_t pid() const { return pid_; }
  // The processes that it started itself and that still run.
  std::vector<pid_t> children() const;

 private:
  // Takes what comes within a moment; false where both pipes have ended.
  bool read_some();
  std::optional<std::string> line(std::string_view start) const;

  pid_t pid_ = -1;
  std::array<int, 2> pipes_{-1, -1};
  std::array<std::string, 2> texts_;
  std::optional<int> exit_code_;
};

// Waits for a device_sim that could not be started again where this machine was late, because its test gives it
// signals: it ended with 0, or with 3 for no other reason than that and with every device registered.
testing::AssertionResult ended_well(Command& devices);

// The path of build/.../bin/NAME.
std::string program(const std::string& name);

// Whether the process has a handler for the signal.
bool catches(pid_t pid, int signal);

// A process's arguments, as /proc shows them, with blanks between; empty where there is no such process.
std::string command_line_of(pid_t pid);
bool is_running(pid_t pid);

}  // namespace dialtone
