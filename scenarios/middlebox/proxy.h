// An HTTP/1.1 proxy between devices and a server (RFC 9110 section 7.6): takes each request, forwards it to its one
// server, and sends the answer back. The server's name leads devices to the proxy. If its script passes everything, the
// proxy adds Via and X-Forwarded-For, removes hop-by-hop fields, and changes nothing else.
//
//   Proxy proxy({.listen = {{host.address(), 8080}}, .upstream_host = "10.0.0.1", .upstream_port = 8080}, script);
//   const Result<void> served = co_await proxy.run(host);
//
// A client's connection carries any number of requests; each is forwarded on a connection of its own. A body that came
// in chunks is forwarded in chunks if the receiver is known to speak HTTP/1.1, any other with its length. If the server
// cannot be reached or sends no HTTP answer, the client gets 502, at the deadline 504 (RFC 9110 sections 15.6.3 and
// 15.6.5), and `proxy.failed` is recorded. CONNECT gets 501.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "protocol/http/server.h"
#include "scenarios/middlebox/proxy_cache.h"
#include "scenarios/middlebox/proxy_script.h"
#include "scenarios/middlebox/upstream.h"
#include "values/endpoint.h"
#include "values/result.h"
#include "values/time.h"
#include "world/host.h"

namespace dialtone {

struct ProxyOptions {
  // The endpoints to listen on; port 0 takes a free port.
  std::vector<Endpoint> listen;
  // A name, which the proxy's host resolves for each request, or an address.
  std::string upstream_host;
  std::uint16_t upstream_port = 80;
  // The limit from forwarding a request to the last byte of its answer.
  Duration answer_deadline = std::chrono::seconds(30);
  // The proxy's name in Via: a token.
  std::string pseudonym = "dialtone-proxy";
  // The limits of requests and answers: larger than the server's, so that the server is the one to refuse.
  http::MessageLimits limits = {.body_bytes = 16 * 1024 * 1024};
  // The maximum number of cached answers, and of bytes of their bodies; beyond these, the oldest answers are removed.
  std::size_t most_cached_answers = 1000;
  std::size_t most_cached_bytes = 64 * 1024 * 1024;
  // The deadlines, and the maximum number of clients' connections. Its listeners and limits are ignored in favour of
  // those above.
  HttpServerOptions http = {};
};

class Proxy : private HttpHandler, private HttpScript {
 public:
  // `script` must outlive the proxy.
  Proxy(ProxyOptions options, ProxyScript& script);

  // As HttpServer::run: records `server.started` for each endpoint and serves until the host is switched off.
  Task<Result<void>> run(Host& host);

 private:
  // The result of on_request for a request to forward.
  struct Forwarding {
    http::Request request;
    Duration delay{};
    std::optional<Duration> caches_for;
    // Set if the script edits the answer, which is framed only after the edit: answer() stores here whether the answer
    // came in chunks.
    std::shared_ptr<bool> came_in_chunks;
  };

  HttpAct on_request(Moment now, const Endpoint& peer, const http::Request& request) override;
  Task<http::Response> answer(Host& host, const Endpoint& peer, const http::Request& request) override;
  // Edits an answer and frames its body, unless the edit has framed it.
  static void finish(const std::function<void(http::Response&, HttpAct&)>& edit, bool is_to_head, bool in_chunks,
                     http::Response& answer, HttpAct& act);
  http::Response answer_fault(Host& host, const Endpoint& peer, const http::ParseFault& fault) override;

  // Gets the answer from the cache or the server.
  Task<Result<http::Response, UpstreamError>> fetch(Host& host, Endpoint peer, Forwarding forwarding);

  ProxyOptions options_;
  ProxyScript& script_;
  ProxyCache cache_;
  // Set by on_request and used by answer(), which the server calls next.
  std::optional<Forwarding> forwarding_;
  HttpServer http_;
};

}  // namespace dialtone
