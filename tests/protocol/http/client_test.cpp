// Whether a connection carries another request.
#include "protocol/http/client.h"

#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <string>

#include "world/virtual/virtual_world.h"

namespace dialtone {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

class HttpClientStory : public testing::Test {
 protected:
  // Runs a server that answers one request and does `then` a second later; returns whether the connection is kept for
  // `url` two seconds after the answer.
  bool is_kept(std::function<void(Stream&)> then, const http::HttpUrl& url = {"http", "server", 80, "/"}) {
    bool kept = false;
    Host& server = add("server", 1, [&then](Host& host) -> Task<void> {
      auto listener = host.listen({host.address(), 80});
      auto stream = co_await (*listener)->accept(kNever);
      std::array<char, 100> buffer{};
      static_cast<void>((co_await (*stream)->read(buffer, kNever)).ok());
      static_cast<void>((co_await (*stream)->write(kAnswer, kNever)).ok());
      co_await host.sleep(1s);
      then(**stream);
      co_await host.sleep(1h);
    });
    Host& asking = add("client", 2, [&](Host& host) -> Task<void> {
      HttpClient client({.keeps_connection = true});
      const http::HttpUrl first{"http", "server", 80, "/"};
      static_cast<void>((co_await client.open(host, first, {IpAddress::v4(10, 0, 0, 1)}, 1s)).ok());
      static_cast<void>((co_await client.ask("GET / HTTP/1.1\r\nHost: server\r\n\r\n", kNever)).ok());
      co_await host.sleep(2s);
      kept = client.is_kept_for(url);
    });
    world_.power_on(server);
    world_.power_on(asking);
    world_.run(world_.now() + 10s);
    return kept;
  }

  // Opens a connection to a server with three addresses that do not answer; returns how long that took.
  Duration open_in_vain(Duration timeout, Duration limit) {
    Duration took{};
    Host& asking = add("client", 2, [&](Host& host) -> Task<void> {
      HttpClient client({});
      const Addresses silent = {IpAddress::v4(10, 0, 0, 3), IpAddress::v4(10, 0, 0, 4), IpAddress::v4(10, 0, 0, 5)};
      const Moment began = host.now();
      const Result<void> opened =
          co_await client.open(host, {"http", "server", 80, "/"}, silent, timeout, began + limit);
      EXPECT_FALSE(opened);
      took = host.now() - began;
    });
    for (std::uint8_t number = 3; number <= 5; ++number) {
      world_.power_on(
          add("silent-" + std::to_string(number), number, [](Host& host) -> Task<void> { co_await host.sleep(1h); }));
    }
    const RuleGuard silence = world_.network().install([](const Packet&, Moment) { return Verdict::drop(); });
    world_.power_on(asking);
    world_.run(world_.now() + 100s);
    return took;
  }

 private:
  Host& add(std::string name, std::uint8_t number, Host::Main main) {
    HostConfig config;
    config.name = std::move(name);
    config.addresses = {IpAddress::v4(10, 0, 0, number)};
    config.main = std::move(main);
    return world_.add_host(std::move(config));
  }

  VirtualWorld world_{{.seed = 7, .recorder = nullptr}};
};

TEST_F(HttpClientStory, IsKeptWhereNothingHappens) {
  EXPECT_TRUE(is_kept([](Stream&) {}));
}

TEST_F(HttpClientStory, IsNotKeptWhereTheServerHasEndedIt) {
  EXPECT_FALSE(is_kept([](Stream& stream) { stream.shutdown_write(); }));
}

TEST_F(HttpClientStory, IsNotKeptWhereTheServerHasThrownItAway) {
  EXPECT_FALSE(is_kept([](Stream& stream) { stream.reset(); }));
}

TEST_F(HttpClientStory, IsNotKeptWhereSomethingCameThatNobodyAskedFor) {
  EXPECT_FALSE(is_kept([](Stream& stream) { static_cast<void>(stream.try_write(kAnswer).ok()); }));
}

TEST_F(HttpClientStory, IsNotKeptForAnotherServer) {
  EXPECT_FALSE(is_kept([](Stream&) {}, {"http", "other", 80, "/"}));
}

TEST_F(HttpClientStory, IsNotKeptForAnotherPort) {
  EXPECT_FALSE(is_kept([](Stream&) {}, {"http", "server", 8080, "/"}));
}

TEST_F(HttpClientStory, TriesEachAddressForAsLongAsItMay) { EXPECT_EQ(open_in_vain(10s, 60s), 30s); }

TEST_F(HttpClientStory, TriesAllAddressesWithinOneLimit) { EXPECT_EQ(open_in_vain(10s, 15s), 15s); }

TEST_F(HttpClientStory, TriesNoFurtherAddressAtTheLimit) { EXPECT_EQ(open_in_vain(15s, 15s), 15s); }

}  // namespace
}  // namespace dialtone
