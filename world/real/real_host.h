// A host of the real world: the operating system's sockets behind the seam.
#pragma once

#include <Poco/Net/Socket.h>

#include <memory>
#include <vector>

#include "world/host.h"
#include "world/real/real_flash.h"
#include "world/world.h"

namespace dialtone {

class RealWorld;

class RealHost : public Host {
 public:
  RealHost(RealWorld& world, HostConfig config, std::uint64_t seed, WallTime wall_base,
           const std::filesystem::path& flash_folder);
  ~RealHost() override;

  // --- Host ---
  IpAddress address() const override { return addresses_.front(); }
  Task<void> work(Duration cost) override;
  Result<std::unique_ptr<UdpSocket>, IoError> open_udp(const Endpoint& local) override;
  Result<std::unique_ptr<Listener>, IoError> listen(const Endpoint& local) override;
  Task<Result<Addresses, IoError>> resolve(std::string name, Moment deadline) override;
  Flash& flash() override { return flash_; }
  using Host::record;
  void record(std::string_view event, std::span<const Field> fields) override;

  // Keeps the socket of a host without power open and silent until it boots again.
  void bury(const Poco::Net::Socket& socket) { graveyard_.push_back(socket); }

  // --- the world's side ---
  // What was buried is reset, then the main begins.
  void switch_on();
  void press_power_button();
  void switch_off(bool politely);

 private:
  Result<std::unique_ptr<Connecting>, IoError> start_connect(const Endpoint& remote) override;
  Task<void> live();

  RealWorld& world_;
  Main main_;
  std::vector<IpAddress> addresses_;
  RealFlash flash_;
  std::vector<Poco::Net::Socket> graveyard_;
};

}  // namespace dialtone
