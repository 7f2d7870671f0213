// Who is locked, from when and until when: guessers over one account and over many, an old phone, an exempt network,
// and a table that is full. What a server counts at all, and what it answers, the servers' own tests say.
#include "protocol/digest/lockout.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/wanted.h"

namespace dialtone {
namespace {

using namespace std::chrono_literals;

const IpAddress kHome = IpAddress::v4(10, 0, 0, 42);
const IpAddress kOther = IpAddress::v4(10, 0, 0, 43);

class LockoutTest : public testing::Test {
 protected:
  LockoutTest() { begin("3/10m"); }
  // A Digest answer with a wrong password; no two answers have the same nonce.
  void guess(const std::string& username, const std::string& password, const IpAddress& address, Moment now) {
    lockout_->note_wrong(answer(username, password), "REGISTER", address, now);
  }
  digest::Credentials answer(const std::string& username, const std::string& password,
                             digest::Algorithm algorithm = digest::Algorithm::kMd5, const std::string& realm = "r") {
    digest::Challenge challenge;
    challenge.algorithm = algorithm;
    challenge.realm = realm;
    challenge.nonce = "n" + std::to_string(++answers_);
    return wanted(digest::answer(challenge, {username, password}, "REGISTER", "sip:r", "c", 1));
  }
  void prove(const std::string& username, const std::string& password, const IpAddress& address,
             digest::Algorithm algorithm = digest::Algorithm::kMd5, const std::string& realm = "r") {
    lockout_->note_right(answer(username, password, algorithm, realm),
                         digest::ha1(algorithm, {username, password}, realm), address);
  }
  Duration locked_for(const std::string& username, const IpAddress& address, Moment now) const {
    return lockout_->locked_for(username, address, now);
  }
  void begin(const char* rule, std::vector<Cidr> exempt = {}) {
    lockout_.emplace(LockoutOptions{wanted(parse_lockout_rule(rule)), std::move(exempt)}, 4711);
  }

