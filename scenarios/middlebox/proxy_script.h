// The faults of a proxy, told to it from outside: it asks once for each request what is to become of it.
#pragma once

#include <functional>
#include <optional>

#include "values/endpoint.h"
#include "values/time.h"
#include "wire/http/message.h"

namespace dialtone {

// What is to become of a request. As it stands: it is forwarded.
struct ProxyAct {
  // Before anything else is done.
  Duration delay{};
  // Never forwarded and never answered; the connection stays open and silent until the client leaves.
  bool drop = false;
  // Sent by the proxy itself, and nothing is forwarded: a refusal, a captive portal.
  std::optional<http::Response> answer = std::nullopt;
  // A cache that disregards no-store: an answer that is kept for this method and target is sent again, with its Age;
  // where there is none, the server's is kept for so long if it is a 200. Neither the body nor a header is part of the
  // key. A request without this neither asks nor fills the cache.
  std::optional<Duration> caches_for = std::nullopt;
  // Changes the answer, whosever it is: the server's or the cache's, without hop-by-hop fields and decoded, or the
  // proxy's own; empty: nothing does. Called once, or never.
  std::function<void(http::Response&)> edit = nullptr;
};

class ProxyScript {
 public:
  virtual ~ProxyScript() = default;
  // `request` is as the client sent it (its body is decoded, whatever its framing); what is changed is forwarded
  // changed: a method, a target (no spaces), a header, a body, which Content-Length follows. Hop-by-hop fields are
  // taken away and the proxy's own added afterwards.
  virtual ProxyAct on_request(Moment now, const Endpoint& client, http::Request& request) = 0;
};

}  // namespace dialtone
