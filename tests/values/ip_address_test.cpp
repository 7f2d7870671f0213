#include "values/ip_address.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

namespace dialtone {
namespace {

IpAddress address_of(std::string_view text) {
  const Result<IpAddress> address = parse_ip_address(text);
  EXPECT_TRUE(address) << text;
  return address ? *address : IpAddress();
}

TEST(IpAddress, IsWrittenInItsCanonicalForm) {
  struct Case {
    std::string_view text;
    std::string_view canonical;
  };
  constexpr std::array<Case, 14> kCases{{{"0.0.0.0", "0.0.0.0"},
                                         {"127.0.0.1", "127.0.0.1"},
                                         {"255.255.255.255", "255.255.255.255"},
                                         {"192.0.2.7", "192.0.2.7"},
                                         {"::", "::"},
                                         {"::1", "::1"},
                                         {"0:0:0:0:0:0:0:1", "::1"},
                                         {"2001:DB8::1", "2001:db8::1"},
                                         {"2001:0db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
                                         {"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
                                         {"fe80::0202:b3ff:fe1e:8329", "fe80::202:b3ff:fe1e:8329"},
                                         {"::ffff:192.0.2.7", "::ffff:192.0.2.7"},
                                         {"1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"},
                                         {"ff02::", "ff02::"}}};
  for (const Case& each : kCases) {
    EXPECT_EQ(to_text(address_of(each.text)), each.canonical) << each.text;
    EXPECT_EQ(address_of(each.canonical), address_of(each.text)) << each.text;
  }
}

TEST(IpAddress, RefusesWhatIsNone) {
  for (const std::string_view text : {"",
                                      " ",
                                      ".",
                                      "1",
                                      "1.2.3",
                                      "1.2.3.4.5",
                                      "1.2.3.256",
                                      "1.2.3.-4",
                                      "1.2.3.+4",
                                      "1.2.3.4 ",
                                      " 1.2.3.4",
                                      "1.2.3.4:5",
                                      "1.2.3.04",
                                      "0x7f.0.0.1",
                                      "127.1",
                                      "1..2.3",
                                      ":",
                                      ":::",
                                      "1:2:3:4:5:6:7",
                                      "1:2:3:4:5:6:7:8:9",
                                      "1::2::3",
                                      "::12345",
                                      "::g",
                                      "[::1]",
                                      "::1%lo",
                                      "::1/128",
                                      "::1.2.3",
                                      "localhost",
                                      "1.2.3.\xD9\xA4"}) {
    EXPECT_FALSE(parse_ip_address(text)) << text;
  }
  EXPECT_FALSE(parse_ip_address(std::string_view("127.0.0.1\0", 10)));
  EXPECT_FALSE(parse_ip_address(std::string_view("127.0.0.1\0.evil.example", 23)));
  EXPECT_LT(parse_ip_address(std::string(100'000, '1')).error().reason.size(), 128U);
}

TEST(IpAddress, ReadsNothingBehindTheText) {
  constexpr std::string_view kWhole = "2001:db8:1:2:3:4:192.0.2.7";
  for (std::size_t length = 0; length < kWhole.size(); ++length) {
    // Each prefix has its own allocation, so that the sanitizer detects a read past its end.
    const std::vector<char> cut(kWhole.begin(), kWhole.begin() + static_cast<std::ptrdiff_t>(length));
    const Result<IpAddress> address = parse_ip_address(std::string_view(cut.data(), cut.size()));
    EXPECT_FALSE(address) << length;
  }
  EXPECT_TRUE(parse_ip_address(kWhole));
}

TEST(IpAddress, KnowsItsKind) {
  struct Case {
    std::string_view text;
    bool is_v4;
    bool is_loopback;
    bool is_unspecified;
  };
  constexpr std::array<Case, 9> kCases{{{"127.0.0.1", true, true, false},
                                        {"127.255.255.254", true, true, false},
                                        {"128.0.0.1", true, false, false},
                                        {"0.0.0.0", true, false, true},
                                        {"10.1.2.3", true, false, false},
                                        {"::1", false, true, false},
                                        {"::", false, false, true},
                                        {"::2", false, false, false},
                                        {"7f00::1", false, false, false}}};
  for (const Case& each : kCases) {
    const IpAddress address = address_of(each.text);
    EXPECT_EQ(address.is_v4(), each.is_v4) << each.text;
    EXPECT_EQ(address.is_v6(), !each.is_v4) << each.text;
    EXPECT_EQ(address.is_loopback(), each.is_loopback) << each.text;
    EXPECT_EQ(address.is_unspecified(), each.is_unspecified) << each.text;
  }
}

TEST(IpAddress, IsMadeFromNumbers) {
  EXPECT_EQ(IpAddress::v4(0x7F000001), IpAddress::loopback_v4());
  EXPECT_EQ(IpAddress::v4(192, 0, 2, 7).v4_number(), 0xC0000207U);
  EXPECT_EQ(to_text(IpAddress::loopback_v6()), "::1");
  EXPECT_EQ(IpAddress::v6(address_of("2001:db8::5").bytes()), address_of("2001:db8::5"));
  EXPECT_EQ(IpAddress(), IpAddress::v4(0, 0, 0, 0));
}

TEST(IpAddress, OfOneFamilyIsNoneOfTheOther) {
  EXPECT_NE(address_of("0.0.0.0"), address_of("::"));
  EXPECT_NE(std::hash<IpAddress>()(address_of("0.0.0.0")), std::hash<IpAddress>()(address_of("::")));
}

TEST(Cidr, ClearsTheBitsBehindItsPrefix) {
  struct Case {
    std::string_view text;
    std::string_view written;
    std::uint64_t size;
  };
  constexpr std::array<Case, 10> kCases{{{"10.1.2.3", "10.1.2.3/32", 1},
                                         {"10.1.2.3/32", "10.1.2.3/32", 1},
                                         {"10.1.2.3/31", "10.1.2.2/31", 2},
                                         {"10.1.2.3/20", "10.1.0.0/20", 4096},
                                         {"10.255.2.3/8", "10.0.0.0/8", 16'777'216},
                                         {"10.1.2.3/0", "0.0.0.0/0", 4'294'967'296},
                                         {"2001:db8::7", "2001:db8::7/128", 1},
                                         {"2001:db8::7/125", "2001:db8::/125", 8},
                                         {"2001:db8:ffff::7/36", "2001:db8:f000::/36", std::uint64_t{1} << 62},
                                         {"::1/0", "::/0", std::uint64_t{1} << 62}}};
  for (const Case& each : kCases) {
    const Result<Cidr> block = parse_cidr(each.text);
    ASSERT_TRUE(block) << each.text;
    EXPECT_EQ(to_text(*block), each.written) << each.text;
    EXPECT_EQ(block->size(), each.size) << each.text;
  }
}

TEST(Cidr, RefusesWhatIsNone) {
  for (const std::string_view text :
       {"", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8 ", "10.0.0.0/8/8",
        "10.0.0.0/ff", "10.0.0/8", "::/129", "::/99999999999", "[::]/8"}) {
    EXPECT_FALSE(parse_cidr(text)) << text;
  }
}

TEST(Cidr, ContainsItsAddressesOnly) {
  const Cidr block = *parse_cidr("10.20.16.0/20");
  EXPECT_TRUE(block.contains(address_of("10.20.16.0")));
  EXPECT_TRUE(block.contains(address_of("10.20.31.255")));
  EXPECT_FALSE(block.contains(address_of("10.20.15.255")));
  EXPECT_FALSE(block.contains(address_of("10.20.32.0")));
  EXPECT_TRUE(parse_cidr("0.0.0.0/0")->contains(address_of("255.255.255.255")));
  EXPECT_FALSE(parse_cidr("0.0.0.0/0")->contains(address_of("::1")));
  EXPECT_FALSE(parse_cidr("::/0")->contains(address_of("1.2.3.4")));
  EXPECT_FALSE(parse_cidr("2001:db8::/32")->contains(address_of("2001:db9::")));
}

TEST(Cidr, CountsItsAddressesFromTheNetwork) {
  const Cidr block = *parse_cidr("10.20.16.0/20");
  EXPECT_EQ(to_text(block.at(0)), "10.20.16.0");
  EXPECT_EQ(to_text(block.at(255)), "10.20.16.255");
  EXPECT_EQ(to_text(block.at(256)), "10.20.17.0");
  EXPECT_EQ(to_text(block.at(4095)), "10.20.31.255");
  EXPECT_EQ(to_text(parse_cidr("2001:db8::/64")->at(0x1'0000'0001)), "2001:db8::1:0:1");
  EXPECT_EQ(to_text(parse_cidr("0.0.0.0/0")->at(0xFFFF'FFFF)), "255.255.255.255");
}

}  // namespace
}  // namespace dialtone
