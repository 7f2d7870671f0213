#include "protocol/sip/server_connections.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace dialtone::sip {
namespace {

constexpr std::string_view kPong = "\r\n";
constexpr Duration kPauseWithoutDescriptors = std::chrono::milliseconds(100);

}  // namespace

// A peer's connection, shared with the strand that writes the bytes which the peer does not accept at once.
struct ServerConnections::Channel {
  Channel(std::unique_ptr<Stream> stream, std::size_t most_waiting_bytes)
      : connection(std::move(stream), StreamReader::KeepAlive::kPing, most_waiting_bytes) {}

  bool is_drained() const { return connection.waiting_bytes() == 0; }
  void break_off() {
    broken = true;
    connection.reset();
  }

  Connection connection;
  // The peer of the connection; null after the connection was closed.
  Peer* peer = nullptr;
  // True if nothing can be sent any more.
  bool broken = false;
  Signal drained;
};

struct ServerConnections::Peer : ListNode {
  Peer(ServerConnections& all, std::shared_ptr<Channel> shared, const Flow& way)
      : connections(all), channel(std::move(shared)), flow(way) {
    const bool is_new = connections.by_number_.emplace(flow.connection, this).second;
    assert(is_new && flow.connection != 0 && "0 is that of datagrams");
    channel->peer = this;
  }
  ~Peer() {
    channel->peer = nullptr;
    connections.held_bytes_ -= held_bytes;
    const std::size_t erased = connections.by_number_.erase(flow.connection);
    assert(erased == 1);
    connections.arrivals_.lose(flow);
  }

  ServerConnections& connections;
  std::shared_ptr<Channel> channel;
  Flow flow;
  Strand* strand = nullptr;
  Moment last_activity;
  Moment kept_until;
  // When the first byte of the incomplete message came.
  std::optional<Moment> message_began;
  // The size of the message that is being answered.
  std::size_t message_bytes = 0;
  Holder holder{*this};
  std::size_t held_bytes = 0;
  bool busy = false;
  bool closing = false;
};

ServerConnections::ServerConnections(Host& host, const ServerConnectionOptions& options, Arrivals& arrivals)
    : host_(host), options_(options), arrivals_(arrivals) {}

ServerConnections::~ServerConnections() {
  for (List<Peer>* list : {&strangers_, &kept_}) {
    while (Peer* peer = list->front()) host_.scope().destroy(*peer->strand);
  }
}

Task<void> ServerConnections::accept_all(Listener& listener, std::uint16_t address) {
  for (;;) {
    Result<std::unique_ptr<Stream>, IoError> stream = co_await listener.accept(kNever);
    if (stream) {
      if (size() < options_.most || close_oldest()) {
        add(*std::move(stream), address);
      } else {
        (*stream)->reset();
      }
    } else if (stream.error() == IoError::kClosed) {
      co_return;
    } else if (stream.error() != IoError::kTooManyFiles || !close_oldest()) {
      co_await host_.sleep(kPauseWithoutDescriptors);
    }
  }
}

void ServerConnections::add(std::unique_ptr<Stream> stream, std::uint16_t address) {
  assert(stream != nullptr);
  const Endpoint remote = stream->remote();
  const Flow flow{remote, next_number_++, address, Transport::kTcp};
  auto channel = std::make_shared<Channel>(std::move(stream), options_.most_waiting_bytes);
  auto peer = std::make_unique<Peer>(*this, std::move(channel), flow);
  Peer& added = *peer;
  added.last_activity = host_.now();
  strangers_.push_back(added);
  added.strand = &host_.scope().spawn("sip-tcp " + to_text(remote), serve(std::move(peer)));
}

// Only idle connections are in these lists; those busy with a request are not.
bool ServerConnections::close_oldest() {
  for (List<Peer>* list : {&strangers_, &kept_}) {
    for (Peer* peer = list->front(); peer != nullptr; peer = list->after(peer)) {
      if (peer->busy) continue;
      cut_off(*peer);
      return true;
    }
  }
  return false;
}

void ServerConnections::cut_off(Peer& peer) {
  assert(!peer.busy && "its message is being answered");
  Channel& channel = *peer.channel;
  if (!channel.is_drained()) channel.break_off();
  close(peer);
}

void ServerConnections::note_held(Peer& peer) {
  const Channel& channel = *peer.channel;
  assert(held_bytes_ >= peer.held_bytes);
  held_bytes_ -= peer.held_bytes;
  peer.held_bytes = channel.connection.reader().size_bytes() + peer.message_bytes + channel.connection.waiting_bytes();
  held_bytes_ += peer.held_bytes;
  const bool waits_for_its_peer = !peer.busy && (peer.message_began || !channel.is_drained());
  if (!waits_for_its_peer) {
    peer.holder.unlink();
  } else if (!peer.holder.linked()) {
    holders_.push_back(peer.holder);
  }
}

bool ServerConnections::make_room_for(const Peer& peer) {
  for (Holder* each = holders_.front(); each != nullptr && held_bytes_ > options_.most_held_bytes;) {
    Peer& other = each->peer;
    each = holders_.after(each);
    if (&other != &peer) cut_off(other);
  }
  return held_bytes_ <= options_.most_held_bytes;
}

void ServerConnections::close(Peer& peer) {
  assert(peer.strand != nullptr && has(peer.flow.connection));
  if (peer.busy) {
    peer.closing = true;
  } else {
    host_.scope().destroy(*peer.strand);
  }
}

