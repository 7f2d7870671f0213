// The arguments of the device_sim command.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "device_sim/model/profile.h"
#include "values/command_line.h"
#include "values/ip_address.h"
#include "values/result.h"
#include "values/time.h"

namespace dialtone {

struct FleetOptions {
  std::string provisioning_url;  // empty only if provisioning is skipped
  std::string subscribers;       // a CSV file; `-` is standard input
  std::optional<std::uint64_t> count;
  std::uint64_t power_ons_per_second = 0;  // 0: all devices are powered on at once
  std::optional<std::uint64_t> seed;
  DocumentCarrier document = DocumentCarrier::kBody;
  // A single address is shared by all devices. In a block each device has its own address, from the second address on.
  Cidr bind{IpAddress::loopback_v4(), 32};
  std::map<std::string, std::vector<IpAddress>> names;
  std::string flash_folder;  // empty: flash is in memory
  bool skips_provisioning = false;
  std::optional<Duration> duration;
  bool exits_when_registered = false;
  std::string summary;  // the file for summary.json; empty: it is not written
  std::string events;   // a file, or `-` for standard output; empty: none
};

// The failure names the option and what is wrong with it.
Result<FleetOptions> parse_fleet_options(const std::vector<std::string>& arguments, const Environment& environment);

}  // namespace dialtone
