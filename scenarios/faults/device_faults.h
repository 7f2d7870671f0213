// Faults inside the devices of one group: their questions for names, and their flash. Also redirects names for a group
// behind a proxy or a relay, with or without faults.
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

// The addresses and domain names that answer questions for names.
struct NamedPlaces {
  // Of servers and proxies, by target name.
  std::map<std::string, IpAddress, std::less<>> addresses;
  // The servers' domain names, by target name.
  std::map<std::string, std::string, std::less<>> domain_names;
  // An address that nobody has.
  IpAddress nowhere;
};

class DeviceFaults : public HostScript {
 public:
  // Called when the n-th write that a trigger waits for begins. The power is to be cut after `byte` bytes.
  using OnWrite = std::function<void(const Host& writer, const Fault& fault, std::uint64_t byte)>;

  // `scenario`, `places` and `open` must outlive it. `group`: the index of the devices' group.
  DeviceFaults(const Scenario& scenario, std::size_t group, const NamedPlaces& places, const OpenWindows& open,
               OnWrite on_write);

  // From now on the server's name resolves to `address` for this group.
  void lead(std::string_view server_target, const IpAddress& address);
  // True if the group's hosts need this script.
  bool is_needed() const { return !names_.empty() || !flash_.empty() || !writes_.empty() || !led_.empty(); }

  NameAct on_question(const Host& asker, std::string_view name) override;
  FlashAct on_write(const Host& writer, std::string_view file, std::size_t bytes) override;

 private:
  // A fault, and what each host has done so far that matches. Never iterated.
  struct CountedActs {
    const Fault* fault = nullptr;
    std::unordered_map<std::string, std::uint64_t> acts{};
  };
  // A fault that changes answers to questions for names.
  struct Answering {
    CountedActs questions;
    const NameAction* action = nullptr;
  };

  // Counts an act of the host that matches. True if the fault is about it.
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
