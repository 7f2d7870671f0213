// An HTTP server in a virtual world, a handler that knows one document, and clients that speak bytes to them.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "protocol/http/server.h"
#include "tests/protocol/http/byte_client.h"
#include "wire/http/url.h"
#include "world/virtual/virtual_world.h"

namespace dialtone {

using namespace std::chrono_literals;

// Gives /provision to GET and POST, and refuses all else.
class OneDocument : public HttpHandler {
 public:
  static constexpr std::string_view kDocument = "<settings/>";

  // Of one answer, for the host's cores.
  Duration cost{};
  int answers = 0;

  Task<http::Response> answer(Host& host, const Endpoint&, const http::Request& request) override {
    ++answers;
    if (cost > Duration::zero()) co_await host.work(cost);
    const Result<http::RequestTarget> target = http::parse_request_target(request.target);
    http::Response response;
    if (!target || target->path != "/provision") {
      response.status = 404;
    } else if (request.method != "GET" && request.method != "POST") {
      response.status = 405;
    } else {
      response.body = kDocument;
      // As long as an answer with settings is.
      response.headers.add("X-Filler", std::string(1500, 'x'));
    }
    co_return response;
  }
  http::Response answer_fault(Host&, const Endpoint&, const http::ParseFault& fault) override {
    http::Response response;
    response.status = fault.status;
    response.body = fault.reason;
    return response;
  }
};

class HttpServerStory : public testing::Test {
 protected:
  static constexpr std::uint16_t kPort = 8080;

  HttpServerStory() {
    new_world();
    options_.listen = {{kAddress, kPort}};
  }

  // Forgets the server and its clients.
  void new_world() {
    server_ = nullptr;
    world_ = make_virtual_world({.seed = 1, .recorder = nullptr});
    seen_.clear();
  }

  // The server, from the options as they are now.
  void start_server() {
    HostConfig config;
    config.name = "server";
    config.addresses = {kAddress};
    config.main = [this](Host& host) -> Task<void> {
      HttpServer server(options_, handler_, script_, streams_);
      const Result<void> served = co_await server.run(host);
      if (!served) failure_ = served.error().reason;
      server_returned_ = host.now();
    };
    server_ = &world_->add_host(std::move(config));
    world_->power_on(*server_);
  }

  // A client that is powered on now; see speak().
  Seen& start_client(std::vector<Send> sends, bool half_close = false, Duration patience = 1h) {
    Seen& seen = seen_.emplace_back();
    const auto index = static_cast<std::uint8_t>(seen_.size());
    const auto block = static_cast<std::uint8_t>(1 + (seen_.size() >> 8));
    start_host("client-" + std::to_string(seen_.size()), IpAddress::v4(10, 0, block, index),
               [sends = std::move(sends), half_close, patience, &seen](Host& host) -> Task<void> {
                 co_await speak(host, Endpoint{kAddress, kPort}, sends, half_close, host.now() + patience, seen);
               });
    return seen;
  }
  Host& start_host(std::string name, const IpAddress& address, Host::Main main) {
    HostConfig config;
    config.name = std::move(name);
    config.addresses = {address};
    config.main = std::move(main);
    Host& host = world_->add_host(std::move(config));
    world_->power_on(host);
    return host;
  }

  // One client's whole story: sends, half-closes, and reads to the end; so much time passes.
  Seen ask(std::string bytes, Duration time = 2h) {
    if (server_ == nullptr) start_server();
    Seen& seen = start_client({{0s, std::move(bytes)}}, true);
    world_->run(world_->now() + time);
    return seen;
  }

  // A request that is answered with 200.
  static std::string sample_get() { return message("GET /provision", sample_body()); }
  static std::string sample_body() { return std::string(700, 'b'); }
  static Moment at(Duration since_start) { return Moment(since_start); }
  inline static const IpAddress kAddress = IpAddress::v4(10, 0, 0, 1);

  OneDocument handler_;
  HttpServerOptions options_;
  HttpScript* script_ = nullptr;
  HttpStreamHandler* streams_ = nullptr;
  std::deque<Seen> seen_;
  std::string failure_;
  std::optional<Moment> server_returned_;
  Host* server_ = nullptr;
  std::unique_ptr<VirtualWorld> world_;
};

}  // namespace dialtone
