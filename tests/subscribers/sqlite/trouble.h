// Shared by the tests of databases in trouble.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "subscribers/sqlite/sqlite_store.h"
#include "tests/subscribers/sample_subscribers.h"
#include "tests/subscribers/sqlite/database_file.h"

namespace dialtone {

// Expects that the reason is one line and names the file.
inline void expect_clear(const std::string& reason, const DatabaseFolder& folder, std::string_view says) {
  EXPECT_TRUE(reason.starts_with(folder.database() + ": ")) << reason;
  EXPECT_EQ(reason.find('\n'), std::string::npos) << reason;
  EXPECT_THAT(reason, testing::HasSubstr(std::string(says)));
}

// Returns the result of a look-up of the first sample: "found", "another", "locked" or "gone".
inline std::string look_up(SqliteSubscriberStore& store) {
  const auto match = store.find_by_identity(identity_of(sample_subscriber(0)));
  if (!match) return match.error() == StoreFault::kLocked ? "locked" : "gone";
  return match->served() != nullptr ? "found" : "another";
}

// For tests that also run as root, for whom nothing is read-only.
class NotRoot {
 public:
  NotRoot() : was_root_(::geteuid() == 0) {
    if (was_root_ && ::seteuid(65534) != 0) std::abort();
  }
  ~NotRoot() {
    if (was_root_ && ::seteuid(0) != 0) std::abort();
  }
  NotRoot(const NotRoot&) = delete;
  NotRoot& operator=(const NotRoot&) = delete;

 private:
  bool was_root_;
};

}  // namespace dialtone
