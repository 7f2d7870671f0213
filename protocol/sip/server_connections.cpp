#include "protocol/sip/server_connections.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace dialtone::sip {
namespace {

constexpr std::string_view kPong = "\r\n";
constexpr Duration kPauseWithoutDescriptors = std::chrono::milliseconds(100);

}  // namespace

// A connection's stream, shared with the strand that writes what the peer does not accept at once.
struct ServerConnections::Channel {
  Channel(std::unique_ptr<Stream> stream, std::size_t most_waiting_bytes)
      : link(std::move(stream), StreamReader::KeepAlive::kPing, most_waiting_bytes) {}

  bool is_drained() const { return link.waiting_bytes() == 0; }
  void break_off() {
    broken = true;
    link.reset();
  }

  Connection link;
  // Null after the connection was closed.
  Connected* connection = nullptr;
  // Whether nothing can be sent any more.
  bool broken = false;
  Signal drained;
};

struct ServerConnections::Connected : ListNode {
  Connected(ServerConnections& all, std::shared_ptr<Channel> shared, const Flow& way)
      : connections(all), channel(std::move(shared)), flow(way) {
    const bool is_new = connections.by_number_.emplace(flow.connection, this).second;
    assert(is_new && flow.connection != 0 && "0 is that of datagrams");
    channel->connection = this;
  }
  ~Connected() {
    channel->connection = nullptr;
    connections.held_bytes_ -= held_bytes;
    const std::size_t erased = connections.by_number_.erase(flow.connection);
    assert(erased == 1);
    connections.arrivals_.lose(flow.connection);
  }

