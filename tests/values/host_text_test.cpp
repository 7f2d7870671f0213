#include "values/host_text.h"

#include <gtest/gtest.h>

#include <string_view>
#include <utility>

namespace dialtone {
namespace {

// 10 B11
TEST(HostText, IsComparedByWhatItMeans) {
  constexpr std::pair<std::string_view, std::string_view> kSame[] = {
      {"2001:db8:0:0::1", "2001:DB8::1"},
      {"2001:db8::", "2001:0db8:0000:0000:0000:0000:0000:0000"},
      {"::1", "0:0:0:0:0:0:0:1"},
      {"2001:db8::c000:201", "2001:DB8::192.0.2.1"},
      {"::ffff:192.0.2.1", "::FFFF:c000:201"},
      {"::ffff:192.0.2.1", "192.0.2.1"},
      {"192.0.2.1", "192.0.2.1"},
      {"VoIP.Example.NET", "voip.example.net"},
      {"", ""},
  };
  for (const auto& [left, right] : kSame) {
    EXPECT_TRUE(is_same_host(left, right)) << left << " " << right;
    EXPECT_TRUE(is_same_host(right, left)) << left << " " << right;
    EXPECT_EQ(canonical_host(left), canonical_host(right));
  }
  constexpr std::pair<std::string_view, std::string_view> kDifferent[] = {
      {"2001:db8::1", "2001:db8::2"},
      {"::192.0.2.1", "192.0.2.1"},
      {"::1", "127.0.0.1"},
      {"192.0.2.1", "192.0.2.10"},
      {"192.0.2.01", "192.0.2.1"},
      {"2001:db8::1", "voip.example.net"},
      {"2001:db8::x", "2001:db8:0::x"},
      {"voip.example.net", "voip.example.org"},
      {"::", "0.0.0.0"},
  };
  for (const auto& [left, right] : kDifferent) {
    EXPECT_FALSE(is_same_host(left, right)) << left << " " << right;
    EXPECT_FALSE(is_same_host(right, left)) << left << " " << right;
    EXPECT_NE(canonical_host(left), canonical_host(right));
  }
}

TEST(HostText, GivesItsAddress) {
  EXPECT_EQ(address_of_host("192.0.2.1"), IpAddress::v4(192, 0, 2, 1));
  EXPECT_EQ(address_of_host("::ffff:192.0.2.1"), IpAddress::v4(192, 0, 2, 1));
  EXPECT_EQ(address_of_host("::1"), IpAddress::loopback_v6());
  for (const std::string_view name : {"", "a", "fade.example.net", "1.example.net", "192.0.2", "[::1]", "::1%lo"}) {
    EXPECT_FALSE(address_of_host(name)) << name;
  }
}

TEST(HostText, GivesTheNetworkOfACustomer) {
  const auto network = [](const char* text) { return to_text(customer_network(*parse_ip_address(text))); };
  EXPECT_EQ(network("192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(network("::ffff:192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
}

}  // namespace
}  // namespace dialtone
