#include "values/result.h"

#include <gtest/gtest.h>

#include <memory>

namespace dialtone {
namespace {

Result<std::unique_ptr<int>> owned(bool good) {
  if (!good) return Failure{"none left"};
  return std::make_unique<int>(7);
}

TEST(Result, HoldsAValue) {
  Result<std::unique_ptr<int>> result = owned(true);
  ASSERT_TRUE(result.ok());
  EXPECT_TRUE(static_cast<bool>(result));
  EXPECT_EQ(**result, 7);
  const std::unique_ptr<int> taken = *std::move(result);
  EXPECT_EQ(*taken, 7);
}

TEST(Result, HoldsWhyThereIsNoValue) {
  const Result<std::unique_ptr<int>> result = owned(false);
  ASSERT_FALSE(result.ok());
  EXPECT_FALSE(static_cast<bool>(result));
  EXPECT_EQ(result.error(), Failure{"none left"});
}

TEST(Result, OfNothingIsSuccessOrAReason) {
  const Result<void> success;
  EXPECT_TRUE(success.ok());
  const Result<void> failure = Failure{"disk full"};
  ASSERT_FALSE(failure);
  EXPECT_EQ(failure.error().reason, "disk full");
}

TEST(Result, MayFailWithAnotherType) {
  enum class Fault { kLocked, kGone };
  const Result<bool, Fault> found = false;
  ASSERT_TRUE(found);
  EXPECT_FALSE(*found);
  const Result<bool, Fault> gone = Fault::kGone;
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error(), Fault::kGone);
}

}  // namespace
}  // namespace dialtone
