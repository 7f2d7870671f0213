// TCP through an address translator: it works, mappings time out, and the translator may forget them.
#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "world/virtual/nat.h"
#include "world/virtual/nat_table.h"
#include "world/virtual/virtual_host.h"
#include "world/virtual/virtual_world.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

const Endpoint kTcpServer{IpAddress::v4(203, 0, 113, 1), 5060};
const IpAddress kPublicAddress = IpAddress::v4(198, 51, 100, 7);
const IpAddress kPhone = IpAddress::v4(192, 168, 1, 10);
constexpr Duration kPatience = seconds(5);

// A phone behind the translator with a connection to a server, which echoes everything.
class TcpThroughNat : public testing::Test {
 protected:
  Nat& begin(const NatOptions& options, std::function<Task<void>(Host&, Stream&)> phone) {
    add_server();
    Nat& nat = world_.add_nat("office", kPublicAddress, options);
    phone_ = std::move(phone);
    HostConfig config{.name = "phone", .addresses = {kPhone}, .link = {.latency = milliseconds(1)}};
    config.behind = &nat;
    config.main = [this](Host& host) -> Task<void> {
      auto stream = co_await host.connect(kTcpServer, host.now() + kPatience);
      if (stream) co_await phone_(host, **stream);
      finished_ = stream.ok();
    };
    phone_host_ = &world_.add_host(std::move(config));
    world_.power_on(*phone_host_);
    return nat;
  }
  // Sends a question; returns its answer, or the error.
  static Task<std::string> ask(Host& host, Stream& stream, std::string question) {
    const auto written = co_await stream.write(question, host.now() + kPatience);
    if (!written) co_return std::string(to_text(written.error()));
    std::array<char, 65536> buffer{};
    std::string answer;
    while (answer.size() < question.size()) {
      const auto got = co_await stream.read(buffer, host.now() + kPatience);
      if (!got) co_return std::string(to_text(got.error()));
      if (*got == 0) co_return "ended";
      answer.append(buffer.data(), *got);
    }
    co_return answer;
  }
  void run(Duration time) {
    world_.at(world_.now() + time, [this] { world_.stop(); });
    world_.run(kNever);
    EXPECT_TRUE(finished_);
  }

  VirtualWorld world_{{.seed = 5}};
  Host* phone_host_ = nullptr;
  std::vector<Endpoint> peers_;        // as the server sees them
  std::vector<std::string> goodbyes_;  // how each of the server's connections ended

 private:
  void add_server() {
    HostConfig config{.name = "server", .addresses = {kTcpServer.address}, .link = {.latency = milliseconds(9)}};
    config.main = [this](Host& host) -> Task<void> {
      auto listener = host.listen(kTcpServer);
      for (;;) {
        auto stream = co_await (*listener)->accept(kNever);
        if (!stream) continue;
        peers_.push_back((*stream)->remote());
        host.spawn("connection", echo(host, std::move(*stream)));
      }
    };
    world_.power_on(world_.add_host(std::move(config)));
  }
  Task<void> echo(Host& /*host*/, std::unique_ptr<Stream> stream) {
    std::array<char, 65536> buffer{};
    for (;;) {
      const auto got = co_await stream->read(buffer, kNever);
      if (!got || *got == 0) {
        goodbyes_.emplace_back(got ? "ended" : to_text(got.error()));
        co_return;
      }
      static_cast<void>(co_await stream->write({buffer.data(), *got}, kNever));
    }
  }

  std::function<Task<void>(Host&, Stream&)> phone_;
  bool finished_ = false;
};

