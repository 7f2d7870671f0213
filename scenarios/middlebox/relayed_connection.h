// One client's TCP connection through a relay, and the one to the server that it is carried on.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "scenarios/middlebox/relay_way.h"
#include "scenarios/middlebox/relayed_flow.h"
#include "world/host.h"
#include "world/list.h"

namespace dialtone {

class RelayedConnection : public ListNode {
 public:
  // It takes its place in `by_silence`, at the end whenever a packet is let through. What is referred to outlives it;
  // `scratch` as RelayWay's.
  RelayedConnection(const RelayedFlow& flow, std::unique_ptr<Stream> client, std::span<char> scratch,
                    List<RelayedConnection>& by_silence)
      : flow_(flow), client_(std::move(client)), scratch_(scratch), by_silence_(by_silence) {
    by_silence_.push_back(*this);
  }

  // Connects to the server and carries, until both sides have ended or one was reset.
  Task<void> carry();
  // Resets both ends. Its strand is to be destroyed then.
  void reset();

  const IpAddress& client() const { return flow_.client.address; }

  Strand* strand = nullptr;

 private:
  // Asks for a packet that sets the connection up until it is let through; false: the client has left in the meantime.
  Task<bool> let_through(bool to_server);
  // Whether the client ends its side, or is gone, before `until`; what it sends is kept.
  Task<bool> client_leaves(Moment until);
  Task<void> carry_both_ways();
  void touch();

  RelayedFlow flow_;
  std::unique_ptr<Stream> client_;
  std::unique_ptr<Stream> server_;
  std::span<char> scratch_;
  List<RelayedConnection>& by_silence_;
  std::string early_;  // came before the connection was set up
  Signal changed_;
};

}  // namespace dialtone
