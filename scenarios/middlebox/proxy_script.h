// The interface through which a scenario injects faults into a proxy: the proxy asks the script once per request.
#pragma once

#include <functional>
#include <optional>

#include "protocol/http/script.h"
#include "values/endpoint.h"
#include "values/time.h"
#include "wire/http/message.h"

namespace dialtone {

// What to do with a request. The default: forward it.
struct ProxyAct {
  // Waits this long before anything else.
  Duration delay{};
  // The request is neither forwarded nor answered; the connection stays open and silent until the client closes it.
  bool drop = false;
  // The proxy sends this answer instead of forwarding: a refusal, a captive portal.
  std::optional<http::Response> answer = std::nullopt;
  // Simulates a cache that ignores no-store. An answer cached for this method and target is repeated, with its Age;
  // without one, the server's answer is cached for that time if it is a 200. Body and header are not part of the key.
  // If nullopt, the request neither reads nor fills the cache.
  std::optional<Duration> caches_for = std::nullopt;
  // Changes the answer, from any source: the server's or the cache's, decoded and without hop-by-hop fields, or the
  // proxy's own; may be empty. Called at most once.
  std::function<void(http::Response& answer, HttpAct& act)> edit = nullptr;
};

class ProxyScript {
 public:
  virtual ~ProxyScript() = default;
  // `request` is as the client sent it, with its body decoded. Changes are forwarded: to the method, the target (no
  // spaces), the header, the body, to which Content-Length is adjusted. Afterwards hop-by-hop fields are removed and
  // the proxy's own added.
  virtual ProxyAct on_request(Moment now, const Endpoint& client, http::Request& request) = 0;
};

}  // namespace dialtone
