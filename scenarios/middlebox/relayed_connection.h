// One client's TCP connection through a relay, and the connection to the server that carries it.
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
  // Enters itself into `by_silence`, and moves to the end whenever a packet is let through. All arguments must outlive
  // the connection; `scratch` as in RelayWay.
  RelayedConnection(const RelayedFlow& flow, std::unique_ptr<Stream> client, std::span<char> scratch,
                    List<RelayedConnection>& by_silence)
      : flow_(flow), client_(std::move(client)), scratch_(scratch), by_silence_(by_silence) {
    by_silence_.push_back(*this);
  }

  // Connects to the server and forwards until both sides have ended or one was reset.
  Task<void> carry();
  // Resets both ends. Its strand must be destroyed afterwards.
  void reset();

  const IpAddress& client() const { return flow_.client.address; }

  Strand* strand = nullptr;

 private:
  // Asks the script for a packet of the connection's set-up until it is let through; returns false if the client has
  // left.
  Task<bool> let_through(bool to_server);
  // Returns true if the client ends its side, or is gone, before `until`; keeps what the client sends.
  Task<bool> client_leaves(Moment until);
  Task<void> carry_both_ways();
  void touch();

  RelayedFlow flow_;
  std::unique_ptr<Stream> client_;
  std::unique_ptr<Stream> server_;
  std::span<char> scratch_;
  List<RelayedConnection>& by_silence_;
  std::string early_;  // bytes that came before the connection was set up
  Signal changed_;
};

}  // namespace dialtone
