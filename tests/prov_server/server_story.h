// A provisioning server in a virtual world, and clients that send bytes to it.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "prov_server/provisioning_server.h"
#include "subscribers/subscriber_store.h"
#include "tests/protocol/http/byte_client.h"
#include "world/virtual/virtual_world.h"

namespace dialtone {

using namespace std::chrono_literals;

class MockStore : public SubscriberStore {
 public:
  using Match = Result<IdentityMatch, StoreFault>;
  using FoundAccount = Result<AccountMatch, StoreFault>;
  using Named = Result<NamedAccount, StoreFault>;
  using FoundAccounts = Result<std::vector<AccountMatch>, StoreFault>;
  using Schemes = Result<SchemesInUse, StoreFault>;
  using Passwords = Result<std::vector<PossiblePassword>, StoreFault>;
  MOCK_METHOD(Match, find_by_identity, (const Identity&), (override));
  MOCK_METHOD(FoundAccount, find_account, (std::string_view, std::string_view), (override));
  MOCK_METHOD(FoundAccount, find_account_by_username, (std::string_view, std::string_view), (override));
  MOCK_METHOD(Named, find_account_by_device_name, (std::string_view, std::string_view, std::string_view), (override));
  MOCK_METHOD(FoundAccounts, find_accounts_by_username, (std::string_view), (override));
  MOCK_METHOD(Schemes, schemes_in_use, (), (override));
  MOCK_METHOD(Passwords, find_provision_passwords, (ProvisionAuthentication, std::string_view), (override));
  MOCK_METHOD(void, refresh, (), (override));
};

// Records each event as a line without its time and host: `provision.refused peer=10.0.1.1 status=404 reason=...`.
class Lines : public Recorder {
 public:
  void record(const RecordedEvent& event) override {
    std::string line(event.name);
    for (const Field& field : event.fields) {
      line += " " + std::string(field.key) + "=";
      line += field.kind == Field::Kind::kText ? std::string(field.text) : std::to_string(field.integer);
    }
    all.push_back(line);
  }
  // Returns the last line that begins with `name`; empty if there is none.
  std::string last(std::string_view name) const {
    for (auto line = all.rbegin(); line != all.rend(); ++line) {
      if (line->starts_with(name)) return *line;
    }
    return "";
  }

  std::vector<std::string> all;
};

class ServerStory : public testing::Test {
 protected:
  static constexpr std::uint16_t kPort = 8080;

  ServerStory() {
    ON_CALL(store_, schemes_in_use()).WillByDefault([]() -> MockStore::Schemes { return SchemesInUse(); });
    ON_CALL(store_, find_provision_passwords(testing::_, testing::_))
        .WillByDefault([](ProvisionAuthentication, std::string_view) -> MockStore::Passwords {
          return std::vector<PossiblePassword>();
        });
    ON_CALL(store_, find_by_identity(testing::_)).WillByDefault([](const Identity&) -> MockStore::Match {
      return IdentityMatch(IdentityMismatch::kUnknown);
    });
    new_world();
    options_.listen = {{kAddress, kPort}};
  }

  // Discards the server, its clients and the record.
  void new_world() {
    server_ = nullptr;
    world_ = make_virtual_world({.seed = 1, .recorder = &lines_});
    lines_.all.clear();
    seen_.clear();
  }

  // Starts the server with the present options.
  void start_server() {
    HostConfig config;
    config.name = "prov";
    config.addresses = {kAddress};
    config.main = [this](Host& host) -> Task<void> {
      ProvisioningServer server(options_, *store_in_use_, script_, audit_);
      serving_ = &server;
      Result<void> served = co_await server.run(host);
      serving_ = nullptr;
      if (!served) failure_ = served.error().reason;
      server_returned_ = host.now();
    };
    server_ = &world_->add_host(std::move(config));
    world_->power_on(*server_);
  }

  // Starts a client that connects at once, sends, and reads until the server ends the connection or `patience` is over.
  // With `half_close` it ends its side after sending.
  Seen& start_client(std::vector<Send> sends, bool half_close = false, Duration patience = 1h) {
    Seen& seen = seen_.emplace_back();
    const auto index = static_cast<std::uint8_t>(seen_.size());
    const auto block = static_cast<std::uint8_t>(1 + (seen_.size() >> 8));
    HostConfig config;
    config.name = "client-" + std::to_string(seen_.size());
    config.addresses = {IpAddress::v4(10, 0, block, index)};
    config.main = [sends = std::move(sends), half_close, patience, &seen](Host& host) -> Task<void> {
      co_await speak(host, Endpoint{kAddress, kPort}, sends, half_close, host.now() + patience, seen);
    };
    world_->power_on(world_->add_host(std::move(config)));
    return seen;
  }

  // Runs one client that sends, half-closes and reads to the end, for `time`.
  Seen ask(std::string bytes, Duration time = 2h) {
    if (server_ == nullptr) start_server();
    Seen& seen = start_client({{0s, std::move(bytes)}}, true);
    world_->run(world_->now() + time);
    return seen;
  }

  static Moment at(Duration since_start) { return Moment(since_start); }
  inline static const IpAddress kAddress = IpAddress::v4(10, 0, 0, 1);

  Lines lines_;
  testing::NiceMock<MockStore> store_;
  SubscriberStore* store_in_use_ = &store_;
  ProvisioningServerOptions options_;
  HttpScript* script_ = nullptr;
  Audit* audit_ = nullptr;
  ProvisioningServer* serving_ = nullptr;
  std::deque<Seen> seen_;
  std::string failure_;
  std::optional<Moment> server_returned_;
  Host* server_ = nullptr;
  std::unique_ptr<VirtualWorld> world_;
};

}  // namespace dialtone
