#include "tests/tools/command.h"
#include "tests/build_paths.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace dialtone {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> list;
  for (std::string& word : words) list.push_back(word.data());
  list.push_back(nullptr);
  return list;
}

std::vector<std::string> variables(std::vector<std::string> ours) {
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view text(*variable);
    if (!text.starts_with("DIALTONE_") && !text.starts_with("GIT_")) ours.emplace_back(text);
  }
  return ours;
}

// Returns an unnamed file that contains `text`, positioned at its beginning.
int input_file(std::string_view text) {
  std::FILE* file = std::tmpfile();
  std::fwrite(text.data(), 1, text.size(), file);
  std::fflush(file);
  const int descriptor = ::dup(::fileno(file));
  ::lseek(descriptor, 0, SEEK_SET);
  std::fclose(file);
  return descriptor;
}

}  // namespace

Command::Command(std::string_view name, std::vector<std::string> arguments, const fs::path& folder,
                 std::string_view input, std::vector<std::string> environment) {
  const std::string path(name);
  arguments.insert(arguments.begin(), path.starts_with('/') ? path : program(path));
  environment = variables(std::move(environment));
  const std::vector<char*> argv = pointers(arguments);
  const std::vector<char*> envp = pointers(environment);
  const std::string place = folder.string();
  const int standard_input = input_file(input);
  std::array<int, 2> out{};
  std::array<int, 2> err{};
  if (::pipe2(out.data(), O_CLOEXEC) != 0 || ::pipe2(err.data(), O_CLOEXEC) != 0) std::abort();
  pid_ = ::fork();
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(standard_input, STDIN_FILENO);
    ::dup2(out[1], STDOUT_FILENO);
    ::dup2(err[1], STDERR_FILENO);
    if (::chdir(place.c_str()) == 0) ::execve(argv.front(), argv.data(), envp.data());
    ::_exit(127);
  }
  ::close(standard_input);
  ::close(out[1]);
  ::close(err[1]);
  pipes_ = {out[0], err[0]};
}

Command::~Command() {
  if (!exit_code_) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  for (const int pipe : pipes_) {
    if (pipe >= 0) ::close(pipe);
  }
}

bool Command::read_some() {
  std::array<pollfd, 2> polled{};
  for (std::size_t i = 0; i < polled.size(); ++i) polled[i] = {pipes_[i], POLLIN, 0};
  constexpr int kMilliseconds = 10;
  ::poll(polled.data(), polled.size(), kMilliseconds);
  for (std::size_t i = 0; i < polled.size(); ++i) {
    if (polled[i].revents == 0) continue;
    std::array<char, 65'536> block{};
    const ssize_t count = ::read(pipes_[i], block.data(), block.size());
    if (count > 0) {
      texts_[i].append(block.data(), static_cast<std::size_t>(count));
    } else {
      ::close(pipes_[i]);
      pipes_[i] = -1;
    }
  }
  return pipes_[0] >= 0 || pipes_[1] >= 0;
}

int Command::wait(std::chrono::seconds patience) {
  const Clock::time_point deadline = Clock::now() + patience;
  while (read_some()) {
    if (Clock::now() > deadline) return -1;
  }
  if (exit_code_) return *exit_code_;
  int status = 0;
  ::waitpid(pid_, &status, 0);
  constexpr int kKilled = 128;
  exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : kKilled + WTERMSIG(status);
  return *exit_code_;
}

bool Command::wait_until(const std::function<bool()>& condition) {
  const Clock::time_point deadline = Clock::now() + kPatience;
  while (!condition()) {
    if (!read_some() || Clock::now() > deadline) return condition();
  }
  return true;
}

std::optional<std::string> Command::line(std::string_view start) const {
  const std::string text = "\n" + out();
  const std::size_t at = text.find("\n" + std::string(start));
  const std::size_t end = at == std::string::npos ? at : text.find('\n', at + 1);
  if (end == std::string::npos) return std::nullopt;
  return text.substr(at + 1 + start.size(), end - at - 1 - start.size());
}

std::string Command::wait_for_line(std::string_view start) {
  wait_until([&] { return line(start).has_value(); });
  return line(start).value_or("");
}

void Command::signal(int number) { ::kill(pid_, number); }

std::vector<pid_t> Command::children() const {
  const std::string id = std::to_string(pid_);
  std::ifstream list("/proc/" + id + "/task/" + id + "/children");
  return {std::istream_iterator<pid_t>(list), {}};
}

testing::AssertionResult ended_well(Command& devices) {
  const int code = devices.wait();
  const std::string& said = devices.err();
  const bool was_late = said.find("this machine was the bottleneck") != std::string::npos;
  const bool failed = said.find("not registered") != std::string::npos;
  if (code == 0 || (code == 3 && was_late && !failed)) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "it ended with " << code << " and said: " << said;
}

std::string program(const std::string& name) { return DIALTONE_BIN_DIR "/" + name; }

bool catches(pid_t pid, int signal) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (!line.starts_with("SigCgt:")) continue;
    return (std::stoull(line.substr(7), nullptr, 16) >> (signal - 1) & 1U) != 0;
  }
  return false;
}

std::string command_line_of(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/cmdline", std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  std::replace(text.begin(), text.end(), '\0', ' ');
  return text;
}

bool is_running(pid_t pid) { return ::kill(pid, 0) == 0; }

}  // namespace dialtone
