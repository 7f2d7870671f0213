#include "protocol/http/exchange_error.h"

namespace dialtone {

ExchangeError ExchangeError::while_sending(IoError error) {
  return {.reason = "sending the request: " + std::string(to_text(error)), .io = error};
}

ExchangeError ExchangeError::while_waiting(IoError error, bool has_begun) {
  return {.reason = "waiting for the answer: " + std::string(to_text(error)),
          .io = error,
          .is_unanswered = !has_begun && error != IoError::kDeadline};
}

ExchangeError ExchangeError::closed_without_answer() {
  return {.reason = "the server closed the connection without an answer", .is_unanswered = true};
}

ExchangeError ExchangeError::not_an_answer(const http::ParseFault& fault) {
  return {.reason = "not an HTTP answer: " + fault.reason};
}

}  // namespace dialtone
