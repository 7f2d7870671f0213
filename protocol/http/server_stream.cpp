// Streamed requests and answers of an HTTP server.
#include <cassert>
#include <utility>

#include "protocol/http/framed_body.h"
#include "protocol/http/incoming_body.h"
#include "protocol/http/server_connection.h"

namespace dialtone {

bool HttpServer::begin_stream(Connection& connection) {
  http::RequestParser& parser = connection.parser;
  const std::optional<std::size_t> most_bytes = streams_->most_body_bytes(connection.peer, parser.message());
  parser.begin_body(most_bytes.value_or(options_.limits.body_bytes));
  return most_bytes && parser.state() != http::ParseState::kFailed;
}

Task<bool> HttpServer::serve_stream(Host& host, Connection& connection) {
  assert(!connection.place.linked() && "a connection that is being answered does not give way");
  const http::Request& head = connection.parser.message();
  HttpAct act;
  if (script_ != nullptr) act = script_->on_request(host.world_now(), connection.peer, head);
  if (act.delay > Duration::zero()) co_await host.sleep(act.delay);
  if (act.drop) {
    co_await stay_silent(host, connection);
    co_return false;
  }
  IncomingBody body(*this, host, connection);
  HttpStreamedAnswer answer;
  if (act.answer) {
    answer.response = *std::exchange(act.answer, {});
  } else {
    answer = co_await streams_->answer_stream(host, connection.peer, head, body);
  }
  if (body.is_lost()) co_return false;
  if (body.fault()) {
    co_await send_fault(host, connection, *body.fault());
    co_return false;
  }
  if (!body.is_complete()) answer.response.headers.set("Connection", "close");
  if (!co_await send_stream(host, connection, std::move(answer), head, std::move(act))) co_return false;
  connection.parser.take();
  co_return true;
}

Task<bool> HttpServer::send_stream(Host& host, Connection& connection, HttpStreamedAnswer answer,
                                   const http::Request& request, HttpAct act) {
  http::Response& response = answer.response;
  if (act.edit) std::exchange(act.edit, nullptr)(response, act);
  if (answer.body == nullptr || !response.body.empty()) {
    co_return co_await send(host, connection, std::move(response), request, act);
  }
  FramedBody body(*answer.body, request.version_minor >= 1);
  const bool has_body = !http::is_bodiless(response.status);
  if (has_body) body.announce(response.headers);
  if (has_body && body.ends_with_connection()) response.headers.set("Connection", "close");
  const bool stays = complete_head(host, response, request);
  if (!hold(host, connection, connection.held_bytes + FramedBody::kMostBytes)) {
    connection.stream->reset();
    co_return false;
  }
  const std::string head = http::write_head(response);
  std::size_t sent = 0;
  if (!co_await send_piece(host, connection, head, act, sent)) co_return false;
  while (has_body && request.method != "HEAD") {
    const Result<std::string_view> piece = co_await body.next();
    if (!piece) connection.stream->reset();
    if (!piece) co_return false;
    if (piece->empty()) break;
    if (!co_await send_piece(host, connection, *piece, act, sent)) co_return false;
  }
  if (!stays) co_await linger(host, connection);
  co_return stays;
}

Task<bool> HttpServer::send_piece(Host& host, Connection& connection, std::string_view text, const HttpAct& act,
                                  std::size_t& sent) {
  const bool cut = act.close_at_byte && *act.close_at_byte - sent < text.size();
  if (cut) text = text.substr(0, *act.close_at_byte - sent);
  writing_.push_back(connection.place);
  const Result<void, IoError> written = co_await write(host, connection, text, act, sent);
  connection.place.unlink();
  sent += text.size();
  if (!written) connection.stream->reset();
  co_return written && !cut;
}

}  // namespace dialtone
