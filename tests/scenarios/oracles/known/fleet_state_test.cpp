#include "scenarios/oracles/known/fleet_state.h"

#include <gtest/gtest.h>

#include "tests/scenarios/engine/engine_samples.h"

namespace dialtone {
namespace {

using enum DeviceCondition;

class FleetStory : public testing::Test {
 protected:
  void see(std::string_view host, std::string_view name, std::initializer_list<Field> fields = {}) {
    now_ += std::chrono::seconds(1);
    fleet_.apply({now_, host, name, std::span<const Field>(fields.begin(), fields.size())});
  }
  std::uint64_t count(DeviceCondition condition) const { return fleet_.count(0, condition); }
  void accept(std::string_view contact) { see("homes-0001", "registration.accepted", {{"contact", contact}}); }
  void bind(std::string_view contact) {
    see("call-agent", "binding.added", {{"aor", "sip:line100001@voip.example.net"}, {"contact", contact}});
  }
  void unbind(std::string_view event, std::string_view contact) {
    see("call-agent", event, {{"aor", "sip:line100001@voip.example.net"}, {"contact", contact}});
  }

  Plan plan_ = make_plan(homes(3));
  FleetState fleet_{plan_};
  Moment now_{};
};

TEST_F(FleetStory, BeginsWithEveryDeviceOff) {
  EXPECT_EQ(count(kOff), 3U);
  EXPECT_EQ(count(kOn), 0U);
}

TEST_F(FleetStory, TakesNoChangeOfADeviceThatIsOffForItsPart) {
  see("homes-0001", "device.changed", {{"fault", "f"}, {"change", "identity"}});
  see("homes-0001", "device.restored", {{"fault", "f"}, {"change", "identity"}});
  EXPECT_FALSE(fleet_.took_part(0, now_));
  see("homes-0001", "device.power_on");
  EXPECT_TRUE(fleet_.took_part(0, now_));
}

TEST_F(FleetStory, CallsNoDeviceRegisteredThatHasAnotherAddress) {
  see("homes-0001", "device.power_on");
  accept("sip:line100001@10.16.0.1:5060");
  bind("sip:line100001@10.16.0.1:5060");
  EXPECT_EQ(count(kRegistered), 1U);
  see("homes-0001", "address.changed");
  EXPECT_EQ(count(kBelievesRegistered), 0U);
  EXPECT_EQ(count(kRegistered), 0U);
  EXPECT_EQ(count(kBound), 1U);
}

TEST_F(FleetStory, CallsADeviceRegisteredOnlyWhenBothSidesAgreeOnTheContact) {
  see("homes-0001", "device.power_on");
  accept("sip:line100001@10.16.0.1:5060");
  EXPECT_EQ(count(kBelievesRegistered), 1U);
  EXPECT_EQ(count(kRegistered), 0U);
  bind("sip:line100001@10.16.0.1:9999");
  EXPECT_EQ(count(kBound), 1U);
  EXPECT_EQ(count(kRegistered), 0U);
  bind("sip:line100001@10.16.0.1:5060");
  EXPECT_EQ(count(kRegistered), 1U);
}

// 10 E24
TEST_F(FleetStory, ADeviceStaysRegisteredWhileItsNewContactReplacesTheOldOne) {
  constexpr std::string_view kOld = "sip:line100001@10.16.0.1:5060";
  constexpr std::string_view kNew = "sip:line100001@10.16.0.1:49154;transport=tcp";
  see("homes-0001", "device.power_on");
  accept(kOld);
  bind(kOld);
  see("homes-0001", "registration.request");
  bind(kNew);
  unbind("binding.removed", kOld);
  EXPECT_EQ(count(kRegistered), 1U) << "its answer is on the way";
  accept(kNew);
  EXPECT_EQ(count(kRegistered), 1U);
}

// 10 E24
TEST_F(FleetStory, ADeviceThatHearsNothingOfItsNewContactIsNotRegistered) {
  constexpr std::string_view kOld = "sip:line100001@10.16.0.1:5060";
  see("homes-0001", "device.power_on");
  accept(kOld);
  bind(kOld);
  see("homes-0001", "registration.request");
  bind("sip:line100001@10.16.0.1:49154");
  unbind("binding.removed", kOld);
  see("homes-0001", "registration.failed");
  EXPECT_EQ(count(kRegistered), 0U);
}

// 10 E24
TEST_F(FleetStory, ABindingThatADeviceHasNotAskedForReplacesNothing) {
  constexpr std::string_view kOld = "sip:line100001@10.16.0.1:5060";
  see("homes-0001", "device.power_on");
  accept(kOld);
  bind(kOld);
  bind("sip:line100001@10.16.0.9:5060");
  unbind("binding.removed", kOld);
  EXPECT_EQ(count(kRegistered), 0U);
}

TEST(FleetStateOfClones, KnowsABindingByItsContactAndCountsThoseOfTheAddressOfRecord) {
  Scenario scenario = homes(2);
  Group copies = scenario.fleet.front();
  copies.name = "copies";
  copies.clones = "homes";
  scenario.fleet.push_back(copies);
  const Plan plan = make_plan(scenario);
  FleetState fleet(plan);
  const auto bind = [&](std::string_view contact) {
    const Field fields[] = {{"aor", std::string_view("sip:line100001@voip.example.net")}, {"contact", contact}};
    fleet.apply({Moment(std::chrono::seconds(1)), "call-agent", "binding.added", fields});
  };
  bind("sip:line100001@10.32.0.1:5060");
  EXPECT_EQ(fleet.count(0, kBound), 0U);
  EXPECT_EQ(fleet.count(1, kBound), 1U);
  EXPECT_EQ(fleet.bindings_of(0), 1U);
  bind("sip:line100001@10.16.0.1:5060");
  EXPECT_EQ(fleet.count(0, kBound), 1U);
  EXPECT_EQ(fleet.bindings_of(0), 2U);
  EXPECT_EQ(fleet.bindings_of(fleet.first_of(1)), 2U);
  bind("sip:line100001@192.0.2.1:40000");
  EXPECT_EQ(fleet.bindings_of(0), 3U) << "a contact of nobody's is the original's";
}

TEST_F(FleetStory, StaysRegisteredThroughARefresh) {
  accept("sip:a");
  bind("sip:a");
  see("call-agent", "binding.refreshed", {{"aor", "sip:line100001@voip.example.net"}, {"contact", "sip:a"}});
  EXPECT_EQ(count(kRegistered), 1U);
}

TEST_F(FleetStory, LosesARegistrationOnEitherSide) {
  for (const std::string_view event : {"binding.expired", "binding.removed"}) {
    accept("sip:a");
    bind("sip:a");
    ASSERT_EQ(count(kRegistered), 1U);
    unbind(event, "sip:a");
    EXPECT_EQ(count(kRegistered), 0U) << event;
    EXPECT_EQ(count(kBelievesRegistered), 1U) << event;
  }
  bind("sip:a");
  see("homes-0001", "registration.expired");
  EXPECT_EQ(count(kRegistered), 0U);
  EXPECT_EQ(count(kBound), 1U);
}

TEST_F(FleetStory, ForgetsWhatADeviceBelievedWhenItsPowerIsCut) {
  see("homes-0001", "device.power_on");
  accept("sip:a");
  bind("sip:a");
  see("homes-0001", "device.power_cut");
  EXPECT_EQ(count(kOff), 3U);
  EXPECT_EQ(count(kRegistered), 0U);
  EXPECT_EQ(count(kBound), 1U);
}

TEST_F(FleetStory, KeepsFurtherContactsWhenOneIsRemoved) {
  bind("sip:old");
  bind("sip:new");
  accept("sip:new");
  EXPECT_EQ(count(kRegistered), 1U);
  unbind("binding.expired", "sip:old");
  EXPECT_EQ(count(kRegistered), 1U);
  unbind("binding.expired", "sip:new");
  EXPECT_EQ(count(kBound), 0U);
}

TEST_F(FleetStory, MeasuresTheStagesOfALife) {
  see("homes-0002", "device.power_on");                                // 1 s
  see("homes-0002", "provision.request");                              // 2 s
  see("homes-0002", "provision.request");                              // 3 s, a second try
  see("homes-0002", "provision.accepted");                             // 4 s
  see("homes-0002", "registration.request");                           // 5 s
  see("homes-0002", "registration.request");                           // 6 s
  see("homes-0002", "registration.accepted", {{"contact", "sip:b"}});  // 7 s
  const auto seconds = [&](Stage stage) {
    const std::vector<std::int64_t> values = fleet_.durations(fleet_.group_count() - 1, stage);
    return values.size() == 1 ? values.front() / 1'000'000'000 : -1;
  };
  EXPECT_EQ(seconds(Stage::kBoot), 1);
  EXPECT_EQ(seconds(Stage::kProvision), 2);
  EXPECT_EQ(seconds(Stage::kRegistration), 2);
  EXPECT_EQ(seconds(Stage::kLifecycle), 6);
  see("homes-0002", "registration.accepted", {{"contact", "sip:b"}});  // a refresh completes no stage
  EXPECT_EQ(fleet_.durations(0, Stage::kLifecycle).size(), 1U);
  see("homes-0002", "provision.request");
  see("homes-0002", "provision.accepted");  // nor do settings that are sent again
  EXPECT_EQ(fleet_.durations(0, Stage::kProvision).size(), 1U);
  see("homes-0002", "device.power_cut");
  see("homes-0002", "device.power_on");
  see("homes-0002", "provision.request");
  see("homes-0002", "provision.accepted");
  EXPECT_EQ(fleet_.durations(0, Stage::kProvision).size(), 2U);
}

TEST_F(FleetStory, NamesWhoIsMissing) {
  see("homes-0002", "device.power_on");
  EXPECT_EQ(fleet_.those(0, kOn, false, 5), (std::vector<std::string_view>{"homes-0001", "homes-0003"}));
  EXPECT_EQ(fleet_.those(0, kOn, false, 1).size(), 1U);
}

}  // namespace
}  // namespace dialtone
