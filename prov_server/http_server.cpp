#include "prov_server/http_server.h"

#include <cassert>
#include <string_view>
#include <utility>

#include "wire/http/date.h"
#include "world/events/host_events.h"

namespace dialtone {
namespace {

constexpr Duration kPauseWithoutDescriptors = std::chrono::milliseconds(100);
// What a client may still send after an answer that ends the connection.
constexpr std::size_t kLingerBytes = 1024 * 1024;

}  // namespace

struct HttpServer::Connection : ListNode {
  Connection(std::unique_ptr<Stream> accepted, const http::MessageLimits& limits)
      : stream(std::move(accepted)), peer(stream->remote()), parser(limits) {}

  std::unique_ptr<Stream> stream;
  Endpoint peer;
  http::RequestParser parser;
  std::string pending;  // came behind the present request
  Strand* strand = nullptr;
  Place place{*this};
  std::size_t held_bytes = 0;
  bool told_to_continue = false;
};

HttpServer::HttpServer(HttpServerOptions options, HttpHandler& handler, ServerScript* script)
    : options_(std::move(options)), handler_(handler), script_(script) {}

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
  assert(connections_.empty() && "of an earlier life no connection is left");
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
  auto connection = std::make_unique<Connection>(std::move(stream), options_.limits);
  Connection& accepted = *connection;
  connections_.push_back(accepted);
  ++connection_count_;
  assert(connection_count_ <= options_.most_connections);
  idle_.push_back(accepted.place);
  const std::string name = "connection " + to_text(accepted.peer);
  accepted.strand = &host.scope().spawn(name, serve(host, std::move(connection)));
}

Task<void> HttpServer::serve(Host& host, std::unique_ptr<Connection> connection) {
  bool open = true;
  while (open) {
    const Received received = co_await receive(host, *connection);
    switch (received) {
      case Received::kRequest: open = co_await serve_request(host, *connection); break;
      case Received::kFault:
        co_await send_fault(host, *connection, connection->parser.fault());
        open = false;
        break;
      case Received::kTooSlow:
        connection->place.unlink();
        co_await send_fault(host, *connection, {408, "the request did not come in time"});
        open = false;
        break;
      case Received::kTooMuch:
        connection->place.unlink();
        connection->parser = http::RequestParser(options_.limits);
        hold(host, *connection, 0);
        co_await send_fault(host, *connection, {503, "too much is under way, try again later"});
        open = false;
        break;
      case Received::kEnd: open = false; break;
    }
  }
  hold(host, *connection, 0);
  connection.reset();
  assert(connection_count_ > 0);
  --connection_count_;
  assert(connections_.empty() == (connection_count_ == 0));
  if (connections_.empty()) drained_.notify();
}

Task<HttpServer::Received> HttpServer::receive(Host& host, Connection& connection) {
  http::RequestParser& parser = connection.parser;
  Moment deadline = host.now() + options_.idle_timeout;
  bool begun = false;
  connection.told_to_continue = false;
  connection.place.unlink();
  idle_.push_back(connection.place);
  hold(host, connection, connection.pending.size());
  connection.pending.erase(0, parser.feed(connection.pending));
  for (;;) {
    if (parser.state() != http::ParseState::kNeedMore) connection.place.unlink();
    if (parser.state() == http::ParseState::kComplete) co_return Received::kRequest;
    if (parser.state() == http::ParseState::kFailed) co_return Received::kFault;
    // What is not there by now is not waited for.
    if (host.power_off_requested()) co_return Received::kEnd;
    if (!begun && !parser.idle()) {
      begun = true;
      deadline = host.now() + options_.request_timeout;
      connection.place.unlink();
      begun_.push_back(connection.place);
    }
    if (parser.expects_continue() && !connection.told_to_continue) {
      connection.told_to_continue = true;
      const Result<void, IoError> told = co_await connection.stream->write("HTTP/1.1 100 Continue\r\n\r\n", deadline);
      if (!told) co_return Received::kEnd;
    }
    const Result<std::size_t, IoError> got = co_await connection.stream->read(scratch_, deadline);
    if (!got) co_return got.error() == IoError::kDeadline&& begun ? Received::kTooSlow : Received::kEnd;
    if (*got == 0) co_return Received::kEnd;
    if (!hold(host, connection, connection.held_bytes + *got)) co_return Received::kTooMuch;
    const std::string_view bytes(scratch_.data(), *got);
    connection.pending = bytes.substr(parser.feed(bytes));
  }
}

