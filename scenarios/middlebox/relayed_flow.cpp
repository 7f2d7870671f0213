#include "scenarios/middlebox/relayed_flow.h"

namespace dialtone {
namespace {

constexpr Purpose kCorrupt("relay.corrupt");

}  // namespace

RelayVerdict RelayedFlow::ask(bool to_server, std::string_view payload) const {
  return script.on_packet(host, {protocol, to_server, client, server, payload.size(), payload});
}

void RelayedFlow::corrupt(std::string& payload) const {
  if (payload.empty()) return;
  const Draw where = host.chance(kCorrupt, hash_text(to_text(client.address)));
  char& byte = payload[where.below(payload.size())];
  byte = static_cast<char>(byte ^ 0x55);
}

}  // namespace dialtone
