#include "world/virtual/nat_table.h"

#include <algorithm>
#include <cassert>

namespace dialtone {

void NatTable::check() const {
  std::size_t sessions = 0;
  for (const auto& [key, mapping] : mappings_) {
    const auto& ports = by_port_[static_cast<std::size_t>(key.protocol)];
    const auto found = ports.find(mapping->outer_port);
    assert(mapping->key == key);
    assert(found != ports.end() && found->second == mapping.get());
    sessions += mapping->sessions.size();
  }
  assert(sessions == stored_sessions_);
  assert(by_port_[0].size() + by_port_[1].size() == mappings_.size());
}

bool NatTable::is_live(const Mapping& mapping, Moment now) {
  return std::any_of(mapping.sessions.begin(), mapping.sessions.end(),
                     [now](const Session& session) { return now < session.ends; });
}

NatTable::Session* NatTable::find(Mapping& mapping, const Endpoint& remote, Moment now) {
  for (Session& session : mapping.sessions) {
    if (session.remote == remote) return now < session.ends ? &session : nullptr;
  }
  return nullptr;
}

std::uint16_t NatTable::outgoing(const Packet& packet, Moment now) {
  const bool for_each_remote = options_.mapping == NatOptions::Mapping::kAddressAndPortDependent;
  const Key key{packet.protocol, packet.from, for_each_remote ? packet.to : Endpoint{}};
  const auto found = mappings_.find(key);
  Mapping* mapping = found == mappings_.end() ? nullptr : found->second.get();
  if (mapping != nullptr && !is_live(*mapping, now)) {
    drop(*mapping);
    mapping = nullptr;
  }
  Session* session = mapping == nullptr ? nullptr : find(*mapping, packet.to, now);
  if (session == nullptr) {
    const bool begins = packet.protocol == Transport::kUdp || (packet.tcp.syn && !packet.tcp.ack);
    if (!begins || !has_room(now)) return 0;
    // Making room never removes a live mapping, so this one still exists.
    if (mapping == nullptr) mapping = add_mapping(key, now);
    if (mapping == nullptr) return 0;
    session = add_session(*mapping, packet.to, now);
  }
  refresh(*session, packet, true, now);
  return mapping->outer_port;
}

std::optional<Endpoint> NatTable::incoming(const Packet& packet, const Endpoint& sender, Moment now) {
  const auto found = by_port(packet.protocol).find(packet.to.port);
  if (found == by_port(packet.protocol).end()) return std::nullopt;
  Mapping& mapping = *found->second;
  assert(mapping.outer_port == packet.to.port);
  assert(mapping.key.protocol == packet.protocol);
  if (!is_live(mapping, now) || !admits(mapping, sender, now)) return std::nullopt;
  Session* session = find(mapping, sender, now);
  if (session == nullptr && packet.protocol == Transport::kTcp) {
    // A connection begun from outside, which only a permissive filter lets in.
    if (!packet.tcp.syn || packet.tcp.ack || !has_room(now)) return std::nullopt;
    session = add_session(mapping, sender, now);
  }
  if (session != nullptr) refresh(*session, packet, false, now);
  return mapping.key.inner;
}

bool NatTable::admits(const Mapping& mapping, const Endpoint& sender, Moment now) const {
  return std::any_of(mapping.sessions.begin(), mapping.sessions.end(), [&](const Session& session) {
    if (now >= session.ends) return false;
    switch (options_.filtering) {
      case NatOptions::Filtering::kEndpointIndependent: return true;
      case NatOptions::Filtering::kAddressDependent: return session.remote.address == sender.address;
      case NatOptions::Filtering::kAddressAndPortDependent: return session.remote == sender;
    }
    return false;
  });
}

void NatTable::refresh(Session& session, const Packet& packet, bool from_inside, Moment now) {
  assert(session.ends >= now && "what has timed out does not come to life again");
  if (packet.protocol == Transport::kUdp) {
    if (from_inside || options_.inbound_refresh) session.ends = now + options_.udp_timeout;
  } else {
    const TcpHeader& tcp = packet.tcp;
    if (tcp.syn && !tcp.ack) session = {.remote = session.remote, .ends = session.ends};
    // The first segment from outside other than a reset shows that both sides speak.
    if (!from_inside && tcp.ack && !tcp.rst) session.established = true;
    if (tcp.rst) session.inner_ended = session.outer_ended = true;
    if (tcp.fin) (from_inside ? session.inner_ended : session.outer_ended) = true;
    const bool ended = session.inner_ended && session.outer_ended;
    session.ends = now + (session.established && !ended ? options_.tcp_timeout : options_.tcp_transitory_timeout);
  }
  none_ends_before_ = std::min(none_ends_before_, session.ends);
}

NatTable::Mapping* NatTable::add_mapping(const Key& key, Moment now) {
  const std::uint16_t port = free_port(key.protocol, key.inner.port, now);
  if (port == 0) return nullptr;
  auto mapping = std::make_unique<Mapping>(Mapping{key, port, {}});
  const auto [entry, is_new] = mappings_.emplace(key, std::move(mapping));
  assert(is_new && "an inner end has one mapping towards whom it is for");
  const bool was_free = by_port(key.protocol).emplace(port, entry->second.get()).second;
  assert(was_free && "an outer port is one mapping's");
  return entry->second.get();
}

NatTable::Session* NatTable::add_session(Mapping& mapping, const Endpoint& remote, Moment now) {
  // A session that has ended is removed to make room for a new one.
  stored_sessions_ -= std::erase_if(mapping.sessions, [now](const Session& session) { return now >= session.ends; });
  assert(find(mapping, remote, now) == nullptr);
  mapping.sessions.push_back({.remote = remote, .ends = now});
  ++stored_sessions_;
  assert(stored_sessions_ <= options_.most_sessions && "room was made before");
  return &mapping.sessions.back();
}

std::uint16_t NatTable::free_port(Transport protocol, std::uint16_t wanted, Moment now) {
  const auto take = [&](std::uint16_t port) {
    const auto found = by_port(protocol).find(port);
    if (found == by_port(protocol).end()) return true;
    if (is_live(*found->second, now)) return false;
    drop(*found->second);
    return true;
  };
  if (wanted != 0 && take(wanted)) return wanted;
  for (int tried = 0; tried <= 65535 - kFirstPort; ++tried) {
    const std::uint16_t port = next_port_;
    assert(port >= kFirstPort);
    next_port_ = port == 65535 ? kFirstPort : static_cast<std::uint16_t>(port + 1);
    if (take(port)) return port;
  }
  return 0;
}

bool NatTable::has_room(Moment now) {
  if (stored_sessions_ < options_.most_sessions) return true;
  if (now >= none_ends_before_) sweep(now);
  return stored_sessions_ < options_.most_sessions;
}

void NatTable::sweep(Moment now) {
  none_ends_before_ = kNever;
  for (auto entry = mappings_.begin(); entry != mappings_.end();) {
    Mapping& mapping = *entry->second;
    ++entry;
    stored_sessions_ -= std::erase_if(mapping.sessions, [now](const Session& session) { return now >= session.ends; });
    for (const Session& session : mapping.sessions) none_ends_before_ = std::min(none_ends_before_, session.ends);
    if (mapping.sessions.empty()) drop(mapping);
  }
  check();
}

void NatTable::drop(Mapping& mapping) {
  assert(stored_sessions_ >= mapping.sessions.size());
  stored_sessions_ -= mapping.sessions.size();
  const std::size_t ports = by_port(mapping.key.protocol).erase(mapping.outer_port);
  const Key key = mapping.key;
  const std::size_t mappings = mappings_.erase(key);
  assert(ports == 1 && "a mapping is known by its port");
  assert(mappings == 1 && "and by its inner end");
}

void NatTable::forget() {
  check();
  for (auto& ports : by_port_) ports.clear();
  mappings_.clear();
  stored_sessions_ = 0;
  none_ends_before_ = kNever;
}

std::size_t NatTable::sessions(Moment now) const {
  std::size_t count = 0;
  for (const auto& [key, mapping] : mappings_) {
    count += static_cast<std::size_t>(std::count_if(mapping->sessions.begin(), mapping->sessions.end(),
                                                    [now](const Session& session) { return now < session.ends; }));
  }
  return count;
}

}  // namespace dialtone
