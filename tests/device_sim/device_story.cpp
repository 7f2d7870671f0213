#include "tests/device_sim/device_story.h"

namespace dialtone {

void StoryRecord::record(const RecordedEvent& event) {
  if (event.host != "device") return;
  Seen seen{event.time, std::string(event.name), {}};
  for (const Field& field : event.fields) {
    seen.fields[std::string(field.key)] =
        field.kind == Field::Kind::kText ? std::string(field.text) : std::to_string(field.integer);
  }
  all_.push_back(std::move(seen));
}

Heard<StoryRecord::Seen> StoryRecord::named(std::string_view name) const {
  Heard<Seen> found;
  for (const Seen& each : all_) {
    if (each.name == name) found.push_back(each);
  }
  return found;
}

std::string StoryRecord::states() const {
  std::string text;
  for (const Seen& each : named("device.state")) {
    text += (text.empty() ? "" : " ") + each.text("from") + ">" + each.text("to");
  }
  return text;
}

std::vector<std::string> StoryRecord::names() const {
  std::vector<std::string> all;
  for (const Seen& each : all_) {
    if (each.name != "device.state") all.push_back(each.name);
  }
  return all;
}

std::string StoryRecord::all_text() const {
  std::string text;
  for (const Seen& each : all_) {
    for (const auto& [key, value] : each.fields) text += key + "=" + value + "\n";
  }
  return text;
}

DeviceStory::DeviceStory() : world_({.seed = 7, .recorder = &events_}) {
  profile_.boot_time = kBootTime;
  profile_.boot_spread = 0s;
  config_.serial_number = "DT0000000042";
  config_.mac_address = *parse_mac_address("02:D1:A1:00:00:2A");
  config_.customer_number = "C100042";
  config_.provisioning_url = "http://prov.example.net/provision";
  config_.profile = &profile_;
  provisioning_.script = [](const http::Request&) { return ScriptedProvisioning::ok(settings()); };
  world_.set_name("prov.example.net", {IpAddress::v4(10, 0, 0, 1)});
  world_.set_name("ca1.voip.example.net", {IpAddress::v4(10, 0, 0, 2)});
  world_.set_name("ca2.voip.example.net", {IpAddress::v4(10, 0, 0, 3)});
  provisioning_host_ =
      &add("provisioning", IpAddress::v4(10, 0, 0, 1), [this](Host& host) { return provisioning_.run(host); });
  registrar_host_ = &add("registrar", IpAddress::v4(10, 0, 0, 2), [this](Host& host) { return registrar_.run(host); });
  backup_host_ = &add("backup", IpAddress::v4(10, 0, 0, 3), [this](Host& host) { return backup_.run(host); });
  device_ = &add("device", contact_.address, [this](Host& host) { return run_device(host, config_); });
}

Host& DeviceStory::add(std::string name, const IpAddress& address, Host::Main main) {
  HostConfig config;
  config.name = std::move(name);
  config.addresses = {address};
  config.main = std::move(main);
  config.script = &flash_trouble_;
  return world_.add_host(std::move(config));
}

void DeviceStory::start() {
  world_.power_on(*provisioning_host_);
  world_.power_on(*registrar_host_);
  world_.power_on(*backup_host_);
  world_.power_on(*device_);
}

void DeviceStory::power_cycle() {
  world_.power_cut(*device_);
  run_for(1s);
  world_.power_on(*device_);
}

void DeviceStory::store_settings() {
  start();
  run_for(kBootTime + 1s);
  ASSERT_EQ(events_.count("settings.stored"), 1U);
  world_.power_cut(*device_);
  run_for(1s);
  events_.clear();
  registrar_.requests.clear();
  provisioning_.requests.clear();
}

provisioning::ProvisionResponse DeviceStory::settings() {
  provisioning::ProvisionResponse answer;
  answer.revision = 18;
  answer.domain = "voip.example.net";
  answer.call_agents = {{.address = "ca1.voip.example.net"}};
  answer.device_name = "line100042";
  answer.authentication = provisioning::Authentication{"line100042", "s3cret"};
  answer.expires_seconds = 3600;
  answer.product_description = "ATA-2";
  answer.customer_number = "C100042";
  answer.serial_number = "DT0000000042";
  answer.mac_address = *parse_mac_address("02:D1:A1:00:00:2A");
  answer.ip_address = IpAddress::v4(10, 0, 1, 1);
  return answer;
}

}  // namespace dialtone
