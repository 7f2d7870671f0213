// The mappings of a network address translator: which outer port each inner end has, towards which remote ends, and
// until when. There are no timers: a mapping that has timed out is noticed at the next access.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "values/endpoint.h"
#include "values/hash.h"
#include "world/virtual/nat_options.h"
#include "world/virtual/packet.h"

namespace dialtone {

class NatTable {
 public:
  explicit NatTable(const NatOptions& options) : options_(options) {}

  // Returns the outer port for a packet that is sent from inside, and keeps the conversation alive; creates the mapping
  // if needed and possible. 0: the packet is dropped. Only a SYN begins a TCP connection.
  std::uint16_t outgoing(const Packet& packet, Moment now);
  // Returns the inner end for a packet sent to an outer port; `sender` is the source address as seen outside. Nullopt
  // if the packet is dropped.
  std::optional<Endpoint> incoming(const Packet& packet, const Endpoint& sender, Moment now);
  void forget();
  // The number of conversations that are alive.
  std::size_t sessions(Moment now) const;

 private:
  // A conversation with one remote end.
  struct Session {
    Endpoint remote{};
    Moment ends{};
    // Both are used for TCP only.
    bool established = false;
    bool inner_ended = false;
    bool outer_ended = false;
  };
  struct Key {
    Transport protocol;
    Endpoint inner;
    Endpoint remote;  // unset if the mapping is the same for all remote ends

    friend bool operator==(const Key&, const Key&) = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const noexcept {
      return mix(std::hash<Endpoint>()(key.inner) + 3 * std::hash<Endpoint>()(key.remote) +
                 static_cast<std::uint64_t>(key.protocol));
    }
  };
  struct Mapping {
    Key key;
    std::uint16_t outer_port;
    std::vector<Session> sessions;
  };

  // Checks that each mapping is also found by its port, and that the counts of sessions are right; reads all.
  void check() const;
  static bool is_live(const Mapping& mapping, Moment now);
  static Session* find(Mapping& mapping, const Endpoint& remote, Moment now);
  bool admits(const Mapping& mapping, const Endpoint& sender, Moment now) const;
  // Returns null if the table is full or no port is free.
  Mapping* add_mapping(const Key& key, Moment now);
  Session* add_session(Mapping& mapping, const Endpoint& remote, Moment now);
  void refresh(Session& session, const Packet& packet, bool from_inside, Moment now);
  // Returns 0 if none is free.
  std::uint16_t free_port(Transport protocol, std::uint16_t wanted, Moment now);
  bool has_room(Moment now);
  void sweep(Moment now);
  void drop(Mapping& mapping);
  std::unordered_map<std::uint16_t, Mapping*>& by_port(Transport protocol) {
    return by_port_[static_cast<std::size_t>(protocol)];
  }

  static constexpr std::uint16_t kFirstPort = 49152;

  const NatOptions& options_;
  std::unordered_map<Key, std::unique_ptr<Mapping>, KeyHash> mappings_;
  std::array<std::unordered_map<std::uint16_t, Mapping*>, 2> by_port_;
  std::size_t stored_sessions_ = 0;  // including sessions that have timed out and were not removed yet
  Moment none_ends_before_ = kNever;
  std::uint16_t next_port_ = kFirstPort;
};

}  // namespace dialtone
