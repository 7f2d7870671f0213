#include "world/virtual/virtual_host.h"

#include <algorithm>
#include <cassert>
#include <tuple>

#include "world/virtual/virtual_stream.h"
#include "world/virtual/virtual_udp_socket.h"
#include "world/virtual/virtual_world.h"

namespace dialtone {

VirtualHost::VirtualHost(VirtualWorld& world, HostConfig config, std::uint64_t seed, WallTime wall_base)
    : Host(std::move(config.name), world.loop(), seed, config.wall_clock.value_or(wall_base), config.script),
      world_(world),
      main_(std::move(config.main)),
      addresses_(std::move(config.addresses)),
      link_(&world.network().share(config.link)),
      behind_(config.behind),
      region_(config.region),
      processor_(config.cores),
      flash_(*this, config.flash_byte_time) {
  assert(!addresses_.empty());
  assert(link_->mtu_bytes >= 576);
  addresses_.shrink_to_fit();
}

VirtualHost::~VirtualHost() { switch_off(false); }

// --- power ---

void VirtualHost::switch_on() {
  assert(main_ && !powered());
  assert(scope().strands().empty());
  assert(udp_sockets_.empty() && listeners_ == nullptr && "of its earlier life no socket is left");
  connections_.reset();
  set_powered(true);
  set_power_off_requested(false);
  spawn("main", live());
}

Task<void> VirtualHost::live() {
  co_await main_(*this);
  world_.main_returned(*this);
}

void VirtualHost::press_power_button() {
  assert(powered());
  set_power_off_requested(true);
  power_button().notify();
}

void VirtualHost::switch_off(bool politely) {
  if (!politely) set_powered(false);
  scope().destroy_all();
  assert(!politely || (udp_sockets_.empty() && (listeners_ == nullptr || listeners_->empty())));
  set_powered(false);
  udp_sockets_.clear();
  listeners_.reset();
  // After a polite switch-off, bytes written before the end are still delivered, as by a kernel; otherwise the
  // connections are dropped.
  if (!politely) connections_.reset();
  processor_.reset();
}

// --- time and record ---

Task<void> VirtualHost::work(Duration cost) {
  if (cost <= Duration::zero()) co_return;
  co_await Wait::for_arrival(processor_.occupy(world_now(), cost), kNever, "a processor core");
}

void VirtualHost::record_fields(const DeclaredEvent& event, std::span<const Field> fields) {
  note(event.hash + static_cast<std::uint64_t>(world_now().time_since_epoch().count()));
  for (const Field& field : fields) {
    const std::uint64_t value =
        field.kind == Field::Kind::kText ? hash_text(field.text) : static_cast<std::uint64_t>(field.integer);
    note(hash_text(field.key) + value);
  }
  world_.record(*this, event.name, fields);
}

void VirtualHost::note_timer(Moment at) { note(static_cast<std::uint64_t>(at.time_since_epoch().count())); }

void VirtualHost::note_packet(const Packet& packet, std::uint64_t verdict) {
  const TcpHeader& tcp = packet.tcp;
  const std::uint64_t flags = std::uint64_t{tcp.syn} | std::uint64_t{tcp.ack} << 1 | std::uint64_t{tcp.fin} << 2 |
                              std::uint64_t{tcp.rst} << 3 | verdict << 4 |
                              static_cast<std::uint64_t>(packet.protocol) << 8;
  note(static_cast<std::uint64_t>(world_now().time_since_epoch().count()) ^ flags);
  note(std::hash<Endpoint>()(packet.from) + 3 * std::hash<Endpoint>()(packet.to));
  note(hash_text(packet.payload));
  if (packet.protocol == Transport::kTcp) {
    note(tcp.sequence ^ tcp.acknowledgement << 32 ^ std::uint64_t{tcp.window_bytes} << 20);
  }
}

void VirtualHost::note_received(const Packet& packet) {
  constexpr std::uint64_t kReceived = 15;  // no Verdict::fold() has this value
  note_packet(packet, kReceived);
}

std::uint64_t VirtualHost::fingerprint() const { return combine(key(), hash_); }

// --- opening sockets ---

bool VirtualHost::owns(const IpAddress& address) const {
  return std::find(addresses_.begin(), addresses_.end(), address) != addresses_.end();
}

const IpAddress* VirtualHost::source_for(const IpAddress& remote) const {
  for (const IpAddress& address : addresses_) {
    if (address.is_v4() == remote.is_v4()) return &address;
  }
  return nullptr;
}

namespace {

bool overlaps(const Endpoint& one, const Endpoint& other) {
  return one.port == other.port && one.address.is_v4() == other.address.is_v4() &&
         (one.address == other.address || one.address.is_unspecified() || other.address.is_unspecified());
}

}  // namespace

bool VirtualHost::port_taken(Transport protocol, const Endpoint& local) const {
  if (protocol == Transport::kUdp) {
    return std::any_of(udp_sockets_.begin(), udp_sockets_.end(),
                       [&](const VirtualUdpSocket* socket) { return overlaps(socket->local(), local); });
  }
  return find_listener(local) != nullptr;
}

std::uint16_t VirtualHost::free_port(Transport protocol, const IpAddress& address) {
  static_assert(kFirstEphemeralPort + kEphemeralPorts == 65'536);
  for (int tried = 0; tried < kEphemeralPorts; ++tried) {
    const std::uint16_t port = next_port_;
    assert(port >= kFirstEphemeralPort);
    next_port_ = port == 65535 ? kFirstEphemeralPort : static_cast<std::uint16_t>(port + 1);
    if (!port_taken(protocol, Endpoint{address, port})) return port;
  }
  return 0;
}

std::uint16_t VirtualHost::port_towards(const Endpoint& remote, const IpAddress& source) {
  for (int tried = 0; tried < kEphemeralPorts; ++tried) {
    const std::uint16_t port = free_port(Transport::kTcp, source);
    if (port == 0 || !connections_->contains(Pair{{source, port}, remote})) return port;
  }
  return 0;
}

Result<std::unique_ptr<UdpSocket>, IoError> VirtualHost::open_udp(const Endpoint& wanted) {
  Endpoint local = wanted;
  if (!local.address.is_unspecified() && !owns(local.address)) return IoError::kNotAvailable;
  if (local.port == 0) local.port = free_port(Transport::kUdp, local.address);
  if (local.port == 0 || port_taken(Transport::kUdp, local)) return IoError::kAddressInUse;
  assert(powered() && local.port != 0);
  auto socket = std::make_unique<VirtualUdpSocket>(*this, local);
  udp_sockets_.push_back(socket.get());
  return std::unique_ptr<UdpSocket>(std::move(socket));
}

Result<std::unique_ptr<Listener>, IoError> VirtualHost::listen(const Endpoint& wanted) {
  Endpoint local = wanted;
  if (!local.address.is_unspecified() && !owns(local.address)) return IoError::kNotAvailable;
  if (local.port == 0) local.port = free_port(Transport::kTcp, local.address);
  if (local.port == 0 || port_taken(Transport::kTcp, local)) return IoError::kAddressInUse;
  assert(powered() && local.port != 0);
  auto listener = std::make_unique<VirtualListener>(*this, local);
  if (listeners_ == nullptr) listeners_ = std::make_unique<std::vector<VirtualListener*>>();
  listeners_->push_back(listener.get());
  return std::unique_ptr<Listener>(std::move(listener));
}

Result<std::unique_ptr<Connecting>, IoError> VirtualHost::start_connect(const Endpoint& remote) {
  const IpAddress* source = source_for(remote.address);
  if (source == nullptr) return IoError::kUnreachable;
  if (connections_ == nullptr) connections_ = std::make_unique<Connections>();
  const Pair pair{{*source, port_towards(remote, *source)}, remote};
  if (pair.local.port == 0) return IoError::kNotAvailable;
  assert(powered() && !connections_->contains(pair));
  auto connection = std::make_unique<TcpConnection>(*this, pair.local, remote);
  TcpConnection& kept = *connections_->emplace(pair, std::move(connection)).first->second;
  return std::unique_ptr<Connecting>(std::make_unique<VirtualConnecting>(*this, kept));
}

Task<Result<Addresses, IoError>> VirtualHost::resolve(std::string name, Moment deadline) {
  const Result<IpAddress> literal = parse_ip_address(name);
  if (literal) co_return Addresses{*literal};
  std::optional<Result<Addresses, IoError>> told;
  if (script() != nullptr) {
    told = co_await ask_script(name, deadline);
    if (told && !*told && told->error() == IoError::kDeadline) co_return *told;
  }
  constexpr Purpose kLoss("resolver.loss");
  constexpr int kAttempts = 2;
  constexpr Duration kAttemptTimeout = std::chrono::seconds(5);  // resolv.conf's defaults
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    const bool question_lost = !link_->loss.is_zero() && chance(kLoss).happens(link_->loss);
    const bool answer_lost = !link_->loss.is_zero() && chance(kLoss).happens(link_->loss);
    const bool lost = question_lost || answer_lost;
    // The host's clock measures the time-out; the arrival of an answer is by the world's clock.
    const Moment next_attempt = lost ? now() + kAttemptTimeout : kNever;
    const Moment answer = lost ? kNever : world_now() + 2 * link_->latency;
    const Wake wake = co_await Wait::for_arrival(answer, std::min(next_attempt, deadline), "the name server");
    if (wake == Wake::kDeadline && next_attempt > deadline) co_return IoError::kDeadline;
    if (lost) continue;
    if (told) co_return *told;
    const Addresses* addresses = world_.find_name(name);
    if (addresses == nullptr) co_return IoError::kNoSuchName;
    co_return *addresses;
  }
  co_return IoError::kNameServer;
}

// --- sending ---

namespace {

std::unique_ptr<Transit> make_transit(const Endpoint& from, const Endpoint& to, Transport protocol,
                                      std::string_view payload) {
  std::unique_ptr<Transit> transit = Network::make_transit();
  transit->packet.from = from;
  transit->packet.to = to;
  transit->packet.protocol = protocol;
  transit->packet.payload = payload;
  return transit;
}

}  // namespace

void VirtualHost::send_udp(const Endpoint& local, const Endpoint& to, std::string_view bytes) {
  Endpoint from = local;
  if (from.address.is_unspecified()) {
    const IpAddress* source = source_for(to.address);
    if (source == nullptr) return;
    from.address = *source;
  }
  world_.network().send(make_transit(from, to, Transport::kUdp, bytes), *this, next_hop(to.address));
}

void VirtualHost::send_tcp(const Endpoint& local, const Endpoint& to, VirtualHost* receiver, const TcpHeader& header,
                           std::string_view payload) {
  std::unique_ptr<Transit> transit = make_transit(local, to, Transport::kTcp, payload);
  transit->packet.tcp = header;
  if (receiver == nullptr) receiver = next_hop(to.address);
  world_.network().send(std::move(transit), *this, receiver);
}

Network& VirtualHost::network() const { return world_.network(); }

VirtualHost* VirtualHost::next_hop(const IpAddress& address) const {
  if (behind_ != nullptr && behind_->translates(address)) return behind_->next_hop_inside(address);
  return world_.network().find(address);
}

std::uint32_t VirtualHost::segment_bytes(const Endpoint& remote, const VirtualHost* peer) const {
  std::uint32_t mtu = link_->mtu_bytes;
  if (peer != nullptr) mtu = std::min(mtu, peer->link().mtu_bytes);
  assert(mtu >= 576);
  return std::min<std::uint32_t>(mtu, 65535) - (remote.address.is_v4() ? 40 : 60);
}

void VirtualHost::schedule_again(Event& event, Moment at) {
  event.cancel();
  schedule(event, at, EventClass::kTimer);
}

// --- receiving ---

void VirtualHost::receive(std::unique_ptr<Transit> transit) {
  Packet& packet = transit->packet;
  if (!owns(packet.to.address)) {
    return world_.network().tell(Vantage::kReceiver, Fate::kNoSuchHost, packet, *this);
  }
  if (!powered() && !is_of_a_connection(packet)) {
    return world_.network().tell(Vantage::kReceiver, Fate::kNoPower, packet, *this);
  }
  note_received(packet);
  world_.network().tell(Vantage::kReceiver, Fate::kReceived, packet, *this);
  if (packet.protocol == Transport::kUdp) {
    receive_udp(packet);
  } else {
    receive_tcp(packet);
  }
}

bool VirtualHost::is_of_a_connection(const Packet& packet) const {
  return packet.protocol == Transport::kTcp && connections_ != nullptr &&
         connections_->contains(Pair{packet.to, packet.from});
}

void VirtualHost::receive_udp(Packet& packet) {
  for (VirtualUdpSocket* socket : udp_sockets_) {
    if (!overlaps(socket->local(), packet.to)) continue;
    socket->deliver(packet.from, std::move(packet.payload));
    return;
  }
}

VirtualListener* VirtualHost::find_listener(const Endpoint& to) const {
  if (listeners_ == nullptr) return nullptr;
  for (VirtualListener* listener : *listeners_) {
    if (overlaps(listener->local(), to)) return listener;
  }
  return nullptr;
}

void VirtualHost::receive_tcp(const Packet& packet) {
  const Pair pair{packet.to, packet.from};
  if (connections_ != nullptr) {
    const auto found = connections_->find(pair);
    if (found != connections_->end()) {
      TcpConnection& connection = *found->second;
      connection.receive(packet);
      sweep(connection);
      return;
    }
  }
  assert(powered() && "a host that is off takes only what is of its connections");
  VirtualListener* listener = find_listener(packet.to);
  if (listener == nullptr || !packet.tcp.syn || packet.tcp.ack) {
    refuse(packet);
    return;
  }
  if (!listener->has_room()) return;
  if (connections_ == nullptr) connections_ = std::make_unique<Connections>();
  connections_->emplace(pair, std::make_unique<TcpConnection>(*this, pair.local, pair.remote, *listener, packet.tcp));
}

void VirtualHost::refuse(const Packet& packet) {
  if (packet.tcp.rst) return;
  TcpHeader header;
  header.rst = true;
  header.ack = true;
  header.sequence = packet.tcp.acknowledgement;
  header.acknowledgement = packet.tcp.sequence + packet.payload.size() + (packet.tcp.syn ? 1 : 0);
  send_tcp(packet.to, packet.from, nullptr, header, {});
}

void VirtualHost::sweep(TcpConnection& connection) {
  if (!connection.finished()) return;
  const std::size_t erased = connections_->erase(Pair{connection.local(), connection.remote()});
  assert(erased == 1 && "a connection is its host's until it is swept");
  // Drops the empty table of a device, to save memory; a server keeps its table.
  constexpr std::size_t kSmallTable = 16;
  if (connections_->empty() && connections_->bucket_count() <= kSmallTable) connections_.reset();
}

void VirtualHost::remove_udp(VirtualUdpSocket& socket) {
  const std::size_t erased = std::erase(udp_sockets_, &socket);
  assert(erased == 1 && "a socket is closed in the life in which it was opened");
}

void VirtualHost::remove_listener(VirtualListener& listener) {
  assert(listeners_ != nullptr);
  const std::size_t erased = std::erase(*listeners_, &listener);
  assert(erased == 1 && "a listener is closed in the life in which it was opened");
  if (connections_ == nullptr) return;
  for (TcpConnection* connection : connections_in_order()) {
    if (connection->listener() != &listener) continue;
    connection->forget_listener();
    assert(connection->finished());
    sweep(*connection);
  }
}

std::vector<TcpConnection*> VirtualHost::connections_in_order() const {
  std::vector<TcpConnection*> all;
  if (connections_ == nullptr) return all;
  all.reserve(connections_->size());
  for (const auto& [pair, connection] : *connections_) all.push_back(connection.get());
  std::sort(all.begin(), all.end(), [](const TcpConnection* one, const TcpConnection* other) {
    return std::tie(one->local(), one->remote()) < std::tie(other->local(), other->remote());
  });
  return all;
}

void VirtualHost::change_address(const IpAddress& to) {
  const IpAddress former = address();
  assert(!owns(to) && former.is_v4() == to.is_v4());
  addresses_.front() = to;
  for (VirtualUdpSocket* socket : udp_sockets_) {
    if (socket->local().address == former) socket->lose_address();
  }
  for (TcpConnection* connection : connections_in_order()) {
    if (connection->local().address != former) continue;
    connection->lose_address();
    sweep(*connection);
  }
}

void VirtualHost::reset_connections() {
  for (TcpConnection* connection : connections_in_order()) {
    connection->reset_by_network();
    sweep(*connection);
  }
}

}  // namespace dialtone
