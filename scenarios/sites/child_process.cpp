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

Result<ChildProcess> ChildProcess::start(const std::filesystem::path& executable,
                                         const std::vector<std::string>& arguments, Errors errors) {
  // All memory is allocated before the fork: between fork and exec only async-signal-safe functions may be called.
  std::string program = executable.string();
  std::vector<std::string> words = arguments;
  std::vector<char*> argv{program.data()};
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  std::array<int, 2> to_child{};
  std::array<int, 2> from_child{};
  if (::pipe2(to_child.data(), O_CLOEXEC) != 0) return Failure{std::string("pipe: ") + std::strerror(errno)};
  if (::pipe2(from_child.data(), O_CLOEXEC) != 0) return Failure{std::string("pipe: ") + std::strerror(errno)};
  const pid_t parent = ::getpid();
  // The parent's handler must not run in the child for a SIGINT that is sent to the child.
  sigset_t interrupt{};
  sigset_t before{};
  ::sigemptyset(&interrupt);
  ::sigaddset(&interrupt, SIGINT);
  ::pthread_sigmask(SIG_BLOCK, &interrupt, &before);
  const pid_t pid = ::fork();
  if (pid != 0) ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (pid < 0) return Failure{std::string("fork: ") + std::strerror(errno)};
  if (pid == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent) ::_exit(127);
    ::setpgid(0, 0);
    // A shell starts background commands with SIGINT ignored; SIGINT must end the child.
    ::signal(SIGINT, SIG_DFL);
    ::pthread_sigmask(SIG_UNBLOCK, &interrupt, nullptr);
    ::dup2(to_child[0], STDIN_FILENO);
    ::dup2(from_child[1], STDOUT_FILENO);
    if (errors == Errors::kWithOutput) ::dup2(from_child[1], STDERR_FILENO);
    ::execv(program.c_str(), argv.data());
    ::_exit(127);
  }
  ::close(to_child[0]);
  ::close(from_child[1]);
  ::fcntl(from_child[0], F_SETFL, O_NONBLOCK);
  return ChildProcess(pid, to_child[1], from_child[0]);
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      input_(std::exchange(other.input_, -1)),
      output_(std::exchange(other.output_, -1)),
      lines_(std::move(other.lines_)),
      status_(other.status_) {}

ChildProcess::~ChildProcess() {
  if (pid_ < 0) return;
  kill();
  ::close(input_);
  ::close(output_);
}

bool ChildProcess::write_line(std::string_view line) {
  const std::string text = std::string(line) + "\n";
  std::size_t written = 0;
  while (written < text.size()) {
    const ssize_t count = ::write(input_, text.data() + written, text.size() - written);
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
