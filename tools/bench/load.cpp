#include "tools/bench/load.h"

#include <array>
#include <optional>
#include <span>
#include <utility>

#include "wire/digest/challenge_list.h"
#include "wire/digest/credentials.h"
#include "wire/http/parser.h"
#include "wire/sip/parser.h"
#include "world/real/real_world.h"

namespace dialtone {
namespace {

constexpr Duration kPatience = std::chrono::seconds(10);

// The state that all clients of one load share.
struct Load {
  std::uint64_t next = 0;
  std::uint64_t wanted = 0;
  std::uint64_t running = 0;
  LoadResult result = {};
  World* world = nullptr;

  void note(bool good, Duration took) {
    (good ? result.answered : result.failed)++;
    result.latencies.push_back(took);
  }
  void leave() {
    if (--running == 0) world->stop();
  }
};

// Runs `main` on one host of a real world until the load is done.
void run_world(Load& load, const Host::Main& main) {
  const std::unique_ptr<RealWorld> world = make_real_world({});
  load.world = world.get();
  HostConfig config{.name = "load", .addresses = {IpAddress::loopback_v4()}};
  config.main = main;
  world->power_on(world->add_host(std::move(config)));
  while (world->run(world->now() + std::chrono::minutes(2)) == RunEnd::kUntil && load.running > 0) {
  }
}

// --- HTTP ---

Task<bool> ask(Host& host, Stream& stream, std::string request) {
  if (!co_await stream.write(request, host.now() + kPatience)) co_return false;
  http::ResponseParser parser;
  std::array<char, 4096> bytes;
  while (parser.state() == http::ParseState::kNeedMore) {
    const Result<std::size_t, IoError> got = co_await stream.read(bytes, host.now() + kPatience);
    if (!got || *got == 0) co_return false;
    parser.feed({bytes.data(), *got});
  }
  co_return parser.state() == http::ParseState::kComplete&& parser.take().status == 200;
}

Task<void> ask_all(Host& host, Endpoint server, Load& load, const std::function<std::string(std::uint64_t)>& text) {
  Result<std::unique_ptr<Stream>, IoError> stream = co_await host.connect(server, host.now() + kPatience);
  while (stream && load.next < load.wanted) {
    const std::uint64_t number = load.next++;
    const Moment begin = host.now();
    const bool good = co_await ask(host, **stream, text(number));
    load.note(good, host.now() - begin);
    if (!good) break;
  }
  load.leave();
}

Task<void> run_http(Host& host, Endpoint server, std::uint64_t connections, std::uint64_t idle, Load& load,
                    const std::function<std::string(std::uint64_t)>& text) {
  std::vector<std::unique_ptr<Stream>> silent;
  for (std::uint64_t i = 0; i < idle; ++i) {
    Result<std::unique_ptr<Stream>, IoError> stream = co_await host.connect(server, host.now() + kPatience);
    if (stream) silent.push_back(*std::move(stream));
  }
  if (silent.size() < idle) {
    load.result.failed += idle - silent.size();
    load.running = 0;
    load.world->stop();
    co_return;
  }
  for (std::uint64_t i = 0; i < connections; ++i) host.spawn("connection", ask_all(host, server, load, text));
  co_await host.sleep(std::chrono::hours(1));
}

// --- SIP ---

std::string register_text(const Subscriber& account, const Endpoint& local, std::uint32_t cseq,
                          std::string_view authorization) {
  const std::string number = std::to_string(cseq);
  const std::string record = "<sip:" + account.device_name + "@" + account.domain + ">";
  return "REGISTER sip:" + account.domain + " SIP/2.0\r\nVia: SIP/2.0/UDP " + to_text(local) + ";branch=z9hG4bK" +
         account.device_name + number + ";rport\r\nMax-Forwards: 70\r\nFrom: " + record +
         ";tag=" + account.serial_number + "\r\nTo: " + record + "\r\nCall-ID: " + account.serial_number +
         "\r\nCSeq: " + number + " REGISTER\r\nContact: <sip:" + account.device_name + "@" + to_text(local) +
         ">\r\nExpires: 3600\r\n" + std::string(authorization) +
         "User-Agent: dialtone_bench\r\nContent-Length: 0\r\n\r\n";
}

Task<std::optional<sip::Message>> exchange(Host& host, UdpSocket& socket, Endpoint registrar, std::string request) {
  if (!socket.send(registrar, request)) co_return std::nullopt;
  Result<Datagram, IoError> answer = co_await socket.receive(host.now() + kPatience);
  if (!answer) co_return std::nullopt;
  Result<sip::Message> message = sip::parse_message(std::move(answer->bytes));
  if (!message) co_return std::nullopt;
  co_return *std::move(message);
}

Task<bool> register_one(Host& host, Endpoint registrar, const Subscriber& account) {
  const Result<std::unique_ptr<UdpSocket>, IoError> socket = host.open_udp({IpAddress::loopback_v4(), 0});
  if (!socket) co_return false;
  const Endpoint local = (*socket)->local();
  const std::optional<sip::Message> challenged =
      co_await exchange(host, **socket, registrar, register_text(account, local, 1, ""));
  if (!challenged || challenged->status() != 401) co_return false;
  const std::string_view field = challenged->first(sip::HeaderName::kWwwAuthenticate).value_or("");
  const Result<digest::Challenge> challenge = digest::topmost_challenge(std::span(&field, 1));
  if (!challenge) co_return false;
  const auto credentials = digest::answer(*challenge, {account.auth_username, account.auth_password}, "REGISTER",
                                          "sip:" + account.domain, "0a4f113b", 1);
  const std::string authorization = "Authorization: " + digest::to_text(*credentials) + "\r\n";
  const std::optional<sip::Message> accepted =
      co_await exchange(host, **socket, registrar, register_text(account, local, 2, authorization));
  co_return accepted && accepted->status() == 200;
}

Task<void> register_some(Host& host, Endpoint registrar, const std::vector<Subscriber>& accounts, Load& load) {
  while (load.next < load.wanted) {
    const std::uint64_t number = load.next++;
    const Moment begin = host.now();
    const bool good = co_await register_one(host, registrar, accounts[number]);
    load.note(good, host.now() - begin);
  }
  load.leave();
}

}  // namespace

LoadResult load_http(const Endpoint& server, std::uint64_t requests, std::uint64_t connections, std::uint64_t idle,
                     const std::function<std::string(std::uint64_t)>& text) {
  Load load{.wanted = requests, .running = connections};
  run_world(load, [&](Host& host) { return run_http(host, server, connections, idle, load, text); });
  return std::move(load.result);
}

LoadResult load_registrar(const Endpoint& registrar, const std::vector<Subscriber>& accounts, std::uint64_t at_once) {
  Load load{.wanted = accounts.size(), .running = at_once};
  run_world(load, [&](Host& host) -> Task<void> {
    for (std::uint64_t i = 0; i < at_once; ++i) {
      host.spawn("client", register_some(host, registrar, accounts, load));
    }
    co_await host.sleep(std::chrono::hours(1));
  });
  return std::move(load.result);
}

}  // namespace dialtone
