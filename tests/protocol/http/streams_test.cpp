// Bodies that go piece by piece, both ways, between our client and our server.
#include <malloc.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/protocol/http/stream_story.h"

namespace dialtone {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// What the two ends of a connection hold, and the pieces that are on their way to and from them.
constexpr std::uint64_t kUnderWay = 2 * 256 * 1024 + 64 * 1024;

class Streams : public StreamStory {};

TEST_F(Streams, AnAnswerOfSomeMegabytesComesWholeWithItsLengthAndInChunks) {
  for (const PatternOptions& image : {with_length(5 * kMegabyte + 7), in_chunks(5 * kMegabyte + 7)}) {
    depot_.image = image;
    const Got& got = fetch();
    run_for(1min);
    ASSERT_TRUE(got.answer) << got.reason();
    EXPECT_EQ(got.status(), 200);
    EXPECT_EQ(got.answer->headers.find("Content-Length") != nullptr, image.length.has_value());
    EXPECT_EQ(got.answer->headers.find("Transfer-Encoding") != nullptr, !image.length);
    EXPECT_EQ(taken_.bytes, image.size);
    EXPECT_TRUE(taken_.is_right);
    EXPECT_EQ(got.answer->body, "");
    EXPECT_TRUE(got.is_kept);
    EXPECT_TRUE(depot_.image_is_gone);
  }
}

TEST_F(Streams, ARequestOfSomeMegabytesComesWholeWithItsLengthAndInChunks) {
  for (const PatternOptions& options : {with_length(5 * kMegabyte + 7), in_chunks(5 * kMegabyte + 7)}) {
    const Got& got = report(options);
    run_for(1min);
    ASSERT_TRUE(got.answer) << got.reason();
    EXPECT_EQ(got.answer->body, "5242887 right");
    EXPECT_EQ(depot_.report_length, options.length);
    EXPECT_TRUE(got.is_kept);
  }
}

TEST_F(Streams, AnEmptyBodyGoesBothWays) {
  for (const PatternOptions& options : {with_length(0), in_chunks(0)}) {
    depot_.image = options;
    const Got& fetched = fetch();
    const Got& reported = report(options);
    run_for(1s);
    EXPECT_EQ(fetched.status(), 200) << fetched.reason();
    EXPECT_TRUE(fetched.is_kept);
    ASSERT_TRUE(reported.answer) << reported.reason();
    EXPECT_EQ(reported.answer->body, "0 right");
    EXPECT_TRUE(reported.is_kept);
  }
}

TEST_F(Streams, OneConnectionCarriesAReportAnImageAndASmallDocument) {
  depot_.image = in_chunks(100'000);
  Got& got = got_.emplace_back();
  Got second;
  std::optional<http::Response> third;
  start_asking([&](Host& host, HttpClient& client) -> Task<void> {
    PatternSource source(host, in_chunks(100'000), sent_);
    co_await ask_with(host, client, request("PUT", "/report"), {.source = &source}, got);
    EXPECT_TRUE(got.is_kept);
    PatternSink sink(host);
    co_await ask_with(host, client, request("GET", "/image"), {.sink = &sink}, second);
    EXPECT_TRUE(second.is_kept);
    auto answer = co_await client.ask(http::write_request(request("GET", "/provision")), host.now() + 1s);
    if (answer) third = *answer;
  });
  run_for(1min);
  EXPECT_EQ(got.status(), 200);
  EXPECT_EQ(second.status(), 200);
  ASSERT_TRUE(third);
  EXPECT_EQ(third->body, OneDocument::kDocument);
}

TEST_F(Streams, AServerMakesNoMoreThanASlowReaderTakes) {
  depot_.image = with_length(4 * kMegabyte);
  const Got& got = fetch({}, 5ms);
  while (!got.ended && world_->now() < at(10min)) {
    run_for(100ms);
    if (sink_ != nullptr) EXPECT_LE(depot_.made, sink_->seen.bytes + kUnderWay);
  }
  EXPECT_EQ(got.status(), 200);
  EXPECT_EQ(taken_.bytes, 4 * kMegabyte);
  EXPECT_GT(*got.ended, at(1s)) << "it was slow";
}

TEST_F(Streams, AClientMakesNoMoreThanASlowHandlerTakes) {
  depot_.report_pause = 5ms;
  const Got& got = report(in_chunks(4 * kMegabyte));
  while (!got.ended && world_->now() < at(10min)) {
    run_for(100ms);
    EXPECT_LE(sent_, depot_.report.bytes + kUnderWay);
  }
  ASSERT_TRUE(got.answer);
  EXPECT_EQ(got.answer->body, "4194304 right");
  EXPECT_GT(*got.ended, at(1s)) << "it was slow";
}

TEST_F(Streams, HoldLittleMemoryHoweverLargeTheBodiesAre) {
  depot_.image = with_length(8 * kMegabyte);
  depot_.most_report_bytes = 8 * kMegabyte;
  const Got& fetched = fetch({}, 1ms);
  const Got& reported = report(in_chunks(8 * kMegabyte));
  const std::size_t before = mallinfo2().uordblks;
  std::size_t most = before;
  while ((!fetched.ended || !reported.ended) && world_->now() < at(10min)) {
    run_for(10ms);
    most = std::max(most, mallinfo2().uordblks);
  }
  EXPECT_EQ(fetched.status(), 200);
  EXPECT_EQ(reported.status(), 200);
  EXPECT_LT(most - before, 3 * kMegabyte) << "four windows of 256 KiB, and the virtual network's segments";
}

TEST_F(Streams, AFailingSourceBreaksTheAnswerOffSoThatTheClientNotices) {
  for (const PatternOptions& image : {with_length(100'000), in_chunks(100'000)}) {
    depot_.image = image;
    depot_.image.breaks_at = 50'000;
    const Got& got = fetch();
    run_for(1min);
    EXPECT_EQ(got.status(), 0);
    EXPECT_TRUE(got.error);
    EXPECT_FALSE(got.is_kept);
    EXPECT_TRUE(depot_.image_is_gone);
  }
}

TEST_F(Streams, AnAnswerThatIsShorterThanItsLengthIsBrokenOff) {
  depot_.image = {.size = 50'000, .length = 60'000};
  const Got& got = fetch();
  run_for(1min);
  EXPECT_EQ(got.reason(), "waiting for the answer: connection reset");
}

TEST_F(Streams, ASourceIsNotAskedForMoreThanItsLength) {
  depot_.image = {.size = 60'000, .length = 50'000};
  const Got& got = fetch();
  run_for(1min);
  EXPECT_EQ(got.status(), 200) << got.reason();
  EXPECT_EQ(taken_.bytes, 50'000U);
  EXPECT_EQ(depot_.made, 50'000U);
}

TEST_F(Streams, ARequestThatIsShorterThanItsLengthIsNotAnswered) {
  const Got& got = report({.size = 50'000, .length = 60'000});
  run_for(1min);
  EXPECT_EQ(got.reason(), "the request's body: the body is shorter than its length");
  EXPECT_EQ(depot_.report_failure, "the connection ended before the body");
}

TEST_F(Streams, ASinkThatFailsEndsTheExchange) {
  depot_.image = with_length(4 * kMegabyte);
  const Got& got = fetch([](PatternSink& sink) { sink.breaks_at = 100'000; });
  run_for(1min);
  EXPECT_EQ(got.reason(), "the answer's body: the sink is full");
  EXPECT_TRUE(depot_.image_is_gone);
  EXPECT_LT(depot_.made, kMegabyte);
}

TEST_F(Streams, AnAnswerLargerThanTheSinkTakesIsRefused) {
  for (const PatternOptions& image : {with_length(100'001), in_chunks(100'001)}) {
    depot_.image = image;
    const Got& got = fetch([](PatternSink& sink) { sink.most = 100'000; });
    run_for(1min);
    EXPECT_EQ(got.reason(), "not an HTTP answer: the body is too large");
    EXPECT_LE(taken_.bytes, 100'000U);
  }
  depot_.image = in_chunks(100'000);
  const Got& got = fetch([](PatternSink& sink) { sink.most = 100'000; });
  run_for(1min);
  EXPECT_EQ(got.status(), 200) << got.reason();
}

TEST_F(Streams, AnAnswerThatIsNotForTheSinkIsCollected) {
  depot_.status = 404;
  depot_.image = with_length(1000);
  const Got& got = fetch();
  run_for(1min);
  ASSERT_TRUE(got.answer) << got.reason();
  EXPECT_EQ(got.answer->body, pattern(1000));
  EXPECT_EQ(taken_.bytes, 0U);
  EXPECT_TRUE(got.is_kept);
}

TEST_F(Streams, AnEarlyAnswerEndsARequestThatIsStillBeingSent) {
  depot_.refuses = true;
  const Got& got = report(with_length(8 * kMegabyte));
  run_for(1min);
  EXPECT_EQ(got.status(), 401) << got.reason();
  EXPECT_LT(sent_, kMegabyte);
  EXPECT_FALSE(got.is_kept);
  EXPECT_EQ(*got.answer->headers.find("Connection"), "close");
}

TEST_F(Streams, AReportThatIsTooLargeIsRefusedWhenItIsAnnouncedOrWhenItIsThere) {
  depot_.most_report_bytes = 100'000;
  const Got& announced = report(with_length(100'001));
  run_for(1min);
  EXPECT_EQ(announced.status(), 413) << announced.reason();
  EXPECT_EQ(depot_.answers, 0);
  const Got& chunked = report(in_chunks(100'001));
  run_for(1min);
  EXPECT_EQ(chunked.status(), 413) << chunked.reason();
  EXPECT_EQ(depot_.answers, 1);
  EXPECT_EQ(depot_.report_failure, "the body is too large");
  const Got& fits = report(in_chunks(100'000));
  run_for(1min);
  EXPECT_EQ(fits.status(), 200) << fits.reason();
}

TEST_F(Streams, AClientThatLeavesEndsTheAnswer) {
  depot_.image = with_length(8 * kMegabyte);
  start_server();
  Host& leaving = start_host("leaving", IpAddress::v4(10, 2, 0, 1), [](Host& host) -> Task<void> {
    auto stream = co_await host.connect(Endpoint{kAddress, kPort}, kNever);
    static_cast<void>((co_await (*stream)->write(message("GET /image"), kNever)).ok());
    co_await host.sleep(1s);
    (*stream)->reset();
  });
  static_cast<void>(leaving);
  world_->run(at(900ms));
  EXPECT_FALSE(depot_.image_is_gone);
  EXPECT_LE(depot_.made, kUnderWay);
  world_->run(at(2s));
  EXPECT_TRUE(depot_.image_is_gone);
}

TEST_F(Streams, AClientThatDoesNotReadIsGivenUpWhenItsTimeToTakeAPieceIsOver) {
  depot_.image = with_length(8 * kMegabyte);
  start_server();
  start_host("deaf", IpAddress::v4(10, 2, 0, 1), [](Host& host) -> Task<void> {
    auto stream = co_await host.connect(Endpoint{kAddress, kPort}, kNever);
    static_cast<void>((co_await (*stream)->write(message("GET /image"), kNever)).ok());
    co_await host.sleep(1h);
  });
  world_->run(at(9900ms));
  EXPECT_FALSE(depot_.image_is_gone);
  world_->run(at(10100ms));
  EXPECT_TRUE(depot_.image_is_gone);
}

TEST_F(Streams, AServerThatFallsSilentIsGivenUp) {
  depot_.image = with_length(1'000'000);
  depot_.image.pause = 7s;
  const Got& patient = fetch({}, {}, 8s);
  run_for(30min);
  EXPECT_EQ(patient.status(), 200) << patient.reason();
  const Moment begin = world_->now();
  const Got& got = fetch({}, {}, 6s);
  run_for(30min);
  EXPECT_EQ(got.reason(), "waiting for the answer: deadline passed");
  EXPECT_EQ(got.ended, begin + 6s) << "the head had come at once";
}

TEST_F(Streams, AServerThatTakesNothingIsGivenUp) {
  depot_.report_pause = 1h;
  const Got& got = report(with_length(8 * kMegabyte), 20s);
  run_for(1min);
  EXPECT_EQ(got.reason(), "sending the request: deadline passed");
  ASSERT_TRUE(got.ended);
  EXPECT_GE(*got.ended, at(20s));
  EXPECT_LT(*got.ended, at(21s));
}

}  // namespace
}  // namespace dialtone