  ServerConnections& connections;
  std::shared_ptr<Channel> channel;
  Flow flow;
  Strand* strand = nullptr;
  Moment last_activity;
  Moment kept_until;
  // When the first byte of an incomplete message came.
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
  for (List<Connected>* list : {&strangers_, &kept_}) {
    while (Connected* connection = list->front()) host_.scope().destroy(*connection->strand);
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
  const Endpoint peer = stream->remote();
  const Flow flow{peer, next_number_++, address, Transport::kTcp};
  auto channel = std::make_shared<Channel>(std::move(stream), options_.most_waiting_bytes);
  auto connection = std::make_unique<Connected>(*this, std::move(channel), flow);
  Connected& added = *connection;
  added.last_activity = host_.now();
  strangers_.push_back(added);
  added.strand = &host_.scope().spawn("sip-tcp " + to_text(peer), serve(std::move(connection)));
}

// Connections that are busy with a request are not idle.
bool ServerConnections::close_oldest() {
  for (List<Connected>* list : {&strangers_, &kept_}) {
    for (Connected* connection = list->front(); connection != nullptr; connection = list->after(connection)) {
      if (connection->busy) continue;
      cut_off(*connection);
      return true;
    }
  }
  return false;
}

void ServerConnections::cut_off(Connected& connection) {
  assert(!connection.busy && "its message is being answered");
  Channel& channel = *connection.channel;
  if (!channel.is_drained()) channel.break_off();
  close(connection);
}

void ServerConnections::note_held(Connected& connection) {
  const Channel& channel = *connection.channel;
  assert(held_bytes_ >= connection.held_bytes);
  held_bytes_ -= connection.held_bytes;
  connection.held_bytes = channel.link.reader().size_bytes() + connection.message_bytes + channel.link.waiting_bytes();
  held_bytes_ += connection.held_bytes;
  const bool waits_for_its_peer = !connection.busy && (connection.message_began || !channel.is_drained());
  if (!waits_for_its_peer) {
    connection.holder.unlink();
  } else if (!connection.holder.linked()) {
    holders_.push_back(connection.holder);
  }
}

bool ServerConnections::make_room_for(const Connected& connection) {
  for (Holder* each = holders_.front(); each != nullptr && held_bytes_ > options_.most_held_bytes;) {
    Connected& other = each->connection;
    each = holders_.after(each);
    if (&other != &connection) cut_off(other);
  }
  return held_bytes_ <= options_.most_held_bytes;
}

void ServerConnections::close(Connected& connection) {
  assert(connection.strand != nullptr && has(connection.flow.connection));
  if (connection.busy) {
    connection.closing = true;
  } else {
    host_.scope().destroy(*connection.strand);
  }
}

void ServerConnections::close(std::uint64_t connection) {
  const auto found = by_number_.find(connection);
  if (found != by_number_.end()) close(*found->second);
}

void ServerConnections::close_all() {
  for (List<Connected>* list : {&strangers_, &kept_}) {
    for (Connected* connection = list->front(); connection != nullptr;) {
      Connected* next = list->after(connection);
      close(*connection);
      connection = next;
    }
  }
}

void ServerConnections::keep(std::uint64_t connection, Moment until) {
  const auto found = by_number_.find(connection);
  if (found == by_number_.end()) return;
  found->second->kept_until = std::max(found->second->kept_until, until);
  note_activity(*found->second);
}

void ServerConnections::note_activity(Connected& connection) {
  assert(connection.linked() && connection.last_activity <= host_.now());
  connection.last_activity = host_.now();
  connection.unlink();
  (connection.kept_until > host_.now() ? kept_ : strangers_).push_back(connection);
}

Task<void> ServerConnections::serve(std::unique_ptr<Connected> connection) {
  while (co_await read(*connection) && co_await take_messages(*connection)) {
  }
}

Task<bool> ServerConnections::take_messages(Connected& connection) {
  StreamReader& reader = connection.channel->link.reader();
  for (;;) {
    switch (reader.next()) {
      case StreamReader::State::kNeedMore:
        if (!connection.message_began && reader.in_message()) connection.message_began = host_.now();
        note_held(connection);
        co_return make_room_for(connection);
      case StreamReader::State::kFailed: co_return false;
      case StreamReader::State::kPong: break;
      case StreamReader::State::kPing:
        note_activity(connection);
        send(connection, kPong);
        break;
      case StreamReader::State::kMessage: co_await take_message(connection); break;
    }
    if (connection.closing || !co_await drain(connection)) co_return false;
  }
}

Task<void> ServerConnections::take_message(Connected& connection) {
  note_activity(connection);
  assert(!connection.busy && "one message of a connection at a time");
  StreamReader& reader = connection.channel->link.reader();
  const std::size_t all_bytes = reader.size_bytes();
  Arrival arrival{connection.flow, reader.take()};
  arrival.size_bytes = connection.message_bytes = all_bytes - reader.size_bytes();
  connection.busy = true;
  connection.message_began.reset();
  note_held(connection);
  co_await arrivals_.take(std::move(arrival));
  connection.busy = false;
  connection.message_bytes = 0;
  note_held(connection);
}

Task<bool> ServerConnections::read(Connected& connection) {
  assert(!connection.busy && !connection.closing);
  const Moment idle_until = std::max(connection.last_activity + options_.idle_timeout, connection.kept_until);
  const Moment deadline = connection.message_began ? *connection.message_began + options_.message_timeout : idle_until;
  const Result<std::size_t, IoError> got = co_await connection.channel->link.read(scratch_, deadline);
  if (!got || *got == 0) co_return false;
  connection.channel->link.reader().feed({scratch_.data(), *got});
  co_return true;
}

// Waits until the peer has taken its answers, before more is read from it.
Task<bool> ServerConnections::drain(Connected& connection) {
  const std::shared_ptr<Channel> channel = connection.channel;
  while (!channel->broken && !channel->is_drained()) co_await Wait(channel->drained, kNever, "a peer to read");
  co_return !channel->broken;
}

bool ServerConnections::send(std::uint64_t connection, std::string_view bytes) {
  const auto found = by_number_.find(connection);
  return found != by_number_.end() && send(*found->second, bytes);
}

bool ServerConnections::send(Connected& connection, std::string_view bytes) {
  Channel& channel = *connection.channel;
  if (channel.broken) return false;
  const bool writer_runs = !channel.is_drained();
  const Result<std::size_t, IoError> written = channel.link.write_now(bytes);
  channel.broken = !written;
  if (!written) return false;
  bytes.remove_prefix(*written);
  if (bytes.empty()) return true;
  const bool is_kept = channel.link.keep(bytes);
  note_held(connection);
  if (!is_kept || !make_room_for(connection)) {
    channel.break_off();
    return false;
  }
  if (!writer_runs) {
    host_.spawn("writing to " + to_text(connection.flow.peer),
                write_waiting(host_, connection.channel, options_.write_timeout));
  }
  return true;
}

// Its strand belongs to no connection, so that it can close one, and can outlive all.
Task<void> ServerConnections::write_waiting(Host& host, std::shared_ptr<Channel> channel, Duration timeout) {
  while (!channel->broken && !channel->is_drained()) {
    const Result<void, IoError> written = co_await channel->link.write_waiting(host.now() + timeout);
    if (!written) channel->break_off();
    if (Connected* connection = channel->connection) connection->connections.note_held(*connection);
  }
  assert(channel->broken || channel->is_drained());
  channel->drained.notify();
  if (channel->broken && channel->connection != nullptr) {
    channel->connection->connections.close(*channel->connection);
  }
}

}  // namespace dialtone::sip
