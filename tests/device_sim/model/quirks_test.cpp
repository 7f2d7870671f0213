#include "device_sim/model/quirks.h"

#include <gtest/gtest.h>

#include <set>

namespace dialtone {
namespace {

TEST(TheNamesOfQuirks, AreEachForOneQuirkAndInTheirOrder) {
  const auto names = quirk_names();
  EXPECT_EQ(std::set(names.begin(), names.end()).size(), names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::optional<Quirk> quirk = quirk_named(names[i]);
    ASSERT_TRUE(quirk) << names[i];
    EXPECT_EQ(static_cast<std::size_t>(*quirk), i);
    EXPECT_EQ(to_text(*quirk), names[i]);
  }
}

TEST(TheNamesOfQuirks, AreThoseOfTheirBehaviour) {
  EXPECT_EQ(quirk_named("asks-names-once"), Quirk::kAsksNamesOnce);
  EXPECT_EQ(quirk_named("repeats-expires"), Quirk::kRepeatsExpires);
  EXPECT_EQ(quirk_named("ignores-notify"), Quirk::kIgnoresNotify);
}

TEST(TheNamesOfQuirks, AreInLowerCaseWithDashes) {
  for (const std::string_view name : quirk_names()) {
    EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz-"), std::string_view::npos) << name;
  }
}

TEST(TheNamesOfQuirks, AreNoOthers) {
  for (const std::string_view name : {"", "repeats", "Repeats-Expires", "repeats-expires "}) {
    EXPECT_FALSE(quirk_named(name)) << name;
  }
}

TEST(Quirks, AreNoneAtFirst) {
  const Quirks none;
  EXPECT_TRUE(none.empty());
  for (const std::string_view name : quirk_names()) EXPECT_FALSE(none.has(*quirk_named(name))) << name;
}

TEST(Quirks, AreASet) {
  Quirks some{Quirk::kIgnoresNotify, Quirk::kAsksNamesOnce};
  EXPECT_TRUE(some.has(Quirk::kIgnoresNotify));
  EXPECT_TRUE(some.has(Quirk::kAsksNamesOnce));
  EXPECT_FALSE(some.has(Quirk::kTrustsAnyMac));
  some.add(Quirks{Quirk::kTrustsAnyMac, Quirk::kIgnoresNotify});
  EXPECT_EQ(some, (Quirks{Quirk::kAsksNamesOnce, Quirk::kTrustsAnyMac, Quirk::kIgnoresNotify}));
  EXPECT_FALSE(some.empty());
}

}  // namespace
}  // namespace dialtone
