// The memory that all connections together make the HTTP server use is limited, and other clients are served.
#include <gtest/gtest.h>

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "tests/protocol/http/server_story.h"

namespace dialtone {
namespace {

class HttpSums : public HttpServerStory {
 protected:
  HttpSums() { options_.most_held_bytes = 50'000; }

  // A client that sends as much as there is room for, and reads nothing; records whether it is still connected.
  struct Deaf {
    std::unique_ptr<Stream> stream;
    bool is_connected() const { return stream != nullptr && stream->try_write("x").ok(); }
  };
  Deaf& start_deaf(std::string bytes, int times) {
    Deaf& deaf = deaf_.emplace_back();
    HostConfig config;
    config.name = "deaf-" + std::to_string(deaf_.size());
    config.addresses = {IpAddress::v4(10, 0, 200, static_cast<std::uint8_t>(deaf_.size()))};
    config.main = [&deaf, bytes = std::move(bytes), times](Host& host) -> Task<void> {
      auto connected = co_await host.connect(Endpoint{kAddress, kPort}, kNever);
      EXPECT_TRUE(connected);
      if (!connected) co_return;
      deaf.stream = *std::move(connected);
      for (int i = 0; i < times; ++i) {
        static_cast<void>(deaf.stream->try_write(bytes).ok());
        co_await host.sleep(1ms);
      }
      co_await host.sleep(1h);
    };
    world_->power_on(world_->add_host(std::move(config)));
    return deaf;
  }
  bool is_served() {
    Seen& seen = start_client({{0s, sample_get()}});
    world_->run(world_->now() + 10ms);
    const std::vector<http::Response> answers = seen.answers();
    return answers.size() == 1 && answers[0].status == 200;
  }
  // Returns the beginning of a request of 60,000 bytes.
  static std::string part(std::size_t size) {
    return message("POST /provision", "", "Content-Length: 60000\r\n") + std::string(size, ' ');
  }

  std::deque<Deaf> deaf_;
};

TEST_F(HttpSums, BoundTheBytesOfRequestsThatHaveComeInPart) {
  start_server();
  std::vector<Seen*> slow;
  for (int i = 0; i < 10; ++i) {
    slow.push_back(&start_client({{0s, part(15'000)}}));
    world_->run(world_->now() + 10ms);
    EXPECT_TRUE(is_served()) << i;
  }
  // Three fit: the connections with the oldest requests had to be closed.
  for (std::size_t i = 0; i < slow.size(); ++i) EXPECT_EQ(slow[i]->ended || slow[i]->error, i < 7) << i;
}

TEST_F(HttpSums, HoldNothingOfRequestsThatAreAnswered) {
  start_server();
  std::vector<Send> many;
  for (int i = 0; i < 20; ++i) many.push_back({10ms, message("POST /provision", std::string(15'000, ' '))});
  Seen& seen = start_client(std::move(many));
  Seen& slow = start_client({{0s, part(30'000)}});
  world_->run(at(1s));
  EXPECT_EQ(seen.answers().size(), 20U);
  EXPECT_FALSE(slow.ended || slow.error);
}

TEST_F(HttpSums, HoldNothingOfConnectionsThatHaveEnded) {
  start_server();
  Seen& slow = start_client({{0s, part(30'000)}});
  for (int i = 0; i < 10; ++i) {
    const Seen& seen = start_client({{0s, message("POST /provision", std::string(15'000, ' '))}}, true);
    world_->run(world_->now() + 10ms);
    EXPECT_TRUE(seen.ended) << i;
  }
  for (int i = 0; i < 10; ++i) {
    const Seen& seen = start_client({{0s, part(15'000)}}, true);
    world_->run(world_->now() + 10ms);
    EXPECT_TRUE(seen.ended) << i;
  }
  EXPECT_FALSE(slow.ended || slow.error);
}

class DroppingScript : public HttpScript {
 public:
  HttpAct on_request(Moment, const Endpoint&, const http::Request& request) override {
    HttpAct act;
    act.drop = request.body.size() > 10'000;
    return act;
  }
};

TEST_F(HttpSums, HoldNothingOfRequestsThatAreNeverAnswered) {
  DroppingScript script;
  script_ = &script;
  start_server();
  for (int i = 0; i < 5; ++i) {
    start_client({{0s, message("POST /provision", std::string(24'800, ' '))}});
    world_->run(world_->now() + 10ms);
    EXPECT_TRUE(is_served()) << i;
  }
}

TEST_F(HttpSums, RefuseARequestWhereAllThatIsHeldIsBeingAnswered) {
  handler_.cost = 2s;
  start_server();
  for (int i = 0; i < 3; ++i) start_client({{0s, message("POST /provision", std::string(16'000, ' '))}});
  Seen* fourth = nullptr;
  world_->at(at(1s), [&] { fourth = &start_client({{0s, message("POST /provision", std::string(16'000, ' '))}}); });
  world_->run(at(20s));
  EXPECT_EQ(fourth->answer().status, 503);
  handler_.cost = 0s;
  for (int i = 0; i < 3; ++i) EXPECT_EQ(seen_[static_cast<std::size_t>(i)].answer().status, 200);
  Seen& fifth = start_client({{0s, sample_get()}});
  world_->run(at(30s));
  EXPECT_EQ(fifth.answer().status, 200) << "what was answered is held no more";
}

TEST_F(HttpSums, EndWhoDoesNotTakeItsAnswers) {
  options_.most_held_bytes = 10'000;
  options_.write_timeout = 1h;
  options_.idle_timeout = 1h;
  start_server();
  std::vector<Deaf*> deaf;
  std::string many;
  for (int i = 0; i < 20; ++i) many += sample_get();
  for (int i = 0; i < 8; ++i) {
    deaf.push_back(&start_deaf(many, 100));
    world_->run(world_->now() + 1s);
    EXPECT_TRUE(is_served()) << i;
  }
  std::size_t left = 0;
  for (const Deaf* each : deaf) left += each->is_connected() ? 1 : 0;
  EXPECT_GE(left, 1U);
  EXPECT_LE(left, 3U);
  EXPECT_TRUE(deaf.back()->is_connected()) << "those who had waited the longest had to go";
}

TEST_F(HttpSums, EndWhoHasItsLastAnswerAndStays) {
  options_.linger_timeout = 1h;
  start_server();
  const std::string request = message("POST /provision", std::string(16'000, ' '), "Connection: close\r\n");
  for (int i = 0; i < 6; ++i) {
    start_deaf(request, 1);
    world_->run(world_->now() + 10ms);
    EXPECT_TRUE(is_served()) << i;
  }
  // A client learns the end of its connection when it sends.
  for (const Deaf& each : deaf_) EXPECT_TRUE(each.is_connected());
  world_->run(world_->now() + 10ms);
  EXPECT_FALSE(deaf_.front().is_connected());
  EXPECT_TRUE(deaf_.back().is_connected());
}

TEST_F(HttpSums, ANewConnectionTakesThePlaceOfOneThatDoesNotTakeItsAnswers) {
  options_.most_connections = 2;
  options_.write_timeout = 1h;
  start_server();
  std::string many;
  for (int i = 0; i < 20; ++i) many += sample_get();
  for (int i = 0; i < 2; ++i) start_deaf(many, 100);
  world_->run(world_->now() + 1s);
  EXPECT_TRUE(is_served());
  EXPECT_FALSE(deaf_[0].is_connected());
  EXPECT_TRUE(deaf_[1].is_connected());
}

TEST_F(HttpSums, EndWhoGoesOnSendingBehindItsLastAnswer) {
  options_.linger_timeout = 1h;
  start_server();
  const std::string bytes = "rubbish\r\n\r\n" + std::string(10'000, 'x');
  const int fit = 1024 * 1024 / static_cast<int>(bytes.size());
  Deaf& deaf = start_deaf(bytes, fit);
  world_->run(at(50ms));
  EXPECT_TRUE(deaf.is_connected());
  world_->run(at(10s));
  EXPECT_TRUE(deaf.is_connected()) << "as much as a mebibyte is taken";
  Deaf& louder = start_deaf(bytes, fit + 2);
  world_->run(at(20s));
  EXPECT_FALSE(louder.is_connected());
  EXPECT_TRUE(is_served());
}

}  // namespace
}  // namespace dialtone
