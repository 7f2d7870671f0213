// Which fault of a server decides about a request.
#include "scenarios/faults/request_faults.h"

#include <gtest/gtest.h>

#include "tests/scenarios/engine/engine_samples.h"

namespace dialtone {
namespace {

using std::chrono::seconds;

class RequestFaultsTest : public testing::Test {
 protected:
  Fault& add(const std::string& name, FaultMatch match = {}) {
    Fault fault;
    fault.name = name;
    fault.target = kCallAgentTarget;
    fault.at = seconds(10);
    fault.until = seconds(20);
    fault.match = std::move(match);
    ServerAction action;
    action.delay = seconds(static_cast<int>(scenario_.faults.size()) + 1);
    fault.action = action;
    return scenario_.faults.emplace_back(std::move(fault));
  }
  // Which fault decides, by its delay in seconds; 0: none.
  int decides(RequestFaults& faults, SeenRequest request, Requester requester = {7, 0}) {
    const ServerAction* action = faults.find(request, [&] { return requester; });
    return action == nullptr ? 0 : static_cast<int>(action->delay / seconds(1));
  }
  static SeenRequest at(Duration moment) { return {.now = Moment(moment), .method = "REGISTER"}; }

  Scenario scenario_ = homes(1);
  const OpenWindows open_{scenario_};
};

TEST_F(RequestFaultsTest, AWindowIsOpenFromItsBeginUntilBeforeItsEnd) {
  add("ill");
  RequestFaults faults(scenario_, kCallAgentTarget, open_);
  EXPECT_EQ(decides(faults, at(seconds(10) - Duration(1))), 0);
  EXPECT_EQ(decides(faults, at(seconds(10))), 1);
  EXPECT_EQ(decides(faults, at(seconds(20) - Duration(1))), 1);
  EXPECT_EQ(decides(faults, at(seconds(20))), 0);
}

TEST_F(RequestFaultsTest, TheFirstThatMatchesDecides) {
  add("options", {.method = "OPTIONS"});
  add("paths", {.path = "/provision"});
  add("with-credentials", {.authorized = true});
  add("rest");
  RequestFaults faults(scenario_, kCallAgentTarget, open_);
  EXPECT_EQ(decides(faults, {Moment(seconds(11)), "OPTIONS", "", false}), 1);
  EXPECT_EQ(decides(faults, {Moment(seconds(11)), "GET", "/provision", false}), 2);
  EXPECT_EQ(decides(faults, {Moment(seconds(11)), "GET", "/other", true}), 3);
  EXPECT_EQ(decides(faults, {Moment(seconds(11)), "GET", "/other", false}), 4);
}

TEST_F(RequestFaultsTest, AreThoseOfTheirServerOnly) {
  add("ill").target = kProvisioningTarget;
  EXPECT_TRUE(RequestFaults(scenario_, kCallAgentTarget, open_).empty());
  EXPECT_FALSE(RequestFaults(scenario_, kProvisioningTarget, open_).empty());
}

TEST_F(RequestFaultsTest, CountTheRequestsOfEachDevice) {
  add("second", {.nth = 2});
  add("first-two", {.first = 2});
  RequestFaults faults(scenario_, kCallAgentTarget, open_);
  for (const std::uint64_t device : {std::uint64_t{1}, std::uint64_t{2}}) {
    EXPECT_EQ(decides(faults, at(seconds(11)), {device, 0}), 2) << "its first";
    EXPECT_EQ(decides(faults, at(seconds(11)), {device, 0}), 1) << "its second";
    EXPECT_EQ(decides(faults, at(seconds(11)), {device, 0}), 0) << "its third";
    EXPECT_EQ(decides(faults, at(seconds(11)), {device, 0}), 0);
  }
}

TEST_F(RequestFaultsTest, DecideAboutARetransmissionAsAboutTheRequest) {
  add("second", {.nth = 2});
  add("half", {.share = Probability::parts_per_million(500'000)});
  RequestFaults faults(scenario_, kCallAgentTarget, open_);
  const auto sent = [&](std::uint64_t transaction) {
    SeenRequest request = at(seconds(11));
    request.transaction = transaction;
    return decides(faults, request, {1, 0});
  };
  const int first = sent(100);
  for (int copy = 0; copy < 10; ++copy) EXPECT_EQ(sent(100), first);
  for (int copy = 0; copy < 10; ++copy) EXPECT_EQ(sent(200), 1) << "the second request, however often it comes";
  EXPECT_NE(sent(300), 1);
}

TEST_F(RequestFaultsTest, KnowTheGroup) {
  scenario_.fleet.push_back(scenario_.fleet.front());
  scenario_.fleet.back().name = "offices";
  add("theirs", {.from = "offices"});
  RequestFaults faults(scenario_, kCallAgentTarget, open_);
  EXPECT_EQ(decides(faults, at(seconds(11)), {1, 0}), 0);
  EXPECT_EQ(decides(faults, at(seconds(11)), {1, 1}), 1);
  EXPECT_EQ(decides(faults, at(seconds(11)), {1, std::nullopt}), 0);
}

// Whom a share of the requests hits, as a text of 0 and 1.
std::string hits(const Scenario& scenario, std::uint64_t device) {
  const OpenWindows open(scenario);
  RequestFaults faults(scenario, kCallAgentTarget, open);
  std::string text;
  for (int i = 0; i < 200; ++i) {
    const ServerAction* action =
        faults.find({Moment(seconds(11)), "REGISTER", "", false}, [&] { return Requester{device, 0}; });
    text += action != nullptr && action->delay == seconds(9) ? '1' : '0';
  }
  return text;
}

TEST_F(RequestFaultsTest, AShareIsDrawnForEachRequestAndAsOftenAsItSays) {
  std::get<ServerAction>(add("some", {.share = Probability::parts_per_million(250'000)}).action).delay = seconds(9);
  const std::string drawn = hits(scenario_, 1);
  EXPECT_NEAR(static_cast<double>(std::count(drawn.begin(), drawn.end(), '1')), 50, 20);
  EXPECT_NE(drawn, hits(scenario_, 2));
}

TEST_F(RequestFaultsTest, AnotherFaultChangesNoDraw) {
  std::get<ServerAction>(add("some", {.share = Probability::parts_per_million(250'000)}).action).delay = seconds(9);
  const std::string alone = hits(scenario_, 1);
  scenario_.faults.insert(scenario_.faults.begin(), scenario_.faults.front());
  scenario_.faults.front().name = "others";
  scenario_.faults.front().match = {.nth = 1};
  std::get<ServerAction>(scenario_.faults.front().action).delay = seconds(1);
  std::string with = hits(scenario_, 1);
  EXPECT_EQ(with.front(), '0') << "the other decides about the first request";
  with.front() = alone.front();
  EXPECT_EQ(with, alone);
}

}  // namespace
}  // namespace dialtone
