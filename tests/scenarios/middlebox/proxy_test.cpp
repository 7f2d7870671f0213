// What a proxy does without faults: it forwards.
#include "tests/scenarios/middlebox/proxy_story.h"

namespace dialtone {
namespace {

template <typename Arm>
class HonestProxy : public ProxyStory<Arm> {};
TYPED_TEST_SUITE(HonestProxy, BothWorlds);

TYPED_TEST(HonestProxy, ForwardsARequestAndItsAnswer) {
  this->upstream_.answer = [this](const http::Request&) { return this->ok("settings", "ETag: \"7\"\r\n"); };
  this->start();
  const http::Response answer = this->answer_to(this->get("/provision?a=%20b", "document", "X-Model: ATA-2\r\n"));
  ASSERT_EQ(this->upstream_.requests.size(), 1U);
  const http::Request& forwarded = this->upstream_.requests.front();
  EXPECT_EQ(forwarded.method, "GET");
  EXPECT_EQ(forwarded.target, "/provision?a=%20b");
  EXPECT_EQ(forwarded.body, "document");
  EXPECT_EQ(this->value(forwarded.headers, "Host"), "prov.example.net");
  EXPECT_EQ(this->value(forwarded.headers, "X-Model"), "ATA-2");
  EXPECT_EQ(this->value(forwarded.headers, "Content-Length"), "8");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "settings");
  EXPECT_EQ(this->value(answer.headers, "ETag"), "\"7\"");
}

TYPED_TEST(HonestProxy, SaysThatItWasThereAndForWhom) {
  this->start();
  const auto& client = this->ask(this->get("/", "", "Via: 1.0 first\r\nX-Forwarded-For: 192.168.1.7\r\n"));
  const http::Request& forwarded = this->upstream_.requests.front();
  EXPECT_EQ(this->value(forwarded.headers, "Via"), "1.0 first, 1.1 dialtone-proxy");
  EXPECT_EQ(this->value(forwarded.headers, "X-Forwarded-For"), "192.168.1.7, " + to_text(client.own.address));
  EXPECT_EQ(this->value(client.answers.front().headers, "Via"), "1.1 dialtone-proxy");
  EXPECT_EQ(this->upstream_.clients.front().address, this->proxy_.address);
}

TYPED_TEST(HonestProxy, KeepsWhatIsForOneHopFromTheNext) {
  this->upstream_.answer = [this](const http::Request&) {
    return this->ok("x", "Connection: X-Inner\r\nX-Inner: 1\r\nKeep-Alive: timeout=5\r\nX-Outer: 2\r\n");
  };
  this->start();
  const http::Response answer = this->answer_to(this->get(
      "/", "", "Connection: X-Mine, keep-alive\r\nX-Mine: 1\r\nTE: trailers\r\nProxy-Authorization: Basic eDp5\r\n"));
  const http::Headers& forwarded = this->upstream_.requests.front().headers;
  for (const char* name : {"X-Mine", "TE", "Proxy-Authorization"}) EXPECT_EQ(forwarded.find(name), nullptr) << name;
  EXPECT_EQ(this->value(forwarded, "Connection"), "close");
  for (const char* name : {"X-Inner", "Keep-Alive", "Connection"}) {
    EXPECT_EQ(answer.headers.find(name), nullptr) << name;
  }
  EXPECT_EQ(this->value(answer.headers, "X-Outer"), "2");
}

TYPED_TEST(HonestProxy, ServesOneConnectionManyTimes) {
  this->upstream_.answer = [this](const http::Request& request) { return this->ok(request.target); };
  this->start();
  const auto& client = this->ask(this->get("/1") + this->get("/2") + this->get("/3"), 3);
  ASSERT_EQ(client.answers.size(), 3U);
  EXPECT_EQ(client.answers[0].body + client.answers[1].body + client.answers[2].body, "/1/2/3");
  EXPECT_FALSE(client.ended);
}

TYPED_TEST(HonestProxy, ForwardsTheAnswerToHeadWithItsLengthAndNoBody) {
  this->upstream_.answer = [](const http::Request&) { return "HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n"; };
  this->start();
  const http::Response answer = this->answer_to("HEAD / HTTP/1.1\r\nHost: prov\r\n\r\n", true);
  EXPECT_EQ(this->upstream_.requests.front().method, "HEAD");
  EXPECT_EQ(this->value(answer.headers, "Content-Length"), "1234");
  EXPECT_EQ(answer.body, "");
}

TYPED_TEST(HonestProxy, ForwardsLargeBodiesBothWays) {
  std::string large(1'500'000, '.');
  for (std::size_t i = 0; i < large.size(); i += 97) large[i] = static_cast<char>('a' + i % 26);
  this->upstream_.answer = [&](const http::Request&) { return this->ok(large); };
  this->start();
  const http::Response answer = this->answer_to(
      "POST / HTTP/1.1\r\nHost: prov\r\nContent-Length: " + std::to_string(large.size()) + "\r\n\r\n" + large);
  EXPECT_TRUE(answer.body == large);
  EXPECT_TRUE(this->upstream_.requests.front().body == large);
}

TYPED_TEST(HonestProxy, HasItsLimits) {
  this->options_.limits.body_bytes = 1000;
  this->upstream_.answer = [this](const http::Request&) { return this->ok(std::string(1001, 'x')); };
  this->start();
  EXPECT_EQ(this->answer_to(this->get("/", std::string(1000, 'x'))).status, 502);
  EXPECT_EQ(this->answer_to(this->get("/", std::string(1001, 'x'))).status, 413);
  EXPECT_EQ(this->upstream_.requests.size(), 1U);
}

TYPED_TEST(HonestProxy, KeepsAChunkedBodyChunked) {
  this->upstream_.answer = [](const http::Request&) {
    return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nset\r\n5\r\ntings\r\n0\r\n\r\n";
  };
  this->start();
  const http::Response answer = this->answer_to(
      "POST / HTTP/1.1\r\nHost: prov\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ndoc\r\n5\r\nument\r\n0\r\n\r\n");
  EXPECT_EQ(answer.body, "settings");
  EXPECT_EQ(this->value(answer.headers, "Transfer-Encoding"), "chunked");
  EXPECT_EQ(answer.headers.find("Content-Length"), nullptr);
  const http::Request& forwarded = this->upstream_.requests.front();
  EXPECT_EQ(forwarded.body, "document");
  EXPECT_EQ(this->value(forwarded.headers, "Transfer-Encoding"), "chunked");
}

TYPED_TEST(HonestProxy, SpeaksToAnOldClientAsThatUnderstands) {
  this->upstream_.answer = [](const http::Request&) {
    return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\nsettings\r\n0\r\n\r\n";
  };
  this->start();
  const http::Response answer = this->answer_to("GET /old HTTP/1.0\r\n\r\n");
  EXPECT_EQ(answer.body, "settings");
  EXPECT_EQ(answer.version_minor, 0);
  EXPECT_EQ(this->value(answer.headers, "Content-Length"), "8");
  const http::Request& forwarded = this->upstream_.requests.front();
  EXPECT_EQ(forwarded.version_minor, 1);
  EXPECT_EQ(this->value(forwarded.headers, "Via"), "1.0 dialtone-proxy");
  EXPECT_EQ(this->value(forwarded.headers, "Host"), to_text(this->events_.started["server"]));
}

TYPED_TEST(HonestProxy, TakesAnAnswerThatEndsWithTheConnection) {
  this->upstream_.answer = [](const http::Request&) { return "HTTP/1.0 200 OK\r\n\r\nall of it"; };
  this->start();
  const http::Response answer = this->answer_to(this->get("/"));
  EXPECT_EQ(answer.body, "all of it");
  EXPECT_EQ(this->value(answer.headers, "Via"), "1.0 dialtone-proxy");
}

TYPED_TEST(HonestProxy, PassesOverInterimAnswersAndTellsAClientToGoOn) {
  this->upstream_.answer = [this](const http::Request&) {
    return "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + this->ok("last");
  };
  this->start();
  const http::Response answer = this->answer_to(this->get("/", "document", "Expect: 100-continue\r\n"));
  EXPECT_EQ(answer.body, "last");
  EXPECT_EQ(this->upstream_.requests.front().body, "document");
  EXPECT_EQ(this->upstream_.requests.front().headers.find("Expect"), nullptr);
}

TYPED_TEST(HonestProxy, ForwardsRefusalsAndRedirectsAsTheyAre) {
  this->upstream_.answer = [](const http::Request&) {
    return "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"a\"\r\nWWW-Authenticate: Digest realm=\"b\", "
           "nonce=\"c\"\r\nContent-Length: 0\r\n\r\n";
  };
  this->start();
  const http::Response answer = this->answer_to(this->get("/", "", "Authorization: Basic eDp5\r\n"));
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(answer.headers.count("WWW-Authenticate"), 2U);
  EXPECT_EQ(this->value(this->upstream_.requests.front().headers, "Authorization"), "Basic eDp5");
}

TYPED_TEST(HonestProxy, IsABadGatewayWhereNobodyListens) {
  this->options_.upstream_host = to_text(TypeParam::address(1));
  this->options_.upstream_port = 1;
  this->start_proxy();
  EXPECT_EQ(this->answer_to(this->get("/")).status, 502);
  EXPECT_EQ(this->events_.last("proxy proxy.failed"), "proxy proxy.failed peer=" + to_text(TypeParam::address(2)) +
                                                          " status=502 reason=connecting to " +
                                                          to_text(TypeParam::address(1)) + ":1: connection refused");
}

TYPED_TEST(HonestProxy, IsABadGatewayWhereTheServerHasNoName) {
  this->options_.upstream_host = "prov.example.net";
  this->start_proxy();
  EXPECT_EQ(this->answer_to(this->get("/")).status, 502);
}

TYPED_TEST(HonestProxy, FindsTheServerByItsName) {
  this->start();
  this->world_->set_name("inner.example.net", {TypeParam::address(1)});
  this->options_.upstream_host = "inner.example.net";
  this->start_proxy();
  EXPECT_EQ(this->answer_to(this->get("/")).body, "hello");
}

TYPED_TEST(HonestProxy, IsABadGatewayWhereTheServerTalksNonsense) {
  for (const std::string nonsense :
       {"SSH-2.0-OpenSSH\r\n\r\n", "", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"}) {
    this->upstream_.answer = [=](const http::Request&) { return nonsense; };
    if (this->upstream_.requests.empty()) this->start();
    const http::Response answer = this->answer_to(this->get("/"));
    EXPECT_EQ(answer.status, 502) << nonsense;
    EXPECT_EQ(answer.body.find("half"), std::string::npos);
  }
}

TYPED_TEST(HonestProxy, GivesUpAtItsDeadline) {
  this->upstream_.answer = [](const http::Request&) { return std::nullopt; };
  this->options_.answer_deadline = 300ms;
  this->start();
  const Moment begin = this->world_->now();
  const auto& client = this->ask(this->get("/"));
  ASSERT_EQ(client.answers.size(), 1U);
  EXPECT_EQ(client.answers.front().status, 504);
  EXPECT_GE(client.moments.front() - begin, 300ms);
  if (TypeParam::kIsVirtual) EXPECT_EQ(client.moments.front() - begin, 300ms);
}

TYPED_TEST(HonestProxy, OpensNoTunnels) {
  this->start();
  EXPECT_EQ(this->answer_to("CONNECT prov:443 HTTP/1.1\r\nHost: prov:443\r\n\r\n").status, 501);
  EXPECT_TRUE(this->upstream_.requests.empty());
}

TYPED_TEST(HonestProxy, RefusesWhatIsNoRequestItself) {
  this->start();
  EXPECT_EQ(this->answer_to("GET / HTTP/1.1\r\nno header\r\n\r\n").status, 400);
  EXPECT_TRUE(this->upstream_.requests.empty());
}

TYPED_TEST(HonestProxy, ServesManyAtOnce) {
  this->upstream_.answer = [this](const http::Request& request) { return this->ok(request.body); };
  this->start();
  constexpr int kClients = 60;
  for (int i = 0; i < kClients; ++i) this->start_client(this->get("/", "document " + std::to_string(i)));
  this->run_until([&] {
    return std::all_of(this->clients_.begin(), this->clients_.end(), [](const auto& each) { return each.done; });
  });
  for (int i = 0; i < kClients; ++i) {
    const auto& client = this->clients_[static_cast<std::size_t>(i)];
    ASSERT_EQ(client.answers.size(), 1U);
    EXPECT_EQ(client.answers.front().body, "document " + std::to_string(i));
  }
}

}  // namespace
}  // namespace dialtone
