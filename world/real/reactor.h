// The one place where the real world waits: for sockets to become ready, for a time, or for a wake-up.
#pragma once

#include <Poco/Net/PollSet.h>
#include <Poco/Net/Socket.h>
#include <Poco/Net/StreamSocket.h>

#include <cstdint>
#include <map>

#include "values/time.h"

namespace dialtone {

class Reactor;

// A socket that somebody may wait for. It leaves the reactor when it is destroyed, before its socket is closed.
class Watched {
 public:
  Watched(Reactor& reactor, Poco::Net::Socket socket) : reactor_(reactor), socket_(std::move(socket)) {}
  virtual ~Watched() { ignore(); }
  Watched(const Watched&) = delete;
  Watched& operator=(const Watched&) = delete;

  // To be told when it can be read or written (Poco's PollSet modes), until stop_wanting.
  void want(int mode);
  void stop_wanting(int mode);
  // Takes it out of the reactor.
  void ignore();

  // From the reactor: whichever was wanted has come, or an error, which counts as both.
  virtual void ready(bool readable, bool writable) = 0;

 protected:
  // Counts what is taken from the socket; true when it has had its share until the next poll. A party that always
  // finds something never waits, and would keep the loop from its timers, the other sockets and a signal.
  bool has_had_its_share();

 private:
  Reactor& reactor_;
  Poco::Net::Socket socket_;
  int mode_ = 0;
  int taken_ = 0;
  std::uint64_t taken_in_turn_ = 0;
};

class Reactor {
 public:
  Reactor();
  ~Reactor();
  Reactor(const Reactor&) = delete;
  Reactor& operator=(const Reactor&) = delete;

  // Waits at most `longest`, rounded up to the next millisecond, and tells every socket that is ready.
  void poll(Duration longest);
  // Ends a poll, this one or the next; from a signal handler or another thread.
  void wake();

 private:
  friend class Watched;

  Poco::Net::PollSet poll_set_;
  std::map<Poco::Net::Socket, Watched*> watched_;
  std::uint64_t turn_ = 0;
  int wake_descriptor_ = -1;
  Poco::Net::StreamSocket wake_socket_;
};

}  // namespace dialtone
