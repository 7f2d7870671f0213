// Faults on requests to a server.
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
    action.delay = seconds(1 << scenario_.faults.size());
    fault.action = action;
    return scenario_.faults.emplace_back(std::move(fault));
  }
  // Returns which faults act on a request, as a sum: 1 for the first fault, 2 for the second, 4 for the third.
  int acting(RequestFaults& faults, SeenRequest request, Requester requester = {7, 0}) {
    return static_cast<int>(faults.decide(request, [&] { return requester; }).delay / seconds(1));
  }
  static SeenRequest at(Duration moment) { return {.now = Moment(moment), .method = "REGISTER"}; }

  Scenario scenario_ = homes(1);
  const OpenWindows open_{scenario_};
};

TEST_F(RequestFaultsTest, AWindowIsOpenFromItsBeginUntilBeforeItsEnd) {
  add("ill");
  RequestFaults faults(scenario_, kCallAgentTarget, open_);
  EXPECT_EQ(acting(faults, at(seconds(10) - Duration(1))), 0);
  EXPECT_EQ(acting(faults, at(seconds(10))), 1);
  EXPECT_EQ(acting(faults, at(seconds(20) - Duration(1))), 1);
  EXPECT_EQ(acting(faults, at(seconds(20))), 0);
}

TEST_F(RequestFaultsTest, AllThatMatchActTogether) {
  add("options", {.method = "OPTIONS"});
  add("paths", {.path = "/provision"});
  add("with-credentials", {.authorized = true});
  add("all");
  RequestFaults faults(scenario_, kCallAgentTarget, open_);
  EXPECT_EQ(acting(faults, {Moment(seconds(11)), "OPTIONS", "", false}), 1 + 8);
  EXPECT_EQ(acting(faults, {Moment(seconds(11)), "GET", "/provision", true}), 2 + 4 + 8);
  EXPECT_EQ(acting(faults, {Moment(seconds(11)), "GET", "/other", true}), 4 + 8);
  EXPECT_EQ(acting(faults, {Moment(seconds(11)), "GET", "/other", false}), 8);
}

ServerAction answering(int status) {
  ServerAction action;
  action.answer.emplace().status = status;
  return action;
}

TEST(RequestVerdict, HasTheFirstAnswerOnly) {
  const ServerAction busy = answering(503);
  const ServerAction forbidden = answering(403);
  ServerAction mute;
  mute.drops = true;
  RequestVerdict verdict;
  EXPECT_TRUE(verdict.add(busy));
  EXPECT_FALSE(verdict.add(mute)) << "it is answered";
  EXPECT_FALSE(verdict.add(forbidden));
  EXPECT_EQ(verdict.answer, &*busy.answer);
  EXPECT_FALSE(verdict.drops);
}

TEST(RequestVerdict, LeavesOutWhatTheTransportCannotDo) {
  ServerAction odd;
  odd.sending = {.from_another_port = true};
  ServerAction elsewhere;
  elsewhere.sending = {.to_another_device = true};
  ServerAction twice;
  twice.sending = {.copies = 2, .from_another_port = true};
  ServerAction closing;
  closing.closes = true;
  RequestVerdict over_tcp{.way = {Transport::kTcp, true}};
  EXPECT_FALSE(over_tcp.add(odd));
  EXPECT_FALSE(over_tcp.add(elsewhere));
  EXPECT_TRUE(over_tcp.add(twice));
  EXPECT_EQ(over_tcp.sending, &*twice.sending);
  EXPECT_TRUE(over_tcp.add(closing));
  RequestVerdict over_udp{.way = {Transport::kUdp, false}};
  EXPECT_FALSE(over_udp.add(closing));
  EXPECT_FALSE(over_udp.closes);
  EXPECT_FALSE(over_udp.add(elsewhere)) << "there is no other device yet";
  EXPECT_TRUE(over_udp.add(odd));
  over_udp.drops = true;
  over_udp.decided_by = &odd;
  EXPECT_FALSE(over_udp.leaves_effect(closing));
  over_tcp.drops = true;
  over_tcp.decided_by = &odd;
  EXPECT_TRUE(over_tcp.leaves_effect(closing));
}

TEST(RequestVerdict, NobodyAnswersWhereTheFirstSaysSo) {
  const ServerAction busy = answering(503);
  ServerAction mute;
  mute.drops = true;
  RequestVerdict verdict;
  EXPECT_TRUE(verdict.add(mute));
  EXPECT_FALSE(verdict.add(busy));
  EXPECT_TRUE(verdict.drops);
  EXPECT_EQ(verdict.answer, nullptr);
}

