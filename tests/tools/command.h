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
  // How long a test waits before it gives up; sanitizers and busy machines are slow.
  static constexpr std::chrono::seconds kPatience{60};
  // The same for tests/tools/in_real_time, which runs its command up to five times.
  static constexpr std::chrono::seconds kPatienceInRealTime{200};

  // Starts build/.../bin/NAME, or NAME itself if it is an absolute path, in `folder`, with `input` on its standard
  // input. Of the variables that begin with DIALTONE_ or GIT_ the process gets only those in `environment`
  // (`NAME=value`), because a git hook runs with variables that name the developer's repository. The process is killed
  // if the test dies.
  Command(std::string_view name, std::vector<std::string> arguments, const std::filesystem::path& folder,
          std::string_view input = "", std::vector<std::string> environment = {});
  // Kills the process if it still runs.
  ~Command();
  Command(const Command&) = delete;
  Command& operator=(const Command&) = delete;

  // Reads until the process has ended. Returns its exit code, 128 plus the number of the signal that killed it, or -1
  // after `patience`.
  int wait(std::chrono::seconds patience = kPatience);
  // Reads until `condition` holds; returns false if the process ends or kPatience passes before.
  bool wait_until(const std::function<bool()>& condition);
  // Returns the rest of the first line of the standard output that begins with `start`; empty if none came.
  std::string wait_for_line(std::string_view start);
  void signal(int number);

  const std::string& out() const { return texts_[0]; }
  const std::string& err() const { return texts_[1]; }
  pid_t pid() const { return pid_; }
  // Returns the child processes that still run.
  std::vector<pid_t> children() const;

 private:
  // Waits briefly and reads what has come; returns false if both pipes have ended.
  bool read_some();
  std::optional<std::string> line(std::string_view start) const;

  pid_t pid_ = -1;
  std::array<int, 2> pipes_{-1, -1};
  std::array<std::string, 2> texts_;
  std::optional<int> exit_code_;
};

// Waits for a device_sim whose test sends it signals, so that it cannot be run again if the machine is late. Succeeds
// for 0, and for 3 if lateness was the only reason and every device registered.
testing::AssertionResult ended_well(Command& devices);

// Returns the path of build/.../bin/NAME.
std::string program(const std::string& name);

// Returns true if the process has a handler for the signal.
bool catches(pid_t pid, int signal);

// Returns a process's arguments from /proc, separated by blanks; empty if there is no such process.
std::string command_line_of(pid_t pid);
bool is_running(pid_t pid);

}  // namespace dialtone
