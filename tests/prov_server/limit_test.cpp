// How many requests an address may make, and which address counts behind a proxy.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/prov_server/server_story.h"
#include "tests/prov_server/subscriber_list.h"
#include "tests/prov_server/subscriber_samples.h"

namespace dialtone {
namespace {

class LimitStory : public ServerStory {
 protected:
  LimitStory() {
    store_in_use_ = &list_;
    list_.all = {sample_subscriber()};
  }
  static std::string forwarded(const std::string& client) {
    return message("GET /provision", sample_xml(), "X-Forwarded-For: " + client + "\r\n");
  }
  static std::vector<int> statuses_of(const Seen& seen) {
    std::vector<int> all;
    for (const http::Response& response : seen.answers()) all.push_back(response.status);
    return all;
  }

  SubscriberList list_;
};

TEST_F(LimitStory, AnswersAnAddressThatAsksTooOftenWith429) {
  options_.limit_interval = 500ms;
  start_server();
  Seen& hasty =
      start_client({{0s, sample_get() + sample_get() + sample_get()}, {400ms, sample_get()}, {100ms, sample_get()}});
  Seen& other = start_client({{0s, sample_get()}});
  world_->run(at(10s));
  EXPECT_EQ(statuses_of(hasty), (std::vector<int>{200, 200, 429, 429, 200}));
  EXPECT_EQ(statuses_of(other), (std::vector<int>{200}));
  const http::Response limited = hasty.answers()[2];
  EXPECT_EQ(*limited.headers.find("Retry-After"), "1");
  EXPECT_EQ(*limited.headers.find("Cache-Control"), "no-store");
  EXPECT_EQ(*limited.headers.find("Content-Type"), "application/xml; charset=utf-8");
  EXPECT_NE(limited.body.find("too many requests"), std::string::npos);
  EXPECT_EQ(lines_.last("provision.limited"),
            "provision.limited peer=10.0.1.1 status=429 reason=too many requests from this address");
}

TEST_F(LimitStory, SaysWhenToComeBack) {
  options_.limit_interval = 30s;
  start_server();
  Seen& seen = start_client({{0s, sample_get() + sample_get()}, {10s, sample_get()}});
  world_->run(at(20s));
  EXPECT_EQ(statuses_of(seen), (std::vector<int>{200, 429, 429}));
  EXPECT_EQ(*seen.answers()[1].headers.find("Retry-After"), "30");
  EXPECT_EQ(*seen.answers()[2].headers.find("Retry-After"), "20");
}

TEST_F(LimitStory, AsksTheStoreNothingForWhoIsLimited) {
  options_.limit_interval = 1min;
  ask(sample_get() + sample_get() + sample_get(), 1s);
  EXPECT_EQ(list_.asked, 1);
}

TEST_F(LimitStory, IsOffUnlessAsked) {
  std::string many;
  for (int i = 0; i < 500; ++i) many += sample_get();
  EXPECT_EQ(statuses_of(ask(many)), std::vector<int>(500, 200));
}

TEST_F(LimitStory, CountsEachClientBehindATrustedProxy) {
  options_.limit_interval = 1min;
  options_.trusted_proxies = {*parse_cidr("10.0.1.0/24")};
  EXPECT_EQ(statuses_of(ask(forwarded("192.0.2.1") + forwarded("192.0.2.2") + forwarded("192.0.2.1"), 1s)),
            (std::vector<int>{200, 200, 429}));
  EXPECT_NE(lines_.last("provision.limited").find("peer=192.0.2.1"), std::string::npos);
  EXPECT_NE(lines_.last("provision.accepted").find("peer=192.0.2.2"), std::string::npos);
  EXPECT_NE(lines_.last("provision.request").find("peer=192.0.2.2"), std::string::npos);
}

TEST_F(LimitStory, BelievesNoForwardedAddressFromAnywhereElse) {
  options_.limit_interval = 1min;
  options_.trusted_proxies = {*parse_cidr("10.9.0.0/16")};
  EXPECT_EQ(statuses_of(ask(forwarded("192.0.2.1") + forwarded("192.0.2.2"), 1s)), (std::vector<int>{200, 429}));
  EXPECT_NE(lines_.last("provision.limited").find("peer=10.0.1.1"), std::string::npos);
}

}  // namespace
}  // namespace dialtone
