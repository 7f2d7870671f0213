#include "protocol/sip/client_connection.h"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "world/virtual/virtual_world.h"

namespace dialtone {
namespace {

using namespace std::chrono_literals;

const Endpoint kSipServer{IpAddress::v4(10, 0, 0, 1), 5060};

std::string streamed_options(const std::string& branch) {
  return "OPTIONS sip:10.0.0.2 SIP/2.0\r\nVia: SIP/2.0/TCP 10.0.0.1;branch=z9hG4bK" + branch +
         "\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: c\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n";
}

// A client with one connection to a server whose stream the test drives.
class ClientConnection : public testing::Test, public sip::ClientConnection::Owner {
 protected:
  // Both have power, and the connection stands.
  void connect() {
    HostConfig server{.name = "server", .addresses = {kSipServer.address}};
    server.main = [this](Host& host) { return serve(host); };
    world_.power_on(world_.add_host(std::move(server)));
    HostConfig client{.name = "client", .addresses = {IpAddress::v4(10, 0, 0, 2)}};
    client.main = [this](Host& host) { return live(host); };
    world_.power_on(world_.add_host(std::move(client)));
    run_until(0s);
  }
  void run_until(Duration since_start) { ASSERT_EQ(world_.run(Moment(since_start)), RunEnd::kUntil); }
  void say(std::string_view bytes) {
    const auto written = stream_->try_write(bytes);
    ASSERT_TRUE(written);
    ASSERT_EQ(*written, bytes.size());
  }

  VirtualWorld world_{{.seed = 1}};
  sip::ClientConnectionOptions options_{.pings = Purpose("test.pings"), .peer = "server"};
  // Whether the server reads, and answers pings.
  bool reads_ = true;
  bool answers_ = true;
  std::unique_ptr<Stream> stream_;
  // What the server read, and when.
  std::vector<std::pair<Duration, std::string>> heard_;
  std::unique_ptr<sip::ClientConnection> connection_;
  // What the connection told its owner.
  std::vector<std::string> messages_;
  std::string lost_;
  Duration lost_at_{};

 private:
  void take(Result<sip::Message, sip::MalformedMessage>&& message) override {
    messages_.push_back(message ? std::string(*message->first(sip::HeaderName::kVia)) : "malformed");
  }
  void lose(std::string_view reason) override {
    lost_ = reason;
    lost_at_ = world_.now() - Moment{};
  }

