// When the audit is written, what happens to entries that cannot be written, and that no answer waits.
#include "prov_server/audit/audit_log.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/prov_server/server_story.h"
#include "tests/prov_server/subscriber_list.h"
#include "tests/prov_server/subscriber_samples.h"

namespace dialtone {
namespace {

class ListedAudit : public AuditStore {
 public:
  Result<void> append(std::span<const AuditEntry> entries) override {
    if (!fault.empty()) return Failure{fault};
    batches.push_back(entries.size());
    for (const AuditEntry& entry : entries) all.push_back(entry);
    return {};
  }
  Result<bool> prune(WallTime keep_from) override {
    kept_from.push_back(keep_from);
    return std::exchange(more_to_prune, false);
  }
  void rest() override { ++rested; }

  std::vector<AuditEntry> all;
  std::vector<std::size_t> batches;
  std::vector<WallTime> kept_from;
  std::string fault;
  bool more_to_prune = false;
  int rested = 0;
};

// Returns `refused 403 unknown` and so on for an entry.
std::string text_of(const AuditEntry& entry) {
  std::string text(entry.outcome);
  text += " " + std::to_string(entry.status) + " " + entry.serial_number + " ";
  if (entry.mac_address) text += to_text(*entry.mac_address);
  return text + " " + entry.customer_number + " " + to_text(entry.client) + " " + std::string(entry.scheme) + " " +
         entry.reason;
}

class AuditStory : public ServerStory {
 protected:
  AuditStory() {
    store_in_use_ = &list_;
    audit_ = &log_;
    list_.all = {sample_subscriber()};
  }
  // Starts the audit's strand on a host of its own.
  void start_audit() {
    HostConfig config;
    config.name = "audit";
    config.addresses = {IpAddress::v4(10, 0, 0, 2)};
    config.main = [this](Host& host) -> Task<void> { co_await log_.run(host); };
    auditor_ = &world_->add_host(std::move(config));
    world_->power_on(*auditor_);
  }
  void note_at(Duration moment, int count) {
    world_->at(at(moment), [this, count] {
      for (int i = 0; i < count; ++i)
        log_.note(AuditEntry{.time = {},
                             .client = {},
                             .serial_number = std::to_string(i),
                             .mac_address = {},
                             .customer_number = {},
                             .outcome = "accepted",
                             .status = 200,
                             .reason = {},
                             .scheme = "none"});
    });
  }

