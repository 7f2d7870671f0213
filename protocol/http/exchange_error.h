// Why an HTTP exchange failed, as the client reports it.
#pragma once

#include <optional>
#include <string>

#include "wire/http/head.h"
#include "world/io_error.h"

namespace dialtone {

struct ExchangeError {
  std::string reason;
  // The connection's error; nullopt if the connection ended, or brought bytes that are not an HTTP answer.
  std::optional<IoError> io = std::nullopt;
  // True if the connection ended before the first byte of an answer. On a connection used before, the server may just
  // have closed it.
  bool is_unanswered = false;

  static ExchangeError while_sending(IoError error);
  // `has_begun`: a part of the answer had arrived.
  static ExchangeError while_waiting(IoError error, bool has_begun);
  static ExchangeError closed_without_answer();
  static ExchangeError not_an_answer(const http::ParseFault& fault);
};

}  // namespace dialtone
