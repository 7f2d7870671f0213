// Flash in both worlds: its content after a reboot, and after a power cut in the middle of a write.
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "tests/world/conformance/conformance.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;

template <typename Arm>
class FlashOfBothWorlds : public Conformance<Arm> {
 protected:
  // Returns a file's content, or the error's name.
  static std::string content(Host& host, const std::string& file) {
    const auto bytes = host.flash().read(file);
    if (bytes) return *bytes;
    return bytes.error() == FlashError::kMissing ? "missing" : "failed";
  }
  // Returns bytes that all differ from their neighbours.
  static std::string letters(int count) {
    std::string bytes;
    for (int i = 0; i < count; ++i) bytes += static_cast<char>('a' + i % 26);
    return bytes;
  }
  // Runs `party` on a new host until it returns.
  void run_party(Host::Main party) {
    this->power("device", std::move(party));
    this->run_to_the_end();
  }
};
TYPED_TEST_SUITE(FlashOfBothWorlds, ArmsOfFlash);

TYPED_TEST(FlashOfBothWorlds, IsKeptOverAReboot) {
  std::vector<std::string> found;
  Host& host = this->add("device", [&](Host& self) -> Task<void> {
    const auto bytes = self.flash().read("settings");
    found.push_back(bytes ? *bytes : bytes.error() == FlashError::kMissing ? "missing" : "failed");
    EXPECT_TRUE(co_await self.flash().write("settings", "kept " + std::to_string(found.size())));
    EXPECT_TRUE(self.flash().remove("nothing"));
  });
  for (int boot = 0; boot < 3; ++boot) {
    this->world_->power_on(host);
    this->run_for(milliseconds(50));
    EXPECT_FALSE(host.powered());
  }
  EXPECT_EQ(found, (std::vector<std::string>{"missing", "kept 1", "kept 2"}));
}

TYPED_TEST(FlashOfBothWorlds, HasAPrefixOfTheNewBytesWhenPowerIsCutDuringAWrite) {
  const std::string old_bytes(50, 'o');
  const std::string new_bytes = TestFixture::letters(2000);
  std::string left;
  int boot = 0;
  Host& host = this->add("device", [&](Host& self) -> Task<void> {
    if (++boot == 2) {
      left = *self.flash().read("file");
      co_return;
    }
    EXPECT_TRUE(co_await self.flash().write("file", old_bytes));
    // In the real world, cuts at the next turn of the loop, which is between two pieces.
    const Duration soon = TypeParam::kIsVirtual ? std::chrono::microseconds(700) : Duration::zero();
    this->world_->at(self.now() + soon, [this, &self] { this->world_->power_cut(self); });
    static_cast<void>(co_await self.flash().write("file", new_bytes));
    ADD_FAILURE() << "the write was to be cut";
  });
  this->world_->power_on(host);
  this->run_for(milliseconds(20));
  EXPECT_FALSE(host.powered());
  this->world_->power_on(host);
  this->run_for(milliseconds(20));
  EXPECT_LT(left.size(), new_bytes.size());
  EXPECT_GT(left.size(), 0U);
  if (TypeParam::kIsVirtual) EXPECT_EQ(left.size(), 700U);
  EXPECT_EQ(left, new_bytes.substr(0, left.size()));
}

TYPED_TEST(FlashOfBothWorlds, IsAppendedToAfterWhatStoodThere) {
  std::string found;
  this->run_party([&](Host& host) -> Task<void> {
    EXPECT_TRUE(co_await host.flash().append("log", "made, "));
    EXPECT_TRUE(co_await host.flash().append("log", std::string_view("a zero \0, ", 10)));
    EXPECT_TRUE(co_await host.flash().append("log", ""));
    EXPECT_TRUE(co_await host.flash().append("other", "another's"));
    EXPECT_TRUE(co_await host.flash().append("log", "and more"));
    found = TestFixture::content(host, "log");
  });
  EXPECT_EQ(found, std::string("made, a zero \0, and more", 24));
}