TEST_F(TcpThroughNat, CarriesWhatBothSidesSayAndIsForgottenAfterTheirEnd) {
  std::string answer;
  const std::string question(200'000, 'q');
  Nat& nat = begin({.tcp_transitory_timeout = minutes(4)},
                   [&](Host& host, Stream& stream) -> Task<void> { answer = co_await ask(host, stream, question); });
  run(seconds(30));
  EXPECT_EQ(answer, question);
  ASSERT_EQ(peers_.size(), 1U);
  EXPECT_EQ(peers_[0].address, kPublicAddress);
  EXPECT_EQ(goodbyes_, std::vector<std::string>{"ended"});
  EXPECT_EQ(nat.sessions(), 1U);
  run(minutes(4));
  EXPECT_EQ(nat.sessions(), 0U);
}

TEST_F(TcpThroughNat, IsReachedByNobodyFromOutside) {
  std::optional<IoError> error;
  Nat& nat = begin({}, [&](Host& host, Stream&) -> Task<void> { co_await host.sleep(minutes(1)); });
  HostConfig stranger{.name = "stranger", .addresses = {IpAddress::v4(203, 0, 113, 2)}};
  stranger.main = [&](Host& host) -> Task<void> {
    co_await host.sleep(seconds(1));
    const auto stream = co_await host.connect(peers_.at(0), host.now() + kPatience);
    if (!stream) error = stream.error();
  };
  world_.power_on(world_.add_host(std::move(stranger)));
  world_.run(Moment(seconds(3)));
  EXPECT_EQ(nat.sessions(), 1U) << "what comes from outside makes no session";
  run(minutes(2));
  EXPECT_EQ(error, IoError::kDeadline);
}

// The phone asks, is silent for a while, and asks again.
class AfterSilence : public TcpThroughNat {
 protected:
  std::string second_answer(const NatOptions& options, Duration silence) {
    std::string answer;
    begin(options, [&](Host& host, Stream& stream) -> Task<void> {
      EXPECT_EQ(co_await ask(host, stream, "first"), "first");
      co_await host.sleep(silence);
      answer = co_await ask(host, stream, "second");
    });
    run(silence + minutes(2));
    return answer;
  }
};

// The last segment before the silence is the phone's acknowledgement, 40 ms after the answer.
TEST_F(AfterSilence, ShorterThanTheTimeOutTheConnectionWorks) {
  EXPECT_EQ(second_answer({.tcp_timeout = minutes(10)}, minutes(10) + milliseconds(39)), "second");
}

TEST_F(AfterSilence, LongerThanTheTimeOutSegmentsAreDroppedSilently) {
  EXPECT_EQ(second_answer({.tcp_timeout = minutes(10)}, minutes(10) + milliseconds(41)), "deadline passed");
}

TEST_F(AfterSilence, LongerThanTheTimeOutSegmentsAreAnsweredWithAResetWhereSo) {
  EXPECT_EQ(second_answer({.unknown_tcp = NatOptions::UnknownTcp::kReset, .tcp_timeout = minutes(10)},
                          minutes(10) + milliseconds(41)),
            "connection reset");
}

TEST_F(AfterSilence, ShorterThanTwoHoursAConnectionWorksByDefault) {
  EXPECT_EQ(second_answer({}, std::chrono::hours(2)), "second");
}

TEST_F(TcpThroughNat, BeginsFromOutsideWithASynAloneWhereItsFilterAsksLittle) {
  const NatOptions options{.filtering = NatOptions::Filtering::kEndpointIndependent};
  NatTable table(options);
  Packet out;
  out.from = {kPhone, 5060};
  out.to = kTcpServer;
  out.protocol = Transport::kTcp;
  out.tcp.syn = true;
  const std::uint16_t port = table.outgoing(out, Moment{});
  ASSERT_NE(port, 0U);
  Packet in;
  in.from = {IpAddress::v4(203, 0, 113, 2), 5060};
  in.to = {kPublicAddress, port};
  in.protocol = Transport::kTcp;
  in.tcp.ack = true;
  EXPECT_EQ(table.incoming(in, in.from, Moment{}), std::nullopt) << "of a connection that nobody has begun";
  in.tcp.syn = true;
  EXPECT_EQ(table.incoming(in, in.from, Moment{}), std::nullopt) << "an answer to what nobody has asked";
  in.tcp.ack = false;
  EXPECT_EQ(table.incoming(in, in.from, Moment{}), out.from);
  EXPECT_EQ(table.sessions(Moment{}), 2U);
}

TEST_F(TcpThroughNat, DiesWhenTheTranslatorForgets) {
  std::vector<std::string> answers;
  Nat& nat = begin({.unknown_tcp = NatOptions::UnknownTcp::kReset}, [&](Host& host, Stream& stream) -> Task<void> {
    answers.push_back(co_await ask(host, stream, "before"));
    co_await host.sleep_until(Moment(seconds(20)));
    answers.push_back(co_await ask(host, stream, "after"));
    auto again = co_await host.connect(kTcpServer, host.now() + kPatience);
    if (again) answers.push_back(co_await ask(host, **again, "a new connection"));
  });
  world_.at(Moment(seconds(10)), [&nat] { nat.forget(); });
  run(minutes(1));
  EXPECT_EQ(answers, (std::vector<std::string>{"before", "connection reset", "a new connection"}));
}

TEST_F(TcpThroughNat, IsResetFromTheNetworkAtBothEnds) {
  std::string end;
  begin({}, [&](Host& host, Stream& stream) -> Task<void> {
    EXPECT_EQ(co_await ask(host, stream, "before"), "before");
    std::array<char, 16> buffer{};
    const auto got = co_await stream.read(buffer, kNever);
    end = got ? "bytes" : to_text(got.error());
    EXPECT_EQ(host.now(), Moment(seconds(10)));
  });
  world_.at(Moment(seconds(10)), [this] { world_.reset_connections(*phone_host_); });
  run(minutes(1));
  EXPECT_EQ(end, "connection reset");
  EXPECT_EQ(goodbyes_, std::vector<std::string>{"connection reset"});
}

}  // namespace
}  // namespace dialtone
