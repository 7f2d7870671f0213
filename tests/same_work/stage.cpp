#include "tests/same_work/stage.h"

#include <array>
#include <cstdlib>
#include <utility>

namespace dialtone {
namespace {

using namespace std::chrono_literals;

const IpAddress kProvisioning = IpAddress::v4(10, 0, 0, 1);
const IpAddress kCallAgent = IpAddress::v4(10, 0, 0, 2);
const IpAddress kClient = IpAddress::v4(10, 0, 1, 1);
constexpr Duration kLong = std::chrono::hours(24);

std::unique_ptr<SqliteSubscriberStore> opened(const std::string& database) {
  auto store = SqliteSubscriberStore::open(database, OpenMode::kExisting);
  if (!store) std::abort();
  return *std::move(store);
}

HostConfig host_of(std::string name, const IpAddress& address, Host::Main main) {
  HostConfig config{.name = std::move(name), .addresses = {address}};
  config.main = std::move(main);
  return config;
}

}  // namespace

Stage::Stage(const std::string& database, const std::vector<digest::Algorithm>& algorithms,
             const LockoutOptions& lockout)
    : store_(opened(database)),
      audit_table_(database + "-audit"),
      audit_({}, audit_table_),
      world_({.seed = 1, .recorder = &lines_}) {
  ProvisioningServerOptions provisioning;
  provisioning.listen = {{kProvisioning, 8080}};
  provisioning.authentication.algorithms = algorithms;
  provisioning.authentication.lockout = lockout;
  provisioning_ = std::make_unique<ProvisioningServer>(provisioning, *store_, nullptr, &audit_);
  CallAgentOptions call_agent;
  call_agent.registrar.algorithms = algorithms;
  call_agent.registrar.lockout = lockout;
  call_agent_ = std::make_unique<CallAgent>(call_agent, *store_);
  const auto start = [this](HostConfig config) { world_.power_on(world_.add_host(std::move(config))); };
  start(host_of("provisioning", kProvisioning, [this](Host& host) -> Task<void> {
    host.spawn("audit", audit_.run(host));
    static_cast<void>(co_await provisioning_->run(host));
  }));
  start(host_of("call_agent", kCallAgent, [this](Host& host) { return call_agent_->run(host); }));
  world_.run(world_.now() + 1ms);
  start(host_of("client", kClient, [this](Host& host) -> Task<void> {
    host.spawn("sip", speak_sip(host));
    co_await speak_http(host);
  }));
  world_.run(world_.now() + 1ms);
}

Stage::~Stage() = default;

std::string Stage::ask(Client& client, const std::string& request) {
  client.to_send = request;
  client.received.clear();
  client.sends.notify();
  world_.run(world_.now() + 1ms);
  return client.received;
}

Task<void> Stage::speak_http(Host& host) {
  Result<std::unique_ptr<Stream>, IoError> stream =
      co_await host.connect(Endpoint{kProvisioning, 8080}, host.now() + kLong);
  if (!stream) std::abort();
  host.spawn("reader", read_http(host, **stream));
  for (;;) {
    co_await Wait(http_.sends, host.now() + kLong, "a request to send");
    if (!co_await (*stream)->write(http_.to_send, host.now() + kLong)) std::abort();
  }
}

Task<void> Stage::read_http(Host& host, Stream& stream) {
  std::array<char, 4096> piece;
  for (;;) {
    const Result<std::size_t, IoError> got = co_await stream.read(piece, host.now() + kLong);
    if (!got || *got == 0) co_return;
    http_.received.append(piece.data(), *got);
  }
}

Task<void> Stage::speak_sip(Host& host) {
  Result<std::unique_ptr<UdpSocket>, IoError> socket = host.open_udp({kClient, 5060});
  if (!socket) std::abort();
  host.spawn("datagrams", read_sip(host, **socket));
  for (;;) {
    co_await Wait(sip_.sends, host.now() + kLong, "a request to send");
    if (!(*socket)->send({kCallAgent, 5060}, sip_.to_send)) std::abort();
  }
}

Task<void> Stage::read_sip(Host& host, UdpSocket& socket) {
  for (;;) {
    const Result<Datagram, IoError> datagram = co_await socket.receive(host.now() + kLong);
    if (datagram) sip_.received += datagram->bytes;
  }
}

}  // namespace dialtone