TYPED_TEST(FlashOfBothWorlds, IsAppendedToInTwoFilesAtOnce) {
  const std::string ones(20'000, '1');
  const std::string twos(10'000, '2');
  std::vector<std::string> found;
  this->run_party([&](Host& host) -> Task<void> {
    Signal ended;
    const auto append = [](Host& self, std::string file, const std::string& bytes) -> Task<void> {
      EXPECT_TRUE(co_await self.flash().append(file, bytes));
    };
    const Child one(host, "one", append(host, "one", ones), ended);
    const Child two(host, "two", append(host, "two", twos), ended);
    while (!one.done() || !two.done()) co_await Wait(ended, kNever, "the other");
    for (const char* file : {"one", "two"}) found.push_back(TestFixture::content(host, file));
  });
  EXPECT_EQ(found, (std::vector<std::string>{ones, twos}));
}

TYPED_TEST(FlashOfBothWorlds, MakesAFileOfNothingWhenNothingIsAppended) {
  std::string found = "not read";
  this->run_party([&](Host& host) -> Task<void> {
    EXPECT_TRUE(co_await host.flash().append("log", ""));
    found = TestFixture::content(host, "log");
  });
  EXPECT_EQ(found, "");
}

TYPED_TEST(FlashOfBothWorlds, IsAppendedToAfterItWasWrittenRemovedOrRenamed) {
  std::vector<std::string> found;
  this->run_party([&](Host& host) -> Task<void> {
    Flash& flash = host.flash();
    EXPECT_TRUE(co_await flash.append("log", "a"));
    EXPECT_TRUE(co_await flash.write("log", "b"));
    EXPECT_TRUE(co_await flash.append("log", "c"));
    found.push_back(TestFixture::content(host, "log"));
    EXPECT_TRUE(flash.remove("log"));
    EXPECT_TRUE(co_await flash.append("log", "d"));
    found.push_back(TestFixture::content(host, "log"));
    EXPECT_TRUE(flash.rename("log", "old"));
    EXPECT_TRUE(co_await flash.append("log", "e"));
    found.push_back(TestFixture::content(host, "log"));
    EXPECT_TRUE(co_await flash.append("new", "f"));
    EXPECT_TRUE(flash.rename("new", "log"));
    EXPECT_TRUE(co_await flash.append("log", "g"));
    found.push_back(TestFixture::content(host, "log"));
    found.push_back(TestFixture::content(host, "old"));
    found.push_back(TestFixture::content(host, "new"));
  });
  EXPECT_EQ(found, (std::vector<std::string>{"bc", "d", "e", "fg", "d", "missing"}));
}

TYPED_TEST(FlashOfBothWorlds, RenamesNothingThatIsMissing) {
  std::string found;
  bool missing = false;
  this->run_party([&](Host& host) -> Task<void> {
    EXPECT_TRUE(co_await host.flash().write("kept", "x"));
    const auto renamed = host.flash().rename("nothing", "kept");
    missing = !renamed && renamed.error() == FlashError::kMissing;
    EXPECT_TRUE(host.flash().rename("kept", "kept"));
    found = TestFixture::content(host, "kept");
  });
  EXPECT_TRUE(missing);
  EXPECT_EQ(found, "x");
}

TYPED_TEST(FlashOfBothWorlds, HasAllThatStoodThereAndAPrefixOfTheNewBytesWhenPowerIsCutDuringAnAppend) {
  const std::string old_bytes(50, '#');
  const std::string new_bytes = TestFixture::letters(20'000);
  Host& host = this->add("device", [&](Host& self) -> Task<void> {
    EXPECT_TRUE(co_await self.flash().append("log", old_bytes));
    const Duration soon = TypeParam::kIsVirtual ? std::chrono::microseconds(701) : Duration::zero();
    this->world_->at(self.now() + soon, [this, &self] { this->world_->power_cut(self); });
    static_cast<void>(co_await self.flash().append("log", new_bytes));
    ADD_FAILURE() << "the append was to be cut";
  });
  this->world_->power_on(host);
  this->run_for(milliseconds(20));
  ASSERT_FALSE(host.powered());
  const std::string left = TestFixture::content(host, "log");
  ASSERT_GE(left.size(), old_bytes.size());
  if (TypeParam::kIsVirtual) EXPECT_EQ(left.size(), old_bytes.size() + 701);
  EXPECT_LT(left.size(), old_bytes.size() + new_bytes.size());
  EXPECT_EQ(left, (old_bytes + new_bytes).substr(0, left.size()));
}

// What happens to a file that is removed or renamed during a write.
template <typename Arm>
class FlashInUse : public FlashOfBothWorlds<Arm> {
 protected:
  // Returns the contents of "file" and "other" after `act` was done in the middle of a write of letters() to "file".
  std::vector<std::string> after(const std::function<void(Flash&)>& act) {
    std::vector<std::string> found;
    this->run_party([&](Host& host) -> Task<void> {
      EXPECT_TRUE(co_await host.flash().write("other", "the other's"));
      Signal ended;
      const auto write = [](Host& self, const std::string& bytes) -> Task<void> {
        EXPECT_TRUE(co_await self.flash().write("file", bytes));
      };
      const Child writer(host, "writer", write(host, written_), ended);
      // In the real world a turn of the loop takes microseconds.
      const Duration soon = Arm::kIsVirtual ? milliseconds(1) : Duration::zero();
      const Moment limit = in(host, milliseconds(300));
      while (!host.flash().size("file") && host.now() < limit) co_await host.sleep(soon);
      EXPECT_FALSE(writer.done());
      act(host.flash());
      while (!writer.done()) co_await Wait(ended, kNever, "the writer");
      for (const char* file : {"file", "other"}) found.push_back(this->content(host, file));
    });
    return found;
  }

  const std::string written_ = this->letters(400'000);
};
TYPED_TEST_SUITE(FlashInUse, ArmsOfFlash);

TYPED_TEST(FlashInUse, LosesAFileThatIsRemovedWhileItIsWritten) {
  const auto found = this->after([](Flash& flash) { EXPECT_TRUE(flash.remove("file")); });
  EXPECT_EQ(found, (std::vector<std::string>{"missing", "the other's"}));
}

TYPED_TEST(FlashInUse, WritesOnToAFileThatIsRenamed) {
  const auto found = this->after([](Flash& flash) { EXPECT_TRUE(flash.rename("file", "other")); });
  EXPECT_EQ(found, (std::vector<std::string>{"missing", this->written_}));
}

TYPED_TEST(FlashInUse, LeavesAFileAloneThatHasTakenTheNameOfTheOneThatIsWritten) {
  const auto found = this->after([](Flash& flash) { EXPECT_TRUE(flash.rename("other", "file")); });
  EXPECT_EQ(found, (std::vector<std::string>{"the other's", "missing"}));
}

}  // namespace
}  // namespace dialtone
