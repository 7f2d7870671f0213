// A host of the real world: implements Host with the operating system's sockets.
#pragma once

#include <Poco/AutoPtr.h>
#include <Poco/Net/SocketImpl.h>

#include <memory>
#include <vector>

#include "world/host.h"
#include "world/list.h"
#include "world/real/real_flash.h"
#include "world/world.h"

namespace dialtone {

class RealStream;
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

  // Keeps a socket of a host without power open but unserved, until the host boots again.
  void bury(const Poco::AutoPtr<Poco::Net::SocketImpl>& socket) { graveyard_.push_back(socket); }

  // A stream is registered with its host for its lifetime.
  void add_stream(RealStream& stream);

  // --- for the world ---
  //
  // Resets the sockets kept by bury(), then starts the main.
  void switch_on();
  void press_power_button();
  void switch_off(bool politely);
  void reset_connections();

 private:
  Result<std::unique_ptr<Connecting>, IoError> start_connect(const Endpoint& remote) override;
  void record_fields(const DeclaredEvent& event, std::span<const Field> fields) override;
  Task<void> live();

  RealWorld& world_;
  Main main_;
  std::vector<IpAddress> addresses_;
  RealFlash flash_;
  std::vector<Poco::AutoPtr<Poco::Net::SocketImpl>> graveyard_;
  List<RealStream> streams_;
};

}  // namespace dialtone
