#include "scenarios/middlebox/proxy_cache.h"

#include <gtest/gtest.h>

namespace dialtone {
namespace {

using namespace std::chrono_literals;

http::Request to(std::string target) {
  http::Request request;
  request.target = std::move(target);
  return request;
}

http::Response saying(std::string body) {
  http::Response answer;
  answer.body = std::move(body);
  return answer;
}

TEST(ProxyCache, KeepsAnAnswerUntilItsTimeHasCome) {
  ProxyCache cache(10, 1000);
  cache.keep(to("/"), saying("a"), Moment(5s), 10s);
  EXPECT_EQ(cache.find(to("/"), Moment(15s) - 1ns)->body, "a");
  EXPECT_EQ(*cache.find(to("/"), Moment(15s) - 1ns)->headers.find("Age"), "9");
  EXPECT_FALSE(cache.find(to("/"), Moment(15s)));
  EXPECT_EQ(cache.size(), 0U);
}

TEST(ProxyCache, KeepsTheNewestAnswerOfATarget) {
  ProxyCache cache(10, 1000);
  cache.keep(to("/"), saying("old"), Moment(0s), 10s);
  cache.keep(to("/"), saying("new"), Moment(5s), 10s);
  EXPECT_EQ(cache.find(to("/"), Moment(12s))->body, "new");
  EXPECT_EQ(cache.size(), 1U);
}

TEST(ProxyCache, IsBoundedAndForgetsTheOldest) {
  ProxyCache cache(2, 1000);
  cache.keep(to("/1"), saying("1"), Moment(0s), 1h);
  cache.keep(to("/2"), saying("2"), Moment(1s), 1h);
  cache.keep(to("/1"), saying("1"), Moment(2s), 1h);
  cache.keep(to("/3"), saying("3"), Moment(3s), 1h);
  EXPECT_EQ(cache.size(), 2U);
  EXPECT_TRUE(cache.find(to("/1"), Moment(4s)));
  EXPECT_FALSE(cache.find(to("/2"), Moment(4s)));
  EXPECT_TRUE(cache.find(to("/3"), Moment(4s)));
}

TEST(ProxyCache, ForgetsTheOldestWhereTheirHeadersAreTooLargeTogether) {
  ProxyCache cache(10, 100);
  http::Response long_header;
  long_header.headers.add("X", std::string(60, 'x'));
  cache.keep(to("/1"), long_header, Moment(0s), 1h);
  cache.keep(to("/2"), long_header, Moment(1s), 1h);
  EXPECT_FALSE(cache.find(to("/1"), Moment(2s)));
  EXPECT_TRUE(cache.find(to("/2"), Moment(2s)));
}

TEST(ProxyCache, ForgetsTheOldestWhereTheirBodiesAreTooLargeTogether) {
  ProxyCache cache(10, 100);
  cache.keep(to("/1"), saying(std::string(40, 'x')), Moment(0s), 1h);
  cache.keep(to("/2"), saying(std::string(50, 'x')), Moment(1s), 1h);
  EXPECT_EQ(cache.size(), 2U);
  cache.keep(to("/3"), saying(std::string(10, 'x')), Moment(2s), 1h);
  EXPECT_FALSE(cache.find(to("/1"), Moment(3s)));
  EXPECT_TRUE(cache.find(to("/2"), Moment(3s)));
  cache.keep(to("/4"), saying(std::string(100, 'x')), Moment(4s), 1h);
  EXPECT_EQ(cache.size(), 2U) << "what alone is too large takes nobody's place";
  cache.keep(to("/2"), saying("x"), Moment(5s), 1h);
  cache.keep(to("/5"), saying(std::string(80, 'x')), Moment(6s), 1h);
  EXPECT_EQ(cache.size(), 3U) << "what is forgotten counts no more";
}

TEST(ProxyCache, OfNoSizeKeepsNothing) {
  ProxyCache cache(0, 1000);
  cache.keep(to("/"), saying("a"), Moment(0s), 1h);
  EXPECT_FALSE(cache.find(to("/"), Moment(0s)));
}

}  // namespace
}  // namespace dialtone