void ServerConnections::close(std::uint64_t connection) {
  const auto found = by_number_.find(connection);
  if (found != by_number_.end()) close(*found->second);
}

void ServerConnections::close_all() {
  for (List<Peer>* list : {&strangers_, &kept_}) {
    for (Peer* peer = list->front(); peer != nullptr;) {
      Peer* next = list->after(peer);
      close(*peer);
      peer = next;
    }
  }
}

void ServerConnections::keep(std::uint64_t connection, Moment until) {
  const auto found = by_number_.find(connection);
  if (found == by_number_.end()) return;
  found->second->kept_until = std::max(found->second->kept_until, until);
  note_activity(*found->second);
}

void ServerConnections::note_activity(Peer& peer) {
  assert(peer.linked() && peer.last_activity <= host_.now());
  peer.last_activity = host_.now();
  peer.unlink();
  (peer.kept_until > host_.now() ? kept_ : strangers_).push_back(peer);
}

Task<void> ServerConnections::serve(std::unique_ptr<Peer> peer) {
  while (co_await read(*peer) && co_await take_messages(*peer)) {
  }
}

Task<bool> ServerConnections::take_messages(Peer& peer) {
  StreamReader& reader = peer.channel->connection.reader();
  for (;;) {
    switch (reader.next()) {
      case StreamReader::State::kNeedMore:
        if (!peer.message_began && reader.in_message()) peer.message_began = host_.now();
        note_held(peer);
        co_return make_room_for(peer);
      case StreamReader::State::kFailed: co_return false;
      case StreamReader::State::kPong: break;
      case StreamReader::State::kPing:
        note_activity(peer);
        send(peer, kPong);
        break;
      case StreamReader::State::kMessage: co_await take_message(peer); break;
    }
    if (peer.closing || !co_await drain(peer)) co_return false;
  }
}

Task<void> ServerConnections::take_message(Peer& peer) {
  note_activity(peer);
  assert(!peer.busy && "one message of a peer at a time");
  StreamReader& reader = peer.channel->connection.reader();
  const std::size_t all_bytes = reader.size_bytes();
  Arrival arrival{peer.flow, reader.take()};
  arrival.size_bytes = peer.message_bytes = all_bytes - reader.size_bytes();
  peer.busy = true;
  peer.message_began.reset();
  note_held(peer);
  co_await arrivals_.take(std::move(arrival));
  peer.busy = false;
  peer.message_bytes = 0;
  note_held(peer);
}

Task<bool> ServerConnections::read(Peer& peer) {
  assert(!peer.busy && !peer.closing);
  for (;;) {
    const Result<std::size_t, IoError> got = co_await peer.channel->connection.read(scratch_, deadline_of(peer));
    // keep() may have postponed the deadline since the wait began.
    const bool may_wait_longer = !got && got.error() == IoError::kDeadline && deadline_of(peer) > host_.now();
    if (may_wait_longer) continue;
    if (!got || *got == 0) co_return false;
    peer.channel->connection.reader().feed({scratch_.data(), *got});
    co_return true;
  }
}

Moment ServerConnections::deadline_of(const Peer& peer) const {
  const Moment idle_until = std::max(peer.last_activity + options_.idle_timeout, peer.kept_until);
  return peer.message_began ? *peer.message_began + options_.message_timeout : idle_until;
}

// Waits until the peer has read its answers, before the server reads more from it.
Task<bool> ServerConnections::drain(Peer& peer) {
  const std::shared_ptr<Channel> channel = peer.channel;
  while (!channel->broken && !channel->is_drained()) co_await Wait(channel->drained, kNever, "a peer to read");
  co_return !channel->broken;
}

bool ServerConnections::send(std::uint64_t connection, std::string_view bytes) {
  const auto found = by_number_.find(connection);
  return found != by_number_.end() && send(*found->second, bytes);
}

bool ServerConnections::send(Peer& peer, std::string_view bytes) {
  Channel& channel = *peer.channel;
  if (channel.broken) return false;
  const bool writer_runs = !channel.is_drained();
  const Result<std::size_t, IoError> written = channel.connection.write_now(bytes);
  channel.broken = !written;
  if (!written) return false;
  bytes.remove_prefix(*written);
  if (bytes.empty()) return true;
  const bool is_kept = channel.connection.keep(bytes);
  note_held(peer);
  if (!is_kept || !make_room_for(peer)) {
    channel.break_off();
    return false;
  }
  if (!writer_runs) {
    host_.spawn("writing to " + to_text(peer.flow.peer), write_waiting(host_, peer.channel, options_.write_timeout));
  }
  return true;
}

// Runs in a strand that belongs to no connection, so that it can close a connection, and can outlive all.
Task<void> ServerConnections::write_waiting(Host& host, std::shared_ptr<Channel> channel, Duration timeout) {
  while (!channel->broken && !channel->is_drained()) {
    const Result<void, IoError> written = co_await channel->connection.write_waiting(host.now() + timeout);
    if (!written) channel->break_off();
    if (Peer* peer = channel->peer) peer->connections.note_held(*peer);
  }
  assert(channel->broken || channel->is_drained());
  channel->drained.notify();
  if (channel->broken && channel->peer != nullptr) {
    channel->peer->connections.close(*channel->peer);
  }
}

}  // namespace dialtone::sip
