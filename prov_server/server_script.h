// The faults of a server, told to it from outside: it asks once for each request what is to become of it.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>

#include "values/endpoint.h"
#include "values/time.h"
#include "wire/http/message.h"

namespace dialtone {

// What is to become of a request. As it stands: it is answered as always.
struct ServerAct {
  // Before anything else is done.
  Duration delay{};
  // No answer ever; the connection stays open and silent until the client leaves.
  bool drop = false;
  // Sent instead of the server's own answer, whose work is not done then.
  std::optional<http::Response> answer = std::nullopt;
  // Changes the answer, whosever it is, before it is sent; empty: nothing does. Called once, with Date, Connection and
  // Content-Length not yet written.
  std::function<void(http::Response&)> edit = nullptr;
  // The connection is closed when so many bytes of the answer are sent.
  std::optional<std::size_t> close_at_byte = std::nullopt;
  // Nothing is sent for so long when so many bytes of the answer are.
  std::size_t stall_at_byte = 0;
  Duration stall{};
};

class ServerScript {
 public:
  virtual ~ServerScript() = default;
  virtual ServerAct on_request(Moment now, const Endpoint& peer, const http::Request& request) = 0;
};

}  // namespace dialtone
