// What happens on a connection of an HTTP server: requests come, answers go.
#include <cassert>
#include <string_view>
#include <utility>

#include "protocol/http/server_connection.h"
#include "wire/http/date.h"

namespace dialtone {
namespace {

// The most that a client may send after an answer that ends the connection.
constexpr std::size_t kLingerBytes = 1024 * 1024;

std::string written(const http::Response& response, bool is_to_head, bool omits_length) {
  if (!omits_length) return http::write_response(response, is_to_head);
  const bool has_body = !is_to_head && !http::is_bodiless(response.status);
  return http::write_head(response) + (has_body ? response.body : "");
}

}  // namespace

Task<void> HttpServer::serve(Host& host, std::unique_ptr<Connection> connection) {
  bool open = true;
  while (open) {
    const Received received = co_await receive(host, *connection);
    switch (received) {
      case Received::kRequest: open = co_await serve_request(host, *connection); break;
      case Received::kStream: open = co_await serve_stream(host, *connection); break;
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
    if (parser.state() == http::ParseState::kHead) {
      if (begin_stream(connection)) {
        connection.place.unlink();
        // Two more buffers of scratch_'s size: the bytes between the connection and the handler.
        const std::size_t bytes = connection.held_bytes + 2 * scratch_.size();
        co_return hold(host, connection, bytes) ? Received::kStream : Received::kTooMuch;
      }
      connection.pending.erase(0, parser.feed(connection.pending));
    }
    if (parser.state() != http::ParseState::kNeedMore) connection.place.unlink();
    if (parser.state() == http::ParseState::kComplete) co_return Received::kRequest;
    if (parser.state() == http::ParseState::kFailed) co_return Received::kFault;
    // After the power button was pressed, the server does not wait for a request.
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
  assert(!connection.place.linked() && "a connection that is being answered does not give way");
  http::Request request = connection.parser.take();
  HttpAct act;
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
                            HttpAct& act) {
  if (act.edit) std::exchange(act.edit, nullptr)(response, act);
  const bool stays = act.keeps_open.value_or(complete_head(host, response, request) && !act.omits_length);
  std::string text = written(response, request.method == "HEAD", act.omits_length);
  const bool cut = act.close_at_byte && *act.close_at_byte < text.size();
  if (cut) text.resize(*act.close_at_byte);
  if (!hold(host, connection, connection.held_bytes + text.size())) {
    connection.stream->reset();
    co_return false;
  }
  writing_.push_back(connection.place);
  const Result<void, IoError> written = co_await write(host, connection, text, act, 0);
  connection.place.unlink();
  if (!written) {
    connection.stream->reset();
    co_return false;
  }
  if (stays && !cut) co_return true;
  if (!cut) co_await linger(host, connection);
  co_return false;
}

bool HttpServer::complete_head(Host& host, http::Response& response, const http::Request& request) {
  const bool stays = http::keeps_alive(request) && http::keeps_alive(response) && !host.power_off_requested();
  response.version_minor = request.version_minor;
  // An answer that a proxy passes on has a Date already (RFC 9110 section 6.6.1).
  if (response.headers.find("Date") == nullptr) response.headers.add("Date", date(host));
  if (!stays) response.headers.set("Connection", "close");
  if (stays && request.version_minor == 0) response.headers.set("Connection", "keep-alive");
  return stays;
}

Task<Result<void, IoError>> HttpServer::write(Host& host, Connection& connection, std::string_view text,
                                              const HttpAct& act, std::size_t sent) {
  if (act.stall > Duration::zero() && act.stall_at_byte >= sent && act.stall_at_byte < sent + text.size()) {
    const std::size_t before = act.stall_at_byte - sent;
    const Result<void, IoError> begun =
        co_await connection.stream->write(text.substr(0, before), host.now() + options_.write_timeout);
    if (!begun) co_return begun.error();
    co_await host.sleep(act.stall);
    text.remove_prefix(before);
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
  HttpAct act;
  co_await send(host, connection, std::move(response), unread, act);
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
