// The connections on which a device provisions: kept, lost, silent and slow.
#include "tests/device_sim/provisioning/http_server_story.h"

namespace dialtone {
namespace {

class ProvisioningConnection : public HttpServerStory {
 protected:
  // Replaces the server by a listener that handles each connection as `behave` says.
  using Behaviour = std::function<Task<void>(Host&, std::unique_ptr<Stream>)>;
  void replace_server(Behaviour behaviour) {
    behaviour_ = std::move(behaviour);
    HostConfig config;
    config.name = "odd";
    config.addresses = {IpAddress::v4(10, 0, 0, 9)};
    config.main = [this](Host& host) -> Task<void> {
      auto listener = host.listen({host.address(), 80});
      for (;;) {
        auto stream = co_await (*listener)->accept(kNever);
        if (stream) host.spawn("connection", behaviour_(host, *std::move(stream)));
      }
    };
    world_.power_on(world_.add_host(std::move(config)));
    world_.set_name("prov.example.net", {IpAddress::v4(10, 0, 0, 9)});
  }
  // Reads the request, writes these bytes and then nothing more.
  void answer_and_wait(std::string bytes) {
    replace_server([bytes](Host&, std::unique_ptr<Stream> stream) -> Task<void> {
      std::array<char, 4096> buffer{};
      static_cast<void>((co_await stream->read(buffer, kNever)).ok());
      static_cast<void>((co_await stream->write(bytes, kNever)).ok());
      static_cast<void>((co_await stream->read(buffer, kNever)).ok());
    });
  }
  void expect_failure_at(Moment moment, std::string_view reason) {
    const auto failed = events_.named("provision.failed");
    ASSERT_EQ(failed.size(), 1U);
    EXPECT_EQ(failed[0].time, moment);
    EXPECT_TRUE(failed[0].text("reason").starts_with(reason)) << failed[0].text("reason");
  }

