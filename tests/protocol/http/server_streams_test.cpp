// Requests and answers that go piece by piece, as clients see them that speak bytes: deadlines, bounds, and what goes
// wrong.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/protocol/http/stream_story.h"

namespace dialtone {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

class ServerStreams : public StreamStory {
 protected:
  static std::string put(std::string_view headers, std::string_view body = "") {
    return message("PUT /report", "", headers) + std::string(body);
  }
  // The body of the only answer.
  static std::string body_of(const Seen& seen) { return seen.answer().body; }
};

TEST_F(ServerStreams, LeaveSmallRequestsToTheOtherHandler) {
  const Seen seen = ask(sample_get() + put("Content-Length: 5\r\n", pattern(5)) + sample_get() + message("GET /x"));
  EXPECT_EQ(seen.statuses(), (std::vector<int>{200, 200, 200, 404}));
  EXPECT_EQ(handler_.answers, 3);
  EXPECT_EQ(depot_.answers, 1);
  EXPECT_EQ(seen.answers()[1].body, "5 right");
  new_world();
  EXPECT_EQ(ask(message("POST /provision", std::string(65'537, 'x'))).answer().status, 413);
}

TEST_F(ServerStreams, TakeABodyThatComesByteByByte) {
  start_server();
  std::vector<Send> bytes;
  for (const char byte : put("Transfer-Encoding: chunked\r\n", "3;a=b\r\n" + pattern(3) + "\r\n0\r\nX: y\r\n\r\n")) {
    bytes.push_back({1ms, std::string(1, byte)});
  }
  const Seen& seen = start_client(std::move(bytes));
  world_->run(at(5s));
  EXPECT_EQ(body_of(seen), "3 right");
}

TEST_F(ServerStreams, EndTheConnectionToTellAClientOfHttp10WhereTheBodyEnds) {
  depot_.image = in_chunks(100'000);
  start_server();
  const Seen& seen = start_client({{0s, "GET /image HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"}});
  world_->run(at(5s));
  EXPECT_THAT(seen.bytes, StartsWith("HTTP/1.0 200 OK\r\n"));
  EXPECT_THAT(seen.bytes, HasSubstr("Connection: close\r\n"));
  EXPECT_THAT(seen.bytes, EndsWith("\r\n\r\n" + pattern(100'000)));
  EXPECT_TRUE(seen.ended);
}

TEST_F(ServerStreams, AnswerHeadWithoutABody) {
  depot_.image = with_length(100'000);
  start_server();
  const Seen& seen = start_client({{0s, message("HEAD /image")}});
  world_->run(at(5s));
  EXPECT_THAT(seen.bytes, HasSubstr("Content-Length: 100000\r\n"));
  EXPECT_THAT(seen.bytes, EndsWith("\r\n\r\n"));
  EXPECT_EQ(depot_.made, 0U);
}

TEST_F(ServerStreams, SendNoBodyWithAStatusThatHasNone) {
  depot_.image = in_chunks(100'000);
  depot_.status = 204;
  const Seen seen = ask(message("GET /image") + sample_get());
  EXPECT_EQ(seen.statuses(), (std::vector<int>{204, 200}));
  EXPECT_EQ(seen.answers()[0].headers.find("Transfer-Encoding"), nullptr);
  EXPECT_EQ(depot_.made, 0U);
}

TEST_F(ServerStreams, TellAClientToGoOnWhenItsBodyIsRead) {
  start_server();
  const std::string request = put("Expect: 100-continue\r\nContent-Length: 5\r\n");
  const Seen& read = start_client({{0s, request}, {1s, pattern(5)}});
  world_->run(at(3s));
  EXPECT_THAT(read.bytes, StartsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"));
  depot_.refuses = true;
  const Seen& refused = start_client({{0s, request}});
  world_->run(at(6s));
  EXPECT_THAT(refused.bytes, StartsWith("HTTP/1.1 401 Unauthorized\r\n"));
  EXPECT_THAT(refused.bytes, HasSubstr("Connection: close\r\n"));
  EXPECT_TRUE(refused.ended);
}

TEST_F(ServerStreams, RefuseABodyThatIsMalformed) {
  const Seen seen = ask(put("Transfer-Encoding: chunked\r\n", "3\r\nabcd\r\n") + sample_get());
  EXPECT_EQ(seen.answer().status, 400);
  EXPECT_EQ(body_of(seen), "a chunk is longer than its size");
  EXPECT_EQ(depot_.report_failure, "a chunk is longer than its size");
}

TEST_F(ServerStreams, TakeMoreThanIsAnnouncedForTheNextRequest) {
  const Seen seen = ask(put("Content-Length: 5\r\n", pattern(5) + "XX\r\n\r\n"));
  EXPECT_EQ(seen.statuses(), (std::vector<int>{200, 400}));
}

TEST_F(ServerStreams, GiveUpAClientThatSendsLessThanItAnnounces) {
  start_server();
  const Seen& silent = start_client({{2s, put("Content-Length: 100\r\n")}, {3s, pattern(50)}});
  const Seen& ends = start_client({{2s, put("Content-Length: 100\r\n", pattern(50))}}, true);
  world_->run(at(1min));
  EXPECT_EQ(silent.answer().status, 408);
  // Three of its ten seconds were over, and 50 bytes give it 48.828125 ms.
  EXPECT_EQ(silent.arrivals.front(), at(12s + 48'828'125ns));
  EXPECT_EQ(ends.bytes, "");
  EXPECT_TRUE(ends.ended);
}

TEST_F(ServerStreams, GiveUpAClientThatIsSlowerThanTheLeastRate) {
  start_server();
  std::vector<Send> drops = {{0s, put("Content-Length: 1000000\r\n")}};
  for (int i = 0; i < 300; ++i) drops.push_back({1s, std::string(600, 'x')});
  const Seen& slow = start_client(std::move(drops));
  std::vector<Send> steady = {{0s, put("Content-Length: 307200\r\n")}};
  for (int i = 0; i < 300; ++i) steady.push_back({1s, std::string(1024, 'x')});
  const Seen& fast = start_client(std::move(steady));
  world_->run(at(10min));
  // Of each second, 600 bytes give it back 0.5859375.
  EXPECT_EQ(slow.statuses(), (std::vector<int>{408}));
  EXPECT_EQ(slow.arrivals.front(), at(22'890'625us));
  EXPECT_EQ(fast.statuses(), (std::vector<int>{200}));
}

TEST_F(ServerStreams, DoNotBlameAClientForAHandlerThatIsSlow) {
  depot_.report_pause = 30s;
  const Seen whole = ask(put("Content-Length: 20000\r\n", pattern(20'000)));
  EXPECT_EQ(body_of(whole), "20000 right");
  EXPECT_EQ(whole.arrivals.front(), at(150s)) << "five pieces: the first came with the head";
  new_world();
  start_server();
  const Seen& part = start_client({{0s, put("Content-Length: 40000\r\n", pattern(20'000))}});
  world_->run(at(3min));
  EXPECT_EQ(part.answer().status, 408);
  EXPECT_EQ(part.arrivals.front(), at(160s));
}

TEST_F(ServerStreams, GiveWayWhileTheyWaitForTheirClients) {
  options_.most_connections = 1;
  start_server();
  const Seen& sends = start_client({{0s, put("Content-Length: 100\r\n", pattern(50))}});
  const Seen* next = nullptr;
  world_->at(at(1s), [&] { next = &start_client({{0s, sample_get()}}, true); });
  world_->run(at(2s));
  EXPECT_TRUE(sends.ended || sends.error);
  EXPECT_EQ(next->answer().status, 200);
}

TEST_F(ServerStreams, AreEndedByThePowerButtonWhileTheyWaitForTheirClients) {
  start_server();
  const Seen& sends = start_client({{0s, put("Content-Length: 100\r\n", pattern(50))}});
  world_->at(at(1s), [&] { world_->power_off(*server_); });
  world_->run(at(1min));
  EXPECT_EQ(server_returned_, at(1s));
  EXPECT_EQ(sends.bytes, "");
}

TEST_F(ServerStreams, AreNotWaitedForAfterThePowerButton) {
  depot_.report_pause = 1s;
  start_server();
  const Seen& sends = start_client({{0s, put("Content-Length: 100\r\n", pattern(50))}});
  world_->at(at(500ms), [&] { world_->power_off(*server_); });
  world_->run(at(1min));
  EXPECT_EQ(server_returned_, at(1s)) << "when the handler wanted more";
  EXPECT_EQ(sends.bytes, "");
}

TEST_F(ServerStreams, FinishAnAnswerAfterThePowerButton) {
  depot_.image = in_chunks(20'000);
  depot_.image.pause = 1s;
  start_server();
  const Seen& seen = start_client({{0s, message("GET /image")}});
  world_->at(at(1500ms), [&] { world_->power_off(*server_); });
  world_->run(at(1min));
  EXPECT_EQ(seen.answer().body, pattern(20'000));
  EXPECT_EQ(server_returned_, at(4s)) << "three pieces and the end";
}

TEST_F(ServerStreams, CountInTheBytesThatAllConnectionsHold) {
  options_.most_held_bytes = 100'000;
  depot_.report_pause = 1h;
  start_server();
  for (int i = 0; i < 2; ++i) start_client({{0s, put("Content-Length: 40000\r\n", pattern(40'000))}});
  world_->run(at(1s));
  const Seen& third = start_client({{0s, put("Content-Length: 40000\r\n", pattern(40'000))}});
  world_->run(at(2s));
  EXPECT_EQ(third.answer().status, 503);
  EXPECT_EQ(depot_.answers, 2);
}

TEST_F(ServerStreams, HoldNoMoreThanTheirPieces) {
  options_.most_held_bytes = 200'000;
  start_server();
  const Seen& slow =
      start_client({{0s, message("POST /provision", "", "Content-Length: 60000\r\n") + pattern(50'000)}});
  world_->run(at(10ms));
  const Got& got = report(with_length(4 * kMegabyte));
  depot_.image = with_length(4 * kMegabyte);
  const Got& fetched = fetch();
  world_->run(at(9s));
  EXPECT_EQ(got.status(), 200) << got.reason();
  EXPECT_EQ(fetched.status(), 200) << fetched.reason();
  EXPECT_FALSE(slow.ended || slow.error) << "nobody had to go";
}

// --- a script's acts ---

class OneAct : public HttpScript {
 public:
  explicit OneAct(HttpAct act) : act_(std::move(act)) {}
  HttpAct on_request(Moment, const Endpoint&, const http::Request& request) override {
    targets.push_back(request.target);
    return act_;
  }

  std::vector<std::string> targets;

 private:
  HttpAct act_;
};

TEST_F(ServerStreams, LetAScriptAnswerInstead) {
  http::Response unavailable;
  unavailable.status = 503;
  OneAct script({.delay = 800ms, .answer = unavailable});
  script_ = &script;
  start_server();
  const Seen& seen = start_client({{0s, put("Content-Length: 100\r\n", pattern(50))}});
  world_->run(at(1min));
  EXPECT_EQ(seen.answer().status, 503);
  EXPECT_EQ(seen.arrivals.front(), at(800ms));
  EXPECT_EQ(depot_.answers, 0);
  EXPECT_EQ(script.targets, (std::vector<std::string>{"/report"}));
}

TEST_F(ServerStreams, LetAScriptKeepThemSilent) {
  OneAct script({.drop = true});
  script_ = &script;
  start_server();
  const Seen& seen = start_client({{0s, put("Content-Length: 5\r\n", pattern(5))}}, false, 1min);
  world_->run(at(2min));
  EXPECT_EQ(seen.bytes, "");
  EXPECT_EQ(seen.error, IoError::kDeadline);
}

TEST_F(ServerStreams, LetAScriptChangeTheHeadOrTheWholeAnswer) {
  depot_.image = with_length(1000);
  OneAct head({.edit = [](http::Response& answer, HttpAct&) { answer.headers.set("X-Odd", "1"); }});
  script_ = &head;
  const http::Response changed = ask(message("GET /image")).answer();
  EXPECT_EQ(changed.body, pattern(1000));
  EXPECT_NE(changed.headers.find("X-Odd"), nullptr);
  new_world();
  OneAct whole({.edit = [](http::Response& answer, HttpAct&) { answer.body = "other"; }});
  script_ = &whole;
  EXPECT_EQ(ask(message("GET /image")).answer().body, "other");
}

TEST_F(ServerStreams, LetAScriptCutAnAnswerAtAnyByte) {
  depot_.image = with_length(50'000);
  for (const std::size_t length : {0U, 20U, 10'000U, 50'000U}) {
    OneAct script({.close_at_byte = length});
    script_ = &script;
    start_server();
    const Seen& seen = start_client({{0s, message("GET /image")}});
    world_->run(world_->now() + 1min);
    EXPECT_EQ(seen.bytes.size(), length);
    EXPECT_TRUE(seen.ended);
    new_world();
  }
}

TEST_F(ServerStreams, LetAScriptPauseInTheMiddleOfAnAnswer) {
  depot_.image = with_length(50'000);
  OneAct script({.stall_at_byte = 30'000, .stall = 10s});
  script_ = &script;
  start_server();
  const Seen& seen = start_client({{0s, message("GET /image")}});
  world_->run(at(9s));
  EXPECT_EQ(seen.bytes.size(), 30'000U);
  world_->run(at(11s));
  EXPECT_EQ(seen.answer().body, pattern(50'000));
}

}  // namespace
}  // namespace dialtone
