// The interface through which a scenario injects faults into an HTTP server: the server asks its script once about each
// request.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>

#include "values/endpoint.h"
#include "values/time.h"
#include "wire/http/message.h"

namespace dialtone {

// What the server does with a request. By default it answers as usual.
struct HttpAct {
  // The server waits this long before anything else.
  Duration delay{};
  // If true, the server never answers; the connection stays open and silent until the client leaves.
  bool drop = false;
  // Sent in place of the server's own answer; the server's handler is then not called.
  std::optional<http::Response> answer = std::nullopt;
  // May change the answer (the server's or the script's) before it is sent, and the parts of this act that come after;
  // empty: no change. Called once, before Date, Connection and Content-Length are written.
  std::function<void(http::Response& answer, HttpAct& act)> edit = nullptr;
  // Closes the connection after this many bytes of the answer.
  std::optional<std::size_t> close_at_byte = std::nullopt;
  // Pauses for `stall` after this many bytes of the answer.
  std::size_t stall_at_byte = 0;
  Duration stall{};
  // If true, Content-Length is omitted and the end of the connection ends the answer's body. A streamed answer is not
  // affected.
  bool omits_length = false;
  // If set: whether the connection stays open after the answer, whatever the answer says.
  std::optional<bool> keeps_open = std::nullopt;
};

class HttpScript {
 public:
  virtual ~HttpScript() = default;
  virtual HttpAct on_request(Moment now, const Endpoint& peer, const http::Request& request) = 0;
};

}  // namespace dialtone
