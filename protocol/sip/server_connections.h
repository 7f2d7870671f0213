// The TCP connections of a SIP server (RFC 3261 18.2, 18.3; RFC 5626 4.4.1): each reads its messages one after another
// in a strand of its own, and answers pings. A peer that is too slow, too long silent or does not speak SIP is cut off,
// and uses little memory until then.
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
  // How long a connection lives after its last message or ping, unless keep() set a later moment.
  Duration idle_timeout = std::chrono::minutes(10);
  // The longest time from a message's first byte to its last.
  Duration message_timeout = std::chrono::seconds(32);
  // The longest time for the peer to read the bytes that wait for it.
  Duration write_timeout = std::chrono::seconds(32);
  // The maximum number of bytes that wait for a peer which does not read. With more, the connection ends.
  std::size_t most_waiting_bytes = 256 * 1024;
  // The maximum number of connections. When one more comes, or no file descriptor is left, the connection that has been
  // idle longest is closed; connections without keep() go first. If all are busy, the new connection is reset.
  std::size_t most = 100'000;
  // The maximum memory for all connections together, in bytes: messages that have arrived in part or are being
  // answered, and answers that wait. Above it, connections are closed that have waited longest for the rest of a
  // message or for their peer to read; if there are none, the connection that needs more.
  std::size_t most_held_bytes = 256 * 1024 * 1024;
};

// A message from a connection or a datagram, or the reason why the bytes are not a message.
struct Arrival {
  Flow flow;
  Result<Message, MalformedMessage> message;
  std::size_t size_bytes = 0;
};

class Arrivals {
 public:
  virtual ~Arrivals() = default;
  // Handles a message. The next message of the same connection is read when the task ends.
  virtual Task<void> take(Arrival arrival) = 0;
  // Called when a connection has ended.
  virtual void lose(const Flow& connection) = 0;
};

class ServerConnections {
 public:
  // `arrivals` must outlive the connections.
  ServerConnections(Host& host, const ServerConnectionOptions& options, Arrivals& arrivals);
  ~ServerConnections();
  ServerConnections(const ServerConnections&) = delete;
  ServerConnections& operator=(const ServerConnections&) = delete;

  // Accepts connections until the listener is closed. `address` is the listener's index, for the connections' flows.
  Task<void> accept_all(Listener& listener, std::uint16_t address);

  // Returns true if the connection is still open.
  bool has(std::uint64_t connection) const { return by_number_.contains(connection); }
  // Sends bytes, now or as soon as the peer accepts them. Returns false if the connection is gone.
  bool send(std::uint64_t connection, std::string_view bytes);
  // Allows the connection to be idle until that moment.
  void keep(std::uint64_t connection, Moment until);
  // Closes the connection: at once, or, if it is busy with a message, after that message was handled.
  void close(std::uint64_t connection);
  // Closes all connections as close() does.
  void close_all();

  std::size_t size() const { return by_number_.size(); }

 private:
  struct Channel;
  // A connection's other end and state.
  struct Peer;

  // A peer in the list of peers for which bytes are held until they send or read more.
  struct Holder : ListNode {
    explicit Holder(Peer& whose) : peer(whose) {}
    Peer& peer;
  };

  void add(std::unique_ptr<Stream> stream, std::uint16_t address);
  bool close_oldest();
  // Closes the peer's connection at once; bytes that wait for the peer are lost.
  void cut_off(Peer& peer);
  // Updates held_bytes_ and holders_ for the peer. Call after each change of the peer's bytes or of `busy`.
  void note_held(Peer& peer);
  // Cuts off other peers while too many bytes are held. Returns true if the held bytes are now within the limit.
  bool make_room_for(const Peer& peer);
  void close(Peer& peer);
  Task<void> serve(std::unique_ptr<Peer> peer);
  // These functions return false if the connection ends.
  Task<bool> take_messages(Peer& peer);
  Task<bool> read(Peer& peer);
  Task<bool> drain(Peer& peer);
  Task<void> take_message(Peer& peer);
  static Task<void> write_waiting(Host& host, std::shared_ptr<Channel> channel, Duration timeout);
  bool send(Peer& peer, std::string_view bytes);
  void note_activity(Peer& peer);
  // The moment until which the peer may be silent.
  Moment deadline_of(const Peer& peer) const;

  Host& host_;
  ServerConnectionOptions options_;
  Arrivals& arrivals_;
  std::uint64_t next_number_ = 1;
  // Each peer is owned by its connection's strand.
  std::unordered_map<std::uint64_t, Peer*> by_number_;
  // Peers in the order of their last activity: strangers_ without keep(), kept_ with it.
  List<Peer> strangers_;
  List<Peer> kept_;
  List<Holder> holders_;  // the peer that has held bytes longest comes first
  std::size_t held_bytes_ = 0;
  // All connections read into this buffer, and empty it before another strand runs.
  std::array<char, 16 * 1024> scratch_;
};

}  // namespace dialtone::sip
