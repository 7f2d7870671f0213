// An HTTP/1.1 server on a host: listeners, connections, deadlines, and a farewell. What is answered is its handler's.
//
// A client can hold a connection, and nothing else: it costs about 5 kB while nothing comes on it, and goes when its
// deadline has passed, or when another needs its place.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "prov_server/server_script.h"
#include "values/endpoint.h"
#include "values/result.h"
#include "values/time.h"
#include "wire/http/parser.h"
#include "world/host.h"

namespace dialtone {

struct HttpServerOptions {
  // Each is listened on; port 0 takes a free one.
  std::vector<Endpoint> listen;
  http::MessageLimits limits;
  // Where so many are open, a new one takes the place of the one that has said nothing for the longest time, or else of
  // the one whose request has been on its way for the longest, or else of one that has its last answer, or else of one
  // whose client has not taken its answer; while all are being answered, it is refused.
  std::size_t most_connections = 50'000;
  // What has come of all connections' requests and is not answered, with the answers that wait. For more, connections
  // end that have their last answer, or else those whose request has been on its way for the longest, or else those
  // whose client has not taken its answer; where there is none, the request gets 503.
  std::size_t most_held_bytes = 256 * 1024 * 1024;
  // For a connection on which no request has begun.
  Duration idle_timeout = std::chrono::seconds(15);
  // From a request's first byte to its last.
  Duration request_timeout = std::chrono::seconds(10);
  // For the client to take an answer.
  Duration write_timeout = std::chrono::seconds(10);
  // For the client to end its side after an answer that ends the connection.
  Duration linger_timeout = std::chrono::seconds(2);
  // For a client to whom the script answers nothing.
  Duration silence_timeout = std::chrono::minutes(10);
  // For requests that are being answered when the power button is pressed.
  Duration farewell_timeout = std::chrono::seconds(5);
};

class HttpHandler {
 public:
  virtual ~HttpHandler() = default;
  // Version, Date, Connection and Content-Length are the server's to add.
  virtual Task<http::Response> answer(Host& host, const Endpoint& peer, const http::Request& request) = 0;
  // To bytes that are no request, or (408) to a request that did not come in time.
  virtual http::Response answer_fault(Host& host, const Endpoint& peer, const http::ParseFault& fault) = 0;
};

class HttpServer {
 public:
  // The handler, and the script where there is one, outlive the server.
  HttpServer(HttpServerOptions options, HttpHandler& handler, ServerScript* script = nullptr);

  // Listens, records `server.started` for each endpoint, and serves, each connection on a strand of its own, until the
  // power button is pressed; then finishes the answers that it has begun. Fails where it cannot listen.
  Task<Result<void>> run(Host& host);

 private:
  struct Connection;
  // A connection's place among those that wait for their client.
  struct Place : ListNode {
    explicit Place(Connection& whose) : connection(whose) {}
    Connection& connection;
  };
  enum class Received : std::uint8_t { kRequest, kFault, kTooSlow, kTooMuch, kEnd };

  Task<void> accept_all(Host& host, std::unique_ptr<Listener> listener);
  void take_in(Host& host, std::unique_ptr<Stream> stream);
  void end(Host& host, Connection& connection);
  // Ends the first of those that wait for their clients; false where there is none.
  bool end_one(Host& host, List<Place>& waiting);
  // That it holds so much from now on; false where that is too much, also after others have ended for it.
  bool hold(Host& host, Connection& connection, std::size_t bytes);
  bool make_room(Host& host);
  Task<void> serve(Host& host, std::unique_ptr<Connection> connection);
  Task<Received> receive(Host& host, Connection& connection);
  // Both return whether the connection goes on.
  Task<bool> serve_request(Host& host, Connection& connection);
  Task<bool> send(Host& host, Connection& connection, http::Response response, const http::Request& request,
                  const ServerAct& act);
  // All of the text, with the script's pause in it.
  Task<Result<void, IoError>> write(Host& host, Connection& connection, std::string_view text, const ServerAct& act);
  const std::string& date(Host& host);
  Task<void> send_fault(Host& host, Connection& connection, http::ParseFault fault);
  // Ends this side and takes what the client still sends, so that no reset overtakes the answer (RFC 9112 section 9.6).
  Task<void> linger(Host& host, Connection& connection);
  Task<void> stay_silent(Host& host, Connection& connection);
  Task<void> bid_farewell(Host& host);

  HttpServerOptions options_;
  HttpHandler& handler_;
  ServerScript* script_;
  std::vector<Listener*> listeners_;  // each belongs to its strand
  List<Connection> connections_;      // each belongs to its strand
  std::size_t connection_count_ = 0;
  List<Place> idle_;       // no request has begun, or none will be answered; those for the longest time first
  List<Place> lingering_;  // the last answer is sent
  List<Place> begun_;      // a request has come in part; those that began first come first
  List<Place> writing_;    // an answer is being sent
  std::size_t held_bytes_ = 0;
  Signal drained_;
  // The present second's Date.
  std::int64_t date_second_ = -1;
  std::string date_;
  // Where every connection reads to; emptied before anyone else runs.
  std::array<char, 16 * 1024> scratch_;
};

}  // namespace dialtone
