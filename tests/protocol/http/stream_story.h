// A server that gives an image and takes a report, both too large to be held, and clients for them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "protocol/http/client.h"
#include "tests/protocol/http/patterns.h"
#include "tests/protocol/http/server_story.h"

namespace dialtone {

inline constexpr std::uint64_t kMegabyte = 1024 * 1024;

// GET /image gives a pattern, PUT /report takes one. All else is for the other handler.
class Depot : public HttpStreamHandler {
 public:
  PatternOptions image;
  std::uint64_t made = 0;      // of the image
  bool image_is_gone = false;  // the source of the last answer
  std::size_t most_report_bytes = 8 * kMegabyte;
  Duration report_pause{};  // after each piece
  bool refuses = false;     // answers 401, and reads nothing
  int status = 200;         // of an image
  PatternCount report;
  std::optional<std::uint64_t> report_length;
  std::string report_failure;  // why the last report was not whole
  int answers = 0;

  std::optional<std::size_t> most_body_bytes(const Endpoint&, const http::Request& head) override {
    if (head.target == "/image") return 0;
    return head.target == "/report" ? std::optional(most_report_bytes) : std::nullopt;
  }
  Task<HttpStreamedAnswer> answer_stream(Host& host, const Endpoint&, const http::Request& head,
                                         BodySource& body) override {
    ++answers;
    HttpStreamedAnswer answer;
    answer.response.status = refuses ? 401 : status;
    if (refuses) co_return answer;
    if (head.target == "/image") {
      made = 0;
      answer.body = std::make_unique<PatternSource>(host, image, made, &image_is_gone);
      co_return answer;
    }
    co_await take_report(host, body);
    answer.response.body = std::to_string(report.bytes) + (report.is_right ? " right" : " wrong");
    co_return answer;
  }

 private:
  Task<void> take_report(Host& host, BodySource& body) {
    report = {};
    report_length = body.length();
    report_failure.clear();
    std::string piece(5000, '\0');
    for (;;) {
      const Result<std::size_t> got = co_await body.read(piece);
      if (!got) report_failure = got.error().reason;
      if (!got || *got == 0) co_return;
      report.note(std::string_view(piece).substr(0, *got));
      if (report_pause > Duration::zero()) co_await host.sleep(report_pause);
    }
  }
};

// What a client got, and when.
struct Got {
  std::optional<http::Response> answer;
  std::optional<ExchangeError> error;
  bool is_kept = false;
  std::optional<Moment> ended;

  int status() const { return answer ? answer->status : 0; }
  std::string reason() const { return error ? error->reason : std::string(); }
};

class StreamStory : public HttpServerStory {
 protected:
  StreamStory() { streams_ = &depot_; }

  static http::Request request(std::string method, std::string target) {
    http::Request made;
    made.method = std::move(method);
    made.target = std::move(target);
    made.headers.add("Host", "server");
    return made;
  }

  // A client that asks for `/image` with that sink, made on its host.
  Got& fetch(std::function<void(PatternSink&)> prepare = {}, Duration pause = {}, Duration stall = 30s) {
    Got& got = got_.emplace_back();
    start_asking([this, &got, prepare, pause, stall](Host& host, HttpClient& client) -> Task<void> {
      PatternSink sink(host, pause);
      sink_ = &sink;
      if (prepare) prepare(sink);
      co_await ask_with(host, client, request("GET", "/image"), {.sink = &sink, .stall_timeout = stall}, got);
      taken_ = sink.seen;
      sink_ = nullptr;
    });
    return got;
  }
  // A client that sends a report.
  Got& report(PatternOptions options, Duration stall = 30s) {
    Got& got = got_.emplace_back();
    start_asking([this, &got, options, stall](Host& host, HttpClient& client) -> Task<void> {
      sent_ = 0;
      PatternSource source(host, options, sent_);
      co_await ask_with(host, client, request("PUT", "/report"), {.source = &source, .stall_timeout = stall}, got);
    });
    return got;
  }
  static PatternOptions with_length(std::uint64_t size) { return {.size = size, .length = size}; }
  static PatternOptions in_chunks(std::uint64_t size) { return {.size = size}; }

  void run_for(Duration time) { world_->run(world_->now() + time); }

  using Asking = std::function<Task<void>(Host&, HttpClient&)>;
  void start_asking(Asking asking) {
    if (server_ == nullptr) start_server();
    const auto number = static_cast<std::uint8_t>(got_.size());
    start_host("asking-" + std::to_string(number), IpAddress::v4(10, 1, 0, number),
               [asking = std::move(asking)](Host& host) -> Task<void> {
                 HttpClient client({.keeps_connection = true});
                 const Result<void> opened =
                     co_await client.open(host, {.host = "server", .port = kPort}, {kAddress}, 10s);
                 EXPECT_TRUE(opened);
                 if (opened) co_await asking(host, client);
                 co_await host.sleep(1h);
               });
  }
  static Task<void> ask_with(Host& host, HttpClient& client, http::Request request, HttpStreams streams, Got& got) {
    Result<http::Response, ExchangeError> answer =
        co_await client.ask(host, std::move(request), streams, host.now() + 1h);
    if (answer) {
      got.answer = *std::move(answer);
    } else {
      got.error = answer.error();
    }
    got.ended = host.now();
    got.is_kept = client.is_kept_for({.host = "server", .port = kPort});
  }

  Depot depot_;
  std::deque<Got> got_;
  PatternSink* sink_ = nullptr;  // of a fetch under way
  PatternCount taken_;           // of the last fetch that has ended
  std::uint64_t sent_ = 0;       // of a report
};

}  // namespace dialtone
