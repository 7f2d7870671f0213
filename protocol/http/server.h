// An HTTP/1.1 server on a host: listeners, connections, deadlines, limits, and an orderly end. Its handler makes the
// answers.
//
//   HttpServer server({.listen = {{host.address(), 8080}}}, handler);
//   const Result<void> served = co_await server.run(host);
//
// An idle connection costs about 5 kB. A connection ends at its deadline, or when another needs its place.
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
  // The maximum number of open connections. When one more comes, the server closes the first that exists of: the
  // connection that has been idle longest; the one with the oldest unfinished request; one whose last answer is sent;
  // one whose client does not read its answer. If the server is working on an answer for each connection, it resets the
  // new one.
  std::size_t most_connections = 50'000;
  // The limit for the bytes of all unanswered requests and of all answers that wait for their clients. Above it, the
  // server closes connections until the bytes fit: those whose last answer is sent, then those whose request began
  // first, then those whose client does not read its answer. If that is not enough, the request gets 503.
  std::size_t most_held_bytes = 256 * 1024 * 1024;
  // How long a connection stays open while no request has begun.
  Duration idle_timeout = std::chrono::seconds(15);
  // The longest time from a request's first byte to its last. If a stream handler takes the body: from the first byte
  // to the end of the head, and after that the longest silence of the client.
  Duration request_timeout = std::chrono::seconds(10);
  // The minimum average rate at which a client must send a streamed body (pace.h), in bytes per second.
  std::int64_t least_body_rate = 1024;
  // The longest time for the client to take an answer, or one piece of a streamed answer.
  Duration write_timeout = std::chrono::seconds(10);
  // The longest time for the client to close its side after an answer that ends the connection.
  Duration linger_timeout = std::chrono::seconds(2);
  // How long a connection stays open whose client the script leaves without an answer.
  Duration silence_timeout = std::chrono::minutes(10);
  // How long, after the power button is pressed, the server continues with the answers in progress.
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
  // A connection in one of the lists below, such as idle_.
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
  // Sets the number of bytes held by the connection, and closes other connections if the total is above the limit.
  // Returns false if the total is still above it.
  bool hold(Host& host, Connection& connection, std::size_t bytes);
  bool make_room(Host& host);
  Task<void> serve(Host& host, std::unique_ptr<Connection> connection);
  Task<Received> receive(Host& host, Connection& connection);
  // Called when the head of a request has arrived: true if a stream handler takes its body.
  bool begin_stream(Connection& connection);
  // These functions return true if the connection continues.
  Task<bool> serve_request(Host& host, Connection& connection);
  Task<bool> send(Host& host, Connection& connection, http::Response response, const http::Request& request,
                  HttpAct& act);
  Task<bool> serve_stream(Host& host, Connection& connection);
  Task<bool> send_stream(Host& host, Connection& connection, HttpStreamedAnswer answer, const http::Request& request,
                         HttpAct act);
  // Sends the next bytes of an answer and adds their number to `sent`, the number of bytes sent before.
  Task<bool> send_piece(Host& host, Connection& connection, std::string_view text, const HttpAct& act,
                        std::size_t& sent);
  // Adds Date and Connection and sets the version. Returns true if the connection stays open after the answer.
  bool complete_head(Host& host, http::Response& response, const http::Request& request);
  // Writes the whole text, with the script's pause in it. `sent` bytes of the answer were written before.
  Task<Result<void, IoError>> write(Host& host, Connection& connection, std::string_view text, const HttpAct& act,
                                    std::size_t sent);
  const std::string& date(Host& host);
  Task<void> send_fault(Host& host, Connection& connection, http::ParseFault fault);
  // Shuts down this side and reads on for a while, so that no reset overtakes the answer (RFC 9112 section 9.6).
  Task<void> linger(Host& host, Connection& connection);
  Task<void> stay_silent(Host& host, Connection& connection);
  Task<void> bid_farewell(Host& host);

  HttpServerOptions options_;
  HttpHandler& handler_;
  HttpScript* script_;
  HttpStreamHandler* streams_;
  std::vector<Listener*> listeners_;  // each listener is owned by its strand
  List<Connection> connections_;      // each connection is owned by its strand
  std::size_t connection_count_ = 0;
  List<Place> idle_;       // connections without a request, or whose request is never answered; the longest idle first
  List<Place> lingering_;  // connections whose last answer is sent
  List<Place> begun_;  // connections on which part of a request has arrived; the oldest request first; a streamed body
                       // counts from its last bytes
  List<Place> writing_;  // connections to which an answer, or a piece of it, is being sent
  std::size_t held_bytes_ = 0;
  Signal drained_;
  // The Date header's value, valid for the second `date_second_`.
  std::int64_t date_second_ = -1;
  std::string date_;
  // Every connection reads into this buffer, and empties it before another strand runs.
  std::array<char, 16 * 1024> scratch_;
};

}  // namespace dialtone
