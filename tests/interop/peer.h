// Programs that no one here wrote, which the tests of this folder start beside ours: SIPp, Kamailio, baresip, nginx,
// curl, dumpcap and tshark. tools/packages names Debian's packages; tools/test installs them.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tests/tools/command.h"

namespace dialtone {

// A peer's executable, and the package that brings it.
struct Program {
  std::string name;
  std::string package;
};

// The executable's whole path; where there is none, the test fails with the package's name and it is empty.
std::string path_of(const Program& program);

// A port of 127.0.0.1 that is free over UDP and TCP, for a peer that cannot take port 0. It lies below those that the
// system gives to clients, so that none of them takes it before the peer does. `taken`: one that was given before; the
// next is another.
int free_port(int taken = 0);
// Whether something listens on 127.0.0.1, over TCP.
bool accepts_connections(int port);

// One process of a peer. Its output goes to NAME.log in `folder`, so that a peer that says much never waits for its
// reader. It is asked to end with SIGTERM when it goes out of scope or when the test dies, so that a peer of several
// processes ends them all; and where the test has failed by then, its log's end is printed.
class Peer {
 public:
  Peer(const Program& program, std::vector<std::string> arguments, const std::filesystem::path& folder);
  ~Peer();
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  // Waits until it has ended; its exit code as of Command::wait, or -1 where patience ran out.
  int wait();
  // Asks it to end and waits; its exit code.
  int end(int signal);
  // Whether `condition` came to hold while it ran.
  bool wait_until(const std::function<bool()>& condition);
  std::string log() const;

 private:
  bool has_ended() const;

  std::filesystem::path log_;
  std::optional<Command> command_;
  bool ended_ = false;
};

// Runs a peer to its end with nothing on its standard input; fails the test where it does not end with 0. Returns its
// standard output.
std::string output_of(const Program& program, std::vector<std::string> arguments, const std::filesystem::path& folder);

}  // namespace dialtone
