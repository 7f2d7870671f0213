// A host that gets another address from DHCP: what becomes of its sockets, its connections and packets in transit.
#include <gtest/gtest.h>

#include <map>

#include "tests/world/virtual/office.h"
#include "world/virtual/virtual_world.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const Endpoint kServer{IpAddress::v4(10, 0, 0, 1), 9};
const IpAddress kFirst = IpAddress::v4(10, 0, 0, 2);
const IpAddress kSecond = IpAddress::v4(11, 0, 0, 2);

class AddressChange : public testing::Test {
 protected:
  Host& add(const std::string& name, const IpAddress& address, Host::Main main) {
    HostConfig config{.name = name, .addresses = {address}, .link = {.latency = milliseconds(5)}};
    config.main = std::move(main);
    Host& host = world_.add_host(std::move(config));
    world_.power_on(host);
    return host;
  }
  void change_at(Duration at, Host& host) {
    world_.at(Moment(at), [this, &host] { world_.change_address(host, kSecond); });
  }
  // Adds a server that records the senders of datagrams.
  void add_server() {
    add("server", kServer.address, [this](Host& host) -> Task<void> {
      auto socket = host.open_udp(kServer);
      for (;;) {
        auto datagram = co_await (*socket)->receive(kNever);
        heard_.push_back(to_text(datagram->from.address) + " " + datagram->bytes);
        static_cast<void>((*socket)->send(datagram->from, "answer"));
      }
    });
  }

  VirtualWorld world_{{.seed = 3}};
  std::vector<std::string> heard_;
  std::vector<std::string> told_;
};

TEST_F(AddressChange, LeavesASocketOfTheFormerAddressDeadAndWakesWhoWaitsForIt) {
  add_server();
  Host& host = add("host", kFirst, [this](Host& own) -> Task<void> {
    auto socket = own.open_udp({own.address(), 5060});
    co_await (*socket)->readable(kNever);
    EXPECT_EQ(own.now(), Moment(seconds(1)));
    EXPECT_EQ(own.address(), kSecond);
    EXPECT_FALSE((*socket)->try_receive());
    EXPECT_EQ((*socket)->send(kServer, "from the dead").error(), IoError::kUnreachable);
    EXPECT_FALSE(own.open_udp({kFirst, 0})) << "it is the host's no longer";
    auto other = own.open_udp({own.address(), 5060});
    EXPECT_TRUE(other) << "the port is free at the new address";
    static_cast<void>((*other)->send(kServer, "anew"));
    const auto answer = co_await (*other)->receive(kNever);
    told_.push_back(answer->bytes);
  });
  change_at(seconds(1), host);
  world_.run(Moment(seconds(2)));
  EXPECT_EQ(heard_, std::vector<std::string>{"11.0.0.2 anew"});
  EXPECT_EQ(told_, std::vector<std::string>{"answer"});
}

TEST_F(AddressChange, LosesWhatIsOnItsWayToTheFormerAddress) {
  add_server();
  Host& host = add("host", kFirst, [this](Host& own) -> Task<void> {
    auto anywhere = own.open_udp({IpAddress::v4(0, 0, 0, 0), 5060});
    static_cast<void>((*anywhere)->send(kServer, "question"));
    auto answer = co_await (*anywhere)->receive(Moment(milliseconds(100)));
    told_.push_back(answer ? answer->bytes : "nothing");
    static_cast<void>((*anywhere)->send(kServer, "again"));
    answer = co_await (*anywhere)->receive(Moment(milliseconds(200)));
    told_.push_back(answer ? answer->bytes : "nothing");
  });
  // The answer is in transit from 10 ms to 20 ms.
  change_at(milliseconds(15), host);
  world_.run(Moment(seconds(1)));
  EXPECT_EQ(told_, (std::vector<std::string>{"nothing", "answer"})) << "a socket of all addresses has the new one too";
  EXPECT_EQ(heard_, (std::vector<std::string>{"10.0.0.2 question", "11.0.0.2 again"}));
}

TEST_F(AddressChange, EndsConnectionsAtThisEndAloneAndThePeerHearsNothing) {
  std::string peer;
  add("server", kServer.address, [&](Host& host) -> Task<void> {
    auto listener = host.listen(kServer);
    auto stream = co_await (*listener)->accept(kNever);
    std::array<char, 16> bytes{};
    const auto read = co_await (*stream)->read(bytes, Moment(seconds(10)));
    peer = read ? "bytes" : std::string(to_text(read.error()));
  });
  Host& host = add("host", kFirst, [&](Host& own) -> Task<void> {
    auto stream = co_await own.connect(kServer, kNever);
    std::array<char, 16> bytes{};
    const auto read = co_await (*stream)->read(bytes, kNever);
    EXPECT_EQ(own.now(), Moment(seconds(1)));
    told_.emplace_back(to_text(read.error()));
    auto second = co_await own.connect(kServer, own.now() + seconds(1));
    told_.push_back(second ? to_text((*second)->local().address) : "no second connection");
  });
  change_at(seconds(1), host);
  world_.run(Moment(seconds(20)));
  EXPECT_EQ(told_, (std::vector<std::string>{std::string(to_text(IoError::kUnreachable)), "11.0.0.2"}));
  EXPECT_EQ(peer, to_text(IoError::kDeadline));
}

TEST_F(AddressChange, IsKeptWhileTheHostIsOff) {
  add_server();
  Host& host = add("host", kFirst, [](Host& own) -> Task<void> {
    auto socket = own.open_udp({own.address(), 5060});
    static_cast<void>((*socket)->send(kServer, "hello"));
    co_await own.sleep(seconds(100));
  });
  world_.run(Moment(seconds(1)));
  world_.power_cut(host);
  world_.change_address(host, kSecond);
  world_.power_on(host);
  world_.run(Moment(seconds(2)));
  EXPECT_EQ(heard_, (std::vector<std::string>{"10.0.0.2 hello", "11.0.0.2 hello"}));
}

TEST_F(Office, HasAMappingThatLeadsNowhereWhenThePhoneBehindItHasAnotherAddress) {
  Nat& nat = add_nat();
  Party& server = add_party("server", kServerAddress);
  Party& phone = add_phone(10, nat);
  send_at(seconds(1), phone, {kServerAddress, kSip}, "hello");
  run_until(seconds(2));
  world_.change_address(*phone.host, kSecond);
  send_at(seconds(3), server, {kOfficeAddress, kSip}, "to the former address");
  run_until(seconds(4));
  EXPECT_TRUE(phone.texts().empty());
}

}  // namespace
}  // namespace dialtone