 private:
  Behaviour behaviour_;
};

// --- kept connections ---

TEST_F(ProvisioningConnection, SaysThatItClosesWhereTheProfileKeepsNone) {
  use(HttpAuthentication::kDigest);
  guard();
  start();
  run_one_attempt();
  ASSERT_EQ(provisioning_.requests.size(), 2U);
  EXPECT_EQ(*provisioning_.requests[0].message.headers.find("Connection"), "close");
  EXPECT_EQ(provisioning_.connections, 2);
}

TEST_F(ProvisioningConnection, CarriesTheAnswerToAChallengeWhereTheProfileKeepsIt) {
  profile_.keeps_http_connection = true;
  use(HttpAuthentication::kDigest);
  guard();
  start();
  run_one_attempt();
  ASSERT_EQ(provisioning_.requests.size(), 2U);
  EXPECT_EQ(provisioning_.requests[0].message.headers.find("Connection"), nullptr);
  EXPECT_EQ(provisioning_.connections, 1);
  EXPECT_EQ(events_.count("provision.accepted"), 1U);
}

TEST_F(ProvisioningConnection, CarriesARedirectToTheSameServerOnly) {
  profile_.keeps_http_connection = true;
  ScriptedProvisioning other;
  other.script = [](const http::Request&) { return ScriptedProvisioning::ok(settings()); };
  provisioning_.keeps = [](const auto&) { return true; };
  provisioning_.script = [](const http::Request& request) {
    return ScriptedProvisioning::status(
        302, {{"Location", request.target == "/here" ? "http://other.example.net/" : "/here"}});
  };
  start();
  add_server("other.example.net", IpAddress::v4(10, 0, 0, 8), other);
  run_one_attempt();
  EXPECT_EQ(provisioning_.requests.size(), 2U);
  EXPECT_EQ(provisioning_.connections, 1);
  EXPECT_EQ(other.connections, 1);
  EXPECT_EQ(events_.count("provision.accepted"), 1U);
}

TEST_F(ProvisioningConnection, IsClosedWhenTheSettingsAreThere) {
  profile_.keeps_http_connection = true;
  bool has_ended = false;
  replace_server([&](Host&, std::unique_ptr<Stream> stream) -> Task<void> {
    std::array<char, 4096> buffer{};
    static_cast<void>((co_await stream->read(buffer, kNever)).ok());
    static_cast<void>((co_await stream->write(ScriptedProvisioning::ok(settings()), kNever)).ok());
    const auto end = co_await stream->read(buffer, kNever);
    has_ended = end && *end == 0;
  });
  start();
  run_one_attempt();
  EXPECT_EQ(events_.count("provision.accepted"), 1U);
  EXPECT_TRUE(has_ended);
}

// The parameter: how a server says with its 401 that the connection carries no further answer.
class LastAnswer : public HttpServerStory, public testing::WithParamInterface<std::string> {};

TEST_P(LastAnswer, IsFollowedByAnotherConnection) {
  profile_.keeps_http_connection = true;
  use(HttpAuthentication::kDigest);
  guard();
  provisioning_.keeps = [](const auto& request) { return request.connection == 1; };
  provisioning_.script = [this](const http::Request& request) -> std::string {
    const auto refusal = guard_.judge(request);
    if (!refusal) return ScriptedProvisioning::ok(settings());
    const std::string challenge = "\r\nWWW-Authenticate: " + guard_.challenge() + "\r\n";
    return GetParam().substr(0, GetParam().find('|')) + challenge + GetParam().substr(GetParam().find('|') + 1);
  };
  start();
  run_one_attempt();
  EXPECT_EQ(provisioning_.connections, 2);
  EXPECT_EQ(events_.count("provision.accepted"), 1U);
}

INSTANTIATE_TEST_SUITE_P(Of, LastAnswer,
                         testing::Values("HTTP/1.1 401 No|Connection: close\r\nContent-Length: 0\r\n\r\n",
                                         "HTTP/1.0 401 No|Content-Length: 0\r\n\r\n",
                                         "HTTP/1.1 401 No|Content-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"));

TEST_F(ProvisioningConnection, IsReplacedWhereTheServerClosesItAsTheRequestComes) {
  profile_.keeps_http_connection = true;
  use(HttpAuthentication::kDigest);
  guard();
  int requests = 0;
  provisioning_.keeps = [](const auto& request) { return request.connection == 1 && !request.message.body.empty(); };
  provisioning_.script = [&](const http::Request& request) -> std::string {
    if (++requests == 2) {
      provisioning_.keeps = nullptr;
      return "";
    }
    return guard_.judge(request).value_or(ScriptedProvisioning::ok(settings()));
  };
  start();
  run_one_attempt();
  ASSERT_EQ(provisioning_.requests.size(), 3U);
  EXPECT_EQ(provisioning_.requests[2].connection, 2);
  // The server may have seen the first request, so the second must not be a replay of it.
  EXPECT_EQ(guard_.seen.at(0).nonce_count, 2U);
  EXPECT_EQ(provisioning_.requests[2].time, Moment(kBootTime));
  EXPECT_EQ(events_.count("provision.challenged"), 1U);
  EXPECT_EQ(events_.count("provision.accepted"), 1U);
}

TEST_F(ProvisioningConnection, IsReplacedOnceOnly) {
  profile_.keeps_http_connection = true;
  use(HttpAuthentication::kDigest);
  guard();
  int requests = 0;
  provisioning_.script = [&](const http::Request& request) -> std::string {
    if (++requests == 1) return *guard_.judge(request);
    provisioning_.keeps = nullptr;
    return "";
  };
  start();
  run_one_attempt();
  EXPECT_EQ(provisioning_.requests.size(), 3U);
  EXPECT_EQ(only_reason("provision.failed"), "the server closed the connection without an answer");
}

TEST_F(ProvisioningConnection, IsNotReplacedInTheMiddleOfAnAnswer) {
  profile_.keeps_http_connection = true;
  use(HttpAuthentication::kDigest);
  guard();
  int requests = 0;
  provisioning_.script = [&](const http::Request& request) -> std::string {
    if (++requests == 1) return *guard_.judge(request);
    provisioning_.keeps = nullptr;
    return "HTTP/1.1 200 OK\r\nContent-Le";
  };
  start();
  run_one_attempt();
  EXPECT_EQ(provisioning_.requests.size(), 2U);
  EXPECT_TRUE(only_reason("provision.failed").starts_with("not an HTTP answer"));
}

// --- forms of answers ---

TEST_F(ProvisioningConnection, PassesInterimAnswersOver) {
  provisioning_.script = [](const http::Request&) {
    return "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" +
           ScriptedProvisioning::ok(settings());
  };
  start();
  run_one_attempt();
  EXPECT_EQ(events_.count("provision.accepted"), 1U);
}

TEST_F(ProvisioningConnection, TakesAnswersInChunksAndOfHttp10) {
  const std::string document = provisioning::write_provision_response(settings());
  std::string in_chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const char c : document) in_chunks += std::string("1\r\n") + c + "\r\n";
  in_chunks += "0\r\n\r\n";
  for (const std::string& answer : {in_chunks, "HTTP/1.0 200 OK\r\n\r\n" + document}) {
    provisioning_.script = [answer](const http::Request&) { return answer; };
    if (events_.count("provision.request") == 0) {
      start();
    } else {
      events_.clear();
      power_cycle();
    }
    run_one_attempt();
    EXPECT_EQ(events_.count("provision.accepted"), 1U) << answer;
  }
}

TEST_F(ProvisioningConnection, RefusesAnAnswerOverTheLimit) {
  provisioning_.script = [](const http::Request&) {
    return ScriptedProvisioning::status(200, {}, std::string(64 * 1024 + 1, ' '));
  };
  start();
  run_one_attempt();
  EXPECT_TRUE(only_reason("provision.failed").starts_with("not an HTTP answer")) << only_reason("provision.failed");
}

TEST_F(ProvisioningConnection, RefusesAnAnswerWithoutEnd) {
  replace_server([](Host& host, std::unique_ptr<Stream> stream) -> Task<void> {
    std::string bytes = "HTTP/1.1 200 OK\r\n\r\n";
    for (;;) {
      const auto written = co_await stream->write(bytes, kNever);
      if (!written) co_return;
      bytes = std::string(1000, ' ');
      co_await host.sleep(1ms);
    }
  });
  start();
  run_one_attempt();
  EXPECT_TRUE(only_reason("provision.failed").starts_with("not an HTTP answer")) << only_reason("provision.failed");
}

// --- deadlines ---

TEST_F(ProvisioningConnection, IsGivenUpAtTheDeadlineWhereTheServerIsSilent) {
  answer_and_wait("");
  start();
  run_for(kBootTime + 31s);
  expect_failure_at(Moment(kBootTime + profile_.answer_deadline), "waiting for the answer");
}

TEST_F(ProvisioningConnection, IsGivenUpAtTheDeadlineInTheMiddleOfAnAnswer) {
  answer_and_wait("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<provision");
  start();
  run_for(kBootTime + 31s);
  expect_failure_at(Moment(kBootTime + profile_.answer_deadline), "waiting for the answer");
  EXPECT_EQ(events_.count("settings.stored"), 0U);
}

TEST_F(ProvisioningConnection, IsGivenUpAtTheSameMomentWhereBytesTrickle) {
  replace_server([](Host& host, std::unique_ptr<Stream> stream) -> Task<void> {
    for (const char c : ScriptedProvisioning::ok(settings())) {
      co_await host.sleep(1s);
      const auto written = co_await stream->write(std::string_view(&c, 1), kNever);
      if (!written) co_return;
    }
  });
  start();
  run_for(kBootTime + 31s);
  expect_failure_at(Moment(kBootTime + profile_.answer_deadline), "waiting for the answer");
}

TEST_F(ProvisioningConnection, IsGivenUpAfterTheDeadlineOfEachAddress) {
  world_.set_name("prov.example.net", {IpAddress::v4(10, 0, 0, 98), IpAddress::v4(10, 0, 0, 99)});
  start();
  run_for(kBootTime + 21s);
  expect_failure_at(Moment(kBootTime + 2 * profile_.connect_deadline), "connecting to 10.0.0.99:80");
}

// --- addresses ---

TEST_F(ProvisioningConnection, FallsAtOnceFromARefusedAddressToTheNext) {
  world_.set_name("prov.example.net", {IpAddress::v4(10, 0, 0, 2), IpAddress::v4(10, 0, 0, 1)});
  start();
  run_one_attempt();
  EXPECT_EQ(provisioning_.requests.at(0).time, Moment(kBootTime));
}

TEST_F(ProvisioningConnection, FallsFromASilentAddressToTheNextAtItsDeadline) {
  world_.set_name("prov.example.net", {IpAddress::v4(10, 0, 0, 98), IpAddress::v4(10, 0, 0, 1)});
  start();
  run_for(kBootTime + 11s);
  EXPECT_EQ(provisioning_.requests.at(0).time, Moment(kBootTime + profile_.connect_deadline));
}

TEST_F(ProvisioningConnection, FallsFromAFamilyThatItLacksToTheOther) {
  const IpAddress v6 = *parse_ip_address("2001:db8::1");
  world_.set_name("prov.example.net", {v6, IpAddress::v4(10, 0, 0, 1)});
  start();
  run_one_attempt();
  EXPECT_EQ(provisioning_.requests.at(0).time, Moment(kBootTime));
}

TEST_F(ProvisioningConnection, MayBeOfIpv6) {
  const IpAddress server = *parse_ip_address("2001:db8::1");
  ScriptedProvisioning v6;
  v6.script = [](const http::Request&) { return ScriptedProvisioning::ok(settings()); };
  start();
  add_server("v6.example.net", server, v6);
  for (const char* url : {"http://v6.example.net/", "http://[2001:db8::1]/"}) {
    DeviceConfig own = config_;
    own.provisioning_url = url;
    HostConfig config;
    config.name = url;
    config.addresses = {*parse_ip_address(url[7] == '[' ? "2001:db8::43" : "2001:db8::42")};
    config.main = [&own](Host& host) { return run_device(host, own); };
    Host& host = world_.add_host(std::move(config));
    world_.power_on(host);
    run_one_attempt();
    world_.power_cut(host);
  }
  ASSERT_EQ(v6.requests.size(), 2U);
  EXPECT_EQ(*v6.requests[1].message.headers.find("Host"), "[2001:db8::1]");
}

}  // namespace
}  // namespace dialtone
