#include "protocol/sip/server_transactions.h"

#include <gtest/gtest.h>

namespace dialtone {
namespace {

using namespace std::chrono_literals;
using State = sip::ServerTransactions::State;

sip::ServerTransactions::Name named(std::string_view key) {
  return sip::ServerTransactions::name_of(key, IpAddress::v4(10, 0, 0, 1));
}

Moment at(Duration since_start) { return Moment(since_start); }

TEST(ServerTransactions, KeepAnAnswerUntilTimerJFires) {
  sip::ServerTransactions transactions(10, 1000);
  EXPECT_EQ(transactions.begin(named("a"), at(0s)), State::kNew);
  EXPECT_EQ(transactions.begin(named("a"), at(1s)), State::kInProgress);
  EXPECT_EQ(transactions.next_to_forget(), kNever);
  transactions.finish(named("a"), "answer", at(2s));
  EXPECT_EQ(transactions.next_to_forget(), at(34s));
  EXPECT_EQ(transactions.begin(named("a"), at(34s - 1ns)), State::kAnswered);
  EXPECT_EQ(transactions.answer(named("a")), "answer");
  EXPECT_EQ(transactions.begin(named("a"), at(34s)), State::kNew);
}

// The answer may hold a nonce that was issued to the first client's address.
TEST(ServerTransactions, GiveNoAnswerToAnotherAddress) {
  sip::ServerTransactions transactions(10, 1000);
  transactions.begin(named("a"), at(0s));
  transactions.finish(named("a"), "answer", at(0s));
  EXPECT_EQ(transactions.begin(sip::ServerTransactions::name_of("a", IpAddress::v4(10, 0, 0, 2)), at(1s)), State::kNew);
}

TEST(ServerTransactions, GiveTheirMemoryBack) {
  sip::ServerTransactions transactions(10, 1000);
  for (const char* key : {"a", "b"}) {
    transactions.begin(named(key), at(0s));
    transactions.finish(named(key), "x", at(0s));
  }
  transactions.begin(named("in progress"), at(0s));
  transactions.forget(at(32s));
  EXPECT_EQ(transactions.size(), 1U);
}

TEST(ServerTransactions, LetTheOldestGoWhereThereAreTooMany) {
  sip::ServerTransactions transactions(2, 1000);
  for (const char* key : {"a", "b", "c"}) {
    transactions.begin(named(key), at(0s));
    transactions.finish(named(key), "x", at(0s));
  }
  EXPECT_EQ(transactions.size(), 2U);
  EXPECT_EQ(transactions.begin(named("b"), at(1s)), State::kAnswered);
  EXPECT_EQ(transactions.begin(named("a"), at(1s)), State::kNew);
}

TEST(ServerTransactions, LetTheOldestGoWhereTheirAnswersAreTooLargeTogether) {
  sip::ServerTransactions transactions(10, 100);
  const auto answer = [&](std::string_view key, std::size_t size, Duration when) {
    transactions.begin(named(key), at(when));
    transactions.finish(named(key), std::string(size, 'x'), at(when));
  };
  answer("a", 40, 0s);
  answer("b", 60, 0s);
  EXPECT_EQ(transactions.size(), 2U);
  answer("c", 30, 0s);
  EXPECT_EQ(transactions.size(), 2U);
  EXPECT_EQ(transactions.begin(named("b"), at(1s)), State::kAnswered);
  EXPECT_EQ(transactions.begin(named("c"), at(1s)), State::kAnswered);
  answer("too large for all", 101, 1s);
  EXPECT_EQ(transactions.size(), 0U);
  answer("d", 100, 33s);
  EXPECT_EQ(transactions.begin(named("d"), at(34s)), State::kAnswered) << "what is forgotten counts no more";
}

TEST(ServerTransactionsDeathTest, AreFinishedOnceAfterTheyHaveBegun) {
  sip::ServerTransactions transactions(10, 1000);
  EXPECT_DEATH(transactions.finish(named("a"), "answer", at(0s)), "finished once");
  transactions.begin(named("a"), at(0s));
  EXPECT_DEATH(transactions.finish(named("a"), "", at(0s)), "empty answer");
  transactions.finish(named("a"), "answer", at(0s));
  EXPECT_DEATH(transactions.finish(named("a"), "answer", at(1s)), "finished once");
}

}  // namespace
}  // namespace dialtone
