#include "world/real/reactor.h"

#include <Poco/Exception.h>
#include <Poco/Net/StreamSocketImpl.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <vector>

namespace dialtone {
namespace {

using Poco::Net::PollSet;

// The reading end is Poco's to poll, the writing end ours, because a signal handler may only write.
Poco::Net::StreamSocket make_wake_pair(int& writer) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()) != 0) std::abort();
  writer = ends[1];
  return Poco::Net::StreamSocket(new Poco::Net::StreamSocketImpl(ends[0]));
}

}  // namespace

void Watched::want(int mode) {
  const int wanted = mode_ | mode;
  if (wanted == mode_) return;
  if (mode_ == 0) {
    reactor_.watched_[socket_] = this;
    reactor_.poll_set_.add(socket_, wanted);
  } else {
    reactor_.poll_set_.update(socket_, wanted);
  }
  mode_ = wanted;
}

void Watched::stop_wanting(int mode) {
  const int wanted = mode_ & ~mode;
  if (wanted == mode_) return;
  // A socket in error is reported even where nothing is wanted of it, so it must leave altogether.
  if (wanted == 0) {
    ignore();
    return;
  }
  reactor_.poll_set_.update(socket_, wanted);
  mode_ = wanted;
}

void Watched::ignore() {
  if (mode_ == 0) return;
  mode_ = 0;
  reactor_.watched_.erase(socket_);
  reactor_.poll_set_.remove(socket_);
}

bool Watched::has_had_its_share() {
  constexpr int kShare = 64;
  if (taken_in_turn_ != reactor_.turn_) {
    taken_in_turn_ = reactor_.turn_;
    taken_ = 0;
  }
  return ++taken_ > kShare;
}

Reactor::Reactor() : wake_socket_(make_wake_pair(wake_descriptor_)) { poll_set_.add(wake_socket_, PollSet::POLL_READ); }

Reactor::~Reactor() { ::close(wake_descriptor_); }

void Reactor::wake() {
  const char byte = 1;
  [[maybe_unused]] const ssize_t written = ::write(wake_descriptor_, &byte, 1);
}

void Reactor::poll(Duration longest) {
  // The system counts in milliseconds: rounded down, the last one before each timer would be spent in turning round.
  const std::chrono::microseconds timeout = std::chrono::ceil<std::chrono::milliseconds>(longest);
  ++turn_;
  const PollSet::SocketModeMap ready = poll_set_.poll(Poco::Timespan(timeout.count()));
  for (const auto& [socket, mode] : ready) {
    if (socket == wake_socket_) {
      std::array<char, 64> bytes{};
      while (::read(socket.impl()->sockfd(), bytes.data(), bytes.size()) > 0) {
      }
      continue;
    }
    // One that was told before may have destroyed this one.
    const auto found = watched_.find(socket);
    if (found == watched_.end()) continue;
    const bool error = (mode & PollSet::POLL_ERROR) != 0;
    found->second->ready(error || (mode & PollSet::POLL_READ) != 0, error || (mode & PollSet::POLL_WRITE) != 0);
  }
}

}  // namespace dialtone
