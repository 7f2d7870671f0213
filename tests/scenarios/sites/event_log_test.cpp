#include "scenarios/sites/event_log.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <utility>

namespace dialtone {
namespace {

// A file whose first write fails, as on a disk that was full for a moment.
std::FILE* file_that_fails_once(bool& has_failed) {
  cookie_io_functions_t functions{};
  functions.write = [](void* failed, const char*, std::size_t size) -> ssize_t {
    return std::exchange(*static_cast<bool*>(failed), true) ? static_cast<ssize_t>(size) : 0;
  };
  std::FILE* file = ::fopencookie(&has_failed, "w", functions);
  std::setvbuf(file, nullptr, _IONBF, 0);
  return file;
}

TEST(EventLog, RemembersThatEventsWereLostThoughLaterOnesAreWritten) {
  bool has_failed = false;
  std::FILE* file = file_that_fails_once(has_failed);
  {
    EventLog log = EventLog::on(file);
    log.append({Moment{}, "host", "lost", {}});
    EXPECT_TRUE(has_failed);
    log.append({Moment{}, "host", "written", {}});
    EXPECT_FALSE(log.flush());
  }
  std::fclose(file);
}

}  // namespace
}  // namespace dialtone
