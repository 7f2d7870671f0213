// The scripts of servers and proxies for a scenario's faults.
#include "scenarios/faults/server_faults.h"

#include <gtest/gtest.h>

#include "scenarios/language/parties/device_addresses.h"
#include "scenarios/language/plan/plan.h"
#include "tests/scenarios/engine/engine_samples.h"
#include "wire/sip/parser.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::string_view kProxy = "branch";

// Returns an action of which only this member is set.
template <typename Whole, typename Part>
Whole with(Part Whole::* member, std::type_identity_t<Part> part) {
  Whole whole;
  whole.*member = std::move(part);
  return whole;
}
ServerAction drop() { return with(&ServerAction::drops, true); }
ServerAction answer(ScriptedAnswer answer) { return with(&ServerAction::answer, std::move(answer)); }
ServerAction edit(AnswerEdit edit) { return with(&ServerAction::edit, std::move(edit)); }
ServerAction swap() { return edit(with(&AnswerEdit::swaps, true)); }
ServerAction replace_good() { return edit(with(&AnswerEdit::replacements, {{"good", "bad"}})); }

// Makes the script's act edit an answer.
template <typename Act>
void edit_by(const Act& act, http::Response& answer) {
  HttpAct rest;
  act.edit(answer, rest);
}
// Returns the headers that the act adds to an answer with that status.
sip::ExtraHeaders written_on(int status, sip::ServerAct act) {
  if (act.on_answer) std::exchange(act.on_answer, nullptr)(status, false, act);
  return act.headers;
}

