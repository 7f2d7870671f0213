// More operations that must behave alike in both worlds.
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "tests/world/conformance/conformance.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;

template <typename Arm>
class Party : public Conformance<Arm> {};
TYPED_TEST_SUITE(Party, Arms);

TYPED_TEST(Party, HearsDatagramsOnTheUnspecifiedAddressAndAnswersFromItsOwn) {
  Endpoint told;
  std::optional<Endpoint> from;
  this->power("server", [&](Host& host) -> Task<void> {
    auto socket = host.open_udp({IpAddress(), 0});
    told = {host.address(), (*socket)->local().port};
    const auto question = co_await (*socket)->receive(in(host, kLong));
    if (question) EXPECT_TRUE((*socket)->send(question->from, "answer"));
    co_await host.sleep(milliseconds(20));
  });
  this->power("client", [&](Host& host) -> Task<void> {
    const Endpoint to = co_await learn(host, told);
    auto socket = host.open_udp(this->any(host));
    EXPECT_TRUE((*socket)->send(to, "question"));
    const auto answer = co_await (*socket)->receive(in(host, kLong));
    if (answer) from = answer->from;
  });
  this->run_to_the_end();
  EXPECT_EQ(from, told);
}

TYPED_TEST(Party, FindsAPortInUseUnderTheUnspecifiedAddress) {
  std::optional<IoError> datagrams;
  std::optional<IoError> streams;
  this->power("host", [&](Host& host) -> Task<void> {
    auto socket = host.open_udp({IpAddress(), 0});
    auto listener = host.listen({IpAddress(), 0});
    const auto second_socket = host.open_udp({host.address(), (*socket)->local().port});
    const auto second_listener = host.listen({host.address(), (*listener)->local().port});
    if (!second_socket) datagrams = second_socket.error();
    if (!second_listener) streams = second_listener.error();
    co_return;
  });
  this->run_to_the_end();
  EXPECT_EQ(datagrams, IoError::kAddressInUse);
  EXPECT_EQ(streams, IoError::kAddressInUse);
}

TYPED_TEST(Party, MayUseOnePortForDatagramsStreamsAndBothFamilies) {
  bool opened = false;
  this->power("host", [&](Host& host) -> Task<void> {
    // In the real world another process may have taken the port for UDP or TCP.
    for (int attempt = 0; attempt < 20 && !opened; ++attempt) {
      auto socket = host.open_udp(this->any(host));
      const std::uint16_t port = (*socket)->local().port;
      const auto other_family = host.open_udp({TypeParam::v6(1), port});
      const auto listener = host.listen({host.address(), port});
      opened = other_family.ok() && listener.ok();
    }
    co_return;
  });
  this->run_to_the_end();
  EXPECT_TRUE(opened);
}

TYPED_TEST(Party, EndsAWriteAtItsDeadlineWhileNobodyReads) {
  Endpoint told;
  std::optional<IoError> error;
  const std::string bytes(32 * 1024 * 1024, 'x');
  this->power("server", [&](Host& host) -> Task<void> {
    auto stream = co_await accept_one(host, this->any(host), told);
    co_await host.sleep(milliseconds(300));
  });
  this->power("client", [&](Host& host) -> Task<void> {
    auto stream = co_await connect_to(host, told);
    const Moment deadline = in(host, milliseconds(100));
    const auto written = co_await stream->write(bytes, deadline);
    if (!written) error = written.error();
    EXPECT_GE(host.now(), deadline);
    if (TypeParam::kIsVirtual) EXPECT_EQ(host.now(), deadline);
  });
  this->run_to_the_end();
  EXPECT_EQ(error, IoError::kDeadline);
}

TYPED_TEST(Party, MayReadAndWriteOneStreamAtTheSameTime) {
  Endpoint told;
  std::size_t echoed = 0;
  const std::string bytes(2'000'000, 'x');
  this->power("server", [&](Host& host) -> Task<void> {
    auto stream = co_await accept_one(host, this->any(host), told);
    std::vector<char> buffer(10'000);
    for (;;) {
      const auto got = co_await stream->read(buffer, in(host, kLong));
      if (!got || *got == 0) co_return;
      if (!co_await stream->write({buffer.data(), *got}, in(host, kLong))) co_return;
    }
  });
  this->power("client", [&](Host& host) -> Task<void> {
    auto stream = co_await connect_to(host, told);
    const auto send_all = [&](Host& self) -> Task<void> {
      EXPECT_TRUE(co_await stream->write(bytes, in(self, kLong)));
      stream->shutdown_write();
    };
    host.spawn("sender", send_all(host));
    echoed = (co_await read_to_end(host, *stream)).size();
  });
  this->run_to_the_end();
  EXPECT_EQ(echoed, bytes.size());
}

TYPED_TEST(Party, HearsOfAResetAsOftenAsItAsks) {
  Endpoint told;
  std::vector<std::string> heard;
  this->power("server", [&](Host& host) -> Task<void> {
    auto stream = co_await accept_one(host, this->any(host), told);
    co_await host.sleep(milliseconds(10));
    stream->reset();
    co_await host.sleep(milliseconds(10));
  });
  this->power("client", [&](Host& host) -> Task<void> {
    auto stream = co_await connect_to(host, told);
    for (int i = 0; i < 2; ++i) heard.push_back(co_await read_to_end(host, *stream));
    const auto written = co_await stream->write("x", in(host, kLong));
    heard.push_back(written ? "written" : "!" + std::string(to_text(written.error())));
    heard.push_back(co_await read_to_end(host, *stream));
  });
  this->run_to_the_end();
  EXPECT_EQ(heard, std::vector<std::string>(4, "!connection reset"));
}

TYPED_TEST(Party, RunsControlEventsOfAMomentInTheOrderInWhichTheyWereGiven) {
  std::string order;
  const Moment moment = this->world_->now() + milliseconds(3);
  for (const char name : {'c', 'a', 'b'}) this->world_->at(moment, [&order, name] { order += name; });
  this->run_for(milliseconds(10));
  EXPECT_EQ(order, "cab");
}

TYPED_TEST(Party, SeesItsWallClockGoOnWithTheWorldsTime) {
  bool checked = false;
  this->power("host", [&](Host& host) -> Task<void> {
    const WallTime wall = host.wall_clock();
    const Moment moment = host.now();
    co_await host.sleep(milliseconds(5));
    EXPECT_EQ(host.wall_clock() - wall, host.now() - moment);
    checked = true;
  });
  this->run_to_the_end();
  EXPECT_TRUE(checked);
}

}  // namespace
}  // namespace dialtone
