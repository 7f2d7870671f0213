#include "wire/sip/typed_headers.h"

#include <gtest/gtest.h>

#include <array>
#include <initializer_list>
#include <utility>

namespace dialtone::sip {
namespace {

Message message_with(HeaderName name, std::initializer_list<std::string_view> values) {
  Message message = Message::response(200, "OK");
  for (std::string_view value : values) message.add(name, value);
  return message;
}

TEST(TypedHeaders, ReadExpiresAsAnExpirationIsRead) {
  EXPECT_EQ(expires_of(message_with(HeaderName::kExpires, {})), std::nullopt);
  const std::pair<std::string_view, std::uint32_t> cases[] = {
      {"0", 0},
      {"3600", 3600},
      {"4294967295", 4294967295},
      {"4294967296", 4294967295},
      {"100000000000000000000000000000000000", 4294967295},
      {"Thu, 01 Dec 1994 16:00:00 GMT", 3600},
      {"-1", 3600},
      {"", 3600},
  };
  for (const auto& [text, seconds] : cases) {
    EXPECT_EQ(expires_of(message_with(HeaderName::kExpires, {text})), seconds) << text;
  }
}

TEST(TypedHeaders, ReadMinExpires) {
  EXPECT_EQ(*min_expires_of(message_with(HeaderName::kMinExpires, {"60"})), 60U);
  EXPECT_EQ(*min_expires_of(message_with(HeaderName::kMinExpires, {"99999999999"})), 4294967295U);
  EXPECT_EQ(min_expires_of(message_with(HeaderName::kMinExpires, {})).error().reason, "no Min-Expires header");
  EXPECT_FALSE(min_expires_of(message_with(HeaderName::kMinExpires, {"soon"})));
}

TEST(TypedHeaders, ReadTheEventAndItsId) {
  const Message message = message_with(HeaderName::kEvent, {"check-sync;reboot=true ; id=7"});
  EXPECT_EQ(*event_of(message), "check-sync");
  EXPECT_EQ(event_header_of(message)->id(), "7");
  EXPECT_EQ(event_header_of(message)->parameters.find("reboot"), "true");
  for (std::string_view bad : {"", ";id=1", "a b", "a;", "a,b"}) {
    EXPECT_FALSE(event_of(message_with(HeaderName::kEvent, {bad}))) << bad;
  }
  EXPECT_FALSE(event_of(message_with(HeaderName::kEvent, {})));
}

TEST(TypedHeaders, ListTheElementsOfAllHeadersOfAName) {
  const Message message = message_with(HeaderName::kSupported, {"path, outbound", "", "gruu,,"});
  EXPECT_EQ(listed(message, HeaderName::kSupported), (std::vector<std::string_view>{"path", "outbound", "gruu"}));
  EXPECT_TRUE(lists(message, HeaderName::kSupported, "OUTBOUND"));
  EXPECT_FALSE(lists(message, HeaderName::kSupported, "out"));
  EXPECT_FALSE(lists(message, HeaderName::kRequire, "path"));
}

TEST(TypedHeaders, CompareMethodsWithCase) {
  const Message message = message_with(HeaderName::kAllow, {"INVITE, notify", "OPTIONS"});
  EXPECT_TRUE(allows(message, Method::kOptions));
  EXPECT_FALSE(allows(message, Method::kNotify));
}

TEST(TypedHeaders, SayWhatIsRequiredAndNotSupported) {
  constexpr std::array<std::string_view, 2> kSupported = {"path", "outbound"};
  EXPECT_EQ(unsupported_of(message_with(HeaderName::kRequire, {"Path"}), kSupported), "");
  EXPECT_EQ(unsupported_of(message_with(HeaderName::kRequire, {"100rel, path", "x"}), kSupported), "100rel, x");
  EXPECT_EQ(unsupported_of(message_with(HeaderName::kRequire, {}), kSupported), "");
}

TEST(TypedHeaders, ReadTheDate) {
  const Result<WallTime> date = date_of(message_with(HeaderName::kDate, {"Sat, 13 Nov 2010 23:29:00 GMT"}));
  ASSERT_TRUE(date) << date.error().reason;
  EXPECT_EQ(to_rfc3339(*date), "2010-11-13T23:29:00Z");
  EXPECT_FALSE(date_of(message_with(HeaderName::kDate, {})));
}

}  // namespace
}  // namespace dialtone::sip
