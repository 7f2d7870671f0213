// The UDP side of a relay's route: a socket towards the server for each client.
#pragma once

#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <string>

#include "scenarios/middlebox/relayed_flow.h"
#include "world/host.h"
#include "world/list.h"

namespace dialtone {

class RelayedDatagrams {
 public:
  // `host` and `script` must outlive this object; its strands end with it.
  RelayedDatagrams(Host& host, std::unique_ptr<UdpSocket> socket, const Endpoint& server, RelayScript& script,
                   std::size_t most_clients, std::size_t most_delayed_bytes);
  ~RelayedDatagrams();
  RelayedDatagrams(const RelayedDatagrams&) = delete;
  RelayedDatagrams& operator=(const RelayedDatagrams&) = delete;

  Endpoint listening() const { return socket_->local(); }

 private:
  struct Client;
  // A delayed datagram.
  class Delayed;

  Task<void> take_from_clients();
  Task<void> take_from_server(std::shared_ptr<Client> client);
  // Returns the client, now last in the order of silence; null if no socket is available.
  std::shared_ptr<Client> client_at(const Endpoint& endpoint);
  std::shared_ptr<Client> add_client(const Endpoint& endpoint);
  bool forget_oldest();
  void forward(const std::shared_ptr<Client>& client, bool to_server, const Endpoint& server, std::string bytes);
  void send(Client& client, bool to_server, std::string_view bytes);
  void send_later(const std::shared_ptr<Client>& client, bool to_server, const std::string& bytes, Duration delay);
  void touch(Client& client);

  Host& host_;
  std::unique_ptr<UdpSocket> socket_;
  Endpoint server_;
  RelayScript& script_;
  std::size_t most_clients_;
  std::size_t most_delayed_bytes_;
  std::map<Endpoint, std::shared_ptr<Client>> clients_;
  List<Client> by_silence_;  // ordered by silence, the longest first
  std::list<Delayed> delayed_;
  std::size_t delayed_bytes_ = 0;  // including their bookkeeping
  Strand* listening_strand_;
};

}  // namespace dialtone
