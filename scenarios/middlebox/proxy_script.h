// The faults of a proxy, told to it from outside: it asks once for each request and once for each answer.
#pragma once

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
};

class ProxyScript {
 public:
  virtual ~ProxyScript() = default;
  // `request` is as the client sent it (its body is decoded, whatever its framing); what is changed is forwarded
  // changed: a method, a target (no spaces), a header, a body, which Content-Length follows. Hop-by-hop fields are
  // taken away and the proxy's own added afterwards.
  virtual ProxyAct on_request(Moment now, const Endpoint& client, http::Request& request) = 0;
  // `answer` is the server's or the cache's, without hop-by-hop fields, decoded, before the client gets it; it may be
  // changed like a request. What the proxy says itself (ProxyAct::answer, 502, 504) does not come here.
  virtual void on_answer(Moment now, const Endpoint& client, http::Response& answer) = 0;
};

}  // namespace dialtone
