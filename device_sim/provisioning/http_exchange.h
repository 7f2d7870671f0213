// One HTTP request and its answer on a connection.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "wire/http/message.h"
#include "world/host.h"

namespace dialtone {

struct ExchangeFault {
  std::string reason;
  // The connection ended before a byte of an answer: where it was used before, the server may just have closed it.
  bool is_unanswered = false;
};

struct Answer {
  http::Response response;
  // Whether the connection may carry another request (RFC 9112 9.3).
  bool leaves_open = false;
};

// Connects to the first address that lets it, each within `deadline`. The failure names the last one and its error.
Task<Result<std::unique_ptr<Stream>>> connect_to_any(Host& host, const Addresses& addresses, std::uint16_t port,
                                                     Duration deadline);

// Writes the request's bytes and reads one answer, all before `deadline`; interim answers (1xx) are passed over. Fails
// where the stream does, ends too early, or brings what is not an HTTP response within the usual limits. With
// `takes_part`, blanks stand for what is missing of a body whose stream has ended too early.
Task<Result<Answer, ExchangeFault>> exchange(Stream& stream, std::string request, Moment deadline, bool takes_part);

}  // namespace dialtone
