#include <chrono>

#include "tests/call_agent_sim/call_agent_world.h"

namespace dialtone {
namespace {

using namespace std::chrono_literals;

class SipServing : public CallAgentWorld {
 protected:
  std::string request(std::string_view method, std::string_view version = "SIP/2.0") {
    return std::string(method) + " sip:10.0.0.1 " + std::string(version) +
           "\r\nVia: SIP/2.0/UDP 10.0.0.42;branch=z9hG4bKx" + std::to_string(next_branch_++) +
           ";rport\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: c\r\nCSeq: 1 " + std::string(method) +
           "\r\n\r\n";
  }
};

TEST_F(SipServing, AnswersEachMethodAsTheRfcSays) {
  start();
  const std::pair<std::string_view, int> methods[] = {{"OPTIONS", 200},   {"CANCEL", 481}, {"INVITE", 405},
                                                      {"SUBSCRIBE", 405}, {"BYE", 405},    {"PING", 501}};
  for (const auto& [method, status] : methods) {
    const auto answer = ask(request(method));
    ASSERT_TRUE(answer) << method;
    EXPECT_EQ(answer->status(), status) << method;
    if (status != 481) {
      EXPECT_EQ(answer->first(sip::HeaderName::kAllow), "OPTIONS, REGISTER") << method;
    }
  }
  EXPECT_EQ(ask(request("OPTIONS", "SIP/7.0"))->status(), 505);
}

TEST_F(SipServing, RefusesAMalformedRequest) {
  start();
  std::string without_from = request("OPTIONS");
  without_from.replace(without_from.find("From"), 4, "X-No");
  EXPECT_EQ(ask(without_from)->status(), 400);
  EXPECT_EQ(ask(register_bytes({.headers = {"Max-Forwards: many"}}))->status(), 400);
}

// 10 C16
TEST_F(SipServing, RefusesARequestOfWhateverMethodToAForeignScheme) {
  start();
  for (const std::string_view method : {"OPTIONS", "REGISTER", "INVITE", "MESSAGE", "SUBSCRIBE", "BYE", "PING"}) {
    for (const std::string_view uri :
         {"tel:+1555", "sips:10.0.0.1", "mailto:a@b", "http://10.0.0.1/", "nobodyKnowsThisScheme:x"}) {
      std::string bytes = request(method);
      bytes.replace(bytes.find("sip:10.0.0.1"), 12, uri);
      EXPECT_EQ(ask(bytes)->status(), 416) << method << " " << uri;
    }
  }
  std::string cancel = request("CANCEL");
  cancel.replace(cancel.find("sip:10.0.0.1"), 12, "tel:+1555");
  EXPECT_EQ(ask(cancel)->status(), 481);
}

// 10 C16
TEST_F(SipServing, RefusesAnotherVersionInTheTopVia) {
  start();
  const auto with_via = [this](std::string_view method, std::string_view protocol) {
    std::string bytes = request(method);
    const std::size_t at = bytes.find("SIP/2.0/UDP");
    return ask(bytes.replace(at, 11, protocol));
  };
  for (const std::string_view method : {"OPTIONS", "REGISTER", "INVITE", "PING"}) {
    EXPECT_EQ(with_via(method, "SIP/7.0/UDP")->status(), 505) << method;
    EXPECT_EQ(with_via(method, "sip / 3.0 / UDP")->status(), 505) << method;
    EXPECT_EQ(with_via(method, "FOO/2.0/UDP")->status(), 400) << method;
    EXPECT_EQ(with_via(method, "SIP/2.0")->status(), 400) << method;
    EXPECT_EQ(with_via(method, "SIP/2.0/UDP ,")->status(), 400) << method;
  }
  EXPECT_EQ(with_via("OPTIONS", "SIP/2.0/UDP 10.0.0.42;branch=z9hG4bKtop, SIP/7.0/UDP")->status(), 200);
  EXPECT_FALSE(with_via("ACK", "SIP/7.0/UDP"));
  std::string malformed = request("OPTIONS", "SIP/7.0");
  malformed.insert(malformed.find("Call-ID"), "no header at all\r\n");
  EXPECT_EQ(ask(malformed)->status(), 505);
}

// 10 C16
TEST_F(SipServing, ChecksInTheOrderOfTheRfc) {
  start();
  struct Step {
    std::string_view mended;
    std::string_view by;
    int status;
  };
  // The first request has every error at once; each step corrects the one that was answered, and finds the next.
  std::string bytes =
      "REGISTER tel:+1555 SIP/7.0\r\nVia: SIP/7.0/UDP 10.0.0.42;branch=z9hG4bK;rport\r\nFrom: <sip:a@b>;tag=1\r\n"
      "To: <sip:line1@voip.example.net>\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\nRequire: 100rel\r\nMax-Forwards: 0\r\n"
      "Content-Type: text/plain\r\nContent-Encoding: gzip\r\n\r\nbody";
  const Step steps[] = {{"", "", 505},
                        {"SIP/7.0\r\n", "SIP/2.0\r\n", 505},
                        {"SIP/7.0/UDP", "SIP/2.0/UDP", 400},
                        {"1 INVITE", "1 REGISTER", 416},
                        {"tel:+1555", "sip:10.9.9.9", 404},
                        {"sip:10.9.9.9", "sip:10.0.0.1", 420},
                        {"Require", "X-Mended", 415},
                        {"Content-Encoding", "X-Mended", 415},
                        {"\r\n\r\nbody", "\r\nContent-Disposition: render;handling=optional\r\n\r\nbody", 401}};
  for (const Step& step : steps) {
    bytes.replace(bytes.find(step.mended), step.mended.size(), step.by);
    std::string now = bytes;
    now.replace(now.find("z9hG4bK"), 7, "z9hG4bK" + std::to_string(next_branch_++));
    const auto answer = ask(now);
    ASSERT_TRUE(answer) << now;
    EXPECT_EQ(answer->status(), step.status) << now;
    if (answer->status() == 420) {
      EXPECT_EQ(answer->first(sip::HeaderName::kUnsupported), "100rel");
    }
    if (step.mended == "Require") {
      EXPECT_EQ(answer->first("Accept-Encoding"), "identity");
    }
    if (step.mended == "Content-Encoding") {
      EXPECT_EQ(answer->first(sip::HeaderName::kAccept), "");
    }
  }
}

// 10 C16
TEST_F(SipServing, RefusesABodyThatItDoesNotUnderstand) {
  start();
  const auto with_body = [this](std::string_view headers) {
    std::string bytes = request("OPTIONS");
    bytes.insert(bytes.size() - 2, headers);
    return ask(bytes + "body");
  };
  EXPECT_EQ(with_body("Content-Type: application/sdp\r\n")->status(), 415);
  EXPECT_EQ(with_body("Content-Encoding: gzip\r\n")->status(), 415);
  EXPECT_EQ(with_body("Content-Type: a/b\r\nContent-Disposition: session;handling=required\r\n")->status(), 415);
  EXPECT_EQ(with_body("Content-Type: a/b\r\nContent-Disposition: session;Handling=OPTIONAL\r\n")->status(), 200);
  EXPECT_EQ(with_body("")->status(), 200) << "what stands behind the headers undeclared";
  EXPECT_EQ(with_body("Content-Type: a/b\r\nContent-Length: 0\r\n")->status(), 200);
  EXPECT_EQ(with_body("Require: x\r\nContent-Type: a/b\r\n")->status(), 420);
}

TEST_F(SipServing, AnswersNoneOfThese) {
  start();
  for (const std::string& silent :
       {request("ACK"), std::string("\r\n"), std::string("\r\n\r\n"), std::string(4, '\0'), std::string("nonsense"),
        std::string(), std::string("SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 10.0.0.42;branch=z9hG4bK1\r\n\r\n"),
        std::string("OPTIONS sip:a SIP/2.0\r\nFrom: <sip:a@b>\r\n\r\n"), std::string(60'000, 'x')}) {
    EXPECT_FALSE(ask(silent)) << silent;
  }
  EXPECT_EQ(ask(request("OPTIONS"))->status(), 200);
}

TEST_F(SipServing, SurvivesARequestCutAtEachByte) {
  start();
  const std::string bytes = register_bytes({}, fetch_nonce());
  for (std::size_t size = 0; size < bytes.size(); ++size) phone_.send(server_, bytes.substr(0, size));
  run_for(1s);
  EXPECT_EQ(ask(bytes)->status(), 200);
}

TEST_F(SipServing, AnswersToTheSourcePortOnlyWhereRportIsAskedFor) {
  start();
  Phone other(world_, "other", IpAddress::v4(10, 0, 0, 43));
  const std::size_t before = phone_.received().size();
  // The Via says 10.0.0.42:5060, but the datagram comes from 10.0.0.43:5060.
  other.send(server_, register_bytes({}));
  run_for(0s);
  ASSERT_EQ(other.received().size(), 1U);
  EXPECT_NE(other.received()[0].bytes.find(";rport=5060;received=10.0.0.43\r\n"), std::string::npos);
  std::string elsewhere = register_bytes({.rport = false});
  elsewhere.replace(elsewhere.find("10.0.0.42:5060"), 14, "10.0.0.42:5999");
  other.send(server_, elsewhere);
  run_for(0s);
  EXPECT_EQ(other.received().size(), 1U);
  EXPECT_EQ(phone_.received().size(), before);
}

TEST_F(SipServing, GivesTheSameBytesAgainUntilTimerJHasFired) {
  start();
  const std::string nonce = fetch_nonce();
  const std::string bytes = register_bytes({.cseq = 2}, nonce);
  run_until(1s);
  EXPECT_EQ(ask(bytes)->status(), 200);
  const std::string first = phone_.received().back().bytes;
  run_until(33s - 1ns);
  EXPECT_EQ(ask(bytes)->status(), 200);
  EXPECT_EQ(phone_.received().back().bytes, first);
  EXPECT_EQ(events_.named("binding.refreshed").size(), 0U);
  run_until(33s);
  // A new request that replays its credentials.
  EXPECT_EQ(ask(bytes)->status(), 401);
}

TEST_F(SipServing, AbsorbsARequestThatComesAgainBeforeItsAnswer) {
  start();
  const std::string nonce = fetch_nonce();
  store_.locked = 3;
  const std::string bytes = register_bytes({.cseq = 2}, nonce);
  // Two ports of one address, whose datagrams are in different lanes.
  const IpAddress address = IpAddress::v4(10, 0, 0, 43);
  const auto lane_of = [&](std::uint16_t port) { return std::hash<Endpoint>()({address, port}) % sip::Server::kLanes; };
  std::uint16_t second_port = 5061;
  while (lane_of(second_port) == lane_of(5060)) ++second_port;
  std::vector<std::unique_ptr<UdpSocket>> sockets;
  HostConfig config{.name = "other", .addresses = {address}};
  config.main = [&](Host& host) -> Task<void> {
    for (const std::uint16_t port : {std::uint16_t{5060}, second_port}) {
      Result<std::unique_ptr<UdpSocket>, IoError> socket = host.open_udp({address, port});
      if (socket) sockets.push_back(*std::move(socket));
    }
    co_await host.sleep(1h);
  };
  world_.power_on(world_.add_host(std::move(config)));
  run_for(0s);
  ASSERT_EQ(sockets.size(), 2U);
  ASSERT_TRUE(sockets[0]->send(server_, bytes));
  run_for(0s);
  ASSERT_TRUE(sockets[1]->send(server_, bytes));
  run_for(5s);
  EXPECT_TRUE(sockets[0]->try_receive());
  EXPECT_FALSE(sockets[1]->try_receive());
  EXPECT_EQ(events_.named("binding.added").size(), 1U);
}

// An answer may hold a nonce that was issued to its address.
TEST_F(SipServing, DoesNotTakeARequestOfAnotherAddressForOneThatComesAgain) {
  start();
  const std::string bytes = register_bytes({});
  EXPECT_EQ(ask(bytes)->status(), 401);
  Phone other(world_, "other", IpAddress::v4(10, 0, 0, 43));
  other.send(server_, bytes);
  run_for(0s);
  ASSERT_EQ(other.received().size(), 1U);
  EXPECT_EQ(events_.named("register.challenged").size(), 2U);
}

TEST_F(SipServing, DealsWithAPeersMessagesInTheirOrder) {
  options_.sip.work_per_message = 100ms;
  start();
  for (std::uint32_t cseq = 1; cseq <= 5; ++cseq) phone_.send(server_, register_bytes({.cseq = cseq}));
  run_until(350ms);
  EXPECT_EQ(phone_.received().size(), 3U);
  run_until(500ms);
  ASSERT_EQ(phone_.received().size(), 5U);
  for (std::uint32_t cseq = 1; cseq <= 5; ++cseq) {
    EXPECT_NE(phone_.received()[cseq - 1].bytes.find("CSeq: " + std::to_string(cseq) + " "), std::string::npos);
  }
}

TEST_F(SipServing, LosesWhatIsMoreThanMayWait) {
  options_.sip.work_per_message = 100ms;
  options_.sip.most_waiting = 2;
  start();
  for (int i = 0; i < 5; ++i) phone_.send(server_, request("OPTIONS"));
  run_for(200ms);
  EXPECT_EQ(phone_.received().size(), 2U) << "those that came first";
  run_for(10s);
  EXPECT_EQ(phone_.received().size(), 2U);
}

class OneAct : public sip::ServerScript {
 public:
  sip::ServerAct on_request(Moment, const Endpoint&, const sip::Message& request) override {
    return request.method() == sip::Method::kRegister ? act : sip::ServerAct();
  }
  sip::ServerAct act;
};

TEST_F(SipServing, DoesWhatItsScriptSays) {
  OneAct script;
  script_ = &script;
  start();
  EXPECT_EQ(ask(register_bytes({}))->status(), 401);
  script.act.drop = true;
  EXPECT_FALSE(ask(register_bytes({})));
  script.act = {};
  script.act.answer = 503;
  EXPECT_EQ(ask(register_bytes({}))->status(), 503);
  EXPECT_EQ(ask(request("OPTIONS"))->status(), 200);
}

TEST_F(SipServing, PutsItsScriptsHeadersInThePlaceOfItsOwn) {
  OneAct script;
  script_ = &script;
  start();
  script.act.answer = 423;
  script.act.headers = {{"Min-Expires", "7200"}, {"X-Odd", "1"}};
  const auto scripted = ask(register_bytes({}));
  EXPECT_EQ(scripted->status(), 423);
  EXPECT_EQ(scripted->first(sip::HeaderName::kMinExpires), "7200");
  EXPECT_EQ(scripted->first("X-Odd"), "1");
  script.act.answer.reset();
  script.act.headers = {{"WWW-Authenticate", "Basic realm=\"x\""}};
  const auto own = ask(register_bytes({}));
  EXPECT_EQ(own->status(), 401);
  EXPECT_EQ(own->count(sip::HeaderName::kWwwAuthenticate), 1U);
  EXPECT_EQ(challenge_of(*own), "Basic realm=\"x\"");
  script.act.headers = {{"www-authenticate", ""}};
  EXPECT_EQ(ask(register_bytes({}))->count(sip::HeaderName::kWwwAuthenticate), 0U);
}

TEST_F(SipServing, AsksItsScriptForTheHeadersOfAStatusOnceItIsKnown) {
  OneAct script;
  script_ = &script;
  start();
  script.act.headers = {{"X-Odd", "1"}};
  script.act.on_answer = [](int status, bool, sip::ServerAct& act) {
    act.headers = {{"X-Odd", std::to_string(status)}};
  };
  const auto refused = ask(register_bytes({}));
  EXPECT_EQ(refused->first("X-Odd"), "401");
}

TEST_F(SipServing, SendsAnAnswerAsOftenAsItsScriptSays) {
  OneAct script;
  script_ = &script;
  start();
  script.act.copies = 3;
  const std::size_t before = phone_.received().size();
  const std::string bytes = register_bytes({});
  phone_.send(server_, bytes);
  run_for(100ms);
  EXPECT_EQ(phone_.received().size(), before + 3);
  phone_.send(server_, bytes);
  run_for(100ms);
  EXPECT_EQ(phone_.received().size(), before + 6) << "a retransmission has the same fate";
}

// An act that a status decides is done again with the answer that is sent again.
TEST_F(SipServing, ARetransmissionHasTheFateOfItsStatus) {
  OneAct script;
  script_ = &script;
  start();
  std::vector<std::pair<int, bool>> asked;
  script.act.on_answer = [&](int status, bool is_again, sip::ServerAct& act) {
    asked.emplace_back(status, is_again);
    act.copies = 3;
    act.from_another_port = true;
  };
  const std::string bytes = register_bytes({});
  phone_.send(server_, bytes);
  run_for(100ms);
  phone_.send(server_, bytes);
  run_for(100ms);
  ASSERT_EQ(phone_.received().size(), 6U);
  for (const Datagram& each : phone_.received()) EXPECT_NE(each.from.port, server_.port);
  EXPECT_EQ(asked, (std::vector<std::pair<int, bool>>{{401, false}, {401, true}}));
}

TEST_F(SipServing, ARetransmissionDoesNotReleaseTheAnswerThatItsStatusHolds) {
  OneAct script;
  script_ = &script;
  start();
  script.act.on_answer = [](int, bool, sip::ServerAct& act) { act.after_next = true; };
  const std::string first = register_bytes({});
  phone_.send(server_, first);
  run_for(100ms);
  phone_.send(server_, first);
  run_for(100ms);
  EXPECT_EQ(phone_.received().size(), 0U);
}

TEST_F(SipServing, SendsAnAnswerAfterTheNextOne) {
  OneAct script;
  script_ = &script;
  start();
  script.act.after_next = true;
  const std::string first = register_bytes({});
  phone_.send(server_, first);
  run_for(100ms);
  phone_.send(server_, first);
  run_for(100ms);
  EXPECT_EQ(phone_.received().size(), 0U) << "it waits, and so does its retransmission";
  phone_.send(server_, request("OPTIONS"));
  run_for(100ms);
  ASSERT_EQ(phone_.received().size(), 2U);
  EXPECT_NE(phone_.received()[0].bytes.find("OPTIONS"), std::string::npos);
  EXPECT_NE(phone_.received()[1].bytes.find("REGISTER"), std::string::npos);
  phone_.send(server_, first);
  run_for(100ms);
  EXPECT_EQ(phone_.received().size(), 2U) << "again it waits for the next";
}

TEST_F(SipServing, OfTwoAnswersThatShouldWaitTheSecondGoesFirst) {
  OneAct script;
  script_ = &script;
  start();
  script.act.after_next = true;
  script.act.headers = {{"X-Number", "1"}};
  phone_.send(server_, register_bytes({}));
  run_for(100ms);
  script.act.headers = {{"X-Number", "2"}};
  phone_.send(server_, register_bytes({}));
  run_for(100ms);
  ASSERT_EQ(phone_.received().size(), 2U);
  EXPECT_NE(phone_.received()[0].bytes.find("X-Number: 2"), std::string::npos);
  EXPECT_NE(phone_.received()[1].bytes.find("X-Number: 1"), std::string::npos);
}

TEST_F(SipServing, SendsAnAnswerFromAnotherPort) {
  OneAct script;
  script_ = &script;
  start();
  script.act.from_another_port = true;
  phone_.send(server_, register_bytes({}));
  phone_.send(server_, register_bytes({}));
  run_for(100ms);
  ASSERT_EQ(phone_.received().size(), 2U);
  EXPECT_EQ(phone_.received()[0].from.address, server_.address);
  EXPECT_NE(phone_.received()[0].from.port, server_.port);
  EXPECT_EQ(phone_.received()[1].from, phone_.received()[0].from) << "always the same other port";
}

TEST_F(SipServing, SendsAnAnswerToWhomItsScriptSays) {
  OneAct script;
  script_ = &script;
  start();
  script.act.to = Endpoint{IpAddress::v4(10, 0, 0, 99), 5060};
  EXPECT_FALSE(ask(register_bytes({})));
  EXPECT_TRUE(ask(request("OPTIONS")));
}

TEST_F(SipServing, GivesTheSameBytesAgainWhateverTheMethodAndTheReason) {
  OneAct script;
  script_ = &script;
  start();
  script.act.answer = 503;
  const std::string bytes = register_bytes({});
  EXPECT_EQ(ask(bytes)->status(), 503);
  script.act.answer.reset();
  EXPECT_EQ(ask(bytes)->status(), 503);
  const std::string options = request("OPTIONS");
  ask(options);
  const std::string first = phone_.received().back().bytes;
  std::string changed = options;
  changed.replace(changed.find("CSeq"), 4, "X-No");
  ask(changed);
  EXPECT_EQ(phone_.received().back().bytes, first);
}

TEST_F(SipServing, RefusesWhatItDoesNotUnderstandOrIsTooLarge) {
  start();
  std::string strange = request("OPTIONS");
  strange.insert(strange.find("Call-ID"), "Require: 100rel\r\n");
  const auto answer = ask(strange);
  EXPECT_EQ(answer->status(), 420);
  EXPECT_EQ(answer->first(sip::HeaderName::kUnsupported), "100rel");
  std::string large = request("OPTIONS");
  large.insert(large.size() - 2, "Content-Length: 8193\r\n");
  EXPECT_EQ(ask(large + std::string(8193, 'x'))->status(), 513);
}

TEST_F(SipServing, AnswersARequestThatIsNotWellFormedIfItCan) {
  start();
  std::string malformed = request("OPTIONS");
  malformed.insert(malformed.find("Call-ID"), "no header at all\r\n");
  EXPECT_EQ(ask(malformed)->status(), 400);
}

TEST_F(SipServing, LetsNobodyWaitForARequestThatItsScriptDelays) {
  OneAct script;
  script_ = &script;
  script.act.delay = 800ms;
  start();
  phone_.send(server_, register_bytes({}));
  EXPECT_EQ(ask(request("OPTIONS"))->status(), 200);
  run_until(800ms - 1ns);
  EXPECT_EQ(phone_.received().size(), 1U);
  run_until(800ms);
  EXPECT_EQ(phone_.received().size(), 2U);
  phone_.send(server_, register_bytes({}));
  run_until(1s);
  world_.power_cut(host_);
  run_until(10s);
  EXPECT_EQ(phone_.received().size(), 2U);
}

}  // namespace
}  // namespace dialtone
