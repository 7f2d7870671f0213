// Foreign programs that the tests of this folder start next to ours: SIPp, Kamailio, baresip, nginx, curl, dumpcap and
// tshark. tools/packages names the Debian packages; tools/test installs them.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tests/tools/command.h"

namespace dialtone {

// A peer's executable, and the package that contains it.
struct Program {
  std::string name;
  std::string package;
};

// Returns the executable's absolute path; if it is not installed, fails the test, names the package and returns an
// empty path.
std::string path_of(const Program& program);

// Returns a port of 127.0.0.1 that is free for UDP and TCP, for a peer that cannot use port 0. The port is below the
// system's range for clients, so that no client takes it before the peer does. Never returns `taken`, an earlier
// result.
int free_port(int taken = 0);
// Returns true if a TCP socket listens on the port of 127.0.0.1.
bool accepts_connections(int port);

// One process of a peer. Its output goes to NAME.log in `folder`, so that the peer never blocks on its output. The peer
// gets SIGTERM when this object is destroyed or the test dies, so that all its processes end. If the test has failed by
// then, the end of the log is printed.
class Peer {
 public:
  Peer(const Program& program, std::vector<std::string> arguments, const std::filesystem::path& folder);
  ~Peer();
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  // Waits until the peer has ended; returns its exit code as Command::wait does, or -1 after kPatience.
  int wait();
  // Sends the signal and waits; returns the exit code.
  int end(int signal);
  // Returns true if `condition` became true while the peer ran.
  bool wait_until(const std::function<bool()>& condition);
  std::string log() const;

 private:
  bool has_ended() const;

  std::filesystem::path log_;
  std::optional<Command> command_;
  bool ended_ = false;
};

// Runs a peer without input until it ends; fails the test unless it ends with 0. Returns its standard output.
std::string output_of(const Program& program, std::vector<std::string> arguments, const std::filesystem::path& folder);

}  // namespace dialtone
