// Faults inside the devices of one group: in their DNS look-ups, and in their flash. Also makes servers' names resolve
// to the proxy or relay in front of the group, with or without faults.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "scenarios/faults/open_windows.h"
#include "scenarios/language/parties/scenario.h"
#include "values/ip_address.h"
#include "world/host_script.h"

namespace dialtone {

// The addresses and domain names from which DNS look-ups are answered.
struct NamedPlaces {
  // The addresses of servers and proxies, by target name.
  std::map<std::string, IpAddress, std::less<>> addresses;
  // The servers' domain names, by target name.
  std::map<std::string, std::string, std::less<>> domain_names;
  // An address that no host has.
  IpAddress nowhere;
};

class DeviceFaults : public HostScript {
 public:
  // Called when a device begins the write for which a trigger counts (`when`). The receiver cuts the power after `byte`
  // bytes.
  using OnWrite = std::function<void(const Host& writer, const Fault& fault, std::uint64_t byte)>;

  // `scenario`, `places` and `open` must outlive this object. `group`: the index of the devices' group.
  DeviceFaults(const Scenario& scenario, std::size_t group, const NamedPlaces& places, const OpenWindows& open,
               OnWrite on_write);

  // From now on the server's name resolves to `address` for this group.
  void lead(std::string_view server_target, const IpAddress& address);
  // True if the group's hosts need this script, because a fault or lead() changes something for them.
  bool is_needed() const { return !names_.empty() || !flash_.empty() || !writes_.empty() || !led_.empty(); }

  NameAct on_question(const Host& asker, std::string_view name) override;
  FlashAct on_write(const Host& writer, std::string_view file, std::size_t bytes) override;

 private:
  // A fault, and how many matching acts each host has done so far, by host name. The map is never iterated.
  struct CountedActs {
    const Fault* fault = nullptr;
    std::unordered_map<std::string, std::uint64_t> acts{};
  };
  // A fault that changes answers to DNS look-ups.
  struct Answering {
    CountedActs questions;
    const NameAction* action = nullptr;
  };

  // Counts a matching act of the host. True if the fault hits this act.
  bool is_hit(CountedActs& counted, const Host& host) const;
  bool is_about(const Fault& fault, std::string_view name) const;
  NameAct act_of(const NameAction& action) const;

  std::uint64_t seed_;
  const NamedPlaces& places_;
  const OpenWindows& open_;
  OnWrite on_write_;
  std::vector<Answering> names_;
  std::vector<CountedActs> flash_;
  std::vector<CountedActs> writes_;
  // The addresses that lead() has set, by domain name.
  std::map<std::string, IpAddress, std::less<>> led_;
};

}  // namespace dialtone
