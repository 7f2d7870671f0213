// The TCP side of a relay's route: accepts connections and forwards each.
#pragma once

#include <array>
#include <cstddef>
#include <memory>

#include "scenarios/middlebox/relayed_connection.h"
#include "world/host.h"
#include "world/list.h"

namespace dialtone {

class RelayedConnections {
 public:
  // `host` and `script` must outlive this object; its strands end with it.
  RelayedConnections(Host& host, std::unique_ptr<Listener> listener, const Endpoint& server, RelayScript& script,
                     std::size_t most);
  ~RelayedConnections();
  RelayedConnections(const RelayedConnections&) = delete;
  RelayedConnections& operator=(const RelayedConnections&) = delete;

  Endpoint listening() const { return listener_->local(); }
  // Resets both ends of each connection of that client.
  void reset(const IpAddress& client);

 private:
  Task<void> accept_all();
  void add(std::unique_ptr<Stream> stream);
  Task<void> carry(std::unique_ptr<RelayedConnection> connection);
  bool reset_oldest();
  // Destroys the connection's strand and with it the connection.
  void end(RelayedConnection& connection);

  Host& host_;
  std::unique_ptr<Listener> listener_;
  Endpoint server_;
  RelayScript& script_;
  std::size_t most_;
  List<RelayedConnection> by_silence_;  // ordered by silence, the longest first
  std::size_t count_ = 0;
  std::array<char, 16 * 1024> scratch_;
  Strand* accepting_strand_;
};

}  // namespace dialtone
