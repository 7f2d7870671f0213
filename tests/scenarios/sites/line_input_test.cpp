// Lines from a pipe.
#include "scenarios/sites/line_input.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <string_view>

namespace dialtone {
namespace {

class LineInputTest : public testing::Test {
 protected:
  LineInputTest() { EXPECT_EQ(::pipe(ends_.data()), 0); }
  ~LineInputTest() override {
    ::close(ends_[0]);
    end();
  }
  void write(std::string_view bytes) {
    EXPECT_EQ(::write(ends_[1], bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  }
  void end() {
    if (ends_[1] >= 0) ::close(ends_[1]);
    ends_[1] = -1;
  }
  LineInput input() const { return LineInput(ends_[0]); }

  std::array<int, 2> ends_{};
};

TEST_F(LineInputTest, GivesWholeLinesOnlyAndDoesNotWaitForTheirEnds) {
  LineInput input = this->input();
  EXPECT_TRUE(input.take().empty());
  write("one\ntw");
  EXPECT_EQ(input.take(), (std::vector<std::string>{"one"}));
  write("o\n\nthree\n");
  EXPECT_EQ(input.take(), (std::vector<std::string>{"two", "", "three"}));
  EXPECT_FALSE(input.at_end());
}

TEST_F(LineInputTest, GivesTheLinesThatCameWithTheOneThatWasWaitedFor) {
  LineInput input = this->input();
  write("first\nsecond\nthird\n");
  EXPECT_EQ(input.wait(), "first");
  EXPECT_EQ(input.take(), (std::vector<std::string>{"second", "third"}));
}

TEST_F(LineInputTest, TellsTheEnd) {
  LineInput input = this->input();
  write("last\nbroken off");
  end();
  EXPECT_EQ(input.wait(), "last");
  EXPECT_EQ(input.wait(), std::nullopt);
  EXPECT_TRUE(input.at_end());
  EXPECT_TRUE(input.take().empty());
}

}  // namespace
}  // namespace dialtone
