#include "protocol/http/server.h"

#include <cassert>
#include <utility>

#include "protocol/http/server_connection.h"
#include "world/events/host_events.h"

namespace dialtone {
namespace {

constexpr Duration kPauseWithoutDescriptors = std::chrono::milliseconds(100);

}  // namespace

HttpServer::HttpServer(HttpServerOptions options, HttpHandler& handler, HttpScript* script, HttpStreamHandler* streams)
    : options_(std::move(options)), handler_(handler), script_(script), streams_(streams) {}

Task<Result<void>> HttpServer::run(Host& host) {
  std::vector<std::unique_ptr<Listener>> opened;
  for (const Endpoint& endpoint : options_.listen) {
    Result<std::unique_ptr<Listener>, IoError> listener = host.listen(endpoint);
    if (!listener) {
      const std::string reason(to_text(listener.error()));
      co_return Failure{"cannot listen on " + to_text(endpoint) + ": " + reason};
    }
    opened.push_back(*std::move(listener));
  }
  assert(connections_.empty() && "no connection is left of an earlier life");
  listeners_.clear();
  connection_count_ = 0;
  held_bytes_ = 0;
  for (std::unique_ptr<Listener>& listener : opened) {
    host.record(host_events::ServerStarted{.protocol = "http", .endpoint = to_text(listener->local())});
    listeners_.push_back(listener.get());
    const std::string name = "listener " + to_text(listener->local());
    host.spawn(name, accept_all(host, std::move(listener)));
  }
  while (!host.power_off_requested()) co_await Wait(host.power_button(), kNever, "the power button");
  co_await bid_farewell(host);
  co_return Result<void>();
}

Task<void> HttpServer::bid_farewell(Host& host) {
  for (Listener* listener : std::exchange(listeners_, {})) listener->close();
  while (end_one(host, idle_) || end_one(host, begun_)) continue;
  const Moment deadline = host.now() + options_.farewell_timeout;
  while (!connections_.empty()) {
    const Wake wake = co_await Wait(drained_, deadline, "the last answers");
    if (wake == Wake::kDeadline) co_return;
  }
}

void HttpServer::end(Host& host, Connection& connection) {
  assert(connection_count_ > 0 && held_bytes_ >= connection.held_bytes);
  held_bytes_ -= connection.held_bytes;
  host.scope().destroy(*connection.strand);
  --connection_count_;
  assert(connections_.empty() == (connection_count_ == 0));
}

bool HttpServer::end_one(Host& host, List<Place>& waiting) {
  Place* place = waiting.front();
  if (place == nullptr) return false;
  end(host, place->connection);
  return true;
}

bool HttpServer::hold(Host& host, Connection& connection, std::size_t bytes) {
  assert(held_bytes_ >= connection.held_bytes);
  held_bytes_ += bytes - connection.held_bytes;
  connection.held_bytes = bytes;
  for (List<Place>* waiting : {&lingering_, &begun_, &writing_}) {
    for (Place* place = waiting->front(); place != nullptr && held_bytes_ > options_.most_held_bytes;) {
      Connection& other = place->connection;
      place = waiting->after(place);
      if (&other != &connection) end(host, other);
    }
  }
  return held_bytes_ <= options_.most_held_bytes;
}

bool HttpServer::make_room(Host& host) {
  return end_one(host, idle_) || end_one(host, begun_) || end_one(host, lingering_) || end_one(host, writing_);
}

Task<void> HttpServer::accept_all(Host& host, std::unique_ptr<Listener> listener) {
  for (;;) {
    Result<std::unique_ptr<Stream>, IoError> stream = co_await listener->accept(kNever);
    if (stream) {
      take_in(host, *std::move(stream));
    } else if (stream.error() == IoError::kClosed) {
      co_return;
    } else if (!make_room(host)) {
      co_await host.sleep(kPauseWithoutDescriptors);
    }
  }
}

void HttpServer::take_in(Host& host, std::unique_ptr<Stream> stream) {
  if (connection_count_ >= options_.most_connections && !make_room(host)) {
    stream->reset();
    return;
  }
  auto connection = std::make_unique<Connection>(std::move(stream), options_.limits, streams_ != nullptr);
  Connection& accepted = *connection;
  connections_.push_back(accepted);
  ++connection_count_;
  assert(connection_count_ <= options_.most_connections);
  idle_.push_back(accepted.place);
  const std::string name = "connection " + to_text(accepted.peer);
  accepted.strand = &host.scope().spawn(name, serve(host, std::move(connection)));
}

}  // namespace dialtone