  Task<void> serve(Host& host) {
    const auto listener = host.listen(kSipServer);
    auto stream = co_await (*listener)->accept(kNever);
    stream_ = *std::move(stream);
    std::array<char, 1024> buffer;
    while (reads_) {
      const auto got = co_await stream_->read(buffer, kNever);
      if (!got || *got == 0) break;
      heard_.emplace_back(host.now() - Moment{}, std::string(buffer.data(), *got));
      if (answers_) static_cast<void>(stream_->try_write("\r\n").ok());
    }
    co_await host.sleep(1000h);
  }
  Task<void> live(Host& host) {
    auto stream = co_await host.connect(kSipServer, kNever);
    connection_ = std::make_unique<sip::ClientConnection>(host, *std::move(stream), options_, *this);
    co_await host.sleep(1000h);
  }
};

TEST_F(ClientConnection, HandsOnEachMessageHoweverItIsCut) {
  connect();
  const std::string bytes = streamed_options("1") + streamed_options("2");
  for (const char c : bytes) say({&c, 1});
  run_until(1s);
  EXPECT_EQ(messages_,
            (std::vector<std::string>{"SIP/2.0/TCP 10.0.0.1;branch=z9hG4bK1", "SIP/2.0/TCP 10.0.0.1;branch=z9hG4bK2"}));
  std::string malformed = streamed_options("3");
  malformed.insert(malformed.find("Call-ID"), "no header at all\r\n");
  say(malformed);
  run_until(2s);
  ASSERT_EQ(messages_.size(), 3U);
  EXPECT_EQ(messages_[2], "malformed");
  EXPECT_FALSE(connection_->has_failed());
}

TEST_F(ClientConnection, SendsNoPingUnlessToldTo) {
  connect();
  run_until(1h);
  EXPECT_TRUE(heard_.empty());
  EXPECT_FALSE(connection_->is_proven());
}

TEST_F(ClientConnection, PingsAtItsMomentsAndIsProvenByAPong) {
  options_.keep_alive = {.least = 100s, .most = 100s, .answer_deadline = 10s};
  connect();
  run_until(100s - 1ns);
  EXPECT_TRUE(heard_.empty());
  run_until(100s);
  EXPECT_TRUE(connection_->is_proven());
  run_until(350s);
  ASSERT_EQ(heard_.size(), 3U);
  for (std::size_t i = 0; i < heard_.size(); ++i) {
    EXPECT_EQ(heard_[i], (std::pair<Duration, std::string>((i + 1) * 100s, "\r\n\r\n")));
  }
  EXPECT_FALSE(connection_->has_failed());
}

TEST_F(ClientConnection, IsNotProvenByALineEndThatNobodyAskedFor) {
  options_.keep_alive = {.least = 100s, .most = 100s, .answer_deadline = 10s};
  connect();
  say("\r\n");
  run_until(50s);
  EXPECT_FALSE(connection_->is_proven());
}

TEST_F(ClientConnection, FailsWhereAPongDoesNotComeInTime) {
  options_.keep_alive = {.least = 100s, .most = 100s, .answer_deadline = 10s};
  answers_ = false;
  connect();
  run_until(110s - 1ns);
  EXPECT_FALSE(connection_->has_failed());
  run_until(110s);
  ASSERT_EQ(lost_, "no answer to a keep-alive");
  EXPECT_EQ(connection_->fault(), lost_);
  EXPECT_EQ(connection_->send("x").error(), IoError::kClosed);
}

TEST_F(ClientConnection, FailsWhereNoPongComesThoughItPingsMoreOftenThanItWaitsForOne) {
  options_.keep_alive = {.least = 100s, .most = 100s, .answer_deadline = 250s};
  answers_ = false;
  connect();
  run_until(350s - 1ns);
  EXPECT_EQ(heard_.size(), 3U);
  EXPECT_FALSE(connection_->has_failed());
  run_until(350s);
  EXPECT_EQ(lost_, "no answer to a keep-alive");
}

TEST_F(ClientConnection, LivesAsLongAsAPongComesForEachPing) {
  options_.keep_alive = {.least = 100s, .most = 100s, .answer_deadline = 250s};
  connect();
  run_until(2000s);
  EXPECT_FALSE(connection_->has_failed());
  answers_ = false;
  run_until(2350s - 1ns);
  EXPECT_FALSE(connection_->has_failed());
  run_until(2350s);
  EXPECT_EQ(lost_, "no answer to a keep-alive");
}

TEST_F(ClientConnection, SaysWhyItEnded) {
  connect();
  stream_->shutdown_write();
  run_until(1s);
  EXPECT_EQ(lost_, "closed by the server");
}

TEST_F(ClientConnection, FailsWhereTheEndOfAMessageCannotBeTold) {
  connect();
  run_until(1s);
  say("OPTIONS sip:a SIP/2.0\r\nContent-Length: many\r\n\r\n");
  run_until(2s);
  EXPECT_EQ(lost_at_, 1s);
  EXPECT_FALSE(lost_.empty());
}

// Beside the windows of both ends.
TEST_F(ClientConnection, KeepsLittleForAPeerThatDoesNotRead) {
  constexpr std::size_t kWindows = 2 * 256 * 1024;
  reads_ = false;
  connect();
  const std::string message(1000, 'x');
  std::size_t sent = 0;
  std::size_t refused = 0;
  for (int i = 0; i < 1000; ++i) {
    const Result<void, IoError> done = connection_->send(message);
    if (done) sent += message.size();
    if (!done && done.error() == IoError::kTimedOut) ++refused;
    run_until((i + 1) * 1ms);
  }
  EXPECT_GT(sent, kWindows);
  EXPECT_LE(sent, kWindows + 64 * 1024);
  EXPECT_EQ(refused, 1000 - sent / 1000);
}

}  // namespace
}  // namespace dialtone
