#include "values/mac_address.h"

#include <gtest/gtest.h>

namespace dialtone {
namespace {

constexpr MacAddress kAddress{{0x02, 0xD1, 0xA1, 0x00, 0x00, 0x2A}};

TEST(MacAddress, ReadsEverySpelling) {
  for (const std::string_view text :
       {"02:D1:A1:00:00:2A", "02:d1:a1:00:00:2a", "02-D1-A1-00-00-2a", "02.d1.a1.00.00.2a", "02d1.a100.002a",
        "02D1:A100:002A", "02d1-a100-002A", "02D1A100002a"}) {
    const Result<MacAddress> address = parse_mac_address(text);
    ASSERT_TRUE(address) << text;
    EXPECT_EQ(*address, kAddress) << text;
  }
}

TEST(MacAddress, RefusesWhatIsNone) {
  for (const std::string_view text : {"",
                                      "02",
                                      "02:D1:A1:00:00",
                                      "02:D1:A1:00:00:2A:",
                                      "02:D1:A1:00:00:2",
                                      "02:D1:A1:00:00:2G",
                                      "02:D1-A1:00:00:2A",
                                      "02 D1 A1 00 00 2A",
                                      "02d1.a100-002a",
                                      "02d1a100.002a",
                                      "02d1a100002",
                                      "02d1a100002a0",
                                      "0x02d1a10000",
                                      "02:D1:A1:00:00:2A:00:00",
                                      "02:D1:A1::00:2A",
                                      " 2:D1:A1:00:00:2A",
                                      "02:D1:A1:00:00:-A",
                                      "::::::::::::",
                                      "02/D1/A1/00/00/2A",
                                      "02:D1:A1:00:00:2\xC3"}) {
    EXPECT_FALSE(parse_mac_address(text)) << text;
  }
}

TEST(MacAddress, RefusesATextThatIsCutOff) {
  for (const std::string_view whole : {"02:D1:A1:00:00:2A", "02d1.a100.002a"}) {
    for (std::size_t length = 0; length < whole.size(); ++length) {
      EXPECT_FALSE(parse_mac_address(whole.substr(0, length))) << whole.substr(0, length);
    }
  }
}

TEST(MacAddress, SaysWhatItCouldNotRead) {
  const Result<MacAddress> address = parse_mac_address("02:D1");
  ASSERT_FALSE(address);
  EXPECT_EQ(address.error().reason, "'02:D1' is not a MAC address");
  EXPECT_LT(parse_mac_address(std::string(100'000, 'A')).error().reason.size(), 128U);
}

TEST(MacAddress, IsWrittenWithColonsAndCapitals) {
  EXPECT_EQ(to_text(kAddress), "02:D1:A1:00:00:2A");
  EXPECT_EQ(to_text(MacAddress{}), "00:00:00:00:00:00");
  EXPECT_EQ(to_text(MacAddress{{0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}}), "FF:FF:FF:FF:FF:FF");
}

TEST(MacAddress, ReadsBackWhatItWrites) {
  for (unsigned byte = 0; byte < 256; ++byte) {
    const auto value = static_cast<std::uint8_t>(byte);
    const auto other = static_cast<std::uint8_t>(255 - byte);
    const MacAddress address{{value, other, 0, value, 0xA5, other}};
    const Result<MacAddress> read = parse_mac_address(to_text(address));
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, address);
  }
}

}  // namespace
}  // namespace dialtone
