#include "tests/interop/peer.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <utility>

#include "tests/tools/folder.h"

namespace dialtone {
namespace {

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// Returns true if `call` (bind or connect) succeeds for a new socket and that port.
template <typename Call>
bool succeeds(Call call, int type, int port) {
  const int descriptor = ::socket(AF_INET, type | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(port);
  const bool done = call(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::close(descriptor);
  return done;
}

std::string end_of(const std::string& text) {
  constexpr std::size_t kMost = 6000;
  return text.size() <= kMost ? text : "..." + text.substr(text.size() - kMost);
}

}  // namespace

std::string path_of(const Program& program) {
  for (const char* folder : {"/usr/bin/", "/usr/sbin/"}) {
    if (std::filesystem::exists(folder + program.name)) return folder + program.name;
  }
  ADD_FAILURE() << program.name << " is missing: apt-get install " << program.package
                << " (tools/test installs every peer)";
  return "";
}

int free_port(int taken) {
  constexpr int kFirst = 20'000;
  constexpr int kCount = 12'000;
  const int before = taken == 0 ? static_cast<int>(::getpid() * 7 % kCount) : taken - kFirst;
  for (int i = 1; i <= kCount; ++i) {
    const int port = kFirst + (before + i) % kCount;
    if (succeeds(::bind, SOCK_STREAM, port) && succeeds(::bind, SOCK_DGRAM, port)) return port;
  }
  ADD_FAILURE() << "no port from " << kFirst << " on is free";
  return 0;
}

bool accepts_connections(int port) { return succeeds(::connect, SOCK_STREAM, port); }

Peer::Peer(const Program& program, std::vector<std::string> arguments, const std::filesystem::path& folder)
    : log_(folder / (program.name + ".log")) {
  arguments.insert(arguments.begin(), {"-c", "log=$1; shift; exec setpriv --pdeathsig TERM \"$@\" >>\"$log\" 2>&1",
                                       "sh", log_.string(), path_of(program)});
  command_.emplace("/bin/sh", std::move(arguments), folder);
}

Peer::~Peer() {
  const std::vector<pid_t> children = command_->children();
  if (!ended_ && end(SIGTERM) < 0) {
    for (const pid_t child : children) ::kill(child, SIGKILL);
  }
  if (testing::Test::HasFailure()) {
    ADD_FAILURE() << log_.filename().string() << " says at its end:\n" << end_of(log());
  }
}

int Peer::wait() {
  if (!wait_until([this] { return has_ended(); })) return -1;
  ended_ = true;
  return command_->wait();
}

int Peer::end(int signal) {
  command_->signal(signal);
  return wait();
}

bool Peer::wait_until(const std::function<bool()>& condition) {
  constexpr int kMilliseconds = 10;
  const auto deadline = std::chrono::steady_clock::now() + Command::kPatience;
  while (!condition()) {
    if (has_ended() || std::chrono::steady_clock::now() > deadline) return condition();
    ::poll(nullptr, 0, kMilliseconds);
  }
  return true;
}

bool Peer::has_ended() const {
  siginfo_t information{};
  const auto id = static_cast<id_t>(command_->pid());
  return ::waitid(P_PID, id, &information, WEXITED | WNOHANG | WNOWAIT) != 0 || information.si_pid != 0;
}

std::string Peer::log() const { return read_file(log_); }

std::string output_of(const Program& program, std::vector<std::string> arguments, const std::filesystem::path& folder) {
  const std::string path = path_of(program);
  if (path.empty()) return "";
  Command command(path, std::move(arguments), folder);
  EXPECT_EQ(command.wait(), 0) << program.name << ": " << command.err();
  return command.out();
}

}  // namespace dialtone