Task<bool> HttpServer::serve_request(Host& host, Connection& connection) {
  assert(!connection.place.linked() && "who is being answered does not give way to another");
  http::Request request = connection.parser.take();
  ServerAct act;
  if (script_ != nullptr) act = script_->on_request(host.world_now(), connection.peer, request);
  if (act.delay > Duration::zero()) co_await host.sleep(act.delay);
  if (act.drop) {
    request = {};
    co_await stay_silent(host, connection);
    co_return false;
  }
  if (act.answer) co_return co_await send(host, connection, *std::exchange(act.answer, {}), request, act);
  http::Response response = co_await handler_.answer(host, connection.peer, request);
  co_return co_await send(host, connection, std::move(response), request, act);
}

Task<bool> HttpServer::send(Host& host, Connection& connection, http::Response response, const http::Request& request,
                            const ServerAct& act) {
  if (act.edit) act.edit(response);
  const bool stays = http::keeps_alive(request) && http::keeps_alive(response) && !host.power_off_requested();
  response.version_minor = request.version_minor;
  // One that comes from behind a proxy has its own (RFC 9110 section 6.6.1).
  if (response.headers.find("Date") == nullptr) response.headers.add("Date", date(host));
  if (!stays) response.headers.set("Connection", "close");
  if (stays && request.version_minor == 0) response.headers.set("Connection", "keep-alive");
  std::string text = http::write_response(response, request.method == "HEAD");
  const bool cut = act.close_at_byte && *act.close_at_byte < text.size();
  if (cut) text.resize(*act.close_at_byte);
  if (!hold(host, connection, connection.held_bytes + text.size())) {
    connection.stream->reset();
    co_return false;
  }
  writing_.push_back(connection.place);
  const Result<void, IoError> written = co_await write(host, connection, text, act);
  connection.place.unlink();
  if (!written) {
    connection.stream->reset();
    co_return false;
  }
  if (stays && !cut) co_return true;
  if (!cut) co_await linger(host, connection);
  co_return false;
}

Task<Result<void, IoError>> HttpServer::write(Host& host, Connection& connection, std::string_view text,
                                              const ServerAct& act) {
  if (act.stall > Duration::zero() && act.stall_at_byte < text.size()) {
    const Result<void, IoError> begun =
        co_await connection.stream->write(text.substr(0, act.stall_at_byte), host.now() + options_.write_timeout);
    if (!begun) co_return begun.error();
    co_await host.sleep(act.stall);
    text.remove_prefix(act.stall_at_byte);
  }
  co_return co_await connection.stream->write(text, host.now() + options_.write_timeout);
}

const std::string& HttpServer::date(Host& host) {
  const WallTime now = host.wall_clock();
  const std::int64_t second = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
  if (second != date_second_) date_ = http::to_http_date(now);
  date_second_ = second;
  return date_;
}

Task<void> HttpServer::send_fault(Host& host, Connection& connection, http::ParseFault fault) {
  http::Request unread;
  unread.headers.add("Connection", "close");
  http::Response response = handler_.answer_fault(host, connection.peer, fault);
  co_await send(host, connection, std::move(response), unread, ServerAct{});
}

Task<void> HttpServer::linger(Host& host, Connection& connection) {
  assert(!connection.place.linked());
  connection.stream->shutdown_write();
  lingering_.push_back(connection.place);
  const Moment deadline = host.now() + options_.linger_timeout;
  for (std::size_t taken = 0; taken < kLingerBytes;) {
    const Result<std::size_t, IoError> got = co_await connection.stream->read(scratch_, deadline);
    if (!got || *got == 0) co_return;
    taken += *got;
  }
}

Task<void> HttpServer::stay_silent(Host& host, Connection& connection) {
  const Moment deadline = host.now() + options_.silence_timeout;
  std::string().swap(connection.pending);
  hold(host, connection, 0);
  connection.place.unlink();
  idle_.push_back(connection.place);
  for (;;) {
    const Result<std::size_t, IoError> got = co_await connection.stream->read(scratch_, deadline);
    if (!got || *got == 0) co_return;
  }
}

}  // namespace dialtone
