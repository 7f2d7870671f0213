// Ranges of flash in both worlds: read, written over, written from a seed, and cut by the power in the middle.
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/world/conformance/conformance.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;

// Lets only this many bytes of the next write through.
class StoppingScript : public HostScript {
 public:
  FlashAct on_write(const Host&, std::string_view, std::size_t bytes) override {
    told.push_back(bytes);
    return next;
  }

  FlashAct next;
  std::vector<std::size_t> told;
};

template <typename Arm>
class FlashRanges : public Conformance<Arm> {
 protected:
  // Runs `party` on a new host until it returns, or until it waits for ever.
  Host& run_party(Host::Main party) {
    Host& host = this->add("device", std::move(party), &script_);
    this->world_->power_on(host);
    this->run_for(milliseconds(100));
    return host;
  }
  // Reads at most `most` bytes of the file from `offset` on. Returns them, or the error: `missing` or `failed`.
  static std::string range(Host& host, const std::string& file, std::uint64_t offset, std::size_t most) {
    std::string bytes(most, '?');
    const auto count = host.flash().read_range(file, offset, bytes);
    if (!count) return count.error() == FlashError::kMissing ? "missing" : "failed";
    bytes.resize(*count);
    return bytes;
  }
  static std::string all_of(Host& host, const std::string& file) {
    const auto bytes = host.flash().read(file);
    return bytes ? *bytes : "missing";
  }
  static std::string bytes_of(const GeneratedBytes& generated) {
    std::string bytes(static_cast<std::size_t>(generated.size), '?');
    generated.copy(0, bytes);
    return bytes;
  }

  StoppingScript script_;
};
TYPED_TEST_SUITE(FlashRanges, ArmsOfFlash);

TYPED_TEST(FlashRanges, AreReadAsFarAsTheFileGoes) {
  std::vector<std::string> found;
  std::optional<std::uint64_t> size;
  std::optional<FlashError> missing;
  this->run_party([&](Host& host) -> Task<void> {
    EXPECT_TRUE(co_await host.flash().write("file", "0123456789"));
    for (const std::uint64_t offset : {0U, 3U, 8U, 10U, 99U}) {
      found.push_back(TestFixture::range(host, "file", offset, 4));
    }
    found.push_back(TestFixture::range(host, "another", 0, 4));
    const auto known = host.flash().size("file");
    if (known) size = *known;
    const auto unknown = host.flash().size("another");
    if (!unknown) missing = unknown.error();
  });
  EXPECT_EQ(found, (std::vector<std::string>{"0123", "3456", "89", "", "", "missing"}));
  EXPECT_EQ(size, 10U);
  EXPECT_EQ(missing, FlashError::kMissing);
}

TYPED_TEST(FlashRanges, AreWrittenOverAndBehindWhatStandsThereAndFarFromIt) {
  std::vector<std::string> found;
  this->run_party([&](Host& host) -> Task<void> {
    Flash& flash = host.flash();
    EXPECT_TRUE(co_await flash.write_range("file", 0, "0123456789"));
    EXPECT_TRUE(co_await flash.write_range("file", 3, "abc"));
    EXPECT_TRUE(co_await flash.write_range("file", 8, ""));
    found.push_back(TestFixture::all_of(host, "file"));
    EXPECT_TRUE(co_await flash.write_range("file", 8, "xyz"));
    found.push_back(TestFixture::all_of(host, "file"));
    EXPECT_TRUE(co_await flash.append("file", "+"));
    EXPECT_TRUE(co_await flash.write_range("file", 14, "far"));
    EXPECT_TRUE(co_await flash.append("file", "+"));
    found.push_back(TestFixture::all_of(host, "file"));
    EXPECT_TRUE(co_await flash.write_range("new", 5, ""));
    found.push_back(TestFixture::all_of(host, "new"));
    EXPECT_TRUE(flash.rename("file", "new"));
    EXPECT_TRUE(co_await flash.write_range("new", 0, "N"));
    found.push_back(TestFixture::range(host, "new", 0, 4));
    EXPECT_TRUE(co_await flash.write("new", "short"));
    found.push_back(TestFixture::all_of(host, "new"));
  });
  EXPECT_EQ(found, (std::vector<std::string>{"012abc6789", "012abc67xyz", std::string("012abc67xyz+\0\0far+", 18), "",
                                             "N12a", "short"}));
}

