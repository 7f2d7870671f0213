// What a proxy does to messages when its script says so.
#include "tests/scenarios/middlebox/proxy_story.h"

namespace dialtone {
namespace {

template <typename Arm>
class FaultyProxy : public ProxyStory<Arm> {
 protected:
  void on_request(std::function<ProxyAct(http::Request&)> act) {
    this->script_.request = [act = std::move(act)](Moment, const Endpoint&, http::Request& request) {
      return act(request);
    };
  }
};
TYPED_TEST_SUITE(FaultyProxy, BothWorlds);

TYPED_TEST(FaultyProxy, StripsABodyAndItsLength) {
  this->on_request([](http::Request& request) {
    EXPECT_EQ(request.body, "document");
    request.body.clear();
    return ProxyAct{};
  });
  this->start();
  this->answer_to(this->get("/", "document"));
  const http::Request& forwarded = this->upstream_.requests.front();
  EXPECT_EQ(forwarded.body, "");
  EXPECT_EQ(forwarded.headers.find("Content-Length"), nullptr);
}

TYPED_TEST(FaultyProxy, StripsAChunkedBodyAndItsFraming) {
  this->on_request([](http::Request& request) {
    request.body.clear();
    return ProxyAct{};
  });
  this->start();
  this->answer_to("POST / HTTP/1.1\r\nHost: prov\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ndoc\r\n0\r\n\r\n");
  EXPECT_EQ(this->upstream_.requests.front().headers.find("Transfer-Encoding"), nullptr);
  EXPECT_EQ(this->value(this->upstream_.requests.front().headers, "Content-Length"), "0");
}

TYPED_TEST(FaultyProxy, ChangesMethodTargetHeadersAndBody) {
  this->on_request([](http::Request& request) {
    request.method = "POST";
    request.target = "/elsewhere";
    request.headers.set("X-Model", "other");
    request.body = "a longer document";
    return ProxyAct{};
  });
  this->start();
  this->answer_to(this->get("/", "document"));
  const http::Request& forwarded = this->upstream_.requests.front();
  EXPECT_EQ(forwarded.method + forwarded.target + forwarded.body, "POST/elsewherea longer document");
  EXPECT_EQ(this->value(forwarded.headers, "Content-Length"), "17");
  EXPECT_EQ(this->value(forwarded.headers, "X-Model"), "other");
}

TYPED_TEST(FaultyProxy, AsksGetWhereTheClientAskedHead) {
  this->on_request([](http::Request& request) {
    request.method = "GET";
    return ProxyAct{};
  });
  this->start();
  const http::Response answer = this->answer_to("HEAD / HTTP/1.1\r\nHost: prov\r\n\r\n", true);
  EXPECT_EQ(this->value(answer.headers, "Content-Length"), "5");
}

TYPED_TEST(FaultyProxy, ChangesAnAnswer) {
  this->script_.answer = [](http::Response& answer) {
    EXPECT_EQ(answer.body, "hello");
    answer.body = "\xEF\xBB\xBF" + answer.body;
    answer.headers.set("Content-Type", "text/html");
  };
  this->start();
  const http::Response answer = this->answer_to(this->get("/"));
  EXPECT_EQ(answer.body, "\xEF\xBB\xBFhello");
  EXPECT_EQ(this->value(answer.headers, "Content-Length"), "8");
  EXPECT_EQ(this->value(answer.headers, "Content-Type"), "text/html");
}

TYPED_TEST(FaultyProxy, ChangesItsOwnAnswersToo) {
  this->on_request([](http::Request& request) {
    if (request.target == "/") return ProxyAct{};
    http::Response refusal;
    refusal.status = 400;
    refusal.body = "no";
    return ProxyAct{.answer = refusal};
  });
  this->script_.answer = [](http::Response& answer) { answer.body += "!"; };
  this->start();
  EXPECT_EQ(this->answer_to(this->get("/itself", "")).body, "no!");
  const http::Response refused = this->answer_to("CONNECT / HTTP/1.1\r\nHost: prov\r\n\r\n");
  EXPECT_EQ(refused.status, 501);
  EXPECT_EQ(refused.body, "this proxy opens no tunnels\n!");
}

TYPED_TEST(FaultyProxy, AnswersItself) {
  this->on_request([](http::Request&) {
    http::Response refusal;
    refusal.status = 400;
    refusal.body = "no bodies here";
    return ProxyAct{.answer = refusal};
  });
  this->start();
  const http::Response answer = this->answer_to(this->get("/", "document"));
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.body, "no bodies here");
  EXPECT_TRUE(this->upstream_.requests.empty());
}

TYPED_TEST(FaultyProxy, IsSlow) {
  this->on_request([](http::Request& request) { return ProxyAct{.delay = request.target == "/1" ? 200ms : 0ms}; });
  this->start();
  const Moment begin = this->world_->now();
  const auto& slow = this->start_client(this->get("/1"));
  const auto& fast = this->start_client(this->get("/2"));
  this->run_until([&] { return slow.done && fast.done; });
  EXPECT_GE(slow.moments.at(0) - begin, 200ms);
  EXPECT_LT(fast.moments.at(0), slow.moments.at(0));
  if (TypeParam::kIsVirtual) EXPECT_EQ(slow.moments.at(0) - begin, 200ms);
}

TYPED_TEST(FaultyProxy, StaysSilent) {
  this->on_request([](http::Request& request) { return ProxyAct{.drop = request.target == "/1"}; });
  this->start();
  const auto& dropped = this->start_client(this->get("/1"));
  EXPECT_EQ(this->answer_to(this->get("/2")).status, 200);
  this->run_for(300ms);
  EXPECT_FALSE(dropped.done);
  EXPECT_EQ(this->upstream_.requests.size(), 1U);
}

TYPED_TEST(FaultyProxy, AnswersSomeRequestsOfAConnectionItself) {
  this->on_request([](http::Request& request) {
    if (request.target != "/1") return ProxyAct{};
    http::Response own;
    own.body = "itself";
    return ProxyAct{.delay = 50ms, .answer = own};
  });
  this->start();
  const auto& client = this->ask(this->get("/1") + this->get("/2"), 2);
  ASSERT_EQ(client.answers.size(), 2U);
  EXPECT_EQ(client.answers[0].body + client.answers[1].body, "itselfhello");
}

TYPED_TEST(FaultyProxy, CachesWhatItMustNot) {
  int count = 0;
  this->upstream_.answer = [&](const http::Request&) {
    return this->ok("answer " + std::to_string(++count), "Cache-Control: no-store\r\n");
  };
  this->on_request([](http::Request&) { return ProxyAct{.caches_for = 1h}; });
  this->start();
  const http::Response first = this->answer_to(this->get("/provision", "mine"));
  this->run_for(1100ms);
  const http::Response second = this->answer_to(this->get("/provision", "another's"));
  EXPECT_EQ(first.body, "answer 1");
  EXPECT_EQ(first.headers.find("Age"), nullptr);
  EXPECT_EQ(second.body, "answer 1");
  EXPECT_EQ(this->value(second.headers, "Age"), "1");
  EXPECT_EQ(this->answer_to(this->get("/other")).body, "answer 2");
  EXPECT_EQ(this->answer_to("POST /provision HTTP/1.1\r\nHost: prov\r\n\r\n").body, "answer 3");
}

TYPED_TEST(FaultyProxy, CachesNoRefusalsAndNothingUnasked) {
  int count = 0;
  bool caches = true;
  this->upstream_.answer = [&](const http::Request&) -> std::string {
    if (++count == 1) return "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";
    return this->ok("answer " + std::to_string(count));
  };
  this->on_request([&](http::Request&) {
    ProxyAct act;
    if (caches) act.caches_for = 1h;
    return act;
  });
  this->start();
  EXPECT_EQ(this->answer_to(this->get("/")).status, 503);
  EXPECT_EQ(this->answer_to(this->get("/")).body, "answer 2");
  EXPECT_EQ(this->answer_to(this->get("/")).body, "answer 2");
  caches = false;
  EXPECT_EQ(this->answer_to(this->get("/")).body, "answer 3");
  caches = true;
  EXPECT_EQ(this->answer_to(this->get("/")).body, "answer 2");
}

}  // namespace
}  // namespace dialtone
