// A program that this one started, with pipes to its standard input and from its standard output.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/sites/line_input.h"
#include "values/result.h"

namespace dialtone {

class ChildProcess {
 public:
  // Where its standard error goes: to this process's, or into the same pipe as its output.
  enum class Errors : std::uint8_t { kInherited, kWithOutput };
  // The child gets SIGTERM when this process dies, however it dies, and a process group of its own, so that a
  // terminal's Ctrl-C is this process's to pass on.
  static Result<ChildProcess> start(const std::filesystem::path& executable, const std::vector<std::string>& arguments,
                                    Errors errors = Errors::kInherited);

  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&& other) = delete;
  // Kills a child that is still there.
  ~ChildProcess();

  pid_t pid() const { return pid_; }
  // What to poll for reading.
  int output() const { return output_; }
  // Writes a whole line, end added.
  bool write_line(std::string_view line);
  // The complete lines that have come, without waiting.
  std::vector<std::string> read_lines() { return lines_.take(); }
  bool at_end() const { return lines_.at_end(); }

  // Asks it to end.
  void terminate();
  // Sends it a signal, if it has not ended.
  void signal(int number);
  // Whether it has ended; its status as waitpid gives it.
  bool has_ended();
  std::optional<int> status() const { return status_; }
  // At once, and its process group with it, if it has not ended.
  void kill();

 private:
  ChildProcess(pid_t pid, int input, int output) : pid_(pid), input_(input), output_(output), lines_(output) {}

  pid_t pid_ = -1;
  int input_ = -1;
  int output_ = -1;
  LineInput lines_;
  std::optional<int> status_;
};

}  // namespace dialtone
