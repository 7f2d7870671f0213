#include "device_sim/life/settings_store.h"

#include <gtest/gtest.h>

#include "device_sim/model/settings.h"
#include "world/virtual/virtual_world.h"

namespace dialtone {
namespace {

using std::chrono::microseconds;

DeviceSettings settings_of_revision(std::uint64_t revision) {
  return {.revision = revision,
          .domain = "voip.example.net",
          .call_agents = {{.address = "ca1.voip.example.net", .port = 5070}, {.address = "2001:db8::1"}},
          .device_name = "line100042",
          .authentication = provisioning::Authentication{"line100042", " s3 cret "},
          .expires_seconds = 600};
}

// A host that stores revisions of settings at the moments that a test chooses.
class Store : public testing::Test {
 protected:
  Store() : world_({}) {
    HostConfig config;
    config.name = "device";
    config.addresses = {IpAddress::v4(10, 0, 0, 1)};
    config.flash_byte_time = microseconds(1);
    config.main = [this](Host& host) { return main_(host); };
    host_ = &world_.add_host(std::move(config));
  }

  // Boots, loads, writes that revision, and leaves the power on; returns how long the write took.
  Duration write(std::uint64_t revision) {
    Duration time{};
    main_ = [&, revision](Host& host) -> Task<void> {
      SettingsStore store(host.flash());
      store.load();
      const DeviceSettings settings = settings_of_revision(revision);
      const Moment begin = host.now();
      const auto stored = co_await store.store(settings);
      EXPECT_TRUE(stored);
      time = host.now() - begin;
    };
    world_.power_on(*host_);
    world_.run(world_.now() + std::chrono::seconds(1));
    return time;
  }
  // As write(), but cuts the power after `time`.
  void write_and_cut(std::uint64_t revision, Duration time) {
    world_.at(world_.now() + time, [this] { world_.power_cut(*host_); });
    write(revision);
  }
  SettingsStore::Loaded load() { return SettingsStore(host_->flash()).load(); }
  void corrupt(std::string_view file, std::string bytes) {
    main_ = [=](Host& host) -> Task<void> {
      const auto written = co_await host.flash().write(std::string(file), bytes);
      EXPECT_TRUE(written);
    };
    world_.power_on(*host_);
    world_.run(world_.now() + std::chrono::seconds(1));
  }

