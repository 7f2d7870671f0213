#include "device_sim/model/device_state.h"

#include <gtest/gtest.h>

#include "values/enumeration.h"

namespace dialtone {
namespace {

using enum DeviceState;

TEST(DeviceState, IsKnownByItsWord) {
  for (const DeviceState state : kEveryValue<DeviceState>) EXPECT_EQ(value_named<DeviceState>(to_text(state)), state);
  EXPECT_EQ(to_text(kOff), "off");
  EXPECT_EQ(to_text(kBelievesRegistered), "believes-registered");
  EXPECT_EQ(kEveryValue<DeviceState>.back(), kLeaving);
  EXPECT_EQ(value_named<DeviceState>("powered-off"), std::nullopt);
}

TEST(DeviceState, BeginsEachBootFromOff) {
  for (const DeviceState state : kEveryValue<DeviceState>)
    EXPECT_EQ(may_follow(state, kBooting), state == kOff) << to_text(state);
}

TEST(DeviceState, MayEndInOffFromWhateverADeviceDoes) {
  for (const DeviceState state : kEveryValue<DeviceState>)
    EXPECT_EQ(may_follow(state, kOff), state != kOff) << to_text(state);
}

TEST(DeviceState, LeavesForOffAlone) {
  for (const DeviceState state : kEveryValue<DeviceState>)
    EXPECT_EQ(may_follow(kLeaving, state), state == kOff) << to_text(state);
}

TEST(DeviceState, IsRegisteredAfterRegisteringOrBesideAQuestionForSettings) {
  for (const DeviceState state : kEveryValue<DeviceState>) {
    const bool may = state == kRegistering || state == kProvisioning;
    EXPECT_EQ(may_follow(state, kBelievesRegistered), may) << to_text(state);
  }
}

TEST(DeviceState, AsksForSettingsOnlyBetweenTwoRoundsOfItsRegistration) {
  for (const DeviceState state : kEveryValue<DeviceState>) {
    const bool may = state == kBooting || state == kRetrying || state == kGivenUp || state == kBelievesRegistered;
    EXPECT_EQ(may_follow(state, kProvisioning), may) << to_text(state);
  }
}

}  // namespace
}  // namespace dialtone
