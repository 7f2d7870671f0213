#include "subscribers/generate.h"

#include <gtest/gtest.h>

#include <set>

#include "subscribers/subscriber_csv.h"

namespace dialtone {
namespace {

TEST(Generate, NumbersSubscribersFromOne) {
  const GenerateOptions options{"voip.example.net", "ca1.voip.example.net", 5062, 0};
  const Subscriber subscriber = generate_subscriber(41, options);
  EXPECT_EQ(subscriber.serial_number, "DT0000000042");
  EXPECT_EQ(to_text(subscriber.mac_address), "02:D1:A1:00:00:2A");
  EXPECT_EQ(subscriber.customer_number, "C100042");
  EXPECT_EQ(subscriber.product, "ATA-2");
  EXPECT_EQ(subscriber.device_name, "line100042");
  EXPECT_EQ(subscriber.domain, "voip.example.net");
  EXPECT_EQ(subscriber.call_agent_address, "ca1.voip.example.net");
  EXPECT_EQ(subscriber.call_agent_port, 5062);
  EXPECT_EQ(subscriber.auth_username, "line100042");
  EXPECT_EQ(subscriber.auth_password.size(), 16U);
  EXPECT_TRUE(subscriber.enabled);
  EXPECT_FALSE(subscriber.firmware);
}

TEST(Generate, MakesTheSameSubscriberOfTheSameIndex) {
  EXPECT_EQ(generate_subscriber(7, GenerateOptions()), generate_subscriber(7, GenerateOptions()));
}

TEST(Generate, MakesOtherPasswordsOfAnotherSeed) {
  GenerateOptions other;
  other.password_seed = 1;
  Subscriber subscriber = generate_subscriber(7, other);
  EXPECT_NE(subscriber.auth_password, generate_subscriber(7, GenerateOptions()).auth_password);
  subscriber.auth_password = generate_subscriber(7, GenerateOptions()).auth_password;
  EXPECT_EQ(subscriber, generate_subscriber(7, GenerateOptions()));
}

TEST(Generate, MakesNoTwoAlike) {
  std::set<std::string> serial_numbers;
  std::set<MacAddress> mac_addresses;
  std::set<std::string> customer_numbers;
  std::set<std::string> device_names;
  std::set<std::string> passwords;
  constexpr std::uint64_t kCount = 5'000;
  for (std::uint64_t i = 0; i < kCount; ++i) {
    const std::uint64_t index = i % 2 == 0 ? i : kMostGenerated - i;
    const Subscriber subscriber = generate_subscriber(index, GenerateOptions());
    serial_numbers.insert(subscriber.serial_number);
    mac_addresses.insert(subscriber.mac_address);
    customer_numbers.insert(subscriber.customer_number);
    device_names.insert(subscriber.device_name);
    passwords.insert(subscriber.auth_password);
  }
  EXPECT_EQ(serial_numbers.size(), kCount);
  EXPECT_EQ(mac_addresses.size(), kCount);
  EXPECT_EQ(customer_numbers.size(), kCount);
  EXPECT_EQ(device_names.size(), kCount);
  EXPECT_EQ(passwords.size(), kCount);
}

TEST(Generate, MakesWhatAnImportAccepts) {
  std::string csv = subscriber_csv_header();
  const Subscriber first = generate_subscriber(0, GenerateOptions());
  const Subscriber last = generate_subscriber(kMostGenerated - 1, GenerateOptions());
  append_subscribers_csv(csv, {&first, 1});
  append_subscribers_csv(csv, {&last, 1});
  const Result<std::vector<Subscriber>> read = parse_subscribers_csv(csv);
  ASSERT_TRUE(read) << read.error().reason;
  ASSERT_EQ(read->size(), 2U);
  EXPECT_EQ(read->front(), first);
  EXPECT_EQ(read->back(), last);
}

}  // namespace
}  // namespace dialtone
