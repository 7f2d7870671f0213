// The faults of an HTTP server, told from outside: the server asks its script once about each request.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>

#include "values/endpoint.h"
#include "values/time.h"
#include "wire/http/message.h"

namespace dialtone {

// What the server does with a request. By default it answers as always.
struct HttpAct {
  // Waited for before anything else.
  Duration delay{};
  // Never answers; the connection stays open and silent until the client leaves.
  bool drop = false;
  // Sent in place of the server's own answer, whose work is then not done.
  std::optional<http::Response> answer = std::nullopt;
  // Changes the answer, the server's or the script's, before it is sent, and what of this act is still to come; empty:
  // leaves both. Called once, before Date, Connection and Content-Length are written.
  std::function<void(http::Response& answer, HttpAct& act)> edit = nullptr;
  // Closes the connection after so many bytes of the answer.
  std::optional<std::size_t> close_at_byte = std::nullopt;
  // Pauses for `stall` after so many bytes of the answer.
  std::size_t stall_at_byte = 0;
  Duration stall{};
  // The body of the answer ends with the connection, without Content-Length. An answer in pieces stays as it is.
  bool omits_length = false;
  // Whether the connection stays open after the answer, whatever the answer says.
  std::optional<bool> keeps_open = std::nullopt;
};

class HttpScript {
 public:
  virtual ~HttpScript() = default;
  virtual HttpAct on_request(Moment now, const Endpoint& peer, const http::Request& request) = 0;
};

}  // namespace dialtone
