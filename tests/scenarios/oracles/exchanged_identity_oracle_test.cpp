// Which devices may get settings when a device's row is changed during the run.
#include "tests/scenarios/oracles/refusal_story.h"

namespace dialtone {
namespace {

// The strangers have a row; from 1m to 2m its MAC address is another device's.
class ExchangeStory : public RefusalStory {
 protected:
  explicit ExchangeStory(IdentityFault identity = IdentityFault::kNone) {
    begin(
        "liveness: none\nfaults:\n"
        "  exchanged: { target: provisioning, at: 1m, do: { change: { of: strangers, mac_address: "
        "\"02:D1:A1:00:00:99\" } } }\n"
        "  back: { target: provisioning, at: 2m, do: { change: { of: strangers, mac_address: "
        "\"02:D1:A1:0F:42:41\" } } }\n"
        "  sold: { target: provisioning, at: 3m, do: { change: { of: strangers, customer_number: C9 } } }\n"
        "  ended: { target: provisioning, at: 4m, do: { change: { of: strangers, enabled: false } } }\n");
    Scenario scenario = plan_->scenario;
    scenario.fleet[kStrangers].identity = identity;
    renew(std::move(scenario));
  }
  void exchange() { change(minutes(1), "exchanged"); }
  void give_back() { change(minutes(2), "back"); }
  static std::string refused_at(const std::string& when, const std::string& why = "whom it must refuse") {
    return "first: provisioning provision.accepted at " + when + " to serial number DT0001000001, " + why;
  }
  static constexpr const char* kGiven = "02:D1:A1:00:00:99";
};

TEST_F(ExchangeStory, WhoIsExchangedIsServedByItsNewMacAddressAlone) {
  serve(seconds(50), kStrangers, 0);
  exchange();
  // With several processes, the database has the change a little later than the run knows of it.
  serve(seconds(60) + std::chrono::milliseconds(900), kStrangers, 0);
  serve(seconds(60) + std::chrono::milliseconds(900), kStrangers, 0, kGiven);
  serve(seconds(70), kStrangers, 0, kGiven);
  EXPECT_EQ(found(), "");
  serve(seconds(71), kStrangers, 0);
  EXPECT_EQ(found(), refused_at("1m 11s"));
}

TEST_F(ExchangeStory, TheNewMacAddressIsRefusedBeforeTheExchange) {
  serve(seconds(50), kStrangers, 0, kGiven);
  EXPECT_EQ(found(), refused_at("50 s", "whose MAC address is another"));
}

TEST_F(ExchangeStory, AThirdMacAddressIsRefusedBehindTheExchange) {
  exchange();
  serve(seconds(70), kStrangers, 0, "02:00:00:00:00:01");
  EXPECT_EQ(found(), refused_at("1m 10s", "whose MAC address is another"));
}

TEST_F(ExchangeStory, WhoHasItsOwnAgainIsServedAgain) {
  exchange();
  give_back();
  see(seconds(130), "strangers-0001", "provision.request");
  serve(seconds(130), kStrangers, 0);
  see(seconds(131), "strangers-0001", "provision.accepted");
  EXPECT_EQ(found(), "");
  serve(seconds(132), kStrangers, 0, kGiven);
  EXPECT_EQ(found(), refused_at("2m 12s", "whose MAC address is another"));
}

TEST_F(ExchangeStory, ADeviceThatIsExchangedMayTakeNoneThatItAsksForAfterwards) {
  see(seconds(59), "strangers-0001", "provision.request");
  exchange();
  see(seconds(70), "strangers-0001", "provision.accepted");
  EXPECT_EQ(found(), "");
  see(seconds(80), "strangers-0001", "provision.request");
  see(seconds(81), "strangers-0001", "provision.accepted");
  EXPECT_EQ(found(), "first: strangers-0001 provision.accepted at 1m 21s, whom the server must refuse");
}

TEST_F(ExchangeStory, WhoIsSoldIsRefusedWithItsOldCustomerNumber) {
  change(minutes(3), "sold");
  serve(seconds(180), kStrangers, 0);
  EXPECT_EQ(found(), "");
  serve(seconds(181), kStrangers, 0);
  EXPECT_EQ(found(), refused_at("3m 1s"));
}

TEST_F(ExchangeStory, WhoIsDisabledBehindAnExchangeIsServedNoMore) {
  exchange();
  change(minutes(4), "ended");
  serve(seconds(239), kStrangers, 0, kGiven);
  EXPECT_EQ(found(), "");
  serve(seconds(241), kStrangers, 0, kGiven);
  EXPECT_EQ(found(), refused_at("4m 1s"));
}

class WrongMacStory : public ExchangeStory {
 protected:
  WrongMacStory() : ExchangeStory(IdentityFault::kWrongMac) {}
};

TEST_F(WrongMacStory, WhoseRowIsMadeRightIsServedFromThenOn) {
  give_back();
  serve(seconds(130), kStrangers, 0);
  EXPECT_EQ(found(), "");
}

// A server that was off records late, after the row was changed.
TEST_F(WrongMacStory, WhoseRowIsMadeRightWasRefusedBeforeThoughThatIsToldLater) {
  give_back();
  serve(seconds(110), kStrangers, 0);
  EXPECT_EQ(found(), refused_at("1m 50s"));
}

}  // namespace
}  // namespace dialtone
