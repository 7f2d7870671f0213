// How a device handles a provisioning server's answers, and silence.
#include "tests/device_sim/device_story.h"
#include "wire/http/percent.h"
#include "wire/http/url.h"
#include "wire/provisioning/provision_request.h"

namespace dialtone {
namespace {

class Provisioning : public DeviceStory {
 protected:
  void answer(std::string bytes) {
    provisioning_.script = [bytes = std::move(bytes)](const http::Request&) { return bytes; };
  }
  std::string only_reason(std::string_view event) const {
    const auto found = events_.named(event);
    return found.size() == 1 ? found[0].text("reason") : std::to_string(found.size()) + " events";
  }
  // Long enough for one attempt, too short for two.
  void run_one_attempt() { run_for(kBootTime + 4s); }
};

TEST_F(Provisioning, CanCarryItsDocumentAsAQuery) {
  profile_.document = DocumentCarrier::kQuery;
  start();
  run_one_attempt();
  const http::Request& request = provisioning_.requests.at(0).message;
  EXPECT_EQ(request.method, "GET");
  EXPECT_TRUE(request.body.empty());
  const auto target = http::parse_request_target(request.target);
  const auto query = http::parse_query(*target->query);
  ASSERT_EQ(query->size(), 1U);
  EXPECT_EQ((*query)[0].name, "document");
  EXPECT_TRUE(provisioning::parse_provision_request((*query)[0].value));
  EXPECT_EQ(events_.named("provision.request").at(0).text("url"), config_.provisioning_url);
}

TEST_F(Provisioning, CanPostItsDocument) {
  profile_.document = DocumentCarrier::kPost;
  start();
  run_one_attempt();
  const http::Request& request = provisioning_.requests.at(0).message;
  EXPECT_EQ(request.method, "POST");
  EXPECT_TRUE(provisioning::parse_provision_request(request.body));
}

// 10 B12
TEST_F(Provisioning, TakesAnAnswerOfHttp12WhoseFieldsAreFolded) {
  provisioning_.script = [](const http::Request&) {
    std::string answer = ScriptedProvisioning::ok(settings());
    answer.replace(answer.find("HTTP/1.1"), 8, "HTTP/1.2");
    answer.insert(answer.find("\r\n") + 2, "Server: a\r\n\tserver of\r\n  long ago\r\n");
    return answer;
  };
  start();
  run_one_attempt();
  EXPECT_EQ(events_.named("provision.accepted").size(), 1U);
  EXPECT_TRUE(events_.named("provision.failed").empty());
}

struct ForeignAnswer {
  const char* name;
  void (*change)(provisioning::ProvisionResponse&);
  const char* reason;
};

class ForeignAnswers : public DeviceStory, public testing::WithParamInterface<ForeignAnswer> {};

TEST_P(ForeignAnswers, AreRejected) {
  provisioning::ProvisionResponse foreign = settings();
  GetParam().change(foreign);
  provisioning_.script = [&](const http::Request&) { return ScriptedProvisioning::ok(foreign); };
  start();
  run_for(kBootTime + 4s);
  ASSERT_EQ(events_.count("settings.rejected"), 1U);
  EXPECT_EQ(events_.named("settings.rejected")[0].text("reason"), GetParam().reason);
  EXPECT_EQ(events_.count("settings.stored"), 0U);
  EXPECT_EQ(events_.count("provision.accepted"), 0U);
  EXPECT_TRUE(registrar_.requests.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Of, ForeignAnswers,
    testing::Values(ForeignAnswer{"AnotherSerialNumber", [](auto& r) { r.serial_number = "DT0000000043"; },
                                  "the answer is for another serial-number"},
                    ForeignAnswer{"AnotherMacAddress", [](auto& r) { r.mac_address.bytes[5] ^= 1; },
                                  "the answer is for another mac-address"},
                    ForeignAnswer{"AnotherCustomer", [](auto& r) { r.customer_number = "C1"; },
                                  "the answer is for another customer-number"}),
    [](const auto& info) { return info.param.name; });

TEST_F(Provisioning, DoesNotMatchTheAddressThatIsEchoed) {
  provisioning::ProvisionResponse behind_nat = settings();
  behind_nat.ip_address = IpAddress::v4(192, 0, 2, 1);
  answer(ScriptedProvisioning::ok(behind_nat));
  start();
  run_one_attempt();
  EXPECT_EQ(events_.count("provision.accepted"), 1U);
}

TEST_F(Provisioning, RejectsSettingsOlderThanItsOwn) {
  store_settings();
  provisioning::ProvisionResponse old = settings();
  old.revision = 17;
  answer(ScriptedProvisioning::ok(old));
  world_.power_on(*device_);
  run_one_attempt();
  EXPECT_EQ(only_reason("settings.rejected"), "settings-revision 17 is older than 18");
}

TEST_F(Provisioning, RefusesAnHtmlPage) {
  answer(ScriptedProvisioning::status(200, {{"Content-Type", "text/html"}},
                                      "<!DOCTYPE html><html><body>Log in</body></html>"));
  start();
  run_one_attempt();
  EXPECT_NE(only_reason("provision.failed").find("DOCTYPE"), std::string::npos) << only_reason("provision.failed");
}

TEST_F(Provisioning, RefusesADocumentOfAnotherRoot) {
  answer(ScriptedProvisioning::status(200, {}, R"(<provision-request version="1.0"/>)"));
  start();
  run_one_attempt();
  EXPECT_EQ(events_.count("provision.failed"), 1U);
}

TEST_F(Provisioning, TakesARefusalInA200ForOne) {
  answer(ScriptedProvisioning::status(200, {}, std::string(provisioning::provision_refusal_document())));
  start();
  run_one_attempt();
  EXPECT_EQ(events_.named("provision.refused").at(0).number("status"), 200);
}

TEST_F(Provisioning, RefusesWhatIsNotHttp) {
  answer("SSH-2.0-OpenSSH_9.2\r\n\r\n");
  start();
  run_one_attempt();
  EXPECT_TRUE(only_reason("provision.failed").starts_with("not an HTTP answer")) << only_reason("provision.failed");
}

TEST_F(Provisioning, TakesNoAnswerThatBreaksOffAtAnyByte) {
  const std::string whole = ScriptedProvisioning::ok(settings());
  std::size_t cut = 0;
  provisioning_.script = [&](const http::Request&) { return whole.substr(0, cut); };
  profile_.provisioning_retry = {.base = 1s, .cap = 1s};
  start();
  run_for(kBootTime);
  for (; cut < whole.size(); ++cut) {
    run_for(1s);
    ASSERT_EQ(events_.count("provision.accepted"), 0U) << cut;
  }
  EXPECT_GE(events_.count("provision.failed"), whole.size() / 2);
  run_for(5s);
  EXPECT_EQ(events_.count("provision.accepted"), 1U);
}

TEST_F(Provisioning, TellsAServerThatClosesWithoutAWord) {
  answer("");
  start();
  run_one_attempt();
  EXPECT_EQ(only_reason("provision.failed"), "the server closed the connection without an answer");
}

TEST_F(Provisioning, TellsAnAnswerThatNeverCame) {
  provisioning_.script = [](const http::Request&) { return std::nullopt; };
  start();
  run_for(kBootTime + 29s);
  EXPECT_EQ(events_.count("provision.failed"), 0U);
  run_for(2s);
  const auto failed = events_.named("provision.failed");
  ASSERT_EQ(failed.size(), 1U);
  EXPECT_EQ(failed[0].time, Moment(kBootTime + 30s));
  EXPECT_TRUE(failed[0].text("reason").starts_with("waiting for the answer"));
}

TEST_F(Provisioning, TellsThatNobodyListens) {
  start();
  world_.power_cut(*provisioning_host_);
  HostConfig deaf;
  deaf.name = "deaf";
  deaf.addresses = {IpAddress::v4(10, 0, 0, 9)};
  deaf.main = [](Host& host) -> Task<void> { co_await host.sleep(1h); };
  world_.power_on(world_.add_host(std::move(deaf)));
  world_.set_name("prov.example.net", {IpAddress::v4(10, 0, 0, 9)});
  run_one_attempt();
  EXPECT_EQ(only_reason("provision.failed"), "connecting to 10.0.0.9:80: connection refused");
}

TEST_F(Provisioning, TriesEachAddressOfTheName) {
  world_.set_name("prov.example.net", {IpAddress::v4(10, 0, 0, 99), IpAddress::v4(10, 0, 0, 1)});
  start();
  run_for(kBootTime + profile_.connect_deadline + 1s);
  EXPECT_EQ(events_.count("provision.accepted"), 1U);
}

TEST_F(Provisioning, TellsThatANameFails) {
  config_.provisioning_url = "http://nowhere.example.net/";
  start();
  run_one_attempt();
  EXPECT_EQ(events_.named("name.failed").at(0).text("name"), "nowhere.example.net");
  EXPECT_EQ(events_.count("provision.request"), 0U);
  EXPECT_EQ(events_.count("retry.scheduled"), 1U);
}

TEST_F(Provisioning, WaitsLongerAfterEachFailureWithinBounds) {
  answer(ScriptedProvisioning::status(500));
  start();
  run_for(2h);
  const auto retries = events_.named("retry.scheduled");
  const auto requests = events_.named("provision.request");
  ASSERT_GT(retries.size(), 10U);
  Duration longest = 10s;
  for (std::size_t i = 0; i < retries.size() - 1; ++i) {
    EXPECT_EQ(retries[i].text("for"), "provisioning");
    const Duration delay(retries[i].number("delay"));
    EXPECT_GE(delay, longest / 2) << i;
    EXPECT_LE(delay, longest) << i;
    EXPECT_EQ(requests.at(i + 1).time, retries[i].time + delay);
    EXPECT_EQ(requests[i].number("attempt"), static_cast<std::int64_t>(i + 1));
    longest = std::min<Duration>(2 * longest, 5min);
  }
}

TEST_F(Provisioning, AsksMoreSlowlyWhereItWasRefused) {
  answer(ScriptedProvisioning::status(403, {}, std::string(provisioning::provision_refusal_document())));
  start();
  run_one_attempt();
  EXPECT_EQ(events_.named("provision.refused").at(0).number("status"), 403);
  EXPECT_GE(Duration(events_.named("retry.scheduled").at(0).number("delay")), 5min);
}

TEST_F(Provisioning, WaitsForAsLongAsABusyServerAsks) {
  answer(ScriptedProvisioning::status(503, {{"Retry-After", "120"}}));
  start();
  run_one_attempt();
  const Duration delay(events_.named("retry.scheduled").at(0).number("delay"));
  EXPECT_GE(delay, 120s);
  EXPECT_LE(delay, 132s);
}

TEST_F(Provisioning, BelievesNoRetryAfterOfYears) {
  answer(ScriptedProvisioning::status(503, {{"Retry-After", "99999999999999"}}));
  start();
  run_one_attempt();
  EXPECT_LE(Duration(events_.named("retry.scheduled").at(0).number("delay")), 66min);
}

TEST_F(Provisioning, TellsAUrlThatIsNone) {
  config_.provisioning_url = "tftp://prov.example.net/";
  start();
  run_one_attempt();
  EXPECT_TRUE(only_reason("provision.failed").starts_with("the provisioning URL")) << only_reason("provision.failed");
}

}  // namespace
}  // namespace dialtone
