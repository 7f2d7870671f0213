#include "scenarios/middlebox/relayed_datagrams.h"

#include <algorithm>
#include <cassert>
#include <optional>
#include <utility>

#include "scenarios/middlebox/relay_addresses.h"

namespace dialtone {
namespace {

// The memory of a delayed datagram in addition to its bytes.
constexpr std::size_t kBookkeepingBytes = 256;

}  // namespace

struct RelayedDatagrams::Client : ListNode {
  Endpoint endpoint;
  std::unique_ptr<UdpSocket> socket;  // towards the server; null after the client was dropped
  Strand* strand = nullptr;
};

class RelayedDatagrams::Delayed : public Event {
 public:
  Delayed(RelayedDatagrams& owner, std::shared_ptr<Client> client, bool to_server, std::string bytes)
      : Event(&Delayed::fire),
        owner_(owner),
        client_(std::move(client)),
        to_server_(to_server),
        bytes_(std::move(bytes)) {}

  std::size_t cost() const { return bytes_.size() + kBookkeepingBytes; }

  std::list<Delayed>::iterator place;

 private:
  static void fire(Event& event) {
    Delayed& delayed = static_cast<Delayed&>(event);
    delayed.owner_.host_.note_timer(event.at());
    delayed.owner_.send(*delayed.client_, delayed.to_server_, delayed.bytes_);
    assert(&*delayed.place == &delayed && delayed.owner_.delayed_bytes_ >= delayed.cost());
    delayed.owner_.delayed_bytes_ -= delayed.cost();
    delayed.owner_.delayed_.erase(delayed.place);
  }

  RelayedDatagrams& owner_;
  std::shared_ptr<Client> client_;
  bool to_server_;
  std::string bytes_;
};

RelayedDatagrams::RelayedDatagrams(Host& host, std::unique_ptr<UdpSocket> socket, const Endpoint& server,
                                   RelayScript& script, std::size_t most_clients, std::size_t most_delayed_bytes)
    : host_(host),
      socket_(std::move(socket)),
      server_(server),
      script_(script),
      most_clients_(most_clients),
      most_delayed_bytes_(most_delayed_bytes),
      listening_strand_(&host.scope().spawn("relay-udp " + to_text(socket_->local()), take_from_clients())) {}

RelayedDatagrams::~RelayedDatagrams() {
  host_.scope().destroy(*listening_strand_);
  while (forget_oldest()) continue;
}

Task<void> RelayedDatagrams::take_from_clients() {
  for (;;) {
    std::optional<Datagram> datagram = socket_->try_receive();
    if (!datagram) {
      co_await socket_->readable(kNever);
    } else if (const std::shared_ptr<Client> client = client_at(datagram->from)) {
      forward(client, true, server_, std::move(datagram->bytes));
    }
  }
}

Task<void> RelayedDatagrams::take_from_server(std::shared_ptr<Client> client) {
  for (;;) {
    std::optional<Datagram> datagram = client->socket->try_receive();
    if (!datagram) {
      co_await client->socket->readable(kNever);
    } else {
      touch(*client);
      forward(client, false, datagram->from, std::move(datagram->bytes));
    }
  }
}

std::shared_ptr<RelayedDatagrams::Client> RelayedDatagrams::client_at(const Endpoint& endpoint) {
  const auto found = clients_.find(endpoint);
  if (found == clients_.end()) return add_client(endpoint);
  touch(*found->second);
  return found->second;
}

std::shared_ptr<RelayedDatagrams::Client> RelayedDatagrams::add_client(const Endpoint& endpoint) {
  while (clients_.size() >= most_clients_ && forget_oldest()) continue;
  const Endpoint local = end_towards(server_, socket_->local());
  Result<std::unique_ptr<UdpSocket>, IoError> socket = host_.open_udp(local);
  while (!socket && socket.error() == IoError::kTooManyFiles && forget_oldest()) socket = host_.open_udp(local);
  if (!socket) return nullptr;
  auto client = std::make_shared<Client>();
  client->endpoint = endpoint;
  client->socket = *std::move(socket);
  client->strand = &host_.scope().spawn("relay-udp for " + to_text(endpoint), take_from_server(client));
  const bool is_new = clients_.emplace(endpoint, client).second;
  by_silence_.push_back(*client);
  assert(is_new && clients_.size() <= std::max<std::size_t>(most_clients_, 1) && "room was made before");
  return client;
}

bool RelayedDatagrams::forget_oldest() {
  Client* oldest = by_silence_.front();
  assert((oldest == nullptr) == clients_.empty());
  if (oldest == nullptr) return false;
  oldest->unlink();
  const auto found = clients_.find(oldest->endpoint);
  assert(found != clients_.end() && found->second.get() == oldest);
  const std::shared_ptr<Client> kept = found->second;
  clients_.erase(found);
  host_.scope().destroy(*kept->strand);
  // Delayed datagrams do not keep the socket open.
  kept->socket.reset();
  return true;
}

void RelayedDatagrams::touch(Client& client) {
  assert(client.linked() && "who was forgotten has no strand any more");
  client.unlink();
  by_silence_.push_back(client);
}

void RelayedDatagrams::forward(const std::shared_ptr<Client>& client, bool to_server, const Endpoint& server,
                               std::string bytes) {
  const RelayedFlow flow{host_, script_, Transport::kUdp, client->endpoint, server};
  const RelayVerdict verdict = flow.ask(to_server, bytes);
  if (verdict.drop) return;
  if (verdict.corrupts) flow.corrupt(bytes);
  for (int copies = 0; copies <= verdict.extra_copies; ++copies) {
    if (verdict.delay <= Duration::zero()) {
      send(*client, to_server, bytes);
      continue;
    }
    send_later(client, to_server, bytes, verdict.delay);
  }
}

void RelayedDatagrams::send_later(const std::shared_ptr<Client>& client, bool to_server, const std::string& bytes,
                                  Duration delay) {
  if (delayed_bytes_ + bytes.size() + kBookkeepingBytes > most_delayed_bytes_) return;
  Delayed& delayed = delayed_.emplace_back(*this, client, to_server, bytes);
  delayed.place = std::prev(delayed_.end());
  delayed_bytes_ += delayed.cost();
  host_.schedule(delayed, host_.world_now() + delay, EventClass::kTimer);
}

void RelayedDatagrams::send(Client& client, bool to_server, std::string_view bytes) {
  // A datagram that the network does not accept is lost.
  if (to_server && client.socket == nullptr) return;
  if (to_server) {
    static_cast<void>(client.socket->send(server_, bytes));
  } else {
    static_cast<void>(socket_->send(client.endpoint, bytes));
  }
}

}  // namespace dialtone
