// A connection of an HTTP server. Only the server's own sources include this.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "protocol/http/server.h"

namespace dialtone {

struct HttpServer::Connection : ListNode {
  Connection(std::unique_ptr<Stream> accepted, const http::MessageLimits& limits, bool stops_at_head)
      : stream(std::move(accepted)), peer(stream->remote()), parser(limits, stops_at_head) {}

  std::unique_ptr<Stream> stream;
  Endpoint peer;
  http::RequestParser parser;
  std::string pending;  // bytes that came after the present request
  Strand* strand = nullptr;
  Place place{*this};
  std::size_t held_bytes = 0;
  bool told_to_continue = false;
};

}  // namespace dialtone
