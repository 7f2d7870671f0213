// A host of the virtual world: its addresses, sockets, link, cores, flash and fingerprint.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "world/host.h"
#include "world/virtual/line.h"
#include "world/virtual/packet.h"
#include "world/virtual/processor.h"
#include "world/virtual/tcp_connection.h"
#include "world/virtual/virtual_flash.h"
#include "world/world.h"

namespace dialtone {

class Network;
struct Transit;
class VirtualListener;
class VirtualUdpSocket;
class VirtualWorld;

class VirtualHost : public Host {
 public:
  VirtualHost(VirtualWorld& world, HostConfig config, std::uint64_t seed, WallTime wall_base);
  ~VirtualHost() override;

  // --- Host ---
  IpAddress address() const override { return addresses_.front(); }
  Task<void> work(Duration cost) override;
  Result<std::unique_ptr<UdpSocket>, IoError> open_udp(const Endpoint& local) override;
  Result<std::unique_ptr<Listener>, IoError> listen(const Endpoint& local) override;
  Task<Result<Addresses, IoError>> resolve(std::string name, Moment deadline) override;
  Flash& flash() override { return flash_; }
  void note_timer(Moment at) override;

  // --- for the network ---
  std::uint64_t key() const { return order_key(); }
  const std::vector<IpAddress>& addresses() const { return addresses_; }
  const Link& link() const { return *link_; }
  std::uint16_t region() const { return region_; }
  // The address translator between the host and the network; null: none.
  Nat* behind() const { return behind_; }
  Line& uplink() { return uplink_; }
  Line& downlink() { return downlink_; }
  Network& network() const;
  void note_packet(const Packet& packet, std::uint64_t verdict);
  void note_received(const Packet& packet);
  // Takes a packet. A host without power accepts only TCP segments of connections that it closed in order and that have
  // not ended yet.
  virtual void receive(std::unique_ptr<Transit> transit);
  // Returns the next host for packets to the address: its owner, or a translator in between; null if there is none.
  virtual VirtualHost* next_hop(const IpAddress& address) const;

  // --- for the sockets ---
  void send_udp(const Endpoint& local, const Endpoint& to, std::string_view bytes);
  // `receiver` is the next host on the way to `to`; null if the sender does not know it.
  void send_tcp(const Endpoint& local, const Endpoint& to, VirtualHost* receiver, const TcpHeader& header,
                std::string_view payload);
  // Returns the largest payload of a segment to `remote` that the MTU of both links permits.
  std::uint32_t segment_bytes(const Endpoint& remote, const VirtualHost* peer) const;
  void schedule_again(Event& event, Moment at);
  // Destroys the connection if nothing needs it any more.
  void sweep(TcpConnection& connection);
  void remove_udp(VirtualUdpSocket& socket);
  void remove_listener(VirtualListener& listener);

  // --- for the world ---
  void switch_on();
  void press_power_button();
  // Marks the host dead, then destroys everything it ran; with `politely`, sockets are closed in order first.
  void switch_off(bool politely);
  // Fails each of this host's connections, in the order of their endpoints, and sends each peer a reset.
  void reset_connections();
  // Replaces the host's first address: sockets bound to the former address are dead, and connections from there fail on
  // this side alone. Packets on their way to the former address are lost.
  void change_address(const IpAddress& to);
  // The hash of the host's packets, timers and events, mixed with its name.
  std::uint64_t fingerprint() const;

 protected:
  // Answers a segment of an unknown connection with a reset from the address to which the segment was sent.
  void refuse(const Packet& packet);

 private:
  struct Pair {
    Endpoint local;
    Endpoint remote;
    friend bool operator==(const Pair&, const Pair&) = default;
  };
  struct PairHash {
    std::size_t operator()(const Pair& pair) const noexcept {
      return mix(std::hash<Endpoint>()(pair.local) + 3 * std::hash<Endpoint>()(pair.remote));
    }
  };
  using Connections = std::unordered_map<Pair, std::unique_ptr<TcpConnection>, PairHash>;

  Result<std::unique_ptr<Connecting>, IoError> start_connect(const Endpoint& remote) override;
  void record_fields(const DeclaredEvent& event, std::span<const Field> fields) override;
  Task<void> live();
  bool owns(const IpAddress& address) const;
  // Returns the address that the host uses as the source for packets to `remote`.
  const IpAddress* source_for(const IpAddress& remote) const;
  std::uint16_t free_port(Transport protocol, const IpAddress& address);
  // Returns an ephemeral port that no connection to `remote` uses; 0: all are in use. Requires connections_.
  std::uint16_t port_towards(const Endpoint& remote, const IpAddress& source);
  bool port_taken(Transport protocol, const Endpoint& local) const;
  bool is_of_a_connection(const Packet& packet) const;
  void receive_udp(Packet& packet);
  void receive_tcp(const Packet& packet);
  // In a fixed order, because an action on each may send packets, and runs must be repeatable.
  std::vector<TcpConnection*> connections_in_order() const;
  VirtualListener* find_listener(const Endpoint& to) const;
  void note(std::uint64_t value) { hash_ = combine(hash_, value); }

  VirtualWorld& world_;
  Main main_;
  std::vector<IpAddress> addresses_;
  const Link* link_;  // shared by hosts with equal links
  Nat* behind_;
  std::uint16_t region_;
  std::uint16_t next_port_ = kFirstEphemeralPort;
  Line uplink_;
  Line downlink_;
  Processor processor_;
  VirtualFlash flash_;
  std::vector<VirtualUdpSocket*> udp_sockets_;
  // Null for most hosts: only servers have listeners.
  std::unique_ptr<std::vector<VirtualListener*>> listeners_;
  std::unique_ptr<Connections> connections_;
  std::uint64_t hash_ = 0;

  static constexpr std::uint16_t kFirstEphemeralPort = 49152;
  // The number of ports from the first ephemeral one to 65535.
  static constexpr int kEphemeralPorts = 16'384;
};

}  // namespace dialtone
