// The quirks of a device while it provisions: each test runs for a device with the quirk and for one without.
#include "tests/device_sim/provisioning/http_server_story.h"

namespace dialtone {
namespace {

constexpr std::string_view kPage = "<html><body>It works!</body></html>";

class ProvisioningQuirks : public HttpServerStory, public testing::WithParamInterface<bool> {
 protected:
  bool is_faulty() const { return GetParam(); }
  void give(Quirk quirk) {
    if (is_faulty()) profile_.quirks.add(quirk);
  }
  void answer(std::string bytes) {
    provisioning_.script = [bytes = std::move(bytes)](const http::Request&) { return bytes; };
  }
  void answer_with(const std::function<void(provisioning::ProvisionResponse&)>& change) {
    auto document = settings();
    change(document);
    answer(ScriptedProvisioning::ok(document));
  }
  // Sends the answer of a healthy server up to the text `last`, and then ends the connection.
  void end_answer_behind(std::string_view last) {
    const std::string whole = ScriptedProvisioning::ok(settings());
    answer(whole.substr(0, whole.find(last) + last.size()));
  }
  Duration delay(std::size_t number = 0) const {
    return Duration(events_.named("retry.scheduled").at(number).number("delay"));
  }
  // Returns the revision of the settings that the device has after a boot without a server.
  std::int64_t stored_revision() {
    events_.clear();
    world_.power_cut(*provisioning_host_);
    power_cycle();
    run_for(kBootTime + 1s);
    const auto loaded = events_.named("settings.loaded");
    return loaded.empty() ? 0 : loaded[0].number("revision");
  }
};

// --- names ---

TEST_P(ProvisioningQuirks, AskNamesOnce) {
  give(Quirk::kAsksNamesOnce);
  config_.provisioning_url = "http://late.example.net/provision";
  start();
  run_for(90s);
  world_.set_name("late.example.net", {IpAddress::v4(10, 0, 0, 1)});
  run_for(24h);
  EXPECT_EQ(events_.count("provision.accepted"), is_faulty() ? 0U : 1U);
  const auto abandoned = events_.named("provision.abandoned");
  ASSERT_EQ(abandoned.size(), is_faulty() ? 1U : 0U);
  if (!is_faulty()) return;
  EXPECT_EQ(abandoned[0].time, Moment(kBootTime));
  EXPECT_EQ(events_.count("name.failed"), 1U);
  EXPECT_EQ(events_.count("retry.scheduled"), 0U);
  EXPECT_TRUE(events_.states().ends_with("provisioning>given-up"));
  power_cycle();
  run_for(1min);
  EXPECT_EQ(events_.count("provision.accepted"), 1U) << "its next boot asks again";
}

TEST_P(ProvisioningQuirks, AskNamesOnceAndUseTheStoredSettingsAtOnce) {
  give(Quirk::kAsksNamesOnce);
  store_settings();
  config_.provisioning_url = "http://nowhere.example.net/provision";
  world_.power_on(*device_);
  run_for(kBootTime);
  EXPECT_EQ(events_.count("registration.accepted"), is_faulty() ? 1U : 0U);
  run_for(24h);
  EXPECT_EQ(events_.count("name.failed") > 2, !is_faulty());
}

// --- the path of the answer ---

TEST_P(ProvisioningQuirks, HangWithoutADeadline) {
  give(Quirk::kHangsWithoutADeadline);
  provisioning_.script = [](const http::Request&) { return std::nullopt; };
  start();
  run_for(24h);
  if (is_faulty()) {
    EXPECT_EQ(provisioning_.requests.size(), 1U);
    EXPECT_TRUE(events_.states().ends_with("booting>provisioning"));
  } else {
    EXPECT_EQ(events_.named("provision.failed").at(0).time, Moment(kBootTime + 30s));
    EXPECT_GT(provisioning_.requests.size(), 100U);
  }
}

TEST_P(ProvisioningQuirks, DoNotReplaceAConnectionThatIsClosedAsTheRequestComes) {
  give(Quirk::kNoRetryOnAClosedConnection);
  profile_.keeps_http_connection = true;
  use(HttpAuthentication::kDigest);
  guard();
  int requests = 0;
  provisioning_.keeps = [](const auto& request) { return request.connection == 1; };
  provisioning_.script = [&](const http::Request& request) -> std::string {
    if (++requests == 2) {
      provisioning_.keeps = nullptr;
      return "";
    }
    return guard_.judge(request).value_or(ScriptedProvisioning::ok(settings()));
  };
  start();
  run_for(kBootTime);
  EXPECT_EQ(events_.count("provision.failed"), is_faulty() ? 1U : 0U);
  EXPECT_EQ(events_.count("provision.accepted"), is_faulty() ? 0U : 1U);
  run_for(10s);
  EXPECT_EQ(events_.count("provision.accepted"), 1U) << "the next attempt has a connection of its own";
}

// --- the document ---

// H8
TEST_P(ProvisioningQuirks, NeedAContentLength) {
  give(Quirk::kNeedsContentLength);
  const std::string whole = ScriptedProvisioning::ok(settings());
  const std::size_t body = whole.find("\r\n\r\n") + 4;
  answer("HTTP/1.1 200 OK\r\nContent-Type: application/xml; charset=utf-8\r\n\r\n" + whole.substr(body));
  start();
  run_for(kBootTime + 1ms);
  EXPECT_EQ(events_.count("provision.accepted"), is_faulty() ? 0U : 1U);
  EXPECT_EQ(events_.count("provision.failed"), is_faulty() ? 1U : 0U);
  answer(whole);
  run_for(10s);
  EXPECT_EQ(events_.count("provision.accepted"), 1U);
}

TEST_P(ProvisioningQuirks, ApplyHalfADocument) {
  give(Quirk::kAppliesHalfADocument);
  end_answer_behind("<username>line10");
  start();
  run_for(kBootTime + 1ms);
  EXPECT_EQ(events_.count("provision.failed"), is_faulty() ? 0U : 1U);
  ASSERT_EQ(events_.count("settings.stored"), is_faulty() ? 1U : 0U);
  if (!is_faulty()) return;
  EXPECT_EQ(events_.named("provision.accepted").at(0).number("partial"), 1);
  EXPECT_EQ(events_.named("settings.stored")[0].text("device_name"), "line100042");
  ASSERT_EQ(events_.count("registration.rejected"), 1U);
  EXPECT_EQ(events_.named("registration.rejected")[0].text("reason"), "the settings have no authentication");
}

TEST_P(ProvisioningQuirks, ApplyWhatIsLessThanNeededNeverTheless) {
  give(Quirk::kAppliesHalfADocument);
  end_answer_behind("<device-name>");
  start();
  run_for(kBootTime + 1ms);
  EXPECT_EQ(events_.count("provision.failed"), 1U);
  EXPECT_EQ(events_.count("settings.stored"), 0U);
}

TEST_P(ProvisioningQuirks, ApplyAWholeDocumentWhole) {
  give(Quirk::kAppliesHalfADocument);
  start();
  run_for(kBootTime + 1ms);
  EXPECT_EQ(events_.named("provision.accepted").at(0).text("partial"), "");
  EXPECT_EQ(events_.count("registration.accepted"), 1U);
}

TEST_P(ProvisioningQuirks, StoreAnyBody) {
  give(Quirk::kStoresAnyBody);
  store_settings();
  answer(ScriptedProvisioning::status(200, {}, std::string(kPage)));
  world_.power_on(*device_);
  run_for(kBootTime + 20s);
  const auto stored = events_.named("settings.stored");
  if (is_faulty()) {
    ASSERT_GE(stored.size(), 1U);
    EXPECT_EQ(stored[0].text("serial_number"), "");
    EXPECT_EQ(stored[0].number("revision"), 0);
    EXPECT_EQ(*device_->flash().read("settings-a"), kPage);
    EXPECT_TRUE(registrar_.requests.empty());
  } else {
    EXPECT_TRUE(stored.empty());
    EXPECT_EQ(events_.count("registration.accepted"), 1U) << "with the settings that it had";
  }
  EXPECT_EQ(stored_revision(), is_faulty() ? 0 : 18);
}

TEST_P(ProvisioningQuirks, StoreThePageOfARedirectThatTheyDoNotFollow) {
  give(Quirk::kStoresAnyBody);
  store_settings();
  answer(ScriptedProvisioning::status(301, {{"Location", "https://prov.example.net/"}}, std::string(kPage)));
  world_.power_on(*device_);
  run_for(kBootTime);
  EXPECT_EQ(events_.count("provision.failed"), 1U);
  EXPECT_EQ(stored_revision(), is_faulty() ? 0 : 18);
}

TEST_P(ProvisioningQuirks, StoreAnyBodyAndLeaveTheirRegistrar) {
  give(Quirk::kStoresAnyBody);
  profile_.resync_period = 10min;
  profile_.resync_spread_percent = 0;
  start();
  run_for(1min);
  answer(ScriptedProvisioning::status(200, {}, std::string(kPage)));
  run_until(kBootTime + 10min + 1s);
  EXPECT_EQ(events_.count("registration.removed"), is_faulty() ? 1U : 0U);
  answer_with([](auto&) {});
  run_for(1min);
  EXPECT_EQ(events_.count("registration.accepted"), is_faulty() ? 2U : 1U) << "until there are settings again";
  EXPECT_TRUE(events_.states().ends_with(">believes-registered"));
}

TEST_P(ProvisioningQuirks, RefuseAByteOrderMark) {
  give(Quirk::kRefusesAByteOrderMark);
  const std::string document = "\xEF\xBB\xBF" + provisioning::write_provision_response(settings());
  answer(ScriptedProvisioning::status(200, {}, document));
  start();
  run_for(kBootTime);
  EXPECT_EQ(events_.count("provision.accepted"), is_faulty() ? 0U : 1U);
  if (is_faulty()) EXPECT_EQ(only_reason("provision.failed"), "the document begins with a byte order mark");
}

TEST_P(ProvisioningQuirks, TrustAnyMac) {
  give(Quirk::kTrustsAnyMac);
  answer_with([](auto& other) {
    other.serial_number = "DT0000000043";
    other.mac_address.bytes[5] = 0x2B;
    other.customer_number = "C100043";
    other.device_name = "line100043";
  });
  start();
  run_for(kBootTime + 1ms);
  const auto stored = events_.named("settings.stored");
  ASSERT_EQ(stored.size(), is_faulty() ? 1U : 0U);
  EXPECT_EQ(events_.count("settings.rejected"), is_faulty() ? 0U : 1U);
  if (!is_faulty()) return;
  EXPECT_EQ(stored[0].text("serial_number"), "DT0000000043");
  EXPECT_EQ(stored[0].text("device_name"), "line100043");
  EXPECT_EQ(events_.named("provision.accepted").at(0).text("serial_number"), "DT0000000043");
}

TEST_P(ProvisioningQuirks, TakeOlderSettings) {
  give(Quirk::kTakesOlderSettings);
  store_settings();
  answer_with([](auto& older) { older.revision = 17; });
  world_.power_on(*device_);
  run_for(kBootTime + 1s);
  EXPECT_EQ(events_.count("settings.rejected"), is_faulty() ? 0U : 1U);
  EXPECT_EQ(stored_revision(), is_faulty() ? 17 : 18);
}

// --- flash ---

TEST_P(ProvisioningQuirks, WriteFlashInPlace) {
  give(Quirk::kWritesFlashInPlace);
  store_settings();
  answer_with([](auto& newer) { newer.revision = 19; });
  world_.power_on(*device_);
  run_for(kBootTime + 100us);
  ASSERT_EQ(events_.count("provision.accepted"), 1U);
  ASSERT_EQ(events_.count("settings.stored"), 0U) << "in the middle of it";
  EXPECT_EQ(stored_revision(), is_faulty() ? 0 : 18);
  EXPECT_EQ(events_.count("settings.rejected"), 1U) << "the part that was written";
}

TEST_P(ProvisioningQuirks, WriteFlashInPlaceAndReadItWhereThePowerStays) {
  give(Quirk::kWritesFlashInPlace);
  store_settings();
  answer_with([](auto& newer) { newer.revision = 19; });
  world_.power_on(*device_);
  run_for(kBootTime + 1s);
  EXPECT_EQ(stored_revision(), 19);
  EXPECT_EQ(device_->flash().read("settings-b").ok(), !is_faulty());
}

// --- waits ---

TEST_P(ProvisioningQuirks, RetryWithoutBackOff) {
  give(Quirk::kRetriesWithoutBackOff);
  answer(ScriptedProvisioning::status(500));
  start();
  run_for(5min);
  std::size_t exact = 0;
  const auto requests = events_.named("provision.request");
  for (std::size_t i = 1; i < requests.size(); ++i) exact += requests[i].time - requests[i - 1].time == 5s ? 1U : 0U;
  EXPECT_EQ(exact, is_faulty() ? 59U : 0U);
}

TEST_P(ProvisioningQuirks, RetryWithoutBackOffExactlyWhenTheServerAsks) {
  give(Quirk::kRetriesWithoutBackOff);
  answer(ScriptedProvisioning::status(503, {{"Retry-After", "120"}}));
  start();
  run_for(kBootTime);
  EXPECT_EQ(delay() == 120s, is_faulty());
}

TEST_P(ProvisioningQuirks, IgnoreRetryAfter) {
  give(Quirk::kIgnoresRetryAfter);
  answer(ScriptedProvisioning::status(503, {{"Retry-After", "120"}}));
  start();
  run_for(kBootTime);
  EXPECT_EQ(events_.named("provision.refused").at(0).number("retry_after"), Duration(120s).count());
  EXPECT_EQ(delay() <= 10s, is_faulty());
  EXPECT_EQ(delay() >= 120s, !is_faulty());
}

TEST_P(ProvisioningQuirks, GiveUpAfterRetryAfter) {
  give(Quirk::kGivesUpAfterRetryAfter);
  answer(ScriptedProvisioning::status(503, {{"Retry-After", "300"}}));
  start();
  run_for(10s);
  answer_with([](auto&) {});
  run_for(24h);
  EXPECT_EQ(events_.count("provision.accepted"), is_faulty() ? 0U : 1U);
  const auto abandoned = events_.named("provision.abandoned");
  ASSERT_EQ(abandoned.size(), is_faulty() ? 1U : 0U);
  if (is_faulty()) EXPECT_EQ(abandoned[0].time, Moment(kBootTime));
}

TEST_P(ProvisioningQuirks, GiveUpAfterRetryAfterOnly) {
  give(Quirk::kGivesUpAfterRetryAfter);
  answer(ScriptedProvisioning::status(503));
  start();
  run_for(1min);
  EXPECT_GE(events_.count("provision.refused"), 2U);
  EXPECT_EQ(events_.named("provision.refused").at(0).text("retry_after"), "");
}

INSTANTIATE_TEST_SUITE_P(Of, ProvisioningQuirks, testing::Bool(),
                         [](const auto& each) { return each.param ? "AFaultyDevice" : "AHealthyDevice"; });

// --- a truncated document ---

class HalfADocument : public HttpServerStory {};

TEST_F(HalfADocument, IsWhatWasWholeOfItWhereverItBreaksOff) {
  profile_.quirks.add(Quirk::kAppliesHalfADocument);
  const std::string whole = provisioning::write_provision_response(settings());
  const std::string_view needed = "</device-name>";
  const std::size_t least = whole.find(needed) + needed.size();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    http::Response response;
    response.body = whole.substr(0, size);
    const auto judged = judge_answer(config_, std::nullopt, response);
    ASSERT_EQ(judged.ok(), size >= least) << size;
    if (!judged) continue;
    EXPECT_EQ(judged->settings.device_name, "line100042");
    const auto& account = judged->settings.authentication;
    if (account) EXPECT_EQ(account->password, "s3cret") << size;
    EXPECT_EQ(judged->is_partial, size < whole.rfind('>') + 1) << size;
  }
}

}  // namespace
}  // namespace dialtone