TEST(RequestVerdict, HasWhatEachSaysOfSomethingElse) {
  ServerAction slow;
  slow.delay = seconds(1);
  slow.close_at_byte = 10;
  ServerAction spoiled;
  spoiled.delay = seconds(2);
  spoiled.edit.emplace().truncated_to = 5;
  spoiled.stall = Stall{.at_byte = 3, .length = seconds(4)};
  ServerAction later = spoiled;
  later.edit.emplace().byte_order_mark = true;
  later.stall = Stall{.at_byte = 4, .length = seconds(5)};
  later.close_at_byte = 20;
  RequestVerdict verdict;
  for (const ServerAction* action : {&slow, &spoiled, &later}) EXPECT_TRUE(verdict.add(*action));
  EXPECT_EQ(verdict.delay, seconds(5));
  EXPECT_EQ(verdict.close_at_byte, 10U);
  EXPECT_EQ(verdict.stall, &*spoiled.stall);
  EXPECT_EQ(verdict.edits, (std::vector<RequestVerdict::InTurn<AnswerEdit>>{{&*spoiled.edit}, {&*later.edit}}));
}

TEST_F(RequestFaultsTest, AreThoseOfTheirServerOnly) {
  add("ill").target = kProvisioningTarget;
  EXPECT_TRUE(RequestFaults(scenario_, kCallAgentTarget, open_).empty());
  EXPECT_FALSE(RequestFaults(scenario_, kProvisioningTarget, open_).empty());
}

TEST_F(RequestFaultsTest, CountTheRequestsOfEachDevice) {
  add("second", {.nth = {2}});
  add("first-two", {.first = 2});
  RequestFaults faults(scenario_, kCallAgentTarget, open_);
  for (const std::uint64_t device : {std::uint64_t{1}, std::uint64_t{2}}) {
    EXPECT_EQ(acting(faults, at(seconds(11)), {device, 0}), 2) << "its first";
    EXPECT_EQ(acting(faults, at(seconds(11)), {device, 0}), 1 + 2) << "its second";
    EXPECT_EQ(acting(faults, at(seconds(11)), {device, 0}), 0) << "its third";
    EXPECT_EQ(acting(faults, at(seconds(11)), {device, 0}), 0);
  }
}

TEST_F(RequestFaultsTest, ActOnEachSecondAndOnlyAfterTheFirst) {
  add("second-and-fourth", {.nth = {2, 4}});
  add("each-third", {.every = 3});
  add("later", {.after = 4});
  RequestFaults faults(scenario_, kCallAgentTarget, open_);
  std::string acts;
  for (int i = 0; i < 6; ++i) acts += static_cast<char>('0' + acting(faults, at(seconds(11)), {1, 0}));
  EXPECT_EQ(acts, "012146");
}

