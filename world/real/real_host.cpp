#include "world/real/real_host.h"

#include <Poco/Net/DatagramSocketImpl.h>
#include <Poco/Net/StreamSocketImpl.h>
#include <sys/socket.h>

#include <cassert>
#include <cerrno>

#include "world/real/poco_net.h"
#include "world/real/real_stream.h"
#include "world/real/real_udp_socket.h"
#include "world/real/real_world.h"
#include "world/real/system_address.h"

namespace dialtone {

RealHost::RealHost(RealWorld& world, HostConfig config, std::uint64_t seed, WallTime wall_base,
                   const std::filesystem::path& flash_folder)
    : Host(std::move(config.name), world.loop(), seed, config.wall_clock.value_or(wall_base), config.script),
      world_(world),
      main_(std::move(config.main)),
      addresses_(std::move(config.addresses)),
      flash_(*this, flash_folder.empty() ? flash_folder : flash_folder / name()) {
  assert(!addresses_.empty());
}

RealHost::~RealHost() { switch_off(false); }

void RealHost::switch_on() {
  assert(main_ && !powered());
  assert(scope().strands().empty());
  for (SystemSocket& socket : graveyard_) {
    try {
      socket->setLinger(true, 0);
    } catch (const Poco::Exception&) {
      // Datagram sockets and listeners have no connection to reset, so this may fail.
    }
    socket->close();
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
  assert(powered());
  set_power_off_requested(true);
  power_button().notify();
}

void RealHost::switch_off(bool politely) {
  if (!politely) set_powered(false);
  scope().destroy_all();
  set_powered(false);
}

void RealHost::add_stream(RealStream& stream) { streams_.push_back(stream); }

void RealHost::reset_connections() {
  for (RealStream* stream = streams_.front(); stream != nullptr; stream = streams_.after(stream)) {
    stream->reset_by_network();
  }
}

Task<void> RealHost::work(Duration /*cost*/) { co_return; }

void RealHost::record_fields(const DeclaredEvent& event, std::span<const Field> fields) {
  world_.record(*this, event.name, fields);
}

namespace {

// Opens a non-blocking socket that child processes do not inherit. Error: kTooManyFiles.
template <typename Impl>
Result<SystemSocket, IoError> open_socket(const Endpoint& local, int type) {
  const int family = local.address.is_v4() ? AF_INET : AF_INET6;
  const int descriptor = ::socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return io_error(errno, IoError::kNotAvailable);
  return SystemSocket(new Impl(descriptor));
}

void bind_socket(SystemSocket& socket, const Endpoint& local, bool takes_over) {
  const Poco::Net::SocketAddress address = to_poco(local);
  if (local.address.is_v6()) {
    socket->bind6(address, takes_over, false, true);
  } else {
    socket->bind(address, takes_over, false);
  }
}

Endpoint bound_end(SystemSocket& socket, const Endpoint& wanted) {
  return {wanted.address, wanted.port != 0 ? wanted.port : socket->address().port()};
}

}  // namespace

Result<std::unique_ptr<UdpSocket>, IoError> RealHost::open_udp(const Endpoint& local) {
  try {
    auto socket = open_socket<Poco::Net::DatagramSocketImpl>(local, SOCK_DGRAM);
    if (!socket) return socket.error();
    bind_socket(*socket, local, false);
    auto opened = std::make_unique<RealUdpSocket>(*this, world_.reactor(), world_.datagram_batch(), *socket,
                                                  bound_end(*socket, local));
    // A fixed port indicates a server, which needs a large buffer in a storm.
    if (local.port != 0) opened->enlarge_buffer();
    return std::unique_ptr<UdpSocket>(std::move(opened));
  } catch (const Poco::Exception& exception) {
    return io_error(exception, IoError::kNotAvailable);
  }
}

Result<std::unique_ptr<Listener>, IoError> RealHost::listen(const Endpoint& local) {
  try {
    constexpr int kBacklog = 4096;
    auto socket = open_socket<Poco::Net::StreamSocketImpl>(local, SOCK_STREAM);
    if (!socket) return socket.error();
    // Permits a port that an ended connection still occupies, but not one that has a listener.
    bind_socket(*socket, local, true);
    // Accepted connections inherit this option.
    (*socket)->setNoDelay(true);
    (*socket)->listen(kBacklog);
    return std::unique_ptr<Listener>(
        std::make_unique<RealListener>(*this, world_.reactor(), *socket, bound_end(*socket, local)));
  } catch (const Poco::Exception& exception) {
    return io_error(exception, IoError::kNotAvailable);
  }
}

Result<std::unique_ptr<Connecting>, IoError> RealHost::start_connect(const Endpoint& remote) {
  try {
    auto socket = open_socket<Poco::Net::StreamSocketImpl>(remote, SOCK_STREAM);
    if (!socket) return socket.error();
    // Connects from the host's own address, unless that is loopback.
    for (const IpAddress& address : addresses_) {
      if (address.is_v4() != remote.address.is_v4() || address.is_unspecified()) continue;
      if (address != IpAddress::loopback_v4() && address != IpAddress::loopback_v6()) {
        (*socket)->bind(to_poco(Endpoint{address, 0}), true);
      }
      break;
    }
    (*socket)->setNoDelay(true);
    const SystemAddress address(remote);
    const bool connected = ::connect((*socket)->sockfd(), address.data(), address.size()) == 0;
    return std::unique_ptr<Connecting>(
        std::make_unique<RealConnecting>(*this, world_.reactor(), *socket, remote, connected ? 0 : errno));
  } catch (const Poco::Exception& exception) {
    return io_error(exception, IoError::kUnreachable);
  }
}

Task<Result<Addresses, IoError>> RealHost::resolve(std::string name, Moment deadline) {
  const Result<IpAddress> literal = parse_ip_address(name);
  if (literal) co_return Addresses{*literal};
  if (script() != nullptr) {
    const std::optional<Result<Addresses, IoError>> told = co_await ask_script(name, deadline);
    if (told) co_return *told;
  }
  if (const Addresses* addresses = world_.find_name(name)) {
    // A name without addresses does not exist; the system is not asked.
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
