// An HTTP/1.1 server on a host: listeners, connections, deadlines, bounds, and a farewell. Its handler gives the
// answers.
//
//   HttpServer server({.listen = {{host.address(), 8080}}}, handler);
//   const Result<void> served = co_await server.run(host);
//
// A connection costs about 5 kB while nothing comes on it. It ends at its deadline, or when another needs its place.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "protocol/http/handler.h"
#include "protocol/http/script.h"
#include "values/endpoint.h"
#include "values/result.h"
#include "values/time.h"
#include "wire/http/parser.h"
#include "world/host.h"

namespace dialtone {

struct HttpServerOptions {
  // Endpoints to listen on; port 0: any free port.
  std::vector<Endpoint> listen;
  http::MessageLimits limits;
  // The maximum number of open connections. For a new one beyond it, the server closes the first available of: the
  // connection that has been idle longest; the one with the oldest unfinished request; one that has its last answer;
  // one whose client does not read its answer. While all are being answered, the new connection is reset.
  std::size_t most_connections = 50'000;
  // The bytes of all unanswered requests and of all answers that wait for their clients. Beyond that, connections end
  // until it suffices: those that have their last answer, then those whose request began first, then those whose client
  // does not take its answer. If that is not enough, the request gets 503.
  std::size_t most_held_bytes = 256 * 1024 * 1024;
  // The limit of a connection on which no request has begun.
  Duration idle_timeout = std::chrono::seconds(15);
  // From a request's first byte to its last. If a stream handler takes the body, from the first byte to the end of the
  // head; then the longest time that the client may be silent.
  Duration request_timeout = std::chrono::seconds(10);
  // The rate at which a client must send such a body, on average (pace.h). In bytes per second.
  std::int64_t least_body_rate = 1024;
  // The limit for the client to take an answer, or one piece of a streamed answer.
  Duration write_timeout = std::chrono::seconds(10);
  // The limit for the client to close its side after an answer that ends the connection.
  Duration linger_timeout = std::chrono::seconds(2);
  // For a client that the script leaves without an answer.
  Duration silence_timeout = std::chrono::minutes(10);
  // For the answers that are due when the power button is pressed.
  Duration farewell_timeout = std::chrono::seconds(5);
};

class HttpServer {
 public:
  // The handlers and the script must outlive the server. The script may be null, and so may `streams`: then every
  // request is collected for `handler`.
  HttpServer(HttpServerOptions options, HttpHandler& handler, HttpScript* script = nullptr,
             HttpStreamHandler* streams = nullptr);

  // Listens, records `server.started` for each endpoint, and serves each connection on its own strand until the power
  // button is pressed; then finishes the answers in progress. Fails if it cannot listen.
  Task<Result<void>> run(Host& host);

 private:
  struct Connection;
  class IncomingBody;
  // A connection in a list of those that wait for their clients.
  struct Place : ListNode {
    explicit Place(Connection& whose) : connection(whose) {}
    Connection& connection;
  };
  enum class Received : std::uint8_t { kRequest, kStream, kFault, kTooSlow, kTooMuch, kEnd };

  Task<void> accept_all(Host& host, std::unique_ptr<Listener> listener);
  void take_in(Host& host, std::unique_ptr<Stream> stream);
  void end(Host& host, Connection& connection);
  // Closes the first connection of the list; returns false if the list is empty.
  bool end_one(Host& host, List<Place>& waiting);
  // Counts `bytes` as held by the connection, in place of its earlier count, and ends others if that is too much.
  // False: it still is.
  bool hold(Host& host, Connection& connection, std::size_t bytes);
  bool make_room(Host& host);
  Task<void> serve(Host& host, std::unique_ptr<Connection> connection);
  Task<Received> receive(Host& host, Connection& connection);
  // Called when the head of a request has arrived: true if a stream handler takes its body.
  bool begin_stream(Connection& connection);
  // These return true if the connection continues.
  Task<bool> serve_request(Host& host, Connection& connection);
  Task<bool> send(Host& host, Connection& connection, http::Response response, const http::Request& request,
                  HttpAct& act);
  Task<bool> serve_stream(Host& host, Connection& connection);
  Task<bool> send_stream(Host& host, Connection& connection, HttpStreamedAnswer answer, const http::Request& request,
                         HttpAct act);
  // Sends the next bytes of an answer and adds them to `sent`, the count of its bytes so far.
  Task<bool> send_piece(Host& host, Connection& connection, std::string_view text, const HttpAct& act,
                        std::size_t& sent);
  // Adds Date and Connection and sets the version. Returns true if the connection stays open after the answer.
  bool complete_head(Host& host, http::Response& response, const http::Request& request);
  // Writes all of the text, with the script's pause in it. `sent` bytes of the answer went before.
  Task<Result<void, IoError>> write(Host& host, Connection& connection, std::string_view text, const HttpAct& act,
                                    std::size_t sent);
  const std::string& date(Host& host);
  Task<void> send_fault(Host& host, Connection& connection, http::ParseFault fault);
  // Ends this side and reads on for a while, so that no reset overtakes the answer (RFC 9112 section 9.6).
  Task<void> linger(Host& host, Connection& connection);
  Task<void> stay_silent(Host& host, Connection& connection);
  Task<void> bid_farewell(Host& host);

  HttpServerOptions options_;
  HttpHandler& handler_;
  HttpScript* script_;
  HttpStreamHandler* streams_;
  std::vector<Listener*> listeners_;  // each belongs to its strand
  List<Connection> connections_;      // each belongs to its strand
  std::size_t connection_count_ = 0;
  List<Place> idle_;       // no request has begun, or none will be answered; the longest idle first
  List<Place> lingering_;  // the last answer is sent
  List<Place> begun_;      // part of a request has come; the first to begin comes first, of streams the most silent
  List<Place> writing_;    // an answer, or a piece of it, is being sent
  std::size_t held_bytes_ = 0;
  Signal drained_;
  // The Date of the present second.
  std::int64_t date_second_ = -1;
  std::string date_;
  // Every connection reads into this; emptied before anything else runs.
  std::array<char, 16 * 1024> scratch_;
};

}  // namespace dialtone
