// The faults of a call agent, told to it from outside: it asks once for each request what is to become of it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "protocol/sip/flow.h"
#include "values/endpoint.h"
#include "values/time.h"
#include "wire/sip/message.h"

namespace dialtone::sip {

using ExtraHeaders = std::vector<std::pair<std::string, std::string>>;

// What is to become of a request. As it stands: it is answered as always.
struct ServerAct {
  // Before anything else is done; other requests do not wait for it.
  Duration delay{};
  // No answer, and nothing is done.
  bool drop = false;
  // This status instead of the server's own answer, whose work is not done then.
  std::optional<int> answer = std::nullopt;
  // Added to the answer, whosever it is; those of the same name that the server wrote go, and nothing else happens
  // where the value is empty.
  ExtraHeaders headers{};
  // The same behind those, once the answer's status is known; empty: there are none. Called once, or never.
  std::function<ExtraHeaders(int status)> headers_for = nullptr;
  // The connection that it came on ends: with `drop` at once, else behind the answer. Nothing happens over UDP.
  bool close = false;
};

class ServerScript {
 public:
  virtual ~ServerScript() = default;
  // A request that comes again is asked about again.
  virtual ServerAct on_request(Moment now, const Endpoint& peer, const Message& request) = 0;
};

}  // namespace dialtone::sip
