// An HTTP/1.1 intermediary between devices and a server (RFC 9110 section 7.6): it takes each request, forwards it to
// the one server that it stands before, and sends the answer back. Devices come to it because the server's name leads
// here. As its script passes everything, it is honest: it adds Via and X-Forwarded-For, takes hop-by-hop fields away,
// and leaves the rest.
//
//   Proxy proxy({.listen = {{host.address(), 8080}}, .upstream_host = "10.0.0.1", .upstream_port = 8080}, script);
//   const Result<void> served = co_await proxy.run(host);
//
// A client's connection carries as many requests as it wants; each is forwarded on a connection of its own. A body that
// came chunked goes on chunked where the receiver is known to speak HTTP/1.1, any other with its length. Where the
// server cannot be reached or sends what is no HTTP answer, the client gets 502, at the deadline 504 (RFC 9110 sections
// 15.6.3 and 15.6.5), and `proxy.failed` is recorded. CONNECT is 501.
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
  // Each is listened on; port 0 takes a free one.
  std::vector<Endpoint> listen;
  // A name, which the proxy's host resolves for each request, or an address.
  std::string upstream_host;
  std::uint16_t upstream_port = 80;
  // From the moment when a request is forwarded to the last byte of its answer.
  Duration answer_deadline = std::chrono::seconds(30);
  // How it calls itself in Via: a token.
  std::string pseudonym = "dialtone-proxy";
  // Of requests and of answers: more than the server behind takes, so that it is the one who refuses.
  http::MessageLimits limits = {.body_bytes = 16 * 1024 * 1024};
  // Where so many answers are kept, or their bodies are so much together, the oldest go.
  std::size_t most_cached_answers = 1000;
  std::size_t most_cached_bytes = 64 * 1024 * 1024;
  // The deadlines of the clients' side and how many they may be; its listeners and limits are those above.
  HttpServerOptions http = {};
};

class Proxy : private HttpHandler, private HttpScript {
 public:
  // The script outlives the proxy.
  Proxy(ProxyOptions options, ProxyScript& script);

  // As HttpServer::run: records `server.started` for each endpoint and serves until the power button is pressed.
  Task<Result<void>> run(Host& host);

 private:
  // What on_request made of a request that is to be forwarded.
  struct Forwarding {
    http::Request request;
    Duration delay{};
    std::optional<Duration> caches_for;
    std::function<void(http::Response&)> edit;
  };

  HttpAct on_request(Moment now, const Endpoint& peer, const http::Request& request) override;
  Task<http::Response> answer(Host& host, const Endpoint& peer, const http::Request& request) override;
  http::Response answer_fault(Host& host, const Endpoint& peer, const http::ParseFault& fault) override;

  // From the cache or from the server.
  Task<Result<http::Response, UpstreamError>> fetch(Host& host, Endpoint peer, Forwarding forwarding);

  ProxyOptions options_;
  ProxyScript& script_;
  ProxyCache cache_;
  // From on_request to answer, which the server calls next with nothing in between.
  std::optional<Forwarding> forwarding_;
  HttpServer http_;
};

}  // namespace dialtone
