// A virtual world with a device, a provisioning server and a call agent. Links have no latency, so that every moment is
// exact.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "device_sim/life/device.h"
#include "tests/device_sim/scripted_servers.h"
#include "tests/heard.h"
#include "world/host_script.h"
#include "world/virtual/virtual_world.h"

namespace dialtone {

using namespace std::chrono_literals;

class StoryRecord : public Recorder {
 public:
  struct Seen {
    Moment time;
    std::string name;
    std::map<std::string, std::string, std::less<>> fields;

    // Requires that the field is a duration or a number.
    std::int64_t number(std::string_view field) const { return std::stoll(fields.find(field)->second); }
    std::string text(std::string_view field) const { return fields.contains(field) ? fields.find(field)->second : ""; }
  };

  void record(const RecordedEvent& event) override;
  Heard<Seen> named(std::string_view name) const;
  std::size_t count(std::string_view name) const { return named(name).size(); }
  // Returns `off>booting booting>provisioning ...`.
  std::string states() const;
  // Returns the events' names in order, without device.state.
  std::vector<std::string> names() const;
  // Returns all values of all fields, to search for secrets.
  std::string all_text() const;
  void clear() { all_.clear(); }

 private:
  std::vector<Seen> all_;
};

// Can make a device's flash refuse writes.
class FlashTrouble : public HostScript {
 public:
  FlashAct on_write(const Host&, std::string_view, std::size_t) override { return {.fails = refuses}; }
  bool refuses = false;
};

class DeviceStory : public testing::Test {
 protected:
  DeviceStory();

  // Switches the servers and the device on.
  void start();
  void run_for(Duration duration) { world_.run(world_.now() + duration); }
  void run_until(Duration since_start) { world_.run(Moment(since_start)); }
  // Switches the power off for a second.
  void power_cycle();
  // Makes a device that has stored settings and then has lost its power.
  void store_settings();

  // Returns settings for the device.
  static provisioning::ProvisionResponse settings();

  static constexpr Duration kBootTime = 1s;

  StoryRecord events_;
  DeviceProfile profile_;
  DeviceConfig config_;
  ScriptedProvisioning provisioning_;
  ScriptedRegistrar registrar_;
  ScriptedRegistrar backup_;
  FlashTrouble flash_trouble_;
  VirtualWorld world_;
  Host* provisioning_host_ = nullptr;
  Host* registrar_host_ = nullptr;
  Host* backup_host_ = nullptr;
  Host* device_ = nullptr;
  Endpoint contact_{IpAddress::v4(10, 0, 1, 1), 5060};

 private:
  Host& add(std::string name, const IpAddress& address, Host::Main main);
};

}  // namespace dialtone
