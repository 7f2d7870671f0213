#include "call_agent_sim/service/sip_connections.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "wire/sip/stream_reader.h"

namespace dialtone {
namespace {

constexpr std::string_view kPong = "\r\n";
constexpr Duration kPauseWithoutDescriptors = std::chrono::milliseconds(100);

}  // namespace

// The end that bytes are written to. Shared with the strand that writes what the peer does not take at once.
struct SipConnections::Channel {
  std::unique_ptr<Stream> stream;
  // Null once the connection is closed.
  Connection* connection = nullptr;
  std::string waiting;
  // Handed to the writing strand.
  std::size_t being_written = 0;
  bool broken = false;
  Signal drained;

  std::size_t size_bytes() const { return waiting.size() + being_written; }
  bool is_drained() const { return size_bytes() == 0; }
};

struct SipConnections::Connection : ListNode {
  Connection(SipConnections& all, std::shared_ptr<Channel> shared, const Flow& way)
      : connections(all), channel(std::move(shared)), flow(way) {
    const bool is_new = connections.by_number_.emplace(flow.connection, this).second;
    assert(is_new && flow.connection != 0 && "0 is that of datagrams");
    channel->connection = this;
  }
  ~Connection() {
    channel->connection = nullptr;
    connections.held_bytes_ -= held_bytes;
    const std::size_t erased = connections.by_number_.erase(flow.connection);
    assert(erased == 1);
    connections.arrivals_.lose(flow.connection);
  }