  VirtualWorld world_;
  Host::Main main_;
  Host* host_;
};

TEST_F(Store, IsEmptyInANewDevice) {
  const auto loaded = load();
  EXPECT_FALSE(loaded.settings);
  EXPECT_TRUE(loaded.damages.empty());
}

TEST_F(Store, KeepsSettingsAsTheyWere) {
  write(1);
  EXPECT_EQ(load().settings, settings_of_revision(1));
}

TEST_F(Store, KeepsSettingsWithoutWhatMayBeAbsent) {
  const DeviceSettings least{.domain = "d", .call_agents = {{.address = "a"}}, .device_name = "n"};
  const auto read = parse_settings(write_settings(least));
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, least);
}

TEST_F(Store, TellsTheNewestOfMany) {
  for (std::uint64_t revision = 1; revision <= 5; ++revision) {
    write(revision);
    ASSERT_EQ(load().settings->revision, revision);
  }
}

// The purpose of the store: after a power cut at any byte, it has either the old settings or the new ones.
TEST_F(Store, KeepsTheOldOrTheNewSettingsWhenThePowerIsCutAtAnyByte) {
  write(1);
  const Duration whole = write(2);
  const auto bytes = whole / microseconds(1);
  ASSERT_GT(bytes, 100);
  std::uint64_t held = 2;
  for (std::int64_t byte = 0; byte <= bytes + 1; ++byte) {
    write_and_cut(held + 1, microseconds(byte));
    const auto loaded = load();
    ASSERT_TRUE(loaded.settings) << byte;
    const bool is_new = loaded.settings->revision == held + 1;
    ASSERT_TRUE(is_new || loaded.settings->revision == held) << byte;
    ASSERT_EQ(*loaded.settings, settings_of_revision(loaded.settings->revision)) << byte;
    EXPECT_EQ(loaded.damages.size(), is_new ? 0U : 1U) << byte;
    if (byte < bytes - 10) ASSERT_FALSE(is_new) << byte;
    held = loaded.settings->revision;
  }
  EXPECT_GT(held, 2U);
}

TEST_F(Store, KeepsWhatItWroteInOneLifeWhenThePowerIsCutInTheNextWriteOfThatLife) {
  const Duration time = write(1);
  ASSERT_GT(time, Duration::zero());
  world_.power_cut(*host_);
  main_ = [](Host& host) -> Task<void> {
    SettingsStore store(host.flash());
    store.load();
    for (const std::uint64_t revision : {2U, 3U}) {
      const DeviceSettings settings = settings_of_revision(revision);
      static_cast<void>(co_await store.store(settings));
    }
  };
  world_.at(world_.now() + time + time / 2, [this] { world_.power_cut(*host_); });
  world_.power_on(*host_);
  world_.run(world_.now() + std::chrono::seconds(1));
  ASSERT_TRUE(load().settings);
  EXPECT_EQ(load().settings->revision, 2U);
}

TEST_F(Store, WritesTheFirstSettingsSafelyToo) {
  const Duration whole = write(1);
  for (const char* file : {"settings-a", "settings-b"}) ASSERT_TRUE(host_->flash().remove(file));
  for (std::int64_t byte = 0; byte < whole / microseconds(1); ++byte) {
    write_and_cut(1, microseconds(byte));
    const auto loaded = load();
    ASSERT_FALSE(loaded.settings) << byte;
    ASSERT_EQ(loaded.damages.size(), 1U) << byte;
  }
  write(1);
  EXPECT_TRUE(load().settings);
}

TEST_F(Store, NoticesEveryFlippedBit) {
  write(1);
  const std::string good = *host_->flash().read("settings-a");
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ (1 << (i % 8)));
    corrupt("settings-a", bad);
    const auto loaded = load();
    ASSERT_FALSE(loaded.settings) << i;
    ASSERT_EQ(loaded.damages.size(), 1U) << i;
  }
}

TEST_F(Store, QuotesNoSecretInItsReasons) {
  write(1);
  std::string bad = *host_->flash().read("settings-a");
  bad.back() = '?';
  corrupt("settings-a", bad);
  EXPECT_EQ(load().damages, std::vector<std::string>{"settings-a: the checksum does not fit"});
}

TEST(Settings, AreALineEachAndTheCallAgentsLast) {
  EXPECT_EQ(write_settings(settings_of_revision(1)),
            "revision 1\n"
            "domain voip.example.net\n"
            "device-name line100042\n"
            "username line100042\n"
            "password  s3 cret \n"
            "expires 600\n"
            "call-agent sip udp 5070 ca1.voip.example.net\n"
            "call-agent sip udp - 2001:db8::1\n");
}

TEST(Settings, AreRefusedWithAReasonThatQuotesNoValue) {
  const auto reason_of = [](std::string_view text) { return parse_settings(text).error().reason; };
  EXPECT_EQ(reason_of("revision x\n"), "revision is not a number");
  EXPECT_EQ(reason_of("expires 4294967296\n"), "expires is not a number of seconds");
  EXPECT_EQ(reason_of("password secret\n"), "a setting that is not known");
  EXPECT_EQ(reason_of("call-agent sip sctp - a\n"), "call-agent is malformed");
  EXPECT_EQ(reason_of("call-agent sip udp 0 a\n"), "call-agent has a malformed port");
  EXPECT_EQ(reason_of("revision 1\n"), "domain is missing");
  EXPECT_EQ(reason_of("domain d\n"), "device-name is missing");
  EXPECT_EQ(reason_of("domain d\ndevice-name n\n"), "call-agent is missing");
}

TEST(Settings, AreRefusedWhereTheyAreNotWhatWasWritten) {
  const std::string good = write_settings(settings_of_revision(1));
  ASSERT_TRUE(parse_settings(good));
  for (const std::string bad :
       {"", "revision x\n", "unknown 1\n", "password x\n", "expires -1\n", "call-agent sip udp\n",
        "call-agent sip udp 99999 a\n", "call-agent ftp udp - a\n", "domain\ndevice-name n\n"}) {
    EXPECT_FALSE(parse_settings(bad)) << bad;
  }
}

}  // namespace
}  // namespace dialtone
