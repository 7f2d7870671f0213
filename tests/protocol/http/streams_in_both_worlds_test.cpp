// A body goes piece by piece both ways over the operating system's sockets as it does over simulated ones.
#include <gtest/gtest.h>

#include <string>

#include "tests/protocol/http/stream_story.h"
#include "tests/world/conformance/conformance.h"

namespace dialtone {
namespace {

template <typename Arm>
class StreamsOfHttp : public Conformance<Arm> {};
TYPED_TEST_SUITE(StreamsOfHttp, Arms);

TYPED_TEST(StreamsOfHttp, ComeWholeBothWays) {
  Depot depot;
  depot.image = {.size = 3 * kMegabyte, .length = 3 * kMegabyte};
  OneDocument handler;
  PatternCount seen;
  std::optional<http::Response> report;
  Host& host = this->power("server", [&](Host& at) -> Task<void> {
    HttpServerOptions options;
    options.listen = {{at.address(), 0}};
    HttpServer server(options, handler, nullptr, &depot);
    EXPECT_TRUE(co_await server.run(at));
  });
  this->run_until([&] { return !this->events_.lines.empty(); }, std::chrono::milliseconds(1));
  const std::string& line = this->events_.lines.front();
  const Endpoint server = *parse_endpoint(line.substr(line.find("endpoint=") + 9));
  this->power("client", [&](Host& at) -> Task<void> {
    HttpClient client({.keeps_connection = true});
    const http::HttpUrl url{.host = "server", .port = server.port};
    EXPECT_TRUE(co_await client.open(at, url, {server.address}, std::chrono::seconds(10)));
    http::Request get;
    get.target = "/image";
    get.headers.add("Host", "server");
    PatternSink sink(at);
    EXPECT_TRUE(co_await client.ask(at, get, {.sink = &sink}, at.now() + std::chrono::seconds(20)));
    seen = sink.seen;
    EXPECT_TRUE(client.is_kept_for(url));
    http::Request put = get;
    put.method = "PUT";
    put.target = "/report";
    std::uint64_t made = 0;
    PatternSource source(at, {.size = 3 * kMegabyte}, made);
    auto answer = co_await client.ask(at, put, {.source = &source}, at.now() + std::chrono::seconds(20));
    EXPECT_TRUE(answer);
    if (answer) report = *answer;
  });
  this->run_until([&] { return report.has_value(); }, std::chrono::milliseconds(5));
  EXPECT_EQ(seen.bytes, 3 * kMegabyte);
  EXPECT_TRUE(seen.is_right);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->body, "3145728 right");
  this->world_->power_off(host);
  this->run_to_the_end();
}

}  // namespace
}  // namespace dialtone