  SubscriberList list_;
  ListedAudit table_;
  AuditLogOptions audit_options_;
  AuditLog log_{audit_options_, table_};
  Host* auditor_ = nullptr;
};

TEST_F(AuditStory, KeepsEveryRequestAndItsOutcome) {
  start_audit();
  Subscriber digest = sample_subscriber();
  digest.serial_number = "DT2";
  digest.mac_address = {{2, 0, 0, 0, 0, 2}};
  digest.provision_authentication = ProvisionAuthentication::kDigest;
  digest.provision_username = "user";
  digest.provision_password = "hush";
  provisioning::ProvisionRequest stranger = sample_document();
  stranger.customer_number = "C1";
  options_.trusted_proxies = {*parse_cidr("10.0.1.0/24")};
  options_.limit_interval = 125ms;
  const std::string unknown = message("GET /provision", provisioning::write_provision_request(stranger));
  start_server();
  Seen& seen =
      start_client({{0s, sample_get() + unknown + message("GET /other") + message("GET /provision", "hello")}});
  world_->at(at(100ms), [&] { list_.all.push_back(digest); });
  start_client({{200ms, message("GET /provision", sample_xml(), "X-Forwarded-For: 192.0.2.7\r\n") +
                            message("GET /provision", "", "Authorization: Basic dXNlcjpodXNo\r\n") + unknown}});
  start_client({{300ms, "rubbish\r\n\r\n"}});
  world_->at(at(400ms), [&] { list_.fault = StoreFault::kGone; });
  start_client({{500ms, sample_get()}});
  world_->run(at(2s));
  EXPECT_EQ(seen.answers().size(), 4U);
  std::vector<std::string> texts;
  for (const AuditEntry& entry : table_.all) texts.push_back(text_of(entry));
  const std::string who = "DT0000000042 02:D1:A1:00:00:2A ";
  EXPECT_EQ(texts, (std::vector<std::string>{
                       "accepted 200 " + who + "C100042 10.0.1.1 none ",
                       "refused 403 " + who + "C1 10.0.1.1 none " + std::string(to_text(IdentityMismatch::kCustomer)),
                       "refused 404    10.0.1.1 none there is nothing at this path",
                       "refused 400    10.0.1.1 none line 1: the document is not well-formed XML",
                       "accepted 200 " + who + "C100042 192.0.2.7 none ",
                       "challenged 401    10.0.1.2 basic wrong credentials",
                       "challenged 401 " + who + "C1 10.0.1.2 none no credentials",
                       "refused 400    10.0.1.3 none the method is malformed",
                       "refused 503 " + who + "C100042 10.0.1.4 none the database is unusable",
                   }));
  EXPECT_EQ(table_.all[4].time, server_->wall_clock() - (world_->now() - at(200ms)));
}

TEST_F(AuditStory, WritesWithinASecond) {
  start_audit();
  note_at(2s, 1);
  note_at(2500ms, 3);
  world_->at(at(3s) - 1ns, [&] { EXPECT_TRUE(table_.all.empty()); });
  world_->at(at(3s) + 1ns, [&] { EXPECT_EQ(table_.batches, std::vector<std::size_t>{4}); });
  note_at(10s, 1);
  world_->run(at(11s) + 1ns);
  EXPECT_EQ(table_.batches, (std::vector<std::size_t>{4, 1}));
}

TEST_F(AuditStory, WritesManyAtOnceInPieces) {
  start_audit();
  note_at(2s, 1300);
  world_->run(at(2s) + 1ns);
  EXPECT_EQ(table_.batches, (std::vector<std::size_t>{512, 512}));
  EXPECT_EQ(table_.rested, 0);
  world_->run(at(3s) + 1ns);
  EXPECT_EQ(table_.batches, (std::vector<std::size_t>{512, 512, 276}));
  EXPECT_EQ(table_.rested, 1);
  EXPECT_EQ(table_.all[1299].serial_number, "1299");
}

TEST_F(AuditStory, PrunesAsTimePassesWhetherAnybodyAsksOrNot) {
  start_audit();
  world_->run(at(2min + 1s));
  const WallTime start = std::chrono::sys_days(std::chrono::year(2026) / 1 / 1);
  const WallTime first = start - std::chrono::hours(30 * 24);
  EXPECT_EQ(table_.kept_from, (std::vector<WallTime>{first, first + 1min, first + 2min}));
  table_.more_to_prune = true;
  world_->run(at(3min + 1s) + 1ns);
  EXPECT_EQ(table_.kept_from.back(), first + 3min + 1s);
}

TEST_F(AuditStory, GoesOnAnsweringWhereItCannotBeWritten) {
  start_audit();
  table_.fault = "users.db-audit: the disk is full; make room and try again";
  start_server();
  Seen& first = start_client({{1s, sample_get()}});
  Seen& second = start_client({{5s, sample_get()}});
  world_->at(at(7s), [&] { table_.fault.clear(); });
  world_->run(at(10s));
  EXPECT_EQ(first.arrivals.front(), at(1s));
  EXPECT_EQ(second.arrivals.front(), at(5s));
  EXPECT_EQ(table_.all.size(), 2U);
  std::vector<std::string> told;
  for (const std::string& line : lines_.all) {
    if (line.starts_with("audit.")) told.push_back(line);
  }
  EXPECT_EQ(told,
            (std::vector<std::string>{"audit.failed reason=users.db-audit: the disk is full; make room and try again",
                                      "audit.resumed lost=0"}));
}

TEST_F(AuditStory, CountsWhatItCouldNotKeep) {
  start_audit();
  table_.fault = "gone";
  note_at(1s, 20'010);
  world_->at(at(5s), [&] { table_.fault.clear(); });
  world_->run(at(10s));
  EXPECT_EQ(table_.all.size(), 20'000U);
  EXPECT_EQ(lines_.last("audit.resumed"), "audit.resumed lost=10");
}

TEST_F(AuditStory, WritesWhatIsLeftAtTheEnd) {
  start_audit();
  note_at(1s, 700);
  world_->at(at(1s + 1ms), [&] { log_.finish(*auditor_); });
  world_->run(at(1s + 1ms));
  EXPECT_EQ(table_.all.size(), 700U);
}

}  // namespace
}  // namespace dialtone
