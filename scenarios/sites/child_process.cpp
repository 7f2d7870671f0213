#include "scenarios/sites/child_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace dialtone {
namespace {

struct Pipe {
  Descriptor reading;
  Descriptor writing;
};

Failure failure_of(const std::string& call) { return Failure{call + ": " + std::strerror(errno)}; }

Result<Pipe> open_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return failure_of("pipe");
  return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

}  // namespace

Result<ChildProcess> ChildProcess::start(const std::filesystem::path& executable,
                                         const std::vector<std::string>& arguments, Errors errors) {
  // All memory is allocated before the fork: between fork and exec only async-signal-safe functions may be called.
  std::string program = executable.string();
  std::vector<std::string> words = arguments;
  std::vector<char*> argv{program.data()};
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  Result<Pipe> to_child = open_pipe();
  if (!to_child) return to_child.error();
  Result<Pipe> from_child = open_pipe();
  if (!from_child) return from_child.error();
  const pid_t parent = ::getpid();
  // Block SIGINT, because a SIGINT sent to the child before exec must not run the parent's handler in the child.
  sigset_t interrupt{};
  sigset_t before{};
  ::sigemptyset(&interrupt);
  ::sigaddset(&interrupt, SIGINT);
  ::pthread_sigmask(SIG_BLOCK, &interrupt, &before);
  const pid_t pid = ::fork();
  if (pid != 0) ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (pid < 0) return failure_of("fork");
  if (pid == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent) ::_exit(127);
    ::setpgid(0, 0);
    // A shell starts background commands with SIGINT ignored; SIGINT must end the child.
    ::signal(SIGINT, SIG_DFL);
    ::pthread_sigmask(SIG_UNBLOCK, &interrupt, nullptr);
    ::dup2(to_child->reading.number(), STDIN_FILENO);
    ::dup2(from_child->writing.number(), STDOUT_FILENO);
    if (errors == Errors::kWithOutput) ::dup2(from_child->writing.number(), STDERR_FILENO);
    ::execv(program.c_str(), argv.data());
    ::_exit(127);
  }
  ::fcntl(from_child->reading.number(), F_SETFL, O_NONBLOCK);
  return ChildProcess(pid, std::move(to_child->writing), std::move(from_child->reading));
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      input_(std::move(other.input_)),
      output_(std::move(other.output_)),
      lines_(std::move(other.lines_)),
      status_(other.status_) {}

ChildProcess::~ChildProcess() {
  if (pid_ >= 0) kill();
}

bool ChildProcess::write_line(std::string_view line) {
  const std::string text = std::string(line) + "\n";
  std::size_t written = 0;
  while (written < text.size()) {
    const ssize_t count = ::write(input_.number(), text.data() + written, text.size() - written);
    if (count < 0 && errno != EINTR) return false;
    written += static_cast<std::size_t>(std::max<ssize_t>(count, 0));
  }
  return true;
}

void ChildProcess::terminate() { signal(SIGTERM); }

void ChildProcess::signal(int number) {
  if (!has_ended()) ::kill(pid_, number);
}

bool ChildProcess::has_ended() {
  if (status_) return true;
  int status = 0;
  if (::waitpid(pid_, &status, WNOHANG) == pid_) status_ = status;
  return status_.has_value();
}

void ChildProcess::kill() {
  if (has_ended()) return;
  // Also kills the child's own children, unless they have another process group.
  ::kill(-pid_, SIGKILL);
  ::kill(pid_, SIGKILL);
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) continue;
  status_ = status;
}

}  // namespace dialtone
