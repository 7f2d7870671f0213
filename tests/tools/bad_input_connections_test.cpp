// Thousands of connections that send little: slow ones, silent ones, floods. Good requests must still be answered in
// time.
#include <Poco/Exception.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <gmock/gmock.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <vector>

#include "tests/tools/bad_input.h"
#include "tests/tools/socket_client.h"

namespace dialtone {
namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;
using testing::StartsWith;

// The number of connections to each of the two servers, as many as the file descriptors of this process and a server
// permit.
std::size_t connections_to_each() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  constexpr rlim_t kOthers = 400;
  return static_cast<std::size_t>(std::min<rlim_t>(5000, (limit.rlim_cur - kOthers) / 2));
}

class ManyConnections : public ServersUnderAttack {
 protected:
  // Opens connections and sends `beginning` on each.
  static std::vector<Poco::Net::StreamSocket> open(int port, std::size_t count, const std::string& beginning) {
    const Poco::Net::SocketAddress address("127.0.0.1", static_cast<std::uint16_t>(port));
    std::vector<Poco::Net::StreamSocket> all;
    all.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
      all.emplace_back(address);
      if (!beginning.empty()) all.back().sendBytes(beginning.data(), static_cast<int>(beginning.size()));
    }
    return all;
  }
  static void send_a_byte(std::vector<Poco::Net::StreamSocket>& all) {
    for (Poco::Net::StreamSocket& each : all) {
      try {
        each.sendBytes("x", 1);
      } catch (const Poco::Exception&) {
        // The server may have closed the connection already.
      }
    }
  }
  // Returns true if the server has sent something on the connection or has closed it.
  static bool is_answered(const Poco::Net::StreamSocket& client) {
    return client.poll(Poco::Timespan(0), Poco::Net::Socket::SELECT_READ);
  }
  // Expects that good clients are answered while the other connections are held open.
  void expect_answers_in_time(int count = 5) {
    constexpr seconds kInTime{5};
    for (int i = 0; i < count; ++i) {
      const auto begin = steady_clock::now();
      EXPECT_THAT(ask_tcp(http_port_, provision_request(8)), StartsWith("HTTP/1.1 200 OK\r\n"));
      EXPECT_THAT(ask_tcp(sip_port_, register_request({.number = 8, .cseq = i + 1, .transport = "TCP"})),
                  StartsWith("SIP/2.0 401 "));
      EXPECT_LT(steady_clock::now() - begin, kInTime);
    }
  }
};

// 10 27
TEST_F(ManyConnections, ThatSendAByteEachSecondStarveNobodyUntilTheyAreCutOff) {
  const std::size_t count = connections_to_each();
  auto slow_http = open(http_port_, count, "GET /provision HTTP/1.1\r\nHo");
  auto slow_sip = open(sip_port_, count, "REGISTER sip:voip.example.net SIP/2.0\r\nVi");
  // The provisioning server waits ten seconds for the end of a request.
  constexpr seconds kPatience{40};
  const auto begin = steady_clock::now();
  for (auto next = begin; !is_answered(slow_http.back()); next = std::max(next + seconds(1), steady_clock::now())) {
    ASSERT_LT(steady_clock::now() - begin, kPatience);
    expect_answers_in_time(1);
    send_a_byte(slow_http);
    send_a_byte(slow_sip);
    std::this_thread::sleep_until(next + seconds(1));
  }
  EXPECT_TRUE(is_answered(slow_http.front()));
  expect_answers_in_time();
  slow_http.clear();
  slow_sip.clear();
  expect_good_end();
}

TEST_F(ManyConnections, ThatSayNothingStarveNobody) {
  const std::size_t count = connections_to_each();
  auto silent_http = open(http_port_, count, "");
  auto silent_sip = open(sip_port_, count, "");
  expect_answers_in_time();
  silent_http.clear();
  silent_sip.clear();
  expect_good_end();
}

TEST_F(ManyConnections, ThatComeAndGoInAFloodLeaveNothingBehind) {
  for (int wave = 0; wave < 10; ++wave) {
    open(http_port_, 200, wave % 2 == 0 ? "" : provision_request(9, "keep-alive"));
    open(sip_port_, 200, wave % 2 == 0 ? "" : register_request({.number = 9, .transport = "TCP"}));
  }
  expect_answers_in_time();
  expect_good_end();
}

}  // namespace
}  // namespace dialtone