  SipConnections& connections;
  std::shared_ptr<Channel> channel;
  Flow flow;
  sip::StreamReader reader;
  Strand* strand = nullptr;
  Moment last_activity;
  Moment kept_until;
  // When the first byte of a message came whose last has not.
  std::optional<Moment> message_began;
  // Of the message that it is busy with.
  std::size_t message_bytes = 0;
  Holder holder{*this};
  std::size_t held_bytes = 0;
  bool busy = false;
  bool closing = false;
};

SipConnections::SipConnections(Host& host, const SipConnectionOptions& options, SipArrivals& arrivals)
    : host_(host), options_(options), arrivals_(arrivals) {}

SipConnections::~SipConnections() {
  for (List<Connection>* list : {&strangers_, &registered_}) {
    while (Connection* connection = list->front()) host_.scope().destroy(*connection->strand);
  }
}

Task<void> SipConnections::accept_all(Listener& listener, std::uint16_t address) {
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

void SipConnections::add(std::unique_ptr<Stream> stream, std::uint16_t address) {
  assert(stream != nullptr);
  const Endpoint peer = stream->remote();
  const Flow flow{peer, next_number_++, address, SipTransport::kTcp};
  auto channel = std::make_shared<Channel>();
  channel->stream = std::move(stream);
  auto connection = std::make_unique<Connection>(*this, std::move(channel), flow);
  Connection& added = *connection;
  added.last_activity = host_.now();
  strangers_.push_back(added);
  added.strand = &host_.scope().spawn("sip-tcp " + to_text(peer), serve(std::move(connection)));
}

// The one that is busy with a request is not idle.
bool SipConnections::close_oldest() {
  for (List<Connection>* list : {&strangers_, &registered_}) {
    for (Connection* connection = list->front(); connection != nullptr; connection = list->after(connection)) {
      if (connection->busy) continue;
      cut_off(*connection);
      return true;
    }
  }
  return false;
}

void SipConnections::cut_off(Connection& connection) {
  assert(!connection.busy && "its message is being answered");
  Channel& channel = *connection.channel;
  if (!channel.is_drained()) {
    channel.broken = true;
    channel.stream->reset();
  }
  close(connection);
}

void SipConnections::note_held(Connection& connection) {
  const Channel& channel = *connection.channel;
  assert(held_bytes_ >= connection.held_bytes);
  held_bytes_ -= connection.held_bytes;
  connection.held_bytes = connection.reader.size_bytes() + connection.message_bytes + channel.size_bytes();
  held_bytes_ += connection.held_bytes;
  const bool waits_for_its_peer = !connection.busy && (connection.message_began || !channel.is_drained());
  if (!waits_for_its_peer) {
    connection.holder.unlink();
  } else if (!connection.holder.linked()) {
    holders_.push_back(connection.holder);
  }
}

bool SipConnections::make_room_for(const Connection& connection) {
  for (Holder* each = holders_.front(); each != nullptr && held_bytes_ > options_.most_held_bytes;) {
    Connection& other = each->connection;
    each = holders_.after(each);
    if (&other != &connection) cut_off(other);
  }
  return held_bytes_ <= options_.most_held_bytes;
}

void SipConnections::close(Connection& connection) {
  assert(connection.strand != nullptr && has(connection.flow.connection));
  if (connection.busy) {
    connection.closing = true;
  } else {
    host_.scope().destroy(*connection.strand);
  }
}

void SipConnections::close(std::uint64_t connection) {
  const auto found = by_number_.find(connection);
  if (found != by_number_.end()) close(*found->second);
}

void SipConnections::close_all() {
  for (List<Connection>* list : {&strangers_, &registered_}) {
    for (Connection* connection = list->front(); connection != nullptr;) {
      Connection* next = list->after(connection);
      close(*connection);
      connection = next;
    }
  }
}

void SipConnections::keep(std::uint64_t connection, Moment until) {
  const auto found = by_number_.find(connection);
  if (found == by_number_.end()) return;
  found->second->kept_until = std::max(found->second->kept_until, until);
  note_activity(*found->second);
}

void SipConnections::note_activity(Connection& connection) {
  assert(connection.linked() && connection.last_activity <= host_.now());
  connection.last_activity = host_.now();
  connection.unlink();
  (connection.kept_until > host_.now() ? registered_ : strangers_).push_back(connection);
}

Task<void> SipConnections::serve(std::unique_ptr<Connection> connection) {
  while (co_await read(*connection) && co_await take_messages(*connection)) {
  }
}

Task<bool> SipConnections::take_messages(Connection& connection) {
  for (;;) {
    switch (connection.reader.next()) {
      case sip::StreamReader::State::kNeedMore:
        if (!connection.message_began && connection.reader.in_message()) connection.message_began = host_.now();
        note_held(connection);
        co_return make_room_for(connection);
      case sip::StreamReader::State::kFailed: co_return false;
      case sip::StreamReader::State::kPong: break;
      case sip::StreamReader::State::kPing:
        note_activity(connection);
        send(connection, kPong);
        break;
      case sip::StreamReader::State::kMessage: co_await take_message(connection); break;
    }
    if (connection.closing || !co_await drain(connection)) co_return false;
  }
}

Task<void> SipConnections::take_message(Connection& connection) {
  note_activity(connection);
  assert(!connection.busy && "one message of a connection at a time");
  const std::size_t all_bytes = connection.reader.size_bytes();
  SipArrival arrival{connection.flow, connection.reader.take()};
  arrival.size_bytes = connection.message_bytes = all_bytes - connection.reader.size_bytes();
  connection.busy = true;
  connection.message_began.reset();
  note_held(connection);
  co_await arrivals_.take(std::move(arrival));
  connection.busy = false;
  connection.message_bytes = 0;
  note_held(connection);
}

Task<bool> SipConnections::read(Connection& connection) {
  assert(!connection.busy && !connection.closing);
  const Moment idle_until = std::max(connection.last_activity + options_.idle_timeout, connection.kept_until);
  const Moment deadline = connection.message_began ? *connection.message_began + options_.message_timeout : idle_until;
  const Result<std::size_t, IoError> got = co_await connection.channel->stream->read(scratch_, deadline);
  if (!got || *got == 0) co_return false;
  connection.reader.feed({scratch_.data(), *got});
  co_return true;
}

// Nothing more is read from a peer that does not take its answers.
Task<bool> SipConnections::drain(Connection& connection) {
  const std::shared_ptr<Channel> channel = connection.channel;
  while (!channel->broken && !channel->is_drained()) co_await Wait(channel->drained, kNever, "a peer to read");
  co_return !channel->broken;
}

bool SipConnections::send(std::uint64_t connection, std::string_view bytes) {
  const auto found = by_number_.find(connection);
  return found != by_number_.end() && send(*found->second, bytes);
}

bool SipConnections::send(Connection& connection, std::string_view bytes) {
  Channel& channel = *connection.channel;
  if (channel.broken) return false;
  if (channel.is_drained()) {
    const Result<std::size_t, IoError> written = channel.stream->try_write(bytes);
    channel.broken = !written;
    if (!written) return false;
    bytes.remove_prefix(*written);
    if (bytes.empty()) return true;
  }
  assert(!bytes.empty());
  const bool writer_runs = !channel.is_drained();
  channel.waiting += bytes;
  note_held(connection);
  if (channel.size_bytes() > options_.most_waiting_bytes || !make_room_for(connection)) {
    channel.broken = true;
    channel.stream->reset();
    return false;
  }
  if (!writer_runs) {
    host_.spawn("writing to " + to_text(connection.flow.peer),
                write_waiting(host_, connection.channel, options_.write_timeout));
  }
  return true;
}

// Belongs to no connection, so that it may end one, and may outlive them all.
Task<void> SipConnections::write_waiting(Host& host, std::shared_ptr<Channel> channel, Duration timeout) {
  while (!channel->broken && !channel->waiting.empty()) {
    assert(channel->being_written == 0 && "one strand writes");
    const std::string bytes = std::exchange(channel->waiting, {});
    channel->being_written = bytes.size();
    const Result<void, IoError> written = co_await channel->stream->write(bytes, host.now() + timeout);
    channel->being_written = 0;
    if (!written) {
      channel->broken = true;
      channel->stream->reset();
    }
    if (Connection* connection = channel->connection) connection->connections.note_held(*connection);
  }
  assert(channel->broken || channel->is_drained());
  channel->drained.notify();
  if (channel->broken && channel->connection != nullptr) {
    channel->connection->connections.close(*channel->connection);
  }
}

}  // namespace dialtone
