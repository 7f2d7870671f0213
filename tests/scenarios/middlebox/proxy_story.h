// A proxy between clients and a server; each test decides what the proxy and the server do.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/middlebox/proxy.h"
#include "tests/scenarios/middlebox/middlebox_story.h"
#include "wire/http/parser.h"
#include "world/events/host_events.h"

namespace dialtone {

// A script whose decisions a test can replace. By default it forwards everything unchanged.
class FreeProxyScript : public ProxyScript {
 public:
  std::function<ProxyAct(Moment, const Endpoint&, http::Request&)> request;
  std::function<void(http::Response&)> answer;

  ProxyAct on_request(Moment now, const Endpoint& client, http::Request& received) override {
    ProxyAct act = request ? request(now, client, received) : ProxyAct{};
    if (answer) act.edit = [this](http::Response& response, HttpAct&) { answer(response); };
    return act;
  }
};

// An HTTP server with one answer per connection.
class ScriptedUpstream {
 public:
  // Returns the bytes of the answer; nullopt: no answer is sent.
  std::function<std::optional<std::string>(const http::Request&)> answer;
  std::vector<http::Request> requests;
  std::vector<Endpoint> clients;

  Task<void> run(Host& host) {
    Result<std::unique_ptr<Listener>, IoError> listener = host.listen({host.address(), 0});
    host.record(host_events::ServerStarted{.protocol = "http", .endpoint = to_text((*listener)->local())});
    for (;;) {
      Result<std::unique_ptr<Stream>, IoError> stream = co_await (*listener)->accept(kNever);
      host.spawn("connection", serve(*std::move(stream)));
    }
  }

 private:
  Task<void> serve(std::unique_ptr<Stream> stream) {
    http::RequestParser parser({.body_bytes = 4 * 1024 * 1024});
    std::vector<char> piece(4096);
    while (parser.state() == http::ParseState::kNeedMore) {
      const Result<std::size_t, IoError> got = co_await stream->read(piece, kNever);
      if (!got || *got == 0) co_return;
      parser.feed({piece.data(), *got});
    }
    EXPECT_EQ(parser.state(), http::ParseState::kComplete);
    clients.push_back(stream->remote());
    requests.push_back(parser.take());
    const std::optional<std::string> bytes = answer(requests.back());
    if (bytes) {
      static_cast<void>(co_await stream->write(*bytes, kNever));
      co_return;
    }
    static_cast<void>(co_await stream->read(piece, kNever));
  }
};

template <typename Arm>
class ProxyStory : public MiddleboxStory<Arm> {
 protected:
  ProxyStory() {
    upstream_.answer = [](const http::Request&) { return ok("hello"); };
  }

  // Returns a 200 with that body; `headers` are whole header lines.
  static std::string ok(const std::string& body, const std::string& headers = "") {
    return "HTTP/1.1 200 OK\r\n" + headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  }
  static std::string get(const std::string& target, const std::string& body = "", const std::string& headers = "") {
    std::string text = "GET " + target + " HTTP/1.1\r\nHost: prov.example.net\r\n" + headers;
    if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    return text + "\r\n" + body;
  }

  void start() {
    this->power("server", [this](Host& host) { return upstream_.run(host); });
    const Endpoint server = this->started("server");
    options_.upstream_host = to_text(server.address);
    options_.upstream_port = server.port;
    start_proxy();
  }
  void start_proxy() {
    this->power("proxy", [this](Host& host) -> Task<void> {
      ProxyOptions options = options_;
      options.listen = {{host.address(), 0}};
      Proxy proxy(std::move(options), script_);
      const Result<void> served = co_await proxy.run(host);
      EXPECT_TRUE(served);
    });
    proxy_ = this->started("proxy");
  }

  struct Client {
    std::vector<http::Response> answers;
    std::vector<Moment> moments;  // when each answer was complete
    bool ended = false;           // the proxy has closed the connection
    bool done = false;
    Endpoint own;
  };
  // Starts a client that sends `bytes` on one connection, reads `answers` answers and closes the connection.
  Client& start_client(std::string bytes, std::size_t answers = 1, bool to_head = false) {
    Client& client = clients_.emplace_back();
    const std::string name = "client-" + std::to_string(clients_.size());
    this->power(name, [this, &client, bytes = std::move(bytes), answers, to_head](Host& host) {
      return speak(host, client, bytes, answers, to_head);
    });
    return client;
  }
  Client& ask(std::string bytes, std::size_t answers = 1, bool to_head = false) {
    Client& client = start_client(std::move(bytes), answers, to_head);
    this->run_until([&] { return client.done; });
    return client;
  }
  http::Response answer_to(std::string bytes, bool to_head = false) {
    Client& client = ask(std::move(bytes), 1, to_head);
    EXPECT_EQ(client.answers.size(), 1U);
    return client.answers.empty() ? http::Response() : client.answers.front();
  }

  Task<void> speak(Host& host, Client& client, const std::string& bytes, std::size_t answers, bool to_head) {
    Result<std::unique_ptr<Stream>, IoError> stream = co_await host.connect(proxy_, host.now() + kPatience);
    if (!stream) co_return;
    client.own = (*stream)->local();
    const Result<void, IoError> written = co_await (*stream)->write(bytes, host.now() + kPatience);
    EXPECT_TRUE(written);
    http::ResponseParser parser({.body_bytes = 4 * 1024 * 1024}, to_head);
    std::vector<char> piece(4096);
    while (client.answers.size() < answers && !client.ended) {
      const Result<std::size_t, IoError> got = co_await (*stream)->read(piece, host.now() + kPatience);
      client.ended = !got || *got == 0;
      for (std::string_view rest(piece.data(), got ? *got : 0); !rest.empty();) {
        rest.remove_prefix(parser.feed(rest));
        EXPECT_NE(parser.state(), http::ParseState::kFailed);
        if (parser.state() != http::ParseState::kComplete) break;
        client.answers.push_back(parser.take());
        client.moments.push_back(host.now());
      }
    }
    client.done = true;
  }

  static std::string value(const http::Headers& headers, std::string_view name) {
    const std::string* found = headers.find(name);
    return found == nullptr ? "(none)" : *found;
  }

  ProxyOptions options_;
  FreeProxyScript script_;
  ScriptedUpstream upstream_;
  Endpoint proxy_;
  std::deque<Client> clients_;
};

}  // namespace dialtone