TYPED_TEST(FlashRanges, WrittenFromASeedHaveItsBytesAndThoseThatWereWrittenOverThem) {
  const GeneratedBytes image{.seed = 9, .first = 0, .size = 100'000};
  const std::string bytes = TestFixture::bytes_of(image);
  std::string wanted = "a head," + bytes;
  wanted.replace(50'000, 7, "patched");
  Host& host = this->run_party([&](Host& self) -> Task<void> {
    Flash& flash = self.flash();
    EXPECT_TRUE(co_await flash.write_range("image", 0, "a head,"));
    // In pieces, as an image comes over a network.
    for (std::uint64_t done = 0; done < image.size; done += 30'000) {
      EXPECT_TRUE(co_await flash.write_range("image", 7 + done, image.part(done, 30'000)));
    }
    EXPECT_TRUE(co_await flash.write_range("image", 50'000, "patched"));
  });
  this->run_for(milliseconds(200));
  EXPECT_FALSE(host.powered());
  EXPECT_EQ(TestFixture::all_of(host, "image"), wanted);
  EXPECT_EQ(TestFixture::range(host, "image", 49'990, 30), wanted.substr(49'990, 30));
  EXPECT_EQ(TestFixture::range(host, "image", 100'000, 30), wanted.substr(100'000));
}

TYPED_TEST(FlashRanges, HaveAPrefixOfTheNewBytesAndBehindItTheOldOnesWhenPowerIsCut) {
  const std::string old_bytes(50'000, 'o');
  const GeneratedBytes image{.seed = 9, .first = 0, .size = 20'000};
  for (const bool is_generated : {false, true}) {
    const std::string new_bytes = is_generated ? TestFixture::bytes_of(image) : std::string(20'000, 'n');
    const std::string file = is_generated ? "generated" : "plain";
    Host& host = this->add(file, [&](Host& self) -> Task<void> {
      EXPECT_TRUE(co_await self.flash().write_range(file, 0, old_bytes));
      // In the real world, cuts at the next turn of the loop, which is between two pieces.
      const Duration soon = TypeParam::kIsVirtual ? std::chrono::microseconds(701) : Duration::zero();
      this->world_->at(self.now() + soon, [this, &self] { this->world_->power_cut(self); });
      const FileBytes bytes = is_generated ? FileBytes(image) : FileBytes(new_bytes);
      static_cast<void>(co_await self.flash().write_range(file, 10'000, bytes));
      ADD_FAILURE() << "the write was to be cut";
    });
    this->world_->power_on(host);
    this->run_until([&] { return !host.powered(); }, milliseconds(20));
    const std::string left = TestFixture::all_of(host, file);
    ASSERT_EQ(left.size(), old_bytes.size());
    std::size_t written = 0;
    while (written < new_bytes.size() && left[10'000 + written] == new_bytes[written]) ++written;
    EXPECT_GT(written, 0U);
    EXPECT_LT(written, new_bytes.size());
    if (TypeParam::kIsVirtual) EXPECT_EQ(written, 701U);
    EXPECT_EQ(left, old_bytes.substr(0, 10'000) + new_bytes.substr(0, written) + old_bytes.substr(10'000 + written));
  }
}

TYPED_TEST(FlashRanges, AreLongerByWhatWasWrittenBehindTheEndWhenPowerIsCut) {
  this->script_.next = {.stops_at_byte = 3};
  Host& host = this->run_party([&](Host& self) -> Task<void> {
    static_cast<void>(co_await self.flash().write_range("file", 2, GeneratedBytes{.seed = 1, .first = 0, .size = 9}));
    ADD_FAILURE() << "the write was to stop";
  });
  ASSERT_TRUE(host.powered());
  this->world_->power_cut(host);
  EXPECT_EQ(this->script_.told, std::vector<std::size_t>{9});
  EXPECT_EQ(TestFixture::all_of(host, "file"),
            std::string(2, '\0') + TestFixture::bytes_of({.seed = 1, .first = 0, .size = 3}));
}

TYPED_TEST(FlashRanges, AreNotWrittenWhereTheMediumRefuses) {
  bool refused = false;
  Host& host = this->run_party([&](Host& self) -> Task<void> {
    EXPECT_TRUE(co_await self.flash().write_range("file", 0, "as it was"));
    this->script_.next = {.fails = true};
    const auto written = co_await self.flash().write_range("file", 0, "otherwise");
    refused = !written && written.error() == FlashError::kFailed;
  });
  EXPECT_TRUE(refused);
  EXPECT_EQ(TestFixture::all_of(host, "file"), "as it was");
}

}  // namespace
}  // namespace dialtone
