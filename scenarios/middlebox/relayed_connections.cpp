#include "scenarios/middlebox/relayed_connections.h"

#include <cassert>
#include <utility>

namespace dialtone {
namespace {

constexpr Duration kPauseWithoutDescriptors = std::chrono::milliseconds(100);

}  // namespace

RelayedConnections::RelayedConnections(Host& host, std::unique_ptr<Listener> listener, const Endpoint& server,
                                       RelayScript& script, std::size_t most)
    : host_(host),
      listener_(std::move(listener)),
      server_(server),
      script_(script),
      most_(most),
      accepting_strand_(&host.scope().spawn("relay-tcp " + to_text(listener_->local()), accept_all())) {}

RelayedConnections::~RelayedConnections() {
  host_.scope().destroy(*accepting_strand_);
  while (RelayedConnection* connection = by_silence_.front()) end(*connection);
}

Task<void> RelayedConnections::accept_all() {
  for (;;) {
    Result<std::unique_ptr<Stream>, IoError> stream = co_await listener_->accept(kNever);
    if (stream) {
      while (count_ >= most_ && reset_oldest()) continue;
      add(*std::move(stream));
    } else if (!reset_oldest()) {
      co_await host_.sleep(kPauseWithoutDescriptors);
    }
  }
}

void RelayedConnections::add(std::unique_ptr<Stream> stream) {
  const RelayedFlow flow{host_, script_, Transport::kTcp, stream->remote(), server_};
  auto connection = std::make_unique<RelayedConnection>(flow, std::move(stream), scratch_, by_silence_);
  RelayedConnection& added = *connection;
  ++count_;
  added.strand = &host_.scope().spawn("relay-tcp " + to_text(flow.client), carry(std::move(connection)));
}

Task<void> RelayedConnections::carry(std::unique_ptr<RelayedConnection> connection) {
  co_await connection->carry();
  connection.reset();
  assert(count_ > 0);
  --count_;
  assert(by_silence_.empty() == (count_ == 0));
}

bool RelayedConnections::reset_oldest() {
  RelayedConnection* oldest = by_silence_.front();
  if (oldest == nullptr) return false;
  oldest->reset();
  end(*oldest);
  return true;
}

void RelayedConnections::reset(const IpAddress& client) {
  for (RelayedConnection* connection = by_silence_.front(); connection != nullptr;) {
    RelayedConnection& each = *connection;
    connection = by_silence_.after(connection);
    if (each.client() != client) continue;
    each.reset();
    end(each);
  }
}

void RelayedConnections::end(RelayedConnection& connection) {
  assert(count_ > 0);
  host_.scope().destroy(*connection.strand);
  --count_;
  assert(by_silence_.empty() == (count_ == 0));
}

}  // namespace dialtone
