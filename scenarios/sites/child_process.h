// A child process with pipes to its standard input and from its standard output.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scenarios/sites/line_input.h"
#include "values/result.h"
#include "world/real/descriptor.h"

namespace dialtone {

class ChildProcess {
 public:
  // Where the child's standard error goes: to this process's standard error, or into the pipe for the child's output.
  enum class Errors : std::uint8_t { kInherited, kWithOutput };
  // Starts the child. The child gets SIGTERM when this process dies for any reason, and a process group of its own, so
  // that a terminal's Ctrl-C reaches only this process, which passes the signal on.
  static Result<ChildProcess> start(const std::filesystem::path& executable, const std::vector<std::string>& arguments,
                                    Errors errors = Errors::kInherited);

  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&& other) = delete;
  // Kills a child that still runs.
  ~ChildProcess();

  pid_t pid() const { return pid_; }
  // The file descriptor to poll for reading.
  int output() const { return output_.number(); }
  // Writes a line and its line end; returns false if the child does not read any more.
  bool write_line(std::string_view line);
  // Returns the complete lines that have arrived; does not wait.
  std::vector<std::string> read_lines() { return lines_.take(); }
  bool at_end() const { return lines_.at_end(); }

  // Sends SIGTERM.
  void terminate();
  // Sends a signal if the child has not ended.
  void signal(int number);
  // Returns true if the child has ended, and sets its status as waitpid gives it.
  bool has_ended();
  std::optional<int> status() const { return status_; }
  // Kills the child and its process group, if the child has not ended.
  void kill();

 private:
  ChildProcess(pid_t pid, Descriptor input, Descriptor output)
      : pid_(pid), input_(std::move(input)), output_(std::move(output)), lines_(output_.number()) {}

  pid_t pid_ = -1;
  Descriptor input_;
  Descriptor output_;
  LineInput lines_;
  std::optional<int> status_;
};

}  // namespace dialtone
