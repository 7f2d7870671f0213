// The TCP connections of a SIP server (RFC 3261 18.2, 18.3; RFC 5626 4.4.1): each reads its messages one after another
// in a strand of its own, and answers pings. A peer that is slow, silent or speaks no SIP is cut off, and costs little
// until then.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "protocol/sip/connection.h"
#include "protocol/sip/flow.h"
#include "wire/sip/parser.h"
#include "world/host.h"
#include "world/list.h"

namespace dialtone::sip {

struct ServerConnectionOptions {
  // Since the last message or ping, for a connection that is not to be kept for longer.
  Duration idle_timeout = std::chrono::minutes(10);
  // From a message's first byte to its last.
  Duration message_timeout = std::chrono::seconds(32);
  // For the peer to take what waits for it.
  Duration write_timeout = std::chrono::seconds(32);
  // What may wait for a peer that does not take it; with more the connection ends.
  std::size_t most_waiting_bytes = 256 * 1024;
  // For one more, or where no descriptor is left, the connection that has been idle the longest ends, those that are
  // not kept first. While all are busy, the new one is reset.
  std::size_t most = 100'000;
  // Of all connections: messages that have come in part or are being answered, and answers that wait. For more, those
  // connections end that have waited the longest for the rest of a message, or for their peer to read; where there is
  // none, the connection that wants more.
  std::size_t most_held_bytes = 256 * 1024 * 1024;
};

// A message that came over a connection or in a datagram, or why it is none.
struct Arrival {
  Flow flow;
  Result<Message, MalformedMessage> message;
  std::size_t size_bytes = 0;
};

class Arrivals {
 public:
  virtual ~Arrivals() = default;
  // The next message of that connection is read when this returns.
  virtual Task<void> take(Arrival arrival) = 0;
  // That connection has ended.
  virtual void lose(std::uint64_t connection) = 0;
};

class ServerConnections {
 public:
  // `arrivals` must outlive it.
  ServerConnections(Host& host, const ServerConnectionOptions& options, Arrivals& arrivals);
  ~ServerConnections();
  ServerConnections(const ServerConnections&) = delete;
  ServerConnections& operator=(const ServerConnections&) = delete;

  // Accepts for ever, or until the listener is closed. `address` is the listener's place in Flow.
  Task<void> accept_all(Listener& listener, std::uint16_t address);

  // Whether it is still there.
  bool has(std::uint64_t connection) const { return by_number_.contains(connection); }
  // Hands bytes to it, now or as soon as the peer takes them. False where it is gone.
  bool send(std::uint64_t connection, std::string_view bytes);
  // It may be idle until then.
  void keep(std::uint64_t connection, Moment until);
  // Ends it, at once or when the message that it is busy with has been dealt with.
  void close(std::uint64_t connection);
  // Ends all of them so.
  void close_all();

  std::size_t size() const { return by_number_.size(); }

 private:
  struct Channel;
  struct Connected;

  // A connection's place among those that hold bytes until their peer sends, or reads, more.
  struct Holder : ListNode {
    explicit Holder(Connected& whose) : connection(whose) {}
    Connected& connection;
  };

  void add(std::unique_ptr<Stream> stream, std::uint16_t address);
  bool close_oldest();
  // Ends it now, and what waits for its peer is lost.
  void cut_off(Connected& connection);
  // Counts anew what it holds, and whether its peer is waited for. Called after each change of either.
  void note_held(Connected& connection);
  // Whether what is held is not too much, after others had to end for it.
  bool make_room_for(const Connected& connection);
  void close(Connected& connection);
  Task<void> serve(std::unique_ptr<Connected> connection);
  // These three return whether the connection goes on.
  Task<bool> take_messages(Connected& connection);
  Task<bool> read(Connected& connection);
  Task<bool> drain(Connected& connection);
  Task<void> take_message(Connected& connection);
  static Task<void> write_waiting(Host& host, std::shared_ptr<Channel> channel, Duration timeout);
  bool send(Connected& connection, std::string_view bytes);
  void note_activity(Connected& connection);

  Host& host_;
  ServerConnectionOptions options_;
  Arrivals& arrivals_;
  std::uint64_t next_number_ = 1;
  // Each belongs to its strand.
  std::unordered_map<std::uint64_t, Connected*> by_number_;
  // By their last activity: those that nobody keeps, and those that are kept.
  List<Connected> strangers_;
  List<Connected> kept_;
  List<Holder> holders_;  // those who began to hold first come first
  std::size_t held_bytes_ = 0;
  // Where every connection reads to; emptied before anyone else runs.
  std::array<char, 16 * 1024> scratch_;
};

}  // namespace dialtone::sip
