// What a scenario's faults do to the devices of one group from inside: their questions for names, and their flash. Also
// where names lead that have to lead elsewhere for the group, faults or not: to a proxy, or to a relay.
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

// Where everything is, for whoever answers questions for names.
struct NamedPlaces {
  // Of servers and proxies, by their names as targets.
  std::map<std::string, IpAddress, std::less<>> addresses;
  // The domain names of the servers, by the same.
  std::map<std::string, std::string, std::less<>> domain_names;
  // That nobody has.
  IpAddress nowhere;
};

class DeviceFaults : public HostScript {
 public:
  // Called when the n-th write that a trigger waits for has begun: the power is to be cut when `byte` bytes are
  // written.
  using OnWrite = std::function<void(const Host& writer, const Fault& fault, std::uint64_t byte)>;

  // `scenario`, `places` and `open` must outlive it. `group`: the number of the devices' group.
  DeviceFaults(const Scenario& scenario, std::size_t group, const NamedPlaces& places, const OpenWindows& open,
               OnWrite on_write);

  // From now on the server's name leads there for this group.
  void lead(std::string_view server_target, const IpAddress& address);
  // Whether the group's hosts need it at all.
  bool is_needed() const { return !names_.empty() || !flash_.empty() || !writes_.empty() || !led_.empty(); }

  NameAct on_question(const Host& asker, std::string_view name) override;
  FlashAct on_write(const Host& writer, std::string_view file, std::size_t bytes) override;

 private:
  // A fault that counts the writes of each host, by name. Looked up only.
  struct Counted {
    const Fault* fault = nullptr;
    std::unordered_map<std::string, std::uint64_t> writes{};
  };

  // A fault that answers questions for names.
  struct Answering {
    const Fault* fault = nullptr;
    const NameAction* action = nullptr;
  };

  bool is_about(const Fault& fault, std::string_view name) const;
  NameAct act_of(const NameAction& action) const;

  const NamedPlaces& places_;
  const OpenWindows& open_;
  OnWrite on_write_;
  std::vector<Answering> names_;
  std::vector<Counted> flash_;
  std::vector<Counted> writes_;
  // By domain name.
  std::map<std::string, IpAddress, std::less<>> led_;
};

}  // namespace dialtone