  std::optional<Lockout> lockout_;
  int answers_ = 0;
};

TEST_F(LockoutTest, LocksAnAccountForTheAddressOfWhoGuesses) {
  guess("line1", "a", kHome, Moment(0s));
  guess("line1", "b", kHome, Moment(1s));
  EXPECT_EQ(locked_for("line1", kHome, Moment(2s)), 0s);
  guess("line1", "c", kHome, Moment(2s));
  EXPECT_EQ(locked_for("line1", kHome, Moment(2s)), 10min);
  EXPECT_EQ(locked_for("line1", kHome, Moment(2s + 10min) - 1ns), 1ns);
  EXPECT_EQ(locked_for("line1", kHome, Moment(2s + 10min)), 0s);
  EXPECT_EQ(locked_for("line1", kOther, Moment(2s)), 0s) << "the owner, at another address";
  EXPECT_EQ(locked_for("line2", kHome, Moment(2s)), 0s) << "another account, at the same address";
}

TEST_F(LockoutTest, LocksAnAddressThatGuessesOverManyAccounts) {
  for (int i = 0; i < 29; ++i) guess("line" + std::to_string(i), "0000", kHome, Moment(i * 1s));
  EXPECT_EQ(locked_for("line99", kHome, Moment(29s)), 0s);
  guess("line29", "0000", kHome, Moment(29s));
  EXPECT_EQ(Lockout::kAddressFactor, 10U);
  EXPECT_EQ(locked_for("line99", kHome, Moment(29s)), 10min);
  EXPECT_EQ(locked_for("line99", kHome, Moment(29s + 10min) - 1ns), 1ns);
  EXPECT_EQ(locked_for("line99", kHome, Moment(29s + 10min)), 0s);
  EXPECT_EQ(locked_for("line99", kOther, Moment(29s)), 0s);
}

TEST_F(LockoutTest, CountsTheSameAnswerOnce) {
  const digest::Credentials same = answer("line1", "a");
  for (int i = 0; i < 100; ++i) lockout_->note_wrong(same, "REGISTER", kHome, Moment(0s));
  guess("line1", "b", kHome, Moment(0s));
  EXPECT_EQ(locked_for("line1", kHome, Moment(0s)), 0s);
  guess("line1", "c", kHome, Moment(0s));
  EXPECT_EQ(locked_for("line1", kHome, Moment(0s)), 10min);
}

TEST_F(LockoutTest, CountsTheSamePasswordOnceWhereItIsSeen) {
  for (int i = 0; i < 100; ++i) lockout_->note_wrong_password("line1", "a", kHome, Moment(0s));
  lockout_->note_wrong_password("line1", "b", kHome, Moment(0s));
  EXPECT_EQ(locked_for("line1", kHome, Moment(0s)), 0s);
  lockout_->note_wrong_password("line1", "c", kHome, Moment(0s));
  EXPECT_EQ(locked_for("line1", kHome, Moment(0s)), 10min);
}

TEST_F(LockoutTest, NeverLocksAPhoneWithAnOldPassword) {
  prove("line1", "old", kHome);
  for (int minute = 0; minute < 1000; ++minute) {
    guess("line1", "old", kHome, Moment(minute * 1min));
    ASSERT_EQ(locked_for("line1", kHome, Moment(minute * 1min)), 0s) << minute;
  }
  guess("line1", "a", kHome, Moment(1000min));
  guess("line1", "b", kHome, Moment(1000min));
  EXPECT_EQ(locked_for("line1", kHome, Moment(1000min)), 10min) << "it counts as one of three, and no more than that";
}

TEST_F(LockoutTest, NeverLocksAPhoneWithAnOldPasswordBesideOneWithTheNewPassword) {
  prove("line1", "old", kHome);
  for (int minute = 0; minute < 100; ++minute) {
    prove("line1", "new", kHome);
    guess("line1", "old", kHome, Moment(minute * 1min));
    ASSERT_EQ(locked_for("line1", kHome, Moment(minute * 1min)), 0s) << minute;
  }
}

// A new password that was right with two algorithms, or in two realms, is two results of ha1(), but one password.
TEST_F(LockoutTest, KnowsAnOldPasswordThoughTheNewOneWasRightWithTwoAlgorithmsAndInTwoRealms) {
  prove("line1", "old", kHome);
  prove("line1", "new", kHome, digest::Algorithm::kSha256);
  prove("line1", "new", kHome);
  prove("line1", "new", kHome, digest::Algorithm::kMd5, "another");
  for (int i = 0; i < 10; ++i) guess("line1", "old", kHome, Moment(0s));
  EXPECT_EQ(locked_for("line1", kHome, Moment(0s)), 0s);
}

TEST_F(LockoutTest, KnowsAnOldPasswordWithTheSessionOfItsAlgorithmToo) {
  prove("line1", "old", kHome, digest::Algorithm::kSha256);
  for (int i = 0; i < 10; ++i) {
    lockout_->note_wrong(answer("line1", "old", digest::Algorithm::kSha256Sess), "REGISTER", kHome, Moment(0s));
  }
  EXPECT_EQ(locked_for("line1", kHome, Moment(0s)), 0s);
  for (int i = 0; i < 3; ++i) {
    lockout_->note_wrong(answer("line1", "old", digest::Algorithm::kMd5), "REGISTER", kHome, Moment(0s));
  }
  EXPECT_EQ(locked_for("line1", kHome, Moment(0s)), 10min) << "it was never right with MD5";
}

TEST_F(LockoutTest, KnowsAnOldPasswordOnlyAtTheAddressWhereItWasRight) {
  prove("line1", "old", kHome);
  for (int i = 0; i < 3; ++i) guess("line1", "old", kOther, Moment(0s));
  EXPECT_EQ(locked_for("line1", kOther, Moment(0s)), 10min);
}

TEST_F(LockoutTest, LeavesAnExemptNetworkAlone) {
  begin("3/10m", {wanted(parse_cidr("10.9.0.0/16")), wanted(parse_cidr("10.0.0.42"))});
  for (const IpAddress& address : {kHome, IpAddress::v4(10, 9, 1, 2), kOther}) {
    for (int i = 0; i < 100; ++i) guess("line1", std::to_string(i), address, Moment(0s));
    for (int i = 0; i < 100; ++i) {
      lockout_->note_wrong_password("line" + std::to_string(i), "0000", address, Moment(0s));
    }
  }
  EXPECT_EQ(locked_for("line1", kHome, Moment(0s)), 0s);
  EXPECT_EQ(locked_for("line1", IpAddress::v4(10, 9, 1, 2), Moment(0s)), 0s);
  EXPECT_EQ(locked_for("line1", kOther, Moment(0s)), 10min);
}

TEST_F(LockoutTest, TakesAllOfAnIpv6NetworkForOneAddress) {
  const auto address = [](const char* text) { return wanted(parse_ip_address(text)); };
  EXPECT_EQ(network_text(address("2001:db8:1:2:3:4:5:6")), "2001:db8:1:2::");
  EXPECT_EQ(network_text(kHome), "10.0.0.42");
  EXPECT_EQ(network_text(address("::ffff:10.0.0.42")), "10.0.0.42");
  guess("line1", "a", address("2001:db8:0:1::1"), Moment(0s));
  guess("line1", "b", address("2001:db8:0:1::2"), Moment(0s));
  guess("line1", "c", address("2001:db8:0:1:ffff::3"), Moment(0s));
  EXPECT_EQ(locked_for("line1", address("2001:db8:0:1::4"), Moment(0s)), 10min);
  EXPECT_EQ(locked_for("line1", address("2001:db8:0:2::4"), Moment(0s)), 0s);
}

TEST_F(LockoutTest, LocksSoManyAccountsAndThenForgivesTheOldest) {
  begin("1/10m");
  // Nine of each address; ten would lock the address.
  const auto address = [](std::size_t i) { return IpAddress::v4(static_cast<std::uint32_t>(i / 9)); };
  for (std::size_t i = 0; i <= Lockout::kMostAccounts; ++i) {
    lockout_->note_wrong_password("line" + std::to_string(i), "0000", address(i), Moment(1ms * i));
  }
  const Moment now(1ms * Lockout::kMostAccounts);
  EXPECT_EQ(Lockout::kMostAccounts, 16'384U);
  EXPECT_EQ(locked_for("line0", address(0), now), 0s);
  EXPECT_GT(locked_for("line1", address(1), now), 0s);
  EXPECT_EQ(locked_for("line16384", address(16'384), now), 10min);
}

TEST_F(LockoutTest, LocksSoManyAddressesAndThenForgivesTheOldest) {
  begin("1/10m");
  for (std::uint32_t number = 0; number <= Lockout::kMostAddresses; ++number) {
    for (int i = 0; i < 10; ++i) {
      const Moment now(1ms * number);
      lockout_->note_wrong_password("line" + std::to_string(i), "0000", IpAddress::v4(number), now);
    }
  }
  const Moment now(1ms * Lockout::kMostAddresses);
  EXPECT_EQ(Lockout::kMostAddresses, 4'096U);
  EXPECT_EQ(locked_for("other", IpAddress::v4(0), now), 0s);
  EXPECT_GT(locked_for("other", IpAddress::v4(1), now), 0s);
  EXPECT_EQ(locked_for("other", IpAddress::v4(4'096), now), 10min);
}

TEST(LockoutRules, AreANumberAndATime) {
  EXPECT_EQ(wanted(parse_lockout_rule("5/10m")), (LockoutRule{5, 10min}));
  EXPECT_EQ(wanted(parse_lockout_rule("1/1s")), (LockoutRule{1, 1s}));
  EXPECT_EQ(wanted(parse_lockout_rule("100/24h")), (LockoutRule{100, 24h}));
  EXPECT_EQ(to_text(LockoutRule{5, 10min}), "5/10m");
  for (const char* wrong : {"", "5", "5/", "/10m", "0/10m", "101/10m", "-1/10m", "5/0s", "5/999ms", "5/25h", "5/10",
                            "5 /10m", "5/10m ", "five/10m", "5//10m", "99999999999/10m"}) {
    const Result<LockoutRule> rule = parse_lockout_rule(wrong);
    ASSERT_FALSE(rule) << wrong;
    EXPECT_NE(rule.error().reason.find("such as 5/10m"), std::string::npos) << wrong;
  }
}

}  // namespace
}  // namespace dialtone