TEST_F(RequestFaultsTest, DecideAboutARetransmissionAsAboutTheRequest) {
  add("second", {.nth = {2}});
  add("half", {.share = Probability::parts_per_million(500'000)});
  RequestFaults faults(scenario_, kCallAgentTarget, open_);
  const auto sent = [&](std::uint64_t transaction) {
    SeenRequest request = at(seconds(11));
    request.transaction = transaction;
    return acting(faults, request, {1, 0});
  };
  const int first = sent(100);
  for (int copy = 0; copy < 10; ++copy) EXPECT_EQ(sent(100), first);
  for (int copy = 0; copy < 10; ++copy) EXPECT_EQ(sent(200) & 1, 1) << "the second request, however often it comes";
  EXPECT_EQ(sent(300) & 1, 0);
}

// 10 E25
TEST_F(RequestFaultsTest, RememberEachOfTheRequestsThatClonesRepeatInTurn) {
  add("first", {.first = 1});
  add("second", {.nth = {2}});
  RequestFaults faults(scenario_, kCallAgentTarget, open_);
  const auto sent = [&](std::uint64_t transaction, Duration when) {
    SeenRequest request = at(when);
    request.transaction = transaction;
    return acting(faults, request, {1, 0});
  };
  for (int copy = 0; copy < 5; ++copy) {
    EXPECT_EQ(sent(100, seconds(11) + copy * seconds(1)), 1) << "the request of one clone";
    EXPECT_EQ(sent(200, seconds(11) + copy * seconds(1)), 2) << "the other's, which is the second of their address";
  }
}

// Only the last 64 requests of a device are remembered if it sends without a pause.
TEST_F(RequestFaultsTest, RememberOnlyTheLastRequestsOfADevice) {
  add("first", {.first = 1});
  RequestFaults faults(scenario_, kCallAgentTarget, open_);
  const auto sent = [&](std::uint64_t transaction) {
    SeenRequest request = at(seconds(11));
    request.transaction = transaction;
    return acting(faults, request, {1, 0});
  };
  for (std::uint64_t transaction = 100; transaction < 164; ++transaction) sent(transaction);
  EXPECT_EQ(sent(100), 1) << "the oldest of 64, again";
  EXPECT_EQ(sent(164), 0);
  EXPECT_EQ(sent(100), 0) << "a new request, because it was forgotten";
}

// A load claims to be ever other devices.
TEST_F(RequestFaultsTest, ForgetDevicesThatNoLongerRetransmit) {
  add("all").until = seconds(100);
  add("answers", {.status = 200}).until = seconds(100);
  add("first", {.first = 1}).until = seconds(100);
  RequestFaults faults(scenario_, kCallAgentTarget, open_);
  const auto sent = [&](std::uint64_t device, std::uint64_t transaction, Duration when) {
    SeenRequest request = at(when);
    request.transaction = transaction;
    const int acts = acting(faults, request, {device, 0});
    static_cast<void>(faults.see_answer(faults.keep(request, {device, 0}), 200));
    return acts;
  };
  for (std::uint64_t device = 0; device < 100; ++device) sent(device, device + 1, seconds(11));
  EXPECT_EQ(faults.remembered(), 300U);
  EXPECT_EQ(sent(7, 8, seconds(20)), 1 + 4) << "a retransmission";
  sent(200, 200, seconds(44));
  EXPECT_EQ(faults.remembered(), 2 * 2U + 101U) << "that one, the new one, and what 'first' must know for ever";
  EXPECT_EQ(sent(7, 8, seconds(45)), 1 + 4) << "a retransmission still";
  EXPECT_EQ(sent(8, 9, seconds(45)), 1) << "a second request, as it is late";
  sent(200, 201, seconds(90));
  EXPECT_EQ(faults.remembered(), 2 * 1U + 101U);
}

// A fault on answers over HTTP, where nothing is sent again, remembers nobody unless it counts.
TEST_F(RequestFaultsTest, RememberNobodyWhoseRequestsAreNotCounted) {
  add("answers", {.status = 200});
  RequestFaults faults(scenario_, kCallAgentTarget, open_);
  for (std::uint64_t device = 0; device < 100; ++device) {
    EXPECT_EQ(faults.see_answer(faults.keep(at(seconds(11)), {device, 0}), 200).delay, seconds(1));
  }
  EXPECT_EQ(faults.remembered(), 0U);
}

// Counts the acts of the second of two faults on the call agent.
class RequestFaultsCount : public RequestFaultsTest {
 protected:
  std::uint64_t second_of(const ServerAction& first, const ServerAction& second) {
    add("first").action = first;
    add("second").action = second;
    ask(11);
    return count(1);
  }
  // Sends a request after this many seconds; all requests belong to one transaction.
  void ask(int second) {
    SeenRequest request = at(seconds(second));
    request.transaction = 100;
    if (!faults_) {
      tally_.emplace(scenario_);
      windows_.emplace(scenario_, &*tally_);
      faults_.emplace(scenario_, kCallAgentTarget, *windows_);
    }
    static_cast<void>(acting(*faults_, request));
  }
  std::uint64_t count(std::size_t fault) const { return tally_->count(scenario_.faults[fault]); }

  std::optional<FaultTally> tally_;
  std::optional<OpenWindows> windows_;
  std::optional<RequestFaults> faults_;
};

ServerAction dropping() {
  ServerAction action;
  action.drops = true;
  return action;
}

// 10 E25
TEST_F(RequestFaultsCount, NobodySeesADelayOfWhatIsDropped) {
  ServerAction slow;
  slow.delay = seconds(1);
  EXPECT_EQ(second_of(dropping(), slow), 0U);
  EXPECT_EQ(count(0), 1U);
}

// 10 E25
TEST_F(RequestFaultsCount, NobodySeesAnEditOrAStallOfWhatIsDroppedByALaterFault) {
  ServerAction spoiled;
  spoiled.edit.emplace().truncated_to = 5;
  spoiled.stall = Stall{.at_byte = 3, .length = seconds(4)};
  EXPECT_EQ(second_of(spoiled, dropping()), 1U);
  EXPECT_EQ(count(0), 0U);
}

// 10 E25
TEST_F(RequestFaultsCount, ARequestThatIsAnsweredOnTheWayIsNotChanged) {
  ServerAction stripped;
  stripped.request.emplace().strips_body = true;
  EXPECT_EQ(second_of(answering(503), stripped), 0U);
}

// 10 E25
TEST_F(RequestFaultsCount, AnAnswerOfAFaultIsDelayedAndEdited) {
  ServerAction spoiled;
  spoiled.delay = seconds(1);
  spoiled.edit.emplace().truncated_to = 5;
  EXPECT_EQ(second_of(answering(503), spoiled), 1U);
}

// 10 E25
TEST_F(RequestFaultsCount, WhatActsOnARetransmissionOnlyIsCounted) {
  add("first").action = dropping();
  scenario_.faults.back().until = seconds(12);
  add("second").action = answering(503);
  ask(11);
  EXPECT_EQ(count(1), 0U) << "the first has dropped it";
  ask(13);
  ask(14);
  EXPECT_EQ(count(1), 1U) << "one request, however often it comes";
}

TEST_F(RequestFaultsTest, LookAtTheHeadersAndTheSizeOfARequest) {
  add("spa", {.headers = {{"User-Agent", *TextPattern::parse("~/^spa[0-9]+$/")}}});
  add("no-date", {.headers = {{"Date", TextPattern()}}});
  add("large", {.larger_than = 10});
  RequestFaults faults(scenario_, kCallAgentTarget, open_);
  const auto acting_on = [&](const http::Request& request) {
    SeenRequest seen = at(seconds(11));
    seen.http = &request;
    return acting(faults, seen);
  };
  http::Request request;
  EXPECT_EQ(acting_on(request), 2);
  request.headers.add("user-agent", "spa504");
  EXPECT_EQ(acting_on(request), 1 + 2);
  request.headers.add("Date", "now");
  EXPECT_EQ(acting_on(request), 1);
  request.headers.set("User-Agent", "cp504");
  request.headers.add("User-Agent", "spa1");
  EXPECT_EQ(acting_on(request), 1) << "one of several headers of the name";
  request.headers.remove("User-Agent");
  request.body = std::string(11, 'x');
  EXPECT_EQ(acting_on(request), 4);
}

TEST_F(RequestFaultsTest, CountTheRefusalsOfEachDevice) {
  add("patient", {.refused = CountBound{Comparison::kGreaterOrEqual, 2}});
  add("first-after-that", {.refused = CountBound{Comparison::kGreaterOrEqual, 2}, .first = 1});
  RequestFaults faults(scenario_, kCallAgentTarget, open_);
  const auto answered = [&](std::uint64_t device, int status, bool is_authorized = true) {
    SeenRequest request = at(seconds(11));
    request.is_authorized = is_authorized;
    const int acts = acting(faults, request, {device, 0});
    static_cast<void>(faults.see_answer(faults.keep(request, {device, 0}), status));
    return acts;
  };
  EXPECT_TRUE(faults.looks_at_answers());
  EXPECT_EQ(answered(1, 503), 0);
  EXPECT_EQ(answered(1, 200), 0) << "an acceptance";
  EXPECT_EQ(answered(1, 401, false), 0) << "a challenge";
  EXPECT_EQ(answered(1, 401, true), 0) << "after one refusal";
  EXPECT_EQ(answered(2, 404), 0) << "another device";
  EXPECT_EQ(answered(1, 200), 1 + 2) << "after the second, by wrong credentials";
  EXPECT_EQ(answered(1, 200), 1);
}

TEST_F(RequestFaultsTest, ARetransmissionIsAsOftenRefusedAsTheRequest) {
  add("once", {.refused = CountBound{Comparison::kEqual, 1}});
  RequestFaults faults(scenario_, kCallAgentTarget, open_);
  const auto sent = [&](std::uint64_t transaction) {
    SeenRequest request = at(seconds(11));
    request.transaction = transaction;
    return acting(faults, request, {1, 0});
  };
  EXPECT_EQ(sent(100), 0);
  static_cast<void>(faults.see_answer(faults.keep(at(seconds(11)), {1, 0}), 503));
  EXPECT_EQ(sent(100), 0) << "it was not refused when it came first";
  EXPECT_EQ(sent(200), 1);
}

TEST_F(RequestFaultsTest, KnowTheGroup) {
  scenario_.fleet.push_back(scenario_.fleet.front());
  scenario_.fleet.back().name = "offices";
  add("theirs", {.from = "offices"});
  RequestFaults faults(scenario_, kCallAgentTarget, open_);
  EXPECT_EQ(acting(faults, at(seconds(11)), {1, 0}), 0);
  EXPECT_EQ(acting(faults, at(seconds(11)), {1, 1}), 1);
  EXPECT_EQ(acting(faults, at(seconds(11)), {1, std::nullopt}), 0);
}

// Returns a 1 for each request that a share of the requests includes, and a 0 for each other one.
std::string hits(const Scenario& scenario, std::uint64_t device) {
  const OpenWindows open(scenario);
  RequestFaults faults(scenario, kCallAgentTarget, open);
  std::string text;
  for (int i = 0; i < 200; ++i) {
    const RequestVerdict verdict =
        faults.decide({Moment(seconds(11)), "REGISTER", "", false}, [&] { return Requester{device, 0}; });
    text += verdict.delay >= seconds(9) ? '1' : '0';
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
  scenario_.faults.front().match = {.nth = {1}};
  std::get<ServerAction>(scenario_.faults.front().action).delay = seconds(1);
  EXPECT_EQ(hits(scenario_, 1), alone);
}

}  // namespace
}  // namespace dialtone
