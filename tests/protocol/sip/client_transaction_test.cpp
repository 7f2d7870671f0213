#include "protocol/sip/client_transaction.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "tests/wanted.h"
#include "wire/sip/parser.h"

namespace dialtone {
namespace {

using namespace std::chrono_literals;
using Taken = sip::ClientTransaction::Taken;

constexpr std::string_view kBranch = "z9hG4bKmine";
constexpr Duration kStart = 100s;

sip::Message response_to_options(int status, std::string_view branch = kBranch,
                                 std::string_view sent_by = "10.0.0.1:5060", std::string_view cseq = "7 OPTIONS") {
  const std::string text =
      "SIP/2.0 " + std::to_string(status) + " Any\r\nVia: SIP/2.0/UDP " + std::string(sent_by) +
      ";branch=" + std::string(branch) +
      "\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>;tag=2\r\nCall-ID: c\r\nCSeq: " + std::string(cseq) +
      "\r\nContent-Length: 0\r\n\r\n";
  return wanted(sip::parse_message(text));
}

sip::ClientTransaction begin_options(Transport transport, sip::Timers timers = {}, Moment limit = kNever) {
  const sip::ClientTransactionKey key{
      .branch = kBranch, .sent_by = {IpAddress::v4(10, 0, 0, 1), 5060}, .method = sip::Method::kOptions, .cseq = 7};
  return {key, transport, timers, Moment(kStart), limit};
}

// When the request goes out again, and at last when the transaction has timed out; counted from its beginning.
std::vector<Duration> timers_of(sip::ClientTransaction& transaction) {
  std::vector<Duration> moments;
  for (;;) {
    const Moment next = transaction.next_timer();
    moments.push_back(next - Moment(kStart));
    if (transaction.has_timed_out(next)) return moments;
    transaction.note_sent_again(next);
  }
}

TEST(ClientTransaction, SendsAgainAtDoublingIntervalsUntilTimerFFires) {
  auto transaction = begin_options(Transport::kUdp);
  const std::vector<Duration> expected{500ms,   1500ms,  3500ms,  7500ms,  11500ms, 15500ms,
                                       19500ms, 23500ms, 27500ms, 31500ms, 32s};
  EXPECT_EQ(timers_of(transaction), expected);
  EXPECT_FALSE(transaction.has_timed_out(Moment(kStart + 32s - 1ns)));
}

TEST(ClientTransaction, HasTheTimersOfItsOwner) {
  auto transaction = begin_options(Transport::kUdp, {.t1 = 1s, .t2 = 2s});
  const std::vector<Duration> moments = timers_of(transaction);
  ASSERT_EQ(moments.size(), 33U);
  EXPECT_EQ(moments[0], 1s);
  EXPECT_EQ(moments[1], 3s);
  EXPECT_EQ(moments[2], 5s);
  EXPECT_EQ(moments.back(), 64s);
}

TEST(ClientTransaction, SendsNothingAgainOverTcp) {
  auto transaction = begin_options(Transport::kTcp);
  EXPECT_EQ(timers_of(transaction), std::vector<Duration>{32s});
}

TEST(ClientTransaction, EndsAtItsLimitWhereThatIsEarlierThanTimerF) {
  auto transaction = begin_options(Transport::kUdp, {}, Moment(kStart + 2s));
  const std::vector<Duration> expected{500ms, 1500ms, 2s};
  EXPECT_EQ(timers_of(transaction), expected);
  EXPECT_EQ(begin_options(Transport::kTcp, {}, Moment(kStart + 33s)).next_timer(), Moment(kStart + 32s));
}

TEST(ClientTransaction, SendsAgainEachT2OnceAProvisionalResponseHasCome) {
  auto transaction = begin_options(Transport::kUdp);
  EXPECT_EQ(transaction.take(response_to_options(100)), Taken::kProvisional);
  EXPECT_EQ(transaction.next_timer(), Moment(kStart + 500ms)) << "the timer that runs goes on";
  transaction.note_sent_again(Moment(kStart + 500ms));
  EXPECT_EQ(transaction.next_timer(), Moment(kStart + 4500ms));
  transaction.note_sent_again(Moment(kStart + 4500ms));
  EXPECT_EQ(transaction.next_timer(), Moment(kStart + 8500ms));
  EXPECT_EQ(transaction.take(response_to_options(199)), Taken::kProvisional);
  EXPECT_EQ(transaction.take(response_to_options(200)), Taken::kFinal);
}

TEST(ClientTransaction, IgnoresWhatBelongsToAnotherRequest) {
  auto transaction = begin_options(Transport::kUdp);
  EXPECT_EQ(transaction.take(response_to_options(100, "z9hG4bKother")), Taken::kForeign);
  EXPECT_EQ(transaction.take(response_to_options(200, kBranch, "10.0.0.2:5060")), Taken::kForeign);
  EXPECT_EQ(transaction.take(response_to_options(200, kBranch, "10.0.0.1:5060", "8 OPTIONS")), Taken::kForeign);
  EXPECT_EQ(transaction.take(response_to_options(200, kBranch, "10.0.0.1:5060", "7 NOTIFY")), Taken::kForeign);
  transaction.note_sent_again(transaction.next_timer());
  EXPECT_EQ(transaction.next_timer(), Moment(kStart + 1500ms)) << "a foreign 100 slows nothing down";
  EXPECT_EQ(transaction.take(response_to_options(404)), Taken::kFinal);
}

TEST(ClientTransactionDeathTest, OverTcpIsSentOnce) {
  auto transaction = begin_options(Transport::kTcp);
  EXPECT_DEATH(transaction.note_sent_again(Moment(kStart)), "nothing is sent again");
}

}  // namespace
}  // namespace dialtone
