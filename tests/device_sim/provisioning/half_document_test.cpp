#include "device_sim/provisioning/half_document.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "tests/device_sim/device_story.h"

namespace dialtone {
namespace {

// A sanitizer reserves more memory than any limit permits.
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool kIsSanitized = true;
#else
constexpr bool kIsSanitized = false;
#endif

std::string times(std::size_t count, std::string_view text) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

class HalfDocument : public DeviceStory {
 protected:
  // Returns the document up to the end of the last required element.
  static std::string good_beginning() {
    const std::string whole = provisioning::write_provision_response(settings());
    const std::string_view needed = "</device-name>";
    return whole.substr(0, whole.find(needed) + needed.size());
  }
};

TEST_F(HalfDocument, IsNotTriedAtMoreThanAHundredCuts) {
  EXPECT_TRUE(read_half_document(good_beginning() + times(99, "<no></no>")));
  EXPECT_FALSE(read_half_document(good_beginning() + times(100, "<no></no>")));
}

// The deepest nesting of an answer of 64 KiB: storing the open elements at each end tag would take more than half a
// gigabyte.
TEST_F(HalfDocument, TakesLittleMemoryHoweverDeepItIs) {
  const std::string deep = times(9'000, "<a>") + times(9'000, "</a>");
  const auto read_with_little = [&] {
    std::size_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    const rlim_t most = pages * static_cast<rlim_t>(::getpagesize()) + 100'000'000;
    const rlimit limit{.rlim_cur = most, .rlim_max = most};
    if (!kIsSanitized && ::setrlimit(RLIMIT_AS, &limit) != 0) std::_Exit(2);
    std::_Exit(read_half_document(deep) ? 1 : 0);
  };
  EXPECT_EXIT(read_with_little(), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace dialtone
