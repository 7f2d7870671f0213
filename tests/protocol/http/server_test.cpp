// Connections and their deadlines.
#include "protocol/http/server.h"

#include <gtest/gtest.h>

#include "tests/protocol/http/server_story.h"

namespace dialtone {
namespace {

class ConnectionStory : public HttpServerStory {};

// Does the same with each request.
class FixedScript : public HttpScript {
 public:
  explicit FixedScript(HttpAct act) : act_(std::move(act)) {}
  HttpAct on_request(Moment, const Endpoint&, const http::Request&) override { return act_; }

 private:
  HttpAct act_;
};

TEST_F(ConnectionStory, AnswersPipelinedRequestsInTheirOrder) {
  const Seen seen = ask(sample_get() + message("GET /other") + sample_get() + message("DELETE /provision"));
  EXPECT_EQ(seen.statuses(), (std::vector<int>{200, 404, 200, 405}));
}

TEST_F(ConnectionStory, AnswersARequestThatComesByteByByte) {
  std::vector<Send> bytes;
  for (const char byte : sample_get()) bytes.push_back({1ms, std::string(1, byte)});
  start_server();
  Seen& seen = start_client(std::move(bytes));
  world_->run(at(20s));
  EXPECT_EQ(seen.statuses(), (std::vector<int>{200}));
}

TEST_F(ConnectionStory, StaysOpenForTheNextRequestAndEndsWhenNoneComes) {
  start_server();
  Seen& seen = start_client({{0s, sample_get()}, {14s, sample_get()}});
  world_->run(at(1min));
  EXPECT_EQ(seen.statuses(), (std::vector<int>{200, 200}));
  EXPECT_EQ(seen.ended, at(29s));
}

TEST_F(ConnectionStory, EndsWhereTheClientSaysSo) {
  start_server();
  Seen& seen = start_client({{0s, message("GET /provision", sample_body(), "Connection: close\r\n")}});
  world_->run(at(1min));
  EXPECT_EQ(*seen.answer().headers.find("Connection"), "close");
  EXPECT_EQ(seen.ended, at(0s));
}

TEST_F(ConnectionStory, EndsAfterARequestOfHttp10UnlessItIsAskedToStay) {
  const std::string body = "Content-Length: " + std::to_string(sample_body().size()) + "\r\n\r\n" + sample_body();
  start_server();
  Seen& ends = start_client({{0s, "GET /provision HTTP/1.0\r\n" + body}});
  Seen& stays = start_client({{0s, "GET /provision HTTP/1.0\r\nConnection: keep-alive\r\n" + body}});
  world_->run(at(1min));
  EXPECT_EQ(ends.answer().version_minor, 0);
  EXPECT_EQ(*ends.answer().headers.find("Connection"), "close");
  EXPECT_EQ(ends.ended, at(0s));
  EXPECT_EQ(*stays.answer().headers.find("Connection"), "keep-alive");
  EXPECT_EQ(stays.ended, at(15s));
}

TEST_F(ConnectionStory, EndsAClientThatSaysNothing) {
  start_server();
  Seen& seen = start_client({});
  world_->run(at(1min));
  EXPECT_TRUE(seen.connected);
  EXPECT_EQ(seen.bytes, "");
  EXPECT_EQ(seen.ended, at(15s));
}

TEST_F(ConnectionStory, GivesARequestTenSecondsFromItsFirstByte) {
  start_server();
  std::vector<Send> drops = {{3s, "GET /provision HTTP/1.1\r\n"}};
  for (int i = 0; i < 30; ++i) drops.push_back({1s, "X-Slow: " + std::to_string(i) + "\r\n"});
  Seen& seen = start_client(std::move(drops));
  world_->run(at(1min));
  EXPECT_EQ(seen.statuses(), (std::vector<int>{408}));
  ASSERT_FALSE(seen.arrivals.empty());
  EXPECT_EQ(seen.arrivals[0], at(13s));
  EXPECT_EQ(seen.ended, at(13s));
}

TEST_F(ConnectionStory, TellsAClientToSendTheBodyThatItHoldsBack) {
  const std::string body = sample_body();
  start_server();
  Seen& seen =
      start_client({{0s, message("POST /provision", "",
                                 "Expect: 100-continue\r\nContent-Length: " + std::to_string(body.size()) + "\r\n")},
                    {1s, body}});
  world_->run(at(5s));
  EXPECT_TRUE(seen.bytes.starts_with("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")) << seen.bytes;
}

TEST_F(ConnectionStory, EndsAfterBytesThatAreNoRequest) {
  start_server();
  Seen& seen = start_client({{0s, "rubbish\r\n\r\n" + sample_get()}});
  world_->run(at(1min));
  EXPECT_EQ(seen.answer().status, 400);
  EXPECT_EQ(seen.ended, at(0s));
}

TEST_F(ConnectionStory, LetsAClientReadTheAnswerToABodyThatIsTooLarge) {
  start_server();
  Seen& seen = start_client({{0s, message("POST /provision", std::string(500'000, 'x'))}});
  world_->run(at(1min));
  EXPECT_EQ(seen.answer().status, 413);
  EXPECT_TRUE(seen.ended.has_value());
  EXPECT_FALSE(seen.error.has_value());
}

TEST_F(ConnectionStory, FinishesWhatItHasBegunWhenThePowerButtonIsPressed) {
  handler_.cost = 3s;
  start_server();
  Seen& served = start_client({{0s, sample_get()}});
  Seen& idle = start_client({});
  world_->at(at(1s), [&] { world_->power_off(*server_); });
  world_->run(at(1min));
  EXPECT_EQ(idle.ended, at(1s));
  EXPECT_EQ(served.answer().status, 200);
  EXPECT_EQ(*served.answer().headers.find("Connection"), "close");
  EXPECT_EQ(served.arrivals[0], at(3s));
  EXPECT_GE(server_returned_, at(3s));
  EXPECT_LE(server_returned_, at(5s));
}

TEST_F(ConnectionStory, DropsHalfSentRequestsWhenThePowerButtonIsPressed) {
  start_server();
  Seen& head = start_client({{0s, "GET /provision HTTP/1.1\r\nHost: pr"}});
  Seen& body = start_client({{0s, message("POST /provision", "", "Content-Length: 100\r\n") + "<pro"}});
  Seen& idle = start_client({{0s, sample_get()}});
  world_->at(at(1s), [&] { world_->power_off(*server_); });
  world_->run(at(1min));
  EXPECT_EQ(server_returned_, at(1s));
  for (const Seen* seen : {&head, &body, &idle}) EXPECT_TRUE(seen->ended || seen->error);
  EXPECT_EQ(head.bytes, "");
  EXPECT_EQ(body.bytes, "");
  EXPECT_EQ(idle.answer().status, 200);
}

TEST_F(ConnectionStory, AnswersNoFurtherPipelinedRequestAfterThePowerButton) {
  handler_.cost = 3s;
  start_server();
  Seen& seen = start_client({{0s, sample_get() + sample_get()}});
  world_->at(at(1s), [&] { world_->power_off(*server_); });
  world_->run(at(1min));
  EXPECT_EQ(seen.statuses(), (std::vector<int>{200}));
  EXPECT_EQ(*seen.answer().headers.find("Connection"), "close");
}

TEST_F(ConnectionStory, DoesNotWaitForeverForTheLastAnswers) {
  FixedScript script({.delay = 1h});
  script_ = &script;
  start_server();
  start_client({{0s, sample_get()}});
  world_->at(at(1s), [&] { world_->power_off(*server_); });
  world_->run(at(1min));
  EXPECT_EQ(server_returned_, at(6s));
}

TEST_F(ConnectionStory, GivesUpOnAClientThatTakesNoAnswers) {
  start_server();
  std::string many;
  for (int i = 0; i < 2000; ++i) many += sample_get();
  HostConfig config;
  config.name = "greedy";
  config.addresses = {IpAddress::v4(10, 0, 2, 1)};
  std::optional<IoError> error;
  Moment ended{};
  config.main = [&](Host& host) -> Task<void> {
    auto stream = co_await host.connect(Endpoint{kAddress, kPort}, kNever);
    const Result<void, IoError> written = co_await (*stream)->write(many, kNever);
    if (!written) error = written.error();
    ended = host.now();
  };
  world_->power_on(world_->add_host(std::move(config)));
  world_->run(at(1min));
  EXPECT_EQ(error, IoError::kReset);
  EXPECT_GE(ended, at(10s));
  EXPECT_LT(ended, at(11s));
  EXPECT_EQ(ask(sample_get()).answer().status, 200);
}

TEST_F(ConnectionStory, GivesABodyNoMoreTimeThanARequest) {
  start_server();
  std::vector<Send> drops = {{2s, message("POST /provision", "", "Content-Length: 100\r\n")}};
  for (int i = 0; i < 30; ++i) drops.push_back({1s, "x"});
  Seen& seen = start_client(std::move(drops));
  world_->run(at(1min));
  EXPECT_EQ(seen.statuses(), (std::vector<int>{408}));
  EXPECT_EQ(seen.ended, at(12s));
}

TEST_F(ConnectionStory, WaitsTwoSecondsForAClientThatHasItsLastAnswer) {
  start_server();
  HostConfig config;
  config.name = "clinging";
  config.addresses = {IpAddress::v4(10, 0, 2, 1)};
  std::optional<Moment> ended;
  config.main = [&](Host& host) -> Task<void> {
    auto stream = co_await host.connect(Endpoint{kAddress, kPort}, kNever);
    const Result<void, IoError> written = co_await (*stream)->write("rubbish\r\n\r\n", kNever);
    EXPECT_TRUE(written);
    while (!ended) {
      co_await host.sleep(10ms);
      if (!co_await (*stream)->write("x", kNever)) ended = host.now();
    }
  };
  world_->power_on(world_->add_host(std::move(config)));
  world_->run(at(1min));
  ASSERT_TRUE(ended.has_value());
  EXPECT_GE(*ended, at(2s));
  EXPECT_LE(*ended, at(2s) + 20ms);
}

TEST_F(ConnectionStory, EndsTheLongestIdleConnectionWhereThereAreTooMany) {
  options_.most_connections = 3;
  start_server();
  Seen& active = start_client({{0s, sample_get()}, {3s, sample_get()}});
  Seen& first = start_client({{1s, ""}});
  Seen& begun = start_client({{0s, "GET /prov"}});
  Seen* late = nullptr;
  Seen* later = nullptr;
  world_->at(at(4s), [&] { late = &start_client({{0s, "GET"}}); });
  world_->at(at(5s), [&] { later = &start_client({{0s, sample_get()}}); });
  world_->at(at(6s), [&] { start_client({{0s, "G"}}); });
  world_->at(at(7s), [&] { start_client({{0s, "G"}}); });
  world_->run(at(8s));
  EXPECT_EQ(first.ended, at(4s));
  EXPECT_EQ(active.ended, at(5s));
  EXPECT_EQ(later->statuses(), (std::vector<int>{200}));
  EXPECT_EQ(later->ended, at(6s));
  EXPECT_TRUE(begun.ended || begun.error);
  EXPECT_FALSE(late->ended || late->error);
}

TEST_F(ConnectionStory, RefusesAConnectionWhileAllOthersAreBeingAnswered) {
  options_.most_connections = 2;
  handler_.cost = 2s;
  start_server();
  Seen& first = start_client({{0s, sample_get()}});
  Seen& second = start_client({{0s, sample_get()}});
  Seen* third = nullptr;
  world_->at(at(1s), [&] { third = &start_client({{0s, sample_get()}}); });
  world_->run(at(20s));
  EXPECT_EQ(first.statuses(), (std::vector<int>{200}));
  EXPECT_EQ(second.statuses(), (std::vector<int>{200}));
  EXPECT_EQ(third->error, IoError::kReset);
}

TEST_F(ConnectionStory, TakesThePlaceOfOneThatHasItsLastAnswer) {
  options_.most_connections = 1;
  options_.linger_timeout = 1h;
  start_server();
  HostConfig config;
  config.name = "clinging";
  config.addresses = {IpAddress::v4(10, 0, 2, 1)};
  config.main = [&](Host& host) -> Task<void> {
    auto stream = co_await host.connect(Endpoint{kAddress, kPort}, kNever);
    const Result<void, IoError> written = co_await (*stream)->write("rubbish\r\n\r\n", kNever);
    EXPECT_TRUE(written);
    co_await host.sleep(1h);
  };
  world_->power_on(world_->add_host(std::move(config)));
  Seen* served = nullptr;
  world_->at(at(1s), [&] { served = &start_client({{0s, sample_get()}}); });
  world_->run(at(10s));
  EXPECT_EQ(served->statuses(), (std::vector<int>{200}));
}

TEST_F(ConnectionStory, ServesOthersBesideThousandsThatSendAByteAMinute) {
  start_server();
  for (int i = 0; i < 5000; ++i) {
    std::vector<Send> drops;
    for (int byte = 0; byte < 5; ++byte) drops.push_back({byte == 0 ? 1s : 1min, "G"});
    start_client(std::move(drops));
  }
  std::vector<Seen*> served;
  for (int i = 0; i < 20; ++i) {
    world_->at(at(i * 1s), [&] { served.push_back(&start_client({{1ms, sample_get()}}, true)); });
  }
  world_->run(at(10min));
  for (int i = 0; i < 20; ++i) {
    const Seen& seen = *served[static_cast<std::size_t>(i)];
    EXPECT_EQ(seen.statuses(), (std::vector<int>{200}));
    EXPECT_EQ(seen.arrivals.front(), at(i * 1s + 1ms));
  }
  for (std::size_t i = 0; i < 5000; ++i) EXPECT_EQ(seen_[i].ended, at(11s)) << i;
}

TEST_F(ConnectionStory, TakesNoConnectionAfterThePowerButton) {
  handler_.cost = 3s;
  start_server();
  start_client({{0s, sample_get()}});
  Seen* late = nullptr;
  world_->at(at(1s), [&] { world_->power_off(*server_); });
  world_->at(at(2s), [&] { late = &start_client({{0s, sample_get()}}); });
  world_->run(at(1min));
  EXPECT_EQ(late->error, IoError::kRefused);
}

TEST_F(ConnectionStory, SurvivesAPowerCutAndServesAfterIt) {
  handler_.cost = 3s;
  start_server();
  start_client({{0s, sample_get()}}, false, 30s);
  start_client({}, false, 30s);
  world_->at(at(1s), [&] { world_->power_cut(*server_); });
  world_->at(at(2s), [&] { world_->power_on(*server_); });
  world_->run(at(40s));
  EXPECT_EQ(ask(sample_get()).answer().status, 200);
}

TEST_F(ConnectionStory, FailsWhereItCannotListen) {
  options_.listen.push_back(options_.listen.front());
  start_server();
  world_->run(at(1s));
  EXPECT_EQ(failure_, "cannot listen on 10.0.0.1:8080: " + std::string(to_text(IoError::kAddressInUse)));
}

TEST_F(ConnectionStory, LetsAScriptDelayAnAnswer) {
  FixedScript script({.delay = 800ms});
  script_ = &script;
  start_server();
  Seen& seen = start_client({{0s, sample_get()}});
  world_->run(at(1min));
  EXPECT_EQ(seen.answer().status, 200);
  EXPECT_EQ(seen.arrivals[0], at(800ms));
}

TEST_F(ConnectionStory, LetsAScriptAnswerInstead) {
  http::Response unavailable;
  unavailable.status = 503;
  unavailable.headers.add("Retry-After", "30");
  FixedScript script({.answer = unavailable});
  script_ = &script;
  const http::Response answer = ask(sample_get()).answer();
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(*answer.headers.find("Retry-After"), "30");
  EXPECT_EQ(handler_.answers, 0);
}

TEST_F(ConnectionStory, LetsAScriptKeepItSilent) {
  FixedScript script({.drop = true});
  script_ = &script;
  start_server();
  Seen& seen = start_client({{0s, sample_get() + sample_get()}}, false, 1min);
  world_->run(at(2min));
  EXPECT_EQ(seen.bytes, "");
  EXPECT_EQ(seen.error, IoError::kDeadline);
}

TEST_F(ConnectionStory, LetsAScriptCutAnAnswerAtAnyByte) {
  for (const std::size_t length : {0U, 1U, 20U, 300U}) {
    FixedScript script({.close_at_byte = length});
    script_ = &script;
    start_server();
    Seen& seen = start_client({{0s, sample_get()}});
    world_->run(world_->now() + 1min);
    EXPECT_EQ(seen.bytes.size(), length);
    EXPECT_TRUE(seen.ended.has_value());
    new_world();
  }
}

TEST_F(ConnectionStory, LetsAScriptPauseInTheMiddleOfAnAnswer) {
  const auto seen_at = [this](Duration moment) {
    FixedScript script({.stall_at_byte = 20, .stall = 10s});
    script_ = &script;
    start_server();
    Seen& seen = start_client({{0s, sample_get()}});
    world_->run(world_->now() + moment);
    const std::size_t bytes = seen.bytes.size();
    new_world();
    return bytes;
  };
  EXPECT_EQ(seen_at(9s), 20U);
  EXPECT_GT(seen_at(11s), 100U);
}

TEST_F(ConnectionStory, LetsAScriptOmitTheLengthOfAnAnswer) {
  FixedScript script({.omits_length = true});
  script_ = &script;
  start_server();
  Seen& seen = start_client({{0s, sample_get() + sample_get()}});
  world_->run(at(1min));
  EXPECT_THAT(seen.bytes, testing::Not(testing::HasSubstr("Content-Length")));
  EXPECT_THAT(seen.bytes, testing::Not(testing::HasSubstr("Connection: close")));
  EXPECT_EQ(handler_.answers, 1) << "the body ends with the connection";
  EXPECT_TRUE(seen.ended.has_value());
}

TEST_F(ConnectionStory, LetsAScriptDecideWhetherItStaysOpen) {
  FixedScript closed({.keeps_open = false});
  script_ = &closed;
  start_server();
  Seen& cut = start_client({{0s, sample_get() + sample_get()}});
  world_->run(at(1min));
  EXPECT_EQ(handler_.answers, 1);
  EXPECT_THAT(cut.bytes, testing::Not(testing::HasSubstr("Connection: close"))) << "it does not say so";
  new_world();
  handler_.answers = 0;
  FixedScript kept({.omits_length = true, .keeps_open = true});
  script_ = &kept;
  start_server();
  start_client({{0s, sample_get() + sample_get()}});
  world_->run(world_->now() + 1min);
  EXPECT_EQ(handler_.answers, 2);
}

TEST_F(ConnectionStory, LetsAScriptChangeAnAnswer) {
  FixedScript script({.edit = [](http::Response& answer, HttpAct&) {
    answer.headers.set("X-Odd", "1");
    answer.body = "shorter";
  }});
  script_ = &script;
  start_server();
  Seen& seen = start_client({{0s, sample_get()}});
  world_->run(at(1min));
  EXPECT_THAT(seen.bytes, testing::HasSubstr("X-Odd: 1\r\n"));
  EXPECT_THAT(seen.bytes, testing::HasSubstr("Content-Length: 7\r\n"));
  EXPECT_THAT(seen.bytes, testing::EndsWith("\r\n\r\nshorter"));
}

}  // namespace
}  // namespace dialtone