class ServerFaultsTest : public testing::Test {
 protected:
  Fault& add(std::string_view target, ServerAction action) {
    Fault fault;
    fault.name = "fault" + std::to_string(scenario_.faults.size());
    fault.target = target;
    fault.at = seconds(10);
    fault.until = seconds(20);
    fault.action = std::move(action);
    return scenario_.faults.emplace_back(std::move(fault));
  }
  // Returns a request that has the document of `device`.
  http::Request request_of(std::uint64_t device) const {
    http::Request request;
    request.method = "POST";
    request.target = "/provision?model=ata";
    request.body = "<serial-number>" + device_subscriber(scenario_, 0, device).serial_number + "</serial-number>";
    return request;
  }
  static Endpoint peer_of(std::uint64_t device) { return {device_address(0, device), 4'000}; }
  static http::Response settings(const std::string& body, int status = 200) {
    http::Response response;
    response.status = status;
    response.body = body;
    return response;
  }
  // Returns what the script does with a request of the first device.
  HttpAct told(ServerAction action, FaultMatch match = {}) {
    scenario_.faults.clear();
    add(kProvisioningTarget, std::move(action)).match = std::move(match);
    return provisioning_script(scenario_, open_)->on_request(kThen, peer_of(0), request_of(0));
  }
  // As told(), for a call agent and a REGISTER.
  sip::ServerAct told_agent(ServerAction action, const sip::Message& request, FaultMatch match = {}) {
    scenario_.faults.clear();
    add(kCallAgentTarget, std::move(action)).match = std::move(match);
    return call_agent_script(scenario_, kCallAgentTarget, open_)->on_request(kThen, peer_of(0), request);
  }
  static sip::Message registration(const std::string& branch = "z9hG4bK1", const std::string& header = "",
                                   const std::string& transport = "UDP") {
    const std::string text = "REGISTER sip:voip.example.net SIP/2.0\r\nVia: SIP/2.0/" + transport +
                             " 10.16.0.1;branch=" + branch +
                             "\r\nFrom: <sip:line100001@voip.example.net>;tag=1\r\n"
                             "To: <sip:line100001@voip.example.net>\r\nCall-ID: 1\r\nCSeq: 1 REGISTER\r\n" +
                             header + "Content-Length: 0\r\n\r\n";
    return *sip::parse_message(text);
  }
  // Returns the body that the device gets if the body of the server's own answer is `own`.
  static std::string sent(HttpScript& script, const http::Request& request, const Endpoint& peer,
                          const std::string& own, int status = 200) {
    const HttpAct act = script.on_request(kThen, peer, request);
    http::Response response = settings(own, status);
    if (act.edit) edit_by(act, response);
    return response.body;
  }

  static constexpr Moment kThen{seconds(15)};
  int next_ = 0;
  Scenario scenario_ = homes(3);
  OpenWindows open_{scenario_};
};

using Headers = std::vector<std::pair<std::string, std::string>>;

TEST_F(ServerFaultsTest, AServerHasAScriptOnlyWhereAFaultIsAboutItsRequests) {
  EXPECT_EQ(provisioning_script(scenario_, open_), nullptr);
  EXPECT_EQ(call_agent_script(scenario_, kCallAgentTarget, open_), nullptr);
  add(kCallAgentTarget, drop());
  EXPECT_EQ(provisioning_script(scenario_, open_), nullptr);
  EXPECT_NE(call_agent_script(scenario_, kCallAgentTarget, open_), nullptr);
  EXPECT_EQ(call_agent_script(scenario_, kBackupCallAgentTarget, open_), nullptr);
  EXPECT_NE(proxy_script(scenario_, kProxy, open_), nullptr) << "a proxy always has one";
}

TEST_F(ServerFaultsTest, AProvisioningServerIsToldWhatToDo) {
  EXPECT_EQ(told(with(&ServerAction::delay, seconds(3))).delay, seconds(3));
  EXPECT_TRUE(told(drop()).drop);
  EXPECT_EQ(told(with(&ServerAction::close_at_byte, 70)).close_at_byte, 70U);
  const HttpAct stalled = told(with(&ServerAction::stall, Stall{40, seconds(9)}));
  EXPECT_EQ(stalled.stall_at_byte, 40U);
  EXPECT_EQ(stalled.stall, seconds(9));
  const HttpAct refused = told(answer({503, {{"Retry-After", "30"}}, "later"}));
  ASSERT_TRUE(refused.answer);
  EXPECT_EQ(refused.answer->status, 503);
  EXPECT_EQ(*refused.answer->headers.find("Retry-After"), "30");
  EXPECT_EQ(refused.answer->body, "later");
  EXPECT_FALSE(refused.edit);
}

TEST_F(ServerFaultsTest, AProvisioningServerIsToldNothingOfWhatNoFaultIsAbout) {
  add(kProvisioningTarget, drop());
  const std::unique_ptr<HttpScript> script = provisioning_script(scenario_, open_);
  EXPECT_FALSE(script->on_request(Moment(seconds(10)) - Duration(1), peer_of(0), request_of(0)).drop);
  EXPECT_TRUE(script->on_request(Moment(seconds(10)), peer_of(0), request_of(0)).drop);
  EXPECT_FALSE(script->on_request(Moment(seconds(20)), peer_of(0), request_of(0)).drop);
}

TEST_F(ServerFaultsTest, ThePathOfARequestIsWithoutItsQuery) {
  EXPECT_TRUE(told(drop(), {.path = "/provision"}).drop);
  EXPECT_FALSE(told(drop(), {.path = "/provision?model=ata"}).drop);
  EXPECT_FALSE(told(drop(), {.path = "/prov"}).drop);
}

TEST_F(ServerFaultsTest, ARequestIsAuthorizedByItsAuthorizationHeader) {
  add(kProvisioningTarget, drop()).match.authorized = true;
  const std::unique_ptr<HttpScript> script = provisioning_script(scenario_, open_);
  http::Request request = request_of(0);
  EXPECT_FALSE(script->on_request(kThen, peer_of(0), request).drop);
  request.headers.add("authorization", "Basic eDp5");
  EXPECT_TRUE(script->on_request(kThen, peer_of(0), request).drop);
}

TEST_F(ServerFaultsTest, AnAnswerIsEditedOnlyWhereItHasTheStatus) {
  add(kProvisioningTarget, replace_good()).match.status = 200;
  const std::unique_ptr<HttpScript> script = provisioning_script(scenario_, open_);
  const HttpAct act = script->on_request(kThen, peer_of(0), request_of(0));
  http::Response fine = settings("good");
  edit_by(act, fine);
  EXPECT_EQ(fine.body, "bad");
  http::Response refusal = settings("good", 403);
  edit_by(act, refusal);
  EXPECT_EQ(refusal.body, "good");
}

TEST_F(ServerFaultsTest, AnAnswerIsCutOrStalledOnlyWhereItHasTheStatus) {
  ServerAction action = with(&ServerAction::close_at_byte, 70);
  action.stall = Stall{40, seconds(9)};
  add(kProvisioningTarget, action).match.status = {400, 499};
  const std::unique_ptr<HttpScript> script = provisioning_script(scenario_, open_);
  const auto act_on = [&](int status) {
    HttpAct act = script->on_request(kThen, peer_of(0), request_of(0));
    EXPECT_EQ(act.close_at_byte, std::nullopt) << "nobody knows the answer yet";
    http::Response response = settings("good", status);
    std::exchange(act.edit, nullptr)(response, act);
    return act;
  };
  EXPECT_EQ(act_on(403).close_at_byte, 70U);
  EXPECT_EQ(act_on(403).stall_at_byte, 40U);
  EXPECT_EQ(act_on(403).stall, seconds(9));
  EXPECT_EQ(act_on(503).close_at_byte, std::nullopt);
  EXPECT_EQ(act_on(503).stall, Duration());
}

TEST_F(ServerFaultsTest, AConnectionIsClosedAfterAnAnswerOfTheStatus) {
  add(kCallAgentTarget, with(&ServerAction::closes, true)).match.status = {400, 499};
  const std::unique_ptr<sip::ServerScript> script = call_agent_script(scenario_, kCallAgentTarget, open_);
  const auto closes_after = [&](int status, const std::string& transport = "TCP") {
    sip::ServerAct act = script->on_request(kThen, peer_of(0), registration("z9hG4bK1", "", transport));
    EXPECT_FALSE(act.close);
    std::exchange(act.on_answer, nullptr)(status, false, act);
    return act.close;
  };
  EXPECT_TRUE(closes_after(401));
  EXPECT_FALSE(closes_after(200));
  EXPECT_FALSE(closes_after(401, "UDP")) << "there is no connection";
}

TEST_F(ServerFaultsTest, ARegistrationIsKnownByItsHeadersAndItsSize) {
  const FaultMatch by_header{.headers = {{"c-seq", TextPattern()}, {"i", *TextPattern::parse("1")}}};
  EXPECT_TRUE(told_agent(drop(), registration(), by_header).drop) << "`i` is Call-ID";
  const FaultMatch by_another{.headers = {{"Call-ID", *TextPattern::parse("2")}}};
  EXPECT_FALSE(told_agent(drop(), registration(), by_another).drop);
  EXPECT_TRUE(told_agent(drop(), registration(), {.larger_than = 200}).drop);
  EXPECT_FALSE(told_agent(drop(), registration(), {.smaller_than = 200}).drop);
}

TEST_F(ServerFaultsTest, WhatIsAboutAnAnswerLeavesTheRequestToOthers) {
  const auto replace_of = [this](int status, const std::string& by) -> FaultMatch& {
    FaultMatch& match = add(kProvisioningTarget, edit(with(&AnswerEdit::replacements, {{"good", by}}))).match;
    match.status = status;
    return match;
  };
  replace_of(404, "missing");
  replace_of(200, "second").nth = {2};
  replace_of(200, "fine");
  ServerAction slow = edit(with(&AnswerEdit::headers, {{"X-Odd", "1"}}));
  slow.delay = seconds(1);
  add(kProvisioningTarget, slow);
  FaultTally tally(scenario_);
  const OpenWindows open(scenario_, &tally);
  const std::unique_ptr<HttpScript> script = provisioning_script(scenario_, open);
  const auto answered = [&](int status) {
    const HttpAct act = script->on_request(kThen, peer_of(0), request_of(0));
    EXPECT_EQ(act.delay, seconds(1));
    http::Response response = settings("good", status);
    edit_by(act, response);
    EXPECT_EQ(*response.headers.find("X-Odd"), "1");
    return response.body;
  };
  EXPECT_EQ(answered(200), "fine");
  EXPECT_EQ(answered(403), "good");
  EXPECT_EQ(answered(200), "second") << "the second with that status, not the second request";
  EXPECT_EQ(answered(200), "fine");
  EXPECT_EQ(tally.count(scenario_.faults[0]), 0U);
  EXPECT_EQ(tally.count(scenario_.faults[1]), 1U);
  EXPECT_EQ(tally.count(scenario_.faults[2]), 3U);
  EXPECT_EQ(tally.count(scenario_.faults[3]), 4U);
}

TEST_F(ServerFaultsTest, AProvisioningServerIsToldWhatAllFaultsWantTogether) {
  add(kProvisioningTarget, with(&ServerAction::delay, seconds(1)));
  add(kProvisioningTarget, answer({503, {{"Retry-After", "30"}}, "good"}));
  add(kProvisioningTarget, replace_good());
  ServerAction later = edit(with(&AnswerEdit::headers, {{"Retry-After", "60"}}));
  later.delay = seconds(2);
  add(kProvisioningTarget, later);
  add(kProvisioningTarget, drop());
  const std::unique_ptr<HttpScript> script = provisioning_script(scenario_, open_);
  const HttpAct act = script->on_request(kThen, peer_of(0), request_of(0));
  EXPECT_EQ(act.delay, seconds(3));
  EXPECT_FALSE(act.drop) << "another has answered it";
  ASSERT_TRUE(act.answer);
  http::Response response = *act.answer;
  edit_by(act, response);
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(response.body, "bad");
  EXPECT_EQ(*response.headers.find("Retry-After"), "60");
}

TEST_F(ServerFaultsTest, SettingsThatTwoFaultsSwapAreNotedAsTheirOwners) {
  add(kProvisioningTarget, swap());
  add(kProvisioningTarget, swap());
  const std::unique_ptr<HttpScript> script = provisioning_script(scenario_, open_);
  sent(*script, request_of(0), peer_of(0), "first's");
  EXPECT_EQ(sent(*script, request_of(1), peer_of(1), "second's"), "first's");
  EXPECT_EQ(sent(*script, request_of(2), peer_of(2), "third's"), "second's");
}

TEST_F(ServerFaultsTest, SwappedSettingsAreThoseOfTheDeviceBefore) {
  add(kProvisioningTarget, swap());
  const std::unique_ptr<HttpScript> script = provisioning_script(scenario_, open_);
  EXPECT_EQ(sent(*script, request_of(0), peer_of(0), "first's"), "first's") << "there is nobody before it";
  EXPECT_EQ(sent(*script, request_of(0), peer_of(0), "first's"), "first's") << "nor another";
  EXPECT_EQ(sent(*script, request_of(1), peer_of(1), "second's"), "first's");
  EXPECT_EQ(sent(*script, request_of(1), peer_of(1), "second's"), "first's") << "never its own";
  EXPECT_EQ(sent(*script, request_of(1), peer_of(1), "second's"), "first's");
  EXPECT_EQ(sent(*script, request_of(0), peer_of(0), "first's"), "second's");
  EXPECT_EQ(sent(*script, request_of(2), peer_of(2), "third's"), "first's");
}

TEST_F(ServerFaultsTest, ARefusalIsNobodysSettings) {
  add(kProvisioningTarget, swap());
  const std::unique_ptr<HttpScript> script = provisioning_script(scenario_, open_);
  sent(*script, request_of(0), peer_of(0), "first's");
  sent(*script, request_of(1), peer_of(1), "forbidden", 403);
  EXPECT_EQ(sent(*script, request_of(2), peer_of(2), "third's"), "first's");
}

TEST_F(ServerFaultsTest, ACallAgentIsToldWhatToDo) {
  EXPECT_EQ(told_agent(with(&ServerAction::delay, milliseconds(700)), registration()).delay, milliseconds(700));
  EXPECT_TRUE(told_agent(drop(), registration()).drop);
  EXPECT_TRUE(told_agent(with(&ServerAction::closes, true), registration("z9hG4bK1", "", "TCP")).close);
  EXPECT_FALSE(told_agent(with(&ServerAction::closes, true), registration()).close) << "over UDP";
  const sip::ServerAct refused = told_agent(answer({503, {{"Retry-After", "30"}}, ""}), registration());
  EXPECT_EQ(refused.answer, 503);
  EXPECT_EQ(refused.headers, (Headers{{"Retry-After", "30"}}));
  EXPECT_FALSE(refused.on_answer);
  const sip::ServerAct nothing = told_agent(drop(), registration(), {.method = "OPTIONS"});
  EXPECT_FALSE(nothing.drop);
}

TEST_F(ServerFaultsTest, ACallAgentWritesHeadersOnAnswersOfTheStatusThatItIsTold) {
  ServerAction action = edit(with(&AnswerEdit::headers, {{"Date", "never"}}));
  const sip::ServerAct any = told_agent(action, registration());
  EXPECT_EQ(any.headers, (Headers{{"Date", "never"}}));
  EXPECT_FALSE(any.on_answer);
  scenario_.faults.clear();
  add(kCallAgentTarget, action).match.status = 200;
  const std::unique_ptr<sip::ServerScript> script = call_agent_script(scenario_, kCallAgentTarget, open_);
  const sip::ServerAct of_fine = script->on_request(kThen, peer_of(0), registration());
  EXPECT_EQ(of_fine.headers, Headers());
  EXPECT_EQ(written_on(401, of_fine), Headers());
  EXPECT_EQ(written_on(200, of_fine), (Headers{{"Date", "never"}}));
}

TEST_F(ServerFaultsTest, OfTwoFaultsThatWriteAHeaderTheLaterHasIt) {
  add(kCallAgentTarget, answer({503, {{"Retry-After", "30"}, {"Server", "old"}}, ""}));
  add(kCallAgentTarget, edit(with(&AnswerEdit::headers, {{"retry-after", "60"}, {"retry-after", "90"}})));
  for (const char* date : {"yesterday", "tomorrow"}) {
    add(kCallAgentTarget, edit(with(&AnswerEdit::headers, {{"Date", date}}))).match.status = 503;
  }
  const std::unique_ptr<sip::ServerScript> script = call_agent_script(scenario_, kCallAgentTarget, open_);
  const sip::ServerAct act = script->on_request(kThen, peer_of(0), registration());
  EXPECT_EQ(act.answer, 503);
  EXPECT_EQ(act.headers, (Headers{{"Server", "old"}, {"retry-after", "60"}, {"retry-after", "90"}}));
  EXPECT_EQ(written_on(503, act),
            (Headers{{"Server", "old"}, {"retry-after", "60"}, {"retry-after", "90"}, {"Date", "tomorrow"}}));
}

TEST_F(ServerFaultsTest, ARegistrationIsAuthorizedByItsAuthorizationHeader) {
  const std::string credentials = "Authorization: Digest username=\"line100001\"\r\n";
  EXPECT_FALSE(told_agent(drop(), registration(), {.authorized = true}).drop);
  EXPECT_TRUE(told_agent(drop(), registration("z9hG4bK1", credentials), {.authorized = true}).drop);
  EXPECT_TRUE(told_agent(drop(), registration(), {.authorized = false}).drop);
}

TEST_F(ServerFaultsTest, ARegistrationThatComesAgainIsNoOther) {
  add(kCallAgentTarget, drop()).match.nth = {2};
  const std::unique_ptr<sip::ServerScript> script = call_agent_script(scenario_, kCallAgentTarget, open_);
  const auto drops = [&](const std::string& branch) {
    return script->on_request(kThen, peer_of(0), registration(branch)).drop;
  };
  EXPECT_FALSE(drops("z9hG4bKfirst"));
  EXPECT_FALSE(drops("z9hG4bKfirst"));
  EXPECT_TRUE(drops("z9hG4bKsecond"));
  EXPECT_TRUE(drops("z9hG4bKsecond"));
  EXPECT_FALSE(drops("z9hG4bKthird"));
}

TEST_F(ServerFaultsTest, AnAnswerComesInTurnForEachDevice) {
  ScriptedAnswer turns;
  turns.statuses = {503, 404};
  turns.bodies = {"later", "gone", "never"};
  turns.headers.emplace_back("Retry-After", "").cycle = {"1", "2"};
  add(kProvisioningTarget, answer(turns));
  const std::unique_ptr<HttpScript> script = provisioning_script(scenario_, open_);
  const auto answered = [&](std::uint64_t device) {
    const http::Response got = *script->on_request(kThen, peer_of(device), request_of(device)).answer;
    return std::to_string(got.status) + " " + got.body + " " + *got.headers.find("Retry-After");
  };
  EXPECT_EQ(answered(0), "503 later 1");
  EXPECT_EQ(answered(0), "404 gone 2");
  EXPECT_EQ(answered(1), "503 later 1");
  EXPECT_EQ(answered(0), "503 never 1");
}

TEST_F(ServerFaultsTest, ARegistrationThatComesAgainHasTheSameTurn) {
  ScriptedAnswer turns;
  turns.statuses = {503, 404};
  add(kCallAgentTarget, answer(turns));
  const std::unique_ptr<sip::ServerScript> script = call_agent_script(scenario_, kCallAgentTarget, open_);
  const auto answered = [&](const std::string& branch) {
    return script->on_request(kThen, peer_of(0), registration(branch)).answer;
  };
  EXPECT_EQ(answered("z9hG4bKfirst"), 503);
  EXPECT_EQ(answered("z9hG4bKfirst"), 503);
  EXPECT_EQ(answered("z9hG4bKsecond"), 404);
  EXPECT_EQ(answered("z9hG4bKthird"), 503);
}

TEST_F(ServerFaultsTest, ACallAgentIsToldHowToSendItsAnswer) {
  const AnswerSending twice{.copies = 2, .after_next = true, .from_another_port = true};
  const sip::ServerAct act = told_agent(with(&ServerAction::sending, twice), registration());
  EXPECT_EQ(act.copies, 2U);
  EXPECT_TRUE(act.after_next);
  EXPECT_TRUE(act.from_another_port);
  EXPECT_EQ(act.to, std::nullopt);
}

TEST_F(ServerFaultsTest, OfTwoFaultsThatSendTheOneOnTheRequestWins) {
  const FaultMatch good{.status = 200};
  add(kCallAgentTarget, with(&ServerAction::sending, AnswerSending{.from_another_port = true})).match = good;
  add(kCallAgentTarget, with(&ServerAction::sending, AnswerSending{.copies = 2}));
  add(kCallAgentTarget, with(&ServerAction::sending, AnswerSending{.copies = 4})).match = good;
  FaultTally tally(scenario_);
  const OpenWindows open(scenario_, &tally);
  const std::unique_ptr<sip::ServerScript> script = call_agent_script(scenario_, kCallAgentTarget, open);
  sip::ServerAct act = script->on_request(kThen, peer_of(0), registration());
  act.on_answer(200, false, act);
  EXPECT_EQ(act.copies, 2U);
  EXPECT_FALSE(act.from_another_port);
  EXPECT_EQ(tally.count(scenario_.faults[0]), 0U) << "a fault without an effect does not act";
  EXPECT_EQ(tally.count(scenario_.faults[1]), 1U);
}

TEST_F(ServerFaultsTest, ARegistrationThatComesAgainIsAnsweredAsItsStatusSays) {
  const FaultMatch first_good{.status = 200, .nth = {1}};
  add(kCallAgentTarget, with(&ServerAction::sending, AnswerSending{.from_another_port = true})).match = first_good;
  add(kCallAgentTarget, drop()).match.refused = CountBound{Comparison::kGreaterOrEqual, 2};
  const std::unique_ptr<sip::ServerScript> script = call_agent_script(scenario_, kCallAgentTarget, open_);
  const auto from_another_port = [&](const std::string& branch, int status, bool is_again) {
    sip::ServerAct act = script->on_request(kThen, peer_of(0), registration(branch));
    EXPECT_FALSE(act.drop) << "an answer that is sent again is no second refusal";
    std::exchange(act.on_answer, nullptr)(status, is_again, act);
    return act.from_another_port;
  };
  EXPECT_FALSE(from_another_port("z9hG4bKrefused", 503, false));
  EXPECT_FALSE(from_another_port("z9hG4bKrefused", 503, true));
  EXPECT_TRUE(from_another_port("z9hG4bKfirst", 200, false));
  EXPECT_TRUE(from_another_port("z9hG4bKfirst", 200, true));
  EXPECT_FALSE(from_another_port("z9hG4bKsecond", 200, false));
}

TEST_F(ServerFaultsTest, AnAnswerForAnotherGoesToWhoeverAskedBefore) {
  add(kCallAgentTarget, with(&ServerAction::sending, AnswerSending{.to_another_device = true}));
  const std::unique_ptr<sip::ServerScript> script = call_agent_script(scenario_, kCallAgentTarget, open_);
  const auto sent_to = [&](std::uint64_t device, const std::string& transport = "UDP") {
    std::string text = "REGISTER sip:voip.example.net SIP/2.0\r\nVia: SIP/2.0/" + transport +
                       " 10.16.0.1;branch=z9hG4bK" + std::to_string(next_++) + "\r\nFrom: <sip:line10000" +
                       std::to_string(device) + "@voip.example.net>;tag=1\r\nTo: <sip:line10000" +
                       std::to_string(device) +
                       "@voip.example.net>\r\nCall-ID: 1\r\nCSeq: 1 REGISTER\r\nContent-Length: 0\r\n\r\n";
    return script->on_request(kThen, peer_of(device), *sip::parse_message(text)).to;
  };
  EXPECT_EQ(sent_to(1), std::nullopt) << "there is nobody before it";
  EXPECT_EQ(sent_to(1), std::nullopt) << "nor another";
  EXPECT_EQ(sent_to(2), peer_of(1));
  EXPECT_EQ(sent_to(2), peer_of(1));
  EXPECT_EQ(sent_to(1), peer_of(2));
  EXPECT_EQ(sent_to(3, "TCP"), std::nullopt);
  EXPECT_EQ(sent_to(2), peer_of(1));
}

TEST_F(ServerFaultsTest, AProxyWithoutFaultsPassesEverythingOn) {
  add(kProvisioningTarget, drop());
  const std::unique_ptr<ProxyScript> script = proxy_script(scenario_, kProxy, open_);
  http::Request request = request_of(0);
  const ProxyAct act = script->on_request(kThen, peer_of(0), request);
  EXPECT_FALSE(act.drop);
  EXPECT_EQ(act.answer, std::nullopt);
  EXPECT_EQ(act.caches_for, std::nullopt);
  EXPECT_EQ(request, request_of(0));
  EXPECT_FALSE(act.edit);
}

TEST_F(ServerFaultsTest, AProxyIsToldWhatToDo) {
  const auto told_proxy = [&](ServerAction action) {
    scenario_.faults.clear();
    add(kProxy, std::move(action));
    http::Request request = request_of(0);
    return proxy_script(scenario_, kProxy, open_)->on_request(kThen, peer_of(0), request);
  };
  EXPECT_EQ(told_proxy(with(&ServerAction::delay, seconds(3))).delay, seconds(3));
  EXPECT_TRUE(told_proxy(drop()).drop);
  EXPECT_EQ(told_proxy(with(&ServerAction::cache_for, seconds(90))).caches_for, seconds(90));
  const ProxyAct portal = told_proxy(answer({302, {{"Location", "http://portal/"}}, "log in"}));
  ASSERT_TRUE(portal.answer);
  EXPECT_EQ(portal.answer->status, 302);
  EXPECT_EQ(*portal.answer->headers.find("Location"), "http://portal/");
}

TEST_F(ServerFaultsTest, AProxyChangesTheRequestThatItPassesOn) {
  const RequestEdit edit{"GET", false, {{"serial-number", "serial"}}, {{"Via", "1.1 branch"}, {"User-Agent", ""}}};
  add(kProxy, with(&ServerAction::request, edit));
  const std::unique_ptr<ProxyScript> script = proxy_script(scenario_, kProxy, open_);
  http::Request request = request_of(0);
  request.headers.add("User-Agent", "ata");
  script->on_request(kThen, peer_of(0), request);
  EXPECT_EQ(request.method, "GET");
  EXPECT_EQ(request.body, "<serial>DT0000000001</serial>");
  EXPECT_EQ(*request.headers.find("Via"), "1.1 branch");
  EXPECT_EQ(request.headers.find("User-Agent"), nullptr) << "one with an empty value goes";
}

TEST_F(ServerFaultsTest, AProxyStripsABody) {
  add(kProxy, with(&ServerAction::request, with(&RequestEdit::strips_body, true)));
  http::Request request = request_of(0);
  proxy_script(scenario_, kProxy, open_)->on_request(kThen, peer_of(0), request);
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.body, "");
}

TEST_F(ServerFaultsTest, AProxyChangesTheAnswerToTheRequestThatTheFaultIsAbout) {
  add(kProxy, replace_good()).match.nth = {1};
  const std::unique_ptr<ProxyScript> script = proxy_script(scenario_, kProxy, open_);
  http::Request request = request_of(0);
  const ProxyAct first = script->on_request(kThen, peer_of(0), request);
  const ProxyAct second = script->on_request(kThen, peer_of(0), request);
  EXPECT_FALSE(second.edit);
  http::Response answer = settings("good");
  edit_by(first, answer);
  EXPECT_EQ(answer.body, "bad");
}

TEST_F(ServerFaultsTest, AProxysOwnAnswerIsChangedToo) {
  add(kProxy, answer({503, {}, "good"}));
  add(kProxy, replace_good()).match.status = 503;
  const std::unique_ptr<ProxyScript> script = proxy_script(scenario_, kProxy, open_);
  http::Request request = request_of(0);
  const ProxyAct act = script->on_request(kThen, peer_of(0), request);
  http::Response answer = *act.answer;
  edit_by(act, answer);
  EXPECT_EQ(answer.body, "bad");
}

TEST_F(ServerFaultsTest, AProxySwapsTheSettingsOfTwoDevices) {
  add(kProxy, swap());
  const std::unique_ptr<ProxyScript> script = proxy_script(scenario_, kProxy, open_);
  const auto passed = [&](std::uint64_t device, const std::string& own) {
    http::Request request = request_of(device);
    const ProxyAct act = script->on_request(kThen, peer_of(device), request);
    http::Response answer = settings(own);
    edit_by(act, answer);
    return answer.body;
  };
  EXPECT_EQ(passed(0, "first's"), "first's");
  EXPECT_EQ(passed(1, "second's"), "first's");
  EXPECT_EQ(passed(0, "first's"), "second's");
}

}  // namespace
}  // namespace dialtone
