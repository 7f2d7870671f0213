#include "world/real/real_host.h"

#include <Poco/Net/DatagramSocket.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/StreamSocket.h>

#include <algorithm>
#include <cassert>

#include "world/real/poco_net.h"
#include "world/real/real_stream.h"
#include "world/real/real_udp_socket.h"
#include "world/real/real_world.h"

namespace dialtone {

RealHost::RealHost(RealWorld& world, HostConfig config, std::uint64_t seed, WallTime wall_base,
                   const std::filesystem::path& flash_folder)
    : Host(std::move(config.name), world.loop(), seed, config.wall_clock.value_or(wall_base)),
      world_(world),
      main_(std::move(config.main)),
      addresses_(std::move(config.addresses)),
      flash_(*this, flash_folder.empty() ? flash_folder : flash_folder / name()) {
  assert(!addresses_.empty());
}

RealHost::~RealHost() { switch_off(false); }

void RealHost::switch_on() {
  for (Poco::Net::Socket& socket : graveyard_) {
    try {
      socket.impl()->setLinger(true, 0);
    } catch (const Poco::Exception&) {
      // A datagram socket or a listener has nothing to reset.
    }
    socket.close();
  }
  graveyard_.clear();
  set_powered(true);
  set_power_off_requested(false);
  spawn("main", live());
}

Task<void> RealHost::live() {
  co_await main_(*this);
  world_.main_returned(*this);
}

void RealHost::press_power_button() {
  set_power_off_requested(true);
  power_button().notify();
}

void RealHost::switch_off(bool politely) {
  if (!politely) set_powered(false);
  scope().destroy_all();
  set_powered(false);
}

Task<void> RealHost::work(Duration /*cost*/) { co_return; }

void RealHost::record(std::string_view event, std::span<const Field> fields) { world_.record(*this, event, fields); }

Result<std::unique_ptr<UdpSocket>, IoError> RealHost::open_udp(const Endpoint& local) {
  try {
    const Poco::Net::SocketAddress address = to_poco(local);
    Poco::Net::DatagramSocket socket(address.family());
    socket.setBlocking(false);
    if (local.address.is_v6()) {
      socket.impl()->bind6(address, false, false, true);
    } else {
      socket.bind(address, false, false);
    }
    // A server in a storm needs room; the system grants what it allows.
    constexpr int kBufferBytes = 4 * 1024 * 1024;
    if (local.port != 0) socket.setReceiveBufferSize(kBufferBytes);
    const Endpoint bound = from_poco(socket.address());
    return std::unique_ptr<UdpSocket>(
        std::make_unique<RealUdpSocket>(*this, world_.reactor(), socket, Endpoint{local.address, bound.port}));
  } catch (const Poco::Exception& exception) {
    return io_error(exception, IoError::kNotAvailable);
  }
}

Result<std::unique_ptr<Listener>, IoError> RealHost::listen(const Endpoint& local) {
  try {
    constexpr int kBacklog = 4096;
    const Poco::Net::SocketAddress address = to_poco(local);
    Poco::Net::ServerSocket socket;
    // The port of a connection that has ended may be taken again, one that is listened on may not.
    if (local.address.is_v6()) {
      socket.bind6(address, true, false, true);
    } else {
      socket.bind(address, true, false);
    }
    socket.listen(kBacklog);
    socket.setBlocking(false);
    const Endpoint bound = from_poco(socket.address());
    return std::unique_ptr<Listener>(
        std::make_unique<RealListener>(*this, world_.reactor(), socket, Endpoint{local.address, bound.port}));
  } catch (const Poco::Exception& exception) {
    return io_error(exception, IoError::kNotAvailable);
  }
}

Result<std::unique_ptr<Connecting>, IoError> RealHost::start_connect(const Endpoint& remote) {
  try {
    Poco::Net::StreamSocket socket(remote.address.is_v4() ? Poco::Net::AddressFamily::IPv4
                                                          : Poco::Net::AddressFamily::IPv6);
    // A host with an address of its own speaks from it.
    for (const IpAddress& address : addresses_) {
      if (address.is_v4() != remote.address.is_v4() || address.is_unspecified()) continue;
      if (address != IpAddress::loopback_v4() && address != IpAddress::loopback_v6()) {
        socket.impl()->bind(to_poco(Endpoint{address, 0}), true);
      }
      break;
    }
    socket.connectNB(to_poco(remote));
    return std::unique_ptr<Connecting>(std::make_unique<RealConnecting>(*this, world_.reactor(), socket, remote));
  } catch (const Poco::Exception& exception) {
    return io_error(exception, IoError::kUnreachable);
  }
}

Task<Result<Addresses, IoError>> RealHost::resolve(std::string name, Moment deadline) {
  const Result<IpAddress> literal = parse_ip_address(name);
  if (literal) co_return Addresses{*literal};
  if (const Addresses* addresses = world_.find_name(name)) {
    // A name that was given no addresses does not exist; the system is not asked.
    if (addresses->empty()) co_return IoError::kNoSuchName;
    co_return *addresses;
  }
  if (world_.only_given_names()) co_return IoError::kNoSuchName;
  const std::shared_ptr<NameService::Question> question = world_.names().ask(std::move(name));
  while (!question->answer) {
    const Wake wake = co_await Wait(question->answered, deadline, "the name server");
    if (wake == Wake::kDeadline) co_return IoError::kDeadline;
  }
  co_return *question->answer;
}

}  // namespace dialtone
